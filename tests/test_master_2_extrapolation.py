"""Hold the master `2-extrapolation` of the assignment `stars` to what is its own promise.

What every master must hold stands in `test_masters`.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import masters
import numpy as np
import pytest

MASTER = masters.read("2-extrapolation")
POINTS = {
    "extended-figure-model": 1,
    "extended-figure-range": 1,
    "extended-figure-sine": 1,
    "extended-figure-labels": 1,
    "score-between-inside": 1,
    "score-between-outside": 1,
    "scores-inside": 1,
    "scores-outside": 1,
    "conclusion-where": 1,
    "conclusion-remedy": 1,
}
INSIDE, LEFT, RIGHT = (0, 20), (-10, 0), (20, 30)

LOOK = """
import json

checked = {}
for low, high in ((0, 20), (-10, 0), (20, 30)):
    x = np.linspace(low, high, 1000)
    by_predict = sine_model.predict(x.reshape(-1, 1)).tolist()
    checked[str(low)] = {"predict": by_predict, "by hand": network_output(x).tolist()}
print(json.dumps(checked))
"""
REMEDY = """
import json

recipe = sine_model.get_params() | {change}
x = np.linspace({low}, {high}, {count})
print(json.dumps([
    MLPRegressor(**recipe).fit(x.reshape(-1, 1), np.sin(x)).predict(grid.reshape(-1, 1)).tolist()
    for grid in (np.linspace(-10, 0, 1000), np.linspace(20, 30, 1000))
]))
"""


def run(*grade_ids: str, more: str) -> Any:
    """Run some cells of the master, then more code; return the JSON that this prints last.

    A warning that scikit-learn or Matplotlib would show to the student ends it.
    """
    cells = {cell.grade_id: cell.source for cell in MASTER.notebook.cells}
    source = "\n".join([*(cells[grade_id] for grade_id in grade_ids), more])
    done = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-c", source],
        capture_output=True,
        check=True,
        text=True,
        env=os.environ | {"MPLBACKEND": "Agg", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )
    return json.loads(done.stdout.splitlines()[-1])


def r_squared(interval: tuple[int, int], predicted: Sequence[float]) -> float:
    truth = np.sin(np.linspace(*interval, len(predicted)))
    errors = np.sum((truth - np.asarray(predicted)) ** 2)
    return float(1 - errors / np.sum((truth - truth.mean()) ** 2))


def test_the_points_are_ten_and_stand_where_the_text_says() -> None:
    assert {test.grade_id: test.points for test in MASTER.tests} == POINTS
    assert masters.points_by_exercise(MASTER) == {"Exercise 3": 10}
    text = masters.text(MASTER)
    for part, points in (("draw", 4), ("measure", 4), ("conclude", 2)):
        assert f"{part} ({points} points)" in text


def test_the_exercise_has_three_parts_in_four_cells() -> None:
    assert masters.solutions(MASTER) == {
        "Exercise 3: Extrapolation": {"extended-figure", "score-between", "scores", "conclusion"}
    }


def test_the_tests_look_up_the_names_that_the_text_asks_for() -> None:
    found = {name for test in MASTER.tests for name in masters.looked_up(test, MASTER)}
    assert found == {
        "figure",
        "score_between",
        "score_inside",
        "score_left",
        "score_right",
        "where_it_fails",
        "remedy",
    }


def test_no_test_asks_sine_model_itself_which_a_student_may_have_trained_again() -> None:
    for test in MASTER.tests:
        assert "sine_model." not in test.source


def test_no_cell_reads_a_data_file() -> None:
    assert not any("read_csv" in cell.source for cell in MASTER.notebook.cells)


def test_the_network_is_right_inside_of_its_data_and_worse_than_the_mean_outside() -> None:
    """The chapter's figures, over 30 seeds: at least 0.9979 inside, -16.9 to -6.1 outside."""
    found = run("setup", "sine-fit", "inside", more=LOOK)
    for interval in (INSIDE, LEFT, RIGHT):
        predicted = found[str(interval[0])]
        np.testing.assert_allclose(predicted["by hand"], predicted["predict"], rtol=0, atol=1e-9)
        score = r_squared(interval, predicted["predict"])
        assert score > 0.99 if interval == INSIDE else score < -1


@pytest.mark.prove
@pytest.mark.parametrize(
    ("letter", "change", "low", "high", "count"),
    [
        ("A", {"hidden_layer_sizes": (200, 200)}, 0, 20, 5000),
        ("B", {"max_iter": 1000}, 0, 20, 5000),
        ("C", {}, -10, 30, 20000),
        ("D", {}, 0, 20, 20000),
    ],
)
def test_only_one_remedy_lifts_both_sides_above_nine_tenths(
    letter: str, change: dict[str, object], low: int, high: int, count: int
) -> None:
    (recipe,) = (cell.source for cell in MASTER.notebook.cells if cell.grade_id == "sine-fit")
    untrained, _, _ = recipe.partition("sine_model.fit")
    more = REMEDY.format(change=change, low=low, high=high, count=count)
    left, right = run("setup", more=untrained + more)
    helps = r_squared(LEFT, left) > 0.9 and r_squared(RIGHT, right) > 0.9
    (cell,) = (test for test in MASTER.tests if test.grade_id == "conclusion-remedy")
    assert helps == (f'expected_letter = "{letter}"' in cell.source)
