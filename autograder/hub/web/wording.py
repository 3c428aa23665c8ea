"""How the pages say states, times and what an instructor has set."""

from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo

from autograder.feedback.words import Tone, Words
from autograder.hub.model import Policy, Role, State, When
from autograder.hub.web.views import Moment
from autograder.scoring import number

_STATES = {
    State.WAITING: Words(
        Tone.WAIT, "Waiting", "It was received, and is graded as soon as its turn comes."
    ),
    State.RUNNING: Words(
        Tone.WAIT, "Being graded", "The cells run now; that takes as long as the notebook takes."
    ),
    State.GRADED: Words(Tone.GOOD, "Graded"),
    State.NEEDS_PERSON: Words(
        Tone.PART,
        "Waiting for a person",
        "The grader could not decide all of it by itself. A person will look at it; it costs you "
        "nothing.",
    ),
    State.REFUSED: Words(
        Tone.BAD,
        "Could not be graded",
        "What was handed in cannot be graded as it is. Your instructor sees why.",
    ),
}
_FOR_STAFF = {
    State.WAITING: Words(Tone.WAIT, "Waiting"),
    State.RUNNING: Words(Tone.WAIT, "Being graded"),
    State.GRADED: Words(Tone.GOOD, "Graded"),
    State.NEEDS_PERSON: Words(Tone.PART, "Needs a person"),
    State.REFUSED: Words(Tone.BAD, "Refused"),
}
SIGNS = {
    State.WAITING: "…",
    State.RUNNING: "▶",
    State.GRADED: "✓",
    State.NEEDS_PERSON: "?",
    State.REFUSED: "✗",
}
ROLES = {
    Role.STUDENT: "You are a student in this course.",
    Role.GRADER: "You are a grader in this course.",
    Role.INSTRUCTOR: "You are an instructor in this course.",
}
CHOICES = {
    When.AT_ONCE: "as soon as an attempt is graded",
    When.AFTER_DUE: "after the due time",
    When.ON_RELEASE: "when feedback is released",
    When.NEVER: "never",
}
LABELS = {
    "opens": "Opens",
    "due": "Due",
    "closes": "Closes",
    "late_percent_per_day": "Late work",
    "attempts_per_day": "Attempts",
    "score": "Points",
    "messages": "What failed tests say",
    "feedback": "Feedback pages",
    "student": "Student",
    "until": "Until",
}
SAVED = {
    "policy": "Saved. It holds from now on.",
    "extension": "Saved. The student has more time.",
    "take-back": "Saved. The extension is taken back.",
}
NOT_SAVED = "Nothing was saved."
CHANGED_MEANWHILE = (
    "Nothing was saved: somebody else has changed the policy since you opened this page. Here it "
    "is as it is now; enter again what you want to change."
)
_WHEN = {
    When.AT_ONCE: "as soon as an attempt is graded",
    When.AFTER_DUE: "after the due time",
    When.ON_RELEASE: "when your instructor releases {}",
}


def state_words(state: State, *, is_staff: bool = False) -> Words:
    """Return a state in words, for a student or for those who grade."""
    return (_FOR_STAFF if is_staff else _STATES)[state]


def moment(when: datetime, zone: tzinfo = UTC, *, seconds: bool = False) -> Moment:
    """Return a time, which must have a zone, in words of another zone.

    A browser with script shows it in the reader's own zone.
    """
    there = when.astimezone(zone)
    clock = f"{there:%H:%M:%S}" if seconds else f"{there:%H:%M}"
    text = f"{there:%a} {there.day} {there:%b} {there.year}, {clock} {there.tzname() or ''}"
    return Moment(when.astimezone(UTC).isoformat(), text.strip())


def in_queue(position: int | None) -> str:
    """Return a place in the queue in words, or nothing; the next one has the place 1."""
    if position is None:
        return ""
    if position <= 1:
        return "It is the next in the queue."
    before = position - 1
    return f"{before} {'attempt is' if before == 1 else 'attempts are'} before it in the queue."


def policy_sentences(policy: Policy) -> tuple[str, ...]:
    """Return what an instructor has set for an assignment, but the times, in plain words."""
    return tuple(_sentences(policy))


def _sentences(policy: Policy) -> Iterator[str]:
    if (most := policy.attempts_per_day) is None:
        yield "You may hand in as often as you like."
    else:
        yield f"You may hand in {most} {_plural(most, 'time')} within 24 hours."
    if policy.due is not None and policy.late_percent_per_day:
        percent = number(policy.late_percent_per_day)
        yield (
            f"An attempt after the due time is late: {percent} % of the points that it earns are "
            "taken off for each day that has begun."
        )
    elif policy.due is not None:
        yield "An attempt after the due time is marked as late."
    yield from _showing(policy)


def _showing(policy: Policy) -> Iterator[str]:
    if policy.score is policy.messages is policy.feedback:
        everything = "your points, what failed tests say and the feedback pages"
        yield _shown(everything, policy.score, "are", "them")
        return
    yield _shown("your points", policy.score, "are", "them")
    yield _shown("what failed tests say", policy.messages, "is", "it")
    yield _shown("the feedback pages", policy.feedback, "are", "them")


def _shown(what: str, when: When, verb: str, pronoun: str) -> str:
    if when is When.NEVER:
        return f"{what[0].upper()}{what[1:]} {verb} not shown here."
    return f"You see {what} {_WHEN[when].format(pronoun)}."


# ---- what is wrong with what an instructor has entered

_NO_TIME = "This is no time. Choose a date and a time of day, or leave it empty."
_NO_CHOICE = "Choose one of the list."
_FAULTS = {
    **dict.fromkeys(("opens", "due", "closes"), _NO_TIME),
    **dict.fromkeys(("score", "messages", "feedback"), _NO_CHOICE),
    "late_percent_per_day": "Write a number from 0 to 100.",
    "attempts_per_day": "Write a whole number from 1 to 1,000,000, or leave it empty.",
    "student": "Nobody can have this name. Write the name that the student has at the hub.",
    "until": "Choose a date and a time of day.",
}
WITHOUT_DUE = "There is no due time to wait for. Set one, or choose something else."
_TIMES = {"opens": "opening time", "due": "due time", "closes": "closing time"}


def fault(key: str) -> str:
    """Return what is wrong with a field by itself."""
    return _FAULTS[key]


def before(later: str, earlier: str) -> str:
    """Return that two times are in the wrong order."""
    return f"The {_TIMES[later]} is before the {_TIMES[earlier]}."


def _plural(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"
