"""A tiny course for the compiler's tests: one master, one data file."""

from dataclasses import replace
from pathlib import Path

from autograder import notebook as notebooks
from autograder.notebook import Cell, Notebook

KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
SOLUTION_LINE = "slope = float(np.polyfit(x, y, 1)[0])"
HIDDEN_LINE = 'assert abs(slope - 2.5) < 1e-9, "look at the slope again"'


def markdown(source: str) -> Cell:
    return Cell("markdown", source)


def code(source: str, **metadata: object) -> Cell:
    return Cell("code", source, metadata=metadata)


def graded(source: str, grade_id: str, *, cell_type: str = "code", **roles: object) -> Cell:
    nbgrader: dict[str, object] = {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": False,
        "solution": False,
        "locked": False,
        "task": False,
        **roles,
    }
    return Cell(cell_type, source, metadata={"nbgrader": nbgrader})


def solution(source: str, grade_id: str = "slope") -> Cell:
    return graded(source, grade_id, solution=True)


def check(source: str, grade_id: str = "test_slope", points: object = 2) -> Cell:
    return graded(source, grade_id, grade=True, locked=True, points=points)


def locked(source: str, grade_id: str = "setup") -> Cell:
    return graded(source, grade_id, locked=True)


def lines(*texts: str) -> str:
    return "\n".join(texts)


SETUP = locked(lines("import numpy as np", "x = np.arange(5.0)", "y = 2.5 * x"))
ANSWER = solution(
    lines("# the slope of y over x", "### BEGIN SOLUTION", SOLUTION_LINE, "### END SOLUTION")
)
TEST = check(
    lines(
        'assert isinstance(slope, float), "slope is a number"',
        "### BEGIN HIDDEN TESTS",
        HIDDEN_LINE,
        "### END HIDDEN TESTS",
    )
)
CELLS = (markdown("# Lines\n\n## Exercise 1\n\nFit a line."), SETUP, ANSWER, TEST)


def with_cell_ids(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return tuple(replace(cell, cell_id=f"c{at}") for at, cell in enumerate(cells))


def notebook(*cells: Cell, **metadata: object) -> Notebook:
    return Notebook(with_cell_ids(cells), {**KERNEL, **metadata})


def save(path: Path, content: Notebook) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(notebooks.write(content))


def make_course(root: Path, *cells: Cell) -> Path:
    """Write a course with one assignment, `lines`, and its data as a link; return its root."""
    save(root / "source/lines/fit.ipynb", notebook(*(cells or CELLS)))
    (root / "data").mkdir()
    (root / "data/points.csv").write_text("x,y\n0,0\n1,2.5\n")
    (root / "source/lines/points.csv").symlink_to("../../data/points.csv")
    return root
