"""A whole class, from what was handed in to results on disk: nothing that one student does, and
no crash, costs another student anything."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from engine_course import (
    RIGHT,
    WRONG,
    Check,
    Locked,
    Work,
    hand_in,
    handing_in,
    latest,
    write_course,
)

from autograder import gradebook, pipeline, results
from autograder.configuration import Course
from autograder.errors import InstructorError, OperatorError
from autograder.execution.rooms import Process, Zygote
from autograder.jail.doctor import Trial
from autograder.jail.entry import Tier
from autograder.pipeline import machines, tiers
from autograder.results import Result, State

Projected = list[list[str]]


@pytest.fixture
def projected(monkeypatch: pytest.MonkeyPatch) -> Projected:
    """Keep nbgrader's database out of it: it takes seconds, and has tests of its own."""
    calls: Projected = []

    def note(_: object, __: object, graded: Iterable[Result], ___: object) -> None:
        calls.append(sorted(result.student for result in graded))

    monkeypatch.setattr(gradebook, "project", note)
    return calls


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return write_course(tmp_path / "course")


def graded(course: Course, **more: Any) -> dict[str, Result]:
    return {each.student: each for each in pipeline.grade_class(course, "lines", **more).results}


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# ---- the ordinary case


def test_a_class_is_graded_from_files_to_results(course: Course, projected: Projected) -> None:
    hand_in(course, "ada", RIGHT)
    hand_in(course, "ben", WRONG)
    hand_in(course, "cyd", "total = (")
    (course.submitted / "ada/lines/timestamp.txt").write_text("2026-01-02 03:04:05 UTC")
    seen: list[str] = []
    found = graded(course, progress=lambda result: seen.append(result.student))
    assert {name: (result.state.value, result.points) for name, result in found.items()} == {
        "ada": ("graded", 2),
        "ben": ("graded", 0),
        "cyd": ("graded", 0),
    }
    assert [test.verdict.value for each in found.values() for test in each.notebooks[0].tests] == [
        "passed",
        "failed",
        "missing",
    ]
    assert sorted(seen) == ["ada", "ben", "cyd"]
    assert projected == [["ada", "ben", "cyd"]]
    ada = found["ada"]
    assert (ada.handed_in, ada.engine.endswith(" unprivileged")) == (
        "2026-01-02 03:04:05 UTC",
        True,
    )
    assert set(ada.hashes) == {"master", "data", "settings", "submission"}
    assert latest(course, "ada") == ada
    for name in found:
        content = nbformat.read(course.autograded / name / "lines/paper.ipynb", as_version=4)
        nbformat.validate(content)
        page = (course.feedback / name / "lines/paper.html").read_text()
        assert "assert total == 42" not in page
        assert ("add two" in page) == (name == "ben")
    assert (course.autograded / "ada/lines/timestamp.txt").read_text() == ada.handed_in


def test_grading_the_same_again_changes_nothing(course: Course, projected: Projected) -> None:
    hand_in(course, "ada", RIGHT + "\nimport random\nprint({'a', 'b', 'c'})")
    hand_in(course, "ben", "total = undefined")
    (handing_in(course, "cyd") / "paper.ipynb").write_text("no notebook")
    first = graded(course)
    before = {name: files_of(getattr(course, name)) for name in ("results", "autograded")}
    second = graded(course)
    assert {n: results.comparable(r) for n, r in first.items()} == {
        n: results.comparable(r) for n, r in second.items()
    }
    assert {name: files_of(getattr(course, name)) for name in before} == before
    assert list(before["results"]) == [f"{name}/lines/0001.json" for name in ("ada", "ben", "cyd")]


def test_a_new_submission_is_appended(course: Course, projected: Projected) -> None:
    hand_in(course, "ada", WRONG)
    graded(course)
    path = course.submitted / "ada/lines/paper.ipynb"
    path.write_text(path.read_text().replace("total = start", "total = start + 2"))
    graded(course)
    history = results.history(course.results, "ada", "lines")
    assert [
        json.loads(file.read_text())["notebooks"][0]["tests"][0]["points"] for file in history
    ] == [
        0,
        2,
    ]


LIAR = "class Liar:\n    def __eq__(self, other): return True\ntotal = Liar()"


def test_one_job_or_two_come_to_the_same(course: Course, projected: Projected) -> None:
    works = [RIGHT, WRONG, "import os\nos._exit(1)", "total = 42.0", LIAR, RIGHT]
    for number, work in enumerate(works):
        hand_in(course, f"s{number}", work)
    one = {name: results.comparable(result) for name, result in graded(course, jobs=1).items()}
    two = {name: results.comparable(result) for name, result in graded(course, jobs=2).items()}
    assert one == two
    assert [one[f"s{n}"].points for n in range(6)] == [2, 0, 0, 2, 0, 2]
    assert one["s4"].state is State.NEEDS_INSTRUCTOR


def test_only_the_students_asked_for_are_graded(course: Course, projected: Projected) -> None:
    for name in ("ada", "ben", "cyd"):
        hand_in(course, name, RIGHT)
    assert list(graded(course, students=["ben"])) == ["ben"]
    assert latest(course, "ada") is None
    with pytest.raises(InstructorError) as caught:
        graded(course, students=["ben", "eve"])
    assert caught.value.code == "student-unknown"


# ---- what was handed in


def damage(course: Course) -> dict[str, str]:
    """Hand in everything that is no notebook; return a word of what is said of it."""

    def put(student: str, content: bytes, name: str = "paper.ipynb") -> None:
        (handing_in(course, student) / name).write_bytes(content)

    put("not-json", b"\x7fELF")
    put("json-but-no-notebook", b'{"nbformat": 3}')
    put("empty-file", b"")
    put("not-text", b"\xff\xfe")
    put("deep", b"[" * 100_000)
    put("wrong-name", (course.release / "lines/paper.ipynb").read_bytes(), "Paper (1).ipynb")
    handing_in(course, "nothing")
    (handing_in(course, "folder") / "paper.ipynb").mkdir()
    os.mkfifo(handing_in(course, "pipe") / "paper.ipynb")
    (handing_in(course, "link") / "paper.ipynb").symlink_to(course.source / "lines/paper.ipynb")
    (course.submitted / "folder-link").mkdir()
    (course.submitted / "folder-link/lines").symlink_to(course.submitted / "zoe/lines")
    (course.submitted / "student-link").symlink_to(course.submitted / "zoe")
    put("huge", b" " * (65 * 2**20))
    return {
        "not-json": "not UTF-8|not JSON",
        "json-but-no-notebook": "not a notebook",
        "empty-file": "not JSON",
        "not-text": "not UTF-8",
        "deep": "not JSON|too",
        "wrong-name": "found: Paper (1)",
        "nothing": "no notebook at all",
        "folder": "no notebook at all",
        "pipe": "pipe",
        "link": "link",
        "folder-link": "link",
        "student-link": "link",
        "huge": "larger than",
    }


def test_what_is_no_notebook_stops_nobody_else(course: Course, projected: Projected) -> None:
    hand_in(course, "ada", RIGHT)
    hand_in(course, "zoe", RIGHT)
    words = damage(course)
    (course.submitted / "a file in between").write_text("x")
    os.mkfifo(handing_in(course, "timeless") / "timestamp.txt")
    found = graded(course)
    assert (found.pop("ada").points, found.pop("zoe").points) == (2, 2)
    assert found.pop("timeless").state is State.REFUSED
    assert set(found) == set(words)
    for name, result in found.items():
        assert (result.state, result.notebooks) == (State.REFUSED, ()), name
        assert any(word in result.problem for word in words[name].split("|")), result.problem
        assert latest(course, name) == result
    assert projected == [sorted([*words, "ada", "timeless", "zoe"])]


# As somebody for whom the system's permissions hold, whoever runs the tests.
UNPRIVILEGED = """
import sys
from pathlib import Path
from autograder import gradebook, pipeline
from autograder.configuration import open_course
from autograder.jail import capabilities
capabilities.drop()
gradebook.project = lambda *a: None
for result in pipeline.grade_class(open_course(Path(sys.argv[1])), "lines").results:
    print(result.student, result.state.value, result.points, result.problem, sep="|")
"""


def test_what_may_not_be_read_stops_nobody_else(course: Course) -> None:
    hand_in(course, "ada", RIGHT)
    hand_in(course, "file", RIGHT).chmod(0)
    hand_in(course, "folder", RIGHT).parent.chmod(0)
    hand_in(course, "student", RIGHT).parent.parent.chmod(0)
    (hand_in(course, "time", RIGHT).parent / "timestamp.txt").write_text("now")
    (course.submitted / "time/lines/timestamp.txt").chmod(0)
    done = subprocess.run(
        [sys.executable, "-c", UNPRIVILEGED, str(course.root)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    for folder in ("folder/lines", "student"):
        (course.submitted / folder).chmod(0o700)
    assert done.returncode == 0, done.stderr
    lines = {line.split("|")[0]: line.split("|")[1:] for line in done.stdout.splitlines()}
    assert lines["ada"] == ["graded", "2.0", ""]
    assert lines["time"] == ["graded", "2.0", ""]
    assert lines["file"][0] == lines["folder"][0] == lines["student"][0] == "refused"
    assert "cannot be read: Permission denied" in lines["file"][2]
    assert "Permission denied" in lines["folder"][2]
    assert "Permission denied" in lines["student"][2]


def test_a_missing_notebook_costs_the_other_one_nothing(
    tmp_path: Path, projected: Projected
) -> None:
    course = write_course(tmp_path / "course")
    for step in (course.source, course.release):
        text = (step / "lines/paper.ipynb").read_text()
        (step / "lines/second.ipynb").write_text(text.replace("test1", "other1"))
    hand_in(course, "ada", RIGHT)
    found = graded(course)["ada"]
    assert (found.state, found.points) == (State.REFUSED, 2)
    assert "second.ipynb was not handed in" in found.problem


# ---- the master and the course


def test_nobody_handed_in(course: Course) -> None:
    with pytest.raises(InstructorError) as caught:
        graded(course)
    assert caught.value.code == "nothing-submitted"


def test_a_release_that_was_never_built(course: Course) -> None:
    hand_in(course, "ada", RIGHT)
    (course.release / "lines/paper.ipynb").unlink()
    with pytest.raises(InstructorError, match="run `autograder build lines` first") as caught:
        graded(course)
    assert caught.value.code == "release-missing"


def test_a_prefix_that_fails_is_found_before_any_student(
    tmp_path: Path, projected: Projected
) -> None:
    course = write_course(
        tmp_path / "course",
        *(Locked("import time\ntime.sleep(1)\n1 / 0"), Work(""), Check(hidden="assert 1, 'a'")),
    )
    hand_in(course, "ada", "pass")
    (handing_in(course, "ben") / "paper.ipynb").write_text("no notebook")
    with pytest.raises(InstructorError) as caught:
        graded(course)
    assert caught.value.code == "prefix-fails"
    assert not course.results.exists()
    assert projected == []


# ---- the jail


@pytest.mark.parametrize("jail", ["auto", "namespaces", "unprivileged"])
def test_without_a_jail_nothing_is_graded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jail: str
) -> None:
    course = write_course(tmp_path / "course", jail=jail)
    hand_in(course, "ada", RIGHT)
    monkeypatch.setattr(tiers, "try_tier", lambda tier: Trial(tier, "refused"))
    monkeypatch.setattr(tiers, "best_tier", lambda: Tier.NONE)
    with pytest.raises(OperatorError) as caught:
        graded(course)
    assert caught.value.code == "no-jail"
    assert not course.results.exists()


def test_the_jail_that_is_asked_for_is_used_or_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = write_course(tmp_path / "course", jail="namespaces")
    only_landlock: Callable[[Tier], Trial] = lambda tier: Trial(  # noqa: E731
        tier, "" if tier is Tier.UNPRIVILEGED else "refused"
    )
    monkeypatch.setattr(tiers, "try_tier", only_landlock)
    with pytest.raises(OperatorError):
        pipeline.choose_tier(course)
    other = write_course(tmp_path / "other", jail="unprivileged")
    assert pipeline.choose_tier(other) is Tier.UNPRIVILEGED


def test_a_jail_that_the_process_cannot_enter_gives_no_score(
    course: Course, monkeypatch: pytest.MonkeyPatch, projected: Projected
) -> None:
    hand_in(course, "ada", RIGHT)
    tell = Process.tell

    def mislead(process: Process, word: dict[str, Any]) -> None:
        tell(process, {"scratch": "/no/such/folder"} if "scratch" in word else word)

    monkeypatch.setattr(Process, "tell", mislead)
    found = graded(course)["ada"]
    assert (found.state, "jail" in found.problem) == (State.NEEDS_INSTRUCTOR, True)
    assert [test.points for test in found.notebooks[0].tests] == [None]


def test_grading_without_a_jail_is_stamped(course: Course, projected: Projected) -> None:
    hand_in(course, "ada", RIGHT)
    found = graded(course, unsafe_no_jail=True)["ada"]
    assert (found.points, found.engine.split()[1]) == (2, "none")


# ---- the engine's own faults


def test_a_fault_of_the_engine_is_never_a_zero(
    course: Course, monkeypatch: pytest.MonkeyPatch, projected: Projected
) -> None:
    hand_in(course, "ada", RIGHT)
    hand_in(course, "ben", RIGHT)
    grade = machines.grade

    def failing(rooms: Any, submission: Any, settings: Any, **more: Any) -> Any:
        if "# unlucky" in str(submission.notebook.cells[1].source):
            raise RuntimeError("a bug")
        return grade(rooms, submission, settings, **more)

    monkeypatch.setattr(machines, "grade", failing)
    hand_in(course, "eve", RIGHT + "  # unlucky")
    found = graded(course)
    assert (found["ada"].points, found["ben"].points) == (2, 2)
    eve = found["eve"]
    assert (eve.state, "a bug" in eve.problem) == (State.NEEDS_INSTRUCTOR, True)
    (test,) = eve.notebooks[0].tests
    assert (test.verdict, test.points, test.max_points) == ("internal", None, 2)


def test_a_zygote_that_dies_in_the_midst_costs_nobody_anything(
    course: Course, projected: Projected, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ada", "ben", "cyd"):
        hand_in(course, name, RIGHT)
    zygotes: list[Zygote] = []
    forking = Zygote.fork

    def fork(zygote: Zygote, wall: socket.socket) -> Process:
        zygotes.append(zygote)
        return forking(zygote, wall)

    def kill_once(result: Result) -> None:
        if result.student == "ada":
            os.kill(zygotes[0]._program.pid, signal.SIGKILL)

    monkeypatch.setattr(Zygote, "fork", fork)
    found = graded(course, jobs=1, progress=kill_once)
    assert {name: result.points for name, result in found.items()} == dict.fromkeys(found, 2)
    assert len({zygote._program.pid for zygote in zygotes}) == 3


def test_a_verdict_without_a_score_waits_for_a_person_in_the_gradebook(tmp_path: Path) -> None:
    from nbgrader.api import Gradebook  # takes seconds: only this test pays

    course = write_course(
        tmp_path / "course",
        *(Locked("start = 1"), Work("", "a = 1"), Check(hidden="import os\nos._exit(1)")),
        *(Work("", "b = 2"), Check(hidden="assert b == 2, 'b'")),
    )
    hand_in(course, "ada", "a = 1", "b = 2")
    found = graded(course)["ada"]
    assert [test.points for test in found.notebooks[0].tests] == [None, 1]
    with Gradebook(course.db_url, course.course_id) as gradebook:
        grades = gradebook.find_submission_notebook("paper", "lines", "ada").grades
        shown = {grade.name: (grade.auto_score, grade.needs_manual_grade) for grade in grades}
    assert shown == {"test1": (None, True), "test2": (1, False)}


def test_a_result_that_cannot_be_written_stops_nobody_else(
    course: Course, projected: Projected
) -> None:
    hand_in(course, "ada", RIGHT)
    hand_in(course, "ben", RIGHT)
    course.results.mkdir()
    (course.results / "ada").write_text("a file where a folder should be")
    found = graded(course)
    assert found["ada"].state is State.NEEDS_INSTRUCTOR
    assert "could not be written" in found["ada"].problem
    assert latest(course, "ben") == found["ben"]


def test_an_interruption_keeps_what_is_done(course: Course, projected: Projected) -> None:
    for number in range(6):
        hand_in(course, f"s{number}", RIGHT)
    seen: list[str] = []

    def interrupt(result: Result) -> None:
        seen.append(result.student)
        if len(seen) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        graded(course, jobs=1, progress=interrupt)
    (written,) = projected
    # One more may have been recorded before the interruption came.
    assert set(seen) <= set(written)
    assert all(latest(course, student) for student in written)
    assert set(graded(course)) == {f"s{number}" for number in range(6)}


# ---- killed at any moment


def descendants(pid: int) -> set[int]:
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        for task in Path(f"/proc/{waiting.pop()}/task").glob("*/children"):
            try:
                below = {int(number) for number in task.read_text().split()}
            except OSError:
                continue
            waiting += below - found
            found |= below
    return found


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.mark.parametrize("jail", ["unprivileged", pytest.param("auto", marks=pytest.mark.prove)])
def test_a_killed_grader_leaves_no_process_and_only_whole_results(
    tmp_path: Path, projected: Projected, jail: str
) -> None:
    course = write_course(tmp_path / "course", jail=jail)
    students = [f"s{number:02}" for number in range(8)]
    for student in students:
        hand_in(course, student, f"import time\ntime.sleep(0.4)\n{RIGHT}")
    grader = subprocess.Popen(
        ["autograder", "grade", "lines", "--jobs", "2"],
        cwd=course.root,
        # What it leaves behind goes with the rest of the test.
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 120
        while len(list(course.results.rglob("*.json"))) < 3 or len(descendants(grader.pid)) < 4:
            assert grader.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
        below = descendants(grader.pid)
    finally:
        grader.send_signal(signal.SIGKILL)
        grader.wait()
    deadline = time.monotonic() + 30
    while any(map(is_running, below)):
        assert time.monotonic() < deadline, [pid for pid in below if is_running(pid)]
        time.sleep(0.02)
    before = {
        name: text for name, text in files_of(course.results).items() if ".partial" not in name
    }
    assert 3 <= len(before) < len(students)
    assert all(results.from_json(text.decode()).points == 2 for text in before.values())
    assert [found.points for found in graded(course).values()] == [2] * len(students)
    after = files_of(course.results)
    assert {name: after[name] for name in before} == before
    assert sum(name.endswith(".json") for name in after) == len(students)
