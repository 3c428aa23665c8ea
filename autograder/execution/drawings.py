"""What a Matplotlib figure shows, in a few lines of text.

Imported only where Matplotlib is loaded.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import FigureBase

AXES = 12
ARTISTS = 12
TEXT = 80


def drawing(artist: Any) -> str:
    """Return titles, labels, scales, legends and counted points; nothing for any other object."""
    if isinstance(artist, FigureBase):
        parts: Any = artist.axes
        lines = [f"figure with {len(parts)} axes"]
        return "\n".join([*lines, *(_axes(each) for each in parts[:AXES])])
    if isinstance(artist, Axes):
        return _axes(artist)
    return f"<{type(artist).__name__}>" if isinstance(artist, Artist) else ""


def _axes(axes: Axes) -> str:
    words = [
        f"title {axes.get_title()[:TEXT]!r}",
        f"x {axes.get_xlabel()[:TEXT]!r} {axes.get_xscale()}",
        f"y {axes.get_ylabel()[:TEXT]!r} {axes.get_yscale()}",
    ]
    legend = axes.get_legend()
    if legend is not None:
        entries = [text.get_text()[:TEXT] for text in islice(legend.get_texts(), ARTISTS)]
        words.append(f"legend {entries}")
    return "\n  ".join([f"axes: {', '.join(words)}", *_artists(axes)])


def _artists(axes: Axes) -> Iterator[str]:
    for line in axes.lines[:ARTISTS]:
        points: Any = line.get_xdata()
        yield f"line of {len(points)} points{_label(line)}"
    for collection in axes.collections[:ARTISTS]:
        offsets: Any = collection.get_offsets()
        yield f"{type(collection).__name__} of {len(offsets)} points{_label(collection)}"
    counts = (("patches", axes.patches), ("images", axes.images), ("texts", axes.texts))
    for word, artists in counts:
        if len(artists):
            yield f"{len(artists)} {word}"


def _label(artist: Artist) -> str:
    label = str(artist.get_label())
    return "" if label.startswith("_") else f" labelled {label[:TEXT]!r}"
