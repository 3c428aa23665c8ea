"""What the sides have in common: the throwaway course, a trial's folder, what to look for in it."""

import dataclasses
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import attack_course
import stock
from attack_course import NAME, NOTEBOOK, Attack, Secrets
from attack_run import WON, everything_in, leaks, text_of
from peers import room
from peers.judging import Evidence
from peers.room import Command, Report, Trial

from autograder import assignment as assignments
from autograder import cases
from autograder import notebook as notebooks
from autograder.assignment import Master
from autograder.cases import Case, Kind
from autograder.configuration import Course, open_course
from autograder.notebook import Notebook

STUDENT, CLASSMATE = "student", "classmate"
# Room for nbgrader's 30 seconds a cell, on a busy machine; longer than any honest trial takes.
SECONDS = 180.0
# Names that differ from run to run; what every run changes is a habit, and not counted either.
NOT_COMPARED = (".cache", ".local/share/jupyter")

WRONG: Mapping[str, str] = {
    "total": "total = -1",
    "kinds": "kinds = []",
    "rescale": "def rescale(values):\n    return None",
    "figure": "figure, ax = plt.subplots(figsize=(3, 2))\nax.scatter([0], [1])",
    "model": "model = None",
    "summary": "summary = table.head(3)",
    "essay": "I do not know.",
}
"""Wrong work of every exercise: nobody may give it points."""


@dataclass(frozen=True)
class Prepared:
    """Hold a course that one grader is ready to grade, to be copied for each trial."""

    course: Course
    known: Secrets
    master: Master
    release: Notebook

    @property
    def worth(self) -> Mapping[str, float]:
        """Return the full points of each test cell."""
        return {test.grade_id: test.points for test in self.master.tests}

    @property
    def left(self) -> str:
        """Return the word for what attacks leave."""
        return f"left{self.known.hidden[-8:]}"


class Side(Protocol):
    """Describe one grader: how it is made ready, run, and read."""

    name: str
    version: str
    settings: str

    def prepare(self, folder: Path) -> Prepared: ...

    def commands(self, course: Path) -> tuple[Command, ...]: ...

    def evidence(
        self, prepared: Prepared, case: Case, course: Course, report: Report
    ) -> Evidence: ...


def control(name: str) -> Case:
    """Return the honest control or the wrong one, as a case without edits."""
    return Case(name, Kind.ATTACK, NOTEBOOK, f"{name} work", "", {}, {}, False, ())


CONTROLS = (control("right"), control("wrong"))


def submitted(prepared: Prepared, case: Case) -> bytes:
    """Return what the student of a trial hands in."""
    if case.name == "wrong" and not case.edits:
        cells = (
            dataclasses.replace(cell, source=WRONG.get(cell.grade_id or "", cell.source))
            for cell in prepared.release.cells
        )
        return notebooks.write(dataclasses.replace(prepared.release, cells=tuple(cells)))
    return cases.submission(prepared.release, [case])


def write_target(folder: Path, known: Secrets) -> tuple[Course, Master, Notebook]:
    """Write the target's course with a classmate's submission, as no grader has seen it yet."""
    built = attack_course.write_course(folder / "built", known)
    (master,) = assignments.read(built.source / NAME).masters
    right = attack_course.right(built, master)
    return built, master, right


def hand_in_classmate(course: Course, right: Notebook, known: Secrets) -> None:
    """Put the classmate's work into a course, with a secret of the classmate's own."""
    path = attack_course.hand_in(course, CLASSMATE, notebooks.write(right))
    tree = json.loads(path.read_text())
    tree["metadata"]["diary"] = known.classmate
    path.write_text(json.dumps(tree))


def environment(folder: Path, known: Secrets) -> dict[str, str]:
    """Return the environment of a grader in a room: its own home, and a secret of the course's."""
    return {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": str(folder / "home"),
        "USER": "grader",
        "LOGNAME": "grader",
        "TMPDIR": str(folder / "tmp"),
        "LANG": "C.UTF-8",
        "JUPYTER_NO_CONFIG": "1",
        "COURSE_TOKEN": known.environment,
        **stock.ONE_THREAD,
    }


def as_instructor(folder: Path, arguments: Sequence[str], known: Secrets) -> None:
    """Run a grader's command outside of a room, on honest work only.

    Raises RuntimeError when it fails.
    """
    for name in ("home", "tmp"):
        (folder / name).mkdir(exist_ok=True)
    done = subprocess.run(
        arguments,
        cwd=folder / "course",
        env=environment(folder, known),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{arguments} failed:\n{done.stderr}")


def lay_out(folder: Path, prepared: Prepared, content: bytes, side: Side) -> Trial:
    """Copy the course for one trial, with the student's work in it."""
    course = folder / "course"
    shutil.copytree(prepared.course.root, course, symlinks=True)
    # With the caches of a home in use: drawing the first figure of all takes seconds.
    shutil.copytree(prepared.course.root.parent / "home", folder / "home", symlinks=True)
    (folder / "tmp").mkdir()
    (folder / "home" / ".netrc").write_text(prepared.known.home)
    path = attack_course.hand_in(open_course(course), STUDENT, content)
    classmate = course / "submitted" / CLASSMATE / NAME / f"{NOTEBOOK}.ipynb"
    return Trial(
        folder,
        course,
        environment(folder, prepared.known),
        side.commands(course),
        (path,),
        room.names(folder, prepared.left, classmate, course),
    )


def try_out(folder: Path, prepared: Prepared, case: Case, side: Side) -> Evidence:
    """Grade one submission in a room, and return what was seen."""
    folder.mkdir()
    try:
        trial = lay_out(folder, prepared, submitted(prepared, case), side)
        before = state(folder)
        room.give_away(folder)
        report = room.enter(trial)
        if report.error:
            raise RuntimeError(f"{case.name}: {report.error}")
        seen = side.evidence(prepared, case, open_course(trial.start), report)
        changed = tuple(changes(before, state(folder)))
        return dataclasses.replace(
            seen,
            changed=(*changed, *seen.changed),
            heard=report.heard,
            left=report.left,
            cpu_seconds=report.cpu_seconds,
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def state(folder: Path) -> dict[str, str]:
    """Return what must not change: home, and all of the course that is not the student's own."""
    own = tuple(
        f"{each}/{STUDENT}" for each in ("submitted", "autograded", "feedback", "otter-results")
    )
    # What stands in the gradebook is compared row by row.
    written = ("gradebook.db", "gradebook.db-journal", ".nbgrader.log")
    course = everything_in(folder / "course", (*own, *written))
    home = everything_in(folder / "home", NOT_COMPARED)
    return {f"course/{k}": v for k, v in course.items()} | {f"home/{k}": v for k, v in home.items()}


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    """Yield the names of files that changed, came or went."""
    yield from (k for k in sorted({*before, *after}) if before.get(k) != after.get(k))


def secrets_in(place: str, known: Secrets, content: bytes) -> Iterator[str]:
    """Yield the secrets that a text holds, named after the place where they are."""
    yield from (f"{place}: {name}" for name in leaks(known, content))


def executed(path: Path) -> tuple[str, str, str]:
    """Return the outputs of an executed notebook, as `split_outputs` does; none when unreadable."""
    try:
        tree = json.loads(path.read_text()) if plain_path(path) else {}
    except ValueError:
        return "", "", ""
    return split_outputs(tree)


def split_outputs(tree: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return what cells printed, the errors of the student's cells, and those of test cells.

    A test cell's own traceback quotes the test: whoever fails it reads it, without any attack.
    """
    found: dict[str, list[Mapping[str, Any]]] = {"printed": [], "errors": [], "tests": []}
    for cell in tree.get("cells", ()):
        for output in cell.get("outputs", ()):
            found[_kind(cell, output)].append(output)
    printed, errors, tests = (text_of({"cells": [{"outputs": each}]}) for each in found.values())
    return printed, errors, tests


def _kind(cell: Mapping[str, Any], output: Mapping[str, Any]) -> str:
    """Say what an output is; otter's check after a test cell ends with a text about the test."""
    is_error = output.get("output_type") == "error"
    is_check = _CHECK.match("".join(cell.get("source", ""))) is not None
    if is_check and (is_error or output.get("output_type") == "execute_result"):
        return "tests"
    if not is_error:
        return "printed"
    grade_id = str(cell.get("metadata", {}).get("nbgrader", {}).get("grade_id", ""))
    return "tests" if grade_id.endswith(("-test", "-public")) else "errors"


_CHECK = re.compile(r"notebook_\w+\(\)\.check\(")


def said(printed: str, case: Case) -> str:
    """Return the first line that says that an attack won, or nothing.

    Where an attack prints the source of its own cells, the word is in it and says nothing.
    """
    source = "\n".join(edit.text for edit in case.edits)
    for found in re.finditer(rf"\b{WON}\b", printed):
        before = printed[max(0, found.start() - 8) : found.end()]
        if not (before[:-3].endswith(('"', "'")) and before in source):
            return _line_at(printed, found.start())
    return ""


def _line_at(text: str, at: int) -> str:
    return text[text.rfind("\n", 0, at) + 1 :].partition("\n")[0].strip()[:200]


def last_words(log: Path) -> str:
    """Return why there is no result, as far as a grader's own log says it.

    That is its last exception, else its last error; otter's results may be all that it says.
    """
    try:
        text = log.read_text(errors="replace")
    except OSError:
        return ""
    raised = re.findall(r"^(?:\w+\.)*\w+(?:Error|Exception)\b.*$", text, re.MULTILINE)
    errors = re.findall(r"\| ERROR\] (.*?)(?=^\[|\Z)", text, re.DOTALL | re.MULTILINE)
    return " ".join((raised or errors or ["it gave no scores"])[-1].split())[:200]


def attacks_for_peers(families: tuple[str, ...]) -> tuple[Attack, ...]:
    """Return the attacks that mean something to other graders."""
    return tuple(
        attack for attack in attack_course.read_attacks(*families) if attack.case.for_peers
    )


def plain_path(path: Path) -> bool:
    """Tell whether a path is a file of its own, not a link that an attack planted."""
    return path.is_file() and not os.path.islink(path)
