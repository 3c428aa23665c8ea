"""A program: grade a class as `autograder grade` does, and tell where the CPU seconds went.

    python tests/benchmarks/breakdown.py COURSE ASSIGNMENT --jobs 2 --to parts.json

The command itself is run, in this process, with a few of its methods wrapped: they read the CPU
clocks of the processes before and after. All that the benchmark knows of the engine's inside stands
in this module and in `floor`.
"""

import argparse
import functools
import gc
import importlib
import json
import resource
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

# These lie beside the tests, which are no package.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.clocks import START_DRAWING, TELL_DRAWING, cpu_ns, own_ns, used_seconds
from benchmarks.floor import shown

from autograder import gradebook
from autograder.cli import load_less, verbs
from autograder.execution.attempt import Attempt
from autograder.execution.rooms import Zygote
from autograder.pipeline import records, submissions
from autograder.pipeline.grader import Grader

IMPORTS = "starting the program: imports, configuration, assignment"
ZYGOTES = "starting the zygotes, the prefix"
LATE = "importing nbgrader"
ENDING = "ending the zygotes and the program"
FIXED = (IMPORTS, ZYGOTES, LATE, ENDING)
"""What a class costs once."""
FORKING = "forking and reaping, by the zygotes"
BOOT_STUDENT = "student process: fork, jail"
BOOT_EXAMINER = "examiner: fork, jail, reading the tests"
CELLS = "student cells, without drawing"
DRAWING = "student cells: turning figures into pictures"
ANSWERING = "student process: answering the examiner"
LEAVING = "student process: ending"
EXAMINATION = "examination"
SUPERVISING = "supervisor: reading, talking, judging"
WRITING = "writing results, notebooks, feedback"
GRADEBOOK = "writing the gradebook"
OTHER = "other: planning, the progress bar, the table"
MEASURING = "counting the drawing, which only this run does"
EACH = (
    *(FORKING, BOOT_STUDENT, BOOT_EXAMINER, CELLS, DRAWING, ANSWERING, LEAVING, EXAMINATION),
    *(SUPERVISING, WRITING, GRADEBOOK, OTHER),
)
"""What each notebook costs."""
PARTS = (*FIXED, *EACH, MEASURING)
BY_THREAD: tuple[tuple[str, Any, str], ...] = (
    (SUPERVISING, submissions, "judge"),
    (WRITING, records, "record"),
    (GRADEBOOK, gradebook, "projected"),
    (GRADEBOOK, gradebook, "project"),
    (GRADEBOOK, gradebook, "read_back"),
)
"""Functions of the program's own that are counted by the thread that runs them."""


class Account:
    """Add up CPU seconds by their part."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._lock = threading.Lock()

    def add(self, part: str, seconds: float) -> None:
        """Add to a part; several threads do."""
        with self._lock:
            self.seconds[part] += seconds

    def by_thread(self, part: str, owner: Any, name: str) -> None:
        """Count what a function takes in its own thread."""

        def counted(function: Callable[..., Any], *arguments: Any, **keywords: Any) -> Any:
            started = time.thread_time()
            try:
                return function(*arguments, **keywords)
            finally:
                self.add(part, time.thread_time() - started)

        wrap(owner, name, counted)


def wrap(owner: Any, name: str, around: Callable[..., Any]) -> None:
    """Put a function around another, which it gets first."""
    inner = getattr(owner, name)

    @functools.wraps(inner)
    def wrapped(*arguments: Any, **keywords: Any) -> Any:
        return around(inner, *arguments, **keywords)

    setattr(owner, name, wrapped)


def watch(account: Account) -> None:
    """Wrap what is counted."""
    watch_attempt(account, Attempt)
    watch_zygote(account, Zygote)
    for part, owner, name in BY_THREAD:
        account.by_thread(part, owner, name)
    wrap(importlib, "import_module", functools.partial(_imported, account))
    wrap(Grader, "grade", functools.partial(_graded, account))


def _imported(account: Account, function: Callable[..., Any], name: str, *more: Any) -> Any:
    """Count what is imported beside the work, in a thread of its own; not what that imports."""
    if name != "nbgrader.api" or threading.current_thread() is threading.main_thread():
        return function(name, *more)
    started = time.thread_time()
    try:
        return function(name, *more)
    finally:
        account.add(LATE, time.thread_time() - started)


def _graded(account: Account, function: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
    """Count all that came before a class is graded."""
    account.add(IMPORTS, used_seconds(resource.RUSAGE_SELF))
    return function(*arguments, **more)


def watch_zygote(account: Account, zygotes: Any) -> None:
    """Count what zygotes take to start, and what serving takes them; not their forks.

    A zygote tidies its memory when it has said that it is ready: the first fork ends its start.
    """
    started: dict[int, int] = {}

    def fork(function: Callable[..., Any], zygote: Any, *arguments: Any) -> Any:
        process = function(zygote, *arguments)
        if zygote.pid not in started:
            started[zygote.pid] = own_ns(zygote.pid)
            account.add(ZYGOTES, started[zygote.pid] / 1e9)
        return process

    def close(function: Callable[..., Any], zygote: Any) -> None:
        if zygote.pid in started:
            account.add(FORKING, (own_ns(zygote.pid) - started.pop(zygote.pid)) / 1e9)
        function(zygote)

    wrap(zygotes, "fork", fork)
    wrap(zygotes, "close", close)


def watch_attempt(account: Account, attempts: Any) -> None:
    """Count what both processes of an attempt take, step by step."""

    def boot(function: Callable[..., Any], attempt: Any) -> None:
        function(attempt)
        attempt.seen = {"student": cpu_ns(attempt._student.pid)}
        attempt.seen["examiner"] = cpu_ns(attempt._examiner.pid)
        account.add(BOOT_STUDENT, attempt.seen["student"] / 1e9)
        account.add(BOOT_EXAMINER, attempt.seen["examiner"] / 1e9)
        _shown(account, attempt, START_DRAWING, silent=True)

    def step(
        part: str, function: Callable[..., Any], attempt: Any, *arguments: Any, **keywords: Any
    ) -> Any:
        try:
            return function(attempt, *arguments, **keywords)
        finally:
            now = cpu_ns(attempt._student.pid)
            if now:
                account.add(part, (now - attempt.seen["student"]) / 1e9)
                attempt.seen["student"] = now

    def ask_again(function: Callable[..., Any], attempt: Any) -> None:
        step(ANSWERING, function, attempt)
        drawing = int(_shown(account, attempt, TELL_DRAWING)) / 1e9
        account.add(DRAWING, drawing)
        account.add(CELLS, -drawing)

    def end(function: Callable[..., Any], attempt: Any, role: str, process: Any) -> None:
        function(attempt, role, process)
        seen = getattr(attempt, "seen", {}).get(role, 0)  # none where it never started
        took = attempt._usage.endings[-1][1].cpu_seconds - seen / 1e9
        account.add(LEAVING if role == "student" else EXAMINATION, took)

    wrap(attempts, "_boot", boot)
    wrap(attempts, "_cell", functools.partial(step, CELLS))
    wrap(attempts, "_test", functools.partial(step, ANSWERING))
    wrap(attempts, "_ask_again", ask_again)
    wrap(attempts, "_end", end)


def _shown(account: Account, attempt: Any, source: str, *, silent: bool = False) -> str:
    """Run a cell of the benchmark's own in the student process; return what it printed."""
    attempt._student.allow(2**20)
    printed = shown(attempt._student, source, silent=silent)
    now = cpu_ns(attempt._student.pid)
    account.add(MEASURING, (now - attempt.seen["student"]) / 1e9)
    attempt.seen["student"] = now
    return printed


def main() -> None:
    """Run the program."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("course", type=Path)
    parser.add_argument("assignment")
    parser.add_argument("--jobs", default="1")
    parser.add_argument("--to", type=Path, required=True)
    options = parser.parse_args()
    # As the command does at its beginning and its end.
    load_less()
    account = Account()
    watch(account)
    code = grade(options.course, options.assignment, options.jobs)
    settle(account, used_seconds(resource.RUSAGE_SELF), used_seconds())
    options.to.write_text(json.dumps(account.seconds))
    gc.freeze()
    sys.exit(code)


def grade(course: Path, assignment: str, jobs: str) -> int:
    """Run the command; return its exit status."""
    arguments = ["grade", assignment, "--course-dir", str(course), "--jobs", jobs]
    try:
        verbs.main(arguments, standalone_mode=False)
    except SystemExit as done:
        return int(done.code or 0)
    return 0


def settle(account: Account, own: float, children: float) -> None:
    """Put what is left of this process's and its children's CPU seconds into parts as well."""
    seconds = account.seconds
    ours = (IMPORTS, LATE, SUPERVISING, WRITING, GRADEBOOK)
    theirs = set(PARTS) - {*ours, ENDING, OTHER}
    account.add(OTHER, own - sum(seconds[part] for part in ours))
    account.add(ENDING, children - sum(seconds[part] for part in theirs))


def settled(seconds: dict[str, float], whole: float) -> dict[str, float]:
    """Return all parts in their order, so that they add up to the whole program's CPU seconds.

    What the program itself cannot see is its own end.
    """
    parts = {part: seconds.get(part, 0.0) for part in PARTS}
    parts[ENDING] += whole - sum(parts.values())
    return parts


if __name__ == "__main__":
    main()
