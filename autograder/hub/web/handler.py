"""What every route has in common: who asks, whether they may, and how errors are told.

No handler runs before its route's access was checked here. A method that the route's table does
not name is not there.
"""

import asyncio
import hmac
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from jupyterhub.services.auth import HubOAuth, HubOAuthenticated, UserNotAllowed
from tornado.web import HTTPError, RequestHandler

from autograder.errors import AutograderError, Fault
from autograder.hub.grading.dispatching import Dispatcher
from autograder.hub.logs import log_error
from autograder.hub.metrics import Metrics
from autograder.hub.model import Attempt, Person, Role
from autograder.hub.service import Service
from autograder.hub.web import access, pages
from autograder.hub.web.access import Access, Groups
from autograder.hub.web.events import Events
from autograder.hub.web.roster import Roster
from autograder.hub.web.schema import NAME_BYTES
from autograder.hub.web.views import ErrorPage

logger = logging.getLogger(__name__)

Args = ParamSpec("Args")
Value = TypeVar("Value")

_STATUS = {
    "not-released": 404,
    "not-open": 403,
    "student-name": 403,
    "attempts-used-up": 429,
    "released-already": 409,
    "attempt-superseded": 409,
    "attempt-busy": 409,
    "attempt-without-result": 409,
    "archive-too-large": 413,
}
_BY_FAULT = {Fault.STUDENT: 422, Fault.INSTRUCTOR: 400}
_SAFE = ("GET", "HEAD")
_TOKEN_CHARS = 8_000


@dataclass(frozen=True)
class Site:
    """Hold what all handlers work with."""

    service: Service
    dispatcher: Dispatcher
    events: Events
    groups: Groups
    hub_auth: HubOAuth
    metrics: Metrics
    roster: Roster


class Handler(HubOAuthenticated, RequestHandler):  # type: ignore[misc]  # the hub's are untyped
    """Answer one request. ``person`` is who asks, ``role`` what they are in the route's course.

    ``attempt`` is the one that the route names, if it names one.
    """

    is_api = True
    person: Person
    role: Role | None = None
    attempt: Attempt | None = None

    def initialize(self, site: Site, access: Mapping[str, Access]) -> None:
        """Take what `routes` gives."""
        self.site, self.access = site, access

    @property
    def hub_auth(self) -> HubOAuth:
        """Return what asks the hub who somebody is."""
        return self.site.hub_auth

    async def prepare(self) -> None:
        """See who asks, and let in whom the route lets in."""
        asked = self.access.get(self.request.method or "")
        if asked is None:
            raise HTTPError(405)
        if asked is Access.PUBLIC:
            return
        if len(self.request.headers.get("Authorization", "")) > _TOKEN_CHARS:
            # The hub would be asked, and fail.
            raise HTTPError(403, log_message="no token is that long")
        model = await self.hub_auth.get_user(self, sync=False)
        if model is None:
            self._send_to_login()
            return
        self._refuse_forged()
        self._look_at(model)
        await self._let_in(asked)

    def _send_to_login(self) -> None:
        if self.is_api or self.request.method not in _SAFE:
            raise HTTPError(403, log_message="not signed in, or the form is out of date")
        self.redirect(self.get_login_url())

    def _refuse_forged(self) -> None:
        """Refuse a change by a cookie without the token that only our own pages have.

        The hub's code looks for it too, but up to JupyterHub 5.4.5 not in a request whose mode is
        ``no-cors``, which another user's page on the same hub may send. None of ours sends such a
        one, not to read either.
        """
        by_token = getattr(self, "_token_authenticated", False)
        reads = self.request.method in _SAFE
        if by_token or (reads and self.request.headers.get("Sec-Fetch-Mode") != "no-cors"):
            return
        sent = self.get_body_argument("_xsrf", "") or self.request.headers.get("X-XSRFToken", "")
        if not hmac.compare_digest(sent.encode(errors="replace"), self.xsrf_token):
            raise HTTPError(403)

    def _look_at(self, model: dict[str, Any]) -> None:
        try:
            allowed = self.check_hub_user(model)
        except UserNotAllowed:
            raise HTTPError(403) from None
        # Where the hub's own code looks for who asks.
        self._hub_auth_user_cache = allowed
        is_user = model.get("kind") == "user"
        self.person = access.person(
            model["name"],
            model.get("groups", ()) if is_user else (),
            model.get("scopes", ()),
            self.site.groups,
            self.site.service.courses,
        )

    async def _let_in(self, asked: Access) -> None:
        if any(len(part.encode()) > NAME_BYTES for part in self.path_kwargs.values()):
            # Of no file, and too long for some databases' indexes.
            raise HTTPError(404)
        course = self.path_kwargs.get("course")
        if attempt_id := self.path_kwargs.get("attempt_id"):
            self.attempt = await self.blocking(self.site.service.store.attempt, attempt_id)
            course = self.attempt.course if self.attempt is not None else None
        self.role = self.person.roles.get(course) if course else None
        if attempt_id and self.attempt is None:
            raise HTTPError(404)
        if not access.allows(asked, self.person, self.role, self.attempt):
            # Whoever is not in a course is not told what is in it.
            raise HTTPError(403 if self.role is not None and self.attempt is None else 404)

    async def blocking(
        self, function: Callable[Args, Value], *args: Args.args, **kwargs: Args.kwargs
    ) -> Value:
        """Call what waits for a database or a disk, in a thread."""
        return await asyncio.to_thread(function, *args, **kwargs)

    def the_attempt(self) -> Attempt:
        """Return the attempt that the route names; the route's access saw to it."""
        if self.attempt is None:
            raise HTTPError(404)
        return self.attempt

    def the_role(self) -> Role:
        """Return what the asker is in the course; the route's access saw to it."""
        if self.role is None:
            raise HTTPError(404)
        return self.role

    def set_default_headers(self) -> None:
        """Say what a browser may do with any answer: next to nothing."""
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Security-Policy", pages.CSP)
        self.clear_header("Server")

    def write_json(self, value: Any, status: int = 200) -> None:
        """Answer with JSON."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(value))

    def write_page(self, view: Any) -> None:
        """Answer with a page."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        xsrf = self.xsrf_token.decode() if hasattr(self, "_hub_auth_user_cache") else ""
        hub = self.site.hub_auth.hub_prefix
        self.finish(pages.render(view, base=self.base, xsrf=xsrf, hub=f"{hub}home"))

    @property
    def base(self) -> str:
        """Return the path below which all routes are; it ends in a slash."""
        prefix: str = self.site.hub_auth.base_url
        return prefix

    # ---- errors

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        """Log what is a fault of ours or the machine's; others' mistakes are told to them."""
        if not (isinstance(error, AutograderError) and error.fault in _BY_FAULT):
            log_error(self.request, error)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Say what went wrong, and nothing of how we are made."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        code, message = "", ""
        if isinstance(error, AutograderError) and error.fault in _BY_FAULT:
            status_code = _STATUS.get(error.code, _BY_FAULT[error.fault])
            code, message = error.code, error.message
        self.set_status(status_code)
        if status_code == 405:
            self.set_header("Allow", ", ".join(self.access))
        code = code or f"http-{status_code}"
        message = message or _WORDS.get(status_code, _WORDS[500])
        if self.is_api:
            self.write_json({"error": {"code": code, "message": message}}, status_code)
        else:
            self.write_page(
                ErrorPage(status_code, _TITLES.get(status_code, "Error"), message, code)
            )


class NotFound(Handler):
    """Answer where no route is."""

    is_api = False

    async def prepare(self) -> None:
        """Say so to whoever asks."""
        raise HTTPError(404)


_TITLES = {403: "Not allowed", 404: "Not found", 405: "Not possible", 500: "Failed"}
_WORDS = {
    400: "The request cannot be understood.",
    403: "You may not do this here. If you should, sign in again, or ask the course's staff.",
    404: "There is nothing here, or nothing that you may see.",
    405: "That cannot be done here.",
    413: "What was sent is too large.",
    429: "That is too often, or too many at a time. Wait a little.",
    500: "The service failed. Nothing that was handed in is lost; tell whoever runs it.",
}
