"""What the course's nbgrader configuration adds to the masters, for building and grading alike."""

import shutil
from collections.abc import Mapping
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
    make_course,
    markdown,
    notebook,
    save,
    solution,
)

from autograder import notebook as notebooks
from autograder.assignment import Assignment, Master
from autograder.compiler.checks import MasterProblems
from autograder.compiler.composition import compose
from autograder.compiler.release import build_assignment, compare_assignment
from autograder.configuration import Course, open_course
from autograder.errors import InstructorError
from autograder.notebook import Cell

TEMPLATES = r"""
python3:
    setup: "from hashlib import sha1"
    hash: 'sha1({{snippet}}.encode("utf-8")+b"{{salt}}").hexdigest()'
    dispatch: "type({{snippet}})"
    normalize: "str({{snippet}})"
    check: 'assert {{snippet}} == "{{value}}", "{{message}}"'
    success: "print('Success!')"
    templates:
        default:
            - test: "{{snippet}}"
              fail: "{{snippet}} is wrong"
        float:
            - test: "round({{snippet}}, 2)"
              fail: "{{snippet}} is wrong"
"""


def configure(root: Path, *settings: str) -> Course:
    (root / "nbgrader_config.py").write_text("\n".join(("c = get_config()", *settings, "")))
    return open_course(root)


def composed(course: Course) -> Master:
    (master,) = compose(course, "lines").masters
    return master


def sources(master: Master) -> list[str]:
    return [cell.source for cell in master.notebook.cells]


# Header and footer.


def framed(root: Path, *header: Cell) -> Course:
    make_course(root)
    save(root / "top.ipynb", notebook(*header))
    save(root / "end.ipynb", notebook(markdown("The end.")))
    header_line = 'c.IncludeHeaderFooter.header = "top.ipynb"'
    return configure(root, header_line, 'c.IncludeHeaderFooter.footer = "end.ipynb"')


def test_the_cells_of_header_and_footer_are_the_masters_own(tmp_path: Path) -> None:
    course = framed(tmp_path, markdown("Read this."), code("import math\nlimit = math.inf"))
    master = composed(course)
    assert sources(master)[:2] == ["Read this.", "import math\nlimit = math.inf"]
    assert sources(master)[-1] == "The end."
    assert master.prefix == ("import math\nlimit = math.inf", SETUP.source)
    assert [test.position for test in master.tests] == [5]


def test_the_prefix_that_is_proven_before_release_has_the_headers_cells(tmp_path: Path) -> None:
    seen = []

    def check_prefix(master: Master, folder: Path) -> tuple[InstructorError, ...]:
        seen.append(master.prefix)
        return ()

    course = framed(tmp_path, code("import math"))
    build_assignment(course, "lines", check_prefix=check_prefix)
    assert seen == [("import math", SETUP.source)]


def test_a_header_is_checked_as_a_master_is(tmp_path: Path) -> None:
    course = framed(tmp_path, code("### BEGIN SOLUTION\nx = 1\n### END SOLUTION"))
    with pytest.raises(MasterProblems, match=r"top\.ipynb, cell 1") as caught:
        build_assignment(course, "lines")
    assert [problem.code for problem in caught.value.problems] == ["region-in-wrong-cell"]


def test_an_id_of_the_header_that_a_master_has_too_is_refused(tmp_path: Path) -> None:
    course = framed(tmp_path, SETUP)
    with pytest.raises(InstructorError, match="cell 1 has the same id") as caught:
        compose(course, "lines")
    assert caught.value.code == "duplicate-id"


def test_a_course_that_does_without_the_step_gets_no_header(tmp_path: Path) -> None:
    framed(tmp_path, markdown("Read this."))
    text = (tmp_path / "nbgrader_config.py").read_text()
    steps = 'c.GenerateAssignment.preprocessors = ["nbgrader.preprocessors.ClearSolutions"]\n'
    (tmp_path / "nbgrader_config.py").write_text(text + steps)
    assert sources(composed(open_course(tmp_path))) == [cell.source for cell in CELLS]


@pytest.mark.parametrize("part", ["header", "footer"])
@pytest.mark.parametrize(
    ("content", "code"), [(None, "{}-missing"), ("{", "notebook-not-json")], ids=["none", "broken"]
)
def test_a_header_or_footer_that_cannot_be_read_is_an_error_for_both(
    part: str, content: str | None, code: str, tmp_path: Path
) -> None:
    make_course(tmp_path)
    if content is not None:
        (tmp_path / "top.ipynb").write_text(content)
    course = configure(tmp_path, f'c.IncludeHeaderFooter.{part} = "top.ipynb"')
    for use in (compose, build_assignment):
        with pytest.raises(InstructorError, match=r"top\.ipynb") as caught:
            use(course, "lines")
        assert caught.value.code == code.format(part)


def test_a_notebook_of_another_language_is_refused_by_both(tmp_path: Path) -> None:
    make_course(tmp_path)
    other = notebook(*CELLS, kernelspec={"name": "ir", "language": "R"})
    save(tmp_path / "source/lines/other.ipynb", other)
    for use in (compose, build_assignment):
        with pytest.raises(InstructorError, match=r"other\.ipynb: its language is R"):
            use(open_course(tmp_path), "lines")


# Files.

IGNORING: Mapping[str, set[str]] = {
    "": {"points.csv", "notes.txt", "deep/notes.txt"},
    'c.CourseDirectory.ignore = ["*.txt"]': {"points.csv", "x.pyc"},
    'c.CourseDirectory.ignore = ["deep"]': {"points.csv", "notes.txt", "x.pyc"},
    'c.CourseDirectory.ignore.append("notes.*")': {"points.csv"},
}


@pytest.mark.parametrize("setting", IGNORING)
def test_ignored_files_are_no_part_of_the_assignment(setting: str, tmp_path: Path) -> None:
    make_course(tmp_path)
    for name in ("notes.txt", "x.pyc", "deep/notes.txt"):
        path = tmp_path / "source/lines" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("")
    found: Assignment = compose(configure(tmp_path, setting), "lines")
    assert {path.as_posix() for path in found.files} == IGNORING[setting]


# Renamed markers.

RENAMED = (
    'c.ClearSolutions.begin_solution_delimeter = "SOLVE"',
    'c.ClearSolutions.end_solution_delimeter = "DONE"',
    'c.ClearHiddenTests.begin_test_delimeter = "OUR SECRET TESTS"',
    'c.ClearHiddenTests.end_test_delimeter = "PUBLIC"',
)
OTHER_MARKERS = (
    SETUP,
    solution(f"def f():\n    #-- SOLVE\n    {SOLUTION_LINE}\n    #-- DONE"),
    check(lines("assert 1", "## OUR SECRET TESTS ##", HIDDEN_LINE, "## PUBLIC ##")),
)


def test_renamed_markers_mean_what_nbgraders_own_mean(tmp_path: Path) -> None:
    make_course(tmp_path, *OTHER_MARKERS)
    course = configure(tmp_path, *RENAMED)
    (test,) = composed(course).tests
    assert test.public_source == "assert 1"
    assert HIDDEN_LINE in test.source
    build = build_assignment(course, "lines")
    released = notebooks.read(build.folder / "fit.ipynb")
    assert [cell.source for cell in released.cells[1:]] == [
        "def f():\n    # YOUR CODE HERE\n    raise NotImplementedError()",
        "assert 1",
    ]
    assert build.warnings == ()


def test_a_renamed_marker_in_a_release_is_a_leak(tmp_path: Path) -> None:
    make_course(tmp_path, *OTHER_MARKERS)
    (tmp_path / "source/lines/old.py").write_text("## OUR SECRET TESTS ##\nassert older\n")
    with pytest.raises(MasterProblems) as caught:
        build_assignment(configure(tmp_path, *RENAMED), "lines")
    assert [problem.code for problem in caught.value.problems] == ["leak"]


# AUTOTEST lines.

AUTO_TEST = check(
    lines(
        "### AUTOTEST slope; len(y)",
        "### BEGIN HIDDEN TESTS",
        "### HASHED AUTOTEST slope * 2",
        "### END HIDDEN TESTS",
    )
)


def auto_course(root: Path, *cells: Cell, templates: str | None = TEMPLATES) -> Course:
    make_course(root, *(cells or (CELLS[0], SETUP, ANSWER, AUTO_TEST)))
    if templates is not None:
        (root / "autotests.yml").write_text(templates)
    return configure(root)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = auto_course(tmp_path_factory.mktemp("auto"))
    build_assignment(course, "lines")
    return course


@pytest.fixture
def copy(built: Course, tmp_path: Path) -> Course:
    """Return a copy of the built course, to change."""
    shutil.copytree(built.root, tmp_path / "copy", symlinks=True)
    return open_course(tmp_path / "copy")


def test_the_tests_of_autotest_lines_are_what_the_solution_gives(built: Course) -> None:
    (test,) = composed(built).tests
    public = test.public_source.split("\n")
    assert public[0] == "from hashlib import sha1"
    assert 'assert str(round(slope, 2)) == "2.5", "slope is wrong"' in public
    assert 'assert str(len(y)) == "5", "len(y) is wrong"' in public
    assert "sha1(str(round(slope * 2, 2))" in test.source
    assert "sha1(" not in test.public_source
    assert "AUTOTEST" not in test.source


def test_the_release_has_the_public_tests_and_no_templates(built: Course) -> None:
    released = notebooks.read(built.release / "lines/fit.ipynb")
    assert released.cells[3].source == composed(built).tests[0].public_source
    assert {path.name for path in (built.release / "lines").iterdir()} == {
        "fit.ipynb",
        "points.csv",
    }


MADE = ("release/lines/fit.ipynb", "source_with_tests/lines/fit.ipynb")


def test_building_again_gives_the_same_bytes(copy: Course) -> None:
    before = [(copy.root / path).read_bytes() for path in MADE]
    shutil.rmtree(copy.root / "source_with_tests")
    build_assignment(copy, "lines")
    assert [(copy.root / path).read_bytes() for path in MADE] == before


@pytest.mark.prove
def test_comparing_runs_the_solution_and_keeps_nothing(copy: Course) -> None:
    shutil.rmtree(copy.root / "source_with_tests")
    assert compare_assignment(copy, "lines")[1] == ""
    assert not (copy.root / "source_with_tests").exists()


def stale(course: Course) -> bool:
    try:
        compose(course, "lines")
    except InstructorError as error:
        assert error.code == "autotest-stale"
        assert "autograder build lines" in error.message
        return True
    return False


def test_tests_that_are_not_there_are_asked_for(copy: Course) -> None:
    assert not stale(copy)
    shutil.rmtree(copy.root / "source_with_tests")
    assert stale(copy)


@pytest.mark.parametrize("name", ["autotests.yml", "data/points.csv"])
def test_tests_are_stale_when_what_they_were_made_from_changes(name: str, copy: Course) -> None:
    with (copy.root / name).open("a") as file:
        file.write("\n")
    assert stale(copy)


def test_tests_are_stale_when_the_solution_changes(copy: Course) -> None:
    path = copy.source / "lines/fit.ipynb"
    path.write_text(path.read_text().replace("polyfit(x, y, 1)", "polyfit(x, 2 * y, 1)"))
    assert stale(copy)


@pytest.mark.prove
def test_templates_of_the_assignments_own_come_first_and_are_not_released(copy: Course) -> None:
    (copy.source / "lines/autotests.yml").write_text(TEMPLATES.replace("is wrong", "is not so"))
    assert stale(copy)
    build_assignment(copy, "lines")
    assert '"slope is not so"' in composed(copy).tests[0].source
    assert not (copy.release / "lines/autotests.yml").exists()


def test_tests_are_stale_when_nbgraders_settings_for_them_change(copy: Course) -> None:
    configure(copy.root, "c.InstantiateTests.use_salt = False")
    assert stale(open_course(copy.root))


def test_a_course_that_does_without_the_step_keeps_the_lines_as_comments(copy: Course) -> None:
    steps = "c.GenerateAssignment.preprocessors = ['nbgrader.preprocessors.ClearSolutions']"
    course = configure(copy.root, steps)
    assert composed(course).tests[0].source == AUTO_TEST.source


def fault(course: Course) -> tuple[str, str]:
    with pytest.raises(InstructorError) as caught:
        build_assignment(course, "lines")
    assert not (course.root / "source_with_tests").exists()
    problems = getattr(caught.value, "problems", (caught.value,))
    return problems[0].code, problems[0].message


def test_templates_that_are_missing_are_asked_for(tmp_path: Path) -> None:
    code, message = fault(auto_course(tmp_path, templates=None))
    assert code == "autotest-templates-missing"
    assert "fit.ipynb has AUTOTEST lines, and there is no autotests.yml" in message


def test_autotest_lines_outside_test_cells_are_refused(tmp_path: Path) -> None:
    course = auto_course(tmp_path, SETUP, code("### AUTOTEST x"), ANSWER, TEST)
    code_, message = fault(course)
    assert code_ == "autotest-in-wrong-cell"
    assert "fit.ipynb, cell 2: AUTOTEST lines belong in a test cell" in message


def test_templates_that_nbgrader_cannot_read_are_told(tmp_path: Path) -> None:
    code, message = fault(auto_course(tmp_path, templates="python3: {templates: {}}"))
    assert code == "autotest-fails"
    assert "fit.ipynb: the tests of AUTOTEST lines cannot be made" in message


def test_a_solution_that_fails_is_told_with_its_cell(tmp_path: Path) -> None:
    wrong = solution("slope = 1 / 0")
    code, message = fault(auto_course(tmp_path, SETUP, wrong, AUTO_TEST))
    assert code == "autotest-fails"
    assert "fit.ipynb, cell 2 (slope): " in message
    assert "ZeroDivisionError: division by zero" in message


@pytest.mark.prove
def test_what_differs_between_two_runs_is_refused(tmp_path: Path) -> None:
    random = solution("slope = float(np.random.default_rng().random())")
    code, message = fault(auto_course(tmp_path, SETUP, random, check("### AUTOTEST slope * 1000")))
    assert code == "autotest-differs"
    assert "fit.ipynb, cell 3 (test_slope)" in message


@pytest.mark.prove
def test_a_set_of_texts_whose_order_is_by_chance_is_refused(tmp_path: Path) -> None:
    letters = solution("slope = set('ab')")
    course = auto_course(tmp_path, SETUP, letters, check("### AUTOTEST slope"))
    assert fault(course)[0] == "autotest-differs"


@pytest.mark.prove
def test_a_value_that_nbgrader_cannot_write_as_a_text_is_refused(tmp_path: Path) -> None:
    quoted = solution("""slope = ["it's"]""")
    code, message = fault(auto_course(tmp_path, SETUP, quoted, check("### AUTOTEST slope")))
    assert code == "test-not-python"
    assert "fit.ipynb, cell 3 (test_slope)" in message


def test_the_tests_are_made_behind_the_header(tmp_path: Path) -> None:
    course = auto_course(tmp_path, solution("slope = math.floor(2.5)"), check("### AUTOTEST slope"))
    save(tmp_path / "top.ipynb", notebook(graded("import math", "imports", locked=True)))
    course = configure(tmp_path, 'c.IncludeHeaderFooter.header = "top.ipynb"')
    build_assignment(course, "lines")
    master = composed(course)
    assert sources(master)[0] == "import math"
    assert 'assert str(slope) == "2", "slope is wrong"' in master.tests[0].source
