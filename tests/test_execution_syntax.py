"""Which names a cell binds and uses, read from its syntax."""

import ast
import gc
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from autograder.execution.syntax import (
    Bindings,
    Reading,
    bindings,
    definitions,
    mentioned,
    read_cells,
    used,
)

# ---- what a cell binds

BOUND = {
    "a = 1": {"a"},
    "a: int = 1": {"a"},
    "a: int": {"a"},
    "a += 1": {"a"},
    "a = b = 1": {"a", "b"},
    "(a, [b, *c]), d.e, f[0] = x": {"a", "b", "c"},
    "a.b = 1": set(),
    "a[0] = 1": set(),
    "for a, b in x: c = 1": {"a", "b", "c"},
    "while x: a = 1": {"a"},
    "with x as a, y as (b, c): pass": {"a", "b", "c"},
    "if (a := 1): b = 2\nelse: c = 3": {"a", "b", "c"},
    "print(a := 1)": {"a"},
    "[a := b for b in x]": {"a"},
    "[[a for a in b] for b in x]": set(),
    "{a: b for a, b in x}": set(),
    "[(c := a) for a in [d for d in x]]": {"c"},
    "lambda a: (b := a)": set(),
    "def a(b, *c, d=1, **e): f = 1": {"a"},
    "async def a(b): c = 1": {"a"},
    "@d\nclass a(b):\n    c = 1\n    def e(self): self.f = 1": {"a"},
    "def f():\n    global a\n    a = 1": {"f", "a"},
    "def f():\n    global a\n    return a": {"f"},
    "def f():\n    def g():\n        global a\n        import a": {"f", "a"},
    "class C:\n    global a\n    a = 1": {"C", "a"},
    "def f():\n    a = 1\n    def g():\n        nonlocal a\n        a = 2": {"f"},
    "import a.b": {"a"},
    "import a.b as c": {"c"},
    "from a import b, c as d": {"b", "d"},
    "from a import *": set(),
    "try:\n    a = 1\nexcept E as e:\n    b = 2\nfinally:\n    c = 3": {"a", "e", "b", "c"},
    "match x:\n    case {'k': a, **b}: pass\n    case [c, *d] as e: pass\n    case P(q=f): g = 1": {
        *"abcdefg"
    },
    "match x:\n    case a.b: pass\n    case _: pass": set(),
    "%matplotlib inline\na = 1": {"a"},
    "a = %time 1 + 1": {"a"},
    "a = !ls": {"a"},
    "!ls": set(),
    "a?": set(),
    "%%time\na = 1": {"a"},
    "%%capture b\na = 1": {"a"},
    "%%time\n%%capture\na = 1": {"a"},
    "await b": set(),
    "a = await b": {"a"},
    "async with x as a: pass": {"a"},
    "a = ": set(),
    "def a(:": set(),
    "return 1\na = 2": {"a"},
    "    a = 1": {"a"},
    "": set(),
    "# only a word": set(),
    "größe = 1": {"größe"},
    "\0a = 1": set(),
}


@pytest.mark.parametrize(("source", "names"), BOUND.items())
def test_a_cell_binds(source: str, names: set[str]) -> None:
    assert bindings(source).names == names


def test_a_deleted_name_counts_as_the_students_own() -> None:
    # A later test must not find the value that an earlier cell bound.
    assert bindings("a = 1\ndel a").names == {"a"}


def test_source_without_end_binds_nothing_and_does_not_crash() -> None:
    assert bindings("(" * 5000 + ")" * 5000) == Bindings()
    assert bindings("a = " + "-" * 50_000 + "1") == Bindings()
    assert bindings("%time 1\n" * 100_000) == Bindings()
    assert bindings("%time 1\n" * 400 + "a = 1").names == {"a"}


IMPORTS = {
    "import numpy as np": {"np": ("numpy", None)},
    "import a.b": {"a": ("a", None)},
    "import a.b as c": {"c": ("a.b", None)},
    "from a.b import c as d, e": {"d": ("a.b", "c"), "e": ("a.b", "e")},
    "from . import a": {},
    "if x:\n    import a": {},
    "%%time\nimport a": {"a": ("a", None)},
    "import a\nimport b as a": {"a": ("b", None)},
}


@pytest.mark.parametrize(("source", "origins"), IMPORTS.items())
def test_a_cell_imports(source: str, origins: dict[str, tuple[str, str | None]]) -> None:
    assert dict(bindings(source).imports) == origins


@pytest.mark.parametrize(
    "source",
    [
        "import a\na = 1",
        "import a\ndef a(): pass",
        "import a\nfor a in x: pass",
        "import a\ndel a",
        "import a\nif x:\n    a = 1",
        "import a\ndef f():\n    global a\n    a = 1",
    ],
)
def test_an_import_that_the_same_cell_binds_over_is_no_import(source: str) -> None:
    assert "a" in bindings(source).names
    assert "a" not in bindings(source).imports


def test_an_import_after_a_binding_counts() -> None:
    assert dict(bindings("a = 1\nimport a").imports) == {"a": ("a", None)}


MENTIONED = {
    "import numpy as np, a.b": {"numpy", "a", "a.b"},
    "from a.b import c as d": {"a.b", "a.b.c"},
    "from a import *": {"a"},
    "def f():\n    import a": {"a"},
    "%%time\nimport a": {"a"},
    "from . import a": set(),
    "a.b()": set(),
    "import (": set(),
}


@pytest.mark.parametrize(("source", "modules"), MENTIONED.items())
def test_a_cell_mentions_modules(source: str, modules: set[str]) -> None:
    assert mentioned(source) == modules


def test_what_the_masters_cells_say_of_names() -> None:
    solutions = ["import a.b as a\nfrom c import d\nr = 1", "import e\ne = 2"]
    unmarked = ["import f\nfrom g import h", "import i", "i = 3\nj = 4"]
    assert read_cells(solutions, unmarked) == Reading(
        expected=frozenset({"r", "e"}),
        imports={"f": ("f", None), "h": ("g", "h")},
        modules={"a": ("a.b", None)},
    )


USED = {
    "a + b.c": {"a", "b"},
    "a = 1": set(),
    "a += 1": set(),  # it is bound here too, which is what counts
    "def f(x=a):\n    return b": {"a", "b"},
    "[c for c in d]": {"c", "d"},
    "f'{a} {b:{c}}'": {"a", "b", "c"},
    "%%time\na": {"a"},
    "print(a)\n%matplotlib inline": {"print", "a"},
    "a(": set(),
}


@pytest.mark.parametrize(("source", "names"), USED.items())
def test_a_cell_uses(source: str, names: set[str]) -> None:
    assert used(source) - {"get_ipython"} >= names
    assert used(source) - {"get_ipython"} <= names | {"a"}


def test_definitions_are_imports_functions_and_classes_only() -> None:
    source = (
        "import a\nfrom b import c\nd = a.e()\ndef f(): g()\nclass H: i = 1\nf()\nif 1: import j"
    )
    kept = ast.unparse(definitions(source))
    assert kept == "import a\nfrom b import c\n\ndef f():\n    g()\n\nclass H:\n    i = 1"


def test_definitions_of_no_python_are_none() -> None:
    assert definitions("def f(:").body == []


@pytest.fixture
def threads_that_take_turns() -> Iterator[None]:
    """Let another thread run in the midst of anything that makes objects."""
    before = gc.get_threshold()

    def give_way(phase: str, info: object) -> None:
        time.sleep(0.0001)

    gc.callbacks.append(give_way)
    gc.set_threshold(100, 10**6, 10**6)
    try:
        yield
    finally:
        gc.callbacks.remove(give_way)
        gc.set_threshold(*before)


@pytest.mark.usefixtures("threads_that_take_turns")
def test_many_threads_may_read_cells_at_once() -> None:
    source = "\n".join(f"a{at} = [b{at} for c in (1, (2, (3, {at})))]" for at in range(50))
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(bindings, [source] * 8))
    assert all(len(each.names) == 50 for each in found)
