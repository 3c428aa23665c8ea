"""``autograder verify``: prove an assignment by right and wrong solutions."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console

from autograder.cases import Kind
from autograder.cli import print_error
from autograder.configuration import Course, open_course
from autograder.errors import AutograderError
from autograder.feedback.secret import refuse_open_place, write_secret
from autograder.plain_text import plain
from autograder.report.live import live_bar
from autograder.verify import adding, proof, telling
from autograder.verify.adding import Addition
from autograder.verify.judging import Verified
from autograder.verify.margins import thresholds
from autograder.verify.margins_telling import margins_section
from autograder.verify.mutation_telling import mutation_section
from autograder.verify.page import page
from autograder.verify.proof import Wanted
from autograder.verify.records import Records
from autograder.verify.sections import Section, Told

_KINDS = {"wheat": Kind.WHEAT, "chaff": Kind.CHAFF}


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
@click.option("--mutate", is_flag=True, help="Make wrong solutions by machine as well.")
@click.option("--margins", is_flag=True, help="Tell how far right work is from each threshold.")
@click.option("--jobs", type=click.IntRange(1), help="Submissions at a time (default: all cores).")
@click.option("--resume", type=click.Path(path_type=Path), help="File to go on from.")
@click.option("--matrix", is_flag=True, help="Print cases by test cells as well.")
@click.option("--html", type=click.Path(path_type=Path), help="Write the matrix to this page.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@click.option("--add", type=click.Path(path_type=Path), help="Write a notebook's work as cases.")
@click.option("--exercise", "exercises", multiple=True, help="With --add: only this exercise.")
@click.option("--as", "kind", type=click.Choice(list(_KINDS)), help="With --add: not as graded.")
@click.option("--name", default="", help="With --add: the case's name.")
@click.option("--title", default="", help="With --add: the case's title.")
@click.option("--take-out", multiple=True, help="With --add: a name to take out (repeatable).")
@click.option("--unsafe-no-jail", is_flag=True, help="For developing on a Linux without a jail.")
def command(
    assignments: tuple[str, ...],
    course_dir: Path,
    cases: Path | None,
    notebooks: tuple[str, ...],
    data: tuple[Path, ...],
    only_own_data: bool,
    seeds: int,
    times: int,
    removing: bool,
    mutate: bool,
    margins: bool,
    jobs: int | None,
    resume: Path | None,
    matrix: bool,
    html: Path | None,
    as_json: bool,
    add: Path | None,
    exercises: tuple[str, ...],
    kind: str | None,
    name: str,
    title: str,
    take_out: tuple[str, ...],
    unsafe_no_jail: bool,
) -> None:
    """Grade the solution, the release and every case of ASSIGNMENT (default: every assignment).

    Right solutions (wheats) must get full marks, wrong ones (chaffs) exactly what their cases
    expect, the release nothing; and each hidden test must be failed by a chaff. An assignment that
    cannot be tried does not keep the others from it.

    With --add nothing is verified: the work in a submitted notebook becomes case files, without who
    wrote it, and exit status 1 says that a case does not score what the submission scores.

    Exit status: 0 when all is proven, 1 when something is not as it should be, 2 for an error.
    """
    course = open_course(course_dir)
    if html is not None:
        refuse_open_place(course, html)
    folder = cases or course.root / "tests"
    if add is not None:
        wish = Addition(
            add,
            folder,
            notebook=_only(notebooks, "--notebook"),
            exercises=exercises,
            kind=_KINDS[kind] if kind else None,
            name=name,
            title=title,
            names=take_out,
            unsafe_no_jail=unsafe_no_jail,
        )
        sys.exit(_add(course, assignments, wish))
    if exercises or kind or name or title or take_out:
        raise click.UsageError("--exercise, --as, --name, --title and --take-out go with --add")
    wanted = Wanted(
        cases=folder,
        notebooks=notebooks,
        only_own_data=only_own_data,
        data=data,
        seeds=seeds,
        times=times,
        removing=removing,
        mutating=mutate,
        margins=margins,
        jobs=jobs or os.cpu_count() or 1,
        unsafe_no_jail=unsafe_no_jail,
    )
    failed: dict[str, AutograderError] = {}
    found = []
    for told in _verify(course, assignments or course.assignments(), wanted, resume, failed):
        found.append(told)
        if not as_json:
            Console(highlight=False).print(telling.terminal(told, matrix=matrix))
    if as_json:
        # ASCII: a message of a case may hold half characters, and what steers a terminal.
        click.echo(json.dumps(_facts(found, failed), indent=1))
    if html is not None and found:
        write_secret(html, page(found))
        click.echo(f"{html} holds hidden tests: not for students", err=True)
    if failed:
        sys.exit(2)
    sys.exit(0 if all(told.is_proven for told in found) else 1)


def _only(given: tuple[str, ...], what: str, least: int = 0) -> str:
    if not least <= len(given) <= 1:
        raise click.UsageError(f"--add takes one {what}")
    return given[0] if given else ""


def _add(course: Course, assignments: tuple[str, ...], wanted: Addition) -> int:
    """Write the cases of a submitted notebook, and say what there is to know of them."""
    added = adding.add(course, _only(assignments, "ASSIGNMENT", 1), wanted)
    for line in added.lines():
        click.echo(plain(line))
    return 0 if added.reproduces else 1


def _verify(
    course: Course,
    names: tuple[str, ...] | list[str],
    wanted: Wanted,
    resume: Path | None,
    failed: dict[str, AutograderError],
) -> Iterator[Told]:
    """Yield what is told of each assignment; print the errors of those that cannot be tried."""
    kept = Records(resume)
    for name in names:
        try:
            planned = proof.plan(course, name, wanted)
            with live_bar(f"verifying {plain(name)}", planned.steps) as advance:
                verified = proof.verify(course, planned, wanted, kept, advance)
        except AutograderError as error:
            failed[name] = error
            print_error(error)
        else:
            yield Told(verified, tuple(_sections(verified, wanted)), _as_typed(wanted.cases))


def _sections(verified: Verified, wanted: Wanted) -> Iterator[Section]:
    if wanted.margins:
        yield margins_section(thresholds(verified.outcomes))
    if verified.mutation is not None:
        yield mutation_section(verified.mutation)


def _as_typed(folder: Path) -> str:
    """Return a folder as it is named from here: short where it lies below."""
    place, here = folder.resolve(), Path.cwd()
    return str(place.relative_to(here) if place.is_relative_to(here) else place)


def _facts(found: list[Told], failed: dict[str, AutograderError]) -> dict[str, object]:
    return {
        "assignments": [telling.facts(told) for told in found],
        "errors": [
            {"assignment": name, "code": error.code, "message": error.message}
            for name, error in failed.items()
        ],
    }
