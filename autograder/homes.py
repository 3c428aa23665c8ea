"""Temporary folders for zygotes and for trials of the jail, which outlive no program for long.

A program that is killed cannot clean up. Each home is locked while its program lives; whoever
makes the next home removes those whose lock is free.
"""

import os
import shutil
import tempfile
import time
from contextlib import suppress
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
        shutil.rmtree(self.path, ignore_errors=True)
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
        shutil.rmtree(home, ignore_errors=True)
