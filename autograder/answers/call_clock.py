"""Interrupt a student's function when its time is over."""

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType


class CallTimeout(BaseException):
    """Interrupt a student's function; no Exception, so that ``except Exception`` lets it pass."""


class CallClock:
    """Interrupt the student's code when its time is over, so that the channel stays in step.

    Only a courtesy: code that does not let itself be interrupted ends the whole student process.
    """

    def __init__(self) -> None:
        self._armed = False
        self._held = 0
        self._expired = False

    @contextlib.contextmanager
    def limit(self, seconds: float, *, outermost: bool) -> Iterator[None]:
        """Raise CallTimeout in the body after so many seconds."""
        if not outermost or threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGALRM, self._ring)
        self._armed, self._expired = True, False
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            try:
                yield
            finally:
                # First of all: a signal that arrives from here on must not raise.
                self._armed = False
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Put off the interruption: a frame half sent or half read would end the conversation."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
            if self._expired and not self._held:
                self._expired = False
                raise CallTimeout

    def _ring(self, number: int, frame: FrameType | None) -> None:
        if self._armed and not self._held:
            raise CallTimeout
        self._expired = self._armed
