"""What an examiner collects when an instructor asks for an explanation of the verdicts.

The asserts of a test cell are rewritten so that the values which they compare are kept; what they
compute, and in which order, stays the same. After the cell has ended, values, calls, local
variables and the traceback are put into plain JSON, within bounds.
"""

import ast
import copy
import linecache
import os
import signal
import traceback
import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.answers.witness import Witness, Wording
from autograder.execution import summaries
from autograder.execution.syntax import bindings

EVIDENCE_CHARACTERS = 256 * 1024
"""What all that is collected of one test cell may take."""

EXPLAIN_SECONDS = 3.0
"""How long the collecting may take, once the verdict stands."""

TRACE_CHARACTERS = 16_384
EXPRESSION_CHARACTERS = 120
MOST_NAMES = 40
# No name that Python code can have.
_KEEPER = "@autograder"
_OWN = f"{Path(__file__).parent.parent}{os.sep}"

Words = dict[str, Any]

WORDING = Wording(summaries.kind_of, summaries.type_of, summaries.text_of, summaries.brief)


@dataclass(frozen=True)
class _Site:
    """Hold where an expression of an assert stands."""

    file: str
    first: int
    last: int
    text: str


@dataclass
class Sides:
    """Keep the values that the asserts of test cells compare, the latest of each expression."""

    sites: list[_Site] = field(default_factory=list)
    values: dict[int, object] = field(default_factory=dict)

    def rewritten(self, tree: ast.Module, file: str) -> ast.Module:
        """Return a test cell's tree with its asserts rewritten; unchanged when it is too deep."""
        try:
            changed = _Rewriting(self.sites, file).visit(copy.deepcopy(tree))
            return ast.fix_missing_locations(changed)  # type: ignore[no-any-return]  # a Module
        except RecursionError:
            return tree

    def keep_in(self, names: dict[str, object]) -> None:
        """Make what the rewritten asserts call known to the test cells."""
        names[_KEEPER] = self._keep

    def clear(self) -> None:
        """Forget the values: another test cell begins."""
        self.values.clear()

    def _keep(self, number: int, *value: Any) -> Any:
        """Keep a value and give it back; without a value, an assert begins with these sites."""
        if value:
            self.values[number] = value[0]
            return value[0]
        begun = self.sites[number]
        for at in range(number, len(self.sites)):
            if self.sites[at].first < begun.first or self.sites[at].last > begun.last:
                break
            self.values.pop(at, None)
        return None

    def on(self, file: str, line: int) -> Iterator[tuple[str, object]]:
        """Yield the expressions of the asserts that stand on a line, and their values."""
        for at, site in enumerate(self.sites):
            if at in self.values and site.file == file and site.first <= line <= site.last:
                yield site.text, self.values[at]


class _Rewriting(ast.NodeTransformer):
    """Wrap what an assert compares, and what it passes to a call, into a call that keeps it."""

    def __init__(self, sites: list[_Site], file: str) -> None:
        self._sites, self._file = sites, file
        self._assert: ast.Assert | None = None

    def visit_Assert(self, node: ast.Assert) -> Any:  # the name is ast's
        """Rewrite one assert; its message stays as it is."""
        self._assert, first = node, len(self._sites)
        node.test = self._condition(node.test)
        self._assert = None
        if len(self._sites) == first:
            return node
        begin = ast.Expr(self._call(first))
        return [ast.copy_location(begin, node), node]

    def _condition(self, node: ast.expr) -> ast.expr:
        if isinstance(node, ast.BoolOp):
            node.values = [self._condition(value) for value in node.values]
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            node.operand = self._condition(node.operand)
        elif isinstance(node, ast.Compare):
            node.left = self._kept(node.left)
            node.comparators = [self._kept(each) for each in node.comparators]
        elif isinstance(node, ast.GeneratorExp | ast.ListComp | ast.SetComp):
            node.elt = self._condition(node.elt)
        elif isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                node.func.value = self._kept(node.func.value)
            node.args = [self._argument(each) for each in node.args]
            for keyword in node.keywords:
                keyword.value = self._argument(keyword.value)
        return node

    def _argument(self, node: ast.expr) -> ast.expr:
        if isinstance(node, ast.GeneratorExp | ast.ListComp | ast.SetComp | ast.Starred):
            return node if isinstance(node, ast.Starred) else self._condition(node)
        return self._kept(node)

    def _kept(self, node: ast.expr) -> ast.expr:
        if isinstance(node, ast.Constant | ast.Lambda) or self._assert is None:
            return node
        text = ast.unparse(node)[:EXPRESSION_CHARACTERS]
        last = self._assert.end_lineno or self._assert.lineno
        self._sites.append(_Site(self._file, self._assert.lineno, last, text))
        return ast.copy_location(self._call(len(self._sites) - 1, node), node)

    def _call(self, number: int, *value: ast.expr) -> ast.Call:
        name = ast.Name(_KEEPER, ast.Load())
        return ast.Call(name, [ast.Constant(number), *value], [])


@dataclass(frozen=True)
class Ran:
    """Hold one test cell that has run: its file and source, and what it raised, if anything.

    ``sources`` are those of all test cells so far, by their file.
    """

    file: str
    source: str
    raised: BaseException | None
    seconds: float
    sources: Mapping[str, str]


def gather(ran: Ran, witness: Witness, names: dict[str, object], sides: Sides) -> Words:
    """Return the evidence on one test cell as plain JSON, as much as there is time for.

    The alarm is this function's while it runs.
    """
    words: Words = {"seconds": round(ran.seconds, 4), "left_out": witness.record.left_out}
    signal.setitimer(signal.ITIMER_REAL, EXPLAIN_SECONDS)
    try:
        with witness.quiet():
            _collect(words, ran, witness, names, sides)
    except BaseException as error:  # the alarm's too: the verdict stands, and goes out
        words["trace"] = f"{words.get('trace', '')}\nThe rest could not be told: {error!r}"[:20_000]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return words


def _collect(
    words: Words, ran: Ran, witness: Witness, names: dict[str, object], sides: Sides
) -> None:
    """Fill in the evidence, what matters most first."""
    frames = [frame for frame in _frames(ran.raised) if frame.file in ran.sources]
    words["line"] = next((f.line for f in reversed(frames) if f.file == ran.file), 0)
    words["trace"] = _trace(ran)[-TRACE_CHARACTERS:] if ran.raised is not None else ""
    groups: dict[str, Iterable[Words]] = {
        "sides": _sides(witness, sides, frames),
        "values": witness.record.values,
        "calls": witness.record.calls,
        "locals": _locals(witness, frames, names, ran.source),
    }
    left = EVIDENCE_CHARACTERS - len(words["trace"])
    for name, records in groups.items():
        words[name], left = _within(records, left, words)


@dataclass(frozen=True)
class _Frame:
    file: str
    line: int
    function: str
    locals: Mapping[str, object]


def _frames(raised: BaseException | None) -> Iterator[_Frame]:
    step = raised.__traceback__ if raised is not None else None
    while step is not None:
        code = step.tb_frame.f_code
        top = code.co_name == "<module>"
        values = {} if top else dict(step.tb_frame.f_locals)
        yield _Frame(code.co_filename, step.tb_lineno, "" if top else code.co_name, values)
        step = step.tb_next


def _within(records: Iterable[Words], left: int, words: Words) -> tuple[list[Words], int]:
    """Take records until there is no room; count the others."""
    kept: list[Words] = []
    for record in records:
        left -= sum(len(str(value)) for value in record.values())
        if left < 0:
            words["left_out"] += 1
        else:
            kept.append(record)
    return kept, left


def _sides(witness: Witness, sides: Sides, frames: list[_Frame]) -> Iterator[Words]:
    told: set[str] = set()
    for frame in reversed(frames):
        for text, value in sides.on(frame.file, frame.line):
            if text not in told and not _is_code(value):
                told.add(text)
                yield witness.describe(text, value)


def _locals(
    witness: Witness, frames: list[_Frame], names: dict[str, object], source: str
) -> Iterator[Words]:
    """Yield the variables of functions that the error came through, then the cell's own."""
    for frame in reversed(frames):
        shown = [name for name in frame.locals if not name.startswith(("_", "."))]
        for name in shown[:MOST_NAMES]:
            yield witness.describe(f"{name}, in {frame.function}", frame.locals[name])
    # What the test cells bound: asked by its own methods, the names would ask the student process.
    own = dict(dict.items(names))
    bound = sorted(name for name in bindings(source).names if name in own)
    for name in [name for name in bound if not _is_code(own[name])][:MOST_NAMES]:
        yield witness.describe(name, own[name])


def _is_code(value: object) -> bool:
    """Tell a function, a module or a class, or the classes that isinstance() is given."""
    if type(value) is tuple:
        return bool(value) and all(map(_is_code, value))
    return isinstance(
        value, type | types.ModuleType | types.FunctionType | types.BuiltinFunctionType
    )


def _trace(ran: Ran) -> str:
    """Return the traceback with the tests' own lines, and without this package's."""
    for file, source in ran.sources.items():
        lines = [f"{line}\n" for line in source.split("\n")]
        linecache.cache[file] = (len(source), None, lines, file)
    try:
        found = traceback.TracebackException.from_exception(ran.raised)  # type: ignore[arg-type]  # it raised
        _without_own(found)
        return "".join(found.format())
    finally:
        for file in ran.sources:
            linecache.cache.pop(file, None)


def _without_own(error: traceback.TracebackException) -> None:
    met: list[traceback.TracebackException | None] = [error]
    while met:
        each = met.pop()
        if each is not None:
            kept = [frame for frame in each.stack if not frame.filename.startswith(_OWN)]
            each.stack = traceback.StackSummary.from_list(kept)
            met += [each.__cause__, each.__context__]
