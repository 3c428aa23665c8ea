"""One grader, kept between nbgrader's calls, so that a class shares its zygotes.

nbgrader asks for one student after the other, and a jupyter server for one whenever somebody
presses a button. What is kept ends when nobody has used it for a while, and with the process.
"""

import atexit
import dataclasses
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from traitlets.config import Config

from autograder.configuration import Course
from autograder.pipeline import Grader

IDLE_SECONDS = 60.0


class Keeper:
    """Keep at most one grader, and close it after ``idle_seconds`` without use."""

    def __init__(self, idle_seconds: float = IDLE_SECONDS) -> None:
        """Keep nothing yet."""
        self._idle_seconds = idle_seconds
        self._lock = threading.RLock()
        self._grader: Grader | None = None
        self._run: Any = None
        self._timer: threading.Timer | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is kept."""
        return self._grader is None

    @contextmanager
    def lent(self, course: Course, name: str, run: Any) -> Iterator[Grader]:
        """Lend the grader of an assignment; ``run`` is the call of nbgrader that asks.

        Within a run nothing is read again; a new run gets a new grader when the masters, their
        data or the settings are not those of the last one. Raises what `Grader` raises.
        """
        with self._lock:
            self._stop_timer()
            try:
                yield self._of(course, name, run)
            finally:
                self._start_timer()

    def close(self) -> None:
        """End what is kept, and its processes."""
        with self._lock:
            self._stop_timer()
            grader, self._grader, self._run = self._grader, None, None
            if grader is not None:
                grader.__exit__(None, None, None)

    def _of(self, course: Course, name: str, run: Any) -> Grader:
        if self._grader is None or not self._fits(self._grader, course, name, run):
            self.close()
            self._grader = Grader(course, name).__enter__()
        self._run = weakref.ref(run)
        return self._grader

    def _fits(self, grader: Grader, course: Course, name: str, run: Any) -> bool:
        if grader.name != name or _without_traces(grader.course) != _without_traces(course):
            return False
        return (self._run is not None and self._run() is run) or grader.is_current()

    def _start_timer(self) -> None:
        if self._grader is not None:
            self._timer = threading.Timer(self._idle_seconds, self.close)
            self._timer.daemon = True
            self._timer.start()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _without_traces(course: Course) -> tuple[Course, dict[str, Any]]:
    """Return a course to compare: a section of a configuration that was only looked at is empty."""
    sections = {name: section for name, section in course.config.items() if section}
    return dataclasses.replace(course, config=Config()), sections


KEEPER = Keeper()
atexit.register(KEEPER.close)
