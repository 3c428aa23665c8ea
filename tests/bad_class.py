"""A class on disk of good submissions and of every bad one, and the command that grades it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bad_submissions import BAD, FILE, Bad
from engine_course import RIGHT, hand_in, handing_in, write_course

from autograder.configuration import Course

# Short limits, yet enough for an honest cell on a busy machine.
LIMITS = """
c.Autograder.cell_seconds = 3
c.Autograder.call_seconds = 2
c.Autograder.notebook_seconds = 60
c.Autograder.scratch_bytes = 8 * 2**20
c.Autograder.output_bytes = 2**20
"""

# As somebody for whom the system's permissions hold, whoever runs the tests.
UNPRIVILEGED = """
import sys
from autograder.jail import capabilities
capabilities.drop()
from autograder.cli import main
main()
"""


def write_class(
    root: Path,
    good: int,
    bad: Mapping[str, Bad],
    odd: Iterable[str] = (),
    jail: str = "unprivileged",
) -> Course:
    """Hand in ``good`` right solutions, each bad one, and right ones under odd names."""
    course = write_course(root, jail=jail)
    with (root / "nbgrader_config.py").open("a") as file:
        file.write(LIMITS)
    for number in range(good):
        hand_in(course, f"good-{number:02}", RIGHT)
    release = json.loads((course.release / "lines" / FILE).read_bytes())
    for name, each in bad.items():
        each.build(handing_in(course, name), release)
    for name in odd:
        hand_in(course, name, RIGHT)
    return course


def grade(
    course: Course, *arguments: str, tmp: Path, timeout: float = 300
) -> "subprocess.CompletedProcess[str]":
    """Run ``autograder grade`` to its end, with its temporary folders below ``tmp``."""
    return subprocess.run(
        [sys.executable, "-c", UNPRIVILEGED, "grade", "lines", *arguments],
        cwd=course.root,
        env={**os.environ, "TMPDIR": str(tmp)},
        capture_output=True,
        text=True,
        errors="surrogateescape",
        timeout=timeout,
        check=False,
    )


@contextmanager
def readable_afterwards(course: Course) -> Iterator[None]:
    """Give back the rights that a class took away, so that the folder can be removed."""
    try:
        yield
    finally:
        for name in BAD:
            folder = course.submitted / name / "lines"
            if folder.is_dir() and not folder.is_symlink():
                folder.chmod(0o700)
