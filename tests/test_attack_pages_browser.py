"""Hostile work in a browser: feedback, explanations and the formgrader's own pages."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pages_course
import pytest
from attack_course import NAME, NOTEBOOK
from formgrader_server import Formgrader, formgrader
from pages_course import EVERYTHING, NAMES
from playwright.sync_api import Browser, Page, sync_playwright
from sealed_course import SEAL

from autograder import pipeline
from autograder.configuration import Course
from autograder.feedback.explanation import page as explanation_page

# Headless and alone: nothing is looked up or fetched from outside.
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# nbgrader's template asks for MathJax, with its extension `Safe`; nobody answers here.
MATHJAX = "https://cdnjs.cloudflare.com/ajax/libs/mathjax/"
STOCK = "-good"
PICTURED = {"banner-that-is-not-ours", "script-beside-a-table", "names-of-the-page", EVERYTHING}
FOCUS = "document.querySelectorAll('[tabindex],a,summary,input').forEach(each => each.focus())"

pytestmark = [pytest.mark.prove, pytest.mark.serial]


class Watched:
    """A page of a browser, and all that it did: requests, dialogs, windows and errors."""

    def __init__(self, browser: Browser) -> None:
        self.page = browser.new_page(viewport={"width": 1000, "height": 900})
        self.requests: list[str] = []
        self.surprises: list[str] = []
        self.page.route("**/*", self._route)
        self.page.on("dialog", lambda dialog: self._dismiss(dialog))
        self.page.on("popup", lambda page: self.surprises.append(f"opened {page.url}"))
        self.page.on("download", lambda each: self.surprises.append(f"download {each.url}"))

    def _route(self, route: Any) -> None:
        self.requests.append(route.request.url)
        if route.request.url.startswith(("file:", "data:", "http://127.0.0.1")):
            route.continue_()
        else:
            route.abort()

    def _dismiss(self, dialog: Any) -> None:
        self.surprises.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def wrong(self, address: str, allowed: tuple[str, ...], title: str) -> Iterator[str]:
        """Open a page, look at it as a person does, and yield what must not have happened."""
        self.requests.clear()
        self.surprises.clear()
        self.page.goto(address, wait_until="load")
        self.page.mouse.move(300, 300)
        self.page.mouse.wheel(0, 4000)
        self.page.evaluate(FOCUS)
        self.page.wait_for_timeout(50)
        yield from (f"asked for {url}" for url in self.requests if not url.startswith(allowed))
        yield from self.surprises
        if self.page.evaluate("typeof window.won") != "undefined":
            yield "it won"
        if title not in self.page.title() or "won" in self.page.title():
            yield f"title {self.page.title()}"
        if self.page.url != address and not self.page.url.startswith(f"{address}"):
            yield f"went to {self.page.url}"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    found = pages_course.write_class(tmp_path_factory.mktemp("pages"))
    pipeline.grade_class(found, NAME, jobs=2)
    return found


@pytest.fixture(scope="module")
def watched() -> Iterator[Watched]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM_OPTIONS
        )
        yield Watched(browser)
        browser.close()


def test_the_browser_would_notice(watched: Watched, tmp_path: Path) -> None:
    path = tmp_path / "won.html"
    path.write_text(
        "<title>won</title><script>window.won=1;alert('x')</script>"
        "<img src=http://elsewhere.example/a.png><img src=x onerror=window.won=2>"
    )
    found = list(watched.wrong(path.as_uri(), (path.as_uri(),), "x"))
    assert "asked for http://elsewhere.example/a.png" in found
    assert {"it won", "dialog x", "title won"} <= set(found)


def test_no_feedback_page_does_anything(course: Course, watched: Watched) -> None:
    files = sorted(course.feedback.glob(f"*/{NAME}/{NOTEBOOK}.html"))
    found = {path.parts[-3]: _wrong_in_file(watched, path, f"{NOTEBOOK}: ") for path in files}
    assert len(found) > 30
    assert {name: each for name, each in found.items() if each} == {}


def _wrong_in_file(watched: Watched, path: Path, title: str) -> list[str]:
    found = list(watched.wrong(path.as_uri(), (path.as_uri(), "data:image/"), title))
    if path.parts[-3] in PICTURED:
        _picture(watched.page, f"feedback-{path.parts[-3]}")
    return found


def test_no_explanation_does_anything(course: Course, watched: Watched, tmp_path: Path) -> None:
    path = tmp_path / "explained.html"
    path.write_text(explanation_page(pipeline.explain(course, NAME, EVERYTHING)))
    allowed = (path.as_uri(), "data:image/")
    assert list(watched.wrong(path.as_uri(), allowed, "everything")) == []
    _picture(watched.page, "explained")


def test_our_copies_do_nothing_in_an_unsealed_formgrader(course: Course, watched: Watched) -> None:
    _write_stock_copy(course)
    with formgrader(course) as served:
        pages = _submissions(course, served)
        honest = {name: page for name, page in pages.items() if name not in NAMES[:2]}
        wrong = _wrong_in_formgrader(watched, served, honest)
        # What nbgrader itself would have left in `autograded/` wins: the formgrader is as it was.
        assert wrong.pop(STOCK) == ["it won"]
        assert wrong == {}


def test_nothing_acts_in_a_sealed_formgrader_whatever_the_folders_are_called(
    course: Course, watched: Watched
) -> None:
    _write_stock_copy(course)
    configuration = course.root / "nbgrader_config.py"
    configuration.write_text(configuration.read_text() + SEAL)
    with formgrader(course) as served:
        pages = _submissions(course, served)
        assert set(pages) >= {NAMES[0], NAMES[1]}
        assert _wrong_in_formgrader(watched, served, pages) == {}
        lists = {
            "submissions": served.page(f"manage_submissions/{NAME}"),
            "notebooks": served.page(f"gradebook/{NAME}/{NOTEBOOK}"),
            "students": served.page("manage_students"),
        }
        assert _wrong_in_formgrader(watched, served, lists, title="") == {}


def _write_stock_copy(course: Course) -> None:
    """Put a copy in place as nbgrader's own autograde leaves it, with a script in an output."""
    path = course.autograded / STOCK / NAME / f"{NOTEBOOK}.ipynb"
    tree = json.loads(path.read_text())
    script = {"text/html": "<script>window.won = 1</script>"}
    output = {"output_type": "display_data", "metadata": {}, "data": script}
    next(cell for cell in tree["cells"] if cell["cell_type"] == "code")["outputs"] = [output]
    path.write_text(json.dumps(tree))


def _submissions(course: Course, served: Formgrader) -> dict[str, str]:
    """Return the address of each submission's page."""
    from nbgrader.api import Gradebook

    with Gradebook(course.db_url, course.course_id) as book:
        found = {each.student.id: each.id for each in book.notebook_submissions(NOTEBOOK, NAME)}
    return {student: served.page(f"submissions/{number}/") for student, number in found.items()}


def _wrong_in_formgrader(
    watched: Watched, served: Formgrader, pages: Mapping[str, str], title: str = NOTEBOOK
) -> dict[str, list[str]]:
    watched.page.goto(served.door)
    allowed = (served.address, "data:image/", MATHJAX)
    found = {}
    for name, address in pages.items():
        found[name] = [
            *watched.wrong(address, allowed, title),
            # What `src=x` of an attack would ask for.
            *(f"asked for {url}" for url in watched.requests if url.endswith("/x")),
        ]
        if name in PICTURED:
            _picture(watched.page, f"formgrader-{name}")
    return {name: each for name, each in found.items() if each}


def _picture(page: Page, name: str) -> None:
    """Take a picture, for whoever wants to look: ``PICTURES=folder pytest ...``."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
