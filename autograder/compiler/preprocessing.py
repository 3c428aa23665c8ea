"""A master to its student version, by nbgrader's own preprocessors used as a library.

The steps and their order are those of ``nbgrader generate_assignment``, with the course's own
configuration, but without a database. What would differ from one run to the next is left out or
made the same: random cell ids, and metadata of the machine that ran the master.
"""

import copy
import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from typing import Any

import nbformat
from nbgrader.nbgraderformat import SchemaTooOldError, ValidationError
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    LockCells,
)
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from autograder import notebook as notebooks
from autograder.compiler.nbgrader_settings import MARKERS, setting
from autograder.errors import InstructorError
from autograder.notebook import Cell, Notebook

# The order of nbgrader's GenerateAssignment. Checksums come before the hidden tests go, as there,
# and again after it: the students' version has its own.
STEPS = (
    LockCells,
    ClearSolutions,
    ClearOutput,
    CheckCellMetadata,
    ComputeChecksums,
    ClearHiddenTests,
    ClearMarkScheme,
    ComputeChecksums,
    CheckCellMetadata,
)

# The first two are done when the masters are composed; the gradebook is filled when submissions are
# graded.
_ELSEWHERE = frozenset({"IncludeHeaderFooter", "InstantiateTests", "SaveCells"})

_KEPT_METADATA = ("authors", "kernelspec", "title")
_VOLATILE_CELL_METADATA = frozenset({"ExecuteTime", "execution", "papermill", "trusted"})

# nbgrader logs the source of a cell that it refuses; the error that we raise says enough.
_LOG = logging.getLogger(__name__)
_LOG.addHandler(logging.NullHandler())


def student_version(name: str, notebook: Notebook, config: Config) -> Notebook:
    """Return the student version of a master.

    Raises InstructorError when a preprocessor refuses the master, or what comes out is no valid
    notebook.
    """
    tree = nbformat.reads(notebooks.write(with_ids(notebook)).decode(), as_version=4)
    resources: Any = {}
    plain = with_own_markers(config)
    for step in _steps(config):
        try:
            tree, resources = step(config=plain, log=_LOG)(tree, resources)
        except Exception as error:  # each step raises what it likes
            raise _refused(name, step.__name__, error) from None
    released = notebooks.parse(nbformat.writes(tree).encode())
    return _validated(name, _without_volatile(released))


def with_own_markers(config: Config) -> Config:
    """Return the configuration without renamed markers: composed masters have nbgrader's own."""
    plain: Config = copy.deepcopy(config)
    for section, key, _ in MARKERS:
        plain[section].pop(key, None)
    return plain


def _steps(config: Config) -> tuple[Any, ...]:
    """Return the steps to take: ours, or those that the course asks nbgrader for."""
    given = setting(config, "GenerateAssignment", "preprocessors", list(STEPS))
    steps = (import_item(step) if isinstance(step, str) else step for step in given)
    return tuple(step for step in steps if step.__name__ not in _ELSEWHERE)


def _refused(name: str, step: str, error: Exception) -> InstructorError:
    # CheckCellMetadata hides the sentence that says what is wrong behind a general one.
    cause = error.__context__
    text = cause.message if isinstance(cause, ValidationError) else " ".join(str(error).split())
    if isinstance(error, SchemaTooOldError):
        text += "; run `nbgrader update` on it"
    return InstructorError(
        "nbgrader-refuses", f"{name}.ipynb: nbgrader's {step} refuses the master: {text}"
    )


def _validated(name: str, notebook: Notebook) -> Notebook:
    try:
        nbformat.validate(nbformat.from_dict(json.loads(notebooks.write(notebook))))
    except nbformat.ValidationError as error:
        raise InstructorError(
            "release-invalid", f"{name}.ipynb: what comes out is no valid notebook: {error.message}"
        ) from None
    return notebook


def with_ids(notebook: Notebook) -> Notebook:
    """Return the notebook with an id for each cell that has none, or another cell's.

    nbformat would draw random ones. An id depends on the cell's position and grade id only.
    """
    if notebook.format_minor < 5:
        return notebook
    taken = {cell.cell_id for cell in notebook.cells if cell.cell_id}
    seen: set[str] = set()
    cells = []
    for at, cell in enumerate(notebook.cells):
        cell_id = cell.cell_id
        if not cell_id or cell_id in seen:
            cell_id = _new_id(at, cell, taken)
        taken.add(cell_id)
        seen.add(cell_id)
        cells.append(replace(cell, cell_id=cell_id))
    return replace(notebook, cells=tuple(cells))


def _new_id(at: int, cell: Cell, taken: set[str]) -> str:
    for attempt in count():
        text = f"{at}:{cell.grade_id or ''}:{attempt}"
        new = hashlib.sha256(text.encode()).hexdigest()[:8]
        if new not in taken:
            return new
    raise AssertionError("count() does not end")


def _without_volatile(notebook: Notebook) -> Notebook:
    metadata = {key: notebook.metadata[key] for key in _KEPT_METADATA if key in notebook.metadata}
    language = notebook.metadata.get("language_info")
    if isinstance(language, Mapping) and "name" in language:
        # The version would be that of whoever ran the master last.
        metadata["language_info"] = {"name": language["name"]}
    cells = tuple(replace(cell, metadata=_stable(cell.metadata)) for cell in notebook.cells)
    return replace(notebook, cells=cells, metadata=metadata)


def _stable(metadata: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in metadata.items() if key not in _VOLATILE_CELL_METADATA}
