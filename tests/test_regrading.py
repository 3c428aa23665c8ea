"""Nothing is graded twice, and no score changes silently."""

import os
import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from cheap_engine import Engine, install
from engine_course import Check, Locked, Part, Work, hand_in, latest, write_course

from autograder import gradebook, results
from autograder.configuration import Course, open_course
from autograder.errors import InstructorError
from autograder.pipeline import Grading, grade_class, write_gradebook
from autograder.results import Change, Result

WORKS = {"ada": "total = start + 2", "ben": "total = start", "cyd": "total = 0"}


def parts(hidden: str, points: float = 2) -> tuple[Part, ...]:
    return Locked("start = 40"), Work("", "total = start + 2"), Check("total", hidden, points)


STRICT = parts("assert total == 42, 'add two'")
REWORDED = parts("assert total == 42, 'add two to the start'")
LENIENT = parts("assert total in (40, 42), 'add two'")
HARSH = parts("assert total == 43, 'add three'")


@dataclass
class Book:
    """A gradebook that remembers which result it was given of whom."""

    rows: dict[str, str] = field(default_factory=dict)
    writes: list[list[str]] = field(default_factory=list)

    def project(self, _: Any, __: Any, given: Iterable[Result], ___: Any) -> None:
        given = tuple(given)
        self.writes.append(sorted(result.student for result in given))
        self.rows |= {result.student: results.fingerprint(result) for result in given}


@pytest.fixture
def book(monkeypatch: pytest.MonkeyPatch) -> Book:
    """Keep nbgrader's database out of it: it takes seconds, and one test below has the real one."""
    made = Book()
    monkeypatch.setattr(gradebook, "project", made.project)
    monkeypatch.setattr(gradebook, "projected", lambda *_: made.rows)
    monkeypatch.setattr(gradebook, "capture", lambda *_: 0)
    monkeypatch.setattr(gradebook, "read_back", lambda *_: {})
    return made


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    return install(monkeypatch)


@pytest.fixture
def course(tmp_path: Path, engine: Engine, book: Book) -> Course:
    """Grade a class of three, of which one is right, and forget that anything ran."""
    made = write_course(tmp_path / "course", *STRICT)
    for student, work in WORKS.items():
        hand_in(made, student, work)
    assert points(grade(made)) == {"ada": 2, "ben": 0, "cyd": 0}
    assert (engine.starts, len(engine.ran)) == (1, 3)
    engine.forget()
    book.writes.clear()
    return made


def grade(course: Course, **more: Any) -> Grading:
    return grade_class(open_course(course.root), "lines", jobs=1, **more)


def points(grading: Grading) -> dict[str, float]:
    return {result.student: result.points for result in grading.results}


def held(grading: Grading) -> dict[str, tuple[float, float]]:
    return {each.after.student: (each.before.points, each.after.points) for each in grading.held}


def remaster(course: Course, changed: tuple[Part, ...]) -> None:
    """Change the master, and build the release again."""
    write_course(course.root, *changed)


def resubmit(course: Course, student: str, work: str) -> None:
    shutil.rmtree(course.submitted / student)
    hand_in(course, student, work)


def files(course: Course) -> dict[str, tuple[bytes, int]]:
    """Return what grading has written, but for what is held: contents, and when written."""
    found = (
        path
        for folder in (course.results, course.autograded, course.feedback)
        for path in folder.rglob("*")
        if path.is_file() and ".pending" not in path.parts
    )
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in found}


def recorded(course: Course, student: str) -> list[float]:
    paths = results.history(course.results, student, "lines")
    return [results.read(path).points for path in paths]


# ---- what is unchanged


def test_what_is_unchanged_is_not_run_and_nothing_is_written(
    course: Course, engine: Engine, book: Book
) -> None:
    before = files(course)
    again = grade(course)
    assert points(again) == {"ada": 2, "ben": 0, "cyd": 0}
    assert (again.reused, again.held) == (3, ())
    assert (engine.starts, engine.ran, book.writes) == (0, [], [])
    assert files(course) == before


def test_what_is_unchanged_runs_again_when_it_is_asked_for(course: Course, engine: Engine) -> None:
    before = files(course).keys()
    again = grade(course, again=True, students=["ben"])
    assert (again.reused, engine.ran) == (0, [WORKS["ben"]])
    assert files(course).keys() == before


def test_a_new_submission_is_the_only_one_that_runs(course: Course, engine: Engine) -> None:
    resubmit(course, "ben", "total = 42")
    again = grade(course)
    assert (points(again)["ben"], again.held, again.reused) == (2, (), 2)
    assert engine.ran == ["total = 42"]
    assert recorded(course, "ben") == [0, 2]


def test_a_newcomer_is_the_only_one_that_runs(course: Course, engine: Engine, book: Book) -> None:
    hand_in(course, "dan", "total = 6 * 7")
    assert points(grade(course))["dan"] == 2
    assert (engine.ran, book.writes) == (["total = 6 * 7"], [["dan"]])


@pytest.mark.parametrize("lost", ["autograded", "feedback"])
def test_a_copy_or_page_that_is_lost_is_written_again(
    course: Course, engine: Engine, lost: str
) -> None:
    (path,) = (getattr(course, lost) / "ben").rglob("paper.*")
    content = path.read_bytes()
    path.unlink()
    grade(course)
    assert path.read_bytes() == content
    assert engine.ran == [WORKS["ben"]]


def test_a_gradebook_that_is_gone_is_filled_again_and_nothing_runs(
    course: Course, engine: Engine, book: Book
) -> None:
    before = dict(book.rows)
    book.rows.clear()
    assert grade(course).reused == 3
    assert (engine.starts, book.rows, book.writes) == (0, before, [["ada", "ben", "cyd"]])


# ---- what has changed, though the work did not


def test_a_changed_test_runs_everybody_and_writes_nothing_until_it_is_accepted(
    course: Course, engine: Engine, book: Book
) -> None:
    before = files(course)
    remaster(course, LENIENT)
    shown = grade(course)
    assert len(engine.ran) == 3
    assert held(shown) == {"ben": (0, 2)}
    assert points(shown) == {"ada": 2, "ben": 0, "cyd": 0}
    assert book.writes == []
    untouched = {path: kept for path, kept in before.items() if "/ben/" in path}
    assert {path: kept for path, kept in files(course).items() if "/ben/" in path} == untouched
    engine.forget()

    accepted = grade(course, accept=True)
    assert (engine.starts, engine.ran, accepted.held) == (0, [], ())
    assert points(accepted) == {"ada": 2, "ben": 2, "cyd": 0}
    assert recorded(course, "ben") == [0, 2]
    assert book.rows == {
        name: results.fingerprint(found) for name in WORKS if (found := latest(course, name))
    }
    assert not (course.results / ".pending/ben/lines").exists()
    assert grade(course).reused == 3
    assert engine.ran == []


def test_without_accepting_the_same_difference_is_shown_again_and_nothing_runs_again(
    course: Course, engine: Engine
) -> None:
    remaster(course, LENIENT)
    first = grade(course)
    engine.forget()
    before = files(course)
    second = grade(course)
    assert held(second) == held(first) == {"ben": (0, 2)}
    assert (engine.starts, engine.ran) == (0, [])
    assert files(course) == before


def test_a_change_that_is_taken_back_is_forgotten(course: Course, engine: Engine) -> None:
    remaster(course, LENIENT)
    grade(course)
    remaster(course, STRICT)
    back = grade(course)
    assert (back.held, points(back)["ben"]) == ((), 0)
    assert recorded(course, "ben") == [0]
    assert not (course.results / ".pending/ben/lines").exists()


def test_a_second_change_takes_the_place_of_the_first(course: Course, engine: Engine) -> None:
    remaster(course, LENIENT)
    grade(course)
    remaster(course, HARSH)
    engine.forget()
    assert held(grade(course)) == {"ada": (2, 0)}
    assert len(engine.ran) == 3
    grade(course, accept=True)
    assert {name: recorded(course, name)[-1] for name in WORKS} == {"ada": 0, "ben": 0, "cyd": 0}


def test_new_work_meanwhile_is_graded_and_not_held(course: Course, engine: Engine) -> None:
    remaster(course, LENIENT)
    grade(course)
    resubmit(course, "ben", "total = 42")
    engine.forget()
    found = grade(course)
    assert (held(found), points(found)["ben"]) == ({}, 2)
    assert engine.ran == ["total = 42"]
    assert recorded(course, "ben") == [0, 2]


def test_a_change_of_what_a_test_is_worth_is_held_for_everybody(course: Course) -> None:
    remaster(course, parts("assert total == 42, 'add two'", points=5))
    assert held(grade(course)) == {"ada": (2, 5), "ben": (0, 0), "cyd": (0, 0)}


def change_nothing_that_counts(course: Course, how: str) -> None:
    if how == "master":
        remaster(course, REWORDED)
    elif how == "data":
        (course.source / "lines/numbers.csv").write_text("a\n1\n")
    else:
        with (course.root / "nbgrader_config.py").open("a") as file:
            file.write("c.Autograder.cell_seconds = 50\n")


@pytest.mark.parametrize("how", ["master", "data", "settings"])
def test_a_change_that_moves_no_score_is_written_without_asking(
    course: Course, engine: Engine, book: Book, how: str
) -> None:
    hashes = {name: found.hashes for name in WORKS if (found := latest(course, name))}
    change_nothing_that_counts(course, how)
    found = grade(course)
    assert (len(engine.ran), found.held) == (3, ())
    assert points(found) == {"ada": 2, "ben": 0, "cyd": 0}
    for result in found.results:
        old = hashes[result.student]
        assert {name for name in old if old[name] != result.hashes[name]} == {how}
        assert latest(course, result.student) == result
    assert book.writes == [["ada", "ben", "cyd"]]


def test_data_that_change_a_score_hold_it(tmp_path: Path, engine: Engine, book: Book) -> None:
    # This engine runs in no folder of its own, so the test names the file from the root.
    file = tmp_path / "course/source/lines/expected.txt"
    hidden = f"assert total == int(open({str(file)!r}).read()), 'as the file says'"
    course = write_course(tmp_path / "course", *parts(hidden))
    file.write_text("42")
    hand_in(course, "ada", WORKS["ada"])
    assert points(grade(course)) == {"ada": 2}
    file.write_text("43")
    assert held(grade(course)) == {"ada": (2, 0)}


def test_a_damaged_result_does_not_let_a_score_change_silently(
    course: Course, engine: Engine
) -> None:
    remaster(course, REWORDED)
    grade(course)
    (_, newest) = results.history(course.results, "ben", "lines")
    newest.write_text("{")
    remaster(course, LENIENT)
    assert held(grade(course)) == {"ben": (0, 2)}


def test_the_changes_say_what_differs(course: Course) -> None:
    remaster(course, LENIENT)
    (change,) = grade(course).held
    assert isinstance(change, Change)
    assert change.before == latest(course, "ben")
    assert change.before.hashes["submission"] == change.after.hashes["submission"]
    assert change.before.hashes["master"] != change.after.hashes["master"]


# ---- only some of the class


def test_grading_one_student_by_a_changed_test_leaves_the_gradebook_as_it_is(
    course: Course, book: Book
) -> None:
    remaster(course, parts("assert total == 42, 'add two'", points=5))
    resubmit(course, "ben", "total = 42")
    found = grade(course, students=["ben"])
    assert (points(found), found.held) == ({"ben": 5}, ())
    assert book.writes == []


def test_the_gradebook_is_not_written_again_while_results_are_of_other_tests(
    course: Course, book: Book
) -> None:
    remaster(course, parts("assert total == 42, 'add two'", points=3))
    assert len(grade(course).held) == 3
    with pytest.raises(InstructorError) as refused:
        write_gradebook(open_course(course.root), "lines")
    assert refused.value.code == "gradebook-waits"
    assert book.writes == []


def test_accepting_one_student_leaves_the_others_held(course: Course, book: Book) -> None:
    remaster(course, parts("assert total == 42, 'add two'", points=5))
    grade(course)
    grade(course, students=["ada"], accept=True)
    assert {name: recorded(course, name)[-1] for name in WORKS} == {"ada": 5, "ben": 0, "cyd": 0}
    assert book.writes == []
    assert held(grade(course)) == {"ben": (0, 0), "cyd": (0, 0)}
    grade(course, accept=True)
    assert book.writes == [["ada", "ben", "cyd"]]


# ---- stopped in between


def test_accepting_that_is_interrupted_is_finished_by_the_next_one(
    course: Course, engine: Engine, book: Book
) -> None:
    remaster(course, parts("assert total == 42, 'add two'", points=5))
    grade(course)
    engine.forget()

    def interrupt(result: Result) -> None:
        if result.points == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade(course, accept=True, progress=interrupt)
    assert points(grade(course, accept=True)) == {"ada": 5, "ben": 0, "cyd": 0}
    assert engine.ran == []
    assert all(len(recorded(course, name)) == 2 for name in WORKS)
    assert set(book.rows) == set(WORKS)
    assert not list((course.results / ".pending").rglob("*.json"))


def test_what_a_killed_grader_had_begun_to_write_goes_when_that_place_is_written(
    tmp_path: Path,
) -> None:
    abandoned, young = (tmp_path / f".0001.json.{number}.partial" for number in (1, 2))
    other = tmp_path / ".0002.json.1.partial"
    for path in (abandoned, young, other):
        path.write_text("{")
    an_hour_ago = time.time() - 3600
    for path in (abandoned, other):
        os.utime(path, (an_hour_ago, an_hour_ago))
    results.write_durably(tmp_path / "0001.json", b"{}")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".0001.json.2.partial",
        ".0002.json.1.partial",
        "0001.json",
    ]


# ---- with nbgrader's own database


def test_what_people_gave_is_kept_when_a_test_changes_and_when_the_gradebook_is_lost(
    tmp_path: Path, engine: Engine
) -> None:
    course = write_course(tmp_path / "course", *STRICT)
    for student, work in WORKS.items():
        hand_in(course, student, work)
    grade(course)
    give(course, "ben", points=1.5, comment="half of it is right")
    database = tmp_path / "course/gradebook.db"
    before = database.read_bytes()
    remaster(course, LENIENT)
    assert held(grade(course)) == {"ben": (0, 2)}
    assert database.read_bytes() == before

    grade(course, accept=True)
    rows = scores(course)
    assert rows == {
        "ada": (2, None, None),
        "ben": (2, 1.5, "half of it is right"),
        "cyd": (0, None, None),
    }
    database.unlink()
    engine.forget()
    assert grade(course).reused == 3
    assert engine.ran == []
    assert scores(course) == rows


def give(course: Course, student: str, points: float, comment: str) -> None:
    """Give points and a comment as the formgrader does."""
    from nbgrader.api import Gradebook  # takes seconds: only this test pays

    with Gradebook(course.db_url, course.course_id) as book:
        book.find_grade("test1", "paper", "lines", student).manual_score = points
        book.find_comment("work1", "paper", "lines", student).manual_comment = comment
        book.db.commit()


def scores(course: Course) -> dict[str, tuple[float, float | None, str | None]]:
    """Return of each student what the machine gave, what a person gave, and the comment."""
    from nbgrader.api import Gradebook  # takes seconds: only this test pays

    with Gradebook(course.db_url, course.course_id) as book:
        grades = {name: book.find_grade("test1", "paper", "lines", name) for name in WORKS}
        comments = {name: book.find_comment("work1", "paper", "lines", name) for name in WORKS}
        return {
            name: (found.auto_score, found.manual_score, comments[name].manual_comment)
            for name, found in grades.items()
        }
