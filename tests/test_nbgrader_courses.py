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
from autograder.configuration import CONFIG_FILE, Course, open_course
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
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE"}
c.Autograder.jail = "unprivileged"
c.Autograder.memory_bytes = 400 * 2**20
"""


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
        "basic": Paper(
            f"{APPS}/submitted-unchanged.ipynb",
            (f"{APPS}/submitted-changed.ipynb", f"{APPS}/submitted-unchanged.ipynb"),
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
        "cheats": of_files(
            "submitted-unchanged",
            "submitted-cheat-attempt",
            "submitted-cheat-attempt-alternative",
        ),
        "types": of_steps(
            "submitted-unchanged",
            "submitted-answer-cell-type-changed",
            "submitted-grade-cell-type-changed",
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
    (root / CONFIG_FILE).write_text(CONFIGURATION)
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
    kept = [line for line in CONFIGURATION.splitlines() if "Autograder" not in line]
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


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    return compare(SAMPLE, tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    return compare(EVERYTHING, tmp_path_factory.mktemp("everything"))
