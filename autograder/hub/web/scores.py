"""A class's scores as a table for other programs, such as a spreadsheet or a campus system."""

import csv
import io
from collections.abc import Iterator

from autograder.hub.web.people import Page
from autograder.hub.web.views import AttemptLine, ClassPage, ClassRow, Moment

# Those of nbgrader's own export, then ours; the exercises' points follow.
_COLUMNS = (
    *("assignment", "duedate", "timestamp", "student_id"),
    *("raw_score", "late_submission_penalty", "score", "max_score"),
    *("state", "attempt"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Scores(Page):
    """Give the scores of a class."""

    is_api = True

    async def get(self, course: str, assignment: str) -> None:
        """Answer with a line for each student."""
        standing = await self.standing(course, assignment)
        students = await self.site.roster.students(course)
        page = await self.blocking(
            self.presenter.class_page, standing, self.the_role(), "", students
        )
        self.set_header("Content-Type", "text/csv; charset=utf-8")
        self.set_header("Content-Disposition", 'attachment; filename="scores.csv"')
        self.finish(table(page))


def table(page: ClassPage) -> str:
    """Return the table of a class as CSV, the students by name.

    A student who handed in nothing has 0 points, as in nbgrader's export. A score that is not
    there yet is empty, and so are points that wait for a person.
    """
    held = io.StringIO()
    writing = csv.writer(held)
    exercises = [f"{column.notebook}: {column.exercise}" for column in page.columns]
    writing.writerow([*_COLUMNS, *map(_text, exercises)])
    for row in sorted(page.rows, key=lambda each: each.student):
        writing.writerow([*_row(page, row), *_points(page, row)])
    return held.getvalue()


def _row(page: ClassPage, row: ClassRow) -> Iterator[str]:
    attempt = row.attempt
    yield from (_text(page.assignment), _time(page.due))
    yield from (_time(attempt.received if attempt else None), _text(row.student))
    yield from _score(attempt)
    yield attempt.state if attempt else ""
    yield str(attempt.number) if attempt else ""


def _score(attempt: AttemptLine | None) -> tuple[str, str, str, str]:
    if attempt is None:
        return "0", "0", "0", ""
    score = attempt.score
    if score.points is None:
        return "", "", "", ""
    raw = score.points + score.taken_off
    worth = "" if score.worth is None else _number(score.worth)
    return _number(raw), _number(score.taken_off), _number(score.points), worth


def _points(page: ClassPage, row: ClassRow) -> list[str]:
    found = row.exercises or (None,) * len(page.columns)
    return ["" if each is None else _number(each) for each in found]


def _number(points: float) -> str:
    return repr(round(points, 10)).removesuffix(".0")


def _time(when: Moment | None) -> str:
    return "" if when is None else when.iso


def _text(text: str) -> str:
    """Return a name so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
