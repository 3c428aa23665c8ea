"""The machine fails around the service: the database is away, the disk is full or slow.

Nobody gets a receipt that is not kept, and the service recovers by itself.
"""

import asyncio
import errno
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hub_program
import postgresql_server
import pytest
import requests
from compiler_course import lines
from hub_course import COURSE, NAME, PREFIX, RIGHT, Running, handed_in, service, write_course
from postgresql_server import Server

from autograder import results
from autograder.configuration import Course
from autograder.errors import InternalError, OperatorError
from autograder.hub import server as servers
from autograder.hub.blobs import Blobs
from autograder.hub.grading import orders, worker
from autograder.hub.grading.dispatching import Dispatcher
from autograder.hub.grading.orders import Order, Task
from autograder.hub.grading.worker import Settings, Worker
from autograder.hub.model import State
from autograder.hub.store import Store
from autograder.pipeline import Settled
from autograder.results import Result

ASSIGNMENT = f"api/courses/{COURSE}/assignments/{NAME}"
SECONDS = 60


def until(holds: Callable[[], bool], seconds: float = SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return write_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with postgresql_server.running() as server:
        yield server


@pytest.fixture
def taking(course: Course, tmp_path: Path) -> Iterator[Running]:
    """Run a service that takes attempts and grades none."""
    with service(course, tmp_path / "data", slots=0) as running:
        running.site.service.release_from_folder(COURSE, NAME, "ines")
        yield running


def attempts(running: Running, student: str) -> list[str]:
    found = running.client(student).get(f"{ASSIGNMENT}/attempts").json()["attempts"]
    return [each["attempt_id"] for each in found]


# ---- the database


def test_a_database_that_dies_costs_no_receipt_and_no_reply(
    course: Course, server: Server, tmp_path: Path
) -> None:
    url = server.create("dies")
    with service(course, tmp_path / "data", database_url=url) as running:
        running.site.service.release_from_folder(COURSE, NAME, "ines")
        ann, bob = running.client("ann"), running.client("bob")
        slow = handed_in(course, lines("import time", "time.sleep(2)", RIGHT))
        attempt = ann.hand_in(slow).json()["attempt_id"]
        until(lambda: ann.get(f"api/attempts/{attempt}").json()["state"] == "running")
        server.kill()
        assert bob.hand_in(handed_in(course, RIGHT)).status_code >= 500
        assert ann.get("health").status_code == 503
        until(lambda: bool(results.history(course.results, "ann", NAME)))
        time.sleep(0.5)  # the reply is on its way
        server.start()
        assert ann.finished(attempt)["points"] == 2
        receipt = bob.hand_in(handed_in(course, RIGHT))
        assert (receipt.status_code, receipt.json()["number"]) == (201, 1)
        assert bob.finished(receipt.json()["attempt_id"])["points"] == 2
        store = running.site.service.store
        kept = store.attempt(attempt)
        assert kept is not None
        assert (kept.tries, len(store.gradings(attempt))) == (1, 1)
        # The server forgot whose the database is; the service has said so again.
        until(lambda: _locks(server, "dies") == 1)
        with Store(url) as other, pytest.raises(OperatorError, match="another service"):
            other.claim(wait_seconds=0)


def _locks(server: Server, database: str) -> int:
    asked = (
        "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database "
        "WHERE locktype = 'advisory' AND granted AND datname = %s"
    )
    with server.connect() as db:
        found = db.execute(asked, [database]).fetchone()
    assert found is not None
    return int(found[0])


def test_a_service_whose_database_another_one_took_ends_and_says_so(
    course: Course, server: Server, tmp_path: Path
) -> None:
    url = server.create("taken")
    program = hub_program.prepared(course, tmp_path, url, slots=0)
    running = hub_program.Served(program)
    try:
        running.wait()
        # It cannot be faster than the other one.
        running.process.send_signal(signal.SIGSTOP)
        server.kill()
        server.start()
        with Store(url) as other:
            other.claim()
            running.process.send_signal(signal.SIGCONT)
            assert running.process.wait(timeout=SECONDS) != 0
    finally:
        running.kill()
    assert "another service has taken the database" in program.log


def test_nobody_is_answered_before_the_service_has_looked_at_what_ran_before(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is submitted meanwhile would be taken for something that a killed service ran."""
    bind, start = servers.bind_sockets, Dispatcher.start
    address: list[str] = []
    happened: list[str] = []

    def bound(*arguments: Any) -> Any:
        found = bind(*arguments)
        address.append(f"http://127.0.0.1:{found[0].getsockname()[1]}{PREFIX}health")
        return found

    async def slowly(dispatcher: Dispatcher) -> None:
        asking.start()
        await asyncio.sleep(0.5)
        await start(dispatcher)
        happened.append("started")

    def ask() -> None:
        assert requests.get(address[0], timeout=SECONDS).status_code == 200
        happened.append("answered")

    asking = threading.Thread(target=ask)
    monkeypatch.setattr(servers, "bind_sockets", bound)
    monkeypatch.setattr(Dispatcher, "start", slowly)
    with service(course, tmp_path / "data", slots=0):
        asking.join()
    assert happened == ["started", "answered"]


# ---- the disk


def test_a_full_disk_gives_no_receipt_and_keeps_nothing(
    taking: Running, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = handed_in(course, "slope = 2.5  # on a full disk")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as disk:
        disk.setattr(Blobs, "_write", full)
        answer = taking.client("ann").hand_in(content)
        assert answer.status_code >= 500
        assert "attempt_id" not in answer.text
        assert attempts(taking, "ann") == []
    receipt = taking.client("ann").hand_in(content)
    assert (receipt.status_code, receipt.json()["number"]) == (201, 1)


def test_a_slow_disk_delays_those_who_hand_in_and_nobody_else(
    taking: Running, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync

    def slowly(handle: int) -> None:
        time.sleep(1.0)
        fsync(handle)

    monkeypatch.setattr("autograder.hub.blobs.os.fsync", slowly)
    content = handed_in(course, "slope = 2.5  # on a slow disk")
    answers: list[int] = []
    handing_in = threading.Thread(
        target=lambda: answers.append(taking.client("ann").hand_in(content).status_code)
    )
    handing_in.start()
    others = 0
    while handing_in.is_alive():
        assert taking.client("bob").get("health").status_code == 200
        others += 1
    assert answers == [201]
    # At least the file and two folders were written meanwhile, for a second each.
    assert others > 3


def test_the_secret_of_the_cookies_is_whole_or_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as moment:
        moment.setattr("autograder.hub.server.os.replace", killed)
        with pytest.raises(KeyboardInterrupt):
            servers._cookie_secret(tmp_path)
    secret = servers._cookie_secret(tmp_path)
    assert len(secret) == 32
    assert servers._cookie_secret(tmp_path) == secret
    assert (tmp_path / "cookie_secret").stat().st_mode & 0o777 == 0o600


# ---- the grading process


FAILURES = (
    InternalError("zygote-died", "a zygote did not start"),
    # Nothing could be said of it, so nothing stands.
    Settled(Result("ann", NAME, results.State.NEEDS_INSTRUCTOR, (), problem="it died")),
)


@pytest.mark.parametrize("failure", FAILURES, ids=["it raises", "its result says so"])
@pytest.mark.parametrize(("times", "state"), [(2, State.GRADED), (3, State.NEEDS_PERSON)])
def test_a_failure_of_the_autograder_itself_is_tried_again_twice(
    course: Course, tmp_path: Path, failure: InternalError | Settled, times: int, state: State
) -> None:
    channel, theirs = socket.socketpair()
    grading = Worker(Settings(str(course.root), str(tmp_path), slots=1), channel)
    left = [failure] * times

    def settled(order: Order) -> Settled:
        found = left.pop() if left else Settled(Result("ann", NAME, results.State.GRADED, ()))
        if isinstance(found, InternalError):
            raise found
        return found

    grading._settled = settled  # type: ignore[method-assign]
    grading._serve(Order(Task.GRADE, NAME, "the-attempt"))
    reply = orders.read_reply(theirs.recv(1000))
    assert (reply.attempt_id, reply.state) == ("the-attempt", state)
    assert ("died" in reply.problem) == (state is State.NEEDS_PERSON)
    channel.close()
    theirs.close()


class Grading:
    """A grading process without a service: the test holds the other end of its channel."""

    def __init__(self, settings: Settings) -> None:
        self.channel, theirs = socket.socketpair()
        self.channel.settimeout(SECONDS)
        with theirs:
            self.process = subprocess.Popen(
                worker.arguments(settings, theirs.fileno()),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )

    def is_ready(self) -> bool:
        return self.channel.recv(100) == orders.READY

    def end(self) -> int:
        self.channel.close()
        return self.process.wait(timeout=SECONDS)


def test_two_grading_processes_never_have_one_course(course: Course, tmp_path: Path) -> None:
    settings = Settings(str(course.root), str(tmp_path), slots=1)
    first = Grading(settings)
    assert first.is_ready()
    second, third = Grading(settings), Grading(settings)
    second.channel.settimeout(2.5)
    with pytest.raises(TimeoutError):
        second.is_ready()
    # The service of the third ends while it waits.
    assert third.end() == 0
    assert first.end() == 0
    second.channel.settimeout(SECONDS)
    assert second.is_ready()
    assert second.end() == 0
