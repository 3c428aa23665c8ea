"""What of a submission's other files is taken along, whatever lies in its folder."""

import os
import socket
from pathlib import Path

import pytest
from compiler_course import check, notebook, save
from traitlets.config import Config

from autograder import assignment as assignments
from autograder import helper_files
from autograder.configuration import Course, Settings
from autograder.errors import OperatorError
from autograder.helper_files import HelperFile, Rules, lay_out, modules, read

OWN = {"data.csv": "a\n1\n", "tools/own.py": "x = 1\n", "stub.py": "def f(): ...\n"}


def course(tmp_path: Path, config: Config | None = None, **settings: int) -> Course:
    source = tmp_path / "source" / "ps1"
    save(source / "p.ipynb", notebook(check("assert 1", "t1")))
    for name, text in OWN.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text)
    return Course(
        root=tmp_path,
        source=tmp_path / "source",
        release=tmp_path / "release",
        submitted=tmp_path / "submitted",
        autograded=tmp_path / "autograded",
        feedback=tmp_path / "feedback",
        results=tmp_path / "results",
        db_url="",
        settings=Settings(**settings),  # type: ignore[arg-type]  # whole numbers all
        config=config or Config(),
    )


def rules(tmp_path: Path, config: Config | None = None, **settings: int) -> Rules:
    found = course(tmp_path, config, **settings)
    return helper_files.rules(found, assignments.read(found.source / "ps1"))


def editing(*names: str) -> Config:
    config = Config()
    config.Autograde.exclude_overwriting = {"ps1": list(names)}
    return config


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "submitted" / "leavitt" / "ps1"
    made.mkdir(parents=True)
    return made


def write(path: Path, text: str = "x") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def names(files: tuple[HelperFile, ...]) -> list[str]:
    return [str(file.path) for file in files]


def test_modules_and_data_are_taken_with_their_whole_path(folder: Path, tmp_path: Path) -> None:
    write(folder / "helper.py", "a = 1")
    write(folder / "pkg/__init__.py", "")
    write(folder / "pkg/deep/table.csv", "1,2")
    files, notices = read(folder, rules(tmp_path))
    assert files == (
        HelperFile(Path("helper.py"), b"a = 1"),
        HelperFile(Path("pkg/__init__.py"), b""),
        HelperFile(Path("pkg/deep/table.csv"), b"1,2"),
    )
    assert notices == ()


def test_what_is_no_helper_file_is_passed_over_without_a_word(folder: Path, tmp_path: Path) -> None:
    for name in (
        "p.ipynb",
        "timestamp.txt",
        ".DS_Store",
        ".ipynb_checkpoints/p-checkpoint.ipynb",
        "__pycache__/helper.cpython-311.pyc",
        "old.pyc",
        "notes.tmp",
    ):
        write(folder / name)
    write(folder / "sub/p.ipynb")
    write(folder / "other.ipynb")
    config = Config()
    config.CourseDirectory.ignore = ["*.tmp"]
    files, notices = read(folder, rules(tmp_path, config))
    assert names(files) == ["other.ipynb", "sub/p.ipynb"]
    assert notices == ()


def test_the_courses_own_file_stands_and_a_changed_one_is_told(
    folder: Path, tmp_path: Path
) -> None:
    write(folder / "data.csv", OWN["data.csv"])
    write(folder / "tools/own.py", "x = 2\n")
    files, notices = read(folder, rules(tmp_path))
    assert files == ()
    assert notices == (
        "“tools/own.py” was left out: the course's own file of this name was used in its place.",
    )


def test_an_own_file_of_the_same_size_with_another_text_is_noticed(
    folder: Path, tmp_path: Path
) -> None:
    write(folder / "data.csv", "a\n2\n")
    assert len(read(folder, rules(tmp_path))[1]) == 1


def test_a_file_that_students_may_change_is_theirs(folder: Path, tmp_path: Path) -> None:
    write(folder / "stub.py", "def f(): return 1\n")
    files, notices = read(folder, rules(tmp_path, editing("./stub.py")))
    assert files == (HelperFile(Path("stub.py"), b"def f(): return 1\n", True, True),)
    assert notices == ()


def test_a_file_that_students_may_change_and_did_not_hand_in_is_the_courses(
    folder: Path, tmp_path: Path
) -> None:
    files, _ = read(folder, rules(tmp_path, editing("stub.py", "gone.py")))
    assert files == (HelperFile(Path("stub.py"), OWN["stub.py"].encode(), True, False),)


def test_links_pipes_and_sockets_are_left_out(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "gradebook.db"
    secret.write_text("secret")
    (folder / "link.csv").symlink_to(secret)
    (folder / "folder").symlink_to(tmp_path / "source")
    (folder / "gone").symlink_to("nowhere")
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(folder)
        try:
            listening.bind("socket")
        finally:
            os.chdir(here)
        files, notices = read(folder, rules(tmp_path))
    assert files == ()
    told = {notice.split("”")[0] for notice in notices}
    assert told == {"“link.csv", "“folder", "“gone", "“pipe", "“socket"}
    assert all("not a file" in notice for notice in notices)


def test_a_submission_that_is_a_link_gives_nothing(folder: Path, tmp_path: Path) -> None:
    write(folder / "helper.py")
    linked = tmp_path / "submitted" / "payne"
    linked.symlink_to(folder.parent)
    assert read(linked / "ps1", rules(tmp_path)) == ((), ())
    (folder.parent / "ps2").symlink_to(folder)
    assert read(folder.parent / "ps2", rules(tmp_path)) == ((), ())
    assert read(folder.parent / "none", rules(tmp_path)) == ((), ())


def test_files_beyond_the_bounds_are_left_out_and_told(folder: Path, tmp_path: Path) -> None:
    write(folder / "a.csv", "x" * 60)
    write(folder / "b.csv", "x" * 41)
    write(folder / "c.csv", "x" * 40)
    write(folder / "d.csv", "")
    files, notices = read(folder, rules(tmp_path, helper_files_bytes=100, helper_files_count=2))
    assert names(files) == ["a.csv", "c.csv"]
    assert notices == (
        "“b.csv” was left out: together the files would be larger than 100 bytes.",
        "“d.csv” was left out: only 2 files are taken along.",
    )


def test_with_a_bound_of_none_there_are_none(folder: Path, tmp_path: Path) -> None:
    write(folder / "a.csv")
    assert read(folder, rules(tmp_path, helper_files_count=0))[0] == ()
    write(folder / "a.csv", "")
    assert names(read(folder, rules(tmp_path, helper_files_bytes=0))[0]) == ["a.csv"]


def test_a_path_that_is_longer_than_the_scratch_folder_can_hold_is_left_out(
    folder: Path, tmp_path: Path
) -> None:
    place = "/".join(["d" * 200] * 5)
    write(folder / place / "x.py")
    write(folder / place / ("x" * 100 + ".py"))
    files, notices = read(folder, rules(tmp_path))
    assert [file.path for file in files] == [Path(place, "x.py")]
    assert [notice.rpartition(": ")[2] for notice in notices] == ["its path is too long."]


def test_very_many_and_very_deep_files_end_the_search(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helper_files, "MOST_ENTRIES", 30)
    for number in range(60):
        write(folder / f"link{number:02}")
    write(folder / ("d/" * 40) / "deep.py")
    files, notices = read(folder, rules(tmp_path))
    assert len(files) == 30
    assert notices == ()
    for number in range(60):
        (folder / f"link{number:02}").unlink()
    files, notices = read(folder, rules(tmp_path))
    assert files == ()
    assert len(notices) == 1
    assert "too deep" in notices[0]


def test_the_notices_are_few(folder: Path, tmp_path: Path) -> None:
    for number in range(100):
        (folder / f"link{number}").symlink_to("nowhere")
    assert len(read(folder, rules(tmp_path))[1]) == helper_files.MOST_NOTICES


def test_a_name_cannot_steer_a_terminal(folder: Path, tmp_path: Path) -> None:
    (folder / "\x1b[31m\u202egone").symlink_to("nowhere")
    (notice,) = read(folder, rules(tmp_path))[1]
    assert notice.isprintable()


def test_a_name_that_is_no_text_is_left_out(folder: Path, tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.py")).write_text("x")
    files, (notice,) = read(folder, rules(tmp_path))
    assert files == ()
    assert "damaged" in notice


def test_what_stands_in_the_way_of_the_courses_files_is_left_out(
    folder: Path, tmp_path: Path
) -> None:
    write(folder / "data.csv/evil.py")
    write(folder / "tools", "no folder")
    files, notices = read(folder, rules(tmp_path))
    assert files == ()
    assert len(notices) == 2


def test_laying_out_writes_the_files_and_survives_what_the_prefix_made(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    (tmp_path / "plain").write_text("p")
    files = [HelperFile(Path(name), b"1") for name in ("a/b.py", "made", "plain/x", "plain")]
    lay_out(files, tmp_path)
    assert (tmp_path / "a/b.py").read_bytes() == b"1"
    assert (tmp_path / "made").is_dir()
    assert (tmp_path / "plain").read_bytes() == b"1"


def test_the_names_under_which_python_imports_the_files() -> None:
    paths = ("helper.py", "pkg/__init__.py", "pkg/sub.py", "data.csv", "not-a-name.py", "x/y.txt")
    assert modules(HelperFile(Path(path), b"") for path in paths) == {"helper", "pkg"}


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("Autograde", "exclude_overwriting", ["stub.py"]),
        ("Autograde", "exclude_overwriting", {"ps1": "stub.py"}),
        ("Autograde", "exclude_overwriting", {"ps1": [3]}),
        ("CourseDirectory", "ignore", "*.tmp"),
    ],
)
def test_a_setting_of_the_wrong_kind_is_the_operators_mistake(
    tmp_path: Path, section: str, key: str, value: object
) -> None:
    config = Config()
    config[section][key] = value
    with pytest.raises(OperatorError, match=key):
        rules(tmp_path, config)
