"""Mutants: a master's solutions with one small mistake each, made by machine.

mutmut's operators make the mistakes, in the code between the solution markers and nowhere else.
A mutant that still gets full marks shows a missing test, or changes nothing that matters.
"""

import ast
import hashlib
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.assignment import (
    BEGIN_SOLUTION,
    END_SOLUTION,
    IllFormedRegion,
    Master,
    cell_error,
    region_lines,
)
from autograder.cases import Action, Case, Edit, Kind
from autograder.errors import OperatorError
from autograder.notebook import Cell
from autograder.verify.outcome import Outcome

_ID_LENGTH = 10

Node = Any
"""A node of a syntax tree of libcst, which is loaded only when mutants are made."""


@dataclass(frozen=True)
class Mutant:
    """Hold one mutant of a solution cell.

    ``id`` stays the same while the changed lines do, whatever else is edited. ``line`` is the first
    changed line of the cell, counted from 1; ``before`` and ``after`` are the changed lines,
    ``source`` the whole cell. ``exercise`` is that of the tests behind the cell.
    """

    id: str
    notebook: str
    grade_id: str
    exercise: str
    operator: str
    line: int
    before: str
    after: str
    source: str

    @property
    def name(self) -> str:
        """Return the name of the case that it is graded as."""
        return f"mutant-{self.id}"

    @property
    def label(self) -> str:
        """Return one line that names it and says where it stands."""
        return f"{self.id}: {self.notebook}, {self.grade_id}, line {self.line} ({self.operator})"


def mutants(master: Master) -> tuple[Mutant, ...]:
    """Return every mutant of a master's solution cells, in the cells' order.

    Those that are no Python, mean the same as the original, or the same as an earlier one, are left
    out. Cells with magics have none, nor cells that no test follows or that a person judges. Raises
    OperatorError when mutmut is not installed, InstructorError for a marker without partner.
    """
    tool = _tool()
    answers = solution_cells(master)
    found: list[Mutant] = []
    for at, cell in master.notebook.code_cells():
        exercise = answers.get(cell.grade_id or "")
        if exercise is not None and not cell.is_manual:
            code = _Code(cell.source, _solution_lines(master.name, at, cell))
            found += _mutants(tool, code, (master.name, str(cell.grade_id), exercise))
    return tuple(found)


def solution_cells(master: Master) -> dict[str, str]:
    """Return the solution cells of a master, each with the exercise of the tests behind it."""
    tests = {test.position: test.exercise for test in master.tests}
    found: dict[str, str] = {}
    waiting: list[str] = []
    for at, cell in enumerate(master.notebook.cells):
        if cell.is_solution:
            waiting.append(str(cell.grade_id))
        elif at in tests:
            found |= dict.fromkeys(waiting, tests[at])
            waiting.clear()
    return found


def case_of(mutant: Mutant, master: Master) -> Case:
    """Return a mutant as a chaff: all other cells to the end of its exercise hold the solution.

    An exercise may go on with what an earlier one made, so this case is packed with no other. Its
    ``points`` are empty: nothing is known of it beforehand.
    """
    answers = solution_cells(master)
    last = max(at for at, exercise in enumerate(answers.values()) if exercise == mutant.exercise)
    sources = {str(cell.grade_id): cell.source for cell in master.notebook.cells}
    sources[mutant.grade_id] = mutant.source
    needed = list(answers)[: last + 1]
    edits = tuple(Edit(Action.REPLACE, grade_id, sources[grade_id]) for grade_id in needed)
    title = f"{mutant.grade_id}, line {mutant.line}: {' '.join(mutant.after.split())}"
    return Case(
        name=mutant.name,
        kind=Kind.CHAFF,
        notebook=master.name,
        title=title,
        exercise=mutant.exercise,
        points={},
        verdicts={},
        refused=False,
        edits=edits,
    )


@dataclass(frozen=True)
class _Code:
    """Hold a cell's source, and the numbers of the lines that may be changed."""

    source: str
    lines: frozenset[int]


def _solution_lines(notebook: str, at: int, cell: Cell) -> frozenset[int]:
    """Return the lines between the markers; all lines of a cell that has no markers."""
    try:
        lines = region_lines(cell.source, BEGIN_SOLUTION, END_SOLUTION)
    except IllFormedRegion as error:
        raise cell_error("ill-formed-region", notebook, at, cell, str(error)) from None
    has_markers = any(line.is_marker for line in lines)
    return frozenset(line.number for line in lines if line.inside or not has_markers)


@dataclass(frozen=True)
class _Tool:
    """Hold what is used of mutmut and libcst.

    ``places`` parses a source and returns its tree, and the place of each node that has one.
    """

    operators: Sequence[tuple[type, Callable[[Any], Iterable[Node]]]]
    places: Callable[[str], tuple[Node, Mapping[Node, Any]]]
    broken: type[Exception]
    annotation: type


def _tool() -> _Tool:
    try:
        # Not needed to grade, and about a second to load.
        import libcst
        from libcst.metadata import MetadataWrapper, PositionProvider
        from mutmut.mutation.mutators import mutation_operators
    except ImportError as error:
        raise OperatorError(
            "mutation-tool-missing",
            f"mutants are made with mutmut, which cannot be loaded ({error}): install it with "
            "`pip install 'sealed-autograder[mutation]'`",
        ) from None

    def places(source: str) -> tuple[Node, Mapping[Node, Any]]:
        wrapper = MetadataWrapper(libcst.parse_module(source))
        return wrapper.module, wrapper.resolve(PositionProvider)

    return _Tool(mutation_operators, places, libcst.ParserSyntaxError, libcst.Annotation)


def _mutants(tool: _Tool, code: _Code, where: tuple[str, str, str]) -> Iterator[Mutant]:
    """Yield the mutants of one cell; ``where`` is its notebook, its name and its exercise."""
    notebook, grade_id, exercise = where
    times: Counter[tuple[str, ...]] = Counter()
    for operator, source in _distinct(code.source, _changed(tool, code)):
        line, before, after = _difference(code.source, source)
        facts = (notebook, grade_id, operator, before.strip(), after.strip())
        times[facts] += 1
        told = "\0".join((*facts, str(times[facts])))
        number = hashlib.sha256(told.encode()).hexdigest()[:_ID_LENGTH]
        yield Mutant(number, notebook, grade_id, exercise, operator, line, before, after, source)


def _changed(tool: _Tool, code: _Code) -> Iterator[tuple[str, str]]:
    """Yield the name of an operator and the whole source that it makes, whatever that is worth."""
    if _meaning(code.source) is None:
        return
    try:
        module, places = tool.places(code.source)
    except tool.broken:
        return
    for node, place in _nodes(tool, module, places, None):
        inside = place is not None and code.lines.issuperset(
            range(place.start.line, place.end.line + 1)
        )
        for kind, operator in tool.operators if inside else ():
            if isinstance(node, kind):
                name = operator.__name__.removeprefix("operator_").replace("_", "-")
                yield from (
                    (name, module.deep_replace(node, other).code) for other in operator(node)
                )


def _nodes(
    tool: _Tool, node: Node, places: Mapping[Node, Any], around: Any
) -> Iterator[tuple[Node, Any]]:
    """Yield each node with its place, or that of what is around it; annotations are no code."""
    if isinstance(node, tool.annotation):
        return
    place = places.get(node, around)
    yield node, place
    for child in node.children:
        yield from _nodes(tool, child, places, place)


def _distinct(original: str, found: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Leave out what is no Python, and what means the same as something earlier."""
    seen = {_meaning(original), None}
    for operator, source in found:
        meaning = _meaning(source)
        if meaning not in seen:
            seen.add(meaning)
            yield operator, source


def _meaning(source: str) -> str | None:
    """Return the syntax tree of a cell as text, None where the cell could not run."""
    allowed = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    with warnings.catch_warnings():
        # A mutant may compare with `is` what no person would.
        warnings.simplefilter("ignore")
        try:
            compile(source, "<cell>", "exec", allowed, dont_inherit=True)
            tree = compile(source, "<cell>", "exec", allowed | ast.PyCF_ONLY_AST, dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
    return ast.dump(tree)


def _difference(one: str, other: str) -> tuple[int, str, str]:
    """Return the number of the first line that differs, and the lines that do, of each text."""
    old, new = one.split("\n"), other.split("\n")
    start = _same(old, new)
    end = _same(old[start:][::-1], new[start:][::-1])
    return (
        start + 1,
        "\n".join(old[start : len(old) - end]),
        "\n".join(new[start : len(new) - end]),
    )


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many lines are the same from the start."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


@dataclass(frozen=True)
class Sifted:
    """Hold what became of mutants; ``not_judged`` are those that no run told anything of."""

    killed: tuple[Mutant, ...]
    survived: tuple[Mutant, ...]
    not_judged: tuple[Mutant, ...]

    def by_operator(self) -> dict[str, tuple[int, int, int]]:
        """Return for each operator how many were killed, survived, and were not judged."""
        groups = (self.killed, self.survived, self.not_judged)
        counts = [Counter(mutant.operator for mutant in group) for group in groups]
        names = sorted(set().union(*counts))
        return {name: (counts[0][name], counts[1][name], counts[2][name]) for name in names}


def sift(mutants: Iterable[Mutant], outcomes: Iterable[Outcome]) -> Sifted:
    """Tell which mutants some run takes points from, and which none does.

    A mutant is not judged without a run, or where no run takes points and one could not tell.
    """
    runs: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        runs.setdefault(outcome.trial.name, []).append(outcome)
    fates: dict[bool | None, list[Mutant]] = {True: [], False: [], None: []}
    for mutant in mutants:
        fates[_survives(runs.get(mutant.name, ()))].append(mutant)
    return Sifted(tuple(fates[False]), tuple(fates[True]), tuple(fates[None]))


def _survives(runs: Sequence[Outcome]) -> bool | None:
    """Tell whether all of a mutant's runs earn everything; None where that cannot be told."""
    judged = [each for run in runs for each in run.judgements]
    if any(each.points is not None and not each.is_full for each in judged):
        return False
    return True if runs and all(run.is_full for run in runs) else None
