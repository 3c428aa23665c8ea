"""An assignment's zygotes on a worker: there while orders come, gone when none came for long.

The program that sends orders may be killed, and cannot say then that it is gone. Its zygotes hold
gigabytes, so they end by themselves, and start again with the next order.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from autograder import homes
from autograder.cluster import wire
from autograder.errors import OperatorError
from autograder.execution.grading import Graded
from autograder.execution.pool import Pool
from autograder.helper_files import HelperFile
from autograder.jail.entry import Tier
from autograder.notebook import Notebook
from autograder.pipeline.machines import Zygotes

logger = logging.getLogger(__name__)

IDLE_SECONDS = 300.0
"""How long zygotes are kept without an order."""


class Started:
    """Hold the zygotes of a kit, and the home that its files lie in."""

    def __init__(self, kit: str, tier: Tier) -> None:
        """Start the zygotes, without waiting for them."""
        unpacked = wire.unpack_kit(kit)
        self._home = homes.Home()
        folder = self._home.path / "files"
        folder.mkdir()
        assignment = unpacked.laid_out(folder)
        pool = Pool(assignment, unpacked.settings, tier, (folder,))
        self._zygotes = Zygotes(assignment, unpacked.settings, pool)
        self._masters = {master.name: master for master in assignment.masters}
        pool.__enter__()
        pool.warm_up()

    def grade(self, name: str, notebook: Notebook, helper_files: tuple[HelperFile, ...]) -> Graded:
        """Return what came of a notebook, given its master's name."""
        return self._zygotes.grade(self._masters[name], notebook, helper_files)

    def end(self) -> None:
        """End the zygotes, and remove what they wrote."""
        self._zygotes.pool.__exit__(None, None, None)
        self._home.remove()


class OnDemand:
    """Keep zygotes while orders come; called from several threads at a time."""

    def __init__(self, kit: str, tier: Tier) -> None:
        """Take what they need; nothing starts before there is an order."""
        self._kit, self._tier = kit, tier
        self._lock, self._over = threading.Lock(), threading.Event()
        self._started: Started | None = None
        self._orders, self._idle_since = 0, 0.0

    @contextmanager
    def lent(self) -> Iterator[Started]:
        """Yield the zygotes for one order.

        Raises OperatorError when they are ended for good.
        """
        started = self._taken()
        try:
            yield started
        finally:
            with self._lock:
                self._orders -= 1
                self._idle_since = time.monotonic()

    def end(self) -> None:
        """End the zygotes for good, whatever they do."""
        with self._lock:
            self._over.set()
            self._end()

    def _taken(self) -> Started:
        with self._lock:
            if self._over.is_set():
                raise OperatorError("worker-not-ready", "a worker let go of the assignment")
            if self._started is None:
                self._started = Started(self._kit, self._tier)
                threading.Thread(target=self._end_when_idle, name="idle", daemon=True).start()
            self._orders += 1
            return self._started

    def _end_when_idle(self) -> None:
        while not self._over.wait(self._left_seconds()):
            with self._lock:
                if self._left_seconds() <= 0:
                    logger.info("no order came for %s seconds: zygotes end", IDLE_SECONDS)
                    self._end()
                    return

    def _left_seconds(self) -> float:
        """Return how long the zygotes have at least; an order that runs keeps them."""
        if self._orders:
            return IDLE_SECONDS
        return max(0.0, self._idle_since + IDLE_SECONDS - time.monotonic())

    def _end(self) -> None:
        started, self._started = self._started, None
        if started is not None:
            started.end()
