"""People in front of a hub: a headless browser that logs in, and presses nbgrader's buttons.

Every wait is for something that is to be seen; nothing sleeps for a fixed time.
"""

import json
import os
import shutil
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect, sync_playwright

from autograder.hub.site import Server, Site

# Headless and alone: nothing is looked up or fetched from outside.
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A server starts, and JupyterLab loads, while a submission is graded on the same two cores.
LONGEST_MS = 120_000

FETCH, SUBMIT, FETCH_FEEDBACK = "Fetch", "Submit", "Fetch Feedback"
RELEASED, FETCHED, SUBMITTED = (
    "#released_assignments_list",
    "#fetched_assignments_list",
    "#submitted_assignments_list",
)
TO_FETCH = "feedback available to fetch"
TO_SEE = "view feedback"


@contextmanager
def browsing() -> Iterator[Browser]:
    """Start Debian's Chromium, or playwright's own where there is none."""
    expect.set_options(timeout=LONGEST_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM_OPTIONS
        )
        yield browser
        browser.close()


@dataclass(frozen=True)
class Visitor:
    """Hold one user at a browser of their own: no cookie is shared with another's."""

    site: Site
    name: str
    page: Page

    def log_in(self, address: str = "") -> None:
        """Go to an address of the site, through the hub's login form."""
        self.page.goto(self.site.url + address)
        self.page.fill("#username_input", self.name)
        self.page.fill("#password_input", self.site.passwords[self.name])
        self.page.click("#login_submit")

    def open_lab(self) -> None:
        """Open JupyterLab in the user's server, which starts unless it runs; needs the login."""
        self.page.goto(f"{self.site.url}hub/spawn/{self.name}")
        self.page.wait_for_url(f"**/user/{self.name}/lab**")
        # A second visit finds what was open at the first.
        self.page.wait_for_selector("#jp-main-dock-panel .lm-TabBar-tab")

    def open_assignments(self) -> "AssignmentList":
        """Open nbgrader's list by its menu, and wait until it is loaded."""
        self._nbgrader_menu("Assignment List")
        found = AssignmentList(self.page)
        found.wait()
        return found

    def open_formgrader(self) -> FrameLocator:
        """Open the formgrader by nbgrader's menu, and return its frame; for staff."""
        self._nbgrader_menu("Formgrader")
        frame = self.page.frame_locator("#formgrader-iframe iframe")
        expect(frame.locator(".page-header, h1").first).to_be_visible()
        return frame

    def nbgrader_menu(self) -> list[str]:
        """Return what nbgrader's menu offers this user."""
        self.page.locator(".lm-MenuBar-itemLabel", has_text="Nbgrader").click()
        labels = self.page.locator(".lm-Menu-itemLabel").all_inner_texts()
        self.page.keyboard.press("Escape")
        return [label for label in labels if label]

    def _nbgrader_menu(self, label: str) -> None:
        self.page.locator(".lm-MenuBar-itemLabel", has_text="Nbgrader").click()
        self.page.locator(".lm-Menu-itemLabel").get_by_text(label, exact=True).click()

    def open_service(self, path: str = "") -> None:
        """Open a page of the service; whoever has logged in at the hub is not asked again."""
        self.page.goto(self.site.service_url + path)

    def picture(self, name: str) -> None:
        """Keep a picture, for who looks: ``PICTURES`` in the environment is the folder."""
        if folder := os.environ.get("PICTURES"):
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@dataclass(frozen=True)
class AssignmentList:
    """Hold nbgrader's list of assignments in JupyterLab."""

    page: Page

    def wait(self) -> None:
        """Wait until all three parts are loaded; fails when the list shows an error."""
        for part in (RELEASED, FETCHED, SUBMITTED):
            expect(self.page.locator(f"{part}_loading")).to_be_hidden()
        expect(self.page.locator("#course_list_default")).not_to_have_text("")
        for part in (RELEASED, FETCHED, SUBMITTED):
            expect(self.page.locator(f"{part}_error")).to_be_hidden()

    def refresh(self) -> None:
        """Press the button that loads the list again."""
        with self.page.expect_response(lambda answer: "/assignments?course_id=" in answer.url):
            self.page.click("#refresh_assignments_list")
        self.wait()

    def row(self, part: str, assignment: str) -> Locator:
        """Return an assignment's row in one part of the list."""
        name = self.page.locator(".item_name").get_by_text(assignment, exact=True)
        return self.page.locator(f"{part} > .list_item").filter(has=name)

    def fetch(self, assignment: str) -> None:
        """Press Fetch, and wait until the assignment is among the downloaded ones."""
        self._press(RELEASED, assignment, FETCH)
        expect(self.row(FETCHED, assignment)).to_be_visible()

    def submit(self, assignment: str) -> None:
        """Press Submit, and wait until there is one attempt more."""
        before = self.attempts(assignment).count()
        self._press(FETCHED, assignment, SUBMIT)
        expect(self.attempts(assignment)).to_have_count(before + 1)

    def attempts(self, assignment: str) -> Locator:
        """Return the rows of the attempts at an assignment: a time, and a word on feedback."""
        return self.row(SUBMITTED, assignment).locator(".nested_list_item .item_name")

    def fetch_feedback(self, assignment: str) -> None:
        """Press Fetch Feedback, and wait until some can be looked at."""
        self._press(SUBMITTED, assignment, FETCH_FEEDBACK)
        expect(self.attempts(assignment).filter(has_text=TO_SEE).first).to_be_visible()

    def wait_for_feedback(self, assignment: str, seconds: float = 120) -> None:
        """Load the list again until there is feedback to be fetched."""
        self._again_until(lambda: self.attempts(assignment).filter(has_text=TO_FETCH), seconds)

    def _again_until(self, found: Any, seconds: float) -> None:
        for _ in range(int(seconds)):
            if found().count():
                return
            self.page.wait_for_timeout(1000)
            self.refresh()
        raise AssertionError(f"nothing came within {seconds} seconds")

    def _press(self, part: str, assignment: str, button: str) -> None:
        place = self.row(part, assignment).locator("> .col-md-12 > .item_status button")
        place.get_by_text(button, exact=True).click()


@contextmanager
def visitor(browser: Browser, site: Site, name: str) -> Iterator[Visitor]:
    """Let a user sit down at a browser with no cookies; a failure leaves a picture behind."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    page = context.new_page()
    page.set_default_timeout(LONGEST_MS)
    found = Visitor(site, name, page)
    try:
        yield found
    except BaseException:
        found.picture(f"failure-{name}")
        raise
    finally:
        context.close()


# ---- the user's files, by the server's own API


def read_notebook(server: Server, path: str) -> dict[str, Any]:
    """Return a notebook of the user's."""
    found: dict[str, Any] = _contents(server, path)["content"]
    return found


def save_notebook(server: Server, path: str, notebook: dict[str, Any]) -> None:
    """Save a notebook as JupyterLab does."""
    _contents(server, path, "PUT", {"type": "notebook", "format": "json", "content": notebook})


def solve(server: Server, path: str, sources: dict[str, str]) -> None:
    """Write sources into cells of a user's notebook; KeyError when it lacks such a cell."""
    notebook = read_notebook(server, path)
    cells = {
        each["metadata"].get("nbgrader", {}).get("grade_id"): each for each in notebook["cells"]
    }
    for grade_id, source in sources.items():
        cells[grade_id]["source"] = source
    save_notebook(server, path, notebook)


def _contents(server: Server, path: str, method: str = "GET", body: Any = None) -> Any:
    request = urllib.request.Request(  # noqa: S310  # our own address
        f"{server.address}api/contents/{quote(path)}",
        data=json.dumps(body).encode() if body else None,
        headers={"Authorization": f"token {server.token}", "Content-Type": "application/json"},
        method=method,
    )
    with urllib.request.urlopen(request, timeout=LONGEST_MS / 1000) as answer:  # noqa: S310
        return json.loads(answer.read())
