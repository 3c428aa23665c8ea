"""How stock otter-grader is called for comparisons: one process for many, none for ever."""

import json
from pathlib import Path

import otter_stock
import pytest
from compiler_course import check, locked, make_course, solution
from left_behind import wait_for_none
from otter_stock import PROBLEM, RESULTS, Graded, Job

from autograder import cases
from autograder import notebook as notebooks
from autograder.cases import Action, Case, Edit, Kind
from autograder.configuration import open_course

MARK = "AUTOGRADER_TEST_OTTER"
NAME, NOTEBOOK = "lines", "fit"
# What the fake program does for a submission, by its name.
FAKE = f"""
import json, os, subprocess, sys, time
from pathlib import Path

for submission, bundle, folder in json.loads(sys.argv[1]):
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    if submission == "endless":
        subprocess.Popen(["sleep", "600"], start_new_session=True)
        time.sleep(600)
    if submission == "ends":
        print("out of memory")
        os._exit(7)
    if submission == "refused":
        (target / {PROBLEM!r}).write_text("OtterRuntimeError: no")
    else:
        tests = [
            {{"name": "Public Tests", "output": "all passed", "status": "passed"}},
            {{"name": "fit-test", "score": 1.5, "max_score": 2.0, "output": ""}},
        ]
        (target / {RESULTS!r}).write_text(json.dumps({{"tests": tests}}))
"""
RIGHT = Graded({"fit-test": 1.5})


def fake_jobs(folder: Path, *names: str) -> list[Job]:
    return [
        Job(Path(name), folder / "zip", folder / f"{at}-{name}") for at, name in enumerate(names)
    ]


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    program = tmp_path / "fake.py"
    program.write_text(FAKE)
    monkeypatch.setattr(otter_stock, "PROGRAM", program)
    return tmp_path


def test_a_submission_that_never_ends_is_ended_with_all_it_started_and_the_rest_is_graded(
    fake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MARK, str(fake))
    found = otter_stock.grade(fake_jobs(fake, "right", "endless", "other"), seconds=5)
    assert found == [RIGHT, Graded(None, "not finished after 5 seconds"), RIGHT]
    assert wait_for_none(f"{MARK}={fake}", seconds=5) == []


def test_a_process_that_ends_early_is_told_and_the_rest_is_graded(fake: Path) -> None:
    found = otter_stock.grade(fake_jobs(fake, "ends", "refused", "right"))
    told = "otter's process ended with 7: out of memory"
    assert found == [Graded(None, told), Graded(None, "OtterRuntimeError: no"), RIGHT]


def test_results_without_tests_are_none(tmp_path: Path) -> None:
    failed = {"tests": [{"name": "Autograder Failed", "output": "no results"}], "score": 0}
    (tmp_path / RESULTS).write_text(json.dumps(failed))
    assert otter_stock.read(tmp_path) == Graded(None, "no results")


def case(source: str) -> Case:
    edits = (Edit(Action.REPLACE, "answer", source),)
    return Case("made", Kind.WHEAT, NOTEBOOK, "made", "Exercise", {}, {}, False, edits)


def handed_in(folder: Path, *sources: str) -> list[Job]:
    """Build a course of one exercise, and return a job for each source of its solution cell."""
    make_course(
        folder,
        locked("import math"),
        solution("### BEGIN SOLUTION\nanswer = 42\n### END SOLUTION", "answer"),
        check("assert answer == 42, 'it is 42'", "answer-test", 2),
    )
    course = open_course(folder)
    otter_stock.build(course, NAME)
    release = notebooks.read(course.release / NAME / f"{NOTEBOOK}.ipynb")
    jobs = []
    for at, source in enumerate(sources):
        path = folder / str(at) / f"{NOTEBOOK}.ipynb"
        path.parent.mkdir()
        path.write_bytes(cases.submission(release, [case(source)]))
        jobs.append(Job(path, otter_stock.bundle(course, NAME, NOTEBOOK), folder / f"out-{at}"))
    return jobs


@pytest.mark.prove
def test_one_process_for_many_scores_as_a_command_for_each(tmp_path: Path) -> None:
    jobs = handed_in(tmp_path, "answer = 42", "answer = 41")
    found = otter_stock.grade(jobs)
    assert found == [Graded({"answer-test": 2.0}), Graded({"answer-test": 0.0})]
    assert otter_stock.command_line(jobs[1]) == found[1]


@pytest.mark.prove
def test_an_endless_cell_of_a_student_ends_at_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MARK, str(tmp_path))
    jobs = handed_in(tmp_path, "while True: pass", "answer = 42")
    found = otter_stock.grade(jobs, seconds=60)
    assert found == [
        Graded(None, "not finished after 60 seconds"),
        Graded({"answer-test": 2.0}),
    ]
    assert wait_for_none(f"{MARK}={tmp_path}", seconds=5) == []
