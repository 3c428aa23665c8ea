"""One call of nbgrader's Autograde, done by the sealed engine.

nbgrader asks for one notebook at a time, twice for each; a submission is graded once, when the
first of its notebooks is asked for.
"""

import copy
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters.base import NbGraderException

from autograder import results
from autograder.configuration import Course, course_of
from autograder.errors import AutograderError
from autograder.nbgrader.keeping import KEEPER
from autograder.pipeline.changing import changes_silently
from autograder.plain_text import plain
from autograder.report.table import printable
from autograder.results import Result, State

_FOLDERS = ("source", "release", "submitted", "autograded", "feedback")


def course_behind(converter: Any) -> Course:
    """Return the course that one of nbgrader's converters works in, as nbgrader sees it.

    Its own configuration file, a server's, and the command line all have had their say. Raises
    OperatorError for a setting of ours that is unknown or of the wrong kind.
    """
    directory = converter.coursedir
    config = copy.deepcopy(converter.config)
    names = ("root", "db_url", "course_id", *(f"{step}_directory" for step in _FOLDERS))
    for name in names:
        config.CourseDirectory[name] = getattr(directory, name)
    return course_of(config, Path(directory.root))


def refused(error: AutograderError) -> NbGraderException:
    """Return an error of ours as nbgrader shows it in its log."""
    return NbGraderException(f"error[{error.code}]: {plain(error.message)}")


class SealedRun:
    """Hold what one call of Autograde has in common: the course, and the student graded last."""

    def __init__(self, converter: Any) -> None:
        """Find the course; raises OperatorError when its settings are wrong."""
        self._log: logging.Logger = converter.log
        self._course = course_behind(converter)
        self._name: str = converter.coursedir.assignment_id
        self._graded: Result | None = None
        self._copies: Mapping[str, bytes] = {}

    def begin(self) -> None:
        """Tell the gradebook of the assignment: nbgrader looks it up before it asks for anything.

        `nbgrader generate_assignment` writes it there, ``autograder build`` does not. Raises
        AutograderError when the assignment cannot be graded with.
        """
        with Gradebook(self._course.db_url, self._course.course_id) as book:
            try:
                book.find_assignment(self._name)
            except MissingEntry:
                with KEEPER.lent(self._course, self._name, self) as grader:
                    grader.announce()

    def copy(self, student: str, notebook: str) -> str:
        """Return the executed copy of a notebook, without hidden tests.

        Raises NbGraderException, with the reason, when there is none: nothing ran.
        """
        if self._graded is None or self._graded.student != student:
            self._graded = None
            self._grade(student)
        if notebook not in self._copies:
            problem = printable(self._graded.problem) if self._graded else ""
            who = printable(student)
            raise NbGraderException(f"{who}: {notebook}.ipynb was not graded: {problem}")
        return self._copies[notebook].decode()

    def _grade(self, student: str) -> None:
        try:
            self._graded = self._run(student)
        except AutograderError as error:
            raise refused(error) from error
        self._copies = dict(self._read_copies(student))

    def _run(self, student: str) -> Result:
        self._remove_copies(student)
        before = results.newest_readable(self._course.results, student, self._name)
        with KEEPER.lent(self._course, self._name, self) as grader:
            # Whoever presses the button wants this student graded, and the new score.
            grading = grader.grade([student], jobs=1, accept=True, again=True)
        (after,) = grading.results
        self._tell(before, after)
        if grading.gradebook_waits:
            self._log.warning(
                "The tests or their points have changed. The gradebook waits, with all its scores, "
                "until everybody's work is graded by the new ones: press Autograde for the others "
                "too, or run `autograder grade %s --accept`",
                self._name,
            )
        return after

    def _tell(self, before: Result | None, after: Result) -> None:
        """Write into nbgrader's log, which the button shows, what came out."""
        who = printable(after.student)
        if after.notebooks:
            points = f"{after.points:g} of {after.max_points:g} points"
            self._log.info("%s: %s in test cells, by the sealed engine", who, points)
        if before is not None and changes_silently(before, after):
            self._log.warning(
                "%s: %g points became %g although the work is the same: the tests, their data, the "
                "settings or the engine have changed",
                who,
                before.points,
                after.points,
            )
        if after.notebooks and after.state is not State.GRADED:
            problem = printable(after.problem)
            self._log.warning("%s: a person has to look: %s", who, problem)

    # ---- what lies in autograded/

    def _folder(self, student: str) -> Path:
        return results.folder(self._course.autograded, student, self._name)

    def _remove_copies(self, student: str) -> None:
        """Remove what nbgrader or an earlier run left: what is there afterwards is new, and ours.

        nbgrader's own copy holds the hidden tests.
        """
        for path in self._folder(student).glob("*.ipynb"):
            path.unlink()

    def _read_copies(self, student: str) -> Iterator[tuple[str, bytes]]:
        for path in self._folder(student).glob("*.ipynb"):
            yield path.stem, path.read_bytes()
