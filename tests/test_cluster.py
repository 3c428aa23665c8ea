"""Grading on a Dask cluster: the same results as here, whatever dies on the way."""

import importlib
import json
import os
import platform
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dask
import hub_course
import psutil
import pytest
from click.testing import CliRunner
from distributed import Client
from engine_course import RIGHT, WRONG, hand_in, write_course
from gradebook_course import opened

from autograder import assignment, gradebook, pipeline, results
from autograder import notebook as notebooks
from autograder.cli import verbs
from autograder.cluster import Cluster, client, wire, worker, zygotes
from autograder.configuration import Course
from autograder.errors import OperatorError
from autograder.notebook import Notebook
from autograder.pipeline import records
from autograder.results import Result, State

CLASS = {f"right-{at}": RIGHT for at in range(4)} | {f"wrong-{at}": WRONG for at in range(3)}
POINTS = {name: 2.0 * (work == RIGHT) for name, work in CLASS.items()}
LAST = "wrong-2"
ONCE = Counter(CLASS.keys())
PATIENCE_SECONDS = 90
"""How long to wait for what comes within a second where the machine has nothing else to do."""


@pytest.fixture(autouse=True)
def no_gradebook(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Keep nbgrader's database out of it: it has tests of its own."""
    if "with_gradebook" not in request.fixturenames:
        monkeypatch.setattr(gradebook, "project", lambda *_: None)


@pytest.fixture
def with_gradebook() -> None:
    """Write the gradebook all the same."""


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the students in the order in which their results are recorded, each time anew.

    The files do not tell: a result that is equal to the one before it leaves none.
    """
    record, found = records.record, list[str]()

    def noting(course: Course, judged: records.Judged, *more: Any) -> None:
        record(course, judged, *more)
        found.append(judged.result.student)

    monkeypatch.setattr(records, "record", noting)
    return found


def until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)


@contextmanager
def meanwhile(act: Callable[[], object]) -> Iterator[None]:
    """Do something else while the body runs; it has to have happened when the body is done."""
    with ThreadPoolExecutor(1) as other:
        acting = other.submit(act)
        yield
        acting.result()


@dataclass
class Running:
    """A scheduler and workers of one thread, started as an operator does, by Dask's commands."""

    told: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def scheduler(self) -> subprocess.Popen[bytes]:
        return self.processes[0]

    @property
    def workers(self) -> list[subprocess.Popen[bytes]]:
        return self.processes[1:]

    @property
    def address(self) -> str:
        return str(json.loads(self.told.read_text())["address"])

    def open(self, workers: int, port: int = 0) -> None:
        """Start a scheduler and workers, and wait for them."""
        self.told.unlink(missing_ok=True)
        self.start(f"scheduler --host 127.0.0.1 --port {port}")
        until(self.told.is_file)
        for _ in range(workers):
            self.join()
        wait_for(workers, self.address)

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

    def kill(self) -> None:
        """Kill all at once."""
        for process in reversed(self.processes):
            process.kill()
        for process in self.processes:
            process.wait()
        self.processes.clear()

    def tell(self, what: Callable[[], object], workers: list[str] | None = None) -> dict[str, Any]:
        """Run a function on workers; one that stands in another comes to them whole."""
        with Client(self.address) as asking:
            return dict(asking.run(what, workers=workers))

    def stuck(self, place: Path, student: str = LAST, workers: list[str] | None = None) -> "Orders":
        """Let workers note what they begin, and come to no end with a student's order.

        They go on once the file ``go-on`` is there.
        """
        written, go_on = str(place / "orders"), place / "go-on"

        def patch() -> None:
            grade = zygotes.Started.grade

            def noting(
                started: zygotes.Started, master: str, notebook: Notebook, *more: Any
            ) -> Any:
                (name,) = re.findall("# by ([a-z]+-[0-9])", notebooks.write(notebook).decode())
                with open(written, "a") as file:
                    file.write(f"{os.getpid()} {name}\n")
                while re.fullmatch(student, name) and not go_on.exists():
                    time.sleep(0.05)
                return grade(started, master, notebook, *more)

            zygotes.Started.grade = noting

        self.tell(patch, workers)
        return Orders(Path(written))


@dataclass(frozen=True)
class Orders:
    """What workers began, each time that they did."""

    file: Path

    def begun(self) -> list[tuple[int, str]]:
        """Return the worker's process and the student of each."""
        lines = self.file.read_text().splitlines() if self.file.exists() else []
        return [(int(pid), name) for pid, name in map(str.split, lines)]

    def has(self, student: str) -> bool:
        return student in (name for _, name in self.begun())


@contextmanager
def started(folder: Path, workers: int = 2) -> Iterator[Running]:
    running = Running(folder / "scheduler.json")
    try:
        running.open(workers)
        yield running
    finally:
        running.kill()


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Return a scheduler and two workers."""
    with started(tmp_path_factory.mktemp("dask")) as running:
        yield running


def wait_for(workers: int, address: str) -> None:
    with Client(address) as asking:
        if workers:
            asking.wait_for_workers(workers, timeout=PATIENCE_SECONDS)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    course = write_course(tmp_path / "course")
    for name, work in CLASS.items():
        hand_in(course, name, f"# by {name}\n{work}")
    return course


def grade_on(address: str, course: Course, **more: Any) -> dict[str, Result]:
    with (
        Cluster(address, course) as cluster,
        pipeline.Grader(course, "lines", machines=cluster) as grader,
    ):
        return {each.student: each for each in grader.grade(**more).results}


def points(found: dict[str, Result]) -> dict[str, float]:
    return {name: result.points for name, result in found.items()}


def written(course: Course) -> dict[str, int]:
    """Return how many results lie on disk, by student."""
    return {name: len(results.history(course.results, name, "lines")) for name in CLASS}


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


@pytest.mark.parametrize("direct", [None, True], ids=["by-the-scheduler", "from-the-worker"])
def test_nothing_that_comes_from_a_worker_is_unpickled(
    local: Running, course: Course, direct: bool | None
) -> None:
    with (
        dask.config.set({"distributed.client.direct-to-workers": direct}),
        Cluster(local.address, course) as cluster,
    ):
        assert cluster._client.direct_to_workers is direct
        assert cluster._client.submit(str.upper, "text", pure=False).result() == "TEXT"
        with pytest.raises(TypeError, match="msgpack"):
            cluster._client.submit(Path, "path", pure=False).result()


# ---- what dies on the way


@pytest.mark.usefixtures("with_gradebook")
def test_an_order_runs_again_when_its_worker_is_killed_and_counts_once(
    course: Course, tmp_path: Path, recorded: list[str]
) -> None:
    with started(tmp_path) as running:
        pids = running.tell(os.getpid)
        doomed = next(at for at, pid in pids.items() if pid == running.workers[0].pid)
        other = [at for at in pids if at != doomed]
        (tmp_path / "go-on").touch()
        orders = running.stuck(tmp_path, workers=other)
        (tmp_path / "held").mkdir()
        held = running.stuck(tmp_path / "held", student=".*", workers=[doomed])

        def kill() -> None:
            until(held.begun)
            running.workers[0].kill()

        with meanwhile(kill):
            found = grade_on(running.address, course)
    (pid, student), *_ = held.begun()
    assert pid == pids[doomed]
    assert len(held.begun()) == 1
    assert (pids[other[0]], student) in orders.begun()
    assert points(found) == POINTS
    assert Counter(recorded) == ONCE
    assert set(written(course).values()) == {1}
    with opened(course) as book:
        submissions = book.assignment_submissions("lines")
        assert sorted((each.student.id, each.score) for each in submissions) == [*POINTS.items()]


def test_a_worker_that_joins_when_none_is_left_goes_on(
    course: Course, tmp_path: Path, recorded: list[str]
) -> None:
    with started(tmp_path, workers=1) as running:
        orders = running.stuck(tmp_path)

        def replace() -> None:
            until(lambda: orders.has(LAST))
            running.workers[0].kill()
            running.join()

        with meanwhile(replace):
            found = grade_on(running.address, course)
    assert points(found) == POINTS
    assert Counter(recorded) == ONCE


def test_when_no_worker_is_left_what_is_graded_stands_and_the_rest_is_graded_next_time(
    course: Course, tmp_path: Path, recorded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "LOOKING_SECONDS", 0.1)
    with started(tmp_path) as running:
        orders = running.stuck(tmp_path)

        def kill() -> None:
            until(lambda: recorded and orders.has(LAST))
            for each in running.workers:
                each.kill()

        with monkeypatch.context() as short, meanwhile(kill):
            short.setattr(client, "WITHOUT_WORKERS_SECONDS", 0.5)
            with pytest.raises(OperatorError, match="start some and grade again") as caught:
                grade_on(running.address, course)
        assert caught.value.code == "cluster-has-no-workers"
        assert LAST not in recorded
        assert written(course) == {name: recorded.count(name) for name in CLASS}
        running.join()
        assert points(grade_on(running.address, course)) == POINTS
    assert Counter(recorded) == ONCE


@pytest.mark.parametrize("at_once", [False, True], ids=["later", "at-once"])
def test_after_the_scheduler_is_lost_the_same_command_grades_the_rest_on_a_new_one(
    course: Course, tmp_path: Path, recorded: list[str], at_once: bool
) -> None:
    with started(tmp_path) as running:
        address = running.address
        command = ["grade", "lines", "--course-dir", str(course.root), "--scheduler", address]
        orders = running.stuck(tmp_path)

        def start_anew() -> None:
            running.kill()
            running.open(2, port=int(address.rpartition(":")[2]))

        def lose() -> None:
            until(lambda: recorded and orders.has(LAST))
            if at_once:
                start_anew()
            else:
                running.scheduler.kill()

        with meanwhile(lose):
            done = CliRunner().invoke(verbs, command)
        assert isinstance(done.exception, OperatorError)
        assert done.exception.code == "cluster-lost"
        assert "grade again" in done.exception.message
        before = list(recorded)
        assert LAST not in before
        if not at_once:
            start_anew()
        assert running.address == address
        done = CliRunner().invoke(verbs, command)
    assert done.exit_code == 0, done.output
    assert f"not run again: {len(before)}" in done.output
    assert Counter(recorded) == ONCE
    found = {name: results.latest(course.results, name, "lines") for name in CLASS}
    assert {name: each and each.points for name, each in found.items()} == POINTS


def is_zygote(process: psutil.Process) -> bool:
    with suppress(psutil.Error):  # it has just ended
        return "autograder.execution" in " ".join(process.cmdline())
    return False


def test_a_program_that_is_killed_leaves_no_zygotes(course: Course, tmp_path: Path) -> None:
    def grading() -> list[int]:
        """Return how many zygotes each worker has."""
        children = (psutil.Process(each.pid).children() for each in running.workers)
        return [sum(map(is_zygote, each)) for each in children]

    def sites() -> dict[str, int]:
        def count(dask_worker: Any) -> int:
            return sum("autograder" in name for name in dask_worker.plugins)

        return running.tell(count)

    with started(tmp_path, workers=1) as running:
        running.tell(lambda: setattr(zygotes, "IDLE_SECONDS", 0.5))
        orders = running.stuck(tmp_path)
        command = f"grade lines --course-dir {course.root} --scheduler {running.address}"
        program = subprocess.Popen(
            [sys.executable, "-c", "from autograder.cli import main; main()", *command.split()]
        )
        until(lambda: orders.has(LAST))
        program.kill()
        program.wait()
        until(lambda: grading() == [2])
        (tmp_path / "go-on").touch()
        until(lambda: grading() == [0])
        # It is still told of the assignment, as is who joins now, and nothing comes of it.
        running.join()
        wait_for(2, running.address)
        until(lambda: set(sites().values()) == {1})
        assert grading() == [0, 0]
        assert points(grade_on(running.address, course)) == POINTS
    assert set(written(course).values()) == {1}


def test_an_order_that_kills_its_workers_goes_to_the_instructor_and_runs_again_next_time(
    course: Course, tmp_path: Path, recorded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Documented: four workers in a row.
    assert dask.config.get("distributed.scheduler.allowed-failures") == 3
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "0")
    with started(tmp_path, workers=1) as running:
        running.tell(lambda: setattr(worker.Site, "grade", lambda *_: os._exit(1)))
        (lost,) = grade_on(running.address, course, students=[LAST]).values()
        assert lost.state is State.NEEDS_INSTRUCTOR
        assert "several workers were lost" in lost.problem
        assert [test.points for each in lost.notebooks for test in each.tests] == [None]
        running.join()
        (found,) = grade_on(running.address, course, students=[LAST]).values()
    assert (found.state, found.points) == (State.GRADED, 0.0)
    assert recorded == [LAST, LAST]


# ---- one worker's part


def a_site(course: Course, wanted: worker.Versions) -> worker.Site:
    read = assignment.read(course.source / "lines")
    kit = wire.pack_kit(wire.kit_of(read, course.settings))
    return worker.Site("site", kit, wanted, unsafe_no_jail=False)


def an_order(course: Course, student: str) -> str:
    (master,) = assignment.read(course.source / "lines").masters
    handed_in = notebooks.read(course.submitted / student / "lines" / "paper.ipynb")
    return wire.pack_order(master, handed_in, ())


def test_zygotes_end_when_no_order_comes_and_start_again_with_the_next(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zygotes, "IDLE_SECONDS", 0.2)
    site = a_site(course, {})
    site.setup(None)
    assert site._zygotes._started is None
    # An order that runs keeps them, however long it takes.
    hand_in(course, "slow", f"import time; time.sleep(0.6)\n{RIGHT}")
    for student, expected in (("slow", 2.0), ("wrong-0", 0.0)):
        graded = wire.unpack_reply(site.grade(an_order(course, student)))
        assert [test.points for test in graded.result.tests] == [expected]
        until(lambda: site._zygotes._started is None)
    site.teardown(None)
    with pytest.raises(OperatorError) as caught:
        wire.unpack_reply(site.grade(an_order(course, "right-0")))
    assert caught.value.code == "worker-not-ready"


def test_a_worker_that_is_not_like_the_others_grades_nothing(course: Course) -> None:
    site = a_site(course, {"python": "2.7.18"})
    site.setup(None)
    with pytest.raises(OperatorError, match=r"and the others 2\.7\.18") as caught:
        wire.unpack_reply(site.grade(an_order(course, "right-0")))
    assert caught.value.code == "worker-differs"
    site.teardown(None)


# ---- what is refused


def test_without_a_scheduler_it_says_where_it_looked(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "CONNECTING_SECONDS", 1)
    with pytest.raises(OperatorError, match=r"tcp://127\.0\.0\.1:9") as caught:
        Cluster("tcp://127.0.0.1:9", course)
    assert caught.value.code == "cluster-missing"


def test_workers_that_differ_are_named(local: Running, course: Course) -> None:
    def pretend() -> None:
        platform.python_version = lambda: "3.99.0"

    strange = next(iter(local.tell(os.getpid)))
    local.tell(pretend, [strange])
    try:
        with pytest.raises(OperatorError, match=r"python 3\.") as caught:
            Cluster(local.address, course)
    finally:
        local.tell(lambda: importlib.reload(platform), [strange])
    assert caught.value.code == "workers-differ"
    assert strange in caught.value.message
    assert "3.99.0" in caught.value.message


def test_an_order_for_an_assignment_that_a_worker_does_not_have_is_the_operators_matter(
    local: Running, course: Course
) -> None:
    with Cluster(local.address, course) as cluster:
        order = cluster._client.submit(worker.grade, "no-such-site", "")
        with pytest.raises(OperatorError, match="grade again") as caught:
            wire.unpack_reply(order.result())
    assert caught.value.code == "worker-not-ready"


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


def test_the_hubs_service_grades_on_a_cluster_when_it_is_told_to(
    local: Running, tmp_path: Path
) -> None:
    course = hub_course.write_course(tmp_path / "course")
    with hub_course.service(course, tmp_path / "data", scheduler=local.address) as service:
        service.site.service.release_from_folder(hub_course.COURSE, hub_course.NAME, "ines")
        ann = service.client("ann")
        receipt = ann.hand_in(hub_course.handed_in(course, hub_course.RIGHT)).json()
        assert ann.finished(receipt["attempt_id"])["points"] == 2
        with Client(local.address) as asking:
            found = asking.run(lambda dask_worker: list(dask_worker.plugins))
        assert sum("autograder" in name for names in found.values() for name in names) == 2


def test_without_dask_the_command_says_what_to_install(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "autograder.cluster", None)
    address = ["--scheduler", "tcp://127.0.0.1:9"]
    done = CliRunner().invoke(verbs, ["grade", "lines", "--course-dir", str(course.root), *address])
    assert isinstance(done.exception, OperatorError)
    assert done.exception.code == "dask-missing"
    assert "pip install 'sealed-autograder[cluster]'" in done.exception.message
