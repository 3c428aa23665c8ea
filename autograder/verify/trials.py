"""Which trials make a proof, and how they are packed into submissions."""

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from autograder.assignment import Master
from autograder.cases import Case, Kind, reseed
from autograder.verify.outcome import ROLES, Role, Trial


@dataclass(frozen=True)
class Sheet:
    """Hold the trials of one submission: the solution or the release alone, or cases."""

    notebook: str
    trials: tuple[Trial, ...]

    @property
    def is_long(self) -> bool:
        """Tell whether grading it takes long."""
        return any(trial.case is not None and trial.case.is_long for trial in self.trials)


def basic(notebook: str, cases: Iterable[Case]) -> Iterator[Trial]:
    """Yield the trials of one notebook that every proof has: solution, release, each case once."""
    yield Trial(Role.SOLUTION, notebook)
    yield Trial(Role.RELEASE, notebook)
    yield from (Trial(ROLES[case.kind], notebook, case) for case in cases)


def seeded(notebook: str, cases: Iterable[Case], seeds: int) -> Iterator[Trial]:
    """Yield the honest trials of a notebook that hang on a seed, with seeds 1, 2, ..."""
    for case in cases:
        if case.kind is Kind.WHEAT and case.is_seeded:
            for seed in range(1, seeds + 1):
                yield Trial(Role.WHEAT, notebook, reseed(case, seed), seed=seed)


def again(trials: Iterable[Trial], times: int) -> Iterator[Trial]:
    """Yield the honest trials so often more that each is made ``times`` times."""
    honest = [trial for trial in trials if trial.is_honest]
    for turn in range(1, times):
        yield from (dataclasses.replace(trial, turn=turn) for trial in honest)


def pack(trials: Sequence[Trial]) -> tuple[Sheet, ...]:
    """Pack trials of one notebook into submissions: of each exercise one at most, and none twice.

    The solution, the release and what is refused as a whole stand alone; turns do not mix.
    """
    sheets: list[Sheet] = []
    waiting: dict[tuple[int, str], list[Trial]] = {}
    for trial in trials:
        if trial.case is None or trial.case.refused or not trial.case.exercise:
            sheets.append(Sheet(trial.notebook, (trial,)))
        else:
            waiting.setdefault((trial.turn, trial.case.exercise), []).append(trial)
    for turn in sorted({turn for turn, _ in waiting}):
        columns = [waiting[key] for key in sorted(waiting) if key[0] == turn]
        sheets += _rows(columns)
    return tuple(sheets)


def _rows(columns: Sequence[Sequence[Trial]]) -> Iterator[Sheet]:
    # Long beside long: then the fewest submissions are long.
    ordered = [sorted(each, key=_is_long, reverse=True) for each in columns]
    for at in range(max(map(len, ordered))):
        row = tuple(column[at] for column in ordered if at < len(column))
        yield Sheet(row[0].notebook, row)


def _is_long(trial: Trial) -> bool:
    return trial.case is not None and trial.case.is_long


def covered(trial: Trial, master: Master) -> frozenset[str]:
    """Return the test cells that a trial answers for."""
    case = trial.case
    return frozenset(
        test.grade_id for test in master.tests if case is None or case.covers(test.exercise)
    )
