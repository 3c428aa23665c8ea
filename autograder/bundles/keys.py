"""``otter_config.json``: what a course says of its bundles, key by key.

The keys are otter-grader's own (its ``AutograderConfig``); docs/otter.md is generated from what is
said of them here. A key that would give other scores than ``autograder grade`` gives is refused.
"""

import dataclasses
import difflib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.errors import InstructorError

CONFIG_FILE = "otter_config.json"


@dataclass(frozen=True)
class Key:
    """Hold what is said of one key.

    ``help`` tells what it does in otter's own zip, ``sealed`` what in the sealed one. ``kinds`` are
    the types that its value may have; ``refused`` why any other value than the default is an error.
    """

    help: str
    sealed: str
    kinds: tuple[type, ...]
    refused: str = ""


def _key(default: Any, kinds: tuple[type, ...], help: str, sealed: str, refused: str = "") -> Any:
    made = Key(help, sealed, kinds, refused)
    if isinstance(default, list):
        return field(default_factory=lambda: list(default), metadata={"key": made})
    return field(default=default, metadata={"key": made})


_YES_NO, _TEXT, _NUMBER, _WHOLE = (bool,), (str,), (int, float), (int,)
_SAME, _NONE = "the same", "nothing: the sealed zip makes no PDF"
_OWN_SCORES = "the scores would be others than those of `autograder grade`"


@dataclass(frozen=True)
class OtterConfig:
    """Hold a course's settings for its bundles: a field for each key of otter-grader's 7.0."""

    score_threshold: float | None = _key(
        None, _NUMBER, "all points from this share of them on (0 to 1), none below it", _SAME
    )
    points_possible: float | None = _key(
        None, _NUMBER, "what Gradescope shows as full marks; scores are scaled to it", _SAME
    )
    show_stdout: bool = _key(
        False, _YES_NO, "show students what the grader printed, once grades are published", _SAME
    )
    show_hidden: bool = _key(
        False,
        _YES_NO,
        "show students the outcome of each test cell, hidden parts included, once grades are "
        "published: the public message of what failed, never the test",
        _SAME,
    )
    show_all_public: bool = _key(
        False, _YES_NO, "show each test cell at once where none has a hidden part", _SAME
    )
    seed: int | None = _key(
        None,
        _WHOLE,
        "write a seeding line into every cell",
        "-",
        f"{_OWN_SCORES}; seed in the notebook's own cells",
    )
    seed_variable: str | None = _key(
        None,
        _TEXT,
        "write `name = seed` into every cell",
        "-",
        f"{_OWN_SCORES}; seed in the notebook's own cells",
    )
    grade_from_log: bool = _key(
        False,
        _YES_NO,
        "grade the values in the student's log, not the notebook",
        "-",
        f"{_OWN_SCORES}, and the log is a pickle of the student's making",
    )
    serialized_variables: dict[str, str] | None = _key(  # noqa: RUF009  # it makes a field
        None, (dict,), "which values of the log to read", "-", "it goes with grade_from_log"
    )
    pdf: bool = _key(False, _YES_NO, "make a PDF of the notebook for a person to grade", _NONE)
    token: str | None = _key(
        None,
        _TEXT,
        "a Gradescope token, for uploading the PDF: it then stands in the zip",
        "nothing: it is not in the sealed zip",
    )
    course_id: int | str | None = _key(
        None, (int, str), "the Gradescope course of the PDF upload", _NONE
    )
    assignment_id: int | str | None = _key(
        None, (int, str), "the Gradescope assignment of the PDF upload", _NONE
    )
    filtering: bool = _key(False, _YES_NO, "leave cells out of the PDF", _NONE)
    pagebreaks: bool = _key(False, _YES_NO, "page breaks in the PDF", _NONE)
    debug: bool = _key(False, _YES_NO, "stop at the first error of a cell", "-", f"{_OWN_SCORES}")
    autograder_dir: str = _key(
        "/autograder", _TEXT, "the folder in which Gradescope grades", "the folder is found"
    )
    lang: str = _key("python", _TEXT, "the language", _SAME, "only Python can be graded here")
    miniconda_path: str = _key(
        "/root/miniforge3", _TEXT, "where conda is installed", "nothing: there is no conda"
    )
    plugins: list[Any] = _key(  # noqa: RUF009  # it makes a field
        [],
        (list,),
        "otter's plugins",
        "-",
        "a plugin may change scores, and the sealed engine runs none",
    )
    logo: bool = _key(True, _YES_NO, "print otter's logo", "nothing: it has none")
    print_summary: bool = _key(True, _YES_NO, "print a table of the scores for instructors", _SAME)
    print_score: bool = _key(True, _YES_NO, "print the total for instructors", _SAME)
    zips: bool = _key(
        False, _YES_NO, "submissions are zip files", "nothing: Gradescope unpacks them itself"
    )
    log_level: int | None = _key(
        None, _WHOLE, "how much otter logs", "nothing: problems are always logged"
    )
    assignment_name: str | None = _key(
        None,
        _TEXT,
        "refuse notebooks of another name",
        "-",
        "release notebooks carry no name of otter's, so every submission would be refused",
    )
    warn_missing_pdf: bool = _key(False, _YES_NO, "tell students that no PDF was made", _NONE)
    force_public_test_summary: bool = _key(
        True,
        _YES_NO,
        "with show_hidden, show the summary of public tests as well, and at once",
        _SAME,
    )
    submit_blank_pdf_on_export_failure: bool = _key(
        False, _YES_NO, "upload a blank PDF where none could be made", _NONE
    )
    use_submission_pdf: bool = _key(False, _YES_NO, "take the student's own PDF", _NONE)
    pdf_via_html: bool = _key(False, _YES_NO, "make the PDF by way of HTML", _NONE)

    def as_tree(self) -> dict[str, Any]:
        """Return the keys that are not as they come, for a file of otter's."""
        return dict(_changed(self))


def _changed(config: OtterConfig) -> Iterator[tuple[str, Any]]:
    as_it_comes = OtterConfig()
    for name in keys():
        value = getattr(config, name)
        if value != getattr(as_it_comes, name):
            yield name, value


def keys() -> dict[str, Key]:
    """Return what is said of each key, in otter's own order."""
    return {item.name: item.metadata["key"] for item in dataclasses.fields(OtterConfig)}


def read(path: Path) -> OtterConfig:
    """Read an ``otter_config.json``.

    Raises InstructorError when it cannot be read, sets an unknown key, one to a value of the wrong
    kind, or one that would give other scores.
    """
    try:
        tree = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InstructorError("otter-config", f"{path} cannot be read: {error}") from None
    if not isinstance(tree, dict):
        raise InstructorError("otter-config", f"{path} must hold one JSON object, {{...}}")
    for name, value in tree.items():
        _check(path, name, value)
    config = OtterConfig(**tree)
    _refuse_half_an_upload(path, config)
    return config


def _refuse_half_an_upload(path: Path, config: OtterConfig) -> None:
    """Refuse what otter's generator would ask for at the keyboard, or fail at."""
    upload = {name: getattr(config, name) for name in ("token", "course_id", "assignment_id")}
    missing = [name for name, value in upload.items() if value is None]
    if len(missing) not in (0, len(upload)):
        raise InstructorError(
            "otter-config-refused",
            f"{path}: {', '.join(upload)} go together, for uploading a PDF to Gradescope: add "
            f"{', '.join(missing)}, or leave all of them out",
        )


def _check(path: Path, name: str, value: Any) -> None:
    known = keys()
    if name not in known:
        near = difflib.get_close_matches(name.lower(), known, n=1)
        guess = f": did you mean {near[0]}?" if near else "."
        raise InstructorError(
            "otter-config-unknown-key",
            f"{path}: {name!r} is no key of otter-grader's{guess} All keys: "
            f"{', '.join(sorted(known))}",
        )
    key, default = known[name], getattr(OtterConfig(), name)
    # A yes is no whole number, although `bool` is a kind of `int` for Python.
    fits = isinstance(value, key.kinds) and (bool in key.kinds or not isinstance(value, bool))
    if not fits and not (value is None and default is None):
        raise InstructorError(
            "otter-config-bad-value",
            f"{path}: {name} must be {_wanted(key)}; it is {json.dumps(value)}",
        )
    if key.refused and value != default:
        raise InstructorError(
            "otter-config-refused",
            f"{path}: {name} cannot be {json.dumps(value)}: {key.refused}. Leave it out.",
        )


def _wanted(key: Key) -> str:
    names = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}
    names |= {dict: "an object", list: "a list"}
    return " or ".join(dict.fromkeys(names[kind] for kind in key.kinds))
