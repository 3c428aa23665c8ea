"""Take in what a student handed in: locked and test cells come back from the master.

Comes in: a master and the student's notebook, which may be anything. Goes out: a `Submission`,
whose steps are what will run, in the student's order. Only the text of solution cells, of plain
cells and of cells that the student added is the student's; roles, points, tags and every other
metadata are the master's, so that nothing written there can change what is graded.
"""

import dataclasses
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from autograder import notebook as notebooks
from autograder.assignment import (
    BEGIN_HIDDEN,
    BEGIN_MARKS,
    END_HIDDEN,
    END_MARKS,
    Assignment,
    Master,
    TestCell,
    without_region,
)
from autograder.errors import StudentError
from autograder.notebook import Cell, Notebook, NotebookUnreadable

TIMESTAMP_FILE = "timestamp.txt"


class Kind(StrEnum):
    """Name whose cell a step runs: the student's, the master's locked one, or a test cell."""

    STUDENT = "student"
    LOCKED = "locked"
    TEST = "test"


@dataclass(frozen=True)
class Step:
    """Hold one code cell that will run; ``position`` is its place in the restored notebook."""

    kind: Kind
    position: int
    source: str
    test: TestCell | None = None


@dataclass(frozen=True)
class Submission:
    """Hold a student's notebook, restored, and the steps that grading it takes.

    ``warm`` tells that the prefix is untouched, so that ``steps`` starts behind it; otherwise the
    steps hold every code cell. ``notices`` say to the student what was put right.
    """

    master: Master
    notebook: Notebook
    steps: tuple[Step, ...]
    warm: bool
    notices: tuple[str, ...] = ()


def find_notebooks(folder: Path, assignment: Assignment) -> Mapping[str, Path]:
    """Return for each master the file that was handed in for it.

    Raises StudentError when a notebook is missing, naming what was found instead.
    """
    found = {path.stem: path for path in sorted(folder.glob("*.ipynb")) if path.is_file()}
    missing = [master.name for master in assignment.masters if master.name not in found]
    if missing:
        instead = ", ".join(sorted(found)) or "no notebook at all"
        raise StudentError(
            "notebook-missing",
            f"{missing[0]}.ipynb was not handed in (found: {instead})",
        )
    return {master.name: found[master.name] for master in assignment.masters}


def read_notebook(path: Path) -> Notebook:
    """Read a notebook that was handed in.

    Raises StudentError when it is no regular file or not a notebook.
    """
    try:
        # A link could lead the grader to a file that its owner may not read.
        if path.is_symlink():
            raise NotebookUnreadable("notebook-link", "the file is a link, not a notebook")
        return notebooks.read(path)
    except NotebookUnreadable as error:
        raise StudentError(error.code, f"{path.name}: {error.message}") from None
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise StudentError("notebook-unreadable", f"{path.name} cannot be read: {reason}") from None


def take_in(master: Master, submitted: Notebook) -> Submission:
    """Restore the master's cells in what a student handed in, and list the steps to run."""
    roles = {cell.grade_id: at for at, cell in enumerate(master.notebook.cells) if cell.grade_id}
    restored, notices = _restore(master, submitted, roles)
    notebook = Notebook(tuple(cell for cell, _ in restored), master.notebook.metadata)
    steps = tuple(_steps(master, restored))
    warm = _prefix_is_untouched(master, steps, notebook)
    if warm:
        steps = steps[len(master.prefix) :]
    return Submission(master, notebook, steps, warm, tuple(notices))


_Labelled = tuple[Cell, Cell | None]
"""A cell as it will run, and the master's cell that it stands for (None: the student's own)."""


def _restore(
    master: Master, submitted: Notebook, roles: Mapping[str, int]
) -> tuple[list[_Labelled], list[str]]:
    chosen = _choose(master, submitted, roles)
    restored: list[_Labelled] = []
    notices: list[str] = []
    for at, cell in enumerate(submitted.cells):
        original = master.notebook.cells[roles[cell.grade_id]] if cell.grade_id in roles else None
        if original is not None and chosen[str(cell.grade_id)] != at:
            if original.is_locked:
                notices.append(f"A copy of the cell “{cell.grade_id}” was left out.")
                continue
            original = None
        restored.append((_as_graded(cell, original), original))
        if original is not None and original.is_locked and _text(original) != cell.source:
            notices.append(f"Changes to the locked cell “{cell.grade_id}” were undone.")
    notices += _put_back_missing(master, restored, set(chosen))
    return restored, notices


def _choose(master: Master, submitted: Notebook, roles: Mapping[str, int]) -> dict[str, int]:
    """Pick, for each master cell that is there more than once, the one that counts.

    A test cell belongs behind the work that it tests: the first copy that comes after the solution
    cell before it counts, else the last copy.
    """
    places: dict[str, list[int]] = {}
    for at, cell in enumerate(submitted.cells):
        if cell.grade_id in roles:
            places.setdefault(str(cell.grade_id), []).append(at)
    chosen = {grade_id: found[0] for grade_id, found in places.items()}
    solution: str | None = None
    for cell in master.notebook.cells:
        if cell.is_solution:
            solution = cell.grade_id
        elif cell.grade_id in places and solution in chosen:
            found = places[cell.grade_id]
            after = (at for at in found if at > chosen[str(solution)])
            chosen[cell.grade_id] = next(after, found[-1])
    return chosen


def _text(original: Cell) -> str:
    """Return what the release shows of a master's cell."""
    begin, end = (BEGIN_HIDDEN, END_HIDDEN) if original.is_test else (BEGIN_MARKS, END_MARKS)
    return without_region(original.source, begin, end)


def _as_graded(cell: Cell, original: Cell | None) -> Cell:
    bare = dataclasses.replace(cell, outputs=(), execution_count=None)
    if original is None:
        return dataclasses.replace(bare, metadata={})
    source = _text(original) if original.is_locked else cell.source
    return dataclasses.replace(
        bare,
        cell_type=original.cell_type,
        source=source,
        metadata=original.metadata,
        attachments=original.attachments if original.is_locked else cell.attachments,
    )


def _put_back_missing(
    master: Master, restored: list[_Labelled], present: set[str]
) -> Iterator[str]:
    """Insert each missing locked or test cell behind the master's cell that comes before it."""
    previous: Cell | None = None
    for cell in master.notebook.cells:
        if cell.grade_id is None:
            continue
        if cell.grade_id not in present:
            if not cell.is_locked:
                yield f"The cell “{cell.grade_id}”, where your answer goes, is missing."
                continue
            restored.insert(_behind(restored, previous), (_as_graded(cell, cell), cell))
            if cell.is_test:
                yield f"The test cell “{cell.grade_id}” was missing and has been put back."
        previous = cell


def _behind(restored: list[_Labelled], previous: Cell | None) -> int:
    return next((at + 1 for at, (_, master) in enumerate(restored) if master is previous), 0)


def _steps(master: Master, restored: list[_Labelled]) -> Iterator[Step]:
    tests = {test.grade_id: test for test in master.tests}
    for at, (cell, original) in enumerate(restored):
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        if original is not None and original.is_test:
            test = tests[str(original.grade_id)]
            yield Step(Kind.TEST, at, test.source, test)
        else:
            locked = original is not None and original.is_locked
            yield Step(Kind.LOCKED if locked else Kind.STUDENT, at, cell.source)


def _prefix_is_untouched(master: Master, steps: tuple[Step, ...], notebook: Notebook) -> bool:
    """Tell whether the submission starts with exactly the prefix's cells, in order."""
    prefix = master.prefix
    if tuple(step.source for step in steps[: len(prefix)]) != prefix:
        return False
    graded = (at for at, cell in enumerate(notebook.cells) if cell.is_solution or cell.is_test)
    first = next(graded, len(notebook.cells))
    return all(step.position >= first for step in steps[len(prefix) :])
