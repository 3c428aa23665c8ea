"""Processes that a program left running: found by a line of the environment it gave them."""

import os
import time
from pathlib import Path


def processes_with(line: str) -> list[int]:
    """Return the numbers of running processes whose environment has this ``NAME=value``."""
    return [
        int(folder.name)
        for folder in Path("/proc").iterdir()
        if folder.name.isdigit() and _has(folder, os.fsencode(line)) and _runs(folder)
    ]


def wait_for_none(line: str, seconds: float) -> list[int]:
    """Wait until no such process runs, or so many seconds; return those that still do."""
    deadline = time.monotonic() + seconds
    while (found := processes_with(line)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def _has(folder: Path, line: bytes) -> bool:
    try:
        return line in (folder / "environ").read_bytes().split(b"\0")
    except OSError:
        return False  # ended meanwhile, or somebody else's


def _runs(folder: Path) -> bool:
    try:
        return (folder / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
