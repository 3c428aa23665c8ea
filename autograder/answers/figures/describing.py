"""Describe a figure as plain data: the student's side, whose honesty nobody relies on.

In: a Matplotlib Figure or Axes, of whatever made it. Out: a tree for the codec, or None when the
value is neither, or has a part that no description covers. Nothing is drawn.
"""

import hashlib
import json
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.container import BarContainer, Container, ErrorbarContainer, StemContainer
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.ticker import Formatter

from autograder.answers.contract import Writer
from autograder.answers.figures import packing, schema
from autograder.answers.figures.describing_artists import (
    describe_collection,
    describe_handle,
    describe_image,
    describe_line,
    describe_patch,
    describe_text,
)
from autograder.answers.figures.packing import UnsupportedPlotError
from autograder.answers.figures.schema import Array, Plain, Tree


def describe(value: object, encoder: Writer) -> Tree | None:
    """Describe a Figure as ``{"figure": ...}``, an Axes as ``{"axes": index, "of": ...}``.

    None means that the value is neither, or cannot be described and must stay a handle.
    """
    if not isinstance(value, Figure | Axes):
        return None
    # Plots come from libraries without number and from student code: whatever fails here must
    # leave the figure a handle, not cost the student a mark.
    try:
        return _describe(value, encoder)
    except Exception:
        return None


def _describe(value: Figure | Axes, encoder: Writer) -> Tree | None:
    figure: Any = value if isinstance(value, Figure) else value.get_figure(root=True)
    axes = all_axes(figure)
    if isinstance(value, Figure):
        return {"figure": _figure(figure, axes, encoder)}
    position = next(index for index, each in enumerate(axes) if each is value)
    return {"axes": position, "of": _figure(figure, axes, encoder)}


def _figure(figure: Figure, axes: list[Axes], encoder: Writer) -> Tree:
    """Describe a figure once in a frame; after that, its number says it."""
    if id(figure) in encoder.figures:
        return {"id": encoder.figures[id(figure)]}
    plain = describe_figure(figure, axes)
    _refuse_too_much(plain)
    number = identity(figure, plain)
    tree = {"id": number, **encode(plain, encoder)}
    encoder.figures[id(figure)] = number
    return tree


def identity(figure: Figure, plain: Plain) -> int:
    """Return a number of 40 bits that stays while the figure does, and changes when it does.

    The address alone will not do: a student's function may draw on a figure between two looks
    of a test, and a closed figure's address is used again.
    """
    content = json.dumps(plain, default=_fingerprint)
    if len(content) > schema.FIGURE_CHARACTERS:
        raise UnsupportedPlotError("text")
    digest = hashlib.blake2b(f"{id(figure)} {content}".encode(), digest_size=5)
    return int.from_bytes(digest.digest(), "big") >> 1


def _fingerprint(array: Any) -> list[Plain]:
    return [array.dtype.str, array.shape, zlib.crc32(np.ascontiguousarray(array).tobytes())]


def encode(plain: Plain, encoder: Writer) -> Tree:
    """Replace each array in a description by what the encoder makes of it."""
    if isinstance(plain, dict):
        return {key: encode(value, encoder) for key, value in plain.items()}
    if isinstance(plain, list):
        return [encode(value, encoder) for value in plain]
    return encoder.array(plain) if isinstance(plain, np.ndarray) else plain


def _refuse_too_much(plain: Plain) -> None:
    """Refuse what the other side would: to it, a figure that costs too much is an attack."""
    if sum(array.size for array in _arrays(plain)) > schema.FIGURE_POINTS:
        raise UnsupportedPlotError("points")
    if cost(plain) > schema.FIGURE_ARTISTS:
        raise UnsupportedPlotError("artists")


def cost(plain: Plain) -> int:
    """Return at least what rebuilding a described figure costs, in lines."""
    legends = [*plain["legends"], *(each for axes in plain["axes"] for each in _legends(axes))]
    entries = sum(len(legend["texts"]) + len(legend["handles"]) for legend in legends)
    texts = schema.COSTS["texts"] * len(plain["texts"])
    keys = schema.LEGEND_COST * len(legends) + schema.ENTRY_COST * entries
    return sum(map(_cost, plain["axes"])) + texts + keys


def _arrays(plain: Plain) -> Iterator[Array]:
    if isinstance(plain, np.ndarray):
        yield plain
    elif isinstance(plain, dict | list):
        for part in plain.values() if isinstance(plain, dict) else plain:
            yield from _arrays(part)


def _legends(axes: Plain) -> list[Plain]:
    return [*axes["more_legends"], *([axes["legend"]] if axes["legend"] else [])]


def _cost(axes: Plain) -> int:
    artists = sum(each * len(axes[group]) for group, each in schema.COSTS.items())
    contours = sum(each["contour"] is not None for each in axes["collections"])
    members = sum(
        1 + sum(len(part) // 10 for part in each.values() if isinstance(part, list))
        for each in axes["containers"]
    )
    return artists + schema.CONTOUR_COST * contours + members


def all_axes(figure: Figure) -> list[Axes]:
    """Return a figure's axes, then the insets in them, each after its parent."""
    found = list(figure.axes)
    for axes in found:  # grows while it runs: an inset may have insets
        insets = [child for child in axes.child_axes if isinstance(child, Axes)]
        found.extend(inset for inset in insets if inset not in found)
    return list(packing.bounded(found, schema.AXES))


def describe_figure(figure: Figure, axes: list[Axes]) -> Plain:
    """Describe a figure, its axes among it, with arrays still as arrays."""
    size = figure.get_size_inches()
    if max(size) > schema.SIDE_INCHES:
        raise UnsupportedPlotError("size")
    heads = {"suptitle": figure._suptitle, "supxlabel": figure._supxlabel}  # type: ignore[attr-defined]
    heads["supylabel"] = figure._supylabel  # type: ignore[attr-defined]
    return {
        "size": packing.reals(size),
        "label": packing.optional(figure.get_label()),
        "heads": {name: head and packing.text(head.get_text()) for name, head in heads.items()},
        "texts": [describe_text(text) for text in figure.texts if text not in heads.values()],
        "legends": [describe_legend(legend) for legend in figure.legends],
        "axes": [describe_axes(each, axes) for each in axes],
    }


def describe_axes(axes: Axes, siblings: list[Axes]) -> Plain:
    """Describe one axes: where it is, what it says, what is drawn in it."""
    _refuse_unknown(axes)
    groups = {
        "lines": [describe_line(line) for line in _few(axes.lines)],
        "collections": [describe_collection(each) for each in _few(axes.collections)],
        "patches": [describe_patch(patch) for patch in _few(axes.patches)],
        "images": [describe_image(image) for image in _few(axes.images)],
        "texts": [describe_text(text) for text in _few(axes.texts)],
    }
    return {
        "projection": axes.name,
        "position": packing.reals(axes.get_position().bounds),
        "parent": _parent(axes, siblings),
        "label": packing.optional(axes.get_label()),
        "titles": {place: packing.text(axes.get_title(loc=place)) for place in schema.TITLES},  # type: ignore[arg-type]
        "facecolor": packing.colour(axes.get_facecolor()),
        "aspect": _aspect(axes),
        "shown": bool(axes.axison),
        "visible": bool(axes.get_visible()),
        "hidden_spines": [name for name, spine in axes.spines.items() if not spine.get_visible()],
        "data_limits": packing.reals(axes.dataLim.get_points().ravel()),
        "x": describe_axis("x", axes.xaxis, axes, siblings),
        "y": describe_axis("y", axes.yaxis, axes, siblings),
        "legend": axes.get_legend() and describe_legend(axes.get_legend()),
        "more_legends": [describe_legend(each) for each in axes.artists],
        "containers": _containers(axes),
        **groups,
    }


def _few(artists: Any) -> Any:
    return packing.bounded(artists, schema.AXES_ARTISTS)


def _refuse_unknown(axes: Axes) -> None:
    """Refuse axes with parts that a copy would lack, so that no test misses them in it."""
    scales = (axes.get_xscale(), axes.get_yscale())
    known = axes.name in schema.PROJECTIONS and all(scale in schema.SCALES for scale in scales)
    others = [artist for artist in axes.artists if not isinstance(artist, Legend)]
    if not known or others or axes.tables:
        raise UnsupportedPlotError("axes")


def _parent(axes: Axes, siblings: list[Axes]) -> int | None:
    parents = (i for i, each in enumerate(siblings) if axes in each.child_axes)
    return next(parents, None)


def _aspect(axes: Axes) -> Plain:
    aspect = axes.get_aspect()
    return None if isinstance(aspect, str) else packing.real(aspect)


def describe_axis(name: str, axis: Axis, axes: Axes, siblings: list[Axes]) -> Plain:
    """Describe the x or y axis of some axes: its label, scale, limits and ticks."""
    limits = axes.get_xlim() if name == "x" else axes.get_ylim()
    return {
        "label": packing.text(axis.get_label_text()),
        "label_side": axis.get_label_position(),
        "scale": axis.get_scale(),
        "base": _base(axis),
        "limits": packing.reals(limits),
        "autoscale": bool(axis._get_autoscale_on()),  # type: ignore[attr-defined]
        "ticks": _ticks(axis.get_majorticklocs(), axis.get_major_formatter()),
        "minor_ticks": _ticks(axis.get_minorticklocs(), axis.get_minor_formatter()),
        **_marks(name, axis),
        "visible": bool(axis.get_visible()),
        "shared_with": _shared_with(name, axes, siblings),
    }


def _ticks(places: Array, formatter: Formatter) -> Plain:
    bounded = packing.bounded(places, schema.TICKS)
    return {
        "places": packing.numbers(np.asarray(bounded, dtype=float)),
        "labels": [packing.text(label) for label in formatter.format_ticks(bounded)],
    }


def _marks(name: str, axis: Axis) -> Plain:
    """Describe which ticks, tick labels and grid lines show, and how the labels are turned.

    Seaborn hides labels one by one, and ``xticks(rotation=...)`` turns them one by one.
    """
    settings = axis.get_tick_params()
    near, far, near_label, far_label = (settings.get(flag) for flag in schema.TICK_FLAGS[name])
    near_label = near_label and any(tick.label1.get_visible() for tick in axis.majorTicks)
    far_label = far_label and any(tick.label2.get_visible() for tick in axis.majorTicks)
    return {
        "marks": [bool(flag) for flag in (near, far, near_label, far_label)],
        "grid": bool(settings.get("gridOn", False)),
        "rotation": packing.real(axis.majorTicks[0].label1.get_rotation())
        if axis.majorTicks
        else 0.0,
    }


def _base(axis: Axis) -> Plain:
    base = getattr(axis.get_transform(), "base", None)
    return None if base is None else packing.real(base)


def _shared_with(name: str, axes: Axes, siblings: list[Axes]) -> int | None:
    """Return the first earlier axes that shares this axis, if any."""
    shared = axes.get_shared_x_axes() if name == "x" else axes.get_shared_y_axes()
    group = shared.get_siblings(axes)
    first = min(index for index, each in enumerate(siblings) if each is axes or each in group)
    return None if siblings[first] is axes else first


def describe_legend(legend: Any) -> Plain:
    """Describe a legend: its title, its texts, and how each entry looks."""
    handles = packing.bounded(legend.legend_handles, schema.LEGEND_ENTRIES)
    return {
        "title": packing.text(legend.get_title().get_text()),
        "texts": packing.texts(legend.get_texts(), schema.LEGEND_ENTRIES),
        "handles": [describe_handle(handle) for handle in handles],
    }


def _containers(axes: Axes) -> list[Plain]:
    """Describe which artists belong together, each by its place in its list of the axes."""
    places = {
        id(artist): index
        for group in (axes.lines, axes.patches, axes.collections)
        for index, artist in enumerate(group)
    }
    described = [_container(each, places) for each in _few(axes.containers)]
    return [each for each in described if each is not None]


def _container(container: Container, places: dict[int, int]) -> Plain:
    label = {"label": packing.optional(container.get_label())}
    if isinstance(container, BarContainer):
        return {"kind": "bar", **label, **_bars(container, places)}
    if isinstance(container, ErrorbarContainer):
        return {"kind": "errorbar", **label, **_error_bars(container, places)}
    if isinstance(container, StemContainer):
        return {"kind": "stem", **label, "members": [places[id(part)] for part in container]}
    return None


def _bars(container: BarContainer, places: dict[int, int]) -> Plain:
    values = container.datavalues
    return {
        "patches": [places[id(patch)] for patch in container.patches],
        "values": None if values is None else packing.numbers(values),
        "orientation": packing.optional(container.orientation),
    }


def _error_bars(container: Any, places: dict[int, int]) -> Plain:
    line, caps, bars = container.lines
    return {
        "line": None if line is None else places[id(line)],
        "caps": [places[id(cap)] for cap in caps],
        "bars": [places[id(bar)] for bar in bars],
        "has": [bool(container.has_xerr), bool(container.has_yerr)],
    }
