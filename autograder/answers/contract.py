"""What each kind of value asks of the encoder and the decoder, whose modules know all kinds."""

import re
from collections.abc import Iterable, MutableMapping
from typing import Any, Protocol

from autograder.answers.arrays import AnyArray
from autograder.answers.frames import BrokenFrame, Tree


class NotSendable(TypeError):
    """Say that a value may not cross; its text names the kind of value, not its content."""


class Writer(Protocol):
    """The encoder, as a kind of value sees it."""

    # One description per figure and frame: a notebook's axes all belong to few figures.
    figures: MutableMapping[int, Any]

    def __call__(self, value: object) -> Tree:
        """Describe any value."""
        ...

    def texts(self, texts: list[str | None]) -> list[Tree]:
        """Describe plain texts, some of which may be missing."""
        ...

    def array(self, array: AnyArray) -> Tree:
        """Describe an array; its elements go into a buffer where they are plain."""
        ...

    def buffer(self, data: bytes) -> int:
        """Keep raw bytes and give their position."""
        ...

    def remember(self, value: object) -> None:
        """Give a number to a mutable value, so that meeting it again says that it is the same."""
        ...

    def spend(self, nodes: int) -> None:
        """Charge what the decoder will charge; raise NotSendable when it is too much."""
        ...


class Reader(Protocol):
    """The decoder, as a kind of value sees it. Each method raises BrokenFrame on a wrong tree."""

    # The genuine figures built so far in this test cell, by the student's number for each.
    figures: MutableMapping[int, Any]
    # Whether a class may be built that would catch a test's own failed assert.
    catchers: bool

    def __call__(self, tree: Tree) -> Any:
        """Build the value that a tree describes."""
        ...

    def array(self, tree: Tree) -> AnyArray:
        """Build an array."""
        ...

    def text(self, tree: Tree, limit: int = ...) -> str:
        """Give a text of at most ``limit`` characters."""
        ...

    def natural(self, tree: Tree) -> int:
        """Give a whole number that is not negative."""
        ...

    def integer(self, tree: Tree) -> int:
        """Give a whole number of 64 bits."""
        ...

    def number(self, tree: Tree) -> float:
        """Give a finite number."""
        ...

    def items(self, tree: Tree) -> list[Tree]:
        """Give the members of a JSON list."""
        ...

    def spend(self, nodes: int) -> None:
        """Charge for work that costs more than one node."""
        ...

    def buffer(self, tree: Tree) -> bytes:
        """Give a buffer by its position."""
        ...

    def remembered_array(self, tree: Tree) -> AnyArray:
        """Build an array and number it, as ``remember`` does."""
        ...

    def members(self, tree: Tree) -> list[Any]:
        """Build each member of a JSON list."""
        ...

    def hashable_members(self, tree: Tree) -> list[Any]:
        """Build the members of a set."""
        ...

    def pairs(self, tree: Tree) -> Iterable[tuple[Any, Any]]:
        """Build the keys and values of a dict."""
        ...

    def remember(self, value: Any) -> Any:
        """Give a number to a mutable value, before its members are built."""
        ...

    def seen(self, number: int) -> Any:
        """Give a value that was numbered before."""
        ...


def fields(tree: Tree) -> dict[str, Tree]:
    """Give the members of a JSON object, or raise BrokenFrame."""
    if type(tree) is not dict:
        raise BrokenFrame("not an object")
    return tree


def matching(pattern: re.Pattern[str], text: str) -> str:
    """Give the text if all of it matches, else raise BrokenFrame."""
    if not pattern.fullmatch(text):
        raise BrokenFrame("a name that may not cross")
    return text
