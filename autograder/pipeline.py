"""The whole order of things: from masters to a release, from submissions to marks.

The only module that knows all the steps. The command line, and every other caller, goes through
here.
"""

import contextlib
import dataclasses
import hashlib
import importlib
import logging
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from autograder import __version__, results, submission
from autograder import assignment as assignments
from autograder import notebook as notebooks
from autograder.assignment import Assignment, Master
from autograder.compiler.release import Build, build_assignment, compare_assignment
from autograder.configuration import Course
from autograder.datafile import check_datafile
from autograder.errors import (
    AutograderError,
    InstructorError,
    InternalError,
    OperatorError,
    StudentError,
)
from autograder.execution.grading import Graded, grade
from autograder.execution.pool import Pool
from autograder.execution.prefix import prove_prefix
from autograder.feedback.page import render
from autograder.gradebook.projection import project
from autograder.jail.doctor import best_tier, try_tier
from autograder.jail.entry import Tier
from autograder.notebook import Notebook, NotebookUnreadable
from autograder.results import NotebookResult, Result, State, TestResult
from autograder.verdicts import Verdict

logger = logging.getLogger(__name__)

Progress = Callable[[Result], None]

_HASHED_BYTES = 2**30
"""How much of one file counts for its hash: more than any course's data."""


def build(course: Course, name: str) -> Build:
    """Compile one assignment into its release; raises InstructorError and changes nothing then."""
    return build_assignment(course, name, check_datafile, prove_prefix)


def compare(course: Course, name: str) -> tuple[Build, str]:
    """Compile one assignment elsewhere; return how the release differs, empty when it does not."""
    return compare_assignment(course, name, check_datafile, prove_prefix)


def choose_tier(course: Course, *, unsafe_no_jail: bool = False) -> Tier:
    """Return the jail that this course's grading will use.

    Raises OperatorError when the machine offers none, or not the one that is asked for.
    """
    if unsafe_no_jail:
        return Tier.NONE
    wanted = course.settings.jail
    if wanted == "auto":
        tier = best_tier()
    else:
        tier = Tier(wanted) if try_tier(Tier(wanted)).holds else Tier.NONE
    if tier is Tier.NONE:
        raise OperatorError(
            "no-jail",
            "this machine offers no jail to grade in, so nothing is graded: "
            "`autograder doctor` says what is missing",
        )
    return tier


@dataclass(frozen=True)
class _Class:
    """Hold what grading every student of a class has in common."""

    course: Course
    assignment: Assignment
    pool: Pool
    engine: str
    hashes: dict[str, str]


def grade_class(
    course: Course,
    name: str,
    *,
    jobs: int | None = None,
    students: Iterable[str] = (),
    unsafe_no_jail: bool = False,
    progress: Progress = lambda result: None,
) -> tuple[Result, ...]:
    """Grade what a class handed in for one assignment, ``jobs`` students at a time.

    Writes results, ``autograded/`` and ``feedback/`` as each student is done and the gradebook
    last; returns the results sorted by student. Raises InstructorError when the master cannot be
    graded with or nobody handed anything in; one broken submission stops nobody else's.
    """
    assignment = assignments.read(course.source / name)
    chosen = _chosen(course, name, tuple(students))
    released = _released(course, assignment)
    tier = choose_tier(course, unsafe_no_jail=unsafe_no_jail)
    # nbgrader takes seconds to import; the zygotes start meanwhile.
    threading.Thread(target=importlib.import_module, args=("nbgrader.api",), daemon=True).start()
    protected = (course.root, course.source, course.submitted, course.results)
    with Pool(assignment, course.settings, tier, protected) as pool:
        pool.warm_up()
        shared = _Class(
            course, assignment, pool, f"{__version__} {tier.value}", _hashes(assignment)
        )
        for master in assignment.masters:
            # A prefix that fails is to be found before anything is recorded of any student.
            pool.rooms(master, warm=True)
        graded: list[Result] = []
        try:
            for result in _grade_all(shared, chosen, jobs or os.cpu_count() or 1, progress):
                graded.append(result)
        finally:
            # Also after an interruption: what was graded by then stands in the gradebook.
            if graded:
                project(course, assignment, graded, released)
    return tuple(sorted(graded, key=lambda result: result.student))


def _chosen(course: Course, name: str, wanted: tuple[str, ...]) -> tuple[str, ...]:
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


def _released(course: Course, assignment: Assignment) -> dict[str, Notebook]:
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


def _grade_all(
    shared: _Class, students: Iterable[str], jobs: int, progress: Progress
) -> Iterator[Result]:
    with ThreadPoolExecutor(jobs, thread_name_prefix="slot") as slots:
        waiting = [slots.submit(_grade_student, shared, student) for student in students]
        try:
            for done in as_completed(waiting):
                result = done.result()
                progress(result)
                yield result
        finally:
            slots.shutdown(cancel_futures=True)


def _grade_student(shared: _Class, student: str) -> Result:
    """Grade and record one student; only an instructor's mistake gets through as an error."""
    folder = shared.course.submitted / student / shared.assignment.name
    outcomes = [_grade_notebook(shared, folder, master) for master in shared.assignment.masters]
    result = Result(
        student=student,
        assignment=shared.assignment.name,
        state=_worst(outcome.state for outcome in outcomes),
        notebooks=tuple(outcome.result for outcome in outcomes if outcome.result is not None),
        problem="; ".join(outcome.problem for outcome in outcomes if outcome.problem),
        handed_in=submission.read_timestamp(folder),
        hashes={**shared.hashes, "submission": _hash_submission(folder)},
        engine=shared.engine,
    )
    try:
        _record(shared.course, result, [out.graded for out in outcomes if out.graded is not None])
    except (AutograderError, OSError) as error:
        logger.exception("recording failed: %s %s", student, shared.assignment.name)
        problem = f"the result could not be written: {error}"
        return dataclasses.replace(result, state=State.NEEDS_INSTRUCTOR, problem=problem)
    return result


@dataclass(frozen=True)
class _Outcome:
    """Hold what became of one notebook; ``graded`` when it ran, ``result`` when it was judged."""

    state: State
    problem: str = ""
    graded: Graded | None = None
    result: NotebookResult | None = None


def _worst(states: Iterable[State]) -> State:
    order = (State.REFUSED, State.NEEDS_INSTRUCTOR, State.GRADED)
    return min(states, key=order.index)


def _grade_notebook(shared: _Class, folder: Path, master: Master) -> _Outcome:
    """Grade one notebook; an instructor's or operator's mistake gets through as an error."""
    try:
        path = submission.find_notebook(folder, master.name)
        taken = submission.take_in(master, submission.read_notebook(path))
        graded = _grade_taken(shared, taken)
    except StudentError as error:
        return _Outcome(State.REFUSED, error.message)
    except (InstructorError, OperatorError):
        raise
    except Exception as error:  # one submission must not stop the batch
        logger.exception("grading failed: %s", folder)
        known = isinstance(error, AutograderError)
        problem = str(error) if known else f"the autograder failed: {error!r}"
        return _Outcome(State.NEEDS_INSTRUCTOR, problem, result=_unjudged(master, problem))
    unsure = [test for test in graded.result.tests if test.points is None]
    problem = "; ".join(f"{test.grade_id}: {test.note or test.verdict}" for test in unsure)
    state = State.NEEDS_INSTRUCTOR if unsure else State.GRADED
    return _Outcome(state, problem, graded, graded.result)


def _grade_taken(shared: _Class, taken: submission.Submission) -> Graded:
    """Grade; once more when a process could not start, since a dead zygote is replaced."""
    try:
        rooms = shared.pool.rooms(taken.master, warm=taken.warm)
        return grade(rooms, taken, shared.course.settings)
    except InternalError:
        logger.warning("grading is tried once more: %s", taken.master.name)
        rooms = shared.pool.rooms(taken.master, warm=taken.warm)
        return grade(rooms, taken, shared.course.settings)


def _unjudged(master: Master, problem: str) -> NotebookResult:
    """Return a notebook's result when grading it failed: every test goes to the instructor."""
    tests = (
        TestResult(test.grade_id, test.exercise, Verdict.INTERNAL, None, test.points, note=problem)
        for test in master.tests
    )
    return NotebookResult(master.name, tuple(tests))


def _record(course: Course, result: Result, graded: Iterable[Graded]) -> None:
    """Write the pages first and the result last: a result on disk means that all is there."""
    place = Path(result.student) / result.assignment
    for each in graded:
        page = render(result, each.result, each.notebook)
        name = each.result.name
        results.write_durably(
            course.autograded / place / f"{name}.ipynb", notebooks.write(each.notebook)
        )
        results.write_durably(
            course.feedback / place / f"{name}.html", page.encode(errors="replace")
        )
    if graded and result.handed_in:
        stamp = course.autograded / place / submission.TIMESTAMP_FILE
        results.write_durably(stamp, result.handed_in.encode())
    results.append(course.results, result)


def _hashes(assignment: Assignment) -> dict[str, str]:
    masters = [assignment.folder / f"{master.name}.ipynb" for master in assignment.masters]
    data = [assignment.folder / path for path in assignment.files]
    # The instructor's own links lead to the data; a student's lead anywhere.
    masters, data = ([path.resolve() for path in paths] for paths in (masters, data))
    return {"master": _hash_files(masters), "data": _hash_files(data)}


def _hash_submission(folder: Path) -> str:
    try:
        return _hash_files(submission.list_notebooks(folder))
    except OSError:
        return _hash_files(())


def _hash_files(paths: Iterable[Path]) -> str:
    """Return the SHA-256 of files, names and sizes included; what cannot be read is left out."""
    total = hashlib.sha256()
    for path in paths:
        with contextlib.suppress(OSError, NotebookUnreadable):
            content = b"" if path.is_symlink() else notebooks.read_regular(path, _HASHED_BYTES)
            total.update(os.fsencode(path.name) + b"\0" + str(len(content)).encode() + b"\0")
            total.update(content)
    return total.hexdigest()
