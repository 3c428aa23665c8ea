"""The routes for programs: nbgrader's plugins, and whoever scripts the service."""

import json
from datetime import UTC, datetime
from typing import Any

from tornado.web import HTTPError, stream_request_body

from autograder.errors import InstructorError, StudentError
from autograder.hub import packing, policies
from autograder.hub.model import Attempt
from autograder.hub.packing import Limits
from autograder.hub.service import Standing
from autograder.hub.times import iso, nbgrader_timestamp, parse
from autograder.hub.web.access import is_staff
from autograder.hub.web.handler import Handler

_JSON_BYTES = 100_000
_LENGTH_CHARS = 100


class User(Handler):
    """Tell somebody who they are here."""

    def get(self) -> None:
        """Answer with the courses in which the asker has a role."""
        courses = [
            {"course_id": course, "role": role}
            for course, role in sorted(self.person.roles.items())
        ]
        self.write_json({"name": self.person.name, "courses": courses})


class Assignments(Handler):
    """List what is released."""

    async def get(self, course: str) -> None:
        """Answer with those that the asker may know of."""
        found = await self.blocking(self.site.service.standings, course, self.person.name)
        staff = is_staff(self.role)
        shown = [assignment_told(each) for each in found if staff or each.is_visible]
        self.write_json({"assignments": shown})


class ReleaseArchive(Handler):
    """Hand out an assignment."""

    async def get(self, course: str, assignment: str) -> None:
        """Answer with the archive, once it is open."""
        service = self.site.service
        standing = await self.blocking(service.standing, course, assignment, self.person.name)
        hidden = standing is None or not standing.is_visible
        if standing is None or (hidden and not is_staff(self.role)):
            raise HTTPError(404)
        self.set_header("Content-Type", "application/zip")
        self.finish(await self.blocking(service.blobs.get, standing.release.sha256))


@stream_request_body
class Upload(Handler):
    """Read a body of bounded size, and none of somebody who may not send one."""

    async def prepare(self) -> None:
        """Look at who asks, and then at what is announced."""
        self._parts: list[bytes] = []
        self._size = 0
        await super().prepare()
        # One that does not say its length is read a little further than it may be, and then told.
        connection: Any = self.request.connection
        connection.set_max_body_size(2 * self.allowed.archive_bytes)
        announced = self.request.headers.get("Content-Length", "")
        # What is no number is refused by whoever reads the body.
        is_number = announced.isdecimal() and len(announced) < _LENGTH_CHARS
        self._refuse_above(int(announced) if is_number else 0)

    def data_received(self, chunk: bytes) -> None:
        """Keep a part of the body; an error here would end the connection without an answer."""
        self._size += len(chunk)
        if self._size <= self.allowed.archive_bytes:
            self._parts.append(chunk)
            return
        self._parts.clear()
        error = self._too_large()
        self.send_error(413, exc_info=(type(error), error, None))

    @property
    def allowed(self) -> Limits:
        """Return how large the body may be."""
        return self.site.service.limits

    @property
    def content(self) -> bytes:
        """Return the whole body."""
        return b"".join(self._parts)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Say what went wrong, and that the connection ends: a refused body is not read."""
        self.set_header("Connection", "close")
        super().write_error(status_code, **kwargs)

    def _refuse_above(self, size: int) -> None:
        if size > self.allowed.archive_bytes:
            raise self._too_large()

    def _too_large(self) -> StudentError:
        return StudentError(
            "archive-too-large",
            f"the archive is larger than {self.allowed.archive_bytes:,} bytes: remove data files "
            "and outputs that the assignment does not need",
        )


class Attempts(Upload):
    """Take attempts, and list them."""

    async def post(self, course: str, assignment: str) -> None:
        """Keep an attempt; the answer is the receipt."""
        service = self.site.service
        attempt = await self.blocking(
            service.take, course, assignment, self.person.name, self.content
        )
        if attempt.tries == 0:
            self.site.metrics.received(attempt)
            self.site.events.tell(attempt)
            self.site.dispatcher.submit(attempt)
        self.write_json(await told(self, attempt), 201)

    async def get(self, course: str, assignment: str) -> None:
        """Answer with the asker's own attempts; staff see all, or those of ``student``."""
        student: str | None = self.person.name
        if is_staff(self.role):
            student = self.get_query_argument("student", None)
        store = self.site.service.store
        found = await self.blocking(store.attempts, course, assignment, student)
        self.write_json({"attempts": [await told(self, each) for each in found]})


class Latest(Handler):
    """Tell what counts of each student, for whoever collects."""

    async def get(self, course: str, assignment: str) -> None:
        """Answer with each student's newest attempt, or with ``before_due`` the newest in time."""
        store = self.site.service.store
        if self.get_query_argument("before_due", "") != "1":
            found = await self.blocking(store.newest_attempts, course, assignment)
            self.write_json({"attempts": [await told(self, each) for each in found]})
            return
        chosen: dict[str, dict[str, Any]] = {}
        for attempt in await self.blocking(store.attempts, course, assignment):
            facts = await told(self, attempt)
            before = chosen.get(attempt.student)
            if before is None or not facts["late"] or before["late"]:
                chosen[attempt.student] = facts
        self.write_json({"attempts": [facts for _, facts in sorted(chosen.items())]})


class OneAttempt(Handler):
    """Tell of one attempt."""

    async def get(self, attempt_id: str) -> None:
        """Answer with where it stands."""
        self.write_json(await told(self, self.the_attempt()))


class Submission(Handler):
    """Give back what was handed in."""

    async def get(self, attempt_id: str) -> None:
        """Answer with the archive, byte for byte."""
        content = await self.blocking(self.site.service.blobs.get, self.the_attempt().sha256)
        self.set_header("Content-Type", "application/zip")
        self.set_header("Content-Disposition", 'attachment; filename="submission.zip"')
        self.finish(content)


class Feedback(Handler):
    """Give a feedback page to a program."""

    async def get(self, attempt_id: str, notebook: str) -> None:
        """Answer with the page as a file to save."""
        page = await feedback_page(self, notebook)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Disposition", "attachment")
        self.finish(page)


class ReleaseAssignment(Upload):
    """Release an assignment, and withdraw it."""

    allowed = packing.RELEASE

    async def put(self, course: str, assignment: str) -> None:
        """Take masters and release; the answer is what students are told."""
        service = self.site.service
        force = self.get_query_argument("force", "") == "1"
        await self.blocking(
            service.release, course, assignment, self.content, self.person.name, force=force
        )
        self.site.dispatcher.renew(course, assignment)
        standing = await self.blocking(service.standing, course, assignment, self.person.name)
        if standing is None:
            raise HTTPError(404)
        self.write_json(assignment_told(standing), 201)

    async def delete(self, course: str, assignment: str) -> None:
        """Withdraw it; attempts stay."""
        store = self.site.service.store
        await self.blocking(
            store.withdraw, course, assignment, at=datetime.now(UTC), by=self.person.name
        )
        self.write_json({})


class ReleaseFeedback(Handler):
    """Let students see their feedback."""

    async def put(self, course: str, assignment: str) -> None:
        """Release it for one student, or for all."""
        tree = body(self)
        student = tree.get("student")
        # A key that is misspelt must not release everybody's.
        if tree.keys() != {"student"} or not (student is None or isinstance(student, str)):
            raise InstructorError(
                "body-unreadable", 'say {"student": "NAME"}, or {"student": null} for all students'
            )
        store = self.site.service.store
        count = await self.blocking(
            store.release_feedback,
            course,
            assignment,
            student,
            at=datetime.now(UTC),
            by=self.person.name,
        )
        self.write_json({"released": count})


class PolicyOf(Handler):
    """Tell and set what holds for an assignment."""

    async def get(self, course: str, assignment: str) -> None:
        """Answer with the policy."""
        policy = await self.blocking(self.site.service.store.policy, course, assignment)
        self.write_json(policies.to_json(policy))

    async def put(self, course: str, assignment: str) -> None:
        """Set it."""
        service = self.site.service
        policy = await self.blocking(
            service.set_policy, course, assignment, json_bytes(self), self.person.name
        )
        self.site.dispatcher.refresh(course, assignment)
        self.write_json(policies.to_json(policy))


class Extension(Handler):
    """Give one student more time."""

    async def put(self, course: str, assignment: str, student: str) -> None:
        """Set until when."""
        until = parse(str(body(self).get("until", "")))
        await self._set(course, assignment, student, until)
        self.write_json({"until": iso(until)})

    async def delete(self, course: str, assignment: str, student: str) -> None:
        """Take it back."""
        await self._set(course, assignment, student, None)
        self.write_json({})

    async def _set(
        self, course: str, assignment: str, student: str, until: datetime | None
    ) -> None:
        store = self.site.service.store
        await self.blocking(
            store.set_extension,
            course,
            assignment,
            student,
            until,
            at=datetime.now(UTC),
            by=self.person.name,
        )
        self.site.dispatcher.refresh(course, assignment)


class Regrade(Handler):
    """Grade an attempt again."""

    async def post(self, attempt_id: str) -> None:
        """Queue it."""
        again = await self.blocking(self.site.service.regrade, self.the_attempt())
        self.site.events.tell(again)
        self.site.dispatcher.submit(again, accept=True)
        self.write_json(await told(self, again), 202)


def json_bytes(handler: Handler) -> bytes:
    """Return what was sent; raises HTTPError when it is larger than any of our JSON."""
    content: bytes = handler.request.body
    if len(content) > _JSON_BYTES:
        raise HTTPError(413)
    return content


def body(handler: Handler) -> dict[str, Any]:
    """Return the JSON object that was sent; raises InstructorError when it is none."""
    try:
        tree = json.loads(json_bytes(handler) or b"{}")
    except (ValueError, RecursionError):
        tree = None
    if not isinstance(tree, dict):
        raise InstructorError("body-unreadable", "what was sent is no JSON object")
    return tree


def assignment_told(standing: Standing) -> dict[str, Any]:
    """Return what is told of an assignment."""
    release, policy, extension = standing.release, standing.policy, standing.extension
    return {
        "course_id": release.course,
        "assignment_id": release.assignment,
        "version": release.version,
        "released_at": iso(release.released_at),
        "sha256": release.sha256,
        "notebooks": list(release.notebooks),
        "opens": iso(policy.opens),
        "due": iso(policies.due_for(policy, extension)),
        "closes": iso(policies.closes_for(policy, extension)),
        "is_open": not standing.why_not,
        "why_not": standing.why_not,
        "attempts_left": standing.attempts_left,
    }


async def told(handler: Handler, attempt: Attempt) -> dict[str, Any]:
    """Return what is told of an attempt to whoever asks."""
    return await handler.blocking(_told, handler, attempt)


def _told(handler: Handler, attempt: Attempt) -> dict[str, Any]:
    service = handler.site.service
    rules = service.rules(attempt.course, attempt.assignment)
    shown = service.shown(attempt, handler.the_role(), rules)
    wanted = set(rules.release.notebooks) if rules.release is not None else set()
    return {
        "attempt_id": attempt.attempt_id,
        "course_id": attempt.course,
        "assignment_id": attempt.assignment,
        "student_id": attempt.student,
        "number": attempt.number,
        "received_at": iso(attempt.received_at),
        "timestamp": nbgrader_timestamp(attempt.received_at),
        "sha256": attempt.sha256,
        "bytes": attempt.size,
        "notebooks": list(attempt.notebooks),
        "missing_notebooks": sorted(wanted - set(attempt.notebooks)),
        "late": shown.late,
        "state": attempt.state,
        "points": attempt.points if shown.score else None,
        "max_points": attempt.max_points if shown.score else None,
        "feedback": [
            {"notebook_id": name, "sha256": total}
            for name, total in service.feedback_sums(attempt, shown).items()
        ],
        "page": f"{handler.base}attempts/{attempt.attempt_id}",
    }


async def feedback_page(handler: Handler, notebook: str) -> str:
    """Return a feedback page of the route's attempt; raises HTTPError when it may not be seen."""
    attempt, role, service = handler.the_attempt(), handler.the_role(), handler.site.service
    shown = await handler.blocking(service.shown, attempt, role)
    pages = await handler.blocking(service.feedback, attempt, shown)
    if notebook not in pages:
        raise HTTPError(404)
    return pages[notebook]
