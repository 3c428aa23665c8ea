"""Who grades the class: this engine and its peers, each a command, or several side by side.

A contestant has its own copy of the course and a gradebook that is there already, as a course has
it after its first assignment. What an earlier run wrote is removed before the next. To add one,
write how it is prepared and what is called, and put it into `CONTESTANTS`.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import stock
from benchmarks.classes import EMPTY_GRADEBOOK, SchoolClass, share_of
from benchmarks.clocks import used_seconds

from autograder.configuration import Course

GRADEBOOK = "gradebook.db"
# Jupyter settings of whoever runs this must not change what is measured.
NO_OWN_SETTINGS = {"JUPYTER_NO_CONFIG": "1"}
Command = list[str]


@dataclass(frozen=True)
class Part:
    """Say which part of a class is graded: some students (a process each), or one notebook.

    Without either it is the whole class.
    """

    students: tuple[str, ...] = ()
    notebook: str = ""


WHOLE = Part()


@dataclass(frozen=True)
class Contestant:
    """Hold what is run; ``commands`` gives what runs side by side, from a class and its part."""

    name: str
    title: str
    prepare: Callable[[SchoolClass, Path], Course]
    commands: Callable[[SchoolClass, Part, int], list[Command]]


@dataclass(frozen=True)
class Run:
    """Hold what a contestant took, all its processes together."""

    contestant: str
    cpu_seconds: float
    wall_seconds: float


@dataclass(frozen=True)
class Entry:
    """Hold a contestant that is ready to grade a class, on so many cores."""

    contestant: Contestant
    school_class: SchoolClass
    course: Course
    cores: int

    def commands(self, part: Part = WHOLE) -> list[Command]:
        """Return the commands, after removing what an earlier run wrote."""
        course = self.course
        for folder in (course.results, course.autograded, course.feedback):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copyfile(course.root / EMPTY_GRADEBOOK, course.root / GRADEBOOK)
        return self.contestant.commands(self.school_class, part, self.cores)

    def grade(self, part: Part = WHOLE) -> Run:
        """Grade; raises RuntimeError when a command fails or a notebook was not graded."""
        cpu_seconds, wall_seconds = timed(self.commands(part), self.course.root)
        chosen = part.students or self.school_class.students
        missing = [
            student
            for student in chosen
            if len(list((self.course.autograded / student).glob("*/*.ipynb")))
            < (1 if part.notebook else self.school_class.notebooks)
        ]
        if missing:
            raise RuntimeError(f"{self.contestant.name} left out {', '.join(missing)}")
        return Run(self.contestant.name, cpu_seconds, wall_seconds)


def timed(commands: Sequence[Command], folder: Path) -> tuple[float, float]:
    """Run commands side by side; return the CPU seconds of all their processes, and the wall's.

    Raises RuntimeError when one fails.
    """
    before, started = used_seconds(), time.monotonic()
    with Running(commands, folder) as programs:
        programs.wait()
    return used_seconds() - before, time.monotonic() - started


class Running:
    """Run commands side by side while the block lasts; none is left behind."""

    def __init__(self, commands: Sequence[Command], folder: Path) -> None:
        """Prepare; ``folder`` is where they are run."""
        self._commands, self._folder = commands, folder
        self._stack = ExitStack()
        self.programs: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "Running":
        """Start them."""
        self._log = self._stack.enter_context(tempfile.TemporaryFile())
        for command in self._commands:
            program = subprocess.Popen(
                command,
                cwd=self._folder,
                env=stock.environment() | stock.ONE_THREAD | NO_OWN_SETTINGS,
                stdin=subprocess.DEVNULL,
                stdout=self._log,
                stderr=self._log,
            )
            self.programs.append(program)
        return self

    def __exit__(self, *_: object) -> None:
        """End those that still run."""
        for program in self.programs:
            if program.poll() is None:
                program.terminate()
                program.wait()
        self._stack.close()

    @property
    def is_over(self) -> bool:
        """Tell whether all have ended."""
        return all(program.poll() is not None for program in self.programs)

    def wait(self) -> None:
        """Wait for all; raises RuntimeError when one failed."""
        codes = [program.wait() for program in self.programs]
        for command, code in zip(self._commands, codes, strict=True):
            if code:
                self._log.seek(0)
                told = self._log.read()[-4000:].decode(errors="replace")
                raise RuntimeError(f"{' '.join(command[1:])} failed ({code}):\n{told}")


# ---- this engine


def _prepare_ours(school_class: SchoolClass, folder: Path) -> Course:
    return school_class.course


def _ours(school_class: SchoolClass, part: Part, cores: int) -> list[Command]:
    """Return the command that an instructor types."""
    program = str(Path(sys.executable).parent / "autograder")
    chosen = [word for student in part.students for word in ("--student", student)]
    return [[program, "grade", school_class.assignment, "--jobs", str(cores), *chosen]]


# ---- nbgrader


def _prepare_nbgrader(school_class: SchoolClass, folder: Path) -> Course:
    course = stock.prepare(school_class.course, folder, school_class.assignment)
    shutil.copyfile(folder / GRADEBOOK, folder / EMPTY_GRADEBOOK)
    return course


def _nbgrader(school_class: SchoolClass, part: Part, cores: int) -> list[Command]:
    """Return one process for the whole class, or for the first of some students."""
    return [_autograde(school_class, part, part.students[0] if part.students else "*")]


def _nbgrader_per_core(school_class: SchoolClass, part: Part, cores: int) -> list[Command]:
    """Return a process for each core, with a share of the class; they share the gradebook."""
    chosen = part.students or [share_of(at) for at in range(cores)]
    return [_autograde(school_class, part, pattern) for pattern in chosen]


def _autograde(school_class: SchoolClass, part: Part, pattern: str) -> Command:
    program = [sys.executable, "-m", "nbgrader", "autograde", school_class.assignment]
    some = ["--notebook", part.notebook] if part.notebook else []
    return [*program, "--student", pattern, *some]


OURS = Contestant("autograder", "`autograder grade`", _prepare_ours, _ours)
NBGRADER = Contestant("nbgrader", "`nbgrader autograde`, one process", _prepare_nbgrader, _nbgrader)
NBGRADER_PER_CORE = Contestant(
    "nbgrader-per-core",
    "`nbgrader autograde`, one process per core",
    _prepare_nbgrader,
    _nbgrader_per_core,
)
CONTESTANTS = (OURS, NBGRADER, NBGRADER_PER_CORE)
"""This engine first: the others are compared with it."""
