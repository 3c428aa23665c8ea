"""The committed release: it is what the source gives, and a student can work with it."""

import ast
import subprocess
from pathlib import Path

import nbformat
import pytest
import stock
from nbclient import NotebookClient
from stars_course import NOTEBOOKS

from autograder import assignment as assignments
from autograder import notebook as notebooks
from autograder.compiler.release import compare_assignment
from autograder.configuration import open_course
from autograder.datafile import check_datafile


def test_the_committed_release_is_what_the_source_gives(repository: Path) -> None:
    """Compile only: the command, with its proofs by running, is tried by `make prove`."""
    _, difference = compare_assignment(open_course(repository), "stars", check_datafile)
    assert difference == ""


@pytest.mark.prove
def test_the_command_finds_the_committed_release_proven_and_current(repository: Path) -> None:
    done = subprocess.run(
        ["autograder", "build", "--check"], cwd=repository, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module", params=NOTEBOOKS)
def executed(
    request: pytest.FixtureRequest, repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> nbformat.NotebookNode:
    """Return an untouched release, run in a fresh kernel."""
    folder = tmp_path_factory.mktemp("home")
    for path in (repository / "release" / "stars").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    opened = nbformat.read(folder / f"{request.param}.ipynb", as_version=4)
    client = NotebookClient(opened, allow_errors=True, resources={"metadata": {"path": folder}})
    return client.execute(env=stock.environment() | stock.ONE_THREAD)


def test_while_unsolved_only_exercises_and_their_tests_fail(
    executed: nbformat.NotebookNode,
) -> None:
    failing = {
        cell.metadata.nbgrader.grade_id
        for cell in executed.cells
        if cell.cell_type == "code"
        and any(output.output_type == "error" for output in cell.outputs)
    }
    expected = {
        cell.metadata.nbgrader.grade_id
        for cell in executed.cells
        if cell.metadata.nbgrader.grade or (cell.metadata.nbgrader.solution and is_run(cell.source))
    }
    assert failing == expected


def is_run(solution: str) -> bool:
    """Tell whether the stub is reached: one in a function fails only when that is called."""
    return any(isinstance(statement, ast.Raise) for statement in ast.parse(solution).body)


def test_no_cell_warns(executed: nbformat.NotebookNode) -> None:
    warned = [
        output.text
        for cell in executed.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stderr"
    ]
    assert warned == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_release_holds_every_cell_of_the_master_in_order(repository: Path, name: str) -> None:
    master = assignments.read_master(repository / "source" / "stars" / f"{name}.ipynb").notebook
    release = notebooks.read(repository / "release" / "stars" / f"{name}.ipynb")
    assert [cell.grade_id for cell in release.cells] == [cell.grade_id for cell in master.cells]
