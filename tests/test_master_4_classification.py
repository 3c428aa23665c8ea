"""Hold the master `4-classification` of the assignment `stars` to what is its own promise.

What every master must hold stands in `test_masters`.
"""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import masters
import pytest
from stars_course import HELD_OUT, SHIPPED

MASTER = masters.read("4-classification")
CELLS = {cell.grade_id: cell.source for cell in MASTER.notebook.cells}
POINTS = {
    "type-predictions-two": 1,
    "type-predictions-all": 2,
    "diagram-check-regions": 1,
    "diagram-check-verdict": 1,
    "fit-classifier-network": 2,
    "fit-classifier-accuracy": 3,
    "report-split": 1,
    "report-accuracy": 1,
    "boundaries-areas": 1,
    "boundaries-stars": 1,
    "boundaries-labels": 1,
}
TYPES_OF_REGION = {
    "main sequence": ("Main Sequence", "Red Dwarf"),
    "giants": (),
    "supergiants": ("Super Giants", "Hyper Giants"),
    "white dwarfs": ("White Dwarf",),
    "brown dwarfs": ("Brown Dwarf",),
}
# Where textbooks have the stars that the diagram names.
REGION_OF_KNOWN_STAR = {
    "Sun": "main sequence",
    "Sirius A": "main sequence",
    "Sirius B": "white dwarfs",
    "Aldebaran": "giants",
    "Betelgeuse": "supergiants",
    "Rigel": "supergiants",
    "Spica": "main sequence",
    "Proxima": "main sequence",
}

LOOK = """
import json
from matplotlib.path import Path as Outline


def regions_at(temperature, magnitude):
    return [
        name
        for name, outline in diagram_regions().items()
        if Outline(outline).contains_point((temperature, magnitude))
    ]


asked = [(7000, 14), (8000, 4), (4000, -7)]
near = [(0.96, 0), (1.04, 0), (1, -0.8), (1, 0.8)]
print(json.dumps({
    "score": type_classifier.score(X_types_test, y_types_test),
    "types": type_classifier.predict(pd.DataFrame(asked, columns=X_types.columns)).tolist(),
    "around": [[regions_at(t * factor, m + more) for factor, more in near] for t, m in asked],
    "known": {name: regions_at(*at) for name, at in known_stars.items()},
}))
"""
SCALING = "import json\nprint(json.dumps({**accuracies, 'majority': baseline}))"
NUMBERS = """
import json

one = {"Temperature": 10000, "Luminosity": 0.1, "Size": 100, "A_M": 5, "Color": "Red"}
two = one | {"Color": "Blue", "Type": "Main Sequence"}
table = pd.DataFrame([one | {"Type": "Red Dwarf"}, two]).assign(Spectral_Class="M")
print(json.dumps(as_numbers(table).iloc[0].to_dict()))
"""


def run(data: Path, folder: Path, *grade_ids: str, more: str) -> Any:
    """Run some cells of the master beside a data file; return the JSON that ``more`` prints.

    A warning that scikit-learn or Matplotlib would show to the student ends it.
    """
    (folder / "Stars.csv").write_bytes(data.read_bytes())
    source = "\n".join([*(CELLS[grade_id] for grade_id in grade_ids), more])
    done = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-c", source],
        capture_output=True,
        check=True,
        cwd=folder,
        text=True,
        env=os.environ | {"MPLBACKEND": "Agg", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_the_points_are_fifteen_and_stand_where_the_text_says() -> None:
    assert {test.grade_id: test.points for test in MASTER.tests} == POINTS
    assert masters.points_by_exercise(MASTER) == {"Exercise 5": 5, "Exercise 6": 10}
    text = masters.text(MASTER)
    parts = {
        "predict": ("type-predictions-two", "type-predictions-all"),
        "check": ("diagram-check-regions", "diagram-check-verdict"),
        "the network": ("fit-classifier-network", "fit-classifier-accuracy"),
        "the report": ("report-split", "report-accuracy"),
        "the decision boundaries": ("boundaries-areas", "boundaries-stars", "boundaries-labels"),
    }
    for part, tests in parts.items():
        assert f"{part} ({sum(POINTS[test] for test in tests)} points)" in text


def test_the_exercises_have_the_parts_that_the_text_names() -> None:
    assert masters.solutions(MASTER) == {
        "Exercise 5: Predictions in the HR diagram": {"type-predictions", "diagram-check"},
        "Exercise 6: A classifier of your own": {
            "spectral-features",
            "fit-classifier",
            "report",
            "boundaries",
        },
    }


def test_the_tests_look_up_the_names_that_the_text_asks_for() -> None:
    found = {name for test in MASTER.tests for name in masters.looked_up(test, MASTER)}
    assert found | {"model"} == {
        "predicted_types",
        "regions",
        "compatible",
        "features",
        "fit_classifier",
        "X_train",
        "X_test",
        "y_train",
        "y_test",
        "model",
        "accuracy",
        "boundaries",
    }


def test_the_text_and_the_test_agree_on_which_types_belong_to_a_region() -> None:
    rows = re.findall(r"(?m)^\| ([a-z ]+) \| ([A-Za-z ,]+) \|$", CELLS["diagram-check-text"])
    told = {region: () if types == "none" else tuple(types.split(", ")) for region, types in rows}
    told.pop("region")
    (tested,) = (
        ast.literal_eval(node.value)
        for node in ast.walk(ast.parse(CELLS["diagram-check-verdict"]))
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "expected_table"
    )
    assert told == tested == TYPES_OF_REGION


def test_the_tests_ask_for_the_stars_of_the_text_and_train_as_the_demonstration_does() -> None:
    rows = re.findall(r"\| (\d+) K \| (−?\d+) \|", CELLS["exercise-5"])
    told = [[int(kelvin), int(magnitude.replace("−", "-"))] for kelvin, magnitude in rows]
    assert told == [[7000, 14], [8000, 4], [4000, -7]]
    for name in ("type-predictions-two", "type-predictions-all"):
        assert f"DataFrame({told}, columns" in CELLS[name]
        for split in (CELLS["train-types"], CELLS[name]):
            assert "test_size=0.2, random_state=0\n)" in split


@pytest.mark.parametrize("data", [SHIPPED, *HELD_OUT], ids=lambda path: path.stem)
def test_the_network_and_the_diagram_agree_on_the_three_stars(data: Path, tmp_path: Path) -> None:
    cells = ("setup", "load-data", "train-types", "hr-diagram")
    found = run(data, tmp_path, *cells, more=LOOK)
    assert found["score"] >= 0.9
    white_dwarf, main_sequence, giant = found["types"]
    assert (white_dwarf, main_sequence) == ("White Dwarf", "Main Sequence")
    assert giant in ("Super Giants", "Hyper Giants")
    # Nobody who reads a little to the side of a star finds another region there.
    for star, region in enumerate(("white dwarfs", "main sequence", "supergiants")):
        assert found["around"][star] == [[region]] * 4
    assert found["known"] == {star: [region] for star, region in REGION_OF_KNOWN_STAR.items()}


def test_scaled_networks_always_train_and_raw_ones_collapse(tmp_path: Path) -> None:
    found = run(
        SHIPPED, tmp_path, "setup", "load-data", "train-types", "scaling-figure", more=SCALING
    )
    assert len(found["scaled inputs"]) == len(found["raw inputs"]) == 10
    assert min(found["scaled inputs"]) > 0.9
    assert sum(score < found["majority"] + 0.1 for score in found["raw inputs"]) > 5


def test_measurements_are_numbers_logarithms_and_one_column_for_each_word(tmp_path: Path) -> None:
    cells = ("setup", "load-data", "measurements")
    assert run(SHIPPED, tmp_path, *cells, more=NUMBERS) == {
        "Temperature": 10000,
        "Luminosity": 0.1,
        "Size": 100,
        "A_M": 5,
        "log_Temperature": 4,
        "log_Luminosity": -1,
        "log_Size": 2,
        "Color_Blue": 0,
        "Color_Red": 1,
        "Type_Main Sequence": 0,
        "Type_Red Dwarf": 1,
    }


def test_the_training_budget_is_told_and_held() -> None:
    assert "about 15 seconds" in CELLS["exercise-6"]
    assert "stops at 30 seconds" in CELLS["exercise-6"]
    assert "< 30" in CELLS["fit-classifier-network"]


def test_a_test_cell_calls_for_three_trainings_at_most() -> None:
    for test in MASTER.tests:
        _, hidden = masters.asserts(test)
        trainings = len(re.findall(r"(?m)(quietly\(|^ +)fit_classifier,", test.source))
        assert hidden
        assert trainings <= 2, test.grade_id
    assert "for checked_turn in (1, 2, 3):" in CELLS["fit-classifier-accuracy"]
