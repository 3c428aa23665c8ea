"""Say, as data, which system calls a jailed process may make.

What is named here is decided here; every other call is refused with EPERM, or looks absent where
it is younger than the table of calls. Refusals are error numbers that well-behaved programs
expect, so ``subprocess`` or ``requests`` fail with an ordinary OSError.
"""

from dataclasses import dataclass
from enum import Enum, auto
from errno import EACCES, ENOSYS, ENOTSUP, EPERM
from typing import Final


class Outcome(Enum):
    """Say what the kernel does with a call."""

    ALLOW = auto()
    ERROR = auto()
    KILL = auto()


@dataclass(frozen=True)
class Action:
    """Say what happens to a call; an ERROR of 0 pretends success without doing anything."""

    outcome: Outcome
    error: int = 0


class Question(Enum):
    """Name a question about one argument, whose lower 32 bits are meant except for NULL."""

    IN = auto()
    NO_BIT_OF = auto()
    ALL_BITS_OF = auto()
    NULL = auto()


# Stands for the process's own number, which is known only after the fork.
OWN_PID: Final = -1


@dataclass(frozen=True)
class Condition:
    """Ask one question about argument ``argument``, masked by ``mask`` for IN."""

    argument: int
    test: Question
    values: tuple[int, ...] = ()
    mask: int = 0xFFFFFFFF


@dataclass(frozen=True)
class Case:
    """Take ``action`` when every condition holds."""

    conditions: tuple[Condition, ...]
    action: Action


@dataclass(frozen=True)
class Decision:
    """Decide one call: the first case that holds, else ``otherwise``."""

    otherwise: Action
    cases: tuple[Case, ...] = ()


ALLOW: Final = Action(Outcome.ALLOW)
KILL: Final = Action(Outcome.KILL)
DENY: Final = Action(Outcome.ERROR, EPERM)
PRETEND: Final = Action(Outcome.ERROR, 0)
ABSENT: Final = Action(Outcome.ERROR, ENOSYS)
NO_NETWORK: Final = Action(Outcome.ERROR, EACCES)
NO_ATTRIBUTES: Final = Action(Outcome.ERROR, ENOTSUP)

_ALLOWED: Final = """
access alarm arch_prctl brk capget chdir clock_getres clock_gettime clock_nanosleep close
close_range copy_file_range creat dup dup2 dup3 epoll_create epoll_create1 epoll_ctl epoll_pwait
epoll_pwait2 epoll_wait eventfd eventfd2 exit exit_group faccessat faccessat2 fadvise64 fallocate
fchdir fdatasync fstat fstatfs fsync ftruncate futex futex_waitv getcpu getcwd getdents
getdents64 getegid geteuid getgid getgroups getitimer getpeername getpgid getpgrp getpid getppid
getpriority getrandom getresgid getresuid getrlimit getrusage getsid getsockname gettid
gettimeofday getuid link linkat lseek lstat madvise membarrier mkdir mkdirat mmap mprotect mremap
msync munmap nanosleep newfstatat pause pipe pipe2 poll ppoll pread64 preadv preadv2 pselect6
pwrite64 pwritev pwritev2 read readahead readlink readlinkat readv recvfrom rename renameat
renameat2 restart_syscall rmdir rseq rt_sigaction rt_sigpending rt_sigprocmask rt_sigreturn
rt_sigsuspend rt_sigtimedwait sched_get_priority_max sched_get_priority_min sched_getaffinity
sched_getparam sched_getscheduler sched_yield select sendfile set_robust_list set_tid_address
setitimer shutdown sigaltstack signalfd signalfd4 stat statfs statx symlink symlinkat
sync_file_range sysinfo time timerfd_create timerfd_gettime timerfd_settime times umask uname
unlink unlinkat wait4 waitid write writev
""".split()

# Landlock does not cover these. `shutil.copy` must not fail for want of them, nor may they touch
# a file outside: so they do nothing, and say that they did it. A lock, which a database needs, is
# one of them: in scratch a process is alone, and elsewhere others would see and meet it.
_PRETENDED: Final = """
chmod chown fchmod fchmodat fchmodat2 fchown fchownat flock lchown setpriority sync syncfs
""".split()

# Nor these; `shutil.copy2` takes this answer for a file system without extended attributes.
_EXTENDED_ATTRIBUTES: Final = """
fgetxattr flistxattr fremovexattr fsetxattr getxattr lgetxattr listxattr llistxattr lremovexattr
lsetxattr removexattr setxattr
""".split()

# Their flags lie in memory, where a filter cannot look. The C library then uses clone and openat.
_ABSENT: Final = ["clone3", "openat2"]

_SIGKILL: Final = 9
_AF_UNIX: Final = 1
_SOL_SOCKET: Final = 1
_CLONE_THREAD: Final = 0x10000
# CLONE_NEW{NS,CGROUP,UTS,IPC,USER,PID,NET}
_CLONE_NEW: Final = 0x7E020000
_O_ACCMODE: Final = 0b11
_O_TRUNC: Final = 0o1000

# SO_TYPE, SO_ERROR, SO_SNDBUF, SO_RCVBUF, SO_ACCEPTCONN, SO_PROTOCOL, SO_DOMAIN
_SOCKET_OPTIONS: Final = (3, 4, 7, 8, 30, 38, 39)
# PR_GET_DUMPABLE, PR_SET_NAME, PR_GET_NAME, PR_SET_VMA. Never PR_SET_PDEATHSIG: that one ends
# the process with its zygote.
_PRCTL_OPTIONS: Final = (3, 15, 16, 0x53564D41)
# F_DUPFD, F_[GS]ETFD, F_[GS]ETFL, F_GETLK, F_OFD_GETLK, F_DUPFD_CLOEXEC, F_GETPIPE_SZ,
# F_GET_SEALS. Never F_SETOWN and F_SETSIG: they signal other processes.
_FCNTL_COMMANDS: Final = (0, 1, 2, 3, 4, 5, 36, 1030, 1032, 1034)
# F_SETLK[W], F_OFD_SETLK[W]
_FCNTL_LOCKS: Final = (6, 7, 37, 38)
# TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX
_IOCTL_REQUESTS: Final = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)


def policy(*, truncate_by_path: bool, first_of_namespace: bool) -> dict[str, Decision]:
    """Return the decision on every call that is not simply refused.

    ``truncate_by_path`` is for a Landlock that guards truncation. ``first_of_namespace`` is for
    process 1 of a process namespace, which the kernel shields from its own SIGKILL.
    """
    calls = {name: Decision(ALLOW) for name in _ALLOWED}
    calls |= {name: Decision(PRETEND) for name in _PRETENDED}
    calls |= {name: Decision(NO_ATTRIBUTES) for name in _EXTENDED_ATTRIBUTES}
    calls |= {name: Decision(ABSENT) for name in _ABSENT}
    calls["truncate"] = Decision(ALLOW if truncate_by_path else DENY)
    return calls | _ARGUMENTS | _signals(first_of_namespace)


def _when(*conditions: Condition, otherwise: Action = DENY) -> Decision:
    """Allow a call when every condition holds."""
    return Decision(otherwise, (Case(conditions, ALLOW),))


def _setting_times(argument: int) -> Decision:
    """Pretend to set the times given, as `shutil.copy2` asks; refuse to set them to now.

    The latter is how `Path.touch` finds out whether a file is there: told that it is, it would
    not make one.
    """
    return Decision(PRETEND, (Case((Condition(argument, Question.NULL),), DENY),))


def _opening(argument: int) -> Decision:
    """Decide on the flags of open and openat.

    Two combinations pass older Landlock versions: truncating what is opened only for reading, and
    access mode 3, which asks for neither reading nor writing and may truncate all the same.
    """
    writing = Condition(argument, Question.IN, (1, 2), mask=_O_ACCMODE)
    reading = Condition(argument, Question.IN, (0,), mask=_O_ACCMODE)
    keeping = Condition(argument, Question.NO_BIT_OF, (_O_TRUNC,))
    return Decision(DENY, (Case((writing,), ALLOW), Case((reading, keeping), ALLOW)))


def _signals(first_of_namespace: bool) -> dict[str, Decision]:
    """Let a process signal nobody but itself."""
    own = Condition(0, Question.IN, (OWN_PID,))
    suicide = Case((own, Condition(1, Question.IN, (_SIGKILL,))), KILL)
    cases = (suicide,) if first_of_namespace else ()
    return {
        "kill": Decision(DENY, (*cases, Case((own,), ALLOW))),
        "tgkill": _when(own),
        "tkill": _when(own),
    }


_ARGUMENTS: Final[dict[str, Decision]] = {
    "clone": _when(
        Condition(0, Question.ALL_BITS_OF, (_CLONE_THREAD,)),
        Condition(0, Question.NO_BIT_OF, (_CLONE_NEW,)),
    ),
    "fcntl": Decision(
        DENY,
        (
            Case((Condition(1, Question.IN, _FCNTL_COMMANDS),), ALLOW),
            Case((Condition(1, Question.IN, _FCNTL_LOCKS),), PRETEND),
        ),
    ),
    "futimesat": _setting_times(2),
    "getsockopt": _when(
        Condition(1, Question.IN, (_SOL_SOCKET,)), Condition(2, Question.IN, _SOCKET_OPTIONS)
    ),
    # ENOTTY is what a file that is no terminal answers.
    "ioctl": _when(Condition(1, Question.IN, _IOCTL_REQUESTS), otherwise=Action(Outcome.ERROR, 25)),
    "open": _opening(1),
    "openat": _opening(2),
    "prctl": _when(Condition(0, Question.IN, _PRCTL_OPTIONS)),
    # Reading one's own limits, never setting any.
    "prlimit64": _when(Condition(0, Question.IN, (0, OWN_PID)), Condition(2, Question.NULL)),
    # The kernel reads a process's affinity freely; changing it must not reach other processes.
    "sched_setaffinity": _when(Condition(0, Question.IN, (0, OWN_PID))),
    # With an address, a datagram would leave for any socket of the machine.
    "sendto": _when(Condition(4, Question.NULL)),
    "socket": Decision(NO_NETWORK),
    # asyncio wakes itself through a pair.
    "socketpair": _when(Condition(0, Question.IN, (_AF_UNIX,)), otherwise=NO_NETWORK),
    "utime": _setting_times(1),
    "utimensat": _setting_times(2),
    "utimes": _setting_times(1),
}
