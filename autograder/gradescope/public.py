"""What became of the public part of a test cell, told from what ended the whole cell.

The engine runs a test cell once, public and hidden part together, and says which of them ended it
early. Students are shown the public part's outcome at once, and that of the hidden part only when
their instructor says so: what is told here must not tell of the hidden part.
"""

from enum import StrEnum

from autograder.assignment import BEGIN_HIDDEN, END_HIDDEN, Line, TestCell, region_lines
from autograder.results import TestResult
from autograder.verdicts import Verdict


class Public(StrEnum):
    """Name what became of a public part.

    ``absent``: the whole test is hidden. ``unknown``: a person has to decide.
    """

    ABSENT = "absent"
    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


def public_outcome(test: TestCell, result: TestResult, *, ended_hidden: bool) -> Public:
    """Return what became of the public part; ``ended_hidden`` when the hidden one ended the cell.

    Where the notebook's process ended, and nobody knows at which line, the public part has failed.
    """
    if not any(_says_something(line.text) for line in _lines(test) if not line.inside):
        return Public.ABSENT
    if ended_hidden or result.verdict in (Verdict.PASSED, Verdict.PARTIAL):
        return Public.PASSED
    return Public.FAILED if result.verdict.carries_score else Public.UNKNOWN


def has_hidden_part(test: TestCell) -> bool:
    """Tell whether the release shows less than the whole test."""
    return any(line.inside and _says_something(line.text) for line in _lines(test))


def is_followed_by_more(test: TestCell) -> bool:
    """Tell whether the public part goes on behind a hidden one, which may keep it from running."""
    lines = _lines(test)
    first = next((line.number for line in lines if line.inside), len(lines))
    return any(_says_something(line.text) for line in lines[first:] if not line.inside)


def _lines(test: TestCell) -> tuple[Line, ...]:
    return region_lines(test.source, BEGIN_HIDDEN, END_HIDDEN)


def _says_something(text: str) -> bool:
    code = text.strip()
    return bool(code) and not code.startswith("#")
