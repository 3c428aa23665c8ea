"""A real JupyterHub, real servers of users, nbgrader's own extension: from release to feedback.

Without a browser here: what the extension's buttons ask for is asked for directly. In the browser,
with pictures, `make prove` does the same.
"""

import json
import time
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from hub_browser import Visitor, browsing, solve, visitor
from hub_course import COURSE, MESSAGE, NAME, NOTEBOOK, RIGHT, WRONG, said, write_course
from left_behind import wait_for_none

from autograder.hub.model import Role
from autograder.hub.site import Server, Site

USERS = {"ann": Role.STUDENT, "bob": Role.STUDENT, "ivy": Role.INSTRUCTOR}
FOUND = f"{NAME}/{NOTEBOOK}.ipynb"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    root = tmp_path_factory.mktemp("whole")
    course = write_course(root / "course")
    made = Site(root / "site", USERS, COURSE, course.root, settings={"slots": 1})
    with made:
        done = made.run_as("ivy", "nbgrader", "release_assignment", NAME, folder=course.root)
        assert done.returncode == 0, done.stderr
        yield made
    # Nobody who logged in is left, nor the proxy, nor a grading process.
    assert not wait_for_none(f"HOME={made.layout.hub}", 20)


def press(server: Server, button: str) -> dict[str, Any]:
    """Ask what a button of the extension asks."""
    query = urlencode({"course_id": COURSE, "assignment_id": NAME})
    return ask(f"{server.address}assignments/{button}?{query}", server.token, "POST")


def listed(server: Server) -> list[dict[str, Any]]:
    found = ask(f"{server.address}assignments?{urlencode({'course_id': COURSE})}", server.token)
    assert found["success"], found["value"]
    assert isinstance(found["value"], list)
    return found["value"]


def ask(address: str, token: str, method: str = "GET") -> Any:
    request = urllib.request.Request(  # noqa: S310  # our own address
        address, headers={"Authorization": f"token {token}"}, method=method
    )
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        return json.loads(answer.read())


def text(address: str, token: str) -> str:
    request = urllib.request.Request(address, headers={"Authorization": f"token {token}"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        return said(answer.read().decode())


def until(holds: Callable[[], Any], seconds: float = 60) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return found


def test_fetch_submit_score_and_feedback_by_nbgraders_own_extension(site: Site) -> None:
    ann = site.start_server("ann")
    assert [(each["assignment_id"], each["status"]) for each in listed(ann)] == [(NAME, "released")]
    assert press(ann, "fetch")["success"]
    solve(ann, FOUND, {"slope": WRONG})
    assert press(ann, "submit")["success"]
    solve(ann, FOUND, {"slope": RIGHT})
    assert press(ann, "submit")["success"]

    def submitted() -> list[dict[str, Any]]:
        (found,) = [each for each in listed(ann) if each["status"] == "submitted"]
        return list(found["submissions"])

    assert len(submitted()) == 2
    until(lambda: all(each["has_exchange_feedback"] for each in submitted()))
    assert press(ann, "fetch_feedback")["success"]
    kept = sorted((site.layout.home("ann") / NAME / "feedback").glob(f"*/{NOTEBOOK}.html"))
    assert [MESSAGE in page.read_text() for page in kept] == [True, False]

    page = f"{site.service_url}courses/{COURSE}/{NAME}"
    assert "2 of 2" in text(page, ann.token)
    ivy = site.token_for("ivy", ["custom:autograder:learn", "custom:autograder:teach"])
    assert "2 of 2" in text(page, ivy)
    bob = site.token_for("bob", ["custom:autograder:learn"])
    assert "of 2" not in text(page, bob)


def test_collect_brings_the_newest_attempt_to_the_instructor(site: Site) -> None:
    done = site.run_as("ivy", "nbgrader", "collect", NAME, folder=site.layout.home("ivy"))
    assert done.returncode == 0, done.stderr


@pytest.mark.prove
def test_the_same_in_a_browser_with_pictures(site: Site) -> None:
    with browsing() as browser:
        with visitor(browser, site, "bob") as bob:
            bob.log_in()
            bob.open_lab()
            assignments = bob.open_assignments()
            bob.picture("1-released")
            assignments.fetch(NAME)
            solve(site.start_server("bob"), FOUND, {"slope": RIGHT})
            assignments.submit(NAME)
            bob.picture("2-submitted")
            see_the_score_come(bob)
            bob.open_lab()
            again = bob.open_assignments()
            again.wait_for_feedback(NAME)
            again.fetch_feedback(NAME)
            bob.picture("4-feedback-fetched")
        with visitor(browser, site, "ivy") as ivy:
            ivy.log_in(f"services/autograder/courses/{COURSE}/{NAME}")
            ivy.page.wait_for_selector("table")
            assert "bob" in ivy.page.inner_text("table")
            ivy.picture("5-class")


def see_the_score_come(student: Visitor) -> None:
    """Open the page before another attempt is made: its score comes without a reload."""
    student.open_service(f"courses/{COURSE}/{NAME}")
    student.page.wait_for_selector("text=of 2")
    student.page.evaluate("window.neverReloaded = true")
    solve(student.site.start_server("bob"), FOUND, {"slope": WRONG})
    assert press(student.site.start_server("bob"), "submit")["success"]
    student.page.wait_for_selector("text=number 2")
    student.page.wait_for_selector("text=0 of 2")
    assert student.page.evaluate("window.neverReloaded")
    student.picture("3-score-came")
