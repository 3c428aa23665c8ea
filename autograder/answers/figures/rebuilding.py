"""Rebuild a figure from its description: the examiner's side, which trusts nothing that it reads.

In: a tree from a student process and the codec that decodes its leaves. Out: a genuine Matplotlib
Figure, or an axes or artist of one, known to no pyplot and never drawn. A tree that is no figure
raises BrokenFrame.

Threat: a description made to cost time. All lists, arrays and texts are bounded, ticks are fixed
places and not computed from limits, no text is typeset, and no data limits are computed.
"""

import warnings
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.gridspec import GridSpec
from matplotlib.projections.polar import PolarAxes
from mpl_toolkits.mplot3d.axes3d import Axes3D  # type: ignore[import-untyped]

from autograder.answers.contract import Reader
from autograder.answers.figures import schema, spares
from autograder.answers.figures.reading import FigureReader, broken
from autograder.answers.figures.rebuilding_artists import rebuild_text
from autograder.answers.figures.rebuilding_axes import member, rebuild_axes, rebuild_legend
from autograder.answers.figures.schema import Tree
from autograder.answers.frames import BrokenFrame

_PROJECTIONS: dict[str, type[Axes]] = {"rectilinear": Axes, "polar": PolarAxes, "3d": Axes3D}


def rebuild(tree: Tree, decoder: Reader) -> Any:
    """Build what a tree of ``describe`` tells of, its figure with it, or raise BrokenFrame."""
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")  # what Matplotlib thinks of it is not ours to print
            return _rebuild(tree, decoder)
    except BrokenFrame:
        raise
    except Exception as error:  # Matplotlib refuses in many ways what the reader let pass
        raise BrokenFrame(f"figure: {type(error).__name__}") from None


def _rebuild(tree: Tree, decoder: Reader) -> Any:
    reader = FigureReader(decoder)
    if "figure" not in tree:
        _, found = _figure(tree["of"], decoder)
        axes = found[reader.index(tree["axes"], len(found))]
        return member(axes, tree["member"], reader) if "member" in tree else axes
    figure, _ = _figure(tree["figure"], decoder)
    if "part" not in tree:
        return figure
    parts = all_subfigures(figure)
    return parts[reader.index(tree["part"], len(parts))]


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


def all_subfigures(figure: Figure) -> list[SubFigure]:
    """Return the figures within a figure in the order of its description."""
    found = list(figure.subfigs)
    for part in found:  # grows while it runs
        found.extend(part.subfigs)
    return found


def rebuild_figure(tree: Tree, reader: FigureReader) -> Figure:
    """Build one figure with all that is in it."""
    size = reader.row(tree["size"], 2, reader.finite)
    if not 0 < min(size) <= max(size) <= schema.SIDE_INCHES:
        broken("size")
    figure, blank = spares.take(size[0], size[1])
    trees = reader.items(tree["parts"], schema.AXES)
    parts: list[SubFigure] = []
    for each in trees:
        parts.append(_add_part(each, figure, parts, reader))
    _fill((figure, blank), parts, reader.items(tree["axes"], schema.AXES), reader)
    for canvas, described in zip((figure, *parts), (tree, *trees), strict=True):
        _write(canvas, described, reader)
    return figure


def _add_part(
    tree: Tree, figure: Figure, earlier: list[SubFigure], reader: FigureReader
) -> SubFigure:
    reader.decoder.spend(schema.AXES_COST * schema.LINE_NODES)
    parent = tree["parent"]
    owner = figure if parent is None else earlier[reader.index(parent, len(earlier))]
    part = owner.add_subfigure(GridSpec(1, 1, figure=figure)[0])
    left, bottom, width, height = reader.row(tree["bounds"], 4, reader.finite)
    part.bbox_relative.set_points(np.array([[left, bottom], [left + width, bottom + height]]))
    return part


def _write(canvas: Any, tree: Tree, reader: FigureReader) -> None:
    """Write what a figure, or a figure within one, says outside its axes."""
    canvas.set_label(reader.optional(tree["label"]))
    canvas.set_facecolor(reader.colour(tree["facecolor"]))
    for name in schema.HEADS:
        if tree["heads"][name] is not None:
            getattr(canvas, name)(reader.text(tree["heads"][name]))
    for each in reader.items(tree["texts"], schema.AXES_ARTISTS):
        text = rebuild_text(each, None, reader)
        # Figure.add_artist would file it under the other artists.
        text.set_figure(canvas)
        text.set_transform(canvas.transSubfigure)
        canvas.texts.append(text)
    for legend in reader.items(tree["legends"], schema.AXES):
        canvas.legends.append(rebuild_legend(legend, canvas, reader))


def _fill(
    whole: spares.Spare, parts: list[SubFigure], trees: list[Tree], reader: FigureReader
) -> None:
    """Add all axes, then share, then fill: sharing copies scales and ticks, filling sets them."""
    axes: list[Axes] = []
    for tree in trees:
        part = tree["part"]
        canvas = whole if part is None else (parts[reader.index(part, len(parts))], [])
        axes.append(_place(tree, canvas, axes, reader))
    for index, tree in enumerate(trees):
        _share(axes, index, tree, reader)
    for each, tree in zip(axes, trees, strict=True):
        rebuild_axes(each, tree, reader)


def _place(
    tree: Tree, place: tuple[Any, list[Axes]], earlier: list[Axes], reader: FigureReader
) -> Axes:
    canvas, blank = place
    # Not spent as artists, of which a full figure has its share besides.
    reader.decoder.spend(schema.AXES_COST * schema.LINE_NODES)
    left, bottom, width, height = reader.row(tree["position"], 4, reader.finite)
    kind = _PROJECTIONS[tree["projection"]]
    label = reader.optional(tree["label"])
    if kind is Axes and blank:
        axes = spares.put_in_place(blank.pop(), (left, bottom, width, height), label)
    else:
        axes = kind(canvas, (left, bottom, width, height), label=label)
    if tree["parent"] is None:
        return canvas.add_axes(axes)  # type: ignore[no-any-return]
    parent = earlier[reader.index(tree["parent"], len(earlier))]
    parent.add_child_axes(axes)
    return axes


def _share(axes: list[Axes], index: int, tree: Tree, reader: FigureReader) -> None:
    if tree["x"]["shared_with"] is not None:
        axes[index].sharex(axes[reader.index(tree["x"]["shared_with"], index)])
    if tree["y"]["shared_with"] is not None:
        axes[index].sharey(axes[reader.index(tree["y"]["shared_with"], index)])
