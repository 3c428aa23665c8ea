"""Stock nbgrader, as a course would run it: what this package is compared with."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from autograder.configuration import CONFIG_FILE, Course, open_course

TIMEOUT_SECONDS = 3600
# All that nbgrader needs to be told. Every preprocessor and folder is its own default, and so is
# the limit for a cell, where the course sets none.
CONFIGURATION = 'c = get_config()\nc.CourseDirectory.course_id = "stock"\n'
CELL_LIMIT = "c.Execute.timeout = {}\n"

# Tests run side by side: threads that wait for each other's turn would take most of the time.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def environment() -> dict[str, str]:
    """Return an environment in which nbgrader finds its own tools."""
    tools = str(Path(sys.executable).parent)
    return {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}


def nbgrader(course: Course, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one nbgrader command in a course folder."""
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course.root,
        env=environment() | ONE_THREAD,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
    )


def prepare(course: Course, target: Path, name: str) -> Course:
    """Copy a course's masters and submissions, and let stock nbgrader make its own release."""
    shutil.copytree(course.source, target / "source")
    shutil.copytree(course.submitted, target / "submitted")
    limit = course.config.Execute.get("timeout")
    (target / CONFIG_FILE).write_text(CONFIGURATION + (CELL_LIMIT.format(limit) if limit else ""))
    stock = open_course(target)
    done = nbgrader(stock, "generate_assignment", name)
    if done.returncode:
        raise RuntimeError(f"nbgrader generate_assignment failed:\n{done.stderr}")
    return stock


def autograde(course: Course, name: str) -> subprocess.CompletedProcess[str]:
    """Grade a class by stock nbgrader, in one process."""
    return nbgrader(course, "autograde", name)


def scores(course: Course, name: str) -> dict[str, dict[str, float | None]]:
    """Return for each student the points of every test cell; None where no score was written."""
    everybody = cell_scores(course, name)
    return {
        student: {grade_id: score for (_, grade_id), score in found.items()}
        for student, found in everybody.items()
    }


def cell_scores(course: Course, name: str) -> dict[str, dict[tuple[str, str], float | None]]:
    """Return for each student the score of every graded cell, by its notebook and id."""
    # nbgrader takes seconds to import: only what compares with it pays.
    from nbgrader.api import Gradebook

    with Gradebook(course.db_url, course.course_id) as gradebook:
        return {
            submission.student.id: {
                (notebook.name, grade.name): grade.auto_score
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            for submission in gradebook.assignment_submissions(name)
        }
