"""Late penalties, by the plugin that the course configured for nbgrader."""

import logging
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Grade, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import func, select

from autograder.configuration import Course
from autograder.errors import InstructorError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Score:
    """Stand for a submitted notebook where nbgrader asks for no more than its score."""

    score: float


class LatePolicy:
    """Do what nbgrader's AssignLatePenalties does, on rows instead of a notebook.

    The plugin is made when the first late submission asks for it.
    """

    def __init__(self, course: Course) -> None:
        """Keep the course, whose folder and configuration the plugin comes from."""
        self.course = course
        self._assigner: Any = None

    def assign(
        self, db: Any, notebook_ids: Sequence[str], late: Mapping[str, float]
    ) -> dict[str, InstructorError]:
        """Write the penalties of some submissions, by their ids and how late each is in seconds.

        Return by submission what to tell where the plugin failed; those penalties stay as they
        were.
        """
        failures: dict[str, InstructorError] = {}
        pages = list(_pages(db, notebook_ids, [key for key, seconds in late.items() if seconds]))
        scores = _scores(db, [page.id for page, _ in pages])
        with _importing_from(self.course.root):
            for page, student in pages:
                score = Score(scores.get(page.id, 0.0))
                try:
                    penalty = self._penalty(student, score, late[page.assignment_id])
                except Exception as error:  # the plugin is the course's own program
                    failures[page.assignment_id] = _failure(student, error)
                else:
                    page.late_submission_penalty = penalty
        for page, _ in _pages(db, notebook_ids, [key for key in late if not late[key]]):
            page.late_submission_penalty = None
        return failures

    def _penalty(self, student: str, notebook: Score, seconds: float) -> float | None:
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


def _failure(student: str, error: Exception) -> InstructorError:
    # For whoever wrote the plugin; a traceback for each late student would bury the message.
    log.debug("late policy failed: %s", student, exc_info=error)
    return InstructorError(
        "late-policy-fails",
        f"the late policy (c.AssignLatePenalties.plugin_class) failed for {student}: "
        f"{type(error).__name__}: {error}. Mend it and grade again: all scores are written, and "
        "this penalty is as it was.",
    )


def _pages(db: Any, notebook_ids: Sequence[str], submission_ids: Sequence[str]) -> Any:
    """Return the notebooks of some submissions, each with its student."""
    query = (
        select(SubmittedNotebook, SubmittedAssignment.student_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .where(
            SubmittedNotebook.assignment_id.in_(submission_ids),
            SubmittedNotebook.notebook_id.in_(notebook_ids),
        )
        .order_by(SubmittedAssignment.student_id, SubmittedNotebook.notebook_id)
    )
    return db.execute(query).all() if submission_ids else []


def _scores(db: Any, page_ids: Sequence[str]) -> dict[str, float]:
    """Return the present scores, which nbgrader would look up one by one."""
    query = (
        select(Grade.notebook_id, func.sum(Grade.score))
        .where(Grade.notebook_id.in_(page_ids))
        .group_by(Grade.notebook_id)
    )
    return {page: float(score) for page, score in db.execute(query)} if page_ids else {}
