"""``autograder verify``: prove an assignment by right and wrong solutions."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder.configuration import open_course
from autograder.verify import proof, telling
from autograder.verify.proof import Wanted
from autograder.verify.records import Records


@click.command("verify")
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@click.option("--course-dir", default=".", type=click.Path(path_type=Path), help="Course folder.")
@click.option("--cases", type=click.Path(path_type=Path), help="Folder of wheats/ and chaffs/.")
@click.option("--notebook", "notebooks", multiple=True, help="Only this notebook (repeatable).")
@click.option("--data", multiple=True, type=click.Path(path_type=Path), help="One more data file.")
@click.option("--only-own-data", is_flag=True, help="Leave held-out and other data files out.")
@click.option("--seeds", default=0, type=click.IntRange(0), help="Further seeds of honest cases.")
@click.option("--times", default=1, type=click.IntRange(1), help="How often to try honest cases.")
@click.option("--removing", is_flag=True, help="Take each hidden test out: is it missed?")
@click.option("--jobs", type=click.IntRange(1), help="Submissions at a time (default: all cores).")
@click.option("--resume", type=click.Path(path_type=Path), help="File to go on from.")
@click.option("--html", type=click.Path(path_type=Path), help="Write the matrix to this page.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def command(
    assignments: tuple[str, ...],
    course_dir: Path,
    cases: Path | None,
    jobs: int | None,
    resume: Path | None,
    html: Path | None,
    as_json: bool,
    **options: object,
) -> None:
    """Grade the solution, the release and every case of ASSIGNMENT (default: every assignment).

    Exit status: 0 when all is proven, 1 when something is not as it should be, 2 for an error.
    """
    course = open_course(course_dir)
    wanted = Wanted(cases=cases or course.root / "tests", **options)
    kept = Records(resume)
    found = []
    for name in assignments or course.assignments():
        planned = proof.plan(course, name, wanted)
        with _bar(planned.trials) as advance:
            found.append(proof.verify(course, planned, wanted, kept, advance))
    for verified in found:
        print(telling)
    sys.exit(0 if all(each.is_proven for each in found) else 1)
