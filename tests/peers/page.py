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

MEANING = """\
## What the words mean

| word | meaning |
|---|---|
| won | a test cell got points that the case does not deserve; or something that the student may read (outputs, feedback, results) holds a secret of the course's, or the word that the attack prints when it got what it was after; or a file or grade of somebody else's changed; or a listener on the machine's own network was reached; or something stayed behind when grading had ended |
| reached | the attack got what it was after in the grading process, and this grader does not show students what their cells print |
| no result | the grader gave this submission no scores: it ended with an error, or had not ended after {seconds} seconds. Whoever hands such a notebook in gains nothing by it; an instructor has to look |
| withstood | none of these |

Every attack is a submission of its own in a throwaway course full of freshly drawn secrets (words in the hidden tests, the
solutions, a classmate's notebook, the instructor's home and environment, a note beside the gradebook). nbgrader and otter-grader grade each one alone, as a
throwaway user in namespaces of its own: nothing but the system, the interpreter, its packages and the throwaway course is in reach, and no network
but a loopback of its own. This project grades them together, in its jail ({tier} tier), as always.

Right work and wrong work are graded in the same way, as controls. Right work must get all points and wrong work none, or there is no table. What a
grader shows of the controls already is its habit, and is not counted for any attack:

{habits}

## How the others were set up

| grader | version | settings |
|---|---|---|
{settings}

## What this does not say

- The list was collected from what is known to win on these two tools, and from what each family needs. It was not drawn at random, and the sums are no
  measure of how often a tool is beaten.
- It was written by the authors of this project. An attack that nobody thought of is not in it: coverage is not proof. [What is promised, and what is not](threat-model.md).
- nbgrader and otter-grader leave isolation to what they run in: a container for each submission, a user of its own, a machine without secrets.
  A course that does so takes from many of these attacks what they reach for outside of the grading process. What happens inside of it stays.
- Attacks that use up the machine, and those on this project's own parts, were not tried on the others.
"""


def page(tree: Mapping[str, Any]) -> str:
    """Return the whole page."""
    parts = [
        HEAD.format(**tree["machine"], date=tree["date"]),
        "\n".join(sums(tree["rows"])) + "\n",
        MEANING.format(
            seconds=tree["seconds"],
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
