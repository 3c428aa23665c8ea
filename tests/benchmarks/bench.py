"""A program: grade classes with this engine, with nbgrader and with otter-grader, in one run.

    python tests/benchmarks/bench.py --class light --students 40 --rounds 2

For each class the contestants take turns: this engine, a peer, this engine, the next peer. Then
come the floor and the breakdown, and memory in runs of its own. What was found is put into
docs/benchmarks.json class by class, and docs/benchmarks.md is made of that. The last part,
``--class thousand``, is this engine alone with a large class.
"""

import argparse
import dataclasses
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

# These lie beside the tests, which are no package.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks import bench_page, classes, memory
from benchmarks.breakdown import settled
from benchmarks.classes import SchoolClass
from benchmarks.contestants import (
    ALONE,
    CONTESTANTS,
    OTTER,
    OTTER_COMMAND,
    OURS,
    WHOLE,
    Command,
    Contestant,
    Entry,
    Part,
    timed,
)
from benchmarks.jail import jail_seconds

from autograder.pipeline.tiers import choose_tier

HERE = Path(__file__).resolve().parent
PACKAGES = (
    *("sealed-autograder", "nbgrader", "otter-grader", "nbclient", "ipython"),
    *("numpy", "pandas", "matplotlib"),
)
THOUSAND = "thousand"
FEW = 100
"""How many of a large class are graded to learn what one slot takes more."""
Facts = dict[str, Any]


@dataclass(frozen=True)
class Size:
    """Hold how large a class is, and how many rounds are run."""

    students: int
    rounds: int


SIZES: Mapping[str, Size] = {
    "light": Size(100, 1),
    "stars": Size(4, 1),
    "heavy": Size(6, 2),
    THOUSAND: Size(1000, 1),
}
"""Together about 40 minutes on two cores."""


def main() -> None:
    """Run the program."""
    options = _options()
    chosen = [each for each in CONTESTANTS if each.name in options.contestant or each is OURS]
    for name in options.classes or SIZES:
        size = SIZES[name]
        size = Size(options.students or size.students, options.rounds or size.rounds)
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            measure = _thousand if name == THOUSAND else _class
            found = measure(name, Path(folder), size, options.cores, chosen)
        note(options.to, name, found)
        bench_page.write(options.to)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    names = [each.name for each in CONTESTANTS]
    parser.add_argument("--class", dest="classes", action="append", choices=SIZES)
    parser.add_argument("--students", type=int, help="how many hand in, in each class")
    parser.add_argument("--rounds", type=int, help="how often everybody takes a turn")
    parser.add_argument("--cores", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--contestant", nargs="*", choices=names, default=names)
    parser.add_argument("--to", type=Path, default=bench_page.NOTED, help="the file of figures")
    return parser.parse_args()


def say(text: str) -> None:
    """Tell whoever waits what is being done."""
    print(f"{datetime.now(UTC):%H:%M:%S} {text}", file=sys.stderr, flush=True)


def note(path: Path, name: str, found: Facts) -> None:
    """Put what was found of one class into the file, in place of what it had of it."""
    noted = json.loads(path.read_text()) if path.is_file() else {}
    noted[name] = found
    ordered = {each: noted[each] for each in SIZES if each in noted}
    path.write_text(json.dumps(rounded(ordered), indent=1) + "\n")


def rounded(found: Any) -> Any:
    """Return the same with no more digits than mean anything."""
    if isinstance(found, dict):
        return {key: rounded(value) for key, value in found.items()}
    if isinstance(found, list):
        return [rounded(value) for value in found]
    return round(found, 5) if isinstance(found, float) else found


def machine(cores: int) -> Facts:
    """Return what the figures depend on: no name and no path of this machine."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "used_cores": cores,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


# ---- one class


def _class(name: str, folder: Path, size: Size, cores: int, chosen: Sequence[Contestant]) -> Facts:
    """Measure everything of one class."""
    say(f"{name}: making a class of {size.students}")
    made = classes.make(name, folder / "course", size.students, cores)
    entries = [Entry(each, made, each.prepare(made, folder / each.name), cores) for each in chosen]
    tier = choose_tier(made.course)
    found: Facts = {
        "machine": machine(cores),
        "jail": tier.value,
        "students": size.students,
        "notebooks": made.notebooks,
        "runs": [],
        "floor": [],
        "breakdown": [],
    }
    points = Points()
    for turn in range(size.rounds):
        say(f"{name}: round {turn + 1} of {size.rounds}")
        _round(found, entries, points)
        found["breakdown"].append(_breakdown(entries[0]))
        found["floor"].append(_floor(entries[0]))
    found["points"] = points.facts()
    say(f"{name}: one submission alone, the jail, memory")
    one = Part(students=made.students[:1])
    if made.notebooks == 1:  # else it takes minutes, and tells little
        found["single"] = [dataclasses.asdict(entry.grade(one)) for entry in _alone(entries)]
    found["jail_seconds"] = jail_seconds(made.course, made.assignment, tier)
    found["memory"] = {entry.contestant.name: _peak(entry) for entry in entries}
    return found


def _alone(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Yield who grades one student alone; otter's own command does nothing else."""
    for entry in entries:
        if entry.contestant in ALONE:
            yield entry
        if entry.contestant is OTTER:
            yield dataclasses.replace(entry, contestant=OTTER_COMMAND)


def _round(found: Facts, entries: Sequence[Entry], points: "Points") -> None:
    """Let this engine and each peer take turns: who is compared runs one after the other."""
    ours, *peers = entries
    for entry in [each for peer in peers for each in (ours, peer)] or [ours]:
        run = entry.grade()
        say(f"{run.contestant}: {run.cpu_seconds:.1f} CPU s, {run.wall_seconds:.1f} s")
        found["runs"].append(dataclasses.asdict(run))
        points.compare(entry)


class Points:
    """Hold the points of every test cell, as this engine gave them, and compare the others'."""

    def __init__(self) -> None:
        """Start before the first run, which is this engine's."""
        self._first: Facts = {}
        self._different: dict[str, int] = {}

    def compare(self, entry: Entry) -> None:
        """Compare the scores of a run; raises RuntimeError when they lack students."""
        scores = entry.scores()
        if set(scores) != set(entry.school_class.students):
            raise RuntimeError(f"{entry.contestant.name}: the scores lack students")
        self._first = self._first or scores
        different = sum(
            scores[student].get(cell) != points
            for student, cells in self._first.items()
            for cell, points in cells.items()
        )
        self._different[entry.contestant.name] = different

    def facts(self) -> Facts:
        """Return how many test cells there are, and how many got other points."""
        cells = sum(len(each) for each in self._first.values())
        return {"cells": cells, "different": self._different}


def _breakdown(ours: Entry) -> dict[str, float]:
    """Return where this engine's CPU seconds go, of the whole class."""
    ours.commands()  # empties the course
    with tempfile.NamedTemporaryFile() as parts:
        command = _program("breakdown", ours, "--to", parts.name)
        whole, _ = timed([command], ours.course.root)
        return settled(json.loads(Path(parts.name).read_text()), whole)


def _floor(ours: Entry) -> list[Facts]:
    """Return what every notebook's cells take with nothing around them."""
    with tempfile.NamedTemporaryFile() as ran:
        timed([_program("floor", ours, "--to", ran.name)], ours.course.root)
        return list(json.loads(Path(ran.name).read_text()))


def _program(name: str, ours: Entry, *more: str) -> Command:
    course, assignment = str(ours.course.root), ours.school_class.assignment
    program = [sys.executable, str(HERE / f"{name}.py"), course, assignment]
    return [*program, "--jobs", str(ours.cores), *more]


def _peak(entry: Entry) -> Facts:
    """Return the most memory that grading the first student of each share takes, in bytes.

    A peer that takes one notebook after the other needs no more for many of them.
    """
    made = entry.school_class
    notebook = "" if entry.contestant is OURS else made.sample
    part = Part(made.students[: entry.cores], notebook)
    samples = memory.sample(entry.commands(part), entry.course.root)
    return {"peak_bytes": memory.peak(samples), "samples": len(samples)}


# ---- a large class


def _thousand(
    name: str, folder: Path, size: Size, cores: int, chosen: Sequence[Contestant]
) -> Facts:
    """Grade a large class of light submissions: for speed, and again for memory."""
    say(f"{name}: making a class of {size.students}")
    made = classes.make("light", folder / "course", size.students, cores)
    ours = Entry(OURS, made, made.course, cores)
    say(f"{name}: grading")
    run = ours.grade()
    say(f"{name}: grading again, and looking at the memory")
    samples = _sampled(ours)
    few = Part(made.students[:FEW])
    slots = {
        str(jobs): memory.steady(_sampled(dataclasses.replace(ours, cores=jobs), few))
        for jobs in (1, cores)
    }
    return {
        "machine": machine(cores),
        "jail": choose_tier(made.course).value,
        "students": size.students,
        "run": dataclasses.asdict(run),
        "samples": thinned([dataclasses.asdict(each) for each in samples]),
        "peak_bytes": memory.peak(samples),
        "at": {
            str(part): memory.around(samples, size.students * part // 100) for part in (10, 50, 100)
        },
        "few": min(FEW, size.students),
        "slots": slots,
    }


def _counting(made: SchoolClass) -> Callable[[], int]:
    """Return what counts the submissions that are graded: each has its feedback by then."""
    return lambda: len(list(made.course.feedback.glob("*"))) if made.course.feedback.exists() else 0


def _sampled(entry: Entry, part: Part = WHOLE) -> list[memory.Sample]:
    counting = _counting(entry.school_class)
    return memory.sample(entry.commands(part), entry.course.root, counting, every_seconds=0.5)


def thinned(samples: list[Facts], most: int = 200) -> list[Facts]:
    """Return at most so many of the samples, evenly, for the plot."""
    step = max(1, -(-len(samples) // most))
    return samples[::step]


if __name__ == "__main__":
    main()
