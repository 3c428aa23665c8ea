"""Collect what was handed in into the course's own folder, to be graded or looked at there.

Placing is intake's: a submission is there whole or not at all, and the one before is kept among
the attempts, so that no moment of a crash loses either.
"""

import hashlib
import os
import tempfile
from pathlib import Path

from nbgrader.exchange.abc import ExchangeCollect as AbstractCollect

from autograder.configuration import Course
from autograder.errors import AutograderError, OperatorError
from autograder.helper_files import TIMESTAMP_FILE
from autograder.hub.exchange.facts import Receipt, receipts_of
from autograder.hub.exchange.plugin import HubExchange
from autograder.hub.packing import RELEASE, unpack
from autograder.intake import names, placing, times
from autograder.intake.attribution import Handing, Version
from autograder.intake.plan import Placement, State

_LAYOUT = os.path.join("{nbgrader_step}", "{student_id}", "{assignment_id}")
_HUB = Handing("hub")


class ExchangeCollect(HubExchange, AbstractCollect):  # type: ignore[misc]  # nbgrader has no types
    """Collect the attempt of each student that counts."""

    def init_src(self) -> None:
        """See what there is; fails unless the user is of the course's staff."""
        self.course, self.assignment = self.need_course(), self.need_assignment()
        wanted = self.one_student()
        path = ("api", "courses", self.course, "assignments", self.assignment, "latest.json")
        query = {"before_due": "1"} if self.before_duedate else None
        found = receipts_of(self.service.read(*path, query=query))
        self.src_records = [each for each in found if not wanted or each.student == wanted]

    def init_dest(self) -> None:
        """Find the folder; fails when the course has another layout than nbgrader's own."""
        if self.coursedir.directory_structure != _LAYOUT:
            self.fail(
                "c.CourseDirectory.directory_structure is set: only nbgrader's own layout, "
                f"{_LAYOUT}, is understood here"
            )
        if "/" in self.assignment or names.refusal(self.assignment) is not None:
            self.fail(f"{names.printable(self.assignment)} cannot be the name of a folder")
        self.folders = self._folders()

    def copy_files(self) -> None:
        """Collect them, each by itself: what is wrong with one does not keep back the others."""
        about = f"of '{self.assignment}' for course '{self.course}'"
        if not self.src_records:
            self.log.warning("No submissions %s to collect", about)
            return
        self.log.info("Processing %d submissions %s", len(self.src_records), about)
        with placing.only_one(self.folders):
            placing.recover(self.folders, self.assignment)
            failed = [each.student for each in self.src_records if not self._is_collected(each)]
        if failed:
            listed = ", ".join(map(names.printable, failed))
            self.fail(f"Not collected, for the reasons above: {listed}")

    def _folders(self) -> Course:
        root = Path(self.coursedir.root)
        steps = ("source", "release", "submitted", "autograded", "feedback")
        places = {step: root / getattr(self.coursedir, f"{step}_directory") for step in steps}
        return Course(root=root, results=root / "results", db_url="", **places)

    def _is_collected(self, receipt: Receipt) -> bool:
        """Collect one student's submission; tell whether nothing went wrong."""
        try:
            self._collect(receipt)
        except AutograderError as error:
            self.log.error("%s: %s", names.printable(receipt.student), error.message)
        except OSError as error:
            reason = os.strerror(error.errno or 0)
            self.log.error("%s: %s: %s", names.printable(receipt.student), error.filename, reason)
        else:
            return True
        return False

    def _collect(self, receipt: Receipt) -> None:
        student = receipt.student
        if not names.is_student(student):
            raise OperatorError("student-name", "the hub's user name cannot be a folder's")
        existing = placing.existing(self.folders, student, self.assignment)
        is_there = (self.folders.submitted / student / self.assignment).is_dir()
        about = f"{student} {self.assignment}"
        if is_there and not self._is_newer(receipt, existing.timestamp):
            self.log.info(
                "No newer submission to collect: %s"
                if self.update
                else "Submission already exists, use --update to update: %s",
                about,
            )
            return
        self.log.info("%s submission: %s", "Updating" if is_there else "Collecting", about)
        self._place(receipt, State.REPLACED if is_there else State.NEW)

    def _is_newer(self, receipt: Receipt, timestamp: str) -> bool:
        """Tell whether an attempt takes the place of what was collected before."""
        before, now = times.parse(timestamp), times.parse(receipt.timestamp)
        if self.update and (before is None or (now is not None and now > before)):
            return True
        return bool(self.before_duedate) and before != now

    def _place(self, receipt: Receipt, state: State) -> None:
        content = self.service.download(
            *("api", "attempts", receipt.attempt_id, "submission.zip"),
            most_bytes=RELEASE.archive_bytes,
        )
        # The service has taken it: what it holds for students is not for us to repeat.
        files = unpack(content, RELEASE)
        # The time is the service's, whatever a student has written.
        files.pop(TIMESTAMP_FILE, None)
        with tempfile.TemporaryDirectory(prefix="autograder-collect-") as folder:
            versions = tuple(
                _version(Path(folder), path, content) for path, content in files.items()
            )
            placement = Placement(receipt.student, state, versions, receipt.timestamp)
            placing.place(self.folders, self.assignment, placement, Path(folder).joinpath)


def _version(folder: Path, path: str, content: bytes) -> Version:
    """Return a file as intake places it, and keep its content under its sum."""
    total = hashlib.sha256(content).hexdigest()
    folder.joinpath(total).write_bytes(content)
    return Version(path, total, _HUB)
