"""The pages of the service in a browser: nothing acts, all is live, and everybody can read them."""

import os
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl

import hub_views
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from hub_browser import CHROMIUM_OPTIONS
from hub_pages_server import PagesServer, serving
from hub_views import ORDINARY, Names
from playwright.sync_api import Browser, Page, expect, sync_playwright

from autograder.feedback import render as feedback_page
from autograder.hub.model import Policy, State
from autograder.hub.web import class_rows
from autograder.hub.web.pages import FEEDBACK_CSP, Shown
from autograder.hub.web.views import Score, StudentPage
from autograder.notebook import Cell, Notebook

VIEWS = hub_views.views()
ATTACK = "\"'><script>window.won=1</script><img src=x onerror=window.won=1>Ä" + "W" * 200
TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"
WIDE = {"width": 1100, "height": 900}
NARROW = {"width": 360, "height": 740}
LOOKS = {"light": (WIDE, "light"), "dark": (WIDE, "dark"), "narrow": (NARROW, "light")}
# Every rule that it has; of each violation its name and the elements.
AXE = """axe.run(document, {resultTypes: ["violations"]}).then(
    (found) => found.violations.map(({id, nodes}) => [id, ...nodes.map((node) => node.html)]))"""

pytestmark = pytest.mark.prove


class Watched:
    """A page of a browser, and what it complained of."""

    def __init__(self, browser: Browser) -> None:
        self.page = browser.new_page(viewport=WIDE, timezone_id="Europe/Vienna")
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: dialog.dismiss())

    def open(self, address: str) -> Page:
        self.complaints.clear()
        self.page.goto(address, wait_until="load")
        return self.page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM_OPTIONS
        )
        yield found
        found.close()


@pytest.fixture(scope="module")
def watched(browser: Browser) -> Watched:
    return Watched(browser)


@pytest.fixture
def server() -> Iterator[PagesServer]:
    with serving() as found:
        yield found


def hostile(text: str) -> dict[str, Shown]:
    texts = dict.fromkeys(("course", "assignment", "title", "student", "teacher"), text)
    said = dict.fromkeys(("message", "note", "problem", "notice"), text)
    numbered = {"exercise": text + " {}", "grade_id": text + "-{}"}
    return hub_views.views(Names(**texts, **said, **numbered, notebooks=(text, f"{text}2")))


# ---- what a page does


def test_the_policy_is_in_force(watched: Watched, server: PagesServer) -> None:
    page = watched.open(server.show("page", VIEWS["error"]))
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<i style=color:red>x</i>')")
    assert "Content Security Policy" in watched.complaints[0]


def test_no_hostile_name_acts_or_widens_a_page(watched: Watched, server: PagesServer) -> None:
    watched.page.set_viewport_size(NARROW)
    found = {}
    for name, view in hostile(ATTACK).items():
        page = watched.open(server.show("page", view))
        found[name] = (list(watched.complaints), page.evaluate("typeof window.won"))
        found[name] += (page.evaluate(TOO_WIDE),)
        _picture(page, f"hostile-{name}-narrow")
    watched.page.set_viewport_size(WIDE)
    assert found == {name: ([], "undefined", False) for name in VIEWS}


def test_a_feedback_page_is_shown_in_its_looks_and_runs_nothing(
    watched: Watched, server: PagesServer
) -> None:
    result = hub_views.result()
    notebook = Notebook((Cell("code", "r = df.corr()"), Cell("markdown", "# Mine")))
    html = feedback_page(result, result.notebooks[0], notebook)
    honest = watched.open(server.serve("page", html, FEEDBACK_CSP))
    assert watched.complaints == []
    # The width that its style sheet gives, not the browser's own.
    assert honest.evaluate("getComputedStyle(document.body).maxWidth") == "832px"
    assert honest.evaluate("origin") == "null"
    script = "<script>window.won=1</script><img src=/x onerror=window.won=1>"
    forged = watched.open(server.serve("page", html.replace("<h1>", f"{script}<h1>"), FEEDBACK_CSP))
    assert forged.evaluate("typeof window.won") == "undefined"
    # The script, the image and the attribute.
    assert len(watched.complaints) >= 2
    assert server.asked["/x"] == 0


# ---- everybody can read it


@pytest.mark.parametrize("name", VIEWS)
def test_a_page_keeps_its_policy_and_axe_finds_nothing_in_light_dark_and_narrow(
    name: str, watched: Watched, server: PagesServer
) -> None:
    page = watched.open(server.show("page", VIEWS[name]))
    assert watched.complaints == []
    page.evaluate(AXE_SCRIPT)
    found = {}
    for looks, (size, scheme) in LOOKS.items():
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        _picture(page, f"{name}-{looks}")
        found[looks] = (page.evaluate(AXE), page.evaluate(TOO_WIDE))
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    assert found == {looks: ([], False) for looks in LOOKS}


def test_axe_would_find_what_is_wrong(watched: Watched, server: PagesServer) -> None:
    html = "<html><title>x</title><body><a href=/x></a><p style='color:#ccc'>pale</p></body></html>"
    page = watched.open(server.serve("page", html, ""))
    page.evaluate(AXE_SCRIPT)
    assert {"link-name", "color-contrast", "html-has-lang"} <= {
        rule for rule, *_ in page.evaluate(AXE)
    }


def test_the_first_key_skips_to_the_content(watched: Watched, server: PagesServer) -> None:
    page = watched.open(server.show("page", VIEWS["student"]))
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    box = skip.bounding_box()
    assert box is not None and box["width"] > 100
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_times_are_shown_in_the_reader_s_zone(watched: Watched, server: PagesServer) -> None:
    page = watched.open(server.show("page", VIEWS["student"]))
    due = page.locator(".dates time").first
    # 13:00 UTC on 25 November.
    expect(due).to_have_text("Wed 25 Nov 2026, 14:00 CET")
    expect(due).to_have_attribute("title", "Wed 25 Nov 2026, 13:00 UTC")
    received = page.locator("#state ~ dl time")
    expect(received).to_have_text("Thu 26 Nov 2026, 05:00:00 CET")


def test_all_stands_there_without_script(browser: Browser, server: PagesServer) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(server.show("page", VIEWS["student"]))
        expect(page.locator("#state")).to_contain_text("Waiting")
        expect(page.locator(".dates time").first).to_have_text("Wed 25 Nov 2026, 13:00 UTC")
        expect(page.locator("#stale")).to_be_hidden()


def test_on_paper_a_class_is_whole_and_without_buttons(
    watched: Watched, server: PagesServer
) -> None:
    page = watched.open(server.show("page", VIEWS["class"]))
    page.emulate_media(media="print")
    _picture(page, "class-paper")
    expect(page.locator("form")).to_be_hidden()
    expect(page.locator(".filters")).to_be_hidden()
    assert page.locator(".wide").evaluate("each => getComputedStyle(each).overflow") == "visible"
    page.emulate_media(media="screen")


# ---- times that are entered


def sent(page: Page, button: str) -> dict[str, str]:
    """Press a button, and return what the browser sends."""
    page.route("**/settings", lambda route: route.fulfill(status=204))
    with page.expect_request("**/settings") as found:
        page.get_by_role("button", name=button).click()
    page.unroute_all()
    return dict(parse_qsl(found.value.post_data or "", keep_blank_values=True))


def test_times_are_entered_in_the_reader_s_zone_and_sent_in_utc(
    watched: Watched, server: PagesServer
) -> None:
    page = watched.open(server.show("page", VIEWS["settings"]))
    due, hint = page.locator("#due"), page.locator("#due-hint")
    # 13:00 UTC on 25 November.
    assert due.input_value()[:16] == "2026-11-25T14:00"
    expect(hint).to_have_text("Wed 25 Nov 2026, 14:00 CET")
    expect(page.locator(".zone").first).to_have_text("in your zone, Europe/Vienna")
    told = sent(page, "Save the policy")
    assert (told["zone"], told["opens"]) == ("own", "")
    assert told["due"] == "2026-11-25T13:00:00.000Z"
    assert told["closes"] == "2026-11-28T13:00:00.000Z"
    due.fill("2026-07-01T12:00:30")
    expect(hint).to_have_text("Wed 1 Jul 2026, 12:00:30 CEST")
    assert sent(page, "Save the policy")["due"] == "2026-07-01T10:00:30.000Z"
    due.fill("")
    expect(hint).to_have_text("Empty: nothing is late.")
    assert sent(page, "Save the policy")["due"] == ""
    page.locator("#student").fill("ada")
    page.locator("#until").fill("2026-12-24T18:00")
    told = sent(page, "Give more time")
    assert (told["zone"], told["student"]) == ("own", "ada")
    assert told["until"] == "2026-12-24T17:00:00.000Z"
    assert watched.complaints == []


def test_where_the_clocks_change_no_time_is_another(watched: Watched, server: PagesServer) -> None:
    # It is 02:30 in Vienna for the second time.
    again = Policy(due=datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    page = watched.open(server.show("page", hub_views.settings_page(policy=again)))
    due, hint = page.locator("#due"), page.locator("#due-hint")
    expect(hint).to_have_text("Sun 25 Oct 2026, 02:30 CET")
    assert sent(page, "Save the policy")["due"] == "2026-10-25T01:30:00.000Z"
    due.fill("2026-10-25T02:31")
    expect(hint).to_contain_text("02:31 CEST. The clocks show this time twice; the first")
    assert sent(page, "Save the policy")["due"] == "2026-10-25T00:31:00.000Z"
    due.fill("2026-03-29T02:30")
    expect(hint).to_contain_text("There is no such time")
    assert due.evaluate("each => each.form.checkValidity()") is False
    due.fill("2026-03-29T03:30")
    assert sent(page, "Save the policy")["due"] == "2026-03-29T01:30:00.000Z"


@pytest.mark.parametrize(
    "zone", ["UTC", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Tokyo"]
)
def test_an_unchanged_time_is_the_same_in_every_zone(
    zone: str, browser: Browser, server: PagesServer
) -> None:
    policy = Policy(
        opens=datetime(2026, 4, 4, 15, 0, 1, tzinfo=UTC),
        due=datetime(2026, 7, 1, 23, 59, 59, tzinfo=UTC),
        closes=datetime(2027, 1, 1, tzinfo=UTC),
    )
    with browser.new_context(timezone_id=zone) as context:
        page = context.new_page()
        page.goto(server.show("page", hub_views.settings_page(policy=policy)))
        expect(page.locator(".zone").first).to_have_text(f"in your zone, {zone}")
        told = sent(page, "Save the policy")
    assert [told[key] for key in ("opens", "due", "closes")] == [
        "2026-04-04T15:00:01.000Z",
        "2026-07-01T23:59:59.000Z",
        "2027-01-01T00:00:00.000Z",
    ]


def test_without_script_times_are_entered_and_sent_in_utc(
    browser: Browser, server: PagesServer
) -> None:
    with browser.new_context(java_script_enabled=False, timezone_id="Europe/Vienna") as context:
        page = context.new_page()
        page.goto(server.show("page", VIEWS["settings"]))
        expect(page.locator(".zone").first).to_have_text("in UTC")
        page.locator("#opens").fill("2026-11-20T08:00")
        told = sent(page, "Save the policy")
    assert (told["zone"], told["opens"][:16]) == ("utc", "2026-11-20T08:00")
    assert told["due"][:16] == "2026-11-25T13:00"


def test_what_a_browser_keeps_of_a_form_is_not_taken_for_another_time(
    watched: Watched, server: PagesServer
) -> None:
    page = watched.open(server.show("page", VIEWS["settings"]))
    for back in (page.reload, page.go_back):
        page.locator("#due").fill("2026-07-01T12:00")
        if back == page.go_back:
            page.goto(server.show("other", VIEWS["error"]))
        back()
        told = sent(page, "Save the policy")
        shown = page.locator("#due").input_value()[:16]
        assert (shown, told["due"]) in (
            ("2026-11-25T14:00", "2026-11-25T13:00:00.000Z"),
            ("2026-07-01T12:00", "2026-07-01T10:00:00.000Z"),
        )


def test_what_came_of_a_form_has_the_focus(watched: Watched, server: PagesServer) -> None:
    page = watched.open(server.show("page", VIEWS["settings-refused"]))
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link", name="Late work").click()
    expect(page.get_by_label("Late work")).to_be_focused()
    address = server.show("page", VIEWS["settings-saved"])
    page = watched.open(f"{address}?saved=policy")
    expect(page.get_by_role("status")).to_be_focused()
    expect(page).to_have_url(address)


# ---- live


def done(page: StudentPage) -> StudentPage:
    """Return the page after the newest attempt was graded."""
    newest = replace(
        page.attempts[0],
        state=State.GRADED,
        score=Score(20.0, 24.0),
        feedback=ORDINARY.notebooks,
        position=None,
    )
    return replace(page, attempts=(newest, *page.attempts[1:]))


def listening(server: PagesServer) -> None:
    deadline = time.monotonic() + 5
    while not server.listeners:
        assert time.monotonic() < deadline, "no page listens"
        time.sleep(0.01)


def test_an_event_brings_the_new_state_without_a_reload(
    watched: Watched, server: PagesServer
) -> None:
    before = hub_views.student_page()
    page = watched.open(server.show("page", before))
    listening(server)
    page.evaluate("window.kept = document.querySelector('#state')")
    link = page.get_by_role("link", name="a7Kq07ZpX9bTn4Wd")
    link.focus()
    page.evaluate("scrollTo(0, 120)")
    server.show("page", done(before))
    server.tell()
    expect(page.locator("#state")).to_contain_text("Graded", timeout=3000)
    expect(page.locator(".newest .total")).to_contain_text("20 of 24 points")
    expect(page).to_have_title("Graded: stars · astro-2026")
    expect(link).to_be_focused()
    assert page.evaluate("scrollY") == 120
    # The same element: whoever listens to it is told.
    assert page.evaluate("window.kept === document.querySelector('#state')")
    expect(page.locator(".newest time")).to_have_text("Thu 26 Nov 2026, 05:00:00 CET")
    assert watched.complaints == []


def test_a_row_that_moves_keeps_its_focus(watched: Watched, server: PagesServer) -> None:
    before = hub_views.class_page()
    page = watched.open(server.show("page", before))
    listening(server)
    link = page.get_by_role("link", name="student-006")
    link.focus()
    moved = tuple(
        replace(row, attempt=replace(row.attempt, state=State.NEEDS_PERSON))
        if row.student == "student-006" and row.attempt
        else row
        for row in before.rows
    )
    rows = class_rows.in_order(moved)
    server.show("page", replace(before, rows=rows, totals=class_rows.totals(rows)))
    server.tell()
    names = page.locator("tbody th")
    # Behind the others that need a person, and before all else.
    expect(names).to_have_text([row.student for row in rows])
    assert [row.student for row in rows].index("student-006") == 2
    expect(link).to_be_focused()
    expect(page.locator("tbody tr")).to_have_count(len(rows))


def test_what_a_reader_unfolded_stays_unfolded(watched: Watched, server: PagesServer) -> None:
    before = hub_views.history()
    page = watched.open(server.show("page", before))
    listening(server)
    page.locator("summary").click()
    first, *others = before.attempts
    graded = replace(first, attempt=replace(first.attempt, state=State.GRADED, score=Score(1.0)))
    server.show("page", replace(before, attempts=(graded, *others)))
    server.tell()
    expect(page.locator("section.history").first).to_contain_text("Graded")
    expect(page.get_by_text("Passed, 2 of 2")).to_be_visible()


def test_a_burst_of_events_is_few_requests(watched: Watched, server: PagesServer) -> None:
    page = watched.open(server.show("page", VIEWS["student"]))
    listening(server)
    page.wait_for_timeout(400)
    asked = server.asked.copy()
    for _ in range(20):
        server.tell(times=5)
        page.wait_for_timeout(30)
    page.wait_for_timeout(500)
    # 100 events within 0.6 s, and a fetch each 0.3 s at most.
    more = server.asked - asked
    assert 1 <= sum(more.values()) <= 5


def test_without_events_a_busy_page_looks_every_five_seconds(
    browser: Browser, server: PagesServer
) -> None:
    server.has_events = False
    before = hub_views.student_page()
    address = server.show("page", before)
    with browser.new_context() as context:
        page = context.new_page()
        page.clock.install()
        page.goto(address)
        server.show("page", done(before))
        page.clock.run_for(4_000)
        expect(page.locator("#state")).to_contain_text("Waiting")
        page.clock.run_for(2_000)
        expect(page.locator("#state")).to_contain_text("Graded", timeout=3000)


def test_without_events_a_page_at_rest_asks_for_nothing(
    browser: Browser, server: PagesServer
) -> None:
    server.has_events = False
    quiet = done(hub_views.student_page())
    address = server.show("page", replace(quiet, attempts=quiet.attempts[:1]))
    with browser.new_context() as context:
        page = context.new_page()
        page.clock.install()
        page.goto(address)
        page.clock.run_for(20_000)
        page.wait_for_timeout(100)
    assert sum(each for path, each in server.asked.items() if path.endswith("/page")) == 1


def test_a_page_says_when_it_cannot_be_brought_up_to_date(
    watched: Watched, server: PagesServer
) -> None:
    view = hub_views.student_page()
    page = watched.open(server.show("page", view))
    listening(server)
    expect(page.locator("#stale")).to_be_hidden()
    # Another page is in its place: whoever reads is no longer signed in.
    server.show("page", VIEWS["error"])
    server.tell()
    expect(page.locator("#stale")).to_be_visible()
    expect(page.locator("#state")).to_contain_text("Waiting")
    server.show("page", done(view))
    server.tell()
    expect(page.locator("#stale")).to_be_hidden()
    expect(page.locator("#state")).to_contain_text("Graded")


def test_a_tab_that_nobody_sees_holds_no_connection(watched: Watched, server: PagesServer) -> None:
    before = hub_views.student_page()
    page = watched.open(server.show("page", before))
    listening(server)
    hide = "Object.defineProperty(document, 'hidden', {value: %s, configurable: true});"
    turn = "document.dispatchEvent(new Event('visibilitychange'))"
    page.evaluate(f"{hide % 'true'}{turn}")
    deadline = time.monotonic() + 5
    while server.listeners:
        assert time.monotonic() < deadline, "it still listens"
        time.sleep(0.01)
    server.show("page", done(before))
    page.evaluate(f"{hide % 'false'}{turn}")
    expect(page.locator("#state")).to_contain_text("Graded")


def _picture(page: Page, name: str) -> None:
    """Take a picture, for whoever wants to look: ``PICTURES=folder pytest ...``."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{re.sub('[^a-z-]', '', name)}.png", full_page=True)
