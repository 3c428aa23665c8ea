"""The routes for people: pages, what their buttons do, and the stream that keeps them fresh."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

from tornado.iostream import StreamClosedError
from tornado.web import HTTPError

from autograder.hub.model import Role
from autograder.hub.service import Standing
from autograder.hub.web import api, pages
from autograder.hub.web.access import is_staff
from autograder.hub.web.addresses import Addresses
from autograder.hub.web.events import Listener
from autograder.hub.web.handler import Handler
from autograder.hub.web.presenting import Presenter
from autograder.hub.web.views import CoursePage, Home

HEARTBEAT_SECONDS = 15.0
"""How often a silent stream says something, so that no proxy takes it for dead."""
MOST_STREAMS = 30
"""So many pages of one person are kept up to date at a time; one more keeps asking instead."""


class Page(Handler):
    """Answer with a page."""

    is_api = False

    @property
    def presenter(self) -> Presenter:
        """Return what makes views for the asker."""
        return Presenter(self.site, self.person.name)

    async def standing(self, course: str, assignment: str) -> Standing:
        """Return an assignment; raises HTTPError when the asker may not know of it."""
        found = await self.blocking(
            self.site.service.standing, course, assignment, self.person.name
        )
        if found is None:
            past = await self.blocking(self.site.service.withdrawn, course, self.person.name)
            found = next((each for each in past if each.release.assignment == assignment), None)
        if found is None or not (is_staff(self.role) or found.is_visible):
            raise HTTPError(404)
        return found


class HomePage(Page):
    """Show somebody's courses."""

    async def get(self) -> None:
        """Answer with all courses in which the asker has a role."""
        cards = [
            await self.blocking(self.presenter.course, course, role)
            for course, role in sorted(self.person.roles.items())
        ]
        self.write_page(Home(self.person.name, tuple(cards)))


class CoursePages(Page):
    """Show one course."""

    async def get(self, course: str) -> None:
        """Answer with its assignments."""
        card = await self.blocking(self.presenter.course, course, self.the_role())
        self.write_page(CoursePage(self.person.name, course, card.role, card.assignments))


class AssignmentPages(Page):
    """Show one assignment: to a student the own attempts, to staff the class."""

    async def get(self, course: str, assignment: str) -> None:
        """Answer with the one or the other."""
        standing = await self.standing(course, assignment)
        if is_staff(self.role):
            show = self.get_query_argument("show", "")
            students = await self.site.roster.students(course)
            view = await self.blocking(
                self.presenter.class_page, standing, self.the_role(), show, students
            )
            self.write_page(view)
        else:
            self.write_page(await self.blocking(self.presenter.student_page, standing))


class StudentPages(Page):
    """Show staff one student."""

    async def get(self, course: str, assignment: str, student: str) -> None:
        """Answer with all attempts; 404 for somebody who never handed in."""
        view = await self.blocking(
            self.presenter.history, course, assignment, student, self.the_role()
        )
        if not view.attempts:
            raise HTTPError(404)
        self.write_page(view)


class AttemptPages(Page):
    """Show one attempt."""

    async def get(self, attempt_id: str) -> None:
        """Answer with where it stands, and what came of it."""
        self.write_page(
            await self.blocking(self.presenter.page, self.the_attempt(), self.the_role())
        )


class FeedbackPages(Page):
    """Show a feedback page, which holds what a student wrote."""

    async def get(self, attempt_id: str, notebook: str) -> None:
        """Answer with the page; its policy lets nothing in it act."""
        page = await api.feedback_page(self, notebook)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", pages.FEEDBACK_CSP)
        self.finish(page)


class RegradeForm(Page):
    """Grade an attempt again, by a button."""

    async def post(self, attempt_id: str) -> None:
        """Queue it, and show it."""
        again = await self.blocking(self.site.service.regrade, self.the_attempt())
        self.site.events.tell(again)
        self.site.dispatcher.submit(again, accept=True)
        self.redirect(f"{self.base}attempts/{attempt_id}", status=303)


class ReleaseFeedbackForm(Page):
    """Let all students of an assignment see their feedback, by a button."""

    async def post(self, course: str, assignment: str) -> None:
        """Release it, and show the class."""
        await self.blocking(
            self.site.service.store.release_feedback,
            course,
            assignment,
            None,
            at=datetime.now(UTC),
            by=self.person.name,
        )
        self.redirect(Addresses(self.base).assignment(course, assignment), status=303)


class LiveUpdates(Handler):
    """Tell an open page of changes, as server-sent events."""

    _answering: asyncio.Task[Any] | None = None

    async def get(self, course: str, assignment: str = "") -> None:
        """Answer for as long as the page is open."""
        reader = self.person.name
        student = reader if self.role is Role.STUDENT else None
        if self.site.events.open_for(reader) >= MOST_STREAMS:
            raise HTTPError(429)
        listener = Listener(course, assignment, student, reader)
        self._answering = asyncio.current_task()
        self.set_header("Content-Type", "text/event-stream")
        with self.site.events.listening(listener):
            try:
                await self._say(": here\n\n")
                while True:
                    await self._say(await self._next(listener))
            except (StreamClosedError, asyncio.CancelledError):
                return

    def on_connection_close(self) -> None:
        """End when the page is closed, and not only with the next change."""
        if self._answering is not None:
            self._answering.cancel()

    async def _next(self, listener: Listener) -> str:
        try:
            attempt = await asyncio.wait_for(listener.changes.get(), HEARTBEAT_SECONDS)
        except TimeoutError:
            return ": still here\n\n"
        facts = {"attempt_id": attempt.attempt_id, "state": attempt.state}
        return f"data: {json.dumps(facts)}\n\n"

    async def _say(self, text: str) -> None:
        if self.request.connection.stream.closed():  # type: ignore[union-attr]
            raise StreamClosedError
        self.write(text)
        await self.flush()
