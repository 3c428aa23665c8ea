"""``autograder new``: make a small working assignment to start from."""

import os
from pathlib import Path

import click

from autograder.configuration import CONFIG_FILE, open_course
from autograder.starter import assignment as starter


@click.command("new")
@click.argument("assignment")
@click.option(
    "--course-dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("."),
    show_default="the working folder",
    help="The course: any folder, also an empty one.",
)
def command(assignment: str, course_dir: Path) -> None:
    """Make a small working ASSIGNMENT to change into your own: a master and its cases.

    Nothing that is there already is changed. Exit status: 0 when all is written, 2 for an error.
    """
    course = open_course(course_dir)
    planned = starter.plan(course, course_dir, assignment)
    starter.write(planned)
    for file in planned:
        click.echo(f"made {os.path.relpath(file.path)}")
    if all(file.path.name != CONFIG_FILE for file in planned):
        click.echo(f"kept {os.path.relpath(course_dir / CONFIG_FILE)}")
    master = os.path.relpath(course.source / assignment / f"{assignment}.ipynb")
    click.echo(f"\nOpen {master} in JupyterLab, change it, and then:\n")
    click.echo(f"  {_build(assignment, course_dir)}")


def _build(assignment: str, course_dir: Path) -> str:
    """Return the next command, as it is to be typed."""
    words = ["autograder", "build", assignment]
    if course_dir != Path("."):
        words += ["--course-dir", str(course_dir)]
    return " ".join(f'"{word}"' if " " in word else word for word in words)
