"""What a changed test does to a class's scores: who gains, who loses, and by which test cell.

Comes in: the `Change`s that grading held back. Goes out: a `ClassDifference`, which
`autograder.report.difference` tells people and programs.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from autograder.results import Change, ManualCell, Result, TestResult

REASONS = ("submission", "master", "data", "settings", "engine")
"""What two results of one student can differ by, in the order in which it is told."""
ABSENT = "absent"
"""What stands for the verdict of a cell that is not there: not in the master, or not graded."""

Judged = TestResult | ManualCell
CellKey = tuple[str, str]
"""The names of a notebook and of a cell in it."""


class Direction(StrEnum):
    """Name what a change does to a score; ``waits``: a person has to look before it is known."""

    LOSES = "loses"
    WAITS = "waits"
    GAINS = "gains"
    SAME = "same"


@dataclass(frozen=True)
class Outcome:
    """Hold what one cell came to: in words, its points (None: open), and what it is worth."""

    says: str
    points: float | None
    worth: float


@dataclass(frozen=True)
class CellDifference:
    """Hold what one cell was for a student and what it would be; None where it is not there."""

    notebook: str
    grade_id: str
    exercise: str
    before: Outcome | None
    after: Outcome | None

    @property
    def direction(self) -> Direction:
        """Return what this cell alone does to the score."""
        old, new = _points(self.before), _points(self.after)
        if new is None:
            return Direction.SAME if old is None else Direction.WAITS
        return _compare(old or 0.0, new)


@dataclass(frozen=True)
class StudentDifference:
    """Hold one student's change, and the cells that it comes from."""

    change: Change
    cells: tuple[CellDifference, ...]

    @property
    def student(self) -> str:
        """Return whose score it is."""
        return self.change.before.student

    @property
    def points(self) -> float:
        """Return the points gained, or below zero those lost."""
        return self.change.after.points - self.change.before.points

    @property
    def direction(self) -> Direction:
        """Return what becomes of the score as a whole."""
        if any(cell.direction is Direction.WAITS for cell in self.cells):
            return Direction.WAITS
        return _compare(self.change.before.points, self.change.after.points)


@dataclass(frozen=True)
class TestDifference:
    """Hold what becomes of one cell over the class.

    ``worth_before`` is None for a cell that is new in the master, ``worth_after`` for one that has
    gone. ``turns`` counts students by what the cell said and says.
    """

    __test__ = False  # pytest collects classes by their name

    notebook: str
    grade_id: str
    exercise: str
    worth_before: float | None
    worth_after: float | None
    directions: Mapping[Direction, int]
    turns: Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class ClassDifference:
    """Hold the score diff of a class: by test cell in the masters' order, and by student.

    Students come with the largest loss first, then who has to wait, then who gains.
    """

    reasons: tuple[str, ...]
    tests: tuple[TestDifference, ...]
    students: tuple[StudentDifference, ...]

    @property
    def directions(self) -> Mapping[Direction, int]:
        """Return how many students lose, wait and gain."""
        return Counter(student.direction for student in self.students)


def reason(before: Result, after: Result) -> tuple[str, ...]:
    """Return what differs between two gradings of a student, by what the results recorded."""
    old = {**before.hashes, "engine": before.engine}
    new = {**after.hashes, "engine": after.engine}
    return tuple(name for name in _names(old, new) if old.get(name) != new.get(name))


def _names(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    yield from REASONS
    yield from sorted((old.keys() | new.keys()) - set(REASONS))


def cells(before: Result, after: Result) -> tuple[CellDifference, ...]:
    """Return the cells whose verdict, points or worth differ, in the order of the newer result."""
    old, new = _judged(before), _judged(after)
    either = {**new, **{key: cell for key, cell in old.items() if key not in new}}
    found = (
        CellDifference(*key, cell.exercise, _outcome(old.get(key)), _outcome(new.get(key)))
        for key, cell in either.items()
    )
    return tuple(cell for cell in found if cell.before != cell.after)


def _judged(result: Result) -> dict[CellKey, Judged]:
    found: dict[CellKey, Judged] = {}
    for notebook in result.notebooks:
        found |= {(notebook.name, test.grade_id): test for test in notebook.tests}
        found |= {(notebook.name, cell.grade_id): cell for cell in notebook.manual}
    return found


def _outcome(cell: Judged | None) -> Outcome | None:
    if cell is None:
        return None
    if isinstance(cell, TestResult):
        return Outcome(cell.verdict.value, cell.points, cell.max_points)
    if cell.answered:
        return Outcome("for a person", None, cell.max_points)
    return Outcome("not answered", 0.0, cell.max_points)


def class_difference(changes: Iterable[Change]) -> ClassDifference:
    """Return the score diff of a class from each student's change."""
    found = [StudentDifference(each, cells(each.before, each.after)) for each in changes]
    differing = {name for each in found for name in reason(each.change.before, each.change.after)}
    return ClassDifference(
        reasons=tuple(
            name for name in _names(dict.fromkeys(differing, ""), {}) if name in differing
        ),
        tests=tuple(_tests(found)),
        students=tuple(sorted(found, key=_urgency)),
    )


def _urgency(student: StudentDifference) -> tuple[int, float, str]:
    return list(Direction).index(student.direction), -abs(student.points), student.student


def _tests(students: Sequence[StudentDifference]) -> Iterator[TestDifference]:
    by_key: dict[CellKey, list[CellDifference]] = {}
    for cell in (cell for student in students for cell in student.cells):
        by_key.setdefault((cell.notebook, cell.grade_id), []).append(cell)
    before = _worths(student.change.before for student in students)
    after = _worths(student.change.after for student in students)
    for key in (key for key in {**after, **before} if key in by_key):
        found = by_key[key]
        yield TestDifference(
            *key,
            found[0].exercise,
            # What nobody has any more has left the master; what one student lacks was not graded.
            worth_before=before.get(key),
            worth_after=after.get(key),
            directions=Counter(cell.direction for cell in found),
            turns=Counter((_says(cell.before), _says(cell.after)) for cell in found),
        )


def _worths(results: Iterable[Result]) -> dict[CellKey, float]:
    return {key: cell.max_points for result in results for key, cell in _judged(result).items()}


def _says(outcome: Outcome | None) -> str:
    return ABSENT if outcome is None else outcome.says


def _points(outcome: Outcome | None) -> float | None:
    return 0.0 if outcome is None else outcome.points


def _compare(old: float, new: float) -> Direction:
    if old == new:
        return Direction.SAME
    return Direction.GAINS if new > old else Direction.LOSES
