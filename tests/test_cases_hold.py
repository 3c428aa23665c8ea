"""Every case scores what it says, on the shipped data, on held-out data and on anybody's data.

The environment variable ``AUTOGRADER_EXTRA_DATA`` names more data files to try. `make test` grades
every short case on the shipped data; on other data every honest case of the notebook that trains
nothing, and, on one more file, a few of each exercise elsewhere. `make prove` grades all of them
everywhere. A notebook that reads no file is graded once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import masters
import pytest
import stars_course
from _pytest.mark import ParameterSet
from stars_course import CHEAP, HELD_OUT, HONEST, NAME, NOTEBOOKS, OTHERS, SHIPPED, TRAINING

from autograder import assignment as assignments
from autograder import demo, notebook, pipeline
from autograder.cases import Case, Kind

SAMPLE = {Kind.WHEAT: 1, Kind.CHAFF: 2}


@dataclass(frozen=True)
class Batch:
    """Hold cases of one notebook that are graded together, on one data file."""

    notebook: str
    data: Path
    cases: tuple[Case, ...]


def sample(known: Sequence[Case], turn: int) -> tuple[Case, ...]:
    """Choose a few short honest cases of each exercise, in each turn others."""
    chosen: list[Case] = []
    for exercise in dict.fromkeys(case.exercise for case in known):
        for kind, size in SAMPLE.items():
            of_kind = [case for case in known if (case.kind, case.exercise) == (kind, exercise)]
            short = [case for case in of_kind if not case.is_long]
            chosen += (short[(turn * size + at) % len(short)] for at in range(size) if short)
    return tuple(chosen)


def batches() -> Iterator[ParameterSet]:
    """Yield the parameters of the test: what `make test` grades, and what only `make prove`."""
    for name in NOTEBOOKS:
        known = masters.cases_of(name)
        short = [case for case in known if not case.is_long]
        yield from batch("shipped", name, SHIPPED, short)
        yield from batch("shipped-long", name, SHIPPED, remaining(known, short), is_long=True)
        for turn, (key, data) in enumerate(OTHERS.items() if reads_data(name) else ()):
            honest = [case for case in known if case.kind in HONEST]
            few = honest if name == CHEAP else sample(known, turn)
            yield from batch(key, name, data, few, is_long=name != CHEAP and turn > 0)
            yield from batch(f"{key}-rest", name, data, remaining(known, few), is_long=True)


def reads_data(name: str) -> bool:
    (path,) = (path for path in masters.PATHS if path.stem == name)
    return any(SHIPPED.name in cell.source for _, cell in notebook.read(path).code_cells())


def remaining(known: Sequence[Case], graded: Sequence[Case]) -> list[Case]:
    return [case for case in known if case not in graded]


def batch(
    key: str, name: str, data: Path, chosen: Sequence[Case], *, is_long: bool = False
) -> Iterator[ParameterSet]:
    marks = [pytest.mark.prove] if is_long else []
    if chosen:
        yield pytest.param(Batch(name, data, tuple(chosen)), id=f"{name}-{key}", marks=marks)


def test_two_other_data_files_are_there() -> None:
    assert len(HELD_OUT) == 2
    assert len({path.read_bytes() for path in (SHIPPED, *HELD_OUT)}) == 3


@pytest.mark.parametrize("batch", tuple(batches()))
def test_every_case_scores_what_it_says(batch: Batch, tmp_path: Path) -> None:
    course = stars_course.make_course(tmp_path / "course", [batch.notebook], batch.data)
    made = demo.make_class(course, NAME, batch.cases, size=1)
    solution, release = (
        notebook.write(make(course, batch.notebook))
        for make in (stars_course.solved, stars_course.released)
    )
    stars_course.hand_in(course, "the-solution", batch.notebook, solution)
    stars_course.hand_in(course, "the-release", batch.notebook, release)
    results = pipeline.grade_class(course, NAME, jobs=2).results
    graded = {result.student: result for result in results}
    assignment = assignments.read(course.source / NAME)

    handed_in = [case for chosen in made.students.values() for case in chosen]
    assert all(case in handed_in for case in batch.cases)
    assert set(graded) == {*made.students, "the-solution", "the-release"}
    assert graded.pop("the-solution").points == assignment.points > 0
    assert graded.pop("the-release").points == 0
    wrong = [
        complaint
        for student, result in graded.items()
        for complaint in stars_course.complaints(
            result, made.students[student], assignment, elsewhere=batch.data != SHIPPED
        )
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.prove
@pytest.mark.parametrize("name", NOTEBOOKS)
@pytest.mark.parametrize("key", OTHERS)
def test_the_prefix_is_the_same_each_time_on_other_data(
    name: str, key: str, tmp_path: Path
) -> None:
    course = stars_course.make_course(tmp_path / "course", [name], OTHERS[key], build=False)
    assert pipeline.build(course, NAME).assignment.points > 0


def test_only_the_notebook_without_a_data_file_is_not_graded_on_other_data() -> None:
    assert [name for name in NOTEBOOKS if not reads_data(name)] == ["2-extrapolation"]


def test_the_sample_has_every_exercise_and_differs_between_data_files() -> None:
    for name in TRAINING:
        known = masters.cases_of(name)
        first, second = sample(known, 0), sample(known, 1)
        for exercise in {case.exercise for case in known}:
            kinds = [case.kind for case in first if case.exercise == exercise]
            assert kinds == [Kind.WHEAT, Kind.CHAFF, Kind.CHAFF]
        assert first != second
