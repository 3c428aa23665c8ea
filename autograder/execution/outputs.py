"""The outputs of a student's cells, checked shape by shape: nothing in them is trusted.

The student process itself keeps to a limit on what a cell may show. It may be lying, so the limit
is kept here once more, and for the notebook as a whole.
"""

import dataclasses
import json
import math
import re
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from traitlets.config import Config

from autograder.configuration import value_of
from autograder.errors import OperatorError
from autograder.notebook import Notebook, is_json

Output = dict[str, Any]

CELL_OUTPUTS = 1000
"""How many separate outputs of one cell are kept."""

CELL_BYTES = 4 * 2**20
"""What a cell may show when nothing else is said: the default of ``output_bytes``."""

NOTEBOOK_BYTES = 48 * 2**20
"""What all cells together may show: less than a notebook file may hold."""

NOTE_BYTES = 1000
"""Room for the student process's own word that the rest was left out."""

JSON_DEPTH = 50
"""How deep a JSON output may be nested: writing it takes a Python frame for each level."""

SEARCHED_CHARACTERS = 2000
SEARCHED_OUTPUTS = 500
"""How much of each stderr output, and of how many, a course's IgnorePattern is looked for in."""

LEFT_OUT = "[the rest of the output was left out: it is too long]\n"


def said_bytes(output_bytes: int) -> int:
    """Return how much the student process may say while a cell runs that may show so much.

    Its own meter counts about the same; one that says far more has got round it, only to keep the
    supervisor busy.
    """
    return 2 * (output_bytes + NOTE_BYTES)


class Outputs:
    """Keep the outputs of every cell of a notebook, by the cell's position.

    Follows what JupyterLab does with ``clear_output`` and ``update_display``. ``cell_bytes`` is
    what one cell may show, whatever of it is cleared later.
    """

    def __init__(self, cell_bytes: int = CELL_BYTES) -> None:
        """Start with no outputs."""
        self._cells: dict[int, list[Output]] = {}
        self._displays: dict[str, list[Output]] = {}
        self._clear_next = False
        self._cell_bytes = cell_bytes + NOTE_BYTES
        self._left_in_cell = 0
        self._left_in_notebook = NOTEBOOK_BYTES

    def start(self, position: int) -> None:
        """Begin a cell anew."""
        self._cells[position] = []
        self._clear_next = False
        self._left_in_cell = self._cell_bytes

    def of(self, position: int) -> tuple[Output, ...]:
        """Return the outputs of one cell."""
        return tuple(self._cells.get(position, ()))

    def put(self, position: int, sent: object) -> None:
        """Take what the student process sent; anything that is no output is dropped."""
        cell = self._cells[position]
        if not isinstance(sent, dict):
            return
        if "clear" in sent:
            self._clear(cell, wait=bool(sent["clear"]))
            return
        output = checked(sent)
        if output is None:
            return
        is_rich = output["output_type"] == "display_data"
        if is_rich and "update" in sent:
            self._update(cell, _text(sent["update"]), output)
        else:
            self._show(cell, output, _text(sent.get("display_id")) if is_rich else "")

    def _show(self, cell: list[Output], output: Output, display_id: str) -> None:
        if not self._has_room(cell, _size(output)):
            return
        if self._clear_next:
            self._clear(cell, wait=False)
        if _joined(cell, output):
            return
        if len(cell) < CELL_OUTPUTS:
            cell.append(output)
            if display_id:
                self._displays.setdefault(display_id, []).append(output)

    def _clear(self, cell: list[Output], *, wait: bool) -> None:
        self._clear_next = wait
        if not wait:
            cell.clear()

    def _update(self, cell: list[Output], display_id: str, output: Output) -> None:
        shown = self._displays.get(display_id, [])
        if self._has_room(cell, _size(output) * len(shown)):
            for each in shown:
                each.update(data=output["data"], metadata=output["metadata"])

    def _has_room(self, cell: list[Output], size: int) -> bool:
        """Take room for an output, or say once in its cell that there is none left."""
        if self._left_in_cell <= 0:
            return False
        self._left_in_cell -= size
        if self._left_in_cell > 0 and self._left_in_notebook > size:
            self._left_in_notebook -= size
            return True
        self._left_in_cell = 0
        cell.append({"output_type": "stream", "name": "stderr", "text": LEFT_OUT})
        return False


def _size(output: Output) -> int:
    return len(json.dumps(output))


def _joined(cell: list[Output], output: Output) -> bool:
    """Join text to the stream before it, as a front end does."""
    last = cell[-1] if cell else {}
    if output["output_type"] != "stream" or last.get("name") != output["name"]:
        return False
    last["text"] += output["text"]
    return True


def checked(sent: Mapping[str, Any]) -> Output | None:
    """Return an output that is valid nbformat 4, or None when it cannot be one."""
    kind = sent.get("output_type")
    if kind == "stream":
        name = "stderr" if sent.get("name") == "stderr" else "stdout"
        return {"output_type": "stream", "name": name, "text": _text(sent.get("text"))}
    if kind == "error":
        lines = sent.get("traceback")
        return {
            "output_type": "error",
            "ename": _text(sent.get("ename")),
            "evalue": _text(sent.get("evalue")),
            "traceback": [_text(line) for line in lines] if isinstance(lines, list) else [],
        }
    if kind in ("display_data", "execute_result"):
        return _rich(str(kind), sent)
    return None


def _text(sent: object) -> str:
    """Return a text that can be written: half a character (a lone surrogate) becomes a ``?``."""
    return sent.encode("utf-8", errors="replace").decode() if isinstance(sent, str) else ""


def _rich(kind: str, sent: Mapping[str, Any]) -> Output:
    data, metadata = sent.get("data"), sent.get("metadata")
    output: Output = {
        "output_type": kind,
        "data": _mimes(data) if isinstance(data, dict) else {},
        "metadata": metadata if isinstance(metadata, dict) and _is_plain(metadata) else {},
    }
    if kind == "execute_result":
        count = sent.get("execution_count")
        output["execution_count"] = count if type(count) is int and count >= 0 else None
    return output


def _mimes(data: Mapping[str, Any]) -> dict[str, Any]:
    """Keep texts; other JSON values only where the type is JSON, as nbformat wants it."""
    texts = {mime: _text(value) for mime, value in data.items() if isinstance(value, str)}
    values = {mime: value for mime, value in data.items() if is_json(mime) and _is_plain(value)}
    return {_text(mime): value for mime, value in {**values, **texts}.items()}


def _is_plain(value: object, levels: int = JSON_DEPTH) -> bool:
    """Tell whether a value can be written as JSON: no depth without end, no infinite number."""
    if isinstance(value, dict):
        return levels > 0 and all(_is_plain(each, levels - 1) for each in value.values())
    if isinstance(value, list):
        return levels > 0 and all(_is_plain(each, levels - 1) for each in value)
    return not isinstance(value, float) or math.isfinite(value)


def ignored_stderr(config: Config) -> re.Pattern[str] | None:
    """Return what nbgrader's IgnorePattern drops in this course, if it is enabled.

    Raises OperatorError when it is no regular expression.
    """
    section = config.IgnorePattern
    pattern = value_of(section, "pattern", "")
    if not pattern or value_of(section, "enabled", False) is not True:
        return None
    try:
        return re.compile(pattern)
    except (re.error, TypeError, RecursionError, OverflowError) as error:
        raise OperatorError(
            "configuration-bad-value",
            f"c.IgnorePattern.pattern must be a regular expression: {error}",
        ) from None


def without_ignored(notebook: Notebook, pattern: re.Pattern[str] | None) -> Notebook:
    """Return a notebook without the stderr outputs in whose first characters a pattern is found."""
    if pattern is None:
        return notebook
    left = count()
    cells = tuple(
        dataclasses.replace(
            cell, outputs=tuple(out for out in cell.outputs if not _is_ignored(out, pattern, left))
        )
        for cell in notebook.cells
    )
    return dataclasses.replace(notebook, cells=cells)


def _is_ignored(
    output: Mapping[str, Any], pattern: re.Pattern[str], looked_at: Iterator[int]
) -> bool:
    if output.get("output_type") != "stream" or output.get("name") != "stderr":
        return False
    # A student could make a pattern search for hours: many patterns take the square of the length.
    return next(looked_at) < SEARCHED_OUTPUTS and bool(
        pattern.search(str(output["text"])[:SEARCHED_CHARACTERS])
    )
