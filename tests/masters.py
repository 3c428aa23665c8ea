"""What the tests of the masters of `stars` ask: names, cells, and the cases of a notebook."""

import ast
import builtins
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from autograder import assignment, cases
from autograder.assignment import BEGIN_HIDDEN, END_HIDDEN, Master, TestCell
from autograder.cases import Case, Kind
from autograder.execution.syntax import bindings
from autograder.verify.mutation import solution_cells

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "source" / "stars"
PATHS = tuple(sorted(SOURCE.glob("*.ipynb")))

COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda)
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@cache
def read(name: str) -> Master:
    """Return one master of the assignment."""
    return assignment.read_master(SOURCE / f"{name}.ipynb")


def cases_of(name: str, *kinds: Kind) -> tuple[Case, ...]:
    """Return the cases of one notebook; of some kinds only, when any are named."""
    known = cases.read_cases(ROOT / "tests", "stars")
    return tuple(case for case in known if case.notebook == name and case.kind in (kinds or Kind))


def exercises(master: Master) -> tuple[str, ...]:
    """Return the headings that the test cells stand under, in order."""
    return tuple(dict.fromkeys(test.exercise for test in master.tests))


def solutions(master: Master) -> dict[str, set[str]]:
    """Return the solution cells of each exercise: those that its test cells stand behind."""
    found: dict[str, set[str]] = {name: set() for name in exercises(master)}
    for grade_id, exercise in solution_cells(master).items():
        found[exercise].add(grade_id)
    return found


def points_by_exercise(master: Master) -> dict[str, float]:
    """Return what each exercise is worth, by what its heading has before the colon."""
    worth: dict[str, float] = {}
    for test in master.tests:
        name = test.exercise.partition(":")[0]
        worth[name] = worth.get(name, 0) + test.points
    return worth


def asserts(test: TestCell) -> tuple[list[ast.Assert], list[ast.Assert]]:
    """Return the asserts of a test cell: the public ones and the hidden ones."""
    lines = assignment.region_lines(test.source, BEGIN_HIDDEN, END_HIDDEN)
    hidden = {line.number for line in lines if line.inside}
    found = [node for node in ast.walk(ast.parse(test.source)) if isinstance(node, ast.Assert)]
    return (
        [node for node in found if node.lineno not in hidden],
        [node for node in found if node.lineno in hidden],
    )


def variables(source: str) -> set[str]:
    """Return the variables that a cell binds at its top; not its imports and definitions."""
    return {name for statement in ast.parse(source).body for name in _variables(statement)}


def _variables(node: ast.AST) -> Iterator[str]:
    if isinstance(node, (*COMPREHENSIONS, *DEFINITIONS)):
        return
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    # Python deletes this one when the handler ends, and a student's of that name with it.
    if isinstance(node, ast.ExceptHandler) and node.name:
        yield node.name
    for child in ast.iter_child_nodes(node):
        yield from _variables(child)


def definitions(source: str) -> set[str]:
    """Return the functions and classes that a cell defines at its top."""
    return {node.name for node in ast.parse(source).body if isinstance(node, DEFINITIONS)}


def bound_elsewhere(master: Master, *, locked: bool) -> set[str]:
    """Return what the locked cells that are no tests bind, or what the solutions bind."""
    return {
        name
        for _, cell in master.notebook.code_cells()
        if not cell.is_test and cell.is_solution is not locked
        for name in bindings(cell.source).names
    }


def looked_up(test: TestCell, master: Master) -> set[str]:
    """Return the names that a test cell takes from somewhere else than the locked cells."""
    nodes = list(ast.walk(ast.parse(test.source)))
    names = [node for node in nodes if isinstance(node, ast.Name)]
    own = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    own |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    own |= bindings(test.source).names | set(dir(builtins))
    return {node.id for node in names} - own - bound_elsewhere(master, locked=True)


def text(master: Master) -> str:
    """Return all that the master tells its reader."""
    return "\n".join(cell.source for cell in master.notebook.cells if cell.cell_type == "markdown")


def says_code(text: str, name: str) -> bool:
    """Tell whether a text has a name, or a call of it, set as code."""
    return re.search(rf"`{re.escape(name)}(\([^`\n]*)?`", text) is not None
