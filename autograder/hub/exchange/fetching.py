"""Fetch an assignment into the user's own folder, whole or not at all."""

import os
from pathlib import Path

from nbgrader.exchange.abc import ExchangeFetchAssignment as AbstractFetch

from autograder.errors import StudentError
from autograder.hub.exchange.plugin import HubExchange, fits
from autograder.hub.exchange.writing import write_file, write_folder
from autograder.hub.packing import RELEASE, unpack
from autograder.intake import names


class ExchangeFetchAssignment(HubExchange, AbstractFetch):  # type: ignore[misc]  # untyped
    """Fetch what is released."""

    def init_src(self) -> None:
        """See what is asked for."""
        self.course, self.assignment = self.need_course(), self.need_assignment()

    def init_dest(self) -> None:
        """See that nothing would be written over; fails when there is such a folder."""
        self.dest_path = str(self.place(self.course, self.assignment))
        if os.path.lexists(self.dest_path) and not self.replace_missing_files:
            self._fail_for_copy()

    def copy_files(self) -> None:
        """Fetch it."""
        files = self._fetched()
        target = Path(self.dest_path)
        if target.is_dir():
            self._add_missing(target, files)
        else:
            try:
                write_folder(target, files)
            except FileExistsError:
                self._fail_for_copy()
        self.log.info("Destination: %s", self.dest_path)
        self.log.info("Fetched as: %s %s", self.course, self.assignment)

    def _fetched(self) -> dict[str, bytes]:
        """Return the assignment's files that the course does not want left out."""
        content = self.service.download(
            *("api", "courses", self.course, "assignments", self.assignment, "release.zip"),
            most_bytes=RELEASE.archive_bytes,
        )
        try:
            files = unpack(content, RELEASE)
        except StudentError as error:
            # It is not this student's doing.
            self.fail(f"The release of {self.assignment} cannot be fetched: {error.message}")
        ignored = self.coursedir.ignore
        return {
            path: content
            for path, content in files.items()
            if not any(fits(part, each) for part in path.split("/") for each in ignored)
        }

    def _add_missing(self, target: Path, files: dict[str, bytes]) -> None:
        for path, content in files.items():
            if not os.path.lexists(target / path):
                self.log.warning("Replacing missing file '%s'", names.printable(path))
                write_file(target / path, content)

    def _fail_for_copy(self) -> None:
        self.fail(f"You already have a copy of the assignment in this directory: {self.dest_path}")
