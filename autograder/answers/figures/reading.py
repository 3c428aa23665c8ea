"""Read the parts of a description that nobody vouches for: the examiner's side of ``schema``.

Every read checks a type and a bound, and counts against what one figure may cost in all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import matplotlib
import numpy as np
from matplotlib.colors import (
    BoundaryNorm,
    CenteredNorm,
    Colormap,
    ListedColormap,
    LogNorm,
    NoNorm,
    Normalize,
    PowerNorm,
    SymLogNorm,
    TwoSlopeNorm,
)
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path

from autograder.answers.contract import Reader
from autograder.answers.figures import schema
from autograder.answers.figures.schema import Array, Plain, Tree
from autograder.answers.frames import BrokenFrame

_COORDINATE_LIMIT = 1e300  # leaves room for margins and transforms
_NOT_FINITE = ("nan", "inf", "-inf")
_MOST_SIDES = 1_000
_WEIGHTS = 1_000
_MOST_COLOURS = 100_000
_CODES = (Path.STOP, Path.MOVETO, Path.LINETO, Path.CURVE3, Path.CURVE4, Path.CLOSEPOLY)


def broken(what: str) -> NoReturn:
    """Refuse a description, saying which part is wrong."""
    raise BrokenFrame(f"figure: {what}")


@dataclass
class FigureReader:
    """Take checked values out of the tree of one figure, within that figure's budget."""

    decoder: Reader
    artists_left: int = schema.FIGURE_ARTISTS
    points_left: int = schema.FIGURE_POINTS
    characters_left: int = schema.FIGURE_CHARACTERS

    def spend(self, artists: int) -> None:
        """Count the cost of building something, in lines."""
        self.decoder.spend(artists * schema.LINE_NODES)
        self.artists_left -= artists
        if self.artists_left < 0:
            broken("too many artists")

    def items(self, tree: Tree, limit: int) -> list[Tree]:
        """Read a list of at most ``limit`` items."""
        if type(tree) is not list or len(tree) > limit:
            broken("a list")
        return tree

    def text(self, tree: Tree) -> str:
        """Read a string."""
        text = self.decoder.text(tree, schema.TEXT_CHARACTERS)
        self.characters_left -= len(text)
        if self.characters_left < 0:
            broken("too much text")
        return text

    def optional(self, tree: Tree) -> str | None:
        """Read a string or None."""
        return None if tree is None else self.text(tree)

    def choice(self, tree: Tree, choices: Sequence[str]) -> str:
        """Read one of some words."""
        return tree if type(tree) is str and tree in choices else broken("a word")

    def flag(self, tree: Tree) -> bool:
        """Read a boolean."""
        return tree if type(tree) is bool else broken("a flag")

    def index(self, tree: Tree, below: int) -> int:
        """Read an integer from 0 up to ``below``, exclusive."""
        index = self.decoder.natural(tree)
        return index if index < below else broken("an index")

    def number(self, tree: Tree) -> float:
        """Read a number, NaN and infinities included."""
        if type(tree) is str:
            return float(self.choice(tree, _NOT_FINITE))
        return float(self.decoder.number(tree))

    def finite(self, tree: Tree) -> float:
        """Read a number that a transform can bear."""
        number = self.number(tree)
        return number if abs(number) < _COORDINATE_LIMIT else broken("a limit")

    def row(self, tree: Tree, length: int, read: Callable[[Tree], Plain]) -> list[Any]:
        """Read a list of exactly ``length`` items."""
        if len(items := self.items(tree, length)) != length:
            broken("a row")
        return [read(item) for item in items]

    def numbers(self, tree: Tree) -> Array:
        """Read an array of numbers, masked if it was."""
        values = self._array(tree["values"], schema.NUMERIC)
        if (mask := tree["mask"]) is None:
            return values
        if mask is False:
            return np.ma.MaskedArray(values)
        where = self._array(mask, "b")
        return np.ma.MaskedArray(values, where) if where.shape == values.shape else broken("a mask")

    def _array(self, tree: Tree, kinds: str) -> Array:
        if "objects" in tree:
            broken("an array of objects")
        array = self.decoder.array(tree)
        self.spend_points(array.size)
        return array if array.dtype.kind in kinds else broken("an array")

    def spend_points(self, points: int) -> None:
        """Count the numbers of one array."""
        self.points_left -= points
        if points > schema.ARTIST_POINTS or self.points_left < 0:
            broken("too many points")

    def table(self, tree: Tree, columns: int) -> Array:
        """Read an array of shape (any, columns)."""
        array = self.numbers(tree)
        return array if array.ndim == 2 and array.shape[1] == columns else broken("a table")

    def vector(self, tree: Tree, limit: int = schema.ARTIST_POINTS) -> Array:
        """Read an array of one dimension."""
        array = self.numbers(tree)
        return array if array.ndim == 1 and array.size <= limit else broken("a vector")

    def coordinates(self, tree: Tree) -> tuple[Plain, Plain]:
        """Read a line's x or y: what Matplotlib converted, and what it was given."""
        numbers = self.vector(tree["numbers"])
        given = numbers if tree["original"] is None else self._original(tree["original"])
        if given.shape != numbers.shape:
            broken("coordinates")
        return numbers, given.tolist() if self.flag(tree["list"]) else given

    def _original(self, tree: Tree) -> Array:
        array = self._array(tree["values"], schema.ORIGINAL)
        return array.astype(object) if self.flag(tree["objects"]) else array

    def colour(self, tree: Tree) -> Plain:
        """Read a colour; whether it is one, Matplotlib checks when it is set."""
        if tree is None or type(tree) is str:
            return self.optional(tree)
        return tuple(self.number(part) for part in self.items(tree, 4))

    def colours(self, tree: Tree) -> Plain:
        """Read one colour a row, as red, green, blue and alpha; no rows are no colour."""
        colours = np.asarray(self.table(tree, 4), dtype=float)
        return colours if len(colours) else "none"

    def marker(self, tree: Tree) -> Plain:
        """Read a marker of Matplotlib's own: text between dollars would be typeset."""
        if type(tree) is list:
            sides, style, angle = self.row(tree, 3, self.finite)
            known_star = 0 < sides <= _MOST_SIDES and style in (0, 1, 2)
            return (int(sides), int(style), angle) if known_star else broken("a marker")
        known = type(tree) in (str, int) and tree in MarkerStyle.markers
        return tree if known else broken("a marker")

    def line_styles(self, tree: Tree) -> list[str]:
        """Read the line styles of a collection."""
        return [self.choice(each, schema.LINE_STYLES) for each in self.items(tree, schema.TICKS)]

    def weight(self, tree: Tree) -> Plain:
        """Read the weight of a font: a word, or up to a thousand."""
        return self.text(tree) if type(tree) is str else min(self.finite(tree), _WEIGHTS)

    def properties(self, tree: Tree, table: Mapping[str, str]) -> dict[str, Plain]:
        """Read the properties that a table of ``schema`` names."""
        return {name: READ[kind](self, tree[name]) for name, kind in table.items()}

    def paths(self, tree: Tree) -> list[Path]:
        """Read paths from one run of vertices."""
        vertices = np.asarray(self.table(tree["vertices"], 2), dtype=float)
        listed = self.items(tree["lengths"], schema.ARTIST_PATHS)
        lengths = [self.decoder.natural(length) for length in listed]
        if sum(lengths) != len(vertices):
            broken("paths")
        cuts = np.cumsum(lengths)[:-1]
        codes = self._codes(tree["codes"], len(vertices), cuts)
        pieces = np.split(vertices, cuts) if lengths else []
        return [
            Path(piece, code if len(piece) else None)
            for piece, code in zip(pieces, codes, strict=False)
        ]

    def _codes(self, tree: Tree, length: int, cuts: Array) -> Sequence[Plain]:
        if tree is None:
            return [None] * (len(cuts) + 1)
        codes = self._array(tree, "u")
        if codes.shape != (length,) or not np.isin(codes, _CODES).all():
            broken("path codes")
        return np.split(codes, cuts)

    def mapped(self, tree: Tree) -> dict[str, Plain]:
        """Read how an artist maps numbers to colours, as arguments of its setters."""
        array = None if tree["array"] is None else self.numbers(tree["array"])
        cmap = None if tree["map"] is None else self._colour_map(tree["map"])
        return {"cmap": cmap, "norm": self._norm(tree["norm"]), "array": array}

    def _norm(self, tree: Tree) -> Normalize:
        more = [self.number(part) for part in self.items(tree["more"], schema.TICKS + 1)]
        if tree["kind"] == "BoundaryNorm":
            colours, *steps = more
            if not len(steps) - 1 <= colours <= _MOST_COLOURS or len(steps) < 2:
                broken("a norm")
            return BoundaryNorm(steps, int(colours))
        kind = self.choice(tree["kind"], tuple(schema.NORMS))
        if len(more) != schema.NORMS[kind]:
            broken("a norm")
        ends = [None if end is None else self.number(end) for end in self.items(tree["limits"], 2)]
        low, high = ends
        return _NORMS[kind](low, high, more)

    def _colour_map(self, tree: Tree) -> Colormap:
        name, colours = self.text(tree["name"]), self.table(tree["colours"], 4)
        known = matplotlib.colormaps[name] if name in matplotlib.colormaps else None
        if known is not None and len(colours) == known.N:
            return known
        return ListedColormap(colours, name=name)


_NORMS: Mapping[str, Callable[[Any, Any, list[float]], Normalize]] = {
    "Normalize": lambda low, high, more: Normalize(low, high),
    "LogNorm": lambda low, high, more: LogNorm(low, high),
    "NoNorm": lambda low, high, more: NoNorm(low, high),
    "TwoSlopeNorm": lambda low, high, more: TwoSlopeNorm(more[0], low, high),
    "CenteredNorm": lambda low, high, more: CenteredNorm(more[0], (high - low) / 2),
    "PowerNorm": lambda low, high, more: PowerNorm(more[0], low, high),
    "SymLogNorm": lambda low, high, more: SymLogNorm(
        more[0], linscale=more[1], base=more[2], vmin=low, vmax=high
    ),
}
READ: Mapping[str, Callable[[FigureReader, Tree], Plain]] = {
    "alpha": lambda reader, tree: None if tree is None else reader.number(tree),
    "colour": FigureReader.colour,
    "colours": FigureReader.colours,
    "flag": FigureReader.flag,
    "linestyle": FigureReader.text,
    "linestyles": FigureReader.line_styles,
    "marker": FigureReader.marker,
    "number": FigureReader.number,
    "numbers": FigureReader.vector,
    "optional": FigureReader.optional,
    "text": FigureReader.text,
    "weight": FigureReader.weight,
}
