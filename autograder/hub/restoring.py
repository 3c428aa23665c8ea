"""A backup back into a folder and a database that hold nothing.

While it is written, a file in the folder says so, and no service starts there. What fails is taken
away again, so that there is all of a backup or nothing.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from autograder.errors import InternalError, OperatorError
from autograder.hub import rows
from autograder.hub.backup import BLOBS, MANIFEST, Made, Manifest, sum_of
from autograder.hub.blobs import Blobs
from autograder.hub.store import Store
from autograder.hub.store.database import Database

_RESTORING = "restoring"
_NOT_OURS = frozenset({"lost+found"})
_NAMED = 3


def refuse_unfinished(data: Path) -> None:
    """Raise OperatorError when a restore into this folder was broken off."""
    if (data / _RESTORING).exists():
        raise OperatorError(
            "hub-restore-unfinished",
            f"a restore into {data} is running or was broken off: unless it runs, empty that "
            "folder and the database, and restore again",
        )


def restore(folder: Path, data: Path, database_url: str) -> Made:
    """Write a backup into a service's own folder and database; both have to be empty.

    Raises OperatorError when one of them is not, when the backup is damaged, or of a newer version
    of the code; then nothing was changed.
    """
    manifest = read_manifest(folder)
    refuse_unfinished(data)
    with _only_if_empty(data) as working:
        copy = _database_of(folder, manifest, working)
        with (
            closing(Database(copy)) as source,
            source.reading() as found,
            Store(database_url) as store,
            closing(Database(database_url)) as target,
        ):
            store.claim()
            _refuse_filled(target)
            names = rows.blobs(found)
            _copy_blobs(names, folder / BLOBS, data / BLOBS)
            with target.writing() as db:
                attempts = rows.copy(found, db)
    return Made(attempts, len(names), len(names))


def read_manifest(folder: Path) -> Manifest:
    """Return what a backup says of itself; raises OperatorError when it is none."""
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
    except OSError as error:
        raise OperatorError(
            "hub-backup-missing", f"{folder} is no backup: {MANIFEST}: {error.strerror}"
        ) from None
    try:
        return Manifest(**json.loads(text))
    except (ValueError, TypeError):
        raise _damaged(f"{MANIFEST} in {folder} cannot be read") from None


@contextmanager
def _only_if_empty(data: Path) -> Iterator[Path]:
    """Lend a folder to work in, in one that was empty and that an error empties again."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(path.name not in _NOT_OURS for path in data.iterdir()):
            raise _filled(data)
        working = data / _RESTORING
        working.mkdir(mode=0o700)
        try:
            yield working
        except BaseException:
            _empty(data)
            raise
        # Last of all: from here on a service may start.
        shutil.rmtree(working)
    except OSError as error:
        raise OperatorError(
            "hub-restore-failed",
            f"nothing was restored into {data}: {error.filename or data}: {error.strerror}",
        ) from error


def _empty(data: Path) -> None:
    with suppress(OSError):
        # The mark of what is unfinished goes last.
        for path in sorted(data.iterdir(), key=lambda each: each.name == _RESTORING):
            if path.name in _NOT_OURS:
                continue
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def _database_of(folder: Path, manifest: Manifest, working: Path) -> str:
    """Return the address of a copy of the backup's database, brought up to date."""
    source, copy = folder / Path(manifest.database).name, working / "backup.db"
    try:
        shutil.copyfile(source, copy)
    except FileNotFoundError:
        raise _damaged(f"there is no {source}") from None
    if sum_of(copy) != manifest.sha256:
        raise _damaged(f"{source} is not what was written")
    url = f"sqlite:///{copy}"
    Store(url).close()
    return url


def _copy_blobs(names: frozenset[str], source: Path, target: Path) -> None:
    if names and not source.is_dir():
        raise _damaged(f"there is no {source}")
    theirs, ours = Blobs(source), Blobs(target)
    lost = []
    for name in sorted(names):
        try:
            ours.put(theirs.get(name))
        except InternalError:
            lost.append(name)
    if lost:
        raise _damaged(
            f"{len(lost)} files of {len(names)} in {source} are missing or not what was written, "
            f"such as {', '.join(lost[:_NAMED])}"
        )


def _refuse_filled(database: Database) -> None:
    with database.reading() as db:
        if not rows.is_new(db):
            raise _filled(f"the database {database.shown}")


def _filled(what: object) -> OperatorError:
    return OperatorError(
        "hub-restore-filled",
        f"{what} is not empty, and a backup is restored into nothing else: move what is there "
        "elsewhere, or name another place",
    )


def _damaged(what: str) -> OperatorError:
    return OperatorError(
        "hub-backup-damaged", f"the backup cannot be restored, and nothing was changed: {what}"
    )
