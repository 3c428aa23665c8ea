"""The command line answers at once when it is only asked what it can do."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

MOST_SECONDS = 0.3
RUNS = 7


def seconds(*words: str) -> float:
    program = Path(sys.executable).with_name("autograder")
    begin = time.perf_counter()
    subprocess.run([str(program), *words], capture_output=True, check=True, timeout=60)
    return time.perf_counter() - begin


@pytest.mark.serial
@pytest.mark.parametrize("flag", ["--help", "--version"])
def test_help_takes_under_a_third_of_a_second(flag: str) -> None:
    # The quickest: the machine may be busy with something else in any of them.
    taken = [seconds(flag) for _ in range(RUNS)]
    assert min(taken) < MOST_SECONDS, taken
