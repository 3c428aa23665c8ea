"""A small course, and what its students hand in by way of an LMS, for the tests of intake.

Two assignments: `lab`, one notebook `fit`; `pair`, two notebooks `first` and `second`.
"""

import io
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from compiler_course import check, locked, markdown, notebook, save, solution

from autograder import notebook as notebooks
from autograder.configuration import Course, open_course
from autograder.intake.collecting import collect
from autograder.intake.plan import Placement, Plan, State
from autograder.intake.roster import Row
from autograder.notebook import Notebook

STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
HIDDEN = "### BEGIN HIDDEN TESTS\nassert {answer} == 42\n### END HIDDEN TESTS"
FIRST_DAY = (2026, 3, 1, 12, 0, 0)
SECOND_DAY = (2026, 3, 2, 12, 0, 0)
CLASS = ("ada", "ben", "cyd", "dee", "eve")


def sheet(stem: str, text: str, answer: str, test: str) -> Notebook:
    """Return a notebook with the ids that start with ``stem``."""
    return notebook(
        markdown(f"# {stem}"),
        locked(text, f"{stem}_setup"),
        solution(answer, f"{stem}_answer"),
        check(test, f"{stem}_test"),
    )


def master(stem: str) -> Notebook:
    solved = f"### BEGIN SOLUTION\n{stem} = 42\n### END SOLUTION"
    return sheet(stem, "start = 1", solved, f"{stem}\n{HIDDEN.format(answer=stem)}")


def released(stem: str) -> Notebook:
    return sheet(stem, "start = 1", STUB, stem)


def work(answer: str, stem: str = "fit", setup: str = "start = 1") -> bytes:
    """Return what a student makes of the release of that name."""
    return notebooks.write(sheet(stem, setup, answer, stem))


def make_course(root: Path) -> Course:
    for assignment, stems in (("lab", ["fit"]), ("pair", ["first", "second"])):
        for stem in stems:
            save(root / f"source/{assignment}/{stem}.ipynb", master(stem))
            save(root / f"release/{assignment}/{stem}.ipynb", released(stem))
    return open_course(root)


Files = Mapping[str, bytes]


def write_zip(path: Path, files: Files, day: tuple[int, ...] = FIRST_DAY) -> Path:
    path.write_bytes(zipped(files, day))
    return path


def zipped(files: Files, day: tuple[int, ...] = FIRST_DAY) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            year, month, date, hour, minute, second = day
            entry = zipfile.ZipInfo(name, (year, month, date, hour, minute, second))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()


def tarred(files: Files, mode: str = "w", mtime: int = 1_772_366_400) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.mtime = len(content), mtime
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def write_folder(folder: Path, files: Files) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def canvas_class(count: int, stem: str = "fit") -> dict[str, bytes]:
    """Return a Canvas download: student 01 has the user's number 101 and the upload 501."""
    return {
        f"student{at:02}_{100 + at}_{500 + at}_{stem}.ipynb": work(f"{stem} = {at}", stem)
        for at in range(1, count + 1)
    }


def moodle_class(count: int, stem: str = "fit") -> dict[str, bytes]:
    return {
        f"Student {at:02}_{100 + at}_assignsubmission_file_/{stem}.ipynb": work(
            f"{stem} = {at}", stem
        )
        for at in range(1, count + 1)
    }


def take(
    course: Course,
    *paths: Path,
    name: str = "lab",
    roster: Iterable[Row] | None = None,
    dry_run: bool = False,
) -> Plan:
    rows = None if roster is None else tuple(roster)
    return collect(course, name, paths, rows, dry_run=dry_run)


def of(plan: Plan, student: str) -> Placement:
    (found,) = [each for each in plan.placements if each.student == student]
    return found


def states(plan: Plan) -> dict[str, State]:
    return {each.student: each.state for each in plan.placements}


def codes(plan: Plan) -> list[str]:
    return [each.code for each in plan.problems]


def submitted(course: Course, name: str = "lab") -> dict[str, bytes]:
    """Return what is in submitted/ for an assignment, by student and file; no attempts."""
    return {
        f"{path.relative_to(course.submitted).parts[0]}/{path.relative_to(folder).as_posix()}": (
            path.read_bytes()
        )
        for folder in sorted(course.submitted.glob(f"*/{name}"))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def attempts(course: Course, student: str, name: str = "lab") -> list[dict[str, bytes]]:
    """Return the earlier attempts of a student, oldest first."""
    folder = course.submitted / student / ".attempts" / name
    return [
        {
            path.relative_to(each).as_posix(): path.read_bytes()
            for path in each.rglob("*")
            if path.is_file()
        }
        for each in sorted(folder.glob("*"))
    ]


def tree(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
