"""The matrix of a proof: a row for each thing that was tried, a column for each test cell."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from autograder.scoring import number
from autograder.verify.judging import Verified
from autograder.verify.outcome import Judgement, Outcome, Role, Trial

SOLUTION_AND_RELEASE = "Solution and release"

Key = tuple[str, Role, str]
"""What the runs of one thing that is tried have in common: notebook, role and name."""


class Look(StrEnum):
    """Name what a cell of the matrix shows: what was earned, as expected, or that it was not."""

    FULL = "full"
    PART = "part"
    ZERO = "zero"
    VARIES = "varies"
    WRONG = "wrong"


@dataclass(frozen=True)
class Column:
    """Hold one test cell: its exercise is the heading that it stands under."""

    grade_id: str
    exercise: str
    worth: float


@dataclass(frozen=True)
class Mark:
    """Hold what became of one test cell in all runs of a row."""

    runs: tuple[tuple[Outcome, Judgement], ...]

    @cached_property
    def unexpected(self) -> tuple[tuple[Outcome, Judgement], ...]:
        """Return the runs that did not earn what they should."""
        return tuple(run for run in self.runs if not run[1].is_as_expected)

    @property
    def shown(self) -> Judgement:
        """Return the judgement that says most: an unexpected one, or one that lost points."""
        if self.unexpected:
            return self.unexpected[0][1]
        lost = (each for _, each in self.runs if not each.is_full)
        return next(lost, self.runs[0][1])

    @property
    def look(self) -> Look:
        """Return what the cell shows."""
        if self.unexpected:
            return Look.WRONG
        if len(self._earned) > 1:
            return Look.VARIES
        if self.shown.is_full:
            return Look.FULL
        return Look.PART if self.shown.points else Look.ZERO

    @property
    def _earned(self) -> list[float]:
        return sorted({each.points or 0.0 for _, each in self.runs})

    @property
    def points(self) -> str:
        """Return the points as text: ``0.5``, ``0 to 1`` where runs differ, ``?`` without score."""
        if self.unexpected:
            return earned(self.shown)
        return " to ".join(number(each) for each in (self._earned[0], *self._earned[1:][-1:]))

    @property
    def said(self) -> str:
        """Return in one sentence what the cell shows, for who points at it."""
        one = self.shown
        told = f"{one.grade_id}: {self.points} of {number(one.max_points)} points"
        if self.unexpected and one.expected is not None:
            told += f", not {number(one.expected)}"
        if self.unexpected and len(self.runs) > 1:
            told += f", in {len(self.unexpected)} of {len(self.runs)} runs"
        return f"{told} ({one.verdict}){f': {one.message}' if one.message else ''}"


@dataclass(frozen=True)
class Row:
    """Hold one thing that was tried, with all its runs: other data, seeds and turns."""

    trial: Trial
    runs: tuple[Outcome, ...]
    marks: tuple[Mark | None, ...]

    @cached_property
    def wrong(self) -> int:
        """Return how many runs are not as they should be."""
        return sum(any(each.complaints()) for each in self.runs)

    @property
    def problem(self) -> str:
        """Return why there is no judgement, where there is none."""
        return next((each.problem for each in self.runs if each.problem), "")

    @property
    def count(self) -> str:
        """Return how many runs are as they should be, of how many."""
        return f"{len(self.runs) - self.wrong} of {len(self.runs)}"


@dataclass(frozen=True)
class Group:
    """Hold the rows of one role and exercise under a title."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Matrix:
    """Hold the matrix of one notebook."""

    notebook: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]

    @property
    def exercises(self) -> tuple[tuple[str, int], ...]:
        """Return the exercises, each with the number of columns that stand under it."""
        names = [column.exercise for column in self.columns]
        return tuple((name, names.count(name)) for name in dict.fromkeys(names))


def earned(judgement: Judgement) -> str:
    """Return the points of a judgement as text, ``?`` where it carries no score."""
    return "?" if judgement.points is None else number(judgement.points)


def key(trial: Trial) -> Key:
    """Return what the runs of one thing that is tried have in common."""
    return (trial.notebook, trial.role, trial.name)


def matrices(verified: Verified) -> tuple[Matrix, ...]:
    """Return the matrix of each notebook that was tried."""
    return tuple(
        _matrix(name, [each for each in verified.outcomes if each.trial.notebook == name])
        for name in verified.notebooks
    )


def _matrix(notebook: str, outcomes: Sequence[Outcome]) -> Matrix:
    # The solution comes first, and is judged in every test cell: that gives the order.
    judged = (each for outcome in outcomes for each in outcome.judgements)
    found = {
        each.grade_id: Column(each.grade_id, each.exercise, each.max_points) for each in judged
    }
    columns = tuple(found.values())
    return Matrix(notebook, columns, tuple(_groups(columns, _rows(columns, outcomes))))


def _rows(columns: Sequence[Column], outcomes: Iterable[Outcome]) -> Iterator[Row]:
    together: dict[Key, list[Outcome]] = {}
    for outcome in outcomes:
        together.setdefault(key(outcome.trial), []).append(outcome)
    for runs in together.values():
        marks = tuple(_mark(column, runs) for column in columns)
        yield Row(runs[0].trial, tuple(runs), marks)


def _mark(column: Column, runs: Iterable[Outcome]) -> Mark | None:
    found = tuple(
        (run, each) for run in runs for each in run.judgements if each.grade_id == column.grade_id
    )
    return Mark(found) if found else None


def _groups(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[Group]:
    exercises = list(dict.fromkeys(column.exercise for column in columns))
    groups: dict[tuple[int, int, str], list[Row]] = {}
    for row in rows:
        groups.setdefault(_place(row, exercises), []).append(row)
    for place in sorted(groups):
        yield Group(place[2], tuple(groups[place]))


def _place(row: Row, exercises: Sequence[str]) -> tuple[int, int, str]:
    """Return where a row's group stands: after its role, then its exercise; and its title."""
    case = row.trial.case
    if case is None:
        return (0, 0, SOLUTION_AND_RELEASE)
    at = next((at for at, name in enumerate(exercises) if case.covers(name)), len(exercises))
    heading = exercises[at] if at < len(exercises) else case.exercise
    role = f"{row.trial.role}s".capitalize()
    return (list(Role).index(row.trial.role), at, f"{role}: {heading}" if heading else role)
