"""Compare what two runs of a prefix came to, without keeping it."""

import hashlib
from typing import Any

import numpy as np

from autograder.answers.codec import Encoder, NotSendable
from autograder.answers.frames import Frame, Tree, text_of

# What a tree predicts by; its nodes as they lie in memory hold gaps of no meaning.
_TREE = ("children_left", "children_right", "feature", "threshold", "value")


def digest(value: object) -> str:
    """Give the SHA-256 of a value's description, in hexadecimal; never raises.

    An estimator is described by all that it holds, a random generator by its state, any other
    object that is not plain by the name of its type.
    """
    try:
        encoder = Encoder(_Outline(), estimators=False)
        frame = encoder.frame(encoder(value))
    except Exception:
        # An object's own methods may fail in any way; that it is there still counts.
        frame = Frame(_type_name(value))
    hashed = hashlib.sha256(text_of(_anonymous(frame.tree)))
    for buffer in frame.buffers:
        hashed.update(len(buffer).to_bytes(8, "little"))
        hashed.update(buffer)
    return hashed.hexdigest()


def _anonymous(tree: Tree) -> Tree:
    """Leave out the number of a figure, which is where it lies in memory."""
    if isinstance(tree, list):
        return [_anonymous(each) for each in tree]
    if not isinstance(tree, dict):
        return tree
    return {
        key: 0 if key == "id" and type(each) is int else _anonymous(each)
        for key, each in tree.items()
    }


class _Outline:
    """Describe objects by what they hold; one met before, by when that was."""

    def __init__(self) -> None:
        self._met: dict[int, int] = {}

    def __call__(self, value: object, encoder: Encoder) -> Tree:
        if id(value) in self._met:
            return {"object": self._met[id(value)]}
        self._met[id(value)] = len(self._met)
        return {"object": _type_name(value), "state": _describe(_state(value), encoder)}


def _describe(state: object, encoder: Encoder) -> Tree:
    if type(state) is not dict:
        return encoder(state)
    return [[encoder(name), _described_or_named(each, encoder)] for name, each in state.items()]


def _described_or_named(value: object, encoder: Encoder) -> Tree:
    try:
        return encoder(value)
    except NotSendable:
        return _type_name(value)


def _state(value: Any) -> object:
    """Give what an object holds, as far as it is known what counts."""
    if isinstance(value, np.random.Generator):
        return value.bit_generator.state
    if isinstance(value, np.random.RandomState):
        return value.get_state(legacy=False)
    if _type_name(value) == "sklearn.tree._tree.Tree":
        return {name: getattr(value, name) for name in _TREE}
    if hasattr(value, "get_params") and not isinstance(value, type):
        return _without_times(vars(value))
    return None


def _without_times(state: dict[str, Any]) -> dict[str, Any]:
    """Leave out how long a search took."""
    return {
        name: _without_times(each) if name == "cv_results_" else each
        for name, each in state.items()
        if not str(name).endswith(("_time", "_time_"))
    }


def _type_name(value: object) -> str:
    return f"{type(value).__module__}.{type(value).__qualname__}"
