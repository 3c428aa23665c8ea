"""The pages of the service: what is on them, what is not, and that no text on them can act."""

import re
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import unquote

import hub_views
import pytest
from hub_views import BASE, LATER, ORDINARY, XSRF, Names

from autograder.feedback.words import Tone
from autograder.hub.model import Policy, State, When
from autograder.hub.web import class_rows, pages
from autograder.hub.web.addresses import STATIC, Addresses
from autograder.hub.web.outcomes import (
    cell_changes,
    exercise_columns,
    exercise_points,
    notebook_outcomes,
)
from autograder.hub.web.pages import CSP, FEEDBACK_CSP, Shown
from autograder.hub.web.views import (
    CellChange,
    ClassRow,
    ExerciseColumn,
    Score,
    Totals,
)
from autograder.hub.web.wording import in_queue, moment, policy_sentences, state_words
from autograder.verdicts import Verdict

HOSTILE = {
    "script": "</title></a><script>window.won=1</script>",
    "attribute": "\"'><img src=x onerror=window.won=1>",
    "template": "{{ 7*7 }}{% raw %}",
    "formula": '=HYPERLINK("http://elsewhere.example/","x")',
    "address": "../..//elsewhere.example/?a=b#c&amp;%2e%2e",
    "turned": "ada\u202egrace\u2066x\u200f\u0627\u0644\u0639\u0631\u0628\u064a\u0629",
    "control": "a\x00b\x1b[31mc\x07\ud800d\x9f",
    "long": "W" * 10_000,
}
VOID = {"meta", "link", "input", "rect", "br"}
LIGHT_BYTES = 30_000
PAGE_SECONDS = 0.2


def hostile(text: str) -> Names:
    """Give everything that hostile name."""
    texts = {name: text for name in ("course", "assignment", "title", "student", "teacher")}
    more = {name: text for name in ("message", "note", "problem", "notice")}
    exercise, grade_id = (text.replace("{", "{{").replace("}", "}}") + at for at in (" {}", "-{}"))
    return Names(
        **texts, **more, notebooks=(text, f"{text}2"), exercise=exercise, grade_id=grade_id
    )


EVERY = {
    **hub_views.views(),
    **{
        f"{name}, {kind}": view
        for kind, text in HOSTILE.items()
        for name, view in hub_views.views(hostile(text)).items()
    },
}


def render(view: Shown) -> str:
    return pages.render(view, base=BASE, xsrf=XSRF, hub="/hub/home")


class Page(HTMLParser):
    """Read a page: its elements, and what is wrong with how they stand in each other."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.wrong: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.read: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.wrong += [f"not closed: {tag}" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        where = self._open[-1] if self._open else ""
        self.texts.setdefault(where, []).append(data)
        self.read += [data] if where != "title" else []

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def text(self, tag: str) -> str:
        return "".join(self.texts.get(tag, ()))


def text_of(view: Shown) -> str:
    """Return what a reader reads on a page."""
    return " ".join("".join(Page(render(view)).read).split())


# ---- every page


@pytest.mark.parametrize("name", EVERY)
def test_a_page_loads_and_does_nothing_but_what_its_policy_allows(name: str) -> None:
    html = render(EVERY[name])
    found = Page(html)
    assert found.wrong == []
    allowed = {"a", "abbr", "article", "b", "bdi", "body", "br", "button", "caption", "code"}
    allowed |= {"dd", "details", "div", "dl", "dt", "footer", "form", "h1", "h2", "h3", "head"}
    allowed |= {"header", "html", "input", "li", "link", "main", "meta", "nav", "noscript", "ol"}
    allowed |= {"aside", "datalist", "fieldset", "label", "legend", "option", "select"}
    allowed |= {"textarea"}
    allowed |= {"p", "rect", "script", "section", "small", "span", "strong", "summary", "svg"}
    allowed |= {"table", "tbody", "td", "th", "thead", "time", "title", "tr", "ul"}
    assert {tag for tag, _ in found.elements} <= allowed
    assert [each["src"].split("?")[0] for each in found.all("script")] == [f"{BASE}static/hub.js"]
    assert found.text("script") == ""
    for tag, attributes in found.elements:
        assert not any(key.startswith("on") or key == "style" for key in attributes), (tag, name)


@pytest.mark.parametrize("name", EVERY)
def test_every_address_on_a_page_leads_into_the_service(name: str) -> None:
    found = Page(render(EVERY[name]))
    keys = ("href", "src", "action", "data-events")
    for address in (each[key] for _, each in found.elements for key in keys if key in each):
        path = address.partition("?")[0].partition("#")[0]
        if address.startswith("#") or path == "/hub/home":
            continue
        assert path.startswith(BASE)
        # No part of it is a name's own slash, dot or question mark.
        for part in path.removeprefix(BASE).split("/"):
            assert re.fullmatch(r"[\w.~%-]*", part, re.ASCII)
            assert unquote(part) not in (".", "..")


@pytest.mark.parametrize("name", EVERY)
def test_every_form_is_posted_with_the_token_by_a_button(name: str) -> None:
    html = render(EVERY[name])
    found = Page(html)
    forms = re.findall(r"<form .*?</form>", html, re.DOTALL)
    assert len(forms) == len(found.all("form"))
    for form in forms:
        inside = Page(form)
        assert inside.all("form")[0]["method"] == "post"
        token, *others = inside.all("input")
        assert token == {"type": "hidden", "name": "_xsrf", "value": XSRF}
        assert others == [] or name.startswith(("settings", "marking"))
        # The one with points also goes on with the next student.
        assert len(inside.all("button")) == 1 + name.startswith("marking")


@pytest.mark.parametrize("name", EVERY)
def test_a_page_can_be_read_by_ear(name: str) -> None:
    html = render(EVERY[name])
    found = Page(html)
    ids = [each["id"] for _, each in found.elements if "id" in each]
    assert len(ids) == len(set(ids))
    assert {each["href"][1:] for each in found.all("a") if each["href"][0] == "#"} <= set(ids)
    labels = [each["aria-labelledby"] for _, each in found.elements if "aria-labelledby" in each]
    assert set(labels) <= set(ids)
    filled = [each for tag, each in found.elements if tag in ("input", "select", "textarea")]
    shown = {each["id"] for each in filled if each.get("type") != "hidden"}
    assert {each["for"] for each in found.all("label")} == shown
    hints = [each["aria-describedby"] for each in filled if "aria-describedby" in each]
    assert {each for hint in hints for each in hint.split()} <= set(ids)
    assert found.all("html") == [{"lang": "en"}]
    assert [len(found.all(tag)) for tag in ("h1", "main", "header", "footer")] == [1, 1, 1, 1]
    levels = [int(tag[1]) for tag, _ in found.elements if re.fullmatch("h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(found.all("caption")) == len(found.all("table"))
    assert all("scope" in each for each in found.all("th"))


@pytest.mark.parametrize("kind", ["turned", "control"])
def test_nothing_on_a_page_turns_the_reading_order_or_steers_a_terminal(kind: str) -> None:
    for view in hub_views.views(hostile(HOSTILE[kind])).values():
        html = render(view)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", html)
        html.encode("utf-8")


def test_a_name_of_another_direction_is_set_apart() -> None:
    html = render(hub_views.history(hostile(HOSTILE["turned"])))
    h1 = re.search("<h1>(.*?)</h1>", html)
    assert h1 is not None
    assert h1[1].startswith("<bdi>ada")


def test_a_long_text_leaves_a_page_short() -> None:
    for name, view in hub_views.views(hostile(HOSTILE["long"])).items():
        if name.startswith("marking"):
            continue  # whoever judges an answer reads it whole
        # What is cut is shown; in addresses it stands whole.
        shown = [len(text) for texts in Page(render(view)).texts.values() for text in texts]
        assert max(shown) < 5_000, name


def test_a_hostile_name_is_shown_as_it_is_written() -> None:
    page = hub_views.attempt_page(hostile(HOSTILE["script"]), is_staff=True)
    assert text_of(page).count("<script>window.won=1</script>") > 10
    formula = render(hub_views.class_page(hostile(HOSTILE["formula"])))
    assert "=HYPERLINK(" in formula


def test_no_two_pages_have_one_title() -> None:
    titles = [Page(render(view)).text("title") for view in hub_views.views().values()]
    same = {"home": 2, "course": 2, "class": 2, "settings": 2}
    assert len(titles) - len(set(titles)) == len(same)
    assert "Waiting: stars · astro-2026" in titles
    assert "Needs a person: attempt 2 by ada, stars · astro-2026" in titles


def test_only_pages_that_can_change_follow_events() -> None:
    follows = {
        name: Page(render(view)).all("body")[0].get("data-events")
        for name, view in hub_views.views().items()
    }
    alone = ("home", "home-empty", "error", "settings", "settings-saved", "settings-refused")
    for name in (*alone, "marking", "marking-refused"):
        assert follows.pop(name) is None
    assert follows.pop("course") == follows.pop("course-staff") == f"{BASE}events/astro-2026"
    assert set(follows.values()) == {f"{BASE}events/astro-2026/stars"}


def test_a_page_is_busy_while_something_will_change_by_itself() -> None:
    waiting = hub_views.student_page()
    done = replace(waiting, attempts=waiting.attempts[2:])
    assert " data-busy" in render(waiting)
    assert " data-busy" not in render(done)
    assert " data-busy" in render(hub_views.views()["course-staff"])
    assert " data-busy" not in render(hub_views.views()["class-empty"])


def test_a_page_says_to_reload_it_where_no_script_runs() -> None:
    assert "reload it" in Page(render(hub_views.student_page())).text("p")
    assert Page(render(hub_views.student_page())).all("noscript") == [{}]


# ---- who reads what


SECRETS = (ORDINARY.problem, ORDINARY.note, "changed between two tests")


def test_a_student_reads_no_word_that_is_for_staff() -> None:
    staff = text_of(hub_views.attempt_page(is_staff=True))
    assert all(secret in staff for secret in SECRETS)
    # Even when the view holds them.
    mine = text_of(replace(hub_views.attempt_page(is_staff=True), is_staff=False))
    assert ORDINARY.problem not in mine
    assert ORDINARY.note not in mine
    assert "changed between two tests" not in mine
    assert "Regrade" not in mine


def test_withheld_messages_are_not_on_the_page() -> None:
    told, withheld = (
        notebook_outcomes(hub_views.result(), messages=messages, instead=LATER)
        for messages in (True, False)
    )
    page = hub_views.attempt_page()
    assert ORDINARY.message in text_of(replace(page, notebooks=told))
    read = text_of(replace(page, notebooks=withheld))
    assert ORDINARY.message not in read
    # Partly right, not right, not found; then too slow, and ended with an error.
    assert read.count(LATER) == 3 + 2
    assert "Waiting for a person" in read


def test_a_score_is_told_in_words_or_why_there_is_none() -> None:
    page = hub_views.student_page()
    read = text_of(page)
    assert "11.7 of 24 (1.3 taken off for being late)" in read
    assert "shown after the due time" in read
    assert "3 attempts are before it in the queue." in read
    withheld = replace(page.attempts[2], number=8)
    newest = replace(page, attempts=(withheld,))
    assert "Points: shown after the due time" in text_of(newest)
    assert " of 24" not in text_of(newest)


def test_an_empty_page_says_what_to_do() -> None:
    read = {name: text_of(view) for name, view in hub_views.views().items()}
    assert "You are in no course here." in read["home-empty"]
    assert "Nothing can be handed in now. It opens on 30 November." in read["student-empty"]
    assert "press Submit" not in read["student-empty"]
    nothing = replace(hub_views.student_page(), attempts=())
    assert "press Submit beside the assignment" in text_of(nothing)
    assert "Nobody has handed in anything yet." in read["class-empty"]


def test_feedback_is_released_by_those_who_may_and_where_there_is_some() -> None:
    page = hub_views.class_page()
    address = f"{BASE}courses/astro-2026/stars/release-feedback"
    assert [each["action"] for each in Page(render(page)).all("form")] == [address]
    assert "Release feedback to 7 students" in text_of(page)
    assert Page(render(replace(page, release=None))).all("form") == []
    nothing = hub_views.views()["class-empty"]
    assert Page(render(nothing)).all("form") == []


def test_a_regrade_is_posted_for_the_attempt_and_only_where_it_may_be() -> None:
    actions = [each["action"] for each in Page(render(hub_views.history())).all("form")]
    # The newest one still waits.
    assert actions == [f"{BASE}attempts/a7Kq0{at}ZpX9bTn4Wd/regrade" for at in (3, 2, 1)]


def test_a_history_tells_what_a_regrade_changed() -> None:
    read = text_of(hub_views.history())
    assert "+2 changed: master 1 cell judged otherwise" in read
    assert "Not right yet, 0 of 2 → Passed, 2 of 2" in read


def test_the_class_has_a_column_for_each_exercise_under_its_notebook() -> None:
    page = hub_views.class_page()
    found = Page(render(page))
    groups = [each for each in found.all("th") if each["scope"] == "colgroup"]
    assert [(each["title"], each["colspan"]) for each in groups] == [
        ("1-correlations", "2"),
        ("4-classification", "2"),
    ]
    assert len(found.all("tr")) == 2 + 12


def test_a_filter_keeps_the_rows_and_says_which_it_is() -> None:
    page = hub_views.class_page(show=class_rows.NEEDS_PERSON)
    found = Page(render(page))
    chosen = [each["href"] for each in found.all("a") if each.get("aria-current") == "true"]
    assert chosen == [f"{BASE}courses/astro-2026/stars?show=needs-person"]
    # Attempts 3 and 4 of each eight students need a person: students 3, 4 and 11 of twelve.
    assert [row.student for row in page.rows] == ["student-003", "student-004", "student-011"]
    assert "Everybody 12 Needs a person 3 In progress 4 Nothing handed in 1" in text_of(page)


# ---- the parts of views


def test_exercises_of_one_name_in_two_notebooks_are_two_columns() -> None:
    found = hub_views.result()
    first, second = (f"Exercise {at}: The highest correlations" for at in (1, 2))
    columns = exercise_columns([found])
    assert columns == (
        ExerciseColumn("1-correlations", first, 6.0),
        ExerciseColumn("1-correlations", second, 9.0),
        ExerciseColumn("4-classification", first, 6.0),
        ExerciseColumn("4-classification", second, 6.0),
    )
    # 2 + 1 + 0; a test without a score, and an answer of 3 for a person; 2 + 2 + 2; 2 + 0 + 0.
    assert exercise_points(found, columns) == (3.0, None, 6.0, 2.0)
    unknown = ExerciseColumn("4-classification", "Exercise 9", 1.0)
    assert exercise_points(found, [unknown]) == (None,)


def test_an_exercise_says_what_is_open_beside_what_is_earned() -> None:
    first, _ = notebook_outcomes(hub_views.result(), messages=True)[0].exercises
    assert (first.earned, first.worth, first.pending, first.percent) == ("3", "6", "0", 50)
    second = notebook_outcomes(hub_views.result(), messages=True)[0].exercises[1]
    # Three tests of two points and an answer of three for a person; one test is undecided.
    assert (second.earned, second.worth, second.pending) == ("2", "9", "5")
    assert [cell.noun for cell in second.cells] == ["Test", "Test", "Test", "Answer"]


def test_notes_are_in_the_view_of_staff_only() -> None:
    of_staff = notebook_outcomes(hub_views.result(), messages=True, is_staff=True)[0]
    of_student = notebook_outcomes(hub_views.result(), messages=True)[0]
    assert of_staff.noticed == ("The answer “r” changed between two tests.",)
    assert of_student.noticed == ()
    assert of_staff.notices == of_student.notices == (ORDINARY.notice,)
    assert {cell.note for each in of_student.exercises for cell in each.cells} == {""}
    assert ORDINARY.note in {cell.note for each in of_staff.exercises for cell in each.cells}


def test_a_change_is_told_with_verdict_and_points() -> None:
    before, after = hub_views.result(), hub_views.result(failed=Verdict.INTERNAL)
    after = replace(after, notebooks=after.notebooks[:1])
    gone = cell_changes(replace(before, notebooks=before.notebooks[:1]), after)
    exercise = "Exercise 1: The highest correlations"
    assert gone == (
        CellChange(
            "1-correlations",
            exercise,
            "highest-correlations-2",
            "Not right yet, 0 of 2",
            "Waiting for a person, 0 of 2",
        ),
    )


def test_those_who_need_a_person_come_first_then_names_in_order() -> None:
    states = [State.GRADED, State.NEEDS_PERSON, State.WAITING, State.REFUSED]
    rows = [
        ClassRow(name, hub_views.line(1, state))
        for name, state in zip(("d", "c", "b", "a"), states, strict=True)
    ]
    rows.append(ClassRow("aa"))
    assert [row.student for row in class_rows.in_order(rows)] == ["a", "c", "aa", "b", "d"]
    assert class_rows.totals(rows) == Totals(1, 0, 1, 1, 1, 1)
    counts = {each.key: each.count for each in class_rows.filters(rows)}
    assert counts == {"": 5, "needs-person": 2, "in-progress": 1, "nothing": 1}
    assert [row.student for row in class_rows.shown(rows, "nothing")] == ["aa"]
    assert class_rows.shown(rows, "no such filter") == tuple(rows)


# ---- words


def test_a_policy_is_told_in_plain_words() -> None:
    due = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)
    policy = Policy(
        due=due,
        late_percent_per_day=12.5,
        attempts_per_day=1,
        score=When.AFTER_DUE,
        messages=When.ON_RELEASE,
        feedback=When.NEVER,
    )
    assert policy_sentences(policy) == (
        "You may hand in 1 time within 24 hours.",
        "An attempt after the due time is late: 12.5 % of the points that it earns are taken off "
        "for each day that has begun.",
        "You see your points after the due time.",
        "You see what failed tests say when your instructor releases it.",
        "The feedback pages are not shown here.",
    )


def test_what_is_shown_at_one_time_is_told_once() -> None:
    assert policy_sentences(Policy(due=datetime(2026, 11, 25, tzinfo=UTC))) == (
        "You may hand in as often as you like.",
        "An attempt after the due time is marked as late.",
        "You see your points, what failed tests say and the feedback pages as soon as an attempt "
        "is graded.",
    )
    never = Policy(score=When.NEVER, messages=When.NEVER, feedback=When.NEVER)
    assert policy_sentences(never)[1] == (
        "Your points, what failed tests say and the feedback pages are not shown here."
    )
    # Without a due time nothing can be late.
    assert len(policy_sentences(Policy(late_percent_per_day=10.0))) == 2


def test_a_time_is_told_in_a_zone_and_meant_in_utc() -> None:
    when = datetime(2026, 11, 3, 23, 5, 9, 120_000, UTC)
    vienna = timezone(timedelta(hours=1), "CET")
    assert moment(when, vienna).text == "Wed 4 Nov 2026, 00:05 CET"
    assert moment(when, seconds=True).text == "Tue 3 Nov 2026, 23:05:09 UTC"
    assert moment(when.astimezone(vienna)).iso == "2026-11-03T23:05:09.120000+00:00"


def test_a_place_in_the_queue_is_told_in_words() -> None:
    assert in_queue(None) == ""
    assert in_queue(1) == "It is the next in the queue."
    assert in_queue(2) == "1 attempt is before it in the queue."
    assert in_queue(12) == "11 attempts are before it in the queue."


@pytest.mark.parametrize("state", State)
def test_every_state_has_words_a_sign_and_a_look(state: State) -> None:
    for is_staff in (False, True):
        words = state_words(state, is_staff=is_staff)
        assert words.title
        assert words.tone in Tone
    view = hub_views.attempt_page()
    page = render(replace(view, attempt=replace(view.attempt, state=state)))
    title = state_words(state).title
    found = re.search(r'id="state".*?aria-hidden="true">(.)</span> ([^<]*)<', page)
    assert found is not None
    assert found[2] == title


def test_a_score_without_points_or_worth_is_told() -> None:
    assert Score(7.0, 10.0).text == "7 of 10"
    assert Score(7.254).text == "7.25"
    assert Score(instead="later").text == "later"
    assert Score(0.0, 10.0, instead="later").text == "0 of 10"


# ---- addresses, static files and policies


def test_a_name_is_one_part_of_an_address() -> None:
    to = Addresses(BASE)
    assert to.student("a/b", "c?d", "é#") == f"{BASE}courses/a%2Fb/c%3Fd/students/%C3%A9%23"
    assert to.feedback("Ab-_9", "1 x") == f"{BASE}attempts/Ab-_9/feedback/1%20x.html"
    assert to.events("a&b") == f"{BASE}events/a%26b"


def test_a_static_file_has_another_address_when_it_changes() -> None:
    addresses = {Addresses(BASE).static(name) for name in ("hub.css", "hub.js", "hub.svg")}
    assert len({address.partition("?v=")[2] for address in addresses}) == 3


def test_the_static_files_are_light_and_load_nothing() -> None:
    files = {path.name: path.read_text("utf-8") for path in STATIC.iterdir()}
    assert set(files) == {"hub.css", "hub.js", "hub.svg"}
    assert sum(len(text.encode()) for text in files.values()) < LIGHT_BYTES
    assert not re.search(r"url\(|@import|expression", files["hub.css"])
    assert not re.search(r"innerHTML|eval|Function\(|import|https?:", files["hub.js"])


def directives(policy: str) -> dict[str, list[str]]:
    parts = [part.split() for part in policy.split(";")]
    return {name: values for name, *values in parts}


def test_the_policies_let_in_what_the_pages_need_and_no_more() -> None:
    assert directives(CSP) == {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
    feedback = directives(FEEDBACK_CSP)
    assert feedback["default-src"] == feedback["frame-ancestors"] == ["'none'"]
    assert feedback["sandbox"] == []
    assert "script-src" not in feedback
    assert "connect-src" not in feedback


@pytest.mark.serial
def test_a_class_of_500_with_8_exercises_is_rendered_at_once() -> None:
    page = hub_views.class_page(count=500)
    columns = tuple(ExerciseColumn("12"[at // 4], f"Exercise {at}", 6.0) for at in range(8))
    points = (1.5, 2.0, 6.0, 0.0, None, 6.0, 6.0, 3.0)
    rows = tuple(replace(row, exercises=points) for row in page.rows)
    page = replace(page, columns=columns, rows=rows)
    taken = []
    for _ in range(5):
        begin = time.perf_counter()
        html = render(page)
        taken.append(time.perf_counter() - begin)
    assert html.count("<tr") == 2 + 500
    # The quickest: the machine may be busy with something else in any of them.
    assert min(taken) < PAGE_SECONDS, taken
