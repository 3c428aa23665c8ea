"""How late a submission is, and what its penalty follows from. No database toolkit, no nbgrader."""

import copy
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from traitlets.config import Config

Rows = Callable[..., Iterable[Any]]
"""Run one statement with named values, ``rows("... :name", name="x")``, and give its rows."""

PLUGIN = "autograder.gradebook.percents.PercentPerDay"
"""The plugin that assigns penalties where a service has set percents."""
POLICY_TABLE = "autograder_policy"
_DAY = timedelta(days=1)

# SQLite has no type for a span of time: SQLAlchemy keeps it as a moment after this one.
_SPAN_ORIGIN = datetime(1970, 1, 1)

_TIMES = """
    SELECT submitted_assignment.student_id, submitted_assignment.timestamp,
           assignment.duedate, submitted_assignment.extension
    FROM submitted_assignment
    JOIN assignment ON assignment.id = submitted_assignment.assignment_id
    WHERE assignment.name = :assignment
"""
_SCORES = """
    SELECT submitted_assignment.student_id, notebook.name,
           SUM(CASE
               WHEN grade.manual_score IS NOT NULL
                   THEN grade.manual_score + COALESCE(grade.extra_credit, 0)
               WHEN grade.auto_score IS NOT NULL
                   THEN grade.auto_score + COALESCE(grade.extra_credit, 0)
               ELSE 0 END)
    FROM assignment
    JOIN notebook ON notebook.assignment_id = assignment.id
    JOIN submitted_notebook ON submitted_notebook.notebook_id = notebook.id
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
    JOIN grade ON grade.notebook_id = submitted_notebook.id
    WHERE assignment.name = :assignment
    GROUP BY submitted_assignment.student_id, notebook.name
    ORDER BY submitted_assignment.student_id, notebook.name
"""
_PERCENT = "SELECT late_percent_per_day FROM autograder_policy WHERE assignment = :assignment"


def moment(value: datetime | str | None) -> datetime | None:
    """Return a moment as Python has it: SQLite's own driver gives text."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def span(value: timedelta | datetime | str | None) -> timedelta:
    """Return a span of time, nothing for None: SQLite's own driver gives text."""
    if value is None or isinstance(value, timedelta):
        return value or timedelta()
    found = moment(value)
    return found - _SPAN_ORIGIN if found else timedelta()


def seconds_late(
    timestamp: datetime | None, due: datetime | None, extension: timedelta | None
) -> float:
    """Return by how much work was late, extension included; 0 where either time is unknown."""
    if timestamp is None or due is None:
        return 0.0
    return max(0.0, (timestamp - due - (extension or timedelta())).total_seconds())


def percent_off(score: float, percent_per_day: float, seconds: float) -> float:
    """Return the points to take off: percents of the score for each 24 hours begun, at most all."""
    days_begun = -(-timedelta(seconds=seconds) // _DAY)
    percent = min(100.0, percent_per_day * days_begun)
    return max(0.0, min(score, score * percent / 100))


def late_students(rows: Rows, assignment: str) -> dict[str, float]:
    """Return by how many seconds each submission in the gradebook is late, 0 for one in time."""
    return {
        student: seconds_late(moment(timestamp), moment(due), span(extension))
        for student, timestamp, due, extension in rows(_TIMES, assignment=assignment)
    }


def bases(rows: Rows, assignment: str, policy: str) -> dict[str, str]:
    """Return by student a sum over all that a penalty follows from; empty for work in time.

    That is how late the work is, its score, and the policy.
    """
    late = late_students(rows, assignment)
    scores: dict[str, list[tuple[str, float]]] = {}
    if any(late.values()):
        for student, notebook, score in rows(_SCORES, assignment=assignment):
            # A database may add up in any order, and the last digits with it.
            scores.setdefault(student, []).append((notebook, round(float(score), 6)))
    return {
        student: _digest([seconds, policy, scores.get(student, [])]) if seconds else ""
        for student, seconds in late.items()
    }


def _digest(tree: list[Any]) -> str:
    return hashlib.sha256(json.dumps(tree).encode()).hexdigest()


def config_for(config: Config, rows: Rows, assignment: str) -> Config:
    """Return a course's configuration with the percents that a service has set, where it has.

    The database must have our tables.
    """
    percent = max((percent for (percent,) in rows(_PERCENT, assignment=assignment)), default=0.0)
    if not percent:
        return config
    found = copy.deepcopy(config)
    found.AssignLatePenalties.update(plugin_class=PLUGIN, enabled=True)
    found.PercentPerDay.percent = percent
    return found


def policy_of(config: Config) -> str:
    """Return a text that changes when the configured late policy does."""
    section = dict(config.get("AssignLatePenalties", {}))
    plugin = section.get("plugin_class", "LateSubmissionPlugin")
    name = plugin.__name__ if isinstance(plugin, type) else str(plugin).rpartition(".")[2]
    options: Mapping[str, Any] = dict(config.get(name, {}))
    return f"{name} {section!r} {options!r}"
