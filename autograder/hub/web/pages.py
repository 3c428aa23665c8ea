"""From a view to a page of HTML, and what browsers are told that a page may do.

Comes in: a view that holds what its reader may see. Goes out: a page without script or style of its
own. All text is escaped, and no control character or mark that turns the reading order gets in;
scripts and styles come from the service's static files only.
"""

from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from autograder.feedback.markup import shortened
from autograder.feedback.words import SIGNS as TONE_SIGNS
from autograder.hub.web import wording
from autograder.hub.web.addresses import Addresses
from autograder.hub.web.marks_view import MarkingPage
from autograder.hub.web.settings_view import SettingsPage
from autograder.hub.web.views import (
    AttemptPage,
    ClassPage,
    CoursePage,
    ErrorPage,
    Home,
    StudentHistory,
    StudentPage,
    View,
)
from autograder.plain_text import plain
from autograder.scoring import number

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What every page of the service may do."""

# The page's own policy, in its head, lets in one style sheet by its sum; what holds is what both
# allow. The sum cannot stand here: a page that an earlier version wrote has another.
FEEDBACK_CSP = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox"
)
"""What a feedback page, which holds a student's own markup, may do."""

NAME_CHARS = 130
PROSE_CHARS = 4_000

Shown = View | SettingsPage | MarkingPage
"""Everything of which there is a page."""

_TEMPLATES: dict[type[Shown], str] = {
    Home: "home",
    CoursePage: "course",
    StudentPage: "student",
    AttemptPage: "attempt",
    MarkingPage: "marking",
    ClassPage: "class",
    StudentHistory: "history",
    SettingsPage: "settings",
    ErrorPage: "error",
}


def render(view: Shown, *, base: str, xsrf: str, hub: str = "") -> str:
    """Return a view as a page.

    ``base`` is the service's prefix and ends in a slash; ``xsrf`` goes into every form; ``hub`` is
    the address of the hub's own first page, if there is to be a link to it.
    """
    kind = _TEMPLATES[type(view)]
    to = Addresses(base)
    return (
        _environment()
        .get_template(f"{kind}.html.jinja")
        .render(view=view, kind=kind, to=to, events=_events(view, to), xsrf=xsrf, hub=hub)
    )


def _events(view: Shown, to: Addresses) -> str:
    """Return the address of the events that change this page, or nothing."""
    match view:
        case CoursePage():
            return to.events(view.course)
        case StudentPage() | AttemptPage() | ClassPage() | StudentHistory():
            return to.events(view.course, view.assignment)
    return ""


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("autograder.hub.web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"number": number, "name": _name, "prose": _prose, "signed": _signed}
    made.globals |= {
        "state_words": wording.state_words,
        "state_signs": wording.SIGNS,
        "tone_signs": TONE_SIGNS,
        "in_queue": wording.in_queue,
        "roles": wording.ROLES,
        "choices": wording.CHOICES,
        "labels": wording.LABELS,
    }
    return made


def _shown(value: Any) -> Any:
    """Return what is printed: text without what steers a reader or a terminal."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return value if value.isascii() and value.isprintable() else plain(value)


def _name(text: str) -> str:
    return text if len(text) <= NAME_CHARS else f"{text[: NAME_CHARS - 1]}…"


def _prose(text: str) -> str:
    return shortened(text, PROSE_CHARS)


def _signed(points: float) -> str:
    if not points:
        return "no change"
    return f"{'+' if points > 0 else '−'}{number(abs(points))}"
