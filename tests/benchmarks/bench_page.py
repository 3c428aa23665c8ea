"""Write the benchmark's page and pictures, from docs/benchmarks.json and nothing else.

`tests/benchmarks/bench.py` does so at its end. By hand: ``python tests/benchmarks/bench_page.py``
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

# These lie beside the tests, which are no package.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks import bench_plot, figures
from benchmarks.breakdown import EACH, FIXED, MEASURING
from benchmarks.contestants import CONTESTANTS, OTTER_COMMAND
from benchmarks.figures import Facts, Spread

ROOT = Path(__file__).resolve().parents[2]
NOTED = ROOT / "docs" / "benchmarks.json"
BARS, MEMORY = "pictures/benchmarks.svg", "pictures/benchmarks-memory.svg"
TITLES = {each.name: each.title for each in (*CONTESTANTS, OTTER_COMMAND)}
THOUSAND = "thousand"
MIB = 2**20
CLASSES = {
    "light": """One notebook of an assignment made for this. Its first cell imports NumPy, pandas
and Matplotlib and makes a small table; two exercises of a few statements each; no figures. Right
and wrong solutions.""",
    "stars": """All five notebooks of `stars`, each filled with right solutions of its case files,
spread evenly over those that there are, the longest among them. Four of the five train networks
before the first exercise, students train more, and hidden tests have them trained again.""",
    "heavy": """One notebook of an assignment made for this. Every student trains a network for a
second or two, and draws what it predicts.""",
}

HEAD = """# Benchmarks

The same class, graded by `autograder grade`, by `nbgrader autograde` and by `otter run`, on one
machine, in one run, taking turns. This page is generated from what `make bench` found. The figures
are those of the machine named below each table. The ratios are what can be compared.

    make bench                                                  # all of it
    python tests/benchmarks/bench.py --class light --rounds 3   # one class

## How it is compared

- Everybody grades the same files. Who writes to a gradebook begins with one that exists and has
  nobody in it. What an earlier run wrote is removed.
- `autograder grade` is the command that an instructor types, in a fresh process. It starts its
  zygotes, imports all that it needs, grades in the jail, and writes results, graded notebooks,
  feedback pages and the gradebook.
- `nbgrader autograde` grades in one process for the class, which is all that the command offers.
  It writes no feedback pages: `nbgrader generate_feedback`, which does, is not counted.
- *One process per core* is `nbgrader autograde --student PATTERN`, once for each core, side by
  side. Each process has a share of the class. All write the same gradebook.
- `otter run` grades with the `autograder.zip` that `autograder build` makes. Its command takes one
  submission. Here its function is called for the whole class in one process, which spares otter
  its imports; what a command of its own takes is told beside it. It writes `results.json`: no
  graded notebooks, no gradebook and no feedback pages. It has no limits for cells, memory or time.
  Grading several at a time (`otter grade`) needs Docker, and is not compared.
- CPU seconds are those of all processes, kernels, zygotes and forks included. NumPy's libraries
  may use one thread in each process, for everybody.
- A ratio is taken between runs that follow each other, since a machine may be slower for a
  while. Shown are the median and, in brackets, the least and the most of all such pairs.
- Memory is the proportional set size (PSS) of all processes together at its highest, sampled
  four times a second in runs of their own: with one student for each process, or slot of ours.
- *The floor* is what the student's own cells take in a fork of a process that is already warm,
  with nothing around them: no jail, no examiner, no test, nothing written. Figures become
  pictures, as in a kernel. *The floor with tests* runs the test cells too, in the same process.
"""
FLOOR = """## The floor

CPU milliseconds for each notebook. *This engine* leaves out what a class costs once. The last two
columns say how many floors a notebook takes, and by how much it is above 1.15 floors.
"""
BREAKDOWN = """## Where the time goes

CPU time of `autograder grade`, by the clocks of its processes, read before and after each step.
Drawing is counted inside the student process. The parts add up to all that the command took.
"""
JAIL = """What the jail adds to both processes of a notebook from the fork to the end, measured
apart with a notebook in which nothing runs, in CPU milliseconds: {}.
"""
REMARKS = """## What to keep in mind

- Two processes on two cores slow each other where they share caches or a physical core, and
  then take more CPU seconds. So the floor is run as many at a time as the grader runs.
- A small class pays the fixed cost with few submissions. That is why both are told apart.
- Drawing, cells and tests are the student's and the instructor's own work: no grader can leave
  them out. nbgrader and otter run the cells before the first exercise for every student. This
  engine runs them twice for a class, once for the students and once for the examiner.
- otter runs the public part of each test twice, in the notebook's own cell and in its test file.
- The breakdown comes from a run of its own, in which two short cells are added to each notebook
  to count the drawing. The floor is counted without these.
- Where a figure was measured several times, the tables show the median. The parts' medians need
  not add up to the median of the whole.
"""


def main() -> None:
    """Write the page."""
    write(NOTED)


def write(noted: Path) -> None:
    """Write the page and the pictures beside the file of figures."""
    found = json.loads(noted.read_text())
    noted.with_suffix(".md").write_text(page(found))
    (noted.parent / "pictures").mkdir(exist_ok=True)
    (noted.parent / BARS).write_text(bench_plot.bars(found, TITLES))
    if THOUSAND in found:
        (noted.parent / MEMORY).write_text(bench_plot.memory(found[THOUSAND]))


def page(noted: Mapping[str, Any]) -> str:
    """Return the page."""
    return "\n".join(_lines(noted)) + "\n"


def _lines(noted: Mapping[str, Any]) -> Iterator[str]:
    sections = {name: noted[name] for name in CLASSES if name in noted}
    yield HEAD
    yield "## The classes\n"
    yield f"![CPU seconds for each submission, by contestant and class]({BARS})\n"
    yield "Light blue is what this engine spends once for a class, spread over its students.\n"
    for name, section in sections.items():
        yield f"### {name}\n"
        yield f"{CLASSES[name]} Seconds are for each submission.\n"
        yield from _class(section)
    yield FLOOR
    yield from _floors(sections)
    yield BREAKDOWN
    yield from _breakdown(sections)
    if THOUSAND in noted:
        yield from _thousand(noted[THOUSAND])
    yield REMARKS.rstrip()


def _class(section: Facts) -> Iterator[str]:
    yield _row("", "CPU s", "wall s", "CPU ratio", "wall ratio", "peak memory")
    yield "|---|---:|---:|---:|---:|---:|"
    for name in figures.contestants(section):
        seconds = (
            _spread(figures.per_submission(section, name, key), ".3g")
            for key in ("cpu_seconds", "wall_seconds")
        )
        times = (
            "" if name == figures.OURS else _times(figures.ratio(section, name, key))
            for key in ("cpu_seconds", "wall_seconds")
        )
        held = f"{section['memory'][name]['peak_bytes'] / MIB:.0f} MiB"
        yield _row(TITLES[name], *seconds, *times, held)
    yield ""
    yield f"{_size(section)} {_fixed(section)} {_points(section)}\n"
    yield f"{_machine(section)}\n"


def _size(section: Facts) -> str:
    many = section["notebooks"]
    each = "one notebook" if many == 1 else f"{many} notebooks"
    return f"{section['students']} students with {each}."


def _fixed(section: Facts) -> str:
    """Say what the class costs once, and what a further submission costs."""
    start = figures.spread(map(figures.start_seconds, section["breakdown"]))
    said = f"Of this engine's CPU time, {_spread(start, '.3g')} s are spent once for the class."
    further = {
        name: figures.further_seconds(section, name) for name in figures.contestants(section)
    }
    told = [f"{TITLES[name]} {each:.3g} s" for name, each in further.items() if each is not None]
    if told:
        said += f" A further submission takes, by a run with one student alone: {', '.join(told)}."
    for run in section.get("single", ()):
        if run["contestant"] == OTTER_COMMAND.name:
            said += f" One submission takes {TITLES[run['contestant']]} {run['cpu_seconds']:.3g} s."
    return said


def _points(section: Facts) -> str:
    points = section["points"]
    other = [
        f"{many} of them other points by {TITLES[name]}"
        for name, many in points["different"].items()
        if many
    ]
    said = f"There are {points['cells']} test cells"
    by = "with the same points by everybody"
    return f"{said}, {' and '.join(other)}." if other else f"{said}, {by}."


def _machine(section: Facts) -> str:
    found = section["machine"]
    packages = ", ".join(f"{name} {number}" for name, number in found["packages"].items())
    cores = f"{found['used_cores']} of {found['cores']} cores"
    return (
        f"{found['date']}: {found['processor']}, {cores}, {found['system']}, Python "
        f"{found['python']}, {packages}; jail: {section['jail']}."
    )


def _floors(sections: Mapping[str, Facts]) -> Iterator[str]:
    yield "| class | this engine | the floor | of it drawing | floors | above 1.15 floors |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, section in sections.items():
        ours = _spread(figures.spread(figures.notebook_ms(section)), ".0f")
        drawing = figures.spread(figures.floor_ms(section, "drawing_seconds"))
        for key, what in (("cpu_seconds", ""), ("with_tests_seconds", ", with tests")):
            floor = figures.spread(figures.floor_ms(section, key))
            times, above = figures.above_floor(section, key)
            drawn = "" if what else f"{drawing.median:.0f}"
            shown = (_spread(floor, ".0f"), drawn, _spread(times, ".2f"), _spread(above, ".0f"))
            yield _row(f"{name}{what}", ours, *shown)
    yield ""


def _breakdown(sections: Mapping[str, Facts]) -> Iterator[str]:
    yield _row("once for a class, in s", *sections)
    yield f"|---|{'---:|' * len(sections)}"
    for part in FIXED:
        yield _row(
            part, *(f"{figures.fixed_seconds(each, part):.2f}" for each in sections.values())
        )
    starts = (
        figures.spread(map(figures.start_seconds, each["breakdown"])).median
        for each in sections.values()
    )
    yield _row("**together**", *(f"**{each:.2f}**" for each in starts))
    yield ""
    yield _row("for each notebook, in ms", *sections)
    yield f"|---|{'---:|' * len(sections)}"
    for part in (*EACH, MEASURING):
        yield _row(part, *(f"{figures.part_ms(each, part):.1f}" for each in sections.values()))
    wholes = (figures.spread(figures.notebook_ms(each)).median for each in sections.values())
    yield _row("**together, without the last**", *(f"**{each:.1f}**" for each in wholes))
    yield ""
    jails = (
        f"{name} {1000 * each['jail_seconds']['student']:.1f} for the student process and "
        f"{1000 * each['jail_seconds']['examiner']:.1f} for the examiner"
        for name, each in sections.items()
    )
    yield JAIL.format("; ".join(jails))


def _thousand(section: Facts) -> Iterator[str]:
    students, run = section["students"], section["run"]
    cores = section["machine"]["used_cores"]
    yield "## A large class\n"
    yield (
        f"{students} light submissions, graded by this engine, {cores} at a time: "
        f"{run['cpu_seconds'] / students:.3f} CPU s and {run['wall_seconds'] / students:.3f} s for "
        f"each, {run['wall_seconds']:.0f} s together. The memory is that of a second run, which "
        "was sampled.\n"
    )
    yield f"![PSS of all processes over the submissions that were graded]({MEMORY})\n"
    yield "| memory (PSS of all processes) | MiB |"
    yield "|---|---:|"
    for part, held in section["at"].items():
        yield _row(f"with {part} % of the class graded", f"{held / MIB:.0f}")
    yield _row("at its highest", f"{section['peak_bytes'] / MIB:.0f}")
    for jobs, held in section["slots"].items():
        slots = "slot" if jobs == "1" else "slots"
        yield _row(f"while grading {section['few']} students, {jobs} {slots}", f"{held / MIB:.0f}")
    yield ""
    yield f"{_machine(section)}\n"


def _spread(found: Spread, digits: str) -> str:
    said = f"{found.median:{digits}}"
    if found.least == found.most:
        return said
    return f"{said} ({found.least:{digits}} to {found.most:{digits}})"


def _times(found: Spread) -> str:
    return _spread(found, ".2f" if found.most < 10 else ".1f")


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    main()
