"""The one place where a user's server talks HTTP with the service.

What the token opens is the user's own: it goes to the configured address and nowhere else, is not
logged, and no redirect is followed with it. What did not get through is sent again for a few
seconds; an attempt is then still one attempt, because the service knows the same bytes again.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import quote, urlsplit

import requests

from autograder.errors import AutograderError, OperatorError
from autograder.intake import names

RESEND_SECONDS = 8.0
"""How long after the first try another one begins; the service knows the same bytes for 10."""
PAUSE_SECONDS = (0.3, 0.7, 1.5, 3.0)
JSON_BYTES = 32 * 2**20
"""What an answer may hold that is no file: all attempts of a large class."""
_CONNECT_SECONDS = 5.0
_CHUNK_BYTES = 2**16
_MESSAGE_CHARACTERS = 2_000
# What a proxy says while the service behind it starts or stops.
_NOT_THERE = (502, 503, 504)
_REDIRECTS = range(300, 400)


class ServiceRefused(AutograderError):
    """Say why the service did not do what it was asked, by its own words and HTTP ``status``."""

    def __init__(self, status: int, code: str, message: str) -> None:
        """Keep the status beside the words."""
        super().__init__(code, message)
        self.status = status


class ServiceUnreachable(OperatorError):
    """Say that no answer came: whether the service got what was sent is not known."""


@dataclass(frozen=True)
class Asking:
    """Hold one request: ``path`` below the service's address, with names still unquoted."""

    method: str
    path: tuple[str, ...]
    query: Mapping[str, str] | None = None
    content: bytes | None = None
    content_type: str = ""
    most_bytes: int = JSON_BYTES


@dataclass(frozen=True)
class _Answer:
    status: int
    reason: str
    location: str
    content: bytes


class _Token(requests.auth.AuthBase):
    """Sign requests; without this, requests would look for a password in the user's netrc."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"token {self._token}"
        return request


class Client:
    """Ask one service as one user."""

    def __init__(
        self,
        url: str,
        token: str,
        timeout_seconds: float,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """Take the service's address; nothing is asked yet."""
        self._url, self._timeout_seconds, self._pause = url.rstrip("/"), timeout_seconds, pause
        self._session = requests.Session()
        self._session.auth = _Token(token)
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        self.service_time: datetime | None = None
        """The service's clock, to the second, when it last answered."""

    def read(self, *path: str, query: Mapping[str, str] | None = None) -> Any:
        """Return the JSON that lies at a path; raises as `ask` does."""
        return _json(self.ask(Asking("GET", path, query)))

    def download(self, *path: str, most_bytes: int) -> bytes:
        """Return the file that lies at a path, whole; raises as `ask` does."""
        return self.ask(Asking("GET", path, most_bytes=most_bytes))

    def send(
        self, method: str, *path: str, archive: bytes, query: Mapping[str, str] | None = None
    ) -> Any:
        """Send a zip, and return the JSON of the answer; raises as `ask` does."""
        return _json(self.ask(Asking(method, path, query, archive, "application/zip")))

    def order(self, method: str, *path: str, body: object = None) -> Any:
        """Send JSON, or nothing, and return that of the answer; raises as `ask` does."""
        content = None if body is None else json.dumps(body).encode()
        return _json(self.ask(Asking(method, path, None, content, "application/json")))

    def ask(self, asking: Asking) -> bytes:
        """Return what the service answers.

        Raises ServiceRefused with the service's own words, ServiceUnreachable when no answer came
        in time, OperatorError when the address is not that of a service.
        """
        answer = self._answer(asking)
        if 200 <= answer.status < 300:
            return answer.content
        raise self._refusal(answer)

    def _answer(self, asking: Asking) -> _Answer:
        """Return an answer of the service's own, after as many tries as there is time for."""
        end = time.monotonic() + RESEND_SECONDS
        for pause_seconds in (*PAUSE_SECONDS, None):
            answer = self._try(asking)
            if answer is not None and answer.status not in _NOT_THERE:
                return answer
            if pause_seconds is None or time.monotonic() + pause_seconds > end:
                break
            self._pause(pause_seconds)
        said = "" if answer is None else f" (the last answer was {_status(answer)})"
        raise ServiceUnreachable(
            "service-unreachable",
            f"the autograder's service at {self._where} does not answer{said}. Try again in a "
            "minute; if it stays so, tell those who run the hub",
        )

    def _try(self, asking: Asking) -> _Answer | None:
        """Return what is answered, or None when nothing came or it broke off."""
        try:
            with self._sent(asking) as response:
                self._look_at_clock(response)
                content = self._content(response, asking.most_bytes)
                location = response.headers.get("Location", "")
                return _Answer(response.status_code, response.reason or "", location, content)
        except requests.exceptions.SSLError:
            raise OperatorError(
                "service-certificate",
                f"the certificate of {self._where} is not trusted here: those who run the hub "
                "must mend it, or set REQUESTS_CA_BUNDLE",
            ) from None
        except (
            requests.ConnectionError,
            requests.Timeout,
            requests.exceptions.ChunkedEncodingError,
            requests.exceptions.ContentDecodingError,
        ):
            return None
        except (requests.RequestException, ValueError):
            raise self._no_service("it cannot be asked") from None

    def _sent(self, asking: Asking) -> requests.Response:
        path = "/".join(quote(each, safe="") for each in asking.path)
        return self._session.request(
            asking.method,
            f"{self._url}/{path}",
            params=asking.query,
            data=asking.content,
            headers={"Content-Type": asking.content_type} if asking.content_type else None,
            timeout=(min(_CONNECT_SECONDS, self._timeout_seconds), self._timeout_seconds),
            allow_redirects=False,
            stream=True,
        )

    def _look_at_clock(self, response: requests.Response) -> None:
        try:
            self.service_time = parsedate_to_datetime(response.headers["Date"]).astimezone(UTC)
        except (KeyError, ValueError):
            self.service_time = None

    def _content(self, response: requests.Response, most: int) -> bytes:
        content = bytearray()
        for chunk in response.iter_content(_CHUNK_BYTES):
            content += chunk
            if len(content) > most:
                raise OperatorError(
                    "service-answer-too-large",
                    f"the service at {self._where} answers with more than {most:,} bytes",
                )
        return bytes(content)

    def _refusal(self, answer: _Answer) -> AutograderError:
        if answer.status in _REDIRECTS:
            target = names.printable(answer.location)[:200]
            return self._no_service(f"it sends on to {target}, and a token is not sent on")
        code, message = _told(answer.content)
        if not message:
            # A proxy's page, or the hub's own.
            message = f"the service at {self._where} answers {_status(answer)}"
        return ServiceRefused(answer.status, code or f"http-{answer.status}", message)

    def _no_service(self, reason: str) -> OperatorError:
        return OperatorError(
            "service-address",
            f"c.HubExchange.service_url, or AUTOGRADER_HUB_URL, is not the address of an "
            f"autograder's service: {self._where}: {reason}",
        )

    @property
    def _where(self) -> str:
        """Return the address as it may be shown: without a password in it."""
        try:
            parts = urlsplit(self._url)
        except ValueError:
            return names.printable(self._url.rpartition("@")[2])
        host = parts.netloc.rpartition("@")[2]
        return names.printable(f"{parts.scheme}://{host}{parts.path}")


def _status(answer: _Answer) -> str:
    return f"{answer.status} {names.printable(answer.reason)}".strip()


def _told(content: bytes) -> tuple[str, str]:
    """Return the code and the message of an error, where the service itself speaks."""
    try:
        error = json.loads(content)["error"]
        code, message = str(error["code"]), str(error["message"])
    except (ValueError, LookupError, TypeError, RecursionError):
        return "", ""
    return code, names.printable(" ".join(message.split()))[:_MESSAGE_CHARACTERS]


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise OperatorError(
            "service-answer", "the service's answer is no JSON: is this the right address?"
        ) from None
