"""Points by hand: given by programs, on the page, and by an instructor's own gradebook."""

import csv
import io
import json
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hub_views
import pytest
from hub_course import (
    COURSE,
    MANUAL,
    NAME,
    NOTEBOOK,
    RIGHT,
    WRONG,
    Client,
    Running,
    handed_in,
    said,
    service,
    write_course,
)
from nbgrader.api import Gradebook
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.abc import ExchangeError
from traitlets.config import Config

from autograder.hub.exchange.feedback import ExchangeReleaseFeedback
from autograder.hub.model import State, When
from autograder.hub.web.scores import table
from autograder.hub.web.views import ClassRow, ExerciseColumn, Score

ESSAY = "Because the line <script>alert(1)</script> rises."
ANSWER_HTML = "Because the line &lt;script&gt;alert(1)&lt;/script&gt; rises."


@dataclass(frozen=True)
class Marked:
    """A service whose course has a test worth 2 points and an essay worth 3."""

    running: Running

    def handed_in(self, student: str, answer: str = RIGHT, essay: str = ESSAY) -> str:
        """Hand in, and return the attempt once it is graded."""
        client = self.running.client(student)
        content = handed_in(self.running.course, answer, essay=essay)
        attempt_id: str = client.hand_in(content).json()["attempt_id"]
        client.finished(attempt_id)
        return attempt_id

    @property
    def grace(self) -> Client:
        return self.running.client("grace")

    def give(self, attempt_id: str, **mark: Any) -> Any:
        cell = {"notebook": NOTEBOOK, "grade_id": "essay"} | mark
        body = json.dumps({"cells": [cell]})
        return self.grace.ask("PUT", f"api/attempts/{attempt_id}/marks", data=body)

    def facts(self, attempt_id: str, who: str = "grace") -> tuple[str, float | None, float | None]:
        told = self.running.client(who).get(f"api/attempts/{attempt_id}").json()
        return told["state"], told["points"], told["max_points"]

    def given(self, attempt_id: str) -> list[dict[str, Any]]:
        cells: list[dict[str, Any]] = self.grace.get(f"api/attempts/{attempt_id}/marks").json()[
            "cells"
        ]
        return cells


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Marked]:
    root = tmp_path_factory.mktemp("marks")
    course = write_course(root / "course", NAME, *MANUAL)
    with service(course, root / "data") as running:
        running.site.service.release_from_folder(COURSE, NAME, "ines")
        yield Marked(running)


# ---- what it comes to


def test_an_attempt_is_graded_once_a_person_gave_its_points(marked: Marked) -> None:
    attempt = marked.handed_in("ann")
    # The test's 2 points, of 5 in all: a person gives up to 3 for the essay.
    assert marked.facts(attempt) == ("needs-person", 2, 5)
    answer = marked.give(attempt, points=2.5, comment="Well *argued*.")
    assert (answer.status_code, answer.json()["state"], answer.json()["points"]) == (
        200,
        "graded",
        4.5,
    )
    assert marked.facts(attempt, "ann") == ("graded", 4.5, 5)
    assert [(each["points"], each["given_by"]) for each in marked.given(attempt)] == [
        (2.5, "grace")
    ]


def test_what_was_given_can_be_changed_and_taken_back(marked: Marked) -> None:
    attempt = marked.handed_in("ann", essay="Another reason.")
    marked.give(attempt, points=3)
    marked.give(attempt, points=0, comment="Copied.")
    assert marked.facts(attempt) == ("graded", 2, 5)
    marked.give(attempt)
    assert marked.facts(attempt) == ("needs-person", 2, 5)
    assert marked.given(attempt) == []


def test_points_for_a_test_stand_in_place_of_its_own(marked: Marked) -> None:
    attempt = marked.handed_in("ann", WRONG, essay="A third reason.")
    assert marked.facts(attempt) == ("needs-person", 0, 5)
    test_id = grade_id_of_the_test(marked)
    assert marked.give(attempt, grade_id=test_id, points=1.5, extra_credit=1).status_code == 200
    # The essay still waits.
    assert marked.facts(attempt) == ("needs-person", 2.5, 5)


def test_points_stay_when_the_attempt_is_graded_again(marked: Marked) -> None:
    attempt = marked.handed_in("bob", essay="Bob's reason.")
    marked.give(attempt, points=1)
    assert marked.grace.ask("POST", f"api/attempts/{attempt}/regrade").status_code == 202
    marked.running.client("bob").finished(attempt)
    assert marked.facts(attempt) == ("graded", 3, 5)


@pytest.mark.parametrize(
    "mark",
    [
        {"points": 3.5},
        {"points": -1},
        {"points": float("nan")},
        {"points": "two"},
        {"points": True},
        {"points": 10**400},
        {"extra_credit": 1},
        {"points": 1, "extra_credit": -1},
        {"points": 1, "extra_credit": 1e6},
        {"comment": "x" * 10_001},
        {"comment": None, "points": 1},
        {"grade_id": "no-such-cell", "points": 1},
        {"notebook": "another", "points": 1},
        {"points": 1, "colour": "red"},
    ],
)
def test_what_cannot_be_given_is_refused_and_nothing_is_changed(
    marked: Marked, mark: dict[str, Any]
) -> None:
    attempt = marked.handed_in("bob", essay="For refusals.")
    before = marked.facts(attempt), marked.given(attempt)
    answer = marked.give(attempt, **mark)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "marks-bad-value")
    assert (marked.facts(attempt), marked.given(attempt)) == before


def test_a_list_is_taken_as_a_whole_or_not_at_all(marked: Marked) -> None:
    attempt = marked.handed_in("bob", essay="All or nothing.")
    cells = [
        {"notebook": NOTEBOOK, "grade_id": "essay", "points": 1},
        {"notebook": NOTEBOOK, "grade_id": "essay-2", "points": 1},
    ]
    answer = marked.grace.ask("PUT", f"api/attempts/{attempt}/marks", json={"cells": cells})
    assert answer.status_code == 400
    assert marked.given(attempt) == []
    for body in ({}, {"cells": 3}, {"cells": ["essay"]}, {"cells": [], "more": 1}):
        answer = marked.grace.ask("PUT", f"api/attempts/{attempt}/marks", json=body)
        assert answer.json()["error"]["code"] == "marks-bad-value"


# ---- what is shown


def test_the_student_reads_points_and_comment_on_both_pages(marked: Marked) -> None:
    attempt = marked.handed_in("ann", essay="A reason with a comment.")
    client = marked.running.client("ann")
    before = client.get(f"api/attempts/{attempt}").json()["feedback"][0]["sha256"]
    marked.give(attempt, points=2, comment="Look at <b>units</b>.")
    page = said(client.get(f"attempts/{attempt}").text)
    assert "A person's comment: Look at <b>units</b>." in page
    assert "2 of 3 points" in page
    feedback = said(client.get(f"attempts/{attempt}/feedback/{NOTEBOOK}.html").text)
    assert "Graded by a person" in feedback
    assert "units" in feedback
    # Whoever fetches it with nbgrader gets the new one.
    assert client.get(f"api/attempts/{attempt}").json()["feedback"][0]["sha256"] != before


def test_a_comment_is_shown_when_the_feedback_is(marked: Marked) -> None:
    store = marked.running.site.service.store
    attempt = marked.handed_in("ann", essay="A reason, for later.")
    marked.give(attempt, points=2, comment="Only later.")
    policy = store.policy(COURSE, NAME)
    later = type(policy)(feedback=When.ON_RELEASE)
    try:
        store.set_policy(COURSE, NAME, later, at=datetime.now(UTC), by="ines")
        page = marked.running.client("ann").get(f"attempts/{attempt}").text
        assert "Only later." not in page
        assert "2 of 3 points" in said(page)
        assert "Only later." in marked.grace.get(f"attempts/{attempt}").text
    finally:
        store.set_policy(COURSE, NAME, policy, at=datetime.now(UTC), by="ines")


def test_the_class_has_the_points_by_exercise(marked: Marked) -> None:
    attempt = marked.handed_in("bob", essay="For the table.")
    row = row_of(marked, "bob")
    assert "open" in row
    marked.give(attempt, points=1.25)
    row = row_of(marked, "bob")
    assert "open" not in row
    assert ">1.25</td>" in row
    assert "<b>3.25</b> of 5" in row


# ---- the page


def test_the_page_shows_the_answer_and_takes_points(marked: Marked) -> None:
    attempt = marked.handed_in("ann")
    page = marked.grace.get(f"attempts/{attempt}/marks").text
    assert ANSWER_HTML in page
    assert "<script>alert" not in page
    sent = fields(page)
    field = field_of(page, "essay")
    sent |= {f"points-{field}": "2,5", f"comment-{field}": "One\r\ntwo\r\n"}
    answer = marked.grace.ask("POST", f"attempts/{attempt}/marks", data=sent)
    assert (answer.status_code, answer.headers["Location"].rpartition("/")[2]) == (303, attempt)
    (given,) = marked.given(attempt)
    assert (given["points"], given["extra_credit"], given["comment"]) == (2.5, None, "One\ntwo")


def test_a_form_that_is_saved_unchanged_changes_nothing(marked: Marked) -> None:
    attempt = marked.handed_in("ann", essay="To be saved twice.")
    marked.give(attempt, points=0.1, extra_credit=0.25, comment="Good.\n\nVery good.")
    before = marked.given(attempt)
    sent = fields(marked.grace.get(f"attempts/{attempt}/marks").text)
    ines = marked.running.client("ines")
    assert ines.ask("POST", f"attempts/{attempt}/marks", data=sent).status_code == 303
    assert marked.given(attempt) == before


def test_what_was_entered_is_kept_when_it_cannot_be_taken(marked: Marked) -> None:
    attempt = marked.handed_in("ann", essay="For a slip.")
    page = marked.grace.get(f"attempts/{attempt}/marks").text
    field = field_of(page, "essay")
    sent = fields(page) | {f"points-{field}": "33", f"comment-{field}": "Long & well said"}
    answer = marked.grace.ask("POST", f"attempts/{attempt}/marks", data=sent)
    assert answer.status_code == 400
    assert "Nothing was saved." in answer.text
    assert "can get from 0 to 3" in answer.text
    again = fields(answer.text)
    assert (again[f"points-{field}"], again[f"comment-{field}"]) == ("33", "Long &amp; well said")
    assert marked.given(attempt) == []


def test_a_form_from_before_a_regrade_is_not_taken(marked: Marked) -> None:
    attempt = marked.handed_in("ann", essay="Graded again.")
    page = marked.grace.get(f"attempts/{attempt}/marks").text
    sent = fields(page) | {"graded": "0" * 64, f"points-{field_of(page, 'essay')}": "1"}
    answer = marked.grace.ask("POST", f"attempts/{attempt}/marks", data=sent)
    assert (answer.status_code, "was graded again" in answer.text) == (400, True)
    assert marked.given(attempt) == []


def test_one_goes_on_with_the_next_student_who_waits(marked: Marked) -> None:
    ann = marked.handed_in("ann", essay="Ann waits.")
    bob = marked.handed_in("bob", essay="Bob waits.")
    first = re.search(r"attempts/([^/]+)/marks", marked.grace.get(f"courses/{COURSE}/{NAME}").text)
    assert first is not None
    assert first[1] == ann
    for now_, then in ((ann, bob), (bob, None)):
        page = marked.grace.get(f"attempts/{now_}/marks").text
        sent = fields(page) | {f"points-{field_of(page, 'essay')}": "1", "then": "next"}
        where = marked.grace.ask("POST", f"attempts/{now_}/marks", data=sent).headers["Location"]
        assert where.endswith(f"attempts/{then}/marks" if then else f"courses/{COURSE}/{NAME}")


def test_who_waits_for_another_reason_is_not_sent_to_this_page(marked: Marked) -> None:
    ann = marked.handed_in("ann", essay="Ann's score would change.")
    marked.give(ann, points=1)
    store = marked.running.site.service.store
    graded = store.attempt(ann)
    assert graded is not None
    store.again(ann)
    store.begin(ann)
    held = {"problem": "the score would change from 3 to 2", "state": State.NEEDS_PERSON}
    at = datetime.now(UTC)
    store.finish(ann, at=at, points=3, max_points=5, evidence=graded.evidence, **held)  # type: ignore[arg-type]
    bob = marked.handed_in("bob", essay="Bob waits for points.")
    page = marked.grace.get(f"courses/{COURSE}/{NAME}").text
    assert f"attempts/{bob}/marks" in page
    assert f"attempts/{ann}/marks" not in page
    assert "go on with the next" not in marked.grace.get(f"attempts/{bob}/marks").text
    # Points by hand do not accept the change.
    marked.give(ann, points=2)
    assert marked.facts(ann)[0] == "needs-person"


def test_the_same_answer_in_a_new_attempt_is_proposed_what_it_got(marked: Marked) -> None:
    first = marked.handed_in("ann", WRONG, essay="The same words.")
    marked.give(first, points=2, comment="As before.")
    second = marked.handed_in("ann", RIGHT, essay="The same words.")
    page = marked.grace.get(f"attempts/{second}/marks").text
    sent, field = fields(page), field_of(page, "essay")
    assert (sent[f"points-{field}"], sent[f"comment-{field}"]) == ("2", "As before.")
    assert "not saved yet" in page
    # Nothing counts before somebody saves it.
    assert marked.facts(second) == ("needs-person", 2, 5)
    third = marked.handed_in("ann", RIGHT, essay="Other words.")
    page = marked.grace.get(f"attempts/{third}/marks").text
    assert fields(page)[f"points-{field_of(page, 'essay')}"] == ""


# ---- an instructor's own gradebook


def test_what_was_given_in_a_gradebook_comes_with_the_feedbacks_release(
    marked: Marked, tmp_path: Path
) -> None:
    attempt = marked.handed_in("bob", essay="For the gradebook.")
    own = copied_gradebook(marked, tmp_path)
    with Gradebook(own, COURSE) as gradebook:
        grade = gradebook.find_grade("essay", NOTEBOOK, NAME, "bob")
        grade.manual_score, grade.extra_credit = 2.0, 0.5
        comment = gradebook.find_comment("essay", NOTEBOOK, NAME, "bob")
        comment.manual_comment = "From the formgrader."
        gradebook.db.commit()
    release_feedback(marked, own)
    (given,) = marked.given(attempt)
    assert (given["points"], given["extra_credit"], given["comment"], given["given_by"]) == (
        2.0,
        0.5,
        "From the formgrader.",
        "ines",
    )
    assert marked.facts(attempt) == ("graded", 4.5, 5)


def test_points_for_work_that_the_service_does_not_have_release_nothing(
    marked: Marked, tmp_path: Path
) -> None:
    marked.handed_in("bob", essay="For another gradebook.")
    own = copied_gradebook(marked, tmp_path)
    with Gradebook(own, COURSE) as gradebook:
        submission = gradebook.find_submission(NAME, "bob")
        submission.timestamp = submission.timestamp.replace(microsecond=1)
        gradebook.find_grade("essay", NOTEBOOK, NAME, "bob").manual_score = 2.0
        gradebook.db.commit()
    with pytest.raises(ExchangeError, match=r"Nothing was released.*bob"):
        release_feedback(marked, own)


def test_without_a_gradebook_feedback_is_released_as_it_is(marked: Marked, tmp_path: Path) -> None:
    marked.handed_in("bob", essay="No gradebook.")
    missing = tmp_path / "gradebook.db"
    release_feedback(marked, f"sqlite:///{missing}")
    assert not missing.exists()


# ---- the table to download


def test_the_scores_come_as_a_table(marked: Marked) -> None:
    attempt = marked.handed_in("ann", WRONG, essay="For the table, again.")
    marked.give(attempt, points=1.5, extra_credit=0.25)
    waiting = marked.handed_in("bob", RIGHT, essay="Not looked at.")
    answer = marked.grace.get(f"api/courses/{COURSE}/assignments/{NAME}/scores.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    head, *rows = csv.reader(io.StringIO(answer.text))
    assert head[4:8] == ["raw_score", "late_submission_penalty", "score", "max_score"]
    found = {row[3]: dict(zip(head, row, strict=True)) for row in rows}
    assert [found["ann"][key] for key in ("score", "max_score", "state")] == ["1.75", "5", "graded"]
    essay, slope = f"{NOTEBOOK}: Exercise 2: Why", f"{NOTEBOOK}: Exercise 1: Slope"
    assert (found["ann"][slope], found["ann"][essay]) == ("0", "1.75")
    assert (found["bob"][slope], found["bob"][essay]) == ("2", "")
    received = marked.running.site.service.store.attempt(waiting)
    assert received is not None
    assert found["bob"]["timestamp"] == received.received_at.isoformat()


def test_a_table_tells_those_who_handed_in_nothing_from_those_who_wait() -> None:
    late = Score(9.0, 12.0, taken_off=1.0)
    page = replace(
        hub_views.class_page(),
        columns=(ExerciseColumn("one", "=cmd", 12.0),),
        rows=(
            ClassRow("=zoe"),
            ClassRow("ada", hub_views.line(3, State.GRADED, score=late), (10.0,)),
            ClassRow("bob", hub_views.line(1, State.WAITING)),
        ),
    )
    head, *rows = csv.reader(io.StringIO(table(page)))
    assert head[-1] == "one: =cmd"
    by_name = {row[3]: row[4:] for row in rows}
    assert by_name == {
        "'=zoe": ["0", "0", "0", "", "", "", ""],
        "ada": ["10", "1", "9", "12", "graded", "3", "10"],
        "bob": ["", "", "", "", "waiting", "1", ""],
    }


# ---- helpers


def grade_id_of_the_test(marked: Marked) -> str:
    attempt = marked.running.site.service.store.attempts(COURSE, NAME, "ann")[-1]
    result = marked.running.site.service.kept_result(str(attempt.evidence))
    return result.notebooks[0].tests[0].grade_id


def row_of(marked: Marked, student: str) -> str:
    page = marked.grace.get(f"courses/{COURSE}/{NAME}").text
    row = re.search(rf'<tr data-key="{student}">.*?</tr>', page, re.DOTALL)
    assert row is not None
    return row[0]


def fields(page: str) -> dict[str, str]:
    """Return what a browser would send of the form as it is."""
    found = dict(re.findall(r'name="((?:points|extra)-\d+|graded)" value="([^"]*)"', page))
    found |= dict(
        re.findall(r'<textarea id="[^"]+" name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    )
    return found


def field_of(page: str, grade_id: str) -> str:
    found = re.search(rf'id="cell-(\d+)"><code>{grade_id}</code>', page)
    assert found is not None
    return found[1]


def copied_gradebook(marked: Marked, folder: Path) -> str:
    """Return the address of a copy of the course's gradebook that has bob's newest attempt."""
    newest = marked.running.site.service.store.attempts(COURSE, NAME, "bob")[-1]
    file = marked.running.course.root / "gradebook.db"
    deadline = time.monotonic() + 20
    while True:
        with Gradebook(f"sqlite:///{file}", COURSE) as gradebook:
            found = {
                each.student.id: each.timestamp for each in gradebook.assignment_submissions(NAME)
            }
        if found.get("bob") == newest.received_at.replace(tzinfo=None):
            break
        assert time.monotonic() < deadline, found
        time.sleep(0.1)
    shutil.copy(file, folder / "gradebook.db")
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", COURSE) as gradebook:
        for submission in gradebook.assignment_submissions(NAME):
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    grade.manual_score = grade.extra_credit = None
                for comment in notebook.comments:
                    comment.manual_comment = None
        gradebook.db.commit()
    return f"sqlite:///{folder / 'gradebook.db'}"


def release_feedback(marked: Marked, db_url: str) -> None:
    config = Config()
    config.CourseDirectory.course_id = COURSE
    config.CourseDirectory.assignment_id = NAME
    config.CourseDirectory.db_url = db_url
    config.HubExchange.service_url = marked.running.url
    config.HubExchange.token = "ines"  # noqa: S105
    exchange: Any = ExchangeReleaseFeedback(
        coursedir=CourseDirectory(config=config),
        authenticator=Authenticator(config=config),
        config=config,
    )
    exchange.start()
