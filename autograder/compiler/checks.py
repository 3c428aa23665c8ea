"""Checks of a master: everything that an instructor must mend, or should, before students see it.

Comes in: a master's notebook. Goes out: one error for each thing found, all of them, each naming
notebook, cell and remedy; what nbgrader accepts and can be graded is a matter of style. Nothing is
executed.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from autograder import assignment as masters
from autograder.assignment import (
    POINTS_REMEDY,
    IllFormedRegion,
    cell_error,
    language_refusal,
    region_lines,
)
from autograder.compiler import asserts
from autograder.compiler.asserts import Problem
from autograder.errors import InstructorError
from autograder.notebook import Cell, Notebook


class StyleProblem(InstructorError):
    """Say what could be better in a master that can be graded as it is."""


class MasterProblems(InstructorError):
    """Carry everything that was found wrong in the masters of one assignment."""

    def __init__(self, problems: tuple[InstructorError, ...]) -> None:
        """Join the messages, one a line, behind their codes."""
        lines = "\n".join(f"[{problem.code}] {problem.message}" for problem in problems)
        super().__init__("master-problems", lines)
        self.problems = problems


@dataclass(frozen=True)
class Region:
    """Describe a kind of region: its markers, and the one role of cell that may hold it."""

    begin: str
    end: str
    belongs: Callable[[Cell], bool]
    role: str


SOLUTION = Region(
    masters.BEGIN_SOLUTION,
    masters.END_SOLUTION,
    lambda cell: cell.is_solution,
    "a solution cell",
)
HIDDEN = Region(
    masters.BEGIN_HIDDEN,
    masters.END_HIDDEN,
    # nbgrader takes it out of an answer that a person grades, too.
    lambda cell: cell.is_graded,
    "a test cell (code, 'Autograder tests')",
)
MARKS = Region(
    masters.BEGIN_MARKS,
    masters.END_MARKS,
    lambda cell: cell.is_task,
    "a task cell ('Manually graded task')",
)
REGIONS = (SOLUTION, HIDDEN, MARKS)

SCHEMA = 3
"""The version of nbgrader's cell metadata."""

# A comment line that says the words of a marker in another spelling would be published as it is.
_ALMOST = re.compile(
    r"^\s*[#%/<!-]+\s*(begin|end)[\s_-]*(solutions?|hidden[\s_-]*tests?|mark(ing)?[\s_-]*schemes?)"
    r"\s*[#>-]*\s*$",
    re.IGNORECASE,
)


def check_notebook(name: str, notebook: Notebook) -> tuple[InstructorError, ...]:
    """Return an error for each problem of the master ``name``, in the order of its cells.

    Those of style are of class StyleProblem.
    """
    refusal = language_refusal(name, notebook) or _schema_refusal(name, notebook)
    if refusal is not None:
        return (refusal,)
    first: dict[str, int] = {}
    found: list[InstructorError] = []
    for at, cell in enumerate(notebook.cells):
        problems = (*_identity(at, cell, first), *_regions(cell), *asserts.problems(cell))
        found += [_error(name, at, cell, problem) for problem in problems]
    return tuple(found)


def _schema_refusal(name: str, notebook: Notebook) -> InstructorError | None:
    """Return why cells whose roles are written in an older way cannot be read, if there are any."""
    versions = [cell.nbgrader.get("schema_version", 0) for cell in notebook.cells if cell.nbgrader]
    if all(version == SCHEMA or not isinstance(version, int) for version in versions):
        return None
    return InstructorError(
        "nbgrader-refuses",
        f"{name}.ipynb: nbgrader's metadata of its cells are of another schema than {SCHEMA}, "
        "which nbgrader refuses: run `nbgrader update` on it",
    )


def _error(name: str, at: int, cell: Cell, problem: Problem) -> InstructorError:
    error = cell_error(problem.code, name, at, cell, problem.remedy)
    return StyleProblem(error.code, error.message) if problem.is_style else error


def _identity(at: int, cell: Cell, first: dict[str, int]) -> Iterator[Problem]:
    has_role = cell.is_graded or cell.is_solution or cell.is_task or cell.is_locked
    if has_role and not cell.grade_id:
        yield Problem("cell-without-id", "give it an nbgrader id")
    if cell.grade_id and first.setdefault(cell.grade_id, at) != at:
        before = first[cell.grade_id] + 1
        yield Problem("duplicate-id", f"cell {before} has the same id: give one of them another")
    if cell.is_graded or cell.is_task:
        yield from _points(cell)


def _points(cell: Cell) -> Iterator[Problem]:
    if cell.cell_type == "raw":
        remedy = "a raw cell cannot carry points: make it a markdown or code cell"
        yield Problem("raw-cell-with-points", remedy)
    elif cell.points is None or cell.points < 0:
        yield Problem("points-missing", POINTS_REMEDY)
    elif cell.is_test and not cell.points:
        remedy = "it is worth nothing: give it points above zero if it is to count"
        yield Problem("test-without-points", remedy, is_style=True)


def _regions(cell: Cell) -> Iterator[Problem]:
    for region in REGIONS:
        yield from _region(cell, region)
    for number, text in enumerate(cell.source.split("\n"), start=1):
        if _ALMOST.match(text) and not any(_is_marker(text, region) for region in REGIONS):
            yield Problem(
                "almost-marker",
                f"line {number} looks like a marker but is none, so the students would see what "
                "follows it: write it exactly so, as in '### BEGIN SOLUTION'",
                is_style=True,
            )


def _is_marker(text: str, region: Region) -> bool:
    return region.begin in text or region.end in text


def _region(cell: Cell, region: Region) -> Iterator[Problem]:
    try:
        lines = region_lines(cell.source, region.begin, region.end)
    except IllFormedRegion as error:
        remedy = f"{error}: give each {region.begin} its own {region.end}"
        yield Problem("ill-formed-region", remedy)
        return
    if any(line.is_marker for line in lines) and not region.belongs(cell):
        yield Problem(
            "region-in-wrong-cell",
            f"{region.begin} belongs in {region.role}: change the cell's type in nbgrader's "
            "toolbar, or remove the markers",
        )
