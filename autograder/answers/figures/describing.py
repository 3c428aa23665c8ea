"""Describe a figure as plain data: the student's side, whose honesty nobody relies on.

In: a Matplotlib Figure, Axes or artist, of whatever made it. Out: a tree for the codec, or None
when the value is none, or has a part that no description covers. Nothing is drawn.
"""

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.container import Container
from matplotlib.figure import Figure, FigureBase, SubFigure

from autograder.answers.codec import Decoder, Encoder
from autograder.answers.contract import Writer
from autograder.answers.figures import packing, schema
from autograder.answers.figures.describing_artists import describe_text
from autograder.answers.figures.describing_axes import describe_axes, describe_legend, member_of
from autograder.answers.figures.packing import UnsupportedPlotError
from autograder.answers.figures.rebuilding import rebuild
from autograder.answers.figures.schema import Array, Plain, Tree


def describe(value: object, encoder: Writer) -> Tree | None:
    """Describe a figure, or what belongs to one: an axes, or an artist or container of an axes.

    A Figure is ``{"figure": ...}``, with the number of its ``part`` for one within another; an Axes
    is ``{"axes": index, "of": ...}``, with its place in the axes as ``member`` for what is drawn.
    None means that the value is none of these, or cannot be described and must stay a handle.
    """
    if not isinstance(value, Artist | Container):
        return None
    # Plots come from libraries without number and from student code: whatever fails here must
    # leave the figure a handle, not cost the student a mark.
    try:
        return _describe(value, encoder)
    except Exception:
        return None


def _describe(value: Artist | Container, encoder: Writer) -> Tree:
    if isinstance(value, FigureBase):
        return _describe_figure(value, encoder)
    axes = _axes_of(value)
    figure = axes.get_figure(root=True)
    siblings = all_axes(figure)
    place = {"axes": _place_of(axes, siblings)}
    if value is not axes:
        place["member"] = member_of(value, axes)
    return {**place, "of": _figure(figure, siblings, encoder)}


def _axes_of(value: Artist | Container) -> Any:
    if isinstance(value, Axes):  # the axes of an inset are those around it
        return value
    if isinstance(value, Container):
        return value.get_children()[0].axes
    if value.axes is not None:
        return value.axes
    # The label of an axis knows its figure only.
    figure: Any = value.get_figure(root=True)
    labels = ((axis.label, axes) for axes in figure.axes for axis in (axes.xaxis, axes.yaxis))
    return next(axes for label, axes in labels if label is value)


def _describe_figure(value: FigureBase, encoder: Writer) -> Tree:
    figure: Any = value.get_figure(root=True)
    described = {"figure": _figure(figure, all_axes(figure), encoder)}
    if value is figure:
        return described
    return {**described, "part": _place_of(value, all_subfigures(figure))}


def _place_of(value: object, among: Iterable[object]) -> int:
    return next(index for index, each in enumerate(among) if each is value)


def _figure(figure: Figure, axes: list[Axes], encoder: Writer) -> Tree:
    """Describe a figure once in a frame; after that, its number says it."""
    if id(figure) in encoder.figures:
        return {"id": encoder.figures[id(figure)]}
    plain = describe_figure(figure, axes)
    _refuse_too_much(plain)
    number = identity(figure, plain)
    _prove(figure, number, plain)
    # As the other side charges, so that many figures are refused here and not there.
    canvases = len(plain["axes"]) + len(plain["parts"])
    encoder.spend(schema.LINE_NODES * (cost(plain) + schema.AXES_COST * canvases))
    tree = {"id": number, **encode(plain, encoder)}
    encoder.figures[id(figure)] = number
    return tree


def _prove(figure: Any, number: int, plain: Plain) -> None:
    """Rebuild the figure here, once for each state of it: what fails must stay a handle.

    To the other side a description that cannot be rebuilt is an attack, and costs its student
    the mark.
    """
    if getattr(figure, "_autograder_proven", None) == number:
        return
    encoder = Encoder()
    tree = {"figure": {"id": number, **encode(plain, encoder)}}
    rebuild(tree, Decoder(tuple(encoder.buffers)))
    figure._autograder_proven = number


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
    if _points(plain) > schema.FIGURE_POINTS:
        raise UnsupportedPlotError("points")
    if cost(plain) > schema.FIGURE_ARTISTS:
        raise UnsupportedPlotError("artists")


def cost(plain: Plain) -> int:
    """Return at least what rebuilding a described figure costs, in lines."""
    parts = [plain, *plain["parts"]]
    legends = [legend for part in parts for legend in part["legends"]]
    legends += [each for axes in plain["axes"] for each in _legends(axes)]
    entries = sum(len(legend["texts"]) + len(legend["handles"]) for legend in legends)
    texts = schema.COSTS["texts"] * sum(len(part["texts"]) for part in parts)
    keys = schema.LEGEND_COST * len(legends) + schema.ENTRY_COST * entries
    return sum(map(_cost, plain["axes"])) + texts + keys


def _points(plain: Plain) -> int:
    """Count the numbers of a figure as it will be, with all corners of its meshes."""
    meshes = [each["corners"] for axes in plain["axes"] for each in axes["collections"]]
    spread = sum(
        2 * each["x"]["values"].size * each["y"]["values"].size
        for each in meshes
        if each is not None and "x" in each
    )
    return int(spread) + sum(array.size for array in _arrays(plain))


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


def all_subfigures(figure: Figure) -> list[SubFigure]:
    """Return the figures within a figure, each after its parent."""
    found = list(figure.subfigs)
    for part in found:  # grows while it runs
        found.extend(part.subfigs)
    return list(packing.bounded(found, schema.AXES))


def describe_figure(figure: Figure, axes: list[Axes]) -> Plain:
    """Describe a figure, its axes among it, with arrays still as arrays."""
    size = figure.get_size_inches()
    if max(size) > schema.SIDE_INCHES:
        raise UnsupportedPlotError("size")
    parts = all_subfigures(figure)
    return {
        "size": packing.reals(size),
        **_canvas(figure),
        "parts": [{**_canvas(part), **_within(part, figure, parts)} for part in parts],
        "axes": [
            {**describe_axes(each, axes), "part": _part_of(each, figure, parts)} for each in axes
        ],
    }


def _canvas(figure: FigureBase) -> Plain:
    """Describe what a figure, or a figure within one, says outside its axes."""
    owner: Any = figure
    heads = {name: getattr(owner, f"_{name}") for name in schema.HEADS}
    return {
        "label": packing.optional(figure.get_label()),
        "facecolor": packing.colour(figure.get_facecolor()),
        "heads": {name: head and packing.text(head.get_text()) for name, head in heads.items()},
        "texts": [describe_text(text) for text in figure.texts if text not in heads.values()],
        "legends": [describe_legend(legend) for legend in figure.legends],
    }


def _within(part: SubFigure, figure: Figure, parts: list[SubFigure]) -> Plain:
    parent: Any = part._parent  # type: ignore[attr-defined]
    return {
        "parent": None if parent is figure else _place_of(parent, parts),
        "bounds": packing.reals(part.bbox_relative.bounds),
    }


def _part_of(axes: Axes, figure: Figure, parts: list[SubFigure]) -> int | None:
    owner = axes.get_figure(root=False)
    return None if owner is figure else _place_of(owner, parts)
