"""A student who has otter types two lines to get `grader.check`; the score does not hang on them.

The lines are those of docs/student.md. What students see of the checks is tried in a kernel, in
the folder that the bundle gives them.
"""

import dataclasses
import re
import shutil
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import masters
import nbformat
import otter_stock
import pytest
import stars_course
import stock
from nbclient import NotebookClient
from otter_stock import Job
from stars_course import CHEAP, NAME

from autograder import cases, pipeline
from autograder import notebook as notebooks
from autograder.bundles import building
from autograder.cases import Kind
from autograder.configuration import Course
from autograder.datafile import check_datafile
from autograder.notebook import Cell, Notebook

ROOT = Path(__file__).parents[1]
LINES = "import otter\ngrader = otter.Notebook()"
CHECKED = "highest-correlations-both"
# One exercise right, the others wrong in some way: no grader gives all or nothing.
CHOSEN = (Kind.WHEAT, Kind.CHAFF, Kind.CHAFF)


def code(source: str) -> Cell:
    return Cell("code", source, cell_id=f"c{abs(hash(source)) % 10**8}")


def first(notebook: Notebook) -> Notebook:
    return dataclasses.replace(notebook, cells=(code(LINES), *notebook.cells))


def after_each_test(notebook: Notebook) -> Notebook:
    cells: list[Cell] = []
    for cell in notebook.cells:
        cells.append(cell)
        if cell.is_test:
            cells.append(code(f'grader.check("{cell.grade_id}")'))
    return first(dataclasses.replace(notebook, cells=tuple(cells)))


def in_an_answer(notebook: Notebook) -> Notebook:
    at = next(at for at, cell in enumerate(notebook.cells) if cell.is_solution)
    answer = dataclasses.replace(
        notebook.cells[at],
        source=f'{LINES}\n{notebook.cells[at].source}\ngrader.check("{CHECKED}")',
    )
    cells = (*notebook.cells[:at], answer, *notebook.cells[at + 1 :])
    return dataclasses.replace(notebook, cells=cells)


def last(notebook: Notebook) -> Notebook:
    every = code(f"{LINES}\ngrader.check_all()")
    return dataclasses.replace(notebook, cells=(*notebook.cells, every))


WAYS: Mapping[str, Callable[[Notebook], Notebook]] = {
    "without": lambda notebook: notebook,
    "first": first,
    "after-each-test": after_each_test,
    "in-an-answer": in_an_answer,
    "last": last,
}
SOME_OR_ALL = pytest.mark.parametrize(
    "ways",
    [
        pytest.param(["after-each-test"], id="some"),
        pytest.param(list(WAYS), id="all", marks=pytest.mark.prove),
    ],
)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Build notebook 1, and hand in the same work with the lines in each place."""
    root = tmp_path_factory.mktemp("lines")
    course = stars_course.make_course(root / "ours", [CHEAP], build=False)
    otter_stock.build(course, NAME, check_datafile)
    work = notebooks.parse(cases.submission(stars_course.released(course, CHEAP), row()))
    for way, change in WAYS.items():
        stars_course.hand_in(course, way, CHEAP, notebooks.write(change(work)))
    return course


def row() -> tuple[cases.Case, ...]:
    found = []
    exercises = dict.fromkeys(each.exercise for each in masters.cases_of(CHEAP, Kind.CHAFF))
    for exercise, kind in zip(exercises, CHOSEN, strict=False):
        known = (each for each in masters.cases_of(CHEAP, kind) if each.exercise == exercise)
        found.append(next(each for each in known if not each.is_long and not each.refused))
    return tuple(found)


def wanted() -> dict[str, float]:
    return cases.expected(masters.read(CHEAP), row())


def test_the_work_is_right_and_wrong() -> None:
    assert 0 < sum(wanted().values()) < masters.read(CHEAP).points


def test_the_docs_tell_students_these_lines() -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs/student.md").read_text(), re.DOTALL)
    assert LINES in {"\n".join(filter(None, block.splitlines())) for block in blocks}


def test_this_engine_gives_the_same_with_the_lines(course: Course) -> None:
    found = pipeline.grade_class(course, NAME, jobs=2).results
    assert {each.student: stars_course.points(each) for each in found} == {
        way: wanted() for way in WAYS
    }


@SOME_OR_ALL
def test_stock_nbgrader_gives_the_same_with_the_lines(
    course: Course, tmp_path: Path, ways: Collection[str]
) -> None:
    copy = stock.prepare(course, tmp_path / "stock", NAME)
    for way in WAYS.keys() - set(ways):
        shutil.rmtree(copy.submitted / way)
    log = stock.autograde(copy, NAME).stderr
    assert stock.scores(copy, NAME) == {way: wanted() for way in ways}, log


@SOME_OR_ALL
def test_stock_otter_gives_the_same_with_the_lines_renamed_or_not(
    course: Course, tmp_path: Path, ways: Collection[str]
) -> None:
    jobs = []
    for way in ways:
        name = f"{CHEAP}.ipynb" if way == "in-an-answer" else "my work (2).ipynb"
        (tmp_path / way).mkdir()
        shutil.copy(course.submitted / way / NAME / f"{CHEAP}.ipynb", tmp_path / way / name)
        zip_ = otter_stock.bundle(course, NAME, CHEAP)
        jobs.append(Job(tmp_path / way / name, zip_, tmp_path / f"{way}-results"))
    found = dict(zip(ways, otter_stock.grade(jobs), strict=True))
    assert {way: each.points for way, each in found.items()} == {way: wanted() for way in ways}


def test_checks_in_the_students_folder_help(course: Course, tmp_path: Path) -> None:
    folder = tmp_path / "student"
    shutil.copytree(building.folder_of(course, NAME) / CHEAP / "student", folder)
    path = folder / f"{CHEAP}.ipynb"
    tree = nbformat.read(path, as_version=4)
    count = len(tree.cells)
    wrong = 'top_pairs = [("Luminosity", "Sise"), ("Luminosity", "A_M")]'
    for source in (LINES, wrong, f'grader.check("{CHECKED}")', "grader.check_all()"):
        tree.cells.append(nbformat.v4.new_code_cell(source))
    client = NotebookClient(
        tree, allow_errors=True, timeout=300, resources={"metadata": {"path": str(folder)}}
    )
    client.execute()
    # Untouched, nothing but the exercises fails.
    for cell in tree.cells[:count]:
        roles = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and not (roles.get("solution") or roles.get("grade")):
            assert not errors(cell), cell.source
    made, _, one, every = tree.cells[count:]
    assert not errors(made)
    text = shown(one)
    assert "spelled as there" in text
    assert "for checked_pair in top_pairs" in text
    names = {test.grade_id for test in masters.read(CHEAP).tests}
    assert {name for name in names if f"{name} results" in shown(every)} == names
    assert "HIDDEN" not in shown(every)


def errors(cell: nbformat.NotebookNode) -> list[str]:
    return [each.evalue for each in cell.outputs if each.output_type == "error"]


def shown(cell: nbformat.NotebookNode) -> str:
    return "\n".join(each["data"]["text/plain"] for each in cell.outputs if "data" in each)
