"""Trials run: each sheet through the pipeline that grades students, to outcomes.

What student code made is judged by the same engine, in the same jail, from the same release.
"""

import dataclasses
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any

from autograder import cases, submission
from autograder import notebook as notebooks
from autograder.assignment import Master, TestCell
from autograder.errors import InternalError, StudentError
from autograder.execution.grading import Graded
from autograder.execution.margins import margins_of
from autograder.notebook import Notebook, NotebookUnreadable
from autograder.results import TestResult
from autograder.verdicts import Verdict
from autograder.verify import records
from autograder.verify.ground import Ground
from autograder.verify.outcome import Judgement, Outcome, Role, Trial
from autograder.verify.records import Records
from autograder.verify.trials import Sheet, covered

Progress = Callable[[int], None]
"""Called with the number of trials that are done."""

Facts = dict[str, Any]
"""What is kept of one graded submission: plain JSON."""


class Runner:
    """Grade sheets on one ground, ``jobs`` at a time."""

    def __init__(
        self, ground: Ground, engine: str, kept: Records, jobs: int, *, margins: bool = False
    ) -> None:
        """Take the ground as it is; ``engine`` names what grades, for what is kept."""
        # What is kept without margins must not be taken for more.
        self._engine = f"{engine}, {records.machinery()}" + ", margins" * margins
        self._ground, self._kept, self._jobs, self._margins = ground, kept, jobs, margins
        self._writing = threading.Lock()

    def run(
        self, sheets: Sequence[Sheet], progress: Progress = lambda count: None
    ) -> Iterator[Outcome]:
        """Yield what came of each trial of the sheets, as they are done.

        Raises InstructorError when a case names a cell that the release does not have, and when a
        prefix fails.
        """
        ordered = sorted(sheets, key=lambda sheet: sheet.is_long, reverse=True)
        pool = ThreadPoolExecutor(self._jobs)
        try:
            running = {pool.submit(self._facts, sheet): sheet for sheet in ordered}
            for done in as_completed(running):
                sheet = running[done]
                yield from self._outcomes(sheet, done.result())
                progress(len(sheet.trials))
        finally:
            pool.shutdown(cancel_futures=True)

    def points(self, master: Master, trial: Trial) -> dict[str, float | None]:
        """Return the points of the test cells that a trial, alone, answers for.

        ``master`` is another than the ground's, with the same prefix. Nothing of it is kept.
        """
        facts = self._graded(master, Sheet(trial.notebook, (trial,)))
        found = {test["grade_id"]: test["points"] for test in facts["tests"]}
        return {name: found.get(name) for name in covered(trial, master)}

    def _facts(self, sheet: Sheet) -> Facts:
        """Return what is known of a sheet, from what is kept or from grading it."""
        content = self._content(sheet)
        turn = sheet.trials[0].turn
        key = records.key(self._ground.hashes[sheet.notebook], self._engine, content, turn)
        facts: Facts | None = self._kept.get(key)
        if facts is None:
            facts = self._graded(self._ground.master(sheet.notebook), sheet)
            with self._writing:
                self._kept.put(key, facts)
        return facts

    def _content(self, sheet: Sheet) -> bytes:
        """Return the file that would be handed in."""
        release = self._ground.released[sheet.notebook]
        if sheet.trials[0].role is Role.SOLUTION:
            return notebooks.write(solved(self._ground.master(sheet.notebook), release))
        found = (trial.case for trial in sheet.trials if trial.case is not None)
        return cases.submission(release, found)

    def _graded(self, master: Master, sheet: Sheet) -> Facts:
        try:
            handed_in = notebooks.parse(self._content(sheet))
            taken = submission.take_in(master, handed_in)
            graded = self._ground.run(taken, margins=self._margins)
        except (NotebookUnreadable, StudentError) as error:
            return {"tests": [], "refused": error.message}
        except InternalError as error:
            return {"tests": [], "failed": error.message}
        return _facts(graded)

    def _outcomes(self, sheet: Sheet, facts: Facts) -> Iterator[Outcome]:
        master = self._ground.master(sheet.notebook)
        tests = {test["grade_id"]: test for test in facts["tests"]}
        elsewhere = self._ground.data.path is not None
        for trial in sheet.trials:
            names = covered(trial, master)
            judgements = tuple(
                _judgement(trial, test, tests[test.grade_id], elsewhere)
                for test in master.tests
                if test.grade_id in names and test.grade_id in tests
            )
            yield Outcome(
                trial,
                self._ground.data.name,
                judgements,
                problem=facts.get("refused") or facts.get("failed") or "",
                wrong=tuple(_wrong(trial, facts, tests)),
                cpu_seconds=facts.get("cpu_seconds", 0.0),
                beside=tuple(each.name for each in sheet.trials if each is not trial),
            )


def solved(master: Master, release: Notebook) -> Notebook:
    """Return the release with the master's solutions in it."""
    solutions = {cell.grade_id: cell.source for cell in master.notebook.cells if cell.is_solution}
    cells = (
        dataclasses.replace(cell, source=solutions.get(cell.grade_id, cell.source))
        for cell in release.cells
    )
    return dataclasses.replace(release, cells=tuple(cells))


def _facts(graded: Graded) -> Facts:
    return {
        "tests": [_test(test, graded) for test in graded.result.tests],
        "cpu_seconds": graded.result.measured.get("cpu_seconds", 0.0),
    }


def _test(test: TestResult, graded: Graded) -> Facts:
    margins = graded.margins.get(test.grade_id, ())
    return {
        "grade_id": test.grade_id,
        "verdict": test.verdict.value,
        "points": test.points,
        "message": test.message,
        "note": test.note,
        "line": graded.lines.get(test.grade_id, 0),
        "margins": [dict(vars(margin)) for margin in margins],
    }


def _judgement(trial: Trial, test: TestCell, facts: Facts, elsewhere: bool) -> Judgement:
    return Judgement(
        grade_id=test.grade_id,
        exercise=test.exercise,
        verdict=Verdict(facts["verdict"]),
        points=facts["points"],
        max_points=test.points,
        expected=_expected(trial, test, elsewhere),
        line=facts["line"],
        message=facts["message"],
        note=facts["note"],
        margins=margins_of(facts.get("margins", ())),
    )


def _expected(trial: Trial, test: TestCell, elsewhere: bool) -> float | None:
    if trial.role is Role.MUTANT:
        return None
    if trial.role is Role.RELEASE:
        return 0.0
    if trial.case is None:
        return test.points
    less = trial.case.earns(test.grade_id, elsewhere=elsewhere)
    return test.points if less is None else less


def _wrong(trial: Trial, facts: Facts, tests: Mapping[str, Facts]) -> Iterator[str]:
    """Yield what is not as the case says beside its points."""
    case = trial.case
    if "failed" in facts:
        yield f"the autograder failed: {facts['failed']}"
    elif "refused" in facts and not (case is not None and case.refused):
        yield f"it was refused: {facts['refused']}"
    elif case is not None and case.refused and "refused" not in facts:
        yield "it was graded, and the case says that it is refused"
    if case is None or not tests:
        return
    for name, verdict in case.verdicts.items():
        if name not in tests:
            yield f"the case names a test cell {name}, and there is none"
        elif tests[name]["verdict"] != verdict:
            yield f"{name}: {tests[name]['verdict']}, and the case says {verdict}"
    for name in {*case.points, *(case.points_elsewhere or {})} - tests.keys():
        yield f"the case names a test cell {name}, and there is none"
