"""Feedback pages written anew, with what people gave by hand since."""

from collections.abc import Iterable

from autograder import gradebook, results
from autograder.configuration import Course
from autograder.errors import InstructorError
from autograder.pipeline import records


def feedback(course: Course, name: str, students: Iterable[str] = ()) -> int:
    """Write the pages of an assignment from its newest results; return how many.

    Nothing runs. Raises InstructorError when there is no result, or a student has none.
    """
    wanted = tuple(students)
    standings = gradebook.read_back(course, name)
    written, without = 0, []
    for student in wanted or results.students(course.results, name):
        result = results.newest_readable(course.results, student, name)
        judged = None if result is None else records.recorded(course, result)
        if judged is None:
            without.append(student)
        else:
            written += records.write_pages(course, judged, standings.get(student))
    if without or not (wanted or written):
        who = ", ".join(without) or "anybody"
        raise InstructorError(
            "not-graded", f"there is no graded {name} of {who}: run `autograder grade {name}`"
        )
    return written
