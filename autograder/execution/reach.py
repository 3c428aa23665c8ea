"""Which cells may change what a student's function works with, by their names alone."""

import builtins
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.execution.syntax import bindings, used

_BUILTIN = frozenset(dir(builtins))


@dataclass(frozen=True)
class _Cell:
    binds: frozenset[str]
    uses: frozenset[str]
    imports: frozenset[str]


def may_have_changed(
    steps: Sequence[Mapping[str, str]], at: int, name: str, code: Collection[str]
) -> bool:
    """Tell whether a cell behind step ``at`` shares a name with what a function works with.

    Shared is also what its names were made of, cell by cell. Imports do not count, nor do the
    names in ``code`` (modules, functions and classes of the prefix), unless a cell rebinds them.
    """
    cells = [_read(step["source"]) for step in steps if step["kind"] != "test"]
    later = [_read(step["source"]) for step in steps[at + 1 :] if step["kind"] != "test"]
    rebound = {name for cell in cells for name in cell.binds - cell.imports}
    known = _BUILTIN.union(code, *(cell.imports for cell in cells)) - rebound
    touched = {name for cell in later for name in cell.binds | cell.uses}
    return not _made_of({name}, cells, known).isdisjoint(_made_of(touched, cells, known))


def _read(source: str) -> _Cell:
    bound = bindings(source)
    return _Cell(bound.names, used(source), frozenset(bound.imports))


def _made_of(names: Iterable[str], cells: Sequence[_Cell], known: Collection[str]) -> set[str]:
    """Return the names, and those that the cells which bind them use, and so on."""
    found: set[str] = set()
    waiting = set(names).difference(known)
    while waiting:
        name = waiting.pop()
        found.add(name)
        for cell in cells:
            if name in cell.binds:
                waiting |= (cell.uses | cell.binds) - found - frozenset(known)
    return found
