"""What margins say of a threshold: the worst right run, the best wrong one, if they overlap."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from engine_course import Check, Locked, Work, write_course

from autograder.cases import Case, Kind
from autograder.execution.margins import Margin
from autograder.jail.entry import Tier
from autograder.verdicts import Verdict
from autograder.verify.ground import Ground, data_files
from autograder.verify.margins import Reached, Threshold, thresholds
from autograder.verify.margins_telling import margins_facts, margins_section
from autograder.verify.outcome import OWN_DATA, ROLES, Judgement, Outcome, Role, Trial
from autograder.verify.records import Records
from autograder.verify.running import Runner
from autograder.verify.trials import basic, pack

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
    values = (1.5, 1.5, 1.5, 1.5, 6.5)
    runs = [right(str(at), score(value, bar=0.5)) for at, value in enumerate(values)]
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


def test_counts_are_left_out_also_where_they_differ() -> None:
    runs = [right(name, score(count, bar=2.0)) for name, count in (("a", 5.0), ("b", 9.0))]
    assert thresholds(runs) == ()
    assert len(thresholds(runs, constant=True)) == 1


def test_close_is_less_than_a_spread_from_the_bound() -> None:
    # The spread of the others is 0.2, and 0.15 is less.
    near = [score(value, bar=0.35) for value in (0.5, 0.6, 0.7, 0.8, 0.9)]
    found = only([right(str(at), margin) for at, margin in enumerate(near)])
    assert found.worst.slack == pytest.approx(0.15)
    assert found.is_close
    assert not only(HONEST[1:]).is_close


def test_what_is_many_times_a_bound_is_not_close_to_it() -> None:
    tiny = [score(value, bar=1e-12) for value in (0.0004, 0.5, 0.6, 0.7)]
    assert not only([right(str(at), margin) for at, margin in enumerate(tiny)]).is_close


def test_rounding_is_no_noise() -> None:
    runs = [right("a", score(0.5)), right("b", score(0.5 + 1e-15))]
    assert thresholds(runs) == ()


def test_a_chaff_that_fails_elsewhere_says_nothing() -> None:
    elsewhere = [
        wrong("before", score(0.9), line=2),
        wrong("by another comparison of the assert", score(0.9)),
        wrong("in another cell", score(0.1), cell="another"),
    ]
    assert only([*HONEST, *elsewhere]).wrong == ()


def test_a_chaff_that_nobody_could_judge_says_nothing() -> None:
    stuck = wrong("stuck", score(0.1))
    (judgement,) = stuck.judgements
    unjudged = replace(stuck, judgements=(replace(judgement, points=None),))
    assert only([*HONEST, unjudged]).wrong == ()


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


def test_what_only_chooses_counts_where_it_came_closest_to_the_other_choice() -> None:
    runs = [
        right(name, replace(score(value), first=0, last=0, decisive=False))
        for name, value in (("a", -4.7), ("b", 0.35), ("c", 0.1), ("d", 3.3))
    ]
    found = only([*runs, wrong("bad", replace(score(0.2), first=0, last=0, decisive=False))])
    assert [each.who for each in found.honest] == [f"wheat fit/{name}" for name in "bcda"]
    assert found.place.chooses
    assert found.wrong == ()
    assert not found.overlaps


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


def rows(outcomes: Sequence[Outcome]) -> list[tuple[str, ...]]:
    return list(margins_section(thresholds(outcomes)).rows)


def test_a_row_names_the_threshold_and_both_sides() -> None:
    assert rows([*HONEST, wrong("bad", score(0.1))]) == [
        (
            "fit, fit-score, line 7: score >= 0.3",
            "5",
            "+0.2, +1 spreads (0.5 against 0.3): wheat fit/b, 161 data",
            "-0.2, -1 spreads (0.1 against 0.3): chaff fit/bad, own data",
            "apart",
        )
    ]


def test_a_row_says_what_overlaps_and_what_no_chaff_fails() -> None:
    past = [wrong("lucky", score(0.2)), wrong("lucky", score(0.4), line=0, earned=2.0, data="44")]
    assert rows([*HONEST, *past])[0][-1] == "overlap"
    assert rows(HONEST)[0][-2:] == ("none fails here", "apart")


def test_a_row_says_how_right_work_stands_to_the_bound() -> None:
    def judged(**more: object) -> str:
        margins = (replace(score(value), **more) for value in (0.31, 0.5, 0.6))  # type: ignore[arg-type]  # its own fields
        ((*_, judgement),) = rows([right(str(at), each) for at, each in enumerate(margins)])
        return judgement

    assert judged() == "close"
    assert judged(right=0.31) == "met exactly"
    assert judged(right=-9.0) == "apart"
    assert judged(decisive=False) == "one of several"
    assert judged(decisive=False, first=0, last=0) == "a close choice"
    assert judged(decisive=False, first=0, last=0, right=-9.0) == "a choice"


def test_the_section_has_a_title_for_each_column() -> None:
    section = margins_section(thresholds(HONEST))
    assert {len(row) for row in section.rows} == {len(section.head)}
    assert section.facts == {"thresholds": margins_facts(thresholds(HONEST))}


def test_a_reached_side_is_what_the_trial_said() -> None:
    found = only(HONEST)
    assert found.worst == Reached("wheat fit/b", "161", 0.5, 0.3, 0.5 - 0.3, True)


# ---- a whole course


def test_margins_are_asked_for_and_kept(tmp_path: Path) -> None:
    parts = (
        Locked("start = 40"),
        Work("", "total = start + 2"),
        Check(hidden="assert 41 <= total < 45"),
    )
    course, file = write_course(tmp_path / "course", *parts), tmp_path / "kept.jsonl"

    (data,) = data_files(course, "lines")
    sheets = pack(list(basic("paper", ())))
    with Ground(course, "lines", data, Tier.UNPRIVILEGED) as ground:

        def slacks(*, margins: bool) -> list[tuple[str, float]]:
            outcomes = Runner(ground, "engine", Records(file), 1, margins=margins).run(sheets)
            found = thresholds(outcomes, constant=True)
            return [(each.place.text, each.worst.slack) for each in found]

        told = [("41 <= total", 1.0), ("total < 45", 3.0)]
        assert slacks(margins=False) == []
        assert slacks(margins=True) == told
        # What was kept without margins was not taken for more; what has them is graded no more.
        kept = file.read_text()
        assert slacks(margins=True) == told
        assert slacks(margins=False) == []
        assert file.read_text() == kept
