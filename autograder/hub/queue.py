"""Who is graded next: students take turns, whatever each has handed in.

Whoever was served longest ago comes first, and whoever never was comes before them, in the order
of arrival. Of one student's attempts one runs at a time, the oldest first. So a student who hands
in a thousand times delays another by one turn.
"""

import heapq
from bisect import bisect_left, insort
from collections.abc import Set
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

Who = tuple[str, str]
"""A student in a course: the course first."""


class Item(NamedTuple):
    """Name an attempt, and whose it is."""

    course: str
    student: str
    attempt_id: str


@dataclass
class _Line:
    """Hold what waits of one student, each with its place; ``turn`` is the line's own place.

    A turn is when the student was last served and, for those who never were, when they came.
    """

    turn: tuple[int, int] = (0, 0)
    runs: bool = False
    waiting: list[tuple[int, str]] = field(default_factory=list)


class FairQueue:
    """Hold what waits. One thread uses it.

    It remembers when each student was served last. To add, to take and to remove take a time that
    grows as the logarithm of what waits does, and ``position`` one that grows as the class does.
    """

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._lines: dict[Who, _Line] = {}
        self._places: dict[str, tuple[Who, int]] = {}
        # Who may be served, by turn. An entry whose turn is no longer the line's means nothing.
        self._turns: list[tuple[tuple[int, int], Who]] = []
        self._numbers = count(1)

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._places)

    def add(self, course: str, student: str, attempt_id: str, *, first: bool = False) -> None:
        """Let an attempt wait, unless it does already.

        It comes after the student's others; ``first`` puts one that was begun before them again.
        """
        if attempt_id in self._places:
            return
        who, number = (course, student), next(self._numbers)
        line = self._lines.setdefault(who, _Line())
        if not line.waiting:
            line.turn = (line.turn[0], number)
            self._offer(who, line, waits=True)
        place = -number if first else number
        insort(line.waiting, (place, attempt_id))
        self._places[attempt_id] = (who, place)

    def next(self, busy: Set[Who] = frozenset()) -> Item | None:
        """Take the attempt whose turn it is; its student is served no other before ``done``.

        Students in ``busy`` are passed over. None when nobody is left.
        """
        passed = []
        taken = None
        while taken is None and self._turns:
            turn, who = heapq.heappop(self._turns)
            line = self._lines[who]
            if turn != line.turn or line.runs or not line.waiting:
                continue
            if who in busy:
                passed.append((turn, who))
            else:
                taken = self._take(who, line)
        for entry in passed:
            heapq.heappush(self._turns, entry)
        return taken

    def done(self, whose: Item | Who) -> None:
        """Let a student whose attempt ran be served again, in turn."""
        who = (whose[0], whose[1])
        line = self._lines.get(who)
        if line is not None and line.runs:
            line.runs = False
            self._offer(who, line, waits=bool(line.waiting))

    def remove(self, attempt_id: str) -> bool:
        """Let an attempt wait no longer; False when it did not."""
        if attempt_id not in self._places:
            return False
        who, place = self._places.pop(attempt_id)
        waiting = self._lines[who].waiting
        del waiting[bisect_left(waiting, (place, attempt_id))]
        return True

    def position(self, attempt_id: str) -> int | None:
        """Return how many will be taken before an attempt, or None when it does not wait.

        If nobody hands in meanwhile, and each that runs ends before its student's next turn.
        """
        if attempt_id not in self._places:
            return None
        who, place = self._places[attempt_id]
        own = self._lines[who]
        before = bisect_left(own.waiting, (place, attempt_id))
        # Each other student is served as often before, and once more whose turn is earlier.
        return before + sum(
            min(len(line.waiting), before + (line.turn < own.turn))
            for line in self._lines.values()
            if line is not own
        )

    def _offer(self, who: Who, line: _Line, *, waits: bool) -> None:
        if waits and not line.runs:
            heapq.heappush(self._turns, (line.turn, who))

    def _take(self, who: Who, line: _Line) -> Item:
        _, attempt_id = line.waiting.pop(0)
        del self._places[attempt_id]
        line.turn, line.runs = (next(self._numbers), 0), True
        return Item(*who, attempt_id)
