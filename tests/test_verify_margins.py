"""What margins say of a threshold: the worst right run, the best wrong one, whether they overlap."""

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from rich.console import Console

from autograder.cases import Case, Kind
from autograder.execution.margins import Margin
from autograder.verdicts import Verdict
from autograder.verify.margins import Reached, Threshold, thresholds
from autograder.verify.margins_telling import margins_facts, margins_table
from autograder.verify.outcome import OWN_DATA, ROLES, Judgement, Outcome, Role, Trial

LINE = 7


def score(value: float, *, bar: float = 0.3) -> Margin:
    """Return what `assert score >= 0.3` compares, on lines 7 to 9 of its cell."""
    return Margin(LINE, LINE, LINE + 2, "score >= 0.3", ">=", value, bar)


def outcome(
    kind: Kind,
    name: str,
    *margins: Margin,
    line: int = 0,
    earned: float | None = None,
    expected: float | None = None,
    data: str = OWN_DATA,
    seed: int | None = None,
    cell: str = "fit-score",
) -> Outcome:
    """Return one judgement of a test cell of 2 points; right work passes, wrong work fails."""
    full = kind is Kind.WHEAT
    points = (2.0 if full else 0.0) if earned is None else earned
    judgement = Judgement(
        cell,
        "Exercise 1",
        Verdict.PASSED if points == 2 else Verdict.FAILED,
        points,
        2,
        (2.0 if full else 0.0) if expected is None else expected,
        line,
        margins=margins,
    )
    case = Case(name, kind, "fit", "t", "Exercise 1", {}, {}, False, ())
    return Outcome(Trial(ROLES[kind], "fit", case, seed), data, (judgement,))


def right(name: str, *margins: Margin, **more: object) -> Outcome:
    return outcome(Kind.WHEAT, name, *margins, **more)  # type: ignore[arg-type]  # its own keywords


def wrong(name: str, *margins: Margin, line: int = LINE, **more: object) -> Outcome:
    return outcome(Kind.CHAFF, name, *margins, line=line, **more)  # type: ignore[arg-type]  # its own keywords


def only(outcomes: Sequence[Outcome]) -> Threshold:
    (threshold,) = thresholds(outcomes)
    return threshold


HONEST = (
    right("a", score(0.8)),
    right("b", score(0.5), data="161"),
    right("c", score(0.6), seed=3),
    right("d", score(0.9)),
    right("e", score(0.7)),
)


def test_the_worst_right_run_and_the_best_wrong_one_are_named() -> None:
    found = only([*HONEST, wrong("bad", score(0.1)), wrong("worse", score(-2.0))])
    assert found.worst.who == "wheat fit/b"
    assert (found.worst.data, found.worst.left, found.worst.right) == ("161", 0.5, 0.3)
    assert found.worst.slack == pytest.approx(0.2)
    assert found.best_wrong is not None
    assert found.best_wrong.who == "chaff fit/bad"
    assert found.best_wrong.slack == pytest.approx(-0.2)
    assert len(found.honest) == 5
    assert len(found.wrong) == 2
    assert not found.overlaps


def test_the_master_s_solution_is_honest_and_the_release_is_nobody() -> None:
    own = replace(HONEST[0], trial=Trial(Role.SOLUTION, "fit"))
    release = replace(HONEST[1], trial=Trial(Role.RELEASE, "fit"))
    found = only([own, *HONEST[2:], release])
    assert {each.who for each in found.honest} == {
        "solution fit/solution",
        "wheat fit/c, seed 3",
        "wheat fit/d",
        "wheat fit/e",
    }


def test_slack_is_counted_in_spreads_of_the_right_runs() -> None:
    found = only(HONEST)
    # Slacks 0.2, 0.3, 0.4, 0.5, 0.6: quartiles 0.3 and 0.5.
    assert found.median == pytest.approx(0.4)
    assert found.spread == pytest.approx(0.2)
    assert found.spreads(found.worst.slack) == pytest.approx(1)


def test_where_the_quartiles_are_the_same_the_deviation_is_the_spread() -> None:
    # Slacks 1, 1, 1, 1, 6: mean 2, squares 1, 1, 1, 1, 16.
    runs = [right(str(at), score(value, bar=0)) for at, value in enumerate((1, 1, 1, 1, 6))]
    assert only(runs).spread == pytest.approx(2)


def test_one_run_has_no_spread() -> None:
    (found,) = thresholds(HONEST[:1], constant=True)
    assert (found.spread, found.spreads(1)) == (0, None)


def test_what_is_always_the_same_is_left_out_unless_wanted() -> None:
    count = Margin(3, 3, 3, "len(x) >= 2", ">=", 2.0, 2.0)
    runs = [right("a", count, score(0.5)), right("b", count, score(0.6))]
    assert [each.place.text for each in thresholds(runs)] == ["score >= 0.3"]
    assert [each.place.text for each in thresholds(runs, constant=True)] == [
        "len(x) >= 2",
        "score >= 0.3",
    ]


def test_rounding_is_no_noise() -> None:
    runs = [right("a", score(0.5)), right("b", score(0.5 + 1e-15))]
    assert thresholds(runs) == ()


def test_a_chaff_that_fails_elsewhere_says_nothing() -> None:
    elsewhere = [
        wrong("before", score(0.9), line=2),
        wrong("by another comparison of the assert", score(0.9)),
        wrong("with no score", score(0.1), line=LINE, earned=None, cell="another"),
    ]
    assert only([*HONEST, *elsewhere]).wrong == ()


@pytest.mark.parametrize("line", [LINE, LINE + 1, LINE + 2])
def test_an_assert_ends_on_any_of_its_lines(line: int) -> None:
    assert len(only([*HONEST, wrong("bad", score(0.1), line=line)]).wrong) == 1


def test_a_right_run_that_fails_overlaps() -> None:
    failed = right("f", score(0.25), line=LINE, earned=0.0)
    found = only([*HONEST, failed])
    assert found.worst.slack == pytest.approx(-0.05)
    assert found.overlaps


def test_a_right_run_may_fail_what_does_not_decide_alone() -> None:
    low, high = (replace(score(value), decisive=False) for value in (0.1, 0.7))
    assert not only([right("a", low), right("b", high)]).overlaps


def test_no_slack_is_enough_only_where_equality_is() -> None:
    at_least = right("f", score(0.3))
    above = right("f", replace(score(0.3), operator=">"))
    others = [right("a", replace(score(0.5), operator=">"))]
    assert not only([*HONEST, at_least]).overlaps
    assert only([*others, above]).overlaps


def test_a_chaff_that_comes_past_on_other_data_overlaps() -> None:
    caught = wrong("lucky", score(0.29))
    past = wrong("lucky", score(0.31), line=0, earned=2.0, data="161")
    found = only([*HONEST, caught, past])
    assert [each.data for each in found.slipped] == ["161"]
    assert found.overlaps


def test_a_chaff_that_is_right_on_other_data_may_pass_there() -> None:
    caught = wrong("shipped", score(0.1))
    past = wrong("shipped", score(0.8), line=0, earned=2.0, expected=2.0, data="161")
    assert not only([*HONEST, caught, past]).overlaps


def test_thresholds_stand_in_the_order_of_the_tests() -> None:
    late = [right(name, score(value), cell="late") for name, value in (("a", 0.4), ("b", 0.5))]
    early = [
        right(name, score(value), replace(score(value), line=2, text="x >= 0"), cell="early")
        for name, value in (("c", 0.4), ("d", 0.5))
    ]
    places = [each.place for each in thresholds([*late, *early])]
    assert [(each.grade_id, each.line) for each in places] == [
        ("late", 7),
        ("early", 2),
        ("early", 7),
    ]


def test_facts_are_plain() -> None:
    (facts,) = json.loads(
        json.dumps(margins_facts(thresholds([*HONEST, wrong("bad", score(0.1))])))
    )
    assert facts["grade_id"] == "fit-score"
    assert (facts["runs"], facts["wrong_runs"], facts["overlaps"]) == (5, 1, False)
    assert facts["worst"]["who"] == "wheat fit/b"
    assert facts["worst"]["spreads"] == pytest.approx(1)
    assert facts["best_wrong"]["spreads"] == pytest.approx(-1)
    assert facts["slipped"] == []


def shown(outcomes: Sequence[Outcome]) -> str:
    console = Console(width=160, record=True)
    with console.capture() as captured:
        console.print(margins_table(thresholds(outcomes)))
    return captured.get()


def test_the_table_names_the_threshold_and_both_sides() -> None:
    text = shown([*HONEST, wrong("bad", score(0.1))])
    for said in ("fit, fit-score, line 7", "score >= 0.3", "0.5 against 0.3", "wheat fit/b", "161"):
        assert said in text
    assert "chaff fit/bad" in text
    assert "+1 spreads" in text
    assert "apart" in text


def test_the_table_says_what_overlaps_and_what_no_chaff_fails() -> None:
    past = [wrong("lucky", score(0.2)), wrong("lucky", score(0.4), line=0, earned=2.0, data="44")]
    assert "overlap" in shown([*HONEST, *past])
    assert "none fails here" in shown(HONEST)


def test_a_reached_side_is_what_the_trial_said() -> None:
    found = only(HONEST)
    assert found.worst == Reached("wheat fit/b", "161", 0.5, 0.3, 0.5 - 0.3, True)
