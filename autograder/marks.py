"""What people gave a submission by hand, in the formgrader: points, extra credit, comments.

The gradebook is where they are given. A copy is kept beside the results, so that a lost gradebook
can be written again with nothing missing.
"""

import dataclasses
import json
import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder import results
from autograder.errors import InternalError

logger = logging.getLogger(__name__)

SCHEMA = 1
_PREFIX = "marks-"


@dataclass(frozen=True)
class CellMark:
    """Hold what a person gave for one cell: points and extra credit where given, a comment.

    ``review`` tells that the points wait to be looked at again: the work or its score changed.
    """

    notebook: str
    grade_id: str
    points: float | None = None
    extra_credit: float | None = None
    comment: str = ""
    review: bool = False


@dataclass(frozen=True)
class Marks:
    """Hold what people gave one student for one assignment.

    ``cells`` are sorted by notebook and id. ``due`` is the assignment's due date in the gradebook
    (ISO 8601, UTC, or empty), ``extension_seconds`` what this student may hand in later.
    ``submission`` tells which work the cells' marks stood beside; it is empty without cells.
    """

    cells: tuple[CellMark, ...] = ()
    due: str = ""
    extension_seconds: float = 0.0
    submission: str = ""


@dataclass(frozen=True)
class Standing:
    """Hold what the gradebook adds to one student's result.

    ``penalties`` are the points that the late policy takes off, by notebook.
    """

    marks: Marks = Marks()
    penalties: tuple[tuple[str, float], ...] = ()


def to_json(given: Marks) -> str:
    """Return marks as JSON text with a fixed order of keys."""
    tree = {"schema": SCHEMA, **dataclasses.asdict(given)}
    return json.dumps(tree, indent=1, ensure_ascii=False) + "\n"


def from_json(text: str) -> Marks:
    """Read marks back.

    Raises InternalError when the text holds no marks of this schema.
    """
    try:
        tree = json.loads(text)
        if tree.pop("schema") != SCHEMA:
            raise ValueError("schema")
        cells = tuple(CellMark(**cell) for cell in tree.pop("cells"))
        given = Marks(cells=cells, **tree)
        _check(given)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise InternalError("marks-unreadable", f"a file of marks is damaged: {error!r}") from None
    return given


def _check(given: Marks) -> None:
    """Raise TypeError or ValueError where a value cannot go into a gradebook."""
    texts: list[Any] = [given.due, given.submission]
    numbers: list[Any] = [given.extension_seconds]
    for cell in given.cells:
        texts += [cell.notebook, cell.grade_id, cell.comment]
        numbers += [each for each in (cell.points, cell.extra_credit) if each is not None]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("a text is none")
    if not all(isinstance(number, int | float) for number in numbers):
        raise TypeError("a number is none")
    if given.due:
        datetime.fromisoformat(given.due)


def history(root: Path, student: str, assignment: str) -> tuple[Path, ...]:
    """Return the files of marks, oldest first."""
    return results.numbered(results.folder(root, student, assignment), _PREFIX)


def latest(root: Path, student: str, assignment: str) -> Marks | None:
    """Return the newest marks, or None when nobody gave anything yet.

    Raises InternalError, naming the file, when it is damaged.
    """
    files = history(root, student, assignment)
    return read(files[-1]) if files else None


def read(file: Path) -> Marks:
    """Return the marks in a file; raises InternalError, naming the file, when it is damaged."""
    return results.read_named(file, from_json, "marks-unreadable")


def append(root: Path, student: str, assignment: str, given: Marks) -> bool:
    """Append marks, unless the newest file says the same; tell whether they were written.

    Where there is no file, nothing given says the same. The file appears whole or not at all, and
    survives a crash once this returns; a file that is there stays as it is, whole or damaged.
    """
    files = history(root, student, assignment)
    if _say_the_same(files[-1] if files else None, given):
        return False
    results.append_numbered(results.folder(root, student, assignment), _PREFIX, to_json(given))
    return True


def _say_the_same(file: Path | None, given: Marks) -> bool:
    try:
        return (read(file) if file else Marks()) == given
    except InternalError as error:
        logger.warning("%s", error)
        return False
