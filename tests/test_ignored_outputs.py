"""What nbgrader's IgnorePattern drops from the pages that students get back."""

import dataclasses
import re
import time
from typing import Any

import pytest
from compiler_course import code, notebook
from traitlets.config import Config

from autograder.errors import OperatorError
from autograder.execution import outputs
from autograder.execution.outputs import ignored_stderr, without_ignored
from autograder.notebook import Notebook


def config(pattern: object, *, enabled: object = True) -> Config:
    made = Config()
    made.IgnorePattern.pattern = pattern
    made.IgnorePattern.enabled = enabled
    return made


def stream(name: str, text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


def shown(*given: dict[str, Any]) -> Notebook:
    return notebook(code("x"), dataclasses.replace(code("y"), outputs=given))


def test_nothing_is_ignored_unless_it_is_enabled_as_in_nbgrader() -> None:
    assert ignored_stderr(Config()) is None
    assert ignored_stderr(config("")) is None
    assert ignored_stderr(config("gpu", enabled=False)) is None
    found = ignored_stderr(config("gpu"))
    assert found is not None
    assert found.pattern == "gpu"


@pytest.mark.parametrize("pattern", ["a(", "*", 3, ["a"]])
def test_a_pattern_that_is_none_is_the_operators_mistake(pattern: object) -> None:
    with pytest.raises(OperatorError, match=re.escape("c.IgnorePattern.pattern")):
        ignored_stderr(config(pattern))


def test_only_stderr_that_matches_is_dropped() -> None:
    result = {"output_type": "execute_result", "data": {"text/plain": "gpu"}, "metadata": {}}
    given = (stream("stderr", "no\nold gpu here"), stream("stdout", "gpu"), result)
    kept = stream("stderr", "honest")
    after = without_ignored(shown(*given, kept), re.compile("gpu"))
    assert after.cells[1].outputs == (given[1], result, kept)
    assert without_ignored(shown(*given), None).cells[1].outputs == given


def test_a_students_output_cannot_make_the_search_long() -> None:
    # The square of four million characters would take hours.
    hostile = [stream("stderr", "a" * 2**22), stream("stdout", "b")] * 100
    began = time.process_time()
    after = without_ignored(shown(*hostile), re.compile(".*gpu"))
    assert time.process_time() - began < 30
    assert after.cells[1].outputs == tuple(hostile)


def test_what_is_beyond_the_bounds_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs, "SEARCHED_OUTPUTS", 2)
    given = [stream("stderr", "gpu"), stream("stdout", "b")] * 3
    after = without_ignored(shown(*given), re.compile("gpu"))
    assert after.cells[1].outputs == (given[1], given[1], *given[4:])
    late = stream("stderr", " " * outputs.SEARCHED_CHARACTERS + "gpu")
    assert without_ignored(shown(late), re.compile("gpu")).cells[1].outputs == (late,)
