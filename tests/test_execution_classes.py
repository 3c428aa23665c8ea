"""What a test cell means by a seed, by ``type`` and by a student's class of errors."""

from collections.abc import Iterator

import pytest
from engine_course import Exam, Locked, open_exam

PREFIX = (
    Locked("import random\nimport numpy as np\nfrom functools import cache, partial\nimport own"),
    Locked(
        "part = partial(own.double, 1)\n"
        "@cache\ndef cached():\n    return own.double(1)\n"
        "def as_it_is(f):\n    def inner():\n        return f()\n    return inner\n"
        "@as_it_is\ndef wrapped():\n    return own.double(1)\n"
        "def default(f=own.double):\n    return f(1)\n"
        "class Derived(own.Base):\n    pass\n"
        "def untouched(x=1):\n    return x + 1"
    ),
)
OWN = "def double(x):\n    return 2 * x\nclass Base:\n    def go(self):\n        return double(1)\n"
DRAW = "def f():\n    return random.random()\ndef g():\n    return np.random.rand()"


@pytest.fixture(scope="module")
def exam(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exam]:
    folder = tmp_path_factory.mktemp("classes")
    with open_exam(*PREFIX, files={"own.py": OWN}, folder=folder) as opened:
        yield opened


@pytest.mark.parametrize(
    "test",
    [
        "random.seed(1)\na = f()\nrandom.seed(1)\nassert a == f() != f()",
        "np.random.seed(1)\na = g()\nnp.random.seed(1)\nassert a == g() != g()",
        "random.seed(1)\ns = random.getstate()\na = f()\nrandom.setstate(s)\nassert a == f()",
        "from random import seed\nseed(1)\na = f()\nseed(1)\nassert a == f()",
        # One generator is not set back with the other, nor by what is no global generator.
        "np.random.seed(1)\na = g()\nrandom.seed(1)\nf()\nassert a != g()",
        "random.seed(1)\na = f()\nrandom.Random().seed(1)\nassert a != f()",
    ],
)
def test_a_generator_set_twice_to_the_same_state_is_set_twice(exam: Exam, test: str) -> None:
    assert exam.judge(DRAW, hidden=test).verdict == "passed"


@pytest.mark.parametrize(
    "test",
    [
        "for type in (int, float):\n    assert type('3') == x",
        "def read(type):\n    return type('3')\nassert read(int) == x",
        "made = type(*('Made', (), {'a': 3}))\nassert made.a == x and type(x) is int",
    ],
)
def test_a_test_may_call_type_in_any_way(exam: Exam, test: str) -> None:
    assert exam.judge("x = 3", hidden=test).verdict == "passed"


def test_deleting_a_name_of_the_prefix_goes_to_a_person(exam: Exam) -> None:
    assert exam.judge("pass", hidden="del np").verdict == "unsupported"
    assert exam.judge("pass", hidden="del nothing").verdict == "error"
    assert exam.judge("np = 1", hidden="a = 1\ndel a, np").verdict == "passed"


@pytest.mark.parametrize("beside", [False, True])
@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        ("class Wrong(ValueError):\n    pass", "failed"),
        ("class Wrong(AssertionError):\n    pass", "failed"),
        ("Wrong = AssertionError", "unsupported"),
        ("Wrong = Exception", "unsupported"),
        ("Wrong = (ValueError, BaseException)", "unsupported"),
    ],
)
def test_a_students_class_of_errors_does_not_catch_a_failed_assert(
    exam: Exam, error: str, verdict: str, *, beside: bool
) -> None:
    start = "from helper import Wrong\n" if beside else ""
    test = f"{start}try:\n    f(-1)\n    assert False, 'must raise'\nexcept Wrong:\n    pass"
    work = "def f(x):\n    return 1\n" + ("" if beside else error)
    found = exam.judge(work, hidden=test, helpers={"helper.py": error} if beside else {})
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("call", "verdict"),
    [
        *(("part()", "unsupported"), ("cached()", "unsupported"), ("wrapped()", "unsupported")),
        *(("default()", "unsupported"), ("Derived().go()", "unsupported")),
        ("untouched() + 1", "passed"),
    ],
)
def test_what_carries_a_changed_modules_code_is_not_the_examiners(
    exam: Exam, call: str, verdict: str
) -> None:
    changed = OWN.replace("2 * x", "3 * x")
    found = exam.judge("pass", hidden=f"assert {call} == 3", editable={"own.py": changed})
    assert found.verdict == verdict
