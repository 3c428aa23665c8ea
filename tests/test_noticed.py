"""What is noticed and not punished: it is told to the instructor, and nothing else changes."""

import base64
import dataclasses
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import masters
import pytest
import stars_course
from engine_course import (
    HURRIED,
    Check,
    Exam,
    Extra,
    Locked,
    Marked,
    Work,
    hand_in,
    open_exam,
    write_course,
)
from rich.console import Console

from autograder import demo, results
from autograder.answers.frames import Tree
from autograder.cli.grade import show
from autograder.compiler.composition import compose
from autograder.configuration import Course
from autograder.execution.decoys import Decoy, is_shown
from autograder.execution.likeness import Content, alike, is_recast
from autograder.execution.oddities import INNOCENT
from autograder.execution.reach import may_differ, may_have_changed
from autograder.feedback.explanation import page
from autograder.pipeline import Grading, explain, grade_class
from autograder.pipeline.changing import changes_silently
from autograder.report.explanation import terminal
from autograder.report.history import read as read_history
from autograder.report.history import text as history_text

SETUP = Locked(
    "import random\nimport threading\nimport time\nimport numpy as np\nimport pandas as pd\n"
    "table = pd.DataFrame({'a': [1.0, 2.0, 4.0]})"
)


@pytest.fixture(scope="module")
def exam() -> Iterator[Exam]:
    with open_exam(SETUP) as opened:
        yield opened


def noticed(marked: Marked) -> list[str]:
    return [each.code for each in marked.result.noticed]


def told(marked: Marked, code: str) -> str:
    (text,) = (each.text for each in marked.result.noticed if each.code == code)
    return text


# ---- answers that change

COUNTING = (
    "class Shelf:\n    pass\n"
    "import gc\n"
    "shelf = next(o for o in gc.get_objects() if type(o).__name__ == 'Shelf'\n"
    "             and hasattr(o, '_exported'))\n"
    "reads = []\n"
    "def value_of(operation, request, buffers, old=type(shelf)._value_of):\n"
    "    if operation == 'fetch' and request['name'] == 'total':\n"
    "        reads.append(1)\n"
    "        return 42 if len(reads) == 1 else 7\n"
    "    return old(shelf, operation, request, buffers)\n"
    "shelf._value_of = value_of\n"
)


def test_an_answer_that_is_another_when_it_is_read_again_is_noticed(exam: Exam) -> None:
    marked = exam.grade(
        Work(f"{COUNTING}total = 0", "total = 42"), Check(hidden="assert total == 42, 'add up'")
    )
    assert marked.verdicts == ["passed"]
    assert noticed(marked) == ["answer-changed"]
    assert told(marked, "answer-changed").startswith("test1: “total” was read twice")


def test_a_thread_that_turns_an_answer_over_and_over_is_noticed(exam: Exam) -> None:
    source = (
        "total = 0\ndef turn():\n    global total\n    while True:\n        total += 1\n"
        "        time.sleep(0.0005)\n"
        "threading.Thread(target=turn, daemon=True).start()"
    )
    # Long enough between the two reads for the thread to have had its turn.
    check = Check(hidden="import time\nassert total >= 0, 't'\ntime.sleep(0.05)")
    marked = exam.grade(Work(source, "total = 42"), check)
    assert marked.verdicts == ["passed"] and noticed(marked) == ["answer-changed"]


def test_what_the_test_itself_made_the_students_code_change_is_not_noticed(exam: Exam) -> None:
    source = "seen = []\ndef add(x):\n    seen.append(x)\n    return len(seen)"
    marked = exam.grade(
        Work(source, source),
        Check(
            hidden="assert seen == [], 's'\nassert add(3) == 1, 'a'\nassert seen == [3], 's'\n"
            "assert add(4) == 2, 'a'"
        ),
        Check(hidden="assert seen == [3, 4], 's'\nseen.append(9)\nassert seen[2] == 9, 's'"),
    )
    assert marked.verdicts == ["passed", "passed"]
    assert "answer-changed" not in noticed(marked)


# ---- functions that answer differently

FIRST_RIGHT = (
    "asked = []\ndef double(x):\n    asked.append(x)\n    return 2 * x if len(asked) < 2 else 0"
)
TRY = "try: f(3)\nexcept ValueError: pass"
DOUBLED = Check(hidden="assert double(4) == 8, 'twice'")


def test_a_function_that_is_right_only_the_first_time_is_noticed(exam: Exam) -> None:
    marked = exam.grade(Work(FIRST_RIGHT, FIRST_RIGHT), DOUBLED, Work("other = 3", "other = 3"))
    assert marked.verdicts == ["passed"]
    assert noticed(marked) == ["function-differs"]
    assert told(marked, "function-differs").startswith("test1: “double” was called again")


@pytest.mark.parametrize(
    "source",
    [
        "seen = []\ndef answer(x):\n    seen.append(x)\n    return list(seen)",
        "def answer(x, seen=[]):\n    if seen:\n        raise ValueError\n    seen.append(x)\n"
        "    return x",
        "class Seen:\n    n = 0\nseen = Seen()\ndef answer(x):\n    seen.n += 1\n    return seen.n",
        # Made beside it, but it does not work with it.
        "rng = np.random.default_rng()\nseen = []\ndef answer(x):\n    seen.append(x)\n"
        "    return len(seen)",
    ],
)
def test_a_function_with_a_hidden_state_is_noticed(exam: Exam, source: str) -> None:
    marked = exam.grade(Work(source, source), Check(hidden="assert answer(1) is not None, 'a'"))
    assert marked.verdicts == ["passed"] and noticed(marked) == ["function-differs"]


ACCOUNT = (
    "class Account:\n    def __init__(self): self.balance = 0\n"
    "    def deposit(self, x):\n        self.balance += x\n        return self.balance\n"
    "    def __call__(self, x): return self.deposit(x)\n"
    "account = Account()\ndeposit = account.deposit\n"
)
COUNTER = (
    "def make():\n    n = 0\n    def count():\n        nonlocal n\n        n += 1\n"
    "        return n\n    return count\ncount = make()"
)
CACHE = (
    "known = {}\ndef f(n):\n    if n in known: return known[n]\n"
    "    known[n] = [1.0] * n\n    return np.ones(n)"
)


@pytest.mark.parametrize(
    ("source", "call"),
    [
        (ACCOUNT, "assert account.deposit(50) == 50, 'd'"),
        (ACCOUNT, "assert deposit(50) == 50 and account(50) == 100, 'd'"),
        ("stack = [1, 2, 3]\npop = stack.pop", "assert pop() == 3, 'p'"),
        (COUNTER, "assert count() == 1, 'c'"),
        ("n = 0\ndef clean():\n    global n\n    n += 1\n    return n", "assert clean(), 'c'"),
        ("numbers = iter(range(9))\ndef f():\n    return next(numbers)", "assert f() == 0, 'f'"),
        ("rng = np.random.default_rng(0)\ndef f():\n    return rng.random()", "assert f(), 'f'"),
        ("def f():\n    return np.random.default_rng().random()", "assert f(), 'f'"),
        ("def f():\n    return time.time_ns()", "assert f(), 'f'"),
        ("class A: pass\ndef f():\n    return f'{[A() for _ in range(9)]}'", "assert f(), 'f'"),
        (CACHE, "assert sum(f(3)) == 3, 'f'"),
    ],
)
def test_honest_work_with_a_state_is_not_noticed(exam: Exam, source: str, call: str) -> None:
    marked = exam.grade(Work(source, source), Check(hidden=call))
    assert marked.verdicts == ["passed"], marked.tests
    assert noticed(marked) == []


@pytest.mark.parametrize(
    ("source", "call"),
    [
        # Seeded within, by the notebook, or by the test, from either global generator.
        ("def f(n):\n    np.random.seed(1)\n    return np.random.rand(n)", "f(3)"),
        ("np.random.seed(0)\ndef f(n):\n    return np.random.rand(n)", "f(3)"),
        ("random.seed(0)\ndef f(n):\n    return [random.random() for _ in range(n)]", "f(3)"),
        ("def f(n):\n    return np.random.rand(n)", "np.random.seed(5)\nf(3)\nf(3)"),
        ("def f(n):\n    return random.random()", "np.random.seed(5)\nf(3)"),
        ("def f(n):\n    return np.random.default_rng(n).normal(size=n)", "f(3)"),
        # Rounding may differ; errors are the same by their type.
        ("def f(n):\n    return np.ones((n, n)) @ np.linspace(0, 1, n)", "f(40)"),
        ("def f(n):\n    raise ValueError(f'{id(object())} {time.time()}')", TRY),
        # What it gives is no plain value, or it keeps what it knows.
        ("def f(n):\n    return lambda x: x + n", "f(3)(4)"),
        ("from functools import lru_cache\n@lru_cache\ndef f(n):\n    return n * n", "f(3)\nf(3)"),
        ("def f(n):\n    return (k * k for k in range(n))", "list(f(3))"),
        ("def f(xs):\n    xs.append(1)\n    return xs", "f([3])"),
        ("def f(t):\n    return t['a'].mean()", "f(table)"),
    ],
)  # fmt: skip
def test_an_honest_function_is_not_noticed(exam: Exam, source: str, call: str) -> None:
    marked = exam.grade(Work(source, source), Check(hidden=f"{call}\nassert True, 'asked'"))
    assert marked.verdicts == ["passed"], marked.tests
    assert noticed(marked) == []


def test_what_a_later_cell_changes_is_not_laid_to_the_function(exam: Exam) -> None:
    uses = "rate = 3\ndef scaled(x):\n    return rate * x + table['a'].sum()"
    marked = exam.grade(
        Work(uses, uses),
        Check(hidden="assert scaled(1) == 10, 's'"),
        Work("rate = 5\ntable['a'] = 0", "rate = 5"),
        Check(hidden="assert rate == 5, 'r'"),
    )
    assert marked.verdicts == ["passed", "passed"] and noticed(marked) == []


def test_asking_again_leaves_what_later_cells_find_as_it_is(exam: Exam) -> None:
    source = "calls = []\ndef f(x):\n    calls.append(x)\n    return x"
    marked = exam.grade(
        Work(source, source), Check(hidden="f(2)"), Extra("print(calls, np.random.rand())")
    )
    once = exam.grade(Work(source, source), Extra("calls = [2]; print(calls, np.random.rand())"))
    assert marked.printed(3) == once.printed(2)


def test_a_function_that_never_returns_when_asked_again_costs_little_and_is_left(
    exam: Exam,
) -> None:
    source = (
        "asked = []\ndef f(x):\n    asked.append(x)\n    while len(asked) > 1: pass\n    return x"
    )
    marked = exam.grade(Work(source, source), Check(hidden="assert f(2) == 2, 'f'"))
    assert marked.verdicts == ["passed"] and noticed(marked) == []
    assert marked.result.measured["wall_seconds"] < 5


def test_a_process_that_ends_when_it_is_asked_again_changes_nothing(exam: Exam) -> None:
    source = (
        "import os\nasked = []\ndef f(x):\n    asked.append(x)\n"
        "    if len(asked) > 1: os._exit(3)\n    print(x)\n    return x"
    )
    marked = exam.grade(
        Work(source, source), Check(hidden="assert f(2) == 2, 'f'"), Extra("print('end')")
    )
    assert marked.verdicts == ["passed"] and marked.printed(3) == "end\n"


# ---- decoys

SEARCHES = {
    "objects": (
        "import gc\nfor found in gc.get_objects():\n    if type(found) is dict and"
        " 'expected' in found and '__source__' in found:\n        print(found['__source__'])"
    ),
    "modules": (
        "import gc, types\nfor found in gc.get_objects():\n    if isinstance(found,"
        " types.ModuleType) and found.__name__ == 'hidden_tests':\n"
        "        answer = found.expected['answer']"
    ),
    "the stack": (
        "import sys, base64\nfor depth in range(12):\n"
        "    for value in list(sys._getframe(depth).f_locals.values()):\n"
        "        if type(value) is list and 'HIDDEN TESTS of' in repr(value):\n"
        "            print(base64.b64encode(b'x' + repr(value).encode()).decode())"
    ),
    "linecache": (
        "import linecache\nfor name, entry in linecache.cache.items():\n"
        "    if 'HIDDEN TESTS' in ''.join(entry[2] if len(entry) > 1 else ()):\n"
        "        print(''.join(entry[2])[::-1])"
    ),
    "memory": (
        "import re\nspans = [line.split() for line in open('/proc/self/maps')]\n"
        "with open('/proc/self/mem', 'rb', 0) as memory:\n"
        "    for span, rights, *_ in spans:\n"
        "        start, end = (int(each, 16) for each in span.split('-'))\n"
        "        if not rights.startswith('rw') or end - start > 1 << 27: continue\n"
        "        memory.seek(start)\n"
        "        try: content = memory.read(end - start)\n"
        "        except OSError: continue\n"
        "        for at in re.finditer(rb'[B]EGIN HIDDEN TESTS of', content):\n"
        "            print(content[at.start() : at.start() + 100].hex())"
    ),
}


@pytest.mark.parametrize("place", SEARCHES)
def test_what_comes_of_a_search_for_hidden_tests_is_noticed(exam: Exam, place: str) -> None:
    marked = exam.grade(
        Work(f"answer = 5\n{SEARCHES[place]}", "answer = 5"),
        Check(hidden="assert answer > 4, 'above four'"),
    )
    assert marked.verdicts == ["passed"]
    assert noticed(marked) == ["decoy-used"], marked.printed(1)


def test_a_decoy_is_nowhere_where_honest_code_looks(exam: Exam) -> None:
    looks = (
        "import sys, os, gc, inspect, linecache, traceback, warnings\n"
        "print(globals(), locals(), list(sys.modules), dict(os.environ), dir(), vars())\n"
        "%who\n%whos\n%env\n%history\nhelp(len)\n"
        "print(len(gc.get_objects()), gc.get_stats(), sys.path, inspect.stack())\n"
        "print(get_ipython().user_ns.keys(), dir(__builtins__), sys.argv, In, Out)\n"
        "traceback.print_stack()\n"
        "print([linecache.getline(each.filename, each.lineno) for each in inspect.stack()])\n"
        "%xmode Verbose\n"
        "1 / 0"
    )
    marked = exam.grade(
        Work(looks, "answer = 5"), Check(hidden="assert 1, 'one'"), Extra("%tb"), Extra("%xmode")
    )
    assert noticed(marked) == []
    assert "ZeroDivisionError" in str(marked.outputs(1)) and "kernel" in str(marked.outputs(1))


@pytest.mark.parametrize(
    "written",
    [
        lambda word: f"expected_{word} = 3",
        lambda word: word[::-1],
        lambda word: f"=={word}=".encode().hex(),
        lambda word: f" {word}".encode().hex().upper(),
        lambda word: base64.b64encode(f"{word}z".encode()).decode(),
        lambda word: base64.b64encode(f"z{word}".encode()).decode(),
        lambda word: base64.b64encode(f"zz{word}zz".encode()).decode(),
    ],
)
def test_a_decoy_is_found_however_it_is_written(written: Callable[[str], str]) -> None:
    decoy = Decoy.draw()
    shown = written(decoy.word)
    output = {"output_type": "stream", "name": "stdout", "text": shown}
    assert is_shown(decoy.texts, [output])
    assert not is_shown(Decoy.draw().texts, [output])


def test_a_decoys_numbers_are_written_with_all_their_digits() -> None:
    for _ in range(200):
        decoy = Decoy.draw()
        assert float(f"{decoy.number!r}") == decoy.number and len(repr(decoy.number)) == 14
        assert len(str(decoy.count)) == 15


# ---- frames, and processes that end


def test_an_answer_that_does_not_decode_is_noticed(exam: Exam) -> None:
    source = (
        "import gc\n"
        "shelf = next(o for o in gc.get_objects() if hasattr(type(o), '_value_of'))\n"
        "from autograder.answers.frames import Frame\n"
        "type(shelf)._perform = lambda self, request, buffers: Frame({'ok': {'no': 'tag'}})"
    )
    marked = exam.grade(Work(source, "total = 1"), Check(hidden="assert total == 1, 't'"))
    assert noticed(marked) == ["frame-broken"]
    assert told(marked, "frame-broken").startswith("test1: an answer did not decode (")


@pytest.mark.parametrize(
    ("source", "where"),
    [
        ("f = 3\nimport os\nos._exit(7)", "cell 2"),
        ("import os\ndef f():\n    os._exit(7)", "test1"),
    ],
)
def test_a_process_that_ends_itself_is_noticed(exam: Exam, source: str, where: str) -> None:
    marked = exam.grade(Work(source, "def f(): pass"), Check(hidden="f()"))
    assert marked.verdicts == ["crashed"]
    assert told(marked, "process-ended").startswith(f"{where}: the student process ended itself")
    assert "(exit code 7)" in told(marked, "process-ended")


def test_a_process_that_is_killed_or_interrupted_is_not_noticed(exam: Exam) -> None:
    killed = exam.grade(
        Work("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"),
        Check(hidden="assert 1, 'a'"),
    )
    late = exam.grade(Work("def f():\n    while True: pass"), Check(hidden="f()"), settings=HURRIED)
    assert late.verdicts == ["timeout"]
    assert noticed(killed) == noticed(late) == []


# ---- what does not come of it


def test_asking_again_never_costs_a_later_cell_its_process(exam: Exam) -> None:
    ends_when_read_again = COUNTING.replace("else 7", "else __import__('os')._exit(3)")
    marked = exam.grade(
        Work(f"{ends_when_read_again}total = 0", "total = 42"),
        Check(hidden="assert total == 42, 'add up'"),
        Work("print('runs'); other = 5", "other = 5"),
        Check(hidden="assert other == 5, 'five'"),
    )
    assert marked.verdicts == ["passed", "passed"] and marked.printed(3) == "runs\n"


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, Grading]:
    """Grade a class of two, one of whom has a function that is right only the first time."""
    course = write_course(
        tmp_path_factory.mktemp("course"), SETUP, Work("", "def double(x): return 2 * x"), DOUBLED
    )
    hand_in(course, "ada", "def double(x):\n    return 2 * x")
    hand_in(course, "bob", FIRST_RIGHT)
    return course, grade_class(course, "lines", jobs=1)


def test_it_is_listed_for_the_instructor_and_nowhere_for_the_student(
    graded: tuple[Course, Grading],
) -> None:
    course, grading = graded
    assert [(r.student, r.points, len(r.notebooks[0].noticed)) for r in grading.results] == [
        ("ada", 1.0, 0),
        ("bob", 1.0, 1),
    ]
    console = Console(file=io.StringIO(), width=200)
    show(console, grading, compose(course, "lines"), course)
    console.print(history_text(read_history(course, "bob", "lines")))
    assert isinstance(console.file, io.StringIO)
    told = console.file.getvalue()
    assert told.count("Noticed, without effect on the score") == 1
    assert "  bob: paper, test1: “double” was called again" in told
    assert "noticed: paper, test1: “double” was called again" in told
    for folder in ("autograded", "feedback"):
        for path in (course.root / folder).rglob("*"):
            assert not path.is_file() or b"function-differs" not in path.read_bytes()
            assert not path.is_file() or b"called again" not in path.read_bytes()


def test_a_notice_that_comes_or_goes_changes_no_record_and_holds_no_score(
    graded: tuple[Course, Grading],
) -> None:
    course, grading = graded
    (bob,) = (result for result in grading.results if result.student == "bob")
    without = dataclasses.replace(
        bob, notebooks=(dataclasses.replace(bob.notebooks[0], noticed=()),)
    )
    assert not changes_silently(bob, without) and not changes_silently(without, bob)
    assert not results.append(course.results, without)
    # What stood there is what stands when nothing has to run.
    again = grade_class(course, "lines", jobs=1)
    assert again.reused == 2 and again.results == grading.results


def test_an_explanation_tells_it_too(graded: tuple[Course, Grading]) -> None:
    explained = explain(graded[0], "lines", "bob")
    console = Console(file=io.StringIO(), width=200)
    console.print(terminal(explained))
    assert isinstance(console.file, io.StringIO)
    assert "“double” was called again" in console.file.getvalue()
    assert "“double” was called again" in page(explained)
    assert not explained.differences()


# ---- right work of many styles


@pytest.mark.parametrize(
    ("name", "every"),
    [
        (stars_course.CHEAP, 8),
        *(pytest.param(name, 1, marks=pytest.mark.prove) for name in stars_course.NOTEBOOKS),
    ],
)
def test_nothing_is_noticed_of_honest_work(name: str, every: int, tmp_path: Path) -> None:
    """`make test` tries one case in eight of one notebook, `make prove` all cases of each."""
    course = stars_course.make_course(tmp_path / "course", [name])
    honest = [case for case in masters.cases_of(name) if case.kind in stars_course.HONEST]
    chosen = [case for case in honest if not case.is_long][::every]
    made = demo.make_class(course, stars_course.NAME, chosen, size=1)
    graded = grade_class(course, stars_course.NAME, jobs=2).results
    assert len(graded) == len(made.students) and len(chosen) >= 10
    odd = [each for result in graded for n in result.notebooks for each in n.noticed]
    assert odd == []


def test_each_code_stands_on_the_instructors_page() -> None:
    page_text = (stars_course.ROOT / "docs" / "instructor.md").read_text()
    section = page_text.partition("### What is noticed, and not punished")[2].partition("\n## ")[0]
    assert all(f"| `{code}` |" in section for code in INNOCENT)


# ---- rounding, and which cells have names in common


def test_only_rounding_is_let_pass() -> None:
    number: Tree = {"array": "<f8", "shape": [1], "buffer": 0}
    two, nearly = b"\0" * 7 + b"\x40", b"\1" + b"\0" * 6 + b"\x40"
    one: Content = ({"tuple": [1.0, number]}, (two,))
    near: Content = ({"tuple": [1.0 + 1e-12, number]}, (nearly,))
    far: Content = ({"tuple": [1.001, number]}, (two,))
    assert alike(one, near)
    assert not alike(one, far)
    assert not alike(({"bytes": 0}, (two,)), ({"bytes": 0}, (nearly,)))
    assert not alike(({"scalar": "<i8", "bytes": "01"}, ()), ({"scalar": "<i8", "bytes": "02"}, ()))
    assert not alike((1, ()), (True, ())) and not alike(([1], ()), ([1, 2], ()))


@pytest.mark.parametrize(
    ("later", "shared"),
    [
        ("rate = 5", True),
        ("print(rate)", True),
        ("other = base", True),  # by way of what rate was made of
        ("print(f(3))", True),
        ("print(np.pi, len([]))", False),
        ("more = 3", False),
        ("", False),
    ],
)
def test_cells_share_names_directly_or_by_what_these_were_made_of(later: str, shared: bool) -> None:
    sources = ["import numpy as np\nbase = 2", "rate = base", "def f(x): return rate * np.sin(x)"]
    steps = [{"kind": "student", "source": source} for source in sources]
    steps += [{"kind": "test", "source": "f(1)"}, {"kind": "student", "source": later}]
    assert may_have_changed(steps, 3, "f", ()) is shared


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ("globals()['config']['by'] = 3", True),
        ("import os\nos.chdir('data')", True),
        ("warnings.simplefilter('error')", True),
        ("%reset -f", True),
        ("names = !ls", True),
        ("exec('by = 3')", True),
        ("with open('by.txt', 'w') as file:\n    print(3, file=file)", True),
        ("table.to_csv('by.csv')", True),
        ("from settings import *", True),
        ("np.pi = 3", True),
        ("print(table.to_numpy() != 3, 5 % 2)\nfig, ax = plt.subplots()", False),
        ("", False),
    ],
)
def test_a_later_cell_may_have_changed_what_no_name_tells(later: str, expected: bool) -> None:
    steps = [
        {"kind": "student", "source": "def f(x): return by * x"},
        {"kind": "test", "source": "globals()"},
        {"kind": "student", "source": later},
    ]
    assert may_differ(steps, 1, "f") is expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("rng = np.random.default_rng(0)\nf = lambda: rng.random()", True),
        ("from numpy.random import default_rng as make\ndef f(): return make().random()", True),
        ("from datetime import datetime\ndef f(): return datetime.now()", True),
        ("def g(): return input('n')\ndef f(): return g()", True),
        ("def f(X): return KMeans(3).fit_predict(X)", True),
        ("def f(x): return x  # not time.time()", False),
        ("rng = np.random.default_rng(0)\ndef f(x): return x", False),
        ("def f(x):", False),
    ],
)
def test_a_state_of_its_own_is_read_in_what_a_function_is_made_of(
    source: str, expected: bool
) -> None:
    steps = [{"kind": "student", "source": source}, {"kind": "test", "source": "f()"}]
    assert may_differ(steps, 1, "f") is expected


def test_a_sequence_of_another_kind_and_an_address_are_let_pass() -> None:
    array: Tree = {"array": "<f8", "shape": [1], "buffer": 0}
    assert is_recast({"list": [1.0]}, array) and is_recast(1.0, {"scalar": "<f8", "bytes": "00"})
    assert not is_recast({"list": [1.0]}, {"list": [2.0]}) and not is_recast(1, 2)
    assert not is_recast({"list": []}, None)
    assert alike(("<A at 0x7f01>", ()), ("<A at 0x7f02>", ()))
    assert not alike(("<A at 0x7f01>", ()), ("<B at 0x7f01>", ()))
