"""The student process's own words: whole, bounded and plain."""

import signal
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from autograder.execution import student
from autograder.execution.shell import Sink
from autograder.execution.student import Meter
from autograder.execution.words import hear, say

Line = tuple[socket.socket, socket.socket]


@pytest.fixture
def line() -> Iterator[Line]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def heard(line: socket.socket) -> Any:
    return hear(line, deadline=time.monotonic() + 30)["output"]


def text(content: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": content}


class Alarm(BaseException):
    pass


def test_an_interrupt_waits_until_a_word_is_out(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = line
    words: list[Any] = []

    def listen_late() -> None:
        time.sleep(0.5)
        words.extend([heard(ours), heard(ours)])

    def ring(_: int, __: object) -> None:
        raise Alarm

    def say_while_the_clock_runs(channel: socket.socket, word: Any) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        say(channel, word)

    monkeypatch.setattr(student, "say", say_while_the_clock_runs)
    listener = threading.Thread(target=listen_late)
    before = signal.signal(signal.SIGALRM, ring)
    listener.start()
    try:
        with pytest.raises(Alarm):
            # More than the socket holds: it can only be sent while somebody listens.
            Meter(theirs, 2**24)(text("x" * 2**22))
        monkeypatch.undo()
        Meter(theirs, 2**24)(text("next"))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        listener.join(30)
    assert words == [text("x" * 2**22), text("next")]


def test_what_is_too_long_is_left_out_and_said_once(line: Line) -> None:
    ours, theirs = line
    meter = Meter(theirs, 200)
    for content in ("a" * 100, "b" * 100, "c", "d"):
        meter(text(content))
    theirs.close()
    assert heard(ours) == text("a" * 100)
    note = heard(ours)
    assert (note["name"], "left out" in note["text"]) == ("stderr", True)
    with pytest.raises(EOFError):
        heard(ours)


@pytest.mark.parametrize(
    ("data", "plain"),
    [
        ({"a": float("nan")}, {"a": None}),
        ({"a": float("inf")}, {"a": None}),
        ({"a": (1, 2)}, {"a": [1, 2]}),
        ({1: 2}, {"1": 2}),
        ({"a": range(2)}, {"a": "range(0, 2)"}),
    ],
)
def test_what_json_cannot_say_becomes_null_or_text(line: Line, data: Any, plain: Any) -> None:
    ours, theirs = line
    Meter(theirs, 1000)({"output_type": "display_data", "data": data})
    assert heard(ours)["data"] == plain


def test_text_is_gathered_until_another_stream_or_an_output_comes() -> None:
    sink, passed_on = Sink(), []
    sink.emit = passed_on.append
    for stream, content in (("stdout", "a"), ("stdout", "b"), ("stderr", "c")):
        sink.text(stream, content)
    sink.put({"output_type": "display_data"})
    sink.flush()
    assert passed_on == [
        text("ab"),
        {"output_type": "stream", "name": "stderr", "text": "c"},
        {"output_type": "display_data"},
    ]


def test_the_shortest_outputs_count_as_much_as_a_word_costs(line: Line) -> None:
    ours, theirs = line
    meter = Meter(theirs, 300)
    for _ in range(6):
        meter({"clear": True})
    assert [heard(ours) for _ in range(3)] == [{"clear": True}] * 3
    assert "left out" in heard(ours)["text"]
    ours.setblocking(False)
    with pytest.raises(BlockingIOError):
        ours.recv(1)
