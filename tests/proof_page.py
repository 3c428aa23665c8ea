"""Write the page on how `stars` is proven: docs/proof.md, from docs/proof.json and nothing else.

`make prove` notes there what `autograder verify` found in each notebook. By hand, from files that
``autograder verify stars --notebook NAME ... --json`` wrote: ``python tests/proof_page.py FILE...``
"""

import json
import platform
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NOTED = ROOT / "docs" / "proof.json"
PAGE = ROOT / "docs" / "proof.md"

Facts = dict[str, Any]

HEAD = """# How `stars` is proven

The assignment that ships with this project is tried by [`autograder verify`](verify.md) before
anybody gets it. This page is generated from what `make prove` found. It names thresholds of
hidden tests, which are public with the masters of this repository.

*Honest runs* are the master's solution and right solutions of many styles, with 20 further seeds
on the shipped data and 5 on each other file where anything in them is random, and twice each. A
*false fail* is such a run that loses a point, a *false pass* a wrong solution that gets a point
which its case does not give it. `Stars-161` and `Stars-44` are in `data/held_out/`; `Stars` is
the file of the course that this chapter comes from, which is not ours to share. Notebook 2 reads
no data.
"""
MARGINS = """## Margins

How close to each threshold the worst honest run came, and the best wrong one that failed there
from the other side. In *spreads*: the distance between the quartiles of the honest runs. Left out
are comparisons in which no number varies, and those that no verdict hangs on.
"""
MUTANTS = """## Mistakes made by machine

Each survivor is decided, with its reason, in `tests/mutants/stars.toml`: *equivalent* is as right
as the solution, *accepted* is not quite right, and no test shall see it.
"""
LOADED = """## Under load

Every honest case ten times over, on the shipped data, with three submissions at a time for each
core.
"""


def main() -> None:
    """Note what the files say, and write the page."""
    for name in sys.argv[1:]:
        for facts in json.loads(Path(name).read_text())["assignments"]:
            note(facts)
    PAGE.write_text(page(json.loads(NOTED.read_text())))


def note(facts: Facts, part: str = "proof") -> None:
    """Keep what the page needs of what verify told of one notebook, under its name and a part.

    What a person remarked on an earlier proof goes with it.
    """
    (notebook,) = {each["notebook"] for each in facts["outcomes"]}
    noted = json.loads(NOTED.read_text()) if NOTED.is_file() else {}
    noted.setdefault(notebook, {})[part] = _kept(facts)
    if part == "proof":
        noted[notebook].pop("remark", None)
    NOTED.write_text(json.dumps(dict(sorted(noted.items())), indent=1) + "\n")
    PAGE.write_text(page(noted))


def _kept(facts: Facts) -> Facts:
    python = ".".join(platform.python_version_tuple()[:2])
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"Python {python} on {platform.system()} ({platform.machine()})",
        "minutes": round(facts["seconds"] / 60, 1),
        "is_proven": facts["is_proven"],
        "hidden_tests": len(facts["hidden_tests"]),
        "redundant": sum(bool(each["is_redundant"]) for each in facts["hidden_tests"]),
        "counts": facts["counts"],
        "mutants": _fates(facts["mutants"]) if "mutants" in facts else {},
        "thresholds": [
            {key: each[key] for key in ("grade_id", "text", "runs", "worst", "best_wrong")}
            | {"overlaps": each["overlaps"]}
            for each in facts.get("margins", {}).get("thresholds", ())
            if each["decisive"]
        ],
    }


def _fates(mutants: Facts) -> Mapping[str, int]:
    rulings = Counter(each["decision"] or "undecided" for each in mutants["survived"])
    return {"killed": len(mutants["killed"]), **dict(sorted(rulings.items()))}


def page(noted: Mapping[str, Any]) -> str:
    """Return the page."""
    return "\n".join(_lines({name: noted[name] for name in sorted(noted)}))


def _lines(noted: Mapping[str, Any]) -> Iterator[str]:
    proofs = {name: parts["proof"] for name, parts in noted.items() if "proof" in parts}
    yield HEAD
    yield "| notebook | data | honest runs | false fails | wrong solutions | false passes |"
    yield "|---|---|---:|---:|---:|---:|"
    for name, proof in proofs.items():
        yield from _counts(name, proof)
    yield from _together(proofs.values())
    yield ""
    yield "| notebook | hidden tests | redundant | proven | minutes on 2 cores | date |"
    yield "|---|---:|---:|---|---:|---|"
    for name, proof in proofs.items():
        told = "yes" if proof["is_proven"] else "no"
        row = (name, proof["hidden_tests"], proof["redundant"], told, proof["minutes"])
        yield _row(*row, f"{proof['date']}, {proof['machine']}")
    yield ""
    for name, parts in noted.items():
        if "remark" in parts:
            yield f"{name}: {parts['remark']}\n"
    yield MARGINS
    yield "| test cell | comparison | runs | worst honest run | best wrong one | |"
    yield "|---|---|---:|---|---|---|"
    for proof in proofs.values():
        for each in proof["thresholds"]:
            shown = (_reached(each["worst"]), _reached(each["best_wrong"]))
            said = "overlap" if each["overlaps"] else "apart"
            yield _row(each["grade_id"], _code(each["text"]), each["runs"], *shown, said)
    yield ""
    yield MUTANTS
    yield "| notebook | mutants | killed | equivalent | accepted |"
    yield "|---|---:|---:|---:|---:|"
    for name, proof in proofs.items():
        fates = proof["mutants"]
        each = (fates.get(key, 0) for key in ("killed", "equivalent", "accepted"))
        yield _row(name, sum(fates.values()), *each)
    yield from _under_load(noted)
    yield ""


def _counts(name: str, proof: Facts) -> Iterator[str]:
    for data in _data([proof]):
        yield _row(name, data, *_sums([proof], data))


def _together(proofs: Iterable[Facts]) -> Iterator[str]:
    found = list(proofs)
    for data in _data(found):
        yield _row("**all**", data, *(f"**{number}**" for number in _sums(found, data)))


def _data(proofs: list[Facts]) -> list[str]:
    """Return the names of the data files, the assignment's own first."""
    names = {each["data"] for proof in proofs for each in proof["counts"]}
    return sorted(names, key=lambda each: (each != "own", each))


def _sums(proofs: list[Facts], data: str) -> tuple[int, int, int, int]:
    rows = [each for proof in proofs for each in proof["counts"] if each["data"] == data]
    honest = [each for each in rows if each["role"] in ("solution", "wheat")]
    wrong = [each for each in rows if each["role"] == "chaff"]
    return (
        sum(each["runs"] for each in honest),
        sum(each["false_fails"] for each in honest),
        sum(each["runs"] for each in wrong),
        sum(each["false_passes"] for each in wrong),
    )


def _under_load(noted: Mapping[str, Any]) -> Iterator[str]:
    loaded = {name: parts["loaded"] for name, parts in noted.items() if "loaded" in parts}
    if not loaded:
        return
    yield ""
    yield LOADED
    yield "| notebook | honest runs | verdicts that changed | minutes |"
    yield "|---|---:|---:|---:|"
    for name, found in loaded.items():
        runs, fails, _, _ = _sums([found], "own")
        yield _row(name, runs, fails, found["minutes"])


def _reached(reached: Facts | None) -> str:
    if reached is None:
        return "none"
    spreads = reached["spreads"]
    far = "" if spreads is None else f" ({_far(spreads)})"
    return f"{reached['left']:.4g} against {reached['right']:.4g}{far}"


def _far(spreads: float) -> str:
    if abs(spreads) >= 1000:
        return "over 1000 spreads"
    return f"{spreads:+.0f} spreads" if abs(spreads) >= 10 else f"{spreads:+.2g} spreads"


def _code(text: str) -> str:
    return f"`{text}`".replace("|", "\\|")


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    main()
