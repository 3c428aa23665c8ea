"""Say of an object that stays at the student's, or of an exception, what the examiner may know."""

import os
import traceback
from collections.abc import Callable
from types import BuiltinFunctionType, FunctionType, GeneratorType, MethodType, ModuleType

from autograder.answers.bounds import MESSAGE_CHARACTERS, NAME_CHARACTERS
from autograder.answers.encoder import Encoder
from autograder.answers.frames import Tree, text_of
from autograder.answers.plain_types import LIBRARIES, NAMES

_MOST_ARGUMENTS = 10
_MOST_FRAMES = 20
_CAPABILITIES = ("call", "iter", "next", "len", "getitem")
_KINDS: tuple[tuple[type, str], ...] = (
    (FunctionType, "function"),
    (MethodType, "method"),
    (BuiltinFunctionType, "builtin"),
    (GeneratorType, "generator"),
    (type, "class"),
    (ModuleType, "module"),
)


def label_object(value: object, number: int) -> dict[str, Tree]:
    """Label an object that is exported under a number: its kind, and what it can do."""
    kind = next((word for base, word in _KINDS if isinstance(value, base)), "object")
    can: list[Tree] = [word for word in _CAPABILITIES if _has(type(value), f"__{word}__")]
    label: dict[str, Tree] = {"handle": number, "kind": kind, "can": can}
    if isinstance(value, type) and issubclass(value, Exception):
        return label | _error_class(value)
    return label | {"type": _name(type(value)), "library": _library_class(type(value))}


def _has(kind: type, method: str) -> bool:
    """Tell whether objects of a class have a method; what its metaclass has is not theirs."""
    found = (vars(base)[method] for base in kind.__mro__ if method in vars(base))
    return next(found, None) is not None


def label_error(error: BaseException, refer: Callable[[object], Tree]) -> dict[str, Tree]:
    """Label an exception: its class or built-in types, its plain arguments, its text.

    ``refer`` exports its class and itself, where they are not built in.
    """
    turn = getattr(error, "__dict__", {}).get("_autograder_turn")
    kind = type(error)
    own = issubclass(kind, Exception) and kind not in NAMES
    return {
        "raised": _bases(kind),
        "class": refer(kind) if own else None,
        "object": refer(error) if own else None,
        "type": _name(kind),
        "text": _text_of(error),
        "args": _arguments_of(error),
        "callback_turn": turn if type(turn) is int else None,
    }


def traceback_of(error: BaseException) -> str:
    """Give the end of an exception's traceback as text, without this package's own frames."""
    try:
        found = traceback.TracebackException.from_exception(error)
        own = f"{os.path.dirname(os.path.dirname(__file__))}{os.sep}"
        kept = [frame for frame in found.stack if not frame.filename.startswith(own)]
        found.stack = traceback.StackSummary.from_list(kept[-_MOST_FRAMES:])
        return "".join(found.format())[-MESSAGE_CHARACTERS:]
    except Exception:  # its class is the student's
        return ""


def _library_class(kind: type) -> Tree:
    """Name the nearest class that a library the examiner has too made of this."""
    known = [base for base in kind.__mro__ if str(base.__module__).partition(".")[0] in LIBRARIES]
    # A mixin stands before the class that it adds to, and says less of the object.
    known.sort(key=lambda base: base.__qualname__.endswith("Mixin"))
    return [str(known[0].__module__), known[0].__qualname__] if known else None


def _error_class(kind: type) -> dict[str, Tree]:
    """Describe an exception class by the nearest bases that the examiner may have too."""
    foreign = next(base for base in kind.__mro__ if str(base.__module__) != "__main__")
    return {
        "kind": "exception",
        "type": _name(kind),
        "own": foreign is not kind,
        "base": _bases(kind)[0],
        "library": None if foreign in NAMES else [str(foreign.__module__), foreign.__qualname__],
    }


def _name(kind: type) -> str:
    return str(kind.__name__)[:NAME_CHARACTERS]


def _bases(kind: type) -> list[Tree]:
    """Name the built-in types that an exception class is of, the nearest first."""
    return [NAMES[base] for base in kind.__mro__ if base in NAMES]


def _text_of(error: BaseException) -> str:
    try:
        return str.__str__(str(error))[:MESSAGE_CHARACTERS]
    except BaseException:
        return ""


def _arguments_of(error: BaseException) -> Tree:
    """Describe the arguments where they are few, plain and short; else None."""
    try:
        encoder = Encoder()
        tree = encoder(tuple(error.args))
    except BaseException:
        return None
    few = len(error.args) <= _MOST_ARGUMENTS
    return tree if few and not encoder.buffers and len(text_of(tree)) < MESSAGE_CHARACTERS else None
