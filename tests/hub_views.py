"""Views of the service as a course has them, one of each kind; names and texts are given."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import Any

from autograder.feedback.words import WAITING_ANSWER, WORDS, Words
from autograder.hub.model import Policy, Role, State, When
from autograder.hub.web import class_rows, forms
from autograder.hub.web.marks_view import MarkedCell, MarkedNotebook, MarkingPage
from autograder.hub.web.outcomes import (
    cell_changes,
    exercise_columns,
    exercise_points,
    notebook_outcomes,
)
from autograder.hub.web.pages import Shown
from autograder.hub.web.settings_view import ExtensionRow, SettingsPage
from autograder.hub.web.views import (
    AssignmentCard,
    AttemptHistory,
    AttemptLine,
    AttemptPage,
    ClassPage,
    ClassRow,
    CourseCard,
    CoursePage,
    ErrorPage,
    Grading,
    Home,
    ReleaseOffer,
    Score,
    StudentHistory,
    StudentPage,
)
from autograder.hub.web.wording import NOT_SAVED, fault, moment, policy_sentences
from autograder.results import ManualCell, NotebookResult, Noticed, Result, TestResult
from autograder.results import State as ResultState
from autograder.verdicts import Verdict

DAY = datetime(2026, 11, 23, 13, 0, 0, 123456, UTC)
DUE = DAY + timedelta(days=2)
CLOSES = DAY + timedelta(days=5)
BASE = "/services/autograder/"
XSRF = "2|1a2b|3c4d"
NO_SCORE = Score()
LATER = "What failed is told after the due time."
POLICY = Policy(
    due=DUE,
    closes=CLOSES,
    late_percent_per_day=10.0,
    attempts_per_day=5,
    messages=When.AFTER_DUE,
)
FIRST, SECOND = "1-correlations", "4-classification"


@dataclass(frozen=True)
class Names:
    """Say what everything is called, and what is said."""

    course: str = "astro-2026"
    assignment: str = "stars"
    title: str = ""
    student: str = "ada"
    teacher: str = "grace"
    notebooks: tuple[str, str] = (FIRST, SECOND)
    exercise: str = "Exercise {}: The highest correlations"
    grade_id: str = "highest-correlations-{}"
    message: str = "Did you leave the correlation of a column with itself in the list?"
    note: str = "AssertionError in line 7: [('R', 'L')] != [('L', 'R')]"
    problem: str = "test_pairs: a Decimal cannot be compared in line 7"
    notice: str = "The test cell “log-correlation-value” was put back as it came."


ORDINARY = Names()


def test(at: int, verdict: Verdict, points: float | None, names: Names) -> TestResult:
    told = "" if verdict in (Verdict.PASSED, Verdict.UNSUPPORTED) else names.message
    note = "" if verdict is Verdict.PASSED else names.note
    exercise = names.exercise.format(1 + at // 3)
    return TestResult(names.grade_id.format(at), exercise, verdict, points, 2.0, told, note)


def result(names: Names = ORDINARY, failed: Verdict = Verdict.FAILED) -> Result:
    """Return a result: 13 of 24 points, 2 of them open unless `failed` says otherwise."""
    first = (
        test(0, Verdict.PASSED, 2.0, names),
        test(1, Verdict.PARTIAL, 1.0, names),
        test(2, failed, 2.0 if failed is Verdict.PASSED else 0.0, names),
        test(3, Verdict.PASSED, 2.0, names),
        test(4, Verdict.MISSING, 0.0, names),
        test(5, Verdict.UNSUPPORTED, None, names),
    )
    second = (
        *(test(at, Verdict.PASSED, 2.0, names) for at in range(4)),
        test(4, Verdict.TIMEOUT, 0.0, names),
        test(5, Verdict.ERROR, 0.0, names),
    )
    manual = (ManualCell("conclusion", names.exercise.format(2), 3.0, answered=True),)
    noticed = (Noticed("answer-changed", "The answer “r” changed between two tests."),)
    return Result(
        names.student,
        names.assignment,
        ResultState.NEEDS_INSTRUCTOR,
        (
            NotebookResult(names.notebooks[0], first, (names.notice,), {}, manual, noticed),
            NotebookResult(names.notebooks[1], second),
        ),
        problem=names.problem,
        hashes={"master": failed.value},
    )


def line(
    at: int, state: State, names: Names = ORDINARY, score: Score = NO_SCORE, **more: object
) -> AttemptLine:
    received = moment(DAY + timedelta(hours=9 * at), seconds=True)
    return AttemptLine(f"a7Kq{at:02}ZpX9bTn4Wd", at, received, state, score=score, **more)  # type: ignore[arg-type]


def attempts(names: Names = ORDINARY) -> tuple[AttemptLine, ...]:
    """Return attempts in every state, newest first."""
    return (
        line(7, State.WAITING, names, Score(instead="not graded yet"), position=4, late=True),
        line(6, State.RUNNING, names),
        line(5, State.GRADED, names, Score(instead="shown after the due time")),
        line(
            4,
            State.NEEDS_PERSON,
            names,
            Score(13.0, 24.0),
            feedback=names.notebooks,
        ),
        line(
            3,
            State.REFUSED,
            names,
            feedback_instead="there is no page",
            missing=names.notebooks[1:],
        ),
        line(2, State.GRADED, names, Score(11.7, 24.0, 1.3), late=True, feedback=names.notebooks),
        line(1, State.GRADED, names, Score(0.0, 24.0), feedback=names.notebooks[:1]),
    )


def graded(names: Names = ORDINARY) -> AttemptLine:
    more = {"feedback": names.notebooks, "late": True}
    return line(2, State.NEEDS_PERSON, names, Score(11.7, 24.0, 1.3), **more)


def cards(names: Names = ORDINARY) -> tuple[AssignmentCard, ...]:
    due, closes = moment(DUE), moment(CLOSES)
    return (
        AssignmentCard(
            names.assignment, True, names.title, None, due, closes, "", 3, attempts(names)[3]
        ),
        AssignmentCard("galaxies", True, due=moment(DUE + timedelta(days=14))),
        AssignmentCard(
            "planets",
            False,
            opens=moment(DAY - timedelta(days=30)),
            due=moment(DAY - timedelta(days=9)),
            closes=moment(DAY - timedelta(days=7)),
            why_not="It closed on 16 November.",
            newest=line(1, State.GRADED, names, Score(24.0, 24.0)),
        ),
    )


def rows(names: Names = ORDINARY, count: int = 12) -> tuple[ClassRow, ...]:
    """Return the rows of a class; every state is there from eight students on."""
    found = result(names)
    points = exercise_points(found, exercise_columns([found]))
    kinds = cycle((*attempts(names), None))
    made = []
    for at in range(count):
        attempt = next(kinds)
        judged = attempt is not None and attempt.score.points is not None
        student = names.student if at == 0 else f"student-{at:03}"
        right = points if not judged or attempt.score.points else (0.0,) * len(points)
        made.append(ClassRow(student, attempt, right if judged else ()))
    return tuple(made)


def class_page(names: Names = ORDINARY, count: int = 12, show: str = "") -> ClassPage:
    everybody = class_rows.in_order(rows(names, count))
    return ClassPage(
        user=names.teacher,
        course=names.course,
        assignment=names.assignment,
        title=names.title,
        rows=class_rows.shown(everybody, show),
        totals=class_rows.totals(everybody),
        columns=exercise_columns([result(names)]),
        filters=class_rows.filters(everybody),
        show=show,
        policy=policy_sentences(POLICY),
        due=moment(DUE),
        closes=moment(CLOSES),
        release=ReleaseOffer(7),
        first_to_mark="a7Kq04ZpX9bTn4Wd",
    )


def attempt_page(names: Names = ORDINARY, *, is_staff: bool = False) -> AttemptPage:
    return AttemptPage(
        user=names.teacher if is_staff else names.student,
        course=names.course,
        assignment=names.assignment,
        title=names.title,
        student=names.student,
        attempt=graded(names),
        is_staff=is_staff,
        notebooks=notebook_outcomes(
            result(names), messages=is_staff, instead=LATER, is_staff=is_staff
        ),
        problem=names.problem,
        may_regrade=is_staff,
        may_mark=is_staff,
        sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        size=48_213,
    )


def marking_page(names: Names = ORDINARY, error: str = "") -> MarkingPage:
    """Return the form of an attempt with an answer, one that was given points, and a test."""

    def cell(at: int, noun: str, found: Words, **more: Any) -> MarkedCell:
        grade_id, exercise = names.grade_id.format(at), names.exercise.format(at)
        return MarkedCell(str(at), grade_id, exercise, noun, "2", found, **more)

    given = {"points": "1.5", "extra": "0.5", "comment": names.message, "given": names.notice}
    return MarkingPage(
        user=names.teacher,
        course=names.course,
        assignment=names.assignment,
        title=names.title,
        student=names.student,
        attempt=graded(names),
        notebooks=(
            MarkedNotebook(
                names.notebooks[0],
                (
                    cell(1, "Answer", WAITING_ANSWER, is_open=True, answer=names.message),
                    cell(2, "Answer", WAITING_ANSWER, is_open=False, **given),
                ),
                (cell(3, "Test", WORDS[Verdict.FAILED], is_open=False, note=names.message),),
            ),
            MarkedNotebook(names.notebooks[1], (), ()),
        ),
        graded="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        problem=names.problem,
        error=error,
        has_next=True,
    )


def history(names: Names = ORDINARY) -> StudentHistory:
    old, new = result(names), result(names, Verdict.PASSED)
    gradings = (
        Grading(
            moment(DAY + timedelta(days=1)),
            Score(15.0, 24.0),
            2.0,
            ("master",),
            cell_changes(old, new),
        ),
        Grading(moment(DAY), Score(13.0, 24.0), problem=names.problem),
    )
    newest, *_, oldest = attempts(names)
    return StudentHistory(
        user=names.teacher,
        course=names.course,
        assignment=names.assignment,
        title=names.title,
        student=names.student,
        attempts=(
            AttemptHistory(newest, may_regrade=False),
            AttemptHistory(attempts(names)[4], (), names.problem),
            AttemptHistory(graded(names), gradings, names.problem),
            AttemptHistory(oldest, (Grading(moment(DAY), Score(0.0, 24.0)),)),
        ),
        extended=moment(CLOSES),
    )


def student_page(names: Names = ORDINARY) -> StudentPage:
    return StudentPage(
        user=names.student,
        course=names.course,
        assignment=names.assignment,
        title=names.title,
        is_open=True,
        attempts=attempts(names),
        policy=policy_sentences(POLICY),
        due=moment(DUE),
        closes=moment(CLOSES),
        extended=moment(CLOSES),
        attempts_left=2,
    )


def settings_page(names: Names = ORDINARY, policy: Policy = POLICY) -> SettingsPage:
    return SettingsPage(
        user=names.teacher,
        course=names.course,
        assignment=names.assignment,
        title=names.title,
        values=forms.values(policy) | {"student": "", "until": ""},
        based=forms.digest(policy),
        policy=policy_sentences(policy),
        due=moment(DUE),
        closes=moment(CLOSES),
        extensions=(
            ExtensionRow(names.student, moment(CLOSES + timedelta(days=2, hours=1))),
            ExtensionRow("student-007", moment(DUE), "nothing handed in yet"),
        ),
        names=(names.student, "student-001", "student-002"),
    )


def refused_settings_page(names: Names = ORDINARY) -> SettingsPage:
    page = settings_page(names)
    wrong = ("closes", "late_percent_per_day", "student", "until")
    entered = {"closes": "", "late_percent_per_day": "101", "student": names.student, "until": ""}
    return replace(
        page,
        refused=NOT_SAVED,
        faults={key: fault(key) for key in wrong},
        values={**page.values, **entered},
        extensions=(),
    )


def views(names: Names = ORDINARY) -> dict[str, Shown]:
    """Return every page that there is, by a name for it."""
    teaching = AssignmentCard(
        names.assignment, True, names.title, due=moment(DUE), totals=class_page(names).totals
    )
    courses = (
        CourseCard(names.course, Role.STUDENT, cards(names)),
        CourseCard("physics-2026", Role.INSTRUCTOR, (teaching,)),
        CourseCard("chemistry-2026", Role.GRADER),
    )
    return {
        "home": Home(names.student, courses),
        "home-empty": Home(names.student, ()),
        "course": CoursePage(names.student, names.course, Role.STUDENT, cards(names)),
        "course-staff": CoursePage(names.teacher, names.course, Role.INSTRUCTOR, (teaching,)),
        "student": student_page(names),
        "student-empty": StudentPage(
            names.student,
            names.course,
            names.assignment,
            False,
            why_not="It opens on 30 November.",
            policy=policy_sentences(Policy()),
        ),
        "attempt": attempt_page(names),
        "attempt-waiting": AttemptPage(
            names.student,
            names.course,
            names.assignment,
            names.student,
            attempts(names)[0],
            outcomes_instead="Points and messages stand here once the attempt is graded.",
        ),
        "attempt-staff": attempt_page(names, is_staff=True),
        "marking": marking_page(names),
        "marking-refused": marking_page(names, names.problem),
        "class": class_page(names),
        "class-empty": ClassPage(
            names.teacher,
            names.course,
            names.assignment,
            (),
            class_rows.totals(()),
            release=ReleaseOffer(0),
        ),
        "history": history(names),
        "settings": settings_page(names),
        "settings-saved": replace(settings_page(names), saved="Saved.", is_released=False),
        "settings-refused": refused_settings_page(names),
        "error": ErrorPage(
            404,
            "There is no such page",
            names.problem,
            "page-unknown",
            names.student,
        ),
    }
