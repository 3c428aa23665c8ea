"""The order of a proof: what is tried on which data, and what all of it shows."""

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.assignment import Assignment, Master
from autograder.cases import Case, Kind, read_cases
from autograder.compiler.composition import compose
from autograder.configuration import Course
from autograder.errors import InstructorError
from autograder.jail.entry import Tier
from autograder.pipeline.tiers import choose_tier, engine
from autograder.platforms import require_grading
from autograder.verify.decisions import complaints, read_decisions
from autograder.verify.ground import Data, Ground, data_files
from autograder.verify.hidden import hidden_tests
from autograder.verify.judging import Mutation, Verified, proofs, uncaught
from autograder.verify.mutation import Mutant, case_of, sift
from autograder.verify.mutation import mutants as mutants_of
from autograder.verify.outcome import HiddenTest, Outcome, Role, Trial
from autograder.verify.records import Records
from autograder.verify.removal import missed
from autograder.verify.running import Progress, Runner
from autograder.verify.trials import Sheet, again, basic, pack, seeded

ELSEWHERE_SHARE = 4
"""Of so many seeds on the assignment's own data, one is tried on other data as well."""


@dataclass(frozen=True)
class Wanted:
    """Hold how much is to be tried.

    ``notebooks`` are all when empty. ``only_own_data`` leaves other data files out; ``data`` are
    more of them. ``seeds`` counts further seeds of honest cases that hang on one, ``times`` how
    often each honest case is tried. ``removing`` takes each hidden test out as well, ``mutating``
    makes wrong solutions by machine, ``margins`` keeps how close each comparison of the tests was.
    """

    cases: Path
    notebooks: tuple[str, ...] = ()
    only_own_data: bool = False
    data: tuple[Path, ...] = ()
    seeds: int = 0
    times: int = 1
    removing: bool = False
    mutating: bool = False
    margins: bool = False
    jobs: int = field(default_factory=lambda: os.cpu_count() or 1)
    unsafe_no_jail: bool = False


@dataclass(frozen=True)
class Plan:
    """Hold the sheets to grade on each data file; among the first's are those of the mutants.

    ``all_mutants`` are those of the whole assignment, None when none were wanted; ``removals``
    counts how often a hidden test is taken out.
    """

    assignment: Assignment
    parts: tuple[tuple[Data, tuple[Sheet, ...]], ...]
    all_mutants: tuple[Mutant, ...] | None = None

    removals: int = 0

    @property
    def steps(self) -> int:
        """Return how often progress is told of: once for a trial, once for a hidden test."""
        return self.removals + sum(len(sheet.trials) for _, found in self.parts for sheet in found)


def plan(course: Course, name: str, wanted: Wanted) -> Plan:
    """Return what is to be tried.

    Raises InstructorError when a case belongs to no notebook or exercise, or data is missing.
    """
    assignment = compose(course, name)
    # Attacks try the engine, not the assignment.
    cases = [case for case in read_cases(wanted.cases, name) if case.kind is not Kind.ATTACK]
    _refuse_strays(assignment, cases)
    masters = _chosen(assignment, wanted.notebooks)
    data = data_files(course, name, wanted.data)
    if wanted.only_own_data:
        data = data[:1]
    (own, sheets), *others = [(each, tuple(_sheets(masters, cases, each, wanted))) for each in data]
    mutants = _mutants(assignment) if wanted.mutating else None
    parts = ((own, (*sheets, *_alone(mutants or (), masters))), *others)
    hidden = sum(len(hidden_tests(master)) for master in masters) if wanted.removing else 0
    removals = hidden * sum(bool(found) for _, found in parts)
    return Plan(replace(assignment, masters=masters), parts, mutants, removals)


def _mutants(assignment: Assignment) -> tuple[Mutant, ...]:
    return tuple(mutant for master in assignment.masters for mutant in mutants_of(master))


def _alone(mutants: Iterable[Mutant], masters: Iterable[Master]) -> Iterator[Sheet]:
    """Yield a submission for each mutant: it may spoil what later exercises build on."""
    known = {master.name: master for master in masters}
    for mutant in mutants:
        if mutant.notebook in known:
            case = case_of(mutant, known[mutant.notebook])
            yield Sheet(mutant.notebook, (Trial(Role.MUTANT, mutant.notebook, case),))


def _chosen(assignment: Assignment, notebooks: Sequence[str]) -> tuple[Master, ...]:
    known = [master.name for master in assignment.masters]
    for name in notebooks:
        if name not in known:
            raise InstructorError(
                "notebook-unknown",
                f"{assignment.name} has no notebook {name}; it has: {', '.join(known)}",
            )
    return tuple(each for each in assignment.masters if not notebooks or each.name in notebooks)


def _refuse_strays(assignment: Assignment, cases: Iterable[Case]) -> None:
    masters = {master.name: master for master in assignment.masters}
    for case in cases:
        where = f"{case.kind}/{assignment.name}/{case.notebook}/{case.name}.py"
        master = masters.get(case.notebook)
        if master is None:
            raise InstructorError(
                "case-without-notebook",
                f"{where}: {assignment.name} has no notebook {case.notebook}: the folder of a case "
                f"is named after one of {', '.join(masters)}",
            )
        known = list(dict.fromkeys(test.exercise for test in master.tests))
        if not case.refused and not any(case.covers(exercise) for exercise in known):
            raise InstructorError(
                "case-without-exercise",
                f"{where}: its exercise is {case.exercise!r}, and no test cell stands under such a "
                f"heading; there are: {', '.join(known)}",
            )


def _sheets(
    masters: Iterable[Master], cases: Sequence[Case], data: Data, wanted: Wanted
) -> Iterator[Sheet]:
    for master in masters:
        if data.path is not None and not data.is_read_by(master):
            continue
        own = [case for case in cases if case.notebook == master.name]
        share = 1 if data.path is None else ELSEWHERE_SHARE
        trials = [*basic(master.name, own), *seeded(master.name, own, -(-wanted.seeds // share))]
        yield from pack([*trials, *again(basic(master.name, own), wanted.times)])


def verify(
    course: Course,
    planned: Plan,
    wanted: Wanted,
    kept: Records,
    progress: Progress = lambda count: None,
) -> Verified:
    """Grade all that was planned, and say what it proves.

    Raises InstructorError when a master cannot be compiled, its prefix fails or a case does not
    fit it, and OperatorError when the machine cannot grade. Nothing in the course changes.
    """
    require_grading()
    started = time.monotonic()
    masters = planned.assignment.masters
    tier = choose_tier(course, unsafe_no_jail=wanted.unsafe_no_jail)
    means = _Means(course, planned.assignment.name, tier, wanted, kept, progress)
    hidden = tuple(each for master in masters for each in hidden_tests(master))
    outcomes: list[Outcome] = []
    needed: set[HiddenTest] = set()
    for data, sheets in planned.parts:
        found, missed_there = _on(means, data, sheets, hidden)
        outcomes += found
        needed |= missed_there
    proven_by = proofs(hidden, outcomes)
    free, untried = uncaught(outcomes, only_own_data=len(planned.parts) == 1)
    proven = (each for each, chaffs in proven_by.items() if chaffs)
    return Verified(
        assignment=planned.assignment.name,
        points=planned.assignment.points,
        data=tuple(data.name for data, _ in planned.parts),
        # Nothing is expected of a mutant: what became of them stands apart.
        outcomes=tuple(
            sorted((o for o in outcomes if o.trial.role is not Role.MUTANT), key=_order)
        ),
        proven_by=proven_by,
        uncaught=free,
        untried=untried,
        redundant=tuple(each for each in proven if each not in needed) if wanted.removing else None,
        seconds=time.monotonic() - started,
        notebooks=tuple(master.name for master in masters),
        mutation=_mutation(planned, wanted, outcomes),
    )


def _mutation(planned: Plan, wanted: Wanted, outcomes: Sequence[Outcome]) -> Mutation | None:
    """Return what became of the mutants, and what is not decided about them."""
    if planned.all_mutants is None:
        return None
    decisions = read_decisions(wanted.cases / "mutants" / f"{planned.assignment.name}.toml")
    tried = {master.name for master in planned.assignment.masters}
    sifted = sift((each for each in planned.all_mutants if each.notebook in tried), outcomes)
    wrong = tuple(complaints(decisions, planned.all_mutants, sifted))
    return Mutation(sifted, decisions, wrong)


@dataclass(frozen=True)
class _Means:
    """Hold what all data files have in common."""

    course: Course
    name: str
    tier: Tier
    wanted: Wanted
    kept: Records
    progress: Progress


def _on(
    means: _Means, data: Data, sheets: Sequence[Sheet], hidden: Sequence[HiddenTest]
) -> tuple[list[Outcome], set[HiddenTest]]:
    """Return what came of the sheets on one data file, and the hidden tests that are missed."""
    if not sheets:
        return [], set()
    notebooks = {sheet.notebook for sheet in sheets}
    with Ground(means.course, means.name, data, means.tier, notebooks) as ground:
        wanted = means.wanted
        runner = Runner(ground, engine(means.tier), means.kept, wanted.jobs, margins=wanted.margins)
        outcomes = list(runner.run(sheets, means.progress))
        if not means.wanted.removing:
            return outcomes, set()
        return outcomes, set(missed(ground, runner, proofs(hidden, outcomes), means.progress))


def _order(outcome: Outcome) -> tuple[str, int, str, str, int, int]:
    trial = outcome.trial
    roles = list(type(trial.role))
    seed = -1 if trial.seed is None else trial.seed
    return (trial.notebook, roles.index(trial.role), trial.name, outcome.data, seed, trial.turn)
