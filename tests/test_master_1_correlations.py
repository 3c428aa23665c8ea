"""Hold the master `1-correlations` of the assignment `stars`, and its cases, to what they promise."""

import ast
from pathlib import Path

import pytest

from autograder import assignment, cases, notebook
from autograder.assignment import BEGIN_HIDDEN, END_HIDDEN, Master, TestCell
from autograder.cases import Action, Case, Kind

ROOT = Path(__file__).parents[1]
MASTER_PATH = ROOT / "source" / "stars" / "1-correlations.ipynb"
MASTER = assignment.read_master(MASTER_PATH)
CASES = tuple(
    case for case in cases.read_cases(ROOT / "tests", "stars") if case.notebook == MASTER.name
)
SOLUTIONS = {
    "Exercise 1": {"highest-correlations"},
    "Exercise 2": {"scatter-plots", "log-correlation", "log-numbers", "log-effect"},
}
POINTS = {
    "highest-correlations-one": 2,
    "highest-correlations-both": 2,
    "scatter-plots-data": 1,
    "scatter-plots-labels": 1,
    "log-correlation-value": 1,
    "log-correlation-domain": 1,
    "log-numbers-test": 1,
    "log-effect-test": 1,
}


@pytest.fixture
def master() -> Master:
    return MASTER


def hidden_lines(test: TestCell) -> set[int]:
    lines = assignment.region_lines(test.source, BEGIN_HIDDEN, END_HIDDEN)
    return {line.number for line in lines if line.inside}


def of(kind: Kind, exercise: str) -> tuple[Case, ...]:
    return tuple(case for case in CASES if case.kind is kind and case.exercise == exercise)


def test_the_points_are_ten_and_stand_where_the_text_says(master: Master) -> None:
    assert {test.grade_id: test.points for test in master.tests} == POINTS
    assert master.points == 10
    totals = {
        name: sum(test.points for test in master.tests if test.exercise.startswith(name))
        for name in SOLUTIONS
    }
    assert totals == {"Exercise 1": 4, "Exercise 2": 6}


def test_the_exercises_are_named_by_number(master: Master) -> None:
    assert list(dict.fromkeys(test.exercise for test in master.tests)) == [
        "Exercise 1: The highest correlations",
        "Exercise 2: What a logarithm does",
    ]


def test_a_cell_is_either_to_be_written_or_locked_and_carries_its_name(master: Master) -> None:
    for cell in master.notebook.cells:
        assert cell.is_solution != cell.is_locked, cell.grade_id
        assert cell.cell_id == cell.grade_id
        assert cell.nbgrader["schema_version"] == 3
    written = {cell.grade_id for cell in master.notebook.cells if cell.is_solution}
    assert written == set.union(*SOLUTIONS.values())


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


def test_the_file_is_as_nbformat_writes_it(master: Master) -> None:
    assert notebook.write(master.notebook) == MASTER_PATH.read_bytes()


def test_the_data_file_is_the_course_s_own() -> None:
    link = MASTER_PATH.parent / "Stars.csv"
    assert link.is_symlink()
    assert link.resolve() == ROOT / "data" / "Stars.csv"


@pytest.mark.parametrize("test", MASTER.tests, ids=lambda test: test.grade_id)
def test_a_test_cell_has_a_public_part_and_a_hidden_judgement(test: TestCell) -> None:
    asserts = [node for node in ast.walk(ast.parse(test.source)) if isinstance(node, ast.Assert)]
    hidden = [node for node in asserts if node.lineno in hidden_lines(test)]
    assert hidden
    assert len(asserts) > len(hidden)


@pytest.mark.parametrize("test", MASTER.tests, ids=lambda test: test.grade_id)
def test_every_assert_has_a_literal_message(test: TestCell) -> None:
    for node in ast.walk(ast.parse(test.source)):
        if isinstance(node, ast.Assert):
            assert isinstance(node.msg, ast.Constant), ast.unparse(node)
            assert isinstance(node.msg.value, str)
            assert node.msg.value.endswith((".", "?"))


@pytest.mark.parametrize("test", MASTER.tests, ids=lambda test: test.grade_id)
def test_no_expected_value_is_typed_into_a_test(test: TestCell) -> None:
    for column in ("Temperature", "Luminosity", "Size", "A_M"):
        assert column not in test.source
    assert 'pd.read_csv("Stars.csv")' in test.source or test.grade_id.startswith("log-correlation")


@pytest.mark.parametrize("test", MASTER.tests, ids=lambda test: test.grade_id)
def test_what_a_test_binds_overwrites_no_name_of_a_student(test: TestCell) -> None:
    bound = {
        name.id
        for statement in ast.parse(test.source).body
        if not isinstance(statement, ast.FunctionDef)
        for name in _bound_outside_comprehensions(statement)
    }
    assert all(name.startswith(("expected_", "checked_")) for name in bound), bound


def _bound_outside_comprehensions(node: ast.AST) -> list[ast.Name]:
    if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp | ast.Lambda):
        return []
    own = [node] if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else []
    return own + [
        name
        for child in ast.iter_child_nodes(node)
        for name in _bound_outside_comprehensions(child)
    ]


def test_the_text_asks_for_every_name_that_the_tests_look_up(master: Master) -> None:
    text = "\n".join(cell.source for cell in master.notebook.cells if cell.cell_type == "markdown")
    names = ("top_pairs", "figure", "log_correlation(x, y)", "log_variable", "r_before", "r_after")
    for name in (*names, "effect"):
        assert f"`{name}`" in text


@pytest.mark.parametrize("exercise", SOLUTIONS)
def test_there_are_enough_cases_of_each_kind(exercise: str) -> None:
    assert len(of(Kind.WHEAT, exercise)) >= 4
    assert len(of(Kind.CHAFF, exercise)) >= 6
    assert sum(case.kind is Kind.ATTACK for case in CASES) >= 12


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}-{case.name}")
def test_a_case_fills_every_solution_cell_of_its_exercise(case: Case) -> None:
    written = {edit.grade_id for edit in case.edits if edit.action is Action.REPLACE}
    raw = any(edit.action is Action.RAW for edit in case.edits)
    assert raw or written >= SOLUTIONS[case.exercise]
    others = set().union(*(ids for name, ids in SOLUTIONS.items() if name != case.exercise))
    assert not written & others


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}-{case.name}")
def test_a_case_names_only_test_cells_of_its_exercise(case: Case, master: Master) -> None:
    own = {test.grade_id for test in master.tests if case.covers(test.exercise)}
    assert set(case.points) <= own


def test_a_wheat_loses_nothing_and_a_chaff_something() -> None:
    for case in CASES:
        if case.kind is Kind.WHEAT:
            assert not case.points, case.name
        if case.kind is Kind.CHAFF:
            assert case.points, case.name


def test_every_test_cell_is_failed_by_some_chaff() -> None:
    chaffs = [case for case in CASES if case.kind is Kind.CHAFF]
    for test in MASTER.tests:
        of_exercise = [case for case in chaffs if case.covers(test.exercise)]
        assert any(test.grade_id in case.points for case in of_exercise), test.grade_id
