"""Pages with hidden tests on them: where they may lie, and who may read them."""

import os
from pathlib import Path

from autograder.configuration import Course
from autograder.errors import OperatorError


def refuse_open_place(course: Course, html: Path) -> None:
    """Keep a page with hidden tests out of the folders that students get.

    Raises OperatorError for a place in one of them.
    """
    place = html.resolve()
    for folder in (course.release, course.submitted, course.feedback, course.autograded):
        if place.is_relative_to(folder.resolve()):
            raise OperatorError(
                "explanation-in-the-open",
                f"{html} lies in {folder.name}/, which students may get to see, and the page holds "
                "hidden tests: choose another place",
            )


def write_secret(html: Path, text: str) -> None:
    """Write a page that only its owner can read; raise OperatorError when that cannot be done."""
    try:
        with open(html, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            # Also where there was a file already, with other rights.
            os.fchmod(file.fileno(), 0o600)
            file.write(text.encode())
    except OSError as error:
        raise OperatorError("file-system", f"{html} cannot be written: {error}") from None
