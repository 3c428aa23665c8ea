"""What is verified: who is tried, what came of it, and what should have come of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from autograder.cases import Case, Kind
from autograder.execution.margins import Margin
from autograder.verdicts import Verdict

OWN_DATA = "own"
"""The name of the data that the assignment ships with."""


class Role(StrEnum):
    """Name what is tried."""

    SOLUTION = "solution"
    RELEASE = "release"
    WHEAT = "wheat"
    CHAFF = "chaff"
    ATTACK = "attack"
    MUTANT = "mutant"


ROLES = {Kind.WHEAT: Role.WHEAT, Kind.CHAFF: Role.CHAFF, Kind.ATTACK: Role.ATTACK}
"""The role of a case, by its kind."""


@dataclass(frozen=True)
class Trial:
    """Hold what is tried once: a case, or without one the master's solution or the release.

    ``seed`` takes the place of the one in the case, ``turn`` counts the same work tried again.
    """

    role: Role
    notebook: str
    case: Case | None = None
    seed: int | None = None
    turn: int = 0

    @property
    def name(self) -> str:
        """Return the case's name, or what is tried instead of a case."""
        return self.role.value if self.case is None else self.case.name

    @property
    def title(self) -> str:
        """Return the case's title, or what is tried instead of a case."""
        if self.case is not None:
            return self.case.title
        return _TITLES[self.role]

    @property
    def is_honest(self) -> bool:
        """Tell whether it must get full marks because it is right."""
        return self.role in (Role.SOLUTION, Role.WHEAT)

    @property
    def label(self) -> str:
        """Return one line that names it among all: role, notebook, name, seed."""
        return f"{self.role} {self.notebook}/{self.name}{self.seeded}"

    @property
    def seeded(self) -> str:
        """Return the words for its seed, none where it has its own."""
        return "" if self.seed is None else f", seed {self.seed}"


_TITLES = {
    Role.SOLUTION: "the master's own solution",
    Role.RELEASE: "the release, as students get it",
}


@dataclass(frozen=True)
class Judgement:
    """Hold what became of one test cell.

    ``points`` is None where the autograder cannot tell; ``expected`` is None for a mutant, of which
    nothing is known beforehand. ``line`` is where in the test cell it ended early, else 0. The
    message is the student's, the note the instructor's. ``margins`` are there when asked for.
    """

    grade_id: str
    exercise: str
    verdict: Verdict
    points: float | None
    max_points: float
    expected: float | None
    line: int = 0
    message: str = ""
    note: str = ""
    margins: tuple[Margin, ...] = ()

    @property
    def is_full(self) -> bool:
        """Tell whether it earned all that the test cell is worth."""
        return self.points == self.max_points

    @property
    def is_as_expected(self) -> bool:
        """Tell whether it earned what it should."""
        return self.expected is None or self.points == self.expected


@dataclass(frozen=True)
class Outcome:
    """Hold what came of one trial on one data file; its judgements are of its own exercise.

    ``data`` is `OWN_DATA` or the name of another file. ``problem`` says why there is no judgement,
    ``wrong`` what is not as the case says beside the points. ``cpu_seconds`` are of the submission
    that the trial was a part of, and ``beside`` names the others in it.
    """

    trial: Trial
    data: str
    judgements: tuple[Judgement, ...]
    problem: str = ""
    wrong: tuple[str, ...] = ()
    cpu_seconds: float = 0.0
    beside: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """Return what tells this run from the trial's others."""
        turn = f", turn {self.trial.turn + 1}" if self.trial.turn else ""
        beside = f", beside {' and '.join(self.beside)}" if self.beside else ""
        return f"{self.data} data{self.trial.seeded}{turn}{beside}"

    @property
    def is_full(self) -> bool:
        """Tell whether it was judged, and earned everything."""
        return bool(self.judgements) and all(each.is_full for each in self.judgements)

    def complaints(self) -> Iterator[str]:
        """Yield what is not as it should be, one line each."""
        where = f"{self.trial.role} {self.trial.notebook}/{self.trial.name}, {self.where}"
        for wrong in self.wrong:
            yield f"{where}: {wrong}"
        for each in self.judgements:
            if not each.is_as_expected:
                said = f"{each.verdict}, {each.message!r}, {each.note!r}"
                got = "no score" if each.points is None else f"{each.points:g}"
                yield (
                    f"{where}: {each.grade_id}: {got} of {each.max_points:g} points, "
                    f"not {each.expected:g}: {said}"
                )


@dataclass(frozen=True)
class HiddenTest:
    """Hold one hidden assert of a test cell, or a hidden part that has none.

    ``first`` and ``last`` are its lines in the cell, counted from 1; ``message`` is what a student
    is told who fails at it.
    """

    notebook: str
    grade_id: str
    exercise: str
    first: int
    last: int
    message: str

    @property
    def label(self) -> str:
        """Return one line that names it."""
        lines = (
            f"line {self.first}" if self.first == self.last else f"lines {self.first}-{self.last}"
        )
        return f"{self.notebook}, {self.grade_id}, {lines}: {self.message}"
