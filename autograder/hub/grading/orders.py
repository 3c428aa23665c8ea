"""What the service and a grading process say to each other: a line of JSON each."""

import dataclasses
import json
from dataclasses import dataclass
from enum import StrEnum

from autograder.gradebook import additions
from autograder.gradebook.additions import Additions
from autograder.hub.model import State

READY = b"ready\n"
"""The first line that a grading process says: it has the course, and takes orders."""


class Task(StrEnum):
    """Name what a grading process is asked for.

    ``grade`` an attempt; ``renew`` an assignment, which was released just now: processes that had
    an earlier version end, and new ones start with it. ``warm-up`` starts an assignment's processes
    before somebody hands in; ``add`` brings the gradebook what the service knows of an assignment.
    """

    GRADE = "grade"
    RENEW = "renew"
    WARM_UP = "warm-up"
    ADD = "add"


@dataclass(frozen=True)
class Order:
    """Hold one thing to do.

    ``sha256`` names the blob that was handed in, ``timestamp`` is nbgrader's text of when.
    ``accept`` lets a score change though the work is the same: a person asked for it.
    ``additions`` are what to add.
    """

    task: Task
    assignment: str
    attempt_id: str = ""
    student: str = ""
    sha256: str = ""
    timestamp: str = ""
    accept: bool = False
    additions: Additions | None = None


@dataclass(frozen=True)
class Reply:
    """Hold what became of an attempt; ``evidence`` names a blob.

    One that the machine could not grade now is ``waiting``: it is to be sent again, however often.
    """

    attempt_id: str
    state: State
    points: float | None = None
    max_points: float | None = None
    evidence: str | None = None
    problem: str = ""


def write(message: Order | Reply) -> bytes:
    """Return a message as one line."""
    return json.dumps(dataclasses.asdict(message)).encode() + b"\n"


def read_order(line: bytes) -> Order:
    """Return the order in a line of the service's."""
    tree = json.loads(line)
    added = tree.pop("additions")
    read = None if added is None else additions.from_tree(added)
    return Order(task=Task(tree.pop("task")), additions=read, **tree)


def read_reply(line: bytes) -> Reply:
    """Return the reply in a line of a grading process's."""
    tree = json.loads(line)
    return Reply(state=State(tree.pop("state")), **tree)
