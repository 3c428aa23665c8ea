"""``autograder explain``: run one submission again and show all that is known of it."""

import json
import sys
from pathlib import Path

import click
from rich.console import Console

from autograder import pipeline
from autograder.configuration import open_course
from autograder.feedback.explanation import page
from autograder.feedback.secret import refuse_open_place, write_secret
from autograder.report import explanation as report


@click.command()
@click.argument("student")
@click.argument("assignment")
@click.option("--notebook", help="Only the notebook of this name, without .ipynb.")
@click.option("--course-dir", default=".", type=click.Path(path_type=Path), help="Course folder.")
@click.option("--json", "as_json", is_flag=True, help="Print the explanation as JSON.")
@click.option("--html", type=click.Path(path_type=Path), help="Write it as a page to this file.")
def command(
    student: str,
    assignment: str,
    notebook: str | None,
    course_dir: Path,
    as_json: bool,
    html: Path | None,
) -> None:
    """Grade what STUDENT handed in for ASSIGNMENT once more, and show everything.

    Hidden tests are shown: keep it from students. Results, gradebook and feedback stay as they
    are. Exit status: 0, 1 when the newest result says otherwise, 2 for an error.
    """
    course = open_course(course_dir)
    if html is not None:
        refuse_open_place(course, html)
    with Console(stderr=True).status("running it again"):
        explained = pipeline.explain(course, assignment, student, notebook)
    if html is not None:
        write_secret(html, page(explained))
    if as_json:
        # ASCII: the name of a folder may hold bytes that no text can.
        click.echo(json.dumps(report.facts(explained), indent=1))
    elif html is not None:
        click.echo(f"{html} holds hidden tests: not for students")
    else:
        Console(highlight=False).print(report.terminal(explained))
    sys.exit(1 if explained.differences() else 0)
