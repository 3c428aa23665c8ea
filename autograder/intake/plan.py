"""Decide, for each student, what of all that was handed in counts, and what is kept beside it.

Comes in: hand-ins, and what submitted/ already holds. Goes out: a `Plan`. Nothing is read or
written here.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from autograder.helper_files import TIMESTAMP_FILE
from autograder.intake import names, order, times
from autograder.intake.attribution import Attribution, Handing, HandIns, Problem, Version
from autograder.intake.facts import SUFFIX

SUBMITTED = Handing("")
"""What lies in submitted/ already, as one of the hand-ins."""


class State(StrEnum):
    """Name what becomes of a student's hand-in."""

    NEW = "new"
    REPLACED = "newer"
    UNCHANGED = "unchanged"
    OLDER = "older"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Existing:
    """Hold what submitted/ has of a student: the files that count, and earlier attempts.

    ``attempts`` has for each the files' paths and sums.
    """

    files: tuple[Version, ...] = ()
    timestamp: str = ""
    attempts: tuple[frozenset[tuple[str, str]], ...] = ()

    def has_attempt(self, files: Iterable[Version]) -> bool:
        """Tell whether all these files are kept in one earlier attempt."""
        wanted = {(each.path, each.sha256) for each in files}
        return any(wanted <= attempt for attempt in self.attempts)


@dataclass(frozen=True)
class Placement:
    """Hold what will be written for one student; ``attempts`` are kept, and not graded.

    ``files`` is all of the submission's folder, ``notebooks`` the names of the masters in it.
    """

    student: str
    state: State
    files: tuple[Version, ...] = ()
    timestamp: str = ""
    attempts: tuple[tuple[Version, ...], ...] = ()
    notebooks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    needs_look: bool = False

    @property
    def is_written(self) -> bool:
        """Tell whether the submission's folder changes."""
        return self.state in (State.NEW, State.REPLACED)


@dataclass(frozen=True)
class Plan:
    """Hold what becomes of everything."""

    placements: tuple[Placement, ...]
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Tell whether everything was taken."""
        return not self.problems


def plan(found: Attribution, existing: Mapping[str, Existing], masters: Sequence[str]) -> Plan:
    """Decide for all students."""
    problems = list(found.problems)
    placements = []
    for student, hand_ins in sorted(found.students.items()):
        placement, more = _decide(hand_ins, existing.get(student, Existing()), masters)
        problems += more
        if placement.state is State.NOTHING and not _has_problem(student, problems):
            problems += [_nothing(hand_ins)]
        placements.append(replace(placement, needs_look=_has_problem(student, problems)))
    told = tuple(_tell_of_identical(placements))
    return Plan(told, tuple(problems), (*found.notes, *_tell_of_times(told)))


def _has_problem(student: str, problems: Iterable[Problem]) -> bool:
    return any(problem.student == student for problem in problems)


def _nothing(hand_ins: HandIns) -> Problem:
    """Return what is said of a student who handed in files, and no notebook among them."""
    path = next((each.shown for each in hand_ins.beside), "")
    message, remedy = "no notebook was handed in with it", "ask for the notebook"
    return Problem(path, "notebook-missing", message, remedy, hand_ins.student)


def _decide(
    hand_ins: HandIns, existing: Existing, masters: Sequence[str]
) -> tuple[Placement, list[Problem]]:
    problems: list[Problem] = []
    notes = [*hand_ins.notes, *_tell_of_notebooks(hand_ins.notebooks)]
    chosen: list[Version] = []
    for name in masters:
        path = f"{name}{SUFFIX}"
        versions = [each for each in hand_ins.notebooks if each.path == path]
        before = [each for each in existing.files if each.path == path]
        latest, more = _choose(hand_ins.student, versions, before, existing)
        chosen += [latest] if latest else []
        notes += [] if latest is None else _tell_of_choice(latest, versions, before)
        problems += more
    if not chosen:
        notes += _tell_of_nothing(hand_ins, existing)
        return Placement(hand_ins.student, State.NOTHING, notes=tuple(notes)), problems
    placement = _place(hand_ins, existing, chosen)
    notes += _tell_of_missing(chosen, masters)
    notes += _tell_of_attempts(placement, existing)
    return replace(placement, notes=tuple(dict.fromkeys(notes))), problems


def _choose(
    student: str, versions: Sequence[Version], before: Sequence[Version], existing: Existing
) -> tuple[Version | None, list[Problem]]:
    """Return the latest version, or what was there before when nothing says which it is."""
    # Of two with one content the handed-in one comes first: its name may say more of its age.
    different = order.without_duplicates((*versions, *before))
    latest = order.latest(different)
    if latest is None:
        different = [each for each in different if not _is_kept(each, before, existing)]
        latest = order.latest(different)
    if latest is not None or not different:
        return latest, []
    stays = [each for each in different if each.sha256 in _sums(before)]
    unsure = [each for each in different if each not in stays]
    words = _UNSURE_OF_SUBMITTED if stays else _UNSURE
    problems = [Problem(each.shown, "attempt-undecided", *words, student) for each in unsure]
    return next(iter(stays), None), problems


def _is_kept(version: Version, before: Sequence[Version], existing: Existing) -> bool:
    """Tell a version that an earlier call has put among the attempts."""
    return version.sha256 not in _sums(before) and existing.has_attempt((version,))


_UNSURE = (
    "different notebooks of one student, and nothing says which is the later",
    "keep the one that counts in the download, and collect again",
)
_UNSURE_OF_SUBMITTED = (
    "it differs from the notebook in submitted/, and nothing says which is the later",
    "move the one in submitted/ away, and collect again, if this one is to count",
)


def _place(hand_ins: HandIns, existing: Existing, chosen: Sequence[Version]) -> Placement:
    counted = {each.handing for each in chosen}
    beside = _beside(hand_ins, existing, counted)
    files = (*chosen, *beside)
    same = {(each.path, each.sha256) for each in files} == {
        (each.path, each.sha256) for each in existing.files
    }
    if not existing.files:
        state = State.NEW
    elif not same:
        state = State.REPLACED
    else:
        older = counted == {SUBMITTED} and not _sums(hand_ins.notebooks) <= _sums(existing.files)
        state = State.OLDER if older else State.UNCHANGED
    return Placement(
        student=hand_ins.student,
        state=state,
        files=files,
        timestamp=_timestamp(chosen, existing),
        attempts=tuple(_attempts(hand_ins, existing, chosen)),
        notebooks=tuple(each.path.removesuffix(SUFFIX) for each in chosen),
    )


def _sums(files: Iterable[Version]) -> set[str]:
    return {each.sha256 for each in files}


def _beside(hand_ins: HandIns, existing: Existing, counted: set[Handing]) -> tuple[Version, ...]:
    """Return the other files: those of the hand-ins whose notebooks count, or that have none."""
    with_notebook = {each.handing for each in hand_ins.notebooks} | {SUBMITTED}
    versions: dict[str, list[Version]] = {}
    # What is there already comes first: of two that nothing tells apart, it stays.
    for each in (*(file for file in existing.files if not _is_notebook(file)), *hand_ins.beside):
        if each.handing in counted or each.handing not in with_notebook:
            versions.setdefault(each.path, []).append(each)
    chosen = [order.latest(each) or each[0] for each in versions.values()]
    twice = names.twice(each.path for each in chosen)
    return tuple(each for each in chosen if each.path not in twice)


def _is_notebook(version: Version) -> bool:
    return version.path.endswith(SUFFIX) and "/" not in version.path


def _timestamp(chosen: Sequence[Version], existing: Existing) -> str:
    """Return the time of the last notebook that counts; nothing where one of them has none."""
    if all(each.handing == SUBMITTED for each in chosen):
        return existing.timestamp
    known = [each.when for each in chosen if each.when is not None]
    return times.write(max(known)) if len(known) == len(chosen) else ""


def _attempts(
    hand_ins: HandIns, existing: Existing, chosen: Sequence[Version]
) -> Iterator[tuple[Version, ...]]:
    """Yield what does not count, oldest first, and is not kept already."""
    counted = {each.handing for each in chosen}
    kept = _sums(chosen) | _sums(existing.files)
    for notebook in order.by_age(hand_ins.notebooks):
        if notebook.sha256 in kept or not _was_decided(notebook, chosen):
            continue
        kept.add(notebook.sha256)
        beside = [
            each
            for each in hand_ins.beside
            if each.handing == notebook.handing and each.handing not in counted
        ]
        attempt = (notebook, *order.one_of_each_path(beside))
        if not existing.has_attempt(attempt):
            yield attempt


def _was_decided(notebook: Version, chosen: Sequence[Version]) -> bool:
    """Tell an earlier attempt from one that nobody knows the age of."""
    latest = next((each for each in chosen if each.path == notebook.path), None)
    return latest is not None and order.compare(notebook, latest)[0] < 0


# ---- what is told


def _tell_of_notebooks(versions: Sequence[Version]) -> Iterator[str]:
    renamed = [f"{names.printable(v.name)} is {v.path}" for v in versions if v.name != v.path]
    if renamed:
        yield f"by its cells, {'; '.join(renamed)}"
    for each in versions:
        if each.match is not None and each.match.differs:
            yield (
                f"{each.path} is not of the present release: {each.match.differs}; taken, for "
                "grading puts locked cells back"
            )
    untouched = dict.fromkeys(v.path for v in versions if v.match and v.match.is_untouched)
    if untouched:
        yield f"nothing was written into {', '.join(untouched)}"
    solved = dict.fromkeys(v.path for v in versions if v.match and v.match.is_solution)
    if solved:
        yield f"every answer is the master's own, word for word: {', '.join(solved)}"


def _tell_of_choice(
    latest: Version, versions: Sequence[Version], before: Sequence[Version]
) -> Iterator[str]:
    copies = sum(each.sha256 == latest.sha256 for each in versions)
    if copies > 1:
        yield f"{latest.path} was handed in {copies} times, each time the same"
    different = order.without_duplicates((*versions, *before))
    others = [each for each in different if each.sha256 != latest.sha256]
    reasons = dict.fromkeys(order.compare(latest, each)[1] for each in others)
    if others and all(reasons):
        where = "submitted/" if latest.handing == SUBMITTED else names.printable(latest.shown)
        count = len(others) + 1
        yield f"{latest.path}: {count} attempts; {where} counts, by {' and '.join(reasons)}"


def _tell_of_missing(chosen: Sequence[Version], masters: Sequence[str]) -> Iterator[str]:
    missing = set(masters) - {each.path.removesuffix(SUFFIX) for each in chosen}
    if missing:
        yield f"not handed in: {', '.join(sorted(missing))}"


def _tell_of_nothing(hand_ins: HandIns, existing: Existing) -> Iterator[str]:
    yield "no notebook of this assignment was found"
    if existing.files:
        yield "what is in submitted/ stays"
    if hand_ins.beside:
        count = len(hand_ins.beside)
        yield f"{count} other {'file was' if count == 1 else 'files were'} not taken"


def _tell_of_attempts(placement: Placement, existing: Existing) -> Iterator[str]:
    kept = len(placement.attempts) + (placement.state is State.REPLACED)
    if kept:
        yield f"{kept} earlier attempt{'' if kept == 1 else 's'} kept"
    gone = {each.path for each in existing.files} - {each.path for each in placement.files}
    if placement.is_written and gone:
        yield f"not handed in again: {', '.join(map(names.printable, sorted(gone)))}"


def _tell_of_times(placements: Iterable[Placement]) -> Iterator[str]:
    """Tell how many have no time stamp, which is one note for a whole download mostly."""
    count = sum(each.is_written and not each.timestamp for each in placements)
    if count:
        yield (
            f"Nothing says when {count} of them handed in: they have no {TIMESTAMP_FILE}, and "
            "count as in time"
        )


def _tell_of_identical(placements: Sequence[Placement]) -> Iterator[Placement]:
    """Tell each student's row of others with the same notebook, byte for byte; judge nothing."""
    same: dict[tuple[str, str], list[str]] = {}
    for placement in placements:
        for each in _worked_in(placement):
            same.setdefault((each.path, each.sha256), []).append(placement.student)
    for placement in placements:
        notes = [
            f"{each.path} is byte for byte that of {', '.join(sorted(others))}"
            for each in _worked_in(placement)
            if (others := Counter(same[each.path, each.sha256]) - Counter([placement.student]))
        ]
        yield replace(placement, notes=(*placement.notes, *notes))


def _worked_in(placement: Placement) -> Iterator[Version]:
    for each in placement.files:
        if _is_notebook(each) and not (each.match and each.match.is_untouched):
            yield each
