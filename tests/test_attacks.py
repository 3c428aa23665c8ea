"""Every attack in every jail, as root and as an ordinary user: nothing won, learnt, broken, left.

Whoever runs this as root tries both users; an ordinary user can only try their own. `make prove`
runs every attack in each setting. `make test` runs those that try the jail itself in each jail,
spreads the others over the jails, so that each runs once, and runs the short bombs once.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import attack_course
import attack_run
import attack_users
import pytest
from _pytest.mark import ParameterSet
from attack_course import FAMILIES, FOLDER, Attack

from autograder.cases import Case

PROGRAM = Path(__file__).with_name("attack_run.py")
JAILS = {
    "unprivileged": ["--jail", "unprivileged"],
    "namespaces": ["--jail", "namespaces"],
    # Debian 12's kernel has this version: it guards neither truncation nor network nor signals.
    "landlock-2": ["--jail", "unprivileged", "--landlock", "2"],
}
USERS = (
    {"root": 0, "ordinary": attack_users.ORDINARY} if os.geteuid() == 0 else {"own": os.geteuid()}
)
IN_SHORT = {"unprivileged": "root", "namespaces": "ordinary", "landlock-2": "ordinary"}
"""As whom `make test` tries a jail, where there is a choice."""
BOMBS, OF_THE_JAIL = "resources", "escape"
HARMLESS = tuple(family for family in FAMILIES if family != BOMBS)
SECONDS = 1200


@dataclass(frozen=True)
class Setting:
    """A jail and a user, and which attacks are tried there: families, or single ones."""

    jail: str
    user: int
    attacks: tuple[str, ...]


def settings() -> Iterator[ParameterSet]:
    for turn, jail in enumerate(JAILS):
        for user, number in USERS.items():
            name = f"{jail}-as-{user}"
            if user in ("own", IN_SHORT[jail]):
                yield pytest.param(Setting(jail, number, sample(turn)), id=name)
            for which, families in (("all", HARMLESS), ("bombs", (BOMBS,))):
                whole = Setting(jail, number, families)
                yield pytest.param(whole, id=f"{name}-{which}", marks=pytest.mark.prove)


def sample(turn: int) -> tuple[str, ...]:
    """Return what `make test` tries in a jail: all that try the jail, of the rest a third."""
    spread = [
        each for each in attack_course.read_attacks() if each.family not in (BOMBS, OF_THE_JAIL)
    ]
    return (OF_THE_JAIL, *(path_of(each) for each in spread[turn :: len(JAILS)]))


def path_of(attack: Attack) -> str:
    return f"{attack.family}/{attack.case.name}"


def short_bombs() -> tuple[str, ...]:
    known = attack_course.read_attacks(BOMBS)
    return tuple(path_of(each) for each in known if not each.case.is_long)


def attacked(jail: str, user: int, *attacks: str) -> dict[str, Any]:
    """Grade attackers and honest students; return the program's report."""
    with attack_users.folder_of(user) as folder:
        done = attack_users.run(
            user,
            [str(PROGRAM), *JAILS.get(jail, ["--jail", jail]), *attacks],
            folder,
            SECONDS,
        )
    assert done.returncode == 0, done.stderr[-4000:]
    report: dict[str, Any] = json.loads(done.stdout)
    return report


@pytest.mark.parametrize("setting", tuple(settings()))
def test_attacks_win_nothing_learn_nothing_break_nothing(setting: Setting) -> None:
    report = attacked(setting.jail, setting.user, *setting.attacks)
    assert report["attacks"] == len(attack_run.chosen(setting.attacks)) > 40
    assert report["complaints"] == []


def test_short_bombs_cost_their_own_notebook_only() -> None:
    names = short_bombs()
    report = attacked("unprivileged", USERS.get("ordinary", os.geteuid()), *names)
    assert report["attacks"] == len(names) >= 15
    assert report["complaints"] == []


def test_there_are_more_than_a_hundred_attacks_of_all_families() -> None:
    attacks = attack_course.read_attacks()
    assert len(attacks) >= 100
    assert {each.family for each in attacks} == set(FAMILIES)
    assert {path.parent.name for path in FOLDER.glob("*/*.py")} == set(FAMILIES)


def test_each_attack_shows_that_it_was_tried() -> None:
    """An attack with full points and nothing to show might as well not have run.

    What stands in a written answer runs nowhere: `test_attack_pages` looks for it on the pages.
    """
    silent = [
        each.name
        for each in attack_course.read_attacks()
        if not _has_evidence(each.case) and {edit.grade_id for edit in each.case.edits} != {"essay"}
    ]
    assert silent == []


def _has_evidence(case: Case) -> bool:
    told = (case.shows, case.points, case.verdicts, case.noticed, case.raises)
    return case.refused or any(told)


SNOOPING = (
    "classmates-read files-named-outside gradebook-and-results grader-looked-into home-and-keys "
    "masters-read network-tables network-tcp-and-udp system-files-read"
).split()


def test_without_a_jail_the_same_attacks_win_and_are_seen_to() -> None:
    """What is refused in the jail is there to be had: paths, ports and numbers are right."""
    names = [f"{OF_THE_JAIL}/{name}" for name in SNOOPING]
    report = attacked("none", USERS.get("ordinary", os.geteuid()), *names)
    complaints = report["complaints"]
    won = {name for name in SNOOPING if any(_is_of(name, each) for each in complaints)}
    assert won == set(SNOOPING)
    for word in ("somebody connected by TCP", "somebody sent by UDP", "holds the secret of home"):
        assert any(word in complaint for complaint in complaints), report


def _is_of(name: str, complaint: str) -> bool:
    words = ("says that it won", "holds the secret")
    return complaint.startswith(f"{OF_THE_JAIL}-{name}:") and any(w in complaint for w in words)
