"""A class to try the package with: made from the assignment's cases, in a folder of its own."""

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from autograder import cases, notebook
from autograder.cases import Case
from autograder.compiler.composition import compose
from autograder.configuration import CONFIG_FILE, OTTER_FILE, Course, open_course
from autograder.errors import OperatorError
from autograder.submission import TIMESTAMP_FILE

ASTRONOMERS = (
    "al-sufi banneker bell-burnell blagg brahe cannon cassini celsius chandrasekhar copernicus "
    "draper eddington fleming galilei halley herschel hertzsprung hipparchus hubble huygens "
    "hypatia kepler khayyam kirch lalande leavitt lovell maunder messier mitchell morgan oort "
    "payne penzias ptolemy roberts roman rubin russell sagan shapley somerville tinsley "
    "tombaugh vyssotsky whipple wilson zu-chongzhi"
).split()
CLASS_SIZE = 24
CLASS_FILE = "class.json"
CELL_SECONDS = 120
"""What a cell may take in a demonstration: somebody in the class has written an endless loop."""

# Whatever folders and database the course has, a demonstration keeps to its own.
_OWN_PLACES = """

_demo = get_config().CourseDirectory
_demo.root = __file__.rpartition("/")[0]
_demo.db_url = "sqlite:///" + _demo.root + "/gradebook.db"
for _step in ("source", "release", "submitted", "autograded", "feedback"):
    setattr(_demo, _step + "_directory", _step)
"""


@dataclass(frozen=True)
class DemoClass:
    """Hold a class: where its course is, and which cases each student handed in."""

    course: Course
    students: dict[str, tuple[Case, ...]]


def make_course(origin: Course, target: Path, cell_seconds: int | None = None) -> Course:
    """Copy a course's masters and configuration into ``target``, replacing an earlier demo.

    Links to data files become copies. The origin's gradebook and submissions stay out of it.
    ``cell_seconds`` takes the place of the configuration's where it is lower.
    Raises OperatorError when ``target`` holds anything but an earlier demo.
    """
    target = target.resolve()
    _clear(origin, target)
    # First of all: by this file a demo is known that was interrupted while it was made.
    (target / CLASS_FILE).write_text("{}\n")
    ignored = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
    shutil.copytree(origin.source, target / "source", ignore=ignored)
    config = origin.root / CONFIG_FILE
    text = config.read_text(encoding="utf-8") if config.is_file() else ""
    text += _OWN_PLACES
    if cell_seconds is not None and cell_seconds < origin.settings.cell_seconds:
        text += f"get_config().Autograder.cell_seconds = {cell_seconds}\n"
    (target / CONFIG_FILE).write_text(text, encoding="utf-8")
    if origin.otter_config.is_file():
        shutil.copyfile(origin.otter_config, target / OTTER_FILE)
    return open_course(target)


def _clear(origin: Course, target: Path) -> None:
    """Make an empty folder; what no demo made is never deleted."""
    is_demo = (target / CLASS_FILE).is_file() and not origin.root.is_relative_to(target)
    if target.exists() and not is_demo and not (target.is_dir() and not any(target.iterdir())):
        raise OperatorError(
            "demo-folder-in-use", f"{target} is there already, and is no demo: name another folder"
        )
    if target.exists():
        shutil.rmtree(target)
    target.mkdir(parents=True)


def make_class(
    course: Course, name: str, known: Sequence[Case], size: int = CLASS_SIZE
) -> DemoClass:
    """Hand in cases of an assignment, each at least once, by at least ``size`` students.

    Needs the release. Raises InstructorError when a case does not fit it.
    """
    masters = compose(course, name).masters
    rows = {
        master.name: cases.pack(case for case in known if case.notebook == master.name)
        for master in masters
    }
    releases = {
        master.name: notebook.read(course.release / name / f"{master.name}.ipynb")
        for master in masters
    }
    chosen = [
        {each: packed[row % len(packed)] if packed else () for each, packed in rows.items()}
        for row in range(max(size, *map(len, rows.values())))
    ]
    students = dict(zip(student_names(), chosen, strict=False))
    for student, work in students.items():
        folder = course.submitted / student / name
        folder.mkdir(parents=True)
        for each, row in work.items():
            (folder / f"{each}.ipynb").write_bytes(cases.submission(releases[each], row))
        (folder / TIMESTAMP_FILE).write_text("2026-01-15 12:00:00 UTC")
    made = {student: tuple(chain(*work.values())) for student, work in students.items()}
    _write_list(course, made)
    return DemoClass(course, made)


def spread(known: Sequence[Case], size: int) -> tuple[Case, ...]:
    """Choose at most ``size`` cases of each exercise, evenly among its wheats, chaffs and attacks.

    None is long: `autograder verify` grades them all.
    """
    groups: dict[tuple[str, str], list[Case]] = {}
    for case in known:
        if not case.is_long:
            groups.setdefault((case.notebook, case.exercise), []).append(case)
    taken = (
        group if len(group) <= size else [group[at * len(group) // size] for at in range(size)]
        for group in groups.values()
    )
    return tuple(chain.from_iterable(taken))


def student_names() -> Iterator[str]:
    """Yield the astronomers' names, then the same with numbers, without end."""
    for turn in count(1):
        yield from (name if turn == 1 else f"{name}-{turn}" for name in ASTRONOMERS)


def _write_list(course: Course, students: dict[str, tuple[Case, ...]]) -> None:
    """Say beside the class who handed in which cases."""
    tree = {
        student: [f"{case.kind}/{case.notebook}/{case.name}: {case.title}" for case in chosen]
        for student, chosen in students.items()
    }
    text = json.dumps(tree, indent=1, ensure_ascii=False) + "\n"
    (course.root / CLASS_FILE).write_text(text, encoding="utf-8")
