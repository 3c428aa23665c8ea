"""Modules that students hand in, or may change, as the examiner meets them.

Their code never runs here. A test cell that imports one gets a handle for the student's module; of
the master's prefix, whatever comes from one is left to the student process.
"""

import builtins
import functools
import sys
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

from autograder.answers.handles import Wall

_CACHED = type(functools.cache(len))


class StudentModules:
    """Know the top-level names of such modules.

    ``handed_in`` are those that lie beside the student's notebook; of these, ``editable`` are the
    assignment's own that the student has changed: the examiner's folder has another one.
    """

    def __init__(self, wall: Wall, handed_in: Iterable[str], editable: Iterable[str]) -> None:
        self._wall = wall
        self._handed_in, self._editable = frozenset(handed_in), frozenset(editable)
        self._reach = _Reach(self._editable)

    def split(self, prefix: Mapping[str, object]) -> tuple[dict[str, object], frozenset[str]]:
        """Return what of the prefix has nothing of theirs in it, and the names of what mixes both.

        What is in neither is the student's: a function of a module that they may change.
        """
        if not self._editable:
            return dict(prefix), frozenset()
        trusted = {name: value for name, value in prefix.items() if not self._reach(value)}
        others = prefix.keys() - trusted.keys()
        mixed = (name for name in others if not self._reach.is_theirs(prefix[name]))
        return trusted, frozenset(mixed)

    def install(self, names: Mapping[str, object]) -> None:
        """Let the cells whose globals are ``names`` import these modules over the wall."""
        if self._editable:
            # Whoever imports one of these anew meets the refusal below.
            for name, module in list(sys.modules.items()):
                if self._reach(module):
                    del sys.modules[name]
            sys.meta_path.insert(0, self)
        if self._handed_in:
            builtins.__import__ = self._importing(builtins.__import__, names)

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None
    ) -> ModuleSpec | None:
        """Refuse to import a module that students may change; leave others to Python."""
        if _top(name) in self._editable:
            raise self._wall.refuse(f"{name}: it is a file that students may change")
        return None

    def lacks(self, error: BaseException) -> bool:
        """Tell whether an import failed because the module is the student's alone."""
        return isinstance(error, ModuleNotFoundError) and _top(error.name or "") in self._handed_in

    def _importing(
        self, own: Callable[..., Any], names: Mapping[str, object]
    ) -> Callable[..., Any]:
        def importing(
            name: str,
            globals: Mapping[str, object] | None = None,  # as Python calls it
            locals: Mapping[str, object] | None = None,
            fromlist: Sequence[str] | None = (),
            level: int = 0,
        ) -> Any:
            # Only for the test cells: a library that looks for another one must not find these.
            if globals is not names or level or _top(name) not in self._handed_in:
                return own(name, globals, locals, fromlist, level)
            if _top(name) not in self._editable:
                try:
                    return own(name, globals, locals, fromlist, level)
                except ModuleNotFoundError as error:
                    if not self.lacks(error):
                        raise
            module = self._wall.module(name)
            return module if fromlist or "." not in name else self._wall.module(_top(name))

        return importing


class _Reach:
    """Tell whether a value of the prefix has code of a module that students may change in it."""

    def __init__(self, editable: frozenset[str]) -> None:
        self._editable = editable
        self._folder = str(Path.cwd())
        self._known: dict[int, bool] = {}

    def __call__(self, value: object) -> bool:
        """Follow functions, classes and modules of the assignment, not those of libraries."""
        if id(value) not in self._known:
            self._known[id(value)] = self.is_theirs(value)
            found = self._known[id(value)] or any(map(self, self._parts(value)))
            self._known[id(value)] = found
        return self._known[id(value)]

    def is_theirs(self, value: object) -> bool:
        """Tell whether a value was made by such a module."""
        return _top(_module_of(value)) in self._editable

    def _parts(self, value: object) -> Iterator[object]:
        yield from _carried(value)
        if isinstance(value, types.FunctionType):
            # In the test cells' own globals each name is looked up by the rules.
            if type(value.__globals__) is dict and self._is_local(value.__module__):
                yield from (value.__globals__.get(name) for name in _names_in(value.__code__))
        elif isinstance(value, type | types.ModuleType):
            if self._is_local(_module_of(value)):
                yield from list(vars(value).values())
                yield from value.__mro__[1:] if isinstance(value, type) else ()
        elif self._is_local(type(value).__module__):
            yield type(value)

    def _is_local(self, module: str) -> bool:
        file = getattr(sys.modules.get(module), "__file__", None) or ""
        return module == "__main__" or file.startswith(self._folder)


def _carried(value: object) -> Iterator[object]:
    """Yield what a callable has with it, be it made by a library: a decorator, say."""
    if isinstance(value, types.FunctionType):
        yield from value.__defaults__ or ()
        yield from (value.__kwdefaults__ or {}).values()
        for cell in value.__closure__ or ():
            with suppress(ValueError):  # it may be empty still
                yield cell.cell_contents
    elif isinstance(value, functools.partial):
        yield from (value.func, *value.args, *value.keywords.values())
    elif isinstance(value, types.MethodType):
        yield from (value.__func__, value.__self__)
    elif isinstance(value, _CACHED):
        yield value.__wrapped__


def _names_in(code: types.CodeType) -> Iterator[str]:
    """Yield the names that a function reads, those within it included."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names_in(constant)


def _module_of(value: object) -> str:
    if isinstance(value, types.ModuleType):
        return value.__name__
    own = getattr(value, "__module__", None)
    return own if isinstance(own, str) else type(value).__module__


def _top(module: str) -> str:
    return module.partition(".")[0]
