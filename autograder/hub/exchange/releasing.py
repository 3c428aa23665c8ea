"""Release an assignment: what grades it and what students get, sent together."""

import os
from pathlib import Path

from nbgrader.exchange.abc import ExchangeReleaseAssignment as AbstractRelease

from autograder.compiler import autotests
from autograder.hub.exchange.client import ServiceRefused
from autograder.hub.exchange.plugin import HubExchange
from autograder.hub.packing import RELEASE, pack_files, read_folder

_CONFLICT = 409


class ExchangeReleaseAssignment(HubExchange, AbstractRelease):  # type: ignore[misc]  # untyped
    """Release what lies in the course's folders ``source`` and ``release``.

    Where tests were made of AUTOTEST lines, ``source_with_tests`` goes along, and what they were
    made from.
    """

    def init_src(self) -> None:
        """Find the two folders; fails when one is missing."""
        self.course, self.assignment = self.need_course(), self.need_assignment()
        self.source_path = self._folder(self.coursedir.source_directory)
        self.src_path = self._folder(self.coursedir.release_directory)
        if not os.path.isdir(self.source_path):
            self.fail(
                f"Assignment not found at: {self.source_path}. The service grades by the masters "
                "there, so they are sent with the release"
            )
        if not os.path.isdir(self.src_path):
            self.fail(
                f"Assignment found in '{self.source_path}' but not '{self.src_path}', run "
                "`nbgrader generate_assignment` or `autograder build` first."
            )

    def copy_files(self) -> None:
        """Send them."""
        self.log.info("Source: %s", self.src_path)
        content = pack_files(self._files(), RELEASE)
        path = ("api", "courses", self.course, "assignments", self.assignment, "release")
        query = {"force": "1"} if self.force else None
        try:
            self.service.send("PUT", *path, archive=content, query=query)
        except ServiceRefused as error:
            if error.status == _CONFLICT and not self.force:
                self.fail(
                    "Destination already exists, add --force to overwrite: "
                    f"{self.course} {self.assignment} ({error.message})"
                )
            raise
        self.log.info("Released as: %s %s", self.course, self.assignment)

    def _folder(self, step: str) -> str:
        return os.path.normpath(str(self.coursedir.format_path(step, ".", self.assignment)))

    def _files(self) -> dict[str, bytes]:
        files: dict[str, bytes] = {}
        for top, place in (("source", self.source_path), ("release", self.src_path)):
            folder = Path(place)
            # Masters may share their data by links; what is sent is what they lead to.
            found = read_folder(
                folder, skip=self.skipping(folder), follow_links=True, limits=RELEASE
            )
            files.update({f"{top}/{path}": content for path, content in found.items()})
        return {**self._made_tests(), **files}

    def _made_tests(self) -> dict[str, bytes]:
        """Return the tests made of AUTOTEST lines, and the templates if all assignments share them.

        The service looks for the templates in the assignment's own folder first.
        """
        folder = Path(self._folder(self.coursedir.source_with_tests_directory))
        made = [each for each in sorted(folder.glob("*.ipynb")) if each.is_file()]
        if not made:
            return {}
        name = autotests.templates_name(self.config)
        shared = Path(self.coursedir.root) / name
        templates = {f"source/{name}": shared.read_bytes()} if shared.is_file() else {}
        return templates | {f"source_with_tests/{each.name}": each.read_bytes() for each in made}
