"""What people gave a submission by hand, in the formgrader: points, extra credit, comments.

The gradebook is where they are given. A copy is kept beside the results, so that a lost gradebook
can be written again with nothing missing.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class CellMark:
    """Hold what a person gave for one cell: points and extra credit where given, a comment."""

    notebook: str
    grade_id: str
    points: float | None = None
    extra_credit: float | None = None
    comment: str = ""


@dataclass(frozen=True)
class Marks:
    """Hold what people gave one student for one assignment.

    ``cells`` are sorted by notebook and id. ``due`` is the assignment's due date in the gradebook
    (ISO 8601, UTC, or empty), ``extension_seconds`` what this student may hand in later.
    """

    cells: tuple[CellMark, ...] = ()
    due: str = ""
    extension_seconds: float = 0.0


@dataclass(frozen=True)
class Standing:
    """Hold what the gradebook adds to one student's result.

    ``penalties`` are the points that the late policy takes off, by notebook.
    """

    marks: Marks
    penalties: tuple[tuple[str, float], ...] = ()
