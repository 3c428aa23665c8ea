import errno
import json

import pytest
from click.testing import CliRunner

from autograder.cli.doctor import command
from autograder.jail import doctor
from autograder.jail.cgroups import NO_GROUPS, Groups
from autograder.jail.doctor import State, Trial, best_tier, examine_machine, try_tier
from autograder.jail.entry import Tier


def test_the_jail_holds_on_this_machine() -> None:
    trial = try_tier(Tier.UNPRIVILEGED)
    assert (trial.error, trial.escapes) == ("", ())
    report = examine_machine()
    assert report.can_grade
    assert report.landlock_abi >= 1
    assert report.tier is best_tier()


def test_without_a_jail_every_probe_gets_out() -> None:
    # The control: a probe that fails everywhere would find every machine safe.
    assert set(try_tier(Tier.NONE).escapes) == {
        "reading a file outside",
        "writing a file outside",
        "truncating a file outside",
        "opening a socket",
        "starting a process",
        "signalling another process",
    }


@pytest.mark.parametrize(
    ("namespaces", "unprivileged", "expected"),
    [
        (Trial(Tier.NAMESPACES), Trial(Tier.UNPRIVILEGED), Tier.NAMESPACES),
        (Trial(Tier.NAMESPACES, "refused"), Trial(Tier.UNPRIVILEGED), Tier.UNPRIVILEGED),
        (
            Trial(Tier.NAMESPACES, escapes=("opening a socket",)),
            Trial(Tier.UNPRIVILEGED),
            Tier.UNPRIVILEGED,
        ),
        (
            Trial(Tier.NAMESPACES, "refused"),
            Trial(Tier.UNPRIVILEGED, escapes=("opening a socket",)),
            Tier.NONE,
        ),
    ],
)
def test_the_strongest_tier_that_holds_is_the_best(
    monkeypatch: pytest.MonkeyPatch, namespaces: Trial, unprivileged: Trial, expected: Tier
) -> None:
    trials = {Tier.NAMESPACES: namespaces, Tier.UNPRIVILEGED: unprivileged}
    monkeypatch.setattr(doctor, "try_tier", trials.__getitem__)
    assert best_tier() is expected
    assert examine_machine().tier is expected


def test_a_machine_without_landlock_cannot_grade_and_says_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("autograder.jail.landlock.abi", lambda: 0)
    report = examine_machine()
    assert not report.can_grade
    found = {finding.item: finding for finding in report.findings}
    assert found["Landlock"].state is State.BAD
    assert "5.13" in found["Landlock"].remedy
    assert found["jail"].state is State.BAD
    assert found["namespaces"].state is not State.GOOD


@pytest.mark.parametrize(
    ("setting", "value", "word"),
    [
        ("/proc/sys/user/max_user_namespaces", "0", "max_user_namespaces"),
        ("/proc/sys/kernel/unprivileged_userns_clone", "0", "unprivileged_userns_clone"),
        ("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1", "AppArmor"),
        ("/none", "", "container"),
    ],
)
def test_what_forbids_namespaces_is_named(
    monkeypatch: pytest.MonkeyPatch, setting: str, value: str, word: str
) -> None:
    monkeypatch.setattr(doctor, "_setting", lambda path: value if path == setting else "")
    assert word in doctor._why_no_namespaces()


def test_a_machine_with_only_the_unprivileged_tier_can_grade(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def trial(tier: Tier) -> Trial:
        return Trial(tier, "" if tier is Tier.UNPRIVILEGED else "Operation not permitted")

    monkeypatch.setattr(doctor, "try_tier", trial)
    report = examine_machine()
    assert report.can_grade
    found = {finding.item: finding for finding in report.findings}
    assert found["jail"].state is State.GOOD
    assert found["namespaces"].state is State.LIMITED


@pytest.mark.parametrize(
    ("code", "word"),
    [(errno.EBUSY, "systemd-run"), (errno.EACCES, "systemd-run"), (errno.EROFS, "container")],
)
def test_a_machine_without_control_groups_can_grade_and_learns_how_to_get_them(
    monkeypatch: pytest.MonkeyPatch, code: int, word: str
) -> None:
    refused = Groups(refusals=[OSError(code, "refused by the kernel")])
    monkeypatch.setattr("autograder.jail.cgroups.of_this_program", lambda: refused)
    report = examine_machine()
    assert report.can_grade
    found = {finding.item: finding for finding in report.findings}["control groups"]
    assert (found.found, found.state) == ("refused by the kernel", State.LIMITED)
    assert word in found.remedy


@pytest.mark.parametrize(
    ("held", "found", "state"),
    [
        ({"memory", "pids"}, "version ", State.GOOD),
        ({"pids"}, "only tasks", State.LIMITED),
        (set(), "none", State.LIMITED),
    ],
)
def test_only_bounds_that_held_are_told(
    monkeypatch: pytest.MonkeyPatch, held: set[str], found: str, state: State
) -> None:
    monkeypatch.setattr(doctor, "try_groups", lambda _: frozenset(held))
    finding = doctor._control_groups(NO_GROUPS)
    assert (finding.found, finding.state) == (found, state)


def test_the_command_prints_the_same_facts_for_people_and_for_machines() -> None:
    told = CliRunner().invoke(command, ["--json"])
    facts = json.loads(told.output)
    assert told.exit_code == 0
    assert facts["can_grade"] is True
    assert [finding["item"] for finding in facts["findings"]] == [
        "system",
        "Landlock",
        "jail",
        "namespaces",
        "control groups",
        "memory",
    ]
    table = CliRunner().invoke(command, [])
    assert table.exit_code == 0
    assert "Submissions are graded in" in table.output


def test_the_command_ends_with_one_where_nothing_can_be_graded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("autograder.jail.landlock.abi", lambda: 0)
    told = CliRunner().invoke(command, [])
    assert told.exit_code == 1
    assert "Nothing can be graded" in told.output
