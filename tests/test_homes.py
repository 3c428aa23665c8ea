"""Temporary folders: a program that was killed leaves one, and the next program removes it."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import attack_users
import pytest

from autograder.homes import PREFIX, Home, sweep

KILLED = """
import os, signal, sys
from autograder.homes import Home
print(Home().path, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def left_behind() -> Path:
    killed = subprocess.run([sys.executable, "-c", KILLED], capture_output=True, text=True)
    assert killed.returncode == -9
    return Path(killed.stdout.strip())


def make_old(home: Path) -> None:
    os.utime(home, (1, 1))


def test_a_home_is_there_until_it_is_removed(place: Path) -> None:
    home = Home()
    assert list(place.iterdir()) == [home.path]
    home.remove()
    assert list(place.iterdir()) == []


def test_what_a_killed_program_left_is_removed_with_all_in_it() -> None:
    left = left_behind()
    (left / "scratch").mkdir()
    (left / "scratch/file").write_text("x")
    make_old(left)
    home = Home()
    assert not left.exists()
    home.remove()


def test_a_home_of_a_program_that_lives_stays() -> None:
    home = Home()
    make_old(home.path)
    sweep(home.path.parent)
    assert home.path.is_dir()
    home.remove()


def test_a_home_that_was_made_just_now_stays_even_without_a_lock(place: Path) -> None:
    left = left_behind()
    (left / "lock").unlink()
    sweep(place)
    assert left.is_dir()
    make_old(left)
    sweep(place)
    assert not left.exists()


@pytest.mark.parametrize("name", [f"{PREFIX}x", "autograder-course", "autograder"])
def test_somebodys_folder_stays_whatever_its_name(place: Path, name: str) -> None:
    (place / name / "source").mkdir(parents=True)
    make_old(place / name)
    sweep(place)
    assert (place / name / "source").is_dir()


def test_a_link_stays_and_so_does_what_it_leads_to(place: Path) -> None:
    elsewhere = place / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "lock").touch()
    make_old(elsewhere)
    (place / f"{PREFIX}link").symlink_to(elsewhere)
    sweep(place)
    assert {each.name for each in place.iterdir()} == {
        f"{PREFIX}link",
        "elsewhere",
    }
    assert (elsewhere / "lock").exists()


AWKWARD = """
import os, sys
from pathlib import Path
from autograder.homes import remove
home = Path("home").resolve()
home.mkdir()
Path("outside").mkdir()
Path("outside/kept").touch()
os.chdir(home)
for name in (b"\\xff\\xfe", b"new\\nline", b"-rf", b" "):
    open(name, "w").close()
os.symlink("..", "up")
os.symlink("../outside", "aside")
os.mkfifo("pipe")
os.makedirs("closed/inside/deeper")
os.chmod("closed/inside", 0)
os.chmod("closed", 0)
for level in range(1500):
    os.mkdir("d" * 100)
    os.chdir("d" * 100)
open("last", "w").close()
os.chdir(home.parent)
remove(home)
print(sorted(os.listdir(".")), os.listdir("outside"))
"""


def test_a_folder_goes_however_deep_and_closed_it_is_and_no_link_is_followed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Root may read any folder; an ordinary user has to open it first, in a place open to all.
    monkeypatch.delenv("TMPDIR")
    monkeypatch.setattr(tempfile, "tempdir", None)
    user = attack_users.ORDINARY if os.geteuid() == 0 else os.geteuid()
    with attack_users.folder_of(user) as folder:
        done = attack_users.run(user, ["-c", AWKWARD], folder, 60)
        assert done.stdout.split() == ["['outside']", "['kept']"], done.stderr
