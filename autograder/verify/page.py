"""A verification as one HTML file that stands alone: the matrix, the counts, and what is wrong.

The page holds hidden tests and says so on its top. Like all pages made here it has no script and
loads nothing.
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from autograder.feedback import page as feedback
from autograder.plain_text import plain
from autograder.scoring import number
from autograder.verify.findings import (
    FLAW_OF,
    Flaw,
    Tally,
    Totals,
    duration,
    findings,
    plural,
    tallies,
    totals,
)
from autograder.verify.judging import Verified
from autograder.verify.matrix import Column, Key, Look, Mark, Matrix, Row, key, matrices
from autograder.verify.outcome import HiddenTest, Trial
from autograder.verify.sections import Told
from autograder.verify.telling import (
    REDUNDANT,
    REMEDIES,
    UNCAUGHT,
    UNPROVEN,
    UNTRIED,
    hidden_summary,
)

WORDS = {
    Look.FULL: "full marks",
    Look.PART: "some points, as expected",
    Look.ZERO: "none, as expected",
    Look.VARIES: "other points on other data, as expected",
    Look.WRONG: "not as expected",
}
"""What a cell of the matrix says to who does not see its colour."""


@dataclass(frozen=True)
class CellView:
    """Hold one cell of the matrix as it is shown; ``href`` leads to where more is said of it."""

    look: Look
    points: str
    said: str
    href: str

    @property
    def words(self) -> str:
        """Return what the look means."""
        return WORDS[self.look]


@dataclass(frozen=True)
class RowView:
    """Hold one row of the matrix as it is shown; ``tag`` is a word of its own on it."""

    anchor: str
    row: Row
    title: str
    file: str
    cells: tuple[CellView | None, ...]
    tag: str

    @property
    def is_wrong(self) -> bool:
        """Tell whether something about the row is not as it should be."""
        return bool(self.row.wrong) or self.tag == "uncaught"


@dataclass(frozen=True)
class GroupView:
    """Hold the rows under one title."""

    title: str
    rows: tuple[RowView, ...]


@dataclass(frozen=True)
class MatrixView:
    """Hold the matrix of one notebook as it is shown."""

    anchor: str
    notebook: str
    exercises: tuple[tuple[str, int], ...]
    columns: tuple[Column, ...]
    groups: tuple[GroupView, ...]

    @property
    def starts(self) -> frozenset[int]:
        """Return the columns with which an exercise begins, counted from 0."""
        widths = [width for _, width in self.exercises]
        return frozenset(sum(widths[:at]) for at in range(len(widths)))


@dataclass(frozen=True)
class Item:
    """Hold one thing that is wrong; ``href`` leads to its row, or to its hidden test."""

    anchor: str
    file: str
    text: str
    href: str
    said: str = ""
    runs: str = ""


@dataclass(frozen=True)
class ListView:
    """Hold a list of things that are wrong in the same way, and what to do about them."""

    title: str
    remedy: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class HiddenView:
    """Hold one hidden test, and links to the chaffs that fail at it."""

    anchor: str
    hidden: HiddenTest
    chaffs: tuple[tuple[str, str], ...]
    is_redundant: bool


@dataclass(frozen=True)
class View:
    """Hold what is shown of one assignment."""

    anchor: str
    told: Told
    totals: Totals
    duration: str
    hidden_summary: str
    tallies: tuple[Tally, ...]
    wrong: tuple[ListView, ...]
    untried: ListView
    matrices: tuple[MatrixView, ...]
    hidden: tuple[HiddenView, ...]


@dataclass(frozen=True)
class _Places:
    """Hold the anchors of rows, of hidden tests, and of what is wrong with a row's test cell."""

    rows: Mapping[Key, str]
    hidden: Mapping[HiddenTest, str]
    wrong: Mapping[tuple[Key, str], str]

    def of(self, row: Row, mark: Mark) -> str:
        """Return where more is said of a cell of the matrix, or nothing."""
        shown = mark.shown
        wrong = self.wrong.get((key(row.trial), shown.grade_id), "")
        if wrong or shown.is_full:
            return wrong
        cell = (row.trial.notebook, shown.grade_id)
        return next(
            (
                anchor
                for each, anchor in self.hidden.items()
                if (each.notebook, each.grade_id) == cell and each.first <= shown.line <= each.last
            ),
            "",
        )


def page(found: Sequence[Told]) -> str:
    """Return what was verified as a page for the instructor."""
    views = tuple(_view(f"a{at}", told) for at, told in enumerate(found, 1))
    text = (
        _environment()
        .get_template("verified.html.jinja")
        .render(
            views=views,
            flaw_of=FLAW_OF,
            lenient=Flaw.LENIENT,
            other=Flaw.OTHER,
            number=number,
            plural=plural,
            plain=plain,
            looks=tuple(WORDS.items()),
            css=Markup(_css()),  # noqa: S704  # our own files
            css_hash=base64.b64encode(hashlib.sha256(_css().encode()).digest()).decode("ascii"),
        )
    )
    return text.encode("utf-8", errors="replace").decode("utf-8")


def _view(anchor: str, told: Told) -> View:
    verified = told.verified
    found = tallies(verified)
    made = matrices(verified)
    places = _places(anchor, verified, made)
    return View(
        anchor=anchor,
        told=told,
        totals=totals(found),
        duration=duration(verified.seconds),
        hidden_summary=hidden_summary(verified),
        tallies=found,
        wrong=_wrong(told, places),
        untried=_trials(UNTRIED, told, verified.untried, places),
        matrices=tuple(
            _matrix(f"{anchor}-m{n}", told, each, places) for n, each in enumerate(made, 1)
        ),
        hidden=tuple(_hidden(verified, each, places) for each in verified.proven_by),
    )


def _places(anchor: str, verified: Verified, made: Sequence[Matrix]) -> _Places:
    rows = [row for matrix in made for group in matrix.groups for row in group.rows]
    wrong: dict[tuple[Key, str], str] = {}
    for at, each in enumerate(findings(verified)):
        wrong.setdefault((key(each.trial), each.grade_id), f"{anchor}-wrong{at}")
    return _Places(
        rows={key(row.trial): f"{anchor}-row{at}" for at, row in enumerate(rows)},
        hidden={each: f"{anchor}-hidden{at}" for at, each in enumerate(verified.proven_by)},
        wrong=wrong,
    )


def _matrix(anchor: str, told: Told, matrix: Matrix, places: _Places) -> MatrixView:
    groups = (
        GroupView(group.title, tuple(_row(told, row, places) for row in group.rows))
        for group in matrix.groups
    )
    return MatrixView(anchor, matrix.notebook, matrix.exercises, matrix.columns, tuple(groups))


def _row(told: Told, row: Row, places: _Places) -> RowView:
    cells = tuple(None if mark is None else _cell(row, mark, places) for mark in row.marks)
    name, title = told.file(row.trial), row.trial.title
    anchor = places.rows[key(row.trial)]
    return RowView(anchor, row, title, name, cells, _tag(told.verified, row.trial))


def _cell(row: Row, mark: Mark, places: _Places) -> CellView:
    return CellView(mark.look, mark.points, mark.said, places.of(row, mark))


def _tag(verified: Verified, trial: Trial) -> str:
    if key(trial) in {key(each) for each in verified.uncaught}:
        return "uncaught"
    return "needs other data" if key(trial) in {key(each) for each in verified.untried} else ""


def _wrong(told: Told, places: _Places) -> tuple[ListView, ...]:
    verified = told.verified
    lists = [
        *_flawed(told, places),
        _trials(UNCAUGHT, told, verified.uncaught, places),
        _tests(UNPROVEN, verified.unproven, places),
        _tests(REDUNDANT, verified.redundant or (), places),
        *(
            ListView(each.title, "", tuple(Item("", "", line, "") for line in each.wrong))
            for each in told.sections
        ),
    ]
    return tuple(each for each in lists if each.items)


def _flawed(told: Told, places: _Places) -> list[ListView]:
    items: dict[Flaw, list[Item]] = {flaw: [] for flaw in REMEDIES}
    for each in findings(told.verified):
        anchor = places.wrong[key(each.trial), each.grade_id]
        # Several things can be wrong with one test cell: the first has the anchor.
        is_first = all(anchor != item.anchor for found in items.values() for item in found)
        href = places.rows[key(each.trial)]
        items[each.flaw].append(
            Item(
                anchor if is_first else "",
                told.file(each.trial),
                each.text,
                href,
                each.said,
                each.runs,
            )
        )
    return [ListView(*REMEDIES[flaw], tuple(found)) for flaw, found in items.items()]


def _trials(
    words: tuple[str, str], told: Told, trials: Sequence[Trial], places: _Places
) -> ListView:
    items = (Item("", told.file(trial), trial.title, places.rows[key(trial)]) for trial in trials)
    return ListView(*words, tuple(items))


def _tests(words: tuple[str, str], tests: Sequence[HiddenTest], places: _Places) -> ListView:
    items = (Item("", "", each.label, places.hidden[each]) for each in tests)
    return ListView(*words, tuple(items))


def _hidden(verified: Verified, hidden: HiddenTest, places: _Places) -> HiddenView:
    chaffs = tuple((trial.name, places.rows[key(trial)]) for trial in verified.proven_by[hidden])
    return HiddenView(places.hidden[hidden], hidden, chaffs, hidden in (verified.redundant or ()))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Return the feedback pages' environment, on the templates of this part."""
    return feedback.environment().overlay(loader=PackageLoader("autograder.verify"))


@lru_cache(maxsize=1)
def _css() -> str:
    """Return the feedback pages' style sheet, and below it what only this page needs."""
    own = _environment().get_template("verified.css").render()
    return f"\n{feedback.environment().get_template('page.css').render()}\n{own}\n"
