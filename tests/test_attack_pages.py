"""Hostile work wherever somebody reads it: pages, copies, terminals, logs, JSON and CSV files."""

import csv
import json
import logging
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pages_course
import pytest
from attack_course import NAME, NOTEBOOK
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st
from page_rules import STEERING, rules_broken
from pages_course import ESCAPE, EVERYTHING, FORMULA, MARKUP, NAMELESS, NAMES
from rich.console import Console

from autograder import cli, pipeline, results
from autograder import notebook as notebooks
from autograder.cli import verbs
from autograder.configuration import Course
from autograder.errors import OperatorError
from autograder.feedback import render
from autograder.feedback.explanation import page as explanation_page
from autograder.feedback.harmless import harmless, one_line
from autograder.intake import names as intake_names
from autograder.nbgrader.sealing import refused
from autograder.notebook import Cell, Notebook
from autograder.plain_text import acts_as_formula, begins_formula
from autograder.report import explanation as report
from autograder.results import NotebookResult, Result, State


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    found = pages_course.write_class(tmp_path_factory.mktemp("pages"))
    pipeline.grade_class(found, NAME, jobs=2)
    return found


@pytest.fixture(scope="module")
def copies(course: Course) -> dict[str, Notebook]:
    found = course.autograded.glob(f"*/{NAME}/{NOTEBOOK}.ipynb")
    return {path.parts[-3]: notebooks.read(path) for path in sorted(found)}


# ---- pages


def test_every_page_keeps_to_the_rules(course: Course) -> None:
    pages = pages_course.pages(course)
    attacks = {attack.case.name for attack in pages_course.read_attacks("pages")}
    assert set(pages) >= {*attacks, *NAMES, EVERYTHING}
    assert {student: rules_broken(page) for student, page in pages.items()} == {
        student: [] for student in pages
    }


def test_a_painted_score_stands_in_the_students_part_only(course: Course) -> None:
    page = pages_course.pages(course)["banner-that-is-not-ours"]
    # The essay waits for a person; everything else is right.
    assert re.findall(r'class="earned">([^<]*)<', page) == ["16"]
    heads = re.findall(r'<p class="verdict">.*?<strong>([^<]*)</strong>', page)
    assert sorted(heads) == ["Not right yet", *["Passed"] * 6, "Waiting for a person"]
    assert "3 of 3 points" in page


def test_pages_made_anew_from_the_copies_are_the_same(course: Course) -> None:
    before = pages_course.pages(course)
    pipeline.feedback(course, NAME, [*sorted(before)])
    assert pages_course.pages(course) == before


def test_what_explains_a_submission_steers_nothing(course: Course) -> None:
    explained = pipeline.explain(course, NAME, EVERYTHING)
    assert rules_broken(explanation_page(explained)) == []
    console = Console(width=100)
    with console.capture() as capture:
        console.print(report.terminal(explained))
    text = capture.get()
    assert STEERING.search(text) is None
    assert "answers are ready" in text
    facts = json.dumps(report.facts(explained), indent=1)
    assert json.loads(facts)["student"] == EVERYTHING
    assert STEERING.search(facts) is None


@pytest.mark.prove
@pytest.mark.parametrize("attack", ["reversed-text", "escapes-in-errors", "text-that-is-no-text"])
def test_every_loud_submission_is_explained_as_quietly(course: Course, attack: str) -> None:
    explained = pipeline.explain(course, NAME, attack)
    assert rules_broken(explanation_page(explained)) == []
    console = Console(width=100)
    with console.capture() as capture:
        console.print(report.terminal(explained))
    assert STEERING.search(capture.get()) is None


PIECES = ("<", ">", "b", "img src=x", " onclick=x", "[", "](", "j:", ")", "`", "$", "\n", "&lt;")


@given(st.lists(st.sampled_from(PIECES), max_size=30))
@example(["> <img\n> src=x onerror=x>"])
@example(["```mermaid\n<script>x</script>\n```"])
def test_no_markdown_of_a_page_breaks_the_rules(pieces: list[str]) -> None:
    cell = Cell("markdown", "".join(pieces))
    for each in (cell, harmless(Notebook((cell,))).cells[0]):
        result = NotebookResult("n", ())
        page = render(Result("s", "a", State.GRADED, (result,)), result, Notebook((each,)))
        assert rules_broken(page) == []


# ---- copies in autograded/


Acting = tuple[str, str, str]
# Pictures, ids of the template's own, and colours of a terminal.
COLOUR = r"(background-)?color: rgb\(\d+,\d+,\d+\)"
HARMLESS = re.compile(rf"data:image/|cell-id=[-a-z0-9]*$|{COLOUR}(; {COLOUR})?$")


class Formgraded(HTMLParser):
    """Collect what could act in a page of the formgrader."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Acting] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style", "iframe", "object", "embed", "form", "link", "svg", "base"}:
            self.found.append((tag, "", ""))
        for name, value in attrs:
            acts = name.startswith("on") or name in {"style", "src", "srcset", "data-link", "id"}
            is_link = name == "href" and not (value or "").startswith(("#", "https://elsewhere"))
            is_known = HARMLESS.match(value or "")
            if (acts or is_link) and not is_known:
                self.found.append((tag, name, value or ""))


def formgraded(copy: Notebook, student: str = "somebody") -> list[Acting]:
    """Return what could act in the page that stock nbgrader makes of a copy."""
    # nbconvert takes seconds to import: only the tests that call it pay.
    import nbformat
    from nbconvert.exporters import HTMLExporter
    from nbgrader.server_extensions.formgrader.handlers import template_path
    from traitlets.config import Config

    section = {"template_name": "formgrade", "extra_template_basedirs": [template_path]}
    exporter = HTMLExporter(config=Config({"HTMLExporter": section}))
    names = {"notebook_id": NOTEBOOK, "assignment_id": NAME, "student": student, "index": 0}
    resources = {**names, "total": 1, "submission_id": "1", "base_url": "", "notebook_path": "p"}
    tree = nbformat.reads(notebooks.write(copy).decode(), as_version=4)
    html, _ = exporter.from_notebook_node(tree, resources=resources)
    return Formgraded(html).found


@pytest.mark.filterwarnings("ignore:Your element with mimetype")
def test_stock_formgrader_finds_nothing_that_acts_in_our_copies(
    copies: dict[str, Notebook],
) -> None:
    plain = formgraded(copies["-good"])
    assert len(plain) > 20
    for student in sorted(set(copies) - set(NAMES)):
        # Solution cells have ids of the template's own; other cells only come and go.
        assert _foreign(formgraded(copies[student]), plain) == [], student


def _foreign(
    found: list[Acting], known: list[Acting]
) -> Iterator[tuple[str, str, str]] | list[Acting]:
    more = [each for each in found if each not in known]
    scripts = [each for each in found if each[0] == "script"]
    return more + scripts[len([each for each in known if each[0] == "script"]) :]


def test_a_copy_shows_what_can_be_shown_and_says_what_it_left_out(
    copies: dict[str, Notebook],
) -> None:
    def data(student: str) -> list[dict[str, Any]]:
        cells = copies[student].cells
        return [output["data"] for cell in cells for output in cell.outputs if "data" in output]

    (table,) = (each for each in data("script-beside-a-table") if "text/html" in each)
    assert "<td>7</td>" in table["text/html"] and "won" not in table["text/html"]
    assert {"text/plain": "[an output of a kind that is not shown: application/javascript]"} in (
        data("javascript-output")
    )
    mimes = {mime for student in copies for each in data(student) for mime in each}
    wanted = {"text/plain", "text/latex", "text/markdown", "text/html", "image/png"}
    assert mimes == wanted


def test_a_copy_keeps_a_written_answer_word_for_word_for_whoever_reads_the_file(
    copies: dict[str, Notebook],
) -> None:
    attack = next(
        each.case
        for each in pages_course.read_attacks("pages")
        if each.case.name == "names-of-the-page"
    )
    source = next(edit.text for edit in attack.edits if edit.grade_id == "essay")
    (essay,) = (cell for cell in copies["names-of-the-page"].cells if cell.grade_id == "essay")
    assert essay.metadata["autograder"] == {"handed_in": source}
    assert essay.source.startswith("<div>") and "\n" not in essay.source
    (plain,) = (cell for cell in copies["-good"].cells if cell.grade_id == "essay")
    assert plain.source == "Since every second number is odd."


def test_the_instructors_own_text_is_left_alone() -> None:
    role = {"nbgrader": {"grade_id": "x", "locked": True, "solution": False, "grade": False}}
    video = Cell("markdown", "<iframe src=https://lecture.example></iframe>", role)
    assert harmless(Notebook((video,))).cells == (video,)


TEXTS = st.lists(
    st.sampled_from(
        ["# a", "\na\n===", "\na\n-", "<b>", "</b>", "<img src=x onerror=x>", "\n",
         "[a](javascript:x)", "[a]: javascript:x",
         "\n\n", "> ", "```", "```mermaid\n", "$", "$$", "`", "\\", "* ", "    ", "|", "<", "a",
         "<script>x</script>", "\\begin{x}", "\\end{x}", "&lt;script&gt;", "![a](attachment:b)"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@given(TEXTS)
def test_the_markdown_of_a_copy_passes_nbconvert_as_it_stands(source: str) -> None:
    from nbconvert.filters.markdown_mistune import markdown2html_mistune

    (cell,) = harmless(Notebook((Cell("markdown", source),))).cells
    shown = markdown2html_mistune(cell.source)
    assert Formgraded(shown).found == []
    if cell.source != source:
        assert shown.strip() == cell.source


def test_one_line_is_one_line() -> None:
    assert one_line("<p>a\nb $x$\\</p>") == "<div><p>a&#10;b &#36;x&#36;&#92;</p></div>"


def test_a_sealed_formgrader_shows_names_and_old_copies_harmless() -> None:
    # nbgrader takes seconds to import: only the tests that call it pay.
    import nbformat

    from autograder.nbgrader import HarmlessCopies

    data = {"text/html": "<script>x</script>"}
    output = {"output_type": "display_data", "metadata": {}, "data": data}
    cell = Cell("code", "x", cell_id="a", outputs=(output,))
    tree = nbformat.reads(notebooks.write(Notebook((cell,))).decode(), as_version=4)
    resources = {"student": MARKUP, "notebook_path": '"><b>', "last_name": None, "index": 1}
    shown, names = HarmlessCopies()(tree, resources)
    assert "script" not in json.dumps(shown.cells)
    assert names == {
        "student": "&lt;img src=x onerror=window.won=1&gt;",
        "notebook_path": "&#34;&gt;&lt;b&gt;",
        "last_name": None,
        "index": 1,
    }


# ---- terminals, logs and JSON


def said(*words: str, status: int = 0) -> str:
    found = CliRunner().invoke(verbs, words)
    if found.exit_code != status or STEERING.search(found.output):
        raise AssertionError((words, found.exit_code, found.output, found.exception))
    return found.stdout


def test_no_verb_lets_through_what_steers_a_terminal(course: Course) -> None:
    root = f"--course-dir={course.root}"
    table = said("grade", NAME, root, status=1)
    # The name that is no text, and the one that is a formula.
    assert "For the instructor to look at: 2" in table
    assert "a spreadsheet, which would run it" in re.sub(r"\s+", " ", table)
    for student in NAMES:
        assert said("history", root, "--", student, NAME)
        assert json.loads(said("history", root, "--json", "--", student, NAME))
    facts = json.loads(said("grade", NAME, root, "--json", status=1))
    listed = {each["student"]: each["state"] for each in facts["students"]}
    assert listed[NAMES[0]] == "graded"
    assert listed[FORMULA] == listed[NAMELESS] == "refused"
    said("feedback", NAME, root, "--student", NAMES[2])
    said("gradebook", NAME, root)


def test_collecting_hostile_names_tells_of_them_in_plain_signs(
    course: Course, tmp_path: Path
) -> None:
    content = (course.submitted / "-good" / NAME / f"{NOTEBOOK}.ipynb").read_bytes()
    for name in (*NAMES, FORMULA, NAMELESS):
        folder = tmp_path / name / NAME
        folder.mkdir(parents=True)
        (folder / f"{NOTEBOOK}.ipynb").write_bytes(content)
        (folder / f"escape{ESCAPE}.txt").write_text("text")
    words = ("collect", NAME, str(tmp_path), f"--course-dir={course.root}", "--dry-run")
    assert "student-name" in said(*words, status=1)
    facts = json.loads(said(*words, "--json", status=1))
    taken = {each["student"] for each in facts["students"] if each["notebooks"]}
    assert "-good" in taken
    assert not any(acts_as_formula(student) for student in taken)


def test_the_log_and_errors_are_printed_plain(caplog: pytest.LogCaptureFixture) -> None:
    record = logging.LogRecord("a", logging.ERROR, "", 1, "failed: %s\nand", (ESCAPE,), None)
    assert STEERING.search(cli._Printable("%(message)s").format(record)) is None
    assert STEERING.search(str(refused(OperatorError("a-code", f"no {ESCAPE}")))) is None


def test_an_error_that_quotes_a_name_is_printed_plain(capsys: pytest.CaptureFixture[str]) -> None:
    cli.print_error(OperatorError("a-code", f"there is no \u202e{ESCAPE} here"))
    assert capsys.readouterr().err == (
        "error[a-code]: there is no \N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}2J here\n"
    )


# ---- formulas in exports


@pytest.mark.parametrize(
    ("name", "begins", "acts"),
    [
        ("=1+1", True, True),
        ("=cmd|' !A0", True, True),
        ("\t=1", True, True),
        ("\r@SUM(1)", True, True),
        ("\uff1d1", True, True),
        ("+cmd|' !A0", True, True),
        ("-2+3+cmd|' !A0", True, True),
        ("@SUM(1+1)", True, True),
        ("-good", True, False),
        ("--json", True, False),
        ("+49 30 1", True, False),
        ("@ben", True, False),
        ("anna", False, False),
        ("a=b", False, False),
        ("", False, False),
    ],
)
def test_what_a_spreadsheet_would_run_is_told_from_odd_names(
    name: str, begins: bool, acts: bool
) -> None:
    assert (begins_formula(name), acts_as_formula(name)) == (begins, acts)
    assert results.can_be_named(name) is not acts
    assert not (acts and intake_names.is_student(name))


@given(st.text(alphabet="=+-@\t\r_.a(|", max_size=8))
def test_no_name_made_of_a_persons_begins_a_formula(name: str) -> None:
    assert not begins_formula(intake_names.as_student(name))


def test_a_formula_is_refused_with_a_word_and_never_reaches_the_gradebook(course: Course) -> None:
    result = results.newest_readable(course.results, FORMULA, NAME)
    assert result is not None and result.state is State.REFUSED
    assert "is a formula to a spreadsheet" in result.problem
    with _book(course) as book:
        students = {student.id for student in book.students}
    assert "-good" in students
    assert not any(map(acts_as_formula, students))


def test_a_sealed_export_holds_no_formula_and_no_forged_line(
    course: Course, tmp_path: Path
) -> None:
    from autograder.nbgrader import HarmlessCsv

    path = tmp_path / "grades.csv"
    exporter = HarmlessCsv()
    exporter.to = str(path)
    with _book(course) as book:
        exporter.export(book)
        ids = {student.id for student in book.students}
    with path.open(newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert {line["student_id"].removeprefix("'") for line in lines} == ids
    assert not [cell for line in lines for cell in line.values() if begins_formula(cell)]
    (good,) = (line for line in lines if line["student_id"] == "'-good")
    # 19 points in test cells; the essay, of 1, waits for a person.
    assert (good["assignment"], good["score"], good["max_score"]) == (NAME, "19.0", "20.0")


def _book(course: Course) -> Any:
    from nbgrader.api import Gradebook

    return Gradebook(course.db_url, course.course_id)


def test_sealing_keeps_what_a_course_exports_and_shows_in_its_own_way() -> None:
    from traitlets.config import Config

    from autograder.nbgrader import seal

    bare, own = Config(), Config()
    own.ExportApp.plugin_class = "ours.Export"
    own.HTMLExporter.preprocessors = ["ours.First"]
    seal(bare)
    seal(own)
    assert bare.ExportApp.plugin_class == "autograder.nbgrader.HarmlessCsv"
    assert own.ExportApp.plugin_class == "ours.Export"
    assert bare.HTMLExporter.preprocessors == ["autograder.nbgrader.HarmlessCopies"]
    assert own.HTMLExporter.preprocessors == ["ours.First", "autograder.nbgrader.HarmlessCopies"]
