"""The committed release: it is what the source gives, and a student can work with it."""

import subprocess
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from autograder import assignment as assignments
from autograder import notebook as notebooks


def test_the_committed_release_is_what_the_source_gives(repository: Path) -> None:
    done = subprocess.run(
        ["autograder", "build", "--check"], cwd=repository, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def executed(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    """Return the untouched release of the first notebook, run in a fresh kernel."""
    folder = tmp_path_factory.mktemp("home")
    for path in (repository / "release" / "stars").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    opened = nbformat.read(folder / "1-correlations.ipynb", as_version=4)
    client = NotebookClient(opened, allow_errors=True, resources={"metadata": {"path": folder}})
    return client.execute()


def test_while_unsolved_only_exercises_and_their_tests_fail(
    executed: nbformat.NotebookNode,
) -> None:
    failing = {
        cell.metadata.nbgrader.grade_id
        for cell in executed.cells
        if cell.cell_type == "code"
        and any(output.output_type == "error" for output in cell.outputs)
    }
    exercises = {
        cell.metadata.nbgrader.grade_id
        for cell in executed.cells
        if cell.metadata.nbgrader.solution or cell.metadata.nbgrader.grade
    }
    # A function that is not written yet fails only when it is called.
    assert failing == exercises - {"log-correlation"}


def test_no_cell_warns(executed: nbformat.NotebookNode) -> None:
    warned = [
        output.text
        for cell in executed.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stderr"
    ]
    assert warned == []


def test_the_release_holds_every_cell_of_the_master_in_order(repository: Path) -> None:
    master = assignments.read(repository / "source" / "stars").masters[0].notebook
    release = notebooks.read(repository / "release" / "stars" / "1-correlations.ipynb")
    assert [cell.grade_id for cell in release.cells] == [cell.grade_id for cell in master.cells]
