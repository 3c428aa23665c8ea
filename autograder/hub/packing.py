"""A folder as the bytes of a zip and back; what comes in is hostile until its last byte is read.

The user's side packs what is handed in and released and unpacks what is fetched; the service
unpacks what students send. What `pack` makes, `unpack` takes: both hold the same limits and the
same rules on names. Reading an archive is intake's, which believes nothing that a header says.
"""

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import cast

from autograder import notebook as notebooks
from autograder.errors import StudentError
from autograder.intake import limits as intake_limits
from autograder.intake import names
from autograder.intake.entries import ArchiveRefused, Budget, Entry, too_many
from autograder.intake.limits import MIB, RATIO, RATIO_FREE_BYTES
from autograder.intake.zips import read_zip
from autograder.notebook import NotebookUnreadable

Skip = Callable[[PurePosixPath], bool]
"""Tells of a path below the folder, a file's or a folder's, that it is left out."""


@dataclass(frozen=True)
class Limits:
    """Hold what one folder, and the archive of it, may be."""

    files: int = 500
    file_bytes: int = 32 * MIB
    unpacked_bytes: int = 64 * MIB
    archive_bytes: int = 20 * MIB


SUBMISSION = Limits()
"""What a student may hand in at one time."""
RELEASE = Limits(
    files=2_000, file_bytes=64 * MIB, unpacked_bytes=256 * MIB, archive_bytes=100 * MIB
)
"""What an instructor may release: masters and student notebooks, with their data."""

_TABLE_ENTRY = b"PK\x01\x02"
_TABLE_FACTOR = 20
"""So many times the entries that it may have, archives inside it may have together."""
_LEVEL = 6
# The earliest that a zip can say: the same files give the same bytes, whenever they are packed.
_NO_CLOCK = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_MODE = stat.S_IFREG | 0o644


def _nothing(path: PurePosixPath) -> bool:
    return False


def pack(
    folder: Path,
    *,
    skip: Skip = _nothing,
    follow_links: bool = False,
    limits: Limits = SUBMISSION,
) -> bytes:
    """Return a folder as the bytes of a zip: the same for the same files.

    Raises StudentError as `read_folder` and `pack_files` do.
    """
    files = read_folder(folder, skip=skip, follow_links=follow_links, limits=limits)
    return pack_files(files, limits)


def read_folder(
    folder: Path,
    *,
    skip: Skip = _nothing,
    follow_links: bool = False,
    limits: Limits = SUBMISSION,
) -> dict[str, bytes]:
    """Return the content of a folder's files by their paths in it, with ``/``, sorted.

    Hidden files, checkpoints and what else systems leave behind are left out, and so are pipes,
    devices and, unless they are followed, links (`links`). Raises StudentError when a file cannot
    be read, has a name that cannot be kept everywhere, or there is more than the limits allow.
    """
    files: dict[str, bytes] = {}
    total = 0
    for path in _paths(folder, skip, follow_links):
        if len(files) == limits.files:
            raise StudentError(
                "folder-too-many-files",
                f"the folder {_shown(folder.name)} has more than {limits.files} files: move those "
                "that do not belong to the assignment elsewhere",
            )
        _refuse_name(path)
        files[path] = _content(folder, path, limits.file_bytes)
        total += len(files[path])
        if total > limits.unpacked_bytes:
            raise _too_large(files, limits.unpacked_bytes)
    _refuse_twice(files)
    return dict(sorted(files.items()))


def links(folder: Path, *, skip: Skip = _nothing) -> tuple[str, ...]:
    """Return the links in a folder, which are not packed, as `read_folder` would meet them."""
    found = (path for path, status in _entries(folder, skip, False) if _is_link(status))
    return tuple(sorted(found))


def pack_files(files: Mapping[str, bytes], limits: Limits = SUBMISSION) -> bytes:
    """Return files, by their paths, as the bytes of a zip: the same for the same files.

    Raises StudentError when the zip is larger than the limits allow.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as target:
        for path, content in sorted(files.items()):
            info = zipfile.ZipInfo(path, _NO_CLOCK)
            info.create_system, info.external_attr = _UNIX, _MODE << 16
            target.writestr(info, content, _method(content), _LEVEL)
            if file.tell() > limits.archive_bytes:
                raise _too_large(files, limits.archive_bytes, "packed, ")
    if len(file.getvalue()) > limits.archive_bytes:
        raise _too_large(files, limits.archive_bytes, "packed, ")
    return file.getvalue()


def _method(content: bytes) -> int:
    """Return how a file is packed: one that would be taken for a bomb is put in as it is."""
    if len(content) <= RATIO_FREE_BYTES:
        return zipfile.ZIP_DEFLATED
    # Without zlib's header, as in a zip.
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = len(packer.compress(content)) + len(packer.flush())
    return zipfile.ZIP_STORED if len(content) > RATIO * packed else zipfile.ZIP_DEFLATED


def _paths(folder: Path, skip: Skip, follow_links: bool) -> Iterator[str]:
    """Yield the paths of the regular files."""
    for path, status in _entries(folder, skip, follow_links):
        if stat.S_ISREG(status.st_mode):
            yield path


def _entries(folder: Path, skip: Skip, follow_links: bool) -> Iterator[tuple[str, os.stat_result]]:
    """Yield what lies in a folder and is not a folder itself, in an order of its own."""
    for at, folders, files in os.walk(folder, onerror=_unreadable, followlinks=follow_links):
        below = PurePosixPath(Path(at).relative_to(folder).as_posix())
        inside = [name for name in sorted(folders) if _is_wanted(below / name, skip)]
        folders[:] = [name for name in inside if follow_links or not Path(at, name).is_symlink()]
        for name in folders:
            # A link that leads back would be entered again and again.
            _refuse_name((below / name).as_posix())
        linked = [name for name in inside if name not in folders]
        for name in (*linked, *(name for name in sorted(files) if _is_wanted(below / name, skip))):
            path = (below / name).as_posix()
            yield path, _status(Path(at, name), path, follow_links)


def _is_wanted(path: PurePosixPath, skip: Skip) -> bool:
    return not names.is_junk((path.name,)) and not skip(path)


def _status(place: Path, path: str, follow_links: bool) -> os.stat_result:
    try:
        return place.stat(follow_symlinks=follow_links)
    except OSError as error:
        raise _cannot_read(path, error) from None


def _is_link(status: os.stat_result) -> bool:
    return stat.S_ISLNK(status.st_mode)


def _unreadable(error: OSError) -> None:
    raise _cannot_read(Path(str(error.filename)).name, error) from None


def _cannot_read(path: str, error: OSError) -> StudentError:
    reason = os.strerror(error.errno or 0)
    return StudentError("file-unreadable", f"{_shown(path)} cannot be read: {reason}")


def _content(folder: Path, path: str, most: int) -> bytes:
    try:
        content = notebooks.read_regular(folder / path, most + 1)
    except OSError as error:
        raise _cannot_read(path, error) from None
    except NotebookUnreadable as error:
        raise StudentError("file-unreadable", f"{_shown(path)}: {error.message}") from None
    if len(content) > most:
        raise StudentError(
            "file-too-large",
            f"{_shown(path)} is larger than {most // MIB} MiB: move it out of the folder, or "
            "make it smaller",
        )
    return content


def _refuse_name(path: str) -> None:
    if wrong := names.refusal(path):
        raise StudentError(
            "file-name-refused", f"{_shown(path)} must get another name: {wrong.message}"
        )


def _refuse_twice(paths: Iterable[str]) -> None:
    if found := sorted(names.twice(paths)):
        listed = " and ".join(map(_shown, found[:2]))
        raise StudentError(
            "file-name-twice",
            f"{listed} are one and the same name on some computers: rename one of them",
        )


def _too_large(files: Mapping[str, bytes], most: int, how: str = "") -> StudentError:
    largest = max(files, key=lambda path: len(files[path]))
    size = len(files[largest]) / MIB
    return StudentError(
        "folder-too-large",
        f"{how}the files are more than {most // MIB} MiB together; the largest is "
        f"{_shown(largest)} with {size:.1f} MiB: move what does not belong to the assignment "
        "elsewhere",
    )


def _shown(path: str) -> str:
    return f"“{names.printable(path)}”"


def unpack(content: bytes, limits: Limits = SUBMISSION) -> dict[str, bytes]:
    """Return the files of a zip by their paths, sorted; what systems leave behind is left out.

    The paths can be written below any folder. Raises StudentError when the archive is not a zip,
    is damaged, too large, or holds anything that an honest one does not: then none of it counts.
    """
    if len(content) > limits.archive_bytes:
        most = limits.archive_bytes // MIB
        raise StudentError("archive-too-large", f"the archive is larger than {most} MiB")
    try:
        return _unpacked(content, limits)
    except ArchiveRefused as refused:
        raise StudentError(refused.code, f"the archive is refused: {refused.message}") from None


def _unpacked(content: bytes, limits: Limits) -> dict[str, bytes]:
    # Each entry of a table of contents begins so; to read a table of 10^5 entries takes seconds.
    if content.count(_TABLE_ENTRY) > _TABLE_FACTOR * limits.files:
        raise too_many(f"it has more than {limits.files} entries")
    budget = Budget(intake_limits.Limits(limits.files, limits.unpacked_bytes))
    found: list[tuple[str, bytes]] = []
    # Intake reads from the disk, but asks nothing of the file that these bytes have not.
    for entry in read_zip(cast(io.FileIO, io.BytesIO(content)), budget):
        _refuse_entry(entry)
        if not entry.is_folder and not names.is_junk(entry.path.split("/")):
            found.append((entry.path, _read(entry, limits.file_bytes)))
    if twice := sorted(names.twice(path for path, _ in found)):
        raise ArchiveRefused("name-twice", f"it has {_shown(twice[0])} more than once")
    return dict(sorted(found))


def _refuse_entry(entry: Entry) -> None:
    path = entry.path.rstrip("/") if entry.is_folder else entry.path
    if wrong := names.refusal(path) or entry.trouble:
        raise ArchiveRefused(wrong.code, f"{_shown(entry.path)}: {wrong.message}")


def _read(entry: Entry, most: int) -> bytes:
    content = bytearray()
    for chunk in entry.content or ():
        content += chunk
        if len(content) > most:
            raise ArchiveRefused(
                "file-too-large", f"{_shown(entry.path)} is larger than {most // MIB} MiB"
            )
    return bytes(content)


def write_to(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder, which is made where it is not there; none is written over.

    Raises StudentError for a path that leads elsewhere, OSError when a file cannot be written.
    """
    for path in files:
        _refuse_name(path)
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            file.write(content)
