"""``autograder collect``: put what came from an LMS or by mail where grading looks for it."""

import json
import sys
from pathlib import Path

import click
from rich.console import Console

from autograder.configuration import open_course
from autograder.intake import telling
from autograder.intake.collecting import collect
from autograder.intake.plan import Plan
from autograder.intake.roster import read_roster
from autograder.platforms import require_grading


@click.command("collect")
@click.argument("assignment")
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path)
)
@click.option("--course-dir", default=".", type=click.Path(path_type=Path), help="Course folder.")
@click.option("--roster", type=click.Path(path_type=Path), help="CSV: who is which student.")
@click.option("--dry-run", is_flag=True, help="Tell what would be done, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the same facts as JSON.")
def command(
    assignment: str,
    paths: tuple[Path, ...],
    course_dir: Path,
    roster: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Collect what was handed in for ASSIGNMENT from folders and archives.

    Exit status: 0 when everything was taken, 1 when something needs a look, 2 for an error.
    """
    require_grading()
    course = open_course(course_dir)
    rows = None if roster is None else read_roster(roster)
    plan = collect(course, assignment, paths, rows, dry_run=dry_run)
    if as_json:
        facts = telling.as_json(plan, assignment=assignment, dry_run=dry_run)
        # ASCII: a name may hold half characters, and what steers a terminal.
        click.echo(json.dumps(facts, indent=1))
    else:
        _show(Console(), plan, dry_run)
    sys.exit(0 if plan.is_clean else 1)


def _show(console: Console, plan: Plan, dry_run: bool) -> None:
    console.print(telling.table(plan))
    console.print()
    for line in telling.summary(plan, dry_run=dry_run):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    if plan.problems:
        console.print(f"\nNot taken: {len(plan.problems)}")
    for line in telling.left_out(plan):
        console.print(f"  {line}", markup=False, highlight=False, soft_wrap=True)
