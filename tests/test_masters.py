"""Hold every master of the assignment `stars`, and its cases, to what they promise."""

import re
from itertools import chain
from pathlib import Path

import masters
import pytest
from masters import ROOT, SOURCE

from autograder import assignment, notebook
from autograder.assignment import Master
from autograder.cases import Action, Kind

FIXED_SEED = re.compile(r"random_state\s*=\s*\d|(RandomState|default_rng|random\.seed)\(\d*\)")


@pytest.fixture(params=masters.PATHS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture
def master(path: Path) -> Master:
    return masters.read(path.stem)


# --- the chapter


def test_the_chapter_is_worth_fifty_points_and_ten_more_for_the_bonus() -> None:
    chapter = assignment.read(SOURCE)
    worth: dict[str, float] = {}
    for each in chapter.masters:
        worth |= masters.points_by_exercise(each)
    assert chapter.points == 60
    assert worth.pop("Bonus") == 10
    assert worth == {f"Exercise {n}": p for n, p in enumerate((4, 6, 10, 15, 5, 10), start=1)}


def test_the_data_file_is_the_course_s_own() -> None:
    link = SOURCE / "Stars.csv"
    assert link.is_symlink()
    assert link.resolve() == ROOT / "data" / "Stars.csv"


# --- the file


def test_a_cell_is_either_to_be_written_or_locked_and_carries_its_name(master: Master) -> None:
    for cell in master.notebook.cells:
        assert cell.is_solution != cell.is_locked, cell.grade_id
        assert cell.cell_id == cell.grade_id
        assert cell.nbgrader["schema_version"] == 3


def test_the_file_holds_no_outputs_and_nothing_of_the_machine_that_wrote_it(
    master: Master,
) -> None:
    for cell in master.notebook.cells:
        assert cell.outputs == ()
        assert cell.execution_count is None
        assert set(cell.metadata) == {"nbgrader"}
    assert master.notebook.metadata == {
        "kernelspec": {
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
            "name": "python3",
        },
        "language_info": {"name": "python"},
    }


def test_the_file_is_as_nbformat_writes_it(master: Master, path: Path) -> None:
    assert notebook.write(master.notebook) == path.read_bytes()


# --- the exercises


def test_every_exercise_has_a_name_of_its_own_and_cells_to_write(master: Master) -> None:
    for name, cells in masters.solutions(master).items():
        assert name.startswith(("Exercise ", "Bonus: "))
        assert cells, name
    written = {cell.grade_id for cell in master.notebook.cells if cell.is_solution}
    assert written == set().union(*masters.solutions(master).values())


def test_the_text_says_what_each_exercise_and_the_notebook_are_worth(master: Master) -> None:
    text = masters.text(master)
    for points in (master.points, *masters.points_by_exercise(master).values()):
        assert f"{points:g} points" in text


def test_the_text_asks_for_every_name_that_the_tests_look_up(master: Master) -> None:
    text = masters.text(master)
    for test in master.tests:
        for name in masters.looked_up(test, master):
            assert masters.says_code(text, name), f"{test.grade_id}: `{name}`"


# --- the test cells


def test_a_test_cell_has_a_public_part_and_a_hidden_judgement(master: Master) -> None:
    for test in master.tests:
        public, hidden = masters.asserts(test)
        assert public, test.grade_id
        assert hidden, test.grade_id


def test_every_assert_has_a_literal_message(master: Master) -> None:
    for test in master.tests:
        for found in chain(*masters.asserts(test)):
            message = getattr(found.msg, "value", None)
            assert isinstance(message, str), f"{test.grade_id}, line {found.lineno}"
            assert message.endswith((".", "?")), message


def test_what_a_test_binds_overwrites_no_name_of_a_student(master: Master) -> None:
    taken = {
        name for where in (True, False) for name in masters.bound_elsewhere(master, locked=where)
    }
    for test in master.tests:
        bound = masters.variables(test.source)
        wrong = {name for name in bound if not name.startswith(("expected", "checked"))}
        assert not wrong, f"{test.grade_id}: {wrong}"
        assert not masters.definitions(test.source) & taken, test.grade_id


def test_no_test_cell_leans_on_another(master: Master) -> None:
    for test in master.tests:
        foreign = masters.looked_up(test, master) - masters.bound_elsewhere(master, locked=False)
        assert not foreign, f"{test.grade_id}: {foreign}"


# --- the cases


def test_there_are_enough_cases_of_each_kind(master: Master) -> None:
    for exercise in masters.exercises(master):
        enough = 5 if exercise.startswith("Bonus") else 20
        for kind in (Kind.WHEAT, Kind.CHAFF):
            found = [case for case in masters.cases_of(master.name, kind) if case.covers(exercise)]
            assert len(found) >= enough, f"{exercise}: {len(found)} {kind}"
    assert len(masters.cases_of(master.name, Kind.ATTACK)) >= 2


def test_a_case_fills_every_solution_cell_of_its_exercise_and_no_other(master: Master) -> None:
    solutions = masters.solutions(master)
    for case in masters.cases_of(master.name):
        (own,) = (ids for exercise, ids in solutions.items() if case.covers(exercise))
        written = {edit.grade_id for edit in case.edits if edit.action is Action.REPLACE}
        is_raw = any(edit.action is Action.RAW for edit in case.edits)
        assert is_raw or written >= own, f"{case.kind}/{case.name}"
        others = set().union(*solutions.values()) - own
        assert not written & others, f"{case.kind}/{case.name}"


def test_a_case_names_only_test_cells_of_its_exercise(master: Master) -> None:
    for case in masters.cases_of(master.name):
        own = {test.grade_id for test in master.tests if case.covers(test.exercise)}
        assert {*case.points, *case.verdicts} <= own, f"{case.kind}/{case.name}"


def test_a_wheat_loses_nothing_and_a_chaff_something(master: Master) -> None:
    for case in masters.cases_of(master.name, Kind.WHEAT):
        assert not case.points, case.name
    for case in masters.cases_of(master.name, Kind.CHAFF):
        assert case.points or case.points_elsewhere, case.name


def test_every_test_cell_is_failed_by_some_chaff(master: Master) -> None:
    failed = {name for case in masters.cases_of(master.name, Kind.CHAFF) for name in case.points}
    assert failed == {test.grade_id for test in master.tests}


def test_what_is_random_in_a_wheat_hangs_on_its_seed_line(master: Master) -> None:
    """Otherwise another seed would grade the same numbers again and prove nothing."""
    for case in masters.cases_of(master.name, Kind.WHEAT):
        for edit in case.edits:
            assert not FIXED_SEED.search(edit.text), f"{case.name}: write SEED instead"
            uses_seed = re.search(r"\bSEED\b", edit.text) is not None
            assert not uses_seed or re.search(r"(?m)^SEED = \d+$", edit.text), case.name
