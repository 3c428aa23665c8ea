"""Submit, and a score appears: through the real pipeline, in the jail, as the hub's users."""

import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from compiler_course import lines
from hub_course import (
    COURSE,
    MANUAL,
    MESSAGE,
    NAME,
    NOTEBOOK,
    RIGHT,
    WRONG,
    Client,
    Running,
    handed_in,
    packed,
    said,
    service,
    write_course,
)

from autograder import results
from autograder.configuration import Course
from autograder.errors import OperatorError
from autograder.hub.blobs import Blobs
from autograder.hub.grading.orders import Order, Task
from autograder.hub.grading.worker import Settings, Worker
from autograder.hub.model import State
from autograder.hub.packing import Limits
from autograder.hub.store import Store
from autograder.pipeline import Grader

ASSIGNMENT = f"api/courses/{COURSE}/assignments/{NAME}"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Run one service for the tests that leave nothing behind which others would see."""
    root = tmp_path_factory.mktemp("shared")
    course = write_course(root / "course")
    with service(course, root / "data") as running:
        running.site.service.release_from_folder(COURSE, NAME, "ines")
        yield running


def set_policy(running: Running, **policy: object) -> None:
    answer = running.client("ines").ask("PUT", f"{ASSIGNMENT}/policy", data=json.dumps(policy))
    assert answer.status_code == 200, answer.text


def in_hours(hours: float) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()


def graded(client: Client, content: bytes) -> dict[str, object]:
    receipt = client.hand_in(content)
    assert receipt.status_code == 201, receipt.text
    return client.finished(receipt.json()["attempt_id"])


def test_a_right_and_a_wrong_answer_have_their_scores(shared: Running) -> None:
    set_policy(shared)
    ann = shared.client("ann")
    first = graded(ann, handed_in(shared.course, WRONG))
    second = graded(ann, handed_in(shared.course, RIGHT))
    assert (first["number"], first["points"], first["max_points"]) == (1, 0, 2)
    assert (second["number"], second["points"], second["max_points"]) == (2, 2, 2)
    assert second["student_id"] == "ann"
    pages = [
        ann.get(f"api/attempts/{each['attempt_id']}/feedback/{NOTEBOOK}.html").text
        for each in (first, second)
    ]
    assert [MESSAGE in page for page in pages] == [True, False]
    assert [WRONG in said(page) for page in pages] == [True, False]
    assert [RIGHT in said(page) for page in pages] == [False, True]


def test_the_receipt_tells_what_was_kept_and_the_same_bytes_come_back(shared: Running) -> None:
    set_policy(shared)
    bob, content = shared.client("bob"), handed_in(shared.course, RIGHT)
    before = datetime.now(UTC)
    receipt = bob.hand_in(content).json()
    received = datetime.fromisoformat(receipt["received_at"])
    assert before <= received <= datetime.now(UTC)
    assert receipt["timestamp"] == received.strftime("%Y-%m-%d %H:%M:%S.%f UTC")
    assert receipt["notebooks"] == [NOTEBOOK]
    assert receipt["bytes"] == len(content)
    back = bob.get(f"api/attempts/{receipt['attempt_id']}/submission.zip")
    assert back.content == content
    bob.finished(receipt["attempt_id"])


def test_a_request_that_is_sent_twice_is_one_attempt(shared: Running) -> None:
    set_policy(shared)
    bob, content = shared.client("bob"), handed_in(shared.course, "slope = 2.5 # sent twice")
    first, second = bob.hand_in(content).json(), bob.hand_in(content).json()
    assert first["attempt_id"] == second["attempt_id"]
    bob.finished(first["attempt_id"])


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"no archive", 422, None),
        (packed({"else.txt": b"nothing"}), 422, "no-notebook"),
        (packed({"../fit.ipynb": b"{}"}), 422, None),
        (packed({"fit.ipynb": b"\0" * 30_000_000}), 413, "archive-too-large"),
    ],
    ids=["no archive", "no notebook", "leads out", "too large"],
)
def test_what_cannot_be_taken_is_refused_with_a_reason(
    shared: Running, content: bytes, status: int, code: str | None
) -> None:
    set_policy(shared)
    answer = shared.client("bob").hand_in(content)
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert error["message"]
    assert code in (None, error["code"])


def test_a_notebook_that_cannot_be_read_is_refused_and_stops_nobody(shared: Running) -> None:
    set_policy(shared)
    broken = graded(shared.client("bob"), packed({f"{NOTEBOOK}.ipynb": b"{"}))
    assert (broken["state"], broken["feedback"]) == ("refused", [])
    assert graded(shared.client("ann"), handed_in(shared.course, "slope = 2.50"))["points"] == 2


def test_nothing_is_taken_before_it_opens_nor_after_it_closes_but_by_extension(
    shared: Running,
) -> None:
    content = handed_in(shared.course, "slope = 2.5 # early or late")
    ann, ines = shared.client("ann"), shared.client("ines")
    set_policy(shared, opens=in_hours(1))
    assert ann.hand_in(content).status_code == 403
    assert ann.get(f"api/courses/{COURSE}/assignments").json() == {"assignments": []}
    assert ann.get(f"{ASSIGNMENT}/release.zip").status_code == 404
    set_policy(shared, due=in_hours(-2), closes=in_hours(-1))
    late = ann.hand_in(content)
    assert (late.status_code, late.json()["error"]["code"]) == (403, "not-open")
    until = json.dumps({"until": in_hours(1)})
    assert ines.ask("PUT", f"{ASSIGNMENT}/extensions/ann", data=until).status_code == 200
    taken = ann.hand_in(content)
    assert (taken.status_code, taken.json()["late"]) == (201, False)
    assert ines.ask("DELETE", f"{ASSIGNMENT}/extensions/ann").status_code == 200
    assert ann.finished(taken.json()["attempt_id"])["late"]


def test_late_work_loses_its_percents_on_the_page(shared: Running) -> None:
    set_policy(shared, due=in_hours(-30), late_percent_per_day=25)
    facts = graded(shared.client("ann"), handed_in(shared.course, "slope = 2.5 # late"))
    page = said(shared.client("ann").get(f"attempts/{facts['attempt_id']}").text)
    # Two days have begun: half of the two points.
    assert "1 of 2" in page


def test_what_is_to_be_seen_later_is_not_seen_at_once(shared: Running) -> None:
    ann, answer = shared.client("ann"), "slope = 3.25"
    set_policy(shared, due=in_hours(1), score="after-due", messages="after-due", feedback="at-once")
    facts = graded(ann, handed_in(shared.course, answer))
    attempt = f"attempts/{facts['attempt_id']}"
    assert (facts["state"], facts["points"]) == ("graded", None)
    feedback = said(ann.get(f"api/{attempt}/feedback/{NOTEBOOK}.html").text)
    assert answer in feedback
    assert MESSAGE not in feedback
    assert MESSAGE not in ann.get(attempt).text
    assert MESSAGE in shared.client("grace").get(attempt).text
    set_policy(shared, due=in_hours(-1), score="after-due", messages="after-due")
    assert ann.get(f"api/{attempt}").json()["points"] == 0
    assert MESSAGE in ann.get(f"api/{attempt}/feedback/{NOTEBOOK}.html").text


def test_feedback_on_release_waits_for_the_instructor(shared: Running) -> None:
    ann = shared.client("ann")
    set_policy(shared, feedback="on-release")
    facts = graded(ann, handed_in(shared.course, "slope = 3.5"))
    address = f"attempts/{facts['attempt_id']}/feedback/{NOTEBOOK}.html"
    assert (facts["feedback"], ann.get(f"api/{address}").status_code) == ([], 404)
    body = json.dumps({"student": None})
    table = f"courses/{COURSE}/{NAME}"
    assert "Release feedback to" in shared.client("ines").get(table).text
    assert "Release feedback to" not in shared.client("grace").get(table).text
    released = shared.client("ines").ask("PUT", f"{ASSIGNMENT}/feedback", data=body)
    assert "Release feedback to" not in shared.client("ines").get(table).text
    assert released.json()["released"] >= 1
    assert ann.get(f"api/{address}").status_code == 200


def test_attempts_are_bounded_per_day(shared: Running) -> None:
    set_policy(shared)
    bob = shared.client("bob")
    used = len(bob.get(f"{ASSIGNMENT}/attempts").json()["attempts"])
    set_policy(shared, attempts_per_day=used + 1)
    (listed,) = bob.get(f"api/courses/{COURSE}/assignments").json()["assignments"]
    assert listed["attempts_left"] == 1
    assert graded(bob, handed_in(shared.course, "slope = 1"))["points"] == 0
    refused = bob.hand_in(handed_in(shared.course, "slope = 2"))
    assert (refused.status_code, refused.json()["error"]["code"]) == (429, "attempts-used-up")


def test_an_open_page_hears_of_its_own_attempts_only(shared: Running) -> None:
    set_policy(shared)
    ann, bob = shared.client("ann"), shared.client("bob")
    stream = ann.get(f"events/{COURSE}/{NAME}", stream=True)
    told = stream.iter_lines(decode_unicode=True)
    assert next(told) == ": here"
    graded(bob, handed_in(shared.course, "slope = 2.5 # of bob"))
    mine = graded(ann, handed_in(shared.course, "slope = 2.5 # of ann"))
    data = (line.removeprefix("data: ") for line in told if line.startswith("data: "))
    heard = [json.loads(next(data)) for _ in range(3)]
    assert {each["attempt_id"] for each in heard} == {mine["attempt_id"]}
    assert [each["state"] for each in heard] == ["waiting", "running", "graded"]
    stream.close()


# ---- services of their own


def results_of(course: Course, student: str) -> int:
    return len(results.history(course.results, student, NAME))


def test_a_restart_and_a_killed_grading_process_lose_nothing(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course")
    with service(course, tmp_path / "data", slots=0) as running:
        running.site.service.release_from_folder(COURSE, NAME, "ines")
        answer = running.client("ann").hand_in(handed_in(course, RIGHT)).json()
        slow = lines("import time", "time.sleep(3)", "slope = 2.5")
        other = running.client("bob").hand_in(handed_in(course, slow)).json()
    with service(course, tmp_path / "data") as running:
        assert running.client("ann").finished(answer["attempt_id"])["points"] == 2
        bob = running.client("bob")
        while bob.get(f"api/attempts/{other['attempt_id']}").json()["state"] != "running":
            time.sleep(0.02)
        os.kill(running.site.dispatcher.pids()[COURSE] or 0, signal.SIGKILL)
        assert bob.finished(other["attempt_id"])["points"] == 2
        kept = running.site.service.store.attempt(other["attempt_id"])
        assert kept is not None
        assert kept.tries == 2
    assert [results_of(course, name) for name in ("ann", "bob")] == [1, 1]


def test_two_services_on_one_database_are_one_too_many(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course")
    with (
        service(course, tmp_path / "data", slots=0),
        pytest.raises(OperatorError, match="another service"),
        service(course, tmp_path / "data", slots=0),
    ):
        pass


def test_a_flood_by_one_does_not_delay_another(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course")
    with service(course, tmp_path / "data", slots=1) as running:
        running.site.service.release_from_folder(COURSE, NAME, "ines")
        ann, bob = running.client("ann"), running.client("bob")
        flood = [ann.hand_in(handed_in(course, f"slope = 2.5 # {at}")).json() for at in range(12)]
        mine = bob.finished(bob.hand_in(handed_in(course, RIGHT)).json()["attempt_id"])
        assert mine["points"] == 2
        states = [ann.get(f"api/attempts/{each['attempt_id']}").json()["state"] for each in flood]
        assert "waiting" in states
        for each in flood:
            assert ann.finished(each["attempt_id"])["points"] == 2


def test_a_new_release_grades_by_its_own_tests_and_a_regrade_says_what_changed(
    tmp_path: Path,
) -> None:
    course = write_course(tmp_path / "course")
    with service(course, tmp_path / "data") as running:
        running.site.service.release_from_folder(COURSE, NAME, "ines")
        ann, ines = running.client("ann"), running.client("ines")
        first = graded(ann, handed_in(course, RIGHT))
        newer = write_course(tmp_path / "newer")
        master = newer.source / NAME / f"{NOTEBOOK}.ipynb"
        master.write_text(master.read_text().replace("slope, 2.5)", "slope, 3.0)"))
        sent = {
            f"{top}/{NOTEBOOK}.ipynb": (folder / NAME / f"{NOTEBOOK}.ipynb").read_bytes()
            for top, folder in (("source", newer.source), ("release", newer.release))
        }
        refused = ines.ask("PUT", f"{ASSIGNMENT}/release", data=packed(sent))
        assert refused.status_code == 409
        released = ines.ask("PUT", f"{ASSIGNMENT}/release?force=1", data=packed(sent))
        assert (released.status_code, released.json()["version"]) == (201, 2)
        again = ines.ask("POST", f"api/attempts/{first['attempt_id']}/regrade")
        assert again.status_code == 202
        assert ann.finished(str(first["attempt_id"]))["points"] == 0
        history = ines.get(f"courses/{COURSE}/{NAME}/students/ann").text
        assert "−2" in history


def test_what_a_person_judges_waits_for_one(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course", NAME, *MANUAL)
    with service(course, tmp_path / "data") as running:
        running.site.service.release_from_folder(COURSE, NAME, "ines")
        content = handed_in(course, RIGHT, essay="Because of that.")
        facts = graded(running.client("ann"), content)
        assert (facts["state"], facts["points"]) == ("needs-person", 2)


def test_the_gradebook_has_the_score_soon_after(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course")
    with service(course, tmp_path / "data") as running:
        running.site.service.release_from_folder(COURSE, NAME, "ines")
        graded(running.client("ann"), handed_in(course, RIGHT))
    from nbgrader.api import Gradebook

    with Gradebook(course.db_url) as gradebook:
        assert gradebook.find_submission(NAME, "ann").score == 2


def test_what_the_machine_cannot_grade_is_given_back_to_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = write_course(tmp_path / "course")
    ours, theirs = socket.socketpair()
    with ours, theirs:
        worker = Worker(Settings(str(course.root), str(tmp_path / "data"), 1), theirs)
    order = Order(
        Task.GRADE,
        NAME,
        "attempt",
        "ann",
        Blobs(tmp_path / "data" / "blobs").put(handed_in(course, RIGHT)),
        "2026-11-23 13:00:00 UTC",
    )

    def lost(*_: object, **__: object) -> None:
        raise OperatorError("cluster-lost", "the cluster is lost")

    monkeypatch.setattr(Grader, "grade_one", lost)
    reply = worker._replied(order)
    assert (reply.state, reply.problem) == (State.WAITING, "cluster-lost: the cluster is lost")


def test_the_database_is_the_record_of_every_receipt(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course")
    with service(course, tmp_path / "data", slots=0, limits=Limits()) as running:
        running.site.service.release_from_folder(COURSE, NAME, "ines")
        ids = [
            running.client(name).hand_in(handed_in(course, f"slope = {at}")).json()["attempt_id"]
            for at, name in enumerate(["ann", "bob", "ann"])
        ]
    with Store(f"sqlite:///{tmp_path / 'data' / 'hub.db'}") as store:
        assert [each.attempt_id for each in store.waiting()] == ids
