"""From what the forms of an assignment's settings send to a policy, and back.

A time is entered in UTC, or with an offset of its own: a script that shows it in another zone says
so, and then one without an offset is no time. What is checked is checked by `policies.from_json`.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

from autograder.errors import InstructorError
from autograder.hub import policies, times
from autograder.hub.model import Policy, When
from autograder.hub.web import wording

TIMES = ("opens", "due", "closes")
FIELDS = tuple(field.name for field in fields(Policy))
IN_UTC, EACH_ITS_OWN = ZONES = ("utc", "own")
"""In which zone the times of a form are."""
_DIGEST_CHARS = 16


def values(policy: Policy) -> dict[str, str]:
    """Return a policy as the fields of its form hold it: times in UTC, to the second."""
    return {key: _text(getattr(policy, key)) for key in FIELDS}


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
    if isinstance(value, float):
        # All of its digits: what is saved again must be the same.
        return repr(value).removesuffix(".0")
    return "" if value is None else str(value)


def digest(policy: Policy) -> str:
    """Return what tells one policy from another."""
    told = json.dumps(policies.to_json(policy), sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:_DIGEST_CHARS]


def tree(sent: Mapping[str, str], zone: str, policy: Policy) -> dict[str, Any]:
    """Return what was sent as `policies.from_json` takes it; what is no number stays text.

    ``policy`` is the one that the form showed: a time that is the same to the second is kept as it
    is.
    """
    found: dict[str, Any] = dict(sent)
    for key in TIMES:
        found[key] = time(sent[key], zone, getattr(policy, key)) if sent[key] else None
    found["late_percent_per_day"] = _number(float, sent["late_percent_per_day"])
    most = sent["attempts_per_day"]
    found["attempts_per_day"] = _number(int, most) if most else None
    return found


def time(text: str, zone: str, shown: datetime | None = None) -> str:
    """Return a time that was entered with its offset, or what was entered when it is no time."""
    told = f"{text}+00:00" if zone == IN_UTC else text
    try:
        when = times.parse(told)
    except InstructorError:
        return told
    if shown is not None and when == shown.replace(microsecond=0):
        when = shown
    return when.isoformat()


def _number(kind: type[float] | type[int], text: str) -> float | str:
    try:
        return kind(text)
    except ValueError:
        return text


def entered(text: str, told: str | None) -> str:
    """Return what a field for a time shows again; ``told`` is what `time` made of its text."""
    try:
        return _text(times.parse(told or ""))
    except InstructorError:
        return text


def faults(found: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong with a refused policy: a sentence for each field that is at fault."""
    single = {key for key in FIELDS if _refused(found, key) not in ("", "policy-no-due")}
    if single:
        return {key: wording.fault(key) for key in FIELDS if key in single}
    told = {
        later: wording.before(later, earlier)
        for earlier, later in combinations(TIMES, 2)
        if _refused(found, earlier, later)
    }
    lacking = [key for key in FIELDS if found[key] == When.AFTER_DUE and found["due"] is None]
    return told | dict.fromkeys(lacking, wording.WITHOUT_DUE)


def _refused(found: Mapping[str, Any], *keys: str) -> str:
    """Return the code of what is wrong with some of the keys alone, or nothing."""
    try:
        policies.from_json({key: found[key] for key in keys})
    except InstructorError as error:
        return error.code
    return ""
