"""Decoys: what looks like a hidden test in the memory of a student process.

No hidden test is ever there. Whoever searches the process for one finds a decoy instead, and what
comes back of it shows that somebody searched: honest code has no way to it. It is drawn anew for
each run, and of what is found only that it was is told: results do not depend on the draw.
"""

import base64
import json
import linecache
import math
import secrets
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType
from typing import Any

from autograder.answers.frames import Tree
from autograder.notebook import Json

MODULE = "hidden_tests"
FILE = "<hidden tests>"
MOST_TESTS = 8


@dataclass(frozen=True)
class Decoy:
    """Hold what is drawn: a word, and two numbers that look like expected values."""

    word: str
    number: float
    count: int

    @classmethod
    def draw(cls) -> "Decoy":
        """Draw a decoy that nothing else can hold by chance."""
        # The last digit is no zero: the number is written with all of its digits.
        number = f"{secrets.randbelow(9 * 10**8) + 10**8}.{secrets.randbelow(900) + 100}1"
        return cls(f"k{secrets.token_hex(10)}", float(number), secrets.randbelow(10**14) + 10**14)

    def planted(self, tests: Iterable[str]) -> Tree:
        """Return what the student process is told, for tests of these ids."""
        source = "\n".join(map(self._test, list(tests)[:MOST_TESTS]))
        expected: dict[str, Tree] = {"answer": self.number, "count": self.count, "key": self.word}
        return {"source": f"# key {self.word}\n{source}", "expected": expected}

    def _test(self, grade_id: str) -> str:
        return (
            f"### BEGIN HIDDEN TESTS of {grade_id}, key {self.word}\n"
            f"expected_{self.word} = {self.number!r}\n"
            f"assert abs(answer - {self.number!r}) < 1e-9\n"
            f"assert count == {self.count}  # {self.word}\n"
            f"### END HIDDEN TESTS of {grade_id}\n"
        )

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Return the forms in which text may hold it: plain, reversed, hexadecimal, base64."""
        plain = (self.word, repr(self.number), str(self.count))
        data = self.word.encode()
        return (
            *plain,
            *(text[::-1] for text in plain),
            data.hex(),
            data.hex().upper(),
            *(_base64(data, before) for before in range(3)),
        )

    @cached_property
    def packed(self) -> tuple[bytes, ...]:
        """Return the forms in which raw bytes may hold it."""
        return (
            self.word.encode(),
            self.word.encode("utf-32-le"),
            struct.pack("<d", self.number),
            struct.pack("<q", self.count),
        )

    def is_in(self, answer: bytes, buffers: Iterable[bytes]) -> bool:
        """Tell whether an answer that crossed the wall holds it, as text or as numbers."""
        texts = (*self.texts, *(form.hex() for form in self.packed))
        return any(text.encode() in answer for text in texts) or any(
            form in buffer for buffer in buffers for form in self.packed
        )


def _base64(data: bytes, before: int) -> str:
    """Return how data is written behind so many bytes of others, without what depends on these."""
    text = base64.b64encode(bytes(before) + data).decode()
    return text[math.ceil(before * 8 / 6) : (before + len(data)) * 8 // 6]


def is_shown(texts: Iterable[str], outputs: Iterable[Json]) -> bool:
    """Tell whether a cell's outputs hold one of a decoy's forms."""
    shown = json.dumps(list(outputs), ensure_ascii=False)
    return any(text in shown for text in texts)


def plant(told: Any) -> list[object]:
    """Put a decoy where searches look; what comes back is to stay among a caller's variables.

    Not where honest code looks: in no name of the notebook, no loaded module and no file.
    """
    source, expected = str(told["source"]), dict(told["expected"])
    lines = source.splitlines(keepends=True)
    # Without a time the entry stays, for all that IPython asks whether its file has changed.
    linecache.cache[FILE] = (len(source), None, lines, FILE)
    module = ModuleType(MODULE)
    vars(module).update(__source__=source, expected=expected, tests=lines)
    environment = {"HIDDEN_TESTS": source, "EXPECTED": expected}
    return [module, expected, environment]
