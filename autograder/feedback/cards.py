"""What became of each cell with points, by the grader and by hand, as it is shown on a card.

A person's word counts for more than the grader's: points given by hand stand in place of a
verdict's, as in nbgrader's gradebook. Points that nobody has decided yet are in no sum.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from autograder.feedback import markup
from autograder.feedback.words import NO_ANSWER, SIGNS, WAITING_ANSWER, WORDS, Tone, Words
from autograder.marks import CellMark, Standing
from autograder.results import ManualCell, NotebookResult, Result, TestResult
from autograder.scoring import number

NO_MARK = CellMark("", "")


@dataclass(frozen=True)
class Card:
    """Hold one result as it is shown; ``earned`` is None while nobody has decided it.

    ``message`` is the grader's word to the student. ``noun`` is Test, Answer or Task.
    """

    anchor: str
    noun: str
    words: Words
    earned: float | None
    extra: float
    worth: float
    grade_id: str
    exercise: str
    message: str = ""

    @property
    def sign(self) -> str:
        """Return the sign of the card's look."""
        return SIGNS[self.words.tone]

    @property
    def points(self) -> str:
        """Return the points in words."""
        noun = "point" if self.worth == 1 else "points"
        if self.earned is None:
            return f"to be decided ({number(self.worth)} {noun})"
        more = f" and {number(self.extra)} extra" if self.extra else ""
        return f"{number(self.earned)} of {number(self.worth)} {noun}{more}"

    @property
    def total(self) -> float:
        """Return what the card adds to a sum; nbgrader counts no extra credit without a score."""
        return 0.0 if self.earned is None else self.earned + self.extra


@dataclass(frozen=True)
class Sums:
    """Hold the sums of a notebook: points after the late ``penalty``, worth, and what waits."""

    earned: float
    worth: float
    pending: float
    penalty: float


def marks_of(standing: Standing | None, notebook: str) -> dict[str, CellMark]:
    """Return what people gave for the cells of a notebook, by the cells' ids."""
    given = standing.marks.cells if standing else ()
    return {mark.grade_id: mark for mark in given if mark.notebook == notebook}


def cards(notebook: NotebookResult, marks: Mapping[str, CellMark]) -> dict[str, Card]:
    """Return a card for each cell with points, tests first, by the cells' ids."""
    made = [
        *(_of_test(at, test, marks) for at, test in enumerate(notebook.tests, 1)),
        *(_of_manual(at, cell, marks) for at, cell in enumerate(notebook.manual, 1)),
    ]
    return {card.grade_id: card for card in made}


def _of_test(at: int, test: TestResult, marks: Mapping[str, CellMark]) -> Card:
    mark = marks.get(test.grade_id, NO_MARK)
    by_hand = mark.points is not None
    return Card(
        anchor=f"test-{at}",
        noun="Test",
        words=_by_hand(mark.points, test.max_points) or WORDS[test.verdict],
        earned=mark.points if by_hand else test.points,
        extra=mark.extra_credit or 0.0,
        worth=test.max_points,
        grade_id=test.grade_id,
        exercise=test.exercise,
        message=markup.plain(test.message),
    )


def _of_manual(at: int, cell: ManualCell, marks: Mapping[str, CellMark]) -> Card:
    mark = marks.get(cell.grade_id, NO_MARK)
    untouched = None if cell.answered else 0.0
    return Card(
        anchor=f"answer-{at}",
        noun="Answer",
        words=_by_hand(mark.points, cell.max_points)
        or (WAITING_ANSWER if cell.answered else NO_ANSWER),
        earned=untouched if mark.points is None else mark.points,
        extra=mark.extra_credit or 0.0,
        worth=cell.max_points,
        grade_id=cell.grade_id,
        exercise=cell.exercise,
    )


def _by_hand(points: float | None, worth: float) -> Words | None:
    if points is None:
        return None
    tone = Tone.GOOD if points >= worth else Tone.PART if points > 0 else Tone.BAD
    return Words(tone, "Graded by a person")


def sums(notebook: NotebookResult, standing: Standing | None) -> Sums:
    """Return the sums of one notebook."""
    made = cards(notebook, marks_of(standing, notebook.name)).values()
    found = dict(standing.penalties).get(notebook.name, 0.0) if standing else 0.0
    return Sums(
        earned=sum(card.total for card in made) - found,
        worth=sum(card.worth for card in made),
        pending=sum(card.worth for card in made if card.earned is None),
        penalty=found,
    )


def whole(result: Result, standing: Standing | None) -> tuple[float, float]:
    """Return what the whole assignment earned and is worth."""
    each = [sums(notebook, standing) for notebook in result.notebooks]
    return sum(one.earned for one in each), sum(one.worth for one in each)


@dataclass(frozen=True)
class ExerciseView:
    """Hold one line of the table of points; ``percent`` is rounded down."""

    name: str
    earned: str
    worth: str
    percent: int
    cards: tuple[Card, ...]


def exercises(made: Iterable[Card]) -> Iterator[ExerciseView]:
    """Yield a line for each exercise, in the order of its first card."""
    lines: dict[str, list[Card]] = {}
    for card in made:
        lines.setdefault(card.exercise, []).append(card)
    for name, found in lines.items():
        earned, worth = sum(card.total for card in found), sum(card.worth for card in found)
        yield ExerciseView(
            name=name,
            earned=number(earned),
            worth=number(worth),
            percent=int(100 * max(0.0, min(1.0, earned / worth))) if worth else 0,
            cards=tuple(found),
        )
