"""An attempt's files into the course's submitted/, where the pipeline looks for them.

The service keeps every attempt in its own blobs, so what lay there before is not kept twice.
"""

from collections.abc import Mapping

from autograder.configuration import Course
from autograder.errors import StudentError
from autograder.helper_files import TIMESTAMP_FILE
from autograder.hub import folders
from autograder.intake import names


def can_be_folder(student: str) -> bool:
    """Tell whether the hub's name of a user may be a folder's."""
    return "/" not in student and student[:1] != "." and names.refusal(student) is None


def hand_in(
    course: Course, student: str, assignment: str, files: Mapping[str, bytes], timestamp: str
) -> None:
    """Put an attempt in place of the one before.

    Raises StudentError when the student's name can be no folder's.
    """
    if not can_be_folder(student):
        raise StudentError(
            "student-name", "the hub's user name cannot be the name of a folder: ask who runs it"
        )
    stamped = {**files, TIMESTAMP_FILE: f"{timestamp}\n".encode()}
    folders.replace(course.submitted / student / assignment, stamped)
