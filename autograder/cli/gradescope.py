"""``autograder gradescope``: grade the one submission in Gradescope's folders."""

import sys
from pathlib import Path

import click

from autograder.errors import AutograderError
from autograder.gradescope import grade_there
from autograder.plain_text import plain


@click.command("gradescope")
@click.argument("folder", default="/autograder", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Grade FOLDER/submission by the zip in FOLDER/source into FOLDER/results/results.json.

    This is what run_autograder calls on Gradescope; nobody else has to. Exit status: 0 when there
    is a result, 2 when there is none, and why stands in what is printed.
    """
    try:
        for line in grade_there(folder):
            click.echo(line)
    except AutograderError as error:
        # Not to stderr: what Gradescope keeps for the instructor is the standard output.
        click.echo(f"error[{error.code}]: {plain(error.message)}")
        sys.exit(2)
