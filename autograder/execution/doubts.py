"""Whether a test failed because of the wall, and not because of the student's work.

A test that looks at a file which the student's code wrote, or that puts something of its own in the
place of a library's function, finds here what no student can help. Such a test goes to a person.
"""

import ast
import os
from collections.abc import Collection, Iterator

_PATCHERS = frozenset({"patch", "monkeypatch", "setattr"})


def of_files(tree: ast.AST, theirs: Collection[str]) -> str:
    """Return what there is to say when a test names a file that only the student's side has."""
    if not theirs:
        return ""
    named = sorted({text for text in _texts(tree) if _path(text) in theirs})
    return f"it looks at a file of the student's: {', '.join(named)[:200]}" if named else ""


def of_patches(tree: ast.AST) -> str:
    """Return what there is to say when a test replaces functions by its own for a while."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _PATCHERS & set(_words(node.func)):
            return f"line {node.lineno}: what it replaces stays in place for the student's code"
    return ""


def may_name_files(tree: ast.AST) -> bool:
    """Tell whether a test names anything that could be a file which is not here."""
    return any("." in text and not os.path.exists(text) for text in _texts(tree))


def _texts(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if 0 < len(node.value) < 256 and "\0" not in node.value:
                yield node.value


def _path(text: str) -> str:
    return os.path.normpath(text)


def _words(node: ast.expr) -> Iterator[str]:
    """Yield the names of a dotted name."""
    while isinstance(node, ast.Attribute):
        yield node.attr
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id
