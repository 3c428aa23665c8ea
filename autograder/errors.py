"""One tree of errors: each says what went wrong, by a stable code, and whose fault it is.

A message is safe to show to the person it blames: it never holds a student's content, a hidden
test or a secret of the machine.
"""

from enum import StrEnum


class Fault(StrEnum):
    """Name who has to act when something goes wrong."""

    STUDENT = "student"
    INSTRUCTOR = "instructor"
    OPERATOR = "operator"
    INTERNAL = "internal"


class AutograderError(Exception):
    """Carry a stable code and a message that is safe to show.

    ``code`` is in kebab-case and never changes its meaning; programs may rely on it.
    """

    fault = Fault.INTERNAL

    def __init__(self, code: str, message: str) -> None:
        """Keep the code beside the message."""
        super().__init__(message)
        self.code = code
        self.message = message


class StudentError(AutograderError):
    """Say that a submission cannot be graded as it was handed in."""

    fault = Fault.STUDENT


class InstructorError(AutograderError):
    """Say that a master, its data or the course needs mending."""

    fault = Fault.INSTRUCTOR


class OperatorError(AutograderError):
    """Say that the machine or its settings need mending."""

    fault = Fault.OPERATOR


class InternalError(AutograderError):
    """Say that the autograder itself failed; never a student's loss."""
