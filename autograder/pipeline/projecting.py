"""The gradebook of an assignment, written again from what is on record."""

from autograder import gradebook, results
from autograder import notebook as notebooks
from autograder.compiler.composition import compose
from autograder.configuration import Course
from autograder.errors import InstructorError
from autograder.pipeline.changing import has_tests_of


def write_gradebook(course: Course, name: str) -> tuple[int, int]:
    """Read back what people gave by hand, then write all results; return how many of both.

    The first number counts the students with results, the second those of whom something new was
    read back. Raises InstructorError, and writes nothing, while a result is of other tests than
    the master's: the cells of a changed master would change what the scores are worth.
    """
    assignment = compose(course, name)
    graded = results.students(course.results, name)
    for student in set(graded).intersection(course.students(name)):
        newest = results.newest_readable(course.results, student, name)
        if newest is not None and not has_tests_of(newest, assignment):
            raise InstructorError(
                "gradebook-waits",
                f"the result of {student} is of other tests than {name} has now: run "
                f"`autograder grade {name}` first, and accept what it shows, or take the change of "
                "the tests back",
            )
    folder = course.release / name
    paths = {master.name: folder / f"{master.name}.ipynb" for master in assignment.masters}
    released = {each: notebooks.read(path) for each, path in paths.items() if path.is_file()}
    news = gradebook.capture(course, name)
    gradebook.rebuild(course, assignment, released)
    return len(graded), news
