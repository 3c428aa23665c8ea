"""Text, code, markdown and HTML of students, made safe to stand in a page.

All of it is hostile until proven otherwise. Markdown and HTML pass a sanitiser that keeps a short
list of tags without style, script or frame; a picture is shown only when its bytes are what they
claim to be; everything else is escaped text.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers.python import PythonLexer

from autograder.notebook import Json
from autograder.plain_text import UNSHOWABLE
from autograder.plain_text import plain as plain

CODE_CHARS = 50_000
MARKDOWN_CHARS = 20_000
HTML_TAGS = 6_000
IMAGE_BYTES = 4 * 2**20

KEPT = 200
KEPT_CHARS = 5_000
"""How many texts, up to which length, are kept in their HTML: most are the same for a class."""

_MAGIC = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
_SAFE_LINK = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
_DATA_URI = re.compile(r"data:(image/(?:png|jpeg));base64,(.*)", re.DOTALL)

_TABLE_TAGS = {"table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption"}
_TEXT_TAGS = {
    *("p", "br", "hr", "div", "span", "b", "strong", "i", "em", "u", "s", "del", "sub", "sup"),
    *("code", "pre", "kbd", "blockquote", "ul", "ol", "li", "dl", "dt", "dd"),
}
_MARKDOWN_TAGS = _TABLE_TAGS | _TEXT_TAGS | {"a", "img"}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_DROPPED_WITH_CONTENT = {
    *("script", "style", "svg", "math", "iframe", "object", "embed", "noscript", "template"),
    *("title", "head", "textarea", "select", "noembed", "noframes", "xmp"),
}
_CELL_ATTRIBUTES = {"colspan", "rowspan", "scope"}
_ATTRIBUTES = {"th": _CELL_ATTRIBUTES, "td": _CELL_ATTRIBUTES, "ol": {"start"}}
_MARKDOWN_ATTRIBUTES = {**_ATTRIBUTES, "a": {"href", "title"}, "img": {"src", "alt", "title"}}


def shortened(text: str, chars: int) -> str:
    """Return a text of about ``chars`` characters at most: its beginning and its end."""
    if len(text) <= chars:
        return text
    head, tail = chars * 3 // 4, chars // 4
    left_out = len(text) - head - tail
    return f"{text[:head]}\n\n[... {left_out:,} characters are left out here ...]\n\n{text[-tail:]}"


def code(source: str) -> Markup:
    """Return Python source, coloured."""
    text = shortened(plain(source), CODE_CHARS)
    return _kept_code(text) if len(text) <= KEPT_CHARS else _coloured(text)


@lru_cache(KEPT)
def _kept_code(text: str) -> Markup:
    return _coloured(text)


def _coloured(text: str) -> Markup:
    # Safe: the formatter escapes every token.
    return Markup(highlight(text, *_colouring()))  # noqa: S704


@lru_cache(maxsize=1)
def _colouring() -> tuple[PythonLexer, HtmlFormatter[str]]:
    return PythonLexer(), HtmlFormatter(nowrap=True)


def image(mime: str, encoded: Json) -> str | None:
    """Return a picture as a data URI, or None when it is not the PNG or JPEG it claims to be."""
    text = joined(encoded)
    if mime not in _MAGIC or len(text) > 2 * IMAGE_BYTES:
        return None
    try:
        raw = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    if not raw.startswith(_MAGIC[mime]) or len(raw) > IMAGE_BYTES:
        return None
    return f"data:{mime};base64,{base64.b64encode(raw).decode('ascii')}"


def joined(value: Json) -> str:
    """Return a notebook's text, which may be stored as a list of lines."""
    if isinstance(value, list):
        return "".join(line for line in value if isinstance(line, str))
    return value if isinstance(value, str) else ""


def html_output(text: str) -> Markup:
    """Return the tables and the text of an HTML output; nothing when it has too many tags."""
    # Deep nesting takes the sanitiser a time that grows with the square of the depth.
    if text.count("<") > HTML_TAGS:
        return Markup()
    clean = nh3.clean(
        UNSHOWABLE.sub("", text),
        tags=_TABLE_TAGS | _TEXT_TAGS,
        clean_content_tags=_DROPPED_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        url_schemes=set(),
    )
    return Markup(clean)  # noqa: S704  # sanitised


def markdown(source: str, attachments: Json = None, *, lower: int = 2) -> Markup:
    """Return a markdown cell as HTML; pictures only from ``attachments`` or the text itself.

    Headings go down by ``lower`` levels, below the page's own.
    """
    text = shortened(plain(source), MARKDOWN_CHARS)
    if attachments or len(text) > KEPT_CHARS:
        return _formatted(text, attachments if isinstance(attachments, dict) else {}, lower)
    return _kept_markdown(text, lower)


@lru_cache(KEPT)
def _kept_markdown(text: str, lower: int) -> Markup:
    return _formatted(text, {}, lower)


def _formatted(text: str, pictures: Mapping[str, Json], lower: int) -> Markup:
    parser = _parser()
    tokens = parser.parse(text)
    for token in tokens:
        _adapt(token, pictures, lower)
    clean = nh3.clean(
        parser.renderer.render(tokens, parser.options, {}),
        tags=_MARKDOWN_TAGS | set(_HEADINGS[lower:]),
        clean_content_tags=_DROPPED_WITH_CONTENT,
        attributes=_MARKDOWN_ATTRIBUTES,
        attribute_filter=lambda tag, name, value: _attribute(tag, name, value, pictures),
        # The filter above decides which of these may stay where.
        url_schemes={"http", "https", "mailto", "data", "attachment"},
        allowed_classes={"span": {"math"}, "div": {"math"}},
    )
    return Markup(clean)  # noqa: S704  # sanitised


def _adapt(token: Token, pictures: Mapping[str, Json], lower: int) -> None:
    """Lower a heading; put words in the place of a picture that cannot be shown."""
    if token.type in ("heading_open", "heading_close"):
        token.tag = f"h{min(6, int(token.tag[1]) + lower)}"
    for child in token.children or ():
        if child.type == "image" and not _picture(str(child.attrGet("src")), pictures):
            child.type, child.content = "text", f"[picture: {child.content or 'not shown'}]"


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    # Kept as text: without this, markdown takes the underscores of a formula for emphasis.
    return parser.use(
        dollarmath_plugin,
        allow_labels=False,
        allow_digits=False,
        double_inline=True,
        renderer=_formula,
    )


def _formula(content: str, options: Mapping[str, Json]) -> str:
    # With its dollar signs: "$5 and $6" is no formula, and stays what it was.
    marks = "$$" if options.get("display_mode") else "$"
    return f"{marks}{escape(content)}{marks}"


def _attribute(tag: str, name: str, value: str, pictures: Mapping[str, Json]) -> str | None:
    if (tag, name) == ("a", "href"):
        return value if _SAFE_LINK.match(value) else None
    if (tag, name) == ("img", "src"):
        return _picture(value, pictures)
    return value


def _picture(source: str, pictures: Mapping[str, Json]) -> str | None:
    if source.startswith("attachment:"):
        found = pictures.get(source.removeprefix("attachment:"))
        entries = found.items() if isinstance(found, dict) else ()
        return next((uri for mime, raw in entries if (uri := image(mime, raw))), None)
    inline = _DATA_URI.fullmatch(source)
    return image(inline[1], inline[2]) if inline else None
