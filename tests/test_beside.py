"""An honest class loses nothing to bombs that are graded beside it, and little time."""

from pathlib import Path

import attack_course
import pytest
from benchmarks import beside

HONEST = 16
MOST_CPU, MOST_WALL = 1.5, 3.0
"""How many times as long an honest submission may take beside bombs, at the median.

Two are graded at a time, on two processors: whoever is graded beside, honest or not, has one.
"""


def test_everybody_takes_their_turn_evenly_spread() -> None:
    assert beside.spread(["a", "b"], ["1", "2", "3", "4"]) == ["1", "a", "2", "3", "b", "4"]


@pytest.mark.prove
@pytest.mark.serial
def test_an_honest_class_beside_bombs_keeps_its_points_and_nearly_its_speed(tmp_path: Path) -> None:
    attacks = attack_course.read_attacks("resources")
    report = beside.measure(tmp_path / "course", HONEST, attacks, "unprivileged")
    assert report["points"] == [report["most"]]
    assert report["ratio"]["cpu_seconds"] < MOST_CPU
    assert report["ratio"]["wall_seconds"] < MOST_WALL
