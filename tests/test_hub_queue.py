"""Students take turns: held by examples worked out by hand, and against a plain model."""

import time
from collections import Counter
from collections.abc import Iterable
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.hub.queue import FairQueue, Item


def queue_of(*attempts: str) -> FairQueue:
    """Make a queue in a course of attempts that are named by student and number, as ``ada1``."""
    queue = FairQueue()
    for attempt in attempts:
        add(queue, attempt)
    return queue


def add(queue: FairQueue, attempt: str, *, first: bool = False) -> None:
    queue.add("astro", attempt.rstrip("0123456789"), attempt, first=first)


def one_by_one(queue: FairQueue) -> list[str]:
    """Take all, each after the one before has ended."""
    taken = []
    while (item := queue.next()) is not None:
        taken.append(item.attempt_id)
        queue.done(item)
    return taken


def test_an_empty_queue_gives_nothing() -> None:
    queue = FairQueue()
    assert queue.next() is None and len(queue) == 0


def test_an_item_says_whose_attempt_it_is() -> None:
    queue = FairQueue()
    queue.add("bio", "ada", "x")
    assert queue.next() == Item(course="bio", student="ada", attempt_id="x")


def test_students_take_turns_and_each_ones_oldest_comes_first() -> None:
    queue = queue_of("ada1", "ada2", "ada3", "bob1", "cy1", "bob2")
    assert one_by_one(queue) == ["ada1", "bob1", "cy1", "ada2", "bob2", "ada3"]


def test_whoever_was_served_longest_ago_comes_first() -> None:
    queue = queue_of("ada1", "bob1")
    assert one_by_one(queue) == ["ada1", "bob1"]
    for attempt in ("bob2", "ada2"):
        add(queue, attempt)
    assert one_by_one(queue) == ["ada2", "bob2"]


def test_whoever_was_never_served_comes_before_those_who_were() -> None:
    queue = queue_of("ada1")
    assert one_by_one(queue) == ["ada1"]
    for attempt in ("ada2", "bob1", "cy1"):
        add(queue, attempt)
    assert one_by_one(queue) == ["bob1", "cy1", "ada2"]


def test_a_flood_by_one_student_delays_another_by_one_turn_at_most() -> None:
    queue = queue_of(*(f"ada{number}" for number in range(1000)))
    first = queue.next()
    add(queue, "bob1")
    assert queue.position("bob1") == 0
    assert first is not None
    queue.done(first)
    assert queue.next() == Item("astro", "bob", "bob1")


def test_a_flood_in_every_turn_does_not_starve_anybody() -> None:
    queue = queue_of(*(f"ada{number}" for number in range(50)))
    taken = []
    for number in range(50):
        add(queue, f"bob{number}")
        add(queue, f"ada{1000 + number}")
        item = queue.next()
        assert item is not None
        taken.append(item.student)
        queue.done(item)
    assert Counter(taken) == {"ada": 25, "bob": 25}


def test_one_student_runs_one_attempt_at_a_time_in_a_course() -> None:
    queue = queue_of("ada1", "ada2", "bob1")
    queue.add("bio", "ada", "other")
    ada = queue.next()
    assert [item and item.attempt_id for item in (queue.next(), queue.next())] == ["bob1", "other"]
    assert queue.next() is None and len(queue) == 1
    add(queue, "ada3")
    assert queue.next() is None
    assert ada is not None
    queue.done(ada)
    assert one_by_one(queue) == ["ada2", "ada3"]


def test_a_student_is_named_by_course_and_name_too_when_an_attempt_ended() -> None:
    queue = queue_of("ada1", "ada2")
    queue.next()
    queue.done(("bio", "ada"))
    queue.done(("astro", "nobody"))
    assert queue.next() is None
    queue.done(("astro", "ada"))
    queue.done(("astro", "ada"))
    item = queue.next()
    assert item is not None and item.attempt_id == "ada2"
    assert queue.next() is None


def test_busy_students_are_passed_over_and_keep_their_turn() -> None:
    queue = queue_of("ada1", "bob1", "cy1")
    busy = {("astro", "ada"), ("astro", "bob")}
    item = queue.next(busy)
    assert item is not None and item.attempt_id == "cy1"
    assert queue.next(busy) is None
    assert one_by_one(queue) == ["ada1", "bob1"]


def test_an_attempt_waits_once_however_often_it_is_added() -> None:
    queue = queue_of("ada1", "ada1")
    add(queue, "ada1", first=True)
    assert len(queue) == 1
    assert one_by_one(queue) == ["ada1"]


def test_one_that_was_begun_in_vain_comes_first_of_its_students_and_waits_for_the_turn() -> None:
    queue = queue_of("ada1", "ada2", "bob1")
    item = queue.next()
    assert item is not None
    queue.done(item)
    add(queue, item.attempt_id, first=True)
    assert [queue.position(name) for name in ("bob1", "ada1", "ada2")] == [0, 1, 2]
    assert one_by_one(queue) == ["bob1", "ada1", "ada2"]


def test_what_was_removed_is_not_handed_out() -> None:
    queue = queue_of("ada1", "ada2", "ada3", "bob1")
    assert queue.remove("ada2") and queue.remove("bob1")
    assert not queue.remove("bob1") and not queue.remove("nobody1")
    assert len(queue) == 2
    assert one_by_one(queue) == ["ada1", "ada3"]


def test_who_comes_again_after_a_removal_is_behind_those_who_came_meanwhile() -> None:
    queue = queue_of("ada1", "bob1")
    queue.remove("ada1")
    add(queue, "ada2")
    assert one_by_one(queue) == ["bob1", "ada2"]


def test_positions_say_how_many_are_taken_before() -> None:
    queue = queue_of("ada1", "ada2", "ada3", "bob1", "cy1", "bob2")
    names = ("ada1", "bob1", "cy1", "ada2", "bob2", "ada3")
    assert [queue.position(name) for name in names] == [0, 1, 2, 3, 4, 5]
    queue.next()
    assert queue.position("ada1") is None
    assert [queue.position(name) for name in names[1:]] == [0, 1, 2, 3, 4]
    assert queue.position("nobody1") is None


# ---- against a plain model

STUDENTS = ("ada", "bob", "cy", "dan")
steps = st.lists(
    st.tuples(st.sampled_from(("add", "add", "first", "next", "done", "remove")), st.integers(0)),
    max_size=60,
)


class Model:
    """What the queue should do, told the long way: all that waits is looked through each time."""

    def __init__(self) -> None:
        self.waiting: dict[str, list[str]] = {student: [] for student in STUDENTS}
        self.came: dict[str, int] = {}
        self.served: dict[str, int] = {}
        self.running: list[Item] = []
        self.clock = 0

    def add(self, student: str, attempt: str, first: bool) -> None:
        self.clock += 1
        if not self.waiting[student]:
            self.came[student] = self.clock
        self.waiting[student].insert(0 if first else len(self.waiting[student]), attempt)

    def next(self) -> Item | None:
        running = {item.student for item in self.running}
        free = [each for each in STUDENTS if self.waiting[each] and each not in running]
        if not free:
            return None
        student = min(free, key=lambda each: (self.served.get(each, 0), self.came[each]))
        self.clock += 1
        self.served[student] = self.clock
        self.running.append(Item("astro", student, self.waiting[student].pop(0)))
        return self.running[-1]

    def names(self) -> list[str]:
        return [attempt for waiting in self.waiting.values() for attempt in waiting]


@given(steps)
def test_whatever_happens_the_queue_does_what_the_model_does(steps: list[tuple[str, int]]) -> None:
    queue, model = FairQueue(), Model()
    for number, (step, choice) in enumerate(steps):
        names = model.names()
        if step in ("add", "first"):
            student = STUDENTS[choice % len(STUDENTS)]
            queue.add("astro", student, f"{student}{number}", first=step == "first")
            model.add(student, f"{student}{number}", step == "first")
        elif step == "next":
            assert queue.next() == model.next()
        elif step == "done" and model.running:
            queue.done(model.running.pop(choice % len(model.running)))
        elif step == "remove" and names:
            name = names[choice % len(names)]
            assert queue.remove(name)
            model.waiting[name.rstrip("0123456789")].remove(name)
        assert len(queue) == len(model.names())
    check_positions(queue, model.names(), model.running)


def check_positions(queue: FairQueue, names: Iterable[str], running: Iterable[Item]) -> None:
    told = {name: queue.position(name) for name in names}
    for item in running:
        queue.done(item)
    assert told == {name: at for at, name in enumerate(one_by_one(queue))}


@pytest.mark.serial
def test_a_turn_costs_the_same_however_much_waits() -> None:
    assert seconds_per_turn(students=200, each=250) < 5 * seconds_per_turn(students=200, each=5)


def seconds_per_turn(students: int, each: int) -> float:
    """Measure taking 1000 attempts and adding as many, the best of three times."""
    more = count()
    queue = queue_of(*(f"s{who}x{number}" for number in range(each) for who in range(students)))
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        for _ in range(1000):
            item = queue.next()
            assert item is not None
            queue.done(item)
            queue.add("astro", item.student, f"{item.student}{each + next(more)}")
        best = min(best, time.process_time() - begun)
    return best
