"""Stock otter-grader: ``otter run``, which grades in a process of the same user, as it comes.

The bundle holds one test file for each test cell. Its public part is one case, and its hidden part
another, which is hidden from students. The notebook itself has no otter code in it: each test
cell's metadata name its test file, which is otter's own way to have a check run after a cell.
"""

import dataclasses
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import stock
from attack_course import NAME, NOTEBOOK, NUMBERS, Secrets
from peers import layout
from peers.judging import Evidence
from peers.layout import CLASSMATE, STUDENT, Prepared
from peers.room import Command, Report

from autograder.assignment import Master
from autograder.cases import Case
from autograder.configuration import CONFIG_FILE, Course, open_course
from autograder.notebook import Cell, Notebook

BUNDLE = Path("dist", "otter", f"{NAME}.zip")
BEGIN, END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
PROGRAM = (Path(__file__).parent / "otter_run.py").read_text()

TEST_FILE = """\
from otter.test_files import test_case

OK_FORMAT = False

name = {name!r}
points = {points!r}
all_or_nothing = True
"""
TEST_CASE = """
@test_case(name={case!r}, hidden={hidden!r})
def {function}(env):
    exec(compile({source!r}, {case!r}, "exec"), env)
"""


class OtterSide:
    """Grade by otter-grader."""

    name = "otter"
    version = version("otter-grader")
    settings = (
        "stock: an empty `otter_config.json`, the bundle made by `otter generate` "
        "with a test file in otter's exception-based format for each test cell. Each attack is "
        "graded by `otter run`, in a process of the grader's own user. `otter grade` and "
        "Gradescope run the same inside a container, which keeps what lies outside of it (the "
        "course folder, the home, the network as far as it is configured) out of reach, and not "
        "what is graded in it."
    )

    def prepare(self, folder: Path) -> Prepared:
        """Generate the bundle, and grade a classmate, as in a course under way."""
        known = Secrets.draw()
        built, master, right = layout.write_target(folder, known)
        root = folder / "course"
        (root / "source").parent.mkdir(parents=True)
        built.source.rename(root / "source")
        (root / CONFIG_FILE).write_text(stock.CONFIGURATION)
        release = with_checks(right, master)
        generate(folder / "bundle", root / BUNDLE, master)
        course = open_course(root)
        layout.hand_in_classmate(course, release, known)
        program = _arguments(root, CLASSMATE, folder / "classmate.ipynb")
        layout.as_instructor(folder, program, known)
        (root / "gradebook-note").write_text(known.gradebook)
        return Prepared(course, known, master, release)

    def commands(self, course: Path) -> tuple[Command, ...]:
        """Return what an instructor calls for one student."""
        kept = course.parent / "executed.ipynb"
        return (Command(_arguments(course, STUDENT, kept), layout.SECONDS),)

    def evidence(self, prepared: Prepared, case: Case, course: Course, report: Report) -> Evidence:
        """Read the results, and the executed notebook, which the student does not see."""
        results = _results(course)
        printed, errors, _ = layout.executed(course.root.parent / "executed.ipynb")
        points = points_of(results) if report.codes[:1] == (0,) else None
        return Evidence(
            points=points,
            shown=tuple(layout.secrets_in("results", prepared.known, visible(results).encode())),
            printed=tuple(
                layout.secrets_in("outputs", prepared.known, f"{printed}\n{errors}".encode())
            ),
            says=layout.said(printed, case),
            outputs_are_shown=False,
            problem="" if points else _why(report, course),
        )


def with_checks(release: Notebook, master: Master) -> Notebook:
    """Return the release with otter's checks after its test cells."""
    names = {test.grade_id for test in master.tests}

    def marked(cell: Cell) -> Cell:
        if cell.grade_id not in names:
            return cell
        return dataclasses.replace(
            cell, metadata={**cell.metadata, "otter": {"tests": [cell.grade_id]}}
        )

    return dataclasses.replace(release, cells=tuple(map(marked, release.cells)))


def generate(folder: Path, target: Path, master: Master) -> None:
    """Write the test files and have otter make its bundle of them."""
    tests = folder / "tests"
    tests.mkdir(parents=True)
    target.parent.mkdir(parents=True)
    (folder / "numbers.csv").write_text(NUMBERS)
    (folder / "otter_config.json").write_text("{}")
    for test in master.tests:
        (tests / f"{test.grade_id}.py").write_text(
            test_file(test.grade_id, test.points, test.source)
        )
    done = subprocess.run(
        (
            *(sys.executable, "-m", "otter", "generate", "-t", str(tests), "-o", str(target)),
            *("--no-requirements", "--no-environment", "numbers.csv"),
        ),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"otter generate failed:\n{done.stderr}")


def test_file(name: str, points: float, source: str) -> str:
    """Return a test cell as a test file of otter's: a public case, and a hidden one."""
    public, _, rest = source.partition(BEGIN)
    hidden = rest.partition(END)[0]
    parts = [("public", public.strip(), False), ("hidden", hidden.strip(), True)]
    return TEST_FILE.format(name=name, points=points) + "".join(
        TEST_CASE.format(case=f"{name} {kind}", hidden=is_hidden, function=kind, source=text)
        for kind, text, is_hidden in parts
        if text
    )


test_file.__test__ = False  # type: ignore[attr-defined]  # it makes test files, it is no test


def _arguments(course: Path, student: str, kept: Path) -> tuple[str, ...]:
    submission = course / "submitted" / student / NAME / f"{NOTEBOOK}.ipynb"
    folder = course / "otter-results" / student
    return (sys.executable, "-c", PROGRAM, *map(str, (submission, course / BUNDLE, folder, kept)))


def _results(course: Course) -> Mapping[str, Any]:
    path = course.root / "otter-results" / STUDENT / "results.json"
    try:
        found = json.loads(path.read_text()) if layout.plain_path(path) else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def points_of(results: Mapping[str, Any]) -> Mapping[str, float] | None:
    """Return the points of each test, or None where there are no results.

    Otter lists the public and hidden cases of a test file in one entry, named after the file.
    """
    found = {
        str(test.get("name", "")).split(" ")[0]: float(test["score"])
        for test in results.get("tests", ())
        if isinstance(test, dict) and "score" in test
    }
    return found or None


def visible(results: Mapping[str, Any]) -> str:
    """Return the text in the results that the student is shown."""
    return json.dumps(list(_visible(results)))


def _visible(results: Mapping[str, Any]) -> Iterator[Any]:
    for test in results.get("tests", ()):
        if isinstance(test, dict) and test.get("visibility") != "hidden":
            yield test
    yield results.get("output")


def _why(report: Report, course: Course) -> str:
    if None in report.codes:
        return f"not finished after {layout.SECONDS:.0f} seconds"
    return layout.last_words(course.root.parent / "log.txt")
