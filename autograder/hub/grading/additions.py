"""What the service knows of an assignment and the course's gradebook does not, put together."""

from collections.abc import Mapping
from datetime import UTC

from autograder.gradebook import Additions
from autograder.hub import marking
from autograder.hub.store import Store
from autograder.marks import CellMark

__all__ = ["Additions", "gathered"]


def gathered(store: Store, course: str, assignment: str) -> Additions:
    """Return what holds now. Raises OperatorError when the store cannot be used.

    Marks are those of each student's newest attempt that has a result.
    """
    policy = store.policy(course, assignment)
    marks = _newest(store, course, assignment)
    if policy.due is None:
        return Additions(marks=marks)
    extensions = store.extensions(course, assignment)
    return Additions(
        due=policy.due.astimezone(UTC).isoformat(),
        late_percent_per_day=policy.late_percent_per_day,
        extension_seconds={
            student: max(0.0, (until - policy.due).total_seconds())
            for student, until in extensions.items()
        },
        marks=marks,
    )


def _newest(store: Store, course: str, assignment: str) -> Mapping[str, tuple[CellMark, ...]]:
    given = store.marks(course, assignment)
    if not given:
        return {}
    newest = {
        attempt.student: attempt.attempt_id
        for attempt in store.attempts(course, assignment)
        # One with marks that has no result now is being graded again.
        if attempt.evidence is not None or attempt.attempt_id in given
    }
    marks = {student: _in_force(given.get(name, ())) for student, name in newest.items()}
    return {student: cells for student, cells in marks.items() if cells}


def _in_force(cells: tuple[CellMark, ...]) -> tuple[CellMark, ...]:
    return tuple(each for each in cells if not marking.is_empty(each))
