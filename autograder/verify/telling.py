"""A verification told: short in the terminal, and everything as plain data for programs."""

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.plain_text import plain
from autograder.scoring import number
from autograder.verify.findings import (
    FLAW_OF,
    Finding,
    Flaw,
    Tally,
    duration,
    findings,
    plural,
    tallies,
    totals,
)
from autograder.verify.judging import Verified
from autograder.verify.matrix import Look, Mark, Matrix, Row, matrices
from autograder.verify.outcome import HiddenTest, Judgement, Outcome, Role, Trial
from autograder.verify.sections import Section, Told

SCHEMA = 1
ROWS_SHOWN = 20
TITLE_CHARS = 36

REMEDIES = {
    Flaw.STRICT: (
        "Honest work loses points",
        "Is it right, as the exercise asks? Then the test is too strict: loosen it. "
        "If not, the case is no wheat: mend it.",
    ),
    Flaw.LENIENT: (
        "Wrong work earns points that it must not",
        "Add a hidden test that sees the mistake, or mend the points in the case if it is none.",
    ),
    Flaw.OTHER: (
        "Not as the case says",
        "Mend the case's header, or the test that should have told the student something else.",
    ),
}
UNCAUGHT = (
    "Chaffs that nothing catches",
    "They get full marks on all data. Add a hidden test that sees the mistake.",
)
UNPROVEN = (
    "Hidden tests that no chaff fails at",
    "Write a chaff that is wrong in just this way, or take the test out.",
)
REDUNDANT = (
    "Hidden tests that nobody misses",
    "Without them no chaff earns more. Take them out, or write a chaff that only they see.",
)
UNTRIED = (
    "Chaffs that are wrong on other data only",
    "No other data was there. Try them with --data, or without --only-own-data.",
)

_SIGNS = {Look.FULL: ("✓", "dim"), Look.ZERO: ("0", "bold"), Look.WRONG: ("!", "bold red")}


def terminal(told: Told, *, matrix: bool = False) -> RenderableType:
    """Return what a terminal shows: the counts, what is wrong, and the matrices if asked for."""
    verified = told.verified
    parts: list[RenderableType] = [_headline(told)]
    if matrix:
        for each in matrices(verified):
            parts += [Text(), _matrix(each)]
    parts += [Text(), _counts(verified), Text(), *_proof(verified)]
    for section in told.sections:
        parts += [Text(), *_section(section)]
    parts += _wrong(told)
    return Group(*parts)


def _headline(told: Told) -> Text:
    verified = told.verified
    word = Text("proven", "bold green") if told.is_proven else Text("not proven", "bold red")
    took = f"{len(verified.outcomes)} runs in {duration(verified.seconds)}"
    name = Text(plain(verified.assignment), "bold")
    return Text.assemble(name, ": ", word, (f"  ({took})", "dim"))


def _counts(verified: Verified) -> Table:
    """Return roles by data files: how many runs, and below them how many had the role's flaw."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for title in ("", "cases", *(f"{name} data" for name in verified.data), "runs"):
        table.add_column(Text(plain(title)), justify="right" if title else "left")
    table.add_column("")
    found = tallies(verified)
    for role in dict.fromkeys(each.role for each in found):
        own = [each for each in found if each.role is role]
        runs = {each.data: each.runs for each in own}
        cells = [str(runs.get(name, "-")) for name in verified.data]
        cases = max(each.cases for each in own)
        total = sum(each.runs for each in own)
        table.add_row(role.value, str(cases), *cells, str(total), _verdict(role, own))
    return table


def _verdict(role: Role, own: Sequence[Tally]) -> Text:
    flaw = FLAW_OF.get(role, Flaw.LENIENT)
    count = sum(each.number(flaw) for each in own)
    other = sum(len(each.flaws) for each in own) - count
    text = Text(flaw.counted(count), "red" if count else "green")
    return text + Text(f", {Flaw.OTHER.counted(other)}", "red") if other else text


def _proof(verified: Verified) -> Iterator[Text]:
    """Yield the lines that a proof comes down to."""
    sums = totals(tallies(verified))
    runs = f"{sums.chaff_runs} {plural(sums.chaff_runs, 'run')} of chaffs"
    chaffs = f"{runs}, {Flaw.LENIENT.counted(sums.false_passes)}"
    honest = f"{sums.honest_runs} honest {plural(sums.honest_runs, 'run')}"
    yield Text(f"{honest}, {Flaw.STRICT.counted(sums.false_fails)}")
    yield Text(chaffs)
    yield Text(hidden_summary(verified))


def hidden_summary(verified: Verified) -> str:
    """Return in a sentence what the hidden tests are worth."""
    all_of_them, bare = len(verified.proven_by), len(verified.unproven)
    said = f"{all_of_them} hidden {plural(all_of_them, 'test')}"
    said += f", {bare} of them failed by no chaff" if bare else ", each failed by a chaff"
    if verified.redundant is None:
        return said
    spare = len(verified.redundant)
    return (
        f"{said}; taken out one by one, {f'{spare} are not missed' if spare else 'each is missed'}"
    )


def _section(section: Section) -> Iterator[RenderableType]:
    yield Text(plain(section.title), "bold")
    if section.intro:
        yield Text(plain(section.intro))
    if section.rows:
        table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
        for title in section.head:
            table.add_column(Text(plain(title)), overflow="fold")
        for row in section.rows:
            table.add_row(*(Text(plain(text)) for text in row))
        yield table


def _wrong(told: Told) -> Iterator[RenderableType]:
    """Yield what is not as it should be: whose, what, and what to do about it."""
    verified, found = told.verified, findings(told.verified)
    for flaw, (title, remedy) in REMEDIES.items():
        yield from _list(title, remedy, [_told(told, e) for e in found if e.flaw is flaw])
    yield from _list(*UNCAUGHT, [_named(told, trial) for trial in verified.uncaught])
    yield from _list(*UNPROVEN, [(each.label,) for each in verified.unproven])
    yield from _list(*REDUNDANT, [(each.label,) for each in verified.redundant or ()])
    for section in told.sections:
        yield from _list(section.title, "", [(line,) for line in section.wrong])
    yield from _list(*UNTRIED, [_named(told, trial) for trial in verified.untried], "yellow")


def _list(
    title: str, remedy: str, items: Sequence[tuple[str, ...]], style: str = "red"
) -> Iterator[RenderableType]:
    """Yield a heading, the items, of which each is some lines, and what to do next."""
    if not items:
        return
    yield Text(f"\n{title} ({len(items)})", f"bold {style}")
    for first, *more in items[:ROWS_SHOWN]:
        # In one piece, however narrow the terminal: it can be the name of a file, to be copied.
        whole = bool(more)
        yield Text(f"  {plain(first)}", no_wrap=whole, overflow="ignore" if whole else "fold")
        yield from (Padding(Text(plain(line)), (0, 0, 0, 4)) for line in more)
    if len(items) > ROWS_SHOWN:
        yield Text(f"  and {len(items) - ROWS_SHOWN} more: --json lists all")
    if remedy:
        yield Text(f"Next: {remedy}", "dim")


def _told(told: Told, finding: Finding) -> tuple[str, ...]:
    said = (finding.said,) if finding.said else ()
    return (told.file(finding.trial), f"{finding.text} ({finding.runs})", *said)


def _named(told: Told, trial: Trial) -> tuple[str, ...]:
    return (told.file(trial), trial.title)


def _matrix(matrix: Matrix) -> RenderableType:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="dim")
    table.add_column(Text(plain(matrix.notebook), "bold"), no_wrap=True, width=TITLE_CHARS)
    for at in range(1, len(matrix.columns) + 1):
        table.add_column(str(at), justify="right", no_wrap=True)
    table.add_column("right", justify="right", no_wrap=True)
    for group in matrix.groups:
        # Only what a heading begins with has room: "Exercise 1", without its title.
        role, _, heading = group.title.partition(": ")
        short = f"{role}, {heading.partition(':')[0]}" if heading else role
        table.add_row(Text(plain(short), "italic"))
        for row in group.rows:
            table.add_row(*_cells(row))
    legend = (
        f"{at:>2}  {plain(column.grade_id)} ({number(column.worth)})"
        for at, column in enumerate(matrix.columns, 1)
    )
    signs = "✓ full marks, 0 none as expected, ~ other points on other data, ! not as expected"
    return Group(table, Text("\n".join([*legend, signs]), "dim"))


def _cells(row: Row) -> Iterator[Text]:
    name = plain(row.trial.name if row.trial.case else row.trial.title)
    yield Text(f"  {name}"[:TITLE_CHARS], "red" if row.wrong else "")
    yield from (_cell(mark) for mark in row.marks)
    shown = row.wrong or len(row.runs) > 1
    yield Text(row.count if shown else "", "red" if row.wrong else "dim")


def _cell(mark: Mark | None) -> Text:
    if mark is None:
        return Text()
    sign, style = _SIGNS.get(mark.look, (mark.points, "bold"))
    if mark.look is Look.WRONG:
        sign = f"!{mark.points}"
    return Text("~" if mark.look is Look.VARIES else sign, style)


def facts(told: Told) -> dict[str, Any]:
    """Return everything as plain data."""
    verified = told.verified
    found = tallies(verified)
    return {
        "schema": SCHEMA,
        "assignment": verified.assignment,
        "is_proven": told.is_proven,
        "points": verified.points,
        "seconds": round(verified.seconds, 3),
        "runs": len(verified.outcomes),
        "notebooks": list(verified.notebooks),
        "data": list(verified.data),
        "totals": vars(totals(found)),
        "counts": [_count(each) for each in found],
        "findings": [_finding(told, each) for each in findings(verified)],
        "complaints": list(verified.complaints),
        "hidden_tests": [
            _hidden(verified, hidden, chaffs) for hidden, chaffs in verified.proven_by.items()
        ],
        "uncaught": [_case(told, trial) for trial in verified.uncaught],
        "untried": [_case(told, trial) for trial in verified.untried],
        "outcomes": [_outcome(told, each) for each in verified.outcomes],
        **{section.key: dict(section.facts) for section in told.sections},
    }


def _count(tally: Tally) -> dict[str, Any]:
    return {
        "role": tally.role.value,
        "data": tally.data,
        "cases": tally.cases,
        "runs": tally.runs,
        "false_fails": tally.number(Flaw.STRICT),
        "false_passes": tally.number(Flaw.LENIENT),
        "otherwise_wrong": tally.number(Flaw.OTHER),
    }


def _finding(told: Told, finding: Finding) -> dict[str, Any]:
    return {
        "flaw": finding.flaw.value,
        **_case(told, finding.trial),
        "text": finding.text,
        "said": finding.said,
        "where": list(finding.where),
        "runs": finding.of,
    }


def _hidden(verified: Verified, hidden: HiddenTest, chaffs: Sequence[Trial]) -> dict[str, Any]:
    redundant = verified.redundant
    return {
        **vars(hidden),
        "proven_by": [trial.name for trial in chaffs],
        "is_redundant": None if redundant is None else hidden in redundant,
    }


def _case(told: Told, trial: Trial) -> dict[str, Any]:
    return {
        "role": trial.role.value,
        "notebook": trial.notebook,
        "name": trial.name,
        "title": trial.title,
        "file": told.file(trial) if trial.case else None,
    }


def _outcome(told: Told, outcome: Outcome) -> dict[str, Any]:
    trial = outcome.trial
    return {
        **_case(told, trial),
        "data": outcome.data,
        "seed": trial.seed,
        "turn": trial.turn,
        "problem": outcome.problem,
        "wrong": list(outcome.wrong),
        "cpu_seconds": outcome.cpu_seconds,
        "tests": [_judgement(each) for each in outcome.judgements],
    }


def _judgement(judgement: Judgement) -> dict[str, Any]:
    """Return what became of one test cell; its margins, one for each comparison, stay out."""
    facts = {**vars(judgement), "verdict": judgement.verdict.value}
    del facts["margins"]
    return facts
