"""An assignment on one data file, ready to be tried: masters, releases and zygotes.

The release is compiled anew into a temporary folder, so that what is tried is what `build` would
write today. Nothing in the course changes.
"""

import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from autograder import homes
from autograder import notebook as notebooks
from autograder.assignment import Assignment, Master
from autograder.compiler.release import compile_assignment
from autograder.configuration import Course
from autograder.datafile import check_datafile, find_schema
from autograder.errors import InstructorError
from autograder.execution.grading import Graded
from autograder.execution.pool import Pool
from autograder.jail.entry import Tier
from autograder.notebook import Notebook
from autograder.pipeline import hashing, machines
from autograder.pipeline.tiers import protected
from autograder.submission import Submission
from autograder.verify.outcome import OWN_DATA

EXTRA_DATA = "AUTOGRADER_EXTRA_DATA"
"""The environment variable that names more data files, separated as in PATH."""


@dataclass(frozen=True)
class Data:
    """Hold one choice of data: ``path`` takes the place of the assignment's ``replaces``.

    Without a path it is the assignment's own.
    """

    name: str = OWN_DATA
    path: Path | None = None
    replaces: Path | None = None

    def is_read_by(self, master: Master) -> bool:
        """Tell whether a master's code names the file that this data replaces."""
        replaced = self.replaces
        cells = master.notebook.code_cells()
        return replaced is None or any(replaced.name in cell.source for _, cell in cells)


def data_files(course: Course, name: str, given: Sequence[Path] = ()) -> tuple[Data, ...]:
    """Return the assignment's own data, and each file that can take its place.

    These are the files in ``held_out/`` beside a data file with a schema, those that the
    environment variable names, and those that are given. Raises InstructorError when there are
    some and no data file of the assignment has a schema, so that nobody knows which they replace.
    """
    replaced = _with_schema(course.source / name)
    extra = [Path(each) for each in os.environ.get(EXTRA_DATA, "").split(os.pathsep) if each]
    found = [*(_held_out(replaced) if replaced else ()), *extra, *given]
    if found and replaced is None:
        raise InstructorError(
            "data-not-replaceable",
            f"{name} has no data file with a schema beside it (<stem>.schema.json), so there is "
            f"nothing that {found[0]} could take the place of",
        )
    for path in found:
        if not path.is_file():
            raise InstructorError("data-missing", f"there is no data file {path}: check the name")
    names = _names(found)
    others = (Data(names[at], path.resolve(), replaced) for at, path in enumerate(found))
    return (Data(), *others)


def _with_schema(folder: Path) -> Path | None:
    files = sorted(path for path in folder.glob("*") if path.is_file())
    return next((path for path in files if find_schema(path) is not None), None)


def _held_out(replaced: Path) -> list[Path]:
    return sorted((replaced.resolve().parent / "held_out").glob(f"*{replaced.suffix}"))


def _names(found: Sequence[Path]) -> list[str]:
    """Return the files' stems; with a number where that is taken, or the shipped data's."""
    names: list[str] = []
    for path in found:
        name, number = path.stem, 2
        while name in (*names, OWN_DATA):
            name, number = f"{path.stem}-{number}", number + 1
        names.append(name)
    return names


class Ground:
    """Keep everything that trying an assignment on one data file needs.

    Use as a context manager. ``only`` names the notebooks that are tried, all when empty. Raises
    InstructorError when the masters cannot be compiled, or the data does not fit.
    """

    def __init__(self, course: Course, name: str, data: Data, tier: Tier, only: Iterable[str] = ()):
        """Compile the release; nothing starts yet."""
        self.data = data
        self._home = homes.Home()
        try:
            self._prepare(course, name, data, tier, frozenset(only))
        except BaseException:
            self._home.remove()
            raise

    def _prepare(
        self, course: Course, name: str, data: Data, tier: Tier, only: frozenset[str]
    ) -> None:
        # The configuration stays where it is: it may name a header by a path.
        self.course = replace(course, source=_laid_out(course, name, data, self._home.path))
        release = self._home.path / "release"
        compiled = compile_assignment(self.course, name, release, check_datafile)
        masters = tuple(
            each for each in compiled.assignment.masters if not only or each.name in only
        )
        self.assignment: Assignment = replace(compiled.assignment, masters=masters)
        self.released: dict[str, Notebook] = {
            master.name: notebooks.read(release / f"{master.name}.ipynb") for master in masters
        }
        # A master that changes leaves what is kept of the others as it is.
        self.hashes = {master.name: self._hashes(master) for master in masters}
        away = {*protected(course, name), *protected(self.course, name)}
        self._pool = Pool(self.assignment, course.settings, tier, sorted(away))

    def _hashes(self, master: Master) -> dict[str, str]:
        return hashing.of_assignment(self.course, replace(self.assignment, masters=(master,)))

    def __enter__(self) -> "Ground":
        """Start the zygotes, without waiting for them."""
        self._pool.__enter__()
        self._pool.warm_up()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End all processes, and remove what was laid out."""
        self._pool.__exit__(kind, error, trace)
        self._home.remove()

    def master(self, notebook: str) -> Master:
        """Return the master of that name."""
        return next(each for each in self.assignment.masters if each.name == notebook)

    def run(self, taken: Submission, *, margins: bool = False) -> Graded:
        """Grade what was taken in; ``margins`` keeps how close each comparison was."""
        return machines.run(self._pool, taken, self.course.settings, margins=margins)


def _laid_out(course: Course, name: str, data: Data, home: Path) -> Path:
    """Copy an assignment's masters and files, one data file exchanged; return the source folder."""
    source = home / "source"
    ignored = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
    shutil.copytree(course.source / name, source / name, ignore=ignored)
    if data.path is not None and data.replaces is not None:
        _exchange(data.path, data.replaces, source / name, home / "data")
    return source


def _exchange(path: Path, replaces: Path, folder: Path, place: Path) -> None:
    """Put a data file where another was, as a link: beside the file itself lies its schema."""
    place.mkdir()
    shutil.copyfile(path, place / replaces.name)
    schema = find_schema(replaces)
    if schema is not None:
        shutil.copyfile(schema, place / f"{replaces.stem}.schema.json")
    (folder / replaces.name).unlink()
    (folder / replaces.name).symlink_to(place / replaces.name)
