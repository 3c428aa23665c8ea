"""The service as a program of its own, with a stand-in for the hub, so that it can be killed.

    python tests/hub_program.py OPTIONS

OPTIONS are those of `Program` as JSON.
"""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import hub_course
import requests
from benchmarks import meters
from hub_course import COURSE, GROUPS, NAME, PREFIX, Client

from autograder.configuration import Course
from autograder.hub import server
from autograder.hub.blobs import Blobs
from autograder.hub.packing import Limits
from autograder.hub.server import Options
from autograder.hub.service import Service
from autograder.hub.store import Store
from autograder.hub.web.access import Groups

START_SECONDS = 60


@dataclass(frozen=True)
class Program:
    """Hold how the service is started. ``students`` are students of the course.

    All its processes have ``tmp`` as their folder for temporary files, by which they are found.
    """

    course: str
    data: str
    database_url: str
    port: int
    slots: int
    students: tuple[str, ...]
    tmp: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{PREFIX}"

    def client(self, token: str) -> Client:
        return Client(self.url, token)

    @property
    def options(self) -> Options:
        return Options(
            courses={COURSE: Path(self.course)},
            data=Path(self.data),
            database_url=self.database_url,
            slots=self.slots,
            groups=Groups(),
            limits=Limits(),
            address="127.0.0.1",
            port=self.port,
        )

    def launch(self) -> "subprocess.Popen[bytes]":
        """Start it, without waiting until it answers; what it says is appended to a file."""
        with (Path(self.tmp) / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, __file__, json.dumps(asdict(self))],
                env={**os.environ, "TMPDIR": self.tmp},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def answers(self) -> bool:
        """Tell whether it works, its database included."""
        try:
            return requests.get(f"{self.url}health", timeout=10).ok
        except requests.RequestException:
            return False

    @property
    def log(self) -> str:
        return (Path(self.tmp) / "log").read_text(errors="replace")


def prepared(
    course: Course,
    folder: Path,
    database_url: str = "",
    slots: int = 2,
    students: tuple[str, ...] = (),
    name: str = NAME,
) -> Program:
    """Release the assignment, and return how the service is started on a free port."""
    data, tmp = folder / "data", folder / "tmp"
    data.mkdir()
    tmp.mkdir()
    url = database_url or f"sqlite:///{data / 'hub.db'}"
    with Store(url) as store:
        service = Service(store, Blobs(data / "blobs"), {COURSE: course.root})
        service.release_from_folder(COURSE, name, "ines")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    return Program(str(course.root), str(data), url, port, slots, students, str(tmp))


class Served:
    """Hold the program while it runs."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.process = program.launch()

    def wait(self) -> None:
        """Wait until it answers; where it could not start, it is started again, as a hub does."""
        deadline = time.monotonic() + START_SECONDS
        while not self.program.answers():
            assert time.monotonic() < deadline, self.program.log
            if self.process.poll() is not None:
                self.process = self.program.launch()
            time.sleep(0.02)

    def kill(self) -> None:
        """Kill it alone: what it had started is left behind."""
        self.process.kill()
        self.process.wait()

    def start(self) -> None:
        self.process = self.program.launch()

    def end(self) -> None:
        """End it in order."""
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=START_SECONDS) == 0, self.program.log

    def graders(self) -> list[int]:
        """Return the numbers of the grading processes."""
        return [pid for pid in _below(self.process.pid) if _is_grader(pid)]

    def zygotes(self) -> list[int]:
        """Return the numbers of the zygotes; their forks are not among them."""
        below = [pid for grader in self.graders() for pid in _below(grader)]
        return [pid for pid in below if meters.is_jailed(pid)]


def _is_grader(pid: int) -> bool:
    try:
        return b"autograder.hub.grading.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _below(pid: int) -> list[int]:
    """Return the children of a process."""
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found


@contextmanager
def served(program: Program) -> Iterator[Served]:
    """Run it while the block lasts; then it is ended in order, and must end well."""
    running = Served(program)
    try:
        running.wait()
        yield running
        running.end()
    finally:
        if running.process.poll() is None:
            running.kill()


def main(options: str) -> None:
    """Run until a signal arrives."""
    tree = json.loads(options)
    program = Program(**{**tree, "students": tuple(tree["students"])})
    GROUPS.update({name: [f"nbgrader-{COURSE}"] for name in program.students})
    asyncio.run(server.serve(program.options, hub_course.stand_in()))


if __name__ == "__main__":
    main(sys.argv[1])
