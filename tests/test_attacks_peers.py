"""The comparison with other graders: its judging, its page, and a sample that is really run."""

import dataclasses
import json
import sys
from pathlib import Path

import pytest
from attack_course import Attack
from peers import attacks_peers, judging, layout, page, room
from peers.judging import Evidence, Habits, Outcome
from peers.nbgrader_side import NbgraderSide
from peers.otter_side import points_of, test_file, visible

WORTH = {"total-test": 3.0, "kinds-test": 2.0}
FULL = Evidence(points=WORTH)
HIDES_OUTPUTS = dataclasses.replace(FULL, outputs_are_shown=False)


def attack(family: str = "forging", refused: bool = False, **points: float) -> Attack:
    deserved = {name.replace("_", "-"): p for name, p in points.items()}
    case = dataclasses.replace(layout.control("sample"), points=deserved, refused=refused)
    return Attack(case, family)


def outcome(evidence: Evidence, habits: Habits | None = None, of: Attack | None = None) -> Outcome:
    return judging.judge(of or attack(), WORTH, evidence, habits or Habits()).outcome


def test_points_that_the_case_does_not_deserve_are_won() -> None:
    judgement = judging.judge(attack(total_test=0), WORTH, FULL, Habits())
    assert judgement.outcome is Outcome.WON
    assert judgement.reasons == ("marks: total-test 3 for 0",)
    assert outcome(FULL, of=attack(total_test=3)) is Outcome.WITHSTOOD


def test_points_above_a_cell_s_worth_or_for_another_cell_are_won() -> None:
    assert outcome(Evidence(points={**WORTH, "kinds-test": 200.0})) is Outcome.WON
    assert outcome(Evidence(points={**WORTH, "essay": 1.0})) is Outcome.WON


@pytest.mark.parametrize("field", ["shown", "changed", "heard", "left"])
def test_whatever_was_reached_outside_is_won(field: str) -> None:
    assert outcome(dataclasses.replace(FULL, **{field: ("it",)})) is Outcome.WON


def test_what_the_controls_show_too_is_not_counted_for_an_attack() -> None:
    habit = dataclasses.replace(FULL, shown=("feedback: hidden",))
    more = dataclasses.replace(FULL, shown=("feedback: hidden", "outputs: home"))
    assert outcome(habit, Habits((habit,))) is Outcome.WITHSTOOD
    assert judging.judge(attack(), WORTH, more, Habits((habit,))).reasons == (
        "shown to the student: outputs: home",
    )


def test_outputs_that_no_student_sees_are_reached_and_not_won() -> None:
    says = dataclasses.replace(HIDES_OUTPUTS, says="WON it")
    assert outcome(says) is Outcome.REACHED
    assert outcome(dataclasses.replace(HIDES_OUTPUTS, printed=("a",))) is Outcome.REACHED
    assert outcome(dataclasses.replace(says, outputs_are_shown=True)) is Outcome.WON


def test_what_is_nothing_of_the_course_s_is_reached_and_not_won() -> None:
    says = dataclasses.replace(FULL, says="WON a program")
    assert outcome(says, of=attack("escape")) is Outcome.REACHED
    assert outcome(says, of=attack("leaking")) is Outcome.WON
    home = dataclasses.replace(says, shown=("outputs: home",))
    assert outcome(home, of=attack("escape")) is Outcome.WON


def test_a_submission_without_scores_has_no_result_unless_this_project_refuses_it_too() -> None:
    nothing = Evidence(points=None, problem="Kernel died in /home/somebody/course/vault.ipynb")
    judgement = judging.judge(attack(), WORTH, nothing, Habits())
    assert judgement.outcome is Outcome.BROKE
    assert judgement.reasons == ("Kernel died in vault.ipynb",)
    assert outcome(nothing, of=attack(refused=True)) is Outcome.WITHSTOOD


def test_controls_must_get_all_points_and_none() -> None:
    none = Evidence(points={"total-test": 0.0, "kinds-test": 0.0})
    assert not list(judging.controls_complaints(WORTH, FULL, none))
    assert list(judging.controls_complaints(WORTH, FULL, FULL))
    assert list(judging.controls_complaints(WORTH, none, none))
    assert list(judging.controls_complaints(WORTH, Evidence(points=None), none))


def test_an_attack_wins_by_what_it_prints_and_not_by_the_text_of_its_own_cells() -> None:
    edit = attacks_peers.chosen(["forging/tests-skipped-by-tag"])[0].case.edits[0]
    spoken = dataclasses.replace(
        attack().case, edits=(dataclasses.replace(edit, text='    print("WON tcp")'),)
    )
    assert layout.said("first\nWON tcp\n", spoken) == "WON tcp"
    assert layout.said("library: WON\n", spoken) == "library: WON"
    assert layout.said('In[3] is     print("WON tcp")\n', spoken) == ""
    assert layout.said("lost", spoken) == ""


def test_a_test_file_of_otter_s_keeps_the_hidden_part_hidden() -> None:
    source = (
        'assert a, "a"\n### BEGIN HIDDEN TESTS\nassert b == 2, "b"\n### END HIDDEN TESTS\n'
        "assert c\n"
    )
    text = test_file("a-test", 3.0, source)
    names: dict[str, object] = {}
    exec(compile(text, "a-test", "exec"), names)  # noqa: S102 - it is Python that otter runs
    cases = [value for value in names.values() if hasattr(value, "hidden")]
    assert [(each.name, each.hidden) for each in cases] == [
        ("a-test public", False),
        ("a-test hidden", True),
    ]
    assert (names["points"], names["all_or_nothing"]) == (3.0, True)


def test_otter_s_results_are_read_as_gradescope_shows_them() -> None:
    tests = [
        {"name": "Public Tests", "visibility": "visible", "output": "seen"},
        {"name": "total-test", "visibility": "hidden", "output": "unseen", "score": 3.0},
    ]
    assert points_of({"tests": tests}) == {"total-test": 3.0}
    assert points_of({"tests": tests[:1]}) is None
    assert "seen" in visible({"tests": tests}) and "unseen" not in visible({"tests": tests})


# ---- the page


def test_the_page_is_what_its_data_say() -> None:
    tree = json.loads(attacks_peers.TABLE.read_text())
    assert attacks_peers.PAGE.read_text() == page.page(tree)


def test_every_attack_that_means_something_to_others_is_in_the_table() -> None:
    tree = json.loads(attacks_peers.TABLE.read_text())
    rows = {(row["family"], row["name"]): row["title"] for row in tree["rows"]}
    attacks = attacks_peers.chosen([])
    assert rows == {(each.family, each.case.name): each.case.title for each in attacks}


def test_the_table_says_what_each_grader_was() -> None:
    tree = json.loads(attacks_peers.TABLE.read_text())
    assert set(tree["graders"]) == set(page.GRADERS)
    assert all(row["ours"]["outcome"] == "withstood" for row in tree["rows"])


# ---- really run


@pytest.mark.serial
def test_a_room_has_no_other_files_users_processes_or_network(tmp_path: Path) -> None:
    folder = tmp_path / "trial"
    folder.mkdir()
    room.give_away(folder)
    script = (
        "import os, socket; print(os.getpid(), os.path.exists('/home'), sorted(os.listdir('/tmp')),"
        " [name for _, name in socket.if_nameindex()], [p for p in os.listdir('/proc') if"
        " p.isdigit()], flush=True); open('mine', 'w').close(); open('/etc/mine', 'w')"
    )
    command = room.Command((room.sys.executable, "-c", script), 20)
    trial = room.Trial(folder, folder, {}, (command,), (), {"LEFT": "lefttest"})
    report = room.enter(trial)
    seen, *_, refusal = (folder / "log.txt").read_text().splitlines()
    assert report == room.Report(codes=(1,), cpu_seconds=report.cpu_seconds)
    top = tmp_path.relative_to("/tmp").parts[0] if tmp_path.is_relative_to("/tmp") else None  # noqa: S108
    # Nothing of /home is there, unless Python itself lies in it.
    lies_there = any(path.startswith("/home/") for path in (sys.prefix, sys.base_prefix))
    assert seen == f"2 {lies_there} {[top] if top else []} ['lo'] ['1', '2']"
    assert "Read-only file system" in refusal
    assert (folder / "mine").stat().st_uid == room.owner()[0]


@pytest.mark.serial
def test_the_tag_that_skips_cells_wins_on_stock_nbgrader_and_right_work_is_graded(
    tmp_path: Path,
) -> None:
    side = NbgraderSide()
    prepared = side.prepare(tmp_path / "nbgrader", is_under_way=False)
    (tag,) = attacks_peers.chosen(["forging/tests-skipped-by-tag"])
    seen = layout.try_out(tmp_path / "trial", prepared, tag.case, side)
    judgement = judging.judge(tag, prepared.worth, seen, Habits((seen,)))
    assert judgement == judging.Judgement(Outcome.WON, ("marks: total-test 3 for 0",))


@pytest.mark.prove
def test_the_whole_comparison_comes_out_as_the_table_says() -> None:
    tree = json.loads(attacks_peers.TABLE.read_text())
    attacks = attacks_peers.chosen([])
    seen = attacks_peers.see(attacks, jobs=2)
    attacks_peers.refuse_bad_controls(seen)
    found = attacks_peers.table(attacks, seen)["rows"]
    for was, now in zip(tree["rows"], found, strict=True):
        for grader in page.GRADERS:
            assert (was["name"], was[grader]["outcome"]) == (now["name"], now[grader]["outcome"])
