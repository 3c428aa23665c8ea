"""Students by exercises: a table that fits 80 columns, and the same facts for programs."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.table import Table
from rich.text import Text

from autograder.assignment import Assignment
from autograder.marks import Standing
from autograder.plain_text import plain
from autograder.report.totals import Total, total
from autograder.results import NotebookResult, Noticed, Result, State
from autograder.scoring import number

SCHEMA = 2
SHORT_CHARS = 5
STUDENT_CHARS = (10, 24)
TABLE_CHARS = 80
MAY_BE_ASKED_FOR = "function-differs"
"""What an exercise itself may ask for: a counter, an account, a draw."""
MANY_STUDENTS = 3
MANY_SHARE = 0.25
"""From how many students, and above what share of the class, one line tells of them all."""

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


Standings = Mapping[str, Standing]
"""What the gradebook adds to the results of some students."""


def class_table(
    results: Iterable[Result], assignment: Assignment, standings: Standings | None = None
) -> Table:
    """Return a table of students by exercises, the class's mean and a legend below.

    A question mark behind points says that some verdict there carries no score yet, or that a
    person has not judged all written answers.
    """
    totals = _totals(results, standings)
    rows = [each.result for each in totals]
    columns = exercise_columns(assignment)
    by_hand = max((each.by_hand_worth for each in totals), default=0.0)
    legend = _legend(columns, totals)
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, show_footer=bool(rows))
    table.caption, table.caption_justify = Text("\n".join(legend)), "left"
    # The one column that may shrink; with few exercises it leaves room for the legend below.
    least, most = STUDENT_CHARS
    longest, n = max(map(len, legend), default=0), len(columns) + bool(by_hand)
    # The other columns take from 5 to 7 characters an exercise, and 11 to 17 in the end.
    least = max(least, min(longest - 5 * n - 11, TABLE_CHARS - 7 * n - 17))
    mean = Text(f"mean of {len(rows)}")
    table.add_column(
        "student", mean, overflow="ellipsis", min_width=least, max_width=max(least, most)
    )
    means = _means(rows)
    for column in columns:
        _add_number(table, column.short, column.worth, means.get(column.name, 0.0))
    if by_hand:
        _add_number(table, "hand", by_hand, _mean(each.by_hand for each in totals))
    worth = assignment.points + by_hand
    _add_number(table, "total", worth, _mean(each.points for each in totals))
    table.add_column("state", no_wrap=True)
    for each in totals:
        table.add_row(*_row(each, columns, bool(by_hand)))
    return table


def _totals(results: Iterable[Result], standings: Standings | None) -> list[Total]:
    rows = sorted(results, key=lambda result: result.student)
    return [total(result, (standings or {}).get(result.student)) for result in rows]


def _add_number(table: Table, name: str, worth: float, mean: float) -> None:
    header = f"{name}\nof {number(worth)}"
    table.add_column(header, number(mean), justify="right", no_wrap=True)


def class_json(results: Iterable[Result], standings: Standings | None = None) -> dict[str, Any]:
    """Return the facts of the class table as plain data.

    ``waiting_points`` are worth points that no verdict has decided yet, and no person either.
    """
    totals = _totals(results, standings)
    rows = [each.result for each in totals]
    return {
        "schema": SCHEMA,
        "assignments": sorted({result.assignment for result in rows}),
        "students": [_student(each) for each in totals],
        "mean": {
            "points": _mean(each.points for each in totals),
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


def _short(heading: str) -> str:
    if _BONUS.match(heading):
        return "Bonus"
    found = _NUMBERED.match(heading)
    short = f"{found[1]} {found[2]}" if found else ""
    return short if len(short) <= SHORT_CHARS else ""


def _row(each: Total, columns: Sequence[Column], by_hand: bool) -> list[Text]:
    result = each.result
    earned, waiting = result.by_exercise(), _waiting(result)
    cells = [
        _cell(earned[c.name][0], bool(waiting.get(c.name))) if c.name in earned else Text("-")
        for c in columns
    ]
    if by_hand:
        cells.append(_cell(each.by_hand, bool(each.by_hand_waiting)))
    is_open = any(waiting.values()) or bool(each.by_hand_waiting)
    in_all = _cell(each.points, is_open) if result.notebooks else Text("-")
    late = Text(" late" if each.penalty else "", "yellow")
    return [Text(printable(result.student)), *cells, in_all, _STATES[result.state] + late]


def _cell(points: float, is_open: bool) -> Text:
    return Text(number(points) + ("?" if is_open else ""))


def printable(name: str) -> str:
    """Return a folder's name without what could command the terminal."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in name)


def noticed_lines(results: Iterable[Result]) -> list[Text]:
    """Return a line for each thing that was noticed of a class; none where nothing was.

    What many have at the same place is one line before the others.
    """
    rows = sorted(results, key=lambda result: result.student)
    shared = _shared(rows)
    lines = [
        f"{code} at {place}: {n} of {len(rows)} students; the exercise itself may ask for it"
        for (code, place), n in shared.items()
    ]
    lines += [
        f"{printable(row.student)}: {_said(notebook, each)}"
        for row in rows
        for notebook, each in _noticed(row)
        if _kind(notebook, each) not in shared
    ]
    heading = Text("\nNoticed, without effect on the score:")
    return [heading, *(Text(f"  {line}") for line in lines)] if lines else []


def _shared(rows: Sequence[Result]) -> dict[tuple[str, str], int]:
    """Return what more than a quarter of the class, and at least three, have at one test cell."""
    students: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        for notebook, each in _noticed(row):
            if each.code == MAY_BE_ASKED_FOR:
                students[_kind(notebook, each)].add(row.student)
    return {
        kind: len(who)
        for kind, who in sorted(students.items())
        if len(who) >= MANY_STUDENTS and len(who) > len(rows) * MANY_SHARE
    }


def _noticed(result: Result) -> Iterable[tuple[NotebookResult, Noticed]]:
    return ((notebook, each) for notebook in result.notebooks for each in notebook.noticed)


def _kind(notebook: NotebookResult, noticed: Noticed) -> tuple[str, str]:
    """Return a notice's code and place: the notebook, and the cell its text begins with."""
    cell = noticed.text.partition(":")[0]
    return printable(noticed.code), plain(f"{notebook.name}, {cell}".replace("\n", " "))


def noticed_of(result: Result) -> list[str]:
    """Return what was noticed of one submission, a line for each."""
    return [_said(notebook, each) for notebook, each in _noticed(result)]


def _said(notebook: NotebookResult, noticed: Noticed) -> str:
    text = plain(f"{notebook.name}, {noticed.text}".replace("\n", " "))
    return f"{text} [{printable(noticed.code)}]"


def noticed_facts(result: Result) -> list[dict[str, str]]:
    """Return what was noticed of one submission as plain data."""
    return [
        {"notebook": notebook.name, "code": each.code, "text": each.text}
        for notebook, each in _noticed(result)
    ]


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


def _legend(columns: Sequence[Column], totals: Sequence[Total]) -> list[str]:
    lines = [f"{column.short}  {printable(column.name)}" for column in columns]
    states = {each.result.state for each in totals}
    if any(each.by_hand_worth for each in totals):
        lines.append("hand  given by a person; with ? some answer waits for one")
    if any(each.extra_credit for each in totals):
        lines.append("total  extra credit included")
    if any(each.penalty for each in totals):
        lines.append("late  the late policy's penalty is taken off the total")
    if State.NEEDS_INSTRUCTOR in states:
        lines.append("look, ?  needs the instructor")
    if State.REFUSED in states:
        lines.append("refused  could not be graded")
    return lines


def _student(each: Total) -> Mapping[str, Any]:
    result, waiting = each.result, _waiting(each.result)
    return {
        "student": result.student,
        "assignment": result.assignment,
        "state": result.state.value,
        "problem": result.problem,
        "points": each.points,
        "max_points": each.worth,
        "waiting_points": sum(waiting.values()) + each.by_hand_waiting,
        "by_hand": {"points": each.by_hand, "max_points": each.by_hand_worth},
        "extra_credit": each.extra_credit,
        "late_penalty": each.penalty,
        "noticed": noticed_facts(result),
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
