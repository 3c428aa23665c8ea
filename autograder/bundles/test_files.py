"""Test cells as test files of otter-grader's, in its exception-based format.

One file for each test cell, named by the cell's id. Its parts are cases, worth the cell's points
all together or nothing. A case runs in the notebook's own names, as the test cell does.

A failed case shows the line of the test file that failed. For a public part that is the statement
itself. A hidden part is one call, which raises the public message of the assert that failed and
nothing else: neither the test nor its values stand in what otter shows.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import count

from autograder.assignment import TestCell
from autograder.bundles.parts import GENERIC, Part, messages_of, parts_of, public_parts

_HEAD = '''\
"""The test {name}, made from a master notebook: change the master, not this file."""

from otter.test_files import test_case

OK_FORMAT = False

name = {name!r}
points = {points!r}
all_or_nothing = True
'''

_RUN = """

def run(env, source):
    try:
        exec(compile(source, "<test>", "exec", dont_inherit=True), env)
    except Exception:
        raise
    except BaseException as error:  # it would end the notebook, and all tests with it
        raise RuntimeError(f"{type(error).__name__}: {error}")
"""

_RUN_HIDDEN = """

def run_hidden(env, source):
    try:
        run(env, source)
    except Exception as error:
        is_public = isinstance(error, AssertionError) and str(error) in MESSAGES
        told = str(error) if is_public else {generic!r}
    else:
        return
    raise AssertionError(told)
"""

_PUBLIC_CASE = """

@test_case(name={title!r}{success})
def {function}(env):
{calls}
"""

_HIDDEN_CASE = """

@test_case(name={title!r}, hidden=True)
def {function}(env):
    run_hidden(env, {constant})
"""

NO_CHECKS = "There is nothing to check here before it is graded."


def graded_file(test: TestCell) -> str:
    """Return the test file that grades: all parts of a test cell. Raises SyntaxError."""
    return "".join((_head(test), *_hidden(test), *_cases(test.grade_id, parts_of(test))))


def public_file(test: TestCell) -> str:
    """Return the test file that students get: what the release shows. Raises SyntaxError."""
    return "".join((_head(test), *_cases(test.grade_id, public_parts(test))))


def _head(test: TestCell) -> str:
    points = int(test.points) if test.points == int(test.points) else test.points
    return _HEAD.format(name=test.grade_id, points=points) + _RUN


def _hidden(test: TestCell) -> Iterator[str]:
    """Yield what hidden cases need; the line that calls one is all that otter shows of it."""
    hidden = [part for part in parts_of(test) if part.is_hidden]
    for at, part in enumerate(hidden, start=1):
        yield f"\n\nHIDDEN_{at} = {_literal(part.source)}\n"
    if hidden:
        yield f"\nMESSAGES = {sorted(messages_of(test))!r}\n"
        yield _RUN_HIDDEN.format(generic=GENERIC)


def _cases(name: str, parts: tuple[Part, ...]) -> Iterator[str]:
    counts = Counter(part.is_hidden for part in parts)
    numbers = {True: count(1), False: count(1)}
    for part in parts:
        at = next(numbers[part.is_hidden])
        number = f" {at}" if counts[part.is_hidden] > 1 else ""
        if part.is_hidden:
            title = f"{name}: hidden tests{number}"
            yield _HIDDEN_CASE.format(title=title, function=f"hidden_{at}", constant=f"HIDDEN_{at}")
        else:
            title = f"{name}: public checks{number}"
            calls = "\n".join(f"    run(env, {_literal(text)})" for text in part.statements)
            yield _PUBLIC_CASE.format(title=title, function=f"public_{at}", success="", calls=calls)
    if not parts:
        yield _PUBLIC_CASE.format(
            title=f"{name}: public checks",
            function="public_1",
            success=f", success_message={NO_CHECKS!r}",
            calls="    pass",
        )


def _literal(text: str) -> str:
    """Return a Python literal of a text, on the lines that it has where that can be."""
    is_plain = "\\" not in text and "'''" not in text and not text.startswith("'")
    on_lines = "\n" in text and is_plain and text.replace("\n", "").isprintable()
    return f"'''{text}\n'''" if on_lines else repr(text)
