"""What a page that goes to somebody may consist of, told by an HTML parser that knows no more."""

import base64
import hashlib
import re
from collections.abc import Iterator
from html.parser import HTMLParser

POLICY = {
    "default-src": ["'none'"],
    "img-src": ["data:"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
}
FRAME = {
    *("html", "head", "meta", "title", "style", "body", "header", "nav", "main", "footer"),
    "article",
}
TEXT = {
    *("section", "h1", "h2", "h3", "h4", "h5", "h6", "p", "a", "b", "strong", "i", "em", "u", "s"),
    *("del", "sub", "sup", "span", "div", "code", "pre", "kbd", "samp", "blockquote", "ul", "ol"),
    *("li", "dl", "dt", "dd", "table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption"),
    *("hr", "br", "img", "figure", "details", "summary"),
}
BAR = {"svg", "rect"}
VOID = {"meta", "img", "br", "hr", "rect"}
ATTRIBUTES = {
    *("class", "id", "title", "alt", "src", "href", "rel", "scope", "colspan", "rowspan", "start"),
    *("open", "lang", "charset", "name", "content", "http-equiv", "aria-label", "aria-hidden"),
    *("aria-labelledby", "viewbox", "preserveaspectratio", "width", "height"),
}
# A student's own markup may have no more than these; the names and the looks are the page's.
STUDENTS_ATTRIBUTES = {"title", "alt", "src", "href", "rel", "scope", "colspan", "rowspan", "start"}
PICTURE = re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/]*={0,2}")
LINK = re.compile(r"(https?://|mailto:)[^\s]+")
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Rules(HTMLParser):
    """Read a page and collect what is wrong with it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.open: list[tuple[str, frozenset[str]]] = []
        self.policies: list[str] = []
        self.styles: list[str] = []
        self.titles: list[str] = []
        self.ids: list[str] = []
        self.feed(html)
        self.close()
        if self.open:
            self.wrong.append(f"not closed: {self.open}")
        self._at_the_end()

    @property
    def is_students(self) -> bool:
        """Tell whether a student's markup stands here."""
        return any("prose" in names or tag == "samp" for tag, names in self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.wrong += self._of_element(tag, {name: value or "" for name, value in attrs})
        if tag not in VOID:
            names = next((value or "" for name, value in attrs if name == "class"), "")
            self.open.append((tag, frozenset(names.split())))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.wrong += self._of_element(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop()[0] != tag:
            self.wrong.append(f"</{tag}> closes nothing at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        if found := STEERING.search(data):
            self.wrong.append(f"holds {found[0]!r}")
        where = self.open[-1][0] if self.open else ""
        if where == "style":
            self.styles.append(data)
        elif where == "title":
            self.titles.append(data)

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"comment {data[:40]!r}")

    def handle_pi(self, data: str) -> None:
        self.wrong.append(f"instruction {data[:40]!r}")

    def unknown_decl(self, data: str) -> None:
        self.wrong.append(f"declaration {data[:40]!r}")

    def _of_element(self, tag: str, attributes: dict[str, str]) -> Iterator[str]:
        allowed = TEXT if self.is_students else FRAME | TEXT | BAR
        if tag not in allowed:
            yield f"<{tag}> at {self.getpos()}"
        for name, value in attributes.items():
            yield from self._of_attribute(tag, name, value)
        if tag == "meta" and attributes.get("http-equiv"):
            self.policies.append(f"{attributes['http-equiv']}: {attributes['content']}")
        self.ids += [attributes["id"]] if "id" in attributes else []

    def _of_attribute(self, tag: str, name: str, value: str) -> Iterator[str]:
        said = f"<{tag} {name}={value[:80]!r}> at {self.getpos()}"
        if name not in ATTRIBUTES:
            yield said
        is_plain = name == "class" and value in ("", "math")
        if self.is_students and name not in STUDENTS_ATTRIBUTES and not is_plain:
            yield f"a student's {said}"
        if name == "src" and not (tag == "img" and PICTURE.fullmatch(value)):
            yield said
        if name == "href" and not (tag == "a" and (value.startswith("#") or LINK.match(value))):
            yield said
        if STEERING.search(value):
            yield f"steers: {said}"

    def _at_the_end(self) -> None:
        if len(self.styles) != 1 or len(self.policies) != 1 or len(self.titles) != 1:
            self.wrong.append(f"{len(self.styles)} styles, {self.policies}, {self.titles}")
            return
        if re.search(r"url\(|@import|expression", self.styles[0]):
            self.wrong.append("the style sheet loads something")
        if len(self.ids) != len(set(self.ids)):
            self.wrong.append(f"ids stand twice: {self.ids}")
        header, _, text = self.policies[0].partition(": ")
        found = dict((words[0], words[1:]) for words in map(str.split, text.split(";")))
        digest = base64.b64encode(hashlib.sha256(self.styles[0].encode()).digest()).decode()
        wanted = POLICY | {"style-src": [f"'sha256-{digest}'"]}
        if header != "Content-Security-Policy" or found != wanted:
            self.wrong.append(f"policy {self.policies[0]}")


def rules_broken(html: str) -> list[str]:
    """Return what no page may hold, or nothing."""
    return Rules(html).wrong
