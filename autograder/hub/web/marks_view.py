"""What the page shows on which a person gives points by hand."""

from dataclasses import dataclass

from autograder.feedback.words import Words
from autograder.hub.web.views import AttemptLine


@dataclass(frozen=True)
class MarkedCell:
    """Hold one cell to which a person may give points.

    ``field`` names it in the form. ``found`` says what became of it so far, ``answer`` is what the
    student wrote there. ``points``, ``extra`` and ``comment`` stand in the form; ``given`` says who
    gave them when, or that they are of an earlier attempt and not saved yet.
    """

    field: str
    grade_id: str
    exercise: str
    noun: str
    worth: str
    found: Words
    is_open: bool
    answer: str = ""
    points: str = ""
    extra: str = ""
    comment: str = ""
    given: str = ""
    note: str = ""


@dataclass(frozen=True)
class MarkedNotebook:
    """Hold the cells of one notebook: those that only a person judges or nobody has, and others."""

    name: str
    cells: tuple[MarkedCell, ...]
    tests: tuple[MarkedCell, ...]


@dataclass(frozen=True)
class MarkingPage:
    """Let those who grade give an attempt points by hand.

    ``graded`` names the grading that the form is about. ``error`` says why what was sent was not
    taken. ``has_next`` tells that another student's attempt waits for a person.
    """

    user: str
    course: str
    assignment: str
    student: str
    attempt: AttemptLine
    notebooks: tuple[MarkedNotebook, ...]
    graded: str
    problem: str = ""
    error: str = ""
    has_next: bool = False
    title: str = ""
