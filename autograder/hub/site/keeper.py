"""Run a program, and leave nothing of it behind: ``python -m autograder.hub.site.keeper``.

A hub starts a proxy, a service and servers, and these start kernels; each is in a session of its
own, so that no signal to a process group reaches them all. The keeper is their subreaper: whoever
loses its parent becomes the keeper's child. When the program ends, or the keeper is told to end,
or whoever started the keeper is gone, it asks the program to end, waits, and kills what still runs
among its descendants.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from autograder.jail import kernel

PR_SET_CHILD_SUBREAPER = 36
LOOK_SECONDS = 0.5
"""How often the keeper looks whether whoever started it is still there."""
PATIENCE_SECONDS = 20.0
"""How long the program may take to end by itself, once asked."""

_TOLD = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_HEEDED = (*_TOLD, signal.SIGCHLD)


def keep(command: list[str], parent: int) -> int:
    """Run a program until it ends or ``parent`` does; return its exit code, or minus a signal."""
    kernel.prctl(PR_SET_CHILD_SUBREAPER, 1)
    # Blocked, a signal waits until it is asked for: none comes at a bad moment.
    signal.pthread_sigmask(signal.SIG_BLOCK, _HEEDED)
    with subprocess.Popen(command, preexec_fn=_before_the_program) as program:
        while os.getppid() == parent and program.poll() is None:
            heeded = signal.sigtimedwait(_HEEDED, LOOK_SECONDS)
            if heeded is not None and heeded.si_signo in _TOLD:
                break
            _bury(all_but=program.pid)
        _end(program)
        while found := descendants(os.getpid()):
            _kill(found)
        return program.returncode


def descendants(ancestor: int) -> list[int]:
    """Return the numbers of all processes that come from this one; those who died unburied too."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (parent := _parent(folder)):
            children.setdefault(parent, []).append(int(folder.name))
    found = [ancestor]
    for each in found:
        found += children.get(each, [])
    return found[1:]


def _parent(folder: Path) -> int | None:
    try:
        # The name, in brackets, may hold any bytes: what counts follows the last bracket.
        return int((folder / "stat").read_bytes().rpartition(b")")[2].split()[1])
    except OSError:
        return None  # it has ended meanwhile


def _before_the_program() -> None:
    # A shell's command in the background is started with interrupts ignored, and what it starts
    # inherits that: the hub would wait 30 seconds for each service that it asks to end by one.
    for each in (*_TOLD, signal.SIGQUIT):
        signal.signal(each, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _HEEDED)
    # Should the keeper itself be killed, the kernel asks the program to end.
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGTERM)


def _end(program: "subprocess.Popen[bytes]") -> None:
    program.terminate()
    try:
        program.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        program.kill()


def _kill(processes: list[int]) -> None:
    """Kill processes, and bury those that are our children."""
    for process in processes:
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue  # it has ended meanwhile
    _bury(all_but=None)
    time.sleep(0.01)


def _bury(all_but: int | None) -> None:
    """Take note of children that have died, but not of one that somebody else waits for."""
    try:
        while dead := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            if dead.si_pid == all_but:
                return
            os.waitpid(dead.si_pid, os.WNOHANG)
    except ChildProcessError:
        return  # there are no children


if __name__ == "__main__":
    sys.exit(keep(sys.argv[2:], parent=int(sys.argv[1])))
