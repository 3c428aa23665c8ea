import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from compiler_course import (
    ANSWER,
    CELLS,
    SETUP,
    SOLUTION_LINE,
    TEST,
    check,
    code,
    graded,
    lines,
    make_course,
    markdown,
    notebook,
    save,
    solution,
)

from autograder import notebook as notebooks
from autograder.assignment import Master
from autograder.compiler import release as release_module
from autograder.compiler.checks import MasterProblems
from autograder.compiler.release import (
    build_assignment,
    compare_assignment,
    replace_folder,
)
from autograder.configuration import open_course
from autograder.errors import InstructorError
from autograder.notebook import Notebook

ESSAY = graded(
    "Dust reddens stars.", "essay", cell_type="markdown", grade=True, solution=True, points=3
)
TASK = graded(
    "Draw.\n### BEGIN MARK SCHEME\nAxes have labels: 1\n### END MARK SCHEME",
    "task",
    cell_type="markdown",
    task=True,
    points=1.5,
)
INDENTED = solution(
    lines("def f(v):", "    ### BEGIN SOLUTION", "    return v * 7", "    ### END SOLUTION"), "f"
)
WHOLE = solution("area = np.trapezoid(y, x)", "area")
EVERY_ROLE = (*CELLS, INDENTED, WHOLE, ESSAY, TASK, code("print(x)"), markdown("The end."))


def build(root: Path) -> dict[str, bytes]:
    folder = build_assignment(open_course(root), "lines").folder
    return contents(folder)


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def released(root: Path) -> Notebook:
    return notebooks.parse(build(root)["fit.ipynb"])


def refusal(root: Path) -> list[tuple[str, str]]:
    with pytest.raises(MasterProblems) as caught:
        build_assignment(open_course(root), "lines")
    return [(problem.code, problem.message) for problem in caught.value.problems]


def test_the_release_is_the_master_without_its_secrets(tmp_path: Path) -> None:
    cells = released(make_course(tmp_path)).cells
    assert [cell.source for cell in cells] == [
        CELLS[0].source,
        SETUP.source,
        "# the slope of y over x\n# YOUR CODE HERE\nraise NotImplementedError()",
        'assert isinstance(slope, float), "slope is a number"',
    ]


def test_the_release_is_what_stock_nbgrader_makes(tmp_path: Path) -> None:
    root = make_course(tmp_path, *EVERY_ROLE)
    ours = notebooks.parse(build(root)["fit.ipynb"])
    shutil.rmtree(root / "release")
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", "lines"]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    stock = notebooks.read(root / "release/lines/fit.ipynb")
    assert len(ours.cells) == len(EVERY_ROLE)
    for mine, theirs in zip(ours.cells, stock.cells, strict=True):
        assert mine == theirs
    assert {path.name for path in (root / "release/lines").iterdir()} == {
        "fit.ipynb",
        "points.csv",
    }


def test_the_courses_stubs_are_honoured(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    (root / "nbgrader_config.py").write_text(
        'c = get_config()\nc.ClearSolutions.code_stub = {"python": "...  # your turn"}\n'
    )
    assert released(root).cells[2].source == "# the slope of y over x\n...  # your turn"


def test_header_and_footer_go_around_each_notebook(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    save(root / "top.ipynb", Notebook((markdown("Read this first."),)))
    (root / "nbgrader_config.py").write_text(
        "c = get_config()\n"
        'c.IncludeHeaderFooter.header = "top.ipynb"\n'
        'c.IncludeHeaderFooter.footer = "top.ipynb"\n'
    )
    cells = released(root).cells
    assert [cells[0].source, cells[-1].source] == ["Read this first."] * 2
    assert len({cell.cell_id for cell in cells}) == 6


def test_a_missing_header_is_an_error(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    (root / "nbgrader_config.py").write_text(
        'c = get_config()\nc.IncludeHeaderFooter.header = "top.ipynb"\n'
    )
    with pytest.raises(InstructorError, match=r"top\.ipynb") as caught:
        build(root)
    assert caught.value.code == "header-missing"


def test_a_linked_data_file_becomes_a_copy(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    assert build(root)["points.csv"] == b"x,y\n0,0\n1,2.5\n"
    assert not (root / "release/lines/points.csv").is_symlink()


def test_other_files_go_along_but_not_those_that_editors_leave(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    source = root / "source/lines"
    (source / "images").mkdir()
    (source / "images/star.svg").write_text("<svg/>")
    (source / "stale.pyc").write_bytes(b"")
    for name in (".ipynb_checkpoints", "__pycache__", "feedback"):
        (source / name).mkdir()
        (source / name / "x.txt").write_text(SOLUTION_LINE)
    assert set(build(root)) == {"fit.ipynb", "points.csv", "images/star.svg"}


def test_a_link_to_nothing_is_an_error(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    (root / "data/points.csv").unlink()
    ((code, message),) = refusal(root)
    assert code == "broken-link"
    assert "points.csv" in message


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    root = make_course(tmp_path, *EVERY_ROLE)
    assert build(root) == build(root)


def test_cells_without_an_id_get_the_same_id_each_time(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    bare = tuple(replace(cell, cell_id=None) for cell in CELLS)
    save(root / "source/lines/fit.ipynb", Notebook((*bare, replace(bare[0], cell_id="mine"))))
    first, second = released(root), released(root)
    assert first == second
    assert len({cell.cell_id for cell in first.cells}) == 5
    assert first.cells[4].cell_id == "mine"
    assert all(cell.cell_id for cell in first.cells)


def test_the_second_cell_with_an_id_gets_another(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    same = tuple(replace(cell, cell_id="same") for cell in CELLS)
    save(root / "source/lines/fit.ipynb", Notebook(same))
    ids = [cell.cell_id for cell in released(root).cells]
    assert ids[0] == "same"
    assert len(set(ids)) == 4
    assert ids == [cell.cell_id for cell in released(root).cells]


def test_a_notebook_of_the_format_without_ids_stays_one(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    save(root / "source/lines/fit.ipynb", Notebook(CELLS, format_minor=4))
    result = released(root)
    assert result.format_minor == 4
    assert {cell.cell_id for cell in result.cells} == {None}


def test_what_the_masters_machine_left_is_dropped(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    cells = (*CELLS, code("1", execution={"iopub.execute_input": "today"}, tags=["kept"]))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    master = notebook(
        *cells,
        language_info={"name": "python", "version": "3.11.7"},
        widgets={"state": {}},
        celltoolbar="Create Assignment",
    )
    output = {"output_type": "stream", "name": "stdout", "text": "1"}
    ran = replace(master.cells[4], outputs=(output,), execution_count=7)
    save(root / "source/lines/fit.ipynb", replace(master, cells=(*master.cells[:4], ran)))
    result = released(root)
    assert result.metadata == {"kernelspec": kernel, "language_info": {"name": "python"}}
    assert result.cells[4].metadata == {"tags": ["kept"]}
    assert (result.cells[4].outputs, result.cells[4].execution_count) == ((), None)


def test_the_result_is_a_valid_notebook(tmp_path: Path) -> None:
    raw = build(make_course(tmp_path, *EVERY_ROLE))["fit.ipynb"]
    nbformat.validate(nbformat.from_dict(json.loads(raw)))


def test_a_file_that_left_the_source_leaves_the_release(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    (root / "source/lines/old.txt").write_text("old")
    assert "old.txt" in build(root)
    (root / "source/lines/old.txt").unlink()
    assert set(build(root)) == {"fit.ipynb", "points.csv"}
    assert [path.name for path in (root / "release").iterdir()] == ["lines"]


BROKEN = (
    ("ill-formed-region", (SETUP, solution("### BEGIN SOLUTION"), TEST)),
    ("duplicate-id", (SETUP, ANSWER, ANSWER, TEST)),
    ("points-missing", (SETUP, ANSWER, replace(TEST, metadata=check("", points=None).metadata))),
    ("nbgrader-refuses", (SETUP, graded("Why?", "why", cell_type="markdown", solution=True))),
)  # fmt: skip


@pytest.mark.parametrize(("code", "cells"), BROKEN, ids=[code for code, _ in BROKEN])
def test_a_build_that_fails_leaves_the_release_as_it_was(
    code: str, cells: tuple[notebooks.Cell, ...], tmp_path: Path
) -> None:
    root = make_course(tmp_path)
    before = build(root)
    save(root / "source/lines/fit.ipynb", notebook(*cells))
    with pytest.raises(InstructorError) as caught:
        build(root)
    problems = getattr(caught.value, "problems", (caught.value,))
    assert [problem.code for problem in problems] == [code]
    assert "fit.ipynb" in problems[0].message
    assert contents(root / "release/lines") == before
    assert [path.name for path in (root / "release").iterdir()] == ["lines"]


def test_a_leak_stops_the_build_and_leaves_the_release_as_it_was(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    before = build(root)
    (root / "source/lines/solved.py").write_text(f"if True:\n    {SOLUTION_LINE}\n")
    assert refusal(root) == [
        (
            "leak",
            "release of lines: solved.py: holds line 3 of fit.ipynb, cell 3 (slope)",
        )
    ]
    assert contents(root / "release/lines") == before


def test_an_old_master_is_told_to_be_updated(tmp_path: Path) -> None:
    old = replace(SETUP, metadata={"nbgrader": {**SETUP.nbgrader, "schema_version": 2}})
    with pytest.raises(InstructorError, match="nbgrader update"):
        build(make_course(tmp_path, old))


def test_what_nbgrader_finds_wrong_is_told(tmp_path: Path) -> None:
    cell = graded("x = 1", "no spaces here", locked=True)
    with pytest.raises(InstructorError, match="no spaces here") as caught:
        build(make_course(tmp_path, cell))
    assert caught.value.code == "nbgrader-refuses"


STYLELESS = check("### BEGIN HIDDEN TESTS\nassert slope\n### END HIDDEN TESTS", "bare", 1)
STRICT = "c = get_config()\nc.Autograder.strict_style = True\n"


def test_problems_of_style_are_warnings(tmp_path: Path) -> None:
    root = make_course(tmp_path, *CELLS, STYLELESS)
    build = build_assignment(open_course(root), "lines")
    (compared,) = compare_assignment(open_course(root), "lines")[0].warnings
    (warning,) = build.warnings
    assert str(compared) == str(warning)
    assert warning.code == "hidden-assert-without-message"
    assert "fit.ipynb, cell 5 (bare)" in warning.message


def test_problems_of_style_stop_the_build_of_a_course_that_asks_for_it(tmp_path: Path) -> None:
    root = make_course(tmp_path, *CELLS, STYLELESS)
    (root / "nbgrader_config.py").write_text(STRICT)
    assert [code for code, _ in refusal(root)] == ["hidden-assert-without-message"]


def test_a_test_cell_may_be_worth_nothing(tmp_path: Path) -> None:
    root = make_course(
        tmp_path, SETUP, ANSWER, replace(TEST, metadata=check("", points=0).metadata)
    )
    build = build_assignment(open_course(root), "lines")
    assert [warning.code for warning in build.warnings] == ["test-without-points"]
    assert build.assignment.points == 0


def test_problems_of_all_notebooks_and_of_the_course_are_told_together(tmp_path: Path) -> None:
    root = make_course(tmp_path, check("assert 1", points=None))
    save(root / "source/lines/more.ipynb", notebook(ANSWER, ANSWER))
    (root / "source/lines/broken.ipynb").write_text("{")
    (root / "nbgrader_config.py").write_text(
        'c = get_config()\nc.ClearSolutions.begin_solution_delimeter = ""\n'
    )
    assert [code for code, _ in refusal(root)] == [
        "marker-ambiguous",
        "notebook-not-json",
        "points-missing",
        "duplicate-id",
    ]


def test_data_that_fails_its_check_stops_the_build(tmp_path: Path) -> None:
    def refuse(path: Path) -> None:
        assert path == tmp_path / "source/lines/points.csv"
        raise InstructorError("data-invalid", "no column z")

    course = open_course(make_course(tmp_path))
    with pytest.raises(MasterProblems, match="no column z"):
        build_assignment(course, "lines", check_data=refuse)
    assert not (tmp_path / "release/lines").exists()


def test_the_prefix_is_checked_beside_the_data_and_leaves_nothing(tmp_path: Path) -> None:
    seen = []

    def check_prefix(master: Master, folder: Path) -> tuple[InstructorError, ...]:
        seen.append((master.name, master.prefix, sorted(p.name for p in folder.iterdir())))
        (folder / "figure.png").write_bytes(b"")
        return ()

    course = open_course(make_course(tmp_path))
    build_assignment(course, "lines", check_prefix=check_prefix)
    assert seen == [("fit", (SETUP.source,), ["points.csv"])]
    assert set(contents(tmp_path / "release/lines")) == {"fit.ipynb", "points.csv"}


def test_a_prefix_that_fails_stops_the_build(tmp_path: Path) -> None:
    def check_prefix(master: Master, folder: Path) -> tuple[InstructorError, ...]:
        raise InstructorError("prefix-differs", "seed the draw in cell 2")

    course = open_course(make_course(tmp_path))
    with pytest.raises(InstructorError, match="seed the draw"):
        build_assignment(course, "lines", check_prefix=check_prefix)
    assert not (tmp_path / "release/lines").exists()


@pytest.mark.parametrize("name", ["nothing", "..", "../lines", ""])
def test_an_unknown_assignment_is_named_with_the_known_ones(name: str, tmp_path: Path) -> None:
    course = open_course(make_course(tmp_path))
    with pytest.raises(InstructorError, match="there are: lines") as caught:
        build_assignment(course, name)
    assert caught.value.code == "assignment-missing"


def test_comparing_changes_nothing(tmp_path: Path) -> None:
    course = open_course(make_course(tmp_path))
    _, difference = compare_assignment(course, "lines")
    assert "missing in the release: fit.ipynb" in difference
    assert not (tmp_path / "release").exists()
    build_assignment(course, "lines")
    assert compare_assignment(course, "lines")[1] == ""


def test_a_folder_that_cannot_be_put_in_place_brings_the_old_one_back(tmp_path: Path) -> None:
    place = tmp_path / "lines"
    place.mkdir()
    (place / "old").write_text("old")
    with pytest.raises(FileNotFoundError):
        replace_folder(tmp_path / "nowhere", place)
    assert contents(tmp_path) == {"lines/old": b"old"}


def test_a_replacement_cut_short_by_a_crash_is_mended_by_the_next(tmp_path: Path) -> None:
    place, new = tmp_path / "lines", tmp_path / "new"
    (tmp_path / ".lines.replaced").mkdir()
    (tmp_path / ".lines.replaced/old").write_text("old")
    with pytest.raises(FileNotFoundError):
        replace_folder(new, place)
    assert contents(tmp_path) == {"lines/old": b"old"}
    new.mkdir()
    (new / "new").write_text("new")
    replace_folder(new, place)
    assert contents(tmp_path) == {"lines/new": b"new"}


def test_the_bytes_do_not_depend_on_the_hash_seed_or_the_clock(tmp_path: Path) -> None:
    root = make_course(tmp_path, *EVERY_ROLE)
    program = (
        "import sys; from pathlib import Path\n"
        "from autograder.configuration import open_course\n"
        "from autograder.compiler.release import build_assignment\n"
        "build_assignment(open_course(Path(sys.argv[1])), 'lines')\n"
    )
    here = build(root)
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    environment["PYTHONPATH"] = str(Path(release_module.__file__).parents[2])
    subprocess.run([sys.executable, "-c", program, str(root)], check=True, env=environment)
    assert contents(root / "release/lines") == here
