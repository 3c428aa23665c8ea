"""Memory of a process tree, sampled while it runs.

Counted is the proportional set size (PSS): a page that several processes share counts once, each
having its part of it, so that forks are not counted for what they never wrote to. The kernel walks
through all the pages for a sample, which takes time: no run that is sampled counts for speed.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import meters
from benchmarks.contestants import Command, Running

EVERY_SECONDS = 0.25


@dataclass(frozen=True)
class Sample:
    """Hold what a tree held at one time; ``graded`` counts the submissions that were done."""

    seconds: float
    pss_bytes: int
    graded: int = 0


def sample(
    commands: Sequence[Command],
    folder: Path,
    graded: Callable[[], int] = lambda: 0,
    every_seconds: float = EVERY_SECONDS,
) -> list[Sample]:
    """Run commands side by side, and return what they held together, time by time.

    Raises RuntimeError when one fails.
    """
    samples: list[Sample] = []
    started = time.monotonic()
    with Running(commands, folder) as programs:
        while not programs.is_over:
            done = graded()
            held = meters.pss_bytes(meters.tree(each.pid for each in programs.programs))
            samples.append(Sample(round(time.monotonic() - started, 2), held, done))
            time.sleep(every_seconds)
        programs.wait()
    return samples


def peak(samples: Sequence[Sample]) -> int:
    """Return the most bytes that were held."""
    return max((each.pss_bytes for each in samples), default=0)


def around(samples: Sequence[Sample], done: int) -> int:
    """Return the median of what was held while about so many were done, in bytes."""
    near = sorted(samples, key=lambda each: abs(each.graded - done))[:9]
    held = sorted(each.pss_bytes for each in near)
    return held[len(held) // 2] if held else 0


def steady(samples: Sequence[Sample]) -> int:
    """Return the median of what was held between the first and the last that was done, in bytes."""
    most = max((each.graded for each in samples), default=0)
    held = sorted(each.pss_bytes for each in samples if 0 < each.graded < most)
    return held[len(held) // 2] if held else 0
