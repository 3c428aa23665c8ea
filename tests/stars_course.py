"""The assignment `stars` in a course of its own, with a data file of one's choice."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from autograder import assignment as assignments
from autograder import demo, pipeline
from autograder.assignment import Master
from autograder.cases import Case, Kind, read_cases
from autograder.configuration import CONFIG_FILE, Course, open_course
from autograder.results import Result

ROOT = Path(__file__).resolve().parent.parent
NAME = "stars"
SHIPPED = ROOT / "data" / "Stars.csv"
HELD_OUT = tuple(sorted((ROOT / "data" / "held_out").glob("*.csv")))
HONEST = (Kind.WHEAT, Kind.CHAFF)
# A loop without an end costs this much. No honest cell takes half a CPU second, so a machine may
# be twenty times slower before this cuts one off.
CELL_SECONDS = 10


def make_course(folder: Path, data: Path = SHIPPED) -> Course:
    """Copy the masters, put a data file where a user puts one, and build."""
    origin = demo.make_course(open_course(ROOT), folder)
    (folder / "data").mkdir()
    shutil.copyfile(data, folder / "data" / "Stars.csv")
    shutil.copy(SHIPPED.with_name("Stars.schema.json"), folder / "data")
    link = origin.source / NAME / "Stars.csv"
    link.unlink()
    link.symlink_to("../../data/Stars.csv")
    with (folder / CONFIG_FILE).open("a") as file:
        file.write(f"\nget_config().Autograder.cell_seconds = {CELL_SECONDS}\n")
    course = open_course(folder)
    pipeline.build(course, NAME)
    return course


def master(course: Course, name: str) -> Master:
    """Return one master of the assignment."""
    masters = assignments.read(course.source / NAME).masters
    return next(master for master in masters if master.name == name)


def known_cases(notebook: str, kinds: Iterable[Kind] = tuple(Kind)) -> tuple[Case, ...]:
    """Return the cases of one notebook that are of some kinds."""
    known = read_cases(ROOT / "tests", NAME)
    return tuple(case for case in known if case.notebook == notebook and case.kind in kinds)


def points(result: Result) -> dict[str, float | None]:
    """Return the points of every test cell."""
    return {test.grade_id: test.points for each in result.notebooks for test in each.tests}
