"""Which tests share a process, and which start first, when pytest-xdist runs several processes.

The tests of a module run in one process, which sets up once what they share. The modules that take
longest start first: at the end only short ones are left, and no process waits for another.

`--dist loadgroup` does not do it: with pytest 9.2 it overlooks every `xdist_group` mark without a
word (pytest-xdist, issue 1386), and it lets a long test that is alone in its group start last.
"""

from pathlib import PurePath
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

LONGEST_FIRST = (
    "test_attacks",
    "test_parity",
    "test_verify_stars",
    "test_execution_attempt",
    "test_cluster",
    "test_grader_check",
    "test_attacks_stars",
    "test_release",
    "test_execution_secrecy",
    "test_hub_kill",
    "test_hub_grading",
    "test_bundles",
    "test_gradescope",
    "test_ten_minutes",
    "test_hub_whole",
    "test_nbgrader_courses",
    "test_hub_exchange",
    "test_gradescope_attacks",
    "test_attack_pages",
    "test_execution_examiner",
    "test_hub_trouble",
    "test_fresh_kernel",
    "test_hub_fuzz",
    "test_demo",
    "test_nbgrader_sealed",
    "test_hub_store",
    "test_hub_marks",
    "test_hub_gradebook",
    "test_hub_settings",
    "test_hub_roster",
)
"""Modules that take longer than about 10 seconds, the longest first."""
TOGETHER = {"test_wheel": "test_ten_minutes"}
"""Modules that use what another has set up for its process."""


def group_of(test: str) -> str:
    """Return the module in whose process a test runs, given the test's id."""
    module = PurePath(test.partition("::")[0]).stem
    return TOGETHER.get(module, module)


def turn(test: str) -> int:
    """Return when the group of a test starts: 0 for the first."""
    order = {name: at for at, name in enumerate(LONGEST_FIRST)}
    return order.get(group_of(test), len(order))


class ByModule(LoadScopeScheduling):
    """Hand out whole groups, in the order of the tests."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByModule:
    """Schedule by module, whatever the command line says."""
    # Otherwise the modules with most tests would start first.
    config.option.loadscopereorder = False
    return ByModule(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the tests of the longest modules first, where there are several processes."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: turn(item.nodeid))
