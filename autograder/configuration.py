"""A course folder: where its parts are, and how it wants to be graded.

The folder's ``nbgrader_config.py`` is nbgrader's own; what this package adds stands in it as
``c.Autograder.<key>``, one key per field of `Settings`: each says there what it means, what it
counts and what it is unless set, and docs/instructor.md is held to that.
"""

import copy
import dataclasses
import difflib
import stat
import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from traitlets.config import Config
from traitlets.config.loader import ConfigFileNotFound, LazyConfigValue, PyFileConfigLoader

from autograder.errors import InstructorError, OperatorError

CONFIG_FILE = "nbgrader_config.py"
OTTER_FILE = "otter_config.json"
SECTION = "Autograder"
JAILS = ("auto", "namespaces", "unprivileged")
_STEPS = ("source", "release", "submitted", "autograded", "feedback")
# All that nbgrader's CourseDirectory knows: a slip of the pen is told from what is only not ours.
_FOLDER_KEYS = frozenset(
    "assignment_id autograded_directory course_id db_url directory_structure feedback_directory "
    "groupshared ignore include max_dir_size max_file_size notebook_id release_directory root "
    "solution_directory source_directory source_with_tests_directory student_id "
    "student_id_exclude submitted_directory".split()
)
# nbgrader's own, and near enough to be meant for ours.
_NBGRADERS = ("Autograde", "AutogradeApp")


@dataclass(frozen=True)
class Key:
    """Hold what is said of one setting: what it means, what it counts, which values it takes.

    ``least`` is the smallest whole number; ``choices`` are the only texts, where there are any.
    """

    help: str
    unit: str = ""
    least: int = 1
    choices: tuple[str, ...] = ()


def _key(default: bool | int | str, key: Key) -> Any:
    return field(default=default, metadata={"key": key})


@dataclass(frozen=True)
class Settings:
    """Hold what an instructor may set; `keys` has what is said of each."""

    cell_seconds: int = _key(
        30,
        Key(
            "wall-clock time for one student cell, and for one test cell. A student cell is then "
            "interrupted, as by the stop button, and the notebook goes on; five seconds later it "
            "is killed.",
            "seconds",
        ),
    )
    call_seconds: int = _key(
        20, Key("wall-clock time for one call that a test makes into the student's code", "seconds")
    )
    notebook_seconds: int = _key(
        900,
        Key(
            "wall-clock time for one notebook, repeated runs after a killed cell included; also "
            "the CPU time of each of its processes",
            "seconds",
        ),
    )
    memory_bytes: int = _key(
        2 * 2**30,
        Key(
            "address space of one process, on top of what it held after the prefix. Beyond it "
            "Python raises `MemoryError`.",
            "bytes",
        ),
    )
    file_bytes: int = _key(64 * 2**20, Key("one file that the student's code writes", "bytes"))
    scratch_bytes: int = _key(256 * 2**20, Key("all of these files together", "bytes"))
    output_bytes: int = _key(
        4 * 2**20,
        Key(
            "what one cell may print and show; the rest is left out, with a word about it", "bytes"
        ),
    )
    helper_files_bytes: int = _key(
        64 * 2**20,
        Key("all files together that a student hands in beside the notebooks", "bytes", least=0),
    )
    helper_files_count: int = _key(
        200, Key("how many these files may be; with 0 there are none", "files", least=0)
    )
    jail: str = _key(
        "auto",
        Key(
            "which jail to use: `auto` is the strongest that holds on the machine. If the one that "
            "is asked for does not hold, nothing is graded.",
            choices=JAILS,
        ),
    )
    strict_style: bool = _key(
        False,
        Key(
            "whether matters of style in a master (a hidden assert without a message) are errors "
            "that stop `autograder build`; they are warnings otherwise"
        ),
    )
    results_directory: str = _key(
        "results",
        Key(
            "the folder of the results, which are the record of all grades: seen from the "
            "course's root, or absolute"
        ),
    )


def keys() -> dict[str, Key]:
    """Return what is said of each setting, in the order of the declaration."""
    return {item.name: item.metadata["key"] for item in dataclasses.fields(Settings)}


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

    @property
    def otter_config(self) -> Path:
        """Return where the course says what it wants of otter-grader; it wants bundles if so."""
        return self.root / OTTER_FILE

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

    Raises OperatorError when the file cannot be run, sets an unknown key, or one to a value of
    the wrong kind.
    """
    root = root.resolve()
    return course_of(_load(root), root)


def course_of(config: Config, root: Path) -> Course:
    """Return the course that a configuration describes; its relative folders lie in ``root``.

    Raises OperatorError when the configuration sets an unknown key, or one to a value of the
    wrong kind.
    """
    _refuse_other_sections(config)
    settings = _settings(config.Autograder)
    directory = config.CourseDirectory
    _refuse_slips(directory)
    if "directory_structure" in directory:
        raise OperatorError(
            "configuration-layout",
            "c.CourseDirectory.directory_structure is set: only nbgrader's own layout, "
            "{nbgrader_step}/{student_id}/{assignment_id}, is understood here",
        )
    base = root / str(value_of(directory, "root", "."))
    folders = {step: base / str(value_of(directory, f"{step}_directory", step)) for step in _STEPS}
    _refuse_shared_folder(base / settings.results_directory, folders)
    return Course(
        root=base,
        results=base / settings.results_directory,
        db_url=str(value_of(directory, "db_url", f"sqlite:///{base / 'gradebook.db'}")),
        course_id=str(value_of(directory, "course_id", "")),
        settings=settings,
        config=config,
        **folders,
    )


def value_of(section: Config, name: str, default: Any) -> Any:
    """Return what a configuration sets one of nbgrader's own keys to, or the default.

    A list that the file only appends to (``c.CourseDirectory.ignore.append("x")``) begins with
    the default's items; a key that it only looks at has the default.
    """
    value = section.get(name, default)
    if not isinstance(value, LazyConfigValue):
        return value
    # Of a copy: the answer is kept in the object, and nbgrader's own default may be another.
    return copy.deepcopy(value).get_value(list(default) if type(default) is tuple else default)


def _load(root: Path) -> Config:
    try:
        return PyFileConfigLoader(CONFIG_FILE, path=str(root)).load_config()
    except ConfigFileNotFound:
        return Config()
    except (Exception, SystemExit) as error:  # the file is a program: it may fail in any way
        file = root / CONFIG_FILE
        raise OperatorError(
            "configuration-fails", f"{file}{_line(file, error)} cannot be run: {_words(error)}"
        ) from error


def _words(error: BaseException) -> str:
    """Return what is wrong; the repr of a syntax error repeats the place and the line."""
    return f"SyntaxError: {error.msg}" if isinstance(error, SyntaxError) else repr(error)


def _line(file: Path, error: BaseException) -> str:
    """Return the words for the last line of the file that had a part in an error."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == str(file)]
    if isinstance(error, SyntaxError) and error.filename == str(file):
        lines.append(error.lineno)
    return f", line {lines[-1]}," if lines else ""


def _refuse_other_sections(config: Config) -> None:
    """Refuse a section whose name is a slip of the pen for ours: its keys would change nothing."""
    for name, section in config.items():
        near = difflib.SequenceMatcher(None, name.lower(), SECTION.lower()).ratio() > 0.8
        ours = name == SECTION or (name in _NBGRADERS and not set(section) & set(keys()))
        if near and not ours:
            raise OperatorError(
                "configuration-unknown-section",
                f"{CONFIG_FILE} sets keys of c.{name}, and the settings of the autograder stand "
                f"in c.{SECTION}: write c.{SECTION}.<key> = <value>",
            )


def _refuse_slips(directory: Config) -> None:
    """Refuse a key that is almost one of nbgrader's: the folder would silently be another."""
    for name in sorted(set(directory) - _FOLDER_KEYS):
        if near := difflib.get_close_matches(name, _FOLDER_KEYS, n=1, cutoff=0.75):
            raise OperatorError(
                "configuration-unknown-key",
                f"c.CourseDirectory.{name} is no setting of nbgrader: did you mean {near[0]}?",
            )


def _refuse_shared_folder(results: Path, folders: Mapping[str, Path]) -> None:
    for step, folder in folders.items():
        if results.resolve() == folder.resolve():
            raise OperatorError(
                "configuration-bad-value",
                f"c.{SECTION}.results_directory must be a folder of its own; {folder} is the "
                f"folder for {step}",
            )


def _settings(section: Config) -> Settings:
    return Settings(**{name: _checked(name, value) for name, value in _set_in(section)})


def _set_in(section: Config) -> Iterator[tuple[str, Any]]:
    """Yield the keys that a section sets; traitlets also lists those that were only looked at."""
    for name, value in section.items():
        if not isinstance(value, LazyConfigValue) or value.to_dict():
            yield name, value


def _checked(name: str, value: Any) -> Any:
    known = keys()
    if name not in known:
        raise OperatorError("configuration-unknown-key", _unknown(name, known))
    default = getattr(Settings, name)
    # A number is no answer to yes or no, and the reverse; `bool` is a kind of `int` for Python.
    fits = type(value) is type(default) and _is_allowed(value, known[name])
    if not fits:
        raise OperatorError(
            "configuration-bad-value",
            f"c.{SECTION}.{name} must be {_wanted(default, known[name])}; it is {value!r}. "
            f"The default is {default!r}.",
        )
    return value


def _is_allowed(value: bool | int | str, key: Key) -> bool:
    if isinstance(value, str):
        return value in key.choices if key.choices else bool(value.strip())
    return isinstance(value, bool) or value >= key.least


def _wanted(default: bool | int | str, key: Key) -> str:
    if isinstance(default, bool):
        return "True or False"
    if isinstance(default, int):
        return f"a whole number of {key.unit}, {key.least} or more"
    return f"one of {', '.join(map(repr, key.choices))}" if key.choices else "the name of a folder"


def _unknown(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name.lower(), known, n=1)
    guess = f": did you mean {near[0]}?" if near else "."
    return f"c.{SECTION}.{name} is no setting{guess} All settings: {', '.join(sorted(known))}"
