"""The wheel: everything is in it, and it works outside the clone.

The wheel is the one that docs/ten-minutes.md has its reader make; see tests/walkthrough.py.
"""

import subprocess
import zipfile
from email.parser import HeaderParser

import pytest
from walkthrough import Walk, follow

from autograder import __version__

# Asks every verb for its help, in one process, and says where the package lies.
HELP = """
import autograder
from click.testing import CliRunner
from autograder.cli import verbs
print(autograder.__file__)
for verb in verbs.list_commands(None):
    done = CliRunner().invoke(verbs, [verb, "--help"], catch_exceptions=False)
    print(verb, done.exit_code, "Usage:" in done.output)
"""


@pytest.fixture(scope="module")
def walk() -> Walk:
    return follow()


def sources(walk: Walk) -> set[str]:
    """Return what the package consists of, in the copy of the clone that the wheel is made of."""
    clone = walk.root / "autograder"
    found = (path for path in (clone / "autograder").rglob("*") if path.is_file())
    return {path.relative_to(clone).as_posix() for path in found if path.suffix != ".pyc"}


def names(walk: Walk) -> set[str]:
    with zipfile.ZipFile(walk.wheel) as archive:
        return set(archive.namelist())


def test_every_file_of_the_package_is_in_the_wheel_and_nothing_else(walk: Walk) -> None:
    about = {name for name in names(walk) if ".dist-info/" in name}
    assert names(walk) - about == sources(walk)


def test_what_is_no_python_is_in_the_wheel_too(walk: Walk) -> None:
    others = {name for name in names(walk) if name.startswith("autograder/") and name[-3:] != ".py"}
    assert {
        "autograder/py.typed",
        "autograder/feedback/templates/page.css",
        "autograder/feedback/templates/page.html.jinja",
        "autograder/starter/templates/assignment.ipynb",
        "autograder/starter/templates/nbgrader_config.py.txt",
    } <= others


def test_the_wheel_says_its_name_its_version_and_its_licence(walk: Walk) -> None:
    with zipfile.ZipFile(walk.wheel) as archive:
        (name,) = (each for each in archive.namelist() if each.endswith(".dist-info/METADATA"))
        about = HeaderParser().parsestr(archive.read(name).decode())
        licences = [each for each in archive.namelist() if each.endswith("/LICENSE")]
    assert (about["Name"], about["Version"]) == ("sealed-autograder", __version__)
    assert about["License-Expression"] == "BSD-3-Clause" and len(licences) == 1


def test_every_verb_explains_itself_from_the_wheel(walk: Walk) -> None:
    done = subprocess.run(
        [str(walk.python), "-I", "-c", HELP], cwd=walk.course, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    place, *lines = done.stdout.splitlines()
    # Not the clone's, which the packages that are shared with it know by an editable install.
    assert place.startswith(str(walk.root / "planets/.venv"))
    verbs = {path.stem for path in (walk.root / "autograder/autograder/cli").glob("[!_]*.py")}
    assert lines == [f"{verb} 0 True" for verb in sorted(verbs)]
    assert {"new", "build", "grade", "explain", "history"} <= verbs
