"""What `same.py` tells of two runs; the runs themselves are made by hand, and take minutes."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from benchmarks import same

PASSED = {"verdict": "passed", "points": 2.0, "message": "", "note": ""}


def run(text: str = "5\n") -> Any:
    """Return the parts of a run with one submission."""
    shown = same.Plain({"/place": "<folder>"}).output(
        {"output_type": "stream", "name": "stdout", "text": text}
    )
    submission = {
        "state": "graded",
        "problem": "",
        "tests": {"total-test": PASSED},
        "notices": [],
        "noticed": [],
        "cells": {"cell 000": {"count": 1, "digest": text, "outputs": [shown]}},
    }
    return {"1-part": {"seconds": 1.0, "submissions": {"wheats/a": submission}}}


def changed(parts: Any, name: str, value: object) -> Any:
    parts = deepcopy(parts)
    parts["1-part"]["submissions"]["wheats/a"]["tests"]["total-test"][name] = value
    return parts


def test_the_same_run_has_no_differences() -> None:
    found = same.compare(run(), run(), [run()])
    assert (found.differences, found.unstable, found.missing) == ((), (), ())
    assert found.submissions == 1


@pytest.mark.parametrize(
    ("name", "value"), [("verdict", "failed"), ("points", 1.0), ("message", "no"), ("note", "l. 3")]
)
def test_everything_that_is_said_of_a_test_counts(name: str, value: object) -> None:
    (found,) = same.compare(run(), changed(run(), name, value)).differences
    assert found.path == ("1-part", "wheats/a", "total-test", name)
    assert (found.old, found.new) == (PASSED[name], value)


def test_another_output_is_a_difference_that_is_shown_where_it_begins() -> None:
    compared = same.compare(run("x" * 1000 + "old\n"), run("x" * 1000 + "new\n"))
    lines = list(same.told(compared))
    assert lines[0] == "differs: 1-part / wheats/a / cell 000"
    assert lines[1].startswith("    old: ...") and lines[2].startswith("    new: ...")
    assert lines[-1].endswith("1 differ, 0 unstable in the old itself")


def test_what_varies_in_the_old_itself_is_listed_by_itself() -> None:
    found = same.compare(run("1\n"), run("3\n"), [run("2\n")])
    assert found.differences == ()
    assert [each.path[-1] for each in found.unstable] == ["cell 000"]
    assert "unstable in the old itself: 1-part / wheats/a / cell 000" in list(same.told(found))


def test_what_is_stable_counts_beside_what_varies() -> None:
    found = same.compare(run("1\n"), changed(run("3\n"), "points", 0.0), [run("2\n")])
    assert [each.path[-1] for each in found.differences] == ["points"]


def test_a_submission_that_is_missing_differs_and_a_part_is_named() -> None:
    without = {"1-part": {"seconds": 1.0, "submissions": {}}}
    assert same.compare(run(), without).differences
    assert same.compare(run(), {}).missing == ("1-part",)


def test_the_program_exits_with_1_when_anything_differs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {"old": run(), "same": run(), "other": changed(run(), "points", 0.0)}
    for name, parts in files.items():
        same.write(tmp_path / name, {"identity": {}, "parts": parts})
    assert same.main(["compare", str(tmp_path / "old"), str(tmp_path / "same")]) == 0
    assert same.main(["compare", str(tmp_path / "old"), str(tmp_path / "other")]) == 1
    assert "differs: 1-part / wheats/a / total-test / points" in capsys.readouterr().out


def test_a_missing_part_is_no_success(tmp_path: Path) -> None:
    same.write(tmp_path / "old", {"identity": {}, "parts": run()})
    same.write(tmp_path / "new", {"identity": {}, "parts": {}})
    assert same.main(["compare", str(tmp_path / "old"), str(tmp_path / "new")]) == 1


def test_texts_lose_what_each_run_draws_anew() -> None:
    plain = same.Plain({"/tmp/same-abc": "<folder>", "/other": "<checkout>", "12345": "<number>"})  # noqa: S108
    text = (
        "<f at 0x7f00aa11bb22> /tmp/same-abc/course tmpab12cd3_ port 12345, 123456\n"
        "CPU times: user 3 ms\nWall time: 4 ms\n"
        '  File "/other/autograder/execution/shell.py", line 9, in run\n    code()\n  File "x.py"\n'
    )
    assert plain.text(text) == (
        "<f at <address>> <folder>/course tmp<name> port <number>, 123456\n"
        "CPU times: <time>\nWall time: <time>\n"
        '  File "<checkout>"\n  File "x.py"\n'
    )


def test_long_texts_and_pictures_are_kept_as_sums() -> None:
    shown = {"output_type": "display_data", "data": {"text/html": "x" * 9000, "image/png": "aGk="}}
    kept = same.Plain({"/place": "<folder>"}).output(shown)
    assert len(kept["text/html"]) < 2100 and "9000 characters" in kept["text/html"]
    assert kept["image/png"].startswith("2 bytes, 8f434346648f6b96")


def test_half_a_character_can_be_written_and_read(tmp_path: Path) -> None:
    same.write(tmp_path / "file", {"text": "\ud800"})
    assert same.read(tmp_path / "file") == {"text": "\ud800"}


def test_a_file_of_another_package_is_not_gone_on_with(tmp_path: Path) -> None:
    (tmp_path / "autograder").mkdir()
    same.write(tmp_path / "file", {"identity": {"package": "another"}, "parts": {}})
    with pytest.raises(SystemExit, match="another package or corpus"):
        same.note(tmp_path / "file", tmp_path, (), 1)


def test_the_notebooks_and_families_are_those_that_there_are() -> None:
    import attack_course
    import stars_course

    assert same.NOTEBOOKS == stars_course.NOTEBOOKS
    assert same.FAMILIES == attack_course.FAMILIES
