"""The fuzzer's kept inputs, played back without it, and changed as it changes them."""

import socket
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.answers.handles import Wall

# The fuzzer's modules lie in a folder of their own, which is no package.
sys.path.insert(0, str(Path(__file__).parent / "fuzz"))
import mutating
import seeds
import targets

KEPT = tuple(path.read_bytes() for path in sorted(seeds.CORPUS.iterdir()))
VALUES = targets.TARGETS.index(targets.of_value)
# The fuzzer allows one second; here the first inputs import what the later ones use.
PATIENT_SECONDS = 5.0


@pytest.fixture(scope="module", autouse=True)
def patient() -> None:
    targets.SECONDS = PATIENT_SECONDS


@pytest.mark.parametrize("target", range(len(targets.TARGETS)))
def test_the_kept_inputs_do_no_harm(target: int) -> None:
    said = [targets.check(data) for data in KEPT if data[0] == target]
    assert said


def test_the_fuzzer_starts_from_inputs_that_are_honest_today() -> None:
    said = {targets.check(data) for data in seeds.inputs() if data[0] == VALUES}
    assert said == {"value"}


@pytest.mark.parametrize("wrong", [object(), [len], {"a": lambda: 1}, np.zeros(2, "V4").dtype])
def test_the_oracle_notices_what_must_not_be_let_in(wrong: object) -> None:
    with pytest.raises(targets.Find):
        targets.look(wrong)


@pytest.mark.parametrize("wrong", [Exception, AssertionError, BaseException])
def test_the_oracle_notices_a_class_that_would_catch_a_failed_assert(wrong: type) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises(targets.Find):
        targets.look([wrong], wall=Wall(ours))


@given(st.sampled_from(KEPT), st.lists(st.integers(0, 2**32), min_size=1, max_size=4))
def test_inputs_changed_in_their_structure_do_no_harm(data: bytes, changes: list[int]) -> None:
    for seed in changes:
        data = mutating.change(data, targets.MOST_BYTES, seed, KEPT, lambda kept, most: kept)
    targets.check(data)
