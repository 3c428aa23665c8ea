"""Call the kernel where Python's library has no function for it.

Every function raises ``OSError`` with the kernel's error number when the call fails.
"""

import ctypes
import os
from functools import cache
from typing import Final

PR_SET_PDEATHSIG: Final = 1
PR_SET_SECCOMP: Final = 22
PR_CAPBSET_DROP: Final = 24
PR_SET_SECUREBITS: Final = 28
PR_SET_NO_NEW_PRIVS: Final = 38
PR_CAP_AMBIENT: Final = 47

# The same number on every architecture that this package knows.
_NR_CLOSE_RANGE: Final = 436


@cache
def _libc() -> ctypes.CDLL:
    """Return the C library; late, because Windows, where releases are built too, has none."""
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int, what: str) -> int:
    """Return ``result``, or raise what the kernel said."""
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), what)
    return result


def syscall(number: int, *arguments: int | ctypes.Array[ctypes.c_char] | None) -> int:
    """Make the system call ``number``; buffers are passed by address, None as a null pointer."""
    converted = [
        ctypes.c_long(argument) if isinstance(argument, int) else argument for argument in arguments
    ]
    result: int = _libc().syscall(ctypes.c_long(number), *converted)
    return _checked(result, f"system call {number}")


def prctl(option: int, *arguments: int | ctypes.Structure) -> int:
    """Control an attribute of the process; arguments that are not given are zero."""
    converted = [
        ctypes.c_ulong(argument) if isinstance(argument, int) else ctypes.byref(argument)
        for argument in arguments
    ]
    rest = [ctypes.c_ulong(0)] * (4 - len(converted))
    return _checked(_libc().prctl(option, *converted, *rest), f"prctl {option}")


def unshare(flags: int) -> None:
    """Give the caller namespaces of its own."""
    _checked(_libc().unshare(ctypes.c_int(flags)), "unshare")


def mount(source: str | None, target: str, kind: str | None, flags: int, data: str = "") -> None:
    """Mount ``source`` on ``target``."""
    encoded = [os.fsencode(text) if text else None for text in (source, target, kind)]
    result: int = _libc().mount(*encoded, ctypes.c_ulong(flags), os.fsencode(data) or None)
    _checked(result, f"mount {target}")


def capset(header: bytes, data: bytes) -> None:
    """Set the caller's capability sets from their binary form."""
    _checked(_libc().capset(header, data), "capset")


def capget(header: bytes, size: int) -> bytes:
    """Return the caller's capability sets in their binary form."""
    data = ctypes.create_string_buffer(size)
    _checked(_libc().capget(header, data), "capget")
    return data.raw


def close_range(first: int, last: int) -> None:
    """Close every descriptor from ``first`` to ``last``, both included."""
    if first > last:
        return
    try:
        syscall(_NR_CLOSE_RANGE, first, last, 0)
    except OSError:
        # A system without the call (or not Linux): one descriptor at a time.
        os.closerange(first, min(last, os.sysconf("SC_OPEN_MAX")) + 1)
