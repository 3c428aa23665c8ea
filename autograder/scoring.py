"""From verdicts to points, and how points are written."""

from autograder.verdicts import Verdict


def points(verdict: Verdict, worth: float, partial: float | None = None) -> float | None:
    """Return the points for one test cell, or None when the verdict carries no score.

    ``worth`` are the cell's points; ``partial`` is the number that the cell's last expression
    gave, which nbgrader takes for the points earned when it lies between 0 and ``worth``.
    """
    if not verdict.carries_score:
        return None
    if verdict is Verdict.PARTIAL:
        return partial
    return worth if verdict is Verdict.PASSED else 0.0


def judge(partial: float | None, worth: float) -> Verdict:
    """Return the verdict on a test cell that ran to its end.

    Follows ``nbgrader.utils.get_partial_grade``: a last expression below zero counts as none, one
    above the cell's worth is the instructor's mistake.
    """
    if partial is None or not partial >= 0 or partial == worth:
        return Verdict.PASSED
    return Verdict.PARTIAL if partial < worth else Verdict.INTERNAL


def number(points: float) -> str:
    """Return points with two decimals at most, and none that say nothing."""
    return f"{round(points, 2):.10g}"
