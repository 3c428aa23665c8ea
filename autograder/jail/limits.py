"""Bound what one process may use.

Memory is bounded by address space, on top of what the process held when it was forked: a zygote
with the scientific libraries starts from more than a gigabyte of addresses, most of them unused.
A crossing raises ``MemoryError`` in Python, which a notebook cell can report.
"""

import os
import signal
from dataclasses import dataclass
from pathlib import Path

# One byte, not zero: the kernel then writes no core file and starts no crash reporter either,
# which a limit of zero would still start.
_CORE_BYTES = 1
_PENDING_SIGNALS = 64


@dataclass(frozen=True)
class Limits:
    """Say how much a jailed process may use; ``memory_bytes`` is beyond what it held at entry."""

    cpu_seconds: int = 600
    memory_bytes: int = 3 * 2**30
    file_bytes: int = 64 * 2**20
    scratch_bytes: int = 256 * 2**20
    scratch_files: int = 2000
    open_files: int = 256
    threads: int = 64


@dataclass(frozen=True)
class Baseline:
    """Keep what a process held before it was limited."""

    address_bytes: int
    data_bytes: int


def measure() -> Baseline:
    """Measure the calling process; call before Landlock hides /proc."""
    pages = [int(field) for field in Path("/proc/self/statm").read_text().split()]
    page_bytes = os.sysconf("SC_PAGE_SIZE")
    return Baseline(address_bytes=pages[0] * page_bytes, data_bytes=pages[5] * page_bytes)


def table(limits: Limits, baseline: Baseline, processes: int | None) -> dict[int, tuple[int, int]]:
    """Return the soft and hard value of each resource limit.

    ``processes`` bounds the tasks of the user, or is None where that would bind others too.
    """
    # Windows has no such module, and imports this one to build releases.
    import resource

    cpu = limits.cpu_seconds
    values = {
        # A second apart: the first signal names the cause, the second cannot be caught.
        resource.RLIMIT_CPU: (cpu, cpu + 1),
        resource.RLIMIT_AS: _both(baseline.address_bytes + limits.memory_bytes),
        resource.RLIMIT_DATA: _both(baseline.data_bytes + limits.memory_bytes),
        resource.RLIMIT_FSIZE: _both(limits.file_bytes),
        resource.RLIMIT_NOFILE: _both(limits.open_files),
        resource.RLIMIT_CORE: _both(_CORE_BYTES),
        resource.RLIMIT_MSGQUEUE: _both(0),
        # Queued signals are counted for all of a user's processes together.
        resource.RLIMIT_SIGPENDING: _both(_PENDING_SIGNALS),
        resource.RLIMIT_MEMLOCK: _both(0),
        resource.RLIMIT_RTPRIO: _both(0),
    }
    return values if processes is None else values | {resource.RLIMIT_NPROC: _both(processes)}


def apply(values: dict[int, tuple[int, int]]) -> None:
    """Set each limit, never above the hard limit already in force."""
    # Late, as in `table`.
    import resource

    # Ignored, the signal turns into an OSError that names the file that grew too large.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    for which, (soft, hard) in values.items():
        ceiling = resource.getrlimit(which)[1]
        if ceiling != resource.RLIM_INFINITY:
            soft, hard = min(soft, ceiling), min(hard, ceiling)
        resource.setrlimit(which, (soft, hard))


def _both(value: int) -> tuple[int, int]:
    """Return ``value`` as soft and hard limit."""
    return value, value
