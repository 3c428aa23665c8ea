"""What the service sets and people give, told to the processes that keep the courses' gradebooks.

The store is the record. A process that ended is told everything again, and so is each one after
the service's start: an end at any moment only makes a gradebook late.
"""

import asyncio
import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from autograder.errors import OperatorError
from autograder.hub.grading.additions import Additions, gathered
from autograder.hub.grading.keeping import MOST
from autograder.hub.grading.orders import Order, Task
from autograder.hub.grading.process import Process
from autograder.hub.model import Attempt
from autograder.hub.store import Store

logger = logging.getLogger(__name__)

REFRESH_SECONDS = 1.0
"""How long to wait for more of it: a form sends its marks one after the other."""
AGAIN_SECONDS = 5.0
"""How long to wait when a process ended, or the store or a process could not be used."""
IN_USE = timedelta(days=1)
"""An assignment is warmed up at the start if somebody handed it in since."""


class Refresher:
    """Tell each course's process what it does not know. Used in the event loop only."""

    def __init__(self, store: Store, processes: Mapping[str, Process]) -> None:
        """Tell nothing yet."""
        self._store, self._processes = store, processes
        self._wanted: dict[str, set[str]] = {course: set() for course in processes}
        # What the process that a course has now was told.
        self._told: dict[str, dict[str, Additions]] = {course: {} for course in processes}
        self._untold: set[str] = set()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._is_closed = False

    def start(self) -> None:
        """Start the process of each course that has anything to tell or to warm up."""
        for course in self._processes:
            self._untold.add(course)
            self._wake(course, 0.0, warms_up=True)

    def refresh(self, course: str, assignment: str) -> None:
        """Tell what holds for an assignment, soon."""
        if course in self._processes:
            self._wanted[course].add(assignment)
            self._wake(course, REFRESH_SECONDS)

    def graded(self, attempt: Attempt) -> None:
        """Tell that what was given for a student's attempt before counts no more."""
        told = self._told[attempt.course].get(attempt.assignment)
        if told is not None and attempt.student in told.marks:
            self.refresh(attempt.course, attempt.assignment)

    def forget(self, course: str) -> None:
        """Tell everything again, to another process: this one ended."""
        self._told[course] = {}
        self._untold.add(course)
        self._wake(course, AGAIN_SECONDS)

    def close(self) -> None:
        """Tell nothing any more."""
        self._is_closed = True
        for task in self._tasks.values():
            task.cancel()

    def _wake(self, course: str, seconds: float, *, warms_up: bool = False) -> None:
        if not self._is_closed and course not in self._tasks:
            task = asyncio.ensure_future(self._tell_all(course, seconds, warms_up))
            self._tasks[course] = task
            task.add_done_callback(lambda _: self._on_done(course))

    def _on_done(self, course: str) -> None:
        task = self._tasks.pop(course)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("the gradebook of %s is not told of", course, exc_info=error)
        # Also what came between the task's last look and its end.
        if self._wanted[course] or course in self._untold:
            self._wake(course, AGAIN_SECONDS)

    async def _tell_all(self, course: str, seconds: float, warms_up: bool) -> None:
        while self._wanted[course] or course in self._untold or warms_up:
            await asyncio.sleep(seconds)
            try:
                await self._tell_once(course)
                if warms_up:
                    await self._warm_up(course)
                warms_up = False
                # Not at once: a process may end each time that it is started.
                seconds = AGAIN_SECONDS if course in self._untold else REFRESH_SECONDS
            except OperatorError as error:
                logger.error("%s: it is tried again: %s", course, error)
                seconds = AGAIN_SECONDS

    async def _tell_once(self, course: str) -> None:
        wanted, self._wanted[course] = self._wanted[course], set()
        is_untold = course in self._untold
        self._untold.discard(course)
        try:
            if is_untold:
                wanted.update(await asyncio.to_thread(self._store.with_additions, course))
            for assignment in sorted(wanted):
                await self._tell(course, assignment)
        except BaseException:
            self._wanted[course] |= wanted
            self._untold |= {course} if is_untold else set()
            raise

    async def _tell(self, course: str, assignment: str) -> None:
        additions = await asyncio.to_thread(gathered, self._store, course, assignment)
        if self._told[course].get(assignment) != additions:
            process = self._processes[course]
            await process.ready()
            await process.send(Order(Task.ADD, assignment, additions=additions))
            self._told[course][assignment] = additions

    async def _warm_up(self, course: str) -> None:
        for assignment in await asyncio.to_thread(in_use, self._store, course):
            process = self._processes[course]
            await process.ready()
            await process.send(Order(Task.WARM_UP, assignment))


def in_use(store: Store, course: str) -> list[str]:
    """Return what is released and was handed in lately, the latest last, no more than is kept warm.

    Raises OperatorError when the store cannot be used.
    """
    since = datetime.now(UTC) - IN_USE
    latest = {
        each.assignment: max(
            (one.received_at for one in store.newest_attempts(course, each.assignment)),
            default=since,
        )
        for each in store.releases(course)
    }
    found = sorted((at, assignment) for assignment, at in latest.items() if at > since)
    return [assignment for _, assignment in found[-MOST:]]
