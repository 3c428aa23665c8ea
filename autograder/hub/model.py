"""The words that all parts of the service share: who, which attempt, what is allowed when."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """Name what somebody is in a course. An instructor may do all that a grader may."""

    STUDENT = "student"
    GRADER = "grader"
    INSTRUCTOR = "instructor"


class State(StrEnum):
    """Name where an attempt stands.

    ``waiting`` and ``running`` end by themselves. ``needs-person``: it was tried and has no score,
    or not all of it, until a person looks. ``refused``: what was handed in cannot be graded.
    """

    WAITING = "waiting"
    RUNNING = "running"
    GRADED = "graded"
    NEEDS_PERSON = "needs-person"
    REFUSED = "refused"


class When(StrEnum):
    """Name from when on a student sees something of the grading."""

    AT_ONCE = "at-once"
    AFTER_DUE = "after-due"
    ON_RELEASE = "on-release"
    NEVER = "never"


@dataclass(frozen=True)
class Policy:
    """Hold what an instructor has set for one assignment. All times have a zone.

    ``opens``: before, it cannot be fetched nor handed in. ``due``: after, an attempt is late.
    ``closes``: after, none is taken; an extension moves ``due`` and ``closes`` to its own time when
    that is later. ``late_percent_per_day`` of the points earned are taken off for each day that
    begins after ``due``. ``attempts_per_day`` counts those of the last 24 hours; None: any number.
    ``score``, ``messages``, ``feedback``: when a student sees the points, what failed hidden tests
    say, and the feedback page.
    """

    opens: datetime | None = None
    due: datetime | None = None
    closes: datetime | None = None
    late_percent_per_day: float = 0.0
    attempts_per_day: int | None = None
    score: When = When.AT_ONCE
    messages: When = When.AT_ONCE
    feedback: When = When.AT_ONCE


@dataclass(frozen=True)
class Release:
    """Hold one version of an assignment as students fetch it.

    ``sha256`` names the blob of the archive; ``notebooks`` are names without ``.ipynb``.
    """

    course: str
    assignment: str
    version: int
    released_at: datetime
    released_by: str
    sha256: str
    size: int
    notebooks: tuple[str, ...]


@dataclass(frozen=True)
class Attempt:
    """Hold one submission by one student, kept for good.

    ``attempt_id`` is not to be guessed. ``number`` counts a student's attempts at an assignment
    from 1. ``sha256`` names the blob of the archive that was handed in, ``evidence`` the blob of
    what grading gave (None before). ``points`` and ``max_points`` are those of the tests and what
    people gave, without what is taken off for being late. ``tries`` counts how often grading began,
    since the last regrade. ``problem`` is for those who grade.
    """

    attempt_id: str
    course: str
    assignment: str
    student: str
    number: int
    received_at: datetime
    sha256: str
    size: int
    notebooks: tuple[str, ...]
    state: State = State.WAITING
    tries: int = 0
    graded_at: datetime | None = None
    points: float | None = None
    max_points: float | None = None
    evidence: str | None = None
    problem: str = ""
    changed: int = 0


A_PERSON_JUDGES = "a person judges some of its answers"
"""The problem of an attempt that lacks nothing but points by hand."""


@dataclass(frozen=True)
class Counted:
    """Hold what an attempt comes to, what people gave by hand included."""

    state: State
    points: float | None
    max_points: float | None
    problem: str


@dataclass(frozen=True)
class Person:
    """Hold who asks, as the hub says, and the roles that the hub's groups give, by course.

    ``operates``: the hub lets them read its own metrics, and so this service's.
    """

    name: str
    roles: dict[str, Role]
    operates: bool = False
