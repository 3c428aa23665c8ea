"""The grader is killed at random moments: no grade is lost, none is wrong, none is there twice.

One cycle kills it five times: twice while a class is graded for the first time, once while a test
that was mended is run and the differences are put aside, twice while they are accepted. After each
of these three, a run to the end must leave what an undisturbed run leaves.
"""

import json
import os
import random
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradebook_rows
import pytest
from engine_course import Check, Locked, Part, Work, hand_in, write_course
from left_behind import wait_for_none

from autograder import results
from autograder.configuration import Course

STUDENTS = tuple(f"s{number:02}" for number in range(12))
WORKS = ("total = start + 2", "total = start", "total = start +", "import os\nos._exit(1)")
"""Right, right only for the mended test, never right, and one that ends its process."""
MOST_SECONDS = 120


def parts(hidden: str) -> tuple[Part, ...]:
    return Locked("start = 40"), Work("", "total = start + 2"), Check("total", hidden, 2)


FIRST, MENDED = parts("assert total == 42, 'add two'"), parts("assert total >= 40, 'add two'")


@dataclass(frozen=True)
class Phase:
    """What is asked of the grader, by which master, and how often it is killed meanwhile."""

    name: str
    master: tuple[Part, ...]
    arguments: tuple[str, ...]
    kills: int


PHASES = (
    Phase("first", FIRST, (), 2),
    Phase("mended", MENDED, (), 1),
    Phase("accepted", MENDED, ("--accept",), 2),
)


def make_class(folder: Path) -> Course:
    course = write_course(folder / "course", *FIRST)
    for number, student in enumerate(STUDENTS):
        # The sleep gives a random moment a chance to lie within the students' work.
        hand_in(course, student, f"import time\ntime.sleep(0.1)\n{WORKS[number % len(WORKS)]}")
    (folder / "tmp").mkdir()
    return course


def start(course: Course, phase: Phase) -> "subprocess.Popen[str]":
    write_course(course.root, *phase.master)
    return subprocess.Popen(
        ["autograder", "grade", "lines", "--jobs", "2", "--json", *phase.arguments],
        cwd=course.root,
        env={**os.environ, "TMPDIR": str(tmp_of(course))},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def tmp_of(course: Course) -> Path:
    return course.root.parent / "tmp"


def finish(course: Course, phase: Phase) -> dict[str, Any]:
    """Run a phase to its end; return what it said."""
    with start(course, phase) as grader:
        said, complaints = grader.communicate(timeout=MOST_SECONDS)
    assert grader.returncode in (0, 1), complaints
    return dict(json.loads(said))


def kill_in(course: Course, phase: Phase, seconds: float) -> None:
    """Start a phase, and kill the grader alone after so many seconds; nothing of it may stay."""
    with start(course, phase) as grader:
        time.sleep(seconds)
        grader.kill()
        # Not `communicate`: whoever holds on to the pipes would be waited for.
        grader.wait(timeout=MOST_SECONDS)
        left = wait_for_none(f"TMPDIR={tmp_of(course)}", seconds=10)
    assert left == []


def left_by(course: Course, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return all that a phase left, but for what was measured."""
    root = course.root
    newest = {student: results.latest(course.results, student, "lines") for student in STUDENTS}
    return {
        "said": said,
        "results": {
            student: found and results.comparable(found) for student, found in newest.items()
        },
        "files": sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()),
        "pages": {
            str(path.relative_to(root)): path.read_bytes()
            for folder in (course.autograded, course.feedback)
            for path in folder.rglob("*")
            if path.is_file()
        },
        "gradebook": gradebook_rows.read(root / "gradebook.db"),
    }


@dataclass(frozen=True)
class Undisturbed:
    """What each phase leaves, and how long it takes, when nobody kills it."""

    left: Mapping[str, Mapping[str, Any]]
    seconds: Mapping[str, float]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    course = make_class(tmp_path_factory.mktemp("undisturbed"))
    left, seconds = {}, {}
    for phase in PHASES:
        began = time.monotonic()
        said = finish(course, phase)
        seconds[phase.name] = time.monotonic() - began
        left[phase.name] = left_by(course, said)
    return Undisturbed(left, seconds)


@pytest.mark.serial
def test_the_undisturbed_runs_leave_what_they_should(undisturbed: Undisturbed) -> None:
    """By hand: two points for every fourth student, and after mending for every second one."""
    for name, right in (("first", 1), ("mended", 1), ("accepted", 2)):
        left = undisturbed.left[name]
        expected = {
            student: 2.0 if number % 4 < right else 0.0 for number, student in enumerate(STUDENTS)
        }
        assert {student: found.points for student, found in left["results"].items()} == expected
        assert [(who, auto) for who, _, auto, _, _ in left["gradebook"]] == list(expected.items())
    held = undisturbed.left["mended"]["said"]["held"]["students"]
    assert [each["student"] for each in held] == [*STUDENTS[1::4]]


def age_leftovers(course: Course) -> None:
    """Let all that killed graders left look an hour old: what is young may be somebody's."""
    an_hour_ago = time.time() - 3600
    partial = course.root.rglob("*.partial")
    for path in (*tmp_of(course).iterdir(), *tmp_of(course).glob("*/*"), *partial):
        os.utime(path, (an_hour_ago, an_hour_ago), follow_symlinks=False)


CYCLES = [1, *(pytest.param(seed, marks=pytest.mark.prove) for seed in range(2, 11))]


@pytest.mark.serial
@pytest.mark.parametrize("seed", CYCLES)
def test_killed_five_times_the_grader_ends_where_it_would_have_ended(
    tmp_path: Path, undisturbed: Undisturbed, seed: int
) -> None:
    moments = random.Random(seed)  # noqa: S311 -- the same moments each time
    course = make_class(tmp_path)
    for phase in PHASES:
        for _ in range(phase.kills):
            kill_in(course, phase, moments.uniform(0.02, 1.02) * undisturbed.seconds[phase.name])
        age_leftovers(course)
        left = left_by(course, finish(course, phase))
        for what, expected in undisturbed.left[phase.name].items():
            assert left[what] == expected, f"{phase.name}: {what}"
        assert not list(tmp_of(course).iterdir()), phase.name
