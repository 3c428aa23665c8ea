"""The score diff of a class: a table that fits 80 columns, and the same facts for programs.

First by test cell, then by student. Of long lists the table has the beginning and a count.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autograder.report.changes import (
    ABSENT,
    CellDifference,
    ClassDifference,
    Direction,
    Outcome,
    StudentDifference,
    TestDifference,
    class_difference,
    reason,
)
from autograder.report.table import printable
from autograder.results import Change, Result, State
from autograder.scoring import number

TESTS_SHOWN = 20
STUDENTS_SHOWN = 20
CELLS_SHOWN = 2
TURNS_SHOWN = 3
NAME_CHARS = 24
CELL_CHARS = 20

_WAYS = {
    Direction.LOSES: ("loses", "lose"),
    Direction.WAITS: ("waits for a person", "wait for a person"),
    Direction.GAINS: ("gains", "gain"),
    Direction.SAME: ("keeps its points", "keep their points"),
}
_STYLES = {Direction.LOSES: "red", Direction.WAITS: "yellow", Direction.GAINS: "green"}


def difference_table(changes: Iterable[Change]) -> RenderableType:
    """Return a score diff that fits 80 columns; long lists end in a count of what is left out."""
    difference = class_difference(changes)
    parts: list[RenderableType] = [Text(summary(difference)), Text()]
    if difference.tests:
        parts += [_tests(difference), *_left_out(len(difference.tests), TESTS_SHOWN, "test cell")]
        parts.append(Text())
    parts.append(_students(difference))
    parts += _left_out(len(difference.students), STUDENTS_SHOWN, "student")
    return Group(*parts)


def difference_json(changes: Iterable[Change]) -> dict[str, Any]:
    """Return all of a score diff as plain data under one key, ``held``."""
    difference = class_difference(changes)
    return {
        "held": {
            "reasons": list(difference.reasons),
            "counts": _counts(difference.directions),
            "tests": [_test_facts(test) for test in difference.tests],
            "students": [_student_facts(student) for student in difference.students],
        }
    }


def summary(difference: ClassDifference) -> str:
    """Return in one line how many scores would change, which way, and since what changed."""
    counts, count = difference.directions, len(difference.students)
    ways = (f"{n} {_WAYS[way][n != 1]}" for way in Direction if (n := counts.get(way, 0)))
    since = f" (changed: {', '.join(difference.reasons)})" if difference.reasons else ""
    return f"{count} score{'s' * (count != 1)} would change: {', '.join(ways)}{since}"


def _left_out(count: int, shown: int, noun: str) -> Iterator[Text]:
    if count > shown:
        left = count - shown
        text = f"and {left} more {noun}{'s' * (left != 1)}: --json lists all"
        yield Text(text, "dim")


def _tests(difference: ClassDifference) -> Table:
    found = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    found.add_column("test cell", overflow="ellipsis", no_wrap=True, max_width=NAME_CHARS)
    found.add_column("worth", no_wrap=True)
    for title in ("gain", "lose", "wait"):
        found.add_column(title, justify="right", no_wrap=True)
    found.add_column("verdicts", overflow="fold")
    for test in difference.tests[:TESTS_SHOWN]:
        ways = (Direction.GAINS, Direction.LOSES, Direction.WAITS)
        numbers = [Text(str(test.directions.get(way, 0)), _style(test, way)) for way in ways]
        name = Text(printable(test.grade_id))
        found.add_row(name, Text(_worth(test)), *numbers, Text(_turns(test.turns)))
    return found


def _style(test: TestDifference, way: Direction) -> str:
    return _STYLES[way] if test.directions.get(way) else "dim"


def _worth(test: TestDifference) -> str:
    before, after = test.worth_before, test.worth_after
    if before is None:
        return f"new, {number(after or 0.0)}"
    if after is None:
        return f"gone, {number(before)}"
    return number(after) if before == after else f"{number(before)} -> {number(after)}"


def _turns(turns: Mapping[tuple[str, str], int]) -> str:
    """Return the most frequent turns of verdicts, one to a line."""
    ordered = _by_number(turns)
    lines = [f"{n} {_turn(old, new)}" for (old, new), n in ordered[:TURNS_SHOWN]]
    left = sum(n for _, n in ordered[TURNS_SHOWN:])
    return "\n".join([*lines, f"{left} otherwise"] if left else lines)


def _turn(old: str, new: str) -> str:
    if ABSENT in (old, new):
        return f"now {new}" if old == ABSENT else f"was {old}"
    return f"still {new}" if old == new else f"{old} -> {new}"


def _students(difference: ClassDifference) -> Table:
    found = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    found.add_column("student", overflow="ellipsis", no_wrap=True, max_width=CELL_CHARS)
    for title in ("before", "after", "change"):
        found.add_column(title, justify="right", no_wrap=True)
    found.add_column("by", overflow="ellipsis", no_wrap=True)
    for student in difference.students[:STUDENTS_SHOWN]:
        change = Text(f"{student.points:+.2f}".rstrip("0").rstrip("."), _change_style(student))
        found.add_row(
            Text(printable(student.student)),
            _total(student.change.before),
            _total(student.change.after),
            change,
            Text("\n".join(_causes(student))),
        )
    return found


def _change_style(student: StudentDifference) -> str:
    return _STYLES.get(student.direction, "dim")


def _total(result: Result) -> Text:
    if not result.notebooks:
        return Text("-")
    tests = (test for notebook in result.notebooks for test in notebook.tests)
    mark = "?" if any(test.points is None for test in tests) else ""
    return Text(number(result.points) + mark)


def _causes(student: StudentDifference) -> Iterator[str]:
    states = student.change.before.state, student.change.after.state
    if State.REFUSED in states and states[0] is not states[1]:
        yield f"{states[0]} -> {states[1]}"
        return
    for cell in student.cells[:CELLS_SHOWN]:
        yield _cause(cell)
    if (left := len(student.cells) - CELLS_SHOWN) > 0:
        yield f"and {left} more"


def _cause(cell: CellDifference) -> str:
    name = printable(cell.grade_id)
    short = name if len(name) <= CELL_CHARS else f"{name[: CELL_CHARS - 1]}…"
    if cell.after is None:
        return f"{short} gone"
    if cell.before is None:
        return f"{short} new, {_reached(cell.after)}"
    return f"{short} {_reached(cell.before)} -> {_reached(cell.after)}"


def _reached(outcome: Outcome) -> str:
    return "?" if outcome.points is None else number(outcome.points)


def _counts(directions: Mapping[Direction, int]) -> dict[str, int]:
    return {direction.value: directions.get(direction, 0) for direction in Direction}


def _test_facts(test: TestDifference) -> dict[str, Any]:
    turns = [
        {"before": old, "after": new, "students": n} for (old, new), n in _by_number(test.turns)
    ]
    names = ("notebook", "grade_id", "exercise", "worth_before", "worth_after")
    kept = {name: getattr(test, name) for name in names}
    return {**kept, "counts": _counts(test.directions), "turns": turns}


def _by_number(turns: Mapping[tuple[str, str], int]) -> list[tuple[tuple[str, str], int]]:
    return sorted(turns.items(), key=lambda turn: (-turn[1], turn[0]))


def _student_facts(student: StudentDifference) -> dict[str, Any]:
    before, after = student.change.before, student.change.after
    return {
        "student": student.student,
        "direction": student.direction.value,
        "reasons": list(reason(before, after)),
        "before": _standing(before),
        "after": _standing(after),
        "tests": [dataclasses.asdict(cell) for cell in student.cells],
    }


def _standing(result: Result) -> dict[str, Any]:
    return {
        "points": result.points,
        "max_points": result.max_points,
        "state": result.state.value,
        "problem": result.problem,
    }
