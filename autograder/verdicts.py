"""What became of one test cell."""

from enum import StrEnum


class Verdict(StrEnum):
    """List every way in which a test cell can end.

    ``unsupported`` and ``internal`` carry no score: they go to the instructor, because neither is
    known to be the student's doing.
    """

    PASSED = "passed"
    PARTIAL = "partial"
    FAILED = "failed"
    ERROR = "error"
    MISSING = "missing"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    UNSUPPORTED = "unsupported"
    INTERNAL = "internal"

    @property
    def carries_score(self) -> bool:
        """Tell whether points follow from this verdict alone."""
        return self not in (Verdict.UNSUPPORTED, Verdict.INTERNAL)
