"""Describe an estimator on the student's side, and rebuild it on the examiner's.

In: a genuine estimator, or a tree that nobody vouches for. Out: a tree of its parameters and of
what fitting gave it; or an object of exactly scikit-learn's own class that was made here, by the
constructor, and holds nothing but checked parts. No method of the student's object is asked, and
none crosses.
"""

from typing import Any

from autograder.answers.bounds import ESTIMATOR_NODES, NAME_CHARACTERS
from autograder.answers.contract import Reader, Writer
from autograder.answers.estimators.checks import Parts
from autograder.answers.estimators.functions import name_of
from autograder.answers.estimators.kinds import Misfit, Sizes, anything_plain
from autograder.answers.estimators.library import class_named, name_of_class, parameters
from autograder.answers.estimators.table import COMMON, TABLE
from autograder.answers.frames import BrokenFrame, Tree


def describe(value: Any, writer: Writer) -> Tree:
    """Describe an estimator that can be rebuilt, or a function by its name; else None."""
    name = name_of_class(type(value))
    if name is None:
        function = name_of(value)
        return None if function is None else {"library function": function}
    try:
        parts = _checked(name, type(value), _known(name, type(value), vars(value)))
    except Exception:
        # Misfit, or whatever the insides of a tampered object provoke.
        return None
    writer.spend(ESTIMATOR_NODES)
    tree: Tree = {
        "estimator": name,
        "parts": [[part, writer(member)] for part, member in parts.items()],
    }
    # Only now, so that no part can be the estimator itself.
    writer.remember(value)
    return tree


def _known(name: str, kind: type, state: Parts) -> Parts:
    known = parameters(kind) | COMMON.keys() | TABLE[name].kinds.keys()
    return {part: member for part, member in state.items() if part in known}


def rebuild(reader: Reader, tree: dict[str, Tree]) -> Any:
    """Build the estimator that a tree describes, or raise BrokenFrame."""
    reader.spend(ESTIMATOR_NODES)
    name = reader.text(tree["estimator"], NAME_CHARACTERS)
    if name not in TABLE:
        raise BrokenFrame("an estimator that may not cross")
    kind = class_named(name)
    try:
        parts = _checked(name, kind, _read(reader, tree))
    except Misfit as misfit:
        raise BrokenFrame(f"{name}: {misfit}") from None
    return reader.remember(_assembled(name, kind, parts))


def _read(reader: Reader, tree: dict[str, Tree]) -> Parts:
    parts: Parts = {}
    for pair in reader.items(tree["parts"]):
        part, member = reader.items(pair)
        if part in parts:
            raise BrokenFrame("a part that comes twice")
        parts[reader.text(part, NAME_CHARACTERS)] = reader(member)
    return parts


def _checked(name: str, kind: Any, parts: Parts) -> Parts:
    """Give checked copies of the parts, or raise Misfit."""
    sizes: Sizes = {}
    recipe = TABLE[name]
    kinds = {**dict.fromkeys(parameters(kind), anything_plain), **COMMON, **recipe.kinds}
    unknown = parts.keys() - kinds.keys()
    if unknown:
        raise Misfit("an unknown part")
    taken = {part: kinds[part](member, sizes) for part, member in parts.items()}
    try:
        recipe.check(taken)
    except (KeyError, IndexError, TypeError):
        raise Misfit("a part that is missing") from None
    return taken


def _assembled(name: str, kind: Any, parts: Parts) -> Any:
    own = parameters(kind)
    estimator = kind(**{part: member for part, member in parts.items() if part in own})
    vars(estimator).update((part, each) for part, each in parts.items() if part not in own)
    TABLE[name].finish(estimator)
    return estimator
