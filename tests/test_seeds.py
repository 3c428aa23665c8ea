"""A right solution that trains a network gets full marks whatever the seed.

`make prove` tries 20 seeds on the shipped data and 5 on each other file, and keeps the counts in
`.prove/seeds.json`; `make test` tries two seeds and one solution of each exercise. One notebook:
``pytest tests/test_seeds.py -m "" -k 3-regression``.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path

import masters
import pytest
import stars_course
from _pytest.mark import ParameterSet
from stars_course import NAME, OTHERS, ROOT, SHIPPED, TRAINING

from autograder import assignment as assignments
from autograder import cases, pipeline
from autograder.cases import Case, Kind

COUNTS = ROOT / ".prove" / "seeds.json"
# Case files themselves have seed 0.
SHIPPED_BLOCKS = (range(1, 6), range(6, 11), range(11, 16), range(16, 21))
OTHER_BLOCK = range(1, 6)
SAMPLE_SEEDS = range(1, 3)


@dataclass(frozen=True)
class Block:
    """Hold seeds to try with the solutions of one notebook on one data file."""

    key: str
    notebook: str
    data: Path
    seeds: range


@dataclass(frozen=True)
class Tried:
    """Hold how often solutions were graded, and what was wrong."""

    wheats: int
    runs: int
    wrong: tuple[str, ...]


def blocks() -> Iterator[ParameterSet]:
    for name in TRAINING:
        for seeds in SHIPPED_BLOCKS:
            yield block(name, "shipped", SHIPPED, seeds)
        for key, data in OTHERS.items():
            yield block(name, key, data, OTHER_BLOCK)


def block(name: str, key: str, data: Path, seeds: range) -> ParameterSet:
    key = f"{name}-{key}-{seeds[0]}-to-{seeds[-1]}"
    return pytest.param(Block(key, name, data, seeds), id=key)


def seeded(name: str) -> tuple[Case, ...]:
    return tuple(case for case in masters.cases_of(name, Kind.WHEAT) if case.is_seeded)


def one_of_each_exercise(wheats: Sequence[Case]) -> tuple[Case, ...]:
    short = [case for case in reversed(wheats) if not case.is_long]
    return tuple({case.exercise: case for case in short}.values())


@pytest.mark.prove
@pytest.mark.parametrize("block", tuple(blocks()))
def test_every_solution_passes_with_every_seed(
    block: Block, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tried = try_seeds(block, seeded(block.notebook), tmp_path)
    keep(block, tried)
    with capsys.disabled():
        print(f" {tried.wheats} wheats, {len(block.seeds)} seeds, {tried.runs} runs ", end="")
    assert not tried.wrong, "\n".join(tried.wrong)


@pytest.mark.parametrize("name", TRAINING)
def test_a_solution_of_each_exercise_passes_with_two_seeds(name: str, tmp_path: Path) -> None:
    block = Block(name, name, SHIPPED, SAMPLE_SEEDS)
    tried = try_seeds(block, one_of_each_exercise(seeded(name)), tmp_path)
    assert not tried.wrong, "\n".join(tried.wrong)


@pytest.mark.parametrize("name", TRAINING)
def test_there_are_solutions_to_try(name: str) -> None:
    assert one_of_each_exercise(seeded(name))


def try_seeds(block: Block, wheats: Sequence[Case], folder: Path) -> Tried:
    """Grade the solutions with each seed."""
    course = stars_course.make_course(folder / "course", [block.notebook], block.data)
    release = stars_course.released(course, block.notebook)
    rows = {
        f"seed-{seed}-row-{at}": tuple(cases.reseed(case, seed) for case in row)
        for seed in block.seeds
        for at, row in enumerate(side_by_side(wheats))
    }
    for student, row in rows.items():
        stars_course.hand_in(course, student, block.notebook, cases.submission(release, row))
    assignment = assignments.read(course.source / NAME)
    wrong = [
        f"{block.data.name}: {complaint}"
        for result in pipeline.grade_class(course, NAME, jobs=2).results
        for complaint in stars_course.complaints(result, rows[result.student], assignment)
    ]
    return Tried(len(wheats), sum(map(len, rows.values())), tuple(wrong))


def side_by_side(wheats: Sequence[Case]) -> Iterator[tuple[Case, ...]]:
    """Put one solution of each exercise into a submission, and none in twice."""
    by_exercise: dict[str, list[Case]] = {}
    for case in wheats:
        by_exercise.setdefault(case.exercise, []).append(case)
    for row in zip_longest(*by_exercise.values()):
        yield tuple(case for case in row if case is not None)


def keep(block: Block, tried: Tried) -> None:
    """Note what was tried, and when, for whoever writes about it."""
    noted = json.loads(COUNTS.read_text()) if COUNTS.is_file() else {}
    noted[block.key] = {
        "date": datetime.now(UTC).date().isoformat(),
        "data": block.data.name,
        "seeds": [block.seeds[0], block.seeds[-1]],
        "wheats": tried.wheats,
        "runs": tried.runs,
        "wrong": list(tried.wrong),
    }
    COUNTS.parent.mkdir(exist_ok=True)
    COUNTS.write_text(json.dumps(noted, indent=1, ensure_ascii=False) + "\n")
