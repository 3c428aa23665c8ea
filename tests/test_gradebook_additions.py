"""What a service adds to the gradebook: times, late penalties, and what people gave by hand."""

import dataclasses
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from gradebook_course import (
    MASTER,
    RELEASE,
    by_hand,
    comment,
    dump,
    grades,
    new_course,
    opened,
    result,
)
from traitlets.config import Config

from autograder.configuration import Course
from autograder.gradebook import Additions, add, adding, project, projected, read_back
from autograder.gradebook.additions import from_tree, to_tree
from autograder.marks import CellMark

WORK = "week1"
DUE = "2026-11-20T10:00:00+00:00"
"""Two days before `result()` was handed in."""
LATE = Additions(due=DUE, late_percent_per_day=10.0)
ESSAY = CellMark("first", "essay", points=4.0, extra_credit=0.5, comment="Clear.")


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return new_course(tmp_path)


def graded(course: Course) -> None:
    """Give ada and bob three points each; they handed in late."""
    project(course, MASTER, (result("ada", essay=True), result("bob", essay=True)), RELEASE)


def marked(*cells: CellMark, student: str = "ada") -> Additions:
    return Additions(marks={student: cells})


def brought(course: Course, additions: Additions) -> bool:
    """Bring a gradebook up to date, as the grading process does."""
    is_new = add(course, WORK, additions)
    known = projected(course, WORK)
    stale = [result(name, essay=True) for name in ("ada", "bob") if name not in known]
    if stale:
        project(course, MASTER, stale, RELEASE)
    return is_new


def penalties(course: Course) -> dict[str, float | None]:
    with opened(course) as book:
        return {
            found.student_id: found.notebooks[0].late_submission_penalty
            for found in book.assignment_submissions(WORK)
        }


def times(course: Course, student: str = "ada") -> tuple[datetime | None, timedelta | None]:
    with opened(course) as book:
        due: datetime | None = book.find_assignment(WORK).duedate
        return due, book.find_submission(WORK, student).extension


def test_additions_cross_the_channel_unchanged() -> None:
    told = dataclasses.replace(LATE, extension_seconds={"ada": 0.1}, marks={"ada": (ESSAY,)})
    assert from_tree(to_tree(told)) == told


def test_due_date_and_more_time_reach_the_gradebook_and_leave_it(course: Course) -> None:
    graded(course)
    told = dataclasses.replace(LATE, extension_seconds={"ada": 3600.5})
    assert brought(course, told)
    due = datetime(2026, 11, 20, 10)
    assert times(course, "ada") == (due, timedelta(seconds=3600.5))
    assert times(course, "bob") == (due, None)
    assert brought(course, LATE)
    assert times(course, "ada") == (due, None)
    assert brought(course, Additions())
    assert times(course, "ada") == (None, None)


def test_times_that_the_service_does_not_name_stay(course: Course) -> None:
    graded(course)
    with opened(course) as book:
        book.find_assignment(WORK).duedate = datetime(2026, 12, 1)
        book.db.commit()
        book.grant_extension(WORK, "ada", hours=3)
    assert not brought(course, Additions())
    assert times(course, "ada") == (datetime(2026, 12, 1), timedelta(hours=3))
    # Named for a while, and then changed by somebody: what is there is not the service's.
    brought(course, dataclasses.replace(LATE, extension_seconds={"ada": 60.0}))
    with opened(course) as book:
        book.find_assignment(WORK).duedate = datetime(2026, 12, 2)
        book.db.commit()
        book.grant_extension(WORK, "ada", hours=4)
    brought(course, Additions())
    assert times(course, "ada") == (datetime(2026, 12, 2), timedelta(hours=4))


def test_marks_reach_the_gradebook_and_nobody_has_to_look_any_more(course: Course) -> None:
    graded(course)
    assert grades(course)["essay"] == (None, None, True)
    assert brought(course, marked(ESSAY, CellMark("first", "test-value", points=1.0)))
    assert grades(course)["essay"] == (None, 4.0, False)
    assert grades(course)["test-value"] == (2.0, 1.0, False)
    assert grades(course, "bob")["essay"] == (None, None, True)
    with opened(course) as book:
        # 1 for the shape, 1 of 2 for the value, 4 and a half for the essay.
        assert book.find_submission(WORK, "ada").score == 6.5
        assert book.find_comment("essay", "first", WORK, "ada").comment == "Clear."


def test_a_mark_that_was_taken_back_is_taken_out(course: Course) -> None:
    graded(course)
    brought(course, marked(ESSAY, CellMark("first", "test-value", points=1.0)))
    assert brought(course, marked(CellMark("first", "essay", comment="Clear.")))
    assert grades(course)["essay"] == (None, None, True)
    assert grades(course)["test-value"] == (2.0, None, False)
    with opened(course) as book:
        assert book.find_submission(WORK, "ada").score == 3.0
        assert book.find_comment("essay", "first", WORK, "ada").comment == "Clear."
    assert brought(course, Additions())
    assert read_back(course, WORK)["ada"].marks.cells == ()


def test_what_others_gave_stays_and_the_service_wins_where_it_names_a_cell(course: Course) -> None:
    graded(course)
    by_hand(course, "test-shape", 0.25)
    by_hand(course, "essay", 2.0)
    comment(course, "answer", "Neat.")
    brought(course, marked(ESSAY))
    by_hand(course, "essay", 3.0)
    assert brought(course, marked(ESSAY))
    by_hand(course, "essay", 1.5)
    # It is no longer what the service gave, and so not the service's to take out.
    brought(course, Additions())
    found = {each.grade_id: each for each in read_back(course, WORK)["ada"].marks.cells}
    assert {name: each.points for name, each in found.items()} == {
        "answer": None,
        "essay": 1.5,
        "test-shape": 0.25,
    }
    assert (found["answer"].comment, found["essay"].comment) == ("Neat.", "")


def test_what_the_gradebook_has_no_row_for_is_left_out(course: Course) -> None:
    graded(course)
    nowhere = CellMark("first", "gone", points=1.0)
    unsaid = CellMark("first", "test-shape", comment="nbgrader keeps none for a test.")
    assert not brought(course, marked(nowhere, unsaid))
    assert not brought(course, marked(ESSAY, student="cy"))
    project(course, MASTER, [result("cy", essay=True)], RELEASE)
    assert brought(course, marked(ESSAY, student="cy"))
    assert grades(course, "cy")["essay"] == (None, 4.0, False)


def test_an_assignment_that_the_gradebook_does_not_have_is_left_for_later(course: Course) -> None:
    graded(course)
    before = dump(course)
    assert not add(course, "week2", dataclasses.replace(LATE, marks={"ada": (ESSAY,)}))
    assert dump(course) == before


def test_what_the_gradebook_knows_is_not_written_again(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    graded(course)
    told = dataclasses.replace(
        LATE,
        extension_seconds={"ada": 60.0, "nobody": 60.0},
        marks={"ada": (ESSAY, CellMark("first", "gone", points=1.0))},
    )
    brought(course, told)
    before = dump(course)
    # nbgrader would be imported in there.
    monkeypatch.setattr(adding, "writing", None)
    assert not brought(course, told)
    assert dump(course) == before


# ---- penalties


def test_late_work_loses_percents_of_all_its_points(course: Course) -> None:
    """Two days to the second are two days begun: 10 percent each of 3 points, then of 7.5."""
    graded(course)
    brought(course, LATE)
    assert penalties(course) == pytest.approx({"ada": 0.6, "bob": 0.6})
    brought(course, dataclasses.replace(LATE, marks={"ada": (ESSAY,)}))
    assert penalties(course) == pytest.approx({"ada": 1.5, "bob": 0.6})
    brought(course, dataclasses.replace(LATE, extension_seconds={"bob": 86400.0}))
    assert penalties(course) == pytest.approx({"ada": 0.6, "bob": 0.3})
    brought(course, dataclasses.replace(LATE, late_percent_per_day=80.0))
    assert penalties(course) == pytest.approx({"ada": 3.0, "bob": 3.0})
    brought(course, Additions())
    assert penalties(course) == {"ada": None, "bob": None}


def test_without_percents_the_courses_own_plugin_counts(course: Course) -> None:
    graded(course)
    zero = Config({"LateSubmissionPlugin": {"penalty_method": "zero"}})
    course = dataclasses.replace(course, config=zero)
    brought(course, Additions(due=DUE))
    assert penalties(course) == {"ada": 3.0, "bob": 3.0}
    brought(course, LATE)
    assert penalties(course) == pytest.approx({"ada": 0.6, "bob": 0.6})
    brought(course, Additions(due=DUE))
    assert penalties(course) == {"ada": 3.0, "bob": 3.0}
    # No due date, no percents: the gradebook's own date counts, if there is one.
    brought(course, Additions(late_percent_per_day=10.0))
    assert penalties(course) == {"ada": None, "bob": None}


def test_percents_count_though_the_course_switched_penalties_off(course: Course) -> None:
    graded(course)
    off = Config({"AssignLatePenalties": {"enabled": False}})
    brought(dataclasses.replace(course, config=off), LATE)
    assert penalties(course) == pytest.approx({"ada": 0.6, "bob": 0.6})
