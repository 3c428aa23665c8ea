"""``autograder build``: compile masters into what students get."""

import os
from pathlib import Path

import click

from autograder import pipeline
from autograder.cli import print_error
from autograder.compiler.checks import MasterProblems
from autograder.compiler.release import Build
from autograder.configuration import Course, open_course
from autograder.errors import AutograderError, OperatorError

STALE, FAILED = 1, 2


@click.command("build")
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@click.option(
    "--course-dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("."),
    show_default="the working folder",
    help="The course: the folder with source/ in it.",
)
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 when a release is stale.")
def command(assignments: tuple[str, ...], course_dir: Path, check: bool) -> None:
    """Compile masters in source/ into student notebooks in release/ (default: every assignment).

    Exit status: 0 when all is done, 1 when --check found a stale release, 2 for errors.
    """
    try:
        course = open_course(course_dir)
        names = assignments or course.assignments()
    except AutograderError as error:
        _print_error(error)
        raise SystemExit(FAILED) from None
    raise SystemExit(max((_one(course, name, check) for name in names), default=0))


def _one(course: Course, name: str, check: bool) -> int:
    try:
        return _compare(course, name) if check else _build(course, name)
    except AutograderError as error:
        _print_error(error)
    except OSError as error:
        _print_error(OperatorError("file-system", str(error)))
    return FAILED


def _build(course: Course, name: str) -> int:
    build = pipeline.build(course, name)
    _print_warnings(build)
    click.echo(_line(build))
    if build.bundles is not None:
        click.echo(f"{name}: for otter-grader and Gradescope -> {os.path.relpath(build.bundles)}")
    return 0


def _compare(course: Course, name: str) -> int:
    build, difference = pipeline.compare(course, name)
    _print_warnings(build)
    if not difference:
        click.echo(f"{_line(build)} is up to date")
        return 0
    click.echo(difference, nl=False)
    click.echo(f"{name}: {os.path.relpath(build.folder)} is stale; run `autograder build {name}`")
    return STALE


def _line(build: Build) -> str:
    masters = build.assignment.masters
    counts = (
        (len(masters), "notebook"),
        (sum(len(master.tests) for master in masters), "test cell"),
        (build.assignment.points, "point"),
        (len(build.assignment.files), "other file"),
    )
    parts = ", ".join(f"{number:g} {noun}{'' if number == 1 else 's'}" for number, noun in counts)
    return f"{build.assignment.name}: {parts} -> {os.path.relpath(build.folder)}"


def _print_warnings(build: Build) -> None:
    for warning in build.warnings:
        click.echo(f"warning[{warning.code}]: {warning.message}", err=True)


def _print_error(error: AutograderError) -> None:
    problems = error.problems if isinstance(error, MasterProblems) else (error,)
    for problem in problems:
        print_error(problem)
