"""What an instructor sends to release an assignment, checked: masters, and what students get."""

import copy
import dataclasses
import tempfile
from collections.abc import Mapping
from pathlib import Path

from autograder import notebook, pipeline
from autograder.compiler import autotests
from autograder.configuration import Course
from autograder.errors import InstructorError
from autograder.hub import folders
from autograder.intake import names
from autograder.notebook import NotebookUnreadable

TESTS = "source_with_tests"
"""The masters with the tests that stand for their AUTOTEST lines; not every course has such."""
_NEEDED = ("source", "release")


def split(files: Mapping[str, bytes]) -> dict[str, dict[str, bytes]]:
    """Return what was sent for ``source``, for ``release`` and for `TESTS`.

    Raises InstructorError when one of the first two is missing, or something else is there.
    """
    parts: dict[str, dict[str, bytes]] = {top: {} for top in (*_NEEDED, TESTS)}
    for name, content in files.items():
        top, _, rest = name.partition("/")
        if top not in parts or not rest:
            raise InstructorError(
                "release-shape", f"{name} is in none of the folders that a release consists of"
            )
        parts[top][rest] = content
    for top in _NEEDED:
        if not notebooks(parts[top]):
            raise InstructorError(
                "release-shape",
                f"what was sent has no notebook in {top}/: run `autograder build`, and release it",
            )
    if missing := set(notebooks(parts["source"])) - set(notebooks(parts["release"])):
        raise InstructorError(
            "release-shape",
            f"the release has no {', '.join(sorted(missing))}: run `autograder build` again",
        )
    return parts


def notebooks(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the names of the notebooks at the top of a folder, without their ending."""
    found = (name.removesuffix(".ipynb") for name in files if name.endswith(".ipynb"))
    return tuple(sorted(name for name in found if "/" not in name))


def check(course: Course, assignment: str, parts: Mapping[str, Mapping[str, bytes]]) -> None:
    """Raise InstructorError unless it can be graded with; the course's folder stays as it is."""
    for name in notebooks(parts["release"]):
        try:
            notebook.parse(parts["release"][f"{name}.ipynb"])
        except NotebookUnreadable as error:
            raise InstructorError(error.code, f"release/{name}.ipynb: {error.message}") from None
    with tempfile.TemporaryDirectory(prefix="autograder-release-") as folder:
        root = Path(folder)
        config = copy.deepcopy(course.config)
        trial = dataclasses.replace(
            course, source=root / "source", release=root / "release", config=config
        )
        if parts[TESTS]:
            config.CourseDirectory.source_with_tests_directory = str(root / TESTS)
        place(trial, assignment, parts)
        try:
            pipeline.Grader(trial, assignment)
        except InstructorError as error:
            message = error.message.replace(f"{root}/", "")
            raise InstructorError(error.code, message) from None


def place(course: Course, assignment: str, parts: Mapping[str, Mapping[str, bytes]]) -> None:
    """Write an assignment's masters and release into the course's folder.

    The release changes last: what students fetch is never newer than what grades it. Raises
    InstructorError when the assignment's name can be no folder's.
    """
    if "/" in assignment or assignment[:1] == "." or names.refusal(assignment) is not None:
        raise InstructorError(
            "assignment-name", f"{assignment!r} cannot be the name of a folder: choose another"
        )
    if parts[TESTS]:
        folders.replace(autotests.folder(course, assignment), parts[TESTS])
    folders.replace(course.source / assignment, parts["source"])
    folders.replace(course.release / assignment, parts["release"])
