"""Find out what this machine offers to confine a process, by trying it.

Nothing is concluded from version numbers: a fork really enters the jail of each tier, and then
tries what the jail forbids.
"""

import errno
import json
import os
import platform
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from autograder import platforms
from autograder.homes import Home
from autograder.jail import cgroups, landlock
from autograder.jail.cgroups import Bounds, Group, Groups
from autograder.jail.entry import JailError, Plan, Tier, enter, prepare
from autograder.jail.hierarchies import MEMORY, TASKS
from autograder.jail.syscalls import Architecture

_TRIAL_SECONDS = 20.0
_TRIAL_MEMORY_BYTES = 32 * 2**20


class State(StrEnum):
    """Say how good a finding is."""

    GOOD = "good"
    LIMITED = "limited"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """Say of one item what was found, what that means, and what to do about it."""

    item: str
    found: str
    state: State
    meaning: str
    remedy: str = ""


@dataclass(frozen=True)
class MachineReport:
    """Hold what the machine offers; ``tier`` is NONE when nothing can be graded safely."""

    kernel: str
    architecture: str
    landlock_abi: int
    tier: Tier
    findings: tuple[Finding, ...]

    @property
    def can_grade(self) -> bool:
        """Say whether submissions can be graded in a jail here."""
        return self.tier is not Tier.NONE


@dataclass(frozen=True)
class Trial:
    """Hold how one tier did: an error that kept it from starting, or the probes that got out."""

    tier: Tier
    error: str = ""
    escapes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Say whether the jail was entered and nothing got out."""
        return not self.error and not self.escapes


def best_tier() -> Tier:
    """Return the strongest tier that holds on this machine, NONE where there is none."""
    for tier in (Tier.NAMESPACES, Tier.UNPRIVILEGED):
        if try_tier(tier).holds:
            return tier
    return Tier.NONE


def examine_machine() -> MachineReport:
    """Try every tier and explain what was found."""
    if not platforms.can_grade():
        findings: tuple[Finding, ...] = (_system(),)
        return MachineReport(platform.release(), platform.machine(), 0, Tier.NONE, findings)
    unprivileged, separated = try_tier(Tier.UNPRIVILEGED), try_tier(Tier.NAMESPACES)
    best = next((trial.tier for trial in (separated, unprivileged) if trial.holds), Tier.NONE)
    findings = (
        _system(),
        _landlock(landlock.abi()),
        _jail(unprivileged),
        _namespaces(separated),
        _control_groups(cgroups.of_this_program()),
        _memory(),
    )
    return MachineReport(platform.release(), platform.machine(), landlock.abi(), best, findings)


def try_tier(tier: Tier) -> Trial:
    """Enter the jail of ``tier`` in a fork and try to get out of it."""
    home = Home()
    try:
        return _try_in(tier, home.path)
    finally:
        home.remove()


def _try_in(tier: Tier, folder: Path) -> Trial:
    secret, scratch = folder / "secret", folder / "scratch"
    secret.write_text("secret")
    scratch.mkdir()
    try:
        prepared = prepare(Plan(tier, protected=(str(folder),)))
    except JailError as error:
        return Trial(tier, error.message)

    def attempt(report: int) -> list[str]:
        enter(prepared, scratch=str(scratch), keep={report})
        return _escapes(str(secret))

    return _in_a_fork(tier, attempt)


def _escapes(secret: str) -> list[str]:
    """Try, inside the jail, what must fail, and one thing that must not; return the surprises."""
    forbidden: dict[str, Callable[[], object]] = {
        "reading a file outside": lambda: Path(secret).read_text(),
        "writing a file outside": lambda: Path(secret).write_text("changed"),
        "truncating a file outside": lambda: os.truncate(secret, 0),
        "opening a socket": socket.socket,
        "starting a process": lambda: subprocess.run([sys.executable, "-V"], check=False),
        "signalling another process": lambda: os.kill(os.getppid() or 2, 0),
    }
    surprises = [name for name, act in forbidden.items() if not _fails(act)]
    if _fails(lambda: Path("probe").write_text("probe")):
        surprises.append("not being able to write in scratch")
    return surprises


def _fails(act: Callable[[], object]) -> bool:
    """Say whether the kernel refuses ``act``."""
    try:
        act()
    except OSError:
        return True
    return False


def _in_a_fork(tier: Tier, attempt: Callable[[int], list[str]]) -> Trial:
    """Run ``attempt`` in a fork with a deadline; its answer comes through a pipe as JSON."""
    reading, writing = os.pipe2(os.O_CLOEXEC)
    pid = os.fork()
    if pid == 0:
        _answer(writing, attempt)
    os.close(writing)
    try:
        answer = _read_all(reading)
    finally:
        os.close(reading)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    if not answer:
        return Trial(tier, "The process in the jail ended without an answer.")
    told = json.loads(answer)
    return Trial(tier, told["error"], tuple(told["escapes"]))


def _answer(writing: int, attempt: Callable[[int], list[str]]) -> None:
    """Write what became of ``attempt`` and end, whatever happens."""
    try:
        try:
            told = {"error": "", "escapes": attempt(writing)}
        except JailError as error:
            told = {"error": error.message, "escapes": []}
        os.write(writing, json.dumps(told).encode())
    finally:
        os._exit(0)


def _read_all(reading: int) -> bytes:
    """Read until the far end closes; return nothing when it takes too long."""
    answer = b""
    poll = select.poll()
    poll.register(reading, select.POLLIN)
    while poll.poll(_TRIAL_SECONDS * 1000):
        piece = os.read(reading, 65536)
        if not piece:
            return answer
        answer += piece
    return b""


def try_groups(groups: Groups) -> frozenset[str]:
    """Take too much of each kind in a fork in a control group; return what was refused."""
    excesses: dict[str, Callable[[], object]] = {
        TASKS: _start_another,
        MEMORY: lambda: bytearray(2 * _TRIAL_MEMORY_BYTES),
    }
    with groups.group(Bounds(_TRIAL_MEMORY_BYTES, tasks=1)) as group:
        return frozenset(kind for kind, act in excesses.items() if not _done_in(group, act))


def _start_another() -> None:
    """Start a process, which ends at once."""
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def _done_in(group: Group, act: Callable[[], object]) -> bool:
    """Say whether ``act`` could be done by a fork in a group."""
    waiting, telling = os.pipe2(os.O_CLOEXEC)
    pid = os.fork()
    if pid == 0:
        try:
            os.read(waiting, 1)
            act()
            os._exit(0)
        finally:
            os._exit(1)
    os.close(waiting)
    group.join(pid)
    os.write(telling, b"x")
    os.close(telling)
    return os.waitpid(pid, 0)[1] == 0


def _system() -> Finding:
    """Judge operating system and architecture."""
    found = f"{platforms.system()} {platform.release()} on {platform.machine()}"
    if platform.machine() in set(Architecture) and platforms.can_grade():
        return Finding("system", found, State.GOOD, "The jail knows this system's calls.")
    return Finding(
        "system",
        found,
        State.BAD,
        "The jail is made for Linux on x86_64 or aarch64.",
        f"To grade, {platforms.ELSEWHERE}.",
    )


def _landlock(abi: int) -> Finding:
    """Judge the Landlock version."""
    if abi == 0:
        return Finding(
            "Landlock",
            "absent",
            State.BAD,
            "Nothing would keep a submission from reading other files, so nothing is graded.",
            "Use Linux 5.13 or newer, with `landlock` in the boot parameter lsm=.",
        )
    meaning = "Submissions reach only the files granted to them."
    if abi < landlock.TRUNCATE_ABI:
        meaning += " Truncation, network and signals are left to seccomp, which covers them."
    return Finding("Landlock", f"version {abi}", State.GOOD, meaning)


def _jail(trial: Trial) -> Finding:
    """Judge the unprivileged tier."""
    if trial.holds:
        meaning = "A trial process could not read, write, connect, start or signal outside."
        return Finding("jail", "holds", State.GOOD, meaning)
    found = trial.error or "a trial process succeeded in " + ", ".join(trial.escapes)
    meaning = "Submissions cannot be confined here, so nothing is graded."
    remedy = "Allow landlock and seccomp calls in the container's profile; Docker's default does."
    return Finding("jail", found, State.BAD, meaning, remedy)


def _namespaces(trial: Trial) -> Finding:
    """Judge the namespaces tier; without it, grading goes on."""
    if trial.holds:
        meaning = "Each submission has processes, network and bounded scratch of its own."
        return Finding("namespaces", "allowed", State.GOOD, meaning)
    found = trial.error or "a trial process succeeded in " + ", ".join(trial.escapes)
    meaning = (
        "Where the jail holds, grading works without. Scratch is then a folder on disk that is "
        "measured, not bounded, and a submission can see that files outside exist, though not "
        "open them."
    )
    return Finding("namespaces", found, State.LIMITED, meaning, _why_no_namespaces())


def _why_no_namespaces() -> str:
    """Name the setting that forbids user namespaces, as far as it can be seen."""
    if _setting("/proc/sys/user/max_user_namespaces") == "0":
        return "Set the sysctl user.max_user_namespaces above 0."
    if _setting("/proc/sys/kernel/unprivileged_userns_clone") == "0":
        return "Set the sysctl kernel.unprivileged_userns_clone to 1."
    if _setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1":
        return "Give this Python an AppArmor profile that allows `userns` (Ubuntu 23.10 or newer)."
    return "In a container: allow unshare and mount in its seccomp profile. Nothing else is needed."


def _control_groups(groups: Groups) -> Finding:
    """Judge the control groups; without them, limits and measuring have to do."""
    names = {MEMORY: "memory", TASKS: "tasks"}
    held = [names[each] for each in sorted(try_groups(groups))]
    if len(held) == len(names):
        version = " and ".join(map(str, groups.versions))
        meaning = "Each submission is in a group that bounds its memory and tasks as a whole."
        return Finding("control groups", f"version {version}", State.GOOD, meaning)
    meaning = (
        "Grading works without. Each submission is bounded by its own limits; of what those do "
        "not reach, some is measured ten times a second."
    )
    found = "only " + held[0] if held else "; ".join(map(_reason, groups.refusals)) or "none"
    return Finding("control groups", found, State.LIMITED, meaning, _why_no_groups(groups))


def _reason(refusal: OSError) -> str:
    return refusal.strerror or str(refusal)


def _why_no_groups(groups: Groups) -> str:
    """Say how a program gets a control group of its own."""
    if any(refusal.errno == errno.EROFS for refusal in groups.refusals):
        return "In a container: mount /sys/fs/cgroup writable, with a cgroup namespace of its own."
    return "With systemd: systemd-run --user --scope -p Delegate=yes autograder grade ..."


def _memory() -> Finding:
    """Say what bounds the memory of all submissions together."""
    limit = _setting("/sys/fs/cgroup/memory.max") or _setting(
        "/sys/fs/cgroup/memory/memory.limit_in_bytes"
    )
    each = "Each submission is bounded by its address space."
    if limit.isdigit() and int(limit) < os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"):
        found = f"a control group allows {int(limit) / 2**30:.1f} GiB"
        return Finding("memory", found, State.GOOD, f"{each} All of them together by the group.")
    remedy = "To bound all together, run the grader in a container with a memory limit."
    return Finding("memory", "no limit for all together", State.GOOD, each, remedy)


def _setting(path: str) -> str:
    """Return the text of a kernel setting, empty where there is none."""
    try:
        return Path(path).read_text().strip()
    except OSError:
        return ""
