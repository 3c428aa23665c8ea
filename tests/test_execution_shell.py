"""Cells behave as in Jupyter; what a kernel shows too stands in `test_fresh_kernel`."""

import re
from collections.abc import Iterator
from typing import Any

import nbformat
import pytest
from engine_course import Check, Exam, Extra, Locked, Plain, Work, open_exam

from autograder import notebook as notebooks

SETUP = (
    "import sys, warnings, random\nimport numpy as np\nimport pandas as pd\n"
    "import matplotlib.pyplot as plt\nfrom IPython.display import display, clear_output, HTML\n"
    "random.seed(1)\nnp.random.seed(1)\nframe = pd.DataFrame({'a': [1.5, 2], 'b': ['x', 'ü']})"
)


@pytest.fixture(scope="module")
def exam() -> Iterator[Exam]:
    with open_exam(Locked(SETUP)) as opened:
        yield opened


# ---- what differs from a kernel on purpose, or cannot be compared word for word


def shown(exam: Exam, source: str) -> tuple[Any, ...]:
    return exam.grade(Work(source), Check(hidden="assert 1, 'a'")).outputs(1)


def test_stdout_and_stderr_stand_in_the_order_of_writing(exam: Exam) -> None:
    told = shown(exam, "print(1)\nprint(2, file=sys.stderr)\nprint(3)")
    assert [(out["name"], out["text"]) for out in told] == [
        ("stdout", "1\n"),
        ("stderr", "2\n"),
        ("stdout", "3\n"),
    ]


@pytest.mark.parametrize("ask", ["input('name? ')", "__import__('getpass').getpass()"])
def test_there_is_nobody_to_ask(exam: Exam, ask: str) -> None:
    (told,) = [out for out in shown(exam, ask) if out["output_type"] == "error"]
    assert told["ename"] in ("StdinNotImplementedError", "EOFError")


def test_a_debugger_does_not_wait(exam: Exam) -> None:
    marked = exam.grade(Work("breakpoint()\nr = 1"), Extra("%debug"), Check(hidden="assert 1, 'a'"))
    assert marked.verdicts == ["passed"]


@pytest.mark.parametrize("leave", ["exit()", "quit", "exit", "raise SystemExit", "sys.exit()"])
def test_leaving_does_not_end_the_notebook(exam: Exam, leave: str) -> None:
    marked = exam.grade(Work(leave), Work("r = 1"), Check(hidden="assert r == 1, 'r'"))
    assert marked.verdicts == ["passed"]


@pytest.mark.parametrize("magic", ["%%time\nr = 5", "%time r = 5", "%%prun -q\nr = 5"])
def test_timed_cells_bind_their_names(exam: Exam, magic: str) -> None:
    assert exam.judge(magic, hidden="assert r == 5, 'r'").verdict == "passed"


@pytest.mark.parametrize(
    "magic", ["!echo hi", "r = !ls", "%%bash\necho hi", "%pip install x", "%%python\n1", "%sx ls"]
)
def test_other_programs_cannot_be_started(exam: Exam, magic: str) -> None:
    kinds = [out["output_type"] for out in shown(exam, magic)]
    assert "error" in kinds
    assert not any("hi" in out.get("text", "") for out in shown(exam, magic))


def test_traceback_lines_name_the_error_and_the_line(exam: Exam) -> None:
    (told,) = shown(exam, "x = 1\n{}['k']")
    text = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(told["traceback"]))
    assert "KeyError" in text
    assert "----> 2 {}['k']" in text


def test_a_figure_is_a_picture_in_the_graded_notebook(exam: Exam) -> None:
    _, picture = shown(exam, "plt.plot([1, 2, 4])")
    assert picture["data"]["image/png"].startswith("iVBORw0KGgo")


def test_a_magic_word_may_be_printed_that_is_no_text(exam: Exam) -> None:
    marked = exam.grade(Work("print('\\ud800')\n'\\udfff'"), Check(hidden="assert 1, 'a'"))
    notebooks.write(marked.graded.notebook).decode()
    assert marked.printed(1) == "?\n"


# ---- the prefix, which runs once

TALKING = (
    Locked("import random, numpy as np\nprint('x' * 20_000)\nprint('more')"),
    Plain("print('gone')\nfrom IPython.display import clear_output, display\nclear_output()"),
    Plain("shown = display(1, display_id='d')"),
    Plain("shown.update(2)\ndisplay({'application/json': {'a': float('nan')}}, raw=True)\n5"),
    Locked("a, b = [1], np.arange(3)\nunseeded = random.random(), np.random.rand()"),
)


@pytest.fixture(scope="module")
def talking() -> Iterator[Exam]:
    with open_exam(*TALKING) as opened:
        yield opened


def test_the_prefixs_outputs_are_in_each_notebook_as_jupyter_shows_them(talking: Exam) -> None:
    marked = talking.grade(Work("6"), Check(hidden="assert 1, 'a'"))
    content = nbformat.reads(notebooks.write(marked.graded.notebook).decode(), as_version=4)
    nbformat.validate(content)
    assert [cell.execution_count for cell in marked.graded.notebook.cells] == [
        1,
        2,
        3,
        4,
        5,
        6,
        None,
    ]
    (text,) = marked.outputs(0)
    assert text["text"] == "x" * 20_000 + "\nmore\n"
    assert marked.outputs(1) == ()
    (first,) = marked.outputs(2)
    assert first["data"]["text/plain"] == "2"
    assert [out.get("execution_count") for out in marked.outputs(3)] == [None, 4]
    (last,) = marked.outputs(5)
    assert last["data"]["text/plain"] == "6"


def test_unseeded_values_are_the_same_in_each_submission_and_leak_to_none(talking: Exam) -> None:
    draw = "print(unseeded, random.random(), np.random.rand(), random.getrandbits(64))"
    first = talking.grade(Work(draw), Check(hidden="assert 1, 'a'")).printed(5)
    talking.grade(Work("random.seed(5)\nnp.random.seed(5)"), Check(hidden="assert 1, 'a'"))
    second = talking.grade(Work(draw), Check(hidden="assert 1, 'a'")).printed(5)
    assert first == second
    assert len(set(first.split())) == 5


def test_what_one_student_changes_in_the_prefix_the_next_does_not_see(talking: Exam) -> None:
    spoil = "a.append(2)\nb[0] = 9\nnp.pi = 4\ndel random\nnp.set_printoptions(precision=1)"
    test = Check(hidden="assert a == [1] and b.tolist() == [0, 1, 2] and p > 3.1, 'a'")
    assert talking.grade(Work(spoil + "\np = 5"), test).verdicts == ["failed"]
    assert talking.grade(Work("random.random()\np = np.pi"), test).verdicts == ["passed"]


def test_sets_of_words_have_one_order_in_every_run(talking: Exam, exam: Exam) -> None:
    words = Work("print({*'abcdefghij'}, hash('a'))")
    check = Check(hidden="assert 1, 'a'")
    assert talking.grade(words, check).printed(5) == exam.grade(words, check).printed(1)


def test_the_history_begins_with_the_prefix(talking: Exam) -> None:
    marked = talking.grade(Work("len(In), In[3], Out[4]"), Check(hidden="assert 1, 'a'"))
    (told,) = marked.outputs(5)
    assert told["data"]["text/plain"] == f"(7, {TALKING[2].source!r}, 5)"
