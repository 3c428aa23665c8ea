"""docs/ten-minutes.md, followed to the letter in an empty folder, by the package's wheel."""

import itertools
import re

import pytest
from walkthrough import PAGE, Block, Walk, blocks, edit, follow

from autograder import cases, notebook
from autograder.assignment import read as read_assignment
from autograder.configuration import open_course
from autograder.results import latest


@pytest.fixture(scope="module")
def walk() -> Walk:
    return follow()


def flat(text: str) -> list[str]:
    """Return the lines of a text, with one blank for any number and without frames."""
    return [" ".join(re.sub("[│┃❱]", " ", line).split()) for line in text.splitlines()]


def unseen(quoted: str, output: str) -> list[str]:
    """Return the quoted lines that do not stand in the output, in their order."""
    lines = iter(flat(output))
    return [line for line in flat(quoted) if not any(line in seen for seen in lines)]


def test_every_command_gives_what_the_page_says(walk: Walk) -> None:
    for typed in walk.typed:
        assert unseen(typed.quoted, typed.output) == [], f"{typed.commands}\n{typed.output}"


def test_only_scores_that_wait_and_a_proof_that_fails_end_with_status_1(walk: Walk) -> None:
    waiting, unproven = [typed.output for typed in walk.typed if typed.status == 1]
    assert "Nothing of this is written yet" in waiting
    assert "not proven" in unproven


def test_the_page_quotes_every_command_that_says_something_about_a_student(walk: Walk) -> None:
    asked = [typed for typed in walk.typed if typed.commands.startswith("autograder")]
    assert len(asked) == 9
    assert all(typed.quoted for typed in asked)


def test_in_the_end_ada_has_her_point_and_feedback_without_hidden_tests(walk: Walk) -> None:
    course = open_course(walk.course)
    result = latest(course.results, "ada", "demo")
    assert result is not None and (result.points, result.max_points) == (6, 6)
    page = (walk.course / "feedback/ada/demo/demo.html").read_text(encoding="utf-8")
    assert "expected_giants" not in page and "giants-test" in page
    assert (walk.course / "gradebook.db").is_file()


def test_in_the_end_the_cases_fit_the_master_again(walk: Walk) -> None:
    (master,) = read_assignment(walk.course / "source/demo").masters
    release = notebook.read(walk.course / "release/demo/demo.ipynb")
    known = cases.read_cases(walk.course / "tests", "demo")
    for case in known:
        cases.submission(release, [case])
    assert len(known) == 8 and len(master.tests) == 5
    wheat = (walk.course / "tests/wheats/demo/demo/exercise-1-by-hand.py").read_text()
    assert "Uranus" not in wheat


def test_the_clone_that_the_wheel_was_made_of_is_all_that_the_page_needs(walk: Walk) -> None:
    assert {path.name for path in walk.root.iterdir()} == {"autograder", "dist", "planets", "state"}


# How the page is read.


def test_a_block_says_what_it_is_for() -> None:
    page = "a\n\n```sh\nls\n```\n\n```text\nb\n```\n\n"
    page += "```python old x/y.py\n1\n```\n\nbecomes\n\n```python new\n2\n```\n"
    assert list(blocks(page)) == [
        Block("typed", "", "ls\n"),
        Block("quoted", "", "b\n"),
        Block("old", "x/y.py", "1\n"),
        Block("new", "", "2\n"),
    ]


@pytest.mark.parametrize(
    ("quoted", "missing"),
    [
        ("one two\nthree", []),
        ("one  two", []),
        ("three\none two", ["one two"]),
        ("four", ["four"]),
    ],
)
def test_a_line_that_the_output_does_not_have_is_found(quoted: str, missing: list[str]) -> None:
    assert unseen(quoted, "│ one   two │\nsee three\n") == missing


def test_every_edit_of_the_page_has_two_sides() -> None:
    kinds = [block.kind for block in blocks(PAGE.read_text(encoding="utf-8"))]
    pairs = [(kind, after) for kind, after in itertools.pairwise(kinds) if kind == "old"]
    assert pairs and set(pairs) == {("old", "new")}
    assert kinds.count("new") == kinds.count("old")


def test_an_edit_of_a_text_that_is_not_there_is_refused(walk: Walk) -> None:
    with pytest.raises((AssertionError, ValueError)):
        edit(walk.course / "source/demo/demo.ipynb", "no such text", "x")
    with pytest.raises(AssertionError):
        edit(walk.course / "nbgrader_config.py", "no such text", "x")
