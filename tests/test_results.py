"""Results: immutable files in order, whole or not there, and read back as they were."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder import results
from autograder.errors import InstructorError, InternalError
from autograder.results import (
    NotebookResult,
    Noticed,
    Result,
    State,
    TestResult,
    append,
    comparable,
    fingerprint,
    from_json,
    history,
    latest,
    read,
    to_json,
    write_durably,
)
from autograder.verdicts import Verdict


def test_result(grade_id: str, exercise: str, points: float | None, worth: float) -> TestResult:
    verdict = Verdict.INTERNAL if points is None else Verdict.PARTIAL
    return TestResult(grade_id, exercise, verdict, points, worth)


test_result.__test__ = False  # type: ignore[attr-defined]  # it makes results, it is no test

FIRST = NotebookResult(
    "fit",
    (
        test_result("a", "Exercise 1", 1.0, 2.0),
        test_result("b", "Exercise 2", 0.5, 1.0),
        test_result("c", "Exercise 1", None, 4.0),
    ),
    notices=("A copy was left.",),
    measured={"wall_seconds": 1.5},
)
SECOND = NotebookResult("more", (test_result("a", "Exercise 2", 3.0, 3.0),))
ADA = Result("ada", "lines", State.NEEDS_INSTRUCTOR, (FIRST, SECOND), hashes={"data": "00"})


def better(points: float) -> Result:
    notebook = replace(SECOND, tests=(test_result("a", "Exercise 2", points, 3.0),))
    return replace(ADA, notebooks=(FIRST, notebook))


def files(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "ada/lines").iterdir())


# What it says.


def test_points_add_up_and_no_score_counts_as_nothing_yet() -> None:
    assert (FIRST.points, FIRST.max_points) == (1.5, 7.0)
    assert (ADA.points, ADA.max_points) == (4.5, 10.0)


def test_exercises_add_up_over_notebooks() -> None:
    assert ADA.by_exercise() == {"Exercise 1": (1.0, 6.0), "Exercise 2": (3.5, 4.0)}


def test_what_was_measured_does_not_count_in_a_comparison() -> None:
    slower = replace(FIRST, measured={"wall_seconds": 9.0})
    assert comparable(replace(ADA, notebooks=(slower, SECOND))) == comparable(ADA)
    assert comparable(better(1.0)) != comparable(ADA)


def test_what_was_noticed_makes_no_other_result(tmp_path: Path) -> None:
    odd = replace(FIRST, noticed=(Noticed("answer-changed", "total-test: read twice"),))
    noticed = replace(ADA, notebooks=(odd, SECOND))
    assert from_json(to_json(noticed)) == noticed
    assert fingerprint(noticed) == fingerprint(ADA)
    assert append(tmp_path, noticed) and not append(tmp_path, ADA)
    assert read(history(tmp_path, ADA.student, ADA.assignment)[0]) == noticed


# JSON.

TEXTS = st.text(st.characters(), max_size=10)
POINTS = st.floats(0, 100)
TEST_RESULTS = st.builds(
    TestResult,
    TEXTS,
    TEXTS,
    st.sampled_from(Verdict),
    st.none() | POINTS,
    POINTS,
    message=TEXTS,
    note=TEXTS,
)
NOTEBOOKS = st.builds(
    NotebookResult,
    TEXTS,
    st.lists(TEST_RESULTS, max_size=3).map(tuple),
    notices=st.lists(TEXTS, max_size=2).map(tuple),
    measured=st.dictionaries(TEXTS, st.floats(0, 1e9), max_size=2),
)
RESULTS = st.builds(
    Result,
    TEXTS,
    TEXTS,
    st.sampled_from(State),
    st.lists(NOTEBOOKS, max_size=2).map(tuple),
    problem=TEXTS,
    handed_in=TEXTS,
    hashes=st.dictionaries(TEXTS, TEXTS, max_size=2),
    engine=TEXTS,
)


@given(RESULTS)
def test_a_result_reads_back_as_it_was(result: Result) -> None:
    assert from_json(to_json(result)) == result


def test_a_result_of_the_first_schema_has_no_cells_for_a_person() -> None:
    old = json.loads(to_json(ADA)) | {"schema": 1}
    for notebook in old["notebooks"]:
        del notebook["manual"], notebook["noticed"]
    assert from_json(json.dumps(old)) == ADA


def test_a_result_of_the_second_schema_has_nothing_noticed() -> None:
    old = json.loads(to_json(ADA)) | {"schema": 2}
    for notebook in old["notebooks"]:
        del notebook["noticed"]
    assert from_json(json.dumps(old)) == ADA


def test_the_same_result_is_the_same_text() -> None:
    assert to_json(from_json(to_json(ADA))) == to_json(ADA)
    assert json.loads(to_json(ADA))["schema"] == 3


def tree(**changes: Any) -> str:
    return json.dumps({**json.loads(to_json(ADA)), **changes})


@pytest.mark.parametrize(
    "text",
    [
        "",
        to_json(ADA)[:200],
        "null",
        "[]",
        "5",
        "{}",
        "[" * 100_000,
        tree(schema=4),
        tree(schema=None),
        tree(state="done"),
        tree(notebooks=None),
        tree(notebooks=[5]),
        tree(notebooks=[{"name": "fit"}]),
        tree(notebooks=[{"name": "fit", "tests": [{}], "notices": []}]),
        tree(surprise=1),
    ],
)
def test_a_damaged_text_is_said_to_be_one(text: str) -> None:
    with pytest.raises(InternalError) as caught:
        from_json(text)
    assert caught.value.code == "result-unreadable"


# Files.


def test_nothing_graded_yet_is_no_result(tmp_path: Path) -> None:
    assert latest(tmp_path, "ada", "lines") is None
    assert history(tmp_path, "ada", "lines") == ()


def test_results_are_numbered_and_the_newest_is_read(tmp_path: Path) -> None:
    assert append(tmp_path, ADA)
    assert append(tmp_path, better(1.0))
    assert files(tmp_path) == ["0001.json", "0002.json"]
    assert latest(tmp_path, "ada", "lines") == better(1.0)


def test_an_older_file_stays_as_it_was(tmp_path: Path) -> None:
    append(tmp_path, ADA)
    before = (tmp_path / "ada/lines/0001.json").read_bytes()
    append(tmp_path, better(1.0))
    assert (tmp_path / "ada/lines/0001.json").read_bytes() == before


def test_the_same_verdicts_give_no_second_file(tmp_path: Path) -> None:
    slower = replace(FIRST, measured={"wall_seconds": 9.0})
    append(tmp_path, ADA)
    assert not append(tmp_path, replace(ADA, notebooks=(slower, SECOND)))
    assert files(tmp_path) == ["0001.json"]


def test_going_back_to_earlier_verdicts_is_a_result_of_its_own(tmp_path: Path) -> None:
    for result in (ADA, better(1.0), ADA):
        assert append(tmp_path, result)
    assert files(tmp_path) == ["0001.json", "0002.json", "0003.json"]


def test_another_engine_is_a_result_of_its_own(tmp_path: Path) -> None:
    append(tmp_path, ADA)
    assert append(tmp_path, replace(ADA, engine="0.2 namespaces"))


def test_students_and_assignments_do_not_mix(tmp_path: Path) -> None:
    append(tmp_path, ADA)
    append(tmp_path, replace(ADA, student="eve"))
    append(tmp_path, replace(ADA, assignment="curves"))
    assert len(history(tmp_path, "ada", "lines")) == 1


def test_a_number_is_never_given_twice_though_an_older_file_is_gone(tmp_path: Path) -> None:
    append(tmp_path, ADA)
    append(tmp_path, better(1.0))
    (tmp_path / "ada/lines/0001.json").unlink()
    append(tmp_path, better(2.0))
    assert files(tmp_path) == ["0002.json", "0003.json"]
    assert latest(tmp_path, "ada", "lines") == better(2.0)


def test_the_ten_thousandth_result_comes_after_the_one_before(tmp_path: Path) -> None:
    write_durably(tmp_path / "ada/lines/9999.json", to_json(ADA).encode())
    append(tmp_path, better(1.0))
    append(tmp_path, better(2.0))
    assert files(tmp_path) == ["10000.json", "10001.json", "9999.json"]
    assert latest(tmp_path, "ada", "lines") == better(2.0)


def test_other_files_in_the_folder_are_no_results(tmp_path: Path) -> None:
    append(tmp_path, ADA)
    for name in ("notes.json", "0002.json.bak", "0002x.json", "12.json"):
        (tmp_path / "ada/lines" / name).write_text("mine")
    assert latest(tmp_path, "ada", "lines") == ADA


def test_a_partial_file_of_an_earlier_crash_is_no_result_and_in_nobodys_way(tmp_path: Path) -> None:
    folder = tmp_path / "ada/lines"
    folder.mkdir(parents=True)
    for name in (".0001.json.partial", f".0001.json.{os.getpid()}.partial"):
        (folder / name).write_text('{"schema": 2, "stu')
    assert latest(tmp_path, "ada", "lines") is None
    assert append(tmp_path, ADA)
    assert latest(tmp_path, "ada", "lines") == ADA


def test_nothing_but_the_result_is_left_behind(tmp_path: Path) -> None:
    append(tmp_path, ADA)
    write_durably(tmp_path / "ada/lines/page.html", b"x")
    assert files(tmp_path) == ["0001.json", "page.html"]


@pytest.mark.parametrize("step", ["link", "fsync"])
def test_a_crash_before_the_end_leaves_no_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="no space"):
        patch.setattr(os, step, fail)
        append(tmp_path, ADA)
    assert history(tmp_path, "ada", "lines") == ()
    assert append(tmp_path, ADA)


def test_two_programs_that_append_at_once_both_keep_their_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(source: Path, target: Path) -> None:
        monkeypatch.undo()
        append(tmp_path, better(1.0))  # the other program is quicker
        os.link(source, target)

    monkeypatch.setattr(results.os, "link", link)
    # Both would write under one name here, for it is one process: the other's is renamed by then.
    monkeypatch.setattr(results.os, "getpid", lambda: -1)
    assert append(tmp_path, ADA)
    assert [from_json(path.read_text()) for path in history(tmp_path, "ada", "lines")] == [
        better(1.0),
        ADA,
    ]


@pytest.mark.parametrize("content", [b"", b'{"schema": 2', b"\xff\xfe", b"[]"])
def test_a_damaged_result_is_named_and_stands_in_nobodys_way(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "ada/lines/0001.json"
    write_durably(path, content)
    with pytest.raises(InternalError, match=r"0001\.json"):
        latest(tmp_path, "ada", "lines")
    assert append(tmp_path, ADA)
    assert path.read_bytes() == content
    assert latest(tmp_path, "ada", "lines") == ADA


def test_a_name_of_undecodable_bytes_survives(tmp_path: Path) -> None:
    student = os.fsdecode(b"ada-\xff")
    odd = replace(ADA, student=student, problem=f"found: {student}")
    assert append(tmp_path, odd)
    assert latest(tmp_path, student, "lines") == odd
    assert not append(tmp_path, odd)


@pytest.mark.parametrize("name", ["", ".", "..", "../eve", "a/b", "/etc", "a\0b"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    for result in (replace(ADA, student=name), replace(ADA, assignment=name)):
        with pytest.raises(InstructorError) as caught:
            append(tmp_path, result)
        assert caught.value.code == "name-not-allowed"
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_written_again_is_replaced_as_a_whole(tmp_path: Path) -> None:
    write_durably(tmp_path / "a/b/page.html", b"long " * 1000)
    write_durably(tmp_path / "a/b/page.html", b"short")
    assert (tmp_path / "a/b/page.html").read_bytes() == b"short"


def test_a_link_in_the_place_of_a_page_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "page.html").symlink_to(tmp_path / "secret")
    write_durably(tmp_path / "page.html", b"page")
    assert (tmp_path / "secret").read_text() == "secret"
    assert not (tmp_path / "page.html").is_symlink()
