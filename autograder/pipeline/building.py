"""From masters to a release: the compiler, with the checks that other parts make."""

from dataclasses import replace

from autograder.compiler.release import Build, CheckPrefix, build_assignment, compare_assignment
from autograder.configuration import Course
from autograder.datafile import check_datafile
from autograder.errors import InstructorError
from autograder.execution.prefix import prove_prefix
from autograder.platforms import can_grade, unproven_prefix


def build(course: Course, name: str) -> Build:
    """Compile one assignment into its release; raises InstructorError and changes nothing then."""
    return _as_proven(build_assignment(course, name, check_datafile, _check_prefix()))


def compare(course: Course, name: str) -> tuple[Build, str]:
    """Compile one assignment elsewhere; return how the release differs, empty when it does not."""
    built, difference = compare_assignment(course, name, check_datafile, _check_prefix())
    return _as_proven(built), difference


def _check_prefix() -> CheckPrefix | None:
    # The proof needs zygotes, as grading does.
    return prove_prefix if can_grade() else None


def _as_proven(built: Build) -> Build:
    """Return the build, with a warning where its prefixes could not be run."""
    if can_grade():
        return built
    warning = InstructorError("prefix-unproven", unproven_prefix(built.assignment.name))
    return replace(built, warnings=(*built.warnings, warning))
