"""Compile an assignment: ``source/<assignment>/`` to ``release/<assignment>/``.

Checks come first, then nbgrader's preprocessors, then the proof that nothing leaked; only then is
the release replaced, as a whole. A build that fails at any point leaves the release as it was.
What needs a higher part of the package (the data's schema, running the prefix) is passed in.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from traitlets.config import Config

from autograder import notebook as notebooks
from autograder.assignment import Assignment, Master
from autograder.compiler import autotests
from autograder.compiler.checks import MasterProblems, StyleProblem, check_notebook
from autograder.compiler.comparison import differences
from autograder.compiler.composition import frame_of, part_of, part_path, surround, with_own_markers
from autograder.compiler.leaks import find_leaks
from autograder.compiler.nbgrader_settings import check_markers, renamed_markers, setting
from autograder.compiler.otter_metadata import with_otter_metadata
from autograder.configuration import Course
from autograder.errors import InstructorError
from autograder.notebook import NotebookUnreadable

DEFAULT_STUBS = ("# YOUR CODE HERE\nraise NotImplementedError()", "YOUR ANSWER HERE")
"""What nbgrader writes in place of a solution, in code and in text."""

CheckData = Callable[[Path], None]
"""Raise InstructorError when a file of the assignment is not as it should be."""
CheckPrefix = Callable[[Master, Path], tuple[InstructorError, ...]]
"""Raise InstructorError when a master's prefix fails, or differs between two runs; return warnings.

The folder holds the assignment's other files; what is written there is thrown away.
"""

MakeBeside = Callable[[Assignment, Path], tuple[InstructorError, ...]]
"""Make what else comes of an assignment whose release lies in the folder; return warnings.

It is called last, and puts in place what it made; it raises InstructorError and changes nothing.
"""


@dataclass(frozen=True)
class Build:
    """Hold what was compiled, where it lies, and what could be better in the masters.

    ``bundles`` is where the bundles for otter-grader lie, where the course wants any.
    """

    assignment: Assignment
    folder: Path
    warnings: tuple[InstructorError, ...] = ()
    bundles: Path | None = None


def build_assignment(
    course: Course,
    name: str,
    check_data: CheckData | None = None,
    check_prefix: CheckPrefix | None = None,
    make_beside: MakeBeside | None = None,
) -> Build:
    """Compile one assignment and replace its release as a whole.

    Raises InstructorError; the release is then as it was.
    """
    _refuse_unknown(course, name)
    course.release.mkdir(parents=True, exist_ok=True)
    # Beside the release: a rename is atomic within one file system only.
    with tempfile.TemporaryDirectory(prefix=f".{name}.", dir=course.release) as staging:
        folder = Path(staging) / name
        compiled = compile_assignment(course, name, folder, check_data, check_prefix)
        beside = make_beside(compiled.assignment, folder) if make_beside else ()
        _keep_tests(course, compiled)
        replace_folder(folder, course.release / name)
    return Build(compiled.assignment, course.release / name, (*compiled.warnings, *beside))


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
        new, old = Path(staging) / name, course.release / name
        compiled = compile_assignment(course, name, new, check_data, check_prefix)
        build = Build(compiled.assignment, old, compiled.warnings)
        return build, differences(old, new)


@dataclass(frozen=True)
class Compiled:
    """Hold what was compiled: the masters, and as they were before their tests were made."""

    assignment: Assignment
    written: Assignment
    made_from: autotests.Sources
    warnings: tuple[InstructorError, ...]


def compile_assignment(
    course: Course,
    name: str,
    target: Path,
    check_data: CheckData | None = None,
    check_prefix: CheckPrefix | None = None,
) -> Compiled:
    """Write the release of an assignment into ``target``, a folder that does not exist yet.

    Raises InstructorError, with everything that is wrong in the masters.
    """
    # Late: nbgrader takes seconds to import, and grading, which knows this module, needs none.
    from autograder.compiler.preprocessing import student_version

    compiled = _checked(course, name, check_data)
    assignment = compiled.assignment
    target.mkdir()
    _copy_files(assignment, target)
    found = () if check_prefix is None else _check_prefixes(assignment, check_prefix)
    for master in assignment.masters:
        released = student_version(master.name, master.notebook, course.config)
        if course.otter_config.exists():
            released = with_otter_metadata(released)
        (target / f"{master.name}.ipynb").write_bytes(notebooks.write(released))
    refuse_leaks(course, assignment, target, f"release of {name}")
    return replace(compiled, warnings=(*compiled.warnings, *found))


def refuse_leaks(course: Course, assignment: Assignment, folder: Path, what: str) -> None:
    """Raise InstructorError when a line that is for no student stands anywhere in a folder."""
    stubs, renamed = _stubs(course.config), renamed_markers(course.config)
    leaks = find_leaks(assignment, folder, stubs, renamed)
    _refuse(InstructorError("leak", f"{what}: {leak}") for leak in leaks)


def _refuse_unknown(course: Course, name: str) -> None:
    known = course.assignments()
    if name not in known:
        raise InstructorError(
            "assignment-missing",
            f"there is no assignment {name!r} in {course.source}; "
            f"there are: {', '.join(known) or 'none'}",
        )


def _checked(course: Course, name: str, check_data: CheckData | None) -> Compiled:
    """Return the assignment as it will be compiled, and what could be better in it."""
    folder = course.source / name
    found = [*check_markers(course.config), *_broken_links(folder)]
    found += _source_problems(course, folder)
    style = _refuse_but_style(course, found)
    written = surround(course, name)
    made_from = autotests.sources(course, written)
    assignment = _with_tests(course, written, made_from)
    style += _refuse_but_style(course, _made_problems(course, written, assignment))
    if check_data is not None:
        _refuse(_data_problems(assignment, check_data))
    return Compiled(assignment, written, made_from, style)


def _refuse_but_style(
    course: Course, problems: Iterable[InstructorError]
) -> tuple[InstructorError, ...]:
    """Return the problems of style, unless the course wants them mended as well."""
    found = tuple(problems)
    style = () if course.settings.strict_style else _of_style(found)
    _refuse(problem for problem in found if problem not in style)
    return style


def _of_style(problems: Iterable[InstructorError]) -> tuple[InstructorError, ...]:
    return tuple(problem for problem in problems if isinstance(problem, StyleProblem))


def _refuse(problems: Iterable[InstructorError]) -> None:
    found = tuple(problems)
    if found:
        raise MasterProblems(found)


def _source_problems(course: Course, folder: Path) -> Iterator[InstructorError]:
    """Yield what is wrong in each notebook, as it lies there, so that its cells are counted right.

    Style waits until the tests of AUTOTEST lines are made.
    """
    for part in ("header", "footer"):
        yield from check_notebook(part_path(course, part).stem, part_of(course, part))
    renamed = renamed_markers(course.config)
    for path in sorted(folder.glob("*.ipynb")):
        try:
            notebook = with_own_markers(notebooks.read(path), renamed)
        except NotebookUnreadable as error:
            yield InstructorError(error.code, f"{path}: {error.message}")
            continue
        found = check_notebook(path.stem, notebook)
        style = _of_style(found) if autotests.are_wanted(notebook, course.config) else ()
        yield from (problem for problem in found if problem not in style)


def _with_tests(course: Course, written: Assignment, made_from: autotests.Sources) -> Assignment:
    masters = (
        autotests.make(master, made_from, course.config)
        if autotests.are_wanted(master.notebook, course.config)
        else master
        for master in written.masters
    )
    return replace(written, masters=tuple(masters))


def _made_problems(
    course: Course, written: Assignment, assignment: Assignment
) -> Iterator[InstructorError]:
    """Yield what is wrong in masters with the tests that were made of their AUTOTEST lines."""
    frame = frame_of(course)
    for before, master in zip(written.masters, assignment.masters, strict=True):
        if master is not before:
            yield from check_notebook(master.name, frame.inside(master.notebook))


def _keep_tests(course: Course, compiled: Compiled) -> None:
    place = autotests.folder(course, compiled.assignment.name)
    masters = zip(compiled.written.masters, compiled.assignment.masters, strict=True)
    for written, master in masters:
        if master is not written:
            autotests.keep(place, written, master, compiled.made_from)


def _broken_links(folder: Path) -> Iterator[InstructorError]:
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() and not path.is_file():
            yield InstructorError(
                "broken-link",
                f"{path} is a link to no file: mend it, or link each file of a folder by itself",
            )


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


def _check_prefixes(
    assignment: Assignment, check_prefix: CheckPrefix
) -> tuple[InstructorError, ...]:
    found: list[InstructorError] = []
    for master in assignment.masters:
        with tempfile.TemporaryDirectory() as scratch:
            _copy_files(assignment, Path(scratch))
            found += check_prefix(master, Path(scratch))
    return tuple(found)


def _stubs(config: Config) -> list[str]:
    """Return what nbgrader writes in place of a solution: no secret, whoever else wrote it."""
    code: Any = setting(config, "ClearSolutions", "code_stub", {"python": DEFAULT_STUBS[0]})
    codes = code.values() if isinstance(code, dict) else [code]
    text = setting(config, "ClearSolutions", "text_stub", DEFAULT_STUBS[1])
    return [*map(str, codes), str(text)]


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
