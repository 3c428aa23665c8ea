"""Take in what a student handed in: locked and test cells come back from the master.

Comes in: a master and the student's notebook, which may be anything. Goes out: a `Submission`,
whose steps are what will run, in the student's order. Only the text of solution cells, of plain
cells and of cells that the student added is the student's; roles, points, tags and every other
metadata are the master's, so that nothing written there can change what is graded.
"""

import dataclasses
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count, islice
from pathlib import Path

from autograder import notebook as notebooks
from autograder.assignment import (
    BEGIN_HIDDEN,
    BEGIN_MARKS,
    END_HIDDEN,
    END_MARKS,
    Master,
    TestCell,
    without_region,
)
from autograder.errors import StudentError
from autograder.helper_files import TIMESTAMP_FILE as TIMESTAMP_FILE
from autograder.helper_files import HelperFile
from autograder.notebook import Cell, Notebook, NotebookUnreadable

CODE_BYTES = 4 * 2**20
"""How much text the code cells of a submission may hold together."""
_TIMESTAMP_BYTES = 100
_NAMES_SHOWN = 5
_MAKE_READABLE = "make it readable and grade again"
_REMEDIES = {
    "notebook-link": "hand in the notebook itself",
    "notebook-not-file": "hand in the notebook itself",
    "notebook-too-large": "clear its outputs, save it and hand it in again",
}
"""What helps against a file that is no notebook, where saving it once more does not."""


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

    ``warm`` tells that the prefix and the files that it may use are untouched, so that ``steps``
    starts behind it; otherwise the steps hold every code cell. ``notices`` say to the student what
    was put right. ``helper_files`` lie beside the notebook while it runs.
    """

    master: Master
    notebook: Notebook
    steps: tuple[Step, ...]
    warm: bool
    notices: tuple[str, ...] = ()
    helper_files: tuple[HelperFile, ...] = ()


def find_notebook(folder: Path, name: str) -> Path:
    """Return the file that was handed in for the master of that name.

    Raises StudentError when it is missing, naming what was found instead, when the folder cannot be
    read, or when it is a link: it could lead to another student's work, or to the masters.
    """
    try:
        found = _found(folder)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise StudentError(
            "submission-unreadable",
            f"the submission's folder cannot be read: {reason}; {_MAKE_READABLE}",
        ) from None
    if name not in found:
        instead = ", ".join(islice(map(_printable, sorted(found)), _NAMES_SHOWN))
        raise StudentError(
            "notebook-missing",
            f"{name}.ipynb was not handed in (found: {instead or 'no notebook at all'}); "
            "hand it in under that name",
        )
    return found[name]


def list_notebooks(folder: Path) -> tuple[Path, ...]:
    """Return what is named like a notebook in a folder, sorted; raises OSError."""
    return tuple(sorted(path for path in folder.iterdir() if path.suffix == ".ipynb"))


def _found(folder: Path) -> dict[str, Path]:
    if folder.is_symlink() or folder.parent.is_symlink():
        raise StudentError(
            "submission-link",
            "the submission's folder is a link, not a folder; put a real folder in its place",
        )
    return {path.stem: path for path in list_notebooks(folder) if _is_handed_in(path)}


def _is_handed_in(path: Path) -> bool:
    """Tell a folder from a file; what is neither is refused by name when it is read."""
    return path.is_symlink() or not path.is_dir()


def _printable(name: str) -> str:
    """Return a file's name without what could steer a terminal or break a page."""
    return "".join(sign if sign.isprintable() else "?" for sign in name)


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
        remedy = _REMEDIES.get(error.code, "save it in JupyterLab and hand it in again")
        raise StudentError(error.code, f"{path.name}: {error.message}; {remedy}") from None
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise StudentError(
            "notebook-unreadable", f"{path.name} cannot be read: {reason}; {_MAKE_READABLE}"
        ) from None


def read_timestamp(folder: Path) -> str:
    """Return what the submission's ``timestamp.txt`` says, or nothing when there is none.

    The student can write that file, so it is read as carefully as a notebook.
    """
    path = folder / TIMESTAMP_FILE
    try:
        found = b"" if path.is_symlink() else notebooks.read_regular(path, _TIMESTAMP_BYTES)
    except (OSError, NotebookUnreadable):
        return ""
    return _printable(found.decode("utf-8", errors="replace").strip())


def take_in(
    master: Master,
    submitted: Notebook,
    helper_files: tuple[HelperFile, ...] = (),
    notices: Iterable[str] = (),
) -> Submission:
    """Restore the master's cells in what a student handed in, and list the steps to run.

    ``notices`` are what there is to say of the helper files. Raises StudentError when there is
    more code than can be graded.
    """
    roles = {cell.grade_id: at for at, cell in enumerate(master.notebook.cells) if cell.grade_id}
    restored, undone = _restore(master, submitted, roles)
    cells = tuple(_with_own_ids([cell for cell, _ in restored]))
    notebook = Notebook(cells, master.notebook.metadata)
    steps = tuple(_steps(master, restored))
    _refuse_too_much_code(master.name, steps)
    # The prefix has run with the course's own files.
    changed = any(file.changed for file in helper_files)
    warm = not changed and _prefix_is_untouched(master, steps)
    if warm:
        steps = steps[len(master.prefix) :]
    return Submission(master, notebook, steps, warm, (*undone, *notices), helper_files)


_Labelled = tuple[Cell, Cell | None]
"""A cell as it will run, and the master's cell that it stands for (None: the student's own)."""


def _restore(
    master: Master, submitted: Notebook, roles: Mapping[str, int]
) -> tuple[list[_Labelled], list[str]]:
    chosen = _choose(master, submitted, roles)
    restored: list[_Labelled] = []
    notices: list[str] = []
    for at, cell in enumerate(submitted.cells):
        place = roles.get(cell.grade_id or "")
        original = None if place is None else master.notebook.cells[place]
        if original is not None and chosen[str(original.grade_id)] != at:
            if original.is_locked:
                notices.append(f"A copy of the cell “{original.grade_id}” ran as an ordinary cell.")
            original = None
        restored.append((_as_graded(cell, original), original))
        if original is not None and original.is_locked and _text(original) != cell.source:
            notices.append(f"Changes to the locked cell “{original.grade_id}” were undone.")
    notices += _put_back_missing(master, restored, set(chosen))
    return restored, notices


def _choose(master: Master, submitted: Notebook, roles: Mapping[str, int]) -> dict[str, int]:
    """Pick, for each master cell that is there more than once, the one that counts.

    Of solution cells it is the last, as in nbgrader. A locked or test cell belongs behind the work
    before it, and a copy that the student wrote something else into is the student's: of the
    others, the last counts as the test, and the first as the locked cell, for later ones need it.
    """
    places: dict[str, list[int]] = {}
    for at, cell in enumerate(submitted.cells):
        if cell.grade_id in roles:
            places.setdefault(str(cell.grade_id), []).append(at)
    chosen: dict[str, int] = {}
    work = -1
    for cell in master.notebook.cells:
        if cell.grade_id not in places:
            continue
        found = places[cell.grade_id]
        chosen[cell.grade_id] = _best(cell, submitted, found, work) if cell.is_locked else found[-1]
        if cell.is_solution:
            work = found[-1]
    return chosen


def _best(original: Cell, submitted: Notebook, found: Sequence[int], work: int) -> int:
    text = _text(original)
    late = 1 if original.is_test else -1
    return max(found, key=lambda at: (at > work, submitted.cells[at].source == text, late * at))


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
    """Insert each missing locked or test cell at its place, and say what was missing."""
    for at, cell in enumerate(master.notebook.cells):
        if cell.grade_id is None or cell.grade_id in present:
            continue
        if cell.is_locked:
            restored.insert(_place(master, restored, at), (_as_graded(cell, cell), cell))
        if cell.is_test:
            yield f"The test cell “{cell.grade_id}” was missing and has been put back."
        elif cell.is_solution:
            yield f"The cell “{cell.grade_id}”, where your answer goes, is missing."


def _place(master: Master, restored: Sequence[_Labelled], at: int) -> int:
    """Return where a missing cell goes: behind the master's cell that comes before it.

    Where the solution cell is missing too, the work may stand in any cell up to the master's next
    one, and the test goes behind all of them.
    """
    cells = master.notebook.cells
    places = (_find(restored, cell) for cell in reversed(cells[:at]))
    behind = next((place + 1 for place in places if place is not None), 0)
    solution = next((cell for cell in reversed(cells[:at]) if cell.is_solution), None)
    if not cells[at].is_test or solution is None or _find(restored, solution) is not None:
        return behind
    places = (_find(restored, cell) for cell in cells[at + 1 :])
    return max(behind, next((place for place in places if place is not None), len(restored)))


def _find(restored: Sequence[_Labelled], wanted: Cell) -> int | None:
    """Return where a cell of the master stands; one without an id is known by its text."""
    bare = (wanted.cell_type, wanted.source) if wanted.grade_id is None else None
    return next(
        (
            at
            for at, (cell, original) in enumerate(restored)
            if original is wanted or (original is None and bare == (cell.cell_type, cell.source))
        ),
        None,
    )


def _with_own_ids(cells: Sequence[Cell]) -> Iterator[Cell]:
    """Give an id to each cell that has none, or that of a cell before it, as a copy may."""
    taken = {cell.cell_id for cell in cells}
    used: set[str | None] = {None}
    for at, cell in enumerate(cells):
        cell_id = cell.cell_id
        if cell_id in used:
            cell_id = next(each for n in count() if (each := f"cell-{at}-{n}") not in taken)
        used.add(cell_id)
        yield dataclasses.replace(cell, cell_id=cell_id)


def _steps(master: Master, restored: Sequence[_Labelled]) -> Iterator[Step]:
    tests = {test.grade_id: test for test in master.tests}
    for at, (cell, original) in enumerate(restored):
        if original is not None and original.is_test:
            # Even where the release shows nothing of it: a test may be hidden as a whole.
            test = tests[str(original.grade_id)]
            yield Step(Kind.TEST, at, test.source, test)
        elif cell.cell_type == "code" and cell.source.strip():
            locked = original is not None and original.is_locked
            yield Step(Kind.LOCKED if locked else Kind.STUDENT, at, cell.source)


def _refuse_too_much_code(name: str, steps: Iterable[Step]) -> None:
    # As JSON, for so it is sent to the process that runs it.
    if sum(len(json.dumps(step.source)) for step in steps) > CODE_BYTES:
        limit = f"{CODE_BYTES // 2**20} MiB"
        raise StudentError(
            "too-much-code",
            f"{name}.ipynb: its code cells hold more than {limit} of text; "
            "keep data in a file beside it",
        )


def _prefix_is_untouched(master: Master, steps: Sequence[Step]) -> bool:
    """Tell whether the submission starts with exactly the prefix's cells, in order."""
    return tuple(step.source for step in steps[: len(master.prefix)]) == master.prefix
