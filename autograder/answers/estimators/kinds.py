"""The kinds of value that an estimator may hold, each a function that takes a value or refuses it.

Both sides ask the same questions: the student's, to know what it can describe; the examiner's,
because nobody vouches for a description. A kind gives a **checked copy**: a list that is still
being built when it is checked cannot change afterwards. Arrays of numbers arrive whole.

Sizes have names: the first array of ``("features",)`` says how many those are, and every other
value of the same estimator has to agree.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np

from autograder.answers.arrays import AnyArray, is_plain
from autograder.answers.bounds import NAME_CHARACTERS
from autograder.answers.plain_types import NAMES, SCALARS

Sizes: TypeAlias = dict[str, int]
Kind: TypeAlias = Callable[[Any, Sizes], Any]

_TEXT_CHARACTERS = 10_000
_MOST_MEMBERS = 100_000
_MOST_NESTED = 5
# Numbers of NumPy's that are one machine word or less; no times, no long double.
_NUMBERS = "biuf"


class Misfit(ValueError):
    """Say that a value is not of the kind that its place asks for."""


def anything_plain(value: Any, sizes: Sizes) -> Any:
    """Take a setting: what it means is for scikit-learn to check, when it is used."""
    return _plain(value, _MOST_NESTED)


def _plain(value: Any, nested: int) -> Any:
    kind = type(value)
    if value is None or kind in (bool, float) or kind in SCALARS:
        return value
    if kind is int:
        return _word_sized(value)
    if kind is str and len(value) <= _TEXT_CHARACTERS:
        return value
    if kind is np.ndarray:
        return _array(value)
    if nested and kind in (list, tuple, set, frozenset, dict):
        return _plain_container(value, nested - 1)
    return _plain_type(value)


def _plain_container(value: Any, nested: int) -> Any:
    if len(value) > _MOST_MEMBERS:
        raise Misfit("too many members")
    if type(value) is dict:
        return {_plain(k, nested): _plain(v, nested) for k, v in value.items()}
    return type(value)(_plain(member, nested) for member in value)


def _plain_type(value: Any) -> Any:
    if type(value) is slice:
        return slice(*(_plain(each, 0) for each in (value.start, value.stop, value.step)))
    if issubclass(type(value), np.dtype) or (issubclass(type(value), type) and value in NAMES):
        return value
    raise Misfit("not plain")


def _word_sized(value: int) -> int:
    if not -(2**63) <= value < 2**63:
        raise Misfit("a number that is too large")
    return value


def _array(value: AnyArray) -> AnyArray:
    if value.dtype != object:
        if not is_plain(value.dtype):
            raise Misfit("an array of an unusual dtype")
        return value
    copy = np.empty(value.shape, dtype=object)
    copy.reshape(-1)[:] = [_scalar(element) for element in value.reshape(-1).tolist()]
    return copy


def _scalar(value: Any) -> Any:
    if type(value) in (list, tuple, set, frozenset, dict, np.ndarray):
        raise Misfit("a container in an array")
    return _plain(value, 0)


def nothing(value: Any, sizes: Sizes) -> None:
    """Take nothing over: how many jobs, where to keep files, are the examiner's own matters."""


def truth(value: Any, sizes: Sizes) -> bool:
    """Take a bool."""
    if type(value) is not bool:
        raise Misfit("not a bool")
    return value


def number(value: Any, sizes: Sizes) -> Any:
    """Take one number, Python's or NumPy's, finite or not."""
    if type(value) in (bool, float):
        return value
    if type(value) is int:
        return _word_sized(value)
    if type(value) in SCALARS and value.dtype.kind in _NUMBERS:
        return value
    raise Misfit("not a number")


def count(value: Any, sizes: Sizes) -> Any:
    """Take a whole number that is not negative."""
    whole = type(value) is int or (type(value) in SCALARS and value.dtype.kind in "iu")
    if not whole or not 0 <= value < 2**62:
        raise Misfit("not a count")
    return value


def size(name: str) -> Kind:
    """Take a count that says how many there are of a named size."""

    def take(value: Any, sizes: Sizes) -> Any:
        _agree(name, int(count(value, sizes)), sizes)
        return value

    return take


def text(value: Any, sizes: Sizes) -> str:
    """Take a short text."""
    if type(value) is not str or len(value) > NAME_CHARACTERS:
        raise Misfit("not a short text")
    return value


def words(*allowed: Any) -> Kind:
    """Take one of a few values."""

    def take(value: Any, sizes: Sizes) -> Any:
        if not any(type(value) is type(each) and value == each for each in allowed):
            raise Misfit("not one of the words")
        return value

    return take


def numbers(*shape: str | int | None, dtypes: str = "biuf") -> Kind:
    """Take an array of numbers of that shape: a named size, a length, or any length."""

    def take(value: Any, sizes: Sizes) -> AnyArray:
        return _shaped(value, shape, dtypes, sizes)

    return take


def labels(*shape: str | int | None) -> Kind:
    """Take an array of categories: numbers, text or times."""

    def take(value: Any, sizes: Sizes) -> AnyArray:
        return _array(_shaped(value, shape, "biufUSmMO", sizes))

    return take


def names(shape: str) -> Kind:
    """Take an array of column names."""

    def take(value: Any, sizes: Sizes) -> AnyArray:
        array = _array(_shaped(value, (shape,), "O", sizes))
        if not all(type(name) is str for name in array.tolist()):
            raise Misfit("a column's name that is no text")
        return array

    return take


def _shaped(value: Any, shape: tuple[str | int | None, ...], dtypes: str, sizes: Sizes) -> AnyArray:
    if type(value) is not np.ndarray or value.dtype.kind not in dtypes:
        raise Misfit("not an array of the right kind")
    if value.ndim != len(shape) or (value.dtype != object and not is_plain(value.dtype)):
        raise Misfit("an array of other dimensions or dtype")
    for expected, length in zip(shape, value.shape, strict=True):
        if isinstance(expected, str):
            _agree(expected, length, sizes)
        elif expected is not None and expected != length:
            raise Misfit("an array of another length")
    array: AnyArray = value
    return array


def _agree(name: str, length: int, sizes: Sizes) -> None:
    if sizes.setdefault(name, length) != length:
        raise Misfit(f"two numbers of {name}")


def optional(kind: Kind) -> Kind:
    """Take None as well."""
    return lambda value, sizes: None if value is None else kind(value, sizes)


def either(*kinds: Kind) -> Kind:
    """Take what the first kind that fits makes of it."""

    def take(value: Any, sizes: Sizes) -> Any:
        for kind in kinds:
            tried = dict(sizes)
            try:
                taken = kind(value, tried)
            except Misfit:
                continue
            sizes.update(tried)
            return taken
        raise Misfit("none of the kinds that fit here")

    return take


def sequence(kind: Kind) -> Kind:
    """Take a list of one kind; its sizes are those of the whole."""

    def take(value: Any, sizes: Sizes) -> list[Any]:
        if type(value) is not list or len(value) > _MOST_MEMBERS:
            raise Misfit("not a list, or too long")
        return [kind(member, sizes) for member in value]

    return take


def row(*kinds: Kind) -> Kind:
    """Take a tuple (or, as constructors allow, a list) of these kinds, in this order."""

    def take(value: Any, sizes: Sizes) -> Any:
        if type(value) not in (tuple, list) or len(value) != len(kinds):
            raise Misfit("not a tuple, or of another length")
        return type(value)(kind(member, sizes) for kind, member in zip(kinds, value, strict=True))

    return take


def mapping(kind: Kind) -> Kind:
    """Take a dict from texts to one kind."""

    def take(value: Any, sizes: Sizes) -> dict[str, Any]:
        if type(value) is not dict or len(value) > _MOST_MEMBERS:
            raise Misfit("not a dict, or too large")
        return {text(key, sizes): kind(member, sizes) for key, member in value.items()}

    return take


def record(kinds: Mapping[str, Kind]) -> Kind:
    """Take a dict that has some of these keys."""

    def take(value: Any, sizes: Sizes) -> dict[str, Any]:
        if type(value) is not dict or not value.keys() <= kinds.keys():
            raise Misfit("not a dict of these keys")
        return {key: kinds[key](member, sizes) for key, member in value.items()}

    return take
