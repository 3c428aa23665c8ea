"""What otter-grader cannot do with an assignment, said when it is built."""

from collections.abc import Iterator

from autograder.assignment import Assignment, Master, TestCell, cell_error
from autograder.bundles.parts import ends_in_a_number, parts_of, public_parts
from autograder.errors import InstructorError

TESTS_FOLDER = "tests"
"""Where otter-grader puts its test files, beside the notebook; what lay there is gone."""


def refusals(assignment: Assignment) -> Iterator[InstructorError]:
    """Yield what must be mended before there can be bundles."""
    for path in assignment.files:
        if path.parts[0] == TESTS_FOLDER:
            yield InstructorError(
                "otter-tests-folder",
                f"{assignment.name}: {path} lies where otter-grader puts its own tests, which "
                "replace that folder: give it another name",
            )
    for master in assignment.masters:
        for test in master.tests:
            yield from _test_refusals(master, test)


def _test_refusals(master: Master, test: TestCell) -> Iterator[InstructorError]:
    try:
        parts_of(test), public_parts(test)
    except SyntaxError as error:
        remedy = (
            f"otter-grader runs tests as plain Python, which this is not ({error.msg}): "
            "write it without `await` at its top"
        )
        cell = master.notebook.cells[test.position]
        yield cell_error("otter-test-not-python", master.name, test.position, cell, remedy)


def losses(assignment: Assignment) -> Iterator[InstructorError]:
    """Yield in which way otter's scores will be others than nbgrader's; nobody must mend that."""
    for master in assignment.masters:
        for test in master.tests:
            if ends_in_a_number(test):
                remedy = (
                    "its last expression may be partial credit, which otter-grader does not have: "
                    "there the test is worth all or nothing. End it with an assert if it is meant "
                    "so"
                )
                cell = master.notebook.cells[test.position]
                yield cell_error("otter-partial-credit", master.name, test.position, cell, remedy)
        for task in master.manual:
            remedy = (
                f"a person gives its {task.points:g} points: they are not in otter-grader's "
                "bundles. On Gradescope, add a question for them by hand"
            )
            cell = master.notebook.cells[task.position]
            yield cell_error("otter-manual", master.name, task.position, cell, remedy)
