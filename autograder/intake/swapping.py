"""Exchange two folders in one step, so that at no moment one of the two is missing."""

import ctypes
import os
from pathlib import Path

_WORKING_FOLDER = -100
_EXCHANGE = 2


def swap(one: Path, other: Path) -> bool:
    """Exchange two folders by renameat2(2); False, and nothing done, where that is not offered.

    File systems on a network mostly do not have it, and other systems than Linux neither.
    """
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    first, second = (ctypes.c_char_p(os.fsencode(path)) for path in (one, other))
    at = ctypes.c_int(_WORKING_FOLDER)
    return bool(rename(at, first, at, second, ctypes.c_uint(_EXCHANGE)) == 0)
