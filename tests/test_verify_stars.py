"""`stars` is proven: right solutions get full marks, wrong ones what they deserve, on any data.

`make test` grades a sample, on the shipped file and on a held-out one. `make prove` grades every
case and takes out each hidden test, on every file (``AUTOGRADER_EXTRA_DATA`` names more), with 20
seeds and mutants, and honest cases ten times over on a loaded machine. It goes on where it was
stopped, in `.prove/verify.jsonl`. For one notebook:
``pytest tests/test_verify_stars.py -m "" -k 3-regression``.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import replace

import proof_page
import pytest
from stars_course import HELD_OUT, NAME, NOTEBOOKS, ROOT

from autograder.configuration import Course, open_course
from autograder.verify import proof, telling
from autograder.verify.judging import Verified, counts
from autograder.verify.margins import thresholds
from autograder.verify.margins_telling import margins_section
from autograder.verify.mutation_telling import mutation_section
from autograder.verify.outcome import Role
from autograder.verify.proof import Plan, Wanted
from autograder.verify.records import Records
from autograder.verify.sections import Told
from autograder.verify.trials import Sheet

ONE_IN = {
    "1-correlations": 4,
    "2-extrapolation": 8,
    "3-regression": 24,
    "4-classification": 16,
    "5-clustering": 4,
}
"""Of so many submissions of a notebook, `make test` grades one; the dearer it is, the fewer."""
ELSEWHERE_ONE_IN = 24
LOADED_JOBS = 3 * (os.cpu_count() or 1)
"""So many submissions at a time make a machine slow for each of them."""
RESUMED = ROOT / ".prove" / "verify.jsonl"


@pytest.fixture(scope="module")
def course() -> Course:
    return open_course(ROOT)


def wanted(name: str, **more: object) -> Wanted:
    return Wanted(cases=ROOT / "tests", notebooks=(name,), jobs=2, **more)  # type: ignore[arg-type]  # its own fields


def some(planned: Plan, one_in: int) -> Plan:
    """Keep one submission in so many, beside the solution and the release; no long ones."""
    parts = []
    for data, sheets in planned.parts:
        alone = [sheet for sheet in sheets if sheet.trials[0].case is None]
        short = [sheet for sheet in sheets if sheet not in alone and not sheet.is_long]
        parts.append((data, (*alone, *short[::one_in])))
    return replace(planned, parts=tuple(parts))


def elsewhere(planned: Plan) -> Plan:
    """Keep the part of one data file that is not shipped."""
    return replace(planned, parts=planned.parts[1:2])


def sheets(planned: Plan) -> Iterator[Sheet]:
    return (sheet for _, found in planned.parts for sheet in found)


def roles(verified: Verified) -> set[Role]:
    return {outcome.trial.role for outcome in verified.outcomes}


# --- what `make test` tries


@pytest.mark.parametrize("name", ["1-correlations", "3-regression", "4-classification"])
def test_a_sample_scores_what_it_says(name: str, course: Course) -> None:
    asked = wanted(name, only_own_data=True)
    planned = some(proof.plan(course, NAME, asked), ONE_IN[name])
    found = proof.verify(course, planned, asked, Records())
    assert found.complaints == ()
    assert roles(found) == {Role.SOLUTION, Role.RELEASE, Role.WHEAT, Role.CHAFF}


@pytest.mark.parametrize("name", ["1-correlations"])
def test_a_sample_scores_what_it_says_on_another_data_file(name: str, course: Course) -> None:
    asked = wanted(name)
    planned = some(elsewhere(proof.plan(course, NAME, asked)), ELSEWHERE_ONE_IN)
    found = proof.verify(course, planned, asked, Records())
    assert found.complaints == ()
    assert {outcome.data for outcome in found.outcomes} == {HELD_OUT[0].stem}


def test_the_notebook_without_a_data_file_is_tried_on_its_own_only(course: Course) -> None:
    for name in NOTEBOOKS:
        planned = proof.plan(course, NAME, wanted(name))
        tried = [data.name for data, found in planned.parts if found]
        others = [] if name == "2-extrapolation" else [path.stem for path in HELD_OUT]
        assert tried[: 1 + len(HELD_OUT)] == ["own", *others]


def test_two_other_data_files_are_there() -> None:
    assert len(HELD_OUT) == 2
    shipped = ROOT / "data" / "Stars.csv"
    assert len({path.read_bytes() for path in (shipped, *HELD_OUT)}) == 3


def test_the_page_on_the_proof_says_what_was_noted() -> None:
    noted = json.loads(proof_page.NOTED.read_text())
    assert proof_page.PAGE.read_text() == proof_page.page(noted)
    assert set(noted) == set(NOTEBOOKS)


# --- what `make prove` tries


@pytest.mark.prove
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_hidden_test_earns_its_place_with_every_seed_on_every_file(
    name: str, course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = wanted(name, seeds=20, times=2, removing=True, mutating=True, margins=True)
    planned = proof.plan(course, NAME, asked)
    found = proof.verify(course, planned, asked, Records(RESUMED))
    proof_page.note(told(found))
    with capsys.disabled():
        print(*counts(found.outcomes), sep="\n")
    assert found.complaints == ()
    assert found.unproven == ()
    assert found.uncaught == found.untried == ()
    assert found.redundant == ()
    assert found.is_proven
    assert found.mutation is not None
    assert mutation_section(found.mutation).wrong == ()
    assert [each.place for each in thresholds(found.outcomes) if each.overlaps] == []


@pytest.mark.prove
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_honest_work_scores_the_same_ten_times_over_on_a_loaded_machine(
    name: str, course: Course
) -> None:
    asked = replace(wanted(name, only_own_data=True, times=10), jobs=LOADED_JOBS)
    planned = proof.plan(course, NAME, asked)
    honest = tuple(
        sheet for sheet in sheets(planned) if any(trial.is_honest for trial in sheet.trials)
    )
    planned = replace(planned, parts=((planned.parts[0][0], honest),))
    found = proof.verify(course, planned, asked, Records(RESUMED))
    proof_page.note(told(found), "loaded")
    assert found.complaints == ()
    assert {outcome.trial.turn for outcome in found.outcomes} == set(range(10))


def told(found: Verified) -> dict[str, object]:
    """Return what `autograder verify --json` tells of it."""
    sections = [margins_section(thresholds(found.outcomes))]
    if found.mutation is not None:
        sections.append(mutation_section(found.mutation))
    return telling.facts(Told(found, tuple(sections)))
