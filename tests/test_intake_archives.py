"""Archives of every hostile kind: refused by code, without harm to what lies beside them."""

import io
import os
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake_course import tarred, work, write_folder, zipped

from autograder.errors import OperatorError
from autograder.intake import entries, inventory, limits, zips
from autograder.intake.inventory import Inventory, Spool, take_inventory

MIB = 2**20
GOOD = work("fit = 1")


def look(tmp_path: Path, *paths: Path) -> Inventory:
    spool = tmp_path / "spool"
    spool.mkdir(exist_ok=True)
    return take_inventory(paths, Spool(spool))


def look_into(tmp_path: Path, content: bytes, name: str = "hostile.bin") -> Inventory:
    path = tmp_path / name
    path.write_bytes(content)
    return look(tmp_path, path)


def refused(found: Inventory) -> dict[str, str]:
    assert all(each.message and each.remedy for each in found.left_out)
    return {each.shown: each.code for each in found.left_out}


def paths(found: Inventory) -> list[str]:
    return sorted("/".join(item.path) for item in found.items)


def zip_with(*infos: tuple[zipfile.ZipInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, content in infos:
            archive.writestr(info, content)
    return buffer.getvalue()


def info(name: str, mode: int = stat.S_IFREG) -> zipfile.ZipInfo:
    found = zipfile.ZipInfo(name, (2026, 3, 1, 12, 0, 0))
    found.create_system, found.external_attr = 3, (mode | 0o644) << 16
    found.compress_type = zipfile.ZIP_DEFLATED
    return found


def tar_with(*members: tuple[tarfile.TarInfo, bytes], mode: str = "w") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:
        for member, content in members:
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def member(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    found = tarfile.TarInfo(name)
    found.type, found.linkname = kind, target
    return found


# ---- what is taken


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_an_archive_is_known_by_its_content_not_its_name(tmp_path: Path, mode: str) -> None:
    files = {"ada/fit.ipynb": GOOD, "ada/data/x.csv": b"1,2\n"}
    for content in (tarred(files, mode), zipped(files)):
        found = look_into(tmp_path, content, "download.pdf")
        assert paths(found) == ["ada/data/x.csv", "ada/fit.ipynb"]
        assert not found.left_out
        assert {item.stamp is None for item in found.items} == {False}


def test_archives_in_a_folder_and_in_an_archive_are_opened(tmp_path: Path) -> None:
    one = zipped({"fit.ipynb": GOOD})
    write_folder(tmp_path / "in", {"ada.zip": one, "class.zip": zipped({"ben.zip": one})})
    found = look(tmp_path, tmp_path / "in")
    assert paths(found) == ["ada.zip/fit.ipynb", "class.zip/ben.zip/fit.ipynb"]
    assert found.items[0].archives == {0}
    assert found.items[1].archives == {0, 1}


def test_documents_that_are_zips_inside_are_files(tmp_path: Path) -> None:
    found = look_into(tmp_path, zipped({"ada/data.npz": zipped({"x.npy": b"1"})}))
    assert paths(found) == ["ada/data.npz"]


def test_junk_is_counted_and_not_listed(tmp_path: Path) -> None:
    files = {"a/fit.ipynb": GOOD, "__MACOSX/a/._fit.ipynb": b"x", "a/.DS_Store": b"x"}
    found = look_into(tmp_path, zipped(files))
    assert (paths(found), found.junk, found.left_out) == (["a/fit.ipynb"], 2, [])


# ---- whole archives that are refused

DEEP = zipped({"c.zip": zipped({"d.zip": zipped({"fit.ipynb": GOOD})})})


def overlapping() -> bytes:
    """Return a zip with two entries in its table that share one entry's bytes."""
    content = zipped({"a.txt": b"a" * 100})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        table = archive.start_dir
    entry, end = content[table:-22], content[-22:]
    size = struct.pack("<HHL", 2, 2, 2 * len(entry))
    return content[:table] + entry + entry + end[:8] + size + end[16:]


def lying(field: int, value: int) -> bytes:
    """Return a zip whose two headers give another size than the content has."""
    content = bytearray(zipped({"a.txt": b"a" * 1000}))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        table = archive.start_dir
    struct.pack_into("<L", content, 14 + field, value)
    struct.pack_into("<L", content, table + 16 + field, value)
    return bytes(content)


def zip64_nonsense() -> bytes:
    """Return a zip whose end points at a zip64 record that claims two to the 63 entries."""
    content = zipped({"a.txt": b"a"})
    record = struct.pack("<4sQHHLLQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, *[2**63 - 1] * 4)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(content) - 22, 1)
    end = struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, 65535, 65535, 2**32 - 1, 2**32 - 1, 0)
    return content[:-22] + record + locator + end


def with_null() -> bytes:
    return zipped({"fit.ipynbX.exe": GOOD}).replace(b"fit.ipynbX.exe", b"fit.ipynb\0.exe")


WHOLE: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip: out of the folder": (lambda: zipped({"../evil": b"x"}), "path-leads-out"),
    "zip: deep out of it": (lambda: zipped({"a/../../evil": b"x"}), "path-leads-out"),
    "zip: absolute": (lambda: zipped({"/etc/cron.d/evil": b"x"}), "path-absolute"),
    "zip: drive": (lambda: zipped({"C:/evil": b"x"}), "path-absolute"),
    "zip: backslashes": (lambda: zipped({"..\\evil": b"x"}), "path-backslash"),
    "zip: null byte": (with_null, "name-with-null"),
    "zip: pipe": (lambda: zip_with((info("p", stat.S_IFIFO), b"")), "archive-device"),
    "zip: device": (lambda: zip_with((info("d", stat.S_IFBLK), b"")), "archive-device"),
    "zip: overlap": (overlapping, "archive-overlap"),
    "zip: zip64 nonsense": (zip64_nonsense, "archive-damaged"),
    "zip: cut off": (lambda: zipped({"a": GOOD})[:-30], "archive-damaged"),
    "zip: only its start": (lambda: b"PK\3\4" + b"\0" * 40, "archive-damaged"),
    "tar: out of the folder": (lambda: tarred({"../evil": b"x"}), "path-leads-out"),
    "tar: absolute": (lambda: tarred({"/etc/evil": b"x"}), "path-absolute"),
    "tar: pipe": (lambda: tar_with((member("p", tarfile.FIFOTYPE), b"")), "archive-device"),
    "tar: device": (lambda: tar_with((member("d", tarfile.CHRTYPE), b"")), "archive-device"),
    "tar: cut off": (lambda: tarred({"a": GOOD})[:700], "archive-damaged"),
    "tar.gz: cut off": (lambda: tarred({"a": os.urandom(5000)}, "w:gz")[:-900], "archive-damaged"),
    "tar.xz: cut off": (lambda: tarred({"a": os.urandom(5000)}, "w:xz")[:-900], "archive-damaged"),
    "gz: no tar in it": (lambda: b"\x1f\x8b\x08" + b"\0" * 600, "archive-damaged"),
    "tar.gz: bomb": (lambda: tarred({"a": b"\0" * 8 * MIB}, "w:gz"), "archive-bomb"),
    "tar.xz: bomb": (lambda: tarred({"a": b"\0" * 8 * MIB}, "w:xz"), "archive-bomb"),
    "rar": (lambda: b"Rar!\x1a\x07\x01\0" + b"\0" * 600, "archive-unknown"),
    "7z": (lambda: b"7z\xbc\xaf\x27\x1c" + b"\0" * 600, "archive-unknown"),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_hostile_archive_is_refused_as_a_whole(tmp_path: Path, kind: str) -> None:
    build, code = WHOLE[kind]
    found = look_into(tmp_path, build())
    assert refused(found) == {"hostile.bin": code}
    assert not found.items


@pytest.mark.parametrize("kind", WHOLE)
def test_the_rest_of_a_download_is_taken_all_the_same(tmp_path: Path, kind: str) -> None:
    build, code = WHOLE[kind]
    download = zipped({"ada/fit.ipynb": GOOD, "eve.bin": build(), "zoe/fit.ipynb": GOOD})
    found = look_into(tmp_path, download, "class.zip")
    assert paths(found) == ["ada/fit.ipynb", "zoe/fit.ipynb"]
    assert refused(found) == {"class.zip/eve.bin": code}
    assert sorted(each.name for each in tmp_path.iterdir()) == ["class.zip", "spool"]


# ---- entries that are refused

ENTRIES: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip: link": (
        lambda: zip_with((info("evil", stat.S_IFLNK), b"/etc/passwd"), (info("ok"), b"1")),
        "entry-link",
    ),
    "zip: bomb": (
        lambda: zip_with((info("evil"), b"\0" * 8 * MIB), (info("ok"), b"1")),
        "entry-bomb",
    ),
    "zip: reserved": (lambda: zipped({"ok": b"1", "evil/aux.py": b"1"}), "name-reserved"),
    "zip: control": (lambda: zipped({"ok": b"1", "evil\x1b[2J": b"1"}), "name-unprintable"),
    "zip: too long": (lambda: zipped({"ok": b"1", "evil" * 60: b"1"}), "name-too-long"),
    "tar: link": (
        lambda: tar_with((member("evil", tarfile.SYMTYPE, "/etc"), b""), (member("ok"), b"1")),
        "entry-link",
    ),
    "tar: hard link": (
        lambda: tar_with((member("evil", tarfile.LNKTYPE, "ok"), b""), (member("ok"), b"1")),
        "entry-link",
    ),
    "tar.gz: reserved": (lambda: tarred({"ok": b"1", "evil/con": b"1"}, "w:gz"), "name-reserved"),
}


@pytest.mark.parametrize("kind", ENTRIES)
def test_a_hostile_entry_is_left_out_and_the_others_taken(tmp_path: Path, kind: str) -> None:
    build, code = ENTRIES[kind]
    found = look_into(tmp_path, build())
    assert paths(found) == ["ok"]
    assert list(refused(found).values()) == [code]
    assert all(shown.isprintable() for shown in refused(found))


def flagged(bit: int) -> bytes:
    """Return a zip whose first entry has a flag set in both of its headers."""
    content = bytearray(zipped({"evil": b"1", "ok": b"1"}))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        table = archive.start_dir
    content[6] |= bit
    content[table + 8] |= bit
    return bytes(content)


def test_an_encrypted_entry_is_left_out(tmp_path: Path) -> None:
    found = look_into(tmp_path, flagged(1))
    assert (paths(found), list(refused(found).values())) == (["ok"], ["entry-encrypted"])


def test_an_entry_whose_content_does_not_fit_its_sum_is_left_out(tmp_path: Path) -> None:
    content = bytearray(zip_with((info("ok"), b"1")))
    stored = zipfile.ZipInfo("evil")
    content = bytearray(zip_with((stored, b"content"), (info("ok"), b"1")))
    content[content.index(b"content")] ^= 1
    found = look_into(tmp_path, bytes(content))
    assert (paths(found), list(refused(found).values())) == (["ok"], ["entry-damaged"])


@pytest.mark.parametrize("size", [1, 999, 1001, 60 * MIB])
def test_a_zip_whose_headers_lie_about_a_size_gives_nothing(tmp_path: Path, size: int) -> None:
    found = look_into(tmp_path, lying(8, size))
    assert not found.items
    assert set(refused(found).values()) <= {"entry-damaged", "entry-size-wrong", "entry-bomb"}
    assert len(found.left_out) == 1


def test_a_zip_that_announces_too_much_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    found = look_into(tmp_path, lying(8, 65 * MIB))
    assert list(refused(found).values()) == ["file-too-large"]


def test_an_unusual_method_is_left_out(tmp_path: Path) -> None:
    lzma = info("evil")
    lzma.compress_type = zipfile.ZIP_LZMA
    found = look_into(tmp_path, zip_with((lzma, b"1" * 100), (info("ok"), b"1")))
    assert (paths(found), list(refused(found).values())) == (["ok"], ["entry-method"])


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a/fit.ipynb", "a/fit.ipynb"),
        ("a/fit.ipynb", "A/Fit.ipynb"),
        ("caf\u00e9.ipynb", "cafe\u0301.ipynb"),
        ("a", "a/fit.ipynb"),
    ],
)
def test_of_two_entries_with_one_name_neither_is_taken(
    tmp_path: Path, one: str, other: str
) -> None:
    content = zip_with((info(one), b"1"), (info(other), b"2"), (info("ok"), b"3"))
    found = look_into(tmp_path, content)
    twice = {f"hostile.bin/{one}"} if other.startswith(f"{one}/") else set(refused(found))
    assert {refused(found)[each] for each in twice} == {"entry-twice"}
    assert f"hostile.bin/{one}" in twice
    assert "ok" in paths(found) and one not in paths(found)


def test_an_archive_in_an_archive_in_an_archive_is_not_opened(tmp_path: Path) -> None:
    found = look_into(tmp_path, DEEP, "a.zip")
    assert refused(found) == {"a.zip/c.zip/d.zip": "archive-nested"}
    assert not found.items


# ---- limits


def test_too_many_entries_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inventory, "DOWNLOAD", limits.Limits(files=3, unpacked_bytes=MIB))
    files = {f"{at}": b"1" for at in range(4)}
    for content in (zipped(files), tarred(files)):
        assert list(refused(look_into(tmp_path, content)).values()) == ["archive-too-many"]
    write_folder(tmp_path / "in", files)
    assert list(refused(look(tmp_path, tmp_path / "in")).values()) == ["folder-too-many"]


def test_too_much_content_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inventory, "DOWNLOAD", limits.Limits(files=9, unpacked_bytes=50_000))
    files = {f"{at}": os.urandom(20_000) for at in range(3)}
    for content in (zipped(files), tarred(files), tarred(files, "w:gz")):
        assert list(refused(look_into(tmp_path, content)).values()) == ["archive-too-large"]


def test_all_archives_of_a_call_share_one_budget(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries, "RUN_BYTES", 50_000)
    inner = {f"{at}.zip": zipped({"x": os.urandom(20_000)}) for at in range(3)}
    write_folder(tmp_path / "in", inner)
    found = look(tmp_path, tmp_path / "in")
    assert len(found.items) == 2
    assert list(refused(found).values()) == ["archive-too-large"]


def test_a_table_of_contents_of_any_size_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zips, "ZIP_TABLE_BYTES", 2000)
    found = look_into(tmp_path, zipped({f"{at}": b"1" for at in range(100)}))
    assert list(refused(found).values()) == ["archive-too-many"]


def test_a_tar_with_an_endless_name_is_refused(tmp_path: Path) -> None:
    content = tar_with((member("x" * 100_000), b"1"))
    assert list(refused(look_into(tmp_path, content)).values()) == ["archive-header"]


def test_a_tar_with_an_impossible_size_is_refused(tmp_path: Path) -> None:
    header = bytearray(member("evil").tobuf(tarfile.GNU_FORMAT))
    header[124:136] = b"\xff" * 12
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header[:512])
    found = look_into(tmp_path, bytes(header) + b"\0" * 1024)
    assert list(refused(found).values()) == ["archive-header"]


def test_a_tar_stored_with_holes_is_left_out(tmp_path: Path) -> None:
    header = member("evil", tarfile.GNUTYPE_SPARSE)
    found = look_into(tmp_path, tar_with((header, b""), (member("ok"), b"1")))
    assert (paths(found), list(refused(found).values())) == (["ok"], ["entry-sparse"])


def test_xz_gets_only_so_much_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.intake.tars.XZ_MEMORY_BYTES", MIB)
    found = look_into(tmp_path, tarred({"a": b"1"}, "w:xz"))
    assert list(refused(found).values()) == ["archive-damaged"]


# ---- folders


def test_links_and_pipes_in_a_folder_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "other").mkdir()
    (tmp_path / "other/fit.ipynb").write_bytes(GOOD)
    folder = write_folder(tmp_path / "in", {"ada/fit.ipynb": GOOD})
    (folder / "ada/link.csv").symlink_to(tmp_path / "secret")
    (folder / "eve").symlink_to(tmp_path / "other")
    os.mkfifo(folder / "ada/pipe")
    found = look(tmp_path, folder)
    assert paths(found) == ["ada/fit.ipynb"]
    assert refused(found) == {
        "in/ada/link.csv": "entry-link",
        "in/eve": "entry-link",
        "in/ada/pipe": "entry-device",
    }


def test_a_folder_of_any_depth_ends_somewhere(tmp_path: Path) -> None:
    deep = tmp_path / "in" / "/".join(["d"] * 20)
    deep.mkdir(parents=True)
    (deep / "fit.ipynb").write_bytes(GOOD)
    assert list(refused(look(tmp_path, tmp_path / "in")).values()) == ["path-too-deep"]


def test_a_pipe_named_as_a_path_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refused(look(tmp_path, tmp_path / "pipe")) == {"pipe": "entry-device"}


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OperatorError) as caught:
        look(tmp_path, tmp_path / "gone")
    assert caught.value.code == "path-unreadable"


# ---- anything at all


@given(st.lists(st.tuples(st.text(min_size=1, max_size=12), st.binary(max_size=20)), max_size=5))
def test_whatever_the_names_nothing_is_written_outside(
    tmp_path_factory: pytest.TempPathFactory, files: list[tuple[str, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    buffer = io.BytesIO()
    try:
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, content in dict(files).items():
                archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content)
    except (UnicodeEncodeError, ValueError):
        return  # no program can write such a name
    found = look_into(folder, buffer.getvalue(), "any.zip")
    assert sorted(each.name for each in folder.iterdir()) == ["any.zip", "spool"]
    assert all(len(each.name) in (7, 64) for each in (folder / "spool").iterdir())
    assert all(each.shown.isprintable() for each in (*found.items, *found.left_out))


@given(st.integers(0, 2000), st.integers(1, 255), st.sampled_from(["zip", "w", "w:gz", "w:xz"]))
def test_a_changed_byte_never_ends_the_reading_of_the_rest(
    tmp_path_factory: pytest.TempPathFactory, at: int, change: int, kind: str
) -> None:
    files = {"ada/fit.ipynb": GOOD, "ada/x": b"1" * 50}
    content = bytearray(zipped(files) if kind == "zip" else tarred(files, kind))
    content[at % len(content)] ^= change
    found = look_into(tmp_path_factory.mktemp("any"), bytes(content), "any.zip")
    known = {b"1" * 50, GOOD}
    assert len(found.items) + len(found.left_out) <= 2 or found.left_out
    assert kind == "w" or all(item.size in map(len, known) for item in found.items)
