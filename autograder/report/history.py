"""All that is on record of one student's assignment, oldest first.

Reads the student's files in ``results/`` and ``submitted/``; writes nothing. A damaged file is
told of, and hides no other one.
"""

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Generic, TypeVar

from rich.console import Group
from rich.text import Text

from autograder import marks as marks_on_disk
from autograder import results as results_on_disk
from autograder.configuration import Course
from autograder.errors import AutograderError, InstructorError
from autograder.intake.placing import attempts_folder
from autograder.marks import CellMark, Marks
from autograder.report.changes import CellDifference, Direction, Outcome, cells, reason
from autograder.report.table import noticed_facts, noticed_of, printable
from autograder.results import Result
from autograder.scoring import number
from autograder.submission import TIMESTAMP_FILE, read_timestamp

SCHEMA = 1
_NEAR = 3

Content = TypeVar("Content")


@dataclass(frozen=True)
class Record(Generic[Content]):
    """Hold one file: its name, when it was last written (UTC), and what it says.

    ``content`` is None when the file is damaged; ``damage`` then says how.
    """

    name: str
    written: datetime | None
    content: Content | None
    damage: str = ""


@dataclass(frozen=True)
class Attempt:
    """Hold an earlier attempt that collecting kept: its number, time of handing in and files."""

    name: str
    handed_in: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class History:
    """Hold what is on record of one student's assignment, oldest first."""

    student: str
    assignment: str
    results: tuple[Record[Result], ...]
    marks: tuple[Record[Marks], ...]
    attempts: tuple[Attempt, ...] = ()


@dataclass(frozen=True)
class Step:
    """Hold one result, why it differs from the readable one before, and by which cells."""

    record: Record[Result]
    reasons: tuple[str, ...] = ()
    cells: tuple[CellDifference, ...] = ()


def read(course: Course, student: str, assignment: str) -> History:
    """Read what is on record.

    Raises InstructorError, with names that are near, when there is no such assignment or student.
    """
    _refuse_unknown(course, student, assignment)
    place = course.results, student, assignment
    return History(
        student,
        assignment,
        tuple(_record(path, results_on_disk.read) for path in results_on_disk.history(*place)),
        tuple(_record(path, marks_on_disk.read) for path in marks_on_disk.history(*place)),
        tuple(_attempts(attempts_folder(course, student, assignment))),
    )


def _attempts(root: Path) -> Iterator[Attempt]:
    # What has no number is half written.
    for name in filter(str.isdecimal, _names(root)):
        folder = root / name
        yield Attempt(name, read_timestamp(folder), tuple(_names(folder, folders=False)))


def _record(path: Path, read_file: Callable[[Path], Content]) -> Record[Content]:
    try:
        written = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
    except OSError as error:
        return Record(path.stem, None, None, f"it cannot be read: {error.strerror}")
    try:
        return Record(path.stem, written, read_file(path))
    except AutograderError as error:
        return Record(path.stem, written, None, error.message)
    except OSError as error:
        return Record(path.stem, written, None, f"it cannot be read: {error.strerror}")


def _refuse_unknown(course: Course, student: str, assignment: str) -> None:
    students = _students(course)
    assignments = {name for found in students.values() for name in found}
    assignments |= set(_names(course.source))
    if assignment not in assignments:
        raise _unknown("assignment-missing", "assignment", assignment, assignments)
    known = {name for name, found in students.items() if assignment in found}
    if student not in known:
        raise _unknown("student-unknown", f"student with {assignment}", student, known)


def _students(course: Course) -> dict[str, set[str]]:
    """Return the assignments of everybody who handed in something or was graded."""
    found: dict[str, set[str]] = {}
    for root in (course.submitted, course.results):
        for student in _names(root):
            found.setdefault(student, set()).update(_names(root / student))
    return found


def _names(root: Path, *, folders: bool = True) -> Iterator[str]:
    """Yield the names of folders, or of files, in a folder; none where it cannot be read."""
    try:
        entries = sorted(root.iterdir())
    except OSError:
        return
    kept = (each for each in entries if each.name[0] != "." and each.name != TIMESTAMP_FILE)
    yield from (each.name for each in kept if each.is_dir() == folders)


def _unknown(code: str, noun: str, name: str, known: set[str]) -> InstructorError:
    near = get_close_matches(name, sorted(known), _NEAR) or sorted(known)[:_NEAR]
    hint = f": did you mean {', '.join(map(printable, near))}?" if near else ""
    return InstructorError(code, f"there is no {noun} named {printable(name)}{hint}")


def steps(history: History) -> Iterator[Step]:
    """Yield each result with what sets it apart from the one before."""
    before: Result | None = None
    for record in history.results:
        after = record.content
        if after is None or before is None:
            yield Step(record)
        else:
            yield Step(record, _reasons(before, after), _turned(before, after))
        before = after or before


def _turned(before: Result, after: Result) -> tuple[CellDifference, ...]:
    """Return the cells that say something else; a refused notebook's are not gone."""
    judged = {each.name for each in after.notebooks}
    return tuple(cell for cell in cells(before, after) if cell.notebook in judged)


def _reasons(before: Result, after: Result) -> tuple[str, ...]:
    late = ("time of handing in",) if before.handed_in != after.handed_in else ()
    return reason(before, after) + late


def text(history: History) -> Group:
    """Return the history as lines for a terminal."""
    lines = [Text(f"{printable(history.student)}, {printable(history.assignment)}", "bold")]
    for at, step in enumerate(steps(history)):
        lines += _step_lines(step, is_first=at == 0)
    if not history.results:
        lines.append(Text("  nothing was graded yet"))
    if history.marks:
        lines += [Text(), Text("Given by hand", "bold")]
        lines += [line for record in history.marks for line in _marks_lines(record)]
    if history.attempts:
        lines += [Text(), Text("Earlier attempts, kept and not graded", "bold")]
        lines += [_attempt_line(attempt) for attempt in history.attempts]
    lines += [Text(), Text("“written” is the time of the file, which copying may change.", "dim")]
    return Group(*lines)


def _step_lines(step: Step, *, is_first: bool) -> Iterator[Text]:
    record, result = step.record, step.record.content
    if result is None:
        yield _damaged(record)
        return
    handed_in = f", handed in {printable(result.handed_in)}" if result.handed_in else ""
    yield Text(f"{record.name}  {_time(record)}{handed_in}")
    standing = f"{number(result.points)} of {number(result.max_points)}, {result.state.value}"
    yield Text(f"      {standing}{_because(step, is_first=is_first)}")
    if result.problem:
        yield Text(f"      {printable(result.problem)}", "yellow")
    for cell in step.cells:
        yield Text(f"      {_cell(cell)}", _style(cell))
    for said in noticed_of(result):
        yield Text(f"      noticed: {said}", "yellow")


def _because(step: Step, *, is_first: bool) -> str:
    if is_first:
        return ""
    return f"; changed: {', '.join(step.reasons) or 'nothing that is recorded'}"


def _damaged(record: Record[Any]) -> Text:
    return Text(f"{record.name}  {_time(record)}: damaged: {printable(record.damage)}", "red")


def _time(record: Record[Any]) -> str:
    return f"written {record.written:%Y-%m-%d %H:%M} UTC" if record.written else "not readable"


def _style(cell: CellDifference) -> str:
    return {Direction.LOSES: "red", Direction.GAINS: "green"}.get(cell.direction, "")


def _cell(cell: CellDifference) -> str:
    name = printable(cell.grade_id)
    if cell.after is None:
        return f"{name}: gone"
    if cell.before is None:
        return f"{name}: new, {_outcome(cell.after)}"
    return f"{name}: {_outcome(cell.before)} -> {_outcome(cell.after)}"


def _outcome(outcome: Outcome) -> str:
    points = "?" if outcome.points is None else number(outcome.points)
    return f"{outcome.says} {points} of {number(outcome.worth)}"


def _marks_lines(record: Record[Marks]) -> Iterator[Text]:
    if record.content is None:
        yield _damaged(record)
        return
    late = record.content.extension_seconds
    extension = f", extension of {number(late / 3600)} hours" if late else ""
    yield Text(f"{record.name}  {_time(record)}{extension}")
    for cell in record.content.cells:
        yield Text(f"      {printable(cell.grade_id)}: {', '.join(_given(cell))}")


def _given(cell: CellMark) -> Iterator[str]:
    if cell.points is not None:
        yield f"{number(cell.points)} point{'' if cell.points == 1 else 's'}"
    if cell.extra_credit:
        yield f"{number(cell.extra_credit)} extra credit"
    if cell.review:
        yield "to be looked at again"
    if cell.comment:
        yield f"comment “{printable(cell.comment)}”"


def _attempt_line(attempt: Attempt) -> Text:
    handed_in = f"handed in {printable(attempt.handed_in)}: " if attempt.handed_in else ""
    return Text(f"{attempt.name}  {handed_in}{', '.join(map(printable, attempt.files))}")


def facts(history: History) -> dict[str, Any]:
    """Return the history as plain data."""
    return {
        "schema": SCHEMA,
        "student": history.student,
        "assignment": history.assignment,
        "results": [_step_facts(step) for step in steps(history)],
        "marks": [_marks_facts(record) for record in history.marks],
        "attempts": [dataclasses.asdict(attempt) for attempt in history.attempts],
    }


def _file_facts(record: Record[Any]) -> dict[str, Any]:
    written = record.written.isoformat() if record.written else None
    return {"name": record.name, "file_written": written, "damage": record.damage}


def _step_facts(step: Step) -> dict[str, Any]:
    found, result = _file_facts(step.record), step.record.content
    if result is None:
        return found
    return {
        **found,
        "handed_in": result.handed_in,
        "points": result.points,
        "max_points": result.max_points,
        "state": result.state.value,
        "problem": result.problem,
        "engine": result.engine,
        "hashes": dict(result.hashes),
        "changed": list(step.reasons),
        "tests": [dataclasses.asdict(cell) for cell in step.cells],
        "noticed": noticed_facts(result),
    }


def _marks_facts(record: Record[Marks]) -> dict[str, Any]:
    given = {} if record.content is None else dataclasses.asdict(record.content)
    return {**_file_facts(record), **given}
