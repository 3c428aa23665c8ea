"""The parts of a test cell: whole statements that students see, and those that they do not.

Otter-grader runs a test as cases, one after the other, in the notebook's own names. A case is made
of whole statements: one with a hidden line in it, such as a loop, is hidden as a whole.
"""

import ast
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from autograder.assignment import (
    BEGIN_HIDDEN,
    END_HIDDEN,
    Line,
    Master,
    TestCell,
    region_lines,
)
from autograder.compiler.asserts import is_harmless_magic

GENERIC = "A hidden test could not be completed with your answer."
"""What a student is told when a hidden test fails by anything but an assert with a message."""


@dataclass(frozen=True)
class Part:
    """Hold statements that stand next to each other; ``statements`` are their texts, in order."""

    statements: tuple[str, ...]
    is_hidden: bool

    @property
    def source(self) -> str:
        """Return the part as one text."""
        return "\n".join(self.statements)


def parts_of(test: TestCell) -> tuple[Part, ...]:
    """Return the parts of a test cell in their order, magics left out, as the examiner does.

    Raises SyntaxError for a cell that is no Python outside of a notebook (``await`` at its top).
    """
    return _parts(region_lines(test.source, BEGIN_HIDDEN, END_HIDDEN))


def public_parts(test: TestCell) -> tuple[Part, ...]:
    """Return what the release shows of a test cell: one part, or none.

    Raises SyntaxError as `parts_of` does.
    """
    return _parts(region_lines(test.public_source, BEGIN_HIDDEN, END_HIDDEN))


def pieces(master: Master) -> dict[str, tuple[str, ...]]:
    """Return what otter-grader runs for each test cell: what the release shows, then each part.

    A test that cannot be one of otter's has nothing here.
    """
    found: dict[str, tuple[str, ...]] = {}
    for test in master.tests:
        with suppress(SyntaxError):
            parts = (*public_parts(test), *parts_of(test))
            found[test.grade_id] = tuple(part.source for part in parts)
    return found


def _parts(lines: tuple[Line, ...]) -> tuple[Part, ...]:
    texts = _python(["" if line.is_marker else line.text for line in lines])
    found: list[Part] = []
    for first, last in _spans(parsed("\n".join(texts))):
        text = "\n".join(texts[first - 1 : last])
        is_hidden = any(line.inside for line in lines[first - 1 : last])
        if found and found[-1].is_hidden is is_hidden:
            found[-1] = Part((*found[-1].statements, text), is_hidden)
        else:
            found.append(Part((text,), is_hidden))
    return tuple(found)


def _python(texts: list[str]) -> list[str]:
    """Return the lines without magics; a line of Python may begin with a percent sign as well."""
    try:
        ast.parse("\n".join(texts))
    except SyntaxError:
        return ["" if is_harmless_magic(text) else text for text in texts]
    return texts


def parsed(source: str) -> ast.Module:
    """Return the syntax tree of a test; raises SyntaxError, for ``await`` at the top too."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        compile(source, "<test>", "exec", dont_inherit=True)
        return ast.parse(source)


def _spans(tree: ast.Module) -> Iterator[tuple[int, int]]:
    """Yield the first and last line of each statement; those that share a line are one."""
    spans: list[tuple[int, int]] = []
    for node in tree.body:
        decorators = getattr(node, "decorator_list", ())
        first = min((node.lineno, *(each.lineno for each in decorators)))
        last = node.end_lineno or first
        if spans and first <= spans[-1][1]:
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
    yield from spans


def messages_of(test: TestCell) -> frozenset[str]:
    """Return the literal messages of the asserts in a test cell."""
    return frozenset(
        node.msg.value
        for node in ast.walk(_tree(test))
        if isinstance(node, ast.Assert)
        and isinstance(node.msg, ast.Constant)
        and isinstance(node.msg.value, str)
    )


def _tree(test: TestCell) -> ast.Module:
    return parsed("\n".join(part.source for part in parts_of(test)))


def ends_in_a_number(test: TestCell) -> bool:
    """Tell whether a test cell's last expression may be points for nbgrader: partial credit.

    A call of ``print`` or ``display`` is none, and neither is a text.
    """
    body = _tree(test).body
    if not body or not isinstance(body[-1], ast.Expr):
        return False
    value = body[-1].value
    if isinstance(value, ast.Constant):
        return isinstance(value.value, int | float) and not isinstance(value.value, bool)
    shows = isinstance(value, ast.Call) and isinstance(value.func, ast.Name)
    return not (shows and value.func.id in ("print", "display"))  # type: ignore[attr-defined]  # as was just asked
