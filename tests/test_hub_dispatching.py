"""What the dispatcher does when processes end, the database is away, or nobody told it.

The store is real, the grading process a stand-in that the test speaks for.
"""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from autograder import results
from autograder.errors import OperatorError
from autograder.hub.blobs import Blobs
from autograder.hub.grading import dispatching, recording, refreshing, resting
from autograder.hub.grading.additions import Additions
from autograder.hub.grading.dispatching import Dispatcher
from autograder.hub.grading.evidence import Evidence, pack
from autograder.hub.grading.orders import Order, Reply, Task
from autograder.hub.grading.worker import Settings
from autograder.hub.model import Attempt, Policy, State
from autograder.hub.store import Store, as_graded
from autograder.marks import CellMark

COURSES = {"stars101": Path("/stars"), "moons101": Path("/moons")}
ASSIGNMENT = "lines"
NOW = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
RESULT = results.Result("ann", ASSIGNMENT, results.State.GRADED, ())
SECONDS = 20.0
"""How long to wait for what should happen at once."""


@dataclass
class StandIn:
    """Speak for a grading process: ``orders`` are what it got, and ``works`` whether it starts."""

    settings: Settings
    on_reply: Callable[[Reply], None]
    on_end: Callable[[], None]
    works: bool = True
    orders: list[Order] = field(default_factory=list)
    pid: int | None = 1

    async def ready(self) -> None:
        await asyncio.sleep(0)
        if not self.works:
            raise OperatorError("hub-grading-process", "it does not start")

    async def send(self, order: Order) -> None:
        self.orders.append(order)

    async def close(self) -> None:
        self.on_end()

    def reply(self, order: Order, points: float = 2.0, evidence: str | None = None) -> None:
        self.on_reply(Reply(order.attempt_id, State.GRADED, points, 2.0, evidence))

    async def next_order(self, number: int = 1) -> Order:
        """Return the order that comes in as the so manieth."""
        await until(lambda: len(self.orders) >= number)
        return self.orders[number - 1]


class Trouble(Store):
    """A store that can be away, or lose what it answers."""

    data = Path()
    is_away = False
    loses_answers_of = ""

    def _did(self, name: str, answer: Any) -> Any:
        if self.loses_answers_of == name:
            self.loses_answers_of = ""
            raise OperatorError("hub-database-unusable", "the connection broke")
        return answer

    def _check(self) -> None:
        if self.is_away:
            raise OperatorError("hub-database-unusable", "nobody is there")

    def begin(self, attempt_id: str) -> Attempt | None:
        self._check()
        found: Attempt | None = self._did("begin", super().begin(attempt_id))
        return found

    def finish(self, attempt_id: str, *counting: Any, **values: Any) -> Attempt | None:
        self._check()
        found: Attempt | None = self._did("finish", super().finish(attempt_id, *counting, **values))
        return found

    def put_back(self, attempt_id: str) -> Attempt | None:
        self._check()
        return super().put_back(attempt_id)

    def put_all_back(self) -> int:
        self._check()
        return super().put_all_back()

    def policy(self, course: str, assignment: str) -> Policy:
        self._check()
        return super().policy(course, assignment)


@dataclass
class World:
    """Hold a dispatcher with its surroundings; ``told`` are the states that listeners heard."""

    store: Trouble
    dispatcher: Dispatcher
    told: list[tuple[str, State]]

    def process(self, course: str = "stars101") -> StandIn:
        found: Any = self.dispatcher._processes[course]
        assert isinstance(found, StandIn)
        return found

    def add(self, student: str, mark: str = "", course: str = "stars101") -> Attempt:
        """Add an attempt that nobody is told of."""
        return self.store.add_attempt(
            course,
            ASSIGNMENT,
            student,
            at=NOW + timedelta(minutes=len(self.store.waiting())),
            sha256=(mark or student).ljust(64, "0"),
            size=1,
            notebooks=("fit",),
        )

    def submit(self, student: str, mark: str = "", course: str = "stars101") -> Attempt:
        attempt = self.add(student, mark, course)
        self.dispatcher.submit(attempt)
        return attempt

    def state(self, attempt: Attempt) -> State:
        found = self.store.attempt(attempt.attempt_id)
        assert found is not None
        return found.state

    async def graded(self, attempt: Attempt) -> Attempt:
        await until(lambda: self.state(attempt) is State.GRADED)
        found = self.store.attempt(attempt.attempt_id)
        assert found is not None
        return found


async def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.005)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trouble:
    monkeypatch.setattr(dispatching, "Process", StandIn)
    monkeypatch.setattr(dispatching, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(dispatching, "CLOSE_SECONDS", 0.2)
    monkeypatch.setattr(recording, "STORE_SECONDS", 0.02)
    monkeypatch.setattr(resting, "REST_SECONDS", (0.05,))
    monkeypatch.setattr(refreshing, "REFRESH_SECONDS", 0.05)
    monkeypatch.setattr(refreshing, "AGAIN_SECONDS", 0.05)
    found = Trouble(f"sqlite:///{tmp_path / 'hub.db'}")
    found.data = tmp_path / "data"
    return found


def play(
    store: Trouble, part: Callable[[World], Awaitable[None]], slots: int = 2, *, ends: bool = True
) -> None:
    """Play a part with a dispatcher that has started."""

    async def all_of_it() -> None:
        told: list[tuple[str, State]] = []
        dispatcher = Dispatcher(
            store,
            COURSES,
            store.data,
            slots,
            lambda attempt: told.append((attempt.attempt_id, attempt.state)),
        )
        await dispatcher.start()
        await part(World(store, dispatcher, told))
        if ends:
            await dispatcher.close()

    asyncio.run(all_of_it())


Part = Callable[[World], Coroutine[Any, Any, None]]


def test_a_reply_that_comes_while_the_database_is_away_is_written_once_it_is_back(
    store: Trouble,
) -> None:
    async def part(world: World) -> None:
        attempt = world.submit("ann")
        order = await world.process().next_order()
        store.is_away = True
        world.process().reply(order)
        await asyncio.sleep(0.1)
        assert world.state(attempt) is State.RUNNING
        store.is_away = False
        assert (await world.graded(attempt)).tries == 1
        states = [state for name, state in world.told if name == attempt.attempt_id]
        assert states == [State.RUNNING, State.GRADED]

    play(store, part)


def test_a_turn_that_comes_while_the_database_is_away_is_not_lost(store: Trouble) -> None:
    async def part(world: World) -> None:
        attempt = world.add("ann")
        store.is_away = True
        world.dispatcher.submit(attempt)
        await asyncio.sleep(0.1)
        store.is_away = False
        world.process().reply(await world.process().next_order())
        await world.graded(attempt)

    play(store, part)


@pytest.mark.parametrize("lost", ["begin", "finish"])
def test_a_change_whose_answer_was_lost_is_not_made_twice(store: Trouble, lost: str) -> None:
    async def part(world: World) -> None:
        store.loses_answers_of = lost
        attempt = world.submit("ann")
        world.process().reply(await world.process().next_order())
        assert (await world.graded(attempt)).tries == 1
        await until(lambda: (attempt.attempt_id, State.GRADED) in world.told)
        assert len(store.gradings(attempt.attempt_id)) == 1
        # The student is served again.
        second = world.submit("ann", "second")
        world.process().reply(await world.process().next_order(2))
        await world.graded(second)

    play(store, part)


def test_nothing_waits_for_a_slow_database(store: Trouble, monkeypatch: pytest.MonkeyPatch) -> None:
    begin = Trouble.begin

    def slowly(store: Trouble, attempt_id: str) -> Attempt | None:
        time.sleep(1.0)
        return begin(store, attempt_id)

    monkeypatch.setattr(Trouble, "begin", slowly)

    async def part(world: World) -> None:
        attempt = world.add("ann")
        world.dispatcher.submit(attempt)
        turns = 0
        while world.state(attempt) is State.WAITING:
            await asyncio.sleep(0.01)
            turns += 1
        assert turns > 3

    play(store, part)


def test_a_process_that_does_not_start_costs_no_try_and_stops_no_other_course(
    store: Trouble,
) -> None:
    async def part(world: World) -> None:
        world.process("moons101").works = False
        stuck = [world.submit(f"student-{at}", course="moons101") for at in range(5)]
        other = world.submit("ann")
        world.process().reply(await world.process().next_order())
        await world.graded(other)
        assert [world.state(each) for each in stuck] == [State.WAITING] * 5
        assert world.dispatcher.depth == 5
        world.process("moons101").works = True
        for number, _ in enumerate(stuck, start=1):
            world.process("moons101").reply(await world.process("moons101").next_order(number))
        assert [(await world.graded(each)).tries for each in stuck] == [1] * 5

    play(store, part)


def test_an_attempt_under_which_the_process_ends_again_and_again_is_given_to_a_person(
    store: Trouble,
) -> None:
    async def part(world: World) -> None:
        first, second = world.submit("ann", "first"), world.submit("ann", "second")
        for number in range(1, dispatching.MOST_TRIES + 1):
            order = await world.process().next_order(number)
            assert order.attempt_id == first.attempt_id
            world.process().on_end()
        await until(lambda: world.state(first) is State.NEEDS_PERSON)
        found = store.attempt(first.attempt_id)
        assert found is not None
        assert "ended 3 times" in found.problem
        world.process().reply(await world.process().next_order(dispatching.MOST_TRIES + 1))
        await world.graded(second)

    play(store, part)


def test_what_nobody_told_of_is_found_and_comes_in_the_order_of_arrival(store: Trouble) -> None:
    async def part(world: World) -> None:
        running = world.submit("ann", "1")
        order = await world.process().next_order()
        silent = world.add("ann", "2")
        later = world.submit("ann", "3")
        await until(lambda: world.dispatcher.depth == 2)
        world.process().reply(order)
        await world.graded(running)
        for number, expected in ((2, silent), (3, later)):
            order = await world.process().next_order(number)
            assert order.attempt_id == expected.attempt_id
            world.process().reply(order)
            await world.graded(expected)
        await asyncio.sleep(0.2)
        assert len(world.process().orders) == 3

    play(store, part, slots=1)


def test_a_restart_takes_up_what_ran_first_and_knows_who_asked_for_a_regrade(
    store: Trouble,
) -> None:
    async def before(world: World) -> None:
        attempt = world.submit("ann")
        world.process().reply(await world.process().next_order())
        await world.graded(attempt)
        world.submit("bob")
        await world.process().next_order(2)
        again = store.again(attempt.attempt_id)
        assert again is not None

    async def after(world: World) -> None:
        orders = [await world.process().next_order(number) for number in (1, 2)]
        assert [(each.student, each.accept) for each in orders] == [("ann", True), ("bob", False)]
        for order in orders:
            world.process().reply(order, points=1.0)
        await until(lambda: store.counts()[State.GRADED] == 2)

    play(store, before, ends=False)
    assert store.counts()[State.RUNNING] == 1
    play(store, after)


def test_a_result_that_cannot_be_kept_goes_to_a_person(store: Trouble) -> None:
    async def part(world: World) -> None:
        attempt = world.submit("ann")
        world.process().reply(await world.process().next_order(), points=math.nan)
        await until(lambda: world.state(attempt) is State.NEEDS_PERSON)

    play(store, part)


def test_the_end_does_not_wait_for_a_database_that_is_away(store: Trouble) -> None:
    async def part(world: World) -> None:
        world.submit("ann")
        order = await world.process().next_order()
        store.is_away = True
        world.process().reply(order)
        await asyncio.sleep(0.05)

    before = time.monotonic()
    play(store, part)
    assert time.monotonic() - before < SECONDS
    store.is_away = False
    store.put_all_back()
    assert store.counts()[State.WAITING] == 1


def test_an_assignment_that_is_released_is_told_to_its_courses_process(store: Trouble) -> None:
    async def part(world: World) -> None:
        world.process("moons101").works = False
        for course in COURSES:
            world.dispatcher.renew(course, ASSIGNMENT)
        order = await world.process().next_order()
        assert (order.task, order.assignment) == (Task.RENEW, ASSIGNMENT)
        await asyncio.sleep(0.05)
        assert world.process("moons101").orders == []

    play(store, part)


# ---- the machine's own fault


def test_an_attempt_that_the_machine_cannot_grade_waits_without_limit(store: Store) -> None:
    async def part(world: World) -> None:
        attempt = world.submit("ann")
        process = world.process()
        in_vain = dispatching.MOST_TRIES + 2
        for number in range(1, in_vain + 1):
            order = await process.next_order(number)
            process.on_reply(Reply(order.attempt_id, State.WAITING, problem="cluster-lost"))
            await until(lambda: world.state(attempt) is State.WAITING)
        assert world.told.count((attempt.attempt_id, State.WAITING)) == in_vain
        # What counts as a try is still only what ends the process.
        for number in range(in_vain + 1, in_vain + dispatching.MOST_TRIES):
            await process.next_order(number)
            process.on_end()
        process.reply(await process.next_order(in_vain + dispatching.MOST_TRIES))
        await world.graded(attempt)

    play(store, part)


# ---- what the gradebook is told

DUE = datetime(2026, 12, 1, 12, tzinfo=UTC)
TOLD = Additions(due="2026-12-01T12:00:00+00:00", late_percent_per_day=10.0)


def set_policy(store: Store, percent: float = 10.0, course: str = "stars101") -> None:
    policy = Policy(due=DUE, late_percent_per_day=percent)
    store.set_policy(course, ASSIGNMENT, policy, at=NOW, by="ines")


def additions(process: StandIn) -> list[Additions | None]:
    return [order.additions for order in process.orders if order.task is Task.ADD]


def test_what_is_set_is_told_once_for_many_changes(store: Trouble) -> None:
    async def part(world: World) -> None:
        for percent in (1.0, 5.0, 10.0):
            set_policy(store, percent)
            world.dispatcher.refresh("stars101", ASSIGNMENT)
        await world.process().next_order()
        world.dispatcher.refresh("stars101", ASSIGNMENT)
        await asyncio.sleep(0.2)
        assert additions(world.process()) == [TOLD]
        assert world.process("moons101").orders == []
        set_policy(store, 0.0)
        world.dispatcher.refresh("stars101", ASSIGNMENT)
        await world.process().next_order(2)
        assert additions(world.process()) == [TOLD, Additions(due=TOLD.due)]

    play(store, part)


def test_what_is_set_while_the_database_is_away_is_told_once_it_is_back(store: Trouble) -> None:
    async def part(world: World) -> None:
        set_policy(store)
        store.is_away = True
        world.dispatcher.refresh("stars101", ASSIGNMENT)
        await asyncio.sleep(0.15)
        assert world.process().orders == []
        store.is_away = False
        await world.process().next_order()
        assert additions(world.process()) == [TOLD]

    play(store, part)


def test_a_process_that_ended_is_told_everything_again(store: Trouble) -> None:
    async def part(world: World) -> None:
        world.process().works = False
        set_policy(store)
        world.dispatcher.refresh("stars101", ASSIGNMENT)
        await asyncio.sleep(0.15)
        world.process().works = True
        await world.process().next_order()
        world.process().on_end()
        await world.process().next_order(2)
        assert additions(world.process()) == [TOLD, TOLD]

    play(store, part)


def test_a_start_tells_what_was_ever_set_and_warms_up_what_is_in_use(store: Trouble) -> None:
    now = datetime.now(UTC)

    def finished(course: str, assignment: str, at: datetime) -> None:
        store.add_release(
            course, assignment, at=at, by="ines", sha256="1" * 64, size=1, notebooks=("fit",)
        )
        attempt = store.add_attempt(
            course, assignment, "ann", at=at, sha256="2" * 64, size=1, notebooks=("fit",)
        )
        assert store.begin(attempt.attempt_id)
        _finish(store, attempt)

    hours = timedelta(hours=1)
    for at, assignment in enumerate(("one", "two", "three", "four", "five"), start=1):
        finished("stars101", assignment, now - at * hours)
    finished("stars101", "old", now - 25 * hours)
    finished("moons101", "old", now - 25 * hours)
    set_policy(store)

    async def part(world: World) -> None:
        await world.process().next_order(5)
        told, *warm = world.process().orders
        assert (told.task, told.assignment, told.additions) == (Task.ADD, ASSIGNMENT, TOLD)
        # The one that was unused longest is one more than is kept.
        assert [(each.task, each.assignment) for each in warm] == [
            (Task.WARM_UP, name) for name in ("four", "three", "two", "one")
        ]
        assert world.process("moons101").orders == []

    play(store, part)


def _finish(store: Store, attempt: Attempt) -> None:
    store.finish(
        attempt.attempt_id,
        state=State.GRADED,
        at=NOW,
        points=2.0,
        max_points=2.0,
        evidence="0" * 64,
        problem="",
    )


def test_marks_are_no_longer_told_once_a_newer_attempt_has_a_result(store: Trouble) -> None:
    mark = CellMark("fit", "slope", points=1.0)

    async def part(world: World) -> None:
        kept = Blobs(store.data / "blobs").put(pack(Evidence(RESULT)))
        first = world.submit("ann")
        process = world.process()
        process.reply(await process.next_order(), evidence=kept)
        await world.graded(first)
        assert store.give(first.attempt_id, [mark], as_graded, at=NOW, by="ines")
        world.dispatcher.refresh("stars101", ASSIGNMENT)
        await process.next_order(2)
        second = world.submit("ann", "second")
        process.reply(await process.next_order(3), evidence=kept)
        await world.graded(second)
        await process.next_order(4)
        assert additions(process) == [Additions(marks={"ann": (mark,)}), Additions()]

    play(store, part)
