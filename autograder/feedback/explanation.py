"""One submission explained to the instructor, as one HTML file that stands alone.

The page holds hidden tests and says so on its top. Like a student's page it has no script and
loads nothing, for what the student's code printed stands on it too.
"""

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers.python import PythonLexer

from autograder.execution.explanation import (
    Explained,
    ExplainedCell,
    ExplainedNotebook,
    ExplainedTest,
    SourceLine,
)
from autograder.feedback import markup
from autograder.feedback.outputs import Shown, shown
from autograder.feedback.page import environment
from autograder.feedback.words import SIGNS, WORDS
from autograder.results import TestResult
from autograder.scoring import number

MEBIBYTE = 2**20


@dataclass(frozen=True)
class LineView:
    """Hold one line of a test cell as it is shown."""

    line: SourceLine
    code: Markup


@dataclass(frozen=True)
class TestView:
    """Hold one test cell as it is shown; ``is_open`` unless it passed."""

    __test__ = False  # pytest collects classes by their name

    anchor: str
    test: ExplainedTest
    tone: str
    sign: str
    points: str
    lines: tuple[LineView, ...]
    is_open: bool


@dataclass(frozen=True)
class CellView:
    """Hold one cell that ran as it is shown."""

    cell: ExplainedCell
    code: Markup
    outputs: tuple[Shown, ...]


@dataclass(frozen=True)
class NotebookView:
    """Hold one notebook as it is shown."""

    notebook: ExplainedNotebook
    points: str
    tests: tuple[TestView, ...]
    cells: tuple[CellView, ...]


def page(explained: Explained) -> str:
    """Return everything that is known of one submission as a page for the instructor."""
    text = (
        environment()
        .get_template("explanation.html.jinja")
        .render(
            explained=explained,
            notebooks=tuple(_notebook(at, each) for at, each in enumerate(explained.notebooks, 1)),
            differences=tuple(
                (each, _outcome(each.recorded), _outcome(each.now))
                for each in explained.differences()
            ),
            ran=any(each.result is not None for each in explained.notebooks),
            plain=markup.plain,
            mebibyte=MEBIBYTE,
            css=Markup(_css()),  # noqa: S704  # our own files
            css_hash=base64.b64encode(hashlib.sha256(_css().encode()).digest()).decode("ascii"),
        )
    )
    return text.encode("utf-8", errors="replace").decode("utf-8")


def _notebook(at: int, notebook: ExplainedNotebook) -> NotebookView:
    explanation, result = notebook.explanation, notebook.result
    if explanation is None or result is None:
        return NotebookView(notebook, "", (), ())
    return NotebookView(
        notebook,
        f"{number(result.points)} of {number(result.max_points)} points",
        tuple(_test(f"{at}-{n}", test) for n, test in enumerate(explanation.tests, 1)),
        tuple(map(_cell, explanation.cells)),
    )


def _test(label: str, test: ExplainedTest) -> TestView:
    words = WORDS[test.result.verdict]
    source = "\n".join(line.text for line in test.lines)
    # Not the students' `markup.code`: that leaves out empty lines at the top, and long middles.
    lexer = PythonLexer(stripnl=False)
    coloured = highlight(source, lexer, HtmlFormatter(nowrap=True)).split("\n")
    lines = (LineView(line, Markup(text)) for line, text in zip(test.lines, coloured, strict=False))  # noqa: S704  # the formatter escapes
    return TestView(
        anchor=f"test-{label}",
        test=test,
        tone=words.tone.value,
        sign=SIGNS[words.tone],
        points=_points(test.result),
        lines=tuple(lines),
        is_open=test.result.points != test.result.max_points,
    )


def _points(result: TestResult) -> str:
    earned = "?" if result.points is None else number(result.points)
    return f"{earned} of {number(result.max_points)}"


def _outcome(test: TestResult | None) -> str:
    return "nothing" if test is None else f"{test.verdict.value} ({_points(test)})"


def _cell(cell: ExplainedCell) -> CellView:
    return CellView(cell, markup.code(cell.source), tuple(shown(cell.outputs)))


@lru_cache(maxsize=1)
def _css() -> str:
    """Return the students' style sheet, and below it what only this page needs."""
    parts = (environment().get_template(f"{name}.css").render() for name in ("page", "explanation"))
    return "\n" + "\n".join(parts) + "\n"
