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
that types in what it should compute is only wrong there. ``cost: long``
says that grading the case takes more than about 20 CPU seconds. An attack may say what its outputs
must show (``shows``, several with ``|`` between them: that it really tried), with which errors its
own cells may end (``raises``, parts of their names), which doubts the instructor must be told of
(``noticed``, codes; ``?`` behind one that may come or not), and that it means nothing to a grader
other than this one (``peers: no``). A cell whose numbers hang on a random generator has the line
``SEED = 0`` in it, and its code uses ``SEED``: `reseed` makes the same case with another seed.
A line of a cell that itself begins with ``# %%`` is written ``# \%%``, with one backslash more.
Several cases, one for each exercise, can be packed into one submission.
"""

import dataclasses
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import cycle
from pathlib import Path

from autograder import notebook as notebooks
from autograder.assignment import Master
from autograder.errors import InstructorError
from autograder.notebook import Cell, Notebook
from autograder.verdicts import Verdict

_HEADER = re.compile(r"^#\s*([a-z-]+):\s*(.*?)\s*$")
_CELL = re.compile(r"^# %%\s*(.*?)\s*$")
_KEPT = re.compile(r"^# \\(\\*%%)")
_SEED = re.compile(r"^([ \t]*SEED = )\d+[ \t]*$", re.MULTILINE)
_KEYS = {
    "title",
    "exercise",
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


class Kind(StrEnum):
    """Name what a case is; the folder that it lies in says so."""

    WHEAT = "wheats"
    CHAFF = "chaffs"
    ATTACK = "attacks"


class Action(StrEnum):
    """Name what a cell of a case does to the release."""

    REPLACE = "replace"
    DELETE = "delete"
    COPY = "copy"
    TAG = "tag"
    METADATA = "metadata"
    CELL_ID = "cell-id"
    RETYPE = "retype"
    MOVE = "move"
    NOTEBOOK = "notebook"
    INSERT_BEFORE = "insert-before"
    INSERT_AFTER = "insert-after"
    RAW = "raw"


@dataclass(frozen=True)
class Edit:
    """Hold one change to the release: what, at which cell, with which text."""

    action: Action
    grade_id: str
    text: str


@dataclass(frozen=True)
class Case:
    """Hold one case.

    ``points`` are what its test cells earn where that is not their full worth, on other data than
    the assignment's own ``points_elsewhere`` where these are given; ``verdicts`` what
    becomes of them, where the case says so; ``refused`` that the file cannot be graded at all;
    ``is_long`` that grading it takes more than about 20 CPU seconds. ``shows`` are texts that its
    outputs must hold, ``raises`` parts of the names of errors with which its own cells may end,
    ``noticed`` the codes of what must be listed for the instructor, and ``for_peers`` tells
    whether other graders can be tried with it.
    """

    name: str
    kind: Kind
    notebook: str
    title: str
    exercise: str
    points: Mapping[str, float]
    verdicts: Mapping[str, Verdict]
    refused: bool
    edits: tuple[Edit, ...]
    is_long: bool = False
    shows: tuple[str, ...] = ()
    raises: tuple[str, ...] = ()
    noticed: tuple[str, ...] = ()
    for_peers: bool = True
    points_elsewhere: Mapping[str, float] | None = None

    def earns(self, grade_id: str, *, elsewhere: bool) -> float | None:
        """Return the points of a test cell that does not get its full worth, else None.

        ``elsewhere`` asks for data that is not the assignment's own.
        """
        other = self.points_elsewhere if elsewhere else None
        return (self.points if other is None else other).get(grade_id)

    @property
    def is_seeded(self) -> bool:
        """Tell whether a line of its cells sets the seed of what is random in them."""
        return any(_SEED.search(edit.text) for edit in self.edits)

    def covers(self, exercise: str) -> bool:
        """Tell whether a master's exercise, named by its heading, is this case's."""
        return re.match(rf"{re.escape(self.exercise)}(\W|$)", exercise) is not None


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
    elsewhere = found.get("points-elsewhere")
    try:
        return Case(
            name=path.stem,
            kind=kind,
            notebook=path.parent.name,
            title=found["title"],
            exercise=found["exercise"],
            points=_points(found.get("points", "")),
            verdicts={k: Verdict(v) for k, v in _pairs(found.get("verdicts", ""))},
            refused=_one_of(_OUTCOMES, "outcome", found.get("outcome")) == "refused",
            edits=tuple(_edit(words, lines) for words, lines in cells),
            is_long=_one_of(_COSTS, "cost", found.get("cost")) == "long",
            shows=tuple(_parts(found.get("shows", ""), "|")),
            raises=tuple(_parts(found.get("raises", ""), "|")),
            noticed=tuple(_parts(found.get("noticed", ""), ",")),
            for_peers=_one_of(_PEERS, "peers", found.get("peers")) == "yes",
            points_elsewhere=_points(elsewhere) if elsewhere is not None else None,
        )
    except ValueError as error:
        raise InstructorError("case-ill-formed", f"{path}: {error}") from None


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


def reseed(case: Case, seed: int) -> Case:
    """Return the same case with another number in every line that sets its seed."""
    edits = (
        dataclasses.replace(edit, text=_SEED.sub(rf"\g<1>{seed}", edit.text)) for edit in case.edits
    )
    return dataclasses.replace(case, edits=tuple(edits))


def submission(release: Notebook, cases: Iterable[Case]) -> bytes:
    """Return the file that a student of these cases hands in.

    Raises InstructorError when a case names a cell that the release does not have.
    """
    cells, metadata = list(release.cells), dict(release.metadata)
    for case in cases:
        for edit in case.edits:
            if edit.action is Action.RAW:
                return edit.text.encode()
            if edit.action is Action.NOTEBOOK:
                metadata |= json.loads(edit.text)
            else:
                _apply(cells, edit, case)
    changed = dataclasses.replace(release, cells=tuple(cells), metadata=metadata)
    return notebooks.write(changed)


def _find(cells: Sequence[Cell], grade_id: str, case: Case) -> int:
    at = next((i for i, cell in enumerate(cells) if cell.grade_id == grade_id), None)
    if at is None:
        raise InstructorError(
            "case-without-cell", f"{case.kind}/{case.name}: the release has no {grade_id}"
        )
    return at


def _apply(cells: list[Cell], edit: Edit, case: Case) -> None:
    at = _find(cells, edit.grade_id, case)
    cell = cells[at]
    if edit.action in _CHANGES:
        cells[at] = _CHANGES[edit.action](cell, edit.text)
    elif edit.action is Action.DELETE:
        del cells[at]
    elif edit.action is Action.COPY:
        cells.insert(at + 1, dataclasses.replace(cell, cell_id=f"{cell.cell_id}-copy"))
    elif edit.action is Action.MOVE:
        where, other = edit.text.split()
        del cells[at]
        cells.insert(_find(cells, other, case) + (where == "after"), cell)
    else:
        added = Cell("code", edit.text, cell_id=f"{case.name[:40]}-{len(cells)}")
        cells.insert(at + (edit.action is Action.INSERT_AFTER), added)


def _tagged(cell: Cell, tag: str) -> Cell:
    tags = [*cell.metadata.get("tags", ()), tag]
    return dataclasses.replace(cell, metadata={**cell.metadata, "tags": tags})


def _with_role(cell: Cell, role: str) -> Cell:
    changed = {**cell.nbgrader, **json.loads(role)}
    return dataclasses.replace(cell, metadata={**cell.metadata, "nbgrader": changed})


_CHANGES: Mapping[Action, Callable[[Cell, str], Cell]] = {
    Action.REPLACE: lambda cell, text: dataclasses.replace(cell, source=text),
    Action.TAG: _tagged,
    Action.METADATA: _with_role,
    Action.CELL_ID: lambda cell, cell_id: dataclasses.replace(cell, cell_id=cell_id),
    Action.RETYPE: lambda cell, cell_type: dataclasses.replace(cell, cell_type=cell_type),
}
"""What each action that keeps a cell in its place makes of it and the edit's text."""


def expected(master: Master, cases: Sequence[Case], *, elsewhere: bool = False) -> dict[str, float]:
    """Return the points that every test cell must earn in a submission packed from cases.

    An exercise that no case covers is as untouched as in the release, and earns nothing.
    ``elsewhere`` tells that the data is not the assignment's own.
    """
    points: dict[str, float] = {}
    for test in master.tests:
        case = next((case for case in cases if case.covers(test.exercise)), None)
        less = case.earns(test.grade_id, elsewhere=elsewhere) if case is not None else 0.0
        points[test.grade_id] = test.points if less is None else less
    return points


def pack(cases: Iterable[Case]) -> tuple[tuple[Case, ...], ...]:
    """Pack the cases of one notebook into as few submissions as hold every case at least once.

    Each submission has one case for each exercise; exercises with fewer cases repeat theirs,
    beginning with short ones. A case that is refused as a whole stands alone.
    """
    by_exercise: dict[str, list[Case]] = {}
    alone: list[tuple[Case, ...]] = []
    for case in cases:
        if case.refused:
            alone.append((case,))
        else:
            by_exercise.setdefault(case.exercise, []).append(case)
    rows = max(map(len, by_exercise.values()), default=0)
    columns = [
        cycle(sorted(found, key=lambda case: case.is_long))
        for _, found in sorted(by_exercise.items())
    ]
    return tuple(tuple(next(column) for column in columns) for _ in range(rows)) + tuple(alone)
