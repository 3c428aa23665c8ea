"""A student process that speaks the wall's own language, and lies in it."""

import contextlib
import io
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from autograder.answers.frames import BrokenFrame, Frame, receive, send
from autograder.answers.handles import (
    NotSupported,
    StudentEnded,
    StudentRaised,
    StudentTimeout,
    Wall,
    is_handle,
)

Reply = Callable[[dict[str, Any]], Frame | None]
FUNCTION = {"handle": 0, "kind": "function", "can": ["call"], "type": "function"}


@contextlib.contextmanager
def forger(*replies: Any) -> Iterator[Wall]:
    """Answer the first requests with these trees, each with the number that is asked for."""
    ours, theirs = socket.socketpair()

    def answer() -> None:
        with contextlib.suppress(EOFError, OSError):
            for reply in replies:
                request: Any = receive(theirs, deadline=time.monotonic() + 10).tree
                frame = reply if isinstance(reply, Frame) else Frame(reply)
                fields: Any = frame.tree
                if isinstance(fields, dict):
                    fields = {"seq": request.get("seq"), **fields}
                send(theirs, Frame(fields, frame.buffers))

    answering = threading.Thread(target=answer)
    answering.start()
    wall = Wall(ours, call_seconds=0.3)
    wall.begin_cell(time.monotonic() + 10)
    try:
        yield wall
    finally:
        ours.close()
        answering.join()
        theirs.close()


def called(reply: Any, *arguments: Any) -> Any:
    """Call a function of the forger's, who replies so."""
    with forger({"ok": FUNCTION}, reply) as wall:
        function: Any = wall.fetch("f")
        return function(*arguments)


@pytest.mark.parametrize(
    "reply",
    [
        [],
        "ok",
        {},
        {"seq": 99, "ok": 1},
        {"seq": True, "ok": 1},
        {"seq": None, "ok": 1},
        {"seq": 1.0, "ok": 1},
        {"ok": {"nothing": 1}},
        {"ok": {"argument": 0}},
        {"ok": {"callback": 0}},
        {"ok": {"handle": -1, "kind": "function", "can": [], "type": "f"}},
        {"ok": {"handle": 1, "kind": "function", "can": "call", "type": "f"}},
        {"ok": {"handle": 1, "kind": [], "can": [], "type": "f"}},
        {"ok": {"handle": 1}},
        {"ok": {**FUNCTION, "library": "sklearn"}},
        {"ok": {**FUNCTION, "library": ["sklearn"]}},
        {"ok": {**FUNCTION, "library": [1, 2]}},
        {"ok": {"handle": 1, "kind": "object", "can": [], "type": "x" * 5000}},
        {"ok": {"handle": 1, "kind": "object", "can": [], "type": "a\0b"}},
        {"ok": {"handle": 1, "kind": "exception", "can": [], "type": "a\0b", "base": "x"}},
        {"raised": "ValueError"},
        {"raised": [["ValueError"]], "text": ""},
        {"raised": ["ValueError"], "text": 3},
        {"raised": ["ValueError"], "text": "x" * 20_000},
        {"unsupported": ["why"]},
        {"callback": 0},
        {"callback": 0, "turn": 1},
        {"callback": "f", "turn": 1, "args": {"list": []}, "keywords": {"dict": []}},
    ],
    ids=str,
)
def test_a_reply_that_is_none_is_a_broken_frame(reply: Any) -> None:
    with forger(reply) as wall:
        with pytest.raises((BrokenFrame, StudentTimeout)):
            wall.fetch("r")
        assert wall.trouble is not None


@pytest.mark.parametrize(
    ("reply", "arguments"),
    [
        ({"ok": {"argument": 0}}, (3,)),
        ({"ok": {"argument": 1}}, ([],)),
        ({"ok": {"argument": -1}}, ([],)),
        ({"ok": 1, "changed": [[0, {"list": []}]]}, (3,)),
        ({"ok": 1, "changed": [[5, {"list": []}]]}, ([],)),
        ({"ok": 1, "changed": [[0]]}, ([],)),
        ({"ok": 1, "changed": {"0": 1}}, ([],)),
        ({"ok": 1, "changed": [[0, {"list": [1]}], [0, {"list": [2]}]]}, ([],)),
    ],
    ids=str,
)
def test_arguments_that_were_not_given_cannot_be_changed_or_returned(
    reply: Any, arguments: tuple[Any, ...]
) -> None:
    with pytest.raises(BrokenFrame):
        called(reply, *arguments)


def test_an_argument_keeps_its_type_whatever_is_said_of_it() -> None:
    argument = [1, 2]
    called({"ok": None, "changed": [[0, {"dict": [[1, 2]]}]]}, argument)
    assert argument == [1, 2]


def test_an_array_keeps_its_shape_whatever_is_said_of_it() -> None:
    argument = np.zeros(2)
    forged = {"array": "<f8", "shape": [1], "buffer": 0}
    called(Frame({"ok": None, "changed": [[0, forged]]}, (bytes(8),)), argument)
    assert argument.shape == (2,)


def test_a_reply_that_waits_before_it_is_asked_for_is_a_broken_frame() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        send(theirs, Frame({"seq": 7, "ok": 42}))
        wall = Wall(ours)
        wall.begin_cell(time.monotonic() + 5)
        with pytest.raises(BrokenFrame):
            wall.fetch("r")
        with pytest.raises(BrokenFrame):
            wall.fetch("r")
        assert wall.ended


def test_no_reply_is_a_timeout_and_the_end() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        wall = Wall(ours, call_seconds=0.2)
        wall.begin_cell(time.monotonic() + 5)
        with pytest.raises(StudentTimeout):
            wall.fetch("r")
        assert wall.ended
        send(theirs, Frame({"seq": 1, "ok": 42}))
        with pytest.raises(StudentTimeout):
            wall.fetch("r")


def test_a_closed_channel_is_the_end() -> None:
    ours, theirs = socket.socketpair()
    with ours:
        theirs.close()
        wall = Wall(ours)
        wall.begin_cell(time.monotonic() + 5)
        with pytest.raises(StudentEnded):
            wall.fetch("r")


def test_a_value_that_does_not_decode_is_not_the_end() -> None:
    with forger({"ok": {"nothing": 1}}, {"ok": 3}) as wall:
        with pytest.raises(BrokenFrame):
            wall.fetch("r")
        assert wall.fetch("r") == 3


@pytest.mark.parametrize(
    ("reply", "kind", "text"),
    [
        ({"raised": ["ValueError"], "text": "no"}, ValueError, "no"),
        ({"raised": ["KeyError"], "text": "'a'", "args": {"tuple": ["a"]}}, KeyError, "'a'"),
        ({"raised": ["Mine", "LookupError"], "text": "x"}, LookupError, "x"),
        ({"raised": ["UnicodeDecodeError", "ValueError"], "text": "x"}, ValueError, "x"),
        (
            {"raised": ["SystemExit"], "type": "SystemExit", "text": "0"},
            StudentRaised,
            "SystemExit: 0",
        ),
        ({"raised": [], "type": "Mine", "text": "x"}, StudentRaised, "Mine: x"),
        ({"raised": ["Exception"], "type": "A", "text": "x"}, StudentRaised, "A: x"),
        ({"raised": ["NotSupported"], "type": "A", "text": "x"}, StudentRaised, "A: x"),
        (
            {"raised": ["ValueError"], "text": "no", "args": {"tuple": ["x" * 20_000]}},
            ValueError,
            "no",
        ),
    ],
    ids=str,
)
def test_only_genuine_exceptions_are_raised(reply: Any, kind: type[Exception], text: str) -> None:
    with pytest.raises(kind) as caught:
        called(reply)
    assert type(caught.value) is kind
    assert str(caught.value) == text


def test_a_claim_of_a_trouble_is_none() -> None:
    with forger({"ok": FUNCTION}, {"raised": ["StudentTimeout"], "type": "T", "text": ""}) as wall:
        function: Any = wall.fetch("f")
        with pytest.raises(StudentRaised):
            function()
        assert wall.trouble is None


def test_what_is_not_supported_says_what() -> None:
    with forger({"unsupported": "a module"}) as wall:
        with pytest.raises(NotSupported) as caught:
            wall.fetch("r")
        assert caught.value.what == "a module"
        assert wall.trouble is caught.value


@pytest.mark.parametrize("answer", [3.5, -1, True, "3", {"list": []}], ids=str)
def test_a_length_is_an_integer_or_nothing(answer: Any) -> None:
    sized = {"handle": 0, "kind": "object", "can": ["len"], "type": "A"}
    with forger({"ok": sized}, {"ok": answer}) as wall:
        value: Any = wall.fetch("r")
        with pytest.raises((BrokenFrame, ValueError)):
            len(value)


@pytest.mark.parametrize("answer", [3, None, {"list": []}], ids=str)
def test_a_text_is_a_text_or_nothing(answer: Any) -> None:
    with forger({"ok": {**FUNCTION, "kind": "object"}}, {"ok": answer}) as wall:
        value = wall.fetch("r")
        with pytest.raises(BrokenFrame):
            str(value)


def test_powers_that_do_not_exist_are_not_given() -> None:
    claims = {"handle": 0, "kind": "object", "can": ["eq", "__eq__", "add", "class"], "type": "int"}
    with forger({"ok": claims}) as wall:
        value: Any = wall.fetch("r")
        assert is_handle(value)
        assert not callable(value)
        with pytest.raises(NotSupported):
            bool(value == 1)


@pytest.mark.parametrize(
    "claim",
    [
        ["numpy", "ndarray"],
        ["pandas", "DataFrame"],
        ["builtins", "int"],
        ["sklearn.base", "clone"],
        ["sklearn.nowhere", "A"],
        ["sklearn", "base.BaseEstimator"],
    ],
    ids=str,
)
def test_a_class_that_may_not_be_claimed_is_not_believed(claim: list[str]) -> None:
    handle = {"handle": 0, "kind": "object", "can": [], "type": "A", "library": claim}
    with forger({"ok": handle}) as wall:
        value = wall.fetch("r")
        assert not isinstance(value, int | np.ndarray | pd.DataFrame)
        assert value.__class__ is type(value)


def test_what_is_printed_is_bounded_and_only_text() -> None:
    out = io.StringIO()
    with forger({"ok": FUNCTION}, {"ok": 1, "out": "x" * 300_000}, {"ok": 2, "out": [1]}) as wall:
        function: Any = wall.fetch("f")
        with contextlib.redirect_stdout(out):
            assert function() == 1
            assert function() == 2
    assert out.getvalue() == "x" * 100_000


def test_the_text_of_a_tests_own_exception_does_not_cross() -> None:
    ours, theirs = socket.socketpair()
    seen: list[Any] = []

    def play() -> None:
        request: Any = receive(theirs).tree
        send(theirs, Frame({"seq": request["seq"], "ok": FUNCTION}))
        request = receive(theirs).tree
        call = {"callback": 0, "turn": 1, "args": {"list": []}, "keywords": {"dict": []}}
        send(theirs, Frame(call))
        seen.append(receive(theirs).tree)
        send(theirs, Frame({"seq": request["seq"], "ok": 1}))

    def raises() -> None:
        raise ValueError("the expected value is 42")

    playing = threading.Thread(target=play)
    playing.start()
    with ours, theirs:
        wall = Wall(ours)
        wall.begin_cell(time.monotonic() + 5)
        function: Any = wall.fetch("f")
        assert function(raises) == 1
        playing.join()
    assert seen == [{"turn": 1, "raised": "ValueError"}]


def test_an_alarm_of_the_examiners_own_ends_the_conversation() -> None:
    class Alarm(BaseException):
        """Stand for the examiner's own time limit."""

    def ring() -> None:
        raise Alarm

    call = {"seq": None, "callback": 0, "turn": 1, "args": {"list": []}, "keywords": {"dict": []}}
    with forger({"ok": FUNCTION}, call) as wall:
        function: Any = wall.fetch("f")
        with pytest.raises(Alarm):
            function(ring)
        with pytest.raises(StudentEnded):
            wall.fetch("r")


@pytest.mark.parametrize(
    "value", [object(), iter([1]), np, ValueError("x")], ids=lambda value: type(value).__name__
)
def test_what_the_student_cannot_be_given_is_not_supported(value: Any) -> None:
    with forger({"ok": FUNCTION}) as wall:
        function: Any = wall.fetch("f")
        with pytest.raises(NotSupported):
            function(value)
        assert not wall.ended
