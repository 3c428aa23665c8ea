"""The grading program in a process of its own, with meters: what the cluster's benchmark times.

It does what ``autograder grade`` does, by the same classes, and stops between to read the meters.
It prints one JSON object. Three jobs:

- *grade*: a class on this machine or on a cluster; a few students first, so that the zygotes are
  warm for the others.
- *feed*: orders only; nothing is read from a course and nothing is written.
- *write*: a class on simulated workers, and then once more, when nothing has changed.
"""

import argparse
import importlib
import json
import os
import sys
import tracemalloc
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any

# These lie beside the tests, which are no package.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks import local_cluster, meters
from benchmarks.meters import Meter, Reading

from autograder import assignment as assignments
from autograder import notebook as notebooks
from autograder import results
from autograder.assignment import Assignment, Master
from autograder.cluster import Cluster
from autograder.cluster.client import Workers
from autograder.configuration import Course, Settings, open_course
from autograder.notebook import Notebook
from autograder.pipeline import Grader
from autograder.pipeline.machines import Machines
from autograder.results import Result, State

Facts = dict[str, Any]


class Simulated:
    """Grade on a cluster's simulated workers: `Cluster` itself, but for what its workers do."""

    def __init__(self, cluster: Cluster, replies: Path, meter: Meter) -> None:
        """Take a cluster that is connected; ``opened`` is the meter when it is asked to work."""
        self._cluster, self._replies, self._meter = cluster, replies, meter
        self.opened = Reading()
        self.engine, self.slots = cluster.engine, cluster.slots

    def open(self, assignment: Assignment, settings: Settings) -> Workers:
        """Return the cluster's engine, with sites that answer at once."""
        self.opened = self._meter.read()
        workers = self._cluster.open(assignment, settings)
        site = local_cluster.Answering(workers._site, self._replies)
        return Workers(self._cluster._client, site)


def main() -> None:
    """Run the program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("job", choices=("grade", "feed", "write"))
    parser.add_argument("course", type=Path)
    parser.add_argument("name", help="the assignment")
    parser.add_argument("--scheduler")
    parser.add_argument("--watched", default="", help="process numbers, the scheduler's first")
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--warm", type=int, default=0, help="students that are graded first")
    parser.add_argument("--orders", type=int, default=0)
    parser.add_argument("--replies", type=Path)
    options = parser.parse_args()
    watched = [int(pid) for pid in options.watched.split(",") if pid]
    meter = Meter(os.getpid(), watched[0] if watched else None, watched[1:])
    course = open_course(options.course)
    reached = Cluster(options.scheduler, course) if options.scheduler else nullcontext()
    with reached as cluster:
        found: Facts
        if options.job == "grade":
            found = grade(course, options.name, cluster, meter, options.warm, options.jobs)
        elif cluster is None:
            parser.error("this needs a scheduler")
        else:
            machines = Simulated(cluster, options.replies, meter)
            if options.job == "feed":
                found = feed(course, options.name, machines, meter, options.orders)
            else:
                found = write(course, options.name, machines, meter, options.jobs)
    print(json.dumps(found))


def grade(
    course: Course,
    name: str,
    machines: Machines | None,
    meter: Meter,
    warm: int,
    jobs: int | None,
) -> Facts:
    """Grade a class; return what each submission used once the first ones were graded."""
    students = course.students(name)
    with Grader(course, name, machines=machines) as grader:
        checked(grader.grade(students[:warm], jobs=jobs).results)
        before = meter.read()
        rest = students[warm:]
        checked(grader.grade(rest, jobs=jobs).results)
        return {"steady": meter.read().per(len(rest), before)}


def feed(course: Course, name: str, machines: Simulated, meter: Meter, orders: int) -> Facts:
    """Have so many orders answered, as many at a time as the cluster takes."""
    assignment = assignments.read(course.source / name)
    folder = course.submitted / course.students(name)[0] / name
    work = [(each, notebooks.read(folder / f"{each.name}.ipynb")) for each in assignment.masters]
    memory = Memory()
    with (
        machines.open(assignment, course.settings) as engine,
        ThreadPoolExecutor(machines.slots) as slots,
    ):

        def answered(master: Master, notebook: Notebook) -> int:
            # As the grader does: the reply is read, and nothing of it is kept for longer.
            engine.grade(master, notebook, ())
            return len(engine._client.futures)

        def run(count: int) -> int:
            waiting = [slots.submit(answered, *each) for each in islice(cycle(work), count)]
            return max(done.result() for done in waiting)

        run(2 * machines.slots)
        crossed, before = meters.loopback_bytes(), meter.read()
        futures = run(orders)
        used = meter.read().per(orders, before)
        crossed = (meters.loopback_bytes() - crossed) // orders
    return {
        "orders": orders,
        "slots": machines.slots,
        "futures_at_most": futures,
        "network_bytes": crossed,
        "used": used,
        "client_bytes": memory.found(),
    }


def write(course: Course, name: str, machines: Simulated, meter: Meter, jobs: int | None) -> Facts:
    """Grade a class; return what each submission used, the client's work included.

    ``looking`` are the seconds before the first order, ``results`` those from about the first
    result to the last, ``gradebook`` those behind it; ``rerun`` those of the same command once
    more, when nothing has changed.
    """
    number = len(course.students(name))
    slots = jobs or machines.slots
    first = min(slots, number // 2)
    marks: dict[int, Reading] = {}
    counted = count(1)

    def progress(result: Result) -> None:
        if (at := next(counted)) in (first, number):
            marks[at] = meter.read()

    # Takes seconds, once: of each submission of a large class that is nothing.
    importlib.import_module("nbgrader.api")
    memory = Memory()
    with Grader(course, name, machines=machines) as grader:
        started = meter.read()
        checked(grader.grade(jobs=jobs, progress=progress).results)
        done = meter.read()
        peak = memory.found()
        checked(grader.grade(jobs=jobs).results)
        rerun = meter.read()
    return {
        "students": number,
        "slots": slots,
        "looking": machines.opened.per(number, started),
        "results": marks[number].per(number - first, marks[first]),
        "gradebook": done.per(number, marks[number]),
        "rerun": rerun.per(number, done),
        "client_bytes": peak,
        "kept_bytes": kept_bytes(course, name),
    }


def kept_bytes(course: Course, name: str) -> int:
    """Return the memory that a result takes; a grader keeps all until the class is done."""
    texts = [next(place.glob("*.json")).read_text() for place in course.results.glob(f"*/{name}")]
    tracemalloc.start()
    kept = [results.from_json(text) for text in texts]
    found, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return found // len(kept)


class Memory:
    """Hold how much memory this program had when it began."""

    def __init__(self) -> None:
        """Read the meter."""
        self._before = meters.resident_bytes(os.getpid())

    def found(self) -> Facts:
        """Return the bytes before, and the most that there ever were."""
        return {"before": self._before, "peak": meters.resident_bytes(os.getpid(), peak=True)}


def checked(results: Sequence[Result]) -> None:
    """Raise RuntimeError when a submission was not graded: that would make us look fast."""
    wrong = [
        f"{each.student}: {each.problem}" for each in results if each.state is not State.GRADED
    ]
    if wrong:
        raise RuntimeError(f"not every submission was graded: {wrong[:3]}")


if __name__ == "__main__":
    main()
