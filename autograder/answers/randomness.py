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
        self._last: Tree = None

    def begin(self, *, shared: bool) -> None:
        """Start a test cell, whose state is to be ``shared`` or not."""
        self._last = state() if shared else None

    def changed(self) -> dict[str, Tree]:
        """Give what to send along with a call: the state, where the test has changed it."""
        if self._last is None:
            return {}
        now = state()
        if now == self._last:
            return {}
        self._last = now
        return {"random": now}


def state() -> Tree:
    """Describe the state of the generators that are loaded."""
    version, words, gauss = random.getstate()
    numpy = sys.modules.get("numpy")
    found: list[Tree] = [version, list(words), gauss]
    if numpy is None:
        return [found, None]
    name, keys, position, has_gauss, cached = numpy.random.get_state()
    return [found, [str(name), keys.tolist(), int(position), int(has_gauss), float(cached)]]


def take(described: Any) -> None:
    """Put this process's generators into a state."""
    (version, words, gauss), numpys = described
    random.setstate((version, tuple(words), gauss))
    numpy = sys.modules.get("numpy")
    if numpy is not None and numpys is not None:
        numpy.random.set_state(tuple(numpys))
