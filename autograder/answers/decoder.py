"""Frames to values: the trusted side. Any frame decodes to exact plain types or raises BrokenFrame.

Threat: the frame is written by the student's code. Every length, name and depth is bounded before
it is used; work that costs more than its bytes is charged (``spend``); nothing is looked up by a
name from the frame except in a table written here.
"""

import collections
import math
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np

from autograder.answers import builders, moments, tables
from autograder.answers.arrays import AnyArray, array_of, plain_dtype
from autograder.answers.bounds import (
    DIMENSION_LENGTH,
    HANDLE_NODES,
    MOST_DEPTH,
    MOST_DIMENSIONS,
    MOST_NESTED,
    MOST_NODES,
    SHARED_HASHES,
    TEXT_CHARACTERS,
)
from autograder.answers.contract import fields
from autograder.answers.frames import BrokenFrame, Frame, Tree, collector_paused
from autograder.answers.troubles import Trouble

# Builds what only the caller can: a handle, a callback, an argument of the call.
Resolve: TypeAlias = Callable[[str, dict[str, Tree]], object]


class Decoder:
    """Build the values of one frame, which may refer to each other.

    ``resolve(tag, fields)`` builds the tags that are not plain, or raises BrokenFrame. ``figures``
    keeps the figures of a test cell, so that a figure and its axes stay together. Without
    ``catchers``, a class that would catch a test's own failed assert is refused.
    """

    def __init__(
        self,
        buffers: tuple[bytes, ...],
        resolve: Resolve | None = None,
        *,
        figures: MutableMapping[int, Any] | None = None,
        catchers: bool = True,
    ) -> None:
        self.catchers = catchers
        self.figures: MutableMapping[int, Any] = {} if figures is None else figures
        self._buffers = buffers
        self._resolve = resolve
        self._seen: list[object] = []
        # How many values are nested in each of these, by ``id``; not before all are built.
        self._nested: dict[int, int] = {}
        # The same for what is being built, so far.
        self._below = 0
        self._filling: list[AnyArray] = []
        self._left = MOST_NODES
        self._bytes_left = sum(map(len, buffers))
        self._depth = 0

    def __call__(self, tree: Tree) -> Any:
        """Build the value that a tree describes."""
        if self._depth == 0:
            with only_broken_frames(), collector_paused():
                return self._build(tree)
        return self._build(tree)

    def array(self, tree: Tree) -> AnyArray:
        """Build an array that owns its memory."""
        if "objects" in fields(tree):
            return self._filled(self._empty(tree), tree)
        shape = self._shape(tree)
        dtype = plain_dtype(fields(tree)["array"])
        array = array_of(dtype, shape, self.buffer(fields(tree)["buffer"]))
        return array.T if "columns" in fields(tree) else array

    def remembered_array(self, tree: Tree) -> AnyArray:
        """Build an array and number it, as ``remember`` does."""
        if "objects" in fields(tree):
            return self._filled(self.remember(self._empty(tree)), tree)
        array: AnyArray = self.remember(self.array(tree))
        return array

    def text(self, tree: Tree, limit: int = TEXT_CHARACTERS) -> str:
        """Give a text of at most ``limit`` characters."""
        if type(tree) is not str or len(tree) > limit:
            raise BrokenFrame("not a text, or too long")
        return tree

    def natural(self, tree: Tree) -> int:
        """Give a whole number that is not negative and fits into 63 bits."""
        if self.integer(tree) < 0:
            raise BrokenFrame("a negative number")
        return self.integer(tree)

    def integer(self, tree: Tree) -> int:
        """Give a whole number of 64 bits."""
        if type(tree) is not int or not -(2**63) <= tree < 2**63:
            raise BrokenFrame("not an integer, or too large")
        return tree

    def number(self, tree: Tree) -> float:
        """Give a finite number."""
        if type(tree) is float and math.isfinite(tree):
            return tree
        return float(self.integer(tree))

    def items(self, tree: Tree) -> list[Tree]:
        """Give the members of a JSON list."""
        if type(tree) is not list:
            raise BrokenFrame("not a list")
        return tree

    def spend(self, nodes: int) -> None:
        """Charge for work; raise BrokenFrame when a frame costs too much."""
        self._left -= nodes
        if self._left < 0:
            raise BrokenFrame("a frame that is too much work")

    def _build(self, tree: Tree) -> Any:
        self.spend(1)
        if type(tree) is not dict:
            self._below = self._below or 1
            return self._bare(tree)
        if self._depth > 2 * MOST_DEPTH:
            raise BrokenFrame("nested too deep")
        self._depth += 1
        beside, self._below = self._below, 0
        try:
            value = self._tagged(tree)
        finally:
            self._depth -= 1
        if id(value) in self._nested:
            self._nested[id(value)] = self._below
        self._below = max(beside, self._below + 1)
        if self._below > MOST_NESTED:
            raise BrokenFrame("nested too deep")
        return value

    def _bare(self, tree: Tree) -> Any:
        if tree is None or type(tree) is bool:
            return tree
        if type(tree) is str:
            return self.text(tree)
        return self.number(tree) if type(tree) is float else self.integer(tree)

    def _tagged(self, tree: dict[str, Tree]) -> Any:
        tag = next(iter(tree), "")
        if tag in builders.BUILD:
            return builders.BUILD[tag](self, tree)
        if tag in _OTHER_KINDS:
            return _OTHER_KINDS[tag](tree, self)
        if tag in ("figure", "axes"):
            return _rebuild_figure(tree, self)
        if self._resolve is not None:
            self.spend(HANDLE_NODES)
            return self._resolve(tag, tree)
        raise BrokenFrame("a tag that may not cross")

    def members(self, tree: Tree) -> list[Any]:
        """Build each member of a JSON list."""
        return [self._build(member) for member in self.items(tree)]

    def hashable_members(self, tree: Tree) -> list[Any]:
        """Build the members of a set."""
        return _spread(self.members(tree))

    def pairs(self, tree: Tree) -> Iterator[tuple[Any, Any]]:
        """Build the keys and values of a dict."""
        couples = [self.members(pair) for pair in self.items(tree)]
        _spread([key for key, _ in couples])
        return ((key, value) for key, value in couples)

    def remember(self, value: Any) -> Any:
        """Give a number to a mutable value, as the encoder did, before its members are built."""
        self._seen.append(value)
        self._nested[id(value)] = 0
        return value

    def seen(self, number: int) -> Any:
        """Give a value that was numbered before."""
        value = self._seen[number]
        # NumPy computes with an array that is within itself until the stack ends, and the process.
        if any(value is each for each in self._filling):
            raise BrokenFrame("an array within itself")
        self._below = self._nested[id(value)]
        return value

    def buffer(self, tree: Tree) -> bytes:
        """Give a buffer by its position."""
        position = self.natural(tree)
        if position >= len(self._buffers):
            raise BrokenFrame("no such buffer")
        # A small tree could name one large buffer many times; an encoder names each once.
        self._bytes_left -= len(self._buffers[position])
        if self._bytes_left < 0:
            raise BrokenFrame("a buffer that is used twice")
        return self._buffers[position]

    def _shape(self, tree: Tree) -> tuple[int, ...]:
        shape = tuple(map(self.natural, self.items(fields(tree)["shape"])))
        if len(shape) > MOST_DIMENSIONS or any(n > DIMENSION_LENGTH for n in shape):
            raise BrokenFrame("an array's shape")
        return shape

    def _empty(self, tree: Tree) -> AnyArray:
        shape, elements = self._shape(tree), self.items(fields(tree)["objects"])
        if math.prod(shape) != len(elements):
            raise BrokenFrame("an array's elements do not fill its shape")
        return np.empty(shape, dtype=object)

    def _filled(self, array: AnyArray, tree: Tree) -> AnyArray:
        # One by one: NumPy would take a list for a row.
        flat = array.reshape(-1)
        self._filling.append(array)
        for position, element in enumerate(self.items(fields(tree)["objects"])):
            flat[position] = self._build(element)
        self._filling.pop()
        return array


def decode(frame: Frame, resolve: Resolve | None = None) -> Any:
    """Build the one value of a frame, or raise BrokenFrame."""
    return Decoder(frame.buffers, resolve)(frame.tree)


@contextmanager
def only_broken_frames() -> Iterator[None]:
    """Turn whatever a hostile frame provokes into BrokenFrame; troubles of a handle pass."""
    try:
        yield
    except (BrokenFrame, Trouble):
        raise
    except Exception as error:
        raise BrokenFrame(f"a value that cannot be built ({type(error).__name__})") from None


def _rebuild_figure(tree: Tree, decoder: Decoder) -> Any:
    # Lazy: most frames hold no figure, and Matplotlib takes a second to import.
    from autograder.answers import figures

    return figures.rebuild(tree, decoder)


def _spread(keys: list[Any]) -> list[Any]:
    """Refuse keys that share their hashes: putting them into one table takes quadratic time."""
    shared = collections.Counter(map(hash, keys))
    if shared and max(shared.values()) > SHARED_HASHES:
        raise BrokenFrame("too many keys of one hash")
    return keys


_OTHER_KINDS: Mapping[str, Callable[[Tree, Any], Any]] = MappingProxyType(
    {**moments.BUILD, **tables.BUILD}
)
