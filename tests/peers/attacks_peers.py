"""A program: try the attacks on this project, on stock nbgrader and on stock otter; write a table.

    python tests/peers/attacks_peers.py [--jobs 2] [--only] [family or family/name ...]

``make attacks-peers`` runs it. Trials that were done before, of the same attack by the same
programs with the same versions, are taken from ``.prove/attacks-peers.jsonl``. With ``--only`` the
outcomes are printed and nothing is written.
"""

import argparse
import dataclasses
import datetime
import hashlib
import json
import multiprocessing
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

# These lie beside the tests, which are no package.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import attack_course
from attack_course import Attack, Secrets
from peers import judging, layout, ours_side, page
from peers.judging import Evidence, Habits, Judgement
from peers.layout import CONTROLS, Prepared, Side
from peers.nbgrader_side import NbgraderSide
from peers.otter_side import OtterSide

from autograder.cases import Case

TESTS = Path(__file__).resolve().parent.parent
REPOSITORY = TESTS.parent
TABLE = REPOSITORY / "docs" / "attacks.json"
PAGE = REPOSITORY / "docs" / "attacks.md"
DONE = REPOSITORY / ".prove" / "attacks-peers.jsonl"
FAMILIES = tuple(page.FAMILIES)
SIDES: Mapping[str, Side] = {"nbgrader": NbgraderSide(), "otter": OtterSide()}
# What a trial's evidence hangs on, besides the attack and the versions. Judging and the page do
# not: they are done anew each time.
PROGRAMS = ("peers/room.py", "peers/layout.py")
# The course without its secrets, which are drawn anew each time.
TARGET = (
    *attack_course.cells(Secrets(*("0" for _ in dataclasses.fields(Secrets)))),
    *attack_course.RIGHT.items(),
)


@dataclass(frozen=True)
class Task:
    """Hold one trial to be run: a case, on one grader."""

    side: str
    name: str
    case: Case
    key: str


def tasks(attacks: Sequence[Attack]) -> Iterator[Task]:
    """Yield every trial: for each grader its controls, and then each attack on each grader."""
    named = [(f"control/{case.name}", case) for case in CONTROLS]
    for name, case in (*named, *((name_of(attack), attack.case) for attack in attacks)):
        yield from (Task(side, name, case, key(side, case)) for side in SIDES)


def name_of(attack: Attack) -> str:
    """Return an attack's name on the command line."""
    return f"{attack.family}/{attack.case.name}"


def key(side: str, case: Case) -> str:
    """Return what a trial's evidence hangs on, as one sum."""
    programs = (*PROGRAMS, f"peers/{side}_side.py", f"peers/{side}_run.py")
    parts = [
        *((TESTS / program).read_bytes() for program in programs),
        repr((case.edits, TARGET)).encode(),
        case.name.encode(),
        SIDES[side].version.encode(),
        platform.python_version().encode(),
    ]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def done() -> dict[str, Evidence]:
    """Return the evidence of trials that were run before."""
    lines = DONE.read_text().splitlines() if DONE.exists() else []
    trees = (json.loads(line) for line in lines)
    return {tree["key"]: Evidence.of(tree["evidence"]) for tree in trees}


def remember(task: Task, evidence: Evidence) -> None:
    """Append what a trial showed."""
    DONE.parent.mkdir(exist_ok=True)
    line = json.dumps({"key": task.key, "trial": task.name, "evidence": asdict(evidence)})
    with DONE.open("a") as file:
        file.write(line + "\n")


def run(todo: Sequence[Task], jobs: int, folder: Path) -> Iterator[tuple[Task, Evidence]]:
    """Run trials side by side, each in a room of its own; yield them as they end."""
    prepared = {
        side: SIDES[side].prepare(folder / side) for side in dict.fromkeys(t.side for t in todo)
    }
    # Forked: a room must be entered from a process of one thread, which a worker is.
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        running = {
            pool.submit(_try_out, folder / f"trial-{at}", prepared[task.side], task): task
            for at, task in enumerate(todo)
        }
        for each in as_completed(running):
            yield running[each], each.result()


def _try_out(folder: Path, prepared: Prepared, task: Task) -> Evidence:
    """Try a submission; where there is no result, once more: a busy machine is no attack."""
    for at in range(2):
        found = layout.try_out(
            folder.with_name(f"{folder.name}-{at}"), prepared, task.case, SIDES[task.side]
        )
        if found.points is not None:
            break
    return found


def of_ours(attacks: Sequence[Attack]) -> Mapping[str, Evidence]:
    """Grade the attacks by this project, beside honest students.

    Raises RuntimeError when something went wrong that is not of one attack's doing alone.
    """
    ended = subprocess.run(
        [sys.executable, str(TESTS / "peers" / "ours_side.py"), *map(name_of, attacks)],
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise RuntimeError(f"grading by this project failed:\n{ended.stderr}")
    report = json.loads(ended.stdout.splitlines()[-1])
    if report["class_wide"]:
        raise RuntimeError(f"this project did not hold: {report['class_wide']}")
    return {name: Evidence.of(tree) for name, tree in report["evidence"].items()}


@dataclass(frozen=True)
class Seen:
    """Hold the evidence of every trial, by grader and name."""

    evidence: Mapping[tuple[str, str], Evidence]
    worth: Mapping[str, float]

    def habits(self, side: str) -> Habits:
        """Return what a grader does with its controls."""
        return Habits(tuple(self.control(side, case.name) for case in CONTROLS))

    def control(self, side: str, name: str) -> Evidence:
        return self.evidence[side, f"control/{name}"]

    def judged(self, side: str, attack: Attack) -> Judgement:
        habits = Habits() if side == "ours" else self.habits(side)
        found = self.evidence[side, name_of(attack)]
        return judging.judge(attack, self.worth, found, habits)


def refuse_bad_controls(seen: Seen) -> None:
    """Raise RuntimeError when a grader's column would mean nothing."""
    for side in SIDES:
        right, wrong = (seen.control(side, case.name) for case in CONTROLS)
        complaints = list(judging.controls_complaints(seen.worth, right, wrong))
        if complaints:
            raise RuntimeError(f"{side} does not grade the controls as it must: {complaints}")


def table(attacks: Sequence[Attack], seen: Seen) -> dict[str, Any]:
    """Return everything that the page says, as plain data."""
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "command": "make attacks-peers",
        "machine": {
            "python": platform.python_version(),
            "kernel": platform.release().split("-")[0],
            "machine": platform.machine(),
        },
        "tier": ours_side.TIER,
        "seconds": int(layout.SECONDS),
        "graders": {
            "ours": {"version": version("sealed-autograder"), "settings": "as it comes"},
            **{n: {"version": s.version, "settings": s.settings} for n, s in SIDES.items()},
        },
        "habits": {
            side: sorted({each for c in seen.habits(side).controls for each in habits_of(c)})
            for side in SIDES
        },
        "rows": [
            {
                "name": attack.case.name,
                "family": attack.family,
                "title": attack.case.title,
                **{side: asdict(seen.judged(side, attack)) for side in page.GRADERS},
            }
            for attack in attacks
        ],
    }


def habits_of(evidence: Evidence) -> tuple[str, ...]:
    """Return what a grader shows of a control, or leaves behind after one."""
    return (*evidence.shown, *(f"leaves behind {each}" for each in evidence.left))


def chosen(names: Sequence[str]) -> tuple[Attack, ...]:
    """Return the attacks for peers, or those of them that are named."""
    attacks = layout.attacks_for_peers(FAMILIES)
    return tuple(a for a in attacks if not names or a.family in names or name_of(a) in names)


def see(attacks: Sequence[Attack], jobs: int) -> Seen:
    """Return the evidence of every trial; those that have been run before are not run again."""
    known = done()
    every = list(tasks(attacks))
    evidence = {(t.side, t.name): known[t.key] for t in every if t.key in known}
    todo = [task for task in every if task.key not in known]
    print(f"{len(every)} trials, {len(todo)} of them to run", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="peers-", ignore_cleanup_errors=True) as folder:
        for at, (task, found) in enumerate(run(todo, jobs, Path(folder)), 1):
            remember(task, found)
            evidence[task.side, task.name] = found
            print(
                f"{at}/{len(todo)} {task.side} {task.name} {found.cpu_seconds} s", file=sys.stderr
            )
    ours = {("ours", name): found for name, found in of_ours(attacks).items()}
    return Seen({**evidence, **ours}, attack_course_worth())


def attack_course_worth() -> Mapping[str, float]:
    """Return the full points of the target's test cells."""
    cells = attack_course.cells(Secrets.draw())
    graded = (cell for cell in cells if cell.is_graded and not cell.is_solution)
    return {cell.grade_id or "": float(cell.nbgrader["points"]) for cell in graded}


def main(arguments: Sequence[str]) -> None:
    """Run the program."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", action="store_true", help="print the outcomes, write nothing")
    parser.add_argument("attacks", nargs="*")
    options = parser.parse_args(arguments)
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    attacks = chosen(options.attacks)
    seen = see(attacks, options.jobs)
    refuse_bad_controls(seen)
    tree = table(attacks, seen)
    if options.only or options.attacks:
        print(json.dumps(tree["rows"], indent=1))
    else:
        TABLE.write_text(json.dumps(tree, indent=1) + "\n")
        PAGE.write_text(page.page(tree))
    print("\n".join(page.sums(tree["rows"])))


if __name__ == "__main__":
    main(sys.argv[1:])
