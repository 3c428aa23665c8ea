"""A service in memory that speaks the agreed HTTP, for the plugins that talk with it.

Two students and an instructor; what goes wrong on the way is scripted in `troubles`.
"""

import hashlib
import json
import re
import socket
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from autograder.hub.packing import RELEASE, pack_files, unpack

PREFIX = "/services/autograder"
COURSE = "astro"
USERS = {
    "token-ada": ("ada", "student"),
    "token-bob": ("bob", "student"),
    "token-ivy": ("ivy", "instructor"),
}
STAFF = ("grader", "instructor")
DROPPED = "dropped"
"""The request is not read, and the connection closed."""
LOST = "lost"
"""The request is done, and the connection closed before the answer."""
CUT = "cut"
"""Half of the answer comes."""


class Refused(Exception):
    """Say no, by a status and the service's words."""

    def __init__(self, status: int, message: str = "There is nothing here.") -> None:
        self.status, self.message = status, message


@dataclass
class FakeHub:
    """What the service keeps, and what is to go wrong next."""

    url: str = ""
    releases: dict[tuple[str, str], dict[str, dict[str, bytes]]] = field(default_factory=dict)
    archives: dict[tuple[str, str], bytes] = field(default_factory=dict)
    attempts: list[dict[str, Any]] = field(default_factory=list)
    submissions: dict[str, bytes] = field(default_factory=dict)
    feedback: dict[str, dict[str, str]] = field(default_factory=dict)
    feedback_orders: list[str | None] = field(default_factory=list)
    troubles: list[int | str | tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    closed: str = ""
    late: set[str] = field(default_factory=set)

    def release(self, assignment: str, files: dict[str, bytes]) -> None:
        self.releases[COURSE, assignment] = {"source": files, "release": files}

    def grade(self, attempt_id: str, pages: dict[str, str]) -> None:
        self.feedback[attempt_id] = pages

    def take(self, student: str, assignment: str, content: bytes) -> dict[str, Any]:
        total = hashlib.sha256(content).hexdigest()
        own = [each for each in self.attempts if each["student_id"] == student]
        # The same bytes sent again are the same attempt.
        if own and own[-1]["sha256"] == total and own[-1]["assignment_id"] == assignment:
            return own[-1]
        now = datetime.now(UTC)
        names = sorted(name for name in unpack(content) if name.endswith(".ipynb"))
        attempt = {
            "attempt_id": f"{student}-{len(own) + 1}",
            "course_id": COURSE,
            "assignment_id": assignment,
            "student_id": student,
            "number": len(own) + 1,
            "received_at": now.isoformat(),
            "timestamp": now.strftime("%Y-%m-%d %H:%M:%S.%f UTC"),
            "sha256": total,
            "bytes": len(content),
            "notebooks": [name.removesuffix(".ipynb") for name in names],
            "missing_notebooks": [],
            "late": student in self.late,
            "state": "waiting",
            "points": None,
            "max_points": None,
            "page": f"{PREFIX}/attempts/{student}-{len(own) + 1}",
        }
        self.attempts.append(attempt)
        self.submissions[attempt["attempt_id"]] = content
        return attempt

    def told(self, attempt: dict[str, Any]) -> dict[str, Any]:
        pages = self.feedback.get(attempt["attempt_id"], {})
        sums = {name: hashlib.sha256(page.encode()).hexdigest() for name, page in pages.items()}
        listed = [{"notebook_id": name, "sha256": total} for name, total in sums.items()]
        return {**attempt, "feedback": listed}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def handle_any(self) -> None:
        hub = self.server.hub
        length = int(self.headers.get("Content-Length") or 0)
        hub.asked.append((self.command, self.path))
        trouble = hub.troubles.pop(0) if hub.troubles else None
        if trouble == DROPPED:
            self._hang_up()
            return
        self.body = self.rfile.read(length)
        if isinstance(trouble, int):
            self._answer(trouble, b"<html>a proxy's page</html>", "text/html")
        elif isinstance(trouble, tuple):
            self._answer(trouble[0], trouble[2], "text/plain", trouble[1])
        else:
            self._do(trouble)

    do_GET = do_POST = do_PUT = do_DELETE = handle_any

    def _do(self, trouble: str | None) -> None:
        try:
            status, content, kind = self._routed()
        except Refused as refused:
            error = {"error": {"code": "no", "message": refused.message}}
            status, content, kind = refused.status, json.dumps(error).encode(), "application/json"
        if trouble == LOST:
            self._hang_up()
            return
        self._answer(status, content, kind, half=trouble == CUT)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _answer(
        self,
        status: int,
        content: bytes,
        kind: str,
        headers: dict[str, str] | None = None,
        half: bool = False,
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if half else content)
        if half:
            self._hang_up()

    def _routed(self) -> tuple[int, bytes, str]:
        token = (self.headers.get("Authorization") or "").removeprefix("token ")
        if token not in USERS:
            raise Refused(403, "Your token is not known here.")
        self.name, self.role = USERS[token]
        parts = urlsplit(self.path)
        self.query = dict(parse_qsl(parts.query))
        for method, pattern, function in _ROUTES:
            found = re.fullmatch(f"{PREFIX}/api/{pattern}", parts.path)
            if found and method == self.command:
                return function(self, *map(unquote, found.groups()))
        raise Refused(404)

    def json(self, value: object, status: int = 200) -> tuple[int, bytes, str]:
        return status, json.dumps(value).encode(), "application/json"

    # ---- routes

    def user(self) -> tuple[int, bytes, str]:
        return self.json({"name": self.name, "courses": [{"course_id": COURSE, "role": self.role}]})

    def assignments(self, course: str) -> tuple[int, bytes, str]:
        return self.json({"assignments": [self._offer(*key) for key in sorted(self._hub.releases)]})

    def _offer(self, course: str, assignment: str) -> dict[str, Any]:
        files = self._hub.releases[course, assignment]["release"]
        names = [name.removesuffix(".ipynb") for name in files if name.endswith(".ipynb")]
        return {"course_id": course, "assignment_id": assignment, "notebooks": sorted(names)}

    @property
    def _hub(self) -> FakeHub:
        return self.server.hub

    def _released(self, course: str, assignment: str) -> dict[str, dict[str, bytes]]:
        if (course, assignment) not in self._hub.releases:
            raise Refused(404, f"{assignment} is not released.")
        return self._hub.releases[course, assignment]

    def fetch(self, course: str, assignment: str) -> tuple[int, bytes, str]:
        files = self._released(course, assignment)["release"]
        made = self._hub.archives.get((course, assignment))
        return 200, pack_files(files) if made is None else made, "application/zip"

    def submit(self, course: str, assignment: str) -> tuple[int, bytes, str]:
        self._released(course, assignment)
        if self._hub.closed:
            raise Refused(429, self._hub.closed)
        attempt = self._hub.take(self.name, assignment, self.body)
        return self.json(self._hub.told(attempt), 201)

    def _seen(self, assignment: str) -> list[dict[str, Any]]:
        student = self.query.get("student") if self.role in STAFF else self.name
        return [
            self._hub.told(each)
            for each in self._hub.attempts
            if each["assignment_id"] == assignment and student in (None, each["student_id"])
        ]

    def list_attempts(self, course: str, assignment: str) -> tuple[int, bytes, str]:
        return self.json({"attempts": self._seen(assignment)})

    def latest(self, course: str, assignment: str) -> tuple[int, bytes, str]:
        self._for_staff()
        newest: dict[str, dict[str, Any]] = {}
        for each in self._seen(assignment):
            is_first = each["student_id"] not in newest
            if "before_due" not in self.query or not each["late"] or is_first:
                newest[each["student_id"]] = each
        return self.json({"attempts": list(newest.values())})

    def _for_staff(self) -> None:
        if self.role not in STAFF:
            raise Refused(403, "That is for the course's staff.")

    def submission(self, attempt_id: str) -> tuple[int, bytes, str]:
        return 200, self._hub.submissions[attempt_id], "application/zip"

    def page(self, attempt_id: str, notebook: str) -> tuple[int, bytes, str]:
        return 200, self._hub.feedback[attempt_id][notebook].encode(), "text/html"

    def put_release(self, course: str, assignment: str) -> tuple[int, bytes, str]:
        self._for_staff()
        if (course, assignment) in self._hub.releases and "force" not in self.query:
            raise Refused(409, f"{assignment} is released already.")
        files: dict[str, dict[str, bytes]] = defaultdict(dict)
        for path, content in unpack(self.body, RELEASE).items():
            top, _, rest = path.partition("/")
            files[top][rest] = content
        self._hub.releases[course, assignment] = files
        return self.json(self._offer(course, assignment), 201)

    def withdraw(self, course: str, assignment: str) -> tuple[int, bytes, str]:
        self._for_staff()
        self._released(course, assignment)
        del self._hub.releases[course, assignment]
        return self.json({})

    def put_feedback(self, course: str, assignment: str) -> tuple[int, bytes, str]:
        self._for_staff()
        self._hub.feedback_orders.append(json.loads(self.body)["student"])
        return self.json({"released": 1})


_OF = "courses/([^/]+)/assignments/([^/]+)"
_ROUTES: tuple[tuple[str, str, Callable[..., tuple[int, bytes, str]]], ...] = (
    ("GET", "user", _Handler.user),
    ("GET", "courses/([^/]+)/assignments", _Handler.assignments),
    ("GET", f"{_OF}/release.zip", _Handler.fetch),
    ("POST", f"{_OF}/attempts", _Handler.submit),
    ("GET", f"{_OF}/attempts", _Handler.list_attempts),
    ("GET", f"{_OF}/latest.json", _Handler.latest),
    ("GET", "attempts/([^/]+)/submission.zip", _Handler.submission),
    ("GET", r"attempts/([^/]+)/feedback/([^/]+)\.html", _Handler.page),
    ("PUT", f"{_OF}/release", _Handler.put_release),
    ("DELETE", f"{_OF}/release", _Handler.withdraw),
    ("PUT", f"{_OF}/feedback", _Handler.put_feedback),
)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, hub: FakeHub) -> None:
        self.hub = hub
        super().__init__(("127.0.0.1", 0), _Handler)


@contextmanager
def running() -> Iterator[FakeHub]:
    """Run a service for as long as it is needed."""
    hub = FakeHub()
    server = _Server(hub)
    hub.url = f"http://127.0.0.1:{server.server_address[1]}{PREFIX}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
