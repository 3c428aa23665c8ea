"""A small course, released in a service that runs in a thread of this process.

The hub is not here: a stand-in says who a token belongs to, as the hub's API does.
"""

import asyncio
import concurrent.futures
import html
import io
import re
import threading
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import requests
from compiler_course import check, graded, lines, locked, markdown, notebook, save, solution
from jupyterhub.services.auth import HubOAuth

from autograder import notebook as notebooks
from autograder.compiler.release import build_assignment
from autograder.configuration import Course, open_course
from autograder.hub.packing import Limits
from autograder.hub.server import Options, running
from autograder.hub.web.access import LEARN, TEACH, Groups
from autograder.hub.web.handler import Site

COURSE, NAME, NOTEBOOK = "stars101", "lines", "fit"
HIDDEN, SOLUTION = "hidden-93ab", "solution-7c1d"
RIGHT, WRONG = "slope = 5 / 2", "slope = 3.0"
MESSAGE = "look at the slope again"
PREFIX = "/services/autograder/"
ACCESS = "access:services!service=autograder"

CELLS = (
    markdown("# Lines\n\n## Exercise 1: Slope"),
    locked("import math", "setup"),
    solution(lines("### BEGIN SOLUTION", f"slope = 2.5  # {SOLUTION}", "### END SOLUTION")),
    check(
        lines(
            'assert isinstance(slope, float), "slope is a number"',
            "### BEGIN HIDDEN TESTS",
            f"# {HIDDEN}",
            f'assert math.isclose(slope, 2.5), "{MESSAGE}"',
            "### END HIDDEN TESTS",
        )
    ),
)
MANUAL = (
    markdown("## Exercise 2: Why"),
    graded("Because.", "essay", cell_type="markdown", grade=True, solution=True, points=3),
)


def write_course(root: Path, name: str = NAME, *more: notebooks.Cell) -> Course:
    """Write the course and build its release; the prefix is not proven, for it imports little."""
    save(root / f"source/{name}/{NOTEBOOK}.ipynb", notebook(*CELLS, *more))
    (root / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.course_id = {COURSE!r}\n"
        "c.Autograder.cell_seconds = 20\n"
    )
    course = open_course(root)
    build_assignment(course, name)
    return course


def handed_in(course: Course, answer: str, name: str = NAME, *, essay: str = "") -> bytes:
    """Return the archive of a student's folder with these answers."""
    paper = notebooks.read(course.release / name / f"{NOTEBOOK}.ipynb")

    def answered(cell: notebooks.Cell) -> notebooks.Cell:
        if cell.is_manual and essay:
            return replace(cell, source=essay)
        return replace(cell, source=answer) if cell.is_solution and not cell.is_manual else cell

    done = replace(paper, cells=tuple(map(answered, paper.cells)))
    return packed({f"{NOTEBOOK}.ipynb": notebooks.write(done)})


def said(page: str) -> str:
    """Return the text of a page, without its markup."""
    return html.unescape(re.sub(r"<[^>]*>", "", page))


def packed(files: Mapping[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


GROUPS = {
    "ann": [f"nbgrader-{COURSE}"],
    "bob": [f"nbgrader-{COURSE}"],
    "mallory": ["nbgrader-other"],
    "grace": [f"formgrade-{COURSE}"],
    "ines": [f"instructor-{COURSE}"],
    "nobody": [],
    "olga": [],
}


class StandIn(HubOAuth):  # type: ignore[misc]
    """Say who a token belongs to: ``ann`` is ann's, with all scopes that she may have.

    ``ann:learn`` has the scopes after the colon only; ``ann:none`` has none of this service's.
    """

    def user_for_token(self, token: str, *_: Any, **__: Any) -> Any:
        async def answer() -> dict[str, Any] | None:
            name, _, only = token.partition(":")
            if name not in GROUPS:
                return None
            scopes = {"learn": [LEARN], "teach": [LEARN, TEACH], "": [LEARN, TEACH], "none": []}
            return {
                "kind": "user",
                "name": name,
                "groups": GROUPS[name],
                "scopes": [f"read:users:name!user={name}", *([] if only == "none" else [ACCESS])]
                + scopes[only]
                + ["read:metrics"] * (name == "olga"),
            }

        return answer()


@dataclass(frozen=True)
class Client:
    """Ask a running service as one user."""

    url: str
    token: str

    def ask(self, method: str, address: str, **kwargs: Any) -> requests.Response:
        headers = {"Authorization": f"token {self.token}"} if self.token else {}
        headers |= kwargs.pop("headers", {})
        return requests.request(
            method,
            f"{self.url}{address}",
            headers=headers,
            timeout=30,
            allow_redirects=False,
            **kwargs,
        )

    def get(self, address: str, **kwargs: Any) -> requests.Response:
        return self.ask("GET", address, **kwargs)

    def hand_in(self, content: bytes, name: str = NAME) -> requests.Response:
        address = f"api/courses/{COURSE}/assignments/{name}/attempts"
        return self.ask("POST", address, data=content)

    def finished(self, attempt_id: str, seconds: float = 60.0) -> dict[str, Any]:
        """Wait until an attempt is graded; return what is told of it."""
        deadline = time.monotonic() + seconds
        while True:
            facts: dict[str, Any] = self.get(f"api/attempts/{attempt_id}").json()
            if facts["state"] not in ("waiting", "running"):
                return facts
            assert time.monotonic() < deadline, facts
            time.sleep(0.05)


@dataclass(frozen=True)
class Running:
    """Hold a service that runs, and its course."""

    site: Site
    course: Course
    url: str
    loop: asyncio.AbstractEventLoop

    def client(self, token: str) -> Client:
        return Client(self.url, token)

    def call(self, function: Any) -> Any:
        """Call a function in the service's own thread."""
        done: concurrent.futures.Future[Any] = concurrent.futures.Future()
        self.loop.call_soon_threadsafe(lambda: done.set_result(function()))
        return done.result(timeout=30)


def stand_in() -> StandIn:
    return StandIn(
        base_url=PREFIX,
        api_url="http://127.0.0.1:1/hub/api",
        api_token="no-token",  # noqa: S106
        hub_prefix="/hub/",
        oauth_client_id="service-autograder",
        access_scopes={ACCESS},
    )


@contextmanager
def service(
    course: Course,
    data: Path,
    *,
    slots: int = 2,
    database_url: str = "",
    limits: Limits | None = None,
    scheduler: str = "",
) -> Iterator[Running]:
    """Run the service on a free port, with the course's assignments not released yet."""
    options = Options(
        courses={COURSE: course.root},
        data=data,
        database_url=database_url or f"sqlite:///{data / 'hub.db'}",
        slots=slots,
        groups=Groups(),
        limits=limits or Limits(),
        address="127.0.0.1",
        port=0,
        scheduler=scheduler,
    )
    started: concurrent.futures.Future[tuple[Any, ...]] = concurrent.futures.Future()

    async def serve() -> None:
        over = asyncio.Event()
        try:
            async with running(options, stand_in()) as (site, port):
                started.set_result((site, port, over, asyncio.get_running_loop()))
                await over.wait()
        except BaseException as error:
            if started.done():
                raise
            started.set_exception(error)

    thread = threading.Thread(target=lambda: asyncio.run(serve()), name="service")
    thread.start()
    site, port, over, loop = started.result(timeout=60)
    try:
        yield Running(site, course, f"http://127.0.0.1:{port}{PREFIX}", loop)
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
