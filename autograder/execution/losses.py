"""What is said of steps that were not run to their end: findings, epitaphs, verdicts."""

from typing import Any

from autograder.verdicts import Verdict

Finding = dict[str, Any]
"""What the examiner says of a test cell: verdict, message, note, partial, student_gone."""


_REASONS = {
    Verdict.TIMEOUT: "The notebook ran out of time before this test.",
    Verdict.MEMORY: "The notebook ran out of memory before this test.",
    Verdict.CRASHED: "The notebook's process ended before this test.",
}


def lost_finding(verdict: Verdict, note: str = "") -> Finding:
    """Return what to say of a test cell that was not judged."""
    message = _REASONS.get(verdict, "")
    return {"verdict": verdict, "message": message, "note": note, "partial": None}


_TROUBLES = {"KeyboardInterrupt": Verdict.TIMEOUT, "MemoryError": Verdict.MEMORY}


def trouble_of(error: str | None) -> Verdict | None:
    """Return what an error in a cell means for the names that the cell did not bind."""
    return _TROUBLES.get(error or "")


def epitaph(verdict: Verdict) -> dict[str, Any]:
    """Return the output of a cell that its process did not survive."""
    texts = {
        Verdict.TIMEOUT: "This cell ran longer than it may, and was stopped.",
        Verdict.MEMORY: "This cell used more memory than it may, and was stopped.",
        Verdict.CRASHED: "This cell ended the notebook's process.",
    }
    text = texts.get(verdict, "This cell was stopped.")
    return {"output_type": "error", "ename": verdict.value, "evalue": text, "traceback": [text]}


class Stopped(Exception):
    """Say that a process ended at a step.

    ``verdict`` is what that means for what hangs on the step; ``finding`` is the examiner's word
    on a test cell that ended the student process.
    """

    def __init__(
        self, at: int, verdict: Verdict, note: str = "", finding: Finding | None = None
    ) -> None:
        """Keep the step's index."""
        super().__init__(note)
        self.at, self.verdict, self.note = at, verdict, note
        self.finding = finding or lost_finding(verdict, note)
