"""Stock nbgrader: ``nbgrader autograde``, then ``nbgrader generate_feedback``, as it comes."""

import shutil
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

import stock
from attack_course import NAME, NOTEBOOK, Secrets
from peers import layout
from peers.judging import Evidence
from peers.layout import CLASSMATE, STUDENT, Prepared
from peers.room import Command, Report

from autograder.cases import Case
from autograder.configuration import CONFIG_FILE, Course, open_course

NOTE = "gradebook-note"
PROGRAM = (Path(__file__).parent / "nbgrader_run.py").read_text()


class NbgraderSide:
    """Grade by nbgrader."""

    name = "nbgrader"
    version = version("nbgrader")
    settings = (
        "stock: its configuration file names the course and nothing else. `nbgrader "
        "generate_assignment` made the release; each attack is graded by `nbgrader autograde`, and "
        "`nbgrader generate_feedback` writes what the student gets."
    )

    def prepare(self, folder: Path, is_under_way: bool = True) -> Prepared:
        """Let nbgrader make its release and, in a course under way, grade a classmate."""
        known = Secrets.draw()
        built, master, right = layout.write_target(folder, known)
        root = folder / "course"
        shutil.copytree(built.source, root / "source")
        (root / CONFIG_FILE).write_text(stock.CONFIGURATION)
        course = open_course(root)
        layout.hand_in_classmate(course, right, known)
        program = (sys.executable, "-m", "nbgrader", "generate_assignment", NAME)
        layout.as_instructor(folder, program, known)
        if is_under_way:
            layout.as_instructor(folder, _arguments(CLASSMATE), known)
        (root / NOTE).write_text(known.gradebook)
        return Prepared(course, known, master, right)

    def commands(self, course: Path) -> tuple[Command, ...]:
        """Return what an instructor calls for one student."""
        return (Command(_arguments(STUDENT), layout.SECONDS),)

    def evidence(self, prepared: Prepared, case: Case, course: Course, report: Report) -> Evidence:
        """Read the gradebook, the graded notebook and the feedback."""
        rows, problem = grades(course)
        before, _ = grades(prepared.course)
        graded = course.root / "autograded" / STUDENT / NAME / f"{NOTEBOOK}.ipynb"
        printed, errors, tests = layout.executed(graded)
        shown = (
            *layout.secrets_in("outputs", prepared.known, f"{printed}\n{errors}".encode()),
            *layout.secrets_in("errors of tests", prepared.known, tests.encode()),
            *self._in_feedback(prepared, course),
        )
        points = rows.get(STUDENT) if report.codes[:1] == (0,) else None
        others = rows.get(CLASSMATE) != before.get(CLASSMATE)
        return Evidence(
            points=points or None,
            shown=shown,
            says=layout.said(printed, case),
            changed=("a classmate's grades",) if others else (),
            problem="" if points else _why(report, problem, course),
        )

    def _in_feedback(self, prepared: Prepared, course: Course) -> Iterator[str]:
        for path in sorted((course.root / "feedback" / STUDENT).rglob("*")):
            if layout.plain_path(path):
                yield from layout.secrets_in("feedback", prepared.known, path.read_bytes())


def _arguments(student: str) -> tuple[str, ...]:
    return (sys.executable, "-c", PROGRAM, NAME, student)


def grades(course: Course) -> tuple[Mapping[str, dict[str, float]], str]:
    """Return each student's points as the gradebook has them; a person's marks come first."""
    # nbgrader takes seconds to import.
    from nbgrader.api import Gradebook

    try:
        with Gradebook(course.db_url, course.course_id) as gradebook:
            return {
                submission.student.id: {
                    grade.name: float(grade.score or 0)
                    for notebook in submission.notebooks
                    for grade in notebook.grades
                }
                for submission in gradebook.assignment_submissions(NAME)
            }, ""
    except Exception as error:  # an attack may have left anything there
        return {}, f"the gradebook cannot be read: {type(error).__name__}"


def _why(report: Report, problem: str, course: Course) -> str:
    if None in report.codes:
        return f"not finished after {layout.SECONDS:.0f} seconds"
    return problem or layout.last_words(course.root.parent / "log.txt")
