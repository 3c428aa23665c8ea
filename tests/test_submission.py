"""What becomes of a notebook that a student handed in, whatever was done to it."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from compiler_course import (
    CELLS,
    HIDDEN_LINE,
    SETUP,
    SOLUTION_LINE,
    check,
    code,
    lines,
    locked,
    markdown,
    solution,
    with_cell_ids,
)
from compiler_course import graded as graded_cell
from compiler_course import notebook as a_notebook
from hypothesis import given
from hypothesis import strategies as st
from traitlets.config import Config

from autograder import notebook as notebooks
from autograder.assignment import Assignment, Master, master_of
from autograder.compiler.preprocessing import student_version
from autograder.errors import StudentError
from autograder.helper_files import HelperFile
from autograder.notebook import Cell, Notebook
from autograder.submission import (
    Kind,
    Submission,
    find_notebook,
    read_notebook,
    read_timestamp,
    take_in,
)

SOURCE = Path(__file__).parent.parent / "source"

HIDDEN = lines("### BEGIN HIDDEN TESTS", 'assert r == 6, "r"', "### END HIDDEN TESTS")
SOLVED = lines("### BEGIN SOLUTION", "r = 6", "### END SOLUTION")

TITLE = markdown("# Numbers")
IMPORTS = code("import math")  # plain: the student may change it
LOAD = locked("six = math.factorial(3)", "load")
FIRST = solution(SOLVED, "first")
TEST_FIRST = check(lines("assert r > 0", HIDDEN), "test-first", 1)
TEST_AGAIN = check(HIDDEN, "test-again", 2)  # hidden as a whole
HEADING = markdown("## Exercise 2")
DEMO = locked("shown = r", "demo")
SECOND = solution(SOLVED, "second")
TEST_SECOND = check(lines("assert r < 9", HIDDEN), "test-second", 4)
ESSAY = graded_cell("Why?", "essay", cell_type="markdown", grade=True, solution=True, points=5)

MASTER_CELLS = with_cell_ids(
    (
        TITLE,
        IMPORTS,
        LOAD,
        FIRST,
        TEST_FIRST,
        TEST_AGAIN,
        HEADING,
        DEMO,
        SECOND,
        TEST_SECOND,
        ESSAY,
    )
)
MASTER: Master = master_of("numbers", Notebook(MASTER_CELLS, {"title": "the master's"}))
PUBLIC = {"test-first": "assert r > 0", "test-again": "", "test-second": "assert r < 9"}
STUB = "raise NotImplementedError()"

ALL = ["import math", "load", "r = 1", "T test-first", "T test-again", "demo", "r = 2"]
ALL.append("T test-second")


def handed_in() -> dict[str, Cell]:
    """Return what a student hands in who changed nothing but the answers, cell by cell."""
    names = ("title", "imports", "load", "first", "test-first", "test-again", "heading", "demo")
    names += ("second", "test-second", "essay")
    cells = dict(zip(names, MASTER_CELLS, strict=True))
    for name, source in {**PUBLIC, "first": "r = 1", "second": "r = 2", "essay": "So."}.items():
        cells[name] = replace(cells[name], source=source)
    return cells


def taken(cells: dict[str, Cell] | list[Cell]) -> Submission:
    chosen = cells.values() if isinstance(cells, dict) else cells
    return take_in(MASTER, Notebook(tuple(chosen)))


def order(found: Submission) -> list[str]:
    """Return what runs, in order: tests by their id, locked cells by theirs, else the text."""
    return [
        f"T {step.test.grade_id}"
        if step.test is not None
        else (found.notebook.cells[step.position].grade_id or "?")
        if step.kind is Kind.LOCKED
        else step.source
        for step in found.steps
    ]


def after(name: str, *added: Cell) -> list[Cell]:
    cells = handed_in()
    at = list(cells).index(name) + 1
    return [*list(cells.values())[:at], *added, *list(cells.values())[at:]]


def changed(name: str, **changes: Any) -> dict[str, Cell]:
    cells = handed_in()
    return {**cells, name: replace(cells[name], **changes)}


def without(*names: str) -> dict[str, Cell]:
    return {name: cell for name, cell in handed_in().items() if name not in names}


# What is as it should be.


def test_an_honest_submission_starts_behind_the_prefix_and_brings_no_notice() -> None:
    found = taken(handed_in())
    assert (found.warm, found.notices) == (True, ())
    assert order(found) == ALL[2:]


def test_a_step_knows_its_cell_its_kind_and_the_masters_test() -> None:
    found = taken(handed_in())
    assert [(step.kind, step.position) for step in found.steps] == [
        (Kind.STUDENT, 3),
        (Kind.TEST, 4),
        (Kind.TEST, 5),
        (Kind.LOCKED, 7),
        (Kind.STUDENT, 8),
        (Kind.TEST, 9),
    ]
    assert found.steps[1].source == lines("assert r > 0", HIDDEN)
    assert found.steps[1].test == MASTER.tests[0]


def test_the_notebook_never_holds_a_hidden_test() -> None:
    everything = notebooks.write(taken(without("test-first", "test-again")).notebook).decode()
    assert "assert r > 0" in everything
    assert "r == 6" not in everything and "HIDDEN" not in everything


def test_a_test_that_is_hidden_as_a_whole_is_judged() -> None:
    assert "T test-again" in order(taken(handed_in()))


def test_outputs_and_counts_that_were_handed_in_are_dropped() -> None:
    shown = ({"output_type": "stream", "name": "stdout", "text": "42"},)
    found = taken(changed("first", outputs=shown, execution_count=7))
    assert all(not cell.outputs for cell in found.notebook.cells)
    assert all(cell.execution_count is None for cell in found.notebook.cells)


def test_the_notebooks_metadata_is_the_masters() -> None:
    found = take_in(MASTER, Notebook(tuple(handed_in().values()), {"title": "mine"}))
    assert found.notebook.metadata == {"title": "the master's"}


def test_an_essay_keeps_its_text_and_pictures() -> None:
    picture = {"a.png": {"image/png": "AAAA"}}
    found = taken(changed("essay", source="Because.", attachments=picture))
    essay = next(cell for cell in found.notebook.cells if cell.grade_id == "essay")
    assert (essay.source, essay.attachments) == ("Because.", picture)


def test_blank_cells_do_not_run() -> None:
    found = taken(after("first", code(" \n\n"), markdown("r = 5"), Cell("raw", "r = 5")))
    assert order(found) == ALL[2:]


def test_a_blank_cell_in_the_prefix_leaves_it_warm() -> None:
    found = taken(after("imports", code("\n"), markdown("my note")))
    assert found.warm
    assert order(found) == ALL[2:]


# The prefix.


@pytest.mark.parametrize(
    "cells",
    [
        changed("imports", source="import math, os"),
        after("title", code("import os")),
        after("imports", code("import os")),
        without("imports"),
    ],
    ids=["changed", "inserted-first", "inserted-between", "deleted"],
)
def test_a_plain_cell_of_the_prefix_that_is_not_the_masters_makes_it_cold(
    cells: dict[str, Cell] | list[Cell],
) -> None:
    found = taken(cells)
    assert not found.warm
    assert order(found)[-6:] == ALL[2:]
    assert "load" in order(found)


def test_a_new_cell_behind_the_whole_prefix_leaves_it_warm() -> None:
    found = taken(after("load", code("import os")))
    assert found.warm
    assert order(found) == ["import os", *ALL[2:]]


def test_two_cells_of_the_prefix_in_another_order_make_it_cold() -> None:
    cells = handed_in()
    found = taken([cells["load"], cells["imports"], *list(cells.values())[3:]])
    assert not found.warm
    assert order(found)[:3] == ["load", "import math", "r = 1"]


def test_a_changed_locked_cell_of_the_prefix_is_undone_and_stays_warm() -> None:
    found = taken(changed("load", source="six = 5"))
    assert found.warm
    assert found.notebook.cells[2].source == "six = math.factorial(3)"
    assert found.notices == ("Changes to the locked cell “load” were undone.",)


def test_a_deleted_locked_cell_of_the_prefix_comes_back_behind_what_it_needs() -> None:
    found = taken(without("load"))
    assert found.warm
    assert [cell.source for cell in found.notebook.cells[:3]] == [
        "# Numbers",
        "import math",
        "six = math.factorial(3)",
    ]


def test_work_before_the_prefix_makes_it_cold() -> None:
    cells = handed_in()
    found = taken([cells.pop("first"), *cells.values()])
    assert not found.warm
    assert order(found)[:3] == ["r = 1", "import math", "load"]


def test_a_prefix_of_no_code_is_warm() -> None:
    master = master_of("numbers", a_notebook(TITLE, FIRST, TEST_FIRST))
    assert take_in(master, a_notebook(TITLE, FIRST, TEST_FIRST)).warm


# Test cells.


@pytest.mark.parametrize("name", ["test-first", "test-again", "test-second"])
def test_a_deleted_test_cell_is_put_back_where_it_was(name: str) -> None:
    found = taken(without(name))
    assert order(found) == ALL[2:]
    assert found.notices == (f"The test cell “{name}” was missing and has been put back.",)


def test_all_deleted_test_cells_are_put_back_in_order() -> None:
    found = taken(without("test-first", "test-again", "test-second"))
    assert order(found) == ALL[2:]
    assert len(found.notices) == 3


@pytest.mark.parametrize(
    "changes",
    [
        {"source": "pass"},
        {"source": ""},
        {"source": "assert r > 0\nr = 6"},
        {"source": lines("assert r > 0", HIDDEN)},
    ],
    ids=["passing", "emptied", "helped", "hidden-part-guessed"],
)
def test_an_edited_test_cell_is_undone(changes: dict[str, Any]) -> None:
    found = taken(changed("test-first", **changes))
    assert order(found) == ALL[2:]
    assert found.steps[1].source == lines("assert r > 0", HIDDEN)
    assert found.notebook.cells[4].source == "assert r > 0"
    assert found.notices == ("Changes to the locked cell “test-first” were undone.",)


@pytest.mark.parametrize("cell_type", ["markdown", "raw"])
def test_a_test_cell_turned_into_text_is_code_again(cell_type: str) -> None:
    found = taken(changed("test-first", cell_type=cell_type))
    assert order(found) == ALL[2:]
    assert found.notebook.cells[4].cell_type == "code"


def test_a_solution_cell_turned_into_text_is_code_again() -> None:
    assert order(taken(changed("first", cell_type="markdown"))) == ALL[2:]


def test_a_plain_cell_may_become_text() -> None:
    found = taken(after("first", markdown("r = 5")))
    assert found.notebook.cells[4].cell_type == "markdown"


def test_metadata_of_a_test_cell_is_the_masters() -> None:
    original = handed_in()["test-first"].metadata
    roles = {"grade": False, "solution": True, "points": 100, "grade_id": "test-first"}
    tampered = {"nbgrader": roles, "tags": ["skip-execution", "raises-exception"]}
    found = taken(changed("test-first", metadata=tampered))
    assert order(found) == ALL[2:]
    assert found.notebook.cells[4].metadata == original
    assert found.steps[1].test is not None and found.steps[1].test.points == 1.0


def test_metadata_of_the_students_own_cells_is_dropped() -> None:
    mine = code("x = 1", nbgrader={"grade": True, "grade_id": "mine", "points": 9}, tags=["remove"])
    found = taken(after("first", mine))
    assert found.notebook.cells[4].metadata == {}
    assert order(found) == ["r = 1", "x = 1", *ALL[3:]]


def test_test_cells_moved_among_each_other_run_in_the_students_order() -> None:
    cells = handed_in()
    moved = [cells[name] for name in ("title", "imports", "load", "first")]
    moved += [cells[name] for name in ("test-again", "test-first", "heading", "demo", "second")]
    found = taken([*moved, cells["test-second"], cells["essay"]])
    assert order(found) == ["r = 1", "T test-again", "T test-first", *ALL[5:]]


def test_a_test_cell_moved_before_the_work_is_judged_there() -> None:
    cells = handed_in()
    moved = cells.pop("test-first")
    found = taken([*list(cells.values())[:3], moved, *list(cells.values())[3:]])
    assert order(found) == ["T test-first", "r = 1", "T test-again", *ALL[5:]]


# Copies.


def test_of_two_copies_of_a_test_cell_the_one_behind_the_work_is_judged() -> None:
    copied = handed_in()["test-first"]
    found = taken(after("load", copied))
    # As in nbgrader, the other copy runs as an ordinary cell.
    assert order(found) == ["assert r > 0", *ALL[2:]]
    assert found.notices == ("A copy of the cell “test-first” ran as an ordinary cell.",)


def test_of_two_copies_behind_the_work_the_last_is_judged() -> None:
    # The answer stands in the copies: solution and test were pasted together.
    cells = changed("first", source=STUB)
    pasted = (replace(cells["first"], source="r = 6"), cells["test-first"])
    listed = list(cells.values())
    found = taken([*listed[:6], *pasted, *listed[6:]])
    assert order(found) == [STUB, "assert r > 0", "T test-again", "r = 6", "T test-first", *ALL[5:]]


def test_a_copy_of_a_test_cell_that_holds_work_keeps_it() -> None:
    pasted = replace(handed_in()["test-first"], source="def helper(): return 6")
    found = taken(after("test-first", pasted))
    assert order(found) == ["r = 1", "T test-first", pasted.source, *ALL[4:]]


def test_a_copy_of_a_locked_cell_that_holds_work_keeps_it() -> None:
    pasted = replace(handed_in()["load"], source="import statistics")
    found = taken(after("imports", pasted))
    assert order(found) == ["import math", "import statistics", "load", *ALL[2:]]


def test_of_two_copies_of_a_locked_cell_the_first_is_the_masters() -> None:
    found = taken(after("second", handed_in()["load"]))
    assert found.warm
    assert order(found)[-2:] == ["six = math.factorial(3)", "T test-second"]


def test_each_test_is_judged_once_however_often_it_was_copied() -> None:
    copies = [handed_in()["test-first"]] * 5
    found = taken(after("first", *copies))
    assert order(found).count("T test-first") == 1


@pytest.mark.parametrize("answer_first", [True, False])
def test_both_copies_of_a_solution_cell_run_and_the_last_bears_the_name(answer_first: bool) -> None:
    sources = ("r = 6", STUB) if answer_first else (STUB, "r = 6")
    cells = changed("first", source=sources[0])
    listed = list(cells.values())
    found = taken([*listed[:4], replace(cells["first"], source=sources[1]), *listed[4:]])
    assert order(found) == [*sources, *ALL[3:]]
    assert [cell.grade_id for cell in found.notebook.cells[3:5]] == [None, "first"]
    assert found.notices == ()


def test_a_test_that_was_deleted_comes_back_behind_the_last_copy_of_the_work() -> None:
    cells = {**without("test-first"), "first": replace(handed_in()["first"], source=STUB)}
    listed = list(cells.values())
    found = taken([*listed[:4], replace(cells["first"], source="r = 6"), *listed[4:]])
    assert order(found) == [STUB, "r = 6", "T test-first", *ALL[4:]]


def test_a_stolen_id_does_not_take_the_tests_place() -> None:
    thief = replace(handed_in()["test-second"], source="r = 6")
    found = taken(after("first", thief))
    assert order(found) == ["r = 1", "r = 6", *ALL[3:]]


def test_work_under_the_only_id_of_a_test_is_replaced_by_the_test() -> None:
    cells = without("test-second")
    cells["second"] = replace(handed_in()["test-second"], source="r = 6")
    found = taken(cells)
    assert order(found) == [*ALL[2:6], "T test-second"]
    assert found.notices == (
        "Changes to the locked cell “test-second” were undone.",
        "The cell “second”, where your answer goes, is missing.",
    )


# What is missing.


def test_a_missing_solution_cell_is_noted_and_its_tests_are_judged() -> None:
    found = taken(without("first"))
    assert order(found) == ALL[3:]
    assert found.notices == ("The cell “first”, where your answer goes, is missing.",)


def test_where_work_and_test_are_missing_the_test_goes_behind_the_students_own_cells() -> None:
    cells = without("first", "test-first", "test-again")
    listed = list(cells.values())
    found = taken([*listed[:3], code("r = 6"), code("r += 0"), *listed[3:]])
    assert order(found)[-7:] == ["r = 6", "r += 0", "T test-first", "T test-again", *ALL[5:]]


def test_another_notebook_altogether_gets_the_masters_cells_around_it() -> None:
    found = taken([markdown("# My holidays"), code("r = 6"), code("r = 'sun'")])
    assert order(found) == [
        "load",
        "r = 6",
        "r = 'sun'",
        "T test-first",
        "T test-again",
        "demo",
        "T test-second",
    ]
    assert not found.warm
    # Three tests were put back; two answers and the essay are missing.
    assert len(found.notices) == 6


def test_an_empty_notebook_has_every_test() -> None:
    found = taken([])
    assert [step for step in order(found) if step.startswith("T ")] == [
        "T test-first",
        "T test-again",
        "T test-second",
    ]


@pytest.mark.parametrize("path", sorted(SOURCE.glob("*/*.ipynb")), ids=lambda path: path.stem)
def test_every_release_of_this_course_comes_back_as_it_went_out(path: Path) -> None:
    master = master_of(path.stem, notebooks.read(path))
    release = student_version(path.stem, master.notebook, Config())
    found = take_in(master, release)
    assert (found.warm, found.notices) == (True, ())
    assert [cell.source for cell in found.notebook.cells] == [c.source for c in release.cells]
    assert tuple(step.test for step in found.steps if step.test) == master.tests


# What is too much.


def test_more_code_than_can_be_graded_is_refused() -> None:
    with pytest.raises(StudentError) as caught:
        taken(after("first", code("#" * 5 * 2**20)))
    assert caught.value.code == "too-much-code"
    assert caught.value.message.startswith("numbers.ipynb: ")


def test_code_counts_as_it_is_sent_where_each_sign_may_take_twelve_bytes() -> None:
    with pytest.raises(StudentError):
        taken(after("first", code("#" + "\U0001f52d" * 400_000)))


def test_much_text_is_no_code() -> None:
    assert taken(after("first", markdown("x" * 5 * 2**20))).warm


def test_a_notebook_of_thousands_of_cells_is_taken_in() -> None:
    found = taken(after("first", *(code(f"x{at} = 1") for at in range(4900))))
    assert len(found.steps) == 4906


# Whatever comes in, what goes out is a notebook with every test once.

NBGRADER = st.fixed_dictionaries(
    {},
    optional={
        "grade_id": st.sampled_from([*PUBLIC, "first", "second", "load", "demo", "essay", "x", ""]),
        "grade": st.booleans(),
        "solution": st.booleans(),
        "locked": st.sampled_from([True, False, "no", None]),
        "points": st.sampled_from([0, -1, 5, "many", None]),
    },
)
WILD_CELLS = st.fixed_dictionaries(
    {
        "cell_type": st.sampled_from(["code", "markdown", "raw"]),
        "source": st.sampled_from(["", "r = 6", "assert r > 0", "import math", "# Numbers", "\x00"])
        | st.text(max_size=5),
        "metadata": st.fixed_dictionaries({"nbgrader": NBGRADER | st.none()}),
    },
    optional={
        "id": st.sampled_from(["a", "b", "c1", "not an id", 5]),
        "attachments": st.sampled_from([None, {}, {"a": {"b": "c"}}, {"a": 5}]),
        "outputs": st.just([{"output_type": "stream"}]),
    },
)


@given(st.lists(WILD_CELLS, max_size=12), st.sampled_from([0, 4, 5]))
def test_every_test_is_judged_once_and_the_notebook_is_valid(
    cells: list[dict[str, Any]], minor: int
) -> None:
    tree = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": minor}
    found = take_in(MASTER, notebooks.parse(json.dumps(tree).encode()))
    tests = sorted(step.test.grade_id for step in found.steps if step.test)
    assert tests == ["test-again", "test-first", "test-second"]
    ids = [cell.cell_id for cell in found.notebook.cells]
    assert len(set(ids)) == len(ids)
    nbformat.validate(json.loads(notebooks.write(found.notebook)))


# Files.


def assignment(folder: Path) -> Assignment:
    return Assignment("lines", folder, (master_of("fit", a_notebook(*CELLS)),), ())


def put(folder: Path, name: str = "fit.ipynb") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(notebooks.write(a_notebook(SETUP)))
    return folder / name


def refused(folder: Path) -> StudentError:
    with pytest.raises(StudentError) as caught:
        find_notebook(folder, "fit")
    return caught.value


def test_the_notebooks_of_the_masters_are_found(tmp_path: Path) -> None:
    path = put(tmp_path / "ada/lines")
    put(tmp_path / "ada/lines", "scratch.ipynb")
    assert find_notebook(path.parent, "fit") == path


def test_a_missing_notebook_is_named_with_what_was_found_instead(tmp_path: Path) -> None:
    put(tmp_path / "ada/lines", "fit (1).ipynb")
    error = refused(tmp_path / "ada/lines")
    assert error.code == "notebook-missing"
    assert error.message == (
        "fit.ipynb was not handed in (found: fit (1)); hand it in under that name"
    )


def test_an_empty_folder_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "ada/lines").mkdir(parents=True)
    assert "no notebook at all" in refused(tmp_path / "ada/lines").message


def test_names_of_files_cannot_steer_a_terminal_or_fill_the_screen(tmp_path: Path) -> None:
    for at in range(20):
        put(tmp_path / "ada/lines", f"{at:02}-\x1b[2J\n.ipynb")
    put(tmp_path / "ada/lines", os.fsdecode(b"00-\xff.ipynb"))
    message = refused(tmp_path / "ada/lines").message
    assert message.isprintable()
    assert "00-?[2J?, 00-?, 01-?[2J?" in message
    assert "05-" not in message


@pytest.mark.parametrize("linked", ["ada", "ada/lines"])
def test_a_folder_that_is_a_link_is_refused(tmp_path: Path, linked: str) -> None:
    put(tmp_path / "eve/lines")
    place = tmp_path / linked
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(tmp_path / ("eve" if linked == "ada" else "eve/lines"))
    assert refused(tmp_path / "ada/lines").code == "submission-link"


def test_a_notebook_that_is_a_link_is_refused(tmp_path: Path) -> None:
    master = put(tmp_path / "source/lines")
    folder = tmp_path / "ada/lines"
    folder.mkdir(parents=True)
    (folder / "fit.ipynb").symlink_to(master)
    path = find_notebook(folder, "fit")
    with pytest.raises(StudentError) as caught:
        read_notebook(path)
    assert caught.value.code == "notebook-link"


def test_a_link_to_nothing_is_refused_as_a_link(tmp_path: Path) -> None:
    (tmp_path / "fit.ipynb").symlink_to(tmp_path / "nowhere")
    with pytest.raises(StudentError) as caught:
        read_notebook(find_notebook(tmp_path, "fit"))
    assert caught.value.code == "notebook-link"


def test_a_pipe_in_place_of_a_notebook_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fit.ipynb")
    with pytest.raises(StudentError) as caught:
        read_notebook(find_notebook(tmp_path, "fit"))
    assert caught.value.code == "notebook-not-file"


def test_a_folder_named_like_a_notebook_counts_as_missing(tmp_path: Path) -> None:
    (tmp_path / "fit.ipynb").mkdir()
    assert refused(tmp_path).code == "notebook-missing"


def test_a_file_that_is_no_notebook_is_the_students_to_mend(tmp_path: Path) -> None:
    (tmp_path / "fit.ipynb").write_text("Dear professor,")
    with pytest.raises(StudentError) as caught:
        read_notebook(tmp_path / "fit.ipynb")
    assert caught.value.code == "notebook-not-json"
    assert caught.value.message.startswith("fit.ipynb: ")


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(StudentError) as caught:
        read_notebook(tmp_path / "fit.ipynb")
    assert caught.value.code == "notebook-unreadable"
    assert caught.value.message == (
        "fit.ipynb cannot be read: No such file or directory; make it readable and grade again"
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"2026-01-15 12:00:00 UTC\n", "2026-01-15 12:00:00 UTC"),
        (b"  \n", ""),
        (b"now\x1b[2J\xff", "now?[2J\ufffd"),
        (b"9" * 10_000, "9" * 100),
    ],
)
def test_the_time_of_handing_in_is_read_carefully(
    tmp_path: Path, content: bytes, expected: str
) -> None:
    (tmp_path / "timestamp.txt").write_bytes(content)
    assert read_timestamp(tmp_path) == expected


def test_no_time_of_handing_in_is_no_error(tmp_path: Path) -> None:
    assert read_timestamp(tmp_path) == ""


def test_a_link_or_a_pipe_tells_no_time(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "timestamp.txt").symlink_to(tmp_path / "secret")
    assert read_timestamp(tmp_path) == ""
    (tmp_path / "timestamp.txt").unlink()
    os.mkfifo(tmp_path / "timestamp.txt")
    assert read_timestamp(tmp_path) == ""


def test_no_solution_and_no_hidden_line_is_in_a_restored_notebook() -> None:
    master = master_of("fit", a_notebook(*CELLS))
    written = notebooks.write(take_in(master, Notebook(())).notebook).decode()
    assert SOLUTION_LINE not in written
    assert HIDDEN_LINE not in written


# ---- files beside the notebook


def test_helper_files_go_along_and_a_changed_file_of_the_course_runs_the_prefix_again() -> None:
    handed_in = Notebook(MASTER.notebook.cells, {})
    new = HelperFile(Path("helper.py"), b"x")
    same = HelperFile(Path("stub.py"), b"y", editable=True)
    changed = HelperFile(Path("stub.py"), b"z", editable=True, changed=True)
    taken = take_in(MASTER, handed_in, (new, same), ["“x” was left out."])
    assert (taken.warm, taken.helper_files) == (True, (new, same))
    assert "“x” was left out." in taken.notices
    assert not take_in(MASTER, handed_in, (new, changed)).warm
