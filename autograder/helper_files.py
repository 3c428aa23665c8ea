"""Files that a student handed in beside the notebooks: modules and data that the notebooks use.

Comes in: the submission's folder, in which anything may lie. Goes out: the content of regular
files, within bounds, and a notice for the student for each file that is left out. The files go
into the scratch folder of the student process, and nowhere else.
"""

import errno
import os
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path, PurePath
from typing import IO

from autograder.assignment import Assignment
from autograder.configuration import Course, value_of
from autograder.errors import OperatorError

TIMESTAMP_FILE = "timestamp.txt"
MOST_ENTRIES = 10_000
"""How many files of a submission are looked at."""
MOST_FOLDERS_DEEP = 16
PATH_BYTES = 1024
"""How long a path may be: the scratch folder's own comes in front of it."""
MOST_NOTICES = 20
NAME_CHARACTERS = 200
_PART_BYTES = 2**20
_NO_FILE = "it is a link, a pipe or a device, not a file"

_IGNORED = (".*", "__pycache__", "*.pyc")
"""Never wanted: what editors and Python leave behind."""


@dataclass(frozen=True)
class HelperFile:
    """Hold one file; ``path`` is relative to the submission's folder.

    ``editable`` tells a file of the assignment that the course lets students change; ``changed``
    that it is not the course's own text any more.
    """

    path: Path
    content: bytes
    editable: bool = False
    changed: bool = False


@dataclass(frozen=True)
class Rules:
    """Hold what a course says of such files: which may be changed, ignored, and how many.

    ``own`` has the assignment's files by their path, wherever they lie; ``notebooks`` the file
    names of its masters.
    """

    own: Mapping[Path, Path]
    notebooks: Collection[str]
    editable: Collection[Path]
    ignored: tuple[str, ...]
    most_bytes: int
    most_files: int


def rules(course: Course, assignment: Assignment) -> Rules:
    """Return the rules of a course for one assignment.

    ``c.Autograde.exclude_overwriting`` names what students may change, as in nbgrader. Raises
    OperatorError where it, or ``c.CourseDirectory.ignore``, is of the wrong kind.
    """
    excluded = value_of(course.config.Autograde, "exclude_overwriting", {})
    names = excluded.get(assignment.name, ()) if isinstance(excluded, dict) else None
    ignored = value_of(course.config.CourseDirectory, "ignore", ())
    _refuse_other_than_texts("Autograde.exclude_overwriting", names)
    _refuse_other_than_texts("CourseDirectory.ignore", ignored)
    return Rules(
        own={path: assignment.folder / path for path in assignment.files},
        notebooks=frozenset(f"{master.name}.ipynb" for master in assignment.masters),
        editable=frozenset(Path(os.path.normpath(name)) for name in names or ()),
        ignored=(*_IGNORED, *ignored),
        most_bytes=course.settings.helper_files_bytes,
        most_files=course.settings.helper_files_count,
    )


def _refuse_other_than_texts(key: str, value: object) -> None:
    is_list = isinstance(value, list | tuple | set | frozenset)
    if not is_list or not all(isinstance(each, str) for each in value):  # type: ignore[attr-defined]  # as was just asked
        raise OperatorError(
            "configuration-bad-value", f"c.{key} must name files, each as a text in a list"
        )


def read(folder: Path, rules: Rules) -> tuple[tuple[HelperFile, ...], tuple[str, ...]]:
    """Return the files that count, sorted, and what the student should know of the others.

    Files of the assignment that students may change are always there: the student's text, or the
    course's where none was handed in.
    """
    taking = _Taking(rules)
    taken: list[HelperFile] = []
    # A folder that is a link, or is not there, is told of when its notebooks are looked for.
    if not folder.is_symlink() and not folder.parent.is_symlink():
        with suppress(OSError):
            taken.extend(taking.take_all(folder))
    files = [*taken, *_untouched(rules, {each.path for each in taken})]
    return tuple(sorted(files, key=lambda each: each.path)), tuple(taking.notices)


def _untouched(rules: Rules, handed_in: Collection[Path]) -> Iterator[HelperFile]:
    for path, place in sorted(rules.own.items()):
        if path in rules.editable and path not in handed_in:
            yield HelperFile(path, place.read_bytes(), editable=True)


@dataclass
class _Taking:
    """Go through one submission, within the bounds."""

    rules: Rules
    notices: list[str] = field(default_factory=list)
    files: int = 0
    size: int = 0
    entries: int = 0

    def take_all(self, folder: Path) -> Iterator[HelperFile]:
        # By descriptors: nobody can put a link in the place of a folder meanwhile.
        for at, folders, names, descriptor in os.fwalk(folder, onerror=self._unreadable):
            below = Path(os.path.relpath(at, folder))
            folders[:] = sorted(
                name for name in folders if self._is_entered(below / name, descriptor)
            )
            for name in sorted(names):
                self.entries += 1
                if self.entries > MOST_ENTRIES:
                    return
                taken = (
                    self._take(below / name, descriptor) if self._is_wanted(below / name) else None
                )
                if taken is not None:
                    yield taken

    def _unreadable(self, error: OSError) -> None:
        self._leave_out(Path(str(error.filename)), "this folder cannot be read")

    def _is_entered(self, path: Path, folder: int) -> bool:
        if self._is_ignored(path):
            return False
        if stat.S_ISLNK(os.lstat(path.name, dir_fd=folder).st_mode):
            self._leave_out(path, _NO_FILE)
            return False
        if len(path.parts) > MOST_FOLDERS_DEEP:
            self._leave_out(path, "it lies too deep")
            return False
        return True

    def _is_ignored(self, path: Path) -> bool:
        return any(fnmatch(path.name, pattern) for pattern in self.rules.ignored)

    def _is_wanted(self, path: Path) -> bool:
        at_top = len(path.parts) == 1
        known = at_top and (path.name in self.rules.notebooks or path.name == TIMESTAMP_FILE)
        return not known and not self._is_ignored(path)

    def _take(self, path: Path, folder: int) -> HelperFile | None:
        """Return a file that counts; of any other, say why it does not."""
        try:
            path.name.encode()
            with _opened(path.name, folder) as file:
                return self._take_file(path, file)
        except _LeftOut as reason:
            self._leave_out(path, str(reason))
        except UnicodeEncodeError:
            self._leave_out(path, "its name is damaged")
        except OSError:
            self._leave_out(path, "it cannot be read")
        return None

    def _take_file(self, path: Path, file: IO[bytes]) -> HelperFile | None:
        if len(os.fsencode(path)) > PATH_BYTES:
            raise _LeftOut("its path is too long")
        own = self.rules.own.get(path)
        if own is not None and path not in self.rules.editable:
            if not _is_same(file, own):
                raise _LeftOut("the course's own file of this name was used in its place")
            return None
        if own is None and self._is_in_the_way(path):
            raise _LeftOut("the assignment has a file or a folder in its place")
        if self.files >= self.rules.most_files:
            raise _LeftOut(f"only {self.rules.most_files} files are taken along")
        room = self.rules.most_bytes - self.size
        content = file.read(room + 1)
        if len(content) > room:
            most = f"{self.rules.most_bytes:,} bytes"
            raise _LeftOut(f"together the files would be larger than {most}")
        self.files += 1
        self.size += len(content)
        changed = own is not None and own.read_bytes() != content
        return HelperFile(path, content, editable=own is not None, changed=changed)

    def _is_in_the_way(self, path: Path) -> bool:
        own = self.rules.own
        below_a_file = any(parent in own for parent in path.parents)
        return below_a_file or any(path in other.parents for other in own)

    def _leave_out(self, path: Path, reason: str) -> None:
        if len(self.notices) < MOST_NOTICES:
            self.notices.append(f"“{_printable(path)}” was left out: {reason}.")


class _LeftOut(Exception):
    """Say why a file is left out."""


def _opened(name: str, folder: int) -> IO[bytes]:
    """Open a regular file; never through a link, and never waiting for a pipe."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        file = open(os.open(name, flags, dir_fd=folder), "rb")
    except OSError as error:
        # ENXIO: a socket, which cannot be opened at all.
        if error.errno in (errno.ELOOP, errno.ENXIO):
            raise _LeftOut(_NO_FILE) from None
        raise
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise _LeftOut(_NO_FILE)
    return file


def _is_same(file: IO[bytes], own: Path) -> bool:
    if os.fstat(file.fileno()).st_size != own.stat().st_size:
        return False
    with own.open("rb") as ours:
        while part := ours.read(_PART_BYTES):
            if file.read(len(part)) != part:
                return False
    return True


def _printable(path: PurePath) -> str:
    """Return a path without what could steer a terminal or break a page."""
    text = str(path)[:NAME_CHARACTERS]
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def lay_out(files: Iterable[HelperFile], folder: Path) -> None:
    """Write the files into a scratch folder; raises OSError when there is no room for them.

    A file in whose place the prefix has made a folder, or the reverse, is left out.
    """
    for file in files:
        target = folder / file.path
        with suppress(FileExistsError, NotADirectoryError, IsADirectoryError):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.content)


def modules(files: Iterable[HelperFile]) -> frozenset[str]:
    """Return the top-level names under which Python imports these files."""
    sources = (file.path for file in files if file.path.suffix == ".py")
    return frozenset(
        name
        for name in (path.parts[0].removesuffix(".py") for path in sources)
        if name.isidentifier()
    )
