"""Stock nbgrader, as a course would run it: what this package is compared with."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from autograder.configuration import Course, open_course

TIMEOUT_SECONDS = 1800


@dataclass(frozen=True)
class Usage:
    """Hold what one command used: CPU seconds of its whole process tree, and wall seconds."""

    cpu_seconds: float
    wall_seconds: float


def environment() -> dict[str, str]:
    """Return an environment in which nbgrader finds its own tools."""
    tools = str(Path(sys.executable).parent)
    return {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}


def nbgrader(course: Course, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one nbgrader command in a course folder."""
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course.root,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
    )


def prepare(course: Course, target: Path, name: str) -> Course:
    """Copy a course with its submissions, and let stock nbgrader learn the assignment."""
    for folder in ("source", "submitted"):
        shutil.copytree(course.root / folder, target / folder)
    shutil.copyfile(course.root / "nbgrader_config.py", target / "nbgrader_config.py")
    stock = open_course(target)
    done = nbgrader(stock, "generate_assignment", name)
    if done.returncode:
        raise RuntimeError(f"nbgrader generate_assignment failed:\n{done.stderr}")
    return stock


def autograde(course: Course, name: str) -> subprocess.CompletedProcess[str]:
    """Grade a class by stock nbgrader, in one process."""
    return nbgrader(course, "autograde", name)


def scores(course: Course, name: str) -> dict[str, dict[str, float | None]]:
    """Return for each student the points of every test cell in a gradebook."""
    # nbgrader takes seconds to import: only what compares with it pays.
    from nbgrader.api import Gradebook

    found: dict[str, dict[str, float | None]] = {}
    with Gradebook(course.db_url, course.course_id) as gradebook:
        for submission in gradebook.assignment_submissions(name):
            found[submission.student.id] = {
                grade.name: grade.auto_score
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
    return found
