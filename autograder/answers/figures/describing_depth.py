"""Describe what is drawn in three dimensions as plain data: points and lines, but no surfaces.

Matplotlib keeps such artists twice: in space, and flattened and sorted by depth for the last
picture. Only the first is described, some of which has no public name.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import Collection
from mpl_toolkits.mplot3d.art3d import Line3D, Path3DCollection, Text3D  # type: ignore[import-untyped]

from autograder.answers.figures import packing
from autograder.answers.figures.describing_artists import describe_collection, describe_line
from autograder.answers.figures.packing import UnsupportedPlotError
from autograder.answers.figures.schema import Plain


def refuse_solids(axes: Axes) -> None:
    """Refuse what is neither points nor lines: surfaces, bars, texts in space."""
    points_and_lines = (*axes.lines, *axes.collections)
    known = all(isinstance(each, Line3D | Path3DCollection) for each in points_and_lines)
    if not known or axes.patches or any(isinstance(text, Text3D) for text in axes.texts):
        raise UnsupportedPlotError("a solid")


def describe_line_in_space(line: Any) -> Plain:
    """Describe a line by its three coordinates, and its look."""
    x, y, z = (np.asarray(part, dtype=float) for part in line.get_data_3d())
    places = {"x": packing.coordinates(x, x), "y": packing.coordinates(y, y)}
    return {**describe_line(line), **places, "z": packing.numbers(z), "coordinates": "data"}


def describe_points_in_space(points: Any) -> Plain:
    """Describe points by their three coordinates, and their look before shading and sorting."""
    x, y, z = points._offsets3d
    return {
        **describe_collection(points),
        "kind": "Path3DCollection",
        "coordinates": "display",
        "offsets": packing.numbers(np.ma.column_stack([x, y])),
        "z": packing.numbers(z),
        "sizes": packing.numbers(points._sizes3d),
        "facecolor": packing.numbers(Collection.get_facecolor(points)),
        "edgecolor": packing.numbers(Collection.get_edgecolor(points)),
    }
