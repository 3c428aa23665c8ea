"""``autograder grade``: grade what a class handed in for one assignment."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console

from autograder import gradebook, pipeline
from autograder.assignment import Assignment
from autograder.configuration import Course, open_course
from autograder.errors import OperatorError
from autograder.pipeline import Grading
from autograder.pipeline.machines import Machines
from autograder.report.difference import difference_json, difference_table
from autograder.report.live import live_bar
from autograder.report.table import class_json, class_table, noticed_lines, printable
from autograder.results import Result, State


@click.command()
@click.argument("assignment")
@click.option("--course-dir", default=".", type=click.Path(path_type=Path), help="Course folder.")
@click.option("--jobs", type=click.IntRange(1), help="Submissions at a time (default: all cores).")
@click.option("--student", "students", multiple=True, help="Only this student (repeatable).")
@click.option("--accept", is_flag=True, help="Write scores that change though the work did not.")
@click.option("--again", is_flag=True, help="Run what has not changed as well.")
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@click.option("--scheduler", metavar="ADDRESS", help="Grade on a Dask cluster: tcp://HOST:PORT.")
@click.option("--unsafe-no-jail", is_flag=True, help="For developing on a Linux without a jail.")
def command(
    assignment: str,
    course_dir: Path,
    jobs: int | None,
    students: tuple[str, ...],
    accept: bool,
    again: bool,
    as_json: bool,
    scheduler: str | None,
    unsafe_no_jail: bool,
) -> None:
    """Grade what was handed in for ASSIGNMENT.

    What was graded before and has not changed is not run again. Where a mended test, new data or
    another version would change a score, the difference is shown first, and written with --accept.

    Exit status: 0 when all were graded, 1 when some need the instructor or the differences wait to
    be accepted, 2 for an error.
    """
    course = open_course(course_dir)
    with (
        machines(course, scheduler, unsafe_no_jail) as chosen,
        pipeline.Grader(
            course, assignment, unsafe_no_jail=unsafe_no_jail, machines=chosen
        ) as grader,
    ):
        with grading_bar(len(students or course.students(assignment))) as advance:
            grading = grader.grade(
                students, jobs=jobs, accept=accept, again=again, progress=advance
            )
        if as_json:
            standings = gradebook.read_back(course, assignment)
            facts = class_json(grading.results, standings) | difference_json(grading.held)
            # ASCII: a name may hold half characters, and what steers a terminal.
            click.echo(json.dumps(facts, indent=1))
        else:
            show(Console(), grading, grader.assignment, course)
    settled = all(result.state is State.GRADED for result in grading.results)
    sys.exit(0 if settled and not grading.held else 1)


@contextmanager
def machines(
    course: Course, scheduler: str | None, unsafe_no_jail: bool
) -> Iterator[Machines | None]:
    """Yield the cluster behind a scheduler, or None for this machine.

    Raises OperatorError when it cannot be reached, or Dask is not installed.
    """
    if scheduler is None:
        yield None
        return
    try:
        # Late: only who has a cluster has Dask.
        from autograder.cluster import Cluster
    except ImportError as error:
        raise OperatorError(
            "dask-missing",
            f"--scheduler needs Dask ({error}): pip install 'sealed-autograder[cluster]'",
        ) from None
    with Cluster(scheduler, course, unsafe_no_jail=unsafe_no_jail) as cluster:
        yield cluster


@contextmanager
def grading_bar(total: int) -> Iterator[Callable[[Result], None]]:
    """Show a live bar with rate and time left; yield what to call for each result."""
    with live_bar("grading", total) as advance:
        yield lambda result: advance(1)


def show(console: Console, grading: Grading, assignment: Assignment, course: Course) -> None:
    """Print the class's table, and below it what waits for the instructor."""
    standings = gradebook.read_back(course, assignment.name)
    console.print(class_table(grading.results, assignment, standings))
    if grading.reused:
        console.print(f"\nUnchanged since they were graded, and not run again: {grading.reused}")
    _show_waiting(console, grading.results)
    for line in noticed_lines(grading.results):
        console.print(line)
    if grading.held:
        console.print()
        console.print(difference_table(grading.held))
        console.print(
            "Nothing of this is written yet. To write it: "
            f"[bold]autograder grade {assignment.name} --accept[/]"
        )
    elif grading.gradebook_waits:
        console.print(
            "\nThe gradebook is as it was: others' results are of other tests. Grade all: "
            f"[bold]autograder grade {assignment.name}[/]"
        )


def _show_waiting(console: Console, results: Sequence[Result]) -> None:
    waiting = [result for result in results if result.state is not State.GRADED]
    if waiting:
        console.print(f"\nFor the instructor to look at: {len(waiting)}")
    for result in waiting:
        line = f"  {printable(result.student)}: {printable(result.problem)}"
        console.print(line, highlight=False, markup=False)
