"""Write the rows of nbgrader's tables for one assignment.

nbgrader's own methods commit after each row; here a whole batch is one transaction, so that after
a crash a student's scores are all there, or all as they were before.

A cell that a master no longer has loses its rows, unless a person gave points or a comment on it:
then the cell stays, is worth nothing any more, and what was given by hand still counts.
"""

import json
import logging
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nbformat import from_dict
from nbgrader.api import (
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    SolutionCell,
    SourceCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from nbgrader.api import Notebook as NotebookRow
from nbgrader.utils import compute_checksum, parse_utc
from sqlalchemy import String, exists, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from autograder.assignment import Assignment
from autograder.gradebook.cells import CellRecord, cell_records
from autograder.notebook import Json, Notebook
from autograder.results import Result

log = logging.getLogger(__name__)

TIMESTAMP_CHARS = 64
_OFFSET = re.compile(r"\s+([+-]\d\d:?\d\d)$")


class OwnTables(DeclarativeBase):
    """Keep what nbgrader has no column for, in a table that nbgrader does not look at."""


class Graded(OwnTables):
    """Remember which work a student's scores are of, to tell new work from grading it again."""

    __tablename__ = "autograder_graded"

    assignment: Mapped[str] = mapped_column(String(128), primary_key=True)
    student: Mapped[str] = mapped_column(String(128), primary_key=True)
    submission: Mapped[str] = mapped_column(String(128))


@dataclass(frozen=True)
class Kind:
    """Describe one of nbgrader's tables of cells: which cells it holds, and which columns."""

    table: Any
    holds: Callable[[CellRecord], bool]
    columns: Callable[[CellRecord], Mapping[str, Json]]
    per_student: tuple[Any, ...] = ()


KINDS = (
    Kind(
        SourceCell,
        lambda cell: True,
        lambda cell: {
            "cell_type": cell.cell_type,
            "locked": cell.locked,
            "source": cell.source,
            "checksum": checksum(cell),
        },
    ),
    Kind(
        GradeCell,
        lambda cell: cell.is_grade,
        lambda cell: {"cell_type": cell.cell_type, "max_score": cell.max_score},
        (Grade,),
    ),
    Kind(SolutionCell, lambda cell: cell.is_solution, lambda cell: {}, (Comment,)),
    Kind(
        TaskCell,
        lambda cell: cell.is_task,
        lambda cell: {"cell_type": cell.cell_type, "max_score": cell.max_score},
        (Grade, Comment),
    ),
)


def checksum(cell: CellRecord) -> str:
    """Return nbgrader's own checksum of a cell."""
    roles = {
        "grade_id": cell.name,
        "grade": cell.is_grade,
        "solution": cell.is_solution,
        "locked": cell.locked,
        "points": cell.max_score,
    }
    tree = {"cell_type": cell.cell_type, "source": cell.source, "metadata": {"nbgrader": roles}}
    return str(compute_checksum(from_dict(tree)))


def needs_a_person(grade: Grade, auto_score: float | None, is_new_work: bool) -> bool:
    """Tell whether a grade is to be looked at once ``auto_score`` stands in it.

    As nbgrader does, a score given by hand is up for review after grading; but not when the same
    work got the same score again.
    """
    if grade.manual_score is None:
        return auto_score is None
    return is_new_work or auto_score != grade.auto_score or bool(grade.needs_manual_grade)


def is_by_hand(entry: Grade | Comment) -> bool:
    """Tell whether a person left something in a grade or a comment."""
    if isinstance(entry, Comment):
        return bool(entry.manual_comment)
    return entry.manual_score is not None or bool(entry.extra_credit)


def handed_in(result: Result) -> datetime | None:
    """Return when a submission was handed in, in UTC, or None when that cannot be told.

    The text may be the student's: whatever it holds, it must not stop the batch.
    """
    # Joined: nbgrader reads a separate "+0100" as 100 seconds.
    text = _OFFSET.sub(r"\1", result.handed_in.strip())
    if not text or len(text) > TIMESTAMP_CHARS:
        return None
    try:
        found = parse_utc(text)
    except Exception:  # dateutil raises many kinds for malformed text
        log.warning("%s/%s: timestamp.txt holds no time", result.student, result.assignment)
        return None
    return found if isinstance(found, datetime) else None


class Ledger:
    """Hold one open gradebook and write one assignment into it.

    ``write_masters`` comes first: results are written for the cells that it found.
    """

    def __init__(
        self, gradebook: Gradebook, assignment: Assignment, release: Mapping[str, Notebook]
    ) -> None:
        """Look the assignment up, or add it."""
        OwnTables.metadata.create_all(gradebook.engine)
        self.gradebook = gradebook
        self.db = gradebook.db
        self.assignment = assignment
        self.release = release
        self.row = gradebook.update_or_create_assignment(assignment.name)
        self.notebook_ids: list[str] = []
        # The tables that need a row per student for a cell, by the ids of notebook and cell.
        self.wanted: dict[tuple[str, str], tuple[Any, ...]] = {}

    def write_masters(self) -> None:
        """Make the assignment's notebooks and cells those of its masters."""
        rows = {row.name: row for row in self.row.notebooks}
        for master in self.assignment.masters:
            row = rows.pop(master.name, None) or self._add(
                NotebookRow(name=master.name, assignment=self.row)
            )
            row.kernelspec = json.dumps(master.notebook.metadata.get("kernelspec", {}))
            self.db.flush()
            self.notebook_ids.append(row.id)
            self._write_cells(row, cell_records(master, self.release[master.name]))
        for row in rows.values():
            self._retire_notebook(row)
        self._complete()
        self.db.commit()

    def write_results(self, batch: Sequence[Result]) -> None:
        """Write the scores of some students, all or none; the last of two results counts."""
        results = {result.student: result for result in batch}
        submissions = self._submissions(results)
        self._complete()
        new_work = {student for student, result in results.items() if self._is_new_work(result)}
        points = {
            (student, notebook.name, test.grade_id): test.points
            for student, result in results.items()
            for notebook in result.notebooks
            for test in notebook.tests
        }
        for student, notebook, cell, grade in self._grades(submissions.values()):
            auto_score = points.get((student, notebook, cell))
            grade.needs_manual_grade = needs_a_person(grade, auto_score, student in new_work)
            grade.auto_score = auto_score
        self.db.commit()

    def _add(self, row: Any) -> Any:
        self.db.add(row)
        return row

    def _write_cells(self, notebook: Any, records: Sequence[CellRecord]) -> None:
        for kind in KINDS:
            query = select(kind.table).where(kind.table.notebook_id == notebook.id)
            rows = {row.name: row for row in self.db.scalars(query)}
            for record in filter(kind.holds, records):
                row = rows.pop(record.name, None) or self._add(
                    kind.table(name=record.name, notebook_id=notebook.id)
                )
                for column, value in kind.columns(record).items():
                    setattr(row, column, value)
                self.db.flush()
                self.wanted[notebook.id, row.id] = kind.per_student
            if kind.per_student:
                for row in rows.values():
                    self._retire(row)
        self._drop_sources(notebook, {record.name for record in records})

    def _retire(self, row: Any) -> None:
        """Drop a cell that the master no longer has, or keep of it what was given by hand."""
        entries = (*row.grades, *row.comments)
        for entry in entries:
            if not is_by_hand(entry):
                self.db.delete(entry)
            elif isinstance(entry, Grade):
                # Not None: nbgrader counts extra credit only on top of some score.
                entry.auto_score = 0.0
        if any(is_by_hand(entry) for entry in entries):
            log.warning("cell %s left its master; it keeps what was given by hand", row.name)
            if not isinstance(row, SolutionCell):
                row.max_score = 0.0
            return
        self.db.flush()
        # Without its entries, which the row would otherwise try to detach.
        self.db.refresh(row)
        self.db.delete(row)

    def _drop_sources(self, notebook: Any, names: set[str]) -> None:
        """Drop the sources of cells that are neither in the master nor kept."""
        self.db.flush()
        cells = self.db.scalars(select(BaseCell.name).where(BaseCell.notebook_id == notebook.id))
        wanted = names | set(cells)
        sources = select(SourceCell).where(SourceCell.notebook_id == notebook.id)
        for source in self.db.scalars(sources):
            if source.name not in wanted:
                self.db.delete(source)

    def _retire_notebook(self, notebook: Any) -> None:
        """Drop a notebook whose master is gone, or keep of it what was given by hand."""
        self._write_cells(notebook, ())
        left = select(BaseCell.id).where(BaseCell.notebook_id == notebook.id)
        if self.db.scalars(left).first() is None:
            self.gradebook.remove_notebook(notebook.name, self.assignment.name)

    def _complete(self) -> None:
        """Give every submission a row for each notebook and cell that it has none for."""
        self.db.flush()
        for notebook_id in self.notebook_ids:
            rows = select(SubmittedAssignment.id).where(
                SubmittedAssignment.assignment_id == self.row.id,
                ~exists().where(
                    SubmittedNotebook.assignment_id == SubmittedAssignment.id,
                    SubmittedNotebook.notebook_id == notebook_id,
                ),
            )
            for found in self.db.scalars(rows).all():
                self._add(SubmittedNotebook(assignment_id=found, notebook_id=notebook_id))
        self.db.flush()
        for (notebook_id, cell_id), tables in self.wanted.items():
            for table in tables:
                self._complete_cell(table, notebook_id, cell_id)
        self.db.flush()

    def _complete_cell(self, table: Any, notebook_id: str, cell_id: str) -> None:
        rows = select(SubmittedNotebook.id).where(
            SubmittedNotebook.notebook_id == notebook_id,
            ~exists().where(table.notebook_id == SubmittedNotebook.id, table.cell_id == cell_id),
        )
        for found in self.db.scalars(rows).all():
            self._add(table(notebook_id=found, cell_id=cell_id))

    def _submissions(self, results: Mapping[str, Result]) -> dict[str, Any]:
        """Return the submission row of each student, added where there is none."""
        known = set(self.db.scalars(select(Student.id).where(Student.id.in_(results))))
        self.db.add_all(Student(id=student) for student in results if student not in known)
        self.db.flush()
        query = select(SubmittedAssignment).where(
            SubmittedAssignment.assignment_id == self.row.id,
            SubmittedAssignment.student_id.in_(results),
        )
        rows = {row.student_id: row for row in self.db.scalars(query)}
        for student, result in results.items():
            if student not in rows:
                fresh = SubmittedAssignment(assignment_id=self.row.id, student_id=student)
                rows[student] = self._add(fresh)
            rows[student].timestamp = handed_in(result) or rows[student].timestamp
        self.db.flush()
        return rows

    def _grades(self, submissions: Iterable[Any]) -> Iterable[Any]:
        """Return student, notebook, cell and grade for each cell of the masters."""
        query = (
            select(SubmittedAssignment.student_id, NotebookRow.name, BaseCell.name, Grade)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(NotebookRow, NotebookRow.id == SubmittedNotebook.notebook_id)
            .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
            .join(BaseCell, BaseCell.id == Grade.cell_id)
            .where(SubmittedAssignment.id.in_([row.id for row in submissions]))
        )
        current = {cell_id for _, cell_id in self.wanted}
        return [row for row in self.db.execute(query) if row[3].cell_id in current]

    def _is_new_work(self, result: Result) -> bool:
        """Tell whether a submission is another than the one graded last, and remember it."""
        # A submission without a hash is told by its time.
        work = result.hashes.get("submission") or result.handed_in
        known = self.db.get(Graded, (self.assignment.name, result.student))
        before = known.submission if known else None
        if known is None:
            known = self._add(Graded(assignment=self.assignment.name, student=result.student))
        known.submission = work[:128]
        return bool(before != known.submission)
