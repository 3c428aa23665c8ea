"""This engine packed for Gradescope: a zip that grades there as ``autograder grade`` does here.

Comes in: an assignment and one composed master. Goes out: a zip in the shape that Gradescope wants
(``setup.sh``, ``run_autograder``), with the package itself, a lock for each Python, and a course of
one notebook. The master in it holds hidden tests: the zip is for the instructor alone.
"""

import json
import pprint
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

import autograder
from autograder import notebook as notebooks
from autograder.assignment import Assignment, Master
from autograder.bundles import keys
from autograder.bundles.archives import write_zip
from autograder.bundles.environment import VERSIONS, extra_requirements, lock
from autograder.bundles.keys import OtterConfig
from autograder.configuration import CONFIG_FILE, SECTION, Course, Settings, value_of
from autograder.errors import InstructorError

ZIP_NAME = "sealed_autograder.zip"
COURSE = "sealed/course"

# Otter's upload of PDFs, of which this zip makes none, and the credential for it.
_UPLOAD = frozenset({"token", "course_id", "assignment_id"})
# They do not change what a submission scores; where the zip grades, there is one tier.
_ELSEWHERE = frozenset({"jail", "results_directory", "strict_style"})


def write_sealed(
    course: Course, assignment: Assignment, master: Master, config: OtterConfig, target: Path
) -> None:
    """Write ``sealed_autograder.zip`` for one master into the folder ``target``.

    ``assignment`` and ``master`` are composed. The same sources give the same bytes. Raises
    InstructorError for a configuration that cannot be carried along.
    """
    scripts = dict(_scripts())
    contents = {
        **scripts,
        **dict(_package()),
        **dict(_requirements(course)),
        **dict(_course(course, assignment, master)),
        keys.CONFIG_FILE: _otter_config(config),
    }
    write_zip(target / ZIP_NAME, contents, executable=scripts)


def _scripts() -> Iterator[tuple[str, bytes]]:
    folder = files("autograder.bundles") / "templates"
    for name in ("run_autograder", "setup.sh"):
        yield name, (folder / f"{name.removesuffix('.sh')}.sh").read_bytes()


def _package() -> Iterator[tuple[str, bytes]]:
    """Yield the package as it is installed here, without caches."""
    root = Path(autograder.__file__).parent
    for path in sorted(root.rglob("*")):
        below = path.relative_to(root)
        left_out = any(part.startswith(".") or part == "__pycache__" for part in below.parts)
        if path.is_file() and not left_out and path.suffix != ".pyc":
            yield f"sealed/package/autograder/{below.as_posix()}", path.read_bytes()


def _requirements(course: Course) -> Iterator[tuple[str, bytes]]:
    for version in VERSIONS:
        yield f"sealed/requirements-{version}.txt", lock(f"grading-{version}").encode()
    yield "sealed/uv.txt", lock("uv").encode()
    if own := extra_requirements(course):
        yield "sealed/requirements-course.txt", "".join(f"{line}\n" for line in own).encode()


def _otter_config(config: OtterConfig) -> bytes:
    kept = {name: value for name, value in config.as_tree().items() if name not in _UPLOAD}
    return (json.dumps(kept, indent=1, sort_keys=True) + "\n").encode()


def _course(course: Course, assignment: Assignment, master: Master) -> Iterator[tuple[str, bytes]]:
    folder = f"{COURSE}/source/{assignment.name}"
    yield f"{folder}/{master.name}.ipynb", notebooks.write(master.notebook)
    for path in assignment.files:
        yield f"{folder}/{path.as_posix()}", (assignment.folder / path).read_bytes()
    yield f"{COURSE}/{CONFIG_FILE}", configuration(course, assignment.name).encode()


def configuration(course: Course, name: str) -> str:
    """Return a configuration file of what decides how an assignment's submissions are graded.

    Nothing else of the course's own file is in it: where its gradebook is may be a secret.
    """
    lines = [f"c.{key} = {_literal(key, value)}" for key, value in _settings(course, name).items()]
    head = '"""What decides how submissions are graded, from the course\'s own configuration."""'
    return "\n".join([head, "", "c = get_config()", "", *lines, ""])


def _settings(course: Course, name: str) -> Mapping[str, object]:
    as_it_comes = asdict(Settings())
    ours = {
        f"{SECTION}.{key}": value
        for key, value in asdict(course.settings).items()
        if key not in _ELSEWHERE and value != as_it_comes[key]
    }
    config = course.config
    excluded = value_of(config.Autograde, "exclude_overwriting", {})
    of_this = excluded.get(name) if isinstance(excluded, dict) else excluded
    nbgraders = {
        "Autograde.exclude_overwriting": {name: of_this} if of_this else None,
        "CourseDirectory.ignore": value_of(config.CourseDirectory, "ignore", ()) or None,
        "IgnorePattern.enabled": value_of(config.IgnorePattern, "enabled", None),
        "IgnorePattern.pattern": value_of(config.IgnorePattern, "pattern", None),
    }
    told = {key: value for key, value in nbgraders.items() if value is not None}
    return {f"{SECTION}.jail": "unprivileged", **ours, **told}


def _literal(key: str, value: object) -> str:
    """Return Python text of a plain value; a set in a fixed order."""
    if not _is_plain(value):
        raise InstructorError(
            "otter-setting-not-plain",
            f"c.{key} is {value!r}, which cannot be written into {ZIP_NAME}: set it to texts, "
            "numbers, and lists of them",
        )
    return pprint.pformat(value, width=90)


def _is_plain(value: object) -> bool:
    if isinstance(value, dict):
        return all(_is_plain(each) for pair in value.items() for each in pair)
    if isinstance(value, list | tuple | set | frozenset):
        return all(_is_plain(each) for each in value)
    return isinstance(value, str | int | float | bool)
