"""Run attacks and honest work inside the jail, from a small process of one thread.

Called as ``python jail_probe.py MODE`` with a JSON object on standard input; answers with a JSON
object on standard output. An attack is a function that returns when it got through and raises
when it was stopped.
"""

import array
import asyncio
import ctypes
import fcntl
import json
import mmap
import os
import platform
import resource
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

from autograder.jail.entry import JailError, Plan, Tier, enter, prepare
from autograder.jail.limits import Limits

LIBC = ctypes.CDLL(None, use_errno=True)
ATTACKS: dict[str, Callable[[SimpleNamespace], object]] = {}
HONEST: dict[str, Callable[[SimpleNamespace], object]] = {}

# name: (x86-64, aarch64), and arguments that would be valid.
BUFFER = ctypes.create_string_buffer(4096)
FORBIDDEN_CALLS = {
    "acct": ((163, 89), (None,)),
    "add_key": ((248, 217), (b"user", b"name", b"value", 5, -3)),
    "bpf": ((321, 280), (0, BUFFER, 72)),
    "chroot": ((161, 51), (b".",)),
    "fanotify_init": ((300, 262), (0, 0)),
    "init_module": ((175, 105), (BUFFER, 1, b"")),
    "inotify_init1": ((294, 26), (0,)),
    "io_setup": ((206, 0), (1, BUFFER)),
    "io_uring_setup": ((425, 425), (4, BUFFER)),
    "kexec_load": ((246, 104), (0, 0, None, 0)),
    "keyctl": ((250, 219), (0, -3, 1)),
    "landlock_create_ruleset": ((444, 444), (None, 0, 1)),
    "memfd_create": ((319, 279), (b"name", 0)),
    "mount": ((165, 40), (b"tmpfs", b".", b"tmpfs", 0, None)),
    "mq_open": ((240, 180), (b"name", 66, 0o600, None)),
    "msgget": ((68, 186), (0x4242, 0o1666)),
    "name_to_handle_at": ((303, 264), (-100, b".", BUFFER, BUFFER, 0)),
    "open_by_handle_at": ((304, 265), (-100, BUFFER, 0)),
    "openat2": ((437, 437), (-100, b".", BUFFER, 24)),
    "perf_event_open": ((298, 241), (BUFFER, 0, -1, -1, 0)),
    "personality": ((135, 92), (0x0040000,)),
    "pivot_root": ((155, 41), (b".", b".")),
    "quotactl": ((179, 60), (0x80000700, None, 0, BUFFER)),
    "reboot": ((169, 142), (0xFEE1DEAD, 672274793, 0, None)),
    "semget": ((64, 190), (0x4242, 1, 0o1666)),
    "sethostname": ((170, 161), (b"name", 4)),
    "setns": ((308, 268), (0, 0)),
    "setuid": ((105, 146), (0,)),
    "setgroups": ((116, 159), (0, None)),
    "settimeofday": ((164, 170), (BUFFER, None)),
    "shmget": ((29, 194), (0x4242, 4096, 0o1666)),
    "swapon": ((167, 224), (b".", 0)),
    "umount2": ((166, 39), (b"/proc", 0)),
    "unshare_users": ((272, 97), (0x10000000,)),
    "userfaultfd": ((323, 282), (1,)),
    "vmsplice": ((278, 75), (1, BUFFER, 0, 0)),
    "clone_as_process": ((56, 220), (17, 0, 0, 0, 0)),
    "clone3": ((435, 435), (BUFFER, 64)),
}
PTRACE, PROCESS_VM_READV, PIDFD_OPEN = (101, 117), (310, 270), (434, 434)
F_OFD_GETLK, F_OFD_SETLK = 36, 37
TGKILL, SIGQUEUE, PRLIMIT = (234, 131), (129, 138), (302, 261)


def raw(numbers: tuple[int, int], *arguments: object) -> int:
    number = numbers[0] if platform.machine() == "x86_64" else numbers[1]
    converted = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result = LIBC.syscall(ctypes.c_long(number), *converted)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def attack(function: Callable[[SimpleNamespace], object]) -> Callable[[SimpleNamespace], object]:
    ATTACKS[function.__name__] = function
    return function


def honest(function: Callable[[SimpleNamespace], object]) -> Callable[[SimpleNamespace], object]:
    HONEST[function.__name__] = function
    return function


def _forbidden_call(name: str) -> None:
    numbers, arguments = FORBIDDEN_CALLS[name]

    def act(p: SimpleNamespace) -> object:
        result = raw(numbers, *arguments)
        if name.startswith("clone") and result == 0:
            os._exit(0)
        return result

    ATTACKS[f"call_{name}"] = act


for each in FORBIDDEN_CALLS:
    _forbidden_call(each)


# ------------------------------------------------------------------ files


@attack
def read_a_file_outside(p):
    return Path(p.secret).read_text()


@attack
def list_a_folder_outside(p):
    return os.listdir(p.outside)


@attack
def list_the_folder_above_scratch(p):
    return os.listdir("..")


@attack
def list_the_root(p):
    return os.listdir("/")


@attack
def list_home(p):
    return os.listdir(p.home)


@attack
def read_the_passwords(p):
    return Path("/etc/passwd").read_text()


@attack
def read_the_project_file(p):
    return Path(p.project, "pyproject.toml").read_text()


@attack
def list_the_tests(p):
    return os.listdir(Path(p.project, "tests"))


@attack
def write_a_file_outside(p):
    return Path(p.outside, "new").write_text("x")


@attack
def append_to_a_file_outside(p):
    with open(p.secret, "a") as file:
        file.write("x")


@attack
def truncate_a_file_outside(p):
    os.truncate(p.secret, 0)


@attack
def truncate_readable_data(p):
    os.truncate(p.data_file, 0)


@attack
def truncate_on_opening_for_reading(p):
    os.open(p.data_file, os.O_RDONLY | os.O_TRUNC)


@attack
def truncate_on_opening_for_nothing(p):
    os.open(p.secret, os.O_ACCMODE | os.O_TRUNC)


@attack
def open_for_nothing(p):
    os.open(p.secret, os.O_ACCMODE)


@attack
def write_readable_data(p):
    Path(p.data_file).write_text("x")


@attack
def add_a_file_to_readable_data(p):
    Path(p.data_file).with_name("more").write_text("x")


@attack
def delete_a_file_outside(p):
    os.unlink(p.secret)


@attack
def move_a_file_outside_into_scratch(p):
    os.rename(p.secret, "stolen")


@attack
def link_readable_data_and_write(p):
    os.link(p.data_file, "linked")
    Path("linked").write_text("x")


@attack
def read_through_a_symbolic_link(p):
    os.symlink(p.secret, "pointer")
    return Path("pointer").read_text()


@attack
def read_through_the_root_of_self(p):
    return Path("/proc/self/root" + p.secret).read_text()


@attack
def read_through_dots(p):
    return Path("../" * 20 + p.secret.lstrip("/")).read_text()


@attack
def map_a_file_outside(p):
    with open(p.secret, "rb") as file:
        return mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)[:]


@attack
def make_a_device(p):
    os.mknod("device", 0o600 | 0o020000, os.makedev(1, 1))


@attack
def make_a_named_pipe(p):
    os.mkfifo("fifo")


@attack
def open_the_kernel_log(p):
    os.open("/dev/kmsg", os.O_RDONLY | os.O_NONBLOCK)


@attack
def open_the_terminal(p):
    os.open("/dev/tty", os.O_RDWR)


@attack
def write_shared_memory(p):
    left = Path("/dev/shm", f"jail-probe-{os.getpid()}")  # noqa: S108
    left.write_text("x")
    left.unlink()


@attack
def set_an_extended_attribute_outside(p):
    os.setxattr(p.secret, "user.mark", b"x")


@attack
def set_the_times_of_a_file_outside(p):
    os.utime(p.secret, (1, 1))
    if os.stat(p.secret).st_mtime == 1:
        return
    raise OSError("only pretended")


@attack
def set_the_mode_of_a_file_outside(p):
    os.chmod(p.secret, 0o777)  # noqa: S103 - refusing it is the test
    if os.stat(p.secret).st_mode & 0o777 == 0o777:
        return
    raise OSError("only pretended")


@attack
def read_an_extended_attribute_outside(p):
    return os.listxattr(p.secret)


@attack
def find_an_inherited_descriptor(p):
    listing = os.open("/proc/self/fd", os.O_RDONLY)
    extra = {int(name) for name in os.listdir(listing)} - {0, 1, 2, p.report, listing}
    # Listing opens one more, which is closed when it is looked at.
    links = {n: f"/proc/self/fd/{n}" for n in extra}
    reached = [n for n, link in links.items() if os.path.exists(link)]
    # The jail's own hold on what the process may read of itself and of the machine.
    reached = [n for n in reached if not os.readlink(links[n]).startswith("/proc/")]
    if not reached:
        raise OSError("none")
    return reached


@attack
def read_the_connections_of_the_machine(p):
    return Path("/proc/self/net/unix").read_text()


@attack
def lock_a_file_that_others_read(p):
    mine, theirs = (os.open(p.data_file, os.O_RDONLY) for _ in range(2))
    fcntl.flock(mine, fcntl.LOCK_EX | fcntl.LOCK_NB)
    try:
        fcntl.flock(theirs, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    raise OSError("only pretended")


@attack
def lock_a_part_of_a_file_that_others_read(p):
    mine, theirs = (os.open(p.data_file, os.O_RDONLY) for _ in range(2))
    fcntl.fcntl(mine, F_OFD_SETLK, struct.pack("hhqqi4x", fcntl.F_RDLCK, 0, 0, 9, 0))
    asked = struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 9, 0)
    if fcntl.fcntl(theirs, F_OFD_GETLK, asked)[:2] == struct.pack("h", fcntl.F_UNLCK):
        raise OSError("only pretended")


@attack
def use_the_standard_streams(p):
    if all(os.readlink(f"/proc/self/fd/{n}") == "/dev/null" for n in (0, 1, 2)):
        raise OSError("they lead nowhere")


# ------------------------------------------------------------------ network


def _connect(family: int, kind: int, address: object) -> object:
    with socket.socket(family, kind) as s:
        s.settimeout(2)
        s.connect(address)
        return "connected"


@attack
def connect_by_tcp(p):
    return _connect(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", p.tcp_port))


@attack
def send_by_udp(p):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        return s.sendto(b"x", ("127.0.0.1", p.tcp_port))


@attack
def connect_to_a_socket_file(p):
    return _connect(socket.AF_UNIX, socket.SOCK_STREAM, p.socket_file)


@attack
def connect_to_an_abstract_socket(p):
    return _connect(socket.AF_UNIX, socket.SOCK_STREAM, "\0" + p.abstract)


@attack
def reconnect_a_pair_to_an_abstract_socket(p):
    a, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    a.connect("\0" + p.abstract + "-datagrams")


@attack
def send_from_a_pair_to_an_abstract_socket(p):
    a, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    return a.sendto(b"x", "\0" + p.abstract + "-datagrams")


@attack
def send_a_message_from_a_pair_to_an_abstract_socket(p):
    a, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    return a.sendmsg([b"x"], [], 0, "\0" + p.abstract + "-datagrams")


@attack
def pass_a_descriptor(p):
    a, _ = socket.socketpair()
    return a.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [p.report]))])


@attack
def open_a_netlink_socket(p):
    return socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)


@attack
def open_a_raw_socket(p):
    return socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)


@attack
def bind_a_pair(p):
    a, _ = socket.socketpair()
    a.bind("here")


@attack
def look_up_a_name(p):
    return socket.getaddrinfo("example.org", 80)


# ------------------------------------------------------------------ processes


@attack
def fork(p):
    if os.fork() == 0:
        os._exit(0)


@attack
def run_a_program(p):
    return subprocess.run([sys.executable, "-V"], check=True)


@attack
def run_a_shell_command(p):
    if os.system("true") != 0:  # noqa: S605
        raise OSError("not run")


@attack
def spawn_a_program(p):
    return os.posix_spawn(sys.executable, ["python", "-V"], {})


@attack
def become_a_program(p):
    os.execv(sys.executable, ["python", "-V"])  # noqa: S606


@attack
def signal_a_sibling(p):
    os.kill(p.sibling, 0)


@attack
def signal_the_zygote(p):
    os.kill(p.zygote, 0)


@attack
def signal_the_supervisor(p):
    os.kill(p.supervisor, 0)


@attack
def signal_everybody(p):
    os.kill(-1, 0)


@attack
def signal_a_thread_of_a_sibling(p):
    raw(TGKILL, p.sibling, p.sibling, 0)


@attack
def queue_a_signal_to_a_sibling(p):
    # si_code -1: queued by a process, as sigqueue(3) does.
    raw(SIGQUEUE, p.sibling, 0, struct.pack("3i116x", 0, 0, -1))


@attack
def own_a_descriptor_as_a_sibling(p):
    a, _ = socket.socketpair()
    fcntl.fcntl(a, fcntl.F_SETOWN, p.sibling)


@attack
def own_a_socket_as_a_sibling(p):
    a, _ = socket.socketpair()
    fcntl.ioctl(a, 0x8901, array.array("i", [p.sibling]))


@attack
def move_a_sibling_to_one_processor(p):
    os.sched_setaffinity(p.sibling, {0})


@attack
def renice_a_sibling(p):
    before = os.getpriority(os.PRIO_PROCESS, p.sibling)
    os.setpriority(os.PRIO_PROCESS, p.sibling, before + 5)
    if os.getpriority(os.PRIO_PROCESS, p.sibling) == before:
        raise OSError("only pretended")


@attack
def limit_a_sibling(p):
    raw(PRLIMIT, p.sibling, 7, (ctypes.c_ulong * 2)(5, 5), None)


@attack
def raise_own_limits(p):
    resource.setrlimit(resource.RLIMIT_NOFILE, (9999, 9999))


@attack
def outlive_the_zygote(p):
    if LIBC.prctl(1, 0, 0, 0, 0) != 0:
        raise OSError("refused")


@attack
def trace_a_sibling(p):
    raw(PTRACE, 16, p.sibling, 0, 0)


@attack
def read_the_memory_of_a_sibling(p):
    local = (ctypes.c_ulong * 2)(ctypes.addressof(BUFFER), 8)
    raw(PROCESS_VM_READV, p.sibling, local, 1, local, 1, 0)


@attack
def open_the_memory_of_a_sibling(p):
    return open(f"/proc/{p.sibling}/mem", "rb")


@attack
def read_the_environment_of_a_sibling(p):
    return Path(f"/proc/{p.sibling}/environ").read_bytes()


@attack
def read_the_command_line_of_the_zygote(p):
    return Path(f"/proc/{p.zygote}/cmdline").read_bytes()


@attack
def list_the_files_of_the_zygote(p):
    return os.listdir(f"/proc/{p.zygote}/fd")


@attack
def list_processes(p):
    return os.listdir("/proc")


@attack
def hold_a_sibling_by_descriptor(p):
    raw(PIDFD_OPEN, p.sibling, 0)


# ------------------------------------------------------------------ amounts


@attack
def take_all_memory(p):
    held = []
    for _ in range(600):
        held.append(bytearray(100 * 2**20))


@attack
def take_all_shared_memory(p):
    held = []
    for _ in range(600):
        held.append(mmap.mmap(-1, 100 * 2**20))


@attack
def write_one_huge_file(p):
    try:
        with open("huge", "wb") as file:
            for _ in range(200):
                file.write(bytes(2**20))
    finally:
        os.unlink("huge")


@attack
def open_very_many_files(p):
    held = []
    for _ in range(1000):
        held.append(os.dup(p.report))


# ------------------------------------------------------------------ honest work


@honest
def write_and_read_in_scratch(p):
    os.makedirs("a/b")
    Path("a/b/c.txt").write_text("text")
    Path("a/new").touch()
    Path("a/new").touch()
    assert Path("a/new").read_text() == ""
    os.rename("a/b/c.txt", "a/d.txt")
    assert Path("a/d.txt").read_text() == "text"
    if p.cap is None:
        os.truncate("a/d.txt", 2)
    with open("a/d.txt", "r+") as file:
        file.truncate(1)
    assert os.path.getsize("a/d.txt") == 1


@honest
def read_what_the_supervisor_put_into_scratch(p):
    assert Path("given.csv").read_text() == "x,y\n1,2\n"


@honest
def read_granted_data(p):
    assert Path(p.data_file).read_text() == "data"


@honest
def make_temporary_files(p):
    import tempfile

    with tempfile.NamedTemporaryFile("w+") as file:
        file.write("x")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "y").write_text("y")


@honest
def copy_files(p):
    import shutil

    Path("from.txt").write_text("text")
    shutil.copy("from.txt", "to.txt")
    shutil.copy2("from.txt", "to2.txt")
    shutil.copytree(".", "../" + Path.cwd().name + "/tree", ignore=shutil.ignore_patterns("tree"))
    assert Path("to2.txt").read_text() == "text"


@honest
def import_what_was_not_imported(p):
    import sqlite3
    import xml.etree.ElementTree as tree

    assert "pandas" not in sys.modules
    import pandas

    assert sqlite3.connect(":memory:").execute("select 1").fetchone() == (1,)
    assert tree.fromstring("<a/>").tag == "a"  # noqa: S314
    assert pandas.read_csv("given.csv").y[0] == 2


@honest
def do_linear_algebra(p):
    import numpy

    matrix = numpy.arange(90000.0).reshape(300, 300) + 1000 * numpy.eye(300)
    assert numpy.allclose(numpy.linalg.inv(matrix) @ matrix, numpy.eye(300), atol=1e-6)


@honest
def map_an_array(p):
    import numpy

    array = numpy.memmap("array.bin", dtype="f8", mode="w+", shape=(1000,))
    array[:] = 3
    array.flush()
    assert numpy.fromfile("array.bin").sum() == 3000


@honest
def map_memory(p):
    with mmap.mmap(-1, 2**20) as memory:
        memory[:3] = b"abc"
        assert memory[:3] == b"abc"


@honest
def run_threads(p):
    found = []
    threads = [threading.Thread(target=found.append, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == list(range(20))


@honest
def use_a_thread_pool(p):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(abs, [-1, -2])) == [1, 2]


@honest
def sleep_asynchronously(p):
    async def nap() -> int:
        await asyncio.sleep(0.01)
        return await asyncio.to_thread(abs, -3)

    assert asyncio.run(nap()) == 3


@honest
def call_back_from_c(p):
    kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)
    assert kind(lambda n: n + 1)(2) == 3


@honest
def train_models_in_parallel(p):
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.model_selection import cross_val_score

    points = [[n % 7, n % 3] for n in range(120)]
    model = RandomForestClassifier(10, n_jobs=2, random_state=0)
    scores = cross_val_score(model, points, [n % 3 for n in range(120)], n_jobs=2)
    assert len(scores) == 5


@honest
def train_a_network(p):
    import warnings

    from sklearn.neural_network import MLPRegressor

    warnings.simplefilter("ignore")
    MLPRegressor(hidden_layer_sizes=(5,), max_iter=20, random_state=0).fit(
        [[0.0], [1.0]] * 50, [0.0, 1.0] * 50
    )


@honest
def draw_a_figure(p):
    import io

    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    axes.plot([1, 2, 3], label=r"$\alpha$")
    axes.set_title("title")
    axes.legend()
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    figure.savefig("figure.pdf")
    assert buffer.getvalue().startswith(b"\x89PNG")


@honest
def know_time_zones(p):
    import datetime
    import zoneinfo

    noon = datetime.datetime(2026, 1, 1, 12, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin"))
    assert noon.utcoffset() == datetime.timedelta(hours=1)
    assert time.localtime().tm_year >= 2024


@honest
def count_processors(p):
    assert os.cpu_count() >= 1
    import joblib

    assert joblib.cpu_count() >= 1


@honest
def catch_own_signals(p):
    caught = []
    signal.signal(signal.SIGALRM, lambda *_: caught.append(1))
    signal.setitimer(signal.ITIMER_REAL, 0.02)
    time.sleep(0.1)
    signal.signal(signal.SIGUSR1, lambda *_: caught.append(2))
    os.kill(os.getpid(), signal.SIGUSR1)
    time.sleep(0.01)
    assert caught == [1, 2]


@honest
def keep_a_database_in_scratch(p):
    import sqlite3

    for journal in ("delete", "wal"):
        with sqlite3.connect("kept.db") as database:
            database.execute(f"pragma journal_mode = {journal}")
            database.execute("create table if not exists t (x)")
            database.execute("insert into t values (1)")
        database.close()
    with sqlite3.connect("kept.db") as one, sqlite3.connect("kept.db") as other:
        one.execute("insert into t values (2)")
        one.commit()
        assert other.execute("select sum(x) from t").fetchone() == (4,)
    with open("kept.lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        fcntl.lockf(file, fcntl.LOCK_EX)


@honest
def read_about_itself(p):
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0
    assert "Threads" in Path("/proc/self/status").read_text()
    assert "[stack]" in Path("/proc/self/maps").read_text()
    assert str(os.getpid()) in Path(f"/proc/{os.getpid()}/stat").read_text()
    assert os.listdir("/proc/self/task")
    assert os.urandom(4) != os.urandom(4)


@honest
def fail_cleanly_without_network(p):
    import urllib.error
    import urllib.request

    try:
        urllib.request.urlopen("http://127.0.0.1:1/")
    except urllib.error.URLError:
        return
    raise AssertionError("connected")


@honest
def keep_its_descriptor(p):
    os.fstat(p.report)


@honest
def write_to_nowhere(p):
    Path("/dev/null").write_text("x")
    print("not seen", flush=True)


# ------------------------------------------------------------------ single acts


def act_spin(p):
    while True:
        pass


def act_suicide(p):
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(2)


def act_segfault(p):
    ctypes.string_at(0)


def act_exit_seven(p):
    os._exit(7)


def act_burn(p):
    end = time.process_time() + 0.6
    while time.process_time() < end:
        pass


def act_foreign_call(p):
    # A call in x86-64's x32 numbering: getpid.
    LIBC.syscall(ctypes.c_long(0x40000027))


def act_sleep(p):
    time.sleep(60)


def act_many_threads(p):
    threading.stack_size(64 * 1024)
    try:
        for _ in range(300):
            threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    except RuntimeError:
        os._exit(5)
    time.sleep(60)


def act_fill_scratch(p):
    try:
        for n in range(40):
            Path(f"fill{n}").write_bytes(bytes(2**20))
    except OSError:
        os._exit(5)
    time.sleep(60)


def act_fill_scratch_with_deleted_files(p):
    held = []
    try:
        for n in range(40):
            file = open(f"fill{n}", "wb")
            held.append(file)
            os.unlink(f"fill{n}")
            file.write(bytes(2**20))
            file.flush()
    except OSError:
        os._exit(5)
    time.sleep(60)


def act_make_many_files(p):
    try:
        for n in range(600):
            Path(f"empty{n}").touch()
    except OSError:
        os._exit(5)
    time.sleep(60)


# Without a jail these would harm the machine, end the probe, or ask for what a test machine may
# lack: rights of root, a terminal, extended attributes, a network, 60 GB.
UNCONTROLLED = {name for name in ATTACKS if name.startswith("call_")} | {
    "become_a_program",
    "find_an_inherited_descriptor",
    "look_up_a_name",
    "make_a_device",
    "open_a_raw_socket",
    "open_the_kernel_log",
    "open_the_memory_of_a_sibling",
    "open_the_terminal",
    "raise_own_limits",
    "read_the_memory_of_a_sibling",
    "set_an_extended_attribute_outside",
    "signal_everybody",
    "take_all_memory",
    "take_all_shared_memory",
    "trace_a_sibling",
    "use_the_standard_streams",
}
CONTROLLED = {name: function for name, function in ATTACKS.items() if name not in UNCONTROLLED}


def _run(table, p):
    told = {}
    for name, function in table.items():
        if p.tier == "none":
            # Here an attack gets through: undo what the one before did.
            Path(p.secret).write_text("secret")
            Path(p.data_file).write_text("data")
        try:
            told[name] = ["done", repr(function(p))[:200]]
        except BaseException as error:
            told[name] = ["raised", f"{type(error).__name__}: {error}"[:200]]
    return told


def _facts(p):
    status = dict(line.split(":\t") for line in Path("/proc/self/status").read_text().splitlines())
    wanted = ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb", "NoNewPrivs", "Seccomp")
    return {
        "status": {name: status[name] for name in wanted},
        "session": os.getsid(0),
        "pid": os.getpid(),
        "finds_the_secret": os.path.exists(p.secret),
    }


def _inside(mode, p):
    if mode == "attacks":
        return _run(ATTACKS, p)
    if mode == "controlled":
        return _run(CONTROLLED, p)
    if mode == "honest":
        return _run(HONEST, p)
    if mode == "facts":
        return _facts(p)
    if mode in ATTACKS:
        return _run({mode: ATTACKS[mode]}, p)
    os.write(p.report, b"{}\n")
    globals()[f"act_{mode}"](p)
    return {}


def _listeners(p):
    tcp = socket.create_server(("127.0.0.1", 0))
    path = socket.socket(socket.AF_UNIX)
    path.bind(p.socket_file)
    path.listen()
    abstract = socket.socket(socket.AF_UNIX)
    abstract.bind("\0" + p.abstract)
    abstract.listen()
    datagrams = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    datagrams.bind("\0" + p.abstract + "-datagrams")
    p.tcp_port = tcp.getsockname()[1]
    return tcp, path, abstract, datagrams


def main(mode):
    p = SimpleNamespace(**json.load(sys.stdin))
    limits = Limits(**p.limits)
    plan = Plan(
        Tier(p.tier),
        read_only=(p.data,),
        limits=limits,
        landlock_abi_cap=p.cap,
        protected=(p.outside,),
    )
    prepared = prepare(plan)
    listeners = _listeners(p)
    p.zygote, p.supervisor = os.getpid(), os.getppid()
    p.sibling = os.fork()
    if p.sibling == 0:
        LIBC.prctl(1, 9, 0, 0, 0)
        time.sleep(120)
        os._exit(0)
    reading, p.report = os.pipe()
    started = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        try:
            try:
                enter(prepared, scratch=p.scratch, keep={p.report})
                told = _inside(mode, p)
            except JailError as error:
                told = {"refused": error.code}
            os.write(p.report, json.dumps(told).encode())
        finally:
            os._exit(0)
    os.close(p.report)
    if mode not in ("attacks", "controlled", "honest", "facts") and mode not in ATTACKS:
        # The supervisor measures and kills while this waits.
        first = os.read(reading, 100)
        entered = time.perf_counter() - started
        print(
            json.dumps({"pid": pid, "entered_seconds": entered, "first": first.decode()}),
            flush=True,
        )
    answer = b""
    while piece := os.read(reading, 65536):
        answer += piece
    _, status, used = os.wait4(pid, 0)
    told = json.loads(answer) if answer.strip().startswith(b"{") and mode != "exit_seven" else {}
    code = os.waitstatus_to_exitcode(status)
    cpu = used.ru_utime + used.ru_stime
    print(json.dumps({"told": told, "code": code, "cpu_seconds": cpu}), flush=True)
    os.kill(p.sibling, signal.SIGKILL)
    for listener in listeners:
        listener.close()


if __name__ == "__main__":
    main(sys.argv[1])
