"""Whether two frames hold the same, but for what rounding leaves.

The same product of the same numbers may differ in its last bit, by where in memory they lie.
"""

import math
import re
from typing import TypeAlias

import numpy as np

from autograder.answers.frames import Tree

RELATIVE = 1e-6
ABSOLUTE = 1e-9
_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]+")
_SEQUENCES = {"list", "tuple", "floats", "array"}
_FLOATS = {"<f4", "<f8", ">f4", ">f8", "<c8", "<c16"}

Content: TypeAlias = tuple[Tree, tuple[bytes, ...]]


def alike(one: Content, other: Content) -> bool:
    """Tell whether two trees with their buffers are the same but for rounding."""
    kinds: dict[int, str] = {}
    buffers, others = one[1], other[1]
    return (
        len(buffers) == len(others)
        and _trees(one[0], other[0], kinds)
        and all(_bytes(*pair, kinds.get(at)) for at, pair in enumerate(zip(buffers, others)))  # noqa: B905 - of one length
    )


def _trees(one: Tree, other: Tree, kinds: dict[int, str]) -> bool:
    """Compare trees; note the kind of the numbers in each buffer."""
    if isinstance(one, dict) and isinstance(other, dict):
        _note(one, kinds)
        if "scalar" in one and one.get("scalar") == other.get("scalar"):
            return _scalars(one, other)
        return one.keys() == other.keys() and all(
            _trees(one[key], other[key], kinds) for key in one
        )
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(
            _trees(*pair, kinds) for pair in zip(one, other, strict=True)
        )
    if type(one) is float and type(other) is float:
        return math.isclose(one, other, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
    if isinstance(one, str) and isinstance(other, str):
        return _without_addresses(one) == _without_addresses(other)
    return type(one) is type(other) and one == other


def _without_addresses(text: str) -> str:
    """Return a text without what ``repr`` says of where an object lies."""
    return _ADDRESS.sub("0x", text)


def is_recast(one: Tree, other: Tree) -> bool:
    """Tell whether two trees are sequences, or numbers, of two kinds: a list and an array, say."""
    if not isinstance(one, dict) and not isinstance(other, dict):
        return False
    kinds, others = _shapes(one), _shapes(other)
    return kinds != others and bool(kinds) and bool(others)


def _shapes(tree: Tree) -> set[str]:
    if isinstance(tree, dict):
        return _SEQUENCES.union({"scalar"}).intersection(tree)
    return {"number"} if type(tree) in (int, float) else set()


def _note(tree: dict[str, Tree], kinds: dict[int, str]) -> None:
    if type(tree.get("floats")) is int:
        kinds[int(str(tree["floats"]))] = "<f8"
    elif type(tree.get("buffer")) is int and type(tree.get("array")) is str:
        kinds[int(str(tree["buffer"]))] = str(tree["array"])


def _scalars(one: dict[str, Tree], other: dict[str, Tree]) -> bool:
    try:
        pair = bytes.fromhex(str(one.get("bytes"))), bytes.fromhex(str(other.get("bytes")))
    except ValueError:
        return one == other
    return _bytes(*pair, str(one["scalar"]))


def _bytes(one: bytes, other: bytes, kind: str | None) -> bool:
    if one == other or kind not in _FLOATS or len(one) != len(other):
        return one == other
    dtype = np.dtype(kind)
    if len(one) % dtype.itemsize:
        return False
    pair = np.frombuffer(one, dtype), np.frombuffer(other, dtype)
    return bool(np.allclose(*pair, rtol=RELATIVE, atol=ABSOLUTE, equal_nan=True))
