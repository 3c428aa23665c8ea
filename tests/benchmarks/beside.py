"""A program: what honest students lose when bombs are graded beside them.

    python tests/benchmarks/beside.py --honest 24 --jail unprivileged

The same honest students are graded twice, two at a time: alone, and evenly spread among all attacks
of the family `resources`. It prints one JSON object: the medians of their wall-clock and CPU
seconds in both, the ratios, and whether anybody's points changed.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograder import assignment as assignments
from autograder import cases, pipeline
from autograder import notebook as notebooks
from autograder.configuration import Course
from autograder.results import Result

# These lie beside the tests, which are no package.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import attack_course
from attack_course import NAME, Attack, Secrets

JOBS = 2


def hand_in(course: Course, honest: int, attacks: Sequence[Attack]) -> list[str]:
    """Hand in everybody's work; return the honest students' names."""
    (master,) = assignments.read(course.source / NAME).masters
    right = attack_course.right(course, master)
    names = [f"honest-{number}" for number in range(honest)]
    for name in names:
        attack_course.hand_in(course, name, notebooks.write(right))
    for attack in attacks:
        content = cases.submission(right, [attack.case])
        content = content.replace(b"@GRADER@", str(os.getpid()).encode())
        attack_course.hand_in(course, attack.name, content)
    return names


def spread(honest: Sequence[str], attackers: Sequence[str]) -> list[str]:
    """Return everybody in the order of grading: the honest ones evenly among the others."""
    places = [
        ((at + 0.5) / len(group), name)
        for group in (honest, attackers)
        for at, name in enumerate(group)
    ]
    return [name for _, name in sorted(places)]


def medians(graded: Sequence[Result]) -> dict[str, float]:
    """Return the medians of what honest submissions took."""
    measured = [each.notebooks[0].measured for each in graded]
    return {
        key: round(statistics.median(each[key] for each in measured), 4)
        for key in ("wall_seconds", "cpu_seconds")
    }


def measure(folder: Path, honest: int, attacks: Sequence[Attack], jail: str) -> dict[str, Any]:
    """Grade the honest students alone, and again among the attackers."""
    course = attack_course.write_course(folder, Secrets.draw(), jail)
    names = hand_in(course, honest, attacks)
    everybody = spread(names, [each.name for each in attacks])
    with pipeline.Grader(course, NAME) as grader:
        # The first of a class waits for what is imported late.
        grader.grade(names[:JOBS], jobs=JOBS, again=True)
        alone = grader.grade(names, jobs=JOBS, again=True).results
        mixed = grader.grade(everybody, jobs=JOBS, again=True, accept=True).results
    beside = [each for each in mixed if each.student in names]
    one, other = medians(alone), medians(beside)
    return {
        "honest": honest,
        "attacks": len(attacks),
        "alone": one,
        "beside": other,
        "ratio": {key: round(other[key] / one[key], 2) for key in one},
        "points": sorted({each.points for each in (*alone, *beside)}),
        "most": alone[0].max_points,
    }


def main(arguments: Sequence[str]) -> None:
    """Run the program."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--honest", type=int, default=24)
    parser.add_argument("--jail", default="unprivileged")
    parser.add_argument("attacks", nargs="*", help="names of attacks, all when there are none")
    options = parser.parse_args(arguments)
    attacks = [
        each
        for each in attack_course.read_attacks("resources")
        if not options.attacks or each.case.name in options.attacks
    ]
    with tempfile.TemporaryDirectory(prefix="beside-") as folder:
        report = measure(Path(folder) / "course", options.honest, attacks, options.jail)
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
