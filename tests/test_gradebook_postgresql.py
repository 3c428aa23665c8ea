"""The gradebook on a real PostgreSQL server: the same tests as on SQLite, and what only it has."""

import dataclasses
import inspect
import multiprocessing
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from types import ModuleType

import pytest
import test_gradebook
import test_gradebook_late
import test_gradebook_marks
from gradebook_course import MASTER, RELEASE, by_hand, dump, grades, opened, result
from postgresql_server import PASSWORD, Server, running

from autograder.configuration import Course, open_course
from autograder.errors import OperatorError
from autograder.gradebook import capture, project, projected, read_back
from autograder.gradebook.database import writing

NUMBERS = count()


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


def is_for_every_database(test: object) -> bool:
    """Tell by its text whether a test has nothing to do with SQLite's file or address."""
    if not inspect.isfunction(test) or "course" not in inspect.signature(test).parameters:
        return False
    text = inspect.getsource(test)
    return not any(word in text for word in ("gradebook.db", "sqlite", "db_url", "nbgrader("))


def tests_of(module: ModuleType) -> dict[str, object]:
    return {
        name: test
        for name, test in vars(module).items()
        if name.startswith("test_") and is_for_every_database(test)
    }


# The tests themselves, not copies: pytest runs them here with the `course` of this module.
globals().update(tests_of(test_gradebook))
globals().update(tests_of(test_gradebook_late))
globals().update(tests_of(test_gradebook_marks))


def test_the_same_tests_run_on_both_databases() -> None:
    here = [name for name, test in globals().items() if name.startswith("test_")]
    assert len(here) > 50


def test_nbgraders_own_upgrade_takes_our_gradebook_for_an_up_to_date_one(course: Course) -> None:
    project(course, MASTER, [result(value=0.5)], RELEASE)
    by_hand(course, "essay", 4.0)
    before = dump(course)
    nbgrader(course, "db", "upgrade")
    assert dump(course) == before
    nbgrader(course, "export", "--to", "grades.csv")
    assert "ada" in (course.root / "grades.csv").read_text()


def nbgrader(course: Course, *arguments: str) -> None:
    """Run one of nbgrader's commands in the course, with the address as an instructor writes it."""
    settings = f"c = get_config()\nc.CourseDirectory.db_url = {course.db_url!r}\n"
    (course.root / "nbgrader_config.py").write_text(settings)
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def write_a_class(db_url: str, root: Path, points: float) -> None:
    course = dataclasses.replace(open_course(root), db_url=db_url)
    class_ = [result(f"student{number:03}", value=points) for number in range(60)]
    project(course, MASTER, class_, RELEASE)


def test_two_who_write_at_once_double_nothing_and_mix_nothing(
    server: Server, tmp_path: Path
) -> None:
    """Start both on an empty database: they also want to make the tables at once."""
    course = dataclasses.replace(open_course(tmp_path), db_url=server.create("contended"))
    spawning = multiprocessing.get_context("spawn")
    writers = [
        spawning.Process(target=write_a_class, args=(course.db_url, tmp_path, points))
        for points in (0.5, 1.5)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=120)
    assert [writer.exitcode for writer in writers] == [0, 0]
    rows = dump(course)
    counts = {"student": 60, "submitted_notebook": 60, "grade": 240, "comment": 180}
    assert {table: len(rows[table]) for table in counts} == counts
    assert len(rows["alembic_version"]) == 1
    last = {grades(course, f"student{number:03}")["test-value"][0] for number in (0, 30, 59)}
    assert last in ({0.5}, {1.5})


def test_a_formgrader_that_holds_a_row_is_waited_for(course: Course) -> None:
    project(course, MASTER, [result(value=0.0)], RELEASE)
    with opened(course) as book:
        book.find_grade("essay", "first", "week1", "ada").manual_score = 4.0
        book.db.flush()
        assert read_back(course, "week1")["ada"].marks.cells == ()
        book.db.commit()
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
    assert PASSWORD not in message and PASSWORD.replace(" ", "%20") not in message
    return message


def test_a_server_that_is_down_is_told_with_its_address(course: Course, server: Server) -> None:
    down = dataclasses.replace(course, db_url=course.db_url.replace(str(server.port), "1"))
    message = told(down)
    assert "teacher:***@127.0.0.1:1/" in message
    assert "refused" in message and "the server runs" in message


def test_a_wrong_password_is_told_and_never_shown(course: Course, server: Server) -> None:
    wrong = dataclasses.replace(course, db_url=server.url("template", password="hush hush"))
    message = told(wrong)
    assert "password authentication failed" in message
    assert "hush" not in message


def test_a_database_that_is_not_there_is_told_by_name(course: Course, server: Server) -> None:
    elsewhere = dataclasses.replace(course, db_url=server.url("nowhere"))
    assert '"nowhere" does not exist' in told(elsewhere)


def test_a_driver_that_is_not_installed_is_told_with_the_remedy(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    message = told(course)
    assert "sealed-autograder[postgresql]" in message and "postgresql+psycopg://" in message


def test_a_gradebook_held_for_too_long_is_in_use(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(course, MASTER, [], RELEASE)
    monkeypatch.setattr("autograder.gradebook.database.LOCK_SECONDS", 0.1)
    with writing(course), pytest.raises(OperatorError) as caught:
        project(course, MASTER, [result()], RELEASE)
    assert caught.value.code == "gradebook-locked"
    assert PASSWORD.replace(" ", "%20") not in caught.value.message
