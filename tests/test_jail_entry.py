"""The jail on this machine, in every tier, with a new and with an old Landlock.

Nothing here skips. Where the machine forbids namespaces, the tests of that tier demand that entry
is refused and that nothing ran; where it has no Landlock, everything fails.
"""

import functools
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from jail_probe import ATTACKS, CONTROLLED, HONEST

from autograder.jail import watch
from autograder.jail.entry import JailError, Plan, Tier, enter, prepare
from autograder.jail.limits import Limits

PROJECT = Path(__file__).parent.parent
PROBE = Path(__file__).parent / "jail_probe.py"
LIMITS = {"cpu_seconds": 120, "scratch_bytes": 32 * 2**20, "scratch_files": 300}

# The tier, and the Landlock version to which the kernel's own is cut down.
JAILS = [("unprivileged", None), ("unprivileged", 2), ("namespaces", None), ("namespaces", 2)]
every_jail = pytest.mark.parametrize(("tier", "cap"), JAILS)


@functools.cache
def namespaces_are_allowed() -> bool:
    """Try them without the jail's own code: users, mounts, and a fresh /proc."""
    code = (
        "import ctypes, os\n"
        "l = ctypes.CDLL(None)\n"
        "ok = l.unshare(0x78020000) == 0\n"
        "pid = os.fork() if ok else None\n"
        "if pid == 0: os._exit(l.mount(b'proc', b'/proc', b'proc', 0, None) != 0)\n"
        "raise SystemExit(not ok or os.waitpid(pid, 0)[1] != 0)\n"
    )
    return subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def refused(answer: dict) -> bool:
    """Accept a refusal of namespaces only where the machine forbids them."""
    if answer.get("refused") == "jail-namespaces":
        assert not namespaces_are_allowed()
        return True
    assert "refused" not in answer
    return False


@contextmanager
def probe(mode: str, tier: str, cap: int | None, **limits: int) -> Iterator[subprocess.Popen]:
    """Start the probe; its folders vanish afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        outside, data, scratch = (Path(folder, name) for name in ("outside", "data", "scratch"))
        for each in (outside, data, scratch):
            each.mkdir()
        (outside / "secret").write_text("secret")
        (data / "file.txt").write_text("data")
        (scratch / "given.csv").write_text("x,y\n1,2\n")
        facts = {
            "tier": tier,
            "cap": cap,
            "outside": str(outside),
            "secret": str(outside / "secret"),
            "socket_file": str(outside / "socket"),
            "abstract": f"jail-test-{os.getpid()}-{time.monotonic_ns()}",
            "data": str(data),
            "data_file": str(data / "file.txt"),
            "scratch": str(scratch),
            "home": str(Path.home()),
            "project": str(PROJECT),
            "limits": LIMITS | limits,
        }
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(PROJECT),
            "HOME": str(scratch),
            "TMPDIR": str(scratch),
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            "JOBLIB_MULTIPROCESSING": "0",
            "LANG": "C.UTF-8",
        }
        process = subprocess.Popen(
            [sys.executable, str(PROBE), mode],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )
        process.scratch = scratch  # type: ignore[attr-defined]
        process.outside = outside  # type: ignore[attr-defined]
        process.data_file = data / "file.txt"  # type: ignore[attr-defined]
        process.stdin.write(json.dumps(facts))
        process.stdin.close()
        try:
            yield process
        finally:
            process.kill()
            process.wait()
            process.stdout.close()


def last_line(process: subprocess.Popen) -> dict:
    return json.loads(process.stdout.read().splitlines()[-1])


@functools.cache
def results(mode: str, tier: str, cap: int | None) -> dict:
    """Run a whole list once; also tell how the world outside looked before and after."""
    with probe(mode, tier, cap, memory_bytes=2**31) as process:
        before = world(process)
        answer = last_line(process)
        answer["world"] = (before, world(process))
        return answer


def world(process: subprocess.Popen) -> dict:
    """Describe the files that no attack may change."""
    found = {}
    for path in (process.outside / "secret", process.data_file):
        status = path.stat()
        found[path.name] = (
            path.read_text(),
            status.st_mode,
            status.st_uid,
            status.st_mtime_ns,
            status.st_nlink,
            tuple(os.listxattr(path)),
        )
    found["listing"] = sorted(p.name for p in process.data_file.parent.iterdir())
    return found


def test_the_attacks_get_through_without_a_jail() -> None:
    # The control: an attack that fails everywhere proves nothing.
    with probe("controlled", "none", None) as process:
        told = last_line(process)["told"]
    assert set(told) == set(CONTROLLED)
    assert {name: how for name, how in told.items() if how[0] != "done"} == {}


@every_jail
def test_every_attack_is_blocked_and_the_world_outside_stays_as_it_was(
    tier: str, cap: int | None
) -> None:
    answer = results("attacks", tier, cap)
    if refused(answer["told"]):
        return
    assert set(answer["told"]) == set(ATTACKS)
    assert {name: how for name, how in answer["told"].items() if how[0] != "raised"} == {}
    before, after = answer["world"]
    assert before == after


@every_jail
def test_honest_work_is_not_hindered(tier: str, cap: int | None) -> None:
    told = results("honest", tier, cap)["told"]
    if refused(told):
        return
    assert set(told) == set(HONEST)
    assert {name: how for name, how in told.items() if how != ["done", "None"]} == {}


@every_jail
def test_a_refusal_is_an_ordinary_error(tier: str, cap: int | None) -> None:
    told = results("attacks", tier, cap)["told"]
    if refused(told):
        return
    # In namespaces scratch itself is smaller than the largest file.
    full = "OSError: [Errno 27] File too large"
    if tier == "namespaces":
        full = "OSError: [Errno 28] No space left on device"
    assert told["write_one_huge_file"] == ["raised", full]
    assert told["open_very_many_files"] == ["raised", "OSError: [Errno 24] Too many open files"]
    assert told["take_all_memory"] == ["raised", "MemoryError: "]
    for name in ("run_a_program", "connect_by_tcp", "fork"):
        assert told[name][1].startswith("PermissionError: ")
    hidden = "FileNotFoundError: " if tier == "namespaces" else "PermissionError: "
    assert told["read_a_file_outside"][1].startswith(hidden)


@every_jail
def test_no_capability_is_left_and_none_can_be_won(tier: str, cap: int | None) -> None:
    with probe("facts", tier, cap) as process:
        told = last_line(process)["told"]
    if refused(told):
        return
    status = told["status"]
    assert {status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")} == {"0" * 16}
    assert os.geteuid() != 0 or status["CapBnd"] == "0" * 16
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")
    assert told["session"] == told["pid"]


@every_jail
def test_in_namespaces_protected_folders_are_empty(tier: str, cap: int | None) -> None:
    with probe("facts", tier, cap) as process:
        told = last_line(process)["told"]
    if not refused(told):
        assert told["finds_the_secret"] is (tier == "unprivileged")


@every_jail
@pytest.mark.parametrize(
    ("act", "codes"),
    [
        ("exit_seven", {7}),
        # The first process of a namespace is killed by the filter, for SIGKILL passes it by.
        ("suicide", {-signal.SIGKILL, 128 + signal.SIGSYS}),
        ("segfault", {-signal.SIGSEGV, 128 + signal.SIGSEGV}),
        ("foreign_call", {-signal.SIGSYS, 128 + signal.SIGSYS}),
    ],
)
def test_the_forked_process_ends_as_the_jailed_one_did(
    act: str, codes: set[int], tier: str, cap: int | None
) -> None:
    with probe(act, tier, cap) as process:
        lines = [json.loads(line) for line in process.stdout.read().splitlines()]
    if not refused(json.loads(lines[0]["first"] or "{}")):
        assert lines[1]["code"] in codes


@every_jail
def test_an_endless_loop_ends_at_the_processor_limit(tier: str, cap: int | None) -> None:
    with probe("spin", tier, cap, cpu_seconds=1) as process:
        lines = [json.loads(line) for line in process.stdout.read().splitlines()]
    if refused(json.loads(lines[0]["first"])):
        return
    assert lines[1]["code"] in {-signal.SIGXCPU, 128 + signal.SIGXCPU, 128 + signal.SIGKILL}
    assert 0.5 <= lines[1]["cpu_seconds"] <= 4


@every_jail
def test_the_use_of_the_processor_is_told_to_the_forker(tier: str, cap: int | None) -> None:
    with probe("burn", tier, cap) as process:
        lines = [json.loads(line) for line in process.stdout.read().splitlines()]
    if not refused(json.loads(lines[0]["first"])):
        assert 0.6 <= lines[1]["cpu_seconds"] <= 3


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def wait_until(condition, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


@every_jail
@pytest.mark.parametrize("victim", ["the forked process", "the zygote"])
def test_killing_from_above_kills_the_jailed_process(
    victim: str, tier: str, cap: int | None
) -> None:
    with probe("sleep", tier, cap) as process:
        first = json.loads(process.stdout.readline())
        if refused(json.loads(first["first"])):
            return
        forked = first["pid"]
        jailed = watch.jailed_pid(forked)
        assert (jailed != forked) == (tier == "namespaces")
        assert alive(jailed)
        os.kill(forked if victim == "the forked process" else process.pid, signal.SIGKILL)
        assert wait_until(lambda: not alive(forked) and not alive(jailed))


@every_jail
def test_what_a_killed_process_used_of_the_processor_is_told_too(
    tier: str, cap: int | None
) -> None:
    with probe("spin", tier, cap) as process:
        first = json.loads(process.stdout.readline())
        if refused(json.loads(first["first"])):
            return
        time.sleep(1.5)
        watch.kill(first["pid"])
        told = last_line(process)
    assert told["code"] in {-signal.SIGKILL, 128 + signal.SIGKILL}
    assert 0.2 <= told["cpu_seconds"] <= 3


@every_jail
@pytest.mark.parametrize(
    ("act", "limit"),
    [
        ("fill_scratch", "scratch_bytes"),
        ("fill_scratch_with_deleted_files", "scratch_bytes"),
        ("make_many_files", "scratch_files"),
        ("many_threads", "threads"),
    ],
)
def test_what_no_limit_bounds_is_seen_by_the_watch(
    act: str, limit: str, tier: str, cap: int | None
) -> None:
    limits = Limits(**LIMITS)
    with probe(act, tier, cap) as process:
        first = json.loads(process.stdout.readline())
        if refused(json.loads(first["first"])):
            return

        def stopped() -> bool:
            # The kernel's own refusal ends the act with status 5.
            used = watch.usage(first["pid"], str(process.scratch))
            return watch.excess(used, limits) == limit or not alive(first["pid"])

        assert wait_until(stopped)
        if not alive(first["pid"]):
            assert last_line(process)["code"] == 5


@every_jail
def test_scratch_is_private_in_namespaces_and_shared_without(tier: str, cap: int | None) -> None:
    with probe("make_many_files", tier, cap) as process:
        first = json.loads(process.stdout.readline())
        if refused(json.loads(first["first"])):
            return
        if tier == "unprivileged":
            assert wait_until(lambda: (process.scratch / "empty99").exists())
        else:
            assert last_line(process)["code"] == 5
            assert [path.name for path in process.scratch.iterdir()] == ["given.csv"]


def test_an_examiner_without_scratch_can_write_nowhere() -> None:
    with tempfile.TemporaryDirectory() as folder:
        prepared = prepare(Plan(Tier.UNPRIVILEGED, read_only=(folder,)))
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                os.chdir(folder)
                enter(prepared, scratch=None, keep={writing})
                for path in ("new", "/tmp/new", "/dev/shm/new"):  # noqa: S108
                    try:
                        Path(path).write_text("x")
                        os.write(writing, b"wrote ")
                    except PermissionError:
                        os.write(writing, b"refused ")
            finally:
                os._exit(0)
        os.close(writing)
        os.waitpid(pid, 0)
        assert os.read(reading, 100) == b"refused refused refused "
        os.close(reading)


def test_a_fork_whose_zygote_is_not_the_preparer_is_refused() -> None:
    prepared = prepare(Plan(Tier.UNPRIVILEGED))
    pid = os.fork()
    if pid == 0:
        status = 1
        if os.fork() == 0:
            try:
                enter(prepared, scratch=None, keep=())
            except JailError as error:
                status = 3 if error.code == "jail-orphaned" else 2
            finally:
                os._exit(status)
        os._exit(os.waitstatus_to_exitcode(os.wait()[1]))
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 3


def test_a_grant_above_a_protected_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "course" / "source").mkdir(parents=True)
    plan = Plan(
        Tier.UNPRIVILEGED,
        read_only=(str(tmp_path / "course"),),
        protected=(str(tmp_path / "course" / "source"),),
    )
    with pytest.raises(JailError) as caught:
        prepare(plan)
    assert caught.value.code == "jail-too-broad"


def test_without_landlock_nothing_is_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.jail.landlock.abi", lambda: 0)
    with pytest.raises(JailError) as caught:
        prepare(Plan(Tier.UNPRIVILEGED))
    assert caught.value.code == "jail-no-landlock"


def test_on_an_unknown_architecture_nothing_is_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    with pytest.raises(JailError) as caught:
        prepare(Plan(Tier.UNPRIVILEGED))
    assert caught.value.code == "jail-architecture"
