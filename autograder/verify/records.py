"""What came of trials, kept on disk: a long proof goes on where it was stopped.

One JSON array a line: a key of all that the outcome follows from (the masters, the data, the
settings, the engine, what was handed in, and which turn it was), and the outcome. A line that was
cut off is left out.
"""

import functools
import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import autograder
from autograder.errors import OperatorError

_NOT_GRADING = frozenset(
    {"cases", "cli", "demo.py", "feedback", "gradebook", "nbgrader", "report", "starter", "verify"}
)
"""Parts of this package that no score follows from, for what is handed in has a sum of its own."""


def key(hashes: Mapping[str, str], engine: str, content: bytes, turn: int) -> str:
    """Return what a graded submission is kept under, as a hex SHA-256 sum."""
    told = json.dumps([sorted(hashes.items()), engine, turn]).encode()
    return hashlib.sha256(told + b"\0" + content).hexdigest()


@functools.cache
def machinery() -> str:
    """Return the hex SHA-256 sum of all that grades: this package's code and what is installed.

    A version number alone would let a changed checkout go on from what another one found.
    """
    installed = sorted({f"{each.name} {each.version}" for each in distributions()})
    code = code_sum(Path(autograder.__file__).parent)
    return hashlib.sha256("\0".join([code, *installed]).encode()).hexdigest()


def code_sum(package: Path) -> str:
    """Return the hex SHA-256 sum of the modules that scores follow from."""
    found = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        place = path.relative_to(package)
        if place.parts[0] not in _NOT_GRADING:
            found.update(f"{place}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


class Records:
    """Keep plain facts by key, in a file where one is given, else for this run only.

    Raises OperatorError when the file cannot be read or made.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Read what is there."""
        self._path = path
        self._known: dict[str, Any] = {}
        if path is not None:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._known = _read(path)
            except OSError as error:
                raise OperatorError("file-system", f"{path} cannot be read: {error}") from None

    def get(self, key: str) -> Any:
        """Return what is kept under a key, or None."""
        return self._known.get(key)

    def put(self, key: str, facts: Any) -> None:
        """Keep facts under a key."""
        self._known[key] = facts
        if self._path is not None:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps([key, facts]) + "\n")


def _read(path: Path) -> dict[str, Any]:
    """Return what a file holds; what follows a line that was cut off begins a line of its own."""
    if not path.exists():
        return {}
    text = path.read_text(encoding="utf-8")
    if text and not text.endswith("\n"):
        text = text[: text.rfind("\n") + 1]
        path.write_text(text, encoding="utf-8")
    return dict(map(json.loads, text.splitlines()))
