"""Notebooks in and out: ``.ipynb`` text to frozen cells and back.

Read and written here with the standard library alone: importing nbformat costs seconds of CPU
(its schema validator compiles a grammar), which every grading would pay. What a submission may
look like is checked here instead, shape by shape, because a submission is hostile until proven
otherwise. Text is written as ``nbformat.write`` writes it, byte for byte.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.errors import AutograderError

Json = Any
"""A value made of dict, list, str, int, float, bool and None."""

CELL_TYPES = ("code", "markdown", "raw")
NOTEBOOK_BYTES = 64 * 2**20
CELLS = 5000


class NotebookUnreadable(AutograderError):
    """Say that a file is not a notebook; the caller knows whose file it is."""


@dataclass(frozen=True)
class Cell:
    """Hold one cell of a notebook.

    ``grade_id`` and the roles come from the ``nbgrader`` metadata (schema 3), with nbgrader's own
    rules: a solution cell is never locked, a test cell always is.
    """

    cell_type: str
    source: str
    metadata: Mapping[str, Json] = field(default_factory=dict)
    cell_id: str | None = None
    outputs: tuple[Json, ...] = ()
    execution_count: int | None = None
    attachments: Json = None

    @property
    def nbgrader(self) -> Mapping[str, Json]:
        """Return the nbgrader metadata, empty when there is none."""
        found = self.metadata.get("nbgrader")
        return found if isinstance(found, dict) else {}

    @property
    def grade_id(self) -> str | None:
        """Return nbgrader's name of the cell, or None."""
        found = self.nbgrader.get("grade_id")
        return found if isinstance(found, str) else None

    @property
    def is_solution(self) -> bool:
        """Tell whether the student is to write here."""
        return bool(self.nbgrader.get("solution", False))

    @property
    def is_graded(self) -> bool:
        """Tell whether points hang on this cell."""
        return bool(self.nbgrader.get("grade", False))

    @property
    def is_task(self) -> bool:
        """Tell whether this is nbgrader's manually graded task cell."""
        return bool(self.nbgrader.get("task", False))

    @property
    def is_test(self) -> bool:
        """Tell whether this is a test cell: graded code that the student does not write."""
        return self.cell_type == "code" and self.is_graded and not self.is_solution

    @property
    def is_manual(self) -> bool:
        """Tell whether a person grades this cell."""
        return self.is_task or (self.is_graded and (self.is_solution or self.cell_type != "code"))

    @property
    def is_locked(self) -> bool:
        """Tell whether a student's change to this cell is undone before grading."""
        if self.is_solution:
            return False
        return self.is_graded or bool(self.nbgrader.get("locked", False))

    @property
    def points(self) -> float | None:
        """Return the points of the cell, or None when they are absent or no number."""
        found = self.nbgrader.get("points")
        if isinstance(found, bool) or not isinstance(found, int | float):
            return None
        return float(found)


@dataclass(frozen=True)
class Notebook:
    """Hold a notebook of format 4."""

    cells: tuple[Cell, ...]
    metadata: Mapping[str, Json] = field(default_factory=dict)
    format_minor: int = 5

    def code_cells(self) -> Iterator[tuple[int, Cell]]:
        """Yield the code cells with their positions in the notebook."""
        return ((at, cell) for at, cell in enumerate(self.cells) if cell.cell_type == "code")


def read(path: Path) -> Notebook:
    """Read a notebook file.

    Raises NotebookUnreadable when the file is too large, not UTF-8, or not a notebook; OSError
    when it cannot be read at all.
    """
    with path.open("rb") as file:
        raw = file.read(NOTEBOOK_BYTES + 1)
    if len(raw) > NOTEBOOK_BYTES:
        raise NotebookUnreadable(
            "notebook-too-large", f"the file is larger than {NOTEBOOK_BYTES // 2**20} MiB"
        )
    return parse(raw)


def parse(raw: bytes) -> Notebook:
    """Turn the bytes of an ``.ipynb`` file into a notebook.

    Raises NotebookUnreadable.
    """
    try:
        tree = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise NotebookUnreadable("notebook-not-text", "the file is not UTF-8 text") from None
    except (ValueError, RecursionError):
        raise NotebookUnreadable(
            "notebook-not-json", "the file is not JSON: it is damaged, or not a notebook"
        ) from None
    return _notebook(tree)


def _notebook(tree: Json) -> Notebook:
    if not isinstance(tree, dict) or tree.get("nbformat") != 4:
        raise NotebookUnreadable(
            "notebook-format", "the file is JSON, but not a notebook of format 4"
        )
    cells, minor = tree.get("cells"), tree.get("nbformat_minor")
    if not isinstance(cells, list) or len(cells) > CELLS:
        raise NotebookUnreadable(
            "notebook-cells", f"the notebook has no list of cells, or more than {CELLS}"
        )
    return Notebook(
        cells=tuple(_cell(at, cell) for at, cell in enumerate(cells)),
        metadata=_mapping(tree.get("metadata")),
        format_minor=minor if isinstance(minor, int) and 0 <= minor <= 5 else 5,
    )


def _cell(at: int, tree: Json) -> Cell:
    source = tree.get("source") if isinstance(tree, dict) else None
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str) or tree.get("cell_type") not in CELL_TYPES:
        raise NotebookUnreadable(
            "notebook-cell", f"cell {at + 1} has no text or is of no known type"
        )
    outputs, count, cell_id = (tree.get(key) for key in ("outputs", "execution_count", "id"))
    return Cell(
        cell_type=tree["cell_type"],
        source=source,
        metadata=_mapping(tree.get("metadata")),
        cell_id=cell_id if isinstance(cell_id, str) else None,
        outputs=tuple(outputs) if isinstance(outputs, list) else (),
        execution_count=count if isinstance(count, int) else None,
        attachments=tree.get("attachments"),
    )


def _mapping(tree: Json) -> Mapping[str, Json]:
    return tree if isinstance(tree, dict) else {}


def write(notebook: Notebook) -> bytes:
    """Return the bytes of an ``.ipynb`` file, always the same for the same cells."""
    tree = {
        "cells": [_cell_tree(cell, notebook.format_minor) for cell in notebook.cells],
        "metadata": notebook.metadata,
        "nbformat": 4,
        "nbformat_minor": notebook.format_minor,
    }
    text = json.dumps(tree, ensure_ascii=False, indent=1, sort_keys=True, separators=(",", ": "))
    # A lone surrogate in a student's text must not stop the batch.
    return (text + "\n").encode("utf-8", errors="replace")


def _cell_tree(cell: Cell, format_minor: int) -> dict[str, Json]:
    tree: dict[str, Json] = {
        "cell_type": cell.cell_type,
        "metadata": cell.metadata,
        "source": cell.source.splitlines(keepends=True),
    }
    if format_minor >= 5 and cell.cell_id is not None:
        tree["id"] = cell.cell_id
    if cell.attachments is not None:
        tree["attachments"] = cell.attachments
    if cell.cell_type == "code":
        tree["outputs"] = [_output_tree(output) for output in cell.outputs]
        tree["execution_count"] = cell.execution_count
    return tree


def _output_tree(output: Json) -> Json:
    """Split long texts into lines, as nbformat does, so that files compare well."""
    if not isinstance(output, dict):
        return output
    if isinstance(output.get("text"), str):
        return {**output, "text": output["text"].splitlines(keepends=True)}
    if isinstance(output.get("data"), dict):
        return {**output, "data": {k: _split(k, v) for k, v in output["data"].items()}}
    return output


def _split(mime: str, value: Json) -> Json:
    is_lines = isinstance(value, str) and (mime.startswith("text/") or mime == "image/svg+xml")
    return value.splitlines(keepends=True) if is_lines else value
