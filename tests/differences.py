"""The deliberate differences from nbgrader and otter: a tiny master, and a student for each.

Every student hands in the right solution of the whole notebook, with one thing changed.
`DIFFERENCES` says for this package and for stock nbgrader which test cells then do not get the
points of `FULL`, and for stock otter-grader which do not get those of `OTTER_FULL`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.cases import Action, Edit
from autograder.notebook import Cell, Notebook

NAME = "tiny"
KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


def _cell(kind: str, source: str, grade_id: str, **roles: object) -> Cell:
    flags = {"grade": False, "solution": False, "locked": False, "task": False, **roles}
    nbgrader = {"schema_version": 3, "grade_id": grade_id, **flags}
    return Cell(kind, source.strip("\n"), {"nbgrader": nbgrader}, cell_id=grade_id)


def _exercise(name: str, solution: str, public: str, hidden: str = "") -> tuple[Cell, ...]:
    """Return a heading, a solution cell, and a test cell of one point."""
    region = f"### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS" if hidden else ""
    return (
        _cell("markdown", f"## Exercise: {name}", f"{name}-text", locked=True),
        _cell("code", solution, name, solution=True),
        _cell(
            "code", f"{public.strip()}\n{region}", f"{name}-test", grade=True, locked=True, points=1
        ),
    )


SETUP = _cell("code", "import numpy as np", "setup", locked=True)
EXERCISES = (
    *_exercise(
        "total",
        "total = 2 + 4",
        "assert total is not None, 'total is missing'",
        "expected_total = 6\nassert abs(total - expected_total) < 1e-9, 'total is not six'",
    ),
    *_exercise(
        "values",
        "values = [1.0, 2.0, 3.0]",
        "assert isinstance(values, list), 'values must be a list'",
        "assert np.allclose(values, [1.0, 2.0, 3.0]), 'values are wrong'",
    ),
    *_exercise(
        "items",
        "items = [3, 1, 2]",
        "assert isinstance(items, list), 'items must be a list'",
        "items.append(4)\nassert sum(items) == 10, 'items are wrong'",
    ),
    *_exercise(
        "count",
        "count = 3",
        "assert isinstance(count, int), 'count must be a whole number'",
        "assert count == 3, 'count is wrong'",
    ),
    *_exercise(
        "double",
        "def double(x):\n    return 2 * x",
        "assert double(1) == 2, 'double(1) is not 2'",
        "assert double(21) == 42, 'double is wrong'",
    ),
    *_exercise("price", "price = 1.5", "assert price * 2 == 3, 'price is wrong'"),
    *_exercise("share", "share = 0.25", "assert share >= 0, 'share is negative'\nfloat(share)"),
    *_exercise("part", "part = 0.25", "assert part >= 0, 'part is negative'\nnp.float64(part)"),
)
ESSAY = (
    _cell("markdown", "## Exercise: essay", "essay-text", locked=True),
    _cell("markdown", "Because.", "essay", grade=True, solution=True, points=1),
)
MASTER = Notebook((SETUP, *EXERCISES, *ESSAY), KERNEL)
TESTS = tuple(cell.grade_id for cell in EXERCISES if cell.grade_id and cell.is_test)
# Python's 0.25 is nbgrader's partial credit; NumPy's is shown as text, and earns all.
FULL: dict[str, float | None] = dict.fromkeys(TESTS, 1.0) | {"share-test": 0.25}
# Otter's tests are passed or failed: it has no partial credit.
OTTER_FULL: dict[str, float | None] = dict.fromkeys(TESTS, 1.0)
NOTHING: dict[str, float | None] = dict.fromkeys(TESTS)


@dataclass(frozen=True)
class Difference:
    """Hold what one student changed, and the points that are then not those of `FULL`.

    ``files`` are handed in beside the notebook: name and text. ``stock_may_agree`` tells that a
    stock grader gives the points that we give now and then.
    """

    name: str
    edits: tuple[Edit, ...]
    stock: Mapping[str, float | None] = field(default_factory=dict)
    here: Mapping[str, float | None] = field(default_factory=dict)
    otter: Mapping[str, float | None] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    stock_may_agree: bool = False


def _write(grade_id: str, *lines: str) -> Edit:
    return Edit(Action.REPLACE, grade_id, "\n".join(lines))


DROP_ASSERTS = """
def without_asserts(lines):
    return ["pass\\n" if line.startswith("assert") else line for line in lines]


get_ipython().input_transformers_cleanup.append(without_asserts)"""

# In this order they are graded. Stock nbgrader stops at the copied cell, so it comes last but one.
DIFFERENCES = (
    Difference("nothing-changed", ()),
    Difference(
        "warning-in-a-test-cell",
        (
            _write(
                "double",
                "import warnings",
                "def double(x):",
                "    warnings.warn('this will change')",
                "    return 2 * x",
            ),
        ),
        stock={"double-test": 0.0},
    ),
    Difference(
        "test-cell-deleted",
        (Edit(Action.DELETE, "total-test", ""),),
        # No score at all: the formgrader shows it as 0.
        stock={"total-test": None},
    ),
    Difference(
        "test-cell-deleted-wrong-answer",
        (_write("total", "total = 7"), Edit(Action.DELETE, "total-test", "")),
        stock={"total-test": None},
        here={"total-test": 0.0},
        # A test that no cell asks for runs when all cells have.
        otter={"total-test": 0.0},
    ),
    Difference(
        "test-cell-edited",
        (_write("total", "total = 7"), _write("total-test", "assert True")),
        stock={"total-test": 0.0},
        here={"total-test": 0.0},
        otter={"total-test": 0.0},
    ),
    Difference(
        "skip-execution",
        (_write("total", "total = 7"), Edit(Action.TAG, "total-test", "skip-execution")),
        here={"total-test": 0.0},
        # Otter's check stands in a cell of its own.
        otter={"total-test": 0.0},
    ),
    Difference(
        "lying-number",
        (
            _write(
                "total",
                "class Six(int):",
                "    def __sub__(self, other):",
                "        return 0",
                "total = Six(7)",
            ),
        ),
        here={"total-test": 0.0},
    ),
    Difference(
        "lying-operator",
        (
            _write(
                "total",
                "class Six:",
                "    def __sub__(self, other):",
                "        return 0",
                "total = Six()",
            ),
        ),
        # To subtract from it would let the student's object decide.
        here={"total-test": None},
    ),
    Difference(
        "lying-object",
        (
            _write(
                "count",
                "class Three:",
                "    __class__ = int",
                "    def __eq__(self, other):",
                "        return True",
                "count = Three()",
            ),
        ),
        here={"count-test": 0.0},
    ),
    Difference(
        "numpy-patched",
        (_write("values", "values = [7.0]", "np.allclose = lambda *args: True"),),
        here={"values-test": 0.0},
    ),
    Difference(
        "builtin-rebound",
        (_write("total", "total = 7", "abs = lambda value: 0"),),
        here={"total-test": 0.0},
    ),
    Difference(
        "asserts-dropped-by-a-hook",
        (_write("total", "total = 7", DROP_ASSERTS),),
        here={"total-test": 0.0},
        # Otter's test files are no cells: the hook does not see them.
        otter={"total-test": 0.0},
    ),
    Difference(
        "prefix-name-rebound",
        (
            _write(
                "values",
                "class Agreeable:",
                "    allclose = staticmethod(lambda *args: True)",
                "    float64 = float",
                "values = [7.0]",
                "np = Agreeable",
            ),
        ),
        # With the student's `np`, the last test ends in Python's 0.25 too.
        stock={"part-test": 0.25},
        here={"values-test": 0.0},
    ),
    Difference(
        "process-ended",
        (_write("count", "import os", "os._exit(0)"),),
        stock=NOTHING,
        here={"count-test": 0.0},
        otter=NOTHING,
    ),
    Difference(
        "exit-called",
        (_write("total", "exit()"),),
        stock=NOTHING,
        here={"total-test": 0.0},
        otter=NOTHING,
        # The kernel ends after the cell, or only when all others have run: a race.
        stock_may_agree=True,
    ),
    Difference(
        "system-exit",
        (_write("count", "raise SystemExit(0)"),),
        stock={"count-test": 0.0},
        here={"count-test": 0.0},
        otter={"count-test": 0.0},
    ),
    Difference(
        "hidden-test-changes-a-list",
        (_write("count", "count = len(items)"),),
        stock={"count-test": 0.0},
        otter={"count-test": 0.0},
    ),
    Difference(
        "name-of-a-hidden-test",
        (_write("count", "count = expected_total // 2"),),
        here={"count-test": 0.0},
    ),
    Difference(
        "value-that-cannot-cross",
        (_write("price", "from decimal import Decimal", "price = Decimal('1.5')"),),
        here={"price-test": None},
    ),
    Difference(
        "module-beside-the-notebook",
        (_write("count", "from beside import count"),),
        files={"beside.py": "count = 3\n"},
    ),
    Difference(
        "library-beside-the-notebook",
        (_write("values", "values = [7.0]"),),
        # With the student's `np`, the last test ends in Python's 0.25 too.
        stock={"part-test": 0.25},
        here={"values-test": 0.0},
        # Otter's own import of NumPy fails in the student's kernel, and it has no results.
        otter=NOTHING,
        files={"numpy.py": "float64 = float\ndef allclose(*args): return True\n"},
    ),
    Difference(
        "network",
        (
            _write(
                "count",
                "import socket",
                "socket.create_server(('127.0.0.1', 0)).close()",
                "count = 3",
            ),
        ),
        here={"count-test": 0.0},
    ),
    Difference(
        "more-points-than-it-is-worth",
        (_write("share", "share = 2.0"),),
        # nbgrader fails here, and keeps what it has written of the cells above.
        stock={"share-test": None, "part-test": None},
        here={"share-test": None},
    ),
    Difference("test-cell-copied", (Edit(Action.COPY, "total-test", ""),), stock=NOTHING),
    Difference("after-the-copied-cell", (), stock=NOTHING),
)
