"""Requests and replies over one channel, in step and in time.

Every request has a number that its reply must echo. While a request waits, the student's code may
call a function of the test's; that function may make requests of its own: they nest.
"""

import socket
import time
from collections.abc import Callable
from typing import NoReturn, TypeAlias

from autograder.answers.frames import BrokenFrame, Frame, FrameTooLarge, Tree, receive, send
from autograder.answers.troubles import NotSupported, StudentEnded, StudentTimeout, Trouble

Buffers: TypeAlias = tuple[bytes, ...]
Answer: TypeAlias = Callable[[dict[str, Tree], Buffers], Frame]
Listen: TypeAlias = Callable[[Frame, Frame, float], None]
"""Is told what was asked, what came, and how many seconds that took."""

# The student's side ends a slow call itself; past this the process is given up.
_GRACE_SECONDS = 1.0


class Conversation:
    """Hold the channel to a student process, until it ends or falls out of step.

    ``answer`` runs what the student's code calls. ``deadline`` is the test cell's
    (``time.monotonic``). Once ended, every request raises what ended it. ``listen`` is told of
    every request that was answered.
    """

    def __init__(self, channel: socket.socket, call_seconds: float, answer: Answer) -> None:
        self.deadline = float("inf")
        self.ended: Trouble | BrokenFrame | None = None
        self.listen: Listen | None = None
        self._channel = channel
        self._call_seconds = call_seconds
        self._answer = answer
        self._seq = 0

    def ask(
        self, fields: dict[str, Tree], buffers: Buffers = ()
    ) -> tuple[dict[str, Tree], Buffers]:
        """Send a request and give the reply to it."""
        if self.ended is not None:
            raise type(self.ended)(*self.ended.args)
        now = time.monotonic()
        seconds = min(self._call_seconds, self.deadline - now)
        if seconds <= 0:
            raise StudentTimeout("the test cell's time is over")
        self._seq += 1
        frame = Frame({"seq": self._seq, "seconds": seconds, **fields}, buffers)
        try:
            reply = self._exchange(frame, self._seq, now + seconds + _GRACE_SECONDS)
        except Trouble:
            raise
        except BaseException:
            # Cut off in the midst, by the examiner's own alarm: the reply may still come.
            self._note_end(StudentEnded("the conversation was cut off"))
            raise
        if self.listen is not None:
            self.listen(frame, reply, time.monotonic() - now)
        tree: dict[str, Tree] = reply.tree  # type: ignore[assignment]  # seen to by _exchange
        return tree, reply.buffers

    def _exchange(self, frame: Frame, seq: int, deadline: float) -> Frame:
        try:
            send(self._channel, frame, deadline=deadline)
        except FrameTooLarge as error:
            raise NotSupported(f"passing {error} to the student's code") from None
        except OSError as error:
            self._end(_ending(error))
        while True:
            reply = self._received(deadline)
            if type(reply.tree) is not dict:
                self._end(BrokenFrame("a reply that is no object"))
            if "callback" not in reply.tree:
                self._check(reply.tree.get("seq"), seq)
                return reply
            self._call_back(reply.tree, reply.buffers, deadline)

    def _received(self, deadline: float) -> Frame:
        try:
            return receive(self._channel, deadline=deadline)
        except BrokenFrame as error:
            self._end(error)
        except (EOFError, OSError) as error:
            self._end(_ending(error))

    def _check(self, number: Tree, seq: int) -> None:
        # By type too: True equals 1.
        if type(number) is not int or number != seq:
            self._end(BrokenFrame("a reply to another request"))

    def _call_back(self, call: dict[str, Tree], buffers: Buffers, deadline: float) -> None:
        try:
            answer = self._answer(call, buffers)
        except BrokenFrame as error:
            self._end(error)
        if self.ended is not None:
            raise type(self.ended)(*self.ended.args)
        self._send_answer(answer, call, deadline)

    def _send_answer(self, answer: Frame, call: dict[str, Tree], deadline: float) -> None:
        try:
            send(self._channel, answer, deadline=deadline)
        except FrameTooLarge:
            too_large = Frame({"turn": call["turn"], "raised": "MemoryError"})
            self._send_answer(too_large, call, deadline)
        except OSError as error:
            self._end(_ending(error))

    def _end(self, trouble: Trouble | BrokenFrame) -> NoReturn:
        """Give the channel up: where its next frame begins is not known any more."""
        self._note_end(trouble)
        raise trouble from None

    def _note_end(self, trouble: Trouble | BrokenFrame) -> None:
        self.ended = self.ended or trouble


def _ending(error: Exception) -> Trouble:
    if isinstance(error, TimeoutError):
        return StudentTimeout("the student's code did not answer in time")
    return StudentEnded("the student process ended")
