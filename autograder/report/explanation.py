"""One submission explained to the instructor in the terminal, and the same facts for programs.

Holds hidden tests. What comes from the student is printable already; nothing of it is read as
Rich's own markup.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from autograder.execution.explanation import (
    Call,
    Difference,
    Explained,
    ExplainedCell,
    ExplainedNotebook,
    ExplainedTest,
    Explanation,
    SourceLine,
    Value,
)
from autograder.plain_text import plain
from autograder.results import TestResult
from autograder.scoring import number
from autograder.verdicts import Verdict

SCHEMA = 1
MEBIBYTE = 2**20
SOURCE_LINES = 60

_GOOD, _BAD, _WAIT = "green", "red", "yellow"
_STYLES = {Verdict.PASSED: _GOOD, Verdict.PARTIAL: "cyan"}
_SIGNS = {Verdict.PASSED: "✓", Verdict.PARTIAL: "◐"}


def terminal(explained: Explained) -> Group:
    """Return everything that is known of one submission, for a terminal."""
    parts: list[RenderableType] = [_title(explained)]
    for notebook in explained.notebooks:
        parts += [Text(), Rule(Text(plain(notebook.name), "bold")), *_notebook(notebook)]
    return Group(*parts, Text(), _record(explained))


def facts(explained: Explained) -> dict[str, Any]:
    """Return the same as plain data; rich outputs of cells are left out."""
    tree = dataclasses.asdict(explained)
    for notebook in tree["notebooks"]:
        for cell in (notebook["explanation"] or {}).get("cells", ()):
            del cell["outputs"]
    return {
        "schema": SCHEMA,
        **tree,
        "differences": [dataclasses.asdict(each) for each in explained.differences()],
        "changed": list(explained.changed()),
    }


# ---- the whole


def _title(explained: Explained) -> Text:
    title = Text.assemble(
        (plain(explained.student), "bold"), " · ", (plain(explained.assignment), "bold")
    )
    if explained.handed_in:
        title.append(f" · handed in {plain(explained.handed_in)}", "dim")
    title.append("\nThis holds hidden tests: it is not for students.", "dim")
    return title


def _notebook(notebook: ExplainedNotebook) -> Iterator[RenderableType]:
    if notebook.problem:
        told = Text(f"{plain(notebook.problem)}\n")
        told.append(f"[{notebook.code}]", "dim")
        yield Panel(told, title="not graded", title_align="left", border_style=_BAD)
    if notebook.result is None or notebook.explanation is None:
        return
    yield _overview(notebook.explanation)
    for notice in notebook.result.notices:
        yield Text.assemble(("put right  ", _WAIT), plain(notice))
    for noticed in notebook.result.noticed:
        said = f"{plain(noticed.text)} [{plain(noticed.code)}]; without effect on the score"
        yield Text.assemble(("noticed  ", _WAIT), said)
    for cell in notebook.result.manual:
        state = "answered" if cell.answered else "left as it was"
        yield Text.assemble(("for a person  ", _WAIT), f"{plain(cell.grade_id)}: {state}")
    yield Text()
    for test in notebook.explanation.tests:
        yield _test(test)
    yield Rule(Text("the student's cells", "bold"), style="dim")
    for each in notebook.explanation.cells:
        yield _cell(each)
    yield from _whole(notebook.explanation)


def _overview(explanation: Explanation) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column("", no_wrap=True)
    # On a narrow terminal the exercise gives way: ids are what one copies.
    table.add_column("test", overflow="fold", no_wrap=True, max_width=36)
    table.add_column("exercise", overflow="ellipsis", max_width=48)
    table.add_column("verdict", no_wrap=True)
    table.add_column("points", justify="right", no_wrap=True)
    table.add_column("seconds", justify="right", no_wrap=True)
    for test in explanation.tests:
        result, style = test.result, _style(test.result.verdict)
        table.add_row(
            Text(_sign(result.verdict), style),
            Text(plain(result.grade_id)),
            Text(plain(result.exercise), "dim"),
            Text(result.verdict.value, style),
            Text(_points(result)),
            Text(f"{test.seconds:.2f}", "dim"),
        )
    return table


def _whole(explanation: Explanation) -> Iterator[RenderableType]:
    yield Rule(Text("the run", "bold"), style="dim")
    start = "warm: behind the prefix, which ran once for all"
    if explanation.cold_because:
        start = f"cold: {explanation.cold_because}"
    lost = sum(cell.lost is not None for cell in explanation.cells)
    lost += sum(test.is_lost for test in explanation.tests)
    rows = [
        ("start", start),
        ("attempts", f"{explanation.attempts}" + (f", {lost} cells lost" if lost else "")),
        ("wall", f"{explanation.wall_seconds:.2f} s"),
        *((f"{p.role} process", _use(p)) for p in explanation.processes),
        ("jail", explanation.jail),
    ]
    yield _pairs(rows)
    for near in explanation.near_deadlines():
        yield Text.assemble(("near its deadline  ", _WAIT), near)


def _use(process: Any) -> str:
    memory = process.peak_memory_bytes / MEBIBYTE
    ended = [code for code in process.codes if code]
    text = f"{process.cpu_seconds:.2f} s CPU, {memory:.0f} MiB at most"
    return text + (f", ended with {', '.join(map(str, ended))}" if ended else "")


def _pairs(rows: Iterable[tuple[str, str]]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, text in rows:
        table.add_row(Text(name), Text(text))
    return table


def _record(explained: Explained) -> Group:
    """Return how this run compares with the newest result on record."""
    parts: list[RenderableType] = [Rule(Text("the record", "bold"), style="dim")]
    different = explained.differences()
    if explained.recorded is None:
        parts.append(Text("Nothing is recorded yet: `autograder grade` has not run.", "dim"))
    elif different:
        parts.append(Text("The newest result says otherwise:", _WAIT))
        parts += [Text(f"  {each}") for each in map(_difference, different)]
        parts.append(Text(explained.reason()))
    elif any(each.result is not None for each in explained.notebooks):
        parts.append(Text("Verdicts and points are those of the newest result.", _GOOD))
    rows = [("engine", explained.engine), *sorted(explained.hashes.items())]
    parts.append(_pairs((name, text) for name, text in rows if text))
    parts.append(Text(f"explained in {explained.seconds:.1f} s; nothing was written", "dim"))
    return Group(*parts)


def _difference(each: Difference) -> str:
    before, now = (_outcome(test) for test in (each.recorded, each.now))
    return plain(f"{each.notebook}: {each.grade_id}: recorded {before}, now {now}")


def _outcome(test: TestResult | None) -> str:
    return "nothing" if test is None else f"{test.verdict.value} ({_points(test)})"


# ---- one test cell


def _style(verdict: Verdict) -> str:
    return _STYLES.get(verdict, _BAD if verdict.carries_score else _WAIT)


def _sign(verdict: Verdict) -> str:
    return _SIGNS.get(verdict, "✗" if verdict.carries_score else "…")


def _points(result: TestResult) -> str:
    earned = "?" if result.points is None else number(result.points)
    return f"{earned} of {number(result.max_points)}"


def _test(test: ExplainedTest) -> Panel:
    result, style = test.result, _style(test.result.verdict)
    title = Text.assemble(
        (f"{_sign(result.verdict)} {plain(result.grade_id)}", f"bold {style}"),
        (f"  {result.verdict.value}, {_points(result)}", style),
    )
    where = Text(f"{plain(result.exercise)} · cell {test.cell}", "dim")
    return Panel(
        Group(*_told(test)),
        title=title,
        title_align="left",
        subtitle=where,
        subtitle_align="right",
        border_style=style,
    )


def _told(test: ExplainedTest) -> Iterator[RenderableType]:
    if test.result.message:
        yield Text.assemble(("the student reads  ", "dim"), plain(test.result.message))
    if test.result.note:
        yield Text.assemble(("note  ", "dim"), plain(test.result.note))
    if test.is_lost:
        yield Text("The student process ended here; it was run again without this test.", _WAIT)
    yield _source(test.lines)
    yield from _section("what the failing line compared", _values(test.sides))
    yield from _section("fetched from the student process", _values(test.values))
    yield from _section("the test's own variables", _values(test.local_values))
    yield from _section("asked of the student's code", _calls(test.calls))
    if test.trace:
        yield from _section("traceback", Text(test.trace.rstrip("\n"), _BAD))
    for call in test.calls:
        if call.said:
            told = Text(call.said.rstrip("\n"), "dim")
            yield from _section(f"{call.what}, in the student's own words", told)
    if test.left_out:
        yield Text(f"{test.left_out} more values and calls are left out.", "dim")


def _section(title: str, body: RenderableType | None) -> Iterator[RenderableType]:
    if body is not None:
        yield Text(f"\n{title}", "bold")
        yield Padding(body, (0, 0, 0, 2))


def _source(lines: Sequence[SourceLine]) -> Table:
    """Return the test's source: its hidden lines behind a bar, the failing one marked."""
    code = "\n".join(line.text for line in lines)
    coloured = Syntax("", "python", theme="ansi_dark").highlight(code).split("\n", allow_blank=True)
    table = Table(box=None, show_header=False, padding=0, pad_edge=False)
    for _ in range(2):
        table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for line, text in zip(lines, coloured, strict=False):
        mark = Text("❱" if line.failed else " ", f"bold {_BAD}")
        bar = Text(f"{line.number:>4} {'┃' if line.hidden else '│'} ")
        bar.stylize("magenta" if line.hidden else "dim")
        if line.failed:
            text = Text(line.text, f"bold white on {_BAD}")
        table.add_row(mark, bar, text)
    if any(line.hidden for line in lines):
        table.add_row("", Text("     ┃ ", "magenta"), Text("behind this bar: hidden", "dim"))
    return table


def _values(values: Sequence[Value]) -> Group | None:
    """Return values of one line as a table, and below it those of several, which do not wrap."""
    if not values:
        return None
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False)
    table.add_column(overflow="fold", max_width=40)
    table.add_column(overflow="fold", max_width=24)
    table.add_column(overflow="fold")
    blocks: list[RenderableType] = []
    for value in values:
        style = _BAD if value.kind in ("missing", "trouble") else ""
        name, kind = Text(value.name, "bold"), Text(_kind(value), "dim")
        if "\n" not in value.text:
            table.add_row(name, kind, Text(value.text, style))
            continue
        blocks.append(Text.assemble(name, "  ", kind))
        body = Text(value.text, style, no_wrap=True, overflow="ellipsis")
        blocks.append(Padding(body, (0, 0, 0, 4)))
    return Group(*([table] if table.row_count else []), *blocks)


def _kind(value: Value) -> str:
    """Return type and origin of a value."""
    words = [value.type if value.kind == "answer" else f"{value.kind} {value.type}".strip()]
    return ", ".join([*words, *([f"cell {value.cell}"] if value.cell else [])])


def _calls(calls: Sequence[Call]) -> Table | None:
    if not calls:
        return None
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False)
    table.add_column(overflow="fold", ratio=3)
    table.add_column(overflow="fold", ratio=2)
    table.add_column(justify="right", no_wrap=True)
    for call in calls:
        given = "" if call.arguments is None else f"({', '.join(call.arguments)})"
        came = Text(f"→ {call.result}") if not call.raised else Text(f"raised {call.raised}", _BAD)
        table.add_row(Text(call.what + given), came, Text(f"{call.seconds:.3f} s", "dim"))
    return table


# ---- one cell of the student's


def _cell(cell: ExplainedCell) -> Padding:
    style = _BAD if cell.error or cell.lost else "dim"
    head = Text.assemble((f"cell {cell.cell}", "bold"), (f"  {cell.seconds:.2f} s", "dim"))
    if cell.kind == "locked":
        head.append("  the master's own", "dim")
    if cell.bound:
        head.append(f"  binds {', '.join(cell.bound)}", "dim")
    if cell.error:
        head.append(f"  {cell.error}", style)
    if cell.lost:
        head.append(f"  lost ({cell.lost.value}): the notebook ran again without it", style)
    parts: list[RenderableType] = [head]
    if cell.kind == "student":
        parts.append(Padding(_student_source(cell.source), (0, 0, 0, 2)))
    if cell.printed:
        bar = Table(box=None, show_header=False, padding=0, pad_edge=False)
        bar.add_column(no_wrap=True)
        bar.add_column(overflow="fold")
        for line in cell.printed.split("\n"):
            bar.add_row(Text("  ▏ ", style), Text(line, style))
        parts.append(bar)
    return Padding(Group(*parts), (0, 0, 1, 0))


def _student_source(source: str) -> Text:
    lines = source.split("\n")
    more = len(lines) - SOURCE_LINES
    shown = "\n".join(lines[:SOURCE_LINES])
    text = Syntax("", "python", theme="ansi_dark").highlight(shown)
    text.rstrip()
    return text.append(f"\n… {more} more lines", "dim") if more > 0 else text
