"""List what a jailed process may read: the interpreter, shared libraries, and a few plain files.

What is granted is granted with all below it, so a path here is as narrow as it can be. A virtual
environment may lie inside a course folder: its ``lib`` is granted, never the folder above.
"""

import os
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

# Below a prefix. Never all of `share`: an exchange of submissions may lie under it.
_OF_A_PREFIX: Final = (
    "lib",
    "lib64",
    "pyvenv.cfg",
    "etc/fonts",
    "share/fontconfig",
    "share/fonts",
    "share/i18n",
    "share/icu",
    "share/locale",
    "share/mime",
    "share/zoneinfo",
)

_OF_THE_SYSTEM: Final = (
    "/lib",
    "/lib64",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/locale.alias",
    "/etc/localtime",
    "/etc/mime.types",
    # Debian's interpreter reads its own site customisation there, by a link from its library.
    f"/etc/python{sys.version_info.major}.{sys.version_info.minor}",
    "/etc/timezone",
    "/dev/urandom",
    "/dev/zero",
    # How many processors and how much memory there is: what numerical libraries ask at start.
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/sys/vm/overcommit_memory",
    "/sys/devices/system/cpu",
    "/sys/fs/cgroup/cpu.max",
    "/sys/fs/cgroup/cpu/cpu.cfs_period_us",
    "/sys/fs/cgroup/cpu/cpu.cfs_quota_us",
)

# What a process may read of itself in /proc/self. Not all that is there: `net` tells of the whole
# machine's connections, and `mountinfo` of its mounts.
OF_ITSELF: Final = tuple(
    "cgroup cmdline comm environ io limits maps mem smaps stat statm status".split()
)

# Too broad for any purpose, whatever asks for them.
_NEVER: Final = frozenset(
    "/ /bin /boot /dev /etc /home /media /mnt /opt /proc /root /run /sbin /srv /sys /tmp "
    "/usr /usr/local /usr/share /usr/local/share /var /var/lib /var/tmp".split()
)


@dataclass(frozen=True)
class Interpreter:
    """Hold where an interpreter's files lie."""

    prefixes: tuple[str, ...]
    libraries: tuple[str, ...]


def running_interpreter() -> Interpreter:
    """Describe the interpreter that runs this."""
    prefixes = (sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix)
    standard = (sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"))
    # An editable install adds a course's or a project's folder to the path: those are left out.
    packages = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    # This package itself, which an editable install has outside of site-packages.
    own = str(Path(__file__).resolve().parent.parent)
    return Interpreter(prefixes, (*standard, *packages, own))


def candidates(interpreter: Interpreter) -> tuple[str, ...]:
    """List what the interpreter and the libraries of the system need, existing or not."""
    prefixes = dict.fromkeys([*interpreter.prefixes, "/usr", "/usr/local"])
    below = [os.path.join(prefix, name) for prefix in prefixes for name in _OF_A_PREFIX]
    return tuple(dict.fromkeys([*below, *interpreter.libraries, *_OF_THE_SYSTEM]))


def resolved(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the paths that exist, without links, and without those inside another of them."""
    real = {os.path.realpath(path) for path in paths}
    existing = sorted(path for path in real if os.path.exists(path))
    kept: list[str] = []
    for path in existing:
        # Sorted, a folder stands before all that lies in it.
        if not any(contains(folder, path) for folder in kept):
            kept.append(path)
    return tuple(kept)


def contains(folder: str, path: str) -> bool:
    """Say whether ``path`` is ``folder`` or lies in it; both are absolute."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def without(folders: Iterable[str], needed: Iterable[str]) -> tuple[str, ...]:
    """Return the folders that exist and hold nothing that is needed; no folder inside another."""
    inside = [os.path.realpath(path) for path in needed]
    free = {
        folder
        for folder in map(os.path.realpath, folders)
        if os.path.isdir(folder) and not any(contains(folder, path) for path in inside)
    }
    return tuple(sorted(f for f in free if not any(contains(other, f) for other in free - {f})))


def too_broad(paths: Iterable[str], protected: Iterable[str]) -> tuple[str, ...]:
    """Return the paths that would open a whole system folder or something protected."""
    secret = [os.path.realpath(path) for path in protected]
    return tuple(
        path for path in paths if path in _NEVER or any(contains(path, inside) for inside in secret)
    )
