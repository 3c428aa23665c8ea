"""Draw the benchmark's pictures as SVG, the same bytes from the same figures."""

import io
from collections.abc import Mapping
from typing import Any

import matplotlib
from benchmarks import figures
from benchmarks.figures import Facts
from matplotlib.figure import Figure

MIB = 2**20
# Without these every file has a date and ids of its own.
STABLE: dict[Any, Any] = {"svg.hashsalt": "benchmarks", "svg.fonttype": "none"}
NO_METADATA = {"Date": None, "Creator": None}
COLOURS = {"once": "#9ecae1", "each": "#3182bd", "peer": "#bdbdbd", "floor": "#31a354"}


def bars(noted: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """Return one panel for each class: CPU seconds for each submission, by contestant."""
    sections = {name: each for name, each in noted.items() if "runs" in each}
    figure = Figure(figsize=(8, 1.9 * max(len(sections), 1)), layout="constrained")
    panels = figure.subplots(max(len(sections), 1), squeeze=False)[:, 0]
    for panel, (name, section) in zip(panels, sections.items(), strict=False):
        _panel(panel, section, titles)
        panel.set_title(f"{name}: CPU seconds per submission", loc="left", fontsize=10)
    return _svg(figure)


def _panel(panel: Any, section: Facts, titles: Mapping[str, str]) -> None:
    names = figures.contestants(section)
    rows = [*(titles[name].replace("`", "") for name in names), "the floor with tests"]
    for at, name in enumerate(names):
        found = figures.per_submission(section, name, "cpu_seconds")
        error = [[found.median - found.least], [found.most - found.median]]
        once = 0.0
        if name == figures.OURS:
            start = figures.spread(map(figures.start_seconds, section["breakdown"])).median
            once = min(start / section["students"], found.median)
            panel.barh(at, once, color=COLOURS["once"])
        colour = COLOURS["each" if name == figures.OURS else "peer"]
        panel.barh(at, found.median - once, left=once, color=colour, xerr=error)
        panel.annotate(f"  {found.median:.3g}", (found.most, at), va="center", fontsize=8)
    floor = figures.spread(figures.floor_ms(section, "with_tests_seconds"))
    seconds = floor.median / 1000 * section["notebooks"]
    panel.barh(len(names), seconds, color=COLOURS["floor"])
    panel.annotate(f"  {seconds:.3g}", (seconds, len(names)), va="center", fontsize=8)
    panel.set_yticks(range(len(rows)), rows, fontsize=8)
    panel.tick_params(axis="x", labelsize=8)
    panel.invert_yaxis()
    panel.margins(x=0.12)
    panel.spines[["top", "right"]].set_visible(False)


def memory(section: Facts) -> str:
    """Return the memory of a large class over the submissions that were graded."""
    figure = Figure(figsize=(8, 2.6), layout="constrained")
    panel = figure.subplots()
    graded = [each["graded"] for each in section["samples"]]
    panel.plot(graded, [each["pss_bytes"] / MIB for each in section["samples"]])
    panel.set_ylim(bottom=0)
    panel.set_xlabel("submissions graded", fontsize=9)
    panel.set_ylabel("PSS of all processes, MiB", fontsize=9)
    panel.tick_params(labelsize=8)
    panel.spines[["top", "right"]].set_visible(False)
    return _svg(figure)


def _svg(figure: Figure) -> str:
    written = io.StringIO()
    with matplotlib.rc_context(STABLE):
        figure.savefig(written, format="svg", metadata=NO_METADATA)
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines()) + "\n"
