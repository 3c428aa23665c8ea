"""Who handed a file in, and as what, by how the programs that students hand in to name files.

Each pattern is a pure function from one name on a file's path, and what lies below it, to an
`Origin`. Patterns of learning management systems are tried from the outermost name inwards, for
below a student's folder every name is the student's own.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from autograder.intake.facts import SUFFIX
from autograder.intake.names import without_ending

Path = tuple[str, ...]
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
    r"(?P<head>.+)_attempt_(?P<when>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|(?P<text>\.txt))", re.DOTALL
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


_SYSTEM_PATTERNS = (moodle, blackboard, canvas)


@dataclass(frozen=True)
class Shape:
    """Hold what must be known of a whole package to read one path in it.

    ``masters`` are the names of the assignment's masters; ``notebooks`` are the folders that hold
    one; ``wrappers`` hold nothing but other folders; ``lists`` are folders of Canvas's files.
    """

    assignment: str
    others: frozenset[str]
    masters: Path
    notebooks: frozenset[Path]
    wrappers: frozenset[Path]
    lists: frozenset[Path]


def shape(assignment: str, others: Iterable[str], masters: Path, paths: Iterable[Path]) -> Shape:
    """Return the shape of a package by the paths of its files."""
    known = tuple(paths)
    notebooks = {path[:-1] for path in known if path[-1].lower().endswith(SUFFIX)}
    return Shape(
        assignment=assignment,
        others=frozenset(others) - {assignment},
        masters=masters,
        notebooks=frozenset(notebooks),
        wrappers=frozenset(_wrappers(notebooks)),
        lists=frozenset(_lists(known)),
    )


def _wrappers(notebooks: Iterable[Path]) -> Iterator[Path]:
    """Yield the outermost folders that everything lies in, while only other folders do."""
    folders = set(notebooks)
    depth = 0
    while folders and len({folder[: depth + 1] for folder in folders}) == 1:
        wrapper = next(iter(folders))[: depth + 1]
        below = {folder[depth + 1] for folder in folders if len(folder) > depth + 1}
        if len(wrapper) == depth or wrapper in folders or len(below) < 2:
            return
        yield wrapper
        depth += 1


def _lists(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the outermost folder, and those with files of two people by Canvas's naming."""
    people: dict[Path, set[str]] = {}
    for path in paths:
        for at, part in enumerate(path):
            if _is_one_file(part, path[at + 1 :]) and (found := canvas(part, path[at + 1 :])):
                people.setdefault(path[:at], set()).add(found.person.lms_id)
                break
    yield ()
    yield from (folder for folder, ids in people.items() if len(ids) > 1)


def read(path: Path, archives: frozenset[int], package: Shape) -> Origin | Doubt | Elsewhere:
    """Tell who handed in the file at ``path``; ``archives`` are the places in it of archives."""
    for at, part in enumerate(path):
        below = path[at + 1 :]
        if found := _exchange(part, below, package):
            return found
        for pattern in _SYSTEM_PATTERNS:
            if (origin := pattern(part, below)) and _may_be(origin, path, at, package):
                return origin
    return _in_layout(path, package) or _plain(path, archives, package)


def _may_be(origin: Origin, path: Path, at: int, package: Shape) -> bool:
    """Tell Canvas's files from ones in a student's folder that happen to be named like them."""
    if origin.person.naming is not Naming.CANVAS:
        return True
    return path[:at] in package.lists and _is_one_file(path[at], path[at + 1 :])


def _is_one_file(part: str, below: Path) -> bool:
    """Tell a file, or an archive that was handed in as one, from a folder."""
    return not below or without_ending(part) != part


def _exchange(part: str, below: Path, package: Shape) -> Origin | Elsewhere | None:
    """Read a folder of nbgrader's exchange: ``ada+hw1+2026-01-30 15:00:00 UTC+random``.

    Source: nbgrader, exchange/default/submit.py.
    """
    found = _EXCHANGE.fullmatch(part)
    if found is None or not below:
        return None
    if found["assignment"] != package.assignment:
        return Elsewhere(found["assignment"])
    return Origin(Person(Naming.EXCHANGE, logins=(found["student"],)), below)


def _in_layout(path: Path, package: Shape) -> Origin | Elsewhere | None:
    """Read ``<student>/<assignment>/<file>``, wherever it lies; source: nbgrader's philosophy."""
    for at in range(1, len(path) - 1):
        if path[at] == package.assignment and path[: at + 1] in package.notebooks:
            person = Person(Naming.LAYOUT, logins=(path[at - 1],))
            return Origin(person, path[at + 1 :])
        if path[at] in package.others:
            return Elsewhere(path[at])
    return None


def _plain(path: Path, archives: frozenset[int], package: Shape) -> Origin | Doubt:
    """Read ``<student>/<file>``, ``<student>.zip`` or ``<student>.ipynb``."""
    depth = 0
    while path[: depth + 1] in package.wrappers:
        depth += 1
    first, below = path[depth], path[depth + 1 :]
    if not below:
        return _flat(first, package)
    if any(canvas(part, ()) for part in below[:1]) and _is_alone(path[: depth + 1], package):
        return Doubt(
            "student-ambiguous",
            f"it is named as Canvas names files, but lies alone in the folder {first}",
            "collect that folder itself if it is Canvas's; else rename the file, without numbers",
        )
    student = without_ending(first) if depth in archives else first
    return Origin(Person(Naming.FOLDER, logins=(student,)), below)


def _is_alone(folder: Path, package: Shape) -> bool:
    beside = {each[: len(folder)] for each in package.notebooks if len(each) >= len(folder)}
    return beside == {folder}


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
