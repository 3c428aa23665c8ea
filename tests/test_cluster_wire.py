"""What goes to a worker and back comes out as it went in."""

import json
from pathlib import Path

import masters
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder import assignment
from autograder import notebook as notebooks
from autograder.cluster import wire
from autograder.configuration import Settings
from autograder.errors import (
    AutograderError,
    InstructorError,
    InternalError,
    OperatorError,
    StudentError,
)
from autograder.execution.grading import Graded
from autograder.helper_files import HelperFile
from autograder.notebook import Cell, Notebook
from autograder.results import ManualCell, NotebookResult, Noticed, TestResult
from autograder.verdicts import Verdict


def test_the_masters_of_stars_mean_the_same_on_a_worker(tmp_path: Path) -> None:
    read = assignment.read(masters.SOURCE)
    kit = wire.unpack_kit(wire.pack_kit(wire.kit_of(read, Settings(cell_seconds=7))))
    assert kit.settings == Settings(cell_seconds=7)
    there = kit.laid_out(tmp_path)
    assert (there.name, there.masters) == (read.name, read.masters)
    assert there.files == read.files == (Path("Stars.csv"),)
    assert (tmp_path / "Stars.csv").read_bytes() == (read.folder / "Stars.csv").read_bytes()


def test_files_in_folders_lie_there_again(tmp_path: Path) -> None:
    kit = wire.Kit("a", (), {"data/raw/x.bin": bytes(range(256))}, Settings())
    wire.unpack_kit(wire.pack_kit(kit)).laid_out(tmp_path)
    assert (tmp_path / "data" / "raw" / "x.bin").read_bytes() == bytes(range(256))


@given(source=st.text(), content=st.binary(max_size=50), name=st.text(min_size=1, max_size=9))
def test_an_order_is_read_as_it_was_written(source: str, content: bytes, name: str) -> None:
    handed_in = notebooks.parse(notebooks.write(Notebook((Cell("code", source, cell_id="c"),))))
    file = HelperFile(Path("d") / name.replace("/", "-"), content, editable=True, changed=True)
    order = wire.pack_order(masters.read("1-correlations"), handed_in, [file])
    assert wire.unpack_order(order) == ("1-correlations", handed_in, (file,))


def test_a_reply_holds_the_result_and_the_notebook_that_ran() -> None:
    result = NotebookResult(
        "fit",
        (TestResult("t", "Exercise 1", Verdict.PARTIAL, 0.5, 2.0, "look", "line 3"),),
        ("A cell was missing.",),
        {"wall_seconds": 0.25},
        (ManualCell("m", "Exercise 1", 3.0, answered=True),),
        (Noticed("answer-changed", "x"),),
    )
    ran = notebooks.parse(notebooks.write(Notebook((Cell("code", "1 + 1", cell_id="c"),))))
    found = wire.unpack_reply(wire.pack_reply(Graded(result, ran)))
    assert (found.result, found.notebook) == (result, ran)


@pytest.mark.parametrize("kind", [StudentError, InstructorError, OperatorError, InternalError])
def test_an_error_is_raised_where_the_reply_is_read(kind: type[AutograderError]) -> None:
    with pytest.raises(kind, match="too much code") as caught:
        wire.unpack_reply(wire.pack_error(kind("code-too-large", "too much code")))
    assert caught.value.code == "code-too-large"


def test_everything_on_the_wire_is_json() -> None:
    kit = wire.pack_kit(wire.kit_of(assignment.read(masters.SOURCE), Settings()))
    assert json.loads(kit)["name"] == "stars"
