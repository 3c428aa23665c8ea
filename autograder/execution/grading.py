"""Grade one submission's notebook.

A cell that takes the student process down costs only itself and what hangs on it: the notebook is
run again without that cell.
"""

import dataclasses
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder import scoring
from autograder.configuration import Settings
from autograder.errors import InternalError
from autograder.execution.attempt import Attempt, Rooms, Run, Usage
from autograder.execution.explaining import explain as explanation
from autograder.execution.explanation import Explanation
from autograder.execution.losses import Finding, Stopped
from autograder.execution.margins import Margin, margins_of
from autograder.execution.oddities import AskedAway, Oddities
from autograder.execution.outputs import Outputs
from autograder.notebook import Cell, Notebook
from autograder.results import NotebookResult, TestResult
from autograder.submission import Kind, Step, Submission
from autograder.verdicts import Verdict

REVIVALS = 4
"""How many cells of one notebook may take its process down."""


@dataclass(frozen=True)
class Graded:
    """Hold the outcome: the result, and the notebook as it ran, with the tests' public text.

    ``lines`` are those at which test cells ended early, by grade id; ``ended_hidden`` has those
    that their hidden part ended. ``margins``, by grade id too, and ``explanation`` are there when
    they were asked for; they hold hidden tests.
    """

    result: NotebookResult
    notebook: Notebook
    lines: Mapping[str, int] = field(default_factory=dict)
    ended_hidden: frozenset[str] = frozenset()
    margins: Mapping[str, tuple[Margin, ...]] = field(default_factory=dict)
    explanation: Explanation | None = None


def grade(
    rooms: Rooms,
    submission: Submission,
    settings: Settings,
    *,
    explain: bool = False,
    margins: bool = False,
) -> Graded:
    """Run and judge one submission; ``explain`` keeps what an instructor may want to know.

    So does ``margins``, of how close each comparison of the tests was; not both at once.
    Raises InternalError when a process cannot be started; everything else becomes a verdict.
    """
    started = time.monotonic()
    deadline = started + settings.notebook_seconds
    usage = Usage()
    lost: dict[int, Stopped] = {}
    seconds: dict[int, float] = {}
    odd = Oddities()
    earlier: dict[int, Finding] = {}
    while True:
        run = Run(
            Outputs(settings.output_bytes),
            lost=lost,
            seconds=seconds,
            explain=explain,
            margins=margins,
            oddities=odd,
        )
        try:
            Attempt(rooms, submission, settings, run, deadline, usage).make()
        except AskedAway:
            # What is noticed has no say: everything again, as if nothing had been asked twice.
            odd.is_asking = False
            _hold_to(earlier, run, submission)
            continue
        except Stopped as stopped:
            again = stopped.at not in lost and len(lost) < REVIVALS
            lost[stopped.at] = stopped
            if again and time.monotonic() < deadline:
                _hold_to(earlier, run, submission)
                continue
            _give_up(submission, run, stopped)
        break
    _hold_to(earlier, run, submission)
    measured = {
        "wall_seconds": round(time.monotonic() - started, 4),
        "cpu_seconds": round(usage.cpu_seconds, 4),
        "peak_memory_bytes": usage.peak_memory_bytes,
    }
    graded = _graded(rooms, submission, run, measured)
    if not explain:
        return graded
    results = {test.grade_id: test for test in graded.result.tests}
    took = time.monotonic() - started
    explained = explanation(rooms, submission, run, usage, results, settings, took)
    return dataclasses.replace(graded, explanation=explained)


def _hold_to(earlier: dict[int, Finding], run: Run, submission: Submission) -> None:
    """Let no test come out better than in an earlier attempt at the same notebook.

    Otherwise a notebook could end its process until a guess is right. What differs is noted.
    """
    for at, finding in run.findings.items():
        step = submission.steps[at]
        if at in run.lost or finding["verdict"] == Verdict.INTERNAL:
            continue
        before = earlier.setdefault(at, finding)
        if before["verdict"] != finding["verdict"]:
            told = f"judged again after the process had ended: {before['verdict']} at first, then"
            run.oddities.add("answer-changed", step, f"{told} {finding['verdict']}")
        worse = min(before, finding, key=lambda each: _worth(step, each))
        earlier[at] = run.findings[at] = worse


def _worth(step: Step, finding: Finding) -> float:
    """Return the points of a finding; less than none where a person decides."""
    test = _test_result(step, finding)
    return -1.0 if test.points is None else test.points


def _give_up(submission: Submission, run: Run, stopped: Stopped) -> None:
    """Give every test that was not reached the verdict of what stopped the notebook."""
    for at, step in enumerate(submission.steps):
        if step.kind is Kind.TEST and at not in run.findings:
            run.findings[at] = stopped.finding


def _graded(rooms: Rooms, submission: Submission, run: Run, measured: dict[str, float]) -> Graded:
    tests = {test.grade_id: None for test in submission.master.tests}
    found: dict[str, TestResult] = {}
    lines: dict[str, int] = {}
    hidden: set[str] = set()
    margins: dict[str, tuple[Margin, ...]] = {}
    for at, step in enumerate(submission.steps):
        if step.test is not None:
            found[step.test.grade_id] = _test_result(step, run.findings[at])
            lines[step.test.grade_id] = run.findings[at].get("line", 0)
            if run.findings[at].get("hidden"):
                hidden.add(step.test.grade_id)
            margins[step.test.grade_id] = margins_of(run.findings[at].get("margins") or ())
    ordered = tuple(found[grade_id] for grade_id in tests if grade_id in found)
    name = submission.master.name
    noticed = tuple(run.oddities.found)
    result = NotebookResult(name, ordered, submission.notices, measured, noticed=noticed)
    executed = _executed(rooms, submission, run, found)
    return Graded(result, executed, lines, frozenset(hidden), margins)


def _test_result(step: Step, finding: Finding) -> TestResult:
    test, verdict = step.test, Verdict(finding["verdict"])
    if test is None:
        raise InternalError("step-without-test", "a step that is no test was judged")
    return TestResult(
        grade_id=test.grade_id,
        exercise=test.exercise,
        verdict=verdict,
        points=scoring.points(verdict, test.points, finding["partial"]),
        max_points=test.points,
        message=str(finding["message"]),
        note=str(finding["note"]),
    )


def _executed(
    rooms: Rooms, submission: Submission, run: Run, found: dict[str, TestResult]
) -> Notebook:
    """Return the notebook with the outputs of this run; of test cells, the public message."""
    prefix = iter(rooms.student.outputs if submission.warm else ())
    cells: list[Cell] = []
    count = 0
    first_step = (
        submission.steps[0].position if submission.steps else len(submission.notebook.cells)
    )
    for at, cell in enumerate(submission.notebook.cells):
        if cell.cell_type != "code":
            cells.append(cell)
        elif submission.warm and at < first_step and cell.source.strip():
            count += 1
            cells.append(
                dataclasses.replace(cell, outputs=tuple(next(prefix, ())), execution_count=count)
            )
        elif cell.is_test and cell.grade_id in found:
            cells.append(dataclasses.replace(cell, outputs=_shown(found[cell.grade_id])))
        else:
            counted = run.counts.get(at)
            cells.append(
                dataclasses.replace(cell, outputs=run.outputs.of(at), execution_count=counted)
            )
    return dataclasses.replace(submission.notebook, cells=tuple(cells))


def _shown(test: TestResult) -> tuple[Any, ...]:
    """Return the output of a test cell: nothing when it passed, else what the student may know."""
    if test.verdict in (Verdict.PASSED, Verdict.PARTIAL):
        return ()
    text = test.message or "A person will look at this test."
    error = {"output_type": "error", "ename": test.verdict.value, "evalue": text}
    return ({**error, "traceback": [f"{test.verdict.value}: {text}"]},)
