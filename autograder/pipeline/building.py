"""From masters to a release: the compiler, with the checks that other parts make."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from autograder.assignment import Master
from autograder.bundles import building as bundles
from autograder.bundles.parts import pieces
from autograder.compiler.release import (
    Build,
    CheckPrefix,
    MakeBeside,
    build_assignment,
    compare_assignment,
)
from autograder.configuration import Course
from autograder.datafile import check_datafile
from autograder.errors import InstructorError
from autograder.execution.prefix import prove_prefix
from autograder.execution.repeats import prove_repeatable
from autograder.execution.rooms import Zygote
from autograder.platforms import can_grade, unproven_prefix


def build(course: Course, name: str) -> Build:
    """Compile one assignment into its release, and into otter's bundles where it wants them.

    Raises InstructorError and changes nothing then.
    """
    checks = check_datafile, _check_prefix(course), _make_beside(course)
    built = _as_proven(build_assignment(course, name, *checks))
    return replace(built, bundles=bundles.folder_of(course, name)) if checks[-1] else built


def compare(course: Course, name: str) -> tuple[Build, str]:
    """Compile one assignment elsewhere; return how the release differs, empty when it does not."""
    built, difference = compare_assignment(course, name, check_datafile, _check_prefix(course))
    return _as_proven(built), difference


def _make_beside(course: Course) -> MakeBeside | None:
    return partial(bundles.make_bundles, course) if bundles.are_wanted(course) else None


def _check_prefix(course: Course) -> CheckPrefix | None:
    # The proof needs zygotes, as grading does.
    if not can_grade():
        return None
    return partial(_prove, course) if bundles.are_wanted(course) else prove_prefix


def _prove(course: Course, master: Master, folder: Path) -> tuple[InstructorError, ...]:
    """Prove the prefix, and that otter-grader may run what is public of each test twice."""

    def then(zygote: Zygote) -> tuple[InstructorError, ...]:
        return prove_repeatable(master, zygote, course.settings, pieces(master))

    return prove_prefix(master, folder, then)


def _as_proven(built: Build) -> Build:
    """Return the build, with a warning where its prefixes could not be run."""
    if can_grade():
        return built
    warning = InstructorError("prefix-unproven", unproven_prefix(built.assignment.name))
    return replace(built, warnings=(*built.warnings, warning))
