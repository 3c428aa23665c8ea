"""What `autograder build` makes for otter-grader: bundles of a small course, and of `stars`."""

import json
import os
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import stars_course
from compiler_course import (
    ANSWER,
    HIDDEN_LINE,
    SETUP,
    SOLUTION_LINE,
    check,
    code,
    graded,
    lines,
    make_course,
    solution,
)

from autograder import notebook as notebooks
from autograder import pipeline
from autograder.assignment import BEGIN_HIDDEN, END_HIDDEN
from autograder.bundles import building, otter
from autograder.bundles.archives import read_zip
from autograder.bundles.environment import VERSIONS, lock, this_version
from autograder.compiler.checks import MasterProblems
from autograder.compiler.release import build_assignment
from autograder.configuration import Course, open_course
from autograder.errors import AutograderError, InstructorError, OperatorError
from autograder.notebook import Cell

NAME, NOTEBOOK = "lines", "fit"
BEGIN, END = f"### {BEGIN_HIDDEN}", f"### {END_HIDDEN}"
ROOT = Path(__file__).parents[1]


def course_in(folder: Path, *cells: Cell, config: str = "{}") -> Course:
    make_course(folder, *cells)
    (folder / "otter_config.json").write_text(config)
    return open_course(folder)


def contents(folder: Path) -> dict[str, bytes]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = course_in(tmp_path_factory.mktemp("built"), config='{"show_hidden": true}')
    pipeline.build(course, NAME)
    return course


@pytest.fixture(scope="module")
def bundle(built: Course) -> Path:
    return building.folder_of(built, NAME) / NOTEBOOK


def test_a_bundle_has_what_students_get_and_two_zips(bundle: Path) -> None:
    assert set(contents(bundle)) == {
        "autograder.zip",
        "sealed_autograder.zip",
        "student/fit.ipynb",
        "student/points.csv",
        "student/tests/test_slope.py",
    }


def test_the_release_serves_nbgrader_and_otter_alike(built: Course, bundle: Path) -> None:
    release = (built.release / NAME / "fit.ipynb").read_bytes()
    assert (bundle / "student/fit.ipynb").read_bytes() == release
    assert b"import otter" not in release
    named = {cell.grade_id: cell.metadata.get("otter") for cell in notebooks.parse(release).cells}
    assert named.pop("test_slope") == {"tests": ["test_slope"]}
    assert set(named.values()) == {None}


def test_a_course_without_the_file_has_neither(tmp_path: Path) -> None:
    make_course(tmp_path)
    built = pipeline.build(open_course(tmp_path), NAME)
    assert built.bundles is None
    assert not (tmp_path / "dist").exists()
    assert b"otter" not in (tmp_path / "release/lines/fit.ipynb").read_bytes()


def test_the_zip_is_otters_own_with_the_courses_settings(bundle: Path) -> None:
    files = read_zip(bundle / "autograder.zip")
    assert set(files) == {
        "environment.yml",
        "files/points.csv",
        "otter_config.json",
        "run_autograder",
        "run_otter.py",
        "setup.sh",
        "tests/test_slope.py",
    }
    assert json.loads(files["otter_config.json"]) == {"show_hidden": True}
    assert HIDDEN_LINE.encode() in files["tests/test_slope.py"]


def test_students_get_nothing_that_is_hidden_or_solved(bundle: Path) -> None:
    secrets = (HIDDEN_LINE, SOLUTION_LINE, "look at the slope again", "2.5)", BEGIN, "HIDDEN")
    for name, content in contents(bundle / "student").items():
        if name != "points.csv":
            assert not [each for each in secrets if each.encode() in content], name
    for content in read_zip(bundle / "autograder.zip").values():
        assert SOLUTION_LINE.encode() not in content


def test_the_same_source_gives_the_same_bytes_at_any_time(
    built: Course, bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    before = os.umask(0o077)
    try:
        again = course_in(tmp_path, config='{ "show_hidden":true }')
        pipeline.build(again, NAME)
    finally:
        os.umask(before)
    assert contents(building.folder_of(again, NAME) / NOTEBOOK) == contents(bundle)


def test_the_environment_is_pinned_to_versions_of_the_tests_lock(bundle: Path) -> None:
    environment = read_zip(bundle / "autograder.zip")["environment.yml"].decode()
    required = _pins("\n".join(line.strip(" -") for line in environment.splitlines()))
    tested = _pins((ROOT / "requirements" / f"lock-{this_version()}.txt").read_text())
    both = required.keys() & tested.keys()
    assert len(both) > 100
    assert {name: required[name] for name in both} == {name: tested[name] for name in both}
    assert {"numpy", "pandas", "scikit-learn", "nbconvert", "ipykernel", "otter-grader"} <= both


def _pins(lock: str) -> dict[str, str]:
    pinned = (line.split()[0].partition("==") for line in lock.splitlines() if line[:1].isalnum())
    return {name.partition("[")[0]: version for name, _, version in pinned}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("kind", ["otter", "grading"])
def test_each_lock_of_a_bundle_agrees_with_the_one_that_tests_run_with(
    kind: str, version: str
) -> None:
    tested = _pins((ROOT / "requirements" / f"lock-{version}.txt").read_text())
    ours = _pins(lock(f"{kind}-{version}"))
    both = ours.keys() & tested.keys()
    assert len(both) > 60
    assert {name: ours[name] for name in both} == {name: tested[name] for name in both}
    if kind == "grading":
        assert ours.keys() <= tested.keys()


def test_requirements_of_the_courses_own_go_along(tmp_path: Path) -> None:
    course = course_in(tmp_path)
    (tmp_path / "requirements.txt").write_text("# ours\n\nastropy==7.1.0\n")
    pipeline.build(course, NAME)
    files = read_zip(building.folder_of(course, NAME) / NOTEBOOK / "autograder.zip")
    assert "- astropy==7.1.0" in files["environment.yml"].decode()


# ---- what cannot be


def refused(course: Course) -> AutograderError:
    """Return the error of a build, which must leave release and bundles as they were."""
    before = contents(course.root)
    with pytest.raises(AutograderError) as caught:
        pipeline.build(course, NAME)
    assert contents(course.root) == before
    return caught.value


@pytest.fixture
def once_built(tmp_path: Path, built: Course) -> Iterator[Course]:
    shutil.copytree(built.root, tmp_path / "course", symlinks=True)
    yield open_course(tmp_path / "course")


def test_an_unknown_key_stops_the_build(once_built: Course) -> None:
    once_built.otter_config.write_text('{"show_hiden": true}')
    assert refused(once_built).code == "otter-config-unknown-key"


def test_without_otter_it_says_what_to_install(
    once_built: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(otter.importlib.util, "find_spec", lambda name: None)
    error = refused(once_built)
    assert isinstance(error, OperatorError)
    assert "sealed-autograder[otter]" in error.message


def test_when_otter_fails_nothing_is_replaced(
    once_built: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(otter, "_GENERATOR", "autograder.no_such_module")
    assert "no_such_module" in refused(once_built).message


def test_a_folder_of_tests_beside_the_notebook_would_be_lost(tmp_path: Path) -> None:
    course = course_in(tmp_path)
    (course.source / NAME / "tests").mkdir()
    (course.source / NAME / "tests" / "points.csv").write_text("x\n1\n")
    assert "otter-tests-folder" in refused(course).message


def test_tests_that_otter_cannot_run_are_named(tmp_path: Path) -> None:
    course = course_in(
        tmp_path,
        SETUP,
        ANSWER,
        check("import asyncio\nawait asyncio.sleep(0)\nassert slope, 'no slope'"),
    )
    with pytest.raises(MasterProblems) as caught:
        pipeline.build(course, NAME)
    assert [each.code for each in caught.value.problems] == ["otter-test-not-python"]
    assert "fit.ipynb, cell 3 (test_slope)" in caught.value.message


def test_what_otter_does_not_have_is_said_and_no_error(tmp_path: Path) -> None:
    course = course_in(
        tmp_path,
        SETUP,
        ANSWER,
        check(f"{BEGIN}\nassert slope > 0, 'negative'\n0.5 if slope < 9 else 2\n{END}"),
        graded("Because.", "why", cell_type="markdown", grade=True, solution=True, points=3),
    )
    warnings = {each.code: each.message for each in pipeline.build(course, NAME).warnings}
    assert "cell 3 (test_slope)" in warnings["otter-partial-credit"]
    assert "3 points" in warnings["otter-manual"]


# ---- tests that pass only once


@pytest.mark.parametrize(
    ("solved", "public"),
    [
        ("seen = []", "seen.append(1)\nassert len(seen) == 1, 'one'"),
        ("seen = iter([1, 2])", "assert next(seen) == 1, 'first'"),
        ("seen = {1: 2}", "assert seen.pop(1) == 2, 'two'"),
        ("import random\nrandom.seed(3)\nseen = 3", "assert random.random() < 0.3, 'draw'"),
    ],
)
def test_a_test_that_passes_only_once_stops_the_build(
    solved: str, public: str, tmp_path: Path
) -> None:
    course = course_in(tmp_path, SETUP, solution(_solved(solved), "seen"), check(public))
    error = refused(course)
    assert isinstance(error, InstructorError)
    assert error.code == "test-not-repeatable"
    assert "cell 3 (test_slope)" in error.message
    # Only otter runs it twice.
    course.otter_config.unlink()
    pipeline.build(course, NAME)


def test_what_a_public_part_changes_may_fail_a_later_test(tmp_path: Path) -> None:
    course = course_in(
        tmp_path,
        SETUP,
        solution(_solved("seen = [1]"), "seen"),
        check("seen.append(2)\nassert seen, 'empty'", grade_id="first"),
        solution(_solved("many = len(seen)"), "many"),
        check("assert many == 2, 'two'", grade_id="second"),
    )
    assert "(second)" in refused(course).message


def test_a_solution_that_fails_its_own_test_is_warned_of(tmp_path: Path) -> None:
    course = course_in(
        tmp_path, SETUP, ANSWER, check("assert slope == 3, 'three'"), code("import this")
    )
    (warning,) = pipeline.build(course, NAME).warnings
    assert warning.code == "solution-fails"
    assert "AssertionError: three" in warning.message


def test_a_solution_that_ends_its_process_is_warned_of(tmp_path: Path) -> None:
    course = course_in(
        tmp_path,
        SETUP,
        solution(_solved("import os\nos._exit(3)"), "seen"),
        check("assert seen, 'empty'"),
    )
    (warning,) = pipeline.build(course, NAME).warnings
    assert "the process ended in cell 2" in warning.message


def _solved(text: str) -> str:
    return lines("### BEGIN SOLUTION", text, "### END SOLUTION")


# ---- the assignment that ships


@pytest.mark.parametrize("name", stars_course.NOTEBOOKS)
def test_the_committed_release_of_stars_names_otters_tests(name: str) -> None:
    release = notebooks.read(ROOT / "release" / "stars" / f"{name}.ipynb")
    tests = [cell for cell in release.cells if cell.is_test]
    assert tests
    for cell in tests:
        assert cell.metadata["otter"] == {"tests": [cell.grade_id]}


def test_the_bundles_of_stars_are_the_same_each_time_and_show_no_secret(tmp_path: Path) -> None:
    course = stars_course.make_course(tmp_path / "course", stars_course.NOTEBOOKS, build=False)
    shutil.copy(ROOT / "otter_config.json", course.root)
    make = partial(building.make_bundles, course)
    # Nothing runs: `test_release` proves the prefixes. Leaks are refused while it is built.
    built = build_assignment(course, "stars", make_beside=make)
    found = contents(building.folder_of(course, "stars"))
    assert len([name for name in found if "/student/tests/" in name]) == 50
    assert built.warnings == ()
    build_assignment(course, "stars", make_beside=make)
    assert contents(building.folder_of(course, "stars")) == found


def test_a_leak_into_a_bundle_stops_the_build(
    once_built: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(otter, "public_file", otter.graded_file)
    error = refused(once_built)
    assert "lines, fit: bundle: " in error.message
    assert "tests/test_slope.py" in error.message
