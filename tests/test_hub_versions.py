"""The oldest JupyterHub that we claim: as the hub and under the service, and as the hub alone.

It lies beside the environment, which has the newest. The users' servers have the newest always.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import requests
from hub_browser import solve
from hub_course import COURSE, NAME, NOTEBOOK, RIGHT, said, write_course
from test_hub_whole import FOUND, ask, listed, press, until

from autograder.hub.model import Role
from autograder.hub.site import Site

USERS = {"ann": Role.STUDENT, "bob": Role.STUDENT, "ivy": Role.INSTRUCTOR}
OLDEST = re.compile(r"jupyterhub==(\S+)")
FOLDER = Path(__file__).parent.parent / ".prove/hub-5"

SERVICES = ("a service by the oldest", "a service by the newest")

# A Python that finds the oldest JupyterHub first. What it starts does not: PYTHONPATH would say so
# to the users' servers as well.
PYTHON = """#!{python}
import runpy
import sys
sys.path.insert(0, {folder!r})
_, _, module, *rest = sys.argv
sys.argv = [module, *rest]
runpy.run_module(module, run_name="__main__", alter_sys=True)
"""


@pytest.fixture(scope="module")
def oldest(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """Return a Python with the oldest JupyterHub; fails when it is not installed."""
    locked = OLDEST.search((repository / "requirements/hub-5.txt").read_text())
    assert locked is not None
    assert (FOLDER / f"jupyterhub-{locked[1]}.dist-info").is_dir(), (
        "JupyterHub 5 is not installed: `make hub-oldest` installs it into .prove/"
    )
    python = tmp_path_factory.mktemp("oldest") / "python"
    python.write_text(PYTHON.format(python=sys.executable, folder=str(FOLDER)))
    python.chmod(0o755)
    told = subprocess.run(
        [python, "-m", "jupyterhub", "--version"], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == locked[1]
    return python


@pytest.fixture(scope="module", params=SERVICES)
def site(
    request: pytest.FixtureRequest, oldest: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    root = tmp_path_factory.mktemp("versions")
    course = write_course(root / "course")
    folder = root / "site"
    own = oldest if request.param == SERVICES[0] else Path(sys.executable)
    configuration = folder / "autograder_hub_config.py"
    command = [str(own), "-m", "autograder", "hub", "--config", str(configuration)]
    made = Site(
        folder,
        USERS,
        COURSE,
        course.root,
        settings={"slots": 1},
        service_command=command,
        hub_python=str(oldest),
    )
    with made:
        done = made.run_as("ivy", "nbgrader", "release_assignment", NAME, folder=course.root)
        assert done.returncode == 0, done.stderr
        yield made


@pytest.mark.prove
def test_from_submit_to_the_class_by_the_oldest_hub(site: Site) -> None:
    assert site.api("")["version"].startswith("5.")
    hand_in_and_fetch_feedback(site)
    address = f"{site.service_url}courses/{COURSE}/{NAME}"
    with requests.Session() as ivy:
        page = log_in(ivy, site, "ivy", address)
        assert (page.url, page.status_code) == (address, 200)
        assert "2 of 2" in said(page.text)
        # By the hub's list of the group.
        assert "<bdi>bob</bdi>" in page.text
        assert "<dt>Nothing handed in</dt><dd>1</dd>" in page.text
        regrade(ivy, f"{address}/students/ann")
        assert read_in_the_name_of(ivy, site, "navigate") == 200
        # As another site's page would, by the address of a picture.
        assert read_in_the_name_of(ivy, site, "no-cors") == 403
    with requests.Session() as bob:
        page = log_in(bob, site, "bob", address)
        assert (page.url, page.status_code) == (address, 200)
        assert "ann" not in said(page.text)


def hand_in_and_fetch_feedback(site: Site) -> None:
    """Do it as ann, by her server's buttons."""
    ann = site.start_server("ann")
    assert press(ann, "fetch")["success"]
    solve(ann, FOUND, {"slope": RIGHT})
    assert press(ann, "submit")["success"]
    attempts = f"{site.service_url}api/courses/{COURSE}/assignments/{NAME}/attempts"
    (attempt,) = until(lambda: graded(ask(attempts, ann.token)["attempts"]))
    assert (attempt["points"], attempt["max_points"]) == (2.0, 2.0)
    (found,) = [each for each in listed(ann) if each["status"] == "submitted"]
    assert [each["has_exchange_feedback"] for each in found["submissions"]] == [True]
    assert press(ann, "fetch_feedback")["success"]
    assert list((site.layout.home("ann") / NAME / "feedback").glob(f"*/{NOTEBOOK}.html"))


def graded(attempts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for each in attempts if each["state"] == "graded"]


def log_in(browser: requests.Session, site: Site, name: str, address: str) -> requests.Response:
    """Ask for a page as a browser that nobody knows yet, and fill in the form that comes."""
    form = browser.get(address, timeout=60)
    (action,) = re.findall(r'<form\s[^>]*action="([^"]*login[^"]*)"', form.text)
    fields = {"username": name, "password": site.passwords[name], "_xsrf": xsrf(form)}
    return browser.post(urljoin(form.url, unescape(action)), fields, timeout=60)


def regrade(browser: requests.Session, address: str) -> None:
    """Press the button on a student's page: it is refused but with the page's own token."""
    page = browser.get(address, timeout=60)
    (action,) = re.findall(r'<form\s[^>]*action="([^"]*/regrade)"', page.text)
    button = urljoin(address, unescape(action))
    assert browser.post(button, {}, timeout=60).status_code == 403
    again = browser.post(button, {"_xsrf": xsrf(page)}, timeout=60)
    assert again.status_code == 200
    assert "/attempts/" in again.url


def read_in_the_name_of(browser: requests.Session, site: Site, mode: str) -> int:
    headers = {"Sec-Fetch-Mode": mode}
    return browser.get(f"{site.service_url}api/user", headers=headers, timeout=60).status_code


def xsrf(page: requests.Response) -> str:
    (found, *_) = re.findall(r'name="_xsrf" value="([^"]*)"', page.text)
    return unescape(found)
