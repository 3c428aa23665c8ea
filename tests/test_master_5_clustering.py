"""Hold the master `5-clustering` of the assignment `stars` to what is its own promise.

What every master must hold stands in `test_masters`.
"""

import ast
from pathlib import Path

import masters
import numpy as np
import pandas as pd
import pytest
from masters import ROOT
from sklearn.cluster import KMeans
from sklearn.preprocessing import StandardScaler

from autograder.cases import Kind

MASTER = masters.read("5-clustering")
POINTS = {
    "transform-logs": 2,
    "transform-scale": 1,
    "search-models": 1,
    "search-inertia": 1,
    "search-silhouette": 1,
    "choice-number": 1,
    "choice-labels": 1,
    "meaning-types": 1,
    "meaning-agreement": 1,
}
PARTS = ("transform", "search", "choice", "meaning")
ANSWERS = {
    "transformed",
    "models",
    "scores",
    "n_clusters",
    "labels",
    "cluster_types",
    "agreement",
}
DATA = (ROOT / "data" / "Stars.csv", *sorted((ROOT / "data" / "held_out").glob("*.csv")))
# A student's inertia may be up to this many times the examiner's.
INERTIA_BAR = 1.5


def test_the_points_are_ten_and_belong_to_the_bonus() -> None:
    assert {test.grade_id: test.points for test in MASTER.tests} == POINTS
    assert masters.points_by_exercise(MASTER) == {"Bonus": 10}


@pytest.mark.parametrize(("number", "part"), list(enumerate(PARTS, start=1)))
def test_a_part_is_worth_what_its_text_says(number: int, part: str) -> None:
    total = sum(points for name, points in POINTS.items() if name.startswith(f"{part}-"))
    lines = masters.text(MASTER).splitlines()
    heading = next(line for line in lines if line.startswith(f"**Part {number},"))
    assert f"({total} points)" in heading


def test_no_locked_cell_binds_a_name_that_the_bonus_asks_for() -> None:
    """A stub that nobody filled would be judged by the demonstration's value."""
    for cell in MASTER.notebook.cells:
        if cell.cell_type == "code" and not cell.is_solution:
            assert not masters.variables(cell.source) & ANSWERS, cell.grade_id


def test_every_k_means_has_ten_starts_and_a_seed() -> None:
    for cell in MASTER.notebook.cells:
        if cell.cell_type == "code":
            for call in calls_of("KMeans", cell.source):
                given = {option.arg: ast.unparse(option.value) for option in call.keywords}
                assert given["n_init"] == "10", cell.grade_id
                assert given["random_state"] == "0", cell.grade_id


def test_a_wheat_that_trains_names_its_seed() -> None:
    for case in masters.cases_of(MASTER.name, Kind.WHEAT):
        for edit in case.edits:
            for call in calls_of("KMeans", edit.text):
                assert "random_state=SEED" in ast.unparse(call), case.name


def calls_of(name: str, source: str) -> list[ast.Call]:
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [call for call in calls if ast.unparse(call.func) == name]


def test_the_bar_is_the_one_that_the_master_sets() -> None:
    [test] = [test for test in MASTER.tests if test.grade_id == "search-models"]
    assert f"< {INERTIA_BAR} * expected_inertia" in test.source


@pytest.mark.parametrize("data", DATA, ids=lambda path: path.stem)
def test_ten_starts_stay_far_below_the_bar_and_centres_of_another_table_far_above(
    data: Path,
) -> None:
    table = pd.read_csv(data)[["Temperature", "Luminosity", "Size", "A_M"]].astype(float)
    without_logs = StandardScaler().fit_transform(table)
    table.iloc[:, :3] = np.log(table.iloc[:, :3])
    transformed = StandardScaler().fit_transform(table)
    for k in (3, 6, 8):
        ours = fitted(k, transformed, 0).inertia_
        assert all(fitted(k, transformed, seed).inertia_ < 1.1 * ours for seed in (1, 2, 3))
    elsewhere = fitted(8, without_logs, 0).cluster_centers_
    squares = ((transformed[:, None, :] - elsewhere[None, :, :]) ** 2).sum(axis=2)
    assert squares.min(axis=1).sum() > 2 * INERTIA_BAR * ours


def fitted(k: int, points: np.ndarray, seed: int) -> KMeans:
    return KMeans(k, n_init=10, random_state=seed).fit(points)
