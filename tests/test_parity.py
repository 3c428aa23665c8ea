"""Stock nbgrader and stock otter-grader give the same scores, but for the deliberate differences.

`docs/instructor.md` lists the differences, each with the test here that shows it. `docs/parity.md`
counts what `parity` found in the assignment that ships.
"""

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import differences
import masters
import otter_stock
import parity
import parity_page
import pytest
import stars_course
import stock
from _pytest.mark import ParameterSet
from differences import DIFFERENCES, FULL, OTTER_FULL, Difference
from otter_stock import Graded, Job
from stars_course import CHEAP, NOTEBOOKS

from autograder import cases, pipeline
from autograder import notebook as notebooks
from autograder.assignment import Master
from autograder.cases import Case, Edit, Kind
from autograder.configuration import Course, open_course
from autograder.verify.records import Records

Points = Mapping[str, float | None]


# --- the assignment that ships


def test_a_sample_of_wheats_and_chaffs_scores_the_same(tmp_path: Path) -> None:
    """Compare few files of one notebook: `make prove` compares all of all five."""
    rows = sample(masters.read(CHEAP), short_rows(CHEAP))
    school_class = parity.hand_in(CHEAP, (*rows, ()), tmp_path)
    found = parity.grade(school_class, Records())
    assert list(parity.differences(school_class, found)) == []
    here = {student: graded.points for student, graded in found[parity.OURS].items()}
    assert len(here) == len(rows) + 1
    assert stock.scores(school_class.course, stars_course.NAME) == here


@pytest.mark.prove
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_wheat_and_chaff_scores_the_same(name: str, tmp_path: Path) -> None:
    assert parity.compare(name, tmp_path)["differences"] == []


def short_rows(name: str) -> tuple[tuple[Case, ...], ...]:
    """Return submissions that hold every wheat and chaff, but for those that take long."""
    known = masters.cases_of(name, *stars_course.HONEST)
    return cases.pack(case for case in known if not case.is_long)


def sample(master: Master, rows: Sequence[tuple[Case, ...]]) -> tuple[tuple[Case, ...], ...]:
    """Choose few submissions in which all test cells are both passed and failed."""
    shown = [set(cases.expected(master, row).items()) for row in rows]
    wanted = set().union(*shown)
    chosen = []
    while wanted:
        best = max(range(len(rows)), key=lambda at: len(shown[at] & wanted))
        chosen.append(rows[best])
        wanted -= shown[best]
    return tuple(chosen)


def test_the_sample_passes_and_fails_every_test_cell() -> None:
    master = masters.read(CHEAP)
    rows = sample(master, short_rows(CHEAP))
    shown = {item for row in rows for item in cases.expected(master, row).items()}
    full = {(test.grade_id, test.points) for test in master.tests}
    assert shown == full | {(grade_id, 0.0) for grade_id, _ in full}
    assert len(rows) <= 6


def test_every_wheat_and_chaff_is_in_some_file() -> None:
    for name in NOTEBOOKS:
        rows = parity.all_rows(name)
        packed = {(case.kind, case.name) for row in rows for case in row}
        known = masters.cases_of(name, *stars_course.HONEST)
        assert packed == {(case.kind, case.name) for case in known}
        assert rows[-1] == ()


# --- what the comparison makes of its findings


def made_class(tmp_path: Path) -> parity.Class:
    """Return a class of two that nobody grades: a right file and an untouched one."""
    course = open_course(tmp_path)
    right = next(row for row in short_rows(CHEAP) if is_right(row))
    sheets = (parity.Sheet("00-000", right, b"right"), parity.Sheet("00-001", (), b"untouched"))
    return parity.Class(course, course, masters.read(CHEAP), sheets)


def is_right(row: Sequence[Case]) -> bool:
    return all(case.kind is Kind.WHEAT for case in row)


def agreed(school_class: parity.Class) -> dict[str, dict[str, Graded]]:
    """Return points on which all agree, and which the cases say."""
    return {
        grader: {
            sheet.student: Graded(cases.expected(school_class.master, sheet.cases))
            for sheet in school_class.sheets
        }
        for grader in parity_page.GRADERS
    }


def test_graders_that_agree_have_no_differences(tmp_path: Path) -> None:
    school_class = made_class(tmp_path)
    found = parity.facts(school_class, agreed(school_class))
    tests = len(school_class.master.tests)
    assert found["differences"] == []
    assert (found["submissions"], found["cells"], found["full"]) == (2, 2 * tests, tests)
    assert (found["wheats"], found["chaffs"]) == (len(school_class.sheets[0].cases), 0)


def test_other_points_no_results_and_a_test_that_nobody_knows_are_differences(
    tmp_path: Path,
) -> None:
    school_class = made_class(tmp_path)
    first = school_class.master.tests[0]
    found = agreed(school_class)
    right = dict(found["nbgrader"]["00-000"].points or {})
    found["nbgrader"]["00-000"] = Graded({**right, first.grade_id: 0.0})
    found["otter"]["00-001"] = Graded(None, "not finished")
    found["autograder"]["00-001"] = Graded({**dict.fromkeys(right, 0.0), "made-up": 1.0})
    listed = list(parity.differences(school_class, found))
    assert listed[0]["points"] == {
        "autograder": first.points,
        "nbgrader": 0.0,
        "otter": first.points,
    }
    assert listed[0]["case"].startswith("wheats/")
    lost = [each for each in listed if each["case"] == parity.UNTOUCHED]
    assert [each["points"]["otter"] for each in lost] == [None] * len(school_class.master.tests)
    assert {each["problems"]["otter"] for each in lost} == {"not finished"}
    assert listed[-1]["grade_id"] == "made-up"


NOTED: dict[str, Any] = {
    "date": "2026-01-15",
    "machine": "Python 3.11.7 on Linux",
    "versions": {"autograder": "0.1.0", "nbgrader": "0.9.6", "otter": "7.0.0"},
    "wheats": 3,
    "chaffs": 4,
    "submissions": 5,
    "cells": 40,
    "full": 22,
    "differences": [],
}
DIFFERING = {
    "case": "wheats/loop",
    "grade_id": "fit-test",
    "expected": 2.0,
    "points": {"autograder": 2.0, "nbgrader": 2.0, "otter": None},
    "problems": {"otter": "not finished"},
}


def test_the_page_says_what_was_noted() -> None:
    noted = json.loads(parity_page.NOTED.read_text())
    assert parity_page.PAGE.read_text() == parity_page.page(noted)
    assert set(noted) == set(NOTEBOOKS)


def test_the_page_counts_and_lists_differences() -> None:
    text = parity_page.page({"2-b": NOTED, "1-a": {**NOTED, "differences": [DIFFERING]}})
    lines = text.splitlines()
    assert "| 1-a | 3 | 4 | 5 | 40 | 22 | 0 | 0 | 1 |" in lines
    assert "| 2-b | 3 | 4 | 5 | 40 | 22 | 0 | 0 | 0 |" in lines
    assert "| **all** | **6** | **8** | **10** | **80** | **44** | **0** | **0** | **1** |" in lines
    assert "| 1-a | `wheats/loop` | fit-test | 2.0 | 2.0 | 2.0 | no score |" in lines
    assert parity_page.NONE not in text
    assert parity_page.NONE in parity_page.page({"1-a": NOTED})


def test_a_difference_is_told_with_what_the_grader_said() -> None:
    told = parity_page.told("1-a", DIFFERING)
    assert "1-a, wheats/loop, fit-test" in told
    assert "otter: not finished" in told


# --- the deliberate differences


@dataclass(frozen=True)
class Comparison:
    """Hold what three graders gave, by student and test cell, and what they said meanwhile.

    ``gradebook`` is our gradebook, read as nbgrader reads it; the courses are ours and the copy.
    """

    here: Mapping[str, Points]
    gradebook: Mapping[str, Points]
    stock: Mapping[str, Points]
    otter: Mapping[str, Graded]
    problems: str
    log: str
    courses: tuple[Course, Course]


ALWAYS = (DIFFERENCES[0].name, "test-cell-copied", "after-the-copied-cell")
"""Of these students more is asked than their points."""
ONE_IN = 6
"""Of so many differences `make test` tries one, beside these; the stock graders take their time."""


def tried() -> Iterator[ParameterSet]:
    for at, difference in enumerate(DIFFERENCES):
        in_short = at % ONE_IN == 0 or difference.name in ALWAYS
        marks = () if in_short else pytest.mark.prove
        yield pytest.param(difference, id=difference.name, marks=marks)


@pytest.fixture(scope="module")
def tiny_class(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Comparison:
    """Grade the class of `differences`, a student for each that is tried, by all three."""
    asked = {
        item.callspec.params["difference"].name
        for item in request.session.items
        if getattr(item, "originalname", "") == test_a_deliberate_difference.__name__
    }
    chosen = [each for each in DIFFERENCES if each.name in asked or each.name in ALWAYS]
    root = tmp_path_factory.mktemp("tiny")
    source = root / "ours" / "source" / differences.NAME
    source.mkdir(parents=True)
    (source / "work.ipynb").write_bytes(notebooks.write(differences.MASTER))
    course = open_course(root / "ours")
    course.otter_config.write_text("{}")
    pipeline.build(course, differences.NAME)
    release = notebooks.read(course.release / differences.NAME / "work.ipynb")
    for difference in chosen:
        text = cases.submission(release, (base_case(), case_of("changed", difference.edits)))
        beside = {name: content.encode() for name, content in difference.files.items()}
        hand_in(course, student(difference), {"work.ipynb": text, **beside})
    results = pipeline.grade_class(course, differences.NAME, jobs=2).results
    copy = stock.prepare(course, root / "stock", differences.NAME)
    log = stock.autograde(copy, differences.NAME).stderr
    return Comparison(
        here={result.student: stars_course.points(result) for result in results},
        gradebook=stock.scores(course, differences.NAME),
        stock=stock.scores(copy, differences.NAME),
        otter=grade_by_otter(course, chosen, root / "otter"),
        problems="\n".join(f"{result.student}: {result.problem}" for result in results),
        log=log,
        courses=(course, copy),
    )


def hand_in(course: Course, student: str, content: Mapping[str, bytes]) -> None:
    folder = course.submitted / student / differences.NAME
    folder.mkdir(parents=True)
    for file, text in content.items():
        (folder / file).write_bytes(text)


def grade_by_otter(course: Course, chosen: Sequence[Difference], folder: Path) -> dict[str, Graded]:
    """Grade the class by ``otter run``; files that lie beside a notebook go with it in a zip."""
    bundle = otter_stock.bundle(course, differences.NAME, "work")
    jobs = {}
    for difference in chosen:
        who = student(difference)
        handed_in = course.submitted / who / differences.NAME
        packed = folder / f"{who}.zip"
        packed.parent.mkdir(exist_ok=True)
        with zipfile.ZipFile(packed, "w") as archive:
            for path in handed_in.iterdir():
                archive.write(path, path.name)
        jobs[who] = Job(packed, bundle, folder / who)
    return dict(zip(jobs, otter_stock.grade(list(jobs.values())), strict=True))


def student(difference: Difference) -> str:
    return f"{DIFFERENCES.index(difference):02}-{difference.name}"


def base_case() -> Case:
    solved = [cell for cell in differences.EXERCISES if cell.is_solution]
    edits = (Edit(cases.Action.REPLACE, str(cell.grade_id), cell.source) for cell in solved)
    return case_of("solved", tuple(edits))


def case_of(name: str, edits: tuple[Edit, ...]) -> Case:
    return Case(name, Kind.ATTACK, "work", name, "Exercise", {}, {}, False, edits)


@pytest.mark.parametrize("difference", tuple(tried()))
def test_a_deliberate_difference(difference: Difference, tiny_class: Comparison) -> None:
    here = tiny_class.here[student(difference)]
    theirs = dict(tiny_class.stock.get(student(difference), differences.NOTHING))
    theirs.pop("essay", None)
    assert here == FULL | difference.here, tiny_class.problems
    if not (difference.stock_may_agree and theirs == here):
        assert theirs == FULL | difference.stock, tiny_class.log
    by_otter = tiny_class.otter[student(difference)]
    points = differences.NOTHING if by_otter.points is None else by_otter.points
    if not (difference.stock_may_agree and points == OTTER_FULL | difference.here):
        assert points == OTTER_FULL | difference.otter, by_otter.problem


def test_a_copied_cell_ends_the_grading_of_the_whole_class_in_stock_nbgrader(
    tiny_class: Comparison,
) -> None:
    (last,) = (each for each in DIFFERENCES if each.name == "after-the-copied-cell")
    assert student(last) not in tiny_class.stock
    assert student(last) in tiny_class.here


def test_an_untouched_answer_for_a_person_scores_nothing_at_once_and_is_nothing_to_otter(
    tiny_class: Comparison,
) -> None:
    who = student(DIFFERENCES[0])
    assert "essay" not in (tiny_class.otter[who].points or {"essay"})
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
