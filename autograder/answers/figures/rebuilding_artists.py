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
from matplotlib.lines import AxLine, Line2D
from matplotlib.patches import Circle, Ellipse, Patch, PathPatch, Polygon, Rectangle, Wedge
from matplotlib.path import Path
from matplotlib.text import Annotation, Text
from matplotlib.transforms import AffineDeltaTransform, IdentityTransform, Transform
from mpl_toolkits.mplot3d.art3d import Line3D, Path3DCollection  # type: ignore[import-untyped]

from autograder.answers.figures import schema
from autograder.answers.figures.reading import FigureReader, broken
from autograder.answers.figures.schema import Array, Tree

_ANGLE_DEGREES = 1e6


def dress(artist: Artist, properties: Mapping[str, Any]) -> None:
    """Set properties in their order; ``Artist.set`` does the same at three times the cost."""
    for name, value in properties.items():
        getattr(artist, f"set_{name}")(value)


def _locate(artist: Artist, tree: Tree, axes: Axes, reader: FigureReader) -> None:
    """Say what an artist's numbers are places in; left alone, it is the data."""
    if (place := reader.choice(tree["coordinates"], schema.COORDINATES)) != "data":
        artist.set_transform(_TRANSFORMS[place](axes))


_TRANSFORMS: Mapping[str, Callable[[Axes], Transform]] = {
    "x data": lambda axes: axes.get_xaxis_transform(),
    "y data": lambda axes: axes.get_yaxis_transform(),
    "axes": lambda axes: axes.transAxes,
    "figure": lambda axes: _figure_of(axes).transSubfigure,
    "display": lambda axes: IdentityTransform(),
}


def _figure_of(axes: Axes) -> Any:
    return axes.get_figure(root=False)


def _through(tree: Tree, reader: FigureReader) -> Line2D:
    """Build a line without ends."""
    x, y = reader.row(tree["first"], 2, reader.finite)
    if tree["slope"] is not None:
        return AxLine((x, y), None, reader.finite(tree["slope"]))
    to_x, to_y = reader.row(tree["second"], 2, reader.finite)
    return AxLine((x, y), (to_x, to_y), None)


def rebuild_line(tree: Tree, axes: Axes | None, reader: FigureReader) -> Line2D:
    """Build a line, add it to the axes, and put beside its data what they were given as."""
    reader.spend(schema.COSTS["lines"])
    (x, given_x), (y, given_y) = reader.coordinates(tree["x"]), reader.coordinates(tree["y"])
    line = _bare_line(tree, x, y, reader)
    dress(line, reader.properties(tree, schema.LINE))
    if axes is not None:
        _locate(line, tree, axes, reader)
        axes.add_artist(line)
    if type(line) is Line2D:
        line.recache()
        # No public way takes data and its converted form together, and converting strings and
        # dates again would need the axis' units, which do not cross. Last: joining the axes
        # converts anew.
        for name, given in (("_xorig", given_x), ("_yorig", given_y)):
            setattr(line, name, given)
    return line


def _bare_line(tree: Tree, x: Array, y: Array, reader: FigureReader) -> Line2D:
    if "z" in tree:
        in_space: Line2D = Line3D(x, y, reader.vector(tree["z"]))
        return in_space
    return Line2D(x, y) if tree["through"] is None else _through(tree["through"], reader)


def rebuild_text(tree: Tree, axes: Axes | None, reader: FigureReader) -> Text:
    """Build a text or an annotation; nothing typesets it."""
    reader.spend(schema.COSTS["texts"])
    words = reader.text(tree["text"])
    x, y = reader.row(tree["at"], 2, reader.number)
    points = tree["points"]
    text = Text(x, y, words) if points is None else _annotation(words, (x, y), points, reader)
    dress(text, reader.properties(tree, schema.TEXT))
    if axes is not None:
        _locate(text, tree, axes, reader)
        axes.add_artist(text)
    return text


def _annotation(
    words: str, at: tuple[float, float], points: Tree, reader: FigureReader
) -> Annotation:
    x, y = reader.row(points["at"], 2, reader.number)
    return Annotation(
        words,
        (x, y),
        xytext=at,
        xycoords=reader.choice(points["coordinates"], schema.NOTE_COORDINATES),
        textcoords=reader.choice(points["text_coordinates"], schema.NOTE_COORDINATES),
        arrowprops={} if reader.flag(points["arrow"]) else None,
    )


def rebuild_image(tree: Tree, axes: Axes, reader: FigureReader) -> AxesImage:
    """Build an image with its pixels as numbers."""
    reader.spend(schema.COSTS["images"])
    left, right, bottom, top = reader.row(tree["extent"], 4, reader.number)
    origin: Any = reader.choice(tree["origin"], ("upper", "lower"))
    image = AxesImage(axes, extent=(left, right, bottom, top), origin=origin)
    dress(image, reader.mapped(tree["mapped"]))
    dress(image, reader.properties(tree, schema.IMAGE))
    _locate(image, tree, axes, reader)
    axes.add_artist(image)
    return image


def rebuild_patch(tree: Tree, axes: Axes | None, reader: FigureReader) -> Patch:
    """Build a patch of the shape it had, or from its outline."""
    reader.spend(schema.COSTS["patches"])
    patch = _SHAPES[tree["shape"]](tree, reader)
    dress(patch, reader.properties(tree, schema.PATCH))
    if axes is not None:
        _locate(patch, tree, axes, reader)
        axes.add_artist(patch)
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
    if isinstance(collection, Path3DCollection):
        collection.set_3d_properties(reader.vector(tree["z"]), "z")
    if axes is not None:
        _locate(collection, tree, axes, reader)
        if offsets.any():
            collection.set_offset_transform(_offset_transform(tree, axes))
    if tree["sizes"] is not None and hasattr(collection, "set_sizes"):
        collection.set_sizes(reader.vector(tree["sizes"]))
    dress(collection, mapped)
    dress(collection, reader.properties(tree, schema.COLLECTION))
    if axes is not None and collection.axes is None:  # contours have added themselves
        axes.add_artist(collection)
    return collection


def _offset_transform(tree: Tree, axes: Axes) -> Transform:
    """Give what places markers, or, where their outlines are data too, what shifts these."""
    data: Any = axes.transData
    return AffineDeltaTransform(data) if tree["coordinates"] == "data" else data


def _bare_collection(
    tree: Tree, array: Array | None, axes: Axes | None, reader: FigureReader
) -> Collection:
    if tree["kind"] == "QuadMesh":
        return _mesh(tree, array, reader)
    paths = reader.paths(tree["paths"])
    if axes is not None and tree["kind"] in ("ContourSet", "QuadContourSet"):
        return _contours(tree, array, paths, axes, reader)
    return _COLLECTIONS[tree["kind"]](paths)


def _mesh(tree: Tree, array: Array | None, reader: FigureReader) -> QuadMesh:
    corners = _corners(tree["corners"], reader)
    smooth = array is not None and array.shape[:2] == corners.shape[:2]
    return QuadMesh(corners, shading="gouraud" if smooth else "flat")


def _corners(tree: Tree, reader: FigureReader) -> Array:
    if "all" in tree:
        return np.asarray(reader.numbers(tree["all"]), dtype=float)
    x, y = (np.asarray(reader.vector(tree[name]), dtype=float) for name in ("x", "y"))
    reader.spend_points(2 * len(x) * len(y))
    return np.stack(np.meshgrid(x, y), axis=-1)


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
    "Path3DCollection": Path3DCollection,
    "PolyCollection": _polygons,
    "LineCollection": _lines,
    "Collection": _others,
}


def _contours(
    tree: Tree, array: Array | None, paths: list[Path], axes: Axes, reader: FigureReader
) -> ContourSet:
    """Build a contour set of one point, then put the real contours in: it is quick and cannot fail.

    Its constructor joins the axes by itself.
    """
    reader.spend(schema.CONTOUR_COST)
    levels = reader.vector(tree["contour"]["levels"])
    filled = reader.flag(tree["contour"]["filled"])
    point = [np.zeros((1, 2))]
    contours: Any = ContourSet(axes, [0.0, 1.0], [point] * (1 if filled else 2), filled=filled)
    contours.levels = levels
    contours.extend = reader.choice(tree["contour"]["extend"], schema.EXTENDS)
    contours.logscale = reader.flag(tree["contour"]["logarithmic"])
    contours.zmin, contours.zmax = reader.row(tree["contour"]["range"], 2, reader.number)
    contours._process_levels()
    # By which the levels' colours go; what maps them does not come without.
    contours.cvalues = contours.layers if array is None else np.asarray(array)
    contours.set_paths(paths)
    if tree["kind"] == "QuadContourSet":  # it differs in its constructor only
        contours.__class__ = QuadContourSet
    built: ContourSet = contours
    return built


def rebuild_handle(tree: Tree, reader: FigureReader) -> Artist:
    """Build the sample beside a legend's text."""
    if "line" in tree:
        return rebuild_line(tree["line"], None, reader)
    if "patch" in tree:
        return rebuild_patch(tree["patch"], None, reader)
    if "collection" in tree:
        return rebuild_collection(tree["collection"], None, reader)
    return Line2D([], [])
