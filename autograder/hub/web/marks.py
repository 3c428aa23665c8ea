"""Points by hand: the page where a person gives them, and the route for programs."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from tornado.web import HTTPError

from autograder.errors import InstructorError
from autograder.feedback import cards
from autograder.feedback.harmless import as_handed_in
from autograder.hub import marking
from autograder.hub.model import A_PERSON_JUDGES, Attempt
from autograder.hub.service import Service
from autograder.hub.store import Given
from autograder.hub.times import iso
from autograder.hub.web import api
from autograder.hub.web.addresses import Addresses
from autograder.hub.web.handler import Handler
from autograder.hub.web.marks_view import MarkedCell, MarkedNotebook, MarkingPage
from autograder.hub.web.people import Page
from autograder.hub.web.wording import moment
from autograder.marks import CellMark
from autograder.results import ManualCell, NotebookResult, TestResult
from autograder.scoring import number

FORM_BYTES = 2_000_000
ANSWER_CHARS = 100_000

Key = tuple[str, str]
"""A notebook and a cell's id."""
_NOTHING = CellMark("", "")


class Marks(Handler):
    """Tell and take what people give an attempt by hand."""

    async def get(self, attempt_id: str) -> None:
        """Answer with the marks that count."""
        await self._tell(self.the_attempt())

    async def put(self, attempt_id: str) -> None:
        """Give cells points; those that are not named stay as they are."""
        cells = marking.from_json(api.body(self))
        await self._tell(await give(self, cells))

    async def _tell(self, attempt: Attempt) -> None:
        given = await self.blocking(self.site.service.store.given, attempt.attempt_id)
        cells = [_told(each) for each in given if not marking.is_empty(each.mark)]
        self.write_json(
            {
                "cells": cells,
                "state": attempt.state,
                "points": attempt.points,
                "max_points": attempt.max_points,
            }
        )


def _told(given: Given) -> dict[str, Any]:
    mark = given.mark
    return {
        "notebook": mark.notebook,
        "grade_id": mark.grade_id,
        "points": mark.points,
        "extra_credit": mark.extra_credit,
        "comment": mark.comment,
        "given_at": iso(given.at),
        "given_by": given.by,
    }


async def give(handler: Handler, cells: Sequence[CellMark]) -> Attempt:
    """Give the route's attempt marks, and tell open pages and the gradebook."""
    site, attempt = handler.site, handler.the_attempt()
    marked = await handler.blocking(site.service.give, attempt, cells, handler.person.name)
    site.events.tell(marked)
    site.dispatcher.refresh(attempt.course, attempt.assignment)
    return marked


class Pages(Page):
    """Let those who grade give points by hand."""

    async def get(self, attempt_id: str) -> None:
        """Answer with the form."""
        self.write_page(await self.blocking(self._view, {}))

    async def post(self, attempt_id: str) -> None:
        """Take the form; when it cannot be taken, show it again with what was entered."""
        if len(self.request.body) > FORM_BYTES:
            raise HTTPError(413)
        view = await self.blocking(self._view, {})
        sent = {
            (notebook.name, cell.grade_id): self._entered(cell.field)
            for notebook in view.notebooks
            for cell in (*notebook.cells, *notebook.tests)
        }
        try:
            if self.get_body_argument("graded", "") != view.graded:
                raise InstructorError(
                    "attempt-graded-again",
                    "the attempt was graded again since this page was opened: look at it again, "
                    "and save again.",
                )
            await give(self, marking.from_json({"cells": [_order(*each) for each in sent.items()]}))
        except InstructorError as error:
            self.set_status(400)
            view = await self.blocking(self._view, sent)
            self.write_page(dataclasses.replace(view, error=error.message))
            return
        self.redirect(await self._where_next(), status=303)

    def _entered(self, name: str) -> Mapping[str, str]:
        return {
            key: self.get_body_argument(f"{key}-{name}", "", strip=False)
            for key in ("points", "extra", "comment")
        }

    async def _where_next(self) -> str:
        attempt, to = self.the_attempt(), Addresses(self.base)
        if self.get_body_argument("then", "") != "next":
            return to.attempt(attempt.attempt_id)
        found = await self.blocking(following, self.site.service, attempt)
        return to.marks(found) if found else to.assignment(attempt.course, attempt.assignment)

    def _view(self, entered: Mapping[Key, Mapping[str, str]]) -> MarkingPage:
        service, attempt = self.site.service, self.the_attempt()
        if attempt.evidence is None:
            raise InstructorError(
                "attempt-without-result",
                "this attempt is being graded, or could not be: there is nothing to give points to",
            )
        return MarkingPage(
            self.person.name,
            attempt.course,
            attempt.assignment,
            attempt.student,
            self.presenter.line(attempt, self.the_role()),
            notebooks=_Form(service, attempt, entered).notebooks(),
            graded=attempt.evidence,
            problem="" if attempt.problem == A_PERSON_JUDGES else attempt.problem,
            has_next=bool(following(service, attempt)),
        )


def following(service: Service, attempt: Attempt) -> str:
    """Return the attempt of the next student, by name, that waits for a person; or nothing."""
    newest = service.store.newest_attempts(attempt.course, attempt.assignment)
    waiting = (each for each in newest if service.waits_for_marks(each))
    others = [each for each in waiting if each.student != attempt.student]
    after = [each for each in others if each.student > attempt.student]
    return next((each.attempt_id for each in (*after, *others)), "")


def _order(key: Key, entered: Mapping[str, str]) -> dict[str, Any]:
    return {
        "notebook": key[0],
        "grade_id": key[1],
        "points": _number(entered["points"]),
        "extra_credit": _number(entered["extra"]),
        "comment": "\n".join(entered["comment"].splitlines()).strip(),
    }


def _number(text: str) -> float | str | None:
    """Return what was entered as points; a text that is no number is for whoever refuses it."""
    try:
        return float(text.strip().replace(",", ".")) if text.strip() else None
    except ValueError:
        return text


class _Form:
    """Make the cells of the form: what was entered, else what was given, else what was before."""

    def __init__(
        self, service: Service, attempt: Attempt, entered: Mapping[Key, Mapping[str, str]]
    ) -> None:
        self._result = service.kept_result(str(attempt.evidence))
        self._entered = entered
        self._given = {_key(each.mark): each for each in service.store.given(attempt.attempt_id)}
        self._answers = _answers(service, attempt)
        self._before, self._number = _earlier(service, attempt, self._answers)
        self._count = 0

    def notebooks(self) -> tuple[MarkedNotebook, ...]:
        return tuple(map(self._notebook, self._result.notebooks))

    def _notebook(self, notebook: NotebookResult) -> MarkedNotebook:
        made = cards.cards(notebook, {})
        wanted: list[ManualCell | TestResult] = [
            *notebook.manual,
            *(test for test in notebook.tests if test.points is None),
        ]
        others = [test for test in notebook.tests if test.points is not None]
        return MarkedNotebook(
            notebook.name,
            tuple(self._cell(notebook.name, each, made) for each in wanted),
            tuple(self._cell(notebook.name, each, made) for each in others),
        )

    def _cell(
        self, notebook: str, cell: ManualCell | TestResult, made: Mapping[str, cards.Card]
    ) -> MarkedCell:
        key, card = (notebook, cell.grade_id), made[cell.grade_id]
        given, before = self._given.get(key), self._before.get(key)
        is_new = given is None and before is not None
        mark = given.mark if given is not None else before or _NOTHING
        shown = self._entered.get(key) or _shown(mark)
        said = ""
        if given is not None and not marking.is_empty(given.mark):
            said = f"Given by {given.by}, {moment(given.at).text}"
        elif is_new:
            said = f"From attempt {self._number}, where the answer was the same: not saved yet"
        self._count += 1
        return MarkedCell(
            field=str(self._count),
            grade_id=cell.grade_id,
            exercise=cell.exercise,
            noun=card.noun,
            worth=number(cell.max_points),
            found=card.words,
            is_open=card.earned is None and mark.points is None,
            answer=self._answers.get(key, "") if isinstance(cell, ManualCell) else "",
            points=shown["points"],
            extra=shown["extra"],
            comment=shown["comment"],
            given=said,
            note=cell.message if isinstance(cell, TestResult) else "",
        )


def _shown(mark: CellMark) -> dict[str, str]:
    numbers = (mark.points, mark.extra_credit)
    points, extra = ("" if each is None else repr(each).removesuffix(".0") for each in numbers)
    return {"points": points, "extra": extra, "comment": mark.comment}


def _key(mark: CellMark) -> Key:
    return mark.notebook, mark.grade_id


def _answers(service: Service, attempt: Attempt) -> dict[Key, str]:
    """Return what a student wrote into the cells that only a person judges."""
    found: dict[Key, str] = {}
    for name, notebook in service.executed(attempt).items():
        for cell in notebook.cells:
            if cell.is_manual and cell.grade_id is not None:
                found.setdefault((name, cell.grade_id), as_handed_in(cell)[:ANSWER_CHARS])
    return found


def _earlier(
    service: Service, attempt: Attempt, answers: Mapping[Key, str]
) -> tuple[dict[Key, CellMark], int]:
    """Return what the newest earlier attempt with marks got for the same answers, and its number.

    Nothing of it counts before it is saved.
    """
    mine = service.store.attempts(attempt.course, attempt.assignment, attempt.student)
    for earlier in reversed([each for each in mine if each.number < attempt.number]):
        given = service.marks(earlier)
        if given and earlier.evidence is not None:
            then = _answers(service, earlier)
            same = {key for key, text in answers.items() if then.get(key) == text}
            return {_key(each): each for each in given if _key(each) in same}, earlier.number
    return {}, 0
