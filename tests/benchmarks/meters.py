"""Read what programs have used: CPU seconds and memory of whole process trees, from /proc.

A process that is gone counts with its parent, which has waited for it; so read before and after
some work, not in the midst of it.
"""

import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import clocks

PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")
_JAILED = b"autograder.execution.start"
"""On the command line of zygotes, and of their forks, which run no other program."""


@dataclass(frozen=True)
class Reading:
    """Hold seconds: wall-clock, and the CPU time of everybody who takes part.

    ``client`` is the program that was started, ``workers`` Dask's own processes, ``jailed`` all
    zygotes with their forks, wherever they run.
    """

    wall: float = 0.0
    client: float = 0.0
    scheduler: float = 0.0
    workers: float = 0.0
    jailed: float = 0.0

    @property
    def cpu(self) -> float:
        """Return the CPU seconds of all together."""
        return self.client + self.scheduler + self.workers + self.jailed

    def per(self, number: int, since: "Reading") -> dict[str, float]:
        """Return what was used since then, for each of so many."""
        before, after = asdict(since), asdict(self)
        used = {key: (after[key] - before[key]) / number for key in before}
        used["cpu"] = (self.cpu - since.cpu) / number
        return {key: round(seconds, 6) for key, seconds in used.items()}


class Meter:
    """Read the meters of a program, of a scheduler and of workers, all by process number."""

    def __init__(self, client: int, scheduler: int | None = None, workers: Sequence[int] = ()):
        """Take the numbers; workers may have processes below them."""
        self._client, self._scheduler, self._workers = client, scheduler, workers

    def read(self) -> Reading:
        """Return what has been used so far."""
        below = tree([self._client, *self._workers])
        jailed = [pid for pid in below if is_jailed(pid)]
        own = tree(self._workers)
        return Reading(
            time.monotonic(),
            cpu_seconds(self._client),
            cpu_seconds(self._scheduler) if self._scheduler else 0.0,
            sum(cpu_seconds(pid) for pid in own if pid not in jailed),
            sum(cpu_seconds(pid) for pid in jailed),
        )


def cpu_seconds(pid: int) -> float:
    """Return the CPU seconds of a process and of those children that it waited for."""
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / _TICKS


def tree(roots: Iterable[int]) -> list[int]:
    """Return the numbers of these processes and of all below them."""
    return sorted({pid for root in roots for pid in clocks.tree(root)})


def is_jailed(pid: int) -> bool:
    """Tell whether a process is a zygote or a fork of one."""
    try:
        return _JAILED in (PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return False


def pss_bytes(pids: Iterable[int]) -> int:
    """Return the proportional set size of processes: shared pages count once among them."""
    return sum(_kibibytes(pid, "smaps_rollup", "Pss:") for pid in pids) * 1024


def resident_bytes(pid: int, *, peak: bool = False) -> int:
    """Return the resident memory of a process, now or at its highest."""
    return _kibibytes(pid, "status", "VmHWM:" if peak else "VmRSS:") * 1024


def _kibibytes(pid: int, file: str, key: str) -> int:
    try:
        lines = (PROC / str(pid) / file).read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(key)), 0)


def loopback_bytes() -> int:
    """Return the bytes that programs of this machine have sent to each other so far."""
    lines = (PROC / "net" / "dev").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.strip().startswith("lo:"))
