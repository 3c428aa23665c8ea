"""`otter_config.json`: every key of otter-grader's is known, and none means two things."""

import inspect
import json
from pathlib import Path
from typing import Any

import pytest
from otter.run import AutograderConfig

from autograder.bundles import keys
from autograder.bundles.keys import OtterConfig
from autograder.errors import InstructorError

ROOT = Path(__file__).parents[1]
# What `otter run` tells itself.
NOT_A_KEY = {"otter_run"}
# These go together.
UPLOAD = {"token": "t", "course_id": 1, "assignment_id": "2"}


def otters_own() -> dict[str, Any]:
    config = AutograderConfig({})
    found = {name: value for name, value in inspect.getmembers(config) if name[0] != "_"}
    return {n: v for n, v in found.items() if not callable(v) and n not in NOT_A_KEY}


def written(folder: Path, **tree: object) -> Path:
    path = folder / "otter_config.json"
    path.write_text(json.dumps(tree))
    return path


def test_the_keys_and_what_they_are_unless_set_are_otters() -> None:
    ours = OtterConfig()
    assert {name: getattr(ours, name) for name in keys.keys()} == otters_own()


def test_otter_accepts_every_kind_of_value_that_is_accepted_here(tmp_path: Path) -> None:
    values = {bool: True, int: 3, float: 0.5, str: "word", list: [], dict: {"a": "b"}}
    tried = 0
    for name, key in keys.keys().items():
        for kind in key.kinds:
            if not key.refused and name not in UPLOAD:
                tree = {name: values[kind]}
                assert keys.read(written(tmp_path, **tree)).as_tree() in (tree, {})
                AutograderConfig(tree)
                tried += 1
    assert tried > 20
    assert keys.read(written(tmp_path, **UPLOAD)).as_tree() == UPLOAD


@pytest.mark.parametrize(
    ("tree", "code", "says"),
    [
        ({"show_hiden": True}, "otter-config-unknown-key", "did you mean show_hidden"),
        ({"colour": 1}, "otter-config-unknown-key", "All keys: assignment_id"),
        ({"show_hidden": 1}, "otter-config-bad-value", "true or false; it is 1"),
        ({"points_possible": True}, "otter-config-bad-value", "whole number or a number"),
        ({"points_possible": "10"}, "otter-config-bad-value", "it is .10"),
        ({"show_hidden": None}, "otter-config-bad-value", "true or false"),
        ({"seed": 3}, "otter-config-refused", "scores would be others"),
        ({"grade_from_log": True}, "otter-config-refused", "pickle"),
        ({"plugins": ["a.B"]}, "otter-config-refused", "may change scores"),
        ({"lang": "r"}, "otter-config-refused", "only Python"),
        ({"assignment_name": "lab"}, "otter-config-refused", "every submission"),
        ({"course_id": 1, "assignment_id": 2}, "otter-config-refused", "token"),
        ({"token": "t", "course_id": 1}, "otter-config-refused", "assignment_id"),
    ],
)
def test_what_is_wrong_is_said_with_the_remedy(
    tree: dict[str, Any], code: str, says: str, tmp_path: Path
) -> None:
    with pytest.raises(InstructorError, match=says) as caught:
        keys.read(written(tmp_path, **tree))
    assert caught.value.code == code
    assert str(tmp_path / "otter_config.json") in caught.value.message


@pytest.mark.parametrize("text", ["", "{", "[]", "3", "\xff"])
def test_a_file_that_is_no_json_object_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "otter_config.json"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(InstructorError) as caught:
        keys.read(path)
    assert caught.value.code == "otter-config"


def test_what_is_as_it_comes_is_left_out() -> None:
    assert OtterConfig(show_hidden=True, logo=True).as_tree() == {"show_hidden": True}


def test_the_file_of_this_repository_is_read() -> None:
    assert keys.read(ROOT / "otter_config.json").show_hidden


@pytest.mark.parametrize("name", keys.keys())
def test_the_docs_say_what_each_key_does(name: str) -> None:
    key = keys.keys()[name]
    default = json.dumps(getattr(OtterConfig(), name))
    last = f"refused: {key.refused}" if key.refused else key.sealed
    row = f"| `{name}` | `{default}` | {key.help} | {last} |"
    assert row in (ROOT / "docs" / "otter.md").read_text()
