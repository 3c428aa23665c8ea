"""What a person may give an attempt by hand, and what the attempt comes to with it.

A person's word counts for more than the grader's, as in nbgrader's gradebook: points given for a
test stand in place of its own.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NoReturn

from autograder.errors import InstructorError
from autograder.hub.model import A_PERSON_JUDGES, Counted, State
from autograder.hub.store import Grading
from autograder.marks import CellMark, Marks, Standing
from autograder.report import totals
from autograder.results import Result
from autograder.scoring import number

COMMENT_CHARS = 10_000
EXTRA_CREDIT = 1_000.0
"""More is a slip of the keyboard."""
_KEYS = ("notebook", "grade_id", "points", "extra_credit", "comment")
_SHOWN_CHARS = 60


def standing(cells: Sequence[CellMark]) -> Standing:
    """Return marks as whatever shows a result takes them."""
    return Standing(Marks(cells=tuple(cells)))


def is_empty(mark: CellMark) -> bool:
    """Tell whether a mark only takes back what was given before."""
    return mark.points is None and not mark.extra_credit and not mark.comment


def counted(grading: Grading, cells: Sequence[CellMark], result: Result) -> Counted:
    """Return what an attempt comes to.

    One that a person had to look at only because cells had no points is graded once all have.
    """
    found = totals.total(result, standing(cells))
    state, problem = grading.state, grading.problem
    if waits_for_marks(state, problem, result) and not any(_open(result, cells)):
        state, problem = State.GRADED, ""
    return Counted(state, found.points, found.worth, problem)


def waits_for_marks(state: State, problem: str, result: Result) -> bool:
    """Tell whether a person has to look only because cells have no points.

    Not where a score would change silently: whoever accepts that has it graded again.
    """
    is_about_cells = problem in (A_PERSON_JUDGES, result.problem)
    return state is State.NEEDS_PERSON and is_about_cells and any(_open(result, ()))


def _open(result: Result, cells: Sequence[CellMark]) -> Iterator[tuple[str, str]]:
    """Yield the cells that have no points, neither by the grader nor by hand."""
    given = {(each.notebook, each.grade_id) for each in cells if each.points is not None}
    for notebook in result.notebooks:
        ids = [test.grade_id for test in notebook.tests if test.points is None]
        ids += [cell.grade_id for cell in notebook.manual if cell.answered]
        yield from ((notebook.name, name) for name in ids if (notebook.name, name) not in given)


# ---- what is given


def from_json(tree: Any) -> tuple[CellMark, ...]:
    """Return the marks in ``{"cells": [...]}``; raises InstructorError when it is none."""
    found = tree.get("cells") if isinstance(tree, Mapping) and tree.keys() == {"cells"} else None
    if not isinstance(found, list) or not all(isinstance(each, Mapping) for each in found):
        keys = ", ".join(_KEYS)
        _refuse(f'say {{"cells": [...]}}, each cell an object with the keys {keys}')
    return tuple(map(_mark, found))


def _mark(tree: Mapping[str, Any]) -> CellMark:
    if unknown := [key for key in tree if key not in _KEYS]:
        _refuse(f"{_quoted(unknown[0])} is no key; there are {', '.join(_KEYS)}")
    notebook, grade_id = (_text(tree, key) for key in ("notebook", "grade_id"))
    points, extra = (_number(tree, key) for key in ("points", "extra_credit"))
    return CellMark(notebook, grade_id, points, extra, _text(tree, "comment", usual=""))


def _text(tree: Mapping[str, Any], key: str, usual: str | None = None) -> str:
    value = tree.get(key, usual)
    if not isinstance(value, str):
        _refuse(f"{key} is {_quoted(value)}, which is no text")
    return value


def _number(tree: Mapping[str, Any], key: str) -> float | None:
    value = tree.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        _refuse(f"{key} is {_quoted(value)}, which is no number")
    try:
        return float(value)
    except OverflowError:
        _refuse(f"{key} is {_quoted(value)}, which is too large")


def check(result: Result, cells: Sequence[CellMark]) -> None:
    """Raise InstructorError when one of these marks cannot be given to what was graded so."""
    worth = {(nb.name, each.grade_id): each for nb in result.notebooks for each in nb.manual}
    tests = {(nb.name, each.grade_id): each for nb in result.notebooks for each in nb.tests}
    for mark in cells:
        key = mark.notebook, mark.grade_id
        cell = worth.get(key) or tests.get(key)
        if cell is None:
            _refuse(f"{_quoted(mark.grade_id)} is no cell with points of {_quoted(mark.notebook)}")
        _check_points(mark, cell.max_points)
        has_score = mark.points is not None or (key in tests and tests[key].points is not None)
        if mark.extra_credit and not has_score:
            _refuse(f"{mark.grade_id} has extra credit and no points: give it points too")


def _check_points(mark: CellMark, worth: float) -> None:
    if mark.points is not None and not 0 <= mark.points <= worth:
        _refuse(
            f"{mark.grade_id} gets {mark.points:g} points, and can get from 0 to {number(worth)}: "
            "what is more is extra credit"
        )
    extra = mark.extra_credit
    if extra is not None and not (math.isfinite(extra) and 0 <= extra <= EXTRA_CREDIT):
        _refuse(f"{mark.grade_id} gets {extra:g} extra points: from 0 to {EXTRA_CREDIT:g} can be")
    if len(mark.comment) > COMMENT_CHARS:
        _refuse(f"the comment on {mark.grade_id} is longer than {COMMENT_CHARS:,} characters")


def _quoted(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN_CHARS else f"{text[:_SHOWN_CHARS]}..."


def _refuse(message: str) -> NoReturn:
    raise InstructorError("marks-bad-value", f"the points cannot be taken: {message}.")
