"""Notebooks in and out: nbformat's own bytes for what is valid, a plain refusal for the rest."""

import copy
import json
import math
import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder import notebook as notebooks
from autograder.notebook import Cell, Notebook, NotebookUnreadable, parse, read, write

CODE: dict[str, Any] = {
    "cell_type": "code",
    "id": "a",
    "metadata": {},
    "source": ["x = 1\n", "x"],
    "outputs": [],
    "execution_count": None,
}
TREE: dict[str, Any] = {"cells": [CODE], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def raw(tree: object) -> bytes:
    return json.dumps(tree).encode()


def with_cell(**changes: object) -> bytes:
    return raw({**TREE, "cells": [{**CODE, **changes}]})


def refusal(content: bytes) -> str:
    with pytest.raises(NotebookUnreadable) as caught:
        parse(content)
    return caught.value.code


# Valid notebooks.

NAMES = st.text(st.characters(categories=["Ll", "Nd"]), min_size=1, max_size=6)
LINES = st.text(max_size=30) | st.lists(
    st.sampled_from(["x = 1\n", "\n", "é", "y\r\n", "\x0c", "\u2028", "  "]), max_size=5
).map("".join)
TEXTS = LINES | LINES.map(lambda text: text.splitlines(keepends=True))
PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)
METADATA = st.dictionaries(
    NAMES.map(lambda name: f"my-{name}") | st.just("trusted"), PLAIN, max_size=3
)
COUNTS = st.none() | st.integers(0, 10**6)
BUNDLES = st.dictionaries(
    st.sampled_from(
        ["text/plain", "text/html", "image/png", "image/svg+xml", "application/javascript"]
    ),
    TEXTS,
    max_size=3,
).flatmap(
    lambda texts: st.dictionaries(
        st.sampled_from(["application/json", "application/vnd.plotly.v1+json"]), PLAIN, max_size=1
    ).map(lambda values: {**texts, **values})
)
PICTURES = st.dictionaries(
    st.just("picture.png"), st.dictionaries(st.sampled_from(["image/png", "text/plain"]), TEXTS)
)
OUTPUTS = st.one_of(
    st.fixed_dictionaries(
        {
            "output_type": st.just("stream"),
            "name": st.sampled_from(["stdout", "stderr"]),
            "text": TEXTS,
        }
    ),
    st.fixed_dictionaries(
        {"output_type": st.just("display_data"), "data": BUNDLES, "metadata": METADATA}
    ),
    st.fixed_dictionaries(
        {
            "output_type": st.just("execute_result"),
            "data": BUNDLES,
            "metadata": METADATA,
            "execution_count": COUNTS,
        }
    ),
    st.fixed_dictionaries(
        {
            "output_type": st.just("error"),
            "ename": st.text(max_size=5),
            "evalue": st.text(max_size=5),
            "traceback": st.lists(LINES, max_size=2),
        }
    ),
)
CODE_CELLS = st.fixed_dictionaries(
    {
        "cell_type": st.just("code"),
        "metadata": METADATA,
        "source": TEXTS,
        "outputs": st.lists(OUTPUTS, max_size=3),
        "execution_count": COUNTS,
    }
)
TEXT_CELLS = st.fixed_dictionaries(
    {
        "cell_type": st.sampled_from(["markdown", "raw"]),
        "metadata": METADATA,
        "source": TEXTS,
    },
    optional={"attachments": PICTURES},
)


@st.composite
def valid_trees(draw: st.DrawFn) -> dict[str, Any]:
    minor = draw(st.sampled_from([4, 5]))
    cells = draw(st.lists(CODE_CELLS | TEXT_CELLS, max_size=4))
    if minor == 5:
        cells = [{**cell, "id": f"id-{at}"} for at, cell in enumerate(cells)]
    metadata = draw(METADATA | st.just({"signature": "x", "orig_nbformat": 4}))
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": minor}


@given(valid_trees())
def test_a_valid_notebook_is_written_as_nbformat_writes_it(tree: dict[str, Any]) -> None:
    node = nbformat.reads(json.dumps(tree), as_version=4)
    nbformat.validate(node)
    assert write(parse(raw(tree))) == (nbformat.writes(node) + "\n").encode()


@given(valid_trees())
def test_what_was_written_reads_back_the_same(tree: dict[str, Any]) -> None:
    first = write(parse(raw(tree)))
    assert write(parse(first)) == first


def test_the_roles_of_cells_are_nbgraders() -> None:
    def roles(cell_type: str, **nbgrader: object) -> tuple[bool, ...]:
        cell = Cell(cell_type, "", {"nbgrader": nbgrader})
        return (cell.is_solution, cell.is_test, cell.is_locked, cell.is_manual, cell.is_task)

    # solution, test, locked, manual, task
    assert roles("code", solution=True, locked=True) == (True, False, False, False, False)
    assert roles("code", grade=True) == (False, True, True, False, False)
    assert roles("code", grade=True, solution=True) == (True, False, False, True, False)
    assert roles("markdown", grade=True, solution=True) == (True, False, False, True, False)
    assert roles("markdown", task=True, locked=True) == (False, False, True, True, True)
    assert roles("code", locked=True) == (False, False, True, False, False)
    assert roles("code") == (False, False, False, False, False)


@pytest.mark.parametrize(
    ("points", "worth"),
    [
        (2, 2.0),
        (0.5, 0.5),
        (True, None),
        ("2", None),
        (None, None),
        (math.nan, None),
        (math.inf, None),
        (10**400, None),
    ],
)
def test_points_are_a_sane_number_or_none(points: object, worth: float | None) -> None:
    assert Cell("code", "", {"nbgrader": {"points": points}}).points == worth


@pytest.mark.parametrize("metadata", [{"nbgrader": []}, {"nbgrader": None}, {"nbgrader": "x"}, {}])
def test_ill_formed_nbgrader_metadata_means_none(metadata: dict[str, Any]) -> None:
    cell = Cell("code", "", metadata)
    assert (cell.grade_id, cell.points, cell.is_test, cell.is_locked) == (None, None, False, False)


def test_a_grade_id_that_is_no_text_is_none() -> None:
    assert Cell("code", "", {"nbgrader": {"grade_id": ["x"]}}).grade_id is None


def test_a_byte_order_mark_is_read_over() -> None:
    assert parse(b"\xef\xbb\xbf" + raw(TREE)) == parse(raw(TREE))


# Hostile ones.


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "notebook-not-json"),
        (b"Dear professor,", "notebook-not-json"),
        (b"\xff\xfe{}", "notebook-not-text"),
        (b"\x80\x04\x95", "notebook-not-text"),
        (raw(TREE)[:-5], "notebook-not-json"),
        (raw(TREE) + b"{}", "notebook-not-json"),
        (b'{"a": ' * 100_000, "notebook-not-json"),
        (b"[" * 100_000, "notebook-not-json"),
        (b'{"nbformat": ' + b"9" * 5000 + b"}", "notebook-not-json"),
        (b'{"nbformat": ' + b"9" * 4000 + b"}", "notebook-format"),
        (b"null", "notebook-format"),
        (b"[]", "notebook-format"),
        (b"{}", "notebook-format"),
        (b'"nbformat"', "notebook-format"),
        (b"NaN", "notebook-format"),
        (raw({**TREE, "nbformat": 3}), "notebook-format"),
        (raw({**TREE, "nbformat": "4"}), "notebook-format"),
        (raw({**TREE, "nbformat": [4]}), "notebook-format"),
        (raw({**TREE, "cells": None}), "notebook-cells"),
        (raw({**TREE, "cells": {"0": CODE}}), "notebook-cells"),
        (raw({"nbformat": 4}), "notebook-cells"),
        (raw({**TREE, "cells": [None]}), "notebook-cell"),
        (raw({**TREE, "cells": ["x = 1"]}), "notebook-cell"),
        (raw({**TREE, "cells": [CODE, [CODE]]}), "notebook-cell"),
        (with_cell(source=None), "notebook-cell"),
        (with_cell(source=5), "notebook-cell"),
        (with_cell(source={"0": "x"}), "notebook-cell"),
        (with_cell(source=["x", 5]), "notebook-cell"),
        (with_cell(source=[["x"]]), "notebook-cell"),
        (with_cell(cell_type="heading"), "notebook-cell"),
        (with_cell(cell_type=["code"]), "notebook-cell"),
        (with_cell(cell_type=None), "notebook-cell"),
    ],
)
def test_what_is_no_notebook_is_refused_by_a_code_of_its_own(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_a_notebook_of_ten_thousand_cells_is_refused() -> None:
    assert refusal(raw({**TREE, "cells": [CODE] * 10_000})) == "notebook-cells"


def test_a_notebook_of_five_thousand_cells_is_read() -> None:
    assert len(parse(raw({**TREE, "cells": [CODE] * 5000})).cells) == 5000


@pytest.mark.parametrize("value", [b"[],", b'{"":0},', b'"",', b"1.5,", b'"\\"', b"["])
def test_a_small_file_that_would_take_gigabytes_is_refused_unparsed(value: bytes) -> None:
    bomb = b'{"nbformat":4,"cells":[' + value * (12 * 2**20 // len(value))
    assert refusal(bomb) == "notebook-too-large"


def test_a_large_picture_is_no_bomb() -> None:
    picture = {"output_type": "display_data", "data": {"image/png": "A" * 2**22}, "metadata": {}}
    commas = {"output_type": "stream", "name": "stdout", "text": ",[{" * 2**20}
    assert parse(with_cell(outputs=[picture, commas])).cells[0].outputs == (picture, commas)


@pytest.mark.parametrize(
    ("changes", "attribute", "meaning"),
    [
        ({"metadata": None}, "metadata", {}),
        ({"metadata": ["nbgrader"]}, "metadata", {}),
        ({"id": 5}, "cell_id", None),
        ({"id": ""}, "cell_id", None),
        ({"id": "../../etc"}, "cell_id", None),
        ({"id": "x" * 65}, "cell_id", None),
        ({"outputs": None}, "outputs", ()),
        ({"outputs": {"text": "x"}}, "outputs", ()),
        ({"execution_count": "5"}, "execution_count", None),
        ({"execution_count": True}, "execution_count", None),
        ({"execution_count": -1}, "execution_count", None),
        ({"attachments": ["a.png"]}, "attachments", None),
        ({"attachments": {"a.png": 5}}, "attachments", {}),
        ({"attachments": {"a.png": {"image/png": {"deep": 1}}}}, "attachments", {"a.png": {}}),
        ({"source": []}, "source", ""),
        ({"source": ["a\n", "b"]}, "source", "a\nb"),
        ({"source": "half \ud83d"}, "source", "half ?"),
        ({"source": "\U0001f52d"}, "source", "\U0001f52d"),
    ],
)
def test_what_a_cell_has_of_the_wrong_kind_counts_as_absent(
    changes: dict[str, Any], attribute: str, meaning: object
) -> None:
    assert getattr(parse(with_cell(**changes)).cells[0], attribute) == meaning


@pytest.mark.parametrize("minor", [True, "5", None, -1, 6, 10**40, 4.5])
def test_an_unknown_minor_version_counts_as_the_newest(minor: object) -> None:
    assert parse(raw({**TREE, "nbformat_minor": minor})).format_minor == 5


def test_numbers_that_are_not_json_are_read_as_nothing() -> None:
    found = parse(with_cell(metadata={"a": math.nan, "b": [math.inf, -math.inf, 1]}))
    assert found.cells[0].metadata == {"a": None, "b": [None, None, 1]}


def test_half_a_character_is_written_as_an_escape() -> None:
    written = write(Notebook((), {"title": "half \ud83d"}))
    assert b'"title": "half \\ud83d"' in written
    assert parse(written).metadata == {"title": "half \ud83d"}


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=8)
    | st.sampled_from(["code", "nbgrader", "stream", "display_data", "\ud800", 10**4000]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["text", "data", "output_type", "nbgrader", "source", "\ud800", "a.png"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
PLACES = st.sampled_from(
    [
        (),
        ("cells",),
        ("metadata",),
        ("nbformat",),
        ("nbformat_minor",),
        ("cells", 0),
        *(("cells", 0, key) for key in (*CODE, "attachments")),
    ]
)


def replaced(tree: Any, place: tuple[Any, ...], value: object) -> Any:
    if not place:
        return value
    changed = copy.copy(tree)
    changed[place[0]] = replaced(
        tree.get(place[0]) if isinstance(tree, dict) else tree[0], place[1:], value
    )
    return changed


@given(PLACES, ANYTHING)
def test_a_value_of_any_kind_at_any_place_is_read_or_refused(
    place: tuple[Any, ...], value: object
) -> None:
    try:
        found = parse(raw(replaced(TREE, place, value)))
    except NotebookUnreadable:
        return
    for cell in found.cells:
        assert isinstance(cell.is_test or cell.is_manual or cell.is_locked, bool)
        assert cell.points is None or math.isfinite(cell.points)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_refused(content: bytes) -> None:
    refusal(content)


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=5))
def test_a_damaged_file_is_read_or_refused(damage: list[tuple[int, int]]) -> None:
    content = bytearray(raw(TREE))
    for place, byte in damage:
        content[place % len(content)] = byte
    try:
        parse(bytes(content))
    except NotebookUnreadable as error:
        assert error.code.startswith("notebook-")


# Files.


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "fit.ipynb"
    path.write_bytes(raw(TREE))
    assert read(path).cells == (Cell("code", "x = 1\nx", {}, "a"),)


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "fit.ipynb"
    path.write_bytes(raw(TREE))
    monkeypatch.setattr(notebooks, "NOTEBOOK_BYTES", len(raw(TREE)) - 1)
    with pytest.raises(NotebookUnreadable) as caught:
        read(path)
    assert caught.value.code == "notebook-too-large"


def test_a_pipe_that_nobody_writes_to_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "fit.ipynb"
    os.mkfifo(path)
    with pytest.raises(NotebookUnreadable) as caught:
        read(path)
    assert caught.value.code == "notebook-not-file"


def test_a_device_without_end_is_refused() -> None:
    with pytest.raises(NotebookUnreadable) as caught:
        read(Path("/dev/zero"))
    assert caught.value.code == "notebook-not-file"


@pytest.mark.parametrize("kind", ["missing", "folder"])
def test_what_cannot_be_opened_is_an_error_of_the_system(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "fit.ipynb"
    if kind == "folder":
        path.mkdir()
    with pytest.raises(OSError, match=r"fit\.ipynb"):
        read(path)
