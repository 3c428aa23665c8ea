"""One notebook's feedback as one HTML file that stands alone.

Comes in: what grading gave, and the graded notebook, its test cells in their public form. Goes
out: a page without script, which loads nothing; a content security policy says so to the browser
as well. What people gave by hand stands on it too; a comment is no more trusted than a student's
text. The instructor's notes of a result, and outputs of test cells, which may quote a hidden
test, never get into it.
"""

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from autograder.feedback import markup
from autograder.feedback.cards import (
    NO_MARK,
    Card,
    cards,
    exercises,
    marks_of,
    sums,
    whole,
)
from autograder.feedback.harmless import as_handed_in
from autograder.feedback.outputs import Shown, shown
from autograder.marks import CellMark, Standing
from autograder.notebook import Cell, Notebook
from autograder.results import NotebookResult, Result
from autograder.scoring import number

PAGE_CHARS = 1_000_000
"""Characters of cells and HTML on one page; what comes after is left out."""

STAMP_CHARS = 64


@dataclass(frozen=True)
class CellView:
    """Hold one cell as it is shown: ``role`` is answer, test, manual, task or nothing.

    ``comment`` is what a person wrote on it.
    """

    kind: str
    role: str
    body: Markup
    outputs: tuple[Shown, ...] = ()
    card: Card | None = None
    grade_id: str | None = None
    comment: Markup = Markup()  # noqa: RUF009  # it never changes


@dataclass(frozen=True)
class Comment:
    """Hold what a person wrote on a cell that is not on the page."""

    grade_id: str
    body: Markup


def render(
    result: Result,
    notebook_result: NotebookResult,
    notebook: Notebook,
    standing: Standing | None = None,
) -> str:
    """Return the feedback page of one notebook.

    ``notebook`` holds the student's cells and outputs; its test cells have their public source.
    ``standing`` is what the gradebook adds: points, extra credit and comments given by hand, and
    what is taken off for being late.
    """
    marks = marks_of(standing, notebook_result.name)
    made = cards(notebook_result, marks)
    cells = tuple(_cells(notebook, made, marks))
    placed = {view.card.grade_id for view in cells if view.card}
    said = {view.grade_id for view in cells}
    points = sums(notebook_result, standing)
    earned, worth = whole(result, standing)
    page = _template().render(
        result=result,
        student=markup.plain(result.student),
        handed_in=markup.plain(result.handed_in)[:STAMP_CHARS],
        notebook=notebook_result,
        earned=number(points.earned),
        worth=number(points.worth),
        total=f"{number(earned)} of {number(worth)}",
        pending=number(points.pending),
        penalty=number(points.penalty),
        exercises=tuple(exercises(made.values())),
        cells=cells,
        left_out=len(notebook.cells) - len(cells),
        unplaced=tuple(card for card in made.values() if card.grade_id not in placed),
        comments=tuple(
            Comment(mark.grade_id, markup.markdown(mark.comment))
            for mark in marks.values()
            if mark.comment and mark.grade_id not in said
        ),
        css=Markup(_css()),  # noqa: S704  # our own file
        css_hash=_css_hash(),
    )
    return page.encode("utf-8", errors="replace").decode("utf-8")


def _cells(
    notebook: Notebook, made: Mapping[str, Card], marks: Mapping[str, CellMark]
) -> Iterator[CellView]:
    """Yield the cells until the page is full; a card stands at its cell's first copy only."""
    remaining, used = PAGE_CHARS, set[str]()
    for cell in notebook.cells:
        remaining -= _weight(cell)
        if remaining < 0:
            return
        grade_id = None if cell.grade_id in used else cell.grade_id
        used.add(grade_id or "")
        view = _cell(cell)
        if grade_id is not None:
            card = made.get(grade_id) if view.role else None
            said = marks.get(grade_id, NO_MARK).comment
            comment = markup.markdown(said) if said else Markup()
            view = replace(view, card=card, grade_id=grade_id, comment=comment)
        yield view


def _weight(cell: Cell) -> int:
    data = [output.get("data") for output in cell.outputs if isinstance(output, dict)]
    rich = [each for each in data if isinstance(each, dict)]
    heavy = ("text/html", "text/markdown")
    return len(as_handed_in(cell)) + sum(
        len(markup.joined(each.get(mime))) for each in rich for mime in heavy
    )


def _cell(cell: Cell) -> CellView:
    if cell.cell_type == "code":
        outputs = () if cell.is_test else tuple(shown(cell.outputs))
        return CellView("code", _role(cell), markup.code(cell.source), outputs)
    if cell.cell_type == "markdown":
        body = markup.markdown(as_handed_in(cell), cell.attachments)
        return CellView("markdown", _role(cell), body)
    return CellView("raw", _role(cell), markup.code(as_handed_in(cell)))


def _role(cell: Cell) -> str:
    if cell.is_test:
        return "test"
    if cell.is_manual:
        return "task" if cell.is_task else "manual"
    return "answer" if cell.is_solution else ""


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return what makes pages of the templates: all text is escaped, and no name may be missing."""
    return Environment(
        loader=PackageLoader("autograder.feedback"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _template() -> Template:
    return environment().get_template("page.html.jinja")


@lru_cache(maxsize=1)
def _css() -> str:
    source = environment().get_template("page.css").render()
    return f"\n{source}\n"


def _css_hash() -> str:
    """Return the sum by which the policy lets this one style sheet in, and no other."""
    return base64.b64encode(hashlib.sha256(_css().encode()).digest()).decode("ascii")
