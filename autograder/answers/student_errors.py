"""Local classes that stand for a student's own exception classes.

A test may say ``except TheirError``: Python takes only genuine classes there. So the examiner makes
one of the same name, derived from the same built-in exception.
"""

from typing import Any

from autograder.answers.plain_types import EXCEPTIONS
from autograder.answers.troubles import StudentRaised

_LINK = "_autograder_object"


def make_error_class(name: str, base: str) -> type[Exception]:
    """Make the class; one that derives from Exception alone derives from StudentRaised."""
    known = EXCEPTIONS.get(base, Exception)
    parent = StudentRaised if known is Exception else known
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


def _read(error: Any, name: str) -> Any:
    """Read what the student's class added, from the original."""
    handle = error.__dict__.get(_LINK)
    if handle is None or name.startswith("__"):
        raise AttributeError(name)
    return getattr(handle, name)
