"""One submission run again for the instructor's eyes; nothing is written."""

import dataclasses
import difflib
import logging
import time
from dataclasses import dataclass
from pathlib import Path

from autograder import helper_files, results, submission
from autograder import notebook as notebooks
from autograder.assignment import Assignment, Master
from autograder.compiler.composition import compose
from autograder.configuration import Course, Settings
from autograder.errors import InstructorError, InternalError, StudentError
from autograder.execution.explanation import Explained, ExplainedNotebook
from autograder.execution.grading import grade
from autograder.execution.pool import Pool
from autograder.manual import manual_cells
from autograder.pipeline import hashing, submissions
from autograder.pipeline.submissions import HandedIn
from autograder.pipeline.tiers import choose_tier, engine, protected
from autograder.platforms import require_grading
from autograder.results import ManualCell
from autograder.submission import Submission

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Taken:
    """Hold one notebook that can run, and the cells in it that a person judges."""

    submission: Submission
    manual: tuple[ManualCell, ...]


def explain(course: Course, name: str, student: str, notebook: str | None = None) -> Explained:
    """Run what one student handed in once more and explain it.

    Raises InstructorError and OperatorError; what is wrong with the submission is explained.
    """
    started = time.monotonic()
    require_grading()
    assignment, tier = compose(course, name), choose_tier(course)
    masters = _chosen(assignment, notebook)
    recorded = results.newest_readable(course.results, student, name)
    rules = helper_files.rules(course, assignment)
    handed_in = submissions.look_at(course, assignment, student, rules)
    taken = [_taken(course, name, handed_in, master) for master in masters]
    with Pool(assignment, course.settings, tier, protected(course, name)) as pool:
        if notebook is None and all(isinstance(each, _Taken) for each in taken):
            pool.warm_up()
        explained = tuple(_run(pool, each, course.settings) for each in taken)
    hashes = hashing.of_assignment(course, assignment)
    if _is_there(handed_in.folder):
        hashes["submission"] = hashing.of_submission(handed_in.folder, handed_in.helper_files)
    return Explained(
        student=student,
        assignment=name,
        notebooks=explained,
        handed_in=submission.read_timestamp(handed_in.folder),
        engine=engine(tier),
        hashes=hashes,
        recorded=recorded,
        seconds=time.monotonic() - started,
    )


def _chosen(assignment: Assignment, notebook: str | None) -> list[Master]:
    chosen = [each for each in assignment.masters if notebook in (None, each.name)]
    if not chosen:
        names = ", ".join(each.name for each in assignment.masters)
        raise InstructorError(
            "notebook-unknown", f"{assignment.name} has no notebook {notebook}; it has: {names}"
        )
    return chosen


def _taken(
    course: Course, name: str, handed_in: HandedIn, master: Master
) -> _Taken | ExplainedNotebook:
    """Take one notebook in, or say what keeps it from being graded."""
    try:
        if not _is_there(handed_in.folder):
            raise StudentError("nothing-submitted", _nothing(course, name, handed_in.folder))
        notebook = submission.read_notebook(submission.find_notebook(handed_in.folder, master.name))
        taken = submission.take_in(master, notebook, handed_in.helper_files, handed_in.notices)
    except StudentError as error:
        return ExplainedNotebook(master.name, problem=error.message, code=error.code)
    release = course.release / name / f"{master.name}.ipynb"
    released = notebooks.read(release) if release.is_file() else master.notebook
    return _Taken(taken, manual_cells(master, notebook, released))


def _is_there(folder: Path) -> bool:
    """Tell whether a folder is there; of one that may not be looked at, reading it says why."""
    try:
        return folder.exists()
    except OSError:
        return True


def _nothing(course: Course, name: str, folder: Path) -> str:
    student = folder.parent.name
    near = difflib.get_close_matches(student, course.students(name), 3)
    hint = f"; did you mean {', '.join(near)}?" if near else ""
    return f"{student} handed in nothing for {name}: there is no {folder}{hint}"


def _run(pool: Pool, taken: _Taken | ExplainedNotebook, settings: Settings) -> ExplainedNotebook:
    if isinstance(taken, ExplainedNotebook):
        return taken
    master, warm = taken.submission.master, taken.submission.warm
    try:
        graded = grade(pool.rooms(master, warm=warm), taken.submission, settings, explain=True)
    except InternalError as error:
        return ExplainedNotebook(master.name, problem=error.message, code=error.code)
    result = dataclasses.replace(graded.result, manual=taken.manual)
    return ExplainedNotebook(master.name, result, graded.explanation)
