import base64
import gzip
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from compiler_course import (
    ANSWER,
    CELLS,
    HIDDEN_LINE,
    SETUP,
    SOLUTION_LINE,
    TEST,
    check,
    code,
    graded,
    lines,
    markdown,
    notebook,
    save,
    solution,
)

from autograder.assignment import Assignment, master_of
from autograder.compiler.leaks import Leak, find_leaks
from autograder.compiler.secrets import is_trivial
from autograder.notebook import Cell, Notebook

STRIPPED = (
    CELLS[0],
    SETUP,
    solution("# the slope of y over x\n# YOUR CODE HERE\nraise NotImplementedError()"),
    check('assert isinstance(slope, float), "slope is a number"'),
)
SOLUTION_LEAK = ("fit", 3, "slope", 3)
HIDDEN_LEAK = ("fit", 4, "test_slope", 3)


def assignment(*cells: Cell, **others: Notebook) -> Assignment:
    masters = [master_of("fit", notebook(*(cells or CELLS)))]
    masters += [master_of(name, content) for name, content in others.items()]
    return Assignment("lines", Path("source/lines"), tuple(masters), ())


def origin(leak: Leak) -> tuple[str, int, str | None, int]:
    return leak.notebook, leak.cell, leak.grade_id, leak.line


def released(folder: Path, *cells: Cell, **metadata: object) -> Path:
    save(folder / "fit.ipynb", notebook(*(cells or STRIPPED), **metadata))
    return folder


def test_a_stripped_release_has_no_leak(tmp_path: Path) -> None:
    assert find_leaks(assignment(), released(tmp_path)) == ()


def test_an_untouched_master_leaks_solution_test_and_markers(tmp_path: Path) -> None:
    found = find_leaks(assignment(), released(tmp_path, *CELLS))
    assert {origin(leak) for leak in found} == {SOLUTION_LEAK, HIDDEN_LEAK, ("", 0, None, 0)}


def planted(place: str, secret: str) -> Notebook:
    """Return the release with a secret in one place of its setup cell, or of the notebook."""
    output = {"output_type": "stream", "name": "stdout", "text": f"> {secret}\n"}
    image = {
        "output_type": "display_data",
        "metadata": {},
        "data": {"image/png": base64.b64encode(b"\x89PNG" + secret.encode()).decode()},
    }
    attachment = {"note.txt": {"text/plain": base64.b64encode(secret.encode()).decode()}}
    cells = {
        "source": replace(SETUP, source=f"{SETUP.source}\n#   {secret}"),
        "markdown": markdown(f"Think of `{secret}`"),
        "output": replace(SETUP, outputs=(output,)),
        "output image": replace(SETUP, outputs=(image,)),
        "metadata value": code("x", extra={"deep": [1, {"note": secret}]}),
        "metadata key": code("x", extra={secret: True}),
        "metadata lines": code("x", extra=["nothing", secret]),
        "notebook in metadata": code("x", backup=json.dumps({"source": secret})),
        "attachment": replace(CELLS[0], attachments=attachment),
        "data uri": markdown(
            f"![](data:text/plain;base64,{base64.b64encode(secret.encode()).decode()})"
        ),
        "markup": markdown(
            "<pre>" + secret.replace("<", "&lt;").replace("(", "<b>(</b>") + "</pre>"
        ),
    }
    whole = notebook(STRIPPED[0], cells.get(place, SETUP), *STRIPPED[2:])
    if place == "cell id":
        return replace(whole, cells=(replace(whole.cells[0], cell_id=secret), *whole.cells[1:]))
    if place == "notebook metadata":
        return replace(whole, metadata={**whole.metadata, "widgets": {"state": {"text": secret}}})
    return whole


PLACES = (
    "source",
    "markdown",
    "output",
    "output image",
    "metadata value",
    "metadata key",
    "metadata lines",
    "notebook in metadata",
    "attachment",
    "data uri",
    "markup",
    "cell id",
    "notebook metadata",
)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("secret", "leak"), [(SOLUTION_LINE, SOLUTION_LEAK), (HIDDEN_LINE, HIDDEN_LEAK)]
)
def test_a_secret_planted_in_a_notebook_is_found(
    place: str, secret: str, leak: tuple[str, int, str, int], tmp_path: Path
) -> None:
    save(tmp_path / "fit.ipynb", planted(place, secret))
    found = find_leaks(assignment(), tmp_path)
    assert {origin(each) for each in found} == {leak}
    assert all(each.place.startswith("fit.ipynb, ") for each in found)


def test_the_place_names_the_cell_of_the_release(tmp_path: Path) -> None:
    save(tmp_path / "fit.ipynb", planted("source", SOLUTION_LINE))
    (leak,) = find_leaks(assignment(), tmp_path)
    assert leak.place == "fit.ipynb, cell 2, source"
    assert str(leak) == "fit.ipynb, cell 2, source: holds line 3 of fit.ipynb, cell 3 (slope)"
    assert SOLUTION_LINE not in str(leak)


def packed(path: Path, text: str) -> bytes:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("inner/solved.py", text)
    content = path.read_bytes()
    path.unlink()
    return content


@pytest.mark.parametrize("form", ["plain", "utf-16", "binary", "json", "html", "gzip", "zip"])
def test_a_secret_in_another_file_is_found(form: str, tmp_path: Path) -> None:
    text = f"import numpy as np\n\t{SOLUTION_LINE}  # solved\n"
    forms = {
        "plain": text.encode(),
        "utf-16": text.encode("utf-16"),
        "binary": b"\x00\xff\xfe" + text.encode() + b"\x80",
        "json": json.dumps({"cells": [{"source": text.splitlines(keepends=True)}]}).encode(),
        "html": text.replace("float", '<span class="n">float</span>').encode(),
        "gzip": gzip.compress(text.encode()),
        "zip": packed(tmp_path / "x.zip", text),
    }
    folder = released(tmp_path)
    (folder / "more").mkdir()
    (folder / "more/notes").write_bytes(forms[form])
    found = find_leaks(assignment(), folder)
    assert {origin(leak) for leak in found} == {SOLUTION_LEAK}
    assert all(leak.place.startswith("more/notes") for leak in found)


def test_a_secret_in_a_file_name_is_found(tmp_path: Path) -> None:
    cells = (SETUP, solution("### BEGIN SOLUTION\nanswer_is_blue_giant = 1\n### END SOLUTION"))
    (released(tmp_path) / "answer_is_blue_giant = 1.txt").write_text("")
    (leak,) = find_leaks(assignment(*cells), tmp_path)
    assert leak.place == "answer_is_blue_giant = 1.txt (its name)"


def test_a_damaged_archive_does_not_stop_the_search(tmp_path: Path) -> None:
    folder = released(tmp_path)
    (folder / "a.zip").write_bytes(b"PK\x03\x04 damaged " + SOLUTION_LINE.encode())
    (folder / "b.gz").write_bytes(b"\x1f\x8b damaged " + SOLUTION_LINE.encode())
    assert [leak.place for leak in find_leaks(assignment(), folder)] == ["a.zip", "b.gz"]


def test_a_line_that_the_master_also_shows_is_no_secret(tmp_path: Path) -> None:
    setup = replace(SETUP, source=f"{SETUP.source}\n{SOLUTION_LINE}  # for once")
    folder = released(tmp_path, CELLS[0], setup, *STRIPPED[2:])
    assert find_leaks(assignment(CELLS[0], setup, ANSWER, TEST), folder) == ()


def test_an_output_or_metadata_of_the_master_does_not_make_a_line_public(tmp_path: Path) -> None:
    output = {"output_type": "stream", "name": "stdout", "text": SOLUTION_LINE}
    setup = replace(SETUP, outputs=(output,), metadata={**SETUP.metadata, "note": SOLUTION_LINE})
    save(tmp_path / "fit.ipynb", notebook(CELLS[0], setup, *STRIPPED[2:]))
    found = find_leaks(assignment(CELLS[0], setup, ANSWER, TEST), tmp_path)
    assert [leak.place for leak in found] == [
        "fit.ipynb, cell 2, metadata, note",
        "fit.ipynb, cell 2, outputs 1, text",
    ]


SOLVED = lines("mean = x.mean()", "spread = x.std()", "ratio = spread / mean", "plt.show()")


def test_a_solved_copy_beside_the_master_does_not_make_its_lines_public(tmp_path: Path) -> None:
    cells = (SETUP, solution(f"### BEGIN SOLUTION\n{SOLVED}\n### END SOLUTION"))
    copy = notebook(code(f"# solved\n{SOLVED}"))
    folder = released(tmp_path, SETUP, solution("# YOUR CODE HERE"))
    save(folder / "solved.ipynb", copy)
    (leak,) = find_leaks(assignment(*cells, solved=copy), folder)
    assert origin(leak) == ("fit", 2, "slope", 2)
    assert leak.place == "solved.ipynb, cell 1, source"


def test_an_older_solved_copy_is_known_by_its_markers(tmp_path: Path) -> None:
    (released(tmp_path) / "old.py").write_text("### BEGIN SOLUTION\nz = 1\n### END SOLUTION\n")
    found = find_leaks(assignment(), tmp_path)
    assert [str(leak) for leak in found] == ["old.py: holds a marker of solutions or hidden tests"]


def test_a_solution_cell_without_a_region_is_secret_as_a_whole(tmp_path: Path) -> None:
    cells = (SETUP, solution("# a thought of mine\nz = x.sum()"))
    (tmp_path / "a.txt").write_text("a thought of mine")
    (tmp_path / "b.txt").write_text("# a thought of mine")
    (tmp_path / "c.txt").write_text("first\n  z = x.sum()\n")
    found = find_leaks(assignment(*cells), tmp_path)
    assert [(leak.place, leak.line) for leak in found] == [("b.txt", 1), ("c.txt", 2)]


def test_an_unsolved_solution_cell_is_no_secret_when_it_is_the_stub(tmp_path: Path) -> None:
    stub = "# YOUR CODE HERE\nraise NotImplementedError()"
    folder = released(tmp_path, SETUP, solution(stub))
    assert find_leaks(assignment(SETUP, solution(stub)), folder) != ()
    assert find_leaks(assignment(SETUP, solution(stub)), folder, [stub]) == ()


def test_a_mark_scheme_is_secret(tmp_path: Path) -> None:
    task = graded(
        "Explain.\n### BEGIN MARK SCHEME\nOne point for dust\n### END MARK SCHEME",
        "essay",
        cell_type="markdown",
        task=True,
        points=1,
    )
    (released(tmp_path) / "marks.md").write_text("* One  point for dust, or so")
    (leak,) = find_leaks(assignment(SETUP, task), tmp_path)
    assert origin(leak) == ("fit", 2, "essay", 3)


def test_a_short_secret_counts_only_as_a_whole_line(tmp_path: Path) -> None:
    cells = (SETUP, solution("### BEGIN SOLUTION\nn = 1234\n### END SOLUTION"))
    (tmp_path / "inside.txt").write_text("run = 12345, even n = 1234 5")
    (tmp_path / "line.txt").write_text("first\n   n  =  1234\n")
    assert [leak.place for leak in find_leaks(assignment(*cells), tmp_path)] == ["line.txt"]


@pytest.mark.parametrize("line", [")", "else:", "pass", "return x", "x = 1", "", "# ---", "})"])
def test_a_line_without_a_name_or_number_gives_nothing_away(line: str) -> None:
    assert is_trivial(line)


@pytest.mark.parametrize("line", ["x = 0.78", "plt.show()", "# dust", "return radius", "n = 240"])
def test_a_line_with_a_name_or_number_tells_something(line: str) -> None:
    assert not is_trivial(line)
