"""A prefix that cannot be run once for all is the instructor's error, and says what to mend."""

from pathlib import Path

import pytest
from engine_course import Check, Locked, Part, Plain, Work, open_exam, paper

from autograder.errors import AutograderError, Fault, InstructorError
from autograder.execution.pool import imported
from autograder.execution.prefix import prove_prefix


def refusal(tmp_path: Path, *cells: str) -> AutograderError:
    with pytest.raises(AutograderError) as caught:
        prove(tmp_path, *(Locked(cell) for cell in cells))
    return caught.value


def prove(folder: Path, *cells: Part) -> None:
    master, _ = paper(*cells, Work("r = 1"), Check(hidden="assert r == 1, 'r'"))
    prove_prefix(master, folder)


STEADY = (
    "import random\nimport numpy as np\nimport matplotlib.pyplot as plt\n"
    "from sklearn.linear_model import LogisticRegression\n"
    "from sklearn.neural_network import MLPClassifier\n"
    "x = np.arange(20.0).reshape(10, 2)\ny = np.arange(10) % 2\n"
    "logistic = LogisticRegression().fit(x, y)",
    "network = MLPClassifier(random_state=0, max_iter=5).fit(x, y)\nnetwork.loss_",
    "fig, ax = plt.subplots()\nax.plot(x)\nax.set_title('same each time')",
    "def f(): return object()\nnothing = object()\nf, nothing, lambda: None",
    "rng = np.random.default_rng(5)\nrandom.seed(5)\ndrawn = rng.normal(), random.random()\ndrawn",
    "words = {*'some words in no order'.split()}\nprint(words)",
    "text = open('data.csv').read()",
)


def test_a_steady_prefix_passes(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("x\n1\n")
    prove(tmp_path, *(Locked(cell) for cell in STEADY))


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("import random\nvalue = random.random()", "value"),
        ("import numpy as np\nrng = np.random.default_rng()", "rng"),
        pytest.param("import os\nkey = os.urandom(8)", "key", marks=pytest.mark.prove),
        pytest.param("import time\nnow = [time.time_ns()]", "now", marks=pytest.mark.prove),
        pytest.param(
            "import numpy as np\nfrom sklearn.neural_network import MLPRegressor\n"
            "x = np.arange(20.0).reshape(10, 2)\nmodel = MLPRegressor(max_iter=2).fit(x, x[:, 0])",
            "model",
            marks=pytest.mark.prove,
        ),
    ],
)
def test_a_value_that_differs_is_named(tmp_path: Path, cell: str, name: str) -> None:
    error = refusal(tmp_path, "a = 1", cell)
    assert (error.code, error.fault) == ("prefix-differs", Fault.INSTRUCTOR)
    assert f"“{name}”" in error.message
    assert "“a”" not in error.message
    assert "seed" in error.message


def test_an_output_that_differs_is_named_by_its_cell(tmp_path: Path) -> None:
    error = refusal(tmp_path, "a = 1\nprint(a)", "import time\nprint(time.time_ns())", "print(2)")
    assert error.code == "prefix-differs"
    assert error.message.startswith("paper.ipynb, cell 2 (locked1): ")
    assert "seed" in error.message


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        pytest.param("open('absent.csv')", "FileNotFoundError", marks=pytest.mark.prove),
        pytest.param("x = (", "SyntaxError", marks=pytest.mark.prove),
        ("import os\nos._exit(0)", "it ends its process"),
        pytest.param("raise SystemExit(0)", "SystemExit: 0", marks=pytest.mark.prove),
        pytest.param(
            "from IPython.display import clear_output\nclear_output()\n1 / 0",
            "ZeroDivisionError",
            marks=pytest.mark.prove,
        ),
    ],
)
def test_a_cell_that_fails_is_named(tmp_path: Path, cell: str, told: str) -> None:
    error = refusal(tmp_path, "a = 1", cell, "print(a)")
    assert (error.code, error.fault) == ("prefix-fails", Fault.INSTRUCTOR)
    assert error.message.startswith("paper.ipynb, cell 2 (locked1): the cell fails")
    assert told in error.message


def test_threads_that_run_on_are_refused(tmp_path: Path) -> None:
    cell = "import threading, time\nthreading.Thread(target=time.sleep, args=(9,)).start()"
    error = refusal(tmp_path, cell)
    assert (error.code, error.fault) == ("prefix-threads", Fault.INSTRUCTOR)
    assert "leave 1 threads running" in error.message


def test_a_prefix_that_fails_stops_the_grading_with_the_same_words() -> None:
    prefix = (Plain("a = 1"), Plain("a.b"))
    with open_exam(*prefix) as exam:
        with pytest.raises(InstructorError, match=r"paper.ipynb, cell 2: the cell fails") as caught:
            exam.grade(Work("r = 1"), Check(hidden="assert r == 1, 'r'"))
        assert caught.value.code == "prefix-fails"


def test_an_empty_prefix_is_one(tmp_path: Path) -> None:
    prove(tmp_path)
    with open_exam() as exam:
        assert exam.judge("r = 1", hidden="assert r == 1, 'r'").verdict == "passed"


def test_modules_of_the_prefix_are_known_by_its_syntax() -> None:
    cells = (Locked("import numpy as np\nfrom os.path import join"), Plain("import os, json as j"))
    master, _ = paper(*cells, Work("import csv"), Check(hidden="assert 1, 'a'"))
    assert imported(master) == ("json", "numpy", "os", "os.path")
