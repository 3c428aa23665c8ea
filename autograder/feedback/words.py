"""What a verdict is called on a student's page, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum

from autograder.verdicts import Verdict


class Tone(StrEnum):
    """Name the four looks of a result."""

    GOOD = "good"
    PART = "part"
    BAD = "bad"
    WAIT = "wait"


SIGNS = {Tone.GOOD: "✓", Tone.PART: "◐", Tone.BAD: "✗", Tone.WAIT: "…"}


@dataclass(frozen=True)
class Words:
    """Hold a verdict in words: a title, and a hint that stands even when there is a message."""

    tone: Tone
    title: str
    hint: str = ""


_A_PERSON_LOOKS = Words(
    Tone.WAIT,
    "Waiting for a person",
    "The grader could not decide this by itself. A person will look at it; it costs you nothing.",
)

WAITING_ANSWER = Words(
    Tone.WAIT,
    "Waiting for a person",
    "A person reads and grades this answer; it costs you nothing.",
)
NO_ANSWER = Words(Tone.BAD, "No answer", "This cell was handed in as it came.")

WORDS: dict[Verdict, Words] = {
    Verdict.PASSED: Words(Tone.GOOD, "Passed"),
    Verdict.PARTIAL: Words(Tone.PART, "Partly right"),
    Verdict.FAILED: Words(Tone.BAD, "Not right yet"),
    Verdict.ERROR: Words(
        Tone.BAD,
        "The test stopped with an error",
        "Is your answer of the kind that was asked for (a number, a table, a function)? "
        "Restart the kernel, run all cells in order, and see whether one fails.",
    ),
    Verdict.MISSING: Words(
        Tone.BAD,
        "The answer was not found",
        "Is the name spelled as asked, and does the cell that makes it run without an error?",
    ),
    Verdict.TIMEOUT: Words(
        Tone.BAD,
        "It took too long",
        "Your code was stopped when its time was up. Look for a loop that does not end, or for "
        "work that is done again and again.",
    ),
    Verdict.MEMORY: Words(
        Tone.BAD,
        "It needed too much memory",
        "Your code was stopped when its memory was used up. Look for a list or an array that "
        "grows without end.",
    ),
    Verdict.CRASHED: Words(
        Tone.BAD,
        "Python stopped before the test",
        "Your code ended the whole Python process. Look for exit() or quit(), or for a function "
        "that calls itself without end.",
    ),
    Verdict.UNSUPPORTED: _A_PERSON_LOOKS,
    Verdict.INTERNAL: _A_PERSON_LOOKS,
}
