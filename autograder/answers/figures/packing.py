"""Pack single values of Matplotlib's into plain ones: the student's side of ``schema``."""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import matplotlib.colors
import numpy as np
from matplotlib.colors import (
    BoundaryNorm,
    CenteredNorm,
    Colormap,
    LogNorm,
    NoNorm,
    PowerNorm,
    SymLogNorm,
    TwoSlopeNorm,
)
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform

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
    """Pack a marker: a name, or numbers of a star; one of the student's own shape is a circle."""
    if isinstance(value, tuple) and len(value) in (2, 3):  # seaborn's later ones
        return [int(value[0]), int(value[1]), real(value[2] if len(value) == 3 else 0)]
    known = isinstance(value, str | int) and value in MarkerStyle.markers
    return value if known else "o"


def numbers(values: Plain) -> Plain:
    """Pack an array of numbers, with its mask when it has one."""
    plain = np.asarray(values)
    if plain.dtype.kind not in schema.NUMERIC or plain.itemsize > 8:
        plain = np.asarray(plain, dtype=float)
    refuse_many(plain.size)
    return {"values": plain, "mask": _mask(values)}


def refuse_many(points: int) -> None:
    """Refuse more numbers than one array may have."""
    if points > schema.ARTIST_POINTS:
        raise UnsupportedPlotError("points")


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
    return {
        "array": None if artist.get_array() is None else numbers(artist.get_array()),
        "norm": _norm(artist.norm),
        "map": None if artist.get_array() is None else _colour_map(artist.get_cmap()),
    }


def _norm(norm: Plain) -> Plain:
    """Pack the kind of a norm, its limits, and what else its kind is made by."""
    kind = next((kind for kind in _NORMS if isinstance(norm, kind)), None)
    more = _NORMS[kind](norm) if kind else []
    limits = [None if end is None else real(end) for end in (norm.vmin, norm.vmax)]
    return {"kind": kind.__name__ if kind else "Normalize", "limits": limits, "more": reals(more)}


def _symlog(norm: SymLogNorm) -> list[float]:
    scale: Plain = norm
    return [scale.linthresh, scale._scale.linscale, scale._scale.base]


_NORMS: Mapping[type, Callable[[Plain], Sequence[Plain]]] = {
    LogNorm: lambda norm: [],
    NoNorm: lambda norm: [],
    BoundaryNorm: lambda norm: [norm.Ncmap, *bounded(norm.boundaries, schema.TICKS)],
    TwoSlopeNorm: lambda norm: [norm.vcenter],
    CenteredNorm: lambda norm: [norm.vcenter],
    SymLogNorm: _symlog,
    PowerNorm: lambda norm: [norm.gamma],
}


def _colour_map(cmap: Colormap) -> Plain:
    return {"name": text(cmap.name), "colours": numbers(cmap(np.arange(cmap.N)))}


def _line_styles(value: Plain) -> list[str]:
    """Pack the line styles of a collection by the names that are nearest to them."""
    styles = value if len(value) <= schema.TICKS else value[:1]
    return [_line_style(dashes) for _, dashes in styles]


def _line_style(dashes: Plain) -> str:
    if dashes is None:
        return "-"
    if len(dashes) > 2:
        return "-."
    return ":" if dashes[0] < dashes[-1] else "--"


def coordinates_of(artist: Plain) -> str:
    """Name what an artist's numbers are places in; an unusual transform counts as data."""
    axes, figure = artist.axes, artist.get_figure(root=False)
    transform = _transform_of(artist)
    if isinstance(transform, IdentityTransform):
        return "display"
    known = {} if figure is None else {"figure": figure.transSubfigure}
    if axes is not None:
        known |= {
            "data": axes.transData,
            "x data": axes.get_xaxis_transform(),
            "y data": axes.get_yaxis_transform(),
            "axes": axes.transAxes,
        }
    # Most are data, and the same object.
    order = sorted(known, key=lambda name: known[name] is not transform)
    return next((name for name in order if known[name] == transform), "data")


def _transform_of(artist: Plain) -> Plain:
    # The transform of a patch as a whole includes its shape.
    return artist.get_data_transform() if isinstance(artist, Patch) else artist.get_transform()


PACK: Mapping[str, Callable[[Plain], Plain]] = {
    "alpha": lambda value: real(value) if isinstance(value, int | float) else None,
    "colour": colour,
    "colours": numbers,
    "flag": bool,
    "linestyle": lambda value: value if isinstance(value, str) else "--",
    "linestyles": _line_styles,
    "marker": marker,
    "number": real,
    "numbers": lambda value: numbers(np.atleast_1d(value)),
    "optional": optional,
    "text": text,
    "weight": lambda value: text(value) if isinstance(value, str) else real(value),
}


def properties(artist: Plain, table: Mapping[str, str]) -> Plain:
    """Pack the properties of an artist that a table of ``schema`` names."""
    return {name: PACK[kind](getattr(artist, f"get_{name}")()) for name, kind in table.items()}
