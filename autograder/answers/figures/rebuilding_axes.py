"""Fill an axes with what its description says: the examiner's side of its words and contents."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.container import BarContainer, Container, ErrorbarContainer, StemContainer
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedFormatter, FixedLocator
from matplotlib.transforms import Bbox

from autograder.answers.figures import schema
from autograder.answers.figures.reading import FigureReader, broken
from autograder.answers.figures.rebuilding_artists import (
    dress,
    rebuild_collection,
    rebuild_handle,
    rebuild_image,
    rebuild_line,
    rebuild_patch,
    rebuild_text,
)
from autograder.answers.figures.schema import Tree


def rebuild_axes(axes: Axes, tree: Tree, reader: FigureReader) -> None:
    """Fill one axes with what its description says."""
    _set_scale(axes, tree, reader)
    _draw(axes, tree, reader)
    corners = reader.row(tree["data_limits"], 4, reader.number)
    axes.dataLim = Bbox(np.reshape(corners, (2, 2)))
    _write(axes, tree, reader)
    _collect(axes, tree["containers"], reader)
    for name in ("x", "y", "z"):
        if tree[name] is not None:
            rebuild_axis(name, axes, tree[name], reader)


def member(axes: Axes, tree: Tree, reader: FigureReader) -> Any:
    """Give what a description names as one of an axes' own."""
    name, place = reader.row(tree, 2, lambda part: part)
    if reader.choice(name, (*_NAMED, *_BUILD, "containers")) in _NAMED:
        return _NAMED[name](axes)
    among = getattr(axes, name)
    return among[reader.index(place, len(among))]


_NAMED: Mapping[str, Callable[[Axes], Any]] = {
    "legend": lambda axes: axes.get_legend() or broken("a legend"),
    "title": lambda axes: axes.title,
    "xlabel": lambda axes: axes.xaxis.label,
    "ylabel": lambda axes: axes.yaxis.label,
}


def _set_scale(axes: Axes, tree: Tree, reader: FigureReader) -> None:
    if tree["aspect"] is not None:
        axes.set_aspect(reader.finite(tree["aspect"]))
    for name, scale_of, scale in (
        ("x", axes.get_xscale, axes.set_xscale),
        ("y", axes.get_yscale, axes.set_yscale),
    ):
        wanted = reader.choice(tree[name]["scale"], schema.SCALES)
        if wanted != scale_of():
            scale(wanted, **_scale_options(wanted, tree[name]["base"], reader))


def _scale_options(scale: str, base: Tree, reader: FigureReader) -> dict[str, Any]:
    if scale == "function":  # the student's own function stays where it is
        return {"functions": (np.asarray, np.asarray)}
    return {"base": reader.finite(base)} if scale == "log" else {}


def _draw(axes: Axes, tree: Tree, reader: FigureReader) -> None:
    """Add the artists, in the order of each of the axes' lists."""
    for group, build in _BUILD.items():
        for each in reader.items(tree[group], schema.AXES_ARTISTS):
            build(each, axes, reader)


_BUILD: Mapping[str, Callable[[Tree, Axes, FigureReader], object]] = {
    "lines": rebuild_line,
    "collections": rebuild_collection,
    "patches": rebuild_patch,
    "images": rebuild_image,
    "texts": rebuild_text,
}


def _write(axes: Axes, tree: Tree, reader: FigureReader) -> None:
    for place in schema.TITLES:
        words = tree["titles"][place]
        if title := reader.text(words["text"]):
            artist = axes.set_title(title, loc=place)  # type: ignore[arg-type]
            dress(artist, reader.properties(words, schema.WORDS))
    axes.set_facecolor(reader.colour(tree["facecolor"]))
    axes.set_visible(reader.flag(tree["visible"]))
    axes.axison = reader.flag(tree["shown"])
    if tree["z"] is None:  # in three dimensions there is no frame
        axes.set_frame_on(reader.flag(tree["frame"]))
    axes.patch.set_visible(reader.flag(tree["ground"]))
    hidden = [reader.text(name) for name in reader.items(tree["hidden_spines"], 8)]
    for name in set(hidden) & set(axes.spines):
        axes.spines[name].set_visible(False)
    if tree["legend"] is not None:
        axes.legend_ = rebuild_legend(tree["legend"], axes, reader)
    for legend in reader.items(tree["more_legends"], schema.AXES):
        axes.add_artist(rebuild_legend(legend, axes, reader))


def rebuild_axis(name: str, axes: Axes, tree: Tree, reader: FigureReader) -> None:
    """Give an axis its label, ticks and, last, its limits: setting ticks could widen them."""
    axis, flags = getattr(axes, f"{name}axis"), schema.TICK_FLAGS[name]
    axis.set_label_text(reader.text(tree["label"]["text"]))
    dress(axis.label, reader.properties(tree["label"], schema.WORDS))
    if tree["label_side"] is not None:
        axis.set_label_position(reader.choice(tree["label_side"], schema.SIDES))
    marks = dict(zip(flags, reader.row(tree["marks"], len(flags), reader.flag), strict=True))
    axis.set_tick_params(which="both", **marks)
    grid, rotation = reader.flag(tree["grid"]), reader.finite(tree["rotation"])
    axis.set_tick_params(which="major", gridOn=grid, labelrotation=rotation)
    axis.set_visible(reader.flag(tree["visible"]))
    _set_ticks(axis, tree, reader)
    low, high = reader.row(tree["limits"], 2, reader.finite)
    getattr(axes, f"set_{name}lim")(low, high, auto=reader.flag(tree["autoscale"]))


def _set_ticks(axis: Axis, tree: Tree, reader: FigureReader) -> None:
    """Fix places and labels, so that nothing is left to be computed from limits."""
    places, labels = _ticks(tree["ticks"], reader)
    axis.set_major_locator(FixedLocator(places))
    axis.set_major_formatter(FixedFormatter(labels))
    places, labels = _ticks(tree["minor_ticks"], reader)
    axis.set_minor_locator(FixedLocator(places))
    axis.set_minor_formatter(FixedFormatter(labels))


def _ticks(tree: Tree, reader: FigureReader) -> tuple[Any, list[str]]:
    places = np.asarray(reader.vector(tree["places"], schema.TICKS))
    return places, [reader.text(label) for label in reader.items(tree["labels"], schema.TICKS)]


def rebuild_legend(tree: Tree, parent: Any, reader: FigureReader) -> Legend:
    """Build a legend of plain samples, then put the texts and samples in it that are described.

    What a legend makes of samples and texts depends on both, so neither is left to it.
    """
    texts = [reader.text(each) for each in reader.items(tree["texts"], schema.LEGEND_ENTRIES)]
    handles = reader.items(tree["handles"], schema.LEGEND_ENTRIES)
    reader.spend(schema.LEGEND_COST + 4 * len(texts))
    samples = [Line2D([], []) for _ in texts]
    legend = Legend(parent, samples, ["text"] * len(texts), title=reader.text(tree["title"]))
    for artist, text in zip(legend.get_texts(), texts, strict=True):
        artist.set_text(text)
    legend.set_visible(reader.flag(tree["visible"]))
    legend.set_frame_on(reader.flag(tree["frame"]))
    legend.legend_handles = [rebuild_handle(handle, reader) for handle in handles]
    return legend


def _collect(axes: Axes, trees: Tree, reader: FigureReader) -> None:
    for tree in reader.items(trees, schema.AXES_ARTISTS):
        reader.spend(1)
        container = _CONTAINERS[tree["kind"]](tree, axes, reader)
        container.set_label(reader.optional(tree["label"]))
        axes.add_container(container)


def _members(places: Tree, artists: Any, reader: FigureReader) -> list[Any]:
    listed = reader.items(places, schema.AXES_ARTISTS)
    reader.spend(len(listed) // 10)
    return [artists[reader.index(place, len(artists))] for place in listed]


def _bars(tree: Tree, axes: Axes, reader: FigureReader) -> Container:
    bars: Any = tuple(_members(tree["patches"], list(axes.patches), reader))
    values = None if tree["values"] is None else reader.numbers(tree["values"])
    orientation: Any = reader.optional(tree["orientation"])
    return BarContainer(bars, datavalues=values, orientation=orientation)


def _error_bars(tree: Tree, axes: Axes, reader: FigureReader) -> Container:
    lines = list(axes.lines)
    line = None if tree["line"] is None else _members([tree["line"]], lines, reader)[0]
    caps = tuple(_members(tree["caps"], lines, reader))
    bars = tuple(_members(tree["bars"], list(axes.collections), reader))
    has_x, has_y = reader.row(tree["has"], 2, reader.flag)
    parts: Any = (line, caps, bars)
    return ErrorbarContainer(parts, has_xerr=has_x, has_yerr=has_y)


def _stems(tree: Tree, axes: Axes, reader: FigureReader) -> Container:
    markers, stems, base = reader.items(tree["members"], 3)
    heads, baseline = _members([markers, base], list(axes.lines), reader)
    return StemContainer((heads, *_members([stems], list(axes.collections), reader), baseline))


_CONTAINERS = {"bar": _bars, "errorbar": _error_bars, "stem": _stems}
