"""The page on the hub's service is what its figures give; `make prove` measures them."""

import json

import hub_figures_page
import pytest
from benchmarks import hub

MIB = 2**20
RUN = {
    "receipt": {"p50": 0.0123, "p95": 0.5, "most": 1.25},
    "score": {"p50": 10.0, "p95": 19.0, "most": 19.5},
    "last_receipt": 3.0,
    "last": 20.0,
    "per_second": 10.0,
    "cpu_seconds": 40.0,
}
MADE_UP = {
    "date": "2026-11-23",
    "machine": "a machine",
    "slots": 2,
    "minutes": 3.5,
    "burst": {
        "students": 200,
        "within_seconds": 3.0,
        "runs": [RUN, {**RUN, "last": 10.0}],
        "graded": [{"wall": 16.0, "cpu": 30.0}, {"wall": 20.0, "cpu": 30.0}],
        "ratio": [0.5, 1.25],
        "cold": {**RUN, "last": 23.0},
        "memory": {"peak_bytes": 512 * MIB, "samples": 9},
    },
    "single": {
        "students": 60,
        **dict.fromkeys(("receipt", "score", "own", "beyond"), RUN["receipt"]),
        "first_after_start": 2.5,
    },
    "flood": {
        "attempts": 100,
        "graded_before": 7,
        "graded_meanwhile": 1,
        "others_wait": 0.75,
        "last": 12.0,
    },
}


def test_the_page_says_what_was_measured() -> None:
    text = " ".join(hub_figures_page.page(MADE_UP).split())
    assert (
        "| 1 | 12 ms | 500 ms | 1.2 s | 10.0 s | 19.0 s | 20.0 s | 10.0 | 16.0 s | 1.25 |" in text
    )
    assert (
        "| 2 | 12 ms | 500 ms | 1.2 s | 10.0 s | 19.0 s | 10.0 s | 10.0 | 20.0 s | 0.50 |" in text
    )
    # The median of a half and five quarters.
    assert "median is 0.88" in text
    assert "had its last score 23.0 s after" in text
    assert "held 512 MiB together" in text
    assert "| beyond | 12 ms | 500 ms | 1.2 s |" in text
    assert "score after 750 ms, while 1 more" in text


def test_the_page_that_is_here_is_what_the_figures_give() -> None:
    noted, page = hub_figures_page.NOTED, hub_figures_page.PAGE
    assert noted.exists() == page.exists()
    if noted.exists():
        assert page.read_text() == hub_figures_page.page(json.loads(noted.read_text()))


@pytest.mark.parametrize(
    ("seconds", "p50", "p95", "most"),
    [([3.0], 3, 3, 3), ([4.0, 1.0], 2.5, 4, 4), (list(range(1, 101)), 50.5, 95, 100)],
)
def test_a_spread_is_the_median_and_what_nineteen_of_twenty_stay_below(
    seconds: list[float], p50: float, p95: float, most: float
) -> None:
    assert hub.spread(seconds) == {"p50": p50, "p95": p95, "most": most}
