"""Temporary folders for zygotes and for trials of the jail, which outlive no program for long.

A program that is killed cannot clean up. Each home is locked while its program lives; whoever
makes the next home removes those whose lock is free.

What students' processes leave in such a folder may be made to be in the way: folders deeper than
any path or any recursion, or without rights. So removing has its own way here.
"""

import os
import secrets
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import IO

PREFIX = "autograder-zygotes-"
_LOCK = "lock"
_YOUNG_SECONDS = 10.0
"""How long a new home is left alone: its owner may be about to take the lock."""


class Home:
    """Hold a folder and its lock."""

    def __init__(self) -> None:
        """Make the folder, and remove those of programs that are gone."""
        sweep()
        # Windows has no such module, and imports this one to build releases.
        import fcntl

        self.path = Path(tempfile.mkdtemp(prefix=PREFIX))
        self._lock: IO[bytes] = (self.path / _LOCK).open("wb")
        fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def remove(self) -> None:
        """Remove the folder and let go of the lock."""
        remove(self.path)
        self._lock.close()


def sweep(folder: Path | None = None) -> None:
    """Remove the homes in a folder (the system's temporary one) of our own programs gone by."""
    for home in (folder or Path(tempfile.gettempdir())).glob(f"{PREFIX}*"):
        with suppress(OSError):
            if home.is_symlink() or home.stat().st_uid != os.getuid() or _is_young(home):
                continue
            _remove_unless_locked(home)


def _is_young(home: Path) -> bool:
    return time.time() - home.stat().st_mtime < _YOUNG_SECONDS


def _remove_unless_locked(home: Path) -> None:
    # Late, as above.
    import fcntl

    if not (home / _LOCK).exists():
        # A program killed before it took the lock leaves an empty home. A folder with anything
        # else in it only has the name of one, and goes nowhere.
        home.rmdir()
        return
    with (home / _LOCK).open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        remove(home)


def remove(folder: Path) -> None:
    """Remove a folder of ours with all in it, or as much as can be; raises nothing.

    However deep it is, and whatever rights its folders have. Nobody may write in it any more.
    """
    with suppress(OSError):
        top = _opened(str(folder), None)
        try:
            _empty(top)
        finally:
            os.close(top)
        folder.rmdir()


def _empty(top: int) -> None:
    """Remove all in a folder, two levels at a time: what lies deeper is moved up to the first."""
    word, numbers, stuck = secrets.token_hex(8), count(), set[str]()
    while names := set(os.listdir(top)) - stuck:
        for name in names:
            try:
                _remove_one(top, name, (f"{word}-{number}" for number in numbers))
            except OSError:
                stuck.add(name)


def _remove_one(top: int, name: str, free: Iterator[str]) -> None:
    if not _is_folder(top, name):
        os.unlink(name, dir_fd=top)
        return
    inside = _opened(name, top)
    try:
        for each in os.listdir(inside):
            if _is_folder(inside, each):
                # Moving a folder needs the right to write in it.
                os.chmod(each, stat.S_IRWXU, dir_fd=inside)
                os.rename(each, next(free), src_dir_fd=inside, dst_dir_fd=top)
            else:
                os.unlink(each, dir_fd=inside)
    finally:
        os.close(inside)
    os.rmdir(name, dir_fd=top)


def _is_folder(parent: int, name: str) -> bool:
    return stat.S_ISDIR(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode)


def _opened(name: str, parent: int | None) -> int:
    """Open a folder, never by a link, after giving ourselves the rights to it."""
    with suppress(OSError):
        os.chmod(name, stat.S_IRWXU, dir_fd=parent)
    return os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=parent)
