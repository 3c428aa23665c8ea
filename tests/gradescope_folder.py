"""A folder of Gradescope's shape, with a sealed zip unpacked in it, and a course to make it of.

Gradescope itself is not here. What is tried is all up to it: the zip is unpacked where Gradescope
unpacks it, its programs are called as Gradescope calls them, and what they write is read.
"""

import dataclasses
import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from compiler_course import check, graded, lines, locked, markdown, notebook, save, solution

from autograder import notebook as notebooks
from autograder.bundles.keys import OtterConfig
from autograder.bundles.sealed import ZIP_NAME, write_sealed
from autograder.compiler.composition import compose
from autograder.compiler.release import build_assignment
from autograder.configuration import Course, open_course
from autograder.notebook import Notebook

NAME, NOTEBOOK = "lines", "fit"
SOLUTION, HIDDEN, SECRET_URL = "solution-7c1d", "hidden-93ab", "sqlite:////secret-5e0f.db"

CONFIGURATION = f"""
c = get_config()
c.CourseDirectory.course_id = "secret-course"
c.CourseDirectory.db_url = {SECRET_URL!r}
c.CourseDirectory.ignore.append("notes-*")
c.Autograde.exclude_overwriting = {{"lines": ["helper.py"], "other": ["else.py"]}}
c.Autograder.cell_seconds = 20
c.Autograder.memory_bytes = 400 * 2**20
c.Autograder.strict_style = True
"""


def _test(grade_id: str, points: float, public: str, *hidden: str) -> notebooks.Cell:
    behind = ["### BEGIN HIDDEN TESTS", f"# {HIDDEN}", *hidden, "### END HIDDEN TESTS"]
    return check(lines(*filter(None, [public]), *(behind if hidden else ())), grade_id, points)


def _solution(source: str, grade_id: str) -> notebooks.Cell:
    text = lines("### BEGIN SOLUTION", f"# {SOLUTION}", source, "### END SOLUTION")
    return solution(text, grade_id)


CELLS = (
    markdown("# Lines\n\n## Exercise 1: Slope"),
    locked("from helper import twice\n\nnumbers = open('numbers.txt').read().split()", "setup"),
    _solution("slope = 2.5", "slope"),
    _test(
        "slope-test",
        2,
        'assert isinstance(slope, float), "slope is a number"',
        'assert abs(slope - 2.5) < 1e-9, "look at the slope again"',
    ),
    markdown("## Exercise 2: Names"),
    _solution("names = sorted(numbers)", "names"),
    _test("names-test", 1, 'assert len(names) == 3, "there are three"'),
    markdown("## Exercise 3: Money"),
    _solution("price = 12", "price"),
    _test("price-test", 3, "", "total = price + 1", 'assert total == 13, "add it up"'),
    _test("price-part", 4, 'assert price, "a price"', "4 if price == 12 else 1"),
    markdown("## Exercise 4: Why"),
    graded("Because.", "essay", cell_type="markdown", grade=True, solution=True, points=5),
)
RIGHT: Mapping[str, str] = {
    "slope": "slope = float(twice(1.25))",
    "names": "names = list(numbers)",
    "price": "price = 3 * 4",
}


def write_course(root: Path, *cells: notebooks.Cell) -> Course:
    """Write the course and build its release."""
    save(root / f"source/{NAME}/{NOTEBOOK}.ipynb", notebook(*(cells or CELLS)))
    (root / f"source/{NAME}/numbers.txt").write_text("3 1 2")
    (root / f"source/{NAME}/helper.py").write_text("def twice(x):\n    return 2 * x\n")
    (root / "nbgrader_config.py").write_text(CONFIGURATION)
    course = open_course(root)
    build_assignment(course, NAME)
    return course


def write_zip(course: Course, folder: Path, config: OtterConfig | None = None) -> Path:
    """Write the sealed zip of a course's only notebook; return it."""
    (name,) = course.assignments()
    assignment = compose(course, name)
    folder.mkdir(parents=True, exist_ok=True)
    write_sealed(course, assignment, assignment.masters[0], config or OtterConfig(), folder)
    return folder / ZIP_NAME


@dataclass(frozen=True)
class Place:
    """Hold Gradescope's folder, and what a run of its program gave."""

    root: Path

    @property
    def submission(self) -> Path:
        return self.root / "submission"

    @property
    def written(self) -> Path:
        return self.root / "results" / "results.json"

    def results(self) -> dict[str, Any]:
        tree: dict[str, Any] = json.loads(self.written.read_text())
        return tree

    def run(self, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.root / "run_autograder")],
            cwd=self.root,
            env={"PATH": os.environ["PATH"], "HOME": str(self.root), **environment},
            capture_output=True,
            text=True,
        )

    def hand_in(self, *files: tuple[str, bytes]) -> "Place":
        """Replace what is handed in, as in a new container."""
        shutil.rmtree(self.submission, ignore_errors=True)
        shutil.rmtree(self.root / "results", ignore_errors=True)
        for folder in (self.submission, self.root / "results"):
            folder.mkdir()
        for name, content in files:
            path = self.submission / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return self


def unpack(archive: Path, root: Path) -> Place:
    """Lay a zip out as Gradescope does."""
    source = root / "source"
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(source)
        for entry in opened.infolist():
            (source / entry.filename).chmod(stat.S_IMODE(entry.external_attr >> 16))
    shutil.copy(source / "run_autograder", root / "run_autograder")
    metadata = {"id": 20260115, "assignment": {"total_points": "10.0"}, "users": [{"id": 1}]}
    (root / "submission_metadata.json").write_text(json.dumps(metadata))
    return Place(root).hand_in()


def set_up_from_here(place: Place) -> None:
    """Make the environment that setup.sh makes, of the packages of this one."""
    sealed = place.root / "source" / "sealed"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", sealed / "venv"], check=True)
    (packages,) = (sealed / "venv").glob("lib/python3*/site-packages")
    # The package first: the one that is here is known by a hook, which a path file does not run.
    here = Path(notebooks.parse.__code__.co_filename).parent
    assert here.name == "autograder"
    installed = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "sealed.pth").write_text("\n".join([str(sealed / "package"), *installed]) + "\n")


def filled(course: Course, work: Mapping[str, str]) -> Notebook:
    """Return the release with this work in its solution cells."""
    (name,) = course.assignments()
    (path,) = (course.release / name).glob("*.ipynb")
    release = notebooks.read(path)
    cells = (
        dataclasses.replace(cell, source=work.get(cell.grade_id or "", cell.source))
        for cell in release.cells
    )
    return dataclasses.replace(release, cells=tuple(cells))


def paper(course: Course, work: Mapping[str, str], name: str = NOTEBOOK) -> tuple[str, bytes]:
    """Return a notebook with this work as a file to be handed in."""
    return f"{name}.ipynb", notebooks.write(filled(course, work))
