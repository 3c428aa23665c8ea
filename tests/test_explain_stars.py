"""An explanation changes no verdict of real work: every kind of case of the shipped assignment."""

import dataclasses
from pathlib import Path

import masters
import pytest
from stars_course import CHEAP, NAME, NOTEBOOKS, hand_in, make_course, master, released

from autograder import assignment as assignments
from autograder import cases, submission
from autograder.cases import Case, Kind
from autograder.configuration import Course
from autograder.errors import StudentError
from autograder.execution.grading import grade
from autograder.execution.pool import Pool
from autograder.pipeline import choose_tier
from autograder.results import NotebookResult
from autograder.submission import Submission


def packs(name: str) -> list[tuple[Case, ...]]:
    """Choose what to grade: all short cases of the notebook that trains nothing, some of others."""
    short = [case for case in masters.cases_of(name) if not case.is_long]
    packed = (cases.pack([case for case in short if case.kind is kind]) for kind in Kind)
    return [pack for each in packed for pack in (each if name == CHEAP else each[:2])]


def taken(course: Course, name: str, pack: tuple[Case, ...], student: str) -> Submission | None:
    hand_in(course, student, name, cases.submission(released(course, name), pack))
    folder = course.submitted / student / NAME
    try:
        notebook = submission.read_notebook(submission.find_notebook(folder, name))
        return submission.take_in(master(course, name), notebook)
    except StudentError:
        return None


@pytest.mark.prove
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_kind_of_case_gets_the_same_verdicts(tmp_path: Path, name: str) -> None:
    course = make_course(tmp_path / "course", (name,))
    assignment = assignments.read(course.source / NAME)
    with Pool(assignment, course.settings, choose_tier(course)) as pool:
        for at, pack in enumerate(packs(name)):
            work = taken(course, name, pack, f"student{at}")
            if work is None:
                continue
            results: list[NotebookResult] = []
            for explain in (False, True):
                rooms = pool.rooms(work.master, warm=work.warm)
                graded = grade(rooms, work, course.settings, explain=explain)
                results.append(dataclasses.replace(graded.result, measured={}))
                assert (graded.explanation is not None) is explain
            assert results[0] == results[1], [case.name for case in pack]
