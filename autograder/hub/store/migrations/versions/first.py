"""The tables of the first version."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables."""
    _assignments()
    _histories()
    _attempts()


def _words(name: str, *, optional: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=optional)


def _time(name: str, *, optional: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=optional)


def _assignments() -> None:
    op.create_table(
        "releases",
        _words("course"),
        _words("assignment"),
        sa.Column("version", sa.Integer(), nullable=False, autoincrement=False),
        _time("released_at"),
        _words("released_by"),
        _words("sha256"),
        sa.Column("size", sa.BigInteger(), nullable=False),
        _words("notebooks"),
        _time("withdrawn_at", optional=True),
        _words("withdrawn_by", optional=True),
        sa.PrimaryKeyConstraint("course", "assignment", "version", name="pk_releases"),
    )
    op.create_table(
        "policies",
        sa.Column("id", sa.Integer(), nullable=False),
        _words("course"),
        _words("assignment"),
        _time("set_at"),
        _words("set_by"),
        _time("opens", optional=True),
        _time("due", optional=True),
        _time("closes", optional=True),
        sa.Column("late_percent_per_day", sa.Double(), nullable=False),
        sa.Column("attempts_per_day", sa.Integer(), nullable=True),
        sa.Column("score", sa.String(20), nullable=False),
        sa.Column("messages", sa.String(20), nullable=False),
        sa.Column("feedback", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_policies"),
    )
    op.create_index("ix_policies_course_assignment", "policies", ["course", "assignment"])


def _histories() -> None:
    op.create_table(
        "extensions",
        sa.Column("id", sa.Integer(), nullable=False),
        _words("course"),
        _words("assignment"),
        _words("student"),
        _time("until", optional=True),
        _time("set_at"),
        _words("set_by"),
        sa.PrimaryKeyConstraint("id", name="pk_extensions"),
    )
    op.create_index(
        "ix_extensions_course_assignment_student",
        "extensions",
        ["course", "assignment", "student"],
    )
    op.create_table(
        "feedback_releases",
        sa.Column("id", sa.Integer(), nullable=False),
        _words("course"),
        _words("assignment"),
        _words("student", optional=True),
        _time("released_at"),
        _words("released_by"),
        sa.PrimaryKeyConstraint("id", name="pk_feedback_releases"),
    )
    op.create_index(
        "ix_feedback_releases_course_assignment", "feedback_releases", ["course", "assignment"]
    )


def _attempts() -> None:
    op.create_table(
        "attempts",
        _words("attempt_id"),
        _words("course"),
        _words("assignment"),
        _words("student"),
        sa.Column("number", sa.Integer(), nullable=False),
        _time("received_at"),
        _words("sha256"),
        sa.Column("size", sa.BigInteger(), nullable=False),
        _words("notebooks"),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        *_graded(optional=True),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("arrived", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("attempt_id", name="pk_attempts"),
        sa.UniqueConstraint(
            "course",
            "assignment",
            "student",
            "number",
            name="uq_attempts_course_assignment_student_number",
        ),
        sa.UniqueConstraint("arrived", name="uq_attempts_arrived"),
    )
    op.create_index("ix_attempts_changed", "attempts", ["changed"])
    op.create_index("ix_attempts_state_arrived", "attempts", ["state", "arrived"])
    op.create_table(
        "gradings",
        _words("attempt_id"),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("state", sa.String(20), nullable=False),
        *_graded(optional=False),
        sa.PrimaryKeyConstraint("attempt_id", "number", name="pk_gradings"),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.attempt_id"], name="fk_gradings_attempt_id"
        ),
    )
    changes = op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
    )
    op.bulk_insert(changes, [{"id": 1, "value": 0}])


def _graded(*, optional: bool) -> tuple[sa.Column[Any], ...]:
    return (
        _time("graded_at", optional=optional),
        sa.Column("points", sa.Double(), nullable=True),
        sa.Column("max_points", sa.Double(), nullable=True),
        _words("evidence", optional=True),
        _words("problem"),
    )
