"""A first assignment: a master, its cases, and the course's configuration where there is none.

Comes in: a course and a name. Goes out: the files that are to be written, and then on disk. What
they say lies beside this module in ``templates/``; nothing that is there already is changed.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from autograder import notebook as notebooks
from autograder.configuration import CONFIG_FILE, Course
from autograder.errors import InstructorError, OperatorError

KINDS = ("wheats", "chaffs")
"""The folders of the cases that are written, in ``tests/`` and among the templates."""
LONGEST_NAME = 100
# A name becomes folders and files, on any system, and a part of commands; nbgrader refuses "+".
_NAME = re.compile(r"\w(?:[\w .-]*[\w-])?")
# What Windows keeps for devices, whatever stands behind a point.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)\d)(?:\..*)?", re.IGNORECASE)

# What the templates have in place of the two names.
_ASSIGNMENT, _COURSE = "ASSIGNMENT", "COURSE_ID"


@dataclass(frozen=True)
class NewFile:
    """Hold one file that is to be written."""

    path: Path
    content: bytes


def plan(course: Course, folder: Path, name: str) -> tuple[NewFile, ...]:
    """Return the files of a new assignment of a course whose configuration belongs in ``folder``.

    Raises InstructorError when the name cannot be a folder's, or something is there already.
    """
    _refuse_name(name)
    tests = course.root / "tests"
    places = (course.source / name, *(tests / kind / name for kind in KINDS))
    _refuse_taken(name, places)
    master = NewFile(course.source / name / f"{name}.ipynb", _master(name))
    cases = (case for kind in KINDS for case in _cases(tests, kind, name))
    return (*_configuration(folder), master, *cases)


def write(planned: tuple[NewFile, ...]) -> None:
    """Write the files; one that somebody else has made in the meantime stays as it is.

    Raises OperatorError when a file cannot be written.
    """
    for file in planned:
        try:
            file.path.parent.mkdir(parents=True, exist_ok=True)
            with file.path.open("xb") as opened:
                opened.write(file.content)
        except OSError as error:
            raise OperatorError("file-system", f"{file.path} cannot be written: {error}") from None


def _refuse_name(name: str) -> None:
    fits = _NAME.fullmatch(name) and not _DEVICES.fullmatch(name) and len(name) <= LONGEST_NAME
    if not fits:
        raise InstructorError(
            "name-not-allowed",
            f"{name!r} cannot be an assignment's name, because folders and files are named after "
            "it: take letters, digits, hyphens and underscores, beginning with a letter or digit "
            f"({LONGEST_NAME} characters at most)",
        )


def _refuse_taken(name: str, places: tuple[Path, ...]) -> None:
    # A link that leads nowhere is there too.
    taken = [str(place) for place in places if os.path.lexists(place)]
    if taken:
        raise InstructorError(
            "assignment-there",
            f"nothing was written, because there is already {', '.join(taken)}: choose another "
            "name, or move it away",
        )


def _configuration(folder: Path) -> Iterator[NewFile]:
    path = folder / CONFIG_FILE
    if not os.path.lexists(path):
        text = (_templates() / f"{CONFIG_FILE}.txt").read_text(encoding="utf-8")
        course_id = folder.resolve().name or "course"
        yield NewFile(path, text.replace(_COURSE, repr(course_id)).encode())


def _master(name: str) -> bytes:
    template = notebooks.parse((_templates() / "assignment.ipynb").read_bytes())
    cells = (
        replace(cell, source=cell.source.replace(_ASSIGNMENT, name)) for cell in template.cells
    )
    return notebooks.write(replace(template, cells=tuple(cells)))


def _cases(tests: Path, kind: str, name: str) -> Iterator[NewFile]:
    found = sorted((_templates() / kind).iterdir(), key=lambda template: template.name)
    for template in found:
        path = tests / kind / name / name / template.name.removesuffix(".txt")
        yield NewFile(path, template.read_bytes())


def _templates() -> Traversable:
    return files("autograder.starter") / "templates"
