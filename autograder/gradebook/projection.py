"""From results to the gradebook: the order of things, and what is said when the database fails.

The gradebook is a projection: everything in it but what people gave by hand (manual points, extra
credit, comments) follows from the masters and the results, and can be written again at any time.
Projecting the same results twice changes nothing.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from subprocess import SubprocessError
from typing import Any

from autograder import results as results_on_disk
from autograder.assignment import Assignment
from autograder.configuration import Course
from autograder.errors import InstructorError, OperatorError
from autograder.notebook import Notebook
from autograder.results import Result

BATCH_RESULTS = 50
"""Results in one transaction: after a crash, at most these are projected again."""


def project(
    course: Course,
    assignment: Assignment,
    results: Iterable[Result],
    release_notebooks: Mapping[str, Notebook],
) -> None:
    """Write an assignment and results of it into the course's gradebook.

    Without results, only the assignment's cells are written. Where two results are of the same
    student, the later one counts. Raises OperatorError when the database cannot be used, and
    InstructorError when a master and its release do not fit together.
    """
    # Late: nbgrader and its database toolkit cost 2.7 CPU seconds, which `--help` need not pay.
    from autograder.gradebook.ledger import Ledger

    _refuse_unreleased(assignment, release_notebooks)
    with _open(course) as gradebook:
        ledger = Ledger(gradebook, assignment, release_notebooks)
        ledger.write_masters()
        remaining = iter(results)
        while batch := tuple(islice(remaining, BATCH_RESULTS)):
            ledger.write_results(batch)


def rebuild(
    course: Course, assignment: Assignment, release_notebooks: Mapping[str, Notebook]
) -> None:
    """Write the newest result of every student again; what was given by hand stays.

    Raises what `project` raises, and InternalError when a result file is damaged.
    """
    folders = sorted(course.results.iterdir()) if course.results.is_dir() else []
    newest = (
        results_on_disk.latest(course.results, folder.name, assignment.name) for folder in folders
    )
    found = (result for result in newest if result is not None)
    project(course, assignment, found, release_notebooks)


def _refuse_unreleased(assignment: Assignment, release: Mapping[str, Notebook]) -> None:
    missing = [master.name for master in assignment.masters if master.name not in release]
    if missing:
        raise InstructorError(
            "release-missing",
            f"{assignment.name} has no release of {', '.join(missing)}: build it first",
        )


@contextmanager
def _open(course: Course) -> Iterator[Any]:
    # Late, for the same reason as in `project`.
    from nbgrader.api import InvalidEntry
    from sqlalchemy.exc import SQLAlchemyError

    try:
        with _connect(course) as gradebook:
            yield gradebook
    except (SQLAlchemyError, InvalidEntry) as error:
        raise _unusable(course, error) from error


def _connect(course: Course) -> Any:
    # Late, for the same reason as in `project`.
    from nbgrader.api import Gradebook

    try:
        with _interpreter_on_path():
            return Gradebook(course.db_url, course.course_id)
    # No driver for this database; no alembic, which nbgrader runs for a new one.
    except (ImportError, OSError, SubprocessError) as error:
        raise _unusable(course, error) from error


@contextmanager
def _interpreter_on_path() -> Iterator[None]:
    """Let nbgrader find ``alembic``, which it runs for a new database, in our environment.

    It is looked up on PATH, where it is missing when the environment was not activated.
    """
    before = os.environ.get("PATH")
    ours = str(Path(sys.executable).parent)
    os.environ["PATH"] = ours if before is None else ours + os.pathsep + before
    try:
        yield
    finally:
        if before is None:
            del os.environ["PATH"]
        else:
            os.environ["PATH"] = before


def _unusable(course: Course, error: Exception) -> OperatorError:
    # Late, for the same reason as in `project`.
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    # The driver's own words: SQLAlchemy's would add the statement and students' names.
    told = isinstance(error, ImportError | OSError | SubprocessError)
    reason = str(getattr(error, "orig", None) or (error if told else type(error).__name__))
    try:
        name = make_url(course.db_url).render_as_string(hide_password=True)
    except ArgumentError:
        name = "(its db_url is no database URL)"
    if "locked" in reason:
        return OperatorError(
            "gradebook-locked",
            f"the gradebook {name} is in use by another program: close it there, or wait, "
            "and grade again. All results are kept.",
        )
    return OperatorError(
        "gradebook-unusable",
        f"the gradebook {name} cannot be used: {reason}. Check that it may be written and that "
        "the disk has room. For a gradebook of an older nbgrader run `nbgrader db upgrade`. "
        "Restore a damaged one from a backup, or move it away and grade again: scores come back "
        "from the results, points and comments given by hand do not.",
    )
