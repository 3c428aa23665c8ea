"""nbgrader's own example course and test notebooks score the same here and by stock nbgrader.

They are read from the nbgrader that is installed, never copied into this repository.
`docs/instructor.md` lists the differences; those that these notebooks show stand in `DIFFERENCES`.
"""

import importlib.util
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import stock

from autograder import pipeline
from autograder.compiler.release import build_assignment
from autograder.configuration import CONFIG_FILE, Course, open_course
from autograder.errors import InstructorError
from autograder.results import Result

NAME = "course"
Cell = tuple[str, str]
"""A notebook's name and a cell's id."""
Scores = Mapping[str, Mapping[Cell, float | None]]

RELEASE = "the release"
CONFIGURATION = """
c = get_config()
c.CourseDirectory.course_id = "example"
c.IncludeHeaderFooter.header = "source/header.ipynb"
c.Autograder.jail = "unprivileged"
c.Autograder.memory_bytes = 400 * 2**20
"""
# With it, a release has the lines that stand outside of the solution, as nbgrader tests them.
SHORT_STUB = 'c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE"}\n'


def material(path: str) -> Path:
    """Return a file of the installed nbgrader's documentation or tests."""
    spec = importlib.util.find_spec("nbgrader")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / path


GUIDE = "docs/source/user_guide"
APPS = "tests/apps/files"
STEPS = "tests/preprocessors/files"


@dataclass(frozen=True)
class Paper:
    """Hold a master, the files beside it, and what each student hands in for it."""

    master: str
    handed_in: tuple[str, ...]
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Material:
    """Hold the papers of one assignment, by the names of their notebooks."""

    papers: Mapping[str, Paper]
    students: tuple[str, str] = ("bitdiddle", "hacker")
    settings: str = ""


SAMPLE = Material(
    {
        "problem1": Paper(
            f"{GUIDE}/source/ps1/problem1.ipynb",
            (
                f"{GUIDE}/submitted/bitdiddle/ps1/problem1.ipynb",
                f"{GUIDE}/submitted/hacker/ps1/problem1.ipynb",
            ),
            (f"{GUIDE}/source/ps1/jupyter.png",),
        ),
        "multi": Paper(
            f"{APPS}/autotest-multi.ipynb",
            (f"{APPS}/autotest-multi-changed.ipynb", f"{APPS}/autotest-multi.ipynb"),
        ),
    },
)


def of_files(master: str, *handed_in: str, beside: tuple[str, ...] = ()) -> Paper:
    """Return a paper of the notebooks with which nbgrader tests its commands."""
    paths = (path if path == RELEASE else f"{APPS}/{path}.ipynb" for path in handed_in)
    return Paper(f"{APPS}/{master}.ipynb", tuple(paths), tuple(f"{APPS}/{name}" for name in beside))


def of_steps(master: str, *handed_in: str) -> Paper:
    """Return a paper of the notebooks with which nbgrader tests its preprocessors."""
    paths = (path if path == RELEASE else f"{STEPS}/{path}.ipynb" for path in handed_in)
    return Paper(f"{STEPS}/{master}.ipynb", tuple(paths))


EXAMPLE = f"{GUIDE}/source/ps1_autotest/problem1.ipynb"
EVERYTHING = Material(
    {
        "changed": of_files(
            "submitted-unchanged", "submitted-grade-cell-changed", "submitted-locked-cell-changed"
        ),
        "basic": of_files("submitted-unchanged", "submitted-changed", "submitted-unchanged"),
        "cheats": of_files(
            "submitted-unchanged",
            "submitted-cheat-attempt",
            "submitted-cheat-attempt-alternative",
        ),
        "hashed": of_files(
            "autotest-hashed", "autotest-hashed-unchanged", "autotest-hashed-changed"
        ),
        "hidden": of_files(
            "autotest-hidden", "autotest-hidden-changed-wrong", "autotest-hidden-changed-right"
        ),
        "example": Paper(
            EXAMPLE,
            (
                f"{GUIDE}/submitted/bitdiddle/ps1/problem1.ipynb",
                f"{GUIDE}/submitted/hacker/ps1/problem1.ipynb",
            ),
        ),
        "solved": Paper(EXAMPLE, (EXAMPLE, RELEASE)),
        "problem2": Paper(
            f"{GUIDE}/source/ps1/problem2.ipynb",
            (
                f"{GUIDE}/submitted/bitdiddle/ps1/problem2.ipynb",
                f"{GUIDE}/submitted/hacker/ps1/problem2.ipynb",
            ),
        ),
        "test": of_files("test", RELEASE, "test-with-output", beside=("jupyter.png",)),
        "hidden-tests": of_files("test-hidden-tests", RELEASE, "test-hidden-tests"),
        "task": of_steps("test_taskcell", RELEASE, "test_taskcell"),
        "zero": of_files("validation-zero-points", RELEASE, "validation-zero-points"),
        "file": of_files("open_relative_file", RELEASE, "open_relative_file", beside=("data.txt",)),
        "environment": of_files(*["validating-environment-variable"] * 3),
        "side-effects": of_files(*["side-effects"] * 3),
        "manual": of_steps("manually-graded-code-cell", RELEASE, "manually-graded-code-cell"),
    },
    settings=SHORT_STUB,
)
# Apart from the others: stock nbgrader stops where the type of a cell was changed.
TYPES = Material(
    {
        "types": of_steps(
            "submitted-unchanged",
            "submitted-answer-cell-type-changed",
            "submitted-grade-cell-type-changed",
        ),
    }
)
# The first student's notebook has a test cell of another master, and the right answers.
FOREIGN = Material(
    {
        "hashed": of_files(
            "autotest-hashed", "autotest-hidden-changed-right", "autotest-hashed-changed"
        )
    }
)
# Apart from the others: what is hidden in one notebook is shown in these, which is a leak.
SHOWN = Material(
    {
        "simple": of_files(
            "autotest-simple", "autotest-simple-unchanged", "autotest-simple-changed"
        ),
        "multi": of_files("autotest-multi", "autotest-multi-unchanged", "autotest-multi"),
    }
)


@dataclass(frozen=True)
class Comparison:
    """Hold what both graders gave, and what was said meanwhile."""

    results: Mapping[str, Result]
    here: Scores
    stock: Scores
    gradebook: Scores
    problems: str
    log: str


def compare(chosen: Material, root: Path) -> Comparison:
    """Grade the material here, and a copy of it by stock nbgrader."""
    course = write_masters(chosen, root / "ours")
    pipeline.build(course, NAME)
    hand_in(chosen, course)
    results = pipeline.grade_class(course, NAME, jobs=2).results
    copy = copied(course, root / "stock")
    log = [stock.nbgrader(copy, step, NAME).stderr for step in ("generate_assignment", "autograde")]
    return Comparison(
        results={result.student: result for result in results},
        here={result.student: dict(points(result)) for result in results},
        stock=stock.cell_scores(copy, NAME),
        gradebook=stock.cell_scores(course, NAME),
        problems="\n".join(f"{result.student}: {result.problem}" for result in results),
        log="\n".join(log),
    )


def write_masters(chosen: Material, root: Path) -> Course:
    """Lay out a course as nbgrader's user guide does."""
    source = root / "source" / NAME
    source.mkdir(parents=True)
    for name, paper in chosen.papers.items():
        shutil.copy(material(paper.master), source / f"{name}.ipynb")
        for path in map(material, paper.files):
            shutil.copy(path, source / path.name)
    shutil.copy(material(f"{GUIDE}/source/header.ipynb"), root / "source")
    shutil.copy(material(f"{GUIDE}/autotests.yml"), root)
    (root / CONFIG_FILE).write_text(CONFIGURATION + chosen.settings)
    return open_course(root)


def hand_in(chosen: Material, course: Course) -> None:
    for at, student in enumerate(chosen.students):
        folder = course.submitted / student / NAME
        folder.mkdir(parents=True)
        for name, paper in chosen.papers.items():
            released = course.release / NAME / f"{name}.ipynb"
            path = paper.handed_in[at]
            shutil.copy(released if path == RELEASE else material(path), folder / f"{name}.ipynb")


def copied(course: Course, target: Path) -> Course:
    for folder in ("source", "submitted"):
        shutil.copytree(course.root / folder, target / folder)
    shutil.copy(course.root / "autotests.yml", target)
    ours = (course.root / CONFIG_FILE).read_text().splitlines()
    kept = [line for line in ours if "Autograder" not in line]
    (target / CONFIG_FILE).write_text("\n".join(kept))
    return open_course(target)


def points(result: Result) -> Iterator[tuple[Cell, float | None]]:
    for notebook in result.notebooks:
        for test in notebook.tests:
            yield (notebook.name, test.grade_id), test.points


def different(found: Comparison) -> dict[tuple[str, Cell], tuple[float | None, float | None]]:
    """Return each test cell with two scores: by student and cell, stock nbgrader's and ours."""
    return {
        (student, cell): (found.stock[student][cell], ours)
        for student, scores in found.here.items()
        for cell, ours in scores.items()
        if found.stock[student][cell] != ours
    }


def unanswered(result: Result) -> set[Cell]:
    return {
        (notebook.name, cell.grade_id)
        for notebook in result.notebooks
        for cell in notebook.manual
        if not cell.answered
    }


# --- scores


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    return compare(SAMPLE, tmp_path_factory.mktemp("sample"))


def test_the_example_course_scores_the_same(sample: Comparison) -> None:
    assert set(sample.here) == set(SAMPLE.students)
    assert different(sample) == {}, sample.problems + sample.log
    assert sample.problems == "bitdiddle: \nhacker: "


def test_the_example_course_has_the_scores_that_its_tests_say(sample: Comparison) -> None:
    """Of wrong squares, the tests of one function fail and those of errors pass."""
    first, second = sample.here["bitdiddle"], sample.here["hacker"]
    squares = ("correct_squares", "squares_invalid_input")
    assert [first["problem1", each] for each in squares] == [0.0, 1.0]
    assert [second["problem1", each] for each in squares] == [1.0, 1.0]
    # Of the generated tests, one holds what the changed answers got wrong.
    generated = [score for (name, _), score in first.items() if name == "multi"]
    assert (generated.count(0.0), generated.count(1.0), len(generated)) == (1, 3, 4)
    assert {score for (name, _), score in second.items() if name == "multi"} == {1.0}


def test_answers_for_a_person_are_untouched_where_stock_nbgrader_says_so(
    sample: Comparison,
) -> None:
    assert unanswered(sample.results["bitdiddle"]) == {("problem1", "sum_of_squares_application")}
    assert unanswered(sample.results["hacker"]) == set()
    for student in SAMPLE.students:
        assert untouched_in_stock(sample, student) == unanswered(sample.results[student])


def untouched_in_stock(found: Comparison, student: str) -> set[Cell]:
    """Return the cells for a person to which stock nbgrader gave nothing by itself."""
    return {
        cell
        for cell, score in found.stock[student].items()
        if score == 0 and cell not in found.here[student]
    }


@pytest.mark.prove
def test_the_notebooks_of_nbgraders_own_tests_score_the_same(tmp_path: Path) -> None:
    found = compare(EVERYTHING, tmp_path)
    # The example course's submissions are of a master that did not have this test cell yet: it is
    # put back and judges here, and has no score in stock nbgrader.
    added = ("example", "cell-6e9ff83aa5dfaf17")
    differences = {(student, added): (None, 0.0) for student in EVERYTHING.students}
    assert different(found) == differences, found.problems + found.log
    for student in EVERYTHING.students:
        assert untouched_in_stock(found, student) == unanswered(found.results[student])


@pytest.mark.prove
def test_a_changed_type_of_a_cell_ends_the_grading_of_the_submission_in_stock_nbgrader(
    tmp_path: Path,
) -> None:
    found = compare(TYPES, tmp_path)
    for student in TYPES.students:
        assert found.here[student] == {("types", "foo"): 1.0, ("types", "bar"): 0.0}
        assert set(found.stock[student].values()) == {None}


@pytest.mark.prove
def test_a_graded_cell_of_another_master_ends_the_grading_of_the_submission_in_stock_nbgrader(
    tmp_path: Path,
) -> None:
    found = compare(FOREIGN, tmp_path)
    cell = ("hashed", "test_hashed")
    assert different(found) == {("bitdiddle", cell): (None, 1.0)}, found.problems + found.log


@pytest.mark.prove
def test_the_public_generated_tests_score_the_same(tmp_path: Path) -> None:
    found = compare(SHOWN, tmp_path)
    assert different(found) == {}, found.problems + found.log


# --- masters that nbgrader refuses

REFUSED = {
    f"{APPS}/test-v0.ipynb": "nbgrader-refuses",
    f"{APPS}/test-v1.ipynb": "nbgrader-refuses",
    f"{APPS}/test-v2.ipynb": "nbgrader-refuses",
    f"{APPS}/too-new.ipynb": "nbgrader-refuses",
    f"{APPS}/test-no-metadata.ipynb": "region-in-wrong-cell",
    f"{STEPS}/bad-markdown-cell-1.ipynb": "nbgrader-refuses",
    f"{STEPS}/bad-markdown-cell-2.ipynb": "cell-without-id",
    f"{STEPS}/blank-grade-id.ipynb": "cell-without-id",
    f"{STEPS}/blank-points.ipynb": "points-missing",
    f"{STEPS}/duplicate-grade-ids.ipynb": "duplicate-id",
}
ACCEPTED = (
    f"{STEPS}/no-cell-type.ipynb",
    f"{STEPS}/warning-pattern.ipynb",
    f"{APPS}/test-with-output.ipynb",
)
# A code cell in it lacks `outputs`, at which nbgrader stops; here they are taken for none.
WITHOUT_OUTPUTS = f"{STEPS}/cell-type-changed.ipynb"


def course_of(path: str, root: Path) -> Course:
    (root / "source" / NAME).mkdir(parents=True)
    shutil.copy(material(path), root / "source" / NAME)
    return open_course(root)


@pytest.mark.parametrize("path", REFUSED)
def test_a_master_that_nbgrader_refuses_is_refused_with_a_remedy(path: str, tmp_path: Path) -> None:
    with pytest.raises(InstructorError) as caught:
        build_assignment(course_of(path, tmp_path), NAME)
    problems = getattr(caught.value, "problems", (caught.value,))
    assert {problem.code for problem in problems} == {REFUSED[path]}
    assert all(f"{Path(path).name}" in problem.message for problem in problems)


@pytest.mark.parametrize("path", (*ACCEPTED, WITHOUT_OUTPUTS))
def test_a_master_that_can_be_graded_with_is_built(path: str, tmp_path: Path) -> None:
    assert build_assignment(course_of(path, tmp_path), NAME).warnings == ()


@pytest.mark.prove
@pytest.mark.parametrize("path", (*REFUSED, *ACCEPTED, WITHOUT_OUTPUTS))
def test_stock_nbgrader_accepts_no_master_that_is_refused_here(path: str, tmp_path: Path) -> None:
    course = course_of(path, tmp_path)
    done = stock.nbgrader(course, "generate_assignment", NAME)
    assert (done.returncode == 0) is (path in ACCEPTED), done.stderr
