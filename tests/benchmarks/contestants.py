"""Who grades the class: this engine and its peers, each a command, or several side by side.

A contestant has its own copy of the course and, where it writes to one, a gradebook that is there
already, as a course has it after its first assignment. What an earlier run wrote is removed before
the next. To add one, write how it is prepared, what is called and where its scores are, and put it
into `CONTESTANTS`.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import otter_stock
import stock
from benchmarks.classes import EMPTY_GRADEBOOK, SchoolClass, share_of
from benchmarks.clocks import used_seconds

from autograder.configuration import Course, open_course

GRADEBOOK = "gradebook.db"
# Jupyter settings of whoever runs this must not change what is measured.
NO_OWN_SETTINGS = {"JUPYTER_NO_CONFIG": "1"}
OTTER_RESULTS = "otter-results"
Command = list[str]
Scores = Mapping[str, Mapping[tuple[str, str], float | None]]
"""By student, the points of every graded cell, which is named by its notebook and its id."""


@dataclass(frozen=True)
class Part:
    """Say which part of a class is graded: some students (a process each), or one notebook.

    Without either it is the whole class.
    """

    students: tuple[str, ...] = ()
    notebook: str = ""


WHOLE = Part()


def _copies(course: Course, student: str) -> int:
    return len(list((course.autograded / student).glob("*/*.ipynb")))


@dataclass(frozen=True)
class Contestant:
    """Hold what is run; ``commands`` gives what runs side by side, from a class and its part.

    ``graded`` counts the notebooks of a student that are graded, and ``scores`` reads what an
    assignment's class got: in nbgrader's way, unless another is said.
    """

    name: str
    title: str
    prepare: Callable[[SchoolClass, Path], Course]
    commands: Callable[[SchoolClass, Part, int], list[Command]]
    graded: Callable[[Course, str], int] = _copies
    scores: Callable[[Course, str], Scores] = stock.cell_scores


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
        written = (course.results, course.autograded, course.feedback, course.root / OTTER_RESULTS)
        for folder in written:
            shutil.rmtree(folder, ignore_errors=True)
        if (course.root / EMPTY_GRADEBOOK).exists():
            shutil.copyfile(course.root / EMPTY_GRADEBOOK, course.root / GRADEBOOK)
        return self.contestant.commands(self.school_class, part, self.cores)

    def grade(self, part: Part = WHOLE) -> Run:
        """Grade; raises RuntimeError when a command fails or a notebook was not graded."""
        cpu_seconds, wall_seconds = timed(self.commands(part), self.course.root)
        chosen = part.students or self.school_class.students
        wanted = 1 if part.notebook else self.school_class.notebooks
        missing = [each for each in chosen if self.contestant.graded(self.course, each) < wanted]
        if missing:
            raise RuntimeError(f"{self.contestant.name} left out {', '.join(missing)}")
        return Run(self.contestant.name, cpu_seconds, wall_seconds)

    def scores(self) -> Scores:
        """Return what the class got in the last run."""
        return self.contestant.scores(self.course, self.school_class.assignment)


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


# ---- otter-grader


def _prepare_otter(school_class: SchoolClass, folder: Path) -> Course:
    """Copy what is graded, and the zips that `autograder build` made with the release."""
    course = school_class.course
    shutil.copytree(course.submitted, folder / "submitted")
    made = otter_stock.bundles.folder_of(course, school_class.assignment)
    shutil.copytree(made, folder / made.relative_to(course.root))
    return open_course(folder)


def _otter_jobs(school_class: SchoolClass, part: Part) -> Iterator[otter_stock.Job]:
    """Yield a job for each notebook of each student; commands are run in the course's folder."""
    name, course = school_class.assignment, school_class.course
    bundles = otter_stock.bundles.folder_of(course, name).relative_to(course.root)
    for student in part.students or school_class.students:
        for path in sorted((course.submitted / student / name).glob("*.ipynb")):
            if part.notebook in ("", path.stem):
                yield otter_stock.Job(
                    path.relative_to(course.root),
                    bundles / path.stem / otter_stock.ZIP,
                    Path(OTTER_RESULTS, student, path.stem),
                )


def _otter(school_class: SchoolClass, part: Part, cores: int) -> list[Command]:
    """Return one process for the whole class, kinder than otter's own command."""
    return [otter_stock.class_command(_otter_jobs(school_class, part))]


def _otter_commands(school_class: SchoolClass, part: Part, cores: int) -> list[Command]:
    """Return the commands that an instructor types: one for each notebook, all at a time."""
    # Otter asks for a folder that is there.
    shell = ["sh", "-c", 'mkdir -p "$0" && exec "$@"']
    jobs = _otter_jobs(school_class, part)
    return [[*shell, str(job.folder), *otter_stock.command(job)] for job in jobs]


def _otter_graded(course: Course, student: str) -> int:
    return len(list((course.root / OTTER_RESULTS / student).glob(f"*/{otter_stock.RESULTS}")))


def _otter_scores(course: Course, assignment: str) -> Scores:
    def notebooks(folder: Path) -> Iterator[tuple[tuple[str, str], float]]:
        for each in sorted(folder.iterdir()):
            points = otter_stock.read(each).points or {}
            yield from (((each.name, cell), score) for cell, score in points.items())

    folders = sorted((course.root / OTTER_RESULTS).iterdir())
    return {folder.name: dict(notebooks(folder)) for folder in folders}


OURS = Contestant("autograder", "`autograder grade`", _prepare_ours, _ours)
NBGRADER = Contestant("nbgrader", "`nbgrader autograde`, one process", _prepare_nbgrader, _nbgrader)
NBGRADER_PER_CORE = Contestant(
    "nbgrader-per-core",
    "`nbgrader autograde`, one process per core",
    _prepare_nbgrader,
    _nbgrader_per_core,
)
OTTER = Contestant(
    "otter", "`otter run`, one process", _prepare_otter, _otter, _otter_graded, _otter_scores
)
OTTER_COMMAND = Contestant(
    "otter-command",
    "`otter run`, a command of its own",
    _prepare_otter,
    _otter_commands,
    _otter_graded,
    _otter_scores,
)
CONTESTANTS = (OURS, NBGRADER, NBGRADER_PER_CORE, OTTER)
"""This engine first: the others are compared with it."""
ALONE = (OURS, NBGRADER, OTTER)
"""Who grades one student alone too, which tells what a further one costs."""
