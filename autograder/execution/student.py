"""The student process: the jailed fork in which a submission's cells run.

Nothing that it says is trusted. It answers on two lines: the supervisor's, which sends cells to
run, and the wall, on which the examiner asks for values.
"""

import asyncio
import json
import mmap
import os
import select
import signal
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

from autograder.answers.shelf import Shelf
from autograder.errors import AutograderError
from autograder.execution.decoys import plant
from autograder.execution.shell import Output, Shell, ignore, run_cell
from autograder.execution.words import WORD_BYTES, hear, say
from autograder.jail.entry import Prepared, enter


def main(
    shell: Shell,
    namespace: dict[str, object],
    prepared: Prepared | None,
    channel: socket.socket,
    wall: socket.socket,
) -> None:
    """Enter the jail, then run cells and answer questions until the supervisor hangs up."""
    order = hear(channel)
    scratch, decoy = order["scratch"], plant(order["decoy"])
    # The zygote's folder too: the prefix may have imported modules from there.
    homes = (scratch, os.getcwd())
    try:
        if prepared is not None:
            enter(prepared, scratch=scratch, keep={channel.fileno(), wall.fileno()})
        _move_in(scratch)
    except (AutograderError, OSError) as error:
        say(channel, {"refused": str(error)})
        return
    signal.signal(signal.SIGALRM, _out_of_time)
    say(channel, {"ready": True})
    shelf = Shelf(shell.user_ns, wall, namespace, homes)
    _serve(shell, channel, wall, shelf, decoy)


def _serve(
    shell: Shell, channel: socket.socket, wall: socket.socket, shelf: Shelf, decoy: list[object]
) -> None:
    """Run cells and answer questions; a search of the stack finds the decoy here."""
    loop = asyncio.new_event_loop()
    while True:
        readable, _, _ = select.select([channel, wall], [], [])
        if channel in readable:
            try:
                order = hear(channel)
            except EOFError:
                return
            _run(shell, loop, channel, order)
        elif not shelf.serve_one():
            return


def _move_in(scratch: str) -> None:
    """Make the scratch folder the place for everything that libraries write."""
    os.chdir(scratch)
    for name in ("HOME", "TMPDIR", "JOBLIB_TEMP_FOLDER", "MPLCONFIGDIR"):
        os.environ[name] = scratch
    # There is no list of users to look in; `getpass.getuser` asks the environment first.
    os.environ["LOGNAME"] = "student"
    tempfile.tempdir = None


def _out_of_time(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt("the cell ran longer than it may")


RESERVE_BYTES = 4 * 2**20
"""What a cell cannot use up: the process must still be able to say what the cell left."""


@contextmanager
def _reserved() -> Iterator[None]:
    """Hold memory that nobody writes to, so that it costs addresses only."""
    reserve = None
    with suppress(OSError, MemoryError):  # an earlier cell may have left nothing
        reserve = mmap.mmap(-1, RESERVE_BYTES, mmap.MAP_PRIVATE)
    try:
        yield
    finally:
        if reserve is not None:
            reserve.close()


class Meter:
    """Pass outputs on until a cell has shown as much as it may, then say so once."""

    def __init__(self, channel: socket.socket, output_bytes: int) -> None:
        self._channel = channel
        self._left = output_bytes

    def __call__(self, output: Output) -> None:
        """Pass an output on, as plain JSON."""
        if self._left < 0:
            return
        # As a kernel does: what JSON cannot say becomes null or text.
        text = json.dumps(output, default=str)
        output = json.loads(text, parse_constant=lambda _: None)
        self._left -= max(len(text), WORD_BYTES)
        if self._left < 0:
            note = "[the rest of this cell's output was left out: it is too long]\n"
            output = {"output_type": "stream", "name": "stderr", "text": note}
        with _uninterrupted():
            say(self._channel, {"output": output})


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put the interrupt off: a word cut off in the midst would end the conversation."""
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        yield
    finally:
        # Whatever was before: a signal that came just now may have kept us from learning it.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})


def _run(shell: Shell, loop: asyncio.AbstractEventLoop, channel: socket.socket, order: Any) -> None:
    silent = order["silent"]
    shell.sink.emit = ignore if silent else Meter(channel, order["output_bytes"])
    # An endless loop is interrupted as a kernel would be, and the notebook goes on; the supervisor
    # kills whoever does not heed it.
    signal.setitimer(signal.ITIMER_REAL, order["seconds"])
    try:
        with _reserved():
            error = run_cell(shell, order["run"], loop, silent=silent)
    except BaseException as raised:  # a cell may break IPython itself
        error = raised
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    name = None if error is None else type(error).__name__
    # A thread of the student's may be in the midst of printing.
    with shell.sink.lock:
        shell.sink.emit = ignore
        say(channel, {"done": True, "error": name})
