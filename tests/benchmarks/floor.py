"""A program: run what students handed in with nothing around it, and write down what it took.

    python tests/benchmarks/floor.py COURSE ASSIGNMENT --jobs 2 --to floor.json

Each notebook's own cells are run one after the other in a fork of a warm process, as a kernel would
run them: what they print and show is collected, and figures become pictures. There is no jail, no
examiner, no test, and nothing is written. This is the floor: no grader can take less. Then the same
is done with the test cells too, in the same process: tests call the student's functions, and no
grader can take less than that either.
"""

import argparse
import json
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

# These lie beside the tests, which are no package.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.clocks import START_DRAWING, TELL_DRAWING, cpu_ns

from autograder import submission as submissions
from autograder.assignment import Assignment
from autograder.compiler.composition import compose
from autograder.configuration import Course, open_course
from autograder.execution.attempt import Rooms
from autograder.execution.decoys import Decoy
from autograder.execution.pool import Pool
from autograder.execution.rooms import Process
from autograder.jail.entry import Tier
from autograder.submission import Kind, Submission

SECONDS = 3600
OUTPUT_BYTES = 2**24


@dataclass(frozen=True)
class Ran:
    """Hold what one notebook's cells took, in CPU seconds; ``drawing_seconds`` are part of it."""

    student: str
    notebook: str
    cpu_seconds: float
    drawing_seconds: float
    with_tests_seconds: float


def main() -> None:
    """Run the program."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("course", type=Path)
    parser.add_argument("assignment")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--to", type=Path, required=True)
    options = parser.parse_args()
    course = open_course(options.course.resolve())
    found = floor(course, options.assignment, options.jobs)
    options.to.write_text(json.dumps([asdict(each) for each in found]))


def floor(course: Course, name: str, jobs: int) -> list[Ran]:
    """Run everybody's cells, so many at a time as the graders run: neighbours slow each other."""
    assignment = compose(course, name)
    with Pool(assignment, course.settings, Tier.NONE) as pool, ThreadPoolExecutor(jobs) as slots:
        pool.warm_up()
        for master in assignment.masters:
            pool.rooms(master, warm=True)
        waiting = [
            slots.submit(_ran, pool, student, each)
            for student in course.students(name)
            for each in _handed_in(course, assignment, student)
        ]
        return [each.result() for each in waiting]


def _handed_in(course: Course, assignment: Assignment, student: str) -> Iterator[Submission]:
    for master in assignment.masters:
        folder = course.submitted / student / assignment.name
        path = submissions.find_notebook(folder, master.name)
        yield submissions.take_in(master, submissions.read_notebook(path))


def _ran(pool: Pool, student: str, submission: Submission) -> Ran:
    rooms = pool.rooms(submission.master, warm=submission.warm)
    own = [step.source for step in submission.steps if step.kind is not Kind.TEST]
    tested = [
        step.test.source if step.test is not None else step.source for step in submission.steps
    ]
    (seconds, drawing), (with_tests, _) = run(rooms, own), run(rooms, tested)
    return Ran(student, submission.master.name, seconds, drawing, with_tests)


def run(rooms: Rooms, sources: list[str]) -> tuple[float, float]:
    """Run cells in a fork; return its CPU seconds, and those of drawing."""
    ours, theirs = socket.socketpair()
    with ours, theirs, tempfile.TemporaryDirectory(dir=rooms.scratch) as scratch:
        shutil.copytree(rooms.student.folder, scratch, dirs_exist_ok=True)
        process = rooms.student.fork(theirs)
        process.tell({"scratch": scratch, "decoy": Decoy.draw().planted([])})
        word = process.hear(time.monotonic() + SECONDS)
        if "ready" not in word:
            raise RuntimeError(f"the process did not start: {word}")
        before = cpu_ns(process.pid)
        shown(process, START_DRAWING, silent=True)
        began = cpu_ns(process.pid)
        for source in sources:
            shown(process, source)
        ended = cpu_ns(process.pid)
        drawing = int(shown(process, TELL_DRAWING)) / 1e9
        # The two cells in which the drawing is counted are no part of the floor.
        measuring = (began - before + cpu_ns(process.pid) - ended) / 1e9
        return process.end(SECONDS).cpu_seconds - measuring, drawing


def shown(process: Process, source: str, *, silent: bool = False) -> str:
    """Run one cell in a process; return what it printed."""
    process.tell(
        {"run": source, "silent": silent, "seconds": SECONDS, "output_bytes": OUTPUT_BYTES}
    )
    printed = ""
    while "done" not in (word := process.hear(time.monotonic() + SECONDS)):
        printed += word["output"].get("text", "")
    return printed


if __name__ == "__main__":
    main()
