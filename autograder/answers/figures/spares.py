"""Figures and axes made beforehand, in the zygote: an axes takes 5 ms, most of rebuilding it.

A fork finds them ready, and uses each once.
"""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

FIGURES = 2
AXES = 2
"""How many figures are laid in, and how many axes for each: what one notebook mostly shows."""

Bounds = tuple[float, float, float, float]
"""Left, bottom, width and height, in shares of the figure's."""

Spare = tuple[Figure, list[Axes]]

_LAID_IN: list[Spare] = []


def lay_in() -> None:
    """Make figures and axes; their style is that of this moment."""
    for _ in range(FIGURES):
        figure = Figure()
        _LAID_IN.append((figure, [Axes(figure, (0, 0, 1, 1)) for _ in range(AXES)]))


def take(width: float, height: float) -> Spare:
    """Return an empty figure of a size in inches, and axes that may be added to it."""
    if not _LAID_IN:
        return Figure(figsize=(width, height)), []
    figure, axes = _LAID_IN.pop()
    figure.set_size_inches(width, height)
    return figure, axes


def put_in_place(axes: Axes, bounds: Bounds, label: str | None) -> Axes:
    """Return an axes as if it had been made with these bounds and this label."""
    left, bottom, width, height = bounds
    if width < 0 or height < 0:
        raise ValueError("an axes is not smaller than nothing")  # as Matplotlib refuses it
    axes._set_position(Bbox.from_bounds(left, bottom, width, height))  # type: ignore[attr-defined]  # the public one takes it out of layouts
    axes.set_label(label)
    return axes
