"""Cases taken from a submission: what is kept of the work, what is taken out, what it scores."""

import json
import os
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from compiler_course import CELLS, check, code, lines, locked, make_course, markdown, solution
from compiler_course import notebook as a_notebook
from hypothesis import given
from hypothesis import strategies as st

from autograder import notebook as notebooks
from autograder.assignment import Master, master_of
from autograder.cases import Action, Case, Edit, Kind, read_case, submission
from autograder.configuration import open_course
from autograder.errors import AutograderError, InstructorError
from autograder.notebook import Cell, Notebook
from autograder.pipeline.tiers import choose_tier
from autograder.submission import take_in
from autograder.verify import adding
from autograder.verify.added import AddedCase
from autograder.verify.adding import Addition, add, add_on
from autograder.verify.anonymous import Findings, anonymise, names_of
from autograder.verify.ground import Data, Ground
from autograder.verify.taking import works, written

# The text of a student's cell, anonymised.

WORDS = a_notebook(code("stars.max()"), markdown("Use `ward` or not, says Rosalind."))


def clean(text: str, *names: str) -> str:
    return anonymise(text, names_of(names or ("maria-lopez",), WORDS), Findings())


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("x = 1  # by Maria Lopez", "x = 1  # by student student"),
        ("x = 1  # MARIA-LOPEZ's", "x = 1  # student's"),
        ("x = 1  # María López", "x = 1  # student student"),
        ('title = "Plot of marialopez"', 'title = "Plot of studentstudent"'),
        ("maria_stars = stars.max()", "student_stars = stars.max()"),
        ("# mail m.l+x@uni-a.example.de or so", "# mail student or so"),
        ('w = "a@b.example"', 'w = "student"'),
        ("y = W@X.values", "y = W@X.values"),
        ('p = "/home/ml123/data.csv"', 'p = "/home/student/data.csv"'),
        ('p = "/Users/ml 12/data.csv"', 'p = "/Users/student/data.csv"'),
        (r'p = "C:\\Users\\Mia L\\data.csv"', r'p = "C:\\Users\\student\\data.csv"'),
        (r'p = r"c:\users\mia"', r'p = r"c:\users\student"'),
        ("y = x/home/users", "y = x/home/users"),
        ("%cd /home/ml123", "%cd /home/student"),
        ("files = !ls /home/ml123", "files = !ls /home/student"),
        ("# matriculation 4711234.", "# matriculation 0000000."),
        ('number = "4711234"', 'number = "0000000"'),
        ("number = 4711234", "number = 4711234"),
        ("r = '0.12345678'  # 0.12345678", "r = '0.12345678'  # 0.12345678"),
        ('c = "#1f77b4"', 'c = "#1f77b4"'),
        ('f"{x * 1000000:.1f} {{4711234}}"', 'f"{x * 1000000:.1f} {{0000000}}"'),
        ('f"{maria} by maria"', 'f"{student} by student"'),
        ('"""Maria\n4711234\n"""', '"""student\n0000000\n"""'),
        ("if (:  # Maria, 4711234", "if (:  # student, 0000000"),
        ("maria = (((", "student = ((("),
        ("a\r\nb\rc", "a\nb\nc"),
    ],
)
def test_what_gives_a_student_away_is_taken_out_and_code_is_left(text: str, left: str) -> None:
    assert clean(text) == left


@pytest.mark.parametrize(
    ("student", "text", "left"),
    [
        ("max-stern", "a = b.max()  # Max", "a = b.max()  # student"),
        ("max-stern", 'a = b.agg("max")', 'a = b.agg("max")'),
        ("emma-ward", 'linkage="ward"  # Ward', 'linkage="ward"  # student'),
        ("tim-ott", "time, tim = 1, 2  # estimated", "time, student = 1, 2  # estimated"),
        ("tim-ott", "tim_1 = 1", "student_1 = 1"),
        ("jürgen", "# Juergen, Jürgen, Ju\u0308rgen", "# student, student, student"),
        ("juergen", "# Juergen, Jürgen", "# student, student"),
        ("strauss", "# Strauß", "# student"),
        ("s1234", "x = s1234  # S1234", "x = student  # student"),
        ("4711", "x = 4711  # 4711, not 47110", "x = 4711  # student, not 47110"),
        ("rosalind", "# Rosalind", "# student"),
        ("xy", "xy = 1  # xy", "xy = 1  # xy"),
    ],
)
def test_a_name_that_is_a_word_is_left_in_code(student: str, text: str, left: str) -> None:
    assert clean(text, student) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('print("\x1b[31mred")', r'print("\x1b[31mred")'),
        ('print(b"\x07")', r'print(b"\x07")'),
        ('print("a\u2028b\u202ec")', r'print("a\u2028b\u202ec")'),
        ('print(r"\x1b")', 'print(r"\ufffd")'),
        ("x = 1  # \x1b]0;title\x07", "x = 1  # \ufffd]0;title\ufffd"),
        ("x\x1b = 1", "x\ufffd = 1"),
        ("\x0cif x:\n\x0c    y", "if x:\n    y"),
        ("x =\x0c1", "x = 1"),
        ("\x00", "\ufffd"),
    ],
)
def test_nothing_that_steers_a_terminal_gets_into_the_file(text: str, left: str) -> None:
    assert clean(text) == left


def test_it_is_told_what_was_taken_out_and_what_was_left() -> None:
    findings = Findings()
    names = names_of(["max-stern"], WORDS)
    anonymise("max(x)  # Max Stern\ny = 'Max'  # stern", names, findings)
    assert findings.replaced == {("Max", "student"): 1, ("Stern", "student"): 1} | {
        ("stern", "student"): 1
    }
    assert findings.left == {"max": 1, "Max": 1}


@given(st.text(st.sampled_from("ab1\"'{}#%\\\n\r\x0c\x1b frb(:=@./\u2028\u00e9"), max_size=40))
def test_any_text_goes_through_and_what_holds_no_name_stays(text: str) -> None:
    found = clean(text)
    assert not set(found) & set("\r\x0c\x1b\u2028")
    assert clean(found) == found
    if not set(text) & set("\r\x0c\x1b\u2028@"):
        assert found == text


# The work that a submission holds, as edits of the release.

MASTER_CELLS = (
    markdown("# T\n\n## Exercise 1: one"),
    locked("import numpy as np"),
    solution("### BEGIN SOLUTION\na = 1\n### END SOLUTION", "one"),
    check("assert a == 1", "test-one", 2),
    replace(locked("## Exercise 2: two", "text-two"), cell_type="markdown"),
    solution("### BEGIN SOLUTION\nb = 1\n### END SOLUTION", "two"),
    solution("### BEGIN SOLUTION\nc = 1\n### END SOLUTION", "three"),
    check("assert b + c == 2", "test-two", 3),
)
MASTER: Master = master_of("fit", a_notebook(*MASTER_CELLS))
STUB = "# YOUR CODE HERE"
RELEASE = a_notebook(
    *(replace(cell, source=STUB) if cell.is_solution else cell for cell in MASTER_CELLS)
)
M, SETUP, ONE, TEST_ONE, TEXT, TWO, THREE, TEST_TWO = RELEASE.cells


def wrote(cell: Cell, text: str) -> Cell:
    return replace(cell, source=text)


def edits(*cells: Cell) -> dict[str, list[str]]:
    """Return the edits of each exercise, a line each, with the cell's text behind a bar."""
    return {
        work.exercise: [f"{e.action} {e.grade_id}|{e.text}" for e in work.edits]
        for work in works(MASTER, RELEASE, a_notebook(*cells))
    }


def test_each_exercise_that_was_worked_on_is_a_work() -> None:
    assert edits(*RELEASE.cells) == {}
    one = wrote(ONE, "a = 1")
    assert edits(M, SETUP, one, TEST_ONE, TEXT, TWO, THREE, TEST_TWO) == {
        "Exercise 1: one": ["replace one|a = 1"]
    }
    two = wrote(TWO, "b = 1")
    assert edits(M, SETUP, ONE, TEST_ONE, TEXT, two, THREE, TEST_TWO) == {
        "Exercise 2: two": ["replace two|b = 1", f"replace three|{STUB}"]
    }


def test_only_code_counts_and_no_locked_cell_does() -> None:
    cells = (
        wrote(M, "# My name"),
        wrote(SETUP, "import os"),
        markdown("I am Maria"),
        wrote(ONE, "a = 1"),
        wrote(TEST_ONE, "pass"),
        code("  \n"),
    )
    assert edits(*cells, TEXT, TWO, THREE, TEST_TWO) == {"Exercise 1: one": ["replace one|a = 1"]}


def test_added_cells_stand_before_the_next_cell_that_was_kept() -> None:
    one = wrote(ONE, "a = f()")
    found = edits(
        *(M, SETUP, code("def f(): return 1"), one, code("a"), code("a + 1"), TEST_ONE),
        *(code("print(a)"), TEXT, TWO, THREE, TEST_TWO, code("last"), code("very last")),
    )
    assert found == {
        "Exercise 1: one": [
            "insert-before one|def f(): return 1",
            "replace one|a = f()",
            "insert-before test-one|a",
            "insert-before test-one|a + 1",
            "insert-before two|print(a)",
        ],
        "Exercise 2: two": [
            f"replace two|{STUB}",
            f"replace three|{STUB}",
            "insert-after test-two|very last",
            "insert-after test-two|last",
        ],
    }


def test_an_added_cell_elsewhere_comes_along_where_its_names_are_read() -> None:
    shared, helper = code("import math as m\nunused = 1"), code("def twice(x): return m.sqrt(x)")
    two, three = wrote(TWO, "b = twice(1)"), wrote(THREE, "c = b * 2")
    assert edits(
        *(M, code("other = 3"), shared, SETUP, wrote(ONE, "a = 1"), helper, TEST_ONE),
        *(TEXT, two, three, TEST_TWO),
    ) == {
        "Exercise 1: one": [
            f"insert-before setup|{shared.source}",
            "replace one|a = 1",
            f"insert-before test-one|{helper.source}",
        ],
        "Exercise 2: two": [
            f"insert-before setup|{shared.source}",
            f"insert-before test-one|{helper.source}",
            "replace two|b = twice(1)",
            "replace three|c = b * 2",
        ],
    }


def test_deleted_moved_and_copied_cells_are_as_the_student_left_them() -> None:
    three, copy, two = wrote(THREE, "c = 1"), wrote(TWO, "b = 0"), wrote(TWO, "b = 1")
    submitted = a_notebook(M, SETUP, TEST_ONE, TEXT, three, copy, two, TEST_TWO)
    first, work = works(MASTER, RELEASE, submitted)
    assert first.edits == (Edit(Action.DELETE, "one", ""),)
    assert steps(work.edits) == ["c = 1", "b = 0", "b = 1", "assert b + c == 2"]


def steps(edits: tuple[Edit, ...]) -> list[str]:
    """Return what runs of a submission with these edits, behind the first exercise's test."""
    case = Case("c", Kind.CHAFF, "fit", "t", "Exercise 2", {}, {}, False, edits)
    taken = take_in(MASTER, notebooks.parse(submission(RELEASE, [case])))
    sources = [step.source for step in taken.steps]
    return sources[sources.index("assert a == 1") + 1 :]


def test_the_names_that_another_exercise_sets_are_told() -> None:
    cells = (M, SETUP, wrote(ONE, "a = 1\nz = 2"), TEST_ONE, TEXT, wrote(TWO, "b = a"), THREE)
    _, work = works(MASTER, RELEASE, a_notebook(*cells, TEST_TWO))
    assert work.leans_on == {"one": ("a",)}


def test_a_notebook_without_test_cells_holds_no_case() -> None:
    bare = master_of("bare", a_notebook(solution("x = 1")))
    with pytest.raises(InstructorError) as caught:
        works(bare, bare.notebook, bare.notebook)
    assert caught.value.code == "notebook-without-tests"


# The file of a case.

HOSTILE = lines(
    "# %% delete slope", r"# \%% kept", r"# \\%%", "#%% no cell", "x = '''", "# %%", "'''"
)


def a_case(*edits: Edit, **changes: object) -> Case:
    case = Case("w", Kind.WHEAT, "fit", "t", "Exercise 1", {}, {}, False, edits)
    return replace(case, **changes)  # type: ignore[arg-type]  # any field


@pytest.mark.parametrize(
    "case",
    [
        a_case(Edit(Action.REPLACE, "slope", HOSTILE)),
        a_case(Edit(Action.REPLACE, "raw", "x"), Edit(Action.REPLACE, "delete", "")),
        a_case(Edit(Action.MOVE, "a", "after b"), Edit(Action.DELETE, "c", "")),
        a_case(Edit(Action.INSERT_BEFORE, "a", "é\n\n\n# x"), Edit(Action.INSERT_AFTER, "a", "y")),
        a_case(Edit(Action.REPLACE, "a", "x"), points={"t": 0.0, "u": 1 / 3, "v": 1e6 + 0.25}),
        a_case(Edit(Action.REPLACE, "a", "x"), is_long=True, title="a: b=c, d"),
    ],
)
def test_a_case_is_read_as_it_was_written(tmp_path: Path, case: Case) -> None:
    path = tmp_path / "fit" / "w.py"
    path.parent.mkdir()
    path.write_text(written(case), encoding="utf-8")
    assert read_case(path, Kind.WHEAT) == case


@given(st.text(st.sampled_from("# %\\ab\n"), max_size=60))
def test_any_text_survives_its_file(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "fit" / "w.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(written(a_case(Edit(Action.REPLACE, "a", text))), encoding="utf-8")
    assert read_case(path, Kind.WHEAT).edits == (Edit(Action.REPLACE, "a", text.strip("\n")),)


@pytest.mark.parametrize("name", ["two words", "", "a\x1bb"])
def test_a_cell_that_cannot_be_named_is_refused(name: str) -> None:
    with pytest.raises(InstructorError) as caught:
        written(a_case(Edit(Action.REPLACE, name, "x")))
    assert caught.value.code == "cell-name-unfit"


# What the instructor is told.


def told(kind: Kind, scored: dict[str, float], scores: dict[str, float]) -> str:
    case = a_case(kind=kind)
    most, leans_on = {"t": 1.0, "u": 2.0}, {"one": ("a",)}
    found = AddedCase(Path("w.py"), case, scored, scores, most, leans_on, (("\x1b", "x", 2),), ())
    return "\n".join(found.lines())


def test_who_calls_it_otherwise_than_its_score_is_told_so() -> None:
    full, less = {"t": 1.0, "u": 2.0}, {"t": 1.0, "u": 1.0}
    assert "loses 1 point in Exercise 1, and you call it right" in told(Kind.WHEAT, less, less)
    assert "has full points in Exercise 1, and you call it wrong" in told(Kind.CHAFF, full, full)
    for sound in (told(Kind.WHEAT, full, full), told(Kind.CHAFF, less, less)):
        assert "you call it" not in sound
        assert "scores what the submission scores: t=1, u=" in sound
        assert "\x1b" not in sound


def test_a_case_that_scores_something_else_says_what_it_leans_on() -> None:
    text = told(Kind.WHEAT, {"t": 1.0, "u": 2.0}, {"t": 0.0, "u": 2.0})
    assert "does NOT score what the submission scores: t=0, u=2, not t=1, u=2" in text
    assert "reads a from the cell one of another exercise" in text


# What is refused before anything is graded.


@pytest.fixture(scope="module")
def lines_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_course(tmp_path_factory.mktemp("adding"), *CELLS)


def refused(root: Path, path: Path, **wanted: object) -> str:
    cases = root / "tests"
    with pytest.raises(AutograderError) as caught:
        add(open_course(root), "lines", Addition(path, cases, **wanted))  # type: ignore[arg-type]  # any field
    assert not cases.exists()
    assert "\x1b" not in caught.value.message
    return caught.value.code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x89PNG", "notebook-not-text"),
        (b"Dear all", "notebook-not-json"),
        (b"[]", "notebook-format"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code"}]}', "notebook-cell"),
        (b" " * (notebooks.NOTEBOOK_BYTES + 1), "notebook-too-large"),
    ],
)
def test_what_is_no_notebook_is_refused(
    lines_course: Path, tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "fit.ipynb"
    path.write_bytes(content)
    assert refused(lines_course, path) == code


def test_a_link_a_pipe_and_a_file_that_is_not_there_are_refused(
    lines_course: Path, tmp_path: Path
) -> None:
    path = tmp_path / "fit.ipynb"
    assert refused(lines_course, path) == "notebook-unreadable"
    path.symlink_to(lines_course / "source/lines/fit.ipynb")
    assert refused(lines_course, path) == "notebook-link"
    path.unlink()
    os.mkfifo(path)
    assert refused(lines_course, path) == "notebook-not-file"


@pytest.mark.parametrize("name", ["../../up", "a/b", "A", "a b", "-a", "a.py", "\x1b[1m", "a" * 81])
def test_a_name_that_is_no_plain_file_name_is_refused(
    lines_course: Path, tmp_path: Path, name: str
) -> None:
    assert refused(lines_course, tmp_path / "fit.ipynb", name=name) == "case-name-unfit"


def test_a_title_of_two_lines_and_an_unknown_notebook_are_refused(
    lines_course: Path, tmp_path: Path
) -> None:
    path = tmp_path / "fit.ipynb"
    assert refused(lines_course, path, title="a\n# points: x=0") == "case-title-unfit"
    assert refused(lines_course, path, title="a\x1b") == "case-title-unfit"
    assert refused(lines_course, tmp_path / "other\x1b.ipynb") == "notebook-unknown"


# The whole way, on a real notebook.

NAME = "1-correlations"
ANSWERS = {
    "highest-correlations": lines(
        "# María López, 4711234, maria.lopez@uni.example",
        "# %% my first try",
        "maria_r = stars.corr(numeric_only=True).abs()",
        'print("\x1b[1mLopez: /home/mlopez")',
        'top_pairs = [("Luminosity", "A_M"), ("Size", "A_M")]',
    ),
    "log-correlation": "def log_correlation(x, y):\r\n    return loggedcorr(x, y)",
    "log-numbers": lines(
        "log_variable = top_pairs[0][0]",
        'r_before = stars[log_variable].corr(stars["A_M"])',
        'r_after = loggedcorr(stars[log_variable], stars["A_M"])',
    ),
    "log-effect": 'effect = "stronger"  # half a character: \ud83d',
}
HELPER = "def loggedcorr(x, y):\n    return np.log(x).corr(y)"


def handed_in(release: Notebook, *without: str) -> Notebook:
    """Return what a made-up student hands in, with much that tells who she is."""
    cells: list[Cell] = [Cell("markdown", "By Maria Lopez")]
    for cell in release.cells:
        answer = None if cell.grade_id in without else ANSWERS.get(str(cell.grade_id))
        cells.append(cell if answer is None else replace(cell, source=answer))
        if cell.grade_id == "highest-correlations":
            cells.append(Cell("code", HELPER, {"author": "Lopez"}, "maria-id", ({"x": "maria"},)))
    tree = json.loads(notebooks.write(Notebook(tuple(cells), {"authors": [{"name": "Lopez"}]})))
    return notebooks.parse(json.dumps(tree).encode())


@pytest.fixture(scope="module")
def ground(repository: Path) -> Iterator[Ground]:
    course = open_course(repository)
    with Ground(course, "stars", Data(), choose_tier(course), [NAME]) as ground:
        yield ground


def test_a_submission_becomes_a_case_for_each_exercise(
    ground: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "submitted" / "maria-lopez" / "stars" / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes(notebooks.write(handed_in(ground.released[NAME])))
    monkeypatch.setattr(adding, "Ground", lambda *given: nullcontext(ground))
    taken = tmp_path / f"tests/attacks/stars/{NAME}/submitted-1-exercise-2.py"
    taken.parent.mkdir(parents=True)
    taken.write_text("another")
    added = add(ground.course, "stars", Addition(path, tmp_path / "tests"))

    first, second = added.cases
    assert first.path == tmp_path / f"tests/wheats/stars/{NAME}/submitted-2-exercise-1.py"
    assert second.path == tmp_path / f"tests/chaffs/stars/{NAME}/submitted-2-exercise-2.py"
    assert first.reproduces
    assert first.path.read_text() == lines(
        "# title: right work of a student",
        "# exercise: Exercise 1",
        "",
        "# %% highest-correlations",
        "# student student, 0000000, student",
        r"# \%% my first try",
        "student_r = stars.corr(numeric_only=True).abs()",
        r'print("\x1b[1mstudent: /home/student")',
        'top_pairs = [("Luminosity", "A_M"), ("Size", "A_M")]',
        "",
        "# %% insert-before highest-correlations-one",
        HELPER,
        "",
    )
    # Zeros are not refused, and nothing was drawn. The numbers are right only where Exercise 1 is.
    case = read_case(second.path, Kind.CHAFF)
    assert case.points == {
        "scatter-plots-data": 0,
        "scatter-plots-labels": 0,
        "log-correlation-domain": 0,
    }
    assert [edit.grade_id for edit in case.edits] == [
        "highest-correlations-one",
        "scatter-plots",
        "log-correlation",
        "log-numbers",
        "log-effect",
    ]
    assert not second.reproduces
    assert not added.reproduces
    assert second.scores["log-numbers-test"] == 0
    assert second.leans_on == {"highest-correlations": ("top_pairs",)}
    told = "\n".join(added.lines())
    assert "reads top_pairs from the cell highest-correlations" in told
    assert "'4711234' is now '0000000' (once)" in told
    assert "Read each file once" in told


def test_the_instructor_chooses_exercise_kind_name_and_title(
    ground: Ground, tmp_path: Path
) -> None:
    submitted = handed_in(ground.released[NAME], "log-effect")
    wanted = Addition(
        Path(f"{NAME}.ipynb"),
        tmp_path,
        NAME,
        exercises=("Exercise 1",),
        kind=Kind.CHAFF,
        name="names-typed",
        title="types the names",
        names=("Luminosity", "Lopez"),
    )
    (case,) = add_on(ground, wanted, submitted).cases
    assert case.path == tmp_path / f"chaffs/stars/{NAME}/names-typed.py"
    text = case.path.read_text()
    assert text.startswith("# title: types the names\n# exercise: Exercise 1\n\n# %%")
    assert '("Luminosity", "A_M")' in text
    assert "student" in text
    assert case.left == ("Luminosity",)
    assert "you call it wrong" in "\n".join(case.lines())
    with pytest.raises(InstructorError) as caught:
        add_on(ground, wanted, submitted)
    assert caught.value.code == "case-exists"
    assert case.path.read_text() == text


@pytest.mark.parametrize(
    ("exercise", "answer", "code"),
    [
        ("Exercise 11", "x = 1", "exercise-unknown"),
        ("Exercise 3", "x = 1", "exercise-unknown"),
        ("Exercise 2", "x = 1", "exercise-untouched"),
        ("", None, "submission-untouched"),
        ("Exercise 1", "x = '" + "é" * adding.CASE_BYTES + "'", "case-too-large"),
    ],
)
def test_what_holds_no_case_is_refused(
    ground: Ground, tmp_path: Path, exercise: str, answer: str | None, code: str
) -> None:
    release = ground.released[NAME]
    cells = (
        replace(cell, source=answer)
        if answer is not None and cell.grade_id == "highest-correlations"
        else cell
        for cell in release.cells
    )
    wanted = Addition(Path("x.ipynb"), tmp_path, NAME, (exercise,) if exercise else ())
    with pytest.raises(InstructorError) as caught:
        add_on(ground, wanted, replace(release, cells=tuple(cells)))
    assert caught.value.code == code
    assert not list(tmp_path.iterdir())
