"""Grading on a Dask cluster: the same results as here, whatever dies on the way."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from distributed import Client
from engine_course import RIGHT, WRONG, hand_in, write_course

from autograder import gradebook, pipeline, results
from autograder.cli import verbs
from autograder.cluster import Cluster, client
from autograder.configuration import Course
from autograder.errors import OperatorError
from autograder.results import Result, State

CLASS = {f"right-{at}": RIGHT for at in range(4)} | {f"wrong-{at}": WRONG for at in range(3)}
POINTS = {name: 2.0 * (work == RIGHT) for name, work in CLASS.items()}


@pytest.fixture(autouse=True)
def no_gradebook(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep nbgrader's database out of it: it has tests of its own."""
    monkeypatch.setattr(gradebook, "project", lambda *_: None)


@dataclass
class Running:
    """A scheduler and workers of one thread, started as an operator does, by Dask's commands."""

    told: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def scheduler(self) -> subprocess.Popen[bytes]:
        return self.processes[0]

    @property
    def address(self) -> str:
        return str(json.loads(self.told.read_text())["address"])

    def start(self, command: str) -> None:
        options = f"{command} --scheduler-file {self.told} --dashboard-address :0".split()
        self.processes.append(
            subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.dask_{options[0]}", *options[1:]],
                stderr=subprocess.DEVNULL,
            )
        )

    def join(self) -> None:
        """Start one more worker."""
        self.start("worker --nthreads 1 --no-nanny --death-timeout 20")


@contextmanager
def started(folder: Path, workers: int = 2) -> Iterator[Running]:
    running = Running(folder / "scheduler.json")
    try:
        running.start("scheduler --host 127.0.0.1 --port 0")
        while not running.told.is_file():
            time.sleep(0.1)
        for _ in range(workers):
            running.join()
        yield running
    finally:
        for process in reversed(running.processes):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Return a scheduler and two workers."""
    with started(tmp_path_factory.mktemp("dask")) as running:
        wait_for(2, running.address)
        yield running


def wait_for(workers: int, address: str) -> None:
    with Client(address) as asking:
        asking.wait_for_workers(workers, timeout=60)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return a_course(tmp_path)


@pytest.fixture
def slow_course(tmp_path: Path) -> Course:
    """Return a course in which something can happen while a submission runs."""
    return a_course(tmp_path, "import time; time.sleep(1.5)\n")


def a_course(folder: Path, before: str = "") -> Course:
    course = write_course(folder / "course")
    for name, work in CLASS.items():
        hand_in(course, name, before + work)
    return course


def grade_on(address: str, course: Course, **more: Any) -> dict[str, Result]:
    with (
        Cluster(address, course) as cluster,
        pipeline.Grader(course, "lines", machines=cluster) as grader,
    ):
        return {each.student: each for each in grader.grade(**more).results}


def points(found: dict[str, Result]) -> dict[str, float]:
    return {name: result.points for name, result in found.items()}


def test_the_cluster_comes_to_what_this_machine_comes_to(local: Running, course: Course) -> None:
    hand_in(course, "broken", RIGHT)
    (course.submitted / "broken" / "lines" / "paper.ipynb").write_text("{")
    there = grade_on(local.address, course)
    copies = {path: path.read_bytes() for path in course.autograded.rglob("*.ipynb")}
    here = {
        each.student: each for each in pipeline.grade_class(course, "lines", again=True).results
    }
    assert {name: results.comparable(each) for name, each in there.items()} == {
        name: results.comparable(each) for name, each in here.items()
    }
    assert there["broken"].state is State.REFUSED
    assert len(copies) == len(CLASS)
    assert copies == {path: path.read_bytes() for path in copies}
    # What is said of the engine is the same too, so nothing has to run again.
    assert all(len(results.history(course.results, name, "lines")) == 1 for name in there)


def test_without_a_jail_the_workers_grade_where_that_is_asked_for(
    local: Running, course: Course
) -> None:
    with (
        Cluster(local.address, course, unsafe_no_jail=True) as cluster,
        pipeline.Grader(course, "lines", machines=cluster) as grader,
    ):
        found = {each.student: each for each in grader.grade().results}
    assert points(found) == POINTS
    assert {each.engine.split()[1] for each in found.values()} == {"none"}


def test_a_worker_lets_go_of_an_assignment_that_is_done(local: Running, course: Course) -> None:
    def sites() -> list[str]:
        with Cluster(local.address, course) as cluster:
            found = cluster._client.run(lambda dask_worker: list(dask_worker.plugins))
        return [name for names in found.values() for name in names if "autograder" in name]

    with (
        Cluster(local.address, course) as cluster,
        pipeline.Grader(course, "lines", machines=cluster) as grader,
    ):
        grader.grade()
        assert len(sites()) == 2
    assert sites() == []


def test_nothing_that_comes_from_a_worker_is_unpickled(local: Running, course: Course) -> None:
    with Cluster(local.address, course) as cluster:
        assert cluster._client.submit(str.upper, "text").result() == "TEXT"
        with pytest.raises(TypeError, match="msgpack"):
            cluster._client.submit(Path, "path").result()


def test_a_worker_that_is_killed_costs_nobody_anything(slow_course: Course, tmp_path: Path) -> None:
    killed: list[str] = []

    def kill(result: Result) -> None:
        if not killed:
            killed.append(result.student)
            running.processes[1].kill()

    with started(tmp_path) as running:
        wait_for(2, running.address)
        found = grade_on(running.address, slow_course, progress=kill)
        assert running.processes[1].poll() is not None
    assert points(found) == POINTS
    assert all(len(results.history(slow_course.results, name, "lines")) == 1 for name in found)


def test_a_worker_that_joins_late_is_given_the_assignment_too(
    slow_course: Course, tmp_path: Path
) -> None:
    joined: list[str] = []

    def join(result: Result) -> None:
        if not joined:
            joined.append(result.student)
            running.join()
            wait_for(2, running.address)
            running.processes[1].kill()

    with started(tmp_path, workers=1) as running:
        found = grade_on(running.address, slow_course, progress=join)
    assert points(found) == POINTS


def test_without_the_scheduler_what_is_graded_stands_and_the_rest_is_graded_next_time(
    slow_course: Course, tmp_path: Path
) -> None:
    done: list[str] = []

    def kill(result: Result) -> None:
        done.append(result.student)
        if len(done) == 2:
            running.scheduler.kill()

    with started(tmp_path) as running:
        with pytest.raises(OperatorError, match="grade again") as caught:
            grade_on(running.address, slow_course, progress=kill)
    assert caught.value.code == "cluster-lost"
    written = {name for name in CLASS if results.history(slow_course.results, name, "lines")}
    assert set(done) <= written < set(CLASS)
    again = pipeline.grade_class(slow_course, "lines")
    assert again.reused == len(written)
    assert points({each.student: each for each in again.results}) == POINTS
    assert all(len(results.history(slow_course.results, name, "lines")) == 1 for name in CLASS)


# ---- what is refused


def test_without_a_scheduler_it_says_where_it_looked(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "CONNECTING_SECONDS", 1)
    with pytest.raises(OperatorError, match=r"tcp://127\.0\.0\.1:9") as caught:
        Cluster("tcp://127.0.0.1:9", course)
    assert caught.value.code == "cluster-missing"


def test_without_workers_nothing_is_waited_for_long(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "CONNECTING_SECONDS", 1)
    with started(tmp_path, workers=0) as running:
        with pytest.raises(OperatorError, match="no workers") as caught:
            Cluster(running.address, course)
    assert caught.value.code == "cluster-without-workers"


# ---- the command


def test_the_command_grades_on_a_cluster(local: Running, course: Course) -> None:
    address = ["--scheduler", local.address]
    done = CliRunner().invoke(verbs, ["grade", "lines", "--course-dir", str(course.root), *address])
    assert done.exit_code == 0, done.output
    assert all(name in done.output for name in CLASS)
    found = {name: results.latest(course.results, name, "lines") for name in CLASS}
    assert {name: each and each.points for name, each in found.items()} == POINTS


def test_without_dask_the_command_says_what_to_install(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "autograder.cluster", None)
    address = ["--scheduler", "tcp://127.0.0.1:9"]
    done = CliRunner().invoke(verbs, ["grade", "lines", "--course-dir", str(course.root), *address])
    assert isinstance(done.exception, OperatorError)
    assert done.exception.code == "dask-missing"
    assert "pip install 'sealed-autograder[cluster]'" in done.exception.message
