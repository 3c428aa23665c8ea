"""This project: the class of attackers graded together, as tests/attack_run.py does.

A program, so that the ward's own home, temporary folder and children are nobody else's::

    python tests/peers/ours_side.py forging/tests-skipped-by-tag ...
"""

import dataclasses
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import attack_run
from attack_course import NAME, NOTEBOOK, Attack
from attack_run import HONEST, Ward
from peers import layout
from peers.judging import Evidence

from autograder.results import Result, State

TIER = "unprivileged"


def evidence(ward: Ward, attack: Attack, result: Result | None) -> Evidence:
    """Return what was seen of one attack, in the words of the other sides."""
    # A cell that is left to a person has no points yet, and counts as none.
    if result is None or result.state is State.REFUSED:
        return Evidence(points=None, problem="no result" if result is None else result.problem)
    (notebook,) = result.notebooks
    root, student = ward.course.root, attack.name
    printed, _, _ = layout.executed(root / "autograded" / student / NAME / f"{NOTEBOOK}.ipynb")
    return Evidence(
        points={test.grade_id: test.points or 0.0 for test in notebook.tests},
        shown=tuple(_shown(ward, student)),
        says=layout.said(printed, attack.case),
    )


def _shown(ward: Ward, student: str) -> Iterator[str]:
    for place in ("autograded", "feedback"):
        for path in sorted((ward.course.root / place / student).rglob("*")):
            if layout.plain_path(path):
                yield from layout.secrets_in(place, ward.known, path.read_bytes())


def class_wide(ward: Ward) -> Iterator[str]:
    """Yield what went wrong that no single attack can be blamed for."""
    names = tuple(f"{attack.name}: " for attack in ward.attacks)
    yield from (each for each in ward.complaints() if not each.startswith(names))


def report(ward: Ward) -> Mapping[str, object]:
    """Return the evidence of each attack, and the complaints about all of them."""
    by_student = {result.student: result for result in ward.graded}
    return {
        "evidence": {
            f"{attack.family}/{attack.case.name}": dataclasses.asdict(
                evidence(ward, attack, by_student.get(attack.name))
            )
            for attack in ward.attacks
        },
        "class_wide": list(class_wide(ward)),
        "honest": HONEST + 1,
    }


def main(names: list[str]) -> None:
    """Grade the attacks that are named and print the report."""
    with tempfile.TemporaryDirectory(prefix="ward-", ignore_cleanup_errors=True) as folder:
        ward = Ward(Path(folder), attack_run.chosen(names), TIER, None)
        try:
            ward.grade()
            print(json.dumps(report(ward)))
        finally:
            ward.stack.close()


if __name__ == "__main__":
    main(sys.argv[1:])
