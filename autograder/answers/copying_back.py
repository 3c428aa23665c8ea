"""Let a test's arguments show what a student's function did to them in place."""

import collections
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from autograder.answers.estimators.library import is_rebuilt

# What a function can change in place, and what ``merge`` can change after it.
_MUTABLE = (list, dict, set, collections.deque, np.ndarray, pd.DataFrame, pd.Series)


def is_mutable(value: object) -> bool:
    """Tell whether a function can change a value that crosses."""
    return isinstance(value, _MUTABLE) or is_rebuilt(value)


def merge(old: Any, new: Any, kept: Iterable[int] = ()) -> Any:
    """Give ``old``, made equal to ``new`` in place where that can be, else ``new``.

    Lists and dicts inside keep their identity too, so that a test's own reference into its
    argument sees the change. Objects whose ``id`` is in ``kept`` stay as they are.
    """
    return _merge(old, new, set(kept))


def _merge(old: Any, new: Any, met: set[int]) -> Any:
    if old is new or type(old) is not type(new):
        return new
    if id(old) in met:
        return old
    met.add(id(old))
    for kind, change in _CHANGES:
        if isinstance(old, kind):
            return change(old, new, met)
    return _estimator(old, new) if is_rebuilt(old) else new


def _list(old: list[Any], new: list[Any], met: set[int]) -> Any:
    if len(old) != len(new):
        old[:] = new
        return old
    old[:] = [_merge(before, after, met) for before, after in zip(old, new, strict=True)]
    return old


def _dict(old: dict[Any, Any], new: dict[Any, Any], met: set[int]) -> Any:
    members = {key: _merge(old.get(key), member, met) for key, member in new.items()}
    old.clear()
    for key, member in members.items():
        old[key] = member
    return old


def _set(old: set[Any], new: set[Any], met: set[int]) -> Any:
    old.clear()
    old.update(new)
    return old


def _deque(old: "collections.deque[Any]", new: "collections.deque[Any]", met: set[int]) -> Any:
    old.clear()
    old.extend(new)
    return old


def _array(old: Any, new: Any, met: set[int]) -> Any:
    if (old.shape, old.dtype) != (new.shape, new.dtype) or not old.flags.writeable:
        return new
    # NumPy computes with an array that is within itself until the stack ends, and the process.
    if _holds(new, old):
        return new
    old[...] = new
    return old


def _holds(array: Any, sought: Any) -> bool:
    """Tell whether an array is among the elements of another, or of one that is."""
    waiting, met = [array], set()
    while waiting:
        each = waiting.pop()
        if each.dtype == object and id(each) not in met:
            met.add(id(each))
            elements = each.reshape(-1).tolist()
            waiting += [inner for inner in elements if type(inner) is np.ndarray]
            if any(inner is sought for inner in elements):
                return True
    return False


def _table(old: Any, new: Any, met: set[int]) -> Any:
    # Its constructor, on the object that exists: columns, index and all are replaced at once.
    type(old).__init__(old, new)
    return old


def _estimator(old: Any, new: Any) -> Any:
    vars(old).clear()
    vars(old).update(vars(new))
    return old


_CHANGES: tuple[tuple[type | tuple[type, ...], Any], ...] = (
    (list, _list),
    (dict, _dict),
    (set, _set),
    (collections.deque, _deque),
    (np.ndarray, _array),
    ((pd.DataFrame, pd.Series), _table),
)
