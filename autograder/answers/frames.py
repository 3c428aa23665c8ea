"""Frames on a stream socket: a JSON tree and raw buffers, each length bounded before it is read.

A frame is a header (little-endian: the tree's length and the number of buffers), the length of each
buffer, the tree as UTF-8 JSON, and the buffers. Nothing in it can name code.

Threat: whoever holds the other end may send anything, or nothing. ``receive`` allocates only what
has arrived, stops at its deadline, and raises only BrokenFrame, TimeoutError, EOFError and OSError.
"""

import contextlib
import gc
import json
import select
import socket
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn, TypeAlias

Tree: TypeAlias = "bool | int | float | str | list[Tree] | dict[str, Tree] | None"

FRAME_BYTES = 64 * 1024 * 1024
# A tree grows up to fiftyfold when it is parsed; long data travels in buffers instead.
TREE_BYTES = 8 * 1024 * 1024
MOST_BUFFERS = 65_536

_HEADER = struct.Struct("<II")
_CHUNK_BYTES = 1024 * 1024


class BrokenFrame(Exception):
    """Say that a frame does not decode: the fault of who sent it."""


class FrameTooLarge(ValueError):
    """Say that a frame was not sent, and nothing of it: no one would receive it."""


@dataclass(frozen=True)
class Frame:
    """One message: a tree of plain JSON values that refers to buffers by their position.

    ``tree_bytes`` is the length of the tree's text, of a frame that was received.
    """

    tree: Tree
    buffers: tuple[bytes, ...] = ()
    tree_bytes: int = field(default=0, compare=False)

    @property
    def size(self) -> int:
        """Give the bytes of its buffers, which is nearly all of a large frame."""
        return sum(map(len, self.buffers))


def text_of(tree: Tree) -> bytes:
    """Write a tree as the one JSON text that stands for it."""
    return json.dumps(tree, separators=(",", ":"), allow_nan=False).encode("ascii")


@contextlib.contextmanager
def collector_paused() -> Iterator[None]:
    """Put off garbage collection: while a million objects are made, it would take most of the time.

    The collector looks again and again through what is being built, none of which is garbage.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def send(sock: socket.socket, frame: Frame, *, deadline: float | None = None) -> None:
    """Write one frame; with a deadline (``time.monotonic``) raise TimeoutError past it.

    Raises FrameTooLarge before anything is written, OSError when the other end is closed.
    Only ``send`` is used, and without a deadline nothing that sets the socket's mode: the jail
    knows no sendmsg and no ioctl.
    """
    tree = text_of(frame.tree)
    if len(tree) > TREE_BYTES or len(tree) + frame.size > FRAME_BYTES:
        raise FrameTooLarge(f"a value larger than {TREE_BYTES >> 20} MiB")
    lengths = struct.pack(f"<{len(frame.buffers)}I", *map(len, frame.buffers))
    _write(sock, _HEADER.pack(len(tree), len(frame.buffers)) + lengths + tree, deadline)
    for buffer in frame.buffers:
        _write(sock, buffer, deadline)


def receive(
    sock: socket.socket, *, frame_bytes: int = FRAME_BYTES, deadline: float | None = None
) -> Frame:
    """Read one frame, of at most ``frame_bytes``, before ``deadline`` (``time.monotonic``).

    Raises TimeoutError past the deadline and EOFError when the other end is closed. After any
    exception the stream's next frame cannot be found: the socket is of no more use.
    """
    tree_bytes, count = _HEADER.unpack(_read(sock, _HEADER.size, deadline))
    if tree_bytes > min(TREE_BYTES, frame_bytes) or count > MOST_BUFFERS:
        raise BrokenFrame("the frame is too large")
    lengths = struct.unpack(f"<{count}I", _read(sock, 4 * count, deadline))
    if tree_bytes + sum(lengths) > frame_bytes:
        raise BrokenFrame("the frame is too large")
    tree = _parsed(_read(sock, tree_bytes, deadline))
    buffers = tuple(_read(sock, length, deadline) for length in lengths)
    return Frame(tree, buffers, tree_bytes)


def _parsed(text: bytes) -> Tree:
    try:
        with collector_paused():
            tree: Tree = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError, MemoryError) as error:
        raise BrokenFrame(f"the tree is not JSON ({type(error).__name__})") from None
    return tree


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _write(sock: socket.socket, data: bytes, deadline: float | None) -> None:
    if deadline is None:
        sock.sendall(data)
        return
    view = memoryview(data)
    while view:
        _wait(sock, select.POLLOUT, deadline)
        try:
            view = view[sock.send(view[:_CHUNK_BYTES], socket.MSG_DONTWAIT) :]
        except BlockingIOError:
            continue


def _read(sock: socket.socket, count: int, deadline: float | None) -> bytes:
    data = bytearray()
    while len(data) < count:
        chunk = _read_some(sock, min(count - len(data), _CHUNK_BYTES), deadline)
        if not chunk:
            raise EOFError("the other end of the channel is closed")
        data += chunk
    return bytes(data)


def _read_some(sock: socket.socket, count: int, deadline: float | None) -> bytes:
    if deadline is None:
        return sock.recv(count)
    while True:
        _wait(sock, select.POLLIN, deadline)
        try:
            return sock.recv(count, socket.MSG_DONTWAIT)
        except BlockingIOError:
            continue


def _wait(sock: socket.socket, event: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(sock, event)
    milliseconds = 1000 * (deadline - time.monotonic())
    # Only up to the deadline, and never without end: a negative time-out would mean for ever.
    if milliseconds <= 0 or not poll.poll(max(milliseconds, 1)):
        raise TimeoutError("the other end of the channel did not answer in time")
