"""Write the page on the three graders: docs/parity.md, from docs/parity.json and nothing else.

`tests/parity.py` grades, notes and writes both. By hand: ``python tests/parity_page.py``.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NOTED = ROOT / "docs" / "parity.json"
PAGE = ROOT / "docs" / "parity.md"

GRADERS = ("autograder", "nbgrader", "otter")
PACKAGES = {"autograder": "sealed-autograder", "nbgrader": "nbgrader", "otter": "otter-grader"}
TITLES = {
    "autograder": "`autograder grade`",
    "nbgrader": "`nbgrader autograde`",
    "otter": "`otter run`",
}

Facts = Mapping[str, Any]

HEAD = """# The same scores from three graders

Every right and every wrong solution of `stars` (`tests/wheats/`, `tests/chaffs/`), graded by this
package, by stock nbgrader and by stock otter-grader, from one master. This page is generated from
what `make prove` found. To find it again, where nothing is graded twice that was graded before:

    python tests/parity.py                             # all five notebooks
    python tests/parity.py --notebook 1-correlations   # one of them

- `autograder grade` is the sealed engine, as an instructor calls it.
- `nbgrader autograde` grades a copy of the course, whose release nbgrader made itself; all its
  settings are its own, but for the time that a cell may take.
- `otter run` grades with the `autograder.zip` that `autograder build` makes, by the function that
  its command line calls.
- All three get the same files. A file holds a case for each exercise, and one more is the
  untouched release. Points are compared for each test cell of each file, with each other and with
  what the case says that they must be.

The last three columns count test cells in which a grader gave other points than the case says.
"""
LISTED = """## Differences
"""
NONE = """None. Where the graders differ on purpose, in what no case of `stars` shows, is told in
[the differences](instructor.md#deliberate-differences-from-stock-nbgrader-and-otter-grader)."""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(json.loads(NOTED.read_text())))


def page(noted: Mapping[str, Any]) -> str:
    """Return the page."""
    return "\n".join(_lines({name: noted[name] for name in sorted(noted)})) + "\n"


def _lines(noted: Mapping[str, Facts]) -> Iterator[str]:
    yield HEAD
    counted = ("wheats", "chaffs", "submissions", "cells", "full")
    titles = ("right solutions", "wrong ones", "files", "test cells", "of them with full marks")
    yield _row("notebook", *titles, *TITLES.values())
    yield f"|---|{'---:|' * (len(counted) + len(GRADERS))}"
    for name, found in noted.items():
        yield _row(name, *(found[key] for key in counted), *_other(found))
    sums = (sum(found[key] for found in noted.values()) for key in counted)
    others = map(sum, zip(*map(_other, noted.values()), strict=True))
    yield _row("**all**", *(f"**{each}**" for each in (*sums, *others)))
    yield ""
    yield "| notebook | graded | with |"
    yield "|---|---|---|"
    for name, found in noted.items():
        versions = ", ".join(f"{PACKAGES[each]} {found['versions'][each]}" for each in GRADERS)
        yield _row(name, found["date"], f"{versions}; {found['machine']}")
    yield ""
    yield LISTED
    yield from _differences(noted)


def _other(found: Facts) -> list[int]:
    """Return for each grader how many test cells got other points than their case says."""
    return [
        sum(
            each["points"].get(grader, each["expected"]) != each["expected"]
            for each in found["differences"]
        )
        for grader in GRADERS
    ]


def _differences(noted: Mapping[str, Facts]) -> Iterator[str]:
    listed = [(name, each) for name, found in noted.items() for each in found["differences"]]
    if not listed:
        yield NONE
        return
    yield _row("notebook", "case", "test cell", "the case says", *TITLES.values())
    yield f"|---|---|---|{'---:|' * (1 + len(GRADERS))}"
    for name, each in listed:
        points = (_points(each, grader) for grader in GRADERS)
        yield _row(name, f"`{each['case']}`", each["grade_id"], each["expected"], *points)


def _points(difference: Facts, grader: str) -> object:
    found = difference["points"].get(grader, "")
    return "no score" if found is None else found


def told(name: str, difference: Facts) -> str:
    """Return a line that tells of one difference, and of what a grader said meanwhile."""
    where = f"{name}, {difference['case']}, {difference['grade_id']}"
    problems = "".join(f"\n    {who}: {said}" for who, said in difference["problems"].items())
    return f"{where}: {difference['expected']} by the case, {difference['points']}{problems}"


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    main()
