"""A course's configuration: nbgrader's own file, and no slip of the pen in ours."""

import dataclasses
from pathlib import Path

import pytest
from compiler_course import make_course

from autograder.configuration import Course, Settings, open_course
from autograder.errors import Fault, InstructorError, OperatorError


def course(root: Path, *settings: str) -> Course:
    if settings:
        (root / "nbgrader_config.py").write_text("\n".join(["c = get_config()", *settings]))
    return open_course(root)


def refused(root: Path, *settings: str) -> OperatorError:
    with pytest.raises(OperatorError) as caught:
        course(root, *settings)
    return caught.value


def test_without_a_file_the_folders_are_nbgraders(tmp_path: Path) -> None:
    found = course(tmp_path)
    assert found.root == tmp_path
    assert found.source == tmp_path / "source"
    assert found.release == tmp_path / "release"
    assert found.submitted == tmp_path / "submitted"
    assert found.autograded == tmp_path / "autograded"
    assert found.feedback == tmp_path / "feedback"
    assert found.results == tmp_path / "results"
    assert found.db_url == f"sqlite:///{tmp_path}/gradebook.db"
    assert (found.course_id, found.settings) == ("", Settings())


def test_nbgraders_own_keys_keep_their_meaning(tmp_path: Path) -> None:
    found = course(
        tmp_path,
        "c.CourseDirectory.course_id = 'stars'",
        "c.CourseDirectory.source_directory = 'masters'",
        "c.CourseDirectory.submitted_directory = '/srv/handed-in'",
        "c.CourseDirectory.db_url = 'postgresql://host/grades'",
        "c.ClearSolutions.code_stub = {'python': '...'}",
    )
    assert found.course_id == "stars"
    assert found.source == tmp_path / "masters"
    assert found.submitted == Path("/srv/handed-in")
    assert found.db_url == "postgresql://host/grades"


@pytest.mark.parametrize(("root", "expected"), [("sub", "sub"), (".", "."), ("", ".")])
def test_the_root_may_lie_elsewhere(tmp_path: Path, root: str, expected: str) -> None:
    found = course(tmp_path, f"c.CourseDirectory.root = {root!r}")
    assert found.root == tmp_path / expected
    assert found.results == tmp_path / expected / "results"


def test_a_relative_folder_becomes_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert open_course(Path(".")).source == tmp_path / "source"


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    numbers = [item.name for item in dataclasses.fields(Settings) if item.type is int]
    assert "cell_seconds" in numbers
    found = course(
        tmp_path,
        *(f"c.Autograder.{name} = {at + 7}" for at, name in enumerate(numbers)),
        "c.Autograder.jail = 'unprivileged'",
    )
    assert [getattr(found.settings, name) for name in numbers] == [
        at + 7 for at in range(len(numbers))
    ]
    assert found.settings.jail == "unprivileged"


def test_every_setting_is_explained_in_the_instructors_page(repository: Path) -> None:
    page = (repository / "docs/instructor.md").read_text(encoding="utf-8")
    for item in dataclasses.fields(Settings):
        assert item.name in page, item.name


@pytest.mark.parametrize("name", ["cell_second", "cellSeconds", "seconds"])
def test_an_unknown_key_is_refused_with_the_known_ones(tmp_path: Path, name: str) -> None:
    error = refused(tmp_path, f"c.Autograder.{name} = 5")
    assert (error.code, error.fault) == ("configuration-unknown-key", Fault.OPERATOR)
    assert f"c.Autograder.{name} is no setting" in error.message
    assert "call_seconds, cell_seconds" in error.message


@pytest.mark.parametrize(
    "setting",
    [
        "cell_seconds = 0",
        "cell_seconds = -1",
        "cell_seconds = 1.5",
        "cell_seconds = '60'",
        "cell_seconds = True",
        "cell_seconds = None",
        "jail = 5",
        "jail = 'none'",
        "jail = None",
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(tmp_path: Path, setting: str) -> None:
    error = refused(tmp_path, f"c.Autograder.{setting}")
    assert error.code == "configuration-bad-value"
    assert f"c.Autograder.{setting.split()[0]} must be" in error.message


@pytest.mark.parametrize(
    "line", ["1 / 0", "c.Autograder.cell_seconds = ", "import nowhere", "raise SystemExit(0)"]
)
def test_a_file_that_fails_is_named(tmp_path: Path, line: str) -> None:
    error = refused(tmp_path, line)
    assert error.code == "configuration-fails"
    assert str(tmp_path / "nbgrader_config.py") in error.message


def test_this_repository_is_a_course(repository: Path) -> None:
    found = open_course(repository)
    assert found.course_id == "stars-course"
    assert found.settings == Settings(cell_seconds=300, call_seconds=60, notebook_seconds=1800)
    assert "stars" in found.assignments()


# What is in the folders.


def test_assignments_are_the_folders_of_source(tmp_path: Path) -> None:
    make_course(tmp_path)
    for name in ("alpha", ".hidden"):
        (tmp_path / "source" / name).mkdir()
    (tmp_path / "source/header.ipynb").write_text("{}")
    assert open_course(tmp_path).assignments() == ("alpha", "lines")


def test_a_folder_that_is_no_course_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(InstructorError) as caught:
        open_course(tmp_path / "nowhere").assignments()
    assert caught.value.code == "course-without-source"


def test_students_are_those_who_handed_in(tmp_path: Path) -> None:
    for name in ("eve/lines", "ada/lines", "bob/curves", ".git/lines"):
        (tmp_path / "submitted" / name).mkdir(parents=True)
    (tmp_path / "submitted/README").write_text("x")
    assert open_course(tmp_path).students("lines") == ("ada", "eve")


def test_before_anybody_handed_in_there_are_no_students(tmp_path: Path) -> None:
    assert open_course(tmp_path).students("lines") == ()
