"""The tests that nbgrader makes of AUTOTEST lines are judged rightly across the wall.

The values in them are those that Python gives here, for the same expressions.
"""

from collections.abc import Iterator
from hashlib import sha1

import pytest
from engine_course import Check, Exam, Extra, Locked, Work, open_exam


@pytest.fixture(scope="module")
def exam() -> Iterator[Exam]:
    with open_exam(Locked("import numpy as np")) as opened:
        yield opened


def asserts(name: str, value: object, *snippets: str) -> list[str]:
    """Return the asserts that nbgrader's example templates give for a value."""
    found = []
    for snippet in (f"type({name})", *snippets):
        text = str(eval(snippet, {name: value}))  # noqa: S307  # an expression of this test's own
        found.append(f"assert str({snippet}) == {text!r}, {snippet!r}")
        digest = sha1(text.encode() + b"2a").hexdigest()  # noqa: S324  # what nbgrader writes
        hashed = f'sha1(str({snippet}).encode("utf-8")+b"2a").hexdigest()'
        found.append(f"assert {hashed} == {digest!r}, {snippet!r}")
    return found


KINDS: dict[str, tuple[object, tuple[str, ...], tuple[str, ...]]] = {
    # By type: the right value, the expressions of its template, and wrong answers.
    "int": (5, ("x",), ("6", "5.0", "'5'", "True", "np.int64(5)")),
    "float": (2.504, ("round(x, 2)",), ("2.51", "2", "'2.5'", "np.float64(2.504)")),
    "set": ({1, 2}, ("len(x)", "x"), ("{1, 3}", "{1, 2, 3}", "[1, 2]", "frozenset({1, 2})")),
    "list": (
        [1, "b"],
        ("len(x)", "sorted(map(str, x))", "x"),
        ("['b', 1]", "[1]", "(1, 'b')", "[1, 'c']"),
    ),
    "tuple": (
        (1, -3.3, "d"),
        ("len(x)", "sorted(map(str, x))", "x"),
        ("(1, 'd', -3.3)", "[1, -3.3, 'd']", "(1, -3.3, 'e')"),
    ),
    "str": ("Ab", ("len(x)", "x.lower()", "x"), ("'ab'", "'Abc'", "b'Ab'", "5")),
    "dict": (
        {"a": "f", 3: [1.2]},
        ("len(list(x.keys()))", "sorted(map(str, x.keys()))", "sorted(map(str, x.values()))", "x"),
        ("{'a': [1.2], 3: 'f'}", "{'a': 'f'}", "{'a': 'f', 4: [1.2]}", "[]"),
    ),
    "bool": (False, ("x",), ("True", "0", "None")),
    "type": (int, ("x",), ("float", "5", "bool")),
    "default": (None, ("x",), ("0", "''", "'None'")),
}
RIGHT = "right"


@pytest.mark.parametrize("kind", KINDS)
def test_right_and_wrong_answers_of_each_type_are_told_apart(kind: str, exam: Exam) -> None:
    value, snippets, wrong = KINDS[kind]
    answer = value.__name__ if isinstance(value, type) else repr(value)
    source = "\n".join(["from hashlib import sha1", *asserts("x", value, *snippets)])
    parts = [
        each
        for given in (answer, *wrong)
        for each in (Work(f"x = {given}"), Check("print('Success!')", source))
    ]
    verdicts = exam.grade(*parts).verdicts
    assert verdicts[0] == "passed"
    assert set(verdicts[1:]) <= {"failed", "error"}, list(zip(wrong, verdicts[1:], strict=True))


STAY = (
    ("class x: pass", "<class 'type'>"),
    ("from decimal import Decimal\nx = Decimal('1.5')", "<class 'decimal.Decimal'>"),
    ("def x(): pass", "<class 'function'>"),
    ("class C: pass\nx = C()", "<class '__main__.C'>"),
    ("import enum\nclass E(enum.Enum):\n    A = 1\nx = E.A", "<enum 'E'>"),
    ("x = (each for each in 'ab')", "<class 'generator'>"),
    ("x = ValueError('no')", "<class 'ValueError'>"),
    ("x = {'a': 1}.keys()", "<class 'dict_keys'>"),
)


@pytest.mark.parametrize(("answer", "text"), STAY)
def test_a_right_answer_that_cannot_cross_is_never_scored_as_wrong(
    answer: str, text: str, exam: Exam
) -> None:
    verdict = exam.judge(answer, hidden=f"assert str(type(x)) == {text!r}, 'type'").verdict
    assert verdict in ("passed", "unsupported")


# A test cell that deletes a student's name, as nbgrader's example course does.

USES = "def inner(): return 1\ndef outer(): return inner()"
IGNORES = "def inner(): return 1\ndef outer(): return 1"
USES_INNER = """
kept = inner
del inner
try:
    outer()
except NameError:
    pass
else:
    raise AssertionError("outer does not use inner")
finally:
    inner = kept
"""


@pytest.mark.parametrize(("answer", "verdict"), [(USES, "passed"), (IGNORES, "failed")])
def test_a_name_that_a_test_deletes_is_gone_for_the_students_code_too(
    answer: str, verdict: str, exam: Exam
) -> None:
    assert exam.judge(answer, USES_INNER).verdict == verdict


def test_a_deleted_name_is_back_for_later_cells(exam: Exam) -> None:
    marked = exam.grade(
        Work(USES),
        Check("kept = inner\ndel inner\nassert kept() == 1"),
        Extra("later = outer()"),
        Check("assert outer() == 1 and later == 1 and inner() == 1"),
    )
    assert marked.verdicts == ["passed", "passed"]


def test_a_deleted_name_is_not_there_for_the_test_either(exam: Exam) -> None:
    wanted = "try:\n    inner\nexcept NameError:\n    pass\nelse:\n    assert 0, 'there'"
    assert exam.judge(USES, hidden=f"del inner\n{wanted}").verdict == "passed"


def test_a_name_that_is_not_there_cannot_be_deleted(exam: Exam) -> None:
    assert exam.judge("pass", hidden="del inner").verdict in ("missing", "error")


def test_the_tests_own_names_can_be_deleted(exam: Exam) -> None:
    assert exam.judge("x = 1", hidden="y = x\ndel y\nassert x == 1, 'x'").verdict == "passed"
