"""The graders of a course, one per assignment, kept warm for the next attempt."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from autograder.errors import AutograderError
from autograder.pipeline import Grader

logger = logging.getLogger(__name__)


@dataclass
class _Kept:
    """Hold a grader, and how many use it now; a retired one ends with the last."""

    grader: Grader
    users: int = 0
    has_news: bool = False
    projecting: threading.Lock = field(default_factory=threading.Lock)


class Graders:
    """Keep at most ``most`` graders; those unused for longest end first.

    Each holds its assignment's libraries and data in memory, twice for each notebook.
    """

    def __init__(self, make: Callable[[str], Grader], most: int = 4) -> None:
        """Keep nothing yet; ``make`` opens the grader of an assignment."""
        self._make, self._most = make, most
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._retired: list[_Kept] = []
        self._lock = threading.Lock()

    @contextmanager
    def lent(self, assignment: str) -> Iterator[Grader]:
        """Lend a grader, to several threads at a time.

        Raises InstructorError when the assignment cannot be graded with, OperatorError when the
        machine cannot grade.
        """
        with self._lock:
            kept = self._kept.get(assignment)
            if kept is None:
                kept = self._kept[assignment] = _Kept(self._make(assignment).__enter__())
                kept.grader.read_back()
            self._kept.move_to_end(assignment)
            kept.users += 1
        try:
            yield kept.grader
        finally:
            with self._lock:
                kept.users -= 1
                kept.has_news = True
                self._sweep()

    def renew(self, assignment: str) -> None:
        """Let the next attempt be graded by what is in the course's folder then."""
        with self._lock:
            kept = self._kept.pop(assignment, None)
            if kept is not None:
                self._retired.append(kept)
            self._sweep()

    def project(self) -> None:
        """Write into the gradebook what it does not have."""
        with self._lock:
            fresh = [kept for kept in self._kept.values() if kept.has_news]
            for kept in fresh:
                kept.has_news = False
        for kept in fresh:
            _project(kept)

    def close(self) -> None:
        """Write what is left, and end all."""
        self.project()
        with self._lock:
            every = [*self._kept.values(), *self._retired]
            self._kept.clear()
            self._retired.clear()
        for kept in every:
            kept.grader.__exit__(None, None, None)

    def _sweep(self) -> None:
        idle = [name for name, kept in self._kept.items() if not kept.users]
        while len(self._kept) > self._most and idle:
            self._retired.append(self._kept.pop(idle.pop(0)))
        for kept in [each for each in self._retired if not each.users]:
            self._retired.remove(kept)
            if kept.has_news:
                _project(kept)
            kept.grader.__exit__(None, None, None)


def _project(kept: _Kept) -> None:
    try:
        with kept.projecting:
            kept.grader.project()
    except AutograderError as error:
        # The results are the record; the gradebook is written again from them.
        logger.error("the gradebook could not be written: %s", error)
