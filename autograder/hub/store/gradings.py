"""What came of attempts: what each grading gave, and what people gave by hand, by cell.

Nothing is ever changed or removed: of gradings the newest counts, and of the marks of a cell. A
mark without points, extra credit and comment takes back what was given before.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, insert, select

from autograder.errors import InternalError
from autograder.hub.model import Attempt, Counted, State
from autograder.hub.store.attempts import FINISHED, change
from autograder.hub.store.database import Database
from autograder.hub.store.tables import attempts, gradings, marks
from autograder.marks import CellMark


@dataclass(frozen=True)
class Grading:
    """Hold what grading an attempt once gave; ``number`` counts them from 1."""

    attempt_id: str
    number: int
    state: State
    graded_at: datetime
    points: float | None
    max_points: float | None
    evidence: str | None
    problem: str


@dataclass(frozen=True)
class Given:
    """Hold a mark, and who gave it when."""

    mark: CellMark
    at: datetime
    by: str


Counting = Callable[[Grading, Sequence[CellMark]], Counted]
"""Decide what an attempt comes to by its newest grading and all that was given by hand."""


def as_graded(grading: Grading, cells: Sequence[CellMark] = ()) -> Counted:
    """Return what grading alone gave."""
    return Counted(grading.state, grading.points, grading.max_points, grading.problem)


_GRADING = tuple(gradings.c[field.name] for field in fields(Grading))
_CELL = (marks.c.notebook, marks.c.grade_id, marks.c.points, marks.c.extra_credit, marks.c.comment)


class Gradings:
    """Read and write gradings and marks."""

    def __init__(self, database: Database) -> None:
        """Use a database."""
        self._database = database

    # ---- by the grader

    def finish(
        self,
        attempt_id: str,
        counting: Counting = as_graded,
        *,
        state: State,
        at: datetime,
        points: float | None,
        max_points: float | None,
        evidence: str | None,
        problem: str,
    ) -> Attempt | None:
        """Write what grading gave, as one more grading too; None when the attempt does not run.

        Raises InternalError for a state that is no end, or points that are no number.
        """
        if state not in FINISHED:
            raise InternalError("hub-grading-unfinished", f"a grading cannot end as {state}")
        with self._database.writing() as db:
            before = select(func.count()).where(gradings.c.attempt_id == attempt_id)
            number = (db.scalar(before) or 0) + 1
            grading = Grading(attempt_id, number, state, at, points, max_points, evidence, problem)
            counted = counting(grading, _marks_of(db, attempt_id))
            values = asdict(counted) | {"graded_at": at, "evidence": evidence}
            attempt = change(db, attempt_id, {State.RUNNING}, values)
            if attempt is not None:
                db.execute(insert(gradings).values(asdict(grading)))
            return attempt

    def gradings(self, attempt_id: str) -> tuple[Grading, ...]:
        """Return what each grading of an attempt gave, oldest first."""
        statement = select(*_GRADING).where(gradings.c.attempt_id == attempt_id)
        with self._database.reading() as db:
            found = db.execute(statement.order_by(gradings.c.number))
            return tuple(Grading(**row._mapping) for row in found)

    # ---- by people

    def give(
        self,
        attempt_id: str,
        cells: Sequence[CellMark],
        counting: Counting,
        *,
        at: datetime,
        by: str,
    ) -> Attempt | None:
        """Write marks of an attempt, and what it comes to with them.

        Returns None when it waits, runs or has no result. What ``counting`` raises is raised, and
        nothing is written.
        """
        with self._database.writing() as db:
            newest = select(*_GRADING).where(gradings.c.attempt_id == attempt_id)
            row = db.execute(newest.order_by(gradings.c.number.desc()).limit(1)).one_or_none()
            if row is None or row.evidence is None:
                return None
            before = _by_cell(_marks_of(db, attempt_id))
            news = [each for each in cells if before.get(_key(each), CellMark(*_key(each))) != each]
            now = before | _by_cell(news)
            counted = counting(Grading(**row._mapping), tuple(now.values()))
            attempt = change(db, attempt_id, FINISHED, asdict(counted))
            if attempt is not None and news:
                about = {"attempt_id": attempt_id, "given_at": at, "given_by": by}
                db.execute(insert(marks), [about | _values(each) for each in news])
            return attempt

    def given(self, attempt_id: str) -> tuple[Given, ...]:
        """Return what counts for each cell of an attempt, and who gave it."""
        statement = select(*_CELL, marks.c.given_at, marks.c.given_by)
        own = statement.where(marks.c.attempt_id == attempt_id).order_by(marks.c.id)
        with self._database.reading() as db:
            found = [Given(_mark(row), row.given_at, row.given_by) for row in db.execute(own)]
        return tuple({_key(each.mark): each for each in found}.values())

    def marks(self, course: str, assignment: str) -> dict[str, tuple[CellMark, ...]]:
        """Return what counts for each cell, by attempt; attempts that nobody marked are left out.

        Marks that were taken back are there, and empty.
        """
        statement = (
            select(*_CELL, marks.c.attempt_id)
            .join(attempts, attempts.c.attempt_id == marks.c.attempt_id)
            .where(and_(attempts.c.course == course, attempts.c.assignment == assignment))
            .order_by(marks.c.id)
        )
        found: dict[str, list[CellMark]] = {}
        with self._database.reading() as db:
            for row in db.execute(statement):
                found.setdefault(row.attempt_id, []).append(_mark(row))
        return {attempt_id: tuple(_by_cell(all_).values()) for attempt_id, all_ in found.items()}


def _marks_of(db: Connection, attempt_id: str) -> tuple[CellMark, ...]:
    statement = select(*_CELL).where(marks.c.attempt_id == attempt_id).order_by(marks.c.id)
    return tuple(_by_cell(map(_mark, db.execute(statement))).values())


def _mark(row: Any) -> CellMark:
    return CellMark(row.notebook, row.grade_id, row.points, row.extra_credit, row.comment)


def _key(mark: CellMark) -> tuple[str, str]:
    return mark.notebook, mark.grade_id


def _by_cell(found: Iterable[CellMark]) -> dict[tuple[str, str], CellMark]:
    """Return the last mark of each cell."""
    return {_key(each): each for each in found}


def _values(mark: CellMark) -> dict[str, Any]:
    # A mark is of one attempt, whose work never changes: nothing is ever to be reviewed.
    return {key: value for key, value in asdict(mark).items() if key != "review"}
