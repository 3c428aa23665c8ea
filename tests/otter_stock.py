"""Stock otter-grader, as a course would run it: what this package is compared with.

Every submission is graded by the function that ``otter run`` calls, in a working folder of its own
(otter makes it). One process grades many of them, which is kind to otter: its command line imports
everything anew for each. Otter has no limit for a cell. So there is one here, for a submission: the
process that is at it ends with all that it started, and another one grades the rest.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import stock
from benchmarks.clocks import tree
from otter_class import PROBLEM, RESULTS

from autograder.bundles import building as bundles
from autograder.bundles.generating import ZIP
from autograder.compiler.release import CheckData, build_assignment
from autograder.configuration import OTTER_FILE, Course

SHIPPED = (Path(__file__).parent.parent / OTTER_FILE).read_text()
"""The settings that come with the assignment that ships."""
PROGRAM = Path(__file__).parent / "otter_class.py"
SECONDS = 900.0
"""How long one submission may take: several times what the longest honest one does."""
LOOK_SECONDS = 0.1


@dataclass(frozen=True)
class Job:
    """Hold a submission, the zip that it is graded with, and where the results shall lie."""

    submission: Path
    bundle: Path
    folder: Path

    @property
    def is_done(self) -> bool:
        """Tell whether otter has written results, or why there are none."""
        return any((self.folder / name).is_file() for name in (RESULTS, PROBLEM))

    def give_up(self, problem: str) -> None:
        """Write down why there are no results."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / PROBLEM).write_text(problem)


@dataclass(frozen=True)
class Graded:
    """Hold the points of each test cell, by its id; None, and a problem, without results."""

    points: Mapping[str, float] | None
    problem: str = ""


def bundle(course: Course, assignment: str, notebook: str) -> Path:
    """Return where `autograder build` puts the stock zip of a notebook."""
    return bundles.folder_of(course, assignment) / notebook / ZIP


def build(
    course: Course, assignment: str, check_data: CheckData | None = None, config: str = SHIPPED
) -> None:
    """Build the release and the bundles of an assignment, as `autograder build` does.

    Its prefix and its tests are not run: `test_release` does, with the assignment that ships.
    """
    course.otter_config.write_text(config)
    build_assignment(
        course, assignment, check_data, make_beside=partial(bundles.make_bundles, course)
    )


def environment(scratch: Path) -> dict[str, str]:
    """Return what otter runs with: one thread, and its temporary folders in ``scratch``."""
    return {**stock.environment(), **stock.ONE_THREAD, "TMPDIR": str(scratch)}


def grade(jobs: Sequence[Job], seconds: float = SECONDS) -> list[Graded]:
    """Grade submissions, ``seconds`` at most each; return what became of each, in their order."""
    with tempfile.TemporaryDirectory(prefix="otter-") as scratch:
        waiting = list(jobs)
        while waiting:
            problem = _run(waiting, Path(scratch), seconds)
            waiting = [job for job in waiting if not job.is_done]
            if waiting:
                waiting.pop(0).give_up(problem)
    return [read(job.folder) for job in jobs]


def class_command(jobs: Iterable[Job]) -> list[str]:
    """Return the command that grades many submissions in one process."""
    listed = [list(map(str, (job.submission, job.bundle, job.folder))) for job in jobs]
    return [sys.executable, str(PROGRAM), json.dumps(listed)]


def _run(jobs: Sequence[Job], scratch: Path, seconds: float) -> str:
    """Let one process grade; return why it ended before the last one, if it did."""
    log = scratch / "log.txt"
    with log.open("wb") as told:
        program = subprocess.Popen(
            class_command(jobs),
            cwd=scratch,
            env=environment(scratch),
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=told,
        )
        is_over = _wait(program, jobs, seconds)
    if not is_over:
        return f"not finished after {seconds:g} seconds"
    last = [line for line in log.read_text(errors="replace").splitlines() if line.strip()][-1:]
    return f"otter's process ended with {program.returncode}: {''.join(last)}"


def _wait(program: "subprocess.Popen[bytes]", jobs: Sequence[Job], seconds: float) -> bool:
    """Wait until it ends; when one submission takes too long, end it, and return False."""
    done, since = 0, time.monotonic()
    while program.poll() is None:
        time.sleep(LOOK_SECONDS)
        now = sum(job.is_done for job in jobs)
        if now > done:
            done, since = now, time.monotonic()
        if time.monotonic() - since > seconds:
            end(program)
            return False
    return True


def end(program: "subprocess.Popen[bytes]") -> None:
    """End a process and all that it started: a kernel has a session of its own."""
    for number in list(tree(program.pid)):
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    program.wait()


def read(folder: Path) -> Graded:
    """Return what otter wrote for one submission."""
    if (folder / PROBLEM).is_file():
        return Graded(None, (folder / PROBLEM).read_text())
    results = json.loads((folder / RESULTS).read_text())
    found = points(results)
    if found:
        return Graded(found)
    told = " ".join(str(test.get("output", "")) for test in results.get("tests", ()))
    return Graded(None, told or "otter's results have no test in them")


def points(results: Mapping[str, Any]) -> dict[str, float]:
    """Return the points of each test in a ``results.json``; its summaries have none."""
    return {
        test["name"]: float(test["score"])
        for test in results.get("tests", ())
        if "score" in test and "max_score" in test
    }


def command(job: Job) -> list[str]:
    """Return the command that an instructor types for one submission."""
    program = str(Path(sys.executable).parent / "otter")
    named = (str(job.submission), "-a", str(job.bundle), "-o", str(job.folder), "--no-logo")
    return [program, "run", *named]


def command_line(job: Job, seconds: float = SECONDS) -> Graded:
    """Grade one submission by otter's command line."""
    shutil.rmtree(job.folder, ignore_errors=True)
    job.folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="otter-") as scratch:
        done = subprocess.run(
            command(job),
            cwd=scratch,
            env=environment(Path(scratch)),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    if done.returncode:
        job.give_up(done.stderr.strip().splitlines()[-1] if done.stderr else "no words")
    return read(job.folder)
