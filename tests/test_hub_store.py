"""The service's database: every method, on SQLite and on a real PostgreSQL server."""

import dataclasses
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from postgresql_server import PASSWORD, Server, running
from sqlalchemy import create_engine, text

from autograder.errors import (
    AutograderError,
    InstructorError,
    InternalError,
    OperatorError,
    StudentError,
)
from autograder.hub.model import Attempt, Counted, Policy, Release, State, When
from autograder.hub.store import Given, Grading, Store
from autograder.hub.store import database as databases
from autograder.hub.store.database import Database
from autograder.hub.store.migrating import VERSION_TABLE
from autograder.hub.store.tables import metadata
from autograder.marks import CellMark

NUMBERS = count()
NOW = datetime(2026, 11, 23, 13, 0, 0, 123456, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
THREADS = 8
OTHER = "hush-hush"
NOBODY_KNOWS = "no-such-attempt"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as server:
        Store(server.create("template")).close()
        server.create("shared", "template")
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/hub.db"
    server: Server = request.getfixturevalue("server")
    return server.create(f"empty{next(NUMBERS)}")


@pytest.fixture
def own(empty: str) -> str:
    """Return the address of a database that the test may spoil."""
    Store(empty).close()
    return empty


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a database with nothing in its tables."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("template"), tmp_path / "hub.db")
        return f"sqlite:///{tmp_path}/hub.db"
    server: Server = request.getfixturevalue("server")
    # To make a database for each test would take most of the tests' time.
    with server.connect("shared") as db:
        db.execute(f"TRUNCATE {', '.join(metadata.tables)}".encode())
        db.execute("INSERT INTO changes VALUES (1, 0)")
    return server.url("shared")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "hub.db"
    Store(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store(url) as store:
        yield store


def add(
    store: Store, student: str = "ada", content: str = "aa", at: datetime = NOW, **more: Any
) -> Attempt:
    course, assignment = more.pop("course", "astro"), more.pop("assignment", "stars")
    return store.add_attempt(
        course, assignment, student, at=at, sha256=content, size=7, notebooks=("one",), **more
    )


def several(store: Store, how_many: int, student: str = "ada", at: datetime = NOW) -> list[Attempt]:
    return [add(store, student, f"{student}{number}", at) for number in range(how_many)]


def finish(store: Store, attempt: Attempt, **more: Any) -> Attempt | None:
    given: dict[str, Any] = {
        "state": State.GRADED,
        "at": NOW + MINUTE,
        "points": 3.5,
        "max_points": 10.0,
        "evidence": "ee",
        "problem": "",
    }
    return store.finish(attempt.attempt_id, **given | more)


def graded(store: Store, attempt: Attempt, **more: Any) -> Attempt:
    assert store.begin(attempt.attempt_id) is not None
    finished = finish(store, attempt, **more)
    assert finished is not None
    return finished


def release(store: Store, assignment: str = "stars", **more: Any) -> Release:
    given: dict[str, Any] = {
        "at": NOW,
        "by": "ines",
        "sha256": "cc",
        "size": 5,
        "notebooks": ("one", "two"),
    }
    return store.add_release("astro", assignment, **given | more)


def at_once(work: Callable[[int], Any]) -> list[Any]:
    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(work, range(THREADS)))


@contextmanager
def behind_its_back(url: str) -> Iterator[Callable[[str], Any]]:
    """Run statements on a database past the store."""
    engine = create_engine(url)
    with engine.begin() as db:
        yield lambda statement: db.execute(text(statement))
    engine.dispose()


def code_of(work: Callable[[], object]) -> str:
    with pytest.raises(AutograderError) as caught:
        work()
    return caught.value.code


# ---- releases


def test_versions_of_a_release_count_up_and_the_newest_is_fetched(store: Store) -> None:
    assert store.release("astro", "stars") is None
    first = release(store)
    assert first == Release("astro", "stars", 1, NOW, "ines", "cc", 5, ("one", "two"))
    second = release(store, at=NOW + DAY, by="ivo", sha256="dd", size=2**40, notebooks=())
    assert second == Release("astro", "stars", 2, NOW + DAY, "ivo", "dd", 2**40, ())
    assert store.release("astro", "stars") == second


def test_versions_count_for_each_assignment_and_course_alone(store: Store) -> None:
    release(store)
    release(store)
    assert release(store, "planets").version == 1
    other = store.add_release("bio", "stars", at=NOW, by="i", sha256="x", size=1, notebooks=("n",))
    assert other.version == 1


def test_a_withdrawn_release_is_gone_and_its_versions_are_still_counted(store: Store) -> None:
    release(store)
    release(store)
    assert store.withdraw("astro", "stars", NOW, "ines")
    assert store.release("astro", "stars") is None
    assert not store.withdraw("astro", "stars", NOW, "ines")
    assert release(store).version == 3
    assert store.releases("astro") == (release_of(store, "stars"),)


def release_of(store: Store, assignment: str) -> Release:
    found = store.release("astro", assignment)
    assert found is not None
    return found


def test_the_releases_of_a_course_are_the_newest_of_each_assignment(store: Store) -> None:
    for assignment in ("stars", "Planets", "moons", "stars"):
        release(store, assignment)
    release(store, "comets")
    store.withdraw("astro", "comets", NOW, "ines")
    found = [(each.assignment, each.version) for each in store.releases("astro")]
    assert found == [("Planets", 1), ("moons", 1), ("stars", 2)]
    assert store.releases("bio") == ()


def test_versions_released_at_once_are_numbered_without_gaps_or_doubles(store: Store) -> None:
    versions = at_once(lambda number: release(store, sha256=str(number)).version)
    assert sorted(versions) == list(range(1, THREADS + 1))


# ---- policies and extensions


FULL = Policy(
    opens=NOW,
    due=NOW + DAY,
    closes=NOW + 2 * DAY,
    late_percent_per_day=12.5,
    attempts_per_day=3,
    score=When.AFTER_DUE,
    messages=When.ON_RELEASE,
    feedback=When.NEVER,
)


def test_where_nothing_was_set_the_usual_policy_holds(store: Store) -> None:
    assert store.policy("astro", "stars") == Policy()


def test_the_newest_policy_counts_for_its_assignment_alone(store: Store) -> None:
    store.set_policy("astro", "stars", Policy(attempts_per_day=1), at=NOW, by="ines")
    # Set later, though by a clock that goes slow.
    store.set_policy("astro", "stars", FULL, at=NOW - DAY, by="ines")
    assert store.policy("astro", "stars") == FULL
    assert store.policy("astro", "planets") == store.policy("bio", "stars") == Policy()
    store.set_policy("astro", "stars", Policy(), at=NOW, by="ines")
    assert store.policy("astro", "stars") == Policy()


def test_every_policy_and_who_set_it_is_kept(store: Store, url: str) -> None:
    store.set_policy("astro", "stars", FULL, at=NOW, by="ines")
    store.set_policy("astro", "stars", Policy(), at=NOW, by="ivo")
    with behind_its_back(url) as run:
        kept = run("SELECT set_by, late_percent_per_day FROM policies ORDER BY id").all()
    assert kept == [("ines", 12.5), ("ivo", 0.0)]


def test_an_extension_is_changed_and_taken_back(store: Store) -> None:
    def extend(student: str, until: datetime | None, assignment: str = "stars") -> None:
        store.set_extension("astro", assignment, student, until, at=NOW, by="ines")

    assert store.extension("astro", "stars", "ada") is None
    extend("ada", NOW + DAY)
    extend("bob", NOW + DAY)
    extend("ada", NOW + 2 * DAY)
    extend("cy", NOW + DAY, "planets")
    assert store.extension("astro", "stars", "ada") == NOW + 2 * DAY
    assert store.extensions("astro", "stars") == {"ada": NOW + 2 * DAY, "bob": NOW + DAY}
    extend("bob", None)
    assert store.extension("astro", "stars", "bob") is None
    assert store.extensions("astro", "stars") == {"ada": NOW + 2 * DAY}


# ---- handing in


def test_a_new_attempt_waits_and_is_found_as_it_was_returned(store: Store) -> None:
    attempt = add(store)
    assert attempt == Attempt(
        attempt_id=attempt.attempt_id,
        course="astro",
        assignment="stars",
        student="ada",
        number=1,
        received_at=NOW,
        sha256="aa",
        size=7,
        notebooks=("one",),
        state=State.WAITING,
        tries=0,
        changed=1,
    )
    assert store.attempt(attempt.attempt_id) == attempt
    assert store.attempt(NOBODY_KNOWS) is None


def test_an_attempts_name_cannot_be_guessed(store: Store) -> None:
    found = {attempt.attempt_id for attempt in several(store, 20)}
    assert len(found) == 20
    # 16 random bytes, in base64 without its padding.
    assert {len(each) for each in found} == {22}


def test_numbers_count_for_each_student_assignment_and_course_alone(store: Store) -> None:
    assert [attempt.number for attempt in several(store, 3)] == [1, 2, 3]
    assert add(store, "bob").number == 1
    assert add(store, assignment="planets").number == 1
    assert add(store, course="bio").number == 1


def test_attempts_made_at_once_are_numbered_without_gaps_or_doubles(store: Store) -> None:
    each = 6

    def work(thread: int) -> list[int]:
        own = [add(store, "all", f"{thread}/{number}") for number in range(each)]
        alone = [add(store, f"s{thread}", f"{number}") for number in range(each)]
        assert [attempt.number for attempt in alone] == list(range(1, each + 1))
        return [attempt.number for attempt in own]

    numbers = [number for own in at_once(work) for number in own]
    assert sorted(numbers) == list(range(1, THREADS * each + 1))
    stored = store.attempts("astro", "stars", "all")
    assert [attempt.number for attempt in stored] == list(range(1, THREADS * each + 1))
    assert len({attempt.changed for attempt in store.attempts("astro", "stars")}) == 2 * THREADS * 6


def test_more_attempts_than_are_allowed_are_refused_with_a_reason(store: Store) -> None:
    add(store, content="a", at=NOW, at_most=2, allowed_since=NOW - DAY)
    add(store, content="b", at=NOW + MINUTE, at_most=2, allowed_since=NOW - DAY)
    with pytest.raises(StudentError) as caught:
        add(store, content="c", at=NOW + 2 * MINUTE, at_most=2, allowed_since=NOW - DAY)
    assert caught.value.code == "attempts-used-up" and "2 times" in caught.value.message
    assert len(store.attempts("astro", "stars")) == 2
    # The first one no longer counts: it was received at the very moment, not after it.
    third = add(store, content="c", at=NOW + DAY, at_most=2, allowed_since=NOW)
    assert third.number == 3
    assert add(store, "bob", at_most=1).number == 1
    assert code_of(lambda: add(store, "bob", "b", NOW + DAY, at_most=1)) == "attempts-used-up"


def test_not_more_are_taken_at_once_than_are_allowed(store: Store) -> None:
    def work(thread: int) -> int:
        try:
            return add(store, content=str(thread), at_most=3).number
        except StudentError:
            return 0

    assert sorted(at_once(work)) == [0] * (THREADS - 3) + [1, 2, 3]


@pytest.mark.parametrize("later", [timedelta(0), timedelta(seconds=10), timedelta(seconds=-1)])
def test_a_request_sent_again_gives_the_first_attempt(store: Store, later: timedelta) -> None:
    first = add(store, at_most=1)
    store.begin(first.attempt_id)
    again = add(store, at=NOW + later, at_most=1)
    assert again == store.attempt(first.attempt_id)
    assert store.attempts("astro", "stars") == (again,)


def test_the_same_bytes_later_or_after_others_are_a_new_attempt(store: Store) -> None:
    add(store)
    assert add(store, at=NOW + timedelta(seconds=10, microseconds=1)).number == 2
    assert add(store, content="bb", at=NOW + timedelta(seconds=12)).number == 3
    assert add(store, at=NOW + timedelta(seconds=13)).number == 4
    assert add(store, "bob").number == 1
    assert add(store, assignment="planets").number == 1


def test_one_request_sent_by_many_at_once_is_one_attempt(store: Store) -> None:
    found = at_once(lambda number: add(store))
    assert len({attempt.attempt_id for attempt in found}) == 1
    assert len(store.attempts("astro", "stars")) == 1


# ---- reading


def test_attempts_are_listed_oldest_first_for_all_or_for_one(store: Store) -> None:
    # Bob's was stamped before Ada's first, and arrived after it.
    made = [
        add(store, "ada", "1", NOW),
        add(store, "bob", "1", NOW - MINUTE),
        add(store, "ada", "2", NOW + MINUTE),
    ]
    add(store, assignment="planets")
    assert store.attempts("astro", "stars") == tuple(made)
    assert store.attempts("astro", "stars", "ada") == (made[0], made[2])
    assert store.attempts("astro", "stars", "cy") == ()


def test_the_newest_attempts_are_one_per_student_by_name(store: Store) -> None:
    several(store, 2, "zoe")
    several(store, 3, "Bob")
    several(store, 1, "ada")
    add(store, "eve", assignment="planets")
    found = store.newest_attempts("astro", "stars")
    assert [(each.student, each.number) for each in found] == [("Bob", 3), ("ada", 1), ("zoe", 2)]
    assert store.newest_attempts("astro", "comets") == ()


def test_what_waits_is_in_the_order_of_arrival_in_all_courses(store: Store) -> None:
    made = [add(store, "zoe"), add(store, "ada", course="bio"), add(store, "bob", at=NOW - DAY)]
    store.begin(made[1].attempt_id)
    assert store.waiting() == (made[0], made[2])
    store.put_back(made[1].attempt_id)
    assert [attempt.student for attempt in store.waiting()] == ["zoe", "ada", "bob"]


def test_attempts_are_counted_by_state(store: Store) -> None:
    assert store.counts() == dict.fromkeys(State, 0)
    made = several(store, 6)
    for attempt in made[:2]:
        graded(store, attempt)
    graded(store, made[2], state=State.REFUSED)
    store.begin(made[3].attempt_id)
    assert store.counts() == {
        State.WAITING: 2,
        State.RUNNING: 1,
        State.GRADED: 2,
        State.NEEDS_PERSON: 0,
        State.REFUSED: 1,
    }


# ---- changes of state


def test_an_attempt_goes_from_waiting_by_running_to_graded(store: Store) -> None:
    attempt = add(store)
    begun = store.begin(attempt.attempt_id)
    assert begun == dataclasses.replace(attempt, state=State.RUNNING, tries=1, changed=2)
    finished = finish(store, attempt, points=2, max_points=4, problem="a person should look")
    assert finished == dataclasses.replace(
        begun,
        state=State.GRADED,
        graded_at=NOW + MINUTE,
        points=2.0,
        max_points=4.0,
        evidence="ee",
        problem="a person should look",
        changed=3,
    )
    assert isinstance(finished.max_points, float)
    assert store.attempt(attempt.attempt_id) == finished


def test_each_change_of_state_leads_only_from_where_it_may(store: Store) -> None:
    attempt = add(store)
    name = attempt.attempt_id
    # Waiting: it can only begin.
    assert finish(store, attempt) is store.put_back(name) is store.again(name) is None
    assert store.attempt(name) == attempt
    assert store.begin(name) is not None
    # Running: it can end, or be put back.
    assert store.begin(name) is store.again(name) is None
    assert finish(store, attempt, state=State.NEEDS_PERSON, points=None) is not None
    # Finished: only again.
    assert finish(store, attempt) is store.begin(name) is store.put_back(name) is None
    assert [grading.state for grading in store.gradings(name)] == [State.NEEDS_PERSON]
    assert store.again(name) is not None
    assert store.begin(NOBODY_KNOWS) is store.put_back(NOBODY_KNOWS) is None
    assert store.again(NOBODY_KNOWS) is None


def test_an_attempt_begins_once_whoever_asks_at_once(store: Store) -> None:
    name = add(store).attempt_id
    begun = at_once(lambda number: store.begin(name))
    assert sum(each is not None for each in begun) == 1
    found = store.attempt(name)
    assert found is not None and found.tries == 1


def test_a_grading_is_written_once_whoever_finishes_at_once(store: Store) -> None:
    attempt = add(store)
    store.begin(attempt.attempt_id)
    at_once(lambda number: finish(store, attempt, points=float(number)))
    found = store.attempt(attempt.attempt_id)
    (grading,) = store.gradings(attempt.attempt_id)
    assert found is not None and grading.points == found.points


def test_what_ran_is_put_back_one_or_all_and_its_tries_stay(store: Store) -> None:
    made = several(store, 4)
    for attempt in made[:3]:
        store.begin(attempt.attempt_id)
    back = store.put_back(made[0].attempt_id)
    assert back is not None and (back.state, back.tries) == (State.WAITING, 1)
    assert store.put_all_back() == 2
    assert store.put_all_back() == 0
    assert [attempt.tries for attempt in store.waiting()] == [1, 1, 1, 0]
    begun = store.begin(made[0].attempt_id)
    assert begun is not None and begun.tries == 2


def test_a_regrade_starts_afresh_and_keeps_every_grading(store: Store) -> None:
    attempt = add(store)
    graded(store, attempt, points=None, state=State.NEEDS_PERSON, problem="no score", evidence=None)
    waiting = store.again(attempt.attempt_id)
    assert waiting == dataclasses.replace(attempt, changed=4)
    finished = graded(store, attempt, at=NOW + DAY, points=8.0)
    assert (finished.points, finished.problem, finished.tries) == (8.0, "", 1)
    name = attempt.attempt_id
    assert store.gradings(name) == (
        Grading(name, 1, State.NEEDS_PERSON, NOW + MINUTE, None, 10.0, None, "no score"),
        Grading(name, 2, State.GRADED, NOW + DAY, 8.0, 10.0, "ee", ""),
    )
    assert store.gradings(NOBODY_KNOWS) == ()


@pytest.mark.parametrize("state", [State.WAITING, State.RUNNING])
def test_a_grading_cannot_end_in_a_state_that_is_no_end(store: Store, state: State) -> None:
    attempt = add(store)
    store.begin(attempt.attempt_id)
    assert code_of(lambda: finish(store, attempt, state=state)) == "hub-grading-unfinished"


@pytest.mark.parametrize("points", [float("nan"), float("inf")])
def test_points_that_are_no_number_are_not_written(store: Store, points: float) -> None:
    attempt = add(store)
    begun = store.begin(attempt.attempt_id)
    with pytest.raises(InternalError) as caught:
        finish(store, attempt, points=points)
    assert caught.value.code == "hub-number-not-finite"
    assert store.attempt(attempt.attempt_id) == begun
    assert store.gradings(attempt.attempt_id) == ()


# ---- the order of changes


def test_changes_are_read_from_where_one_left_off(store: Store) -> None:
    assert store.last_change() == 0 and store.changed_since(0) == ()
    first, second = several(store, 2)
    seen = store.last_change()
    assert store.changed_since(0) == (first, second) and store.changed_since(seen) == ()
    begun = store.begin(first.attempt_id)
    assert store.changed_since(seen) == (begun,)
    assert store.changed_since(0) == (second, begun)
    assert store.put_all_back() == 1
    (back,) = store.changed_since(begun.changed if begun else 0)
    assert back.state is State.WAITING and back.changed == store.last_change()


def test_who_follows_the_changes_misses_none_that_is_made_at_the_same_time(store: Store) -> None:
    seen: set[str] = set()
    followed = 0

    def follow() -> None:
        nonlocal followed
        for attempt in store.changed_since(followed):
            seen.add(attempt.attempt_id)
            followed = attempt.changed

    with ThreadPoolExecutor(THREADS) as threads:
        works = [threads.submit(several, store, 6, f"s{number}") for number in range(THREADS)]
        while not all(work.done() for work in works):
            follow()
        follow()
    assert seen == {attempt.attempt_id for work in works for attempt in work.result()}


# ---- feedback


def test_feedback_is_released_for_what_was_received_until_then(store: Store) -> None:
    early = add(store, "ada", "1", NOW)
    late = add(store, "ada", "2", NOW + DAY)
    other = add(store, "bob", "1", NOW + MINUTE)
    elsewhere = add(store, "ada", assignment="planets")
    assert not store.feedback_released(early)
    assert store.release_feedback("astro", "stars", "ada", at=NOW, by="ines") == 1
    assert [store.feedback_released(each) for each in (early, late, other)] == [True, False, False]
    assert store.release_feedback("astro", "stars", None, at=NOW + MINUTE, by="ines") == 2
    assert [store.feedback_released(each) for each in (early, late, other)] == [True, False, True]
    assert not store.feedback_released(elsewhere)
    assert store.release_feedback("astro", "stars", "nobody", at=NOW + DAY, by="ines") == 0
    assert store.release_feedback("astro", "stars", "ada", at=NOW + DAY, by="ines") == 2
    assert store.feedback_released(late)


# ---- values


def test_times_keep_their_moment_to_the_microsecond_and_come_back_in_utc(store: Store) -> None:
    berlin = NOW.astimezone(ZoneInfo("Europe/Berlin"))
    attempt = add(store, at=berlin)
    assert attempt.received_at == NOW
    assert (attempt.received_at.tzinfo, attempt.received_at.microsecond) == (UTC, 123456)
    # Half a day apart on the clock, and one microsecond apart in truth.
    earlier = (NOW - timedelta(microseconds=1)).astimezone(ZoneInfo("Pacific/Auckland"))
    assert store.release_feedback("astro", "stars", None, at=earlier, by="ines") == 0
    assert not store.feedback_released(attempt)


def test_times_are_in_utc_whatever_zone_the_server_has(server: Server) -> None:
    address = server.create(f"hub{next(NUMBERS)}", "template")
    with Store(f"{address}?options=-c%20timezone%3DAsia/Kolkata") as store:
        attempt = store.attempt(add(store).attempt_id)
    assert attempt is not None
    assert (attempt.received_at, attempt.received_at.tzinfo) == (NOW, UTC)


def test_a_time_without_a_zone_is_refused_and_nothing_is_written(store: Store) -> None:
    naive = NOW.replace(tzinfo=None)
    assert code_of(lambda: add(store, at=naive)) == "hub-time-without-zone"
    assert code_of(lambda: release(store, at=naive)) == "hub-time-without-zone"
    assert store.waiting() == () and store.release("astro", "stars") is None


def test_text_that_no_database_takes_does_no_harm(store: Store) -> None:
    attempt = graded(store, add(store), problem="a\x00b\ud800c\u202e\n'; DROP TABLE attempts")
    assert attempt.problem == "a\ufffdb\ufffdc\u202e\n'; DROP TABLE attempts"
    assert store.attempt("\x00") is None
    names = ("ü", "a\x00", "\ud800", '"', "")
    assert release(store, notebooks=names).notebooks == names
    assert release_of(store, "stars").notebooks == names


# ---- opening


def test_the_migrations_make_the_very_tables_that_the_code_uses(empty: str) -> None:
    Store(empty).close()
    engine = create_engine(empty)
    with engine.connect() as db:
        options = {"compare_type": True, "version_table": VERSION_TABLE}
        assert compare_metadata(MigrationContext.configure(db, opts=options), metadata) == []
    engine.dispose()


def test_opening_again_changes_nothing_and_keeps_everything(url: str) -> None:
    with Store(url) as store:
        attempt = add(store)
    with Store(url) as store:
        assert store.attempts("astro", "stars") == (attempt,)
        assert store.last_change() == attempt.changed


def test_many_that_open_a_new_database_at_once_make_it_once(empty: str) -> None:
    def work(number: int) -> int:
        with Store(empty) as store:
            return add(store, content=str(number)).number

    assert sorted(at_once(work)) == list(range(1, THREADS + 1))
    with behind_its_back(empty) as run:
        assert len(run("SELECT * FROM autograder_version").all()) == 1


def test_a_migration_that_fails_leaves_nothing(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr("alembic.op.bulk_insert", fail)
    assert code_of(lambda: Store(empty)) == "hub-database-unusable"
    monkeypatch.undo()
    with Store(empty) as store:
        assert add(store).number == 1


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(own: str) -> None:
    with Store(own) as store:
        add(store)
    with behind_its_back(own) as run:
        run("UPDATE autograder_version SET version_num = '9999'")
    with pytest.raises(OperatorError) as caught:
        Store(own)
    assert caught.value.code == "hub-database-newer" and "9999" in caught.value.message
    with behind_its_back(own) as run:
        assert run("SELECT version_num FROM autograder_version").scalar() == "9999"
        assert run("SELECT count(*) FROM attempts").scalar() == 1


def test_tables_are_not_changed_under_a_running_service(own: str) -> None:
    with Store(own) as store:
        store.claim()
        with behind_its_back(own) as run:
            run("DELETE FROM autograder_version")
        assert code_of(lambda: Store(own)) == "hub-database-in-use"
        assert add(store).number == 1


# ---- marks


def doubled(grading: Grading, cells: Sequence[CellMark]) -> Counted:
    """Count twice what was given, so that it can be told from everything else."""
    given = sum(2 * (each.points or 0.0) for each in cells)
    return Counted(State.GRADED, given, grading.max_points, "")


def test_the_newest_mark_of_a_cell_counts_and_the_others_stay(store: Store) -> None:
    attempt = graded(store, add(store), state=State.NEEDS_PERSON, problem="look")
    essay, figure = CellMark("one", "essay", 1.5, None, "go\x00od"), CellMark("one", "figure", 1.0)
    marked = store.give(attempt.attempt_id, [essay, figure], doubled, at=NOW, by="grace")
    assert marked is not None
    assert (marked.state, marked.points, marked.problem) == (State.GRADED, 5.0, "")
    assert marked.changed > attempt.changed
    again = CellMark("one", "essay", 2.0, 0.5, "better")
    assert store.give(attempt.attempt_id, [again], doubled, at=NOW + MINUTE, by="ines") is not None
    assert store.given(attempt.attempt_id) == (
        Given(again, NOW + MINUTE, "ines"),
        Given(figure, NOW, "grace"),
    )
    assert store.marks("astro", "stars") == {attempt.attempt_id: (again, figure)}
    assert store.attempt(attempt.attempt_id) == replace(
        marked, points=6.0, changed=marked.changed + 1
    )


def test_the_same_mark_again_is_no_news(store: Store) -> None:
    attempt = graded(store, add(store))
    mark, empty = CellMark("one", "essay", 1.5), CellMark("one", "figure")
    store.give(attempt.attempt_id, [mark, empty], doubled, at=NOW, by="grace")
    store.give(attempt.attempt_id, [mark, empty], doubled, at=NOW + MINUTE, by="ines")
    assert store.given(attempt.attempt_id) == (Given(mark, NOW, "grace"),)
    # Taken back: it says so, and is nobody's news again.
    store.give(attempt.attempt_id, [CellMark("one", "essay")], doubled, at=NOW, by="ines")
    assert store.marks("astro", "stars") == {attempt.attempt_id: (CellMark("one", "essay"),)}


def test_marks_stay_when_an_attempt_is_graded_again(store: Store) -> None:
    attempt = graded(store, add(store))
    store.give(attempt.attempt_id, [CellMark("one", "essay", 2.0)], doubled, at=NOW, by="grace")
    assert store.again(attempt.attempt_id) is not None
    store.begin(attempt.attempt_id)
    finished = finish(store, attempt, counting=doubled)
    assert finished is not None
    assert finished.points == 4.0
    # What grading itself gave is on record.
    assert [each.points for each in store.gradings(attempt.attempt_id)] == [3.5, 3.5]


def test_nothing_is_given_to_what_has_no_result(store: Store) -> None:
    waiting, refused = add(store, "ada"), graded(store, add(store, "bob"), evidence=None)
    for attempt in (waiting, refused):
        mark = CellMark("one", "essay", 1.0)
        assert store.give(attempt.attempt_id, [mark], doubled, at=NOW, by="grace") is None
        assert store.given(attempt.attempt_id) == ()
    assert store.marks("astro", "stars") == {}


def test_what_counting_refuses_changes_nothing(store: Store) -> None:
    def refusing(grading: Grading, cells: Sequence[CellMark]) -> Counted:
        raise InstructorError("marks-bad-value", "too many")

    attempt = graded(store, add(store))
    with pytest.raises(InstructorError):
        store.give(attempt.attempt_id, [CellMark("one", "e", 1.0)], refusing, at=NOW, by="grace")
    assert store.given(attempt.attempt_id) == ()
    assert store.attempt(attempt.attempt_id) == attempt


def test_the_tables_of_the_first_version_get_marks(own: str) -> None:
    """A service that ran before marks were there keeps its attempts."""
    with Store(own) as store:
        attempt = graded(store, add(store))
    with behind_its_back(own) as run:
        run("DROP TABLE marks")
        run("UPDATE autograder_version SET version_num = '0001'")
    with Store(own) as store:
        assert store.attempt(attempt.attempt_id) == attempt
        mark = CellMark("one", "essay", 1.0)
        store.give(attempt.attempt_id, [mark], doubled, at=NOW, by="grace")
        assert store.marks("astro", "stars") == {attempt.attempt_id: (mark,)}


# ---- one service per database


def test_a_second_service_is_refused_until_the_first_has_closed(url: str) -> None:
    with Store(url) as first, Store(url) as second:
        first.claim()
        first.claim()
        assert code_of(lambda: second.claim(wait_seconds=0.1)) == "hub-database-in-use"
        # To read and write beside it is allowed: that is for programs that are no service.
        assert add(second).number == 1
        first.close()
        second.claim()
    with Store(url) as third:
        third.claim()


def test_the_claim_waits_for_a_service_that_is_just_ending(url: str) -> None:
    with Store(url) as first, Store(url) as second, ThreadPoolExecutor(1) as background:
        first.claim()
        waiting = background.submit(second.claim, 30)
        time.sleep(0.2)
        assert not waiting.done()
        first.close()
        waiting.result(timeout=30)


SERVICE = """
import sys
from datetime import UTC, datetime
from itertools import count
from autograder.hub.store import Store

store = Store(sys.argv[1])
store.claim()
for number in count():
    attempt = store.add_attempt(
        "astro", "stars", f"s{number % 2}", at=datetime.now(UTC), sha256=f"{sys.argv[2]}/{number}",
        size=1, notebooks=(),
    )
    print(attempt.attempt_id, flush=True)
    if number % 3 == 0:
        store.begin(attempt.attempt_id)
"""


def test_a_killed_service_loses_no_attempt_whose_receipt_it_gave(url: str) -> None:
    receipts: list[str] = []
    with Store(url) as store:
        for round_, at_least in enumerate((1, 40)):
            receipts += killed_after(url, store, str(round_), at_least)
            # The claim ended with the process.
            store.claim()
            store.close()
            made = store.attempts("astro", "stars")
            assert set(receipts) <= {attempt.attempt_id for attempt in made}
            # What was written and not yet told is whole too; each process writes one at a time.
            assert len(made) <= len(receipts) + round_ + 1
            for student in ("s0", "s1"):
                own = [attempt.number for attempt in made if attempt.student == student]
                assert own == list(range(1, len(own) + 1))
            assert store.put_all_back() == sum(each.state is State.RUNNING for each in made)
            assert len(store.waiting()) == len(made)


def killed_after(url: str, store: Store, name: str, at_least: int) -> list[str]:
    """Run a service until it gave receipts, kill it at any moment, and return the receipts."""
    command = [sys.executable, "-c", SERVICE, url, name]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        receipts = [process.stdout.readline().strip() for _ in range(at_least)]
        assert code_of(lambda: store.claim(wait_seconds=0)) == "hub-database-in-use"
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read()
    assert process.returncode == -signal.SIGKILL
    # The last line may have been cut off by the end.
    return [*receipts, *rest.splitlines()[: rest.count("\n")]]


# ---- health and trouble


def test_a_store_is_healthy_while_its_database_answers(own: str) -> None:
    with Store(own) as store:
        assert store.healthy()
        store.claim()
        assert store.healthy()
        with behind_its_back(own) as run:
            run("DROP TABLE changes")
        assert not store.healthy()


def test_a_server_that_restarts_costs_neither_the_claim_nor_the_next_write(server: Server) -> None:
    name = f"hub{next(NUMBERS)}"
    with Store(server.create(name, "template")) as store, Store(server.url(name)) as other:
        store.claim()
        end_connections(server, name)
        assert add(store).number == 1
        assert store.healthy()
        assert code_of(lambda: other.claim(wait_seconds=0)) == "hub-database-in-use"
        end_connections(server, name)
        other.claim()
        assert not store.healthy()
        other.close()
        assert store.healthy()


def end_connections(server: Server, name: str) -> None:
    with server.connect() as db:
        db.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
            [name],
        )


def test_a_database_that_another_program_holds_is_told_after_a_while(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "WAIT_SECONDS", 1.0)
    with Store(url) as store:
        with Database(url).writing():
            assert code_of(lambda: add(store)) == "hub-database-locked"
            assert store.waiting() == ()
        assert add(store).number == 1


def test_what_is_written_outlives_a_power_cut_and_is_read_by_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "hub.db"
    umask = os.umask(0o022)
    try:
        with Store(f"sqlite:///{file}") as store, Database(f"sqlite:///{file}").reading() as db:
            store.claim()
            add(store)
            names = ("journal_mode", "synchronous", "foreign_keys")
            found = [db.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
            modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    finally:
        os.umask(umask)
    # SQLite's 2 is FULL: the log is on the disk before a commit returns.
    assert found == ["wal", 2, 1]
    assert modes == dict.fromkeys(("hub.db", "hub.db-wal", "hub.db-shm", "hub.db.lock"), 0o600)


def test_opening_a_database_again_leaves_the_locks_on_it(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/hub.db"
    with Store(address) as store, Database(address).reading() as db:
        add(store)
        assert db.execute(text("SELECT count(*) FROM attempts")).scalar() == 1
        Store(address).close()
        # Each process that has the file open holds a lock on it, by its number.
        inode = (tmp_path / "hub.db").stat().st_ino
        held = [line.split() for line in Path("/proc/locks").read_text().splitlines()]
        assert any(
            words[4] == str(os.getpid()) and words[5].endswith(f":{inode}") for words in held
        )


def test_a_server_that_forgets_commits_in_a_power_cut_is_not_let(server: Server) -> None:
    address = server.create(f"hub{next(NUMBERS)}", "template")
    with Database(f"{address}?options=-c%20synchronous_commit%3Doff").reading() as db:
        assert db.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"


@pytest.mark.parametrize(
    "address", ["sqlite://", "sqlite:///:memory:", "mysql://u:hush@h/d", "hush", "sqlite:///"]
)
def test_an_address_that_cannot_hold_the_data_is_refused_without_its_password(address: str) -> None:
    with pytest.raises(OperatorError) as caught:
        Store(address)
    assert caught.value.code == "hub-database-unknown"
    assert "hush" not in caught.value.message and "sqlite:////" in caught.value.message


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OperatorError) as caught:
        Store(f"sqlite:///{tmp_path}/nowhere/hub.db")
    assert caught.value.code == "hub-database-unusable" and "nowhere" in caught.value.message


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "hub.db").write_bytes(b"no database at all " * 100)
    with pytest.raises(OperatorError) as caught:
        Store(f"sqlite:///{tmp_path}/hub.db")
    assert caught.value.code == "hub-database-unusable" and "backup" in caught.value.message


def test_a_wrong_password_is_told_and_never_shown(server: Server) -> None:
    with pytest.raises(OperatorError) as caught:
        Store(server.url("template", password=OTHER))
    assert caught.value.code == "hub-database-unusable"
    assert "password authentication failed" in caught.value.message
    assert OTHER not in caught.value.message


def test_a_server_that_is_down_is_told_with_its_address(server: Server) -> None:
    with pytest.raises(OperatorError) as caught:
        Store(server.url("template").replace(f":{server.port}/", ":1/"))
    assert "teacher:***@127.0.0.1:1/" in caught.value.message
    assert PASSWORD not in caught.value.message


def test_an_address_without_a_driver_takes_the_one_that_we_install(server: Server) -> None:
    address = server.create(f"hub{next(NUMBERS)}", "template")
    with Store(address.replace("+psycopg", "")) as store:
        assert add(store).number == 1


def test_a_driver_that_is_not_installed_is_told_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(OperatorError) as caught:
        Store("postgresql+psycopg://teacher:x@127.0.0.1:1/hub")
    assert "sealed-autograder[postgresql]" in caught.value.message


def test_a_database_error_tells_of_no_student(own: str) -> None:
    with behind_its_back(own) as run:
        run("ALTER TABLE attempts RENAME COLUMN size TO width")
    with Store(own) as store, pytest.raises(OperatorError) as caught:
        add(store, "ada-lovelace")
    chain: BaseException | None = caught.value
    while chain is not None:
        assert "ada-lovelace" not in str(chain)
        chain = chain.__cause__


def test_a_disk_without_room_keeps_what_was_written(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path}/hub.db") as store:
        attempt = add(store)
        with sqlite3.connect(tmp_path / "hub.db") as db:
            pages = db.execute("PRAGMA page_count").fetchone()[0]
        full = Database(f"sqlite:///{tmp_path}/hub.db")
        with pytest.raises(OperatorError) as caught, full.writing() as db:
            db.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            for number in range(100):
                db.execute(
                    text("UPDATE attempts SET problem = :text"), {"text": "x" * 10_000 * number}
                )
        assert "full" in caught.value.message
        assert store.attempts("astro", "stars") == (attempt,)
