"""What the benchmark makes of its figures; the benchmark itself runs by `make bench`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from benchmarks import bench
from benchmarks.bench import Run

OURS = [
    Run(1.0, 0.5, {"one": 0.75, "two": 0.25}),
    Run(2.0, 1.0, {"one": 1.5, "two": 0.5}),
]
THEIRS = [Run(8.0, 9.0), Run(5.0, 6.0), Run(6.0, 7.0)]


def test_the_run_in_the_middle_counts_and_of_two_the_slower_one() -> None:
    assert bench.middle(OURS).cpu_seconds == 2.0
    assert bench.middle(THEIRS).cpu_seconds == 6.0


def test_the_ratios_say_how_much_more_nbgrader_takes() -> None:
    found = bench.report("fit", 12, 2, OURS, THEIRS)
    assert found.cpu_ratio == 3.0
    assert found.wall_ratio == 7.0
    assert found.rounds == 3


def test_the_table_shows_both_and_a_breakdown_that_adds_up() -> None:
    lines = bench.table(bench.report("fit", 12, 2, OURS, THEIRS)).splitlines()
    rows = {line[:40].strip(): line[40:].split() for line in lines}
    assert rows["autograder grade --jobs 2"] == ["2.000", "1.000"]
    assert rows["nbgrader autograde"] == ["6.000", "7.000"]
    assert rows["nbgrader / autograder"] == ["3.000", "7.000"]
    assert rows["one"] == ["1.500"]
    assert rows["two"] == ["0.500"]
    assert rows["together"] == ["2.000"]
    assert lines[-1] == "CPU of each run: autograder 1.000, 2.000; nbgrader 8.000, 5.000, 6.000"


def test_the_report_is_plain_json() -> None:
    found = asdict(bench.report("fit", 12, 2, OURS, THEIRS))
    tree = json.loads(json.dumps(found))
    assert tree["ours"] == {
        "cpu_seconds": 2.0,
        "wall_seconds": 1.0,
        "breakdown": {"one": 1.5, "two": 0.5},
    }
    assert len(tree["all_ours"]) == 2


def test_a_command_s_children_are_counted(tmp_path: Path) -> None:
    """Let a child of the command work for half a CPU second, and the command itself sleep."""
    work = "import time\nwhile time.process_time() < 0.5: pass"
    command = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {work!r}])"
    run, printed = bench.timed([sys.executable, "-c", command], tmp_path, students=2)
    assert 0.25 <= run.cpu_seconds < 1.0
    assert printed == ""


def test_a_command_that_fails_is_no_figure(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no such course"):
        bench.timed([sys.executable, "-c", "raise SystemExit('no such course')"], tmp_path, 1)
