"""The page of a verification: it stands alone, says that it is secret, and is easy to walk."""

import dataclasses
import re
from html.parser import HTMLParser

import verified_cases as made
from page_rules import rules_broken

from autograder.cases import Kind
from autograder.verify.page import page
from autograder.verify.sections import Section, Told


class _Cells(HTMLParser):
    """Collect rows of tables as texts, the anchors and where links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.plain_headers = 0
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids |= {str(found["id"])} if "id" in found else set()
        self.links |= {str(found["href"])} if tag == "a" else set()
        self.plain_headers += tag == "th" and "scope" not in found
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] = " ".join(f"{self.rows[-1][-1]} {data}".split())


def test_the_page_stands_alone_and_says_that_it_is_secret() -> None:
    for verified in (made.verified(), made.with_flaws()):
        html = page([Told(verified)])
        assert rules_broken(html) == []
        assert "This page holds hidden tests: not for students." in html
        assert 'content="noindex"' in html


def test_every_link_leads_somewhere_and_every_header_has_its_scope() -> None:
    found = _Cells(page([Told(made.with_flaws())]))
    assert {link.removeprefix("#") for link in found.links} <= found.ids
    assert found.plain_headers == 0


def test_the_matrix_says_in_words_what_its_colours_say() -> None:
    rows = _Cells(page([Told(made.with_flaws())])).rows
    (drawn,) = (row for row in rows if row[0].startswith("draws a sample"))
    assert drawn[1:] == ["! 0 not as expected", "✓ full marks", "2 of 3"]
    (inverse,) = (row for row in rows if row[0].startswith("x over y"))
    assert inverse[1:] == ["0 none, as expected", "✓ full marks", "2 of 2"]
    (typed,) = (row for row in rows if row[0].startswith("typed in uncaught"))
    assert typed[1:] == ["✓ full marks", "✓ full marks", "1 of 1"]


def test_a_row_holds_its_file_and_what_students_read_without_a_pointer() -> None:
    rows = _Cells(page([Told(made.verified())])).rows
    (inverse,) = (row for row in rows if row[0].startswith("x over y"))
    assert inverse[0] == (
        "x over y tests/chaffs/lines/fit/inverse.py "
        "slope: 0 of 2 points (failed): look at the slope again"
    )


def test_a_failed_cell_leads_to_its_hidden_test_and_a_wrong_one_to_what_is_wrong() -> None:
    html = page([Told(made.with_flaws())])
    (hidden,) = set(re.findall(r'<a class="mark zero" href="#([^"]+)"', html))
    assert f'<tr id="{hidden}"><th scope="row"><span class="soft">fit</span><br>slope</th>' in html
    wrong = re.findall(r'<a class="mark wrong" href="#([^"]+)"', html)
    assert len(wrong) == 2
    assert all(f'<li id="{anchor}">' in html for anchor in wrong)


def test_what_is_wrong_says_what_to_do_next() -> None:
    html = page([Told(made.with_flaws())])
    assert "✗ not proven" in html
    assert html.count("<b>Next:</b>") == 4
    assert "What is wrong" not in page([Told(made.verified())])


def test_what_cases_made_is_text_and_steers_nothing() -> None:
    html = page([Told(made.with_flaws())])
    assert "look at the slope &lt;b&gt;again" in html
    assert "\x1b" not in html


def test_several_assignments_stand_on_one_page() -> None:
    other = dataclasses.replace(made.with_flaws(), assignment="circles")
    html = page([Told(made.verified()), Told(other)])
    assert rules_broken(html) == []
    assert "<title>lines: proven, circles: not proven</title>" in html
    found = _Cells(html)
    assert {link.removeprefix("#") for link in found.links} <= found.ids


def test_sections_of_other_parts_have_their_table_and_their_place() -> None:
    section = Section(
        "margins",
        "Margins",
        "How far <off>.",
        ("Threshold", "Worst"),
        (("r", "0.1"),),
        ("r is bad",),
    )
    html = page([Told(made.verified(), (section,))])
    assert rules_broken(html) == []
    assert "✗ not proven" in html
    assert "r is bad" in html
    assert "<caption>How far &lt;off&gt;.</caption>" in html
    assert ["r", "0.1"] in _Cells(html).rows


def test_a_case_that_was_refused_says_why_in_its_row() -> None:
    chaff = made.trial(made.case(Kind.CHAFF, "cut", "cut off"))
    (outcome,) = (made.right(chaff),)
    refused = dataclasses.replace(
        outcome, judgements=(), problem="no notebook", wrong=("it was refused: no notebook",)
    )
    html = page([Told(made.verified(*made.basics(), refused))])
    assert rules_broken(html) == []
    assert "<p>no notebook</p>" in html


def test_redundant_and_unproven_tests_are_marked_in_the_list() -> None:
    spare = dataclasses.replace(made.verified(), redundant=(made.HIDDEN[0],))
    assert "not missed when taken out" in page([Told(spare)])
    assert '<span class="tag">no chaff</span>' in page([Told(made.with_flaws())])
