"""One attempt at a notebook: both processes, from the first step to the last.

The supervisor tells the student process which cell to run and the examiner which test to judge,
keeps every deadline itself, and takes no decision from what the student process says.
"""

import shutil
import socket
import tempfile
import time
from contextlib import ExitStack, suppress
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path
from typing import Any

from autograder import helper_files, homes
from autograder.answers.frames import BrokenFrame
from autograder.assignment import Master
from autograder.configuration import Settings
from autograder.errors import InternalError
from autograder.execution.decoys import Decoy
from autograder.execution.losses import Finding, Stopped, epitaph, trouble_of
from autograder.execution.oddities import AskedAway, Oddities
from autograder.execution.outputs import Outputs, said_bytes
from autograder.execution.rooms import Ending, Process, Zygote
from autograder.jail import cgroups, watch
from autograder.jail.cgroups import NO_GROUPS, Group, Groups
from autograder.jail.entry import Tier
from autograder.jail.limits import Limits
from autograder.submission import Kind, Step, Submission
from autograder.verdicts import Verdict

GRACE_SECONDS = 5.0
"""How long a cell may take to heed the interrupt before it is killed."""

BOOT_SECONDS = 60.0
WATCH_SECONDS = 0.1
"""How often the student process is measured: a bomb of files or threads goes off fast."""

LOOKS_PER_MAP = 5
"""Every how many such times also its mapped files are, which takes longer."""

WORD_SECONDS = 10.0


@dataclass
class Run:
    """Gather what one attempt at a notebook gives, by the step's index; ``counts`` by position.

    ``seconds`` and ``errors`` are of each step and ``bound`` has the names that each binds; the
    examiner says the latter, and evidence in its findings, only when told to ``explain``, and
    margins in its findings only when told to keep ``margins``.
    """

    outputs: Outputs
    counts: dict[int, int] = field(default_factory=dict)
    findings: dict[int, dict[str, Any]] = field(default_factory=dict)
    lost: dict[int, Stopped] = field(default_factory=dict)
    seconds: dict[int, float] = field(default_factory=dict)
    errors: dict[int, str] = field(default_factory=dict)
    explain: bool = False
    margins: bool = False
    bound: tuple[tuple[str, ...], ...] = ()
    oddities: Oddities = field(default_factory=Oddities)


@dataclass
class Usage:
    """Add up what the processes of one submission used; keep how each ended, by its role."""

    endings: list[tuple[str, Ending]] = field(default_factory=list)

    def add(self, role: str, ending: Ending) -> None:
        """Count a process that ended."""
        self.endings.append((role, ending))

    @property
    def cpu_seconds(self) -> float:
        """Return the CPU seconds of all processes."""
        return sum(ending.cpu_seconds for _, ending in self.endings)

    @property
    def peak_memory_bytes(self) -> int:
        """Return the most that one of them held."""
        return max((ending.peak_memory_bytes for _, ending in self.endings), default=0)


@dataclass(frozen=True)
class Rooms:
    """Hold the zygotes for one notebook, where scratch folders are made, and control groups."""

    student: Zygote
    examiner: Zygote
    scratch: Path
    groups: Groups = NO_GROUPS


def limits(settings: Settings) -> Limits:
    """Return the kernel's limits for a process, from a course's settings."""
    return Limits(
        cpu_seconds=settings.notebook_seconds,
        memory_bytes=settings.memory_bytes,
        file_bytes=settings.file_bytes,
        scratch_bytes=settings.scratch_bytes,
    )


class Attempt:
    """Run a submission once from its first step to its last."""

    def __init__(
        self,
        rooms: Rooms,
        submission: Submission,
        settings: Settings,
        run: Run,
        deadline: float,
        usage: Usage,
    ) -> None:
        """Prepare; ``deadline`` is of ``time.monotonic`` and holds for the whole submission."""
        self._rooms, self._submission, self._settings = rooms, submission, settings
        self._run, self._deadline, self._usage = run, deadline, usage
        self._count = len(submission.master.prefix) if submission.warm else 0
        self._watched, self._looks = time.monotonic(), 0
        self._decoy = Decoy.draw()

    def make(self) -> None:
        """Start both processes and take every step; raises Stopped or AskedAway when one ends."""
        with ExitStack() as stack:
            scratch = Path(tempfile.mkdtemp(dir=self._rooms.scratch))
            stack.callback(homes.remove, scratch)
            shutil.copytree(self._rooms.student.folder, scratch, dirs_exist_ok=True)
            helper_files.lay_out(self._submission.helper_files, scratch)
            self._scratch = scratch
            self._group = stack.enter_context(self._new_group())
            ours, theirs = socket.socketpair()
            with ours, theirs:
                self._student = self._fork(stack, self._rooms.student, ours)
                self._examiner = self._fork(stack, self._rooms.examiner, theirs)
            self._boot()
            stack.callback(self._search_outputs)
            for at, step in enumerate(self._submission.steps):
                self._take(at, step)
            self._ask_again()

    def _search_outputs(self) -> None:
        self._run.oddities.search(self._decoy, self._run.outputs, self._submission.steps)

    def _new_group(self) -> Group:
        """Make the control group of the student process, as wide as its own limits need it."""
        zygote = self._rooms.student
        # In the namespaces tier a process waits outside for the one inside.
        helpers = 1 if zygote.brief.tier == Tier.NAMESPACES else 0
        shared_bytes = cgroups.held_bytes(zygote.pid)
        return self._rooms.groups.group(
            cgroups.bounds(limits(self._settings), shared_bytes, helpers)
        )

    def _fork(self, stack: ExitStack, zygote: Zygote, wall: socket.socket) -> Process:
        process = zygote.fork(wall)
        stack.callback(self._end, zygote.brief.role, process)
        return process

    def _end(self, role: str, process: Process) -> None:
        """End a process and count what it used; a group counts more than the process maps."""
        ending = process.end()
        if role == "student":
            most = max(ending.peak_memory_bytes, self._group.peak_memory_bytes)
            ending = replace(ending, peak_memory_bytes=most)
        self._usage.add(role, ending)

    def _boot(self) -> None:
        steps = [
            {
                "kind": step.kind,
                "source": step.source,
                "points": step.test.points if step.test else 0.0,
            }
            for step in self._submission.steps
        ]
        # A file that a student may change, and did not, is the course's own.
        files = [
            file for file in self._submission.helper_files if file.changed or not file.editable
        ]
        master = self._submission.master.notebook
        solutions = [cell.source for _, cell in master.code_cells() if cell.is_solution]
        self._examiner.tell(
            {
                "steps": steps,
                "solutions": solutions,
                "unmarked": unmarked(self._submission.master),
                "handed_in": sorted(helper_files.modules(files)),
                "editable": sorted(helper_files.modules(file for file in files if file.editable)),
                "editable_files": [str(file.path) for file in files if file.editable],
                "call_seconds": self._settings.call_seconds,
                "explain": self._run.explain,
                "margins": self._run.margins,
                "decoy": list(astuple(self._decoy)),
                "is_asking": self._run.oddities.is_asking,
            }
        )
        # The examiner is told first: joining waits for the kernel. The student process is told
        # afterwards: it must not run, nor start another in a namespace, outside its group.
        self._group.join(self._student.pid)
        decoy = self._decoy.planted(test.grade_id for test in self._submission.master.tests)
        self._student.tell({"scratch": str(self._scratch), "decoy": decoy})
        for process, role in ((self._student, "student"), (self._examiner, "examiner")):
            word = self._first_word(process, role)
            if role == "examiner":
                self._replay = frozenset(word["replay"])
                self._run.bound = tuple(map(tuple, word["bound"]))

    def _first_word(self, process: Process, role: str) -> Any:
        try:
            word = process.hear(time.monotonic() + BOOT_SECONDS)
        except (TimeoutError, EOFError, BrokenFrame) as error:
            raise InternalError("process-died", f"the {role} did not start: {error!r}") from None
        if "ready" not in word:
            raise InternalError("jail-refused", f"the {role}'s jail: {word.get('refused')}")
        return word

    def _take(self, at: int, step: Step) -> None:
        if at in self._run.lost:
            self._skip(at, step)
            return
        started = time.monotonic()
        try:
            if step.kind is Kind.TEST:
                self._test(at, step)
            else:
                error = self._cell(at, step)
                self._run.errors[at] = error or ""
                self._examiner.tell({"step": at, "trouble": trouble_of(error)})
        finally:
            self._run.seconds[at] = time.monotonic() - started

    def _skip(self, at: int, step: Step) -> None:
        """Pass over a step that took its process down in an earlier attempt."""
        stopped = self._run.lost[at]
        if step.kind is Kind.TEST:
            self._run.findings[at] = stopped.finding
            return
        self._run.outputs.start(step.position)
        self._run.outputs.put(step.position, epitaph(stopped.verdict))
        self._examiner.tell({"step": at, "trouble": stopped.verdict})

    def _cell(self, at: int, step: Step, *, silent: bool = False, source: str = "") -> str | None:
        """Run a cell in the student process; return the name of the error it raised."""
        settings = self._settings
        if not silent:
            self._count += 1
            self._run.counts[step.position] = self._count
            self._run.outputs.start(step.position)
        self._student.allow(said_bytes(settings.output_bytes))
        self._student.tell(
            {
                "run": source or step.source,
                "silent": silent,
                "seconds": settings.cell_seconds,
                "output_bytes": settings.output_bytes,
            }
        )
        deadline = min(
            time.monotonic() + settings.cell_seconds + GRACE_SECONDS,
            self._deadline + GRACE_SECONDS,
        )
        while True:
            word = self._listen(at, deadline)
            if "done" in word:
                error = word.get("error")
                return error if isinstance(error, str) else None
            if not silent:
                self._run.outputs.put(step.position, word.get("output"))

    def _listen(self, at: int, deadline: float) -> Any:
        """Wait for the student process's next word, watching what it writes meanwhile."""
        while time.monotonic() < deadline:
            spoken = self._student.speaks(WATCH_SECONDS)
            self._watch(at)
            if not spoken:
                continue
            try:
                # A word that has begun must end soon: nothing is watched while it is read.
                return self._student.hear(time.monotonic() + WORD_SECONDS)
            except EOFError:
                self._note_ending(at)
                raise Stopped(at, self._why_ended()) from None
            except (BrokenFrame, TimeoutError) as error:
                if isinstance(error, BrokenFrame):
                    self._note(at, "frame-broken", f"an output did not decode ({error})")
                out_of_memory = self._group.ran_out_of_memory
                raise Stopped(at, Verdict.MEMORY if out_of_memory else Verdict.CRASHED) from None
        raise Stopped(at, Verdict.TIMEOUT)

    def _note(self, at: int, code: str, text: str) -> None:
        self._run.oddities.add(code, self._submission.steps[at], text)

    def _note_ending(self, at: int) -> None:
        """Note a student process that ended by itself; one that was killed has no exit code.

        In the namespaces tier a signal n is status 128 + n.
        """
        # The wall falls with the examiner, and then the student process goes as it was told to.
        is_gone = self._student.speaks(WATCH_SECONDS) and not self._examiner.speaks(0)
        code = self._student.end(GRACE_SECONDS).code
        if is_gone and 0 <= code < 128:
            self._note(at, "process-ended", f"the student process ended itself (exit code {code})")

    def _why_ended(self) -> Verdict:
        ending = self._student.end(GRACE_SECONDS)
        if self._group.ran_out_of_memory:
            return Verdict.MEMORY
        out_of_time = ending.cpu_seconds >= self._settings.notebook_seconds
        return Verdict.TIMEOUT if out_of_time else Verdict.CRASHED

    def _why_gone(self, finding: Finding) -> tuple[Verdict, str, Finding]:
        """Say what a test cell's finding means that the student process did not survive.

        The examiner sees only that it is gone; the control group knows of its memory.
        """
        if finding["verdict"] == Verdict.CRASHED and self._group.ran_out_of_memory:
            message = "Your code ran out of memory when the test used it."
            finding |= {"verdict": Verdict.MEMORY, "message": message}
        return Verdict(finding["verdict"]), "", finding

    def _watch(self, at: int) -> None:
        """Stop a process that takes more than any limit of the kernel's bounds.

        Also one that never falls silent; but not at every word, for watching takes time.
        """
        if time.monotonic() - self._watched < WATCH_SECONDS:
            return
        self._watched = time.monotonic()
        self._looks += 1
        mapped = self._looks % LOOKS_PER_MAP == 0
        used = watch.usage(self._student.pid, str(self._scratch), mapped=mapped)
        if watch.excess(used, limits(self._settings)):
            raise Stopped(at, Verdict.CRASHED)

    def _test(self, at: int, step: Step) -> None:
        """Have the examiner judge a test cell."""
        settings = self._settings
        if time.monotonic() >= self._deadline:
            raise Stopped(at, Verdict.TIMEOUT)
        self._examiner.tell({"step": at, "seconds": settings.cell_seconds})
        longest = settings.cell_seconds + settings.call_seconds + GRACE_SECONDS
        deadline = time.monotonic() + longest
        while not self._examiner.speaks(WATCH_SECONDS):
            # The student's code may be at work for the test.
            self._watch(at)
            if time.monotonic() >= deadline:
                raise Stopped(at, Verdict.TIMEOUT)
        try:
            finding = self._examiner.hear(time.monotonic() + WORD_SECONDS)
        except TimeoutError:
            raise Stopped(at, Verdict.TIMEOUT) from None
        except (EOFError, BrokenFrame):
            note = "the examiner ended while it judged this test cell"
            raise Stopped(at, Verdict.INTERNAL, note) from None
        if "died" in finding:
            raise Stopped(at, Verdict.INTERNAL, str(finding["died"]))
        self._run.findings[at] = finding
        self._run.oddities.add_all(finding["noticed"], self._submission.steps)
        if finding["asked_away"]:
            self._note(at, "process-ended", "the student process ended when it was asked again")
            raise AskedAway
        if finding["student_gone"]:
            self._note_ending(at)
            raise Stopped(at, *self._why_gone(finding))
        if at in self._replay and step.test is not None:
            self._cell(at, step, silent=True, source=step.test.public_source)

    def _ask_again(self) -> None:
        """Have the examiner ask again, now that nothing but what is noticed can come of it."""
        if not self._run.oddities.is_asking:
            return
        self._examiner.tell({"again": True})
        deadline = min(time.monotonic() + GRACE_SECONDS, self._deadline)
        with suppress(Stopped, TimeoutError, EOFError, BrokenFrame):
            while time.monotonic() < deadline and not self._examiner.speaks(WATCH_SECONDS):
                self._watch(0)
            told = self._examiner.hear(deadline).get("noticed", ())
            self._run.oddities.add_all(told, self._submission.steps)


def unmarked(master: Master) -> list[str]:
    """Return the sources of the code cells behind the prefix that have no role."""
    cells = (cell for at, cell in master.notebook.code_cells() if at >= master.prefix_length)
    return [cell.source for cell in cells if not (cell.is_locked or cell.is_solution)]
