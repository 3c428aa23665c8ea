"""What a gradebook holds once it knows a service's additions. Pure, but for reading what is there.

What the service names wins. What it named before and does not name any more is taken out, unless
somebody has changed it since. All else is other people's, and stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from autograder import marks
from autograder.gradebook.additions import Additions
from autograder.gradebook.database import Reader
from autograder.gradebook.lateness import POLICY_TABLE, moment, span
from autograder.gradebook.reading import FROM_ENTRIES
from autograder.marks import CellMark, Marks

ADDED_TABLE = "autograder_added"

_ASSIGNMENT = "SELECT id, duedate FROM assignment WHERE name = :assignment"
_POLICY = "SELECT due, late_percent_per_day FROM autograder_policy WHERE assignment = :assignment"
_ADDED = "SELECT student, marks FROM autograder_added WHERE assignment = :assignment"
_SUBMISSIONS = """
    SELECT student_id, id, extension FROM submitted_assignment WHERE assignment_id = :assignment_id
"""
# As elsewhere: a cell that changed its kind may have two entries.
_GRADES = (
    "SELECT submitted_assignment.student_id, notebook.name, base_cell.name, grade.id,"
    " grade.manual_score, grade.extra_credit, grade.needs_manual_grade, grade.auto_score"
    + FROM_ENTRIES.format(table="grade")
    + " ORDER BY base_cell.type"
)
_COMMENTS = (
    "SELECT submitted_assignment.student_id, notebook.name, base_cell.name, comment.id,"
    " comment.manual_comment" + FROM_ENTRIES.format(table="comment") + " ORDER BY base_cell.type"
)

CellKey = tuple[str, str, str]
"""A student, a notebook and a cell."""

Value = TypeVar("Value")


@dataclass(frozen=True)
class Submission:
    """Hold a student's row: by how much he may be later, in seconds."""

    row_id: str
    extension_seconds: float


@dataclass(frozen=True)
class Grade:
    """Hold a cell's points by hand; ``has_score`` tells that the grader gave some too."""

    row_id: str
    points: float | None
    extra_credit: float | None
    needs_manual_grade: bool
    has_score: bool


@dataclass(frozen=True)
class Comment:
    """Hold a cell's comment by hand, None for none."""

    row_id: str
    text: str | None


@dataclass(frozen=True)
class Holding:
    """Hold what an assignment's rows say of what a service may add, and what one added before.

    ``due`` is in UTC and without a zone. ``policy`` is the due date that was added, as text, and
    the percents for each day; ``added`` are the marks and the extension of each student.
    """

    assignment_id: str
    due: datetime | None
    policy: tuple[str, float]
    submissions: Mapping[str, Submission]
    added: Mapping[str, Marks]
    grades: Mapping[CellKey, Grade] = field(default_factory=dict)
    comments: Mapping[CellKey, Comment] = field(default_factory=dict)


def holding(reader: Reader, name: str, additions: Additions) -> Holding | None:
    """Read what the gradebook holds of that which additions may change; None before any result.

    Raises InternalError when our own table is damaged.
    """
    found = list(reader.rows(_ASSIGNMENT, assignment=name))
    if not found:
        return None
    ((assignment_id, due),) = found
    policies = list(reader.rows(_POLICY, assignment=name)) if reader.columns(POLICY_TABLE) else []
    added = reader.rows(_ADDED, assignment=name) if reader.columns(ADDED_TABLE) else []
    held = Holding(
        assignment_id,
        moment(due),
        (policies[0][0], policies[0][1]) if policies else ("", 0.0),
        {
            student: Submission(row_id, span(extension).total_seconds())
            for student, row_id, extension in reader.rows(_SUBMISSIONS, assignment_id=assignment_id)
        },
        {student: marks.from_json(text) for student, text in added},
    )
    if not additions.marks and not any(each.cells for each in held.added.values()):
        return held
    return replace(
        held,
        grades={
            (student, notebook, cell): Grade(row_id, points, extra, bool(review), auto is not None)
            for student, notebook, cell, row_id, points, extra, review, auto in reader.rows(
                _GRADES, assignment=name
            )
        },
        comments={
            (student, notebook, cell): Comment(row_id, text or None)
            for student, notebook, cell, row_id, text in reader.rows(_COMMENTS, assignment=name)
        },
    )


def merged(held: Holding, additions: Additions) -> Holding:
    """Return what the gradebook is to hold.

    Students and cells that it does not have are left out, and what belongs to them is not said to
    be added.
    """
    news = _News(held, additions)
    for student in held.submissions:
        news.take(student)
    percent = additions.late_percent_per_day if additions.due else 0.0
    return replace(
        held,
        due=_chosen(_moment(additions.due), _moment(held.policy[0]), held.due),
        policy=(additions.due, percent),
        submissions=news.submissions,
        added=news.added,
        grades=news.grades,
        comments=news.comments,
    )


class _News:
    """Put together what becomes of the students' rows."""

    def __init__(self, held: Holding, additions: Additions) -> None:
        self._additions = additions
        self.submissions, self.added = dict(held.submissions), dict(held.added)
        self.grades, self.comments = dict(held.grades), dict(held.comments)

    def take(self, student: str) -> None:
        before = self.added.pop(student, Marks())
        seconds = self._additions.extension_seconds.get(student)
        there = self.submissions[student]
        chosen = _chosen(seconds, before.extension_seconds or None, there.extension_seconds)
        self.submissions[student] = replace(there, extension_seconds=chosen or 0.0)
        named = _by_cell(self._additions.marks.get(student, ()))
        ours = _by_cell(before.cells)
        cells = [
            self._cell(student, key, named.get(key), ours.get(key))
            for key in sorted(named.keys() | ours.keys())
        ]
        now = Marks(tuple(each for each in cells if each), extension_seconds=seconds or 0.0)
        if now != Marks():
            self.added[student] = now

    def _cell(
        self, student: str, cell: tuple[str, str], named: CellMark | None, ours: CellMark | None
    ) -> CellMark | None:
        """Change a cell's rows; return what of them is the service's then."""
        blank = CellMark(*cell)
        named, ours, key = named or blank, ours or blank, (student, *cell)
        now = blank
        if key in self.grades:
            self.grades[key] = _graded(self.grades[key], named, ours)
            now = replace(now, points=named.points, extra_credit=named.extra_credit or None)
        if key in self.comments:
            there = self.comments[key]
            text = _chosen(named.comment or None, ours.comment or None, there.text)
            self.comments[key] = replace(there, text=text)
            now = replace(now, comment=named.comment)
        return now if now != blank else None


def _graded(there: Grade, named: CellMark, ours: CellMark) -> Grade:
    points = _chosen(named.points, ours.points, there.points)
    waits = there.needs_manual_grade
    if named.points is not None:
        waits = False
    elif points is None and there.points is not None:
        waits = not there.has_score
    return replace(
        there,
        points=points,
        extra_credit=_chosen(
            named.extra_credit or None, ours.extra_credit or None, there.extra_credit
        ),
        needs_manual_grade=waits,
    )


def _chosen(named: Value | None, ours: Value | None, there: Value | None) -> Value | None:
    """Return what is to stand there; ``ours`` is what the service named before."""
    if named is not None:
        return named
    return None if ours is not None and there == ours else there


def _by_cell(cells: tuple[CellMark, ...]) -> dict[tuple[str, str], CellMark]:
    return {(each.notebook, each.grade_id): each for each in cells}


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None) if text else None


def changed(before: Mapping[Any, Value], after: Mapping[Any, Value]) -> dict[Any, Value]:
    """Return what is new or another one in ``after``."""
    return {key: value for key, value in after.items() if before.get(key) != value}
