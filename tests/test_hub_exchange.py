"""nbgrader's exchange by HTTP: its own pages, pages' code and commands, against a fake service."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hub_fake
import pytest
from hub_fake import COURSE, CUT, DROPPED, LOST, FakeHub
from nbgrader.apps import NbGrader
from nbgrader.apps.api import NbGraderAPI
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory
from nbgrader.server_extensions.assignment_list.handlers import AssignmentList
from nbgrader.utils import capture_log

from autograder.hub.exchange import client, fetching
from autograder.hub.packing import Limits, pack_files, unpack

CONFIG = """
from autograder.hub.exchange import configure

c = get_config()
configure(c)
c.CourseDirectory.course_id = "astro"
"""
RELEASED = {"1 - Größen.ipynb": b'{"cells": []}', "data/Stars ★.csv": b"a,b\n"}
FIRST, SECOND = "1 - Größen", "2"
Become = Callable[[str], None]


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    monkeypatch.setattr(client, "PAUSE_SECONDS", (0.01, 0.01, 0.01))
    with hub_fake.running() as found:
        found.release("stars", RELEASED)
        yield found


@pytest.fixture
def become(monkeypatch: pytest.MonkeyPatch) -> Become:
    def as_user(name: str) -> None:
        monkeypatch.setenv("JUPYTERHUB_API_TOKEN", f"token-{name}")

    return as_user


@pytest.fixture
def home(tmp_path: Path, hub: FakeHub, become: Become, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "nbgrader_config.py").write_text(CONFIG)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(folder / ".jupyter"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(folder / ".data"))
    monkeypatch.setenv("AUTOGRADER_HUB_URL", hub.url)
    monkeypatch.delenv("JUPYTERHUB_PUBLIC_URL", raising=False)
    become("ada")
    return folder


def setting(home: Path, line: str) -> None:
    (home / "nbgrader_config.py").write_text(f"{CONFIG}\n{line}\n")


def lab(home: Path) -> AssignmentList:
    found = AssignmentList()
    found.root_dir = str(home)
    return found


def listed(home: Path) -> list[dict[str, Any]]:
    answer = lab(home).list_assignments(course_id=COURSE)
    assert answer["success"], answer["value"]
    json.dumps(answer)
    found: list[dict[str, Any]] = answer["value"]
    return found


def plugin(name: str, assignment: str = "stars", student: str = "*", **traits: Any) -> Any:
    app = NbGrader()
    app.load_config_file()
    coursedir = CourseDirectory(parent=app, assignment_id=assignment, student_id=student)
    factory = ExchangeFactory(parent=app)
    return getattr(factory, name)(
        coursedir=coursedir, authenticator=Authenticator(parent=app), parent=app, **traits
    )


def log_of(name: str, assignment: str = "stars", student: str = "*", **traits: Any) -> str:
    told = capture_log(plugin(name, assignment, student, **traits))
    assert told["success"], told["error"]
    return str(told.get("log", ""))


def failure(name: str, assignment: str = "stars", student: str = "*", **traits: Any) -> str:
    told = capture_log(plugin(name, assignment, student, **traits))
    assert not told["success"]
    assert "nbgrader.exchange.abc.exchange.ExchangeError" in told["error"]
    assert "token-" not in told["error"] + told["log"]
    return str(told["log"])


def tree(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def work_on(home: Path, text: str = "done") -> Path:
    folder = home / "stars"
    folder.mkdir(exist_ok=True)
    (folder / "1 - Größen.ipynb").write_text(json.dumps({"cells": [], "done": text}))
    return folder


# ---- the page in JupyterLab


def test_the_page_lists_what_is_released_and_then_what_is_fetched(home: Path) -> None:
    (released,) = listed(home)
    assert released["status"] == "released"
    assert (released["course_id"], released["assignment_id"]) == (COURSE, "stars")
    assert [each["notebook_id"] for each in released["notebooks"]] == [FIRST]

    assert lab(home).fetch_assignment(COURSE, "stars") == {"success": True}
    assert tree(home / "stars") == sorted(RELEASED)
    (fetched,) = listed(home)
    assert (fetched["status"], fetched["path"]) == ("fetched", "stars")
    assert fetched["notebooks"] == [{"notebook_id": FIRST, "path": f"stars/{FIRST}.ipynb"}]
    assert lab(home).list_courses() == {"success": True, "value": [COURSE]}


def test_the_page_hands_in_and_follows_the_feedback(home: Path, hub: FakeHub) -> None:
    work_on(home)
    assert lab(home).submit_assignment(COURSE, "stars") == {"success": True}
    submitted = listed(home)[-1]
    assert (submitted["status"], submitted["student_id"]) == ("submitted", "ada")
    (attempt,) = submitted["submissions"]
    assert attempt["timestamp"] == hub.attempts[0]["timestamp"]
    assert not attempt["has_exchange_feedback"]
    assert not attempt["has_local_feedback"]
    assert attempt["local_feedback_path"] is None

    hub.grade("ada-1", {FIRST: "<p>well done</p>"})
    (attempt,) = listed(home)[-1]["submissions"]
    assert (attempt["has_exchange_feedback"], attempt["has_local_feedback"]) == (True, False)

    assert lab(home).fetch_feedback(COURSE, "stars") == {"success": True}
    (attempt,) = listed(home)[-1]["submissions"]
    (notebook,) = attempt["notebooks"]
    assert (attempt["has_local_feedback"], attempt["feedback_updated"]) == (True, False)
    path = f"stars/feedback/{attempt['timestamp']}"
    assert attempt["local_feedback_path"] == path
    assert notebook["local_feedback_path"] == str(home / path / f"{FIRST}.html")
    assert (home / path / f"{FIRST}.html").read_text() == "<p>well done</p>"

    hub.grade("ada-1", {FIRST: "<p>even better</p>"})
    (attempt,) = listed(home)[-1]["submissions"]
    assert attempt["feedback_updated"]
    lab(home).fetch_feedback(COURSE, "stars")
    assert (home / path / f"{FIRST}.html").read_text() == "<p>even better</p>"


def test_a_notebook_of_the_students_own_does_not_hide_the_feedback(
    home: Path, hub: FakeHub
) -> None:
    (work_on(home) / "scratch.ipynb").write_text("{}")
    lab(home).submit_assignment(COURSE, "stars")
    hub.grade("ada-1", {FIRST: "<p>well done</p>"})
    (attempt,) = listed(home)[-1]["submissions"]
    assert (attempt["has_exchange_feedback"], attempt["has_local_feedback"]) == (True, False)
    lab(home).fetch_feedback(COURSE, "stars")
    (attempt,) = listed(home)[-1]["submissions"]
    assert (attempt["has_local_feedback"], attempt["feedback_updated"]) == (True, False)


def test_nobody_sees_the_attempts_of_another(home: Path, become: Become) -> None:
    work_on(home)
    lab(home).submit_assignment(COURSE, "stars")
    become("bob")
    assert [each["status"] for each in listed(home)] == ["fetched"]


def test_staff_see_their_own_attempts_on_the_page_and_all_of_them_in_the_inbox(
    home: Path, become: Become
) -> None:
    for name in ("ada", "ivy"):
        become(name)
        work_on(home, name)
        lab(home).submit_assignment(COURSE, "stars")
    assert [each.get("student_id") for each in listed(home)] == [None, "ivy"]
    inbox = plugin("List", "", inbound=True).start()
    assert [each["student_id"] for each in inbox] == ["ada", "ivy"]
    (only,) = plugin("List", "", "ada", inbound=True).start()
    assert only["student_id"] == "ada"
    become("ada")
    (own,) = plugin("List", "", inbound=True).start()
    assert own["student_id"] == "ada"


def test_the_page_says_what_is_wrong_when_nothing_can_be_listed(home: Path, hub: FakeHub) -> None:
    hub.troubles = [503] * 4
    answer = lab(home).list_assignments(course_id=COURSE)
    assert not answer["success"]
    assert "does not answer (the last answer was 503" in answer["value"]
    assert "exchange directory" not in answer["value"]
    assert "urllib3" not in answer["value"]


def test_the_page_shows_the_words_of_the_service_when_it_refuses(home: Path, hub: FakeHub) -> None:
    work_on(home)
    hub.closed = "You have used your 3 attempts of today. The next can be made at 18:00."
    answer = lab(home).submit_assignment(COURSE, "stars")
    assert not answer["success"]
    assert answer["value"].rstrip().endswith(hub.closed)
    assert "Traceback (most recent call last)" in answer["value"]
    assert "During handling" not in answer["value"]


def test_assignments_may_lie_below_their_course(home: Path, hub: FakeHub) -> None:
    setting(home, "c.Exchange.path_includes_course = True")
    lab(home).fetch_assignment(COURSE, "stars")
    lab(home).submit_assignment(COURSE, "stars")
    hub.grade("ada-1", {FIRST: "<p>well done</p>"})
    lab(home).fetch_feedback(COURSE, "stars")
    fetched, submitted = listed(home)
    assert fetched["path"] == "astro/stars"
    stamp = hub.attempts[0]["timestamp"]
    assert submitted["submissions"][0]["local_feedback_path"] == f"astro/stars/feedback/{stamp}"
    assert (home / f"astro/stars/feedback/{stamp}/{FIRST}.html").is_file()


def test_assignments_may_lie_in_another_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "work").mkdir()
    setting(home, f"c.Exchange.assignment_dir = {str(home / 'work')!r}")
    # The page reads the configuration once more from there, or from where all users have it.
    monkeypatch.delenv("JUPYTER_NO_CONFIG")
    (home / ".jupyter").mkdir()
    (home / "nbgrader_config.py").rename(home / ".jupyter/nbgrader_config.py")
    lab(home).fetch_assignment(COURSE, "stars")
    assert tree(home / "work/stars") == sorted(RELEASED)
    assert listed(home)[0]["path"] == "work/stars"


# ---- fetching


def test_a_folder_that_is_there_is_left_as_it_is(home: Path) -> None:
    work_on(home, "my work")
    before = (home / "stars/1 - Größen.ipynb").read_text()
    assert "You already have a copy" in failure("FetchAssignment")
    assert tree(home / "stars") == [f"{FIRST}.ipynb"]
    assert (home / "stars/1 - Größen.ipynb").read_text() == before


def test_only_what_is_missing_is_added_where_that_is_asked_for(home: Path) -> None:
    work_on(home, "my work")
    before = (home / "stars/1 - Größen.ipynb").read_text()
    log = log_of("FetchAssignment", replace_missing_files=True)
    assert "Replacing missing file 'data/Stars ★.csv'" in log
    assert tree(home / "stars") == sorted(RELEASED)
    assert (home / "stars/1 - Größen.ipynb").read_text() == before


def test_what_was_fetched_can_be_read_by_others_as_other_files_can(home: Path) -> None:
    log_of("FetchAssignment")
    (home / "other").mkdir()
    assert (home / "stars").stat().st_mode == (home / "other").stat().st_mode


@pytest.mark.parametrize("trouble", [CUT, DROPPED, 502])
def test_a_download_that_breaks_off_leaves_nothing(
    home: Path, hub: FakeHub, trouble: int | str
) -> None:
    hub.troubles = [trouble] * 4
    assert "does not answer" in failure("FetchAssignment")
    assert tree(home) == ["nbgrader_config.py"]
    assert [each.name for each in home.iterdir()] == ["nbgrader_config.py"]


def test_a_full_disk_leaves_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(folder: Path, files: dict[str, bytes]) -> None:
        folder.mkdir()
        (folder / "half").write_bytes(b"")
        raise OSError(28, "No space left on device", str(folder / "half"))

    monkeypatch.setattr("autograder.hub.exchange.writing.write_to", full)
    assert "No space left on device" in failure("FetchAssignment")
    assert [each.name for each in home.iterdir()] == ["nbgrader_config.py"]


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "a\\..\\evil", "aux.ipynb"])
def test_a_release_with_a_hostile_name_is_not_unpacked(home: Path, hub: FakeHub, name: str) -> None:
    hub.archives[COURSE, "stars"] = pack_files({"good.ipynb": b"{}", name: b"x"})
    assert "The release of stars cannot be fetched" in failure("FetchAssignment")
    assert [each.name for each in home.parent.rglob("*")] == ["home", "nbgrader_config.py"]


def test_an_archive_of_any_size_is_not_read(
    home: Path, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "RELEASE", Limits(archive_bytes=1000))
    hub.archives[COURSE, "stars"] = bytes(1001)
    assert "more than 1,000 bytes" in failure("FetchAssignment")


def test_what_is_not_released_is_told_in_the_words_of_the_service(home: Path) -> None:
    assert "planets is not released." in failure("FetchAssignment", "planets")


def test_files_that_the_course_ignores_are_not_fetched(home: Path, hub: FakeHub) -> None:
    hub.release("stars", {**RELEASED, "notes.log": b"", "feedback/old.html": b""})
    setting(home, 'c.CourseDirectory.ignore = ["*.log", "feedback"]')
    log_of("FetchAssignment")
    assert tree(home / "stars") == sorted(RELEASED)


@pytest.mark.parametrize("stamp", ["../../../evil", "2026-01-01 10:00:00.000000 UTC/..", ""])
def test_a_time_stamp_that_leads_elsewhere_is_not_believed(
    home: Path, hub: FakeHub, stamp: str
) -> None:
    work_on(home)
    log_of("Submit")
    hub.grade("ada-1", {FIRST: "<p>evil</p>"})
    hub.attempts[0]["timestamp"] = stamp
    assert "answers otherwise than is expected" in failure("FetchFeedback")
    assert not list(home.parent.rglob("*.html"))


def test_feedback_that_is_not_what_was_announced_is_not_written(
    home: Path, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    work_on(home)
    log_of("Submit")
    hub.grade("ada-1", {FIRST: "<p>well done</p>"})
    monkeypatch.setattr("autograder.hub.exchange.feedback._sum", lambda content: "0" * 64)
    assert "fetch it again" in failure("FetchFeedback")
    assert tree(home / "stars") == [f"{FIRST}.ipynb"]


def test_feedback_that_is_here_is_not_fetched_again(home: Path, hub: FakeHub) -> None:
    work_on(home)
    log_of("Submit")
    hub.grade("ada-1", {FIRST: "<p>well done</p>"})
    assert "Fetched feedback" in log_of("FetchFeedback")
    hub.asked.clear()
    log_of("FetchFeedback")
    assert not [path for _, path in hub.asked if "feedback" in path]


def test_without_feedback_a_line_says_so(home: Path) -> None:
    assert "No feedback on 'stars' can be fetched yet" in log_of("FetchFeedback")


# ---- handing in


def test_the_receipt_says_which_attempt_it_is_and_where_its_page_is(
    home: Path, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    work_on(home)
    monkeypatch.setenv("JUPYTERHUB_PUBLIC_URL", "https://hub.example.org/user/ada/")
    submit = plugin("Submit")
    log = capture_log(submit)["log"]
    stamp = hub.attempts[0]["timestamp"]
    assert f"Submitted as: astro stars {stamp}" in log
    assert f"This is attempt 1, received at {stamp}: https://hub.example.org/services/" in log
    assert (submit.receipt.number, submit.receipt.student) == (1, "ada")
    work_on(home, "better")
    hub.late.add("ada")
    assert "attempt 2" in log_of("Submit")
    assert hub.attempts[-1]["late"]


def test_all_that_is_the_students_own_is_handed_in_and_nothing_else(
    home: Path, hub: FakeHub
) -> None:
    folder = work_on(home)
    for name in ("my module.py", "données/mes étoiles.csv", "feedback/then/a.html", ".secret"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    (folder / "link.ipynb").symlink_to("/etc/passwd")
    setting(home, 'c.CourseDirectory.ignore = ["*.tmp"]')
    (folder / "half.tmp").write_text("")
    log = log_of("Submit")
    assert "link.ipynb is a link, and is not handed in" in log
    assert sorted(unpack(hub.submissions["ada-1"])) == [
        f"{FIRST}.ipynb",
        "données/mes étoiles.csv",
        "my module.py",
    ]


def test_a_missing_notebook_is_warned_of_or_refused(home: Path, hub: FakeHub) -> None:
    folder = work_on(home)
    (folder / f"{FIRST}.ipynb").rename(folder / "renamed.ipynb")
    log = failure("Submit", strict=True)
    assert f"{FIRST}.ipynb: MISSING" in log
    assert "renamed.ipynb: EXTRA" in log
    assert hub.attempts == []
    assert "Possible missing notebooks" in log_of("Submit")
    assert len(hub.attempts) == 1


def test_a_file_that_is_too_large_is_named_before_anything_is_sent(
    home: Path, hub: FakeHub
) -> None:
    with (work_on(home) / "all data.csv").open("wb") as file:
        file.truncate(33 * 2**20)
    assert "“all data.csv” is larger than 32 MiB" in failure("Submit")
    assert hub.attempts == []


def test_a_folder_that_is_not_there_cannot_be_handed_in(home: Path) -> None:
    assert f"Assignment not found at: {home / 'stars'}" in failure("Submit")


def test_what_is_not_released_cannot_be_handed_in(home: Path) -> None:
    (home / "planets").mkdir()
    assert "planets is not released in the course astro" in failure("Submit", "planets")


def test_nobody_hands_in_for_another(home: Path, hub: FakeHub) -> None:
    work_on(home)
    assert "The hub knows you as ada" in failure("Submit", student="bob")
    assert hub.attempts == []
    log_of("Submit", student="ada")
    assert hub.attempts[0]["student_id"] == "ada"


POST = ("POST", "/services/autograder/api/courses/astro/assignments/stars/attempts")


@pytest.mark.parametrize("trouble", [502, 503, 504, DROPPED, LOST, CUT])
def test_what_is_sent_again_is_one_attempt(home: Path, hub: FakeHub, trouble: int | str) -> None:
    work_on(home)
    submit = plugin("Submit")
    # The list is asked for first, and is not what the trouble is about.
    hub.troubles = ["", trouble]
    assert capture_log(submit)["success"]
    assert hub.asked[1:] == [POST, POST]
    assert [each["number"] for each in hub.attempts] == [1]
    assert submit.receipt.attempt_id == "ada-1"


def test_an_attempt_whose_answers_are_all_lost_is_found_again(home: Path, hub: FakeHub) -> None:
    work_on(home)
    submit = plugin("Submit")
    hub.troubles = ["", LOST, LOST, LOST, LOST]
    assert capture_log(submit)["success"]
    assert submit.receipt.attempt_id == "ada-1"
    assert len(hub.attempts) == 1


def test_an_earlier_attempt_with_the_same_bytes_is_no_receipt(home: Path, hub: FakeHub) -> None:
    work_on(home)
    log_of("Submit")
    hub.attempts[0]["received_at"] = "2026-01-01T10:00:00+00:00"
    hub.troubles = ["", DROPPED, DROPPED, DROPPED, DROPPED]
    log = failure("Submit")
    assert "stars may not have been handed in" in log
    assert "before you hand in again" in log


def test_a_refusal_is_not_tried_again(home: Path, hub: FakeHub) -> None:
    work_on(home)
    hub.closed = "You have used your 3 attempts of today."
    assert hub.closed in failure("Submit")
    assert hub.asked.count(POST) == 1


# ---- the way to the service


def test_a_service_that_is_down_is_told_in_one_sentence(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hub_fake.running() as gone:
        url = gone.url
    monkeypatch.setenv("AUTOGRADER_HUB_URL", url)
    start = time.monotonic()
    assert f"service at {url} does not answer" in failure("List", "")
    assert time.monotonic() - start < 5


def test_a_service_that_says_nothing_is_not_waited_for_for_ever(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        monkeypatch.setenv("AUTOGRADER_HUB_URL", f"http://127.0.0.1:{port}/")
        setting(home, "c.HubExchange.timeout = 0.1")
        assert "does not answer" in failure("List", "")


def test_a_token_that_is_not_known_is_told_in_the_words_of_the_service(
    home: Path, become: Become
) -> None:
    become("eve")
    assert "Your token is not known here." in failure("List", "")


@pytest.mark.parametrize(
    ("variable", "words"),
    [
        ("AUTOGRADER_HUB_URL", "c.HubExchange.service_url"),
        ("JUPYTERHUB_API_TOKEN", "c.HubExchange.token"),
    ],
)
def test_what_is_not_set_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch, variable: str, words: str
) -> None:
    monkeypatch.delenv(variable)
    log = failure("List", "")
    assert variable in log
    assert words in log


@pytest.mark.parametrize("url", ["not an address", "ftp://127.0.0.1/x", "http://[::1/x"])
def test_what_is_no_address_is_told(home: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("AUTOGRADER_HUB_URL", url)
    assert "AUTOGRADER_HUB_URL, is not the address" in failure("List", "")


def test_a_password_in_the_address_is_not_shown(
    home: Path, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOGRADER_HUB_URL", hub.url.replace("//", "//me:hunter2@"))
    assert plugin("List", "").start()
    hub.troubles = [502] * 4
    assert "hunter2" not in failure("List", "")


def test_a_redirect_is_not_followed_with_the_token(home: Path, hub: FakeHub) -> None:
    with hub_fake.running() as other:
        hub.troubles = [(302, {"Location": f"{other.url}/api/user"}, b"")]
        assert "a token is not sent on" in failure("List", "")
        assert other.asked == []


def test_a_page_of_a_proxy_is_told_by_its_status(home: Path, hub: FakeHub) -> None:
    hub.troubles = [(404, {}, b"<html>404: no such service</html>")]
    assert "answers 404 Not Found" in failure("List", "")


@pytest.mark.parametrize(
    "answer", [b"<html>", b"[]", b'{"name": 1, "courses": []}', b'{"courses": [{}]}', b"[" * 9999]
)
def test_an_answer_that_is_not_as_agreed_is_an_error(
    home: Path, hub: FakeHub, answer: bytes
) -> None:
    hub.troubles = [(200, {}, answer)]
    assert "the service" in failure("List", "")


def test_words_that_would_steer_a_terminal_do_not(home: Path, hub: FakeHub) -> None:
    work_on(home)
    hub.closed = "closed\x1b[2J\nnow"
    log = failure("Submit")
    assert "\x1b[2J" not in log
    assert "[2J now" in log


def test_a_password_in_netrc_does_not_take_the_tokens_place(home: Path) -> None:
    (home / ".netrc").write_text("machine 127.0.0.1 login me password hunter2\n")
    (home / ".netrc").chmod(0o600)
    assert plugin("List", "").start()


def test_who_is_in_no_course_is_told(home: Path) -> None:
    setting(home, 'c.CourseDirectory.course_id = "physics"')
    assert "The hub has ada in no course physics" in log_of("List", "")


# ---- what staff do


@pytest.fixture
def course(home: Path, become: Become, monkeypatch: pytest.MonkeyPatch) -> Path:
    become("ivy")
    folder = home.parent / "course"
    data = folder / "data"
    for name in ("source/planets", "release/planets", "data"):
        (folder / name).mkdir(parents=True)
    (data / "Planets.csv").write_text("a,b")
    (folder / "source/planets/2.ipynb").write_text('{"solution": 42}')
    (folder / "source/planets/Planets.csv").symlink_to("../../data/Planets.csv")
    (folder / "release/planets/2.ipynb").write_text("{}")
    (folder / "release/planets/Planets.csv").write_text("a,b")
    (folder / "nbgrader_config.py").write_text(CONFIG)
    monkeypatch.chdir(folder)
    return folder


def hand_in(hub: FakeHub, student: str, text: str) -> dict[str, Any]:
    files = {"1 - Größen.ipynb": text.encode(), "b/mon module.py": b"", "timestamp.txt": b"never"}
    return hub.take(student, "stars", pack_files(files))


def test_a_release_goes_with_its_masters_and_the_data_behind_links(
    course: Path, hub: FakeHub
) -> None:
    assert "Released as: astro planets" in log_of("ReleaseAssignment", "planets")
    sent = hub.releases[COURSE, "planets"]
    assert sent["source"] == {"2.ipynb": b'{"solution": 42}', "Planets.csv": b"a,b"}
    assert sent["release"] == {"2.ipynb": b"{}", "Planets.csv": b"a,b"}


def test_what_was_made_of_autotest_lines_goes_along_with_the_templates(
    course: Path, hub: FakeHub
) -> None:
    (course / "source_with_tests/planets/.ipynb_checkpoints").mkdir(parents=True)
    (course / "source_with_tests/planets/2.ipynb").write_text('{"made": 1}')
    (course / "source_with_tests/planets/notes.txt").write_text("mine")
    (course / "autotests.yml").write_text("of the course")
    log_of("ReleaseAssignment", "planets")
    sent = hub.releases[COURSE, "planets"]
    assert sent["source_with_tests"] == {"2.ipynb": b'{"made": 1}'}
    assert sent["source"]["autotests.yml"] == b"of the course"
    assert set(sent["release"]) == {"2.ipynb", "Planets.csv"}
    # Those of the assignment come first, as they do when the tests are made.
    (course / "source/planets/autotests.yml").write_text("of the assignment")
    log_of("ReleaseAssignment", "planets", force=True)
    assert hub.releases[COURSE, "planets"]["source"]["autotests.yml"] == b"of the assignment"


def test_a_second_release_needs_force(course: Path, hub: FakeHub) -> None:
    log_of("ReleaseAssignment", "planets")
    (course / "release/planets/2.ipynb").write_text('{"cells": []}')
    log = failure("ReleaseAssignment", "planets")
    assert "Destination already exists, add --force to overwrite: astro planets" in log
    assert hub.releases[COURSE, "planets"]["release"]["2.ipynb"] == b"{}"
    log_of("ReleaseAssignment", "planets", force=True)
    assert hub.releases[COURSE, "planets"]["release"]["2.ipynb"] == b'{"cells": []}'


def test_what_was_not_built_or_has_no_master_is_not_released(course: Path) -> None:
    (course / "release/planets").rename(course / "release/other")
    log = failure("ReleaseAssignment", "planets")
    assert "run `nbgrader generate_assignment`" in log
    assert "Assignment not found at" in failure("ReleaseAssignment", "other")


def test_a_student_cannot_release(course: Path, become: Become, hub: FakeHub) -> None:
    become("ada")
    assert "That is for the course's staff." in failure("ReleaseAssignment", "planets")
    assert (COURSE, "planets") not in hub.releases


def test_a_release_is_withdrawn_and_the_attempts_stay(course: Path, hub: FakeHub) -> None:
    hand_in(hub, "ada", "1")
    (removed,) = plugin("List", "stars", remove=True).start()
    assert (removed["status"], removed["assignment_id"]) == ("removed", "stars")
    assert hub.releases == {}
    assert len(hub.attempts) == 1


def test_not_all_releases_are_withdrawn_at_once(course: Path, hub: FakeHub) -> None:
    assert "No assignment specified" in failure("List", "", remove=True)
    assert (COURSE, "stars") in hub.releases


@pytest.mark.parametrize("box", ["inbound", "cached"])
def test_attempts_cannot_be_removed(course: Path, hub: FakeHub, box: str) -> None:
    hand_in(hub, "ada", "1")
    log = failure("List", "stars", remove=True, **{box: True})
    assert "the service keeps every attempt" in log
    assert len(hub.attempts) == 1


def test_feedback_is_released_to_all_to_one_or_to_all_but_some(course: Path, hub: FakeHub) -> None:
    log_of("ReleaseFeedback")
    log_of("ReleaseFeedback", student="bob")
    hand_in(hub, "ada", "1")
    hand_in(hub, "bob", "1")
    (course / "nbgrader_config.py").write_text(
        f"{CONFIG}\nc.CourseDirectory.student_id_exclude = 'bob,eve'\n"
    )
    log_of("ReleaseFeedback")
    assert hub.feedback_orders == [None, "bob", "ada"]


def test_the_newest_attempt_of_each_student_is_collected(course: Path, hub: FakeHub) -> None:
    hand_in(hub, "ada", "first")
    newest, other = hand_in(hub, "ada", "second"), hand_in(hub, "bob", "only")
    log_of("Collect")
    ada, bob = course / "submitted/ada/stars", course / "submitted/bob/stars"
    assert tree(ada) == ["1 - Größen.ipynb", "b/mon module.py", "timestamp.txt"]
    assert (ada / "1 - Größen.ipynb").read_text() == "second"
    assert (ada / "timestamp.txt").read_text().strip() == newest["timestamp"]
    assert (bob / "timestamp.txt").read_text().strip() == other["timestamp"]


def test_one_student_is_collected_where_one_is_asked_for(course: Path, hub: FakeHub) -> None:
    hand_in(hub, "ada", "1")
    hand_in(hub, "bob", "1")
    log_of("Collect", student="bob")
    assert [each.name for each in (course / "submitted").iterdir()] == ["bob"]


def test_a_newer_attempt_takes_the_place_only_where_that_is_asked_for(
    course: Path, hub: FakeHub
) -> None:
    hand_in(hub, "ada", "first")
    log_of("Collect")
    hand_in(hub, "ada", "second")
    place = course / "submitted/ada/stars/1 - Größen.ipynb"
    assert "use --update to update: ada stars" in log_of("Collect")
    assert place.read_text() == "first"
    assert "Updating submission: ada stars" in log_of("Collect", update=True)
    assert place.read_text() == "second"
    kept = course / "submitted/ada/.attempts/stars/0001/1 - Größen.ipynb"
    assert kept.read_text() == "first"
    assert "No newer submission to collect: ada stars" in log_of("Collect", update=True)
    assert [each.name for each in kept.parent.parent.iterdir()] == ["0001"]


def test_the_attempt_before_the_deadline_is_collected_where_that_is_asked_for(
    course: Path, hub: FakeHub
) -> None:
    hand_in(hub, "ada", "in time")
    hub.late |= {"ada", "bob"}
    hand_in(hub, "ada", "late")
    hand_in(hub, "bob", "late")
    log_of("Collect")
    log_of("Collect", before_duedate=True)
    places = [course / f"submitted/{name}/stars/1 - Größen.ipynb" for name in ("ada", "bob")]
    assert [place.read_text() for place in places] == ["in time", "late"]


def test_a_collection_that_breaks_off_keeps_what_was_there(
    course: Path, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(hub, "ada", "first")
    log_of("Collect")
    hand_in(hub, "ada", "second")

    def crash(one: Path, other: Path) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("autograder.intake.placing.swap", crash)
        assert not capture_log(plugin("Collect", update=True))["success"]
    place = course / "submitted/ada/stars/1 - Größen.ipynb"
    assert place.read_text() == "first"
    log_of("Collect", update=True)
    assert place.read_text() == "second"
    assert sorted(each.name for each in (course / "submitted/ada").iterdir()) == [
        ".attempts",
        "stars",
    ]


def test_one_broken_submission_does_not_keep_back_the_others(course: Path, hub: FakeHub) -> None:
    hand_in(hub, "ada", "1")
    hand_in(hub, "bob", "1")
    hub.submissions["ada-1"] = pack_files({"../../evil": b""})
    log = failure("Collect")
    assert "ada: the archive is refused" in log
    assert "Not collected, for the reasons above: ada" in log
    assert sorted(each.name for each in (course / "submitted").iterdir()) == ["bob"]


@pytest.mark.parametrize("name", ["../eve", "..", "a/b", ".hidden", "=1+1"])
def test_a_user_whose_name_cannot_be_a_folders_is_not_collected(
    course: Path, hub: FakeHub, name: str
) -> None:
    hand_in(hub, "ada", "1")
    hub.attempts[0]["student_id"] = name
    assert "the hub's user name cannot be a folder's" in failure("Collect")
    assert not list((course / "submitted").iterdir())


def test_a_student_cannot_collect(course: Path, become: Become) -> None:
    become("ada")
    assert "That is for the course's staff." in failure("Collect")
    assert not (course / "submitted").exists()


def test_nothing_to_collect_is_told(course: Path) -> None:
    assert "No submissions of 'stars' for course 'astro' to collect" in log_of("Collect")


# nbgrader misspells the name of an argument.
@pytest.mark.filterwarnings("ignore:Passing unrecognized arguments")
def test_the_formgraders_buttons_work(course: Path, hub: FakeHub) -> None:
    app = NbGrader()
    app.load_config_file()
    api = NbGraderAPI(parent=app)
    assert api.exchange_is_functional
    assert api.get_released_assignments() == {"stars"}
    assert api.release_assignment("planets")["success"]
    assert api.get_released_assignments() == {"stars", "planets"}
    assert "add --force" in api.release_assignment("planets")["log"]
    hand_in(hub, "ada", "1")
    assert api.collect("stars")["success"]
    assert (course / "submitted/ada/stars").is_dir()
    assert api.release_feedback("stars")["success"]
    assert api.release_feedback("stars", "ada")["success"]
    assert hub.feedback_orders == [None, "ada"]
    assert api.unrelease("planets")["success"]
    assert api.get_released_assignments() == {"stars"}


def test_the_formgrader_opens_without_the_service(course: Path, hub: FakeHub) -> None:
    hub.troubles = [502] * 4
    app = NbGrader()
    app.load_config_file()
    assert NbGraderAPI(parent=app).exchange_missing


# ---- commands


def nbgrader(folder: Path, *arguments: str, user: str = "ada") -> str:
    done = subprocess.run(
        ["nbgrader", *arguments],
        cwd=folder,
        env={**os.environ, "JUPYTERHUB_API_TOKEN": f"token-{user}"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_the_commands_work_from_release_to_feedback(course: Path, home: Path, hub: FakeHub) -> None:
    nbgrader(course, "release_assignment", "planets", user="ivy")
    assert "astro planets" in nbgrader(home, "list")
    nbgrader(home, "fetch_assignment", "planets")
    assert tree(home / "planets") == ["2.ipynb", "Planets.csv"]
    assert "This is attempt 1" in nbgrader(home, "submit", "planets")
    nbgrader(course, "collect", "planets", user="ivy")
    assert tree(course / "submitted") == [
        "ada/planets/2.ipynb",
        "ada/planets/Planets.csv",
        "ada/planets/timestamp.txt",
    ]
    nbgrader(course, "release_feedback", "planets", user="ivy")
    assert hub.feedback_orders == [None]


# ---- what a student's image need not have


def test_the_plugins_need_nothing_that_grading_needs() -> None:
    program = (
        "import sys; import autograder.hub.exchange; "
        "print(*sorted({name.split('.')[0] for name in sys.modules}), "
        "*sorted(name for name in sys.modules if name.startswith('autograder.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120
    )
    loaded = set(done.stdout.split())
    heavy = {"numpy", "pandas", "scipy", "sklearn", "matplotlib", "seaborn", "jupyterhub", "otter"}
    assert not loaded & heavy
    ours = {"autograder.execution", "autograder.answers", "autograder.pipeline", "autograder.jail"}
    assert not loaded & (ours | {"autograder.hub.store", "autograder.hub.service"})
