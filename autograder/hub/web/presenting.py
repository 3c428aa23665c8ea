"""From attempts and results to what pages show: by the policy, the hour, and who reads.

Functions block: they read the store and the blobs.
"""

import dataclasses
from collections.abc import Sequence
from datetime import datetime

from autograder.hub import marking, policies
from autograder.hub.model import Attempt, Role, State
from autograder.hub.service import Rules, Standing
from autograder.hub.showing import Shown
from autograder.hub.web import class_rows, outcomes
from autograder.hub.web.access import is_staff
from autograder.hub.web.handler import Site
from autograder.hub.web.views import (
    AssignmentCard,
    AttemptHistory,
    AttemptLine,
    AttemptPage,
    ClassPage,
    ClassRow,
    CourseCard,
    Grading,
    Moment,
    NotebookOutcome,
    ReleaseOffer,
    Score,
    StudentHistory,
    StudentPage,
)
from autograder.hub.web.wording import moment, policy_sentences
from autograder.results import Result

_LATER = {
    "after-due": "shown after the due time",
    "on-release": "shown when it is released",
    "never": "not shown here",
}


class Presenter:
    """Make the views of one page for one reader."""

    def __init__(self, site: Site, user: str) -> None:
        """Take who reads."""
        self._site, self._service, self._user = site, site.service, user
        self._rules: dict[tuple[str, str], Rules] = {}

    # ---- lists of assignments

    def course(self, course: str, role: Role) -> CourseCard:
        """Return a course with the assignments that the reader may know of."""
        found = (
            *self._service.standings(course, self._user),
            *self._service.withdrawn(course, self._user),
        )
        shown = [each for each in found if is_staff(role) or each.is_visible]
        return CourseCard(course, role, tuple(self._card(each, role) for each in shown))

    def _card(self, standing: Standing, role: Role) -> AssignmentCard:
        release, policy = standing.release, standing.policy
        course, assignment = release.course, release.assignment
        newest, totals = None, None
        if is_staff(role):
            totals = class_rows.totals(self._rows(course, assignment, role))
        else:
            mine = self._service.store.attempts(course, assignment, self._user)
            newest = self.line(mine[-1], role) if mine else None
        return AssignmentCard(
            assignment,
            is_open=not standing.why_not,
            opens=_moment(policy.opens),
            due=_moment(policies.due_for(policy, standing.extension)),
            closes=_moment(policies.closes_for(policy, standing.extension)),
            why_not=standing.why_not,
            is_withdrawn=standing.is_withdrawn,
            attempts_left=standing.attempts_left,
            newest=newest,
            totals=totals,
        )

    # ---- one assignment

    def student_page(self, standing: Standing) -> StudentPage:
        """Return a student's own page of an assignment."""
        release, policy = standing.release, standing.policy
        course, assignment = release.course, release.assignment
        mine = self._service.store.attempts(course, assignment, self._user)
        return StudentPage(
            self._user,
            course,
            assignment,
            is_open=not standing.why_not,
            attempts=tuple(self.line(each, Role.STUDENT) for each in reversed(mine)),
            policy=policy_sentences(policy),
            opens=_moment(policy.opens),
            due=_moment(policy.due),
            closes=_moment(policy.closes),
            extended=_moment(standing.extension),
            why_not=standing.why_not,
            attempts_left=standing.attempts_left,
        )

    def class_page(
        self,
        standing: Standing,
        role: Role,
        show: str,
        students: Sequence[str] | None = None,
    ) -> ClassPage:
        """Return the table of a class; ``show`` names one of its filters.

        ``students`` are all who are in the class, None when nobody knows.
        """
        release, policy = standing.release, standing.policy
        course, assignment = release.course, release.assignment
        newest = self._service.store.newest_attempts(course, assignment)
        kept = (each.evidence for each in newest if each.evidence is not None)
        results = {name: self._service.kept_result(name) for name in kept}
        columns = outcomes.exercise_columns(results.values())
        rows = []
        given = self._service.store.marks(course, assignment)
        for attempt in newest:
            result = results.get(attempt.evidence or "")
            by_hand = marking.standing(given.get(attempt.attempt_id, ()))
            points = outcomes.exercise_points(result, columns, by_hand) if result else ()
            rows.append(ClassRow(attempt.student, self.line(attempt, role), points))
        rows += class_rows.without_attempt(students or (), rows)
        rules = self._rules_of(course, assignment)
        hidden = sum(
            each.evidence is not None
            and each.state is not State.REFUSED
            and not self._service.shown(each, Role.STUDENT, rules).feedback
            for each in newest
        )
        return ClassPage(
            self._user,
            course,
            assignment,
            rows=class_rows.in_order(class_rows.shown(rows, show)),
            totals=class_rows.totals(rows),
            columns=columns,
            filters=class_rows.filters(rows, is_whole=students is not None),
            show=show,
            policy=policy_sentences(policy),
            opens=_moment(policy.opens),
            due=_moment(policy.due),
            closes=_moment(policy.closes),
            first_to_mark=next(
                (each.attempt_id for each in newest if self._service.waits_for_marks(each)), ""
            ),
            release=ReleaseOffer(hidden) if role is Role.INSTRUCTOR else None,
            is_whole=students is not None,
            is_withdrawn=standing.is_withdrawn,
        )

    def _rows(self, course: str, assignment: str, role: Role) -> Sequence[ClassRow]:
        newest = self._service.store.newest_attempts(course, assignment)
        return [ClassRow(each.student, self.line(each, role)) for each in newest]

    def history(self, course: str, assignment: str, student: str, role: Role) -> StudentHistory:
        """Return all attempts of a student, for those who grade."""
        store = self._service.store
        attempts = store.attempts(course, assignment, student)
        newest = attempts[-1].attempt_id if attempts else ""
        return StudentHistory(
            self._user,
            course,
            assignment,
            student,
            attempts=tuple(
                AttemptHistory(
                    self.line(each, role),
                    tuple(self._gradings(each)),
                    each.problem,
                    may_regrade=each.attempt_id == newest and _is_done(each),
                )
                for each in reversed(attempts)
            ),
            extended=_moment(store.extension(course, assignment, student)),
        )

    def _gradings(self, attempt: Attempt) -> Sequence[Grading]:
        """Return the gradings of an attempt, the newest first, each against the one before."""
        made: list[Grading] = []
        before = None
        for each in self._service.store.gradings(attempt.attempt_id):
            result = self._service.kept_result(each.evidence) if each.evidence else None
            changes = outcomes.cell_changes(before, result) if before and result else ()
            last = made[-1].score.points if made else None
            known = last is not None and each.points is not None
            made.append(
                Grading(
                    moment(each.graded_at, seconds=True),
                    Score(each.points, each.max_points, instead="no score"),
                    difference=(each.points or 0.0) - (last or 0.0) if known else None,
                    changes=changes,
                    problem=each.problem,
                )
            )
            before = result or before
        return tuple(reversed(made))

    # ---- one attempt

    def line(self, attempt: Attempt, role: Role) -> AttemptLine:
        """Return an attempt as lists show it."""
        rules = self._rules_of(attempt.course, attempt.assignment)
        shown = self._service.shown(attempt, role, rules)
        wanted = rules.release.notebooks if rules.release is not None else ()
        pages = self._service.feedback_names(attempt, shown)
        before = self._site.dispatcher.position(attempt.attempt_id)
        return AttemptLine(
            attempt.attempt_id,
            attempt.number,
            moment(attempt.received_at, seconds=True),
            attempt.state,
            late=shown.late,
            score=self._score(attempt, shown),
            position=None if before is None else before + 1,
            feedback=pages,
            feedback_instead="" if pages else self._instead(attempt, "feedback"),
            missing=tuple(name for name in wanted if name not in attempt.notebooks),
        )

    def page(self, attempt: Attempt, role: Role) -> AttemptPage:
        """Return the page of one attempt."""
        shown = self._service.shown(attempt, role)
        result = self._service.result(attempt, shown) if shown.score else None
        staff = is_staff(role)
        told = self._told(attempt, shown, result, is_staff=staff) if result is not None else ()
        mine = self._service.store.attempts(attempt.course, attempt.assignment, attempt.student)
        return AttemptPage(
            self._user,
            attempt.course,
            attempt.assignment,
            attempt.student,
            self.line(attempt, role),
            is_staff=staff,
            notebooks=told,
            outcomes_instead="" if told else self._instead(attempt, "score"),
            problem=attempt.problem if staff else "",
            may_regrade=staff and _is_done(attempt) and mine[-1].attempt_id == attempt.attempt_id,
            may_mark=staff and _is_done(attempt) and attempt.evidence is not None,
            sha256=attempt.sha256,
            size=attempt.size,
        )

    def _told(
        self, attempt: Attempt, shown: Shown, result: Result, *, is_staff: bool
    ) -> tuple[NotebookOutcome, ...]:
        given = self._service.marks(attempt)
        if not shown.feedback:
            # The points are there already; a comment is part of the feedback.
            given = tuple(dataclasses.replace(each, comment="") for each in given)
        return outcomes.notebook_outcomes(
            result,
            messages=shown.messages,
            instead=shown.withheld,
            is_staff=is_staff,
            standing=marking.standing(given),
        )

    def _score(self, attempt: Attempt, shown: Shown) -> Score:
        if not shown.score or attempt.points is None:
            return Score(instead=self._instead(attempt, "score"))
        left = attempt.points - shown.penalty
        return Score(left, attempt.max_points, taken_off=shown.penalty)

    def _instead(self, attempt: Attempt, what: str) -> str:
        """Return why points or pages are not shown: not yet, or by the policy."""
        if not _is_done(attempt) or attempt.evidence is None:
            return ""
        policy = self._rules_of(attempt.course, attempt.assignment).policy
        return _LATER.get(getattr(policy, what), "")

    def _rules_of(self, course: str, assignment: str) -> Rules:
        """Return what holds for an assignment; a page asks once."""
        key = course, assignment
        return self._rules.get(key) or self._rules.setdefault(key, self._service.rules(*key))


def _is_done(attempt: Attempt) -> bool:
    return attempt.state not in (State.WAITING, State.RUNNING)


def _moment(when: datetime | None) -> Moment | None:
    return None if when is None else moment(when)
