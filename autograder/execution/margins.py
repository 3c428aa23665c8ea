"""How far a test cell's thresholds were from deciding otherwise, in one run of the cell.

When an instructor asks for margins, the ordering comparisons of a test cell are rewritten so that
both sides are looked at; what they compute, and in which order, stays the same. What is kept tells
what hidden tests ask for, so it is for the instructor only.
"""

import ast
import copy
import math
import operator
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

MOST_MARGINS = 200
"""How many comparisons of one test cell are told of."""
TEXT_CHARACTERS = 160

# No names that Python code can have.
_SIDE = "@autograder_side"
_BEGIN = "@autograder_assert"
_NONE = -1

_OPERATORS: Mapping[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_OPPOSITE = {"<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_HOLDS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class Margin:
    """Hold one comparison of a test cell, as close as it came to failing in one run.

    ``line`` is its own line in the cell, ``first`` and ``last`` are those of its assert.
    ``operator`` is what must hold between the sides: behind a ``not``, the opposite of what is
    written. A comparison that is not ``decisive`` may fail in an assert that holds. One that stands
    in no assert only chooses what happens next; its lines of an assert are 0, and what it came to
    is the closest to the other choice.
    """

    line: int
    first: int
    last: int
    text: str
    operator: str
    left: float
    right: float
    decisive: bool = True

    @property
    def slack(self) -> float:
        """Return how far the left side is on the passing side of the right one."""
        return self.left - self.right if self.operator.startswith(">") else self.right - self.left

    @property
    def chooses(self) -> bool:
        """Tell whether it stands in no assert."""
        return self.first == 0

    @property
    def closeness(self) -> float:
        """Return what is least in the run that counts, of several."""
        return abs(self.slack) if self.chooses else self.slack

    @property
    def passes(self) -> bool:
        """Tell whether what must hold does."""
        return _HOLDS[self.operator](self.left, self.right)


def margins_of(told: Iterable[Mapping[str, Any]]) -> tuple[Margin, ...]:
    """Return the margins of a finding, or of what was kept of one."""
    return tuple(Margin(**each) for each in told)


@dataclass(frozen=True)
class _Site:
    """Hold where a comparison stands; of several in ``any``, the ``best`` counts."""

    file: str
    line: int
    first: int
    last: int
    text: str
    operator: str
    decisive: bool
    best: bool

    def margin(self, left: float, right: float) -> Margin:
        return Margin(
            self.line,
            self.first,
            self.last,
            self.text,
            self.operator,
            left,
            right,
            self.decisive,
        )


@dataclass
class Margins:
    """Keep how close the comparisons of test cells came to turning out otherwise.

    A comparison that is made several times counts as the closest of them. Only where ``any`` needs
    no more than one to hold, the best of each time that the assert is reached counts.
    """

    _sites: list[_Site] = field(default_factory=list)
    _least: dict[int, Margin] = field(default_factory=dict)
    _now: dict[int, Margin] = field(default_factory=dict)
    _lefts: dict[tuple[int, int], float | None] = field(default_factory=dict)

    def rewritten(self, tree: ast.Module, file: str) -> ast.Module:
        """Return a test cell's tree with its asserts rewritten; unchanged when it is too deep."""
        known = len(self._sites)
        try:
            changed = _Rewriting(self._sites, file).visit(copy.deepcopy(tree))
            return ast.fix_missing_locations(changed)  # type: ignore[no-any-return]  # a Module
        except RecursionError:
            del self._sites[known:]
            return tree

    def keep_in(self, names: dict[str, object]) -> None:
        """Make what the rewritten asserts call known to the test cells."""
        names[_SIDE], names[_BEGIN] = self._side, self._begin

    def clear(self) -> None:
        """Forget what was compared: another test cell begins."""
        for kept in (self._least, self._now, self._lefts):
            kept.clear()

    def found(self, file: str) -> list[dict[str, Any]]:
        """Return what the cell of that file compared, as plain data, in the order of its lines."""
        self._settle(range(len(self._sites)))
        own = [at for at in sorted(self._least) if self._sites[at].file == file]
        return [dict(vars(self._least[at])) for at in own[:MOST_MARGINS]]

    def _side(self, right_of: int, left_of: int, value: Any) -> Any:
        """Take note of one side of a comparison, or of the one between two; give it back.

        The left side waits for the right one under its frame: a function may call itself.
        """
        number, frame = _number(value), id(sys._getframe(1))
        if right_of != _NONE:
            self._pair(right_of, self._lefts.pop((right_of, frame), None), number)
        if left_of != _NONE:
            self._lefts[left_of, frame] = number
        return value

    def _pair(self, at: int, left: float | None, right: float | None) -> None:
        if left is None or right is None:
            return
        site = self._sites[at]
        margin = site.margin(left, right)
        known = self._now.get(at)
        if known is None or (margin.closeness > known.closeness) == site.best:
            self._now[at] = margin

    def _begin(self, first: int, end: int) -> None:
        """Begin an assert anew: what its comparisons came to the last time is settled."""
        self._settle(range(first, end))

    def _settle(self, sites: Iterable[int]) -> None:
        for at in sites:
            margin = self._now.pop(at, None)
            if margin is not None:
                known = self._least.get(at, margin)
                self._least[at] = min(known, margin, key=lambda each: each.closeness)


def _number(value: object) -> float | None:
    """Return a real and finite number as a float; None for anything else.

    By the exact type: a handle would ask the student process, and an odd number run its code.
    """
    kind = type(value)
    numpy = sys.modules.get("numpy")  # the supervisor, which reads margins only, has none
    if numpy and (issubclass(kind, numpy.generic) or kind is numpy.ndarray):
        is_real = value.dtype.kind in "iuf" and value.ndim == 0  # type: ignore[attr-defined]  # NumPy's
    else:
        is_real = kind is int or kind is float
    try:
        number = float(value) if is_real else math.nan  # type: ignore[arg-type]  # it is real
    except OverflowError:  # a whole number without end
        return None
    return number if math.isfinite(number) else None


@dataclass(frozen=True)
class _Part:
    """Hold what a part of an assert's condition decides."""

    is_wanted: bool = True
    decisive: bool = True
    best: bool = False

    def under_not(self) -> "_Part":
        return replace(self, is_wanted=not self.is_wanted)

    def one_of(self, *, any_does: bool, several_times: bool) -> "_Part":
        """Return what one of several decides, of which any or all must hold."""
        if any_does != self.is_wanted:
            return replace(self, best=False) if several_times else self
        return replace(self, decisive=False, best=self.best or several_times)


_UNCLEAR = _Part(decisive=False)
_NO_LINES = (0, 0)
_COMPREHENSIONS = ast.GeneratorExp | ast.ListComp | ast.SetComp


class _Rewriting(ast.NodeTransformer):
    """Wrap both sides of what is compared by order into calls that take note of them."""

    def __init__(self, sites: list[_Site], file: str) -> None:
        self._sites, self._file = sites, file
        self._lines = _NO_LINES

    def visit_Assert(self, node: ast.Assert) -> Any:  # the name is ast's
        """Rewrite one assert; its message stays as it is."""
        first = len(self._sites)
        self._lines = (node.lineno, node.end_lineno or node.lineno)
        self._condition(node.test, _Part())
        if len(self._sites) == first:
            return node
        begin = ast.Expr(_call(_BEGIN, ast.Constant(first), ast.Constant(len(self._sites))))
        return [ast.copy_location(begin, node), node]

    def visit_Compare(self, node: ast.Compare) -> Any:  # the name is ast's
        """Rewrite a comparison that stands in no assert."""
        self._lines = _NO_LINES
        self._comparison(node, _UNCLEAR)
        return node

    def _condition(self, node: ast.expr, part: _Part) -> None:
        """Rewrite what decides, and whatever else is compared in it."""
        if isinstance(node, ast.BoolOp):
            each = part.one_of(any_does=isinstance(node.op, ast.Or), several_times=False)
            for value in node.values:
                self._condition(value, each)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            self._condition(node.operand, part.under_not())
        elif isinstance(node, ast.NamedExpr):
            self._condition(node.value, part)
        elif isinstance(node, ast.Compare):
            self._comparison(node, part)
        elif (quantified := _quantified(node)) is not None:
            name, elements = quantified
            each = part.one_of(any_does=name == "any", several_times=True)
            for element in elements:
                self._condition(element, each)
        else:
            self._inside(node)

    def _inside(self, node: ast.AST) -> None:
        """Rewrite comparisons of which nobody can tell from here what they decide.

        What chooses, in a comprehension or a function without a name, is no threshold.
        """
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Compare):
                self._comparison(child, _UNCLEAR)
            elif isinstance(child, ast.comprehension):
                self._inside(child.iter)
            elif not isinstance(child, ast.Lambda):
                self._inside(child)

    def _comparison(self, node: ast.Compare, part: _Part) -> None:
        """Rewrite a comparison; a chain is one of each two neighbours, and all must hold."""
        sides = [node.left, *node.comparators]
        part = part if len(node.ops) == 1 or part.is_wanted else replace(part, decisive=False)
        sites = [
            self._site(sides[at], each, sides[at + 1], part) for at, each in enumerate(node.ops)
        ]
        self._inside(node)
        wrapped = [
            _noted(side, right_of, left_of)
            for side, right_of, left_of in zip(sides, [_NONE, *sites], [*sites, _NONE], strict=True)
        ]
        node.left, node.comparators = wrapped[0], wrapped[1:]

    def _site(self, left: ast.expr, each: ast.cmpop, right: ast.expr, part: _Part) -> int:
        sign = _OPERATORS.get(type(each))
        if sign is None:
            return _NONE
        text = f"{ast.unparse(left)} {sign} {ast.unparse(right)}"
        text = text if part.is_wanted else f"not {text}"
        needed = sign if part.is_wanted else _OPPOSITE[sign]
        place = (self._file, left.lineno, *self._lines)
        site = _Site(*place, text[:TEXT_CHARACTERS], needed, part.decisive, part.best)
        self._sites.append(site)
        return len(self._sites) - 1


def _quantified(node: ast.expr) -> tuple[str, Iterator[ast.expr]] | None:
    """Return ``all`` or ``any`` and what it is asked of, where a call is one of them."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return None
    if node.func.id not in ("all", "any") or len(node.args) != 1 or node.keywords:
        return None
    (asked,) = node.args
    if isinstance(asked, _COMPREHENSIONS):
        return node.func.id, iter([asked.elt])
    if isinstance(asked, ast.List | ast.Tuple | ast.Set):
        return node.func.id, iter(asked.elts)
    return None


def _noted(side: ast.expr, right_of: int, left_of: int) -> ast.expr:
    if right_of == left_of == _NONE:
        return side
    numbers = (ast.Constant(right_of), ast.Constant(left_of))
    return ast.copy_location(_call(_SIDE, *numbers, side), side)


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])
