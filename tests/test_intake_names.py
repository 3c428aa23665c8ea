"""Names from outside: which may become a file's, and which a student's."""

import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.intake import names

HOSTILE = {
    "../fit.ipynb": "path-leads-out",
    "a/../../fit.ipynb": "path-leads-out",
    "..": "path-leads-out",
    "/etc/passwd": "path-absolute",
    "C:/fit.ipynb": "path-absolute",
    "c:fit.ipynb": "path-absolute",
    "a\\fit.ipynb": "path-backslash",
    "..\\fit.ipynb": "path-backslash",
    "fit.ipynb\0.exe": "name-with-null",
}
UNUSABLE = {
    "a\nb": "name-unprintable",
    "\x1b[31mred": "name-unprintable",
    "gpj.\u202eexe": "name-unprintable",
    "half \ud800": "name-unprintable",
    "a//b": "name-empty",
    "./a": "name-empty",
    "": "name-empty",
    "x" * 201: "name-too-long",
    "/".join(["ä" * 90] * 6): "name-too-long",
    "/".join("abcdefghijklmnopq"): "path-too-deep",
    "CON": "name-reserved",
    "work/aux.py": "name-reserved",
    "Lpt1.tar.gz": "name-reserved",
    "a/trailing.": "name-reserved",
    "trailing /b": "name-reserved",
}


@pytest.mark.parametrize(("path", "code"), HOSTILE.items())
def test_a_name_that_leads_out_is_hostile(path: str, code: str) -> None:
    found = names.refusal(path)
    assert found is not None
    assert (found.code, found.hostile) == (code, True)


@pytest.mark.parametrize(("path", "code"), UNUSABLE.items())
def test_a_name_that_no_file_can_have_is_refused(path: str, code: str) -> None:
    found = names.refusal(path)
    assert found is not None
    assert (found.code, found.hostile) == (code, False)


@pytest.mark.parametrize(
    "path",
    ["fit.ipynb", "Ada Löve_1_/fit (1).ipynb", "a..b", "console", "日本語/ノート.ipynb", "com10"],
)
def test_an_ordinary_name_passes(path: str) -> None:
    assert names.refusal(path) is None


PIECES = st.sampled_from(
    ["..", ".", "/", "\\", "a", "C:", "\0", "con", "é", "e\u0301", "\u202e", " "]
)
PATHS = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=12).map("".join))


@given(PATHS)
def test_no_name_that_passes_leaves_its_folder_on_any_system(path: str) -> None:
    if names.refusal(path) is not None:
        return
    for kind in (PurePosixPath, PureWindowsPath):
        parsed = kind(path)
        assert not parsed.is_absolute() and not parsed.drive and not parsed.root
        assert ".." not in parsed.parts
    assert Path("/base", path).resolve().is_relative_to("/base")
    assert not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in path)


@given(PATHS)
def test_what_is_shown_is_printable_whatever_the_name(path: str) -> None:
    assert names.printable(path).isprintable()
    names.printable(path).encode()


@given(st.text(min_size=1, max_size=60))
def test_a_persons_name_becomes_a_folders_or_is_refused(name: str) -> None:
    student = names.as_student(name)
    if names.is_student(student):
        assert names.refusal(student) is None
        assert "/" not in student and not student.startswith(".")


def test_a_persons_name_keeps_its_letters() -> None:
    assert names.as_student("Ada  Löve-Lace") == "Ada_Löve-Lace"
    assert names.as_student("../../etc") == "etc"
    assert names.as_student("a/b:c") == "a_b_c"


@pytest.mark.parametrize(
    "name", ["", " ", ".", "..", ".git", "a/b", "a\\b", "con", "x" * 101, "a*"]
)
def test_what_could_leave_the_folder_is_no_student(name: str) -> None:
    assert not names.is_student(name)


def test_names_that_one_file_system_takes_for_the_same_are_found() -> None:
    composed, apart = "caf\u00e9.ipynb", "cafe\u0301.ipynb"
    assert names.twice([composed, apart, "b"]) == {composed, apart}
    assert names.twice(["Fit.ipynb", "fit.ipynb", "fit2.ipynb"]) == {"Fit.ipynb", "fit.ipynb"}
    assert names.twice(["work", "work/fit.ipynb"]) == {"work"}
    assert names.twice(["a/x", "b/x"]) == frozenset()


def test_what_systems_leave_behind_is_known() -> None:
    junk = (["__MACOSX", "._fit.ipynb"], [".ipynb_checkpoints", "a"], ["a", "Thumbs.db"])
    assert all(map(names.is_junk, junk))
    assert not names.is_junk(["a", "fit.ipynb"])
