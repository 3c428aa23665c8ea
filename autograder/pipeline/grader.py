"""A class, graded: what is unchanged stands, what is new is run, what would change is shown."""

import dataclasses
import importlib
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from autograder import gradebook, helper_files, homes, results, submission
from autograder.compiler.composition import compose
from autograder.configuration import Course
from autograder.errors import AutograderError, InternalError
from autograder.execution.outputs import ignored_stderr
from autograder.marks import Standing
from autograder.pipeline import hashing, records, submissions
from autograder.pipeline.changing import changes_silently, follows_from_the_same, has_tests_of
from autograder.pipeline.machines import Engine, Machines, ThisMachine
from autograder.pipeline.records import Judged
from autograder.pipeline.submissions import HandedIn, Room
from autograder.platforms import require_grading
from autograder.results import Change, Result, State

logger = logging.getLogger(__name__)

Progress = Callable[[Result], None]


@dataclass(frozen=True)
class Grading:
    """Hold what grading a class gave.

    ``results`` are those that stand now, sorted by student. ``held`` would change a score although
    the work is the same: nothing of these is written until an instructor accepts them. ``reused``
    counts the submissions that did not have to run, since nothing had changed. ``gradebook_waits``
    tells that the gradebook was left as it is, because of held scores, or because others' results
    are of other tests.
    """

    results: tuple[Result, ...]
    held: tuple[Change, ...] = ()
    reused: int = 0
    gradebook_waits: bool = False


def grade_class(
    course: Course,
    name: str,
    *,
    students: Iterable[str] = (),
    jobs: int | None = None,
    accept: bool = False,
    again: bool = False,
    unsafe_no_jail: bool = False,
    progress: Progress = lambda result: None,
) -> Grading:
    """Grade what a class handed in for one assignment: a `Grader` used once."""
    with Grader(course, name, unsafe_no_jail=unsafe_no_jail) as grader:
        return grader.grade(students, jobs=jobs, accept=accept, again=again, progress=progress)


@dataclass(frozen=True)
class Settled:
    """Hold what was decided of one student: the result that stands, and what is held back.

    ``is_reused`` tells that nothing had to run, since nothing had changed.
    """

    stands: Result
    change: Change | None = None
    is_reused: bool = False


class Grader:
    """Grade submissions of one assignment.

    Use as a context manager. Its processes start when something has to run, and are kept for the
    next call. Raises InstructorError when the master cannot be graded with, OperatorError when the
    machine cannot grade.
    """

    def __init__(
        self,
        course: Course,
        name: str,
        *,
        unsafe_no_jail: bool = False,
        machines: Machines | None = None,
    ) -> None:
        """Read the assignment and its release; nothing starts yet.

        Submissions run on ``machines``, where none are given on this one.
        """
        require_grading()
        self.course, self.name = course, name
        self.assignment = compose(course, name)
        self._released = submissions.released(course, self.assignment)
        self._machines = machines or ThisMachine(course, name, unsafe_no_jail=unsafe_no_jail)
        # Here too: where nothing is left to run, no zygote would.
        homes.sweep()
        self._rules = helper_files.rules(course, self.assignment)
        self._ignored = ignored_stderr(course.config)
        self._hashes = hashing.of_assignment(course, self.assignment)
        self._running = ExitStack()
        self._engine: Engine | None = None
        self._starting = threading.Lock()
        self._known: dict[Path, Result] = {}
        self._standings: Mapping[str, Standing] = {}

    def __enter__(self) -> "Grader":
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End all processes."""
        self._running.__exit__(kind, error, trace)

    def is_current(self) -> bool:
        """Tell whether the masters and their data are still those that this grader read."""
        return hashing.of_assignment(self.course, compose(self.course, self.name)) == self._hashes

    def announce(self) -> None:
        """Write the assignment's cells into the gradebook, and nothing of any student."""
        gradebook.project(self.course, self.assignment, (), self._released)

    def grade(
        self,
        students: Iterable[str] = (),
        *,
        jobs: int | None = None,
        accept: bool = False,
        again: bool = False,
        progress: Progress = lambda result: None,
    ) -> Grading:
        """Grade these students, or all who handed in, ``jobs`` at a time.

        Writes results, ``autograded/`` and ``feedback/`` as each student is done and the gradebook
        last. One broken submission stops nobody else's. ``accept`` writes what would be held,
        ``again`` runs what is unchanged as well. Raises InstructorError when nobody handed in.
        """
        chosen = submissions.chosen(self.course, self.name, tuple(students))
        self.read_back()
        settled: list[Settled] = []
        waits = False
        try:
            for each in self._settle_all(chosen, jobs or self._machines.slots, accept, again):
                settled.append(each)
                progress(each.stands)
        finally:
            # Also after an interruption: what was graded by then stands in the gradebook.
            waits = self._project(settled)
        settled.sort(key=lambda each: each.stands.student)
        return Grading(
            tuple(each.stands for each in settled),
            tuple(each.change for each in settled if each.change is not None),
            sum(each.is_reused for each in settled),
            waits,
        )

    # ---- one student at a time

    def warm_up(self) -> None:
        """Start the processes now. Raises InstructorError when a prefix fails."""
        self._start()

    def grade_one(self, student: str, *, accept: bool = False, again: bool = False) -> Settled:
        """Grade one student, also from several threads at a time: each student from one.

        The gradebook stays as it is until `project`. Raises InstructorError and OperatorError.
        """
        _, plan = self._look(student)
        standing = None if again else self._unchanged(plan)
        if standing is not None:
            return Settled(standing, is_reused=True)
        return self._settle(plan, accept, again)

    def read_back(self) -> None:
        """Take from the gradebook what people gave by hand, which pages then say."""
        gradebook.capture(self.course, self.name)
        self._standings = gradebook.read_back(self.course, self.name)

    def project(self) -> bool:
        """Write all results into the gradebook that it does not have; tell whether it waits."""
        self.read_back()
        return self._project(())

    # ---- what has to run

    def _settle_all(
        self, students: Iterable[str], jobs: int, accept: bool, again: bool
    ) -> Iterator[Settled]:
        waiting = []
        for student in students:
            _, plan = self._look(student)
            standing = None if again else self._unchanged(plan)
            if standing is not None:
                yield Settled(standing, is_reused=True)
            else:
                waiting.append(plan)
        if any(again or self._kept_aside(plan) is None for plan in waiting):
            self._start()
        yield from self._run_all(waiting, jobs, accept, again)

    def _look(self, student: str) -> tuple[HandedIn, "_Plan"]:
        """Look at what a student handed in, and at what was said of it before."""
        handed_in = submissions.look_at(self.course, self.assignment, student, self._rules)
        hashes = {
            **self._hashes,
            "submission": hashing.of_submission(handed_in.folder, handed_in.helper_files),
        }
        blank = Result(
            student=student,
            assignment=self.name,
            state=State.GRADED,
            notebooks=(),
            handed_in=submission.read_timestamp(handed_in.folder),
            hashes=hashes,
            engine=self._machines.engine,
        )
        return handed_in, _Plan(blank, self._newest(student))

    def _newest(self, student: str) -> Result | None:
        """Return the newest result that can be read; one that was read once never changes."""
        for file in reversed(results.history(self.course.results, student, self.name)):
            try:
                return self._known.get(file) or self._known.setdefault(file, results.read(file))
            except InternalError as error:
                logger.warning("%s", error)
        return None

    def _unchanged(self, plan: "_Plan") -> Result | None:
        """Return the newest result if it stands: nothing that it follows from has changed."""
        newest = plan.newest
        if (
            newest is None
            or not follows_from_the_same(newest, plan.blank)
            or not records.may_stand(newest)
        ):
            return None
        if not records.is_complete(self.course, newest):
            return None
        records.forget(self.course, newest)
        if newest.handed_in != plan.blank.handed_in:
            newest = dataclasses.replace(newest, handed_in=plan.blank.handed_in)
            results.append(self.course.results, newest)
        return newest

    def _kept_aside(self, plan: "_Plan") -> Result | None:
        """Return the held result of the same work, masters, data and engine, if there is one."""
        held = records.held_result(self.course, plan.blank.student, self.name)
        return held if held is not None and follows_from_the_same(held, plan.blank) else None

    def _start(self) -> Engine:
        """Start the zygotes, and run each prefix before anything is recorded of any student."""
        with self._starting:
            if self._engine is None:
                # nbgrader takes seconds to import; the zygotes start meanwhile.
                late = threading.Thread(
                    target=importlib.import_module, args=("nbgrader.api",), daemon=True
                )
                late.start()
                engine = self._machines.open(self.assignment, self.course.settings)
                self._engine = self._running.enter_context(engine)
            return self._engine

    # ---- running, and what comes of it

    def _run_all(
        self, plans: list["_Plan"], jobs: int, accept: bool, again: bool
    ) -> Iterator[Settled]:
        with ThreadPoolExecutor(jobs, thread_name_prefix="slot") as slots:
            waiting = [slots.submit(self._settle, plan, accept, again) for plan in plans]
            try:
                for done in as_completed(waiting):
                    yield done.result()
            finally:
                slots.shutdown(cancel_futures=True)

    def _settle(self, plan: "_Plan", accept: bool, again: bool) -> Settled:
        """Judge one student, and record or hold what came out."""
        kept = None if again else self._kept_aside(plan)
        if kept is not None and plan.newest is not None and not accept:
            return Settled(plan.newest, Change(plan.newest, kept))
        judged = None if kept is None else records.held(self.course, kept)
        if judged is None:
            # Looked at once more: a class's files would fill the memory until their turn.
            handed_in, plan = self._look(plan.blank.student)
            judged = submissions.judge(self._room(), handed_in, plan.blank)
        try:
            return self._write(judged, plan.newest, accept)
        except (AutograderError, OSError) as error:
            logger.exception("recording failed: %s %s", plan.blank.student, self.name)
            problem = f"the result could not be written: {error}"
            lost = dataclasses.replace(judged.result, state=State.NEEDS_INSTRUCTOR, problem=problem)
            return Settled(lost)

    def _room(self) -> Room:
        return Room(self.assignment, self._released, self._start(), self._ignored)

    def _write(self, judged: Judged, before: Result | None, accept: bool) -> Settled:
        if before is not None and not accept and changes_silently(before, judged.result):
            records.hold(self.course, judged)
            return Settled(before, Change(before, judged.result))
        records.record(self.course, judged, self._standings.get(judged.result.student))
        records.forget(self.course, judged.result)
        return Settled(judged.result)

    # ---- the gradebook

    def _project(self, settled: Iterable[Settled]) -> bool:
        """Write what the gradebook does not have yet; tell whether it was left as it is.

        It is left while a score is held, or somebody's result is of other tests: the cells of a
        changed master would change what these are worth.
        """
        everything = {each.stands.student: each for each in settled}
        if any(each.change is not None for each in everything.values()):
            return True
        stands = {student: each.stands for student, each in everything.items()}
        for student in set(self.course.students(self.name)) - stands.keys():
            newest = self._newest(student)
            if newest is not None:
                stands[student] = newest
        if not all(has_tests_of(result, self.assignment) for result in stands.values()):
            return True
        self._write_gradebook(stands.values())
        return False

    def _write_gradebook(self, stands: Iterable[Result]) -> None:
        known = gradebook.projected(self.course, self.name)
        fresh = [
            result
            for result in stands
            if known.get(result.student) != results.fingerprint(result)
            and results.can_be_named(result.student)
        ]
        if fresh:
            gradebook.project(self.course, self.assignment, fresh, self._released)
            self._mend_pages(fresh)

    def _mend_pages(self, fresh: Iterable[Result]) -> None:
        """Write the pages again on which the gradebook has more to say, such as a late penalty."""
        standings = gradebook.read_back(self.course, self.name)
        for result in fresh:
            standing = standings.get(result.student)
            if _told(standing) == _told(self._standings.get(result.student)):
                continue
            judged = records.recorded(self.course, result)
            if judged is not None:
                records.write_pages(self.course, judged, standing)


@dataclass(frozen=True)
class _Plan:
    """Hold a student's result with nothing judged yet, and the newest one that was recorded."""

    blank: Result
    newest: Result | None


def _told(standing: Standing | None) -> object:
    """Return what a feedback page says of what the gradebook adds."""
    if standing is None:
        return ((), ())
    return standing.marks.cells, tuple(each for each in standing.penalties if each[1])
