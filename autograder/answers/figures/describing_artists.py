"""Describe single artists as plain data: the student's side of lines, patches and the like."""

from typing import Any

import numpy as np
from matplotlib.collections import (
    Collection,
    LineCollection,
    PathCollection,
    PolyCollection,
    QuadMesh,
)
from matplotlib.contour import ContourSet, QuadContourSet
from matplotlib.image import AxesImage
from matplotlib.lines import AxLine, Line2D
from matplotlib.patches import Circle, Ellipse, Patch, Polygon, Rectangle, Wedge
from matplotlib.text import Annotation, Text

from autograder.answers.figures import packing, schema
from autograder.answers.figures.packing import UnsupportedPlotError
from autograder.answers.figures.schema import Plain


def describe_line(line: Line2D) -> Plain:
    """Describe a line by its data and its look."""
    return {
        # The transform of a line without ends depends on the limits.
        "coordinates": "data" if isinstance(line, AxLine) else packing.coordinates_of(line),
        "through": _through(line) if isinstance(line, AxLine) else None,
        "x": packing.coordinates(line.get_xdata(orig=True), line.get_xdata(orig=False)),
        "y": packing.coordinates(line.get_ydata(orig=True), line.get_ydata(orig=False)),
        **packing.properties(line, schema.LINE),
    }


def _through(line: Any) -> Plain:
    """Describe a line without ends: a point, and another one or the slope."""
    second, slope = line.get_xy2(), line.get_slope()
    return {
        "first": packing.reals(line.get_xy1()),
        "second": None if second is None else packing.reals(second),
        "slope": None if slope is None else packing.real(slope),
    }


def describe_text(text: Text) -> Plain:
    """Describe a text, and where an annotation points."""
    x, y = text.get_position()
    note = isinstance(text, Annotation)
    return {
        "text": packing.text(text.get_text()),
        "at": [packing.real(text.convert_xunits(x)), packing.real(text.convert_yunits(y))],
        # An annotation has a transform of its own only while it is drawn.
        "coordinates": "display" if note else packing.coordinates_of(text),
        "points": _annotation(text) if isinstance(text, Annotation) else None,
        **packing.properties(text, schema.TEXT),
    }


def _annotation(text: Annotation) -> Plain:
    x, y = text.xy
    return {
        "at": [packing.real(text.convert_xunits(x)), packing.real(text.convert_yunits(y))],
        "coordinates": _note_coordinates(text.xycoords),
        "text_coordinates": _note_coordinates(text.anncoords),
        "arrow": text.arrow_patch is not None,
    }


def _note_coordinates(value: object) -> str:
    return value if isinstance(value, str) and value in schema.NOTE_COORDINATES else "data"


def describe_image(image: AxesImage) -> Plain:
    """Describe an image by its pixels and where they lie."""
    return {
        "extent": packing.reals(image.get_extent()),
        "origin": packing.text(image.origin),
        "coordinates": packing.coordinates_of(image),
        "mapped": packing.mapped(image),
        **packing.properties(image, schema.IMAGE),
    }


def describe_patch(patch: Patch) -> Plain:
    """Describe a patch by its own measures, or by its outline when it is of no known shape."""
    return {
        **_shape(patch),
        "coordinates": packing.coordinates_of(patch),
        **packing.properties(patch, schema.PATCH),
    }


def _shape(patch: Patch) -> Plain:
    shape: Any = patch
    match patch:
        case Rectangle():
            numbers = [*patch.get_xy(), patch.get_width(), patch.get_height(), patch.get_angle()]
            return {"shape": "rectangle", "numbers": packing.reals(numbers)}
        case Wedge():
            ends = (patch.r, patch.theta1, patch.theta2)
            width = np.nan if patch.width is None else patch.width
            return {"shape": "wedge", "numbers": packing.reals([*patch.center, *ends, width])}
        case Circle():
            numbers = [*shape.get_center(), shape.get_radius()]
            return {"shape": "circle", "numbers": packing.reals(numbers)}
        case Ellipse():
            numbers = [*shape.get_center(), shape.width, shape.height, shape.angle]
            return {"shape": "ellipse", "numbers": packing.reals(numbers)}
        case Polygon():
            closed = bool(patch.get_closed())
            return {"shape": "polygon", "xy": packing.numbers(patch.get_xy()), "closed": closed}
    outline = patch.get_patch_transform().transform_path(patch.get_path())
    return {"shape": "path", "paths": packing.paths([outline])}


def describe_collection(collection: Collection) -> Plain:
    """Describe a collection: markers, a mesh, contours, polygons or lines."""
    shape: Any = collection
    mesh = isinstance(collection, QuadMesh)
    return {
        "kind": collection_kind(collection),
        "coordinates": packing.coordinates_of(collection),
        "offsets": packing.numbers(collection.get_offsets()),
        "sizes": packing.numbers(shape.get_sizes()) if hasattr(shape, "get_sizes") else None,
        "corners": _corners(shape.get_coordinates()) if mesh else None,
        "paths": None if mesh else packing.paths(collection.get_paths()),
        "contour": _contour(collection) if isinstance(collection, ContourSet) else None,
        "mapped": packing.mapped(collection),
        **packing.properties(collection, schema.COLLECTION),
    }


def _corners(corners: Plain) -> Plain:
    """Describe a mesh's corners: one row and one column of numbers when it is rectangular."""
    xs, ys = corners[:1, :, 0], corners[:, :1, 1]
    if np.array_equal(corners, np.stack(np.broadcast_arrays(xs, ys), axis=-1)):
        packing.refuse_many(corners.size)
        return {"x": packing.numbers(xs[0]), "y": packing.numbers(ys[:, 0])}
    return {"all": packing.numbers(corners)}


def collection_kind(collection: Collection) -> str:
    """Name the class that the copy of a collection will have."""
    kinds = (QuadContourSet, ContourSet, QuadMesh, PathCollection, LineCollection, PolyCollection)
    return next((kind.__name__ for kind in kinds if isinstance(collection, kind)), "Collection")


def _contour(contours: Any) -> Plain:
    return {
        "levels": packing.numbers(np.asarray(contours.levels, dtype=float)),
        "filled": bool(contours.filled),
        "logarithmic": bool(contours.logscale),
        "range": packing.reals((contours.zmin, contours.zmax)),
        "extend": packing.text(contours.extend),
    }


def describe_handle(handle: object) -> Plain:
    """Describe the sample beside a legend's text; one that is no line or shape becomes a line."""
    try:
        match handle:
            case Line2D():
                return {"line": describe_line(handle)}
            case Patch():
                return {"patch": describe_patch(handle)}
            case Collection():
                return {"collection": describe_collection(handle)}
    except UnsupportedPlotError:
        pass
    return {}
