"""The feedback page with what people gave by hand: points, extra credit, comments, lateness."""

import pytest
from test_feedback import HOSTILE, Page, answer, assert_harmless, outcome, test_cell

from autograder.feedback import render
from autograder.marks import CellMark, Marks, Standing
from autograder.notebook import Cell, Notebook
from autograder.results import ManualCell, NotebookResult, Result, State, TestResult
from autograder.verdicts import Verdict

EXERCISE = "Exercise 2: Explain"


def essay(source: str = "because it is hot", grade_id: str = "why") -> Cell:
    roles = {"grade_id": grade_id, "grade": True, "solution": True, "points": 3}
    return Cell("markdown", source, {"nbgrader": roles})


def task(grade_id: str = "plot") -> Cell:
    roles = {"grade_id": grade_id, "task": True, "points": 3}
    return Cell("markdown", "Make a plot.", {"nbgrader": roles})


def manual(grade_id: str = "why", *, answered: bool = True) -> ManualCell:
    return ManualCell(grade_id, EXERCISE, 3.0, answered)


def standing(*marks: CellMark, **penalties: float) -> Standing:
    return Standing(Marks(marks), tuple(penalties.items()))


def mark(
    grade_id: str,
    points: float | None = None,
    extra: float | None = None,
    comment: str = "",
    notebook: str = "first",
) -> CellMark:
    return CellMark(notebook, grade_id, points, extra, comment)


def page(
    *cells: Cell,
    tests: tuple[TestResult, ...] = (),
    by_hand: tuple[ManualCell, ...] = (),
    stands: Standing | None = None,
) -> Page:
    notebook = NotebookResult("first", tests, manual=by_hand)
    result = Result("ada", "week1", State.GRADED, (notebook,))
    return assert_harmless(render(result, notebook, Notebook(cells), stands))


def test_an_answer_waits_for_a_person_and_is_in_no_sum() -> None:
    text = page(essay(), tests=(outcome(),), by_hand=(manual(),)).text
    assert "2 of 5 points" in text
    assert "3 points are still to be decided." in text
    assert "graded by a person because it is hot … Waiting for a person to be decided" in text
    assert "Exercise 2: Explain … Waiting for a person (why) 0 of 3" in text


def test_an_untouched_answer_scores_nothing_at_once() -> None:
    text = page(essay("*write here*"), by_hand=(manual(answered=False),)).text
    assert "0 of 3 points" in text
    assert "still to be decided" not in text
    assert "✗ No answer 0 of 3 points This cell was handed in as it came." in text


@pytest.mark.parametrize(
    ("points", "sign"), [(3.0, "✓"), (4.0, "✓"), (1.5, "◐"), (0.0, "✗")], ids=str
)
def test_points_given_by_hand_are_shown_and_counted(points: float, sign: str) -> None:
    found = page(essay(), by_hand=(manual(),), stands=standing(mark("why", points)))
    assert f"{sign} Graded by a person {points:g} of 3 points Answer why" in found.text
    assert f"ada {points:g} of 3 points" in found.text
    assert "still to be decided" not in found.text


def test_points_given_by_hand_stand_in_place_of_a_verdicts() -> None:
    failed = outcome(verdict=Verdict.FAILED, points=0.0, message="add both numbers")
    text = page(test_cell("t1"), tests=(failed,), stands=standing(mark("t1", 1.5))).text
    assert "ada 1.5 of 2 points" in text
    assert "◐ Graded by a person 1.5 of 2 points add both numbers Test t1" in text
    assert "Not right yet" not in text


def test_points_given_by_hand_decide_what_the_grader_could_not() -> None:
    unsure = outcome(verdict=Verdict.UNSUPPORTED, points=None)
    text = page(test_cell("t1"), tests=(unsure,), stands=standing(mark("t1", 2.0))).text
    assert "ada 2 of 2 points" in text
    assert "to be decided" not in text


def test_extra_credit_is_named_and_counted() -> None:
    stands = standing(mark("t1", extra=0.5))
    text = page(test_cell("t1"), tests=(outcome(),), stands=stands).text
    assert "ada 2.5 of 2 points" in text
    assert "✓ Passed 2 of 2 points and 0.5 extra" in text


def test_a_late_penalty_is_named_and_taken_off() -> None:
    text = page(test_cell("t1"), tests=(outcome(),), stands=standing(first=0.75)).text
    assert "ada 1.25 of 2 points" in text
    assert "Handed in late −0.75" in text
    assert "late" not in page(test_cell("t1"), tests=(outcome(),), stands=standing(first=0.0)).text


def test_a_comment_stands_below_the_cell_it_is_on() -> None:
    stands = standing(mark("a", comment="Well *thought*!"), mark("why", 3.0, comment="Yes."))
    text = page(answer("x = 1"), essay(), by_hand=(manual(),), stands=stands).text
    assert "x = 1 Comment Well thought !" in text
    assert "3 of 3 points Answer why Comment Yes." in text


def test_a_task_is_shown_with_its_points_and_comment() -> None:
    stands = standing(mark("plot", 2.0, comment="Where are the axes' names?"))
    text = page(task(), by_hand=(manual("plot"),), stands=stands).text
    assert "Task graded by a person Make a plot. ◐ Graded by a person 2 of 3 points" in text
    assert "Where are the axes' names?" in text


def test_a_comment_on_a_cell_that_is_gone_is_shown_at_the_end() -> None:
    text = page(answer("x = 1"), stands=standing(mark("gone", comment="Put it back."))).text
    assert text.index("x = 1") < text.index("More comments") < text.index("Put it back.")
    assert "On the cell gone , which is not in the notebook above" in text


def test_a_copied_cell_gets_card_and_comment_once() -> None:
    stands = standing(mark("why", 3.0, comment="Yes."))
    text = page(essay(), essay(), by_hand=(manual(),), stands=stands).text
    assert text.count("Graded by a person 3 of 3 points") == 1
    assert text.count("Yes.") == 1


def test_marks_of_another_notebook_are_not_shown_but_count_in_the_whole() -> None:
    one, two = (NotebookResult(name, (outcome(),)) for name in ("one", "two"))
    result = Result("ada", "week1", State.GRADED, (one, two))
    stands = standing(mark("t1", 0.5, comment="only in one", notebook="one"), two=1.0)
    text = Page(render(result, two, Notebook((test_cell("t1"),)), stands)).text
    # In `two` 2 points less 1 for lateness; in `one` the half point given by hand.
    assert "1 of 2 points The whole assignment: 1.5 of 4 points" in text
    assert "only in one" not in text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_comment_does_no_harm(text: str) -> None:
    stands = standing(mark("a", comment=text), mark(text, comment=text))
    page(answer("x = 1"), stands=stands)
