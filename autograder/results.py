"""What grading one submission gave: `Result`, appended as an immutable file.

A result holds no clock time: the same submission, master, data and engine give the same verdicts
and points. Measured times stand apart in ``measured`` and do not count when two are compared.
"""

import dataclasses
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from autograder.errors import InternalError
from autograder.verdicts import Verdict

SCHEMA = 1


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
class NotebookResult:
    """Hold the verdicts on one notebook, in the master's order.

    ``notices`` tell the student what was put right before grading (a restored test cell).
    ``measured`` has seconds and bytes: wall_seconds, cpu_seconds, peak_memory_bytes.
    """

    name: str
    tests: tuple[TestResult, ...]
    notices: tuple[str, ...] = ()
    measured: Mapping[str, float] = field(default_factory=dict)

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
        if tree.pop("schema") != SCHEMA:
            raise ValueError("schema")
        notebooks = tuple(_notebook(each) for each in tree.pop("notebooks"))
        return Result(state=State(tree.pop("state")), notebooks=notebooks, **tree)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InternalError("result-unreadable", f"a result file is damaged: {error!r}") from None


def _notebook(tree: dict[str, Any]) -> NotebookResult:
    tests = tuple(
        TestResult(verdict=Verdict(test.pop("verdict")), **test) for test in tree.pop("tests")
    )
    return NotebookResult(tests=tests, notices=tuple(tree.pop("notices")), **tree)


def folder(root: Path, student: str, assignment: str) -> Path:
    """Return where the results of one student's assignment lie."""
    return root / student / assignment


def history(root: Path, student: str, assignment: str) -> tuple[Path, ...]:
    """Return the result files, oldest first."""
    return tuple(sorted(folder(root, student, assignment).glob("[0-9][0-9][0-9][0-9].json")))


def latest(root: Path, student: str, assignment: str) -> Result | None:
    """Return the newest result, or None when nothing was graded yet."""
    files = history(root, student, assignment)
    return from_json(files[-1].read_text(encoding="utf-8")) if files else None


def append(root: Path, result: Result) -> bool:
    """Append a result, unless the newest one already says the same; tell whether it was written.

    The file appears whole or not at all, and survives a crash once this returns.
    """
    newest = latest(root, result.student, result.assignment)
    if newest is not None and comparable(newest) == comparable(result):
        return False
    target = folder(root, result.student, result.assignment)
    target.mkdir(parents=True, exist_ok=True)
    number = len(history(root, result.student, result.assignment)) + 1
    write_durably(target / f"{number:04}.json", to_json(result).encode())
    return True


def comparable(result: Result) -> Result:
    """Return the result without what was measured, which differs from run to run."""
    bare = tuple(dataclasses.replace(notebook, measured={}) for notebook in result.notebooks)
    return dataclasses.replace(result, notebooks=bare)


def write_durably(path: Path, content: bytes) -> None:
    """Write a file so that after a crash it is either whole or as it was before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    handle = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
