"""The page on large courses is what its figures give, and its arithmetic is what it says."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping

import pytest
import scale_page
from benchmarks import meters
from benchmarks.meters import Reading
from scale_page import Kind, core_hours, duration, plan

# A second at the worker, of which 0.8 in the jail; the program writes ten a second.
MADE_UP = Kind(
    title="made up",
    orders=2,
    jailed=0.8,
    supervising=0.1,
    worker=0.1,
    feeding=0.002,
    looking=0.001,
    writing=0.1,
    gradebook=0.003,
    program=0.09,
    start=16.0,
)


def noted() -> Mapping[str, object]:
    found: Mapping[str, object] = json.loads(scale_page.NOTED.read_text())
    return found


def benchmarks() -> Mapping[str, object]:
    return scale_page._read(scale_page.BENCHMARKS)


def test_the_page_is_what_the_figures_give() -> None:
    assert scale_page.PAGE.read_text() == scale_page.page(noted(), benchmarks())


def test_few_cores_are_what_takes_longest() -> None:
    found = plan(MADE_UP, 2, students=1000)
    assert found.computing == pytest.approx(500)
    assert found.scheduling == pytest.approx(2)
    assert found.writing == pytest.approx(100)
    # Two cores start the zygotes in 8 seconds; looking and the gradebook take 4.
    assert found.seconds == pytest.approx(500 + 8 + 4)
    assert found.needed == 1


def test_many_cores_wait_for_the_program_that_writes_until_the_course_is_split() -> None:
    whole = plan(MADE_UP, 100, students=100_000)
    assert whole.computing == pytest.approx(1000)
    # Eight cores of each worker start its zygotes in 2 seconds.
    assert whole.seconds == pytest.approx(10_000 + 2 + 400)
    assert whole.needed == 10
    split = plan(MADE_UP, 100, whole.needed, students=100_000)
    assert split.seconds == pytest.approx(1000 + 2 + 40)
    assert split.needed == 10


def test_a_course_that_is_done_in_minutes_is_not_split() -> None:
    found = plan(MADE_UP, 1000, students=6000)
    assert found.computing == pytest.approx(6)
    assert found.writing == pytest.approx(600)
    assert found.needed == 1


def test_the_ceilings_are_what_a_submission_takes_against_what_one_can_hand_out_or_write() -> None:
    assert MADE_UP.useful_cores == pytest.approx(10)
    assert MADE_UP.feedable_cores == pytest.approx(500)


def test_core_hours_count_everybody() -> None:
    hours = core_hours(MADE_UP, 16, students=3600)
    assert list(hours.values()) == pytest.approx([0.8 * 3600 / 3600, 0.2, 32 / 3600, 0.002, 0.09])


def test_what_the_benchmark_of_stars_found_goes_before_the_cluster_s_own() -> None:
    own = scale_page.kinds(noted(), {})
    runs = [
        {"student cells, without drawing": 30.0, "examination": 10.0, "supervisor": 9.0},
        {"student cells, without drawing": 34.0, "examination": 14.0, "supervisor": 9.0},
    ]
    theirs = scale_page.kinds(noted(), {"stars": {"students": 4, "breakdown": runs}})
    assert theirs["stars"].jailed == pytest.approx(11.0)
    assert theirs["stars"].supervising == own["stars"].supervising
    assert theirs["light"] == own["light"]


@pytest.mark.parametrize(
    ("seconds", "told"), [(59.4, "59 s"), (90, "1.5 min"), (5400, "1.5 h"), (129600, "1.5 d")]
)
def test_a_duration_is_told_in_the_unit_that_fits(seconds: float, told: str) -> None:
    assert duration(seconds) == told


def test_a_meter_tells_what_each_of_many_took() -> None:
    before = Reading(wall=100.0, client=5.0, scheduler=1.0, workers=2.0, jailed=3.0)
    after = Reading(wall=110.0, client=7.0, scheduler=2.0, workers=2.0, jailed=8.0)
    assert after.per(10, before) == {
        "wall": 1.0,
        "client": 0.2,
        "scheduler": 0.1,
        "workers": 0.0,
        "jailed": 0.5,
        "cpu": 0.8,
    }


def test_a_tree_holds_the_processes_below() -> None:
    waiting = [sys.executable, "-c", "print(1, flush=True); input()"]
    with subprocess.Popen(waiting, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as below:
        assert below.stdout is not None
        assert below.stdout.readline() == b"1\n"
        assert {os.getpid(), below.pid} <= set(meters.tree([os.getpid()]))
        assert meters.tree([below.pid]) == [below.pid]
        assert meters.pss_bytes([below.pid]) > 2**20
