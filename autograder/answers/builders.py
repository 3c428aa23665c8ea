"""Build plain values from their descriptions, a function for each tag.

Each reads from a tree that nobody vouches for, through a Reader that bounds what it gives.
"""

import collections
import functools
import keyword
import math
import pathlib
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np

from autograder.answers.arrays import array_of, plain_dtype
from autograder.answers.bounds import INTEGER_DIGITS, NAME_CHARACTERS
from autograder.answers.contract import Reader
from autograder.answers.estimators.crossing import rebuild as rebuild_estimator
from autograder.answers.estimators.functions import named
from autograder.answers.frames import BrokenFrame, Tree
from autograder.answers.plain_types import TYPES
from autograder.answers.troubles import NotSupported

_FLOATS = MappingProxyType({"nan": math.nan, "inf": math.inf, "-inf": -math.inf})
_CONSTANTS = MappingProxyType({"Ellipsis": Ellipsis, "NotImplemented": NotImplemented})
_MOST_FIELDS = 100
_PATH_CHARACTERS = 4096
_TYPE_NODES = 1000

Build: TypeAlias = Callable[[Reader, dict[str, Tree]], Any]


def _build_int(reader: Reader, tree: dict[str, Tree]) -> int:
    digits = reader.text(tree["int"], INTEGER_DIGITS + 3)
    reader.spend(len(digits) // 64)
    return int(digits, 16)


def _build_float(reader: Reader, tree: dict[str, Tree]) -> float:
    return _FLOATS[reader.text(tree["float"], 4)]


def _build_complex(reader: Reader, tree: dict[str, Tree]) -> complex:
    real, imaginary = reader.members(tree["complex"])
    if type(real) is not float or type(imaginary) is not float:
        raise BrokenFrame("a complex number of other than floats")
    return complex(real, imaginary)


def _build_bytes(reader: Reader, tree: dict[str, Tree]) -> bytes:
    if type(tree["bytes"]) is str:
        return bytes.fromhex(reader.text(tree["bytes"]))
    return reader.buffer(tree["bytes"])


def _build_list(reader: Reader, tree: dict[str, Tree]) -> list[Any]:
    value: list[Any] = reader.remember([])
    value.extend(reader.members(tree["list"]))
    return value


def _packed(dtype: str, tag: str) -> Build:
    def build(reader: Reader, tree: dict[str, Tree]) -> list[Any]:
        data = reader.buffer(tree[tag])
        reader.spend(len(data) // 64)
        value: list[Any] = np.frombuffer(data, dtype).tolist()
        return reader.remember(value)  # type: ignore[no-any-return]

    return build


def _build_tuple(reader: Reader, tree: dict[str, Tree]) -> tuple[Any, ...]:
    return tuple(reader.members(tree["tuple"]))


def _build_set(reader: Reader, tree: dict[str, Tree]) -> set[Any]:
    value: set[Any] = reader.remember(set())
    value.update(reader.hashable_members(tree["set"]))
    return value


def _build_frozenset(reader: Reader, tree: dict[str, Tree]) -> frozenset[Any]:
    return frozenset(reader.hashable_members(tree["frozenset"]))


def _mapping(tag: str, kind: Callable[[], dict[Any, Any]]) -> Build:
    def build(reader: Reader, tree: dict[str, Tree]) -> dict[Any, Any]:
        value: dict[Any, Any] = reader.remember(kind())
        # One by one: a Counter's update would add, and dict.update forgets an OrderedDict's order.
        for key, member in reader.pairs(tree[tag]):
            value[key] = member
        return value

    return build


def _build_defaultdict(reader: Reader, tree: dict[str, Tree]) -> dict[Any, Any]:
    value: collections.defaultdict[Any, Any] = reader.remember(collections.defaultdict())
    value.update(reader.pairs(tree["defaultdict"]))
    factory = reader(tree["factory"])
    if factory is not None and not callable(factory):
        raise BrokenFrame("a default that cannot be called")
    value.default_factory = factory
    return value


def _build_deque(reader: Reader, tree: dict[str, Tree]) -> "collections.deque[Any]":
    most = None if tree["most"] is None else reader.natural(tree["most"])
    value: collections.deque[Any] = reader.remember(collections.deque(maxlen=most))
    value.extend(reader.members(tree["deque"]))
    return value


def _build_path(reader: Reader, tree: dict[str, Tree]) -> pathlib.PurePath:
    kind = pathlib.PurePosixPath if tree["pure"] is True else pathlib.PosixPath
    return kind(reader.text(tree["path"], _PATH_CHARACTERS))


def _build_range(reader: Reader, tree: dict[str, Tree]) -> range:
    start, stop, step = reader.members(tree["range"])
    if {type(start), type(stop), type(step)} != {int}:
        raise BrokenFrame("a range of other than integers")
    return range(start, stop, step)


def _build_slice(reader: Reader, tree: dict[str, Tree]) -> slice:
    start, stop, step = reader.members(tree["slice"])
    return slice(start, stop, step)


def _build_array(reader: Reader, tree: dict[str, Tree]) -> Any:
    return reader.remembered_array(tree)


def _build_scalar(reader: Reader, tree: dict[str, Tree]) -> Any:
    data = bytes.fromhex(reader.text(tree["bytes"], 4096))
    return array_of(plain_dtype(tree["scalar"]), (), data)[()]


def _build_element(reader: Reader, tree: dict[str, Tree]) -> Any:
    array = reader.array(tree["element"])
    if array.ndim or array.dtype == object:
        raise BrokenFrame("an element of other than no dimensions")
    return array[()]


def _build_dtype(reader: Reader, tree: dict[str, Tree]) -> Any:
    return np.dtype(object) if tree["dtype"] == "|O" else plain_dtype(tree["dtype"])


def _build_type(reader: Reader, tree: dict[str, Tree]) -> type:
    kind = TYPES[reader.text(tree["type"], NAME_CHARACTERS)]
    catches = issubclass(kind, BaseException) and issubclass(AssertionError, kind)
    if catches and not reader.catchers:
        raise NotSupported(f"{kind.__name__} as the student's own class of errors")
    return kind


def _build_constant(reader: Reader, tree: dict[str, Tree]) -> Any:
    return _CONSTANTS[reader.text(tree["constant"], NAME_CHARACTERS)]


def _build_same(reader: Reader, tree: dict[str, Tree]) -> Any:
    return reader.seen(reader.natural(tree["same"]))


def _build_namedtuple(reader: Reader, tree: dict[str, Tree]) -> Any:
    return _named(reader, tree["namedtuple"], tree["fields"])(*reader.members(tree["members"]))


def _build_namedtuple_type(reader: Reader, tree: dict[str, Tree]) -> Any:
    return _named(reader, tree["namedtuple type"], tree["fields"])


def _named(reader: Reader, name: Tree, names: Tree) -> Any:
    words = [reader.text(word, 64) for word in (name, *reader.items(names))]
    if len(words) > _MOST_FIELDS or not all(map(_is_plain_name, words)):
        raise BrokenFrame("a namedtuple's fields")
    return _namedtuple_type(reader, words[0], tuple(words[1:]))


def _is_plain_name(word: str) -> bool:
    return word.isascii() and word.isidentifier() and not keyword.iskeyword(word)


def _namedtuple_type(reader: Reader, name: str, names: tuple[str, ...]) -> Any:
    reader.spend(_TYPE_NODES)
    return _cached_type(name, names)


@functools.lru_cache(maxsize=256)
def _cached_type(name: str, names: tuple[str, ...]) -> Any:
    """Make one type of a name and fields, so that two values of it compare and test as of one."""
    return collections.namedtuple(name, names, module="__main__")


BUILD: Mapping[str, Build] = MappingProxyType(
    {
        "int": _build_int,
        "float": _build_float,
        "complex": _build_complex,
        "bytes": _build_bytes,
        "list": _build_list,
        "floats": _packed("<f8", "floats"),
        "ints": _packed("<i8", "ints"),
        "tuple": _build_tuple,
        "set": _build_set,
        "frozenset": _build_frozenset,
        "dict": _mapping("dict", dict),
        "Counter": _mapping("Counter", collections.Counter),
        "OrderedDict": _mapping("OrderedDict", collections.OrderedDict),
        "defaultdict": _build_defaultdict,
        "deque": _build_deque,
        "path": _build_path,
        "range": _build_range,
        "slice": _build_slice,
        "array": _build_array,
        "objects": _build_array,
        "scalar": _build_scalar,
        "element": _build_element,
        "dtype": _build_dtype,
        "type": _build_type,
        "constant": _build_constant,
        "same": _build_same,
        "namedtuple": _build_namedtuple,
        "namedtuple type": _build_namedtuple_type,
        "estimator": rebuild_estimator,
        "library function": named,
    }
)
