"""Students by exercises: a table that fits 80 columns, and the same facts for programs."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.table import Table
from rich.text import Text

from autograder.assignment import Assignment
from autograder.results import Result, State

SCHEMA = 1
SHORT_CHARS = 5
STUDENT_CHARS = (10, 24)
TABLE_CHARS = 80

_NUMBERED = re.compile(r"(\w{1,2})\w*\s+(\d+)")
_BONUS = re.compile(r"bonus\b(?!\s+\d)", re.IGNORECASE)
_STATES = {
    State.GRADED: Text("graded", "green"),
    State.NEEDS_INSTRUCTOR: Text("look", "yellow"),
    State.REFUSED: Text("refused", "red"),
}


@dataclass(frozen=True)
class Column:
    """Hold one exercise: its heading, a short one for the table, and what it is worth."""

    name: str
    short: str
    worth: float


def class_table(results: Iterable[Result], assignment: Assignment) -> Table:
    """Return a table of students by exercises, the class's mean and a legend below.

    A question mark behind points says that some verdict there carries no score yet.
    """
    rows = sorted(results, key=lambda result: result.student)
    columns = exercise_columns(assignment)
    legend = _legend(columns, rows)
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, show_footer=bool(rows))
    table.caption, table.caption_justify = Text("\n".join(legend)), "left"
    # The one column that may shrink; with few exercises it leaves room for the legend below.
    least, most = STUDENT_CHARS
    longest, n = max(map(len, legend), default=0), len(columns)
    # The other columns take from 5 to 7 characters an exercise, and 11 to 17 in the end.
    least = max(least, min(longest - 5 * n - 11, TABLE_CHARS - 7 * n - 17))
    mean = Text(f"mean of {len(rows)}")
    table.add_column(
        "student", mean, overflow="ellipsis", min_width=least, max_width=max(least, most)
    )
    means = _means(rows)
    for column in columns:
        _add_number(table, column.short, column.worth, means.get(column.name, 0.0))
    _add_number(table, "total", assignment.points, _mean(row.points for row in rows))
    table.add_column("state", no_wrap=True)
    for result in rows:
        table.add_row(*_row(result, columns))
    return table


def _add_number(table: Table, name: str, worth: float, mean: float) -> None:
    header = f"{name}\nof {number(worth)}"
    table.add_column(header, number(mean), justify="right", no_wrap=True)


def class_json(results: Iterable[Result]) -> dict[str, Any]:
    """Return the facts of the class table as plain data.

    ``waiting_points`` are worth points that no verdict has decided yet.
    """
    rows = sorted(results, key=lambda result: result.student)
    return {
        "schema": SCHEMA,
        "assignments": sorted({result.assignment for result in rows}),
        "students": [_student(result) for result in rows],
        "mean": {
            "points": _mean(result.points for result in rows),
            "exercises": [
                {"exercise": name, "points": mean} for name, mean in _means(rows).items()
            ],
        },
        "states": {state.value: sum(r.state is state for r in rows) for state in State},
    }


def exercise_columns(assignment: Assignment) -> tuple[Column, ...]:
    """Return the exercises of all masters in order, each with a short name of its own.

    "Exercise 1: The highest correlations" becomes "Ex 1", and "Bonus: Clusters" becomes "Bonus";
    where two short names are the same, or another heading has no number, the columns are numbered.
    """
    worth: dict[str, float] = {}
    for test in (test for master in assignment.masters for test in master.tests):
        worth[test.exercise] = worth.get(test.exercise, 0.0) + test.points
    shorts = [_short(name) for name in worth]
    if len(set(shorts)) < len(shorts) or not all(shorts):
        shorts = [f"#{at}" for at in range(1, len(worth) + 1)]
    return tuple(
        Column(name, short, worth[name]) for name, short in zip(worth, shorts, strict=True)
    )


def number(points: float) -> str:
    """Return points with two decimals at most, and none that say nothing."""
    return f"{round(points, 2):.10g}"


def _short(heading: str) -> str:
    if _BONUS.match(heading):
        return "Bonus"
    found = _NUMBERED.match(heading)
    short = f"{found[1]} {found[2]}" if found else ""
    return short if len(short) <= SHORT_CHARS else ""


def _row(result: Result, columns: Sequence[Column]) -> list[Text]:
    earned, waiting = result.by_exercise(), _waiting(result)
    cells = [
        _cell(earned[c.name][0], bool(waiting.get(c.name))) if c.name in earned else Text("-")
        for c in columns
    ]
    total = Text("-") if not result.notebooks else _cell(result.points, any(waiting.values()))
    return [Text(_printable(result.student)), *cells, total, _STATES[result.state]]


def _cell(points: float, is_open: bool) -> Text:
    return Text(number(points) + ("?" if is_open else ""))


def _printable(name: str) -> str:
    """Return a folder's name without what could command the terminal."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in name)


def _waiting(result: Result) -> dict[str, float]:
    """Return for each exercise the points that no verdict has decided."""
    sums: dict[str, float] = {}
    for test in (test for notebook in result.notebooks for test in notebook.tests):
        worth = test.max_points if test.points is None else 0.0
        sums[test.exercise] = sums.get(test.exercise, 0.0) + worth
    return sums


def _means(rows: Sequence[Result]) -> dict[str, float]:
    """Return the class's mean for each exercise; who was refused counts as nothing."""
    earned = [result.by_exercise() for result in rows]
    names = dict.fromkeys(name for each in earned for name in each)
    return {name: _mean(each.get(name, (0.0, 0.0))[0] for each in earned) for name in names}


def _mean(points: Iterable[float]) -> float:
    values = tuple(points)
    return sum(values) / len(values) if values else 0.0


def _legend(columns: Sequence[Column], rows: Sequence[Result]) -> list[str]:
    lines = [f"{column.short}  {_printable(column.name)}" for column in columns]
    states = {result.state for result in rows}
    if State.NEEDS_INSTRUCTOR in states:
        lines.append("look, ?  needs the instructor")
    if State.REFUSED in states:
        lines.append("refused  could not be graded")
    return lines


def _student(result: Result) -> Mapping[str, Any]:
    waiting = _waiting(result)
    return {
        "student": result.student,
        "assignment": result.assignment,
        "state": result.state.value,
        "problem": result.problem,
        "points": result.points,
        "max_points": result.max_points,
        "waiting_points": sum(waiting.values()),
        "exercises": [
            {
                "exercise": name,
                "points": earned,
                "max_points": worth,
                "waiting_points": waiting[name],
            }
            for name, (earned, worth) in result.by_exercise().items()
        ],
    }
