"""What a value is, in a few words and lines: for the instructor who asks why a test said no.

Values are genuine ones of built-in, NumPy, pandas, Matplotlib and scikit-learn types, or handles.
A summary asks nothing of the student process: `autograder.answers.witness` sees to that while one
is made. Whatever goes wrong in making one leaves the type's name.
"""

import sys
import types
import warnings
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from autograder.answers.handles import is_handle
from autograder.answers.stand_ins import link_of

TEXT_CHARACTERS = 4096
BRIEF_CHARACTERS = 200
MEMBERS = 20
SORTED = 1000
"""How many members of a set are put in order, so that two sets are easily compared."""
DEPTH = 4
ROWS, COLUMNS = 5, 12
CELL_CHARACTERS = 60
ITEM_BYTES = 1000
INTEGER_BITS = 2000

# Whose ``repr`` is plain; any other class may be a test's own, whose methods are not run again.
_PLAIN_LIBRARIES = frozenset(
    {"builtins", "collections", "datetime", "fractions", "decimal", "numpy", "pandas", "uuid"}
)
_CONTAINERS: tuple[tuple[type, str, str], ...] = (
    (list, "[", "]"),
    (tuple, "(", ")"),
    (set, "{", "}"),
    (frozenset, "frozenset({", "})"),
)


def kind_of(value: object) -> str:
    """Return how the examiner holds a value: ``answer``, a plain copy, or ``handle``."""
    return "handle" if is_handle(value) else "answer"


def type_of(value: object) -> str:
    """Return the name of a value's type, with what tells its size: shape, dtype, length."""
    if is_handle(value):
        link = link_of(value)
        of = f", of {'.'.join(link.library)}" if link.library else ""
        kind = "" if link.kind in ("object", link.type_name) else f"{link.kind}, "
        return f"{kind}{link.type_name}{of}"
    name = type(value).__name__
    return f"{name}{_safely(_size, value)}"


def _size(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f" {value.dtype}, shape {value.shape}"
    if isinstance(value, pd.DataFrame):
        return f", {len(value)} rows and {len(value.columns)} columns"
    if isinstance(value, pd.Series | pd.Index):
        return f" {value.dtype}, length {len(value)}"
    if isinstance(value, list | tuple | set | frozenset | dict | str | bytes):
        return f" of {len(value)}"
    return ""


def text_of(value: object) -> str:
    """Return what a value holds, bounded: first rows of tables, what a figure shows."""
    return _cut(_safely(_text, value) or f"<{type(value).__name__}>", TEXT_CHARACTERS)


def brief(value: object) -> str:
    """Return one line for a value."""
    if is_handle(value) or isinstance(value, np.ndarray | pd.DataFrame | pd.Series | pd.Index):
        shown = f"<{type_of(value)}>"
        if isinstance(value, np.ndarray) and value.size <= MEMBERS // 2:
            shown = " ".join(text_of(value).split())
        return _cut(shown, BRIEF_CHARACTERS)
    line = " ".join(text_of(value).split())
    return _cut(line, BRIEF_CHARACTERS)


def _safely(make: Callable[[Any], str], value: object) -> str:
    """Return what ``make`` says, or nothing; no warning of it reaches the test's own."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return make(value)
    except Exception:  # of a value that is damaged, too deep, or asks the student for something
        return ""


def _cut(text: str, characters: int) -> str:
    return text if len(text) <= characters else f"{text[: characters - 2]} …"


def _text(value: Any) -> str:
    if is_handle(value):
        return "stays in the student process"
    if isinstance(value, pd.DataFrame):
        return _table(value)
    if isinstance(value, pd.Series):
        return str(value.head(ROWS * 2).to_string(dtype=False, name=False))
    if isinstance(value, pd.Index):
        return _members(value, "[", "]", 0)
    if isinstance(value, np.ndarray):
        return _array(value)
    described = _library_text(value)
    return described if described else _nested(value, 0)


def _table(table: pd.DataFrame) -> str:
    head = table.iloc[:ROWS, :COLUMNS]
    with pd.option_context("display.width", 200, "display.max_colwidth", CELL_CHARACTERS):
        rows = head.to_string()
    dtypes = ", ".join(f"{name}: {kind}" for name, kind in islice(table.dtypes.items(), COLUMNS))
    more = len(table.columns) - COLUMNS
    return f"{rows}\n{dtypes}{f', and {more} columns more' if more > 0 else ''}"


def _array(array: Any) -> str:
    if array.dtype.itemsize > ITEM_BYTES:
        return f"<elements of {array.dtype.itemsize} bytes>"
    return np.array2string(array, threshold=60, edgeitems=4, max_line_width=100, separator=", ")


def _library_text(value: Any) -> str:
    """Return what a figure or a model is; neither library is imported for it."""
    figures, models = sys.modules.get("matplotlib"), sys.modules.get("sklearn.base")
    if figures is not None and type(value).__module__.startswith("matplotlib."):
        # Only where the prefix has loaded Matplotlib.
        from autograder.execution.drawings import drawing

        return drawing(value)
    if models is not None and isinstance(value, models.BaseEstimator):
        return _model(value)
    return ""


def _model(model: Any) -> str:
    """Return parameters, and what the fit has left: shapes of arrays, values of numbers."""
    lines = [repr(model)]
    steps = getattr(model, "steps", None)
    if isinstance(steps, list):
        lines += [f"{name}: {_fitted(step)}" for name, step in steps if not is_handle(step)]
    else:
        lines.append(_fitted(model))
    return "\n".join(line for line in lines if line)


def _fitted(model: Any) -> str:
    left = {k: v for k, v in vars(model).items() if k.endswith("_") and not k.startswith("_")}
    return ", ".join(f"{name}={brief_state(value)}" for name, value in sorted(left.items()))


def brief_state(value: Any) -> str:
    """Return a learned attribute in a word or two."""
    if isinstance(value, np.ndarray) and value.size > 3:
        return f"<{type_of(value)}>"
    if isinstance(value, list) and value and all(isinstance(v, np.ndarray) for v in value):
        return f"[{', '.join(str(v.shape) for v in value[:MEMBERS])}]"
    if isinstance(value, list) and len(value) > 5:
        return f"<list of {len(value)}>"
    return _cut(" ".join(_nested(value, 1).split()), 80)


def _nested(value: Any, depth: int) -> str:
    """Return a container's first members, and any other value as Python writes it."""
    if is_handle(value):
        return f"<{type_of(value)}>"
    for kind, opening, closing in _CONTAINERS:
        if type(value) is kind:
            return _members(value, opening, closing, depth)
    if type(value) is dict:
        pairs = (f"{_nested(k, depth + 1)}: {_nested(v, depth + 1)}" for k, v in value.items())
        return "{" + _joined(pairs, len(value), depth) + "}"
    if depth and isinstance(value, np.ndarray | pd.DataFrame | pd.Series | pd.Index):
        return brief(value)
    return _plain(value)


def _members(value: Any, opening: str, closing: str, depth: int) -> str:
    if isinstance(value, set | frozenset) and len(value) <= SORTED:
        value = sorted(value, key=lambda each: _nested(each, depth + 1))
    inner = _joined((_nested(each, depth + 1) for each in value), len(value), depth)
    return f"{opening}{inner}{',' if opening == '(' and len(value) == 1 else ''}{closing}"


def _joined(parts: Iterable[str], count: int, depth: int) -> str:
    if depth >= DEPTH:
        return f"… {count}" if count else ""
    shown = list(islice(parts, MEMBERS))
    more = [f"… {count - len(shown)} more"] if count > len(shown) else []
    return ", ".join(shown + more)


def _plain(value: Any) -> str:
    if isinstance(value, str | bytes):
        return repr(value[:TEXT_CHARACTERS]) + (" …" if len(value) > TEXT_CHARACTERS else "")
    if isinstance(value, int) and value.bit_length() > INTEGER_BITS:
        return f"<int of {value.bit_length()} bits>"
    if isinstance(value, types.ModuleType):
        return f"<module {value.__name__}>"
    if isinstance(value, type) or callable(value):
        return f"<{getattr(value, '__qualname__', type(value).__name__)}>"
    if isinstance(value, BaseException):
        return f"{type(value).__name__}: {value}"
    if type(value).__module__.partition(".")[0] in _PLAIN_LIBRARIES:
        return repr(value)
    return f"<{type(value).__name__}>"
