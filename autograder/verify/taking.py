"""The cases in a submission: for each exercise, what makes the release into the student's work."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from autograder.assignment import Master
from autograder.cases import Action, Case, Edit
from autograder.errors import InstructorError
from autograder.execution.syntax import bindings, used
from autograder.notebook import Cell, Notebook
from autograder.submission import take_in

_CELL_LINE = re.compile(r"^# (\\*%%)", re.MULTILINE)


@dataclass(frozen=True)
class Work:
    """Hold what a student did for one exercise, as edits of the release.

    ``leans_on`` has the cells of other exercises that set names which these edits read.
    ``is_filled`` tells that a cell to be written was written or is gone; otherwise the student only
    added cells.
    """

    exercise: str
    edits: tuple[Edit, ...]
    leans_on: Mapping[str, tuple[str, ...]]
    is_filled: bool


@dataclass(frozen=True)
class _Placed:
    """Hold one cell of a submission: the release's by its ``grade_id``, or one that was added."""

    at: int
    grade_id: str | None
    source: str
    exercise: str
    is_text: bool = False


def works(master: Master, release: Notebook, submitted: Notebook) -> tuple[Work, ...]:
    """Return the student's work for each exercise that has any, in order.

    Raises StudentError when there is more code than can be graded, and InstructorError when the
    notebook has no test cell.
    """
    before = take_in(master, release).notebook
    after = take_in(master, submitted).notebook
    placed = _placed(master, before, after)
    exercises = dict.fromkeys(test.exercise for test in master.tests)
    found = (_work(master, before, placed, exercise) for exercise in exercises)
    return tuple(work for work in found if work is not None)


def _placed(master: Master, before: Notebook, after: Notebook) -> list[_Placed]:
    """Return the cells that count: the release's with an id, and added ones that hold code."""
    owners = _owners(master)
    unnamed = Counter(_bare(cell) for cell in before.cells if cell.grade_id is None)
    found: list[_Placed] = []
    for at, cell in enumerate(after.cells):
        if cell.grade_id is not None:
            is_text = cell.cell_type != "code"
            owner = owners[cell.grade_id]
            found.append(_Placed(at, cell.grade_id, cell.source, owner, is_text))
        elif unnamed[_bare(cell)]:
            unnamed[_bare(cell)] -= 1
        elif cell.cell_type == "code" and cell.source.strip():
            found.append(_Placed(at, None, cell.source, ""))
    tests = {test.grade_id for test in master.tests}
    return [_owned(found, at, tests) for at in range(len(found))]


def _bare(cell: Cell) -> tuple[str, str]:
    return cell.cell_type, cell.source


def _owners(master: Master) -> dict[str, str]:
    """Return the exercise of each cell with an id: that of the next test cell."""
    if not master.tests:
        raise InstructorError(
            "notebook-without-tests",
            f"{master.name} has no test cell, so nothing in it can be right or wrong by machine",
        )
    exercise, owners = master.tests[-1].exercise, {}
    tests = {test.grade_id: test.exercise for test in master.tests}
    for cell in reversed(master.notebook.cells):
        exercise = tests.get(cell.grade_id or "", exercise)
        if cell.grade_id is not None:
            owners[cell.grade_id] = exercise
    return owners


def _owned(found: Sequence[_Placed], at: int, tests: set[str]) -> _Placed:
    """Give an added cell the exercise that it stands in: behind the last test it is still that."""
    cell = found[at]
    if cell.grade_id is not None:
        return cell
    before = next((each for each in reversed(found[:at]) if each.grade_id), None)
    behind = next((each for each in found[at + 1 :] if each.grade_id), None)
    ends_one = behind is None or behind.is_text
    chosen = before if before and before.grade_id in tests and ends_one else behind or before
    return replace(cell, exercise=chosen.exercise if chosen else "")


def _work(
    master: Master, before: Notebook, placed: Sequence[_Placed], exercise: str
) -> Work | None:
    """Return the student's work for an exercise, or None where its cells are as released."""
    released = {cell.grade_id: cell for cell in before.cells if cell.grade_id}
    own = {name for name, owner in _owners(master).items() if owner == exercise}
    writable = {name for name in own if _is_writable(released.get(name))}
    here = [cell for cell in placed if cell.exercise == exercise and not cell.is_text]
    there = {cell.grade_id for cell in here}
    changed = {c.grade_id for c in here if c.grade_id in writable and _differs(c, released)}
    missing = [name for name in released if name in writable and name not in there]
    added = [c for c in here if c.grade_id is None and not _is_early(c, placed, master)]
    if not (changed or missing or added):
        return None
    # Every cell to be written stands in a case, also one that was left as it was.
    stays = {name for name in writable if name in changed or released[name].is_solution}
    kept = [cell for cell in here if cell in added or cell.grade_id in stays]
    kept = _with_needed(kept, placed)
    order = [str(cell.grade_id) for cell in placed if cell.grade_id and not cell.is_text]
    moves = tuple(_moves(order, list(released), own))
    anchors = set(_in_order(order, list(released))) | {move.grade_id for move in moves}
    edits = (*moves, *_edits(kept, placed, anchors))
    deleted = (Edit(Action.DELETE, name, "") for name in missing)
    leans_on = _leans_on(kept, placed, exercise, master)
    return Work(exercise, (*edits, *deleted), leans_on, bool(changed or missing))


def _is_writable(cell: Cell | None) -> bool:
    return cell is not None and cell.cell_type == "code" and not cell.is_locked


def _differs(cell: _Placed, released: Mapping[str, Cell]) -> bool:
    return cell.source.strip("\n") != released[str(cell.grade_id)].source.strip("\n")


def _is_early(cell: _Placed, placed: Sequence[_Placed], master: Master) -> bool:
    """Tell whether an added cell stands among the cells of the prefix."""
    prefix = master.notebook.cells[: master.prefix_length]
    names = {each.grade_id for each in prefix if each.grade_id and each.cell_type == "code"}
    return any(each.grade_id in names and each.at > cell.at for each in placed)


def _with_needed(kept: Sequence[_Placed], placed: Sequence[_Placed]) -> list[_Placed]:
    """Add the added cells elsewhere that set names which the kept cells read."""
    found = list(kept)
    while True:
        wanted = _read_from_outside(found)
        more = [
            cell
            for cell in placed
            if cell.grade_id is None
            and cell not in found
            and any(cell.at < each.at for each in found)
            and bindings(cell.source).names & wanted
        ]
        if not more:
            return found
        found = sorted([*found, *more], key=lambda cell: cell.at)


def _read_from_outside(cells: Iterable[_Placed]) -> set[str]:
    """Return the names that cells read before one of them has set them."""
    known: set[str] = set()
    wanted: set[str] = set()
    for cell in cells:
        known |= bindings(cell.source).names
        wanted |= used(cell.source) - known
    return wanted


def _leans_on(
    kept: Sequence[_Placed], placed: Sequence[_Placed], exercise: str, master: Master
) -> dict[str, tuple[str, ...]]:
    solutions = {cell.grade_id for cell in master.notebook.cells if cell.is_solution}
    wanted = _read_from_outside(kept)
    others = (c for c in placed if c.exercise != exercise and c.grade_id in solutions)
    found = {str(c.grade_id): bindings(c.source).names & wanted for c in others if not c.is_text}
    return {name: tuple(sorted(names)) for name, names in found.items() if names}


def _in_order(order: Sequence[str], released: Sequence[str]) -> list[str]:
    """Return the longest part of an order of cells that the release has in the same order."""
    places = {name: at for at, name in enumerate(released)}
    best: list[list[str]] = []
    for name in order:
        shorter = (each for each in best if places[each[-1]] < places[name])
        best.append([*max(shorter, key=len, default=[]), name])
    return max(best, key=len, default=[])


def _moves(order: Sequence[str], released: Sequence[str], own: set[str]) -> Iterator[Edit]:
    """Yield the moves of an exercise's cells to where the student has them."""
    steady = set(_in_order(order, released))
    for before, name in pairwise(["", *(each for each in order if each in steady | own)]):
        if name not in steady and before:
            yield Edit(Action.MOVE, name, f"after {before}")
        elif name not in steady:
            first = next(each for each in order if each in steady)
            yield Edit(Action.MOVE, name, f"before {first}")


def _edits(kept: Sequence[_Placed], placed: Sequence[_Placed], anchors: set[str]) -> Iterator[Edit]:
    """Yield the edits in the order of the notebook; each added cell goes before the next kept one.

    Behind the last kept cell they go after it, the last one first.
    """
    steady = [cell for cell in placed if cell.grade_id in anchors]
    trailing: list[Edit] = []
    for cell in kept:
        behind = next((each for each in steady if each.at > cell.at), None)
        if cell.grade_id is not None:
            yield Edit(Action.REPLACE, cell.grade_id, cell.source)
        elif behind is not None:
            yield Edit(Action.INSERT_BEFORE, str(behind.grade_id), cell.source)
        elif steady:
            trailing.append(Edit(Action.INSERT_AFTER, str(steady[-1].grade_id), cell.source))
    yield from reversed(trailing)


def written(case: Case) -> str:
    """Return the text of a case file.

    Raises InstructorError when a cell has a name that cannot stand in it.
    """
    heads = [f"# title: {case.title}", f"# exercise: {case.exercise}"]
    if case.points:
        less = (f"{name}={_number(points)}" for name, points in case.points.items())
        heads.append(f"# points: {', '.join(less)}")
    if case.is_long:
        heads.append("# cost: long")
    cells = (_cell(edit) for edit in case.edits)
    return "\n".join(heads) + "\n\n" + "\n\n".join(cells) + "\n"


def _number(points: float) -> str:
    short = f"{points:g}"
    return short if float(short) == points else repr(points)


def _cell(edit: Edit) -> str:
    if len(edit.grade_id.split()) != 1 or not edit.grade_id.isprintable():
        raise InstructorError(
            "cell-name-unfit",
            f"the cell {edit.grade_id!r} cannot be named in a case: give it an nbgrader id of "
            "letters, digits, - and _",
        )
    if edit.action is Action.MOVE:
        return f"# %% {edit.action} {edit.grade_id} {edit.text}"
    # A cell may be named as an action is.
    is_plain = edit.action is Action.REPLACE and edit.grade_id != Action.RAW
    words = edit.grade_id if is_plain else f"{edit.action} {edit.grade_id}"
    # Otherwise a line of the student's would begin another cell.
    text = _CELL_LINE.sub(r"# \\\1", edit.text.strip("\n"))
    return f"# %% {words}\n{text}".rstrip("\n")
