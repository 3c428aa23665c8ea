"""A verification made by hand: one notebook, two test cells, and a flaw of each kind on demand."""

import dataclasses
from collections.abc import Iterator

from autograder.cases import Case, Kind
from autograder.verdicts import Verdict
from autograder.verify.judging import Verified, proofs
from autograder.verify.outcome import ROLES, HiddenTest, Judgement, Outcome, Role, Trial

EXERCISE = "Exercise 1: Lines"
SLOPE, OFFSET = "slope", "offset"
# What each is worth.
WORTH = {SLOPE: 2.0, OFFSET: 1.0}
HIDDEN = (
    HiddenTest("fit", SLOPE, EXERCISE, 3, 3, "look at the slope again"),
    HiddenTest("fit", OFFSET, EXERCISE, 3, 4, "look at the offset again"),
)


def case(kind: Kind, name: str, title: str, **points: float) -> Case:
    return Case(name, kind, "fit", title, "Exercise 1", points, {}, False, ())


def trial(made: Case, seed: int | None = None) -> Trial:
    return Trial(ROLES[made.kind], "fit", made, seed)


def judged(
    name: str, points: float, expected: float, *, line: int = 0, message: str = ""
) -> Judgement:
    verdict = Verdict.PASSED if points else Verdict.FAILED
    return Judgement(name, EXERCISE, verdict, points, WORTH[name], expected, line, message)


def right(made: Trial, data: str = "own") -> Outcome:
    tests = tuple(judged(name, worth, worth) for name, worth in WORTH.items())
    return Outcome(made, data, tests)


def caught(made: Trial, hidden: HiddenTest, data: str = "own") -> Outcome:
    """Return what came of a chaff that fails at one hidden test only, as it should."""
    tests = (
        judged(name, 0, 0, line=hidden.first, message=hidden.message)
        if name == hidden.grade_id
        else judged(name, worth, worth)
        for name, worth in WORTH.items()
    )
    return Outcome(made, data, tuple(tests))


LOOPS = case(Kind.WHEAT, "loops", "loops over the rows")
DRAWN = case(Kind.WHEAT, "drawn", "draws a sample")
WRONG_SLOPE = case(Kind.CHAFF, "inverse", "x over y", slope=0)
WRONG_OFFSET = case(Kind.CHAFF, "origin", "through the origin", offset=0)


def basics() -> Iterator[Outcome]:
    """Yield what is as it should be, in the order in which a proof has it."""
    yield right(Trial(Role.SOLUTION, "fit"))
    zero = tuple(judged(name, 0, 0, line=1, message="no answer") for name in WORTH)
    yield Outcome(Trial(Role.RELEASE, "fit"), "own", zero)
    for seed in (None, 1, 2):
        yield right(trial(DRAWN, seed))
    yield right(trial(LOOPS))
    yield right(trial(LOOPS), "other")
    yield caught(trial(WRONG_SLOPE), HIDDEN[0])
    yield caught(trial(WRONG_SLOPE), HIDDEN[0], "other")
    yield caught(trial(WRONG_OFFSET), HIDDEN[1])


def verified(*outcomes: Outcome) -> Verified:
    """Return a verification of these outcomes; of `basics` where none are given."""
    found = outcomes or tuple(basics())
    return Verified(
        assignment="lines",
        points=3.0,
        data=("own", "other"),
        outcomes=found,
        proven_by=proofs(HIDDEN, found),
        seconds=83.2,
        notebooks=("fit",),
    )


def with_flaws() -> Verified:
    """Return a verification with a false fail, a false pass and a chaff that nothing catches."""
    failed = judged(SLOPE, 0, 2, line=3, message="look at the \x1b[31mslope <b>again")
    unlucky = Outcome(trial(DRAWN, 2), "own", (failed, judged(OFFSET, 1, 1)))
    lucky = Outcome(trial(WRONG_OFFSET), "own", (judged(SLOPE, 2, 2), judged(OFFSET, 1, 0)))
    free = trial(case(Kind.CHAFF, "typed", "typed in"))
    kept = [each for each in basics() if each.trial not in (unlucky.trial, lucky.trial)]
    found = (*kept, unlucky, lucky, right(free))
    return dataclasses.replace(verified(*found), uncaught=(free,))
