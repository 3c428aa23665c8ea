"""A service's additions into the rows of nbgrader's tables: all, or after a crash none of them."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from nbgrader.api import Assignment, Comment, Grade, SubmittedAssignment
from sqlalchemy import delete, inspect, text, update

from autograder import marks
from autograder.gradebook import graded
from autograder.gradebook.additions import Additions
from autograder.gradebook.database import Reader
from autograder.gradebook.graded import Added, Policy
from autograder.gradebook.merging import Holding, changed, holding, merged


def enter(gradebook: Any, name: str, additions: Additions) -> bool:
    """Write additions of an assignment into an open gradebook; tell whether anything was new."""
    graded.prepare(gradebook.engine)
    held = holding(_reader(gradebook), name, additions)
    if held is None or (now := merged(held, additions)) == held:
        return False
    _write_times(gradebook.db, name, held, now)
    _write_marks(gradebook.db, held, now)
    _remember(gradebook.db, name, held, now)
    gradebook.db.commit()
    return True


def _reader(gradebook: Any) -> Reader:
    view = inspect(gradebook.engine)

    def rows(statement: str, **values: str) -> Iterable[Any]:
        return list(gradebook.db.execute(text(statement), values))

    return Reader(rows, lambda table: frozenset(each["name"] for each in view.get_columns(table)))


def _write_times(db: Any, name: str, held: Holding, now: Holding) -> None:
    own = update(Assignment).where(Assignment.id == held.assignment_id)
    db.execute(own.values(duedate=now.due))
    db.merge(Policy(assignment=name, due=now.policy[0], late_percent_per_day=now.policy[1]))
    for row in changed(held.submissions, now.submissions).values():
        seconds = row.extension_seconds
        extension = timedelta(seconds=seconds) if seconds else None
        theirs = update(SubmittedAssignment).where(SubmittedAssignment.id == row.row_id)
        db.execute(theirs.values(extension=extension))


def _write_marks(db: Any, held: Holding, now: Holding) -> None:
    for grade in changed(held.grades, now.grades).values():
        values = {
            "manual_score": grade.points,
            "extra_credit": grade.extra_credit,
            "needs_manual_grade": grade.needs_manual_grade,
        }
        db.execute(update(Grade).where(Grade.id == grade.row_id).values(values))
    for comment in changed(held.comments, now.comments).values():
        own = update(Comment).where(Comment.id == comment.row_id)
        db.execute(own.values(manual_comment=comment.text))


def _remember(db: Any, name: str, held: Holding, now: Holding) -> None:
    for student, given in changed(held.added, now.added).items():
        db.merge(Added(assignment=name, student=student, marks=marks.to_json(given)))
    for student in held.added.keys() - now.added.keys():
        own = (Added.assignment == name, Added.student == student)
        db.execute(delete(Added).where(*own))
