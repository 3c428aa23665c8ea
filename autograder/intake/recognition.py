"""Which master a notebook belongs to: by the ids that nbgrader gave its cells, never by its name.

Comes in: the facts of a notebook, and the sheets of all assignments. Goes out: a `Match`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.assignment import (
    BEGIN_HIDDEN,
    BEGIN_MARKS,
    BEGIN_SOLUTION,
    END_HIDDEN,
    END_MARKS,
    END_SOLUTION,
    IllFormedRegion,
    Master,
    without_region,
)
from autograder.intake.facts import CellFacts, NotebookFacts, digest
from autograder.notebook import Cell, Notebook

_SHARE = 0.5
"""How much of the work's ids a notebook has to share with a master to be its submission."""
_MARKERS = (BEGIN_SOLUTION, END_SOLUTION)
_IDS_SHOWN = 5


@dataclass(frozen=True)
class Sheet:
    """Hold what tells one master's notebooks from others'.

    ``released`` has, for each id, a digest of what students got; ``hidden`` of the cells that only
    the master has so, ``answers`` of the solutions without their markers. Of another assignment
    only the ids are known.
    """

    assignment: str
    name: str
    released: Mapping[str, str]
    locked: frozenset[str]
    work: frozenset[str]
    hidden: Mapping[str, str]
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Match:
    """Hold the sheet that fits best, and how the notebook differs from what was released."""

    sheet: Sheet
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    is_master: bool = False
    is_solution: bool = False
    is_untouched: bool = False

    @property
    def differs(self) -> str:
        """Return in words how it differs from the present release; empty when it does not."""
        parts = (
            _listed("cells that the release does not have", self.unknown),
            _listed("cells of the release are missing", self.missing),
            _listed("locked cells have another text", self.changed),
        )
        return "; ".join(filter(None, parts))


@dataclass(frozen=True)
class NoMatch:
    """Say why a notebook belongs to no master; ``code`` is stable."""

    code: str
    message: str


def sheet_of_master(assignment: str, master: Master, release: Notebook | None) -> Sheet:
    """Return the sheet of a master; what students got is read from the release, if there is one."""
    cells = [cell for cell in master.notebook.cells if cell.grade_id]
    released = {str(cell.grade_id): digest(_public(cell)) for cell in cells}
    hidden = {str(c.grade_id): digest(c.source) for c in cells if _has_secrets(c)}
    if release is not None:
        released |= {
            str(cell.grade_id): digest(cell.source) for cell in release.cells if cell.grade_id
        }
    return Sheet(
        assignment=assignment,
        name=master.name,
        released=released,
        locked=frozenset(str(cell.grade_id) for cell in cells if cell.is_locked),
        work=_work(cells),
        hidden={at: text for at, text in hidden.items() if text != released[at]},
        answers={
            str(cell.grade_id): digest(_solution(cell.source)) for cell in cells if cell.is_solution
        },
    )


def sheet_of_other(assignment: str, name: str, notebook: Notebook) -> Sheet:
    """Return the sheet of another assignment's master: its ids only."""
    cells = [cell for cell in notebook.cells if cell.grade_id]
    return Sheet(assignment, name, {}, frozenset(), _work(cells), {}, {})


def _work(cells: Iterable[Cell]) -> frozenset[str]:
    work = (cell for cell in cells if cell.is_solution or cell.is_graded or cell.is_task)
    return frozenset(str(cell.grade_id) for cell in work)


def _public(cell: Cell) -> str:
    """Return a cell without what students never get; an ill-formed one as it is."""
    try:
        shown = without_region(cell.source, BEGIN_HIDDEN, END_HIDDEN)
        return without_region(shown, BEGIN_MARKS, END_MARKS)
    except IllFormedRegion:
        return cell.source


def _has_secrets(cell: Cell) -> bool:
    return _public(cell) != cell.source or (
        cell.is_solution and _solution(cell.source) != cell.source
    )


def _solution(source: str) -> str:
    lines = source.split("\n")
    return "\n".join(line for line in lines if not any(marker in line for marker in _MARKERS))


def recognise(
    notebook: NotebookFacts, name: str, sheets: Sequence[Sheet], assignment: str
) -> Match | NoMatch:
    """Return the sheet that a notebook belongs to, or why it belongs to none of ``assignment``.

    ``name`` is the file's, and decides only between sheets that fit equally well.
    """
    if not notebook.cells:
        return NoMatch("notebook-without-ids", "none of its cells has nbgrader's metadata")
    work = {cell.grade_id for cell in notebook.cells if cell.is_work}
    shares = [(len(work & sheet.work), sheet) for sheet in sheets]
    most = max((share for share, _ in shares), default=0)
    best = [sheet for share, sheet in shares if share == most]
    if not most or not any(_shares_enough(most, work, sheet) for sheet in best):
        return NoMatch("notebook-foreign", "its cells are of no assignment in this course")
    sheet = _closest(notebook, name, best, assignment)
    if sheet is None:
        listed = ", ".join(sorted(f"{each.assignment}/{each.name}" for each in best))
        return NoMatch("notebook-ambiguous", f"its cells fit each of {listed}")
    if sheet.assignment != assignment:
        message = f"its cells are those of {sheet.assignment}, {sheet.name}.ipynb"
        return NoMatch("assignment-wrong", message)
    return _compare(notebook, sheet)


def _shares_enough(share: int, work: set[str], sheet: Sheet) -> bool:
    return share >= _SHARE * len(work) or share >= _SHARE * len(sheet.work)


def _closest(
    notebook: NotebookFacts, name: str, best: Sequence[Sheet], assignment: str
) -> Sheet | None:
    """Choose among sheets with the same ids: by the locked texts, then by this name's own."""
    texts = {cell.grade_id: cell.text for cell in notebook.cells}
    same = [sum(texts.get(at) == text for at, text in s.released.items()) for s in best]
    left = [sheet for sheet, count in zip(best, same, strict=True) if count == max(same)]
    if len(left) > 1:
        left = [sheet for sheet in left if sheet.assignment == assignment]
    if len(left) > 1:
        left = [sheet for sheet in left if sheet.name.casefold() in name.casefold()]
    return left[0] if len(left) == 1 else None


def _compare(notebook: NotebookFacts, sheet: Sheet) -> Match:
    texts: dict[str, set[str]] = {}
    for cell in notebook.cells:
        texts.setdefault(cell.grade_id, set()).add(cell.text)
    answers = [cell for cell in notebook.cells if cell.is_solution]
    return Match(
        sheet=sheet,
        missing=tuple(at for at in sheet.released if at not in texts),
        unknown=tuple(dict.fromkeys(at for at in texts if at not in sheet.released)),
        changed=tuple(
            at for at in sheet.released if at in sheet.locked and not _is_released(at, texts, sheet)
        ),
        is_master=notebook.has_markers and _has_hidden(texts, sheet),
        is_solution=_all_are(answers, sheet.answers) and not _all_are(answers, sheet.released),
        is_untouched=_all_are(answers, sheet.released),
    )


def _is_released(grade_id: str, texts: Mapping[str, set[str]], sheet: Sheet) -> bool:
    return grade_id not in texts or sheet.released[grade_id] in texts[grade_id]


def _has_hidden(texts: Mapping[str, set[str]], sheet: Sheet) -> bool:
    return any(text in texts.get(at, ()) for at, text in sheet.hidden.items())


def _all_are(answers: Sequence[CellFacts], known: Mapping[str, str]) -> bool:
    return bool(answers) and all(known.get(cell.grade_id) == cell.text for cell in answers)


def _listed(words: str, ids: Sequence[str]) -> str:
    if not ids:
        return ""
    more = f" and {len(ids) - _IDS_SHOWN} more" if len(ids) > _IDS_SHOWN else ""
    return f"{words}: {', '.join(ids[:_IDS_SHOWN])}{more}"
