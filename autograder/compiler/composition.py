"""An assignment as the course has it: what students get, and what their work is graded against."""

from autograder import assignment as assignments
from autograder.assignment import Assignment
from autograder.configuration import Course


def compose(course: Course, name: str) -> Assignment:
    """Return the assignment with everything that the course's configuration adds to it.

    Raises InstructorError when there is no such assignment, or it is ill-formed.
    """
    return assignments.read(course.source / name)
