"""Fetch feedback beside the user's work, and let students fetch it."""

import hashlib
from typing import Any

from nbgrader.exchange.abc import ExchangeFetchFeedback as AbstractFetch
from nbgrader.exchange.abc import ExchangeReleaseFeedback as AbstractRelease
from sqlalchemy.exc import SQLAlchemyError

from autograder.hub.exchange.client import ServiceRefused
from autograder.hub.exchange.facts import Receipt, receipts_of
from autograder.hub.exchange.marks import ByHand, given_by_hand
from autograder.hub.exchange.plugin import HubExchange
from autograder.hub.exchange.writing import write_file
from autograder.intake import names

PAGE_BYTES = 64 * 2**20
"""What one page may hold: a notebook's whole output is in it."""


class ExchangeFetchFeedback(HubExchange, AbstractFetch):  # type: ignore[misc]  # untyped
    """Fetch the feedback on each of the user's attempts that may be seen now."""

    def init_src(self) -> None:
        """See which pages there are."""
        self.course, self.assignment = self.need_course(), self.need_assignment()
        self.attempts = self.own_receipts(self.course, self.assignment)

    def copy_files(self) -> None:
        """Fetch those that are new, or have changed."""
        pages = [(each, name) for each in self.attempts for name in each.feedback]
        if not pages:
            self.log.warning("No feedback on '%s' can be fetched yet", self.assignment)
        for receipt, notebook in pages:
            self._fetch(receipt, notebook)

    def _fetch(self, receipt: Receipt, notebook: str) -> None:
        target = self.feedback_file(receipt, notebook)
        if target.is_file() and _sum(target.read_bytes()) == receipt.feedback[notebook]:
            self.log.debug("Fetched before: %s", target)
            return
        content = self.service.download(
            *("api", "attempts", receipt.attempt_id, "feedback", f"{notebook}.html"),
            most_bytes=PAGE_BYTES,
        )
        if _sum(content) != receipt.feedback[notebook]:
            self.fail(
                f"The feedback on {names.printable(notebook)} has just changed, or did not come "
                "whole: fetch it again"
            )
        write_file(target, content)
        self.log.info("Fetched feedback: %s", target)


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class ExchangeReleaseFeedback(HubExchange, AbstractRelease):  # type: ignore[misc]  # untyped
    """Let students see the feedback that the service has made.

    What the user gave by hand in the gradebook of the own course folder is sent first.
    """

    def init_src(self) -> None:
        """See what is asked for."""
        self.course, self.assignment = self.need_course(), self.need_assignment()

    def copy_files(self) -> None:
        """Release it, to all or to those who are asked for."""
        student, excluded = self.one_student(), self._excluded()
        self._send_marks(student, excluded)
        if student or not excluded:
            released = self._release(student or None)
        else:
            released = sum(map(self._release, sorted(self._students() - excluded)))
        self.log.info(
            "Released the feedback on %s %s: %d attempts", self.course, self.assignment, released
        )

    def _send_marks(self, student: str, excluded: set[str]) -> None:
        """Send what was given by hand; fails, and nothing is released, when some is not taken."""
        try:
            found = given_by_hand(self.coursedir.db_url, self.course, self.assignment)
        except SQLAlchemyError as error:
            self.fail(f"Nothing was released: the gradebook cannot be read: {error}")
        wanted = [
            each for each in found if each.student not in excluded and student in ("", each.student)
        ]
        refused = [each.student for each in wanted if not self._send(each)]
        if refused:
            self.fail(
                "Nothing was released: what was given by hand was not taken for "
                f"{', '.join(map(names.printable, refused))}"
            )
        if wanted:
            self.log.info("Sent what was given by hand to %d students", len(wanted))

    def _send(self, given: ByHand) -> bool:
        attempts = self.receipts(self.course, self.assignment, given.student)
        graded = [each for each in attempts if each.received_at == given.received_at]
        if not graded:
            self.log.error(
                "%s: the gradebook's work is none of the attempts that the service has: collect "
                "it, and grade that",
                names.printable(given.student),
            )
            return False
        path = ("api", "attempts", graded[-1].attempt_id, "marks")
        try:
            for cells in given.cells.values():
                self.service.order("PUT", *path, body={"cells": cells})
        except ServiceRefused as error:
            self.log.error("%s: %s", names.printable(given.student), error.message)
            return False
        return True

    def _excluded(self) -> set[str]:
        return set(filter(None, self.coursedir.student_id_exclude.split(",")))

    def _students(self) -> set[str]:
        path = ("api", "courses", self.course, "assignments", self.assignment, "latest.json")
        return {each.student for each in receipts_of(self.service.read(*path))}

    def _release(self, student: str | None) -> int:
        path = ("api", "courses", self.course, "assignments", self.assignment, "feedback")
        answer: Any = self.service.order("PUT", *path, body={"student": student})
        return int(answer.get("released", 0)) if isinstance(answer, dict) else 0
