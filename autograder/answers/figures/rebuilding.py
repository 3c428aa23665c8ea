"""Rebuild a figure from its description: the examiner's side, which trusts nothing that it reads.

In: a tree from a student process and the codec that decodes its leaves. Out: a genuine Matplotlib
Figure or Axes, known to no pyplot and never drawn. A tree that is no figure raises BrokenFrame.

Threat: a description made to cost time. All lists, arrays and texts are bounded, ticks are fixed
places and not computed from limits, no text is typeset, and no data limits are computed.
"""

import warnings
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.container import BarContainer, Container, ErrorbarContainer, StemContainer
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.projections.polar import PolarAxes
from matplotlib.text import Text
from matplotlib.ticker import FixedFormatter, FixedLocator
from matplotlib.transforms import Bbox

from autograder.answers.contract import Reader
from autograder.answers.figures import schema
from autograder.answers.figures.reading import FigureReader, broken
from autograder.answers.figures.rebuilding_artists import (
    rebuild_collection,
    rebuild_handle,
    rebuild_image,
    rebuild_line,
    rebuild_patch,
    rebuild_text,
)
from autograder.answers.figures.schema import Tree
from autograder.answers.frames import BrokenFrame

_PROJECTIONS: dict[str, type[Axes]] = {"rectilinear": Axes, "polar": PolarAxes}


def rebuild(tree: Tree, decoder: Reader) -> Figure | Axes:
    """Build the Figure or Axes of a tree that ``describe`` made, or raise BrokenFrame."""
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")  # what Matplotlib thinks of it is not ours to print
            return _rebuild(tree, decoder)
    except BrokenFrame:
        raise
    except Exception as error:  # Matplotlib refuses in many ways what the reader let pass
        raise BrokenFrame(f"figure: {type(error).__name__}") from None


def _rebuild(tree: Tree, decoder: Reader) -> Figure | Axes:
    if "figure" in tree:
        return _figure(tree["figure"], decoder)[0]
    _, axes = _figure(tree["of"], decoder)
    return axes[FigureReader(decoder).index(tree["axes"], len(axes))]


def _figure(tree: Tree, decoder: Reader) -> tuple[Figure, list[Axes]]:
    """Return the figure of a description and all its axes; the same one when it is known."""
    identity = decoder.natural(tree["id"])
    if identity not in decoder.figures:
        figure = rebuild_figure(tree, FigureReader(decoder))
        if len(decoder.figures) >= schema.FIGURES:  # an honest test may well draw in a loop
            del decoder.figures[next(iter(decoder.figures))]
        decoder.figures[identity] = figure
    figure = decoder.figures[identity]
    return figure, all_axes(figure)


def all_axes(figure: Figure) -> list[Axes]:
    """Return a figure's axes in the order of its description, insets among them."""
    found = list(figure.axes)
    for axes in found:  # grows while it runs: an inset may have insets
        found.extend(child for child in axes.child_axes if isinstance(child, Axes))
    return found


def rebuild_figure(tree: Tree, reader: FigureReader) -> Figure:
    """Build one figure with all that is in it."""
    size = reader.row(tree["size"], 2, reader.finite)
    if not 0 < min(size) <= max(size) <= schema.SIDE_INCHES:
        broken("size")
    figure = Figure(figsize=(size[0], size[1]))
    figure.set_label(reader.optional(tree["label"]))
    _write_heads(figure, tree["heads"], reader)
    for text in reader.items(tree["texts"], schema.AXES_ARTISTS):
        _add_text(figure, rebuild_text(text, reader))
    _fill(figure, reader.items(tree["axes"], schema.AXES), reader)
    for legend in reader.items(tree["legends"], schema.AXES):
        figure.legends.append(rebuild_legend(legend, figure, reader))
    return figure


def _add_text(figure: Figure, text: Text) -> None:
    # Figure.add_artist would file it under the other artists.
    text.set_figure(figure)
    figure.texts.append(text)


def _write_heads(figure: Figure, heads: Tree, reader: FigureReader) -> None:
    for name in ("suptitle", "supxlabel", "supylabel"):
        if heads[name] is not None:
            getattr(figure, name)(reader.text(heads[name]))


def _fill(figure: Figure, trees: list[Tree], reader: FigureReader) -> None:
    """Add all axes, then share, then fill: sharing copies scales and ticks, filling sets them."""
    axes: list[Axes] = []
    for tree in trees:
        axes.append(_place(tree, figure, axes, reader))
    for index, tree in enumerate(trees):
        _share(axes, index, tree, reader)
    for each, tree in zip(axes, trees, strict=True):
        rebuild_axes(each, tree, reader)


def _place(tree: Tree, figure: Figure, earlier: list[Axes], reader: FigureReader) -> Axes:
    # Not spent as artists, of which a full figure has its share besides.
    reader.decoder.spend(schema.AXES_COST * schema.LINE_NODES)
    left, bottom, width, height = reader.row(tree["position"], 4, reader.finite)
    kind = _PROJECTIONS[tree["projection"]]
    axes = kind(figure, (left, bottom, width, height), label=reader.optional(tree["label"]))
    if tree["parent"] is None:
        return figure.add_axes(axes)
    parent = earlier[reader.index(tree["parent"], len(earlier))]
    parent.add_child_axes(axes)
    return axes


def _share(axes: list[Axes], index: int, tree: Tree, reader: FigureReader) -> None:
    if tree["x"]["shared_with"] is not None:
        axes[index].sharex(axes[reader.index(tree["x"]["shared_with"], index)])
    if tree["y"]["shared_with"] is not None:
        axes[index].sharey(axes[reader.index(tree["y"]["shared_with"], index)])


def rebuild_axes(axes: Axes, tree: Tree, reader: FigureReader) -> None:
    """Fill one axes with what its description says."""
    _set_scale(axes, tree, reader)
    _draw(axes, tree, reader)
    corners = reader.row(tree["data_limits"], 4, reader.number)
    axes.dataLim = Bbox(np.reshape(corners, (2, 2)))
    _write(axes, tree, reader)
    _collect(axes, tree["containers"], reader)
    rebuild_axis(axes.xaxis, axes, tree["x"], schema.TICK_FLAGS["x"], reader)
    rebuild_axis(axes.yaxis, axes, tree["y"], schema.TICK_FLAGS["y"], reader)


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
    few = schema.AXES_ARTISTS
    for each in reader.items(tree["lines"], few):
        rebuild_line(each, axes, reader)
    for each in reader.items(tree["collections"], few):
        collection = rebuild_collection(each, axes, reader)
        if collection.axes is None:  # contours have added themselves
            axes.add_artist(collection)
    for each in reader.items(tree["patches"], few):
        axes.add_artist(rebuild_patch(each, reader))
    for each in reader.items(tree["images"], few):
        axes.add_artist(rebuild_image(each, axes, reader))
    for each in reader.items(tree["texts"], few):
        axes.add_artist(rebuild_text(each, reader))


def _write(axes: Axes, tree: Tree, reader: FigureReader) -> None:
    for place in schema.TITLES:
        if title := reader.text(tree["titles"][place]):
            axes.set_title(title, loc=place)  # type: ignore[arg-type]
    axes.set_facecolor(reader.colour(tree["facecolor"]))
    axes.set_visible(reader.flag(tree["visible"]))
    axes.axison = reader.flag(tree["shown"])
    hidden = [reader.text(name) for name in reader.items(tree["hidden_spines"], 8)]
    for name in set(hidden) & set(axes.spines):
        axes.spines[name].set_visible(False)
    if tree["legend"] is not None:
        axes.legend_ = rebuild_legend(tree["legend"], axes, reader)
    for legend in reader.items(tree["more_legends"], schema.AXES):
        axes.add_artist(rebuild_legend(legend, axes, reader))


def rebuild_axis(
    axis: Axis, axes: Axes, tree: Tree, flags: tuple[str, ...], reader: FigureReader
) -> None:
    """Give an axis its label, ticks and, last, its limits: setting ticks could widen them."""
    axis.set_label_text(reader.text(tree["label"]))
    axis.set_label_position(reader.choice(tree["label_side"], schema.SIDES))  # type: ignore[arg-type]
    marks = dict(zip(flags, reader.row(tree["marks"], len(flags), reader.flag), strict=True))
    axis.set_tick_params(which="both", **marks)
    grid, rotation = reader.flag(tree["grid"]), reader.finite(tree["rotation"])
    axis.set_tick_params(which="major", gridOn=grid, labelrotation=rotation)
    axis.set_visible(reader.flag(tree["visible"]))
    _set_ticks(axis, tree, reader)
    low, high = reader.row(tree["limits"], 2, reader.finite)
    set_limits = axes.set_xlim if axis is axes.xaxis else axes.set_ylim
    set_limits(low, high, auto=reader.flag(tree["autoscale"]))


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


def rebuild_legend(tree: Tree, parent: Axes | Figure, reader: FigureReader) -> Legend:
    """Build a legend with plain samples, then put texts and samples as described in it.

    What a legend makes of samples and texts depends on both, so neither is left to it.
    """
    texts = [reader.text(each) for each in reader.items(tree["texts"], schema.LEGEND_ENTRIES)]
    handles = reader.items(tree["handles"], schema.LEGEND_ENTRIES)
    reader.spend(schema.LEGEND_COST + 4 * len(texts))
    samples = [Line2D([], []) for _ in texts]
    legend = Legend(parent, samples, ["text"] * len(texts), title=reader.text(tree["title"]))
    for artist, text in zip(legend.get_texts(), texts, strict=True):
        artist.set_text(text)
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
