"""Measure what the jail and the wall cost one submission, in milliseconds.

The same honest submission of the attackers' target is run in turn, so that a busy machine slows all
ways alike: *beside*, its cells and its test cells one after the other in one fork of the warm
student's zygote, with no jail and no examiner; *wall*, examined across the wall, without a jail;
and in each tier of the jail. Medians of wall-clock and of CPU time; the differences are the cost.
"""

import argparse
import json
import shutil
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from autograder.assignment import read
from autograder.configuration import Course
from autograder.execution.decoys import Decoy
from autograder.execution.grading import grade
from autograder.execution.pool import Pool
from autograder.execution.rooms import Zygote
from autograder.jail.entry import Tier
from autograder.submission import Kind, Submission, take_in

# These lie beside the tests, which are no package.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import attack_course
from attack_course import NAME, Secrets

Way = Callable[[], float]
"""Run the submission once; return its CPU seconds."""


def main() -> None:
    """Run the program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        course = attack_course.write_course(Path(folder) / "course", Secrets.draw())
        ways = all_ways(course, stack)
        for way in ways.values():
            way()
        print(json.dumps(measured(ways, rounds), indent=1))


def all_ways(course: Course, stack: ExitStack) -> dict[str, Way]:
    """Start the zygotes of each way."""
    assignment = read(course.source / NAME)
    (master,) = assignment.masters
    submission = take_in(master, attack_course.right(course, master))
    ways: dict[str, Way] = {}
    for tier in (Tier.NONE, Tier.UNPRIVILEGED, Tier.NAMESPACES):
        rooms = stack.enter_context(Pool(assignment, course.settings, tier)).rooms(
            master, warm=True
        )
        if tier is Tier.NONE:
            ways["beside"] = lambda zygote=rooms.student: beside(zygote, submission)
        name = "wall" if tier is Tier.NONE else f"wall and {tier.value}"
        ways[name] = lambda rooms=rooms: grade(rooms, submission, course.settings).result.measured[
            "cpu_seconds"
        ]
    return ways


def beside(zygote: Zygote, submission: Submission) -> float:
    """Run every cell, tests included, in one fork; return its CPU seconds."""
    ours, theirs = socket.socketpair()
    with ours, theirs, tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(zygote.folder, scratch, dirs_exist_ok=True)
        process = zygote.fork(theirs)
        process.tell({"scratch": scratch, "decoy": Decoy.draw().planted([])})
        word = process.hear(time.monotonic() + 60)
        assert "ready" in word, word
        for step in submission.steps:
            source = step.test.source if step.kind is Kind.TEST and step.test else step.source
            process.tell({"run": source, "silent": False, "seconds": 60, "output_bytes": 2**20})
            while "done" not in (word := process.hear(time.monotonic() + 60)):
                pass
            assert word.get("error") is None, word
        return process.end().cpu_seconds


def measured(ways: dict[str, Way], rounds: int) -> dict[str, dict[str, float]]:
    """Return the median milliseconds of each way, and what it takes more than the first."""
    wall: dict[str, list[float]] = {name: [] for name in ways}
    cpu: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            started = time.perf_counter()
            cpu[name].append(way() * 1000)
            wall[name].append((time.perf_counter() - started) * 1000)
    first = next(iter(ways))
    return {
        name: {
            "wall_ms": round(statistics.median(wall[name]), 1),
            "cpu_ms": round(statistics.median(cpu[name]), 1),
            "wall_ms_more": round(
                statistics.median(wall[name]) - statistics.median(wall[first]), 1
            ),
            "cpu_ms_more": round(statistics.median(cpu[name]) - statistics.median(cpu[first]), 1),
        }
        for name in ways
    }


if __name__ == "__main__":
    main()
