"""Small masters, and what students make of them, for the engine's tests.

A paper is a list of parts; the master and the submission are both made from it. Papers that begin
with the same prefix share the zygotes of one `Exam`.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from compiler_course import check, code, locked, notebook, save, solution

from autograder import notebook as notebooks
from autograder import results
from autograder.assignment import BEGIN_HIDDEN, END_HIDDEN, Assignment, Master, master_of
from autograder.configuration import Course, Settings, open_course
from autograder.execution.attempt import Rooms
from autograder.execution.grading import Graded, grade
from autograder.execution.pool import Pool
from autograder.helper_files import HelperFile
from autograder.jail.doctor import try_tier
from autograder.jail.entry import Tier
from autograder.notebook import Cell, Notebook
from autograder.results import NotebookResult, Result, TestResult
from autograder.submission import take_in

# The unprivileged tier must be there; the other is proven where the machine allows namespaces.
TIERS = (Tier.UNPRIVILEGED, *(t for t in (Tier.NAMESPACES,) if try_tier(t).holds))
# The tier, and the Landlock version to which the kernel's own is cut down.
JAILS = (*((tier, None) for tier in TIERS), (Tier.UNPRIVILEGED, 2))
JAIL_NAMES = [f"{tier.value}{f'-abi{cap}' if cap else ''}" for tier, cap in JAILS]

MIB = 2**20
SETTINGS = Settings(
    cell_seconds=60,
    call_seconds=30,
    notebook_seconds=300,
    memory_bytes=400 * MIB,
    scratch_bytes=8 * MIB,
)
# For cells that never end: short, yet enough for honest ones on a busy machine.
HURRIED = dataclasses.replace(SETTINGS, cell_seconds=2, call_seconds=1)


@dataclass(frozen=True)
class Locked:
    """A read-only cell."""

    source: str


@dataclass(frozen=True)
class Plain:
    """A cell of the master with no role; ``student`` is what the submission has in its place."""

    source: str
    student: str | None = None


@dataclass(frozen=True)
class Work:
    """A solution cell: what the student wrote, and what the master's solution is."""

    student: str
    master: str = "pass"


@dataclass(frozen=True)
class Check:
    """A test cell: its public part, then its hidden part."""

    public: str = ""
    hidden: str = ""
    points: float = 1

    @property
    def source(self) -> str:
        parts = [self.public] if self.public else []
        if self.hidden:
            parts += [f"### {BEGIN_HIDDEN}", self.hidden, f"### {END_HIDDEN}"]
        return "\n".join(parts)


@dataclass(frozen=True)
class Extra:
    """A cell that the student added."""

    source: str


Part = Locked | Plain | Work | Check | Extra


def paper(*parts: Part) -> tuple[Master, Notebook]:
    """Return the master and the submission; solutions are work1, work2..., tests test1..."""
    masters: list[Cell] = []
    students: list[Cell] = []
    works = tests = 0
    for at, part in enumerate(parts):
        if isinstance(part, Extra):
            students.append(code(part.source))
        elif isinstance(part, Locked):
            masters.append(locked(part.source, f"locked{at}"))
            students.append(masters[-1])
        elif isinstance(part, Plain):
            masters.append(code(part.source))
            students.append(code(part.source if part.student is None else part.student))
        elif isinstance(part, Work):
            works += 1
            masters.append(solution(part.master, f"work{works}"))
            students.append(solution(part.student, f"work{works}"))
        else:
            tests += 1
            masters.append(check(part.source, f"test{tests}", part.points))
            students.append(check(part.public, f"test{tests}", part.points))
    return master_of("paper", notebook(*masters)), notebook(*students)


@dataclass(frozen=True)
class Marked:
    """What grading a paper gave."""

    graded: Graded

    @property
    def result(self) -> NotebookResult:
        return self.graded.result

    @property
    def tests(self) -> tuple[TestResult, ...]:
        return self.graded.result.tests

    @property
    def verdicts(self) -> list[str]:
        return [test.verdict.value for test in self.tests]

    @property
    def points(self) -> list[float | None]:
        return [test.points for test in self.tests]

    def outputs(self, at: int) -> tuple[Any, ...]:
        """Return the outputs of the cell at that place in the graded notebook."""
        return self.graded.notebook.cells[at].outputs

    def printed(self, at: int) -> str:
        return "".join(
            output["text"] for output in self.outputs(at) if output["output_type"] == "stream"
        )


class Exam:
    """Grade papers that share a prefix, by zygotes that are kept."""

    def __init__(
        self, pool: Pool, prefix: tuple[Part, ...], settings: Settings, master: Master
    ) -> None:
        self.pool, self.prefix, self.settings = pool, prefix, settings
        self.tier = pool._tier
        self._master = master

    def rooms(self, *, warm: bool = True) -> Rooms:
        return self.pool.rooms(self._master, warm=warm)

    def grade(
        self,
        *parts: Part,
        settings: Settings | None = None,
        whole: bool = False,
        helpers: Mapping[str, str] | None = None,
        editable: Mapping[str, str] | None = None,
    ) -> Marked:
        """Grade a paper: the parts behind the prefix, or the ``whole`` of it.

        ``helpers`` are handed in beside the notebook; of ``editable``, the assignment has a file
        of that name, with another text.
        """
        master, submitted = paper(*(parts if whole else (*self.prefix, *parts)))
        files = [HelperFile(Path(n), text.encode()) for n, text in (helpers or {}).items()]
        files += [
            HelperFile(Path(n), text.encode(), editable=True, changed=True)
            for n, text in (editable or {}).items()
        ]
        return self.mark(master, submitted, settings, tuple(files))

    def mark(
        self,
        master: Master,
        submitted: Notebook,
        settings: Settings | None = None,
        helper_files: tuple[HelperFile, ...] = (),
    ) -> Marked:
        submission = take_in(master, submitted, helper_files)
        rooms = self.rooms(warm=submission.warm)
        return Marked(grade(rooms, submission, settings or self.settings))

    def judge(self, student: str, public: str = "", hidden: str = "", **more: Any) -> TestResult:
        """Grade one solution cell by one test cell."""
        work = Work(student, more.pop("master", "pass"))
        parts = (work, Check(public, hidden, more.pop("points", 1)))
        return self.grade(*parts, **more).tests[0]


@contextmanager
def open_exam(
    *prefix: Part,
    tier: Tier = Tier.UNPRIVILEGED,
    cap: int | None = None,
    settings: Settings = SETTINGS,
    files: Mapping[str, str] | None = None,
    folder: Path | None = None,
    protected: tuple[Path, ...] = (),
    rest: tuple[Part, ...] = (),
) -> Iterator[Exam]:
    """Start the zygotes of a prefix; ``files`` are written into ``folder`` and go along.

    ``rest`` is what the master has behind the prefix, where that matters to the zygotes.
    """
    for name, text in (files or {}).items():
        place = (folder or Path()) / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    beside = tuple(map(Path, files or ()))
    master, _ = paper(*prefix, *rest)
    assignment = Assignment("exam", folder or Path(), (master,), beside)
    with Pool(assignment, settings, tier, protected, cap) as pool:
        yield Exam(pool, prefix, settings, master)


# ---- a course on disk, for the pipeline

SETUP = Locked("start = 40")
LINES = (SETUP, Work("", "total = start + 2"), Check("total", "assert total == 42, 'add two'", 2))
RIGHT, WRONG = "total = start + 2", "total = start"

# Of the engine's tests, none is about what these default to.
CONFIGURATION = """
c = get_config()
c.CourseDirectory.course_id = "lines"
c.Autograder.jail = {jail!r}
c.Autograder.cell_seconds = 60
c.Autograder.memory_bytes = 400 * 2**20
"""


def write_course(
    root: Path, *parts: Part, jail: str = "unprivileged", name: str = "lines"
) -> Course:
    """Write a course with one assignment of one notebook, `paper`, and its release."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "nbgrader_config.py").write_text(CONFIGURATION.format(jail=jail))
    master, submitted = paper(*(parts or LINES))
    save(root / f"source/{name}/paper.ipynb", master.notebook)
    save(root / f"release/{name}/paper.ipynb", submitted)
    return open_course(root)


def hand_in(course: Course, student: str, *works: str, name: str = "lines") -> Path:
    """Hand in the release with these sources in its solution cells; return the file."""
    released = course.release / name / "paper.ipynb"
    given = iter(works)
    cells = (
        dataclasses.replace(cell, source=next(given, "")) if cell.is_solution else cell
        for cell in notebooks.read(released).cells
    )
    target = handing_in(course, student, name) / "paper.ipynb"
    save(target, notebook(*cells))
    return target


def handing_in(course: Course, student: str, name: str = "lines") -> Path:
    """Make the folder of a submission."""
    folder = course.submitted / student / name
    folder.mkdir(parents=True)
    return folder


def latest(course: Course, student: str, name: str = "lines") -> Result | None:
    return results.latest(course.results, student, name)
