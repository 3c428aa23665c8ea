"""What a person has to judge in a submission: written answers and tasks.

Comes in: a master, the notebook that was handed in, and the release. Goes out: a `ManualCell` for
each such cell. Nothing is read or written.
"""

from autograder.assignment import ManualTask, Master
from autograder.notebook import Notebook
from autograder.results import ManualCell


def manual_cells(master: Master, submitted: Notebook, released: Notebook) -> tuple[ManualCell, ...]:
    """Return the cells of a master that a person judges, and whether each has been answered.

    As in nbgrader, an answer is one whose text is not that of the release, to the last character;
    of several copies of a cell the last one counts. The answer to a task stands in cells around
    it, so a person always has to look.
    """
    given, shown = _sources(submitted), _sources(released)
    return tuple(
        ManualCell(task.grade_id, task.exercise, task.points, _is_answered(task, given, shown))
        for task in master.manual
    )


def _sources(notebook: Notebook) -> dict[str, str]:
    return {cell.grade_id: cell.source for cell in notebook.cells if cell.grade_id is not None}


def _is_answered(task: ManualTask, given: dict[str, str], shown: dict[str, str]) -> bool:
    # A cell that is missing was not answered: nbgrader puts the release's in its place.
    return task.is_task or given.get(task.grade_id, shown.get(task.grade_id)) != shown.get(
        task.grade_id
    )
