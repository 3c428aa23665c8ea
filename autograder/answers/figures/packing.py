"""Pack single values of Matplotlib's into plain ones: the student's side of ``schema``."""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import matplotlib.colors
import numpy as np
from matplotlib.colors import Colormap, LogNorm
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path

from autograder.answers.figures import schema
from autograder.answers.figures.schema import Array, Plain


class UnsupportedPlotError(Exception):
    """Say that a figure has a part that no description covers, or too much of one."""


def bounded(items: Plain, limit: int) -> Plain:
    """Return the items, or refuse when there are more than ``limit``."""
    if len(items) > limit:
        raise UnsupportedPlotError(f"more than {limit}")
    return items


def real(value: Plain) -> float | str:
    """Pack a number; one that is not finite becomes its name, as JSON has none for it."""
    number = float(value)
    return number if math.isfinite(number) else repr(number)


def reals(values: Plain) -> list[float | str]:
    """Pack a short row of numbers."""
    return [real(value) for value in values]


def text(value: Plain) -> str:
    """Pack a string."""
    if len(copy := str(value)) > schema.TEXT_CHARACTERS:
        raise UnsupportedPlotError("text")
    return copy


def optional(value: Plain) -> str | None:
    """Pack a string or None."""
    return None if value is None else text(value)


def texts(artists: Sequence[Plain], limit: int) -> list[str]:
    """Pack what each of some text artists says."""
    return [text(artist.get_text()) for artist in bounded(artists, limit)]


def colour(value: Plain) -> Plain:
    """Pack a colour: its name where it has one, else its numbers."""
    if value is None or isinstance(value, str):
        return optional(value)
    if isinstance(value[0], str):  # ("red", 0.5)
        value = matplotlib.colors.to_rgba(value)
    # An invisible colour must stay so: alpha, set beside it, would bring it back.
    return "none" if len(value) == 4 and value[3] == 0 else reals(value)


def marker(value: Plain) -> Plain:
    """Pack a marker; one of the student's own shape becomes a circle."""
    known = isinstance(value, str | int) and value in MarkerStyle.markers
    return value if known else "o"


def numbers(values: Plain) -> Plain:
    """Pack an array of numbers, with its mask when it has one."""
    plain = np.asarray(values)
    if plain.dtype.kind not in schema.NUMERIC or plain.itemsize > 8:
        plain = np.asarray(plain, dtype=float)
    if plain.size > schema.ARTIST_POINTS:
        raise UnsupportedPlotError("points")
    return {"values": plain, "mask": _mask(values)}


def _mask(values: Plain) -> Plain:
    if not isinstance(values, np.ma.MaskedArray):
        return None
    mask = np.ma.getmaskarray(values)
    return mask if mask.any() else False


def coordinates(original: Plain, converted: Plain) -> Plain:
    """Pack a line's x or y: as the student gave it if numeric, else converted, with the original.

    Matplotlib hands back the original by default, so strings and dates must come along.
    """
    numeric: Array = np.asarray(np.ma.filled(np.ma.asarray(converted, dtype=float), np.nan))
    given = np.asarray(original)
    plain = given.shape == numeric.shape and not isinstance(original, np.ma.MaskedArray)
    same = plain and given.dtype.kind in schema.NUMERIC and given.itemsize <= 8
    return {
        "numbers": numbers(given if same else numeric),
        "original": None if same or not plain else _original(given),
        "list": type(original) is list,
    }


def _original(given: Array) -> Plain:
    if given.dtype.kind == "O" and given.size:
        if all(isinstance(value, str) for value in given):
            return {"values": given.astype(str), "objects": False}
        if all(isinstance(value, datetime) and value.tzinfo is None for value in given):
            return {"values": given.astype("datetime64[us]"), "objects": True}
    if given.dtype.kind in schema.ORIGINAL:
        return {"values": given, "objects": False}
    return None


def paths(items: Sequence[Path]) -> Plain:
    """Pack paths as one run of vertices, with their lengths, and codes where any has them."""
    bounded(items, schema.ARTIST_PATHS)
    vertices = [np.asarray(path.vertices, dtype=float).reshape(-1, 2) for path in items]
    coded = any(path.codes is not None for path in items)
    codes = [_codes(path) for path in items] if coded else []
    return {
        "vertices": numbers(np.concatenate([np.empty((0, 2)), *vertices])),
        "lengths": [len(points) for points in vertices],
        "codes": np.concatenate(codes) if coded else None,
    }


def _codes(path: Path) -> Array:
    if path.codes is not None:
        return np.asarray(path.codes, dtype=np.uint8)
    codes = np.full(np.shape(path.vertices)[0], Path.LINETO, dtype=np.uint8)
    codes[:1] = Path.MOVETO
    return codes


def mapped(artist: Plain) -> Plain:
    """Pack how an artist maps numbers to colours."""
    low, high = artist.get_clim()
    return {
        "array": None if artist.get_array() is None else numbers(artist.get_array()),
        "limits": [None if end is None else real(end) for end in (low, high)],
        "norm": "LogNorm" if isinstance(artist.norm, LogNorm) else "Normalize",
        "map": None if artist.get_array() is None else _colour_map(artist.get_cmap()),
    }


def _colour_map(cmap: Colormap) -> Plain:
    return {"name": text(cmap.name), "colours": numbers(cmap(np.arange(cmap.N)))}


PACK: Mapping[str, Callable[[Plain], Plain]] = {
    "alpha": lambda value: real(value) if isinstance(value, int | float) else None,
    "colour": colour,
    "colours": numbers,
    "flag": bool,
    "linestyle": lambda value: value if isinstance(value, str) else "--",
    "marker": marker,
    "number": real,
    "numbers": lambda value: numbers(np.atleast_1d(value)),
    "optional": optional,
    "text": text,
}


def properties(artist: Plain, table: Mapping[str, str]) -> Plain:
    """Pack the properties of an artist that a table of ``schema`` names."""
    return {name: PACK[kind](getattr(artist, f"get_{name}")()) for name, kind in table.items()}
