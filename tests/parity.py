"""A program: grade every wheat and chaff of `stars` by three graders, and list where they differ.

    python tests/parity.py [--notebook NAME ...] [--jobs 2]

`autograder grade`, stock ``nbgrader autograde``, and stock ``otter run`` with the zip that
`autograder build` makes. Submissions are packed: each holds a case for every exercise. All start
from one release. What was graded before is taken from ``.prove/parity.jsonl``, as long as nothing
has changed that its points follow from. Puts what was found into docs/parity.json, notebook by
notebook, and makes docs/parity.md of it. ``make prove`` does the same.
"""

import argparse
import hashlib
import json
import os
import platform
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import distributions, version
from pathlib import Path
from typing import Any

import masters
import otter_stock
import parity_page
import stars_course
import stock
from otter_stock import Graded, Job
from stars_course import HONEST, NAME, NOTEBOOKS

from autograder import cases, pipeline
from autograder.assignment import Master
from autograder.cases import Case, Kind
from autograder.configuration import Course
from autograder.datafile import check_datafile
from autograder.verify.records import Records, machinery

RECORDS = stars_course.ROOT / ".prove" / "parity.jsonl"
OURS, NBGRADER, OTTER = parity_page.GRADERS
CHUNK = 8
"""How many submissions a process of a stock grader takes: what a run loses that is stopped."""
UNTOUCHED = "untouched release"

Facts = dict[str, Any]
Points = Mapping[str, float | None]
Found = Mapping[str, Graded]
"""What a grader gave, by student."""


@dataclass(frozen=True)
class Sheet:
    """Hold what one student hands in, and the cases that it is packed from."""

    student: str
    cases: tuple[Case, ...]
    content: bytes

    def case_of(self, exercise: str) -> str:
        """Return the name of the case that fills an exercise."""
        named = (f"{case.kind}/{case.name}" for case in self.cases if case.covers(exercise))
        return next(named, UNTOUCHED)


@dataclass(frozen=True)
class Class:
    """Hold a class that was handed in twice: here, and in a copy of the course for nbgrader."""

    course: Course
    copy: Course
    master: Master
    sheets: tuple[Sheet, ...]

    @property
    def bundle(self) -> Path:
        """Return the zip for otter."""
        return otter_stock.bundle(self.course, NAME, self.master.name)

    def submission(self, student: str) -> Path:
        """Return a student's file."""
        return self.course.submitted / student / NAME / f"{self.master.name}.ipynb"


def all_rows(name: str) -> tuple[tuple[Case, ...], ...]:
    """Return submissions that hold every wheat and chaff of a notebook, and an untouched one."""
    return (*cases.pack(masters.cases_of(name, *HONEST)), ())


def hand_in(name: str, rows: Iterable[tuple[Case, ...]], folder: Path) -> Class:
    """Build a course with one notebook, and hand in a file for each row, in both courses."""
    course = stars_course.make_course(folder / "ours", [name], build=False)
    otter_stock.build(course, NAME, check_datafile)
    release = stars_course.released(course, name)
    sheets = tuple(
        Sheet(f"{at // CHUNK:02}-{at:03}", row, cases.submission(release, row))
        for at, row in enumerate(rows)
    )
    for sheet in sheets:
        stars_course.hand_in(course, sheet.student, name, sheet.content)
    copy = stock.prepare(course, folder / "stock", NAME)
    return Class(course, copy, stars_course.master(course, name), sheets)


# ---- grading


def grade_here(school_class: Class, students: Sequence[str], jobs: int) -> Found:
    """Grade some students as `autograder grade` does."""
    graded = pipeline.grade_class(school_class.course, NAME, students=students, jobs=jobs)
    return {
        result.student: Graded(stars_course.points(result), result.problem)
        for result in graded.results
    }


def grade_by_nbgrader(school_class: Class, students: Sequence[str]) -> Found:
    """Grade some students by ``nbgrader autograde``, in one process."""
    told = []
    for pattern in patterns(students):
        done = stock.nbgrader(school_class.copy, "autograde", NAME, "--student", pattern)
        told.append(done.stderr)
    found = stock.scores(school_class.copy, NAME)
    return {
        student: Graded(found.get(student), "" if student in found else last_words(told))
        for student in students
    }


def patterns(students: Sequence[str]) -> Iterator[str]:
    """Yield the patterns that choose the students of whole chunks."""
    yield from sorted({f"{student.partition('-')[0]}-*" for student in students})


def last_words(told: Iterable[str]) -> str:
    """Return the end of what a program said."""
    return "".join(told)[-1000:]


def grade_by_otter(school_class: Class, students: Sequence[str]) -> Found:
    """Grade some students by ``otter run``, in one process."""
    folder = school_class.course.root / "otter-results"
    jobs = [
        Job(school_class.submission(student), school_class.bundle, folder / student)
        for student in students
    ]
    return dict(zip(students, otter_stock.grade(jobs), strict=True))


def grade(school_class: Class, records: Records, jobs: int = 2) -> dict[str, Found]:
    """Grade a class by all three; what is kept in ``records`` is not graded again."""
    keys = {grader: _keys(school_class, grader) for grader in parity_page.GRADERS}
    found = {grader: _known(records, keys[grader]) for grader in keys}

    def keep(grader: str, graded: Found) -> None:
        found[grader] |= graded
        for student, each in graded.items():
            if each.points is not None:  # else it is tried again
                records.put(keys[grader][student], [each.points, each.problem])

    students = [sheet.student for sheet in school_class.sheets]
    if todo := [student for student in students if student not in found[OURS]]:
        keep(OURS, grade_here(school_class, todo, jobs))
        say(school_class, OURS, len(todo))
    stocks: Mapping[str, Callable[[Class, Sequence[str]], Found]] = {
        NBGRADER: grade_by_nbgrader,
        OTTER: grade_by_otter,
    }
    with ThreadPoolExecutor(jobs) as pool:
        running = {
            pool.submit(stocks[grader], school_class, chunk): grader
            for chunk in chunks(students)
            for grader in stocks
            if not found[grader].keys() >= set(chunk)
        }
        for each in as_completed(running):
            keep(running[each], each.result())
            say(school_class, running[each], len(each.result()))
    return found


def chunks(students: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the students of each chunk."""
    for at in range(0, len(students), CHUNK):
        yield students[at : at + CHUNK]


def say(school_class: Class, grader: str, many: int) -> None:
    """Tell whoever waits what is done."""
    now = datetime.now(UTC)
    print(f"{now:%H:%M:%S} {school_class.master.name}: {many} by {grader}", file=sys.stderr)


# ---- what points follow from


def _keys(school_class: Class, grader: str) -> dict[str, str]:
    """Return for each student a sum of all that this grader's points follow from."""
    course = school_class.course
    beside = {
        OURS: machinery().encode(),
        NBGRADER: (school_class.copy.root / "nbgrader_config.py").read_bytes(),
        OTTER: school_class.bundle.read_bytes(),
    }
    basis = hashlib.sha256(_installed().encode() + beside[grader])
    for path in (*sorted((course.source / NAME).iterdir()), course.root / "nbgrader_config.py"):
        basis.update(path.read_bytes() if grader != OTTER else b"")

    def key(sheet: Sheet) -> str:
        told = f"{grader}\0{basis.hexdigest()}\0".encode()
        return hashlib.sha256(told + sheet.content).hexdigest()

    return {sheet.student: key(sheet) for sheet in school_class.sheets}


@cache
def _installed() -> str:
    return "\0".join(sorted({f"{each.name} {each.version}" for each in distributions()}))


def _known(records: Records, keys: Mapping[str, str]) -> dict[str, Graded]:
    kept = {student: records.get(key) for student, key in keys.items()}
    return {student: Graded(*each) for student, each in kept.items() if each is not None}


# ---- comparing


def facts(school_class: Class, found: Mapping[str, Found]) -> Facts:
    """Return what a class showed, as plain data."""
    packed = {(case.kind, case.name) for sheet in school_class.sheets for case in sheet.cases}
    kinds = Counter(kind for kind, _ in packed)
    wanted = [cases.expected(school_class.master, sheet.cases) for sheet in school_class.sheets]
    worth = {test.grade_id: test.points for test in school_class.master.tests}
    full = sum(points[name] == worth[name] for points in wanted for name in points)
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"Python {platform.python_version()} on {platform.system()}",
        "versions": {name: version(package) for name, package in parity_page.PACKAGES.items()},
        "wheats": kinds[Kind.WHEAT],
        "chaffs": kinds[Kind.CHAFF],
        "submissions": len(school_class.sheets),
        "cells": len(school_class.sheets) * len(worth),
        "full": full,
        "differences": list(differences(school_class, found)),
    }


def differences(school_class: Class, found: Mapping[str, Found]) -> Iterator[Facts]:
    """Yield the test cells that got other points by a stock grader, or than their case says."""
    for sheet in school_class.sheets:
        graded = {grader: found[grader][sheet.student] for grader in parity_page.GRADERS}
        expected = cases.expected(school_class.master, sheet.cases)
        for test in school_class.master.tests:
            name = test.grade_id
            points = {grader: (each.points or {}).get(name) for grader, each in graded.items()}
            if set(points.values()) != {expected[name]}:
                yield {
                    "case": sheet.case_of(test.exercise),
                    "grade_id": name,
                    "expected": expected[name],
                    "points": points,
                    "problems": {who: each.problem for who, each in graded.items() if each.problem},
                }
    yield from _unknown_cells(school_class, found)


def _unknown_cells(school_class: Class, found: Mapping[str, Found]) -> Iterator[Facts]:
    """Yield points for what is no test cell of the master's."""
    known = {test.grade_id for test in school_class.master.tests}
    for grader, graded in found.items():
        named = {name for each in graded.values() for name in each.points or ()}
        for name in sorted(named - known):
            points = {grader: "there is no such test cell"}
            yield {
                "case": "any",
                "grade_id": name,
                "expected": None,
                "points": points,
                "problems": {},
            }


def note(name: str, noted: Facts) -> None:
    """Put what was found of a notebook into docs/parity.json, and write the page."""
    path = parity_page.NOTED
    known = json.loads(path.read_text()) if path.is_file() else {}
    known[name] = noted
    path.write_text(json.dumps(dict(sorted(known.items())), indent=1) + "\n")
    parity_page.PAGE.write_text(parity_page.page(known))


def compare(name: str, folder: Path, jobs: int = 2) -> Facts:
    """Grade every wheat and chaff of a notebook by all three, and note what was found."""
    school_class = hand_in(name, all_rows(name), folder)
    found = facts(school_class, grade(school_class, Records(RECORDS), jobs))
    note(name, found)
    return found


def main(arguments: Sequence[str]) -> int:
    """Run the program; 1 when anything differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--notebook", nargs="+", choices=NOTEBOOKS, default=NOTEBOOKS)
    parser.add_argument("--jobs", type=int, default=2, help="how many processes grade")
    options = parser.parse_args(arguments)
    # nbgrader calls `alembic` from PATH, and this course's own settings shall decide.
    os.environ["PATH"] = stock.environment()["PATH"]
    os.environ["JUPYTER_NO_CONFIG"] = "1"
    differing = 0
    for name in options.notebook:
        with tempfile.TemporaryDirectory(prefix="parity-") as folder:
            found = compare(name, Path(folder), options.jobs)
        differing += len(found["differences"])
        for each in found["differences"]:
            print(parity_page.told(name, each))
    print(f"{differing} test cells differ; see {parity_page.PAGE.relative_to(stars_course.ROOT)}")
    return int(differing > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
