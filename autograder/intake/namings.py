"""Who handed a file in, and as what, by how the programs that students hand in to name files.

Each pattern is a pure function from one name on a file's path, and what lies below it, to an
`Origin`. Only the outermost name counts, below the folders that hold the whole class: whatever lies
below a student's folder or archive, or behind a system's prefix, is named by the student, who might
like to be somebody else.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import takewhile

from autograder.intake.facts import SUFFIX
from autograder.intake.names import is_archive, without_ending

Path = tuple[str, ...]
SUBMITTED = "submitted"
_CLOCK = "%Y-%m-%d-%H-%M-%S"


class Naming(StrEnum):
    """Name the program, or the habit, by which files are named."""

    CANVAS = "Canvas"
    MOODLE = "Moodle"
    BLACKBOARD = "Blackboard"
    EXCHANGE = "nbgrader's exchange"
    LAYOUT = "nbgrader's layout"
    FOLDER = "a folder for each student"
    FLAT = "a notebook for each student"


SYSTEMS = frozenset({Naming.CANVAS, Naming.MOODLE, Naming.BLACKBOARD})


@dataclass(frozen=True)
class Person:
    """Hold what a name on the path says about who handed a file in.

    ``logins`` are the readings of one name, the likeliest first: underscores may be part of it.
    """

    naming: Naming
    name: str = ""
    lms_id: str = ""
    logins: Path = ()

    @property
    def label(self) -> str:
        """Return the name as a person reads it."""
        return self.name or next(iter(self.logins), "") or self.lms_id


@dataclass(frozen=True)
class Origin:
    """Hold who handed a file in, and ``file``, its path in what was handed in.

    ``when`` is the time that the system noted, by its own clock unless it has a zone; ``serial`` a
    number that grows with each upload. ``is_text`` marks what a system wrote, not a student's file.
    """

    person: Person
    file: Path
    when: datetime | None = None
    serial: int | None = None
    is_late: bool = False
    is_text: bool = False


@dataclass(frozen=True)
class Doubt:
    """Say why nobody can tell whose file this is."""

    code: str
    message: str
    remedy: str


@dataclass(frozen=True)
class Elsewhere:
    """Say that a file lies in the folder of another assignment."""

    assignment: str


_MOODLE = re.compile(
    r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?", re.DOTALL
)
_CANVAS = re.compile(
    r"(?:(?P<name>\w+?)_(?:(?P<late>LATE)_)?(?P<id>\d+)|(?P<anon_late>LATE_)?anon_(?P<anon>\w+?))"
    r"_(?:(?P<serial>\d+)_(?P<file>.+)|(?P<text>text|link)\.html)",
    re.DOTALL,
)
_BLACKBOARD = re.compile(
    r"(?P<head>.+?)_attempt_(?P<when>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|(?P<text>\.txt))", re.DOTALL
)
_EXCHANGE = re.compile(
    r"(?P<student>[^+]+)\+(?P<assignment>[^+]+)"
    r"\+\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [^+]+(?:\+.*)?",
    re.DOTALL,
)


def moodle(part: str, below: Path) -> Origin | None:
    """Read Moodle's "Download all submissions", with or without "Download in folders".

    ``Ada Lovelace_123_assignsubmission_file_/problem1.ipynb`` or, without folders,
    ``Ada Lovelace_123_assignsubmission_file_problem1.ipynb``; the number is this assignment's own
    for the student. Source: Moodle, mod/assign/classes/downloader.php.
    """
    found = _MOODLE.fullmatch(part)
    file = below or ((found["file"],) if found and found["file"] else ())
    if found is None or not file:
        return None
    person = Person(Naming.MOODLE, name=found["name"], lms_id=found["id"])
    return Origin(person, file, is_text=found["kind"] != "file")


def canvas(part: str, below: Path) -> Origin | None:
    """Read Canvas's "Download Submissions".

    ``lovelaceada_LATE_11_501_problem1-1.ipynb``: name, number of the user, number of the upload;
    ``anon_x7Yz1_501_problem1.ipynb`` when grading is anonymous. Canvas writes names in small
    letters. Source: Canvas, lib/content_zipper.rb.
    """
    found = _CANVAS.fullmatch(part)
    name = (found["name"] or "") if found else ""
    if found is None or name != name.lower():
        return None
    number = found["id"] or f"anon_{found['anon']}"
    person = Person(Naming.CANVAS, name=name, lms_id=number)
    late = bool(found["late"] or found["anon_late"])
    if found["text"]:
        return Origin(person, (part,), is_late=late, is_text=True)
    return Origin(person, below or (found["file"],), None, int(found["serial"]), late)


def blackboard(part: str, below: Path) -> Origin | None:
    """Read Blackboard's "Assignment File Download", and what nbgrader's zip_collect expects.

    ``Homework 1_ada_attempt_2026-01-30-15-00-00_problem1.ipynb``, with a note of Blackboard's own
    in ``Homework 1_ada_attempt_2026-01-30-15-00-00.txt``. Source: nbgrader,
    plugins/zipcollect.py, and its guide "Managing assignment files manually".
    """
    found = _BLACKBOARD.fullmatch(part)
    if found is None:
        return None
    words = found["head"].split("_")
    logins = tuple("_".join(words[at:]) for at in range(len(words) - 1, 0, -1))
    try:
        when = datetime.strptime(found["when"], _CLOCK)
    except ValueError:
        return None
    person = Person(Naming.BLACKBOARD, logins=logins or (found["head"],))
    return Origin(person, below or (found["file"] or part,), when, is_text=bool(found["text"]))


_Pattern = Callable[[str, Path], Origin | None]
_SYSTEM_PATTERNS: tuple[_Pattern, ...] = (moodle, blackboard, canvas)


@dataclass(frozen=True)
class Shape:
    """Hold what must be known of a whole package to read one path in it.

    ``masters`` are the names of the assignment's masters; ``container`` is the folder that holds
    the class; ``layouts`` are the students' folders that hold one of this assignment; ``crowds``
    are folders and archives beside others that look like the download of a class; ``systems`` are
    the namings that some name in the package has, and no other.
    """

    assignment: str
    others: frozenset[str]
    masters: Path
    container: Path
    layouts: frozenset[str]
    crowds: frozenset[str]
    systems: frozenset[Naming]


def shape(assignment: str, others: Iterable[str], masters: Path, paths: Iterable[Path]) -> Shape:
    """Return the shape of a package by the paths of its files."""
    known = tuple(paths)
    assignments = frozenset(others) | {assignment}
    container = _container(known, assignments)
    inside = [path[len(container) :] for path in known if path[: len(container)] == container]
    by_name = [_systems(path[0], path[1:]) for path in inside]
    return Shape(
        assignment=assignment,
        others=assignments - {assignment},
        masters=masters,
        container=container,
        layouts=frozenset(
            path[0] for path in inside if path[1:2] == (assignment,) and _is_notebook(path, 3)
        ),
        crowds=frozenset(_crowds(inside)),
        systems=frozenset(found[0].person.naming for found in by_name if len(found) == 1),
    )


def _is_notebook(path: Path, length: int) -> bool:
    return len(path) == length and path[-1].lower().endswith(SUFFIX)


def _container(paths: Sequence[Path], assignments: frozenset[str]) -> Path:
    """Return the folder that everything lies in, when several people's folders or files do."""
    notebooks = [path for path in paths if path[-1].lower().endswith(SUFFIX)]
    levels = zip(*(path[:-1] for path in notebooks), strict=False)
    common = tuple(each[0] for each in takewhile(lambda each: len(set(each)) == 1, levels))
    named = (at for at, part in enumerate(common) if _systems(part, ("",)) or is_archive(part))
    common = common[: next(named, len(common))]
    if common[:1] == (SUBMITTED,):
        return common[:1]
    end = len(common)
    below = {path[end] for path in notebooks if len(path) > end + 1 or _systems(path[end], ())}
    return common if len(below) > 1 and not below & assignments else ()


def _crowds(paths: Sequence[Path]) -> Iterator[str]:
    """Yield what holds several people by a system's naming, or one, and nothing lies beside it."""
    people: dict[str, set[Person]] = {}
    for path in paths:
        if len(path) > 1 and not _systems(path[0], path[1:]):
            found = {each.person for each in _systems(path[1], path[2:])}
            found |= {Person(Naming.LAYOUT)} if path[1] == SUBMITTED else set()
            people.setdefault(path[0], set()).update(found)
    alone = len({path[0] for path in paths}) == 1
    yield from (top for top, each in people.items() if len(each) > (0 if alone else 1))


def read(path: Path, archives: frozenset[int], package: Shape) -> Origin | Doubt | Elsewhere:
    """Tell who handed in the file at ``path``; ``archives`` are the places in it of archives."""
    depth = len(package.container)
    inside = path[depth:] if path[:depth] == package.container else path
    depth = len(path) - len(inside)
    first, below = inside[0], inside[1:]
    found = _systems(first, below)
    if len(found) > 1:
        found = [each for each in found if each.person.naming in package.systems] or found
    if len(found) == 1:
        return found[0]
    if found:
        return _two_systems(found)
    return (
        _in_exchange(inside, package)
        or _in_layout(inside, package)
        or (_plain(first, below, depth in archives, package))
    )


def _systems(part: str, below: Path) -> list[Origin]:
    """Return each system's reading of a name: there may be two when a student meant it to."""
    # Unlike Moodle, the others give no folders; an archive is a file that was handed in.
    patterns = _SYSTEM_PATTERNS if not below or is_archive(part) else (moodle, blackboard)
    return [found for pattern in patterns if (found := pattern(part, below)) is not None]


def _two_systems(found: Sequence[Origin]) -> Doubt:
    namings = " and ".join(sorted(each.person.naming.value for each in found))
    return Doubt(
        "student-ambiguous",
        f"its name can be read as one of {namings}",
        "ask whose it is, and rename it; collect the downloads of two systems one by one",
    )


def _in_exchange(path: Path, package: Shape) -> Origin | Elsewhere | None:
    """Read a folder of nbgrader's exchange: ``ada+hw1+2026-01-30 15:00:00 UTC+random``.

    Source: nbgrader, exchange/default/submit.py.
    """
    found = _EXCHANGE.fullmatch(path[0])
    if found is None or len(path) == 1:
        return None
    if found["assignment"] != package.assignment:
        return Elsewhere(found["assignment"])
    return Origin(Person(Naming.EXCHANGE, logins=(found["student"],)), path[1:])


def _in_layout(path: Path, package: Shape) -> Origin | Elsewhere | None:
    """Read ``<student>/<assignment>/<file>``; source: nbgrader's guide "Philosophy"."""
    if path[0] == SUBMITTED and len(path) > 3:
        path = path[1:]
        layouts = frozenset({path[0]})
    else:
        layouts = package.layouts
    if len(path) > 2 and path[1] == package.assignment and path[0] in layouts:
        return Origin(Person(Naming.LAYOUT, logins=(path[0],)), path[2:])
    return Elsewhere(path[1]) if len(path) > 2 and path[1] in package.others else None


def _plain(first: str, below: Path, is_packed: bool, package: Shape) -> Origin | Doubt:
    """Read ``<student>/<file>``, ``<student>.zip`` or ``<student>.ipynb``."""
    if not below:
        return _flat(first, package)
    if first in package.crowds:
        return Doubt(
            "student-ambiguous",
            f"{first} is a student's by its place, and the download of a class by its files' names",
            "collect it by itself if it is a download; else rename the files in it",
        )
    student = without_ending(first) if is_packed else first
    return Origin(Person(Naming.FOLDER, logins=(student,)), below)


def _flat(name: str, package: Shape) -> Origin | Doubt:
    stem = name[: -len(SUFFIX)] if name.lower().endswith(SUFFIX) else ""
    if not stem:
        return Doubt(
            "student-unknown",
            "its name does not say whose it is",
            "put it into a folder that is named by the student, and collect the folder around it",
        )
    named = any(master.casefold() in stem.casefold() for master in package.masters)
    if named or len(package.masters) > 1:
        return Doubt(
            "student-unknown",
            "its name does not say whose it is, or not that alone",
            "name it <student>.ipynb if the assignment has one notebook, or put it into a folder "
            "that is named by the student, and collect the folder around it",
        )
    return Origin(Person(Naming.FLAT, logins=(stem,)), (name,))
