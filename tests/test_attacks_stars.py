"""Attacks on the notebooks of `stars` score what their case files say, and disturb nobody."""

from pathlib import Path

import masters
import pytest
import stars_course
from stars_course import NAME, NOTEBOOKS

from autograder import assignment as assignments
from autograder import demo, pipeline
from autograder.cases import Kind

SHORT = ("1-correlations", "5-clustering")
"""Which notebooks' attacks `make test` tries; `make prove` all."""


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name in SHORT else pytest.mark.prove) for name in NOTEBOOKS],
)
def test_every_attack_scores_what_it_says(name: str, tmp_path: Path) -> None:
    course = stars_course.make_course(tmp_path / "course", [name])
    attacks = masters.cases_of(name, Kind.ATTACK)
    made = demo.make_class(course, NAME, attacks, size=1)
    results = pipeline.grade_class(course, NAME, jobs=2).results
    assignment = assignments.read(course.source / NAME)

    handed_in = {case.name for chosen in made.students.values() for case in chosen}
    assert handed_in == {case.name for case in attacks} != set()
    assert {result.student for result in results} == set(made.students)
    wrong = [
        complaint
        for result in results
        for complaint in stars_course.complaints(result, made.students[result.student], assignment)
    ]
    assert not wrong, "\n".join(wrong)
