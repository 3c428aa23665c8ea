"""The routes for whoever runs the service."""

from prometheus_client import CONTENT_TYPE_LATEST
from tornado.web import HTTPError, StaticFileHandler

from autograder.hub.web import pages
from autograder.hub.web.handler import Handler


class Health(Handler):
    """Tell whether the service works; nothing of any person is in it."""

    async def get(self) -> None:
        """Answer 200 when the database answers, 503 when it does not."""
        healthy = await self.blocking(self.site.service.store.healthy)
        facts = {
            "status": "ok" if healthy else "database",
            "waiting": self.site.dispatcher.depth,
            "running": self.site.dispatcher.busy,
        }
        self.write_json(facts, 200 if healthy else 503)


class Metrics(Handler):
    """Tell Prometheus how things stand."""

    def get(self) -> None:
        """Answer in its format."""
        self.set_header("Content-Type", CONTENT_TYPE_LATEST)
        self.finish(self.site.metrics.page())


class StaticFiles(StaticFileHandler):
    """Give the pages' style sheet and script; there is nothing of any person in them."""

    def set_default_headers(self) -> None:
        """Say what a browser may do with any answer, as other routes do."""
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Content-Security-Policy", pages.CSP)
        self.clear_header("Server")

    @classmethod
    def get_absolute_path(cls, root: str, path: str) -> str:
        """Return where a file lies; raises HTTPError for a name that no file can have."""
        if "\0" in path:
            raise HTTPError(404)
        return super().get_absolute_path(root, path)
