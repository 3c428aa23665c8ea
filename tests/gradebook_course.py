"""A course whose gradebook is written and read back, with nothing to run: two files of cells."""

import dataclasses
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any

from autograder.assignment import Assignment, master_of
from autograder.configuration import Course, open_course
from autograder.gradebook import project
from autograder.notebook import Cell, Notebook
from autograder.results import ManualCell, NotebookResult, Result, State, TestResult
from autograder.verdicts import Verdict

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
HIDDEN = "### BEGIN HIDDEN TESTS\nassert r == 6, 'r is not six'\n### END HIDDEN TESTS"


def cell(kind: str, source: str, grade_id: str | None = None, **roles: object) -> Cell:
    if grade_id is None:
        return Cell(kind, source, cell_id=f"plain{len(source)}")
    flags = {"grade": False, "solution": False, "locked": False, "task": False}
    nbgrader = {**flags, "schema_version": 3, "grade_id": grade_id, **roles}
    return Cell(kind, source, {"nbgrader": nbgrader}, cell_id=grade_id)


def judging(grade_id: str, source: str, points: float) -> Cell:
    return cell("code", source, grade_id, grade=True, locked=True, points=points)


def master_cells(solution: str) -> tuple[Cell, ...]:
    return (
        cell("markdown", "## Exercise 1: Multiply"),
        cell("code", "import math", "imports", locked=True),
        cell("code", solution, "answer", solution=True),
        judging("test-shape", "assert isinstance(r, int)", 1),
        judging("test-value", f"assert r > 0\n{HIDDEN}", 2),
        cell("markdown", "Why?", "essay", grade=True, solution=True, points=5),
        cell("markdown", "Draw it.", "drawing", task=True, locked=True, points=3),
    )


SOLVED = "### BEGIN SOLUTION\nr = 2 * 3\n### END SOLUTION"
EMPTY = "# YOUR CODE HERE\nraise NotImplementedError()"


def assignment_of(*cells: Cell, name: str = "first") -> Assignment:
    master = master_of(name, Notebook(cells, KERNEL))
    return Assignment("week1", Path("source/week1"), (master,), ())


MASTER = assignment_of(*master_cells(SOLVED))
RELEASE = {"first": Notebook(master_cells(EMPTY), KERNEL)}


def result(
    student: str = "ada",
    shape: float | None = 1.0,
    value: float | None = 2.0,
    submission: str = "aa",
    handed_in: str = "2026-11-22 10:00:00 UTC",
    essay: bool | None = None,
) -> Result:
    """Make a result; ``essay`` tells whether the written answer is one, None says nothing."""
    tests = (
        TestResult("test-shape", "Exercise 1: Multiply", verdict(shape, 1), shape, 1.0),
        TestResult("test-value", "Exercise 1: Multiply", verdict(value, 2), value, 2.0),
    )
    state = State.NEEDS_INSTRUCTOR if None in (shape, value) else State.GRADED
    return Result(
        student,
        "week1",
        state,
        (NotebookResult("first", tests, manual=manual_cells(essay)),),
        handed_in=handed_in,
        hashes={"submission": submission},
    )


def manual_cells(essay: bool | None) -> tuple[ManualCell, ...]:
    if essay is None:
        return ()
    return (
        ManualCell("essay", "Exercise 1: Multiply", 5.0, essay),
        # A task is answered elsewhere: its own cell is always as it was released.
        ManualCell("drawing", "Exercise 1: Multiply", 3.0, False),
    )


def verdict(points: float | None, worth: float) -> Verdict:
    if points is None:
        return Verdict.UNSUPPORTED
    return Verdict.PASSED if points == worth else Verdict.FAILED


@cache
def empty_gradebook() -> bytes:
    """Make one new gradebook for all tests: it takes nbgrader seconds."""
    with tempfile.TemporaryDirectory() as folder:
        course = open_course(Path(folder))
        project(course, dataclasses.replace(MASTER, masters=()), [], {})
        return (course.root / "gradebook.db").read_bytes()


def new_course(root: Path) -> Course:
    """Make a course folder with an empty gradebook."""
    (root / "source").mkdir()
    (root / "gradebook.db").write_bytes(empty_gradebook())
    return open_course(root)


@contextmanager
def opened(course: Course) -> Iterator[Any]:
    """Open the gradebook as nbgrader does."""
    from nbgrader.api import Gradebook

    with Gradebook(course.db_url, course.course_id) as book:
        yield book


Scores = dict[str, tuple[float | None, float | None, bool]]


def grades(course: Course, student: str = "ada") -> Scores:
    """Give (auto, manual, needs a person) by cell."""
    with opened(course) as book:
        (submitted,) = book.find_submission("week1", student).notebooks
        return {
            grade.cell.name: (grade.auto_score, grade.manual_score, grade.needs_manual_grade)
            for grade in submitted.grades
        }


def by_hand(course: Course, name: str, score: float, student: str = "ada") -> None:
    """Give a score as the formgrader does."""
    with opened(course) as book:
        grade = book.find_grade(name, "first", "week1", student)
        grade.manual_score = score
        grade.needs_manual_grade = False
        book.db.commit()


def comment(course: Course, name: str, text: str, student: str = "ada") -> None:
    """Write a comment as the formgrader does."""
    with opened(course) as book:
        book.find_comment(name, "first", "week1", student).manual_comment = text
        book.db.commit()


def dump(course: Course) -> dict[str, list[str]]:
    """Give every row of every table."""
    from sqlalchemy import MetaData, create_engine, select

    engine = create_engine(course.db_url)
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as db:
        found = {
            table.name: sorted(str(tuple(row)) for row in db.execute(select(table)))
            for table in tables.sorted_tables
        }
    engine.dispose()
    return found


def lose(course: Course) -> None:
    """Empty the gradebook: as if it had been deleted, and made again."""
    from nbgrader.api import Base
    from sqlalchemy import create_engine, text

    engine = create_engine(course.db_url)
    with engine.begin() as db:
        for table in reversed(Base.metadata.sorted_tables):
            db.execute(table.delete())
        db.execute(text("DELETE FROM autograder_graded"))
    engine.dispose()


OF_A_CELL = ("student.id", "notebook.name", "cell.type", "name")


def meaning(course: Course) -> dict[str, set[Any]]:
    """Give what the gradebook says, told by names: the ids differ from one to the next."""
    from nbgrader import api

    told = {
        api.Assignment: ("name", "duedate", "course_id"),
        api.GradeCell: ("notebook.name", "name", "max_score", "cell_type"),
        api.TaskCell: ("notebook.name", "name", "max_score", "cell_type"),
        api.SolutionCell: ("notebook.name", "name"),
        api.SourceCell: ("notebook.name", "name", "source", "checksum", "locked", "cell_type"),
        api.SubmittedAssignment: ("student_id", "timestamp", "extension"),
        api.SubmittedNotebook: ("student.id", "name", "late_submission_penalty", "score"),
        api.Grade: (*OF_A_CELL, "auto_score", "manual_score", "extra_credit", "needs_manual_grade"),
        api.Comment: (*OF_A_CELL, "auto_comment", "manual_comment"),
    }
    with opened(course) as book:
        found = {
            table.__tablename__: set(map(attrgetter(*names), book.db.query(table)))
            for table, names in told.items()
        }
    return found | {"own": set(dump(course)["autograder_graded"])}
