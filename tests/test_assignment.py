"""What a master means: its exercises, its prefix, its tests, and what is wrong with it."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from compiler_course import (
    CELLS,
    HIDDEN_LINE,
    check,
    code,
    lines,
    locked,
    make_course,
    markdown,
    save,
    solution,
)
from compiler_course import graded as graded_cell
from compiler_course import notebook as a_notebook

from autograder import assignment as assignments
from autograder.assignment import (
    IllFormedRegion,
    ManualTask,
    Master,
    master_of,
    region_lines,
    without_region,
)
from autograder.errors import Fault, InstructorError
from autograder.notebook import Cell


def master(*cells: Cell) -> Master:
    return master_of("fit", a_notebook(*cells))


def problem(*cells: Cell) -> tuple[str, str]:
    with pytest.raises(InstructorError) as caught:
        master(*cells)
    return caught.value.code, caught.value.message


def headings(*texts: str) -> list[str]:
    """Return the exercise of a test that stands below each of some markdown cells."""
    cells = [
        cell
        for at, text in enumerate(texts)
        for cell in (markdown(text), check("assert x", f"test-{at}"))
    ]
    return [test.exercise for test in master(*cells).tests]


# Regions.

MARKED = lines("a", "### BEGIN X", "b", "c", "### END X", "d")


def test_the_lines_of_a_region_are_known() -> None:
    found = [
        (line.number, line.inside, line.is_marker)
        for line in region_lines(MARKED, "BEGIN X", "END X")
    ]
    assert found == [
        (1, False, False),
        (2, False, True),
        (3, True, False),
        (4, True, False),
        (5, False, True),
        (6, False, False),
    ]


def test_a_region_and_its_markers_are_left_out() -> None:
    assert without_region(MARKED, "BEGIN X", "END X") == "a\nd"


def test_two_regions_are_both_left_out() -> None:
    assert without_region(lines(MARKED, MARKED), "BEGIN X", "END X") == "a\nd\na\nd"


def test_a_source_without_regions_stays_as_it_is() -> None:
    assert without_region("a\n\nb\n", "BEGIN X", "END X") == "a\n\nb\n"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (lines("a", "# BEGIN X", "b"), "BEGIN X without END X"),
        (lines("a", "# END X"), "line 2: END X without BEGIN X"),
        (lines("# BEGIN X", "# BEGIN X", "# END X"), "line 2: BEGIN X inside another region"),
        (lines("# END X", "# BEGIN X"), "line 1: END X without BEGIN X"),
        (lines("# BEGIN X END X"), "line 1: END X without BEGIN X"),
    ],
)
def test_a_marker_without_its_partner_is_ill_formed(source: str, message: str) -> None:
    with pytest.raises(IllFormedRegion) as caught:
        without_region(source, "BEGIN X", "END X")
    assert str(caught.value) == message


# Tests and points.


def test_a_test_cell_is_split_into_what_students_see_and_the_whole() -> None:
    (test,) = master(*CELLS).tests
    assert (test.grade_id, test.points, test.position) == ("test_slope", 2.0, 3)
    assert HIDDEN_LINE in test.source
    assert test.public_source == 'assert isinstance(slope, float), "slope is a number"'
    assert test.exercise == "Exercise 1"


def test_a_test_that_is_hidden_as_a_whole_has_an_empty_public_part() -> None:
    hidden = lines("### BEGIN HIDDEN TESTS", HIDDEN_LINE, "### END HIDDEN TESTS")
    (test,) = master(check(hidden)).tests
    assert (test.public_source, test.points) == ("", 2.0)


def test_points_add_up() -> None:
    found = master(check("a", "t1", 2), solution("b"), check("c", "t2", 0.5))
    assert found.points == 2.5


def test_a_manually_graded_cell_is_no_test() -> None:
    essay = graded_cell("Why?", "essay", cell_type="markdown", grade=True, solution=True, points=5)
    task = graded_cell("Draw.", "task", cell_type="markdown", task=True, points=5)
    assert master(essay, task).tests == ()


# The prefix.


def test_the_prefix_ends_at_the_first_solution_cell() -> None:
    found = master(markdown("# T"), code("a"), locked("b"), solution("c"), locked("d", "later"))
    assert (found.prefix_length, found.prefix) == (3, ("a", "b"))


def test_the_prefix_ends_at_a_test_cell_that_comes_before_any_solution() -> None:
    found = master(code("a"), check("b"), solution("c"))
    assert (found.prefix_length, found.prefix) == (1, ("a",))


def test_a_notebook_without_exercises_is_all_prefix() -> None:
    found = master(code("a"), code(" \n"), markdown("b"), code("c"))
    assert (found.prefix_length, found.prefix) == (4, ("a", "c"))


# Exercises.


def test_a_test_belongs_to_the_nearest_heading_above_it() -> None:
    assert headings("# Lines", "## Exercise 1: Slope", "no heading", "## Exercise 2") == [
        "Lines",
        "Exercise 1: Slope",
        "Exercise 1: Slope",
        "Exercise 2",
    ]


def test_a_test_above_every_heading_belongs_to_the_notebook() -> None:
    assert headings("just text") == ["fit"]


@pytest.mark.parametrize(
    ("markdown_text", "exercise"),
    [
        ("## Exercise 1\n\ntext\n\n### Hints", "Exercise 1"),
        ("## exercise 1\n\n### Exercise 1a", "exercise 1"),
        ("## Exercise 1\n\n## Summary", "Summary"),
        ("### Exercise 1\n\n## Part II", "Part II"),
        ("## Part I\n\n### Exercise 1", "Exercise 1"),
        ("## Exercises\n\n### Slope", "Slope"),
        ("# A\n\n## B", "B"),
    ],
)
def test_a_deeper_heading_inside_a_named_exercise_is_a_part_of_it(
    markdown_text: str, exercise: str
) -> None:
    assert headings(markdown_text) == [exercise]


@pytest.mark.parametrize(
    ("markdown_text", "exercise"),
    [
        ("## Exercise 1 ##", "Exercise 1"),
        ("## Exercise 1 \t", "Exercise 1"),
        ("   ## Exercise 1", "Exercise 1"),
        ("## C#", "C#"),
        ("#\nExercise 1", "fit"),
        ("#hashtag", "fit"),
        ("####### seven", "fit"),
        ("    # code", "fit"),
        ("```\n# a comment\n```", "fit"),
        ("~~~python\n# a comment\n~~~\n# Real", "Real"),
        ("text\n# Late\ntext", "Late"),
    ],
)
def test_headings_are_read_as_markdown_has_them(markdown_text: str, exercise: str) -> None:
    assert headings(markdown_text) == [exercise]


def test_a_comment_in_code_is_no_heading() -> None:
    (test,) = master(code("# Not a heading"), check("assert x")).tests
    assert test.exercise == "fit"


def test_test_cells_belong_to_the_heading_above_them() -> None:
    found = master(
        markdown("## Exercise 2"),
        check("a", "t1"),
        check("b", "t2"),
        markdown("## Text"),
        markdown("## Exercise 1"),
        check("c", "t3"),
    )
    exercises = {test.grade_id: test.exercise for test in found.tests}
    assert exercises == {"t1": "Exercise 2", "t2": "Exercise 2", "t3": "Exercise 1"}


# What is wrong.


@pytest.mark.parametrize("points", [-1, None, "2", True, float("nan"), float("inf"), 10**400])
def test_a_test_cell_says_what_it_is_worth(points: object) -> None:
    assert problem(check("assert x", "t", points)) == (
        "points-missing",
        "fit.ipynb, cell 1 (t): it has no points: say in nbgrader's toolbar what it is worth",
    )


def test_a_test_cell_may_be_worth_nothing() -> None:
    assert master(check("assert x", "t", 0)).points == 0


def test_a_cell_that_a_person_judges_says_what_it_is_worth() -> None:
    for roles in ({"grade": True, "solution": True}, {"task": True}):
        cell = graded_cell("Why?", "essay", cell_type="markdown", **roles)
        assert problem(cell)[0] == "points-missing"


OTHER_LANGUAGES = (
    ({"kernelspec": {"name": "ir", "language": "R"}}, "its language is R (kernel ir)"),
    ({"kernelspec": {"display_name": "Julia", "language": "julia"}}, "its language is julia,"),
    ({"kernelspec": {}, "language_info": {"name": "octave"}}, "its language is octave,"),
)


@pytest.mark.parametrize(("metadata", "words"), OTHER_LANGUAGES)
def test_a_notebook_of_another_language_is_refused_with_a_remedy(
    metadata: dict[str, object], words: str, tmp_path: Path
) -> None:
    save(tmp_path / "lines/fit.ipynb", replace(a_notebook(*CELLS), metadata=metadata))
    with pytest.raises(InstructorError, match=re.escape(f"fit.ipynb: {words}")) as caught:
        assignments.read(tmp_path / "lines")
    assert caught.value.code == "language-not-python"
    assert "choose a Python kernel" in caught.value.message


@pytest.mark.parametrize("kernel", [{}, {"language": "python"}, {"language": "Python 3"}, None, 3])
def test_a_python_kernel_of_any_name_is_taken(kernel: object, tmp_path: Path) -> None:
    metadata = {"kernelspec": kernel}
    save(tmp_path / "lines/fit.ipynb", replace(a_notebook(*CELLS), metadata=metadata))
    assert assignments.read(tmp_path / "lines").points == 2


# What a person judges.


def test_answers_and_tasks_for_a_person_are_listed_with_exercise_and_place() -> None:
    essay = graded_cell(
        "Why?", "essay", cell_type="markdown", grade=True, solution=True, points=1.5
    )
    sketch = graded_cell("draw()", "sketch", grade=True, solution=True, points=0)
    task = graded_cell("## Draw\nit.", "task", cell_type="markdown", task=True, points=4)
    found = master(markdown("## Exercise 1"), *CELLS[1:], essay, sketch, task)
    assert found.manual == (
        ManualTask("essay", 1.5, "Exercise 1", 4, is_task=False),
        ManualTask("sketch", 0.0, "Exercise 1", 5, is_task=False),
        ManualTask("task", 4.0, "Draw", 6, is_task=True),
    )
    assert found.points == 2


def test_an_id_stands_once() -> None:
    assert problem(solution("a", "x"), code("b"), check("c", "x")) == (
        "duplicate-id",
        "fit.ipynb, cell 3 (x): cell 1 has the same id: give one of them another",
    )


@pytest.mark.parametrize(
    "cell", [solution("a", ""), check("a", ""), locked("a", ""), graded_cell("a", "", task=True)]
)
def test_a_cell_with_a_role_needs_an_id(cell: Cell) -> None:
    assert problem(code("a"), cell)[0] == "cell-without-id"


def test_an_ill_formed_hidden_region_names_the_line() -> None:
    code_found, message = problem(check(lines("a", "### END HIDDEN TESTS"), "t"))
    assert code_found == "ill-formed-region"
    assert message.startswith("fit.ipynb, cell 1 (t): line 2: END HIDDEN TESTS without")


# Folders.


def test_an_assignment_is_its_notebooks_and_the_files_beside_them(tmp_path: Path) -> None:
    folder = make_course(tmp_path) / "source/lines"
    for name in (".hidden", ".ipynb_checkpoints/fit.ipynb", "__pycache__/x.pyc", "pictures/a.png"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("x")
    found = assignments.read(folder)
    assert (found.name, found.points) == ("lines", 2.0)
    assert [each.name for each in found.masters] == ["fit"]
    assert found.files == (Path("pictures/a.png"), Path("points.csv"))


@pytest.mark.parametrize(
    ("name", "code_expected"), [("nowhere", "assignment-missing"), ("empty", "assignment-empty")]
)
def test_a_folder_without_masters_is_the_instructors_to_mend(
    tmp_path: Path, name: str, code_expected: str
) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InstructorError) as caught:
        assignments.read(tmp_path / name)
    assert (caught.value.code, caught.value.fault) == (code_expected, Fault.INSTRUCTOR)


def test_a_master_that_is_no_notebook_is_named(tmp_path: Path) -> None:
    folder = make_course(tmp_path) / "source/lines"
    (folder / "other.ipynb").write_text("{}")
    with pytest.raises(InstructorError) as caught:
        assignments.read(folder)
    assert caught.value.code == "notebook-format"
    assert str(folder / "other.ipynb") in caught.value.message


def test_a_pipe_among_the_files_is_not_waited_for(tmp_path: Path) -> None:
    folder = make_course(tmp_path) / "source/lines"
    os.mkfifo(folder / "pipe.ipynb")
    assert [each.name for each in assignments.read(folder).masters] == ["fit"]
