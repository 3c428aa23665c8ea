"""Give up every capability, for good.

Inside a user namespace of its own, and as root outside one, a process starts with capabilities
that could undo the jail. See capabilities(7).
"""

import errno
import struct
from typing import Final

from autograder.jail import kernel

# _LINUX_CAPABILITY_VERSION_3, and the calling thread.
_HEADER: Final = struct.pack("=Ii", 0x20080522, 0)
# Effective, permitted and inheritable, twice 32 bits of each.
_SETS: Final = struct.Struct("=6I")
_CAP_SETPCAP: Final = 8
_AMBIENT_CLEAR_ALL: Final = 4
# Root without powers, no keeping of capabilities, no ambient ones; each locked.
_SECUREBITS: Final = 0b11101111


def drop() -> None:
    """Drop all capabilities, and with them the means to win any back."""
    if held()[0] & (1 << _CAP_SETPCAP):
        kernel.prctl(kernel.PR_CAP_AMBIENT, _AMBIENT_CLEAR_ALL)
        kernel.prctl(kernel.PR_SET_SECUREBITS, _SECUREBITS)
        _empty_bounding_set()
    kernel.capset(_HEADER, bytes(_SETS.size))
    if any(held()):
        raise OSError(errno.EPERM, "capabilities are left")


def held() -> tuple[int, ...]:
    """Return the effective, permitted and inheritable sets of the calling thread."""
    fields: tuple[int, ...] = _SETS.unpack(kernel.capget(_HEADER, _SETS.size))
    return fields


def _empty_bounding_set() -> None:
    """Drop capability after capability until the kernel knows no further one."""
    for capability in range(64):
        try:
            kernel.prctl(kernel.PR_CAPBSET_DROP, capability)
        except OSError as error:
            if error.errno == errno.EINVAL:
                return
            raise
