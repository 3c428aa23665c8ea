"""Control groups: where they might be made, what they hold, and how it goes without any.

Nothing here skips. What the machine offers is tried first; the tests demand what goes with that.
Where a program may make no groups, they demand that everything works by limits alone.
"""

import dataclasses
import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from engine_course import MIB, SETTINGS, TIERS, Check, Exam, Extra, Locked, Work, open_exam, paper

from autograder.execution.grading import grade
from autograder.jail import cgroups
from autograder.jail.cgroups import NO_GROUPS, Bounds, Branch, Group, Groups
from autograder.jail.doctor import try_groups
from autograder.jail.hierarchies import MEMORY, TASKS, Place, places
from autograder.jail.limits import Limits
from autograder.results import NotebookResult
from autograder.submission import take_in
from autograder.verdicts import Verdict

OFFERED = frozenset(cgroups.of_this_program().controllers)


# ---- where groups might be made: mounts and memberships as machines have them

VERSION_1 = """\
31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
35 31 0:32 / /sys/fs/cgroup/memory rw,relatime shared:14 - cgroup cgroup rw,memory
39 31 0:36 / /sys/fs/cgroup/pids rw,relatime shared:18 - cgroup cgroup rw,pids
32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw shared:11 - cgroup cgroup rw,cpu,cpuacct
40 31 0:37 / /sys/fs/cgroup/systemd rw shared:9 - cgroup cgroup rw,xattr,name=systemd
"""
UNIFIED = "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n"
VERSION_2 = "29 22 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n"
USER_SCOPE = "/user.slice/user-1000.slice/user@1000.service/app.slice/run-u7.scope"


@pytest.mark.parametrize(
    ("mountinfo", "membership", "expected"),
    [
        pytest.param(
            VERSION_1,
            "9:pids:/user.slice\n4:memory:/user.slice/a b\n2:cpu,cpuacct:/\n1:name=systemd:/x\n",
            (
                Place(1, "/sys/fs/cgroup/memory/user.slice/a b", (MEMORY,)),
                Place(1, "/sys/fs/cgroup/pids/user.slice", (TASKS,)),
            ),
            id="version 1",
        ),
        pytest.param(
            VERSION_1 + UNIFIED,
            "8:pids:/\n4:memory:/jobs/7\n0::/elsewhere\n",
            (
                Place(1, "/sys/fs/cgroup/memory/jobs/7", (MEMORY,)),
                Place(1, "/sys/fs/cgroup/pids", (TASKS,)),
            ),
            id="hybrid, version 1 has both",
        ),
        pytest.param(
            VERSION_1.replace("rw,pids", "rw,freezer") + UNIFIED,
            "8:freezer:/\n4:memory:/\n0::/here\n",
            (
                Place(1, "/sys/fs/cgroup/memory", (MEMORY,)),
                Place(2, "/sys/fs/cgroup/unified/here", (TASKS,)),
            ),
            id="hybrid, version 2 has one",
        ),
        pytest.param(
            VERSION_2,
            f"0::{USER_SCOPE}\n",
            (Place(2, f"/sys/fs/cgroup{USER_SCOPE}", (MEMORY, TASKS)),),
            id="a scope of a user of systemd",
        ),
        pytest.param(
            VERSION_2.replace(" rw,nosuid shared:4 ", " ro,nosuid "),
            "0::/\n",
            (Place(2, "/sys/fs/cgroup", (MEMORY, TASKS)),),
            id="Docker, read-only, in a namespace of its own: trying it tells",
        ),
        pytest.param(
            "50 40 0:32 /docker/0a1b /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n",
            "4:memory:/docker/0a1b\n",
            (Place(1, "/sys/fs/cgroup/memory", (MEMORY,)),),
            id="Docker of old shows only its part",
        ),
        pytest.param(
            VERSION_2.replace(" / ", " /machine/other "),
            "0::/user.slice\n",
            (),
            id="what is mounted does not contain this process",
        ),
        pytest.param(
            VERSION_2.replace(" / ", " /../.. "), "0::/\n", (), id="mounted from further up"
        ),
        pytest.param(
            VERSION_2.replace("/sys/fs/cgroup", "/mnt/control\\040groups"),
            "0::/a\n",
            (Place(2, "/mnt/control groups/a", (MEMORY, TASKS)),),
            id="a space in the mount's name",
        ),
        pytest.param("22 1 8:1 / / rw - ext4 /dev/sda1 rw\n", "0::/\n", (), id="none mounted"),
        pytest.param("", "", (), id="nothing"),
    ],
)
def test_the_places_for_groups_follow_from_mounts_and_membership(
    mountinfo: str, membership: str, expected: tuple[Place, ...]
) -> None:
    assert places(mountinfo, membership) == expected


def test_a_group_is_wider_than_the_limits_of_its_process() -> None:
    limits = Limits(memory_bytes=400 * MIB, scratch_bytes=8 * MIB, threads=64)
    # 200 MiB may be copied from the zygote; sockets and the like get 64 MiB.
    assert cgroups.bounds(limits, 200 * MIB, 0) == Bounds(672 * MIB, 72)
    assert cgroups.bounds(limits, 0, 1).tasks == 73


def test_what_a_process_holds_is_measured_in_bytes() -> None:
    assert 2**20 < cgroups.held_bytes(os.getpid()) < 2**34
    assert cgroups.held_bytes(2**22 + 1) == 0


# ---- a kernel of version 2, played by plain files


class Played:
    """Play version 2: folders come with their files, and refuse what the kernel refuses."""

    FILES = ("cgroup.procs", "cgroup.subtree_control", "cgroup.kill", "memory.max", "memory.events")
    FILES = (*FILES, "memory.peak", "memory.swap.max", "memory.oom.group", "pids.max")

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.here, self.written = folder, list[tuple[str, str]]()
        self._mkdir, self._rmdir, self._write = Path.mkdir, Path.rmdir, cgroups._write
        self._mkdir(folder)
        self._fill(folder)
        (folder / "cgroup.controllers").write_text("cpu memory pids\n")
        self.others: list[str] = []
        monkeypatch.setattr(Path, "mkdir", lambda path: self._make(path))
        monkeypatch.setattr(Path, "rmdir", lambda path: self._remove(path))
        monkeypatch.setattr(cgroups, "_write", self._take)

    def _fill(self, folder: Path) -> None:
        for name in self.FILES:
            (folder / name).write_text("")

    def _make(self, folder: Path) -> None:
        self._mkdir(folder)
        self._fill(folder)

    def _remove(self, folder: Path) -> None:
        if any(each.is_dir() for each in folder.iterdir()):
            raise OSError(errno.EBUSY, "not empty")
        for name in self.FILES:
            (folder / name).unlink()
        self._rmdir(folder)

    def _take(self, path: Path, text: str) -> None:
        self._write(path, text)
        parts = path.relative_to(self.here).parts
        name = "/".join("OWN" if part.startswith(cgroups.PREFIX) else part for part in parts)
        self.written.append((name, text))
        moved = ("OWN/supervisor/cgroup.procs", str(os.getpid())) in self.written
        enables = name == "cgroup.subtree_control" and text.startswith("+")
        if enables and (self.others or not moved):
            raise OSError(errno.EBUSY, "Device or resource busy")


@pytest.fixture
def played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Played:
    return Played(tmp_path / "scope", monkeypatch)


def test_in_version_2_the_program_steps_down_and_nobody_else_moves(played: Played) -> None:
    own = str(os.getpid())
    branch = Branch(Place(2, str(played.here), (MEMORY, TASKS)))
    moves = [entry for entry in played.written if entry[0].endswith("cgroup.procs")]
    assert moves == [("OWN/supervisor/cgroup.procs", own)]
    assert ("cgroup.subtree_control", "+memory +pids") in played.written
    assert ("OWN/cgroup.subtree_control", "+memory +pids") in played.written
    played.written.clear()
    with Groups([branch]).group(Bounds(1000, 5)) as group:
        group.join(4242)
        (path,) = (path for path in branch.path.iterdir() if path.name.startswith("submission"))
        values = {name: (path / name).read_text() for name in Played.FILES}
        bounded = {name: text for name, text in values.items() if text}
        assert bounded == {
            "memory.max": "1000",
            "memory.swap.max": "0",
            "memory.oom.group": "1",
            "pids.max": "5",
            "cgroup.procs": "4242",
        }
        (path / "memory.events").write_text("low 0\nmax 7\noom 1\noom_kill 0\noom_group_kill 0\n")
        (path / "memory.peak").write_text("12345\n")
        assert (group.ran_out_of_memory, group.peak_memory_bytes) == (False, 12345)
        (path / "memory.events").write_text("low 0\nmax 7\noom 1\noom_kill 1\noom_group_kill 1\n")
        assert group.ran_out_of_memory
    assert not path.exists()
    played.written.clear()
    branch.remove()
    # The controllers first: a group whose children are bounded takes no process.
    assert played.written == [
        ("OWN/cgroup.subtree_control", "-memory -pids"),
        ("cgroup.subtree_control", "-memory -pids"),
        ("cgroup.procs", own),
    ]
    assert [each for each in played.here.iterdir() if each.is_dir()] == []


def test_where_others_share_the_group_the_program_goes_back_and_does_without(
    played: Played,
) -> None:
    played.others.append("a shell")
    groups = cgroups.try_places([Place(2, str(played.here), (MEMORY, TASKS))])
    assert groups.controllers == ()
    assert [refusal.errno for refusal in groups.refusals] == [errno.EBUSY]
    assert played.written[-1] == ("cgroup.procs", str(os.getpid()))
    assert [each for each in played.here.iterdir() if each.is_dir()] == []


def test_a_hierarchy_without_our_controllers_is_of_no_use(played: Played) -> None:
    (played.here / "cgroup.controllers").write_text("cpu io\n")
    groups = cgroups.try_places([Place(2, str(played.here), (MEMORY, TASKS))])
    assert [refusal.errno for refusal in groups.refusals] == [errno.EOPNOTSUPP]
    assert [each for each in played.here.iterdir() if each.is_dir()] == []


def test_what_cannot_be_written_is_a_refusal_and_no_failure(tmp_path: Path) -> None:
    # No kernel fills these folders: making the first group fails there.
    found = [Place(1, str(tmp_path), (MEMORY,)), Place(1, "/proc/none", (TASKS,))]
    groups = cgroups.try_places(found)
    assert (groups.controllers, len(groups.refusals)) == ((), 2)
    assert list(tmp_path.iterdir()) == []


def test_without_a_branch_a_group_does_nothing() -> None:
    with NO_GROUPS.group(Bounds(1, 1)) as group:
        group.join(os.getpid())
        assert (group.ran_out_of_memory, group.peak_memory_bytes) == (False, 0)


# ---- the kernel of this machine


def ended_in(group: Group, code: str) -> int:
    """Run a program that waits to be put into the group; return its exit code."""
    program = subprocess.Popen([sys.executable, "-c", f"input()\n{code}"], stdin=subprocess.PIPE)
    group.join(program.pid)
    program.communicate(b"\n")
    return program.returncode


def submissions(groups: Groups) -> list[Path]:
    return [path for each in groups._branches for path in each.path.glob("submission-*")]


def test_what_is_offered_holds() -> None:
    assert try_groups(cgroups.of_this_program()) == OFFERED
    assert try_groups(NO_GROUPS) == frozenset()


def test_memory_is_bounded_and_a_kill_for_it_is_told_apart() -> None:
    groups = cgroups.of_this_program()
    with groups.group(Bounds(48 * MIB, 8)) as group:
        code = ended_in(group, f"bytearray({96 * MIB})")
        assert group.ran_out_of_memory == (MEMORY in OFFERED) == (code == -signal.SIGKILL)
        # Counted to the last page where somebody counts.
        assert (group.peak_memory_bytes == 48 * MIB) == (MEMORY in OFFERED)
    with groups.group(Bounds(480 * MIB, 8)) as group:
        assert ended_in(group, f"bytearray({96 * MIB})") == 0
        assert not group.ran_out_of_memory
        assert ended_in(group, "import os; os.kill(os.getpid(), 9)") == -signal.SIGKILL
        assert not group.ran_out_of_memory
    assert submissions(groups) == []


def test_memory_in_files_counts_and_so_do_the_pages_of_all_processes() -> None:
    """Neither is in reach of a limit on the addresses of one process."""
    mebibytes = (
        "import os\nfd = os.memfd_create('m')\nfor _ in range(96): os.write(fd, bytes(2**20))"
    )
    each = "import os\nif os.fork(): os._exit(os.wait()[1] != 0)\nbytearray(2**25)"
    pair = f"{each}\nif os.fork() == 0: kept = bytearray(2**25); os._exit(0)\n"
    groups = cgroups.of_this_program()
    with groups.group(Bounds(48 * MIB, 8)) as group:
        ended_in(group, mebibytes)
        assert group.ran_out_of_memory == (MEMORY in OFFERED)
    with groups.group(Bounds(48 * MIB, 8)) as group:
        ended_in(group, f"kept = bytearray(2**25)\n{pair}")
        assert group.ran_out_of_memory == (MEMORY in OFFERED)


def test_tasks_are_bounded_for_root_too() -> None:
    code = (
        "import threading\n"
        "started, hold = 0, threading.Event()\n"
        "try:\n"
        "    for _ in range(20):\n"
        "        threading.Thread(target=hold.wait, daemon=True).start(); started += 1\n"
        "except RuntimeError: pass\n"
        "import os; os._exit(started)\n"
    )
    with cgroups.of_this_program().group(Bounds(480 * MIB, 6)) as group:
        assert ended_in(group, code) == (5 if TASKS in OFFERED else 20)


def test_leaving_a_group_kills_all_that_is_in_it() -> None:
    groups = cgroups.of_this_program()
    code = "import os, time\nos.fork(); os.fork()\nos.write(1, b'up\\n'); time.sleep(60)"
    program = subprocess.Popen(
        [sys.executable, "-c", f"input()\n{code}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    with groups.group(Bounds(480 * MIB, 8)) as group:
        group.join(program.pid)
        program.stdin.write(b"\n")
        program.stdin.flush()
        for _ in range(4):
            assert program.stdout.readline() == b"up\n"
        if not OFFERED:
            os.killpg(program.pid, signal.SIGKILL)
    # The end of the pipe: none of the four holds it any more.
    assert program.stdout.read() == b""
    assert program.wait() == -signal.SIGKILL
    assert submissions(groups) == []


KILLED = """
import os, signal, subprocess, sys
from autograder.jail import cgroups
groups = cgroups.of_this_program()
child = subprocess.Popen(["sleep", "60"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
group = groups.group(cgroups.Bounds(2**28, 8))
group.join(child.pid)
print(child.pid, *(branch.path for branch in groups._branches), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_program_left_is_removed_by_the_next_one() -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED], capture_output=True, text=True)
    assert killed.returncode == -signal.SIGKILL
    left, *folders = killed.stdout.split()
    assert bool(folders) == bool(OFFERED)
    assert all(Path(folder).is_dir() for folder in folders)
    code = "from autograder.jail import cgroups; cgroups.of_this_program()"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert not any(Path(folder).exists() for folder in folders)
    if not OFFERED:
        os.kill(int(left), signal.SIGKILL)
    deadline = time.monotonic() + 10
    while _runs(int(left)) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not _runs(int(left))


def _runs(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def test_the_folder_of_a_program_that_lives_stays_and_goes_with_it() -> None:
    code = (
        "import sys\n"
        "from autograder.jail import cgroups\n"
        "print(*(b.path for b in cgroups.of_this_program()._branches), flush=True)\n"
        "input()\n"
    )
    program = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    folders = [Path(each) for each in program.stdout.readline().split()]
    other = "from autograder.jail import cgroups; cgroups.of_this_program()"
    subprocess.run([sys.executable, "-c", other], check=True)
    assert all(folder.is_dir() for folder in folders)
    program.communicate("\n")
    assert program.returncode == 0
    assert not any(folder.exists() for folder in folders)


# ---- submissions, with control groups and without


@pytest.fixture(scope="module", params=TIERS)
def exam(request: pytest.FixtureRequest) -> Iterator[Exam]:
    with open_exam(Locked("import os, threading\nstart = 40"), tier=request.param) as exam:
        yield exam


def graded(exam: Exam, groups: Groups, *sources: str) -> NotebookResult:
    """Grade a paper of these cells, each with a test that asks for what the next cell gives."""
    parts = [part for source in sources for part in (Work(source), Check("", "assert total == 42"))]
    submission = take_in(*paper(*exam.prefix, *parts))
    rooms = dataclasses.replace(exam.rooms(), groups=groups)
    return grade(rooms, submission, exam.settings).result


def verdicts(result: NotebookResult) -> list[Verdict]:
    return [test.verdict for test in result.tests]


RIGHT = "total = start + 2"
THREADS = """
hold = threading.Event()
# Small stacks: threads shall be what there is too much of, not addresses.
threading.stack_size(2**16)
for _ in range(300):
    try: threading.Thread(target=hold.wait, daemon=True).start()
    except RuntimeError: pass
import time; time.sleep(20)
total = 42
"""


def both_ways() -> list[Groups]:
    return [cgroups.of_this_program(), NO_GROUPS]


@pytest.mark.parametrize("groups", both_ways(), ids=["control groups", "limits alone"])
def test_honest_work_passes_and_a_memory_bomb_does_not(exam: Exam, groups: Groups) -> None:
    bomb = f"kept = bytearray({SETTINGS.memory_bytes + 50 * MIB})\ntotal = 42"
    result = graded(exam, groups, bomb, RIGHT)
    assert verdicts(result) == [Verdict.MEMORY, Verdict.PASSED]
    assert submissions(groups) == []


@pytest.mark.parametrize("groups", both_ways(), ids=["control groups", "limits alone"])
def test_a_bomb_of_threads_harms_only_its_own_cell(exam: Exam, groups: Groups) -> None:
    first, second = verdicts(graded(exam, groups, THREADS, RIGHT))
    # Whether the kernel stops it or not, it is measured and killed: verdicts are the same.
    assert (first, second) == (Verdict.CRASHED, Verdict.PASSED)


def test_out_of_memory_in_a_cell_and_in_a_call_are_told_as_memory(
    exam: Exam, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A group far below the process's own limits, which would be crossed first.
    monkeypatch.setattr(cgroups, "bounds", lambda *_: Bounds(96 * MIB, 65))
    taken = f"len(bytearray({250 * MIB}))"
    function = f"def f():\n    {taken}\n    return 42"
    submission = take_in(
        *paper(
            *exam.prefix,
            Work(f"{taken}\ntotal = 42"),
            Check("", "assert total == 42"),
            Work(function),
            Check("", "assert f() == 42"),
            Extra("total = 42"),
            Check("", "assert total == 42"),
        )
    )
    result = grade(exam.rooms(), submission, exam.settings).result
    if MEMORY in OFFERED:
        assert verdicts(result) == [Verdict.MEMORY, Verdict.MEMORY, Verdict.PASSED]
        assert "memory" in result.tests[1].message
    else:
        assert verdicts(result) == [Verdict.PASSED] * 3
    assert submissions(cgroups.of_this_program()) == []


def test_a_student_process_cannot_reach_the_files_of_control_groups(exam: Exam) -> None:
    paths = [each.folder for each in _places_here()] + ["/sys/fs/cgroup"]
    cell = f"""
for folder in {paths}:
    for act in (lambda: os.listdir(folder), lambda: os.mkdir(folder + "/mine"),
                lambda: open(folder + "/cgroup.procs"), lambda: open(folder + "/cgroup.procs", "w"),
                lambda: open(folder + "/cgroup.kill", "w"), lambda: open(folder + "/pids.max", "w"),
                lambda: open(folder + "/memory.limit_in_bytes", "w")):
        try:
            act()
            print("REACHED", folder)
        except OSError:
            pass
own = open("/proc/self/cgroup").read()
try:
    open("/proc/self/cgroup", "w").write("0::/")
    print("MOVED")
except OSError:
    print("refused")
"""
    marked = exam.grade(Work(cell), Extra("print('on')"))
    assert marked.printed(1) == "refused\n"
    assert marked.printed(2) == "on\n"


def _places_here() -> tuple[Place, ...]:
    mountinfo = Path("/proc/self/mountinfo").read_text()
    return places(mountinfo, Path("/proc/self/cgroup").read_text())
