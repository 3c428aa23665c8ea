"""What stands in nbgrader's gradebook, read by SQL: importing nbgrader costs seconds."""

import sqlite3
from contextlib import closing
from pathlib import Path

Row = tuple[str, str, float | None, float | None, bool]
"""Student, cell, the machine's points, a person's, and whether a person has to look."""

QUERY = """
SELECT work.student_id, cell.name, grade.auto_score, grade.manual_score, grade.needs_manual_grade
FROM grade
JOIN base_cell AS cell ON grade.cell_id = cell.id
JOIN submitted_notebook AS book ON grade.notebook_id = book.id
JOIN submitted_assignment AS work ON book.assignment_id = work.id
ORDER BY work.student_id, cell.name
"""


def read(database: Path) -> list[Row]:
    """Return a row for each student and cell; one that is there twice comes twice."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        rows = connection.execute(QUERY).fetchall()
    return [(who, cell, auto, manual, bool(waits)) for who, cell, auto, manual, waits in rows]
