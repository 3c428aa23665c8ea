"""The packages that a bundle brings along: the very versions that this project is tested with.

A lock for each Python version lies in ``locks/``: ``otter-*`` has what otter-grader's own zip
installs, ``grading-*`` what this engine needs, with the hashes of the files.
"""

import sys
from importlib import resources

from autograder.configuration import Course

VERSIONS = ("3.11", "3.12", "3.13")
"""The Python versions that there are locks for, the oldest first."""
REQUIREMENTS_FILE = "requirements.txt"


def this_version() -> str:
    """Return the Python version that runs, or the newest with a lock where it has none."""
    running = f"{sys.version_info.major}.{sys.version_info.minor}"
    return running if running in VERSIONS else VERSIONS[-1]


def lock(name: str) -> str:
    """Return the text of a lock, by its name without the ending."""
    file = resources.files("autograder.bundles") / "locks" / f"{name}.txt"
    return file.read_text(encoding="utf-8")


def pins() -> tuple[str, ...]:
    """Return what otter's zip installs, as ``package==version``, for the Python that runs."""
    lines = lock(f"otter-{this_version()}").splitlines()
    return tuple(line for line in lines if not line.startswith("#"))


def extra_requirements(course: Course) -> tuple[str, ...]:
    """Return the lines of the course's own ``requirements.txt``, where it has one.

    What its notebooks import besides, by otter's convention.
    """
    path = course.root / REQUIREMENTS_FILE
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return tuple(line for line in lines if line.strip() and not line.lstrip().startswith("#"))
