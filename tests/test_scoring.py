"""From verdicts to points, as nbgrader counts them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.utils import get_partial_grade

from autograder.scoring import judge, points
from autograder.verdicts import Verdict


@pytest.mark.parametrize(
    ("verdict", "partial", "earned"),
    [
        (Verdict.PASSED, None, 3.0),
        (Verdict.PASSED, 1.0, 3.0),
        (Verdict.PARTIAL, 1.0, 1.0),
        (Verdict.PARTIAL, 0.0, 0.0),
        (Verdict.FAILED, None, 0.0),
        (Verdict.ERROR, None, 0.0),
        (Verdict.MISSING, None, 0.0),
        (Verdict.TIMEOUT, None, 0.0),
        (Verdict.MEMORY, None, 0.0),
        (Verdict.CRASHED, None, 0.0),
        (Verdict.UNSUPPORTED, None, None),
        (Verdict.INTERNAL, None, None),
        (Verdict.INTERNAL, 1.0, None),
    ],
)
def test_a_verdict_is_worth(verdict: Verdict, partial: float | None, earned: float | None) -> None:
    assert points(verdict, 3.0, partial) == earned


def test_every_verdict_scores_or_goes_to_the_instructor() -> None:
    for verdict in Verdict:
        assert (points(verdict, 3.0, 1.0) is not None) == verdict.carries_score


@pytest.mark.parametrize(
    ("partial", "verdict"),
    [
        (None, Verdict.PASSED),
        (2.0, Verdict.PASSED),
        (1.5, Verdict.PARTIAL),
        (0.0, Verdict.PARTIAL),
        (-0.5, Verdict.PASSED),
        (math.nan, Verdict.PASSED),
        (-math.inf, Verdict.PASSED),
        (2.5, Verdict.INTERNAL),
        (math.inf, Verdict.INTERNAL),
    ],
)
def test_the_last_expression_of_a_test_decides(partial: float | None, verdict: Verdict) -> None:
    assert judge(partial, 2.0) is verdict


@given(st.floats() | st.integers(-3, 5).map(float), st.sampled_from([0.5, 1.0, 2.0, 4.0]))
def test_a_number_earns_what_it_earns_in_nbgrader(partial: float, worth: float) -> None:
    ours = points(judge(partial, worth), worth, partial)
    output = {"data": {"text/plain": repr(partial)}}
    try:
        assert ours == get_partial_grade(output, worth)
    except ValueError:
        # nbgrader stops here; the submission goes to the instructor.
        assert ours is None
