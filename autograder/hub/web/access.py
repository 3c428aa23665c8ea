"""Who may do what: the roles that the hub's groups give, and what each route asks for."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from autograder.hub.model import Attempt, Person, Role

LEARN, TEACH = "custom:autograder:learn", "custom:autograder:teach"
"""What a token may be used for: what students do, and what those who teach do."""
OPERATE = "read:metrics"
"""JupyterHub's own scope for who reads metrics."""


class Access(StrEnum):
    """Name whom a route lets in.

    ``public``: anybody. ``signed-in``: whoever the hub lets use the service. ``member``: whoever
    has a role in the route's course. ``owner``: the student whose attempt it is, and staff of its
    course. ``staff``: graders and instructors. ``instructor``: instructors. ``operator``: whoever
    may read the hub's own metrics.
    """

    PUBLIC = "public"
    SIGNED_IN = "signed-in"
    MEMBER = "member"
    OWNER = "owner"
    STAFF = "staff"
    INSTRUCTOR = "instructor"
    OPERATOR = "operator"


@dataclass(frozen=True)
class Groups:
    """Hold which groups of the hub give which role; ``{course}`` stands for the course's name."""

    student: str = "nbgrader-{course}"
    grader: str = "formgrade-{course}"
    instructor: str = "instructor-{course}"

    def role(self, course: str, groups: Collection[str]) -> Role | None:
        """Return the highest role that somebody's groups give in a course."""
        ordered = (
            (self.instructor, Role.INSTRUCTOR),
            (self.grader, Role.GRADER),
            (self.student, Role.STUDENT),
        )
        return next((role for name, role in ordered if name.format(course=course) in groups), None)


def person(
    name: str,
    groups: Collection[str],
    scopes: Collection[str],
    known: Groups,
    courses: Iterable[str],
) -> Person:
    """Return who asks.

    A token that is not for teaching makes a student of anybody; one that is for neither gives no
    role at all.
    """
    roles: dict[str, Role] = {}
    for course in courses:
        role = known.role(course, groups)
        if role is None or not {LEARN, TEACH} & set(scopes):
            continue
        roles[course] = role if TEACH in scopes else Role.STUDENT
    return Person(name, roles, operates=OPERATE in scopes)


def is_staff(role: Role | None) -> bool:
    """Tell whether somebody sees the work of others."""
    return role in (Role.GRADER, Role.INSTRUCTOR)


def allows(access: Access, who: Person, role: Role | None, attempt: Attempt | None = None) -> bool:
    """Tell whether a route lets somebody in who has this role in its course."""
    match access:
        case Access.PUBLIC | Access.SIGNED_IN:
            return True
        case Access.MEMBER:
            return role is not None
        case Access.OWNER:
            own = attempt is not None and attempt.student == who.name
            return role is not None and (own or is_staff(role))
        case Access.STAFF:
            return is_staff(role)
        case Access.INSTRUCTOR:
            return role is Role.INSTRUCTOR
        case Access.OPERATOR:
            return who.operates
