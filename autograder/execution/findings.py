"""What the examiner says of one test cell: verdict, messages, and where an exception came from."""

from dataclasses import dataclass, field
from typing import Any

from autograder.answers.frames import BrokenFrame
from autograder.answers.handles import (
    NotSupported,
    StudentEnded,
    StudentRaised,
    StudentTimeout,
    Trouble,
)
from autograder.execution.noticing import Notice
from autograder.scoring import judge
from autograder.verdicts import Verdict

MESSAGE_CHARACTERS = 2000


@dataclass(frozen=True)
class Finding:
    """Hold what became of a test cell; ``student_gone`` when the student process died of it.

    ``line`` is where in the cell an exception arose, and 0 when none did; ``hidden`` tells that the
    hidden part had a hand in it.
    ``evidence`` is there when an explanation was asked for: `autograder.execution.evidence`.
    ``margins`` are there when they were asked for: `autograder.execution.margins`.
    ``noticed`` is what was odd, and has no say in the verdict; ``asked_away`` tells that
    the student process was lost while it was asked something once more.
    """

    verdict: Verdict
    message: str = ""
    note: str = ""
    partial: float | None = None
    student_gone: bool = False
    evidence: dict[str, Any] | None = None
    noticed: list[Notice] = field(default_factory=list)
    asked_away: bool = False
    line: int = 0
    hidden: bool = False
    margins: list[dict[str, Any]] | None = None


@dataclass(frozen=True)
class Place:
    """Hold where an exception arose: the test cell's line, hidden or not, the messages there."""

    line: int = 0
    hidden: bool = False
    literals: frozenset[str] = frozenset()


def troubled(trouble: Trouble | BrokenFrame, where: Place) -> Finding:
    """Say what it means that an answer did not come over the wall."""
    note = f"line {where.line}: {trouble}"
    if isinstance(trouble, NotSupported):
        return Finding(Verdict.UNSUPPORTED, note=note)
    if isinstance(trouble, StudentTimeout):
        return Finding(Verdict.TIMEOUT, "Your code took too long when the test used it.", note)
    if isinstance(trouble, StudentEnded):
        return Finding(Verdict.CRASHED, "Your code ended the notebook's process.", note)
    message = "Your answer could not be read: it is too large or damaged."
    return Finding(Verdict.ERROR, message, note)


def judged(partial: float | None, worth: float) -> Finding:
    """Say what it means that a test cell ran to its end."""
    verdict = judge(partial, worth)
    if verdict is Verdict.INTERNAL:
        note = f"the test cell gave {partial} points, more than the {worth} that it is worth"
        return Finding(verdict, note=note)
    return Finding(verdict, partial=partial if verdict is Verdict.PARTIAL else None)


def message(where: Place, raised: BaseException) -> str:
    """Return what the student may see: of a hidden test, the literal message and nothing else."""
    if where.hidden:
        if isinstance(raised, AssertionError) and str(raised) in where.literals:
            return str(raised)
        return "A hidden test could not be completed with your answer."
    name = type(raised).__name__
    text = str(raised)[:MESSAGE_CHARACTERS]
    if isinstance(raised, AssertionError | StudentRaised):
        return text or "A visible test of this cell fails."
    return f"{name}: {text}"
