"""An engine that starts no process, for tests of what is run and what is written, not of how.

It runs a paper's cells in this process and judges each test cell by whether it raises an
AssertionError. It counts how often its zygotes were started and remembers what ran.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from autograder.execution.grading import Graded
from autograder.jail.entry import Tier
from autograder.pipeline import machines
from autograder.results import NotebookResult, TestResult
from autograder.submission import Submission
from autograder.verdicts import Verdict


@dataclass
class Engine:
    """What was asked of the engine: starts of its zygotes, and the student's work that ran."""

    starts: int = 0
    ran: list[str] = field(default_factory=list)
    before_each: Callable[[], None] = lambda: None

    def forget(self) -> None:
        self.starts, self.ran = 0, []

    def grade(
        self, rooms: object, submission: Submission, settings: object, *, margins: bool = False
    ) -> Graded:
        self.before_each()
        work = [cell.source for cell in submission.notebook.cells if cell.is_solution]
        self.ran.append("\n".join(work))
        names: dict[str, Any] = {}
        for source in submission.master.prefix if submission.warm else ():
            _run(source, names)
        tests: list[TestResult] = []
        for step in submission.steps:
            if step.test is None:
                _run(step.source, names)
            else:
                failed = _run(step.source, names)
                verdict = Verdict.FAILED if failed else Verdict.PASSED
                points = 0.0 if failed else step.test.points
                tests.append(
                    TestResult(
                        step.test.grade_id, step.test.exercise, verdict, points, step.test.points
                    )
                )
        result = NotebookResult(submission.master.name, tuple(tests), submission.notices)
        return Graded(result, submission.notebook)


def _run(source: str, names: dict[str, Any]) -> bool:
    """Run a cell; tell whether it failed."""
    try:
        exec(source, names)  # noqa: S102 -- the sources are those of our own tests
    except Exception:
        return True
    return False


class Pool:
    """Stand where the zygotes do."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def __enter__(self) -> "Pool":
        self.engine.starts += 1
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def warm_up(self) -> None:
        pass

    def rooms(self, master: object, *, warm: bool) -> None:
        pass


def install(monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Let the pipeline grade by this engine until the test ends."""
    engine = Engine()
    monkeypatch.setattr(machines, "Pool", lambda *_: Pool(engine))
    monkeypatch.setattr(machines, "grade", engine.grade)
    # Trying the machine's jail costs a process each time.
    monkeypatch.setattr(machines, "choose_tier", lambda *_, **__: Tier.UNPRIVILEGED)
    return engine
