"""Who is graded next, and what becomes of it: the queue, the processes and the store together.

The store is the record. At the start everything that waits or was running is queued again, so that
an end at any moment costs time and nothing else. While the database is away, what was graded is
held until it can be written, and its slot with it.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from autograder.errors import OperatorError
from autograder.hub.blobs import Blobs
from autograder.hub.grading.orders import Order, Reply, Task
from autograder.hub.grading.process import Process
from autograder.hub.grading.recording import Recorder
from autograder.hub.grading.refreshing import Refresher
from autograder.hub.grading.resting import Rests
from autograder.hub.grading.worker import Settings
from autograder.hub.model import Attempt, State
from autograder.hub.queue import FairQueue, Item, Who
from autograder.hub.store import Store
from autograder.hub.times import nbgrader_timestamp

logger = logging.getLogger(__name__)

MOST_TRIES = 3
"""How often an attempt is tried whose grading process ends under it."""
LOOK_SECONDS = 5.0
"""How often the store is asked for what waits there and was not queued."""
CLOSE_SECONDS = 5.0
"""How long a database that is away is waited for at the end."""

Changed = Callable[[Attempt], None]


@dataclass(frozen=True)
class _Run:
    """Hold an attempt that runs, and its reply: None when the grading process ended under it."""

    attempt: Attempt
    reply: asyncio.Future[Reply | None]


class Dispatcher:
    """Hand attempts to the grading processes, and write what comes back.

    ``slots`` attempts run at a time in all courses together. ``changed`` is called after each
    change of an attempt's state. Everything happens in the event loop, which waits for nothing.
    """

    def __init__(
        self,
        store: Store,
        courses: Mapping[str, Path],
        data: Path,
        slots: int,
        changed: Changed,
        scheduler: str = "",
    ) -> None:
        """Start nothing yet; ``courses`` are course folders by course.

        ``scheduler`` is the address of a Dask cluster to grade on; empty for this machine.
        """
        self._slots, self._changed = slots, changed
        self._recorder = Recorder(store, Blobs(data / "blobs"))
        self._queue = FairQueue()
        self._rests = Rests(self._on_wake)
        self._known: set[str] = set()
        self._accepting: set[str] = set()
        # How often an attempt was begun in vain because the machine could not grade.
        self._excused: Counter[str] = Counter()
        self._running: dict[str, _Run] = {}
        self._turns: set[asyncio.Task[None]] = set()
        self._others: set[asyncio.Task[None]] = set()
        self._closing = False
        self.is_lost = asyncio.Event()
        """Set when another service took the database, while its server had forgotten our claim."""
        self._processes = {
            course: Process(
                Settings(str(folder), str(data), slots, scheduler),
                self._on_reply,
                partial(self._on_end, course),
            )
            for course, folder in courses.items()
        }
        self._refresher = Refresher(store, self._processes)

    async def start(self) -> None:
        """Queue what the store has waiting, and what was running when the service ended.

        Nobody may submit before. Raises OperatorError when the store cannot be used.
        """
        await self._recorder.put_all_back()
        await self._take_up()
        self._refresher.start()
        self._spawn(self._look())

    async def close(self) -> None:
        """End the processes; what they come to the end of in seconds stands, the rest is put back.

        Meanwhile nothing may be submitted.
        """
        self._closing = True
        self._rests.close()
        self._refresher.close()
        for task in self._others:
            task.cancel()
        await asyncio.gather(*(process.close() for process in self._processes.values()))
        if self._turns:
            await asyncio.wait(self._turns, timeout=CLOSE_SECONDS)
        for turn in self._turns:
            turn.cancel()
        await self._recorder.close()

    def submit(self, attempt: Attempt, *, accept: bool = False) -> None:
        """Queue an attempt that the store has as waiting.

        ``accept`` lets its score change though the work is the same.
        """
        if accept:
            self._accepting.add(attempt.attempt_id)
        self._enqueue(attempt)
        self._pump()

    def renew(self, course: str, assignment: str) -> None:
        """Tell a course's grading process that an assignment was released, or released again."""
        if (process := self._processes.get(course)) is not None:
            self._spawn(self._renew(process, assignment))

    def refresh(self, course: str, assignment: str) -> None:
        """Bring a course's gradebook up to date with what was set or given for an assignment."""
        self._refresher.refresh(course, assignment)

    def position(self, attempt_id: str) -> int | None:
        """Return how many are taken before an attempt, or None when it does not wait."""
        return self._queue.position(attempt_id)

    @property
    def depth(self) -> int:
        """Return how many attempts wait."""
        return len(self._queue) + len(self._rests)

    @property
    def busy(self) -> int:
        """Return how many attempts run."""
        return len(self._running)

    def pids(self) -> dict[str, int | None]:
        """Return the grading processes by course."""
        return {course: process.pid for course, process in self._processes.items()}

    # ---- whose turn it is

    def _enqueue(self, attempt: Attempt) -> None:
        self._known.add(attempt.attempt_id)
        if attempt.course not in self._processes:
            logger.warning("an attempt waits, and its course is no longer here: %s", attempt.course)
        elif attempt.attempt_id not in self._running:
            self._queue.add(attempt.course, attempt.student, attempt.attempt_id)

    def _pump(self) -> None:
        while not self._closing and len(self._turns) < self._slots:
            item = self._queue.next()
            if item is None:
                return
            if self._rests.is_resting(item.course):
                self._rests.add(item)
                continue
            turn = asyncio.ensure_future(self._serve(item))
            self._turns.add(turn)
            turn.add_done_callback(self._on_turn_over)

    def _on_turn_over(self, turn: asyncio.Task[None]) -> None:
        self._turns.discard(turn)
        if not turn.cancelled() and (error := turn.exception()) is not None:
            logger.error("an attempt's turn failed; the store has it still", exc_info=error)
        self._pump()

    def _put_first(self, item: Item) -> None:
        """Let an attempt wait before its student's others, until its course has rested."""
        if not self._closing:
            self._rests.begin(item.course)
            self._rests.add(item)

    def _on_wake(self, items: list[Item]) -> None:
        for item in items:
            self._queue.add(*item, first=True)
            self._queue.done(item)
        self._pump()

    # ---- one attempt, from its turn until what came of it is written

    async def _serve(self, item: Item) -> None:
        try:
            await self._processes[item.course].ready()
        except OperatorError as error:
            # No attempt is to blame for that: none was begun.
            logger.error("%s: %s", item.course, error)
            self._put_first(item)
            return
        attempt = await self._recorder.begin(item.attempt_id)
        if attempt is not None:
            reply = await self._graded(attempt)
            if reply is not None and reply.state is State.WAITING:
                logger.error("%s waits until it can be graded: %s", item.attempt_id, reply.problem)
                self._excused[item.attempt_id] += 1
            if self._is_to_wait(attempt, reply):
                await self._recorder.put_back(attempt.attempt_id)
                self._changed(replace(attempt, state=State.WAITING))
                self._put_first(item)
                return
            finished = await self._recorder.finish(attempt, reply or self._given_up(attempt))
            if finished is not None:
                self._changed(finished)
                self._refresher.graded(finished)
        self._excused.pop(item.attempt_id, None)
        self._accepting.discard(item.attempt_id)
        self._known.discard(item.attempt_id)
        self._queue.done(item)

    def _is_to_wait(self, attempt: Attempt, reply: Reply | None) -> bool:
        """Tell whether an attempt is to be sent again; where the machine is at fault, always."""
        if reply is None:
            return self._tries(attempt) < MOST_TRIES
        return reply.state is State.WAITING

    def _given_up(self, attempt: Attempt) -> Reply:
        problem = f"the grading process ended {self._tries(attempt)} times while it was graded"
        return Reply(attempt.attempt_id, State.NEEDS_PERSON, problem=problem)

    def _tries(self, attempt: Attempt) -> int:
        return attempt.tries - self._excused[attempt.attempt_id]

    async def _graded(self, attempt: Attempt) -> Reply | None:
        run = _Run(attempt, asyncio.get_running_loop().create_future())
        self._running[attempt.attempt_id] = run
        self._changed(attempt)
        order = Order(
            Task.GRADE,
            attempt.assignment,
            attempt.attempt_id,
            attempt.student,
            attempt.sha256,
            nbgrader_timestamp(attempt.received_at),
            attempt.attempt_id in self._accepting,
        )
        try:
            await self._processes[attempt.course].send(order)
            return await run.reply
        except OperatorError as error:
            logger.error("%s was not sent: %s", attempt.attempt_id, error)
            return None
        finally:
            del self._running[attempt.attempt_id]

    async def _renew(self, process: Process, assignment: str) -> None:
        try:
            await process.ready()
            await process.send(Order(Task.RENEW, assignment))
        except OperatorError as error:
            # The next one that starts reads what is released then.
            logger.error("the release of %s was not told: %s", assignment, error)

    def _on_reply(self, reply: Reply) -> None:
        run = self._running.get(reply.attempt_id)
        if run is None:
            logger.error("a grading process told of an attempt that nobody sent")
            return
        if reply.state is not State.WAITING:
            self._rests.went_well(run.attempt.course)
        _answer(run, reply)

    def _on_end(self, course: str) -> None:
        lost = [run for run in self._running.values() if run.attempt.course == course]
        if not self._closing:
            logger.error("the grading process of %s ended with %d attempts", course, len(lost))
            self._rests.begin(course)
            self._refresher.forget(course)
        for run in lost:
            _answer(run, None)

    # ---- what nobody told of

    async def _look(self) -> None:
        """Look for attempts that nobody submitted, and after our claim, again and again.

        A database that died may have kept an attempt that it did not confirm.
        """
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            with suppress(OperatorError):
                if not await self._recorder.keeps_claim():
                    self.is_lost.set()
                await self._take_up()

    async def _take_up(self) -> None:
        waiting = await self._recorder.waiting()
        unknown = {_who(each) for each in waiting.attempts if each.attempt_id not in self._known}
        for attempt in waiting.attempts:
            if _who(attempt) in unknown:
                # In the order of arrival, also where a later one is queued already.
                self._queue.remove(attempt.attempt_id)
                self.submit(attempt, accept=attempt.attempt_id in waiting.asked_again)

    def _spawn(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.ensure_future(work)
        self._others.add(task)
        task.add_done_callback(self._others.discard)


def _who(attempt: Attempt) -> Who:
    return (attempt.course, attempt.student)


def _answer(run: _Run, reply: Reply | None) -> None:
    if not run.reply.done():
        run.reply.set_result(reply)
