"""What the gradebook keeps of a master's cells. Pure: no database, nothing is read or written.

The rows are those that nbgrader's SaveCells writes when it generates an assignment: a locked or
test cell as the master has it, hidden tests included, because stock ``nbgrader autograde`` puts
that source back before it runs; a solution cell as the release shows it.
"""

from dataclasses import dataclass

from autograder.assignment import Master, cell_error
from autograder.errors import InstructorError
from autograder.notebook import Cell, Notebook


@dataclass(frozen=True)
class CellRecord:
    """Hold one cell's entry: ``max_score`` is None for a cell without points."""

    name: str
    cell_type: str
    locked: bool
    source: str
    max_score: float | None
    is_solution: bool
    is_task: bool

    @property
    def is_grade(self) -> bool:
        """Tell whether nbgrader calls this a grade cell; it keeps task cells apart."""
        return self.max_score is not None and not self.is_task

    @property
    def is_manual(self) -> bool:
        """Tell whether a person gives the points."""
        return self.is_task or (self.is_grade and (self.is_solution or self.cell_type != "code"))


def cell_records(master: Master, release: Notebook) -> tuple[CellRecord, ...]:
    """Return the entries of a master's cells, in its order.

    Raises InstructorError when the release does not belong to the master, or a raw cell has
    points, which nbgrader's gradebook cannot hold.
    """
    shown: dict[str | None, str] = {
        cell.grade_id: cell.source for cell in release.cells if cell.grade_id
    }
    records = []
    for at, cell in enumerate(master.notebook.cells):
        if cell.cell_type == "raw" and (cell.is_graded or cell.is_task):
            remedy = "a raw cell cannot carry points: make it a markdown or code cell"
            raise cell_error("raw-cell-with-points", master.name, at, cell, remedy)
        if cell.grade_id and cell.cell_type != "raw" and _has_role(cell):
            records.append(_record(master, cell, shown))
    return tuple(records)


def _has_role(cell: Cell) -> bool:
    return cell.is_graded or cell.is_solution or cell.is_task or cell.is_locked


def _record(master: Master, cell: Cell, shown: dict[str | None, str]) -> CellRecord:
    if cell.is_solution and cell.grade_id not in shown:
        raise InstructorError(
            "release-stale",
            f"{master.name}.ipynb: the release has no cell {cell.grade_id}: build it again",
        )
    return CellRecord(
        name=str(cell.grade_id),
        cell_type=cell.cell_type,
        locked=cell.is_locked,
        source=shown[cell.grade_id] if cell.is_solution else cell.source,
        max_score=(cell.points or 0.0) if cell.is_graded or cell.is_task else None,
        is_solution=cell.is_solution,
        is_task=cell.is_task,
    )
