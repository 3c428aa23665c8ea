"""The outputs of a student's cells: what a front end would show, and nothing that is not valid."""

import json
from typing import Any

import nbformat
from hypothesis import given
from hypothesis import strategies as st

from autograder import notebook as notebooks
from autograder.execution import outputs as module
from autograder.execution.outputs import CELL_OUTPUTS, LEFT_OUT, Outputs, checked
from autograder.notebook import Cell, Notebook

HERE = 3


def stream(text: str, name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


def display(text: str, **more: object) -> dict[str, Any]:
    return {"output_type": "display_data", "data": {"text/plain": text}, "metadata": {}, **more}


def shown(*sent: object, cell_bytes: int = module.CELL_BYTES) -> list[Any]:
    outputs = Outputs(cell_bytes)
    outputs.start(HERE)
    for each in sent:
        outputs.put(HERE, each)
    return list(outputs.of(HERE))


def texts(*sent: object) -> list[str]:
    return [each["data"]["text/plain"] for each in shown(*sent)]


# What a front end does.


def test_outputs_are_kept_in_order() -> None:
    assert shown(stream("a"), display("b"), stream("c")) == [stream("a"), display("b"), stream("c")]


def test_text_of_one_stream_is_joined() -> None:
    sent = (stream("a"), stream("b"), stream("c", "stderr"), stream("d"))
    assert shown(*sent) == [stream("ab"), stream("c", "stderr"), stream("d")]


def test_a_cell_that_did_not_run_has_none() -> None:
    assert Outputs().of(HERE) == ()


def test_a_cell_that_runs_again_starts_anew() -> None:
    outputs = Outputs()
    for text in ("first", "second"):
        outputs.start(HERE)
        outputs.put(HERE, stream(text))
    assert outputs.of(HERE) == (stream("second"),)


def test_each_cell_has_its_own() -> None:
    outputs = Outputs()
    for position in (1, 2):
        outputs.start(position)
        outputs.put(position, stream(str(position)))
    assert (outputs.of(1), outputs.of(2)) == ((stream("1"),), (stream("2"),))


def test_clearing_takes_what_was_shown() -> None:
    assert shown(stream("a"), {"clear": False}, stream("b")) == [stream("b")]


def test_clearing_may_wait_for_the_next_output() -> None:
    assert shown(stream("a"), {"clear": True}) == [stream("a")]
    assert shown(stream("a"), {"clear": True}, stream("b"), stream("c")) == [stream("bc")]


def test_clearing_that_waits_does_not_reach_the_next_cell() -> None:
    outputs = Outputs()
    outputs.start(1)
    outputs.put(1, stream("a"))
    outputs.put(1, {"clear": True})
    outputs.start(2)
    outputs.put(2, stream("b"))
    outputs.put(2, display("c"))
    assert outputs.of(2) == (stream("b"), display("c"))


def test_a_display_is_updated_in_place_from_any_cell() -> None:
    outputs = Outputs()
    outputs.start(1)
    outputs.put(1, display("old", display_id="x"))
    outputs.put(1, display("other", display_id="y"))
    outputs.start(2)
    outputs.put(2, display("new", update="x"))
    assert outputs.of(1) == (display("new"), display("other"))
    assert outputs.of(2) == ()


def test_every_display_of_one_name_is_updated() -> None:
    sent = (display("a", display_id="x"), display("b", display_id="x"), display("c", update="x"))
    assert texts(*sent) == ["c", "c"]


def test_an_update_of_nothing_shows_nothing() -> None:
    assert shown(display("new", update="x")) == []


# What is kept of it.


def test_only_what_nbformat_knows_is_kept() -> None:
    sent = {**display("a"), "surprise": 1, "transient": {}}
    assert shown(sent) == [display("a")]
    assert checked({**stream("a"), "name": "stdlog", "more": 1}) == stream("a")


def test_an_error_keeps_name_value_and_lines() -> None:
    error = {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["a", "b"]}
    assert checked({**error, "status": "error"}) == error


def test_a_json_value_is_kept_where_the_type_is_json() -> None:
    data = {
        "application/json": {"a": [1, None]},
        "application/vnd.vega.v5+json": [1],
        "text/plain": "a",
        "text/html": ["<b>", "</b>"],
        "image/png": {"a": 1},
        "x+json": 1,
    }
    found = checked({"output_type": "display_data", "data": data, "metadata": {}})
    assert found is not None
    assert sorted(found["data"]) == [
        "application/json",
        "application/vnd.vega.v5+json",
        "text/plain",
    ]


def test_what_is_no_output_is_dropped() -> None:
    assert shown(None, 5, "text", [stream("a")], {}, {"output_type": "widget"}, {"text": "a"}) == []


def test_wrong_shapes_inside_an_output_become_empty_ones() -> None:
    assert checked({"output_type": "stream", "text": 10**4000, "name": []}) == stream("")
    assert checked({"output_type": "error", "ename": 1, "evalue": [[]], "traceback": [1]}) == {
        "output_type": "error",
        "ename": "",
        "evalue": "",
        "traceback": [""],
    }
    for count in (True, -1, "5", 2.5):
        sent = {"output_type": "execute_result", "data": [], "execution_count": count}
        assert checked(sent) == {
            "output_type": "execute_result",
            "data": {},
            "metadata": {},
            "execution_count": None,
        }


def test_half_a_character_is_shown_as_a_question_mark() -> None:
    assert shown(stream("a\ud800b"), display("\udfff")) == [stream("a?b"), display("?")]


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


def test_a_value_without_end_is_dropped() -> None:
    for bad in (nested(900), float("inf"), [float("nan")], {"a": {"b": nested(60)}}):
        sent = {"output_type": "display_data", "data": {"application/json": bad}}
        assert checked({**sent, "metadata": {"a": bad}}) == {
            "output_type": "display_data",
            "data": {},
            "metadata": {},
        }


def test_an_update_that_is_no_rich_output_changes_nothing() -> None:
    sent = (display("a", display_id="x"), {**stream("b"), "update": "x"})
    assert shown(*sent) == [display("a"), stream("b")]


def test_a_stream_with_a_display_id_cannot_be_updated() -> None:
    sent = ({**stream("a"), "display_id": "x"}, display("b", update="x"))
    assert shown(*sent) == [stream("a")]


# How much of it.


def test_no_more_than_so_many_outputs_are_kept() -> None:
    assert len(shown(*(display(str(at)) for at in range(CELL_OUTPUTS + 5)))) == CELL_OUTPUTS


def test_a_process_that_ignores_the_limit_is_cut_off_and_told_once() -> None:
    # Room for 2000 bytes and the note of an honest process: six texts of 300, for all that I know.
    kept = shown(*(display("x" * 300) for _ in range(100)), cell_bytes=2000)
    assert kept[-1] == stream(LEFT_OUT, "stderr")
    assert 6 <= len(kept) < 12
    assert kept.count(kept[-1]) == 1


def test_a_stream_that_is_joined_counts_like_any_other_output() -> None:
    out, note = shown(*(stream("x" * 300) for _ in range(100)), cell_bytes=2000)
    assert len(out["text"]) < 3000
    assert note == stream(LEFT_OUT, "stderr")


def test_what_was_cleared_counts_too() -> None:
    frames = [each for _ in range(100) for each in (display("x" * 300), {"clear": False})]
    assert len(json.dumps(shown(*frames, cell_bytes=2000))) < 500


def test_an_update_counts_once_for_each_place_where_it_shows() -> None:
    many = [display("", display_id="x") for _ in range(10)]
    found = shown(*many, display("x" * 300, update="x"), cell_bytes=2000)
    assert "x" not in "".join(each["data"]["text/plain"] for each in found[:10])
    assert found[10:] == [stream(LEFT_OUT, "stderr")]


def test_the_notebook_as_a_whole_has_a_limit() -> None:
    outputs = Outputs()
    for position in range(20):
        outputs.start(position)
        outputs.put(position, stream("x" * (4 * 2**20 - 100)))
    whole = sum(len(json.dumps(outputs.of(position))) for position in range(20))
    assert whole < module.NOTEBOOK_BYTES + 20 * 200
    assert outputs.of(19) == (stream(LEFT_OUT, "stderr"),)


def test_an_honest_process_is_never_cut_off() -> None:
    # It stops at its limit, counted with every key it sends, and adds a line about the rest.
    note = stream("[the rest of this cell's output was left out: it is too long]\n", "stderr")
    text = stream("x" * (2000 - len(json.dumps(stream("")))))
    assert shown(text, note, cell_bytes=2000) == [text, note]


# Whatever is sent, a valid notebook comes of it.

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=5)
    | st.sampled_from([10**4000, "stdout", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["text/plain", "application/json", "image/png", "a+json", "\ud800", ""]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
KINDS = st.sampled_from(["stream", "error", "display_data", "execute_result"])
SENT = (
    VALUES
    | st.fixed_dictionaries(
        {"output_type": KINDS | VALUES},
        optional={
            key: VALUES
            for key in ("text", "name", "data", "metadata", "ename", "traceback", "display_id")
        }
        | {"update": VALUES, "execution_count": VALUES},
    )
    | st.fixed_dictionaries({"clear": VALUES})
)


@given(st.lists(SENT, max_size=8))
def test_whatever_is_sent_a_valid_notebook_comes_of_it(sent: list[object]) -> None:
    cell = Cell("code", "x", cell_id="x", outputs=tuple(shown(*sent)))
    nbformat.validate(json.loads(notebooks.write(Notebook((cell,)))))
