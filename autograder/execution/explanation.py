"""What an instructor is told of one submission: plain, bounded facts, made printable.

Nothing here is written to results, gradebook or feedback. It holds hidden tests and values.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from autograder.configuration import Settings
from autograder.results import NotebookResult, Result, TestResult
from autograder.verdicts import Verdict

NEAR = 0.5
"""From which part of a limit on the limit counts as near."""


@dataclass(frozen=True)
class Value:
    """Hold one value that a test saw.

    ``kind`` is ``answer`` (a plain copy), ``handle`` (it stayed in the student process),
    ``missing`` or ``trouble``; ``cell`` counts the notebook's cells from 1 and names the one that
    bound it last, where a cell behind the prefix did.
    """

    name: str
    kind: str
    type: str
    text: str
    cell: int | None = None


@dataclass(frozen=True)
class Call:
    """Hold one thing that a test asked of the student's code.

    ``arguments`` is None for what is no call. ``raised`` is what the test got, ``said`` the student
    process's own traceback: it is the student's word.
    """

    what: str
    arguments: tuple[str, ...] | None
    result: str
    raised: str
    said: str
    seconds: float


@dataclass(frozen=True)
class SourceLine:
    """Hold one line of a test cell; ``failed`` where the cell ended."""

    number: int
    text: str
    hidden: bool
    failed: bool


@dataclass(frozen=True)
class ExplainedTest:
    """Hold one test cell: the result, the whole source, and what the test saw.

    ``cell`` counts from 1. ``sides`` are the values of expressions in the assert that failed,
    ``local_values`` the test's own variables. ``left_out`` counts what was too much to keep.
    """

    cell: int
    result: TestResult
    lines: tuple[SourceLine, ...]
    seconds: float
    is_lost: bool = False
    sides: tuple[Value, ...] = ()
    values: tuple[Value, ...] = ()
    local_values: tuple[Value, ...] = ()
    calls: tuple[Call, ...] = ()
    trace: str = ""
    left_out: int = 0


@dataclass(frozen=True)
class ExplainedCell:
    """Hold one cell behind the prefix that ran in the student process.

    ``kind`` is ``student`` or ``locked``. ``printed`` is its output as text, ``outputs`` the same
    as nbformat has it, which is not made safe. ``lost`` says what it did to its process.
    """

    cell: int
    kind: str
    source: str
    seconds: float
    bound: tuple[str, ...]
    error: str
    printed: str
    lost: Verdict | None = None
    outputs: tuple[Any, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class ProcessUse:
    """Hold what the processes of one role used, over all attempts."""

    role: str
    cpu_seconds: float
    peak_memory_bytes: int
    codes: tuple[int, ...]


@dataclass(frozen=True)
class Explanation:
    """Hold everything that is known of how one notebook was graded.

    ``cold_because`` is empty when the submission started behind the prefix. ``attempts`` counts
    the runs: one more for each cell that took the process down.
    """

    tests: tuple[ExplainedTest, ...]
    cells: tuple[ExplainedCell, ...]
    cold_because: str
    prefix_cells: int
    attempts: int
    wall_seconds: float
    processes: tuple[ProcessUse, ...]
    jail: str
    settings: Settings

    def near_deadlines(self) -> Iterator[str]:
        """Yield what took much of the time that it had."""
        settings = self.settings
        for cell in self.cells:
            yield from _near(f"cell {cell.cell}", cell.seconds, settings.cell_seconds)
        for test in self.tests:
            name = test.result.grade_id
            yield from _near(f"test {name}", test.seconds, settings.cell_seconds)
            for call in test.calls:
                yield from _near(f"{name}: {call.what}", call.seconds, settings.call_seconds)
        yield from _near("the notebook", self.wall_seconds, settings.notebook_seconds)
        for process in self.processes:
            name = f"CPU time of the {process.role} processes"
            yield from _near(name, process.cpu_seconds, settings.notebook_seconds)


def _near(what: str, seconds: float, limit: float) -> Iterator[str]:
    if seconds >= NEAR * limit:
        yield f"{what}: {seconds:.1f} of {limit:g} seconds"


@dataclass(frozen=True)
class ExplainedNotebook:
    """Hold one notebook: what grading it gave, or the ``problem`` that kept it from being graded.

    ``code`` is the problem's error code.
    """

    name: str
    result: NotebookResult | None = None
    explanation: Explanation | None = None
    problem: str = ""
    code: str = ""


@dataclass(frozen=True)
class Difference:
    """Hold a test cell whose verdict or points are not those of the newest recorded result."""

    notebook: str
    grade_id: str
    recorded: TestResult | None
    now: TestResult | None


@dataclass(frozen=True)
class Explained:
    """Hold one student's submission, explained.

    ``recorded`` is the newest result on disk, and ``hashes`` and ``engine`` are of this run.
    ``seconds`` is what explaining took, the starting of the zygotes included.
    """

    student: str
    assignment: str
    notebooks: tuple[ExplainedNotebook, ...]
    handed_in: str = ""
    engine: str = ""
    hashes: dict[str, str] = field(default_factory=dict)
    recorded: Result | None = None
    seconds: float = 0.0

    def differences(self) -> tuple[Difference, ...]:
        """Return the test cells, of the notebooks that ran, that came out otherwise than recorded.

        Empty when nothing is recorded.
        """
        return tuple(self._differences()) if self.recorded is not None else ()

    def _differences(self) -> Iterator[Difference]:
        before = {each.name: each for each in self.recorded.notebooks} if self.recorded else {}
        for notebook in self.notebooks:
            old = _by_id(before.get(notebook.name))
            new = _by_id(notebook.result)
            for grade_id in dict.fromkeys([*new, *old]):
                pair = old.get(grade_id), new.get(grade_id)
                if _decision(pair[0]) != _decision(pair[1]):
                    yield Difference(notebook.name, grade_id, *pair)

    def changed(self) -> tuple[str, ...]:
        """Return which of submission, master, data, settings and engine are not as recorded."""
        if self.recorded is None:
            return ()
        old = {**self.recorded.hashes, "engine": self.recorded.engine}
        new = {**self.hashes, "engine": self.engine}
        return tuple(sorted(key for key in old.keys() & new.keys() if old[key] != new[key]))

    def reason(self) -> str:
        """Return what may have led to other verdicts than those on record."""
        if self.changed():
            return f"Changed since then: {', '.join(self.changed())}."
        return (
            "Nothing else has changed since then: the submission or a test does not give the "
            "same each time, or came close to a limit."
        )


def _by_id(result: NotebookResult | None) -> dict[str, TestResult]:
    return {test.grade_id: test for test in result.tests} if result is not None else {}


def _decision(test: TestResult | None) -> tuple[Verdict, float | None] | None:
    return None if test is None else (test.verdict, test.points)
