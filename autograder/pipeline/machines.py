"""Where submissions run: on this machine, or wherever a caller has others.

Grading asks for no more than `Machines`. What lies behind it decides how many run at a time, and
what results say of the engine.
"""

import logging
import os
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol

from autograder import submission
from autograder.assignment import Assignment, Master
from autograder.configuration import Course, Settings
from autograder.errors import InternalError
from autograder.execution.grading import Graded, grade
from autograder.execution.pool import Pool
from autograder.helper_files import HelperFile
from autograder.notebook import Notebook
from autograder.pipeline.tiers import choose_tier, engine, protected
from autograder.submission import Submission

logger = logging.getLogger(__name__)


class Engine(Protocol):
    """Run and judge notebooks of one assignment; called from several threads at a time."""

    def grade(
        self, master: Master, notebook: Notebook, helper_files: tuple[HelperFile, ...]
    ) -> Graded:
        """Return what came of one notebook that was handed in.

        Raises StudentError, InstructorError, OperatorError or InternalError.
        """


class Machines(Protocol):
    """Offer an engine for an assignment.

    ``engine`` is what results say of how they came to be; ``slots`` how many submissions may run
    at a time.
    """

    @property
    def engine(self) -> str:
        """Return the package's version, and the jail."""

    @property
    def slots(self) -> int:
        """Return how many submissions may run at a time."""

    def open(self, assignment: Assignment, settings: Settings) -> AbstractContextManager[Engine]:
        """Return an engine that is ready once it is entered.

        Raises InstructorError when a prefix fails, on entering or at the first notebook.
        """


class ThisMachine:
    """Run submissions in zygotes of this program's, one slot for each core."""

    def __init__(
        self,
        course: Course,
        name: str,
        *,
        unsafe_no_jail: bool = False,
        away: tuple[Path, ...] = (),
    ) -> None:
        """Choose the jail; ``away`` are further folders that it keeps submissions from.

        Raises OperatorError when the machine offers none, or not the one that is asked for.
        """
        self._away = (*protected(course, name), *away)
        self._tier = choose_tier(course, unsafe_no_jail=unsafe_no_jail)
        self.engine = engine(self._tier)
        self.slots = os.cpu_count() or 1

    def open(self, assignment: Assignment, settings: Settings) -> "Zygotes":
        """Return an engine of this machine's."""
        pool = Pool(assignment, settings, self._tier, self._away)
        return Zygotes(assignment, settings, pool)


@dataclass(frozen=True)
class Zygotes:
    """Grade in a pool of zygotes; use as a context manager."""

    assignment: Assignment
    settings: Settings
    pool: Pool

    def __enter__(self) -> "Zygotes":
        """Start the zygotes, and run each prefix before anything is recorded of any student."""
        self.pool.__enter__()
        try:
            self.pool.warm_up()
            for master in self.assignment.masters:
                self.pool.rooms(master, warm=True)
        except BaseException as error:
            self.pool.__exit__(type(error), error, error.__traceback__)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End all processes."""
        self.pool.__exit__(kind, error, trace)

    def grade(
        self, master: Master, notebook: Notebook, helper_files: tuple[HelperFile, ...]
    ) -> Graded:
        """Take a notebook in, and grade it."""
        return run(self.pool, submission.take_in(master, notebook, helper_files), self.settings)


def run(pool: Pool, taken: Submission, settings: Settings, *, margins: bool = False) -> Graded:
    """Grade; once more when a process could not start, since a dead zygote is replaced.

    ``margins`` keeps how close each comparison of the tests was; nobody who grades wants it.
    """
    try:
        return _run(pool, taken, settings, margins)
    except InternalError:
        logger.warning("grading is tried once more: %s", taken.master.name)
        return _run(pool, taken, settings, margins)


def _run(pool: Pool, taken: Submission, settings: Settings, margins: bool) -> Graded:
    rooms = pool.rooms(taken.master, warm=taken.warm)
    return grade(rooms, taken, settings, margins=margins)
