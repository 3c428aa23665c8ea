"""Stock nbgrader gives the same scores, but for the deliberate differences.

`docs/instructor.md` lists the differences, each with the test here that shows it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import differences
import pytest
import stars_course
import stock
from differences import DIFFERENCES, FULL, Difference
from stars_course import HONEST

from autograder import assignment, cases, pipeline
from autograder import notebook as notebooks
from autograder.assignment import Master
from autograder.cases import Case, Edit, Kind
from autograder.configuration import Course, open_course

Points = dict[str, float | None]


@dataclass(frozen=True)
class Comparison:
    """Hold what both graders gave: points by student and test cell, and nbgrader's log."""

    here: Mapping[str, Points]
    stock: Mapping[str, Points]
    log: str


def grade_by_both(course: Course, name: str, folder: Path) -> Comparison:
    """Grade a class here, and a copy of it by stock nbgrader with a stock configuration."""
    results = pipeline.grade_class(course, name, jobs=2)
    here = {result.student: stars_course.points(result) for result in results}
    copy = stock.prepare(course, folder, name)
    log = stock.autograde(copy, name).stderr
    return Comparison(here, stock.scores(copy, name), log)


def hand_in(course: Course, student: str, name: str, content: Mapping[str, bytes]) -> None:
    folder = course.submitted / student / name
    folder.mkdir(parents=True)
    for notebook, text in content.items():
        (folder / f"{notebook}.ipynb").write_bytes(text)


# --- the assignment that ships


def test_a_sample_of_wheats_and_chaffs_scores_the_same(tmp_path: Path) -> None:
    course = stars_course.make_course(tmp_path / "ours")
    master = stars_course.master(course, "correlations")
    compare_stars(course, sample(master, honest_rows()), tmp_path / "stock")


@pytest.mark.prove
def test_every_wheat_and_chaff_scores_the_same(tmp_path: Path) -> None:
    compare_stars(stars_course.make_course(tmp_path / "ours"), honest_rows(), tmp_path / "stock")


def honest_rows() -> tuple[tuple[Case, ...], ...]:
    """Return submissions that hold every wheat and chaff."""
    return cases.pack(stars_course.known_cases("correlations", HONEST))


def sample(master: Master, rows: Sequence[tuple[Case, ...]]) -> tuple[tuple[Case, ...], ...]:
    """Choose few submissions in which every test cell is both passed and failed."""
    shown = [set(cases.expected(master, row).items()) for row in rows]
    wanted = set().union(*shown)
    chosen = []
    while wanted:
        best = max(range(len(rows)), key=lambda at: len(shown[at] & wanted))
        chosen.append(rows[best])
        wanted -= shown[best]
    return tuple(chosen)


def test_the_sample_passes_and_fails_every_test_cell() -> None:
    master = assignment.read_master(stars_course.ROOT / "source" / "stars" / "correlations.ipynb")
    rows = sample(master, honest_rows())
    shown = {item for row in rows for item in cases.expected(master, row).items()}
    full = {(test.grade_id, test.points) for test in master.tests}
    assert shown == full | {(grade_id, 0.0) for grade_id, _ in full}
    assert len(rows) <= 6


def compare_stars(course: Course, rows: Sequence[tuple[Case, ...]], folder: Path) -> None:
    """Hand in a notebook for each row and an untouched one; both graders must agree on all."""
    release = notebooks.read(course.release / stars_course.NAME / "correlations.ipynb")
    for number, row in enumerate((*rows, ())):
        content = {"correlations": cases.submission(release, row)}
        hand_in(course, f"student-{number:02}", stars_course.NAME, content)
    found = grade_by_both(course, stars_course.NAME, folder)
    assert len(found.here) == len(rows) + 1
    assert found.stock == found.here, found.log


# --- the deliberate differences


@pytest.fixture(scope="module")
def tiny_class(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """Grade the class of `differences`, one student for each."""
    root = tmp_path_factory.mktemp("tiny")
    source = root / "ours" / "source" / differences.NAME
    source.mkdir(parents=True)
    (source / "work.ipynb").write_bytes(notebooks.write(differences.MASTER))
    course = open_course(root / "ours")
    pipeline.build(course, differences.NAME)
    release = notebooks.read(course.release / differences.NAME / "work.ipynb")
    for difference in DIFFERENCES:
        text = cases.submission(release, (base_case(), case_of("changed", difference.edits)))
        hand_in(course, student(difference), differences.NAME, {"work": text})
    return grade_by_both(course, differences.NAME, root / "stock")


def student(difference: Difference) -> str:
    return f"{DIFFERENCES.index(difference):02}-{difference.name}"


def base_case() -> Case:
    solved = [cell for cell in differences.EXERCISES if cell.is_solution]
    edits = (Edit(cases.Action.REPLACE, str(cell.grade_id), cell.source) for cell in solved)
    return case_of("solved", tuple(edits))


def case_of(name: str, edits: tuple[Edit, ...]) -> Case:
    return Case(name, Kind.ATTACK, "work", name, "Exercise", {}, {}, False, edits)


@pytest.mark.xdist_group("tiny_class")
@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda difference: difference.name)
def test_a_deliberate_difference(difference: Difference, tiny_class: Comparison) -> None:
    here, theirs = tiny_class.here[student(difference)], tiny_class.stock.get(student(difference))
    assert here == FULL | difference.here
    assert (theirs or differences.NOTHING) == FULL | difference.stock, tiny_class.log


@pytest.mark.xdist_group("tiny_class")
def test_a_copied_cell_ends_the_grading_of_the_whole_class_in_stock_nbgrader(
    tiny_class: Comparison,
) -> None:
    (last,) = (each for each in DIFFERENCES if each.name == "after-the-copied-cell")
    assert student(last) not in tiny_class.stock
    assert student(last) in tiny_class.here
