"""Local classes that stand for a student's own exception classes.

A test may say ``except TheirError``: Python takes only genuine classes there. So the examiner makes
one of the same name, derived from the same built-in exception.
"""

from typing import Any

from autograder.answers.plain_types import EXCEPTIONS, loaded_class
from autograder.answers.troubles import StudentRaised

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


def _library_error(module: str, name: str) -> type[Exception] | None:
    # Not one of ours: it would pass for a trouble of the wall.
    if module.partition(".")[0] == __name__.partition(".")[0]:
        return None
    found = loaded_class(module, name)
    return found if found is not None and issubclass(found, Exception) else None


def _read(error: Any, name: str) -> Any:
    """Read what the student's class added, from the original."""
    handle = error.__dict__.get(_LINK)
    if handle is None or name.startswith("__"):
        raise AttributeError(name)
    return getattr(handle, name)
