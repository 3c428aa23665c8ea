"""The parts of the service put together, and run until somebody ends it."""

import asyncio
import logging
import os
import secrets
import signal
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from jupyterhub.services.auth import HubOAuth, HubOAuthCallbackHandler
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, StaticFileHandler

from autograder.configuration import open_course
from autograder.errors import OperatorError
from autograder.hub.blobs import Blobs
from autograder.hub.grading.dispatching import Dispatcher
from autograder.hub.logs import log_error, log_request
from autograder.hub.metrics import Metrics
from autograder.hub.model import Attempt
from autograder.hub.packing import Limits
from autograder.hub.service import Service
from autograder.hub.store import Store
from autograder.hub.web.access import Groups
from autograder.hub.web.addresses import STATIC
from autograder.hub.web.events import Events
from autograder.hub.web.handler import NotFound, Site
from autograder.hub.web.roster import Roster
from autograder.hub.web.routes import ROUTES
from autograder.pipeline import choose_tier

logger = logging.getLogger(__name__)

_BODY_BYTES = 2**30
"""A bound for tornado; what a route takes is bounded, and told, by the route."""


@dataclass(frozen=True)
class Options:
    """Hold what an operator has set; ``courses`` are course folders by name."""

    courses: dict[str, Path]
    data: Path
    database_url: str
    slots: int
    groups: Groups
    limits: Limits
    address: str
    port: int
    scheduler: str = ""


class Callback(HubOAuthCallbackHandler):  # type: ignore[misc]  # the hub's are untyped
    """Finish a login by the hub."""

    def initialize(self, hub_auth: HubOAuth) -> None:
        """Take what asks the hub."""
        self._auth = hub_auth

    @property
    def hub_auth(self) -> HubOAuth:
        """Return what asks the hub."""
        return self._auth

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        """Log why nobody was signed in, without the code that the hub gave."""
        log_error(self.request, error)


@asynccontextmanager
async def running(options: Options, hub_auth: HubOAuth) -> AsyncIterator[tuple[Site, int]]:
    """Run the service, and tell on which port.

    Raises OperatorError when the machine cannot grade, or the database is used.

    The order at the end: no new requests, then the grading processes, then the database.
    """
    for folder in options.courses.values():
        course = open_course(folder)
        if not options.scheduler:
            # Nothing is taken that could not be graded.
            choose_tier(course)
    options.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with Store(options.database_url) as store:
        store.claim()
        service = Service(store, Blobs(options.data / "blobs"), options.courses, options.limits)
        events = Events()

        def changed(attempt: Attempt) -> None:
            metrics.changed(attempt)
            events.tell(attempt)

        def now() -> dict[str, float]:
            processes = sum(pid is not None for pid in dispatcher.pids().values())
            return {
                "attempts_waiting": dispatcher.depth,
                "attempts_running": dispatcher.busy,
                "slots": options.slots,
                "pages_open": events.listeners,
                "grading_processes": processes,
            }

        metrics = Metrics(now)
        dispatcher = Dispatcher(
            store, options.courses, options.data, options.slots, changed, options.scheduler
        )
        roster = Roster(hub_auth, options.groups)
        site = Site(service, dispatcher, events, options.groups, hub_auth, metrics, roster)
        server = HTTPServer(
            application(site, _cookie_secret(options.data)),
            xheaders=True,
            max_body_size=_BODY_BYTES,
        )
        (listening, *_) = bind_sockets(options.port, options.address)
        # Before anybody is answered: what is submitted must not be taken for what ran before.
        await dispatcher.start()
        server.add_sockets([listening])
        try:
            yield site, listening.getsockname()[1]
        finally:
            server.stop()
            await dispatcher.close()
            await server.close_all_connections()


def application(site: Site, cookie_secret: bytes) -> Application:
    """Return the web application: all routes, the hub's login, and the pages' static files."""
    prefix = site.hub_auth.base_url
    rules: list[tuple[Any, ...]] = [
        (
            f"{prefix}{route.pattern}/?" if route.address else prefix,
            route.handler,
            {"site": site, "access": route.access},
        )
        for route in ROUTES
    ]
    rules += [
        (f"{prefix}oauth_callback", Callback, {"hub_auth": site.hub_auth}),
        (f"{prefix}static/(.*)", StaticFileHandler, {"path": str(STATIC)}),
    ]
    return Application(
        rules,
        cookie_secret=cookie_secret,
        default_handler_class=NotFound,
        default_handler_args={"site": site, "access": {}},
        compress_response=True,
        log_function=partial(log_request, site.metrics),
    )


def _cookie_secret(data: Path) -> bytes:
    """Return what cookies are signed with; made once, so that a restart signs nobody out."""
    file = data / "cookie_secret"
    if not file.exists():
        # In one step: a file that was left empty would let anybody sign.
        handle, partial = tempfile.mkstemp(dir=data)
        with open(handle, "wb") as writing:
            writing.write(secrets.token_bytes(32))
            writing.flush()
            os.fsync(writing.fileno())
        os.replace(partial, file)
    return file.read_bytes()


async def serve(options: Options, hub_auth: HubOAuth) -> None:
    """Run until a signal to end arrives."""
    over = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, over.set)
    async with running(options, hub_auth) as (site, _):
        logger.info("the service answers at %s", hub_auth.base_url)
        ends = [asyncio.create_task(each.wait()) for each in (over, site.dispatcher.is_lost)]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for end in ends:
            end.cancel()
        if site.dispatcher.is_lost.is_set():
            raise OperatorError(
                "hub-database-lost",
                "another service has taken the database, after its server was restarted: end that "
                "one, or give this one a database of its own",
            )
