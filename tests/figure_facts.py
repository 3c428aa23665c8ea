"""What a figure tells, read as an instructor's test reads it: by ordinary calls of Matplotlib's."""

import json
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba

from autograder.answers.codec import Decoder, Encoder

Facts = Any


def carry(value: object) -> Any:
    """Send a value through a frame as the two sides would."""
    encoder = Encoder()
    tree = encoder(value)
    text = json.dumps(tree, allow_nan=False)
    return Decoder(tuple(encoder.buffers))(json.loads(text))


def texts(artists: Any) -> list[str]:
    """Give what each of some text artists says."""
    return [artist.get_text() for artist in artists]


def figure_facts(figure: Any) -> Facts:
    """Give what a figure, or a figure within one, tells."""
    return {
        "heads": (figure.get_suptitle(), figure.get_supxlabel(), figure.get_supylabel()),
        "texts": [text_facts(text) for text in figure.texts],
        "legends": [legend_facts(legend) for legend in figure.legends],
        "colour": to_rgba(figure.get_facecolor()),
        "axes": [axes_facts(axes) for axes in figure.axes],
        "parts": [figure_facts(part) for part in figure.subfigs],
    }


def axes_facts(axes: Axes) -> Facts:
    """Give what one axes tells."""
    return {
        "kind": (type(axes), axes.name),
        "titles": [axes.get_title(loc=place) for place in ("left", "center", "right")],
        "title": (axes.title.get_visible(), axes.get_title() and look(axes.title)),
        "place": numbers(np.round(axes.get_position().bounds, 9)),
        "shown": (axes.get_visible(), axes.axison, axes.patch.get_visible()),
        "colour": to_rgba(axes.get_facecolor()),
        "aspect": axes.get_aspect(),
        "lines": [line_facts(line) for line in axes.get_lines()],
        "collections": [collection_facts(each) for each in axes.collections],
        "patches": [patch_facts(patch) for patch in axes.patches],
        "images": [image_facts(image) for image in axes.get_images()],
        "texts": [text_facts(text) for text in axes.texts],
        "legend": axes.get_legend() and legend_facts(axes.get_legend()),
        "labels": axes.get_legend_handles_labels()[1],
        "bars": [numbers(each.datavalues) for each in axes.containers if hasattr(each, "patches")],
        "axis lines": [axis_facts(axes, name) for name in axes._axis_names],  # type: ignore[attr-defined]
        "shared": (len(axes.get_shared_x_axes().get_siblings(axes)),
                   len(axes.get_shared_y_axes().get_siblings(axes))),
        "insets": len([child for child in axes.child_axes if isinstance(child, Axes)]),
        "spines": {name: spine.get_visible() for name, spine in axes.spines.items()
                   if name != "outline"},
    }  # fmt: skip


def axis_facts(axes: Axes, name: str) -> Facts:
    """Give what the x, y or z axis of some axes tells."""
    axis = getattr(axes, f"{name}axis")
    ask = {what: getattr(axes, f"get_{name}{what}") for what in ("lim", "ticks", "scale")}
    return {
        "label": (axis.get_label_text(), axis.label.get_visible(), look(axis.label)),
        "scale": ask["scale"](),
        "limits": numbers(ask["lim"]()),
        "inverted": getattr(axes, f"{name}axis_inverted")(),
        "ticks": numbers(ask["ticks"]()),
        "tick labels": texts(axis.get_majorticklabels()),
        "visible": axis.get_visible(),
    }


def common_facts(artist: Any) -> Facts:
    """Give what any artist tells."""
    alpha = artist.get_alpha()
    return {
        "label": artist.get_label(),
        "visible": artist.get_visible(),
        "order": artist.get_zorder(),
        "alpha": numbers(alpha),
    }


def look(text: Any) -> Facts:
    """Give how words are written."""
    return (to_rgba(text.get_color()), text.get_fontsize(), str(text.get_fontweight()))


def line_facts(line: Any) -> Facts:
    """Give what a line tells."""
    colours = (line.get_color(), line.get_markerfacecolor(), line.get_markeredgecolor())
    return {
        **common_facts(line),
        "points": numbers(line.get_xydata()),
        "given": [given_facts(data) for data in (line.get_xdata(), line.get_ydata())],
        "colours": [to_rgba(colour) for colour in colours],
        "style": (line.get_linestyle(), line.get_linewidth(), line.get_drawstyle()),
        "marker": (line.get_marker(), line.get_markersize(), line.get_markeredgewidth()),
        "in data": line.get_transform() == line.axes.transData,
        "in space": [numbers(part) for part in line.get_data_3d()]
        if hasattr(line, "get_data_3d")
        else None,
    }


def given_facts(data: Any) -> Facts:
    """Give a line's data as they were given: words and dates as such."""
    return numbers(data) if np.asarray(data).dtype.kind in "biuf" else list(data)


def collection_facts(collection: Any) -> Facts:
    """Give what a collection tells."""
    return {
        **common_facts(collection),
        "offsets": numbers(collection.get_offsets()),
        "outlines": [numbers(path.vertices) for path in collection.get_paths()],
        "colours": (numbers(collection.get_facecolor()), numbers(collection.get_edgecolor())),
        "widths": numbers(np.atleast_1d(collection.get_linewidth())),
        "sizes": numbers(collection.get_sizes()) if hasattr(collection, "get_sizes") else None,
        "segments": [numbers(each) for each in collection.get_segments()]
        if hasattr(collection, "get_segments")
        else None,
        "corners": numbers(collection.get_coordinates())
        if hasattr(collection, "get_coordinates")
        else None,
        "mapped": mapped_facts(collection),
        "contours": contour_facts(collection) if hasattr(collection, "levels") else None,
    }


def contour_facts(contours: Any) -> Facts:
    """Give what contours tell beside what a collection does."""
    return {
        "levels": numbers(contours.levels),
        "values": numbers(contours.cvalues),
        "filled": (contours.filled, contours.extend),
        "segments": [[numbers(each) for each in level] for level in contours.allsegs],
        "legend": contours.legend_elements()[1],
    }


def mapped_facts(artist: Any) -> Facts:
    """Give how numbers become colours."""
    array = artist.get_array()
    if array is None:
        return None
    flat = np.ma.ndim(array) <= 2
    return {
        "array": numbers(array),
        "limits": numbers(artist.get_clim()),
        "norm": type(artist.norm).__name__,
        "map": artist.get_cmap().name,
        "colours": numbers(artist.to_rgba(array)) if flat else None,
    }


def patch_facts(patch: Any) -> Facts:
    """Give what a patch tells: its own measures, and its outline."""
    measures = ("get_x", "get_y", "get_width", "get_height", "get_angle", "get_center")
    corners = patch.get_path().vertices
    return {
        **common_facts(patch),
        "measures": {
            name: numbers(getattr(patch, name)())
            for name in measures
            if hasattr(patch, name) and type(patch).__name__ != "FancyBboxPatch"
        },
        "wedge": [getattr(patch, name, None) for name in ("theta1", "theta2", "r")],
        "outline": numbers(patch.get_patch_transform().transform(corners)),
        "colours": (patch.get_facecolor()[3] and patch.get_facecolor(), patch.get_edgecolor()),
        "style": (patch.get_linestyle(), patch.get_linewidth(), patch.get_hatch()),
        "in data": patch.get_data_transform() == patch.axes.transData,
    }


def image_facts(image: Any) -> Facts:
    """Give what an image tells."""
    return {
        **common_facts(image),
        "extent": numbers(image.get_extent()),
        "origin": (image.origin, image.get_interpolation()),
        "mapped": mapped_facts(image),
    }


def text_facts(text: Any) -> Facts:
    """Give what a text tells, and where an annotation points."""
    return {
        **common_facts(text),
        "words": text.get_text(),
        "place": numbers(text.get_position()),
        "look": look(text),
        "turned": (text.get_rotation(), text.get_ha(), text.get_va(), text.get_fontstyle()),
        "note": hasattr(text, "xy") and (numbers(text.xy), text.xycoords, text.anncoords),
    }


def legend_facts(legend: Any) -> Facts:
    """Give what a legend tells."""
    return {
        "title": legend.get_title().get_text(),
        "texts": texts(legend.get_texts()),
        "visible": (legend.get_visible(), legend.get_frame_on()),
        "samples": [sample_colour(handle) for handle in legend.legend_handles],
    }


def sample_colour(handle: Any) -> Facts:
    """Give the colour of the sample beside a legend's text."""
    if hasattr(handle, "get_facecolor"):
        return numbers(handle.get_facecolor())
    return to_rgba(handle.get_color())


def numbers(values: Any) -> Facts:
    """Give numbers as an array, with its holes as NaN."""
    if values is None:
        return None
    return np.ma.filled(np.ma.asarray(values, dtype=float), np.nan)


def differences(one: Facts, other: Facts, place: str = "figure") -> list[str]:
    """Name each fact in which two figures differ; rounding is no difference."""
    if isinstance(one, dict):
        return [each for k in one for each in differences(one[k], other[k], f"{place}, {k}")]
    if isinstance(one, list | tuple) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [each for i, (a, b) in pairs for each in differences(a, b, f"{place} {i}")]
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        same = one.shape == other.shape and np.allclose(one, other, 1e-9, 1e-12, equal_nan=True)
    else:
        same = bool(one == other)
    return [] if same else [f"{place}: {one} | {other}"]
