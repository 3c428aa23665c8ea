"""nbgrader's own example course and test notebooks score the same here and by stock nbgrader.

They are read from the nbgrader that is installed, never copied into this repository.
`docs/instructor.md` lists the differences; those that these notebooks show stand in `DIFFERENCES`.
"""

import importlib.util
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
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
    students: tuple[str, ...] = field(default=("ada", "ben", "cid", "dot"))


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
    ("bitdiddle", "hacker"),
)

CHANGED = Paper(
    f"{APPS}/submitted-unchanged.ipynb",
    (
        f"{APPS}/submitted-grade-cell-changed.ipynb",
        f"{APPS}/submitted-locked-cell-changed.ipynb",
        f"{APPS}/submitted-cheat-attempt.ipynb",
        f"{APPS}/submitted-cheat-attempt-alternative.ipynb",
    ),
)
TYPES = Paper(
    f"{APPS}/submitted-unchanged.ipynb",
    (
        f"{STEPS}/submitted-answer-cell-type-changed.ipynb",
        f"{STEPS}/submitted-grade-cell-type-changed.ipynb",
        f"{STEPS}/submitted-changed.ipynb",
        f"{STEPS}/submitted-grade-cell-changed.ipynb",
    ),
)
AUTOTESTS = {
    name: Paper(
        f"{APPS}/autotest-{name}.ipynb",
        (
            f"{APPS}/autotest-{name}-unchanged.ipynb",
            f"{APPS}/autotest-{name}-{changed}.ipynb",
            f"{APPS}/autotest-{name}.ipynb",
            f"{APPS}/{other}.ipynb",
        ),
    )
    for name, changed, other in (
        ("simple", "changed", "autotest-hidden-changed-wrong"),
        ("hashed", "changed", "autotest-hidden-changed-wrong"),
        ("hidden", "changed-wrong", "autotest-hidden-changed-right"),
        ("multi", "changed", "autotest-multi-unchanged"),
    )
}
SQUARES = (
    f"{GUIDE}/submitted/bitdiddle/ps1/problem1.ipynb",
    f"{GUIDE}/submitted/hacker/ps1/problem1.ipynb",
    f"{APPS}/test.ipynb",
    RELEASE,
)
EVERYTHING = Material(
    {
        "changed": CHANGED,
        "types": TYPES,
        "hashed": AUTOTESTS["hashed"],
        "hidden": AUTOTESTS["hidden"],
        "example": Paper(f"{GUIDE}/source/ps1_autotest/problem1.ipynb", (*SQUARES[:3], RELEASE)),
        "test": Paper(f"{APPS}/test.ipynb", SQUARES, (f"{APPS}/jupyter.png",)),
        "hidden-tests": Paper(f"{APPS}/test-hidden-tests.ipynb", SQUARES),
        "task": Paper(f"{STEPS}/test_taskcell.ipynb", SQUARES),
        "output": Paper(f"{APPS}/test-with-output.ipynb", SQUARES),
        "problem2": Paper(
            f"{GUIDE}/source/ps1/problem2.ipynb",
            (
                f"{GUIDE}/submitted/bitdiddle/ps1/problem2.ipynb",
                f"{GUIDE}/submitted/hacker/ps1/problem2.ipynb",
                RELEASE,
                f"{GUIDE}/source/ps1/problem2.ipynb",
            ),
        ),
        "zero": Paper(f"{APPS}/validation-zero-points.ipynb", (RELEASE,) * 4),
        "file": Paper(f"{APPS}/open_relative_file.ipynb", (RELEASE,) * 4, (f"{APPS}/data.txt",)),
        "environment": Paper(f"{APPS}/validating-environment-variable.ipynb", (RELEASE,) * 4),
        "side-effects": Paper(f"{APPS}/side-effects.ipynb", (RELEASE,) * 4),
        "manual": Paper(f"{STEPS}/manually-graded-code-cell.ipynb", (RELEASE,) * 4),
    }
)

# Apart from the others: what is hidden in one notebook is shown in these, which is a leak.
SHOWN = Material({"simple": AUTOTESTS["simple"], "multi": AUTOTESTS["multi"]})


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
