"""Frames on a socket: what is sent arrives, and what is not a frame is refused in time."""

import socket
import struct
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.answers import frames
from autograder.answers.frames import BrokenFrame, Frame, FrameTooLarge, receive, send

Pair = tuple[socket.socket, socket.socket]
TREES: Any = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False,
    allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)  # fmt: skip


@pytest.fixture
def pair() -> Iterator[Pair]:
    one, other = socket.socketpair()
    with one, other:
        yield one, other


@given(TREES, st.lists(st.binary(max_size=100), max_size=5))
def test_what_is_sent_arrives(tree: Any, buffers: list[bytes]) -> None:
    one, other = socket.socketpair()
    with one, other:
        send(one, Frame(tree, tuple(buffers)))
        assert receive(other) == Frame(tree, tuple(buffers))


def test_a_frame_larger_than_the_sockets_buffer_arrives(pair: Pair) -> None:
    frame = Frame({"a": 1}, (bytes(5_000_000), b"", b"end"))
    sender = threading.Thread(target=send, args=(pair[0], frame))
    sender.start()
    assert receive(pair[1], deadline=time.monotonic() + 20) == frame
    sender.join()


def test_frames_arrive_one_after_the_other(pair: Pair) -> None:
    for number in range(3):
        send(pair[0], Frame(number))
    assert [receive(pair[1]).tree for _ in range(3)] == [0, 1, 2]


def test_silence_ends_at_the_deadline(pair: Pair) -> None:
    start = time.monotonic()
    with pytest.raises(TimeoutError):
        receive(pair[1], deadline=start + 0.2)
    assert 0.15 < time.monotonic() - start < 2


def test_a_deadline_that_is_over_is_not_for_ever(pair: Pair) -> None:
    with pytest.raises(TimeoutError):
        receive(pair[1], deadline=time.monotonic() - 5)


def test_a_frame_that_drips_ends_at_the_deadline(pair: Pair) -> None:
    stop = threading.Event()

    def drip() -> None:
        pair[0].send(struct.pack("<II", 1000, 0))
        while not stop.wait(0.05):
            pair[0].send(b" ")

    dripping = threading.Thread(target=drip)
    dripping.start()
    with pytest.raises(TimeoutError):
        receive(pair[1], deadline=time.monotonic() + 0.3)
    stop.set()
    dripping.join()


def test_a_peer_that_does_not_read_ends_at_the_deadline(pair: Pair) -> None:
    with pytest.raises(TimeoutError):
        send(pair[0], Frame(None, (bytes(20_000_000),)), deadline=time.monotonic() + 0.2)


def test_a_closed_channel_is_an_end(pair: Pair) -> None:
    pair[0].send(b"\x05\x00")
    pair[0].close()
    with pytest.raises(EOFError):
        receive(pair[1])


@pytest.mark.parametrize(
    "header",
    [
        struct.pack("<II", frames.TREE_BYTES + 1, 0),
        struct.pack("<II", 2, frames.MOST_BUFFERS + 1),
        struct.pack("<III", 2, 1, frames.FRAME_BYTES),
        struct.pack("<II8I", 2, 8, *[frames.FRAME_BYTES // 4] * 8),
        b"\xff" * 8,
    ],
)
def test_a_frame_that_claims_too_much_is_refused_before_it_is_read(
    pair: Pair, header: bytes
) -> None:
    pair[0].send(header)
    with pytest.raises(BrokenFrame):
        receive(pair[1], deadline=time.monotonic() + 5)


def test_a_caller_may_allow_less(pair: Pair) -> None:
    send(pair[0], Frame("x" * 100))
    with pytest.raises(BrokenFrame):
        receive(pair[1], frame_bytes=50)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"nothing",
        b"NaN",
        b"[Infinity]",
        b"\xff\xfe",
        b"[" * 100_000,
        b"1" * 10_000,
        b"1 2",
        b'"\n"',
    ],
)
def test_what_is_not_json_is_refused(pair: Pair, text: bytes) -> None:
    pair[0].send(struct.pack("<II", len(text), 0) + text)
    with pytest.raises(BrokenFrame):
        receive(pair[1])


def test_what_is_too_large_is_not_sent_at_all(pair: Pair) -> None:
    with pytest.raises(FrameTooLarge):
        send(pair[0], Frame("x" * (frames.TREE_BYTES + 1)))
    with pytest.raises(FrameTooLarge):
        send(pair[0], Frame(None, (bytes(frames.FRAME_BYTES),)))
    send(pair[0], Frame(1))
    assert receive(pair[1]).tree == 1
