"""What is printed while a submission is graded on Gradescope: its log, which instructors see.

Students see it too where ``show_stdout`` says so; then nothing of it is for instructors alone.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from autograder import notebook as notebooks
from autograder.bundles.keys import OtterConfig
from autograder.execution.grading import Graded
from autograder.gradescope.results import Tested, possible, score, unsettled
from autograder.notebook import NotebookUnreadable
from autograder.plain_text import plain
from autograder.results import TestResult
from autograder.scoring import number

METADATA_FILE = "submission_metadata.json"
_METADATA_BYTES = 16 * 2**20


def metadata_of(root: Path) -> Mapping[str, Any]:
    """Return what Gradescope says of the submission; nothing where it says nothing readable."""
    with suppress(OSError, ValueError, RecursionError, NotebookUnreadable):
        tree = json.loads(notebooks.read_regular(root / METADATA_FILE, _METADATA_BYTES))
        return tree if isinstance(tree, dict) else {}
    return {}


def which(metadata: Mapping[str, Any], engine: str) -> str:
    """Return the first line: which engine, and which submission by Gradescope's number."""
    found = metadata.get("id")
    return f"sealed-autograder {engine}" + (f", submission {found}" if type(found) is int else "")


def scores(tests: Sequence[Tested], config: OtterConfig) -> Iterator[str]:
    """Yield the total and a line for each test, as far as the course wants them printed."""
    if config.print_score:
        total, most = score(tests, config), possible(tests, config)
        share = f" ({total / most:.3%})" if most else ""
        yield f"Total Score: {total:.3f} / {most:.3f}{share}"
    if config.print_summary:
        width = max((len(each.name) for each in tests), default=0)
        yield from (f"  {each.name:{width}}  {_points(each.result)}" for each in tests)


def _points(result: TestResult) -> str:
    got = "no score" if result.points is None else number(result.points)
    return f"{got} / {number(result.max_points)}  {result.verdict}"


def for_instructors(
    tests: Sequence[Tested], graded: Graded, metadata: Mapping[str, Any], config: OtterConfig
) -> Iterator[str]:
    """Yield what an instructor has to know or to do; why, only where students do not read it."""
    secret = not config.show_stdout
    for each in unsettled(tests):
        why = f": {plain(each.result.note)}" if secret and each.result.note else ""
        yield f"For the instructor: {each.name} has no score ({each.result.verdict}){why}"
    if secret:
        yield from (f"Noticed: {plain(each.text)}" for each in graded.result.noticed)
    worth, there = possible(tests, config), _total_points(metadata)
    if there is not None and abs(there - worth) > 1e-6:
        yield (
            f"Gradescope's assignment is worth {number(there)} points, and these tests "
            f"{number(worth)}: set the assignment's points, or points_possible"
        )


def _total_points(metadata: Mapping[str, Any]) -> float | None:
    assignment = metadata.get("assignment")
    with suppress(TypeError, ValueError, KeyError):
        return float(assignment["total_points"]) if isinstance(assignment, dict) else None
    return None
