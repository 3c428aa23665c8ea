"""The examiner: the trusted fork in which test cells run, beyond the student's reach.

Comes in, from the supervisor: the steps of a submission, then one word for each step as it
happens. Goes out: a verdict for each test cell. What a test needs of the student's work it gets
over the wall; pass or fail is decided from what was computed here. The examiner is jailed too:
it decodes what student code sent.
"""

import ast
import dataclasses
import signal
import socket
import time
import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from autograder.answers.frames import BrokenFrame
from autograder.answers.handles import (
    NotSupported,
    StudentEnded,
    StudentRaised,
    StudentTimeout,
    Trouble,
    Wall,
)
from autograder.assignment import BEGIN_HIDDEN, END_HIDDEN, IllFormedRegion, region_lines
from autograder.errors import AutograderError
from autograder.execution.names import Names, bindings, definitions, used
from autograder.execution.shell import Shell
from autograder.execution.words import hear, say
from autograder.jail.entry import Prepared, enter
from autograder.scoring import judge
from autograder.verdicts import Verdict

MESSAGE_CHARACTERS = 2000


class OutOfTime(BaseException):
    """Say that a test cell ran longer than it may; tests cannot catch it by accident."""


@dataclass(frozen=True)
class Finding:
    """Hold what became of a test cell; ``student_gone`` when the student process died of it."""

    verdict: Verdict
    message: str = ""
    note: str = ""
    partial: float | None = None
    student_gone: bool = False


def main(
    shell: Shell,
    namespace: dict[str, object],
    prepared: Prepared | None,
    channel: socket.socket,
    wall: socket.socket,
) -> None:
    """Enter the jail, then examine until the supervisor hangs up."""
    order = hear(channel)
    try:
        if prepared is not None:
            enter(prepared, scratch=None, keep={channel.fileno(), wall.fileno()})
    except (AutograderError, OSError) as error:
        say(channel, {"refused": str(error)})
        return
    signal.signal(signal.SIGALRM, _out_of_time)
    examination = Examination(order, namespace, Wall(wall, call_seconds=order["call_seconds"]))
    say(channel, {"ready": True, "replay": list(examination.replay())})
    while True:
        try:
            order = hear(channel)
        except EOFError:
            return
        reply = examination.take(order)
        if reply is not None:
            say(channel, vars(reply))


def _out_of_time(_: int, __: types.FrameType | None) -> None:
    raise OutOfTime


class Examination:
    """Follow one submission step by step, and judge its test cells.

    ``order["steps"]`` holds kind, source and, for test cells, points of each step;
    ``order["solutions"]`` the sources of the master's solution cells.
    """

    def __init__(self, order: Any, prefix: dict[str, object], wall: Wall) -> None:
        """Start before the first step."""
        self._steps = order["steps"]
        self._wall = wall
        self._prefix = prefix
        expected = (bindings(source).names for source in order["solutions"])
        self._names = Names(wall, prefix, frozenset().union(*expected))
        self._trouble: dict[str, Verdict] = {}

    def replay(self) -> Iterator[int]:
        """Yield the test cells whose public part a later cell of the student's builds on."""
        later: frozenset[str] = frozenset()
        for at in reversed(range(len(self._steps))):
            step = self._steps[at]
            if step["kind"] != "test":
                later |= used(step["source"])
            elif bindings(_public(step["source"])).names & later:
                yield at

    def take(self, order: Any) -> Finding | None:
        """Take the supervisor's word on one step; return a finding for a test cell."""
        step = self._steps[order["step"]]
        if step["kind"] == "test":
            return self._examine(step, order["seconds"])
        if step["kind"] == "locked":
            self._trust(step["source"])
        self._note(step["source"], order["trouble"])
        return None

    def _note(self, source: str, trouble: str | None) -> None:
        bound = bindings(source)
        self._names.student_bound(bound)
        self._wall.forget()
        for name in bound.names:
            self._trouble.pop(name, None)
            if trouble is not None:
                self._trouble[name] = Verdict(trouble)

    def _trust(self, source: str) -> None:
        """Run what a locked cell behind the prefix imports and defines, here as well."""
        scope = dict(self._prefix)
        try:
            exec(compile(definitions(source), "<locked cell>", "exec"), scope)  # noqa: S102  # the master's own cell
        except Exception:  # it may build on names that only the student's side has
            return
        self._names.trust({k: v for k, v in scope.items() if k in bindings(source).names})

    def _examine(self, step: Any, seconds: float) -> Finding:
        test = _Test(step["source"], step["points"])
        self._names.missing.clear()
        self._wall.begin_cell(time.monotonic() + seconds)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        partial, raised = None, None
        try:
            partial = test.run(self._names)
        except BaseException as error:  # a test may end in any way
            raised = error
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        # A test that caught the wall's trouble by accident has judged nothing.
        if self._wall.trouble is not None:
            finding = _troubled(self._wall.trouble, test.place(raised))
        elif raised is not None:
            finding = self._finding(test.place(raised), raised)
        else:
            finding = _judged(partial, step["points"])
        return dataclasses.replace(finding, student_gone=self._wall.ended)

    def _finding(self, where: "_Place", raised: BaseException) -> Finding:
        """Say what an exception out of a test cell means."""
        if isinstance(raised, OutOfTime):
            return Finding(Verdict.TIMEOUT, "The test took too long with your answer.")
        if isinstance(raised, NameError) and self._names.missing:
            return self._missing(raised)
        note = f"line {where.line}"
        if isinstance(raised, AssertionError):
            return Finding(Verdict.FAILED, _message(where, raised), note)
        return Finding(Verdict.ERROR, _message(where, raised), f"{note}: {raised!r}"[:500])

    def _missing(self, raised: NameError) -> Finding:
        name = raised.name if raised.name in self._names.missing else min(self._names.missing)
        verdict = self._trouble.get(name, Verdict.MISSING)
        messages = {
            Verdict.MISSING: f"“{name}” was not found: it is not defined, or its cell failed.",
            Verdict.TIMEOUT: f"The cell that defines “{name}” ran longer than it may.",
            Verdict.MEMORY: f"The cell that defines “{name}” needs more memory than it may.",
            Verdict.CRASHED: f"The cell that defines “{name}” ended the notebook's process.",
        }
        return Finding(verdict, messages.get(verdict, messages[Verdict.MISSING]))


def _troubled(trouble: Trouble | BrokenFrame, where: "_Place") -> Finding:
    """Say what it means that an answer did not come over the wall."""
    note = f"line {where.line}: {trouble}"
    if isinstance(trouble, NotSupported):
        return Finding(Verdict.UNSUPPORTED, note=note)
    if isinstance(trouble, StudentTimeout):
        return Finding(Verdict.TIMEOUT, "Your code took too long when the test used it.", note)
    if isinstance(trouble, StudentEnded):
        return Finding(Verdict.CRASHED, "Your code ended the notebook's process.", note)
    message = "Your answer could not be read: it is too large or damaged."
    return Finding(Verdict.ERROR, message, note)


def _judged(partial: float | None, worth: float) -> Finding:
    verdict = judge(partial, worth)
    if verdict is Verdict.INTERNAL:
        note = f"the test cell gave {partial} points, more than the {worth} that it is worth"
        return Finding(verdict, note=note)
    return Finding(verdict, partial=partial if verdict is Verdict.PARTIAL else None)


@dataclass(frozen=True)
class _Place:
    """Hold where in a test cell an exception arose: line, hidden or not, the message there."""

    line: int
    hidden: bool
    literal: str | None


class _Test:
    """Hold the compiled form of one test cell."""

    def __init__(self, source: str, points: float) -> None:
        self._source = source
        self._file = "<test cell>"
        self._tree = ast.parse(source)

    def run(self, names: Names) -> float | None:
        """Run the cell; return its last expression when that is a number."""
        body, last = list(self._tree.body), None
        if body and isinstance(body[-1], ast.Expr):
            expression = body.pop()
            assert isinstance(expression, ast.Expr)  # noqa: S101  # for the type checker
            last = compile(ast.Expression(expression.value), self._file, "eval")
        exec(compile(ast.Module(body, []), self._file, "exec"), names)  # noqa: S102  # the master's own cell
        if last is None or self._source.rstrip().endswith(";"):
            return None
        return _number(eval(last, names))  # noqa: S307  # the master's own cell

    def place(self, raised: BaseException | None) -> _Place:
        """Return where in the cell an exception came from."""
        line, step = 0, raised.__traceback__ if raised else None
        while step is not None:
            if step.tb_frame.f_code.co_filename == self._file:
                line = step.tb_lineno
            step = step.tb_next
        return _Place(line, line in _hidden_lines(self._source), self._literal(line))

    def _literal(self, line: int) -> str | None:
        """Return the literal message of the assert that stands on a line."""
        found = None
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Assert) and node.lineno <= line <= (node.end_lineno or 0):
                if isinstance(node.msg, ast.Constant) and isinstance(node.msg.value, str):
                    found = node.msg.value
        return found


def _number(value: object) -> float | None:
    """Return what nbgrader reads as points from the text of a last expression.

    That text is what Jupyter shows: of a NumPy number it is ``np.float64(2.0)``, which is no
    number to nbgrader, and so not here either.
    """
    return float(value) if type(value) in (int, float) else None  # type: ignore[arg-type]


def _hidden_lines(source: str) -> frozenset[int]:
    try:
        lines = region_lines(source, BEGIN_HIDDEN, END_HIDDEN)
    except IllFormedRegion:
        return frozenset(range(1, source.count("\n") + 2))
    return frozenset(line.number for line in lines if line.inside or line.is_marker)


def _public(source: str) -> str:
    hidden = _hidden_lines(source)
    lines = enumerate(source.split("\n"), start=1)
    return "\n".join(text for number, text in lines if number not in hidden)


def _message(where: _Place, raised: BaseException) -> str:
    """Return what the student may see: of a hidden test, the literal message and nothing else."""
    if where.hidden:
        if isinstance(raised, AssertionError) and where.literal == str(raised):
            return where.literal
        return "A hidden test could not be completed with your answer."
    name = type(raised).__name__
    text = str(raised)[:MESSAGE_CHARACTERS]
    if isinstance(raised, AssertionError | StudentRaised):
        return text or "A visible test of this cell fails."
    return f"{name}: {text}"
