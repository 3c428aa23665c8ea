"""What came of trials, kept on disk: a long proof goes on where it was stopped.

One JSON array a line: a key of all that the outcome follows from (the masters, the data, the
settings, the engine, what was handed in, and which turn it was), and the outcome. A line that was
cut off is left out.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.errors import OperatorError


def key(hashes: Mapping[str, str], engine: str, content: bytes, turn: int) -> str:
    """Return what a graded submission is kept under, as a hex SHA-256 sum."""
    told = json.dumps([sorted(hashes.items()), engine, turn]).encode()
    return hashlib.sha256(told + b"\0" + content).hexdigest()


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
