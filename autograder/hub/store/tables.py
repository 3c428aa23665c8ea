"""The tables, and the types that read the same from SQLite and PostgreSQL.

`migrations` makes them; a test compares both.
"""

import json
import math
import re
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    Double,
    Enum,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from autograder.errors import InternalError
from autograder.hub.model import State, When

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Time(TypeDecorator[datetime]):
    """Keep a time to the microsecond; it comes back in UTC, with its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return what the driver writes; raises InternalError for a time without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise InternalError("hub-time-without-zone", "a time without a zone was to be stored")
        # SQLite has no type for times: texts in one zone and of one length sort as times do.
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time in UTC."""
        if value is None:
            return None
        # A server answers in the zone of the session.
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Number(TypeDecorator[float]):
    """Keep a number to the last digit."""

    impl = Double
    cache_ok = True

    def process_bind_param(self, value: float | None, dialect: Dialect) -> float | None:
        """Return the number; raises InternalError for one that is not finite."""
        # SQLite would silently keep NaN as nothing.
        if value is not None and not math.isfinite(value):
            raise InternalError("hub-number-not-finite", f"{value} was to be stored as a number")
        return value

    def process_result_value(self, value: float | None, dialect: Dialect) -> float | None:
        """Return the number as a float; SQLite gives a whole one that was just written as int."""
        return None if value is None else float(value)


class Words(TypeDecorator[str]):
    """Keep a text; the signs that no database takes are replaced."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the text without NUL and lone surrogates."""
        return None if value is None else _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value)


class Names(TypeDecorator[tuple[str, ...]]):
    """Keep names in their order."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """Return the names as JSON, in ASCII."""
        return None if value is None else json.dumps(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        """Return the names."""
        return None if value is None else tuple(json.loads(value))


def _word_of(words: type[StrEnum]) -> Enum:
    # As text: a new word then needs no migration.
    return Enum(
        words,
        native_enum=False,
        create_constraint=False,
        length=20,
        values_callable=lambda members: [member.value for member in members],
    )


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

releases = Table(
    "releases",
    metadata,
    Column("course", Words, primary_key=True),
    Column("assignment", Words, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("released_at", Time, nullable=False),
    Column("released_by", Words, nullable=False),
    Column("sha256", Words, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("notebooks", Names, nullable=False),
    Column("withdrawn_at", Time),
    Column("withdrawn_by", Words),
)

policies = Table(
    "policies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("course", Words, nullable=False),
    Column("assignment", Words, nullable=False),
    Column("set_at", Time, nullable=False),
    Column("set_by", Words, nullable=False),
    Column("opens", Time),
    Column("due", Time),
    Column("closes", Time),
    Column("late_percent_per_day", Number, nullable=False),
    Column("attempts_per_day", Integer),
    Column("score", _word_of(When), nullable=False),
    Column("messages", _word_of(When), nullable=False),
    Column("feedback", _word_of(When), nullable=False),
    Index(None, "course", "assignment"),
)

extensions = Table(
    "extensions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("course", Words, nullable=False),
    Column("assignment", Words, nullable=False),
    Column("student", Words, nullable=False),
    Column("until", Time),
    Column("set_at", Time, nullable=False),
    Column("set_by", Words, nullable=False),
    Index(None, "course", "assignment", "student"),
)

feedback_releases = Table(
    "feedback_releases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("course", Words, nullable=False),
    Column("assignment", Words, nullable=False),
    Column("student", Words),
    Column("released_at", Time, nullable=False),
    Column("released_by", Words, nullable=False),
    Index(None, "course", "assignment"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("attempt_id", Words, primary_key=True),
    Column("course", Words, nullable=False),
    Column("assignment", Words, nullable=False),
    Column("student", Words, nullable=False),
    Column("number", Integer, nullable=False),
    Column("received_at", Time, nullable=False),
    Column("sha256", Words, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("notebooks", Names, nullable=False),
    Column("state", _word_of(State), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("graded_at", Time),
    Column("points", Number),
    Column("max_points", Number),
    Column("evidence", Words),
    Column("problem", Words, nullable=False),
    Column("changed", BigInteger, nullable=False),
    # The order of arrival: two that arrive at once may have been stamped the other way round.
    Column("arrived", BigInteger, nullable=False),
    UniqueConstraint("course", "assignment", "student", "number"),
    UniqueConstraint("arrived"),
    Index(None, "changed"),
    Index(None, "state", "arrived"),
)

gradings = Table(
    "gradings",
    metadata,
    Column("attempt_id", Words, ForeignKey(attempts.c.attempt_id), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("state", _word_of(State), nullable=False),
    Column("graded_at", Time, nullable=False),
    Column("points", Number),
    Column("max_points", Number),
    Column("evidence", Words),
    Column("problem", Words, nullable=False),
)

marks = Table(
    "marks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("attempt_id", Words, ForeignKey(attempts.c.attempt_id), nullable=False),
    Column("notebook", Words, nullable=False),
    Column("grade_id", Words, nullable=False),
    Column("points", Number),
    Column("extra_credit", Number),
    Column("comment", Words, nullable=False),
    Column("given_at", Time, nullable=False),
    Column("given_by", Words, nullable=False),
    Index(None, "attempt_id"),
)

changes = Table(
    "changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("value", BigInteger, nullable=False),
)
"""One row: the number of the last change of an attempt."""
