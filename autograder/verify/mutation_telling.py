"""What became of the mutants, as a section of what verifying tells."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from autograder.verify.decisions import Ruling
from autograder.verify.judging import Mutation
from autograder.verify.mutation import Mutant
from autograder.verify.sections import Section

HEAD = ("operator", "mutants", "killed", "survived", "not judged")


def mutation_section(mutation: Mutation) -> Section:
    """Return a section with one row for each operator, and every survivor's fate as facts."""
    sifted = mutation.sifted
    rows = tuple(
        (operator, str(sum(counts)), *map(str, counts))
        for operator, counts in sifted.by_operator().items()
    )
    return Section(
        "mutants",
        "Mutants",
        _intro(mutation),
        HEAD,
        rows,
        wrong=tuple(_wrong(mutation)),
        facts=_facts(mutation),
    )


def _rulings(mutation: Mutation) -> dict[str, tuple[Ruling, str]]:
    return {each.mutant: (each.ruling, each.reason) for each in mutation.decisions}


def _intro(mutation: Mutation) -> str:
    sifted, rulings = mutation.sifted, _rulings(mutation)
    counts = Counter(rulings[each.id][0].value for each in sifted.survived if each.id in rulings)
    decided = ", ".join(f"{count} {ruling}" for ruling, count in sorted(counts.items()))
    total = len(sifted.killed) + len(sifted.survived) + len(sifted.not_judged)
    return (
        f"Of {total} small mistakes that a machine made in the solutions, {len(sifted.killed)} "
        f"lose points. What was decided about the others: {decided or 'nothing'}."
    )


def _wrong(mutation: Mutation) -> Iterator[str]:
    yield from mutation.complaints
    rulings = _rulings(mutation)
    for mutant in mutation.sifted.survived:
        ruling, reason = rulings.get(mutant.id, (None, ""))
        if ruling is Ruling.MISSING_TEST:
            yield f"a test is owed for mutant {mutant.label}: {reason}"
    for mutant in mutation.sifted.not_judged:
        yield f"a mutant was not judged: {mutant.label}"


def _facts(mutation: Mutation) -> dict[str, Any]:
    rulings = _rulings(mutation)
    return {
        "killed": [each.id for each in mutation.sifted.killed],
        "survived": [
            _survivor(each, *rulings.get(each.id, (None, ""))) for each in mutation.sifted.survived
        ],
        "not_judged": [each.id for each in mutation.sifted.not_judged],
    }


def _survivor(mutant: Mutant, ruling: Ruling | None, reason: str) -> dict[str, Any]:
    return {
        "id": mutant.id,
        "notebook": mutant.notebook,
        "grade_id": mutant.grade_id,
        "operator": mutant.operator,
        "line": mutant.line,
        "before": mutant.before,
        "after": mutant.after,
        "decision": ruling,
        "reason": reason,
    }
