"""What a person has to judge: which answers were written, and which were left alone."""

from dataclasses import replace

import pytest
from compiler_course import CELLS, graded, markdown, notebook

from autograder.assignment import master_of
from autograder.manual import manual_cells
from autograder.notebook import Cell
from autograder.results import ManualCell

STUB = "YOUR ANSWER HERE"
ESSAY = graded("Dust.", "essay", cell_type="markdown", grade=True, solution=True, points=3)
TASK = graded("Draw.", "task", cell_type="markdown", task=True, points=1.5)
CODE = graded("plot(x)", "sketch", grade=True, solution=True, points=2)
MASTER = master_of("fit", notebook(markdown("## Exercise 1"), *CELLS[1:], ESSAY, TASK, CODE))
RELEASED = (replace(ESSAY, source=STUB), TASK, replace(CODE, source="# YOUR CODE HERE"))


def answered(*cells: Cell) -> list[str]:
    found = manual_cells(MASTER, notebook(*cells), notebook(*RELEASED))
    return [cell.grade_id for cell in found if cell.answered]


def test_each_cell_has_its_exercise_and_worth() -> None:
    assert manual_cells(MASTER, notebook(*RELEASED), notebook(*RELEASED)) == (
        ManualCell("essay", "Exercise 1", 3.0, answered=False),
        ManualCell("task", "Exercise 1", 1.5, answered=True),
        ManualCell("sketch", "Exercise 1", 2.0, answered=False),
    )


def test_an_answer_differs_from_the_release() -> None:
    assert answered(replace(ESSAY, source="Dust?"), *RELEASED[1:]) == ["essay", "task"]


@pytest.mark.parametrize("source", [f"{STUB} ", "", f" {STUB}", f"{STUB}\n"])
def test_one_more_or_fewer_space_is_an_answer_as_in_nbgrader(source: str) -> None:
    assert answered(replace(ESSAY, source=source), *RELEASED[1:]) == ["essay", "task"]


def test_a_cell_that_is_missing_was_not_answered() -> None:
    assert answered() == ["task"]


def test_of_copies_the_last_one_counts() -> None:
    written = replace(ESSAY, source="Dust.")
    assert answered(written, RELEASED[0]) == ["task"]
    assert answered(RELEASED[0], written) == ["essay", "task"]


def test_the_students_own_cells_are_no_answers() -> None:
    assert answered(*RELEASED, markdown("Dust."), Cell("markdown", "Dust.")) == ["task"]
