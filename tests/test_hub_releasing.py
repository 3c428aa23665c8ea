"""A release with AUTOTEST lines: the tests that were made of them come along, and are graded by."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from compiler_course import lines
from hub_course import COURSE, handed_in, service
from test_compiler_composition import auto_course
from test_hub_exchange import CONFIG, log_of

from autograder.assignment import master_of
from autograder.compiler import autotests
from autograder.compiler.composition import surround
from autograder.compiler.release import build_assignment
from autograder.configuration import Course, open_course
from autograder.errors import InstructorError
from autograder.hub import releasing
from autograder.hub.packing import read_folder

NAME = "lines"
MADE = lines(
    'assert str(len(y)) == "5", "len(y) is wrong"',
    "### BEGIN HIDDEN TESTS",
    'assert str(round(slope * 2, 2)) == "5.0", "slope * 2 is wrong"',
    "### END HIDDEN TESTS",
)


def empty_course(root: Path) -> Course:
    """Return the service's course folder, into which nothing was released yet."""
    root.mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(f"c = get_config()\n{COURSE_NAME}")
    return open_course(root)


COURSE_NAME = f"c.CourseDirectory.course_id = {COURSE!r}\n"


@pytest.fixture
def sent(tmp_path: Path) -> dict[str, bytes]:
    """Return what is sent of a course whose tests were made, here by hand, without a kernel."""
    course = auto_course(tmp_path / "teaching")
    written = surround(course, NAME)
    (master,) = written.masters
    *before, test = master.notebook.cells
    made = replace(master.notebook, cells=(*before, replace(test, source=MADE)))
    place = autotests.folder(course, NAME)
    autotests.keep(place, master, master_of(master.name, made), autotests.sources(course, written))
    folders = {"source": course.source / NAME, "release": course.source / NAME}
    files = {
        f"{top}/{path}": content
        for top, folder in {**folders, "source_with_tests": place}.items()
        for path, content in read_folder(folder, follow_links=True).items()
    }
    files["source/autotests.yml"] = (course.root / "autotests.yml").read_bytes()
    return files


def refusal(course: Course, files: Mapping[str, bytes]) -> str:
    with pytest.raises(InstructorError) as raised:
        releasing.check(course, NAME, releasing.split(files))
    return raised.value.code


def without(files: Mapping[str, bytes], top: str) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if not name.startswith(f"{top}/")}


def test_made_tests_are_checked_before_anything_is_written(
    sent: dict[str, bytes], tmp_path: Path
) -> None:
    course = empty_course(tmp_path / "serving")
    releasing.check(course, NAME, releasing.split(sent))
    assert [path.name for path in course.root.iterdir()] == ["nbgrader_config.py"]


def test_made_tests_are_placed_where_grading_looks_for_them(
    sent: dict[str, bytes], tmp_path: Path
) -> None:
    course = empty_course(tmp_path / "serving")
    releasing.place(course, NAME, releasing.split(sent))
    place = course.root / "source_with_tests" / NAME / "fit.ipynb"
    assert place.read_bytes() == sent["source_with_tests/fit.ipynb"]
    # What an earlier plugin sends has no made tests: those in the folder are graded by.
    releasing.check(course, NAME, releasing.split(without(sent, "source_with_tests")))


def test_tests_that_were_made_of_something_else_are_refused(
    sent: dict[str, bytes], tmp_path: Path
) -> None:
    course = empty_course(tmp_path / "serving")
    assert refusal(course, without(sent, "source_with_tests")) == "autotest-stale"
    assert refusal(course, {**sent, "source/autotests.yml": b"python3: {}"}) == "autotest-stale"
    assert refusal(course, {**sent, "source/points.csv": b"x,y\n1,1\n"}) == "autotest-stale"
    assert refusal(course, {**sent, "source_with_tests/fit.ipynb": b"{"}) == "autotest-stale"


def test_what_is_in_no_folder_of_a_release_is_refused(sent: dict[str, bytes]) -> None:
    for name in ("autograded/fit.ipynb", "source_with_tests", "x"):
        with pytest.raises(InstructorError, match="none of the folders") as raised:
            releasing.split({**sent, name: b""})
        assert raised.value.code == "release-shape"


@pytest.mark.prove
def test_a_course_with_autotest_lines_needs_no_build_where_it_is_graded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    teaching = auto_course(tmp_path / "teaching")
    build_assignment(teaching, NAME)
    (teaching.root / "nbgrader_config.py").write_text(CONFIG + COURSE_NAME)
    monkeypatch.chdir(teaching.root)
    monkeypatch.setenv("HOME", str(tmp_path))
    serving = empty_course(tmp_path / "serving")
    with service(serving, tmp_path / "data", slots=1) as running:
        monkeypatch.setenv("AUTOGRADER_HUB_URL", running.url)
        monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "ines")
        assert f"Released as: {COURSE} {NAME}" in log_of("ReleaseAssignment", NAME)
        scores = []
        for student, answer in (("ann", "slope = 5 / 2"), ("bob", "slope = 3.0")):
            client = running.client(student)
            taken = client.hand_in(handed_in(teaching, answer), NAME).json()
            facts = client.finished(taken["attempt_id"])
            scores.append((facts["state"], facts["points"], facts["max_points"]))
    assert scores == [("graded", 2.0, 2.0), ("graded", 0.0, 2.0)]
