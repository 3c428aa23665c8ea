"""Text of students made harmless where it is shown: in terminals, pages and spreadsheets."""

import re

_ESCAPES = re.compile(
    r"\x1b\[[0-?]{0,64}[ -/]{0,64}[@-~]"  # colours and cursor
    r"|\x1b\][^\x07\x1b]{0,2000}(?:\x07|\x1b\\)?"  # window titles and links
    r"|\x1b[ -/]{0,8}[0-~]"
)
# Control characters; lone surrogates, which UTF-8 cannot hold; marks that turn the reading order.
UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Return a text as a terminal leaves it: without colours, progress bars at their end."""
    lines = _ESCAPES.sub("", text).split("\n")
    seen = (line.rstrip("\r").rpartition("\r")[2] for line in lines)
    return UNSHOWABLE.sub("\N{REPLACEMENT CHARACTER}", "\n".join(seen))


# Also the wide forms, which some keyboards write and some spreadsheets read.
_SIGNS = "+-@\uff0b\uff0d\uff20"
_FORMULA = tuple("=\t\r\n\uff1d" + _SIGNS)


def begins_formula(text: str) -> bool:
    """Tell whether a spreadsheet takes a text for a formula, even one that means nothing."""
    return text.startswith(_FORMULA)


def acts_as_formula(text: str) -> bool:
    """Tell whether a text is a formula that calls something; ``-anna`` and ``@ben`` are none."""
    calls = not text.startswith(tuple(_SIGNS)) or any(sign in text for sign in "(|!")
    return begins_formula(text) and calls
