"""What a class's submissions cost where they are graded: CPU seconds, memory, bytes on the wire.

A few are graded for real, one at a time, in a pool of this program's, as a worker has one. What
came of them is kept as replies, for simulated workers to answer with.
"""

import json
import os
import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import meters
from benchmarks.meters import Meter

from autograder import assignment as assignments
from autograder import notebook as notebooks
from autograder.assignment import Master
from autograder.cluster import wire
from autograder.configuration import Course
from autograder.notebook import Notebook
from autograder.pipeline.machines import ThisMachine, Zygotes

SAMPLE_SECONDS = 0.02
WATCHED_SECONDS = 3
"""How long submissions are run for their memory at least: some take no longer than a sample."""

Facts = dict[str, Any]


@dataclass
class Peak:
    """Hold the highest sum of memory that was seen."""

    bytes: int = 0


@dataclass
class Notes:
    """Hold what was noted of one notebook, once for each submission of it."""

    jailed: list[float] = field(default_factory=list)
    supervising: list[float] = field(default_factory=list)
    order_bytes: list[int] = field(default_factory=list)
    reply_bytes: list[int] = field(default_factory=list)


def measure(course: Course, name: str, replies: Path) -> Facts:
    """Grade a class for real; return its costs, and write the last reply to each notebook.

    The first submission is graded for its memory, which takes time to sample; the others for their
    CPU seconds: ``jailed`` those of student process and examiner, ``supervising`` this program's.
    """
    assignment = assignments.read(course.source / name)
    machine = ThisMachine(course, name)
    meter = Meter(os.getpid())
    before = meter.read()
    with machine.open(assignment, course.settings) as pool:
        started = meter.read().per(1, before)
        idle = jailed_bytes()
        first, *others = course.students(name)
        with watched() as peak:
            until = time.monotonic() + WATCHED_SECONDS
            while time.monotonic() < until:
                for _ in graded(course, pool, first):
                    pass
        found, last = noted(course, pool, others)
        zygotes = len(pool.pool._zygotes)
    replies.write_text(json.dumps(last))
    return {
        "engine": machine.engine,
        "submissions": len(others),
        "zygotes": zygotes,
        "zygotes_bytes": idle,
        "slot_bytes": max(0, peak.bytes - idle),
        "start": started,
        "notebooks": {each: _medians(notes) for each, notes in found.items()},
    }


def noted(
    course: Course, pool: Zygotes, students: Sequence[str]
) -> tuple[dict[str, Notes], dict[str, str]]:
    """Grade submissions; return the notes on each notebook, and the last reply to each."""
    found = {master.name: Notes() for master in pool.assignment.masters}
    last: dict[str, str] = {}
    for student in students:
        for master, notebook, reply, own in graded(course, pool, student):
            notes = found[master.name]
            notes.jailed.append(json.loads(reply)["result"]["measured"]["cpu_seconds"])
            notes.supervising.append(own)
            notes.order_bytes.append(len(wire.pack_order(master, notebook, ())))
            notes.reply_bytes.append(len(reply))
            last[master.name] = reply
    return found, last


def graded(
    course: Course, pool: Zygotes, student: str
) -> Iterator[tuple[Master, Notebook, str, float]]:
    """Grade each notebook of a student; yield it with its reply and this program's CPU seconds."""
    for master in pool.assignment.masters:
        folder = course.submitted / student / pool.assignment.name
        notebook = notebooks.read(folder / f"{master.name}.ipynb")
        before = time.process_time()
        reply = wire.pack_reply(pool.grade(master, notebook, ()))
        yield master, notebook, reply, time.process_time() - before


def jailed_bytes() -> int:
    """Return the memory of all zygotes and their forks below this program.

    Raises RuntimeError when the kernel does not tell it.
    """
    pids = [pid for pid in meters.tree([os.getpid()]) if meters.is_jailed(pid)]
    found = meters.pss_bytes(pids)
    if not found:
        raise RuntimeError("this kernel does not tell the memory of other processes")
    return found


@contextmanager
def watched() -> Iterator[Peak]:
    """Keep the highest memory of all zygotes and forks while something runs."""
    peak, done = Peak(), threading.Event()

    def watch() -> None:
        while not done.wait(SAMPLE_SECONDS):
            peak.bytes = max(peak.bytes, jailed_bytes())

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield peak
    finally:
        done.set()
        watching.join()


def _medians(notes: Notes) -> Facts:
    return {key: round(statistics.median(each), 4) for key, each in vars(notes).items()}
