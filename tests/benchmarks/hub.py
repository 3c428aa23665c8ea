"""Measure the hub's service: a class that hands in at once, one student at a time, and a flood.

    python tests/benchmarks/hub.py            # all of it, on a machine with nothing else to do
    python tests/benchmarks/hub.py --quick    # small sizes, to try the program

Everything is on this machine, those who hand in included; the hub has a stand-in. The class is the
light one of `bench.py`: a notebook of a few statements on a table, with pandas and matplotlib.

- *burst*: every student of a class hands in once, at a moment of the same few seconds. In turn with
  it, `autograder grade` grades the same class, and the scores must be the same. Once more, apart,
  while memory is read.
- *single*: one student after the other hands in, the next one a while after the score.
- *flood*: one student hands in again and again without waiting, then another one once.

A score counts as visible when the live updates have told of it and the service has answered with
the points. The figures go to docs/hub-figures.json, and docs/hub-figures.md is made of that.
"""

import argparse
import json
import os
import platform
import random
import shutil
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

# These lie beside the tests, which are no package.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import dataclasses

import hub_figures_page
import hub_program
import requests
from benchmarks import classes, memory, meters
from benchmarks.classes import SchoolClass
from benchmarks.contestants import OURS, Entry
from benchmarks.memory import Sample
from hub_course import COURSE, packed
from hub_program import Program, Served

from autograder import notebook as notebooks
from autograder import results
from autograder.configuration import Course, open_course

CORES = 2
STAFF = "ines"
SEED = 7
CLASS = "light"
WARM = "warm"
"""A student who hands in before anything is measured, so that the zygotes are warm."""
MOST_SECONDS = 1800

Facts = dict[str, Any]


@dataclass(frozen=True)
class Sizes:
    """Hold how much is measured: the class, within how many seconds it hands in, rounds."""

    burst: int = 200
    burst_seconds: float = 3.0
    rounds: int = 3
    single: int = 60
    pause_seconds: float = 0.5
    flood: int = 100


QUICK = Sizes(burst=20, burst_seconds=1.0, rounds=1, single=6, flood=12)


@dataclass
class Sent:
    """Hold one attempt: seconds by one clock; ``shown`` is when its score was visible."""

    student: str
    sent: float = 0.0
    receipt: float = 0.0
    shown: float = 0.0
    facts: Facts = field(default_factory=dict)


def main() -> None:
    """Run the program."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="small sizes, to try the program")
    parser.add_argument("--json", type=Path, default=hub_figures_page.NOTED)
    options = parser.parse_args()
    # The service is ended by what is left in order only.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        found = measure(Path(folder), QUICK if options.quick else Sizes())
    found["minutes"] = round((time.monotonic() - started) / 60, 1)
    options.json.write_text(json.dumps(found, indent=1) + "\n")
    if options.json == hub_figures_page.NOTED:
        hub_figures_page.write()


def measure(folder: Path, sizes: Sizes) -> Facts:
    """Return all figures."""
    school = classes.make(CLASS, folder / "class", sizes.burst, shares=1)
    found = {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, {os.uname().sysname} {os.uname().release}",
        "slots": CORES,
        "load_before": os.getloadavg()[0],
        "burst": all_bursts(school, folder, sizes),
    }
    found["single"] = single(school, folder / "single", sizes)
    found["flood"] = flood(school, folder / "flood", sizes)
    return found


def say(text: str) -> None:
    """Tell whoever waits what is being done."""
    print(f"{datetime.now(UTC):%H:%M:%S} {text}", file=sys.stderr, flush=True)


# ---- those who hand in


def content_of(school: SchoolClass, student: str, mark: str = "") -> bytes:
    """Return a student's archive; with a mark, which changes nothing, it is another work."""
    folder = school.course.submitted / student / school.assignment
    files = {path.name: path.read_bytes() for path in folder.glob("*.ipynb")}
    return packed({name: _marked(text, mark) if mark else text for name, text in files.items()})


def _marked(text: bytes, mark: str) -> bytes:
    paper = notebooks.parse(text)
    cells = tuple(
        dataclasses.replace(cell, source=f"{cell.source}\n# {mark}") if cell.is_solution else cell
        for cell in paper.cells
    )
    return notebooks.write(dataclasses.replace(paper, cells=cells))


def hand_in(program: Program, sent: Sent, name: str, content: bytes) -> None:
    """Send an attempt, and note when its receipt came."""
    sent.sent = time.monotonic()
    answer = program.client(sent.student).hand_in(content, name)
    sent.receipt = time.monotonic()
    if answer.status_code != 201:
        raise RuntimeError(f"not taken: {answer.status_code} {answer.text}")
    sent.facts = answer.json()


class Listening:
    """Hear of scores as a page of the staff's does; ``at`` has when, by attempt."""

    def __init__(self, program: Program) -> None:
        """Begin to listen."""
        self._program = program
        self.at: dict[str, float] = {}
        self._client = program.client(STAFF)
        self._stream = self._client.get(f"events/{COURSE}", stream=True)
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        try:
            for line in self._stream.iter_lines(chunk_size=1):
                if line.startswith(b"data: "):
                    change = json.loads(line.removeprefix(b"data: "))
                    if change["state"] not in ("waiting", "running"):
                        self.at.setdefault(change["attempt_id"], time.monotonic())
        except (requests.RequestException, AttributeError):
            return  # the service ended

    def wait_for(self, sent: Sent) -> None:
        """Wait until an attempt's score is there, and fetch it as its student does."""
        name = sent.facts["attempt_id"]
        deadline = time.monotonic() + MOST_SECONDS
        while name not in self.at:
            if time.monotonic() > deadline:
                raise RuntimeError(f"no score: {sent.facts}")
            time.sleep(0.002)
        sent.facts = self._program.client(sent.student).get(f"api/attempts/{name}").json()
        sent.shown = time.monotonic()
        if sent.facts["points"] is None:
            raise RuntimeError(f"not graded: {sent.facts}")


@contextmanager
def service(school: SchoolClass, folder: Path, students: Sequence[str]) -> Iterator[Served]:
    """Run the service on a copy of the course in which nobody has handed in."""
    course = folder / "course"
    folder.mkdir()
    for name in ("source", "release"):
        shutil.copytree(school.course.root / name, course / name)
    for file in school.course.root.glob("*.py"):
        shutil.copy(file, course)
    program = hub_program.prepared(
        open_course(course), folder, slots=CORES, students=(*students, WARM), name=school.assignment
    )
    with hub_program.served(program) as served:
        yield served


def warm_up(served: Served, school: SchoolClass, listening: Listening) -> Sent:
    """Have one attempt graded; return it: it waited for the grading process and its zygotes."""
    sent = Sent(WARM)
    hand_in(served.program, sent, school.assignment, content_of(school, school.students[0]))
    listening.wait_for(sent)
    return sent


# ---- a class at once


def all_bursts(school: SchoolClass, folder: Path, sizes: Sizes) -> Facts:
    """Return what bursts took, with `autograder grade` of the same class in turn."""
    entry = Entry(OURS, school, school.course, CORES)
    runs, graded = [], []
    for turn in range(sizes.rounds):
        say(f"burst of {sizes.burst}: round {turn + 1} of {sizes.rounds}")
        runs.append(burst(school, folder / f"burst-{turn}", sizes))
        run = entry.grade()
        graded.append({"wall": run.wall_seconds, "cpu": run.cpu_seconds})
        same_scores(school, open_course(folder / f"burst-{turn}" / "course"))
        shutil.rmtree(folder / f"burst-{turn}")
    say("burst: with nothing started, then with memory read")
    cold = burst(school, folder / "burst-cold", sizes, warm=False)
    held = burst(school, folder / "burst-memory", sizes, read_memory=True)["memory"]
    ratios = [run["last"] / each["wall"] for run, each in zip(runs, graded, strict=True)]
    return {
        "students": sizes.burst,
        "within_seconds": sizes.burst_seconds,
        "runs": runs,
        "graded": graded,
        "ratio": [round(each, 3) for each in sorted(ratios)],
        "cold": cold,
        "memory": held,
    }


def burst(
    school: SchoolClass,
    folder: Path,
    sizes: Sizes,
    *,
    warm: bool = True,
    read_memory: bool = False,
) -> Facts:
    """Let every student hand in once within seconds; return what they waited for.

    Unless it is ``warm``, the service has graded nothing before.
    """
    moments = random.Random(SEED)  # noqa: S311 -- the same moments each time
    with service(school, folder, school.students) as served:
        listening = Listening(served.program)
        if warm:
            warm_up(served, school, listening)
        everyone = [Sent(student) for student in school.students]
        contents = [content_of(school, student) for student in school.students]
        samples: list[Sample] = []
        over = threading.Event()
        reading = threading.Thread(target=_read_memory, args=(served, samples, over))
        if read_memory:
            reading.start()
        cpu = cpu_seconds(served)
        began = time.monotonic()
        with ThreadPoolExecutor(len(everyone)) as crowd:

            def one(sent: Sent, content: bytes, moment: float) -> None:
                time.sleep(max(0.0, began + moment - time.monotonic()))
                hand_in(served.program, sent, school.assignment, content)

            sending = [
                crowd.submit(one, sent, content, moments.uniform(0, sizes.burst_seconds))
                for sent, content in zip(everyone, contents, strict=True)
            ]
            for each in sending:
                each.result()
        last_receipt = time.monotonic()
        for sent in everyone:
            listening.wait_for(sent)
            # It was there when the update came; the others were fetched in turn.
            sent.shown = listening.at[sent.facts["attempt_id"]]
        used = cpu_seconds(served) - cpu
        over.set()
        if read_memory:
            reading.join()
    first = min(sent.sent for sent in everyone)
    last = max(sent.shown for sent in everyone) - first
    return {
        "receipt": spread([sent.receipt - sent.sent for sent in everyone]),
        "score": spread([sent.shown - sent.sent for sent in everyone]),
        "last_receipt": round(last_receipt - first, 3),
        "last": round(last, 3),
        "per_second": round(len(everyone) / last, 2),
        "cpu_seconds": round(used, 2),
        "memory": memory_facts(samples),
    }


def cpu_seconds(served: Served) -> float:
    """Return the CPU seconds of the service and all its processes, those that are gone included."""
    return sum(map(meters.cpu_seconds, meters.tree([served.process.pid])))


def _read_memory(served: Served, samples: list[Sample], over: threading.Event) -> None:
    started = time.monotonic()
    while not over.wait(memory.EVERY_SECONDS):
        held = meters.pss_bytes(meters.tree([served.process.pid]))
        samples.append(Sample(round(time.monotonic() - started, 2), held))


def memory_facts(samples: Sequence[Sample]) -> Facts:
    """Return the most that service, grading process and zygotes held together, in bytes."""
    return {"peak_bytes": memory.peak(samples), "samples": len(samples)}


def same_scores(school: SchoolClass, graded: Course) -> None:
    """Raise RuntimeError unless the service gave everybody what `autograder grade` gives."""
    for student in school.students:
        found = [
            results.latest(course.results, student, school.assignment)
            for course in (school.course, graded)
        ]
        points = [each.points if each is not None else None for each in found]
        if points[0] is None or points[0] != points[1]:
            raise RuntimeError(f"{student} got {points}")


# ---- one after the other


def single(school: SchoolClass, folder: Path, sizes: Sizes) -> Facts:
    """Let one student after the other hand in; return what each waited for.

    ``own`` are the CPU seconds of the processes that ran the student's work and its tests.
    """
    students = [f"single-{at:03}" for at in range(sizes.single)]
    with service(school, folder, students) as served:
        say(f"{sizes.single} students, one after the other")
        listening = Listening(served.program)
        cold = warm_up(served, school, listening)
        everyone = []
        for at, student in enumerate(students):
            content = content_of(school, school.students[at % len(school.students)])
            time.sleep(sizes.pause_seconds)
            sent = Sent(student)
            hand_in(served.program, sent, school.assignment, content)
            listening.wait_for(sent)
            everyone.append(sent)
    course = open_course(folder / "course")
    own = [own_seconds(course, sent.student, school.assignment) for sent in everyone]
    return {
        "students": sizes.single,
        "receipt": spread([sent.receipt - sent.sent for sent in everyone]),
        "score": spread([sent.shown - sent.receipt for sent in everyone]),
        "own": spread(own),
        "beyond": spread(
            [sent.shown - sent.receipt - mine for sent, mine in zip(everyone, own, strict=True)]
        ),
        "first_after_start": round(cold.shown - cold.receipt, 3),
    }


def own_seconds(course: Course, student: str, assignment: str) -> float:
    """Return the CPU seconds that a student's work took."""
    found = results.latest(course.results, student, assignment)
    if found is None:
        raise RuntimeError(f"{student} has no result")
    return sum(float(each.measured["cpu_seconds"]) for each in found.notebooks)


# ---- a flood


def flood(school: SchoolClass, folder: Path, sizes: Sizes) -> Facts:
    """Let one student hand in very often, and another once; return what the other waited for."""
    with service(school, folder, ("flooding", "other")) as served:
        say(f"a flood of {sizes.flood} attempts")
        listening = Listening(served.program)
        warm_up(served, school, listening)
        many = [Sent("flooding") for _ in range(sizes.flood)]
        for at, sent in enumerate(many):
            content = content_of(school, school.students[0], f"attempt {at}")
            hand_in(served.program, sent, school.assignment, content)
        other = Sent("other")
        hand_in(served.program, other, school.assignment, content_of(school, school.students[1]))
        before = sum(sent.facts["attempt_id"] in listening.at for sent in many)
        listening.wait_for(other)
        after = sum(sent.facts["attempt_id"] in listening.at for sent in many)
        for sent in many:
            listening.wait_for(sent)
    return {
        "attempts": sizes.flood,
        "graded_before": before,
        "graded_meanwhile": after - before,
        "others_wait": round(other.shown - other.receipt, 3),
        "last": round(max(listening.at.values()) - many[0].sent, 3),
    }


def spread(seconds: Sequence[float]) -> Facts:
    """Return the median, the 95th percentile and the most."""
    ordered = sorted(seconds)
    p95 = ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]
    found = {"p50": statistics.median(ordered), "p95": p95, "most": ordered[-1]}
    return {key: round(value, 4) for key, value in found.items()}


if __name__ == "__main__":
    main()
