"""Measure, on a file of stars, what the exercises on correlations ask about.

The exercises are only as good as the file: the two pairs with the highest correlation must stand
clear of the third, the logarithm must help, and the usual mistakes must give other numbers.
"""

import csv
import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

NUMERIC = ("Temperature", "Luminosity", "Size", "A_M")
EXPECTED_PAIRS = {("Luminosity", "A_M"), ("Size", "A_M")}

LEAST_THIRD_MARGIN = 0.05
LEAST_LOG_GAIN = 0.2
LEAST_LOG1P_DIFFERENCE = 1e-3
LEAST_NEGATIVE_MAGNITUDES = 24


@dataclass(frozen=True)
class Lessons:
    """Hold the correlations of one file.

    ``pairs`` maps each pair of numeric columns to Pearson's r. The next three hold r between A_M
    and the logarithm of Luminosity and of Size, the same with log(1 + x), and r between log A_M and
    the plain column; then that of both logarithms. Where log A_M is asked for, only stars with
    positive A_M count, as in pandas.
    """

    pairs: dict[tuple[str, str], float]
    log_r: dict[str, float]
    log1p_r: dict[str, float]
    log_magnitude_r: dict[str, float]
    both_logs_r: dict[str, float]
    negative_magnitudes: int

    @property
    def ranked(self) -> list[tuple[str, str]]:
        """List the pairs by falling absolute r."""
        return sorted(self.pairs, key=lambda pair: -abs(self.pairs[pair]))

    @property
    def third_margin(self) -> float:
        """Give the lead in absolute r of the lower expected pair over every other pair."""
        others = (abs(r) for pair, r in self.pairs.items() if pair not in EXPECTED_PAIRS)
        return min(abs(self.pairs[pair]) for pair in EXPECTED_PAIRS) - max(others)

    @property
    def log_gain(self) -> float:
        """Give the smaller gain in absolute r that the logarithm brings."""
        return min(abs(self.log_r[c]) - abs(self.pairs[(c, "A_M")]) for c in self.log_r)

    @property
    def log1p_difference(self) -> float:
        """Give the smaller difference in r between log and log1p."""
        return min(abs(self.log_r[c] - self.log1p_r[c]) for c in self.log_r)

    @property
    def log_magnitude_difference(self) -> float:
        """Give the smallest difference in r between log of the column and a use of log A_M."""
        mistakes = (self.log_magnitude_r, self.both_logs_r)
        return min(abs(self.log_r[c] - wrong[c]) for wrong in mistakes for c in self.log_r)

    @property
    def hold(self) -> bool:
        """Tell whether every lesson holds with the least margin that we accept."""
        return (
            self.third_margin >= LEAST_THIRD_MARGIN
            and self.log_gain >= LEAST_LOG_GAIN
            and self.log1p_difference > LEAST_LOG1P_DIFFERENCE
            and self.negative_magnitudes >= LEAST_NEGATIVE_MAGNITUDES
        )


def measure(rows: Sequence[Sequence[float]]) -> Lessons:
    """Measure the lessons on rows of the numeric columns, in the order of ``NUMERIC``."""
    columns = dict(zip(NUMERIC, zip(*rows, strict=True), strict=True))
    magnitude = columns["A_M"]
    r = statistics.correlation
    positive = [i for i, value in enumerate(magnitude) if value > 0]
    log_magnitude = [math.log(magnitude[i]) for i in positive]
    both = ("Luminosity", "Size")
    return Lessons(
        pairs={pair: r(columns[pair[0]], columns[pair[1]]) for pair in combinations(NUMERIC, 2)},
        log_r={c: r([math.log(v) for v in columns[c]], magnitude) for c in both},
        log1p_r={c: r([math.log1p(v) for v in columns[c]], magnitude) for c in both},
        log_magnitude_r={c: r([columns[c][i] for i in positive], log_magnitude) for c in both},
        both_logs_r={
            c: r([math.log(columns[c][i]) for i in positive], log_magnitude) for c in both
        },
        negative_magnitudes=sum(value < 0 for value in magnitude),
    )


def measure_file(path: Path) -> Lessons:
    """Measure the lessons on a file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return measure([[float(row[name]) for name in NUMERIC] for row in csv.DictReader(file)])


def summarise(measured: Sequence[Lessons]) -> str:
    """Say for how many files the lessons hold, and with which margins."""
    rows = (
        ("two expected pairs above the third by", [m.third_margin for m in measured]),
        ("log raises |r| by", [m.log_gain for m in measured]),
        ("log1p differs from log by", [m.log1p_difference for m in measured]),
        ("a use of log A_M differs from log by", [m.log_magnitude_difference for m in measured]),
        ("stars with negative A_M", [float(m.negative_magnitudes) for m in measured]),
    )
    lines = [f"all lessons hold for {sum(m.hold for m in measured)} of {len(measured)} seeds"]
    for heading, values in rows:
        median = statistics.median(values)
        lines.append(f"  {heading}: least {min(values):.4f}, median {median:.4f}")
    return "\n".join(lines)


def describe(name: str, measured: Lessons) -> str:
    """Write the lessons of one file."""
    lines = [f"{name}: all lessons hold: {'yes' if measured.hold else 'NO'}"]
    for pair in measured.ranked[:3]:
        lines.append(f"  r({pair[0]}, {pair[1]}) = {measured.pairs[pair]:.3f}")
    for column, value in measured.log_r.items():
        lines.append(
            f"  r(log {column}, A_M) = {value:.3f}; with log1p {measured.log1p_r[column]:.3f};"
            f" r({column}, log A_M) = {measured.log_magnitude_r[column]:.3f};"
            f" both logs {measured.both_logs_r[column]:.3f}"
        )
    lines.append(f"  stars with negative A_M: {measured.negative_magnitudes}")
    return "\n".join(lines)
