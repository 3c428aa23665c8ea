"""Every route by every method as everybody, from the table of routes: none is forgotten."""

import io
import itertools
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hub_course import (
    COURSE,
    HIDDEN,
    NAME,
    NOTEBOOK,
    PREFIX,
    RIGHT,
    SOLUTION,
    WRONG,
    Running,
    handed_in,
    service,
    write_course,
)

from autograder.hub.web.access import Access
from autograder.hub.web.routes import ROUTES, Route

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ANYBODY = frozenset(
    {"", "ann", "bob", "mallory", "grace", "ines", "nobody", "ines:learn", "ann:none", "stranger"}
    | {"olga"}
)
"""Tokens of ann, whose the attempt is; bob is in her course, mallory in another, grace grades,
ines teaches, olga reads metrics. ``ines:learn`` is one of ines for learning only, ``ann:none`` one
for nothing here.
"""
SIGNED_IN = ANYBODY - {"", "ann:none", "stranger"}
MEMBERS = SIGNED_IN - {"mallory", "nobody", "olga"}
STAFF = frozenset({"grace", "ines"})
LET_IN = {
    Access.PUBLIC: ANYBODY,
    Access.SIGNED_IN: SIGNED_IN,
    Access.MEMBER: MEMBERS,
    Access.OWNER: STAFF | {"ann"},
    Access.STAFF: STAFF,
    Access.INSTRUCTOR: frozenset({"ines"}),
    Access.OPERATOR: frozenset({"olga"}),
}
REFUSED = {302, 403, 404}


@dataclass(frozen=True)
class Filled:
    """A service with one graded attempt of ann's."""

    running: Running
    attempt_id: str

    def address(self, route: Route) -> str:
        return route.address.format(
            course=COURSE,
            assignment=NAME,
            attempt_id=self.attempt_id,
            student="ann",
            notebook=NOTEBOOK,
        )


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    root = tmp_path_factory.mktemp("routes")
    course = write_course(root / "course")
    with service(course, root / "data") as running:
        running.site.service.release_from_folder(COURSE, NAME, "ines")
        ann = running.client("ann")
        attempt_id = ann.hand_in(handed_in(course, RIGHT)).json()["attempt_id"]
        assert ann.finished(attempt_id)["state"] == "graded"
        yield Filled(running, attempt_id)


def unpacked(content: bytes) -> bytes:
    """Return what is in an archive, or the content itself."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def is_stream(route: Route) -> bool:
    return route.address.startswith("events/")


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.address or "home")
def test_a_route_lets_in_whom_its_table_says_and_nobody_else(filled: Filled, route: Route) -> None:
    # Another route's test may have withdrawn it.
    filled.running.site.service.release_from_folder(COURSE, NAME, "ines")
    for method, token in itertools.product(METHODS, sorted(ANYBODY)):
        body = None
        if (method, route.address.rpartition("/")[2]) == ("POST", "attempts"):
            body = handed_in(filled.running.course, WRONG)
        if is_stream(route) and method == "GET":
            answer = filled.running.client(token).get(filled.address(route), stream=True)
        else:
            answer = filled.running.client(token).ask(method, filled.address(route), data=body)
        answer.close()
        said = (method, token, answer.status_code)
        access = route.access.get(method)
        if access is None:
            assert answer.status_code == 405, said
        elif token in LET_IN[access]:
            assert answer.status_code not in REFUSED | {401, 405}, said
            assert answer.status_code < 500, said
        else:
            assert answer.status_code in REFUSED, said
            assert (
                answer.status_code != 302
                or "/hub/api/oauth2/authorize" in (answer.headers["Location"])
            ), said


def test_the_application_has_no_route_that_the_table_does_not(filled: Filled) -> None:
    from autograder.hub.server import application

    made = application(filled.running.site, b"secret")
    patterns = [
        rule.matcher.regex.pattern.removesuffix("$")
        for router in made.default_router.rules
        for rule in router.target.rules
    ]
    named = [f"{PREFIX}{route.pattern}/?" if route.address else PREFIX for route in ROUTES]
    assert patterns == [*named, f"{PREFIX}oauth_callback", f"{PREFIX}static/(.*)"]


@pytest.mark.parametrize("token", ["bob", "mallory", "nobody", "ines:learn"])
def test_an_attempt_of_another_is_as_if_it_were_not_there(filled: Filled, token: str) -> None:
    client = filled.running.client(token)
    for route in ROUTES:
        if "{attempt_id}" in route.address:
            there = client.get(filled.address(route))
            made_up = client.get(filled.address(route).replace(filled.attempt_id, "made-up"))
            assert (there.status_code, there.text) == (made_up.status_code, made_up.text)


def test_no_student_gets_a_solution_or_a_hidden_test_by_any_route(filled: Filled) -> None:
    for route, token in itertools.product(ROUTES, ("ann", "bob", "ines:learn")):
        if is_stream(route):
            continue
        content = unpacked(filled.running.client(token).get(filled.address(route)).content)
        assert HIDDEN.encode() not in content, route
        assert SOLUTION.encode() not in content, route
        if token != "ann":  # noqa: S105
            assert RIGHT.encode() not in content, route


def test_the_policy_of_every_answer_lets_nothing_in_from_elsewhere(filled: Filled) -> None:
    for route in ROUTES:
        if is_stream(route):
            continue
        answer = filled.running.client("ines").get(filled.address(route))
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; "), route
        assert "frame-ancestors 'none'" in policy, route
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_log_tells_of_failures_and_never_of_a_query(
    filled: Filled, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = filled.running.client("ann:none")
    for address in ("api/user", f"courses/{COURSE}", "oauth_callback", "nowhere"):
        answer = client.get(
            address, params={"token": "hush", "code": "hush", "state": "of-somebody"}
        )
        assert answer.status_code in (400, 403, 404)

    def broken(*_: object) -> None:
        raise RuntimeError("it broke here")

    monkeypatch.setattr(filled.running.site.service, "standings", broken)
    address = f"api/courses/{COURSE}/assignments"
    assert filled.running.client("ann").get(address, params={"token": "hush"}).status_code == 500
    assert f"GET {PREFIX}api/user: HTTP 403" in caplog.text
    assert f"GET {PREFIX}{address} failed" in caplog.text
    assert "it broke here" in caplog.text
    assert "hush" not in caplog.text
