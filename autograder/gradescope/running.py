"""Grade the one submission in Gradescope's folders.

Comes in: a folder that holds ``source/`` (the unpacked zip), ``submission/`` and what Gradescope
says of it. Goes out: ``results/results.json``, whole or not at all, and lines to be printed. What a
student did wrong is a result; whatever else goes wrong leaves no result, so that nobody loses
points by it: Gradescope then says that the grader failed, and keeps the submission.
"""

import dataclasses
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder import assignment as assignments
from autograder import helper_files, results, submission
from autograder.assignment import Assignment, Master
from autograder.bundles import keys
from autograder.bundles.keys import OtterConfig
from autograder.bundles.sealed import COURSE, ZIP_NAME
from autograder.configuration import Course, open_course
from autograder.errors import OperatorError, StudentError
from autograder.execution.grading import Graded
from autograder.gradescope import results as told
from autograder.gradescope import telling
from autograder.helper_files import HelperFile
from autograder.jail.doctor import State, examine_machine
from autograder.notebook import Notebook
from autograder.pipeline.machines import ThisMachine
from autograder.platforms import require_grading

NO_JAIL = (
    "nothing is graded here, because this machine cannot confine what students hand in "
    "({missing}). No submission is lost: Gradescope keeps each. Either upload autograder.zip, "
    "which is otter's own and confines nothing; or export the submissions from Gradescope and "
    "grade them by `autograder collect` and `autograder grade` on a machine where "
    "`autograder doctor` finds a jail"
)


@dataclass(frozen=True)
class _Exam:
    """Hold what the zip brought: a course of one master, and who sees what."""

    course: Course
    assignment: Assignment
    master: Master
    config: OtterConfig


def grade_there(root: Path) -> Iterator[str]:
    """Grade the submission in Gradescope's folder ``root``; yield the lines to be printed.

    Raises InstructorError, OperatorError or InternalError, and then leaves no ``results.json``.
    """
    require_grading()
    target = root / "results" / "results.json"
    # One of an earlier run would be taken for this submission's.
    target.unlink(missing_ok=True)
    exam = _read(root)
    machine = _machine(exam)
    metadata = telling.metadata_of(root)
    yield telling.which(metadata, machine.engine)
    try:
        graded, notices = _grade(exam, machine, root / "submission")
    except StudentError as error:
        _write(target, told.of_refused(exam.master, error.message, exam.config))
        yield f"Not graded, and told the student why ({error.code})"
        return
    tests = told.tested(exam.master, graded)
    _write(target, told.of_graded(exam.master, tests, notices, exam.config))
    yield from telling.scores(tests, exam.config)
    yield from telling.for_instructors(tests, graded, metadata, exam.config)


def _read(root: Path) -> _Exam:
    course = open_course(root / "source" / COURSE)
    names = course.assignments() if course.source.is_dir() else ()
    if len(names) != 1:
        raise OperatorError(
            "gradescope-incomplete",
            f"{course.root} does not hold one assignment: unpack {ZIP_NAME} into {root / 'source'}",
        )
    # As it lies there: header, footer, markers and AUTOTEST lines were settled by the build.
    assignment = assignments.read(course.source / names[0])
    config = keys.read(root / "source" / keys.CONFIG_FILE)
    return _Exam(course, assignment, assignment.masters[0], config)


def _machine(exam: _Exam) -> ThisMachine:
    try:
        return ThisMachine(exam.course, exam.assignment.name)
    except OperatorError as error:
        if error.code != "no-jail":
            raise
        bad = [each for each in examine_machine().findings if each.state is State.BAD]
        missing = "; ".join(f"{each.item}: {each.found}" for each in bad)
        raise OperatorError(error.code, NO_JAIL.format(missing=missing or "no jail")) from None


def _grade(exam: _Exam, machine: ThisMachine, folder: Path) -> tuple[Graded, tuple[str, ...]]:
    """Return what came of the submission, and what the student is told of the files in it."""
    notebook, files, notices = _hand_in(exam, folder)
    with machine.open(exam.assignment, exam.course.settings) as engine:
        graded = engine.grade(exam.master, notebook, files)
    return graded, (*notices, *graded.result.notices)


def _hand_in(exam: _Exam, folder: Path) -> tuple[Notebook, tuple[HelperFile, ...], tuple[str, ...]]:
    stem = _stem(folder, exam.master.name)
    notebook = submission.read_notebook(submission.find_notebook(folder, stem))
    rules = helper_files.rules(exam.course, exam.assignment)
    # The notebook may have any name, and is no helper file of its own.
    rules = dataclasses.replace(rules, notebooks=frozenset({f"{stem}.ipynb"}))
    try:
        files, notices = helper_files.read(folder, rules)
    except OSError:
        return notebook, (), ("The files beside your notebook could not be read.",)
    return notebook, files, notices


def _stem(folder: Path, name: str) -> str:
    """Return the name of the notebook that counts: the only one, else the one of that name."""
    try:
        found = [path for path in submission.list_notebooks(folder) if not path.is_dir()]
    except OSError:  # what is wrong with the folder is said when the notebook is looked for
        return name
    if len(found) == 1:
        return found[0].stem
    if found and name not in {path.stem for path in found}:
        raise StudentError(
            "notebooks-several",
            f"several notebooks were handed in, and none of them is {name}.ipynb: hand in the one "
            "that you want to have graded, alone or under that name",
        )
    return name


def _write(target: Path, tree: told.Tree) -> None:
    results.write_durably(target, (json.dumps(tree, indent=1) + "\n").encode())
