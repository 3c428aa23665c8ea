"""How far right and wrong work stay from each threshold of the tests, on either side.

A threshold is one ordering comparison in a test cell. Its slack in one run is how far the
comparison was from failing, or with a minus how far from holding. In an assert it should hold for
right work. Elsewhere it chooses what happens next: then only how close it was to the other choice
matters.
"""

import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from autograder.execution.margins import Margin
from autograder.verify.outcome import Judgement, Outcome, Role

NOISE = 1e-9
"""Slacks of honest runs that differ by less, relative to the largest, differ in rounding only."""

CLOSE = 1.0
"""A slack of fewer spreads than this is close."""

MANY_TIMES = 10.0


@dataclass(frozen=True)
class Place:
    """Hold which comparison it is; ``line`` is counted in the test cell.

    One that ``chooses`` stands in no assert.
    """

    notebook: str
    grade_id: str
    exercise: str
    line: int
    text: str
    operator: str
    decisive: bool
    chooses: bool


@dataclass(frozen=True)
class Reached:
    """Hold what one trial came to at a threshold: who it was, on which data, and both sides."""

    who: str
    data: str
    left: float
    right: float
    slack: float
    passes: bool


@dataclass(frozen=True)
class Threshold:
    """Hold what all trials came to at one comparison, the closest first.

    ``honest`` are the solution and the wheats; ``wrong`` the chaffs that failed there;
    ``slipped`` the same chaffs where they came past it, on other data or with another seed, in a
    test cell in which they must not get full points.
    """

    place: Place
    honest: tuple[Reached, ...]
    wrong: tuple[Reached, ...] = ()
    slipped: tuple[Reached, ...] = ()

    @property
    def worst(self) -> Reached:
        """Return the honest run that came closest to failing, or failed by most."""
        return self.honest[0]

    @property
    def best_wrong(self) -> Reached | None:
        """Return the wrong run that came closest to passing."""
        return self.wrong[-1] if self.wrong else None

    @property
    def median(self) -> float:
        """Return the honest runs' median slack."""
        return statistics.median(each.slack for each in self.honest)

    @property
    def spread(self) -> float:
        """Return how far honest slacks lie apart: between quartiles; if that is 0, as a deviation.

        It is 0 when all are the same.
        """
        slacks = [each.slack for each in self.honest]
        if len(slacks) < 2:
            return 0.0
        low, _, high = statistics.quantiles(slacks, method="inclusive")
        return high - low or statistics.pstdev(slacks)

    def spreads(self, slack: float) -> float | None:
        """Return a slack counted in spreads; None where honest runs have no spread."""
        return slack / self.spread if self.spread else None

    @property
    def is_noisy(self) -> bool:
        """Tell whether honest runs differ in more than rounding, and not by whole numbers only.

        What is counted differs from style to style, and not from run to run.
        """
        slacks = [each.slack for each in self.honest]
        counts = all(each.left.is_integer() and each.right.is_integer() for each in self.honest)
        return not counts and max(slacks) - min(slacks) > NOISE * max(map(abs, slacks))

    @property
    def is_close(self) -> bool:
        """Tell whether the worst honest run is nearly at the bound, as honest runs differ.

        Not where it is many times the bound, or a small part of it: such a bound tells numbers from
        rounding, and what honest runs differ by is no measure for it.
        """
        spreads, worst = self.spreads(self.worst.slack), self.worst
        small, large = sorted(map(abs, (worst.left, worst.right)))
        return spreads is not None and abs(spreads) < CLOSE and large < MANY_TIMES * small

    @property
    def overlaps(self) -> bool:
        """Tell whether right and wrong work lie on the same side.

        Where the comparison does not decide alone, an honest run may fail it.
        """
        failing = self.place.decisive and not all(each.passes for each in self.honest)
        return failing or bool(self.slipped)


@dataclass(frozen=True)
class _Seen:
    """Hold what one judgement says of one comparison."""

    outcome: Outcome
    judgement: Judgement
    margin: Margin

    @property
    def place(self) -> Place:
        margin, judgement = self.margin, self.judgement
        return Place(
            self.outcome.trial.notebook,
            judgement.grade_id,
            judgement.exercise,
            margin.line,
            margin.text,
            margin.operator,
            margin.decisive,
            margin.chooses,
        )

    @property
    def key(self) -> tuple[Place, str]:
        """Return which trial came to which comparison, on whatever data, with whatever seed."""
        return self.place, self.outcome.trial.name

    @property
    def reached(self) -> Reached:
        margin, trial = self.margin, self.outcome.trial
        sides = margin.left, margin.right, margin.slack
        return Reached(trial.label, self.outcome.data, *sides, margin.passes)

    @property
    def failed_there(self) -> bool:
        """Tell whether the test cell ended at this assert, and because of this comparison."""
        judgement, margin = self.judgement, self.margin
        is_judged = judgement.points is not None and not judgement.is_full
        return is_judged and not margin.passes and margin.first <= judgement.line <= margin.last

    @property
    def slipped_by(self) -> bool:
        """Tell whether the comparison let work pass that must not get full points there."""
        expected = self.judgement.expected
        is_wrong = expected is not None and expected < self.judgement.max_points
        return is_wrong and self.margin.passes


def thresholds(outcomes: Iterable[Outcome], *, constant: bool = False) -> tuple[Threshold, ...]:
    """Return the thresholds of all tests that honest work came to, in the tests' order.

    Counts, and those at which all honest runs have the same slack, only when ``constant`` ones are
    wanted too.
    Outcomes without margins say nothing.
    """
    known = tuple(outcomes)
    honest = _by_place(_seen(each for each in known if each.trial.is_honest))
    chaffs = tuple(_seen(each for each in known if each.trial.role is Role.CHAFF))
    failed = tuple(each for each in chaffs if each.failed_there)
    names = {each.key for each in failed}
    wrong = _by_place(failed)
    slipped = _by_place(each for each in chaffs if each.slipped_by and each.key in names)
    found = (
        Threshold(place, honest[place], wrong.get(place, ()), slipped.get(place, ()))
        for place in _ordered(honest, known)
    )
    return tuple(each for each in found if constant or each.is_noisy)


def _seen(outcomes: Iterable[Outcome]) -> Iterator[_Seen]:
    """Yield what was compared; of comparisons on one line with one text, the closest."""
    for outcome in outcomes:
        for judgement in outcome.judgements:
            closest: dict[tuple[int, str], Margin] = {}
            for margin in sorted(judgement.margins, key=lambda each: each.closeness):
                closest.setdefault((margin.line, margin.text), margin)
            yield from (_Seen(outcome, judgement, margin) for margin in closest.values())


def _by_place(seen: Iterable[_Seen]) -> dict[Place, tuple[Reached, ...]]:
    found: dict[Place, list[Reached]] = {}
    for each in sorted(seen, key=lambda each: each.margin.closeness):
        found.setdefault(each.place, []).append(each.reached)
    return {place: tuple(runs) for place, runs in found.items()}


def _ordered(places: Iterable[Place], outcomes: Sequence[Outcome]) -> list[Place]:
    """Return places by notebook, then in the order in which test cells are judged, then by line."""
    cells = dict.fromkeys(
        judgement.grade_id for outcome in outcomes for judgement in outcome.judgements
    )
    order = {grade_id: at for at, grade_id in enumerate(cells)}
    return sorted(
        places, key=lambda each: (each.notebook, order[each.grade_id], each.line, each.text)
    )
