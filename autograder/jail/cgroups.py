"""Bound a process by a control group, where this program may make some.

Theory of operation. Limits of a process bound what it maps; a control group bounds what the kernel
holds for it: memory whatever way it was won (shared, in files that lie in memory, in the kernel's
own tables), and tasks, root's too. It kills all that is in it at once, and tells whether memory
was what ended a process. Pages that a fork shares with its zygote were charged to the zygote; a
page that the fork changes is copied, and charged to the fork.

Two versions are about. Version 1 has a hierarchy for each controller, version 2 one for all, which
lets no group have both processes and bounded children: there this program moves itself, and nobody
else, one step down. What holds is found by trying. Where nothing does, ``Groups`` is empty, and a
process is left to its limits and to ``watch``.

Each program has a folder of its own, locked while it lives; the next program removes those whose
lock is free. See cgroups(7), and Documentation/admin-guide/cgroup-v1 and cgroup-v2.rst.
"""

import atexit
import contextlib
import errno
import functools
import logging
import os
import secrets
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from autograder.jail.hierarchies import MEMORY, TASKS, Place, places
from autograder.jail.limits import Limits

_log = logging.getLogger(__name__)

PREFIX: Final = "autograder-"
_GROUP: Final = "submission-"
_LEAF: Final = "supervisor"
_MEMBERS: Final = "cgroup.procs"
_FOR_CHILDREN: Final = "cgroup.subtree_control"
_EMPTY_SECONDS: Final = 5.0

# By version and controller: the files that bound, and what is written there.
_BOUNDS: Final = {
    # Together with swap no more than without it: so no swap.
    (1, MEMORY): (
        ("memory.limit_in_bytes", "{memory_bytes}"),
        ("memory.memsw.limit_in_bytes", "{memory_bytes}"),
    ),
    (2, MEMORY): (
        ("memory.max", "{memory_bytes}"),
        ("memory.swap.max", "0"),
        ("memory.oom.group", "1"),
    ),
    (1, TASKS): (("pids.max", "{tasks}"),),
    (2, TASKS): (("pids.max", "{tasks}"),),
}
# Kernels built without swap, and old ones, lack these.
_OPTIONAL: Final = frozenset({"memory.memsw.limit_in_bytes", "memory.swap.max", "memory.oom.group"})
_PEAK: Final = {1: "memory.max_usage_in_bytes", 2: "memory.peak"}
_KILLS: Final = {1: "memory.oom_control", 2: "memory.events"}

# Sockets, pipes, page tables, descriptors: what a process needs besides what it maps.
_SLACK_BYTES: Final = 64 * 2**20
# The supervisor counts threads and kills whoever has too many, here as where there are no groups: a
# verdict must not hang on the machine. The kernel ends what grows faster than it counts.
_MORE_TASKS: Final = 8


@dataclass(frozen=True)
class Bounds:
    """Say how much a group may hold, and of how many tasks."""

    memory_bytes: int
    tasks: int


def bounds(limits: Limits, shared_bytes: int, helpers: int) -> Bounds:
    """Return the bounds for a fork that shares ``shared_bytes`` with its zygote.

    A group is wider than the process's own limits, which raise a MemoryError that a cell can
    report: every shared page may be copied, and scratch may lie in memory. ``helpers`` are tasks
    that are not the student's.
    """
    memory = limits.memory_bytes + shared_bytes + limits.scratch_bytes + _SLACK_BYTES
    return Bounds(memory, limits.threads + helpers + _MORE_TASKS)


def held_bytes(pid: int) -> int:
    """Return how much memory of its own a process holds, 0 when it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon:"))


class Branch:
    """Hold this program's folder in one hierarchy. Raises OSError where it may make none."""

    def __init__(self, place: Place) -> None:
        """Make the folder, lock it, and remove those of programs that are gone."""
        self._place, self.version, self._moved = place, place.version, False
        self.controllers = place.controllers
        _sweep(Path(place.folder))
        self.path, self._lock = _make_locked(place.folder)
        try:
            if self.version == 2:
                self._share_out()
            self.make("trial", Bounds(2**30, 64)).rmdir()
        except OSError:
            self.remove()
            raise

    def _share_out(self) -> None:
        """Have the controllers that are here for the groups below."""
        here = Path(self._place.folder)
        offered = (here / "cgroup.controllers").read_text().split()
        self.controllers = tuple(each for each in self._place.controllers if each in offered)
        if not self.controllers:
            raise OSError(errno.EOPNOTSUPP, "neither memory nor tasks can be bounded")
        wanted = " ".join(f"+{each}" for each in self.controllers)
        try:
            _write(here / _FOR_CHILDREN, wanted)
        except OSError as error:
            if error.errno != errno.EBUSY:
                raise
            self._step_down(here)
            _write(here / _FOR_CHILDREN, wanted)
        _write(self.path / _FOR_CHILDREN, wanted)

    def _step_down(self, here: Path) -> None:
        """Move this process, and no other, out of the group that is to have bounded children."""
        (self.path / _LEAF).mkdir()
        _write(self.path / _LEAF / _MEMBERS, str(os.getpid()))
        self._moved = True

    def make(self, name: str, bounds: Bounds) -> Path:
        """Make a group with its bounds."""
        path = self.path / name
        path.mkdir()
        values = {"memory_bytes": bounds.memory_bytes, "tasks": bounds.tasks}
        for controller in self.controllers:
            for file, value in _BOUNDS[self.version, controller]:
                if file not in _OPTIONAL or (path / file).exists():
                    _write(path / file, value.format_map(values))
        return path

    def remove(self) -> None:
        """Put everything back as it was; a group that is not empty stays for the next program."""
        with contextlib.suppress(OSError):
            if self._moved:
                here = Path(self._place.folder)
                for folder in (self.path, here):
                    _write(folder / _FOR_CHILDREN, " ".join(f"-{c}" for c in self.controllers))
                _write(here / _MEMBERS, str(os.getpid()))
                (self.path / _LEAF).rmdir()
        _clear(self.path)
        os.close(self._lock)


class Group:
    """Hold the group of one process, in each hierarchy; without any, it does nothing.

    Use as a context manager: leaving it kills what is left in the group and removes it.
    """

    def __init__(self, folders: Sequence[tuple[Branch, Path]] = ()) -> None:
        """Take over the folders."""
        self._folders = tuple(folders)

    def __enter__(self) -> "Group":
        """Return the group."""
        return self

    def __exit__(self, *_raised: object) -> None:
        """Remove the group."""
        for _, path in self._folders:
            _end(path)

    def join(self, pid: int) -> None:
        """Move a process into the group, and with it all that it will ever start.

        The kernel may take some milliseconds.
        """
        for _, path in self._folders:
            try:
                _write(path / _MEMBERS, str(pid))
            except ProcessLookupError:
                return  # it has ended
            except OSError as error:
                _log.warning("a control group took no process: %s", error)

    @property
    def ran_out_of_memory(self) -> bool:
        """Say whether the kernel killed a process because the group had no memory left."""
        text = self._of_memory(_KILLS)
        return any(
            line.startswith("oom_kill ") and line.split()[1] != "0" for line in text.splitlines()
        )

    @property
    def peak_memory_bytes(self) -> int:
        """Return the most memory that the group held, 0 where nobody counted."""
        return int(self._of_memory(_PEAK).strip() or 0)

    def _of_memory(self, files: dict[int, str]) -> str:
        for branch, path in self._folders:
            if MEMORY in branch.controllers:
                with contextlib.suppress(OSError):
                    return (path / files[branch.version]).read_text()
        return ""


class Groups:
    """Make groups for processes; without a branch, groups that do nothing."""

    def __init__(self, branches: Sequence[Branch] = (), refusals: Sequence[OSError] = ()) -> None:
        """Keep this program's branches, and why there are no more of them."""
        self._branches, self.refusals = tuple(branches), tuple(refusals)

    @property
    def controllers(self) -> tuple[str, ...]:
        """Return what is bounded: memory, tasks, both or nothing."""
        return tuple(sorted(each for branch in self._branches for each in branch.controllers))

    @property
    def versions(self) -> tuple[int, ...]:
        """Return the versions in use."""
        return tuple(sorted({branch.version for branch in self._branches}))

    def group(self, bounds: Bounds) -> Group:
        """Make a group; where that fails all at once, the process's own limits have to do."""
        # A process can read the name of its group: a number would tell how many were before it.
        name = f"{_GROUP}{secrets.token_hex(8)}"
        folders: list[tuple[Branch, Path]] = []
        for branch in self._branches:
            try:
                folders.append((branch, branch.make(name, bounds)))
            except OSError as error:
                _log.warning("no control group could be made: %s", error)
        return Group(folders)

    def close(self) -> None:
        """Remove this program's folders."""
        for branch in self._branches:
            branch.remove()
        self._branches = ()


NO_GROUPS: Final = Groups()


@functools.cache
def of_this_program() -> Groups:
    """Return the groups that this program may make; found by trying, once, removed at its end."""
    try:
        mountinfo = Path("/proc/self/mountinfo").read_text()
        found = places(mountinfo, Path("/proc/self/cgroup").read_text())
    except OSError as error:
        return Groups(refusals=[error])
    groups = try_places(found)
    atexit.register(groups.close)
    return groups


def try_places(found: Sequence[Place]) -> Groups:
    """Make this program's folder wherever that can be done."""
    branches: list[Branch] = []
    refusals: list[OSError] = []
    for place in found:
        try:
            branches.append(Branch(place))
        except OSError as error:
            refusals.append(error)
    return Groups(branches, refusals)


def _write(path: Path, text: str) -> None:
    """Write into a file of the kernel's, in one call; it makes none."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)


def _make_locked(folder: str) -> tuple[Path, int]:
    """Make a folder and lock it, again if another program swept it away in between."""
    while True:
        path = Path(folder, f"{PREFIX}{secrets.token_hex(4)}")
        path.mkdir()
        with contextlib.suppress(OSError):
            descriptor = _locked(path)
            if path.exists():
                return path, descriptor
            os.close(descriptor)


def _locked(path: Path) -> int:
    """Lock a folder, or raise OSError where another program holds the lock."""
    # Late: Windows has no such module, and imports this one to build releases.
    import fcntl

    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _sweep(folder: Path) -> None:
    """Remove what programs of this user that were killed left in a group."""
    for path in folder.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if path.stat().st_uid == os.getuid():
                lock = _locked(path)
                _clear(path)
                os.close(lock)


def _clear(path: Path) -> None:
    """Remove a program's folder and its groups; processes that are no submission's stay."""
    for group in path.glob(f"{_GROUP}*"):
        _end(group)
    for empty in (path / "trial", path / _LEAF, path):
        with contextlib.suppress(OSError):
            empty.rmdir()


def _end(path: Path) -> None:
    """Kill all that is in a group, and remove it."""
    deadline = time.monotonic() + _EMPTY_SECONDS
    while time.monotonic() < deadline:
        try:
            path.rmdir()
        except FileNotFoundError:
            return
        except OSError:
            _kill(path)
            time.sleep(0.002)
        else:
            return
    _log.warning("a control group does not get empty: %s", path.name)


def _kill(path: Path) -> None:
    """Kill all that is in a group: at once where the kernel can, else one after the other."""
    with contextlib.suppress(OSError):
        _write(path / "cgroup.kill", "1")
        return
    with contextlib.suppress(OSError):
        for pid in map(int, (path / _MEMBERS).read_text().split()):
            _kill_member(path, pid)


def _kill_member(path: Path, pid: int) -> None:
    """Kill a process if it is still in the group: its number may be another's now."""
    with contextlib.suppress(ProcessLookupError):
        handle = os.pidfd_open(pid)
        try:
            if str(pid) in (path / _MEMBERS).read_text().split():
                signal.pidfd_send_signal(handle, signal.SIGKILL)
        finally:
            os.close(handle)
