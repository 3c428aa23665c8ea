"""Which of two hand-ins is the later, and by what one can tell. What cannot be told is not."""

from collections.abc import Iterable, Sequence
from functools import cmp_to_key

from autograder.intake.attribution import Version

Reason = str


def compare(one: Version, other: Version) -> tuple[int, Reason]:
    """Return 1 when one is later than the other, -1 when earlier, 0 when nothing tells; and why."""
    checks = (
        (_by_time, "the time of handing in"),
        (_by_serial, "the number of the upload"),
        (_by_stamp, "the files' time stamps"),
        (_by_suffix, "the number in the file's name"),
    )
    for check, reason in checks:
        if found := check(one, other):
            return found, reason
    return 0, ""


def _by_time(one: Version, other: Version) -> int:
    if one.when is None or other.when is None:
        return 0
    return (one.when > other.when) - (one.when < other.when)


def _by_serial(one: Version, other: Version) -> int:
    same = one.handing.person and other.handing.person
    if not same or one.handing.person != other.handing.person:
        return 0
    if one.serial is None or other.serial is None:
        return 0
    return (one.serial > other.serial) - (one.serial < other.serial)


def _by_stamp(one: Version, other: Version) -> int:
    """Compare when files were changed; within one download, a system's stamps say nothing."""
    if one.stamp is None or other.stamp is None:
        return 0
    own = one.is_own_stamp and other.is_own_stamp
    if one.handing.package == other.handing.package and not own:
        return 0
    # Zip keeps every second second.
    return (one.stamp > other.stamp + 2) - (one.stamp < other.stamp - 2)


def _by_suffix(one: Version, other: Version) -> int:
    if one.handing != other.handing:
        return 0
    return (one.suffix > other.suffix) - (one.suffix < other.suffix)


def latest(versions: Sequence[Version]) -> Version | None:
    """Return the version that is later than each other one, or None when nothing says so."""
    different = without_duplicates(versions)
    for each in different:
        if all(each is other or compare(each, other)[0] > 0 for other in different):
            return each
    return None


def without_duplicates(versions: Sequence[Version]) -> list[Version]:
    """Return one version of each content: the latest, or the first where nothing tells."""
    groups: dict[str, list[Version]] = {}
    for each in versions:
        groups.setdefault(each.sha256, []).append(each)
    return [_latest_or_first(each) for each in groups.values()]


def _latest_or_first(same: Sequence[Version]) -> Version:
    found = same[0]
    for each in same[1:]:
        if compare(each, found)[0] > 0:
            found = each
    return found


def by_age(versions: Iterable[Version]) -> list[Version]:
    """Return the versions, the oldest first as far as one can tell."""
    return sorted(versions, key=cmp_to_key(_sign))


def _sign(one: Version, other: Version) -> int:
    return compare(one, other)[0]


def one_of_each_path(versions: Sequence[Version]) -> list[Version]:
    """Return the latest version of each path."""
    groups: dict[str, list[Version]] = {}
    for each in versions:
        groups.setdefault(each.path, []).append(each)
    return [latest(each) or each[0] for each in groups.values()]
