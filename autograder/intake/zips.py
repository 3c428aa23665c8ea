"""Read a zip archive entry by entry, with counted reads; nothing in its headers is believed."""

import io
import stat
import time
import zipfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import IO

from autograder.intake.entries import (
    BROKEN,
    ArchiveRefused,
    Budget,
    Entry,
    chunks,
    damaged,
    too_many,
)
from autograder.intake.limits import CHUNK_BYTES, ZIP_TABLE_BYTES
from autograder.intake.names import Refusal

_HEADER_BYTES = 30
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_FILE_KINDS = (0, stat.S_IFREG, stat.S_IFDIR)
_NO_TIME = (1980, 1, 1, 0, 0, 0)


class _Table(io.BufferedReader):
    """Refuse to read a table of contents of any size that a header claims."""

    def read(self, size: int | None = -1, /) -> bytes:
        most = ZIP_TABLE_BYTES + 1
        found = super().read(most if size is None or size < 0 else min(size, most))
        if len(found) > ZIP_TABLE_BYTES:
            raise too_many("its table of contents is too large")
        return found


def read_zip(raw: io.FileIO, budget: Budget) -> Iterator[Entry]:
    """Yield the entries of a zip; the chunks of each must be taken before the next.

    Raises ArchiveRefused when the archive as a whole cannot be trusted.
    """
    file = _Table(raw)
    try:
        archive = zipfile.ZipFile(file)
    except BROKEN:
        raise damaged() from None
    infos = archive.infolist()
    _refuse_null_bytes(infos)
    budget.announce(len(infos), sum(info.file_size for info in infos))
    _refuse_overlaps(infos, archive.start_dir)
    for info in infos:
        yield _entry(archive, info, budget)


def _refuse_null_bytes(infos: Sequence[zipfile.ZipInfo]) -> None:
    # The library cuts a name at its null byte, and other programs do not.
    if any("\0" in info.orig_filename for info in infos):
        raise ArchiveRefused("name-with-null", "a name in it is cut by a null byte")


def _refuse_overlaps(infos: Sequence[zipfile.ZipInfo], end: int) -> None:
    """Refuse entries that share bytes: a few packed bytes may then unpack again and again."""
    spans = sorted(
        (info.header_offset, info.header_offset + _HEADER_BYTES + info.compress_size)
        for info in infos
    )
    for (start, stop), (following, _) in pairwise([*spans, (end, end)]):
        if start < 0 or stop > following:
            raise ArchiveRefused("archive-overlap", "entries in it share the same bytes")


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Entry:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (*_FILE_KINDS, stat.S_IFLNK):
        raise ArchiveRefused("archive-device", "it holds a pipe or a device")
    trouble = _trouble(info, kind)
    # Not is_dir(): that fails on an empty name.
    is_folder = info.filename.endswith("/")
    content = None if is_folder or trouble else _content(archive, info, budget)
    return Entry(info.filename, _stamp(info), content, trouble, is_folder)


def _trouble(info: zipfile.ZipInfo, kind: int) -> Refusal | None:
    if kind == stat.S_IFLNK:
        return Refusal("entry-link", "it is a link, not a file")
    if info.flag_bits & _ENCRYPTED:
        return Refusal("entry-encrypted", "it is locked by a password")
    if info.compress_type not in _METHODS:
        return Refusal("entry-method", "it is packed by a method other than zip's usual one")
    return None


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Iterator[bytes]:
    def read() -> Iterator[bytes]:
        count = 0
        try:
            with archive.open(info) as file:
                while chunk := _read(file):
                    count += len(chunk)
                    yield chunk
        except BROKEN:
            raise ArchiveRefused("entry-damaged", "it is damaged or cut off") from None
        if count != info.file_size:
            raise ArchiveRefused("entry-size-wrong", "its header gives another size than it has")

    return chunks(read(), info.file_size, info.compress_size, budget)


def _read(file: IO[bytes]) -> bytes:
    return file.read(CHUNK_BYTES)


def _stamp(info: zipfile.ZipInfo) -> float | None:
    """Return when the file was changed, by the clock of whoever packed it, as seconds."""
    if info.date_time <= _NO_TIME:
        return None
    try:
        return time.mktime((*info.date_time, 0, 0, -1))
    except (ValueError, OverflowError):
        return None
