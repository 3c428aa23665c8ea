"""The same content drawn in many styles: each figure arrives as it was, and styles agree."""

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
import seaborn.objects as so
from figure_facts import carry, differences, figure_facts, texts
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.colors import BoundaryNorm, ListedColormap
from sklearn.inspection import DecisionBoundaryDisplay
from sklearn.metrics import ConfusionMatrixDisplay
from sklearn.neighbors import KNeighborsClassifier

Draw = Callable[[], Any]

STARS = pd.DataFrame(
    {
        "Temperature": [3000.0, 3100.0, 6000.0, 7000.0, 12000.0, 25000.0, 26000.0, 30000.0],
        "A_M": [15.0, 14.0, 5.0, 4.0, 1.0, -6.0, -5.0, -7.0],
        "Size": [0.1, 0.2, 1.0, 1.5, 2.0, 50.0, 40.0, 60.0],
        "Type": ["dwarf"] * 2 + ["main"] * 3 + ["giant"] * 3,
    }
)
POINTS = sorted(zip(STARS.Temperature, STARS.A_M, strict=True))
KINDS = ["dwarf", "main", "giant"]
CODES = STARS.Type.map(KINDS.index)
BY_KIND = list(STARS.groupby("Type", sort=False))
COUNTS = STARS.Type.value_counts()  # main and giant 3, dwarf 2
CURVES = pd.DataFrame(
    {"square": [0.0, 1.0, 4.0, 9.0], "double": [0.0, 2.0, 4.0, 6.0]},
    index=pd.Index([0.0, 1.0, 2.0, 3.0], name="x"),
)
LONG = CURVES.reset_index().melt("x", var_name="curve", value_name="y")
RATIOS = pd.DataFrame(
    {"ratio": np.repeat([0.1, 0.2, 0.5], 2), "score": [0.9, 0.7, 0.8, 0.6, 0.3, 0.1]}
)
MEANS = RATIOS.groupby("ratio").score.agg(["mean", "std"])  # means 0.8, 0.7, 0.2
TABLE = STARS.corr(numeric_only=True)
FEATURES = STARS[["Temperature", "A_M"]]
MODEL = KNeighborsClassifier(1).fit(FEATURES, STARS.Type)
GRID = np.meshgrid(np.linspace(2000.0, 32000.0, 40), np.linspace(-8.0, 16.0, 30))
REGIONS = np.array(
    [
        KINDS.index(kind)
        for kind in MODEL.predict(
            pd.DataFrame(np.column_stack([each.ravel() for each in GRID]), columns=[*FEATURES])
        )
    ]
).reshape(GRID[0].shape)


@pytest.fixture(autouse=True)
def no_open_figures() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what seaborn, pandas and Matplotlib say of each other
        yield
    plt.close("all")


def pyplot(*calls: Callable[[], object]) -> Axes:
    """Draw by pyplot's own state."""
    plt.figure()
    for call in calls:
        call()
    return plt.gca()


def axes(*calls: Callable[[Axes], object]) -> Axes:
    """Draw by the methods of an axes."""
    ax = plt.subplots()[1]
    for call in calls:
        call(ax)
    return ax


CURVE_STYLES: dict[str, Draw] = {
    "pyplot": lambda: pyplot(
        lambda: plt.plot(CURVES.index, CURVES["square"], label="square"),
        lambda: plt.plot(CURVES.index, CURVES["double"], "r--", label="double"),
        lambda: plt.legend(loc="upper left"),
        lambda: plt.xlabel("x"),
    ),
    "axes, legend by words": lambda: axes(
        lambda ax: ax.plot(CURVES.index, CURVES.to_numpy()),
        lambda ax: ax.legend(["square", "double"], title="curves", ncols=2, frameon=False),
        lambda ax: ax.set(xlabel="x", title="Curves"),
    ),
    "frame": lambda: CURVES.plot(style=["-", "--"], grid=True, ylabel="y"),
    "frame into axes": lambda: CURVES.reset_index().plot(x="x", ax=plt.subplots()[1]),
    "series one by one": lambda: axes(
        lambda ax: CURVES["square"].plot(ax=ax, legend=True),
        lambda ax: CURVES["double"].plot(ax=ax, legend=True),
    ),
    "seaborn, wide": lambda: sns.lineplot(CURVES),
    "seaborn, long": lambda: sns.lineplot(LONG, x="x", y="y", hue="curve", style="curve"),
    "seaborn, figure": lambda: sns.relplot(LONG, x="x", y="y", hue="curve", kind="line").ax,
}


@pytest.mark.parametrize("style", CURVE_STYLES)
def test_two_curves_of_any_style_show_the_same_lines(style: str) -> None:
    copy = carry(CURVE_STYLES[style]())
    drawn = [line.get_xydata().tolist() for line in copy.lines if len(line.get_xydata())]
    assert drawn == [[[0, 0], [1, 1], [2, 4], [3, 9]], [[0, 0], [1, 2], [2, 4], [3, 6]]]
    legends = [copy.get_legend()] if copy.get_legend() else copy.figure.legends
    assert texts(legends[0].get_texts()) == ["square", "double"]
    assert copy.get_xlabel() == "x"


SCATTER_STYLES: dict[str, Draw] = {
    "pyplot": lambda: pyplot(
        lambda: plt.scatter(STARS["Temperature"], STARS["A_M"], c=STARS["Size"], alpha=0.5),
        lambda: plt.colorbar(label="Size"),
        lambda: plt.sca(plt.gcf().axes[0]),
        lambda: plt.xlabel("Temperature"),
        lambda: plt.ylabel("A_M"),
    ),
    "axes": lambda: axes(
        lambda ax: ax.scatter(list(STARS.Temperature), STARS.A_M.to_numpy(), s=9, marker="x"),
        lambda ax: ax.set(xlabel="Temperature", ylabel="A_M", xscale="log"),
        lambda ax: ax.invert_yaxis(),
    ),
    "markers of a line": lambda: axes(
        lambda ax: ax.plot(STARS.Temperature, STARS.A_M, "o", ms=3),
        lambda ax: ax.set(xlabel="Temperature", ylabel="A_M"),
    ),
    "frame": lambda: STARS.plot.scatter("Temperature", "A_M", c="Size", colormap="viridis"),
    "frame by kind": lambda: STARS.plot(kind="scatter", x="Temperature", y="A_M", logx=True),
    "frame by markers": lambda: STARS.plot("Temperature", "A_M", style="o", ylabel="A_M"),
    "seaborn": lambda: sns.scatterplot(STARS, x="Temperature", y="A_M", size="Size"),
    "seaborn, vectors": lambda: sns.scatterplot(x=STARS["Temperature"], y=STARS["A_M"]),
    "seaborn, regression": lambda: sns.regplot(STARS, x="Temperature", y="A_M", fit_reg=False),
    "seaborn, figure": lambda: sns.relplot(STARS, x="Temperature", y="A_M").ax,
    "seaborn, lmplot": lambda: sns.lmplot(STARS, x="Temperature", y="A_M", fit_reg=False).ax,
    "seaborn, jointplot": lambda: sns.jointplot(STARS, x="Temperature", y="A_M").ax_joint,
    "seaborn, objects": lambda: (
        so.Plot(STARS, x="Temperature", y="A_M").add(so.Dot()).on(plt.figure()).plot()
        and plt.gcf().axes[0]
    ),
}


def points_of(copy: Axes) -> list[tuple[float, float]]:
    """Give all points that an axes shows, by markers of lines or by collections."""
    marked = [line.get_xydata() for line in copy.lines if line.get_marker() != "None"]
    offsets = [each.get_offsets() for each in copy.collections]
    return sorted(tuple(point) for part in (*marked, *offsets) for point in np.asarray(part))


@pytest.mark.parametrize("style", SCATTER_STYLES)
def test_a_scatter_plot_of_any_style_shows_the_same_points(style: str) -> None:
    copy = carry(SCATTER_STYLES[style]())
    assert points_of(copy) == POINTS
    assert (copy.get_xlabel(), copy.get_ylabel()) == ("Temperature", "A_M")


def scatter_each(draw: Callable[[Axes, pd.DataFrame, str], object]) -> Axes:
    """Draw each type by itself."""
    ax = plt.subplots()[1]
    for kind, group in BY_KIND:
        draw(ax, group, kind)
    ax.legend(title="Type")
    return ax


def scatter_by_number() -> Axes:
    ax = plt.subplots()[1]
    dots = ax.scatter(STARS.Temperature, STARS.A_M, c=CODES, cmap="tab10")
    ax.legend(dots.legend_elements()[0], KINDS, title="Type")
    return ax


CLASS_STYLES: dict[str, Draw] = {
    "axes": lambda: scatter_each(
        lambda ax, group, kind: ax.scatter(group.Temperature, group.A_M, label=kind)
    ),
    "markers of lines": lambda: scatter_each(
        lambda ax, group, kind: ax.plot(group.Temperature, group.A_M, "o", mec="k", label=kind)
    ),
    "frames": lambda: scatter_each(
        lambda ax, group, kind: group.plot.scatter("Temperature", "A_M", ax=ax, label=kind)
    ),
    "by number": scatter_by_number,
    "seaborn": lambda: sns.scatterplot(STARS, x="Temperature", y="A_M", hue="Type", style="Type"),
    "seaborn, figure": lambda: sns.relplot(STARS, x="Temperature", y="A_M", hue="Type").ax,
    "seaborn, lmplot": lambda: (
        sns.lmplot(STARS, x="Temperature", y="A_M", hue="Type", fit_reg=False).ax
    ),
}


@pytest.mark.parametrize("style", CLASS_STYLES)
def test_classes_of_any_style_show_the_same_points_and_legend(style: str) -> None:
    copy = carry(CLASS_STYLES[style]())
    legend = copy.get_legend() or copy.figure.legends[0]
    assert points_of(copy) == POINTS
    assert texts(legend.get_texts()) == KINDS
    assert legend.get_title().get_text() == "Type"


BAR_STYLES: dict[str, Draw] = {
    "pyplot": lambda: pyplot(
        lambda: plt.bar_label(plt.bar(COUNTS.index, COUNTS, color=["r", "g", "b"], hatch="/")),
        lambda: plt.xticks(rotation=45, ha="right"),
    ),
    "axes, words as ticks": lambda: axes(
        lambda ax: ax.bar(range(3), COUNTS, yerr=0.5),
        lambda ax: ax.set_xticks(range(3), COUNTS.index),
    ),
    "series": lambda: COUNTS.plot.bar(rot=0),
    "frame": lambda: COUNTS.to_frame().plot(kind="bar", legend=False),
    "seaborn, count": lambda: sns.countplot(STARS, x="Type", order=COUNTS.index),
    "seaborn, hue": lambda: sns.countplot(STARS, x="Type", hue="Type", order=COUNTS.index),
    "seaborn, bars": lambda: sns.barplot(x=COUNTS.index, y=COUNTS.to_numpy()),
    "seaborn, figure": lambda: sns.catplot(STARS, x="Type", kind="count", order=COUNTS.index).ax,
}


@pytest.mark.parametrize("style", BAR_STYLES)
def test_bars_of_any_style_show_the_same_heights_and_names(style: str) -> None:
    copy = carry(BAR_STYLES[style]())
    bars = sorted((bar.get_x() + bar.get_width() / 2, bar.get_height()) for bar in copy.patches)
    assert [height for _, height in bars] == [3, 3, 2]
    assert [place for place, _ in bars] == pytest.approx([0, 1, 2])
    assert texts(copy.get_xticklabels()) == ["main", "giant", "dwarf"]


PIE_STYLES: dict[str, Draw] = {
    "pyplot": lambda: pyplot(
        lambda: plt.pie(COUNTS, labels=COUNTS.index, autopct="%1.0f%%", explode=[0.1, 0, 0]),
        lambda: plt.axis("equal"),
        lambda: plt.legend(),
    ),
    "axes, a ring": lambda: axes(
        lambda ax: ax.pie(COUNTS.to_numpy(), labels=[*COUNTS.index], wedgeprops={"width": 0.4})
    ),
    "series": lambda: COUNTS.plot.pie(autopct="%d"),
    "frame": lambda: COUNTS.to_frame().plot.pie(y="count", legend=False, ylabel=""),
}


@pytest.mark.parametrize("style", PIE_STYLES)
def test_a_pie_of_any_style_shows_the_same_wedges_and_names(style: str) -> None:
    copy = carry(PIE_STYLES[style]())
    # 3, 3 and 2 of 8 stars, of 360 degrees.
    assert [wedge.theta2 - wedge.theta1 for wedge in copy.patches] == pytest.approx([135, 135, 90])
    assert [word for word in texts(copy.texts) if word in KINDS] == ["main", "giant", "dwarf"]


BINS = [-10, 0, 10, 20]
HISTOGRAM_STYLES: dict[str, Draw] = {
    "pyplot": lambda: pyplot(lambda: plt.hist(STARS["A_M"], bins=BINS, alpha=0.5)),
    "axes": lambda: axes(lambda ax: ax.hist(STARS["A_M"], bins=BINS)),
    "series": lambda: STARS["A_M"].plot.hist(bins=BINS),
    "frame": lambda: STARS.hist("A_M", bins=BINS)[0, 0],
    "seaborn": lambda: sns.histplot(STARS, x="A_M", bins=BINS, kde=True),
    "seaborn, figure": lambda: sns.displot(STARS, x="A_M", bins=BINS).ax,
}


@pytest.mark.parametrize("style", HISTOGRAM_STYLES)
def test_a_histogram_of_any_style_shows_the_same_counts(style: str) -> None:
    copy = carry(HISTOGRAM_STYLES[style]())
    assert [bar.get_height() for bar in copy.patches] == [3, 3, 2]
    assert [bar.get_x() for bar in copy.patches] == [-10, 0, 10]


BOX_STYLES: dict[str, Draw] = {
    "pyplot": lambda: pyplot(lambda: plt.boxplot([group.A_M for _, group in BY_KIND], notch=True)),
    "axes, filled": lambda: axes(
        lambda ax: ax.boxplot(
            [group.A_M for _, group in BY_KIND], tick_labels=KINDS, patch_artist=True
        )
    ),
    "frame": lambda: STARS.boxplot("A_M", by="Type"),
    "frame, plot": lambda: STARS.plot.box(column="A_M", by="Type").iloc[0],
    "seaborn": lambda: sns.boxplot(STARS, x="Type", y="A_M", hue="Type"),
    "seaborn, figure": lambda: sns.catplot(STARS, x="Type", y="A_M", kind="box").ax,
}


@pytest.mark.parametrize("style", BOX_STYLES)
def test_boxes_of_any_style_show_the_same_medians(style: str) -> None:
    copy = carry(BOX_STYLES[style]())
    flat = {line.get_ydata()[0] for line in copy.lines if len(set(line.get_ydata())) == 1}
    # The middle of 15 and 14, of 5, 4 and 1, of -6, -5 and -7.
    assert {14.5, 4, -6} <= flat


MAP_STYLES: dict[str, Draw] = {
    "pyplot": lambda: pyplot(
        lambda: plt.imshow(TABLE, cmap="RdBu", vmin=-1, vmax=1, interpolation="nearest"),
        lambda: plt.xticks(range(3), TABLE.columns, rotation=45),
    ),
    "matshow": lambda: plt.matshow(TABLE).axes,
    "mesh": lambda: axes(lambda ax: ax.pcolormesh(TABLE)),
    "seaborn": lambda: sns.heatmap(TABLE, annot=True, fmt=".2f", vmin=-1, vmax=1, square=True),
    "seaborn, clusters": lambda: (
        sns.clustermap(TABLE, row_cluster=False, col_cluster=False).ax_heatmap
    ),
}


@pytest.mark.parametrize("style", MAP_STYLES)
def test_a_heat_map_of_any_style_shows_the_same_numbers(style: str) -> None:
    copy = carry(MAP_STYLES[style]())
    (drawn,) = (*copy.images, *(each for each in copy.collections if isinstance(each, QuadMesh)))
    assert np.array_equal(np.reshape(drawn.get_array(), (3, 3)), TABLE)


RATIO_STYLES: dict[str, Draw] = {
    "pyplot": lambda: pyplot(
        lambda: plt.errorbar(MEANS.index, MEANS["mean"], yerr=MEANS["std"], fmt="o-", capsize=3),
        lambda: plt.xlabel("ratio"),
    ),
    "axes, a band": lambda: axes(
        lambda ax: ax.plot(MEANS.index, MEANS["mean"], label="test"),
        lambda ax: ax.fill_between(
            MEANS.index, MEANS["mean"] - MEANS["std"], MEANS["mean"] + MEANS["std"], alpha=0.3
        ),
        lambda ax: ax.set_xlabel("ratio"),
    ),
    "frame": lambda: MEANS.plot(y="mean", yerr="std", marker="o"),
    "seaborn": lambda: sns.lineplot(RATIOS, x="ratio", y="score", errorbar="sd", marker="o"),
    "seaborn, bars": lambda: sns.lineplot(RATIOS, x="ratio", y="score", err_style="bars"),
    "seaborn, figure": lambda: sns.relplot(RATIOS, x="ratio", y="score", kind="line").ax,
    "seaborn, points": lambda: sns.pointplot(
        RATIOS, x="ratio", y="score", native_scale=True, capsize=0.2
    ),
}


@pytest.mark.parametrize("style", RATIO_STYLES)
def test_scores_against_ratios_of_any_style_show_the_same_means(style: str) -> None:
    copy = carry(RATIO_STYLES[style]())
    assert np.allclose(copy.lines[0].get_xydata(), [[0.1, 0.8], [0.2, 0.7], [0.5, 0.2]])
    assert copy.get_xlabel() == "ratio"


def boundaries(**options: Any) -> Axes:
    """Draw by scikit-learn, with the stars over it, as its examples do."""
    display = DecisionBoundaryDisplay.from_estimator(
        MODEL, FEATURES, response_method="predict", grid_resolution=30, **options
    )
    display.ax_.scatter(STARS.Temperature, STARS.A_M, c=CODES, edgecolor="k")
    return display.ax_


def regions(draw: Callable[[Axes], object]) -> Axes:
    """Draw the predictions of a grid, coded as numbers, with the stars over it."""
    return axes(
        draw,
        lambda ax: sns.scatterplot(STARS, x="Temperature", y="A_M", hue="Type", ax=ax),
        lambda ax: ax.set(xlabel="Temperature", ylabel="A_M"),
    )


STEPS = np.arange(4) - 0.5
COLOURS = ListedColormap(["red", "green", "blue"])
BOUNDARY_STYLES: dict[str, Draw] = {
    "display, contourf": boundaries,
    "display, mesh": lambda: boundaries(plot_method="pcolormesh", alpha=0.5),
    "display, contour": lambda: boundaries(plot_method="contour"),
    "contourf": lambda: regions(lambda ax: ax.contourf(*GRID, REGIONS, alpha=0.3)),
    "contourf, one level a class": lambda: regions(
        lambda ax: ax.contourf(*GRID, REGIONS, levels=STEPS, cmap="tab10")
    ),
    "contours over contourf": lambda: regions(
        lambda ax: (
            ax.contourf(*GRID, REGIONS, levels=STEPS, colors=["r", "g", "b"])
            and ax.contour(*GRID, REGIONS, colors="k", linewidths=0.5)
        )
    ),
    "mesh": lambda: regions(lambda ax: ax.pcolormesh(*GRID, REGIONS, shading="auto")),
    "mesh, colours by steps": lambda: regions(
        lambda ax: ax.pcolormesh(*GRID, REGIONS, cmap=COLOURS, norm=BoundaryNorm(STEPS, 3))
    ),
    "image": lambda: regions(
        lambda ax: ax.imshow(
            REGIONS, origin="lower", extent=(2000, 32000, -8, 16), aspect="auto", cmap="Set2"
        )
    ),
}


@pytest.mark.parametrize("style", BOUNDARY_STYLES)
def test_decision_boundaries_of_any_style_fill_a_plane_named_by_both_features(style: str) -> None:
    copy = carry(BOUNDARY_STYLES[style]())
    surface = (*copy.images, *copy.collections)[0]
    filled = copy.images or hasattr(surface, "levels") or isinstance(surface, QuadMesh)
    assert filled
    assert copy.get_xlim()[0] < 3000 < 30000 < copy.get_xlim()[1]
    assert (copy.get_xlabel(), copy.get_ylabel()) == ("Temperature", "A_M")
    assert points_of(copy)[-1] == (30000, -7)


def decorated() -> Axes:
    return axes(
        lambda ax: ax.plot([1, 2], [3, 4], marker=(5, 1, 0)),
        lambda ax: ax.axvspan(1, 1.5, alpha=0.2, label="trained"),
        lambda ax: ax.axhspan(3, 3.5),
        lambda ax: ax.axhline(3, color="k", ls=":"),
        lambda ax: ax.axvline(2),
        lambda ax: ax.axline((1, 3), slope=1),
        lambda ax: ax.hlines([1, 2], 0, 1, colors="r", linestyles="dashed"),
        lambda ax: ax.annotate("edge", (2, 4), xytext=(3, 3), textcoords="offset points"),
        lambda ax: ax.annotate("far", (1, 3), (1.5, 4), arrowprops={"arrowstyle": "->"}),
        lambda ax: ax.text(0.5, 0.9, "corner", transform=ax.transAxes, fontweight="bold"),
        lambda ax: ax.set_title("left", loc="left", color="green", fontsize=20),
        lambda ax: ax.xaxis.label.set_visible(False),
        lambda ax: ax.legend(frameon=False),
        lambda ax: ax.spines[["top", "right"]].set_visible(False),
        lambda ax: ax.grid(True),
        lambda ax: ax.set(xscale="log", yscale="symlog", xlim=(5, 0.5), facecolor="0.9"),
    )


def twins() -> Axes:
    left = axes(lambda ax: ax.plot([1, 2], [3, 4]))
    right = left.twinx()
    right.plot([1, 2], [30, 40], "r")
    right.set_ylabel("right", color="r")
    left.twiny().set_xlim(3, 9)
    return left


def mosaic() -> Any:
    figure, parts = plt.subplot_mosaic("AB;CC")
    parts["A"].plot([1, 2])
    parts["B"].set_axis_off()
    parts["C"].set_visible(False)
    figure.suptitle("all")
    figure.supylabel("side")
    figure.text(0.1, 0.1, "below")
    return figure


def figures_in_a_figure() -> Any:
    figure = plt.figure(facecolor="0.9")
    left, right = figure.subfigures(1, 2)
    left.suptitle("left")
    left.subplots(2, 1)[0].plot([1, 2], label="a")
    left.legend()
    inner = right.subfigures(2, 1)
    inner[1].supxlabel("deep")
    inner[1].subplots().scatter([1, 2], [3, 4])
    return figure


def inset() -> Axes:
    outer = axes(lambda ax: ax.plot([1, 2, 3]))
    inner = outer.inset_axes([0.5, 0.5, 0.4, 0.4])
    inner.plot([1, 2, 3])
    inner.set_xlim(0, 1)
    outer.indicate_inset_zoom(inner)
    return outer


OTHERS: dict[str, Draw] = {
    "decorated": decorated,
    "twins": twins,
    "mosaic": mosaic,
    "figures in a figure": figures_in_a_figure,
    "inset": inset,
    "subplots of a frame": lambda: CURVES.plot(subplots=True, sharex=True)[0],
    "second axis of a frame": lambda: CURVES.plot(secondary_y="double"),
    "bars of a frame": lambda: CURVES.plot.barh(stacked=True),
    "bars with errors": lambda: MEANS.plot.bar(y="mean", yerr="std", capsize=4),
    "histograms of a frame": lambda: STARS.hist(bins=4)[0, 0],
    "scatter matrix": lambda: pd.plotting.scatter_matrix(STARS[["Size", "A_M"]])[0, 0],
    "lines in parallel": lambda: pd.plotting.parallel_coordinates(
        STARS[["A_M", "Size", "Type"]], "Type"
    ),
    "density of a series": lambda: STARS.A_M.plot.kde(),
    "violins": lambda: axes(
        lambda ax: ax.violinplot([group.A_M for _, group in BY_KIND], showmedians=True)
    ),
    "seaborn's violins": lambda: sns.violinplot(STARS, x="A_M", y="Type", inner="quart"),
    "seaborn's points": lambda: sns.stripplot(STARS, x="Type", y="A_M", hue="Type"),
    "regression": lambda: sns.regplot(STARS, x="Temperature", y="A_M", n_boot=5),
    "histogram in steps": lambda: sns.histplot(
        STARS, x="A_M", hue="Type", multiple="stack", element="step"
    ),
    "density": lambda: sns.displot(STARS, x="A_M", hue="Type", kind="kde", fill=True).ax,
    "rug": lambda: sns.displot(STARS, x="A_M", y="Temperature", rug=True).ax,
    "density of two": lambda: sns.kdeplot(STARS, x="A_M", y="Size"),
    "boxes by letters": lambda: sns.boxenplot(STARS, x="Type", y="A_M"),
    "bars by type": lambda: sns.catplot(STARS, x="Type", y="A_M", col="Type", kind="bar").figure,
    "hexagons": lambda: sns.jointplot(STARS, x="A_M", y="Temperature", kind="hex").ax_joint,
    "pairs": lambda: sns.pairplot(STARS, vars=["Size", "A_M"], hue="Type").figure,
    "pairs, corner": lambda: sns.pairplot(STARS, vars=["Size", "A_M"], corner=True).figure,
    "facets": lambda: sns.relplot(STARS, x="Size", y="A_M", col="Type", col_wrap=2).figure,
    "joint": lambda: sns.jointplot(STARS, x="Size", y="A_M", hue="Type").figure,
    "clusters": lambda: sns.clustermap(TABLE).figure,
    "confusion": lambda: (
        ConfusionMatrixDisplay.from_predictions(STARS.Type, MODEL.predict(FEATURES)).figure_
    ),
    "elbow": lambda: axes(
        lambda ax: ax.plot(range(1, 8), [9, 4, 2, 1.5, 1.2, 1.1, 1], marker="D"),
        lambda ax: ax.set_xticks(range(1, 8)),
    ),
    "logarithmic bins": lambda: axes(
        lambda ax: ax.hist(STARS.Size, bins=np.logspace(-1, 2, 5), log=True),
        lambda ax: ax.set_xscale("log"),
    ),
    "steps and stacks": lambda: axes(
        lambda ax: ax.step([1, 2, 3], [1, 2, 3]),
        lambda ax: ax.stackplot([1, 2, 3], [1, 2, 3], [1, 2, 3], labels=["a", "b"]),
        lambda ax: ax.eventplot([1, 2, 3]),
        lambda ax: ax.stem([1, 2], [2, 1]),
    ),
    "a grey theme": lambda: axes(
        # Without the letters: what "k" means would stay changed for all of this process.
        lambda ax: sns.set_theme(color_codes=False) or sns.ecdfplot(STARS, x="A_M", ax=ax)
    ),
}
ALL: dict[str, Draw] = {
    **{f"curves: {style}": draw for style, draw in CURVE_STYLES.items()},
    **{f"scatter: {style}": draw for style, draw in SCATTER_STYLES.items()},
    **{f"classes: {style}": draw for style, draw in CLASS_STYLES.items()},
    **{f"bars: {style}": draw for style, draw in BAR_STYLES.items()},
    **{f"pie: {style}": draw for style, draw in PIE_STYLES.items()},
    **{f"histogram: {style}": draw for style, draw in HISTOGRAM_STYLES.items()},
    **{f"boxes: {style}": draw for style, draw in BOX_STYLES.items()},
    **{f"map: {style}": draw for style, draw in MAP_STYLES.items()},
    **{f"ratios: {style}": draw for style, draw in RATIO_STYLES.items()},
    **{f"boundaries: {style}": draw for style, draw in BOUNDARY_STYLES.items()},
    **OTHERS,
}


@pytest.mark.parametrize("name", ALL)
def test_a_figure_of_any_style_tells_the_same_when_it_arrives(name: str) -> None:
    with plt.rc_context():
        drawn = ALL[name]()
        figure = drawn.get_figure(root=True)
        before = figure_facts(figure)
    assert differences(before, figure_facts(carry(figure))) == []
