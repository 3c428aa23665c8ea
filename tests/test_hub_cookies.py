"""Who is signed in by a cookie acts only from the service's own pages, and no other site for them.

What a browser says of a request (``Sec-Fetch-...``) and what it keeps (``Set-Cookie``) is written
out here as browsers do it.
"""

import html.parser
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
import requests
from hub_course import (
    COURSE,
    NAME,
    NOTEBOOK,
    PREFIX,
    RIGHT,
    Running,
    handed_in,
    service,
    write_course,
)
from tornado.web import create_signed_value

from autograder.hub.model import Policy
from autograder.hub.web.routes import ROUTES, Route

TOKEN_COOKIE = "service-autograder"  # noqa: S105  # the name of a cookie
NAVIGATE = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "same-origin"}
FETCH = {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-origin"}
OTHER_SITE = {
    "a link": {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "cross-site"},
    "a picture": {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Site": "cross-site"},
    "a script": {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "cross-site"},
    "a page of the same host": {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-site"},
    "an old browser": {"Origin": "https://evil.example"},
}
FORM = f"courses/{COURSE}/{NAME}/release-feedback"


@dataclass
class Browser:
    """Ask as a browser does that is signed in as somebody, or as nobody, and keeps cookies."""

    running: Running
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, address: str, **kwargs: Any) -> requests.Response:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= kwargs.pop("headers", {})
        answer = self.running.client("").ask(method, address, headers=headers, **kwargs)
        for name, morsel in set_cookies(answer).items():
            self.cookies[name] = morsel.value
        return answer

    def get(self, address: str, **headers: str) -> requests.Response:
        return self.ask("GET", address, headers=NAVIGATE | headers)


def set_cookies(answer: requests.Response) -> SimpleCookie:
    found = SimpleCookie()
    for line in answer.raw.headers.getlist("Set-Cookie"):
        found.load(line)
    return found


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cookies")


@pytest.fixture(scope="module")
def running(root: Path) -> Iterator[Running]:
    course = write_course(root / "course")
    with service(course, root / "data") as found:
        # What is handed in here need not be graded.
        found.site.dispatcher.submit = lambda attempt, accept=False: None
        found.site.service.release_from_folder(COURSE, NAME, "ines")
        yield found


@pytest.fixture(scope="module")
def attempt_id(running: Running) -> str:
    told = running.client("ann").hand_in(handed_in(running.course, RIGHT)).json()
    return str(told["attempt_id"])


@pytest.fixture
def browsers(root: Path, running: Running) -> Any:
    """Return what signs somebody in, as the hub's login does in the end."""
    secret = (root / "data/cookie_secret").read_bytes()

    def signed_in(name: str) -> Browser:
        value = create_signed_value(secret, TOKEN_COOKIE, name).decode()
        return Browser(running, {TOKEN_COOKIE: value})

    return signed_in


@pytest.fixture
def ines(browsers: Any) -> Browser:
    return browsers("ines")


class Fields(html.parser.HTMLParser):
    """Find what the forms of a page send."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str | None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "input":
            self.found[str(told["name"])] = told["value"]
        if tag == "body":
            self.found["for scripts"] = told.get("data-xsrf")


def fields(answer: requests.Response) -> dict[str, str | None]:
    reader = Fields()
    reader.feed(answer.text)
    return reader.found


def state(running: Running, attempt_id: str) -> tuple[Any, ...]:
    """Return all that a request could change."""
    store = running.site.service.store
    attempt = store.attempt(attempt_id)
    return (
        store.last_change(),
        store.policy(COURSE, NAME),
        store.releases(COURSE),
        store.extensions(COURSE, NAME),
        attempt,
        store.feedback_released(attempt),
    )


def address(route: Route, attempt_id: str) -> str:
    return route.address.format(
        course=COURSE, assignment=NAME, attempt_id=attempt_id, student="ann", notebook=NOTEBOOK
    )


# ---- who is signed in


def test_a_page_is_shown_to_whom_the_cookie_names(browsers: Any) -> None:
    assert browsers("ann").get(f"courses/{COURSE}/{NAME}").status_code == 200
    assert browsers("mallory").get(f"courses/{COURSE}/{NAME}").status_code == 404
    assert browsers("stranger").get(f"courses/{COURSE}/{NAME}").status_code == 302


def test_a_cookie_that_the_service_did_not_sign_is_nobodys(root: Path, running: Running) -> None:
    secret = (root / "data/cookie_secret").read_bytes()
    right = create_signed_value(secret, TOKEN_COOKIE, "ines").decode()
    forged = [
        "ines",
        create_signed_value(b"another secret", TOKEN_COOKIE, "ines").decode(),
        create_signed_value(secret, "_xsrf", "ines").decode(),
        right[:-1] + ("0" if right[-1] != "0" else "1"),
        right.replace("2|1:0", "1|1:0"),
        create_signed_value(secret, TOKEN_COOKIE, "ines", clock=lambda: 0.0).decode(),
    ]
    for value in forged:
        assert Browser(running, {TOKEN_COOKIE: value}).get("").status_code == 302, value


def test_a_token_that_is_none_does_not_hide_who_the_cookie_names(ines: Browser) -> None:
    answer = ines.get("api/user", Authorization="token stranger")
    assert answer.json()["name"] == "ines"


# ---- forms


def test_a_form_is_taken_with_what_its_page_gave_and_with_nothing_else(
    ines: Browser, browsers: Any, running: Running, attempt_id: str
) -> None:
    ours = fields(ines.get(f"courses/{COURSE}/{NAME}/students/ann"))["for scripts"]
    theirs = fields(browsers("bob").get(f"courses/{COURSE}"))["for scripts"]
    assert ours and theirs and ours != theirs
    before = state(running, attempt_id)
    for sent in ({}, {"_xsrf": ""}, {"_xsrf": theirs}, {"_xsrf": ours[:-2]}, {"_xsrf": "é"}):
        refused = ines.ask("POST", FORM, data=sent, headers=NAVIGATE)
        assert refused.status_code == 403, sent
    assert state(running, attempt_id) == before
    taken = ines.ask("POST", FORM, data={"_xsrf": ours}, headers=NAVIGATE)
    assert taken.status_code == 303
    assert taken.headers["Location"] == f"{PREFIX}courses/{COURSE}/{NAME}"
    store = running.site.service.store
    assert store.feedback_released(store.attempt(attempt_id))


def test_the_forms_of_a_page_hold_what_the_service_asks_for(
    ines: Browser, running: Running, attempt_id: str
) -> None:
    found = fields(ines.get(f"courses/{COURSE}/{NAME}"))
    assert found["for scripts"]
    assert found.get("_xsrf", found["for scripts"]) == found["for scripts"]


def test_another_persons_cookie_for_forms_does_not_help(ines: Browser, browsers: Any) -> None:
    """Somebody who can put a cookie into a browser, from a page of the same host, gets nowhere."""
    bob = browsers("bob")
    theirs = fields(bob.get(f"courses/{COURSE}"))["for scripts"]
    assert theirs == bob.cookies["_xsrf"]
    ines.cookies["_xsrf"] = bob.cookies["_xsrf"]
    answer = ines.ask("POST", FORM, data={"_xsrf": theirs}, headers=NAVIGATE)
    assert answer.status_code == 403


# ---- other sites


@pytest.mark.parametrize("how", OTHER_SITE)
def test_no_other_site_changes_anything_in_somebodys_name(
    ines: Browser, running: Running, attempt_id: str, how: str
) -> None:
    ines.get("")
    before = state(running, attempt_id)
    kinds = ("application/x-www-form-urlencoded", "text/plain", "application/zip")
    for route in ROUTES:
        for method in route.access:
            if method == "GET":
                continue
            for kind in kinds:
                headers = OTHER_SITE[how] | {"Content-Type": kind}
                answer = ines.ask(method, address(route, attempt_id), data=b"{}", headers=headers)
                assert answer.status_code == 403, (method, route.address)
    assert state(running, attempt_id) == before


@pytest.mark.parametrize("how", OTHER_SITE)
def test_to_look_at_a_page_changes_nothing_wherever_the_link_stood(
    ines: Browser, running: Running, attempt_id: str, how: str
) -> None:
    before = state(running, attempt_id)
    for route in ROUTES:
        if "GET" in route.access and not route.address.startswith("events/"):
            ines.ask("GET", address(route, attempt_id), headers=OTHER_SITE[how])
    assert state(running, attempt_id) == before


@pytest.mark.parametrize("how", ["a picture", "a script", "a page of the same host"])
def test_no_other_site_reads_in_somebodys_name(
    ines: Browser, running: Running, attempt_id: str, how: str
) -> None:
    for route in ROUTES:
        if "GET" in route.access and route.address != "health":
            answer = ines.ask("GET", address(route, attempt_id), headers=OTHER_SITE[how])
            assert answer.status_code in (302, 403), route.address


def test_no_other_site_is_let_in_by_headers(ines: Browser, attempt_id: str) -> None:
    origin = {"Origin": "https://evil.example"}
    asking = origin | {"Access-Control-Request-Method": "PUT"}
    for route in ROUTES:
        if route.address.startswith("events/"):
            continue
        assert ines.ask("OPTIONS", address(route, attempt_id), headers=asking).status_code == 405
        answer = ines.ask("GET", address(route, attempt_id), headers=origin)
        assert not [name for name in answer.headers if name.startswith("Access-Control-")]


# ---- scripts of the service's own


def test_the_pages_script_reads_with_what_the_page_gave_it_and_not_without(ines: Browser) -> None:
    ours = fields(ines.get(f"courses/{COURSE}/{NAME}"))["for scripts"]
    for where in (f"courses/{COURSE}/{NAME}", "api/user"):
        for wrong in ({}, {"X-XSRFToken": "x"}, {"X-XSRFToken": str(ours)[:-1]}):
            assert ines.ask("GET", where, headers=FETCH | wrong).status_code in (302, 403)
        answer = ines.ask("GET", where, headers=FETCH | {"X-XSRFToken": ours})
        assert answer.status_code == 200


def test_the_stream_of_events_is_opened_with_what_the_page_gave_and_not_without(
    ines: Browser,
) -> None:
    ours = fields(ines.get(f"courses/{COURSE}"))["for scripts"]
    # Browsers let no script set a header of an EventSource.
    assert ines.ask("GET", f"events/{COURSE}", headers=FETCH).status_code == 403
    answer = ines.ask("GET", f"events/{COURSE}", params={"_xsrf": ours}, headers=FETCH, stream=True)
    with answer:
        assert answer.status_code == 200


def test_hub_js_sends_it() -> None:
    script = Path(__file__).parent.parent / "autograder/hub/web/static/hub.js"
    text = script.read_text()
    assert re.search(r'"X-XSRFToken": xsrf', text)
    assert re.search(r"_xsrf=\$\{encodeURIComponent\(xsrf\)\}", text)


# ---- what a browser keeps


def test_what_a_login_begins_with_is_kept_for_the_service_only(running: Running) -> None:
    nobody = Browser(running)
    answer = nobody.get(f"courses/{COURSE}")
    assert answer.status_code == 302
    (morsel,) = set_cookies(answer).values()
    assert morsel.key == f"{TOKEN_COOKIE}-oauth-state"
    assert (morsel["path"], morsel["domain"], morsel["httponly"]) == (PREFIX, "", True)
    assert int(morsel["max-age"]) <= 600


def test_what_forms_need_is_kept_for_the_service_only(ines: Browser) -> None:
    morsel = set_cookies(ines.get(""))["_xsrf"]
    assert (morsel["path"], morsel["domain"]) == (PREFIX, "")


def test_a_script_that_reads_a_page_is_given_no_cookie(ines: Browser) -> None:
    ours = fields(ines.get(f"courses/{COURSE}"))["for scripts"]
    again = ines.ask("GET", f"courses/{COURSE}", headers=FETCH | {"X-XSRFToken": ours})
    assert again.status_code == 200 and not set_cookies(again)


def test_a_login_that_nobody_began_here_signs_nobody_in(running: Running) -> None:
    """Else a link could sign somebody in as another, who then sees what they hand in."""
    stranger = Browser(running)
    for query in ("code=a", "code=a&state=b", "error=x", ""):
        answer = stranger.get(f"oauth_callback?{query}")
        assert answer.status_code in (400, 403), query
        assert TOKEN_COOKIE not in set_cookies(answer)


def test_a_token_in_an_address_signs_nobody_in(running: Running) -> None:
    answer = Browser(running).get("?token=ines")
    assert answer.status_code == 302
    assert TOKEN_COOKIE not in set_cookies(answer)
    assert running.site.service.store.policy(COURSE, NAME) == Policy()
