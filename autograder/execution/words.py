"""Words: what supervisor, zygotes and processes say to each other, as plain JSON objects."""

import socket
from collections.abc import Mapping
from typing import Any

from autograder.answers.frames import FRAME_BYTES, BrokenFrame, Frame, receive, send

Word = dict[str, Any]


def say(line: socket.socket, word: Mapping[str, Any], *, deadline: float | None = None) -> None:
    """Send a word; raises OSError when nobody is there, TimeoutError past the deadline."""
    tree: Any = dict(word)
    send(line, Frame(tree), deadline=deadline)


def hear(
    line: socket.socket, *, deadline: float | None = None, frame_bytes: int = FRAME_BYTES
) -> Word:
    """Wait for a word.

    Raises EOFError when the other end is gone, TimeoutError past the deadline (of
    ``time.monotonic``), BrokenFrame for anything that is no word.
    """
    try:
        tree = receive(line, frame_bytes=frame_bytes, deadline=deadline).tree
    except ConnectionError:
        raise EOFError from None
    if not isinstance(tree, dict):
        raise BrokenFrame("not a word")
    return tree
