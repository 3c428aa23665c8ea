"""Hold the master `1-correlations` of the assignment `stars` to what is its own promise.

What every master must hold stands in `test_masters`.
"""

import masters
import pytest

from autograder.assignment import TestCell
from autograder.cases import Kind

MASTER = masters.read("1-correlations")
POINTS = {
    "highest-correlations-one": 2,
    "highest-correlations-both": 2,
    "scatter-plots-data": 1,
    "scatter-plots-labels": 1,
    "log-correlation-value": 1,
    "log-correlation-domain": 1,
    "log-numbers-test": 1,
    "log-effect-test": 1,
}


def test_the_points_are_ten_and_stand_where_the_text_says() -> None:
    assert {test.grade_id: test.points for test in MASTER.tests} == POINTS
    assert masters.points_by_exercise(MASTER) == {"Exercise 1": 4, "Exercise 2": 6}


def test_the_exercises_are_named_by_number() -> None:
    assert masters.solutions(MASTER) == {
        "Exercise 1: The highest correlations": {"highest-correlations"},
        "Exercise 2: What a logarithm does": {
            "scatter-plots",
            "log-correlation",
            "log-numbers",
            "log-effect",
        },
    }


def test_the_tests_look_up_the_names_that_the_text_asks_for() -> None:
    found = {name for test in MASTER.tests for name in masters.looked_up(test, MASTER)}
    assert found == {
        "top_pairs",
        "figure",
        "log_correlation",
        "log_variable",
        "r_before",
        "r_after",
        "effect",
    }


@pytest.mark.parametrize("test", MASTER.tests, ids=lambda test: test.grade_id)
def test_no_expected_value_is_typed_into_a_test(test: TestCell) -> None:
    for column in ("Temperature", "Luminosity", "Size", "A_M"):
        assert column not in test.source
    assert 'pd.read_csv("Stars.csv")' in test.source or test.grade_id.startswith("log-correlation")


def test_there_are_attacks_on_every_part_of_the_grader() -> None:
    """The other notebooks attack only what is theirs."""
    assert len(masters.cases_of(MASTER.name, Kind.ATTACK)) >= 12
