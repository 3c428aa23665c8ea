"""``autograder verify``: what it prints and writes, and how it ends, on a tiny course."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from compiler_course import make_course
from engine_course import CONFIGURATION

from autograder.cli import verbs

CASE = "# title: {title}\n# exercise: Exercise 1\n{more}# %% slope\n{work}\n"
ZERO = "# points: test_slope=0\n"


def write_case(course: Path, path: str, work: str, more: str = "") -> None:
    file = course / "tests" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(CASE.format(title=f"the case {file.stem}", more=more, work=work))


@pytest.fixture(scope="module")
def proven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a course with a wheat and a chaff, and the file that keeps what was graded."""
    root = tmp_path_factory.mktemp("verify")
    course = make_course(root)
    (course / "nbgrader_config.py").write_text(CONFIGURATION.format(jail="unprivileged"))
    write_case(course, "wheats/lines/fit/typed.py", "slope = 2.5")
    write_case(course, "chaffs/lines/fit/flat.py", "slope = 0.0", ZERO)
    # Graded once: what is tried again is taken from what was kept.
    assert run(course, "lines").exit_code == 0
    return course


@pytest.fixture
def course(proven: Path, tmp_path: Path) -> Path:
    """Give a copy of the proven course, to be changed."""
    return Path(shutil.copytree(proven, tmp_path / "course", symlinks=True))


def run(course: Path, *arguments: str) -> Result:
    where = ["--course-dir", str(course), "--jobs", "1"]
    where += ["--resume", str(course / "kept.jsonl")]
    return CliRunner().invoke(verbs, ["verify", *arguments, *where], env={"COLUMNS": "120"})


def test_a_proven_assignment_ends_with_0_and_its_counts_and_nothing_is_written(
    proven: Path,
) -> None:
    before = {str(path) for path in proven.rglob("*")}
    result = run(proven)
    assert result.exit_code == 0, result.output
    assert "lines: proven" in result.stdout
    assert "2 honest runs, 0 false fails" in result.stdout
    assert "1 run of chaffs, 0 false passes" in result.stdout
    assert "1 hidden test, each failed by a chaff" in result.stdout
    assert "verifying lines" in result.stderr
    assert "4/4" in result.stderr
    assert {str(path) for path in proven.rglob("*")} == before


def test_what_is_wrong_ends_with_1_and_is_on_the_page_for_its_owner_only(
    course: Path, tmp_path: Path
) -> None:
    write_case(course, "wheats/lines/fit/rounded.py", "slope = 2.0")
    html = tmp_path / "page.html"
    html.write_text("of before")
    html.chmod(0o644)
    result = run(course, "lines", "--html", str(html), "--matrix")
    assert result.exit_code == 1, result.output
    assert "wheats/lines/fit/rounded.py\n" in result.stdout
    assert "test_slope: 0 of 2 points, not 2 (1 of 1 run: own data)" in result.stdout
    assert "rounded" in result.stdout.partition("Honest work")[0]
    assert "holds hidden tests: not for students" in result.stderr
    assert html.stat().st_mode & 0o777 == 0o600
    assert "look at the slope again" in html.read_text()


def test_one_assignment_that_cannot_be_tried_does_not_keep_the_others_from_it(
    course: Path,
) -> None:
    write_case(course, "wheats/broken/nowhere/typed.py", "slope = 2.5")
    shutil.copytree(course / "source" / "lines", course / "source" / "broken", symlinks=True)
    result = run(course, "--json")
    assert result.exit_code == 2, result.output
    facts = json.loads(result.stdout)
    assert [each["assignment"] for each in facts["assignments"]] == ["lines"]
    assert facts["assignments"][0]["is_proven"] is True
    assert [(each["assignment"], each["code"]) for each in facts["errors"]] == [
        ("broken", "case-without-notebook")
    ]
    assert "error[case-without-notebook]: " in result.stderr
    assert result.stdout.isascii()


def test_a_name_that_is_none_ends_with_2(proven: Path) -> None:
    result = run(proven, "lnies")
    assert result.exit_code == 2
    assert "error[" in result.stderr
    assert run(proven, "lines", "--notebook", "fti").exit_code == 2


@pytest.mark.parametrize("folder", ["feedback", "release", "submitted", "autograded"])
def test_the_page_does_not_go_where_students_may_see_it(proven: Path, folder: str) -> None:
    html = proven / folder / "page.html"
    result = run(proven, "lines", "--html", str(html))
    assert getattr(result.exception, "code", None) == "explanation-in-the-open"
    assert not html.exists()


def test_margins_and_mutants_are_told_of_and_a_stale_decision_ends_with_1(course: Path) -> None:
    result = run(course, "lines", "--margins", "--mutate", "--json")
    assert result.exit_code == 0
    (facts,) = json.loads(result.stdout)["assignments"]
    assert facts["margins"]["thresholds"] == []  # No number of honest work differs here.
    mutants = facts["mutants"]
    assert mutants["killed"]
    assert mutants["survived"] == mutants["not_judged"] == []

    (course / "tests/mutants").mkdir()
    (course / "tests/mutants/lines.toml").write_text(
        '[[survivors]]\ndecision = "equivalent"\nreason = "r"\nmutants = ["0123456789"]\n'
    )
    result = run(course, "lines", "--mutate")
    assert result.exit_code == 1
    assert "a decision is about mutant 0123456789, which is no more" in result.output
