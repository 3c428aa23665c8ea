"""A folder to bytes and back: whole, the same each time, and nothing hostile gets through."""

import io
import os
import stat
import string
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import StudentError
from autograder.hub.packing import (
    Limits,
    links,
    pack,
    pack_files,
    read_folder,
    unpack,
    write_to,
)

MIB = 2**20
FILES = {
    "My work 1.ipynb": b"{}",
    "données/étoiles ★.csv": b"a,b\n1,2\n",
    "empty.txt": b"",
    "models/fit.py": b"def fit(): ...\n",
}


def folder_of(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def of_kind(name: str, kind: int) -> zipfile.ZipInfo:
    found = zipfile.ZipInfo(name)
    found.create_system, found.external_attr = 3, (kind | 0o644) << 16
    return found


def refused(call: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(StudentError) as caught:
        call()
    return caught.value.code, caught.value.message


# ---- there and back


def test_what_is_packed_comes_back_byte_for_byte(tmp_path: Path) -> None:
    assert unpack(pack(folder_of(tmp_path, FILES))) == FILES


NAMES = st.text(string.ascii_lowercase + string.digits + " _-éß漢★", min_size=1, max_size=12)


@given(st.dictionaries(NAMES, st.binary(max_size=200), max_size=6))
def test_any_files_with_ordinary_names_make_the_way(
    tmp_path_factory: pytest.TempPathFactory, made: dict[str, bytes]
) -> None:
    files = {f"x{name}.dat": content for name, content in made.items()}
    folder = tmp_path_factory.mktemp("work")
    write_to(folder, files)
    content = pack(folder)
    assert unpack(content) == files
    assert content == pack_files(files)


def test_the_same_files_give_the_same_bytes_whenever_they_were_written(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    folder_of(one, FILES)
    folder_of(other, dict(reversed(FILES.items())))
    os.utime(other / "empty.txt", (1, 1))
    (other / "models/fit.py").chmod(0o700)
    assert pack(one) == pack(other)
    assert list(unpack(pack(one))) == sorted(FILES)


def test_what_is_packed_as_tightly_as_a_bomb_comes_back_all_the_same() -> None:
    files = {"zeros.npy": bytes(9 * MIB)}
    assert unpack(pack_files(files)) == files


def test_files_are_written_below_the_folder_and_nothing_is_written_over(tmp_path: Path) -> None:
    write_to(tmp_path / "new", FILES)
    assert read_folder(tmp_path / "new") == FILES
    with pytest.raises(FileExistsError):
        write_to(tmp_path / "new", {"empty.txt": b"other"})
    assert (tmp_path / "new/empty.txt").read_bytes() == b""


def test_nothing_is_written_when_one_path_leads_out(tmp_path: Path) -> None:
    code, _ = refused(lambda: write_to(tmp_path / "new", {"good": b"", "../evil": b""}))
    assert code == "file-name-refused"
    assert list(tmp_path.iterdir()) == []


# ---- what is packed


def test_hidden_files_checkpoints_and_caches_stay_behind(tmp_path: Path) -> None:
    junk = (".env", ".ipynb_checkpoints/a.ipynb", "__pycache__/a.pyc", "b/.git/config", "Thumbs.db")
    folder_of(tmp_path, {"a.ipynb": b"{}", **dict.fromkeys(junk, b"x")})
    assert list(read_folder(tmp_path)) == ["a.ipynb"]


def test_what_is_to_be_skipped_is_left_out_with_all_that_lies_in_it(tmp_path: Path) -> None:
    folder_of(tmp_path, {"feedback/now/a.html": b"", "b/feedback/c": b"", "d.log": b"", "e": b""})

    def skip(path: PurePosixPath) -> bool:
        return path.parts[0] == "feedback" or path.suffix == ".log"

    assert list(read_folder(tmp_path, skip=skip)) == ["b/feedback/c", "e"]


def test_links_and_pipes_stay_behind_and_links_are_told_of(tmp_path: Path) -> None:
    secret = folder_of(tmp_path / "elsewhere", {"secret": b"s"})
    work = folder_of(tmp_path / "work", {"a.ipynb": b"{}", "b/c": b""})
    (work / "file").symlink_to(secret / "secret")
    (work / "b/folder").symlink_to(secret)
    (work / "dangling").symlink_to("nowhere")
    os.mkfifo(work / "pipe")
    assert list(read_folder(work)) == ["a.ipynb", "b/c"]
    assert links(work) == ("b/folder", "dangling", "file")


def test_links_are_followed_for_those_who_ask_for_it(tmp_path: Path) -> None:
    data = folder_of(tmp_path / "data", {"stars.csv": b"1", "more/m.csv": b"2"})
    work = folder_of(tmp_path / "work", {"a.ipynb": b"{}"})
    (work / "Stars.csv").symlink_to(data / "stars.csv")
    (work / "more").symlink_to(data / "more")
    files = read_folder(work, follow_links=True)
    assert files == {"Stars.csv": b"1", "a.ipynb": b"{}", "more/m.csv": b"2"}


def test_a_link_that_leads_in_a_circle_is_named(tmp_path: Path) -> None:
    folder_of(tmp_path, {"a": b""})
    (tmp_path / "round").symlink_to(tmp_path)
    code, message = refused(lambda: read_folder(tmp_path, follow_links=True))
    assert code == "file-name-refused"
    assert "round/round" in message


def test_a_link_to_nothing_is_named_when_links_are_followed(tmp_path: Path) -> None:
    (tmp_path / "data.csv").symlink_to("nowhere")
    code, message = refused(lambda: read_folder(tmp_path, follow_links=True))
    assert (code, "data.csv" in message) == ("file-unreadable", True)


# ---- what is too much, and says which file and what to do


def test_too_large_a_file_is_named(tmp_path: Path) -> None:
    folder_of(tmp_path, {"a": b"1", "b/large.csv": bytes(2 * MIB + 1)})
    limits = Limits(file_bytes=2 * MIB)
    code, message = refused(lambda: pack(tmp_path, limits=limits))
    assert code == "file-too-large"
    assert "b/large.csv" in message
    assert "2 MiB" in message
    folder_of(tmp_path, {"b/large.csv": bytes(2 * MIB)})
    assert len(unpack(pack(tmp_path, limits=limits), limits)) == 2


def test_too_much_together_names_the_largest_file(tmp_path: Path) -> None:
    folder_of(tmp_path, {"a": bytes(MIB), "b": bytes(MIB + 9), "c": bytes(MIB)})
    code, message = refused(lambda: read_folder(tmp_path, limits=Limits(unpacked_bytes=2 * MIB)))
    assert (code, "“b”" in message, "2 MiB" in message) == ("folder-too-large", True, True)


def test_too_large_an_archive_names_the_largest_file() -> None:
    files = {"a": os.urandom(MIB), "b": os.urandom(MIB + 9)}
    code, message = refused(lambda: pack_files(files, Limits(archive_bytes=2 * MIB)))
    assert (code, "“b”" in message) == ("folder-too-large", True)


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    folder_of(tmp_path, {f"{number}": b"" for number in range(4)})
    assert len(read_folder(tmp_path, limits=Limits(files=4))) == 4
    code, message = refused(lambda: read_folder(tmp_path, limits=Limits(files=3)))
    assert (code, "more than 3 files" in message) == ("folder-too-many-files", True)


@pytest.mark.parametrize("name", ["aux.py", "end.", "a\\b", "C:x", "\x1b[2J", "l" * 201])
def test_a_name_that_the_service_would_refuse_is_refused_before_it_is_sent(
    tmp_path: Path, name: str
) -> None:
    folder_of(tmp_path, {name: b""})
    code, message = refused(lambda: pack(tmp_path))
    assert (code, message.isprintable()) == ("file-name-refused", True)


def test_a_name_in_another_encoding_is_refused_and_can_be_shown(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.csv")).write_bytes(b"")
    code, message = refused(lambda: pack(tmp_path))
    assert code == "file-name-refused"
    assert "caf" in message.encode().decode()


def test_two_names_that_differ_only_in_case_are_refused_together(tmp_path: Path) -> None:
    folder_of(tmp_path, {"Data.csv": b"", "data.csv": b""})
    code, message = refused(lambda: pack(tmp_path))
    assert code == "file-name-twice"
    assert "Data.csv" in message
    assert "data.csv" in message


def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(path: Path, most_bytes: int) -> bytes:
        raise PermissionError(13, "denied", str(path))

    folder_of(tmp_path, {"mine.csv": b""})
    monkeypatch.setattr("autograder.notebook.read_regular", denied)
    code, message = refused(lambda: pack(tmp_path))
    assert (code, "mine.csv" in message) == ("file-unreadable", True)


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    assert refused(lambda: pack(tmp_path / "gone"))[0] == "file-unreadable"


# ---- what students send


def flagged(bit: int) -> bytes:
    """Return a zip whose only entry has a flag set in both of its headers."""
    content = bytearray(zipped(("a", b"1")))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        table = archive.start_dir
    content[6] |= bit
    content[table + 8] |= bit
    return bytes(content)


def understated() -> bytes:
    """Return a zip of 8 MiB whose headers announce one byte."""
    content = bytearray(zipped(("a", bytes(8 * MIB))))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        table = archive.start_dir
    struct.pack_into("<L", content, 22, 1)
    struct.pack_into("<L", content, table + 24, 1)
    return bytes(content)


def overlapping() -> bytes:
    """Return a zip with two entries in its table that share one entry's bytes."""
    content = zipped(("a.txt", b"a" * 100))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        table = archive.start_dir
    entry, end = content[table:-22], content[-22:]
    size = struct.pack("<HHL", 2, 2, 2 * len(entry))
    return content[:table] + entry + entry + end[:8] + size + end[16:]


def damaged() -> bytes:
    content = bytearray(zipped(("a", os.urandom(100)), ("b", b"1")))
    content[60] ^= 1
    return bytes(content)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "out of the folder": (lambda: zipped(("../evil", b"")), "path-leads-out"),
    "deep out of it": (lambda: zipped(("a/../../evil", b"")), "path-leads-out"),
    "a folder out of it": (lambda: zipped(("../", b"")), "path-leads-out"),
    "absolute": (lambda: zipped(("/etc/cron.d/evil", b"")), "path-absolute"),
    "of a drive": (lambda: zipped(("C:/evil", b"")), "path-absolute"),
    "with backslashes": (lambda: zipped(("..\\evil", b"")), "path-backslash"),
    "no name": (lambda: zipped(("a//b", b"")), "name-empty"),
    "the folder itself": (lambda: zipped(("./a", b"")), "name-empty"),
    "out of it among junk": (lambda: zipped(("__MACOSX/../../evil", b"")), "path-leads-out"),
    "null byte": (
        lambda: zipped(("a.ipynbX.exe", b"")).replace(b"a.ipynbX", b"a.ipynb\0"),
        "name-with-null",
    ),
    "turned around": (lambda: zipped(("a\u202ebpyni.exe", b"")), "name-unprintable"),
    "steers a terminal": (lambda: zipped(("a\x1b[2J", b"")), "name-unprintable"),
    "reserved": (lambda: zipped(("aux.py", b"")), "name-reserved"),
    "too long": (lambda: zipped(("l" * 201, b"")), "name-too-long"),
    "too deep": (lambda: zipped(("d/" * 16 + "f", b"")), "path-too-deep"),
    "link": (lambda: zipped((of_kind("a", stat.S_IFLNK), b"/etc/passwd")), "entry-link"),
    "pipe": (lambda: zipped((of_kind("a", stat.S_IFIFO), b"")), "archive-device"),
    "encrypted": (lambda: flagged(1), "entry-encrypted"),
    "folded alike": (lambda: zipped(("Straße", b""), ("STRASSE", b"")), "name-twice"),
    "composed alike": (lambda: zipped(("e\u0301", b""), ("\u00e9", b"")), "name-twice"),
    "compatible alike": (lambda: zipped(("\ufb01t", b""), ("fit", b"")), "name-twice"),
    "file and folder": (lambda: zipped(("a", b""), ("a/b", b"")), "name-twice"),
    "sharing bytes": (overlapping, "archive-overlap"),
    "announces too much": (lambda: zipped(("a", bytes(65 * MIB))), "archive-too-large"),
    "announces too little": (understated, "entry-damaged"),
    "bomb": (lambda: zipped(("a", bytes(9 * MIB))), "entry-bomb"),
    "damaged": (damaged, "entry-damaged"),
    "cut off": (lambda: zipped(("a", b"1" * 100))[:-30], "archive-damaged"),
    "empty": (lambda: b"", "archive-damaged"),
    "no zip": (lambda: b"%PDF-1.7" * 100, "archive-damaged"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_archive_is_refused_as_a_whole(kind: str) -> None:
    build, expected = HOSTILE[kind]
    code, message = refused(lambda: unpack(build()))
    assert code == expected
    assert message.isprintable()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_same_name_twice_is_refused() -> None:
    assert refused(lambda: unpack(zipped(("a", b"1"), ("a", b"2"))))[0] == "name-twice"


def test_too_many_entries_are_refused_and_just_enough_are_not() -> None:
    many = [(f"{number}", b"") for number in range(501)]
    assert refused(lambda: unpack(zipped(*many)))[0] == "archive-too-many"
    assert len(unpack(zipped(*many[1:]))) == 500


def test_too_large_an_archive_is_not_even_opened() -> None:
    content = zipped(("a", os.urandom(MIB)))
    code, message = refused(lambda: unpack(content, Limits(archive_bytes=MIB)))
    assert (code, "1 MiB" in message) == ("archive-too-large", True)


def test_too_large_a_file_in_an_archive_is_refused() -> None:
    content = zipped(("a", bytes(2 * MIB)))
    assert refused(lambda: unpack(content, Limits(file_bytes=MIB)))[0] == "file-too-large"
    assert len(unpack(content, Limits(file_bytes=2 * MIB))["a"]) == 2 * MIB


def test_a_bomb_is_refused_before_it_takes_memory() -> None:
    content = zipped(*((f"{number}", bytes(4 * MIB)) for number in range(17)))
    tracemalloc.start()
    try:
        assert refused(lambda: unpack(content))[0] == "archive-too-large"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # Room for a table of contents is made, and none for the 68 MiB.
    assert peak < 20 * MIB


def test_what_systems_leave_behind_is_left_out() -> None:
    content = zipped(
        ("work/", b""), ("work/a.ipynb", b"{}"), ("__MACOSX/work/._a.ipynb", b""), (".hidden", b"")
    )
    assert unpack(content) == {"work/a.ipynb": b"{}"}


@given(st.data())
def test_a_changed_archive_is_refused_or_gives_files_that_can_be_written(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray(pack_files(FILES))
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        files = unpack(bytes(content))
    except StudentError:
        return
    folder = tmp_path_factory.mktemp("around")
    write_to(folder / "inside", files)
    assert [each.name for each in folder.iterdir()] == ["inside"]
