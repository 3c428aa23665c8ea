"""Where the pages of the service stand, below the service's prefix."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, urlencode

STATIC = Path(__file__).with_name("static")
_VERSION_CHARS = 12


@dataclass(frozen=True)
class Addresses:
    """Say where each page is; ``base`` is the service's prefix and ends in a slash."""

    base: str

    def course(self, course: str) -> str:
        """Return the address of a course's page."""
        return f"{self.base}courses/{part(course)}"

    def assignment(self, course: str, assignment: str) -> str:
        """Return the address of a student's page of an assignment, for staff of the class's."""
        return f"{self.course(course)}/{part(assignment)}"

    def filtered(self, course: str, assignment: str, show: str) -> str:
        """Return the address of a class's page that shows some of its rows."""
        address = self.assignment(course, assignment)
        return f"{address}?{urlencode({'show': show})}" if show else address

    def student(self, course: str, assignment: str, student: str) -> str:
        """Return the address of one student's history."""
        return f"{self.assignment(course, assignment)}/students/{part(student)}"

    def attempt(self, attempt_id: str) -> str:
        """Return the address of an attempt's page."""
        return f"{self.base}attempts/{part(attempt_id)}"

    def feedback(self, attempt_id: str, notebook: str) -> str:
        """Return the address of a feedback page."""
        return f"{self.attempt(attempt_id)}/feedback/{part(notebook)}.html"

    def submission(self, attempt_id: str) -> str:
        """Return the address of the archive that was handed in."""
        return f"{self.base}api/attempts/{part(attempt_id)}/submission.zip"

    def scores(self, course: str, assignment: str) -> str:
        """Return the address of a class's scores as a table to download."""
        return f"{self.base}api/courses/{part(course)}/assignments/{part(assignment)}/scores.csv"

    def regrade(self, attempt_id: str) -> str:
        """Return where to post that an attempt is to be graded again."""
        return f"{self.attempt(attempt_id)}/regrade"

    def marks(self, attempt_id: str) -> str:
        """Return the address of the page where a person gives an attempt points."""
        return f"{self.attempt(attempt_id)}/marks"

    def release_feedback(self, course: str, assignment: str) -> str:
        """Return where to post that feedback is released."""
        return f"{self.assignment(course, assignment)}/release-feedback"

    def settings(self, course: str, assignment: str) -> str:
        """Return the address of an assignment's settings; their forms are posted there too."""
        return f"{self.assignment(course, assignment)}/settings"

    def take_back(self, course: str, assignment: str, student: str) -> str:
        """Return where to post that a student's extension is taken back."""
        # The name stands in the address, for on a page some signs of it may be left out.
        query = urlencode({"student": student}, errors="replace")
        return f"{self.settings(course, assignment)}?{query}"

    def events(self, course: str, assignment: str = "") -> str:
        """Return the address of the stream of events of a course or of one assignment."""
        parts = (course, assignment) if assignment else (course,)
        return f"{self.base}events/{'/'.join(map(part, parts))}"

    def static(self, name: str) -> str:
        """Return the address of a file of the pages; it changes when the file does."""
        return f"{self.base}static/{name}?v={version(name)}"


def part(name: str) -> str:
    """Return a name as one part of an address."""
    return quote(name, safe="", errors="replace")


@lru_cache
def version(name: str) -> str:
    """Return what tells one content of a static file from another."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:_VERSION_CHARS]
