"""A student's code without the student: names, addresses, folders and long numbers taken out.

What runs should run as before. So comments lose most, strings less, and names in code only what
can mean nothing but the student. A name that the work mentions otherwise cannot be recognised.
"""

import builtins
import io
import keyword
import re
import tokenize
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from autograder.notebook import Notebook
from autograder.plain_text import UNSHOWABLE

STUDENT = "student"
"""What stands where a name stood."""

_LEAST_LETTERS = 3
_FREE_LETTERS = 5
"""A part of a name with fewer letters counts only where it stands alone: ``tim``, not ``time``."""
_LETTERS = re.compile(r"[^\W\d_]+")
# It begins where a word does: otherwise a long word is searched from each of its letters.
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HOME = re.compile(
    r"((?:(?<![\w.)\]])/(?:home|users)/|\b[a-z]:(?:\\{1,2}|/)users(?:\\{1,2}|/)))"
    r"((?!student\b)(?:[^/\\\"'\n]+(?=[/\\])|[^/\\\"'\s<>|:]+))",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\d.])\d{6,}(?!\.?\d)")
_CONTROL = re.compile(f"{UNSHOWABLE.pattern[:-1]}\u2028\u2029]")
_MAGIC = re.compile(r"^([ \t]*)[%!?]", re.MULTILINE)
_FEEDS = re.compile(r"^\x0c+", re.MULTILINE)
_PREFIX = re.compile(r"[A-Za-z]*")
_DIGRAPHS = {"ae": "äæ", "oe": "öøœ", "ue": "ü", "ss": "ß"}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "æ": "ae", "œ": "oe"})


class _Part(Enum):
    """Name what a piece of a cell is."""

    CODE = "code"
    TEXT = "text"
    RAW_TEXT = "raw text"
    COMMENT = "comment"


@dataclass(frozen=True)
class Names:
    """Hold what gives a student away.

    ``everywhere`` is taken out of code too. ``in_comments`` has also numbers, and names that
    are words of Python or of the notebook (``max``): ``ambiguous`` finds these where they are left.
    """

    everywhere: re.Pattern[str] | None = None
    in_comments: re.Pattern[str] | None = None
    ambiguous: re.Pattern[str] | None = None


@dataclass
class Findings:
    """Count what was taken out, by what it was and what stands there now, and what was left."""

    replaced: Counter[tuple[str, str]] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)


def names_of(given: Iterable[str], notebook: Notebook) -> Names:
    """Return what gives a student away, from ids and names; ``notebook`` is the master's."""
    found = {each for name in given for each in _parts(name)}
    known = _words(notebook)
    # A number in code is a value, whoever's number it may be.
    ambiguous = {each for each in found if each in known or each.isdigit()}
    return Names(_pattern(found - ambiguous), _pattern(found), _pattern(ambiguous))


def _parts(name: str) -> Iterator[str]:
    """Yield a name as a whole and its parts, in plain letters and with umlauts written out."""
    lower = unicodedata.normalize("NFC", name).lower()
    for each in {_bare(lower), _bare(lower.translate(_UMLAUTS))}:
        yield from (part for part in _LETTERS.findall(each) if len(part) >= _LEAST_LETTERS)
        if len(each.strip()) >= _LEAST_LETTERS:
            yield each.strip()


def _bare(text: str) -> str:
    """Return a text without the marks on its letters."""
    return "".join(
        each
        for each in unicodedata.normalize("NFD", text.casefold())
        if not unicodedata.combining(each)
    )


def _words(notebook: Notebook) -> frozenset[str]:
    """Return the words of Python and of a notebook's code, also of code in its text."""
    texts = [*keyword.kwlist, *keyword.softkwlist, *dir(builtins)]
    for cell in notebook.cells:
        is_code = cell.cell_type == "code"
        texts += [cell.source] if is_code else re.findall(r"`([^`\n]+)`", cell.source)
    return frozenset(word.lower() for text in texts for word in _LETTERS.findall(text))


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(_form, ordered)), re.IGNORECASE) if ordered else None


def _form(name: str) -> str:
    """Return a pattern for a name in plain letters, however its letters are marked in the text."""
    tokens = re.findall("|".join(_DIGRAPHS) + "|.", name, re.DOTALL)
    found = "".join(map(_letter, tokens))
    if name.isdigit():
        return rf"(?<!\d){name}(?!\d)"
    if len(name) >= _FREE_LETTERS:
        return found
    # A sign of an underscore or a digit beside it is no letter: `tim_1` is a name of Tim's.
    return rf"(?<![^\W\d_]){found}(?![^\W\d_])"


def _letter(token: str) -> str:
    if token in _DIGRAPHS:
        return f"(?:{''.join(map(_letter, token))}|[{_DIGRAPHS[token]}])"
    forms = _MARKED.get(token, "")
    return rf"[{token}{forms}][\u0300-\u036f]*" if forms else re.escape(token)


def _marked() -> dict[str, str]:
    found: dict[str, str] = {}
    for each in map(chr, range(0xC0, 0x250)):
        base = unicodedata.normalize("NFD", each)[0].lower()
        if base.isascii() and base.isalpha():
            found[base] = found.get(base, "") + each
    return found


_MARKED = _marked()
"""The letters of European languages that are a plain letter with a mark."""


def anonymise(source: str, names: Names, findings: Findings) -> str:
    """Return a cell's text without the student, and without signs that cannot be shown.

    What was taken out is counted in ``findings``.
    """
    text = source.replace("\r\n", "\n").replace("\r", "\n")
    text = _taken(_HOME, _FEEDS.sub("", text), lambda found: f"{found[1]}{STUDENT}", findings)
    return "".join(_without(part, piece, names, findings) for part, piece in _pieces(text))


def _taken(
    pattern: re.Pattern[str] | None,
    text: str,
    by: Callable[[re.Match[str]], str],
    findings: Findings,
) -> str:
    """Replace what a pattern finds, and count it."""

    def replaced(found: re.Match[str]) -> str:
        new = by(found)
        if new != found[0]:
            findings.replaced[(found[0], new)] += 1
        return new

    return text if pattern is None else pattern.sub(replaced, text)


def _without(part: _Part, text: str, names: Names, findings: Findings) -> str:
    if part is not _Part.CODE:
        text = _taken(_MAIL, text, lambda found: STUDENT, findings)
    known = names.in_comments if part is _Part.COMMENT else names.everywhere
    text = _taken(known, text, lambda found: STUDENT, findings)
    if part is not _Part.CODE:
        # Zeros of the same length: a colour stays a colour.
        text = _taken(_NUMBER, text, lambda found: "0" * len(found[0]), findings)
    if part is not _Part.COMMENT and names.ambiguous is not None:
        findings.left.update(names.ambiguous.findall(text))
    return _shown(part, text, findings)


def _shown(part: _Part, text: str, findings: Findings) -> str:
    """Write control characters so that no terminal acts on them when the file is shown."""

    def shown(found: re.Match[str]) -> str:
        sign, number = found[0], ord(found[0])
        if part is _Part.TEXT:
            new = f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"
        else:
            new = " " if sign == "\x0c" else "\N{REPLACEMENT CHARACTER}"
        findings.replaced[(f"U+{number:04X}", new)] += 1
        return new

    return _CONTROL.sub(shown, text)


def _pieces(source: str) -> Iterator[tuple[_Part, str]]:
    """Cut a cell into code, strings and comments; together they are the cell."""
    # A magic is no Python, and its line is as free as a comment.
    shadow = _MAGIC.sub(r"\1#", source)
    try:
        spans = list(_spans(shadow))
    except (tokenize.TokenError, SyntaxError, ValueError):
        yield from _by_lines(source)
        return
    at = 0
    for start, end, is_comment in spans:
        yield _Part.CODE, source[at:start]
        text = source[start:end]
        yield from [(_Part.COMMENT, text)] if is_comment else _string(text)
        at = end
    yield _Part.CODE, source[at:]


def _spans(source: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where each string and each comment begins and ends, and whether it is a comment."""
    starts = [0]
    for line in source.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    depth, begin = 0, 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        kind = tokenize.tok_name[token.type]
        start, end = (starts[row - 1] + column for row, column in (token.start, token.end))
        # From Python 3.12 on, a string with expressions in it is many tokens.
        if kind.endswith("STRING_START"):
            begin = start if depth == 0 else begin
            depth += 1
        elif kind.endswith("STRING_END"):
            depth -= 1
            if depth == 0:
                yield begin, end, False
        elif depth == 0 and kind in ("STRING", "COMMENT"):
            yield start, end, kind == "COMMENT"


def _string(text: str) -> Iterator[tuple[_Part, str]]:
    found = _PREFIX.match(text)
    prefix = found[0].lower() if found else ""
    part = _Part.RAW_TEXT if "r" in prefix else _Part.TEXT
    if "f" not in prefix and "t" not in prefix:
        yield part, text
        return
    # What stands in braces is code; two braces are a sign of the text.
    depth = 0
    for piece in re.split(r"(\{\{|\}\}|[{}])", text):
        yield _Part.CODE if depth or piece in ("{", "}") else part, piece
        if piece.startswith("{") and (depth or piece == "{"):
            depth += len(piece)
        elif piece.startswith("}") and depth:
            depth = max(0, depth - len(piece))


def _by_lines(source: str) -> Iterator[tuple[_Part, str]]:
    """Cut a cell that is no Python at the first ``#`` of each line."""
    for line in source.splitlines(keepends=True):
        code, sign, comment = line.partition("#")
        yield _Part.CODE, code
        yield _Part.COMMENT, sign + comment
