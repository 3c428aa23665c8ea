"""What students handed in, and where each attempt stands.

A change of state says from which state it leads, so that nothing is done twice. Each gives the
attempt a number that grows over all attempts; writers take turns, so that who has read up to a
number misses nothing.
"""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, insert, select, update

from autograder.errors import StudentError
from autograder.hub.model import Attempt, State
from autograder.hub.store.database import Database
from autograder.hub.store.tables import attempts, changes, gradings

RESENT = timedelta(seconds=10)
"""Within this time the same bytes are taken for a request whose receipt was lost."""
FINISHED = frozenset({State.GRADED, State.NEEDS_PERSON, State.REFUSED})

_ATTEMPT = tuple(attempts.c[field.name] for field in fields(Attempt))
_UNGRADED: dict[str, Any] = {
    "graded_at": None,
    "points": None,
    "max_points": None,
    "evidence": None,
    "problem": "",
}


class Attempts:
    """Read and write attempts."""

    def __init__(self, database: Database) -> None:
        """Use a database."""
        self._database = database

    # ---- handing in

    def add_attempt(
        self,
        course: str,
        assignment: str,
        student: str,
        *,
        at: datetime,
        sha256: str,
        size: int,
        notebooks: tuple[str, ...],
        allowed_since: datetime | None = None,
        at_most: int | None = None,
    ) -> Attempt:
        """Add a student's next attempt, which waits; a request sent again gives the first's.

        Raises StudentError when there are ``at_most`` attempts that were received after
        ``allowed_since``, or at any time.
        """
        own = _of(course, assignment, student)
        with self._database.writing() as db:
            newest = _newest(db, own)
            if newest is not None and _is_resent(newest, sha256, at):
                return newest
            if at_most is not None and _count_since(db, own, allowed_since) >= at_most:
                raise StudentError(
                    "attempts-used-up",
                    f"you have handed in {at_most} times, which is as often as this assignment "
                    "can be handed in for now. What you handed in before is kept.",
                )
            attempt = Attempt(
                attempt_id=secrets.token_urlsafe(16),
                course=course,
                assignment=assignment,
                student=student,
                number=1 if newest is None else newest.number + 1,
                received_at=at,
                sha256=sha256,
                size=size,
                notebooks=tuple(notebooks),
                changed=_next_change(db),
            )
            values = asdict(attempt) | {"arrived": attempt.changed}
            row = db.execute(insert(attempts).values(values).returning(*_ATTEMPT)).one()
            return Attempt(**row._mapping)

    # ---- reading

    def attempt(self, attempt_id: str) -> Attempt | None:
        """Return an attempt, or None when there is none of that name."""
        found = self._read(select(*_ATTEMPT).where(attempts.c.attempt_id == attempt_id))
        return found[0] if found else None

    def attempts(
        self, course: str, assignment: str, student: str | None = None
    ) -> tuple[Attempt, ...]:
        """Return the attempts of one student or of all, oldest first."""
        statement = select(*_ATTEMPT).where(_of(course, assignment, student))
        return self._read(statement.order_by(attempts.c.arrived))

    def newest_attempts(self, course: str, assignment: str) -> tuple[Attempt, ...]:
        """Return the newest attempt of each student, by the students' names."""
        own = _of(course, assignment)
        newest = select(func.max(attempts.c.arrived)).where(own).group_by(attempts.c.student)
        found = self._read(select(*_ATTEMPT).where(attempts.c.arrived.in_(newest)))
        # Sorted here: servers sort texts by the rules of their own language.
        return tuple(sorted(found, key=lambda each: each.student))

    def waiting(self) -> tuple[Attempt, ...]:
        """Return what waits, in the order of arrival."""
        statement = select(*_ATTEMPT).where(attempts.c.state == State.WAITING)
        return self._read(statement.order_by(attempts.c.arrived))

    def asked_again(self) -> frozenset[str]:
        """Return those that wait and were graded before: somebody wants them graded again."""
        again = and_(gradings.c.attempt_id == attempts.c.attempt_id, gradings.c.number == 1)
        statement = select(attempts.c.attempt_id).where(attempts.c.state == State.WAITING)
        with self._database.reading() as db:
            return frozenset(db.scalars(statement.join(gradings, again)))

    def counts(self) -> dict[State, int]:
        """Return how many attempts are in each state."""
        statement = select(attempts.c.state, func.count()).group_by(attempts.c.state)
        with self._database.reading() as db:
            found = {state: count for state, count in db.execute(statement)}
        return {state: found.get(state, 0) for state in State}

    def changed_since(self, change: int) -> tuple[Attempt, ...]:
        """Return the attempts that were changed after a change, in the order of their last one."""
        statement = select(*_ATTEMPT).where(attempts.c.changed > change)
        return self._read(statement.order_by(attempts.c.changed, attempts.c.arrived))

    def last_change(self) -> int:
        """Return the number of the last change of any attempt, 0 before the first."""
        with self._database.reading() as db:
            return db.scalar(select(changes.c.value)) or 0

    # ---- changes of state

    def begin(self, attempt_id: str) -> Attempt | None:
        """Let an attempt that waits run; None when it does not wait."""
        with self._database.writing() as db:
            values = {"state": State.RUNNING, "tries": attempts.c.tries + 1}
            return change(db, attempt_id, {State.WAITING}, values)

    def put_back(self, attempt_id: str) -> Attempt | None:
        """Let an attempt that runs wait again; None when it does not run."""
        with self._database.writing() as db:
            return change(db, attempt_id, {State.RUNNING}, {"state": State.WAITING})

    def put_all_back(self) -> int:
        """Let all that run wait again; returns how many."""
        with self._database.writing() as db:
            running = update(attempts).where(attempts.c.state == State.RUNNING)
            values = {"state": State.WAITING, "changed": _next_change(db)}
            return db.execute(running.values(values)).rowcount

    def again(self, attempt_id: str) -> Attempt | None:
        """Let a finished attempt wait again, its tries counted anew; None when it is not finished.

        What it had is among its gradings.
        """
        with self._database.writing() as db:
            values = {"state": State.WAITING, "tries": 0, **_UNGRADED}
            return change(db, attempt_id, FINISHED, values)

    def _read(self, statement: Select[Any]) -> tuple[Attempt, ...]:
        with self._database.reading() as db:
            return tuple(Attempt(**row._mapping) for row in db.execute(statement))


def _of(course: str, assignment: str, student: str | None = None) -> ColumnElement[bool]:
    assigned = and_(attempts.c.course == course, attempts.c.assignment == assignment)
    return assigned if student is None else and_(assigned, attempts.c.student == student)


def _newest(db: Connection, own: ColumnElement[bool]) -> Attempt | None:
    newest = select(*_ATTEMPT).where(own).order_by(attempts.c.number.desc()).limit(1)
    row = db.execute(newest).one_or_none()
    return None if row is None else Attempt(**row._mapping)


def _is_resent(newest: Attempt, sha256: str, at: datetime) -> bool:
    return newest.sha256 == sha256 and abs(at - newest.received_at) <= RESENT


def _count_since(db: Connection, own: ColumnElement[bool], since: datetime | None) -> int:
    counted = own if since is None else and_(own, attempts.c.received_at > since)
    return db.scalar(select(func.count()).where(counted)) or 0


def _next_change(db: Connection) -> int:
    counted = update(changes).values(value=changes.c.value + 1).returning(changes.c.value)
    return int(db.execute(counted).scalar_one())


def change(
    db: Connection, attempt_id: str, before: Collection[State], values: Mapping[str, Any]
) -> Attempt | None:
    """Give an attempt new values, from these states only; None when it is in another."""
    changed = (
        update(attempts)
        .where(attempts.c.attempt_id == attempt_id, attempts.c.state.in_(before))
        .values({**values, "changed": _next_change(db)})
        .returning(*_ATTEMPT)
    )
    row = db.execute(changed).one_or_none()
    return None if row is None else Attempt(**row._mapping)
