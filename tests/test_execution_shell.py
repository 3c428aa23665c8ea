"""Cells behave as in Jupyter: the same outputs as a fresh kernel's, magics, and figures."""

import json
import re
from collections.abc import Iterator
from typing import Any

import nbformat
import pytest
from compiler_course import code, notebook
from engine_course import Check, Exam, Extra, Locked, Marked, Plain, Work, open_exam
from nbclient import NotebookClient

from autograder import notebook as notebooks

SETUP = (
    "import sys, warnings, random\nimport numpy as np\nimport pandas as pd\n"
    "import matplotlib.pyplot as plt\nfrom IPython.display import display, clear_output, HTML\n"
    "random.seed(1)\nnp.random.seed(1)\nframe = pd.DataFrame({'a': [1.5, 2], 'b': ['x', 'ü']})"
)
# Ordinary cells, and what students do in them. Each runs in one notebook, in this order.
CELLS = (
    "frame",
    "frame.describe()",
    "print(frame)\nframe['c'] = frame.a * 2\nframe['c']",
    "1 + 1",
    "1 + 1;",
    "_ + 1",
    "x = 5",
    "x, 'text', [1, 2], {'k': None}, 3.0, np.float64(2), np.arange(3)",
    "print('out')\nprint('err', file=sys.stderr)",
    "sys.stdout.write('no newline')",
    "print('a', end=''); print('b', flush=True)",
    "for i in range(3): print(i)",
    "print('x' * 20000)",
    "warnings.warn('a warning', UserWarning)",
    "display(1, 'two', frame.head(1))",
    "display(HTML('<b>bold</b>'))\nHTML('<i>it</i>')",
    "print('gone')\nclear_output()\nprint('stays')",
    "print('replaced')\nclear_output(wait=True)\nprint('stays')",
    "print('stays for want of anything new')\nclear_output(wait=True)",
    "handle = display('first', display_id='d1')\nprint('between')\nhandle.update('second')",
    "display('third', display_id='d1', update=True)",
    "for i in range(3):\n    clear_output(wait=True)\n    display(i)",
    "1 / 0",
    "def f(n):\n    return f(n - 1) if n else {}['missing']\nf(3)",
    "raise ValueError('two\\nlines')",
    "x = (",
    "  x = 1\n y = 2",
    "undefined_name",
    "raise SystemExit('bye')",
    "sys.exit(3)",
    "raise KeyboardInterrupt",
    "assert x == 6, 'x is not 6'",
    "class E(Exception):\n    def __str__(self): return 'own words'\nraise E",
    "class R:\n    def _repr_html_(s): return '<p>r</p>'\n    def __repr__(s): return 'R'\nR()",
    "class J:\n    def _repr_mimebundle_(s, **_): return {'application/json': {}}\nJ()",
    "class B:\n    def __repr__(self): raise ValueError('no repr')\nB()",
    "None",
    "'a'\n'b'",
    "# only a comment",
    "%precision 3",
    "3.14159265",
    "%precision %r",
    "%%capture caught\nprint('quiet')",
    "caught.stdout",
    "%matplotlib inline",
    "%who_ls int",
    "%no_such_magic",
    "y = %sql",
    "import asyncio\nawait asyncio.sleep(0)\nawait asyncio.sleep(0, 'awaited')",
    "async def g():\n    return 7\nawait g()",
    "async with asyncio.Lock(): z = 4\nz",
    "random.random(), np.random.rand(), sorted([random.randint(0, 99) for _ in range(3)])",
    "plt.plot([1, 2, 3])",
    "fig, ax = plt.subplots(figsize=(3, 2))\nax.scatter([1, 2], [3, 4], label='l')\nax.legend();",
    "plt.hist([1, 1, 2])\nplt.title('ü')\nplt.show()\nprint('after')",
    "fig",
    "plt.plot([3, 1])\nplt.figure()\nplt.plot([1, 3])\nraise ValueError('after figures')",
    "plt.close('all')",
    "import logging\nlogging.warning('logged')",
    "del x\nx",
    "In[3], Out.get(4), len(In) > 20",
    "__name__, __doc__ is not None",
    "(lambda: (yield))()  # its address differs",
    "[i for i in range(10_000)]",
    "'long ' * 300",
    "np.arange(5000).reshape(50, 100)",
    "pd.options.display.max_rows = 4\npd.DataFrame({'n': range(100)})",
    "pd.Series([1, None], name='s')",
    "{3, 1, 2}, frozenset(), (), range(3)",
    "print(None); print(); print('\\ttab \\x1b[31mred\\x1b[0m')",
    "display({'text/plain': 'raw', 'text/html': '<u>'}, raw=True)",
    "display({'application/json': {'a': [1, None]}}, raw=True)",
    "display()",
    "import builtins\nprint(len([1]), file=None)",
    "len?",
    "%env AUTOGRADER_X=1",
    "%%writefile t.txt\nhello",
    "open('t.txt').read()",
    "%history 3-4",
    "%xmode Minimal\n1 / 0",
    "%xmode Context",
    "print(sys.stdout.isatty(), sys.stdout.encoding, sys.stdout.writable())",
    "import threading\nt = threading.Thread(target=print, args='ab')\nt.start()\nt.join()",
    "task = asyncio.create_task(asyncio.sleep(0, 'made here'))",
    "await task",
    "get_ipython().run_cell('40 + 2').result",
    "get_ipython().run_line_magic('precision', '2')\n2 / 3",
    "%precision",
    "%load_ext autoreload\n%autoreload 0",
    "%config InlineBackend.figure_format = 'svg'",
    "plt.rcParams['svg.hashsalt'] = 'a'\nplt.plot([1, 2]).pop().get_color()\nplt.close()",
    "%config InlineBackend.figure_format = 'png'",
    "print(chr(0xd800) == '\\ud800')",
    "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise ValueError('chained') from e",
    "raise ExceptionGroup('group', [ValueError(1), TypeError(2)])",
    "class Q(BaseException): pass\nraise Q('base')",
    "import this_is_no_module",
    "from math import no_such_name",
    "frame.no_such_column",
    "frame['no such column']",
    "%timeit -n1 -r1 -q pass",
    "print('\\r50%\\r100%')",
)
# A kernel prints these at addresses, in colours, or with its own file names.
ADDRESS = re.compile(r"\b0x[0-9a-f]+\b")
LINK = re.compile(r"(/\S*/ipykernel_\d+/)?\d+\.py|<ipython-input-[^>]*>")


def plain(outputs: Any) -> Any:
    """Return outputs without what is known to differ: addresses, traces, names of cells' files.

    A kernel sends what is printed in pieces, as its clock has it: pieces of a stream are joined.
    """
    told = []
    for output in json.loads(json.dumps(outputs)):
        if output["output_type"] == "error":
            output.pop("traceback")
        text = ADDRESS.sub("0x", json.dumps(output, sort_keys=True))
        output = json.loads(LINK.sub("cell", text))
        if told and output["output_type"] == "stream" and told[-1].get("name") == output["name"]:
            told[-1]["text"] += output["text"]
        else:
            told.append(output)
    return told


@pytest.fixture(scope="module")
def exam() -> Iterator[Exam]:
    with open_exam(Locked(SETUP)) as opened:
        yield opened


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """Run all cells in a fresh kernel."""
    place = {"metadata": {"path": str(tmp_path_factory.mktemp("kernel"))}}
    content = notebook(*(code(source) for source in (SETUP, *CELLS)))
    content = nbformat.reads(notebooks.write(content).decode(), as_version=4)
    client = NotebookClient(content, timeout=300, allow_errors=True, resources=place)
    return list(client.execute().cells[1:])


@pytest.fixture(scope="module")
def ours(exam: Exam) -> Marked:
    works = [Work(CELLS[0])] + [Extra(source) for source in CELLS[1:]]
    return exam.grade(*works)


def test_every_cell_shows_what_it_shows_in_a_fresh_kernel(ours: Marked, kernel: list[Any]) -> None:
    cells = ours.graded.notebook.cells[1 : len(CELLS) + 1]
    assert tuple(cell.source for cell in cells) == CELLS
    differing = {
        cell.source: (plain(cell.outputs), plain(theirs["outputs"]))
        for cell, theirs in zip(cells, kernel, strict=True)
        if plain(cell.outputs) != plain(theirs["outputs"])
        or cell.execution_count != theirs["execution_count"]
    }
    assert differing == {}


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


def test_every_graded_notebook_is_valid(ours: Marked) -> None:
    content = nbformat.reads(notebooks.write(ours.graded.notebook).decode(), as_version=4)
    nbformat.validate(content)


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
