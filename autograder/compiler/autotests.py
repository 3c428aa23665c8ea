"""The tests that stand for AUTOTEST lines: made by nbgrader when a release is built, then kept.

nbgrader runs the instructor's solution in a kernel and writes asserts of what it finds. What comes
of it lies in nbgrader's own place, ``source_with_tests/<assignment>/``, with a hash of everything
that it was made from, so that grading runs nothing and sees when it is stale.
"""

import ast
import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder import notebook as notebooks
from autograder.assignment import Assignment, Master, cell_error, master_of
from autograder.compiler.nbgrader_settings import setting, takes_step
from autograder.configuration import Course
from autograder.errors import InstructorError
from autograder.notebook import Notebook, NotebookUnreadable

STEP = "InstantiateTests"
RECORD = "autograder"
"""The key of a kept notebook's metadata under which its hash stands."""
HASH_SEEDS = ("0", "1")
"""Tests are made once with each: what depends on the order of a set of texts differs."""


@dataclass(frozen=True)
class Sources:
    """Hold what tests are made from besides a master.

    ``templates`` is None when there is no file of that name; ``files`` are those of the
    assignment, by their path in it.
    """

    templates_name: str
    templates: bytes | None
    files: Mapping[str, bytes]
    settings: str


def are_wanted(notebook: Notebook, config: Any) -> bool:
    """Tell whether a master has lines for which nbgrader makes tests."""
    word = _word(config)
    has_lines = any(word in cell.source for _, cell in notebook.code_cells())
    return has_lines and takes_step(config, STEP)


def _word(config: Any) -> str:
    return str(setting(config, STEP, "autotest_delimiter", "AUTOTEST"))


def templates_name(config: Any) -> str:
    """Return the name of the file with the templates of tests."""
    return str(setting(config, STEP, "autotest_filename", "autotests.yml"))


def folder(course: Course, name: str) -> Path:
    """Return where the masters with their tests are kept."""
    place = setting(
        course.config, "CourseDirectory", "source_with_tests_directory", "source_with_tests"
    )
    return course.root / str(place) / name


def sources(course: Course, assignment: Assignment) -> Sources:
    """Read what an assignment's tests are made from: the assignment's own templates come first.

    Nothing is read for an assignment without AUTOTEST lines.
    """
    name = templates_name(course.config)
    if not any(are_wanted(master.notebook, course.config) for master in assignment.masters):
        return Sources(name, None, {}, "")
    places = (assignment.folder / name, course.root / name)
    templates = next((path.read_bytes() for path in places if path.is_file()), None)
    files = {path.as_posix(): (assignment.folder / path).read_bytes() for path in assignment.files}
    # Functions among the settings have no text that stays the same.
    settings = json.dumps(course.config[STEP], sort_keys=True, default=lambda _: "a function")
    return Sources(name, templates, files, settings)


def digest(master: Master, made_from: Sources) -> str:
    """Return the SHA-256 of everything that the tests of a master are made from."""
    total = hashlib.sha256()
    cells = [[cell.cell_type, cell.source, dict(cell.nbgrader)] for cell in master.notebook.cells]
    total.update(json.dumps(cells, sort_keys=True).encode())
    total.update(made_from.settings.encode() + b"\0" + (made_from.templates or b"") + b"\0")
    for name, content in sorted(made_from.files.items()):
        total.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return total.hexdigest()


def keep(place: Path, master: Master, made: Master, made_from: Sources) -> None:
    """Write a master with its tests, and the hash of what it was made from."""
    record = {RECORD: {"made_from": digest(master, made_from)}}
    content = replace(made.notebook, metadata={**made.notebook.metadata, **record})
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{master.name}.ipynb").write_bytes(notebooks.write(content))


def kept(place: Path, master: Master, made_from: Sources) -> Notebook | None:
    """Return a master with its tests as it is kept; None when it is stale or not there."""
    try:
        found = notebooks.read(place / f"{master.name}.ipynb")
    except (OSError, NotebookUnreadable):
        return None
    record = found.metadata.get(RECORD)
    if not isinstance(record, dict) or record.get("made_from") != digest(master, made_from):
        return None
    return replace(found, metadata=master.notebook.metadata)


def make(master: Master, made_from: Sources, config: Any) -> Master:
    """Run the master's solution, and return the master with tests of what was found.

    Raises InstructorError when there are no templates, the solution or a template fails, or what
    was found differs between two runs.
    """
    if made_from.templates is None:
        raise InstructorError(
            "autotest-templates-missing",
            f"{master.name}.ipynb has AUTOTEST lines, and there is no {made_from.templates_name} "
            "beside it or in the course's folder: write one, as nbgrader's documentation says",
        )
    _refuse_outside_tests(master, config)
    first, second = (_run(master, made_from, config, seed) for seed in HASH_SEEDS)
    for at, (one, other) in enumerate(zip(first, second, strict=True)):
        if one != other or _depends_on_order(one):
            cell = master.notebook.cells[at]
            remedy = (
                "what its AUTOTEST lines find differs between two runs, so a right answer could "
                "fail: seed what is random, and test sorted(...) of a set"
            )
            raise cell_error("autotest-differs", master.name, at, cell, remedy)
    cells = zip(master.notebook.cells, first, strict=True)
    made = tuple(replace(cell, source=source) for cell, source in cells)
    return master_of(master.name, replace(master.notebook, cells=made))


def _depends_on_order(source: str) -> bool:
    """Tell whether a value that a test expects has the order of a set of texts in it.

    Two texts may come in the same order twice by chance.
    """
    try:
        nodes = ast.walk(ast.parse(source))
    except SyntaxError:
        return False  # reported when the made tests are checked
    expected = (node.comparators[0] for node in nodes if isinstance(node, ast.Compare))
    texts = (each.value for each in expected if isinstance(each, ast.Constant))
    return any(_has_set_of_texts(text) for text in texts if isinstance(text, str))


def _has_set_of_texts(text: str) -> bool:
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError):
        return False  # a text that shows no value
    sets = (node.elts for node in ast.walk(tree) if isinstance(node, ast.Set))
    return any(len(each) > 1 and any(map(_is_text, each)) for each in sets)


def _is_text(node: ast.expr) -> bool:
    nodes = (each for each in ast.walk(node) if isinstance(each, ast.Constant))
    return any(isinstance(each.value, str | bytes) for each in nodes)


def _refuse_outside_tests(master: Master, config: Any) -> None:
    word = _word(config)
    for at, cell in master.notebook.code_cells():
        lines = (line.strip() for line in cell.source.split("\n"))
        if not cell.is_graded and any(line[:1] == "#" and word in line for line in lines):
            remedy = f"{word} lines belong in a test cell (code, 'Autograder tests')"
            raise cell_error("autotest-in-wrong-cell", master.name, at, cell, remedy)


def _run(master: Master, made_from: Sources, config: Any, seed: str) -> tuple[str, ...]:
    """Return the source of each cell once its tests are made."""
    # Late: nbgrader takes seconds to import, and grading, which knows this module, needs none.
    from autograder.compiler.instantiation import instantiated

    with tempfile.TemporaryDirectory() as scratch, _environment("PYTHONHASHSEED", seed):
        _write_files(Path(scratch), made_from)
        return instantiated(master, Path(scratch), config)


def _write_files(place: Path, made_from: Sources) -> None:
    templates = {made_from.templates_name: made_from.templates or b""}
    for name, content in {**made_from.files, **templates}.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)


@contextlib.contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    """Set a variable for processes that are started meanwhile: a kernel takes no other way."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        del os.environ[name]
        if before is not None:
            os.environ[name] = before
