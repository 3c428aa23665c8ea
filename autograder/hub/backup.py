"""A copy of all that the service must not lose, taken while it runs.

A backup is a folder: ``backup.json`` says which file of it is the database, and `blobs` has what
the database names. Rows are copied first and blobs after them, so that none is missing: a blob is
written before the row that names it, and stays. What was the backup before is one until
``backup.json`` is replaced, in the end. The secret of the cookies is left out: without it everybody
signs in once more.
"""

import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, make_url
from sqlalchemy.exc import ArgumentError

from autograder import __version__
from autograder.errors import InternalError, OperatorError
from autograder.hub import rows
from autograder.hub.blobs import Blobs
from autograder.hub.store import Store
from autograder.hub.store.database import Database
from autograder.hub.times import iso

MANIFEST, BLOBS = "backup.json", "blobs"
_WRITING, _LOCK = ".writing", ".lock"
_DATABASES = "hub-*.db"
_NAMED = 3


@dataclass(frozen=True)
class Manifest:
    """Hold what ``backup.json`` says.

    ``database`` is a file of the backup and ``sha256`` its sum; ``attempts`` and ``files`` are how
    many attempts and blobs there are.
    """

    database: str
    sha256: str
    attempts: int
    files: int
    made_at: str
    made_by: str


@dataclass(frozen=True)
class Made:
    """Hold what was copied: attempts, blobs, and how many of these a backup did not have yet."""

    attempts: int
    files: int
    new_files: int


def back_up(data: Path, database_url: str, folder: Path) -> Made:
    """Copy what the service has into a folder, or bring an earlier backup there up to date.

    ``data`` is the service's own folder. Raises OperatorError, and leaves the backup before as it
    was, when there is nothing to copy, something is damaged, or the folder cannot be written.
    """
    _refuse_nesting(data, folder)
    if not (data / BLOBS).is_dir():
        raise OperatorError("hub-backup-nothing", f"{data} is no folder of a service's own")
    with _alone(folder) as writing:
        attempts, names = _copy_rows(database_url, writing / "hub.db")
        new = _copy_blobs(names, data / BLOBS, folder / BLOBS)
        _replace(folder, writing, attempts, len(names))
    return Made(attempts, len(names), new)


def _refuse_nesting(data: Path, folder: Path) -> None:
    ours, theirs = data.resolve(), folder.resolve()
    if ours.is_relative_to(theirs) or theirs.is_relative_to(ours):
        raise OperatorError(
            "hub-backup-place", f"{folder} and {data} lie in each other: take another folder"
        )


@contextmanager
def _alone(folder: Path) -> Iterator[Path]:
    """Lend a new folder in the backup's, which no other backup writes into meanwhile."""
    writing = folder / _WRITING
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(writing, ignore_errors=True)
            writing.mkdir(mode=0o700)
            yield writing
        finally:
            shutil.rmtree(writing, ignore_errors=True)
            os.close(handle)
    except BlockingIOError:
        raise OperatorError(
            "hub-backup-running", f"another backup is being written into {folder}: wait for it"
        ) from None
    except OSError as error:
        raise OperatorError(
            "hub-backup-unwritable", f"{folder} cannot be written: {error.strerror}"
        ) from error


# ---- rows


def _copy_rows(url: str, file: Path) -> tuple[int, frozenset[str]]:
    """Copy the database as it is at one moment; return how many attempts, and which blobs."""
    if (missing := _missing_file(url)) is not None:
        raise OperatorError("hub-backup-nothing", f"there is no database {missing}")
    own = f"sqlite:///{file}"
    Store(own).close()
    source, target = Database(url), Database(own)
    with closing(source), closing(target), source.reading() as found, target.writing() as copy:
        _hold_still(found)
        _refuse_other_versions(source.shown, rows.version(found), rows.version(copy))
        copied = rows.copy(found, copy), rows.blobs(copy)
    with closing(sqlite3.connect(file)) as db:
        # Read from then on without a file beside it, also where nothing can be written.
        db.execute("PRAGMA journal_mode = DELETE")
    return copied


def _missing_file(url: str) -> str | None:
    # To open it would make it.
    try:
        found = make_url(url)
    except ArgumentError:
        return None
    is_file = found.get_backend_name() == "sqlite" and found.database
    return None if not is_file or Path(is_file).is_file() else is_file


def _hold_still(db: Connection) -> None:
    """Let all that is read from now on be of one moment, as it is on SQLite anyway."""
    if db.dialect.name == "postgresql":
        db.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _refuse_other_versions(shown: str, found: str | None, ours: str | None) -> None:
    if found is None:
        raise OperatorError("hub-backup-nothing", f"the database {shown} has no tables of ours")
    if found != ours:
        raise OperatorError(
            "hub-backup-version",
            f"the database {shown} is of version {found}, and this program of {ours}: back it up "
            "by the program that runs the service",
        )


# ---- blobs


def _copy_blobs(names: Collection[str], source: Path, target: Path) -> int:
    """Copy what is not there yet; return how many that is, once all of them are there."""
    ours, theirs = Blobs(source), Blobs(target)
    missing = sorted(set(names) - {path.parent.name + path.name for path in target.glob("??/*")})
    damaged = []
    for name in missing:
        try:
            theirs.put(ours.get(name))
        except InternalError:
            damaged.append(name)
    if damaged:
        raise OperatorError(
            "hub-backup-source-damaged",
            f"{len(damaged)} files in {source} are missing or not what was written, such as "
            f"{', '.join(damaged[:_NAMED])}: restore them from an older backup. The others were "
            "copied, and the backup before is as it was",
        )
    return len(missing)


# ---- the end


def _replace(folder: Path, writing: Path, attempts: int, files: int) -> None:
    """Let what was written be the backup."""
    made, total = writing / "hub.db", sum_of(writing / "hub.db")
    name = f"hub-{total[:16]}.db"
    manifest = Manifest(name, total, attempts, files, iso(datetime.now(UTC)) or "", __version__)
    described = writing / MANIFEST
    described.write_text(json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8")
    for file in (made, described):
        _sync(file)
    os.replace(made, folder / name)
    _sync(folder)
    os.replace(described, folder / MANIFEST)
    _sync(folder)
    for old in folder.glob(_DATABASES):
        if old.name != name:
            old.unlink()


def sum_of(file: Path) -> str:
    """Return a file's SHA-256 as hex digits."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
