"""A notebook that is run again, without the cell that ended its process, is not judged anew."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from engine_course import Check, Exam, Work, open_exam

from autograder.jail.entry import Tier

DIE = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"


@pytest.fixture(scope="module")
def exam() -> Iterator[Exam]:
    # Without a jail, so that a notebook can count how often it was run: in a file outside.
    with open_exam(tier=Tier.NONE) as exam:
        yield exam


def counted(file: Path) -> str:
    return (
        "import pathlib\n"
        f"file = pathlib.Path({str(file)!r})\n"
        "file.write_text((file.read_text() if file.exists() else '') + 'x')\n"
        "turn = len(file.read_text())"
    )


@pytest.mark.parametrize(
    ("guess", "verdict", "points"),
    [
        ("answer = [1, 2][turn - 1]", "failed", 0),
        ("answer = [2, 1][turn - 1]", "failed", 0),
        ("answer = 2", "passed", 1),
        ("answer = 1", "failed", 0),
    ],
)
def test_a_test_never_comes_out_better_the_second_time(
    exam: Exam, tmp_path: Path, guess: str, verdict: str, points: float
) -> None:
    hidden = "assert answer == 2, 'another number'"
    work = Work(f"{counted(tmp_path / 'turns')}\n{guess}")
    marked = exam.grade(work, Check(hidden=hidden), Work(DIE), Check(hidden="assert True, 'x'"))
    assert (tmp_path / "turns").read_text() == "xx"
    assert (marked.verdicts[0], marked.points[0]) == (verdict, points)


def test_that_it_came_out_otherwise_is_noticed(exam: Exam, tmp_path: Path) -> None:
    work = Work(f"{counted(tmp_path / 'turns')}\nanswer = turn")
    marked = exam.grade(work, Check(hidden="assert answer == 2, 'no'"), Work(DIE), Check("pass"))
    (noticed,) = [each for each in marked.result.noticed if each.code == "answer-changed"]
    assert "test1" in noticed.text
    assert "failed at first, then passed" in noticed.text
