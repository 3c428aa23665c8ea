import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.jail import paths
from autograder.jail.paths import Interpreter, candidates, contains, resolved, too_broad, without


def test_a_virtual_environment_inside_a_course_is_granted_without_the_course() -> None:
    inside = Interpreter(("/course/.venv", "/usr"), ("/usr/lib/python3.11",))
    granted = candidates(inside)
    assert "/course/.venv/lib" in granted
    assert not any(contains(path, "/course/source") for path in granted)
    assert not any(contains(path, "/course/.venv/bin") for path in granted)


@pytest.mark.parametrize(
    "secret",
    [
        "/home/student/notebook.ipynb",
        "/home/ada/.ssh/id_ed25519",
        "/etc/passwd",
        "/etc/shadow",
        "/srv/nbgrader/exchange",
        # Where nbgrader's exchange of submissions is by default.
        "/usr/local/share/nbgrader/exchange",
        "/tmp/other",  # noqa: S108
        "/var/lib/jupyterhub/jupyterhub.sqlite",
        "/proc/1/environ",
        "/dev/shm/other",  # noqa: S108
    ],
)
def test_an_interpreter_of_the_system_opens_no_secret(secret: str) -> None:
    granted = candidates(Interpreter(("/usr", "/usr/local"), ()))
    assert not any(contains(path, secret) for path in granted)


def test_the_running_interpreter_can_be_read() -> None:
    granted = resolved(candidates(paths.running_interpreter()))
    for module in (os, pytest):
        file = os.path.realpath(str(module.__file__))
        assert any(contains(path, file) for path in granted)


def test_no_folder_of_the_project_but_the_package_can_be_read() -> None:
    project = Path(__file__).resolve().parent.parent
    granted = resolved(candidates(paths.running_interpreter()))
    for name in ("source", "tests", "submitted", "data", ".git", "pyproject.toml"):
        assert not any(contains(path, str(project / name)) for path in granted)


def test_links_are_followed_and_what_lies_inside_another_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "real" / "deep").mkdir(parents=True)
    (tmp_path / "realm").mkdir()
    (tmp_path / "link").symlink_to("real")
    asked = [tmp_path / "real" / "deep", tmp_path / "link", tmp_path / "realm", tmp_path / "no"]
    expected = (os.path.realpath(tmp_path / "real"), os.path.realpath(tmp_path / "realm"))
    assert resolved(str(path) for path in asked) == expected


def test_a_protected_folder_is_hidden_unless_something_needed_lies_in_it(tmp_path: Path) -> None:
    course, home = tmp_path / "home" / "course", tmp_path / "home"
    (course / "source").mkdir(parents=True)
    asked = [str(path) for path in (course, course / "source", home, tmp_path / "none")]
    assert without(asked, ["/usr/lib"]) == (os.path.realpath(home),)
    assert without(asked, [str(home / "python")]) == (os.path.realpath(course),)
    venv = str(course / ".venv" / "lib")
    assert without(asked, [venv]) == (os.path.realpath(course / "source"),)
    assert without(asked, [venv, str(course / "source")]) == ()


@pytest.mark.parametrize(
    ("folder", "path", "expected"),
    [
        ("/a", "/a", True),
        ("/a", "/a/b", True),
        ("/a/", "/a/b", True),
        ("/", "/a", True),
        ("/a", "/ab", False),
        ("/a/b", "/a", False),
    ],
)
def test_a_folder_contains_what_lies_in_it(folder: str, path: str, expected: bool) -> None:
    assert contains(folder, path) is expected


def test_what_opens_too_much_is_named() -> None:
    asked = ["/", "/home", "/usr/lib", "/course", "/course/data", "/course/source"]
    protected = ["/course/source", "/nowhere/else"]
    assert too_broad(asked, protected) == ("/", "/home", "/course", "/course/source")


@given(st.lists(st.sampled_from(["/q", "/q/a", "/q/a/b", "/qa", "/q/b"])))
def test_nothing_that_opens_a_protected_path_goes_unnamed(asked: list[str]) -> None:
    named = too_broad(asked, ["/q/a"])
    assert named == tuple(path for path in asked if path in ("/q", "/q/a"))
