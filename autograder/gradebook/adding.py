"""A service's additions into the gradebook, with a cheap look first at whether it knows them."""

from autograder.configuration import Course
from autograder.gradebook.additions import Additions
from autograder.gradebook.database import reading, writing
from autograder.gradebook.merging import holding, merged
from autograder.gradebook.reading import is_gradebook


def add(course: Course, name: str, additions: Additions) -> bool:
    """Write what a service has set and given for an assignment; tell whether anything was new.

    Only for students whose results the gradebook has; late penalties are another projection's.
    Raises OperatorError when the database cannot be used.
    """
    with reading(course) as reader:
        if reader is None or not is_gradebook(reader):
            return False
        held = holding(reader, name, additions)
        if held is None or merged(held, additions) == held:
            return False
    # Late: nbgrader and its database toolkit cost 2.7 CPU seconds, which `--help` need not pay.
    from autograder.gradebook.entering import enter

    with writing(course) as gradebook:
        return enter(gradebook, name, additions)
