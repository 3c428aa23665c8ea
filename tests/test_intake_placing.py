"""Writing into submitted/: whole or not at all, at whatever moment it ends."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from intake_course import (
    SECOND_DAY,
    attempts,
    make_course,
    states,
    submitted,
    take,
    tree,
    work,
    write_folder,
    write_zip,
)

from autograder.assignment import read as read_assignment
from autograder.configuration import Course
from autograder.errors import OperatorError
from autograder.helper_files import read, rules
from autograder.intake import placing
from autograder.intake.plan import State
from autograder.results import latest

ONE, TWO, THREE = (work(f"fit = {at}") for at in (1, 2, 3))


class Killed(BaseException):
    """Stand for the end of the process: nothing catches it."""


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_course(tmp_path / "course")


@pytest.fixture
def days(tmp_path: Path) -> tuple[Path, Path]:
    """Return two downloads of a class of two; of the second day, ada's has two attempts."""
    monday = {"ada_1_500_fit.ipynb": ONE, "ada_1_501_a.py": b"1", "ben_2_502_fit.ipynb": TWO}
    tuesday = {"ada_1_600_fit-1.ipynb": TWO, "ada_1_700_fit-2.ipynb": THREE}
    return (
        write_zip(tmp_path / "monday.zip", monday),
        write_zip(tmp_path / "tuesday.zip", tuesday, SECOND_DAY),
    )


def kept(course: Course, student: str) -> set[bytes]:
    """Return every notebook of a student that is on the disk, wherever."""
    return {path.read_bytes() for path in (course.submitted / student).rglob("fit.ipynb")}


def steps(monkeypatch: pytest.MonkeyPatch, limit: int | None) -> Iterator[int]:
    """Count the changes of the disk, and end at the one after ``limit``."""
    count = 0

    def counted(real):  # type: ignore[no-untyped-def]
        def step(*arguments, **more):  # type: ignore[no-untyped-def]
            nonlocal count
            if limit is not None and count >= limit:
                raise Killed
            count += 1
            return real(*arguments, **more)

        return step

    places = ((Path, "rename"), (Path, "mkdir"), (shutil, "copyfile"), (os, "utime"))
    for owner, name in (*places, (placing, "swap")):
        monkeypatch.setattr(owner, name, counted(getattr(owner, name)))
    yield 0
    monkeypatch.undo()
    yield count


def test_a_dry_run_writes_nothing_and_says_the_same(
    course: Course, days: tuple[Path, Path]
) -> None:
    before = tree(course.root)
    dry = take(course, *days, dry_run=True)
    assert tree(course.root) == before
    assert states(dry) == states(take(course, *days))
    before = tree(course.root)
    assert states(take(course, *days, dry_run=True)) == states(take(course, *days))
    assert tree(course.root) == before


def count_of_steps(course: Course, days: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> int:
    counting = steps(monkeypatch, None)
    next(counting)
    take(course, days[1])
    return next(counting)


@pytest.mark.parametrize("swaps", [True, False])
def test_a_kill_at_any_step_loses_nothing_and_a_rerun_makes_it_right(
    tmp_path: Path, days: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, swaps: bool
) -> None:
    with pytest.MonkeyPatch.context() as system:
        if not swaps:
            system.setattr(placing, "swap", lambda one, other: False)
        kill_at_each_step(tmp_path, days, monkeypatch, swaps)


def kill_at_each_step(
    tmp_path: Path, days: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, swaps: bool
) -> None:
    whole = make_course(tmp_path / "whole")
    take(whole, days[0])
    total = count_of_steps(whole, days, monkeypatch)
    assert total >= 8  # two folders written, each with a file and its time, and three moves
    right = submitted(whole)
    assert right["ada_1/fit.ipynb"] == THREE
    for limit in range(total):
        course = make_course(tmp_path / f"killed-{limit}")
        take(course, days[0])
        killing = steps(monkeypatch, limit)
        next(killing)
        with pytest.raises(Killed):
            take(course, days[1])
        next(killing)
        assert ONE in kept(course, "ada_1"), limit
        current = submitted(course)
        assert current.get("ada_1/fit.ipynb") in (ONE, THREE, *(() if swaps else (None,))), limit
        assert current["ben_2/fit.ipynb"] == TWO
        take(course, days[1])
        assert submitted(course) == right, limit
        assert attempts(course, "ada_1") == attempts(whole, "ada_1"), limit
        assert tree(course.submitted) == tree(whole.submitted), limit


def test_a_kill_between_the_two_moves_is_finished_by_any_next_call(
    course: Course, days: tuple[Path, Path], tmp_path: Path
) -> None:
    take(course, *days)
    student = course.submitted / "ada_1"
    total = placing._content_sum(student / "lab")
    (student / "lab").rename(student / f".collected-lab.{total}")
    (student / ".collecting-lab").mkdir()
    take(course, write_folder(tmp_path / "in", {"eve/fit.ipynb": ONE}))
    assert submitted(course)["ada_1/fit.ipynb"] == THREE
    assert not list(student.glob(".collect*"))


def test_one_student_who_cannot_be_written_stops_nobody_else(
    course: Course, tmp_path: Path
) -> None:
    course.submitted.mkdir()
    (course.submitted / "ada").write_text("in the way")
    files = {f"{name}/fit.ipynb": work(name) for name in ("ada", "ben")}
    plan = take(course, write_folder(tmp_path / "in", files))
    assert [(each.code, each.student) for each in plan.problems] == [("file-system", "ada")]
    assert list(submitted(course)) == ["ben/fit.ipynb"]
    assert (course.submitted / "ada").read_text() == "in the way"


@pytest.mark.parametrize("link", ["ada", "ada/lab"])
def test_a_link_in_submitted_is_not_followed(course: Course, tmp_path: Path, link: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    target = course.submitted / link
    target.parent.mkdir(parents=True)
    target.symlink_to(outside)
    plan = take(course, write_folder(tmp_path / "in", {"ada/fit.ipynb": ONE}))
    assert [each.code for each in plan.problems] == ["submission-link"]
    assert list(outside.iterdir()) == []


def test_two_calls_at_once_do_not_mix(course: Course, days: tuple[Path, Path]) -> None:
    course.submitted.mkdir()
    handle = os.open(course.submitted, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(OperatorError) as caught:
        take(course, days[0])
    os.close(handle)
    assert caught.value.code == "collect-running"
    assert not submitted(course)


def test_what_was_put_in_place_by_hand_is_a_submission_too(
    course: Course, days: tuple[Path, Path]
) -> None:
    write_folder(course.submitted, {"ada_1/lab/fit.ipynb": TWO, "ada_1/lab/timestamp.txt": b"?"})
    os.utime(course.submitted / "ada_1/lab/fit.ipynb", (1, 1))
    assert states(take(course, days[0]))["ada_1"] is State.REPLACED
    assert attempts(course, "ada_1") == [{"fit.ipynb": TWO, "timestamp.txt": b"?"}]


def test_attempts_are_no_students_and_no_files_of_the_submission(
    course: Course, days: tuple[Path, Path]
) -> None:
    take(course, *days)
    assert course.students("lab") == ("ada_1", "ben_2")
    assert attempts(course, "ada_1")
    assignment = read_assignment(course.source / "lab")
    found, notices = read(course.submitted / "ada_1/lab", rules(course, assignment))
    assert [each.path.as_posix() for each in found] == []
    assert notices == ()
    assert latest(course.results, "ada_1", "lab") is None


def test_what_is_written_keeps_the_time_of_the_file(
    course: Course, days: tuple[Path, Path]
) -> None:
    take(course, days[0])
    files = placing.existing(course, "ada_1", "lab").files
    assert {each.path for each in files} == {"fit.ipynb", "a.py"}
    assert len({each.stamp for each in files}) == 1
