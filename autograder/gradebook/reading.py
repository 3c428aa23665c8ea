"""What the gradebook holds that a result does not: marks given by hand, times, penalties.

All of it is read in a tenth of a second for a class, so that whoever grades can ask each time.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from autograder import marks
from autograder.configuration import Course
from autograder.gradebook.database import Reader, reading
from autograder.gradebook.lateness import (
    POLICY_TABLE,
    bases,
    config_for,
    moment,
    policy_of,
    span,
)
from autograder.marks import CellMark, Marks, Standing

_OWN_TABLE = "autograder_graded"

_SUBMISSIONS = """
    SELECT submitted_assignment.student_id, assignment.duedate, submitted_assignment.extension
    FROM assignment
    JOIN submitted_assignment ON submitted_assignment.assignment_id = assignment.id
    WHERE assignment.name = :assignment
"""
_PENALTIES = """
    SELECT submitted_assignment.student_id, notebook.name,
           submitted_notebook.late_submission_penalty
    FROM assignment
    JOIN submitted_assignment ON submitted_assignment.assignment_id = assignment.id
    JOIN submitted_notebook ON submitted_notebook.assignment_id = submitted_assignment.id
    JOIN notebook ON notebook.id = submitted_notebook.notebook_id
    WHERE assignment.name = :assignment AND submitted_notebook.late_submission_penalty <> 0
    ORDER BY notebook.name
"""
FROM_ENTRIES = """
    FROM assignment
    JOIN notebook ON notebook.assignment_id = assignment.id
    JOIN base_cell ON base_cell.notebook_id = notebook.id
    JOIN {table} ON {table}.cell_id = base_cell.id
    JOIN submitted_notebook ON submitted_notebook.id = {table}.notebook_id
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
    WHERE assignment.name = :assignment
"""
# A cell that changed its kind may have two entries, of which the newer kind comes last.
_POINTS = (
    "SELECT submitted_assignment.student_id, notebook.name, base_cell.name,"
    " grade.manual_score, grade.extra_credit, grade.needs_manual_grade"
    + FROM_ENTRIES.format(table="grade")
    + " AND (grade.manual_score IS NOT NULL OR grade.extra_credit IS NOT NULL)"
    " ORDER BY base_cell.type"
)
_COMMENTS = (
    "SELECT submitted_assignment.student_id, notebook.name, base_cell.name, comment.manual_comment"
    + FROM_ENTRIES.format(table="comment")
    + " AND comment.manual_comment <> '' ORDER BY base_cell.type"
)
_GRADED = "SELECT student, submission FROM autograder_graded WHERE assignment = :assignment"
_PROJECTED = (
    "SELECT student, fingerprint, lateness FROM autograder_graded"
    " WHERE assignment = :assignment AND fingerprint <> ''"
)


def read_back(course: Course, name: str) -> Mapping[str, Standing]:
    """Return what the gradebook adds to each student's result; nothing where there is none yet.

    Raises OperatorError when the gradebook cannot be read.
    """
    with reading(course) as reader:
        return _standings(reader, name) if reader and is_gradebook(reader) else {}


def projected(course: Course, name: str) -> Mapping[str, str]:
    """Return by student the fingerprint of the result that the gradebook has.

    Students are left out whose penalty may be another one now: their due date, extension, score
    or the policy changed. Raises OperatorError when the gradebook cannot be read.
    """
    with reading(course) as reader:
        if reader is None or not is_gradebook(reader):
            return {}
        if not {"fingerprint", "lateness"} <= reader.columns(_OWN_TABLE):
            return {}
        config = course.config
        if reader.columns(POLICY_TABLE):
            config = config_for(config, reader.rows, name)
        now = bases(reader.rows, name, policy_of(config))
        return {
            student: fingerprint
            for student, fingerprint, lateness in reader.rows(_PROJECTED, assignment=name)
            if now.get(student) == lateness
        }


def capture(course: Course, name: str) -> int:
    """Keep beside the results what people gave by hand; return for how many it was news.

    A student whose results this gradebook never had is left out: it may be a new gradebook, which
    does not have yet what was given in the lost one. Raises OperatorError when the gradebook
    cannot be read.
    """
    with reading(course) as reader:
        if reader is None or not is_gradebook(reader):
            return 0
        graded = _graded(reader, name)
        standings = _standings(reader, name)
    return sum(
        marks.append(course.results, student, name, standing.marks)
        for student, standing in standings.items()
        if student in graded
    )


def is_gradebook(reader: Reader) -> bool:
    """Tell whether a database has nbgrader's tables."""
    return bool(reader.columns("assignment"))


def _graded(reader: Reader, name: str) -> dict[str, str]:
    """Return the work of each student whose results this gradebook has had."""
    if not reader.columns(_OWN_TABLE):
        return {}
    return {student: work for student, work in reader.rows(_GRADED, assignment=name)}


def _standings(reader: Reader, name: str) -> dict[str, Standing]:
    graded = _graded(reader, name)
    cells = _cells(reader, name)
    penalties: dict[str, list[tuple[str, float]]] = {}
    for student, notebook, penalty in reader.rows(_PENALTIES, assignment=name):
        penalties.setdefault(student, []).append((notebook, penalty))
    standings = {}
    for student, due, extension in reader.rows(_SUBMISSIONS, assignment=name):
        given = Marks(
            cells=tuple(mark for _, mark in sorted(cells.get(student, {}).items())),
            due=_in_utc(moment(due)),
            extension_seconds=span(extension).total_seconds(),
            submission=graded.get(student, "") if student in cells else "",
        )
        standings[student] = Standing(given, tuple(penalties.get(student, ())))
    return standings


def _cells(reader: Reader, name: str) -> dict[str, dict[tuple[str, str], CellMark]]:
    """Return what was given by student, and by notebook and cell."""
    points = {
        (student, notebook, cell): (score, extra, score is not None and bool(review))
        for student, notebook, cell, score, extra, review in reader.rows(_POINTS, assignment=name)
    }
    comments = {
        (student, notebook, cell): comment
        for student, notebook, cell, comment in reader.rows(_COMMENTS, assignment=name)
    }
    found: dict[str, dict[tuple[str, str], CellMark]] = {}
    for key in points.keys() | comments.keys():
        student, notebook, cell = key
        score, extra, review = points.get(key, (None, None, False))
        mark = CellMark(notebook, cell, score, extra, comments.get(key, ""), review)
        found.setdefault(student, {})[notebook, cell] = mark
    return found


def _in_utc(due: datetime | None) -> str:
    return due.replace(tzinfo=UTC).isoformat() if due else ""
