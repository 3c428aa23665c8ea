"""Checks of a test cell's Python, by its syntax tree.

What a student sees of a failed hidden test is the literal string of the assert that failed, so
each hidden assert should have one. A test cell should also be Python without its hidden lines,
because that is what the release shows.
"""

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.assignment import BEGIN_HIDDEN, END_HIDDEN, IllFormedRegion, Line, region_lines
from autograder.notebook import Cell

_MAGIC = re.compile(r"^\s*([%!?]|[\w.]+\?{1,2}\s*$)")
# Magics that the examiner leaves out, for they change nothing; it has no notebook for the others.
_HARMLESS = re.compile(
    r"^\s*(%%(time|capture)\b|%(matplotlib|config|autoreload|precision)\b|%load_ext +autoreload\b)"
)


@dataclass(frozen=True)
class Problem:
    """Hold a code and a remedy; ``is_style`` when the cell can be graded as it is."""

    code: str
    remedy: str
    is_style: bool = False


def is_harmless_magic(text: str) -> bool:
    """Tell whether a line that is no Python is a magic which the examiner leaves out."""
    return _HARMLESS.match(text) is not None


def problems(cell: Cell) -> Iterator[Problem]:
    """Yield what is wrong with a code cell as a test; nothing for any other cell."""
    if not cell.is_test:
        return
    try:
        lines = region_lines(cell.source, BEGIN_HIDDEN, END_HIDDEN)
    except IllFormedRegion:
        return  # reported with the regions
    magics = [line for line in lines if _MAGIC.match(line.text)]
    try:
        tree = _parse(lines)
    except SyntaxError as error:
        yield _magic(magics) if magics else _not_python(lines, error)
        return
    yield from _public_part(lines)
    yield from _style(tree, lines)


def _style(tree: ast.Module, lines: tuple[Line, ...]) -> Iterator[Problem]:
    hidden = {line.number for line in lines if line.inside}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert) and node.lineno in hidden and not _has_message(node):
            yield Problem(
                "hidden-assert-without-message",
                f"the assert in line {node.lineno} needs a message that is a plain string, since "
                'the student sees it: assert ..., "what to look at again" (no f-string or name)',
                is_style=True,
            )
    if not _can_fail(tree):
        remedy = "nothing in the test cell can fail: write an assert"
        yield Problem("test-without-assert", remedy, is_style=True)


def _parse(lines: tuple[Line, ...]) -> ast.Module:
    """Parse a test cell; raises SyntaxError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse("\n".join(line.text for line in lines))
    except (ValueError, RecursionError) as error:  # a NUL character; nesting without end
        raise SyntaxError(str(error)) from None


def _magic(magics: list[Line]) -> Problem:
    refused = next((line for line in magics if not is_harmless_magic(line.text)), None)
    remedy = "a test cell is plain Python, without IPython's magics (% and !)"
    number = (refused or magics[0]).number
    return Problem("test-magic", f"line {number}: {remedy}", is_style=refused is None)


def _not_python(lines: tuple[Line, ...], error: SyntaxError) -> Problem:
    at = error.lineno or 1
    where = "hidden part" if any(line.inside and line.number == at for line in lines) else "test"
    message = f"line {at}: the {where} is not valid Python ({error.msg})"
    return Problem("test-not-python", message)


def _public_part(lines: tuple[Line, ...]) -> Iterator[Problem]:
    public = tuple(line for line in lines if not (line.inside or line.is_marker))
    try:
        _parse(public)
    except SyntaxError:
        yield Problem(
            "public-part-not-python",
            "what is left without the hidden part is not valid Python: put the markers around "
            "whole statements",
            is_style=True,
        )


def _has_message(node: ast.Assert) -> bool:
    message = node.msg
    return (
        isinstance(message, ast.Constant)
        and isinstance(message.value, str)
        and bool(message.value.strip())
    )


def _can_fail(tree: ast.Module) -> bool:
    """Tell whether a wrong answer can show: an assert, a raise, a call, or a last expression.

    nbgrader takes a number in the last expression for the points earned.
    """
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        return True
    return any(isinstance(node, ast.Assert | ast.Raise | ast.Call) for node in ast.walk(tree))
