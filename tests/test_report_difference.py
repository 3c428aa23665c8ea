"""The score diff of a class, read as text of 80 columns, and its JSON."""

import dataclasses
import io
import json
from collections.abc import Sequence

import pytest
from rich.console import Console

from autograder.report.changes import cells, class_difference, reason
from autograder.report.difference import difference_json, difference_table
from autograder.results import Change, ManualCell, NotebookResult, Result, State, TestResult
from autograder.verdicts import Verdict

HASHES = {"submission": "s", "master": "m", "data": "d", "settings": "c"}


def judged(grade_id: str, verdict: str, points: float | None, worth: float) -> TestResult:
    return TestResult(grade_id, "Exercise 1", Verdict(verdict), points, worth)


def result(student: str, *tests: TestResult, **more: object) -> Result:
    waits = any(test.points is None for test in tests)
    state = State.NEEDS_INSTRUCTOR if waits else State.GRADED
    notebooks = (NotebookResult("paper", tests),)
    plain = Result(student, "lines", state, notebooks, hashes=HASHES, engine="1 jail")
    return dataclasses.replace(plain, **more)  # type: ignore[arg-type]


def refused(student: str) -> Result:
    return result(student, state=State.REFUSED, notebooks=(), problem="not a notebook")


def printed(changes: Sequence[Change], width: int = 80) -> list[str]:
    console = Console(file=io.StringIO(), width=width, color_system=None)
    console.print(difference_table(changes))
    assert isinstance(console.file, io.StringIO)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


def held(changes: Sequence[Change]) -> dict[str, object]:
    facts = json.loads(json.dumps(difference_json(changes)))
    assert set(facts) == {"held"}
    return dict(facts["held"])


PASSED, FAILED = judged("a", "passed", 5, 5), judged("a", "failed", 0, 5)
OTHER = judged("b", "passed", 2, 2)
MENDED = {"hashes": {**HASHES, "master": "m2"}}

# Three gain by the mended test, one loses, and one has to wait for a person.
CLASS = (
    *(
        Change(result(name, FAILED, OTHER), result(name, PASSED, OTHER, **MENDED))
        for name in ("ada", "ben", "cyd")
    ),
    Change(result("dan", PASSED, OTHER), result("dan", FAILED, OTHER, **MENDED)),
    Change(
        result("eve", PASSED, OTHER),
        result("eve", judged("a", "unsupported", None, 5), OTHER, **MENDED),
    ),
)


def test_the_table_tells_by_test_and_by_student_who_gains_and_who_loses() -> None:
    lines = [line.split() for line in printed(CLASS) if line]
    assert " ".join(lines[0]) == (
        "5 scores would change: 1 loses, 1 waits for a person, 3 gain (changed: master)"
    )
    assert lines[1] == ["test", "cell", "worth", "gain", "lose", "wait", "verdicts"]
    assert lines[2] == ["a", "5", "3", "1", "1", "3", "failed", "->", "passed"]
    assert lines[3] == ["1", "passed", "->", "failed"]
    assert lines[4] == ["1", "passed", "->", "unsupported"]
    assert lines[5] == ["student", "before", "after", "change", "by"]
    assert [" ".join(line) for line in lines[6:]] == [
        "dan 7 2 -5 a 5 -> 0",
        "eve 7 2? -5 a 5 -> ?",
        "ada 2 7 +5 a 0 -> 5",
        "ben 2 7 +5 a 0 -> 5",
        "cyd 2 7 +5 a 0 -> 5",
    ]


def test_programs_are_told_the_same() -> None:
    facts = held(CLASS)
    assert facts["reasons"] == ["master"]
    counts = {"loses": 1, "waits": 1, "gains": 3, "same": 0}
    assert facts["counts"] == counts
    assert facts["tests"] == [
        {
            "notebook": "paper",
            "grade_id": "a",
            "exercise": "Exercise 1",
            "worth_before": 5,
            "worth_after": 5,
            "counts": counts,
            "turns": [
                {"before": "failed", "after": "passed", "students": 3},
                {"before": "passed", "after": "failed", "students": 1},
                {"before": "passed", "after": "unsupported", "students": 1},
            ],
        }
    ]
    students = facts["students"]
    assert isinstance(students, list)
    assert [each["student"] for each in students] == ["dan", "eve", "ada", "ben", "cyd"]
    assert students[1] == {
        "student": "eve",
        "direction": "waits",
        "reasons": ["master"],
        "before": {"points": 7, "max_points": 7, "state": "graded", "problem": ""},
        "after": {"points": 2, "max_points": 7, "state": "needs-instructor", "problem": ""},
        "tests": [
            {
                "notebook": "paper",
                "grade_id": "a",
                "exercise": "Exercise 1",
                "before": {"says": "passed", "points": 5, "worth": 5},
                "after": {"says": "unsupported", "points": None, "worth": 5},
            }
        ],
    }


def test_a_test_that_left_the_master_one_that_is_new_and_one_worth_less_are_shown() -> None:
    before = result("ada", judged("old", "passed", 1, 1), judged("kept", "passed", 4, 4))
    after = result("ada", judged("kept", "passed", 3, 3), judged("new", "failed", 0, 2), **MENDED)
    lines = [" ".join(line.split()) for line in printed([Change(before, after)]) if line]
    assert lines[2:5] == [
        "kept 4 -> 3 0 1 0 1 still passed",
        "new new, 2 0 0 0 1 now failed",
        "old gone, 1 0 1 0 1 was passed",
    ]
    assert lines[6:] == ["ada 5 3 -2 kept 4 -> 3", "new new, 0", "and 1 more"]


def test_a_submission_that_can_be_graded_now_does_not_make_its_tests_new() -> None:
    changes = [Change(refused("ada"), result("ada", PASSED)), CLASS[0]]
    lines = [" ".join(line.split()) for line in printed(changes) if line]
    assert lines[2] == "a 5 2 0 0 1 now passed"
    assert "ada - 5 +5 refused -> graded" in lines
    back = printed([Change(result("ada", PASSED), refused("ada"))])
    assert back[-1].split() == ["ada", "5", "-", "-5", "graded", "->", "refused"]


def test_a_cell_for_a_person_that_is_now_answered_waits() -> None:
    def essay(*, answered: bool) -> Result:
        cell = ManualCell("essay", "Exercise 2", 3, answered)
        return result("ada", notebooks=(NotebookResult("paper", (PASSED,), manual=(cell,)),))

    change = Change(essay(answered=False), essay(answered=True))
    (test,) = class_difference([change]).tests
    assert (test.grade_id, test.worth_after) == ("essay", 3)
    assert dict(test.turns) == {("not answered", "for a person"): 1}
    assert class_difference([change]).students[0].direction == "waits"


def many(count: int) -> list[Change]:
    """Change every test of a class that has long names, each test for another student."""
    tests = [f"test-of-exercise-{at}-which-has-a-long-name" for at in range(count)]
    return [
        Change(
            result(f"student-{at:03}-with-a-long-name", judged(name, "failed", 0, 1.25)),
            result(f"student-{at:03}-with-a-long-name", judged(name, "passed", 1.25, 1.25)),
        )
        for at, name in enumerate(tests)
    ]


@pytest.mark.parametrize("count", [1, 20, 21, 300])
def test_the_table_of_a_large_class_fits_80_columns_and_says_what_it_leaves_out(count: int) -> None:
    lines = printed(many(count))
    assert max(map(len, lines)) <= 80
    assert len(lines) < 60
    left = [line for line in lines if line.startswith("and ")]
    expected = {1: [], 20: [], 21: ["1 more test cell", "1 more student"]}
    default = [f"{count - 20} more test cells", f"{count - 20} more students"]
    assert left == [f"and {each}: --json lists all" for each in expected.get(count, default)]


def test_programs_are_told_all_of_a_large_class() -> None:
    facts = held(many(300))
    assert (len(list(facts["tests"])), len(list(facts["students"]))) == (300, 300)  # type: ignore[call-overload]


def test_a_name_is_no_markup_and_commands_no_terminal() -> None:
    name, test = "[red]x\x1b[2J", judged("[b]\x07", "passed", 1, 1)
    lines = printed([Change(result(name), result(name, test))])
    assert "[red]x\N{REPLACEMENT CHARACTER}[2J" in lines[-1]
    assert "[b]\N{REPLACEMENT CHARACTER}" in lines[-1]


@pytest.mark.parametrize("name", list(HASHES))
def test_the_reason_is_what_the_two_results_recorded_otherwise(name: str) -> None:
    before, after = result("ada"), result("ada", hashes={**HASHES, name: "other"})
    assert reason(before, after) == (name,)


def test_several_reasons_stand_in_one_order() -> None:
    after = result("ada", hashes={"submission": "s", "master": "x", "new": "y"}, engine="2 jail")
    assert reason(result("ada"), after) == ("master", "data", "settings", "engine", "new")
    assert reason(result("ada"), result("ada")) == ()


def test_equal_results_differ_by_no_cell_and_a_message_is_no_difference() -> None:
    told = dataclasses.replace(FAILED, message="look again", note="line 3")
    assert cells(result("ada", FAILED), result("ada", told)) == ()
