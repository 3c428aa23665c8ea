"""What the noted figures say: ratios with their spread, what is fixed, what lies above the floor.

Comes in: one class's part of docs/benchmarks.json. Everything here is arithmetic.
"""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from benchmarks.breakdown import EACH, FIXED

Facts = dict[str, Any]
OURS = "autograder"
FLOORS = 1.15
"""How many times the floor this engine may take for a notebook, apart from what is the same."""


@dataclass(frozen=True)
class Spread:
    """Hold a median with the least and the most."""

    median: float
    least: float
    most: float

    def times(self, factor: float) -> "Spread":
        """Return it in another unit."""
        return Spread(self.median * factor, self.least * factor, self.most * factor)


def spread(numbers: Iterable[float]) -> Spread:
    """Return the median, the least and the most of some numbers."""
    found = sorted(numbers)
    return Spread(statistics.median(found), found[0], found[-1])


def per_submission(section: Facts, contestant: str, key: str) -> Spread:
    """Return the seconds of a contestant's runs, for each submission."""
    runs = [run[key] for run in section["runs"] if run["contestant"] == contestant]
    return spread(runs).times(1 / section["students"])


def ratio(section: Facts, peer: str, key: str) -> Spread:
    """Return how many times more a peer takes than this engine in the runs before and after."""
    return spread(ratios(section["runs"], peer, key))


def ratios(runs: Sequence[Facts], peer: str, key: str) -> list[float]:
    """Return a peer's figure through this engine's, for each pair of neighbouring runs."""
    pairs = [*pairwise(runs), *pairwise(reversed(runs))]
    return [
        one[key] / other[key]
        for one, other in pairs
        if (one["contestant"], other["contestant"]) == (peer, OURS)
    ]


def contestants(section: Facts) -> list[str]:
    """Return who took part, in the order of their first runs."""
    return list(dict.fromkeys(run["contestant"] for run in section["runs"]))


def further_seconds(section: Facts, contestant: str) -> float | None:
    """Return the CPU seconds that each submission after the first takes; None if not measured."""
    for run in section.get("single", ()):
        if run["contestant"] == contestant and section["students"] > 1:
            whole = per_submission(section, contestant, "cpu_seconds").median * section["students"]
            return float((whole - run["cpu_seconds"]) / (section["students"] - 1))
    return None


# ---- the breakdown


def fixed_seconds(section: Facts, part: str) -> float:
    """Return the CPU seconds of a part that a class costs once."""
    return statistics.median(float(parts[part]) for parts in section["breakdown"])


def part_ms(section: Facts, part: str) -> float:
    """Return the CPU milliseconds of a part, for each notebook."""
    return 1000 * fixed_seconds(section, part) / _notebooks(section)


def _notebooks(section: Facts) -> int:
    return int(section["students"] * section["notebooks"])


def start_seconds(parts: Facts) -> float:
    """Return what a class costs once, in one run."""
    return sum(float(parts[part]) for part in FIXED)


def notebook_ms(section: Facts) -> list[float]:
    """Return what a notebook costs in each run, without what its class costs once."""
    return [
        1000 * sum(parts[part] for part in EACH) / _notebooks(section)
        for parts in section["breakdown"]
    ]


# ---- the floor


def floor_ms(section: Facts, key: str) -> list[float]:
    """Return the mean milliseconds of a notebook on the floor, in each run."""
    return [1000 * sum(each[key] for each in ran) / _notebooks(section) for ran in section["floor"]]


def above_floor(section: Facts, key: str) -> tuple[Spread, Spread]:
    """Return how many floors a notebook takes, and its milliseconds above 1.15 of them."""
    pairs = list(zip(notebook_ms(section), floor_ms(section, key), strict=True))
    return (
        spread(ours / floor for ours, floor in pairs),
        spread(ours - FLOORS * floor for ours, floor in pairs),
    )
