"""Which systems can do what: releases are built anywhere, submissions are graded on Linux.

The jail is made of parts that only Linux has (Landlock, seccomp), and the zygotes need its way of
passing descriptors. Nothing of this is needed to compile a master.
"""

import platform
import sys

from autograder.errors import OperatorError

_NAMES = {"darwin": "macOS", "win32": "Windows", "cygwin": "Windows"}
ELSEWHERE = (
    "use a machine with Linux, a container (Docker's run Linux everywhere), or on Windows the "
    "Windows Subsystem for Linux (WSL2)"
)
"""What to do about it, where nothing can be graded."""


def can_grade() -> bool:
    """Tell whether this system is one that submissions can be graded on.

    Whether its jail holds is another question, which `autograder doctor` answers by trying.
    """
    # As text: a type checker would take the comparison for a constant.
    system: str = sys.platform
    return system == "linux"


def system() -> str:
    """Return the name of this system, as its users call it."""
    return _NAMES.get(sys.platform, platform.system() or sys.platform)


def require_grading() -> None:
    """Raise OperatorError where submissions cannot be graded."""
    if not can_grade():
        raise OperatorError(
            "platform-cannot-grade",
            f"{system()} has no jail to run submissions in, so nothing is collected, graded or "
            f"explained here; `autograder new` and `autograder build` work. To grade, {ELSEWHERE}",
        )


def unproven_prefix(assignment: str) -> str:
    """Return the warning that a release was built without running its masters' prefixes."""
    return (
        f"{assignment}: on {system()} the cells before the first exercise were not run, so nothing "
        f"proves that they work and give the same each time: run `autograder build {assignment}` "
        "on Linux before students get the release"
    )
