"""Whose value a name in a test cell has: by the rules, and over a real wall."""

import math
import types
from collections.abc import Iterator

import numpy as np
import pytest
from engine_course import Check, Exam, Extra, Locked, Work, open_exam

from autograder.answers.handles import NameNotBound, NotSupported
from autograder.execution.names import Names, is_trusted
from autograder.execution.syntax import bindings, read_cells


class Model:
    def fit(self) -> None: ...


def a_function() -> None: ...


@pytest.mark.parametrize("value", [math, len, str, Model, Model(), a_function, np.sin])
def test_code_and_models_are_trusted(value: object) -> None:
    assert is_trusted(value)


@pytest.mark.parametrize("value", [1, "a", [len], {"f": len}, np.arange(3), None, range(3)])
def test_data_is_not_trusted(value: object) -> None:
    assert not is_trusted(value)


# ---- the rules, with a wall that says who was asked


class AskedWall:
    """Give each name as a word that says so."""

    def __init__(self, *absent: str) -> None:
        self.asked: list[str] = []
        self._absent = absent

    def fetch(self, name: str) -> object:
        self.asked.append(name)
        if name in self._absent:
            raise NameNotBound(name)
        return f"student's {name}"

    def refuse(self, what: str) -> NotSupported:
        return NotSupported(what)


def helper() -> str:
    return "examiner's"


PREFIX = {"helper": helper, "math": math, "model": Model(), "df": [1, 2]}


def names(wall: AskedWall, *cells: str, expected: str = "", unmarked: str = "") -> Names:
    made = Names(wall, PREFIX, read_cells([expected], [unmarked]))  # type: ignore[arg-type]
    for cell in cells:
        made.student_bound(bindings(cell))
    return made


def test_code_and_models_of_the_prefix_are_the_examiners_own() -> None:
    wall = AskedWall()
    cell = "helper = lambda: 'mine'\nimport fake as math\nmodel = Liar()"
    found = names(wall, cell)
    assert (found["helper"], found["math"], found["model"]) == (helper, math, PREFIX["model"])
    assert wall.asked == []


def test_data_of_the_prefix_is_the_students() -> None:
    assert names(AskedWall())["df"] == "student's df"


def test_builtins_are_the_examiners_own() -> None:
    wall = AskedWall()
    found = names(wall, "len = lambda x: 5\nprint = abs = None")
    assert eval("len([1]) + abs(-1)", found) == 2  # noqa: S307 - the names are what is tested
    assert wall.asked == []


@pytest.mark.parametrize("name", ["helper", "len", "model"])
def test_what_the_masters_solution_binds_is_the_students(name: str) -> None:
    assert names(AskedWall(), f"{name} = 1", expected=f"{name} = 2")[name] == f"student's {name}"


def test_what_the_solution_binds_but_the_student_does_not_stays_trusted() -> None:
    # Else leaving the work undone would hand the examiner the student process's builtins.
    found = names(AskedWall(), "other = 1", expected="helper = len = 2")
    assert found["helper"] is helper
    with pytest.raises(KeyError):
        found["len"]


def test_imports_of_the_student_are_the_examiners_own() -> None:
    wall = AskedWall()
    found = names(wall, "import numpy as numbers\nfrom math import sqrt as root")
    assert found["numbers"] is np
    assert found["root"] is math.sqrt
    assert wall.asked == []


def test_an_import_that_the_examiner_has_not_loaded_is_asked_of_the_student() -> None:
    assert names(AskedWall(), "import antigravity as a")["a"] == "student's a"


def test_an_imported_value_that_is_no_code_is_asked_of_the_student() -> None:
    # `from unittest.mock import ANY as r` would equal whatever the test expects.
    import unittest.mock  # noqa: F401 - the examiner must have it loaded

    found = names(AskedWall(), "from unittest.mock import ANY as r\nfrom math import pi as p")
    assert (found["r"], found["p"]) == ("student's r", "student's p")


def test_what_the_masters_unmarked_cell_imports_is_the_examiners_own() -> None:
    found = names(AskedWall(), "root = numbers = print", unmarked="from math import sqrt as root")
    assert found["root"] is math.sqrt
    assert found["numbers"] == "student's numbers"


def test_a_module_that_the_solution_imports_is_own_once_the_student_binds_it() -> None:
    more = {"expected": "import math as m\nfrom math import sqrt as root"}
    assert names(AskedWall(), **more)["m"] == "student's m"
    found = names(AskedWall(), "m = root = Fake()", **more)
    assert (found["m"], found["root"]) == (math, "student's root")
    assert names(AskedWall(), "import numpy as m", **more)["m"] is np


def test_a_test_may_ask_which_names_there_are() -> None:
    found = names(AskedWall("nope"))
    exec("own = 1", found)  # noqa: S102 - the names are what is tested
    assert "own" in found and "answer" in found and "helper" in found
    assert "nope" not in found
    assert 3 not in found
    assert (found.get("answer"), found.get("nope", 5)) == ("student's answer", 5)
    assert not found.missing
    for listing in (found.keys, found.values, found.items, lambda: iter(found)):
        with pytest.raises(NotSupported):
            listing()
    assert found.bound_by_tests()["own"] == 1


@pytest.mark.parametrize("name", ["get_ipython", "exit", "quit"])
def test_the_students_shell_is_not_run_for_a_test(name: str) -> None:
    with pytest.raises(NotSupported):
        names(AskedWall())[name]


def test_a_student_may_give_the_shells_name_a_value() -> None:
    assert names(AskedWall(), "get_ipython = 3")["get_ipython"] == "student's get_ipython"


def test_a_later_binding_hides_the_import() -> None:
    found = names(AskedWall(), "from math import sqrt as f", "def f(x): return 3")
    assert found["f"] == "student's f"


def test_a_later_import_hides_the_binding() -> None:
    assert names(AskedWall(), "def f(x): return 3", "from math import sqrt as f")["f"] is math.sqrt


def test_what_a_test_bound_stays_until_the_student_binds_it_again() -> None:
    found = names(AskedWall())
    exec("r = 1\ns = 2", found)  # noqa: S102 - the names are what is tested
    assert (found["r"], found["s"]) == (1, 2)
    found.student_bound(bindings("r = 5"))
    assert (found["r"], found["s"]) == ("student's r", 2)


def test_a_test_may_bind_the_name_of_a_builtin_or_helper_itself() -> None:
    found = names(AskedWall())
    exec("len = 3\nhelper = 4", found)  # noqa: S102 - the names are what is tested
    assert (found["len"], found["helper"]) == (3, 4)


def test_a_name_that_nobody_has_is_noted() -> None:
    found = names(AskedWall("ghost"))
    with pytest.raises(NameError, match="ghost"):
        eval("ghost", found)  # noqa: S307 - the names are what is tested
    assert found.missing == {"ghost"}


def test_a_function_of_the_test_resolves_its_names_by_the_same_rules() -> None:
    found = names(AskedWall())
    exec("def check():\n    return helper(), df, len([])", found)  # noqa: S102 - as above
    check = found["check"]
    assert isinstance(check, types.FunctionType)
    assert check() == ("examiner's", "student's df", 0)


def test_what_a_later_locked_cell_defines_is_trusted() -> None:
    found = names(AskedWall())
    found.trust({"late": helper})
    found.student_bound(bindings("late = 5"))
    assert found["late"] is helper


# ---- the same, end to end: a prefix, a student who rebinds everything, a test


@pytest.fixture(scope="module")
def exam() -> Iterator[Exam]:
    setup = (
        "import numpy as np",
        "values = np.array([1.0, 2.0, 6.0])",
        "def middle(v):\n    return float(np.median(v))",
        "class Scaler:\n    def fit(self, v):\n        self.top = max(v)\n        return self",
        "scaler = Scaler().fit([1, 2, 3])",
        "limit = 10",
    )
    with open_exam(Locked("\n".join(setup))) as opened:
        yield opened


CHEATS = {
    "a module rebound": "class Fake:\n    def __getattr__(self, n): return lambda *a, **k: True\n"
    "np = Fake()",
    "a function of it patched": "np.isclose = lambda *a, **k: True",
    "its method patched": "np.ndarray = None\nnp.median = np.mean = lambda v: 2.0",
    "a builtin rebound": "abs = lambda x: 0\nlen = lambda x: 3\nisinstance = lambda *a: True",
    "builtins patched": "import builtins\nbuiltins.abs = lambda x: 0\nbuiltins.float = lambda x: 2",
    "a helper rebound": "middle = lambda v: 2.0",
    "a helper's code replaced": "middle.__code__ = (lambda v: 2.0).__code__",
    "a helper's global replaced": "middle.__globals__['np'] = None",
    "an estimator rebound": "scaler = 5",
    "the name of the module table": "import sys\nsys.modules['numpy'] = sys.modules['math']",
    "dunder builtins": "__builtins__ = {}\n__name__ = 'liar'",
}


@pytest.mark.parametrize("cheat", CHEATS.values(), ids=CHEATS.keys())
def test_what_a_student_rebinds_or_patches_decides_no_test(exam: Exam, cheat: str) -> None:
    honest = (
        "assert middle(values) == 2.0, 'm'\nassert np.isclose(np.mean(values), 3), 'n'\n"
        "assert abs(-2) == 2 and len(values) == 3 and scaler.top == 3 and float('1') == 1, 'b'\n"
        "assert __name__ == '__main__', 'name'"
    )
    wrong = "assert abs(answer - 4) < 1e-9, 'a'"
    marked = exam.grade(Work(f"answer = 5.0\n{cheat}"), Check(hidden=honest), Check(hidden=wrong))
    assert marked.points == [1, 0]


def test_what_the_exercise_asks_to_bind_counts_though_it_has_a_trusted_name(exam: Exam) -> None:
    student = "middle = 7\nsum = 3"
    test = Check(hidden="assert middle == 7, 'm'\nassert sum == 3, 's'")
    assert exam.grade(Work(student, master=student), test).verdicts == ["passed"]
    assert exam.grade(Work("middle = 8", master=student), test).verdicts == ["failed"]
    assert exam.grade(Work("", master=student), test).verdicts == ["failed"]


def test_work_on_the_prefixs_data_counts(exam: Exam) -> None:
    assert exam.judge("values[0] = 4.0\nlimit += 1", hidden=WORKED_ON).verdict == "passed"
    assert exam.judge("", hidden=WORKED_ON).verdict == "failed"


WORKED_ON = "assert values[0] == 4.0 and limit == 11, 'data'"


def test_a_later_cell_of_the_student_takes_back_a_name_that_a_test_bound(exam: Exam) -> None:
    marked = exam.grade(
        Work("r = 1"),
        Check("seen = 7", "assert r == 1, 'r'"),
        Check(hidden="assert seen == 7, 's'"),
        Work("seen = 8"),
        Check(hidden="assert seen == 8, 's'"),
        Work("def f():\n    global seen\n    seen = 9\nf()"),
        Check(hidden="assert seen == 9, 's'"),
    )
    assert marked.verdicts == ["passed"] * 4


def test_a_public_part_that_the_student_builds_on_runs_there_too(exam: Exam) -> None:
    marked = exam.grade(
        Work("r = 3"),
        Check("double = 2 * r", "secret = double\nassert secret == 6, 'd'"),
        Work("s = double + 1\nt = 'secret' in globals()"),
        Check(hidden="assert s == 7 and t is False, 's'"),
    )
    assert marked.verdicts == ["passed", "passed"]


def test_students_own_imports_are_the_examiners(exam: Exam) -> None:
    lying = "import math\nmath.sqrt = lambda x: 9\nfrom math import sqrt"
    assert exam.judge(lying, hidden="assert sqrt(16) == 4, 's'").verdict == "passed"


def test_the_import_of_something_equal_to_everything_proves_nothing(exam: Exam) -> None:
    finding = exam.judge("from unittest.mock import ANY as r", hidden="assert r == 5, 'r'")
    assert finding.verdict == "unsupported"


def test_bindings_that_syntax_cannot_see_count_as_long_as_no_rule_says_otherwise(
    exam: Exam,
) -> None:
    for student in (
        "exec('r = 5')",
        "globals()['r'] = 5",
        "setattr(__import__('__main__'), 'r', 5)",
    ):
        assert exam.judge(student, hidden="assert r == 5, 'r'").verdict == "passed"


def test_what_a_locked_cell_behind_the_prefix_defines_is_the_examiners(exam: Exam) -> None:
    marked = exam.grade(
        Work("r = 1"),
        Check(hidden="assert r == 1, 'r'"),
        Locked("def twice(x):\n    return 2 * x\nbase = 5"),
        Work("twice = lambda x: 99\ns = base"),
        Check(hidden="assert twice(2) == 4, 't'\nassert s == 5 and base == 5, 's'"),
    )
    assert marked.verdicts == ["passed", "passed"]


def test_a_name_is_missing_when_nobody_has_it(exam: Exam) -> None:
    marked = exam.grade(Work("other = 1"), Check(hidden="assert r == 1, 'r'"))
    assert marked.verdicts == ["missing"]
    assert marked.tests[0].message == "“r” was not found: it is not defined, or its cell failed."


def test_a_deleted_name_is_missing(exam: Exam) -> None:
    marked = exam.grade(Work("r = 1"), Extra("del r"), Check(hidden="assert r == 1, 'r'"))
    assert marked.verdicts == ["missing"]
