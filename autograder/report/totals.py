"""A student's points in all: the machine's, a person's, and what the late policy takes off."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from autograder.marks import CellMark, Standing
from autograder.results import NotebookResult, Result, State, TestResult

_NOBODY = Standing()


@dataclass(frozen=True)
class Total:
    """Hold one student's points and where they come from.

    ``result`` has a person's points in place of the machine's where both are there. ``by_hand`` are
    the points of cells that only a person judges, ``by_hand_worth`` what these are worth, and
    ``by_hand_waiting`` what those are worth that nobody has looked at yet.
    """

    result: Result
    by_hand: float = 0.0
    by_hand_worth: float = 0.0
    by_hand_waiting: float = 0.0
    extra_credit: float = 0.0
    penalty: float = 0.0

    @property
    def points(self) -> float:
        """Return the points in all; as in nbgrader, a penalty takes them down to 0 at most."""
        earned = self.result.points + self.by_hand + self.extra_credit
        return max(0.0, earned - self.penalty)

    @property
    def worth(self) -> float:
        """Return what the assignment is worth."""
        return self.result.max_points + self.by_hand_worth


def total(result: Result, standing: Standing | None) -> Total:
    """Add what the gradebook holds to a result."""
    standing = standing or _NOBODY
    marks = {(mark.notebook, mark.grade_id): mark for mark in standing.marks.cells}
    cells = [(each.name, cell) for each in result.notebooks for cell in each.manual]
    given = [(cell, _points(marks.get((name, cell.grade_id)))) for name, cell in cells]
    return Total(
        result=_overridden(result, marks),
        by_hand=sum(points or 0.0 for _, points in given),
        by_hand_worth=sum(cell.max_points for cell, _ in given),
        by_hand_waiting=sum(
            cell.max_points for cell, points in given if points is None and cell.answered
        ),
        extra_credit=sum(mark.extra_credit or 0.0 for mark in standing.marks.cells),
        penalty=sum(points for _, points in standing.penalties),
    )


def _points(mark: CellMark | None) -> float | None:
    return None if mark is None else mark.points


def _overridden(result: Result, marks: Mapping[tuple[str, str], CellMark]) -> Result:
    """Return a result with a person's points where one gave some; nothing waits there any more."""
    notebooks = tuple(_notebook(each, marks) for each in result.notebooks)
    changed = dataclasses.replace(result, notebooks=notebooks)
    waits = any(test.points is None for each in notebooks for test in each.tests)
    if result.state is State.NEEDS_INSTRUCTOR and notebooks != result.notebooks and not waits:
        return dataclasses.replace(changed, state=State.GRADED)
    return changed


def _notebook(
    notebook: NotebookResult, marks: Mapping[tuple[str, str], CellMark]
) -> NotebookResult:
    tests = tuple(_test(test, marks.get((notebook.name, test.grade_id))) for test in notebook.tests)
    return dataclasses.replace(notebook, tests=tests)


def _test(test: TestResult, mark: CellMark | None) -> TestResult:
    points = _points(mark)
    return test if points is None else dataclasses.replace(test, points=points)
