"""The dispatcher's way to the store: one thread, in order, and again until the database is back.

Requests do not wait for it, nor it for them. A database that dies may have kept a change that it
did not confirm: whoever tries again looks at what is there.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import ParamSpec, TypeVar

from autograder.errors import AutograderError, OperatorError
from autograder.hub import marking
from autograder.hub.blobs import Blobs
from autograder.hub.grading import evidence
from autograder.hub.grading.orders import Reply
from autograder.hub.model import Attempt, State
from autograder.hub.store import FINISHED, Counting, Store, as_graded

logger = logging.getLogger(__name__)

STORE_SECONDS = 0.5
"""How long to wait before a database that could not be used is tried again."""

Args = ParamSpec("Args")
Value = TypeVar("Value")


@dataclass(frozen=True)
class Waiting:
    """Hold what waits, in the order of arrival, and which of it a person wants graded again."""

    attempts: tuple[Attempt, ...]
    asked_again: frozenset[str]


class Recorder:
    """Write where attempts stand; nobody else begins, finishes or puts back an attempt."""

    def __init__(self, store: Store, blobs: Blobs) -> None:
        """Use a store, and the blobs in which the evidence is."""
        self._store, self._blobs = store, blobs
        self._thread = ThreadPoolExecutor(1, "recorder")

    async def begin(self, attempt_id: str) -> Attempt | None:
        """Let an attempt that waits run, however long that takes; None when it does not wait."""
        return await self._kept(self._begin, attempt_id)

    async def finish(self, attempt: Attempt, reply: Reply) -> Attempt | None:
        """Write what grading gave, however long that takes; None when it does not run any more."""
        return await self._kept(self._finish, attempt, reply)

    async def put_back(self, attempt_id: str) -> None:
        """Let an attempt that runs wait again, however long that takes."""
        await self._kept(self._store.put_back, attempt_id)

    async def waiting(self) -> Waiting:
        """Return what waits; raises OperatorError when the store cannot be used."""
        return await self._once(self._waiting)

    async def put_all_back(self) -> None:
        """Let all that run wait again; raises OperatorError when the store cannot be used."""
        await self._once(self._store.put_all_back)

    async def keeps_claim(self) -> bool:
        """Tell whether the store is ours still; a server that was restarted is asked for it again.

        Raises OperatorError when the server cannot be reached.
        """
        return await self._once(self._store.keeps_claim)

    async def close(self) -> None:
        """Put back what runs, if that can be done now: the next start does it anyway."""
        with suppress(OperatorError):
            await self.put_all_back()
        self._thread.shutdown()

    async def _once(
        self, function: Callable[Args, Value], *args: Args.args, **kwargs: Args.kwargs
    ) -> Value:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, partial(function, *args, **kwargs))

    async def _kept(
        self, function: Callable[Args, Value], *args: Args.args, **kwargs: Args.kwargs
    ) -> Value:
        while True:
            try:
                return await self._once(function, *args, **kwargs)
            except OperatorError as error:
                logger.error("it is tried again: %s", error)
                await asyncio.sleep(STORE_SECONDS)

    # ---- in the thread

    def _begin(self, attempt_id: str) -> Attempt | None:
        begun = self._store.begin(attempt_id)
        if begun is not None:
            return begun
        # A try before may have come through, with only the answer lost.
        found = self._store.attempt(attempt_id)
        return found if found is not None and found.state is State.RUNNING else None

    def _finish(self, attempt: Attempt, reply: Reply) -> Attempt | None:
        try:
            finished = self._finish_as(attempt, reply)
        except OperatorError:
            raise
        except AutograderError as error:
            problem = f"what grading gave could not be kept: {error.message}"
            unkept = Reply(attempt.attempt_id, State.NEEDS_PERSON, problem=problem)
            finished = self._finish_as(attempt, unkept)
        # As above.
        found = finished or self._store.attempt(attempt.attempt_id)
        return found if found is not None and found.state in FINISHED else None

    def _finish_as(self, attempt: Attempt, reply: Reply) -> Attempt | None:
        return self._store.finish(
            attempt.attempt_id,
            self._counting(reply.evidence),
            state=reply.state,
            at=datetime.now(UTC),
            points=reply.points,
            max_points=reply.max_points,
            evidence=reply.evidence,
            problem=reply.problem,
        )

    def _counting(self, evidence_sum: str | None) -> Counting:
        """Return what counts the points: marks stay when an attempt is graded again."""
        if evidence_sum is None:
            return as_graded
        return partial(marking.counted, result=evidence.result(self._blobs.get(evidence_sum)))

    def _waiting(self) -> Waiting:
        return Waiting(self._store.waiting(), self._store.asked_again())
