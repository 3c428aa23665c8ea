"""The feedback page, read back by an HTML parser: what a student sees, and what can do no harm."""

import base64
import dataclasses
import hashlib
import re
import time
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.feedback import render
from autograder.notebook import Cell, Json, Notebook
from autograder.results import NotebookResult, Result, State, TestResult
from autograder.verdicts import Verdict

PNG = b"\x89PNG\r\n\x1a\n" + b"rest of a picture"
JPEG = b"\xff\xd8\xff" + b"rest of a picture"
VOID = {"meta", "img", "br", "hr", "rect", "link", "input", "base", "col"}


class Page(HTMLParser):
    """Collect the elements of a page, the text outside of its style sheet, and its balance."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.css: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        (self.css if self.open[-1:] == ["style"] else self.words).append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def markdown(source: str, attachments: Json = None) -> Cell:
    return Cell("markdown", source, attachments=attachments)


def code(source: str, *outputs: Json) -> Cell:
    return Cell("code", source, outputs=outputs)


def answer(source: str) -> Cell:
    return Cell("code", source, {"nbgrader": {"grade_id": "a", "solution": True}})


def test_cell(grade_id: str, source: str = "assert r > 0", *outputs: Json) -> Cell:
    roles = {"grade_id": grade_id, "grade": True, "locked": True, "points": 2}
    return Cell("code", source, {"nbgrader": roles}, outputs=outputs)


test_cell.__test__ = False  # type: ignore[attr-defined]  # it makes cells, it is no test


def display(**data: Json) -> Json:
    """Make an output: ``text_html="..."`` is its ``text/html``."""
    named = {name.replace("_", "/", 1): value for name, value in data.items()}
    return {"output_type": "display_data", "data": named, "metadata": {}}


def stream(text: Json, name: str = "stdout") -> Json:
    return {"output_type": "stream", "name": name, "text": text}


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def outcome(
    grade_id: str = "t1",
    verdict: Verdict = Verdict.PASSED,
    points: float | None = 2.0,
    message: str = "",
    exercise: str = "Exercise 1: Add",
) -> TestResult:
    return TestResult(grade_id, exercise, verdict, points, 2.0, message, "NOTE-FOR-INSTRUCTOR")


def page(*cells: Cell, tests: tuple[TestResult, ...] = (), notices: tuple[str, ...] = ()) -> str:
    notebook = NotebookResult("first", tests, notices)
    result = Result("ada", "week1", State.GRADED, (notebook,), problem="PROBLEM-FOR-INSTRUCTOR")
    return render(result, notebook, Notebook(cells))


def parsed(*cells: Cell) -> Page:
    return Page(page(*cells))


def assert_harmless(html: str) -> Page:
    """Check what no page may have, whatever a student wrote."""
    found = Page(html)
    assert found.open == []
    names = {name for name, _ in found.elements}
    forbidden = {"script", "iframe", "object", "embed", "form", "link", "base", "button", "video"}
    assert not names & forbidden
    assert len(found.all("style")) == 1
    assert len(found.all("svg")) == len([e for e in found.elements if e[0] == "rect"]) / 2
    assert len(found.all("meta")) == 6
    for _, attributes in found.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        assert re.match(r"(https?:|mailto:|#)", attributes.get("href") or "#")
        assert re.match(
            r"data:image/(png|jpeg);base64,", attributes.get("src") or "data:image/png;base64,"
        )
    return found


# What a student sees.


def test_the_header_names_assignment_student_and_points() -> None:
    tests = (outcome("t1", points=2.0), outcome("t2", Verdict.PARTIAL, 0.5, exercise="Exercise 2"))
    found = Page(page(test_cell("t1"), test_cell("t2"), tests=tests))
    assert "assignment week1 first ada 2.5 of 4 points" in found.text
    assert re.search(r"Exercise 1: Add ✓ Passed \(t1\) 2 of 2", found.text)
    assert re.search(r"Exercise 2 ◐ Partly right \(t2\) 0.5 of 2", found.text)


def test_the_whole_assignment_is_summed_when_it_has_several_notebooks() -> None:
    one, two = NotebookResult("one", (outcome(),)), NotebookResult("two", (outcome(points=1.0),))
    html = render(Result("ada", "week1", State.GRADED, (one, two)), two, Notebook(()))
    assert "1 of 2 points The whole assignment: 3 of 4 points" in Page(html).text


def test_a_card_has_verdict_points_and_message() -> None:
    message = "r is the sum of <both> numbers"
    test = outcome(verdict=Verdict.FAILED, points=0.0, message=message)
    text = Page(page(test_cell("t1"), tests=(test,))).text
    assert f"✗ Not right yet 0 of 2 points {message} Test t1 What this test shows assert r" in text


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict.MISSING, "Is the name spelled as asked, and does the cell"),
        (Verdict.ERROR, "run all cells in order"),
        (Verdict.TIMEOUT, "a loop that does not end"),
        (Verdict.MEMORY, "grows without end"),
        (Verdict.CRASHED, "exit() or quit()"),
    ],
)
def test_a_lost_point_comes_with_something_to_try(verdict: Verdict, words: str) -> None:
    test = outcome(verdict=verdict, points=0.0)
    assert words in Page(page(test_cell("t1"), tests=(test,))).text


@pytest.mark.parametrize("verdict", [Verdict.UNSUPPORTED, Verdict.INTERNAL])
def test_a_verdict_without_score_is_no_loss_but_waits(verdict: Verdict) -> None:
    test = outcome(verdict=verdict, points=None)
    text = Page(page(test_cell("t1"), tests=(test,))).text
    assert "2 points are still to be decided." in text
    assert "to be decided (2 points)" in text
    assert "A person will look at it; it costs you nothing." in text


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_words(verdict: Verdict) -> None:
    points = 1.0 if verdict.carries_score else None
    assert_harmless(page(test_cell("t1"), tests=(outcome(verdict=verdict, points=points),)))


def test_notices_stand_at_the_top() -> None:
    text = Page(page(markdown("the work"), notices=("Test t1 was put back.",))).text
    assert text.index("Test t1 was put back.") < text.index("the work")


def test_what_is_for_the_instructor_never_reaches_the_page() -> None:
    secret = {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["HIDDEN-TRACE"]}
    cell = test_cell("t1", "assert True", secret, stream("HIDDEN-PRINT"))
    html = page(cell, tests=(outcome(verdict=Verdict.UNSUPPORTED, points=None),))
    for secret_word in ("NOTE-FOR", "PROBLEM-FOR", "HIDDEN-TRACE", "HIDDEN-PRINT"):
        assert secret_word not in html


def test_a_result_without_its_cell_is_shown_at_the_end() -> None:
    text = Page(page(markdown("the work"), tests=(outcome("gone"),))).text
    assert (
        text.index("the work") < text.index("not in the notebook above") < text.index("Test gone")
    )


def test_a_copied_test_cell_gets_its_card_once() -> None:
    found = Page(page(test_cell("t1"), test_cell("t1"), tests=(outcome(),)))
    assert [a.get("id") for a in found.all("section")].count("test-1") == 1


def test_links_in_the_table_of_points_lead_to_the_cards() -> None:
    tests = (outcome("t1"), outcome("t2", exercise="Exercise 2"))
    found = Page(page(test_cell("t1"), test_cell("t2"), tests=tests))
    ids = {attributes.get("id") for _, attributes in found.elements}
    targets = {a["href"] for a in found.all("a")}
    assert targets == {"#notebook", "#test-1", "#test-2"}
    assert targets <= {f"#{each}" for each in ids}


def test_code_markdown_and_outputs_are_shown() -> None:
    error = {"output_type": "error", "ename": "KeyError", "evalue": "'x'", "traceback": []}
    found = parsed(
        markdown("# Title\n\n*soft* and **loud**\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
        code("x = 1 < 2", stream(["one\n", "two"]), error),
        answer(""),
    )
    assert "Title soft and loud a b 1 2" in found.text
    assert "x = 1 < 2 one two KeyError: 'x' Your answer This cell is empty." in found.text
    assert len(found.all("h1")) == 1  # the student's headings stand below the page's own
    assert len(found.all("h3")) == 1


def test_formulas_stay_as_they_were_typed() -> None:
    text = parsed(markdown("so $a_1 * b_2$, and\n\n$$\\sum_i x_i$$\n\nfor $5 and $6")).text
    assert "so $a_1 * b_2$ , and $$\\sum_i x_i$$ for $5 and $6" in text
    assert "$a<b>c$" in parsed(markdown("$a<b>c$")).text


def test_colours_and_progress_bars_of_a_terminal_are_undone() -> None:
    text = "\x1b[31mred\x1b[0m\n 10%\r 50%\r100%\r\n\x1b]0;title\x07end\x00"
    assert "red 100% end\N{REPLACEMENT CHARACTER}" in parsed(code("", stream(text))).text


def test_a_table_of_pandas_keeps_its_cells_and_loses_its_style() -> None:
    frame = (
        "<div><style scoped>.dataframe tbody tr th {top: 0}</style>"
        '<table border="1" class="dataframe"><thead><tr style="text-align: right;"><th></th>'
        "<th>mass</th></tr></thead><tbody><tr><th>0</th><td>1.5</td></tr></tbody></table></div>"
    )
    found = assert_harmless(page(code("df", display(text_html=frame, text_plain="PLAIN"))))
    assert "mass 0 1.5" in found.text
    assert "PLAIN" not in found.text
    assert "dataframe" not in found.text


def test_html_without_a_table_gives_way_to_plain_text() -> None:
    widget = "<div id='sk-1'><style>x</style>Estimator<input type=checkbox></div>"
    text = parsed(code("model", display(text_html=widget, text_plain="MLPRegressor()"))).text
    assert "MLPRegressor()" in text
    assert "Estimator" not in text


@pytest.mark.parametrize(("mime", "raw"), [("image/png", PNG), ("image/jpeg", JPEG)])
def test_a_figure_is_shown_with_a_description(mime: str, raw: bytes) -> None:
    data = {mime: b64(raw) + "\n", "text/plain": "<Figure size 640x480 with 1 Axes>"}
    output = {"output_type": "display_data", "data": data}
    (image,) = parsed(code("", output)).all("img")
    assert image["src"] == f"data:{mime};base64,{b64(raw)}"
    assert image["alt"] == "<Figure size 640x480 with 1 Axes>"


def test_an_attached_picture_is_shown() -> None:
    cell = markdown("![my proof](attachment:p.png)", {"p.png": {"image/png": b64(PNG)}})
    (image,) = parsed(cell).all("img")
    assert image == {"src": f"data:image/png;base64,{b64(PNG)}", "alt": "my proof"}


# What can do no harm.

BROKEN_PICTURES = [
    {"image/png": b64(b"<svg onload=alert(1)>")},
    {"image/png": "not base 64!"},
    {"image/png": 'x" onerror="alert(1)'},
    {"image/png": b64(JPEG)},
    {"image/png": {"no": "text"}},
    {"image/png": b64(PNG + b"0" * 5 * 2**20)},
    {"image/svg+xml": "<svg onload=alert(1)></svg>"},
    {"image/gif": b64(b"GIF89a")},
]


@pytest.mark.parametrize("data", BROKEN_PICTURES)
def test_what_is_no_png_or_jpeg_is_not_shown_as_a_picture(data: Json) -> None:
    output = {"output_type": "display_data", "data": data}
    found = assert_harmless(page(code("", output)))
    assert found.all("img") == []
    assert "does not show outputs of this kind" in found.text


HOSTILE = [
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "<style>body{display:none}</style>",
    "</article></main></body></html><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a> [y](javascript:alert(1))',
    "<a href=' java\tscript:alert(1)'>x</a> [z](JaVaScRiPt&#58;alert(1))",
    '[x](other.html) <a href="data:text/html,x">x</a> <a href="attachment:x">x</a>',
    "<svg><script>alert(1)</script></svg> <svg onload=alert(1)>",
    '![p](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+) <img src="data:text/html,x">',
    "<iframe src=https://example.org></iframe><object data=x></object><embed src=x>",
    '<form action=https://example.org><input name=x><button formaction="javascript:x">b</button>',
    '<meta http-equiv=refresh content="0;url=https://example.org"><base href=https://example.org>',
    '<p style="position:fixed;inset:0" id="points" class="card good">covered</p>',
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "$</span><script>alert(1)</script>$",
    "![p](https://example.org/seen.png) <img src=https://example.org/seen.png>",
    "{{ 7 * 7 }}{% raw %}",
    "<!-- --!><script>alert(1)</script> -->",
    "<table><td><template><script>alert(1)</script>",
    "\ud800 lone surrogate",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_does_no_harm_wherever_it_stands(text: str) -> None:
    error = {"output_type": "error", "ename": text, "evalue": text, "traceback": [text]}
    html = render(
        dataclasses.replace(
            Result(text, text, State.GRADED, ()),
            handed_in=text,
            notebooks=(
                NotebookResult(text, (outcome(text, message=text, exercise=text),), (text,)),
            ),
        ),
        NotebookResult(text, (outcome(text, message=text, exercise=text),), (text,)),
        Notebook(
            (
                markdown(text),
                markdown(f"a [ref]: {text}\n\n# {text}\n\n| {text} | b |\n|---|---|\n| {text} |"),
                code(text, stream(text), stream(text, "stderr"), error),
                code("", display(text_html=f"<table><tr><td>{text}</td></tr></table>{text}")),
                code("", display(text_html=text), display(text_markdown=text)),
                code("", display(text_latex=text), {"output_type": "x", "data": {text: text}}),
                Cell("raw", text),
                test_cell(text, text),
            )
        ),
    )
    html.encode("utf-8")
    found = assert_harmless(html)
    assert found.all("img") == [{}] * len(found.all("img")) or all(
        "example.org" not in (image.get("src") or "") for image in found.all("img")
    )
    assert [a.get("id") for _, a in found.elements].count("points") == 1


MALFORMED: list[Json] = [
    None,
    "text",
    {},
    {"output_type": "stream"},
    {"output_type": "stream", "text": {"a": 1}},
    {"output_type": "error", "traceback": "text"},
    {"output_type": "error", "traceback": [1, None]},
    {"output_type": "display_data", "data": []},
    {"output_type": "display_data", "data": {"text/html": 7}},
    {"output_type": "display_data", "data": {}},
]


@pytest.mark.parametrize("output", MALFORMED)
def test_a_malformed_output_is_passed_over(output: Json) -> None:
    assert_harmless(page(code("x", output)))


@pytest.mark.parametrize("attachments", [None, 7, {"p": 1}, {"p": {"image/png": 3}}, {"p": None}])
def test_malformed_attachments_are_passed_over(attachments: Json) -> None:
    found = assert_harmless(page(markdown("![drawing](attachment:p)", attachments)))
    assert found.all("img") == []
    assert "[picture: drawing]" in found.text


def test_a_huge_output_is_cut_and_says_so() -> None:
    html = page(code("", stream("begin " + "x" * 10**6 + " finish")))
    assert len(html) < 60_000
    text = Page(html).text
    assert "begin xxx" in text
    assert "xxx finish" in text
    assert "characters are left out here" in text


def test_many_outputs_and_many_cells_are_cut_and_say_so() -> None:
    many = parsed(code("", *[stream("x")] * 100))
    assert "60 more outputs are left out here." in many.text
    html = page(*[markdown("word " * 20_000)] * 30, tests=(outcome("t1"),))
    assert "The last 20 cells are left out here" in Page(html).text
    assert "Test t1" in Page(html).text


@pytest.mark.parametrize(
    "cell",
    [
        markdown("[" * 50_000),
        markdown("![a" * 20_000),
        markdown("*a_ " * 15_000),
        markdown("$$ " * 20_000),
        markdown(">" * 50_000),
        code("(" * 50_000),
        code("", display(text_html="<div>" * 60_000 + "<table>")),
        code("", stream("\x1b]" * 10**6)),
        code("", stream("\r" * 10**6)),
    ],
    ids=range(9),
)
def test_no_text_keeps_the_grader_busy(cell: Cell) -> None:
    start = time.process_time()
    assert_harmless(page(cell))
    assert time.process_time() - start < 5


# The page as such.


def test_the_policy_lets_in_only_the_pages_own_style() -> None:
    html = page(markdown("x"))
    found = Page(html)
    digest = hashlib.sha256("".join(found.css).encode()).digest()
    policies = [m["content"] for m in found.all("meta") if m.get("http-equiv")]
    assert policies == [
        f"default-src 'none'; img-src data:; style-src 'sha256-{b64(digest)}'; "
        "base-uri 'none'; form-action 'none'"
    ]
    assert html.index("Content-Security-Policy") < html.index("<style>")


def test_the_same_result_gives_the_same_page() -> None:
    cells = (markdown("# x"), answer("r = 1"), test_cell("t1"))
    assert page(*cells, tests=(outcome(),)) == page(*cells, tests=(outcome(),))


def colours(css: str) -> Iterator[dict[str, str]]:
    """Yield the colours by name for light, dark and paper."""
    for block in re.findall(r":root \{(.*?)\}", css, re.DOTALL):
        yield dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.1."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_stands_out_from_its_ground_in_light_dark_and_print() -> None:
    """WCAG 2.1 level AA asks for a contrast of 4.5."""
    tones = [(tone, f"{tone}-bg") for tone in ("good", "part", "bad", "wait")]
    grounds = ("paper", "sheet", "code", *(ground for _, ground in tones))
    pairs = tones + [(ink, ground) for ink in ("ink", "soft") for ground in grounds]
    syntax = ("keyword", "string", "remark", "figure", "called")
    pairs += [(ink, "code") for ink in syntax] + [("accent", g) for g in ("paper", "sheet")]
    schemes = list(colours("".join(parsed().css)))
    assert len(schemes) == 3
    for scheme in schemes:
        for ink, ground in pairs:
            dark, light = sorted((luminance(scheme[ink]), luminance(scheme[ground])))
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground, scheme[ink])


FRAGMENTS = st.sampled_from(
    [*HOSTILE, "<", ">", '"', "'", "&", "`", "$", "\n", "    ", "|", "[", "](", ")", "<b>", "<!--"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=8)), max_size=8).map("".join))
def test_no_mixture_of_texts_does_harm(text: str) -> None:
    output = display(text_html=f"<table>{text}", text_plain=text)
    assert_harmless(page(markdown(text), code(text, output, stream(text))))
