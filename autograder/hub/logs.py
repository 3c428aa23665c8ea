"""What the service logs: a line of JSON for each event, and nothing of what students hand in."""

import json
import logging
from datetime import UTC, datetime

from tornado.httputil import HTTPServerRequest
from tornado.web import HTTPError, RequestHandler

from autograder.hub.metrics import Metrics
from autograder.plain_text import plain

_access = logging.getLogger("autograder.hub.access")
_errors = logging.getLogger("autograder.hub.errors")


class JsonLines(logging.Formatter):
    """Write a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; a traceback is one of its values."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": plain(record.getMessage()),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line)


def begin(level: int | str, application: logging.Logger) -> None:
    """Log to standard error from this level on; the application's own logger too."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # traitlets lets everything through, to a handler of its own that writes no JSON.
    application.handlers.clear()
    application.setLevel(logging.NOTSET)
    application.propagate = True


def log_error(request: HTTPServerRequest, error: BaseException) -> None:
    """Log why a request was refused, or failed, without its query; tornado's own words have it."""
    if isinstance(error, HTTPError) and error.status_code < 500:
        _errors.warning("%s %s: %s", request.method, request.path, error)
    else:
        _errors.error("%s %s failed", request.method, request.path, exc_info=error)


def log_request(metrics: Metrics, handler: RequestHandler) -> None:
    """Count and log an answer: the path without the query, in which tokens may stand."""
    request = handler.request
    facts = {
        "method": request.method,
        "path": request.path,
        "status": handler.get_status(),
        "milliseconds": round(1000 * request.request_time(), 1),
    }
    metrics.answered(request.method or "", handler.get_status(), request.request_time())
    level = logging.INFO if handler.get_status() < 500 else logging.ERROR
    _access.log(level, "request", extra={"facts": facts})
