"""NumPy arrays and scalars as bytes, of the dtypes that hold plain numbers, text and times."""

import math
import re
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from autograder.answers.bounds import DIMENSION_LENGTH, MOST_DIMENSIONS
from autograder.answers.frames import BrokenFrame

AnyArray: TypeAlias = npt.NDArray[Any]

_UNIT = r"(?:Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)"
# No object, void or record; no long double, whose size and padding depend on the machine;
# no text of length 0, of which a thousand million take no bytes.
_PLAIN = re.compile(
    rf"\|b1|[|<>][iu][1248]|[<>]f[248]|[<>]c(?:8|16)|\|S[1-9]\d{{0,6}}|[<>]U[1-9]\d{{0,6}}"
    rf"|[<>][mM]8(?:\[{_UNIT}\])?"
)
_LAST_CODE_POINT = 0x10FFFF


def is_plain(dtype: np.dtype[Any]) -> bool:
    """Tell whether arrays of this dtype may cross as bytes."""
    return dtype.names is None and dtype.subdtype is None and bool(_PLAIN.fullmatch(dtype.str))


def plain_dtype(name: object) -> np.dtype[Any]:
    """Give the dtype of a name that ``is_plain`` would allow, else raise BrokenFrame."""
    if type(name) is not str or not _PLAIN.fullmatch(name):
        raise BrokenFrame("a dtype that may not cross")
    return np.dtype(name)


def is_generic_text(dtype: np.dtype[Any]) -> bool:
    """Tell whether this is text or bytes of length 0."""
    return dtype.kind in "SU" and dtype.itemsize == 0


def is_by_columns(array: AnyArray) -> bool:
    """Tell whether a table of numbers lies in memory column by column.

    It crosses so: in which order a product is added up depends on it, and with it the last bit.
    """
    return array.ndim == 2 and min(array.shape) > 1 and 0 < array.strides[0] < array.strides[1]


def bytes_of(array: AnyArray) -> bytes:
    """Give an array's elements in C order."""
    return np.ascontiguousarray(array).tobytes()


def array_of(dtype: np.dtype[Any], shape: tuple[int, ...], data: bytes) -> AnyArray:
    """Build a writable array that owns its memory, or raise BrokenFrame."""
    if len(shape) > MOST_DIMENSIONS or any(not 0 <= n <= DIMENSION_LENGTH for n in shape):
        raise BrokenFrame("an array's shape")
    if math.prod(shape) * dtype.itemsize != len(data):
        raise BrokenFrame("an array's bytes do not fill its shape")
    array = np.frombuffer(bytearray(data), dtype=dtype).reshape(shape)
    _refuse_impossible(array)
    return array


def _refuse_impossible(array: AnyArray) -> None:
    """Refuse bytes that no honest array holds: a bool of 2 would answer comparisons wrongly."""
    if array.dtype.kind == "b" and array.size and array.view(np.uint8).max() > 1:
        raise BrokenFrame("a bool that is neither true nor false")
    if array.dtype.kind == "U" and array.size:
        order = "<" if array.dtype.str[0] == "<" else ">"
        if array.reshape(-1).view(f"{order}u4").max() > _LAST_CODE_POINT:
            raise BrokenFrame("text beyond Unicode")
