"""The leak check: no line of a solution, hidden test or mark scheme is anywhere in a release.

Comes in: an assignment and the folder of its release. Goes out: each place where a secret stands.
Searched are the names of all files, every string in a notebook (sources, outputs, metadata keys
and values, attachments, ids) and the bytes of every other file. A text is looked at as it is, and
also with its escapes, HTML or base64 undone; archives are opened. What is searched for stands in
`autograder.compiler.secrets`. Not seen through: images of text, encryption, other archives.

A line that the same masters also show to students is no secret. Three threats that this rule alone
would miss are met apart: a solved copy of a master beside it makes its lines public, so a whole
block counts although its lines are public; an older solved copy has other lines, so a marker counts
too; and outputs or metadata never make a line public.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.assignment import Assignment
from autograder.compiler.checks import REGIONS
from autograder.compiler.places import Place, places
from autograder.compiler.secrets import Searchable, Secret, normalise, public_text, secrets


@dataclass(frozen=True)
class Leak:
    """Hold one secret that stands in a release: where it comes from, and where it stands.

    The secret itself is not told. ``cell`` and ``line`` count from 1; ``cell`` is 0 when a marker
    was found, which comes from no cell in particular.
    """

    notebook: str
    cell: int
    grade_id: str | None
    line: int
    place: str

    def __str__(self) -> str:
        if not self.cell:
            return f"{self.place}: holds a marker of solutions or hidden tests"
        label = f"cell {self.cell}" + (f" ({self.grade_id})" if self.grade_id else "")
        return f"{self.place}: holds line {self.line} of {self.notebook}.ipynb, {label}"


def find_leaks(
    assignment: Assignment,
    release_folder: Path,
    also_public: Iterable[str] = (),
    other_markers: Iterable[str] = (),
) -> tuple[Leak, ...]:
    """Return every secret that stands in the release, once for each place.

    ``also_public`` are texts that the course shows everywhere: stubs. ``other_markers`` are those
    that the course writes instead of nbgrader's own.
    """
    always = Searchable.of("\n".join(also_public))
    shown = Searchable.of("\n".join(map(public_text, assignment.masters)))
    sought = (*_sought(assignment, shown, always), *_markers(other_markers))
    found = (leak for place in places(release_folder) for leak in _in_place(sought, place))
    return tuple(dict.fromkeys(found))


def _sought(assignment: Assignment, shown: Searchable, always: Searchable) -> Iterator[Secret]:
    for master in assignment.masters:
        for secret in secrets(master):
            is_public = not secret.is_block and shown.holds(secret.text)
            if not is_public and not always.holds(secret.text):
                yield secret


def _markers(other_markers: Iterable[str]) -> Iterator[Secret]:
    own = (marker for region in REGIONS for marker in (region.begin, region.end))
    for marker in (*own, *other_markers):
        yield Secret(normalise(marker), "", 0, None, 0)


def _in_place(sought: tuple[Secret, ...], place: Place) -> Iterator[Leak]:
    text = Searchable.of(place.text)
    for secret in sought:
        if text.holds(secret.text):
            yield Leak(secret.notebook, secret.cell, secret.grade_id, secret.line, place.label)
