"""What outcomes prove: which are wrong, which chaffs go uncaught, which hidden tests unproven."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.verify.decisions import Decision
from autograder.verify.mutation import Sifted
from autograder.verify.outcome import OWN_DATA, HiddenTest, Outcome, Role, Trial


@dataclass(frozen=True)
class Mutation:
    """Hold what became of the mutants, what was decided about them, and what is undecided."""

    sifted: Sifted
    decisions: tuple[Decision, ...]
    complaints: tuple[str, ...]


@dataclass(frozen=True)
class Verified:
    """Hold what verifying an assignment gave.

    ``proven_by`` has, for each hidden test, the chaffs that failed at it, in the order of the
    tests. ``redundant`` are hidden tests that may be taken out and no chaff gains a point; None
    when that was not tried. ``untried`` names chaffs that are wrong on other data only, when there
    was no other. ``mutation`` is None when no mutants were made.
    """

    assignment: str
    points: float
    data: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    proven_by: Mapping[HiddenTest, tuple[Trial, ...]]
    uncaught: tuple[Trial, ...] = ()
    untried: tuple[Trial, ...] = ()
    redundant: tuple[HiddenTest, ...] | None = None
    seconds: float = 0.0
    notebooks: tuple[str, ...] = ()
    mutation: Mutation | None = None

    @property
    def complaints(self) -> tuple[str, ...]:
        """Return what is not as it should be, one line each."""
        return tuple(line for outcome in self.outcomes for line in outcome.complaints())

    @property
    def unproven(self) -> tuple[HiddenTest, ...]:
        """Return the hidden tests that no chaff fails at."""
        return tuple(hidden for hidden, chaffs in self.proven_by.items() if not chaffs)

    @property
    def is_proven(self) -> bool:
        """Tell whether everything is as it should be."""
        return not (self.complaints or self.unproven or self.uncaught or self.redundant)


@dataclass(frozen=True)
class Count:
    """Hold how many trials of a role were made on one data file, and how many came out wrong."""

    role: Role
    data: str
    cases: int
    runs: int
    wrong: int


def counts(outcomes: Iterable[Outcome]) -> tuple[Count, ...]:
    """Count the trials by role and data file, in the order in which they first appear."""
    groups: dict[tuple[Role, str], list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault((outcome.trial.role, outcome.data), []).append(outcome)
    return tuple(
        Count(
            role,
            data,
            cases=len({(each.trial.notebook, each.trial.name) for each in found}),
            runs=len(found),
            wrong=sum(any(each.complaints()) for each in found),
        )
        for (role, data), found in sorted(groups.items(), key=_order)
    )


def _order(group: tuple[tuple[Role, str], object]) -> tuple[int, bool, str]:
    (role, data), _ = group
    return (list(Role).index(role), data != OWN_DATA, data)


def proofs(
    hidden: Sequence[HiddenTest], outcomes: Iterable[Outcome]
) -> dict[HiddenTest, tuple[Trial, ...]]:
    """Return, for each hidden test, the chaffs that failed at it, each once."""
    found: dict[HiddenTest, dict[tuple[str, str], Trial]] = {each: {} for each in hidden}
    for outcome in outcomes:
        if outcome.trial.role is Role.CHAFF:
            for each in _failed_at(hidden, outcome):
                found[each].setdefault((outcome.trial.notebook, outcome.trial.name), outcome.trial)
    return {each: tuple(trials.values()) for each, trials in found.items()}


def _failed_at(hidden: Sequence[HiddenTest], outcome: Outcome) -> list[HiddenTest]:
    places = {
        (outcome.trial.notebook, each.grade_id): each.line
        for each in outcome.judgements
        if not each.is_full and each.points is not None
    }
    return [
        each
        for each in hidden
        if each.first <= places.get((each.notebook, each.grade_id), 0) <= each.last
    ]


def uncaught(
    outcomes: Iterable[Outcome], *, only_own_data: bool
) -> tuple[tuple[Trial, ...], tuple[Trial, ...]]:
    """Return the chaffs that got full marks wherever they were tried, and those still untried.

    A chaff that its case says is wrong on other data is untried where there is no other.
    """
    caught: dict[tuple[str, str], bool] = {}
    trials: dict[tuple[str, str], Trial] = {}
    for outcome in outcomes:
        if outcome.trial.role is Role.CHAFF:
            key = (outcome.trial.notebook, outcome.trial.name)
            trials.setdefault(key, outcome.trial)
            caught[key] = caught.get(key, False) or not outcome.is_full
    free = [trials[key] for key, is_caught in caught.items() if not is_caught]
    untried = [trial for trial in free if only_own_data and _is_wrong_elsewhere(trial)]
    return tuple(trial for trial in free if trial not in untried), tuple(untried)


def _is_wrong_elsewhere(trial: Trial) -> bool:
    return trial.case is not None and bool(trial.case.points_elsewhere)
