"""Our own tables in nbgrader's database: of which result its scores are, and what a service set."""

from typing import Any

from sqlalchemy import Float, String, Text, inspect, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.schema import CreateColumn

_DIGEST_CHARS = 64
_TIME_CHARS = 64


class OwnTables(DeclarativeBase):
    """Keep what nbgrader has no column for, in tables that nbgrader does not look at."""


class Graded(OwnTables):
    """Remember which work a student's scores are of, to tell new work from grading it again.

    ``fingerprint`` is the result's, and ``lateness`` a sum over what the penalty follows from;
    both are empty when something of the result is still to be written.
    """

    __tablename__ = "autograder_graded"

    assignment: Mapped[str] = mapped_column(String(128), primary_key=True)
    student: Mapped[str] = mapped_column(String(128), primary_key=True)
    submission: Mapped[str] = mapped_column(String(128))
    fingerprint: Mapped[str] = mapped_column(String(_DIGEST_CHARS), server_default="")
    lateness: Mapped[str] = mapped_column(String(_DIGEST_CHARS), server_default="")


class Policy(OwnTables):
    """Remember what a service set for an assignment; empty and 0 when it has set no due date."""

    __tablename__ = "autograder_policy"

    assignment: Mapped[str] = mapped_column(String(128), primary_key=True)
    due: Mapped[str] = mapped_column(String(_TIME_CHARS))
    late_percent_per_day: Mapped[float] = mapped_column(Float)


class Added(OwnTables):
    """Remember what a service wrote of a student, to tell it from what others wrote.

    ``marks`` is a text of `autograder.marks`.
    """

    __tablename__ = "autograder_added"

    assignment: Mapped[str] = mapped_column(String(128), primary_key=True)
    student: Mapped[str] = mapped_column(String(128), primary_key=True)
    marks: Mapped[str] = mapped_column(Text)


def prepare(engine: Any) -> None:
    """Make our tables, or give the one of an older version the columns that it lacks."""
    OwnTables.metadata.create_all(engine)
    table = OwnTables.metadata.tables[Graded.__tablename__]
    present = {column["name"] for column in inspect(engine).get_columns(table.name)}
    with engine.begin() as db:
        for column in table.columns:
            if column.name not in present:
                added = CreateColumn(column).compile(dialect=engine.dialect)
                db.execute(text(f"ALTER TABLE {table.name} ADD COLUMN {added}"))
