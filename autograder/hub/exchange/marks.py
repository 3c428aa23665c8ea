"""What an instructor gave by hand in a gradebook of their own, as the service takes it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy.engine import make_url


@dataclass(frozen=True)
class ByHand:
    """Hold what one student was given.

    ``received_at`` says which attempt it is about; None where the gradebook does not know. The
    ``cells``, by notebook, are as the service's route for marks takes them.
    """

    student: str
    received_at: datetime | None
    cells: Mapping[str, list[dict[str, Any]]]


def given_by_hand(db_url: str, course: str, assignment: str) -> tuple[ByHand, ...]:
    """Return what is in a gradebook by hand, by the students' names; nothing if there is none.

    Raises what SQLAlchemy raises when it cannot be read.
    """
    file = make_url(db_url)
    if file.get_backend_name() == "sqlite" and not Path(file.database or "").is_file():
        # Opening it would make one.
        return ()
    with Gradebook(db_url, course) as gradebook:
        try:
            submissions = gradebook.find_assignment(assignment).submissions
        except MissingEntry:
            return ()
        found = [_of(submission) for submission in submissions]
    return tuple(sorted((each for each in found if each.cells), key=lambda each: each.student))


def _of(submission: Any) -> ByHand:
    when = submission.timestamp
    cells = {notebook.name: list(_cells(notebook)) for notebook in submission.notebooks}
    return ByHand(
        submission.student.id,
        # The gradebook keeps times in UTC, and no zone.
        None if when is None else when.replace(tzinfo=UTC),
        {name: given for name, given in cells.items() if given},
    )


def _cells(notebook: Any) -> Iterator[dict[str, Any]]:
    comments = {each.name: each.manual_comment or "" for each in notebook.comments}
    grades = {each.name: each for each in notebook.grades}
    for name in sorted(grades.keys() | comments.keys()):
        grade = grades.get(name)
        points = grade.manual_score if grade is not None else None
        extra = (grade.extra_credit or None) if grade is not None else None
        comment = comments.get(name, "")
        if points is not None or extra is not None or comment:
            yield {
                "notebook": notebook.name,
                "grade_id": name,
                "points": points,
                "extra_credit": extra,
                "comment": comment,
            }
