"""Files by what is in them: written whole or not at all, and never handed out damaged."""

import errno
import hashlib
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import InternalError, OperatorError
from autograder.hub.blobs import Blobs

# By `printf abc | sha256sum`.
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "blobs")


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_what_is_put_is_named_by_its_sum_and_got_back(blobs: Blobs, tmp_path: Path) -> None:
    assert blobs.put(b"abc") == ABC
    assert blobs.get(ABC) == b"abc"
    assert files(tmp_path / "blobs") == {f"ba/{ABC[2:]}": b"abc"}


@given(st.lists(st.binary(max_size=2000), max_size=5))
def test_any_bytes_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, contents: list[bytes]
) -> None:
    blobs = Blobs(tmp_path_factory.mktemp("blobs"))
    names = [blobs.put(content) for content in contents]
    assert [blobs.get(name) for name in names] == contents


def test_the_same_bytes_are_written_once(blobs: Blobs, tmp_path: Path) -> None:
    path = tmp_path / "blobs" / ABC[:2] / ABC[2:]
    blobs.put(b"abc")
    before = path.stat()
    assert blobs.put(b"abc") == ABC
    after = path.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_many_that_put_the_same_bytes_at_once_do_each_other_no_harm(
    blobs: Blobs, tmp_path: Path
) -> None:
    content = os.urandom(100_000)
    with ThreadPoolExecutor(8) as threads:
        (name,) = set(threads.map(blobs.put, [content] * 16))
    assert blobs.get(name) == content
    assert files(tmp_path / "blobs").keys() == {f"{name[:2]}/{name[2:]}"}


def test_only_their_owner_reads_them(blobs: Blobs, tmp_path: Path) -> None:
    blobs.put(b"abc")
    found = [tmp_path / "blobs", *(tmp_path / "blobs").rglob("*")]
    assert {path.stat().st_mode & 0o077 for path in found} == {0}


@pytest.mark.parametrize("damage", [b"abd", b"ab", b""])
def test_a_damaged_blob_is_told_and_not_handed_out(
    blobs: Blobs, tmp_path: Path, damage: bytes
) -> None:
    blobs.put(b"abc")
    (tmp_path / "blobs" / ABC[:2] / ABC[2:]).write_bytes(damage)
    with pytest.raises(InternalError) as caught:
        blobs.get(ABC)
    assert caught.value.code == "blob-damaged"


def test_one_that_was_cut_short_is_mended_by_putting_it_again(blobs: Blobs, tmp_path: Path) -> None:
    blobs.put(b"abc")
    (tmp_path / "blobs" / ABC[:2] / ABC[2:]).write_bytes(b"")
    blobs.put(b"abc")
    assert blobs.get(ABC) == b"abc"


@pytest.mark.parametrize(
    "name", [ABC, "", "../../../etc/passwd", ABC[:2] + "/../" + ABC[2:], ABC.upper(), ABC + "\n"]
)
def test_a_blob_that_is_not_there_is_told(blobs: Blobs, name: str) -> None:
    with pytest.raises(InternalError) as caught:
        blobs.get(name)
    assert caught.value.code == "blob-missing"


def test_bytes_and_name_are_on_the_disk_before_the_sum_is_returned(
    blobs: Blobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    fsync, replace = os.fsync, os.replace

    def shown_fsync(handle: int) -> None:
        path = Path(os.readlink(f"/proc/self/fd/{handle}"))
        where = path.relative_to(tmp_path / "blobs").as_posix()
        steps.append("fsync of bytes" if path.is_file() else f"fsync of {where}")
        fsync(handle)

    def shown_replace(source: str, target: Path) -> None:
        steps.append("rename")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", shown_fsync)
    monkeypatch.setattr(os, "replace", shown_replace)
    blobs.put(b"abc")
    assert steps == ["fsync of bytes", "rename", "fsync of ba", "fsync of ."]


def test_a_full_disk_is_told_and_leaves_nothing(
    blobs: Blobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(OperatorError) as caught:
        blobs.put(b"abc")
    assert caught.value.code == "blobs-unusable" and "No space left" in caught.value.message
    assert files(tmp_path / "blobs") == {}


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OperatorError) as caught:
        Blobs(tmp_path / "file" / "blobs")
    assert caught.value.code == "blobs-unusable"


def test_what_a_killed_program_had_begun_is_removed_when_nobody_can_still_write_it(
    tmp_path: Path,
) -> None:
    Blobs(tmp_path)
    young, old = tmp_path / "partial" / "young", tmp_path / "partial" / "old"
    for path in (young, old):
        path.write_bytes(b"half")
    two_hours_ago = time.time() - 7200
    os.utime(old, (two_hours_ago, two_hours_ago))
    Blobs(tmp_path)
    assert young.exists() and not old.exists()


WRITER = """
import os, sys
from pathlib import Path
from autograder.hub.blobs import Blobs

blobs = Blobs(Path(sys.argv[1]))
while True:
    print(blobs.put(os.urandom(300_000)), flush=True)
"""


def test_a_killed_writer_leaves_only_whole_blobs_and_all_that_it_told_of(tmp_path: Path) -> None:
    told: list[str] = []
    for at_least in (1, 7):
        command = [sys.executable, "-c", WRITER, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            told += [process.stdout.readline().strip() for _ in range(at_least)]
            process.send_signal(signal.SIGKILL)
            rest = process.stdout.read()
        told += rest.splitlines()[: rest.count("\n")]
    blobs = Blobs(tmp_path)
    assert all(len(blobs.get(name)) == 300_000 for name in told)
    whole = {name: content for name, content in files(tmp_path).items() if "partial" not in name}
    for name, content in whole.items():
        assert name.replace("/", "") == hashlib.sha256(content).hexdigest()
