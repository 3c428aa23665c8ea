"""Say of each file whose it is and what it is: a notebook of a master, or a file beside one.

Comes in: an inventory and what is known of the course. Goes out: hand-ins, and what is left out.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from pathlib import PurePosixPath

from autograder.helper_files import TIMESTAMP_FILE
from autograder.intake import names, namings, times
from autograder.intake.facts import SUFFIX, NotebookFacts, Unreadable
from autograder.intake.inventory import Inventory, Item, shown
from autograder.intake.namings import Doubt, Elsewhere, Naming, Origin, Person, Shape
from autograder.intake.recognition import Match, NoMatch, Sheet, recognise
from autograder.intake.roster import Row, look_up, without_roster

# Here the time stamp is nbgrader's or the instructor's own; elsewhere a student may write it.
_STAMPED = frozenset({Naming.LAYOUT, Naming.EXCHANGE})
_LAST_NUMBER = re.compile(r"(\d+)\D*\Z")
_ENDINGS = (".json", ".txt", "_")


@dataclass(frozen=True)
class Problem:
    """Say what was not taken, and why; ``student`` is empty where nobody can tell whose it is."""

    path: str
    code: str
    message: str
    remedy: str
    student: str = ""


@dataclass(frozen=True)
class Handing:
    """Name one act of handing in: a package, who, and the time where the system notes it."""

    package: str
    person: Person | None = None
    when: datetime | None = None


@dataclass(frozen=True)
class Version:
    """Hold one file as a student handed it in, and what says whether it is later than another.

    ``path`` is where it goes, ``name`` what it was called; ``serial`` and ``suffix`` grow with each
    upload; ``stamp`` is when the file was changed, in seconds, and ``is_own_stamp`` tells that
    this is not just the time at which a system packed it.
    """

    path: str
    sha256: str
    handing: Handing
    name: str = ""
    when: datetime | None = None
    serial: int | None = None
    stamp: float | None = None
    is_own_stamp: bool = True
    suffix: int = 0
    shown: str = ""
    match: Match | None = None


@dataclass(frozen=True)
class HandIns:
    """Hold what one student handed in, all times together."""

    student: str
    notebooks: tuple[Version, ...] = ()
    beside: tuple[Version, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """Hold what is known of the course; ``has_folder`` tells a name that submitted/ has already."""

    assignment: str
    others: frozenset[str]
    sheets: tuple[Sheet, ...]
    roster: tuple[Row, ...] | None = None
    zone: tzinfo = UTC

    @property
    def masters(self) -> tuple[str, ...]:
        """Return the names of the assignment's masters."""
        return tuple(each.name for each in self.sheets if each.assignment == self.assignment)


@dataclass
class Attribution:
    """Collect what was found out."""

    students: dict[str, HandIns] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Owned:
    item: Item
    origin: Origin
    student: str


def attribute(inventory: Inventory, known: Known) -> Attribution:
    """Say of each file of an inventory whose it is and what it is."""
    found = Attribution()
    shapes = _shapes(inventory, known)
    found.notes += _told_of_containers(shapes)
    reader = _reader(shapes, known)
    owned = list(_owners(inventory.items, reader, known, found))
    owned = list(_without_namesakes(owned, found))
    for student in sorted({each.student for each in owned}):
        mine = [each for each in owned if each.student == student]
        found.students[student] = _hand_ins(student, mine, known, found)
    for left in inventory.left_out:
        student = _owner_of(left.package, left.path, reader, known)
        if student:
            found.students.setdefault(student, HandIns(student))
        found.problems.append(Problem(left.shown, left.code, left.message, left.remedy, student))
    return found


_Reader = Callable[[str, tuple[str, ...], frozenset[int]], Origin | Doubt | Elsewhere]


def _shapes(inventory: Inventory, known: Known) -> dict[str, Shape]:
    paths: dict[str, list[tuple[str, ...]]] = {}
    for item in inventory.items:
        paths.setdefault(item.package, []).append(item.path)
    return {
        package: namings.shape(known.assignment, known.others, known.masters, each)
        for package, each in paths.items()
    }


def _told_of_containers(shapes: Mapping[str, Shape]) -> Iterator[str]:
    for package, each in shapes.items():
        if each.container:
            yield f"{shown(package, each.container)} was taken for the folder of the class"


def _reader(shapes: Mapping[str, Shape], known: Known) -> _Reader:
    empty = namings.shape(known.assignment, known.others, known.masters, ())

    def read(
        package: str, path: tuple[str, ...], archives: frozenset[int]
    ) -> Origin | Doubt | Elsewhere:
        return namings.read(path, archives, shapes.get(package, empty))

    return read


def _owners(
    items: Iterable[Item], read: _Reader, known: Known, found: Attribution
) -> Iterator[_Owned]:
    elsewhere: Counter[str] = Counter()
    for item in items:
        origin = read(item.package, item.path, item.archives)
        if isinstance(origin, Elsewhere):
            elsewhere[origin.assignment] += 1
            continue
        student = origin if isinstance(origin, Doubt) else _student(origin.person, known)
        if isinstance(student, Doubt):
            found.problems.append(
                Problem(item.shown, student.code, student.message, student.remedy)
            )
        elif isinstance(origin, Origin) and _may_be_written(item, origin, student, found):
            yield _Owned(item, origin, student)
    found.notes += [
        f"{_count(count, 'file')} in folders of {names.printable(other)}: another assignment"
        for other, count in sorted(elsewhere.items())
    ]


def _may_be_written(item: Item, origin: Origin, student: str, found: Attribution) -> bool:
    """Look at a file's own name again: without a system's prefix, `..` may be left of it."""
    wrong = names.refusal("/".join(origin.file))
    if wrong is not None:
        remedy = "ask for the file under another name if it matters"
        found.problems.append(Problem(item.shown, wrong.code, wrong.message, remedy, student))
    return wrong is None and not names.is_junk(origin.file)


def _student(person: Person, known: Known) -> str | Doubt:
    if known.roster is None:
        return without_roster(person)
    return look_up(known.roster, person)


def _owner_of(package: str, path: tuple[str, ...], read: _Reader, known: Known) -> str:
    """Return whose an unread file is, or nothing when that is not certain."""
    if not path:
        return ""
    # What could not be opened may have been an archive with a student's name.
    origin = read(package, path, frozenset(range(len(path))))
    student = _student(origin.person, known) if isinstance(origin, Origin) else ""
    return student if isinstance(student, str) else ""


def _without_namesakes(owned: Sequence[_Owned], found: Attribution) -> Iterator[_Owned]:
    """Leave out the files of two people whom one name would make one student."""
    people: dict[tuple[str, Naming], set[str]] = {}
    for each in owned:
        key = (each.student, each.origin.person.naming)
        people.setdefault(key, set()).add(each.origin.person.lms_id)
    for each in owned:
        ids = people[each.student, each.origin.person.naming]
        if len(ids) == 1:
            yield each
            continue
        message = f"{len(ids)} people in the download would be the student {each.student}"
        remedy = "give a roster with a column lms_id that tells them apart"
        found.problems.append(Problem(each.item.shown, "student-ambiguous", message, remedy))


def _hand_ins(student: str, owned: Sequence[_Owned], known: Known, found: Attribution) -> HandIns:
    texts = [each for each in owned if each.origin.is_text]
    files = [each for each in owned if not each.origin.is_text]
    stamps = {_root(each): each.item.text for each in files if _is_stamp(each)}
    files = [each for each in files if each.origin.file != (TIMESTAMP_FILE,)]
    notebooks: list[tuple[_Owned, Version]] = []
    for each in files:
        if each.item.facts is not None:
            version = _notebook(student, each, stamps.get(_root(each), ""), known, found)
            notebooks += [(each, version)] if version else []
    notes = [*_told_of_person(student, owned, known), *_told_of_texts(texts, files, found, student)]
    if any(_is_students_stamp(each) for each in owned):
        notes.append(f"a {TIMESTAMP_FILE} among the student's own files was not taken")
    bases = _bases(notebooks)
    beside = [_beside(each, bases, known) for each in files if each.item.facts is None]
    return HandIns(student, tuple(v for _, v in notebooks), tuple(beside), tuple(notes))


def _root(each: _Owned) -> tuple[str, tuple[str, ...]]:
    """Return the folder that a hand-in's paths start from."""
    path = each.item.path
    return each.item.package, path[: len(path) - len(each.origin.file)]


def _is_stamp(each: _Owned) -> bool:
    stamped = each.origin.person.naming in _STAMPED
    return stamped and each.origin.file == (TIMESTAMP_FILE,)


def _is_students_stamp(each: _Owned) -> bool:
    return each.origin.file == (TIMESTAMP_FILE,) and not _is_stamp(each)


def _told_of_person(student: str, owned: Sequence[_Owned], known: Known) -> Iterator[str]:
    people = dict.fromkeys(each.origin.person for each in owned)
    for person in people:
        system = person.naming in namings.SYSTEMS
        if known.roster is None and system and student != person.label:
            number = f" (number {person.lms_id})" if person.lms_id else ""
            yield f"{person.naming.value} calls them “{names.printable(person.label)}”{number}"
        if known.roster is None and len(person.logins) > 1:
            whole = names.printable(person.logins[-1])
            yield f"read from “{whole}”: a login with an underscore in it needs a roster"
    if any(each.origin.is_late for each in owned):
        yield "Canvas marks it as late"


def _told_of_texts(
    texts: Sequence[_Owned], files: Sequence[_Owned], found: Attribution, student: str
) -> Iterator[str]:
    """Tell of text typed into the system; a student who has nothing else needs a look."""
    blackboards = all(each.origin.person.naming is Naming.BLACKBOARD for each in texts)
    if texts and not files:
        found.problems += [
            Problem(
                each.item.shown,
                "text-only",
                "it is text typed into the system, and no file was handed in with it",
                "read it there, and ask for the notebook",
                student,
            )
            for each in texts
        ]
    elif texts and not blackboards:
        yield "text typed into the system was not taken"


def _notebook(
    student: str, each: _Owned, stamp: str, known: Known, found: Attribution
) -> Version | None:
    """Return a notebook of this assignment; tell of any other, and return nothing."""
    item, name = each.item, each.origin.file[-1]
    match = _match(item.facts, name, known)
    if isinstance(match, NoMatch):
        remedy = _REMEDIES.get(match.code, _OTHER_REMEDY)
        found.problems.append(Problem(item.shown, match.code, match.message, remedy, student))
        return None
    version = _version(each, f"{match.sheet.name}{SUFFIX}", known)
    when = version.when or times.parse(stamp)
    return replace(version, match=match, when=when, suffix=_suffix(name, match.sheet.name))


_REMEDIES = {
    "assignment-wrong": "collect it for that assignment, and ask for this one",
    "notebook-without-ids": "ask for the work in the released notebook; or put it in place by hand",
    "notebook-foreign": "ask which file was meant",
    "notebook-ambiguous": "give the cells of these masters ids of their own",
    "notebook-is-master": "remove it; if a student handed it in, these have become known",
}
_OTHER_REMEDY = "ask for the notebook again"


def _match(found: NotebookFacts | Unreadable | None, name: str, known: Known) -> Match | NoMatch:
    if not isinstance(found, NotebookFacts):
        code, message = (found.code, found.message) if found else ("notebook-format", "it is none")
        return NoMatch(code, message)
    match = recognise(found, name, known.sheets, known.assignment)
    if isinstance(match, Match) and match.is_master:
        return NoMatch(
            "notebook-is-master", "it is the master itself, with solutions or hidden tests"
        )
    return match


def _version(each: _Owned, path: str, known: Known) -> Version:
    origin, item = each.origin, each.item
    when = origin.when.replace(tzinfo=known.zone) if origin.when else None
    return Version(
        path=path,
        sha256=item.sha256,
        handing=Handing(item.package, origin.person, origin.when),
        name=origin.file[-1],
        when=when,
        serial=origin.serial,
        stamp=item.stamp,
        is_own_stamp=origin.person.naming not in namings.SYSTEMS or _is_inside(each),
        shown=item.shown,
    )


def _is_inside(each: _Owned) -> bool:
    """Tell whether a file lay in an archive that the student packed."""
    start = len(each.item.path) - len(each.origin.file)
    return any(at >= start - 1 for at in each.item.archives)


def _suffix(name: str, master: str) -> int:
    """Return the number that browsers and systems put behind a name: 2 of "problem1 (2).ipynb"."""
    stem = name.casefold()
    for ending in _ENDINGS:
        stem = stem.removesuffix(ending)
    stem = stem.removesuffix(SUFFIX)
    if master.casefold() not in stem:
        return 0
    number = _LAST_NUMBER.search(stem.replace(master.casefold(), " ", 1))
    return int(number[1]) if number and len(number[1]) < 10 else 0


def _bases(
    notebooks: Sequence[tuple[_Owned, Version]],
) -> Mapping[Handing, tuple[str, ...]]:
    """Return for each hand-in the folder that its notebooks lie in, when it is one."""
    folders: dict[Handing, set[tuple[str, ...]]] = {}
    for each, version in notebooks:
        folders.setdefault(version.handing, set()).add(each.origin.file[:-1])
    return {handing: each.pop() for handing, each in folders.items() if len(each) == 1}


def _beside(each: _Owned, bases: Mapping[Handing, tuple[str, ...]], known: Known) -> Version:
    version = _version(each, "", known)
    base, file = bases.get(version.handing, ()), each.origin.file
    inside = file[: len(base)] == base and len(file) > len(base)
    return replace(version, path=str(PurePosixPath(*(file[len(base) :] if inside else file))))


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
