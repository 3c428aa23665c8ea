"""What a cell's outputs look like on a student's page.

Of an output in several formats the first of these is shown: a PNG or JPEG picture, a table,
markdown, LaTeX as text, plain text. SVG, scripts and widgets are never shown.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from markupsafe import Markup

from autograder.feedback import markup
from autograder.notebook import Json

OUTPUTS_PER_CELL = 40
TEXT_CHARS = 20_000
HTML_CHARS = 300_000
RAW_CHARS = 2_000_000
ALT_CHARS = 200


@dataclass(frozen=True)
class Shown:
    """Hold one output: ``kind`` is text, stderr, error, image, html or note.

    ``content`` is a text, except for ``html``, where it is safe markup, and ``image``, where it is
    a data URI with its description in ``alt``.
    """

    kind: str
    content: str | Markup
    alt: str = ""


def shown(outputs: Iterable[Json]) -> Iterator[Shown]:
    """Yield what is to be seen of a cell's outputs."""
    well_formed = (output for output in outputs if isinstance(output, dict))
    for output in islice(well_formed, OUTPUTS_PER_CELL):
        found = _one(output)
        if found.content:
            yield found
    more = sum(1 for _ in well_formed)
    if more:
        yield Shown("note", f"{more} more outputs are left out here.")


def _one(output: Mapping[str, Json]) -> Shown:
    if output.get("output_type") == "stream":
        is_error = output.get("name") == "stderr"
        return Shown("stderr" if is_error else "text", _text(output.get("text")))
    if output.get("output_type") == "error":
        return Shown("error", _error(output))
    data = output.get("data")
    return _rich(data) if isinstance(data, dict) else Shown("note", "")


def _text(value: Json) -> str:
    text = markup.plain(markup.joined(value)[:RAW_CHARS])
    return markup.shortened(text, TEXT_CHARS).rstrip("\n")


def _error(output: Mapping[str, Json]) -> str:
    frames = output.get("traceback")
    lines = [markup.joined(frame) for frame in frames] if isinstance(frames, list) else []
    name, value = (markup.joined(output.get(key)) for key in ("ename", "evalue"))
    return _text("\n".join(lines)) or _text(f"{name}: {value}")


def _rich(data: Mapping[str, Json]) -> Shown:
    for mime in ("image/png", "image/jpeg"):
        picture = markup.image(mime, data.get(mime))
        if picture:
            alt = _text(data.get("text/plain"))[:ALT_CHARS]
            return Shown("image", picture, alt or "A picture made by this cell")
    html = markup.joined(data.get("text/html"))[:HTML_CHARS]
    # Only tables: what other HTML means is often in its scripts and styles.
    if "<table" in html and (table := markup.html_output(html)):
        return Shown("html", table)
    if "text/markdown" in data:
        return Shown("html", markup.markdown(markup.joined(data["text/markdown"])))
    for mime in ("text/latex", "text/plain"):
        if text := _text(data.get(mime)):
            return Shown("text", text)
    if html and (other := markup.html_output(html).strip()):
        return Shown("html", other)
    return Shown("note", f"This page does not show outputs of this kind ({kinds(data)}).")


def kinds(data: Mapping[str, Json]) -> str:
    """Return the first formats of an output in words."""
    return ", ".join(sorted(markup.plain(str(mime))[:50] for mime in data)[:5])
