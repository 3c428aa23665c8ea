"""The copy of a notebook that people read, with nothing in it that acts.

nbgrader's formgrader puts the HTML of a student's outputs and markdown into its own page as it
stands, where a script could give points in the instructor's name. So a copy holds only what a
feedback page would show, already safe: whatever program shows it, however little it escapes.
Comes in: the notebook as it ran. Goes out: the same, to be written into ``autograded/``.
"""

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

from markupsafe import escape

from autograder.feedback import markup
from autograder.feedback.outputs import HTML_CHARS, kinds
from autograder.notebook import Cell, Json, Notebook

_OURS = "autograder"
_HANDED_IN = "handed_in"
_PICTURES = ("image/png", "image/jpeg")
_TEXTS = ("text/latex", "text/plain")
_PIXELS = 10_000
# A tag, a link, a heading with its sign before it or a line below it.
_MORE_THAN_TEXT = re.compile(r"[<\]#]|[-=]\s*$", re.MULTILINE)


def harmless(notebook: Notebook) -> Notebook:
    """Return a notebook whose cells and outputs may stand in any page as they are.

    The instructor's own locked text is left alone.
    """
    return dataclasses.replace(notebook, cells=tuple(map(_cell, notebook.cells)))


def as_handed_in(cell: Cell) -> str:
    """Return what the student wrote into a cell whose copy says it in another way."""
    ours = cell.metadata.get(_OURS)
    found = ours.get(_HANDED_IN) if isinstance(ours, dict) else None
    return found if isinstance(found, str) else cell.source


def _cell(cell: Cell) -> Cell:
    if cell.cell_type == "code":
        return dataclasses.replace(cell, outputs=tuple(map(_output, cell.outputs)))
    source = cell.source if cell.is_locked else _prose(cell)
    if source == cell.source:
        return cell
    metadata = {**cell.metadata, _OURS: {_HANDED_IN: as_handed_in(cell)}}
    return dataclasses.replace(cell, source=source, metadata=metadata)


def _prose(cell: Cell) -> str:
    if cell.cell_type == "raw":
        return str(escape(as_handed_in(cell)))
    return _markdown(as_handed_in(cell), cell.attachments, lower=0)


def _markdown(source: str, attachments: Json = None, *, lower: int = 2) -> str:
    """Return markdown that every reader takes for the same, and none for anything that acts.

    Parsers differ in what is code, a link or a tag, and some give headings ids that a page may
    have itself. So what has any of these is made HTML here: one line, which all of them pass on as
    it stands.
    """
    if not _MORE_THAN_TEXT.search(source):
        return source
    return one_line(str(markup.markdown(source, attachments, lower=lower)))


def one_line(html: str) -> str:
    """Return safe HTML as one block of markdown: without line ends, and nothing like a formula."""
    for sign in "\n\r\t$\\":
        html = html.replace(sign, f"&#{ord(sign)};")
    return f"<div>{html}</div>"


def _output(output: Json) -> Json:
    if not isinstance(output, dict) or "data" not in output:
        return output
    data = output["data"] if isinstance(output["data"], dict) else {}
    metadata = output.get("metadata")
    sizes = {mime: _size(metadata, mime) for mime in _PICTURES}
    return {
        **output,
        "data": dict(_data(data)),
        "metadata": {mime: size for mime, size in sizes.items() if size and mime in data},
    }


def _data(data: Mapping[str, Json]) -> dict[str, Any]:
    """Return the formats of an output that can do nothing, or a word on what there was."""
    found = {mime: uri.partition(",")[2] for mime in _PICTURES if (uri := _picture(data, mime))}
    if html := _table(data):
        found["text/html"] = html
    if markdown := markup.joined(data.get("text/markdown")):
        found["text/markdown"] = _markdown(markdown)
    found |= {mime: text for mime in _TEXTS if (text := markup.joined(data.get(mime)))}
    return found or {"text/plain": _instead(data)}


def _picture(data: Mapping[str, Json], mime: str) -> str | None:
    return markup.image(mime, data.get(mime))


def _table(data: Mapping[str, Json]) -> str:
    html = markup.joined(data.get("text/html"))[:HTML_CHARS]
    if "<table" in html or not any(mime in data for mime in (*_TEXTS, "text/markdown")):
        return str(markup.html_output(html)).strip()
    return ""


def _instead(data: Mapping[str, Json]) -> str:
    return f"[an output of a kind that is not shown: {kinds(data)}]" if data else ""


def _size(metadata: Json, mime: str) -> dict[str, int]:
    """Return width and height of a picture; nbconvert writes them down without quotes."""
    of_all = metadata if isinstance(metadata, dict) else {}
    found = of_all.get(mime)
    given = found if isinstance(found, dict) else {}
    sizes = {name: given.get(name) for name in ("width", "height")}
    return {name: n for name, n in sizes.items() if type(n) is int and 0 < n <= _PIXELS}
