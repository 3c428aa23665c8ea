"""A course's configuration: nbgrader's own file, and no slip of the pen in ours."""

import dataclasses
from pathlib import Path

import pytest
from compiler_course import make_course
from nbgrader.coursedir import CourseDirectory

from autograder.configuration import Course, Settings, keys, open_course, value_of
from autograder.errors import Fault, InstructorError, OperatorError


def course(root: Path, *settings: str) -> Course:
    if settings:
        (root / "nbgrader_config.py").write_text("\n".join(["c = get_config()", *settings]))
    return open_course(root)


def refused(root: Path, *settings: str) -> OperatorError:
    with pytest.raises(OperatorError) as caught:
        course(root, *settings)
    return caught.value


def test_without_a_file_the_folders_are_nbgraders(tmp_path: Path) -> None:
    found = course(tmp_path)
    assert found.root == tmp_path
    assert found.source == tmp_path / "source"
    assert found.release == tmp_path / "release"
    assert found.submitted == tmp_path / "submitted"
    assert found.autograded == tmp_path / "autograded"
    assert found.feedback == tmp_path / "feedback"
    assert found.results == tmp_path / "results"
    assert found.db_url == f"sqlite:///{tmp_path}/gradebook.db"
    assert (found.course_id, found.settings) == ("", Settings())


def test_nbgraders_own_keys_keep_their_meaning(tmp_path: Path) -> None:
    found = course(
        tmp_path,
        "c.CourseDirectory.course_id = 'stars'",
        "c.CourseDirectory.source_directory = 'masters'",
        "c.CourseDirectory.submitted_directory = '/srv/handed-in'",
        "c.CourseDirectory.db_url = 'postgresql://host/grades'",
        "c.ClearSolutions.code_stub = {'python': '...'}",
    )
    assert found.course_id == "stars"
    assert found.source == tmp_path / "masters"
    assert found.submitted == Path("/srv/handed-in")
    assert found.db_url == "postgresql://host/grades"


@pytest.mark.parametrize(("root", "expected"), [("sub", "sub"), (".", "."), ("", ".")])
def test_the_root_may_lie_elsewhere(tmp_path: Path, root: str, expected: str) -> None:
    found = course(tmp_path, f"c.CourseDirectory.root = {root!r}")
    assert found.root == tmp_path / expected
    assert found.results == tmp_path / expected / "results"


def test_a_relative_folder_becomes_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert open_course(Path(".")).source == tmp_path / "source"


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    given: dict[str, object] = {
        "cell_seconds": 7,
        "call_seconds": 8,
        "notebook_seconds": 9,
        "memory_bytes": 10,
        "file_bytes": 11,
        "scratch_bytes": 12,
        "output_bytes": 13,
        "helper_files_bytes": 0,
        "helper_files_count": 0,
        "jail": "unprivileged",
        "strict_style": True,
        "results_directory": "marks/all",
    }
    assert set(given) == {item.name for item in dataclasses.fields(Settings)}
    found = course(tmp_path, *(f"c.Autograder.{name} = {given[name]!r}" for name in given))
    assert dataclasses.asdict(found.settings) == given
    assert found.results == tmp_path / "marks/all"


def test_the_results_may_lie_outside_the_course(tmp_path: Path) -> None:
    found = course(tmp_path, "c.Autograder.results_directory = '/srv/results'")
    assert found.results == Path("/srv/results")


@pytest.mark.parametrize("name", ["autograded", "source", "./feedback", "x/../submitted"])
def test_the_results_have_a_folder_of_their_own(tmp_path: Path, name: str) -> None:
    error = refused(tmp_path, f"c.Autograder.results_directory = {name!r}")
    assert error.code == "configuration-bad-value"
    assert "results_directory must be a folder of its own" in error.message


# What the instructor's page says of each key.

SIZES = {2**30: "GiB", 2**20: "MiB"}


def table_of_keys(repository: Path) -> dict[str, tuple[str, str]]:
    """Read the page's table: for each key its default and its meaning."""
    page = (repository / "docs/instructor.md").read_text(encoding="utf-8")
    section = page.partition("\n## Settings\n")[2].partition("\n##")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line[:3] == "| `"]
    assert all(len(row) == 3 for row in rows), rows
    assert len({row[0] for row in rows}) == len(rows), "a key has two rows"
    return {name.strip("`"): (default, meaning) for name, default, meaning in rows}


def written(value: object, unit: str) -> str:
    """Write a default as the page does: text and truth values as code, numbers with their unit."""
    if isinstance(value, bool):
        return f"`{value}`"
    if not isinstance(value, int):
        return f'`"{value}"`'
    if unit != "bytes":
        return f"{value} {unit}"
    size = next(size for size in SIZES if value % size == 0)
    return f"{value} bytes ({value // size} {SIZES[size]})"


def test_the_instructors_page_has_every_key_with_its_default_and_its_meaning(
    repository: Path,
) -> None:
    said = {
        name: (written(getattr(Settings(), name), key.unit), key.help)
        for name, key in keys().items()
    }
    table = table_of_keys(repository)
    assert list(table) == list(said)
    for name, row in said.items():
        assert table[name] == row, f"docs/instructor.md, Settings: mend the row of {name}"


def test_every_number_says_what_it_counts() -> None:
    for name, key in keys().items():
        number = type(getattr(Settings(), name)) is int
        assert bool(key.unit) is number, name
        assert not number or name.endswith(f"_{key.unit}") or name == "helper_files_count"


# Slips of the pen.


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("cell_second", "cell_seconds"),
        ("cellSeconds", "cell_seconds"),
        ("memory", "memory_bytes"),
        ("jial", "jail"),
        ("strict", "strict_style"),
        ("result_directory", "results_directory"),
        ("helper_file_bytes", "helper_files_bytes"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest(tmp_path: Path, name: str, meant: str) -> None:
    error = refused(tmp_path, f"c.Autograder.{name} = 5")
    assert (error.code, error.fault) == ("configuration-unknown-key", Fault.OPERATOR)
    assert f"c.Autograder.{name} is no setting: did you mean {meant}? " in error.message
    assert "All settings: call_seconds, cell_seconds" in error.message


def test_a_key_that_is_like_none_is_refused_with_all_of_them(tmp_path: Path) -> None:
    error = refused(tmp_path, "c.Autograder.xyz = 5")
    assert "c.Autograder.xyz is no setting. All settings: call_seconds, " in error.message
    assert "did you mean" not in error.message


@pytest.mark.parametrize(
    "line",
    [
        "c.autograder.cell_seconds = 60",
        "c.Autogrder.cell_seconds = 60",
        "c.AutoGrader.cell_seconds = 60",
        "c.Autograders.jail = 'auto'",
        "c.Auto_grader.jail = 'auto'",
        "c.AUTOGRADER.jail = 'auto'",
        "c.Autograde.cell_seconds = 60",
    ],
)
def test_a_section_that_is_almost_ours_is_refused(tmp_path: Path, line: str) -> None:
    error = refused(tmp_path, line)
    assert (error.code, error.fault) == ("configuration-unknown-section", Fault.OPERATOR)
    assert line.partition(".cell")[0].partition(".jail")[0] in error.message
    assert "write c.Autograder.<key> = <value>" in error.message


@pytest.mark.parametrize(
    "line",
    [
        "c.Autograde.autograde_preprocessors = []",
        "c.AutogradeApp.create_student = True",
        "c.Execute.timeout = 60",
        "c.Exchange.root = '/srv/exchange'",
        "c.GenerateAssignment.preprocessors.append('a.B')",
    ],
)
def test_nbgraders_own_sections_are_left_alone(tmp_path: Path, line: str) -> None:
    assert course(tmp_path, line).settings == Settings()


@pytest.mark.parametrize(
    "setting",
    [
        "cell_seconds = 0",
        "cell_seconds = -1",
        "cell_seconds = 1.5",
        "cell_seconds = '60'",
        "cell_seconds = True",
        "cell_seconds = None",
        "cell_seconds.append(5)",
        "cell_seconds.update({'x': 5})",
        "helper_files_count = -1",
        "helper_files_count = False",
        "jail = 5",
        "jail = 'none'",
        "jail = None",
        "jail = ['auto']",
        "strict_style = 1",
        "strict_style = 0",
        "strict_style = 'True'",
        "results_directory = ''",
        "results_directory = '  '",
        "results_directory = True",
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(tmp_path: Path, setting: str) -> None:
    error = refused(tmp_path, f"c.Autograder.{setting}")
    assert (error.code, error.fault) == ("configuration-bad-value", Fault.OPERATOR)
    name = setting.partition(" ")[0].partition(".")[0]
    assert f"c.Autograder.{name} must be " in error.message
    assert f"The default is {getattr(Settings(), name)!r}." in error.message


@pytest.mark.parametrize(
    ("setting", "wanted"),
    [
        ("cell_seconds = 0", "a whole number of seconds, 1 or more; it is 0."),
        ("file_bytes = '1'", "a whole number of bytes, 1 or more; it is '1'."),
        ("helper_files_count = -1", "a whole number of files, 0 or more; it is -1."),
        ("jail = 'no'", "one of 'auto', 'namespaces', 'unprivileged'; it is 'no'."),
        ("strict_style = 1", "True or False; it is 1."),
        ("results_directory = 5", "the name of a folder; it is 5."),
    ],
)
def test_the_refusal_names_what_is_wanted(tmp_path: Path, setting: str, wanted: str) -> None:
    assert f" must be {wanted}" in refused(tmp_path, f"c.Autograder.{setting}").message


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("corse_id", "course_id"),
        ("sumbitted_directory", "submitted_directory"),
        ("source_dir", "source_directory"),
        ("source_folder", None),
        ("bd_url", "db_url"),
        ("notes", None),
    ],
)
def test_a_slip_among_nbgraders_folders_is_refused(
    tmp_path: Path, name: str, meant: str | None
) -> None:
    line = f"c.CourseDirectory.{name} = 'x'"
    if meant is None:
        # nbgrader of another version may know it.
        assert course(tmp_path, line).course_id == ""
        return
    error = refused(tmp_path, line)
    assert error.code == "configuration-unknown-key"
    assert f"c.CourseDirectory.{name} is no setting of nbgrader" in error.message
    assert f"did you mean {meant}?" in error.message


def test_every_key_of_nbgraders_course_directory_is_known(tmp_path: Path) -> None:
    names = CourseDirectory.class_trait_names(config=True)
    assert "course_id" in names
    given = [f"c.CourseDirectory.{name} = 'x'" for name in names if name != "directory_structure"]
    assert course(tmp_path, *given).course_id == "x"


# What traitlets lets a file do.


def test_a_key_that_is_only_looked_at_has_its_default(tmp_path: Path) -> None:
    found = course(
        tmp_path,
        "if c.Autograder.cell_seconds == 7 or c.CourseDirectory.course_id == 'x':",
        "    raise SystemExit",
    )
    assert (found.course_id, found.settings) == ("", Settings())


def test_a_list_that_a_file_appends_to_begins_with_the_default(tmp_path: Path) -> None:
    directory = course(tmp_path, "c.CourseDirectory.ignore.append('*.bak')").config.CourseDirectory
    assert value_of(directory, "ignore", ("*.pyc",)) == ["*.pyc", "*.bak"]
    assert value_of(directory, "ignore", ("x",)) == ["x", "*.bak"]


def test_another_configuration_can_be_loaded_and_overridden(tmp_path: Path) -> None:
    (tmp_path / "base.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'base'\n"
        "c.Autograder.cell_seconds = 60\nc.Autograder.call_seconds = 50\n"
    )
    found = course(tmp_path, "load_subconfig('base.py')", "c.Autograder.call_seconds = 40")
    assert found.course_id == "base"
    assert found.settings == Settings(cell_seconds=60, call_seconds=40)


def test_a_slip_in_a_loaded_configuration_is_refused(tmp_path: Path) -> None:
    (tmp_path / "base.py").write_text("c = get_config()\nc.Autograder.cell_second = 60\n")
    assert refused(tmp_path, "load_subconfig('base.py')").code == "configuration-unknown-key"


@pytest.mark.parametrize(
    "line", ["1 / 0", "c.Autograder.cell_seconds = ", "import nowhere", "raise SystemExit(0)"]
)
def test_a_file_that_fails_is_named_with_its_line(tmp_path: Path, line: str) -> None:
    error = refused(tmp_path, line)
    assert error.code == "configuration-fails"
    assert f"{tmp_path / 'nbgrader_config.py'}, line 2, cannot be run" in error.message


def test_a_syntax_error_is_told_in_words_and_not_as_a_tuple(tmp_path: Path) -> None:
    error = refused(tmp_path, "x = (")
    assert error.message.endswith("line 2, cannot be run: SyntaxError: '(' was never closed")


def test_this_repository_is_a_course(repository: Path) -> None:
    found = open_course(repository)
    assert found.course_id == "stars-course"
    assert found.settings == Settings(
        cell_seconds=300, call_seconds=60, notebook_seconds=1800, strict_style=True
    )
    assert "stars" in found.assignments()


# What is in the folders.


def test_assignments_are_the_folders_of_source(tmp_path: Path) -> None:
    make_course(tmp_path)
    for name in ("alpha", ".hidden"):
        (tmp_path / "source" / name).mkdir()
    (tmp_path / "source/header.ipynb").write_text("{}")
    assert open_course(tmp_path).assignments() == ("alpha", "lines")


def test_a_folder_that_is_no_course_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(InstructorError) as caught:
        open_course(tmp_path / "nowhere").assignments()
    assert caught.value.code == "course-without-source"


def test_students_are_those_who_handed_in(tmp_path: Path) -> None:
    for name in ("eve/lines", "ada/lines", "bob/curves", ".git/lines"):
        (tmp_path / "submitted" / name).mkdir(parents=True)
    (tmp_path / "submitted/README").write_text("x")
    assert open_course(tmp_path).students("lines") == ("ada", "eve")


def test_before_anybody_handed_in_there_are_no_students(tmp_path: Path) -> None:
    assert open_course(tmp_path).students("lines") == ()
