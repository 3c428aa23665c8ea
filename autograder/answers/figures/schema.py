"""State which parts of a figure cross the wall, how each is packed, and how much is too much.

Both sides read these tables, so that what ``describe`` writes is what ``rebuild`` expects. A
figure beyond a limit, or with a part that no table knows, is not described at all: its owner
hands it over as a handle instead, so that no student loses a mark by a plot we cannot copy.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

from numpy.typing import NDArray

# A description before its arrays are encoded: None, bool, int, float, str, arrays, lists, dicts.
Plain: TypeAlias = Any
# What a frame carries: the same with each array replaced by what the codec makes of it.
Tree: TypeAlias = Any
Array: TypeAlias = NDArray[Any]

FIGURES = 64  # kept at a time, per test cell
AXES = 64  # per figure
AXES_ARTISTS = 2_000
FIGURE_ARTISTS = 4_000
ARTIST_POINTS = 200_000
FIGURE_POINTS = 2_000_000
ARTIST_PATHS = 2_000
TICKS = 1_000  # per axis
LEGEND_ENTRIES = 200
TEXT_CHARACTERS = 10_000
FIGURE_CHARACTERS = 4_000_000
SIDE_INCHES = 100

PROJECTIONS = ("rectilinear", "polar")
SCALES = ("linear", "log", "symlog", "logit", "asinh", "function")
TITLES = ("left", "center", "right")
SIDES = ("left", "right", "top", "bottom", "both", "none")
TICK_FLAGS = {
    "x": ("bottom", "top", "labelbottom", "labeltop"),
    "y": ("left", "right", "labelleft", "labelright"),
}
# How long artists of the axes' lists take to build, in lines; an axes and a contour set likewise.
COSTS = {"lines": 1, "collections": 4, "patches": 1, "images": 2, "texts": 2}
CONTOUR_COST = 20
LEGEND_COST = 10
ENTRY_COST = 8
AXES_COST = 40
LINE_NODES = 50  # what building a line costs, in the decoder's nodes
# The letters by which NumPy names booleans, integers and floats; strings and datetimes.
NUMERIC = "biuf"
ORIGINAL = "UM"

# Property of an artist -> how its value is packed. Order matters: alpha before the colours,
# because setting alpha computes the colours anew.
COMMON: Mapping[str, str] = {
    "label": "optional",
    "zorder": "number",
    "visible": "flag",
    "alpha": "alpha",
}
LINE: Mapping[str, str] = {
    "color": "colour",
    "linestyle": "linestyle",
    "linewidth": "number",
    "drawstyle": "text",
    "marker": "marker",
    "markersize": "number",
    "markerfacecolor": "colour",
    "markeredgecolor": "colour",
    **COMMON,
}
PATCH: Mapping[str, str] = {
    **COMMON,
    "fill": "flag",
    "hatch": "optional",
    "linestyle": "linestyle",
    "linewidth": "number",
    "facecolor": "colour",
    "edgecolor": "colour",
}
COLLECTION: Mapping[str, str] = {
    **COMMON,
    "hatch": "optional",
    "linewidth": "numbers",
    "facecolor": "colours",
    "edgecolor": "colours",
}
IMAGE: Mapping[str, str] = COMMON
TEXT: Mapping[str, str] = {
    **COMMON,
    "color": "colour",
    "fontsize": "number",
    "rotation": "number",
    "horizontalalignment": "text",
    "verticalalignment": "text",
}
