"""Stock nbgrader gives the same scores, but for the deliberate differences.

`docs/instructor.md` lists the differences, each with the test here that shows it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import differences
import masters
import pytest
import stars_course
import stock
from differences import DIFFERENCES, FULL, Difference
from stars_course import CHEAP, HONEST, NOTEBOOKS, TRAINING

from autograder import cases, pipeline
from autograder import notebook as notebooks
from autograder.assignment import Master
from autograder.cases import Case, Edit, Kind
from autograder.configuration import Course, open_course

Points = dict[str, float | None]
TRAINING_ROWS = 1
SAMPLED = (CHEAP, "5-clustering")
"""One that trains nothing and one that trains: `make prove` compares all of them."""


@dataclass(frozen=True)
class Comparison:
    """Hold what both graders gave, by student and test cell, and what they said meanwhile.

    ``gradebook`` is our gradebook, read as nbgrader reads it; the courses are ours and the copy.
    """

    here: Mapping[str, Points]
    gradebook: Mapping[str, Points]
    stock: Mapping[str, Points]
    problems: str
    log: str
    courses: tuple[Course, Course]


def grade_by_both(course: Course, name: str, folder: Path) -> Comparison:
    """Grade a class here, and a copy of it by stock nbgrader with a stock configuration."""
    results = pipeline.grade_class(course, name, jobs=2).results
    copy = stock.prepare(course, folder, name)
    log = stock.autograde(copy, name).stderr
    return Comparison(
        here={result.student: stars_course.points(result) for result in results},
        gradebook=stock.scores(course, name),
        stock=stock.scores(copy, name),
        problems="\n".join(f"{result.student}: {result.problem}" for result in results),
        log=log,
        courses=(course, copy),
    )


def hand_in(course: Course, student: str, name: str, content: Mapping[str, bytes]) -> None:
    folder = course.submitted / student / name
    folder.mkdir(parents=True)
    for file, text in content.items():
        (folder / file).write_bytes(text)


# --- the assignment that ships


@pytest.mark.parametrize("name", SAMPLED)
def test_a_sample_of_wheats_and_chaffs_scores_the_same(name: str, tmp_path: Path) -> None:
    compare_stars(name, sample(masters.read(name), honest_rows(name)), tmp_path)


@pytest.mark.prove
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_wheat_and_chaff_scores_the_same(name: str, tmp_path: Path) -> None:
    compare_stars(name, honest_rows(name), tmp_path)


def honest_rows(name: str) -> tuple[tuple[Case, ...], ...]:
    """Return submissions that hold every wheat and chaff, but for those that take long."""
    known = masters.cases_of(name, *HONEST)
    return cases.pack(case for case in known if not case.is_long)


def sample(master: Master, rows: Sequence[tuple[Case, ...]]) -> tuple[tuple[Case, ...], ...]:
    """Choose few submissions in which test cells are both passed and failed.

    All are, unless the notebook trains networks: stock nbgrader trains those of the prefix again
    for each submission.
    """
    shown = [set(cases.expected(master, row).items()) for row in rows]
    wanted = set().union(*shown)
    chosen = []
    while wanted and not (master.name in TRAINING and len(chosen) == TRAINING_ROWS):
        best = max(range(len(rows)), key=lambda at: len(shown[at] & wanted))
        chosen.append(rows[best])
        wanted -= shown[best]
    return tuple(chosen)


def test_the_sample_passes_and_fails_every_test_cell() -> None:
    master = masters.read(CHEAP)
    rows = sample(master, honest_rows(CHEAP))
    shown = {item for row in rows for item in cases.expected(master, row).items()}
    full = {(test.grade_id, test.points) for test in master.tests}
    assert shown == full | {(grade_id, 0.0) for grade_id, _ in full}
    assert len(rows) <= 6


def compare_stars(name: str, rows: Sequence[tuple[Case, ...]], folder: Path) -> None:
    """Hand in a notebook for each row and an untouched one; both graders must agree on all."""
    course = stars_course.make_course(folder / "ours", [name])
    release = stars_course.released(course, name)
    for number, row in enumerate((*rows, ())):
        content = {f"{name}.ipynb": cases.submission(release, row)}
        hand_in(course, f"student-{number:02}", stars_course.NAME, content)
    found = grade_by_both(course, stars_course.NAME, folder / "stock")
    assert len(found.here) == len(rows) + 1
    assert not any(None in points.values() for points in found.here.values()), found.problems
    assert found.gradebook == found.here
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
        beside = {name: content.encode() for name, content in difference.files.items()}
        hand_in(course, student(difference), differences.NAME, {"work.ipynb": text, **beside})
    return grade_by_both(course, differences.NAME, root / "stock")


def student(difference: Difference) -> str:
    return f"{DIFFERENCES.index(difference):02}-{difference.name}"


def base_case() -> Case:
    solved = [cell for cell in differences.EXERCISES if cell.is_solution]
    edits = (Edit(cases.Action.REPLACE, str(cell.grade_id), cell.source) for cell in solved)
    return case_of("solved", tuple(edits))


def case_of(name: str, edits: tuple[Edit, ...]) -> Case:
    return Case(name, Kind.ATTACK, "work", name, "Exercise", {}, {}, False, edits)


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda difference: difference.name)
def test_a_deliberate_difference(difference: Difference, tiny_class: Comparison) -> None:
    here = tiny_class.here[student(difference)]
    theirs = dict(tiny_class.stock.get(student(difference), differences.NOTHING))
    theirs.pop("essay", None)
    assert here == FULL | difference.here, tiny_class.problems
    if not (difference.stock_may_agree and theirs == here):
        assert theirs == FULL | difference.stock, tiny_class.log


def test_a_copied_cell_ends_the_grading_of_the_whole_class_in_stock_nbgrader(
    tiny_class: Comparison,
) -> None:
    (last,) = (each for each in DIFFERENCES if each.name == "after-the-copied-cell")
    assert student(last) not in tiny_class.stock
    assert student(last) in tiny_class.here


def test_an_untouched_answer_for_a_person_scores_nothing_at_once_in_both(
    tiny_class: Comparison,
) -> None:
    who = student(DIFFERENCES[0])
    assert tiny_class.gradebook[who] == {**tiny_class.here[who], "essay": 0.0}
    assert tiny_class.stock[who] == {**tiny_class.here[who], "essay": 0.0}


def test_hidden_tests_are_in_the_copies_and_in_the_feedback_of_stock_nbgrader_only(
    tiny_class: Comparison,
) -> None:
    who = student(DIFFERENCES[0])
    course, copy = tiny_class.courses
    stock.nbgrader(copy, "generate_feedback", differences.NAME, "--student", who)
    for each, is_shown in ((course, False), (copy, True)):
        executed = each.autograded / who / differences.NAME / "work.ipynb"
        page = each.feedback / who / differences.NAME / "work.html"
        assert ("expected_total" in executed.read_text()) is is_shown
        assert ("expected_total" in page.read_text()) is is_shown
