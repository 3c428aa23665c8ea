"""From results to the gradebook: the order of things.

The gradebook is a projection: everything in it but what people gave by hand (manual points, extra
credit, comments) follows from the masters and the results, and can be written again at any time.
A student who is new to it gets back what people gave him, from the marks beside the results.
Projecting the same results twice changes nothing.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from autograder import results as results_on_disk
from autograder.assignment import Assignment
from autograder.configuration import Course
from autograder.errors import AutograderError, InstructorError, InternalError
from autograder.gradebook.database import writing
from autograder.notebook import Notebook
from autograder.results import Result

log = logging.getLogger(__name__)

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
    student, the later one counts; a student whose name the database cannot hold is left out.
    Raises OperatorError when the database cannot be used, and InstructorError when a master and
    its release do not fit together. When all else is written: InstructorError for a late policy
    that fails, InternalError for a damaged file of marks, whose student is left out.
    """
    # Late: nbgrader and its database toolkit cost 2.7 CPU seconds, which `--help` need not pay.
    from autograder.gradebook.ledger import Ledger

    _refuse_unreleased(assignment, release_notebooks)
    with writing(course) as gradebook:
        ledger = Ledger(gradebook, course, assignment, release_notebooks)
        ledger.write_masters()
        remaining = (result for result in results if _can_hold(result.student))
        while batch := tuple(islice(remaining, BATCH_RESULTS)):
            ledger.write_results(batch)
    if ledger.troubles:
        raise ledger.troubles[0]


def rebuild(
    course: Course, assignment: Assignment, release_notebooks: Mapping[str, Notebook]
) -> None:
    """Write the newest result of every student; what was given by hand stays, or comes back.

    Raises what `project` raises, and, when all else is written, InternalError when a result file
    is damaged.
    """
    troubles: list[AutograderError] = []
    project(course, assignment, _newest(course, assignment.name, troubles), release_notebooks)
    if troubles:
        raise troubles[0]


def _newest(course: Course, name: str, troubles: list[AutograderError]) -> Iterator[Result]:
    for student in results_on_disk.students(course.results, name):
        try:
            newest = results_on_disk.latest(course.results, student, name)
        except InternalError as error:
            troubles.append(error)
        else:
            if newest is not None:
                yield newest


def _can_hold(student: str) -> bool:
    fits = results_on_disk.can_be_named(student)
    if not fits:
        log.warning("the gradebook cannot hold the student %a", student)
    return fits


def _refuse_unreleased(assignment: Assignment, release: Mapping[str, Notebook]) -> None:
    missing = [master.name for master in assignment.masters if master.name not in release]
    if missing:
        raise InstructorError(
            "release-missing",
            f"{assignment.name} has no release of {', '.join(missing)}: build it first",
        )
