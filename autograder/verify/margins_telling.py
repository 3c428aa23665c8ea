"""The margins of thresholds, as a section of what verifying tells: a table, and plain facts."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from autograder.verify.margins import Reached, Threshold
from autograder.verify.sections import Section

MOST_SPREADS = 1000
"""How many spreads are told exactly."""

INTRO = (
    "How far right work stays from each threshold of the tests, and wrong work on the other side. "
    "A spread is what lies between the quartiles of the right runs. Where right and wrong work "
    "overlap, or right work comes close, test structure instead of a score."
)
HEAD = ("threshold", "runs", "worst right one", "best wrong one", "judgement")


def margins_section(thresholds: Iterable[Threshold]) -> Section:
    """Return a section with one row for each threshold, and all that is known of each as facts."""
    known = tuple(thresholds)
    rows = tuple(_row(each) for each in known)
    facts = {"thresholds": margins_facts(known)}
    return Section("margins", "Margins", INTRO, HEAD, rows, facts=facts)


def _row(threshold: Threshold) -> tuple[str, ...]:
    place = threshold.place
    return (
        f"{place.notebook}, {place.grade_id}, line {place.line}: {place.text}",
        str(len(threshold.honest)),
        _reached(threshold, threshold.worst),
        _reached(threshold, threshold.best_wrong),
        _judgement(threshold),
    )


def _reached(threshold: Threshold, reached: Reached | None) -> str:
    """Return how far it was, and who."""
    if reached is None:
        return "" if threshold.place.chooses else "none fails here"
    spreads = threshold.spreads(reached.slack)
    far = "" if spreads is None else f", {_spreads(spreads)}"
    sides = f"{reached.left:.4g} against {reached.right:.4g}"
    return f"{reached.slack:+.3g}{far} ({sides}): {reached.who}, {reached.data} data"


def _spreads(count: float) -> str:
    if abs(count) > MOST_SPREADS:
        return f"over {MOST_SPREADS} spreads"
    return f"{count:+.2g} spreads" if abs(count) < 10 else f"{count:+.0f} spreads"


def _judgement(threshold: Threshold) -> str:
    if threshold.overlaps:
        return "overlap"
    if threshold.place.chooses:
        return "a close choice" if threshold.is_close else "a choice"
    if not threshold.place.decisive:
        return "one of several"
    if threshold.worst.slack == 0:
        return "met exactly"
    return "close" if threshold.is_close else "apart"


def margins_facts(thresholds: Iterable[Threshold]) -> list[dict[str, Any]]:
    """Return all that is known of the thresholds, as plain data."""
    return [_facts(each) for each in thresholds]


def _facts(threshold: Threshold) -> dict[str, Any]:
    return {
        **dataclasses.asdict(threshold.place),
        "runs": len(threshold.honest),
        "median": threshold.median,
        "spread": threshold.spread,
        "worst": _told(threshold, threshold.worst),
        "wrong_runs": len(threshold.wrong),
        "best_wrong": _told(threshold, threshold.best_wrong),
        "slipped": [_told(threshold, each) for each in threshold.slipped],
        "overlaps": threshold.overlaps,
        "is_close": threshold.is_close,
    }


def _told(threshold: Threshold, reached: Reached | None) -> dict[str, Any] | None:
    if reached is None:
        return None
    return {**dataclasses.asdict(reached), "spreads": threshold.spreads(reached.slack)}
