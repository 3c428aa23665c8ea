"""``autograder history``: show all that is on record of one student's assignment."""

import json
from pathlib import Path

import click
from rich.console import Console

from autograder.configuration import open_course
from autograder.report import history


@click.command()
@click.argument("student")
@click.argument("assignment")
@click.option("--course-dir", default=".", type=click.Path(path_type=Path), help="Course folder.")
@click.option("--json", "as_json", is_flag=True, help="Print the history as JSON.")
def command(student: str, assignment: str, course_dir: Path, as_json: bool) -> None:
    """Show every result of STUDENT for ASSIGNMENT, oldest first, and why each differs.

    Points, comments and extensions that people gave by hand follow. Exit status: 0, or 2 for an
    error.
    """
    found = history.read(open_course(course_dir), student, assignment)
    if as_json:
        # ASCII: the name of a folder may hold bytes that no text can.
        click.echo(json.dumps(history.facts(found), indent=1))
    else:
        Console(highlight=False).print(history.text(found))
