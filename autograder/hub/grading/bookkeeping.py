"""The course's gradebook, kept up to date: results first, then what the service adds to them."""

import logging
import threading
import time
from contextlib import AbstractContextManager

from autograder import gradebook, results
from autograder.assignment import Assignment
from autograder.configuration import Course, Settings
from autograder.errors import AutograderError, InternalError, OperatorError
from autograder.gradebook import Additions
from autograder.pipeline import Grader
from autograder.pipeline.machines import Engine

logger = logging.getLogger(__name__)

AGAIN_SECONDS = 30.0
"""How long to wait after the gradebook could not be used."""


class Nowhere:
    """Offer no machine: for a grader that only projects."""

    engine, slots = "", 0

    def open(self, assignment: Assignment, settings: Settings) -> AbstractContextManager[Engine]:
        """Raise InternalError."""
        raise InternalError("hub-nothing-runs", "this grader is to project, and runs nothing")


class Bookkeeper:
    """Write what the gradebook of a course does not have; threads may share it.

    What fails is in the log, and is written later: results and the service are the record.
    """

    def __init__(self, course: Course) -> None:
        """Have nothing to write yet."""
        self._course = course
        self._additions: dict[str, Additions] = {}
        self._due: dict[str, float] = {}
        self._lock, self._turn = threading.Lock(), threading.Lock()

    def add(self, assignment: str, additions: Additions) -> None:
        """Take what the service knows of an assignment now; what it knew before is forgotten."""
        with self._lock:
            self._additions[assignment] = additions
            self._due[assignment] = 0.0

    def due(self) -> list[str]:
        """Return the assignments of which something is to be written now."""
        with self._lock:
            return [name for name, at in self._due.items() if at <= time.monotonic()]

    def write(self, assignment: str, grader: Grader | None = None) -> None:
        """Bring the gradebook up to date, by the assignment's grader where there is one."""
        with self._turn:
            with self._lock:
                self._due.pop(assignment, None)
                additions = self._additions.get(assignment)
            try:
                self._write(assignment, additions, grader)
            except OperatorError as error:
                logger.error("the gradebook could not be written: %s", error)
                with self._lock:
                    self._due.setdefault(assignment, time.monotonic() + AGAIN_SECONDS)
            except AutograderError as error:
                logger.error("the gradebook could not be written: %s", error)

    def _write(self, assignment: str, additions: Additions | None, grader: Grader | None) -> None:
        if grader is None and not results.students(self._course.results, assignment):
            # It comes with the first result; there may be no such assignment yet.
            return
        grader = grader or Grader(self._course, assignment, machines=Nowhere())
        try:
            grader.project()
        finally:
            # Also when a late policy of the course's own fails: all else stands then.
            is_new = additions is not None and gradebook.add(self._course, assignment, additions)
        if is_new:
            # Late penalties follow from what was added, and the copy of what was given by hand.
            grader.project()
