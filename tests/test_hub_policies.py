"""What follows from a policy: worked out by hand at the borders, and held for whatever is set."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import InstructorError
from autograder.hub.model import Policy, When
from autograder.hub.policies import (
    closes_for,
    due_for,
    from_json,
    is_late,
    is_open,
    may_see,
    penalty,
    to_json,
)

OPENS = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 23, 23, 59, tzinfo=UTC)
CLOSES = datetime(2026, 11, 30, 23, 59, tzinfo=UTC)
TICK, HOUR, DAY = timedelta(microseconds=1), timedelta(hours=1), timedelta(days=1)
POLICY = Policy(opens=OPENS, due=DUE, closes=CLOSES, late_percent_per_day=10)
ANYTHING = Policy()

times = st.datetimes(
    datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.timezones() | st.just(UTC)
)
extensions = st.none() | times
whens = st.sampled_from(When)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Give what an instructor may set: times in their order, each there or not."""
    opens, due, closes = sorted(draw(st.lists(times, min_size=3, max_size=3)))
    due_or_none = draw(st.sampled_from((due, None)))
    shown = whens if due_or_none else whens.filter(lambda when: when is not When.AFTER_DUE)
    return Policy(
        opens=draw(st.sampled_from((opens, None))),
        due=due_or_none,
        closes=draw(st.sampled_from((closes, None))),
        late_percent_per_day=draw(st.floats(0, 100)),
        attempts_per_day=draw(st.none() | st.integers(1, 1000)),
        score=draw(shown),
        messages=draw(shown),
        feedback=draw(shown),
    )


# ---- times


@pytest.mark.parametrize(
    ("extension", "due", "closes"),
    [
        (None, DUE, CLOSES),
        (DUE - DAY, DUE, CLOSES),
        (DUE + DAY, DUE + DAY, CLOSES),
        (CLOSES + DAY, CLOSES + DAY, CLOSES + DAY),
    ],
)
def test_an_extension_moves_only_what_would_come_before_it(
    extension: datetime | None, due: datetime, closes: datetime
) -> None:
    assert due_for(POLICY, extension) == due
    assert closes_for(POLICY, extension) == closes


def test_an_extension_sets_no_time_where_none_is_set() -> None:
    assert due_for(ANYTHING, DUE) is None and closes_for(ANYTHING, DUE) is None


@pytest.mark.parametrize(
    ("now", "why_not"),
    [
        (OPENS - TICK, "It opens on 2026-11-02 at 08:00 UTC."),
        (OPENS, ""),
        (DUE + DAY, ""),
        (CLOSES, ""),
        (CLOSES + TICK, "It closed on 2026-11-30 at 23:59 UTC."),
    ],
)
def test_it_is_open_from_opens_to_closes_and_both_belong_to_it(now: datetime, why_not: str) -> None:
    assert is_open(POLICY, None, now) == why_not


def test_without_times_it_is_always_open_and_nothing_is_late() -> None:
    for now in (datetime(1, 1, 2, tzinfo=UTC), DUE, datetime(9999, 12, 30, tzinfo=UTC)):
        assert is_open(ANYTHING, None, now) == ""
        assert not is_late(ANYTHING, None, now)
        assert penalty(ANYTHING, None, now, 10) == 0


def test_an_extension_keeps_it_open_and_does_not_open_it_earlier() -> None:
    later = CLOSES + DAY
    assert is_open(POLICY, later, later) == ""
    assert is_open(POLICY, later, later + TICK) == "It closed on 2026-12-01 at 23:59 UTC."
    assert is_open(POLICY, later, OPENS - TICK).startswith("It opens")


def test_times_are_written_in_utc_whatever_zone_they_were_set_in() -> None:
    berlin = Policy(opens=OPENS.astimezone(timezone(timedelta(hours=1))))
    assert is_open(berlin, None, OPENS - TICK) == "It opens on 2026-11-02 at 08:00 UTC."


@pytest.mark.parametrize(
    ("received_at", "extension", "late"),
    [
        (DUE, None, False),
        (DUE + TICK, None, True),
        (DUE + TICK, DUE + DAY, False),
        (DUE + DAY + TICK, DUE + DAY, True),
        (DUE + TICK, DUE - DAY, True),
    ],
)
def test_late_begins_right_after_what_is_due_for_the_student(
    received_at: datetime, extension: datetime | None, late: bool
) -> None:
    assert is_late(POLICY, extension, received_at) is late


@given(policies(), extensions, times)
def test_more_time_never_makes_late_nor_closes_anything(
    policy: Policy, extension: datetime | None, now: datetime
) -> None:
    assert is_late(policy, extension, now) <= is_late(policy, None, now)
    assert not is_open(policy, extension, now) or is_open(policy, None, now)
    assert penalty(policy, extension, now, 10) <= penalty(policy, None, now, 10)


# ---- what being late costs


@pytest.mark.parametrize(
    ("late_by", "points", "taken_off"),
    [
        (timedelta(0), 8.0, 0.0),
        (TICK, 8.0, 0.8),
        (DAY, 8.0, 0.8),
        (DAY + TICK, 8.0, 1.6),
        (3 * DAY - TICK, 8.0, 2.4),
        (9 * DAY + HOUR, 8.0, 8.0),
        (400 * DAY, 8.0, 8.0),
        (-DAY, 8.0, 0.0),
        (DAY, 0.0, 0.0),
        (DAY, -2.0, 0.0),
    ],
)
def test_each_day_begun_after_due_costs_a_tenth_until_nothing_is_left(
    late_by: timedelta, points: float, taken_off: float
) -> None:
    assert penalty(POLICY, None, DUE + late_by, points) == pytest.approx(taken_off, abs=1e-12)


def test_the_days_are_counted_from_what_is_due_for_the_student() -> None:
    assert penalty(POLICY, DUE + 2 * DAY, DUE + 2 * DAY, 10) == 0
    assert penalty(POLICY, DUE + 2 * DAY, DUE + 2 * DAY + HOUR, 10) == pytest.approx(1)


def test_a_day_is_24_hours_also_when_the_clocks_change() -> None:
    # In Berlin the night to 25 October 2026 has an hour more: 24 hours after noon it is 11 o'clock.
    due = datetime.fromisoformat("2026-10-24T12:00+02:00")
    policy = Policy(due=due, late_percent_per_day=10)
    received_at = datetime.fromisoformat("2026-10-25T11:00+01:00")
    assert penalty(policy, None, received_at, 10) == pytest.approx(1)
    assert penalty(policy, None, received_at + TICK, 10) == pytest.approx(2)


@given(policies(), extensions, times, st.floats(0, 1e6), st.timedeltas(timedelta(0), 99 * DAY))
def test_being_late_never_costs_more_than_all_and_being_later_never_less(
    policy: Policy,
    extension: datetime | None,
    received_at: datetime,
    points: float,
    later: timedelta,
) -> None:
    taken_off = penalty(policy, extension, received_at, points)
    assert 0 <= taken_off <= points
    assert is_late(policy, extension, received_at) or taken_off == 0
    assert penalty(policy, extension, received_at + later, points) >= taken_off


# ---- what a student sees


@pytest.mark.parametrize(
    ("when", "now", "released", "seen"),
    [
        (When.AT_ONCE, OPENS, False, True),
        (When.AFTER_DUE, DUE, False, False),
        (When.AFTER_DUE, DUE + TICK, False, True),
        (When.AFTER_DUE, OPENS, True, True),
        (When.ON_RELEASE, CLOSES + DAY, False, False),
        (When.ON_RELEASE, OPENS, True, True),
        (When.NEVER, CLOSES + DAY, True, False),
    ],
)
def test_a_student_sees_what_the_policy_shows_by_then(
    when: When, now: datetime, released: bool, seen: bool
) -> None:
    assert may_see(when, policy=POLICY, extension=None, now=now, released=released) is seen


def test_who_has_more_time_sees_later_what_is_shown_after_due() -> None:
    def seen(now: datetime) -> bool:
        return may_see(When.AFTER_DUE, policy=POLICY, extension=DUE + DAY, now=now, released=False)

    assert not seen(DUE + TICK) and not seen(DUE + DAY) and seen(DUE + DAY + TICK)


def test_what_is_shown_after_due_waits_for_a_person_when_nothing_is_ever_due() -> None:
    for released in (False, True):
        seen = may_see(
            When.AFTER_DUE, policy=ANYTHING, extension=DUE, now=CLOSES, released=released
        )
        assert seen is released


# ---- JSON


def test_a_policy_reads_as_its_settings_are_called() -> None:
    tree = to_json(Policy(due=DUE.astimezone(timezone(timedelta(hours=1))), attempts_per_day=3))
    assert tree == {
        "opens": None,
        "due": "2026-11-23T23:59:00+00:00",
        "closes": None,
        "late_percent_per_day": 0.0,
        "attempts_per_day": 3,
        "score": "at-once",
        "messages": "at-once",
        "feedback": "at-once",
    }
    assert json.loads(json.dumps(tree)) == tree


@given(policies())
def test_a_policy_comes_back_from_its_json(policy: Policy) -> None:
    assert from_json(json.loads(json.dumps(to_json(policy)))) == policy


def test_a_setting_that_is_missing_has_its_usual_value() -> None:
    assert from_json({}) == Policy()
    tree = {"due": "2026-11-23T23:59Z", "score": "after-due", "late_percent_per_day": 5}
    policy = from_json(tree)
    assert policy == Policy(due=DUE, late_percent_per_day=5.0, score=When.AFTER_DUE)
    assert isinstance(policy.late_percent_per_day, float)


def test_times_at_the_same_moment_are_in_order() -> None:
    moment = "2026-11-23T23:59:00+00:00"
    assert from_json({"opens": moment, "due": moment, "closes": moment}).closes == DUE


@pytest.mark.parametrize(
    ("tree", "code", "word"),
    [
        ({"dew": None}, "policy-unknown-key", "'dew'"),
        ({"Due": None}, "policy-unknown-key", "attempts_per_day"),
        ([], "policy-bad-value", "object"),
        (None, "policy-bad-value", "object"),
        ({"due": "2026-11-23 23:59"}, "policy-time-without-zone", "due"),
        ({"opens": "2026-11-23"}, "policy-time-without-zone", "opens"),
        ({"closes": "tomorrow"}, "policy-bad-value", "closes"),
        ({"due": 1764028740}, "policy-bad-value", "due"),
        ({"due": ""}, "policy-bad-value", "due"),
        ({"due": "0001-01-01T00:00+14:00"}, "policy-bad-value", "due"),
        ({"due": "2026-11-23T23:59+99:00"}, "policy-bad-value", "due"),
        ({"late_percent_per_day": -1}, "policy-bad-value", "0 to 100"),
        ({"late_percent_per_day": 100.5}, "policy-bad-value", "0 to 100"),
        ({"late_percent_per_day": float("nan")}, "policy-bad-value", "0 to 100"),
        ({"late_percent_per_day": 10**400}, "policy-bad-value", "0 to 100"),
        ({"late_percent_per_day": True}, "policy-bad-value", "no number"),
        ({"late_percent_per_day": "10"}, "policy-bad-value", "no number"),
        ({"late_percent_per_day": None}, "policy-bad-value", "no number"),
        ({"attempts_per_day": 0}, "policy-bad-value", "whole number"),
        ({"attempts_per_day": 2.0}, "policy-bad-value", "whole number"),
        ({"attempts_per_day": True}, "policy-bad-value", "whole number"),
        ({"attempts_per_day": 10**20}, "policy-bad-value", "whole number"),
        ({"score": "soon"}, "policy-bad-value", "at-once, after-due, on-release, never"),
        ({"feedback": None}, "policy-bad-value", "feedback"),
        ({"messages": ["never"]}, "policy-bad-value", "messages"),
        ({"score": "after-due"}, "policy-no-due", "score"),
    ],
)
def test_a_policy_that_means_nothing_is_refused_with_the_setting(
    tree: Any, code: str, word: str
) -> None:
    with pytest.raises(InstructorError) as caught:
        from_json(tree)
    assert caught.value.code == code and word in caught.value.message


@pytest.mark.parametrize(
    ("earlier", "later"), [("opens", "due"), ("due", "closes"), ("opens", "closes")]
)
def test_times_in_the_wrong_order_are_refused(earlier: str, later: str) -> None:
    with pytest.raises(InstructorError) as caught:
        from_json({earlier: "2026-11-23T12:00+01:00", later: "2026-11-23T10:59Z"})
    assert caught.value.code == "policy-bad-order"
    assert f"{later} is before {earlier}" in caught.value.message


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=5,
    )
)
def test_whatever_is_sent_is_a_policy_or_is_refused_in_a_few_words(value: Any) -> None:
    for tree in (value, *({key: value} for key in to_json(Policy()))):
        try:
            assert from_json(tree) == from_json(to_json(from_json(tree)))
        except InstructorError as error:
            assert len(error.message) < 300
