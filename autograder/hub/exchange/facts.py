"""What the service tells, checked: names that may become files' here, and nothing unexpected.

An answer that is not as agreed is an error, never a guess.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from autograder.errors import OperatorError
from autograder.hub.model import Role
from autograder.intake import names

_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6} UTC", re.ASCII)


@dataclass(frozen=True)
class Self:
    """Hold who the service takes this user for, and the roles by course."""

    name: str
    roles: Mapping[str, Role]

    def is_staff(self, course: str) -> bool:
        """Tell whether this user sees the work of others in a course."""
        return self.roles.get(course) in (Role.GRADER, Role.INSTRUCTOR)


@dataclass(frozen=True)
class Offer:
    """Hold a released assignment; ``notebooks`` are names without ``.ipynb``."""

    course: str
    assignment: str
    notebooks: tuple[str, ...]


@dataclass(frozen=True)
class Receipt:
    """Hold what the service knows of one attempt.

    ``timestamp`` is nbgrader's text of ``received_at``. ``feedback`` has, by notebook, the SHA-256
    of each page that may be fetched. ``page`` is the path of the attempt's page on the hub.
    """

    attempt_id: str
    course: str
    assignment: str
    student: str
    number: int
    received_at: datetime
    timestamp: str
    sha256: str
    notebooks: tuple[str, ...]
    missing: tuple[str, ...]
    late: bool
    state: str
    points: float | None
    max_points: float | None
    page: str
    feedback: Mapping[str, str] = field(default_factory=dict)


def self_of(tree: Any) -> Self:
    """Return who the user is; raises OperatorError when the answer is not as agreed."""
    try:
        roles = {_name(each["course_id"]): Role(each["role"]) for each in tree["courses"]}
        return Self(_text(tree["name"]), roles)
    except (LookupError, TypeError, ValueError):
        raise _unexpected() from None


def offers_of(tree: Any) -> tuple[Offer, ...]:
    """Return the assignments; raises OperatorError when the answer is not as agreed."""
    try:
        return tuple(
            Offer(
                _name(each["course_id"]),
                _name(each["assignment_id"]),
                _notebooks(each["notebooks"]),
            )
            for each in tree["assignments"]
        )
    except (LookupError, TypeError, ValueError):
        raise _unexpected() from None


def receipts_of(tree: Any) -> tuple[Receipt, ...]:
    """Return the attempts; raises OperatorError when the answer is not as agreed."""
    try:
        attempts = list(tree["attempts"])
    except (LookupError, TypeError):
        raise _unexpected() from None
    return tuple(map(receipt_of, attempts))


def receipt_of(tree: Any) -> Receipt:
    """Return one attempt; raises OperatorError when the answer is not as agreed."""
    try:
        return Receipt(
            attempt_id=_text(tree["attempt_id"]),
            course=_name(tree["course_id"]),
            assignment=_name(tree["assignment_id"]),
            student=_text(tree["student_id"]),
            number=int(tree["number"]),
            received_at=datetime.fromisoformat(tree["received_at"]).astimezone(UTC),
            timestamp=_timestamp(tree["timestamp"]),
            sha256=_text(tree["sha256"]),
            notebooks=_notebooks(tree["notebooks"]),
            missing=_notebooks(tree["missing_notebooks"]),
            late=bool(tree["late"]),
            state=_text(tree["state"]),
            points=_points(tree["points"]),
            max_points=_points(tree["max_points"]),
            page=_text(tree["page"]),
            feedback={
                _notebook(each["notebook_id"]): _text(each["sha256"]) for each in tree["feedback"]
            },
        )
    except (LookupError, TypeError, ValueError):
        raise _unexpected() from None


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError
    return value


def _name(value: Any, ending: str = "") -> str:
    """Return a text that can be the name of one file or folder, and leads nowhere else."""
    if "/" in _text(value) or names.refusal(f"{value}{ending}") is not None:
        raise ValueError
    return str(value)


def _notebook(value: Any) -> str:
    # A student chose it: whatever a file may be called must do, or nobody could list anything.
    return _name(value, ".html")


def _notebooks(values: Any) -> tuple[str, ...]:
    return tuple(map(_notebook, values))


def _timestamp(value: Any) -> str:
    if not _TIMESTAMP.fullmatch(_text(value)):
        raise ValueError
    return str(value)


def _points(value: Any) -> float | None:
    return None if value is None else float(value)


def _unexpected() -> OperatorError:
    return OperatorError(
        "service-answer",
        "the service answers otherwise than is expected here: its version and the one in this "
        "server do not fit, or this is not its address",
    )
