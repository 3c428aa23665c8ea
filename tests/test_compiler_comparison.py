from pathlib import Path

from autograder.compiler.comparison import differences


def folder(root: Path, **files: bytes) -> Path:
    root.mkdir()
    for name, content in files.items():
        (root / name).write_bytes(content)
    return root


def test_equal_folders_do_not_differ(tmp_path: Path) -> None:
    old = folder(tmp_path / "old", a=b"1\n", b=b"\xff")
    new = folder(tmp_path / "new", a=b"1\n", b=b"\xff")
    assert differences(old, new) == ""


def test_a_changed_text_is_shown_as_a_unified_diff(tmp_path: Path) -> None:
    old = folder(tmp_path / "old", a=b"1\n2\n")
    new = folder(tmp_path / "new", a=b"1\n3\n")
    assert differences(old, new) == (
        "--- released/a\n+++ compiled/a\n@@ -1,2 +1,2 @@\n 1\n-2\n+3\n"
    )


def test_a_missing_newline_at_the_end_is_shown(tmp_path: Path) -> None:
    old = folder(tmp_path / "old", a=b"1")
    new = folder(tmp_path / "new", a=b"1\n")
    assert "-1\n\\ No newline at end of file\n+1\n" in differences(old, new)


def test_missing_extra_and_binary_files_are_named(tmp_path: Path) -> None:
    old = folder(tmp_path / "old", extra=b"", binary=b"\xff\x00")
    new = folder(tmp_path / "new", fresh=b"", binary=b"\xff\x01")
    assert differences(old, new).splitlines() == [
        "differs, and is not text: binary",
        "no longer in the source: extra",
        "missing in the release: fresh",
    ]


def test_a_release_that_is_not_there_misses_everything(tmp_path: Path) -> None:
    new = folder(tmp_path / "new", a=b"1")
    assert differences(tmp_path / "old", new) == "missing in the release: a\n"


def test_what_jupyter_writes_beside_a_notebook_does_not_count(tmp_path: Path) -> None:
    old = folder(tmp_path / "old", a=b"1")
    (old / ".ipynb_checkpoints").mkdir()
    (old / ".ipynb_checkpoints/a-checkpoint").write_bytes(b"0")
    assert differences(old, folder(tmp_path / "new", a=b"1")) == ""
