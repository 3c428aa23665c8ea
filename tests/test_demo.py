"""The demonstration's class: every case handed in, and nobody else's folder touched."""

import json
from itertools import islice
from pathlib import Path

import masters
import pytest
import stars_course
from compiler_course import ANSWER, SETUP, TEST, make_course, markdown, save
from compiler_course import notebook as a_notebook
from stars_course import CHEAP, NAME, NOTEBOOKS

from autograder import assignment, cases, demo, pipeline
from autograder import notebook as notebooks
from autograder.cases import Kind
from autograder.configuration import Course, open_course
from autograder.errors import OperatorError
from autograder.report.table import exercise_columns

CASE = "# title: {0}\n# exercise: Exercise 1\n# %% slope\nslope = {0}\n"


def origin(tmp_path: Path, config: str = "") -> Course:
    root = tmp_path / "origin"
    root.mkdir()
    make_course(root)
    if config:
        (root / "nbgrader_config.py").write_text(f"c = get_config()\n{config}\n")
    for at in range(3):
        path = root / f"tests/wheats/lines/fit/w{at}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(CASE.format(at))
    return open_course(root)


def a_class(tmp_path: Path, size: int) -> demo.DemoClass:
    course = origin(tmp_path)
    made = demo.make_course(course, tmp_path / "demo")
    release = a_notebook(markdown("## Exercise 1"), SETUP, ANSWER, TEST)
    save(made.release / "lines/fit.ipynb", release)
    known = cases.read_cases(course.root / "tests", "lines")
    return demo.make_class(made, "lines", known, size)


def test_a_demo_is_a_course_of_its_own_with_its_data(tmp_path: Path) -> None:
    made = demo.make_course(origin(tmp_path), tmp_path / "demo")
    assert made.root == tmp_path / "demo"
    data = made.source / "lines/points.csv"
    assert data.read_text() == "x,y\n0,0\n1,2.5\n"
    assert not data.is_symlink()


@pytest.mark.parametrize(
    "config",
    [
        "c.CourseDirectory.db_url = 'postgresql://host/grades'",
        "c.CourseDirectory.root = '/srv/course'",
        "c.CourseDirectory.submitted_directory = '/srv/handed-in'",
    ],
)
def test_a_demo_keeps_to_its_own_folders_whatever_the_course_has(
    tmp_path: Path, config: str
) -> None:
    course = origin(tmp_path)
    (course.root / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.Autograder.cell_seconds = 7\n{config}\n"
    )
    made = demo.make_course(course, tmp_path / "demo")
    assert made.root == tmp_path / "demo"
    assert made.submitted == tmp_path / "demo/submitted"
    assert made.db_url == f"sqlite:///{tmp_path}/demo/gradebook.db"
    assert made.settings.cell_seconds == 7


@pytest.mark.parametrize(
    ("config", "asked", "cell_seconds"),
    [
        ("", 20, 20),
        ("", 40, 30),  # the default
        ("c.Autograder.cell_seconds = 300", 120, 120),
        ("c.Autograder.cell_seconds = 7", 120, 7),
        ("c.Autograder.cell_seconds = 300", None, 300),
    ],
)
def test_a_demo_may_cut_cells_off_earlier_and_never_later(
    tmp_path: Path, config: str, asked: int | None, cell_seconds: int
) -> None:
    made = demo.make_course(origin(tmp_path, config), tmp_path / "demo", asked)
    assert made.settings.cell_seconds == cell_seconds


def test_an_earlier_demo_is_replaced(tmp_path: Path) -> None:
    course = origin(tmp_path)
    made = demo.make_course(course, tmp_path / "demo")
    (made.root / "old").write_text("x")
    demo.make_course(course, tmp_path / "demo")
    assert not (made.root / "old").exists()


def test_an_empty_folder_becomes_a_demo(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    assert demo.make_course(origin(tmp_path), tmp_path / "demo").source.is_dir()


@pytest.mark.parametrize(
    "target", ["mine", "origin", ".", "origin/source", "origin/data/points.csv"]
)
def test_what_is_no_demo_is_never_deleted(tmp_path: Path, target: str) -> None:
    course = origin(tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.tex").write_text("x")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(OperatorError) as caught:
        demo.make_course(course, tmp_path / target)
    assert caught.value.code == "demo-folder-in-use"
    assert sorted(tmp_path.rglob("*")) == before


def test_a_demo_of_a_demo_does_not_delete_what_it_is_made_from(tmp_path: Path) -> None:
    made = demo.make_course(origin(tmp_path), tmp_path / "demo")
    with pytest.raises(OperatorError):
        demo.make_course(made, made.root)


def test_every_case_is_handed_in_and_the_class_has_its_size(tmp_path: Path) -> None:
    made = a_class(tmp_path, size=5)
    handed_in = {
        student: notebooks.read(made.course.submitted / student / "lines/fit.ipynb").cells[2].source
        for student in made.students
    }
    assert list(handed_in.values()) == [f"slope = {at}" for at in (0, 1, 2, 0, 1)]
    assert [case.name for (case,) in made.students.values()] == ["w0", "w1", "w2", "w0", "w1"]
    assert made.course.students("lines") == tuple(sorted(made.students))


def test_a_class_is_as_large_as_its_cases(tmp_path: Path) -> None:
    assert len(a_class(tmp_path, size=1).students) == 3


def test_a_smaller_class_has_cases_of_every_kind_and_exercise_and_no_long_ones() -> None:
    known = cases.read_cases(stars_course.ROOT / "tests", NAME)
    chosen = demo.spread(known, 6)
    exercises = {(case.notebook, case.exercise) for case in known}
    for exercise in exercises:
        found = [case.name for case in chosen if (case.notebook, case.exercise) == exercise]
        assert 1 <= len(set(found)) == len(found) <= 6
    assert {case.kind for case in chosen} == set(cases.Kind)
    assert not any(case.is_long for case in chosen)
    everybody = demo.spread(known, len(known))
    assert len(everybody) == sum(not case.is_long for case in known)


def test_a_list_says_who_handed_in_what(tmp_path: Path) -> None:
    made = a_class(tmp_path, size=3)
    listed = json.loads((made.course.root / "class.json").read_text())
    assert list(listed.values()) == [[f"wheats/fit/w{at}: {at}"] for at in range(3)]


def test_students_have_different_names() -> None:
    names = list(islice(demo.student_names(), 120))
    assert len(set(names)) == 120
    assert names[48:50] == ["al-sufi-2", "banneker-2"]


@pytest.mark.parametrize(
    "names",
    [(CHEAP, "5-clustering"), pytest.param(NOTEBOOKS, marks=pytest.mark.prove)],
    ids=["two-notebooks", "the-whole-chapter"],
)
def test_a_class_of_several_notebooks_is_graded(names: tuple[str, ...], tmp_path: Path) -> None:
    course = stars_course.make_course(tmp_path / "course", names)
    wheats = [case for name in names for case in masters.cases_of(name, Kind.WHEAT)]
    short = {case.exercise: case for case in reversed(wheats) if not case.is_long}
    made = demo.make_class(course, NAME, tuple(short.values()), size=1)
    for name in names:
        untouched = notebooks.write(stars_course.released(course, name))
        stars_course.hand_in(course, "the-release", name, untouched)
    results = pipeline.grade_class(course, NAME, jobs=2).results
    graded = {result.student: result for result in results}

    exercises = exercise_columns(assignment.read(course.source / NAME))
    (student,) = made.students
    assert graded[student].by_exercise() == {each.name: (each.worth,) * 2 for each in exercises}
    assert graded["the-release"].by_exercise() == {each.name: (0, each.worth) for each in exercises}
