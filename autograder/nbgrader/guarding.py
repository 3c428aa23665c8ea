"""What keeps students' work from acting in nbgrader's own pages and exports.

The formgrader writes copies and names into its pages as they stand, and `nbgrader export` writes
names into a CSV file that somebody opens in a spreadsheet.
"""

import csv
from collections.abc import Iterator
from typing import Any

import nbformat
from markupsafe import escape
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin

from autograder import notebook as notebooks
from autograder.feedback.harmless import harmless
from autograder.plain_text import begins_formula

FIELDS = (
    *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
    *("raw_score", "late_submission_penalty", "score", "max_score"),
)

_NAMES = ("student", "last_name", "first_name", "notebook_path")

Resources = dict[str, Any]


class HarmlessCopies(Preprocessor):
    """Let the formgrader show a copy without anything that acts, whichever program wrote it."""

    def __call__(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Run even when ``c.HarmlessCopies.enabled`` says no."""
        return self.preprocess(nb, resources)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Return a harmless copy, and the names of the page as HTML."""
        copy = harmless(notebooks.parse(nbformat.writes(nb).encode(errors="replace")))
        names = {name: str(escape(resources[name])) for name in _NAMES if resources.get(name)}
        resources.update(names)
        return nbformat.reads(notebooks.write(copy).decode(), as_version=4), resources


class HarmlessCsv(ExportPlugin):  # type: ignore[misc]  # nbgrader has no types
    """Export grades as nbgrader's own exporter does, with names that no spreadsheet can run.

    What begins like a formula gets an apostrophe before it, and what holds a comma, quotes.
    """

    def export(self, gradebook: Gradebook) -> None:
        """Write all scores, or those of the students and assignments that were asked for."""
        path = self.to or "grades.csv"
        self.log.info("Exporting grades to %s", path)
        with open(path, "w", newline="", encoding="utf-8") as file:
            lines = csv.writer(file, lineterminator="\n")
            lines.writerow(FIELDS)
            lines.writerows(map(_harmless, row) for row in self._rows(gradebook))

    def _rows(self, gradebook: Gradebook) -> Iterator[tuple[Any, ...]]:
        assignments, students = (set(map(str, each)) for each in (self.assignment, self.student))
        for assignment in gradebook.assignments:
            for student in gradebook.students:
                is_wanted = not students or student.id in students
                if is_wanted and (not assignments or assignment.name in assignments):
                    yield _row(gradebook, assignment, student)


def _row(gradebook: Gradebook, assignment: Any, student: Any) -> tuple[Any, ...]:
    person = (student.id, student.last_name, student.first_name, student.email)
    try:
        found = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        when, scores = None, (0.0, 0.0, 0.0)
    else:
        penalty = found.late_submission_penalty
        when, scores = found.timestamp, (found.score, penalty, max(0.0, found.score - penalty))
    return (assignment.name, assignment.duedate, when, *person, *scores, assignment.max_score)


def _harmless(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and begins_formula(text) else text
