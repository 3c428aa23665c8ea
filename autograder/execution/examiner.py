"""The examiner: the trusted fork in which test cells run, beyond the student's reach.

Comes in, from the supervisor: the steps of a submission, then one word for each step as it
happens. Goes out: a verdict for each test cell. What a test needs of the student's work it gets
over the wall; pass or fail is decided from what was computed here. The examiner is jailed too:
it decodes what student code sent.
"""

import contextlib
import dataclasses
import signal
import socket
import time
import traceback
import types
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from autograder.answers.frames import BrokenFrame
from autograder.answers.handles import (
    Trouble,
    Wall,
    class_of,
    is_handle,
)
from autograder.answers.randomness import sets
from autograder.answers.witness import Witness
from autograder.errors import AutograderError
from autograder.execution import doubts
from autograder.execution.cell_code import (
    ATTRIBUTE_CLASS_OF,
    CLASS_OF,
    SEEDING,
    CellCode,
    Refused,
    plain,
    public_source,
)
from autograder.execution.decoys import Decoy
from autograder.execution.evidence import WORDING, Ran, Sides, gather
from autograder.execution.findings import Finding, Place, judged, message, troubled
from autograder.execution.margins import Margins
from autograder.execution.names import Names, is_trusted
from autograder.execution.noticing import Notice, Noticing, note_trouble
from autograder.execution.reach import may_differ, may_have_changed
from autograder.execution.shell import Shell, ignore
from autograder.execution.student_modules import StudentModules
from autograder.execution.syntax import bindings, definitions, read_cells, used
from autograder.execution.words import hear, say
from autograder.jail.entry import Prepared, enter
from autograder.verdicts import Verdict

MARGIN_SECONDS = 2.0
_OURS = frozenset(
    f"autograder.execution.{name}" for name in ("examiner", "names", "student_modules", "syntax")
)
"""Modules that resolve a test cell's names; nothing in them raises such errors on purpose."""
LOCKED_SECONDS = 10.0
"""How long a locked cell's definitions may ask the student process."""
MOST_BOUND = 100
"""How many names of one cell an explanation lists."""


class OutOfTime(BaseException):
    """Say that a test cell ran longer than it may; tests cannot catch it by accident."""


def main(
    shell: Shell,
    namespace: dict[str, object],
    prepared: Prepared | None,
    channel: socket.socket,
    wall: socket.socket,
) -> None:
    """Enter the jail, then examine until the supervisor hangs up."""
    order = hear(channel)
    try:
        if prepared is not None:
            enter(prepared, scratch=None, keep={channel.fileno(), wall.fileno()})
    except (AutograderError, OSError) as error:
        say(channel, {"refused": str(error)})
        return
    signal.signal(signal.SIGALRM, _out_of_time)
    # What a test prints or shows may tell what it expects.
    shell.sink.emit = ignore
    examination = Examination(order, namespace, _wall(order, wall))
    bound = examination.bound() if order["explain"] else []
    say(channel, {"ready": True, "replay": list(examination.replay()), "bound": bound})
    while True:
        try:
            order = hear(channel)
        except EOFError:
            return
        if "again" in order:
            say(channel, {"noticed": examination.ask_again()})
            continue
        reply = examination.take(order)
        if reply is not None:
            say(channel, vars(reply))


def read_ahead(cells: Iterable[str], tests: Iterable[str]) -> None:
    """Read and compile a master's cells in the zygote, so that no fork has to.

    ``cells`` are the sources of those that are no tests.
    """
    for source in cells:
        bindings(source)
        used(source)
    for source in tests:
        # What is wrong with a test is said when its turn comes.
        with contextlib.suppress(Exception):
            bindings(public_source(source))
            plain(source)


def _wall(order: Any, wall: socket.socket) -> Wall:
    """Return the wall; one that remembers what was asked when an explanation is wanted."""
    seconds = order["call_seconds"]
    if order["explain"]:
        return Witness(wall, call_seconds=seconds, wording=WORDING)
    return Wall(wall, call_seconds=seconds)


def _out_of_time(_: int, __: types.FrameType | None) -> None:
    raise OutOfTime


class Examination:
    """Follow one submission step by step, and judge its test cells.

    ``order["steps"]`` holds kind, source and, for test cells, points of each step;
    ``order["solutions"]`` and ``order["unmarked"]`` the sources of the master's solution cells and
    of those without a role; ``order["handed_in"]``, ``order["editable"]`` and
    ``order["editable_files"]`` what lies beside the notebook: see `StudentModules`;
    ``order["decoy"]`` the parts of a `Decoy`; ``order["is_asking"]`` is for `Noticing`;
    ``order["margins"]`` asks for `Margins`, where no explanation is asked for.
    """

    def __init__(self, order: Any, prefix: dict[str, object], wall: Wall) -> None:
        """Start before the first step."""
        self._steps = order["steps"]
        self._wall = wall
        self._prefix = prefix
        wall.trust(prefix)
        self._modules = StudentModules(wall, order["handed_in"], order["editable"])
        self._editable_files = frozenset(order["editable_files"])
        trusted, refused = self._modules.split(prefix)
        reading = read_cells(order["solutions"], order["unmarked"])
        self._names = Names(wall, trusted, reading, refused)
        self._names |= {CLASS_OF: _class_of, ATTRIBUTE_CLASS_OF: _class_attribute_of}
        self._names |= {SEEDING: self._seeding}
        self._modules.install(self._names)
        self._noticing = Noticing(
            wall.conversation,
            Decoy(*order["decoy"]),
            self._may_have_changed,
            lambda at, name: may_differ(self._steps, at, name),
            is_asking=order["is_asking"],
        )
        self._trouble: dict[str, Verdict] = {}
        self._tests: dict[str, CellCode] = {}
        self._sides = Sides() if isinstance(wall, Witness) else None
        self._margins = Margins() if order["margins"] and self._sides is None else None
        self._keeper = self._sides or self._margins
        if self._keeper is not None:
            self._keeper.keep_in(self._names)

    def _seeding(self, function: Any) -> Any:
        """Return a function that a test calls; of one that seeds, the wall is told."""
        if not sets(function):
            return function

        def seeding(*arguments: Any, **keywords: Any) -> Any:
            result = function(*arguments, **keywords)
            self._wall.randomness.set_by(function)
            return result

        return seeding

    def bound(self) -> list[list[str]]:
        """Return the names that each step binds, of a test cell none."""
        sources = (step["source"] if step["kind"] != "test" else "" for step in self._steps)
        return [sorted(bindings(source).names)[:MOST_BOUND] for source in sources]

    def replay(self) -> Iterator[int]:
        """Yield the test cells whose public part a later cell of the student's builds on."""
        later: frozenset[str] = frozenset()
        for at in reversed(range(len(self._steps))):
            step = self._steps[at]
            if step["kind"] != "test":
                later |= used(step["source"])
            elif bindings(public_source(step["source"])).names & later:
                yield at

    def take(self, order: Any) -> Finding | None:
        """Take the supervisor's word on one step; return a finding for a test cell."""
        step = self._steps[order["step"]]
        if step["kind"] == "test":
            return self._examine(order["step"], order["seconds"])
        if step["kind"] == "locked":
            self._trust(step["source"])
        self._note(step["source"], order["trouble"])
        return None

    def ask_again(self) -> list[Notice]:
        """Ask the student's functions again, now that the notebook is over."""
        self._noticing.call_again()
        return self._noticing.told()

    def _may_have_changed(self, at: int, name: str) -> bool:
        own = {each for each, value in self._prefix.items() if is_trusted(value)}
        return may_have_changed(self._steps, at, name, own)

    def _note(self, source: str, trouble: str | None) -> None:
        bound = bindings(source)
        self._names.student_bound(bound)
        self._wall.forget()
        for name in bound.names:
            self._trouble.pop(name, None)
            if trouble is not None:
                self._trouble[name] = Verdict(trouble)

    def _trust(self, source: str) -> None:
        """Run what a locked cell behind the prefix imports and defines, here as well."""
        scope: dict[str, object] = {}
        self._wall.begin_cell(time.monotonic() + LOCKED_SECONDS)
        try:
            # What a function in it calls by name is looked up as for a test cell.
            exec(compile(definitions(source), "<locked cell>", "exec"), self._names, scope)  # noqa: S102  # the master's own cell
        except Exception:  # it may build on what cannot be had here
            return
        own = {name: value for name, value in scope.items() if not is_handle(value)}
        self._names.trust(*self._modules.split(own))

    def _examine(self, at: int, seconds: float) -> Finding:
        step = self._steps[at]
        try:
            test = self._compiled(step["source"], at)
        except Refused as refusal:
            return Finding(Verdict.UNSUPPORTED, note=str(refusal))
        except SyntaxError as error:
            note = f"the test cell is no valid Python: {error}"
            return Finding(Verdict.INTERNAL, note=note)
        self._tests[test.file] = test
        started = time.monotonic()
        with self._noticing.during(at):
            partial, raised = self._run(test, seconds)
            took = time.monotonic() - started
            # What is asked now leaves names and values as the test has them.
            asked_away = self._look_again(at)
        where = self._place(test, raised)
        # A test that caught the wall's trouble by accident has judged nothing.
        if self._wall.trouble is not None:
            finding = troubled(self._wall.trouble, where)
        elif raised is not None:
            finding = self._finding(where, raised)
        else:
            finding = judged(partial, step["points"])
        finding = self._doubted(finding, test)
        noticed = self._noticing.told()
        finding = dataclasses.replace(
            finding,
            student_gone=self._wall.ended,
            noticed=noticed,
            asked_away=asked_away,
            line=where.line,
            hidden=where.hidden,
            margins=None if self._margins is None else self._margins.found(test.file),
        )
        if self._sides is None or not isinstance(self._wall, Witness):
            return finding
        sources = {file: each.source for file, each in self._tests.items()}
        ran = Ran(test.file, test.source, raised, took, sources)
        evidence = gather(ran, self._wall, self._names.bound_by_tests(), self._sides)
        return dataclasses.replace(finding, evidence=evidence)

    def _compiled(self, source: str, at: int) -> CellCode:
        if self._keeper is None:
            return plain(source)
        return CellCode(source, f"<test cell {at}>", self._keeper)

    def _look_again(self, at: int) -> bool:
        """Note what is odd of a test cell that has run; tell whether asking cost the process."""
        note_trouble(self._noticing, at, self._wall.trouble)
        if self._wall.trouble is not None or self._wall.ended:
            return False
        self._noticing.read_again()
        return self._wall.ended

    def _doubted(self, finding: Finding, test: CellCode) -> Finding:
        """Leave a test to a person where the wall, not the student's work, may have decided it."""
        if finding.verdict not in _DECIDED:
            return finding
        reason = doubts.of_files(test.tree, self._editable_files)
        if not reason and finding.verdict in (Verdict.FAILED, Verdict.ERROR):
            theirs = self._student_files() if doubts.may_name_files(test.tree) else frozenset()
            reason = doubts.of_patches(test.tree) or doubts.of_files(test.tree, theirs)
        return Finding(Verdict.UNSUPPORTED, note=reason) if reason else finding

    def _student_files(self) -> frozenset[str]:
        """Return the files beside the notebook that only the student's side has."""
        try:
            return frozenset(name for name in self._wall.files() if not Path(name).exists())
        except Exception:  # what was said may be no list, and a name none that a file can have
            return frozenset()

    def _run(self, test: CellCode, seconds: float) -> tuple[float | None, BaseException | None]:
        """Return the points that a test cell gave, if it did, and what it raised, if anything."""
        self._names.missing.clear()
        if self._keeper is not None:
            self._keeper.clear()
        self._wall.begin_cell(time.monotonic() + seconds)
        self._wall.randomness.begin(shared=test.seeds)
        # Later than the wall's own deadline: cutting a reply in two would cost the student process.
        signal.setitimer(signal.ITIMER_REAL, seconds + MARGIN_SECONDS)
        try:
            return test.run(self._names), None
        except BaseException as error:  # a test may end in any way
            return None, error
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            # What fails here is noted as the wall's trouble.
            with contextlib.suppress(Trouble, BrokenFrame):
                self._names.show_all()

    def _place(self, test: CellCode, raised: BaseException | None) -> Place:
        """Return where an exception came from; all that a hidden line called is hidden as well."""
        place, step = Place(), raised.__traceback__ if raised else None
        while step is not None:
            entered = self._tests.get(step.tb_frame.f_code.co_filename)
            if entered is not None:
                line = step.tb_lineno
                place = Place(
                    line if entered is test else place.line,
                    place.hidden or line in entered.hidden_lines,
                    entered.literals(line),
                )
            step = step.tb_next
        return place

    def _finding(self, where: Place, raised: BaseException) -> Finding:
        """Say what an exception out of a test cell means."""
        if isinstance(raised, OutOfTime):
            return Finding(Verdict.TIMEOUT, "The test took too long with your answer.")
        if isinstance(raised, NameError) and self._names.missing:
            return self._missing(raised)
        note = f"line {where.line}"
        if _is_ours(raised):
            return Finding(Verdict.INTERNAL, note=f"{note}: the examiner failed: {raised!r}"[:500])
        if self._modules.lacks(raised) or self._is_out_of_reach(raised):
            return Finding(Verdict.UNSUPPORTED, note=f"{note}: {raised}"[:500])
        if isinstance(raised, AssertionError):
            return Finding(Verdict.FAILED, message(where, raised), note)
        return Finding(Verdict.ERROR, message(where, raised), f"{note}: {raised!r}"[:500])

    def _is_out_of_reach(self, raised: BaseException) -> bool:
        """Tell whether a function of the prefix looked for a name that only the student binds."""
        return isinstance(raised, NameError) and self._names.is_students(raised.name or "")

    def _missing(self, raised: NameError) -> Finding:
        name = raised.name if raised.name in self._names.missing else min(self._names.missing)
        verdict = self._trouble.get(name, Verdict.MISSING)
        messages = {
            Verdict.MISSING: f"“{name}” was not found: it is not defined, or its cell failed.",
            Verdict.TIMEOUT: f"The cell that defines “{name}” ran longer than it may.",
            Verdict.MEMORY: f"The cell that defines “{name}” needs more memory than it may.",
            Verdict.CRASHED: f"The cell that defines “{name}” ended the notebook's process.",
        }
        return Finding(verdict, messages.get(verdict, messages[Verdict.MISSING]))


_DECIDED = frozenset({Verdict.PASSED, Verdict.PARTIAL, Verdict.FAILED, Verdict.ERROR})


def _class_of(function: Any, *values: Any) -> object:
    # The test may have a ``type`` of its own.
    is_asked = function is type and len(values) == 1 and is_handle(values[0])
    return class_of(values[0]) if is_asked else function(*values)


def _class_attribute_of(value: object) -> object:
    return class_of(value) if is_handle(value) else value.__class__


def _is_ours(raised: BaseException) -> bool:
    """Tell whether our own code failed below a test cell: that is no zero of the student's.

    A KeyError is raised there on purpose, for a name that nobody has.
    """
    if not isinstance(raised, AttributeError | IndexError | TypeError | UnboundLocalError):
        return False
    steps = list(traceback.walk_tb(raised.__traceback__))
    return bool(steps) and steps[-1][0].f_globals.get("__name__") in _OURS
