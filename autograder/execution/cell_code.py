"""A test cell's source as the tree that the examiner runs.

Magics that change nothing are left out; the others have no notebook to work on, and are refused.
Where a test asks for the class of a value, the examiner answers for the student's objects: a
handle's own class is none of theirs.
"""

import ast
import asyncio
import hashlib
import inspect
import re
import types
from contextlib import suppress
from functools import lru_cache
from typing import Any, Protocol

from IPython.core.displayhook import DisplayHook
from IPython.core.inputtransformer2 import TransformerManager

from autograder.assignment import BEGIN_HIDDEN, END_HIDDEN, IllFormedRegion, region_lines
from autograder.execution.names import Names

CLASS_OF = "@autograder_class"
"""What ``type(value)`` becomes; no name that Python code can have."""
ATTRIBUTE_CLASS_OF = "@autograder_attribute_class"
"""What ``value.__class__`` becomes."""
SEEDING = "@autograder_seeding"
"""What stands around a function that may set a generator's state."""

_LINE_MAGICS = frozenset({"matplotlib", "config", "autoreload", "precision"})
_EXTENSIONS = frozenset({"autoreload"})
_CELL_MAGICS = frozenset({"time", "capture"})
_SEEDS = frozenset({"seed", "setstate", "set_state"})
_CELL_MAGIC = re.compile(r"\s*%%(\w+)[ \t]*(.*)")


class Refused(Exception):
    """Say which line of a test cell the examiner cannot run, and why."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(f"line {line}: {what}")


def tree_of(source: str) -> ast.Module:
    """Return the tree to run; its lines are those of the source.

    Raises SyntaxError for no Python, Refused for a magic that does something.
    """
    tree = _parsed(_without_cell_magic(source))
    with suppress(RecursionError):  # no magic stands in so deep an expression
        _Magics().visit(tree)
    return tree


def with_classes(tree: ast.Module) -> ast.Module:
    """Return the tree with ``type(value)`` and ``value.__class__`` asked of the examiner."""
    with suppress(RecursionError):  # then what is deeper keeps the handles' own classes
        _Classes().visit(tree)
    return tree


def _without_cell_magic(source: str) -> str:
    """Blank the line of a magic that only watches how the cell runs."""
    lines = source.split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    found = _CELL_MAGIC.fullmatch(lines[first])
    if found is None:
        return source
    magic, options = found.groups()
    plain = all(option.startswith("-") for option in options.split())
    if magic not in _CELL_MAGICS or not plain:
        raise Refused(first + 1, f"{lines[first].strip()[:80]}: it has no notebook to work on")
    lines[first] = ""
    return _without_cell_magic("\n".join(lines))


def _parsed(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError:
        # Only now: a line that begins with % may continue an expression.
        transformed = TransformerManager().transform_cell(source)
        blank = len(source) - len(source.lstrip("\n"))
        return ast.parse("\n" * blank + transformed)


class _Magics(ast.NodeTransformer):
    def visit_Expr(self, node: ast.Expr) -> Any:
        """Put what a magic only times in its place."""
        magic = _magic(node.value)
        return _timed(magic, node, "exec") if magic else self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> Any:
        """Leave a magic out, put what it only times in its place, or refuse it."""
        magic = _magic(node)
        return _timed(magic, node, "eval") if magic else self.generic_visit(node)


def _timed(magic: tuple[str, ...], node: ast.Expr | ast.Call, mode: str) -> Any:
    """Return the tree for a magic: statements for a line of its own, else an expression."""
    refusal = Refused(node.lineno, f"{' '.join(magic)[:80]}: it has no notebook to work on")
    source = magic[1] if magic[0] == "%time" and len(magic) > 1 else "None"
    if magic[0] != "%time" and not _has_no_effect(*magic):
        raise refusal
    try:
        tree: Any = ast.parse(source, mode=mode)
    except SyntaxError:
        raise refusal from None
    for each in ast.walk(tree):
        # All of it stands on the magic's line.
        if isinstance(each, ast.stmt | ast.expr):
            each.lineno, each.end_lineno = node.lineno, node.end_lineno
    return tree.body


class _Classes(ast.NodeTransformer):
    def visit_Call(self, node: ast.Call) -> Any:
        """Ask for the class of a value, by whatever ``type`` is there; notice what seeds."""
        self.generic_visit(node)
        function = node.func
        name = getattr(function, "id", None) or getattr(function, "attr", None)
        if isinstance(function, ast.Name) and name == "type" and not node.keywords:
            node.func = ast.copy_location(ast.Name(CLASS_OF, ast.Load()), function)
            node.args.insert(0, function)
        elif name in _SEEDS:
            seeding = ast.copy_location(ast.Name(SEEDING, ast.Load()), function)
            node.func = ast.copy_location(ast.Call(seeding, [function], []), function)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> Any:
        """Ask for ``value.__class__``."""
        self.generic_visit(node)
        if node.attr != "__class__" or not isinstance(node.ctx, ast.Load):
            return node
        function = ast.copy_location(ast.Name(ATTRIBUTE_CLASS_OF, ast.Load()), node)
        return ast.copy_location(ast.Call(function, [node.value], []), node)


def _magic(node: ast.expr) -> tuple[str, ...] | None:
    """Return the words of a magic or a shell command that IPython has turned into a call."""
    function = node.func if isinstance(node, ast.Call) else None
    if not isinstance(node, ast.Call) or not isinstance(function, ast.Attribute):
        return None
    shell = function.value.func if isinstance(function.value, ast.Call) else None
    if not isinstance(shell, ast.Name) or shell.id != "get_ipython":
        return None
    words = [each.value for each in node.args if isinstance(each, ast.Constant)]
    sign = {"run_line_magic": "%", "run_cell_magic": "%%"}.get(function.attr, "!")
    return (sign + str(words[0] if words else ""), *map(str, words[1:]))


def _has_no_effect(magic: str, line: str = "", *_: str) -> bool:
    if magic == "%load_ext":
        return line.strip() in _EXTENSIONS
    return magic.startswith("%") and magic[1:] in _LINE_MAGICS


class Keeper(Protocol):
    """Keep what an instructor wants to know of the asserts of test cells."""

    def rewritten(self, tree: ast.Module, file: str) -> ast.Module:
        """Return a tree that computes the same, with asserts that tell the keeper."""


class CellCode:
    """Hold the compiled form of one test cell; ``file`` is its name in tracebacks.

    ``keeper`` has a look at what its asserts compare. Raises SyntaxError for a cell that is no
    Python.
    """

    def __init__(self, source: str, file: str, keeper: Keeper | None = None) -> None:
        self.file, self.source = file, source
        self.hidden_lines = _hidden_lines(source)
        self.tree = tree_of(source)
        self.seeds = _seeds(self.tree)
        runs = self.tree if keeper is None else keeper.rewritten(self.tree, file)
        body, last = list(with_classes(runs).body), None
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
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Assert)
            and node.lineno <= line <= (node.end_lineno or 0)
            and isinstance(node.msg, ast.Constant)
            and isinstance(node.msg.value, str)
        )


@lru_cache(256)
def plain(source: str) -> CellCode:
    """Return the compiled form of a test cell that nobody looks into; each is compiled once.

    Its name in tracebacks is a sum of the source. Raises SyntaxError and Refused.
    """
    sum_ = hashlib.sha256(source.encode(errors="surrogatepass")).hexdigest()
    return CellCode(source, f"<test cell {sum_[:16]}>")


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


def _seeds(tree: ast.Module) -> bool:
    """Tell whether a test sets the state of a random generator."""
    attributes = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    names = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return bool(_SEEDS & names.union(node.attr for node in attributes))


def _hidden_lines(source: str) -> frozenset[int]:
    try:
        lines = region_lines(source, BEGIN_HIDDEN, END_HIDDEN)
    except IllFormedRegion:
        return frozenset(range(1, source.count("\n") + 2))
    return frozenset(line.number for line in lines if line.inside or line.is_marker)


@lru_cache(256)
def public_source(source: str) -> str:
    """Return a test cell without its hidden part."""
    hidden = _hidden_lines(source)
    lines = enumerate(source.split("\n"), start=1)
    return "\n".join(text for number, text in lines if number not in hidden)
