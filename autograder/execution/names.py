"""Which names a cell binds, and whose value a test cell's name has.

A test cell is ordinary code; in the examiner its free names are resolved by rules, in this order:

1. what the test cells themselves bound, unless a later student cell bound the name again;
2. modules, classes, functions and estimators of the master's prefix: the examiner's own, so that
   nothing that a student rebinds or patches is ever called by a test;
3. builtins, for the same reason;
4. modules, classes and functions that an unmarked cell of the master imports, that the student
   imported, or (modules only) that the master's solution imports: the examiner's own import;
5. everything else is asked of the student process, and comes as an answer or a handle.

Rules 2 to 4 give way only where the master's own solution binds the name, other than by an import:
there the exercise asks for it.
"""

import ast
import builtins
import re
import symtable
import sys
import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from IPython.core.inputtransformer2 import TRANSFORM_LOOP_LIMIT, TransformerManager

from autograder.answers.handles import NameNotBound, Wall

Origin = tuple[str, str | None]
"""Where an import takes a name from: the module, and the attribute (None: the module itself)."""


_NONE: frozenset[str] = frozenset()
_MAGIC_LINE = re.compile(r"^[ \t]*[%!?]", re.MULTILINE)
_IMPORTS = (ast.Import, ast.ImportFrom)
_OWN_NAMES = frozenset({"__name__", "__builtins__"})
"""What Python itself looks up in a cell's globals; never a student's."""
_SHELLS = frozenset({"get_ipython", "exit", "quit"})
"""What IPython puts into a notebook's names; the student's own shell must not run for a test."""


@dataclass(frozen=True)
class Bindings:
    """Hold the names that a cell binds at its top level.

    ``imports`` has those whose last binding is an import. A cell that does not parse binds none.
    """

    names: frozenset[str] = frozenset()
    imports: Mapping[str, Origin] = field(default_factory=dict)


def parse(source: str) -> ast.Module | None:
    """Parse the source of a cell, magics and all; None when Python cannot."""
    try:
        return ast.parse(source)
    except SyntaxError:
        pass
    except (ValueError, RecursionError, MemoryError):
        return None
    if len(_MAGIC_LINE.findall(source)) > TRANSFORM_LOOP_LIMIT:
        return None  # nor does IPython run it; it takes minutes to say so
    try:
        # Only now: it takes long, and changes nothing that is Python already.
        return ast.parse(TransformerManager().transform_cell(source))
    except (SyntaxError, ValueError, RuntimeError, MemoryError):
        return None


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


def is_trusted(value: object) -> bool:
    """Tell whether a prefix's value is code or a model rather than data."""
    code = (types.ModuleType, type, types.FunctionType, types.BuiltinFunctionType)
    return isinstance(value, code) or callable(value) or hasattr(type(value), "fit")


class Names(dict[str, object]):
    """Serve as the globals of the test cells; a name that is not there is resolved by the rules.

    ``prefix`` is the examiner's own run of the master's prefix, without what a student's file has
    a say in; ``refused`` are names of the prefix that have both sides' code in them. ``missing``
    collects the names that nobody had.
    """

    def __init__(
        self,
        wall: Wall,
        prefix: Mapping[str, object],
        reading: Reading,
        refused: frozenset[str] = frozenset(),
    ) -> None:
        """Start with nothing bound by the student."""
        super().__init__(__name__="__main__", __builtins__=builtins)
        self._wall = wall
        self._trusted = {name: value for name, value in prefix.items() if is_trusted(value)}
        self._reading, self._refused = reading, refused
        self._student: set[str] = set()
        self._imports: dict[str, Origin] = {}
        self._hidden: set[str] = set()
        self.missing: set[str] = set()

    def student_bound(self, bound: Bindings) -> None:
        """Note that a student's cell ran that binds these names: its values count from now on."""
        for name in bound.names - _OWN_NAMES:
            self.pop(name, None)
            self._imports.pop(name, None)
        self._student |= bound.names
        self._imports.update(bound.imports)

    def trust(self, namespace: Mapping[str, object], refused: frozenset[str] = frozenset()) -> None:
        """Add what a locked cell behind the prefix defines; see the class for ``refused``."""
        self._trusted.update(namespace)
        self._refused = (self._refused - namespace.keys()) | refused

    def __delitem__(self, name: str) -> None:
        """Delete a name; what the student bound is hidden from the student's code as well."""
        if super().__contains__(name) or not self.is_students(name):
            super().__delitem__(name)
            return
        try:
            self._wall.move(name, "hide")
        except NameNotBound:
            self.missing.add(name)
            raise KeyError(name) from None
        self._hidden.add(name)

    def __setitem__(self, name: str, value: object) -> None:
        """Bind a name; the student's code has its own again."""
        self._show(name)
        super().__setitem__(name, value)

    def show_all(self) -> None:
        """Give back every name that a test cell has deleted: later cells need them."""
        for name in tuple(self._hidden):
            self._show(name)

    def _show(self, name: str) -> None:
        if name in self._hidden:
            self._hidden.discard(name)
            self._wall.move(name, "show")

    def __missing__(self, name: str) -> object:
        """Resolve a name; raises KeyError for a builtin and for a name that nobody has."""
        if name in self._hidden:
            raise KeyError(name)
        if name in _SHELLS and name not in self._student:
            raise self._wall.refuse(f"{name}: a test cell has no notebook around it")
        asked = name in self._reading.expected and name in self._student
        if not asked:
            if name in self._trusted:
                return self._trusted[name]
            if hasattr(builtins, name):
                raise KeyError(name)
            found = self._own_import(name)
            if found is not None:
                return found
            if name in self._refused:
                raise self._wall.refuse(f"{name}: it calls what students may change")
        try:
            return self._wall.fetch(name)
        except NameNotBound:
            self.missing.add(name)
            raise KeyError(name) from None

    def _own_import(self, name: str) -> object:
        """Return what the examiner has itself under the name of an import, if anything."""
        origins = [self._reading.imports.get(name), self._imports.get(name)]
        if name in self._student:
            origins.append(self._reading.modules.get(name))
        found = (_loaded(origin) for origin in origins if origin is not None)
        return next((each for each in found if each is not None), None)

    def bound_by_tests(self) -> dict[str, object]:
        """Return what the test cells themselves have bound."""
        return dict(super().items())

    def is_students(self, name: str) -> bool:
        """Tell whether a cell of the student's has bound a name."""
        return name in self._student

    # ``"answer" in globals()`` and the like, as tests of the name ask it.

    def __contains__(self, name: object) -> bool:
        """Tell whether a test cell may use the name."""
        if super().__contains__(name):
            return True
        if not isinstance(name, str):
            return False
        try:
            self[name]
        except KeyError:
            return False
        finally:
            self.missing.discard(name)
        return True

    def get(self, name: str, default: Any = None) -> Any:
        """Return a name's value, or the default."""
        return self[name] if name in self else default

    def __iter__(self) -> Iterator[str]:
        """Refuse to list the names: the student's are not known here."""
        raise self._wall.refuse("the list of all names")

    def keys(self) -> Any:
        """Refuse to list the names."""
        return iter(self)

    def values(self) -> Any:
        """Refuse to list the values."""
        return iter(self)

    def items(self) -> Any:
        """Refuse to list both."""
        return iter(self)


def _loaded(origin: Origin) -> object:
    """Return the examiner's own module, class or function; None for what it has not loaded.

    Any other value is asked of the student: some libraries have one that equals everything.
    """
    module, attribute = origin
    loaded = sys.modules.get(module)
    found = loaded if attribute is None else getattr(loaded, attribute, None)
    return found if isinstance(found, types.ModuleType) or callable(found) else None
