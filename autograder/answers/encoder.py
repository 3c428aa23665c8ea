"""Values to frames. Runs on both sides; nothing that it says in the student process is relied upon.

Only exact types are described as themselves. A subclass that adds no names of its own is copied
through its base type's own methods, so that its overrides are never asked; any other object goes
to ``refer``, which makes a handle of it, or is refused.
"""

import collections
import math
import pathlib
import sys
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from autograder.answers import moments, tables
from autograder.answers.arrays import AnyArray, bytes_of, is_generic_text, is_plain
from autograder.answers.bounds import (
    HANDLE_NODES,
    INTEGER_DIGITS,
    MOST_DEPTH,
    MOST_DIMENSIONS,
    MOST_NODES,
    TEXT_CHARACTERS,
)
from autograder.answers.contract import NotSendable
from autograder.answers.frames import (
    FRAME_BYTES,
    MOST_BUFFERS,
    Frame,
    Tree,
    collector_paused,
    text_of,
)
from autograder.answers.plain_types import NAMES, SCALARS

# JSON's numbers are exact up to here in every reader.
_EXACT_IN_JSON = 2**53
# Shorter lists are as quick as JSON; longer ones of one kind of number travel as a buffer.
_PACKED_LENGTH = 32
_INLINE_BYTES = 1024


class Encoder:
    """Describe values as one tree, filling ``buffers`` beside it.

    ``refer(value, encoder)`` describes what is not plain, or raises NotSendable. ``known`` maps the
    ``id`` of objects that the other side has already to what stands for them. Without ``figures``,
    these are not plain: a copy would not show what is drawn on it.
    """

    def __init__(
        self,
        refer: "Refer | None" = None,
        *,
        known: Mapping[int, Tree] | None = None,
        figures: bool = True,
    ) -> None:
        self.buffers: list[bytes] = []
        self.figures: MutableMapping[int, Any] = {}
        self._refer = refer
        self._describes_figures = figures
        self._known: dict[int, Tree] = dict(known or {})
        self._kept: list[object] = []
        self._nodes = 0
        self._depth = 0
        self._buffer_bytes = 0

    def __call__(self, value: object) -> Tree:
        """Describe any value, or raise NotSendable."""
        if self._depth == 0:
            with collector_paused():
                return self._within(value)
        return self._within(value)

    def _within(self, value: object) -> Tree:
        self.spend(1)
        if self._depth > MOST_DEPTH:
            raise NotSendable("a value that is nested too deep")
        self._depth += 1
        try:
            return self._describe(value)
        finally:
            self._depth -= 1

    def spend(self, nodes: int) -> None:
        """Charge what the decoder will charge."""
        self._nodes += nodes
        if self._nodes > MOST_NODES:
            raise NotSendable(f"a value of more than {MOST_NODES} parts")

    def frame(self, tree: Tree) -> Frame:
        """Join a tree of this encoder with its buffers."""
        return Frame(tree, tuple(self.buffers))

    def buffer(self, data: bytes) -> int:
        """Keep raw bytes and give their position."""
        self._buffer_bytes += len(data)
        if self._buffer_bytes > FRAME_BYTES or len(self.buffers) >= MOST_BUFFERS:
            raise NotSendable(f"a value larger than {FRAME_BYTES >> 20} MiB")
        self.buffers.append(data)
        return len(self.buffers) - 1

    def array(self, array: AnyArray) -> Tree:
        """Describe an array: plain elements as bytes, objects one by one."""
        array = array.view(np.ndarray)
        if array.ndim > MOST_DIMENSIONS:
            raise NotSendable(f"an array of {array.ndim} dimensions")
        if is_generic_text(array.dtype):
            array = array.astype(f"{array.dtype.kind}1")
        if array.dtype == object:
            elements = [self(element) for element in array.reshape(-1).tolist()]
            return {"objects": elements, "shape": list(array.shape)}
        if not is_plain(array.dtype):
            raise NotSendable(f"an array of dtype {array.dtype.name}")
        if array.nbytes > FRAME_BYTES:
            raise NotSendable(f"an array larger than {FRAME_BYTES >> 20} MiB")
        position = self.buffer(bytes_of(array))
        return {"array": array.dtype.str, "shape": list(array.shape), "buffer": position}

    def _describe(self, value: object) -> Tree:
        if id(value) in self._known:
            return self._known[id(value)]
        describe = _EXACT.get(type(value))
        if describe is not None:
            return describe(self, value)
        # By the real type, here and below: a handle's __class__ claims more.
        if issubclass(type(value), np.dtype):
            return _dtype(value)
        if self._describes_figures and (tree := _figure(self, value)) is not None:
            return tree
        if issubclass(type(value), type):
            return self._type(value)
        return self._subclass(value)

    def _subclass(self, value: object) -> Tree:
        kind = type(value)
        if (names := _namedtuple_fields(kind)) is not None:
            return _namedtuple(self, value, kind.__name__, names)
        for base, describe in _COPIED:
            if issubclass(kind, base) and not _has_names_of_its_own(kind, base):
                return describe(self, value)
        return self.other(value)

    def _type(self, kind: Any) -> Tree:
        if kind in NAMES:
            return {"type": NAMES[kind]}
        names = _namedtuple_fields(kind)
        if names is not None and not getattr(kind, "_field_defaults", None):
            return {"namedtuple type": kind.__name__, "fields": list(names)}
        return self.other(kind)

    def other(self, value: object) -> Tree:
        """Describe what is not plain, by reference."""
        if self._refer is None:
            raise NotSendable(f"an object of type {type(value).__qualname__}")
        self.spend(HANDLE_NODES)
        return self._refer(value, self)

    def remember(self, value: object) -> None:
        """Give a number to a mutable value, so that meeting it again says that it is the same."""
        self._known[id(value)] = {"same": len(self._kept)}
        # Kept alive: a freed object's id may be given to another one.
        self._kept.append(value)


Refer: TypeAlias = Callable[[object, Encoder], Tree]
_Describe: TypeAlias = Callable[[Encoder, Any], Tree]


def encode(value: object, refer: Refer | None = None) -> Frame:
    """Describe one value as a frame, or raise NotSendable."""
    encoder = Encoder(refer)
    return encoder.frame(encoder(value))


def _itself(encoder: Encoder, value: Any) -> Tree:
    plain: Tree = value
    return plain


def _text(encoder: Encoder, value: str) -> Tree:
    if len(value) > TEXT_CHARACTERS:
        raise NotSendable("a text that is too long")
    return str.__getitem__(value, slice(None))


def _integer(encoder: Encoder, value: int) -> Tree:
    value = int.__int__(value)
    if -_EXACT_IN_JSON < value < _EXACT_IN_JSON:
        return value
    if value.bit_length() > 4 * INTEGER_DIGITS:
        raise NotSendable("an integer that is too long")
    return {"int": hex(value)}


def _float(encoder: Encoder, value: float) -> Tree:
    value = float.__float__(value)
    return value if math.isfinite(value) else {"float": repr(value)}


def _complex(encoder: Encoder, value: complex) -> Tree:
    value = complex.__complex__(value)
    return {"complex": [encoder(value.real), encoder(value.imag)]}


def _bytes(encoder: Encoder, value: bytes) -> Tree:
    value = bytes.__getitem__(value, slice(None))
    if len(value) <= _INLINE_BYTES:
        return {"bytes": value.hex()}
    return {"bytes": encoder.buffer(value)}


def _list(encoder: Encoder, value: list[Any]) -> Tree:
    encoder.remember(value)
    members = list.__getitem__(value, slice(None))
    kinds = set(map(type, members)) if len(members) >= _PACKED_LENGTH else set()
    encoder.spend(len(members) // 8 if kinds in ({float}, {int}) else 0)
    if kinds == {float}:
        return {"floats": encoder.buffer(np.array(members, "<f8").tobytes())}
    if kinds == {int} and -(2**63) <= min(members) <= max(members) < 2**63:
        return {"ints": encoder.buffer(np.array(members, "<i8").tobytes())}
    return {"list": [encoder(member) for member in members]}


def _tuple(encoder: Encoder, value: tuple[Any, ...]) -> Tree:
    return {"tuple": [encoder(member) for member in tuple.__iter__(value)]}


def _namedtuple(encoder: Encoder, value: Any, name: str, names: tuple[str, ...]) -> Tree:
    members = [encoder(member) for member in tuple.__iter__(value)]
    return {"namedtuple": name, "fields": list(names), "members": members}


def _in_one_order(members: Iterable[Tree]) -> list[Tree]:
    """Sort a set's members by their text: their own order differs from process to process."""
    return sorted(members, key=text_of)


def _set(encoder: Encoder, value: set[Any]) -> Tree:
    encoder.remember(value)
    return {"set": _in_one_order([encoder(member) for member in set.__iter__(value)])}


def _frozenset(encoder: Encoder, value: frozenset[Any]) -> Tree:
    members = [encoder(member) for member in frozenset.__iter__(value)]
    return {"frozenset": _in_one_order(members)}


def _pairs(encoder: Encoder, items: Iterable[tuple[Any, Any]]) -> list[Tree]:
    return [[encoder(key), encoder(member)] for key, member in items]


def _dict(encoder: Encoder, value: dict[Any, Any]) -> Tree:
    encoder.remember(value)
    return {"dict": _pairs(encoder, dict.items(value))}


def _counter(encoder: Encoder, value: dict[Any, Any]) -> Tree:
    encoder.remember(value)
    return {"Counter": _pairs(encoder, dict.items(value))}


def _ordered(encoder: Encoder, value: "collections.OrderedDict[Any, Any]") -> Tree:
    encoder.remember(value)
    return {"OrderedDict": _pairs(encoder, collections.OrderedDict.items(value))}


def _defaultdict(encoder: Encoder, value: "collections.defaultdict[Any, Any]") -> Tree:
    encoder.remember(value)
    pairs = _pairs(encoder, dict.items(value))
    return {"defaultdict": pairs, "factory": encoder(value.default_factory)}


def _deque(encoder: Encoder, value: "collections.deque[Any]") -> Tree:
    encoder.remember(value)
    return {"deque": [encoder(member) for member in value], "most": value.maxlen}


def _path(encoder: Encoder, value: pathlib.PurePath) -> Tree:
    return {"path": encoder(str(value)), "pure": type(value) is pathlib.PurePosixPath}


def _range(encoder: Encoder, value: range) -> Tree:
    return {"range": [encoder(n) for n in (value.start, value.stop, value.step)]}


def _slice(encoder: Encoder, value: slice) -> Tree:
    return {"slice": [encoder(n) for n in (value.start, value.stop, value.step)]}


def _array(encoder: Encoder, value: AnyArray) -> Tree:
    encoder.remember(value)
    return encoder.array(value)


def _scalar(encoder: Encoder, value: Any) -> Tree:
    array = np.asarray(value)
    if is_generic_text(array.dtype):
        array = array.astype(f"{array.dtype.kind}1")
    if array.nbytes > _INLINE_BYTES or not is_plain(array.dtype):
        return {"element": encoder.array(array)}
    return {"scalar": array.dtype.str, "bytes": array.tobytes().hex()}


def _dtype(value: Any) -> Tree:
    if value.kind != "O" and not is_plain(value):
        raise NotSendable(f"the dtype {value.name}")
    return {"dtype": value.str}


def _constant(encoder: Encoder, value: Any) -> Tree:
    return {"constant": "Ellipsis" if value is Ellipsis else "NotImplemented"}


def _figure(encoder: Encoder, value: object) -> Tree:
    """Describe a figure or axes; None for anything else."""
    if "matplotlib.figure" not in sys.modules:
        return None
    # Lazy: most frames hold no figure, and Matplotlib takes a second to import.
    from autograder.answers import figures

    return figures.describe(value, encoder)


def _namedtuple_fields(kind: type) -> tuple[str, ...] | None:
    """Give the fields of a namedtuple that adds no method to them; None for any other type."""
    names = vars(kind).get("_fields")
    if type(names) is not tuple or kind.__bases__ != (tuple,):
        return None
    return names if _public_names(kind) <= set(names) else None


def _public_names(kind: type) -> set[str]:
    return {name for name in vars(kind) if not name.startswith("_")}


def _has_names_of_its_own(kind: type, base: type) -> bool:
    """Tell whether a subclass can do more than its base: a copy would lose that."""
    own: set[str] = set().union(*(_public_names(c) for c in kind.__mro__ if c not in base.__mro__))
    # A frame or array that overrides a method is copied without it: ``answer.equals(expected)`` is
    # a common test, and is answered by genuine methods.
    return not own <= set(dir(base)) if base in _WITHOUT_OVERRIDES else bool(own)


_EXACT: dict[type, _Describe] = {
    type(None): _itself,
    bool: _itself,
    str: _text,
    int: _integer,
    float: _float,
    complex: _complex,
    bytes: _bytes,
    list: _list,
    tuple: _tuple,
    set: _set,
    frozenset: _frozenset,
    dict: _dict,
    collections.Counter: _counter,
    collections.OrderedDict: _ordered,
    collections.defaultdict: _defaultdict,
    collections.deque: _deque,
    range: _range,
    pathlib.PosixPath: _path,
    pathlib.PurePosixPath: _path,
    slice: _slice,
    type(Ellipsis): _constant,
    type(NotImplemented): _constant,
    np.ndarray: _array,
    **dict.fromkeys(SCALARS, _scalar),
    **moments.DESCRIBE,
    **tables.DESCRIBE,
}

_WITHOUT_OVERRIDES = (np.ndarray, pd.DataFrame, pd.Series)

# Tried in this order: a Counter is a dict too.
_COPIED: tuple[tuple[type, _Describe], ...] = (
    (int, _integer),
    (float, _float),
    (complex, _complex),
    (str, _text),
    (bytes, _bytes),
    (list, _list),
    (tuple, _tuple),
    (set, _set),
    (frozenset, _frozenset),
    (collections.Counter, _counter),
    (collections.OrderedDict, _ordered),
    (collections.defaultdict, _defaultdict),
    (dict, _dict),
    (np.ndarray, _array),
    (pd.DataFrame, tables.DESCRIBE[pd.DataFrame]),
    (pd.Series, tables.DESCRIBE[pd.Series]),
)
