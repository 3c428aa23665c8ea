"""A class graded from end to end with files beside the notebooks, and an IgnorePattern."""

from pathlib import Path

import pytest
from engine_course import Check, Locked, Work, hand_in, latest, write_course

from autograder import notebook as notebooks
from autograder.configuration import Course, open_course
from autograder.pipeline import grade_class
from autograder.results import Result

PARTS = (
    Locked("from stub import start\nfrom own import offset"),
    Work("", "import helper\ntotal = helper.add(start())"),
    Check("total", "assert total == start() + offset() == 42, 'add two'\nassert offset() == 2", 2),
)
WORK = "import sys, helper\nprint('old', 'gpu', file=sys.stderr)\ntotal = helper.add(start())"
MORE = """
c.Autograde.exclude_overwriting = {"lines": ["stub.py"]}
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = "gpu"
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    root = tmp_path_factory.mktemp("course")
    made = write_course(root, *PARTS)
    with (root / "nbgrader_config.py").open("a") as file:
        file.write(MORE)
    (made.source / "lines/stub.py").write_text("def start():\n    raise NotImplementedError\n")
    (made.source / "lines/own.py").write_text("def offset():\n    return 2\n")
    # The prefix must run by itself, and does: it only imports.
    students = {
        "honest": {"stub.py": "def start():\n    return 40\n", "helper.py": ADD},
        "careless": {"stub.py": "def start():\n    return 40\n"},
        "cheat": {"stub.py": "def start():\n    return 1\n", "helper.py": ADD, "own.py": OWN},
        "linker": {"stub.py": "def start():\n    return 40\n", "helper.py": ADD},
    }
    for student, files in students.items():
        notebook = hand_in(made, student, WORK)
        for name, text in files.items():
            (notebook.parent / name).write_text(text)
    (made.submitted / "linker/lines/key.ipynb").symlink_to(made.source / "lines/paper.ipynb")
    return open_course(root)


ADD = "def add(x):\n    return x + 2\n"
OWN = "def offset():\n    return 41\n"


@pytest.fixture(scope="module")
def results(course: Course) -> dict[str, Result]:
    grade_class(course, "lines", jobs=2)
    found = {name: latest(course, name) for name in ("honest", "careless", "cheat", "linker")}
    return {name: result for name, result in found.items() if result is not None}


def verdict(result: Result) -> str:
    return result.notebooks[0].tests[0].verdict.value


def test_helper_files_count_and_own_files_stand(results: dict[str, Result]) -> None:
    assert {name: verdict(result) for name, result in results.items()} == {
        "honest": "passed",
        "careless": "missing",
        "cheat": "failed",
        "linker": "passed",
    }


def test_the_student_is_told_what_was_left_out(results: dict[str, Result]) -> None:
    told = {name: result.notebooks[0].notices for name, result in results.items()}
    assert told["honest"] == ()
    assert [notice.split("”")[0] for notice in told["cheat"]] == ["“own.py"]
    assert [notice.split("”")[0] for notice in told["linker"]] == ["“key.ipynb"]


def test_what_matches_the_ignore_pattern_is_shown_to_nobody(
    course: Course, results: dict[str, Result]
) -> None:
    place = Path("honest/lines")
    graded = notebooks.read(course.autograded / place / "paper.ipynb")
    assert [cell.outputs for cell in graded.cells] == [(), (), ()]
    assert "old gpu" not in (course.feedback / place / "paper.html").read_text()
