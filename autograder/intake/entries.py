"""What all kinds of archives have in common: their entries, and what reading them may cost."""

import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.errors import AutograderError
from autograder.intake.limits import FILE_BYTES, MIB, RATIO, RATIO_FREE_BYTES, RUN_BYTES, Limits
from autograder.intake.names import Refusal

BROKEN = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, OSError, ArithmeticError, LookupError, ValueError, RuntimeError),
    *(AttributeError, TypeError),
)
"""What the standard library raises on archives that are damaged on purpose, as fuzzing found."""


class ArchiveRefused(AutograderError):
    """Say why an archive, or one entry of it, is not unpacked."""


@dataclass(frozen=True)
class Entry:
    """Hold one entry of an archive; ``content`` is None where ``trouble`` says why, or a folder.

    ``stamp`` is when it was changed, in seconds since 1970, where the archive says so.
    """

    path: str
    stamp: float | None
    content: Iterator[bytes] | None
    trouble: Refusal | None = None
    is_folder: bool = False


def damaged() -> ArchiveRefused:
    """Return what is said of an archive that cannot be read to its end."""
    return ArchiveRefused("archive-damaged", "it is damaged or cut off")


def too_many(reason: str) -> ArchiveRefused:
    """Return what is said of an archive with more entries than a class has files."""
    return ArchiveRefused("archive-too-many", reason)


class Budget:
    """Count what is unpacked from one archive, and from all of this call."""

    def __init__(self, limits: Limits, run: "Budget | None" = None) -> None:
        self.limits, self.run = limits, run
        self._files = self._bytes = 0

    def announce(self, files: int, unpacked_bytes: int) -> None:
        """Refuse an archive by what it says of itself, before anything is unpacked."""
        if files > self.limits.files:
            raise too_many(f"it has more than {self.limits.files} entries")
        if unpacked_bytes > self.limits.unpacked_bytes:
            raise self._too_large()

    def count_file(self) -> None:
        """Count one entry."""
        self._files += 1
        if self._files > self.limits.files:
            raise too_many(f"it has more than {self.limits.files} entries")

    def spend(self, count: int) -> None:
        """Count bytes that were unpacked."""
        self._bytes += count
        if self._bytes > self.limits.unpacked_bytes:
            raise self._too_large()
        if self.run is not None:
            self.run.spend(count)

    def _too_large(self) -> ArchiveRefused:
        limit = self.limits.unpacked_bytes // MIB
        return ArchiveRefused("archive-too-large", f"it unpacks to more than {limit} MiB")


def whole_run() -> Budget:
    """Return the budget of all archives together."""
    return Budget(Limits(files=2**62, unpacked_bytes=RUN_BYTES))


def chunks(
    content: Iterator[bytes], announced: int, packed: int, budget: Budget
) -> Iterator[bytes]:
    """Pass on what is read, up to the limits.

    Raises ArchiveRefused for a file that is too large or grows out of nearly nothing.
    """
    if announced > FILE_BYTES:
        raise _file_too_large()
    total = 0
    for chunk in content:
        total += len(chunk)
        if total > FILE_BYTES:
            raise _file_too_large()
        if total > max(RATIO_FREE_BYTES, RATIO * packed):
            raise ArchiveRefused(
                "entry-bomb", f"it unpacks to more than {RATIO} times what it takes packed"
            )
        budget.spend(len(chunk))
        yield chunk


def _file_too_large() -> ArchiveRefused:
    return ArchiveRefused("file-too-large", f"it is larger than {FILE_BYTES // MIB} MiB")
