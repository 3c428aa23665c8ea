"""Files by what is in them: archives as they were handed in or released, and what grading gave.

A blob is named by the SHA-256 of its bytes, and lies below the first two signs of it. It is written
under another name first, so that what has its name is whole; it is never changed, nor removed.
"""

import hashlib
import os
import re
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from autograder.errors import InternalError, OperatorError

_NAME = re.compile("[0-9a-f]{64}")
_PARTIAL = "partial"
_ABANDONED_SECONDS = 3600.0
"""After this time nobody is still writing a file."""


class Blobs:
    """Keep blobs in a folder that only its owner reads. Threads and processes may share it."""

    def __init__(self, folder: Path) -> None:
        """Make the folder, and remove what killed programs had begun to write.

        Raises OperatorError when it cannot be made.
        """
        self._folder, self._partial = folder, folder / _PARTIAL
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._partial.mkdir(mode=0o700, exist_ok=True)
            # Whoever may not read the folder above may still write here.
            with suppress(PermissionError):
                _sync_folder(folder.absolute().parent)
            _drop_abandoned(self._partial)
        except OSError as error:
            raise _unusable(folder, error) from error

    def put(self, content: bytes) -> str:
        """Write bytes durably, unless they are there, and return their SHA-256 as hex digits.

        Raises OperatorError when they cannot be written; then there is nothing new.
        """
        name = hashlib.sha256(content).hexdigest()
        try:
            path = self._path(name)
            path.parent.mkdir(mode=0o700, exist_ok=True)
            if not _has_size(path, len(content)):
                self._write(path, content)
            # Also when it was there: whoever put it may not have come to this yet.
            _sync_folder(path.parent)
            _sync_folder(self._folder)
        except OSError as error:
            raise _unusable(self._folder, error) from error
        return name

    def get(self, sha256: str) -> bytes:
        """Return the bytes with this SHA-256.

        Raises InternalError when there are none, or they have changed since.
        """
        if _NAME.fullmatch(sha256) is None:
            raise InternalError("blob-missing", "a file was asked for by a name that no file has")
        try:
            content = self._path(sha256).read_bytes()
        except FileNotFoundError:
            raise _lost("blob-missing", f"{sha256} is not in {self._folder}") from None
        except OSError as error:
            raise _lost("blob-unreadable", f"{sha256} in {self._folder}: {error}") from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise _lost("blob-damaged", f"{sha256} in {self._folder} is not what was written")
        return content

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name[2:]

    def _write(self, path: Path, content: bytes) -> None:
        handle, partial = tempfile.mkstemp(dir=self._partial)
        try:
            with open(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(partial, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(partial)
            raise


def _has_size(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except FileNotFoundError:
        return False


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _drop_abandoned(folder: Path) -> None:
    for partial in folder.iterdir():
        with suppress(OSError):
            if time.time() - partial.stat().st_mtime > _ABANDONED_SECONDS:
                partial.unlink()


def _unusable(folder: Path, error: OSError) -> OperatorError:
    return OperatorError(
        "blobs-unusable",
        f"files cannot be kept in {folder}: {error.strerror}. Check that it may be written and "
        "that the disk has room.",
    )


def _lost(code: str, what: str) -> InternalError:
    return InternalError(code, f"{what}: restore it from a backup.")
