"""Genuine exceptions that stand for those of the student's code.

A test may say ``except TheirError``: Python takes only genuine classes there. So the examiner makes
one of the same name, derived from the same built-in exception.
"""

from typing import Any

from autograder.answers.bounds import MESSAGE_CHARACTERS
from autograder.answers.plain_types import EXCEPTIONS, loaded_class
from autograder.answers.troubles import StudentRaised

_MOST_ARGUMENTS = 10
_LINK = "_autograder_object"


def make_error_class(
    name: str, base: str, library: tuple[str, str] | None, *, own: bool
) -> type[Exception]:
    """Make the class; one that derives from Exception alone derives from StudentRaised.

    ``base`` names the nearest built-in exception, ``library`` the nearest one of a module that is
    not the student's. A class that is not their ``own`` is the library's, where that is loaded.
    """
    known = EXCEPTIONS.get(base, Exception)
    genuine = None if library is None else _library_error(*library)
    if genuine is not None and not own:
        return genuine
    parent = genuine or (StudentRaised if known is Exception else known)
    members = {"__module__": "__main__", "__getattr__": _read}
    return type(name, (parent,), members)


def make_error(
    kind: type[Exception], arguments: tuple[Any, ...] | None, text: str, handle: object
) -> Exception:
    """Make the exception that a student's function raised; ``handle`` stands for the original."""
    try:
        error = kind(*arguments) if arguments is not None else kind(text)
    except Exception:
        # Some built-in exceptions need arguments of their own.
        return StudentRaised(f"{kind.__name__}: {text}")
    error.__dict__[_LINK] = handle
    return error


def make_builtin_error(
    names: list[str], arguments: tuple[Any, ...] | None, text: str, type_name: str
) -> Exception:
    """Make the exception of the first built-in type of these that takes the arguments."""
    for kind in (EXCEPTIONS[n] for n in names if n in EXCEPTIONS and n != "Exception"):
        try:
            return kind(*arguments) if arguments is not None else kind(text)
        except Exception:  # noqa: S112 - some need arguments of their own: the next base will do
            continue
    return StudentRaised(f"{type_name}: {text}")


def short_arguments(arguments: Any) -> tuple[Any, ...] | None:
    """Give arguments of an exception only where they are short: they become part of a message."""
    if type(arguments) is not tuple or len(arguments) > _MOST_ARGUMENTS:
        return None
    return arguments if all(map(_is_short, arguments)) else None


def _is_short(value: object) -> bool:
    if type(value) is str:
        return len(value) <= MESSAGE_CHARACTERS
    return value is None or type(value) in (bool, int, float)


def _library_error(module: str, name: str) -> type[Exception] | None:
    # Not one of ours: it would pass for a trouble of the wall.
    if module.partition(".")[0] == __name__.partition(".")[0]:
        return None
    found = loaded_class(module, name)
    if found is None or not issubclass(found, Exception):
        return None
    # ``except TheirError`` must not catch the test's own failed assert.
    return None if issubclass(AssertionError, found) else found


def _read(error: Any, name: str) -> Any:
    """Read what the student's class added, from the original."""
    handle = error.__dict__.get(_LINK)
    if handle is None or name.startswith("__"):
        raise AttributeError(name)
    return getattr(handle, name)
