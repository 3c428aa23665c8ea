"""Live updates: who listens, and what each of them is told."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from autograder.hub.model import Attempt

MOST_WAITING = 100
"""So many changes are kept for a listener who reads slowly; then the oldest is dropped."""


@dataclass(eq=False)
class Listener:
    """Hold what one open page wants to hear of.

    Without an ``assignment`` it is all of the course; ``student`` None means everybody's.
    ``reader`` is whose page it is.
    """

    course: str
    assignment: str
    student: str | None
    reader: str = ""
    changes: asyncio.Queue[Attempt] = field(
        default_factory=lambda: asyncio.Queue(maxsize=MOST_WAITING)
    )

    def wants(self, attempt: Attempt) -> bool:
        """Tell whether a change concerns this page."""
        return (
            attempt.course == self.course
            and self.assignment in ("", attempt.assignment)
            and self.student in (None, attempt.student)
        )


class Events:
    """Tell open pages of changed attempts; called from the event loop only."""

    def __init__(self) -> None:
        """Know no page yet."""
        self._listeners: set[Listener] = set()

    @property
    def listeners(self) -> int:
        """Return how many pages listen."""
        return len(self._listeners)

    def open_for(self, reader: str) -> int:
        """Return how many of one person's pages listen."""
        return sum(listener.reader == reader for listener in self._listeners)

    def tell(self, attempt: Attempt) -> None:
        """Tell those whom it concerns."""
        for listener in self._listeners:
            if listener.wants(attempt):
                if listener.changes.full():
                    listener.changes.get_nowait()
                listener.changes.put_nowait(attempt)

    @contextmanager
    def listening(self, listener: Listener) -> Iterator[None]:
        """Let a page listen for a while."""
        self._listeners.add(listener)
        try:
            yield
        finally:
            self._listeners.discard(listener)
