"""What the service and a grading process say to each other: a line of JSON each."""

import dataclasses
import json
from dataclasses import dataclass
from enum import StrEnum

from autograder.hub.model import State

READY = b"ready\n"
"""The first line that a grading process says: it has the course, and takes orders."""


class Task(StrEnum):
    """Name what a grading process is asked for.

    ``grade`` an attempt; ``renew`` an assignment, which was released just now: processes that had
    an earlier version end, and new ones start with it.
    """

    GRADE = "grade"
    RENEW = "renew"


@dataclass(frozen=True)
class Order:
    """Hold one thing to do.

    ``sha256`` names the blob that was handed in, ``timestamp`` is nbgrader's text of when.
    ``accept`` lets a score change though the work is the same: a person asked for it.
    """

    task: Task
    assignment: str
    attempt_id: str = ""
    student: str = ""
    sha256: str = ""
    timestamp: str = ""
    accept: bool = False


@dataclass(frozen=True)
class Reply:
    """Hold what became of an attempt; ``evidence`` names a blob."""

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
    return Order(task=Task(tree.pop("task")), **tree)


def read_reply(line: bytes) -> Reply:
    """Return the reply in a line of a grading process's."""
    tree = json.loads(line)
    return Reply(state=State(tree.pop("state")), **tree)
