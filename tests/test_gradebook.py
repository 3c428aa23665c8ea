"""The gradebook, written by us and read back by nbgrader's own API and commands."""

import csv
import dataclasses
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from gradebook_course import (
    EMPTY,
    HIDDEN,
    KERNEL,
    MASTER,
    RELEASE,
    SOLVED,
    assignment_of,
    by_hand,
    comment,
    dump,
    empty_gradebook,
    grades,
    judging,
    master_cells,
    new_course,
    opened,
    result,
)
from nbgrader.api import Gradebook

from autograder import notebook as notebooks
from autograder import results as results_on_disk
from autograder.assignment import Assignment
from autograder.configuration import Course
from autograder.errors import AutograderError, InstructorError, OperatorError
from autograder.gradebook import project, rebuild
from autograder.gradebook.database import writing
from autograder.notebook import Notebook
from autograder.results import NotebookResult, Result, State, TestResult
from autograder.verdicts import Verdict


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return new_course(tmp_path)


def test_scores_are_read_back_by_nbgrader(course: Course) -> None:
    project(course, MASTER, [result(value=0.5)], RELEASE)
    assert grades(course) == {
        "test-shape": (1.0, None, False),
        "test-value": (0.5, None, False),
        "essay": (None, None, True),
        "drawing": (None, None, True),
    }
    with opened(course) as book:
        found = book.find_submission("week1", "ada")
        assert (found.score, found.max_score) == (1.5, 11.0)
        assert found.timestamp == datetime(2026, 11, 22, 10)


def test_the_masters_are_kept_as_nbgrader_itself_saves_them(course: Course) -> None:
    """Run nbgrader's SaveCells on the same cells, in a second gradebook, and compare."""
    from nbformat import from_dict
    from nbgrader.preprocessors import ComputeChecksums, SaveCells

    project(course, MASTER, [], RELEASE)
    prepared = [
        dataclasses.replace(ours, source=EMPTY) if ours.grade_id == "answer" else ours
        for ours in MASTER.masters[0].notebook.cells
    ]
    tree = from_dict(
        {
            "metadata": KERNEL,
            "cells": [
                {"cell_type": c.cell_type, "source": c.source, "metadata": dict(c.metadata)}
                for c in prepared
            ],
        }
    )
    (course.root / "other.db").write_bytes(empty_gradebook())
    other = f"sqlite:///{course.root / 'other.db'}"
    where = {"notebook": "first", "assignment": "week1", "db_url": other}
    ComputeChecksums().preprocess(tree, {})
    SaveCells().preprocess(tree, {"nbgrader": where})
    assert saved(course.db_url) == saved(other)


def saved(db_url: str) -> dict[str, object]:
    from nbgrader.api import Gradebook

    with Gradebook(db_url, "") as book:
        row = book.find_notebook("first", "week1")
        kinds = ("source_cells", "grade_cells", "solution_cells", "task_cells")
        return {"kernelspec": row.kernelspec} | {
            kind: {cell.name: without_ids(cell.to_dict()) for cell in getattr(row, kind)}
            for kind in kinds
        }


def without_ids(entry: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in entry.items() if key != "id"}


def test_projecting_twice_changes_nothing(course: Course) -> None:
    project(course, MASTER, [result(), result("bob", value=0.0)], RELEASE)
    by_hand(course, "test-value", 2.0, "bob")
    by_hand(course, "essay", 4.0)
    before = dump(course)
    project(course, MASTER, [result(), result("bob", value=0.0)], RELEASE)
    assert dump(course) == before


def test_a_verdict_without_score_waits_for_a_person(course: Course) -> None:
    project(course, MASTER, [result(value=None)], RELEASE)
    assert grades(course)["test-value"] == (None, None, True)
    with opened(course) as book:
        assert book.find_submission("week1", "ada").needs_manual_grade


def test_manual_points_survive_and_new_work_puts_them_up_for_review(course: Course) -> None:
    project(course, MASTER, [result(value=0.0)], RELEASE)
    by_hand(course, "test-value", 1.5)
    by_hand(course, "essay", 4.0)
    project(course, MASTER, [result(value=0.0, submission="bb")], RELEASE)
    assert grades(course)["test-value"] == (0.0, 1.5, True)
    assert grades(course)["essay"] == (None, 4.0, True)


def test_a_changed_score_of_the_same_work_puts_only_that_cell_up_for_review(
    course: Course,
) -> None:
    project(course, MASTER, [result(value=0.0)], RELEASE)
    by_hand(course, "test-value", 1.5)
    by_hand(course, "essay", 4.0)
    project(course, MASTER, [result(value=2.0)], RELEASE)
    assert grades(course)["test-value"] == (2.0, 1.5, True)
    assert grades(course)["essay"] == (None, 4.0, False)


def test_comments_and_extra_credit_are_never_touched(course: Course) -> None:
    project(course, MASTER, [result()], RELEASE)
    comment(course, "answer", "Neat.")
    with opened(course) as book:
        book.find_grade("test-value", "first", "week1", "ada").extra_credit = 0.5
        book.db.commit()
    project(course, MASTER, [result(submission="bb")], RELEASE)
    with opened(course) as book:
        assert book.find_comment("answer", "first", "week1", "ada").comment == "Neat."
        assert book.find_submission("week1", "ada").score == 3.5


def test_a_refused_submission_is_listed_and_waits_for_a_person(course: Course) -> None:
    refused = Result("ada", "week1", State.REFUSED, (), problem="not a notebook")
    project(course, MASTER, [refused], RELEASE)
    assert set(grades(course).values()) == {(None, None, True)}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-11-22 10:00:00 99999999999",
        "9" * 500,
        "\x00 a b",
        "0001-01-01 00:00:00 +2300",
    ],
)
def test_a_senseless_time_stamp_loses_no_score(course: Course, text: str) -> None:
    project(course, MASTER, [result(handed_in=text)], RELEASE)
    with opened(course) as book:
        found = book.find_submission("week1", "ada")
        assert (found.timestamp, found.score) == (None, 3.0)


def test_a_time_stamp_in_another_zone_is_kept_in_utc(course: Course) -> None:
    project(course, MASTER, [result(handed_in="2026-11-22 10:00:00.25 +0100")], RELEASE)
    with opened(course) as book:
        found = book.find_submission("week1", "ada")
        assert found.timestamp == datetime(2026, 11, 22, 9, 0, 0, 250000)


def with_extra(points: float) -> tuple[Assignment, dict[str, Notebook]]:
    extra = judging("test-sign", "assert r >= 0", points)
    release = Notebook((*master_cells(EMPTY), extra), KERNEL)
    return assignment_of(*master_cells(SOLVED), extra), {"first": release}


def test_a_test_cell_added_later_gets_a_row_for_every_submission(course: Course) -> None:
    project(course, MASTER, [result(), result("bob")], RELEASE)
    assignment, release = with_extra(4)
    regraded = result()
    tests = (
        *regraded.notebooks[0].tests,
        TestResult("test-sign", "Exercise 1: Multiply", Verdict.PASSED, 4.0, 4.0),
    )
    regraded = dataclasses.replace(regraded, notebooks=(NotebookResult("first", tests),))
    project(course, assignment, [regraded], release)
    assert grades(course, "ada")["test-sign"] == (4.0, None, False)
    assert grades(course, "bob")["test-sign"] == (None, None, True)


def test_a_removed_test_cell_takes_its_scores_along(course: Course) -> None:
    assignment, release = with_extra(4)
    project(course, assignment, [result()], release)
    project(course, MASTER, [result()], RELEASE)
    assert "test-sign" not in grades(course)
    with opened(course) as book:
        assert book.find_assignment("week1").max_score == 11.0
        names = [row.name for row in book.find_notebook("first", "week1").source_cells]
        assert "test-sign" not in names


def test_a_removed_test_cell_keeps_the_points_that_a_person_gave(course: Course) -> None:
    assignment, release = with_extra(4)
    project(course, assignment, [result(), result("bob")], release)
    by_hand(course, "test-sign", 2.5)
    project(course, MASTER, [result(), result("bob")], RELEASE)
    assert grades(course, "ada")["test-sign"] == (0.0, 2.5, False)
    assert "test-sign" not in grades(course, "bob")
    with opened(course) as book:
        found = book.find_submission("week1", "ada")
        assert (found.score, found.max_score) == (5.5, 11.0)
    project(course, assignment, [result(), result("bob")], release)
    assert grades(course, "bob")["test-sign"] == (None, None, True)
    with opened(course) as book:
        assert book.find_assignment("week1").max_score == 15.0


def test_a_removed_notebook_goes_unless_a_person_gave_points_in_it(course: Course) -> None:
    extra = assignment_of(*master_cells(SOLVED), name="second").masters[0]
    both = dataclasses.replace(MASTER, masters=(*MASTER.masters, extra))
    release = RELEASE | {"second": RELEASE["first"]}
    project(course, both, [result()], release)
    project(course, MASTER, [result()], RELEASE)
    assert set(grades(course)) == {"test-shape", "test-value", "essay", "drawing"}
    project(course, both, [result()], release)
    with opened(course) as book:
        book.find_grade("essay", "second", "week1", "ada").manual_score = 1.0
        book.db.commit()
    project(course, MASTER, [result()], RELEASE)
    with opened(course) as book:
        assert book.find_grade("essay", "second", "week1", "ada").score == 1.0
        assert book.find_assignment("week1").max_score == 11.0


def test_a_lost_gradebook_is_rebuilt_from_the_results(course: Course) -> None:
    results_on_disk.append(course.results, result(value=0.0))
    results_on_disk.append(course.results, result(value=2.0, submission="bb"))
    results_on_disk.append(course.results, result("bob", shape=0.0))
    rebuild(course, MASTER, RELEASE)
    assert grades(course)["test-value"] == (2.0, None, False)
    assert grades(course, "bob")["test-shape"] == (0.0, None, False)


def test_more_students_than_one_batch_are_all_written(course: Course) -> None:
    class_ = [result(f"student{number:03}") for number in range(120)]
    project(course, MASTER, iter(class_), RELEASE)
    with opened(course) as book:
        assert len(book.students) == 120
        assert book.average_assignment_score("week1") == 3.0


def test_what_was_written_before_a_crash_is_kept(course: Course) -> None:
    def interrupted() -> Iterator[Result]:
        yield from (result(f"student{number:03}") for number in range(60))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        project(course, MASTER, interrupted(), RELEASE)
    with opened(course) as book:
        assert len(book.assignment_submissions("week1")) == 50
        assert book.average_assignment_score("week1") == 3.0


def test_importing_costs_no_import_of_nbgrader() -> None:
    program = (
        "import sys, autograder.gradebook; print({'nbgrader', 'sqlalchemy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "set()\n"


def test_a_new_gradebook_is_as_nbgrader_makes_one(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Gradebook(f"sqlite:///{course.root}/theirs.db", course.course_id):
        pass
    monkeypatch.setenv("PATH", "/usr/bin:/bin")  # as in an environment that is not activated
    (course.root / "gradebook.db").unlink()
    project(course, MASTER, [], RELEASE)
    schemas = [schema(course.root / name) for name in ("gradebook.db", "theirs.db")]
    ours = schemas[0] - schemas[1]
    assert schemas[1] < schemas[0]
    assert all("autograder_" in statement for statement in ours)


def schema(path: Path) -> set[str]:
    """Give how a database's tables are declared, and nbgrader's number of their version."""
    with sqlite3.connect(path) as db:
        declared = db.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        return {row[0] for row in declared + db.execute("SELECT * FROM alembic_version").fetchall()}


def test_a_crash_while_a_gradebook_is_made_leaves_nothing_of_it(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    (course.root / "gradebook.db").unlink()
    with monkeypatch.context() as patched:
        patched.setattr("sqlalchemy.Connection.commit", crash)
        with pytest.raises(KeyboardInterrupt):
            project(course, MASTER, [result()], RELEASE)
    with sqlite3.connect(course.root / "gradebook.db") as db:
        assert db.execute("SELECT name FROM sqlite_master").fetchall() == []
    project(course, MASTER, [result()], RELEASE)
    assert grades(course)["test-value"] == (2.0, None, False)


def test_two_who_write_at_once_double_nothing_and_mix_nothing(course: Course) -> None:
    def write(points: float) -> None:
        class_ = [result(f"student{number:03}", value=points) for number in range(60)]
        project(course, MASTER, class_, RELEASE)

    with ThreadPoolExecutor(2) as writers:
        list(writers.map(write, (0.5, 1.5)))
    rows = dump(course)
    counts = {"student": 60, "submitted_notebook": 60, "grade": 240, "comment": 180}
    assert {table: len(rows[table]) for table in counts} == counts
    last = {grades(course, f"student{number:03}")["test-value"][0] for number in (0, 30, 59)}
    assert last in ({0.5}, {1.5})


def test_a_damaged_gradebook_is_the_operators_to_mend(course: Course) -> None:
    (course.root / "gradebook.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(OperatorError) as caught:
        project(course, MASTER, [result()], RELEASE)
    assert caught.value.code == "gradebook-unusable"
    assert "ada" not in caught.value.message


def test_a_gradebook_in_use_says_so(course: Course) -> None:
    project(course, MASTER, [], RELEASE)
    impatient = dataclasses.replace(course, db_url=f"{course.db_url}?timeout=0.1")
    with sqlite3.connect(course.root / "gradebook.db") as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OperatorError) as caught:
            project(impatient, MASTER, [result()], RELEASE)
    assert caught.value.code == "gradebook-locked"


def test_a_writer_waits_for_another_and_not_for_ever(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.gradebook.database.LOCK_SECONDS", 0.1)
    with writing(course), pytest.raises(OperatorError) as caught:
        project(course, MASTER, [result()], RELEASE)
    assert caught.value.code == "gradebook-locked"
    project(course, MASTER, [result()], RELEASE)


@pytest.mark.parametrize("url", ["no url", "postgresql://someone:secret@localhost:1/grades"])
def test_an_unreachable_gradebook_is_an_error_without_the_password(
    course: Course, url: str
) -> None:
    with pytest.raises(AutograderError) as caught:
        project(dataclasses.replace(course, db_url=url), MASTER, [], RELEASE)
    assert caught.value.code == "gradebook-unusable"
    assert "secret" not in caught.value.message


def test_a_release_that_lacks_a_solution_cell_is_refused(course: Course) -> None:
    stale = {"first": Notebook(RELEASE["first"].cells[:2], KERNEL)}
    with pytest.raises(InstructorError, match="answer"):
        project(course, MASTER, [], stale)
    with pytest.raises(InstructorError, match="first"):
        project(course, MASTER, [], {})


def nbgrader(course: Course, *arguments: str) -> str:
    command = [sys.executable, "-m", "nbgrader", *arguments]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "HOME": str(course.root)}
    done = subprocess.run(
        command, cwd=course.root, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_stock_export_and_stock_autograde_work_on_our_gradebook(course: Course) -> None:
    """Grade one student here, then have nbgrader export, grade again with its own engine."""
    project(course, MASTER, [result(value=0.5)], RELEASE)
    nbgrader(course, "export", "--to", "grades.csv")
    with (course.root / "grades.csv").open() as file:
        (row,) = csv.DictReader(file)
    assert (row["student_id"], row["score"], row["max_score"]) == ("ada", "1.5", "11.0")
    solved = master_cells("r = 6")
    (course.source / "week1").mkdir()
    (course.source / "week1" / "first.ipynb").write_bytes(
        notebooks.write(MASTER.masters[0].notebook)
    )
    submitted = course.submitted / "ada" / "week1"
    submitted.mkdir(parents=True)
    # What a student holds has no hidden test: nbgrader puts it back from the gradebook.
    handed_in = [dataclasses.replace(c, source=c.source.replace(HIDDEN, "")) for c in solved]
    (submitted / "first.ipynb").write_bytes(notebooks.write(Notebook(tuple(handed_in), KERNEL)))
    nbgrader(course, "autograde", "week1", "--student", "ada")
    assert grades(course)["test-value"] == (2.0, None, False)
    autograded = notebooks.read(course.autograded / "ada" / "week1" / "first.ipynb")
    assert "r is not six" in notebooks.write(autograded).decode()
