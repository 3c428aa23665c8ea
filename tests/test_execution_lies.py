"""What the student process says outside of any test must not take the examiner down."""

from collections.abc import Callable

import pytest
from test_execution_examiner import ORDER, SilentWall

from autograder.execution.examiner import Examination
from autograder.verdicts import Verdict

# A test that names a file which is not here: the examiner asks whether it is the student's.
SOURCE = "name = 'their.csv'\nassert answer == 42, 'look again'"


class LyingWall(SilentWall):
    """Have a wrong answer, and an odd word on which files there are."""

    def __init__(self, say: Callable[[], object]) -> None:
        self.files = say

    def fetch(self, name: str) -> object:
        return 41


def raising() -> object:
    raise ValueError("as the student's code says")


@pytest.mark.parametrize(
    "say",
    [
        lambda: 5,
        lambda: None,
        lambda: [["a"]],
        lambda: ["x" * 100_000],
        lambda: ["a\0b", "\ud800"],
        raising,
    ],
    ids=["number", "nothing", "lists", "long", "odd", "raising"],
)
def test_an_odd_word_on_the_files_decides_nothing(say: Callable[[], object]) -> None:
    steps = [{"kind": "test", "source": SOURCE, "points": 2.0}]
    examination = Examination({**ORDER, "steps": steps}, {}, LyingWall(say))  # type: ignore[arg-type]
    finding = examination.take({"step": 0, "seconds": 5})
    assert finding is not None
    assert finding.verdict is Verdict.FAILED
