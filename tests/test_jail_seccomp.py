"""The filter, read by a small interpreter of BPF: what it decides on each architecture."""

import struct
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.jail import seccomp
from autograder.jail.policy import policy
from autograder.jail.syscalls import AUDIT_ARCH, NUMBERS, Architecture, number

X86_64, AARCH64 = Architecture.X86_64, Architecture.AARCH64
PID = 4242
ALLOW, KILL = seccomp.RET_ALLOW, seccomp.RET_KILL_PROCESS
EPERM, EACCES, ENOTTY, ENOSYS, ENOTSUP = (seccomp.RET_ERRNO | code for code in (1, 13, 25, 38, 95))
PRETEND = seccomp.RET_ERRNO

both = pytest.mark.parametrize("architecture", list(Architecture))


def program(architecture: Architecture, **choices: bool) -> bytes:
    chosen = {"truncate_by_path": True, "first_of_namespace": False} | choices
    return seccomp.assemble(architecture, policy(**chosen)).for_process(PID)


CODE = {architecture: program(architecture) for architecture in Architecture}


def run(code: bytes, audit_arch: int, call: int, arguments: tuple[int, ...]) -> int:
    """Interpret a filter over struct seccomp_data, as Documentation/networking/filter.rst says."""
    padded = [argument % 2**64 for argument in (*arguments, 0, 0, 0, 0, 0, 0)[:6]]
    data = struct.pack("=IIQ6Q", call, audit_arch, 0, *padded)
    accumulator, place = 0, 0
    while True:
        operation, if_true, if_false, value = struct.unpack_from("=HBBI", code, place * 8)
        place += 1
        match operation:
            case seccomp.LOAD:
                (accumulator,) = struct.unpack_from("=I", data, value)
            case seccomp.AND:
                accumulator &= value
            case seccomp.JUMP_EQUAL:
                place += if_true if accumulator == value else if_false
            case seccomp.JUMP_GREATER:
                place += if_true if accumulator > value else if_false
            case seccomp.JUMP_NOT_BELOW:
                place += if_true if accumulator >= value else if_false
            case seccomp.JUMP_ANY_BIT:
                place += if_true if accumulator & value else if_false
            case seccomp.RETURN:
                return value
            case _:
                raise AssertionError(f"unknown operation {operation:#x}")


def decide(architecture: Architecture, name: str, *arguments: int, **choices: bool) -> int:
    call = number(architecture, name)
    assert call is not None
    code = program(architecture, **choices) if choices else CODE[architecture]
    return run(code, AUDIT_ARCH[architecture], call, arguments)


@both
@pytest.mark.parametrize(
    ("name", "arguments", "decision"),
    [
        ("read", (), ALLOW),
        ("futex", (), ALLOW),
        ("exit_group", (), ALLOW),
        # A thread, as the C library makes it, and a process, as fork does.
        ("clone", (0x3D0F00,), ALLOW),
        ("clone", (0x01200011,), EPERM),
        ("clone", (0x4111,), EPERM),
        # A thread in a user namespace of its own.
        ("clone", (0x3D0F00 | 0x10000000,), EPERM),
        ("clone3", (), ENOSYS),
        ("kill", (PID, 15), ALLOW),
        ("kill", (PID, 9), ALLOW),
        ("kill", (PID + 1, 0), EPERM),
        ("kill", (0, 15), EPERM),
        ("kill", (-1, 15), EPERM),
        ("kill", (-PID, 15), EPERM),
        # The kernel reads 32 bits of a process number.
        ("kill", (PID + 2**32, 15), ALLOW),
        ("tgkill", (PID, 77, 6), ALLOW),
        ("tgkill", (77, 77, 6), EPERM),
        ("tkill", (77, 6), EPERM),
        # Reading, writing and making are Landlock's to decide; truncating while reading is not.
        ("openat", (-100, 0, 0), ALLOW),
        ("openat", (-100, 0, 0o1101), ALLOW),
        ("openat", (-100, 0, 0o1002), ALLOW),
        ("openat", (-100, 0, 0o1000), EPERM),
        ("openat", (-100, 0, 0o3), EPERM),
        ("openat", (-100, 0, 0o1003), EPERM),
        ("openat2", (), ENOSYS),
        ("sendto", (5, 0, 1, 0, 0, 0), ALLOW),
        ("sendto", (5, 0, 1, 0, 0x7FFF00001000, 16), EPERM),
        ("sendto", (5, 0, 1, 0, 2**32, 16), EPERM),
        ("socket", (2, 1, 0), EACCES),
        ("socketpair", (1, 1, 0), ALLOW),
        ("socketpair", (2, 1, 0), EACCES),
        ("getsockopt", (3, 1, 3), ALLOW),
        # SO_PEERPIDFD would hand out a hold on the supervisor.
        ("getsockopt", (3, 1, 77), EPERM),
        ("fcntl", (3, 3), ALLOW),
        ("fcntl", (3, 5), ALLOW),
        # Locks: in scratch nobody else is, elsewhere nobody may see them.
        *(("fcntl", (3, command), PRETEND) for command in (6, 7, 37, 38)),
        ("flock", (3, 6), PRETEND),
        ("fcntl", (3, 1024, 0), EPERM),
        ("fcntl", (3, 8, 77), EPERM),
        ("fcntl", (3, 10, 9), EPERM),
        ("fcntl", (3, 1031, 2**20), EPERM),
        ("ioctl", (0, 0x5401), ALLOW),
        # TIOCSTI types into a terminal; FIOSETOWN signals another process.
        ("ioctl", (0, 0x5412), ENOTTY),
        ("ioctl", (3, 0x8901), ENOTTY),
        ("prctl", (15,), ALLOW),
        ("prctl", (1, 0), EPERM),
        ("prctl", (22, 2), EPERM),
        ("prlimit64", (0, 7, 0, 0x1000), ALLOW),
        ("prlimit64", (PID, 7, 0, 0x1000), ALLOW),
        ("prlimit64", (0, 7, 0x1000, 0), EPERM),
        ("prlimit64", (77, 7, 0, 0x1000), EPERM),
        ("sched_setaffinity", (0,), ALLOW),
        ("sched_setaffinity", (77,), EPERM),
        ("setpriority", (0, 77, 5), PRETEND),
        ("fchmodat", (), PRETEND),
        ("utimensat", (-100, 0x1000, 0x2000), PRETEND),
        ("utimensat", (-100, 0x1000, 0), EPERM),
        ("listxattr", (), ENOTSUP),
    ],
)
def test_a_call_is_decided_by_its_arguments(
    architecture: Architecture, name: str, arguments: tuple[int, ...], decision: int
) -> None:
    assert decide(architecture, name, *arguments) == decision


# The numbers are written out here a second time, by hand, from the kernel's tables.
REFUSED = {
    X86_64: {
        "connect": 42,
        "accept": 43,
        "sendmsg": 46,
        "recvmsg": 47,
        "bind": 49,
        "listen": 50,
        "setsockopt": 54,
        "fork": 57,
        "vfork": 58,
        "execve": 59,
        "shmget": 29,
        "semget": 64,
        "msgget": 68,
        "ptrace": 101,
        "setuid": 105,
        "personality": 135,
        "chroot": 161,
        "mount": 165,
        "keyctl": 250,
        "unshare": 272,
        "setns": 308,
        "process_vm_readv": 310,
        "process_vm_writev": 311,
        "seccomp": 317,
        "memfd_create": 319,
        "bpf": 321,
        "userfaultfd": 323,
        "execveat": 322,
        "perf_event_open": 298,
        "inotify_init1": 294,
        "pidfd_send_signal": 424,
        "io_uring_setup": 425,
        "pidfd_open": 434,
        "pidfd_getfd": 438,
    },
    AARCH64: {
        "connect": 203,
        "accept": 202,
        "sendmsg": 211,
        "recvmsg": 212,
        "bind": 200,
        "listen": 201,
        "setsockopt": 208,
        "execve": 221,
        "shmget": 194,
        "semget": 190,
        "msgget": 186,
        "ptrace": 117,
        "setuid": 146,
        "personality": 92,
        "chroot": 51,
        "mount": 40,
        "keyctl": 219,
        "unshare": 97,
        "setns": 268,
        "process_vm_readv": 270,
        "process_vm_writev": 271,
        "seccomp": 277,
        "memfd_create": 279,
        "bpf": 280,
        "userfaultfd": 282,
        "execveat": 281,
        "perf_event_open": 241,
        "inotify_init1": 26,
        "pidfd_send_signal": 424,
        "io_uring_setup": 425,
        "pidfd_open": 434,
        "pidfd_getfd": 438,
    },
}


@pytest.mark.parametrize(
    ("architecture", "name"), [(each, name) for each in Architecture for name in REFUSED[each]]
)
def test_a_dangerous_call_is_refused(architecture: Architecture, name: str) -> None:
    call = REFUSED[architecture][name]
    assert run(CODE[architecture], AUDIT_ARCH[architecture], call, ()) == EPERM


@both
@given(call=st.integers(0, 450), arguments=st.tuples(*[st.integers(0, 2**64 - 1)] * 6))
def test_a_call_that_the_policy_does_not_name_is_refused(
    architecture: Architecture, call: int, arguments: tuple[int, ...]
) -> None:
    named = {number(architecture, name) for name in NUMBERS}
    decision = run(CODE[architecture], AUDIT_ARCH[architecture], call, arguments)
    assert call in named or decision == EPERM


@both
def test_a_call_younger_than_the_table_looks_absent(architecture: Architecture) -> None:
    assert run(CODE[architecture], AUDIT_ARCH[architecture], 463, ()) == ENOSYS


@both
@pytest.mark.parametrize("foreign", [0x40000003, 0xC000003E, 0xC00000B7, 0x40000028])
def test_the_numbers_of_another_architecture_kill(architecture: Architecture, foreign: int) -> None:
    # 32-bit x86, x86-64, 64-bit ARM and 32-bit ARM; 39 is getpid or umount2.
    decision = run(CODE[architecture], foreign, 39, ())
    assert (decision == KILL) == (foreign != AUDIT_ARCH[architecture])


@both
def test_x32_calls_kill(architecture: Architecture) -> None:
    assert run(CODE[architecture], AUDIT_ARCH[architecture], 0x40000027, ()) == KILL


@both
def test_truncation_by_path_is_refused_where_landlock_does_not_guard_it(
    architecture: Architecture,
) -> None:
    assert decide(architecture, "truncate", 0x1000, 0) == ALLOW
    assert decide(architecture, "truncate", 0x1000, 0, truncate_by_path=False) == EPERM
    assert decide(architecture, "ftruncate", 3, 0, truncate_by_path=False) == ALLOW


@both
def test_the_first_process_of_a_namespace_can_end_itself(architecture: Architecture) -> None:
    assert decide(architecture, "kill", PID, 9, first_of_namespace=True) == KILL
    assert decide(architecture, "kill", PID, 15, first_of_namespace=True) == ALLOW
    assert decide(architecture, "kill", 77, 9, first_of_namespace=True) == EPERM


@given(pid=st.integers(1, 2**22), other=st.integers(1, 2**22))
def test_the_number_of_the_process_is_written_in_after_the_fork(pid: int, other: int) -> None:
    template = seccomp.assemble(X86_64, policy(truncate_by_path=True, first_of_namespace=False))
    decision = run(template.for_process(pid), AUDIT_ARCH[X86_64], 62, (other, 15))
    assert decision == (ALLOW if pid == other else EPERM)


@both
def test_the_filter_is_small_enough_for_the_kernel(architecture: Architecture) -> None:
    assert len(CODE[architecture]) // 8 <= 4096  # BPF_MAXINSNS


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        # From the kernel's tables: the first, some in the middle, and the youngest.
        ("read", (0, 63)),
        ("close", (3, 57)),
        ("mmap", (9, 222)),
        ("clone", (56, 220)),
        ("exit_group", (231, 94)),
        ("openat", (257, 56)),
        ("newfstatat", (262, 79)),
        ("kill", (62, 129)),
        ("futex", (202, 98)),
        ("prctl", (157, 167)),
        ("getrandom", (318, 278)),
        ("statx", (332, 291)),
        ("rseq", (334, 293)),
        ("clone3", (435, 435)),
        ("fork", None),
        ("open", (2, None)),
        ("fchmodat2", (452, 452)),
    ],
)
def test_the_table_has_the_numbers_of_the_kernel(
    name: str, numbers: tuple[int | None, int | None] | None
) -> None:
    assert NUMBERS.get(name) == numbers


@both
def test_no_two_names_share_a_number(architecture: Architecture) -> None:
    numbers = [number(architecture, name) for name in NUMBERS]
    known = [each for each in numbers if each is not None]
    assert len(known) == len(set(known))


@both
def test_the_policy_names_only_calls_of_the_table(architecture: Architecture) -> None:
    named = set(policy(truncate_by_path=True, first_of_namespace=True))
    assert named <= set(NUMBERS)
    assert set(NUMBERS) - named == set()


def test_an_instruction_is_packed_as_the_kernel_reads_it() -> None:
    # struct sock_filter: code, jump if true, jump if false, value.
    instruction = seccomp.Instruction(seccomp.JUMP_EQUAL, 0x01020304, 5, 6)
    assert instruction.packed() == b"\x15\x00\x05\x06\x04\x03\x02\x01"
    assert replace(instruction, value=-1).packed()[4:] == b"\xff" * 4
