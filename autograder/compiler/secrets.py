"""The lines of a master that no student may see, and the text of it that every student sees."""

import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.assignment import IllFormedRegion, Line, Master, region_lines
from autograder.compiler.checks import REGIONS, SOLUTION, Region
from autograder.notebook import Cell

LONG_CHARACTERS = 12
"""A secret line of this length is searched for inside other lines, a shorter one as a whole."""
BLOCK_LINES = 3
"""So many telling lines in a row are secret even where each of them is public elsewhere."""

_WORD = re.compile(r"\w+(?:\.\w+)*")


@dataclass(frozen=True)
class Secret:
    """Hold a text that must not be in the release, and where in the masters it stands.

    ``text`` is normalised (see `normalise`): one line, or the lines of a whole block. ``cell``
    counts from 1, ``line`` counts from 1 in the cell.
    """

    text: str
    notebook: str
    cell: int
    grade_id: str | None
    line: int

    @property
    def is_block(self) -> bool:
        """Tell whether this is a block of lines."""
        return "\n" in self.text


def normalise(text: str) -> str:
    """Return a text without blank lines, indentation, and differences of white space."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


@dataclass(frozen=True)
class Searchable:
    """Hold a normalised text, and its lines for looking up short ones."""

    text: str
    lines: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "Searchable":
        """Normalise a text."""
        normalised = normalise(text)
        return cls(normalised, frozenset(normalised.split("\n")))

    def holds(self, secret: str) -> bool:
        """Tell whether a secret stands in the text: a short one only as a whole line."""
        is_short = "\n" not in secret and len(secret) < LONG_CHARACTERS
        return secret in (self.lines if is_short else self.text)


def is_trivial(line: str) -> bool:
    """Tell whether a line gives nothing away: no name, number or word of three characters."""
    words = (word for word in _WORD.findall(line) if not keyword.iskeyword(word))
    return all(len(word) < 3 for word in words)


def secrets(master: Master) -> tuple[Secret, ...]:
    """Return each secret line of a master, and each secret block of several telling lines."""
    return tuple(
        secret
        for at, cell in enumerate(master.notebook.cells)
        for block in _secret_blocks(cell)
        for secret in _of_block(block, master.name, at + 1, cell.grade_id)
    )


def public_text(master: Master) -> str:
    """Return what the master shows to students: its sources without the secrets."""
    hidden = set(_secret_lines(master))
    lines = (
        text
        for at, cell in enumerate(master.notebook.cells, start=1)
        for number, text in enumerate(cell.source.split("\n"), start=1)
        if (at, number) not in hidden and not is_marker(text)
    )
    return "\n".join(lines)


def is_marker(line: str) -> bool:
    """Tell whether a line begins or ends a region of any kind."""
    return any(region.begin in line or region.end in line for region in REGIONS)


def _secret_lines(master: Master) -> Iterator[tuple[int, int]]:
    """Yield cell and line of everything secret, trivial and empty lines too."""
    for at, cell in enumerate(master.notebook.cells, start=1):
        for block in _secret_blocks(cell):
            yield from ((at, line.number) for line in block)


def _of_block(
    block: tuple[Line, ...], notebook: str, cell: int, grade_id: str | None
) -> Iterator[Secret]:
    telling = [(line, normalise(line.text)) for line in block]
    telling = [(line, text) for line, text in telling if text and not is_trivial(text)]
    for line, text in telling:
        yield Secret(text, notebook, cell, grade_id, line.number)
    if len({text for _, text in telling}) >= BLOCK_LINES:
        whole = normalise("\n".join(line.text for line in block))
        yield Secret(whole, notebook, cell, grade_id, block[0].number)


def _secret_blocks(cell: Cell) -> Iterator[tuple[Line, ...]]:
    for region in REGIONS:
        yield from _region_blocks(cell, region)
    if cell.is_solution and SOLUTION.begin not in cell.source:
        # nbgrader replaces a solution cell without a region as a whole.
        yield _whole(cell)


def _region_blocks(cell: Cell, region: Region) -> Iterator[tuple[Line, ...]]:
    try:
        lines = region_lines(cell.source, region.begin, region.end)
    except IllFormedRegion:
        yield _whole(cell)
        return
    block: list[Line] = []
    for line in lines:
        if line.inside:
            block.append(line)
        elif block:
            yield tuple(block)
            block = []


def _whole(cell: Cell) -> tuple[Line, ...]:
    lines = cell.source.split("\n")
    return tuple(Line(text, number, True, False) for number, text in enumerate(lines, start=1))
