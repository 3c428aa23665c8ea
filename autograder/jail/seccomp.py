"""Turn the policy into a filter that the kernel applies to every system call.

The filter is a classic BPF program (linux/filter.h, linux/seccomp.h), built once, before forking.
Only the process's own number is not known then: ``Program.for_process`` writes it in.
"""

import ctypes
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from errno import ENOSYS, EPERM
from typing import Final

from autograder.jail import kernel
from autograder.jail.policy import OWN_PID, Action, Case, Condition, Decision, Outcome, Question
from autograder.jail.syscalls import AUDIT_ARCH, NEWEST_KNOWN, Architecture, number

RET_KILL_PROCESS: Final = 0x80000000
RET_ERRNO: Final = 0x00050000
RET_ALLOW: Final = 0x7FFF0000

# BPF_LD+W+ABS, BPF_ALU+AND+K, BPF_JMP+{JEQ,JGT,JGE,JSET}+K, BPF_RET+K
LOAD: Final = 0x20
AND: Final = 0x54
JUMP_EQUAL: Final = 0x15
JUMP_GREATER: Final = 0x25
JUMP_NOT_BELOW: Final = 0x35
JUMP_ANY_BIT: Final = 0x45
RETURN: Final = 0x06

# Offsets in struct seccomp_data.
_CALL: Final = 0
_ARCHITECTURE: Final = 4
_ARGUMENTS: Final = 16

# Calls numbered from here up are x86-64's x32 calls, which share the architecture's name.
_X32: Final = 0x40000000

_INSTRUCTION: Final = struct.Struct("=HBBI")
_SECCOMP_MODE_FILTER: Final = 2


@dataclass(frozen=True)
class Instruction:
    """Hold one BPF instruction; ``own_pid`` marks a value to be written after the fork."""

    code: int
    value: int
    if_true: int = 0
    if_false: int = 0
    own_pid: bool = False

    def packed(self) -> bytes:
        """Return the kernel's struct sock_filter."""
        return _INSTRUCTION.pack(self.code, self.if_true, self.if_false, self.value & 0xFFFFFFFF)


@dataclass(frozen=True)
class Program:
    """Hold an assembled filter and the places where the process's number goes."""

    code: bytes
    pid_offsets: tuple[int, ...]

    def for_process(self, pid: int) -> bytes:
        """Return the filter for the process ``pid``, as that process sees its own number."""
        code = bytearray(self.code)
        for offset in self.pid_offsets:
            struct.pack_into("=I", code, offset, pid)
        return bytes(code)


def assemble(architecture: Architecture, calls: Mapping[str, Decision]) -> Program:
    """Assemble the filter: the architecture is checked first, then each call, then the rest."""
    program = _preamble(architecture)
    for name, decision in calls.items():
        call = number(architecture, name)
        if call is not None:
            block = _decision(decision)
            program += [Instruction(JUMP_EQUAL, call, 0, len(block)), *block]
    program += [
        Instruction(JUMP_GREATER, NEWEST_KNOWN, 0, 1),
        Instruction(RETURN, RET_ERRNO | ENOSYS),
        Instruction(RETURN, RET_ERRNO | EPERM),
    ]
    # The value is the last field of an instruction, four bytes from its end.
    offsets = [i * 8 + 4 for i, instruction in enumerate(program) if instruction.own_pid]
    return Program(b"".join(each.packed() for each in program), tuple(offsets))


def enforce(code: bytes) -> None:
    """Bind the calling thread to the filter for ever; needs no_new_privs."""
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _FilterProgram(len(code) // _INSTRUCTION.size, ctypes.addressof(buffer))
    kernel.prctl(kernel.PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, program)


class _FilterProgram(ctypes.Structure):
    """Mirror struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def _preamble(architecture: Architecture) -> list[Instruction]:
    """End a process that calls by another architecture's numbers, then load the call."""
    return [
        Instruction(LOAD, _ARCHITECTURE),
        Instruction(JUMP_EQUAL, AUDIT_ARCH[architecture], 1, 0),
        Instruction(RETURN, RET_KILL_PROCESS),
        Instruction(LOAD, _CALL),
        Instruction(JUMP_NOT_BELOW, _X32, 0, 1),
        Instruction(RETURN, RET_KILL_PROCESS),
    ]


def _decision(decision: Decision) -> list[Instruction]:
    """Assemble the cases in order, each falling through to the next when it does not hold."""
    block: list[Instruction] = []
    for case in decision.cases:
        block += _case(case)
    return [*block, _return(decision.otherwise)]


def _return(action: Action) -> Instruction:
    """Assemble the end of a decision."""
    values = {
        Outcome.ALLOW: RET_ALLOW,
        Outcome.KILL: RET_KILL_PROCESS,
        Outcome.ERROR: RET_ERRNO | action.error,
    }
    return Instruction(RETURN, values[action.outcome])


def _case(case: Case) -> list[Instruction]:
    """Assemble backwards, since each condition has to know how far the case's end lies."""
    block = [_return(case.action)]
    for condition in reversed(case.conditions):
        block = _condition(condition, len(block)) + block
    return block


def _condition(condition: Condition, rest: int) -> list[Instruction]:
    """Assemble one question: past ``rest`` instructions when the answer is no."""
    low = _ARGUMENTS + 8 * condition.argument
    load = Instruction(LOAD, low)
    match condition.test:
        case Question.NULL:
            zero_low = Instruction(JUMP_EQUAL, 0, 0, rest + 2)
            return [load, zero_low, Instruction(LOAD, low + 4), Instruction(JUMP_EQUAL, 0, 0, rest)]
        case Question.NO_BIT_OF:
            return [load, Instruction(JUMP_ANY_BIT, condition.values[0], rest, 0)]
        case Question.ALL_BITS_OF:
            bits = condition.values[0]
            return [load, Instruction(AND, bits), Instruction(JUMP_EQUAL, bits, 0, rest)]
        case Question.IN:
            mask = [Instruction(AND, condition.mask)] if condition.mask != 0xFFFFFFFF else []
            return [load, *mask, *_any_of(condition.values, rest)]


def _any_of(values: tuple[int, ...], rest: int) -> list[Instruction]:
    """Compare with each value: on to what follows at the first match, past it after the last."""
    last = len(values) - 1
    return [
        Instruction(
            JUMP_EQUAL,
            0 if value == OWN_PID else value,
            last - place,
            rest if place == last else 0,
            own_pid=value == OWN_PID,
        )
        for place, value in enumerate(values)
    ]
