"""Cells show what they show in a fresh kernel, byte for byte, or how they differ is documented.

One notebook of awkward cells is run by a fresh kernel, and graded as a submission is: by a fork of
a warm zygote, in the jail. What is known to differ stands among the cells, as `Known`, with what
either shows; one that differs no longer makes a test fail too. Each has its row in
docs/instructor.md.
"""

import json
import os
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from compiler_course import code, notebook
from engine_course import Extra, Locked, Marked, Work, open_exam
from IPython.core import interactiveshell  # noqa: F401  # two threads must not import it at once
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError

from autograder import notebook as notebooks

PAGE = Path(__file__).parents[1] / "docs" / "instructor.md"
SECTION = "### What differs from a fresh kernel"

# The master's first cells: they run once, in the zygote.
PREFIX = (
    "import sys, os, warnings, random, logging, time\nimport numpy as np\nimport pandas as pd",
    "%matplotlib inline\nimport matplotlib.pyplot as plt\nfrom IPython.display import *",
    "random.seed(8)\nnp.random.seed(8)\nprint(random.random(), np.random.rand())",
    "frame = pd.DataFrame({'a': [1.5, 2], 'b': ['x', 'ü']})\nframe",
    "plt.plot([1, 2]);",
    "warnings.warn('of the prefix')",
    "'the last of the prefix'",
)


@dataclass(frozen=True)
class Known:
    """A cell that shows something else than in a kernel.

    ``row`` begins its row in the documentation; ``ours`` and ``theirs`` are patterns of what is
    shown here and there.
    """

    source: str
    row: str
    ours: str
    theirs: str


ASKING = "questions"
PROGRAMS = "other programs"
PAST = "what is written past Python's streams"
ORDER = "the order of `stdout` and `stderr`"
TASKS = "tasks that are left running"
TWICE = "one `display_id` displayed twice"
NAMES = "what the kernel is made of"
FRONT_END = "magics that talk to the browser"
HISTORY = "`%history -g`"
NO_TEXT = "an exception whose `__str__` fails"
DEPTH = "endless recursion"
WARNED_ONCE = "a `SyntaxWarning`"
ALARM = "`signal.alarm`"
PATH = "modules beside the notebook"
SETS = "the order of a set of words"
LEAVING = "`exit()`, `quit`"

# They run in one notebook, in this order.
CELLS: tuple[str | Known, ...] = (
    # ---- the state behind the prefix
    "random.random(), np.random.rand(), random.getstate()[1][:3]",
    "_, __, ___, _7, _4 is frame, _i, _ii, _i3, len(Out), sorted(Out)",
    "In[-1], len(In), In[3], Out[7], _ih is In, _oh is Out",
    "_ + (1,)",
    "__name__, __doc__, __builtins__.__name__, '__file__' in globals(), __package__, __spec__",
    "__file__",
    "sorted(n for n in globals() if n.startswith('__'))",
    "sorted(n for n in dir() if not n.startswith('_'))[:12], locals() is globals()",
    "__import__('__main__').__dict__ is globals(), vars() is globals()",
    "get_ipython().__class__.__name__, get_ipython().execution_count",
    "sys.displayhook is sys.__displayhook__, sys.excepthook is sys.__excepthook__",
    "os.environ['MPLBACKEND'], os.environ['TERM'], os.environ['FORCE_COLOR'], os.environ['PAGER']",
    Known("get_ipython().kernel is None", NAMES, "True", "False"),
    Known("type(sys.stdout), sys.stdout.fileno()", NAMES, r"Stream, 1\)", "OutStream"),
    Known("sys.argv[-1]", NAMES, r"'\d+'", "json|HistoryManager"),
    Known("sys.path.index('')", PATH, '"0"', '"[1-9]"'),
    Known("sys.flags.hash_randomization", SETS, '"0"', '"1"'),
    # ---- values
    "x, y = 5, 'text'\nx, y, [1, 2], {'k': None}, 3.0, np.float64(2), np.arange(3)",
    "1 + 1;",
    "5; # silent",
    "5  # with a comment ;",
    "# only a comment",
    "",
    "   ",
    "None",
    "'a'\n'b'",
    "x = 5; x",
    "if True:\n    6",
    "...",
    "NotImplemented, type, int, print",
    "(lambda: (yield))()",
    "'long ' * 300",
    "list(range(3000))",
    "{i: str(i) for i in range(300)}",
    "np.arange(5000.0).reshape(50, 100)",
    "{3, 1, 2}, frozenset(), (), range(3)",
    "frame.describe()",
    "frame['c'] = frame.a * 2\nframe['c']",
    "pd.DataFrame(np.arange(400).reshape(100, 4))",
    "pd.DataFrame(np.arange(90).reshape(3, 30))",
    "print(pd.DataFrame(np.arange(90).reshape(3, 30)))",
    "pd.DataFrame({f'a long name {i}': ['a long text'] for i in range(9)}).info()",
    "pd.options.display.max_rows = 4\npd.DataFrame({'n': range(100)})",
    "pd.Series([1, None], name='s')",
    "np.random.default_rng(3).normal(size=3), np.random.rand(2), random.sample(range(50), 3)",
    "from sklearn.neural_network import MLPRegressor\n"
    "MLPRegressor(max_iter=2, random_state=0).fit([[0.0], [1.0]], [0, 1])",
    # ---- text
    "print('out')\nprint('err', file=sys.stderr)",
    Known(
        "for i in range(2): print(i); print(i, file=sys.stderr)",
        ORDER,
        r"\"0\\n\".*\"0\\n\".*\"1\\n\".*\"1\\n\"",
        r"\"0\\n1\\n\".*\"0\\n1\\n\"",
    ),
    "sys.stdout.write('no newline')",
    "print('a', end=''); print('b', flush=True)",
    "print(None); print(); print('\\ttab \\x1b[31mred\\x1b[0m', b'\\xff')",
    "print('x' * 70000)",
    "for i in range(2000): print(i)",
    "for i in range(3): print(f'\\r{i} %', end='', flush=True)",
    "for i in range(3): sys.stderr.write(f'\\r{i} %')",
    "print('abc\\b\\bX')\nprint('x\\r\\ny')",
    "sys.stdout.writelines(['a', 'b'])",
    "sys.stdout.name, sys.stdout.isatty(), sys.stdout.encoding, sys.stdout.errors",
    "import io, contextlib\n"
    "with contextlib.redirect_stdout(io.StringIO()) as s: print(1)\ns.getvalue()",
    Known("sys.stdout.write(5)", NAMES, "shell.py", "iostream.py"),
    Known("sys.stdout.buffer", NAMES, "'Stream'", "'OutStream'"),
    Known("print('direct', file=sys.__stdout__, flush=True)", PAST, r"^\[\]$", "direct"),
    Known("os.write(2, b'by number\\n'); time.sleep(.1)", PAST, r"^\[\]$", "by number"),
    "import threading\ndef talk(n): print('thread', n)\n"
    "for n in range(3):\n    t = threading.Thread(target=talk, args=(n,)); t.start(); t.join()",
    "def die(): raise ValueError('in a thread')\n"
    "t = threading.Thread(target=die, name='T'); t.start(); t.join()",
    "logging.warning('logged'); logging.info('not shown')",
    "try: 1/0\nexcept ZeroDivisionError: logging.exception('with trace')",
    "import traceback\ntry: 1/0\nexcept ZeroDivisionError: traceback.print_exc()",
    # ---- warnings
    "warnings.warn('once'); warnings.warn('deprecated', DeprecationWarning)",
    "def warn(): warnings.warn('in a function', RuntimeWarning, stacklevel=2)\nwarn()\nwarn()",
    "for _ in range(3): warnings.warn('repeated')",
    "np.array([1.0]) / 0, np.log(-1)",
    "frame[frame.a > 1]['a'] = 3",
    Known("1 is 1", WARNED_ONCE, r'"<cell>:1: SyntaxWarning', "<>:1: SyntaxWarning"),
    # ---- displays
    "display(1, 'two', frame.head(1))\ndisplay()",
    "display(HTML('<b>bold</b>'))\nHTML('<i>it</i>')",
    "display(Markdown('**x**'), Latex('$x$'), Math('x'), Javascript('1'), IFrame('x', 10, 20))",
    "JSON({'a': [1, {'b': None}]})",
    "Image(data=b'\\x89PNG\\r\\n\\x1a\\n', format='png', width=10)",
    "SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>')",
    "Audio([0.0, 1.0], rate=10)",
    "Code('x = 1', language='python')",
    "display(HTML('a'), metadata={'k': 1})\ndisplay(frame, include=['text/plain'])",
    "display({'text/plain': 'p', 'application/x+json': [1, None], 'my/type': 'c'}, raw=True)",
    "handle = display('first', display_id='d1')\nprint('between')\nhandle.update('second')",
    "update_display('third', display_id='d1')\nupdate_display('nobody has it', display_id='none')",
    Known(
        "h = display('own', display_id='d2')\nh.display('again')",
        TWICE,
        "own.*again",
        "again.*again",
    ),
    "print('gone')\nclear_output()\nprint('stays')",
    "print('replaced'); clear_output(wait=True); print('stays', file=sys.stderr)",
    "print('stays for want of anything new'); clear_output(wait=True)",
    "print('a'); clear_output(wait=True); 1/0",
    "for i in range(3): clear_output(wait=True); display(i)",
    "class R:\n    def _repr_html_(s): return '<p>r</p>'\n    def __repr__(s): return 'R'\nR()",
    "class J:\n    def _repr_mimebundle_(s, **_): return {'application/json': {}}\nJ()",
    "class D:\n    def _ipython_display_(self): print('shows itself')\nD()",
    "class H:\n    def _repr_html_(self): raise ValueError('no html')\nH()",
    "class B:\n    def __repr__(self): raise ValueError('no repr')\nB()",
    "display(B(), 'after')",
    "print(f'{B()}')",
    "class N:\n    def __repr__(self): return 5\nN()",
    # ---- errors
    "1 / 0",
    "def f(n):\n    return f(n - 1) if n else {}['missing']\nf(3)",
    "def inner(): raise ValueError('deep')\ndef outer():\n    try: inner()\n"
    "    except ValueError as e: raise RuntimeError('outer') from e\nouter()",
    "try:\n    {}['k']\nexcept KeyError:\n    1 / 0",
    "try:\n    {}['k']\nexcept KeyError:\n    raise ValueError('from None') from None",
    "e = ValueError('two\\nlines'); e.add_note('a note'); raise e",
    "raise 5",
    "raise ExceptionGroup('g', [ValueError(1), KeyError('k')])",
    "raise KeyboardInterrupt",
    "raise SystemExit",
    "raise SystemExit('text')",
    "sys.exit(3)",
    "raise StopIteration(3)",
    "class Q(BaseException): pass\nraise Q('base')",
    "class E(Exception):\n    __module__ = 'else.where'\nraise E('a', 'b')",
    Known(
        "class E(Exception):\n    def __str__(self): raise ValueError('no text')\nraise E",
        NO_TEXT,
        '"ename": "E"',
        '"ename": "ValueError"',
    ),
    "x = (\n\ny = 2",
    "  x = 1\n y = 2",
    "print 'old'",
    "def f():\nreturn 1",
    "x = 'not closed",
    "return 5",
    "await_ = 1; break",
    "from __future__ import braces",
    "eval('1 +')",
    "compile('(', 'named.py', 'exec')",
    "undefined_name",
    "assert x == 6, 'x is not 6'",
    "import this_is_no_module",
    "from math import no_such_name",
    "frame.no_such_column",
    "frame['no such column']",
    "np.zeros(3).reshape(2, 2)",
    "del frame, x\nx",
    "old_limit = sys.getrecursionlimit()\nsys.setrecursionlimit(200)",
    Known("def deep(n): return deep(n + 1)\ndeep(0)", DEPTH, "RecursionError", "RecursionError"),
    "sys.setrecursionlimit(old_limit)",
    "%xmode Minimal\n1 / 0",
    "%xmode Verbose\n1 / 0",
    "%xmode Context\n%tb",
    "get_ipython().showtraceback()",
    # ---- nobody answers, and nothing can be started
    Known("input('name? ')", ASKING, "nobody to ask", "raw_input was called"),
    Known("from getpass import *\ngetpass('?')", ASKING, "nobody to ask", "getpass was called"),
    Known("%debug", ASKING, "nobody to ask", "raw_input was called"),
    Known("!echo hi", PROGRAMS, "OSError", "hi"),
    Known("found = !echo hi\nfound", PROGRAMS, "PermissionError", "hi"),
    Known("%%bash\necho hi", PROGRAMS, "PermissionError", "hi"),
    Known("os.system('echo hi')", PROGRAMS, '"32512"', '"0"'),
    Known("signal = __import__('signal'); signal.alarm(0)", ALARM, r'"\d\d"', '"0"'),
    # ---- await
    "import asyncio\nawait asyncio.sleep(0.01, 'slept')",
    "async def co(): print('in co'); await asyncio.sleep(0); return 3\nresult = await co()\nresult",
    "async with asyncio.Lock(): z = 4\nz",
    "async def agen(): yield 1\n[x async for x in agen()]",
    "await asyncio.gather(co(), co())",
    "asyncio.get_event_loop().is_running()",
    "await 5",
    "async def boom(): raise ValueError('async')\nawait boom()",
    Known("task = asyncio.ensure_future(co())", TASKS, "in co", r"^\[\]$"),
    "await task",
    # ---- magics
    "%time sum(range(10))",
    "%%time\nq = 3\nq + 1",
    "%timeit -n2 -r2 pass",
    "%%capture caught\nprint('quiet'); print('err', file=sys.stderr); display(HTML('h')); 5",
    "caught.show()",
    "caught.stdout, caught.stderr, len(caught.outputs)",
    "%%writefile mod.py\nvalue = 5\nprint('imported', __name__)",
    "%run mod.py",
    "import mod\nvalue, mod.__file__ == os.path.abspath('mod.py')",
    "%run no_such.py",
    "open('mod.py').read()",
    "%cd .",
    "%pwd",
    "def documented(a, b=1):\n    '''Say so.'''\n    return a",
    "documented?",
    "?documented",
    "documented??",
    "no_such?",
    "%pdoc documented",
    "%psource documented",
    "help(documented)",
    "import inspect\ninspect.getsource(documented), inspect.signature(documented)",
    "documented.__code__.co_filename, documented.__module__",
    "%who str",
    "%whos int",
    "%who_ls DataFrame",
    "%history -n 1-3",
    Known("%history -g seed", HISTORY, r"^\[\]$", "random.seed"),
    "%precision 2\n1 / 3",
    "%precision",
    "%env X=1",
    "%env X",
    "%store q",
    "%load_ext autoreload\n%autoreload 0",
    "%load_ext no_such",
    "%alias",
    "%automagic",
    "%%html\n<b>h</b>",
    "%%latex\n$x$",
    "%%prun -q\npass",
    "%no_such_magic",
    "%%no_such_magic\nx",
    "y = %sql",
    "%page q",
    "%config InlineBackend",
    Known("%less mod.py", FRONT_END, "UsageError", r"^\[\]$"),
    Known("%clear", FRONT_END, "UsageError", "x1b|u001b"),
    Known("%autosave 5", FRONT_END, "UsageError", "Autosaving"),
    # ---- figures
    "plt.plot([1, 2, 3])",
    "fig, ax = plt.subplots(figsize=(3, 2))\nax.scatter([1, 2], [3, 4], label='l')\nax.legend();",
    "fig",
    "ax.plot([2, 1])",
    "f1, a1 = plt.subplots(figsize=(2, 1))\nf2, a2 = plt.subplots(figsize=(1, 2))\n"
    "a1.plot([1, 2]); a2.plot([2, 1])\nf1",
    "display(frame if 'frame' in globals() else 0)\ndisplay(plt.figure(figsize=(1, 1)))",
    "plt.hist([1, 1, 2])\nplt.title('ü')\nplt.show()\nprint('after')",
    "plt.plot([1]); plt.show(block=True); plt.show()",
    "plt.plot([3, 1])\nplt.figure()\nplt.plot([1, 3])\nraise ValueError('after figures')",
    "for i in range(3):\n    clear_output(wait=True)\n    plt.plot([i, 1]); plt.show()",
    "plt.ioff()\nhidden, hax = plt.subplots()\nhax.plot([1])\nprint(plt.get_fignums())",
    "print(plt.get_fignums(), plt.isinteractive())\nplt.show()",
    "plt.ion()\nplt.plot([1, 2, 3])\nprint(plt.isinteractive())",
    "with plt.ioff():\n    plt.plot([4, 5])",
    "plt.close('all')\nplt.gcf().add_subplot().imshow([[1, 2], [3, 4]])\n"
    "plt.colorbar(plt.gca().images[0])",
    "plt.figure(layout='constrained')\nplt.plot([1, 2], label='l')\nplt.ylabel('two\\nlines')",
    "fig, axes = plt.subplots(2, 2)\nfig.tight_layout()\n"
    "for ax in axes.flat: ax.plot(np.random.rand(5))",
    "fig = plt.figure(); fig.canvas.draw(); fig.suptitle('drawn before')",
    "plt.plot([1, 2])\nplt.savefig('saved.png')\nos.path.exists('saved.png')",
    "%config InlineBackend.close_figures = False\nkept, kax = plt.subplots(figsize=(1, 1))",
    "kax.plot([1, 2])",
    "plt.get_fignums()",
    "%config InlineBackend.close_figures = True\nplt.close('all')",
    "%config InlineBackend.figure_format = 'retina'\nplt.plot([1, 2])",
    "%config InlineBackend.figure_formats = {'svg'}\nplt.rcParams['svg.hashsalt'] = 'a'\n"
    "plt.plot([1, 2]).pop().get_color()\nplt.close()",
    "%config InlineBackend.figure_formats = {'png'}\nplt.style.use('dark_background')\n"
    "plt.plot([1, 2])\nplt.style.use('default')",
    "%matplotlib inline\nplt.rcParams['figure.figsize'] = 2, 1\npd.Series([1, 2]).plot()",
    # ---- IPython asked for itself
    "get_ipython().run_cell('40 + 2').result",
    "get_ipython().run_cell('1/0').error_in_exec",
    "get_ipython().ex('print(3)'); get_ipython().ev('3')",
    "hooks = get_ipython().events\nhook = lambda result: print('after', result.success)\n"
    "hooks.register('post_run_cell', hook)",
    "hooks.unregister('post_run_cell', hook)",
    "sys.displayhook('direct')",
    "_ = 'mine'",
    "5 + 5",
    "_",
    "del _",
    "6 + 6",
    "_, __",
    "%reset -f",
    "sorted(n for n in dir() if not n.startswith('_')), len(In), len(Out)",
    "_",
    # ---- the last, for a kernel
    Known("exit()", LEAVING, r"^\[\]$", r"^\[\]$"),
    Known("import asyncio\nawait asyncio.sleep(1, 'on')", LEAVING, "on", r"^\[\]$"),
)
SOURCES = tuple(cell if isinstance(cell, str) else cell.source for cell in CELLS)
KNOWN = {at: cell for at, cell in enumerate(CELLS) if isinstance(cell, Known)}
ROWS = tuple(dict.fromkeys(cell.row for cell in KNOWN.values()))

# What no two runs have in common: name, pattern, and what stands for it.
DRAWN = (
    ("an object's address", re.compile(r"\b0x[0-9a-f]{6,}\b"), "<address>"),
    (
        "a cell's file",
        re.compile(r"(/tmp/ipykernel_\d+/)?\b\d+\.py\b"),
        "<cell>",
    ),
    ("measured times", re.compile(r"(CPU times|Wall time): .*?(?=\\n)"), "<time>"),
    ("times of %timeit", re.compile(r"[\d.]+ .s \\u00b1 [\d.]+ .s per loop"), "<time>"),
    ("the folder of a run", re.compile(r"/[\w/.-]*(/scratch/tmp\w+|/kernel\d+)"), "<folder>"),
    ("the home folder", re.compile(re.escape(str(Path.home())) + r"(?=/)"), "~"),
)
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR")
"""What a kernel gets of the environment; not pytest's own, which turns a part of it off."""


def joined(outputs: Sequence[Any]) -> Iterator[Any]:
    """Join the pieces of a stream: a kernel sends them as its clock has it."""
    waiting: dict[str, Any] = {}
    for output in json.loads(json.dumps(outputs)):
        same = output["output_type"] == "stream" and output["name"] == waiting.get("name")
        if same:
            waiting["text"] += output["text"]
            continue
        if waiting:
            yield waiting
        waiting = output
    if waiting:
        yield waiting


def told(outputs: Sequence[Any], left: Sequence[Any] = DRAWN) -> str:
    """Return outputs as text, without what is drawn anew in each run."""
    text = json.dumps(list(joined(outputs)), sort_keys=True)
    for _, pattern, stands_for in left:
        text = pattern.sub(stands_for, text)
    return text


@dataclass(frozen=True)
class Both:
    """The same notebook, graded and run by a kernel."""

    marked: Marked
    ours: tuple[Any, ...]
    theirs: tuple[Any, ...]


def run_by_kernel(folder: Path) -> tuple[Any, ...]:
    """Run all cells in a fresh kernel, until one ends it."""
    content = notebook(*(code(source) for source in (*PREFIX, *SOURCES)))
    content = nbformat.reads(notebooks.write(content).decode(), as_version=4)
    place = {"metadata": {"path": str(folder)}}
    client = NotebookClient(content, timeout=300, allow_errors=True, resources=place)
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    with pytest.raises(DeadKernelError):
        client.execute(env=passed_on)
    return tuple(content.cells)


def graded() -> Marked:
    """Grade all cells behind the prefix, as a student's."""
    with open_exam(*map(Locked, PREFIX)) as exam:
        return exam.grade(Work(SOURCES[0]), *map(Extra, SOURCES[1:]))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    folder = tmp_path_factory.mktemp("kernel")
    with ThreadPoolExecutor() as threads:
        kernel, engine = threads.submit(run_by_kernel, folder), threads.submit(graded)
        return Both(engine.result(), engine.result().graded.notebook.cells, kernel.result())


def test_the_prefix_and_every_cell_show_what_they_show_in_a_fresh_kernel(both: Both) -> None:
    assert tuple(cell.source for cell in both.ours) == (*PREFIX, *SOURCES)
    differing = {
        ours.source: (told(ours.outputs), told(theirs["outputs"]))
        for at, (ours, theirs) in enumerate(zip(both.ours, both.theirs, strict=True))
        if at - len(PREFIX) not in KNOWN
        and (
            told(ours.outputs) != told(theirs["outputs"])
            or ours.execution_count != theirs["execution_count"]
        )
    }
    assert differing == {}


@pytest.mark.parametrize("at", KNOWN, ids=lambda at: KNOWN[at].source)
def test_what_is_known_to_differ_still_does(both: Both, at: int) -> None:
    ours = told(both.ours[len(PREFIX) + at].outputs)
    theirs = told(both.theirs[len(PREFIX) + at]["outputs"])
    assert re.search(KNOWN[at].ours, ours)
    assert re.search(KNOWN[at].theirs, theirs)
    assert KNOWN[at].source == "exit()" or ours != theirs


def test_every_name_for_what_is_drawn_is_needed(both: Both) -> None:
    shown = [cell.outputs for cell in both.ours] + [cell["outputs"] for cell in both.theirs]
    for each in DRAWN:
        assert any(told(outputs, [each]) != told(outputs, []) for outputs in shown), each[0]


def test_every_difference_has_its_row_in_the_documentation() -> None:
    _, _, behind = PAGE.read_text().partition(SECTION)
    table = [line for line in behind.partition("\n#")[0].splitlines() if line.startswith("|")]
    assert [line.split("|")[1].strip() for line in table[2:]] == list(ROWS)


def test_the_graded_notebook_is_valid(both: Both) -> None:
    content = notebooks.write(both.marked.graded.notebook).decode()
    nbformat.validate(nbformat.reads(content, as_version=4))
