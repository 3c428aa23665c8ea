"""NumPy's and SciPy's functions that cross by their name: what a FunctionTransformer applies."""

import importlib
import sys
from typing import Any

from autograder.answers.bounds import NAME_CHARACTERS
from autograder.answers.contract import Reader
from autograder.answers.frames import BrokenFrame, Tree

# Functions of numbers, element by element. None of them writes, reads or calls anything.
_NUMPY = (
    "absolute fabs square sqrt cbrt exp exp2 expm1 log log2 log10 log1p reciprocal negative sign "
    "sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh degrees radians "
    "deg2rad rad2deg rint floor ceil trunc positive nan_to_num"
)
_SCIPY = "expit logit log1p expm1 exp10 exp2 cbrt"
_PLACES = {
    **{f"numpy.{name}": ("numpy", name) for name in _NUMPY.split()},
    **{f"scipy.special.{name}": ("scipy.special", name) for name in _SCIPY.split()},
}


def name_of(value: object) -> str | None:
    """Name a function that is one of these; None for anything else."""
    if not callable(value):
        return None
    for full_name, (module, name) in _PLACES.items():
        if module in sys.modules and getattr(sys.modules[module], name, None) is value:
            return full_name
    return None


def named(reader: Reader, tree: dict[str, Tree]) -> Any:
    """Give this process's own function of a name, or raise BrokenFrame."""
    full_name = reader.text(tree["library function"], NAME_CHARACTERS)
    if full_name not in _PLACES:
        raise BrokenFrame("a function that may not cross")
    module, name = _PLACES[full_name]
    return getattr(importlib.import_module(module), name)
