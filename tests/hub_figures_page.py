"""Write the page on the hub's service: docs/hub-figures.md, from docs/hub-figures.json alone.

By hand: ``python tests/hub_figures_page.py``.
"""

import json
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NOTED = ROOT / "docs" / "hub-figures.json"
PAGE = ROOT / "docs" / "hub-figures.md"

Facts = dict[str, Any]

HEAD = """# What the hub's service takes

Measured on one small machine, with those who hand in on the same cores as the service that grades
them, and a stand-in for the hub. The class is the light one of [the benchmarks](benchmarks.md): a
notebook of a few statements on a table. This page is generated from `docs/hub-figures.json`, which
`python tests/benchmarks/hub.py` writes.
"""

BURST = """## A class that hands in at once

Everybody hands in once, at a moment of the same few seconds. *Receipt*: from sending to the answer
that says what was kept. *Score*: from sending to the live update. The service had graded one
attempt before. In turn with each burst, `autograder grade` graded the same class from beginning to
end, and gave the same scores; the ratio is the burst's last score through that time: what it costs
to take work in one by one, to keep it, and to show it.
"""

SINGLE = """## One student at a time

The service has nothing else to do. *Score*: from the receipt until the student has fetched the
points. *Own* are the CPU seconds of the processes that ran the student's work and its tests;
*beyond* is the score's time without them.
"""

FLOOD = """## A flood by one student

Students take turns, so that somebody who hands in again and again delays another by one attempt at
most in each slot.
"""


def write() -> None:
    """Write the page."""
    PAGE.write_text(page(json.loads(NOTED.read_text())))


def page(noted: Facts) -> str:
    """Return the page."""
    return "\n".join(_lines(noted))


def _lines(noted: Facts) -> Iterator[str]:
    yield HEAD
    yield (
        f"Measured {noted['date']}: {noted['machine']}; {noted['slots']} slots; "
        f"{noted['minutes']} minutes."
    )
    yield ""
    yield from _burst(noted["burst"])
    yield from _single(noted["single"])
    yield from _flood(noted["flood"])


def _burst(noted: Facts) -> Iterator[str]:
    yield BURST
    yield (
        f"{noted['students']} students within {noted['within_seconds']:g} seconds, "
        f"{_times(len(noted['runs']))}:"
    )
    yield ""
    yield _row(
        *("round", "receipt: median", "95 %", "most"),
        *("score: median", "95 %", "last of all", "scores a second"),
        *("`autograder grade`", "ratio"),
    )
    yield "|---:|" + "---:|" * 9
    for at, (run, graded) in enumerate(zip(noted["runs"], noted["graded"], strict=True), start=1):
        yield _row(
            at,
            *(_seconds(run["receipt"][key]) for key in ("p50", "p95", "most")),
            *(_seconds(run["score"][key]) for key in ("p50", "p95")),
            _seconds(run["last"]),
            f"{run['per_second']:.1f}",
            _seconds(graded["wall"]),
            f"{run['last'] / graded['wall']:.2f}",
        )
    yield ""
    held = noted["memory"]["peak_bytes"] / 2**20
    cold = _seconds(noted["cold"]["last"])
    yield (
        f"The ratio's median is {statistics.median(noted['ratio']):.2f}. A burst on a service that "
        f"had just started, with no zygote yet, had its last score {cold} after the first attempt "
        f"was sent. In one more, service, grading process and zygotes held "
        f"{held:,.0f} MiB together at most (proportional set size: a page that several processes "
        "share counts once)."
    )
    yield ""


def _single(noted: Facts) -> Iterator[str]:
    yield SINGLE
    yield f"{noted['students']} students:"
    yield ""
    yield _row("", "median", "95 %", "most")
    yield "|---|---:|---:|---:|"
    for key in ("receipt", "score", "own", "beyond"):
        yield _row(key, *(_seconds(noted[key][each]) for each in ("p50", "p95", "most")))
    yield ""
    yield (
        "The very first attempt after the service started waited "
        f"{_seconds(noted['first_after_start'])}: grading process and zygotes start with it."
    )
    yield ""


def _flood(noted: Facts) -> Iterator[str]:
    yield FLOOD
    yield (
        f"One student handed in {noted['attempts']} times without waiting, and then another one "
        f"once. {noted['graded_before']} of the flood were graded by then. The other one had the "
        f"score after {_seconds(noted['others_wait'])}, while {noted['graded_meanwhile']} more of "
        f"the flood were graded; the last of the flood came after {_seconds(noted['last'])}."
    )
    yield ""


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _seconds(number: float) -> str:
    return f"{number * 1000:.0f} ms" if number < 1 else f"{number:.1f} s"


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    write()
