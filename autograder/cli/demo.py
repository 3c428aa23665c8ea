"""``autograder demo``: build, grade a class made of the cases, and show where all is."""

import sys
from pathlib import Path

import click
from rich.console import Console

from autograder import cases, demo, pipeline
from autograder.cli.grade import grading_bar, show
from autograder.configuration import open_course
from autograder.platforms import require_grading

NAME = "stars"


@click.command()
@click.option("--course-dir", default=".", type=click.Path(path_type=Path), help="Course folder.")
@click.option("--into", default="demo", type=click.Path(path_type=Path), help="Where to make it.")
@click.option(
    "--students",
    type=click.IntRange(1),
    default=demo.CLASS_SIZE,
    show_default=True,
    help="About so many.",
)
@click.option("--jobs", type=click.IntRange(1), help="Submissions at a time (default: all cores).")
def command(course_dir: Path, into: Path, students: int, jobs: int | None) -> None:
    """Build the stars assignment, grade a class made from its cases, and show the marks."""
    require_grading()
    console = Console()
    origin = open_course(course_dir)
    course = demo.make_course(origin, into, demo.CELL_SECONDS)
    built = pipeline.build(course, NAME)
    console.print(f"[bold]Built[/] {built.folder}: {built.assignment.points:g} points")
    known = cases.read_cases(origin.root / "tests", NAME)
    made = demo.make_class(course, NAME, demo.spread(known, students), students)
    with grading_bar(len(made.students)) as advance:
        grading = pipeline.grade_class(course, NAME, jobs=jobs, progress=advance)
    show(console, grading, built.assignment, course)
    places = {
        "gradebook": course.db_url.removeprefix("sqlite:///"),
        "feedback": course.feedback,
        "release": course.release / NAME,
        "for otter-grader and Gradescope": built.bundles,
        "who handed in what": course.root / "class.json",
    }
    console.print()
    for what, where in places.items():
        if where is None:
            continue
        console.print(f"[bold]{what}[/]: {where}", soft_wrap=True, highlight=False)
    # Some of the class are there to be refused: that the demo ran is success.
    sys.exit(0)
