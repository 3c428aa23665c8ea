"""Marks given by hand: immutable files beside the results, appended when something is new."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder import marks, results
from autograder.errors import InternalError
from autograder.marks import CellMark, Marks, append, history, latest
from autograder.results import Result, State

GIVEN = Marks(
    cells=(CellMark("first", "essay", 4.0, 0.5, "Neat.", review=True),),
    due="2026-11-20T12:00:00+00:00",
    extension_seconds=3600.0,
    submission="aa",
)


def test_marks_are_read_back_as_they_were(tmp_path: Path) -> None:
    assert append(tmp_path, "ada", "week1", GIVEN)
    assert latest(tmp_path, "ada", "week1") == GIVEN
    assert [file.name for file in history(tmp_path, "ada", "week1")] == ["marks-0001.json"]


texts = st.text(st.characters(), max_size=20)
numbers = st.none() | st.floats(allow_nan=False)


@given(st.builds(CellMark, texts, texts, numbers, numbers, texts, st.booleans()))
def test_whatever_a_person_writes_survives_as_text(mark: CellMark) -> None:
    kept = Marks((mark,), extension_seconds=-1.5)
    text = marks.to_json(kept).encode(errors="backslashreplace").decode()
    assert marks.from_json(text) == kept


def test_the_same_marks_are_not_written_twice(tmp_path: Path) -> None:
    assert append(tmp_path, "ada", "week1", GIVEN)
    assert not append(tmp_path, "ada", "week1", GIVEN)
    assert append(tmp_path, "ada", "week1", Marks())
    assert append(tmp_path, "ada", "week1", GIVEN)
    assert len(history(tmp_path, "ada", "week1")) == 3


def test_nothing_given_needs_no_file(tmp_path: Path) -> None:
    assert not append(tmp_path, "ada", "week1", Marks())
    assert latest(tmp_path, "ada", "week1") is None
    assert list(tmp_path.iterdir()) == []


def test_marks_and_results_lie_beside_each_other_and_do_not_mix(tmp_path: Path) -> None:
    result = Result("ada", "week1", State.GRADED, ())
    append(tmp_path, "ada", "week1", GIVEN)
    results.append(tmp_path, result)
    names = sorted(file.name for file in (tmp_path / "ada" / "week1").iterdir())
    assert names == ["0001.json", "marks-0001.json"]
    assert results.latest(tmp_path, "ada", "week1") == result
    assert latest(tmp_path, "ada", "week1") == GIVEN


def test_the_ten_thousandth_file_comes_last(tmp_path: Path) -> None:
    append(tmp_path, "ada", "week1", Marks(due="2026-11-20T12:00:00+00:00"))
    (first,) = history(tmp_path, "ada", "week1")
    first.rename(first.with_name("marks-9999.json"))
    append(tmp_path, "ada", "week1", GIVEN)
    assert latest(tmp_path, "ada", "week1") == GIVEN


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"schema": 2}',
        b'{"schema": 1, "cells": [], "surprise": 1}',
        b'{"schema": 1, "cells": [], "due": "soon"}',
        b'{"schema": 1, "cells": [], "due": 5}',
        b'{"schema": 1, "cells": [], "extension_seconds": "an hour"}',
        b'{"schema": 1, "cells": [{"notebook": "first", "grade_id": "essay", "points": "4"}]}',
    ],
)
def test_a_damaged_file_is_named_and_never_replaced(tmp_path: Path, damaged: bytes) -> None:
    append(tmp_path, "ada", "week1", GIVEN)
    (file,) = history(tmp_path, "ada", "week1")
    file.write_bytes(damaged)
    with pytest.raises(InternalError) as caught:
        latest(tmp_path, "ada", "week1")
    assert caught.value.code == "marks-unreadable"
    assert str(file) in caught.value.message
    assert append(tmp_path, "ada", "week1", GIVEN)
    assert latest(tmp_path, "ada", "week1") == GIVEN
    assert file.read_bytes() == damaged
