"""Read a tar, packed or not, from its start to its end, as a stream with counted reads.

A stream cannot be led backwards, so that a header which lies about offsets ends the reading.
"""

import bz2
import gzip
import io
import lzma
import os
import tarfile
from collections.abc import Iterator
from typing import Protocol, Self

from autograder.intake.entries import BROKEN, ArchiveRefused, Budget, Entry, chunks, damaged
from autograder.intake.limits import (
    CHUNK_BYTES,
    MIB,
    RATIO,
    RATIO_FREE_BYTES,
    TAR_HEADER_BYTES,
    XZ_MEMORY_BYTES,
)
from autograder.intake.names import Refusal

_GZIP, _BZIP2, _XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0"
_TAR_AT, _TAR = 257, b"ustar"
_LONG = (tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE)
_LONG_TYPES = frozenset({*_LONG, tarfile.SOLARIS_XHDTYPE})


class _Reads(Protocol):
    """Name what is asked of a file here."""

    def read(self, size: int = -1, /) -> bytes | None: ...


class _Member(tarfile.TarInfo):
    """Refuse headers that would be read whole into memory, or lead backwards."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        member = super().frombuf(buf, encoding, errors)
        if member.size < 0 or (member.type in _LONG_TYPES and member.size > TAR_HEADER_BYTES):
            raise ArchiveRefused("archive-header", "a header in it is too long or impossible")
        return member


class _Unpacked(io.RawIOBase):
    """Count what comes out of a packed stream against what went in."""

    def __init__(self, file: _Reads, raw: io.FileIO, budget: Budget) -> None:
        self._file, self._raw, self._budget = file, raw, budget
        self._total = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        limit = CHUNK_BYTES if size is None or size < 0 else size
        found = self._file.read(limit) or b""
        self._total += len(found)
        most = self._budget.limits.unpacked_bytes
        if self._total > most:
            raise ArchiveRefused("archive-too-large", f"it unpacks to more than {most // MIB} MiB")
        if self._total > max(RATIO_FREE_BYTES, RATIO * self._raw.tell()):
            raise ArchiveRefused(
                "archive-bomb", f"it unpacks to more than {RATIO} times what it takes packed"
            )
        return found


class _Xz(io.RawIOBase):
    """Unpack xz with a bound on memory, which the library's own file object does not offer."""

    def __init__(self, raw: io.FileIO) -> None:
        self._raw = raw
        self._decoder = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_MEMORY_BYTES)

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        limit = CHUNK_BYTES if size is None or size < 0 else size
        while limit and not self._decoder.eof:
            packed = self._raw.read(CHUNK_BYTES) if self._decoder.needs_input else b""
            if self._decoder.needs_input and not packed:
                raise EOFError
            if found := self._decoder.decompress(packed or b"", limit):
                return found
        return b""


def is_tar(start: bytes) -> bool:
    """Tell by its first bytes whether a file is a tar, or packed as tars are."""
    packed = start.startswith((_GZIP, _XZ)) or (start[:3] == _BZIP2 and start[4:7] == b"1AY")
    return packed or start[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR


def read_tar(raw: io.FileIO, budget: Budget) -> Iterator[Entry]:
    """Yield the entries of a tar; the chunks of each must be taken before the next.

    Raises ArchiveRefused when the archive as a whole cannot be trusted.
    """
    stream = _Unpacked(_unpacking(raw), raw, budget)
    packed = os.fstat(raw.fileno()).st_size
    try:
        with tarfile.open(fileobj=stream, mode="r|", tarinfo=_Member) as archive:
            for member in archive:
                budget.count_file()
                yield _entry(archive, member, packed, budget)
    except BROKEN:
        raise damaged() from None


def _unpacking(raw: io.FileIO) -> _Reads:
    start = raw.read(len(_XZ))
    raw.seek(0)
    if start.startswith(_GZIP):
        return gzip.GzipFile(fileobj=raw)
    if start.startswith(_BZIP2):
        return bz2.BZ2File(raw)
    return _Xz(raw) if start.startswith(_XZ) else raw


def _entry(archive: tarfile.TarFile, member: tarfile.TarInfo, packed: int, budget: Budget) -> Entry:
    if member.isdir():
        return Entry(member.name, None, None, is_folder=True)
    if member.issym() or member.islnk():
        return Entry(member.name, None, None, Refusal("entry-link", "it is a link, not a file"))
    if member.issparse():
        trouble = Refusal("entry-sparse", "it is stored with holes, which could be of any size")
        return Entry(member.name, None, None, trouble)
    if not member.isreg():
        raise ArchiveRefused("archive-device", "it holds a pipe or a device")
    stamp = float(member.mtime) if 0 < member.mtime < 2**33 else None
    return Entry(member.name, stamp, _content(archive, member, packed, budget))


def _content(
    archive: tarfile.TarFile, member: tarfile.TarInfo, packed: int, budget: Budget
) -> Iterator[bytes]:
    def read() -> Iterator[bytes]:
        try:
            file = archive.extractfile(member)
            while file is not None and (chunk := file.read(CHUNK_BYTES)):
                yield chunk
        except BROKEN:
            raise damaged() from None

    return chunks(read(), member.size, packed, budget)
