"""Who handed in nothing: what the hub says of a course's students, and a hub that does not say."""

import asyncio
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hub_course import (
    COURSE,
    NAME,
    RIGHT,
    Running,
    StandIn,
    handed_in,
    said,
    service,
    stand_in,
    write_course,
)

from autograder.hub.web import roster
from autograder.hub.web.access import Groups
from autograder.hub.web.roster import Roster

HOSTILE = "<script>alert(1)</script>"


@dataclass
class Hub:
    """Answer for groups as the hub's API does, in whichever way a test wants."""

    url: str = ""
    status: int = 200
    body: str = "{}"
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def has(self, *users: str) -> None:
        self.status, self.body = 200, json.dumps({"name": "group", "users": users})


@pytest.fixture
def hub() -> Iterator[Hub]:
    found = Hub()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append((self.path, self.headers["Authorization"]))
            self.send_response(found.status)
            self.send_header("Location", f"{found.url}/elsewhere")
            self.end_headers()
            self.wfile.write(found.body.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_address[1]}/hub/api"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


def asking(hub: Hub, **settings: object) -> StandIn:
    auth = stand_in()
    auth.api_url = hub.url
    for name, value in settings.items():
        setattr(auth, name, value)
    return auth


def students(found: Roster) -> tuple[str, ...] | None:
    return asyncio.run(found.students(COURSE))


# ---- what the hub answers


def test_the_students_are_the_members_of_their_group(hub: Hub) -> None:
    hub.has("bob", "ann")
    assert students(Roster(asking(hub), Groups(student="of/{course}"))) == ("ann", "bob")
    assert hub.asked == [(f"/hub/api/groups/of%2F{COURSE}", "token no-token")]


@pytest.mark.parametrize("status", [403, 404])
def test_a_hub_that_refuses_is_not_asked_again_at_once(hub: Hub, status: int) -> None:
    hub.status = status
    found = Roster(asking(hub), Groups())
    assert students(found) is students(found) is None
    assert len(hub.asked) == 1


BROKEN = [
    (200, "no JSON"),
    (200, "[]"),
    (200, '{"name": "nbgrader-stars101"}'),
    (200, '{"users": "ann"}'),
    (302, "{}"),
    (500, "{}"),
]


@pytest.mark.parametrize(("status", "body"), BROKEN)
def test_what_is_no_answer_is_not_taken_for_an_empty_class(
    hub: Hub, status: int, body: str
) -> None:
    hub.status, hub.body = status, body
    assert students(Roster(asking(hub), Groups())) is None
    # Nor is the token sent to wherever the answer says.
    assert len(hub.asked) == 1


def test_what_is_no_name_is_left_out(hub: Hub) -> None:
    hub.body = json.dumps({"users": ["ann", 7, None, ["bob"], "ann"]})
    assert students(Roster(asking(hub), Groups())) == ("ann",)


def test_a_hub_that_is_away_is_asked_again_soon(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster, "AWAY_SECONDS", 0.0)
    there = asking(hub)
    away, there.api_url = there.api_url, "http://127.0.0.1:1/hub/api"
    found = Roster(there, Groups())
    assert students(found) is None
    there.api_url = away
    hub.has("ann")
    assert students(found) == ("ann",)


def test_an_answer_is_kept_as_long_as_who_somebody_is(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(roster, "monotonic", lambda: now)
    found = Roster(asking(hub, cache_max_age=60), Groups())
    hub.has("ann")
    assert students(found) == ("ann",)
    hub.has("ann", "bob")
    now += 59
    assert students(found) == ("ann",)
    now += 2
    assert students(found) == ("ann", "bob")


# ---- the page of a class


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = tmp_path_factory.mktemp("roster")
    course = write_course(root / "course")
    with service(course, root / "data", slots=1) as found:
        # What is handed in here need not be graded.
        found.site.dispatcher.submit = lambda attempt, accept=False: None
        found.site.service.release_from_folder(COURSE, NAME, "ines")
        assert found.client("ann").hand_in(handed_in(course, RIGHT)).status_code == 201
        yield found


def class_page(running: Running, hub: Hub, show: str = "") -> str:
    """Return the page of the class as the grader sees it, the hub being asked anew."""
    running.site.roster._kept.clear()
    running.site.hub_auth.api_url = hub.url
    page = running.client("grace").get(f"courses/{COURSE}/{NAME}", params={"show": show})
    assert page.status_code == 200
    return page.text


def test_who_handed_in_nothing_is_listed_and_counted(running: Running, hub: Hub) -> None:
    hub.has("ann", "bob", HOSTILE)
    page = class_page(running, hub)
    assert said(page).count("Nothing handed in") == 4  # two rows, the total, the filter
    assert "<dt>Nothing handed in</dt><dd>2</dd>" in page
    assert HOSTILE not in page
    assert HOSTILE in said(page)
    assert "not listed" not in said(page)
    # There is nothing to see of them.
    assert f'href="/services/autograder/courses/{COURSE}/{NAME}/students/ann"' in page
    assert f"/{NAME}/students/bob" not in page


def test_the_filter_shows_who_handed_in_nothing_alone(running: Running, hub: Hub) -> None:
    hub.has("ann", "bob")
    page = class_page(running, hub, "nothing")
    assert "<bdi>bob</bdi>" in page
    assert "<bdi>ann</bdi>" not in page


def test_who_left_the_class_stays_listed_with_what_was_handed_in(
    running: Running, hub: Hub
) -> None:
    hub.has("bob")
    page = class_page(running, hub)
    assert "<bdi>ann</bdi>" in page
    assert re.search(r'href="/services/autograder/attempts/[^"]+">1</a>', page)


def test_without_the_right_the_page_says_whom_it_does_not_list(running: Running, hub: Hub) -> None:
    hub.status = 403
    page = class_page(running, hub)
    assert "<bdi>ann</bdi>" in page
    assert "<bdi>bob</bdi>" not in page
    assert "Students who handed in nothing are not listed" in said(page)
    # No filter that would count them.
    assert "Nothing handed in" not in said(page)
