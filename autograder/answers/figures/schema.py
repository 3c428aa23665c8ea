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
# A mesh of 1000 by 1000, as a student may well ask for around decision boundaries, with its
# corners; eight of a quarter of that.
ARTIST_POINTS = 2_500_000
FIGURE_POINTS = 8_000_000
ARTIST_PATHS = 2_000
TICKS = 1_000  # per axis
LEGEND_ENTRIES = 200
TEXT_CHARACTERS = 10_000
FIGURE_CHARACTERS = 4_000_000
SIDE_INCHES = 100

PROJECTIONS = ("rectilinear", "polar", "3d")
# What an artist's numbers are places in: "x data" has its y in the axes, from 0 to 1.
COORDINATES = ("data", "x data", "y data", "axes", "figure", "display")
# What the place of an annotation, or of its text, may be counted in.
NOTE_COORDINATES = (
    *("data", "polar", "axes points", "axes pixels", "axes fraction"),
    *("figure points", "figure pixels", "figure fraction"),
    *("subfigure points", "subfigure pixels", "subfigure fraction"),
    *("offset points", "offset pixels", "offset fontsize"),
)
# How many numbers make a norm, beside its limits; a norm by steps has its steps.
NORMS = {
    "Normalize": 0,
    "LogNorm": 0,
    "NoNorm": 0,
    "TwoSlopeNorm": 1,
    "CenteredNorm": 1,
    "PowerNorm": 1,
    "SymLogNorm": 3,
}
EXTENDS = ("neither", "min", "max", "both")
LINE_STYLES = ("-", "--", "-.", ":")
SCALES = ("linear", "log", "symlog", "logit", "asinh", "function")
TITLES = ("left", "center", "right")
HEADS = ("suptitle", "supxlabel", "supylabel")
SIDES = ("left", "right", "top", "bottom", "both", "none")
TICK_FLAGS = {
    "x": ("bottom", "top", "labelbottom", "labeltop"),
    "y": ("left", "right", "labelleft", "labelright"),
    "z": ("left", "right", "labelleft", "labelright"),
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
    "markeredgewidth": "number",
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
    "linestyle": "linestyles",
    "facecolor": "colours",
    "edgecolor": "colours",
}
IMAGE: Mapping[str, str] = {**COMMON, "interpolation": "text"}
# Of titles and of the labels of an axis: seaborn hides a label that would stand there twice.
WORDS: Mapping[str, str] = {
    "visible": "flag",
    "color": "colour",
    "fontsize": "number",
    "fontweight": "weight",
}
TEXT: Mapping[str, str] = {
    **COMMON,
    **WORDS,
    "fontstyle": "text",
    "rotation": "number",
    "horizontalalignment": "text",
    "verticalalignment": "text",
}
