"""How close each comparison of a test cell came to failing, and that asking changes nothing."""

import ast
import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from engine_course import SETTINGS, Check, Exam, Locked, Part, Work, open_exam, paper

from autograder.execution import margins as margins_module
from autograder.execution.grading import Graded, grade
from autograder.execution.margins import Margin, Margins, margins_of
from autograder.submission import take_in

FILE = "<cell>"


def ran(source: str, **names: object) -> tuple[tuple[Margin, ...], BaseException | None]:
    """Run a source with its asserts rewritten; return the margins, and what it raised."""
    keeper = Margins()
    code = compile(keeper.rewritten(ast.parse(source), FILE), FILE, "exec")
    scope: dict[str, object] = dict(names)
    keeper.keep_in(scope)
    raised: BaseException | None = None
    try:
        exec(code, scope)  # noqa: S102  # a source of this test
    except Exception as error:
        raised = error
    return margins_of(keeper.found(FILE)), raised


def seen(source: str, **names: object) -> list[tuple[str, str, float, bool]]:
    """Return text, operator, slack and decisiveness of each comparison of a source."""
    found, _ = ran(source, **names)
    return [(each.text, each.operator, each.slack, each.decisive) for each in found]


@pytest.mark.parametrize(
    ("test", "slack", "passes"),
    [
        ("x >= 2", 1, True),
        ("x > 2", 1, True),
        ("x <= 2", -1, False),
        ("x < 2", -1, False),
        ("x < 3", 0, False),
        ("x <= 3", 0, True),
        ("not x < 2", 1, True),
        ("not x >= 2", -1, False),
        ("not (not x > 2)", 1, True),
    ],
)
def test_slack_is_positive_on_the_passing_side(test: str, slack: float, passes: bool) -> None:
    (margin,), raised = ran(f"assert {test}", x=3)
    assert (margin.slack, margin.passes) == (slack, passes)
    assert (raised is None) == passes


def test_both_sides_and_the_place_are_told() -> None:
    (margin,), _ = ran("x = 0.5\nassert (\n    x\n    >= 0.25\n), 'low'\n")
    assert margin == Margin(3, 2, 5, "x >= 0.25", ">=", 0.5, 0.25)


def test_a_chain_is_taken_pair_by_pair() -> None:
    assert seen("assert 1 <= x < 10", x=4) == [
        ("1 <= x", "<=", 3.0, True),
        ("x < 10", "<", 6.0, True),
    ]


def test_a_chain_that_fails_early_says_nothing_of_what_was_not_compared() -> None:
    found, raised = ran("assert 5 <= x < boom()", x=4)
    assert [(each.text, each.slack) for each in found] == [("5 <= x", -1.0)]
    assert isinstance(raised, AssertionError)


def test_of_several_times_the_closest_counts() -> None:
    (margin,), _ = ran("for x in (5, 3, 9):\n    assert x > 1")
    assert (margin.left, margin.slack) == (3.0, 2.0)


def test_all_counts_its_closest_element_and_any_its_best() -> None:
    assert seen("assert all(x > 1 for x in (5, 3, 9))") == [("x > 1", ">", 2.0, True)]
    assert seen("assert any(x > 4 for x in (1, 3, 9))") == [("x > 4", ">", 5.0, False)]
    assert seen("assert any([a > 4, b > 4])", a=1, b=6) == [
        ("a > 4", ">", -3.0, False),
        ("b > 4", ">", 2.0, False),
    ]
    assert seen("assert not any(x > 4 for x in (1, 3, 2))") == [("not x > 4", "<=", 1.0, True)]


def test_any_in_a_loop_counts_the_worst_of_its_bests() -> None:
    source = "for row in ((1, 9), (1, 6), (1, 8)):\n    assert any(x > 4 for x in row)"
    assert seen(source) == [("x > 4", ">", 2.0, False)]


def test_and_is_decisive_and_or_is_not() -> None:
    assert [each[-1] for each in seen("assert x > 1 and x < 9", x=5)] == [True, True]
    assert [each[-1] for each in seen("assert x > 7 or x < 9", x=5)] == [False, False]
    assert [each[-1] for each in seen("assert not (x > 7 or x < 2)", x=5)] == [True, True]
    assert [each[-1] for each in seen("assert not (x > 7 and x < 2)", x=9)] == [False, False]
    assert [each[-1] for each in seen("assert not 1 < x < 3", x=9)] == [False, False]


def test_what_is_counted_decides_nothing_alone() -> None:
    assert seen("assert sum(x > 1 for x in (1, 2, 3)) >= 2") == [
        ("sum((x > 1 for x in (1, 2, 3))) >= 2", ">=", 0.0, True),
        ("x > 1", ">", 0.0, False),
    ]


def test_what_chooses_is_no_threshold() -> None:
    source = "assert len([x for x in (1, 2, 3) if x > 1]) > 1 and max((3, 4), key=lambda x: x < 4)"
    assert [each[0] for each in seen(source)] == ["len([x for x in (1, 2, 3) if x > 1]) > 1"]


def test_asserts_in_functions_count_also_in_those_that_call_themselves() -> None:
    source = (
        "def down(n):\n    assert n >= (down(n - 1) if n > 0 else -7)\n    return n - 10\ndown(3)\n"
    )
    # 0 against -7, then 1 against -10, 2 against -9, 3 against -8.
    (margin, *_), _ = ran(source)
    assert (margin.left, margin.right, margin.slack) == (0.0, -7.0, 7.0)


def test_outside_of_asserts_the_closest_to_the_other_choice_counts() -> None:
    source = "words = ['low' if x < 0 else 'high' for x in (-9, 3, -2, 8)]\nassert words"
    assert ran(source)[0] == (Margin(1, 0, 0, "x < 0", "<", -2.0, 0.0, False),)


@pytest.mark.parametrize(
    "value",
    [
        True,
        np.True_,
        "text",
        None,
        float("nan"),
        float("inf"),
        10**400,
        np.arange(3),
        np.timedelta64(1, "s"),
        2j,
    ],
)
def test_only_real_finite_numbers_count(value: Any) -> None:
    found, _ = ran("assert x > 0", x=value)
    assert found == ()


@pytest.mark.parametrize("value", [2, 2.0, np.float32(2), np.int8(2), np.uint64(2), np.array(2.0)])
def test_numbers_of_every_kind_count(value: Any) -> None:
    assert seen("assert x > 0", x=value) == [("x > 0", ">", 2.0, True)]


def test_equality_and_membership_are_no_thresholds() -> None:
    assert seen("assert x == 3 and x in (3, 4) and x is not None and 1 < x != 4", x=3) == [
        ("1 < x", "<", 2.0, True)
    ]


TWICE = """
log = []
def f(x):
    log.append(x)
    return x
class Odd:
    def __lt__(self, other): log.append('lt'); return []
    def __gt__(self, other): log.append('gt'); raise ValueError('no')
odd = Odd()
"""


@pytest.mark.parametrize(
    "test",
    [
        "assert f(1) < f(2) < f(3)",
        "assert f(3) < f(2) < f(1)",
        "assert f(1) < f(2) and (f(5) > f(4) or f(7) > f(8))",
        "assert all(f(x) > 2 for x in (3, 1, 4)), f('why')",
        "assert any(f(x) > 2 for x in (1, 3, 4)), f('why')",
        "assert not odd < f(3)",
        "assert odd > f(3)",
        "assert f(1) < 'a'",
        "assert (y := f(4)) > 3 and y < f(9)",
        "assert [x > 1 for x in (1, 2)] == [f(False), f(True)]",
        "assert f'{f(1) < f(2)}' == 'True'",
        "if f(1): assert f(2) > 3, (f(1) > f(0))",
        "assert (f(1) < f(2)) + (f(3) < f(4)) == 2",
        "assert lambda: f(1) < 0",
        "assert (f(1) < 2 if f(0) > 1 else f(2) < 1)",
        "assert np.all(np.array([f(1), 2]) < 3)",
        "assert np.array([1, 2]) < 3",
        "for x in (1, 2):\n    if f(x) > 1 and f(3) < 4: f(9)",
        "while len(log) < f(3): f(0)",
        "g = lambda a, b=f(1) < 2: a > f(1)\ng(2)",
        "[f(x) for x in (1, 2, 3) if f(x) > 1 < 2]",
        "x = odd < f(3)\nx.append(f(1))",
        "class A:\n    y = f(2) > 1\n    z = [w < f(3) for w in (1, 4)]\nA.y > f(0)",
    ],
)
def test_what_is_computed_stays_the_same(test: str) -> None:
    def run(rewrite: Callable[[ast.Module], ast.Module], keeper: Margins) -> tuple[Any, str]:
        scope: dict[str, Any] = {"np": np}
        keeper.keep_in(scope)
        exec(TWICE, scope)  # noqa: S102  # a source of this test
        try:
            exec(compile(rewrite(ast.parse(test)), FILE, "exec"), scope)  # noqa: S102
        except Exception as error:
            return scope["log"], repr(error)
        return scope["log"], "passed"

    keeper = Margins()
    assert run(lambda tree: keeper.rewritten(tree, FILE), keeper) == run(lambda tree: tree, keeper)


def test_a_cell_that_is_too_deep_stays_as_it_is() -> None:
    keeper = Margins()
    deep: ast.expr = ast.Name("x", ast.Load())
    for _ in range(3000):
        deep = ast.UnaryOp(ast.Not(), deep)
    tree = ast.Module([ast.Assert(deep)], [])
    assert keeper.rewritten(tree, FILE) is tree


def test_the_number_of_margins_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(margins_module, "MOST_MARGINS", 3)
    assert len(ran("\n".join(["assert x > 0"] * 5), x=1)[0]) == 3


# ---- in the engine

SETUP = Locked("import numpy as np\nclass Odd:\n    pass")


@pytest.fixture(scope="module")
def exam() -> Iterator[Exam]:
    with open_exam(SETUP) as opened:
        yield opened


def graded(exam: Exam, *parts: Part, margins: bool) -> Graded:
    master, submitted = paper(SETUP, *parts)
    submission = take_in(master, submitted)
    rooms = exam.rooms(warm=submission.warm)
    return grade(rooms, submission, SETTINGS, margins=margins)


HELPER = """
def near(value, low):
    assert value >= low, 'too low'
    return value
"""
MANY = (
    Work("r = 0.75\nodd = [1]\nclass My:\n    pass\nmine = My()\ndef f(x):\n    return x / 2"),
    Check("assert 0 <= r <= 1", "assert r > 0.7, 'low'"),
    Check(hidden="assert all(f(x) < 2 for x in (1, 2, 3)), 'half'"),
    Check(hidden=f"{HELPER}near(r, 0.5)\nassert near(r, 0.9) < 1"),
    Check(hidden="assert mine > 3, 'mine'"),
    Check(hidden="assert len(odd) < r, 'odd'\nassert 1 < 2"),
    Check(hidden="r + 0.1"),
)


def test_margins_are_told_by_test_cell(exam: Exam) -> None:
    found = graded(exam, *MANY, margins=True).margins
    told = {
        name: [(each.text, round(each.slack, 9)) for each in margins]
        for name, margins in found.items()
    }
    assert told == {
        "test1": [("0 <= r", 0.75), ("r <= 1", 0.25), ("r > 0.7", 0.05)],
        "test2": [("f(x) < 2", 0.5)],
        "test3": [("value >= low", -0.15)],
        "test4": [],
        "test5": [("len(odd) < r", -0.25)],
        "test6": [],
    }


def test_asking_for_margins_changes_no_result(exam: Exam) -> None:
    plain, asked = graded(exam, *MANY, margins=False), graded(exam, *MANY, margins=True)
    assert not any(plain.margins.values())
    assert plain.lines == asked.lines
    assert plain.notebook == asked.notebook
    # What was measured differs from run to run.
    assert dataclasses.replace(plain.result, measured={}) == dataclasses.replace(
        asked.result, measured={}
    )
