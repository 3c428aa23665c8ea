"""Stock nbgrader with one line in its configuration: its commands and buttons run sealed."""

import importlib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sealed_course
from click.testing import CliRunner
from sealed_course import HIDDEN, NAME, copies, give, given, grades, hand_in, nbgrader_api
from traitlets import TraitError
from traitlets.config import Config

from autograder import pipeline, results
from autograder.cli import verbs
from autograder.configuration import Course, open_course
from autograder.errors import OperatorError
from autograder.nbgrader import seal
from autograder.nbgrader.keeping import KEEPER, Keeper
from autograder.results import State

# Looks for a hidden test in every file of the course, and changes the gradebook.
BREAK_IN = """
import glob, sqlite3
stolen = 1
for path in glob.glob("{root}/**", recursive=True):
    try:
        if b"{hidden}" in open(path, "rb").read():
            stolen = 42
    except OSError:
        pass
try:
    with sqlite3.connect("{root}/gradebook.db") as book:
        book.execute("update grade set manual_score = 2")
except Exception:
    pass
"""
LATE = """
c.LateSubmissionPlugin.penalty_method = "zero"
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """Yield a sealed course of two notebooks in which nobody has been graded."""
    found = sealed_course.write_course(tmp_path_factory.mktemp("sealed"), two=True, more=LATE)
    hand_in(found, "ann")
    hand_in(found, "bob", total="total = start", price="price = 2", why="")
    hand_in(found, "cyd", price=sealed_course.NO_NUMBER)
    unreadable = hand_in(found, "dan")
    (unreadable / "sums.ipynb").write_text("no notebook")
    hand_in(found, "eve", tag="skip-execution", total="total = 1")
    attack = BREAK_IN.format(root=found.root, hidden=HIDDEN[:-2])
    hand_in(found, "fay", extra=attack, total="total = stolen")
    late = hand_in(found, "gus")
    (late / "timestamp.txt").write_text("2026-12-02 10:00:00 UTC")
    yield found
    KEEPER.close()


@pytest.fixture(scope="module")
def buttons(course: Course) -> Any:
    return nbgrader_api(course)


@pytest.fixture(scope="module")
def due(course: Course) -> None:
    """Set a due date, which one student missed."""
    with sealed_course.book(course) as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate="2026-12-01 10:00:00 UTC")


def autograde(buttons: Any, student: str) -> str:
    answer = buttons.autograde(NAME, student)
    assert answer["success"], answer
    return str(answer["log"])


def by_verb(buttons: Any, student: str) -> None:
    """Grade as `autograder grade --again` does, by the processes that the button uses too."""
    # Late: they import nbgrader, which takes seconds.
    from nbgrader.converters import Autograde

    from autograder.nbgrader.sealing import course_behind

    course = course_behind(Autograde(coursedir=buttons.coursedir, parent=buttons))
    with KEEPER.lent(course, NAME, course) as grader:
        grader.grade([student], again=True)


# Scores.


def test_the_autograde_button_runs_the_sealed_engine_once_for_all_notebooks(
    course: Course, buttons: Any
) -> None:
    log = autograde(buttons, "ann")
    assert log.count("by the sealed engine") == 1
    assert "ann: 6 of 6 points in test cells" in log
    assert grades(course, "ann") == {
        "test-total": (2.0, 2.0, False),
        "test-price": (2.0, 2.0, False),
        "why": (None, 0.0, True),
        "test-tax": (2.0, 2.0, False),
    }
    result = results.latest(course.results, "ann", NAME)
    assert result is not None
    assert (result.state, result.points) == (State.GRADED, 6.0)


def test_what_lies_in_autograded_is_our_copy_without_hidden_tests(
    course: Course, buttons: Any
) -> None:
    autograde(buttons, "ann")
    by_button = copies(course, "ann")
    assert sorted(by_button) == ["more", "sums"]
    assert HIDDEN not in "".join(by_button.values())
    assert "HIDDEN" not in "".join(by_button.values())
    by_verb(buttons, "ann")
    assert copies(course, "ann") == by_button


def test_a_partial_score_stays_a_part(course: Course, buttons: Any) -> None:
    autograde(buttons, "bob")
    found = grades(course, "bob")
    assert found["test-total"] == (0.0, 0.0, False)
    assert found["test-price"] == (0.5, 0.5, False)


def test_what_cannot_be_decided_has_no_score_and_waits(course: Course, buttons: Any) -> None:
    log = autograde(buttons, "cyd")
    assert grades(course, "cyd")["test-price"] == (None, 0.0, True)
    assert "cyd: a person has to look: test-price:" in log


def test_unreadable_work_is_refused_with_the_reason(course: Course, buttons: Any) -> None:
    answer = buttons.autograde(NAME, "dan")
    assert not answer["success"]
    assert "dan: sums.ipynb was not graded: sums.ipynb: the file is not JSON" in answer["log"]
    result = results.latest(course.results, "dan", NAME)
    assert result is not None
    assert result.state is State.REFUSED


def test_the_attack_finds_what_it_looks_for_where_nothing_stops_it(tmp_path: Path) -> None:
    course = sealed_course.write_course(tmp_path)
    attack = BREAK_IN.format(root=course.root, hidden=HIDDEN[:-2]) + "print(stolen)"
    program = [sys.executable, "-I", "-c", attack]
    assert subprocess.run(program, capture_output=True, check=True).stdout == b"42\n"


def test_what_wins_on_stock_nbgrader_wins_nothing(course: Course, buttons: Any) -> None:
    # A run before, so that copies of others and a gradebook are there to be looked for.
    autograde(buttons, "ann")
    for student in ("eve", "fay"):
        autograde(buttons, student)
        found = grades(course, student)
        assert found["test-total"] == (0.0, 0.0, False)
        assert sum(score for _, score, _ in found.values()) == 4.0
        assert HIDDEN not in "".join(copies(course, student).values())
    assert given(course, "fay", "why")[0] is None


# What people gave.


def test_points_and_comments_given_by_hand_are_kept_and_shown(course: Course, buttons: Any) -> None:
    autograde(buttons, "ann")
    give(course, "ann", "why", 2.5, "Say *which* numbers.")
    give(course, "ann", "test-total", 1.0)
    give(course, "ann", "total", None, "Good name.")
    autograde(buttons, "ann")
    by_verb(buttons, "ann")
    assert given(course, "ann", "why") == (2.5, "Say *which* numbers.")
    found = grades(course, "ann")
    assert (found["why"][1], found["test-total"][1], found["test-total"][0]) == (2.5, 1.0, 2.0)
    assert buttons.generate_feedback(NAME, "ann")["success"]
    page = (course.feedback / "ann" / NAME / "sums.html").read_text()
    # 1 by hand in place of 2, 2 for the price, 2.5 by hand.
    assert '<span class="earned">5.5</span> of 7 points' in page
    assert "Say <em>which</em> numbers." in page
    assert "Good name." in page
    assert HIDDEN not in page


def test_the_feedback_button_writes_what_release_feedback_needs(
    course: Course, buttons: Any
) -> None:
    folder = course.submitted / "ann" / NAME
    (folder / "timestamp.txt").write_text("2026-11-22 10:00:00 UTC")
    (folder / "submission_secret.txt").write_text("a secret")
    by_verb(buttons, "ann")  # without nbgrader's own copying
    assert buttons.generate_feedback(NAME, "ann")["success"]
    answer = buttons.release_feedback(NAME, "ann")
    assert answer["success"], answer
    assert len(list((course.root / "exchange/sealed/feedback").glob("*.html"))) == 2


def test_feedback_is_refused_on_a_copy_of_stock_nbgraders(course: Course, buttons: Any) -> None:
    autograde(buttons, "bob")
    copy = course.autograded / "bob" / NAME / "sums.ipynb"
    copy.chmod(0o644)
    copy.write_bytes((course.source / NAME / "sums.ipynb").read_bytes())
    answer = buttons.generate_feedback(NAME, "bob")
    assert not answer["success"]
    assert "bob: no feedback on week1: the copy holds hidden tests" in answer["log"]
    assert not (course.feedback / "bob" / NAME).exists()


def test_a_late_penalty_is_in_the_gradebook_and_on_the_page(
    course: Course, buttons: Any, due: None
) -> None:
    autograde(buttons, "gus")
    # nbgrader's policy "zero" takes all points of each notebook off.
    with sealed_course.book(course) as gradebook:
        assert gradebook.find_submission(NAME, "gus").late_submission_penalty == 6.0
    assert buttons.generate_feedback(NAME, "gus")["success"]
    page = (course.feedback / "gus" / NAME / "more.html").read_text()
    assert '<span class="earned">0</span> of 2 points' in page
    assert "Handed in late" in page


def test_the_feedback_verb_writes_pages_anew_and_runs_nothing(
    course: Course, buttons: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    autograde(buttons, "cyd")
    give(course, "cyd", "test-price", 1.25)
    before = results.history(course.results, "cyd", NAME)
    monkeypatch.setattr("autograder.pipeline.machines.Pool", None)
    words = ["feedback", NAME, f"--course-dir={course.root}", "--student=cyd"]
    done = CliRunner().invoke(verbs, words)
    assert done.output == f"{NAME}: 2 pages -> {course.feedback}\n"
    page = (course.feedback / "cyd" / NAME / "sums.html").read_text()
    # 2 for the sum, 1.25 by hand, and an answer that waits.
    assert '<span class="earned">3.25</span> of 7 points' in page
    assert "<strong>3 points are still to be decided.</strong>" in page
    assert results.history(course.results, "cyd", NAME) == before


# From the command line.


@pytest.mark.prove
def test_nbgrader_autograde_goes_on_after_work_that_is_refused(
    course: Course, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from nbgrader.apps import AutogradeApp

    monkeypatch.chdir(course.root)
    app = AutogradeApp()
    app.initialize([NAME, "--student=[de]*", "--force"])
    with pytest.raises(SystemExit) as stopped:
        app.start()
    assert stopped.value.code == 1
    assert not (course.autograded / "dan").exists() or copies(course, "dan") == {}
    assert grades(course, "eve")["test-tax"] == (2.0, 2.0, False)
    assert sorted(copies(course, "eve")) == ["more", "sums"]


# When something fails.


def test_without_a_jail_nothing_runs_and_the_log_says_so(
    course: Course, buttons: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    autograde(buttons, "bob")
    before = grades(course, "bob")
    monkeypatch.setattr("autograder.nbgrader.sealing.KEEPER", Keeper())

    def no_jail(*_: object, **__: object) -> None:
        raise OperatorError("no-jail", "this machine offers no jail to grade in")

    monkeypatch.setattr("autograder.pipeline.machines.choose_tier", no_jail)
    answer = buttons.autograde(NAME, "bob")
    assert not answer["success"]
    assert "error[no-jail]: this machine offers no jail to grade in" in answer["log"]
    assert grades(course, "bob") == before
    assert copies(course, "bob") == {}


def test_a_wrong_setting_stops_nbgrader_with_our_words(course: Course) -> None:
    answer = nbgrader_api(course, Autograder={"cell_second": 3}).autograde(NAME, "bob")
    assert not answer["success"]
    assert "error[configuration-unknown-key]: c.Autograder.cell_second is no set" in answer["log"]


# A preprocessor by name, in place of nbgrader's Execute.

STOCK_LIST = [
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
OURS = "autograder.nbgrader.SealedExecute"


@pytest.fixture(scope="module")
def by_name(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a course that names the preprocessor only, in nbgrader's own list."""
    found = sealed_course.write_course(
        tmp_path_factory.mktemp("by-name"),
        seal=f"c.Autograde.autograde_preprocessors = {[OURS, *STOCK_LIST]!r}\n",
    )
    hand_in(found, "cyd", price=sealed_course.NO_NUMBER)
    hand_in(found, "bob", total="total = start", price="price = 2")
    # As in stock nbgrader, something has to tell the gradebook of the assignment.
    with pipeline.Grader(found, NAME) as grader:
        grader.announce()
    return found


def test_a_preprocessor_in_place_of_execute_is_enough(by_name: Course) -> None:
    buttons = nbgrader_api(by_name, SealedExecute={"enabled": False}, Execute={"enabled": False})
    for student in ("bob", "cyd"):
        autograde(buttons, student)
        assert HIDDEN not in "".join(copies(by_name, student).values())
    assert grades(by_name, "bob")["test-total"] == (0.0, 0.0, False)
    assert grades(by_name, "bob")["test-price"] == (0.5, 0.5, False)
    assert grades(by_name, "cyd")["test-price"] == (None, 0.0, True)


@pytest.mark.parametrize("first", ["Execute", "SaveAutoGrades"])
def test_the_preprocessor_refuses_to_stand_behind_another(by_name: Course, first: str) -> None:
    wrong = [f"nbgrader.preprocessors.{first}", OURS]
    answer = nbgrader_api(by_name, Autograde={"autograde_preprocessors": wrong}).autograde(
        NAME, "bob"
    )
    assert not answer["success"]
    assert f"must be the first of c.Autograde.autograde_preprocessors, and {first}" in answer["log"]


@pytest.mark.prove
def test_a_score_that_changes_though_the_work_did_not_is_told(by_name: Course) -> None:
    buttons = nbgrader_api(by_name)
    autograde(buttons, "bob")
    master = by_name.source / NAME / "sums.ipynb"
    before = master.read_text()
    try:
        master.write_text(before.replace("total == 42", "total == 40"))
        log = autograde(buttons, "bob")
    finally:
        master.write_text(before)
    assert "bob: 0.5 points became 2.5 although the work is the same" in log
    assert grades(by_name, "bob")["test-total"] == (2.0, 2.0, False)


# The configuration file.


def test_sealing_imports_nothing_that_costs_time() -> None:
    program = "import sys, autograder.nbgrader; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    parts = {name.split(".")[0] for name in done.stdout.decode().split()}
    assert not parts & {"nbgrader", "nbconvert", "nbformat", "traitlets", "sqlalchemy", "numpy"}


def test_the_json_file_of_the_docs_seals_where_the_python_file_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nbgrader.apps import AutogradeApp

    (tmp_path / "nbgrader_config.py").write_text("from no_such_package import seal")
    page = (Path(__file__).parent.parent / "docs/formgrader.md").read_text("utf-8")
    named = page.partition("```json\n")[2].partition("```")[0]
    (tmp_path / "nbgrader_config.json").write_text(named)
    monkeypatch.chdir(tmp_path)
    app, sealed = AutogradeApp(), Config()
    app.initialize([NAME])
    seal(sealed)
    for section in ("Autograde", "GenerateFeedback"):
        assert app.config[section].exporter_class == sealed[section].exporter_class


def test_nbgrader_stops_when_the_named_classes_are_not_there(course: Course) -> None:
    gone = {"exporter_class": "no_such_package.SealedExporter"}
    with pytest.raises(TraitError, match="could not be imported"):
        nbgrader_api(course, Autograde=gone).autograde(NAME, "bob")


def test_an_unknown_name_is_an_attribute_error() -> None:
    module = importlib.import_module("autograder.nbgrader")
    with pytest.raises(AttributeError, match="no attribute 'SealedExecutor'"):
        module.SealedExecutor  # noqa: B018  # looking is what is tried


# What is kept between calls.


def test_a_grader_is_kept_until_the_masters_change_or_nobody_used_it(tmp_path: Path) -> None:
    course = sealed_course.write_course(tmp_path)
    keeper, run = Keeper(idle_seconds=3600), State.GRADED
    with keeper.lent(course, NAME, run) as first:
        pass
    with keeper.lent(open_course(tmp_path), NAME, State.REFUSED) as second:
        assert second is first
    master = course.source / NAME / "sums.ipynb"
    master.write_text(master.read_text().replace("== 42", "== 43"))
    with keeper.lent(course, NAME, State.REFUSED) as third:
        assert third is first  # in one run nothing is read again
    with keeper.lent(course, NAME, run) as fourth:
        assert fourth is not first
    keeper.close()
    assert keeper.is_empty


@pytest.mark.serial
def test_an_idle_grader_is_closed(tmp_path: Path) -> None:
    keeper = Keeper(idle_seconds=0.05)
    with keeper.lent(sealed_course.write_course(tmp_path), NAME, keeper):
        time.sleep(0.2)
        assert not keeper.is_empty
    deadline = time.monotonic() + 20
    while not keeper.is_empty and time.monotonic() < deadline:
        time.sleep(0.02)
    assert keeper.is_empty
