"""The gradebook's database: opened for reading or for writing, and what is said when it fails.

To read, neither nbgrader nor, for SQLite, SQLAlchemy is imported: they cost seconds. Who writes
has the gradebook for himself, as far as this package goes; the database's own transactions stand
between it and nbgrader's programs.
"""

import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from autograder.configuration import Course
from autograder.errors import OperatorError
from autograder.gradebook.lateness import Rows

LOCK_SECONDS = 120.0
"""How long one writer waits for another."""

_LOCK_NUMBER = 0x6175746F67726164
"""The key of PostgreSQL's advisory lock; it is one number for each database."""

_SQLITE = re.compile(r"sqlite(?:\+pysqlite)?:///(?P<path>[^?]*)(?P<options>\?.*)?")


@dataclass(frozen=True)
class Reader:
    """Read tables: ``rows`` runs a statement, ``columns`` names a table's, none for no table."""

    rows: Rows
    columns: Callable[[str], frozenset[str]]


@contextmanager
def reading(course: Course) -> Iterator[Reader | None]:
    """Open the gradebook to read it; None when there is none yet, and none is made.

    Raises OperatorError when there is one that cannot be read.
    """
    plain = _SQLITE.fullmatch(course.db_url)
    path = Path(plain["path"]) if plain else None
    if path is not None and not str(path).startswith("file:") and not path.is_file():
        yield None
    elif path is not None and plain and not plain["options"]:
        with _reading_sqlite(course, path) as reader:
            yield reader
    else:
        with _reading_by_sqlalchemy(course) as reader:
            yield reader


@contextmanager
def _reading_sqlite(course: Course, path: Path) -> Iterator[Reader]:
    # Not mode=ro: after a crash SQLite must first undo what was half written.
    address = f"file:{quote(str(path.absolute()))}?mode=rw"
    try:
        db = sqlite3.connect(address, uri=True, isolation_level=None)
        try:
            db.execute("BEGIN")  # all that is read is of one moment
            yield Reader(
                lambda statement, **values: db.execute(statement, values).fetchall(),
                lambda table: frozenset(
                    row[1] for row in db.execute(f"PRAGMA table_info({table})")
                ),
            )
        finally:
            db.close()
    except sqlite3.Error as error:
        raise unusable(course, error) from error


@contextmanager
def _reading_by_sqlalchemy(course: Course) -> Iterator[Reader]:
    # Late: this costs a fifth of a second, which a course with SQLite need not pay.
    from sqlalchemy import create_engine, inspect, text
    from sqlalchemy.exc import SQLAlchemyError
    from sqlalchemy.pool import NullPool

    try:
        with create_engine(course.db_url, poolclass=NullPool).connect() as db:
            view = inspect(db)

            def columns(table: str) -> frozenset[str]:
                if not view.has_table(table):
                    return frozenset()
                return frozenset(str(column["name"]) for column in view.get_columns(table))

            yield Reader(
                lambda statement, **values: db.execute(text(statement), values).all(), columns
            )
    except (SQLAlchemyError, ImportError) as error:
        raise unusable(course, error) from error


@contextmanager
def writing(course: Course) -> Iterator[Any]:
    """Open nbgrader's own Gradebook, made when there is none, as the only writer of this package.

    Raises OperatorError when the database cannot be used.
    """
    # Late: nbgrader and its database toolkit cost 2.7 CPU seconds, which `--help` need not pay.
    from nbgrader.api import Gradebook, InvalidEntry
    from sqlalchemy import create_engine
    from sqlalchemy.exc import SQLAlchemyError
    from sqlalchemy.pool import NullPool

    try:
        with _told_as_unusable(course):
            engine = create_engine(course.db_url, poolclass=NullPool)
        with _only_writer(course, engine):
            with _told_as_unusable(course):
                _create(engine)
                gradebook = Gradebook(course.db_url, course.course_id)
            with gradebook:
                _name_course(gradebook)
                yield gradebook
    except (SQLAlchemyError, InvalidEntry) as error:
        raise unusable(course, error) from error


def _name_course(gradebook: Any) -> None:
    """Give a course without a name its row too, as nbgrader does only for one with a name.

    Assignments refer to it, and PostgreSQL checks that what is referred to exists.
    """
    # Late, for the same reason as in `writing`.
    from nbgrader.api import Course as CourseRow

    if gradebook.db.get(CourseRow, gradebook.course_id) is None:
        gradebook.db.add(CourseRow(id=gradebook.course_id))
        gradebook.db.commit()


@contextmanager
def _told_as_unusable(course: Course) -> Iterator[None]:
    """Tell of a driver that is missing, or a folder that cannot be written."""
    try:
        yield
    except (ImportError, OSError) as error:
        raise unusable(course, error) from error


def _create(engine: Any) -> None:
    """Make nbgrader's tables in an empty database: all of them, or after a crash none.

    nbgrader itself writes down last which version they are of. A crash before that would leave a
    gradebook which `nbgrader db upgrade` cannot mend.
    """
    # Late, for the same reason as in `writing`.
    from sqlalchemy import inspect, text

    if inspect(engine).get_table_names():
        return
    # Later still: alembic is needed for a new gradebook only.
    from alembic.script import ScriptDirectory
    from nbgrader.api import Base
    from nbgrader.dbutil import ALEMBIC_DIR

    # nbgrader would run the program `alembic` for this, and find it only on PATH.
    version = ScriptDirectory(ALEMBIC_DIR).get_current_head()
    with engine.connect() as db:
        if engine.dialect.name == "sqlite":
            # Python's driver would otherwise make each table in a transaction of its own.
            db.exec_driver_sql("BEGIN EXCLUSIVE")
        Base.metadata.create_all(db)
        db.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        db.execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": version})
        db.commit()


@contextmanager
def _only_writer(course: Course, engine: Any) -> Iterator[None]:
    """Hold the gradebook against other writers of this package; a crash lets it go."""
    lock = {"sqlite": _file_lock, "postgresql": _advisory_lock}.get(engine.dialect.name)
    if lock is None:
        yield
        return
    with lock(course, engine):
        yield


@contextmanager
def _file_lock(course: Course, engine: Any) -> Iterator[None]:
    # Late: there is no such module on Windows, where masters can be built but nothing is graded.
    import fcntl

    database = Path(engine.url.database or "")
    if not database.name or str(database).startswith((":", "file:")):
        yield
        return

    def take() -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    # A file of its own: closing the database's would end the locks that SQLite has on it.
    with _told_as_unusable(course):
        file = database.with_name(f"{database.name}.lock").open("w")
    with file:
        _wait(course, take)
        yield


@contextmanager
def _advisory_lock(course: Course, engine: Any) -> Iterator[None]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        statement = f"SELECT pg_try_advisory_lock({_LOCK_NUMBER})"
        _wait(course, lambda: bool(db.exec_driver_sql(statement).scalar()))
        yield


def _wait(course: Course, take: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LOCK_SECONDS
    while not take():
        if time.monotonic() > deadline:
            raise _locked(_shown(course))
        time.sleep(0.05)


def unusable(course: Course, error: Exception) -> OperatorError:
    """Return what to tell of a database error: never a password, a statement or a student."""
    told = isinstance(error, ImportError | OSError | sqlite3.Error)
    # The driver's own words: SQLAlchemy's would add the statement and students' names. Of a
    # server's words only the first line: the next ones may hold a row.
    said = str(getattr(error, "orig", None) or (error if told else type(error).__name__))
    reason = said.strip().partition("\n")[0]
    name = _shown(course)
    if "locked" in reason:
        return _locked(name)
    if isinstance(error, ImportError):
        remedy = (
            "The driver of this database is not installed. For PostgreSQL: "
            'pip install "sealed-autograder[postgresql]", and db_url = "postgresql+psycopg://..."'
        )
    elif _SQLITE.match(course.db_url):
        remedy = (
            "Check that it may be written and that the disk has room. For a gradebook of an older "
            "nbgrader run `nbgrader db upgrade`. Restore a damaged one from a backup, or move it "
            "away and run `autograder gradebook`: scores come back from the results, and so does "
            "what was given by hand up to the last grading."
        )
    else:
        remedy = (
            "Check that the server runs and lets this machine in, that the database is there, and "
            "the user and password in c.CourseDirectory.db_url. For a gradebook of an older "
            "nbgrader run `nbgrader db upgrade`."
        )
    return OperatorError(
        "gradebook-unusable",
        f"the gradebook {name} cannot be used: {reason}. {remedy} All results are kept.",
    )


def _locked(name: str) -> OperatorError:
    return OperatorError(
        "gradebook-locked",
        f"the gradebook {name} is in use by another program: close it there, or wait, "
        "and grade again. All results are kept.",
    )


def _shown(course: Course) -> str:
    """Return the gradebook's address without a password."""
    if _SQLITE.match(course.db_url):
        return course.db_url
    # Late, for the same reason as in `_reading_by_sqlalchemy`.
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        return make_url(course.db_url).render_as_string(hide_password=True)
    except ArgumentError:
        return "(its db_url is no database URL)"
