"""Why the examiner could not get an answer, other than that the student's code raised something.

A test cell may catch these by accident (``except Exception``). The wall therefore remembers the
first one of each cell: see ``Wall.trouble``.
"""

from autograder.answers.bounds import NAME_CHARACTERS


class Trouble(Exception):
    """Stand for every way in which the wall, not the student's code, ends a request."""


class StudentTimeout(Trouble):
    """Say that the student's code did not answer in time, or was asked too often."""


class StudentEnded(Trouble):
    """Say that the student process is gone."""


class NotSupported(Trouble):
    """Say that the wall cannot carry something; its text tells what, without quoting content."""

    def __init__(self, what: str) -> None:
        super().__init__(what[:NAME_CHARACTERS])
        self.what = what[:NAME_CHARACTERS]


class StudentRaised(Exception):
    """Stand for an exception of the student's that is of no built-in type."""


class NameNotBound(Exception):
    """Say that the student process binds no such name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"name {name!r} is not defined")
        self.name = name
