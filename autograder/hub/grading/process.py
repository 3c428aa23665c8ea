"""The service's end of one grading process: started when needed, and again when it died."""

import asyncio
import logging
import os
import socket
from collections.abc import Callable

from autograder.errors import OperatorError
from autograder.hub.grading import orders, worker
from autograder.hub.grading.orders import Order, Reply
from autograder.hub.grading.worker import Settings

logger = logging.getLogger(__name__)

LINE_BYTES = 2**20
"""How long a reply may be; it holds no notebook."""
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "VIRTUAL_ENV")
"""What a grading process sees of the service's environment: the hub's tokens stay behind."""


class Process:
    """Keep one grading process.

    ``on_reply`` is called with each reply, ``on_end`` when the process is gone, by its own doing or
    by somebody's. No other one is started before ``on_end`` has returned.
    """

    def __init__(
        self, settings: Settings, on_reply: Callable[[Reply], None], on_end: Callable[[], None]
    ) -> None:
        """Start nothing yet."""
        self._settings, self._on_reply, self._on_end = settings, on_reply, on_end
        self._writer: asyncio.StreamWriter | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._is_ready: asyncio.Future[bool] | None = None
        # Held while a process starts, and from the end of its channel until it is gone.
        self._turn = asyncio.Lock()
        self._is_closed = False

    @property
    def pid(self) -> int | None:
        """Return the process's number, or None when there is none."""
        return self._process.pid if self._process is not None else None

    async def ready(self) -> None:
        """Wait until there is a process that takes orders; it is started where there is none.

        Raises OperatorError when none can be started, or it ends before it takes any.
        """
        async with self._turn:
            if self._is_closed:
                raise _ended("the service ends")
            if self._is_ready is None:
                self._is_ready = await self._start()
            waiting = self._is_ready
        if not await asyncio.shield(waiting):
            raise _ended("its last words are in the log")

    async def send(self, order: Order) -> None:
        """Send an order; when the process is gone meanwhile, ``on_end`` has been called.

        Raises OperatorError when there is no process.
        """
        async with self._turn:
            if self._writer is None:
                raise _ended("it was just there")
            self._writer.write(orders.write(order))

    async def close(self) -> None:
        """Let the process end what it has begun, as far as it does within seconds, and wait."""
        async with self._turn:
            self._is_closed = True
            if self._writer is not None:
                self._writer.write_eof()
        if self._reading is not None:
            await self._reading

    async def _start(self) -> asyncio.Future[bool]:
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                known = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
                self._process = await asyncio.create_subprocess_exec(
                    *worker.arguments(self._settings, theirs.fileno()),
                    pass_fds=[theirs.fileno()],
                    stdin=asyncio.subprocess.DEVNULL,
                    env=known,
                    cwd=self._settings.course,
                )
            reader, self._writer = await asyncio.open_connection(sock=ours, limit=LINE_BYTES)
        except OSError as error:
            ours.close()
            self._process = None
            raise _ended(f"it cannot be started: {error.strerror}") from error
        is_ready: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._reading = asyncio.create_task(self._read(reader, self._process, is_ready))
        return is_ready

    async def _read(
        self,
        reader: asyncio.StreamReader,
        process: asyncio.subprocess.Process,
        is_ready: asyncio.Future[bool],
    ) -> None:
        try:
            while line := await reader.readline():
                if line == orders.READY:
                    is_ready.set_result(True)
                else:
                    self._on_reply(orders.read_reply(line))
        except (ConnectionError, ValueError) as error:
            logger.error("a grading process broke off: %s", error)
        async with self._turn:
            if self._writer is not None:
                self._writer.close()
            await process.wait()
            self._writer = self._process = self._is_ready = None
            if not is_ready.done():
                is_ready.set_result(False)
            self._on_end()


def _ended(why: str) -> OperatorError:
    return OperatorError("hub-grading-process", f"there is no grading process: {why}")
