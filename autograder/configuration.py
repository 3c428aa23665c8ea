"""A course folder: where its parts are, and how it wants to be graded.

The folder's ``nbgrader_config.py`` is nbgrader's own; what this package adds stands in it as
``c.Autograder.<key>``, one key per field of `Settings`.
"""

import dataclasses
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from traitlets.config import Config
from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader

from autograder.errors import InstructorError, OperatorError

CONFIG_FILE = "nbgrader_config.py"
_STEPS = ("source", "release", "submitted", "autograded", "feedback")


@dataclass(frozen=True)
class Settings:
    """Hold what an instructor may set; every key is explained in the instructor's page."""

    cell_seconds: int = 30
    call_seconds: int = 20
    notebook_seconds: int = 900
    memory_bytes: int = 2 * 2**30
    file_bytes: int = 64 * 2**20
    scratch_bytes: int = 256 * 2**20
    output_bytes: int = 4 * 2**20
    jail: str = "auto"


JAILS = ("auto", "namespaces", "unprivileged")


@dataclass(frozen=True)
class Course:
    """Hold the folders of a course in nbgrader's layout, and its settings.

    ``root`` is absolute; the folders lie in it unless the configuration says otherwise.
    ``config`` is what the configuration file sets, for nbgrader's own parts.
    """

    root: Path
    source: Path
    release: Path
    submitted: Path
    autograded: Path
    feedback: Path
    results: Path
    db_url: str
    course_id: str = ""
    settings: Settings = field(default_factory=Settings)
    config: Config = field(default_factory=Config)

    def assignments(self) -> tuple[str, ...]:
        """Return the names of the assignments in the source folder, sorted.

        Raises InstructorError when the folder is not there.
        """
        if not self.source.is_dir():
            raise InstructorError(
                "course-without-source",
                f"{self.root} is no course folder: it has no {self.source.name}/ in it",
            )
        return tuple(sorted(_folders(self.source)))

    def students(self, assignment: str) -> tuple[str, ...]:
        """Return the students who handed in the assignment, sorted."""
        if not self.submitted.is_dir():
            return ()
        handed_in = (
            name
            for name in _folders(self.submitted)
            if _is_folder(self.submitted / name / assignment)
        )
        return tuple(sorted(handed_in))


def _folders(path: Path) -> Iterable[str]:
    return (entry.name for entry in path.iterdir() if entry.is_dir() and entry.name[0] != ".")


def _is_folder(path: Path) -> bool:
    """Tell whether a folder is there; one that may not be looked at is: grading it says why."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except PermissionError:
        return True
    except OSError:
        return False


def open_course(root: Path) -> Course:
    """Read the course in ``root``, by its ``nbgrader_config.py`` where there is one.

    Raises OperatorError when the file cannot be run or sets an unknown key.
    """
    root = root.resolve()
    config = _load(root)
    directory = config.CourseDirectory
    if "directory_structure" in directory:
        raise OperatorError(
            "configuration-layout",
            "c.CourseDirectory.directory_structure is set: only nbgrader's own layout, "
            "{nbgrader_step}/{student_id}/{assignment_id}, is understood here",
        )
    base = root / str(directory.get("root", "."))
    folders = {step: base / str(directory.get(f"{step}_directory", step)) for step in _STEPS}
    return Course(
        root=base,
        results=base / "results",
        db_url=str(directory.get("db_url", f"sqlite:///{base / 'gradebook.db'}")),
        course_id=str(directory.get("course_id", "")),
        settings=_settings(dict(config.Autograder)),
        config=config,
        **folders,
    )


def _load(root: Path) -> Config:
    try:
        return PyFileConfigLoader(CONFIG_FILE, path=str(root)).load_config()
    except ConfigFileNotFound:
        return Config()
    except (Exception, SystemExit) as error:  # the file is a program: it may fail in any way
        raise OperatorError(
            "configuration-fails", f"{root / CONFIG_FILE} cannot be run: {error!r}"
        ) from error


def _settings(given: dict[str, Any]) -> Settings:
    known = {item.name: item.type for item in dataclasses.fields(Settings)}
    for key, value in given.items():
        if key not in known:
            choices = ", ".join(sorted(known))
            raise OperatorError(
                "configuration-unknown-key",
                f"c.Autograder.{key} is no setting; these are: {choices}",
            )
        if type(value) is not known[key] or (known[key] is int and value <= 0):
            kind = "one of " + ", ".join(JAILS) if key == "jail" else "a whole number above zero"
            raise OperatorError("configuration-bad-value", f"c.Autograder.{key} must be {kind}")
    settings = Settings(**given)
    if settings.jail not in JAILS:
        raise OperatorError(
            "configuration-bad-value", f"c.Autograder.jail must be one of {', '.join(JAILS)}"
        )
    return settings
