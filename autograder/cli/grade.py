"""``autograder grade``: grade what a class handed in for one assignment."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from autograder import assignment as assignments
from autograder import pipeline
from autograder.assignment import Assignment
from autograder.configuration import open_course
from autograder.report.table import class_json, class_table
from autograder.results import Result, State


class _Rate(ProgressColumn):
    """Show how many submissions are graded per second."""

    def render(self, task: Task) -> Text:
        # Over the whole time: one slow submission at the end says little about a class.
        return Text(f"{task.completed / task.elapsed:.1f}/s" if task.elapsed else "")


@click.command()
@click.argument("assignment")
@click.option("--course-dir", default=".", type=click.Path(path_type=Path), help="Course folder.")
@click.option("--jobs", type=click.IntRange(1), help="Submissions at a time (default: all cores).")
@click.option("--student", "students", multiple=True, help="Only this student (repeatable).")
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@click.option("--unsafe-no-jail", is_flag=True, help="For developing elsewhere than on Linux.")
def command(
    assignment: str,
    course_dir: Path,
    jobs: int | None,
    students: tuple[str, ...],
    as_json: bool,
    unsafe_no_jail: bool,
) -> None:
    """Grade what was handed in for ASSIGNMENT.

    Exit status: 0 when all were graded, 1 when some need the instructor, 2 for an error.
    """
    course = open_course(course_dir)
    exercises = assignments.read(course.source / assignment)
    count = len(students or course.students(assignment))
    with grading_bar(count) as advance:
        results = pipeline.grade_class(
            course,
            assignment,
            jobs=jobs,
            students=students,
            unsafe_no_jail=unsafe_no_jail,
            progress=advance,
        )
    if as_json:
        click.echo(json.dumps(class_json(results), indent=1, ensure_ascii=False))
    else:
        show(Console(), results, exercises)
    sys.exit(0 if all(result.state is State.GRADED for result in results) else 1)


@contextmanager
def grading_bar(total: int) -> Iterator[Callable[[Result], None]]:
    """Show a live bar with rate and time left; yield what to call for each result."""
    columns = (
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=total)
        yield lambda result: bar.advance(task)


def show(console: Console, results: Sequence[Result], assignment: Assignment) -> None:
    """Print the class's table, and below it the submissions that need the instructor."""
    console.print(class_table(results, assignment))
    waiting = [result for result in results if result.state is not State.GRADED]
    if waiting:
        console.print(f"\nFor the instructor to look at: {len(waiting)}")
    for result in waiting:
        console.print(f"  {result.student}: {result.problem}", highlight=False, markup=False)
