"""Prove before release that a test still passes where its public part has run before.

Otter-grader runs the public part of a test cell twice: where it stands in the notebook, and as a
case of its own. The master's solution is run that way, with its tests in its own process, as there.
"""

import shutil
import socket
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence

from autograder.answers.frames import BrokenFrame
from autograder.assignment import Master, TestCell, cell_error
from autograder.configuration import Settings
from autograder.errors import InstructorError
from autograder.execution.decoys import Decoy
from autograder.execution.outputs import Outputs, said_bytes
from autograder.execution.rooms import Process, Zygote

BOOT_SECONDS = 60.0
GRACE_SECONDS = 5.0

Pieces = Mapping[str, Sequence[str]]
"""What is run of each test cell, by its id, one after the other."""


def prove_repeatable(
    master: Master, zygote: Zygote, settings: Settings, pieces: Pieces
) -> tuple[InstructorError, ...]:
    """Run a master's own solution with its tests, which run in these pieces.

    ``zygote`` has run the prefix, without a jail: the code is the course's own. Returns a warning
    for each test that the solution does not pass at all. Raises InstructorError naming the first
    test that passes only once.
    """
    twice = _failures(master, zygote, settings, pieces)
    if not twice:
        return ()
    known = _failures(master, zygote, settings, {})
    for test in master.tests:
        if test.grade_id in twice and test.grade_id not in known:
            raise _error(
                master,
                test,
                "test-not-repeatable",
                f"otter-grader runs the public part of a test twice, and this test then fails "
                f"({twice[test.grade_id]}): let the public part leave everything as it found it, "
                "or move what changes something into the hidden part",
            )
    return tuple(
        _error(
            master,
            test,
            "solution-fails",
            f"the master's own solution does not pass it ({known[test.grade_id]}), so that it "
            "could not be tried out for otter-grader: `autograder verify` says more",
        )
        for test in master.tests
        if test.grade_id in known
    )


def _error(master: Master, test: TestCell, code: str, remedy: str) -> InstructorError:
    return cell_error(
        code, master.name, test.position, master.notebook.cells[test.position], remedy
    )


def _failures(master: Master, zygote: Zygote, settings: Settings, pieces: Pieces) -> dict[str, str]:
    """Run everything behind the prefix; return for each test that failed what it raised first."""
    with tempfile.TemporaryDirectory(prefix="autograder-") as scratch:
        shutil.copytree(zygote.folder, scratch, dirs_exist_ok=True)
        ours, theirs = socket.socketpair()
        with ours, theirs:
            process = zygote.fork(theirs)
            try:
                process.tell({"scratch": scratch, "decoy": Decoy.draw().planted(())})
                process.hear(time.monotonic() + BOOT_SECONDS)
                return _run_all(process, master, settings, pieces)
            finally:
                process.end()


def _run_all(
    process: Process, master: Master, settings: Settings, pieces: Pieces
) -> dict[str, str]:
    failed: dict[str, str] = {}
    for at, cell in master.notebook.code_cells():
        if at < master.prefix_length:
            continue
        for source in pieces.get(cell.grade_id or "", (cell.source,)):
            try:
                error = _run(process, source, settings)
            except (TimeoutError, EOFError, BrokenFrame):
                # Nothing runs behind a cell that ends its process, in otter neither.
                error = f"the process ended in cell {at + 1}, or did not answer"
                rest = (test for test in master.tests if test.position >= at)
                return {test.grade_id: error for test in rest} | failed
            if error and cell.is_test:
                failed.setdefault(str(cell.grade_id), error)
    return failed


def _run(process: Process, source: str, settings: Settings) -> str:
    """Run a cell; return the error that it ended with, or nothing."""
    process.allow(said_bytes(settings.output_bytes))
    process.tell(
        {
            "run": source,
            "silent": False,
            "seconds": settings.cell_seconds,
            "output_bytes": settings.output_bytes,
        }
    )
    deadline = time.monotonic() + settings.cell_seconds + GRACE_SECONDS
    shown = Outputs(settings.output_bytes)
    shown.start(0)
    while "done" not in (word := process.hear(deadline)):
        shown.put(0, word.get("output"))
    return _told(shown.of(0)) if word.get("error") else ""


def _told(outputs: Iterable[Mapping[str, object]]) -> str:
    errors = [each for each in outputs if each["output_type"] == "error"]
    return f"{errors[-1]['ename']}: {errors[-1]['evalue']}" if errors else "it ended early"
