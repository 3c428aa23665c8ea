"""Words: what supervisor, zygotes and processes say to each other, as plain JSON objects."""

import socket
from collections.abc import Mapping
from typing import Any

from autograder.answers.frames import FRAME_BYTES, BrokenFrame, Frame, receive, send

Word = dict[str, Any]

WORD_BYTES = 100
"""What a word counts at least, where there is a limit: the shortest still costs its reader time."""


def say(line: socket.socket, word: Mapping[str, Any], *, deadline: float | None = None) -> None:
    """Send a word; raises OSError when nobody is there, TimeoutError past the deadline."""
    tree: Any = dict(word)
    send(line, Frame(tree), deadline=deadline)


def hear(line: socket.socket, *, deadline: float | None = None) -> Word:
    """Wait for a word.

    Raises EOFError when the other end is gone, TimeoutError past the deadline (of
    ``time.monotonic``), BrokenFrame for anything that is no word.
    """
    return hear_counted(line, FRAME_BYTES, deadline)[0]


def hear_counted(line: socket.socket, most_bytes: int, deadline: float | None) -> tuple[Word, int]:
    """Wait for a word of at most so many bytes; return it and how many it counts.

    Raises what ``hear`` does.
    """
    try:
        frame = receive(line, frame_bytes=min(most_bytes, FRAME_BYTES), deadline=deadline)
    except ConnectionError:
        raise EOFError from None
    if not isinstance(frame.tree, dict):
        raise BrokenFrame("not a word")
    return frame.tree, max(WORD_BYTES, frame.tree_bytes + frame.size)
