"""From cases to the file that a student of theirs hands in, and to the points that it must earn."""

import dataclasses
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import cycle

from autograder import notebook as notebooks
from autograder.assignment import Master
from autograder.cases.case import SEED_LINE, Action, Case, Edit
from autograder.errors import InstructorError
from autograder.notebook import Cell, Notebook


def reseed(case: Case, seed: int) -> Case:
    """Return the same case with another number in every line that sets its seed."""
    texts = (SEED_LINE.sub(rf"\g<1>{seed}", edit.text) for edit in case.edits)
    edits = (
        dataclasses.replace(edit, text=text) for edit, text in zip(case.edits, texts, strict=True)
    )
    return dataclasses.replace(case, edits=tuple(edits))


def submission(release: Notebook, cases: Iterable[Case]) -> bytes:
    """Return the file that a student of these cases hands in.

    Raises InstructorError when a case names a cell that the release does not have.
    """
    cells, metadata = list(release.cells), dict(release.metadata)
    for case in cases:
        for edit in case.edits:
            if edit.action is Action.RAW:
                return edit.text.encode()
            if edit.action is Action.NOTEBOOK:
                metadata |= json.loads(edit.text)
            else:
                _apply(cells, edit, case)
    changed = dataclasses.replace(release, cells=tuple(cells), metadata=metadata)
    return notebooks.write(changed)


def _find(cells: Sequence[Cell], grade_id: str, case: Case) -> int:
    at = next((i for i, cell in enumerate(cells) if cell.grade_id == grade_id), None)
    if at is None:
        raise InstructorError(
            "case-without-cell", f"{case.kind}/{case.name}: the release has no {grade_id}"
        )
    return at


def _apply(cells: list[Cell], edit: Edit, case: Case) -> None:
    at = _find(cells, edit.grade_id, case)
    cell = cells[at]
    if edit.action in _CHANGES:
        cells[at] = _CHANGES[edit.action](cell, edit.text)
    elif edit.action is Action.DELETE:
        del cells[at]
    elif edit.action is Action.COPY:
        cells.insert(at + 1, dataclasses.replace(cell, cell_id=f"{cell.cell_id}-copy"))
    elif edit.action is Action.MOVE:
        where, other = edit.text.split()
        del cells[at]
        cells.insert(_find(cells, other, case) + (where == "after"), cell)
    else:
        added = Cell("code", edit.text, cell_id=f"{case.name[:40]}-{len(cells)}")
        cells.insert(at + (edit.action is Action.INSERT_AFTER), added)


def _tagged(cell: Cell, tag: str) -> Cell:
    tags = [*cell.metadata.get("tags", ()), tag]
    return dataclasses.replace(cell, metadata={**cell.metadata, "tags": tags})


def _with_role(cell: Cell, role: str) -> Cell:
    changed = {**cell.nbgrader, **json.loads(role)}
    return dataclasses.replace(cell, metadata={**cell.metadata, "nbgrader": changed})


_CHANGES: Mapping[Action, Callable[[Cell, str], Cell]] = {
    Action.REPLACE: lambda cell, text: dataclasses.replace(cell, source=text),
    Action.TAG: _tagged,
    Action.METADATA: _with_role,
    Action.CELL_ID: lambda cell, cell_id: dataclasses.replace(cell, cell_id=cell_id),
    Action.RETYPE: lambda cell, cell_type: dataclasses.replace(cell, cell_type=cell_type),
}
"""What each action that keeps a cell in its place makes of it and the edit's text."""


def expected(master: Master, cases: Sequence[Case], *, elsewhere: bool = False) -> dict[str, float]:
    """Return the points that every test cell must earn in a submission packed from cases.

    An exercise that no case covers is as untouched as in the release, and earns nothing.
    ``elsewhere`` tells that the data is not the assignment's own.
    """
    points: dict[str, float] = {}
    for test in master.tests:
        case = next((case for case in cases if case.covers(test.exercise)), None)
        less = case.earns(test.grade_id, elsewhere=elsewhere) if case is not None else 0.0
        points[test.grade_id] = test.points if less is None else less
    return points


def pack(cases: Iterable[Case]) -> tuple[tuple[Case, ...], ...]:
    """Pack the cases of one notebook into as few submissions as hold every case at least once.

    Each submission has one case for each exercise; exercises with fewer cases repeat theirs,
    beginning with short ones. A case that is refused as a whole stands alone.
    """
    by_exercise: dict[str, list[Case]] = {}
    alone: list[tuple[Case, ...]] = []
    for case in cases:
        if case.refused:
            alone.append((case,))
        else:
            by_exercise.setdefault(case.exercise, []).append(case)
    rows = max(map(len, by_exercise.values()), default=0)
    columns = [
        cycle(sorted(found, key=lambda case: case.is_long))
        for _, found in sorted(by_exercise.items())
    ]
    return tuple(tuple(next(column) for column in columns) for _ in range(rows)) + tuple(alone)
