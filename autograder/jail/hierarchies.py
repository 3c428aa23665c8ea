"""Find where in the hierarchies of control groups a process stands.

Version 1 of control groups has a hierarchy for each controller, version 2 one for all. Machines
mount the one, the other, or both; containers show a part of them. See cgroups(7) and proc(5).
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MEMORY: Final = "memory"
TASKS: Final = "pids"


@dataclass(frozen=True)
class Place:
    """Hold where this process stands in a hierarchy, and which controllers that may offer."""

    version: int
    folder: str
    controllers: tuple[str, ...]


def places(mountinfo: str, membership: str) -> tuple[Place, ...]:
    """Read /proc/self/mountinfo and /proc/self/cgroup; return where groups might be made.

    A controller belongs to one hierarchy: what version 1 has, version 2 lacks.
    """
    standing = _standing(membership)
    found: dict[str, Place] = {}
    unified: list[str] = []
    for root, point, kind, options in _mounts(mountinfo):
        if kind == "cgroup2" and "" in standing:
            unified += _below(root, point, standing[""])
        for controller in options.intersection({MEMORY, TASKS}, standing):
            for folder in _below(root, point, standing[controller]) if kind == "cgroup" else []:
                found.setdefault(controller, Place(1, folder, (controller,)))
    left = tuple(each for each in (MEMORY, TASKS) if each not in found)
    version_2 = [Place(2, folder, left) for folder in unified[:1] if left]
    return (*(found[each] for each in sorted(found)), *version_2)


def _standing(membership: str) -> dict[str, str]:
    """Return this process's group by controller; version 2's has no name."""
    fields = [line.split(":", 2) for line in membership.splitlines()]
    return {name: group for _, names, group in fields for name in names.split(",")}


def _mounts(mountinfo: str) -> Iterator[tuple[str, str, str, frozenset[str]]]:
    """Yield root, mount point, type and options of each mounted hierarchy; see proc(5)."""
    for line in mountinfo.splitlines():
        mount, _, system = line.partition(" - ")
        root, point = (_unescaped(field) for field in mount.split()[3:5])
        kind, _, options = system.split()[:3]
        if kind in ("cgroup", "cgroup2"):
            yield root, point, kind, frozenset(options.split(","))


def _unescaped(field: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), field)


def _below(root: str, point: str, group: str) -> list[str]:
    """Return the folder of ``group`` where ``root`` is mounted on ``point``, if it is below."""
    inside = os.path.relpath(group, root)
    # A root may be above all that this process's namespace shows: it then begins with dots.
    return (
        []
        if ".." in (*root.split("/"), *inside.split("/"))
        else [os.path.normpath(os.path.join(point, inside))]
    )
