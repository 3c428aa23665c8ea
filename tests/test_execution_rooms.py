"""Zygotes and their children: started, killed and reaped, whatever happens first."""

import os
import signal
import socket
import struct
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from engine_course import TIERS, Check, Exam, Locked, Work, open_exam

from autograder.answers.frames import BrokenFrame
from autograder.errors import InternalError
from autograder.execution import rooms
from autograder.execution.decoys import Decoy
from autograder.execution.rooms import Process, Zygote
from autograder.execution.words import say
from autograder.jail.entry import Tier


@pytest.fixture(scope="module", params=TIERS)
def exam(request: pytest.FixtureRequest) -> Iterator[Exam]:
    with open_exam(Locked("base = 1"), tier=request.param) as opened:
        yield opened


HONEST = (Work("r = base"), Check(hidden="assert r == 1, 'r'"))


def state_of(pid: int) -> str:
    """Return the letter of a process's state, or nothing when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


def wait_for(condition: object, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.01)


def started(zygote: Zygote) -> Process:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        return zygote.fork(theirs)


def test_a_child_that_ends_while_it_is_being_killed_does_not_end_its_zygote(exam: Exam) -> None:
    zygote = exam.rooms().student
    process = started(zygote)
    # Held up, the zygote finds both at once: the end of the child, and the order to kill it.
    os.kill(zygote._program.pid, signal.SIGSTOP)
    process.channel.close()
    wait_for(lambda: state_of(process.pid) in ("Z", ""))
    process._life.send(b"x")
    os.kill(zygote._program.pid, signal.SIGCONT)
    assert process.end().code >= 0
    assert exam.grade(*HONEST).verdicts == ["passed"]


def test_a_supervisor_that_loses_interest_leaves_no_child(exam: Exam) -> None:
    zygote = exam.rooms().student
    process = started(zygote)
    process._life.close()
    wait_for(lambda: state_of(process.pid) == "")
    assert exam.grade(*HONEST).verdicts == ["passed"]


def test_a_child_that_hangs_is_killed_and_its_end_told(exam: Exam) -> None:
    # It waits for its first word, and for longer than it is waited for.
    process = started(exam.rooms().student)
    os.kill(process.pid, signal.SIGSTOP)
    ending = process.end(seconds=0.1)
    assert ending.code in (-signal.SIGKILL, 128 + signal.SIGKILL)
    assert process.end() == ending
    assert state_of(process.pid) == ""


def test_a_dead_zygote_is_said_to_be_dead() -> None:
    with open_exam(Locked("base = 1")) as exam:
        zygote = exam.rooms().student
        os.kill(zygote._program.pid, signal.SIGKILL)
        zygote._program.wait()
        with pytest.raises(InternalError) as caught:
            started(zygote)
        assert caught.value.code == "zygote-died"


def test_a_dead_zygote_is_replaced() -> None:
    with open_exam(Locked("base = 1")) as exam:
        zygote = exam.rooms().student
        os.kill(zygote._program.pid, signal.SIGKILL)
        zygote._program.wait()
        assert exam.grade(*HONEST).verdicts == ["passed"]
        assert exam.rooms().student is not zygote


@pytest.mark.parametrize("tier", TIERS)
def test_a_zygote_that_is_killed_takes_its_children_along(tier: Tier) -> None:
    ours, theirs = socket.socketpair()
    # Held open: a child whose wall is gone would end by itself.
    with ours, theirs, open_exam(Locked("base = 1"), tier=tier) as exam:
        zygote = exam.rooms().student
        process = zygote.fork(theirs)
        process.tell({"scratch": str(zygote.folder), "decoy": Decoy.draw().planted([])})
        assert process.hear(time.monotonic() + 30) == {"ready": True}
        below = [process.pid, *children(process.pid)]
        os.kill(zygote._program.pid, signal.SIGKILL)
        wait_for(lambda: all(state_of(pid) in ("", "Z") for pid in below))


def children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(number) for number in text.split()]


def test_a_pool_leaves_nothing_behind() -> None:
    with open_exam(Locked("base = 1")) as exam:
        exam.grade(*HONEST)
        both = exam.rooms()
        pids = [both.student._program.pid, both.examiner._program.pid]
        home = both.scratch.parent
        assert home.exists()
    assert not home.exists()
    assert [state_of(pid) for pid in pids] == ["", ""]


def test_a_program_that_does_not_start_is_the_engines_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rooms, "_PROGRAM", "autograder.no_such_program")
    with open_exam(Locked("base = 1")) as exam:
        with pytest.raises(InternalError, match=r"No module named autograder\.no_such") as caught:
            exam.grade(*HONEST)
        assert caught.value.code == "zygote-died"


def test_student_and_examiner_have_layouts_of_their_own(exam: Exam) -> None:
    # Not forked from one program: an address learnt in one room is worth nothing in the other.
    marked = exam.grade(
        Work("place = id(object), id(len), open('/proc/self/maps').read().split('-')[0]"),
        Check(hidden="assert place[1] != id(len), 'layout'\nassert place[0] > 0, 'p'"),
    )
    assert marked.verdicts == ["passed"]


def test_a_process_that_says_more_than_it_may_is_not_heard(exam: Exam) -> None:
    process = started(exam.rooms().student)
    ours, theirs = socket.socketpair()
    process.channel.close()
    process.channel = ours
    soon = time.monotonic() + 30
    with theirs:
        process.allow(1000)
        # The shortest word counts a hundred bytes.
        for _ in range(10):
            say(theirs, {})
            assert process.hear(soon) == {}
        say(theirs, {})
        with pytest.raises(BrokenFrame):
            process.hear(soon)
        process.end()


def test_a_word_longer_than_its_process_may_say_is_not_even_read(exam: Exam) -> None:
    process = started(exam.rooms().student)
    ours, theirs = socket.socketpair()
    process.channel.close()
    process.channel = ours
    with theirs:
        process.allow(1000)
        # The length of the tree alone: the rest never comes.
        theirs.sendall(struct.pack("<II", 1001, 0))
        with pytest.raises(BrokenFrame):
            process.hear(time.monotonic() + 30)
        process.end()
