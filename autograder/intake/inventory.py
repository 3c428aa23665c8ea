"""List what a download holds: walk folders, read archives, keep each file by its content's sum.

Comes in: paths that a person named. Goes out: an `Inventory` of frozen items. What is written goes
into one temporary folder, under names of our own; a name from outside never becomes a path here.
"""

import hashlib
import io
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import OperatorError
from autograder.helper_files import TIMESTAMP_FILE
from autograder.intake import facts, names
from autograder.intake.entries import ArchiveRefused, Budget, Entry, whole_run
from autograder.intake.facts import NotebookFacts, Unreadable
from autograder.intake.limits import (
    CHUNK_BYTES,
    DOWNLOAD,
    FILE_BYTES,
    FOLDER_LEVELS,
    MIB,
    NESTED,
    NESTED_ARCHIVES,
)
from autograder.intake.tars import is_tar, read_tar
from autograder.intake.zips import read_zip

_START_BYTES = 512
_STAMP_BYTES = 100
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_OTHER_ARCHIVES = {b"Rar!": "RAR", b"7z\xbc\xaf\x27\x1c": "7z"}
# These are zips of another kind, which nobody hands in as an archive.
_ZIPPED_DOCUMENTS = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".npz", ".jar", ".whl", ".epub")
_REMEDIES = {
    "archive": "ask for the files again, or unpack it yourself and collect the folder",
    "entry": "look into the archive; ask for the file again if it matters",
}


def shown(package: str, path: tuple[str, ...]) -> str:
    """Return where a file lay, printable."""
    # A file that was named by itself is its own package.
    parts = path if path[:1] == (package,) else (package, *path)
    return names.printable("/".join(parts))


@dataclass(frozen=True)
class Item:
    """Hold one file: where it came from, and what its content is.

    ``path`` starts below the package that a person named; ``archives`` are the places in it that
    are archives. ``facts`` is None for a file that is no notebook; ``text`` is what a file that
    is named as a time stamp says.
    """

    package: str
    path: tuple[str, ...]
    sha256: str
    size: int
    stamp: float | None
    facts: NotebookFacts | Unreadable | None = None
    text: str = ""
    archives: frozenset[int] = frozenset()

    @property
    def shown(self) -> str:
        """Return where the file came from, printable."""
        return shown(self.package, self.path)


@dataclass(frozen=True)
class LeftOut:
    """Say what was not taken, why, and what to do; ``path`` is where it lay."""

    package: str
    path: tuple[str, ...]
    code: str
    message: str
    remedy: str

    @property
    def shown(self) -> str:
        """Return where it lay, printable."""
        return shown(self.package, self.path)


@dataclass
class Inventory:
    """Collect what was found; ``junk`` counts hidden files and what systems leave behind."""

    items: list[Item] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    junk: int = 0

    def add(self, other: "Inventory") -> None:
        """Add what another inventory has."""
        self.items += other.items
        self.left_out += other.left_out
        self.junk += other.junk


class Spool:
    """Keep contents in one folder, each once, under the sum of its bytes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Return where the content of that sum lies."""
        return self._folder / sha256

    def keep(self, content: Iterator[bytes]) -> str:
        """Write a content and return its sum; raises what reading it raises, and keeps nothing."""
        total, partial = hashlib.sha256(), self._folder / "partial"
        with partial.open("wb") as file:
            for chunk in content:
                total.update(chunk)
                file.write(chunk)
        partial.replace(self._folder / total.hexdigest())
        return total.hexdigest()


@dataclass(frozen=True)
class _Place:
    """Hold where in a download we are, and how many archives lie around it."""

    package: str
    path: tuple[str, ...] = ()
    archives: frozenset[int] = frozenset()

    def below(self, *parts: str) -> "_Place":
        return _Place(self.package, (*self.path, *parts), self.archives)

    def opened(self) -> "_Place":
        """Return the place inside the archive that lies here."""
        inside = {len(self.path) - 1} if self.path else set()
        return _Place(self.package, self.path, self.archives | inside)

    def left_out(self, code: str, message: str, kind: str = "entry") -> LeftOut:
        return LeftOut(self.package, self.path, code, message, _REMEDIES[kind])


def take_inventory(paths: Sequence[Path], spool: Spool) -> Inventory:
    """List the files of all paths.

    Raises OperatorError when a path is not there or cannot be read.
    """
    found, run = Inventory(), whole_run()
    for at, path in enumerate(paths):
        place = _Place(_label(paths, at))
        try:
            if path.is_dir():
                found.add(_folder(path, place, spool, run))
            else:
                found.add(_file(path, place, spool, run, 0))
        except OSError as error:
            reason = os.strerror(error.errno or 0)
            raise OperatorError(
                "path-unreadable", f"{names.printable(str(path))} cannot be read: {reason}"
            ) from None
    return found


def _label(paths: Sequence[Path], at: int) -> str:
    """Return a short name for a path, of its own among all paths."""
    short = [path.resolve().name or str(path) for path in paths]
    return short[at] if short.count(short[at]) == 1 else f"{short[at]} [{at + 1}]"


def _folder(folder: Path, place: _Place, spool: Spool, run: Budget) -> Inventory:
    found, files = Inventory(), 0
    for path, parts in _walk(folder, ()):
        here = place.below(*parts)
        files += 1
        if files > DOWNLOAD.files:
            message = f"the folder has more than {DOWNLOAD.files} files"
            found.left_out.append(place.left_out("folder-too-many", message, "archive"))
            break
        if refused := _refused(path, parts):
            found.left_out.append(here.left_out(refused.code, refused.message))
        elif names.is_junk(parts):
            found.junk += 1
        else:
            found.add(_file(path, here, spool, run, 0))
    return found


def _walk(folder: Path, parts: tuple[str, ...]) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Yield what is no folder, never following a link; the deepest folders are yielded too."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        below = (*parts, entry.name)
        if entry.is_dir(follow_symlinks=False) and len(below) <= FOLDER_LEVELS:
            yield from _walk(Path(entry.path), below)
        else:
            yield Path(entry.path), below


def _refused(path: Path, parts: tuple[str, ...]) -> names.Refusal | None:
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return names.Refusal("entry-link", "it is a link, not a file")
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        return names.Refusal("entry-device", "it is a pipe or a device, not a file")
    return names.refusal("/".join(parts))


def _file(path: Path, place: _Place, spool: Spool, run: Budget, nesting: int) -> Inventory:
    """List a file, or what it holds when it is an archive."""
    with io.FileIO(os.open(path, os.O_RDONLY | os.O_NONBLOCK)) as raw:
        status = os.fstat(raw.fileno())
        if not stat.S_ISREG(status.st_mode):
            return _alone(place.left_out("entry-device", "it is a pipe or a device, not a file"))
        kind = _kind(place.path[-1] if place.path else path.name, raw)
        if kind in ("zip", "tar"):
            return _archive(kind, raw, place, spool, run, nesting)
        if kind:
            message = f"it is a {kind} archive, which cannot be read here"
            return _alone(place.left_out("archive-unknown", message, "archive"))
        if status.st_size > FILE_BYTES:
            message = f"it is larger than {FILE_BYTES // MIB} MiB"
            return _alone(place.left_out("file-too-large", message))
        here = place if place.path else place.below(path.name)
        sha256 = spool.keep(iter(lambda: raw.read(CHUNK_BYTES), b""))
    return Inventory([_item(here, sha256, status.st_mtime, spool)])


def _alone(left_out: LeftOut) -> Inventory:
    return Inventory(left_out=[left_out])


def _kind(name: str, raw: io.FileIO) -> str:
    """Tell by its content what archive a file is; empty for a file that is none."""
    start = raw.read(_START_BYTES)
    raw.seek(0)
    if is_tar(start):
        return "tar"
    for magic, kind in _OTHER_ARCHIVES.items():
        if start.startswith(magic):
            return kind
    if name.lower().endswith(_ZIPPED_DOCUMENTS):
        return ""
    # Behind a program that unpacks itself, say, the archive starts later.
    named = name.lower().endswith(names.ARCHIVE_ENDINGS)
    return "zip" if start.startswith(_ZIP_STARTS) or named else ""


def _archive(
    kind: str, raw: io.FileIO, place: _Place, spool: Spool, run: Budget, nesting: int
) -> Inventory:
    """List what an archive holds: all of it, or nothing and the reason."""
    if nesting > NESTED_ARCHIVES:
        message = "it is an archive within an archive within an archive"
        return _alone(place.left_out("archive-nested", message, "archive"))
    budget = Budget(NESTED if nesting else DOWNLOAD, run)
    reader = read_zip if kind == "zip" else read_tar
    try:
        return _entries(reader(raw, budget), place.opened(), spool, run, nesting)
    except ArchiveRefused as error:
        return _alone(place.left_out(error.code, error.message, "archive"))


def _entries(
    entries: Iterator[Entry], place: _Place, spool: Spool, run: Budget, nesting: int
) -> Inventory:
    found, kept = Inventory(), {}
    seen: list[str] = []
    for entry in entries:
        wrong = names.refusal(entry.path.rstrip("/")) or entry.trouble
        if wrong is not None and wrong.hostile:
            raise ArchiveRefused(wrong.code, wrong.message)
        parts = tuple(entry.path.rstrip("/").split("/"))
        if entry.is_folder:
            continue
        here = place.below(*parts)
        if wrong is not None:
            found.left_out.append(here.left_out(wrong.code, wrong.message))
        elif names.is_junk(parts):
            found.junk += 1
        elif entry.content is not None:
            seen.append(entry.path)
            kept[entry.path] = _kept(entry, here, entry.content, spool, run, nesting)
    for path in names.twice(seen):
        message = "the archive has two files of this name, or a file and a folder"
        kept[path] = _alone(place.below(*path.split("/")).left_out("entry-twice", message))
    for inventory in kept.values():
        found.add(inventory)
    return found


def _kept(
    entry: Entry, place: _Place, content: Iterator[bytes], spool: Spool, run: Budget, nesting: int
) -> Inventory:
    try:
        sha256 = spool.keep(content)
    except ArchiveRefused as error:
        if error.code.startswith("archive-"):
            raise
        return _alone(place.left_out(error.code, error.message))
    path = spool.path(sha256)
    with io.FileIO(path) as raw:
        kind = _kind(place.path[-1], raw)
    if not kind:
        return Inventory([_item(place, sha256, entry.stamp, spool)])
    return _file(path, place, spool, run, nesting + 1)


def _item(place: _Place, sha256: str, stamp: float | None, spool: Spool) -> Item:
    content = spool.path(sha256).read_bytes()
    return Item(
        package=place.package,
        path=place.path,
        sha256=sha256,
        size=len(content),
        stamp=stamp,
        facts=facts.of_file(place.path[-1], content),
        text=_stamp_text(content) if place.path[-1] == TIMESTAMP_FILE else "",
        archives=place.archives,
    )


def _stamp_text(content: bytes) -> str:
    return names.printable(content[:_STAMP_BYTES].decode(errors="replace").strip())
