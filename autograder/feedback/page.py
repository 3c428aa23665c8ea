"""One notebook's feedback as one HTML file that stands alone.

Comes in: what grading gave, and the graded notebook, its test cells in their public form. Goes
out: a page without script, which loads nothing; a content security policy says so to the browser
as well. The instructor's notes of a result, and outputs of test cells, which may quote a hidden
test, never get into it.
"""

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from autograder.feedback import markup
from autograder.feedback.outputs import Shown, shown
from autograder.feedback.words import SIGNS, WORDS, Words
from autograder.notebook import Cell, Notebook
from autograder.results import NotebookResult, Result, TestResult

PAGE_CHARS = 1_000_000
"""Characters of cells and HTML on one page; what comes after is left out."""

STAMP_CHARS = 64


@dataclass(frozen=True)
class Card:
    """Hold the result of one test cell as it is shown."""

    anchor: str
    words: Words
    sign: str
    points: str
    grade_id: str
    exercise: str
    message: str


@dataclass(frozen=True)
class CellView:
    """Hold one cell as it is shown: ``role`` is answer, test, manual or nothing."""

    kind: str
    role: str
    body: Markup
    outputs: tuple[Shown, ...] = ()
    card: Card | None = None


@dataclass(frozen=True)
class ExerciseView:
    """Hold one line of the table of points; ``percent`` is rounded down."""

    name: str
    earned: str
    worth: str
    percent: int
    cards: tuple[Card, ...]


def render(result: Result, notebook_result: NotebookResult, notebook: Notebook) -> str:
    """Return the feedback page of one notebook.

    ``notebook`` holds the student's cells and outputs; its test cells have their public source.
    """
    cards = {test.grade_id: _card(at, test) for at, test in enumerate(notebook_result.tests, 1)}
    cells = tuple(_cells(notebook, cards))
    placed = {view.card.grade_id for view in cells if view.card}
    page = _template().render(
        result=result,
        student=markup.plain(result.student),
        handed_in=markup.plain(result.handed_in)[:STAMP_CHARS],
        notebook=notebook_result,
        earned=_number(notebook_result.points),
        worth=_number(notebook_result.max_points),
        total=f"{_number(result.points)} of {_number(result.max_points)}",
        pending=_number(sum(t.max_points for t in notebook_result.tests if t.points is None)),
        exercises=tuple(_exercises(notebook_result, cards)),
        cells=cells,
        left_out=len(notebook.cells) - len(cells),
        unplaced=tuple(card for card in cards.values() if card.grade_id not in placed),
        css=Markup(_css()),  # noqa: S704  # our own file
        css_hash=_css_hash(),
    )
    return page.encode("utf-8", errors="replace").decode("utf-8")


def _card(number: int, test: TestResult) -> Card:
    words = WORDS[test.verdict]
    worth = _number(test.max_points)
    noun = "point" if test.max_points == 1 else "points"
    earned = "to be decided" if test.points is None else f"{_number(test.points)} of {worth} {noun}"
    return Card(
        anchor=f"test-{number}",
        words=words,
        sign=SIGNS[words.tone],
        points=f"{earned} ({worth} {noun})" if test.points is None else earned,
        grade_id=test.grade_id,
        exercise=test.exercise,
        message=markup.plain(test.message),
    )


def _exercises(notebook: NotebookResult, cards: Mapping[str, Card]) -> Iterator[ExerciseView]:
    for name in dict.fromkeys(test.exercise for test in notebook.tests):
        tests = [test for test in notebook.tests if test.exercise == name]
        earned, worth = sum(t.points or 0.0 for t in tests), sum(t.max_points for t in tests)
        yield ExerciseView(
            name=name,
            earned=_number(earned),
            worth=_number(worth),
            percent=int(100 * max(0.0, min(1.0, earned / worth))) if worth else 0,
            cards=tuple(cards[test.grade_id] for test in tests),
        )


def _cells(notebook: Notebook, cards: Mapping[str, Card]) -> Iterator[CellView]:
    """Yield the cells until the page is full; a card stands at its test's first copy only."""
    remaining, used = PAGE_CHARS, set[str]()
    for cell in notebook.cells:
        remaining -= _weight(cell)
        if remaining < 0:
            return
        grade_id = cell.grade_id if cell.is_test else None
        card = None if grade_id is None or grade_id in used else cards.get(grade_id)
        used.add(grade_id or "")
        yield _cell(cell, card)


def _weight(cell: Cell) -> int:
    data = [output.get("data") for output in cell.outputs if isinstance(output, dict)]
    rich = [each for each in data if isinstance(each, dict)]
    heavy = ("text/html", "text/markdown")
    return len(cell.source) + sum(
        len(markup.joined(each.get(mime))) for each in rich for mime in heavy
    )


def _cell(cell: Cell, card: Card | None) -> CellView:
    if cell.cell_type == "code":
        outputs = () if cell.is_test else tuple(shown(cell.outputs))
        return CellView("code", _role(cell), markup.code(cell.source), outputs, card)
    if cell.cell_type == "markdown":
        return CellView("markdown", _role(cell), markup.markdown(cell.source, cell.attachments))
    return CellView("raw", _role(cell), markup.code(cell.source))


def _role(cell: Cell) -> str:
    if cell.is_test:
        return "test"
    if cell.is_manual:
        return "manual"
    return "answer" if cell.is_solution else ""


def _number(points: float) -> str:
    """Return points with two decimals at most, and none that say nothing."""
    return f"{round(points, 2):.10g}"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("autograder.feedback"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _template() -> Template:
    return _environment().get_template("page.html.jinja")


@lru_cache(maxsize=1)
def _css() -> str:
    source = _environment().get_template("page.css").render()
    return f"\n{source}\n"


def _css_hash() -> str:
    """Return the sum by which the policy lets this one style sheet in, and no other."""
    return base64.b64encode(hashlib.sha256(_css().encode()).digest()).decode("ascii")
