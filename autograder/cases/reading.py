r"""Cases: right solutions (wheats), wrong ones (chaffs) and hostile ones (attacks), a file each.

A case is a Python file in the percent format. Its header says in ``# key: value`` lines what it
is and what it must score; each cell says where its text goes::

    # title: reads the table off and types the names
    # exercise: Exercise 1
    # points: highest-correlations-both=0
    # %% highest-correlations
    top_pairs = [("Luminosity", "A_M"), ("Luminosity", "Size")]

``points`` lists the test cells of the exercise that do not get their full points, and
``points-elsewhere`` does where they are others on data that is not the assignment's own: a solution
that types in what it should compute is only wrong there. ``based-on`` names a wheat of the same
exercise whose cells the case has where it gives none itself. ``cost: long``
says that grading the case takes more than about 20 CPU seconds. An attack may say what its outputs
must show (``shows``, several with ``|`` between them: that it really tried), with which errors its
own cells may end (``raises``, parts of their names), which doubts the instructor must be told of
(``noticed``, codes; ``?`` behind one that may come or not), and that it means nothing to a grader
other than this one (``peers: no``). A cell whose numbers hang on a random generator has the line
``SEED = 0`` in it, and its code uses ``SEED``: `reseed` makes the same case with another seed.
A line of a cell that itself begins with ``# %%`` is written ``# \%%``, with one backslash more.
Several cases, one for each exercise, can be packed into one submission.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from autograder import notebook as notebooks
from autograder.cases.case import Action, Case, Edit, Kind
from autograder.errors import InstructorError
from autograder.verdicts import Verdict

_HEADER = re.compile(r"^#\s*([a-z-]+):\s*(.*?)\s*$")
_CELL = re.compile(r"^# %%\s*(.*?)\s*$")
_KEPT = re.compile(r"^# \\(\\*%%)")
_KEYS = {
    "title",
    "exercise",
    "based-on",
    "points",
    "points-elsewhere",
    "verdicts",
    "outcome",
    "cost",
    "shows",
    "noticed",
    "raises",
    "peers",
}
_OUTCOMES = ("graded", "refused")
_COSTS = ("short", "long")
_PEERS = ("yes", "no")


def read_cases(folder: Path, assignment: str) -> tuple[Case, ...]:
    """Read every case of an assignment below ``folder``, the one with wheats, chaffs and attacks.

    Raises InstructorError for a file that is no case.
    """
    return tuple(
        read_case(path, kind)
        for kind in Kind
        for path in sorted((folder / kind / assignment).glob("*/*.py"))
    )


def read_case(path: Path, kind: Kind) -> Case:
    """Read one case file; its folder is named after the notebook.

    Raises InstructorError naming the file and the line's fault.
    """
    head, *cells = _split(path.read_text(encoding="utf-8"))
    found = {match[1]: match[2] for line in head[1] if (match := _HEADER.match(line))}
    unknown, missing = set(found) - _KEYS, {"title", "exercise"} - set(found)
    if unknown or missing or not cells:
        wrong = f"unknown keys {sorted(unknown)}, missing keys {sorted(missing)}"
        raise InstructorError("case-ill-formed", f"{path}: {wrong}, {len(cells)} cells")
    elsewhere, base = found.get("points-elsewhere"), found.get("based-on")
    try:
        edits = tuple(_edit(words, lines) for words, lines in cells)
        return Case(
            name=path.stem,
            kind=kind,
            notebook=path.parent.name,
            title=found["title"],
            exercise=found["exercise"],
            points=_points(found.get("points", "")),
            verdicts={k: Verdict(v) for k, v in _pairs(found.get("verdicts", ""))},
            refused=_one_of(_OUTCOMES, "outcome", found.get("outcome")) == "refused",
            edits=edits if base is None else _upon(_base(path, base, found["exercise"]), edits),
            is_long=_one_of(_COSTS, "cost", found.get("cost")) == "long",
            shows=tuple(_parts(found.get("shows", ""), "|")),
            raises=tuple(_parts(found.get("raises", ""), "|")),
            noticed=tuple(_parts(found.get("noticed", ""), ",")),
            for_peers=_one_of(_PEERS, "peers", found.get("peers")) == "yes",
            points_elsewhere=_points(elsewhere) if elsewhere is not None else None,
        )
    except ValueError as error:
        raise InstructorError("case-ill-formed", f"{path}: {error}") from None


def _base(path: Path, name: str, exercise: str) -> Case:
    """Return the wheat that the case in a file is based on.

    Raises ValueError when there is none of that name and exercise, or another one beneath it.
    """
    file = path.parents[3] / Kind.WHEAT / path.parents[1].name / path.parent.name / f"{name}.py"
    if not file.is_file():
        raise ValueError(f"it is based on {name}, and there is no {file}")
    head = _split(file.read_text(encoding="utf-8"))[0][1]
    if any((match := _HEADER.match(line)) and match[1] == "based-on" for line in head):
        raise ValueError(f"it is based on {name}, which is based on another itself")
    case = read_case(file, Kind.WHEAT)
    if case.exercise != exercise:
        raise ValueError(f"it is based on {name}, which is of {case.exercise}")
    return case


def _upon(base: Case, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return the changes of a base, without the texts that a case gives itself, and the case's."""
    own = {edit.grade_id for edit in edits if edit.action is Action.REPLACE}
    kept = (
        each for each in base.edits if each.action is not Action.REPLACE or each.grade_id not in own
    )
    return (*kept, *edits)


def _split(text: str) -> list[tuple[list[str], list[str]]]:
    """Cut a file at its cell lines: the words of each such line, and the lines below it."""
    parts: list[tuple[list[str], list[str]]] = [([], [])]
    for line in text.splitlines():
        match = _CELL.match(line)
        if match:
            parts.append((match[1].split(), []))
        else:
            parts[-1][1].append(_KEPT.sub(r"# \1", line))
    return parts


def _parts(text: str, between: str) -> Iterator[str]:
    return filter(None, (part.strip() for part in text.split(between)))


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for item in _parts(text, ","):
        key, equals, value = item.partition("=")
        if not equals:
            raise ValueError(f"{item!r} is not of the form name=value")
        yield key.strip(), value.strip()


def _points(text: str) -> dict[str, float]:
    return {key: float(value) for key, value in _pairs(text)}


def _one_of(choices: Sequence[str], key: str, value: str | None) -> str:
    """Return the value of a key, which is the first choice when the key is not there."""
    if value is not None and value not in choices:
        raise ValueError(f"the {key} is {value!r}, not one of {', '.join(choices)}")
    return value or choices[0]


def _edit(words: Sequence[str], lines: Sequence[str]) -> Edit:
    text = "\n".join(lines).strip("\n")
    if not words:
        raise ValueError("a line '# %%' does not say which cell it is about")
    if len(words) == 1 and words[0] != Action.RAW:
        return Edit(Action.REPLACE, words[0], text)
    action = Action(words[0])
    if action is Action.RAW:
        return Edit(action, "", "\n".join(_uncommented(line) for line in lines))
    if action is Action.NOTEBOOK:
        return Edit(action, "", _json(words[1:]))
    if action in _ON_THE_LINE:
        _, grade_id, *rest = words
        return Edit(action, grade_id, _ON_THE_LINE[action](rest))
    _, grade_id = words
    return Edit(action, grade_id, text)


def _word(words: Sequence[str]) -> str:
    (word,) = words
    return word


def _json(words: Sequence[str]) -> str:
    text = " ".join(words)
    if type(json.loads(text)) is not dict:
        raise ValueError(f"{text!r} is no JSON object")
    return text


def _cell_type(words: Sequence[str]) -> str:
    if (word := _word(words)) not in notebooks.CELL_TYPES:
        raise ValueError(f"{word!r} is no type of a cell")
    return word


def _place(words: Sequence[str]) -> str:
    where, _ = words
    if where not in ("before", "after"):
        raise ValueError(f"{where!r} is neither before nor after")
    return " ".join(words)


_ON_THE_LINE: Mapping[Action, Callable[[Sequence[str]], str]] = {
    Action.TAG: _word,
    Action.METADATA: _json,
    Action.CELL_ID: _word,
    Action.RETYPE: _cell_type,
    Action.MOVE: _place,
}
"""Actions whose text stands behind the cell's name, on the line itself."""


def _uncommented(line: str) -> str:
    return "" if line == "#" else line.removeprefix("# ")
