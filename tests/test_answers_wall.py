"""Honest and cheating student code, judged over a real wall: a forked process, a socket pair."""

import ast
import builtins
import contextlib
import os
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import dedent

import numpy as np
import pandas as pd
import pytest

from autograder.answers.handles import (
    BrokenFrame,
    NameNotBound,
    NotSupported,
    StudentEnded,
    StudentTimeout,
    Wall,
)
from autograder.answers.shelf import Shelf

# What both prefixes import; the examiner's are its own.
IMPORTS = {"np": np, "pd": pd}


def serve(channel: socket.socket, source: str) -> None:
    """Run the student's source, then answer until the examiner hangs up."""
    names: dict[str, object] = {"__name__": "__main__", **IMPORTS}
    names["CHANNEL"] = channel
    with contextlib.suppress(Exception):
        exec(compile(source, "<student>", "exec"), names)  # noqa: S102 - what the test is about
    shelf = Shelf(names, channel)
    while shelf.serve_one():
        pass


@contextlib.contextmanager
def student(source: str, call_seconds: float = 6.0, calls_per_cell: int = 500) -> Iterator[Wall]:
    """Give a wall to a process in which the student's source has run."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        try:
            ours.close()
            sys.stdout = sys.stderr = open(os.devnull, "w")
            serve(theirs, dedent(source))
        finally:
            os._exit(0)
    theirs.close()
    try:
        yield Wall(ours, call_seconds=call_seconds, calls_per_cell=calls_per_cell)
    finally:
        ours.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, 9)
        os.waitpid(pid, 0)


class Names(dict[str, object]):
    """Fetch each free name from the student, as the examiner does."""

    def __init__(self, wall: Wall) -> None:
        super().__init__(__builtins__=builtins, **IMPORTS)
        self.wall = wall

    def __missing__(self, name: str) -> object:
        if hasattr(builtins, name):
            raise KeyError(name)
        try:
            return self.wall.fetch(name)
        except NameNotBound:
            raise KeyError(name) from None


def verdict(wall: Wall, test: str) -> str:
    """Run a test cell and give what it came to; a trouble of the wall's counts before the rest."""
    ast.parse(dedent(test))
    wall.begin_cell(time.monotonic() + 10)
    outcome = "passed"
    try:
        exec(compile(dedent(test), "<test>", "exec"), Names(wall))  # noqa: S102 - a test cell
    except AssertionError:
        outcome = "failed"
    except Exception as error:
        outcome = type(error).__name__
    troubles = {
        NotSupported: "unsupported",
        StudentTimeout: "timeout",
        StudentEnded: "ended",
        BrokenFrame: "broken",
    }
    return outcome if wall.trouble is None else troubles[type(wall.trouble)]


def judged(source: str, test: str, **limits: float) -> str:
    with student(source, **limits) as wall:  # type: ignore[arg-type]
        return verdict(wall, test)


@dataclass(frozen=True)
class Case:
    title: str
    student: str
    test: str
    verdict: str = "passed"


HONEST = (
    Case("a number", "r = 0.75", "assert abs(r - 0.75) < 1e-9 and type(r) is float"),
    Case("nested containers", "a = {'k': [(1, {2, 3})]}", "assert a == {'k': [(1, {2, 3})]}"),
    Case("a name that is not bound", "", "r", "NameError"),
    Case("a wrong number", "r = 2", "assert r == 3", "failed"),
    Case(
        "a data frame",
        "d = pd.DataFrame({'x': [1, 2], 's': ['a', None]}, index=['r', 'q'])",
        "pd.testing.assert_frame_equal("
        "d, pd.DataFrame({'x': [1, 2], 's': ['a', None]}, index=['r', 'q']))",
    ),
    Case("a function", "def sq(x): return x ** 2", "assert sq(3) == 9 and callable(sq)"),
    Case(
        "a function of arrays",
        "def sq(x): return x ** 2",
        "assert np.allclose(sq(np.array([1, 2])), [1, 4])",
    ),
    Case(
        "keywords and defaults",
        "def f(a, *, b=2, **c): return [a, b, c]",
        "assert f(1, b=3, d=4) == [1, 3, {'d': 4}] and f(1) == [1, 2, {}]",
    ),
    Case(
        "a function's own names",
        "def f():\n    'Give one.'\n    return 1",
        "import inspect, types\n"
        "assert f.__name__ == 'f' and f.__doc__ == 'Give one.'\n"
        "assert isinstance(f, types.FunctionType) and inspect.isfunction(f)\n"
        "assert f and f is not None and f == f and {f: 1}[f] == 1 and f != 3",
    ),
    Case(
        "a built-in exception",
        "def f(x):\n    raise ValueError('negative')",
        """
        try:
            f(-1)
        except ValueError as e:
            assert str(e) == 'negative' and e.args == ('negative',)
        else:
            raise AssertionError
        """,
    ),
    Case(
        "an exception's arguments",
        "def f(): return {}['a']",
        """
        try:
            f()
        except KeyError as e:
            assert e.args == ('a',)
        """,
    ),
    Case(
        "an exception class of the student's",
        """
        class TooSmall(ValueError):
            def __init__(self, least):
                super().__init__('too small')
                self.least = least
        def f(x): raise TooSmall(5)
        """,
        """
        assert issubclass(TooSmall, ValueError)
        try:
            f(1)
        except TooSmall as e:
            assert str(e) == 'too small' and e.least == 5
        else:
            raise AssertionError
        """,
    ),
    Case(
        "the base of a student's exception class",
        "class E(LookupError): pass\ndef f(): raise E",
        """
        try:
            f()
        except LookupError:
            pass
        """,
    ),
    Case(
        "exception classes of libraries",
        """
        class Mine(np.linalg.LinAlgError): pass
        def singular(): np.linalg.inv(np.zeros((2, 2)))
        def mine(): raise Mine('x')
        """,
        """
        for f in (singular, mine):
            try:
                f()
            except np.linalg.LinAlgError as e:
                assert str(e) in ('Singular matrix', 'x')
            else:
                raise AssertionError
        assert issubclass(Mine, np.linalg.LinAlgError) and Mine is not np.linalg.LinAlgError
        """,
    ),
    Case(
        "a callback",
        "def integrate(f, a, b, n=100):\n"
        "    h = (b - a) / n\n"
        "    return sum(f(a + (i + .5) * h) for i in range(n)) * h",
        "assert abs(integrate(lambda x: x * x, 0, 1) - 1 / 3) < 1e-3",
    ),
    Case(
        "a callback that asks for more",
        "def twice(f, x): return f(f(x))\ndef inc(x): return x + 1",
        "assert twice(lambda x: inc(x) * 2, 1) == 10",
    ),
    Case(
        "a callback given back",
        "def same(f): return f",
        "f = lambda x: x\nassert same(f) is f",
    ),
    Case(
        "an exception from a callback",
        "def call(f): return f()",
        """
        class Mine(Exception): pass
        def f(): raise Mine('x')
        try:
            call(f)
        except Mine as e:
            assert e.args == ('x',)
        """,
    ),
    Case(
        "a callback's exception that the student handles",
        "def call(f):\n    try: f()\n    except ZeroDivisionError: return 'handled'",
        "assert call(lambda: 1 / 0) == 'handled'",
    ),
    Case(
        "a function that makes one",
        "def adder(n): return lambda x: x + n",
        "assert adder(5)(1) == 6",
    ),
    Case(
        "a generator",
        "def fib():\n    a, b = 0, 1\n    while True:\n        yield a\n        a, b = b, a + b",
        "import itertools, types\n"
        "assert list(itertools.islice(fib(), 6)) == [0, 1, 1, 2, 3, 5]\n"
        "assert isinstance(fib(), types.GeneratorType)",
    ),
    Case("a generator's end", "def g(): yield 1", "assert list(g()) == [1]"),
    Case(
        "a class and its instances",
        """
        class Account:
            rate = 2
            def __init__(self, balance=0): self.balance = balance
            def deposit(self, x): self.balance += x; return self
            def __len__(self): return 3
            def __getitem__(self, i): return i * 10
            def __str__(self): return f'Account({self.balance})'
        class Saving(Account): pass
        s = Saving(1)
        """,
        """
        a = Account(10)
        assert a.deposit(5) is a and a.balance == 15 and Account.rate == 2
        assert len(a) == 3 and a[2] == 20 and str(a) == 'Account(15)' == f'{a}'
        assert isinstance(a, Account) and isinstance(s, Account) and not isinstance(a, Saving)
        assert issubclass(Saving, Account) and isinstance(Account, type)
        assert vars(a) == {'balance': 15} and hasattr(a, 'deposit') and not hasattr(a, 'nothing')
        assert type(a).__name__ == 'Account' and Account.__name__ == 'Account'
        """,
    ),
    Case(
        "an attribute that is not there",
        "class A: pass\na = A()",
        "a.nothing",
        "AttributeError",
    ),
    Case(
        "an object that is iterated",
        "class A:\n    def __iter__(self): return iter([1, 2])\na = A()",
        "assert list(a) == [1, 2] and sum(a) == 3 and [x for x in a] == [1, 2]",
    ),
    Case(
        "an index out of range",
        "class A:\n  def __getitem__(self, i): return [7][i]\na = A()",
        "assert list(a) == [7]\na[3]",
        "IndexError",
    ),
    Case("functions in a dict", "ops = {'+': lambda a, b: a + b}", "assert ops['+'](1, 2) == 3"),
    Case("functions in a set", "def f(): return 1\ns = {f}", "assert f in s"),
    Case(
        "an estimator",
        """
        class Model:
            def fit(self, X, y): self.mean_ = np.mean(y); return self
            def predict(self, X): return np.full(len(X), self.mean_)
            def get_params(self, deep=True): return {'a': 1}
        model = Model().fit([[1], [2]], [3, 5])
        """,
        "assert list(model.predict(np.zeros((2, 1)))) == [4, 4]\n"
        "assert model.get_params() == {'a': 1} and model.mean_ == 4",
    ),
    Case("a list changed in place", "def add(l): l.append(1)", "l = []\nadd(l)\nassert l == [1]"),
    Case(
        "a list inside changed in place",
        "def add(d): d['a'].append(2)",
        "inner = [1]\nd = {'a': inner}\nadd(d)\nassert inner == [1, 2] and d['a'] is inner",
    ),
    Case(
        "a dict and a set changed in place, by keyword",
        "def f(d, s):\n    d['x'] = 1; del d['y']; s.add(3)",
        "d, s = {'y': 0}, {1}\nf(s=s, d=d)\nassert d == {'x': 1} and s == {1, 3}",
    ),
    Case(
        "an array changed in place",
        "def f(a): a[0] = 9",
        "a = np.zeros(2)\nview = a[:]\nf(a)\nassert list(view) == [9, 0]",
    ),
    Case(
        "a data frame changed in place",
        "def f(d): d['y'] = d['x'] * 2; d.drop(index=0, inplace=True)",
        "d = pd.DataFrame({'x': [1, 2]})\nf(d)\n"
        "assert list(d.columns) == ['x', 'y'] and list(d['y']) == [4] and list(d.index) == [1]",
    ),
    Case(
        "a change before an exception",
        "def f(l): l.clear(); raise ValueError",
        "l = [1]\ntry: f(l)\nexcept ValueError: pass\nassert l == []",
    ),
    Case(
        "the argument itself returned",
        "def add(l): l.append(1); return l",
        "l = []\nassert add(l) is l and l == [1]",
    ),
    Case(
        "a copy returned",
        "def add(l): return l + [1]",
        "l = []\nassert add(l) is not l and add(l) == [1] and l == []",
    ),
    Case(
        "rows that are one row",
        "grid = [[0] * 2] * 2",
        "grid[0][0] = 1\nassert grid == [[1, 0], [1, 0]]",
    ),
    Case(
        "a global that a function changes",
        "count = [0]\ndef bump(): count[0] += 1",
        "before = count[0]\nbump()\nassert count[0] == before + 1",
    ),
    Case(
        "what the test did to an answer stays",
        "d = pd.DataFrame({'x': [1, 2]})\ndef f(x): return x",
        "d['y'] = 1\nf(1)\nassert list(d.columns) == ['x', 'y']",
    ),
    Case(
        "an answer is the same object each time",
        "a = [1]\ndef f(): pass",
        "b = a\nf()\nassert a is b",
    ),
    Case(
        "two names of one list",
        "a = [1]; b = a; c = [1]; d = pd.DataFrame({'x': [1]}); e = d",
        "assert a is b and a is not c and a == c and d is e",
    ),
    Case(
        "two names of one list that changes",
        "a = [1]; b = a\ndef f(): b.append(2)",
        "assert a is b\nf()\nassert a is b and a == [1, 2]",
    ),
    Case(
        "a fitted model of scikit-learn",
        "from sklearn.linear_model import LinearRegression\n"
        "m = LinearRegression().fit([[0.0], [1.0]], [0.0, 2.0])",
        """
        from sklearn.linear_model import LinearRegression, Ridge
        assert isinstance(m, LinearRegression) and not isinstance(m, Ridge)
        assert np.allclose(m.predict([[2.0]]), [4.0]) and np.allclose(m.coef_, [2.0])
        assert m.get_params()['fit_intercept'] is True and m.n_features_in_ == 1
        """,
    ),
    Case(
        "a path",
        "from pathlib import Path\np = Path('a') / 'b'\ndef f(p): return p.name",
        "from pathlib import Path\nassert p == Path('a/b') and f(Path('x/y')) == 'y'",
    ),
    Case(
        "a figure and its axes",
        "from matplotlib.figure import Figure\nfig = Figure(); ax = fig.subplots()\n"
        "ax.plot([1, 2], [3, 4], 'r--')",
        "from matplotlib.axes import Axes\n"
        "assert ax.figure is fig and isinstance(ax, Axes)\n"
        "assert list(ax.lines[0].get_ydata()) == [3, 4]",
    ),
    Case(
        "collections",
        """
        from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
        Point = namedtuple('Point', 'x y')
        c, o, n = Counter('aab'), OrderedDict(a=1), defaultdict(int, a=1)
        d, p = deque([1, 2], maxlen=2), Point(1, 2)
        """,
        """
        assert c == {'a': 2, 'b': 1} and c.most_common(1) == [('a', 2)] and c['z'] == 0
        assert list(o) == ['a'] and n['z'] == 0 and d.maxlen == 2 and list(d) == [1, 2]
        assert p == (1, 2) and p.x == 1 and p == Point(1, 2) and isinstance(p, Point)
        """,
    ),
    Case(
        "a plain subclass of a number",
        "class I(int): pass\nr = I(3)",
        "assert r == 3 and r + 1 == 4",
    ),
    Case(
        "a list with methods of its own",
        "class Stack(list):\n    def push(self, x): self.append(x)\ns = Stack()",
        "s.push(3)\nassert len(s) == 1 and s[0] == 3 and list(s) == [3]",
    ),
    Case(
        "what a function prints, redirected",
        "def hello(): print('hi')",
        """
        import io, contextlib
        out = io.StringIO()
        with contextlib.redirect_stdout(out): hello()
        assert out.getvalue() == 'hi\\n'
        """,
    ),
    Case(
        "a handle passed back",
        "class A:\n    v = 3\ndef f(a): return a.v\na = A()",
        "assert f(a) == 3 and f(f if False else a) == 3",
    ),
    Case(
        "sorting by a function",
        "def key(x): return -x",
        "assert sorted([1, 3, 2], key=key) == [3, 2, 1]",
    ),
    Case(
        "a function in libraries",
        "def f(x): return x * 2",
        """
        import functools
        assert list(map(f, [1, 2])) == [2, 4] and functools.partial(f, 3)() == 6
        assert list(pd.Series([1, 2]).map(f)) == [2, 4]
        assert list(pd.DataFrame({'a': [1, 2]}).apply(f)['a']) == [2, 4]
        assert list(np.vectorize(f)([1, 2])) == [2, 4]
        assert list(np.apply_along_axis(f, 0, np.ones((2, 1)))) == [2, 2]
        assert [f].index(f) == 0
        """,
    ),
    Case(
        "types",
        "t = int\ne = ValueError\nd = np.float32",
        "assert t is int and e is ValueError and d is np.float32",
    ),
    Case("a type as an argument", "def f(t): return t('3')", "assert f(int) == 3"),
    Case(
        "SystemExit in a function",
        "def f(): raise SystemExit(0)",
        "f()",
        "StudentRaised",
    ),
    Case(
        "KeyboardInterrupt in a function",
        "def f(): raise KeyboardInterrupt",
        "f()",
        "StudentRaised",
    ),
    Case("recursion without end", "def f(): return f()", "f()", "RecursionError"),
    Case("a wrong call", "def f(a): pass", "f()", "TypeError"),
    Case("a call of what cannot be called", "class A: pass\na = A()", "a()", "TypeError"),
)


@pytest.mark.parametrize("case", HONEST, ids=lambda case: case.title)
def test_honest_work_is_judged_as_in_one_process(case: Case) -> None:
    assert judged(case.student, case.test) == case.verdict


LIAR = """
class Liar:
    def __eq__(s, o): return True
    def __ne__(s, o): return False
    def __lt__(s, o): return True
    __gt__ = __le__ = __ge__ = __contains__ = __lt__
    def __hash__(s): return 0
    def __sub__(s, o): return 0.0
    __rsub__ = __add__ = __radd__ = __mul__ = __rmul__ = __truediv__ = __pow__ = __mod__ = __sub__
    __rpow__ = __rtruediv__ = __floordiv__ = __rmod__ = __and__ = __rand__ = __or__ = __sub__
    def __abs__(s): return 0
    def __neg__(s): return s
    def __float__(s): return 0.0
    def __int__(s): return 0
    __index__ = __int__
    def __round__(s, n=0): return 0
    def __len__(s): return 3
    def __bool__(s): return True
    def __array__(s, *a, **k): return s
    def __array_ufunc__(s, *a, **k): return True
    def __array_function__(s, *a, **k): return True
    def __call__(s, *a, **k): return s
    def __getattr__(s, n): return s
    def __getitem__(s, i): return s
    def __iter__(s): return iter([s])
    def __instancecheck__(s, x): return True
r = Liar()
"""
DULL = LIAR.replace("    def __len__(s): return 3\n", "").replace(
    "    def __getitem__(s, i): return s\n    def __iter__(s): return iter([s])\n", ""
)

# Every way to set a liar against a local value: none may pass, and none may count as a zero.
MIXED = (
    "assert r == 42",
    "assert 42 == r",
    "assert not (r != 42)",
    "assert r > 0.8",
    "assert 0.8 < r",
    "assert 0 <= r <= 1",
    "assert abs(r - 42) < 1e-6",
    "assert abs(42 - r) < 1e-6",
    "assert abs(r) < 1",
    "assert -r == 1",
    "assert r ** 2 == 4",
    "assert 2 ** r == 4",
    "assert r % 2 == 0",
    "assert r",
    "assert not r or False",
    "assert r and True",
    "assert bool(r)",
    "assert float(r) == 0",
    "assert int(r) == 0",
    "assert [1, 2][r] == 1",
    "assert round(r, 2) == 0",
    "assert r in [1, 2]",
    "assert r in {1, 2}",
    "assert 5 in r",
    "assert [r] == [42]",
    "assert (r, 1) == (42, 1)",
    "assert {'a': r} == {'a': 42}",
    "assert {r} == {42}",
    "assert {42: True}[r]",
    "assert [42].index(r) == 0",
    "assert [42].count(r) == 1",
    "assert max([1, r]) == 42",
    "assert sorted([r, 1])",
    "assert sum([r]) == 0",
    "import math; assert math.isclose(r, 42)",
    "import math; assert math.sqrt(r) == 0",
    "assert np.isclose(r, 42)",
    "assert np.allclose(r, [1, 2, 3])",
    "assert np.array_equal(r, [1, 2, 3])",
    "assert np.array(42) == r",
    "assert (np.array([42]) == r).all()",
    "assert (np.array([42]) - r).sum() == 0",
    "assert np.abs(r) == 0",
    "assert np.isnan(r)",
    "assert (pd.Series([42]) == r).all()",
    "assert (pd.DataFrame([42]) - r == 0).all().all()",
    "assert f'{r:.2f}' == '0.00'",
    "assert r == r",
    "assert r() == 9",
    "assert r.accuracy > 0.8",
    "assert r.score([[1]], [1]) > 0.8",
    "assert r.predict([[1]]) == [1]",
    "r += 1",
    "with r: pass",
    "r.x = 1",
    "r[0] = 1",
    "import copy; assert copy.copy(r) == 42",
    "assert r.equals(pd.DataFrame({'a': [1]}))",
    "assert r.startswith('a')",
)


@pytest.mark.parametrize("test", MIXED)
def test_a_liar_against_a_local_value_goes_to_the_instructor(test: str) -> None:
    assert judged(LIAR, test) == "unsupported"


@pytest.mark.parametrize("test", MIXED)
def test_a_liar_that_is_no_sequence_goes_to_the_instructor(test: str) -> None:
    assert judged(DULL, test) == "unsupported"


CHEATS = (
    Case("a liar's items", LIAR, "assert list(r)[0] == 1", "unsupported"),
    Case(
        "a liar among the items", LIAR + "r = [Liar(), Liar()]", "assert r == [1, 2]", "unsupported"
    ),
    Case(
        "a liar from a function", LIAR + "f = lambda x: Liar()", "assert f(3) == 9", "unsupported"
    ),
    Case(
        "a model that predicts liars",
        DULL + "class M:\n    def predict(s, X): return [Liar()] * len(X)\nm = M()",
        "assert np.mean(np.array([0, 1]) == m.predict([[1], [2]])) > .8",
        "unsupported",
    ),
    Case(
        "an array of liars",
        LIAR + "r = np.array([Liar()] * 2, dtype=object)",
        "assert (r == np.array([1, 2])).all()",
        "unsupported",
    ),
    Case(
        "a column of liars",
        LIAR + "r = pd.Series([Liar()] * 2, dtype=object)",
        "assert (r == pd.Series([1, 2])).all()",
        "unsupported",
    ),
    Case(
        "a frame's liars",
        LIAR + "r = pd.DataFrame({'a': pd.Series([Liar()] * 2, dtype=object)})",
        "assert (r['a'] > 3).all()",
        "unsupported",
    ),
    Case("a liar as a key", LIAR + "r = {Liar(): 1}", "assert r[42] == 1", "unsupported"),
    Case(
        "an int that is equal to all",
        "class I(int):\n  def __eq__(s, o): return True\n  __hash__ = int.__hash__\nr = I(1)",
        "assert r == 42",
        "failed",
    ),
    Case(
        "an int with a method",
        "class I(int):\n  def __eq__(s, o): return True\n"
        "  def m(s): pass\n  __hash__ = int.__hash__\nr = I(1)",
        "assert r == 42",
        "unsupported",
    ),
    Case(
        "a float that is greater",
        "class F(float):\n  def __gt__(s, o): return True\n"
        "  def __float__(s): return 9.0\nr = F(.1)",
        "assert r > 0.8",
        "failed",
    ),
    Case(
        "a str that is equal to all",
        "class S(str):\n  def __eq__(s, o): return True\n  __hash__ = str.__hash__\nr = S('x')",
        "assert r == 'right'",
        "failed",
    ),
    Case(
        "a list that is equal to all",
        "class L(list):\n  def __eq__(s, o): return True\n"
        "  def __iter__(s): return iter([5])\nr = L([1])",
        "assert r == [5]",
        "failed",
    ),
    Case(
        "a tuple that is equal to all",
        "class L(tuple):\n  def __eq__(s, o): return True\n  __hash__ = tuple.__hash__\nr = L([1])",
        "assert r == (5,)",
        "failed",
    ),
    Case(
        "a set that is equal to all",
        "class L(set):\n  def __eq__(s, o): return True\nr = L([1])",
        "assert r == {5}",
        "failed",
    ),
    Case(
        "a dict that has all",
        "class L(dict):\n  def __missing__(s, o): return 5\n"
        "  def __eq__(s, o): return True\nr = L()",
        "assert r == {'a': 5}",
        "failed",
    ),
    Case(
        "an array that is close to all",
        "class N(np.ndarray):\n"
        "    def __eq__(s, o): return np.array(True)\n"
        "    def __array_function__(s, f, t, a, k): return True\n"
        "    def __array_ufunc__(s, *a, **k): return np.zeros(3)\n"
        "r = np.zeros(3).view(N)",
        "assert np.allclose(r, [1, 2, 3])",
        "failed",
    ),
    Case(
        "a frame that equals all",
        "class D(pd.DataFrame):\n  def __eq__(s, o): return True\n"
        "  @property\n  def _mgr_(s): return 1\nr = D({'a': [1]})",
        "assert r.equals(pd.DataFrame({'a': [9]}))",
        "failed",
    ),
    Case(
        "a frame with its own methods",
        "class D(pd.DataFrame):\n  def equals(s, o): return True\nr = D({'a': [1]})",
        "assert r.equals(pd.DataFrame({'a': [9]}))",
        "failed",
    ),
    Case(
        "a patched numpy",
        "np.allclose = lambda *a, **k: True\nr = [0]",
        "assert np.allclose(r, [5])",
        "failed",
    ),
    Case(
        "patched methods of pandas",
        "pd.Series.__eq__ = lambda s, o: True\nr = pd.Series([1])",
        "assert (r == pd.Series([2])).all()",
        "failed",
    ),
    Case(
        "patched builtins",
        "import builtins\nbuiltins.abs = lambda x: 0\n"
        "builtins.isinstance = lambda *a: True\nr = 100",
        "assert abs(r - 1) < 1e-3",
        "ended",
    ),
    Case(
        "a patched len",
        "import builtins\nbuiltins.len = lambda x: 5\nr = 100",
        "assert abs(r - 1) < 1e-3",
        "timeout",
    ),
    Case("a class that all are of", LIAR, "assert isinstance(3, r)", "TypeError"),
    Case("NaN", "r = float('nan')", "assert r == 1", "failed"),
    Case("a process that ends", "import os\ndef f(x): os._exit(0)", "assert f(2) == 4", "ended"),
    Case("a loop without end", "def f(x):\n    while True: pass", "assert f(2) == 4", "timeout"),
    Case(
        "a loop that swallows its end",
        "def f(x):\n    while True:\n        try:\n            while True: pass\n"
        "        except BaseException: pass",
        "assert f(2) == 4",
        "timeout",
    ),
    Case(
        "a generator without end",
        "def g():\n    while True: yield 1\nr = g()",
        "assert sum(r) == 3",
        "timeout",
    ),
    Case("a list in itself", "r = []; r.append(r)", "assert r == [1]", "failed"),
    Case("deep nesting", "r = []\nfor _ in range(5000): r = [r]", "assert r == [1]", "unsupported"),
    Case("a giant array", "r = np.zeros(20_000_000)", "assert r.sum() == 1", "unsupported"),
    Case(
        "a giant array without memory",
        "r = np.broadcast_to(np.zeros(1), (10**9,))",
        "assert r.sum() == 1",
        "unsupported",
    ),
    Case("a giant text", "r = 'x' * 10_000_000", "assert len(r) == 1", "unsupported"),
    Case("a giant integer", "r = 1 << 10_000_000", "assert r == 1", "unsupported"),
    Case(
        "integers of one hash",
        "r = {i * (2**61 - 1) for i in range(3000)}",
        "assert r == {1}",
        "broken",
    ),
    Case(
        "a class that claims to be a frame",
        "class DataFrame:\n    shape = (1, 1)\nDataFrame.__module__ = 'pandas'\nr = DataFrame()",
        "assert isinstance(r, pd.DataFrame)",
        "failed",
    ),
    Case(
        "a score of one's own",
        "from sklearn.linear_model import LinearRegression\n"
        "class M(LinearRegression):\n    def score(s, X, y): return 1.0\n"
        "    def predict(s, X): return [0.0, 0.0]\nr = M()",
        "assert r.score([[1], [2]], [1, 2]) == 1.0",
        "failed",
    ),
    Case(
        "what a library asks of its own classes",
        "from sklearn.tree import DecisionTreeRegressor\n"
        "m = DecisionTreeRegressor().fit([[0.0], [1.0]], [0.0, 2.0])",
        "from sklearn.base import clone\nclone(m)",
        "unsupported",
    ),
    Case(
        "a figure as an argument",
        "def draw(ax): ax.plot([1], [2])",
        "from matplotlib.figure import Figure\nax = Figure().subplots()\ndraw(ax)",
        "unsupported",
    ),
    Case("a module", "import os\nr = os", "assert r == 1", "unsupported"),
    Case(
        "a decimal", "import decimal\nr = decimal.Decimal('1.5')", "assert r == 1.5", "unsupported"
    ),
    Case(
        "a decimal that is asked for",
        "import decimal\nr = decimal.Decimal('1.5')",
        "import decimal\nassert isinstance(r, decimal.Decimal) and r > 1",
        "unsupported",
    ),
    Case(
        "a sparse matrix",
        "import scipy.sparse as s\nr = s.eye(2).tocsr()",
        "assert (r == np.eye(2)).all()",
        "unsupported",
    ),
    Case("a masked array", "r = np.ma.array([1, 2], mask=[0, 1])", "assert r.sum() == 1", "passed"),
    Case(
        "a masked array compared",
        "r = np.ma.array([1, 2], mask=[0, 1])",
        "assert (r == 1).all()",
        "unsupported",
    ),
    Case(
        "a liar about its exception",
        "class A(AssertionError): pass\ndef f(): raise A('x')",
        "f()",
        "failed",
    ),
    Case(
        "an exception that claims to be a trouble",
        "class StudentTimeout(Exception): pass\n"
        "StudentTimeout.__module__ = 'autograder.answers.troubles'\n"
        "def f(): raise StudentTimeout('x')",
        "f()",
        "StudentTimeout",
    ),
    Case(
        "a callback kept for later",
        "kept = []\ndef keep(f): kept.append(f)\ndef later(): return kept[0]()",
        "keep(lambda: 7)\nassert later() == 7",
        "passed",
    ),
    Case(
        "callbacks without end",
        "def f(g): return g(f)\n",
        "def g(f): return f(g)\ng(f)",
        "RecursionError",
    ),
    Case("asked too often", "def f(): pass", "for _ in range(600): f()", "timeout"),
)


@pytest.mark.parametrize("case", CHEATS, ids=lambda case: case.title)
def test_a_cheat_comes_to_what_it_deserves(case: Case) -> None:
    seconds = 1.0 if case.verdict == "timeout" else 6.0
    assert judged(case.student, case.test, call_seconds=seconds) == case.verdict


def test_a_trouble_that_the_test_swallows_still_counts() -> None:
    swallowing = "try:\n    assert r == 1\nexcept Exception:\n    pass"
    assert judged(DULL, swallowing) == "unsupported"


def test_after_a_call_that_was_too_slow_the_next_cell_is_served() -> None:
    with student("def f():\n    while True: pass\nr = 3", call_seconds=0.3) as wall:
        assert verdict(wall, "f()") == "timeout"
        wall.forget()
        assert verdict(wall, "assert r == 3") == "passed"


def test_after_the_process_ended_every_cell_says_so() -> None:
    with student("import os\ndef f(): os._exit(0)\nr = 3") as wall:
        assert verdict(wall, "f()") == "ended"
        wall.forget()
        assert verdict(wall, "assert r == 3") == "ended"


def test_a_cell_whose_time_is_over_gets_no_answer() -> None:
    with student("r = 3") as wall:
        wall.begin_cell(time.monotonic() - 1)
        with pytest.raises(StudentTimeout):
            wall.fetch("r")


def test_what_a_function_prints_is_dropped_where_nobody_redirected(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert judged("def f(): print('secret')", "f()") == "passed"
    assert "secret" not in capsys.readouterr().out


def test_a_tree_that_doubles_is_too_large() -> None:
    doubling = "r = ()\nfor _ in range(50): r = (r, r)"
    assert judged(doubling, "assert r == 1", call_seconds=9) == "unsupported"
