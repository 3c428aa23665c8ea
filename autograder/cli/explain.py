"""``autograder explain``: run one submission again and show all that is known of it."""

import difflib
import json
import logging
import sys
import time
from pathlib import Path

import click
from rich.console import Console

from autograder import __version__, helper_files, results, submission
from autograder.assignment import Assignment, Master
from autograder.compiler.composition import compose
from autograder.configuration import Course, open_course
from autograder.errors import (
    AutograderError,
    InstructorError,
    InternalError,
    OperatorError,
    StudentError,
)
from autograder.execution.explanation import Explained, ExplainedNotebook
from autograder.execution.grading import grade
from autograder.execution.pool import Pool
from autograder.feedback.explanation import page
from autograder.pipeline import choose_tier, hashing, submissions
from autograder.platforms import require_grading
from autograder.report import explanation as report
from autograder.results import Result
from autograder.submission import Submission

logger = logging.getLogger(__name__)


@click.command()
@click.argument("student")
@click.argument("assignment")
@click.option("--notebook", help="Only the notebook of this name, without .ipynb.")
@click.option("--course-dir", default=".", type=click.Path(path_type=Path), help="Course folder.")
@click.option("--json", "as_json", is_flag=True, help="Print the explanation as JSON.")
@click.option("--html", type=click.Path(path_type=Path), help="Write it as a page to this file.")
def command(
    student: str,
    assignment: str,
    notebook: str | None,
    course_dir: Path,
    as_json: bool,
    html: Path | None,
) -> None:
    """Grade what STUDENT handed in for ASSIGNMENT once more, and show everything.

    Hidden tests are shown: keep it from students. Results, gradebook and feedback stay as they
    are. Exit status: 0, 1 when the newest result says otherwise, 2 for an error.
    """
    course = open_course(course_dir)
    if html is not None:
        _refuse_open_place(course, html)
    with Console(stderr=True).status("running it again"):
        explained = explain(course, assignment, student, notebook)
    if html is not None:
        html.write_bytes(page(explained).encode())
        html.chmod(0o600)
    if as_json:
        # ASCII: the name of a folder may hold bytes that no text can.
        click.echo(json.dumps(report.facts(explained), indent=1))
    elif html is not None:
        click.echo(f"{html} holds hidden tests: not for students")
    else:
        Console(highlight=False).print(report.terminal(explained))
    sys.exit(1 if explained.differences() else 0)


def _refuse_open_place(course: Course, html: Path) -> None:
    """Keep a page with hidden tests out of the folders that students get."""
    place = html.resolve()
    for folder in (course.release, course.submitted, course.feedback, course.autograded):
        if place.is_relative_to(folder.resolve()):
            raise OperatorError(
                "explanation-in-the-open",
                f"{html} lies in {folder.name}/, which students may get to see, and the page holds "
                "hidden tests: choose another place",
            )


# ---- the order of things


def explain(course: Course, name: str, student: str, notebook: str | None = None) -> Explained:
    """Run what one student handed in once more and explain it; nothing is written.

    Raises InstructorError and OperatorError; what is wrong with the submission is explained.
    """
    started = time.monotonic()
    require_grading()
    assignment, tier = compose(course, name), choose_tier(course)
    masters = _chosen(assignment, notebook)
    recorded = _newest(course, student, name)
    handed_in = submissions.look_at(
        course, assignment, student, helper_files.rules(course, assignment)
    )
    taken = [_taken(course, name, handed_in, master) for master in masters]
    protected = (course.root, course.source, course.submitted, course.results)
    with Pool(assignment, course.settings, tier, protected) as pool:
        if all(isinstance(each, Submission) for each in taken) and notebook is None:
            pool.warm_up()
        notebooks = tuple(
            each if isinstance(each, ExplainedNotebook) else _run(pool, each, course)
            for each in taken
        )
    hashes = hashing.of_assignment(course, assignment)
    if handed_in.folder.exists():
        hashes["submission"] = hashing.of_submission(handed_in.folder, handed_in.helper_files)
    return Explained(
        student=student,
        assignment=name,
        notebooks=notebooks,
        handed_in=submission.read_timestamp(handed_in.folder),
        engine=f"{__version__} {tier.value}",
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


def _newest(course: Course, student: str, name: str) -> Result | None:
    try:
        return results.latest(course.results, student, name)
    except InternalError as error:
        logger.warning("%s", error)
        return None


def _taken(
    course: Course, name: str, handed_in: submissions.HandedIn, master: Master
) -> Submission | ExplainedNotebook:
    """Take one notebook in, or say what keeps it from being graded."""
    try:
        if not handed_in.folder.exists():
            raise StudentError("nothing-submitted", _nothing(course, name, handed_in.folder))
        notebook = submission.read_notebook(submission.find_notebook(handed_in.folder, master.name))
        return submission.take_in(master, notebook, handed_in.helper_files, handed_in.notices)
    except StudentError as error:
        return ExplainedNotebook(master.name, problem=error.message, code=error.code)


def _nothing(course: Course, name: str, folder: Path) -> str:
    student = folder.parent.name
    near = difflib.get_close_matches(student, course.students(name), 3)
    hint = f"; did you mean {', '.join(near)}?" if near else ""
    return f"{student} handed in nothing for {name}: there is no {folder}{hint}"


def _run(pool: Pool, taken: Submission, course: Course) -> ExplainedNotebook:
    name = taken.master.name
    try:
        graded = grade(
            pool.rooms(taken.master, warm=taken.warm), taken, course.settings, explain=True
        )
    except (InstructorError, OperatorError):
        raise
    except AutograderError as error:
        return ExplainedNotebook(name, problem=error.message, code=error.code)
    return ExplainedNotebook(name, graded.result, graded.explanation)
