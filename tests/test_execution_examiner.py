"""The verdict on a test cell, and what the student may read of it."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from engine_course import HURRIED, JAIL_NAMES, JAILS, Check, Exam, Extra, Locked, Work, open_exam

from autograder.answers.handles import NameNotBound
from autograder.execution import names
from autograder.execution.examiner import Examination, Finding
from autograder.verdicts import Verdict

GENERIC = "A hidden test could not be completed with your answer."


SETUP = Locked("import warnings\nimport numpy as np\ndef demand(ok, text):\n    assert ok, text")


@pytest.fixture(scope="module")
def exam() -> Iterator[Exam]:
    with open_exam(SETUP) as opened:
        yield opened


@pytest.fixture(scope="module", params=JAILS, ids=JAIL_NAMES)
def jailed(request: pytest.FixtureRequest) -> Iterator[Exam]:
    """Give the same exam in every jail, for what a jail could change."""
    tier, cap = request.param
    with open_exam(SETUP, tier=tier, cap=cap) as opened:
        yield opened


# ---- passed, partial


@pytest.mark.parametrize(
    ("student", "test", "verdict", "points"),
    [
        ("r = 5", "assert r == 5, 'r'", "passed", 4),
        ("r = 5", "r", "internal", None),  # 5 of 4 points: the instructor's mistake
        ("r = 3", "r", "partial", 3),
        ("r = 0.5", "r / 2", "partial", 0.25),
        ("r = 0", "r", "partial", 0),
        ("r = 4", "r", "passed", 4),
        ("r = -1", "r", "passed", 4),  # as in nbgrader
        ("r = True", "r", "passed", 4),  # Jupyter shows a word
        ("r = 1", "np.float64(r)", "passed", 4),  # Jupyter shows np.float64(1.0)
        ("r = '3'", "r", "passed", 4),  # Jupyter shows the quotes
        ("r = 3", "r;", "passed", 4),  # the semicolon hides the value
        ("r = 3", "r  # the points\n", "partial", 3),
        ("r = 3", "print(r)", "passed", 4),
        ("r = None", "r", "passed", 4),
        ("r = float('nan')", "r", "passed", 4),
        ("r = float('inf')", "r", "internal", None),
        ("r = 3", "assert r == 3, 'r'\nr - 1", "partial", 2),
        ("r = 3", "assert r == 4, 'r'\nr - 1", "failed", 0),
        ("r = 3", "x = r", "passed", 4),
        ("r = 3", "", "passed", 4),
        ("class N:\n    def __repr__(self): return '1'\nr = N()", "r", "passed", 4),
    ],
)
def test_points_follow_the_last_expression(
    exam: Exam, student: str, test: str, verdict: str, points: float | None
) -> None:
    finding = exam.judge(student, hidden=test, points=4)
    assert (finding.verdict, finding.points, finding.max_points) == (verdict, points, 4)


def test_too_many_points_are_explained_to_the_instructor(exam: Exam) -> None:
    finding = exam.judge("r = 7", hidden="r", points=2)
    assert finding.note == "the test cell gave 7.0 points, more than the 2.0 that it is worth"
    assert finding.message == ""


# ---- failed, error: what the student reads


@pytest.mark.parametrize(
    ("test", "verdict", "message"),
    [
        ("assert r == 1, 'look at r'", "failed", "look at r"),
        ("assert r == 1", "failed", GENERIC),
        ("assert r == 1, f'r is not {1}'", "failed", GENERIC),
        ("told = 'r is 1'\nassert r == 1, told", "failed", GENERIC),
        ("assert r == 1, 'r is ' + '1'", "failed", GENERIC),
        ("demand(r == 1, 'r is 1')", "failed", GENERIC),
        ("raise AssertionError('r is 1')", "failed", GENERIC),
        ("raise ValueError('r is 1')", "error", GENERIC),
        ("r + '1'", "error", GENERIC),
        ("{}[r]", "error", GENERIC),
        ("r.secret", "error", GENERIC),
        ("unbound = unbound_too", "missing", None),
        ("raise SystemExit('r is 1')", "error", GENERIC),
        ("raise KeyboardInterrupt('r is 1')", "error", GENERIC),
        ("def f(): assert r == 1, 'look at r'\nf()", "failed", "look at r"),
        ("assert (\n    r\n    == 1\n), (\n    'look '\n    'at r'\n)", "failed", "look at r"),
        ("np.testing.assert_allclose(r, 1.25)", "failed", GENERIC),
        ("try:\n    assert r == 1, 'inner'\nexcept AssertionError:\n    1 / 0", "error", GENERIC),
        ("if r: assert 0, 'a'; assert 0, 'b'", "failed", None),
    ],
)
def test_of_a_hidden_test_only_the_literal_message_is_shown(
    exam: Exam, test: str, verdict: str, message: str | None
) -> None:
    finding = exam.judge("r = 3", hidden=test)
    assert finding.verdict == verdict
    if message is not None:
        assert finding.message == message
    assert "1.25" not in finding.message


def test_of_two_asserts_on_one_line_the_failing_ones_message_is_shown(exam: Exam) -> None:
    test = "assert r == 3, 'a'; assert r == 4, 'b'"
    assert exam.judge("r = 3", hidden=test).message == "b"
    assert exam.judge("r = 4", hidden=test).message == "a"


@pytest.mark.parametrize(
    ("test", "verdict", "message"),
    [
        ("assert r == 1, 'look at r'", "failed", "look at r"),
        ("assert r == 1, f'r is {r}, not 1'", "failed", "r is 3, not 1"),
        ("assert r == 1", "failed", "A visible test of this cell fails."),
        ("raise ValueError('r is odd')", "error", "ValueError: r is odd"),
        ("r.secret", "error", "AttributeError: 'int' object has no attribute 'secret'"),
    ],
)
def test_of_a_public_test_everything_is_shown(
    exam: Exam, test: str, verdict: str, message: str
) -> None:
    finding = exam.judge("r = 3", public=test, hidden="assert r == 1, 'hidden'")
    assert (finding.verdict, finding.message) == (verdict, message)


def test_a_public_function_called_by_the_hidden_part_tells_nothing(exam: Exam) -> None:
    public = "def same(a, b):\n    assert a == b, f'{a} is not {b}'\nsame(type(r), int)"
    finding = exam.judge("r = 3", public=public, hidden="same(r, 1.25)")
    assert (finding.verdict, finding.message) == ("failed", GENERIC)
    public = "def same(a, b):\n    assert a == b, 'they differ'\nsame(type(r), int)"
    finding = exam.judge("r = 3", public=public, hidden="same(r, 1.25)")
    assert finding.message == "they differ"


def test_a_hidden_function_called_by_the_public_part_tells_nothing(exam: Exam) -> None:
    first = Check(hidden="def secret(a):\n    raise ValueError(f'{a} is not 1.25')")
    marked = exam.grade(Work("r = 3"), first, Check(public="secret(r)"))
    assert marked.tests[1].verdict == "error"
    assert "1.25" not in marked.tests[1].message


def test_the_instructor_is_told_the_line_and_the_error(exam: Exam) -> None:
    finding = exam.judge("r = 3", public="assert r", hidden="x = 1\nassert r == x, 'look'")
    assert finding.note == "line 4"
    finding = exam.judge("r = 3", public="assert r", hidden="{}[r]")
    assert finding.note == "line 3: KeyError(3)"


def test_what_the_students_code_raises_in_a_test(exam: Exam) -> None:
    student = "def f(x):\n    raise ValueError('mine: ' + str(x))"
    finding = exam.judge(student, public="f(1)")
    assert (finding.verdict, finding.message) == ("error", "ValueError: mine: 1")
    finding = exam.judge(student, hidden="f(1.25)")
    assert (finding.verdict, finding.message) == ("error", GENERIC)
    expecting = "try:\n    f(2)\nexcept ValueError: pass\nelse: assert False, 'raise'"
    assert exam.judge(student, hidden=expecting).verdict == "passed"


@pytest.mark.parametrize("kind", ["AssertionError", "SystemExit", "KeyboardInterrupt", "Own"])
def test_what_a_students_function_raises_never_passes(jailed: Exam, kind: str) -> None:
    student = f"class Own(BaseException): pass\ndef f(x):\n    raise {kind}('look')"
    finding = jailed.judge(student, hidden="assert f(1) == 1, 'look'")
    assert (finding.points, finding.verdict in ("failed", "error")) == (0, True)


def test_a_failing_exercise_costs_no_other(jailed: Exam) -> None:
    marked = jailed.grade(
        Work("r = 1 / 0"),
        Check(hidden="assert r, 'r'"),
        Work("s = 2"),
        Check(hidden="assert s == 2, 's'"),
        Work("t = (", master="t = 1"),
        Check(hidden="assert t == 1, 't'", points=3),
        Work("u = 4"),
        Check("assert u == 4", "2", points=3),
    )
    assert marked.verdicts == ["missing", "passed", "missing", "partial"]
    assert marked.points == [0, 1, 0, 2]
    assert (marked.result.points, marked.result.max_points) == (3, 8)


# ---- missing, and why


def test_a_name_of_a_cell_that_ran_too_long_is_a_timeout(jailed: Exam) -> None:
    marked = jailed.grade(
        Work("r = 1\nwhile True: pass\ns = 2"),
        Check(hidden="assert s == 2, 's'"),
        Check(hidden="assert r == 1, 'r'"),
        Work("t = 3"),
        Check(hidden="assert t == 3, 't'"),
        settings=HURRIED,
    )
    assert marked.verdicts == ["timeout", "passed", "passed"]
    assert marked.tests[0].message == "The cell that defines “s” ran longer than it may."


def test_a_name_of_a_cell_that_needs_too_much_memory(jailed: Exam) -> None:
    marked = jailed.grade(
        Work("r = bytearray(2**40)"),
        Check(hidden="assert r, 'r'"),
        Work("s = np.ones(2**34)"),
        Check(hidden="assert s.sum() == 2**34, 's'"),
    )
    assert marked.verdicts == ["memory", "memory"]
    assert marked.tests[0].message == "The cell that defines “r” needs more memory than it may."


def test_a_name_of_a_cell_that_ended_the_process(jailed: Exam) -> None:
    marked = jailed.grade(
        Work("import os\nos._exit(0)\nr = 1"),
        Check(hidden="assert r == 1, 'r'"),
        Work("s = 2"),
        Check(hidden="assert s == 2, 's'"),
    )
    assert marked.verdicts == ["crashed", "passed"]
    assert marked.tests[0].message == "The cell that defines “r” ended the notebook's process."


def test_a_name_bound_after_the_trouble_is_no_trouble(exam: Exam) -> None:
    marked = exam.grade(
        Work("import os\nos._exit(0)\nr = 1"),
        Extra("r = 1"),
        Check(hidden="assert r == 1, 'r'"),
        Extra("del r"),
        Check(hidden="assert r == 1, 'r'"),
    )
    assert marked.verdicts == ["passed", "missing"]


def test_a_test_that_asks_whether_a_name_is_there(exam: Exam) -> None:
    test = "try:\n    r\nexcept NameError:\n    assert False, 'define r'"
    finding = exam.judge("", hidden=test)
    assert (finding.verdict, finding.message) == ("failed", "define r")


def test_a_builtin_that_the_student_has_not_redefined_is_not_theirs(exam: Exam) -> None:
    assert exam.judge("", hidden="assert sum([1, 2]) == 3, 's'").verdict == "passed"


# ---- unsupported: never a silent zero


@pytest.mark.parametrize(
    "test",
    [
        "assert r == 3, 'r'",
        "assert abs(r - 3) < 1e-6, 'r'",
        "assert r > 2, 'r'",
        "assert bool(r), 'r'",
        "assert float(r) == 3, 'r'",
        "try:\n    assert r == 3\nexcept Exception:\n    pass",
        "try:\n    ok = bool(r == 3)\nexcept Exception:\n    ok = False\nassert ok, 'r'",
        "import contextlib\nwith contextlib.suppress(Exception):\n    r + 1",
    ],
)
def test_an_operator_on_a_handle_goes_to_the_instructor(exam: Exam, test: str) -> None:
    liar = "class L:\n    def __init__(s): s.a = 1"
    for name in ("eq", "lt", "gt", "sub", "abs", "bool", "float"):
        liar += f"\n    def __{name}__(s, *o): return True"
    finding = exam.judge(f"{liar}\n    __hash__ = None\nr = L()", hidden=test)
    assert (finding.verdict, finding.points, finding.message) == ("unsupported", None, "")
    assert finding.note.startswith("line ")


def test_a_type_that_the_wall_does_not_carry_goes_to_the_instructor(jailed: Exam) -> None:
    student = "from decimal import Decimal\nr = Decimal(3)"
    assert jailed.judge(student, hidden="assert r == 3, 'r'").verdict == "unsupported"


def test_an_unsupported_test_spoils_no_other(exam: Exam) -> None:
    student = "class L: pass\nr = L()\ns = 2"
    marked = exam.grade(
        Work(student), Check(hidden="assert r == 3, 'r'"), Check(hidden="assert s == 2, 's'")
    )
    assert marked.verdicts == ["unsupported", "passed"]
    assert marked.points == [None, 1]


# ---- what a test may do besides


def test_warnings_and_standard_error_in_a_test_cost_nothing(jailed: Exam) -> None:
    test = "import sys\nwarnings.warn('w')\nprint('e', file=sys.stderr)\nassert r == 1, 'r'"
    assert jailed.judge("r = 1", hidden=test).verdict == "passed"


def test_what_a_test_prints_is_shown_to_nobody(exam: Exam) -> None:
    marked = exam.grade(Work("r = 1"), Check(hidden="print('secret')\nassert r == 1, 'r'"))
    assert marked.verdicts == ["passed"]
    assert marked.outputs(2) == ()


@pytest.mark.parametrize(
    "public",
    [
        "%matplotlib inline",
        "%precision 4\nassert r < 3",
        "%time r + 1",
        "x = %time 1 + 1",
    ],
)
def test_magics_in_the_public_part_work_as_in_jupyter(exam: Exam, public: str) -> None:
    right = Check(public, "assert r == 2, 'r'")
    wrong = Check(public + "\nassert r < 5", "assert r == 1, 'look'")
    passed, finding = exam.grade(Work("r = 2"), right, wrong).tests
    assert passed.verdict == "passed"
    assert (finding.verdict, finding.message) == ("failed", "look")
    assert finding.note == f"line {public.count(chr(10)) + 4}"


def test_a_test_may_show_things(exam: Exam) -> None:
    assert exam.judge("r = 1", "display(r)", "display(r)\nassert r == 1, 'r'").verdict == "passed"


def test_a_test_may_await(jailed: Exam) -> None:
    own = "import asyncio\nasync def g():\n    await asyncio.sleep(0)\n    return 3\n"
    assert jailed.judge("r = 3", hidden=own + "assert await g() == r, 'r'").verdict == "passed"
    assert jailed.judge("r = 2", hidden=own + "assert await g() == r, 'r'").message == "r"
    assert jailed.judge("r = 2", hidden=own + "await g()", points=4).points == 3


def test_a_test_may_define_classes_comprehensions_and_closures(exam: Exam) -> None:
    test = (
        "class Case:\n    values = [f(x) for x in range(3)]\n"
        "def total(k):\n    return sum(k * v for v in Case.values)\n"
        "assert (lambda k: total(k))(2) == 2 * (0 + 1 + 4), 'f'"
    )
    assert exam.judge("def f(x): return x * x", hidden=test).verdict == "passed"


def test_later_tests_see_what_earlier_tests_bound(exam: Exam) -> None:
    marked = exam.grade(
        Work("r = 1"),
        Check(hidden="kept = r + 1\nassert 1, 'r'"),
        Check(hidden="assert kept == 2, ''"),
    )
    assert marked.verdicts == ["passed", "passed"]


def test_what_a_test_changes_in_an_answer_changes_nothing_of_the_students(exam: Exam) -> None:
    marked = exam.grade(
        Work("r = [1]"),
        Check(hidden="r.append(2)\nassert r == [1, 2], 'r'"),
        Work("s = len(r)"),
        Check(hidden="assert r == [1] and s == 1, 's'"),
    )
    assert marked.verdicts == ["passed", "passed"]


def test_the_limit_of_a_cell_holds_for_tests_too(jailed: Exam) -> None:
    marked = jailed.grade(
        Work("r = 1\ndef f(x):\n    while True: pass"),
        Check(hidden="while True: pass"),
        Check(hidden="f(1)"),
        Check(hidden="try:\n    f(1)\nexcept Exception:\n    pass"),
        Check(hidden="assert r == 1, 'r'"),
        settings=HURRIED,
    )
    assert marked.verdicts == ["timeout", "timeout", "timeout", "passed"]
    assert marked.tests[0].message == "The test took too long with your answer."
    assert marked.tests[1].message == "Your code took too long when the test used it."


def test_a_test_that_ends_the_examiner_goes_to_the_instructor_alone(jailed: Exam) -> None:
    marked = jailed.grade(
        Work("r = 1"),
        Check(hidden="import os\nos._exit(3)"),
        Check(hidden="assert r == 1, 'r'"),
    )
    assert marked.verdicts == ["internal", "passed"]
    assert marked.points == [None, 1]
    assert marked.tests[0].note == "the examiner ended while it judged this test cell"


def test_a_test_that_is_no_python_goes_to_the_instructor_alone(exam: Exam) -> None:
    marked = exam.grade(
        Work("r = 1"), Check(hidden="assert r ="), Check(hidden="assert r == 1, ''")
    )
    assert marked.verdicts == ["internal", "passed"]
    assert marked.tests[0].note.startswith("the test cell is no valid Python: ")


# ---- when the fault is ours


class SilentWall:
    """Be a wall to a student process that has nothing."""

    trouble, ended = None, False
    randomness = SimpleNamespace(begin=lambda shared: None)
    conversation = SimpleNamespace(ended=None)

    def trust(self, prefix: object) -> None: ...

    def begin_cell(self, deadline: float) -> None: ...

    def fetch(self, name: str) -> object:
        raise NameNotBound(name)


ORDER = {
    "steps": [{"kind": "test", "source": "assert answer == 42, 'look again'", "points": 2.0}],
    "solutions": [],
    "unmarked": [],
    "handed_in": [],
    "editable": [],
    "editable_files": [],
    "decoy": ["word", 0.5, 1],
    "is_asking": True,
    "margins": False,
}


def test_a_fault_of_the_examiner_is_never_a_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    def examine() -> Finding:
        examination = Examination(ORDER, {}, SilentWall())  # type: ignore[arg-type]
        finding = examination.take({"step": 0, "seconds": 5})
        assert finding is not None
        return finding

    assert examine().verdict is Verdict.MISSING
    # As a slip in the rules for names would be.
    monkeypatch.setattr(names, "builtins", None)
    monkeypatch.setattr(names, "hasattr", None, raising=False)
    finding = examine()
    assert finding.verdict is Verdict.INTERNAL
    assert finding.message == "" and "the examiner failed" in finding.note
