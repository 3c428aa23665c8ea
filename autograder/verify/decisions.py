"""What was decided about mutants that survive: a TOML file for each assignment.

One table for each reason, with the mutants that it holds for::

    [[survivors]]
    decision = "equivalent"
    reason = "What is printed is for the reader; no exercise asks for it."
    mutants = [
        "0123456789",  # print(f"r = {r:.3f}") -> print(None)
    ]

Comments are for people; the id of a mutant says all that the autograder needs.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from autograder.errors import InstructorError
from autograder.verify.mutation import Mutant, Sifted

_TABLE = "survivors"
_KEYS = {"decision", "reason", "mutants"}


class Ruling(StrEnum):
    """Name what a surviving mutant is.

    ``equivalent``: it is as right as the solution. ``missing-test``: it is wrong, and a test that
    sees it is owed. ``accepted``: it is not quite right, and no test shall see it.
    """

    EQUIVALENT = "equivalent"
    MISSING_TEST = "missing-test"
    ACCEPTED = "accepted"


@dataclass(frozen=True)
class Decision:
    """Hold what was decided about one mutant, and why."""

    mutant: str
    ruling: Ruling
    reason: str


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """Read the decisions about an assignment's mutants; none where there is no such file.

    Raises InstructorError for a file that is no TOML, and for what is unknown, missing, empty or
    said twice in it.
    """
    if not path.exists():
        return ()
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
        found = tuple(_decisions(tree))
        _refuse_twice(found)
    except ValueError as error:
        raise InstructorError("decisions-ill-formed", f"{path}: {error}") from None
    return found


def _decisions(tree: Mapping[str, Any]) -> Iterator[Decision]:
    tables = tree.get(_TABLE, [])
    unknown = sorted(set(tree) - {_TABLE})
    if unknown or type(tables) is not list or not all(type(each) is dict for each in tables):
        raise ValueError(f"it must hold tables [[{_TABLE}]] only, and has {unknown or 'another'}")
    for number, table in enumerate(tables, start=1):
        try:
            yield from _decided(table)
        except ValueError as error:
            raise ValueError(f"[[{_TABLE}]] number {number}: {error}") from None


def _decided(table: Mapping[str, Any]) -> Iterator[Decision]:
    unknown, missing = sorted(set(table) - _KEYS), sorted(_KEYS - set(table))
    if unknown or missing:
        raise ValueError(f"unknown keys {unknown}, missing keys {missing}")
    ruling, reason, mutants = Ruling(table["decision"]), table["reason"], table["mutants"]
    if type(reason) is not str or not reason.strip():
        raise ValueError("the reason is not said in words")
    if type(mutants) is not list or not mutants or not all(type(each) is str for each in mutants):
        raise ValueError("mutants is not a list of ids")
    yield from (Decision(mutant, ruling, reason) for mutant in mutants)


def _refuse_twice(decisions: Iterable[Decision]) -> None:
    seen: set[str] = set()
    for each in decisions:
        if each.mutant in seen:
            raise ValueError(f"mutant {each.mutant} is decided twice")
        seen.add(each.mutant)


def complaints(
    decisions: Sequence[Decision], known: Iterable[Mutant], sifted: Sifted
) -> Iterator[str]:
    """Yield each survivor without a decision, and each decision without a survivor.

    ``known`` are all mutants of the assignment, those too that were not graded this time.
    """
    decided = {each.mutant for each in decisions}
    there = {mutant.id for mutant in known}
    for mutant in sifted.survived:
        if mutant.id not in decided:
            yield f"nothing is decided about a survivor of {mutant.notebook}: {_line(mutant)}"
    for mutant in sifted.killed:
        if mutant.id in decided:
            yield f"a decision is about mutant {mutant.id}, which a test kills now: remove it"
    for stale in sorted(decided - there):
        yield f"a decision is about mutant {stale}, which is no more: remove it"


def _line(mutant: Mutant) -> str:
    """Return the line that names a mutant in a file of decisions."""
    before, after = (" ".join(text.split()) for text in (mutant.before, mutant.after))
    return f'"{mutant.id}", # {mutant.grade_id}: {before} -> {after or "(nothing)"}'
