"""What people gave by hand: read back, kept beside the results, put into a new gradebook."""

import dataclasses
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from gradebook_course import (
    MASTER,
    RELEASE,
    assignment_of,
    by_hand,
    comment,
    dump,
    grades,
    lose,
    master_cells,
    meaning,
    new_course,
    opened,
    result,
)
from sqlalchemy import create_engine, text

from autograder import marks, results
from autograder import notebook as notebooks
from autograder.cli import gradebook as verb
from autograder.configuration import Course
from autograder.errors import InternalError, OperatorError
from autograder.gradebook import capture, project, projected, read_back, rebuild
from autograder.marks import CellMark, Marks, Standing
from autograder.results import Result, State, fingerprint

DUE = "2026-11-25T12:00:00+00:00"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return new_course(tmp_path)


def give_everything(course: Course) -> None:
    """Give ada all that a person can give; bob gets nothing."""
    by_hand(course, "essay", 4.0)
    by_hand(course, "test-value", 1.5)
    comment(course, "answer", "Neat.")
    comment(course, "drawing", "Label the axes.\nPlease.")
    with opened(course) as book:
        book.find_grade("essay", "first", "week1", "ada").extra_credit = 0.5
        book.find_assignment("week1").duedate = datetime(2026, 11, 25, 12)
        book.db.commit()
        book.grant_extension("week1", "ada", hours=30)


GIVEN = (
    CellMark("first", "answer", comment="Neat."),
    CellMark("first", "drawing", comment="Label the axes.\nPlease."),
    CellMark("first", "essay", 4.0, 0.5),
    CellMark("first", "test-value", 1.5),
)


def test_what_was_given_is_read_back_by_notebook_and_cell(course: Course) -> None:
    project(course, MASTER, [result(), result("bob", submission="bb")], RELEASE)
    give_everything(course)
    assert read_back(course, "week1") == {
        "ada": Standing(Marks(GIVEN, DUE, 30 * 3600.0, "aa")),
        "bob": Standing(Marks((), DUE)),
    }


def test_a_gradebook_that_is_not_there_is_not_made(course: Course) -> None:
    (course.root / "gradebook.db").unlink()
    assert read_back(course, "week1") == {}
    assert projected(course, "week1") == {}
    assert capture(course, "week1") == 0
    assert not (course.root / "gradebook.db").exists()


@pytest.mark.parametrize("content", [b"", None], ids=["no table", "no assignment"])
def test_a_gradebook_with_nothing_in_it_says_nothing(course: Course, content: bytes | None) -> None:
    if content is not None:
        (course.root / "gradebook.db").write_bytes(content)
    assert read_back(course, "week1") == {}
    assert projected(course, "week1") == {}
    assert capture(course, "week1") == 0


@pytest.mark.parametrize("options", ["", "?timeout=1"])
def test_a_damaged_gradebook_is_not_taken_for_an_empty_one(course: Course, options: str) -> None:
    (course.root / "gradebook.db").write_bytes(b"no database at all" * 100)
    damaged = dataclasses.replace(course, db_url=course.db_url + options)
    for read in (read_back, projected, capture):
        with pytest.raises(OperatorError) as caught:
            read(damaged, "week1")
        assert caught.value.code == "gradebook-unusable"


def test_any_address_of_sqlite_is_read_alike(course: Course) -> None:
    project(course, MASTER, [result()], RELEASE)
    give_everything(course)
    other = dataclasses.replace(course, db_url=f"{course.db_url}?timeout=5")
    assert read_back(other, "week1") == read_back(course, "week1")
    assert projected(other, "week1") == projected(course, "week1") != {}


def test_reading_imports_neither_nbgrader_nor_sqlalchemy(course: Course) -> None:
    project(course, MASTER, [result()], RELEASE)
    by_hand(course, "essay", 4.0)
    program = (
        "import sys; from pathlib import Path; from autograder import gradebook as g;"
        "from autograder.configuration import open_course;"
        f"c = open_course(Path({str(course.root)!r}));"
        "print(len(g.read_back(c, 'week1')), len(g.projected(c, 'week1')), g.capture(c, 'week1'));"
        "print({'nbgrader', 'sqlalchemy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "1 1 1\nset()\n", done.stderr


def test_what_was_given_is_kept_once_beside_the_results(course: Course) -> None:
    project(course, MASTER, [result(), result("bob")], RELEASE)
    assert capture(course, "week1") == 0
    by_hand(course, "essay", 4.0)
    assert capture(course, "week1") == 1
    assert capture(course, "week1") == 0
    kept = marks.latest(course.results, "ada", "week1")
    assert kept == Marks((CellMark("first", "essay", 4.0),), submission="aa")
    assert marks.latest(course.results, "bob", "week1") is None


def test_a_new_gradebook_says_nothing_of_what_the_lost_one_had(course: Course) -> None:
    project(course, MASTER, [result(), result("bob")], RELEASE)
    give_everything(course)
    capture(course, "week1")
    lose(course)
    assert capture(course, "week1") == 0
    project(course, MASTER, [result("bob")], RELEASE)
    assert capture(course, "week1") == 0
    kept = marks.latest(course.results, "ada", "week1")
    assert kept is not None and kept.cells == GIVEN


def test_a_lost_gradebook_is_rebuilt_with_all_that_was_given(course: Course) -> None:
    class_ = [result(essay=True), result("bob", value=0.0, essay=False)]
    for each in class_:
        results.append(course.results, each)
    project(course, MASTER, class_, RELEASE)
    give_everything(course)
    # Handed in again since: what was given for the first attempt is to be looked at once more.
    again = result(value=0.5, submission="second", essay=True)
    results.append(course.results, again)
    capture(course, "week1")
    project(course, MASTER, [again], RELEASE)
    before = meaning(course)
    given = read_back(course, "week1")
    lose(course)
    rebuild(course, MASTER, RELEASE)
    assert meaning(course) == before
    assert read_back(course, "week1") == given
    assert grades(course)["essay"] == (None, 4.0, True)


def test_what_was_given_for_a_cell_that_left_its_master_comes_back_too(course: Course) -> None:
    extra = assignment_of(*master_cells("r = 6"), name="second").masters[0]
    both = dataclasses.replace(MASTER, masters=(*MASTER.masters, extra))
    results.append(course.results, result())
    project(course, both, [result()], RELEASE | {"second": RELEASE["first"]})
    with opened(course) as book:
        essay = book.find_grade("essay", "second", "week1", "ada")
        essay.manual_score, essay.extra_credit, essay.needs_manual_grade = 3.0, 1.0, False
        book.find_comment("answer", "second", "week1", "ada").manual_comment = "Still true."
        book.db.commit()
    capture(course, "week1")
    project(course, MASTER, [result()], RELEASE)
    before = meaning(course)
    lose(course)
    rebuild(course, MASTER, RELEASE)
    after = meaning(course)
    # What kind of cell it was is not known any more: sources, and markdown or code.
    for table in ("grade", "comment", "submitted_notebook", "own"):
        assert after[table] == before[table]
    with opened(course) as book:
        found = book.find_submission("week1", "ada")
        assert (found.score, found.max_score) == (7.0, 11.0)


def test_what_stands_in_the_gradebook_is_not_replaced_by_what_was_kept(course: Course) -> None:
    old = Marks((CellMark("first", "essay", 1.0, 0.25, "Old."),), DUE, 60.0, "aa")
    project(course, MASTER, [result()], RELEASE)
    marks.append(course.results, "ada", "week1", old)
    by_hand(course, "essay", 5.0)
    with opened(course) as book:
        book.db.execute(text("DELETE FROM autograder_graded"))
        book.db.commit()
    project(course, MASTER, [result()], RELEASE)
    with opened(course) as book:
        essay = book.find_grade("essay", "first", "week1", "ada")
        assert (essay.manual_score, essay.extra_credit) == (5.0, 0.25)
        assert book.find_comment("essay", "first", "week1", "ada").comment == "Old."


def test_a_student_removed_from_the_gradebook_comes_back_with_his_marks(course: Course) -> None:
    project(course, MASTER, [result()], RELEASE)
    by_hand(course, "essay", 4.0)
    capture(course, "week1")
    with opened(course) as book:
        book.remove_student("ada")
    assert projected(course, "week1") == {}
    assert capture(course, "week1") == 0
    project(course, MASTER, [result()], RELEASE)
    assert grades(course)["essay"] == (None, 4.0, False)


def test_damaged_marks_keep_their_student_out_and_nobody_else(course: Course) -> None:
    damaged = course.results / "ada" / "week1" / "marks-0001.json"
    damaged.parent.mkdir(parents=True)
    damaged.write_text("{")
    with pytest.raises(InternalError, match="marks-0001"):
        project(course, MASTER, [result(), result("bob")], RELEASE)
    assert projected(course, "week1") == {"bob": fingerprint(result("bob"))}
    damaged.unlink()
    project(course, MASTER, [result()], RELEASE)
    assert set(projected(course, "week1")) == {"ada", "bob"}


def test_a_damaged_result_keeps_nobody_else_from_being_rebuilt(course: Course) -> None:
    for student in ("ada", "bob"):
        results.append(course.results, result(student))
    (course.results / "ada" / "week1" / "0001.json").write_text("{")
    with pytest.raises(InternalError, match="ada"):
        rebuild(course, MASTER, RELEASE)
    assert set(projected(course, "week1")) == {"bob"}


def test_a_folder_that_no_database_can_name_keeps_nobody_else_out(course: Course) -> None:
    for student in ("ada", "\udcff", "s" * 200):
        results.append(course.results, result(student))
    rebuild(course, MASTER, RELEASE)
    assert set(projected(course, "week1")) == {"ada"}


def test_the_gradebook_knows_which_results_it_has(course: Course) -> None:
    project(course, MASTER, [result(), result("bob", value=0.0)], RELEASE)
    expected = {"ada": fingerprint(result()), "bob": fingerprint(result("bob", value=0.0))}
    assert projected(course, "week1") == expected
    assert projected(course, "week2") == {}
    project(course, MASTER, [result(value=0.5)], RELEASE)
    assert projected(course, "week1")["ada"] == fingerprint(result(value=0.5))


def test_a_gradebook_of_an_older_version_gets_the_new_columns(course: Course) -> None:
    project(course, MASTER, [result(value=0.0)], RELEASE)
    by_hand(course, "test-value", 1.5)
    engine = create_engine(course.db_url)
    with engine.begin() as db:
        db.execute(text("DROP TABLE autograder_graded"))
        db.execute(
            text(
                "CREATE TABLE autograder_graded (assignment VARCHAR(128) NOT NULL, "
                "student VARCHAR(128) NOT NULL, submission VARCHAR(128) NOT NULL, "
                "PRIMARY KEY (assignment, student))"
            )
        )
        db.execute(text("INSERT INTO autograder_graded VALUES ('week1', 'ada', 'aa')"))
        db.execute(text("INSERT INTO autograder_graded VALUES ('week0', 'bob', 'bb')"))
    engine.dispose()
    assert projected(course, "week1") == {}
    assert capture(course, "week1") == 1
    project(course, MASTER, [result(value=0.0)], RELEASE)
    assert projected(course, "week1") == {"ada": fingerprint(result(value=0.0))}
    # Known before: the same work with the same score is not up for review.
    assert grades(course)["test-value"] == (0.0, 1.5, False)
    assert "('week0', 'bob', 'bb', '', '')" in dump(course)["autograder_graded"]


def comments(course: Course) -> dict[str, str | None]:
    with opened(course) as book:
        (page,) = book.find_submission("week1", "ada").notebooks
        return {each.name: each.auto_comment for each in page.comments}


def test_a_written_answer_that_is_none_scores_nothing_and_waits_for_nobody(course: Course) -> None:
    project(course, MASTER, [result(essay=False)], RELEASE)
    assert grades(course)["essay"] == (0.0, None, False)
    # A task is answered elsewhere: nbgrader leaves it to a person, whatever its cell says.
    assert grades(course)["drawing"] == (None, None, True)
    assert comments(course) == {"answer": None, "essay": "No response.", "drawing": None}


def test_a_written_answer_waits_for_a_person_and_loses_the_words_for_none(course: Course) -> None:
    project(course, MASTER, [result(essay=False)], RELEASE)
    project(course, MASTER, [result(essay=True, submission="bb")], RELEASE)
    assert grades(course)["essay"] == (None, None, True)
    assert comments(course)["essay"] is None
    project(course, MASTER, [result(essay=False, submission="cc")], RELEASE)
    project(course, MASTER, [Result("ada", "week1", State.REFUSED, ())], RELEASE)
    assert grades(course)["essay"] == (None, None, True)
    assert comments(course)["essay"] is None


def test_nbgrader_says_the_same_of_written_answers(course: Course) -> None:
    """Run nbgrader's SaveAutoGrades on both submissions, over our rows, and compare."""
    from nbformat import from_dict
    from nbgrader.preprocessors import SaveAutoGrades
    from nbgrader.utils import compute_checksum

    for answered in (False, True):
        project(course, MASTER, [result(essay=answered)], RELEASE)
        ours = grades(course)["essay"], comments(course)["essay"]
        cells = [dict(each.metadata) for each in RELEASE["first"].cells if each.grade_id == "essay"]
        essay = from_dict({"cell_type": "markdown", "source": "Why?", "metadata": cells[0]})
        essay.metadata.nbgrader["checksum"] = compute_checksum(essay)
        essay.source = "Because." if answered else "Why?"
        where = {"notebook": "first", "assignment": "week1", "student": "ada"}
        tree = from_dict({"metadata": {}, "cells": [essay]})
        SaveAutoGrades().preprocess(tree, {"nbgrader": where | {"db_url": course.db_url}})
        assert (grades(course)["essay"], comments(course)["essay"]) == ours


def write_folders(course: Course) -> None:
    for folder, notebook in (("source", MASTER.masters[0].notebook), ("release", RELEASE["first"])):
        place = course.root / folder / "week1"
        place.mkdir(parents=True)
        (place / "first.ipynb").write_bytes(notebooks.write(notebook))


def test_one_command_brings_a_deleted_gradebook_back(course: Course) -> None:
    write_folders(course)
    (course.source / "week2").mkdir()
    results.append(course.results, result())
    run = CliRunner().invoke
    assert run(verb.command, ["--course-dir", str(course.root)]).exit_code == 0
    by_hand(course, "essay", 4.0)
    told = run(verb.command, ["week1", "--course-dir", str(course.root)])
    assert told.output == "week1: 1 in the gradebook; new from it, given by hand: 1\n"
    before = meaning(course)
    (course.root / "gradebook.db").unlink()
    told = run(verb.command, ["--course-dir", str(course.root)])
    assert told.output == "week1: 1 in the gradebook; new from it, given by hand: 0\n"
    assert meaning(course) == before


def test_one_assignment_that_fails_keeps_no_other_from_being_written(course: Course) -> None:
    write_folders(course)
    results.append(course.results, result())
    told = CliRunner().invoke(verb.command, ["nowhere", "week1", "--course-dir", str(course.root)])
    assert told.exit_code == 2
    assert "nowhere" in told.output
    assert "week1: 1 in the gradebook" in told.output


def test_nothing_graded_is_nothing_to_write(course: Course) -> None:
    told = CliRunner().invoke(verb.command, ["--course-dir", str(course.root)])
    assert (told.exit_code, told.output) == (0, "nothing is graded yet\n")


def test_an_extension_is_read_back_to_the_second(course: Course) -> None:
    project(course, MASTER, [result()], RELEASE)
    with opened(course) as book:
        found = book.find_submission("week1", "ada")
        found.extension = timedelta(days=400, seconds=7)
        book.db.commit()
    standing = read_back(course, "week1")["ada"]
    assert standing.marks == Marks(extension_seconds=400 * 86400 + 7.0)
