"""An assignment as the course has it: what students get, and what their work is graded against.

What the course's nbgrader configuration adds to the masters in ``source/`` is added here, once for
building and grading alike: the cells of a header and a footer, nbgrader's own markers in place of
renamed ones, and the tests that stand for AUTOTEST lines. Nothing of nbgrader is imported.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from functools import partial
from pathlib import Path

from autograder import assignment as assignments
from autograder import notebook as notebooks
from autograder.assignment import Assignment, Master, language_refusal, master_of
from autograder.compiler import autotests
from autograder.compiler.nbgrader_settings import (
    check_markers,
    ignored,
    renamed_markers,
    setting,
    takes_step,
)
from autograder.configuration import CONFIG_FILE, Course
from autograder.errors import InstructorError
from autograder.notebook import Cell, Notebook, NotebookUnreadable


@dataclass(frozen=True)
class Frame:
    """Hold what the course puts around each master: a header, a footer, or nothing."""

    header: tuple[Cell, ...] = ()
    footer: tuple[Cell, ...] = ()

    def around(self, notebook: Notebook) -> Notebook:
        """Return a notebook with header and footer."""
        return replace(notebook, cells=(*self.header, *notebook.cells, *self.footer))

    def inside(self, notebook: Notebook) -> Notebook:
        """Return a notebook without header and footer."""
        end = len(notebook.cells) - len(self.footer)
        return replace(notebook, cells=notebook.cells[len(self.header) : end])


def compose(course: Course, name: str) -> Assignment:
    """Return the assignment with everything that the course's configuration adds to it.

    Raises InstructorError when there is no such assignment, it is ill-formed, or the tests of its
    AUTOTEST lines are not there or older than the master: then it must be built.
    """
    assignment = surround(course, name)
    if not any(
        autotests.are_wanted(master.notebook, course.config) for master in assignment.masters
    ):
        return assignment
    return _with_kept_tests(course, assignment)


def surround(course: Course, name: str) -> Assignment:
    """Return the assignment with header and footer; AUTOTEST lines stand as they are written.

    Raises InstructorError when there is no such assignment, or it is ill-formed.
    """
    for error in check_markers(course.config):
        raise error
    frame = frame_of(course)
    prepare = partial(_prepared, frame, renamed_markers(course.config))
    assignment = assignments.read(course.source / name, prepare)
    return replace(assignment, files=tuple(_released_files(course, assignment)))


def _prepared(frame: Frame, renamed: dict[str, str], notebook: Notebook) -> Notebook:
    return frame.around(with_own_markers(notebook, renamed))


def frame_of(course: Course) -> Frame:
    """Return what the course puts around its masters.

    Raises InstructorError when the header or footer cannot be read.
    """
    if not takes_step(course.config, "IncludeHeaderFooter"):
        return Frame()
    return Frame(*(part_of(course, part).cells for part in ("header", "footer")))


def part_path(course: Course, part: str) -> Path:
    """Return where the course's ``header`` or ``footer`` lies: its root when there is none."""
    return course.root / str(setting(course.config, "IncludeHeaderFooter", part, ""))


def part_of(course: Course, part: str) -> Notebook:
    """Return the course's ``header`` or ``footer``, without a cell where there is none.

    Raises InstructorError when it cannot be read.
    """
    path = part_path(course, part)
    if path == course.root:
        return Notebook(())
    try:
        notebook = notebooks.read(path)
    except OSError:
        raise InstructorError(
            f"{part}-missing", f"{path}, set in {CONFIG_FILE}, cannot be read"
        ) from None
    except NotebookUnreadable as error:
        raise InstructorError(error.code, f"{path}: {error.message}") from None
    refusal = language_refusal(path.stem, notebook)
    if refusal is not None:
        raise refusal
    return with_own_markers(notebook, renamed_markers(course.config))


def with_own_markers(notebook: Notebook, renamed: dict[str, str]) -> Notebook:
    """Return a notebook in which nbgrader's own markers stand for those that the course renamed.

    A line with nbgrader's own text is a marker as well: it hides what nbgrader would show.
    """
    if not renamed:
        return notebook
    cells = (replace(cell, source=_own_markers(cell.source, renamed)) for cell in notebook.cells)
    return replace(notebook, cells=tuple(cells))


def _own_markers(source: str, renamed: dict[str, str]) -> str:
    return "\n".join(_own_marker(line, renamed) for line in source.split("\n"))


def _own_marker(line: str, renamed: dict[str, str]) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    own = next((own for marker, own in renamed.items() if marker in line), None)
    return line if own is None else f"{indent}### {own}"


def _released_files(course: Course, assignment: Assignment) -> Iterator[Path]:
    # The templates of AUTOTEST lines would tell how hidden tests look, and no notebook reads them.
    patterns = (*ignored(course.config), autotests.templates_name(course.config))
    for path in assignment.files:
        if not any(fnmatch(part, pattern) for part in path.parts for pattern in patterns):
            yield path


def _with_kept_tests(course: Course, assignment: Assignment) -> Assignment:
    sources = autotests.sources(course, assignment)
    masters = (
        _kept(course, assignment.name, master, sources)
        if autotests.are_wanted(master.notebook, course.config)
        else master
        for master in assignment.masters
    )
    return replace(assignment, masters=tuple(masters))


def _kept(course: Course, name: str, master: Master, sources: autotests.Sources) -> Master:
    found = autotests.kept(autotests.folder(course, name), master, sources)
    if found is None:
        raise InstructorError(
            "autotest-stale",
            f"{master.name}.ipynb: the tests of its AUTOTEST lines have not been made since the "
            f"master, the templates or a data file changed: run `autograder build {name}`",
        )
    return master_of(master.name, found)
