"""What grading one submission gave: `Result`, appended as an immutable file.

A result holds no clock time: the same submission, master, data and engine give the same verdicts
and points. Measured times stand apart in ``measured`` and do not count when two are compared.
"""

import dataclasses
import glob
import hashlib
import json
import logging
import os
import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from autograder.errors import InstructorError, InternalError
from autograder.plain_text import acts_as_formula
from autograder.verdicts import Verdict

logger = logging.getLogger(__name__)

SCHEMA = 3
_READABLE = (1, 2, SCHEMA)
"""Schema 1 has no cells that a person judges, and no sum of the settings; 2 nothing noticed."""
NAME_BYTES = 128
"""How long a student's name may be: nbgrader's column holds that many characters."""
_ABANDONED_SECONDS = 60.0
"""How old a file that is still being written may become: one is written within seconds."""


Content = TypeVar("Content")


class State(StrEnum):
    """Name what became of a submission.

    ``graded``: every test cell has a score. ``needs-instructor``: some verdict carries none.
    ``refused``: what was handed in cannot be graded; it scores nothing until somebody looks.
    """

    GRADED = "graded"
    NEEDS_INSTRUCTOR = "needs-instructor"
    REFUSED = "refused"


@dataclass(frozen=True)
class TestResult:
    """Hold the verdict on one test cell.

    ``points`` is None when the verdict carries no score. ``message`` is safe to show to the
    student; ``note`` is for the instructor only and may name a line of a hidden test.
    """

    __test__ = False  # pytest collects classes by their name

    grade_id: str
    exercise: str
    verdict: Verdict
    points: float | None
    max_points: float
    message: str = ""
    note: str = ""


@dataclass(frozen=True)
class ManualCell:
    """Hold a cell that a person judges: a written answer, or a task.

    ``answered`` is False when it was handed in as the release has it: that scores nothing by
    itself, as in nbgrader, and no person has to look.
    """

    grade_id: str
    exercise: str
    max_points: float
    answered: bool


@dataclass(frozen=True)
class Noticed:
    """Hold something odd that the engine noticed in a notebook, for the instructor only.

    It changes no verdict. ``code`` names it (``answer-changed``); ``text`` says in plain words what
    was seen and where, and what innocent reason it may have.
    """

    code: str
    text: str


@dataclass(frozen=True)
class NotebookResult:
    """Hold the verdicts on one notebook, in the master's order.

    ``manual`` are the cells that wait for a person; their points stand in the gradebook only.
    ``notices`` tell the student what was put right before grading (a restored test cell).
    ``measured`` has seconds and bytes: wall_seconds, cpu_seconds, peak_memory_bytes. ``noticed``
    is for the instructor, and changes no verdict.
    """

    name: str
    tests: tuple[TestResult, ...]
    notices: tuple[str, ...] = ()
    measured: Mapping[str, float] = field(default_factory=dict)
    manual: tuple[ManualCell, ...] = ()
    noticed: tuple[Noticed, ...] = ()

    @property
    def points(self) -> float:
        """Return the points earned so far, those without a score counted as nothing."""
        return sum(test.points or 0.0 for test in self.tests)

    @property
    def max_points(self) -> float:
        """Return what the notebook is worth."""
        return sum(test.max_points for test in self.tests)


@dataclass(frozen=True)
class Result:
    """Hold what grading one submission gave.

    ``problem`` is a message for the instructor when the state is not ``graded``. ``hashes`` are
    hex SHA-256 sums of ``submission``, ``master`` and ``data``; ``engine`` names version and jail.
    ``handed_in`` is the text of nbgrader's ``timestamp.txt``, or empty.
    """

    student: str
    assignment: str
    state: State
    notebooks: tuple[NotebookResult, ...]
    problem: str = ""
    handed_in: str = ""
    hashes: Mapping[str, str] = field(default_factory=dict)
    engine: str = ""

    @property
    def points(self) -> float:
        """Return the points earned in all notebooks."""
        return sum(notebook.points for notebook in self.notebooks)

    @property
    def max_points(self) -> float:
        """Return what the assignment is worth."""
        return sum(notebook.max_points for notebook in self.notebooks)

    def by_exercise(self) -> dict[str, tuple[float, float]]:
        """Return for each exercise the points earned and the points it is worth."""
        sums: dict[str, tuple[float, float]] = {}
        for test in (test for notebook in self.notebooks for test in notebook.tests):
            earned, worth = sums.get(test.exercise, (0.0, 0.0))
            sums[test.exercise] = (earned + (test.points or 0.0), worth + test.max_points)
        return sums


@dataclass(frozen=True)
class Change:
    """Hold a score that would change although the student's work did not.

    ``before`` is the newest result on disk, ``after`` what grading the same work gives now.
    """

    before: Result
    after: Result


def to_json(result: Result) -> str:
    """Return a result as JSON text with a fixed order of keys."""
    tree = {"schema": SCHEMA, **dataclasses.asdict(result)}
    return json.dumps(tree, indent=1, ensure_ascii=False) + "\n"


def from_json(text: str) -> Result:
    """Read a result back.

    Raises InternalError when the text is no result of this schema.
    """
    try:
        tree = json.loads(text)
        if tree.pop("schema") not in _READABLE:
            raise ValueError("schema")
        notebooks = tuple(notebook_result(each) for each in tree.pop("notebooks"))
        return Result(state=State(tree.pop("state")), notebooks=notebooks, **tree)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise InternalError("result-unreadable", f"a result file is damaged: {error!r}") from None


def notebook_result(tree: dict[str, Any]) -> NotebookResult:
    """Return what plain JSON says, using it up; raises TypeError, KeyError or ValueError."""
    tests = tuple(
        TestResult(verdict=Verdict(test.pop("verdict")), **test) for test in tree.pop("tests")
    )
    manual = tuple(ManualCell(**cell) for cell in tree.pop("manual", ()))
    noticed = tuple(Noticed(**each) for each in tree.pop("noticed", ()))
    notices = tuple(tree.pop("notices"))
    return NotebookResult(tests=tests, manual=manual, notices=notices, noticed=noticed, **tree)


def folder(root: Path, student: str, assignment: str) -> Path:
    """Return where the results of one student's assignment lie.

    Raises InstructorError for a name that leads elsewhere.
    """
    for name in (student, assignment):
        if name in ("", ".", "..") or "/" in name or "\0" in name:
            raise InstructorError("name-not-allowed", f"{name!r} cannot be the name of a folder")
    return root / student / assignment


def can_be_named(student: str) -> bool:
    """Tell whether nbgrader's gradebook can hold a student of that name, and do no harm by it."""
    try:
        # An export of the gradebook would hold it as a formula.
        return len(student.encode()) <= NAME_BYTES and not acts_as_formula(student)
    except UnicodeEncodeError:
        return False


def students(root: Path, assignment: str) -> tuple[str, ...]:
    """Return the students who have results of an assignment, sorted."""
    folders = root.iterdir() if root.is_dir() else ()
    names = (each.name for each in folders if not each.name.startswith("."))
    return tuple(sorted(name for name in names if history(root, name, assignment)))


def history(root: Path, student: str, assignment: str) -> tuple[Path, ...]:
    """Return the result files, oldest first."""
    return numbered(folder(root, student, assignment), "")


def numbered(place: Path, prefix: str) -> tuple[Path, ...]:
    """Return the files ``<prefix>NNNN.json`` in a folder, oldest first; none without a folder."""
    name = re.compile(rf"{re.escape(prefix)}[0-9]{{4,}}\.json")
    files = place.iterdir() if place.is_dir() else ()
    return tuple(sorted((file for file in files if name.fullmatch(file.name)), key=_number))


def _number(file: Path) -> int:
    return int(file.stem.rpartition("-")[2])


def latest(root: Path, student: str, assignment: str) -> Result | None:
    """Return the newest result, or None when nothing was graded yet.

    Raises InternalError, naming the file, when it is damaged.
    """
    files = history(root, student, assignment)
    return read(files[-1]) if files else None


def newest_readable(root: Path, student: str, assignment: str) -> Result | None:
    """Return the newest result that can be read; a damaged one is logged and passed over."""
    for file in reversed(history(root, student, assignment)):
        try:
            return read(file)
        except InternalError as error:
            logger.warning("%s", error)
    return None


def read(file: Path) -> Result:
    """Return the result in a file; raises InternalError, naming the file, when it is damaged."""
    return read_named(file, from_json, "result-unreadable")


def read_named(file: Path, parse: Callable[[str], Content], code: str) -> Content:
    """Return what a file holds; raises InternalError, naming the file, when it is damaged."""
    try:
        return parse(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise InternalError(code, f"{file} is damaged: it is not text") from None
    except InternalError as error:
        raise InternalError(error.code, f"{file}: {error.message}") from None


def append(root: Path, result: Result) -> bool:
    """Append a result, unless the newest one already says the same; tell whether it was written.

    The file appears whole or not at all, and survives a crash once this returns. A file that is
    there already, whole or damaged, stays as it is.
    """
    files = history(root, result.student, result.assignment)
    if files and _says_the_same(files[-1], result):
        return False
    append_numbered(folder(root, result.student, result.assignment), "", to_json(result))
    return True


def append_numbered(place: Path, prefix: str, text: str) -> None:
    """Write ``<prefix>NNNN.json`` durably, with the number after the newest one's."""
    files = numbered(place, prefix)
    # Half a character (a lone surrogate) becomes a JSON escape.
    content = text.encode("utf-8", errors="backslashreplace")
    number = _number(files[-1]) + 1 if files else 1
    # Two programs may write at once: whoever comes second takes the next number.
    while not write_once(place / f"{prefix}{number:04}.json", content):
        number += 1


def _says_the_same(file: Path, result: Result) -> bool:
    try:
        return comparable(read(file)) == comparable(result)
    except InternalError as error:
        logger.warning("%s", error)
        return False


def comparable(result: Result) -> Result:
    """Return the result without what was measured or noticed, which may differ each time."""
    bare = tuple(
        dataclasses.replace(notebook, measured={}, noticed=()) for notebook in result.notebooks
    )
    return dataclasses.replace(result, notebooks=bare)


def fingerprint(result: Result) -> str:
    """Return a hex SHA-256 sum of what a result says: equal where `comparable` results are."""
    # Not by `to_json`: a class of hundreds is compared in a second, and indenting takes far longer.
    text = json.dumps(comparable(result), default=vars)
    return hashlib.sha256(text.encode()).hexdigest()


def write_durably(path: Path, content: bytes) -> None:
    """Write a file so that after a crash it is either whole or as it was before."""
    _partial(path, content).replace(path)
    _sync_folder(path.parent)


def write_once(path: Path, content: bytes) -> bool:
    """Write a file durably; False, and nothing done, when there is one already."""
    partial = _partial(path, content)
    try:
        # Unlike a rename, a link never replaces what is there.
        os.link(partial, path)
    except FileExistsError:
        return False
    finally:
        partial.unlink()
    _sync_folder(path.parent)
    return True


def _partial(path: Path, content: bytes) -> Path:
    """Write the content beside its place, under a name that no other program writes to."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _drop_abandoned(path)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return partial


def _drop_abandoned(path: Path) -> None:
    """Remove what programs that were killed had begun to write in this place."""
    for partial in path.parent.glob(f".{glob.escape(path.name)}.*.partial"):
        with suppress(OSError):
            if time.time() - partial.stat().st_mtime > _ABANDONED_SECONDS:
                partial.unlink()


def _sync_folder(path: Path) -> None:
    if not hasattr(os, "O_DIRECTORY"):
        # Windows cannot open a folder: there the name is as durable as the system makes it.
        return
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
