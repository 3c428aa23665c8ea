"""Write what was decided into submitted/: per student, whole or not at all.

A new submission is written beside its place, completely, before it takes the place of the old one,
which moves to the attempts. Whatever moment a crash takes, both are on the disk, and the next call
finishes or undoes what it finds (`recover`). The two change places in one step, so that grading
never finds neither; only where the file system cannot do that, a crash may leave that to the next
call.
"""

import contextlib
import hashlib
import os
import re
import shutil
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from autograder import notebook as notebooks
from autograder.configuration import Course
from autograder.errors import OperatorError, StudentError
from autograder.helper_files import TIMESTAMP_FILE
from autograder.intake import names, times
from autograder.intake.attribution import Version
from autograder.intake.limits import FILE_BYTES, FOLDER_LEVELS
from autograder.intake.plan import SUBMITTED, Existing, Placement, State
from autograder.intake.swapping import swap
from autograder.notebook import NotebookUnreadable

ATTEMPTS = ".attempts"
_WRITING, _WRITTEN = ".collecting-", ".collected-"
_CONTENT_SUM = re.compile(r"[0-9a-f]{64}")
_FOLDER_MODE = 0o755

Source = Callable[[str], Path]
"""Returns where the content of a sum lies."""


def attempts_folder(course: Course, student: str, assignment: str) -> Path:
    """Return where a student's earlier attempts are kept: hidden, so that nothing grades them."""
    return course.submitted / student / ATTEMPTS / assignment


@contextlib.contextmanager
def only_one(course: Course) -> Iterator[None]:
    """Hold submitted/ for one call at a time; raises OperatorError when another one runs."""
    # Windows has no such module, and imports this one with the command line.
    import fcntl

    course.submitted.mkdir(parents=True, exist_ok=True)
    handle = os.open(course.submitted, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise OperatorError(
            "collect-running", f"another program is collecting into {course.submitted}: wait for it"
        ) from None
    finally:
        os.close(handle)


def existing(course: Course, student: str, assignment: str) -> Existing:
    """Return what submitted/ has of a student.

    Raises StudentError when a folder on the way is a link: it could lead anywhere.
    """
    folder = course.submitted / student / assignment
    if folder.is_symlink() or folder.parent.is_symlink():
        raise StudentError("submission-link", f"{folder} is a link, not a folder")
    files = {each: _sum(each) for each in _files(folder)}
    stamp = _timestamp(folder)
    kept = (_listing(each) for each in _numbered(attempts_folder(course, student, assignment)))
    return Existing(
        files=tuple(
            _version(folder, path, total, stamp)
            for path, total in files.items()
            if total and path != folder / TIMESTAMP_FILE
        ),
        timestamp=stamp,
        attempts=tuple(kept),
    )


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files that are not hidden; links, and what is no file, are left where they are."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        parts = path.relative_to(folder).parts
        regular = stat.S_ISREG(path.lstat().st_mode)
        if regular and len(parts) <= FOLDER_LEVELS and not names.is_junk(parts):
            yield path


def _sum(path: Path) -> str:
    """Return the sum of a file's content, or nothing when it cannot be read."""
    try:
        return hashlib.sha256(notebooks.read_regular(path, FILE_BYTES + 1)).hexdigest()
    except (OSError, NotebookUnreadable):
        return ""


def _timestamp(folder: Path) -> str:
    try:
        content = notebooks.read_regular(folder / TIMESTAMP_FILE, 100)
    except (OSError, NotebookUnreadable):
        return ""
    return names.printable(content.decode(errors="replace").strip())


def _version(folder: Path, path: Path, total: str, stamp: str) -> Version:
    return Version(
        path=path.relative_to(folder).as_posix(),
        sha256=total,
        handing=SUBMITTED,
        name=path.name,
        when=times.parse(stamp),
        stamp=path.stat().st_mtime,
        shown=f"submitted/{names.printable(path.name)}",
    )


def _listing(folder: Path) -> frozenset[tuple[str, str]]:
    return frozenset((path.relative_to(folder).as_posix(), _sum(path)) for path in _files(folder))


def _numbered(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.name.isdecimal())


def recover(course: Course, assignment: str) -> None:
    """Finish or undo what a call left that was ended midway."""
    for student in sorted(course.submitted.iterdir()) if course.submitted.is_dir() else ():
        if student.is_symlink() or not student.is_dir():
            continue
        target, attempts = student / assignment, student / ATTEMPTS / assignment
        for path in sorted(student.iterdir()):
            total = path.name.removeprefix(f"{_WRITTEN}{assignment}.")
            if total != path.name and _CONTENT_SUM.fullmatch(total):
                _finish(path, total, target, attempts)
        for path in (student / f"{_WRITING}{assignment}", *attempts.glob(f"{_WRITING}*")):
            shutil.rmtree(path, ignore_errors=True)


def _finish(path: Path, total: str, target: Path, attempts: Path) -> None:
    """Put a submission that was written completely where it belongs."""
    is_new = _content_sum(path) == total
    if not target.exists():
        _rename(path, target)
    elif is_new:
        shutil.rmtree(path)
    else:
        # The new one has taken its place already: this is the one before it.
        _rename(path, _next(attempts))


def _content_sum(folder: Path) -> str:
    """Return what tells one submission from another by its files."""
    listing = "\n".join(sorted(f"{total} {path}" for path, total in _listing(folder)))
    return hashlib.sha256(listing.encode(errors="surrogateescape")).hexdigest()


def place(course: Course, assignment: str, placement: Placement, source: Source) -> None:
    """Write one student's attempts and submission; raises OSError, and then all is as it was."""
    student = course.submitted / placement.student
    target = student / assignment
    if placement.attempts or placement.is_written:
        student.mkdir(exist_ok=True)
    for attempt in placement.attempts:
        _write_attempt(attempts_folder(course, placement.student, assignment), attempt, source)
    if not placement.is_written:
        return
    writing = student / f"{_WRITING}{assignment}"
    _write(writing, target, placement.files, placement.timestamp, source)
    if placement.state is State.REPLACED:
        _replace(writing, target, attempts_folder(course, placement.student, assignment))
    else:
        _rename(writing, target)


def _replace(writing: Path, target: Path, attempts: Path) -> None:
    """Let what was written take its place, and keep what was there as an attempt."""
    written = target.with_name(f"{_WRITTEN}{target.name}.{_content_sum(writing)}")
    _rename(writing, written)
    before = _next(attempts)
    if swap(written, target):
        _rename(written, before)
        return
    _rename(target, before)
    _rename(written, target)


def _write_attempt(folder: Path, files: Sequence[Version], source: Source) -> None:
    target = _next(folder)
    writing = folder / f"{_WRITING}{target.name}"
    when = files[0].when
    _write(writing, target, files, times.write(when) if when else "", source)
    _rename(writing, target)


def _next(folder: Path) -> Path:
    """Return the place of the next attempt."""
    folder.mkdir(parents=True, exist_ok=True)
    last = _numbered(folder)[-1:]
    return folder / f"{int(last[0].name) + 1 if last else 1:04}"


def _write(
    writing: Path, target: Path, files: Sequence[Version], timestamp: str, source: Source
) -> None:
    writing.mkdir(mode=_FOLDER_MODE)
    for each in files:
        path = writing / each.path
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = each.handing == SUBMITTED
        _copy(target / each.path if kept else source(each.sha256), path, each.stamp)
    if timestamp:
        (writing / TIMESTAMP_FILE).write_text(f"{timestamp}\n", encoding="utf-8")
        _sync(writing / TIMESTAMP_FILE)
    for folder in {path.parent for path in writing.rglob("*")} | {writing}:
        _sync(folder)


def _copy(origin: Path, path: Path, stamp: float | None) -> None:
    shutil.copyfile(origin, path, follow_symlinks=False)
    if stamp is not None:
        # The next call compares by it.
        os.utime(path, (stamp, stamp))
    _sync(path)


def _rename(path: Path, target: Path) -> None:
    path.rename(target)
    for folder in {path.parent, target.parent}:
        _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
