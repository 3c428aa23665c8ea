"""Late penalties: by the course's plugin for nbgrader, as nbgrader itself would assign them."""

import dataclasses
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from gradebook_course import MASTER, RELEASE, by_hand, dump, lose, new_course, opened, result
from nbgrader.plugins import BasePlugin
from traitlets import Float
from traitlets.config import Config

from autograder import marks
from autograder.configuration import Course
from autograder.errors import InstructorError
from autograder.gradebook import capture, project, projected, read_back, rebuild
from autograder.gradebook.lateness import seconds_late
from autograder.marks import Marks
from autograder.results import Result, append

DUE = datetime(2026, 11, 20, 10)  # two days before `result()` was handed in
ZERO = Config({"LateSubmissionPlugin": {"penalty_method": "zero"}})


class PerDay(BasePlugin):  # type: ignore[misc]  # nbgrader has no annotations
    """Take some points off for each day; more than the score, and less than nothing, if asked."""

    rate = Float(1.0).tag(config=True)

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        if student_id == "spared":
            return None
        if student_id == "broken":
            raise ZeroDivisionError("no day is that short")
        return self.rate * total_seconds_late / 86400


def per_day(rate: float) -> Config:
    return Config({"AssignLatePenalties": {"plugin_class": PerDay}, "PerDay": {"rate": rate}})


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return new_course(tmp_path)


def with_policy(course: Course, policy: Config) -> Course:
    return dataclasses.replace(course, config=policy)


def due(course: Course, when: datetime | None) -> None:
    with opened(course) as book:
        book.find_assignment("week1").duedate = when
        book.db.commit()


def penalties(course: Course) -> dict[str, float | None]:
    with opened(course) as book:
        return {
            found.student_id: found.notebooks[0].late_submission_penalty
            for found in book.assignment_submissions("week1")
        }


def graded_late(course: Course, class_: Iterable[Result] = (result(),)) -> None:
    """Write the class once without a due date, set one, and write it again."""
    project(course, MASTER, class_, RELEASE)
    due(course, DUE)
    project(course, MASTER, class_, RELEASE)


@pytest.mark.parametrize(
    ("handed_in", "extension", "seconds"),
    [
        (DUE, None, 0.0),
        (DUE - timedelta(days=1), None, 0.0),
        (DUE + timedelta(hours=1), None, 3600.0),
        (DUE + timedelta(hours=1), timedelta(minutes=59), 60.0),
        (DUE + timedelta(hours=1), timedelta(hours=2), 0.0),
        (DUE, timedelta(hours=-1), 3600.0),
        (None, None, 0.0),
    ],
)
def test_lateness_counts_from_the_due_date_and_the_extension(
    handed_in: datetime | None, extension: timedelta | None, seconds: float
) -> None:
    assert seconds_late(handed_in, DUE, extension) == seconds


def test_without_a_due_date_nothing_is_late() -> None:
    assert seconds_late(DUE, None, timedelta(hours=1)) == 0.0


def test_without_a_policy_late_work_keeps_its_points(course: Course) -> None:
    graded_late(course)
    assert penalties(course) == {"ada": None}
    assert read_back(course, "week1")["ada"].penalties == ()


def test_the_policy_zero_takes_the_whole_score(course: Course) -> None:
    course = with_policy(course, ZERO)
    in_time = result("bob", handed_in="2026-11-20 10:00:00 UTC")
    graded_late(course, [result(value=0.5), in_time])
    assert penalties(course) == {"ada": 1.5, "bob": None}
    assert read_back(course, "week1")["ada"].penalties == (("first", 1.5),)


def by_nbgrader(course: Course, students: Iterable[str]) -> None:
    """Assign penalties as the last step of `nbgrader autograde` does, on the same rows."""
    from nbformat.v4 import new_notebook
    from nbgrader.preprocessors import AssignLatePenalties

    for student in students:
        where = {"notebook": "first", "assignment": "week1", "student": student}
        step = AssignLatePenalties(config=course.config)
        step.preprocess(new_notebook(), {"nbgrader": where | {"db_url": course.db_url}})


@pytest.mark.parametrize(
    "policy",
    [Config(), ZERO, per_day(0.5), per_day(100.0), per_day(-1.0)],
    ids=["none", "zero", "some", "above the score", "below zero"],
)
def test_nbgrader_assigns_the_same_penalties(course: Course, policy: Config) -> None:
    course = with_policy(course, policy)
    class_ = [
        result("ada", value=0.5),
        result("bob", handed_in="2026-11-20 09:59:59 UTC"),
        result("cy", handed_in=""),
        result("dora", handed_in="2026-11-20 22:00:00 UTC"),
        result("spared"),
    ]
    project(course, MASTER, class_, RELEASE)
    by_hand(course, "essay", 4.0, "dora")
    due(course, DUE)
    with opened(course) as book:
        book.grant_extension("week1", "ada", hours=24)
        book.grant_extension("week1", "spared", hours=49)
    project(course, MASTER, class_, RELEASE)
    ours = dump(course)["submitted_notebook"]
    for_everyone = 7.25
    with opened(course) as book:
        for found in book.assignment_submissions("week1"):
            found.notebooks[0].late_submission_penalty = for_everyone
        book.db.commit()
    by_nbgrader(course, [each.student for each in class_])
    assert dump(course)["submitted_notebook"] == ours


def test_an_extension_takes_the_penalty_back(course: Course) -> None:
    course = with_policy(course, per_day(0.5))
    graded_late(course)
    assert penalties(course) == {"ada": 1.0}
    with opened(course) as book:
        book.grant_extension("week1", "ada", days=2)
    assert projected(course, "week1") == {}
    project(course, MASTER, [result()], RELEASE)
    assert penalties(course) == {"ada": None}
    assert set(projected(course, "week1")) == {"ada"}


def test_only_whose_penalty_may_change_is_projected_again(course: Course) -> None:
    course = with_policy(course, per_day(0.5))
    in_time = result("bob", handed_in="2026-11-20 10:00:00 UTC")
    graded_late(course, [result(), in_time])
    assert set(projected(course, "week1")) == {"ada", "bob"}
    by_hand(course, "essay", 4.0, "bob")
    assert set(projected(course, "week1")) == {"ada", "bob"}
    by_hand(course, "essay", 4.0, "ada")
    assert set(projected(course, "week1")) == {"bob"}
    project(course, MASTER, [result()], RELEASE)
    assert set(projected(course, "week1")) == {"ada", "bob"}
    assert set(projected(with_policy(course, per_day(2.0)), "week1")) == {"bob"}
    due(course, DUE - timedelta(days=1))
    assert projected(course, "week1") == {}


def test_a_plugin_may_stand_in_the_course_folder(course: Course) -> None:
    (course.root / "late_by_the_hour.py").write_text(
        "from nbgrader.plugins import BasePlugin\n"
        "class PerHour(BasePlugin):\n"
        "    def late_submission_penalty(self, student_id, score, total_seconds_late):\n"
        "        return total_seconds_late / 36000\n"
    )
    named = Config({"AssignLatePenalties": {"plugin_class": "late_by_the_hour.PerHour"}})
    course = with_policy(course, named)
    graded_late(course, [result(handed_in="2026-11-20 15:00:00 UTC")])
    assert penalties(course) == {"ada": 0.5}


def test_a_switched_off_policy_takes_nothing(course: Course) -> None:
    off = Config({"AssignLatePenalties": {"enabled": False}})
    course = with_policy(course, Config(ZERO | off))
    graded_late(course)
    assert penalties(course) == {"ada": None}


@pytest.mark.parametrize(
    "policy",
    [
        Config({"AssignLatePenalties": {"plugin_class": "no_such_module.Plugin"}}),
        Config({"LateSubmissionPlugin": {"penalty_method": "half"}}),
        per_day(float("nan")),
    ],
    ids=["not there", "no such method", "no number"],
)
def test_a_policy_that_fails_is_told_and_loses_no_score(
    course: Course, policy: Config, caplog: pytest.LogCaptureFixture
) -> None:
    course = with_policy(course, policy)
    with pytest.raises(InstructorError) as caught:
        graded_late(course)
    assert caught.value.code == "late-policy-fails"
    with opened(course) as book:
        assert book.find_submission("week1", "ada").score == 3.0
    assert projected(course, "week1") == {}
    graded_late(with_policy(course, per_day(0.5)))
    assert penalties(course) == {"ada": 1.0}
    assert not [each for each in caplog.records if each.levelname == "WARNING"]


def test_a_policy_that_fails_for_one_student_serves_all_others(course: Course) -> None:
    course = with_policy(course, per_day(0.5))
    with pytest.raises(InstructorError, match="broken: ZeroDivisionError: no day is that short"):
        graded_late(course, [result("ada"), result("broken"), result("cy")])
    assert penalties(course) == {"ada": 1.0, "broken": None, "cy": 1.0}
    assert set(projected(course, "week1")) == {"ada", "cy"}


def test_due_date_extension_and_penalty_come_back_in_a_new_gradebook(course: Course) -> None:
    course = with_policy(course, per_day(0.5))
    append(course.results, result())
    graded_late(course)
    with opened(course) as book:
        book.grant_extension("week1", "ada", hours=12)
    project(course, MASTER, [result()], RELEASE)
    assert penalties(course) == {"ada": 0.75}
    assert capture(course, "week1") == 1
    kept = marks.latest(course.results, "ada", "week1")
    assert kept == Marks((), "2026-11-20T10:00:00+00:00", 12 * 3600.0)
    lose(course)
    rebuild(course, MASTER, RELEASE)
    assert penalties(course) == {"ada": 0.75}
    with opened(course) as book:
        assert book.find_assignment("week1").duedate == DUE
        assert book.find_submission("week1", "ada").extension == timedelta(hours=12)
