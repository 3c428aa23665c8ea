"""What a result follows from, as hex SHA-256 sums: equal sums, equal work, equal scores."""

import contextlib
import dataclasses
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from autograder import notebook as notebooks
from autograder import submission
from autograder.assignment import Assignment
from autograder.configuration import Course, value_of
from autograder.helper_files import HelperFile
from autograder.notebook import NotebookUnreadable

_HASHED_BYTES = 2**30
"""How much of one file counts for its hash: more than any course's data."""
_ELSEWHERE = frozenset({"jail", "results_directory", "strict_style"})
"""Settings that do not change what a submission scores; the jail stands in ``engine``."""


def of_assignment(course: Course, assignment: Assignment) -> dict[str, str]:
    """Return the sums of what all submissions of an assignment have in common."""
    masters = (
        (f"{master.name}.ipynb", notebooks.write(master.notebook)) for master in assignment.masters
    )
    # The instructor's own links lead to the data; a student's lead anywhere.
    data = (
        (str(path), _content((assignment.folder / path).resolve())) for path in assignment.files
    )
    settings = json.dumps(_settings(course, assignment.name), sort_keys=True)
    return {
        "master": _sum(masters),
        "data": _sum(data),
        "settings": _sum([("", settings.encode())]),
    }


def _settings(course: Course, name: str) -> Mapping[str, object]:
    """Return all that the configuration says on how a submission is graded."""
    ours = dataclasses.asdict(course.settings)
    kept = {key: value for key, value in ours.items() if key not in _ELSEWHERE}
    nbgrader = {
        "exclude_overwriting": value_of(course.config.Autograde, "exclude_overwriting", {}).get(
            name, ()
        ),
        "ignore": value_of(course.config.CourseDirectory, "ignore", ()),
        "ignore_pattern": value_of(course.config.IgnorePattern, "pattern", ""),
        "ignore_pattern_enabled": value_of(course.config.IgnorePattern, "enabled", None),
    }
    return kept | {key: repr(value) for key, value in nbgrader.items()}


def of_submission(folder: Path, helper_files: Iterable[HelperFile]) -> str:
    """Return the sum of what one student handed in; what cannot be read is left out."""
    try:
        found = submission.list_notebooks(folder)
    except OSError:
        found = ()
    handed_in = [(path.name, b"" if path.is_symlink() else _content(path)) for path in found]
    return _sum([*handed_in, *((str(file.path), file.content) for file in helper_files)])


def _content(path: Path) -> bytes | None:
    with contextlib.suppress(OSError, NotebookUnreadable):
        return notebooks.read_regular(path, _HASHED_BYTES)
    return None


def _sum(files: Iterable[tuple[str, bytes | None]]) -> str:
    """Return the sum of files, names and sizes included."""
    total = hashlib.sha256()
    for name, content in files:
        if content is not None:
            total.update(os.fsencode(name) + b"\0" + str(len(content)).encode() + b"\0")
            total.update(content)
    return total.hexdigest()
