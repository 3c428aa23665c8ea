"""What a master means: exercises, solution cells, test cells, points.

Comes in: a folder ``source/<assignment>/``. Goes out: a frozen `Assignment`. Nothing is executed.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder import notebook as notebooks
from autograder.errors import InstructorError
from autograder.notebook import Cell, Notebook, NotebookUnreadable

BEGIN_SOLUTION, END_SOLUTION = "BEGIN SOLUTION", "END SOLUTION"
BEGIN_HIDDEN, END_HIDDEN = "BEGIN HIDDEN TESTS", "END HIDDEN TESTS"
BEGIN_MARKS, END_MARKS = "BEGIN MARK SCHEME", "END MARK SCHEME"
"""nbgrader's default markers; a line that holds one of them, wherever, is a marker."""

POINTS_REMEDY = "it has no points: say in nbgrader's toolbar what it is worth"

_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*$", re.MULTILINE)
_EXERCISE = re.compile(r"(exercise|question|problem|task|bonus)\b", re.IGNORECASE)
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_IGNORED_FOLDERS = {".ipynb_checkpoints", "__pycache__"}


class IllFormedRegion(ValueError):
    """Say that a marker has no partner."""


@dataclass(frozen=True)
class Line:
    """Hold one line of a cell and whether it lies between two markers."""

    text: str
    number: int
    inside: bool
    is_marker: bool


def region_lines(source: str, begin: str, end: str) -> tuple[Line, ...]:
    """Tell for each line of a source whether it lies between the markers ``begin`` and ``end``.

    Raises IllFormedRegion for a marker without partner or inside another region.
    """
    lines, inside = [], False
    for number, text in enumerate(source.split("\n"), start=1):
        opens, closes = begin in text, end in text
        if opens and inside:
            raise IllFormedRegion(f"line {number}: {begin} inside another region")
        if closes and not inside:
            raise IllFormedRegion(f"line {number}: {end} without {begin}")
        inside = (inside or opens) and not closes
        is_marker = opens or closes
        lines.append(Line(text, number, inside and not is_marker, is_marker))
    if inside:
        raise IllFormedRegion(f"{begin} without {end}")
    return tuple(lines)


def without_region(source: str, begin: str, end: str) -> str:
    """Return a source without the lines between the markers, and without the markers."""
    lines = region_lines(source, begin, end)
    return "\n".join(line.text for line in lines if not (line.inside or line.is_marker))


@dataclass(frozen=True)
class TestCell:
    """Hold one test cell of a master.

    ``source`` is the whole test, ``public_source`` what the release shows of it, ``points`` its
    worth, ``exercise`` the heading that it stands under, ``position`` its place in the master.
    """

    __test__ = False  # pytest collects classes by their name

    grade_id: str
    points: float
    source: str
    public_source: str
    exercise: str
    position: int


@dataclass(frozen=True)
class ManualTask:
    """Hold one cell of a master for which a person gives the points.

    ``is_task`` tells a task, whose answer stands in other cells, from an answer to be written into
    this cell. ``exercise`` and ``position`` are as in `TestCell`.
    """

    grade_id: str
    points: float
    exercise: str
    position: int
    is_task: bool


@dataclass(frozen=True)
class Master:
    """Hold one master notebook and what its cells mean.

    ``prefix_length`` counts the cells, of any type, before the first solution or test cell.
    ``manual`` are the cells that a person judges; their points do not count in ``points``.
    """

    name: str
    notebook: Notebook
    tests: tuple[TestCell, ...]
    prefix_length: int
    manual: tuple[ManualTask, ...] = ()

    @property
    def prefix(self) -> tuple[str, ...]:
        """Return the sources of the prefix's code cells, in order."""
        return tuple(
            cell.source
            for at, cell in self.notebook.code_cells()
            if at < self.prefix_length and cell.source.strip()
        )

    @property
    def points(self) -> float:
        """Return what the test cells are worth together."""
        return sum(test.points for test in self.tests)


@dataclass(frozen=True)
class Assignment:
    """Hold an assignment: its masters, and the files that go along with them.

    ``files`` are paths relative to ``folder``.
    """

    name: str
    folder: Path
    masters: tuple[Master, ...]
    files: tuple[Path, ...]

    @property
    def points(self) -> float:
        """Return what the whole assignment is worth."""
        return sum(master.points for master in self.masters)


@dataclass(frozen=True)
class Heading:
    """Hold a markdown heading: its level from 1 to 6, and its text."""

    level: int
    text: str


Prepare = Callable[[Notebook], Notebook]
"""Turn a notebook as it lies in the folder into the master that it stands for."""


def _as_it_is(notebook: Notebook) -> Notebook:
    return notebook


def read(folder: Path, prepare: Prepare = _as_it_is) -> Assignment:
    """Read the assignment in ``folder`` (its name is the folder's).

    Raises InstructorError when there is no such folder, no notebook in it, or an ill-formed one.
    """
    if not folder.is_dir():
        raise InstructorError(
            "assignment-missing",
            f"there is no assignment folder {folder}: check its name, and whether this is the "
            "course's folder (--course-dir)",
        )
    files = tuple(sorted(_files(folder)))
    masters = tuple(
        read_master(folder / path, prepare)
        for path in files
        if path.suffix == ".ipynb" and path.parent == Path(".")
    )
    if not masters:
        raise InstructorError("assignment-empty", f"{folder} holds no notebook (*.ipynb)")
    beside = tuple(path for path in files if path.suffix != ".ipynb")
    return Assignment(folder.name, folder, masters, beside)


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        relative = path.relative_to(folder)
        hidden = any(part.startswith(".") or part in _IGNORED_FOLDERS for part in relative.parts)
        if path.is_file() and not hidden:
            yield relative


def read_master(path: Path, prepare: Prepare = _as_it_is) -> Master:
    """Read one master notebook.

    Raises InstructorError naming the notebook, the cell and the remedy.
    """
    try:
        notebook = notebooks.read(path)
    except NotebookUnreadable as error:
        raise InstructorError(error.code, f"{path}: {error.message}") from None
    refusal = language_refusal(path.stem, notebook)
    if refusal is not None:
        raise refusal
    return master_of(path.stem, prepare(notebook))


def language_refusal(name: str, notebook: Notebook) -> InstructorError | None:
    """Return why a master's kernel cannot be graded with, or None when it is Python's."""
    kernel, info = (notebook.metadata.get(key) for key in ("kernelspec", "language_info"))
    kernel, info = (each if isinstance(each, dict) else {} for each in (kernel, info))
    language = str(kernel.get("language") or info.get("name") or "python")
    if language.lower().startswith("python"):
        return None
    kernel_name = f" (kernel {kernel['name']})" if "name" in kernel else ""
    return InstructorError(
        "language-not-python",
        f"{name}.ipynb: its language is {language}{kernel_name}, and only Python can be graded "
        "here: choose a Python kernel in JupyterLab and save it, or move the notebook out of this "
        "course and grade it with `nbgrader autograde`",
    )


def master_of(name: str, notebook: Notebook) -> Master:
    """Return what the cells of a master mean.

    Raises InstructorError for an ill-formed region, a duplicate id, or a graded cell that does
    not say what it is worth.
    """
    _refuse_duplicates(name, notebook)
    graded = (at for at, cell in enumerate(notebook.cells) if cell.is_solution or cell.is_test)
    prefix_length = next(graded, len(notebook.cells))
    tests: list[TestCell] = []
    manual: list[ManualTask] = []
    for at, cell, exercise in _under_headings(name, notebook):
        if cell.is_test:
            tests.append(_test(name, at, cell, exercise))
        elif cell.is_manual and cell.cell_type != "raw":
            worth = _worth(name, at, cell)
            manual.append(ManualTask(str(cell.grade_id), worth, exercise, at, cell.is_task))
    return Master(name, notebook, tuple(tests), prefix_length, tuple(manual))


def _refuse_duplicates(name: str, notebook: Notebook) -> None:
    seen: dict[str, int] = {}
    for at, cell in enumerate(notebook.cells):
        roles = cell.is_graded or cell.is_solution or cell.is_task or cell.is_locked
        if roles and not cell.grade_id:
            raise cell_error("cell-without-id", name, at, cell, "give it an nbgrader id")
        if cell.grade_id and cell.grade_id in seen:
            remedy = f"cell {seen[cell.grade_id] + 1} has the same id: give one of them another"
            raise cell_error("duplicate-id", name, at, cell, remedy)
        if cell.grade_id:
            seen[cell.grade_id] = at


def _under_headings(name: str, notebook: Notebook) -> Iterator[tuple[int, Cell, str]]:
    """Yield each cell with its position and the heading that it stands under."""
    heading = Heading(6, name)
    for at, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            heading = _last_heading(cell.source, heading)
        yield at, cell, heading.text


def _test(name: str, at: int, cell: Cell, exercise: str) -> TestCell:
    worth = _worth(name, at, cell)
    try:
        public = without_region(cell.source, BEGIN_HIDDEN, END_HIDDEN)
    except IllFormedRegion as error:
        raise cell_error("ill-formed-region", name, at, cell, str(error)) from None
    return TestCell(str(cell.grade_id), worth, cell.source, public, exercise, at)


def _worth(name: str, at: int, cell: Cell) -> float:
    """Return a graded cell's points, which may be none at all, as in nbgrader."""
    if cell.points is None or cell.points < 0:
        raise cell_error("points-missing", name, at, cell, POINTS_REMEDY)
    return cell.points


def _last_heading(markdown: str, current: Heading) -> Heading:
    """Return the heading that what follows stands under.

    A deeper heading inside a named exercise ("Exercise 2") is a part of it, not a new one.
    """
    for marks, text in _HEADING.findall(_FENCE.sub("", markdown)):
        is_part = len(marks) > current.level and _EXERCISE.match(current.text)
        if not is_part:
            current = Heading(len(marks), text)
    return current


def cell_error(code: str, name: str, at: int, cell: Cell, remedy: str) -> InstructorError:
    """Return an error that names notebook, cell and remedy; ``at`` counts from 0."""
    label = f"cell {at + 1}" + (f" ({cell.grade_id})" if cell.grade_id else "")
    return InstructorError(code, f"{name}.ipynb, {label}: {remedy}")
