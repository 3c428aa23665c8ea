"""Notebooks in and out: ``.ipynb`` text to frozen cells and back.

Read and written here with the standard library alone: importing nbformat costs seconds of CPU
(its schema validator compiles a grammar), which every grading would pay. What a submission may
look like is checked here instead, shape by shape, because a submission is hostile until proven
otherwise. Text is written as ``nbformat.write`` writes it, byte for byte.
"""

import itertools
import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.errors import AutograderError

Json = Any
"""A value made of dict, list, str, int, float, bool and None."""

CELL_TYPES = ("code", "markdown", "raw")
NOTEBOOK_BYTES = 64 * 2**20
VALUES = 2_000_000
"""How many strings, commas and brackets a file may hold: parsed, each takes up to 100 bytes."""
CELLS = 5000
POINTS = 1e9

# Possessive and with an optional end: one pass over any text, however its quotes are broken.
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[{,]', re.DOTALL)
_CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_TRANSIENT = {"orig_nbformat", "orig_nbformat_minor", "signature"}
_SPLIT_MIMES = {"application/javascript", "image/svg+xml"}


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
        """Return the points of the cell, or None when they are absent or no sane number."""
        found = self.nbgrader.get("points")
        if isinstance(found, bool) or not isinstance(found, int | float):
            return None
        return float(found) if abs(found) <= POINTS else None


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

    Raises NotebookUnreadable when the file is too large, not UTF-8, no regular file, or not a
    notebook; OSError when it cannot be read at all.
    """
    raw = read_regular(path, NOTEBOOK_BYTES + 1)
    if len(raw) > NOTEBOOK_BYTES:
        raise NotebookUnreadable(
            "notebook-too-large", f"the file is larger than {NOTEBOOK_BYTES // 2**20} MiB"
        )
    return parse(raw)


def read_regular(path: Path, most_bytes: int) -> bytes:
    """Read the first bytes of a file that may be anything; never wait for a pipe or a device.

    Raises NotebookUnreadable when it is no regular file, OSError when it cannot be read.
    """
    with open(path, "rb", opener=_open_without_waiting) as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise NotebookUnreadable("notebook-not-file", "it is a pipe or a device, not a file")
        # One byte more than there is: room for all of ``most_bytes`` would be made at once.
        return file.read(min(most_bytes, found.st_size + 1))


def _open_without_waiting(path: str, flags: int) -> int:
    # Windows has no such flag, and no pipes among its files.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def parse(raw: bytes) -> Notebook:
    """Turn the bytes of an ``.ipynb`` file into a notebook.

    Raises NotebookUnreadable, and nothing else.
    """
    if _has_too_many_values(raw):
        raise NotebookUnreadable(
            "notebook-too-large", f"the file holds more than {VALUES} separate values"
        )
    try:
        # NaN and Infinity are not JSON, but some programs write them, into outputs mostly.
        tree = json.loads(raw.decode("utf-8-sig"), parse_constant=lambda _: None)
    except UnicodeDecodeError:
        raise NotebookUnreadable("notebook-not-text", "the file is not UTF-8 text") from None
    except (ValueError, RecursionError):
        raise NotebookUnreadable(
            "notebook-not-json", "the file is not JSON: it is damaged, or not a notebook"
        ) from None
    return _notebook(tree)


def _has_too_many_values(raw: bytes) -> bool:
    """Count the values of a JSON text as far as it may have them, without building any."""
    if len(raw) <= VALUES:
        return False
    return next(itertools.islice(_TOKEN.finditer(raw), VALUES, None), None) is not None


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
        format_minor=minor if type(minor) is int and 0 <= minor <= 5 else 5,
    )


def _cell(at: int, tree: Json) -> Cell:
    source = _text(tree.get("source")) if isinstance(tree, dict) else None
    if source is None or tree.get("cell_type") not in CELL_TYPES:
        raise NotebookUnreadable(
            "notebook-cell", f"cell {at + 1} has no text or is of no known type"
        )
    outputs, count, cell_id = (tree.get(key) for key in ("outputs", "execution_count", "id"))
    return Cell(
        cell_type=tree["cell_type"],
        # Half a character (a lone surrogate) is no text that Python could run.
        source=source.encode("utf-8", errors="replace").decode(),
        metadata=_mapping(tree.get("metadata")),
        cell_id=cell_id if isinstance(cell_id, str) and _CELL_ID.fullmatch(cell_id) else None,
        outputs=tuple(map(_output, outputs)) if isinstance(outputs, list) else (),
        execution_count=count if type(count) is int and count >= 0 else None,
        attachments=_attachments(tree.get("attachments")),
    )


def _text(tree: Json) -> str | None:
    """Return a text that stands in the file whole or as a list of lines, else None."""
    if isinstance(tree, list) and all(isinstance(line, str) for line in tree):
        return "".join(tree)
    return tree if isinstance(tree, str) else None


def _output(tree: Json) -> Json:
    """Join texts that are stored as lines, as nbformat does; leave every other shape alone."""
    if not isinstance(tree, dict):
        return tree
    if tree.get("output_type") in ("execute_result", "display_data"):
        data = {mime: _joined(mime, value) for mime, value in _mapping(tree.get("data")).items()}
        return {**tree, "data": data}
    text = _text(tree.get("text"))
    return tree if text is None else {**tree, "text": text}


def _joined(mime: str, value: Json) -> Json:
    text = None if is_json(mime) else _text(value)
    return value if text is None else text


def is_json(mime: str) -> bool:
    """Tell whether an output of this type holds any JSON value, and not a text."""
    return mime == "application/json" or (
        mime.startswith("application/") and mime.endswith("+json")
    )


def _attachments(tree: Json) -> Json:
    """Return the pictures pasted into a cell: a text for each type of each file, nothing else."""
    if not isinstance(tree, dict):
        return None
    return {
        name: {mime: text for mime, value in bundle.items() if (text := _text(value)) is not None}
        for name, bundle in tree.items()
        if isinstance(bundle, dict)
    }


def _mapping(tree: Json) -> Mapping[str, Json]:
    return tree if isinstance(tree, dict) else {}


def write(notebook: Notebook) -> bytes:
    """Return the bytes of an ``.ipynb`` file, always the same for the same cells."""
    tree = {
        "cells": [_cell_tree(cell, notebook.format_minor) for cell in notebook.cells],
        "metadata": {k: v for k, v in notebook.metadata.items() if k not in _TRANSIENT},
        "nbformat": 4,
        "nbformat_minor": notebook.format_minor,
    }
    text = json.dumps(tree, ensure_ascii=False, indent=1, sort_keys=True, separators=(",", ": "))
    # A lone surrogate in a student's text must not stop the batch: it becomes a JSON escape.
    return (text + "\n").encode("utf-8", errors="backslashreplace")


def _cell_tree(cell: Cell, format_minor: int) -> dict[str, Json]:
    tree: dict[str, Json] = {
        "cell_type": cell.cell_type,
        "metadata": {k: v for k, v in cell.metadata.items() if k != "trusted"},
        "source": cell.source.splitlines(keepends=True),
    }
    if format_minor >= 5 and cell.cell_id is not None:
        tree["id"] = cell.cell_id
    if cell.attachments is not None and cell.cell_type != "code":
        tree["attachments"] = {name: _split(data) for name, data in cell.attachments.items()}
    if cell.cell_type == "code":
        tree["outputs"] = [_output_tree(output) for output in cell.outputs]
        tree["execution_count"] = cell.execution_count
    return tree


def _output_tree(output: Json) -> Json:
    """Split long texts into lines, as nbformat does, so that files compare well."""
    kind = output.get("output_type") if isinstance(output, dict) else None
    if kind == "stream" and isinstance(output.get("text"), str):
        return {**output, "text": output["text"].splitlines(keepends=True)}
    if kind in ("execute_result", "display_data") and isinstance(output.get("data"), dict):
        return {**output, "data": _split(output["data"])}
    return output


def _split(bundle: Mapping[str, Json]) -> dict[str, Json]:
    return {
        mime: value.splitlines(keepends=True)
        if isinstance(value, str) and (mime.startswith("text/") or mime in _SPLIT_MIMES)
        else value
        for mime, value in bundle.items()
    }
