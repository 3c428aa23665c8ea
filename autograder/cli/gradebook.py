"""``autograder gradebook``: keep what was given by hand, and write the gradebook again."""

from pathlib import Path

import click

from autograder import pipeline, results
from autograder.cli import print_error
from autograder.configuration import Course, open_course
from autograder.errors import AutograderError, OperatorError

FAILED = 2


@click.command("gradebook")
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@click.option("--course-dir", default=".", type=click.Path(path_type=Path), help="Course folder.")
def command(assignments: tuple[str, ...], course_dir: Path) -> None:
    """Read back what people gave by hand, then write all results into the gradebook.

    Without ASSIGNMENT, for every assignment with results. A gradebook that is not there is made,
    and gets back what was given by hand as well. Exit status: 0 when all is done, 2 for errors.
    """
    course = open_course(course_dir)
    names = assignments or _graded(course)
    if not names:
        click.echo("nothing is graded yet")
    raise SystemExit(max((_one(course, name) for name in names), default=0))


def _graded(course: Course) -> tuple[str, ...]:
    return tuple(name for name in course.assignments() if results.students(course.results, name))


def _one(course: Course, name: str) -> int:
    try:
        click.echo(_line(course, name))
    except AutograderError as error:
        print_error(error)
    except OSError as error:
        print_error(OperatorError("file-system", str(error)))
    else:
        return 0
    return FAILED


def _line(course: Course, name: str) -> str:
    """Do all for one assignment, and return what to say of it."""
    count, news = pipeline.write_gradebook(course, name)
    return f"{name}: {count} in the gradebook; new from it, given by hand: {news}"
