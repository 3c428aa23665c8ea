"""A small course that seals nbgrader by one line, and nbgrader's own way to call it."""

import copy
import dataclasses
import subprocess
import sys
from pathlib import Path
from typing import Any

from compiler_course import check, code, graded, lines, locked, markdown, notebook, save, solution
from stock import environment

from autograder import notebook as notebooks
from autograder.assignment import without_region
from autograder.configuration import Course, open_course
from autograder.notebook import Cell

NAME = "week1"
HIDDEN = "assert total == 42"
CONFIGURATION = """
c = get_config()
c.CourseDirectory.course_id = "sealed"
c.Autograder.jail = "unprivileged"
c.Autograder.cell_seconds = 60
c.Autograder.memory_bytes = 400 * 2**20
"""
SEAL = "\nfrom autograder.nbgrader import seal\nseal(c)\n"


def test_cell(grade_id: str, hidden: str, public: str = "") -> Cell:
    parts = (public, "### BEGIN HIDDEN TESTS", hidden, "### END HIDDEN TESTS")
    return check(lines(*parts), grade_id, 2)


test_cell.__test__ = False  # type: ignore[attr-defined]  # it makes cells, it is no test

# One cell that passes or fails, one that gives a part or cannot be decided, one for a person.
SUM = (
    markdown("# Sums\n\n## Exercise 1: Add"),
    locked("start = 40"),
    solution("total = start + 2", "total"),
    test_cell("test-total", f"{HIDDEN}, 'add two'", "assert total > 0, 'it is above zero'"),
    solution("price = 1.5", "price"),
    test_cell("test-price", "assert price > 0, 'above zero'\n2.0 if price == 1.5 else 0.5"),
    markdown("## Exercise 2: Explain"),
    graded("Because.", "why", cell_type="markdown", grade=True, solution=True, points=3),
)
MORE = (
    solution("tax = 3", "tax"),
    test_cell("test-tax", "assert tax == 3, 'three'"),
)
TOTAL, PRICE, WHY, TAX = "total = start + 2", "price = 1.5", "It is the sum of both.", "tax = 3"
WORK = {"total": TOTAL, "price": PRICE, "why": WHY, "tax": TAX}
NO_NUMBER = "import decimal\nprice = decimal.Decimal('1.5')"


def released(cell: Cell) -> Cell:
    if cell.is_solution:
        return dataclasses.replace(cell, source="")
    source = without_region(cell.source, "BEGIN HIDDEN TESTS", "END HIDDEN TESTS")
    return dataclasses.replace(cell, source=source)


def write_course(root: Path, *, more: str = "", seal: str = SEAL, two: bool = False) -> Course:
    """Write a course with its release; with ``two`` notebooks or one."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "nbgrader_config.py").write_text(CONFIGURATION + more + seal)
    for name, cells in {"sums": SUM, **({"more": MORE} if two else {})}.items():
        save(root / f"source/{NAME}/{name}.ipynb", notebook(*cells))
        save(root / f"release/{NAME}/{name}.ipynb", notebook(*map(released, cells)))
    return open_course(root)


def hand_in(course: Course, student: str, *, extra: str = "", tag: str = "", **work: str) -> Path:
    """Hand in every notebook of the release, solved but for ``work``; return the folder.

    ``extra`` is a cell of the student's at the top, ``tag`` a tag on every test cell.
    """
    folder = course.submitted / student / NAME
    for path in sorted((course.release / NAME).glob("*.ipynb")):
        cells = [_solved(cell, WORK | work, tag) for cell in notebooks.read(path).cells]
        save(folder / path.name, notebook(*([code(extra)] if extra else []), *cells))
    return folder


def _solved(cell: Cell, work: dict[str, str], tag: str) -> Cell:
    if cell.is_solution:
        return dataclasses.replace(cell, source=work[str(cell.grade_id)])
    if cell.is_test and tag:
        return dataclasses.replace(cell, metadata={**cell.metadata, "tags": [tag]})
    return cell


def nbgrader_api(course: Course, **sections: dict[str, Any]) -> Any:
    """Return what the formgrader's buttons call; ``sections`` go on top of the configuration."""
    # nbgrader takes seconds to import: only the tests that call it pay.
    from nbgrader.apps.api import NbGraderAPI
    from traitlets.config import Config

    config = copy.deepcopy(course.config)
    config.merge(Config(sections))
    config.CourseDirectory.root = str(course.root)
    config.Exchange.root = str(course.root / "exchange")
    config.Exchange.cache = str(course.root / "cache")
    (course.root / "exchange").mkdir(mode=0o777, exist_ok=True)
    return NbGraderAPI(config=config)


def command(course: Course, *words: str) -> subprocess.CompletedProcess[str]:
    """Run ``nbgrader`` or another program of the environment in the course folder."""
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=course.root,
        env=environment() | {"OMP_NUM_THREADS": "1", "HOME": str(course.root), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def book(course: Course) -> Any:
    """Open the gradebook, to be used with ``with``."""
    from nbgrader.api import Gradebook

    return Gradebook(course.db_url, course.course_id)


def grades(course: Course, student: str) -> dict[str, tuple[Any, Any, bool]]:
    """Return for each cell its automatic score, the score that counts, and whether to look."""
    with book(course) as gradebook:
        submission = gradebook.find_submission(NAME, student)
        return {
            grade.name: (grade.auto_score, grade.score, bool(grade.needs_manual_grade))
            for each in submission.notebooks
            for grade in each.grades
        }


def give(course: Course, student: str, cell: str, points: float | None, comment: str = "") -> None:
    """Give points and a comment, as the formgrader's page writes them."""
    with book(course) as gradebook:
        if points is not None:
            grade = gradebook.find_grade(cell, "sums", NAME, student)
            grade.manual_score, grade.needs_manual_grade = points, False
        if comment:  # a comment is on a cell that a student wrote, in nbgrader
            entry = gradebook.find_comment(cell, "sums", NAME, student)
            entry.manual_comment = comment
        gradebook.db.commit()


def given(course: Course, student: str, cell: str) -> tuple[Any, Any]:
    """Return the points and the comment that a person gave."""
    with book(course) as gradebook:
        grade = gradebook.find_grade(cell, "sums", NAME, student)
        return grade.manual_score, gradebook.find_comment(cell, "sums", NAME, student).comment


def copies(course: Course, student: str) -> dict[str, str]:
    """Return what lies in ``autograded/`` of a student's notebooks."""
    folder = course.autograded / student / NAME
    return {path.stem: path.read_text() for path in sorted(folder.glob("*.ipynb"))}
