"""What `verify` prints: the counts, what is wrong and whose, and all facts as plain data."""

import dataclasses
import json
from typing import Any

import verified_cases as made
from rich.console import Console

from autograder.cases import Kind
from autograder.verify import telling
from autograder.verify.findings import Flaw, duration, findings, tallies, totals
from autograder.verify.judging import Verified
from autograder.verify.matrix import Look, matrices
from autograder.verify.outcome import Role
from autograder.verify.sections import Section, Told


def printed(verified: Verified, *sections: Section, **how: Any) -> str:
    console = Console(width=100, highlight=False)
    with console.capture() as capture:
        console.print(telling.terminal(Told(verified, sections), **how))
    return "\n".join(" ".join(line.split()) for line in capture.get().splitlines())


def test_a_proven_assignment_is_told_by_its_counts() -> None:
    told = printed(made.verified())
    assert "lines: proven (10 runs in 1 min 23 s)" in told
    assert "wheat 2 4 1 5 0 false fails" in told
    assert "chaff 2 2 1 3 0 false passes" in told
    assert "6 honest runs, 0 false fails" in told
    assert "3 runs of chaffs, 0 false passes" in told
    assert "2 hidden tests, each failed by a chaff" in told
    assert "Next:" not in told
    assert "inverse" not in told


def test_what_is_wrong_is_told_with_the_file_the_run_and_the_next_step() -> None:
    told = printed(made.with_flaws())
    assert "lines: not proven" in told
    assert "6 honest runs, 1 false fail\n" in told
    # One earns a point that it must not, and nothing at all catches the other.
    assert "4 runs of chaffs, 2 false passes" in told
    assert "Honest work loses points (1)" in told
    assert "tests/wheats/lines/fit/drawn.py\nslope: 0 of 2 points, not 2 (1 of 3" in told
    assert "(1 of 3 runs: own data, seed 2)" in told
    assert "tests/chaffs/lines/fit/origin.py\noffset: 1 of 1 points, not 0" in told
    assert "tests/chaffs/lines/fit/typed.py\ntyped in" in told
    assert "fit, offset, lines 3-4: look at the offset again" in told
    assert told.count("Next: ") == 4


def test_what_a_case_made_cannot_steer_the_terminal() -> None:
    told = printed(made.with_flaws(), matrix=True)
    assert "\x1b" not in told
    assert "failed; look at the slope <b>again" in told


def test_what_is_wrong_in_the_same_way_in_several_runs_is_told_once() -> None:
    outcomes = [
        dataclasses.replace(each, wrong=("it was refused",)) for each in made.verified().outcomes
    ]
    found = [each for each in findings(made.verified(*outcomes)) if each.trial.name == "drawn"]
    (one,) = found
    assert one.flaw is Flaw.STRICT
    assert one.where == ("own data", "own data, seed 1", "own data, seed 2")
    assert one.runs == "3 of 3 runs: own data; own data, seed 1; own data, seed 2"


def test_a_chaff_that_earns_less_than_it_says_is_no_false_pass() -> None:
    (wrong,) = (each for each in made.basics() if each.trial.name == "origin")
    less = dataclasses.replace(wrong.judgements[0], points=1.0)
    found = made.verified(dataclasses.replace(wrong, judgements=(less,)))
    assert [each.flaw for each in findings(found)] == [Flaw.OTHER]
    assert totals(tallies(found)).false_passes == 0
    assert "chaff 1 1 - 1 0 false passes, 1 otherwise wrong" in printed(found)


def test_the_matrix_has_a_row_for_each_case_and_a_column_for_each_test_cell() -> None:
    (matrix,) = matrices(made.with_flaws())
    assert [(each.grade_id, each.worth) for each in matrix.columns] == [("slope", 2), ("offset", 1)]
    assert [(each.title, len(each.rows)) for each in matrix.groups] == [
        ("Solution and release", 2),
        ("Wheats: Exercise 1: Lines", 2),
        ("Chaffs: Exercise 1: Lines", 3),
    ]
    rows = {row.trial.name: row for group in matrix.groups for row in group.rows}
    looks = {name: [mark.look for mark in row.marks if mark] for name, row in rows.items()}
    assert looks == {
        "solution": [Look.FULL, Look.FULL],
        "release": [Look.ZERO, Look.ZERO],
        "drawn": [Look.WRONG, Look.FULL],
        "loops": [Look.FULL, Look.FULL],
        "inverse": [Look.ZERO, Look.FULL],
        "origin": [Look.FULL, Look.WRONG],
        "typed": [Look.FULL, Look.FULL],
    }
    assert {name: row.count for name, row in rows.items() if len(row.runs) > 1} == {
        "drawn": "2 of 3",
        "loops": "2 of 2",
        "inverse": "2 of 2",
    }


def test_points_that_differ_by_data_as_expected_are_one_cell_of_their_own() -> None:
    typed = made.trial(made.case(Kind.CHAFF, "typed", "typed in"))
    found = made.verified(made.right(typed), made.caught(typed, made.HIDDEN[0], "other"))
    ((row,),) = (group.rows for group in matrices(found)[0].groups)
    slope = row.marks[0]
    assert slope is not None
    assert (slope.look, slope.points, row.count) == (Look.VARIES, "0 to 2", "2 of 2")


def test_the_matrix_is_printed_when_it_is_asked_for() -> None:
    told = printed(made.with_flaws(), matrix=True)
    assert "drawn !0 ✓ 2 of 3" in told
    assert "inverse 0 ✓ 2 of 2" in told
    assert "2 offset (1)" in told
    assert "drawn !0" not in printed(made.with_flaws())


def test_hidden_tests_that_may_go_are_told_where_that_was_tried() -> None:
    spare = dataclasses.replace(made.verified(), redundant=(made.HIDDEN[1],))
    none = dataclasses.replace(made.verified(), redundant=())
    assert "taken out one by one, each is missed" in printed(none)
    told = printed(spare)
    assert "not proven" in told
    assert "Hidden tests that nobody misses (1)\nfit, offset, lines 3-4: look at the" in told


def test_a_chaff_that_other_data_would_catch_is_told_and_does_no_harm() -> None:
    typed = made.trial(made.case(Kind.CHAFF, "typed", "typed in"))
    told = printed(dataclasses.replace(made.verified(), untried=(typed,)))
    assert "lines: proven" in told
    assert "Chaffs that are wrong on other data only (1)" in told


def test_facts_hold_everything_and_are_plain_json() -> None:
    section = Section("margins", "Margins", facts={"rows": []})
    facts = json.loads(json.dumps(telling.facts(Told(made.with_flaws(), (section,)))))
    assert list(facts) == [
        *("schema", "assignment", "is_proven", "points", "seconds", "runs", "notebooks", "data"),
        *("totals", "counts", "findings", "complaints", "hidden_tests", "uncaught", "untried"),
        *("outcomes", "margins"),
    ]
    assert facts["is_proven"] is False
    assert facts["totals"] == {
        "honest_runs": 6,
        "false_fails": 1,
        "chaff_runs": 4,
        "false_passes": 2,
    }
    assert [each["proven_by"] for each in facts["hidden_tests"]] == [["inverse"], []]
    assert [each["file"] for each in facts["uncaught"]] == ["tests/chaffs/lines/fit/typed.py"]
    assert len(facts["outcomes"]) == facts["runs"] == 11
    assert sum(each["false_fails"] for each in facts["counts"]) == 1
    assert facts["margins"] == {"rows": []}


def test_a_section_of_another_part_is_told_and_can_keep_the_proof_from_holding() -> None:
    section = Section("margins", "Margins", "How far off.", ("Threshold", "Worst"), (("r", "0.1"),))
    told = printed(made.verified(), section)
    assert "lines: proven" in told
    assert "Margins\nHow far off.\nThreshold Worst\nr 0.1" in told
    bad = dataclasses.replace(section, wrong=("r: honest and wrong runs overlap",))
    told = printed(made.verified(), bad)
    assert "lines: not proven" in told
    assert "r: honest and wrong runs overlap" in told


def test_of_a_long_list_the_beginning_is_printed_and_a_count() -> None:
    typed = [made.trial(made.case(Kind.CHAFF, f"typed-{at}", "typed")) for at in range(23)]
    told = printed(dataclasses.replace(made.verified(), uncaught=tuple(typed)))
    assert told.count("\ntyped\n") == 20
    assert "and 3 more: --json lists all" in told


def test_times_are_told_as_people_say_them() -> None:
    assert [duration(each) for each in (0.4, 59.4, 60, 3599, 7320)] == [
        *("0 s", "59 s", "1 min 0 s", "59 min 59 s", "2 h 2 min")
    ]


def test_the_release_counts_among_what_must_not_pass() -> None:
    (release,) = (each for each in made.basics() if each.trial.role is Role.RELEASE)
    tests = (made.judged("slope", 2, 0), made.judged("offset", 0, 0))
    found = made.verified(dataclasses.replace(release, judgements=tests))
    assert totals(tallies(found)).false_passes == 1
