"""Hold the master `3-regression` of the assignment `stars` to what is its own promise.

What every master must hold stands in `test_masters`.
"""

import ast
import re

import masters
import pytest

from autograder.assignment import BEGIN_HIDDEN, TestCell
from autograder.cases import Kind

MASTER = masters.read("3-regression")
POINTS = {
    "split-columns": 1,
    "split-sizes": 1,
    "split-disjoint": 1,
    "regressor-network": 2,
    "regressor-features": 2,
    "regressor-score": 2,
    "model-trained": 1,
    "model-scores": 1,
    "split-score-test": 1,
    "ratios-table": 1,
    "ratios-means": 1,
    "conclusion-test": 1,
}
PARTS = {
    "Part 1": ("split-columns", "split-sizes", "split-disjoint"),
    "Part 2": ("regressor-network", "regressor-features", "regressor-score"),
    "Part 3": ("model-trained", "model-scores"),
    "Part 4": ("split-score-test", "ratios-table", "ratios-means", "conclusion-test"),
}


def prefix() -> list[str]:
    """Return the code cells before the first one that a student writes."""
    cells = [cell for _, cell in MASTER.notebook.code_cells()]
    first = next(at for at, cell in enumerate(cells) if cell.is_solution)
    return [cell.source for cell in cells[:first]]


def calls(source: str, *names: str) -> list[ast.Call]:
    """Return the calls of some functions, by the last part of their names."""
    found = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [call for call in found if ast.unparse(call.func).split(".")[-1] in names]


def test_the_points_are_fifteen_and_stand_where_the_text_says() -> None:
    assert {test.grade_id: test.points for test in MASTER.tests} == POINTS
    assert masters.points_by_exercise(MASTER) == {"Exercise 4": 15}


@pytest.mark.parametrize("part", PARTS)
def test_the_text_says_what_each_part_is_worth(part: str) -> None:
    worth = sum(POINTS[name] for name in PARTS[part])
    assert re.search(rf"\*\*{part}, [^*(]+\({worth} points\)\.\*\*", masters.text(MASTER))


def test_the_exercise_has_its_cells() -> None:
    assert masters.solutions(MASTER) == {
        "Exercise 4: A network that predicts the magnitude": {
            "split",
            "fit-regressor",
            "model",
            "split-score",
            "ratios",
            "conclusion",
        },
    }


def test_the_tests_look_up_the_names_that_the_text_asks_for() -> None:
    found = {name for test in MASTER.tests for name in masters.looked_up(test, MASTER)}
    assert found == {
        *("X_train", "X_test", "y_train", "y_test"),
        *("fit_regressor", "model", "train_score", "test_score"),
        *("split_score", "ratios", "mean_scores", "best_share", "trend"),
    }


def test_the_large_network_of_the_demonstration_is_the_chapter_s() -> None:
    (network,) = [
        call
        for source in prefix()
        for call in calls(source, "MLPRegressor")
        if "(300, 300, 300)" in ast.unparse(call)
    ]
    parameters = {str(word.arg): ast.literal_eval(word.value) for word in network.keywords}
    assert parameters == {
        "max_iter": 1000,
        "activation": "tanh",
        "hidden_layer_sizes": (300, 300, 300),
        "learning_rate_init": 5e-5,
        "learning_rate": "adaptive",
        "random_state": 0,
    }


def test_whatever_is_random_in_the_demonstrations_has_a_seed() -> None:
    for source in prefix():
        for call in calls(source, "MLPRegressor", "train_test_split", "sample"):
            assert "random_state" in {word.arg for word in call.keywords}, ast.unparse(call)
        for call in calls(source, "default_rng"):
            assert call.args, ast.unparse(call)


@pytest.mark.parametrize("test", MASTER.tests, ids=lambda test: test.grade_id)
def test_no_number_of_a_star_is_typed_into_a_test(test: TestCell) -> None:
    """Sizes of the sets and magnitudes follow from the file."""
    numbers = {
        node.value
        for node in ast.walk(ast.parse(test.source))
        if isinstance(node, ast.Constant) and type(node.value) in (int, float)
    }
    assert not numbers & {240, 192, 48}
    if "expected_data" in test.source:
        assert 'expected_data = pd.read_csv("Stars.csv")' in test.source


@pytest.mark.parametrize("test", MASTER.tests, ids=lambda test: test.grade_id)
def test_what_may_warn_is_called_where_warnings_cost_nothing(test: TestCell) -> None:
    """Stock nbgrader gives nothing for a test cell that writes to stderr."""
    quiet = {"quiet_fit", "quiet_split_score", "predicted_by_steps"}
    functions = [node for node in ast.parse(test.source).body if isinstance(node, ast.FunctionDef)]
    for function in functions:
        if function.name in quiet:
            assert "warnings.simplefilter('ignore')" in ast.unparse(function)
    for call in calls(test.source, "fit_regressor", "split_score"):
        assert any(
            function.lineno <= call.lineno <= (function.end_lineno or 0)
            for function in functions
            if function.name in quiet
        ), ast.unparse(call)


def test_a_test_of_the_function_trains_few_networks() -> None:
    """A large network takes ten seconds, and a cell has a limit."""
    hidden_calls = {"regressor-features": 1, "regressor-score": 1}  # in a loop over three splits
    for test in MASTER.tests:
        public, _, hidden = test.source.partition(BEGIN_HIDDEN)
        assert len(calls(public, "quiet_fit")) <= 1, test.grade_id
        assert len(calls(hidden, "quiet_fit")) == hidden_calls.get(test.grade_id, 0), test.grade_id


def test_models_that_only_pretend_are_among_the_attacks() -> None:
    names = {case.name for case in masters.cases_of(MASTER.name, Kind.ATTACK)}
    assert names >= {
        "subclass-that-predicts-otherwise",
        "predict-overwritten",
        "model-cached-from-the-file",
        "score-that-lies",
    }


def test_one_solution_is_the_chapter_s_own_and_only_that_one_is_long() -> None:
    wheats = masters.cases_of(MASTER.name, Kind.WHEAT)
    assert [case.name for case in wheats if case.is_long] == ["network-of-the-demonstration"]
