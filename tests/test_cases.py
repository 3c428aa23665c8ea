"""Case files: what they say, what they make of a release, and what they must score."""

from dataclasses import replace
from pathlib import Path

import pytest
from compiler_course import CELLS, check, code, lines, markdown, solution
from compiler_course import notebook as a_notebook

from autograder import notebook as notebooks
from autograder.assignment import master_of
from autograder.cases import (
    Action,
    Case,
    Edit,
    Kind,
    expected,
    pack,
    read_case,
    read_cases,
    reseed,
    submission,
)
from autograder.errors import InstructorError
from autograder.verdicts import Verdict

RELEASE = a_notebook(markdown("# T"), code("import x"), solution("stub"), check("assert slope"))


def written(tmp_path: Path, *texts: str, kind: Kind = Kind.CHAFF, name: str = "wrong") -> Path:
    path = tmp_path / kind / "lines/fit" / f"{name}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(lines(*texts, ""))
    return path


def a_case(*edits: Edit, exercise: str = "Exercise 1", name: str = "c", **changes: object) -> Case:
    case = Case(name, Kind.ATTACK, "fit", "t", exercise, {}, {}, False, edits)
    return replace(case, **changes)  # type: ignore[arg-type]  # any field


def made(*edits: Edit) -> list[tuple[str | None, str]]:
    """Return id and text of each cell of a submission made from one case."""
    cells = notebooks.parse(submission(RELEASE, [a_case(*edits)])).cells
    return [(cell.grade_id, cell.source) for cell in cells]


# Reading.


def test_a_case_is_read(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "# title: a slope of the wrong sign",
        "# exercise: Exercise 1",
        "# points: test_slope=0.5, other=0",
        "# verdicts: test_slope=partial",
        "",
        "# %% slope",
        "",
        "# a comment of the student's: kept",
        "slope = -1",
        "",
        "",
        "# %% other-cell",
        "x = 1",
    )
    assert read_case(path, Kind.CHAFF) == Case(
        name="wrong",
        kind=Kind.CHAFF,
        notebook="fit",
        title="a slope of the wrong sign",
        exercise="Exercise 1",
        points={"test_slope": 0.5, "other": 0.0},
        verdicts={"test_slope": Verdict.PARTIAL},
        refused=False,
        edits=(
            Edit(Action.REPLACE, "slope", "# a comment of the student's: kept\nslope = -1"),
            Edit(Action.REPLACE, "other-cell", "x = 1"),
        ),
    )


HEAD = ("# title: t", "# exercise: Exercise 1")


@pytest.mark.parametrize(
    ("cell", "edit"),
    [
        ("# %% slope", Edit(Action.REPLACE, "slope", "x")),
        ("# %%   slope  ", Edit(Action.REPLACE, "slope", "x")),
        ("# %% replace slope", Edit(Action.REPLACE, "slope", "x")),
        ("# %% insert-before slope", Edit(Action.INSERT_BEFORE, "slope", "x")),
        ("# %% insert-after slope", Edit(Action.INSERT_AFTER, "slope", "x")),
        ("# %% delete slope", Edit(Action.DELETE, "slope", "x")),
        ("# %% copy slope", Edit(Action.COPY, "slope", "x")),
        ("# %% tag slope skip-execution", Edit(Action.TAG, "slope", "skip-execution")),
        ('# %% metadata slope {"points": 9}', Edit(Action.METADATA, "slope", '{"points": 9}')),
        ("# %% cell-id slope other", Edit(Action.CELL_ID, "slope", "other")),
        ("# %% retype slope markdown", Edit(Action.RETYPE, "slope", "markdown")),
        ("# %% move slope after fit", Edit(Action.MOVE, "slope", "after fit")),
        ('# %% notebook {"kernelspec": {}}', Edit(Action.NOTEBOOK, "", '{"kernelspec": {}}')),
    ],
)
def test_a_cell_line_says_what_is_done_where(tmp_path: Path, cell: str, edit: Edit) -> None:
    assert read_case(written(tmp_path, *HEAD, cell, "x"), Kind.ATTACK).edits == (edit,)


def test_a_raw_case_is_the_file_itself(tmp_path: Path) -> None:
    path = written(tmp_path, *HEAD, "# outcome: refused", "# %% raw", "# Dear", "#", "#   you,")
    case = read_case(path, Kind.ATTACK)
    assert case.refused
    assert submission(RELEASE, [case]) == b"Dear\n\n  you,"


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ([], "missing keys ['exercise', 'title']"),
        (["# title: t", "# %% slope"], "missing keys ['exercise']"),
        ([*HEAD], "0 cells"),
        ([*HEAD, "# point: x=1", "# %% slope"], "unknown keys ['point']"),
        ([*HEAD, "# points: x", "# %% slope"], "'x' is not of the form name=value"),
        ([*HEAD, "# points: x=much", "# %% slope"], "could not convert string to float"),
        ([*HEAD, "# verdicts: x=good", "# %% slope"], "'good' is not a valid Verdict"),
        ([*HEAD, "# outcome: refuse", "# %% slope"], "not one of graded, refused"),
        ([*HEAD, "# outcome: ", "# %% slope"], "not one of graded, refused"),
        ([*HEAD, "# cost: huge", "# %% slope"], "the cost is 'huge', not one of short, long"),
        ([*HEAD, "# based-on: right", "# %% slope"], "it is based on right, and there is no "),
        ([*HEAD, "# %%", "x = 1"], "does not say which cell"),
        ([*HEAD, "# %% remove slope"], "'remove' is not a valid Action"),
        ([*HEAD, "# %% tag slope"], "not enough values"),
        ([*HEAD, "# %% metadata slope {points"], "Expecting property name"),
        ([*HEAD, "# %% metadata slope [1]"], "'[1]' is no JSON object"),
        ([*HEAD, "# %% notebook 1"], "'1' is no JSON object"),
        ([*HEAD, "# %% retype slope heading"], "'heading' is no type of a cell"),
        ([*HEAD, "# %% move slope behind fit"], "'behind' is neither before nor after"),
        ([*HEAD, "# %% move slope before"], "not enough values"),
    ],
)
def test_a_file_that_is_no_case_is_named_with_its_fault(
    tmp_path: Path, texts: list[str], message: str
) -> None:
    path = written(tmp_path, *texts)
    with pytest.raises(InstructorError) as caught:
        read_case(path, Kind.CHAFF)
    assert caught.value.code == "case-ill-formed"
    assert str(path) in caught.value.message
    assert message in caught.value.message


def test_a_case_has_the_cells_of_the_wheat_that_it_is_based_on_but_for_its_own(
    tmp_path: Path,
) -> None:
    written(
        tmp_path, *HEAD, "# %% a", "1", "# %% b", "2", "# %% tag b t", kind=Kind.WHEAT, name="w"
    )
    path = written(tmp_path, *HEAD, "# based-on: w", "# %% b", "3", "# %% insert-after b", "4")
    case = read_case(path, Kind.CHAFF)
    assert (case.name, case.kind, case.is_long) == ("wrong", Kind.CHAFF, False)
    assert [(edit.action, edit.grade_id, edit.text) for edit in case.edits] == [
        (Action.REPLACE, "a", "1"),
        (Action.TAG, "b", "t"),
        (Action.REPLACE, "b", "3"),
        (Action.INSERT_AFTER, "b", "4"),
    ]


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ([*HEAD, "# based-on: v"], "it is based on w, which is based on another itself"),
        (["# title: t", "# exercise: Exercise 9"], "it is based on w, which is of Exercise 9"),
    ],
)
def test_what_a_case_cannot_be_based_on_is_said(
    tmp_path: Path, head: list[str], message: str
) -> None:
    written(tmp_path, *head, "# %% a", "1", kind=Kind.WHEAT, name="w")
    path = written(tmp_path, *HEAD, "# based-on: w", "# %% b", "3")
    with pytest.raises(InstructorError, match=message):
        read_case(path, Kind.CHAFF)


def test_all_cases_of_an_assignment_are_read_by_kind_and_name(tmp_path: Path) -> None:
    for kind, name in ((Kind.ATTACK, "a"), (Kind.WHEAT, "z"), (Kind.WHEAT, "b"), (Kind.CHAFF, "c")):
        written(tmp_path, *HEAD, "# %% slope", "x", kind=kind, name=name)
    found = [(case.kind, case.name) for case in read_cases(tmp_path, "lines")]
    assert found == [
        (Kind.WHEAT, "b"),
        (Kind.WHEAT, "z"),
        (Kind.CHAFF, "c"),
        (Kind.ATTACK, "a"),
    ]
    assert read_cases(tmp_path, "curves") == ()


@pytest.mark.parametrize(
    ("line", "is_long"), [("", False), ("# cost: short", False), ("# cost: long", True)]
)
def test_a_case_says_when_it_costs_much(tmp_path: Path, line: str, is_long: bool) -> None:
    case = read_case(written(tmp_path, *HEAD, line, "# %% slope", "x"), Kind.WHEAT)
    assert case.is_long is is_long


# Seeds.


def test_another_seed_goes_into_every_line_that_sets_it_and_nowhere_else() -> None:
    case = a_case(
        Edit(Action.REPLACE, "slope", "SEED = 0\nslope = fit(SEED)\n"),
        Edit(Action.REPLACE, "other", 'def f():\n    SEED = 12  \n    return "SEED = 12"'),
    )
    first, second = reseed(case, 7).edits
    assert first.text == "SEED = 7\nslope = fit(SEED)\n"
    assert second.text == 'def f():\n    SEED = 7\n    return "SEED = 12"'
    assert replace(reseed(case, 7), edits=case.edits) == case


@pytest.mark.parametrize(
    ("text", "is_seeded"),
    [
        ("SEED = 0", True),
        ("x = 1\n    SEED = 123\ny = 2", True),
        ("slope = fit(SEED)", False),
        ("# SEED = 0", False),
        ("SEED = 0  # any", False),
        ("SEED = None", False),
        ("MY_SEED = 0", False),
    ],
)
def test_only_a_line_of_its_own_sets_the_seed(text: str, is_seeded: bool) -> None:
    edits = (Edit(Action.REPLACE, "other", "x"), Edit(Action.REPLACE, "slope", text))
    assert a_case(*edits).is_seeded is is_seeded


# What becomes of the release.

UNTOUCHED = [(None, "# T"), (None, "import x"), ("slope", "stub"), ("test_slope", "assert slope")]


def test_no_case_leaves_the_release_as_it_is() -> None:
    assert submission(RELEASE, []) == notebooks.write(RELEASE)
    assert made() == UNTOUCHED


def test_a_cell_is_replaced() -> None:
    assert made(Edit(Action.REPLACE, "slope", "slope = 1"))[2] == ("slope", "slope = 1")


def test_a_cell_is_deleted() -> None:
    assert made(Edit(Action.DELETE, "test_slope", "")) == UNTOUCHED[:3]


def test_a_cell_is_copied_with_its_metadata() -> None:
    assert made(Edit(Action.COPY, "slope", "")) == [*UNTOUCHED[:3], *UNTOUCHED[2:]]


def test_cells_are_inserted() -> None:
    before, after = (
        Edit(Action.INSERT_BEFORE, "slope", "b"),
        Edit(Action.INSERT_AFTER, "slope", "a"),
    )
    assert made(before, after) == [
        *UNTOUCHED[:2],
        (None, "b"),
        UNTOUCHED[2],
        (None, "a"),
        UNTOUCHED[3],
    ]


def test_a_tag_is_added_to_those_that_are_there() -> None:
    edits = (Edit(Action.TAG, "slope", "one"), Edit(Action.TAG, "slope", "two"))
    cells = notebooks.parse(submission(RELEASE, [a_case(*edits)])).cells
    assert cells[2].metadata["tags"] == ["one", "two"]


def test_a_cells_role_is_edited_key_by_key() -> None:
    edit = Edit(Action.METADATA, "test_slope", '{"points": 9, "grade_id": "slope", "task": true}')
    before, after = RELEASE.cells[3], notebooks.parse(submission(RELEASE, [a_case(edit)])).cells[3]
    assert (before.points, before.grade_id, before.is_task) == (2.0, "test_slope", False)
    assert (after.points, after.grade_id, after.is_task) == (9.0, "slope", True)
    assert after.is_graded
    assert after.source == before.source


def test_a_cell_takes_the_id_of_another_and_another_type() -> None:
    edits = (
        Edit(Action.CELL_ID, "slope", "stolen"),
        Edit(Action.CELL_ID, "test_slope", "stolen"),
        Edit(Action.RETYPE, "test_slope", "raw"),
    )
    *_, slope, test = notebooks.parse(submission(RELEASE, [a_case(*edits)])).cells
    assert (slope.cell_id, slope.cell_type) == ("stolen", "code")
    assert (test.cell_id, test.cell_type) == ("stolen", "raw")


@pytest.mark.parametrize(
    ("moved", "place", "order"),
    [
        ("test_slope", "before slope", [0, 1, 3, 2]),
        ("slope", "after test_slope", [0, 1, 3, 2]),
        ("slope", "before test_slope", [0, 1, 2, 3]),
        ("test_slope", "after slope", [0, 1, 2, 3]),
    ],
)
def test_a_cell_is_moved(moved: str, place: str, order: list[int]) -> None:
    assert made(Edit(Action.MOVE, moved, place)) == [UNTOUCHED[at] for at in order]


def test_the_notebooks_own_metadata_are_edited() -> None:
    edit = Edit(Action.NOTEBOOK, "", '{"kernelspec": {"name": "ir"}}')
    metadata = notebooks.parse(submission(RELEASE, [a_case(edit)])).metadata
    assert metadata == {**RELEASE.metadata, "kernelspec": {"name": "ir"}}


@pytest.mark.parametrize(
    "edit",
    [
        Edit(Action.REPLACE, "intercept", "x"),
        Edit(Action.MOVE, "slope", "before intercept"),
        Edit(Action.MOVE, "intercept", "before slope"),
    ],
)
def test_a_case_about_a_cell_that_is_not_there_is_refused(edit: Edit) -> None:
    with pytest.raises(InstructorError) as caught:
        made(edit)
    assert caught.value.code == "case-without-cell"
    assert "intercept" in caught.value.message


# What it scores.

MASTER = master_of(
    "fit",
    a_notebook(
        *CELLS,
        check("assert slope", "test_more", 3),
        markdown("## Exercise 10"),
        solution("b", "ten"),
        check("assert b", "test_ten", 4),
    ),
)


def test_the_cells_of_an_exercise_get_full_points_unless_the_case_says_else() -> None:
    case = a_case(points={"test_more": 1.5})
    assert expected(MASTER, [case]) == {"test_slope": 2.0, "test_more": 1.5, "test_ten": 0.0}


def test_an_exercise_is_known_by_its_whole_name() -> None:
    assert a_case().covers("Exercise 1")
    assert a_case().covers("Exercise 1: the slope")
    assert not a_case().covers("Exercise 10")
    assert not a_case().covers("Bonus Exercise 1")


def test_an_untouched_release_earns_nothing() -> None:
    assert expected(MASTER, []) == {"test_slope": 0.0, "test_more": 0.0, "test_ten": 0.0}


def test_cases_of_several_exercises_add_up() -> None:
    cases = [a_case(exercise="Exercise 10"), a_case()]
    assert sum(expected(MASTER, cases).values()) == 9.0


# Packing.


def names(packed: tuple[tuple[Case, ...], ...]) -> list[str]:
    return ["".join(case.name for case in row) for row in packed]


def test_cases_are_packed_one_of_each_exercise_and_the_shorter_list_repeats() -> None:
    cases = [a_case(name=name, exercise="Exercise 1") for name in "abc"]
    cases += [a_case(name=name, exercise="Exercise 2") for name in "xy"]
    assert names(pack(cases)) == ["ax", "by", "cx"]


def test_only_short_cases_are_repeated_where_there_are_enough() -> None:
    cases = [a_case(name=name, exercise="Exercise 1") for name in "abc"]
    cases += [a_case(name=name, exercise="Exercise 2", is_long=name == "X") for name in "Xy"]
    assert names(pack(cases)) == ["ay", "bX", "cy"]


def test_a_case_that_is_refused_stands_alone() -> None:
    cases = [a_case(name="a"), a_case(name="r", refused=True), a_case(name="b")]
    assert names(pack(cases)) == ["a", "b", "r"]


def test_no_cases_make_no_submissions() -> None:
    assert pack([]) == ()


# The cases of this repository.


def test_every_case_fits_its_master(repository: Path) -> None:
    for folder in sorted((repository / "source").iterdir()):
        for case in read_cases(repository / "tests", folder.name):
            path = folder / f"{case.notebook}.ipynb"
            master = master_of(case.notebook, notebooks.read(path))
            submission(master.notebook, [case])
            tests = {t.grade_id: t.points for t in master.tests if case.covers(t.exercise)}
            assert tests, case.name
            assert {*case.points, *case.verdicts} <= set(tests), case.name
            assert all(points < tests[name] for name, points in case.points.items()), case.name
            assert case.kind is not Kind.WHEAT or not case.points, case.name
            assert case.kind is not Kind.CHAFF or case.points or case.points_elsewhere, case.name
