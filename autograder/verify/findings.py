"""What a proof found, counted and summed up: false fails, false passes, and what else is wrong."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from autograder.scoring import number
from autograder.verify.judging import Verified, counts
from autograder.verify.matrix import Key, earned, key
from autograder.verify.outcome import Judgement, Outcome, Role, Trial


class Flaw(StrEnum):
    """Name in which way a run is not as it should be."""

    STRICT = "false fail"
    LENIENT = "false pass"
    OTHER = "otherwise wrong"

    def counted(self, count: int) -> str:
        """Return so many of it, in words."""
        many = {Flaw.STRICT: "false fails", Flaw.LENIENT: "false passes"}
        return f"{count} {plural(count, self.value, many.get(self, self.value))}"


FLAW_OF = {Role.SOLUTION: Flaw.STRICT, Role.WHEAT: Flaw.STRICT}
"""The flaw that is counted for honest roles; for all others it is the false pass."""


@dataclass(frozen=True)
class Finding:
    """Hold one thing that is wrong, with all the runs in which it is.

    ``said`` is what the autograder has to say of it: the student's message and the instructor's
    note. ``where`` names the runs, of which there are ``of`` in all. ``grade_id`` is the test cell,
    where it is about one.
    """

    flaw: Flaw
    trial: Trial
    text: str
    said: str
    where: tuple[str, ...]
    of: int
    grade_id: str = ""

    @property
    def runs(self) -> str:
        """Return in which runs it is, in words; of many only the first are named."""
        named = "; ".join(self.where[:3])
        more = f"; and {len(self.where) - 3} more" if len(self.where) > 3 else ""
        return f"{len(self.where)} of {self.of} {plural(self.of, 'run')}: {named}{more}"


@dataclass(frozen=True)
class Tally:
    """Hold how many runs of a role were made on one data file, and how many had which flaw."""

    role: Role
    data: str
    cases: int
    runs: int
    flaws: tuple[Flaw, ...]

    def number(self, flaw: Flaw) -> int:
        """Return how many runs have a flaw."""
        return self.flaws.count(flaw)


@dataclass(frozen=True)
class Totals:
    """Hold the four numbers that a proof comes down to."""

    honest_runs: int
    false_fails: int
    chaff_runs: int
    false_passes: int


@dataclass(frozen=True)
class _Wrong:
    """Hold what is wrong with one run; equal to the same in another run."""

    flaw: Flaw
    grade_id: str
    text: str
    said: str = field(default="", compare=False)


def findings(verified: Verified) -> tuple[Finding, ...]:
    """Return what is wrong, the same thing in several runs once; false fails first."""
    of = Counter(key(outcome.trial) for outcome in verified.outcomes)
    found: dict[tuple[Key, _Wrong], list[Outcome]] = {}
    for outcome in verified.outcomes:
        for wrong in _wrongs(outcome):
            found.setdefault((key(outcome.trial), wrong), []).append(outcome)
    made = (_finding(wrong, runs, of[whose]) for (whose, wrong), runs in found.items())
    return tuple(sorted(made, key=lambda each: list(Flaw).index(each.flaw)))


def _finding(wrong: _Wrong, runs: Sequence[Outcome], of: int) -> Finding:
    where = tuple(outcome.where for outcome in runs)
    return Finding(wrong.flaw, runs[0].trial, wrong.text, wrong.said, where, of, wrong.grade_id)


def _wrongs(outcome: Outcome) -> Iterator[_Wrong]:
    other = Flaw.STRICT if outcome.trial.is_honest else Flaw.OTHER
    for wrong in outcome.wrong:
        yield _Wrong(other, "", wrong)
    for each in outcome.judgements:
        if not each.is_as_expected and each.expected is not None:
            text = (
                f"{each.grade_id}: {earned(each)} of {number(each.max_points)} points, "
                f"not {number(each.expected)}"
            )
            said = "; ".join(part for part in (each.verdict, each.message, each.note) if part)
            flaw = Flaw.LENIENT if _earns_too_much(each) else other
            yield _Wrong(flaw, each.grade_id, text, said)


def _earns_too_much(judgement: Judgement) -> bool:
    return (judgement.points or 0.0) > (judgement.expected or 0.0)


def tallies(verified: Verified) -> tuple[Tally, ...]:
    """Count the runs by role and data file, and their flaws.

    A chaff that goes uncaught passes falsely, even where its case says that it does.
    """
    free = {key(trial) for trial in verified.uncaught}
    flaws: dict[tuple[Role, str], list[Flaw]] = {}
    for outcome in verified.outcomes:
        flaw = Flaw.LENIENT if key(outcome.trial) in free else _flaw(outcome)
        found = flaws.setdefault((outcome.trial.role, outcome.data), [])
        found += [flaw] if flaw else []
    return tuple(
        Tally(each.role, each.data, each.cases, each.runs, tuple(flaws[each.role, each.data]))
        for each in counts(verified.outcomes)
    )


def _flaw(outcome: Outcome) -> Flaw | None:
    found = {wrong.flaw for wrong in _wrongs(outcome)}
    return next((flaw for flaw in (Flaw.LENIENT, *Flaw) if flaw in found), None)


def totals(found: Iterable[Tally]) -> Totals:
    """Sum up tallies: the solution counts among honest work, the release among what must fail."""
    every = tuple(found)
    honest = [each for each in every if each.role in (Role.SOLUTION, Role.WHEAT)]
    return Totals(
        honest_runs=sum(each.runs for each in honest),
        false_fails=sum(each.number(Flaw.STRICT) for each in honest),
        chaff_runs=sum(each.runs for each in every if each.role is Role.CHAFF),
        false_passes=sum(each.number(Flaw.LENIENT) for each in every if each not in honest),
    )


def plural(count: int, noun: str, many: str = "") -> str:
    """Return a noun for so many things; ``many`` is its plural where that is not one with ``s``."""
    return noun if count == 1 else many or f"{noun}s"


def duration(seconds: float) -> str:
    """Return a time as people say it."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"
