"""From masters to a release: the compiler, with the checks that other parts make."""

from autograder.compiler.release import Build, build_assignment, compare_assignment
from autograder.configuration import Course
from autograder.datafile import check_datafile
from autograder.execution.prefix import prove_prefix


def build(course: Course, name: str) -> Build:
    """Compile one assignment into its release; raises InstructorError and changes nothing then."""
    return build_assignment(course, name, check_datafile, prove_prefix)


def compare(course: Course, name: str) -> tuple[Build, str]:
    """Compile one assignment elsewhere; return how the release differs, empty when it does not."""
    return compare_assignment(course, name, check_datafile, prove_prefix)
