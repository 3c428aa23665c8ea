import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.jail import watch
from autograder.jail.limits import Limits
from autograder.jail.watch import Usage, excess, scratch_usage

MIB = 2**20


def test_files_and_folders_are_counted_and_their_bytes_summed(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "one").write_bytes(b"x" * MIB)
    (tmp_path / "a" / "b" / "two").write_bytes(b"x" * MIB)
    size, files = scratch_usage(str(tmp_path))
    assert files == 4
    # Folders may take a block each.
    assert 2 * MIB <= size <= 2 * MIB + 64 * 1024


def test_a_second_name_of_a_file_adds_no_bytes(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"x" * MIB)
    os.link(tmp_path / "one", tmp_path / "two")
    size, files = scratch_usage(str(tmp_path))
    assert files == 2
    assert MIB <= size < 1.5 * MIB


def test_a_hole_takes_no_bytes(tmp_path: Path) -> None:
    with open(tmp_path / "hole", "wb") as file:
        file.truncate(100 * MIB)
    assert scratch_usage(str(tmp_path))[0] < MIB


def test_links_are_counted_and_not_followed(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    (tmp_path / "big").write_bytes(b"x" * MIB)
    (scratch / "file").symlink_to(tmp_path / "big")
    (scratch / "up").symlink_to("..")
    size, files = scratch_usage(str(scratch))
    assert files == 2
    assert size < MIB // 2


def test_a_tree_too_deep_to_walk_counts_as_too_many_files(tmp_path: Path) -> None:
    here = os.getcwd()
    name = "d" * 200
    try:
        os.chdir(tmp_path)
        for _ in range(40):
            os.mkdir(name)
            os.chdir(name)
        assert scratch_usage(str(tmp_path))[1] > Limits().scratch_files
        for _ in range(40):
            os.chdir("..")
            os.rmdir(name)
    finally:
        os.chdir(here)


def test_the_walk_ends_at_the_number_given(tmp_path: Path) -> None:
    for n in range(20):
        folder = tmp_path / str(n)
        folder.mkdir()
        (folder / "file").touch()
    assert scratch_usage(str(tmp_path))[1] == 40
    assert scratch_usage(str(tmp_path), most_files=15)[1] < 40


def test_an_empty_or_vanished_folder_holds_nothing(tmp_path: Path) -> None:
    assert scratch_usage(str(tmp_path)) == (0, 0)
    assert scratch_usage(str(tmp_path / "gone")) == (0, 0)


def test_deleted_files_held_open_are_seen(tmp_path: Path) -> None:
    code = (
        "import os, sys\n"
        f"held = open({str(tmp_path / 'file')!r}, 'wb')\n"
        f"held.write(bytes(b'x') * {MIB}); held.flush()\n"
        f"os.unlink({str(tmp_path / 'file')!r})\n"
        "print('ready', flush=True); sys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdout is not None
        process.stdout.readline()
        assert scratch_usage(str(tmp_path)) == (0, 0)
        assert MIB <= watch.deleted_bytes(process.pid) < 1.5 * MIB
        process.kill()
    assert watch.deleted_bytes(process.pid) == 0


def test_deleted_files_that_are_only_mapped_are_seen(tmp_path: Path) -> None:
    scratch, elsewhere = tmp_path / "scratch", tmp_path / "elsewhere"
    code = (
        "import mmap, os, sys\n"
        "maps = []\n"
        f"for folder in ({str(scratch)!r}, {str(elsewhere)!r}):\n"
        "    os.mkdir(folder)\n"
        "    with open(f'{folder}/file', 'w+b') as file:\n"
        f"        file.write(bytes({MIB})); file.flush()\n"
        f"        maps.append(mmap.mmap(file.fileno(), {MIB}))\n"
        "    os.unlink(f'{folder}/file')\n"
        # Python's maps keep descriptors too, which the C library's do not.
        "os.closerange(3, 256)\n"
        "print('ready', flush=True); sys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdout is not None
        process.stdout.readline()
        assert watch.deleted_bytes(process.pid) == 0
        # Only what lies in scratch: a library may have been replaced while it was in use.
        assert watch.mapped_bytes(process.pid, str(scratch)) == MIB
        assert watch.usage(process.pid, str(scratch)).scratch_bytes == MIB
        assert watch.usage(process.pid, str(scratch), mapped=False).scratch_bytes == 0
        process.kill()
    assert watch.mapped_bytes(process.pid, str(scratch)) == 0


def test_threads_are_counted_while_a_process_lives() -> None:
    code = (
        "import threading, sys\n"
        "for n in range(4): threading.Thread(target=threading.Event().wait, daemon=True).start()\n"
        "print('ready', flush=True); sys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdout is not None
        process.stdout.readline()
        assert watch.thread_count(process.pid) == 5
        process.kill()
    assert watch.thread_count(process.pid) == 0


def test_the_jailed_process_is_the_only_child_of_the_one_between() -> None:
    code = (
        "import subprocess, sys\n"
        "child = subprocess.Popen(['sleep', '60'])\n"
        "print(child.pid, flush=True); sys.stdin.read(); child.kill(); child.wait()"
    )
    between = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with between:
        assert between.stdout is not None
        child = int(between.stdout.readline())
        assert watch.jailed_pid(between.pid) == child
        assert watch.jailed_pid(child) == child


@pytest.mark.parametrize(
    ("used", "expected"),
    [
        (Usage(100, 10, 5), None),
        (Usage(101, 10, 5), "scratch_bytes"),
        (Usage(100, 11, 5), "scratch_files"),
        (Usage(100, 10, 6), "threads"),
        (Usage(101, 11, 6), "scratch_bytes"),
    ],
)
def test_the_first_limit_that_is_crossed_is_named(used: Usage, expected: str | None) -> None:
    limits = Limits(scratch_bytes=100, scratch_files=10, threads=5)
    assert excess(used, limits) == expected
