"""What people gave by hand, put back into a gradebook that does not have it.

What is there already stays: a person may have given it anew. A cell that its master no longer has
comes back as one that is worth nothing, with what was given for it.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from nbgrader.api import (
    BaseCell,
    Comment,
    Grade,
    GradeCell,
    SolutionCell,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.api import Notebook as NotebookRow
from sqlalchemy import select

from autograder.marks import CellMark, Marks

Restored = dict[str, CellMark]
"""The marks that were put back, by the ids of their grades."""


def restore(
    db: Any, assignment: Any, submissions: Mapping[str, Any], given: Mapping[str, Marks]
) -> Restored:
    """Put marks back into the rows of an assignment and of its students' submissions."""
    for student, marks in given.items():
        if assignment.duedate is None and marks.due:
            due = datetime.fromisoformat(marks.due)
            assignment.duedate = due.astimezone(UTC).replace(tzinfo=None)
        if submissions[student].extension is None and marks.extension_seconds:
            submissions[student].extension = timedelta(seconds=marks.extension_seconds)
    marked = {student: submissions[student] for student, marks in given.items() if marks.cells}
    if not marked:
        return {}
    entries = _Entries(db, assignment, marked.values())
    restored: Restored = {}
    for student, submission in marked.items():
        for mark in given[student].cells:
            _restore_cell(entries, submission, mark, restored)
    db.flush()
    return restored


def _restore_cell(entries: "_Entries", submission: Any, mark: CellMark, restored: Restored) -> None:
    if mark.points is not None or mark.extra_credit is not None:
        grade = entries.find(Grade, submission, mark)
        if grade.manual_score is None and mark.points is not None:
            grade.manual_score = mark.points
            restored[grade.id] = mark
        if grade.extra_credit is None:
            grade.extra_credit = mark.extra_credit
    if mark.comment:
        comment = entries.find(Comment, submission, mark)
        comment.manual_comment = comment.manual_comment or mark.comment


class _Entries:
    """Find the grades and comments of some submissions, and make those that are missing."""

    def __init__(self, db: Any, assignment: Any, submissions: Iterable[Any]) -> None:
        self.db = db
        self.assignment = assignment
        ids = [submission.id for submission in submissions]
        self.known = {
            (table, *key): entry
            for table in (Grade, Comment)
            for *key, entry in db.execute(_entries_of(table, ids))
        }

    def find(self, table: Any, submission: Any, mark: CellMark) -> Any:
        key = (table, submission.id, mark.notebook, mark.grade_id)
        if key not in self.known:
            self.known[key] = self._made(table, submission, mark)
        return self.known[key]

    def _made(self, table: Any, submission: Any, mark: CellMark) -> Any:
        """Make an entry for a cell that left its master."""
        notebook = self._one(NotebookRow, name=mark.notebook, assignment_id=self.assignment.id)
        cell_table = GradeCell if table is Grade else SolutionCell
        worth = {"max_score": 0.0, "cell_type": "code"} if table is Grade else {}
        cell = self._one(cell_table, worth, name=mark.grade_id, notebook_id=notebook.id)
        page = self._one(SubmittedNotebook, assignment_id=submission.id, notebook_id=notebook.id)
        # Not None: nbgrader counts extra credit only on top of some score.
        scores = {"auto_score": 0.0, "needs_manual_grade": False} if table is Grade else {}
        return self._one(table, scores, cell_id=cell.id, notebook_id=page.id)

    def _one(self, table: Any, fresh: Mapping[str, Any] | None = None, **key: Any) -> Any:
        row = self.db.scalars(select(table).filter_by(**key)).first()
        if row is None:
            row = table(**key, **(fresh or {}))
            self.db.add(row)
            self.db.flush()
        return row


def _entries_of(table: Any, submission_ids: list[str]) -> Any:
    return (
        select(SubmittedAssignment.id, NotebookRow.name, BaseCell.name, table)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(NotebookRow, NotebookRow.id == SubmittedNotebook.notebook_id)
        .join(table, table.notebook_id == SubmittedNotebook.id)
        .join(BaseCell, BaseCell.id == table.cell_id)
        .where(SubmittedAssignment.id.in_(submission_ids))
        .order_by(BaseCell.type)
    )
