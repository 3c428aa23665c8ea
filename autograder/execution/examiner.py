"""The examiner: the trusted fork in which test cells run, beyond the student's reach.

Comes in, from the supervisor: the steps of a submission, then one word for each step as it
happens. Goes out: a verdict for each test cell. What a test needs of the student's work it gets
over the wall; pass or fail is decided from what was computed here. The examiner is jailed too:
it decodes what student code sent.
"""

import ast
import asyncio
import dataclasses
import inspect
import signal
import socket
import time
import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.inputtransformer2 import TransformerManager

from autograder.answers.frames import BrokenFrame
from autograder.answers.handles import (
    NotSupported,
    StudentEnded,
    StudentRaised,
    StudentTimeout,
    Trouble,
    Wall,
)
from autograder.answers.witness import Witness
from autograder.assignment import BEGIN_HIDDEN, END_HIDDEN, IllFormedRegion, region_lines
from autograder.errors import AutograderError
from autograder.execution.evidence import WORDING, Ran, Sides, gather
from autograder.execution.names import Names, bindings, definitions, used
from autograder.execution.shell import Shell, ignore
from autograder.execution.words import hear, say
from autograder.jail.entry import Prepared, enter
from autograder.scoring import judge
from autograder.verdicts import Verdict

MESSAGE_CHARACTERS = 2000
MARGIN_SECONDS = 2.0
MOST_BOUND = 100
"""How many names of one cell an explanation lists."""


class OutOfTime(BaseException):
    """Say that a test cell ran longer than it may; tests cannot catch it by accident."""


@dataclass(frozen=True)
class Finding:
    """Hold what became of a test cell; ``student_gone`` when the student process died of it.

    ``evidence`` is there when an explanation was asked for: `autograder.execution.evidence`.
    """

    verdict: Verdict
    message: str = ""
    note: str = ""
    partial: float | None = None
    student_gone: bool = False
    evidence: dict[str, Any] | None = None


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
    # What a test prints or shows may tell what it expects.
    shell.sink.emit = ignore
    examination = Examination(order, namespace, _wall(order, wall))
    bound = examination.bound() if order["explain"] else []
    say(channel, {"ready": True, "replay": list(examination.replay()), "bound": bound})
    while True:
        try:
            order = hear(channel)
        except EOFError:
            return
        reply = examination.take(order)
        if reply is not None:
            say(channel, vars(reply))


def _wall(order: Any, wall: socket.socket) -> Wall:
    """Return the wall; one that remembers what was asked when an explanation is wanted."""
    seconds = order["call_seconds"]
    if order["explain"]:
        return Witness(wall, call_seconds=seconds, wording=WORDING)
    return Wall(wall, call_seconds=seconds)


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
        wall.trust(prefix)
        expected = (bindings(source).names for source in order["solutions"])
        self._names = Names(wall, prefix, frozenset().union(*expected))
        self._trouble: dict[str, Verdict] = {}
        self._tests: dict[str, _Test] = {}
        self._sides = Sides() if isinstance(wall, Witness) else None
        if self._sides is not None:
            self._sides.keep_in(self._names)

    def bound(self) -> list[list[str]]:
        """Return the names that each step binds, of a test cell none."""
        sources = (step["source"] if step["kind"] != "test" else "" for step in self._steps)
        return [sorted(bindings(source).names)[:MOST_BOUND] for source in sources]

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
            return self._examine(order["step"], order["seconds"])
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

    def _examine(self, at: int, seconds: float) -> Finding:
        step = self._steps[at]
        try:
            test = _Test(step["source"], f"<test cell {at}>", self._sides)
        except SyntaxError as error:
            note = f"the test cell is no valid Python: {error}"
            return Finding(Verdict.INTERNAL, note=note)
        self._tests[test.file] = test
        started = time.monotonic()
        partial, raised = self._run(test, seconds)
        took = time.monotonic() - started
        where = self._place(test, raised)
        # A test that caught the wall's trouble by accident has judged nothing.
        if self._wall.trouble is not None:
            finding = _troubled(self._wall.trouble, where)
        elif raised is not None:
            finding = self._finding(where, raised)
        else:
            finding = _judged(partial, step["points"])
        finding = dataclasses.replace(finding, student_gone=self._wall.ended)
        if self._sides is None or not isinstance(self._wall, Witness):
            return finding
        sources = {file: each.source for file, each in self._tests.items()}
        ran = Ran(test.file, test.source, raised, took, sources)
        evidence = gather(ran, self._wall, self._names, self._sides)
        return dataclasses.replace(finding, evidence=evidence)

    def _run(self, test: "_Test", seconds: float) -> tuple[float | None, BaseException | None]:
        """Return the points that a test cell gave, if it did, and what it raised, if anything."""
        self._names.missing.clear()
        if self._sides is not None:
            self._sides.values.clear()
        self._wall.begin_cell(time.monotonic() + seconds)
        # Later than the wall's own deadline: cutting a reply in two would cost the student process.
        signal.setitimer(signal.ITIMER_REAL, seconds + MARGIN_SECONDS)
        try:
            return test.run(self._names), None
        except BaseException as error:  # a test may end in any way
            return None, error
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _place(self, test: "_Test", raised: BaseException | None) -> "_Place":
        """Return where an exception came from; all that a hidden line called is hidden as well."""
        place, step = _Place(), raised.__traceback__ if raised else None
        while step is not None:
            entered = self._tests.get(step.tb_frame.f_code.co_filename)
            if entered is not None:
                line = step.tb_lineno
                place = _Place(
                    line if entered is test else place.line,
                    place.hidden or line in entered.hidden_lines,
                    entered.literals(line),
                )
            step = step.tb_next
        return place

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
    """Hold where an exception arose: the test cell's line, hidden or not, the messages there."""

    line: int = 0
    hidden: bool = False
    literals: frozenset[str] = frozenset()


class _Test:
    """Hold the compiled form of one test cell; ``file`` is its name in tracebacks.

    ``sides`` keep what its asserts compare. Raises SyntaxError for a cell that is no Python.
    """

    def __init__(self, source: str, file: str, sides: Sides | None = None) -> None:
        self.file, self.source = file, source
        self.hidden_lines = _hidden_lines(source)
        self._tree = _parsed(source)
        runs = self._tree if sides is None else sides.rewritten(self._tree, file)
        body, last = list(runs.body), None
        if body and isinstance(body[-1], ast.Expr):
            last = ast.Expression(body.pop().value)  # type: ignore[attr-defined]  # an ast.Expr
        self._body = self._compiled(ast.Module(body, []), "exec")
        self._last = last and self._compiled(last, "eval")
        self._is_quiet = DisplayHook.semicolon_at_end_of_expression(source)

    def _compiled(self, tree: ast.Module | ast.Expression, mode: str) -> types.CodeType:
        code = compile(tree, self.file, mode, flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        assert isinstance(code, types.CodeType)  # noqa: S101  # for the type checker
        return code

    def run(self, names: Names) -> float | None:
        """Run the cell; return its last expression when that is a number."""
        _run(self._body, names)
        value = _run(self._last, names) if self._last else None
        return None if self._is_quiet else _number(value)

    def literals(self, line: int) -> frozenset[str]:
        """Return the literal messages of the asserts that stand on a line."""
        return frozenset(
            node.msg.value
            for node in ast.walk(self._tree)
            if isinstance(node, ast.Assert)
            and node.lineno <= line <= (node.end_lineno or 0)
            and isinstance(node.msg, ast.Constant)
            and isinstance(node.msg.value, str)
        )


def _parsed(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError:
        # Only now: a line that begins with % may continue an expression.
        transformed = TransformerManager().transform_cell(source)
        blank = len(source) - len(source.lstrip("\n"))
        return ast.parse("\n" * blank + transformed)


def _run(code: types.CodeType, names: Names) -> object:
    value: object = eval(code, names)  # noqa: S307  # the master's own cell
    if code.co_flags & inspect.CO_COROUTINE:
        return asyncio.run(value)  # type: ignore[arg-type]  # the flag says that it is a coroutine
    return value


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
        if isinstance(raised, AssertionError) and str(raised) in where.literals:
            return str(raised)
        return "A hidden test could not be completed with your answer."
    name = type(raised).__name__
    text = str(raised)[:MESSAGE_CHARACTERS]
    if isinstance(raised, AssertionError | StudentRaised):
        return text or "A visible test of this cell fails."
    return f"{name}: {text}"
