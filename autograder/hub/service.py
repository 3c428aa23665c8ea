"""What the service does, apart from HTTP: take attempts, tell of them, let staff decide.

Methods block, and may be called from several threads. Whoever calls has looked at the role.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from autograder import pipeline
from autograder.configuration import Course, open_course
from autograder.errors import InstructorError, StudentError
from autograder.feedback.page import render
from autograder.hub import marking, packing, policies, releasing, showing
from autograder.hub.blobs import Blobs
from autograder.hub.grading import evidence
from autograder.hub.grading.handing_in import can_be_folder
from autograder.hub.model import Attempt, Counted, Policy, Release, Role, State, When
from autograder.hub.packing import Limits
from autograder.hub.showing import Shown
from autograder.hub.store import Grading, Store
from autograder.marks import CellMark
from autograder.notebook import Notebook
from autograder.results import Result

DAY = timedelta(days=1)
RESULTS = 2_000
"""So many results, of some 20 kB each, are kept in memory for the pages of classes."""

WITHDRAWN = "It was withdrawn. What was handed in is kept."


@dataclass(frozen=True)
class Standing:
    """Hold what an assignment is for one person now.

    Students know of it once it ``is_visible``; of one that was withdrawn, when they have attempts.
    ``why_not`` says why nothing can be handed in;
    empty when it can. ``attempts_left`` is None where there is no bound.
    """

    release: Release
    policy: Policy
    extension: datetime | None
    why_not: str
    attempts_left: int | None
    is_visible: bool = True
    is_withdrawn: bool = False


@dataclass(frozen=True)
class Rules:
    """Hold what holds for all attempts at an assignment; ``extensions`` are by student."""

    policy: Policy
    extensions: Mapping[str, datetime]
    release: Release | None


class Service:
    """Hold the store, the blobs and the courses."""

    def __init__(
        self, store: Store, blobs: Blobs, courses: Mapping[str, Path], limits: Limits | None = None
    ) -> None:
        """Open each course's folder; raises OperatorError when one cannot be read."""
        self.store, self.blobs = store, blobs
        self.courses: dict[str, Course] = {
            name: open_course(folder) for name, folder in courses.items()
        }
        self.limits = limits or Limits()
        # A few dozen bytes for each page that was ever listed: rendering one takes far longer.
        self._kept_result = lru_cache(maxsize=RESULTS)(
            lambda name: evidence.result(self.blobs.get(name))
        )
        self._kept_names = lru_cache(maxsize=RESULTS)(
            lambda name: evidence.pages_of(self.blobs.get(name))
        )
        self._sums: dict[tuple[str, str, tuple[CellMark, ...]], Mapping[str, str]] = {}

    # ---- what students do

    def standing(self, course: str, assignment: str, student: str) -> Standing | None:
        """Return what an assignment is for somebody, or None when it is not released."""
        release = self.store.release(course, assignment)
        return None if release is None else self._standing(release, student)

    def standings(self, course: str, student: str) -> tuple[Standing, ...]:
        """Return all released assignments of a course, as they are for somebody."""
        return tuple(self._standing(each, student) for each in self.store.releases(course))

    def withdrawn(self, course: str, student: str) -> tuple[Standing, ...]:
        """Return the withdrawn assignments of a course that have attempts, as they are for one."""
        return tuple(
            replace(
                self._standing(each, student),
                why_not=WITHDRAWN,
                is_visible=bool(self.store.attempts(course, each.assignment, student)),
                is_withdrawn=True,
            )
            for each in self.store.withdrawn(course)
        )

    def _standing(self, release: Release, student: str) -> Standing:
        course, assignment = release.course, release.assignment
        policy = self.store.policy(course, assignment)
        extension = self.store.extension(course, assignment, student)
        now = datetime.now(UTC)
        left = None
        if policy.attempts_per_day is not None:
            mine = self.store.attempts(course, assignment, student)
            recent = sum(each.received_at > now - DAY for each in mine)
            left = max(0, policy.attempts_per_day - recent)
        return Standing(
            release,
            policy,
            extension,
            policies.is_open(policy, extension, now),
            left,
            is_visible=policy.opens is None or policy.opens <= now,
        )

    def take(self, course: str, assignment: str, student: str, content: bytes) -> Attempt:
        """Keep an attempt for good; once this returns, nothing loses it.

        Raises StudentError when it cannot be taken: not released or not open, no archive, too
        large, no notebook in it, or too many attempts.
        """
        standing = self.standing(course, assignment, student)
        if standing is None:
            raise StudentError("not-released", f"{assignment} is not released in this course")
        if standing.why_not:
            raise StudentError("not-open", standing.why_not)
        if not can_be_folder(student):
            raise StudentError(
                "student-name", "the hub's user name cannot be a folder's: ask who runs the hub"
            )
        names = releasing.notebooks(packing.unpack(content, self.limits))
        if not set(names) & set(standing.release.notebooks):
            wanted = ", ".join(f"{name}.ipynb" for name in standing.release.notebooks)
            raise StudentError(
                "no-notebook", f"none of the assignment's notebooks is in it: it wants {wanted}"
            )
        now = datetime.now(UTC)
        return self.store.add_attempt(
            course,
            assignment,
            student,
            at=now,
            sha256=self.blobs.put(content),
            size=len(content),
            notebooks=names,
            allowed_since=now - DAY,
            at_most=standing.policy.attempts_per_day,
        )

    # ---- what is told of an attempt

    def rules(self, course: str, assignment: str) -> Rules:
        """Return what holds for all attempts at an assignment now."""
        return Rules(
            self.store.policy(course, assignment),
            self.store.extensions(course, assignment),
            self.store.release(course, assignment),
        )

    def shown(self, attempt: Attempt, role: Role, rules: Rules | None = None) -> Shown:
        """Return what somebody may see of an attempt now; whoever shows many gives the rules."""
        rules = rules or self.rules(attempt.course, attempt.assignment)
        policy = rules.policy
        waits = {When.AFTER_DUE, When.ON_RELEASE} & {policy.score, policy.messages, policy.feedback}
        return showing.shown(
            attempt,
            policy,
            rules.extensions.get(attempt.student),
            role=role,
            now=datetime.now(UTC),
            released=bool(waits) and self.store.feedback_released(attempt),
        )

    def result(self, attempt: Attempt, shown: Shown) -> Result | None:
        """Return what grading gave, or None before; without messages that may not be seen."""
        if attempt.evidence is None:
            return None
        found = self.kept_result(attempt.evidence)
        return found if shown.messages else showing.without_messages(found, shown.withheld)

    def kept_result(self, sum_of_evidence: str) -> Result:
        """Return the result in some evidence; the last ones that were asked for are kept."""
        return self._kept_result(sum_of_evidence)

    def feedback(self, attempt: Attempt, shown: Shown) -> Mapping[str, str]:
        """Return the feedback pages that may be seen, by notebook."""
        if attempt.evidence is None or not shown.feedback:
            return {}
        cells = self.marks(attempt)
        if shown.messages and not cells:
            return evidence.pages(self.blobs.get(attempt.evidence))
        return self._pages(attempt.evidence, shown, cells)

    def feedback_names(self, attempt: Attempt, shown: Shown) -> tuple[str, ...]:
        """Return the notebooks whose feedback page may be seen."""
        if attempt.evidence is None or not shown.feedback:
            return ()
        return self._kept_names(attempt.evidence)

    def marks(self, attempt: Attempt) -> tuple[CellMark, ...]:
        """Return what people gave an attempt, without what they took back."""
        given = (each.mark for each in self.store.given(attempt.attempt_id))
        return tuple(each for each in given if not marking.is_empty(each))

    def feedback_sums(self, attempt: Attempt, shown: Shown) -> Mapping[str, str]:
        """Return the SHA-256 sums of the feedback pages that may be seen, by notebook."""
        if attempt.evidence is None or not shown.feedback:
            return {}
        key = (attempt.evidence, shown.withheld, self.marks(attempt))
        if key not in self._sums:
            self._sums[key] = {
                name: hashlib.sha256(page.encode()).hexdigest()
                for name, page in self.feedback(attempt, shown).items()
            }
        return self._sums[key]

    def _pages(
        self, sum_of_evidence: str, shown: Shown, cells: Sequence[CellMark]
    ) -> Mapping[str, str]:
        """Return pages made anew: with what people gave, and without what may not be seen."""
        content = self.blobs.get(sum_of_evidence)
        result = evidence.result(content)
        if not shown.messages:
            result = showing.without_messages(result, shown.withheld)
        pages = {}
        for judged in result.notebooks:
            notebook = evidence.executed(content, judged.name)
            if notebook is not None:
                pages[judged.name] = render(result, judged, notebook, marking.standing(cells))
        return pages

    def executed(self, attempt: Attempt) -> Mapping[str, Notebook]:
        """Return the notebooks of an attempt as they ran, by name; none before it was graded."""
        if attempt.evidence is None:
            return {}
        content = self.blobs.get(attempt.evidence)
        names = (each.name for each in evidence.result(content).notebooks)
        found = {name: evidence.executed(content, name) for name in names}
        return {name: notebook for name, notebook in found.items() if notebook is not None}

    # ---- what staff do

    def release(
        self, course: str, assignment: str, content: bytes, by: str, *, force: bool = False
    ) -> Release:
        """Release an assignment, or a new version of it.

        Raises InstructorError when it is released already and ``force`` is not given, or when what
        was sent is no release that can be graded with.
        """
        if self.store.release(course, assignment) is not None and not force:
            raise InstructorError(
                "released-already", f"{assignment} is released: release it by force to replace it"
            )
        parts = releasing.split(packing.unpack(content, packing.RELEASE))
        # What is refused must not be what attempts are graded with.
        releasing.check(self.courses[course], assignment, parts)
        releasing.place(self.courses[course], assignment, parts)
        return self._announce(course, assignment, parts["release"], by)

    def release_from_folder(self, course: str, assignment: str, by: str) -> Release:
        """Release what lies in the course's own folder.

        Raises InstructorError when it was never built, or cannot be read.
        """
        folder = self.courses[course].release / assignment
        if not folder.is_dir():
            raise InstructorError(
                "release-missing", f"{folder} is not there: run `autograder build {assignment}`"
            )
        files = packing.read_folder(folder, follow_links=True, limits=packing.RELEASE)
        return self._announce(course, assignment, files, by)

    def _announce(
        self, course: str, assignment: str, files: Mapping[str, bytes], by: str
    ) -> Release:
        # Whether it can be graded with is seen now, and not with the first attempt.
        pipeline.Grader(self.courses[course], assignment)
        content = packing.pack_files(files, packing.RELEASE)
        return self.store.add_release(
            course,
            assignment,
            at=datetime.now(UTC),
            by=by,
            sha256=self.blobs.put(content),
            size=len(content),
            notebooks=releasing.notebooks(files),
        )

    def regrade(self, attempt: Attempt) -> Attempt:
        """Let an attempt be graded again; raises InstructorError unless it is the newest, and done.

        What it gave before stays on record.
        """
        mine = self.store.attempts(attempt.course, attempt.assignment, attempt.student)
        if mine[-1].attempt_id != attempt.attempt_id:
            raise InstructorError(
                "attempt-superseded",
                f"attempt {attempt.number} counts no more: the newest is {mine[-1].number}",
            )
        again = self.store.again(attempt.attempt_id)
        if again is None:
            raise InstructorError("attempt-busy", "this attempt is waiting or being graded already")
        return again

    def waits_for_marks(self, attempt: Attempt) -> bool:
        """Tell whether points by hand are all that an attempt lacks."""
        if attempt.state is not State.NEEDS_PERSON or attempt.evidence is None:
            return False
        result = self.kept_result(attempt.evidence)
        return marking.waits_for_marks(attempt.state, attempt.problem, result)

    def give(self, attempt: Attempt, cells: Sequence[CellMark], by: str) -> Attempt:
        """Give an attempt points and comments by hand; return it with what it comes to then.

        Raises InstructorError when it has no result now, or there is no such cell, or the points
        are out of bounds; then nothing was given.
        """

        def counting(grading: Grading, given: Sequence[CellMark]) -> Counted:
            result = self.kept_result(str(grading.evidence))
            marking.check(result, cells)
            return marking.counted(grading, given, result)

        found = self.store.give(attempt.attempt_id, cells, counting, at=datetime.now(UTC), by=by)
        if found is None:
            raise InstructorError(
                "attempt-without-result",
                "this attempt is being graded, or could not be: there is nothing to give points to",
            )
        return found

    def set_policy(self, course: str, assignment: str, body: bytes, by: str) -> Policy:
        """Set an assignment's policy from JSON; raises InstructorError when it is none."""
        try:
            tree = json.loads(body)
        except (ValueError, RecursionError):
            raise InstructorError("policy-unreadable", "the policy is no JSON") from None
        policy = policies.from_json(tree)
        self.store.set_policy(course, assignment, policy, at=datetime.now(UTC), by=by)
        return policy
