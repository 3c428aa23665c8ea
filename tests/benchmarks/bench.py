"""Grade the demo's class with this engine and with stock nbgrader, in one run, and compare.

Both grade the same submissions: every wheat and chaff, one per exercise in each notebook. Attacks
are left out, because an endless loop would measure nothing but the time-out that it is given.
CPU seconds are those of the whole process tree. The machine may be busy with other things, so the
ratio counts, not the seconds; this engine runs before and after nbgrader to show the drift.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import assignment as assignments
from autograder import cases, demo, notebook, pipeline
from autograder.cases import Kind
from autograder.configuration import Course, open_course

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import stock  # found beside the tests, which are no package

ROOT = Path(__file__).resolve().parent.parent.parent
NAME = "stars"


@dataclass(frozen=True)
class Run:
    """Hold what grading the class once used, per submission."""

    cpu_seconds: float
    wall_seconds: float


def main() -> None:
    """Run the benchmark, or with ``--inner`` only this engine's part in this very process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--inner", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inner:
        print(json.dumps(grade_here(options.inner, options.jobs)))
        return
    figures = measure(options.students, options.rounds, options.jobs)
    print(table(figures))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n")


def measure(students: int, rounds: int, jobs: int) -> dict[str, Any]:
    """Return all figures, per submission, as medians over the rounds."""
    with tempfile.TemporaryDirectory() as folder:
        course = make_class(Path(folder) / "ours", students)
        ours, breakdowns, theirs = [], [], []
        for turn in range(rounds):
            peer = stock.prepare(course, Path(folder) / f"stock-{turn}", NAME)
            first = grade_with_ours(course, students, jobs)
            theirs.append(grade_with_stock(peer, students))
            for run, breakdown in (first, grade_with_ours(course, students, jobs)):
                ours.append(run)
                breakdowns.append(breakdown)
    return {
        "students": students,
        "rounds": rounds,
        "jobs": jobs,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {sys.version.split()[0]}",
        "ours": summary(ours),
        "nbgrader": summary(theirs),
        "cpu_ratio": median_of(theirs, "cpu_seconds") / median_of(ours, "cpu_seconds"),
        "wall_ratio": median_of(theirs, "wall_seconds") / median_of(ours, "wall_seconds"),
        "breakdown": {
            key: statistics.median(each[key] for each in breakdowns) for key in breakdowns[0]
        },
    }


def make_class(folder: Path, students: int) -> Course:
    """Build the assignment in a new course, and hand in wheats and chaffs."""
    course = demo.make_course(open_course(ROOT), folder)
    pipeline.build(course, NAME)
    known = [
        case for case in cases.read_cases(ROOT / "tests", NAME) if case.kind is not Kind.ATTACK
    ]
    for number in range(students):
        handed_in = course.submitted / f"student-{number:03}" / NAME
        handed_in.mkdir(parents=True)
        for master in assignments.read(course.source / NAME).masters:
            rows = cases.pack(case for case in known if case.notebook == master.name)
            release = notebook.read(course.release / NAME / f"{master.name}.ipynb")
            text = cases.submission(release, rows[number % len(rows)])
            (handed_in / f"{master.name}.ipynb").write_bytes(text)
    return course


def grade_with_ours(course: Course, students: int, jobs: int) -> tuple[Run, dict[str, float]]:
    """Grade the class by a fresh process of this engine, from an empty gradebook."""
    (course.root / "gradebook.db").unlink(missing_ok=True)
    command = [sys.executable, __file__, "--inner", str(course.root), "--jobs", str(jobs)]
    run, printed = timed(command, course.root, students)
    return run, json.loads(printed.splitlines()[-1])


def grade_with_stock(course: Course, students: int) -> Run:
    """Grade the class by ``nbgrader autograde``, all in one process."""
    return timed([sys.executable, "-m", "nbgrader", "autograde", NAME], course.root, students)[0]


def timed(command: list[str], folder: Path, students: int) -> tuple[Run, str]:
    """Run a command; return what its process tree used per submission, and what it printed."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(
        command, cwd=folder, env=stock.environment(), capture_output=True, text=True, check=True
    )
    wall, after = time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(cpu / students, wall / students), done.stdout


def grade_here(root: Path, jobs: int) -> dict[str, float]:
    """Grade the class in this process; return where the CPU seconds per submission went."""
    results = pipeline.grade_class(open_course(root), NAME, jobs=jobs)
    own, children = (
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )
    forks = sum(
        notebook.measured["cpu_seconds"] for result in results for notebook in result.notebooks
    )
    count = len(results)
    return {
        "students_and_examiners": forks / count,
        "zygotes_start": (children - forks) / count,
        "reading_writing_gradebook": own / count,
    }


def summary(runs: list[Run]) -> dict[str, float]:
    """Return the medians of a list of runs, and the spread of their CPU seconds."""
    cpu = [run.cpu_seconds for run in runs]
    return {
        "cpu_seconds": statistics.median(cpu),
        "cpu_seconds_least": min(cpu),
        "cpu_seconds_most": max(cpu),
        "wall_seconds": median_of(runs, "wall_seconds"),
    }


def median_of(runs: list[Run], figure: str) -> float:
    """Return the median of one figure."""
    return statistics.median(getattr(run, figure) for run in runs)


def table(figures: dict[str, Any]) -> str:
    """Return the figures as text."""
    ours, theirs = figures["ours"], figures["nbgrader"]
    rows = [
        f"{figures['students']} submissions, {figures['machine']}; seconds per submission, medians",
        f"{'':24}{'CPU':>8}{'wall':>8}",
        f"{'autograder grade':24}{ours['cpu_seconds']:8.3f}{ours['wall_seconds']:8.3f}",
        f"{'nbgrader autograde':24}{theirs['cpu_seconds']:8.3f}{theirs['wall_seconds']:8.3f}",
        f"{'ratio':24}{figures['cpu_ratio']:7.1f}x{figures['wall_ratio']:7.1f}x",
        "",
        "where our CPU seconds go, per submission:",
        *(f"  {name:30}{seconds:8.3f}" for name, seconds in figures["breakdown"].items()),
    ]
    return "\n".join(rows)


if __name__ == "__main__":
    main()
