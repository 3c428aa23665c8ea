"""Enter the jail: the order of calls, and nothing else.

A zygote calls ``prepare`` once; each of its forks calls ``enter``. The order is forced:

1. session, parent-death signal, descriptors: nothing of the zygote's stays within reach;
2. namespaces and mounts, which need capabilities and change which paths exist;
3. the Landlock ruleset, while its paths can still be opened;
4. capabilities, which only mounts needed;
5. limits;
6. no_new_privs, without which an unprivileged process may neither restrict itself;
7. Landlock, before seccomp: the filter forbids the calls that install a ruleset;
8. seccomp last: it forbids most of the above.
"""

import os
import platform
import signal
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum

from autograder.errors import OperatorError
from autograder.jail import capabilities, kernel, landlock, limits, namespaces, paths, seccomp
from autograder.jail.limits import Baseline, Limits
from autograder.jail.policy import policy
from autograder.jail.syscalls import Architecture

# A user's processes are counted together in the unprivileged tier, the user's own ones included.
# The margin leaves those room to grow and still ends a bomb of threads.
_MARGIN_TASKS = 2048
# Each process has to resolve it for itself.
_ITSELF = "/proc/self"
_OF_ITSELF = tuple(f"{_ITSELF}/{name}" for name in paths.OF_ITSELF)
# The intermediate and the main thread count as well.
_OWN_TASKS = 2


class Tier(StrEnum):
    """Name how much of the machine's protection is used."""

    NAMESPACES = "namespaces"
    UNPRIVILEGED = "unprivileged"
    NONE = "none"


class JailError(OperatorError):
    """Say which part of the jail this machine refused; nothing is graded then."""


@dataclass(frozen=True)
class Plan:
    """Say which jail to build.

    ``read_only`` are files and folders to be readable besides the interpreter; ``protected`` are
    paths that nothing readable may contain. ``scratch`` is the one folder to write in, unless
    ``enter`` names another; without one, nothing can be written. ``landlock_abi_cap`` makes a
    newer kernel behave as an older one, for tests.
    """

    tier: Tier
    read_only: tuple[str, ...] = ()
    scratch: str | None = None
    limits: Limits = field(default_factory=Limits)
    protected: tuple[str, ...] = ()
    landlock_abi_cap: int | None = None


@dataclass(frozen=True)
class Prepared:
    """Keep all that can be worked out before forking."""

    plan: Plan
    zygote_pid: int
    readable: tuple[str, ...]
    landlock_abi: int
    program: seccomp.Program
    processes: int | None


def prepare(plan: Plan) -> Prepared:
    """Work out, in the zygote, what every fork will need.

    Raises JailError where the machine has no Landlock or an unknown architecture, and where a
    path to be readable would open a protected one.
    """
    empty = Prepared(plan, os.getpid(), (), 0, seccomp.Program(b"", ()), None)
    if plan.tier is Tier.NONE:
        return empty
    architecture, abi = _architecture(), _landlock_abi(plan.landlock_abi_cap)
    calls = policy(
        truncate_by_path=abi >= landlock.TRUNCATE_ABI,
        first_of_namespace=plan.tier is Tier.NAMESPACES,
    )
    program = seccomp.assemble(architecture, calls)
    return Prepared(plan, os.getpid(), _readable(plan), abi, program, _processes(plan))


def enter(prepared: Prepared, *, scratch: str | None, keep: Collection[int]) -> None:
    """Enter the jail from a fresh fork of the zygote, and return only inside it.

    Descriptors outside ``keep`` are closed; 0 to 2 lead to /dev/null unless kept. In the
    namespaces tier the process that was forked stays behind and ends like the jailed one.
    Raises JailError at the first refusal: the caller must then end, since it is confined in part.
    """
    plan = prepared.plan
    kept = frozenset(keep)
    scratch = plan.scratch if scratch is None else scratch
    with _refusal("jail-process"):
        _leave_the_zygote(prepared, kept)
    if plan.tier is Tier.NONE:
        _work_in(scratch)
        return
    with _refusal("jail-process"):
        baseline = limits.measure()
        _be_killed_first()
    if plan.tier is Tier.NAMESPACES:
        with _refusal("jail-namespaces"):
            namespaces.separate()
            _own_session()
            namespaces.mount_private(scratch, plan.limits, _to_hide(prepared, scratch))
    with _refusal("jail-scratch"):
        _work_in(scratch)
    _confine(prepared, scratch, baseline)


def _confine(prepared: Prepared, scratch: str | None, baseline: Baseline) -> None:
    """Take the steps that cannot be undone."""
    with _refusal("jail-landlock"):
        _hold_in_memory([*_OF_ITSELF, *prepared.readable], prepared.plan.limits.open_files)
        ruleset = landlock.ruleset(_rules(prepared, scratch), prepared.landlock_abi)
    with _refusal("jail-capabilities"):
        capabilities.drop()
    with _refusal("jail-limits"):
        limits.apply(limits.table(prepared.plan.limits, baseline, prepared.processes))
    with _refusal("jail-privileges"):
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    with _refusal("jail-threads"):
        _check_one_thread()
    with _refusal("jail-landlock"):
        landlock.enforce(ruleset)
    with _refusal("jail-seccomp"):
        seccomp.enforce(prepared.program.for_process(os.getpid()))


@contextmanager
def _refusal(code: str) -> Iterator[None]:
    """Turn the kernel's refusal into an error that names the step."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"The kernel refused a part of the jail ({code}: {reason})."
        raise JailError(code, message) from error


def _architecture() -> Architecture:
    """Return the machine's architecture."""
    try:
        return Architecture(platform.machine())
    except ValueError as error:
        message = f"There is no system call table for the architecture {platform.machine()}."
        raise JailError("jail-architecture", message) from error


def _landlock_abi(cap: int | None) -> int:
    """Return the Landlock version to use."""
    found = landlock.abi()
    if found == 0:
        message = "This kernel offers no Landlock, without which there is no jail."
        raise JailError("jail-no-landlock", message)
    return found if cap is None else min(found, cap)


def _readable(plan: Plan) -> tuple[str, ...]:
    """Return the paths to grant for reading, or raise if one of them would open too much."""
    system = paths.resolved(paths.candidates(paths.running_interpreter()))
    extra = paths.resolved(plan.read_only)
    protected = _protected(plan)
    # What a course adds may be the working folder itself; what the interpreter needs may not.
    broad = paths.too_broad(system, [*protected, os.getcwd()]) + paths.too_broad(extra, protected)
    if broad:
        message = f"Reading {', '.join(broad)} would open more than a jailed process may see."
        raise JailError("jail-too-broad", message)
    return paths.resolved([*system, *extra])


def _to_hide(prepared: Prepared, scratch: str | None) -> tuple[str, ...]:
    """Return the protected folders in which nothing lies that the process needs."""
    needed = [*prepared.readable, *(() if scratch is None else (scratch,))]
    return paths.without(_protected(prepared.plan), needed)


def _protected(plan: Plan) -> list[str]:
    return [*plan.protected, os.path.expanduser("~")]


def _rules(prepared: Prepared, scratch: str | None) -> list[landlock.Rule]:
    """List what may be reached."""
    readable = (*_OF_ITSELF, *prepared.readable)
    rules = [landlock.Rule(path, landlock.READ) for path in readable]
    rules.append(landlock.Rule(_ITSELF, landlock.READ_DIR))
    rules.append(landlock.Rule(os.devnull, landlock.DEVICE))
    if scratch is not None:
        rules.append(landlock.Rule(scratch, landlock.SCRATCH))
    return rules


def _processes(plan: Plan) -> int | None:
    """Return the bound on the user's tasks, or None where the kernel would not hold it.

    It never binds root. In a user namespace of its own a process is counted alone.
    """
    if os.geteuid() == 0:
        return None
    own = plan.limits.threads + _OWN_TASKS
    if plan.tier is Tier.NAMESPACES:
        return own
    return own + _MARGIN_TASKS + _tasks_of(os.getuid())


def _tasks_of(user: int) -> int:
    """Count the threads that ``user`` runs now."""
    total = 0
    for entry in os.scandir("/proc"):
        try:
            if entry.name.isdigit() and entry.stat().st_uid == user:
                # Two links are the folder's own; each thread is one more.
                total += os.stat(f"/proc/{entry.name}/task").st_nlink - 2
        except OSError:
            continue  # ended meanwhile
    return total


def _leave_the_zygote(prepared: Prepared, keep: frozenset[int]) -> None:
    """Take a session of its own, tie this process's life to the zygote's, let go of its files."""
    if prepared.plan.tier is not Tier.NONE:
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != prepared.zygote_pid:
        # It ended before the signal was armed.
        raise JailError("jail-orphaned", "The zygote ended while one of its forks began.")
    _own_session()
    _empty_standard_streams(keep)
    _close_all_but(keep)


def _own_session() -> None:
    """Become the leader of a new session, with no terminal."""
    if os.getsid(0) != os.getpid():
        os.setsid()


def _empty_standard_streams(keep: frozenset[int]) -> None:
    """Lead the standard streams nowhere."""
    null = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
    for stream in {0, 1, 2} - keep - {null}:
        os.dup2(null, stream)
    if null > 2 and null not in keep:
        os.close(null)


def _close_all_but(keep: frozenset[int]) -> None:
    """Close every descriptor above the standard streams that is not kept."""
    first = 3
    for descriptor in sorted(keep):
        kernel.close_range(first, descriptor - 1)
        first = max(first, descriptor + 1)
    kernel.close_range(first, 2**31 - 1)


def _hold_in_memory(readable: Iterable[str], first: int) -> None:
    """Keep a hold on what lies in /proc, by descriptors from ``first`` up where they may be.

    The kernel forgets what nobody holds there, and makes another of that name when it is asked
    for: a rule of Landlock's would still mean the first.
    """
    # Windows has no such module, and imports this one to build releases.
    import fcntl

    for path in readable:
        if path.startswith("/proc/") and os.path.exists(path):
            low = os.open(path, os.O_PATH | os.O_CLOEXEC)
            # Out of the way: students' files get the numbers that they get elsewhere.
            with suppress(OSError):
                fcntl.fcntl(low, fcntl.F_DUPFD_CLOEXEC, first)
                os.close(low)


def _be_killed_first() -> None:
    """Ask that the kernel, when memory runs out, end this process rather than its supervisor."""
    with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
        file.write("1000")


def _work_in(scratch: str | None) -> None:
    """Make scratch the working folder; without one, the folder stays as it was."""
    if scratch is not None:
        os.chdir(scratch)


def _check_one_thread() -> None:
    """Refuse to go on with a second thread: Landlock and seccomp would not bind it."""
    if len(os.listdir("/proc/self/task")) != 1:
        raise JailError("jail-threads", "The zygote's fork runs more than one thread.")
