"""One student's submission, from the files to a judged result; nothing is written."""

import dataclasses
import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder import helper_files, results, submission
from autograder import notebook as notebooks
from autograder.assignment import Assignment, Master
from autograder.configuration import Course
from autograder.errors import (
    AutograderError,
    InstructorError,
    OperatorError,
    StudentError,
)
from autograder.execution.grading import Graded
from autograder.execution.outputs import without_ignored
from autograder.helper_files import HelperFile, Rules
from autograder.manual import manual_cells
from autograder.notebook import Notebook
from autograder.pipeline.machines import Engine
from autograder.pipeline.records import Judged
from autograder.plain_text import acts_as_formula
from autograder.results import NotebookResult, Result, State, TestResult
from autograder.verdicts import Verdict

logger = logging.getLogger(__name__)

_NO_NAME = (
    f"the folder's name is no text (UTF-8) of at most {results.NAME_BYTES} bytes, so the gradebook "
    "cannot hold it: rename the student's folder in the submitted ones"
)
_A_FORMULA = (
    "the folder's name is a formula to a spreadsheet, which would run it when grades are exported: "
    "rename the student's folder in the submitted ones"
)


@dataclass(frozen=True)
class HandedIn:
    """Hold what a student handed in for an assignment, apart from the notebooks."""

    folder: Path
    helper_files: tuple[HelperFile, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True)
class Room:
    """Hold what grading every student of a class has in common."""

    assignment: Assignment
    released: Mapping[str, Notebook]
    engine: Engine
    ignored: re.Pattern[str] | None = None


@dataclass(frozen=True)
class _Outcome:
    """Hold what became of one notebook; ``graded`` when it ran, ``result`` when it was judged."""

    state: State
    problem: str = ""
    graded: Graded | None = None
    result: NotebookResult | None = None


def judge(room: Room, handed_in: HandedIn, blank: Result) -> Judged:
    """Run and judge a submission; ``blank`` is its result with nothing judged yet.

    Raises InstructorError and OperatorError only: what a student did becomes a state.
    """
    if not results.can_be_named(blank.student):
        problem = _A_FORMULA if acts_as_formula(blank.student) else _NO_NAME
        return Judged(dataclasses.replace(blank, state=State.REFUSED, problem=problem), {})
    outcomes = [_notebook(room, handed_in, master) for master in room.assignment.masters]
    result = dataclasses.replace(
        blank,
        state=_worst(outcome.state for outcome in outcomes),
        notebooks=tuple(outcome.result for outcome in outcomes if outcome.result is not None),
        problem="; ".join(outcome.problem for outcome in outcomes if outcome.problem),
    )
    graded = (outcome.graded for outcome in outcomes if outcome.graded is not None)
    return Judged(result, {each.result.name: each.notebook for each in graded})


def _worst(states: Iterable[State]) -> State:
    order = (State.REFUSED, State.NEEDS_INSTRUCTOR, State.GRADED)
    return min(states, key=order.index)


def _notebook(room: Room, handed_in: HandedIn, master: Master) -> _Outcome:
    """Grade one notebook; an instructor's or operator's mistake gets through as an error."""
    try:
        graded = _taken_in(room, handed_in, master)
    except StudentError as error:
        return _Outcome(State.REFUSED, error.message)
    except (InstructorError, OperatorError):
        raise
    except Exception as error:  # one submission must not stop the batch
        logger.exception("grading failed: %s", handed_in.folder)
        known = isinstance(error, AutograderError)
        problem = str(error) if known else f"the autograder failed: {error!r}"
        return _Outcome(State.NEEDS_INSTRUCTOR, problem, result=_unjudged(master, problem))
    unsure = [test for test in graded.result.tests if test.points is None]
    problem = "; ".join(f"{test.grade_id}: {test.note or test.verdict}" for test in unsure)
    state = State.NEEDS_INSTRUCTOR if unsure else State.GRADED
    return _Outcome(state, problem, graded, graded.result)


def _taken_in(room: Room, handed_in: HandedIn, master: Master) -> Graded:
    path = submission.find_notebook(handed_in.folder, master.name)
    notebook = submission.read_notebook(path)
    graded = room.engine.grade(master, notebook, handed_in.helper_files)
    manual = manual_cells(master, notebook, room.released[master.name])
    notices = (*handed_in.notices, *graded.result.notices)
    result = dataclasses.replace(graded.result, manual=manual, notices=notices)
    shown = without_ignored(graded.notebook, room.ignored)
    return dataclasses.replace(graded, result=result, notebook=shown)


def _unjudged(master: Master, problem: str) -> NotebookResult:
    """Return a notebook's result when grading it failed: every test goes to the instructor."""
    tests = (
        TestResult(test.grade_id, test.exercise, Verdict.INTERNAL, None, test.points, note=problem)
        for test in master.tests
    )
    return NotebookResult(master.name, tuple(tests))


def look_at(course: Course, assignment: Assignment, student: str, rules: Rules) -> HandedIn:
    """Return what a student handed in beside the notebooks."""
    folder = course.submitted / student / assignment.name
    try:
        found, notices = helper_files.read(folder, rules)
    except OSError:  # what is wrong with the folder is said when a notebook is looked for
        return HandedIn(folder, (), ())
    return HandedIn(folder, found, notices)


def chosen(course: Course, name: str, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Return the students to grade: those who are wanted, or all who handed in.

    Raises InstructorError when nobody handed in, or one of them did not.
    """
    handed_in = course.students(name)
    if not handed_in:
        where = course.submitted / "<student>" / name
        raise InstructorError("nothing-submitted", f"nobody handed in {name}: {where} is empty")
    unknown = sorted(set(wanted) - set(handed_in))
    if unknown:
        raise InstructorError(
            "student-unknown", f"{', '.join(unknown)} handed in no {name}: check the name"
        )
    return wanted or handed_in


def released(course: Course, assignment: Assignment) -> dict[str, Notebook]:
    """Return the release of each master; raises InstructorError when one was never built."""
    folder = course.release / assignment.name
    paths = {master.name: folder / f"{master.name}.ipynb" for master in assignment.masters}
    for path in paths.values():
        if not path.is_file():
            raise InstructorError(
                "release-missing",
                f"{path} is not there: run `autograder build {assignment.name}` first",
            )
    return {name: notebooks.read(path) for name, path in paths.items()}
