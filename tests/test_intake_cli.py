"""`autograder collect` as a person and a program see it, and what becomes of it in grading."""

import dataclasses
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from engine_course import RIGHT, WRONG, write_course
from intake_course import (
    canvas_class,
    make_course,
    submitted,
    work,
    write_folder,
    write_zip,
    zipped,
)

from autograder import notebook as notebooks
from autograder import pipeline
from autograder.cli import verbs
from autograder.configuration import Course

CODE = re.compile(
    r'"((?:archive|assignment|attempt|collect|entry|file|folder|name|notebook|path|roster|student'
    r'|submission|text)-[a-z0-9-]+)"'
)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_course(tmp_path / "course")


def run(course: Course, *arguments: str | Path) -> Result:
    words = ["collect", *map(str, arguments), "--course-dir", str(course.root)]
    return CliRunner().invoke(verbs, words, env={"COLUMNS": "120"})


def test_a_clean_download_ends_in_status_0_and_a_table(course: Course, tmp_path: Path) -> None:
    result = run(course, "lab", write_zip(tmp_path / "lab.zip", canvas_class(5)))
    assert result.exit_code == 0, result.output
    for at in range(1, 6):
        assert f"student{at:02}_{100 + at}" in result.output
    assert "5 students: 5 new" in result.output
    assert "Not taken" not in result.output


def test_what_was_not_taken_is_listed_with_reason_and_remedy(
    course: Course, tmp_path: Path
) -> None:
    files = canvas_class(2) | {"eve_9_509_work.zip": zipped({"../x": b""})}
    result = run(course, "lab", write_zip(tmp_path / "lab.zip", files))
    assert result.exit_code == 1
    line = next(line for line in result.output.splitlines() if "[path-leads-out]" in line)
    assert "lab.zip/eve_9_509_work.zip (eve_9)" in line
    assert "ask for the files again" in line
    assert len(submitted(course)) == 2


def test_json_says_the_same(course: Course, tmp_path: Path) -> None:
    files = canvas_class(1) | {"eve_9_509_fit.ipynb": b"no"}
    path = write_zip(tmp_path / "lab.zip", files)
    result = run(course, "lab", path, "--json", "--dry-run")
    facts = json.loads(result.output)
    assert result.exit_code == 1
    assert (facts["assignment"], facts["dry_run"]) == ("lab", True)
    assert [each["student"] for each in facts["students"]] == ["eve_9", "student01_101"]
    assert facts["students"][1] == {
        "student": "student01_101",
        "state": "new",
        "needs_look": False,
        "notebooks": ["fit"],
        "files": ["fit.ipynb"],
        "timestamp": None,
        "attempts_kept": 0,
        "notes": ["Canvas calls them “student01” (number 101)"],
    }
    (left_out,) = facts["not_taken"]
    assert (left_out["student"], left_out["code"]) == ("eve_9", "notebook-not-json")
    assert left_out["path"] == "lab.zip/eve_9_509_fit.ipynb"
    assert not submitted(course)


def test_a_roster_is_read(course: Course, tmp_path: Path) -> None:
    (tmp_path / "students.csv").write_text("student,lms_id\nada,101\n")
    path = write_zip(tmp_path / "lab.zip", canvas_class(1))
    result = run(course, "lab", path, "--roster", tmp_path / "students.csv")
    assert result.exit_code == 0
    assert list(submitted(course)) == ["ada/fit.ipynb"]


def test_names_from_outside_command_no_terminal(course: Course, tmp_path: Path) -> None:
    evil = "\x1b]0;evil\x07[red]\u202e"
    files = {f"{evil}/fit.ipynb": work("x"), f"eve_1_2_{evil}.ipynb": b"no", "a[b]/x.ipynb": b"no"}
    result = run(course, "lab", write_folder(tmp_path / "in", files))
    assert result.exit_code == 1
    assert not set(result.output) & {"\x1b", "\x07", "\u202e"}
    assert "[red]" in result.output


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["labb", "{in}"], "assignment-missing"),
        (["lab", "{in}/gone"], "path-unreadable"),
        (["lab", "{in}", "--roster", "{in}/gone.csv"], "roster-unreadable"),
    ],
)
def test_an_error_changes_nothing(
    course: Course, tmp_path: Path, arguments: list[str], code: str
) -> None:
    folder = write_folder(tmp_path / "in", {"ada/fit.ipynb": work("x")})
    result = run(course, *(each.replace("{in}", str(folder)) for each in arguments))
    assert result.exception is not None
    assert getattr(result.exception, "code", None) == code
    assert not course.submitted.exists()


@pytest.mark.prove
def test_a_collected_class_is_graded(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course")
    answers = {"ada": RIGHT, "ben": WRONG, "cyd": RIGHT}
    released = notebooks.read(course.release / "lines/paper.ipynb")
    files = {}
    for at, (student, answer) in enumerate(answers.items()):
        cells = tuple(
            dataclasses.replace(cell, source=answer) if cell.is_solution else cell
            for cell in released.cells
        )
        name = f"{student}_{at}_{500 + at}_my paper ({at}).ipynb"
        files[name] = notebooks.write(dataclasses.replace(released, cells=cells))
    (tmp_path / "students.csv").write_text("student,lms_id\nada,0\nben,1\ncyd,2\n")
    download = write_zip(tmp_path / "lines.zip", files)
    result = run(course, "lines", download, "--roster", tmp_path / "students.csv")
    assert result.exit_code == 0, result.output
    graded = pipeline.grade_class(course, "lines", jobs=1).results
    assert {each.student: each.points for each in graded} == {"ada": 2, "ben": 0, "cyd": 2}


def test_every_code_is_explained_in_the_page(repository: Path) -> None:
    page = (repository / "docs/collect.md").read_text(encoding="utf-8")
    found: set[str] = set()
    for module in (repository / "autograder/intake").glob("*.py"):
        found |= set(CODE.findall(module.read_text(encoding="utf-8")))
    assert len(found) > 40
    assert sorted(code for code in found if f"`{code}`" not in page) == []
