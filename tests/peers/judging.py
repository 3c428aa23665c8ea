"""Decide whether an attack won on a grader: the same rules for each of them.

A grader's side says what was seen (`Evidence`); `judge` says what that means. What the controls
show as well - an honest submission and a wrong one, graded in the same way - is the grader's own
habit, stated once above the table, and is not counted for any attack.
"""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from attack_course import Attack

from autograder.cases import Case

ENOUGH = 1e-9
"""Points closer than this are the same."""


NOT_BY_WORDS = ("escape",)
"""Families whose attacks say of a call, a program or a system's file that they had it.

That is nothing of the course's yet: these win by what they show, change, reach or leave.
"""


# The word for what attacks leave is drawn anew each time.
_LEFT = re.compile(r"left[0-9a-f]{8}")


class Outcome(StrEnum):
    """Name what became of an attack on one grader."""

    WITHSTOOD = "withstood"
    WON = "won"
    REACHED = "reached"
    BROKE = "no result"


@dataclass(frozen=True)
class Evidence:
    """Hold what was seen of one submission on one grader.

    ``points`` are those of each test cell, None where the grader has no result for the submission.
    ``shown`` are the secrets in what the student may read, each as ``place: secret``; ``printed``
    are those in the outputs of its cells where the grader does not show them to the student.
    ``says`` is what it printed after ``WON``. ``changed`` are files and grades of others, ``left``
    what stayed behind.
    """

    points: Mapping[str, float] | None
    shown: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()
    says: str = ""
    outputs_are_shown: bool = True
    changed: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    problem: str = ""
    cpu_seconds: float = 0.0

    @classmethod
    def of(cls, tree: Mapping[str, Any]) -> "Evidence":
        """Return the evidence that was written as JSON."""
        lists = {k: tuple(v) if isinstance(v, list) else v for k, v in tree.items()}
        return cls(**lists)


@dataclass(frozen=True)
class Judgement:
    """Hold the outcome and, in a few words each, why."""

    outcome: Outcome
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Habits:
    """Hold what a grader does with any submission: its controls' evidence, taken together."""

    controls: tuple[Evidence, ...] = field(default=())

    def without(self, evidence: Evidence) -> Evidence:
        """Return the evidence without what every submission shows."""
        return dataclasses.replace(
            evidence,
            **{
                name: tuple(
                    each
                    for each in getattr(evidence, name)
                    if not any(each in getattr(control, name) for control in self.controls)
                )
                for name in ("shown", "printed", "changed", "left")
            },
        )


def judge(attack: Attack, worth: Mapping[str, float], seen: Evidence, habits: Habits) -> Judgement:
    """Say what became of an attack; ``worth`` are the full points of each test cell."""
    own = habits.without(seen)
    won = tuple(_wins(attack, worth, own))
    if won:
        return Judgement(Outcome.WON, won)
    reached = tuple(_reached(own))
    if reached:
        return Judgement(Outcome.REACHED, reached)
    if own.points is None and not attack.case.refused:
        return Judgement(Outcome.BROKE, (without_places(own.problem),))
    return Judgement(Outcome.WITHSTOOD)


def _wins(attack: Attack, worth: Mapping[str, float], own: Evidence) -> Iterator[str]:
    gained = gains(attack.case, worth, own.points or {})
    if gained:
        yield f"marks: {', '.join(gained)}"
    if own.shown:
        yield f"shown to the student: {', '.join(own.shown)}"
    if own.says and own.outputs_are_shown and attack.family not in NOT_BY_WORDS:
        yield f"prints: {_in_short(own.says)}"
    if own.changed:
        yield f"changed: {', '.join(_LEFT.sub('left', name) for name in own.changed)}"
    if own.heard:
        yield f"reached a listener: {', '.join(own.heard)}"
    if own.left:
        yield f"left behind: {', '.join(own.left)}"


def _reached(own: Evidence) -> Iterator[str]:
    if own.printed:
        yield f"read: {', '.join(own.printed)}"
    if own.says:
        yield f"prints: {_in_short(own.says)}"


def gains(case: Case, worth: Mapping[str, float], points: Mapping[str, float]) -> tuple[str, ...]:
    """Return the test cells that got more than the case deserves, as ``name got/deserved``.

    A file that this project refuses may be right work in a broken file: its points are no gain,
    unless they are above what the cell is worth.
    """
    deserved = {
        name: full if case.refused else case.points.get(name, full) for name, full in worth.items()
    }
    return tuple(
        f"{name} {got:g} for {deserved.get(name, 0):g}"
        for name, got in points.items()
        if got > deserved.get(name, 0) + ENOUGH
    )


def controls_complaints(
    worth: Mapping[str, float], honest: Evidence, wrong: Evidence
) -> Iterator[str]:
    """Yield why a grader's controls are not what they must be: then its column means nothing."""
    if honest.points is None or {**worth} != {k: honest.points.get(k) for k in worth}:
        yield f"right work did not get full points: {honest.points} {honest.problem}"
    if wrong.points is None or any(wrong.points.get(name) for name in worth):
        yield f"wrong work got points: {wrong.points} {wrong.problem}"
    for control in (honest, wrong):
        if control.says:
            yield f"a control says that it won: {control.says}"
        yield from (f"a control was heard: {each}" for each in control.heard)


def _in_short(says: str) -> str:
    """Return the beginning of what an attack printed, up to what differs from run to run."""
    return re.split(r"[\d/\[{<]", says, maxsplit=1)[0].strip(" :=(")[:60]


def without_places(text: str) -> str:
    """Return a message without the folders in it: they are those of one machine."""
    return re.sub(r"/(?:[^\s:'\"/]+/)+", "", text)
