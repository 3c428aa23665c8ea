"""Notebooks of `stars` in a course of their own, with a data file of one's choice."""

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import masters

from autograder import assignment as assignments
from autograder import cases, demo, notebook
from autograder.assignment import Assignment, Master
from autograder.cases import Case, Kind
from autograder.compiler.release import build_assignment
from autograder.configuration import Course, open_course
from autograder.datafile import check_datafile
from autograder.notebook import Notebook
from autograder.results import Result, State
from autograder.submission import TIMESTAMP_FILE

ROOT = Path(__file__).resolve().parent.parent
NAME = "stars"
SHIPPED = ROOT / "data" / "Stars.csv"
HELD_OUT = tuple(sorted((ROOT / "data" / "held_out").glob("*.csv")))
EXTRA = tuple(
    Path(name) for name in os.environ.get("AUTOGRADER_EXTRA_DATA", "").split(os.pathsep) if name
)
OTHERS = {path.stem: path for path in HELD_OUT} | {
    f"extra-{at}": path for at, path in enumerate(EXTRA, start=1)
}
"""Data files that are not shipped, by a name for a test's id."""
HONEST = (Kind.WHEAT, Kind.CHAFF)

NOTEBOOKS = tuple(path.stem for path in masters.PATHS)
CHEAP = "1-correlations"
"""The notebook that trains nothing."""
TRAINING = tuple(name for name in NOTEBOOKS if name != CHEAP)
# An endless loop, which is among the attacks on the cheap notebook only, costs this much. No honest
# cell there takes half a CPU second, so a machine may be twenty times slower before this cuts one
# off. Where networks are trained, the course's own limit stands.
CHEAP_CELL_SECONDS = 10


def make_course(
    folder: Path, notebooks: Iterable[str] = (CHEAP,), data: Path = SHIPPED, *, build: bool = True
) -> Course:
    """Copy some masters, put a data file where a user puts one, and build the release.

    The prefix is not proven: it is run when the class is graded. Building proves it in
    `test_release`, and grading on other data in `test_verify_stars`.
    """
    chosen = set(notebooks)
    limit = CHEAP_CELL_SECONDS if chosen == {CHEAP} else None
    course = demo.make_course(open_course(ROOT), folder, limit)
    for path in (course.source / NAME).glob("*.ipynb"):
        if path.stem not in chosen:
            path.unlink()
    (folder / "data").mkdir()
    shutil.copyfile(data, folder / "data" / "Stars.csv")
    shutil.copy(SHIPPED.with_name("Stars.schema.json"), folder / "data")
    link = course.source / NAME / "Stars.csv"
    link.unlink()
    link.symlink_to("../../data/Stars.csv")
    if build:
        build_assignment(course, NAME, check_datafile)
    return course


def master(course: Course, name: str) -> Master:
    """Return one master of the assignment."""
    masters = assignments.read(course.source / NAME).masters
    return next(master for master in masters if master.name == name)


def released(course: Course, name: str) -> Notebook:
    """Return the release of one notebook."""
    return notebook.read(course.release / NAME / f"{name}.ipynb")


def hand_in(course: Course, student: str, name: str, content: bytes) -> None:
    """Put one notebook where a student's notebooks are collected."""
    folder = course.submitted / student / NAME
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.ipynb").write_bytes(content)
    (folder / TIMESTAMP_FILE).write_text("2026-01-15 12:00:00 UTC")


def points(result: Result) -> dict[str, float | None]:
    """Return the points of every test cell."""
    return {test.grade_id: test.points for each in result.notebooks for test in each.tests}


def complaints(result: Result, chosen: Sequence[Case], assignment: Assignment) -> Iterator[str]:
    """Say where a submission did not get what its cases say."""
    who = f"{result.student} ({', '.join(f'{case.kind}/{case.name}' for case in chosen)})"
    refused = any(case.refused for case in chosen)
    if result.state is not (State.REFUSED if refused else State.GRADED):
        yield f"{who}: {result.state}: {result.problem}"
    if refused:
        return
    wanted = expected_points(assignment, chosen)
    verdicts = {name: verdict for case in chosen for name, verdict in case.verdicts.items()}
    for test in (test for each in result.notebooks for test in each.tests):
        names = [f"{case.kind}/{case.name}" for case in chosen if case.covers(test.exercise)]
        where = f"{result.student} ({', '.join(names)}): {test.grade_id}"
        said = f"{test.verdict}, {test.message!r}, {test.note!r}"
        if test.points != wanted.pop(test.grade_id):
            yield f"{where}: {test.points} of {test.max_points} points: {said}"
        if test.verdict is not verdicts.pop(test.grade_id, test.verdict):
            yield f"{where}: another verdict than the case says: {said}"
    if wanted or verdicts:
        yield f"{who}: no such test cell: {sorted({*wanted, *verdicts})}"


def expected_points(assignment: Assignment, chosen: Sequence[Case]) -> dict[str, float]:
    """Return the points that every test cell must earn in a submission of some cases."""
    wanted: dict[str, float] = {}
    for each in assignment.masters:
        own = [case for case in chosen if case.notebook == each.name]
        wanted |= cases.expected(each, own)
    return wanted
