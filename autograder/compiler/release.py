"""Compile an assignment: ``source/<assignment>/`` to ``release/<assignment>/``.

Checks come first, then nbgrader's preprocessors, then the proof that nothing leaked; only then is
the release replaced, as a whole. A build that fails at any point leaves the release as it was.
What needs a higher part of the package (the data's schema, running the prefix) is passed in.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from traitlets.config import Config

from autograder import assignment as assignments
from autograder import notebook as notebooks
from autograder.assignment import Assignment, Master
from autograder.compiler.checks import MasterProblems, check_configuration, check_notebook
from autograder.compiler.comparison import differences
from autograder.compiler.leaks import Leak, find_leaks
from autograder.configuration import CONFIG_FILE, Course
from autograder.errors import InstructorError
from autograder.notebook import Notebook, NotebookUnreadable

DEFAULT_STUBS = ("# YOUR CODE HERE\nraise NotImplementedError()", "YOUR ANSWER HERE")
"""What nbgrader writes in place of a solution, in code and in text."""
IGNORED = (".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback")
"""What nbgrader leaves behind when it copies an assignment's files, unless the course says else."""

CheckData = Callable[[Path], None]
"""Raise InstructorError when a file of the assignment is not as it should be."""
CheckPrefix = Callable[[Master, Path], None]
"""Raise InstructorError when a master's prefix fails, or differs between two runs.

The folder holds the assignment's other files; what is written there is thrown away.
"""


@dataclass(frozen=True)
class Build:
    """Hold what was compiled, and where it lies."""

    assignment: Assignment
    folder: Path


def build_assignment(
    course: Course,
    name: str,
    check_data: CheckData | None = None,
    check_prefix: CheckPrefix | None = None,
) -> Build:
    """Compile one assignment and replace its release as a whole.

    Raises InstructorError; the release is then as it was.
    """
    _refuse_unknown(course, name)
    course.release.mkdir(parents=True, exist_ok=True)
    # Beside the release: a rename is atomic within one file system only.
    with tempfile.TemporaryDirectory(prefix=f".{name}.", dir=course.release) as staging:
        compiled = Path(staging) / name
        assignment = compile_assignment(course, name, compiled, check_data, check_prefix)
        replace_folder(compiled, course.release / name)
    return Build(assignment, course.release / name)


def compare_assignment(
    course: Course,
    name: str,
    check_data: CheckData | None = None,
    check_prefix: CheckPrefix | None = None,
) -> tuple[Build, str]:
    """Compile one assignment elsewhere; return how its release differs, empty when it does not.

    Raises InstructorError as building does.
    """
    _refuse_unknown(course, name)
    with tempfile.TemporaryDirectory() as staging:
        compiled = Path(staging) / name
        assignment = compile_assignment(course, name, compiled, check_data, check_prefix)
        folder = course.release / name
        return Build(assignment, folder), differences(folder, compiled)


def compile_assignment(
    course: Course,
    name: str,
    target: Path,
    check_data: CheckData | None = None,
    check_prefix: CheckPrefix | None = None,
) -> Assignment:
    """Write the release of an assignment into ``target``, a folder that does not exist yet.

    Raises InstructorError, with everything that is wrong in the masters.
    """
    # Late: nbgrader takes seconds to import, and grading, which knows this module, needs none.
    from autograder.compiler.preprocessing import student_version

    config = course.config
    assignment = _checked(course, name, config, check_data)
    target.mkdir()
    _copy_files(assignment, target)
    if check_prefix is not None:
        _check_prefixes(assignment, check_prefix)
    header, footer = _around(course, config, "header"), _around(course, config, "footer")
    for master in assignment.masters:
        released = student_version(master.name, _with(master, header, footer), config)
        (target / f"{master.name}.ipynb").write_bytes(notebooks.write(released))
    everything = replace(assignment, masters=(*assignment.masters, *header, *footer))
    _refuse_leaks(find_leaks(everything, target, _stubs(config)), name)
    return assignment


def _refuse_unknown(course: Course, name: str) -> None:
    known = course.assignments()
    if name not in known:
        raise InstructorError(
            "assignment-missing",
            f"there is no assignment {name!r} in {course.source}; "
            f"there are: {', '.join(known) or 'none'}",
        )


def _checked(course: Course, name: str, config: Config, check_data: CheckData | None) -> Assignment:
    folder = course.source / name
    problems = [*check_configuration(config), *_broken_links(folder)]
    for path in sorted(folder.glob("*.ipynb")):
        problems += _problems(path)
    if problems:
        raise MasterProblems(tuple(problems))
    assignment = _without_ignored(assignments.read(folder), config)
    if check_data is not None:
        problems = [*_data_problems(assignment, check_data)]
    if problems:
        raise MasterProblems(tuple(problems))
    return assignment


def _without_ignored(assignment: Assignment, config: Config) -> Assignment:
    patterns = config.CourseDirectory.get("ignore", IGNORED)
    kept = tuple(
        path
        for path in assignment.files
        if not any(fnmatch(part, pattern) for part in path.parts for pattern in patterns)
    )
    return replace(assignment, files=kept)


def _broken_links(folder: Path) -> Iterator[InstructorError]:
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() and not path.is_file():
            yield InstructorError(
                "broken-link",
                f"{path} is a link to no file: mend it, or link each file of a folder by itself",
            )


def _problems(path: Path) -> tuple[InstructorError, ...]:
    try:
        return check_notebook(path.stem, notebooks.read(path))
    except NotebookUnreadable as error:
        return (InstructorError(error.code, f"{path}: {error.message}"),)


def _data_problems(assignment: Assignment, check_data: CheckData) -> Iterator[InstructorError]:
    for path in assignment.files:
        try:
            check_data(assignment.folder / path)
        except InstructorError as error:
            yield error


def _copy_files(assignment: Assignment, target: Path) -> None:
    for path in assignment.files:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(assignment.folder / path, target / path)


def _check_prefixes(assignment: Assignment, check_prefix: CheckPrefix) -> None:
    for master in assignment.masters:
        with tempfile.TemporaryDirectory() as scratch:
            _copy_files(assignment, Path(scratch))
            check_prefix(master, Path(scratch))


def _around(course: Course, config: Config, part: str) -> tuple[Master, ...]:
    """Return the notebook that the course puts before (``header``) or after each master, if any.

    nbgrader's IncludeHeaderFooter reads it with nbformat, which draws random ids for some cells.
    """
    path = config.IncludeHeaderFooter.get(part, "")
    if not path:
        return ()
    try:
        master = assignments.read_master(course.root / path)
    except OSError:
        raise InstructorError(
            f"{part}-missing", f"{course.root / path}, set in {CONFIG_FILE}, cannot be read"
        ) from None
    problems = check_notebook(master.name, master.notebook)
    if problems:
        raise MasterProblems(problems)
    return (master,)


def _with(master: Master, header: tuple[Master, ...], footer: tuple[Master, ...]) -> Notebook:
    cells = (cell for part in (*header, master, *footer) for cell in part.notebook.cells)
    return replace(master.notebook, cells=tuple(cells))


def _stubs(config: Config) -> list[str]:
    """Return what nbgrader writes in place of a solution: no secret, whoever else wrote it."""
    settings = config.ClearSolutions
    code: Any = settings.get("code_stub", DEFAULT_STUBS[0])
    codes = code.values() if isinstance(code, dict) else [code]
    return [*map(str, codes), str(settings.get("text_stub", DEFAULT_STUBS[1]))]


def _refuse_leaks(leaks: tuple[Leak, ...], name: str) -> None:
    if leaks:
        raise MasterProblems(
            tuple(InstructorError("leak", f"release of {name}: {leak}") for leak in leaks)
        )


def replace_folder(new: Path, place: Path) -> None:
    """Put a folder in the place of another, which is lost only when the new one is there.

    After a crash half-way the old one lies beside it under a hidden name; the next call puts it
    back before it does anything else.
    """
    replaced = place.with_name(f".{place.name}.replaced")
    _recover(place, replaced)
    if _is_there(place):
        place.rename(replaced)
    try:
        new.rename(place)
    except BaseException:
        _recover(place, replaced)
        raise
    _remove(replaced)


def _recover(place: Path, replaced: Path) -> None:
    if _is_there(place):
        _remove(replaced)
    elif _is_there(replaced):
        replaced.rename(place)


def _is_there(path: Path) -> bool:
    return path.is_symlink() or path.exists()


def _remove(path: Path) -> None:
    if path.is_symlink():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)
