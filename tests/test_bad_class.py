"""One bad submission of each kind in a class of thirty good ones: it costs nobody else anything."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradebook_rows
import pytest
from bad_class import grade, readable_afterwards, write_class
from bad_submissions import BAD, NAMELESS, ODD_NAMES
from left_behind import processes_with

from autograder import results
from autograder.configuration import Course
from autograder.results import Result, State

GOOD = 30
REFUSED = [name for name, each in BAD.items() if each.state is State.REFUSED]
GRADED = [name for name, each in BAD.items() if each.state is State.GRADED]


@dataclass(frozen=True)
class Ended:
    """What grading the class left: what it said, and what is on disk."""

    course: Course
    done: "subprocess.CompletedProcess[str]"
    tmp: Path
    left_running: list[int]

    @property
    def facts(self) -> dict[str, dict[str, Any]]:
        return {each["student"]: each for each in json.loads(self.done.stdout)["students"]}

    def result(self, student: str) -> Result:
        found = results.latest(self.course.results, student, "lines")
        assert found is not None
        return found


JAILS = ["unprivileged", pytest.param("auto", marks=pytest.mark.prove)]


@pytest.fixture(scope="module", params=JAILS)
def ended(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ended]:
    root = tmp_path_factory.mktemp("bad")
    tmp = root / "tmp"
    tmp.mkdir()
    course = write_class(root / "course", GOOD, BAD, (*ODD_NAMES, *NAMELESS), jail=request.param)
    with readable_afterwards(course):
        done = grade(course, "--json", tmp=tmp)
        yield Ended(course, done, tmp, processes_with(f"TMPDIR={tmp}"))


def test_the_class_has_one_of_each_of_many_kinds() -> None:
    assert len(BAD) >= 60
    assert len(REFUSED) >= 25


def test_the_command_says_that_some_need_the_instructor(ended: Ended) -> None:
    assert ended.done.returncode == 1, ended.done.stderr
    assert "Traceback" not in ended.done.stderr


def test_every_good_submission_gets_its_full_points(ended: Ended) -> None:
    good = {name: each for name, each in ended.facts.items() if name.startswith("good-")}
    assert len(good) == GOOD
    assert {(each["state"], each["points"]) for each in good.values()} == {("graded", 2)}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_notebook_is_refused_with_a_reason_and_a_remedy(ended: Ended, name: str) -> None:
    found, expected = ended.facts[name], BAD[name]
    assert found["state"] == "refused"
    assert expected.reason in found["problem"]
    assert expected.remedy in found["problem"]
    assert expected.remedy
    assert ended.result(name).notebooks == ()


@pytest.mark.parametrize("name", GRADED)
def test_what_can_be_judged_is_judged(ended: Ended, name: str) -> None:
    expected, found = BAD[name], ended.result(name)
    (test,) = found.notebooks[0].tests
    assert found.state is State.GRADED
    assert test.verdict.value in expected.verdict.split("|")
    assert test.points == expected.points
    # A student who lost points is told why.
    assert bool(test.message) == (expected.points == 0)


def test_an_odd_name_costs_nothing(ended: Ended) -> None:
    odd = {name: ended.facts[name] for name in ODD_NAMES}
    assert {(each["state"], each["points"]) for each in odd.values()} == {("graded", 2)}


@pytest.mark.parametrize("name", NAMELESS)
def test_a_name_that_the_gradebook_cannot_hold_is_refused_with_a_remedy(
    ended: Ended, name: str
) -> None:
    found = ended.facts[name]
    assert found["state"] == "refused"
    assert "rename the student's folder" in found["problem"]


def test_the_gradebook_has_everybody_with_the_points_of_the_results(ended: Ended) -> None:
    rows = gradebook_rows.read(ended.course.root / "gradebook.db")
    expected = {name: each for name, each in ended.facts.items() if name not in NAMELESS}
    assert [(who, cell) for who, cell, *_ in rows] == [(who, "test1") for who in sorted(expected)]
    for who, _, auto, manual, waits in rows:
        is_refused = expected[who]["state"] == "refused"
        assert (auto, manual) == (None if is_refused else expected[who]["points"], None)
        assert waits == is_refused


def test_nothing_is_left_behind(ended: Ended) -> None:
    assert list(ended.tmp.iterdir()) == []
    assert ended.left_running == []
    assert not list(ended.course.root.rglob("*.partial"))


def test_the_table_lists_each_refused_one_with_its_reason(ended: Ended) -> None:
    with readable_afterwards(ended.course):
        done = grade(ended.course, tmp=ended.tmp)
    lines = done.stdout.splitlines()
    waiting = len(REFUSED) + len(NAMELESS)
    listed = lines[lines.index(f"For the instructor to look at: {waiting}") + 1 :]
    text = " ".join(" ".join(listed).split())
    for name in REFUSED:
        assert f"{name}: {ended.facts[name]['problem']}" in text
    assert "\x1b" not in done.stdout
