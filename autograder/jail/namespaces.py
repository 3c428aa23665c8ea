"""Give a process a process table, a network, mounts and users of its own.

The calling process becomes the *intermediate*: it waits for the jailed process and ends as that
one ended, so that whoever forked it sees one child, with its exit status and its use of the
processor. Killing the intermediate kills the jailed process, and with process 1 of a process
namespace ends everything in it.
"""

import os
import random
import select
import shutil
import signal
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from autograder.jail import kernel
from autograder.jail.limits import Limits

# CLONE_NEW* of linux/sched.h
_MOUNTS: Final = 0x00020000
_IPC: Final = 0x08000000
_USERS: Final = 0x10000000
_PROCESSES: Final = 0x20000000
_NETWORK: Final = 0x40000000

# MS_* of linux/mount.h
_NOSUID: Final = 2
_NODEV: Final = 4
_NOEXEC: Final = 8
_RECURSIVE: Final = 16384
_PRIVATE: Final = 1 << 18

# The folder itself takes the one inode.
_EMPTY: Final = "size=0,nr_inodes=1"
_SHARED_MEMORY: Final = "/dev/shm"  # noqa: S108 - covered by an empty mount, never written to


def separate() -> None:
    """Enter new namespaces and return in their first process; the intermediate never returns.

    Needs a process of one thread. Raises OSError where the machine forbids it.
    """
    user, group = os.geteuid(), os.getegid()
    kernel.unshare(_USERS | _MOUNTS | _PROCESSES | _NETWORK | _IPC)
    # The same number inside and outside: files keep their owner, and nobody becomes root.
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    # The kernel cleared this with the change of user.
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    watched, held = os.pipe2(os.O_CLOEXEC)
    # Forking reseeds `random`; results must be those of a process that never forked.
    state = random.getstate()
    child = os.fork()
    if child:
        _wait_and_end_like(child, held)
    random.setstate(state)
    os.close(held)
    _end_with_the_intermediate(watched)


def mount_private(scratch: str | None, limits: Limits, hidden: Iterable[str]) -> None:
    """Cover scratch, shared memory, /proc and ``hidden`` by mounts that no other process sees.

    What lay in ``scratch`` is copied in: the supervisor puts the data of the assignment there. In
    a hidden folder nothing is left to ask for: Landlock forbids to open files, not to find them.
    """
    kernel.mount(None, "/", None, _RECURSIVE | _PRIVATE)
    for folder in hidden:
        kernel.mount("tmpfs", folder, "tmpfs", _NOSUID | _NODEV, _EMPTY)
    if scratch is not None:
        _mount_scratch(scratch, limits)
    if os.path.isdir(_SHARED_MEMORY):
        kernel.mount("tmpfs", _SHARED_MEMORY, "tmpfs", _NOSUID | _NODEV, _EMPTY)
    kernel.mount("proc", "/proc", "proc", _NOSUID | _NODEV | _NOEXEC)


def _mount_scratch(scratch: str, limits: Limits) -> None:
    """Mount bounded memory on ``scratch`` and copy into it what it hides."""
    below = os.open(scratch, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        # The folder itself takes an inode too.
        options = f"size={limits.scratch_bytes},nr_inodes={limits.scratch_files + 1},mode=0700"
        kernel.mount("tmpfs", scratch, "tmpfs", _NOSUID | _NODEV, options)
        shutil.copytree(f"/proc/self/fd/{below}", scratch, symlinks=True, dirs_exist_ok=True)
    finally:
        os.close(below)


def _wait_and_end_like(child: int, held: int) -> None:
    """Wait for ``child`` and end with its status; a signal n becomes status 128 + n.

    Only the pipe stays open: whoever holds the far end of anything else must not wait for us.
    """
    kernel.close_range(0, held - 1)
    kernel.close_range(held + 1, 2**31 - 1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os._exit(code if code >= 0 else 128 - code)


def _end_with_the_intermediate(watched: int) -> None:
    """Arrange to be killed when the intermediate ends, also if it has ended just now."""
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    poll = select.poll()
    poll.register(watched, select.POLLIN)
    if poll.poll(0):
        os._exit(128 + signal.SIGKILL)
    os.close(watched)
