"""A long run of tests that was stopped goes on where it was, as long as nothing has changed.

``pytest --resume=FILE`` notes in FILE each test that passed, under a hash of every file that could
change its outcome, and leaves out those noted there already under the same hash.
"""

import hashlib
import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("autograder", "tests", "source", "release", "data")
FILES = ("pyproject.toml", "nbgrader_config.py")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.addoption("--resume", type=Path, help="a file that remembers what has passed")


def state_of(root: Path) -> str:
    """Return a hash of the files that the tests are about, and of the Python that runs them."""
    total = hashlib.sha256(sys.version.encode())
    listed = [path for folder in FOLDERS for path in (root / folder).rglob("*")]
    for path in sorted([*listed, *(root / name for name in FILES)]):
        if path.is_file() and "__pycache__" not in path.parts:
            total.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return total.hexdigest()


def passed_before(record: Path, state: str) -> set[str]:
    """Return the tests that passed in the same state; none when the record is of another."""
    if not record.is_file():
        return set()
    lines = record.read_text(encoding="utf-8").splitlines()
    notes = (json.loads(line) for line in lines if line.endswith("}"))
    return {note["test"] for note in notes if note["state"] == state}


class Record:
    """Leave out what has passed, and note what passes now."""

    def __init__(self, record: Path, state: str) -> None:
        self._record, self._state = record, state
        self._passed = passed_before(record, state)

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Deselect the tests that have passed."""
        done = [item for item in items if item.nodeid in self._passed]
        items[:] = [item for item in items if item.nodeid not in self._passed]
        config.hook.pytest_deselected(items=done)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Append a line for a test that passed."""
        if report.when == "call" and report.passed:
            self._record.parent.mkdir(parents=True, exist_ok=True)
            with self._record.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"test": report.nodeid, "state": self._state}) + "\n")


def pytest_configure(config: pytest.Config) -> None:
    """Start recording when asked to."""
    record = config.getoption("--resume")
    # With xdist the workers collect and the controller hears the reports: both need the record.
    if record is not None:
        config.pluginmanager.register(Record(record, state_of(ROOT)), "resuming")
