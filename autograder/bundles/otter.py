"""An otter-grader bundle: what students get, and the zip that otter's own generator makes."""

import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from autograder.assignment import Assignment, Master
from autograder.bundles.archives import read_zip, write_zip
from autograder.bundles.environment import pins
from autograder.bundles.generating import ZIP
from autograder.bundles.keys import OtterConfig
from autograder.bundles.limits import TESTS_FOLDER
from autograder.bundles.test_files import graded_file, public_file
from autograder.errors import InternalError, OperatorError

STUDENT = "student"
_PROGRAMS = ("run_autograder", "setup.sh")
_GENERATOR = "autograder.bundles.generating"


def require_otter() -> None:
    """Raise OperatorError where otter-grader is not installed."""
    if importlib.util.find_spec("otter") is None:
        raise OperatorError(
            "otter-missing",
            "the course has an otter_config.json, so its assignments are built for otter-grader "
            "too, which is not installed: install sealed-autograder[otter], or remove the file",
        )


def write_student(assignment: Assignment, master: Master, release: Path, target: Path) -> Path:
    """Write what students get, and return where: the release notebook, its data, public tests."""
    student = target / STUDENT
    copy_files(assignment, release, student)
    shutil.copyfile(release / f"{master.name}.ipynb", student / f"{master.name}.ipynb")
    (student / TESTS_FOLDER).mkdir()
    for test in master.tests:
        path = student / TESTS_FOLDER / f"{test.grade_id}.py"
        path.write_text(public_file(test), encoding="utf-8")
    return student


def copy_files(assignment: Assignment, release: Path, target: Path) -> None:
    """Copy the files that lie beside the notebooks of a release."""
    target.mkdir(parents=True, exist_ok=True)
    for path in assignment.files:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(release / path, target / path)


def write_stock(
    assignment: Assignment, config: OtterConfig, extra: Iterable[str], release: Path, target: Path
) -> None:
    """Write otter's own zip for each notebook, in the notebook's folder.

    ``extra`` are requirements of the course's own. Raises InternalError when otter fails.
    """
    folders = [
        _lay_out(assignment, each, config, extra, release, target) for each in assignment.masters
    ]
    _generate(folders)
    for folder in folders:
        made = folder / ZIP
        # Packed anew: otter's carries the time at which it was made.
        write_zip(folder.parent / ZIP, read_zip(made), _PROGRAMS)
        shutil.rmtree(folder)


def _lay_out(
    assignment: Assignment,
    master: Master,
    config: OtterConfig,
    extra: Iterable[str],
    release: Path,
    target: Path,
) -> Path:
    folder = target / master.name / ".generate"
    copy_files(assignment, release, folder / "files")
    (folder / "tests").mkdir()
    for test in master.tests:
        path = folder / "tests" / f"{test.grade_id}.py"
        path.write_text(graded_file(test), encoding="utf-8")
    (folder / "otter_config.json").write_text(json.dumps(config.as_tree()), encoding="utf-8")
    (folder / "requirements.txt").write_text("\n".join((*pins(), *extra)) + "\n")
    return folder


def _generate(folders: list[Path]) -> None:
    done = subprocess.run(
        [sys.executable, "-s", "-P", "-m", _GENERATOR],
        input="".join(f"{folder.resolve()}\n" for folder in folders),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise InternalError("otter-generate", f"otter generate failed:\n{done.stderr[-2000:]}")
