from dataclasses import replace

import pytest
from compiler_course import ANSWER, CELLS, SETUP, TEST, check, code, lines, markdown, solution
from compiler_course import graded as graded_cell
from compiler_course import notebook as a_notebook
from hypothesis import given
from hypothesis import strategies as st
from traitlets.config import Config

from autograder.compiler.checks import StyleProblem, check_notebook
from autograder.compiler.nbgrader_settings import check_markers
from autograder.notebook import Cell

BEGIN, END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"


def found(*cells: Cell) -> list[tuple[str, str]]:
    return [(e.code, e.message) for e in check_notebook("fit", a_notebook(*cells))]


def codes(*cells: Cell) -> list[str]:
    return [code for code, _ in found(*cells)]


def is_style(*cells: Cell) -> bool:
    (problem,) = check_notebook("fit", a_notebook(*cells))
    return isinstance(problem, StyleProblem)


def hidden(*texts: str) -> Cell:
    return check(lines(BEGIN, *texts, END))


def test_a_sound_master_has_no_problem() -> None:
    assert found(*CELLS) == []


BAD: tuple[tuple[str, Cell, str], ...] = (
    ("ill-formed-region", solution("### BEGIN SOLUTION\nx = 1"), "without END SOLUTION"),
    ("ill-formed-region", solution("x = 1\n### END SOLUTION"), "without BEGIN SOLUTION"),
    (
        "ill-formed-region",
        solution("### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION"),
        "line 2",
    ),
    (
        "ill-formed-region",
        solution("# BEGIN SOLUTION x = 1 END SOLUTION\ny = 2"),
        "line 1: END SOLUTION without",
    ),
    ("ill-formed-region", check(f"assert 1\n{BEGIN}"), "BEGIN HIDDEN TESTS without"),
    (
        "region-in-wrong-cell",
        code("### BEGIN SOLUTION\nx = 1\n### END SOLUTION"),
        "belongs in a solution cell",
    ),
    (
        "region-in-wrong-cell",
        markdown("### BEGIN SOLUTION\nx\n### END SOLUTION"),
        "belongs in a solution cell",
    ),
    (
        "region-in-wrong-cell",
        solution(f"{BEGIN}\nassert x, 'no'\n{END}"),
        "belongs in a test cell",
    ),
    (
        "region-in-wrong-cell",
        code("### BEGIN MARK SCHEME\n# one point\n### END MARK SCHEME"),
        "belongs in a task cell",
    ),
    ("almost-marker", check("assert x\n### BEGIN HIDDEN TEST\nassert y"), "line 2"),
    ("almost-marker", solution("# begin solution\nx = 1\n# end solution"), "line 1"),
    ("cell-without-id", graded_cell("x", "", solution=True), "give it an nbgrader id"),
    ("test-without-points", check("assert x", points=0), "above zero"),
    ("points-missing", check("assert x", points=None), "what it is worth"),
    ("points-missing", check("assert x", points=-1), "what it is worth"),
    (
        "points-missing",
        graded_cell("Why?", "why", cell_type="markdown", grade=True, solution=True),
        "what it is worth",
    ),
    (
        "raw-cell-with-points",
        graded_cell("x", "why", cell_type="raw", grade=True, solution=True, points=1),
        "make it a markdown or code cell",
    ),
    ("test-without-assert", check("x = 1"), "write an assert"),
    ("test-without-assert", check(""), "write an assert"),
)


@pytest.mark.parametrize(("code", "cell", "words"), BAD)
def test_a_bad_cell_is_named_with_its_fault_and_remedy(code: str, cell: Cell, words: str) -> None:
    problems = found(markdown("# Lines"), cell)
    where = f"fit.ipynb, cell 2 ({cell.grade_id}): " if cell.grade_id else "fit.ipynb, cell 2: "
    mine = [message for found_code, message in problems if found_code == code]
    assert mine
    assert mine[0].startswith(where)
    assert words in mine[0]


def test_the_second_cell_of_an_id_is_reported() -> None:
    assert found(SETUP, ANSWER, replace(ANSWER)) == [
        (
            "duplicate-id",
            "fit.ipynb, cell 3 (slope): cell 2 has the same id: give one of them another",
        )
    ]


def test_all_problems_of_a_notebook_are_reported_in_the_order_of_its_cells() -> None:
    cells = (code("### BEGIN SOLUTION"), check("assert x", points=0), hidden("assert slope"))
    cells = (*cells[:2], graded_cell(cells[2].source, "t2", grade=True, locked=True, points=1))
    assert codes(*cells) == [
        "ill-formed-region",
        "test-without-points",
        "hidden-assert-without-message",
    ]


WITHOUT_MESSAGE = (
    "assert slope > 2",
    'assert slope > 2, f"not {slope}"',
    "assert slope > 2, message",
    'assert slope > 2, "not " + str(slope)',
    'assert slope > 2, "slope {}".format(slope)',
    'assert slope > 2, ""',
    'assert slope > 2, "  "',
    'assert slope > 2, b"bytes"',
    "assert slope > 2, 3",
    'assert (slope > 2, "always true")',
    "assert (\n    slope\n    > 2\n)",
    "def f(v):\n    assert v > 2\nf(slope)",
    'if True: assert slope > 2; assert slope < 3, "fine"',
)


@pytest.mark.parametrize("text", WITHOUT_MESSAGE)
def test_a_hidden_assert_needs_a_literal_message(text: str) -> None:
    assert codes(hidden(text)) == ["hidden-assert-without-message"]


WITH_MESSAGE = (
    'assert slope > 2, "steeper"',
    "assert slope > 2, 'steeper'",
    'assert slope > 2, (\n    "steeper "\n    "than that"\n)',
    'assert (\n    slope > 2\n    and slope < 3\n), """between"""',
    "np.testing.assert_allclose(slope, 2.5)",
)


@pytest.mark.parametrize("text", WITH_MESSAGE)
def test_a_literal_message_over_several_lines_is_accepted(text: str) -> None:
    assert codes(hidden(text)) == []


def test_a_public_assert_needs_no_message() -> None:
    assert codes(check(f"assert slope > 2\n{BEGIN}\nexpected = 2.5\n{END}")) == []


def test_each_hidden_assert_without_a_message_is_reported_with_its_line() -> None:
    problems = found(hidden("assert a", 'assert b, "fine"', "assert c"))
    assert [("line 2" in m, "line 4" in m) for _, m in problems] == [(True, False), (False, True)]


def test_a_last_expression_that_gives_partial_credit_is_a_test() -> None:
    assert codes(check("points = 1\npoints")) == []


@pytest.mark.parametrize("magic", ["%matplotlib inline", "%%time", "%load_ext autoreload"])
def test_a_magic_that_changes_nothing_is_a_matter_of_style(magic: str) -> None:
    for cell in (hidden(magic, 'assert slope, "no"'), check(lines(magic, 'assert slope, "no"'))):
        assert codes(cell) == ["test-magic"]
        assert is_style(cell)


@pytest.mark.parametrize("magic", ["!ls", "%%bash", "  !ls", "%time x", "slope?", "%load_ext sql"])
def test_another_magic_in_a_test_cell_is_refused_with_its_line(magic: str) -> None:
    cell = check(lines("%matplotlib inline", magic))
    ((code, message),) = found(cell)
    assert (code, "line 2: a test cell is plain Python" in message) == ("test-magic", True)
    assert not is_style(cell)


def test_a_line_that_continues_an_expression_with_a_percent_sign_is_no_magic() -> None:
    assert codes(hidden("assert (7", '  % 2 == 1), "odd"')) == []


def test_a_hidden_part_that_is_not_python_is_refused_with_its_line() -> None:
    ((code, message),) = found(hidden("assert slope ==", 'assert x, "no"'))
    assert code == "test-not-python"
    assert "line 2: the hidden part is not valid Python" in message


def test_a_public_part_that_is_not_python_by_itself_is_a_matter_of_style() -> None:
    source = lines("for v in [slope]:", BEGIN, '    assert v, "no"', END)
    assert codes(check(source)) == ["public-part-not-python"]
    assert is_style(check(source))


STYLE = (
    hidden("assert slope > 2"),
    check("x = 1"),
    check("assert x", points=0),
    check("assert x\n### BEGIN HIDDEN TEST"),
)


@pytest.mark.parametrize("cell", STYLE, ids=codes)
def test_what_nbgrader_accepts_and_can_be_graded_is_a_matter_of_style(cell: Cell) -> None:
    assert is_style(cell)


MISTAKES = (
    check("assert x", points=None),
    solution("### BEGIN SOLUTION"),
    solution("assert x", ""),
    code("### BEGIN SOLUTION\nx = 1\n### END SOLUTION"),
    check("assert ="),
)


@pytest.mark.parametrize("cell", MISTAKES, ids=codes)
def test_what_leaks_or_cannot_be_graded_is_no_matter_of_style(cell: Cell) -> None:
    assert not is_style(cell)


def test_hidden_lines_may_stand_in_an_answer_that_a_person_grades() -> None:
    cell = graded_cell(f"x\n{BEGIN}\nassert y\n{END}", "why", grade=True, solution=True, points=1)
    assert codes(cell) == []


def test_a_backslash_that_python_warns_of_does_not_warn_here(
    recwarn: pytest.WarningsRecorder,
) -> None:
    assert codes(hidden(r'assert re.match("\d", text), "a digit"')) == []
    assert not recwarn.list


def test_a_notebook_of_another_language_is_refused_without_further_complaints() -> None:
    other = a_notebook(TEST, kernelspec={"name": "ir", "language": "R"})
    assert [error.code for error in check_notebook("fit", other)] == ["language-not-python"]


@pytest.mark.parametrize("marker", ["", " ", "BEGIN", "MARK SCHEME"])
def test_a_renamed_marker_needs_a_text_of_its_own(marker: str) -> None:
    config = Config({"ClearHiddenTests": {"begin_test_delimeter": marker}})
    errors = check_markers(config)
    assert {error.code for error in errors} == {"marker-ambiguous"}
    assert any("c.ClearHiddenTests.begin_test_delimeter" in error.message for error in errors)


@pytest.mark.parametrize("marker", ["SECRET", "BEGIN HIDDEN TESTS"])
def test_a_marker_may_be_renamed(marker: str) -> None:
    config = Config({"ClearHiddenTests": {"begin_test_delimeter": marker}})
    assert check_markers(config) == ()
    assert check_markers(Config()) == ()


@given(st.text())
def test_any_source_is_checked_without_a_crash(source: str) -> None:
    for cell in (check(source), hidden(source), solution(source), markdown(source)):
        check_notebook("fit", a_notebook(cell))
