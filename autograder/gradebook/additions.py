"""What a service that takes submissions adds to a gradebook: times, and what was given by hand."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.marks import CellMark


@dataclass(frozen=True)
class Additions:
    """Hold what is set and given for one assignment.

    ``due`` is ISO 8601 in UTC, or empty. ``late_percent_per_day`` of the points earned are taken
    off for each 24 hours begun after it. ``extension_seconds`` is how much later a student may hand
    in, and ``marks`` what people gave for a student's newest work; who has none is left out.
    """

    due: str = ""
    late_percent_per_day: float = 0.0
    extension_seconds: Mapping[str, float] = field(default_factory=dict)
    marks: Mapping[str, tuple[CellMark, ...]] = field(default_factory=dict)


def to_tree(additions: Additions) -> dict[str, Any]:
    """Return additions as JSON has them."""
    return dataclasses.asdict(additions)


def from_tree(tree: Mapping[str, Any]) -> Additions:
    """Return the additions in JSON that `to_tree` made."""
    marks = {
        student: tuple(CellMark(**cell) for cell in cells)
        for student, cells in tree["marks"].items()
    }
    return Additions(**{**tree, "marks": marks})
