"""The margins of thresholds, as a table for people and as facts for programs."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from rich.table import Table
from rich.text import Text

from autograder.report.table import printable
from autograder.verify.margins import Reached, Threshold

CLOSE = 1.0
"""A margin of fewer spreads than this is shown as a warning."""


def margins_table(thresholds: Iterable[Threshold]) -> Table:
    """Return a table with one row for each threshold; a spread is that of the honest runs."""
    table = Table(box=None, padding=(0, 2, 1, 0), pad_edge=False)
    table.add_column("threshold", overflow="fold", ratio=4)
    table.add_column("runs", justify="right", no_wrap=True)
    table.add_column("median", justify="right", no_wrap=True)
    table.add_column("worst right one", overflow="fold", ratio=4)
    table.add_column("best wrong one", overflow="fold", ratio=4)
    table.add_column("", no_wrap=True)
    for each in thresholds:
        table.add_row(
            _place(each),
            Text(str(len(each.honest))),
            Text(f"{each.median:+.3g}"),
            _reached(each, each.worst),
            _reached(each, each.best_wrong),
            _verdict(each),
        )
    return table


def _place(threshold: Threshold) -> Text:
    place = threshold.place
    where = f"{place.notebook}, {place.grade_id}, line {place.line}"
    return Text.assemble((f"{printable(where)}\n", "bold"), printable(place.text))


def _reached(threshold: Threshold, reached: Reached | None) -> Text:
    if reached is None:
        return Text("none fails here", "dim")
    sides = f"{reached.left:.4g} against {reached.right:.4g}"
    spreads = threshold.spreads(reached.slack)
    far = "" if spreads is None else f", {spreads:+.2g} spreads"
    who = printable(f"{reached.who}, {reached.data} data")
    return Text.assemble((f"{reached.slack:+.3g}{far}", "bold"), f"\n{sides}\n", (who, "dim"))


def _verdict(threshold: Threshold) -> Text:
    spreads = threshold.spreads(threshold.worst.slack)
    if threshold.overlaps:
        return Text("overlap", "red")
    if not threshold.place.decisive:
        return Text("one of several", "dim")
    if spreads is not None and spreads < CLOSE:
        return Text("close", "yellow")
    return Text("apart", "green")


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
    }


def _told(threshold: Threshold, reached: Reached | None) -> dict[str, Any] | None:
    if reached is None:
        return None
    return {**dataclasses.asdict(reached), "spreads": threshold.spreads(reached.slack)}
