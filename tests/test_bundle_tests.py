"""A test cell as a test file of otter-grader's, run by otter's own class for such files."""

from collections.abc import Mapping
from typing import Any

import pytest
from otter.run import AutograderConfig
from otter.test_files import GradingResults
from otter.test_files.exception_test import ExceptionTestFile

from autograder.assignment import BEGIN_HIDDEN, END_HIDDEN, TestCell, without_region
from autograder.bundles.parts import (
    GENERIC,
    ends_in_a_number,
    parts_of,
    pieces,
    public_parts,
)
from autograder.bundles.test_files import NO_CHECKS, graded_file, public_file

BEGIN, END = f"### {BEGIN_HIDDEN}", f"### {END_HIDDEN}"
VALUE = "8421"


def cell(*lines: str, points: float = 2) -> TestCell:
    source = "\n".join(lines)
    public = without_region(source, BEGIN_HIDDEN, END_HIDDEN)
    return TestCell("sum-test", points, source, public, "Exercise 1", 0)


def shapes(test: TestCell) -> list[tuple[bool, int]]:
    return [(part.is_hidden, len(part.statements)) for part in parts_of(test)]


def run(source: str, names: Mapping[str, Any]) -> ExceptionTestFile:
    made = ExceptionTestFile.from_string(source, path="tests/sum-test.py")
    made.run({"__name__": "__main__", **names})
    return made


def shown(made: ExceptionTestFile, **settings: object) -> str:
    return str(GradingResults([made]).to_gradescope_dict(AutograderConfig(dict(settings))))


PLAIN = cell(
    'assert isinstance(total, int), "total is a whole number"',
    BEGIN,
    f"expected = {VALUE}",
    'assert total == expected, "look at the sum again"',
    END,
)


def test_parts_are_whole_statements_in_their_order() -> None:
    assert shapes(PLAIN) == [(False, 1), (True, 2)]
    both = cell("a = 1", "b = 2", BEGIN, "c = 3", END, "d = 4", BEGIN, "e = 5", END)
    assert shapes(both) == [(False, 2), (True, 1), (False, 1), (True, 1)]
    assert [part.source for part in parts_of(both)] == ["a = 1\nb = 2", "c = 3", "d = 4", "e = 5"]
    assert [part.source for part in public_parts(both)] == ["a = 1\nb = 2\nd = 4"]


def test_a_statement_with_a_hidden_line_is_hidden_as_a_whole() -> None:
    loop = cell(
        "for n in (1, 2):",
        "    assert f(n) > 0, 'positive'",
        f"    {BEGIN}",
        "    assert f(n) == n * n, 'squares'",
        f"    {END}",
        "assert True",
    )
    assert shapes(loop) == [(True, 1), (False, 1)]
    assert "squares" not in public_file(loop)
    right = run(graded_file(loop), {"f": lambda n: n * n})
    wrong = run(graded_file(loop), {"f": lambda n: n})
    assert (right.score, wrong.score) == (2, 0)


def test_decorators_comments_and_shared_lines_keep_statements_together() -> None:
    odd = cell(
        "import functools; x = 1",
        "",
        "# about f",
        "@functools.cache",
        "def f():",
        "    return x",
        BEGIN,
        "# about the next",
        "assert f() == 1, 'one'",
        END,
    )
    assert shapes(odd) == [(False, 2), (True, 1)]
    assert run(graded_file(odd), {}).score == 2


def test_a_percent_sign_is_no_magic_in_a_line_of_python() -> None:
    assert run(graded_file(cell("x = (7", "% 4)", "assert x == 3")), {}).score == 2
    assert [p.source for p in parts_of(cell("%matplotlib inline", "x = 1"))] == ["x = 1"]
    with pytest.raises(SyntaxError):
        parts_of(cell("await g()"))


def test_full_points_for_all_parts_and_none_for_less() -> None:
    assert run(graded_file(PLAIN), {"total": 8421}).score == 2
    assert run(graded_file(PLAIN), {"total": 8422}).score == 0
    assert run(graded_file(PLAIN), {"total": "8421"}).score == 0
    assert run(graded_file(PLAIN), {}).score == 0
    assert run(graded_file(PLAIN), {}).possible == 2


@pytest.mark.parametrize("points", [0, 0.5, 3, 2.25])
def test_points_carry_over_exactly(points: float) -> None:
    made = run(graded_file(cell("assert True", BEGIN, "assert True, 'm'", END, points=points)), {})
    assert (made.score, made.possible) == (points, points)


def test_names_of_a_part_are_there_for_the_next_and_for_the_notebook() -> None:
    test = cell("checked = total + 1", BEGIN, "assert checked == 3, 'three'", END)
    names = {"total": 2}
    made = ExceptionTestFile.from_string(graded_file(test), path="tests/sum-test.py")
    made.run(names)
    assert made.score == 2
    assert names["checked"] == 3


@pytest.mark.parametrize("settings", [{}, {"show_hidden": True}, {"show_all_public": True}])
@pytest.mark.parametrize("total", [8422, "x", None])
def test_what_students_may_see_has_the_public_message_and_nothing_hidden(
    settings: dict[str, bool], total: object
) -> None:
    seen = shown(run(graded_file(PLAIN), {"total": total}), **settings)
    assert VALUE not in seen
    assert "expected" not in seen
    # Otter marks the whole entry as hidden from students unless show_hidden is set.
    assert "look at the sum again" in seen


def test_public_checks_tell_the_statement_and_the_message() -> None:
    seen = run(public_file(PLAIN), {"total": "x"}).summary()
    assert "total is a whole number" in seen
    assert 'assert isinstance(total, int), "total is a whole number"' in seen
    assert "sum-test: public checks" in seen


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("assert total == 1", GENERIC),
        ("assert total == 1, f'{expected}'", GENERIC),
        ("raise ValueError('8421')", GENERIC),
        ("missing", GENERIC),
        ("import sys; sys.exit('8421')", GENERIC),
        ("assert total == 1, 'plain'", "plain"),
    ],
)
def test_a_hidden_part_says_its_literal_message_or_a_general_line(line: str, says: str) -> None:
    test = cell("pass", BEGIN, f"expected = {VALUE}", line, END)
    made = run(graded_file(test), {"total": 2})
    assert made.score == 0
    seen = shown(made, show_hidden=True)
    assert says in seen
    assert VALUE not in seen


def test_a_function_that_ends_the_program_fails_its_test_only() -> None:
    def leave() -> None:
        raise SystemExit("bye")

    made = run(graded_file(cell("leave()")), {"leave": leave})
    assert made.score == 0
    assert "SystemExit: bye" in made.summary()


def test_students_get_no_word_of_what_is_hidden() -> None:
    source = public_file(PLAIN)
    assert VALUE not in source
    assert "HIDDEN" not in source
    assert "look at the sum" not in source


def test_a_test_without_public_part_says_so() -> None:
    alone = cell(BEGIN, "assert total == 2, 'two'", END)
    made = run(public_file(alone), {})
    assert made.passed_all
    assert NO_CHECKS in made.summary()
    assert run(graded_file(alone), {"total": 2}).score == 2
    assert run(graded_file(alone), {"total": 3}).score == 0


@pytest.mark.parametrize(
    "text",
    [
        r"assert text == 'a\nb'",
        "assert text == '''it's'''",
        'assert text == """a\n"""',
        "assert '\t' in text\nx = 1",
        "text = 'ä∂😀'\nassert text",
        "'begins with a quotation mark'\nx = 1",
        "assert text.endswith('\\\\')\nassert True",
    ],
)
def test_any_text_of_a_test_comes_through_as_it_is(text: str) -> None:
    names: dict[str, Any] = {}
    for hidden in (False, True):
        test = cell(BEGIN, text, END) if hidden else cell(text)
        exec(compile(graded_file(test), "t", "exec"), names)  # noqa: S102  # our own file
        (part,) = parts_of(test)
        if hidden:
            assert names["HIDDEN_1"].rstrip("\n") == part.source
    (part,) = parts_of(cell(text))
    assert part.source == text


def test_two_parts_of_the_same_text_are_two_cases() -> None:
    twice = cell(
        "n += 1", BEGIN, "n += 1", END, "n += 1", BEGIN, "n += 1", "assert n == 4, 'm'", END
    )
    made = run(graded_file(twice), {"n": 0})
    assert len(made.test_cases) == 4
    assert made.score == 2


@pytest.mark.parametrize(
    ("last", "is_number"),
    [
        ("score", True),
        ("0.5", True),
        ("float(score)", True),
        ("True", False),
        ("'text'", False),
        ("print(score)", False),
        ("assert score", False),
        ("score = 1", False),
    ],
)
def test_a_last_expression_may_be_partial_credit(last: str, is_number: bool) -> None:
    assert ends_in_a_number(cell("score = 0.5", last)) is is_number
    assert ends_in_a_number(cell("score = 0.5", BEGIN, last, END)) is is_number


def test_otter_runs_the_public_part_twice() -> None:
    from compiler_course import CELLS, notebook

    from autograder.assignment import master_of

    master = master_of("fit", notebook(*CELLS))
    (found,) = pieces(master).values()
    public, *parts = found
    assert public == parts[0] == 'assert isinstance(slope, float), "slope is a number"'
    assert len(parts) == 2
