"""Put together what is known of one graded submission into an `Explanation`.

Comes in: what the last attempt gave, and the examiner's evidence. What the student process said,
and values that came from it, are bounded and made printable here.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from autograder.assignment import BEGIN_HIDDEN, END_HIDDEN, region_lines
from autograder.configuration import Settings
from autograder.execution.attempt import Rooms, Run, Usage
from autograder.execution.explanation import (
    Call,
    ExplainedCell,
    ExplainedTest,
    Explanation,
    ProcessUse,
    SourceLine,
    Value,
)
from autograder.notebook import Json
from autograder.plain_text import plain
from autograder.results import TestResult
from autograder.submission import Step, Submission

PRINTED_CHARACTERS = 8192
TEXT_CHARACTERS = 5000
TRACE_CHARACTERS = 20_000
FIRST_LINE_CHARACTERS = 60


def explain(
    rooms: Rooms,
    submission: Submission,
    run: Run,
    usage: Usage,
    results: Mapping[str, TestResult],
    settings: Settings,
    wall_seconds: float,
) -> Explanation:
    """Return the explanation of one notebook; ``results`` are by the test cell's id."""
    tests: list[ExplainedTest] = []
    cells: list[ExplainedCell] = []
    for at, step in enumerate(submission.steps):
        if step.test is not None:
            tests.append(_test(at, step, submission, run, results[step.test.grade_id]))
        else:
            cells.append(_cell(at, step, run))
    return Explanation(
        tests=tuple(tests),
        cells=tuple(cells),
        cold_because=cold_because(submission),
        prefix_cells=len(submission.master.prefix),
        attempts=1 + len(run.lost),
        wall_seconds=wall_seconds,
        processes=tuple(_processes(usage)),
        jail=str(rooms.student.brief.tier),
        settings=settings,
    )


def _test(
    at: int, step: Step, submission: Submission, run: Run, result: TestResult
) -> ExplainedTest:
    finding = run.findings[at]
    found: Mapping[str, Any] = finding.get("evidence") or {}
    bound_in = _bound_in(at, submission.steps, run.bound)
    return ExplainedTest(
        cell=step.position + 1,
        result=result,
        lines=tuple(source_lines(step.source, int(found.get("line", 0)))),
        seconds=float(found.get("seconds", run.seconds.get(at, 0.0))),
        is_lost=at in run.lost,
        sides=_values(found.get("sides", ()), {}),
        values=_values(found.get("values", ()), bound_in),
        local_values=_values(found.get("locals", ()), {}),
        calls=tuple(_call(each) for each in found.get("calls", ())),
        trace=_printable(_with_ids(found.get("trace", ""), submission), TRACE_CHARACTERS),
        left_out=int(found.get("left_out", 0)),
    )


def _with_ids(trace: str, submission: Submission) -> str:
    """Return a traceback that names test cells by their ids."""
    for at, step in enumerate(submission.steps):
        if step.test is not None:
            trace = trace.replace(f'File "<test cell {at}>"', f"Test {step.test.grade_id}")
    return trace


def _cell(at: int, step: Step, run: Run) -> ExplainedCell:
    outputs = run.outputs.of(step.position)
    stopped = run.lost.get(at)
    return ExplainedCell(
        cell=step.position + 1,
        kind=step.kind.value,
        source=_printable(step.source, PRINTED_CHARACTERS),
        seconds=run.seconds.get(at, 0.0),
        bound=tuple(_printable(name, 100) for name in (run.bound[at] if run.bound else ())),
        error=_printable(run.errors.get(at, ""), 100),
        printed=printed(outputs),
        lost=stopped.verdict if stopped else None,
        outputs=outputs,
    )


def _bound_in(at: int, steps: Sequence[Step], bound: Sequence[Sequence[str]]) -> dict[str, int]:
    """Return for each name the cell before a test, counted from 1, that bound it last."""
    before = zip(steps[:at], bound, strict=False)
    return {name: step.position + 1 for step, names in before for name in names}


def _values(found: Sequence[Any], bound_in: Mapping[str, int]) -> tuple[Value, ...]:
    return tuple(
        Value(
            name=_printable(each["name"], 200),
            kind=str(each["kind"]),
            type=_printable(each["type"], 500),
            text=_printable(each["text"], TEXT_CHARACTERS),
            cell=bound_in.get(each["name"]),
        )
        for each in found
    )


def _call(found: Mapping[str, Any]) -> Call:
    given = found["arguments"]
    return Call(
        what=_printable(found["what"], 500),
        arguments=None if given is None else tuple(_printable(each, 500) for each in given),
        result=_printable(found["result"], 500),
        raised=_printable(found["raised"], 1000),
        said=_printable(found["said"], TEXT_CHARACTERS),
        seconds=float(found["seconds"]),
    )


def source_lines(source: str, failed: int) -> Iterator[SourceLine]:
    """Yield the lines of a test cell, the hidden ones and the one that failed marked."""
    for line in region_lines(source, BEGIN_HIDDEN, END_HIDDEN):
        hidden = line.inside or line.is_marker
        yield SourceLine(line.number, plain(line.text), hidden, line.number == failed)


def cold_because(submission: Submission) -> str:
    """Return which cell keeps a submission from starting behind the prefix; empty when it does."""
    if submission.warm:
        return ""
    for number, (source, step) in enumerate(
        zip(submission.master.prefix, submission.steps, strict=False), start=1
    ):
        if step.source != source:
            there = f"cell {step.position + 1} ({_first_line(step.source)})"
            wanted = f"code cell {number} ({_first_line(source)})"
            added = any(later.source == source for later in submission.steps)
            return f"{there} {'stands before' if added else 'is not'} the master's {wanted}"
    if len(submission.steps) < len(submission.master.prefix):
        return "cells of the master's prefix are missing"
    return "a file that the prefix may use was handed in with changes"


def _first_line(source: str) -> str:
    lines = [line for line in source.split("\n") if line.strip()] or [""]
    return _printable(lines[0].strip(), FIRST_LINE_CHARACTERS)


def _processes(usage: Usage) -> Iterator[ProcessUse]:
    for role in dict.fromkeys(role for role, _ in usage.endings):
        endings = [ending for each, ending in usage.endings if each == role]
        yield ProcessUse(
            role,
            round(sum(ending.cpu_seconds for ending in endings), 4),
            max(ending.peak_memory_bytes for ending in endings),
            tuple(ending.code for ending in endings),
        )


def printed(outputs: Sequence[Json]) -> str:
    """Return what a cell printed, showed and raised as text, bounded and printable."""
    return _printable("\n".join(filter(None, map(_output, outputs))), PRINTED_CHARACTERS)


def _output(output: Any) -> str:
    if output["output_type"] == "stream":
        return str(output["text"]).rstrip("\n")
    if output["output_type"] == "error":
        lines = [str(line) for line in output["traceback"]]
        return "\n".join(lines) or f"{output['ename']}: {output['evalue']}"
    data = output["data"]
    pictures = [mime for mime in data if mime.startswith("image/")]
    text = str(data.get("text/plain", ""))
    return f"[picture: {text}]" if pictures else text or f"[{', '.join(data)}]"


def _printable(text: object, characters: int) -> str:
    """Return the text without what could steer a terminal; a long one loses its middle."""
    whole = text if isinstance(text, str) else str(text)
    if len(whole) <= characters:
        return plain(whole)
    head, tail = characters * 3 // 4, characters // 4
    between = "\n[…]\n" if "\n" in whole else " … "
    return plain(f"{whole[:head]}{between}{whole[-tail:]}")
