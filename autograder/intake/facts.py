"""What the bytes of a file say: whether it is a notebook, and which cells nbgrader knows in it."""

import hashlib
from dataclasses import dataclass

from autograder import notebook as notebooks
from autograder.assignment import BEGIN_HIDDEN, BEGIN_MARKS, BEGIN_SOLUTION
from autograder.notebook import Cell, Notebook, NotebookUnreadable

SUFFIX = ".ipynb"
_SNIFFED_BYTES = 2**16
_MARKERS = (BEGIN_SOLUTION, BEGIN_HIDDEN, BEGIN_MARKS)


@dataclass(frozen=True)
class CellFacts:
    """Hold what is known of one cell that nbgrader named; ``text`` is a digest of its source."""

    grade_id: str
    text: str
    is_solution: bool
    is_work: bool


@dataclass(frozen=True)
class NotebookFacts:
    """Hold what is known of a notebook; ``has_markers`` tells that solutions may be in it."""

    cells: tuple[CellFacts, ...]
    has_markers: bool = False


@dataclass(frozen=True)
class Unreadable:
    """Say why a file that is named like a notebook is none."""

    code: str
    message: str


def digest(source: str) -> str:
    """Return what is equal for sources that differ in line ends and outer white space only."""
    return hashlib.sha256(source.replace("\r\n", "\n").strip().encode(errors="replace")).hexdigest()


def of_notebook(notebook: Notebook) -> NotebookFacts:
    """Return the facts of a notebook's cells."""
    cells = tuple(_cell(cell) for cell in notebook.cells if cell.grade_id)
    markers = any(marker in cell.source for cell in notebook.cells for marker in _MARKERS)
    return NotebookFacts(cells, markers)


def _cell(cell: Cell) -> CellFacts:
    is_work = cell.is_solution or cell.is_graded or cell.is_task
    return CellFacts(str(cell.grade_id), digest(cell.source), cell.is_solution, is_work)


def of_file(name: str, content: bytes) -> NotebookFacts | Unreadable | None:
    """Return what a file is; None for one that is not, and does not claim to be, a notebook.

    Browsers save notebooks as ``.ipynb.json`` or ``.ipynb.txt`` too.
    """
    claims = name.lower().endswith(SUFFIX)
    if not claims and not _looks_like_one(name, content):
        return None
    try:
        return of_notebook(notebooks.parse(content))
    except NotebookUnreadable as error:
        return Unreadable(error.code, error.message) if claims else None


def _looks_like_one(name: str, content: bytes) -> bool:
    start = content[:_SNIFFED_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")
    named = name.lower().endswith((".json", ".txt", f"{SUFFIX}_"))
    # A notebook's format is written at its end, behind the cells.
    return named and start.startswith(b"{") and b'"nbformat"' in content
