"""Measure what no limit of the kernel's bounds, and kill what went too far.

In the unprivileged tier scratch is an ordinary folder: the kernel bounds each file, not their
number or sum. Root's threads are bounded by nothing in either tier. What is measured here belongs
to a hostile process that may change it meanwhile: nothing is followed, opened or trusted.
"""

import os
import signal
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from autograder.jail.limits import Limits

# A tree that cannot be walked to its end was made so on purpose: it counts as too many files.
_UNMEASURABLE = 2**31
_BLOCK_BYTES = 512  # of st_blocks, whatever the file system's own block
_DELETED = b" (deleted)"
_NO_MAP = (b"",) * 6


@dataclass(frozen=True)
class Usage:
    """Hold what a jailed process uses: bytes on disk, files and folders, threads."""

    scratch_bytes: int
    scratch_files: int
    threads: int


def usage(pid: int, scratch: str, *, mapped: bool = True) -> Usage:
    """Measure the jail whose forked process is ``pid``, as its forker sees that number.

    Without ``mapped``, files that are deleted and only mapped are left out: looking for them takes
    ten times as long as all the rest.
    """
    jailed = jailed_pid(pid)
    size, files = scratch_usage(scratch)
    size += deleted_bytes(jailed) + (mapped_bytes(jailed, scratch) if mapped else 0)
    return Usage(size, files, thread_count(jailed))


def excess(used: Usage, limits: Limits) -> str | None:
    """Return the name of the first limit that is crossed, or None."""
    for name in ("scratch_bytes", "scratch_files", "threads"):
        if getattr(used, name) > getattr(limits, name):
            return name
    return None


def scratch_usage(path: str, most_files: int = 100_000) -> tuple[int, int]:
    """Return the bytes on disk and the number of files and folders below ``path``.

    The walk ends at ``most_files``. Holes in files cost nothing and count nothing.
    """
    sizes: dict[tuple[int, int], int] = {}
    folders, files = [path], 0
    while folders:
        try:
            inside = _list(folders.pop())
        except FileNotFoundError:
            continue  # removed meanwhile
        except OSError:
            return sum(sizes.values()), _UNMEASURABLE
        files += len(inside)
        folders += [below for below, status in inside if stat.S_ISDIR(status.st_mode)]
        sizes |= {(s.st_dev, s.st_ino): s.st_blocks * _BLOCK_BYTES for _, s in inside}
        if files > most_files:
            break
    return sum(sizes.values()), files


def deleted_bytes(pid: int) -> int:
    """Return the bytes of files that ``pid`` deleted and still holds open."""
    sizes: dict[tuple[int, int], int] = {}
    try:
        names = os.listdir(f"/proc/{pid}/fd")
    except OSError:
        return 0  # ended, or another user's
    for name in names:
        try:
            status = os.stat(f"/proc/{pid}/fd/{name}")
        except OSError:
            continue  # closed meanwhile
        if stat.S_ISREG(status.st_mode) and status.st_nlink == 0:
            sizes[status.st_dev, status.st_ino] = status.st_blocks * _BLOCK_BYTES
    return sum(sizes.values())


def mapped_bytes(pid: int, scratch: str) -> int:
    """Return the bytes of files below ``scratch`` that ``pid`` deleted and still has in memory.

    Such a file needs no descriptor; it keeps its room on disk until it is unmapped.
    """
    below = os.fsencode(os.path.realpath(scratch)) + b"/"
    ends: dict[bytes, int] = {}
    try:
        maps = Path(f"/proc/{pid}/maps").read_bytes()
    except OSError:
        return 0  # ended, or another user's
    for line in maps.splitlines() if _DELETED in maps else ():
        addresses, _, offset, _, inode, path = line.split(None, 5) if below in line else _NO_MAP
        if path.startswith(below) and path.endswith(_DELETED):
            first, last = (int(address, 16) for address in addresses.split(b"-"))
            ends[inode] = max(ends.get(inode, 0), int(offset, 16) + last - first)
    return sum(ends.values())


def thread_count(pid: int) -> int:
    """Return how many threads ``pid`` runs, 0 when it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Threads:")), 0)


def jailed_pid(pid: int) -> int:
    """Return the only child of ``pid``, for the namespaces tier, or else ``pid`` itself."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return pid
    return int(children[0]) if children else pid


def kill(pid: int) -> None:
    """Kill the jail whose forked process is ``pid``.

    In the namespaces tier the jailed process is killed and the intermediate left to end by itself:
    killed with it, it could not hand on how much of the processor the jailed process used.
    """
    with suppress(ProcessLookupError):
        while not _kill_exactly(pid, jailed_pid(pid)):
            pass  # it forked or ended just then: look again


def _kill_exactly(pid: int, jailed: int) -> bool:
    """Kill ``jailed`` if it is still what it was for ``pid``: its number may be another's now."""
    handle = os.pidfd_open(jailed)
    try:
        if jailed_pid(pid) != jailed:
            return False
        signal.pidfd_send_signal(handle, signal.SIGKILL)
        return True
    finally:
        os.close(handle)


def _list(folder: str) -> list[tuple[str, os.stat_result]]:
    """List a folder with what each entry is, links not followed."""
    found: list[tuple[str, os.stat_result]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            try:
                found.append((entry.path, entry.stat(follow_symlinks=False)))
            except FileNotFoundError:
                continue  # removed meanwhile
    return found
