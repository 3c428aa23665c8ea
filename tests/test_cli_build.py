from pathlib import Path

from click.testing import CliRunner, Result
from compiler_course import ANSWER, SETUP, TEST, check, make_course, notebook, save

from autograder.cli.build import command

LINE = "lines: 1 notebook, 1 test cell, 2 points, 1 other file -> "


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(command, ["--course-dir", str(root), *arguments])


def test_each_assignment_gets_a_line_and_a_release(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    save(root / "source/more/more.ipynb", notebook(SETUP, ANSWER, TEST))
    result = run(root)
    assert result.exit_code == 0
    first, second = result.stdout.splitlines()
    assert first.startswith(LINE)
    assert first.endswith("release/lines")
    assert second.startswith("more: 1 notebook, 1 test cell, 2 points, 0 other files -> ")
    assert (root / "release/lines/fit.ipynb").is_file()
    assert (root / "release/more/more.ipynb").is_file()


def test_only_the_named_assignment_is_built(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    save(root / "source/more/more.ipynb", notebook(SETUP, ANSWER, TEST))
    assert run(root, "more").exit_code == 0
    assert [path.name for path in (root / "release").iterdir()] == ["more"]


def test_check_tells_a_stale_release_from_a_fresh_one(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    missing = run(root, "--check")
    assert missing.exit_code == 1
    assert "missing in the release: fit.ipynb" in missing.stdout
    run(root)
    fresh = run(root, "--check")
    assert fresh.exit_code == 0
    assert fresh.stdout.rstrip().endswith("is up to date")
    (root / "release/lines/points.csv").write_text("x,y\n0,0\n1,2.6\n")
    stale = run(root, "--check")
    assert stale.exit_code == 1
    assert "-1,2.6\n+1,2.5\n" in stale.stdout
    assert (root / "release/lines/points.csv").read_text().endswith("2.6\n")


def test_every_problem_is_a_line_and_other_assignments_are_still_built(tmp_path: Path) -> None:
    root = make_course(tmp_path, SETUP, ANSWER, ANSWER, check("assert 1", points=None))
    save(root / "source/more/more.ipynb", notebook(SETUP, ANSWER, TEST))
    result = run(root)
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "error[duplicate-id]: fit.ipynb, cell 3 (slope): cell 2 has the same id: "
        "give one of them another",
        "error[points-missing]: fit.ipynb, cell 4 (test_slope): "
        "it has no points: say in nbgrader's toolbar what it is worth",
    ]
    assert (root / "release/more/more.ipynb").is_file()


def test_an_error_outweighs_a_stale_release(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    save(root / "source/bad/bad.ipynb", notebook(check("assert 1", points=None)))
    assert run(root, "--check").exit_code == 2


def test_a_folder_that_is_no_course_is_an_error(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.exit_code == 2
    assert result.stderr.startswith("error[course-without-source]: ")


def test_bad_data_stops_the_build(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    (root / "data/points.schema.json").write_text(
        '{"fields": [{"name": "x", "type": "number"}, {"name": "z", "type": "number"}]}'
    )
    result = run(root)
    assert result.exit_code == 2
    assert result.stderr.startswith("error[data-invalid]: ")
