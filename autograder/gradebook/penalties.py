"""Late penalties, by the plugin that the course configured for nbgrader."""

import logging
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbgrader.api import SubmittedAssignment, SubmittedNotebook
from sqlalchemy import select
from sqlalchemy.orm import undefer

from autograder.configuration import Course
from autograder.errors import InstructorError

log = logging.getLogger(__name__)


class LatePolicy:
    """Do what nbgrader's AssignLatePenalties does, on rows instead of a notebook.

    The plugin is made when the first late submission asks for it.
    """

    def __init__(self, course: Course) -> None:
        """Keep the course, whose folder and configuration the plugin comes from."""
        self.course = course
        self._assigner: Any = None

    def assign(self, db: Any, notebook_ids: Sequence[str], late: Mapping[str, float]) -> None:
        """Write the penalties of some submissions, by their ids and how late each is in seconds.

        Raises InstructorError when the plugin fails; then those penalties are as they were.
        """
        found = [
            (notebook, student, late[notebook.assignment_id])
            for notebook, student in _submitted(db, notebook_ids, list(late))
        ]
        penalties = [self._penalty(*each) for each in found]
        for (notebook, _, _), penalty in zip(found, penalties, strict=True):
            notebook.late_submission_penalty = penalty

    def _penalty(self, notebook: Any, student: str, seconds: float) -> float | None:
        if not seconds:
            return None
        try:
            with _importing_from(self.course.root):
                return self._ask(notebook, student, seconds)
        except Exception as error:  # the plugin is the course's own program
            log.warning("late policy failed: %s", student, exc_info=error)
            raise InstructorError(
                "late-policy-fails",
                f"the late policy (c.AssignLatePenalties.plugin_class) failed for {student}: "
                f"{type(error).__name__}: {error}. Mend it and grade again: scores are written, "
                "and this penalty is as it was.",
            ) from error

    def _ask(self, notebook: Any, student: str, seconds: float) -> float | None:
        assigner = self._made()
        if not assigner.enabled:
            return None
        penalty = assigner.plugin_inst.late_submission_penalty(student, notebook.score, seconds)
        if penalty is None:
            return None
        # nbgrader's own bounds: nothing below zero, nothing above the score.
        checked = float(assigner._check_late_penalty(notebook, penalty))
        if not math.isfinite(checked):
            raise ValueError(f"{checked} is no penalty")
        return checked

    def _made(self) -> Any:
        if self._assigner is None:
            # Late: nbgrader's preprocessors cost another second, and few submissions are late.
            from nbgrader.preprocessors import AssignLatePenalties

            assigner = AssignLatePenalties(config=self.course.config)
            assigner.init_plugin()
            self._assigner = assigner
        return self._assigner


@contextmanager
def _importing_from(root: Path) -> Iterator[None]:
    """Let a plugin be found in the course folder, as nbgrader's commands do."""
    sys.path.insert(0, str(root))
    try:
        yield
    finally:
        sys.path.remove(str(root))


def _submitted(db: Any, notebook_ids: Sequence[str], submission_ids: Sequence[str]) -> Any:
    """Return the notebooks of some submissions with their present scores, and the student."""
    query = (
        select(SubmittedNotebook, SubmittedAssignment.student_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .where(
            SubmittedNotebook.assignment_id.in_(submission_ids),
            SubmittedNotebook.notebook_id.in_(notebook_ids),
        )
        .options(undefer(SubmittedNotebook.score))
        .execution_options(populate_existing=True)
    )
    return db.execute(query).all()
