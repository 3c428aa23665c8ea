"""Decide by Landlock which files a process can reach, and forbid it the network.

See linux/landlock.h and https://docs.kernel.org/userspace-api/landlock.html. Every right that the
kernel knows is handled, so what no rule grants is denied. No rule grants execution: the loader
maps shared libraries with the right to read alone.
"""

import ctypes
import errno
import os
import stat
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from autograder.jail import kernel

# The same numbers on every architecture.
_NR_CREATE_RULESET: Final = 444
_NR_ADD_RULE: Final = 445
_NR_RESTRICT_SELF: Final = 446
_CREATE_RULESET_VERSION: Final = 1
_RULE_PATH_BENEATH: Final = 1

WRITE_FILE: Final = 1 << 1
READ_FILE: Final = 1 << 2
READ_DIR: Final = 1 << 3
REMOVE_DIR: Final = 1 << 4
REMOVE_FILE: Final = 1 << 5
MAKE_DIR: Final = 1 << 7
MAKE_REG: Final = 1 << 8
MAKE_SYM: Final = 1 << 12
REFER: Final = 1 << 13
TRUNCATE: Final = 1 << 14

READ: Final = READ_FILE | READ_DIR
DEVICE: Final = READ_FILE | WRITE_FILE | TRUNCATE
# A scratch folder holds files, folders and links: no sockets, pipes or devices.
SCRATCH: Final = (
    READ | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | MAKE_SYM | REFER | TRUNCATE
)
_OF_A_FILE: Final = READ_FILE | WRITE_FILE | TRUNCATE

# The version that knows TRUNCATE; below it, seccomp has to forbid truncation by path.
TRUNCATE_ABI: Final = 3
_NETWORK_ABI: Final = 4
_SCOPE_ABI: Final = 6


@dataclass(frozen=True)
class Rule:
    """Grant ``access`` to ``path`` and all below it."""

    path: str
    access: int


def abi() -> int:
    """Return the Landlock version of the running kernel, or 0 where there is none."""
    try:
        return kernel.syscall(_NR_CREATE_RULESET, None, 0, _CREATE_RULESET_VERSION)
    except OSError:
        return 0


def handled_files(version: int) -> int:
    """Return every file right that Landlock's ``version`` knows, as a bit mask."""
    count = 13 if version == 1 else 14 if version == 2 else 15 if version <= 4 else 16
    return (1 << count) - 1


def attributes(version: int) -> bytes:
    """Return struct landlock_ruleset_attr: all file rights, TCP, and both scopes."""
    fields = [handled_files(version)]
    if version >= _NETWORK_ABI:
        fields.append(0b11)  # bind and connect
    if version >= _SCOPE_ABI:
        fields.append(0b11)  # abstract unix sockets and signals
    return struct.pack(f"={len(fields)}Q", *fields)


def ruleset(rules: Iterable[Rule], version: int) -> int:
    """Build a ruleset and return its descriptor; call while the paths can be reached."""
    packed = attributes(version)
    descriptor = kernel.syscall(
        _NR_CREATE_RULESET, ctypes.create_string_buffer(packed, len(packed)), len(packed), 0
    )
    for rule in rules:
        _add(descriptor, rule, handled_files(version))
    return descriptor


def enforce(descriptor: int) -> None:
    """Bind the calling thread to the ruleset for ever; needs no_new_privs."""
    kernel.syscall(_NR_RESTRICT_SELF, descriptor, 0)
    os.close(descriptor)


def _add(descriptor: int, rule: Rule, handled: int) -> None:
    """Add one rule; a path that this process cannot reach needs no rule and grants nothing."""
    try:
        target = os.open(rule.path, os.O_PATH | os.O_CLOEXEC)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.EACCES, errno.ENOTDIR):
            return
        raise
    try:
        is_folder = stat.S_ISDIR(os.fstat(target).st_mode)
        access = rule.access & handled & (-1 if is_folder else _OF_A_FILE)
        packed = struct.pack("=Qi", access, target)
        buffer = ctypes.create_string_buffer(packed, len(packed))
        kernel.syscall(_NR_ADD_RULE, descriptor, _RULE_PATH_BENEATH, buffer, 0)
    finally:
        os.close(target)
