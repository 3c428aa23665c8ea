"""Write the rows of nbgrader's tables for one assignment.

nbgrader's own methods commit after each row; here a whole batch is one transaction, so that after
a crash a student's scores are all there, or all as they were before.

A cell that a master no longer has loses its rows, unless a person gave points or a comment on it:
then the cell stays, is worth nothing any more, and what was given by hand still counts.
"""

import dataclasses
import json
import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from nbgrader.api import (
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    SolutionCell,
    SourceCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.api import Notebook as NotebookRow
from nbgrader.utils import parse_utc
from sqlalchemy import exists, select, text

from autograder import marks
from autograder.assignment import Assignment
from autograder.configuration import Course
from autograder.errors import AutograderError, InternalError
from autograder.gradebook import graded
from autograder.gradebook.cells import CellRecord, cell_records
from autograder.gradebook.graded import Graded
from autograder.gradebook.kinds import KINDS
from autograder.gradebook.lateness import bases, config_for, policy_of, seconds_late
from autograder.gradebook.penalties import LatePolicy
from autograder.gradebook.restoring import Restored, restore
from autograder.marks import Marks
from autograder.notebook import Notebook
from autograder.results import Result, fingerprint

log = logging.getLogger(__name__)

TIMESTAMP_CHARS = 64
WORK_CHARS = 128
NO_RESPONSE = "No response."
"""nbgrader's own words for an answer that was handed in as the release has it."""

_OFFSET = re.compile(r"\s+([+-]\d\d:?\d\d)$")


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


CellKey = tuple[str, str, str]
"""A student, a notebook and a cell."""


def scores(results: Iterable[Result]) -> dict[CellKey, float | None]:
    """Return the points of the test cells."""
    return {
        (result.student, notebook.name, test.grade_id): test.points
        for result in results
        for notebook in result.notebooks
        for test in notebook.tests
    }


def unanswered(results: Iterable[Result]) -> set[CellKey]:
    """Return the cells for a person that were handed in as the release has them."""
    return {
        (result.student, notebook.name, cell.grade_id)
        for result in results
        for notebook in result.notebooks
        for cell in notebook.manual
        if not cell.answered
    }


def work_of(result: Result) -> str:
    """Return what tells one submission of a student from another; its time without a hash."""
    return (result.hashes.get("submission") or result.handed_in)[:WORK_CHARS]


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

    ``write_masters`` comes first: results are written for the cells that it found. ``troubles``
    are what could not be written for some students; theirs is told when all others are written.
    """

    def __init__(
        self,
        gradebook: Gradebook,
        course: Course,
        assignment: Assignment,
        release: Mapping[str, Notebook],
    ) -> None:
        """Look the assignment up, or add it."""
        graded.prepare(gradebook.engine)
        self.gradebook = gradebook
        self.db = gradebook.db
        config = config_for(course.config, self._rows, assignment.name)
        self.course = dataclasses.replace(course, config=config)
        self.assignment = assignment
        self.release = release
        self.row = gradebook.update_or_create_assignment(assignment.name)
        self.notebook_ids: list[str] = []
        # The tables that need a row per student for a cell, by the ids of notebook and cell.
        self.wanted: dict[tuple[str, str], tuple[Any, ...]] = {}
        # The cells, by their ids, whose answers are written and judged by a person.
        self.written: set[str] = set()
        self.policy = LatePolicy(self.course)
        self.troubles: list[AutograderError] = []

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
        before = self._graded_before(results)
        given = self._marks_of_newcomers(results, before)
        submissions = self._submissions(results)
        self._complete()
        restored = restore(self.db, self.row, submissions, given)
        works = {student: row.submission for student, row in before.items()}
        works |= {student: marks.submission for student, marks in given.items()}
        new_work = {
            student for student, result in results.items() if works.get(student) != work_of(result)
        }
        self._write_scores(results, submissions, restored, new_work)
        self.db.flush()
        failed = self._write_penalties(submissions)
        self._remember(results, before, failed)
        self.db.commit()

    def _graded_before(self, results: Mapping[str, Result]) -> dict[str, Graded]:
        """Return our own rows of the students whom the gradebook has."""
        query = (
            select(Graded)
            .join(SubmittedAssignment, SubmittedAssignment.student_id == Graded.student)
            .where(
                Graded.assignment == self.assignment.name,
                Graded.student.in_(results),
                SubmittedAssignment.assignment_id == self.row.id,
            )
        )
        return {row.student: row for row in self.db.scalars(query)}

    def _marks_of_newcomers(
        self, results: dict[str, Result], before: Mapping[str, Graded]
    ) -> dict[str, Marks]:
        """Return what was given to students new to this gradebook.

        A student whose marks cannot be read is left out of ``results``: with a row of his own he
        would be no newcomer any more, and his marks would not come back.
        """
        found: dict[str, Marks] = {}
        for student in sorted(results.keys() - before.keys()):
            try:
                newest = marks.latest(self.course.results, student, self.assignment.name)
            except InternalError as error:
                log.error("%s", error)
                self.troubles.append(error)
                del results[student]
            else:
                found |= {student: newest} if newest else {}
        return found

    def _write_scores(
        self,
        results: Mapping[str, Result],
        submissions: Mapping[str, Any],
        restored: Restored,
        new_work: set[str],
    ) -> None:
        points = scores(results.values())
        silent = unanswered(results.values())
        for *key, grade in self._entries(Grade, submissions.values()):
            student, notebook, cell = key
            auto_score = points.get((student, notebook, cell))
            if grade.cell_id in self.written and (student, notebook, cell) in silent:
                auto_score = 0.0
            if mark := restored.get(grade.id):
                grade.needs_manual_grade = mark.review or student in new_work
            else:
                grade.needs_manual_grade = needs_a_person(grade, auto_score, student in new_work)
            grade.auto_score = auto_score
        for *key, comment in self._entries(Comment, submissions.values()):
            if comment.cell_id in self.written:
                comment.auto_comment = NO_RESPONSE if tuple(key) in silent else None

    def _write_penalties(self, submissions: Mapping[str, Any]) -> set[str]:
        """Write the late penalties; return the students for whom the policy failed."""
        late = {
            row.id: seconds_late(row.timestamp, self.row.duedate, row.extension)
            for row in submissions.values()
        }
        failures = self.policy.assign(self.db, self.notebook_ids, late)
        self.troubles.extend(failures.values())
        self.db.flush()
        return {student for student, row in submissions.items() if row.id in failures}

    def _remember(
        self, results: Mapping[str, Result], before: Mapping[str, Graded], failed: set[str]
    ) -> None:
        """Write down of which results the scores are; of a failed one, that it is not done."""
        now = bases(self._rows, self.assignment.name, policy_of(self.course.config))
        for student, result in results.items():
            key = (self.assignment.name, student)
            row = before.get(student) or self.db.get(Graded, key)
            row = row or self._add(Graded(assignment=key[0], student=student))
            row.submission = work_of(result)
            row.fingerprint = "" if student in failed else fingerprint(result)
            row.lateness = "" if student in failed else now[student]

    def _rows(self, statement: str, **values: str) -> Iterable[Any]:
        return list(self.db.execute(text(statement), values))

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
                if record.is_grade and record.is_solution and kind.per_student:
                    self.written.add(row.id)
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

    def _entries(self, table: Any, submissions: Iterable[Any]) -> Iterable[Any]:
        """Return student, notebook, cell and entry for each cell of the masters."""
        query = (
            select(SubmittedAssignment.student_id, NotebookRow.name, BaseCell.name, table)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(NotebookRow, NotebookRow.id == SubmittedNotebook.notebook_id)
            .join(table, table.notebook_id == SubmittedNotebook.id)
            .join(BaseCell, BaseCell.id == table.cell_id)
            .where(SubmittedAssignment.id.in_([row.id for row in submissions]))
        )
        current = {cell_id for _, cell_id in self.wanted}
        return [row for row in self.db.execute(query) if row[3].cell_id in current]
