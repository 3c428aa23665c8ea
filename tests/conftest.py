"""What holds for every test: the environment it sees, and that it cannot skip itself."""

import os
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from resuming import pytest_addoption, pytest_configure
from scheduling import pytest_collection_modifyitems, pytest_xdist_make_scheduler

__all__ = [
    "pytest_addoption",
    "pytest_collection_modifyitems",
    "pytest_configure",
    "pytest_xdist_make_scheduler",
]

# nbgrader calls `alembic` from PATH: as if the environment were activated, whoever starts pytest.
os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
# The developer's own Jupyter and IPython settings must not decide a test.
os.environ["JUPYTER_NO_CONFIG"] = "1"
_IPYTHON = tempfile.TemporaryDirectory(prefix="autograder-tests-ipython-")
os.environ["IPYTHONDIR"] = _IPYTHON.name
# A kernel chooses the inline backend only when nobody has chosen another.
os.environ.pop("MPLBACKEND", None)

# `make test` tries the same examples each time; `make prove` looks for new ones.
settings.register_profile("test", derandomize=True, max_examples=50, deadline=None)
settings.register_profile(
    "prove", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("test")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Count a skip as a failure: a sandbox test that steps aside proves nothing."""
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} skipped itself; no test here may skip or xfail"
    return report


@pytest.fixture(scope="session")
def repository() -> Path:
    """Return the root of the repository, which is a course folder too."""
    return Path(__file__).parent.parent
