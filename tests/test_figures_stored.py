"""What a student may store of a figure, and what the examiner then has: over a real wall."""

import warnings
from collections.abc import Iterator

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
import seaborn
import sklearn.inspection
import sklearn.linear_model
from figure_facts import carry
from matplotlib.collections import PathCollection
from matplotlib.container import BarContainer
from matplotlib.figure import SubFigure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from mpl_toolkits.mplot3d.axes3d import Axes3D
from test_answers_wall import judged

# Loaded before the student process is forked, as the prefix of a master would.
LOADED = (seaborn, sklearn.inspection, sklearn.linear_model)
IMPORTS = """
import matplotlib.pyplot as plt
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from sklearn.inspection import DecisionBoundaryDisplay
from sklearn.linear_model import LogisticRegression
"""
DATA = """
stars = pd.DataFrame({"x": [1.0, 2, 3, 4], "y": [4.0, 3, 2, 1], "t": ["a", "a", "b", "b"]})
"""


@pytest.fixture(autouse=True)
def no_open_figures() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what seaborn and Matplotlib say of each other
        yield
    plt.close("all")


STORED = {
    "a figure and its axes": (
        "fig, ax = plt.subplots()",
        "assert type(fig) is Figure and fig.axes == [ax] and ax.figure is fig",
    ),
    "an array of axes": (
        "_, axes = plt.subplots(1, 2)",
        "assert type(axes) is np.ndarray and axes.shape == (2,)\n"
        "assert isinstance(axes[0], Axes) and axes[0].figure is axes[1].figure",
    ),
    "a list of axes": (
        "axes = list(plt.subplots(2, 2)[1].flat)",
        "assert len(axes) == 4 and axes[3].figure.axes == axes",
    ),
    "a dict of axes": (
        "_, axes = plt.subplot_mosaic('AB')",
        "assert axes['A'].figure is axes['B'].figure",
    ),
    "a series of axes": (
        "axes = stars.plot.box(column='y', by='t')",
        "assert axes.iloc[0].get_title() == 'y'",
    ),
    "a grid of relplot": (
        "grid = sns.relplot(stars, x='x', y='y', col='t')",
        "assert isinstance(grid, sns.FacetGrid) and isinstance(grid.figure, Figure)\n"
        "assert grid.axes.shape == (1, 2) and grid.axes[0, 0].figure is grid.figure\n"
        "assert grid.axes_dict['a'] is grid.axes.flat[0]",
    ),
    "a grid with one axes": (
        "grid = sns.relplot(stars, x='x', y='y')",
        "assert grid.ax.get_xlabel() == 'x' and len(grid.ax.collections[0].get_offsets()) == 4",
    ),
    "a grid of pairplot": (
        "grid = sns.pairplot(stars, hue='t', diag_kind='hist')",
        "assert isinstance(grid, sns.PairGrid) and grid.axes[0, 0] is grid.figure.axes[0]",
    ),
    "a grid of jointplot": (
        "grid = sns.jointplot(stars, x='x', y='y')",
        "assert isinstance(grid.ax_joint, Axes) and grid.ax_joint.figure is grid.figure",
    ),
    "a grid of clustermap": (
        "grid = sns.clustermap(stars[['x', 'y']])",
        "assert grid.ax_heatmap.figure is grid.figure",
    ),
    "a display of decision boundaries": (
        "model = LogisticRegression().fit(stars[['x', 'y']], stars.t)\n"
        "shown = DecisionBoundaryDisplay.from_estimator(\n"
        "    model, stars[['x', 'y']], response_method='predict')",
        "assert isinstance(shown, DecisionBoundaryDisplay)\n"
        "assert shown.ax_.figure is shown.figure_ and shown.ax_.get_xlabel() == 'x'\n"
        "assert shown.surface_ is shown.ax_.collections[0]\n"
        "assert list(shown.surface_.levels) and shown.xx0.shape == (100, 100)",
    ),
    "bars": (
        "bars = plt.bar(['a', 'b'], [1, 2])",
        "assert [bar.get_height() for bar in bars] == [1, 2]\n"
        "assert bars[0] in bars[0].axes.patches and bars is bars[0].axes.containers[0]",
    ),
    "lines of plot": (
        "lines = plt.plot([1, 2], [3, 4], label='a')",
        "assert isinstance(lines[0], plt.Line2D) and lines[0] in lines[0].axes.lines\n"
        "assert lines[0].get_xydata().tolist() == [[1, 3], [2, 4]]",
    ),
    "dots of scatter": (
        "dots = plt.scatter([1, 2], [3, 4])",
        "assert dots is dots.axes.collections[0] and dots.get_offsets()[1].tolist() == [2, 4]",
    ),
    "an image": (
        "image = plt.imshow([[1, 2], [3, 4]])",
        "assert image.get_array().tolist() == [[1, 2], [3, 4]] and image.axes.images[0] is image",
    ),
    "what hist returns": (
        "counted = plt.hist([1, 2, 2], bins=2)",
        "counts, edges, bars = counted\n"
        "assert counts.tolist() == [1, 2] and [bar.get_height() for bar in bars] == [1, 2]",
    ),
    "what pie returns": (
        "pie = plt.pie([1, 3], labels=['few', 'many'])",
        "assert pie[0][1].theta2 == 360 and pie[1][0].get_text() == 'few'",
    ),
    "what boxplot returns": (
        "box = plt.boxplot([1, 2, 3])",
        "assert box['medians'][0].get_ydata().tolist() == [2, 2]",
    ),
    "a title, a label and a legend": (
        "plt.plot([1], label='a'); title = plt.title('T'); label = plt.xlabel('X')\n"
        "legend = plt.legend()",
        "assert title.get_text() == title.axes.get_title() == 'T'\n"
        "assert label is title.axes.xaxis.label and legend is title.axes.get_legend()",
    ),
    "a colour bar": (
        "fig, ax = plt.subplots(); bar = fig.colorbar(ax.scatter([1], [2], c=[3]), label='L')",
        "assert bar.ax is fig.axes[1] and bar.ax.get_ylabel() == 'L'",
    ),
    "a figure within a figure": (
        "fig = plt.figure(); part = fig.subfigures(1, 2)[1]; part.subplots(); part.suptitle('S')",
        "assert part is fig.subfigs[1] and part.axes == fig.axes and part.get_suptitle() == 'S'",
    ),
    "a closed figure": (
        "plt.plot([1, 2]); fig = plt.gcf(); plt.show(); plt.close('all')",
        "assert len(fig.axes[0].lines) == 1",
    ),
    "a function that draws": (
        "def draw(title):\n    ax = plt.subplots()[1]\n    ax.set_title(title)\n    return ax",
        "assert draw('one').get_title() == 'one' and draw('two').get_title() == 'two'",
    ),
    "a figure too large to be copied": (
        "fig, ax = plt.subplots(); ax.plot(np.zeros(2_600_000)); ax.set_xlabel('X')",
        "assert isinstance(fig, Figure) and fig.axes[0].get_xlabel() == 'X'\n"
        "assert len(fig.axes[0].lines[0].get_xdata()) == 2_600_000",
    ),
}


@pytest.mark.parametrize("stored", STORED)
def test_what_a_student_stores_answers_as_in_a_stock_kernel(stored: str) -> None:
    student, test = STORED[stored]
    names: dict[str, object] = {}
    exec(f"import numpy as np, pandas as pd\n{IMPORTS}{DATA}{student}\n{test}", names)  # noqa: S102
    plt.close("all")  # or the student would draw on
    assert judged(f"{IMPORTS}{DATA}{student}", f"{IMPORTS}{test}") == "passed"


def test_an_axes_of_the_test_cannot_be_given_to_a_student_function() -> None:
    student = f"{IMPORTS}def draw(ax):\n    ax.plot([1, 2])"
    assert judged(student, f"{IMPORTS}draw(plt.subplots()[1])") == "unsupported"


def test_parts_of_an_axes_arrive_as_parts_of_its_copy() -> None:
    figure, axes = plt.subplots()
    (line,) = axes.plot([1, 2], label="l")
    parts = [figure, line, axes.scatter([1], [2]), axes.bar([1], [2]), axes.set_ylabel("y")]
    parts += [axes.annotate("n", (1, 1)), axes.legend()]
    copy, line, dots, bars, label, note, legend = carry(parts)
    (drawn,) = copy.axes
    assert type(line) is Line2D and type(dots) is PathCollection and type(bars) is BarContainer
    assert line is drawn.lines[0] and dots is drawn.collections[0] and bars is drawn.containers[0]
    assert type(label) is Text and label is drawn.yaxis.label
    assert note is drawn.texts[0] and legend is drawn.get_legend()


def test_figures_within_figures_keep_their_parents() -> None:
    figure = plt.figure()
    _, right = figure.subfigures(1, 2, width_ratios=[1, 3])
    inner = right.subfigures(2, 1)[1]
    inner.suptitle("inner")
    axes = inner.subplots()
    copy, part, drawn = carry([figure, inner, axes])
    assert type(part) is SubFigure and part is copy.subfigs[1].subfigs[1]
    assert part.get_suptitle() == "inner" and part.axes == [drawn] == copy.axes
    assert drawn.get_figure(root=False) is part and drawn.get_figure(root=True) is copy
    assert copy.subfigs[1].bbox_relative.bounds == pytest.approx((0.25, 0, 0.75, 1))


def test_points_and_lines_in_space_keep_their_three_coordinates() -> None:
    figure = plt.figure()
    axes = figure.add_subplot(projection="3d")
    axes.scatter([1, 2, 3], [4, 5, 6], [9, 8, 7], c=[0, 1, 2], s=[10, 20, 30], label="stars")
    axes.plot([1, 2], [3, 4], [5, 6], "r--")
    axes.set(xlabel="X", zlabel="Z", title="T", zlim=(0, 10))
    axes.legend()
    figure.canvas.draw()  # flattens and sorts by depth
    (copy,) = carry(figure).axes
    (dots,), (line,) = copy.collections, copy.lines
    assert type(copy) is Axes3D and copy.name == "3d"
    assert [list(part) for part in dots._offsets3d] == [[1, 2, 3], [4, 5, 6], [9, 8, 7]]
    assert list(dots.get_array()) == [0, 1, 2] and list(dots.get_sizes()) == [10, 20, 30]
    assert [list(part) for part in line.get_data_3d()] == [[1, 2], [3, 4], [5, 6]]
    assert (copy.get_xlabel(), copy.get_zlabel(), copy.get_title()) == ("X", "Z", "T")
    assert copy.get_zlim() == (0, 10) and copy.get_zscale() == "linear"
    assert [text.get_text() for text in copy.get_legend().get_texts()] == ["stars"]


@pytest.mark.parametrize("resolution", [1000])
def test_a_fine_mesh_crosses_with_every_cell_and_corner(resolution: int) -> None:
    axes = plt.subplots()[1]
    x, y = np.linspace(0, 1, resolution), np.linspace(5, 6, resolution)
    codes = np.add.outer(np.arange(resolution), np.arange(resolution)) % 7
    original = axes.pcolormesh(x, y, codes)
    (mesh,) = carry(axes).collections
    assert np.array_equal(mesh.get_array(), codes)
    assert np.array_equal(mesh.get_coordinates(), original.get_coordinates())
