"""When something was handed in, as nbgrader writes and reads it in ``timestamp.txt``."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from autograder.errors import OperatorError

_FORMATS = ("%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d-%H-%M-%S")


def parse(text: str) -> datetime | None:
    """Return the time that a time stamp says; one without a zone is in UTC, as in nbgrader."""
    if (found := _iso(text)) is not None:
        return found
    clock, _, zone = text.rpartition(" ")
    for pattern in _FORMATS:
        try:
            return datetime.strptime(clock, pattern).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        except (ValueError, OverflowError, ZoneInfoNotFoundError, OSError):
            continue
    return None


def _iso(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def write(when: datetime) -> str:
    """Return a time as nbgrader writes it."""
    return when.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def zone_of(name: str) -> tzinfo:
    """Return the course's time zone; raises OperatorError when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ValueError, ZoneInfoNotFoundError, OSError):
        raise OperatorError(
            "configuration-bad-value", f"c.Exchange.timezone: {name!r} is no time zone"
        ) from None
