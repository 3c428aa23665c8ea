"""The explanation as terminal text and as a page, from facts made by hand, hostile ones too."""

import dataclasses
import io
import re

import pytest
from rich.console import Console

from autograder.configuration import Settings
from autograder.execution.explanation import (
    Call,
    Explained,
    ExplainedCell,
    ExplainedNotebook,
    ExplainedTest,
    Explanation,
    ProcessUse,
    SourceLine,
    Value,
)
from autograder.feedback.explanation import page
from autograder.report.explanation import facts, terminal
from autograder.results import NotebookResult, Result, State, TestResult
from autograder.verdicts import Verdict

HOSTILE = "[red]</pre><script>alert(1)</script>"
TEST = TestResult("one", "Exercise 1", Verdict.FAILED, 0.0, 2.0, "look at r", "line 3")
LINES = (
    SourceLine(1, "", False, False),
    SourceLine(2, "### BEGIN HIDDEN TESTS", True, False),
    SourceLine(3, "assert r < 4, 'look at r'", True, True),
    SourceLine(4, "### END HIDDEN TESTS", True, False),
)
EXPLANATION = Explanation(
    tests=(
        ExplainedTest(
            cell=4,
            result=TEST,
            lines=LINES,
            seconds=21.0,
            sides=(Value("r", "answer", "str of 9", HOSTILE),),
            values=(Value("r", "answer", "str of 9", f"{HOSTILE}\n{HOSTILE}", 3),),
            local_values=(Value("[bold]k", "handle", HOSTILE, "stays"),),
            calls=(Call("f", (HOSTILE,), "", f"ValueError: {HOSTILE}", HOSTILE, 0.5),),
            trace=f"AssertionError: {HOSTILE}",
            left_out=7,
        ),
    ),
    cells=(
        ExplainedCell(
            3,
            "student",
            f"r = '{HOSTILE}'",
            0.25,
            ("r",),
            "ValueError",
            HOSTILE,
            outputs=({"output_type": "stream", "name": "stdout", "text": HOSTILE},),
        ),
    ),
    cold_because="cell 1 (a) is not the master's code cell 1 (b)",
    prefix_cells=1,
    attempts=1,
    wall_seconds=1.5,
    processes=(ProcessUse("student", 0.5, 3 * 2**20, (0,)),),
    jail="unprivileged",
    settings=Settings(cell_seconds=30),
)
RESULT = NotebookResult("paper", (TEST,), (f"put back {HOSTILE}",))
EXPLAINED = Explained(
    student="ada\x1b[2J",
    assignment="lines",
    notebooks=(ExplainedNotebook("paper", RESULT, EXPLANATION),),
    engine="1 unprivileged",
    hashes={"master": "abc"},
)


def recorded(verdict: Verdict, points: float, master: str = "abc") -> Explained:
    """Give the same with a newest result."""
    test = dataclasses.replace(TEST, verdict=verdict, points=points)
    notebooks = (NotebookResult("paper", (test,)),)
    hashes = {"master": master, "data": "d"}
    result = Result("ada", "lines", State.GRADED, notebooks, hashes=hashes, engine="1 unprivileged")
    return dataclasses.replace(EXPLAINED, recorded=result)


def printed(explained: Explained, width: int = 110) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False, force_terminal=False)
    console.print(terminal(explained))
    written = console.file
    assert isinstance(written, io.StringIO)
    return written.getvalue()


def test_the_terminal_takes_no_orders_from_students() -> None:
    text = printed(EXPLAINED)
    assert "\x1b" not in text
    # As text, brackets and all: nothing of it is read as Rich's markup.
    assert text.count("[red]</pre>") >= 8
    assert "[bold]k" in text


def test_a_narrow_terminal_breaks_no_id_of_a_test() -> None:
    grade_id = "a-rather-long-id-of-a-test"
    test = dataclasses.replace(TEST, grade_id=grade_id, exercise="Exercise 1: all of its words")
    cell = dataclasses.replace(EXPLANATION.tests[0], result=test)
    explanation = dataclasses.replace(EXPLANATION, tests=(cell,))
    notebook = ExplainedNotebook("paper", NotebookResult("paper", (test,), ()), explanation)
    text = printed(dataclasses.replace(EXPLAINED, notebooks=(notebook,)), width=80)
    assert grade_id in text.partition("seconds")[2].partition("╭")[0]


def test_the_failing_line_and_the_hidden_bar_stand_in_the_terminal() -> None:
    text = printed(EXPLAINED)
    assert re.search(r"❱   3 ┃ assert r < 4, 'look at r'", text)
    assert re.search(r"    1 │", text)
    assert "test one: 21.0 of 30 seconds" in text
    assert "cold: cell 1 (a) is not the master's code cell 1 (b)" in text
    assert "0.50 s CPU, 3 MiB at most" in text


def test_the_page_has_no_script_and_loads_nothing() -> None:
    text = page(EXPLAINED)
    assert "<script" not in text.replace("&lt;script", "")
    assert "\x1b" not in text
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert not re.search(r"""(src|href)=["'](?!data:|#)""", text)


def test_the_page_says_on_its_top_for_whom_it_is() -> None:
    body = page(EXPLAINED).partition("<body>")[2].lstrip()
    assert body.startswith('<p class="secret">This page holds hidden tests: not for students.</p>')


def test_lines_keep_their_places_on_the_page() -> None:
    rows = re.findall(r'<tr class="(\w*) (\w*)"><td class="line">(.*?)</td>', page(EXPLAINED))
    assert rows == [
        ("", "", "1"),
        ("hidden", "", "2"),
        ("hidden", "failed", "❱ 3"),
        ("hidden", "", "4"),
    ]
    assert re.search(r"❱ 3</td><td><code><span class=\"k\">assert</span>", page(EXPLAINED))


@pytest.mark.parametrize(
    ("explained", "said", "differs"),
    [
        (EXPLAINED, "Nothing is recorded yet", False),
        (recorded(Verdict.FAILED, 0.0), "are those of the newest result", False),
        (recorded(Verdict.PASSED, 2.0), "Nothing else has changed since then", True),
        (recorded(Verdict.PASSED, 2.0, "xyz"), "Changed since then: master.", True),
    ],
)
def test_the_newest_result_is_compared(explained: Explained, said: str, differs: bool) -> None:
    assert said in printed(explained)
    assert said in page(explained)
    assert bool(explained.differences()) is differs
    assert len(facts(explained)["differences"]) == differs
    line = "paper: one: recorded passed (2 of 2), now failed (0 of 2)"
    assert (line in printed(explained)) is differs


def test_a_problem_is_shown_in_place_of_a_notebook() -> None:
    refused = ExplainedNotebook("paper", problem=f"no {HOSTILE}", code="notebook-missing")
    explained = dataclasses.replace(EXPLAINED, notebooks=(refused,))
    assert "notebook-missing" in printed(explained)
    assert "notebook-missing" in page(explained)
    assert "<script" not in page(explained)
