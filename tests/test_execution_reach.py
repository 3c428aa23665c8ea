"""What a test cell asks that has another answer here than in a notebook: never a wrong zero."""

from collections.abc import Iterator

import pytest
from engine_course import Check, Exam, Locked, Work, open_exam

from autograder.execution.cell_code import Refused, tree_of

PREFIX = (
    Locked("import random\nimport numpy as np\nimport pandas as pd"),
    Locked("def uses_answer():\n    return answer"),
)


@pytest.fixture(scope="module")
def exam(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exam]:
    folder = tmp_path_factory.mktemp("beside")
    with open_exam(*PREFIX, files={"data.csv": "1\n"}, folder=folder) as opened:
        yield opened


# ---- the class of a value: as nbgrader's AUTOTEST asks for it

CLASSES = {
    "1": "<class 'int'>",
    "1.5": "<class 'float'>",
    "True": "<class 'bool'>",
    "None": "<class 'NoneType'>",
    "'a'": "<class 'str'>",
    "[1]": "<class 'list'>",
    "(1,)": "<class 'tuple'>",
    "{1}": "<class 'set'>",
    "{1: 2}": "<class 'dict'>",
    "np.arange(3)": "<class 'numpy.ndarray'>",
    "np.float64(1)": "<class 'numpy.float64'>",
    "lambda x: x": "<class 'function'>",
    "print": "<class 'builtin_function_or_method'>",
    "(x for x in 'a')": "<class 'generator'>",
    "D()": "<class '__main__.D'>",
    "D().method": "<class 'method'>",
    "D": "<class 'type'>",
    "int": "<class 'type'>",
}


def test_the_class_of_every_kind_of_value_is_that_of_a_notebook(exam: Exam) -> None:
    answers = [f"r{at} = {value}" for at, value in enumerate(CLASSES)]
    work = "class D:\n    def method(self): ...\n" + "\n".join(answers)
    # A list first: who is wrong shows.
    test = (
        f"expected = {list(CLASSES.values())!r}\n"
        f"found = [str(type(r)) for r in ({', '.join(f'r{at}' for at in range(len(answers)))},)]\n"
        "assert found == expected, found\n"
        "assert [str(r.__class__) for r in (r0, r11, r14)] == [found[0], found[11], found[14]]\n"
    )
    found = exam.judge(work, hidden=test)
    assert (found.verdict, found.note) == ("passed", "")


@pytest.mark.parametrize(
    "test",
    [
        "assert type(d) is D and type(d) == D and type(d) is type(e) and isinstance(d, D)",
        "assert d.__class__ is D and d.__class__.__name__ == type(d).__name__ == 'D'",
        "assert type(D) is type and isinstance(D, type) and type(d) is not E",
        "T = type('T', (), {})\nassert type(T()) is T and T().__class__ is T",
        "assert type(f).__name__ == 'function' and type(f) is type(lambda: 0)",
        "assert [type(each) for each in (1, 'a')] == [int, str]",
        "assert id(f) == id(g) and f is g and d is not e and n is None and t is True",
        "assert f.__name__ == 'f' and f.__doc__ == 'doc' and f.__defaults__ == (2,)",
        "assert callable(f) and callable(D) and callable(d.run) and not callable(d)",
        "assert len({f, g}) == 1 and hash(f) == hash(g)",
        "assert 'f' in globals() and 'f' in locals() and globals()['f'](1) == 1",
        "assert 'nope' not in globals() and globals().get('nope', 3) == 3 and globals().get('f')",
    ],
)
def test_what_a_test_asks_of_an_object_is_as_in_a_notebook(exam: Exam, test: str) -> None:
    work = (
        "def f(a, b=2):\n    'doc'\n    return a\ng = f\nn, t = None, True\n"
        "class D:\n    def run(self): ...\nclass E(D): ...\nd, e = D(), D()"
    )
    found = exam.judge(work, hidden=test)
    assert (found.verdict, found.note) == ("passed", "")


@pytest.mark.parametrize(
    "test",
    [
        "assert hash(d)",
        "import inspect\nassert inspect.getsource(f)",
        "import inspect\nassert len(inspect.signature(f).parameters) == 2",
        "assert f.__code__.co_argcount == 2",
        "assert d == 3",
        "assert 'f' in dir()",
        "assert 'f' in list(globals())",
        "assert get_ipython()",
    ],
)
def test_what_has_no_true_answer_here_goes_to_a_person(exam: Exam, test: str) -> None:
    work = "def f(a, b): ...\nclass D: ...\nd = D()"
    assert exam.judge(work, hidden=test).verdict == "unsupported"
    assert exam.judge(
        work, hidden=f"try:\n    {test.splitlines()[-1]}\nexcept Exception:\n    pass"
    )


def test_a_forged_class_is_no_genuine_one(exam: Exam) -> None:
    work = "class int:\n    pass\nclass R(int):\n    __class__ = 7\nr = R()\nR.__name__ = 'int'"
    assert exam.judge(work, hidden="assert type(r) is int").verdict == "failed"
    assert exam.judge(work, hidden="assert r.__class__ is int").verdict == "failed"
    assert exam.judge(work, hidden="assert isinstance(r, int)").verdict == "failed"


# ---- names


def test_a_function_of_the_prefix_that_wants_a_students_name_goes_to_a_person(exam: Exam) -> None:
    test = "assert uses_answer() == 3"
    assert exam.judge("answer = 3", test).verdict == "unsupported"
    assert exam.judge("pass", test).verdict == "error"


# ---- files that the student's code wrote


@pytest.mark.parametrize(
    "test",
    [
        "assert open('out.csv').read() == '1'",
        "import os\nassert os.path.exists('./out.csv')",
        "assert pd.read_csv('out.csv').size == 0",
    ],
)
def test_a_file_that_only_the_student_has_goes_to_a_person(exam: Exam, test: str) -> None:
    assert exam.judge("open('out.csv', 'w').write('1')", hidden=test).verdict == "unsupported"
    assert exam.judge("pass", hidden=test).verdict in ("failed", "error")


def test_a_file_of_the_assignment_is_the_examiners_own(exam: Exam) -> None:
    test = "assert open('data.csv').read() == '1\\n'"
    assert exam.judge("open('data.csv', 'w').write('2')", hidden=test).verdict == "passed"
    wrong = "assert open('data.csv').read() == '2', 'data'"
    assert exam.judge("open('data.csv', 'w').write('2')", hidden=wrong).verdict == "failed"


def test_the_texts_of_a_hidden_test_do_not_reach_the_student_process(exam: Exam) -> None:
    # The student's side says which files it has; it is not asked for one.
    work = (
        "from autograder.answers import shelf\nseen, perform = [], shelf.Shelf._perform\n"
        "def spy(self, request, buffers):\n    seen.append(str(request))\n"
        "    return perform(self, request, buffers)\n"
        "shelf.Shelf._perform = spy\nopen('Hamlet.txt', 'w').close()"
    )
    first = Check(hidden="assert seen == 'Hamlet.txt', 'h'")
    second = Check(hidden="assert 'files' in str(seen) and 'Hamlet' not in str(seen)")
    assert exam.grade(Work(work), first, second).verdicts == ["unsupported", "passed"]


# ---- replacing and seeding


def test_a_test_that_replaces_a_function_for_the_students_code_goes_to_a_person(exam: Exam) -> None:
    work = "def f():\n    return random.random()\ndef g():\n    return int(input())"
    patch = "from unittest.mock import patch\nwith patch('random.random', return_value=2):\n"
    assert exam.judge(work, hidden=f"{patch}    assert f() == 2").verdict == "unsupported"
    own = "import builtins\nbuiltins.input = lambda *a: '3'\nassert g() == 3"
    assert exam.judge(work, hidden=own).verdict == "unsupported"


def test_a_seed_in_a_test_reaches_the_students_function(exam: Exam) -> None:
    work = "def f():\n    return random.random(), np.random.rand()"
    test = (
        "random.seed(4); np.random.seed(3)\nfirst, second = f(), f()\n"
        "random.seed(4); np.random.seed(3)\n"
        "assert first == (random.random(), np.random.rand())\n"
        "assert second == (random.random(), np.random.rand()) != first\n"
        "random.seed(4)\nassert f()[0] == first[0]"
    )
    found = exam.judge(work, hidden=test)
    assert (found.verdict, found.note) == ("passed", "")


def test_the_students_code_does_not_choose_what_a_test_draws(exam: Exam) -> None:
    work = "def f():\n    random.seed(1)\n    np.random.seed(1)\n    return 0"
    test = (
        "random.seed(5); np.random.seed(5)\n"
        "before = random.getstate(), str(np.random.get_state())\nf()\n"
        "assert before == (random.getstate(), str(np.random.get_state()))"
    )
    assert exam.judge(work, hidden=test).verdict == "passed"


# ---- magics


@pytest.mark.parametrize(
    "test",
    [
        "%matplotlib inline\nassert r == 1",
        "%config InlineBackend.figure_format = 'svg'\nassert r == 1",
        "%load_ext autoreload\n%autoreload 2\nassert r == 1",
        "if r:\n    %matplotlib inline\nassert r == 1",
        "%%time\nassert r == 1",
        "\n%%capture --no-stderr\n%%time\nassert r == 1",
        "get_ipython().run_line_magic('matplotlib', 'inline')\nassert r == 1",
    ],
)
def test_a_magic_without_effect_is_passed_over(exam: Exam, test: str) -> None:
    right, wrong = exam.judge("r = 1", test), exam.judge("r = 2", test)
    assert (right.verdict, wrong.verdict) == ("passed", "failed")
    assert wrong.note == f"line {test.count(chr(10)) + 1}"


@pytest.mark.parametrize(
    ("test", "note"),
    [
        ("assert r == 1\n!ls", "line 2: !ls: "),
        ("found = !ls", "line 1: !ls: "),
        ("%%bash\nls", "line 1: %%bash: "),
        ("%%capture out\nassert r == 1", "line 1: %%capture out: "),
        ("%timeit r", "line 1: %timeit r: "),
        ("%load_ext sql", "line 1: %load_ext sql: "),
        ("r?", "line 1: %pinfo r: "),
        ("shell = get_ipython()", "line 1: get_ipython: "),
    ],
)
def test_any_other_magic_goes_to_a_person(exam: Exam, test: str, note: str) -> None:
    found = exam.judge("r = 1", test)
    assert found.verdict == "unsupported"
    assert found.note.startswith(note)


def test_a_very_deep_expression_is_judged_all_the_same(exam: Exam) -> None:
    deep = "assert " + " + ".join(["r"] * 600) + " == 600, 'deep'"
    assert exam.judge("r = 1", hidden=deep).verdict == "passed"
    assert exam.judge("r = 2", hidden=deep).message == "deep"


def test_the_lines_of_a_cell_stay_where_they_are() -> None:
    source = "%%time\n\n%matplotlib inline\nx = %time 1 + 1\n%time y = f(2)\nassert x"
    assert [node.lineno for node in tree_of(source).body] == [3, 4, 5, 6]
    with pytest.raises(Refused, match=r"^line 2: %time a b: "):
        tree_of("\n%time a b")
    with pytest.raises(SyntaxError):
        tree_of("a b")
