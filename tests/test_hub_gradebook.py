"""The course's gradebook knows what the service knows: due date, more time, penalties, marks."""

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hub_course import COURSE, MANUAL, NAME, NOTEBOOK, RIGHT, Running, handed_in, said, service
from hub_course import write_course as released_course

from autograder.configuration import Course
from autograder.errors import OperatorError
from autograder.gradebook import Additions
from autograder.gradebook.lateness import percent_off
from autograder.hub import policies
from autograder.hub.grading import bookkeeping, refreshing
from autograder.hub.grading.additions import gathered
from autograder.hub.grading.bookkeeping import Bookkeeper
from autograder.hub.model import Attempt, Policy, Role, State
from autograder.hub.store import Store, as_graded
from autograder.marks import CellMark

DAY = timedelta(days=1)
HOURS = (-1.0, 0.0, 1e-6 / 3600, 1.0, 24.0, 24.0 + 1e-6 / 3600, 47.9, 72.0, 24.0 * 400)


@pytest.mark.parametrize("hours", HOURS)
@pytest.mark.parametrize(("percent", "points"), [(10.0, 7.25), (33.3, 1.0), (0.0, 5.0), (25, -1.0)])
def test_the_gradebooks_penalty_is_the_services(
    hours: float, percent: float, points: float
) -> None:
    due = datetime(2026, 11, 20, 10, tzinfo=UTC)
    received = due + DAY + timedelta(hours=hours)
    policy = Policy(due=due, late_percent_per_day=percent)
    expected = policies.penalty(policy, due + DAY, received, points)
    seconds = max(0.0, (received - due - DAY).total_seconds())
    assert percent_off(points, percent, seconds) == expected


# ---- out of the store


NOW = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
THREE = CellMark("fit", "essay", points=3.0)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(f"sqlite:///{tmp_path / 'hub.db'}") as opened_store:
        yield opened_store


def graded(store: Store, student: str, number: int = 1) -> Attempt:
    """Add an attempt with a result."""
    attempt = store.add_attempt(
        COURSE,
        NAME,
        student,
        at=NOW,
        sha256=f"{student}-{number}".ljust(64, "0"),
        size=1,
        notebooks=("fit",),
    )
    finish(store, attempt)
    return attempt


def finish(store: Store, attempt: Attempt) -> None:
    assert store.begin(attempt.attempt_id)
    store.finish(
        attempt.attempt_id,
        state=State.GRADED,
        at=NOW,
        points=2.0,
        max_points=5.0,
        evidence="0" * 64,
        problem="",
    )


def give(store: Store, attempt: Attempt, *cells: CellMark) -> None:
    assert store.give(attempt.attempt_id, cells, as_graded, at=NOW, by="ines") is not None


def test_nothing_set_and_given_adds_nothing(store: Store) -> None:
    graded(store, "ann")
    assert gathered(store, COURSE, NAME) == Additions()
    assert store.with_additions(COURSE) == ()


def test_more_time_counts_from_the_due_date(store: Store) -> None:
    store.set_extension(COURSE, NAME, "ann", NOW + DAY, at=NOW, by="ines")
    assert gathered(store, COURSE, NAME) == Additions()
    policy = Policy(due=NOW, late_percent_per_day=5.0)
    store.set_policy(COURSE, NAME, policy, at=NOW, by="ines")
    store.set_extension(COURSE, NAME, "bob", NOW - DAY, at=NOW, by="ines")
    assert gathered(store, COURSE, NAME) == Additions(
        due="2026-11-23T13:00:00+00:00",
        late_percent_per_day=5.0,
        extension_seconds={"ann": 86400.0, "bob": 0.0},
    )
    assert store.with_additions(COURSE) == (NAME,)
    assert store.with_additions("moons101") == ()


def test_the_marks_of_the_newest_attempt_with_a_result_count(store: Store) -> None:
    first = graded(store, "ann")
    give(store, first, THREE, CellMark("fit", "slope", comment="Well."))
    assert store.with_additions(COURSE) == (NAME,)
    give(store, first, CellMark("fit", "slope"))
    expected = {"ann": (THREE,)}
    assert gathered(store, COURSE, NAME).marks == expected
    # While it is graded again, and while a newer one waits, it is still this one.
    assert store.again(first.attempt_id)
    assert gathered(store, COURSE, NAME).marks == expected
    finish(store, first)
    store.add_attempt(COURSE, NAME, "ann", at=NOW, sha256="2" * 64, size=1, notebooks=("fit",))
    assert gathered(store, COURSE, NAME).marks == expected
    graded(store, "ann", 3)
    assert gathered(store, COURSE, NAME).marks == {}


# ---- from the service to the gradebook

ASSIGNMENT = f"api/courses/{COURSE}/assignments/{NAME}"
SECONDS = 40.0


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def set_policy(running: Running, **policy: object) -> None:
    answer = running.client("ines").ask("PUT", f"{ASSIGNMENT}/policy", json=policy)
    assert answer.status_code == 200, answer.text


def in_hours(hours: float) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()


_TOTALS = """
    SELECT student_id, (
        SELECT SUM(COALESCE(manual_score, auto_score, 0) + COALESCE(extra_credit, 0))
        FROM grade WHERE grade.notebook_id = submitted_notebook.id
    ) - COALESCE(late_submission_penalty, 0)
    FROM submitted_notebook
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
"""


def totals(course: Course) -> dict[str, float]:
    """Return what each student has in the gradebook, without what is taken off."""
    path = course.root / "gradebook.db"
    if not path.is_file():
        return {}
    with closing(sqlite3.connect(path)) as db:
        try:
            return {student: round(total, 9) for student, total in db.execute(_TOTALS)}
        except sqlite3.OperationalError:  # it is being made
            return {}


def shown(running: Running) -> dict[str, float]:
    """Return what the service says that each student has."""
    found = running.site.service
    return {
        attempt.student: round((attempt.points or 0.0) - told.penalty, 9)
        for attempt in found.store.newest_attempts(COURSE, NAME)
        for told in [found.shown(attempt, Role.INSTRUCTOR)]
    }


def give_essay(running: Running, attempt_id: str, points: float | None) -> None:
    cell = {"notebook": NOTEBOOK, "grade_id": "essay", "points": points}
    address = f"api/attempts/{attempt_id}/marks"
    answer = running.client("ines").ask("PUT", address, json={"cells": [cell]})
    assert answer.status_code == 200, answer.text


def test_the_gradebook_comes_to_the_same_as_the_services_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ann is 30 hours late, bob with his extension one: two days begun, and one, a quarter each."""
    course = released_course(tmp_path / "course", NAME, *MANUAL)
    with service(course, tmp_path / "data") as running:
        running.site.service.release_from_folder(COURSE, NAME, "ines")
        until_bob = {"until": in_hours(-1)}
        more = running.client("ines").ask("PUT", f"{ASSIGNMENT}/extensions/bob", json=until_bob)
        assert more.status_code == 200
        set_policy(running, due=in_hours(-30), late_percent_per_day=25)
        content = handed_in(course, RIGHT, essay="Because of that.")
        ids = {name: running.client(name).hand_in(content).json() for name in ("ann", "bob")}
        for name, receipt in ids.items():
            running.client(name).finished(receipt["attempt_id"])
        # Of two points for the tests.
        until(lambda: totals(course) == {"ann": 1.0, "bob": 1.5})
        give_essay(running, ids["ann"]["attempt_id"], 3.0)
        until(lambda: totals(course) == {"ann": 2.5, "bob": 1.5})
        assert shown(running) == totals(course)
        give_essay(running, ids["ann"]["attempt_id"], None)
        until(lambda: totals(course) == {"ann": 1.0, "bob": 1.5})
        assert shown(running) == totals(course)
    # Where no grader is warm, and the gradebook cannot be used at first.
    books = Bookkeeper(course)
    books.add(NAME, Additions())
    with monkeypatch.context() as away:
        away.setattr(bookkeeping, "AGAIN_SECONDS", 0.0)
        away.setattr(bookkeeping.gradebook, "add", locked)
        books.write(NAME)
    assert books.due() == [NAME]
    books.write(NAME)
    assert books.due() == []
    assert totals(course) == {"ann": 2.0, "bob": 2.0}


def locked(*_: object) -> bool:
    raise OperatorError("gradebook-locked", "it is in use by another program")


@pytest.mark.prove
def test_what_a_killed_process_or_service_did_not_write_is_written_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "AGAIN_SECONDS", 0.1)
    course = released_course(tmp_path / "course")
    with service(course, tmp_path / "data") as running:
        running.site.service.release_from_folder(COURSE, NAME, "ines")
        ann = running.client("ann")
        ann.finished(ann.hand_in(handed_in(course, RIGHT)).json()["attempt_id"])
        until(lambda: totals(course) == {"ann": 2.0})
        set_policy(running, due=in_hours(-30), late_percent_per_day=25)
        os.kill(running.site.dispatcher.pids()[COURSE] or 0, signal.SIGKILL)
        until(lambda: totals(course) == {"ann": 1.0})
        last = Policy(due=datetime.now(UTC) - DAY / 2, late_percent_per_day=25)
    with Store(f"sqlite:///{tmp_path / 'data' / 'hub.db'}") as store:
        # As if the service had been killed right after.
        store.set_policy(COURSE, NAME, last, at=datetime.now(UTC), by="ines")
    with service(course, tmp_path / "data") as running:
        until(lambda: totals(course) == {"ann": 1.5})
        # What the gradebook takes off is of the attempt before.
        ann, content = running.client("ann"), handed_in(course, f"{RIGHT}  # again")
        again = ann.finished(ann.hand_in(content).json()["attempt_id"])
        page = ann.get(f"api/attempts/{again['attempt_id']}/feedback/{NOTEBOOK}.html")
        assert RIGHT in said(page.text)
        assert "−" not in said(page.text)  # as the page has it
