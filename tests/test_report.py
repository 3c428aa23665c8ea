"""The class table, read as text of 80 columns, and its JSON."""

import dataclasses
import io
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from rich.console import Console

from autograder.assignment import Assignment, master_of
from autograder.marks import CellMark, Marks, Standing
from autograder.notebook import Cell, Notebook
from autograder.report import class_json, class_table
from autograder.report.table import exercise_columns, noticed_lines
from autograder.report.totals import total
from autograder.results import ManualCell, NotebookResult, Noticed, Result, State, TestResult
from autograder.verdicts import Verdict


def assignment(*headings: str, points: float = 10) -> Assignment:
    """Make one test cell under each heading."""
    cells: list[Cell] = []
    for at, heading in enumerate(headings):
        roles = {"grade_id": f"t{at}", "grade": True, "locked": True, "points": points}
        cells.append(Cell("markdown", f"## {heading}"))
        cells.append(Cell("code", "assert True", {"nbgrader": roles}))
    return Assignment("stars", Path("stars"), (master_of("one", Notebook(tuple(cells))),), ())


def result(student: str, headings: tuple[str, ...], *points: float | None) -> Result:
    tests = tuple(
        TestResult(
            f"t{at}",
            heading,
            Verdict.UNSUPPORTED if earned is None else Verdict.PARTIAL,
            earned,
            10.0,
        )
        for at, (heading, earned) in enumerate(zip(headings, points, strict=True))
    )
    state = State.NEEDS_INSTRUCTOR if None in points else State.GRADED
    return Result(student, "stars", state, (NotebookResult("one", tests),))


def refused(student: str) -> Result:
    return Result(student, "stars", State.REFUSED, (), problem="not a notebook")


def printed(
    results: list[Result],
    of: Assignment,
    standings: Mapping[str, Standing] | None = None,
    width: int = 80,
) -> list[str]:
    console = Console(file=io.StringIO(), width=width, color_system=None)
    console.print(class_table(results, of, standings))
    assert isinstance(console.file, io.StringIO)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


def words(line: str) -> list[str]:
    return line.split()


TWO = ("Exercise 1: The highest correlations", "Exercise 2: A confusing case")


def test_students_stand_by_exercises_with_total_state_and_mean() -> None:
    lines = printed([result("bob", TWO, 4, 2.5), result("ada", TWO, 10, 10)], assignment(*TWO))
    assert [words(line) for line in lines] == [
        ["Ex", "1", "Ex", "2", "total"],
        ["student", "of", "10", "of", "10", "of", "20", "state"],
        ["ada", "10", "10", "20", "graded"],
        ["bob", "4", "2.5", "6.5", "graded"],
        ["mean", "of", "2", "7", "6.25", "13.25"],
        ["Ex", "1", *words(TWO[0])],
        ["Ex", "2", *words(TWO[1])],
    ]


def test_points_that_wait_for_the_instructor_are_marked() -> None:
    lines = printed([result("ada", TWO, None, 10)], assignment(*TWO))
    assert words(lines[2]) == ["ada", "0?", "10", "10?", "look"]
    assert "needs the instructor" in lines[-1]


def test_a_refused_submission_is_listed_and_counts_as_nothing_in_the_mean() -> None:
    lines = printed([result("ada", TWO, 10, 5), refused("bob")], assignment(*TWO))
    assert words(lines[3]) == ["bob", "-", "-", "-", "refused"]
    assert words(lines[4]) == ["mean", "of", "2", "5", "2.5", "7.5"]


@pytest.mark.parametrize("count", [3, 8])
def test_the_table_fits_80_columns_without_breaking_a_line(count: int) -> None:
    headings = tuple(
        f"Exercise {at}: Something that has a long heading indeed" for at in range(1, count + 1)
    )
    student = result("ada.lovelace", headings, *[7.25] * (count - 1), None)
    lines = printed([student], assignment(*headings))
    assert max(map(len, lines)) <= 80
    total = f"{7.25 * (count - 1):g}?"
    assert words(lines[2]) == ["ada.lovelace", *["7.25"] * (count - 1), "0?", total, "look"]


def test_the_columns_of_the_chapter_have_short_names_and_fit_80_columns() -> None:
    numbered = tuple(f"Exercise {at}: Something that has a long heading" for at in range(1, 7))
    headings = (*numbered, "Bonus: Groups that nobody has named")
    students = [result("hertzsprung", headings, *[10] * 7), refused("bell-burnell")]
    lines = printed(students, assignment(*headings))
    assert max(map(len, lines)) <= 80
    assert " ".join(words(lines[0])) == "Ex 1 Ex 2 Ex 3 Ex 4 Ex 5 Ex 6 Bonus total"
    assert words(lines[3]) == ["hertzsprung", *["10"] * 7, "70", "graded"]


@pytest.mark.parametrize(
    ("headings", "shorts"),
    [
        (("Exercise 1", "Bonus"), ["Ex 1", "Bonus"]),
        (("Bonus: a", "Bonus: b"), ["#1", "#2"]),
        (("Bonus 1", "Bonus 2"), ["Bo 1", "Bo 2"]),
        (("Exercise 1", "Bonuses"), ["#1", "#2"]),
    ],
)
def test_a_bonus_needs_no_number_where_there_is_one(
    headings: tuple[str, ...], shorts: list[str]
) -> None:
    assert [column.short for column in exercise_columns(assignment(*headings))] == shorts


def test_headings_without_a_number_are_numbered() -> None:
    headings = ("Warm up", "A harder one")
    lines = printed([result("ada", headings, 1, 2)], assignment(*headings))
    assert words(lines[0]) == ["#1", "#2", "total"]
    assert lines[-2:] == ["#1  Warm up", "#2  A harder one"]


def test_a_students_name_is_no_markup_and_commands_no_terminal() -> None:
    lines = printed([result("[red]x\x1b[2J", TWO, 1, 1)], assignment(*TWO))
    assert lines[2].startswith("[red]x\N{REPLACEMENT CHARACTER}[2J")


def test_an_empty_class_makes_an_empty_table() -> None:
    assert words(printed([], assignment(*TWO))[1])[0] == "student"
    assert class_json([])["mean"] == {"points": 0.0, "exercises": []}


def test_what_was_noticed_is_listed_by_student_and_steers_no_terminal() -> None:
    odd = Noticed("answer-changed", "t0: “\x1b[2Jx[red]” was read twice\nand differed")
    bob = result("b\x1bob", TWO, 1, 1)
    bob = dataclasses.replace(
        bob, notebooks=(dataclasses.replace(bob.notebooks[0], noticed=(odd,)),)
    )
    lines = [line.plain for line in noticed_lines([bob, result("ada", TWO, 1, 1)])]
    assert lines == [
        "\nNoticed, without effect on the score:",
        "  b\N{REPLACEMENT CHARACTER}ob: one, t0: “x[red]” was read twice and differed "
        "[answer-changed]",
    ]
    (student,) = class_json([bob])["students"]
    assert student["noticed"] == [{"notebook": "one", "code": "answer-changed", "text": odd.text}]
    assert noticed_lines([result("ada", TWO, 1, 1)]) == []


def odd_at(student: str, *places: str) -> Result:
    row = result(student, TWO, 1, 1)
    told = tuple(Noticed("function-differs", f"{place}: it differed") for place in places)
    return dataclasses.replace(
        row, notebooks=(dataclasses.replace(row.notebooks[0], noticed=told),)
    )


@pytest.mark.parametrize(
    ("having", "of", "is_shared"), [(3, 11, True), (3, 12, False), (2, 3, False), (3, 3, True)]
)
def test_what_a_quarter_of_the_class_has_at_one_place_is_one_line(
    having: int, of: int, is_shared: bool
) -> None:
    rows = [odd_at(f"s{at:02}", "t0", "t0") for at in range(having)]
    rows += [odd_at(f"s{at:02}") for at in range(having, of - 1)] if having < of else []
    rows = [*rows[: of - 1], odd_at("zoe", "t1", *(["t0"] if having == of else []))]
    lines = [line.plain for line in noticed_lines(rows)]
    one_line = (
        f"  function-differs at one, t0: {having} of {of} students; the exercise itself may ask "
        "for it"
    )
    assert (one_line in lines) is is_shared
    assert any(line.startswith("  s00: ") for line in lines) is not is_shared
    assert "  zoe: one, t1: it differed [function-differs]" in lines
    assert len(class_json(rows)["students"][0]["noticed"]) == 2


def test_json_tells_the_facts_of_the_table() -> None:
    facts = class_json([refused("zoe"), result("ada", TWO, None, 5)])
    assert json.loads(json.dumps(facts)) == {
        "schema": 2,
        "assignments": ["stars"],
        "students": [
            {
                "student": "ada",
                "assignment": "stars",
                "state": "needs-instructor",
                "problem": "",
                "points": 5.0,
                "max_points": 20.0,
                "waiting_points": 10.0,
                "by_hand": {"points": 0, "max_points": 0},
                "extra_credit": 0,
                "late_penalty": 0,
                "noticed": [],
                "exercises": [
                    {
                        "exercise": TWO[0],
                        "points": 0.0,
                        "max_points": 10.0,
                        "waiting_points": 10.0,
                    },
                    {
                        "exercise": TWO[1],
                        "points": 5.0,
                        "max_points": 10.0,
                        "waiting_points": 0.0,
                    },
                ],
            },
            {
                "student": "zoe",
                "assignment": "stars",
                "state": "refused",
                "problem": "not a notebook",
                "points": 0.0,
                "max_points": 0.0,
                "waiting_points": 0.0,
                "by_hand": {"points": 0, "max_points": 0},
                "extra_credit": 0,
                "late_penalty": 0,
                "noticed": [],
                "exercises": [],
            },
        ],
        "mean": {
            "points": 2.5,
            "exercises": [
                {"exercise": TWO[0], "points": 0.0},
                {"exercise": TWO[1], "points": 2.5},
            ],
        },
        "states": {"graded": 0, "needs-instructor": 1, "refused": 1},
    }


# ---- what people gave by hand


def essay(student: str, *, answered: bool = True) -> Result:
    base = result(student, TWO, 4, 5)
    manual = (ManualCell("essay", TWO[1], 6.0, answered),)
    return dataclasses.replace(
        base, notebooks=(dataclasses.replace(base.notebooks[0], manual=manual),)
    )


def mark(grade_id: str, points: float | None, extra_credit: float | None = None) -> Marks:
    return Marks((CellMark("one", grade_id, points, extra_credit),))


def test_an_answer_for_a_person_waits_until_one_gave_points() -> None:
    lines = printed([essay("ada")], assignment(*TWO))
    assert words(lines[0]) == ["Ex", "1", "Ex", "2", "hand", "total"]
    assert words(lines[1]) == ["student", "of", "10", "of", "10", "of", "6", "of", "26", "state"]
    assert words(lines[2]) == ["ada", "4", "5", "0?", "9?", "graded"]
    given = {"ada": Standing(mark("essay", 3.5))}
    lines = printed([essay("ada")], assignment(*TWO), given)
    assert words(lines[2]) == ["ada", "4", "5", "3.5", "12.5", "graded"]


def test_an_untouched_answer_waits_for_nobody() -> None:
    lines = printed([essay("ada", answered=False)], assignment(*TWO))
    assert words(lines[2]) == ["ada", "4", "5", "0", "9", "graded"]


def test_a_persons_points_take_the_place_of_the_machines() -> None:
    rows = [result("ada", TWO, None, 5)]
    lines = printed(rows, assignment(*TWO), {"ada": Standing(mark("t0", 7))})
    assert words(lines[2]) == ["ada", "7", "5", "12", "graded"]


def test_extra_credit_and_the_late_penalty_count_in_the_total_only() -> None:
    standing = Standing(mark("t1", None, 2.0), (("one", 8.0),))
    lines = printed([result("ada", TWO, 4, 5)], assignment(*TWO), {"ada": standing})
    # 4 + 5, and 2 more, and 8 less.
    assert words(lines[2]) == ["ada", "4", "5", "3", "graded", "late"]


def test_a_penalty_takes_a_total_down_to_nothing_at_most() -> None:
    late = Standing(Marks(), (("one", 30.0),))
    assert total(result("ada", TWO, 4, 5), late).points == 0.0


def test_json_tells_what_a_person_gave() -> None:
    standing = Standing(mark("essay", 3.5, 1.0), (("one", 2.0),))
    (ada,) = class_json([essay("ada")], {"ada": standing})["students"]
    assert (ada["points"], ada["max_points"], ada["waiting_points"]) == (11.5, 26.0, 0.0)
    assert ada["by_hand"] == {"points": 3.5, "max_points": 6.0}
    assert (ada["extra_credit"], ada["late_penalty"]) == (1.0, 2.0)
