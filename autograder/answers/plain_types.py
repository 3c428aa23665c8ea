"""The types that cross by their name: both sides have them, and neither side's may be replaced."""

import builtins
import sys
from types import MappingProxyType

import numpy as np
import pandas as pd

_BUILTIN = (
    *("bool", "int", "float", "complex", "str", "bytes", "list", "tuple", "set", "frozenset"),
    *("dict", "range", "slice", "object", "type"),
)
_NUMBERS = "?bhilBHILefdFDSUmM"


def loaded_class(module: str, name: str) -> type | None:
    """Give this process's own class of that name; nothing that is not loaded gets imported."""
    loaded = sys.modules.get(module)
    found = None if loaded is None else vars(loaded).get(name)
    return found if isinstance(found, type) else None


def _builtin_types() -> dict[str, type]:
    every = {name: value for name, value in vars(builtins).items() if isinstance(value, type)}
    return {
        name: value
        for name, value in every.items()
        if value.__name__ == name and (name in _BUILTIN or issubclass(value, BaseException))
    }


# Libraries whose classes a handle may claim to be of: isinstance() of a model or a figure, and of
# the standard library's own values that do not cross, so that asking more of them is `unsupported`
# rather than a wrong answer. Never NumPy, pandas or SciPy: their compiled code trusts the insides
# of an object of its own class.
LIBRARIES = frozenset({"sklearn", "matplotlib", "seaborn", "datetime", "decimal", "uuid"})
SCALARS = frozenset(np.dtype(code).type for code in _NUMBERS)
TYPES = MappingProxyType(
    _builtin_types()
    | {"NoneType": type(None), "numpy.ndarray": np.ndarray}
    | {f"numpy.{scalar.__name__}": scalar for scalar in SCALARS}
    | {f"pandas.{kind.__name__}": kind for kind in (pd.DataFrame, pd.Series, pd.Index)}
)
NAMES = MappingProxyType({kind: name for name, kind in TYPES.items()})
EXCEPTIONS = MappingProxyType(
    {name: kind for name, kind in TYPES.items() if issubclass(kind, Exception)}
)
