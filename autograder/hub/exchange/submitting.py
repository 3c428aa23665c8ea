"""Hand in an assignment: the student's folder as it is now, and a receipt for it."""

import hashlib
import os
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from nbgrader.exchange.abc import ExchangeSubmit as AbstractSubmit

from autograder.hub.exchange.client import ServiceUnreachable
from autograder.hub.exchange.facts import Offer, Receipt, receipt_of
from autograder.hub.exchange.plugin import FEEDBACK, NOTEBOOK, HubExchange
from autograder.hub.packing import Skip, links, pack_files, read_folder
from autograder.intake import names

PUBLIC_URL_VARIABLE = "JUPYTERHUB_PUBLIC_URL"


class ExchangeSubmit(HubExchange, AbstractSubmit):  # type: ignore[misc]  # nbgrader has no types
    """Hand in; ``receipt`` is what the service says of the attempt."""

    receipt: Receipt | None = None

    def init_src(self) -> None:
        """Find the student's folder; fails when there is none."""
        course = self.need_course()
        self.src_path = os.path.abspath(self.place(course, self.need_assignment()))
        # As in nbgrader, `stars/` is the assignment `stars`.
        self.coursedir.assignment_id = self.assignment = Path(self.src_path).name
        self.course = course
        if not os.path.isdir(self.src_path):
            self.fail(f"Assignment not found at: {self.src_path}")

    def init_dest(self) -> None:
        """See who hands in, and that the assignment is released."""
        wanted = self.one_student()
        if wanted and wanted != self.user.name:
            self.fail(
                f"The hub knows you as {self.user.name}, and you can hand in for nobody else: "
                "leave out --student"
            )
        self.offer = self._offer()

    def copy_files(self) -> None:
        """Hand in."""
        self.log.info("Source: %s", self.src_path)
        files = self._files()
        self._look_for_notebooks(files)
        self.receipt = self._handed_in(pack_files(files))
        self._tell(self.receipt)

    def _offer(self) -> Offer:
        offers = self.offers(self.course)
        found = next((each for each in offers if each.assignment == self.assignment), None)
        if found is None:
            self.fail(
                f"{names.printable(self.assignment)} is not released in the course {self.course}"
            )
        return found

    # ---- what is handed in

    def _files(self) -> dict[str, bytes]:
        folder, skip = Path(self.src_path), self._skip()
        for link in links(folder, skip=skip):
            self.log.warning(
                "%s is a link, and is not handed in: put a copy of the file in its place",
                names.printable(link),
            )
        files = read_folder(folder, skip=skip)
        size, most = sum(map(len, files.values())), 1000 * self.coursedir.max_dir_size
        if size > most:
            self.fail(f"Directory size is too big. Size is {size}, maximum size is {most}")
        return files

    def _skip(self) -> Skip:
        ignored = self.skipping(Path(self.src_path))

        def skip(path: PurePosixPath) -> bool:
            # What was fetched here is not the student's work, whatever the course ignores.
            return path.parts[:1] == (FEEDBACK,) or ignored(path)

        return skip

    def _look_for_notebooks(self, files: dict[str, bytes]) -> None:
        """Warn of missing and of other notebooks; fails for missing ones where that is set."""
        expected = {f"{name}{NOTEBOOK}" for name in self.offer.notebooks}
        found = {path for path in files if path.endswith(NOTEBOOK)}
        if expected == found:
            return
        wanted = [f"{each}: {'FOUND' if each in found else 'MISSING'}" for each in sorted(expected)]
        others = [f"{each}: {'OK' if each in expected else 'EXTRA'}" for each in sorted(found)]
        difference = "Expected:\n\t{}\nSubmitted:\n\t{}".format(
            "\n\t".join(wanted), "\n\t".join(map(names.printable, others))
        )
        if self.strict and expected - found:
            self.fail(
                f"Assignment {self.assignment} not submitted. "
                f"There are missing notebooks for the submission:\n{difference}"
            )
        self.log.warning(
            "Possible missing notebooks and/or extra notebooks submitted for assignment %s:\n%s",
            self.assignment,
            difference,
        )

    # ---- handing in

    def _handed_in(self, archive: bytes) -> Receipt:
        before = self.service.service_time
        path = ("api", "courses", self.course, "assignments", self.assignment, "attempts")
        try:
            return receipt_of(self.service.send("POST", *path, archive=archive))
        except ServiceUnreachable as error:
            # It may have come through all the same, with only the answer lost.
            if (found := self._arrived(archive, before)) is not None:
                return found
            self.fail(
                f"{names.printable(self.assignment)} may not have been handed in: {error.message}. "
                "Look at the list of your submissions before you hand in again"
            )

    def _arrived(self, archive: bytes, before: datetime | None) -> Receipt | None:
        try:
            newest = self.own_receipts(self.course, self.assignment)[-1:]
        except ServiceUnreachable:
            return None
        total = hashlib.sha256(archive).hexdigest()
        # The clock that was looked at before has whole seconds only.
        since = before - timedelta(seconds=1) if before is not None else None
        return next(
            (
                each
                for each in newest
                if each.sha256 == total and since is not None and each.received_at >= since
            ),
            None,
        )

    def _tell(self, receipt: Receipt) -> None:
        self.log.info("Submitted as: %s %s %s", self.course, self.assignment, receipt.timestamp)
        self.log.info(
            "This is attempt %d, received at %s%s: %s",
            receipt.number,
            receipt.timestamp,
            ", which is late" if receipt.late else "",
            names.printable(_address(receipt.page)),
        )


def _address(page: str) -> str:
    """Return a page's address as the user's browser has it, as far as the hub says."""
    public = urlsplit(os.environ.get(PUBLIC_URL_VARIABLE, ""))
    return f"{public.scheme}://{public.netloc}{page}" if public.netloc else page
