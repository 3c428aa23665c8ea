"""`autograder new`: what it writes works, is graded as its cases say, and harms nothing."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from autograder import cases, notebook
from autograder.assignment import Assignment, Master
from autograder.assignment import read as read_assignment
from autograder.cases import Case, Kind
from autograder.cli.new import command
from autograder.compiler.release import build_assignment
from autograder.configuration import Course, open_course
from autograder.datafile import check_datafile
from autograder.execution.grading import grade
from autograder.execution.pool import Pool
from autograder.execution.prefix import prove_prefix
from autograder.jail.entry import Tier
from autograder.notebook import Notebook
from autograder.starter.assignment import LONGEST_NAME
from autograder.submission import take_in

# The points of the template's test cells, as its text promises them: 3 and 3.
FULL = {
    "total-mass-test": 1,
    "giants-test": 1,
    "giants-order-test": 1,
    "period-test": 2,
    "no-period-test": 1,
}
EXERCISE_1 = ("total-mass-test", "giants-test", "giants-order-test")
# What each case must earn, worked out by hand from what it does.
EARNED = {
    "exercise-1-by-hand": dict.fromkeys(EXERCISE_1, 1),
    "exercise-1-giants-only": {"giants-test": 1, "giants-order-test": 1},
    "exercise-1-lightest-first": {"total-mass-test": 1, "giants-test": 1},
    "exercise-1-twenty-earths": {"total-mass-test": 1, "giants-order-test": 1},
    "exercise-2-by-powers": {"period-test": 2, "no-period-test": 1},
    "exercise-2-no-answer": {"period-test": 2},
    "exercise-2-no-distance": {"period-test": 2},
    "exercise-2-squares": {"no-period-test": 1},
}


def new(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, catch_exceptions=True)


def made(root: Path, name: str = "demo") -> Course:
    """Make a new assignment in a folder."""
    result = new(name, "--course-dir", str(root))
    assert result.exit_code == 0, result.output
    return open_course(root)


def files_in(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def test_an_empty_folder_becomes_a_course(tmp_path: Path) -> None:
    root = tmp_path / "planets 101"
    root.mkdir()
    course = made(root)
    assert course.course_id == "planets 101"
    assert course.settings.strict_style
    assert course.assignments() == ("demo",)
    (master,) = read_assignment(course.source / "demo").masters
    assert {test.grade_id: test.points for test in master.tests} == FULL
    assert master.notebook.cells[0].source.startswith("# demo\n")


def test_the_command_names_each_file_that_it_made_and_what_comes_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = new("demo").output
    assert {line.removeprefix("made ") for line in said.splitlines() if "made" in line} == set(
        files_in(tmp_path)
    )
    assert said.endswith("  autograder build demo\n")


def test_the_next_command_names_the_course_where_it_is_another_folder(tmp_path: Path) -> None:
    said = new("demo", "--course-dir", str(tmp_path)).output
    assert said.endswith(f"  autograder build demo --course-dir {tmp_path}\n")


def test_a_second_assignment_joins_a_course_and_leaves_it_as_it_was(tmp_path: Path) -> None:
    config = "c = get_config()\nc.CourseDirectory.source_directory = 'masters'\n"
    (tmp_path / "nbgrader_config.py").write_text(config)
    made(tmp_path, "one")
    before = files_in(tmp_path)
    result = new("two", "--course-dir", str(tmp_path))
    after = files_in(tmp_path)
    assert "kept " in result.output
    assert {name: after[name] for name in before} == before
    assert {"masters/two/two.ipynb", "masters/one/one.ipynb"} <= set(after)
    assert after["nbgrader_config.py"].decode() == config


@pytest.mark.parametrize(
    "taken", ["source/demo/x.ipynb", "tests/wheats/demo/x/x.py", "tests/chaffs/demo/x/x.py"]
)
def test_nothing_is_written_over_what_is_there(tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).parent.mkdir(parents=True)
    (tmp_path / taken).write_text("mine")
    result = new("demo", "--course-dir", str(tmp_path))
    assert getattr(result.exception, "code", "") == "assignment-there"
    assert str((tmp_path / taken).relative_to(tmp_path).parts[0]) in str(result.exception)
    assert files_in(tmp_path) == {taken: b"mine"}


def test_a_link_that_leads_nowhere_is_in_the_way_too(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source/demo").symlink_to("nowhere")
    result = new("demo", "--course-dir", str(tmp_path))
    assert getattr(result.exception, "code", "") == "assignment-there"


def test_making_it_twice_changes_nothing_the_second_time(tmp_path: Path) -> None:
    made(tmp_path)
    before = files_in(tmp_path)
    assert new("demo", "--course-dir", str(tmp_path)).exit_code != 0
    assert files_in(tmp_path) == before


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "source").write_text("a file, where the folder belongs")
    result = new("demo", "--course-dir", str(tmp_path))
    assert getattr(result.exception, "code", "") == "file-system"


@pytest.mark.parametrize("name", ["demo", "hw 1", "2-b", "ps_3", "Übung 4", "1.2", "x" * 100])
def test_a_name_that_folders_can_have_is_taken(tmp_path: Path, name: str) -> None:
    assert made(tmp_path, name).assignments() == (name,)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "",
            ".",
            "..",
            ".x",
            "a/b",
            "../x",
            "a\\b",
            "a+b",
            "a:b",
            "a\0b",
            "a\nb",
            " a",
            "a ",
            "a.",
        ),
        *("a*", "<a>", "a|b", "con", "NUL", "com1.x", "x" * (LONGEST_NAME + 1), "/etc"),
    ],
)
def test_a_name_that_not_every_system_can_have_is_refused(tmp_path: Path, name: str) -> None:
    result = new(name, "--course-dir", str(tmp_path))
    assert getattr(result.exception, "code", "") == "name-not-allowed"
    assert files_in(tmp_path) == {}


# What it writes, graded.


@dataclass(frozen=True)
class Graded:
    """A new assignment, and zygotes that grade it."""

    course: Course
    master: Master
    release: Notebook
    cases: tuple[Case, ...]
    pool: Pool

    def points(self, handed_in: Notebook) -> dict[str, float]:
        """Return what each test cell gave, those without points left out."""
        taken = take_in(self.master, handed_in)
        rooms = self.pool.rooms(self.master, warm=taken.warm)
        result = grade(rooms, taken, self.course.settings).result
        assert all(test.points is not None for test in result.tests), result
        return {test.grade_id: test.points for test in result.tests if test.points}


@contextmanager
def opened(course: Course, assignment: Assignment) -> Iterator[Graded]:
    (master,) = assignment.masters
    release = notebook.read(course.release / "demo/demo.ipynb")
    found = cases.read_cases(course.root / "tests", "demo")
    with Pool(assignment, course.settings, Tier.UNPRIVILEGED) as pool:
        yield Graded(course, master, release, found, pool)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graded]:
    course = made(tmp_path_factory.mktemp("new"))
    built = build_assignment(course, "demo", check_datafile, prove_prefix)
    with opened(course, built.assignment) as graded:
        yield graded


@pytest.mark.parametrize("strict", [True, False])
def test_it_builds_without_a_warning_in_either_style(
    tmp_path: Path, strict: bool, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.Autograder.strict_style = {strict}\n"
    )
    course = made(tmp_path)
    with caplog.at_level(logging.WARNING, logger="autograder"):
        built = build_assignment(course, "demo")
    assert caplog.records == []
    assert not getattr(built, "warnings", ())


def test_its_own_solution_has_full_marks(demo: Graded) -> None:
    assert demo.points(demo.master.notebook) == FULL


def test_its_release_earns_nothing_until_it_is_worked_on(demo: Graded) -> None:
    assert demo.points(demo.release) == {}


def test_each_exercise_has_a_wheat_and_chaffs(demo: Graded) -> None:
    exercises = [f"Exercise {number}" for number in (1, 2)]
    assert [case.exercise for case in demo.cases if case.kind is Kind.WHEAT] == exercises
    chaffs = [case.exercise for case in demo.cases if case.kind is Kind.CHAFF]
    assert sorted(set(chaffs)) == exercises


@pytest.mark.parametrize("name", EARNED)
def test_each_case_earns_its_points_and_no_others(demo: Graded, name: str) -> None:
    (case,) = (case for case in demo.cases if case.name == name)
    earned = demo.points(notebook.parse(cases.submission(demo.release, [case])))
    assert earned == EARNED[name]
    # The same by the case's own header: a wheat's is full marks for its exercise.
    assert earned == {key: points for key, points in expected(demo, case).items() if points}
    assert (case.kind is Kind.WHEAT) == (sum(earned.values()) == 3)


def expected(demo: Graded, case: Case) -> dict[str, float]:
    return cases.expected(demo.master, [case])


def test_it_has_a_text_answer_for_a_person(demo: Graded) -> None:
    (manual,) = (cell for cell in demo.release.cells if cell.is_manual)
    assert (manual.grade_id, manual.points, manual.source) == ("why-slower", 2, "YOUR ANSWER HERE")
