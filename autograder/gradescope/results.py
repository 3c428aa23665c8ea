"""What Gradescope is told of a submission: the tree of its ``results.json``.

The form is Gradescope's own (its "Autograder Specifications"), and who sees what follows the keys
of ``otter_config.json`` by otter-grader's rules. All text is plain, and none of it comes from a
hidden test, except the message of the assert that failed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.assignment import Master, TestCell
from autograder.bundles.keys import OtterConfig
from autograder.execution.grading import Graded
from autograder.feedback.words import WORDS
from autograder.gradescope.public import (
    Public,
    has_hidden_part,
    is_followed_by_more,
    public_outcome,
)
from autograder.plain_text import plain
from autograder.results import TestResult
from autograder.scoring import number
from autograder.verdicts import Verdict

Tree = dict[str, Any]
PUBLIC_TESTS = "Public Tests"
NOT_GRADED = "Your submission could not be graded"
_DIGITS = 5


@dataclass(frozen=True)
class Tested:
    """Hold one test cell, the verdict on it, and what became of its public part."""

    test: TestCell
    result: TestResult
    public: Public

    @property
    def name(self) -> str:
        """Return what students see: where the test stands in the notebook, and its cell's name."""
        return plain(f"{self.test.exercise} ({self.test.grade_id})")


def tested(master: Master, graded: Graded) -> tuple[Tested, ...]:
    """Return the test cells of a master as they were judged, in its order."""
    found = {result.grade_id: result for result in graded.result.tests}
    return tuple(
        _tested(test, found[test.grade_id], test.grade_id in graded.ended_hidden)
        for test in master.tests
    )


def _tested(test: TestCell, result: TestResult, ended_hidden: bool) -> Tested:
    return Tested(test, result, public_outcome(test, result, ended_hidden=ended_hidden))


def of_graded(
    master: Master, tests: Sequence[Tested], notices: Iterable[str], config: OtterConfig
) -> Tree:
    """Return what to tell of a submission that was graded."""
    tree: Tree = {
        "score": score(tests, config),
        "output": _for_everybody(master, tests, notices),
        "output_format": "text",
        "tests": list(_entries(tests, config)),
    }
    if not tree["output"]:
        del tree["output"], tree["output_format"]
    return tree | _stdout(config)


def of_refused(master: Master, problem: str, config: OtterConfig) -> Tree:
    """Return what to tell of a submission that cannot be graded as it was handed in."""
    worth = config.points_possible or master.points
    entry = _entry(NOT_GRADED, plain(problem), "visible", status="failed")
    return {
        "score": 0.0,
        "output": f"{NOT_GRADED}: {plain(problem)}",
        "output_format": "text",
        "tests": [entry | {"score": 0.0, "max_score": round(worth, _DIGITS)}],
    } | _stdout(config)


def possible(tests: Sequence[Tested], config: OtterConfig) -> float:
    """Return what full marks are on Gradescope."""
    return config.points_possible or sum(each.test.points for each in tests)


def score(tests: Sequence[Tested], config: OtterConfig) -> float:
    """Return the points of all tests, scaled or compared with the threshold as the course says.

    A test without a score adds nothing yet.
    """
    worth = sum(each.test.points for each in tests)
    total = sum(each.result.points or 0.0 for each in tests)
    share = total / worth if worth else 0.0
    if config.score_threshold is not None:
        return possible(tests, config) if share >= config.score_threshold else 0.0
    if config.points_possible is not None:
        return share * config.points_possible
    return round(total, _DIGITS)


def unsettled(tests: Iterable[Tested]) -> tuple[Tested, ...]:
    """Return the tests that a person has to decide."""
    return tuple(each for each in tests if each.result.points is None)


def _stdout(config: OtterConfig) -> Tree:
    return {"stdout_visibility": "after_published" if config.show_stdout else "hidden"}


def _entries(tests: Sequence[Tested], config: OtterConfig) -> Iterator[Tree]:
    if not config.show_hidden or config.force_public_test_summary:
        yield _public_tests(tests)
    visibility = "after_published" if config.show_hidden else "hidden"
    if config.show_all_public and not any(has_hidden_part(each.test) for each in tests):
        visibility = "visible"
    for each in tests:
        yield _waiting(each) if each.result.points is None else _judged(each, visibility)


def _entry(name: str, output: str, visibility: str, **more: Any) -> Tree:
    formats = {"name_format": "text", "output_format": "text"}
    return {"name": name, **more, "output": output, "visibility": visibility, **formats}


def _judged(each: Tested, visibility: str) -> Tree:
    result = each.result
    points, worth = round(result.points or 0.0, _DIGITS), round(result.max_points, _DIGITS)
    entry = _entry(each.name, _words(result), visibility, score=points, max_score=worth)
    # Of a part of the points, Gradescope's own colour for it says more than either word.
    if result.verdict is not Verdict.PARTIAL:
        entry["status"] = "passed" if result.verdict is Verdict.PASSED else "failed"
    return entry | _for_machines(each)


def _waiting(each: Tested) -> Tree:
    """Return the entry of a test without a score: seen by everybody, and never a silent zero."""
    text = (
        f"{WORDS[each.result.verdict].title}. The grader could not decide this test by itself, and "
        f"your instructor will look at it. It is worth {number(each.result.max_points)} and is not "
        "in the score yet."
    )
    return _entry(each.name, text, "visible") | _for_machines(each)


def _for_machines(each: Tested) -> Tree:
    return {"extra_data": {"grade_id": each.test.grade_id}}


def _words(result: TestResult) -> str:
    words = WORDS[result.verdict]
    told = (f"{words.title}.", result.message, words.hint)
    return plain("\n".join(filter(None, told)))


def _public_tests(tests: Sequence[Tested]) -> Tree:
    shown = [each for each in tests if each.public is not Public.ABSENT]
    lines = "\n\n".join(f"{each.name}: {_of_public(each)}" for each in shown)
    failed = any(each.public is Public.FAILED for each in shown)
    output = lines or "The tests of this notebook have no public part."
    return _entry(PUBLIC_TESTS, output, "visible", status="failed" if failed else "passed")


def _of_public(each: Tested) -> str:
    match each.public:
        case Public.FAILED:
            return _words(each.result)
        case Public.UNKNOWN:
            return "Your instructor will look at it."
        case _ if is_followed_by_more(each.test):
            # The same words whether or not a hidden check kept the rest from running.
            return "No public check failed."
        case _:
            return "Passed."


def _for_everybody(master: Master, tests: Sequence[Tested], notices: Iterable[str]) -> str:
    return "\n\n".join(_paragraphs(master, tests, tuple(notices)))


def _paragraphs(master: Master, tests: Sequence[Tested], notices: tuple[str, ...]) -> Iterator[str]:
    if notices:
        yield plain("\n".join(["Put right before grading:", *(f"- {each}" for each in notices)]))
    if waiting := unsettled(tests):
        names = ", ".join(each.name for each in waiting)
        yield f"Your instructor will look at: {names}. Until then the score is without it."
    if master.manual:
        tasks = (f"{task.exercise} ({task.grade_id})" for task in master.manual)
        yield plain(f"A person grades, apart from this score: {', '.join(tasks)}.")
