"""Run other graders in a room of their own, as a throwaway user: attacks on them are real.

Theory of operation. ``enter`` forks. The fork takes new namespaces (mounts, processes, network,
IPC, and users where it is not root) and forks again: the *keeper*, process 1 of the room. The
keeper builds a new root of read-only views (the system, the interpreter, its environment), of a
private temporary folder and of one folder of the trial's own, opens the listeners on the room's
loopback, and then runs the commands, one after the other, as a user who owns nothing else. When
the keeper ends, for whatever reason, the kernel ends all that runs in the room.

The folder of the trial lies at the same path inside and outside, so that whoever called can read
what the grader wrote. It is hostile then: read it, never run it, follow no link in it.
"""

import ctypes
import fcntl
import json
import os
import platform
import resource
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from attack_run import Listeners

from autograder.jail import kernel

# CLONE_NEW* of linux/sched.h
MOUNTS, IPC, USERS, PROCESSES, NETWORK = 0x20000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
ROOM = MOUNTS | IPC | PROCESSES | NETWORK
# MS_* and MNT_* of linux/mount.h
READ_ONLY, NO_SUID, NO_DEVICES, NO_EXEC = 1, 2, 4, 8
REMOUNT, BIND, RECURSIVE, PRIVATE, DETACH = 32, 4096, 16384, 1 << 18, 2
PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
PR_SET_DUMPABLE = 4
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1

THROWAWAY = 64321
"""The user and group of the trial where root runs it: no account has this number."""
PROCESSES_AT_MOST = 400
FILE_BYTES = 256 * 2**20
PRIVATE_BYTES = 512 * 2**20
SECONDS_TO_SETTLE = 1.0
DEVICES = ("null", "zero", "full", "random", "urandom")
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc")


@dataclass(frozen=True)
class Command:
    """Hold one program of the grader's; what follows a failed one is not run."""

    arguments: tuple[str, ...]
    seconds: float


@dataclass(frozen=True)
class Trial:
    """Hold what one trial needs.

    ``told`` are the files in which the words that attackers know are replaced; the room adds the
    listeners' names to ``words``, for only it knows them.
    """

    folder: Path
    start: Path
    environment: Mapping[str, str]
    commands: tuple[Command, ...]
    told: tuple[Path, ...]
    words: Mapping[str, str]


@dataclass(frozen=True)
class Report:
    """Hold what the keeper saw: how each command ended, who called, what was left."""

    codes: tuple[int | None, ...] = ()
    heard: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    cpu_seconds: float = 0.0
    error: str = ""


@dataclass
class Room:
    """Hold a room while it is built; only the fork that becomes one has it."""

    trial: Trial
    root: Path = field(default_factory=lambda: Path("/mnt"))

    def build(self) -> None:
        """Make the new root and move into it; nothing of the old one stays in reach."""
        kernel.mount(None, "/", None, RECURSIVE | PRIVATE)
        kernel.mount("tmpfs", str(self.root), "tmpfs", NO_SUID | NO_DEVICES, "mode=0755,size=16m")
        for path in views():
            self._view(path)
        for name in ("proc", "dev", "tmp", "dev/shm", "var/tmp", "run/lock"):
            (self.root / name).mkdir(parents=True, exist_ok=True)
        kernel.mount("proc", f"{self.root}/proc", "proc", NO_SUID | NO_DEVICES | NO_EXEC)
        for name in ("tmp", "dev/shm", "var/tmp"):
            options = f"mode=1777,size={PRIVATE_BYTES}"
            kernel.mount("tmpfs", f"{self.root}/{name}", "tmpfs", NO_SUID | NO_DEVICES, options)
        for name in DEVICES:
            (self.root / "dev" / name).touch()
            kernel.mount(f"/dev/{name}", f"{self.root}/dev/{name}", None, BIND)
        own = self._place(self.trial.folder)
        kernel.mount(str(self.trial.folder), str(own), None, BIND)
        self._move_in()

    def _view(self, path: Path) -> None:
        place = self.root / path.relative_to("/")
        if path.is_symlink():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.symlink_to(path.readlink())
            return
        self._place(path)
        kernel.mount(str(path), str(place), None, BIND | RECURSIVE)
        kept = os.statvfs(place).f_flag & (NO_SUID | NO_DEVICES | NO_EXEC)
        kernel.mount(None, str(place), None, REMOUNT | BIND | READ_ONLY | kept)

    def _place(self, path: Path) -> Path:
        place = self.root / path.relative_to("/")
        place.mkdir(parents=True, exist_ok=True)
        return place

    def _move_in(self) -> None:
        # The old root goes below the new one, and from there out of this table of mounts.
        os.chdir(self.root)
        here = ctypes.create_string_buffer(b".")
        kernel.syscall(PIVOT_ROOT[platform.machine()], here, here)
        _libc().umount2(b".", DETACH)
        os.chdir("/")
        kernel.mount(None, "/", None, REMOUNT | BIND | READ_ONLY | NO_SUID | NO_DEVICES)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def views() -> Iterator[Path]:
    """Yield what the room may read besides its own folder: no home, no course, no repository."""
    for name in SYSTEM:
        if os.path.lexists(name):
            yield Path(name)
    for prefix in dict.fromkeys((sys.base_prefix, sys.prefix)):
        path = Path(prefix)
        if not path.is_relative_to("/usr"):
            yield path


def owner() -> tuple[int, int]:
    """Return the user and group as whom trials run."""
    if os.geteuid() == 0:
        return THROWAWAY, THROWAWAY
    return os.geteuid(), os.getegid()


def give_away(folder: Path) -> None:
    """Give a folder and all in it to the user of the trial."""
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, *owner(), follow_symlinks=False)


def enter(trial: Trial) -> Report:
    """Run a trial in a room of its own and return what its keeper reports."""
    reading, writing = os.pipe2(os.O_CLOEXEC)
    child = os.fork()
    if not child:
        os.close(reading)
        _become_the_room(trial, writing)
    os.close(writing)
    # The room's own limits are kept inside; this one is for a keeper that fails.
    limit = sum(command.seconds for command in trial.commands) + 60
    answer = _read_until(reading, time.monotonic() + limit)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    if not answer:
        return Report(error="the room ended without a report")
    return Report(**{k: tuple(v) if isinstance(v, list) else v for k, v in answer.items()})


def _read_until(reading: int, deadline: float) -> dict[str, Any]:
    os.set_blocking(reading, False)
    content = b""
    with open(reading, "rb", buffering=0) as pipe:
        while time.monotonic() < deadline:
            piece = pipe.read(2**16)
            if piece == b"":
                break
            content += piece or b""
            time.sleep(0.05)
    return json.loads(content) if content else {}


def _become_the_room(trial: Trial, writing: int) -> None:
    """Take the namespaces, fork the keeper, and end when it ends; never return."""
    try:
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.geteuid() == 0:
            kernel.unshare(ROOM)
        else:
            _take_users(ROOM)
        keeper = os.fork()
        if keeper:
            os.waitpid(keeper, 0)
            os._exit(0)
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        report = _keep(trial)
    except BaseException as error:  # whatever it is, the caller must hear of it
        report = Report(error=f"{type(error).__name__}: {error}")
    os.write(writing, json.dumps(asdict(report)).encode())
    os._exit(0)


def _take_users(others: int) -> None:
    """Enter new namespaces, one of them of users: there is one user in it, the same as before."""
    user, group = os.geteuid(), os.getegid()
    kernel.unshare(USERS | others)
    kernel.prctl(PR_SET_DUMPABLE, 1)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def _keep(trial: Trial) -> Report:
    """Be the keeper: build, listen, run the commands, and look at what is left."""
    Room(trial).build()
    _raise_the_loopback()
    # What the keeper holds in memory is not for whoever has the same user.
    kernel.prctl(PR_SET_DUMPABLE, 0)
    with ExitStack() as stack:
        listeners = Listeners(trial.folder, trial.words["LEFT"], stack)
        tell(trial, listeners)
        codes = tuple(_ended(command, trial) for command in trial.commands)
        left = tuple(left_behind(trial.words["LEFT"], listeners.abstract))
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = round(used.ru_utime + used.ru_stime, 1)
        return Report(codes=codes, heard=tuple(listeners.heard()), left=left, cpu_seconds=cpu)


def _raise_the_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        name = struct.pack("16sh14x", b"lo", 0)
        (flags,) = struct.unpack("16xh14x", fcntl.ioctl(line, SIOCGIFFLAGS, name))
        fcntl.ioctl(line, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | IFF_UP))


def tell(trial: Trial, listeners: Listeners) -> None:
    """Put the places into the attack's text; the grader is the first process after the keeper."""
    words = {
        **trial.words,
        "GRADER": str(os.getpid() + 1),
        "TCP": str(listeners.tcp.getsockname()[1]),
        "UDP": str(listeners.udp.getsockname()[1]),
        "SOCKET": listeners.path,
        "ABSTRACT": listeners.abstract,
    }
    for path in trial.told:
        content = path.read_bytes()
        for name, value in words.items():
            content = content.replace(f"@{name}@".encode(), value.encode())
        path.write_bytes(content)


def _ended(command: Command, trial: Trial) -> int | None:
    """Run one command as the throwaway user; return how it ended, None when it took too long."""
    with open(trial.folder / "log.txt", "ab") as log:
        running = subprocess.Popen(
            command.arguments,
            cwd=trial.start,
            env=dict(trial.environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=_become_the_throwaway_user,
        )
    try:
        return running.wait(command.seconds)
    except subprocess.TimeoutExpired:
        os.kill(-1, signal.SIGKILL)
        running.wait()
        return None


def _become_the_throwaway_user() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    user, group = owner()
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(group, group, group)
        os.setresuid(user, user, user)
        # Users of its own, too: there is no root in the room to become.
        _take_users(0)
    resource.setrlimit(resource.RLIMIT_NPROC, (PROCESSES_AT_MOST, PROCESSES_AT_MOST))
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)


def left_behind(word: str, known: str) -> Iterator[str]:
    """Yield what still runs, and what bears the word of things that attacks leave."""
    time.sleep(SECONDS_TO_SETTLE)
    for number in sorted(filter(str.isdigit, os.listdir("/proc")), key=int):
        if int(number) != os.getpid() and (command := _command(number)):
            yield f"a process: {Path(command.split()[0]).name}"
    for folder in ("/dev/shm", "/var/tmp", "/tmp"):  # noqa: S108 - the room's own, only listed
        yield from (f"a file in {folder}" for name in os.listdir(folder) if word in name)
    for table in ("net/unix", "sysvipc/shm", "sysvipc/sem", "sysvipc/msg"):
        text = Path("/proc", table).read_text().replace(f"@{known}", "")
        if word in text:
            yield f"an entry in /proc/{table}"


def _command(number: str) -> str:
    try:
        return Path("/proc", number, "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except (OSError, UnicodeDecodeError):
        return ""


def names(trial_folder: Path, left: str, classmate: Path, course: Path) -> dict[str, str]:
    """Return the words that attackers know, but for the listeners'."""
    return {
        "COURSE": str(course),
        "HOME": str(trial_folder / "home"),
        "CLASSMATE": str(classmate),
        "TMP": str(trial_folder / "tmp"),
        "LEFT": left,
    }
