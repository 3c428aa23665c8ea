"""Whose value a test cell's name has.

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

import builtins
import sys
import types
from collections.abc import Iterator, Mapping
from typing import Any

from autograder.answers.handles import NameNotBound, Wall
from autograder.execution.syntax import Bindings, Origin, Reading

_OWN_NAMES = frozenset({"__name__", "__builtins__"})
"""What Python itself looks up in a cell's globals; never a student's."""
_SHELLS = frozenset({"get_ipython", "exit", "quit"})
"""What IPython puts into a notebook's names; the student's own shell must not run for a test."""


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
            if not super().__contains__(name) and name in self:
                raise self._wall.refuse(f"deleting {name}, which the notebook's beginning binds")
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
