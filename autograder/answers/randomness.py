"""The global random generators of Python and NumPy, carried to the student process.

A test that says ``random.seed(1)`` before it calls a student's function means the generator that
this function draws from. Only the state after such a cell's own calls goes over, and nothing comes
back: what a test draws later is not for the student's code to choose.
"""

import random
import sys
from typing import Any

from autograder.answers.frames import Tree


class Randomness:
    """Notice what a test cell does to the generators; ``begin`` starts a cell."""

    def __init__(self) -> None:
        self._last: list[Tree] | None = None

    def begin(self, *, shared: bool) -> None:
        """Start a test cell, whose state is to be ``shared`` or not."""
        self._last = state() if shared else None

    def set_by(self, function: object) -> None:
        """Note that the test has set a generator, be it to the state that it had before."""
        if self._last is not None:
            which = [function in setters for setters in _setters()].index(True)
            self._last[which] = None

    def changed(self) -> dict[str, Tree]:
        """Give what to send along with a call: the state of each generator that has changed."""
        if self._last is None:
            return {}
        now, before = state(), self._last
        if now == before:
            return {}
        self._last = now
        pairs = zip(now, before, strict=True)
        return {"random": [None if own == known else own for own, known in pairs]}


def sets(function: object) -> bool:
    """Tell whether a function is one that sets the state of a global generator."""
    return any(function is each for setters in _setters() for each in setters)


def _setters() -> tuple[tuple[object, ...], tuple[object, ...]]:
    """Return the functions that set Python's generator, and those that set NumPy's."""
    numpy = sys.modules.get("numpy")
    numpys = () if numpy is None else (numpy.random.seed, numpy.random.set_state)
    return (random.seed, random.setstate), numpys


def state() -> list[Tree]:
    """Describe the state of the generators that are loaded."""
    numpy = sys.modules.get("numpy")
    numpys = None if numpy is None else numpy.random.get_state()
    return _described(random.getstate(), numpys)


def seeded(seed: int) -> list[Tree]:
    """Describe the state that the generators have when they are seeded; they stay as they are."""
    numpy = sys.modules.get("numpy")
    numpys = None if numpy is None else numpy.random.RandomState(seed).get_state()
    return _described(random.Random(seed).getstate(), numpys)  # noqa: S311 - no secret is drawn


def _described(own: Any, numpys: Any) -> list[Tree]:
    version, words, gauss = own
    found: list[Tree] = [version, list(words), gauss]
    if numpys is None:
        return [found, None]
    name, keys, position, has_gauss, cached = numpys
    return [found, [str(name), keys.tolist(), int(position), int(has_gauss), float(cached)]]


def take(described: Any) -> None:
    """Put this process's generators into a state; None leaves one as it is."""
    own, numpys = described
    if own is not None:
        version, words, gauss = own
        random.setstate((version, tuple(words), gauss))
    numpy = sys.modules.get("numpy")
    if numpy is not None and numpys is not None:
        numpy.random.set_state(tuple(numpys))
