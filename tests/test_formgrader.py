"""The formgrader of a sealed course: its buttons and pages, in a jupyter server and a browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sealed_course
from formgrader_server import Formgrader, formgrader
from playwright.sync_api import Page, expect, sync_playwright
from sealed_course import HIDDEN, NAME, copies, given, grades, hand_in

from autograder.configuration import Course

# Headless and alone: nothing is looked up or fetched from outside.
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
LONGEST_MS = 60_000
COMMENT = "Which *numbers* do you mean?"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    found = sealed_course.write_course(tmp_path_factory.mktemp("formgrader"))
    hand_in(found, "ann", total="total = start")
    hand_in(found, "bob", why="")
    return found


@pytest.fixture(scope="module")
def served(course: Course) -> Iterator[Formgrader]:
    with formgrader(course) as found:
        yield found


@pytest.mark.serial
def test_the_buttons_of_the_formgrader_run_sealed(course: Course, served: Formgrader) -> None:
    answer = served.ask(f"submission/{NAME}/bob/autograde", "POST")
    assert answer["success"], answer
    assert "bob: 4 of 4 points in test cells, by the sealed engine" in answer["log"]
    shown = served.ask(f"submission/{NAME}/bob")
    assert (shown["score"], shown["max_score"], shown["autograded"]) == (4.0, 7.0, True)
    assert HIDDEN not in "".join(copies(course, "bob").values())

    (notebook,) = served.ask(f"student_notebook_submissions/bob/{NAME}")
    cells = {each["name"]: each for each in served.ask(f"grades?submission_id={notebook['id']}")}
    served.ask(f"grade/{cells['why']['id']}", "PUT", manual_score=1.5, extra_credit=0.5)
    notes = {each["name"]: each for each in served.ask(f"comments?submission_id={notebook['id']}")}
    served.ask(f"comment/{notes['why']['id']}", "PUT", manual_comment=COMMENT)

    assert served.ask(f"submission/{NAME}/bob/autograde", "POST")["success"]
    assert given(course, "bob", "why") == (1.5, COMMENT)
    assert served.ask(f"submission/{NAME}/bob")["score"] == 6.0

    assert served.ask(f"assignment/{NAME}/bob/generate_feedback", "POST")["success"]
    page = (course.feedback / "bob" / NAME / "sums.html").read_text()
    assert '<span class="earned">6</span> of 7 points' in page
    assert "Which <em>numbers</em> do you mean?" in page
    assert HIDDEN not in page


# A browser is nothing that every machine has: this one needs Debian's package `chromium`, or one
# that playwright has installed. Without either it fails.
@pytest.mark.prove
@pytest.mark.serial
def test_an_instructor_grades_comments_and_gives_feedback_in_a_browser(
    course: Course, served: Formgrader
) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM_OPTIONS
        )
        page = browser.new_page(viewport={"width": 1100, "height": 900})
        page.set_default_timeout(LONGEST_MS)
        expect.set_options(timeout=LONGEST_MS)
        page.goto(served.door)
        autograde_in(page, served)
        expect(row(page).locator(".score")).to_have_text("2 / 7")
        expect(row(page).locator(".status")).to_have_text("needs manual grading")

        open_submission(page, served)
        expect(page.locator("body")).not_to_contain_text(HIDDEN)
        picture(page, "manual-grading")
        fill(page, "#why", "2.5")
        fill(page, "#why-comment", COMMENT)
        assert given(course, "ann", "why") == (2.5, COMMENT)

        autograde_in(page, served)
        expect(row(page).locator(".score")).to_have_text("4.5 / 7")
        open_submission(page, served)
        expect(page.locator("#why")).to_have_value("2.5")
        expect(page.locator("#why-comment")).to_have_value(COMMENT)
        assert grades(course, "ann")["test-total"] == (0.0, 0.0, False)

        open_list(page, served)
        press(page, ".generate-feedback", "Successfully generated feedback")
        page.goto((course.feedback / "ann" / NAME / "sums.html").as_uri())
        expect(page.locator(".earned")).to_have_text("4.5")
        expect(page.locator(".comment")).to_contain_text("Which numbers do you mean?")
        expect(page.locator("body")).to_contain_text("Graded by a person 2.5 of 3 points")
        expect(page.locator("body")).not_to_contain_text(HIDDEN)
        picture(page, "feedback")
        browser.close()


def row(page: Page):  # type: ignore[no-untyped-def]
    return page.locator("#main-table tr", has_text="ann")


def open_list(page: Page, served: Formgrader) -> None:
    page.goto(served.page(f"manage_submissions/{NAME}"))
    expect(row(page)).to_be_visible()


def autograde_in(page: Page, served: Formgrader) -> None:
    open_list(page, served)
    press(page, ".autograde", "by the sealed engine")


def press(page: Page, button: str, told: str) -> None:
    """Press one of ann's buttons, read what the formgrader says, and close the message."""
    row(page).locator(f"{button} a").click()
    message = page.locator("#success-modal")
    expect(message).to_contain_text(told)
    picture(page, f"list{button}")
    message.locator("button", has_text="OK").click()
    expect(message).to_have_count(0)


def open_submission(page: Page, served: Formgrader) -> None:
    page.goto(served.page(f"manage_students/ann/{NAME}"))
    page.locator("#main-table a", has_text="sums").click()
    expect(page.locator("#why-comment")).to_be_visible()


def fill(page: Page, field: str, text: str) -> None:
    """Write into a field of the manual grading page, which saves it when it is left."""
    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        page.locator(field).fill(text)
        page.locator(field).blur()


def picture(page: Page, name: str) -> None:
    """Take a picture, for whoever wants to look: ``PICTURES=folder pytest ...``."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
