"""Every case scores what it says, on the shipped data, on held-out data and on anybody's data.

The environment variable ``AUTOGRADER_EXTRA_DATA`` names more data files to try.
"""

import dataclasses
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import stars_course
from stars_course import HELD_OUT, HONEST, NAME, SHIPPED

from autograder import assignment as assignments
from autograder import cases, demo, notebook, pipeline
from autograder.assignment import Assignment
from autograder.cases import Case, Kind
from autograder.configuration import Course
from autograder.notebook import Notebook
from autograder.results import Result, State
from autograder.submission import TIMESTAMP_FILE

EXTRA = tuple(
    Path(name) for name in os.environ.get("AUTOGRADER_EXTRA_DATA", "").split(os.pathsep) if name
)
OTHERS = (*HELD_OUT, *EXTRA)


def test_two_other_data_files_are_there() -> None:
    assert len(HELD_OUT) == 2
    assert len({path.read_bytes() for path in (SHIPPED, *HELD_OUT)}) == 3


@pytest.mark.parametrize(
    ("data", "kinds"),
    [
        pytest.param(SHIPPED, tuple(Kind), id="shipped"),
        *(pytest.param(path, HONEST, id=path.stem) for path in OTHERS),
        *(
            pytest.param(path, (Kind.ATTACK,), id=f"{path.stem}-attacks", marks=pytest.mark.prove)
            for path in OTHERS
        ),
    ],
)
def test_every_case_scores_what_it_says(
    data: Path, kinds: tuple[Kind, ...], tmp_path: Path
) -> None:
    course = stars_course.make_course(tmp_path / "course", data)
    made = demo.make_class(course, NAME, folder_of(kinds, tmp_path / "cases"))
    hand_in_solution_and_release(course)
    graded = {result.student: result for result in pipeline.grade_class(course, NAME, jobs=2)}
    assignment = assignments.read(course.source / NAME)

    assert set(graded) == {*made.students, "the-solution", "the-release"}
    assert graded.pop("the-solution").points == assignment.points == 10
    assert graded.pop("the-release").points == 0
    wrong = [
        complaint
        for student, result in graded.items()
        for complaint in complaints(result, made.students[student], assignment)
    ]
    assert not wrong, "\n".join(wrong)


def folder_of(kinds: tuple[Kind, ...], folder: Path) -> Path:
    """Return a folder that holds the cases of some kinds only."""
    folder.mkdir()
    for kind in kinds:
        (folder / kind).symlink_to(stars_course.ROOT / "tests" / kind)
    return folder


def hand_in_solution_and_release(course: Course) -> None:
    """Hand in the release as it is, and the release with the master's solutions in it."""
    for master in assignments.read(course.source / NAME).masters:
        release = notebook.read(course.release / NAME / f"{master.name}.ipynb")
        solved = {cell.grade_id: cell.source for cell in master.notebook.cells if cell.is_solution}
        cells = tuple(
            dataclasses.replace(cell, source=solved.get(cell.grade_id, cell.source))
            for cell in release.cells
        )
        hand_in(course, "the-release", master.name, release)
        hand_in(course, "the-solution", master.name, dataclasses.replace(release, cells=cells))


def hand_in(course: Course, student: str, name: str, content: Notebook) -> None:
    folder = course.submitted / student / NAME
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.ipynb").write_bytes(notebook.write(content))
    (folder / TIMESTAMP_FILE).write_text("2026-01-15 12:00:00 UTC")


def complaints(result: Result, chosen: tuple[Case, ...], assignment: Assignment) -> Iterator[str]:
    """Say where a submission did not get what its cases say."""
    who = f"{result.student} ({', '.join(f'{case.kind}/{case.name}' for case in chosen)})"
    refused = any(case.refused for case in chosen)
    if result.state is not (State.REFUSED if refused else State.GRADED):
        yield f"{who}: {result.state}: {result.problem}"
    if refused:
        return
    found = {test.grade_id: test for each in result.notebooks for test in each.tests}
    for master in assignment.masters:
        own = [case for case in chosen if case.notebook == master.name]
        for grade_id, points in cases.expected(master, own).items():
            test = found[grade_id]
            if test.points != points:
                yield f"{who}: {grade_id}: {points} expected, {test.points} given: {test}"
    for case in chosen:
        for grade_id, verdict in case.verdicts.items():
            if found[grade_id].verdict is not verdict:
                yield f"{who}: {grade_id}: {verdict} expected: {found[grade_id]}"
