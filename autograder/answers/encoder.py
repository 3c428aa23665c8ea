"""Values to frames. Runs on both sides; nothing that it says in the student process is relied upon.

Only exact types are described as themselves. A subclass that adds no names of its own is copied
through its base type's own methods, so that its overrides are never asked; any other object goes
to ``refer``, which makes a handle of it, or is refused.
"""

import sys
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any, TypeAlias

import numpy as np

from autograder.answers import describers
from autograder.answers.arrays import (
    AnyArray,
    bytes_of,
    is_by_columns,
    is_generic_text,
    is_plain,
)
from autograder.answers.bounds import (
    HANDLE_NODES,
    MOST_DEPTH,
    MOST_DIMENSIONS,
    MOST_NESTED,
    MOST_NODES,
    TEXT_CHARACTERS,
)
from autograder.answers.contract import NotSendable
from autograder.answers.estimators.crossing import describe as describe_estimator
from autograder.answers.frames import (
    FRAME_BYTES,
    MOST_BUFFERS,
    Frame,
    Tree,
    collector_paused,
)
from autograder.answers.plain_types import NAMES

# Nothing is nested in these: most values are such, and counting takes time.
_LEAVES = frozenset({type(None), bool, int, float, str})


class Encoder:
    """Describe values as one tree, filling ``buffers`` beside it.

    ``refer(value, encoder)`` describes what is not plain, or raises NotSendable. ``known`` maps the
    ``id`` of objects that the other side has already to what stands for them. Without ``figures``,
    these are not plain: a copy would not show what is drawn on it. Without ``estimators``, neither
    are these.
    """

    def __init__(
        self,
        refer: "Refer | None" = None,
        *,
        known: Mapping[int, Tree] | None = None,
        figures: bool = True,
        estimators: bool = True,
    ) -> None:
        self.buffers: list[bytes] = []
        self.figures: MutableMapping[int, Any] = {}
        self._refer = refer
        self._describes_figures = figures
        self._describes_estimators = estimators
        self._known: dict[int, Tree] = dict(known or {})
        self._kept: list[object] = []
        # As the decoder counts: see there.
        self._nested: dict[int, int] = {}
        self._below = 0
        self._nodes = 0
        self._depth = 0
        self._buffer_bytes = 0

    def __call__(self, value: object) -> Tree:
        """Describe any value, or raise NotSendable."""
        if self._depth == 0:
            with collector_paused():
                return self._within(value)
        return self._within(value)

    def _within(self, value: object) -> Tree:
        self.spend(1)
        if type(value) in _LEAVES:
            self._below = self._below or 1
            return self._describe(value)
        if self._depth > MOST_DEPTH:
            raise NotSendable("a value that is nested too deep")
        self._depth += 1
        beside, self._below = self._below, 0
        try:
            tree = self._describe(value)
        finally:
            self._depth -= 1
        if id(value) in self._nested:
            self._nested[id(value)] = self._below
        self._below = max(beside, self._below + 1)
        if self._below > MOST_NESTED:
            raise NotSendable("a value that is nested too deep")
        return tree

    def spend(self, nodes: int) -> None:
        """Charge what the decoder will charge."""
        self._nodes += nodes
        if self._nodes > MOST_NODES:
            raise NotSendable(f"a value of more than {MOST_NODES} parts")

    def frame(self, tree: Tree) -> Frame:
        """Join a tree of this encoder with its buffers."""
        return Frame(tree, tuple(self.buffers))

    def buffer(self, data: bytes) -> int:
        """Keep raw bytes and give their position."""
        self._buffer_bytes += len(data)
        if self._buffer_bytes > FRAME_BYTES or len(self.buffers) >= MOST_BUFFERS:
            raise NotSendable(f"a value larger than {FRAME_BYTES >> 20} MiB")
        self.buffers.append(data)
        return len(self.buffers) - 1

    def texts(self, texts: list[str | None]) -> list[Tree]:
        """Describe plain texts, some of which may be missing: each as one of its own would be."""
        self.spend(len(texts))
        if any(text is not None and len(text) > TEXT_CHARACTERS for text in texts):
            raise NotSendable("a text that is too long")
        self._below = self._below or 1
        return [*texts]

    def array(self, array: AnyArray) -> Tree:
        """Describe an array: plain elements as bytes, objects one by one."""
        array = array.view(np.ndarray)
        if array.ndim > MOST_DIMENSIONS:
            raise NotSendable(f"an array of {array.ndim} dimensions")
        if is_generic_text(array.dtype):
            array = array.astype(f"{array.dtype.kind}1")
        if array.dtype == object:
            elements = [self(element) for element in array.reshape(-1).tolist()]
            return {"objects": elements, "shape": list(array.shape)}
        if not is_plain(array.dtype):
            raise NotSendable(f"an array of dtype {array.dtype.name}")
        if array.nbytes > FRAME_BYTES:
            raise NotSendable(f"an array larger than {FRAME_BYTES >> 20} MiB")
        if is_by_columns(array):
            return {**self._plain_array(array.T), "columns": True}
        return self._plain_array(array)

    def _plain_array(self, array: AnyArray) -> dict[str, Tree]:
        position = self.buffer(bytes_of(array))
        return {"array": array.dtype.str, "shape": list(array.shape), "buffer": position}

    def _describe(self, value: object) -> Tree:
        if id(value) in self._known:
            self._below = self._nested.get(id(value), 0)
            return self._known[id(value)]
        describe = describers.EXACT.get(type(value))
        if describe is not None:
            return describe(self, value)
        # By the real type, here and below: a handle's __class__ claims more.
        if issubclass(type(value), np.dtype):
            return describers.dtype(value)
        if self._describes_figures and (tree := _figure(self, value)) is not None:
            return tree
        if self._describes_estimators and (tree := describe_estimator(value, self)) is not None:
            return tree
        if issubclass(type(value), type):
            return self._type(value)
        return self._subclass(value)

    def _subclass(self, value: object) -> Tree:
        kind = type(value)
        if (names := describers.namedtuple_fields(kind)) is not None:
            return describers.namedtuple(self, value, kind.__name__, names)
        for base, describe in describers.COPIED:
            if issubclass(kind, base) and not describers.has_names_of_its_own(kind, base):
                return describe(self, value)
        return self.other(value)

    def _type(self, kind: Any) -> Tree:
        if kind in NAMES:
            return {"type": NAMES[kind]}
        names = describers.namedtuple_fields(kind)
        if names is not None and not getattr(kind, "_field_defaults", None):
            return {"namedtuple type": kind.__name__, "fields": list(names)}
        return self.other(kind)

    def other(self, value: object) -> Tree:
        """Describe what is not plain, by reference."""
        if self._refer is None:
            raise NotSendable(f"an object of type {type(value).__qualname__}")
        self.spend(HANDLE_NODES)
        return self._refer(value, self)

    def remember(self, value: object) -> None:
        """Give a number to a mutable value, so that meeting it again says that it is the same."""
        self._known[id(value)] = {"same": len(self._kept)}
        self._nested[id(value)] = 0
        # Kept alive: a freed object's id may be given to another one.
        self._kept.append(value)


Refer: TypeAlias = Callable[[object, Encoder], Tree]


def encode(value: object, refer: Refer | None = None) -> Frame:
    """Describe one value as a frame, or raise NotSendable."""
    encoder = Encoder(refer)
    return encoder.frame(encoder(value))


def _figure(encoder: Encoder, value: object) -> Tree:
    """Describe a figure or axes; None for anything else."""
    if "matplotlib.figure" not in sys.modules:
        return None
    # Lazy: most frames hold no figure, and Matplotlib takes a second to import.
    from autograder.answers import figures

    return figures.describe(value, encoder)
