"""Cases that were taken from a submission: what the instructor is told of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.cases import Case, Kind
from autograder.plain_text import plain

Points = Mapping[str, float]
"""What test cells earn, or are worth, by their names."""


@dataclass(frozen=True)
class AddedCase:
    """Hold one case file that was written.

    ``scored`` is what the submission got for each test cell of the exercise, ``scores`` what the
    case gets alone; None where the autograder cannot tell. ``replaced`` has what was taken out,
    what stands there now and how often; ``left`` has names that are words of the notebook too.
    """

    path: Path
    case: Case
    scored: Points
    scores: Mapping[str, float | None]
    most: Points
    leans_on: Mapping[str, tuple[str, ...]]
    replaced: tuple[tuple[str, str, int], ...]
    left: tuple[str, ...]

    @property
    def reproduces(self) -> bool:
        """Tell whether the case scores what the submission scored."""
        return self.scores == self.scored

    @property
    def lost(self) -> float:
        """Return how many points the submission lost in the exercise."""
        return sum(self.most[name] - points for name, points in self.scored.items())

    def lines(self) -> Iterator[str]:
        """Yield what the instructor is told of it, one line each."""
        yield f"{self.path}: {self.case.kind.removesuffix('s')} of {self.case.exercise}"
        yield from (f"  {line}" for line in (*self._disagreement(), *self._reproduced()))
        for found, by, count in self.replaced:
            times = "once" if count == 1 else f"{count} times"
            yield f"  taken out: {plain(found)!r} is now {by!r} ({times})"
        if self.left:
            yield (
                f"  left where it is no comment, for it is a word of Python or of the notebook, or "
                f"a number: {', '.join(map(repr, self.left))}"
            )

    def _disagreement(self) -> Iterator[str]:
        if self.case.kind is Kind.WHEAT and self.lost:
            yield (
                f"this submission loses {_counted(self.lost)} in {self.case.exercise}, and you "
                "call it right: the case is written with full points, and verify will fail until "
                f"the test is mended ({_less(self.scored, self.most)})"
            )
        if self.case.kind is Kind.CHAFF and not self.lost:
            yield (
                f"this submission has full points in {self.case.exercise}, and you call it wrong: "
                "verify will fail until a test finds the mistake and the case has the line "
                "`# points: <test cell>=<points>`"
            )

    def _reproduced(self) -> Iterator[str]:
        if self.reproduces:
            yield f"graded alone, it scores what the submission scores: {_told(self.scores)}"
            return
        yield (
            f"graded alone, it does NOT score what the submission scores: {_told(self.scores)}, "
            f"not {_told(self.scored)}. Mend the case before you commit it."
        )
        for name, names in self.leans_on.items():
            yield f"it reads {', '.join(names)} from the cell {name} of another exercise"


def _counted(points: float) -> str:
    return f"{points:g} point" if points == 1 else f"{points:g} points"


def _told(points: Mapping[str, float | None]) -> str:
    shown = (
        f"{name}={'no score' if each is None else format(each, 'g')}"
        for name, each in points.items()
    )
    return ", ".join(shown)


def _less(scored: Points, most: Points) -> str:
    return _told({name: points for name, points in scored.items() if points != most[name]})


@dataclass(frozen=True)
class Added:
    """Hold the cases that were written."""

    cases: tuple[AddedCase, ...]

    @property
    def reproduces(self) -> bool:
        """Tell whether every case scores what the submission scored."""
        return all(case.reproduces for case in self.cases)

    def lines(self) -> Iterator[str]:
        """Yield what the instructor is told, one line each."""
        for case in self.cases:
            yield from case.lines()
        yield (
            "Read each file once before you commit it: a name in the work itself cannot be "
            "recognised. Say in its title what is right or wrong in it."
        )
