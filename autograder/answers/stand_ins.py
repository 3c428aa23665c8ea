"""Handles: what stands in the examiner for a student's function, estimator or other object.

A handle forwards calls, attribute reads, indexing, iteration and ``len``: their results are data.
It never forwards an operator, a comparison, a truth value or a conversion to a number: there the
student's code would say how a local value compares with its own, that is, decide the test.
Each of these raises NotSupported, so that the cell goes to the instructor instead of to a zero.
"""

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import (
    BuiltinFunctionType,
    FunctionType,
    GeneratorType,
    MappingProxyType,
    MethodType,
    ModuleType,
)
from typing import Any, Protocol

from autograder.answers.estimators import claims
from autograder.answers.estimators.library import can_be_rebuilt
from autograder.answers.frames import BrokenFrame, Tree
from autograder.answers.plain_types import LIBRARIES, loaded_class

_OPERATORS = "add sub mul truediv floordiv mod divmod pow matmul lshift rshift and or xor"
_COMPARISONS = "eq ne lt le gt ge"
_CONVERSIONS = "bool int float complex index round trunc floor ceil bytes fspath"
_OTHER = (
    "neg pos abs invert hash contains setitem delitem reversed enter exit copy deepcopy "
    "reduce_ex mro_entries array_ufunc array_function await aiter anext aenter aexit"
)
_REFUSED = tuple(
    f"__{word}__"
    for word in (
        *_OPERATORS.split(),
        *(f"r{word}" for word in _OPERATORS.split()),
        *(f"i{word}" for word in _OPERATORS.split() if word != "divmod"),
        *_COMPARISONS.split(),
        *_CONVERSIONS.split(),
        *_OTHER.split(),
    )
)

# Read as attributes like any other; all further names of this form are asked for by libraries
# that look for a protocol, which a handle does not have.
_FORWARDED_NAMES = frozenset(
    {"__name__", "__qualname__", "__defaults__", "__kwdefaults__", "__annotations__"}
)
_REFUSED_NAMES = frozenset(
    {"__code__", "__globals__", "__closure__", "__self__", "__func__", "__bases__", "__mro__"}
)
# Methods that set their argument against the object, and say how the two compare.
_COMPARING_NAMES = frozenset(
    "equals eq ne lt le gt ge isin compare identical startswith endswith "
    "issubset issuperset isdisjoint".split()
)

# What the standard library's own checks (``inspect.isfunction``) go by.
_CLASSES: MappingProxyType[str, type] = MappingProxyType(
    {
        "function": FunctionType,
        "method": MethodType,
        "builtin": BuiltinFunctionType,
        "generator": GeneratorType,
        "class": type,
        "module": ModuleType,
    }
)
# Kinds whose objects are always true, and equal only to themselves.
_BY_IDENTITY = frozenset({"function", "generator", "class", "module"})
# Kinds that ``copy`` gives back as they are.
_ATOMIC = frozenset({"function", "builtin", "class"})


class Asking(Protocol):
    """The wall, as a handle sees it."""

    def __hash__(self) -> int:
        """Tell one wall from another."""
        ...

    def refuse(self, what: str) -> Exception:
        """Give the exception for something that the wall does not carry."""
        ...

    def ask(self, operation: str, link: "Link", **fields: Tree) -> Any:
        """Ask something about one object."""
        ...

    def type_of(self, link: "Link") -> Any:
        """Ask for the class of an object."""
        ...

    def item(self, link: "Link", key: object) -> Any:
        """Ask for one item of an object."""
        ...

    def call(self, link: "Link", arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        """Call an object."""
        ...


@dataclass(frozen=True)
class Link:
    """Say which object of the student's a handle stands for.

    ``kind`` and ``type_name`` are what the student process says of it, and decide nothing.
    """

    wall: Asking
    number: int
    kind: str
    type_name: str
    # The module and name of the library's class that it claims to be of.
    library: tuple[str, str] | None = None


class Handle:
    """Stand for an object that stays in the student process."""

    # A name that no student's attribute has.
    __slots__ = ("_autograder_link",)

    def __getattr__(self, name: str) -> Any:
        link = link_of(self)
        if name == "score":
            return _score(self)
        if name in _REFUSED_NAMES or name in _COMPARING_NAMES:
            raise link.wall.refuse(f"{name} of a student's object")
        if name.startswith("__") and name.endswith("__") and name not in _FORWARDED_NAMES:
            if link.kind == "module" or hasattr(_library_class(link) or object, name):
                raise link.wall.refuse(f"{name} of a student's object")
            raise AttributeError(name)
        return link.wall.ask("attribute", link, name=name)

    def __setattr__(self, name: str, value: object) -> None:
        raise link_of(self).wall.refuse("setting an attribute of a student's object")

    def __delattr__(self, name: str) -> None:
        raise link_of(self).wall.refuse("deleting an attribute of a student's object")

    def __str__(self) -> str:
        text: str = _exact(str, _ask(self, "str"))
        return text

    def __repr__(self) -> str:
        text: str = _exact(str, _ask(self, "repr"))
        return text

    def __format__(self, form: str) -> str:
        if form:
            raise link_of(self).wall.refuse("formatting a student's object")
        # As in f"{answer}": a text, and the test compares it here.
        return str(self)

    def __dir__(self) -> list[str]:
        return [_exact(str, name) for name in _exact(list, _ask(self, "dir"))]

    def __instancecheck__(self, value: object) -> bool:
        return _related("isinstance", self, value)

    def __subclasscheck__(self, value: object) -> bool:
        return _related("issubclass", self, value)


def is_handle(value: object) -> bool:
    """Tell whether a value stands for one of the student's objects."""
    return issubclass(type(value), Handle)


def link_of(handle: object) -> Link:
    """Give which object a handle stands for."""
    link: Link = object.__getattribute__(handle, "_autograder_link")
    return link


def make_handle(link: Link, can: frozenset[str]) -> object:
    """Make a handle whose type can do what the student's object can."""
    kind = link.kind if link.kind in _CLASSES else "object"
    if kind == "object" and claims.is_estimator(_claimed_class(link)):
        kind = "estimator"
    able = can.intersection(_CAPABILITIES)
    handle = object.__new__(_handle_type(kind, able, link.type_name, link.wall))
    object.__setattr__(handle, "_autograder_link", link)
    return handle


@functools.lru_cache(maxsize=1024)
def _handle_type(kind: str, can: frozenset[str], name: str, wall: Asking) -> type[Handle]:
    def refuse(cls: type, *arguments: object, **keywords: object) -> Handle:
        raise wall.refuse("a new object of a student's class")

    # Of the student's name: a library may ask for ``type(answer).__name__``.
    members: dict[str, Any] = {"__slots__": (), "__module__": "__main__", "__new__": refuse}
    members |= {"__doc__": _forwarded("__doc__")}
    return type(name, (_able_type(kind, can),), members)


@functools.cache
def _able_type(kind: str, can: frozenset[str]) -> type[Handle]:
    members: dict[str, Any] = {"__slots__": ()}
    members |= {method: _refusing(method) for method in _REFUSED}
    members |= {f"__{word}__": _CAPABILITIES[word] for word in can}
    members |= {"__dict__": property(lambda self: _exact(dict, _ask(self, "vars")))}
    if kind in _BY_IDENTITY:
        members |= {"__bool__": _true, "__eq__": _same, "__hash__": _hash}
        # Derived from __eq__ by Python itself.
        members["__ne__"] = object.__ne__
    if kind in _ATOMIC:
        members |= {"__copy__": _itself, "__deepcopy__": _itself}
    if kind == "estimator":
        # As of scikit-learn's own: it compares the steps of a pipeline with "passthrough".
        members |= {"__eq__": _same, "__ne__": object.__ne__, "__hash__": _hash}
        members["__sklearn_tags__"] = _tags
    members["__class__"] = property(_class_of)
    return type("Handle", (Handle,), members)


def class_of(handle: Any) -> Any:
    """Give what ``type()`` says of the student's object: a class, or the handle of one."""
    link = link_of(handle)
    known = _CLASSES.get(link.kind)
    if known is not None:
        return known
    claimed = _claimed_class(link)
    is_exact = claimed is not None and claimed.__name__ == link.type_name
    if is_exact and claimed is _library_class(link):
        return claimed
    return link.wall.type_of(link)


def _class_of(handle: Handle) -> type:
    """Give what isinstance() goes by."""
    link = link_of(handle)
    return _CLASSES.get(link.kind) or _library_class(link) or type(handle)


def _library_class(link: Link) -> type | None:
    """Give the library's class that a handle may pass for: never one whose objects cross."""
    claimed = _claimed_class(link)
    if claimed is None or not can_be_rebuilt(claimed):
        return claimed
    bases = [base for base in claimed.__mro__ if not can_be_rebuilt(base)]
    return next(filter(claims.is_estimator, bases))


def _claimed_class(link: Link) -> type | None:
    if link.library is None or not _is_of_a_library(link.library[0]):
        return None
    claimed = loaded_class(*link.library)
    # By where it is made, too: modules hold the classes that they import.
    if claimed is None or not _is_of_a_library(claimed.__module__):
        return None
    return claimed


def _is_of_a_library(module: str) -> bool:
    return module.partition(".")[0] in LIBRARIES


def _refusing(method: str) -> Callable[..., Any]:
    def refuse(self: Handle, *arguments: object, **keywords: object) -> Any:
        raise link_of(self).wall.refuse(f"{method} of a student's object")

    return refuse


def _forwarded(name: str) -> property:
    def read(self: Handle) -> Any:
        return link_of(self).wall.ask("attribute", link_of(self), name=name)

    return property(read)


def _ask(handle: Handle, question: str) -> Any:
    return link_of(handle).wall.ask(question, link_of(handle))


def _exact(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise BrokenFrame(f"not a {kind.__name__}")
    return value


def _related(relation: str, handle: Handle, value: object) -> bool:
    """Ask how two of the student's objects relate; about any other value it has no say."""
    link = link_of(handle)
    if link.kind != "class":
        raise TypeError(f"{relation}() needs a class")
    if not is_handle(value):
        raise link.wall.refuse(f"{relation} of a local value and a student's class")
    answer: bool = _exact(bool, link.wall.ask(relation, link, value=link_of(value).number))
    return answer


def _call(self: Handle, /, *arguments: Any, **keywords: Any) -> Any:
    return link_of(self).wall.call(link_of(self), arguments, keywords)


def _iterate(self: Handle) -> Iterator[Any]:
    iterator = _ask(self, "iter")
    return iterator if is_handle(iterator) else iter(iterator)


def _next(self: Handle) -> Any:
    return _ask(self, "next")


def _length(self: Handle) -> int:
    length: int = _exact(int, _ask(self, "len"))
    return length


def _item(self: Handle, key: Any) -> Any:
    return link_of(self).wall.item(link_of(self), key)


_CAPABILITIES: dict[str, Callable[..., Any]] = {
    "call": _call,
    "iter": _iterate,
    "next": _next,
    "len": _length,
    "getitem": _item,
}


def _tags(self: Handle) -> Any:
    return claims.tags(_claimed_class(link_of(self)))


def _score(handle: Handle) -> claims.Score:
    link = link_of(handle)
    claimed = _claimed_class(link)
    score = claims.score(claimed, handle.predict) if claims.is_estimator(claimed) else None
    if score is None:
        raise link.wall.refuse("score(): compute it from predict()")
    return score


def _itself(self: Handle, memo: object = None) -> Handle:
    return self


def _true(self: Handle) -> bool:
    return True


def _hash(self: Handle) -> int:
    return hash(("handle", link_of(self).number))


def _same(self: Handle, other: object) -> Any:
    link = link_of(self)
    if is_handle(other):
        return link.number == link_of(other).number
    if link.kind == "class":
        raise link.wall.refuse("comparing a student's class")
    return NotImplemented
