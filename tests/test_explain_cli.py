"""``autograder explain``: one submission again, whatever was handed in, and nothing written."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from engine_course import RIGHT, WRONG, hand_in, handing_in, write_course

from autograder import pipeline
from autograder.cli import verbs
from autograder.configuration import Course


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Give a graded course with every kind of hand-in."""
    made = write_course(tmp_path_factory.mktemp("course"))
    hand_in(made, "right", RIGHT)
    hand_in(made, "wrong", WRONG)
    hand_in(made, "damaged", RIGHT).write_text("no notebook")
    handing_in(made, "empty")
    pipeline.grade_class(made, "lines", jobs=1)
    return made


def run(course: Course, *arguments: str) -> Result:
    where = ["--course-dir", str(course.root)]
    return CliRunner().invoke(verbs, ["explain", *arguments, *where], env={"COLUMNS": "120"})


def everything(course: Course) -> dict[str, bytes]:
    files = (path for path in course.root.rglob("*") if path.is_file())
    return {str(path): path.read_bytes() for path in files}


def test_a_failed_test_is_shown_with_its_hidden_part_and_the_values(course: Course) -> None:
    before = everything(course)
    result = run(course, "wrong", "lines")
    assert result.exit_code == 0, result.output
    # 40 is what the prefix starts with, and what the student did not add two to.
    told = [" ".join(line.strip("│╭╮ \n").split()) for line in result.stdout.splitlines()]
    assert "❱ 3 ┃ assert total == 42, 'add two'" in told
    assert told.count("total int 40") == 1
    assert told.count("total int, cell 2 40") == 1
    assert "the student reads add two" in told
    assert "Verdicts and points are those of the newest result." in told
    assert everything(course) == before


def test_the_same_facts_come_as_json_and_as_a_page_for_its_owner_only(
    course: Course, tmp_path: Path
) -> None:
    page = tmp_path / "wrong.html"
    result = run(course, "wrong", "lines", "--json", "--html", str(page))
    facts = json.loads(result.stdout)
    (notebook,) = facts["notebooks"]
    (test,) = notebook["explanation"]["tests"]
    assert (facts["student"], facts["differences"], facts["changed"]) == ("wrong", [], [])
    assert test["result"]["verdict"] == "failed"
    assert test["values"] == [
        {"name": "total", "kind": "answer", "type": "int", "text": "40", "cell": 2}
    ]
    assert [cell["bound"] for cell in notebook["explanation"]["cells"]] == [["total"]]
    assert "outputs" not in notebook["explanation"]["cells"][0]
    assert "add two" in page.read_text()
    assert page.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("folder", ["feedback", "release", "submitted", "autograded"])
def test_a_page_does_not_go_where_students_may_see_it(course: Course, folder: str) -> None:
    page = course.root / folder / "page.html"
    result = run(course, "wrong", "lines", "--html", str(page))
    assert getattr(result.exception, "code", None) == "explanation-in-the-open"
    assert not page.exists()


@pytest.mark.parametrize(
    ("student", "code", "words"),
    [
        ("damaged", "notebook-not-json", "paper.ipynb"),
        ("empty", "notebook-missing", "paper.ipynb was not handed in"),
        ("wrongg", "nothing-submitted", "did you mean wrong?"),
    ],
)
def test_what_cannot_be_graded_is_explained_too(
    course: Course, student: str, code: str, words: str
) -> None:
    result = run(course, student, "lines", "--json")
    assert result.exit_code == 0
    (notebook,) = json.loads(result.stdout)["notebooks"]
    assert notebook["code"] == code
    assert words in notebook["problem"]
    assert code in run(course, student, "lines").stdout


def test_other_verdicts_than_those_on_record_are_told(course: Course) -> None:
    master = course.source / "lines" / "paper.ipynb"
    kept = master.read_bytes()
    master.write_bytes(kept.replace(b"total == 42", b"total == 40"))
    try:
        result = run(course, "wrong", "lines", "--json")
    finally:
        master.write_bytes(kept)
    assert result.exit_code == 1
    facts = json.loads(result.stdout)
    (difference,) = facts["differences"]
    assert (difference["grade_id"], facts["changed"]) == ("test1", ["master"])
    assert (difference["recorded"]["points"], difference["now"]["points"]) == (0, 2)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("right", "nowhere"), "assignment-missing"),
        (("right", "lines", "--notebook", "other"), "notebook-unknown"),
        (("../right", "lines"), "name-not-allowed"),
    ],
)
def test_a_mistake_in_the_command_is_named(
    course: Course, arguments: tuple[str, ...], code: str
) -> None:
    assert getattr(run(course, *arguments).exception, "code", None) == code
