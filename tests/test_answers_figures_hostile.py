"""Figures beyond what is copied, and hostile descriptions: handles, or BrokenFrame, and soon."""

import json
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from figure_facts import carry
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm, SymLogNorm
from matplotlib.figure import FigureBase

from autograder.answers import figures
from autograder.answers.codec import Decoder, Encoder
from autograder.answers.figures import describing, schema
from autograder.answers.figures.reading import FigureReader
from autograder.answers.figures.rebuilding import rebuild_figure
from autograder.answers.frames import BrokenFrame

Check = Callable[[Any], None]


@pytest.fixture(autouse=True)
def no_open_figures() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Matplotlib says of odd legends
        yield
    plt.close("all")


def surface_in_space() -> Any:
    axes: Any = plt.subplots(subplot_kw={"projection": "3d"})[1]
    axes.plot_surface(*np.meshgrid([1, 2], [3, 4]), np.ones((2, 2)))
    return axes


def removed() -> Any:
    axes = plt.subplots()[1]
    axes.remove()
    return axes


UNSUPPORTED: list[Callable[[], Any]] = [
    surface_in_space,
    removed,
    lambda: plt.subplots()[1].table([["a"]]).axes,
    lambda: plt.figure(figsize=(101, 1)),
    lambda: plt.subplots()[1].plot(np.zeros(2_500_001))[0].axes,
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


def test_as_many_points_and_letters_as_are_described_can_be_rebuilt() -> None:
    _, axes = plt.subplots()
    axes.plot(np.zeros(200_000))
    axes.set_title("x" * 10_000)
    copy = carry(axes)
    assert len(copy.lines[0].get_xdata()) == 200_000
    assert len(copy.get_title()) == 10_000


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


def draw_in_space(axes: Axes) -> None:
    space: Any = figure_of(axes).add_subplot(projection="3d")
    space.scatter([1, 2], [3, 4], [5, 6], c=[7, 8])
    space.plot([1, 2], [3, 4], [5, 6])
    axes.remove()


def draw_within(axes: Axes) -> None:
    part = figure_of(axes).subfigures(1, 2)[1]
    part.suptitle("p")
    part.subfigures(1, 2)[0].subplots().axline((0, 0), slope=1)
    axes.axvspan(0, 1)
    axes.text(0.5, 0.5, "t", transform=axes.transAxes)


def figure_of(axes: Axes) -> Any:
    return axes.get_figure(root=True)


SMALL: list[Callable[[Axes], object]] = [
    lambda ax: ax.plot(["a", "b"], [1, 2], "o--", label="l") and ax.legend(title="t"),
    lambda ax: ax.loglog([1, 10], [1, 10]) and ax.errorbar([1], [3], yerr=1, capsize=1),
    lambda ax: ax.bar([1, 2], [3, 4]) and ax.annotate("n", (1, 1), arrowprops={}),
    lambda ax: ax.pie([1, 2]) and ax.fill([0, 1, 1], [0, 0, 1]),
    lambda ax: ax.scatter([1, 2], [3, 4], c=[5, 6]) and ax.fill_between([1, 2], [3, 4]),
    lambda ax: ax.contourf([[1, 2], [3, 4]]),
    lambda ax: ax.contour([[1, 2], [3, 4]], colors="k"),
    lambda ax: ax.pcolormesh([[1, 2], [3, 4]]) and ax.imshow([[1, 2], [3, 4]]),
    lambda ax: ax.pcolormesh([[1, 2]], norm=BoundaryNorm([0, 1, 3], 2)),
    lambda ax: ax.scatter([1], [2], c=[3], norm=SymLogNorm(1, vmin=0, vmax=3), marker=(5, 1)),
    lambda ax: ax.inset_axes([0, 0, 1, 1], projection="polar").stem([1], [2]),
    draw_in_space,
    draw_within,
]


def small_seeds() -> list[tuple[str, list[bytes]]]:
    """Describe each kind of plot alone: such figures are rebuilt in milliseconds."""
    seeds = []
    for draw in SMALL:
        figure, axes = plt.subplots()
        draw(axes)
        # Half of them by something in them, if there is something.
        inside = [*axes.lines, *axes.patches, *axes.collections] if len(seeds) % 2 else []
        encoder = Encoder()
        seeds.append((json.dumps(encoder(inside[0] if inside else figure)), encoder.buffers))
    return seeds


NUMBERS = (0, -1, 1, 2, 3, 1000, 10**12, -(2**62), 0.5, -0.0, 1e-320, 1e17, 1e299, 1e300, -1e308)
WORDS = (
    *("", "nan", "inf", "-inf", "log", "symlog", "function", "$\\frac{x", "C999", "none", "polar"),
    *(
        "QuadMesh",
        "ContourSet",
        "PathCollection",
        "Path3DCollection",
        "both",
        "<f8",
        "|u1",
        "label",
        "x" * 20_000,
    ),
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
    found = value.axes if isinstance(value, FigureBase) else [value.axes]
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


def test_a_part_that_is_not_there_is_a_broken_frame() -> None:
    for member in (["lines", 99], ["legend", 0], ["figure", 0], ["lines"], None, "lines"):
        tree, buffers = hostile_seed(parts=3)
        hostile = {"axes": 2, "member": member, "of": tree["figure"]}
        with pytest.raises(BrokenFrame):
            figures.rebuild(hostile, Decoder(tuple(buffers)))


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


def test_a_mesh_of_two_long_sides_is_a_broken_frame() -> None:
    tree, buffers = hostile_seed()
    side = {"values": {"array": "<f8", "shape": [2000], "buffer": len(buffers)}, "mask": None}
    other = {"values": {"array": "<f8", "shape": [2000], "buffer": len(buffers) + 1}, "mask": None}
    mesh = next(each for each in tree["figure"]["axes"][2]["collections"] if each["corners"])
    mesh["corners"] = {"x": side, "y": other}
    sides = [np.arange(2000.0).tobytes()] * 2
    with pytest.raises(BrokenFrame, match="points"):
        figures.rebuild(tree, Decoder((*buffers, *sides)))


def test_a_norm_that_is_none_is_a_broken_frame() -> None:
    def change(norm: dict[str, Any]) -> Check:
        return lambda tree: tree["axes"][2]["images"][0]["mapped"].update(norm=norm)

    broken(change({"kind": "FuncNorm", "limits": [0, 1], "more": []}))
    broken(change({"kind": "SymLogNorm", "limits": [0, 1], "more": []}))
    broken(change({"kind": "BoundaryNorm", "limits": [0, 1], "more": [1e9, 0, 1]}))
    broken(change({"kind": "BoundaryNorm", "limits": [0, 1], "more": [3, 0]}))


def test_a_star_of_very_many_points_is_a_broken_frame() -> None:
    broken(lambda tree: tree["axes"][0]["lines"][0].update(marker=[10**6, 1, 0]))


def test_an_axes_that_shares_with_itself_or_a_later_one_is_a_broken_frame() -> None:
    broken(lambda tree: tree["axes"][0]["x"].update(shared_with=0))
    broken(lambda tree: tree["axes"][0].update(parent=1))


@pytest.mark.parametrize("draw", range(len(SMALL)))
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
