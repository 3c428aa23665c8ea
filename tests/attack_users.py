"""Run a program as an ordinary user, also where whoever runs the tests is root."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from autograder.jail import kernel

ORDINARY = 61234
"""A user whom no system has, with no rights but everybody's."""
ROOT = Path(__file__).parent.parent
_NEW_MOUNTS, _RECURSIVE, _PRIVATE, _BIND = 0x20000, 16384, 1 << 18, 4096


@contextmanager
def folder_of(user: int) -> Iterator[Path]:
    """Make a temporary folder that belongs to a user; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory(prefix="attacks-", ignore_cleanup_errors=True) as name:
        if user != os.geteuid():
            os.chown(name, user, user)
        yield Path(name)


def run(
    user: int, arguments: Sequence[str], folder: Path, seconds: float
) -> "subprocess.CompletedProcess[str]":
    """Run this Python as a user, in a folder of theirs; raises TimeoutExpired."""
    others = user != os.geteuid()
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "HOME": str(folder), "TMPDIR": str(folder), "IPYTHONDIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
        preexec_fn=(lambda: _become(user)) if others else None,
    )


def _become(user: int) -> None:
    """Give up root, in the child that will be the program."""
    closed = _closed_folder(ROOT) or _closed_folder(Path(sys.base_prefix))
    if closed is not None:
        _open_up(closed)
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def _closed_folder(path: Path) -> Path | None:
    """Return the outermost folder above a path that others may not enter, as root's home is."""
    above = [*reversed(path.parents), path]
    return next((folder for folder in above if not folder.stat().st_mode & 0o001), None)


def _open_up(closed: Path) -> None:
    """Show the project and its Python at their places in an open folder, to this process alone."""
    kernel.unshare(_NEW_MOUNTS)
    kernel.mount(None, "/", None, _RECURSIVE | _PRIVATE)
    needed = {path for path in (ROOT, Path(sys.base_prefix)) if path.is_relative_to(closed)}
    held = {path: os.open(path, os.O_PATH | os.O_DIRECTORY) for path in needed}
    kernel.mount("tmpfs", str(closed), "tmpfs", 0, "mode=0755")
    for path, handle in held.items():
        path.mkdir(parents=True, exist_ok=True)
        kernel.mount(f"/proc/self/fd/{handle}", str(path), None, _BIND | _RECURSIVE)
        os.close(handle)
