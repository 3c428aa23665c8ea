"""The service is killed in parts and as a whole: no receipt is broken, nothing is there twice.

A round: students hand in one attempt after the other, each as the exchange's client does, with the
same bytes until a receipt comes. At random moments something is killed and started again. Once
everything is graded, all that was promised by a receipt is looked for.
"""

import hashlib
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import gradebook_rows
import hub_program
import postgresql_server
import pytest
import requests
from compiler_course import lines
from hub_course import COURSE, NAME, NOTEBOOK, RIGHT, WRONG, handed_in, write_course
from hub_program import Program, Served, prepared
from left_behind import wait_for_none

from autograder import results
from autograder.configuration import Course
from autograder.hub.blobs import Blobs
from autograder.hub.exchange.client import Client, ServiceRefused, ServiceUnreachable
from autograder.hub.grading import evidence
from autograder.hub.model import State
from autograder.hub.store import Store
from autograder.pipeline import records

STUDENTS = tuple(f"student-{number}" for number in range(4))
MOST = 12
"""How often each hands in at most; at least until nothing is killed any more."""
KILLS = 2
"""In each long round; as many as an attempt outlives that is unlucky each time."""
WITHIN_SECONDS = 6.0
"""When the last of them comes: the first attempts are graded by then, and others are not."""
DRAIN_SECONDS = 120
ADDRESS = ("api", "courses", COURSE, "assignments", NAME, "attempts")


class Victim(StrEnum):
    SERVICE = "the service"
    GRADER = "its grading process"
    ZYGOTE = "a zygote"
    DATABASE = "the database"
    BACKEND = "a process of the database"
    ALL = "all at once"


ON_A_SERVER = (Victim.DATABASE, Victim.BACKEND, Victim.ALL)
SAMPLE = (Victim.SERVICE, Victim.DATABASE)
ROUNDS = [
    pytest.param(seed, victim, marks=[] if seed <= len(SAMPLE) else [pytest.mark.prove])
    for seed, victim in enumerate(
        [*SAMPLE, *islice(cycle(Victim), 50 - len(SAMPLE))],
        start=1,
    )
]


@dataclass(frozen=True)
class Work:
    """What is handed in once, and what it deserves; nobody else hands in the same."""

    mark: str
    points: float
    content: bytes


@dataclass
class Student:
    """Hand in one attempt after the other; ``receipts`` has what was answered to each."""

    name: str
    program: Program
    course: Course
    pauses: random.Random
    over: threading.Event
    receipts: list[tuple[Work, dict[str, Any]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client = Client(self.program.url, self.name, timeout_seconds=30)

    def hand_in_all(self) -> None:
        while len(self.receipts) < MOST:
            work = self.work(len(self.receipts) + 1)
            self.receipts.append((work, self.hand_in(work.content)))
            if self.over.wait(self.pauses.uniform(0, 1.5)):
                return

    def work(self, number: int) -> Work:
        mark = f"the work {number} of {self.name}"
        answer, points = self.pauses.choice([(RIGHT, 2.0), (WRONG, 0.0)])
        # A sleep gives a random moment a chance to lie within the student's work, and a long one
        # gives a killed service's grading process something to end when the next has started.
        seconds = self.pauses.choice([0.0, 0.3, 0.6, 0.9]) if self.pauses.random() < 0.94 else 6.0
        text = lines("import time", f"time.sleep({seconds})", f"{answer}  # {mark}")
        return Work(mark, points, handed_in(self.course, text))

    def hand_in(self, content: bytes) -> dict[str, Any]:
        """Send the same bytes until there is a receipt; look at what arrived before it is late."""
        deadline = time.monotonic() + DRAIN_SECONDS
        if self.pauses.random() < 0.3:
            self.send_and_hang_up(content)
        while True:
            with lost_answers():
                return dict(self.client.send("POST", *ADDRESS, archive=content))
            if (found := self.arrived(content, deadline)) is not None:
                return found

    def send_and_hang_up(self, content: bytes) -> None:
        """Lose the answer, whatever it is: the connection breaks once everything was sent."""
        address = f"{self.program.url}{'/'.join(ADDRESS)}"
        headers = {"Authorization": f"token {self.name}"}
        with suppress(requests.RequestException):
            requests.post(address, content, headers=headers, timeout=(5, 0.01))

    def arrived(self, content: bytes, deadline: float) -> dict[str, Any] | None:
        while True:
            assert time.monotonic() < deadline, f"nobody answers {self.name}"
            with lost_answers():
                total = hashlib.sha256(content).hexdigest()
                found = self.client.read(*ADDRESS)["attempts"]
                return next((each for each in found if each["sha256"] == total), None)
            time.sleep(0.2)


class lost_answers(suppress):
    """Go on where nobody answered, or the service said that it could not do what was asked."""

    def __init__(self) -> None:
        super().__init__(ServiceUnreachable, ServiceRefused)

    def __exit__(self, kind: Any, error: Any, trace: Any) -> bool:
        if isinstance(error, ServiceRefused):
            assert error.status >= 500, error
        return super().__exit__(kind, error, trace)


@dataclass
class Disturber:
    """Kill one thing or another, and start it again."""

    served: Served
    server: postgresql_server.Server | None
    database: str
    choice: random.Random

    def kill(self, victim: Victim) -> None:
        actions: dict[Victim, Callable[[], None]] = {
            Victim.SERVICE: self.service,
            Victim.GRADER: lambda: self.one_of(self.served.graders),
            Victim.ZYGOTE: lambda: self.one_of(self.served.zygotes),
            Victim.DATABASE: self.all_of_the_database,
            Victim.BACKEND: lambda: self.one_of(lambda: self.the_server.backends(self.database)),
            Victim.ALL: self.all,
        }
        actions[victim]()

    @property
    def the_server(self) -> postgresql_server.Server:
        assert self.server is not None
        return self.server

    def service(self) -> None:
        self.served.kill()
        self.pause()
        self.served.start()
        self.served.wait()

    def one_of(self, running: Callable[[], list[int]]) -> None:
        deadline = time.monotonic() + 30
        while not (found := running()):
            assert time.monotonic() < deadline, self.served.program.log
            time.sleep(0.05)
        with suppress(ProcessLookupError):
            os.kill(self.choice.choice(found), signal.SIGKILL)

    def all_of_the_database(self) -> None:
        self.the_server.kill()
        self.pause()
        self.the_server.start()

    def all(self) -> None:
        others = [*self.served.graders(), *self.served.zygotes()]
        self.the_server.kill()
        self.served.kill()
        for pid in others:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.served.start()
        self.pause()
        self.the_server.start()
        self.served.wait()

    def pause(self) -> None:
        time.sleep(self.choice.uniform(0, 1.5))


@pytest.fixture(scope="module")
def server() -> Iterator[postgresql_server.Server]:
    with postgresql_server.running() as server:
        yield server


@pytest.mark.parametrize(("seed", "victim"), ROUNDS)
def test_killed_at_random_moments_every_receipt_is_kept(
    request: pytest.FixtureRequest, tmp_path: Path, seed: int, victim: Victim
) -> None:
    moments = random.Random(f"round {seed}")  # noqa: S311 -- the same moments each time
    kills = 1 if seed <= len(SAMPLE) else KILLS
    course = write_course(tmp_path / "course")
    server, database, url = None, f"round{seed}", ""
    if victim in ON_A_SERVER:
        server = request.getfixturevalue("server")
        url = server.create(database)
    program = prepared(course, tmp_path, url, students=STUDENTS)
    over = threading.Event()
    students = [
        Student(name, program, course, random.Random(f"{seed} {name}"), over)  # noqa: S311
        for name in STUDENTS
    ]
    with hub_program.served(program) as served:
        disturber = Disturber(served, server, database, moments)
        with ThreadPoolExecutor(len(students)) as school:
            handing_in = [school.submit(student.hand_in_all) for student in students]
            started = time.monotonic()
            for moment in sorted(moments.uniform(0, WITHIN_SECONDS) for _ in range(kills)):
                time.sleep(max(0.0, started + moment - time.monotonic()))
                disturber.kill(victim)
            over.set()
            for each in handing_in:
                each.result(timeout=DRAIN_SECONDS)
        drained(program)
        for student in students:
            bytes_come_back(student)
    assert wait_for_none(f"TMPDIR={program.tmp}", seconds=20) == []
    everything_is_there_once(program, course, students)


def drained(program: Program) -> None:
    """Wait until everything is graded."""
    staff = Client(program.url, "ines", timeout_seconds=30)
    deadline = time.monotonic() + DRAIN_SECONDS
    while True:
        with lost_answers():
            found = staff.read(*ADDRESS)["attempts"]
            left = [each for each in found if each["state"] in (State.WAITING, State.RUNNING)]
            if not left:
                return
            assert time.monotonic() < deadline, (left, program.log)
        time.sleep(0.1)


def bytes_come_back(student: Student) -> None:
    for work, receipt in student.receipts:
        name = receipt["attempt_id"]
        address = ("api", "attempts", name, "submission.zip")
        assert student.client.download(*address, most_bytes=2**20) == work.content
        assert student.client.read("api", "attempts", name)["points"] == work.points


def everything_is_there_once(program: Program, course: Course, students: list[Student]) -> None:
    """Look into the store, the blobs, the course's results and its gradebook."""
    blobs = Blobs(Path(program.data) / "blobs")
    with Store(program.database_url) as store:
        kept = store.attempts(COURSE, NAME)
        assert len(kept) == sum(len(student.receipts) for student in students)
        promised = {
            receipt["attempt_id"]: (student, number, work)
            for student in students
            for number, (work, receipt) in enumerate(student.receipts, start=1)
        }
        assert {each.attempt_id for each in kept} == promised.keys()
        for attempt in kept:
            student, number, work = promised[attempt.attempt_id]
            assert (attempt.student, attempt.number) == (student.name, number)
            assert blobs.get(attempt.sha256) == work.content
            assert (attempt.state, attempt.points) == (State.GRADED, work.points), attempt.problem
            (grading,) = store.gradings(attempt.attempt_id)
            assert (grading.number, grading.points) == (1, work.points)
            assert attempt.evidence is not None
            given = blobs.get(attempt.evidence)
            assert evidence.result(given).student == student.name
            executed = evidence.executed(given, NOTEBOOK)
            assert executed is not None
            assert work.mark in str(executed.cells)
    for student in students:
        history = results.history(course.results, student.name, NAME)
        # Where a zygote was killed under a test, a result may say that we failed.
        found = [each for each in map(results.read, history) if records.may_stand(each)]
        # In their order, and none for a second time.
        assert [each.points for each in found] == [work.points for work, _ in student.receipts]
        assert len({each.hashes["submission"] for each in found}) == len(found)
    newest = {student.name: student.receipts[-1][0].points for student in students}
    rows = gradebook_rows.read(course.root / "gradebook.db")
    assert {who: auto for who, _, auto, _, _ in rows} == newest
