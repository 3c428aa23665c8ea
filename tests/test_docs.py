"""What the documentation names must exist: links, verbs, options, make targets, settings.

Each check is a function from one page's text to complaints that name the page and the remedy.
Only code spans and code blocks are searched for commands: prose may say what it likes.
"""

import dataclasses
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from autograder.cli import verbs
from autograder.configuration import Settings

REPOSITORY = Path(__file__).parent.parent
# Not pages of ours: environments, caches, and what grading or a build leaves behind.
NOT_OURS = frozenset(
    {"demo", "submitted", "autograded", "feedback", "results", "dist", "build", "node_modules"}
)
SETTINGS_PAGES = ("docs/instructor.md", "docs/operator.md")

FENCE = re.compile(r"^ *(```+|~~~+)[^\n]*\n(.*?)^ *\1 *$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?[^)]*\)|^\[[^\]]+\]:\s*(\S+)", re.MULTILINE)
HEADING = re.compile(r"^#+ +(.*?) *#*$", re.MULTILINE)
# A command starts its line or follows another one; it may stand behind a prompt or in .venv/bin/.
BEFORE = r"(?:^|&&|;|\|)\s*(?:\$ +)?(?:\.venv/bin/)?"
VERB = re.compile(BEFORE + r"autograder[ \t]+([^|;&#\n]+)", re.MULTILINE)
MAKE = re.compile(BEFORE + r"make[ \t]+([^|;&#\n]+)", re.MULTILINE)
WORD = re.compile(r"[a-z][a-z-]*\Z")
SETTING = re.compile(r"\bc\.Autograder\.(\w+)")
TEST = re.compile(r"tests/[\w/]+\.py\Z")


@dataclass(frozen=True)
class Page:
    """One Markdown file: its path from the root of the repository, and its text."""

    path: str
    text: str

    @property
    def prose(self) -> str:
        return SPAN.sub("", FENCE.sub("", self.text))

    @property
    def code(self) -> list[str]:
        blocks = [match[2] for match in FENCE.finditer(self.text)]
        return blocks + SPAN.findall(FENCE.sub("", self.text))


def pages() -> list[Page]:
    found = []
    for folder, names, files in os.walk(REPOSITORY):
        names[:] = sorted(n for n in names if n not in NOT_OURS and not n.startswith("."))
        found += [Path(folder, name) for name in sorted(files) if name.endswith(".md")]
    return [Page(p.relative_to(REPOSITORY).as_posix(), p.read_text("utf-8")) for p in found]


def anchors(text: str) -> set[str]:
    """Give the names by which a page's headings are linked to, as GitHub makes them."""
    titles = (title.replace("`", "").lower() for title in HEADING.findall(FENCE.sub("", text)))
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in titles}


def broken_links(page: Page, root: Path = REPOSITORY) -> Iterator[str]:
    for match in LINK.finditer(page.prose):
        target, _, anchor = (match[1] or match[2]).partition("#")
        if ":" in target:
            continue
        path = (root / page.path).parent / target if target else root / page.path
        if not path.exists():
            yield f"{page.path}: nothing is at {target}; mend the link or write the file"
        elif anchor and path.suffix == ".md" and anchor not in anchors(path.read_text("utf-8")):
            yield f"{page.path}: {path.name} has no heading for #{anchor}; mend the link"


def unknown_commands(page: Page, program: click.Command = verbs) -> Iterator[str]:
    for code in page.code:
        for line in VERB.findall(code):
            yield from (f"{page.path}: {fault}" for fault in faults(line.split(), program))


def faults(words: list[str], command: click.Command) -> Iterator[str]:
    """Follow a command line into the click commands; complain of unknown verbs and options."""
    if isinstance(command, click.Group) and WORD.match(words[0]):
        verb = command.get_command(click.Context(command), words[0])
        if verb is None:
            yield f"`autograder` has no verb {words[0]}; mend the page, or add it to autograder/cli"
        elif words[1:]:
            yield from faults(words[1:], verb)
        return
    known = {
        option
        for parameter in command.params
        for option in [*parameter.opts, *parameter.secondary_opts]
    } | {"--help"}
    given = [word.split("=")[0].strip("[]") for word in words]
    for option in given:
        if option.startswith("--") and option not in known:
            yield f"`autograder {command.name or ''}` has no option {option}; mend the page"


def make_targets(makefile: str) -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):(?!=)", makefile, re.MULTILINE))


def unknown_targets(page: Page, targets: set[str]) -> Iterator[str]:
    for code in page.code:
        for line in MAKE.findall(code):
            for word in filter(WORD.match, line.split()):
                if word not in targets:
                    yield f"{page.path}: the Makefile has no target {word}; mend one of the two"


def unknown_settings(page: Page, settings: set[str]) -> Iterator[str]:
    for key in SETTING.findall("\n".join(page.code)):
        if key not in settings:
            yield f"{page.path}: there is no setting c.Autograder.{key}; mend the page"


def undocumented_settings(settings: set[str], pages: list[Page]) -> Iterator[str]:
    """Ask for a code span of its own: a key that only stands in an example is not explained."""
    spans = {span.removeprefix("c.Autograder.") for page in pages for span in page.code}
    for key in sorted(settings - spans):
        yield f"the setting {key} is explained in none of {', '.join(SETTINGS_PAGES)}; add it there"


def keys() -> set[str]:
    return {setting.name for setting in dataclasses.fields(Settings)}


def complain(complaints: Iterator[str]) -> None:
    found = list(complaints)
    assert not found, "\n" + "\n".join(found)


def test_every_link_leads_somewhere() -> None:
    complain(fault for page in pages() for fault in broken_links(page))


def test_every_command_in_a_page_exists() -> None:
    complain(fault for page in pages() for fault in unknown_commands(page))


def test_every_make_target_in_a_page_exists() -> None:
    targets = make_targets((REPOSITORY / "Makefile").read_text("utf-8"))
    complain(fault for page in pages() for fault in unknown_targets(page, targets))


def test_every_test_in_a_page_exists() -> None:
    named = {(page.path, code) for page in pages() for code in page.code if TEST.match(code)}
    assert len(named) > 30
    assert [each for each in sorted(named) if not (REPOSITORY / each[1]).is_file()] == []


def test_every_setting_is_explained() -> None:
    found = [page for page in pages() if page.path in SETTINGS_PAGES]
    complain(undocumented_settings(keys(), found))


def test_every_setting_in_a_page_exists() -> None:
    complain(fault for page in pages() for fault in unknown_settings(page, keys()))


def test_every_page_that_a_user_needs_is_there() -> None:
    wanted = {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md"}
    wanted |= {f"docs/{reader}.md" for reader in ("student", "instructor", "operator")}
    assert wanted - {page.path for page in pages()} == set()


# What follows shows that each check can fail.


@click.group()
def program() -> None:
    pass


@program.command()
@click.option("--jobs")
def grade(jobs: str) -> None:
    pass


@pytest.mark.parametrize(
    ("text", "complaints"),
    [
        ("[a](there.md) and [b](there.md#the-first-one) and [c](#here)\n\n# Here", 0),
        ("[a](https://example.org/x.md), `[b](no.md)`\n\n```\n[c](no.md)\n```\n", 0),
        ("[a](gone.md)", 1),
        ("![a](gone.png) [b](there.md)", 1),
        ("[a](there.md#the-second-one)", 1),
        ("[a](#nowhere)", 1),
        ("see [a]\n\n[a]: gone.md", 1),
    ],
)
def test_a_link_to_nothing_is_found(tmp_path: Path, text: str, complaints: int) -> None:
    (tmp_path / "there.md").write_text("# The `first` one!\n")
    (tmp_path / "page.md").write_text(text)
    assert len(list(broken_links(Page("page.md", text), tmp_path))) == complaints


@pytest.mark.parametrize(
    ("text", "complaints"),
    [
        ("`autograder grade stars --jobs 4`", 0),
        ("The autograder guesses. `import autograder`, `from autograder import x`", 0),
        ("`autograder --help` and `autograder grade --help`", 0),
        ("```\n$ autograder grade stars --jobs=2\nmake demo && autograder grade stars\n```\n", 0),
        ("`autograder guess`", 1),
        ("`autograder grade stars --hobs 4`", 1),
        ("```sh\ncd x && .venv/bin/autograder guess stars\n$ autograder grade --fast\n```\n", 2),
    ],
)
def test_a_command_that_does_not_exist_is_found(text: str, complaints: int) -> None:
    assert len(list(unknown_commands(Page("page.md", text), program))) == complaints


@pytest.mark.parametrize(
    ("text", "complaints"),
    [
        ("`make test PYTHON=python3.12`, make haste", 0),
        ("`make`", 0),
        ("`make clean test`\n\n```\n$ make haste\n```\n", 2),
    ],
)
def test_a_make_target_that_does_not_exist_is_found(text: str, complaints: int) -> None:
    targets = make_targets("READY := x\nhelp: ## show\ntest: check\n\trun: this\n")
    assert targets == {"help", "test"}
    assert len(list(unknown_targets(Page("page.md", text), targets))) == complaints


def test_a_setting_that_no_page_explains_is_found() -> None:
    page = Page("page.md", "| `one` | `c.Autograder.two` |\n\n```\nc.Autograder.three = 3\n```\n")
    (complaint,) = undocumented_settings({"one", "two", "three"}, [page])
    assert "three" in complaint


def test_a_setting_that_does_not_exist_is_found() -> None:
    (complaint,) = unknown_settings(Page("page.md", "`c.Autograder.thre = 3`"), {"three"})
    assert complaint.startswith("page.md") and "thre" in complaint
