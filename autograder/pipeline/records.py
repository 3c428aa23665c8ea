"""What is written of a student: copies and pages first, the result last.

A result on disk means that all the rest is there. A result that changes a score although the
student's work is the same is *held*: kept aside, whole, until an instructor accepts it.
"""

import contextlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder import notebook as notebooks
from autograder import results
from autograder.configuration import Course
from autograder.errors import InternalError
from autograder.feedback.harmless import harmless
from autograder.feedback.page import render
from autograder.helper_files import TIMESTAMP_FILE
from autograder.marks import Standing
from autograder.notebook import Notebook
from autograder.results import Result, State, TestResult
from autograder.verdicts import Verdict

PENDING = ".pending"
ALONG = (TIMESTAMP_FILE, "submission_secret.txt")
ALONG_BYTES = 10_000


@dataclass(frozen=True)
class Judged:
    """Hold a result, and the notebooks as they ran, by name."""

    result: Result
    executed: Mapping[str, Notebook]


def record(course: Course, judged: Judged, standing: Standing | None) -> None:
    """Write the copies and pages of a submission, and append its result.

    A copy holds only what can do nothing, whatever shows it; pages are made of the copies.
    """
    result = judged.result
    executed = {name: harmless(notebook) for name, notebook in judged.executed.items()}
    judged = Judged(result, executed)
    place = Path(result.student) / result.assignment
    for name, notebook in judged.executed.items():
        copy = course.autograded / place / f"{name}.ipynb"
        results.write_durably(copy, notebooks.write(notebook))
    write_pages(course, judged, standing)
    if judged.executed and result.handed_in:
        stamp = course.autograded / place / TIMESTAMP_FILE
        results.write_durably(stamp, result.handed_in.encode())
    results.append(course.results, result)


def write_pages(course: Course, judged: Judged, standing: Standing | None) -> int:
    """Write a student's feedback pages; return how many."""
    result = judged.result
    folder = course.feedback / result.student / result.assignment
    by_name = {each.name: each for each in result.notebooks}
    for name, notebook in judged.executed.items():
        page = render(result, by_name[name], notebook, standing)
        results.write_durably(folder / f"{name}.html", page.encode(errors="replace"))
    write_along(course, result)
    return len(judged.executed)


def write_along(course: Course, result: Result) -> None:
    """Put beside a student's pages what `nbgrader release_feedback` looks for there."""
    place = Path(result.student) / result.assignment
    for name in ALONG:
        with contextlib.suppress(OSError, notebooks.NotebookUnreadable):
            origin = course.submitted / place / name
            # A student's own link may lead anywhere.
            if not origin.is_symlink():
                content = notebooks.read_regular(origin, ALONG_BYTES)
                results.write_durably(course.feedback / place / name, content)


def recorded(course: Course, result: Result) -> Judged | None:
    """Return a recorded result with its copies, or None when one is missing or not readable."""
    return _with_copies(result, course.autograded / result.student / result.assignment)


def _with_copies(result: Result, folder: Path) -> Judged | None:
    try:
        executed = {
            each.name: notebooks.read(folder / f"{each.name}.ipynb")
            for each in result.notebooks
            if was_run(each.tests)
        }
    except (OSError, notebooks.NotebookUnreadable):
        return None
    return Judged(result, executed)


def is_complete(course: Course, result: Result) -> bool:
    """Tell whether all that a result promises is there: copies and pages."""
    place = Path(result.student) / result.assignment
    return all(
        (course.autograded / place / f"{each.name}.ipynb").is_file()
        and (course.feedback / place / f"{each.name}.html").is_file()
        for each in result.notebooks
        if was_run(each.tests)
    )


def was_run(tests: Sequence[TestResult]) -> bool:
    """Tell whether a notebook ran, so that there is a copy of it; one that failed to has none."""
    return not tests or any(test.verdict is not Verdict.INTERNAL for test in tests)


def may_stand(result: Result) -> bool:
    """Tell whether a result need not be made again: it says nothing of a failure of ours."""
    verdicts = (test.verdict for each in result.notebooks for test in each.tests)
    failed = result.state is State.NEEDS_INSTRUCTOR and not result.notebooks
    return not failed and Verdict.INTERNAL not in verdicts


# ---- held results


def hold(course: Course, judged: Judged) -> None:
    """Keep a result aside, in place of an earlier one that was."""
    forget(course, judged.result)
    folder = _pending(course, judged.result.student, judged.result.assignment)
    for name, notebook in judged.executed.items():
        results.write_durably(folder / f"{name}.ipynb", notebooks.write(notebook))
    content = results.to_json(judged.result).encode(errors="backslashreplace")
    results.write_durably(folder / "result.json", content)


def held_result(course: Course, student: str, assignment: str) -> Result | None:
    """Return the result that is kept aside for a student, if there is one."""
    file = _pending(course, student, assignment) / "result.json"
    try:
        return results.from_json(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, InternalError):
        return None


def held(course: Course, result: Result) -> Judged | None:
    """Return a result that is kept aside with its notebooks, if they are whole."""
    return _with_copies(result, _pending(course, result.student, result.assignment))


def forget(course: Course, result: Result) -> None:
    """Remove what is kept aside for a student: it was written, or nobody can accept it now."""
    folder = _pending(course, result.student, result.assignment)
    with contextlib.suppress(OSError):
        # The result goes first: without it the rest counts for nothing.
        (folder / "result.json").unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    with contextlib.suppress(OSError):
        # The student's, if this was the last; others may hold something at the same time.
        folder.parent.rmdir()


def _pending(course: Course, student: str, assignment: str) -> Path:
    return results.folder(course.results / PENDING, student, assignment)
