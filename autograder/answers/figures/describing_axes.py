"""Describe an axes as plain data: its place, its words, its axis lines, and what is drawn in it."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.container import BarContainer, Container, ErrorbarContainer, StemContainer
from matplotlib.inset import InsetIndicator
from matplotlib.legend import Legend
from matplotlib.ticker import Formatter

from autograder.answers.figures import packing, schema
from autograder.answers.figures.describing_artists import (
    describe_collection,
    describe_handle,
    describe_image,
    describe_line,
    describe_patch,
    describe_text,
)
from autograder.answers.figures.describing_depth import (
    describe_line_in_space,
    describe_points_in_space,
    refuse_solids,
)
from autograder.answers.figures.packing import UnsupportedPlotError
from autograder.answers.figures.schema import Array, Plain

_CONTAINERS = (BarContainer, ErrorbarContainer, StemContainer)


def describe_axes(axes: Axes, siblings: list[Axes]) -> Plain:
    """Describe one axes: where it is, what it says, what is drawn in it."""
    _refuse_unknown(axes)
    flat = axes.name != "3d"
    line = describe_line if flat else describe_line_in_space
    collection = describe_collection if flat else describe_points_in_space
    groups = {
        "lines": [line(each) for each in _few(axes.lines)],
        "collections": [collection(each) for each in _few(axes.collections)],
        "patches": [describe_patch(patch) for patch in _few(axes.patches)],
        "images": [describe_image(image) for image in _few(axes.images)],
        "texts": [describe_text(text) for text in _few(axes.texts)],
    }
    return {
        "projection": axes.name,
        "position": packing.reals(axes.get_position().bounds),
        "parent": _parent(axes, siblings),
        "label": packing.optional(axes.get_label()),
        "titles": {place: _words(title) for place, title in _titles(axes).items()},
        "facecolor": packing.colour(axes.get_facecolor()),
        "aspect": _aspect(axes),
        "shown": bool(axes.axison),
        "frame": bool(axes.get_frame_on()) if flat else True,
        "ground": bool(axes.patch.get_visible()),
        "visible": bool(axes.get_visible()),
        "hidden_spines": [name for name, spine in axes.spines.items() if not spine.get_visible()],
        "data_limits": packing.reals(axes.dataLim.get_points().ravel()),
        "x": describe_axis("x", axes.xaxis, axes, siblings),
        "y": describe_axis("y", axes.yaxis, axes, siblings),
        "z": None if flat else describe_axis("z", _upright(axes), axes, siblings),
        "legend": axes.get_legend() and describe_legend(axes.get_legend()),
        "more_legends": [
            describe_legend(each) for each in axes.artists if isinstance(each, Legend)
        ],
        "containers": _containers(axes),
        **groups,
    }


def _titles(axes: Axes) -> dict[str, Any]:
    return dict(zip(schema.TITLES, (axes._left_title, axes.title, axes._right_title), strict=True))  # type: ignore[attr-defined]


def _words(text: Any) -> Plain:
    return {"text": packing.text(text.get_text()), **packing.properties(text, schema.WORDS)}


def member_of(value: object, axes: Axes) -> Plain:
    """Say which of an axes' own a value is: its list and its number in that; or its name."""
    for group in schema.COSTS:
        for index, each in enumerate(getattr(axes, group)):
            if each is value:
                return [group, index]
    for index, each in enumerate(_known_containers(axes)):
        if each is value:
            return ["containers", index]
    named = {"legend": axes.get_legend(), "title": axes.title, "xlabel": axes.xaxis.label}
    named["ylabel"] = axes.yaxis.label
    return next([name, 0] for name, each in named.items() if each is value)


def _few(artists: Any) -> Any:
    return packing.bounded(artists, schema.AXES_ARTISTS)


def _upright(axes: Any) -> Axis:
    axis: Axis = axes.zaxis
    return axis


def _refuse_unknown(axes: Axes) -> None:
    """Refuse axes with parts that a copy would lack, so that no test misses them in it."""
    scales = (axes.get_xscale(), axes.get_yscale())
    known = axes.name in schema.PROJECTIONS and all(scale in schema.SCALES for scale in scales)
    # The frame around what an inset shows tells nothing that the inset does not.
    others = [each for each in axes.artists if not isinstance(each, Legend | InsetIndicator)]
    if not known or others or axes.tables:
        raise UnsupportedPlotError("axes")
    if axes.name == "3d":
        refuse_solids(axes)


def _parent(axes: Axes, siblings: list[Axes]) -> int | None:
    parents = (i for i, each in enumerate(siblings) if axes in each.child_axes)
    return next(parents, None)


def _aspect(axes: Axes) -> Plain:
    aspect = axes.get_aspect()
    return None if isinstance(aspect, str) else packing.real(aspect)


def describe_axis(name: str, axis: Axis, axes: Axes, siblings: list[Axes]) -> Plain:
    """Describe the x, y or z axis of some axes: its label, scale, limits and ticks."""
    limits = getattr(axes, f"get_{name}lim")()
    return {
        "label": _words(axis.label),
        "label_side": None if axes.name == "3d" else axis.get_label_position(),
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
    if name == "z":
        return None
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
        "visible": bool(legend.get_visible()),
        "frame": bool(legend.get_frame_on()),
    }


def _containers(axes: Axes) -> list[Plain]:
    """Describe which artists belong together, each by its place in its list of the axes."""
    places = {
        id(artist): index
        for group in (axes.lines, axes.patches, axes.collections)
        for index, artist in enumerate(group)
    }
    return [_container(each, places) for each in _few(_known_containers(axes))]


def _known_containers(axes: Axes) -> list[Any]:
    return [each for each in axes.containers if isinstance(each, _CONTAINERS)]


def _container(container: Container, places: dict[int, int]) -> Plain:
    label = {"label": packing.optional(container.get_label())}
    if isinstance(container, BarContainer):
        return {"kind": "bar", **label, **_bars(container, places)}
    if isinstance(container, ErrorbarContainer):
        return {"kind": "errorbar", **label, **_error_bars(container, places)}
    members: Any = container
    return {"kind": "stem", **label, "members": [places[id(part)] for part in members]}


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
