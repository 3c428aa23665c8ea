"""Grade one class with this engine and with stock nbgrader, in one run, and compare.

Both grade the same submissions of one notebook: every wheat and chaff, one per exercise. Attacks
are left out, because an endless loop would measure nothing but the time-out that it is given, and
so are cases that take long, which would measure scikit-learn. Both
start with a gradebook that exists, as a course has it after its first assignment. nbgrader grades
in one process, which is all that its command offers; this engine with ``--jobs``, and it writes
the feedback pages too, for which nbgrader has another command that is not counted.

CPU seconds are those of the whole process tree: kernels on one side, zygotes and their forks on
the other. The machine may be busy with other things, so the ratio counts, not the seconds. This
engine runs before and after nbgrader; of several runs the one in the middle is shown, and of two
the slower one.
"""

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

from autograder import cases, gradebook, pipeline
from autograder.configuration import Course, open_course
from autograder.results import State

# These lie beside the tests, which are no package.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import masters
import stars_course
import stock
from stars_course import CHEAP, HONEST, NAME, NOTEBOOKS

EMPTY_GRADEBOOK = "empty.db"

STUDENTS = "student processes and examiners"
ZYGOTES = "starting the zygotes, the prefix"
GRADEBOOK = "writing the gradebook"
SUPERVISOR = "imports, reading, results, feedback"
EXIT = "ending the program"


@dataclass(frozen=True)
class Run:
    """Hold what grading the class once used, per submission, and where the CPU seconds went."""

    cpu_seconds: float
    wall_seconds: float
    breakdown: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """Hold what the benchmark found; ``ours`` and ``nbgrader`` are the runs in the middle."""

    notebook: str
    students: int
    rounds: int
    jobs: int
    machine: str
    ours: Run
    nbgrader: Run
    cpu_ratio: float
    wall_ratio: float
    all_ours: tuple[Run, ...]
    all_nbgrader: tuple[Run, ...]


def main() -> None:
    """Run the benchmark, or with ``--inner`` only this engine's part in this very process."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--notebook", choices=NOTEBOOKS, default=CHEAP)
    parser.add_argument("--students", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--inner", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inner:
        print(json.dumps(grade_here(options.inner, options.jobs)))
        return
    ours, theirs = measure(options.notebook, options.students, options.rounds, options.jobs)
    found = report(options.notebook, options.students, options.jobs, ours, theirs)
    print(table(found))
    if options.json:
        options.json.write_text(json.dumps(asdict(found), indent=1) + "\n")


def measure(name: str, students: int, rounds: int, jobs: int) -> tuple[list[Run], list[Run]]:
    """Return what every run used, this engine's and nbgrader's."""
    ours: list[Run] = []
    theirs: list[Run] = []
    with tempfile.TemporaryDirectory() as folder:
        say(f"making a class of {students}")
        course = make_class(Path(folder) / "ours", name, students)
        for turn in range(rounds):
            peer = stock.prepare(course, Path(folder) / f"stock-{turn}", NAME)
            say(f"round {turn + 1} of {rounds}: autograder, nbgrader, autograder")
            ours.append(grade_with_ours(course, students, jobs))
            theirs.append(grade_with_stock(peer, students))
            ours.append(grade_with_ours(course, students, jobs))
    return ours, theirs


def say(text: str) -> None:
    """Tell whoever waits what is being done."""
    print(text, file=sys.stderr, flush=True)


def make_class(folder: Path, name: str, students: int) -> Course:
    """Build one notebook in a new course, and hand in wheats and chaffs."""
    course = stars_course.make_course(folder, [name])
    known = [case for case in masters.cases_of(name, *HONEST) if not case.is_long]
    release = stars_course.released(course, name)
    for number, row in zip(range(students), cycle(cases.pack(known)), strict=False):
        text = cases.submission(release, row)
        stars_course.hand_in(course, f"student-{number:03}", name, text)
    make_gradebook(course)
    return course


def make_gradebook(course: Course) -> None:
    """Make an empty gradebook, once: it takes nbgrader three CPU seconds."""
    done = stock.nbgrader(course, "db", "student", "list")
    if done.returncode:
        raise RuntimeError(f"nbgrader made no gradebook:\n{done.stderr}")
    (course.root / "gradebook.db").rename(course.root / EMPTY_GRADEBOOK)


def grade_with_ours(course: Course, students: int, jobs: int) -> Run:
    """Grade the class by a fresh process of this engine, as if for the first time."""
    for folder in (course.results, course.autograded, course.feedback):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copyfile(course.root / EMPTY_GRADEBOOK, course.root / "gradebook.db")
    command = [sys.executable, __file__, "--inner", str(course.root), "--jobs", str(jobs)]
    run, printed = timed(command, course.root, students)
    parts = {name: seconds / students for name, seconds in json.loads(printed).items()}
    parts[EXIT] = run.cpu_seconds - sum(parts.values())
    return Run(run.cpu_seconds, run.wall_seconds, parts)


def grade_with_stock(course: Course, students: int) -> Run:
    """Grade the class by ``nbgrader autograde``, all in one process."""
    return timed([sys.executable, "-m", "nbgrader", "autograde", NAME], course.root, students)[0]


def timed(command: list[str], folder: Path, students: int) -> tuple[Run, str]:
    """Run a command; return what its process tree used per submission, and what it printed."""
    before, started = cpu_seconds(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(
        command, cwd=folder, env=stock.environment(), capture_output=True, text=True, check=False
    )
    wall, after = time.monotonic() - started, cpu_seconds(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr[-4000:]}")
    return Run((after - before) / students, wall / students), done.stdout


def cpu_seconds(who: int) -> float:
    """Return the CPU seconds of this process, or of all its descendants that were waited for."""
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def grade_here(root: Path, jobs: int) -> dict[str, float]:
    """Grade the class in this process; return where the CPU seconds went.

    Raises RuntimeError when a submission was not graded: that would make us look fast.
    """
    seconds, project = 0.0, gradebook.project

    def timed_project(*arguments: Any) -> None:
        nonlocal seconds
        before = cpu_seconds(resource.RUSAGE_SELF)
        project(*arguments)
        seconds = cpu_seconds(resource.RUSAGE_SELF) - before

    gradebook.project = timed_project
    results = pipeline.grade_class(open_course(root), NAME, jobs=jobs).results
    if any(result.state is not State.GRADED for result in results):
        raise RuntimeError("not every submission was graded")
    forks = sum(each.measured["cpu_seconds"] for result in results for each in result.notebooks)
    own, children = cpu_seconds(resource.RUSAGE_SELF), cpu_seconds(resource.RUSAGE_CHILDREN)
    return {
        STUDENTS: forks,
        ZYGOTES: children - forks,
        GRADEBOOK: seconds,
        SUPERVISOR: own - seconds,
    }


def report(notebook: str, students: int, jobs: int, ours: list[Run], theirs: list[Run]) -> Report:
    """Return what the runs say."""
    mine, other = middle(ours), middle(theirs)
    python = sys.version.split()[0]
    return Report(
        notebook=notebook,
        students=students,
        rounds=len(theirs),
        jobs=jobs,
        machine=f"{platform.machine()}, {os.cpu_count()} cores, Python {python}",
        ours=mine,
        nbgrader=other,
        cpu_ratio=other.cpu_seconds / mine.cpu_seconds,
        wall_ratio=other.wall_seconds / mine.wall_seconds,
        all_ours=tuple(ours),
        all_nbgrader=tuple(theirs),
    )


def middle(runs: list[Run]) -> Run:
    """Return the run in the middle by CPU seconds, of an even number the slower one."""
    return sorted(runs, key=lambda run: run.cpu_seconds)[len(runs) // 2]


def table(found: Report) -> str:
    """Return the figures as text."""
    ours, theirs = found.ours, found.nbgrader
    rows = [
        f"{found.students} submissions of {found.notebook}; {found.machine}",
        "seconds per submission",
        line("", "CPU", "wall"),
        line(f"autograder grade --jobs {found.jobs}", ours.cpu_seconds, ours.wall_seconds),
        line("nbgrader autograde", theirs.cpu_seconds, theirs.wall_seconds),
        line("nbgrader / autograder", found.cpu_ratio, found.wall_ratio),
        "",
        "where our CPU seconds go, per submission:",
        *(line(f"  {name}", seconds) for name, seconds in ours.breakdown.items()),
        line("  together", sum(ours.breakdown.values())),
        "",
        f"CPU of each run: autograder {each(found.all_ours)}; nbgrader {each(found.all_nbgrader)}",
    ]
    return "\n".join(rows)


def line(name: str, *figures: float | str) -> str:
    """Return one line of the table."""
    shown = (f"{figure:>9}" if isinstance(figure, str) else f"{figure:9.3f}" for figure in figures)
    return f"{name:40}{''.join(shown)}".rstrip()


def each(runs: tuple[Run, ...]) -> str:
    """Return the CPU seconds of every run."""
    return ", ".join(f"{run.cpu_seconds:.3f}" for run in runs)


if __name__ == "__main__":
    main()
