"""Modules and data beside the notebook: the course's own, and what students hand in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from engine_course import SETUP, Check, Exam, Extra, Locked, Plain, Work, open_exam

PREFIX = (
    Locked(
        "import os, random\nimport pandas as pd\nimport own\nfrom own import double\n"
        "from checks import doubles\nbase = int(open('data.csv').read())"
    ),
    Locked("def through(x):\n    return own.double(x)\ndef plain(x):\n    return x\n"),
)
FILES = {
    "own.py": "def double(x):\n    return 2 * x\n",
    "checks.py": "import own\ndef doubles(f):\n    return own.double(3) == f(3)\n",
    "pack/__init__.py": "",
    "pack/deep.py": "def five():\n    return 5\n",
    "late.py": "def nine():\n    return 9\n",
    "data.csv": "1\n",
}
# What the master has behind the prefix, as far as the examiner has to know it beforehand.
REST = (Work(""), Plain("import statistics as st\nimport fractions"), Check("import late"))
HELPERS = {
    "helper.py": "import os\nK = 3\ndef f(x):\n    return x + 1\nclass C:\n    a = 1\n",
    "pkg/__init__.py": "from . import sub\n",
    "pkg/sub.py": "def g():\n    return 7\n",
    "extra.csv": "9",
}


@pytest.fixture(scope="module")
def exam(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exam]:
    folder = tmp_path_factory.mktemp("beside")
    with open_exam(*PREFIX, files=FILES, folder=folder, rest=REST) as opened:
        yield opened


COLD = Extra("'a cell in front of the prefix'")


def warm_and_cold(exam: Exam, work: str, test: str, helpers: dict[str, str]) -> list[str]:
    parts = (Work(work), Check(hidden=test))
    warm = exam.grade(*parts, helpers=helpers)
    cold = exam.grade(COLD, *exam.prefix, *parts, whole=True, helpers=helpers)
    return [test.verdict.value for test in (*warm.tests, *cold.tests)]


# ---- the course's own files


def test_the_courses_modules_work_on_both_sides_warm_and_cold(exam: Exam) -> None:
    work = "import pack.deep, late\nx = double(base) + pack.deep.five() + late.nine()"
    test = "import pack.deep as d, late\nassert x == own.double(1) + d.five() + late.nine() == 16"
    assert warm_and_cold(exam, work, test, {}) == ["passed", "passed"]


def test_a_package_of_the_prefix_may_load_more_of_itself_later(exam: Exam) -> None:
    work = "import pack\nfrom pack import deep\nx = deep.five()"
    assert exam.judge(work, "assert x == 5").verdict == "passed"


def test_the_courses_module_is_the_examiners_own_whatever_the_student_does_to_it(
    exam: Exam,
) -> None:
    work = (
        "import late, sys\nown.double = late.nine = lambda *a: 0\nsys.modules['own'] = None\nx = 0"
    )
    assert exam.judge(work, "assert own.double(1) == 2 and double(1) == 2").verdict == "passed"
    assert exam.judge(work, "assert late.nine() == x").verdict == "failed"
    assert exam.judge(work, "import late\nassert late.nine() == x").verdict == "failed"


def test_the_students_code_can_read_and_not_change_what_the_prefix_loaded(exam: Exam) -> None:
    work = (
        "place = os.path.dirname(own.__file__)\nseen = sorted(os.listdir(place))\n"
        "try:\n    open(own.__file__, 'a')\nexcept OSError as error:\n    refused = error.errno\n"
        "try:\n    os.listdir(os.path.dirname(place))\nexcept OSError as error:\n"
        "    above = error.errno"
    )
    test = (
        "import errno\nassert seen == ['__pycache__', 'checks.py', 'data.csv', 'late.py', 'own.py',"
        " 'pack'], seen\nassert refused == above == errno.EACCES"
    )
    found = exam.judge(work, test)
    assert (found.verdict, found.message) == ("passed", "")


# ---- what students hand in


def test_helper_modules_and_data_are_there_for_the_students_cells(exam: Exam) -> None:
    work = "import helper, pkg.sub\nx = helper.f(1) + pkg.sub.g() + int(open('extra.csv').read())"
    assert warm_and_cold(exam, work, "assert x == 18, x", HELPERS) == ["passed", "passed"]


@pytest.mark.parametrize(
    "test",
    [
        "assert helper.f(3) == 4 and helper.K == 3 and helper.C.a == 1",
        "assert pkg.sub.g() == 7",
        "import inspect\nassert inspect.ismodule(helper) and type(helper) is type(inspect)",
        "assert helper and helper.__name__ == 'helper' and not hasattr(helper, 'no_such')",
    ],
)
def test_a_test_uses_a_students_module_through_the_wall(exam: Exam, test: str) -> None:
    assert exam.judge("import helper, pkg", test, helpers=HELPERS).verdict == "passed"


@pytest.mark.parametrize(
    "test",
    [
        "from helper import f\nassert f(1) == 2",
        "import helper, pkg.sub\nassert helper.f(1) == 2 and pkg.sub.g() == 7",
        "import pkg.sub as s\nfrom pkg import sub\nassert s.g() == sub.g() == 7",
        "def judge():\n    from helper import K\n    return K\nassert judge() == 3",
    ],
)
def test_a_test_imports_a_students_module_itself(exam: Exam, test: str) -> None:
    assert exam.judge("pass", hidden=test, helpers=HELPERS).verdict == "passed"
    assert exam.judge("pass", hidden=test).verdict == "error"


@pytest.mark.parametrize(
    "test",
    [
        "import helper\nhelper.os.getcwd()",
        "from helper import *\nassert f(1) == 2",
        "import importlib\nassert importlib.import_module('helper').f(1) == 2",
        "import helper\nassert helper.f(1) == 2 and helper.__dict__",
        "import helper\nhelper.K = 4",
    ],
)
def test_what_a_test_cannot_do_with_a_students_module_goes_to_a_person(
    exam: Exam, test: str
) -> None:
    assert exam.judge("pass", hidden=test, helpers=HELPERS).verdict == "unsupported"


def test_a_helper_module_that_fails_is_the_students_mistake(exam: Exam) -> None:
    found = exam.judge("pass", "import helper", helpers={"helper.py": "1 / 0"})
    assert (found.verdict, found.message) == ("error", "ZeroDivisionError: division by zero")


# ---- attacks

FAKE = (
    "def __getattr__(name):\n    raise SystemExit\nsqrt = mean = dumps = DataFrame = lambda *a: 7"
)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "json",
            "math",
            "statistics",
            "pandas",
            "numpy",
            "own",
            "checks",
            "late",
            "sitecustomize",
        ),
        *("autograder", "IPython", "builtins", "bottleneck", "numexpr", "encodings"),
    ],
)
def test_a_module_named_like_a_library_wins_nothing(exam: Exam, name: str) -> None:
    test = (
        "import json, math, statistics, numpy, pandas\n"
        "assert json.dumps([1]) == '[1]' and math.sqrt(9) == 3 and statistics.mean([1, 3]) == 2\n"
        "assert pandas.DataFrame({'a': [1.5, 2.5]})['a'].mean() == 2 and numpy.sqrt(9) == 3\n"
        "assert double(1) == 2 and doubles(lambda x: 2 * x)\n"
        "assert x == 7, 'x'"
    )
    # The names are bound by an import of the student's too.
    work = f"try:\n    import {name}\nexcept BaseException:\n    pass\nx = 7"
    files = {f"{name}.py": FAKE, f"{name}x/__init__.py": ""}
    honest = exam.judge(work, hidden=test, helpers=files)
    cheat = exam.judge(f"import {name}\nx = 6", hidden=test, helpers=files)
    assert (honest.verdict, cheat.verdict != "passed") == ("passed", True)


def test_a_module_named_like_a_library_wins_nothing_cold_either(exam: Exam) -> None:
    test = "import math\nassert x == pd.Series([1.0, 3.0]).mean() == 2 and math.sqrt(9) == 3"
    files = {"pandas.py": FAKE, "math.py": FAKE, "json.py": FAKE}
    assert warm_and_cold(exam, "x = 2", test, files) == ["passed", "passed"]
    assert warm_and_cold(exam, "x = 7", test, files) == ["failed", "failed"]


def test_a_library_is_never_a_handle(exam: Exam) -> None:
    # A test would compare the student's answer with what the student's own library says.
    work = "import wave as w, helper\nw.x = helper.os.x = 7\nx = 7"
    for test in ("assert w.x == x", "assert helper.os.x == x"):
        assert exam.judge(work, hidden=test, helpers=HELPERS).verdict == "unsupported"


def test_a_students_module_is_not_found_by_the_examiners_libraries(exam: Exam) -> None:
    test = "import importlib.util\nassert importlib.util.find_spec('helper') is None"
    assert exam.judge("pass", hidden=test, helpers=HELPERS).verdict == "passed"


# ---- files of the course that students may change

EDITED = {"own.py": "def double(x):\n    return 3 * x\n"}


@pytest.mark.parametrize(
    "test",
    [
        "assert double(1) == 3",
        "assert own.double(1) == 3",
        "import own\nassert own.double(1) == 3",
        "from own import double as d\nassert d(1) == 3",
        "assert through(1) == 3 and plain(2) == 2",
    ],
)
def test_a_module_that_students_may_change_is_theirs(exam: Exam, test: str) -> None:
    assert exam.judge("x = double(1)", hidden=test, editable=EDITED).verdict == "passed"


@pytest.mark.parametrize(
    "test",
    [
        "assert doubles(lambda x: 2 * x)",
        "import checks\nassert checks.doubles(lambda x: 2 * x)",
        "import importlib\nimportlib.import_module('own')",
        "assert 'double' in open('own.py').read()",
    ],
)
def test_what_mixes_the_courses_code_with_theirs_goes_to_a_person(exam: Exam, test: str) -> None:
    assert exam.judge("pass", hidden=test, editable=EDITED).verdict == "unsupported"


# ---- imports in cells without a role


def test_what_an_unmarked_cell_imports_is_the_examiners_own(exam: Exam) -> None:
    master = "import statistics as st\nimport fractions\ndef near(x):\n    return x + 1\nC = 5"
    test = Check(hidden="assert x == st.mean([1, 3]) and near(1) == 2 and C == 5 and fractions")
    fake = "class st:\n    mean = lambda x: 7\nfractions = near = lambda x: 2\nC = 5"
    honest = exam.grade(Work("0"), Plain(master), Work("x = 2"), test)
    cheat = exam.grade(Work("0"), Plain(master, fake), Work("x = 7"), test)
    assert (honest.verdicts, cheat.verdicts) == (["passed"], ["failed"])


def test_a_module_that_the_masters_solution_imports_is_the_examiners_own(exam: Exam) -> None:
    test = "assert st.mean([1, 3]) == x"
    assert exam.judge("import statistics as st\nx = 2", test).verdict == "passed"
    more = {"master": "import statistics as st\nx = st.mean([1, 3])"}
    assert exam.judge("import statistics as st\nx = 2", test, **more).verdict == "passed"
    fake = "class st:\n    mean = lambda x: 7\nx = 7"
    assert exam.judge(fake, test, **more).verdict == "failed"
    assert exam.judge("x = 2", test, **more).verdict == "missing"


def test_a_function_in_a_locked_cell_uses_the_students_names(exam: Exam) -> None:
    locked = Locked("def checked():\n    return answer + double(1)")
    marked = exam.grade(
        *(Work("answer = 3"), locked, Check("assert checked() == 5")),
        *(Work("answer = 4"), Check("assert checked() == 6")),
    )
    assert marked.verdicts == ["passed", "passed"]


def test_cells_may_ask_whether_they_are_graded(exam: Exam) -> None:
    work = "r = os.environ['NBGRADER_EXECUTION']"
    test = "import os\nassert r == os.environ.get('NBGRADER_EXECUTION') == 'autograde'"
    assert exam.judge(work, test).verdict == "passed"


@pytest.mark.serial
def test_a_library_of_the_tests_that_starts_threads_stops_nobody(
    tmp_path: Path,
) -> None:
    noisy = (
        "import threading, time\n"
        "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()"
    )
    rest = (Work(""), Check("import noisy"))
    with open_exam(SETUP, files={"noisy.py": noisy}, folder=tmp_path, rest=rest) as own:
        assert own.judge("r = 1", "assert r == 1").verdict == "passed"
