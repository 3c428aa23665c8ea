"""The numbers of system calls, against those of the kernel, and both architectures' filters.

`system_calls.csv` has the number of every call of Linux 6.1 on x86-64 and on 64-bit ARM, empty
where there is none. It was made by a C preprocessor from the kernel's headers as Debian 12 has
them, and compared with what libseccomp 2.5.4 says: the two agree on every call. `fchmodat2` is
younger, and was looked up in the kernel's own tables.

Nothing of this has run on 64-bit ARM. What can be held without such a machine is held: its filter
decides every call as the policy says, and as the other filter does.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_jail_seccomp import EPERM, KILL, PID, run

from autograder.jail import seccomp
from autograder.jail.policy import OWN_PID, Action, Condition, Decision, Outcome, Question, policy
from autograder.jail.syscalls import AUDIT_ARCH, NEWEST_KNOWN, NUMBERS, Architecture

X86_64, AARCH64 = Architecture.X86_64, Architecture.AARCH64
both = pytest.mark.parametrize("architecture", list(Architecture))

Arguments = tuple[int, ...]
NO_ARGUMENTS: Arguments = (0, 0, 0, 0, 0, 0)


def kernel_table() -> dict[str, dict[Architecture, int]]:
    with (Path(__file__).parent / "system_calls.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["name"]: {a: int(row[a]) for a in Architecture if row[a]} for row in rows}


KERNEL = kernel_table()
POLICY = policy(truncate_by_path=False, first_of_namespace=True)
CODE = {each: seccomp.assemble(each, POLICY).for_process(PID) for each in Architecture}


def decided(architecture: Architecture, name: str, arguments: Arguments) -> int:
    number = KERNEL[name][architecture]
    return run(CODE[architecture], AUDIT_ARCH[architecture], number, arguments)


# ---- the policy, read without any filter


def expected(name: str, arguments: Arguments) -> int:
    decision = POLICY.get(name)
    return EPERM if decision is None else returned(_chosen(decision, arguments))


def returned(action: Action) -> int:
    # SECCOMP_RET_ALLOW, SECCOMP_RET_KILL_PROCESS, SECCOMP_RET_ERRNO of linux/seccomp.h.
    values = {Outcome.ALLOW: 0x7FFF0000, Outcome.KILL: 0x80000000, Outcome.ERROR: 0x00050000}
    return values[action.outcome] | action.error


def _chosen(decision: Decision, arguments: Arguments) -> Action:
    for case in decision.cases:
        if all(_holds(condition, arguments) for condition in case.conditions):
            return case.action
    return decision.otherwise


def _holds(condition: Condition, arguments: Arguments) -> bool:
    whole = arguments[condition.argument]
    low = whole % 2**32
    match condition.test:
        case Question.NULL:
            return whole == 0
        case Question.NO_BIT_OF:
            return not low & condition.values[0]
        case Question.ALL_BITS_OF:
            return low & condition.values[0] == condition.values[0]
        case Question.IN:
            return low & condition.mask in {PID if v == OWN_PID else v for v in condition.values}


def tries(name: str) -> Iterator[Arguments]:
    """Yield arguments on both sides of everything that the policy asks of a call."""
    yield NO_ARGUMENTS
    yield (2**64 - 1,) * 6
    conditions = [c for case in POLICY[name].cases for c in case.conditions]
    at = {condition.argument for condition in conditions}
    told = {PID if v == OWN_PID else v for condition in conditions for v in condition.values}
    bits = {1 << bit for bit in range(0, 32, 5)}
    values = {v + more for v in told for more in (0, 1, -1, 2**32)} | bits | {PID + 1, 2**33}
    # One argument changes at a time, the others as the first case wants them, or nought.
    for base in (_wanted(POLICY[name]), NO_ARGUMENTS):
        yield base
        for argument in at:
            for value in values:
                yield (*base[:argument], value % 2**64, *base[argument + 1 :])


def _wanted(decision: Decision) -> Arguments:
    values = dict.fromkeys(range(6), 0)
    for condition in decision.cases[0].conditions if decision.cases else ():
        if condition.test in (Question.IN, Question.ALL_BITS_OF):
            first = condition.values[0]
            values[condition.argument] = PID if first == OWN_PID else first
    return tuple(values.values())


# ---- numbers


@both
def test_every_number_is_the_kernels(architecture: Architecture) -> None:
    at = list(Architecture).index(architecture)
    assert {name: KERNEL[name].get(architecture) for name in NUMBERS} == {
        name: numbers[at] for name, numbers in NUMBERS.items()
    }


def test_the_kernels_table_is_whole_and_no_number_stands_twice() -> None:
    for architecture, count in ((X86_64, 363), (AARCH64, 307)):
        numbers = [row[architecture] for row in KERNEL.values() if architecture in row]
        assert len(numbers) == len(set(numbers)) == count
        # All but one are within what the filter calls known.
        assert sorted(numbers)[-2] == NEWEST_KNOWN


def test_the_architectures_are_named_as_the_audit_system_names_them() -> None:
    # Machine number of ELF (62, 183), 64 bits, little-endian: linux/audit.h.
    assert AUDIT_ARCH == {X86_64: 62 | 3 << 30, AARCH64: 183 | 3 << 30}


# ---- decisions


@pytest.mark.parametrize("name", sorted(POLICY))
def test_both_filters_decide_as_the_policy_does_whatever_the_arguments(name: str) -> None:
    decisions = set()
    for arguments in set(tries(name)):
        right = expected(name, arguments)
        assert {decided(a, name, arguments) for a in KERNEL[name]} == {right}, arguments
        decisions.add(right)
    # Where the policy asks for arguments, the tries have seen more than one answer.
    assert len(decisions) >= min(2, 1 + len(POLICY[name].cases))


@both
def test_every_other_call_of_the_kernel_is_refused(architecture: Architecture) -> None:
    others = [name for name in KERNEL if name not in POLICY and architecture in KERNEL[name]]
    assert len(others) > 100
    for name in others:
        for arguments in (NO_ARGUMENTS, (2**64 - 1,) * 6, (PID, 0, 0, 0, 0, 0)):
            assert decided(architecture, name, arguments) == EPERM, name


@both
def test_calls_that_only_the_other_architecture_has_are_no_way_in(
    architecture: Architecture,
) -> None:
    """A number means another call there: what it is named for here says nothing of it."""
    own = {row[architecture]: name for name, row in KERNEL.items() if architecture in row}
    code, audit_arch = CODE[architecture], AUDIT_ARCH[architecture]
    for number in range(NEWEST_KNOWN + 1):
        right = expected(own[number], NO_ARGUMENTS) if number in own else EPERM
        assert run(code, audit_arch, number, NO_ARGUMENTS) == right, number


@both
def test_no_call_by_the_numbers_of_another_architecture_is_looked_at(
    architecture: Architecture,
) -> None:
    foreign = {
        "32-bit x86": 3 | 1 << 30,
        "32-bit ARM": 40 | 1 << 30,
        "64-bit ARM, big-endian": 183 | 1 << 31,
        "64-bit RISC-V": 243 | 3 << 30,
        "the other of ours": AUDIT_ARCH[AARCH64 if architecture is X86_64 else X86_64],
        "none": 0,
    }
    for name, audit_arch in foreign.items():
        for number in (*range(0, 460, 7), 2**32 - 1):
            assert run(CODE[architecture], audit_arch, number, NO_ARGUMENTS) == KILL, name


@both
def test_no_call_with_the_bit_of_x32_is_looked_at(architecture: Architecture) -> None:
    for number in (*range(NEWEST_KNOWN), 512, 547, 2**30 - 1):
        answer = run(CODE[architecture], AUDIT_ARCH[architecture], number | 1 << 30, NO_ARGUMENTS)
        assert answer == KILL, number
    # The highest bit as well: a number below nought.
    assert run(CODE[architecture], AUDIT_ARCH[architecture], 2**32 - 1, NO_ARGUMENTS) == KILL
