"""`make prove` goes on where it was stopped."""

from pathlib import Path

import pytest
import resuming

pytest_plugins = ["pytester"]

TESTS = """
from pathlib import Path

def test_first():
    with Path({log!r}).open("a") as file:
        file.write("first\\n")

def test_second():
    assert Path({gate!r}).exists()
"""


def test_a_test_that_passed_is_left_out_of_the_next_run(
    pytester: pytest.Pytester, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, gate = tmp_path / "log", tmp_path / "gate"
    pytester.makepyfile(test_made_up=TESTS.format(log=str(log), gate=str(gate)))
    monkeypatch.setenv("PYTHONPATH", str(Path(resuming.__file__).parent))
    pytester.makeconftest("from resuming import pytest_addoption, pytest_configure")
    arguments = ("-p", "no:xdist", f"--resume={tmp_path / 'record'}")
    pytester.runpytest_subprocess(*arguments).assert_outcomes(passed=1, failed=1)
    gate.touch()
    pytester.runpytest_subprocess(*arguments).assert_outcomes(passed=1, deselected=1)
    assert log.read_text() == "first\n"


def test_a_record_of_another_state_counts_for_nothing(tmp_path: Path) -> None:
    record = tmp_path / "record"
    record.write_text('{"test": "a", "state": "old"}\n{"test": "b", "state": "new"}\n{"te')
    assert resuming.passed_before(record, "new") == {"b"}


def test_a_changed_file_changes_the_state(tmp_path: Path) -> None:
    (tmp_path / "autograder").mkdir()
    module = tmp_path / "autograder" / "module.py"
    module.write_text("a = 1")
    before = resuming.state_of(tmp_path)
    module.write_text("a = 2")
    assert resuming.state_of(tmp_path) != before
