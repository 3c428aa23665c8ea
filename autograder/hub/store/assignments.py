"""What instructors decide: releases, policies, extensions, and from when on feedback is shown.

Each decision is a row that stays; the newest counts.
"""

from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import ColumnElement, Table, and_, func, insert, or_, select, union, update

from autograder.hub.model import Attempt, Policy, Release
from autograder.hub.store.database import Database
from autograder.hub.store.tables import (
    attempts,
    extensions,
    feedback_releases,
    marks,
    policies,
    releases,
)

_RELEASE = tuple(releases.c[field.name] for field in fields(Release))
_POLICY = tuple(policies.c[field.name] for field in fields(Policy))


class Assignments:
    """Read and write what belongs to an assignment of a course."""

    def __init__(self, database: Database) -> None:
        """Use a database."""
        self._database = database

    # ---- releases

    def add_release(
        self,
        course: str,
        assignment: str,
        *,
        at: datetime,
        by: str,
        sha256: str,
        size: int,
        notebooks: tuple[str, ...],
    ) -> Release:
        """Add a version, which students fetch from now on; earlier ones stay."""
        with self._database.writing() as db:
            newest = select(func.max(releases.c.version)).where(_of(releases, course, assignment))
            version = (db.scalar(newest) or 0) + 1
            values = Release(course, assignment, version, at, by, sha256, size, tuple(notebooks))
            row = db.execute(insert(releases).values(asdict(values)).returning(*_RELEASE)).one()
            return Release(**row._mapping)

    def withdraw(self, course: str, assignment: str, at: datetime, by: str) -> bool:
        """Take all versions back; False when there was none to take back."""
        change = update(releases).where(
            _of(releases, course, assignment), releases.c.withdrawn_at.is_(None)
        )
        with self._database.writing() as db:
            return db.execute(change.values(withdrawn_at=at, withdrawn_by=by)).rowcount > 0

    def release(self, course: str, assignment: str) -> Release | None:
        """Return the newest version that was not withdrawn."""
        statement = (
            select(*_RELEASE)
            .where(_of(releases, course, assignment), releases.c.withdrawn_at.is_(None))
            .order_by(releases.c.version.desc())
            .limit(1)
        )
        with self._database.reading() as db:
            row = db.execute(statement).one_or_none()
        return None if row is None else Release(**row._mapping)

    def releases(self, course: str) -> tuple[Release, ...]:
        """Return the newest version of each assignment that was not withdrawn, by name."""
        return self._newest(releases.c.course == course, releases.c.withdrawn_at.is_(None))

    def withdrawn(self, course: str) -> tuple[Release, ...]:
        """Return the newest version of each withdrawn assignment that has attempts, by name."""
        handed_in = select(attempts.c.assignment).where(attempts.c.course == course)
        found = self._newest(releases.c.course == course, releases.c.assignment.in_(handed_in))
        released = {each.assignment for each in self.releases(course)}
        return tuple(each for each in found if each.assignment not in released)

    def _newest(self, *which: ColumnElement[bool]) -> tuple[Release, ...]:
        """Return the newest of some versions of each assignment, by name."""
        statement = select(*_RELEASE).where(*which).order_by(releases.c.version)
        with self._database.reading() as db:
            found = [Release(**row._mapping) for row in db.execute(statement)]
        newest = {each.assignment: each for each in found}
        # Sorted here: servers sort texts by the rules of their own language.
        return tuple(newest[name] for name in sorted(newest))

    # ---- policies and extensions

    def policy(self, course: str, assignment: str) -> Policy:
        """Return what was set last; what holds where nothing was set, if nothing was."""
        statement = (
            select(*_POLICY)
            .where(_of(policies, course, assignment))
            .order_by(policies.c.id.desc())
            .limit(1)
        )
        with self._database.reading() as db:
            row = db.execute(statement).one_or_none()
        return Policy() if row is None else Policy(**row._mapping)

    def set_policy(
        self, course: str, assignment: str, policy: Policy, *, at: datetime, by: str
    ) -> None:
        """Let a policy hold from now on."""
        about = {"course": course, "assignment": assignment, "set_at": at, "set_by": by}
        with self._database.writing() as db:
            db.execute(insert(policies).values(about | asdict(policy)))

    def extension(self, course: str, assignment: str, student: str) -> datetime | None:
        """Return until when a student has got more time, or None."""
        statement = (
            select(extensions.c.until)
            .where(_of(extensions, course, assignment), extensions.c.student == student)
            .order_by(extensions.c.id.desc())
            .limit(1)
        )
        with self._database.reading() as db:
            return db.scalar(statement)

    def extensions(self, course: str, assignment: str) -> dict[str, datetime]:
        """Return until when which students have got more time."""
        statement = (
            select(extensions.c.student, extensions.c.until)
            .where(_of(extensions, course, assignment))
            .order_by(extensions.c.id)
        )
        with self._database.reading() as db:
            newest = {row.student: row.until for row in db.execute(statement)}
        return {student: until for student, until in newest.items() if until is not None}

    def set_extension(
        self,
        course: str,
        assignment: str,
        student: str,
        until: datetime | None,
        *,
        at: datetime,
        by: str,
    ) -> None:
        """Give a student more time, or take it back by None."""
        with self._database.writing() as db:
            db.execute(
                insert(extensions).values(
                    course=course,
                    assignment=assignment,
                    student=student,
                    until=until,
                    set_at=at,
                    set_by=by,
                )
            )

    def with_additions(self, course: str) -> tuple[str, ...]:
        """Return the assignments for which something was ever set, or given by hand; by name."""
        marked = attempts.join(marks, marks.c.attempt_id == attempts.c.attempt_id)
        ever = union(
            select(policies.c.assignment).where(policies.c.course == course),
            select(extensions.c.assignment).where(extensions.c.course == course),
            select(attempts.c.assignment).select_from(marked).where(attempts.c.course == course),
        )
        with self._database.reading() as db:
            return tuple(sorted(db.scalars(ever)))

    # ---- feedback

    def release_feedback(
        self, course: str, assignment: str, student: str | None, *, at: datetime, by: str
    ) -> int:
        """Release the feedback of what one student, or all, handed in until a time.

        Returns how many attempts these are.
        """
        concerned = select(func.count()).where(
            _of(attempts, course, assignment), attempts.c.received_at <= at
        )
        if student is not None:
            concerned = concerned.where(attempts.c.student == student)
        with self._database.writing() as db:
            db.execute(
                insert(feedback_releases).values(
                    course=course,
                    assignment=assignment,
                    student=student,
                    released_at=at,
                    released_by=by,
                )
            )
            return db.scalar(concerned) or 0

    def feedback_released(self, attempt: Attempt) -> bool:
        """Tell whether an attempt's feedback was released."""
        table = feedback_releases
        found = select(table.c.id).where(
            _of(table, attempt.course, attempt.assignment),
            or_(table.c.student.is_(None), table.c.student == attempt.student),
            table.c.released_at >= attempt.received_at,
        )
        with self._database.reading() as db:
            return db.scalar(found.limit(1)) is not None


def _of(table: Table, course: str, assignment: str) -> ColumnElement[bool]:
    return and_(table.c.course == course, table.c.assignment == assignment)
