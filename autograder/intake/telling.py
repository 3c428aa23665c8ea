"""What was recognised, for people as a table and for programs as plain data."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from rich.table import Table
from rich.text import Text

from autograder.intake import names
from autograder.intake.plan import Placement, Plan, State

SCHEMA = 1
_STATES = {
    State.NEW: ("new", "green"),
    State.REPLACED: ("newer", "green"),
    State.UNCHANGED: ("unchanged", "dim"),
    State.OLDER: ("older", "dim"),
    State.NOTHING: ("nothing", "red"),
}


def table(plan: Plan) -> Table:
    """Return one row for each student: the notebooks, the state, and what to know."""
    found = Table("student", "notebooks", "state", "what to know", box=None, pad_edge=False)
    for each in plan.placements:
        word, colour = _STATES[each.state]
        state = Text(word, colour)
        if each.needs_look and each.state is not State.NOTHING:
            state = Text(f"{word}, look", "yellow")
        found.add_row(
            Text(names.printable(each.student)),
            Text(", ".join(each.notebooks) or "-"),
            state,
            Text("\n".join(each.notes)),
        )
    return found


def summary(plan: Plan, *, dry_run: bool) -> Iterator[str]:
    """Yield the lines below the table: how many of each, and what is told of all."""
    counts = Counter(each.state for each in plan.placements)
    parts = [f"{counts[state]} {_STATES[state][0]}" for state in State if counts[state]]
    noun = "student" if len(plan.placements) == 1 else "students"
    yield f"{len(plan.placements)} {noun}: {', '.join(parts) or 'nobody handed anything in'}"
    yield from plan.notes
    if dry_run:
        yield "This was a dry run: nothing was written."


def left_out(plan: Plan) -> Iterator[str]:
    """Yield one line for each thing that was not taken: where, why, and what to do."""
    for each in plan.problems:
        whose = f" ({names.printable(each.student)})" if each.student else ""
        yield f"{each.path}{whose}: {each.message} [{each.code}]; {each.remedy}"


def as_json(plan: Plan, *, assignment: str, dry_run: bool) -> dict[str, Any]:
    """Return the same facts as plain data."""
    return {
        "schema": SCHEMA,
        "assignment": assignment,
        "dry_run": dry_run,
        "students": [_student(each) for each in plan.placements],
        "not_taken": [
            {
                "path": each.path,
                "student": each.student or None,
                "code": each.code,
                "message": each.message,
                "remedy": each.remedy,
            }
            for each in plan.problems
        ],
        "notes": list(plan.notes),
    }


def _student(each: Placement) -> dict[str, Any]:
    return {
        "student": each.student,
        "state": each.state.value,
        "needs_look": each.needs_look,
        "notebooks": list(each.notebooks),
        "files": [file.path for file in each.files],
        "timestamp": each.timestamp or None,
        "attempts_kept": len(each.attempts) + (each.state is State.REPLACED),
        "notes": list(each.notes),
    }
