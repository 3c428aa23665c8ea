"""A database that is opened by its address: read by many, written by one at a time.

One writer at a time, on PostgreSQL too: numbers are then counted without gaps, and whoever reads
the changes in their order misses none that is committed later.
"""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, SQLAlchemyError, StatementError
from sqlalchemy.pool import NullPool

from autograder.errors import AutograderError, OperatorError

WAIT_SECONDS = 30.0
"""How long a writer waits for those of other processes, and a server is given to answer."""

_WRITING = "autograder_writing"
_WRITER_KEY = 0x6175746F68756232
"""The key of PostgreSQL's advisory lock; it is one number for each database."""
_MAKING = threading.Lock()


class Database:
    """Lend connections, each for one transaction. Threads may share it."""

    def __init__(self, address: str) -> None:
        """Open it; an SQLite file is made, readable by its owner only.

        Raises OperatorError for an address that is none, or a database that cannot be used.
        """
        self._writer = threading.Lock()
        self._url = _url(address)
        self.shown = self._url.render_as_string(hide_password=True)
        with self._told():
            self._engine = (
                _sqlite(self._url) if self.file else _postgresql(self._url, pool_pre_ping=True)
            )

    @property
    def file(self) -> Path | None:
        """Return the file of an SQLite database; None for one on a server."""
        return Path(self._url.database or "") if _is_sqlite(self._url) else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend a connection to read with; raises OperatorError when that fails."""
        with self._told(), self._engine.connect() as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Lend a connection to the only writer; what was done is committed unless it raises.

        Raises OperatorError when the database cannot be written.
        """
        # The threads of one process wait here, in turn; SQLite's own way of waiting is to poll.
        with self._writer, self._told(), self._engine.connect() as db:
            with db.execution_options(**{_WRITING: True}).begin():
                if self.file is None:
                    db.execute(select(func.pg_advisory_xact_lock(_WRITER_KEY)))
                yield db

    @contextmanager
    def apart(self) -> Iterator[Connection]:
        """Lend a connection to a server that no one else gets, outside of any transaction."""
        with self._told():
            engine = _postgresql(self._url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
            with engine.connect() as db:
                yield db

    def close(self) -> None:
        """End all connections that are not lent."""
        self._engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except StatementError as error:
            # A value that a column does not take is no fault of the database.
            if isinstance(error.orig, AutograderError):
                raise error.orig from error
            raise self._unusable(error) from error
        except (SQLAlchemyError, sqlite3.Error, ImportError, OSError) as error:
            raise self._unusable(error) from error

    def _unusable(self, error: Exception) -> OperatorError:
        """Return what to tell of a database error: never a password, a statement or a student."""
        # Of a server's words only the first line: the next ones may hold a row.
        told = isinstance(error, ImportError | OSError | sqlite3.Error)
        said = str(getattr(error, "orig", None) or (error if told else type(error).__name__))
        reason = said.strip().partition("\n")[0]
        if "locked" in reason or "lock timeout" in reason:
            return OperatorError(
                "hub-database-locked",
                f"the service's database {self.shown} is held by another program: end what holds "
                "it. Nothing is lost, and what was just asked for was not done.",
            )
        return OperatorError(
            "hub-database-unusable",
            f"the service's database {self.shown} cannot be used: {reason}. {self._remedy(error)}",
        )

    def _remedy(self, error: Exception) -> str:
        if isinstance(error, ImportError):
            return (
                "The driver of this database is not installed. For PostgreSQL: "
                'pip install "sealed-autograder[postgresql]"'
            )
        if self.file is not None:
            return (
                "Check that its folder is there and may be written, and that the disk has room. "
                "Restore a damaged one from a backup."
            )
        return (
            "Check that the server runs and lets this machine in, that the database is there, and "
            "the user and password in its address."
        )


def _url(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError:
        raise _unknown("(it is no database URL)") from None
    if url.drivername == "postgresql":
        # Which driver that means depends on SQLAlchemy's version.
        url = url.set(drivername="postgresql+psycopg")
    if _is_sqlite(url):
        # A database in memory would be another one for each thread, and gone with the process.
        known = bool(url.database) and not str(url.database).startswith((":", "file:"))
        url = url.set(database=str(Path(url.database).absolute())) if url.database else url
    else:
        known = url.drivername == "postgresql+psycopg"
    if not known:
        raise _unknown(url.render_as_string(hide_password=True))
    return url


def _unknown(shown: str) -> OperatorError:
    return OperatorError(
        "hub-database-unknown",
        f"the service cannot keep its data in {shown}: write sqlite:////the/path/hub.db (a path "
        "from the root has four slashes), or postgresql+psycopg://user:password@server/name",
    )


def _is_sqlite(url: URL) -> bool:
    return url.drivername in ("sqlite", "sqlite+pysqlite")


def _sqlite(url: URL) -> Engine:
    _make_file(str(url.database))
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": WAIT_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_file(path: str) -> None:
    """Make the file before SQLite makes it for all to read; the files beside it get its rights."""
    # A file that is there is not opened: closing it would end the locks that SQLite has on it in
    # this process. Who makes it is alone with it until it is closed.
    with _MAKING, suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _prepare_sqlite(connection: Any, record: object) -> None:
    # Otherwise Python's driver begins transactions when it thinks best.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {int(WAIT_SECONDS * 1000)}")
    # Readers and the writer then do not wait for each other.
    connection.execute("PRAGMA journal_mode = WAL")
    # A receipt promises that the attempt outlives a power cut.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    # A writer that began as a reader could find, too late, that another was faster.
    writing = connection.get_execution_options().get(_WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _postgresql(url: URL, **options: Any) -> Engine:
    patience = {} if "connect_timeout" in url.query else {"connect_timeout": int(WAIT_SECONDS)}
    engine = create_engine(url, hide_parameters=True, connect_args=patience, **options)
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _prepare_postgresql(connection: Any, record: object) -> None:
    connection.execute(f"SET lock_timeout = {int(WAIT_SECONDS * 1000)}")
    # A machine that is gone without a word must not hold its locks for hours.
    connection.execute("SET tcp_keepalives_idle = 30")
    connection.execute("SET tcp_keepalives_interval = 10")
    connection.execute("SET tcp_keepalives_count = 3")
    # As above; a server that is set to wait for more than its own disk still does.
    connection.execute(
        "SELECT set_config('synchronous_commit', 'on', false) "
        "WHERE current_setting('synchronous_commit') = 'off'"
    )
    connection.commit()
