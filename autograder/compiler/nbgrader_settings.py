"""What a course's configuration tells nbgrader's own parts, read without importing nbgrader.

nbgrader takes seconds to import, and grading needs none of it.
"""

from collections.abc import Sequence
from typing import Any

from traitlets.config import Config

from autograder import assignment as masters
from autograder.configuration import value_of
from autograder.errors import InstructorError

IGNORED = (".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback")
"""What nbgrader leaves behind when it copies an assignment's files, unless the course says else."""

MARKERS = (
    ("ClearSolutions", "begin_solution_delimeter", masters.BEGIN_SOLUTION),
    ("ClearSolutions", "end_solution_delimeter", masters.END_SOLUTION),
    ("ClearHiddenTests", "begin_test_delimeter", masters.BEGIN_HIDDEN),
    ("ClearHiddenTests", "end_test_delimeter", masters.END_HIDDEN),
    ("ClearMarkScheme", "begin_mark_scheme_delimeter", masters.BEGIN_MARKS),
    ("ClearMarkScheme", "end_mark_scheme_delimeter", masters.END_MARKS),
)
"""The preprocessor and the setting that names each marker, and the marker unless it is set."""


def setting(config: Config, section: str, key: str, default: Any) -> Any:
    """Return one setting; what the course adds to a default is added here."""
    return value_of(config[section], key, default)


def ignored(config: Config) -> Sequence[str]:
    """Return the names and globs of files that are no part of an assignment."""
    patterns: Sequence[str] = setting(config, "CourseDirectory", "ignore", list(IGNORED))
    return patterns


def takes_step(config: Config, step: str) -> bool:
    """Tell whether ``nbgrader generate_assignment`` takes this step: it does unless told else."""
    given = setting(config, "GenerateAssignment", "preprocessors", [step])
    names = (each if isinstance(each, str) else each.__name__ for each in given)
    return any(name.rpartition(".")[2] == step for name in names)


def renamed_markers(config: Config) -> dict[str, str]:
    """Return nbgrader's own marker for each that the course has renamed."""
    given = ((str(config[section].get(key, own)), own) for section, key, own in MARKERS)
    return {marker: own for marker, own in given if marker != own and marker.strip()}


def check_markers(config: Config) -> tuple[InstructorError, ...]:
    """Return an error for each renamed marker that could not be told from another text."""
    given = [(section, key, str(config[section].get(key, own))) for section, key, own in MARKERS]
    return tuple(
        InstructorError(
            "marker-ambiguous",
            f"c.{section}.{key} is set to {marker!r}, which is empty or a part of another marker: "
            "give each marker a text of its own",
        )
        for at, (section, key, marker) in enumerate(given)
        if not marker.strip()
        or any(marker in other for n, (_, _, other) in enumerate(given) if n != at)
    )
