"""The sealed zip on Gradescope: laid out, called and read as there, up to Gradescope itself."""

import copy
import dataclasses
import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from compiler_course import check, locked, markdown, solution
from gradescope_folder import (
    HIDDEN,
    NAME,
    NOTEBOOK,
    RIGHT,
    SECRET_URL,
    SOLUTION,
    Place,
    paper,
    set_up_from_here,
    unpack,
    write_course,
    write_zip,
)
from left_behind import wait_for_none

from autograder.bundles.keys import OtterConfig
from autograder.bundles.sealed import configuration
from autograder.cli.gradescope import command
from autograder.configuration import Course, open_course
from autograder.errors import InstructorError

TEXT_FORMATS = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
# Gradescope's "Autograder Specifications", as a schema: its keys, and no others.
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "anyOf": [{"required": ["score"]}, {"required": ["tests"]}],
    "properties": {
        "score": {"type": "number"},
        "execution_time": {"type": "number"},
        "output": {"type": "string"},
        "output_format": TEXT_FORMATS,
        "test_output_format": TEXT_FORMATS,
        "test_name_format": TEXT_FORMATS,
        "visibility": VISIBILITY,
        "stdout_visibility": VISIBILITY,
        "extra_data": {"type": "object"},
        "leaderboard": {"type": "array"},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "score": {"type": "number"},
                    "max_score": {"type": "number"},
                    "status": {"enum": ["passed", "failed"]},
                    "name": {"type": "string"},
                    "name_format": TEXT_FORMATS,
                    "number": {"type": "string"},
                    "output": {"type": "string"},
                    "output_format": TEXT_FORMATS,
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "visibility": VISIBILITY,
                    "extra_data": {"type": "object"},
                },
            },
        },
    },
}
EVERYTHING = {"slope-test": 2.0, "names-test": 1.0, "price-test": 3.0, "price-part": 4.0}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return write_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def place(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("gradescope")
    made = unpack(write_zip(course, folder / "zip"), folder / "autograder")
    set_up_from_here(made)
    return made


def run(place: Place, *files: tuple[str, bytes]) -> dict[str, Any]:
    """Hand in and grade; nothing of what Gradescope gets may hold a secret of the course's."""
    done = place.hand_in(*files).run()
    assert done.returncode == 0, done.stdout + done.stderr
    return checked(place, done)


def checked(place: Place, done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    tree = place.results()
    jsonschema.validate(tree, SCHEMA)
    for text in (place.written.read_text(), done.stdout, done.stderr):
        for secret in (HIDDEN, SOLUTION, SECRET_URL, "1e-9", "total == 13"):
            assert secret not in text
    assert [path.name for path in place.written.parent.iterdir()] == ["results.json"]
    return tree


def points(tree: Mapping[str, Any]) -> dict[str, float | None]:
    """Return the points of each test cell; None where Gradescope gets no score."""
    return {
        test["extra_data"]["grade_id"]: test.get("score")
        for test in tree["tests"]
        if "extra_data" in test
    }


def entry(tree: Mapping[str, Any], name: str) -> dict[str, Any]:
    (found,) = (test for test in tree["tests"] if test["name"] == name)
    return dict(found)


# ---- what is graded


def test_right_work_gets_full_points_under_whatever_name(course: Course, place: Place) -> None:
    for name in (NOTEBOOK, "my work (2)", "résumé"):
        tree = run(place, paper(course, RIGHT, name))
        assert points(tree) == EVERYTHING
        assert tree["score"] == 10
        assert entry(tree, "Public Tests")["status"] == "passed"
        assert "A person grades, apart from this score: Exercise 4: Why (essay)." == tree["output"]


def test_wrong_work_loses_what_it_deserves_and_sees_the_public_part_only(
    course: Course, place: Place
) -> None:
    work = {**RIGHT, "slope": "slope = 1.0", "names": "names = [1]", "price": "price = 11"}
    tree = run(place, paper(course, work))
    assert points(tree) == {"slope-test": 0, "names-test": 0, "price-test": 0, "price-part": 1}
    assert tree["score"] == 1
    public = entry(tree, "Public Tests")
    assert (public["status"], public["visibility"]) == ("failed", "visible")
    # The hidden part of the first failed: its public part did not, and nothing else is told.
    assert "(slope-test): Passed." in public["output"]
    assert "(names-test): Not right yet.\nthere are three" in public["output"]
    assert "look at the slope again" not in public["output"]
    hidden = entry(tree, "Exercise 1: Slope (slope-test)")
    assert (hidden["visibility"], hidden["status"]) == ("hidden", "failed")
    assert hidden["output"] == "Not right yet.\nlook at the slope again"


def test_an_untouched_release_gets_nothing(course: Course, place: Place) -> None:
    tree = run(place, paper(course, {}))
    assert set(points(tree).values()) == {0.0}
    assert tree["score"] == 0


def test_what_was_put_right_is_told(course: Course, place: Place) -> None:
    name, content = paper(course, RIGHT)
    changed = json.loads(content)
    changed["cells"] = [
        cell
        for cell in changed["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade_id") != "names-test"
    ]
    tree = run(place, (name, json.dumps(changed).encode()))
    assert tree["score"] == 10
    assert "Put right before grading:\n- The test cell “names-test” was missing" in tree["output"]


def test_a_test_that_cannot_be_decided_has_no_score_and_everybody_is_told(
    course: Course, place: Place
) -> None:
    work = {**RIGHT, "price": "from decimal import Decimal\nprice = Decimal(12)"}
    done = place.hand_in(paper(course, work)).run()
    tree = checked(place, done)
    assert points(tree)["price-test"] is None
    assert tree["score"] == 3
    waiting = entry(tree, "Exercise 3: Money (price-test)")
    assert waiting["visibility"] == "visible"
    assert "your instructor will look at it" in waiting["output"]
    assert "Your instructor will look at: Exercise 3: Money (price-test)" in tree["output"]
    assert "For the instructor: Exercise 3: Money (price-test) has no score" in done.stdout


def test_helper_files_lie_beside_the_notebook_by_the_course_s_rules(
    course: Course, place: Place
) -> None:
    work = {**RIGHT, "slope": "from mine.part import slope", "price": "import helper\nprice = 12"}
    tree = run(
        place,
        paper(course, work, "any name"),
        ("mine/part.py", b"slope = 2.5\n"),
        ("helper.py", b"def twice(x):\n    return x + x\n"),
        ("numbers.txt", b"9 9 9"),
        ("notes-of-mine.txt", b"ignored by the course"),
        ("timestamp.txt", b"2026-01-15"),
    )
    assert points(tree) == EVERYTHING
    assert (
        "“numbers.txt” was left out: the course's own file of this name was used" in tree["output"]
    )
    assert "notes-of-mine" not in tree["output"]


# ---- what cannot be graded


def refused(place: Place, *files: tuple[str, bytes]) -> str:
    tree = run(place, *files)
    assert tree["score"] == 0
    (told,) = tree["tests"]
    assert (told["visibility"], told["score"], told["max_score"]) == ("visible", 0, 10)
    assert told["name"] == "Your submission could not be graded"
    return str(told["output"])


def test_a_student_who_hands_in_no_notebook_is_told(place: Place) -> None:
    assert "fit.ipynb was not handed in (found: no notebook at all)" in refused(
        place, ("essay.pdf", b"%PDF")
    )


def test_a_broken_notebook_is_told(place: Place) -> None:
    told = refused(place, ("fit.ipynb", b'{"cells": [\x1b[31m'))
    assert told.startswith("fit.ipynb: ")
    assert "save it in JupyterLab and hand it in again" in told


def test_of_several_notebooks_the_one_of_the_master_s_name_counts(
    course: Course, place: Place
) -> None:
    wrong, right = paper(course, {}, "old"), paper(course, RIGHT)
    assert run(place, wrong, right)["score"] == 10
    told = refused(place, wrong, (f"new-{right[0]}", right[1]))
    assert "several notebooks were handed in, and none of them is fit.ipynb" in told


def test_a_link_is_never_followed(course: Course, place: Place, tmp_path: Path) -> None:
    (tmp_path / "right.ipynb").write_bytes(paper(course, RIGHT)[1])
    place.hand_in()
    (place.submission / "fit.ipynb").symlink_to(tmp_path / "right.ipynb")
    tree = checked(place, place.run())
    assert tree["score"] == 0
    assert "the file is a link, not a notebook" in tree["output"]

    place.hand_in(paper(course, {**RIGHT, "slope": "slope = float(open('mine').read())"}))
    (tmp_path / "secret").write_text("2.5")
    (place.submission / "mine").symlink_to(tmp_path / "secret")
    (place.submission / "folder").symlink_to(place.root / "source")
    tree = checked(place, place.run())
    assert points(tree)["slope-test"] == 0
    assert "“mine” was left out: it is a link" in tree["output"]

    place.hand_in()
    place.submission.rmdir()
    place.submission.symlink_to(tmp_path)
    try:
        tree = checked(place, place.run())
        assert tree["score"] == 0 and "is a link" in tree["output"]
    finally:
        place.submission.unlink()


# ---- hostile work: the target's attacks are in tests/test_gradescope_attacks.py

SEARCHER = """
import glob, os
found = []
for pattern in ("./tests/*", "../*", "{root}/source/**", "{root}/**/*.ipynb", "{root}/results/*"):
    for path in glob.glob(pattern, recursive=True):
        try:
            found.append(open(path, errors="replace").read())
        except OSError:
            pass
for path in ("{root}/results/results.json", "results.json", ".OTTER_LOG", "results.pkl"):
    try:
        with open(path, "w") as file:
            file.write('{{"score": 1000, "tests": []}}')
    except OSError:
        pass
print("".join(found))
price = 12 if "total == 13" in "".join(found) else 0
slope = "".join(found)[:2000]
"""


def test_a_submission_reads_no_tests_and_writes_no_results(course: Course, place: Place) -> None:
    tree = run(place, paper(course, {"slope": SEARCHER.format(root=place.root)}))
    assert points(tree) == dict.fromkeys(EVERYTHING, 0.0)


def test_a_grader_that_is_killed_leaves_no_half_of_a_result(
    course: Course, place: Place, tmp_path: Path
) -> None:
    work = {**RIGHT, "slope": "import time\ntime.sleep(15)\nslope = 2.5"}
    environment = {**os.environ, "HOME": str(tmp_path)}
    for seconds in (0.05, 0.5, 2.0):
        place.hand_in(paper(course, work))
        place.written.write_text("{}")
        program = [place.root / "run_autograder"]
        with subprocess.Popen(program, stdout=subprocess.DEVNULL, env=environment) as grader:
            time.sleep(seconds)
            grader.kill()
        # One of another submission goes when grading begins, and nothing comes in its place.
        assert not place.written.exists() or place.written.read_text() == "{}"
    assert not place.written.exists()
    assert wait_for_none(f"HOME={tmp_path}", 30) == []
    assert run(place, paper(course, RIGHT))["score"] == 10


# ---- what is nobody's fault among students


def refusal(place: Place) -> str:
    """Run the verb in this process; nothing is left of an earlier result."""
    place.written.write_text("{}")
    done = CliRunner().invoke(command, [str(place.root)])
    assert done.exit_code == 2, done.output
    assert not place.written.exists()
    return done.output


def test_without_a_jail_nothing_is_graded_and_the_remedy_is_named(
    course: Course, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.jail.landlock.abi", lambda: 0)
    told = refusal(place.hand_in(paper(course, RIGHT)))
    assert "error[no-jail]" in told
    for word in ("Landlock: absent", "autograder.zip", "autograder collect", "autograder doctor"):
        assert word in told


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("otter_config.json", '{"show_hiden": true}', "otter-config-unknown-key"),
        ("otter_config.json", None, "otter-config"),
        ("sealed/course/nbgrader_config.py", "c = (", "configuration-fails"),
        ("sealed/course/source/lines/fit.ipynb", "{", "notebook-"),
        ("sealed/course/source/lines/fit.ipynb", None, "assignment-empty"),
    ],
)
def test_a_mistake_that_is_no_student_s_leaves_no_result(
    course: Course, place: Place, path: str, text: str | None, code: str
) -> None:
    file = place.hand_in(paper(course, RIGHT)).root / "source" / path
    before = file.read_bytes()
    try:
        file.unlink() if text is None else file.write_text(text)
        assert f"error[{code}" in refusal(place)
    finally:
        file.write_bytes(before)


def test_an_empty_folder_is_told_what_belongs_there(tmp_path: Path) -> None:
    (tmp_path / "results").mkdir()
    told = refusal(Place(tmp_path))
    assert "error[gradescope-incomplete]" in told and "sealed_autograder.zip" in told


def test_an_environment_that_was_not_made_is_told(course: Course, tmp_path: Path) -> None:
    bare = unpack(write_zip(course, tmp_path / "zip"), tmp_path / "autograder")
    bare.written.write_text("{}")
    done = bare.run()
    assert done.returncode == 2
    assert "setup.sh did not come to its end" in done.stdout
    assert not bare.written.exists()


# ---- the zip


def test_the_zip_holds_what_grading_needs_and_no_secret(course: Course, tmp_path: Path) -> None:
    config = OtterConfig(token="secret-token", show_hidden=True)  # noqa: S106 - a made-up one
    archive = write_zip(course, tmp_path, config)
    with zipfile.ZipFile(archive) as opened:
        contents = {name: opened.read(name) for name in opened.namelist()}
        modes = {each.filename: each.external_attr >> 16 & 0o777 for each in opened.infolist()}
    programs = {"run_autograder", "setup.sh"}
    assert {name for name, mode in modes.items() if mode & 0o100} == programs
    ours = {name for name in contents if not name.startswith("sealed/package/autograder/")}
    assert ours == programs | {
        "otter_config.json",
        "sealed/course/nbgrader_config.py",
        "sealed/course/source/lines/fit.ipynb",
        "sealed/course/source/lines/helper.py",
        "sealed/course/source/lines/numbers.txt",
        "sealed/requirements-3.11.txt",
        "sealed/requirements-3.12.txt",
        "sealed/requirements-3.13.txt",
        "sealed/uv.txt",
    }
    package = {name for name in contents if name not in ours}
    assert {"sealed/package/autograder/cli/gradescope.py"} <= package
    assert not [name for name in package if "__pycache__" in name or name.endswith(".pyc")]
    assert json.loads(contents["otter_config.json"]) == {"show_hidden": True}
    for secret in ("secret-token", SECRET_URL, "secret-course", str(course.root)):
        assert not [name for name, text in contents.items() if secret.encode() in text]


def test_the_zip_is_the_same_bytes_from_the_same_source(course: Course, tmp_path: Path) -> None:
    first = write_zip(course, tmp_path / "first").read_bytes()
    for file in course.source.rglob("*.txt"):
        os.utime(file, (1, 1))
    elsewhere = write_course(tmp_path / "elsewhere")
    assert write_zip(elsewhere, tmp_path / "second").read_bytes() == first


def test_a_course_s_own_requirements_are_carried_along(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course")
    (course.root / "requirements.txt").write_text("tabulate\n")
    with zipfile.ZipFile(write_zip(course, tmp_path / "zip")) as opened:
        assert opened.read("sealed/requirements-course.txt") == b"tabulate\n"


def test_the_configuration_says_what_decides_a_score_and_nothing_else(
    course: Course, tmp_path: Path
) -> None:
    text = configuration(course, NAME)
    (tmp_path / "nbgrader_config.py").write_text(text)
    (tmp_path / "source").mkdir()
    carried = open_course(tmp_path)
    wanted = dataclasses.replace(course.settings, jail="unprivileged", strict_style=False)
    assert carried.settings == wanted
    assert carried.config.Autograde.exclude_overwriting == {"lines": ["helper.py"]}
    assert carried.config.CourseDirectory == {"ignore": ["notes-*"]}
    assert set(carried.config) == {"Autograder", "Autograde", "CourseDirectory"}


def test_a_setting_that_cannot_be_written_down_is_named(course: Course) -> None:
    config = copy.deepcopy(course.config)
    config.CourseDirectory.ignore = [object()]
    with pytest.raises(InstructorError, match=r"c\.CourseDirectory\.ignore") as raised:
        configuration(dataclasses.replace(course, config=config), NAME)
    assert raised.value.code == "otter-setting-not-plain"


# ---- who sees what


def told(course: Course, place: Place, config: Mapping[str, Any], **work: str) -> dict[str, Any]:
    """Grade in this process, with other keys in the zip's ``otter_config.json``."""
    file = place.root / "source" / "otter_config.json"
    before = file.read_bytes()
    file.write_text(json.dumps(config))
    try:
        place.hand_in(paper(course, {**RIGHT, **work}))
        done = CliRunner().invoke(command, [str(place.root)], catch_exceptions=False)
        assert done.exit_code == 0, done.output
    finally:
        file.write_bytes(before)
    tree = place.results()
    jsonschema.validate(tree, SCHEMA)
    return tree | {"stdout": done.output}


def names(tree: Mapping[str, Any]) -> list[str]:
    return [test["name"] for test in tree["tests"]]


def test_the_keys_of_otter_s_configuration_say_who_sees_what(course: Course, place: Place) -> None:
    shown = told(course, place, {"show_hidden": True, "show_stdout": True})
    assert {test["visibility"] for test in shown["tests"][1:]} == {"after_published"}
    assert shown["stdout_visibility"] == "after_published"
    assert names(shown)[0] == "Public Tests"
    plain = told(course, place, {"show_hidden": True, "force_public_test_summary": False})
    assert "Public Tests" not in names(plain)
    # There are hidden parts, so this key changes nothing.
    same = told(course, place, {"show_all_public": True})
    assert {test["visibility"] for test in same["tests"][1:]} == {"hidden"}
    assert same["stdout_visibility"] == "hidden"


def test_scores_are_scaled_and_compared_with_the_threshold(course: Course, place: Place) -> None:
    half = {"slope": "slope = 1.0", "price": "price = 11"}  # 2 of 10 points
    assert told(course, place, {"points_possible": 50}, **half)["score"] == pytest.approx(10)
    assert told(course, place, {"score_threshold": 0.2}, **half)["score"] == 10
    assert told(course, place, {"score_threshold": 0.21}, **half)["score"] == 0
    both = {"score_threshold": 0.2, "points_possible": 5}
    assert told(course, place, both, **half)["score"] == 5


def test_what_is_printed_follows_the_keys(course: Course, place: Place) -> None:
    everything = told(course, place, {})["stdout"]
    assert "Total Score: 10.000 / 10.000 (100.000%)" in everything
    assert "(price-part)  4 / 4  passed" in everything
    assert "submission 20260115" in everything
    nothing = told(course, place, {"print_score": False, "print_summary": False})["stdout"]
    assert "Total" not in nothing and "passed" not in nothing
    other = told(course, place, {"points_possible": 50})["stdout"]
    assert "Gradescope's assignment is worth 10 points, and these tests 50" in other


def test_why_a_test_has_no_score_is_not_printed_where_students_read_it(
    course: Course, place: Place
) -> None:
    odd = {"price": "from decimal import Decimal\nprice = Decimal(12)"}
    assert "(unsupported): line" in told(course, place, {}, **odd)["stdout"]
    shown = told(course, place, {"show_stdout": True}, **odd)["stdout"]
    assert "(unsupported)" in shown and ": line" not in shown


SHARED = """def near(a, b):
    assert abs(a - b) < 1, "it is not near"
near(slope, 1)
### BEGIN HIDDEN TESTS
near(slope, 5)
### END HIDDEN TESTS"""
BETWEEN = """assert slope, "not nothing"
### BEGIN HIDDEN TESTS
assert slope > 4, "it is more"
### END HIDDEN TESTS
assert slope < 9, "it is less"
"""


def test_the_public_part_is_told_apart_from_the_hidden_one(tmp_path: Path) -> None:
    cells = (
        markdown("## Exercise 1"),
        locked("start = 1"),
        solution("### BEGIN SOLUTION\nslope = 5\n### END SOLUTION"),
        check(SHARED, "shared", 1),
        check(BETWEEN, "between", 1),
    )
    course = write_course(tmp_path / "course", *cells)
    place = unpack(write_zip(course, tmp_path / "zip"), tmp_path / "autograder")

    def public(slope: object) -> str:
        text: str = entry(told(course, place, {}, slope=f"slope = {slope}"), "Public Tests")[
            "output"
        ]
        return text

    # A function of the public part fails, called by the public part or by the hidden one.
    assert "(shared): Not right yet.\nit is not near" in public(9)
    assert "(shared): Passed." in public(1)
    # The same words, whether the hidden part let the rest of the public one run or not.
    assert "(between): No public check failed." in public(1)
    assert "(between): No public check failed." in public(5)
    assert "(between): Not right yet.\nit is less" in public(10)
    ended = public("1\nimport os; os._exit(1)")
    assert "(shared): Python stopped before the test." in ended


def test_where_no_test_has_a_hidden_part_all_may_be_shown(tmp_path: Path) -> None:
    cells = (
        markdown("## Exercise 1"),
        locked("start = 1"),
        solution("### BEGIN SOLUTION\nslope = 2\n### END SOLUTION"),
        check("assert slope == 2, 'two'", "slope-test", 1),
    )
    course = write_course(tmp_path / "course", *cells)
    place = unpack(write_zip(course, tmp_path / "zip"), tmp_path / "autograder")
    tree = told(course, place, {"show_all_public": True}, slope="slope = 2")
    assert {test["visibility"] for test in tree["tests"]} == {"visible"}


def test_grading_there_loads_neither_the_gradebook_nor_nbgrader() -> None:
    program = "import sys, autograder.cli.gradescope\nprint('nbgrader' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "False", done.stderr


# ---- as a user would


@pytest.mark.prove
def test_the_environment_is_made_by_setup_sh_and_grades(course: Course, tmp_path: Path) -> None:
    """Needs the package index, and some minutes."""
    place = unpack(write_zip(course, tmp_path / "zip"), tmp_path / "autograder")
    plain = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    plain |= {name: text for name, text in os.environ.items() if name.startswith("PIP_")}
    done = subprocess.run(
        [place.root / "source" / "setup.sh"], env=plain, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Submissions are graded in" in done.stdout
    tree = run(place, paper(course, RIGHT))
    assert tree["score"] == 10
