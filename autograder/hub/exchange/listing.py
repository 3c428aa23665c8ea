"""List what is released and what was handed in, as nbgrader's pages and commands expect it."""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from nbgrader.exchange import ExchangeFactory
from nbgrader.exchange.abc import ExchangeError
from nbgrader.exchange.abc import ExchangeList as AbstractList

from autograder.hub.exchange.facts import Offer, Receipt
from autograder.hub.exchange.plugin import NOTEBOOK, HubExchange, fits
from autograder.intake import names

Info = dict[str, Any]
"""What nbgrader knows an assignment or a submission by."""


class ListingFailed(Exception):
    """Say why nothing is listed, where the page would tell another story of an ExchangeError."""


class ExchangeList(AbstractList, HubExchange):  # type: ignore[misc]  # nbgrader has no types
    """List, or withdraw, what the service has."""

    def start(self) -> object:
        """Return the list; raises ExchangeError.

        On the page of JupyterLab it is ListingFailed: of an ExchangeError that page says that a
        shared folder is missing, which there never was, and not what is wrong.
        """
        try:
            with self.telling():
                return super().start()
        except ExchangeError as error:
            # Only the page leaves it to the factory to be the parent.
            if isinstance(self.parent, ExchangeFactory):
                raise ListingFailed(str(error)) from None
            raise

    def list_files(self) -> list[Info]:
        """Return and log what is there."""
        if self.inbound or self.cached:
            found = self._submitted()
            self.log.info("Submitted assignments:")
            for each in found:
                self._log(map(_told_submission, each["submissions"]))
            return found
        listed = self._released()
        self.log.info("Released assignments:")
        self._log(map(_told_release, listed))
        return listed

    def remove_files(self) -> list[Info]:
        """Withdraw one assignment, and return it; what was handed in for it stays."""
        if self.inbound or self.cached:
            self.fail(
                "Submissions cannot be removed: the service keeps every attempt. Without --inbound "
                "and --cached, --remove withdraws a released assignment"
            )
        course, assignment = self.need_course(), self.need_assignment()
        listed = [{**each, "status": "removed"} for each in self._released()]
        self.log.info("Removing released assignments:")
        self._log(map(_told_release, listed))
        self.service.order("DELETE", "api", "courses", course, "assignments", assignment, "release")
        return listed

    def _log(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.log.info(names.printable(line))

    # ---- released

    def _released(self) -> list[Info]:
        return [
            self._release(offer)
            for course in self._courses()
            for offer in self.offers(course)
            if fits(offer.assignment, self.coursedir.assignment_id)
        ]

    def _courses(self) -> list[str]:
        wanted = self.coursedir.course_id
        found = sorted(course for course in self.user.roles if fits(course, wanted))
        if not found:
            self.log.warning(
                "The hub has %s in no course%s",
                names.printable(self.user.name),
                f" {wanted}" if wanted else "",
            )
        return found

    def _release(self, offer: Offer) -> Info:
        place = self.place(offer.course, offer.assignment)
        is_fetched = place.exists()
        files = (place / f"{name}{NOTEBOOK}" for name in offer.notebooks)
        notebooks = sorted(place.glob(f"*{NOTEBOOK}")) if is_fetched else list(files)
        return {
            "course_id": offer.course,
            "assignment_id": offer.assignment,
            "status": "fetched" if is_fetched else "released",
            "path": str(place),
            "notebooks": [{"notebook_id": each.stem, "path": str(each)} for each in notebooks],
        }

    # ---- handed in

    def _submitted(self) -> list[Info]:
        receipts = sorted(self._receipts(), key=_whose)
        return [
            {
                "course_id": course,
                "student_id": student,
                "assignment_id": assignment,
                "status": "submitted",
                "submissions": [
                    self._submission(each) for each in sorted(own, key=lambda each: each.timestamp)
                ],
            }
            for (course, student, assignment), own in groupby(receipts, key=_whose)
        ]

    def _receipts(self) -> Iterator[Receipt]:
        for course in self._courses():
            for offer in self.offers(course):
                if fits(offer.assignment, self.coursedir.assignment_id):
                    yield from self._asked_for(course, offer.assignment)

    def _asked_for(self, course: str, assignment: str) -> tuple[Receipt, ...]:
        if self.cached or not self.user.is_staff(course):
            return self.own_receipts(course, assignment)
        return self.receipts(course, assignment, self.one_student())

    def _submission(self, receipt: Receipt) -> Info:
        notebooks = [self._notebook(receipt, name) for name in receipt.notebooks]
        has_local = _is_all_here(notebooks)
        folder = self.feedback_file(receipt, "").parent
        return {
            "course_id": receipt.course,
            "student_id": receipt.student,
            "assignment_id": receipt.assignment,
            "timestamp": receipt.timestamp,
            "status": "submitted",
            "path": receipt.page,
            "notebooks": notebooks,
            "has_local_feedback": has_local,
            "has_exchange_feedback": any(each["has_exchange_feedback"] for each in notebooks),
            "feedback_updated": any(each["feedback_updated"] for each in notebooks),
            "local_feedback_path": str(folder) if has_local else None,
            "attempt_id": receipt.attempt_id,
            "number": receipt.number,
            "state": receipt.state,
            "points": receipt.points,
            "max_points": receipt.max_points,
        }

    def _notebook(self, receipt: Receipt, name: str) -> Info:
        there = receipt.feedback.get(name)
        page = self.feedback_file(receipt, name)
        here = _sum(page)
        return {
            "notebook_id": name,
            "path": f"{receipt.page}/{name}{NOTEBOOK}",
            "has_local_feedback": here is not None,
            "has_exchange_feedback": there is not None,
            "local_feedback_path": str(page) if here is not None else None,
            "feedback_updated": None not in (here, there) and here != there,
        }


def _is_all_here(notebooks: list[Info]) -> bool:
    """Tell whether there is feedback here, and none to be fetched beside it.

    A notebook of the student's own, which the assignment does not have, never gets any.
    """
    here = [each for each in notebooks if each["has_local_feedback"]]
    return bool(here) and all(each in here for each in notebooks if each["has_exchange_feedback"])


def _sum(page: Path) -> str | None:
    """Return the SHA-256 of a page that was fetched, or None."""
    if not page.is_file():
        return None
    return hashlib.sha256(page.read_bytes()).hexdigest()


def _whose(receipt: Receipt) -> tuple[str, str, str]:
    return receipt.course, receipt.student, receipt.assignment


def _told_release(info: Info) -> str:
    line = f"{info['course_id']} {info['assignment_id']}"
    return f"{line} (already downloaded)" if info["status"] == "fetched" else line


def _told_submission(info: Info) -> str:
    line = f"{info['course_id']} {info['student_id']} {info['assignment_id']} {info['timestamp']}"
    if info["points"] is not None and info["max_points"] is not None:
        line += f" {info['points']:g}/{info['max_points']:g}"
    if info["has_local_feedback"] and not info["feedback_updated"]:
        return f"{line} (feedback already fetched)"
    if info["has_exchange_feedback"]:
        return f"{line} (feedback ready to be fetched)"
    return f"{line} (no feedback available)"
