"""The hidden tests of a master, one by one: where each stands, and the master without it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace

from autograder.assignment import (
    BEGIN_HIDDEN,
    END_HIDDEN,
    Master,
    TestCell,
    master_of,
    region_lines,
)
from autograder.execution.cell_code import tree_of
from autograder.notebook import Cell
from autograder.verify.outcome import HiddenTest

_NO_ASSERT = "(a hidden part without an assert)"


def hidden_tests(master: Master) -> tuple[HiddenTest, ...]:
    """Return the hidden tests of a master: its hidden asserts, and hidden parts without one."""
    return tuple(each for test in master.tests for each in _of_cell(master.name, test))


def _of_cell(notebook: str, test: TestCell) -> Iterator[HiddenTest]:
    lines = region_lines(test.source, BEGIN_HIDDEN, END_HIDDEN)
    hidden = [line.number for line in lines if line.inside]
    if not any(line.inside and line.text.strip() for line in lines):
        return
    found = [
        (node.lineno, node.end_lineno or node.lineno, _message(node))
        for node in _asserts(test.source)
        if node.lineno in set(hidden)
    ]
    for first, last, message in sorted(found) or [(hidden[0], hidden[-1], _NO_ASSERT)]:
        yield HiddenTest(notebook, test.grade_id, test.exercise, first, last, message)


def _message(node: ast.Assert) -> str:
    literal = node.msg.value if isinstance(node.msg, ast.Constant) else None
    return literal if isinstance(literal, str) else ast.unparse(node.test)


def without(master: Master, hidden: HiddenTest) -> Master:
    """Return a master with ``pass`` in the place of one hidden test; all lines stay where they are.

    The prefix is the same, so processes that have run it serve both.
    """
    cells = (
        replace(cell, source=_without(cell, hidden)) if cell.grade_id == hidden.grade_id else cell
        for cell in master.notebook.cells
    )
    return master_of(master.name, replace(master.notebook, cells=tuple(cells)))


def _without(cell: Cell, hidden: HiddenTest) -> str:
    lines = cell.source.split("\n")
    found = next((node for node in _asserts(cell.source) if node.lineno == hidden.first), None)
    if found is None:
        kept = re.match(r"\s*", lines[hidden.first - 1])
        before, after = kept[0] if kept else "", ""
    else:
        # Columns are bytes. What stands before and behind on the same lines is no part of it.
        before = lines[hidden.first - 1].encode()[: found.col_offset].decode()
        after = lines[hidden.last - 1].encode()[found.end_col_offset :].decode()
    lines[hidden.first - 1] = f"{before}pass{after}"
    lines[hidden.first : hidden.last] = [""] * (hidden.last - hidden.first)
    return "\n".join(lines)


def _asserts(source: str) -> Iterator[ast.Assert]:
    return (node for node in ast.walk(tree_of(source)) if isinstance(node, ast.Assert))
