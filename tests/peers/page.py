"""Write the page that compares: docs/attacks.md from docs/attacks.json, and nothing else."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

GRADERS = {"ours": "this project", "nbgrader": "nbgrader", "otter": "otter-grader"}
FAMILIES = {
    "forging": "Forging marks",
    "leaking": "Leaking what is hidden",
    "escape": "Escape and snooping",
}
OUTCOMES = ("withstood", "won", "reached", "no result")
BAR = "\\|"

HEAD = """\
# Attacks on three graders

The same attacks, tried on this project, on stock nbgrader and on stock otter-grader. This page is
generated: `make attacks-peers` runs every attack on each of them and writes `attacks.json`, from
which the page is made.

Tried on {date}, with Python {python} on Linux {kernel} ({machine}).
"""

WORDS = {
    "won": "a test cell got points that the case does not deserve; or what the student may read "
    "(outputs, feedback, results) holds a secret of the course's, or, of an attack that forges or "
    "leaks, the word that it prints when it got what it was after; or a file or a grade of "
    "somebody else's changed; or a listener in the room was reached; or something stayed behind "
    "when grading had ended",
    "reached": "the attack did what it tried, and no more came of it: either this grader does not "
    "show students what their cells print, or what was reached (a call, a program, a file of the "
    "system's) is nothing of the course's",
    "no result": "the grader gave this submission no scores: it ended with an error, or had not "
    "ended after {seconds} seconds. The student gains nothing by it; an instructor has to look",
    "withstood": "none of these",
}

MEANING = """\
## What the words mean

| word | meaning |
|---|---|
{words}

Every attack is a submission of its own in a throwaway course full of freshly drawn secrets: words
in the hidden tests, in the solutions, in a classmate's notebook, in the instructor's home and
environment, in a note beside the gradebook. nbgrader and otter-grader grade each one alone, in a
room: as a throwaway user in namespaces of its own, where nothing but the system, the interpreter
with its packages and the throwaway course is in reach, and no network but a loopback of its own.
This project grades them together, in its jail ({tier} tier), as it always does; a test cell that it
leaves to a person counts as no points.

Right work and wrong work are graded in the same way, as controls. Right work must get all points
and wrong work none, or there is no table. What a grader shows of the controls is its habit, and is
not counted for any attack:

{habits}

## How they were set up

| grader | version | settings |
|---|---|---|
{settings}

## What this does not say

- The list was collected from what is known to win on the two other tools, and from what each
  family needs. It was not drawn at random: the sums do not measure how often a tool is beaten.
- The authors of this project wrote it. An attack that nobody thought of is not in it, and coverage
  is not proof. [What this project promises, and what it does not](threat-model.md).
- nbgrader and otter-grader leave isolation to what they are run in: a container for each
  submission, a user of its own, a machine without secrets. A course that does so takes from many
  of these attacks what they reach for outside of the grading process. What they do inside of it
  stays.
- Attacks that use up the machine, and those on parts that only this project has, were not tried
  on the others.
"""


def page(tree: Mapping[str, Any]) -> str:
    """Return the whole page."""
    parts = [
        HEAD.format(**tree["machine"], date=tree["date"]),
        "\n".join(sums(tree["rows"])) + "\n",
        MEANING.format(
            words="\n".join(f"| {word} | {text} |" for word, text in WORDS.items()).format(
                seconds=tree["seconds"]
            ),
            tier=tree["tier"],
            habits="\n".join(_habits(tree["habits"])),
            settings="\n".join(_settings(tree["graders"])),
        ),
        *(_family(name, tree["rows"]) for name in FAMILIES),
    ]
    return "\n".join(parts)


def sums(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the table of how many attacks ended how on each grader."""
    yield f"| of {len(rows)} attacks | {' | '.join(OUTCOMES)} |"
    yield "|---|" + "---:|" * len(OUTCOMES)
    for grader, title in GRADERS.items():
        count = Counter(row[grader]["outcome"] for row in rows)
        yield f"| {title} | {' | '.join(str(count[outcome]) for outcome in OUTCOMES)} |"


def _habits(habits: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for grader, found in habits.items():
        what = "; ".join(found) or "nothing that the course keeps secret"
        yield f"- {GRADERS[grader]}: {_cell(what)}"


def _settings(graders: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    for grader, known in graders.items():
        yield f"| {GRADERS[grader]} | {known['version']} | {known['settings']} |"


def _family(family: str, rows: Sequence[Mapping[str, Any]]) -> str:
    mine = [row for row in rows if row["family"] == family]
    lines = [f"## {FAMILIES[family]} ({len(mine)})", ""]
    lines += [f"| attack | {' | '.join(GRADERS.values())} |", "|---|---|---|---|"]
    lines += [
        f"| {_cell(row['title'])} | {' | '.join(_outcome(row[name]) for name in GRADERS)} |"
        for row in mine
    ]
    return "\n".join(lines) + "\n"


def _outcome(judgement: Mapping[str, Any]) -> str:
    reasons = "; ".join(judgement["reasons"])
    word = judgement["outcome"]
    return _cell(f"{word}: {reasons}" if reasons else word)


def _cell(text: str) -> str:
    """Return a text as a table's cell takes it: in one line, and nothing of it is markup."""
    plain = " ".join(text.split())
    for sign in "\\`*_<>[]":
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("|", BAR)
