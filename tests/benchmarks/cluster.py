"""Measure what a cluster gives: against the direct pool, what its scheduler and its client can do.

Three parts, all on this machine, with a scheduler and workers in processes of their own:

- *efficiency*: the same class on the direct pool and on workers that Dask's own commands started,
  in turn, so that a busy machine slows all ways alike;
- *feeding*: orders through the client, the scheduler and 100 simulated workers, which answer at
  once: every CPU second counts with the process that used it, since they share the cores;
- *writing*: whole classes graded on the simulated workers, so that what the one program that
  writes everything can take is seen.

The figures go to docs/scale.json, and docs/scale.md is made of that file and nothing else.
"""

import argparse
import json
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import cycle
from pathlib import Path
from typing import Any

# These lie beside the tests, which are no package.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import engine_course
import masters
import scale_page
import stars_course
from benchmarks import cluster_costs, local_cluster, meters
from benchmarks.local_cluster import Local
from benchmarks.meters import Meter

from autograder import cases
from autograder.configuration import Course, open_course
from autograder.pipeline import Grader

CLIENT = Path(__file__).with_name("cluster_client.py")
EMPTY_GRADEBOOK = "empty.db"
CORES = 2
WARM = 4
"""Students who are graded before the others, so that every worker has warm zygotes by then."""
SIMULATED = 100
IDLE_SECONDS = 4

BUSY = """import time
end = time.process_time() + 1
while time.process_time() < end:
    pass
"""
"""A second of a student's CPU time, on any machine."""

Facts = dict[str, Any]


@dataclass(frozen=True)
class Sizes:
    """Hold how much is measured: students, rounds, orders."""

    light: int = 80
    light_rounds: int = 5
    busy: int = 16
    busy_rounds: int = 3
    orders: int = 10_000
    stars_orders: int = 1_000
    written: int = 600
    stars_written: int = 100
    graded: int = 3
    slots: int = 32


QUICK = Sizes(16, 2, 4, 2, 1_000, 200, 120, 40, 2, 8)


def main() -> None:
    """Run the program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, to try the program")
    parser.add_argument("--json", type=Path, default=scale_page.NOTED)
    options = parser.parse_args()
    sizes = QUICK if options.quick else Sizes()
    # The clusters are ended by what is left in order only.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="cluster-") as folder:
        found = measure(Path(folder), sizes)
    found["minutes"] = round((time.monotonic() - started) / 60, 1)
    options.json.write_text(json.dumps(found, indent=1) + "\n")
    if options.json == scale_page.NOTED:
        scale_page.write()


def measure(folder: Path, sizes: Sizes) -> Facts:
    """Return all figures."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, distributed {version('distributed')}",
        "efficiency": all_efficiencies(folder / "efficiency", sizes),
        **simulated_parts(folder / "simulated", sizes),
    }


def say(text: str) -> None:
    """Tell whoever waits what is being done."""
    print(text, file=sys.stderr, flush=True)


# ---- classes


def small_class(folder: Path, students: int, before: str = "") -> Course:
    """Make a class that hands in one notebook of a few statements."""
    course = engine_course.write_course(folder, jail="auto")
    for at in range(students):
        engine_course.hand_in(course, f"student-{at:05}", before + engine_course.RIGHT)
    with_gradebook(course, "lines")
    return course


def stars_class(folder: Path, students: int) -> Course:
    """Make a class that hands in the five notebooks of `stars`: right and wrong work, mixed."""
    course = stars_course.make_course(folder, stars_course.NOTEBOOKS)
    for name in stars_course.NOTEBOOKS:
        known = masters.cases_of(name, *stars_course.HONEST)
        rows = cycle(cases.pack([case for case in known if not case.is_long]))
        release = stars_course.released(course, name)
        for at, row in zip(range(students), rows, strict=False):
            text = cases.submission(release, row)
            stars_course.hand_in(course, f"student-{at:05}", name, text)
    with_gradebook(course, stars_course.NAME)
    return course


def with_gradebook(course: Course, name: str) -> None:
    """Make a gradebook that holds nobody yet: a course has one after its first assignment."""
    with Grader(course, name) as grader:
        grader.announce()
    (course.root / "gradebook.db").rename(course.root / EMPTY_GRADEBOOK)


def forget(course: Course) -> None:
    """Make a class as if nothing had been graded."""
    for folder in (course.results, course.autograded, course.feedback):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copyfile(course.root / EMPTY_GRADEBOOK, course.root / "gradebook.db")


def client(job: str, course: Course, name: str, *arguments: str) -> Facts:
    """Run the grading program in a process of its own; return what it found."""
    forget(course)
    done = subprocess.run(
        [sys.executable, str(CLIENT), job, str(course.root), name, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{job} failed:\n{done.stderr[-4000:]}")
    found: Facts = json.loads(done.stdout)
    return found


# ---- efficiency


def all_efficiencies(folder: Path, sizes: Sizes) -> Facts:
    """Return what each kind of class takes on the pool and on two clusters."""
    folder.mkdir()
    with (
        local_cluster.real(folder / "one", 1, CORES) as one,
        local_cluster.real(folder / "two", CORES, 1) as two,
    ):
        ways = {"pool": None, "1 worker, 2 threads": one, "2 workers, 1 thread each": two}
        light = small_class(folder / "light", sizes.light + WARM)
        busy = small_class(folder / "busy", sizes.busy + WARM, BUSY)
        return {
            "idle_cores": idle_cores(one, two),
            "light": efficiency(light, ways, sizes.light_rounds),
            "busy": efficiency(busy, ways, sizes.busy_rounds),
        }


def idle_cores(*locals: Local) -> float:
    """Return how many cores clusters use that have nothing to do."""
    watching = [Meter(os.getpid(), each.scheduler, each.workers) for each in locals]
    before = sum(meter.read().scheduler + meter.read().workers for meter in watching)
    time.sleep(IDLE_SECONDS)
    after = sum(meter.read().scheduler + meter.read().workers for meter in watching)
    return round((after - before) / IDLE_SECONDS, 3)


def efficiency(course: Course, ways: Mapping[str, Local | None], rounds: int) -> Facts:
    """Grade a class in each way in turn; return seconds per submission, and pool / way."""
    runs: dict[str, list[Facts]] = {name: [] for name in ways}
    number = len(course.students("lines"))
    for turn in range(rounds):
        say(f"{course.root.name}: round {turn + 1} of {rounds}")
        for name, local in ways.items():
            runs[name].append(one_run(course, local, number))
    return {
        "students": number - WARM,
        "rounds": rounds,
        "ways": {name: _summary(found, runs["pool"]) for name, found in runs.items()},
    }


def one_run(course: Course, local: Local | None, number: int) -> Facts:
    """Grade a class once; return what the whole run took, and its steady part."""
    watched = (local.scheduler, local.workers) if local else (None, ())
    meter = Meter(os.getpid(), *watched)
    arguments = local.arguments if local else ["--jobs", str(CORES)]
    before = meter.read()
    found = client("grade", course, "lines", "--warm", str(WARM), *arguments)
    whole = meter.read().per(number, before)
    # Who used what cannot be told any more: zygotes that are gone count with their parents.
    return {**found, "whole": {key: whole[key] for key in ("wall", "cpu")}}


def _summary(runs: Sequence[Facts], pool: Sequence[Facts]) -> Facts:
    return {
        part: {
            "seconds": {
                key: round(statistics.median(run[part][key] for run in runs), 5)
                for key in runs[0][part]
            },
            "ratio": {
                key: spread(
                    base[part][key] / run[part][key] for run, base in zip(runs, pool, strict=True)
                )
                for key in ("wall", "cpu")
            },
        }
        for part in ("whole", "steady")
    }


def spread(ratios: Iterable[float]) -> list[float]:
    """Return the median, the least and the greatest."""
    found = sorted(ratios)
    return [round(each, 3) for each in (statistics.median(found), found[0], found[-1])]


# ---- what the scheduler can feed, and the client can take


def simulated_parts(folder: Path, sizes: Sizes) -> Facts:
    """Return the costs of real submissions, and what went through simulated workers."""
    folder.mkdir()
    kinds = {
        "light": (small_class(folder / "light", sizes.written), "lines"),
        "stars": (stars_class(folder / "stars", sizes.stars_written), stars_course.NAME),
    }
    orders = {"light": sizes.orders, "stars": sizes.stars_orders}
    costs: Facts = {}
    for kind, (course, name) in kinds.items():
        say(f"{kind}: {sizes.graded} submissions for real")
        few = first_of(course, folder / f"few-{kind}", sizes.graded)
        costs[kind] = cluster_costs.measure(few, name, folder / f"{kind}.json")
    fed: Facts = {}
    written: Facts = {}
    with local_cluster.simulated(folder / "dask", SIMULATED, 1) as local:
        for kind, (course, name) in kinds.items():
            common = ["--replies", str(folder / f"{kind}.json"), *local.arguments]
            say(f"{kind}: {orders[kind]} orders to {SIMULATED} simulated workers")
            fed[kind] = client("feed", course, name, "--orders", str(orders[kind]), *common)
            fed[kind]["scheduler_bytes"] = meters.resident_bytes(local.scheduler, peak=True)
            say(f"{kind}: a class of {len(course.students(name))} on them")
            slots = ["--jobs", str(sizes.slots)]
            written[kind] = client("write", course, name, *slots, *common)
            written[kind]["disk_bytes"] = on_disk(course, len(course.students(name)))
    return {"costs": costs, "feeding": fed, "writing": written, "simulated_workers": SIMULATED}


def first_of(course: Course, folder: Path, students: int) -> Course:
    """Return a copy of a course with its first students only."""
    folder.mkdir()
    for name in ("source", "release", "data"):
        if (course.root / name).is_dir():
            shutil.copytree(course.root / name, folder / name, symlinks=True)
    for file in course.root.glob("*.py"):
        shutil.copy(file, folder)
    for student in sorted(course.submitted.iterdir())[:students]:
        shutil.copytree(student, folder / "submitted" / student.name)
    return open_course(folder)


def on_disk(course: Course, students: int) -> dict[str, int]:
    """Return the bytes that were written for each student."""
    places = {
        "results": course.results,
        "autograded": course.autograded,
        "feedback": course.feedback,
        "gradebook": course.root / "gradebook.db",
    }
    return {name: _bytes(place) // students for name, place in places.items()}


def _bytes(place: Path) -> int:
    files = [place] if place.is_file() else [each for each in place.rglob("*") if each.is_file()]
    return sum(file.stat().st_size for file in files)


if __name__ == "__main__":
    main()
