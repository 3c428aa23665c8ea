"""Our own table in nbgrader's database: of which result the scores in it are."""

from typing import Any

from sqlalchemy import String, inspect, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.schema import CreateColumn

_DIGEST_CHARS = 64


class OwnTables(DeclarativeBase):
    """Keep what nbgrader has no column for, in a table that nbgrader does not look at."""


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


def prepare(engine: Any) -> None:
    """Make our table, or give one of an older version the columns that it lacks."""
    OwnTables.metadata.create_all(engine)
    table = OwnTables.metadata.tables[Graded.__tablename__]
    present = {column["name"] for column in inspect(engine).get_columns(table.name)}
    with engine.begin() as db:
        for column in table.columns:
            if column.name not in present:
                added = CreateColumn(column).compile(dialect=engine.dialect)
                db.execute(text(f"ALTER TABLE {table.name} ADD COLUMN {added}"))
