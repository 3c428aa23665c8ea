"""A small web server with pages of the service, their static files, policies and events."""

import mimetypes
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from hub_views import BASE, XSRF

from autograder.hub.web import pages
from autograder.hub.web.addresses import STATIC

mimetypes.add_type("text/javascript", ".js")


class PagesServer(ThreadingHTTPServer):
    """Serve what it was given, count who asks for what, and keep streams of events open."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, tuple[bytes, str]] = {}
        self.asked: Counter[str] = Counter()
        self.has_events = True
        self.told = threading.Condition()
        self.events = 0
        self.listeners = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def show(self, name: str, view: pages.Shown) -> str:
        """Serve a view from now on, and return its address."""
        html = pages.render(view, base=BASE, xsrf=XSRF, hub=f"{BASE}hub")
        return self.serve(name, html, pages.CSP)

    def serve(self, name: str, html: str, policy: str) -> str:
        """Serve a page under a policy, and return its address."""
        self.answers[f"{BASE}{name}"] = html.encode(), policy
        return f"{self.address}{BASE}{name}"

    def tell(self, times: int = 1) -> None:
        """Send events to every page that listens."""
        with self.told:
            self.events += times
            self.told.notify_all()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that went away."""


class _Handler(BaseHTTPRequestHandler):
    server: PagesServer

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.server.asked[path] += 1
        if path.startswith(f"{BASE}events/"):
            self._stream() if self.server.has_events else self.send_error(503)
        elif path.startswith(f"{BASE}static/"):
            file = STATIC / path.rpartition("/")[2]
            self._answer(file.read_bytes(), mimetypes.guess_type(file.name)[0] or "")
        elif path in self.server.answers:
            body, policy = self.server.answers[path]
            self._answer(body, "text/html; charset=utf-8", policy)
        else:
            self.send_error(404)

    def _answer(self, body: bytes, kind: str, policy: str = "") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("X-Content-Type-Options", "nosniff")
        if policy:
            self.send_header("Content-Security-Policy", policy)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.wfile.write(b": hello\n\n")
        seen = self.server.events
        self.server.listeners += 1
        try:
            while True:
                with self.server.told:
                    self.server.told.wait(timeout=0.2)
                    new, seen = self.server.events - seen, self.server.events
                # Without an event, a comment: it fails when the browser has gone.
                self.wfile.write(b'data: {"state": "graded"}\n\n' * new or b": still here\n\n")
        finally:
            self.server.listeners -= 1

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[PagesServer]:
    """Run a server in a thread."""
    with PagesServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
