"""A Dask cluster on this machine: real workers by Dask's own commands, or simulated ones.

As a program, so many simulated workers in one process: real `Worker` objects of one thread each,
with connections and heartbeats of their own, whose site answers at once.

    python tests/benchmarks/local_cluster.py 50 tcp://127.0.0.1:8786
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import dask
from distributed import Client, Worker

from autograder.cluster.worker import Site

STARTING_SECONDS = 120

QUIET = {
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.worker.profile.enabled": False,
}
"""What workers do for their dashboards: a hundred in one process take half a core for it, and
real ones have a machine each. The scheduler does for its own what it always does."""


@dataclass(frozen=True)
class Local:
    """Hold a cluster's address, and the numbers of its processes."""

    address: str
    scheduler: int
    workers: tuple[int, ...]

    @property
    def arguments(self) -> list[str]:
        """Return what a client's command line needs to know of it."""
        watched = [str(pid) for pid in (self.scheduler, *self.workers)]
        return ["--scheduler", self.address, "--watched", ",".join(watched)]


@contextmanager
def real(folder: Path, workers: int, threads: int) -> Iterator[Local]:
    """Start a scheduler and workers as docs/cluster.md says."""
    options = ["--nworkers", "1", "--nthreads", str(threads), "--local-directory", str(folder)]
    command = [sys.executable, "-m", "dask", "worker", *options, "--dashboard-address", ":0"]
    with _started(folder, [command] * workers, workers) as local:
        yield local


@contextmanager
def simulated(folder: Path, workers: int, processes: int) -> Iterator[Local]:
    """Start a scheduler and simulated workers, evenly spread over processes."""
    command = [sys.executable, __file__]
    counts = [workers // processes + (at < workers % processes) for at in range(processes)]
    with _started(folder, [[*command, str(count)] for count in counts], workers) as local:
        yield local


@contextmanager
def _started(folder: Path, commands: Sequence[list[str]], expected: int) -> Iterator[Local]:
    folder.mkdir(parents=True)
    told = folder / "scheduler.json"
    options = ["--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(told)]
    scheduler = [sys.executable, "-m", "dask", "scheduler", *options, "--dashboard-address", ":0"]
    with ExitStack() as stack:
        first = _start(stack, scheduler, folder)
        _until(told.is_file)
        address = json.loads(told.read_text())["address"]
        others = tuple(_start(stack, [*command, address], folder) for command in commands)
        with Client(address) as asking:
            asking.wait_for_workers(expected, timeout=STARTING_SECONDS)
        yield Local(address, first, others)


def _start(stack: ExitStack, command: list[str], folder: Path) -> int:
    """Start a program, to be ended with the stack; return its number."""
    log = stack.enter_context((folder / "log").open("ab"))
    process = subprocess.Popen(command, stdout=log, stderr=log)
    stack.callback(_end, process)
    return process.pid


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + STARTING_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError("the scheduler did not start")
        time.sleep(0.05)


class Answering(Site):
    """Answer every order at once with the reply that its notebook got when it was graded."""

    def __init__(self, site: Site, replies: Path) -> None:
        """Take a site's place; ``replies`` is a JSON file with a reply for each notebook."""
        super().__init__(site.name, site._kit, site._wanted, unsafe_no_jail=site._unsafe)
        self._file = str(replies)

    def setup(self, worker: Worker) -> None:
        """Start nothing."""
        replies(self._file)

    def teardown(self, worker: Worker) -> None:
        """Leave nothing."""

    def grade(self, order: str) -> str:
        """Return the reply; an order begins with the notebook's name."""
        return replies(self._file)[order.split('"', 4)[3]]


@cache
def replies(file: str) -> dict[str, str]:
    """Return the replies in a file, read once for all workers of a process."""
    found: dict[str, str] = json.loads(Path(file).read_text())
    return found


async def simulate(address: str, count: int) -> None:
    """Keep so many workers until the scheduler is gone."""
    dask.config.set(QUIET)
    workers = [
        Worker(address, nthreads=1, dashboard=False, memory_limit=0, name=f"{os.getpid()}-{at}")
        for at in range(count)
    ]
    await asyncio.gather(*workers)
    await asyncio.gather(*(worker.finished() for worker in workers))


if __name__ == "__main__":
    # What comes to these workers names this file as a module beside the tests.
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    asyncio.run(simulate(sys.argv[2], int(sys.argv[1])))
