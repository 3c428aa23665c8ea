"""CPU clocks of other processes, in nanoseconds, and the time that drawing pictures takes in them.

The kernel accounts for CPU time as it goes, so a clock that is read before and after a step says
what the step took, whatever else the process does later.
"""

import resource
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

# What clock_getcpuclockid(3) makes of a process's number: its threads together, ended ones too.
_SCHEDULED = 2


def cpu_ns(pid: int) -> int:
    """Return the CPU nanoseconds of a process and of its living descendants; 0 when it is gone."""
    return sum(own_ns(each) for each in tree(pid))


def own_ns(pid: int) -> int:
    """Return the CPU nanoseconds of one process; 0 when it is gone."""
    with suppress(OSError):
        return time.clock_gettime_ns((~pid << 3) | _SCHEDULED)
    return 0


def tree(pid: int) -> Iterator[int]:
    """Yield a process and all its living descendants."""
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from tree(int(child))


def used_seconds(who: int = resource.RUSAGE_CHILDREN) -> float:
    """Return the CPU seconds of all descendants that were waited for, or of this process."""
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


START_DRAWING = """
def _watch_drawing(shell):
    import time

    formatter = shell.display_formatter
    original = formatter.format
    spent = shell.drawing_ns = [0]

    def format(value, *arguments, **keywords):
        started = time.process_time_ns()
        try:
            return original(value, *arguments, **keywords)
        finally:
            if type(value).__name__ == "Figure":
                spent[0] += time.process_time_ns() - started

    formatter.format = format

_watch_drawing(get_ipython())
del _watch_drawing
"""
"""A cell that has a student process count the CPU time of turning figures into pictures."""
TELL_DRAWING = "print(get_ipython().drawing_ns[0])"
"""A cell that prints the nanoseconds."""
