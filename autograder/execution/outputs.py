"""The outputs of a student's cells, checked shape by shape: nothing in them is trusted."""

from collections.abc import Mapping
from typing import Any

Output = dict[str, Any]

CELL_OUTPUTS = 1000
"""How many separate outputs of one cell are kept."""


class Outputs:
    """Keep the outputs of every cell of a notebook, by the cell's position.

    Follows what JupyterLab does with ``clear_output`` and ``update_display``.
    """

    def __init__(self) -> None:
        """Start with no outputs."""
        self._cells: dict[int, list[Output]] = {}
        self._displays: dict[str, list[Output]] = {}
        self._clear_next = False

    def start(self, position: int) -> None:
        """Begin a cell anew."""
        self._cells[position] = []
        self._clear_next = False

    def of(self, position: int) -> tuple[Output, ...]:
        """Return the outputs of one cell."""
        return tuple(self._cells.get(position, ()))

    def put(self, position: int, sent: object) -> None:
        """Take what the student process sent; anything that is no output is dropped."""
        cell = self._cells[position]
        if not isinstance(sent, dict) or len(cell) >= CELL_OUTPUTS:
            return
        if "clear" in sent:
            self._clear(cell, wait=bool(sent["clear"]))
            return
        output = checked(sent)
        if output is None:
            return
        if "update" in sent:
            self._update(str(sent["update"]), output)
            return
        if self._clear_next:
            self._clear(cell, wait=False)
        if not _joined(cell, output):
            cell.append(output)
        if "display_id" in sent:
            self._displays.setdefault(str(sent["display_id"]), []).append(output)

    def _clear(self, cell: list[Output], *, wait: bool) -> None:
        self._clear_next = wait
        if not wait:
            cell.clear()

    def _update(self, display_id: str, output: Output) -> None:
        for shown in self._displays.get(display_id, ()):
            shown.update(data=output["data"], metadata=output["metadata"])


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
        return {"output_type": "stream", "name": name, "text": str(sent.get("text", ""))}
    if kind == "error":
        lines = sent.get("traceback")
        return {
            "output_type": "error",
            "ename": str(sent.get("ename", "")),
            "evalue": str(sent.get("evalue", "")),
            "traceback": [str(line) for line in lines] if isinstance(lines, list) else [],
        }
    if kind in ("display_data", "execute_result"):
        return _rich(str(kind), sent)
    return None


def _rich(kind: str, sent: Mapping[str, Any]) -> Output:
    data, metadata = sent.get("data"), sent.get("metadata")
    output: Output = {
        "output_type": kind,
        "data": _mimes(data) if isinstance(data, dict) else {},
        "metadata": metadata if isinstance(metadata, dict) else {},
    }
    if kind == "execute_result":
        count = sent.get("execution_count")
        output["execution_count"] = count if isinstance(count, int) else None
    return output


def _mimes(data: Mapping[str, Any]) -> dict[str, Any]:
    """Keep texts; other JSON values only where the type is JSON, as nbformat wants it."""
    return {
        mime: value
        for mime, value in data.items()
        if isinstance(value, str) or mime == "application/json" or mime.endswith("+json")
    }
