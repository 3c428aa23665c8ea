"""Which of nbgrader's tables hold which cells of a master, and what stands in their columns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nbformat import from_dict
from nbgrader.api import Comment, Grade, GradeCell, SolutionCell, SourceCell, TaskCell
from nbgrader.utils import compute_checksum

from autograder.gradebook.cells import CellRecord
from autograder.notebook import Json


@dataclass(frozen=True)
class Kind:
    """Describe one of nbgrader's tables of cells: which cells it holds, and which columns."""

    table: Any
    holds: Callable[[CellRecord], bool]
    columns: Callable[[CellRecord], Mapping[str, Json]]
    per_student: tuple[Any, ...] = ()


KINDS = (
    Kind(
        SourceCell,
        lambda cell: True,
        lambda cell: {
            "cell_type": cell.cell_type,
            "locked": cell.locked,
            "source": cell.source,
            "checksum": checksum(cell),
        },
    ),
    Kind(
        GradeCell,
        lambda cell: cell.is_grade,
        lambda cell: {"cell_type": cell.cell_type, "max_score": cell.max_score},
        (Grade,),
    ),
    Kind(SolutionCell, lambda cell: cell.is_solution, lambda cell: {}, (Comment,)),
    Kind(
        TaskCell,
        lambda cell: cell.is_task,
        lambda cell: {"cell_type": cell.cell_type, "max_score": cell.max_score},
        (Grade, Comment),
    ),
)


def checksum(cell: CellRecord) -> str:
    """Return nbgrader's own checksum of a cell."""
    roles = {
        "grade_id": cell.name,
        "grade": cell.is_grade,
        "solution": cell.is_solution,
        "locked": cell.locked,
        "points": cell.max_score,
    }
    tree = {"cell_type": cell.cell_type, "source": cell.source, "metadata": {"nbgrader": roles}}
    return str(compute_checksum(from_dict(tree)))
