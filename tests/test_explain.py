"""What `grade(..., explain=True)` tells the instructor, and that it changes no verdict."""

import dataclasses
from collections.abc import Iterator

import pytest
from engine_course import (
    HURRIED,
    SETTINGS,
    Check,
    Exam,
    Extra,
    Locked,
    Part,
    Plain,
    Work,
    open_exam,
    paper,
)

from autograder.configuration import Settings
from autograder.execution.explanation import ExplainedTest, Explanation, Value
from autograder.execution.grading import Graded, grade
from autograder.submission import take_in

SETUP = Locked(
    "import warnings\nimport numpy as np\nimport pandas as pd\nimport matplotlib.pyplot as plt\n"
    "from sklearn.linear_model import LinearRegression\n"
    "from sklearn.preprocessing import StandardScaler\n"
    "df = pd.DataFrame({'a': [1, 2, 3], 'b': list('xyz')})"
)


@pytest.fixture(scope="module")
def exam() -> Iterator[Exam]:
    with open_exam(SETUP) as opened:
        yield opened


def graded(exam: Exam, *parts: Part, settings: Settings = SETTINGS, explain: bool = True) -> Graded:
    master, submitted = paper(SETUP, *parts)
    submission = take_in(master, submitted)
    rooms = exam.rooms(warm=submission.warm)
    return grade(rooms, submission, settings, explain=explain)


def explained(exam: Exam, *parts: Part, settings: Settings = SETTINGS) -> Explanation:
    told = graded(exam, *parts, settings=settings).explanation
    assert told is not None
    return told


def judged(exam: Exam, student: str, public: str = "", hidden: str = "") -> ExplainedTest:
    """Explain one test cell on one solution cell."""
    (test,) = explained(exam, Work(student), Check(public, hidden)).tests
    return test


def named(values: tuple[Value, ...]) -> dict[str, str]:
    return {value.name: value.text for value in values}


# ---- the verdicts stay what they are

OBJECT = "class Liar:\n    def __eq__(s, o): return True\n    __hash__ = None\nr = Liar()"
MANY = (
    Work("r = 5\ndef f(x): return x + 1\ndef g(x): return 1 / 0\ns = [1, 2]\nt = df.assign(c=0)"),
    Check("assert r == 5", "assert r == 5, 'r'"),
    Check(hidden="assert r == 6, 'r'"),
    Check(hidden="assert f(1) == 3, 'f'"),
    Check(hidden="assert g(1) == 3, 'g'"),
    Check(hidden="assert all(f(k) == k + 1 for k in range(60)), 'f'\n3", points=4),
    Check(hidden="for k, v in enumerate(s): assert v == k + 1 or v is None, 's'"),
    Check(hidden="assert not np.allclose(t['c'], 1) and t.equals(t), 't'"),
    Check(hidden="assert nowhere, 'n'"),
    Check(hidden="try:\n    assert nowhere, 'n'\nexcept NameError:\n    assert 0, 'define it'"),
    Check(hidden="s.append(3)\nassert s == [1, 2, 3], 's'"),
    Check(hidden="assert s == [1, 2], 's'"),
    Check(hidden="assert (k := f(2)) == 3 and k > 2, 'k'\nassert 1 < k < 3, 'k is 3'"),
    Check(hidden="warnings.simplefilter('error')\nassert f(1) == 2, 'f'\nwarnings.warn('w')"),
    Check(hidden="with warnings.catch_warnings(record=True) as w:\n    assert r == 5, 'r'\n"
                 "assert not w, 'w'"),
    Check(hidden="9", points=4),
    Check(hidden="import asyncio\nasync def h(): return 4\nassert await h() == r, 'r is not 4'"),
    Check(hidden="assert isinstance(f, type(lambda: 0)), 'f'\nassert f.nowhere, 'f'"),
    Work(OBJECT),
    Check(hidden="assert r == 6, 'r'"),
    Check(hidden="assert [r][0] in (1, 2), 'r'"),
    Work("import os\nos._exit(1)\nz = 1"),
    Check(hidden="assert z == 1, 'z'"),
    Check(hidden="f.nothing"),
    Work("def ends():\n    import os\n    os._exit(1)"),
    Check(hidden="assert ends() is None, 'e'"),
    Check(hidden="assert r == 6, 'r'"),
)  # fmt: skip
# One for each test cell of the above, by hand.
VERDICTS = (
    "passed failed failed error partial passed passed missing failed passed failed failed error "
    "passed internal failed error unsupported unsupported crashed error crashed unsupported"
).split()


def test_the_verdicts_are_the_same_with_and_without(exam: Exam) -> None:
    plain, told = graded(exam, *MANY, explain=False), graded(exam, *MANY)
    assert [test.verdict.value for test in plain.result.tests] == VERDICTS
    without = (dataclasses.replace(each.result, measured={}) for each in (plain, told))
    assert len(set(map(repr, without))) == 1
    assert plain.notebook == told.notebook
    assert plain.explanation is None


def test_a_deadline_that_was_reached_is_told(exam: Exam) -> None:
    parts = (
        Work("def f(x):\n    while True: pass"),
        Check(hidden="assert f(1), 'f'"),
        Check(hidden="while True: pass"),
    )
    told = explained(exam, *parts, settings=HURRIED)
    assert [test.result.verdict for test in told.tests] == ["timeout", "timeout"]
    near = list(told.near_deadlines())
    assert [each.partition(":")[0] for each in near] == ["test test1", "test1", "test test2"]


# ---- where and why a test failed


def test_the_hidden_part_and_the_failing_line_are_marked(exam: Exam) -> None:
    test = judged(exam, "r = 3", "assert r", "x = 1\nassert r == x, 'look'")
    marks = [(line.number, line.hidden, line.failed) for line in test.lines]
    assert marks == [
        (1, False, False),
        (2, True, False),
        (3, True, False),
        (4, True, True),
        (5, True, False),
    ]
    assert test.lines[3].text == "assert r == x, 'look'"


def test_a_test_that_passes_has_no_failing_line(exam: Exam) -> None:
    test = judged(exam, "r = 3", "assert r", "x = 3\nassert r == x, 'look'")
    assert not any(line.failed for line in test.lines)
    assert (test.trace, test.sides) == ("", ())
    assert named(test.values) == {"r": "3"}
    assert named(test.local_values) == {"x": "3"}


@pytest.mark.parametrize(
    ("test", "sides"),
    [
        ("assert r == 4, ''", {"r": "3"}),
        ("assert abs(r - 5) < 1e-6, ''", {"abs(r - 5)": "2"}),
        ("assert r > 0 and r * 2 == 7, ''", {"r": "3", "r * 2": "6"}),
        ("assert not r == 3, ''", {"r": "3"}),
        ("assert np.allclose(r, [3, 4]), ''", {"r": "3", "[3, 4]": "[3, 4]"}),
        ("assert isinstance(r, (str, list)), ''", {"r": "3"}),
        ("assert type(r) is str, ''", {}),
        ("assert set([r]).issubset({4}), ''", {"set([r])": "{3}", "{4}": "{4}"}),
        ("assert all(a == b for a, b in [(1, 1), (r, 2), (5, 5)]), ''", {"a": "3", "b": "2"}),
        ("for k in (3, 4, 5): assert r == k, ''", {"r": "3", "k": "4"}),
        # What a loop's earlier turn compared, and the failing one did not get to.
        ("for k in (1, 0): assert k == 1 and r > k + 1, ''", {"k": "0"}),
        ("assert (\n    r ==\n    4\n), ''", {"r": "3"}),
        ("assert r == 3, ''; assert r == 5, ''", {"r": "3"}),
    ],
)
def test_the_sides_of_what_the_failing_assert_compared(
    exam: Exam, test: str, sides: dict[str, str]
) -> None:
    assert named(judged(exam, "r = 3", hidden=test).sides) == sides


def test_an_operand_is_evaluated_once(exam: Exam) -> None:
    student = "calls = []\ndef f():\n    calls.append(1)\n    return len(calls)"
    test = judged(exam, student, hidden="assert f() == 5, 'f'\n")
    assert named(test.sides) == {"f()": "1"}
    assert [call.what for call in test.calls] == ["f"]


def test_the_variables_of_a_function_that_the_error_came_through(exam: Exam) -> None:
    hidden = "def check(k):\n    twice = 2 * k\n    assert r == twice, 'r'\ncheck(7)"
    test = judged(exam, "r = 3", hidden=hidden)
    assert named(test.local_values) == {"k, in check": "7", "twice, in check": "14"}
    assert [line.number for line in test.lines if line.failed] == [4]


def test_the_traceback_has_the_tests_own_lines(exam: Exam) -> None:
    hidden = "def check(k):\n    return {}[k]\ncheck(r)"
    trace = judged(exam, "r = 3", hidden=hidden).trace
    assert [line.strip() for line in trace.splitlines() if "^" not in line] == [
        "Traceback (most recent call last):",
        "Test test1, line 4, in <module>",
        "check(r)",
        "Test test1, line 3, in check",
        "return {}[k]",
        "KeyError: 3",
    ]


# ---- what a test saw

SEEN = {
    "an integer": ("r = 10**1000", "int", "<int of 3322 bits>"),
    "a text": ("r = 'a\\x1b[31m'", "str of 6", "'a\\x1b[31m'"),
    "a list": ("r = [1, (2,), {'a': None}]", "list of 3", "[1, (2,), {'a': None}]"),
    "a long list": ("r = list(range(100))", "list of 100", "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, "
                    "12, 13, 14, 15, 16, 17, 18, 19, … 80 more]"),
    "a deep list": ("r = [[[[[[1]]]]]]", "list of 1", "[[[[[… 1]]]]]"),
    "an array": ("r = np.zeros((2, 2))", "ndarray float64, shape (2, 2)", "[[0., 0.],\n [0., 0.]]"),
    "a table": ("r = df", "DataFrame, 3 rows and 2 columns",
                "   a  b\n0  1  x\n1  2  y\n2  3  z\na: int64, b: str"),
    "a column": ("r = df['a']", "Series int64, length 3", "0    1\n1    2\n2    3"),
    "a figure": ("r, ax = plt.subplots()\nax.plot([1, 2], label='up')\nax.legend()\n"
                 "ax.set(title='T', xlabel='t', yscale='log')", "Figure",
                 "figure with 1 axes\naxes: title 'T', x 't' linear, y '' log, legend ['up']\n"
                 "  line of 2 points labelled 'up'"),
    "a model": ("r = StandardScaler(with_std=False).partial_fit([[1.0], [3.0]])\n"
                "r.n_samples_seen_ = 2", "StandardScaler",
                "StandardScaler(with_std=False)\nmean_=[2.], n_features_in_=1, "
                "n_samples_seen_=2, scale_=None, var_=None"),
}  # fmt: skip


@pytest.mark.parametrize(("student", "kind", "text"), SEEN.values(), ids=SEEN.keys())
def test_a_value_is_told_by_type_and_content(
    exam: Exam, student: str, kind: str, text: str
) -> None:
    (value,) = judged(exam, student, hidden="assert r is None, 'r'").values
    assert (value.name, value.kind, value.cell) == ("r", "answer", 2)
    assert (value.type, value.text) == (kind, text)


def test_a_handle_is_told_without_asking_it(exam: Exam) -> None:
    student = "class Odd:\n    def __repr__(self): raise SystemExit\nr = Odd()\ns = [r]"
    test = judged(exam, student, hidden="assert r is s, 'r'")
    assert [(v.name, v.kind, v.type) for v in test.values] == [
        ("r", "handle", "Odd"),
        ("s", "answer", "list of 1"),
    ]
    assert named(test.values)["s"] == "[<Odd>]"
    assert test.calls == ()


def test_a_name_that_is_not_there_is_told(exam: Exam) -> None:
    (value,) = judged(exam, "r = 3", hidden="assert s == 3, 's'").values
    assert (value.name, value.kind, value.text) == ("s", "missing", "not bound")


def test_what_could_not_cross_is_told(exam: Exam) -> None:
    student = "from decimal import Decimal\nr = np.array([Decimal(1)])"
    test = judged(exam, student, hidden="assert r[0] == 1, 'r'")
    assert test.result.verdict == "unsupported"
    assert test.values[0].name == "r"


def test_the_cell_that_bound_a_name_last_is_told(exam: Exam) -> None:
    told = explained(
        exam, Work("r = 1"), Extra("s = 2"), Extra("r = 3"), Check(hidden="assert r == s, 'r'")
    )
    assert [(v.name, v.cell) for v in told.tests[0].values] == [("r", 4), ("s", 3)]
    assert [(cell.cell, cell.bound) for cell in told.cells] == [
        (2, ("r",)),
        (3, ("s",)),
        (4, ("r",)),
    ]


def test_calls_are_told_with_arguments_results_and_errors(exam: Exam) -> None:
    student = (
        "def f(x, k=1):\n    if k > 2: raise ValueError(f'{k} is much')\n    return x * k\n"
        "class M:\n    size = 3\n    def grow(self, n): return n + 1\nm = M()"
    )
    hidden = "f(df, k=2)\nassert m.grow(4) == 5 and m.size == 3, 'm'\nf([1], 3)"
    calls = judged(exam, student, hidden=hidden).calls
    assert [(call.what, call.arguments) for call in calls if call.arguments is not None] == [
        ("f", ("<DataFrame, 3 rows and 2 columns>", "k=2")),
        ("m.grow", ("4",)),
        ("f", ("[1]", "3")),
    ]
    assert [(call.what, call.result) for call in calls if call.arguments is None] == [
        ("m.grow", "<method>"),
        ("m.size", "3"),
    ]
    assert calls[-1].raised == "ValueError: 3 is much"
    assert "in f\n    if k > 2: raise ValueError(f'{k} is much')" in calls[-1].said
    assert all(call.seconds >= 0 for call in calls)


def test_a_call_inside_a_call_is_told_with_both_results(exam: Exam) -> None:
    student = "def f(own): return own(1) * 10\ndef g(x): return x + 1"
    hidden = "assert f(lambda x: g(x) + 5) == 71, 'f'"
    calls = judged(exam, student, hidden=hidden).calls
    # g(1) is 2, the test's own function gives 7, f gives 70.
    assert [(call.what, call.result) for call in calls] == [("f", "70"), ("g", "2")]


def test_much_is_bounded_and_counted(exam: Exam) -> None:
    student = "def f(x): return 'y' * 10_000\nr = 'z' * 100_000"
    hidden = "for k in range(300): f(k)\nassert r == 1, 'r'"
    test = judged(exam, student, hidden=hidden)
    assert (len(test.calls), test.left_out) == (200, 100)
    assert max(len(call.result) for call in test.calls) <= 200
    assert all(len(value.text) <= 4096 for value in test.values)


# ---- the student's cells, and the whole


def test_a_students_cell_is_told(exam: Exam) -> None:
    told = explained(
        exam, Work("print('\\x1b[31mred\\u202e')\nr = 2\n1 / 0"), Check(hidden="assert r, 'r'")
    )
    (cell,) = told.cells
    assert (cell.cell, cell.kind, cell.bound, cell.error) == (
        2,
        "student",
        ("r",),
        "ZeroDivisionError",
    )
    assert cell.printed.startswith("red\N{REPLACEMENT CHARACTER}\n")
    assert cell.printed.endswith("ZeroDivisionError: division by zero")
    assert 0 < cell.seconds < told.wall_seconds
    assert "\x1b" not in repr(dataclasses.replace(cell, outputs=()))


def test_a_lost_cell_and_the_second_attempt_are_told(exam: Exam) -> None:
    told = explained(
        exam,
        Work("import os\nos._exit(3)\nr = 1"),
        Check(hidden="assert r == 1, 'r'"),
        Work("s = 2"),
        Check(hidden="assert s == 2, 's'"),
    )
    assert told.attempts == 2
    assert [cell.lost for cell in told.cells] == ["crashed", None]
    assert [test.result.verdict for test in told.tests] == ["crashed", "passed"]
    use = {process.role: process for process in told.processes}
    assert set(use) == {"student", "examiner"}
    assert use["student"].codes == (3, 0)
    assert all(each.cpu_seconds > 0 and each.peak_memory_bytes > 2**20 for each in use.values())


def test_a_test_that_ended_the_process_is_told(exam: Exam) -> None:
    told = explained(
        exam, Work("import os\ndef f(): os._exit(3)"), Check(hidden="assert f() == 1, 'f'")
    )
    (test,) = told.tests
    assert test.is_lost
    assert [call.what for call in test.calls] == ["f"]


@pytest.mark.parametrize(
    ("prefix", "because"),
    [
        ((SETUP, Plain("a = 1")), ""),
        (
            (SETUP, Plain("a = 1", "a = 2")),
            "cell 2 (a = 2) is not the master's code cell 2 (a = 1)",
        ),
        (
            (SETUP, Extra("b = 1"), Plain("a = 1")),
            "cell 2 (b = 1) stands before the master's code cell 2 (a = 1)",
        ),
    ],
)
def test_why_a_submission_starts_cold(prefix: tuple[Part, ...], because: str) -> None:
    from autograder.execution.explaining import cold_because

    master, submitted = paper(*prefix, Work("r = 1"), Check(hidden="assert r, 'r'"))
    assert cold_because(take_in(master, submitted)) == because


def test_a_test_cell_that_is_no_python_is_told(exam: Exam) -> None:
    test = judged(exam, "r = 1", "assert r ==")
    assert test.result.verdict == "internal"
    assert (test.values, test.trace) == ((), "")
    assert [line.text for line in test.lines] == ["assert r =="]
