"""The supervisor's side of the zygotes: starting them, and asking them for processes.

A `Zygote` is a program of its own with an allow-list environment; `Process` is one fork of it.
Several threads may ask the same zygote at once.
"""

import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.answers.frames import BrokenFrame
from autograder.errors import InternalError, OperatorError
from autograder.execution.outputs import Outputs
from autograder.execution.words import Word, hear, hear_counted, say

PREFIX_SECONDS = 600
"""How long a prefix may run: it runs once per class, and may train a model."""

KILL_SECONDS = 30.0
"""How long the kernel may take to end a process that was killed."""

TELL_SECONDS = 30.0
"""How long a process may take to read what it is told; it reads at once unless it is hostile."""

_PROGRAM = "autograder.execution.start"
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR")
_FIXED = {
    # Threads do not survive a fork: whatever would start some at import is told not to.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "JOBLIB_MULTIPROCESSING": "0",
    "ARROW_IO_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    # The same submission gives the same outputs.
    "PYTHONHASHSEED": "0",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    # As nbgrader sets it: cells may ask whether they are being graded.
    "NBGRADER_EXECUTION": "autograde",
}


@dataclass(frozen=True)
class Brief:
    """Hold what a zygote needs to know.

    ``role`` is ``student`` or ``examiner``; ``cells`` the sources of the prefix; ``modules`` what
    to import before any cell runs, ``libraries`` behind the last; ``tests_ahead`` and
    ``cells_ahead`` the sources of the master's test cells and others, which an examiner reads once
    for all; ``files`` a folder whose content lies beside the notebook; ``limits`` the fields of
    `autograder.jail.limits.Limits`; ``protected`` the folders that no process may be able to read
    (masters, submissions, results).
    """

    role: str
    cells: tuple[str, ...]
    files: Path | None
    tier: str
    limits: Mapping[str, int] = field(default_factory=dict)
    modules: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    tests_ahead: tuple[str, ...] = ()
    cells_ahead: tuple[str, ...] = ()
    digests: bool = False
    protected: tuple[Path, ...] = ()
    landlock_abi_cap: int | None = None


@dataclass(frozen=True)
class Ending:
    """Hold how a process ended: exit code (negative: signal), CPU seconds, peak memory."""

    code: int
    cpu_seconds: float
    peak_memory_bytes: int


class Process:
    """Hold the supervisor's lines to one fork of a zygote."""

    def __init__(self, life: socket.socket, channel: socket.socket) -> None:
        """Take over the two sockets.

        ``pid`` is the forked process's number. Raises OSError, EOFError or BrokenFrame when the
        zygote could not fork.
        """
        self._life, self.channel = life, channel
        self._left = sys.maxsize
        self.pid = int(hear(life, deadline=time.monotonic() + KILL_SECONDS)["pid"])
        self._ending: Ending | None = None

    def tell(self, word: Word) -> None:
        """Say something; a process that is gone, or reads nothing, is noticed when it is asked."""
        with suppress(OSError):
            say(self.channel, word, deadline=time.monotonic() + TELL_SECONDS)

    def allow(self, said_bytes: int) -> None:
        """Bound how much the process may say from now on."""
        self._left = said_bytes

    def hear(self, deadline: float) -> Word:
        """Return the next word.

        Raises TimeoutError, EOFError when the process is gone, BrokenFrame for nonsense and for
        more than the process was allowed to say.
        """
        word, counted = hear_counted(self.channel, self._left, deadline)
        self._left -= counted
        return word

    def speaks(self, seconds: float) -> bool:
        """Wait until there is something to hear; tell whether there is."""
        waiting = select.poll()
        waiting.register(self.channel, select.POLLIN)
        return bool(waiting.poll(seconds * 1000))

    def end(self, seconds: float = 1.0) -> Ending:
        """Hang up, and return how the process ended; it is killed after so many seconds.

        A process that heeds the hanging up ends with its CPU time accounted for.
        """
        if self._ending is None:
            self.channel.close()
            self._ending = self._heard(seconds)
        if self._ending is None:
            with suppress(OSError):
                self._life.send(b"x")
            self._ending = self._heard(KILL_SECONDS) or Ending(-9, 0.0, 0)
        self._life.close()
        return self._ending

    def _heard(self, seconds: float) -> Ending | None:
        try:
            tree: Any = hear(self._life, deadline=time.monotonic() + seconds)
            return Ending(**tree)
        except (OSError, EOFError, BrokenFrame, TypeError):
            return None


class Zygote:
    """Run a zygote.

    Once it is made, ``outputs`` has the nbformat outputs of each cell of the prefix that ran, and
    ``report`` what else it said. Raises InternalError when the program dies, OperatorError when
    it takes too long.
    """

    def __init__(self, brief: Brief, home: Path) -> None:
        """Start the program and wait until its prefix has run."""
        self.brief = brief
        self.folder = Path(tempfile.mkdtemp(prefix=f"{brief.role}-", dir=home))
        self._lock = threading.Lock()
        if brief.files is not None:
            shutil.copytree(brief.files, self.folder, dirs_exist_ok=True)
        self._log = self.folder.with_suffix(".log")
        self._control, theirs = socket.socketpair()
        with self._log.open("wb") as log, theirs:
            self._program = subprocess.Popen(  # our own program
                # Not -I: it would ignore PYTHONHASHSEED. The environment is our own anyway.
                [sys.executable, "-s", "-P", "-m", _PROGRAM, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=_environment(),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.outputs: list[list[dict[str, Any]]] = []
        self.report = self._set_up()

    def _set_up(self) -> dict[str, Any]:
        brief = self.brief
        setup = {
            "role": brief.role,
            "cells": list(brief.cells),
            "modules": list(brief.modules),
            "libraries": list(brief.libraries),
            "tests_ahead": list(brief.tests_ahead),
            "cells_ahead": list(brief.cells_ahead),
            "folder": str(self.folder),
            "digests": brief.digests,
            "tier": brief.tier,
            # For a student's forks too: a module that the prefix imported may want more of itself.
            "read_only": [str(self.folder)],
            "protected": [str(path) for path in brief.protected],
            "limits": dict(brief.limits),
            "landlock_abi_cap": brief.landlock_abi_cap,
        }
        deadline = time.monotonic() + PREFIX_SECONDS
        try:
            say(self._control, setup, deadline=deadline)
            return self._follow_prefix(deadline)
        except TimeoutError:
            self.close()
            raise OperatorError(
                "prefix-too-slow", f"the prefix did not finish within {PREFIX_SECONDS} seconds"
            ) from None
        except (OSError, EOFError, BrokenFrame):
            self.close()
            told = self._log.read_text(errors="replace")[-2000:]
            raise InternalError("zygote-died", f"a zygote did not start:\n{told}") from None

    def _follow_prefix(self, deadline: float) -> dict[str, Any]:
        """Take the outputs of one cell after the other; return the report at the end."""
        shown, running = Outputs(), None
        try:
            while "report" not in (word := hear(self._control, deadline=deadline)):
                if "output" in word and running is not None:
                    shown.put(running, word["output"])
                elif (running := word.get("cell")) is not None:
                    shown.start(running)
        except EOFError:
            if running is None:
                raise
            # Only the cell itself can have ended its process.
            self.close()
            word = {"report": {"failed": running, "threads": 0}}
        self.outputs = [list(shown.of(at)) for at in range(len(self.brief.cells))]
        return dict(word["report"])

    @property
    def pid(self) -> int:
        """Return the program's number."""
        return self._program.pid

    @property
    def is_alive(self) -> bool:
        """Tell whether the program still runs."""
        return self._program.poll() is None

    def fork(self, wall: socket.socket) -> Process:
        """Return a new process; ``wall`` is its end of the line to the other room."""
        life, their_life = socket.socketpair()
        channel, their_channel = socket.socketpair()
        with self._lock:
            try:
                # Our copies are closed before we wait: a zygote that dies then ends the line.
                with their_life, their_channel:
                    handed = [their_life.fileno(), their_channel.fileno(), wall.fileno()]
                    socket.send_fds(self._control, [b"f"], handed)
                return Process(life, channel)
            except (OSError, EOFError, BrokenFrame) as error:
                raise InternalError("zygote-died", f"a zygote is gone: {error!r}") from None

    def close(self) -> None:
        """End the zygote and every process that it forked."""
        self._control.close()
        try:
            self._program.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._program.kill()
            self._program.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def _environment() -> dict[str, str]:
    """Return the environment of a zygote: an allow-list, for it may hold secrets otherwise."""
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return passed_on | _FIXED
