"""``autograder doctor``: say what this machine offers to confine submissions."""

import dataclasses
import json

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.jail.doctor import MachineReport, State, examine_machine
from autograder.jail.entry import Tier

_COLOURS = {State.GOOD: "green", State.LIMITED: "yellow", State.BAD: "red"}

_SUMMARIES = {
    Tier.NAMESPACES: "Submissions are graded in the full jail: Landlock, seccomp and namespaces.",
    Tier.UNPRIVILEGED: "Submissions are graded in the jail: Landlock and seccomp.",
    Tier.NONE: "Nothing can be graded safely on this machine.",
}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def command(as_json: bool) -> None:
    """Try the jail on this machine, and say what it offers and what that means.

    The exit status is 0 when submissions can be graded here, 1 when not.
    """
    report = examine_machine()
    if as_json:
        facts = dataclasses.asdict(report) | {"can_grade": report.can_grade}
        click.echo(json.dumps(facts, indent=2))
    else:
        _show(report, Console())
    raise SystemExit(0 if report.can_grade else 1)


def _show(report: MachineReport, console: Console) -> None:
    """Print one row per finding and what follows from all of them."""
    table = Table("item", "found", "what it means", "what to do")
    for finding in report.findings:
        found = f"[{_COLOURS[finding.state]}]{escape(finding.found)}"
        table.add_row(finding.item, found, escape(finding.meaning), escape(finding.remedy))
    console.print(table)
    console.print(_SUMMARIES[report.tier])
