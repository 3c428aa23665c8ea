"""The parts of pages that come from a `Result`: by exercise and cell, and what a regrade did."""

from collections.abc import Iterable, Sequence

from autograder.feedback import cards
from autograder.feedback.cards import Card
from autograder.feedback.words import WORDS
from autograder.hub.web.views import (
    CellChange,
    CellOutcome,
    ExerciseColumn,
    ExerciseOutcome,
    NotebookOutcome,
)
from autograder.marks import Standing
from autograder.report.changes import Outcome, cells
from autograder.results import NotebookResult, Result, TestResult
from autograder.scoring import number
from autograder.verdicts import Verdict

_NOT_THERE = "not there"
_IN_WORDS = {verdict.value: words.title for verdict, words in WORDS.items()}


def notebook_outcomes(
    result: Result,
    *,
    messages: bool,
    instead: str = "",
    is_staff: bool = False,
    standing: Standing | None = None,
) -> tuple[NotebookOutcome, ...]:
    """Return what became of each notebook, exercise and cell.

    Without ``messages`` each test that did not pass says ``instead`` in place of its own message.
    Notes and what was noticed are there when ``is_staff``; ``standing`` is what people gave by
    hand.
    """
    return tuple(
        _Teller(notebook, standing, messages=messages, instead=instead, is_staff=is_staff).told()
        for notebook in result.notebooks
    )


class _Teller:
    """Tell of one notebook what its reader may know."""

    def __init__(
        self,
        notebook: NotebookResult,
        standing: Standing | None,
        *,
        messages: bool,
        instead: str,
        is_staff: bool,
    ) -> None:
        self._notebook = notebook
        self._marks = cards.marks_of(standing, notebook.name)
        self._tests = {test.grade_id: test for test in notebook.tests}
        self._messages, self._instead, self._is_staff = messages, instead, is_staff

    def told(self) -> NotebookOutcome:
        made = cards.cards(self._notebook, self._marks).values()
        noticed = (each.text for each in self._notebook.noticed)
        return NotebookOutcome(
            name=self._notebook.name,
            exercises=tuple(self._exercise(each) for each in cards.exercises(made)),
            notices=self._notebook.notices,
            noticed=tuple(noticed) if self._is_staff else (),
        )

    def _exercise(self, exercise: cards.ExerciseView) -> ExerciseOutcome:
        return ExerciseOutcome(
            name=exercise.name,
            earned=exercise.earned,
            worth=exercise.worth,
            percent=exercise.percent,
            cells=tuple(map(self._cell, exercise.cards)),
            pending=number(sum(card.worth for card in exercise.cards if card.earned is None)),
        )

    def _cell(self, card: Card) -> CellOutcome:
        test = self._tests.get(card.grade_id)
        return CellOutcome(
            grade_id=card.grade_id,
            noun=card.noun,
            words=card.words,
            points=card.points,
            message=self._message(test),
            comment=self._marks.get(card.grade_id, cards.NO_MARK).comment,
            note=test.note if test and self._is_staff else "",
        )

    def _message(self, test: TestResult | None) -> str:
        if test is None:
            return ""
        if self._messages or test.verdict is Verdict.PASSED or not test.verdict.carries_score:
            return test.message
        return self._instead


def exercise_columns(results: Iterable[Result]) -> tuple[ExerciseColumn, ...]:
    """Return the columns that hold all exercises of some results of one assignment.

    Two exercises of the same name in different notebooks are two columns; of results by different
    masters, the last one says what an exercise is worth.
    """
    worths: dict[tuple[str, str], float] = {}
    for result in results:
        worths |= {key: worth for key, (_, worth) in _by_exercise(result).items()}
    return tuple(ExerciseColumn(*key, worth) for key, worth in worths.items())


def exercise_points(
    result: Result, columns: Sequence[ExerciseColumn], standing: Standing | None = None
) -> tuple[float | None, ...]:
    """Return the points by column, with what people gave by hand.

    None where a cell has no points yet, or the exercise is not there.
    """
    found = _by_exercise(result, standing)
    nothing = (None, 0.0)
    return tuple(found.get((each.notebook, each.exercise), nothing)[0] for each in columns)


def _by_exercise(
    result: Result, standing: Standing | None = None
) -> dict[tuple[str, str], tuple[float | None, float]]:
    sums: dict[tuple[str, str], tuple[float | None, float]] = {}
    for notebook in result.notebooks:
        made = cards.cards(notebook, cards.marks_of(standing, notebook.name))
        for card in made.values():
            key = notebook.name, card.exercise
            earned, worth = sums.get(key, (0.0, 0.0))
            known = None if earned is None or card.earned is None else earned + card.total
            sums[key] = known, worth + card.worth
    return sums


def cell_changes(before: Result, after: Result) -> tuple[CellChange, ...]:
    """Return the cells that two gradings of one attempt judged otherwise, in words."""
    return tuple(
        CellChange(
            each.notebook, each.exercise, each.grade_id, _said(each.before), _said(each.after)
        )
        for each in cells(before, after)
    )


def _said(outcome: Outcome | None) -> str:
    if outcome is None:
        return _NOT_THERE
    title = _IN_WORDS.get(outcome.says, outcome.says)
    points = "open" if outcome.points is None else number(outcome.points)
    return f"{title}, {points} of {number(outcome.worth)}"
