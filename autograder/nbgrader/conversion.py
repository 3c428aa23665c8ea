"""What takes the place of nbgrader's own parts when it converts notebooks.

nbgrader makes a converter for each call. The converter makes an exporter, which it has convert
each notebook twice (sanitizing, then grading), through a list of preprocessors. `SealedExporter`
answers both times with the copy that the sealed engine made. `SealedExecute` is for courses that
name only a preprocessor.
"""

import weakref
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import Exporter, NotebookExporter
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbgrader.converters.base import NbGraderException

from autograder import gradebook, results
from autograder import notebook as notebooks
from autograder.assignment import BEGIN_HIDDEN
from autograder.configuration import Course
from autograder.errors import AutograderError
from autograder.feedback.page import render
from autograder.marks import Standing
from autograder.nbgrader.sealing import SealedRun, course_behind, refused
from autograder.notebook import Notebook, NotebookUnreadable
from autograder.pipeline.records import write_along
from autograder.results import Result

Resources = dict[str, Any]

_RUNS: weakref.WeakKeyDictionary[Any, SealedRun] = weakref.WeakKeyDictionary()
_LIBRARIES = ("nbgrader.", "nbconvert.", "autograder.")


def run_of(converter: Any) -> SealedRun:
    """Return the run that belongs to a converter of nbgrader's, which lives for one call.

    Raises NbGraderException when the course's settings are wrong.
    """
    if converter not in _RUNS:
        try:
            _RUNS[converter] = SealedRun(converter)
        except AutograderError as error:
            raise _told(converter, error) from error
    return _RUNS[converter]


def _told(converter: Any, error: AutograderError) -> NbGraderException:
    """Return the error for nbgrader; it does not log what an exporter raises at the start."""
    found = refused(error)
    converter.log.error("%s", found)
    return found


def _leave_out(preprocessors: Iterable[Any], log: Any) -> None:
    """Say which of a course's own preprocessors do not run."""
    for each in preprocessors:
        module = type(each).__module__
        if not f"{module}.".startswith(_LIBRARIES):
            name = f"{module}.{type(each).__name__}"
            log.warning("%s is left out: sealed copies are not processed further", name)


class SealedExporter(NotebookExporter):
    """Give nbgrader's Autograde the sealed engine's copies, whatever preprocessors it names."""

    def __init__(self, parent: Any, config: Any = None) -> None:
        """Write the assignment into the gradebook, if it is not there yet.

        ``parent`` is the converter. Raises NbGraderException when it cannot be graded with.
        """
        super().__init__(config, parent=parent)  # type: ignore[no-untyped-call]  # nbconvert's
        self._converter = parent
        try:
            run_of(parent).begin()
        except AutograderError as error:
            raise _told(parent, error) from error

    def from_filename(
        self, filename: str, resources: Resources | None = None, **options: Any
    ) -> tuple[Any, Resources]:
        """Return the copy of the notebook that ``resources`` name.

        The student's file is not read here: it may be no notebook. Raises NbGraderException when
        it was not graded.
        """
        found = resources or {}
        names = found["nbgrader"]
        _leave_out(self._preprocessors, self._converter.log)
        copy = run_of(self._converter).copy(names["student"], names["notebook"])
        return copy, found | {"output_extension": self.file_extension}


class SealedExecute(Preprocessor):
    """Take the place of nbgrader's Execute, and of all that follows it.

    What comes after it in the list does not run: scores, late penalties and comments are written
    when it returns, and SaveAutoGrades would make points of a verdict that has none.
    """

    def __init__(self, **options: Any) -> None:
        """Refuse to stand behind another preprocessor, which would run first."""
        super().__init__(**options)  # type: ignore[no-untyped-call]  # nbconvert's
        self._exporter: Any = self.parent
        before = getattr(self._exporter, "_preprocessors", ())
        if before:
            names = ", ".join(type(each).__name__ for each in before)
            raise NbGraderException(
                f"autograder.nbgrader.SealedExecute must be the first of "
                f"c.Autograde.autograde_preprocessors, and {names} stands before it. Write "
                f"`from autograder.nbgrader import seal` and `seal(c)` instead of naming it."
            )

    def __call__(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Run even when ``c.SealedExecute.enabled`` says no: unrun tests look like passed ones."""
        return self.preprocess(nb, resources)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Return the sealed engine's copy of the notebook.

        Raises NbGraderException when it was not graded.
        """
        following = self._exporter._preprocessors
        at = following.index(self) + 1
        names, converter = resources["nbgrader"], self._exporter.parent
        _leave_out(following[at:], converter.log)
        copy = run_of(converter).copy(names["student"], names["notebook"])
        # nbconvert goes through this very list.
        del following[at:]
        return nbformat.reads(copy, as_version=4), resources


class FeedbackExporter(Exporter):
    """Give nbgrader's GenerateFeedback our pages, with what people gave by hand."""

    file_extension = ".html"

    def __init__(self, parent: Any, config: Any = None) -> None:
        """Have pages that are there already written again; ``parent`` is the converter.

        nbgrader would skip them without --force: grading wrote them, before anybody gave a comment.
        """
        super().__init__(config, parent=parent)  # type: ignore[no-untyped-call]  # nbconvert's
        self._converter = parent
        parent.force = True

    def from_filename(
        self, filename: str, resources: Resources | None = None, **options: Any
    ) -> tuple[Any, Resources]:
        """Return the page of the notebook that ``resources`` name.

        Raises NbGraderException when its copy is not one of the sealed engine's.
        """
        found = resources or {}
        names = found["nbgrader"]
        try:
            result = self._result(names["student"], names["assignment"])
            page = self._page(result, names["notebook"], Path(filename))
            write_along(self._course, result)
        except AutograderError as error:
            raise refused(error) from error
        return page, found | {"output_extension": self.file_extension}

    @cached_property
    def _course(self) -> Course:
        return course_behind(self._converter)

    @cached_property
    def _standings(self) -> Mapping[str, Standing]:
        """Return what the gradebook has to say, read once for a class."""
        return gradebook.read_back(self._course, self._converter.coursedir.assignment_id)

    def _result(self, student: str, assignment: str) -> Result:
        result = results.newest_readable(self._course.results, student, assignment)
        if result is None:
            raise _ungraded(student, assignment, "there is no result of it")
        return result

    def _page(self, result: Result, notebook: str, copy: Path) -> str:
        judged = next((each for each in result.notebooks if each.name == notebook), None)
        if judged is None:
            raise _ungraded(result.student, result.assignment, f"{notebook} was not graded")
        standing = self._standings.get(result.student)
        return render(result, judged, self._read(copy, result), standing)

    def _read(self, path: Path, result: Result) -> Notebook:
        try:
            copy = notebooks.read(path)
        except NotebookUnreadable as error:
            raise _ungraded(result.student, result.assignment, error.message) from error
        if any(cell.is_test and BEGIN_HIDDEN in cell.source for cell in copy.cells):
            reason = "the copy holds hidden tests, since nbgrader's own autograde made it"
            raise _ungraded(result.student, result.assignment, reason)
        return copy


def _ungraded(student: str, assignment: str, reason: str) -> NbGraderException:
    return NbGraderException(
        f"{student}: no feedback on {assignment}: {reason}. Grade it again: press Autograde, or "
        f"run `autograder grade {assignment} --student {student}`"
    )
