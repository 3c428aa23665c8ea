"""An instructor sets policy and extensions on a page: what is entered holds, to the second."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from html.parser import HTMLParser
from typing import Any

import pytest
import requests
from hub_course import COURSE, NAME, PREFIX, RIGHT, Running, handed_in, said, service, write_course
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.hub import policies
from autograder.hub.model import Policy, When
from autograder.hub.web import forms, wording

PAGE = f"courses/{COURSE}/{NAME}/settings"
POLICY = Policy(
    opens=datetime(2026, 10, 24, 6, 0, tzinfo=UTC),
    due=datetime(2026, 12, 1, 22, 59, 59, 123456, UTC),
    closes=datetime(2026, 12, 8, 22, 59, tzinfo=UTC),
    late_percent_per_day=12.3456789,
    attempts_per_day=20,
    messages=When.AFTER_DUE,
    feedback=When.ON_RELEASE,
)
NOTHING: Mapping[str, str] = {}
UNTIL = datetime(2026, 12, 10, 22, 59, tzinfo=UTC)


@dataclass
class Form:
    """What a browser sends of a form when nothing was entered, and where."""

    action: str
    sent: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """Read the forms of a page; ``wrong`` are the fields that it says are wrong."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.wrong: list[str] = []
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(told["action"]))
        elif tag in ("input", "select"):
            self.found[-1].sent[told["name"]] = told.get("value", "")
            self._select = told["name"]
            self.wrong += [told["name"]] if told.get("aria-invalid") == "true" else []
        elif tag == "option" and "selected" in told:
            self.found[-1].sent[self._select] = told["value"]


def form(page: str, kind: str) -> Form:
    """Return the first form of a kind that a page has."""
    return next(each for each in Forms(page).found if each.sent["form"] == kind)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Run a service that takes attempts and grades none."""
    root = tmp_path_factory.mktemp("settings")
    course = write_course(root / "course")
    with service(course, root / "data", slots=0) as running:
        running.site.service.release_from_folder(COURSE, NAME, "ines")
        running.client("ann").hand_in(handed_in(course, RIGHT))
        yield running


@pytest.fixture
def running(served: Running, monkeypatch: pytest.MonkeyPatch) -> Running:
    """Return the service with a policy, no extensions, and a list of whom it told of changes."""
    store = served.site.service.store
    by = {"at": datetime.now(UTC), "by": "ines"}
    store.set_policy(COURSE, NAME, POLICY, **by)
    for student in store.extensions(COURSE, NAME):
        store.set_extension(COURSE, NAME, student, None, **by)
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(served.site.dispatcher, "refresh", lambda *names: told.append(names))
    monkeypatch.setattr(served.site.dispatcher, "told", told, raising=False)
    return served


def state(running: Running) -> tuple[Any, ...]:
    store = running.site.service.store
    told = running.site.dispatcher.told  # type: ignore[attr-defined]
    held = (store.policy(COURSE, NAME), store.extensions(COURSE, NAME), store.last_change())
    return (*held, len(told))


def page(running: Running, address: str = PAGE, who: str = "ines") -> str:
    answer = running.client(who).get(address)
    assert answer.status_code == 200
    return answer.text


def post(
    running: Running, form: Form, changes: Mapping[str, str] = NOTHING, who: str = "ines"
) -> requests.Response:
    """Send a form as a browser does, with some fields changed."""
    address = form.action.removeprefix(PREFIX)
    return running.client(who).ask("POST", address, data={**form.sent, **changes})


def save(running: Running, changes: Mapping[str, str] = NOTHING) -> Policy:
    """Open the page, change some fields, save, and return what then holds."""
    answer = post(running, form(page(running), "policy"), changes)
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        f"{PREFIX}{PAGE}?saved=policy",
    )
    return running.site.service.store.policy(COURSE, NAME)


# ---- the policy


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ({"opens": "2026-11-23T08:00"}, {"opens": datetime(2026, 11, 23, 8, 0, tzinfo=UTC)}),
        ({"opens": ""}, {"opens": None}),
        ({"due": "2026-12-01T22:59:58"}, {"due": datetime(2026, 12, 1, 22, 59, 58, tzinfo=UTC)}),
        ({"closes": ""}, {"closes": None}),
        ({"late_percent_per_day": "7.5"}, {"late_percent_per_day": 7.5}),
        ({"attempts_per_day": "3"}, {"attempts_per_day": 3}),
        ({"attempts_per_day": ""}, {"attempts_per_day": None}),
        ({"score": "never"}, {"score": When.NEVER}),
        ({"messages": "at-once"}, {"messages": When.AT_ONCE}),
        ({"feedback": "after-due"}, {"feedback": When.AFTER_DUE}),
    ],
    ids=str,
)
def test_one_field_is_saved_and_all_others_stay(
    running: Running, sent: dict[str, str], meant: dict[str, Any]
) -> None:
    before = state(running)
    assert save(running, sent) == replace(POLICY, **meant)
    assert state(running)[3] == before[3] + 1
    shown = form(page(running), "policy").sent
    assert all(shown[key] in (value, f"{value}:00") for key, value in sent.items())


def test_an_unchanged_form_saved_again_changes_nothing(running: Running) -> None:
    before = state(running)
    assert form(page(running), "policy").sent["due"] == "2026-12-01T22:59:59"
    assert save(running) == POLICY
    # As a browser may shorten it, and as its script sends it.
    assert save(running, {"closes": "2026-12-08T22:59"}) == POLICY
    script = {
        "zone": "own",
        "opens": "2026-10-24T06:00:00.000Z",
        "due": "2026-12-01T22:59:59.000Z",
        "closes": "2026-12-08T22:59:00.000Z",
    }
    assert save(running, script) == POLICY
    # Not even the same again was written.
    assert state(running)[:3] == before[:3]


def test_each_time_has_its_own_offset_across_the_change_of_clocks(running: Running) -> None:
    # Vienna's clocks are put back on 25 October 2026.
    saved = save(
        running,
        {
            "zone": "own",
            "opens": "2026-10-24T08:00:00+02:00",
            "due": "2026-10-26T08:00:00+01:00",
            "closes": "",
        },
    )
    assert saved.opens == datetime(2026, 10, 24, 6, 0, tzinfo=UTC)
    assert saved.due == datetime(2026, 10, 26, 7, 0, tzinfo=UTC)
    shown = form(page(running), "policy").sent
    assert (shown["opens"], shown["due"]) == ("2026-10-24T06:00:00", "2026-10-26T07:00:00")
    assert shown["zone"] == "utc"


@pytest.mark.parametrize(
    ("zone", "due"),
    [
        ("own", "2026-12-01T10:00:00"),
        ("utc", "2026-12-01T10:00:00+01:00"),
        ("utc", "2026-12-01T10:00:00Z"),
    ],
)
def test_a_time_of_no_or_of_two_zones_is_refused(running: Running, zone: str, due: str) -> None:
    before = state(running)
    sent = {"opens": "", "closes": "", "zone": zone, "due": due}
    assert post(running, form(page(running), "policy"), sent).status_code == 400
    assert state(running) == before


NO_TIME = "This is no time. Choose a date and a time of day, or leave it empty."


@pytest.mark.parametrize(
    ("sent", "faults"),
    [
        ({"due": "2026-02-30T10:00"}, {"due": NO_TIME}),
        ({"due": "tomorrow"}, {"due": NO_TIME}),
        ({"opens": "0001-01-01T00:00"}, {"opens": NO_TIME}),
        (
            {"closes": "2026-12-01T22:59:58"},
            {"closes": "The closing time is before the due time."},
        ),
        (
            {"opens": "2026-12-09T00:00", "due": "", "messages": "never"},
            {"closes": "The closing time is before the opening time."},
        ),
        (
            {"due": ""},
            {"messages": "There is no due time to wait for. Set one, or choose something else."},
        ),
        ({"late_percent_per_day": "101"}, {"late_percent_per_day": "from 0 to 100"}),
        ({"late_percent_per_day": "nan"}, {"late_percent_per_day": "from 0 to 100"}),
        ({"late_percent_per_day": ""}, {"late_percent_per_day": "from 0 to 100"}),
        ({"attempts_per_day": "0"}, {"attempts_per_day": "from 1 to 1,000,000"}),
        ({"attempts_per_day": "2.5"}, {"attempts_per_day": "from 1 to 1,000,000"}),
        ({"score": "soon"}, {"score": "Choose one of the list."}),
        (
            {"late_percent_per_day": "-1", "attempts_per_day": "<b>"},
            {"late_percent_per_day": "from 0 to 100", "attempts_per_day": "from 1 to 1,000,000"},
        ),
    ],
    ids=str,
)
def test_what_cannot_hold_is_told_at_its_field_and_nothing_is_saved(
    running: Running, sent: dict[str, str], faults: dict[str, str]
) -> None:
    before = state(running)
    answer = post(running, form(page(running), "policy"), sent)
    assert answer.status_code == 400
    assert state(running) == before
    assert Forms(answer.text).wrong == list(faults)
    alert = re.search(
        r'<div class="banner bad" role="alert"[^>]* autofocus>.*?</div>', answer.text, re.S
    )
    assert alert is not None
    assert "Nothing was saved." in alert[0]
    for key, sentence in faults.items():
        assert f'<a href="#{key}">{wording.LABELS[key]}</a>: ' in alert[0]
        assert sentence in said(alert[0])
    # What was entered is there to be mended; a choice that there is not cannot be shown.
    again = form(answer.text, "policy").sent
    for key, value in sent.items():
        assert value == "soon" or again[key] in (value, f"{value}:00")
    assert again["attempts_per_day"] == sent.get("attempts_per_day", "20")


def test_a_refused_form_can_be_mended_and_keeps_what_was_entered_in_another_zone(
    running: Running,
) -> None:
    sent = {"zone": "own", "opens": "", "due": "2026-12-01T10:00:00+01:00", "closes": ""}
    answer = post(running, form(page(running), "policy"), sent | {"late_percent_per_day": "101"})
    assert answer.status_code == 400
    again = form(answer.text, "policy")
    # What the page shows is in UTC again, and says so.
    assert (again.sent["zone"], again.sent["due"]) == ("utc", "2026-12-01T09:00:00")
    assert post(running, again, {"late_percent_per_day": "10"}).status_code == 303
    saved = running.site.service.store.policy(COURSE, NAME)
    assert saved == replace(
        POLICY,
        opens=None,
        due=datetime(2026, 12, 1, 9, 0, tzinfo=UTC),
        closes=None,
        late_percent_per_day=10.0,
    )


@pytest.mark.parametrize("missing", [*forms.FIELDS, "zone", "based", "form"])
def test_a_form_that_lacks_a_field_is_not_taken(running: Running, missing: str) -> None:
    before = state(running)
    whole = form(page(running), "policy")
    del whole.sent[missing]
    assert post(running, whole).status_code == 400
    assert state(running) == before


def test_what_no_page_of_ours_sends_is_not_taken(running: Running) -> None:
    before = state(running)
    whole = form(page(running), "policy")
    for change in ({"form": "other"}, {"zone": "Europe/Vienna"}, {"due": "1" * 501}):
        assert post(running, whole, change).status_code == 400
    assert state(running) == before


# ---- two instructors


def test_a_change_of_somebody_else_is_not_overwritten(running: Running) -> None:
    first, second = (form(page(running), "policy") for _ in range(2))
    assert post(running, first, {"attempts_per_day": "3"}).status_code == 303
    before = state(running)
    # Not even with something that could not be saved anyway.
    for percent in ("50", "101"):
        answer = post(running, second, {"late_percent_per_day": percent})
        assert answer.status_code == 409
        assert "somebody else has changed the policy since you opened this page" in answer.text
        assert state(running) == before
        shown = form(answer.text, "policy")
        assert (shown.sent["attempts_per_day"], shown.sent["late_percent_per_day"]) == (
            "3",
            "12.3456789",
        )
    # Having seen it, one may.
    assert post(running, shown, {"late_percent_per_day": "50"}).status_code == 303


def test_a_change_by_the_api_is_not_overwritten_either(running: Running) -> None:
    mine = form(page(running), "policy")
    address = f"api/courses/{COURSE}/assignments/{NAME}/policy"
    assert running.client("ines").ask("PUT", address, data=b"{}").status_code == 200
    assert post(running, mine, {"attempts_per_day": "3"}).status_code == 409
    assert running.site.service.store.policy(COURSE, NAME) == Policy()


def test_a_form_that_is_sent_twice_is_saved_once(running: Running) -> None:
    mine = form(page(running), "policy")
    assert post(running, mine, {"attempts_per_day": "3"}).status_code == 303
    before = state(running)
    assert post(running, mine, {"attempts_per_day": "3"}).status_code == 303
    assert state(running)[:3] == before[:3]


# ---- extensions


def test_an_extension_is_given_shown_and_taken_back(running: Running) -> None:
    store = running.site.service.store
    opened = page(running)
    assert '<option value="ann">' in opened
    answer = post(
        running, form(opened, "extension"), {"student": " ann ", "until": "2026-12-10T22:59"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        f"{PREFIX}{PAGE}?saved=extension",
    )
    assert store.extensions(COURSE, NAME) == {"ann": UNTIL}
    assert state(running)[3] == 1
    shown = page(running)
    assert "Thu 10 Dec 2026, 22:59 UTC" in said(shown)
    assert "nothing handed in yet" not in shown
    store.set_policy(COURSE, NAME, Policy(), at=datetime.now(UTC), by="ines")
    assert "Your time is extended" in page(running, f"courses/{COURSE}/{NAME}", "ann")
    assert post(running, form(shown, "take-back")).status_code == 303
    assert store.extensions(COURSE, NAME) == {}
    assert state(running)[3] == 2
    # Somebody else may have been faster.
    assert post(running, form(shown, "take-back")).status_code == 303


def test_an_extension_of_somebody_who_has_not_handed_in_is_pointed_at(running: Running) -> None:
    sent = {"student": "bob", "until": "2026-12-10T23:59:00+01:00", "zone": "own"}
    assert post(running, form(page(running), "extension"), sent).status_code == 303
    assert running.site.service.store.extensions(COURSE, NAME) == {"bob": UNTIL}
    assert "nothing handed in yet" in page(running)


def test_where_the_hub_tells_the_class_names_are_offered_and_compared(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def students(course: str) -> tuple[str, ...]:
        return ("ann", "bob")

    monkeypatch.setattr(running.site.roster, "students", students)
    by = {"at": datetime.now(UTC), "by": "ines"}
    for name in ("bob", "bbo"):
        running.site.service.store.set_extension(COURSE, NAME, name, UNTIL, **by)
    shown = page(running)
    assert '<option value="bob">' in shown
    assert '<option value="bbo">' not in shown
    assert said(shown).count("not in the class at the hub") == 1


def test_an_extension_that_changes_nothing_is_pointed_at(running: Running) -> None:
    sent = {"student": "ann", "until": "2026-12-01T22:59:59"}
    assert post(running, form(page(running), "extension"), sent).status_code == 303
    assert "changes nothing: no due or closing time is earlier" in page(running)


def test_any_name_of_the_api_can_be_taken_back(running: Running) -> None:
    store, name = running.site.service.store, "a&b=c \u202e?#%\u0301é/"
    store.set_extension(COURSE, NAME, name, UNTIL, at=datetime.now(UTC), by="ines")
    assert post(running, form(page(running), "take-back")).status_code == 303
    assert store.extensions(COURSE, NAME) == {}


@pytest.mark.parametrize("name", ["", "..", ".ann", "a/b", "a\\b", "nul", "W" * 300])
def test_an_extension_of_whom_nobody_can_be_is_refused(running: Running, name: str) -> None:
    before = state(running)
    until = "2026-12-10T22:59:00"
    answer = post(running, form(page(running), "extension"), {"student": name, "until": until})
    assert answer.status_code == 400
    assert "Nobody can have this name." in said(answer.text)
    assert Forms(answer.text).wrong == ["student"]
    assert form(answer.text, "extension").sent["until"] == until
    assert state(running) == before


@pytest.mark.parametrize("until", ["", "2026-02-30T10:00", "2026-12-10T22:59:00+01:00"])
def test_an_extension_until_no_time_is_refused(running: Running, until: str) -> None:
    before = state(running)
    answer = post(running, form(page(running), "extension"), {"student": "ann", "until": until})
    assert answer.status_code == 400
    assert Forms(answer.text).wrong == ["until"]
    assert form(answer.text, "extension").sent["student"] == "ann"
    assert state(running) == before


# ---- who, and what is read


@pytest.mark.parametrize(
    ("who", "status"), [("ann", 403), ("grace", 403), ("ines:learn", 403), ("mallory", 404)]
)
def test_only_instructors_see_and_save(running: Running, who: str, status: int) -> None:
    before = state(running)
    assert running.client(who).get(PAGE).status_code == status
    opened = page(running)
    for kind, sent in (
        ("policy", {"attempts_per_day": "1"}),
        ("extension", {"student": "ann", "until": "2026-12-10T22:59"}),
    ):
        assert post(running, form(opened, kind), sent, who).status_code == status
    assert state(running) == before


def test_the_page_of_the_class_leads_instructors_there(running: Running) -> None:
    link = f'href="{PREFIX}{PAGE}"'
    assert link in page(running, f"courses/{COURSE}/{NAME}")
    assert link not in page(running, f"courses/{COURSE}/{NAME}", "grace")


def test_students_read_what_was_set(running: Running) -> None:
    sent = {"opens": "", "late_percent_per_day": "10", "attempts_per_day": "3"}
    save(running, sent | {"feedback": "never"})
    read = said(page(running, f"courses/{COURSE}/{NAME}", "ann"))
    assert "Tue 1 Dec 2026, 22:59 UTC" in read
    for sentence in (
        "You may hand in 3 times within 24 hours.",
        "10 % of the points that it earns are taken off for each day that has begun.",
        "You see what failed tests say after the due time.",
        "The feedback pages are not shown here.",
    ):
        assert sentence in read
        # The instructor reads the same beside the form.
        assert sentence in said(page(running))


def test_what_was_saved_is_said_in_words_of_ours(running: Running) -> None:
    assert "Saved. It holds from now on." in page(running, f"{PAGE}?saved=policy")
    told = page(running, f"{PAGE}?saved=%3Cscript%3E")
    assert 'id="saved"' not in told
    assert "&lt;script" not in told


def test_a_policy_can_be_set_before_the_release(running: Running) -> None:
    address = f"courses/{COURSE}/tides/settings"
    opened = page(running, address)
    assert "This assignment is not released now." in opened
    assert f'href="{PREFIX}courses/{COURSE}/tides"' not in opened
    assert post(running, form(opened, "policy"), {"attempts_per_day": "3"}).status_code == 303
    assert running.site.service.store.policy(COURSE, "tides") == Policy(attempts_per_day=3)


# ---- any policy

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
# Times that both the calendar and every zone have.
TIMES = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29)).map(
    lambda when: when.replace(tzinfo=UTC)
)
POLICIES = st.builds(
    lambda times, **more: Policy(*times, **more),
    st.tuples(TIMES, TIMES, TIMES).map(sorted),
    late_percent_per_day=st.floats(0, 100),
    attempts_per_day=st.none() | st.integers(1, 1_000_000),
    score=st.sampled_from(When),
    messages=st.sampled_from(When),
    feedback=st.sampled_from(When),
) | st.builds(Policy, opens=st.none() | TIMES)


@given(policy=POLICIES, zone=OFFSETS)
@settings(max_examples=60)
def test_any_policy_is_the_same_after_its_form(policy: Policy, zone: timezone) -> None:
    shown = forms.values(policy)
    assert policies.from_json(forms.tree(shown, "utc", policy)) == policy
    there = {
        key: datetime.fromisoformat(f"{shown[key]}+00:00").astimezone(zone).isoformat()
        for key in forms.TIMES
        if shown[key]
    }
    assert policies.from_json(forms.tree(shown | there, "own", policy)) == policy
