"""Style checks of a master: everything that an instructor must mend before students see it.

Comes in: a master's notebook, or the course's nbgrader configuration. Goes out: one error for each
thing found, all of them, each naming notebook, cell and remedy. Nothing is executed.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from traitlets.config import Config

from autograder import assignment as masters
from autograder.assignment import IllFormedRegion, cell_error, region_lines
from autograder.compiler import asserts
from autograder.errors import InstructorError
from autograder.notebook import Cell, Notebook


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
    lambda cell: cell.is_test,
    "a test cell (code, 'Autograder tests')",
)
MARKS = Region(
    masters.BEGIN_MARKS,
    masters.END_MARKS,
    lambda cell: cell.is_task,
    "a task cell ('Manually graded task')",
)
REGIONS = (SOLUTION, HIDDEN, MARKS)

# A comment line that says the words of a marker in another spelling would be published as it is.
_ALMOST = re.compile(
    r"^\s*[#%/<!-]+\s*(begin|end)[\s_-]*(solutions?|hidden[\s_-]*tests?|mark(ing)?[\s_-]*schemes?)"
    r"\s*[#>-]*\s*$",
    re.IGNORECASE,
)

_MARKER_TRAITS = (
    ("ClearSolutions", "begin_solution_delimeter", masters.BEGIN_SOLUTION),
    ("ClearSolutions", "end_solution_delimeter", masters.END_SOLUTION),
    ("ClearHiddenTests", "begin_test_delimeter", masters.BEGIN_HIDDEN),
    ("ClearHiddenTests", "end_test_delimeter", masters.END_HIDDEN),
    ("ClearMarkScheme", "begin_mark_scheme_delimeter", masters.BEGIN_MARKS),
    ("ClearMarkScheme", "end_mark_scheme_delimeter", masters.END_MARKS),
)


def check_configuration(config: Config) -> tuple[InstructorError, ...]:
    """Return an error for each marker that the course has renamed.

    Grading tells hidden from public by the markers, so a renamed one would make a test public.
    """
    return tuple(
        InstructorError(
            "marker-renamed",
            f"c.{name}.{trait} is set: the marker must stay nbgrader's own, {expected!r}; "
            "remove the line and write that marker in the masters",
        )
        for name, trait, expected in _MARKER_TRAITS
        if trait in config[name] and config[name][trait] != expected
    )


def check_notebook(name: str, notebook: Notebook) -> tuple[InstructorError, ...]:
    """Return an error for each problem of the master ``name``, in the order of its cells."""
    language = _language(notebook)
    if not language.lower().startswith("python"):
        remedy = "only notebooks of a Python kernel can be graded"
        message = f"{name}.ipynb: its language is {language}: {remedy}"
        return (InstructorError("language-not-python", message),)
    first: dict[str, int] = {}
    found: list[InstructorError] = []
    for at, cell in enumerate(notebook.cells):
        problems = [*_identity(at, cell, first), *_regions(cell), *asserts.problems(cell)]
        found += [cell_error(code, name, at, cell, remedy) for code, remedy in problems]
    return tuple(found)


def _language(notebook: Notebook) -> str:
    kernel = notebook.metadata.get("kernelspec") or {}
    info = notebook.metadata.get("language_info") or {}
    return str(kernel.get("language") or info.get("name") or "python")


def _identity(at: int, cell: Cell, first: dict[str, int]) -> Iterator[tuple[str, str]]:
    has_role = cell.is_graded or cell.is_solution or cell.is_task or cell.is_locked
    if has_role and not cell.grade_id:
        yield "cell-without-id", "give it an nbgrader id"
    if cell.grade_id and first.setdefault(cell.grade_id, at) != at:
        before = first[cell.grade_id] + 1
        yield "duplicate-id", f"cell {before} has the same id: give one of them another"
    if cell.is_test and (cell.points is None or cell.points <= 0):
        yield "test-without-points", "give the test cell points above zero"


def _regions(cell: Cell) -> Iterator[tuple[str, str]]:
    for region in REGIONS:
        yield from _region(cell, region)
    for number, text in enumerate(cell.source.split("\n"), start=1):
        if _ALMOST.match(text) and not any(_is_marker(text, region) for region in REGIONS):
            yield (
                "almost-marker",
                f"line {number} looks like a marker but is none, so the students would see what "
                "follows it: write it exactly so, as in '### BEGIN SOLUTION'",
            )


def _is_marker(text: str, region: Region) -> bool:
    return region.begin in text or region.end in text


def _region(cell: Cell, region: Region) -> Iterator[tuple[str, str]]:
    try:
        lines = region_lines(cell.source, region.begin, region.end)
    except IllFormedRegion as error:
        yield "ill-formed-region", f"{error}: give each {region.begin} its own {region.end}"
        return
    if any(line.is_marker for line in lines) and not region.belongs(cell):
        yield (
            "region-in-wrong-cell",
            f"{region.begin} belongs in {region.role}: change the cell's type in nbgrader's "
            "toolbar, or remove the markers",
        )
