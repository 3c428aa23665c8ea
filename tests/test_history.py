"""A student's assignment on record: every result, why each differs, what people gave by hand."""

import dataclasses
import io
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result as Ended
from rich.console import Console

from autograder import marks, results
from autograder.cli import verbs
from autograder.configuration import Course, open_course
from autograder.errors import InstructorError
from autograder.marks import CellMark, Marks
from autograder.report import history
from autograder.results import NotebookResult, Result, State, TestResult
from autograder.verdicts import Verdict

HASHES = {"submission": "s", "master": "m", "data": "d", "settings": "c"}
NOON = 1_770_000_000  # 2026-02-02 02:40 UTC


def judged(grade_id: str, points: float) -> TestResult:
    verdict = Verdict.PASSED if points else Verdict.FAILED
    return TestResult(grade_id, "Exercise 1", verdict, points, 5)


def result(*points: float, student: str = "ada", **more: object) -> Result:
    tests = tuple(judged(f"test{at}", each) for at, each in enumerate(points, start=1))
    plain = Result(
        student,
        "lines",
        State.GRADED,
        (NotebookResult("paper", tests),),
        hashes=HASHES,
        engine="1 jail",
    )
    return dataclasses.replace(plain, **more)  # type: ignore[arg-type]


@pytest.fixture
def course(tmp_path: Path) -> Course:
    (tmp_path / "source/lines").mkdir(parents=True)
    (tmp_path / "source/planets").mkdir()
    for student in ("ada", "adam", "zoe"):
        (tmp_path / "submitted" / student / "lines").mkdir(parents=True)
    return open_course(tmp_path)


def record(course: Course, *recorded: Result) -> None:
    """Append results, and date each file a minute after the one before."""
    for each in recorded:
        assert results.append(course.results, each)
    files = results.history(course.results, recorded[0].student, "lines")
    for at, path in enumerate(files):
        os.utime(path, (NOON + 60 * at,) * 2)


def printed(course: Course, student: str = "ada") -> list[str]:
    console = Console(file=io.StringIO(), width=80, color_system=None)
    console.print(history.text(history.read(course, student, "lines")))
    assert isinstance(console.file, io.StringIO)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


def run(course: Course, *arguments: str) -> Ended:
    return CliRunner().invoke(verbs, ["history", *arguments, "--course-dir", str(course.root)])


MENDED = {**HASHES, "master": "m2"}
RESUBMITTED = {**HASHES, "submission": "s2"}


def test_every_result_is_told_with_what_sets_it_apart_from_the_one_before(course: Course) -> None:
    record(
        course,
        result(0, 5),
        result(5, 5, hashes=MENDED),
        result(5, 0, hashes={**MENDED, "submission": "s2"}, handed_in="2026-02-02 12:00 UTC"),
    )
    assert printed(course) == [
        "ada, lines",
        "0001  written 2026-02-02 02:40 UTC",
        "      5 of 10, graded",
        "0002  written 2026-02-02 02:41 UTC",
        "      10 of 10, graded; changed: master",
        "      test1: failed 0 of 5 -> passed 5 of 5",
        "0003  written 2026-02-02 02:42 UTC, handed in 2026-02-02 12:00 UTC",
        "      5 of 10, graded; changed: submission, time of handing in",
        "      test2: passed 5 of 5 -> failed 0 of 5",
        "",
        "“written” is the time of the file, which copying may change.",
    ]


def test_a_result_that_differs_although_nothing_recorded_did_says_so(course: Course) -> None:
    record(course, result(0), result(5))
    assert "      5 of 5, graded; changed: nothing that is recorded" in printed(course)


def test_a_refused_submission_is_told_with_its_problem(course: Course) -> None:
    problem = "paper.ipynb: the file is not JSON\x1b[2J"
    refused = result(state=State.REFUSED, notebooks=(), problem=problem)
    record(course, refused, result(5, hashes=RESUBMITTED))
    lines = printed(course)
    assert lines[2:4] == [
        "      0 of 0, refused",
        "      paper.ipynb: the file is not JSON\N{REPLACEMENT CHARACTER}[2J",
    ]
    assert lines[-3] == "      test1: new, passed 5 of 5"


def test_the_cells_of_a_notebook_that_was_refused_are_not_told_as_gone(course: Course) -> None:
    record(course, result(5), result(state=State.REFUSED, notebooks=(), hashes=RESUBMITTED))
    assert not any("gone" in line for line in printed(course))


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"", b"[" * 100_000])
def test_a_damaged_result_is_told_and_hides_no_other(course: Course, content: bytes) -> None:
    record(course, result(0), result(5, hashes=MENDED), result(5, hashes=RESUBMITTED))
    results.history(course.results, "ada", "lines")[1].write_bytes(content)
    text = " ".join(" ".join(printed(course)).split())
    assert "0002 written" in text
    assert "damaged" in text
    # The third is told by what sets it apart from the first.
    assert "5 of 5, graded; changed: submission test1: failed 0 of 5 -> passed 5 of 5" in text
    facts = json.loads(run(course, "ada", "lines", "--json").output)
    assert [bool(each["damage"]) for each in facts["results"]] == [False, True, False]


def test_what_people_gave_by_hand_follows(course: Course) -> None:
    record(course, result(5))
    essay = CellMark("paper", "essay", points=3.5, extra_credit=1, comment="well said")
    sketch = CellMark("paper", "sketch", points=1)
    marks.append(course.results, "ada", "lines", Marks((essay, sketch), extension_seconds=7200))
    lines = printed(course)
    given = lines[lines.index("Given by hand") + 1 :]
    assert given[0].startswith("marks-0001  written ")
    assert given[0].endswith(", extension of 2 hours")
    assert given[1] == "      essay: 3.5 points, 1 extra credit, comment “well said”"
    assert given[2] == "      sketch: 1 point"
    (path,) = marks.history(course.results, "ada", "lines")
    path.write_text("{")
    assert any("marks-0001" in line and "damaged" in line for line in printed(course))
    assert "0001  written 2026-02-02 02:40 UTC" in printed(course)


def test_attempts_that_collecting_kept_follow(course: Course) -> None:
    record(course, result(5))
    kept = course.submitted / "ada/.attempts/lines"
    for number, when in (("0001", "2026-02-01 10:00:00 UTC"), ("0002", "")):
        (kept / number).mkdir(parents=True)
        (kept / number / "paper.ipynb").write_text("{}")
        if when:
            (kept / number / "timestamp.txt").write_text(when)
    (kept / ".collecting-0003").mkdir()
    lines = printed(course)
    at = lines.index("Earlier attempts, kept and not graded")
    assert lines[at + 1 : at + 3] == [
        "0001  handed in 2026-02-01 10:00:00 UTC: paper.ipynb",
        "0002  paper.ipynb",
    ]
    facts = json.loads(run(course, "ada", "lines", "--json").output)
    assert [each["files"] for each in facts["attempts"]] == [["paper.ipynb"]] * 2


def test_programs_are_told_the_same(course: Course) -> None:
    record(course, result(0), result(5, hashes=MENDED))
    marks.append(course.results, "ada", "lines", Marks((CellMark("paper", "essay", points=3),)))
    facts = json.loads(run(course, "ada", "lines", "--json").output)
    assert (facts["student"], facts["assignment"]) == ("ada", "lines")
    assert facts["results"][1] == {
        "name": "0002",
        "file_written": "2026-02-02T02:41:00+00:00",
        "damage": "",
        "handed_in": "",
        "points": 5,
        "max_points": 5,
        "state": "graded",
        "problem": "",
        "engine": "1 jail",
        "hashes": MENDED,
        "changed": ["master"],
        "noticed": [],
        "tests": [
            {
                "notebook": "paper",
                "grade_id": "test1",
                "exercise": "Exercise 1",
                "before": {"says": "failed", "points": 0, "worth": 5},
                "after": {"says": "passed", "points": 5, "worth": 5},
            }
        ],
    }
    (given,) = facts["marks"]
    assert (given["name"], given["cells"][0]["points"]) == ("marks-0001", 3)


def test_the_command_prints_the_history(course: Course) -> None:
    record(course, result(5))
    ended = run(course, "ada", "lines")
    assert ended.exit_code == 0
    assert "5 of 5, graded" in ended.output


def test_a_student_who_was_never_graded_has_an_empty_history(course: Course) -> None:
    assert "  nothing was graded yet" in printed(course)


def test_a_student_who_is_on_record_only_is_known(course: Course) -> None:
    record(course, result(5, student="eve"))
    assert printed(course, "eve")[0] == "eve, lines"


@pytest.mark.parametrize(
    ("student", "assignment", "code", "hint"),
    [
        ("adda", "lines", "student-unknown", "ada, adam"),
        ("ada", "line", "assignment-missing", "lines"),
        ("ada", "planets", "student-unknown", "there is no student with planets named ada"),
        ("nobody", "lines", "student-unknown", "ada, adam, zoe"),
        ("../ada", "lines", "student-unknown", "ada"),
        ("ada", "../lines", "assignment-missing", "lines"),
        (".pending", "ada", "assignment-missing", "named ada"),
        ("x\x1b[2J", "lines", "student-unknown", "x\N{REPLACEMENT CHARACTER}[2J"),
    ],
)
def test_who_is_not_known_is_answered_with_names_that_are_near(
    course: Course, student: str, assignment: str, code: str, hint: str
) -> None:
    (course.results / ".pending/ada/lines").mkdir(parents=True)
    with pytest.raises(InstructorError) as caught:
        history.read(course, student, assignment)
    assert caught.value.code == code
    assert hint in caught.value.message


def test_a_name_that_is_not_text_can_be_asked_for(course: Course) -> None:
    name = os.fsdecode(b"half-\xff")
    record(course, result(5, student=name))
    ended = run(course, name, "lines", "--json")
    assert json.loads(ended.output)["student"] == name
