"""The three classes that are graded: a course folder each, made anew, with everybody's work in it.

A student's name ends in the share of the class that he is in, so that a pattern chooses a share:
nbgrader, which has no more than one process, is then started once for each.
"""

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import masters
import otter_stock
import stars_course
import stock
from benchmarks.lessons import HEAVY, LIGHT, Lesson, Work
from compiler_course import save

from autograder import cases
from autograder import notebook as notebooks
from autograder.cases import Kind
from autograder.configuration import CONFIG_FILE, Course, open_course
from autograder.datafile import check_datafile
from autograder.notebook import Notebook
from autograder.submission import TIMESTAMP_FILE

EMPTY_GRADEBOOK = "empty.db"
NAMES = ("light", "stars", "heavy")
_CONFIGURATION = 'c = get_config()\nc.CourseDirectory.course_id = "benchmark"\n'
_LESSONS = {"light": LIGHT, "heavy": HEAVY}


@dataclass(frozen=True)
class SchoolClass:
    """Hold a class: its course, the assignment's name, its students and how many notebooks each.

    ``sample`` names the notebook that memory is measured with where one is like the other.
    """

    name: str
    course: Course
    assignment: str
    students: tuple[str, ...]
    notebooks: int
    sample: str


def make(name: str, folder: Path, size: int, shares: int) -> SchoolClass:
    """Make a class of so many students, and a gradebook with nobody in it."""
    students = tuple(f"student-{at:04}-{at % shares}" for at in range(size))
    found = _stars(folder, students) if name == "stars" else _lesson(name, folder, students)
    _make_gradebook(found.course)
    return found


def share_of(at: int) -> str:
    """Return the pattern of the students' names of one share."""
    return f"*-{at}"


def _make_gradebook(course: Course) -> None:
    """Make an empty gradebook, once: it takes nbgrader three CPU seconds."""
    done = stock.nbgrader(course, "db", "student", "list")
    if done.returncode:
        raise RuntimeError(f"nbgrader made no gradebook:\n{done.stderr}")
    (course.root / "gradebook.db").rename(course.root / EMPTY_GRADEBOOK)


# ---- the lessons


def _lesson(name: str, folder: Path, students: Sequence[str]) -> SchoolClass:
    lesson = _LESSONS[name]
    save(folder / "source" / name / f"{name}.ipynb", lesson.master)
    (folder / CONFIG_FILE).write_text(_CONFIGURATION)
    course = open_course(folder)
    otter_stock.build(course, name, config="{}")
    release = notebooks.read(course.release / name / f"{name}.ipynb")
    contents = list(_handed_in(lesson, release))
    for at, student in enumerate(students):
        _hand_in(course, student, name, name, contents[at % len(contents)])
    return SchoolClass(name, course, name, tuple(students), 1, name)


def _handed_in(lesson: Lesson, release: Notebook) -> Iterator[bytes]:
    """Yield a student's file for each of the lesson's works."""
    for work in lesson.works:
        cells = tuple(filled(release, work))
        yield notebooks.write(dataclasses.replace(release, cells=cells))


def filled(release: Notebook, work: Work) -> Iterator[notebooks.Cell]:
    """Yield the cells of a notebook with a work's sources in its solution cells."""
    for cell in release.cells:
        source = work.get(cell.grade_id or "", cell.source)
        yield dataclasses.replace(cell, source=source)


# ---- stars


def _stars(folder: Path, students: Sequence[str]) -> SchoolClass:
    """Hand in wheats of all five notebooks, spread evenly over those that there are."""
    course = stars_course.make_course(folder, stars_course.NOTEBOOKS, build=False)
    otter_stock.build(course, stars_course.NAME, check_datafile)
    for name in stars_course.NOTEBOOKS:
        release = stars_course.released(course, name)
        rows = cases.pack(masters.cases_of(name, Kind.WHEAT))
        for student, at in zip(students, spread(len(rows), len(students)), strict=True):
            content = cases.submission(release, rows[at])
            _hand_in(course, student, stars_course.NAME, name, content)
    many = len(stars_course.NOTEBOOKS)
    return SchoolClass(
        "stars", course, stars_course.NAME, tuple(students), many, stars_course.NOTEBOOKS[-1]
    )


def spread(many: int, size: int) -> list[int]:
    """Return ``size`` places among ``many``, evenly from the first to the last."""
    if size == 1:
        return [0]
    return [round(at * (many - 1) / (size - 1)) % many for at in range(size)]


def _hand_in(course: Course, student: str, assignment: str, name: str, content: bytes) -> None:
    folder = course.submitted / student / assignment
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.ipynb").write_bytes(content)
    (folder / TIMESTAMP_FILE).write_text("2026-01-15 12:00:00 UTC")
