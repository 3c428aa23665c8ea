"""Describe plain values, a function for each exact type, and say which subclasses are copied.

A subclass is read through its base type's own methods, so that its overrides are never asked.
"""

import collections
import math
import pathlib
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from autograder.answers import moments, tables
from autograder.answers.arrays import AnyArray, is_generic_text, is_plain
from autograder.answers.bounds import INTEGER_DIGITS, TEXT_CHARACTERS
from autograder.answers.contract import NotSendable, Writer
from autograder.answers.frames import Tree, text_of
from autograder.answers.plain_types import SCALARS

# JSON's numbers are exact up to here in every reader.
_EXACT_IN_JSON = 2**53
# Shorter lists are as quick as JSON; longer ones of one kind of number travel as a buffer.
_PACKED_LENGTH = 32
_INLINE_BYTES = 1024

# With Any for the encoder: the table holds functions of other modules too.
Describe: TypeAlias = Callable[[Any, Any], Tree]


def _itself(writer: Writer, value: Any) -> Tree:
    plain: Tree = value
    return plain


def _text(writer: Writer, value: str) -> Tree:
    if len(value) > TEXT_CHARACTERS:
        raise NotSendable("a text that is too long")
    return str.__getitem__(value, slice(None))


def _integer(writer: Writer, value: int) -> Tree:
    value = int.__int__(value)
    if -_EXACT_IN_JSON < value < _EXACT_IN_JSON:
        return value
    if value.bit_length() > 4 * INTEGER_DIGITS:
        raise NotSendable("an integer that is too long")
    return {"int": hex(value)}


def _float(writer: Writer, value: float) -> Tree:
    value = float.__float__(value)
    return value if math.isfinite(value) else {"float": repr(value)}


def _complex(writer: Writer, value: complex) -> Tree:
    value = complex.__complex__(value)
    return {"complex": [writer(value.real), writer(value.imag)]}


def _bytes(writer: Writer, value: bytes) -> Tree:
    value = bytes.__getitem__(value, slice(None))
    if len(value) <= _INLINE_BYTES:
        return {"bytes": value.hex()}
    return {"bytes": writer.buffer(value)}


def _list(writer: Writer, value: list[Any]) -> Tree:
    writer.remember(value)
    members = list.__getitem__(value, slice(None))
    kinds = set(map(type, members)) if len(members) >= _PACKED_LENGTH else set()
    writer.spend(len(members) // 8 if kinds in ({float}, {int}) else 0)
    if kinds == {float}:
        return {"floats": writer.buffer(np.array(members, "<f8").tobytes())}
    if kinds == {int} and -(2**63) <= min(members) <= max(members) < 2**63:
        return {"ints": writer.buffer(np.array(members, "<i8").tobytes())}
    return {"list": [writer(member) for member in members]}


def _tuple(writer: Writer, value: tuple[Any, ...]) -> Tree:
    return {"tuple": [writer(member) for member in tuple.__iter__(value)]}


def namedtuple(writer: Writer, value: Any, name: str, names: tuple[str, ...]) -> Tree:
    """Describe a namedtuple by its fields."""
    members = [writer(member) for member in tuple.__iter__(value)]
    return {"namedtuple": name, "fields": list(names), "members": members}


def _in_one_order(members: Iterable[Tree]) -> list[Tree]:
    """Sort a set's members by their text: their own order differs from process to process."""
    return sorted(members, key=text_of)


def _set(writer: Writer, value: set[Any]) -> Tree:
    writer.remember(value)
    return {"set": _in_one_order([writer(member) for member in set.__iter__(value)])}


def _frozenset(writer: Writer, value: frozenset[Any]) -> Tree:
    members = [writer(member) for member in frozenset.__iter__(value)]
    return {"frozenset": _in_one_order(members)}


def _pairs(writer: Writer, items: Iterable[tuple[Any, Any]]) -> list[Tree]:
    return [[writer(key), writer(member)] for key, member in items]


def _dict(writer: Writer, value: dict[Any, Any]) -> Tree:
    writer.remember(value)
    return {"dict": _pairs(writer, dict.items(value))}


def _counter(writer: Writer, value: dict[Any, Any]) -> Tree:
    writer.remember(value)
    return {"Counter": _pairs(writer, dict.items(value))}


def _ordered(writer: Writer, value: "collections.OrderedDict[Any, Any]") -> Tree:
    writer.remember(value)
    return {"OrderedDict": _pairs(writer, collections.OrderedDict.items(value))}


def _defaultdict(writer: Writer, value: "collections.defaultdict[Any, Any]") -> Tree:
    writer.remember(value)
    pairs = _pairs(writer, dict.items(value))
    return {"defaultdict": pairs, "factory": writer(value.default_factory)}


def _deque(writer: Writer, value: "collections.deque[Any]") -> Tree:
    writer.remember(value)
    return {"deque": [writer(member) for member in value], "most": value.maxlen}


def _path(writer: Writer, value: pathlib.PurePath) -> Tree:
    return {"path": writer(str(value)), "pure": type(value) is pathlib.PurePosixPath}


def _range(writer: Writer, value: range) -> Tree:
    return {"range": [writer(n) for n in (value.start, value.stop, value.step)]}


def _slice(writer: Writer, value: slice) -> Tree:
    return {"slice": [writer(n) for n in (value.start, value.stop, value.step)]}


def _array(writer: Writer, value: AnyArray) -> Tree:
    writer.remember(value)
    return writer.array(value)


def _scalar(writer: Writer, value: Any) -> Tree:
    array = np.asarray(value)
    if is_generic_text(array.dtype):
        array = array.astype(f"{array.dtype.kind}1")
    if array.nbytes > _INLINE_BYTES or not is_plain(array.dtype):
        return {"element": writer.array(array)}
    return {"scalar": array.dtype.str, "bytes": array.tobytes().hex()}


def dtype(value: Any) -> Tree:
    """Describe a dtype by its name."""
    if value.kind != "O" and not is_plain(value):
        raise NotSendable(f"the dtype {value.name}")
    return {"dtype": value.str}


def _constant(writer: Writer, value: Any) -> Tree:
    return {"constant": "Ellipsis" if value is Ellipsis else "NotImplemented"}


def namedtuple_fields(kind: type) -> tuple[str, ...] | None:
    """Give the fields of a namedtuple that adds no method to them; None for any other type."""
    names = vars(kind).get("_fields")
    if type(names) is not tuple or kind.__bases__ != (tuple,):
        return None
    return names if _public_names(kind) <= set(names) else None


def _public_names(kind: type) -> set[str]:
    return {name for name in vars(kind) if not name.startswith("_")}


def has_names_of_its_own(kind: type, base: type) -> bool:
    """Tell whether a subclass can do more than its base: a copy would lose that."""
    own: set[str] = set().union(*(_public_names(c) for c in kind.__mro__ if c not in base.__mro__))
    # A frame or array that overrides a method is copied without it: ``answer.equals(expected)`` is
    # a common test, and is answered by genuine methods.
    return not own <= set(dir(base)) if base in _WITHOUT_OVERRIDES else bool(own)


EXACT: dict[type, Describe] = {
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
COPIED: tuple[tuple[type, Describe], ...] = (
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
