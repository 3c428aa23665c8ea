"""What each page shows, already decided: who may see what is no question of this module.

Times, points and states come in as they are to be told; the templates only lay them out. Names are
those of the hub and of nbgrader, and as little trusted as any text of a student.
"""

from dataclasses import dataclass
from itertools import groupby

from autograder.feedback.words import Words
from autograder.hub.model import Role, State
from autograder.scoring import number


@dataclass(frozen=True)
class Moment:
    """Hold a point in time in words, and as ISO 8601.

    A browser with script shows it in its own zone; the words are for where none runs.
    """

    iso: str
    text: str


@dataclass(frozen=True)
class Score:
    """Hold what an attempt came to.

    ``points`` is what is left after ``taken_off`` for being late. ``instead`` is said where there
    are no points, or none that may be shown: "shown after the due time".
    """

    points: float | None = None
    worth: float | None = None
    taken_off: float = 0.0
    instead: str = ""

    @property
    def earned(self) -> str:
        """Return the points alone, or nothing."""
        return "" if self.points is None else number(self.points)

    @property
    def text(self) -> str:
        """Return the score in words; empty when there is nothing to say."""
        if self.points is None:
            return self.instead
        return self.earned if self.worth is None else f"{self.earned} of {number(self.worth)}"


@dataclass(frozen=True)
class AttemptLine:
    """Hold one attempt as every list shows it.

    ``position`` is its place in the queue, the next one being 1. ``feedback`` names the notebooks
    whose page may be opened now; ``feedback_instead`` says why there is none. ``missing`` names
    notebooks that were not handed in.
    """

    attempt_id: str
    number: int
    received: Moment
    state: State
    late: bool = False
    score: Score = Score()
    position: int | None = None
    feedback: tuple[str, ...] = ()
    feedback_instead: str = ""
    missing: tuple[str, ...] = ()

    @property
    def is_busy(self) -> bool:
        """Tell whether its state will change without anybody's doing."""
        return self.state in (State.WAITING, State.RUNNING)


@dataclass(frozen=True)
class Totals:
    """Hold how many students' newest attempts stand where; ``nothing``: none was handed in."""

    waiting: int = 0
    running: int = 0
    graded: int = 0
    needs_person: int = 0
    refused: int = 0
    nothing: int = 0

    @property
    def is_busy(self) -> bool:
        """Tell whether something will change without anybody's doing."""
        return self.waiting + self.running > 0


@dataclass(frozen=True)
class AssignmentCard:
    """Hold one assignment in a list.

    ``why_not`` says why nothing can be handed in when ``is_open`` is False. ``attempts_left`` is
    None without a limit. ``newest`` is the reader's own newest attempt, ``totals`` the class's for
    those who grade. ``title`` stands in place of the name where there is one.
    """

    assignment: str
    is_open: bool
    title: str = ""
    opens: Moment | None = None
    due: Moment | None = None
    closes: Moment | None = None
    why_not: str = ""
    attempts_left: int | None = None
    newest: AttemptLine | None = None
    totals: Totals | None = None
    is_withdrawn: bool = False

    @property
    def is_busy(self) -> bool:
        """Tell whether something on it will change without anybody's doing."""
        return any(each.is_busy for each in (self.newest, self.totals) if each)


@dataclass(frozen=True)
class CourseCard:
    """Hold one course on a person's first page."""

    course: str
    role: Role
    assignments: tuple[AssignmentCard, ...] = ()


@dataclass(frozen=True)
class Home:
    """Show a person's courses and their assignments."""

    user: str
    courses: tuple[CourseCard, ...]


@dataclass(frozen=True)
class CoursePage:
    """Show the assignments of one course."""

    user: str
    course: str
    role: Role
    assignments: tuple[AssignmentCard, ...]

    @property
    def is_busy(self) -> bool:
        """Tell whether something on it will change without anybody's doing."""
        return any(card.is_busy for card in self.assignments)


@dataclass(frozen=True)
class StudentPage:
    """Show a student one assignment: what is allowed, and the attempts, newest first.

    ``extended`` is the time until which this student alone may hand in. ``policy`` are sentences:
    see `wording.policy_sentences`.
    """

    user: str
    course: str
    assignment: str
    is_open: bool
    attempts: tuple[AttemptLine, ...] = ()
    title: str = ""
    policy: tuple[str, ...] = ()
    opens: Moment | None = None
    due: Moment | None = None
    closes: Moment | None = None
    extended: Moment | None = None
    why_not: str = ""
    attempts_left: int | None = None

    @property
    def is_busy(self) -> bool:
        """Tell whether something on it will change without anybody's doing."""
        return any(attempt.is_busy for attempt in self.attempts)


@dataclass(frozen=True)
class CellOutcome:
    """Hold what became of one cell with points.

    ``comment`` is a person's word on it. ``note`` is for those who grade.
    """

    grade_id: str
    noun: str
    words: Words
    points: str
    message: str = ""
    comment: str = ""
    note: str = ""


@dataclass(frozen=True)
class ExerciseOutcome:
    """Hold the cells of one exercise; ``percent`` is rounded down, ``pending`` in no sum yet."""

    name: str
    earned: str
    worth: str
    percent: int
    cells: tuple[CellOutcome, ...]
    pending: str = "0"


@dataclass(frozen=True)
class NotebookOutcome:
    """Hold the exercises of one notebook.

    ``notices`` say what was put right before grading; ``noticed`` is for those who grade.
    """

    name: str
    exercises: tuple[ExerciseOutcome, ...]
    notices: tuple[str, ...] = ()
    noticed: tuple[str, ...] = ()


@dataclass(frozen=True)
class AttemptPage:
    """Show one attempt, to its owner or to those who grade (``is_staff``).

    ``outcomes_instead`` says why there are no ``notebooks`` to show. ``problem``, notes and what
    was noticed are shown to those who grade only; ``may_mark`` tells that they may give points by
    hand. ``sha256`` and ``size`` (bytes) are those of the archive that was handed in.
    """

    user: str
    course: str
    assignment: str
    student: str
    attempt: AttemptLine
    title: str = ""
    is_staff: bool = False
    notebooks: tuple[NotebookOutcome, ...] = ()
    outcomes_instead: str = ""
    problem: str = ""
    may_regrade: bool = False
    may_mark: bool = False
    sha256: str = ""
    size: int | None = None


@dataclass(frozen=True)
class ExerciseColumn:
    """Hold one column of points in the table of a class."""

    notebook: str
    exercise: str
    worth: float


@dataclass(frozen=True)
class ClassRow:
    """Hold one student in the table of a class; ``attempt`` is the newest, None without one.

    ``exercises`` are the points by column; None where nobody has decided them. Empty: no result.
    """

    student: str
    attempt: AttemptLine | None = None
    exercises: tuple[float | None, ...] = ()


@dataclass(frozen=True)
class ReleaseOffer:
    """Hold how many students cannot see their feedback yet and would by a press of the button."""

    students: int


@dataclass(frozen=True)
class Filter:
    """Hold one choice of which rows the table of a class shows, and how many those are."""

    key: str
    title: str
    count: int


@dataclass(frozen=True)
class ClassPage:
    """Show those who grade the whole class: see `class_rows` for order, filters and totals.

    ``release`` is None for a reader who may not release feedback. ``is_whole`` is False when those
    who handed in nothing are not known. ``first_to_mark`` is the first attempt that waits for
    points by hand, empty when there is none.
    """

    user: str
    course: str
    assignment: str
    rows: tuple[ClassRow, ...]
    totals: Totals
    columns: tuple[ExerciseColumn, ...] = ()
    title: str = ""
    filters: tuple[Filter, ...] = ()
    show: str = ""
    policy: tuple[str, ...] = ()
    opens: Moment | None = None
    due: Moment | None = None
    closes: Moment | None = None
    release: ReleaseOffer | None = None
    first_to_mark: str = ""
    is_whole: bool = True
    is_withdrawn: bool = False

    @property
    def notebooks(self) -> tuple[tuple[str, int], ...]:
        """Return the notebooks of the columns, and how many columns each has."""
        found = groupby(column.notebook for column in self.columns)
        return tuple((name, len(list(group))) for name, group in found)


@dataclass(frozen=True)
class CellChange:
    """Hold a cell that a later grading judged otherwise, before and after in words."""

    notebook: str
    exercise: str
    grade_id: str
    before: str
    after: str


@dataclass(frozen=True)
class Grading:
    """Hold one grading of an attempt.

    ``difference`` is None for the first one, or where a score is missing on either side.
    ``reasons`` name what differed from the grading before (``master``), ``changes`` the cells.
    """

    at: Moment
    score: Score
    difference: float | None = None
    reasons: tuple[str, ...] = ()
    changes: tuple[CellChange, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class AttemptHistory:
    """Hold one attempt with its gradings, newest first, for those who grade."""

    attempt: AttemptLine
    gradings: tuple[Grading, ...] = ()
    problem: str = ""
    may_regrade: bool = True


@dataclass(frozen=True)
class StudentHistory:
    """Show those who grade all attempts of one student, newest first."""

    user: str
    course: str
    assignment: str
    student: str
    attempts: tuple[AttemptHistory, ...]
    title: str = ""
    extended: Moment | None = None

    @property
    def is_busy(self) -> bool:
        """Tell whether something on it will change without anybody's doing."""
        return any(each.attempt.is_busy for each in self.attempts)


@dataclass(frozen=True)
class ErrorPage:
    """Show what went wrong and what to do, with the answer's status and the error's code."""

    status: int
    title: str
    message: str
    code: str = ""
    user: str = ""


View = Home | CoursePage | StudentPage | AttemptPage | ClassPage | StudentHistory | ErrorPage
