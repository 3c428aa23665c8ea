"""In several processes, the tests of a module share one, and the longest modules start first."""

import shlex
from pathlib import Path

import pytest
import scheduling

pytest_plugins = ["pytester"]

HERE = Path(__file__).parent
MODULE = """
import os
import time
from pathlib import Path

import pytest

@pytest.fixture(scope="module")
def note():
    with Path({log!r}).open("a") as file:
        file.write(f"{{time.monotonic()}} {{os.getpid()}} {{__name__}}\\n")

@pytest.mark.parametrize("number", range({tests}))
def test_it(note, number):
    time.sleep(0.05)
"""
FIRST, SECOND = scheduling.LONGEST_FIRST[:2]


def options(repository: Path) -> list[str]:
    """Return how `make test` has pytest run in several processes."""
    lines = (repository / "Makefile").read_text(encoding="utf-8").splitlines()
    (line,) = (line for line in lines if "-n $(WORKERS)" in line)
    words = shlex.split(line.replace("$(WORKERS)", "2"))
    return words[words.index("-n") : words.index("-m", words.index("-n"))]


def test_what_a_module_shares_is_set_up_once_and_the_longest_start_first(
    pytester: pytest.Pytester, tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    sizes = {"test_a": 9, "test_b": 4, FIRST: 3, SECOND: 4}
    for name, tests in sizes.items():
        pytester.makepyfile(**{name: MODULE.format(log=str(log), tests=tests)})
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    pytester.makeconftest(
        "from scheduling import pytest_collection_modifyitems, pytest_xdist_make_scheduler"
    )
    done = pytester.runpytest_subprocess(*options(repository))
    done.assert_outcomes(passed=sum(sizes.values()))
    noted = [line.split() for line in sorted(log.read_text(encoding="utf-8").splitlines())]
    assert sorted(name for _, _, name in noted) == sorted(sizes)
    assert {name for _, _, name in noted[:2]} == {FIRST, SECOND}
    assert len({process for _, process, _ in noted}) == 2


def test_a_module_that_uses_what_another_has_set_up_runs_in_its_process() -> None:
    assert scheduling.group_of("tests/test_wheel.py::test_a[x::y/z.py]") == "test_ten_minutes"
    assert scheduling.group_of("tests/test_ten_minutes.py::test_a") == "test_ten_minutes"
    assert scheduling.group_of("tests/test_demo.py::test_a") == "test_demo"


def test_every_module_that_is_scheduled_is_there() -> None:
    named = {*scheduling.LONGEST_FIRST, *scheduling.TOGETHER, *scheduling.TOGETHER.values()}
    assert {name for name in named if not (HERE / f"{name}.py").is_file()} == set()
    assert len(set(scheduling.LONGEST_FIRST)) == len(scheduling.LONGEST_FIRST)
