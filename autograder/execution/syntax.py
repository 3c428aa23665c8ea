"""Which names a cell binds and uses, by its syntax tree; nothing is executed."""

import ast
import re
import symtable
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

Origin = tuple[str, str | None]
"""Where an import takes a name from: the module, and the attribute (None: the module itself)."""


_NONE: frozenset[str] = frozenset()
_MAGIC_LINE = re.compile(r"^[ \t]*[%!?]", re.MULTILINE)
_PARSING = threading.Lock()
"""CPython 3.11 counts how deep a tree is for all threads together: two at once can fail."""
_KEPT = 512
"""Of how many cells it is kept what they bind and use: those of a master are read ahead."""
_IMPORTS = (ast.Import, ast.ImportFrom)


@dataclass(frozen=True)
class Bindings:
    """Hold the names that a cell binds at its top level.

    ``imports`` has those whose last binding is an import. A cell that does not parse binds none.
    """

    names: frozenset[str] = frozenset()
    imports: Mapping[str, Origin] = field(default_factory=dict)


def parse(source: str) -> ast.Module | None:
    """Parse the source of a cell, magics and all; None when Python cannot."""
    with _PARSING:
        return _parsed(source)


def _parsed(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except SyntaxError:
        pass
    except (ValueError, RecursionError, MemoryError):
        return None
    # Late: most cells are Python, and the supervisor need not load IPython for them.
    from IPython.core.inputtransformer2 import TRANSFORM_LOOP_LIMIT, TransformerManager

    if len(_MAGIC_LINE.findall(source)) > TRANSFORM_LOOP_LIMIT:
        return None  # nor does IPython run it; it takes minutes to say so
    try:
        # Only now: it takes long, and changes nothing that is Python already.
        return ast.parse(TransformerManager().transform_cell(source))
    except (SyntaxError, ValueError, RuntimeError, MemoryError):
        return None


@lru_cache(_KEPT)
def bindings(source: str) -> Bindings:
    """Return what a cell binds, by its syntax alone; nothing is executed."""
    tree = parse(source)
    if tree is None:
        return Bindings()
    inner = [bindings(body) for body in _magic_bodies(tree)]
    by_functions = _assigned_by_functions(tree)
    names = _assigned_at_top(tree).union(by_functions, *(each.names for each in inner))
    imports = _imports(tree, by_functions)
    for each in inner:
        imports.update(each.imports)
    return Bindings(names, imports)


def _assigned_at_top(tree: ast.Module) -> frozenset[str]:
    table = _table(tree)
    return frozenset(s.get_name() for s in table.get_symbols() if _is_bound(s)) if table else _NONE


def _assigned_by_functions(tree: ast.Module) -> frozenset[str]:
    # In a comprehension, := binds outside of it.
    if not any(isinstance(node, ast.Global | ast.NamedExpr) for node in ast.walk(tree)):
        return _NONE
    table = _table(tree)
    return frozenset(_declared_global(table)) if table else _NONE


def _table(tree: ast.Module) -> symtable.SymbolTable | None:
    try:
        return symtable.symtable(ast.unparse(tree), "cell", "exec")
    except (SyntaxError, ValueError, RecursionError):
        return None


def _declared_global(table: symtable.SymbolTable) -> Iterable[str]:
    for child in table.get_children():
        for symbol in child.get_symbols():
            if symbol.is_declared_global() and _is_bound(symbol):
                yield symbol.get_name()
        yield from _declared_global(child)


def _is_bound(symbol: symtable.Symbol) -> bool:
    return symbol.is_assigned() or symbol.is_imported()


def _imports(tree: ast.Module, by_functions: frozenset[str]) -> dict[str, Origin]:
    """Return the names whose last binding is an import, at top level.

    Nested ones are left to the student, and so is a name that a function binds globally: it may be
    called at any time.
    """
    found: dict[str, Origin] = {}
    for is_import, group in groupby(tree.body, lambda each: isinstance(each, _IMPORTS)):
        statements = list(group)
        if found or is_import:
            for name in _assigned_at_top(ast.Module(statements, [])):
                found.pop(name, None)
        if is_import:
            for statement in statements:
                found.update(_origins(statement))
    return {name: origin for name, origin in found.items() if name not in by_functions}


def _origins(statement: ast.stmt) -> Iterable[tuple[str, Origin]]:
    if isinstance(statement, ast.Import):
        for alias in statement.names:
            whole = alias.asname is not None
            module = alias.name if whole else alias.name.partition(".")[0]
            yield alias.asname or module, (module, None)
    elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
        for alias in statement.names:
            yield alias.asname or alias.name, (statement.module, alias.name)


def _magic_bodies(tree: ast.Module) -> Iterable[str]:
    """Yield the code inside cell magics that run it in the notebook (%%time, %%capture)."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr == "run_cell_magic" and len(node.args) == 3:
            body = node.args[2]
            if isinstance(body, ast.Constant) and isinstance(body.value, str):
                yield body.value


@lru_cache(_KEPT)
def used(source: str) -> frozenset[str]:
    """Return every name that a cell reads, anywhere in it."""
    tree = parse(source)
    if tree is None:
        return frozenset()
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Name))
    found = {node.id for node in nodes if isinstance(node.ctx, ast.Load)}
    return frozenset(found.union(*(used(body) for body in _magic_bodies(tree))))


def mentioned(source: str) -> frozenset[str]:
    """Return the modules that a cell imports anywhere; of ``from a import b`` also ``a.b``."""
    tree = parse(source)
    if tree is None:
        return frozenset()
    statements = [node for node in ast.walk(tree) if isinstance(node, _IMPORTS)]
    found: set[str] = set().union(*(mentioned(body) for body in _magic_bodies(tree)))
    for statement in statements:
        if isinstance(statement, ast.Import):
            found.update(alias.name for alias in statement.names)
        for module, attribute in dict(_origins(statement)).values():
            found.add(module)
            if attribute is not None and attribute != "*":
                found.add(f"{module}.{attribute}")
    return frozenset(found)


@dataclass(frozen=True)
class Reading:
    """Hold what the master's cells say of names.

    ``expected`` are those that its solutions bind; ``imports`` has what its unmarked cells import,
    ``modules`` the modules that its solutions do.
    """

    expected: frozenset[str] = frozenset()
    imports: Mapping[str, Origin] = field(default_factory=dict)
    modules: Mapping[str, Origin] = field(default_factory=dict)


def read_cells(solutions: Iterable[str], unmarked: Iterable[str]) -> Reading:
    """Read the master's solution cells, and its unmarked cells behind the prefix."""
    expected: set[str] = set()
    modules: dict[str, Origin] = {}
    for bound in map(bindings, solutions):
        expected |= bound.names - set(bound.imports)
        modules |= {name: each for name, each in bound.imports.items() if each[1] is None}
    imports: dict[str, Origin] = {}
    others: set[str] = set()
    for bound in map(bindings, unmarked):
        imports |= bound.imports
        others |= bound.names - set(bound.imports)
    return Reading(
        frozenset(expected),
        {name: imports[name] for name in imports if name not in others},
        modules,
    )


def definitions(source: str) -> ast.Module:
    """Return only the imports, functions and classes of a locked cell, to run in the examiner."""
    tree = parse(source) or ast.Module([], [])
    kept = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return ast.Module([node for node in tree.body if isinstance(node, kept)], [])
