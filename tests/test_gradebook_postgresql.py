"""The gradebook on a real PostgreSQL server: the same tests as on SQLite, and what only it has."""

import csv
import dataclasses
import functools
import inspect
import multiprocessing
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from types import ModuleType

import pytest
import test_gradebook
import test_gradebook_additions
import test_gradebook_late
import test_gradebook_marks
from gradebook_course import MASTER, RELEASE, by_hand, dump, grades, opened, result
from nbgrader.dbutil import upgrade
from postgresql_server import PASSWORD, Server, running

from autograder.configuration import Course, open_course
from autograder.errors import OperatorError
from autograder.gradebook import capture, project, projected, read_back

NUMBERS = count()
OTHER = "hush-hush"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture(scope="module")
def template(server: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Let our own code make one gradebook, to be copied for each test: it takes seconds."""
    url = server.create("template")
    root = tmp_path_factory.mktemp("course")
    empty = dataclasses.replace(MASTER, masters=())
    project(dataclasses.replace(open_course(root), db_url=url), empty, [], {})
    return "template"


@pytest.fixture
def course(server: Server, template: str, tmp_path: Path) -> Course:
    (tmp_path / "source").mkdir()
    url = server.create(f"gradebook{next(NUMBERS)}", template)
    return dataclasses.replace(open_course(tmp_path), db_url=url)


# `make test` runs these of the shared tests here, `make prove` all of them.
SAMPLE = {
    "test_a_gradebook_of_an_older_version_gets_the_new_columns",
    "test_a_lost_gradebook_is_rebuilt_with_all_that_was_given",
    "test_a_removed_notebook_goes_unless_a_person_gave_points_in_it",
    "test_an_extension_takes_the_penalty_back",
    "test_projecting_twice_changes_nothing",
    "test_what_the_gradebook_knows_is_not_written_again",
    "test_a_writer_waits_for_another_and_not_for_ever",
    "test_two_who_write_at_once_double_nothing_and_mix_nothing",
    "test_what_was_given_is_read_back_by_notebook_and_cell",
}


def is_for_every_database(test: object) -> bool:
    """Tell by its text whether a test has nothing to do with SQLite's file or address."""
    if not inspect.isfunction(test) or "course" not in inspect.signature(test).parameters:
        return False
    text = inspect.getsource(test)
    words = ("gradebook.db", "sqlite", "?timeout", "nbgrader(", "sys.executable")
    return not any(word in text for word in words)


def long(test: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(test)
    def same(*arguments: object, **fixtures: object) -> None:
        test(*arguments, **fixtures)

    return pytest.mark.prove(same)


def shared_from(module: ModuleType) -> dict[str, Callable[..., None]]:
    return {
        name: test if name in SAMPLE else long(test)
        for name, test in vars(module).items()
        if name.startswith("test_") and is_for_every_database(test)
    }


# The tests themselves, not copies: pytest runs them here with the `course` of this module.
for module in (
    test_gradebook,
    test_gradebook_additions,
    test_gradebook_late,
    test_gradebook_marks,
):
    globals().update(shared_from(module))


def test_the_same_tests_run_on_both_databases() -> None:
    assert globals().keys() > SAMPLE
    assert sum(name.startswith("test_") for name in globals()) > 50


def test_nbgraders_own_upgrade_takes_our_gradebook_for_an_up_to_date_one(course: Course) -> None:
    project(course, MASTER, [result(value=0.5)], RELEASE)
    by_hand(course, "essay", 4.0)
    before = dump(course)
    upgrade(course.db_url)
    assert dump(course) == before


@pytest.mark.prove
def test_nbgraders_commands_work_on_our_gradebook(course: Course) -> None:
    project(course, MASTER, [result(value=0.5)], RELEASE)
    nbgrader(course, "db", "upgrade")
    nbgrader(course, "export", "--to", "grades.csv")
    with (course.root / "grades.csv").open() as file:
        (row,) = csv.DictReader(file)
    assert (row["student_id"], row["score"], row["max_score"]) == ("ada", "1.5", "11.0")


def nbgrader(course: Course, *arguments: str) -> None:
    """Run one of nbgrader's commands in the course, with the address as an instructor writes it."""
    settings = f"c = get_config()\nc.CourseDirectory.db_url = {course.db_url!r}\n"
    (course.root / "nbgrader_config.py").write_text(settings)
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


@pytest.mark.prove
def test_two_programs_that_make_the_gradebook_at_once_make_one(
    server: Server, tmp_path: Path
) -> None:
    course = dataclasses.replace(open_course(tmp_path), db_url=server.create("contended"))
    spawning = multiprocessing.get_context("spawn")
    writers = [
        spawning.Process(target=project, args=(course, MASTER, [result(student)], RELEASE))
        for student in ("ada", "bob", "cy")
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=120)
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert set(projected(course, "week1")) == {"ada", "bob", "cy"}
    assert len(dump(course)["alembic_version"]) == 1


def test_points_that_a_person_is_just_giving_are_waited_for_and_kept(course: Course) -> None:
    project(course, MASTER, [result(value=0.0)], RELEASE)
    with ThreadPoolExecutor(1) as background, opened(course) as book:
        grade = book.find_grade("test-value", "first", "week1", "ada")
        grade.manual_score = 1.5
        book.db.flush()
        assert read_back(course, "week1")["ada"].marks.cells == ()
        writing_too = background.submit(project, course, MASTER, [result(value=2.0)], RELEASE)
        with pytest.raises(TimeoutError):
            writing_too.result(timeout=1)
        book.db.commit()
        writing_too.result(timeout=60)
    assert grades(course)["test-value"][:2] == (2.0, 1.5)
    assert capture(course, "week1") == 1


def told(course: Course) -> str:
    """Give what is said when the gradebook is read and when it is written: the same."""
    said = set()
    for use in (
        lambda: projected(course, "week1"),
        lambda: project(course, MASTER, [result()], RELEASE),
    ):
        with pytest.raises(OperatorError) as caught:
            use()
        said.add((caught.value.code, caught.value.message))
    ((code, message),) = said
    assert code == "gradebook-unusable"
    assert PASSWORD not in message
    return message


def test_a_server_that_is_down_is_told_with_its_address(course: Course, server: Server) -> None:
    down = dataclasses.replace(course, db_url=course.db_url.replace(str(server.port), "1"))
    message = told(down)
    assert "teacher:***@127.0.0.1:1/" in message
    assert "refused" in message and "the server runs" in message


def test_a_wrong_password_is_told_and_never_shown(course: Course, server: Server) -> None:
    wrong = dataclasses.replace(course, db_url=server.url("template", password=OTHER))
    message = told(wrong)
    assert "password authentication failed" in message
    assert OTHER not in message


def test_a_database_that_is_not_there_is_told_by_name(course: Course, server: Server) -> None:
    elsewhere = dataclasses.replace(course, db_url=server.url("nowhere"))
    assert '"nowhere" does not exist' in told(elsewhere)


def test_a_driver_that_is_not_installed_is_told_with_the_remedy(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    message = told(course)
    assert "sealed-autograder[postgresql]" in message and "postgresql+psycopg://" in message
