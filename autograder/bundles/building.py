"""Everything for other graders that is built along with a release."""

import tempfile
from pathlib import Path

from autograder.assignment import Assignment
from autograder.bundles import keys, limits
from autograder.bundles.environment import extra_requirements
from autograder.bundles.otter import require_otter, write_stock, write_student
from autograder.bundles.sealed import write_sealed
from autograder.compiler.checks import MasterProblems
from autograder.compiler.release import refuse_leaks, replace_folder
from autograder.configuration import Course
from autograder.errors import InstructorError

FOLDER = Path("dist", "otter")


def are_wanted(course: Course) -> bool:
    """Tell whether a course wants bundles: whether it has an ``otter_config.json``."""
    return course.otter_config.exists()


def folder_of(course: Course, name: str) -> Path:
    """Return where the bundles of an assignment lie."""
    return course.root / FOLDER / name


def make_bundles(
    course: Course, assignment: Assignment, release: Path
) -> tuple[InstructorError, ...]:
    """Make the bundles of an assignment, replacing earlier ones; return what otter cannot do.

    ``release`` is the folder of its student version. Raises InstructorError, with all that must be
    mended, and OperatorError where otter-grader is not installed; nothing is replaced then.
    """
    require_otter()
    config = keys.read(course.otter_config)
    if found := tuple(limits.refusals(assignment)):
        raise MasterProblems(found)
    place = folder_of(course, assignment.name)
    place.parent.mkdir(parents=True, exist_ok=True)
    # Beside what it replaces: a rename is atomic within one file system only.
    with tempfile.TemporaryDirectory(prefix=f".{assignment.name}.", dir=place.parent) as staging:
        target = Path(staging) / assignment.name
        for master in assignment.masters:
            student = write_student(assignment, master, release, target / master.name)
            refuse_leaks(course, assignment, student, f"{assignment.name}, {master.name}: bundle")
            write_sealed(course, assignment, master, config, target / master.name)
        write_stock(assignment, config, extra_requirements(course), release, target)
        replace_folder(target, place)
    return tuple(limits.losses(assignment))
