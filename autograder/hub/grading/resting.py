"""Courses whose grading process ended: they rest for a while, and others are graded meanwhile."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from autograder.hub.queue import Item

REST_SECONDS = (1.0, 2.0, 5.0, 15.0, 30.0)
"""How long a course rests; longer each time, until a process of its has graded something."""


@dataclass
class _Course:
    endings: int = 0
    timer: asyncio.TimerHandle | None = None
    items: list[Item] = field(default_factory=list)


class Rests:
    """Hold courses that rest, and what waits for them; ``on_wake`` gets that when it is over."""

    def __init__(self, on_wake: Callable[[list[Item]], None]) -> None:
        """Know no course yet."""
        self._on_wake = on_wake
        self._courses: dict[str, _Course] = {}

    def __len__(self) -> int:
        """Return how many attempts wait."""
        return sum(len(course.items) for course in self._courses.values())

    def is_resting(self, course: str) -> bool:
        """Tell whether a course rests."""
        return self._of(course).timer is not None

    def begin(self, course: str) -> None:
        """Let a course rest, unless it does."""
        found = self._of(course)
        if found.timer is None:
            seconds = REST_SECONDS[min(found.endings, len(REST_SECONDS) - 1)]
            found.endings += 1
            found.timer = asyncio.get_running_loop().call_later(seconds, self._wake, course)

    def add(self, item: Item) -> None:
        """Let an attempt wait until its course has rested."""
        self._of(item.course).items.append(item)

    def went_well(self, course: str) -> None:
        """Let a course's next rest be a short one."""
        self._of(course).endings = 0

    def close(self) -> None:
        """Wake nobody any more."""
        for course in self._courses.values():
            if course.timer is not None:
                course.timer.cancel()

    def _wake(self, name: str) -> None:
        course = self._of(name)
        items, course.items, course.timer = course.items, [], None
        self._on_wake(items)

    def _of(self, course: str) -> _Course:
        return self._courses.setdefault(course, _Course())
