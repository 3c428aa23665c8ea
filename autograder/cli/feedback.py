"""``autograder feedback``: write feedback pages anew, with what people gave by hand since."""

from pathlib import Path

import click

from autograder import pipeline
from autograder.configuration import open_course


@click.command()
@click.argument("assignment")
@click.option("--course-dir", default=".", type=click.Path(path_type=Path), help="Course folder.")
@click.option("--student", "students", multiple=True, help="Only this student (repeatable).")
def command(assignment: str, course_dir: Path, students: tuple[str, ...]) -> None:
    """Write the feedback pages of ASSIGNMENT anew, with points and comments given by hand.

    Nothing is run: the pages are made of the newest results, the copies in autograded/ and the
    gradebook.
    """
    course = open_course(course_dir)
    count = pipeline.feedback(course, assignment, students)
    click.echo(f"{assignment}: {count} page{'' if count == 1 else 's'} -> {course.feedback}")
