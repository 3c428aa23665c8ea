"""One service per database: the claim that a process has on it, and that ends with the process."""

import fcntl
import os
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, Protocol

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from autograder.errors import OperatorError
from autograder.hub.store.database import Database

_CLAIM_KEY = 0x6175746F68756231
"""The key of PostgreSQL's advisory lock; it is one number for each database."""
_PAUSE_SECONDS = 0.05


class _Lock(Protocol):
    def take(self) -> bool: ...
    def release(self) -> None: ...
    def stands(self) -> bool: ...


class Claim:
    """Hold a database for one service, from ``take`` until ``release`` or the process's end.

    On SQLite it is a lock on a file beside the database; a process forked from the service shares
    it, one started by exec does not. On PostgreSQL it is a lock of a connection of its own.
    """

    def __init__(self, database: Database) -> None:
        """Take nothing yet."""
        self._shown = database.shown
        file = database.file
        self._lock: _Lock = _ServerLock(database) if file is None else _FileLock(file)
        self._held = False
        self._turn = threading.Lock()

    def take(self, wait_seconds: float) -> None:
        """Take it, unless it is held already.

        Raises OperatorError when another service holds it for longer than ``wait_seconds``.
        """
        deadline = time.monotonic() + wait_seconds
        with self._turn:
            while not self._held:
                self._held = self._lock.take()
                if not self._held and time.monotonic() >= deadline:
                    raise _in_use(self._shown)
                time.sleep(0 if self._held else _PAUSE_SECONDS)

    def release(self) -> None:
        """Let it go, if it is held."""
        with self._turn:
            if self._held:
                self._lock.release()
            self._held = False

    def stands(self) -> bool:
        """Tell whether what was taken is still held; a lock that a server lost is taken again.

        Raises OperatorError when the server cannot be reached.
        """
        with self._turn:
            return not self._held or self._lock.stands()


def _in_use(shown: str) -> OperatorError:
    return OperatorError(
        "hub-database-in-use",
        f"another service uses the database {shown}: end that one, or give this one a database of "
        "its own.",
    )


class _FileLock:
    def __init__(self, database: Path) -> None:
        # A file of its own: closing the database's would end the locks that SQLite has on it.
        self._path = database.with_name(f"{database.name}.lock")
        self._file: IO[bytes] | None = None

    def take(self) -> bool:
        try:
            file = open(os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600), "rb")
        except OSError as error:
            raise OperatorError(
                "hub-database-unusable", f"{self._path} cannot be opened: {error.strerror}"
            ) from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        return True

    def release(self) -> None:
        if self._file is not None:
            self._file.close()

    def stands(self) -> bool:
        return True


class _ServerLock:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Connection | None = None
        self._held = ExitStack()

    def take(self) -> bool:
        with ExitStack() as stack:
            connection = stack.enter_context(self._database.apart())
            if not connection.scalar(select(func.pg_try_advisory_lock(_CLAIM_KEY))):
                return False
            self._connection, self._held = connection, stack.pop_all()
        return True

    def release(self) -> None:
        self._connection = None
        self._held.close()

    def stands(self) -> bool:
        if self._connection is not None:
            with suppress(SQLAlchemyError):
                self._connection.execute(select(1))
                return True
            # The server ended the connection, and the lock with it.
            with suppress(OperatorError, SQLAlchemyError):
                self.release()
        return self.take()
