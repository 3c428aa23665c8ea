"""macOS and Windows: releases are built there, nothing is graded, and it is said why.

Nobody runs these tests on those systems. They are simulated, see tests/elsewhere.py: what is proven
is that no module, attribute or call that they lack is needed.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from autograder import platforms, results
from autograder.cli import verbs
from autograder.compiler.release import build_assignment
from autograder.configuration import open_course
from autograder.errors import Fault, OperatorError

NAMES = {"darwin": "macOS", "win32": "Windows"}


def elsewhere(platform: str, *lines: list[str]) -> list[dict[str, Any]]:
    """Run command lines as if on that platform, in one process."""
    program = Path(__file__).with_name("elsewhere.py")
    words = [sys.executable, "-X", "warn_default_encoding", str(program), platform]
    done = subprocess.run([*words, json.dumps(lines)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def files_in(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def built_here(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Make and build a course on this system; return all its files."""
    root = tmp_path_factory.mktemp("here") / "planets"
    root.mkdir()
    done = CliRunner().invoke(verbs, ["new", "demo", "--course-dir", str(root)])
    assert done.exit_code == 0, done.output
    build_assignment(open_course(root), "demo")
    return files_in(root)


# One of them each time: what is taken away is the same, and the other takes as long.
@pytest.mark.parametrize("platform", ["win32", pytest.param("darwin", marks=pytest.mark.prove)])
def test_there_a_course_is_made_and_built_byte_for_byte_and_not_graded(
    platform: str, built_here: dict[str, bytes], tmp_path: Path
) -> None:
    root = tmp_path / "planets"
    root.mkdir()
    (root / "submitted/ada/demo").mkdir(parents=True)
    course = ["--course-dir", str(root)]
    new, build, check, grade, explain, demo, collect, doctor = elsewhere(
        platform,
        ["new", "demo", *course],
        ["build", "demo", *course],
        ["build", "--check", *course],
        ["grade", "demo", *course],
        ["explain", "ada", "demo", *course],
        ["demo", *course, "--into", str(tmp_path / "demo")],
        ["collect", "demo", str(tmp_path), *course],
        ["doctor"],
    )
    assert (new["status"], new["err"]) == (0, "")
    assert files_in(root) == built_here
    assert (build["status"], check["status"]) == (0, 0), build["err"] + check["err"]
    assert "is up to date" in check["out"]
    (warning,) = build["err"].splitlines()
    assert warning.startswith("warning[prefix-unproven]: demo: ")
    assert f"on {NAMES[platform]} the cells before the first exercise were not run" in warning
    assert "run `autograder build demo` on Linux" in warning
    for refused in (grade, explain, demo, collect):
        assert (refused["status"], refused["out"]) == (2, "")
        (line,) = refused["err"].splitlines()
        assert line.startswith(f"error[platform-cannot-grade]: {NAMES[platform]} has no jail")
        assert "Linux" in line and "container" in line and "WSL2" in line
    assert doctor["status"] == 1
    assert NAMES[platform] in doctor["out"] and "WSL2" in doctor["out"]


def test_a_file_is_written_where_folders_cannot_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "O_DIRECTORY")
    for content in (b"before", b"after"):
        results.write_durably(tmp_path / "file", content)
        assert files_in(tmp_path) == {"file": content}


def test_here_everything_can_be_done() -> None:
    assert platforms.can_grade()
    platforms.require_grading()


@pytest.mark.parametrize(
    ("platform", "name"),
    [("darwin", "macOS"), ("win32", "Windows"), ("cygwin", "Windows")],
)
def test_the_refusal_is_the_operators_and_names_the_system(
    monkeypatch: pytest.MonkeyPatch, platform: str, name: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert not platforms.can_grade()
    with pytest.raises(OperatorError) as caught:
        platforms.require_grading()
    assert (caught.value.code, caught.value.fault) == ("platform-cannot-grade", Fault.OPERATOR)
    assert caught.value.message.startswith(f"{name} has no jail")


def test_a_system_without_a_name_of_ours_is_called_as_it_calls_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "freebsd14")
    monkeypatch.setattr("platform.system", lambda: "FreeBSD")
    assert platforms.system() == "FreeBSD"
