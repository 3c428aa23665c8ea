"""The graders of a course, one per assignment, kept warm for the next attempt."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from autograder.hub.grading.bookkeeping import Bookkeeper
from autograder.pipeline import Grader

MOST = 4
"""How many graders of a course are kept."""


@dataclass
class _Kept:
    """Hold a grader, and how many use it now; a retired one ends with the last."""

    assignment: str
    grader: Grader
    users: int = 0
    has_news: bool = False


class Graders:
    """Keep at most ``most`` graders; those unused for longest end first.

    Each holds its assignment's libraries and data in memory, twice for each notebook.
    """

    def __init__(self, make: Callable[[str], Grader], books: Bookkeeper, most: int = MOST) -> None:
        """Keep nothing yet; ``make`` opens the grader of an assignment."""
        self._make, self._books, self._most = make, books, most
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
                grader = self._make(assignment).__enter__()
                kept = self._kept[assignment] = _Kept(assignment, grader)
                kept.grader.read_back()
            self._kept.move_to_end(assignment)
            kept.users += 1
        try:
            yield kept.grader
        finally:
            with self._lock:
                kept.users -= 1
                kept.has_news = True
                over = self._over()
            self._end(over)

    def renew(self, assignment: str) -> None:
        """Let the next attempt be graded by what is in the course's folder then."""
        with self._lock:
            kept = self._kept.pop(assignment, None)
            if kept is not None:
                self._retired.append(kept)
            over = self._over()
        self._end(over)

    def renew_all(self) -> None:
        """Let each next attempt be graded by a grader of its own."""
        with self._lock:
            names = list(self._kept)
        for name in names:
            self.renew(name)

    def project(self) -> None:
        """Write into the gradebook what it does not have."""
        due = self._books.due()
        with self._lock:
            fresh = {
                name: kept.grader
                for name, kept in self._kept.items()
                if kept.has_news or name in due
            }
            for name in fresh:
                self._kept[name].has_news = False
        for name in due:
            self._books.write(name, fresh.pop(name, None))
        for name, grader in fresh.items():
            self._books.write(name, grader)

    def close(self) -> None:
        """Write what is left, and end all but those that somebody still uses."""
        self.project()
        with self._lock:
            every = [each for each in (*self._kept.values(), *self._retired) if not each.users]
            self._kept.clear()
            self._retired.clear()
        for kept in every:
            kept.grader.__exit__(None, None, None)

    def _over(self) -> list[_Kept]:
        """Take out those that nobody uses, and that are not to be kept."""
        idle = [name for name, kept in self._kept.items() if not kept.users]
        while len(self._kept) > self._most and idle:
            self._retired.append(self._kept.pop(idle.pop(0)))
        over = [each for each in self._retired if not each.users]
        self._retired = [each for each in self._retired if each.users]
        return over

    def _end(self, over: list[_Kept]) -> None:
        for kept in over:
            if kept.has_news:
                self._books.write(kept.assignment, kept.grader)
            kept.grader.__exit__(None, None, None)
