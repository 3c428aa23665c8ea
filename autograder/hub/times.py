"""Times as the service writes them: UTC, and with a zone."""

from datetime import UTC, datetime, timedelta

from autograder.errors import InstructorError

NBGRADER = "%Y-%m-%d %H:%M:%S.%f UTC"
# A day from the calendar's ends: no zone then shows a time that the calendar has not.
_FIRST = datetime.min.replace(tzinfo=UTC) + timedelta(days=1)
_LAST = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)
_MOST_SHOWN = 40


def nbgrader_timestamp(when: datetime) -> str:
    """Return a time as nbgrader's ``timestamp.txt`` has it."""
    return when.astimezone(UTC).strftime(NBGRADER)


def iso(when: datetime | None) -> str | None:
    """Return a time for a program to read, or None."""
    return None if when is None else when.astimezone(UTC).isoformat()


def parse(text: str) -> datetime:
    """Return the time in ISO 8601 text; raises InstructorError when it is none, or has no zone."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        when = None
    if when is None or when.tzinfo is None or not is_kept(when):
        raise InstructorError(
            "time-unreadable",
            f"{text[:_MOST_SHOWN]!r} is no time with a zone: write it as 2026-12-31T23:59:00+01:00",
        )
    return when.astimezone(UTC)


def is_kept(when: datetime) -> bool:
    """Tell whether a time, which must have a zone, can be kept, and shown in any zone."""
    return _FIRST <= when <= _LAST
