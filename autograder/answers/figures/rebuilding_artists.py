"""Rebuild single artists from descriptions: the examiner's side of lines, patches and the like."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import (
    Collection,
    LineCollection,
    PatchCollection,
    PathCollection,
    PolyCollection,
    QuadMesh,
)
from matplotlib.contour import ContourSet, QuadContourSet
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Ellipse, Patch, PathPatch, Polygon, Rectangle, Wedge
from matplotlib.path import Path
from matplotlib.text import Annotation, Text

from autograder.answers.figures import schema
from autograder.answers.figures.reading import FigureReader, broken
from autograder.answers.figures.schema import Array, Tree

_ANGLE_DEGREES = 1e6


def _dress(artist: Artist, properties: Mapping[str, Any]) -> None:
    """Set properties in their order; ``Artist.set`` does the same at three times the cost."""
    for name, value in properties.items():
        getattr(artist, f"set_{name}")(value)


def rebuild_line(tree: Tree, axes: Axes | None, reader: FigureReader) -> Line2D:
    """Build a line, add it to the axes, and put beside its data what they were given as."""
    reader.spend(schema.COSTS["lines"])
    (x, given_x), (y, given_y) = reader.coordinates(tree["x"]), reader.coordinates(tree["y"])
    line = Line2D(x, y)
    _dress(line, reader.properties(tree, schema.LINE))
    if axes is not None:
        axes.add_artist(line)
    line.recache()
    # No public way takes data and its converted form together, and converting strings and dates
    # again would need the axis' units, which do not cross. Last: joining the axes converts anew.
    for name, given in (("_xorig", given_x), ("_yorig", given_y)):
        setattr(line, name, given)
    return line


def rebuild_text(tree: Tree, reader: FigureReader) -> Text:
    """Build a text or an annotation; nothing typesets it."""
    reader.spend(schema.COSTS["texts"])
    words = reader.text(tree["text"])
    x, y = reader.row(tree["at"], 2, reader.number)
    points = tree["points"]
    text = Text(x, y, words) if points is None else _annotation(words, (x, y), points, reader)
    _dress(text, reader.properties(tree, schema.TEXT))
    return text


def _annotation(
    words: str, at: tuple[float, float], points: Tree, reader: FigureReader
) -> Annotation:
    x, y = reader.row(points["at"], 2, reader.number)
    return Annotation(
        words,
        (x, y),
        xytext=at,
        xycoords=reader.text(points["coordinates"]),
        arrowprops={} if reader.flag(points["arrow"]) else None,
    )


def rebuild_image(tree: Tree, axes: Axes, reader: FigureReader) -> AxesImage:
    """Build an image with its pixels as numbers."""
    reader.spend(schema.COSTS["images"])
    left, right, bottom, top = reader.row(tree["extent"], 4, reader.number)
    origin: Any = reader.choice(tree["origin"], ("upper", "lower"))
    image = AxesImage(axes, extent=(left, right, bottom, top), origin=origin)
    _dress(image, reader.mapped(tree["mapped"]))
    _dress(image, reader.properties(tree, schema.IMAGE))
    return image


def rebuild_patch(tree: Tree, reader: FigureReader) -> Patch:
    """Build a patch of the shape it had, or from its outline."""
    reader.spend(schema.COSTS["patches"])
    patch = _SHAPES[tree["shape"]](tree, reader)
    _dress(patch, reader.properties(tree, schema.PATCH))
    return patch


def _rectangle(tree: Tree, reader: FigureReader) -> Patch:
    x, y, width, height, angle = reader.row(tree["numbers"], 5, reader.number)
    return Rectangle((x, y), width, height, angle=angle)


def _wedge(tree: Tree, reader: FigureReader) -> Patch:
    numbers = reader.row(tree["numbers"], 6, reader.number)
    x, y, radius, start, end, width = numbers
    # Matplotlib takes whole turns off and draws an arc in steps, whose number grows without
    # bound by what rounding leaves of angles beyond 1e18 degrees.
    if not max(abs(start), abs(end)) <= _ANGLE_DEGREES:
        broken("an angle")
    return Wedge((x, y), radius, start, end, width=None if math.isnan(width) else width)


def _circle(tree: Tree, reader: FigureReader) -> Patch:
    x, y, radius = reader.row(tree["numbers"], 3, reader.number)
    return Circle((x, y), radius)


def _ellipse(tree: Tree, reader: FigureReader) -> Patch:
    x, y, width, height, angle = reader.row(tree["numbers"], 5, reader.number)
    return Ellipse((x, y), width, height, angle=angle)


def _polygon(tree: Tree, reader: FigureReader) -> Patch:
    return Polygon(reader.table(tree["xy"], 2), closed=reader.flag(tree["closed"]))


def _outline(tree: Tree, reader: FigureReader) -> Patch:
    paths = reader.paths(tree["paths"])
    return PathPatch(paths[0]) if len(paths) == 1 else broken("an outline")


_SHAPES: Mapping[str, Callable[[Tree, FigureReader], Patch]] = {
    "rectangle": _rectangle,
    "wedge": _wedge,
    "circle": _circle,
    "ellipse": _ellipse,
    "polygon": _polygon,
    "path": _outline,
}


def rebuild_collection(tree: Tree, axes: Axes | None, reader: FigureReader) -> Collection:
    """Build a collection of the class it had; contours need the axes that they will be in."""
    reader.spend(schema.COSTS["collections"])
    mapped = reader.mapped(tree["mapped"])
    collection = _bare_collection(tree, mapped["array"], axes, reader)
    offsets = reader.table(tree["offsets"], 2)
    collection.set_offsets(offsets)
    if axes is not None and offsets.any():
        collection.set_offset_transform(axes.transData)
    if tree["sizes"] is not None and hasattr(collection, "set_sizes"):
        collection.set_sizes(reader.vector(tree["sizes"]))
    _dress(collection, mapped)
    _dress(collection, reader.properties(tree, schema.COLLECTION))
    return collection


def _bare_collection(
    tree: Tree, array: Array | None, axes: Axes | None, reader: FigureReader
) -> Collection:
    if tree["kind"] == "QuadMesh":
        return _mesh(tree, array, reader)
    paths = reader.paths(tree["paths"])
    if axes is not None and tree["kind"] in ("ContourSet", "QuadContourSet"):
        return _contours(tree, paths, axes, reader)
    return _COLLECTIONS[tree["kind"]](paths)


def _mesh(tree: Tree, array: Array | None, reader: FigureReader) -> QuadMesh:
    corners = np.asarray(reader.numbers(tree["corners"]), dtype=float)
    smooth = array is not None and array.shape[:2] == corners.shape[:2]
    return QuadMesh(corners, shading="gouraud" if smooth else "flat")


def _polygons(paths: list[Path]) -> Collection:
    collection = PolyCollection([])
    Collection.set_paths(collection, paths)
    return collection


def _others(paths: list[Path]) -> Collection:
    collection = PatchCollection([])
    Collection.set_paths(collection, paths)
    return collection


def _lines(paths: list[Path]) -> Collection:
    return LineCollection([np.asarray(path.vertices) for path in paths])


_COLLECTIONS: Mapping[str, Callable[[list[Path]], Collection]] = {
    "PathCollection": PathCollection,
    "PolyCollection": _polygons,
    "LineCollection": _lines,
    "Collection": _others,
}


def _contours(tree: Tree, paths: list[Path], axes: Axes, reader: FigureReader) -> ContourSet:
    """Build a contour set of one point, then put the real contours in: it is quick and cannot fail.

    Its constructor joins the axes by itself.
    """
    reader.spend(schema.CONTOUR_COST)
    levels = reader.vector(tree["contour"]["levels"])
    filled = reader.flag(tree["contour"]["filled"])
    point = [np.zeros((1, 2))]
    contours = ContourSet(axes, [0.0, 1.0], [point] * (1 if filled else 2), filled=filled)
    contours.levels = levels
    extend: Any = reader.choice(tree["contour"]["extend"], ("neither", "min", "max", "both"))
    contours.extend = extend
    contours.set_paths(paths)
    if tree["kind"] == "QuadContourSet":  # it differs in its constructor only
        contours.__class__ = QuadContourSet
    return contours


def rebuild_handle(tree: Tree, reader: FigureReader) -> Artist:
    """Build the sample beside a legend's text."""
    if "line" in tree:
        return rebuild_line(tree["line"], None, reader)
    if "patch" in tree:
        return rebuild_patch(tree["patch"], reader)
    if "collection" in tree:
        return rebuild_collection(tree["collection"], None, reader)
    return Line2D([], [])
