"""Which jail a course's submissions run in, and what it must keep them from."""

from pathlib import Path

from autograder import __version__
from autograder.compiler import autotests
from autograder.configuration import Course
from autograder.errors import OperatorError
from autograder.jail.doctor import best_tier, try_tier
from autograder.jail.entry import Tier


def choose_tier(course: Course, *, unsafe_no_jail: bool = False) -> Tier:
    """Return the jail that this course's grading will use.

    Raises OperatorError when the machine offers none, or not the one that is asked for.
    """
    if unsafe_no_jail:
        return Tier.NONE
    wanted = course.settings.jail
    if wanted == "auto":
        tier = best_tier()
    else:
        tier = Tier(wanted) if try_tier(Tier(wanted)).holds else Tier.NONE
    if tier is Tier.NONE:
        raise OperatorError(
            "no-jail",
            "this machine offers no jail to grade in, so nothing is graded: "
            "`autograder doctor` says what is missing",
        )
    return tier


def engine(tier: Tier) -> str:
    """Return what results say of how they came to be: the package's version, and the jail."""
    return f"{__version__} {tier.value}"


def protected(course: Course, name: str) -> tuple[Path, ...]:
    """Return the folders that no process of a submission may be able to read."""
    made = autotests.folder(course, name)
    return (course.root, course.source, course.submitted, course.results, made)
