"""What follows from an assignment's policy, a student's extension and a time, and nothing else.

Also a policy to JSON and back. An extension is a time, or None for a student who has none.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, NoReturn

from autograder.errors import InstructorError
from autograder.gradebook.lateness import percent_off
from autograder.hub.model import Policy, When
from autograder.hub.times import is_kept

_TIMES = ("opens", "due", "closes")
_WHENS = ("score", "messages", "feedback")
_MOST_SHOWN = 40
_MOST_ATTEMPTS = 1_000_000


# ---- what follows


def due_for(policy: Policy, extension: datetime | None) -> datetime | None:
    """Return after when a student is late; None for never."""
    return _later(policy.due, extension)


def closes_for(policy: Policy, extension: datetime | None) -> datetime | None:
    """Return after when nothing is taken from a student; None for never."""
    return _later(policy.closes, extension)


def _later(when: datetime | None, extension: datetime | None) -> datetime | None:
    return when if when is None or extension is None else max(when, extension)


def is_open(policy: Policy, extension: datetime | None, now: datetime) -> str:
    """Return nothing when a student may hand in now, or the sentence that says why not."""
    if policy.opens is not None and now < policy.opens:
        return f"It opens on {_shown(policy.opens)}."
    closes = closes_for(policy, extension)
    if closes is not None and now > closes:
        return f"It closed on {_shown(closes)}."
    return ""


def _shown(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%d at %H:%M} UTC"


def is_late(policy: Policy, extension: datetime | None, received_at: datetime) -> bool:
    """Tell whether what was received then is late; at the very time that is due, it is not."""
    due = due_for(policy, extension)
    return due is not None and received_at > due


def penalty(
    policy: Policy, extension: datetime | None, received_at: datetime, points: float
) -> float:
    """Return the points to take off for being late: for each 24 hours begun, at most all."""
    due = due_for(policy, extension)
    if due is None or received_at <= due or points <= 0:
        return 0.0
    seconds = (received_at - due).total_seconds()
    return percent_off(points, policy.late_percent_per_day, seconds)


def may_see(
    when: When, *, policy: Policy, extension: datetime | None, now: datetime, released: bool
) -> bool:
    """Tell whether a student may see what is shown from ``when`` on.

    ``released`` says that an instructor released it; that comes first, except for what is never
    shown. Without a time that is due, what is shown after it waits for that.
    """
    match when:
        case When.AT_ONCE:
            return True
        case When.AFTER_DUE:
            return released or is_late(policy, extension, now)
        case When.ON_RELEASE:
            return released
        case When.NEVER:
            return False


# ---- JSON


def to_json(policy: Policy) -> dict[str, Any]:
    """Return a policy as JSON has it: a key for each field, times in UTC."""
    found = {field.name: getattr(policy, field.name) for field in fields(Policy)}
    times = {name: None if (at := found[name]) is None else _iso(at) for name in _TIMES}
    return found | times | {name: found[name].value for name in _WHENS}


def _iso(when: datetime) -> str:
    return when.astimezone(UTC).isoformat()


def from_json(tree: Mapping[str, Any]) -> Policy:
    """Return the policy that JSON tells of; a key that is missing has its usual value.

    Raises InstructorError for unknown keys, for values that mean nothing, for times without a
    zone or in the wrong order, and when something is to be shown after a time that is not set.
    """
    if not isinstance(tree, Mapping):
        _refuse("policy-bad-value", "a policy is an object with a key for each setting")
    known = [field.name for field in fields(Policy)]
    if unknown := [key for key in tree if key not in known]:
        listed = ", ".join(known)
        _refuse("policy-unknown-key", f"{_quoted(unknown[0])} is no setting; there are {listed}")
    policy = Policy(**{key: _READ[key](key, value) for key, value in tree.items()})
    _check_order(policy)
    return policy


def _refuse(code: str, message: str) -> NoReturn:
    raise InstructorError(code, f"the policy cannot be taken: {message}.")


def _quoted(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}..."


def _time(key: str, value: object) -> datetime | None:
    if value is None:
        return None
    try:
        when = datetime.fromisoformat(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        when = None
    if when is not None and when.tzinfo is None:
        _no_zone(key, value)
    if when is None or not is_kept(when):
        _refuse(
            "policy-bad-value",
            f"{key} is {_quoted(value)}, which is no time: write it as 2026-12-31T23:59:00+01:00",
        )
    return when.astimezone(UTC)


def _no_zone(key: str, value: object) -> NoReturn:
    _refuse(
        "policy-time-without-zone",
        f"{key} is {_quoted(value)}, which says no zone: write it as 2026-12-31T23:59:00+01:00, "
        "or with Z at its end for UTC",
    )


def _when(key: str, value: object) -> When:
    try:
        return When(value)  # type: ignore[arg-type]
    except ValueError:
        _refuse("policy-bad-value", f"{key} is {_quoted(value)}, and can be {', '.join(When)}")


def _percent(key: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        _refuse("policy-bad-value", f"{key} is {_quoted(value)}, which is no number")
    if not 0 <= value <= 100:
        _refuse("policy-bad-value", f"{key} is {_quoted(value)}, and can be from 0 to 100")
    return float(value)


def _count(key: str, value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _MOST_ATTEMPTS:
        _refuse(
            "policy-bad-value",
            f"{key} is {_quoted(value)}, and can be null or a whole number from 1 to "
            f"{_MOST_ATTEMPTS}",
        )
    return value


_READ: dict[str, Callable[[str, object], Any]] = {
    **dict.fromkeys(_TIMES, _time),
    **dict.fromkeys(_WHENS, _when),
    "late_percent_per_day": _percent,
    "attempts_per_day": _count,
}


def _check_order(policy: Policy) -> None:
    given = [(name, when) for name in _TIMES if (when := getattr(policy, name)) is not None]
    for (earlier, before), (later, after) in pairwise(given):
        if after < before:
            _refuse("policy-bad-order", f"{later} is before {earlier}")
    for name in _WHENS:
        if getattr(policy, name) is When.AFTER_DUE and policy.due is None:
            _refuse("policy-no-due", f"{name} is shown after due, which is not set")
