"""Figures cross the wall: drawn in any style, they can be checked on the other side as usual."""

import json
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection, PolyCollection, QuadMesh
from matplotlib.colors import LogNorm
from matplotlib.container import BarContainer, ErrorbarContainer, StemContainer
from matplotlib.contour import ContourSet, QuadContourSet
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Ellipse, Polygon, Rectangle, Wedge
from matplotlib.text import Annotation

from autograder.answers import figures
from autograder.answers.codec import Decoder, Encoder
from autograder.answers.figures import describing, schema
from autograder.answers.figures.reading import FigureReader
from autograder.answers.figures.rebuilding import rebuild_figure
from autograder.answers.frames import BrokenFrame

STARS = pd.DataFrame(
    {
        "Temperature": [3000.0, 6000.0, 12000.0, 25000.0],
        "A_M": [15.0, 5.0, 1.0, -6.0],
        "Type": ["dwarf", "main", "main", "giant"],
    }
)
Check = Callable[[Any], None]


@pytest.fixture(autouse=True)
def no_open_figures() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what seaborn and pandas say of each other
        yield
    plt.close("all")


def carry(value: object) -> Any:
    """Send a value through a frame as the two sides would."""
    encoder = Encoder()
    tree = figures.describe(value, encoder)
    assert tree is not None
    text = json.dumps(tree, allow_nan=False)
    return Decoder(tuple(encoder.buffers))(json.loads(text))


def drawn(*, draw: Check) -> Axes:
    """Draw in a fresh axes and carry them over."""
    figure, axes = plt.subplots()
    draw(axes)
    copy = carry(axes)
    assert isinstance(copy, Axes)
    assert copy is not axes
    assert copy.figure is not figure
    return copy


def test_a_figure_becomes_a_plain_figure_that_pyplot_does_not_know() -> None:
    figure = plt.figure(figsize=(5, 3))
    copy = carry(figure)
    open_figures = plt.get_fignums()
    assert type(copy) is Figure
    assert len(open_figures) == 1
    assert list(copy.get_size_inches()) == [5, 3]
    assert copy.axes == []


def test_values_that_are_no_figures_are_not_described() -> None:
    for value in (None, 3, "figure", [1], plt, Figure, Line2D([], [])):
        assert figures.describe(value, Encoder()) is None


def test_a_line_keeps_its_data_look_and_label() -> None:
    axes = drawn(draw=lambda ax: ax.plot([1, 2], [3, 4], "r--", lw=3, label="L", alpha=0.5))
    (line,) = axes.get_lines()
    assert type(line) is Line2D
    assert list(line.get_xdata()) == [1, 2]
    assert list(line.get_ydata()) == [3, 4]
    assert (line.get_color(), line.get_linestyle(), line.get_label()) == ("r", "--", "L")
    assert (line.get_linewidth(), line.get_alpha(), line.get_marker()) == (3, 0.5, "None")


def test_a_line_keeps_nan_markers_and_a_colour_in_numbers() -> None:
    axes = drawn(draw=lambda ax: ax.plot([1, np.nan, 3], "o-", color=(0, 0.5, 1), ms=4))
    line = axes.lines[0]
    assert np.isnan(line.get_ydata()[1])
    assert line.get_color() == (0, 0.5, 1)
    assert (line.get_marker(), line.get_markersize()) == ("o", 4)


def test_a_marker_that_would_be_typeset_becomes_a_circle() -> None:
    axes = drawn(draw=lambda ax: ax.plot([1], [1], marker="$x^2$"))
    assert axes.lines[0].get_marker() == "o"


def test_titles_labels_and_texts_are_kept() -> None:
    def draw(ax: Axes) -> None:
        ax.set(title="T", xlabel="x axis", ylabel="$y^2$", xlim=(5, -5), ylim=(0, 7))
        ax.set_title("left", loc="left")
        ax.text(1, 2, "here", color="green", fontsize=13)
        ax.annotate("look", (1, 1), xytext=(2, 3), arrowprops={"arrowstyle": "->"})

    axes = drawn(draw=draw)
    assert (axes.get_title(), axes.get_title(loc="left")) == ("T", "left")
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("x axis", "$y^2$")
    assert (axes.get_xlim(), axes.get_ylim()) == ((5, -5), (0, 7))
    assert axes.xaxis_inverted()
    text, note = axes.texts
    assert (text.get_text(), text.get_position()) == ("here", (1, 2))
    assert (text.get_color(), text.get_fontsize()) == ("green", 13)
    assert isinstance(note, Annotation)
    assert (note.get_text(), note.xy, note.get_position()) == ("look", (1, 1), (2, 3))
    assert note.arrow_patch is not None


def test_figure_heads_texts_and_legends_are_kept() -> None:
    figure, axes = plt.subplots(1, 2)
    axes[0].plot([1, 2], label="one")
    figure.suptitle("Head")
    figure.supxlabel("below")
    figure.text(0.5, 0.5, "middle")
    figure.legend(title="Key")
    copy = carry(figure)
    assert copy.get_suptitle() == "Head"
    assert copy.get_supxlabel() == "below"
    assert "middle" in texts(copy.texts)
    (legend,) = copy.legends
    assert legend.get_title().get_text() == "Key"
    assert [text.get_text() for text in legend.get_texts()] == ["one"]


def test_a_legend_keeps_title_texts_and_samples() -> None:
    def draw(ax: Axes) -> None:
        ax.plot([1, 2], color="red", label="_hidden")
        ax.plot([1, 2], color="blue", label="shown")
        ax.scatter([1], [2], label="dots")
        ax.bar([1], [2], label="bars")
        ax.legend(title="What")

    axes = drawn(draw=draw)
    legend = axes.get_legend()
    assert [text.get_text() for text in legend.get_texts()] == ["shown", "dots", "bars"]
    assert legend.get_title().get_text() == "What"
    line, dots, bars = legend.legend_handles
    assert (type(line), line.get_color()) == (Line2D, "blue")
    assert (type(dots), type(bars)) == (PathCollection, Rectangle)
    assert axes.get_legend_handles_labels()[1] == ["shown", "dots", "bars"]


def test_a_legend_text_that_starts_with_an_underscore_is_kept() -> None:
    def draw(ax: Axes) -> None:
        ax.plot([1, 2], label="a")
        ax.legend().get_texts()[0].set_text("_a")

    assert drawn(draw=draw).get_legend().get_texts()[0].get_text() == "_a"


def test_no_legend_stays_none() -> None:
    assert drawn(draw=lambda ax: ax.plot([1])).get_legend() is None


@pytest.mark.parametrize("scale", ["linear", "log", "symlog", "logit", "asinh"])
def test_scales_and_their_limits_are_kept(scale: str) -> None:
    def draw(ax: Axes) -> None:
        ax.plot([0.1, 0.2, 0.5], [1, 10, 100])
        ax.set_xscale(scale)
        ax.set(xlim=(0.05, 0.9), yscale="log", ylim=(0.5, 200))

    axes = drawn(draw=draw)
    assert (axes.get_xscale(), axes.get_yscale()) == (scale, "log")
    assert (axes.get_xlim(), axes.get_ylim()) == ((0.05, 0.9), (0.5, 200))


def test_a_logarithmic_axis_keeps_its_base_and_ticks() -> None:
    def draw(ax: Axes) -> None:
        ax.loglog([1, 8], [1, 8], base=2)
        ax.set_xticks([1, 2, 4, 8], ["one", "two", "four", "eight"])

    axes = drawn(draw=draw)
    assert axes.xaxis.get_transform().base == 2
    assert list(axes.get_xticks()) == [1, 2, 4, 8]
    labels = [label.get_text() for label in axes.get_xticklabels()]
    assert labels == ["one", "two", "four", "eight"]


def test_a_scale_by_a_function_keeps_its_name_and_limits() -> None:
    def draw(ax: Axes) -> None:
        ax.plot([1, 4])
        ax.set_yscale("function", functions=(np.sqrt, np.square))
        ax.set_ylim(1, 9)

    axes = drawn(draw=draw)
    assert (axes.get_yscale(), axes.get_ylim()) == ("function", (1, 9))


def test_strings_on_an_axis_keep_labels_numbers_and_originals() -> None:
    axes = drawn(draw=lambda ax: ax.plot(["u", "v", "w"], [1, 2, 3]))
    assert [label.get_text() for label in axes.get_xticklabels()] == ["u", "v", "w"]
    line = axes.lines[0]
    assert list(line.get_xdata()) == ["u", "v", "w"]
    assert list(line.get_xdata(orig=False)) == [0, 1, 2]


def test_dates_on_an_axis_keep_numbers_and_originals() -> None:
    # 1970-01-11 is day 10 of Matplotlib's calendar.
    days = np.array(["1970-01-11", "1970-01-12"], dtype="datetime64[D]")
    line = drawn(draw=lambda ax: ax.plot(days, [1, 2])).lines[0]
    assert list(line.get_xdata()) == list(days)
    assert list(line.get_xdata(orig=False)) == [10, 11]
    moments = [pd.Timestamp("1970-01-11"), pd.Timestamp("1970-01-12")]
    line = drawn(draw=lambda ax: ax.plot(moments, [1, 2])).lines[0]
    assert list(line.get_xdata()) == moments
    assert list(line.get_xdata(orig=False)) == [10, 11]


def test_straight_lines_keep_their_place() -> None:
    def draw(ax: Axes) -> None:
        ax.axvline(3)
        ax.axhline(2, ls=":")
        ax.axvspan(1, 2)
        ax.hlines([1, 2], 0, 5)

    axes = drawn(draw=draw)
    upright, flat = axes.lines
    assert upright.get_xdata() == [3, 3]
    assert flat.get_ydata() == [2, 2]
    assert (axes.patches[0].get_x(), axes.patches[0].get_width()) == (1, 1)
    segments = axes.collections[0].get_segments()
    assert np.array_equal(segments, [[[0, 1], [5, 1]], [[0, 2], [5, 2]]])


def test_a_scatter_keeps_offsets_sizes_numbers_and_colours() -> None:
    def draw(ax: Axes) -> None:
        ax.scatter([1, 2, 3], [4, 5, 6], s=[10, 20, 30], c=[7, 8, 9], cmap="plasma", label="d")
        ax.scatter([0], [0], color="red", marker="x")

    mapped, plain = drawn(draw=draw).collections
    assert type(mapped) is PathCollection
    assert np.array_equal(mapped.get_offsets(), [[1, 4], [2, 5], [3, 6]])
    assert list(mapped.get_sizes()) == [10, 20, 30]
    assert list(mapped.get_array()) == [7, 8, 9]
    assert (mapped.get_cmap().name, mapped.get_clim()) == ("plasma", (7, 9))
    assert mapped.get_label() == "d"
    assert np.array_equal(plain.get_facecolor(), [[1, 0, 0, 1]])
    assert plain.get_array() is None


def test_masked_and_missing_offsets_stay_so() -> None:
    x = np.ma.masked_equal([1.0, 2.0, 3.0], 2.0)
    offsets = drawn(draw=lambda ax: ax.scatter(x, [4, 5, np.nan])).collections[0].get_offsets()
    assert offsets.mask[1, 0]
    assert offsets[0].tolist() == [1, 4]
    assert not np.isfinite(offsets.filled(np.nan)[2, 1])


def test_an_image_keeps_pixels_extent_and_colour_map() -> None:
    def draw(ax: Axes) -> None:
        ax.imshow([[1, 2, 3], [4, 5, 6]], extent=(0, 3, 0, 2), cmap="gray", origin="lower")

    (image,) = drawn(draw=draw).images
    assert np.array_equal(image.get_array(), [[1, 2, 3], [4, 5, 6]])
    assert list(image.get_extent()) == [0, 3, 0, 2]
    assert (image.get_cmap().name, image.origin) == ("gray", "lower")


def test_an_image_of_bytes_in_colour_keeps_its_pixels() -> None:
    pixels = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)
    image = drawn(draw=lambda ax: ax.imshow(pixels)).images[0]
    assert image.get_array().dtype == np.uint8
    assert np.array_equal(image.get_array(), pixels)


def test_a_mesh_keeps_cells_corners_and_norm() -> None:
    values = np.array([[1.0, 10.0, 100.0], [1.0, 1.0, 1.0]])
    x, y = [0, 1, 2, 3], [0, 5, 10]
    (mesh,) = drawn(draw=lambda ax: ax.pcolormesh(x, y, values, norm=LogNorm())).collections
    assert type(mesh) is QuadMesh
    assert np.array_equal(mesh.get_array(), values)
    assert np.array_equal(mesh.get_coordinates()[0, :, 0], x)
    assert np.array_equal(mesh.get_coordinates()[:, 0, 1], y)
    assert isinstance(mesh.norm, LogNorm)
    assert mesh.get_clim() == (1, 100)


def test_a_smooth_mesh_and_a_mesh_of_polygons_are_kept() -> None:
    values = np.arange(6.0).reshape(2, 3)
    smooth = drawn(draw=lambda ax: ax.pcolormesh(values, shading="gouraud")).collections[0]
    polygons = drawn(draw=lambda ax: ax.pcolor(values)).collections[0]
    assert np.array_equal(np.ravel(smooth.get_array()), [0, 1, 2, 3, 4, 5])
    assert isinstance(polygons, PolyCollection)
    assert np.array_equal(np.ravel(polygons.get_array()), [0, 1, 2, 3, 4, 5])
    assert len(polygons.get_paths()) == 6


@pytest.mark.parametrize("extend", ["neither", "both"])
def test_contours_keep_kind_levels_and_regions(extend: str) -> None:
    def draw(ax: Axes) -> None:
        x = np.array([0.0, 1.0, 2.0])
        ax.contourf(x, x, x * np.ones((3, 1)), levels=[0.5, 1, 1.5], extend=extend)
        ax.contour(x, x, x * np.ones((3, 1)), levels=[1], colors="k")

    filled, lines = drawn(draw=draw).collections
    assert isinstance(filled, QuadContourSet)
    assert isinstance(filled, ContourSet)
    assert filled.filled
    assert not lines.filled
    assert list(filled.levels) == [0.5, 1, 1.5]
    assert len(filled.get_paths()) == (2 if extend == "neither" else 4)
    assert len(filled.get_facecolor()) == len(filled.get_paths())
    # The only line is where the value, which is x, is 1.
    (path,) = lines.get_paths()
    assert set(path.vertices[:, 0]) == {1}
    assert np.array_equal(lines.get_edgecolor(), [[0, 0, 0, 1]])


def test_bars_keep_heights_labels_and_their_container() -> None:
    axes = drawn(draw=lambda ax: ax.bar(["a", "b"], [1, 2], color="red", label="n"))
    assert [bar.get_height() for bar in axes.patches] == [1, 2]
    assert [bar.get_x() + bar.get_width() / 2 for bar in axes.patches] == [0, 1]
    assert axes.patches[0].get_facecolor() == (1, 0, 0, 1)
    assert [label.get_text() for label in axes.get_xticklabels()] == ["a", "b"]
    (bars,) = axes.containers
    assert isinstance(bars, BarContainer)
    assert (bars.get_label(), bars.orientation) == ("n", "vertical")
    assert list(bars.datavalues) == [1, 2]
    assert list(bars) == list(axes.patches)


def test_a_bar_without_height_stays_nan() -> None:
    axes = drawn(draw=lambda ax: ax.bar([0, 1], [1, np.nan]))
    assert np.isnan(axes.patches[1].get_height())


def test_error_bars_and_stems_keep_their_parts() -> None:
    axes = drawn(draw=lambda ax: ax.errorbar([1, 2], [3, 4], yerr=1, capsize=2, label="e"))
    (container,) = axes.containers
    line, caps, (bars,) = container.lines
    assert isinstance(container, ErrorbarContainer)
    assert (container.has_yerr, container.has_xerr, len(caps)) == (True, False, 2)
    assert list(line.get_ydata()) == [3, 4]
    assert np.array_equal(bars.get_segments()[0], [[1, 2], [1, 4]])
    (stem,) = drawn(draw=lambda ax: ax.stem([1, 2], [3, 4])).containers
    assert isinstance(stem, StemContainer)
    assert list(stem.markerline.get_ydata()) == [3, 4]
    assert isinstance(stem.stemlines, LineCollection)


def test_a_histogram_of_either_type_keeps_its_counts() -> None:
    bars = drawn(draw=lambda ax: ax.hist([1, 1, 2], bins=[0.5, 1.5, 2.5])).patches
    assert [bar.get_height() for bar in bars] == [2, 1]
    (steps,) = drawn(draw=lambda ax: ax.hist([1, 1, 2], bins=2, histtype="step")).patches
    assert isinstance(steps, Polygon)
    assert steps.get_xy()[:, 1].max() == 2


def test_a_pie_keeps_angles_and_labels() -> None:
    axes = drawn(draw=lambda ax: ax.pie([1, 3], labels=["few", "many"]))
    few, many = axes.patches
    assert isinstance(few, Wedge)
    assert (few.theta1, few.theta2, many.theta2) == (0, 90, 360)
    assert [text.get_text() for text in axes.texts if text.get_text()] == ["few", "many"]
    assert axes.get_aspect() == 1


def test_shapes_keep_their_measures() -> None:
    def draw(ax: Axes) -> None:
        ax.add_patch(Circle((1, 2), 3, fill=False, hatch="/"))
        ax.add_patch(Ellipse((1, 2), 3, 4, angle=5))
        ax.add_patch(Rectangle((1, 2), 3, 4, angle=5, alpha=0.5))
        ax.fill([0, 1, 1], [0, 0, 1], facecolor="none", alpha=0.5)
        ax.arrow(0, 0, 1, 1)
        ax.stairs([1, 2])

    circle, ellipse, rectangle, filled, arrow, steps = drawn(draw=draw).patches
    assert (circle.get_center(), circle.get_radius()) == ((1, 2), 3)
    assert (circle.get_fill(), circle.get_hatch()) == (False, "/")
    assert (ellipse.width, ellipse.height, ellipse.angle) == (3, 4, 5)
    assert (rectangle.get_xy(), rectangle.get_angle(), rectangle.get_alpha()) == ((1, 2), 5, 0.5)
    assert np.array_equal(filled.get_xy(), [[0, 0], [1, 0], [1, 1], [0, 0]])
    assert filled.get_facecolor()[3] == 0
    assert isinstance(arrow, Polygon)
    assert steps.get_path().vertices[:, 1].max() == 2


def test_fills_hexagons_and_boxes_are_kept() -> None:
    band = drawn(draw=lambda ax: ax.fill_between([0, 1], [1, 2], alpha=0.3)).collections[0]
    assert isinstance(band, PolyCollection)
    assert band.get_paths()[0].vertices[:, 1].max() == 2
    assert band.get_alpha() == 0.3
    hexagons = drawn(draw=lambda ax: ax.hexbin([0, 1, 1], [0, 1, 1], gridsize=2)).collections[0]
    assert hexagons.get_array().sum() == 3
    box = drawn(draw=lambda ax: ax.boxplot([1, 2, 3, 4, 5]))
    assert any(list(line.get_ydata()) == [3, 3] for line in box.lines)


def test_subplots_keep_order_place_and_sharing() -> None:
    figure, axes = plt.subplots(2, 2, sharex="col", sharey=True)
    for index, each in enumerate(axes.flat):
        each.plot([0, index + 1])
        each.set_title(str(index))
    copy = carry(figure)
    assert [each.get_title() for each in copy.axes] == ["0", "1", "2", "3"]
    first, second, third, _ = copy.axes
    assert first.get_shared_x_axes().joined(first, third)
    assert not first.get_shared_x_axes().joined(first, second)
    assert first.get_shared_y_axes().joined(first, second)
    assert first.get_ylim() == second.get_ylim()
    assert first.get_position().y0 > third.get_position().y0
    assert second.get_ylim()[1] > 4


def test_twin_axes_lie_upon_each_other() -> None:
    figure, left = plt.subplots()
    left.plot([1, 2], [3, 4])
    left.twinx().plot([1, 2], [50, 60])
    first, second = carry(figure).axes
    assert first.get_position().bounds == second.get_position().bounds
    assert first.get_shared_x_axes().joined(first, second)
    assert second.yaxis.get_ticks_position() == "right"
    assert second.yaxis.get_label_position() == "right"
    assert list(second.lines[0].get_ydata()) == [50, 60]


def test_a_colour_bar_is_an_axes_of_the_figure() -> None:
    figure, axes = plt.subplots()
    figure.colorbar(axes.scatter([1, 2], [3, 4], c=[5, 6]), label="hot")
    _, bar = carry(figure).axes
    assert (bar.get_label(), bar.get_ylabel()) == ("<colorbar>", "hot")
    assert bar.get_ylim() == (5, 6)


def test_turned_tick_labels_stay_turned() -> None:
    def draw(ax: Axes) -> None:
        ax.plot([1, 2])
        ax.tick_params("y", labelrotation=30)
        plt.xticks(rotation=45)

    axes = drawn(draw=draw)
    assert {label.get_rotation() for label in axes.get_xticklabels()} == {45}
    assert {label.get_rotation() for label in axes.get_yticklabels()} == {30}


def test_an_inset_belongs_to_its_axes() -> None:
    _figure, axes = plt.subplots()
    inset = axes.inset_axes([0.5, 0.5, 0.4, 0.4])
    inset.plot([7, 8])
    copy = carry(inset)
    (parent,) = copy.figure.axes
    assert parent.child_axes == [copy]
    assert list(copy.lines[0].get_ydata()) == [7, 8]


def test_polar_axes_stay_polar() -> None:
    _, axes = plt.subplots(subplot_kw={"projection": "polar"})
    axes.plot([0, 1], [2, 3])
    axes.set_rlim(0, 5)
    copy = carry(axes)
    assert (copy.name, copy.get_ylim()) == ("polar", (0, 5))
    assert list(copy.lines[0].get_ydata()) == [2, 3]


def test_grid_spines_and_visibility_are_kept() -> None:
    def draw(ax: Axes) -> None:
        ax.grid(True)
        ax.spines["top"].set_visible(False)
        ax.set_facecolor("yellow")

    axes = drawn(draw=draw)
    assert all(line.get_visible() for line in axes.get_xgridlines())
    assert not axes.spines["top"].get_visible()
    assert axes.spines["left"].get_visible()
    assert axes.get_facecolor() == (1, 1, 0, 1)
    assert axes.axison
    assert not drawn(draw=lambda ax: ax.axis("off")).axison


def test_a_figure_and_its_axes_stay_together_in_a_frame() -> None:
    figure, axes = plt.subplots(1, 2)
    copy, (first, second) = carry_all((figure, list(axes)))
    assert copy.axes == [first, second]


def test_axes_of_one_figure_are_described_once_in_a_frame() -> None:
    _, axes = plt.subplots(4, 4)
    one, all_of_them = Encoder(), Encoder()
    one(axes[0, 0])
    all_of_them(list(axes.flat))
    assert len(all_of_them.buffers) == len(one.buffers)


def carry_all(value: object) -> Any:
    encoder = Encoder()
    tree = encoder(value)
    return Decoder(tuple(encoder.buffers))(json.loads(json.dumps(tree)))


def frames_of(*states: object) -> list[tuple[Any, tuple[bytes, ...]]]:
    frames = []
    for state in states:
        encoder = Encoder()
        frames.append((encoder(state), tuple(encoder.buffers)))
    return frames


def test_an_unchanged_figure_is_the_same_object_all_through_a_test_cell() -> None:
    figure, axes = plt.subplots()
    known: dict[int, Any] = {}
    first, second = (
        Decoder(buffers, figures=known)(tree) for tree, buffers in frames_of(figure, axes)
    )
    assert second.figure is first


def test_a_figure_that_was_drawn_on_is_seen_anew() -> None:
    _, axes = plt.subplots()
    known: dict[int, Any] = {}
    axes.plot([1, 2])
    before = frames_of(axes)[0]
    axes.plot([3, 4])
    after = frames_of(axes)[0]
    assert len(Decoder(before[1], figures=known)(before[0]).lines) == 1
    assert len(Decoder(after[1], figures=known)(after[0]).lines) == 2


def test_a_test_may_draw_more_figures_than_are_kept() -> None:
    known: dict[int, Any] = {}
    for number in range(70):
        encoder = Encoder()
        tree = encoder(Figure(label=str(number)))
        assert Decoder(tuple(encoder.buffers), figures=known)(tree).get_label() == str(number)
    assert len(known) == 64


def pyplot_scatter() -> Axes:
    plt.figure()
    plt.scatter(STARS["Temperature"], STARS["A_M"])
    plt.xlabel("Temperature")
    plt.ylabel("A_M")
    return plt.gca()


def axes_scatter() -> Axes:
    _, axes = plt.subplots()
    axes.scatter(STARS.Temperature.to_numpy(), list(STARS.A_M))
    axes.set(xlabel="Temperature", ylabel="A_M")
    return axes


STYLES: list[Callable[[], Axes]] = [
    pyplot_scatter,
    axes_scatter,
    lambda: STARS.plot.scatter("Temperature", "A_M"),
    lambda: STARS.plot(kind="scatter", x="Temperature", y="A_M"),
    lambda: sns.scatterplot(data=STARS, x="Temperature", y="A_M"),
    lambda: sns.regplot(data=STARS, x="Temperature", y="A_M", fit_reg=False),
    lambda: sns.relplot(data=STARS, x="Temperature", y="A_M").ax,
    lambda: sns.relplot(data=STARS, x="Temperature", y="A_M").figure.axes[0],
]


@pytest.mark.parametrize("draw", STYLES)
def test_a_scatter_plot_of_any_style_shows_the_same_points(draw: Callable[[], Axes]) -> None:
    axes = carry(draw())
    points = [[3000, 15], [6000, 5], [12000, 1], [25000, -6]]
    assert np.array_equal(axes.collections[0].get_offsets(), points)
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("Temperature", "A_M")


def pyplot_histogram() -> Axes:
    plt.figure()
    plt.hist(STARS["A_M"], bins=[-10, 0, 10, 20])
    return plt.gca()


HISTOGRAMS: list[Callable[[], Axes]] = [
    pyplot_histogram,
    lambda: plt.subplots()[1].hist(STARS["A_M"], bins=[-10, 0, 10, 20])[2][0].axes,
    lambda: STARS["A_M"].plot.hist(bins=[-10, 0, 10, 20]),
    lambda: STARS.hist("A_M", bins=[-10, 0, 10, 20])[0, 0],
    lambda: sns.histplot(data=STARS, x="A_M", bins=[-10, 0, 10, 20]),
]


@pytest.mark.parametrize("draw", HISTOGRAMS)
def test_a_histogram_of_any_style_shows_the_same_counts(draw: Callable[[], Axes]) -> None:
    axes = carry(draw())
    assert [bar.get_height() for bar in axes.patches] == [1, 2, 1]
    assert [bar.get_x() for bar in axes.patches] == [-10, 0, 10]


def test_lines_of_a_data_frame_keep_legend_and_dates() -> None:
    days = pd.date_range("2024-01-01", periods=3, freq="D")
    frame = pd.DataFrame({"a": [1, 2, 3], "b": [4, 5, 6]}, index=days)
    axes = carry(frame.plot(title="Frame"))
    assert [list(line.get_ydata()) for line in axes.lines] == [[1, 2, 3], [4, 5, 6]]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["a", "b"]
    assert np.diff(axes.lines[0].get_xdata(orig=False)).tolist() == [1, 1]
    assert axes.get_title() == "Frame"


def test_bars_of_a_data_frame_keep_heights_and_names() -> None:
    axes = carry(STARS.Type.value_counts().sort_index().plot.bar())
    assert [bar.get_height() for bar in axes.patches] == [1, 1, 2]
    labels = [label.get_text() for label in axes.get_xticklabels()]
    assert labels == ["dwarf", "giant", "main"]


def test_a_coloured_scatter_of_seaborn_keeps_its_legend() -> None:
    axes = carry(sns.scatterplot(data=STARS, x="Temperature", y="A_M", hue="Type", style="Type"))
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["dwarf", "main", "giant"]
    colours = axes.collections[0].get_facecolor()
    assert np.array_equal(colours[1], colours[2])
    assert not np.array_equal(colours[0], colours[1])


SEABORN: list[Callable[[], Any]] = [
    lambda: sns.countplot(data=STARS, x="Type"),
    lambda: sns.barplot(data=STARS, x="Type", y="A_M"),
    lambda: sns.boxplot(data=STARS, x="Type", y="A_M"),
    lambda: sns.boxenplot(data=STARS, x="Type", y="A_M"),
    lambda: sns.violinplot(data=STARS, x="Type", y="A_M"),
    lambda: sns.stripplot(data=STARS, x="Type", y="A_M"),
    lambda: sns.pointplot(data=STARS, x="Type", y="A_M"),
    lambda: sns.lineplot(data=STARS, x="Temperature", y="A_M"),
    lambda: sns.kdeplot(data=STARS, x="A_M", fill=True),
    lambda: sns.kdeplot(data=STARS, x="A_M", y="Temperature"),
    lambda: sns.ecdfplot(data=STARS, x="A_M"),
    lambda: sns.histplot(data=STARS, x="A_M", y="Temperature"),
    lambda: sns.regplot(data=STARS, x="A_M", y="Temperature"),
    lambda: sns.heatmap(STARS.corr(numeric_only=True), annot=True),
    lambda: sns.pairplot(STARS, hue="Type").figure,
    lambda: sns.jointplot(data=STARS, x="A_M", y="Temperature").figure,
    lambda: sns.catplot(data=STARS, x="Type", y="A_M", col="Type").figure,
    lambda: sns.clustermap(STARS.corr(numeric_only=True)).figure,
]


@pytest.mark.parametrize("draw", SEABORN)
def test_what_seaborn_draws_is_kept(draw: Callable[[], Any]) -> None:
    original = draw()
    mine = original.axes if isinstance(original, Figure) else [original]
    copy = carry(original)
    copies = copy.axes if isinstance(copy, Figure) else [copy]
    for axes, other in zip(mine, copies, strict=True):
        assert other.get_xlabel() == axes.get_xlabel()
        assert other.get_xlim() == axes.get_xlim()
        assert other.get_ylim() == axes.get_ylim()
        assert texts(other.get_xticklabels()) == texts(axes.get_xticklabels())
        assert texts(other.texts) == texts(axes.texts)
        for kind in ("lines", "collections", "patches", "images"):
            assert len(getattr(other, kind)) == len(getattr(axes, kind))


def texts(artists: Any) -> list[str]:
    return [artist.get_text() for artist in artists]


def test_a_heat_map_keeps_values_and_notes() -> None:
    table = pd.DataFrame([[1.0, 0.25], [0.25, 1.0]], index=["a", "b"], columns=["a", "b"])
    axes = carry(sns.heatmap(table, annot=True))
    assert np.ravel(axes.collections[0].get_array()).tolist() == [1, 0.25, 0.25, 1]
    assert texts(axes.texts) == ["1", "0.25", "0.25", "1"]
    assert texts(axes.get_xticklabels()) == ["a", "b"]


def three_dimensional() -> Any:
    return plt.subplots(subplot_kw={"projection": "3d"})[1]


def removed() -> Any:
    axes = plt.subplots()[1]
    axes.remove()
    return axes


UNSUPPORTED: list[Callable[[], Any]] = [
    three_dimensional,
    removed,
    lambda: plt.subplots()[1].table([["a"]]).axes,
    lambda: plt.figure(figsize=(101, 1)),
    lambda: plt.subplots()[1].plot(np.zeros(200_001))[0].axes,
    lambda: plt.subplots()[1].set_title("x" * 10_001).axes,
]


@pytest.mark.parametrize("draw", UNSUPPORTED)
def test_what_cannot_be_copied_is_left_to_a_handle(draw: Callable[[], Any]) -> None:
    assert figures.describe(draw(), Encoder()) is None


@pytest.mark.parametrize("limit", ["AXES_ARTISTS", "FIGURE_ARTISTS", "FIGURE_POINTS", "TICKS"])
def test_a_figure_beyond_a_limit_is_left_to_a_handle(
    limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, axes = plt.subplots()
    axes.bar(range(10), range(10), tick_label=range(10))
    assert figures.describe(axes, Encoder()) is not None
    monkeypatch.setattr(schema, limit, 9)
    assert figures.describe(axes, Encoder()) is None


@pytest.mark.parametrize("draw", range(8))
def test_the_describing_side_counts_no_less_than_the_rebuilding_side(draw: int) -> None:
    figure, axes = plt.subplots()
    SMALL[draw](axes)
    axes.legend(axes.get_children(), ["entry"] * 30)
    figure.text(0, 0, "here")
    plain = describing.describe_figure(figure, describing.all_axes(figure))
    encoder = Encoder()
    tree = describing.encode(plain, encoder)
    reader = FigureReader(Decoder(tuple(encoder.buffers)))
    before = reader.artists_left
    rebuild_figure(tree, reader)
    assert before - reader.artists_left <= describing.cost(plain)


def test_as_many_points_and_letters_as_are_described_can_be_rebuilt() -> None:
    _, axes = plt.subplots()
    axes.plot(np.zeros(200_000))
    axes.set_title("x" * 10_000)
    copy = carry(axes)
    assert len(copy.lines[0].get_xdata()) == 200_000
    assert len(copy.get_title()) == 10_000


def test_a_student_figure_with_overridden_methods_tells_only_of_itself() -> None:
    class Liar(Figure):
        def get_size_inches(self) -> Any:
            raise SystemError("no")

    assert figures.describe(Liar(), Encoder()) is None


def hostile_seed(*, parts: int = 3) -> tuple[Any, list[bytes]]:
    """Describe a figure that has a little of everything."""
    figure, axes = plt.subplots(1, parts, squeeze=False)
    for each, draw in zip(axes.flat, (draw_lines, draw_shapes, draw_fields), strict=False):
        draw(each)
    figure.suptitle("s")
    figure.legend(["f"])
    encoder = Encoder()
    return encoder(figure), encoder.buffers


def draw_lines(axes: Axes) -> None:
    axes.plot(["a", "b"], [1, 2], "o--", label="l")
    axes.errorbar([1, 2], [3, 4], yerr=1, capsize=1)
    axes.set_yscale("log")
    axes.legend(title="t")
    axes.inset_axes([0, 0, 1, 1], projection="polar").plot([1, 2])


def draw_shapes(axes: Axes) -> None:
    axes.bar([1, 2], [3, 4])
    axes.pie([1, 2])
    axes.stem([1], [2])
    axes.annotate("n", (1, 1), arrowprops={})


def draw_fields(axes: Axes) -> None:
    axes.scatter([1, 2], [3, 4], c=[5, 6])
    axes.contourf([[1, 2], [3, 4]])
    axes.pcolormesh([[1, 2], [3, 4]])
    axes.imshow([[1, 2], [3, 4]])
    axes.fill_between([1, 2], [3, 4])


SMALL: list[Callable[[Axes], object]] = [
    lambda ax: ax.plot(["a", "b"], [1, 2], "o--", label="l") and ax.legend(title="t"),
    lambda ax: ax.loglog([1, 10], [1, 10]) and ax.errorbar([1], [3], yerr=1, capsize=1),
    lambda ax: ax.bar([1, 2], [3, 4]) and ax.annotate("n", (1, 1), arrowprops={}),
    lambda ax: ax.pie([1, 2]) and ax.fill([0, 1, 1], [0, 0, 1]),
    lambda ax: ax.scatter([1, 2], [3, 4], c=[5, 6]) and ax.fill_between([1, 2], [3, 4]),
    lambda ax: ax.contourf([[1, 2], [3, 4]]),
    lambda ax: ax.pcolormesh([[1, 2], [3, 4]]) and ax.imshow([[1, 2], [3, 4]]),
    lambda ax: ax.inset_axes([0, 0, 1, 1], projection="polar").stem([1], [2]),
]


def small_seeds() -> list[tuple[str, list[bytes]]]:
    """Describe each kind of plot alone: such figures are rebuilt in milliseconds."""
    seeds = []
    for draw in SMALL:
        figure, axes = plt.subplots()
        draw(axes)
        encoder = Encoder()
        seeds.append((json.dumps(encoder(figure)), encoder.buffers))
    return seeds


NUMBERS = (0, -1, 1, 2, 3, 1000, 10**12, -(2**62), 0.5, -0.0, 1e-320, 1e17, 1e299, 1e300, -1e308)
WORDS = (
    *("", "nan", "inf", "-inf", "log", "symlog", "function", "$\\frac{x", "C999", "none", "polar"),
    *("QuadMesh", "ContourSet", "PathCollection", "both", "<f8", "|u1", "label", "x" * 20_000),
)
OTHERS = (None, True, False, [], {}, [[]], [0, 0, 0, 0], ["nan"] * 4, [None] * 6)


def places_in(tree: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to each part of a tree."""
    if isinstance(tree, dict | list):
        for key in tree if isinstance(tree, dict) else range(len(tree)):
            yield (*place, key)
            yield from places_in(tree[key], (*place, key))


def another(value: Any, random: np.random.Generator) -> Any:
    """Return a value to put in place of one; mostly of its type, to come past the first checks."""
    kind = int(random.integers(8))
    if kind == 0:
        return OTHERS[int(random.integers(len(OTHERS)))]
    if type(value) is bool:
        return not value
    if isinstance(value, str) or kind == 1:
        return WORDS[int(random.integers(len(WORDS)))]
    if isinstance(value, int | float) or kind == 2:
        return NUMBERS[int(random.integers(len(NUMBERS)))]
    if isinstance(value, list):
        return [value * 2, value * 50, value[:-1], value[::-1]][int(random.integers(4))]
    return value


def mutate(tree: Any, places: list[tuple[Any, ...]], random: np.random.Generator) -> None:
    for _ in range(int(random.integers(1, 4))):
        *way, key = places[int(random.integers(len(places)))]
        container = tree
        try:
            for step in way:
                container = container[step]
            if random.random() < 0.02:
                del container[key]
            else:
                container[key] = another(container[key], random)
        except (IndexError, KeyError, TypeError):  # a former change took that place away
            continue


def spoil(buffers: list[bytes], random: np.random.Generator) -> tuple[bytes, ...]:
    """Fill one buffer with other numbers, which keep the length that its array has."""
    spoiled = [bytes(buffer) for buffer in buffers]
    place = int(random.integers(len(spoiled)))
    length = len(spoiled[place])
    numbers = random.choice([np.nan, np.inf, 0, -1, 1e308, 5e-324], size=length // 8 + 1)
    content = numbers.tobytes() if random.random() < 0.7 else random.bytes(length)
    spoiled[place] = content[:length]
    return tuple(spoiled)


def look_at(value: Any) -> None:
    """Ask what a test would ask; a figure that decoded must answer or refuse, and soon."""
    found = value.axes if isinstance(value, Figure) else [value]
    for axes in found:
        axes.get_xticks(), axes.get_yticks(), axes.get_xticks(minor=True)
        axes.get_legend_handles_labels()
        for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
            label.get_text()
        for line in axes.lines:
            line.get_xdata(), line.get_ydata(orig=False)


def test_each_small_seed_is_a_figure_when_left_alone() -> None:
    for text, buffers in small_seeds():
        look_at(Decoder(tuple(buffers))(json.loads(text)))


def attack(*, times: int, seed: int) -> tuple[int, float]:
    """Rebuild spoiled figures; return how many were figures still, and the longest CPU seconds."""
    random = np.random.default_rng(seed)
    seeds = [(*each, list(places_in(json.loads(each[0])))) for each in small_seeds()]
    rebuilt, slowest = 0, 0.0
    for number in range(times):
        text, buffers, places = seeds[number % len(seeds)]
        hostile = json.loads(text)
        mutate(hostile, places, random)
        spoiled = spoil(buffers, random)
        begin = time.process_time()
        try:
            value = figures.rebuild(hostile, Decoder(spoiled))
        except BrokenFrame:
            pass
        else:
            rebuilt += 1
            if rebuilt % 3 == 0:  # a look takes longer than the rest
                look_at(value)
        slowest = max(slowest, time.process_time() - begin)
    return rebuilt, slowest


def test_only_broken_frame_comes_out_of_hostile_trees_and_soon() -> None:
    rebuilt, slowest_seconds = attack(times=500, seed=20261122)
    assert rebuilt > 60
    assert slowest_seconds < 1


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(20))
def test_only_broken_frame_comes_out_of_very_many_hostile_trees(seed: int) -> None:
    rebuilt, slowest_seconds = attack(times=1000, seed=seed)
    assert rebuilt > 120
    assert slowest_seconds < 1


@pytest.mark.parametrize("tree", [None, 3, "figure", [], {}, {"figure": None}, {"axes": 0}])
def test_a_tree_that_is_no_figure_is_a_broken_frame(tree: Any) -> None:
    with pytest.raises(BrokenFrame):
        figures.rebuild(tree, Decoder(()))


def broken(change: Check) -> None:
    tree, buffers = hostile_seed()
    change(tree["figure"])
    with pytest.raises(BrokenFrame):
        figures.rebuild(tree, Decoder(tuple(buffers)))


def test_excess_is_a_broken_frame() -> None:
    broken(lambda tree: tree["axes"].extend([tree["axes"][0]] * 60))
    broken(lambda tree: tree["axes"][0]["lines"].extend(tree["axes"][0]["lines"] * 2000))
    broken(lambda tree: tree["axes"][2]["images"].extend(tree["axes"][2]["images"] * 300))
    broken(lambda tree: tree["axes"][0].update(more_legends=[tree["axes"][0]["legend"]] * 1000))
    broken(lambda tree: tree.update(size=[1e6, 1e6]))
    broken(lambda tree: tree["axes"][0].update(label="x" * 10_001))
    broken(lambda tree: tree["axes"][0]["x"].update(limits=[0, "inf"]))
    broken(lambda tree: tree["axes"][0]["x"].update(limits=[0, "nan"]))


def test_a_marker_to_be_typeset_is_a_broken_frame() -> None:
    broken(lambda tree: tree["axes"][0]["lines"][0].update(marker="$\\frac{1}{2}$"))


def test_an_angle_of_very_many_turns_is_a_broken_frame() -> None:
    numbers = [0, 0, 1, 0, 1.2345e19, "nan"]
    broken(lambda tree: tree["axes"][1]["patches"][-1].update(numbers=numbers))


def test_an_axes_that_shares_with_itself_or_a_later_one_is_a_broken_frame() -> None:
    broken(lambda tree: tree["axes"][0]["x"].update(shared_with=0))
    broken(lambda tree: tree["axes"][0].update(parent=1))


@pytest.mark.serial
def test_a_figure_takes_milliseconds_each_way() -> None:
    figure, axes = plt.subplots()
    axes.scatter(range(240), range(240), c=range(240))
    axes.plot(range(5000), label="fit")
    axes.legend()
    carry(figure)
    spent = []
    for _ in range(5):
        begin = time.process_time()
        carry(figure)
        spent.append(time.process_time() - begin)
    # Measured: 15 ms. The bound leaves room for a slow machine.
    assert min(spent) < 0.1
