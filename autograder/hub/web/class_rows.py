"""The rows of a class's table: in which order, which of them, and how many stand where."""

from collections import Counter
from collections.abc import Iterable, Sequence

from autograder.hub.model import State
from autograder.hub.web.views import ClassRow, Filter, Totals

EVERYBODY = ""
NEEDS_PERSON = "needs-person"
IN_PROGRESS = "in-progress"
NOTHING = "nothing"
_TITLES = {
    EVERYBODY: "Everybody",
    NEEDS_PERSON: "Needs a person",
    IN_PROGRESS: "In progress",
    NOTHING: "Nothing handed in",
}
_KINDS = {
    State.NEEDS_PERSON: NEEDS_PERSON,
    State.REFUSED: NEEDS_PERSON,
    State.WAITING: IN_PROGRESS,
    State.RUNNING: IN_PROGRESS,
}


def in_order(rows: Iterable[ClassRow]) -> tuple[ClassRow, ...]:
    """Return the rows with those that a person has to look at first, else by name."""
    return tuple(sorted(rows, key=lambda row: (_kind(row) != NEEDS_PERSON, row.student)))


def without_attempt(students: Iterable[str], rows: Iterable[ClassRow]) -> tuple[ClassRow, ...]:
    """Return a row for each student who has none yet."""
    known = {row.student for row in rows}
    return tuple(ClassRow(student) for student in students if student not in known)


def shown(rows: Iterable[ClassRow], show: str) -> tuple[ClassRow, ...]:
    """Return the rows that a filter keeps; all for a filter that there is not."""
    if show == EVERYBODY or show not in _TITLES:
        return tuple(rows)
    return tuple(row for row in rows if _kind(row) == show)


def filters(rows: Sequence[ClassRow], *, is_whole: bool = True) -> tuple[Filter, ...]:
    """Return the filters with the number of rows that each keeps.

    Where it is not known who handed in nothing, there is none for these.
    """
    counts = Counter(map(_kind, rows))
    counts[EVERYBODY] = len(rows)
    titles = {key: title for key, title in _TITLES.items() if is_whole or key != NOTHING}
    return tuple(Filter(key, title, counts[key]) for key, title in titles.items())


def totals(rows: Iterable[ClassRow]) -> Totals:
    """Return how many students' newest attempts stand where."""
    counts = Counter(row.attempt.state if row.attempt else None for row in rows)
    return Totals(
        waiting=counts[State.WAITING],
        running=counts[State.RUNNING],
        graded=counts[State.GRADED],
        needs_person=counts[State.NEEDS_PERSON],
        refused=counts[State.REFUSED],
        nothing=counts[None],
    )


def _kind(row: ClassRow) -> str | None:
    return _KINDS.get(row.attempt.state) if row.attempt else NOTHING
